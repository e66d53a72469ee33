//! What is measured, and how.
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::Context;
use serde::Serialize;

use crate::process::{Cost, measure};

/// One thing to do. Its first program is the one that the others are compared with: Bindery.
pub(crate) struct Task {
    /// What is done with what: `EPUB of 20,000 posts`.
    pub(crate) name: String,
    /// Folders and files that the programs read. They are read before each program runs, so that all
    /// find them in memory, whatever ran before.
    pub(crate) reads: Vec<PathBuf>,
    pub(crate) programs: Vec<Program>,
}

/// A way to do it.
pub(crate) struct Program {
    /// Its name and, for a peer, what is special about how it is run.
    name: String,
    /// How many posts it does; times are compared by the post.
    posts: usize,
    /// How many times as long as Bindery it should take, at least.
    bar: Option<f64>,
    /// How many bytes of memory it may take.
    memory_bar: Option<u64>,
    work: Work,
}

enum Work {
    Run(Box<dyn FnMut() -> anyhow::Result<Cost>>),
    /// It is not installed; how to get it.
    Missing(&'static str),
}

impl Program {
    /// A program that is run as a process. Its output is thrown away.
    pub(crate) fn command(name: &str, posts: usize, mut command: Command) -> Program {
        Program::closure(name, posts, move || measure(&mut command))
    }

    /// Work that does its own measuring, such as a floor that is reached inside this process.
    pub(crate) fn closure(
        name: &str,
        posts: usize,
        work: impl FnMut() -> anyhow::Result<Cost> + 'static,
    ) -> Program {
        Program {
            name: name.to_owned(),
            posts,
            bar: None,
            memory_bar: None,
            work: Work::Run(Box::new(work)),
        }
    }

    /// A peer that is not installed; `how` tells how to get it.
    pub(crate) fn missing(name: &str, how: &'static str) -> Program {
        Program {
            name: name.to_owned(),
            posts: 1,
            bar: None,
            memory_bar: None,
            work: Work::Missing(how),
        }
    }

    /// The bar: this peer should take at least `times` as long as Bindery.
    pub(crate) fn at_least(mut self, times: f64) -> Program {
        self.bar = Some(times);
        self
    }

    /// The bar: it should take no more memory than that, in megabytes.
    pub(crate) fn within(mut self, megabytes: u64) -> Program {
        self.memory_bar = Some(megabytes * 1_000_000);
        self
    }
}

/// The result of a task.
#[derive(Debug, Serialize)]
pub(crate) struct Measured {
    pub(crate) task: String,
    pub(crate) rows: Vec<Row>,
}

/// The result of a program. Times are in seconds, memory in bytes.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    pub(crate) program: String,
    pub(crate) posts: usize,
    /// Why it was not run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) not_run: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) time: Option<Spread>,
    /// Processor time of the process, and of those that it waited for; 0 where it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) processor_time: Option<Spread>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) peak_memory: Option<u64>,
    /// Time for a post as a multiple of that of the task's first program, run by run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) ratio: Option<Spread>,
    /// What the ratio should at least be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) bar: Option<f64>,
    /// What the memory should at most be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) memory_bar: Option<u64>,
}

/// Several measurements of one thing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Spread {
    pub(crate) least: f64,
    pub(crate) median: f64,
    pub(crate) most: f64,
}

impl Spread {
    fn of(mut values: Vec<f64>) -> Option<Spread> {
        values.sort_by(f64::total_cmp);
        Some(Spread {
            least: *values.first()?,
            median: (values[(values.len() - 1) / 2] + values[values.len() / 2]) / 2.0,
            most: *values.last()?,
        })
    }
}

/// A program that takes longer than this runs once.
const LONG: Duration = Duration::from_secs(20);

impl Task {
    /// Runs every program `runs` times, in turn.
    pub(crate) fn measure(mut self, runs: usize) -> anyhow::Result<Measured> {
        let mut costs: Vec<Vec<Cost>> = self.programs.iter().map(|_| Vec::new()).collect();
        for _ in 0..runs.max(1) {
            for (program, costs) in self.programs.iter_mut().zip(&mut costs) {
                let Work::Run(work) = &mut program.work else {
                    continue;
                };
                if costs.first().is_some_and(|cost| cost.time > LONG) {
                    continue;
                }
                for path in &self.reads {
                    read(path)?;
                }
                let cost = work().with_context(|| format!("{}: {}", self.name, program.name))?;
                costs.push(cost);
            }
        }
        let ours = (self.programs.first())
            .map_or((1, Vec::new()), |first| (first.posts, costs[0].clone()));
        let rows = self.programs.into_iter().zip(costs).enumerate();
        Ok(Measured {
            task: self.name,
            rows: rows
                .map(|(at, (program, costs))| row(at, program, &costs, &ours))
                .collect(),
        })
    }
}

/// Reads a file, or all files in a folder and in those within it.
fn read(path: &Path) -> io::Result<()> {
    if !path.is_dir() {
        return io::copy(&mut File::open(path)?, &mut io::sink()).map(drop);
    }
    for entry in path.read_dir()? {
        read(&entry?.path())?;
    }
    Ok(())
}

fn row(at: usize, program: Program, costs: &[Cost], (our_posts, ours): &(usize, Vec<Cost>)) -> Row {
    let by_post = |cost: &Cost, posts: usize| cost.time.as_secs_f64() / posts.max(1) as f64;
    let ratios = costs.iter().zip(ours);
    let ratios = ratios.map(|(cost, our)| by_post(cost, program.posts) / by_post(our, *our_posts));
    Row {
        program: program.name,
        posts: program.posts,
        not_run: match program.work {
            Work::Missing(how) => Some(how),
            Work::Run(_) => None,
        },
        time: Spread::of(costs.iter().map(|cost| cost.time.as_secs_f64()).collect()),
        processor_time: Spread::of(
            costs
                .iter()
                .map(|cost| cost.processor.as_secs_f64())
                .collect(),
        ),
        peak_memory: costs.iter().map(|cost| cost.memory).max(),
        ratio: if at == 0 {
            None
        } else {
            Spread::of(ratios.collect())
        },
        bar: program.bar,
        memory_bar: program.memory_bar,
    }
}
