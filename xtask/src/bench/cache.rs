//! A book made again after one post changed, with a cache and without.
use std::fs;

use super::input::grouped;
use super::{BenchArguments, Input, Program, Task};
use crate::news;
use crate::process::measure;

/// The second run.
pub(crate) fn tasks(arguments: &BenchArguments, input: &Input) -> anyhow::Result<Vec<Task>> {
    let posts = arguments.posts / 5;
    // An archive of its own, since it changes.
    let archive = input.output(&format!("changing-{posts}"));
    if !archive.is_dir() {
        news::write_archive(&archive, posts)?;
    }
    let cache = input.output("cache");
    let flags = ["epub", "--quiet", "--cache", &*cache.to_string_lossy()];
    let mut with = input.bindery(&flags, &archive, Some("again.epub"));
    // A book of its own, which has changed too.
    let without = input.bindery(&["epub", "--quiet"], &archive, Some("without.epub"));
    let post = archive
        .join("_posts")
        .join(&news::Post::new(posts / 2).file_name);
    let (mut is_filled, mut version) = (false, 0);
    let again = Program::closure("bindery --cache", posts, move || {
        if !is_filled {
            let _ = fs::remove_dir_all(&cache);
            measure(&mut with)?;
            is_filled = true;
        }
        version += 1;
        let text = news::Post::new(posts / 2).source();
        fs::write(&post, format!("{text}\nChanged {version} times.\n"))?;
        measure(&mut with)
    });
    Ok(vec![Task {
        name: format!(
            "EPUB of {} posts, again after one of them changed",
            grouped(posts)
        ),
        reads: vec![archive],
        programs: vec![
            again,
            Program::command("bindery without cache", posts, without).at_least(2.0),
        ],
    }])
}
