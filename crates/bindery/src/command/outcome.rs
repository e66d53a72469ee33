//! What a command did, told to people or to machines.
use std::io::Write;
use std::time::Duration;

use anyhow::Context;
use bindery_model::{Diagnostic, Report, Severity};
use serde::Serialize;

use super::arguments::ReadingArguments;
use super::diagnostics;
use super::output_file::{Destination, NO_STDOUT};
use super::progress_line::{duration, grouped};
use super::standard_error::say;

/// How many posts tell a rate.
const ENOUGH: u64 = 100;
/// Some posts had errors.
const ERRORS: u8 = 1;

/// What a command did.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The subcommand.
    pub(crate) command: &'static str,
    /// What was written to.
    pub(crate) output: Option<Destination>,
    /// What was written, and every diagnostic of the run.
    pub(crate) report: Report,
    /// What the command found out, for those that write nothing.
    pub(crate) findings: Option<Findings>,
    /// What became of pictures elsewhere, if they were wanted.
    pub(crate) fetched: Option<FetchCounts>,
    /// How long it took; `None` for one of several outputs that are made together.
    pub(crate) time: Option<Duration>,
    /// How many posts were parsed; the others were in the cache.
    pub(crate) parsed: Option<u64>,
}

/// How many pictures came from where.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct FetchCounts {
    /// From the web.
    pub(crate) fetched: u64,
    /// From the cache, after their servers were asked.
    pub(crate) unchanged: u64,
    /// From the cache.
    pub(crate) cached: u64,
    /// From nowhere.
    pub(crate) failed: u64,
    /// Their bytes.
    pub(crate) bytes: u64,
}

/// The answer of a command that only looks.
#[derive(Debug)]
pub(crate) struct Findings {
    /// For people.
    pub(crate) text: String,
    /// For machines.
    pub(crate) json: serde_json::Value,
}

/// The JSON report, version 1.
#[derive(Serialize)]
struct JsonReport<'a> {
    version: u32,
    command: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<String>,
    posts: u64,
    failed: u64,
    resources: u64,
    bytes: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    parsed: Option<u64>,
    errors: usize,
    warnings: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    findings: Option<&'a serde_json::Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fetch: Option<FetchCounts>,
    diagnostics: &'a [Diagnostic],
}

impl Outcome {
    fn has_errors(&self, reading: &ReadingArguments) -> bool {
        let errors = self.report.count(Severity::Error) > 0 || self.report.failed > 0;
        errors || reading.strict && self.report.count(Severity::Warning) > 0
    }

    /// Prints the report and gives the exit status.
    pub(crate) fn finish(&self, reading: &ReadingArguments) -> anyhow::Result<u8> {
        if reading.json {
            self.print_json()?;
        } else {
            if !reading.quiet {
                diagnostics::print(&self.report.diagnostics, reading.verbose);
            }
            self.print_findings()?;
            if !reading.quiet {
                say(self.summary());
            }
        }
        Ok(if self.has_errors(reading) {
            ERRORS
        } else {
            super::SUCCESS
        })
    }

    fn print_findings(&self) -> anyhow::Result<()> {
        if let Some(findings) = &self.findings {
            let mut out = anstream::stdout().lock();
            let written = out.write_all(findings.text.as_bytes());
            written.and_then(|()| out.flush()).context(NO_STDOUT)?;
        }
        Ok(())
    }

    fn print_json(&self) -> anyhow::Result<()> {
        print_json(&self.json())
    }

