//! Archives to books, beside pandoc and beside packing the sources with pigz.
use super::input::grouped;
use super::{BenchArguments, Input, Program, Task, peers};

/// Books of a small archive and of large ones.
pub(crate) fn tasks(arguments: &BenchArguments, input: &Input) -> anyhow::Result<Vec<Task>> {
    let (large, middle) = (arguments.posts, arguments.posts / 5);
    let small = (large / 100).max(1);
    let book = |posts: usize| -> anyhow::Result<Program> {
        let command = input.bindery(&["epub", "--quiet"], &input.news(posts)?, Some("book.epub"));
        Ok(Program::command("bindery", posts, command))
    };
    let pigz = "cat | pigz -6 -p 2";
    let archive = input.news(middle)?;
    let pandoc_book = input.output("pandoc.epub");
    let pandoc_arguments = ["--output", &*pandoc_book.to_string_lossy()];
    Ok(vec![
        Task {
            name: format!("EPUB of {} posts", grouped(middle)),
            reads: vec![archive.clone()],
            programs: vec![
                book(middle)?,
                peers::pipeline(pigz, "pigz", "install Debian's pigz", &archive, middle)
                    .at_least(2.0),
                peers::pandoc("pandoc", small, &input.output(""), &pandoc_arguments)?
                    .at_least(500.0),
            ],
        },
        Task {
            name: format!(
                "EPUB of {} posts, by the post of {}",
                grouped(large),
                grouped(small)
            ),
            reads: vec![input.news(large)?, input.news(small)?],
            programs: vec![book(large)?.within(300), book(small)?.at_least(0.85)],
        },
    ])
}
