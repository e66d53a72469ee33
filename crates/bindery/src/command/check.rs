//! `bindery check`: reads everything, writes nothing.
use std::ops::ControlFlow;

use bindery_model::{Progress, Report, Source, for_each_in_order};

use super::arguments::CheckArguments;
use super::outcome::Outcome;
use super::session::Session;

pub(crate) fn run(arguments: &CheckArguments) -> anyhow::Result<Outcome> {
    let session = Session::open_with(&arguments.common, |options| {
        options.html_errors = arguments.html;
    })?;
    let source = &session.archive;
    let mut report = Report::default();
    session.progress.begin(source.entries().len() as u64);
    for_each_in_order(
        source.entries(),
        session.jobs,
        |entry| source.read(entry).map(|parsed| parsed.diagnostics),
        |result| {
            match result {
                Ok(diagnostics) => {
                    report.posts += 1;
                    report.diagnostics.extend(diagnostics);
                }
                Err(diagnostic) => {
                    report.failed += 1;
                    report.diagnostics.push(*diagnostic);
                }
            }
            session.progress.advance(1);
            ControlFlow::Continue(())
        },
    );
    session.progress.end();
    Ok(session.outcome("check", None, report))
}
