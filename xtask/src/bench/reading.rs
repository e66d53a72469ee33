//! Opening archives, beside reading the heads of their files.
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::input::grouped;
use super::{BenchArguments, Input, Program, Task};
use bindery_parse::{ParseOptions, parse_post};

use crate::process::Cost;

/// How much of a file its head is.
const HEAD: u64 = 4 << 10;

/// `inspect` of the large archive.
pub(crate) fn tasks(arguments: &BenchArguments, input: &Input) -> anyhow::Result<Vec<Task>> {
    let posts = arguments.posts;
    let archive = input.news(posts)?;
    let inspect = input.bindery(&["inspect", "--quiet"], &archive, None);
    Ok(vec![Task {
        name: format!("inspect {} posts", grouped(posts)),
        reads: vec![archive.clone()],
        programs: vec![
            Program::command("bindery", posts, inspect).within(500),
            read_heads(&archive, posts).at_least(0.5),
        ],
    }])
}

/// The floor: the first 4 KiB of every post, read on as many threads as there are cores.
pub(crate) fn read_heads(archive: &Path, posts: usize) -> Program {
    on_all_cores("floor: reading the heads", archive, posts, |path| {
        let mut head = Vec::with_capacity(HEAD as usize);
        let file = File::open(path).expect("the archive is ours");
        file.take(HEAD)
            .read_to_end(&mut head)
            .expect("and can be read");
    })
}

/// The floor: every post read and parsed, on as many threads as there are cores.
pub(crate) fn read_and_parse(archive: &Path, posts: usize) -> Program {
    on_all_cores("floor: reading and parsing", archive, posts, |path| {
        let bytes = std::fs::read(path).expect("the archive is ours");
        let name = path.to_string_lossy();
        let options = ParseOptions {
            path: &name,
            ..ParseOptions::default()
        };
        std::hint::black_box(parse_post(&bytes, &options));
    })
}

/// Does something with every post.
fn on_all_cores(name: &str, archive: &Path, posts: usize, work: fn(&Path)) -> Program {
    let folder = archive.join("_posts");
    Program::closure(name, posts, move || {
        let start = Instant::now();
        let paths: Vec<PathBuf> = std::fs::read_dir(&folder)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        std::thread::scope(|scope| {
            for part in paths.chunks(paths.len().div_ceil(threads)) {
                scope.spawn(move || part.iter().for_each(|path| work(path)));
            }
        });
        Ok(Cost::of_time(start.elapsed()))
    })
}
