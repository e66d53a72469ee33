//! Tasks, each done by Bindery and by its peers on the same input in the same run, in turn.
//!
//! A benchmark is a function that makes [`Task`]s: `inspect::tasks`, `epub::tasks`. [`run`] measures
//! and prints them.
mod cache;
mod epub;
mod feed;
mod input;
mod machine;
mod peers;
mod reading;
mod table;
mod task;
mod text;

use std::io::Write;

use clap::Args;

pub(crate) use input::Input;
pub(crate) use task::{Program, Task};

/// How the benchmarks are run.
#[derive(Debug, Clone, Args)]
pub(crate) struct BenchArguments {
    /// Posts of the large inputs; a tenth of them is enough to see whether all works
    #[arg(long, default_value_t = 100_000)]
    pub(crate) posts: usize,
    /// How often each program runs
    #[arg(long, default_value_t = 5)]
    pub(crate) runs: usize,
    /// Run each program twice only
    #[arg(long, conflicts_with = "runs")]
    pub(crate) quick: bool,
    /// Print the results as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Only the tasks whose name contains this
    #[arg(long, value_name = "WORD")]
    pub(crate) only: Option<String>,
}

/// Makes the tasks of a benchmark.
pub(crate) type Tasks = fn(&BenchArguments, &Input) -> anyhow::Result<Vec<Task>>;

/// Every benchmark of the command, in the order of the table.
pub(crate) const ALL: [Tasks; 5] = [
    reading::tasks,
    epub::tasks,
    cache::tasks,
    feed::tasks,
    text::tasks,
];
/// The benchmark of reading: `inspect`.
pub(crate) const READING: Tasks = reading::tasks;
/// The benchmark of a second run.
pub(crate) const CACHE: Tasks = cache::tasks;
/// The benchmark of books.
pub(crate) const EPUB: Tasks = epub::tasks;

/// The benchmark of plain text.
pub(crate) const TEXT: Tasks = text::tasks;
/// The benchmark of feeds.
pub(crate) const FEED: Tasks = feed::tasks;

/// Runs benchmarks and prints their table.
pub(crate) fn run(benchmarks: &[Tasks], arguments: &BenchArguments) -> anyhow::Result<()> {
    let input = Input::new()?;
    let runs = if arguments.quick { 2 } else { arguments.runs };
    let mut results = Vec::new();
    if !arguments.json {
        print!("{}", machine::described());
    }
    for tasks in benchmarks {
        for task in tasks(arguments, &input)? {
            let only = arguments.only.as_deref().unwrap_or_default();
            if !task.name.contains(only) {
                continue;
            }
            let measured = task.measure(runs)?;
            if !arguments.json {
                print!("{}", table::of(&measured));
                std::io::stdout().flush()?;
            }
            results.push(measured);
        }
    }
    if arguments.json {
        let report = serde_json::json!({
            "machine": machine::described(),
            "load_after": machine::load(),
            "tasks": results,
        });
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else if let Some(load) = machine::load() {
        println!("\nLoad average at the end: {load}");
    }
    Ok(())
}