    fn json(&self) -> JsonReport<'_> {
        let Report {
            posts,
            failed,
            resources,
            bytes,
            diagnostics,
        } = &self.report;
        JsonReport {
            version: 1,
            command: self.command,
            output: self.written_to(),
            posts: *posts,
            failed: *failed,
            resources: *resources,
            bytes: *bytes,
            parsed: self.parsed,
            errors: self.report.count(Severity::Error),
            warnings: self.report.count(Severity::Warning),
            findings: self.findings.as_ref().map(|findings| &findings.json),
            fetch: self.fetched,
            diagnostics,
        }
    }

    fn written_to(&self) -> Option<String> {
        match self.output.as_ref()? {
            Destination::Stdout => None,
            Destination::File(path) => Some(path.to_string_lossy().into_owned()),
        }
    }

    /// One line: what was written where, and how much was wrong.
    fn summary(&self) -> String {
        let Report {
            posts,
            failed,
            resources,
            bytes,
            ..
        } = self.report;
        let mut line = match (&self.output, self.written_to()) {
            (Some(_), Some(path)) => format!("wrote {path}: "),
            (Some(_), None) => "wrote ".to_owned(),
            (None, _) => "read ".to_owned(),
        };
        line += &count(posts, "post");
        if let Some(parsed) = self.parsed {
            line += &format!(" ({parsed} parsed)");
        }
        if resources > 0 {
            line += &format!(", {}", count(resources, "image"));
        }
        if let Some(fetch) = &self.fetched {
            let (new, old) = (fetch.fetched, fetch.unchanged + fetch.cached);
            if new + old > 0 {
                line += &format!(" ({new} fetched, {old} from the cache)");
            }
        }
        if bytes > 0 {
            line += &format!(", {}", size(bytes));
        }
        if let Some(time) = self.time {
            line += &format!(" in {}", duration(time));
            let rate = posts as f64 / time.as_secs_f64();
            if posts >= ENOUGH && rate.is_finite() {
                line += &format!(" ({} posts/s)", grouped(rate as u64));
            }
        }
        let errors = self.report.count(Severity::Error) as u64;
        let warnings = self.report.count(Severity::Warning) as u64;
        for (number, thing) in [(errors, "error"), (warnings, "warning")] {
            if number > 0 {
                line += &format!("; {}", count(number, thing));
            }
        }
        if let Some(fetch) = self.fetched.filter(|fetch| fetch.failed > 0) {
            line += &format!("; {} not fetched", count(fetch.failed, "image"));
        }
        if failed > 0 {
            line += &format!("; {} could not be read", count(failed, "post"));
        }
        line
    }
}

/// Tells what was made of several outputs, a line for each and one for all, and gives the exit status.
pub(crate) fn finish_all(
    outcomes: &[Outcome],
    failures: &[anyhow::Error],
    time: Duration,
    reading: &ReadingArguments,
) -> anyhow::Result<u8> {
    let failures: Vec<String> = failures.iter().map(super::chain).collect();
    if reading.json {
        let outputs: Vec<_> = outcomes.iter().map(Outcome::json).collect();
        print_json(&serde_json::json!({
            "version": 1,
            "command": "build",
            "outputs": outputs,
            "failures": failures,
        }))?;
    } else if !reading.quiet {
        diagnostics::print(&super::build::distinct(outcomes), reading.verbose);
        for outcome in outcomes {
            say(outcome.summary());
        }
        let bytes = outcomes.iter().map(|outcome| outcome.report.bytes).sum();
        let outputs = count(outcomes.len() as u64, "output");
        let (bytes, time) = (size(bytes), duration(time));
        say(format_args!("made {outputs}, {bytes} in {time}"));
    }
    if !reading.json {
        for failure in &failures {
            say(format_args!("bindery: {failure}"));
        }
    }
    let all_well = failures.is_empty() && !outcomes.iter().any(|one| one.has_errors(reading));
    Ok(match (all_well, outcomes.is_empty()) {
        (true, _) => super::SUCCESS,
        (false, true) => super::NOTHING,
        (false, false) => ERRORS,
    })
}

fn print_json(report: &impl Serialize) -> anyhow::Result<()> {
    let mut text = serde_json::to_vec_pretty(report)?;
    text.push(b'\n');
    let mut out = std::io::stdout().lock();
    let written = out.write_all(&text);
    written.and_then(|()| out.flush()).context(NO_STDOUT)
}

pub(crate) fn count(number: u64, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {thing}{plural}")
}

/// A number of bytes for people: 1 kB is 1,000 bytes.
pub(crate) fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if bytes < 1000 {
        return count(bytes, "byte");
    }
    let mut value = bytes as f64 / 1000.0;
    let mut unit = 0;
    while value >= 1000.0 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    format!("{value:.1} {}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_well() {
        for (bytes, text) in [
            (1, "1 byte"),
            (999, "999 bytes"),
            (1500, "1.5 kB"),
            (75_300_000, "75.3 MB"),
        ] {
            assert_eq!(size(bytes), text);
        }
    }

    #[test]
    fn the_summary_counts_what_was_wrong() {
        let outcome = Outcome {
            command: "epub",
            output: Some(Destination::File("a.epub".into())),
            report: Report {
                posts: 2,
                failed: 1,
                resources: 1,
                bytes: 1500,
                diagnostics: vec![Diagnostic::warning("x", "y"), Diagnostic::error("x", "y")],
            },
            findings: None,
            fetched: None,
            time: None,
            parsed: None,
        };
        assert_eq!(
            outcome.summary(),
            "wrote a.epub: 2 posts, 1 image, 1.5 kB; 1 error; 1 warning; 1 post could not be read"
        );
        let timed = Outcome {
            output: None,
            report: Report {
                posts: 20_000,
                bytes: 52_700_000,
                ..Report::default()
            },
            time: Some(Duration::from_millis(1250)),
            ..outcome
        };
        assert_eq!(
            timed.summary(),
            "read 20000 posts, 52.7 MB in 1.2 s (16,000 posts/s)"
        );
    }
}
