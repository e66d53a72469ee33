//! kramdown's own cases: Markdown to HTML, compared as trees.
#![forbid(unsafe_code)]

use std::fs;
use std::path::{Path, PathBuf};

use bindery_parse::front_matter::parse_yaml_document;
use bindery_parse::html;
use bindery_parse::markdown::kramdown::{Options, to_html};

/// Of so many cases of kramdown's suite,
const CASES: usize = 198;
/// so many must be equal.
const EQUAL: usize = 150;

/// Options that concern other writers than HTML's, or programs that colour code.
const OTHER_WRITERS: [&str; 3] = ["syntax_highlighter", "coderay", "html_to_native"];

#[test]
fn kramdown_cases() {
    let Some(suite) = bindery_tests::suite("KRAMDOWN_TESTS", "kramdown-tests") else {
        return;
    };
    let mut files = Vec::new();
    collect(&suite, &mut files);
    files.sort();
    let (mut equal, mut different) = (0, Vec::new());
    for file in &files {
        let name = file
            .strip_prefix(&suite)
            .unwrap_or(file)
            .display()
            .to_string();
        let Ok(expected) = fs::read_to_string(file.with_extension("html")) else {
            println!("{name}: left out: there is no HTML to compare with");
            continue;
        };
        let options = match options_of(file) {
            Ok(options) => options,
            Err(option) => {
                println!("{name}: left out: `{option}` concerns other writers");
                continue;
            }
        };
        let text = fs::read_to_string(file).unwrap();
        let found = to_html(&text, &options);
        if normalised(&found) == normalised(&expected) {
            equal += 1;
        } else {
            if std::env::var_os("SHOW").is_some() {
                println!(
                    "== {name}\n{}\n-- found\n{}\n",
                    normalised(&expected),
                    normalised(&found)
                );
            }
            different.push(name);
        }
    }
    let total = equal + different.len();
    for name in &different {
        println!("{name}: different");
    }
    println!("kramdown: {equal} of {total} equal");
    assert!(total > 0, "the suite has no cases");
    assert!(
        equal * CASES >= EQUAL * total,
        "only {equal} of {total} are equal"
    );
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "text") {
            files.push(path);
        }
    }
}

/// The options of a case; the name of one that is for other writers.
fn options_of(file: &Path) -> Result<Options, String> {
    let mut options = Options::default();
    let Ok(text) = fs::read_to_string(file.with_extension("options")) else {
        options.auto_ids = false;
        return Ok(options);
    };
    let rows = parse_yaml_document(&text, None).unwrap();
    for (name, value) in rows.as_object().into_iter().flatten() {
        let name = name.trim_start_matches(':').trim_end_matches(':');
        if let Some(other) = OTHER_WRITERS.iter().find(|other| name.starts_with(**other)) {
            return Err((*other).to_owned());
        }
        options.set(name, value);
    }
    Ok(options)
}

/// The tree of HTML, with white space collapsed outside of `pre`, and attributes sorted.
fn normalised(source: &str) -> String {
    let source = html::normalize_newlines(source);
    let tree = html::parse_fragment(&source, "body", &html::Options::default()).unwrap();
    let mut out = String::new();
    write(&tree, tree.root(), false, &mut out);
    out.split('\n')
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

fn write(tree: &html::Tree<'_>, parent: html::NodeId, verbatim: bool, out: &mut String) {
    for child in tree.children(parent) {
        match tree.node(child) {
            html::Node::Text(text) if verbatim => out.push_str(&text.replace('\n', "\\n")),
            html::Node::Text(text) => {
                let words: Vec<&str> = text
                    .split([' ', '\n', '\t'])
                    .filter(|w| !w.is_empty())
                    .collect();
                if text.starts_with([' ', '\n', '\t']) && !out.ends_with(['\n', ' ']) {
                    out.push(' ');
                }
                out.push_str(&words.join(" "));
                if text.ends_with([' ', '\n', '\t']) && !words.is_empty() {
                    out.push(' ');
                }
            }
            html::Node::Comment(text) => out.push_str(&format!("<!--{}-->", text.trim())),
            html::Node::Element(element) => {
                let name = element.name();
                let is_block = !matches!(
                    name,
                    "a" | "em"
                        | "strong"
                        | "code"
                        | "span"
                        | "sup"
                        | "sub"
                        | "b"
                        | "i"
                        | "abbr"
                        | "img"
                        | "br"
                        | "del"
                        | "q"
                        | "kbd"
                        | "mark"
                        | "button"
                        | "input"
                );
                if is_block {
                    out.push('\n');
                }
                let mut attributes: Vec<String> = element
                    .attributes()
                    .map(|attribute| format!(" {}=\"{}\"", attribute.name, attribute.value))
                    .collect();
                attributes.sort();
                out.push_str(&format!("<{name}{}>", attributes.concat()));
                write(tree, child, verbatim || name == "pre", out);
                if out.ends_with(' ') && is_block && !verbatim {
                    out.pop();
                }
                out.push_str(&format!("</{name}>"));
                if is_block {
                    out.push('\n');
                }
            }
            _ => {}
        }
    }
}
