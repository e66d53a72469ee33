//! The examples of the CommonMark specification, in a fixed version.
use std::fs;

/// The release of the specification that npm carries.
const VERSION: &str = "0.31.2";

/// An example of the specification.
pub struct Example {
    /// Its number, from 1.
    pub number: usize,
    /// The Markdown.
    pub markdown: String,
    /// What HTML it stands for.
    pub html: String,
}

/// All examples, fetched once into `target/tools`.
///
/// # Panics
///
/// Where the specification cannot be had: it needs Node.js with npm.
pub fn examples() -> Vec<Example> {
    let folder = crate::tool_folder().join(format!("commonmark-spec-{VERSION}"));
    let file = folder.join("node_modules/commonmark-spec/spec.txt");
    if !file.is_file() {
        crate::npm_install(&folder, &format!("commonmark-spec@{VERSION}"));
    }
    let text = fs::read_to_string(&file).expect("the package commonmark-spec holds spec.txt");
    read(&text.replace("\r\n", "\n"))
}

/// An example stands between fences of 32 backticks; a line of one `.` parts Markdown from HTML,
/// and arrows stand for tabs.
fn read(specification: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let opening = format!("\n{fence} example\n");
    let parts = specification.split(&opening);
    let examples = parts.skip(1).zip(1..).map(|(part, number)| {
        let end = part.find(&format!("{fence}\n")).unwrap_or(part.len());
        let example = format!("\n{}", part[..end].replace('→', "\t"));
        let (markdown, html) = example
            .split_once("\n.\n")
            .expect("an example has two parts");
        Example {
            number,
            markdown: format!("{markdown}\n").split_off(1),
            html: html.to_owned(),
        }
    });
    examples.collect()
}
