//! `bindery check`: reads everything, writes nothing.
use std::ops::ControlFlow;

use bindery_model::{Diagnostic, Entry, Kept, Progress, Report, Source, for_each_in_order};

use super::arguments::CheckArguments;
use super::outcome::Outcome;
use super::reading::Reading;
use super::session::Session;

pub(crate) fn run(arguments: &CheckArguments) -> anyhow::Result<Outcome> {
    let session = Session::open_with(&arguments.reading, |options| {
        options.html_errors = arguments.html;
    })?;
    let source = &session.archive;
    let kept = Kept::new(source, "check", &());
    let mut report = Report::default();
    session.progress.begin(source.entries().len() as u64);
    for_each_in_order(
        source.entries(),
        session.jobs,
        |entry| findings(source, kept, entry),
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

/// What is wrong with a post.
fn findings(
    source: &Reading,
    kept: Option<Kept<'_>>,
    entry: &Entry,
) -> Result<Vec<Diagnostic>, Box<Diagnostic>> {
    let known = kept.and_then(|kept| kept.recall(entry, &(), |unpacker| unpacker.diagnostics()));
    if let Some(known) = known {
        return Ok(known);
    }
    let parsed = source.read(entry)?;
    if let Some((kept, basis)) = kept.zip(parsed.basis.as_ref()) {
        kept.keep(entry, &(), basis, |packer| {
            packer.diagnostics(&parsed.diagnostics)
        });
    }
    Ok(parsed.diagnostics)
}
