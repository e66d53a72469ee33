//! From a template's text to a tree of nodes.
use bindery_model::{Diagnostic, Location};
use nom::branch::alt;
use nom::bytes::complete::{tag, take_until};
use nom::sequence::delimited;
use nom::{IResult, Parser};

use super::plugins::{self, LastEnds};

/// How deep blocks may nest; deeper ones are text.
const MAX_DEPTH: usize = 50;

/// The file that a template stands in.
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    pub(super) path: &'a str,
}

impl Source<'_> {
    /// A warning at a place of the file.
    pub(super) fn warning(
        &self,
        at: usize,
        code: &'static str,
        message: String,
        hint: &str,
    ) -> Diagnostic {
        let place = Location::in_text(self.path, self.text, at..at + 2);
        Diagnostic::warning(code, message).with_hint(hint).at(place)
    }
}

/// A part of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node<'a> {
    Text(&'a str),
    /// `{{ … }}`.
    Output(&'a str),
    /// A tag without a block.
    Tag {
        name: &'a str,
        arguments: &'a str,
        at: usize,
    },
    /// A tag with a block, in branches: `if` and its `elsif` and `else`.
    Block {
        name: &'a str,
        at: usize,
        branches: Vec<Branch<'a>>,
        /// Whether nothing in it says anything: then its white space does not either.
        blank: bool,
    },
}

impl<'a> Node<'a> {
    fn block(name: &'a str, at: usize, branches: Vec<Branch<'a>>) -> Node<'a> {
        let nodes = || branches.iter().flat_map(|branch| &branch.nodes);
        let blank = match name {
            "comment" | "capture" => true,
            "raw" | "highlight" | "tablerow" | "codeblock" => false,
            _ => nodes().all(Node::is_blank),
        };
        Node::Block {
            name,
            at,
            branches,
            blank,
        }
    }

    fn is_blank(&self) -> bool {
        match self {
            Node::Text(text) => text.trim_ascii().is_empty(),
            Node::Output(_) => false,
            Node::Tag { name, .. } => matches!(*name, "assign" | "set"),
            Node::Block { blank, .. } => *blank,
        }
    }
}

/// A tag, and what follows it up to the next of its block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Branch<'a> {
    pub(super) name: &'a str,
    pub(super) arguments: &'a str,
    pub(super) nodes: Vec<Node<'a>>,
}

/// Tags that have a block.
const BLOCKS: [&str; 10] = [
    "if",
    "tablerow",
    "unless",
    "for",
    "case",
    "capture",
    "highlight",
    "ifchanged",
    "comment",
    "raw",
];
/// Blocks whose content is not read as a template.
const VERBATIM: [&str; 2] = ["raw", "comment"];
const BRANCHES: [&str; 3] = ["elsif", "else", "when"];

/// A piece of the text between two marks.
enum Piece<'a> {
    Text(&'a str),
    Output(&'a str),
    Tag {
        name: &'a str,
        arguments: &'a str,
        at: usize,
    },
}

/// An open block.
struct Open<'a> {
    name: &'a str,
    at: usize,
    branches: Vec<Branch<'a>>,
}

/// Reads the template that begins at byte `start` of the file.
pub(super) fn parse<'a>(
    source: &Source<'a>,
    start: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Node<'a>> {
    let mut root = Vec::new();
    let mut open: Vec<Open<'a>> = Vec::new();
    let mut ends = LastEnds::default();
    let mut cursor = Cursor {
        text: source.text,
        at: start,
        trim_next: false,
        lines: Vec::new(),
    };
    while let Some(piece) = cursor.next_piece() {
        let piece = match piece {
            Piece::Tag {
                name: "liquid",
                arguments,
                at,
            } => {
                cursor.lines = tags_of_lines(arguments, at);
                continue;
            }
            piece => piece,
        };
        let node = match piece {
            Piece::Text(text) => Node::Text(text),
            Piece::Output(expression) => Node::Output(expression),
            Piece::Tag {
                name,
                arguments,
                at,
            } => {
                if VERBATIM.contains(&name) {
                    let text = cursor.take_verbatim(name);
                    let nodes = vec![Node::Text(text)];
                    let branch = Branch {
                        name,
                        arguments,
                        nodes,
                    };
                    Node::block(name, at, vec![branch])
                } else if open.len() < MAX_DEPTH
                    && (BLOCKS.contains(&name)
                        || plugins::BLOCKS.contains(&name) && ends.is_behind(at, name, source.text))
                {
                    let branches = vec![Branch {
                        name,
                        arguments,
                        nodes: Vec::new(),
                    }];
                    open.push(Open { name, at, branches });
                    continue;
                } else if BRANCHES.contains(&name) && !open.is_empty() {
                    if let Some(block) = open.last_mut() {
                        block.branches.push(Branch {
                            name,
                            arguments,
                            nodes: Vec::new(),
                        });
                    }
                    continue;
                } else if name.strip_prefix("end") == open.last().map(|block| block.name)
                    && !open.is_empty()
                {
                    match open.pop() {
                        Some(Open { name, at, branches }) => Node::block(name, at, branches),
                        None => continue,
                    }
                } else {
                    Node::Tag {
                        name,
                        arguments,
                        at,
                    }
                }
            }
        };
        current(&mut root, &mut open).push(node);
    }
    // What is still open is closed by the end, its text kept.
    while let Some(Open { name, at, branches }) = open.pop() {
        let message = format!("the block {name:?} is not closed");
        let hint = format!("add {{% end{name} %}}");
        diagnostics.push(source.warning(at, "liquid.unclosed", message, &hint));
        let node = Node::block(name, at, branches);
        current(&mut root, &mut open).push(node);
    }
    root
}

fn current<'v, 'a>(root: &'v mut Vec<Node<'a>>, open: &'v mut [Open<'a>]) -> &'v mut Vec<Node<'a>> {
    match open.last_mut().and_then(|block| block.branches.last_mut()) {
        Some(branch) => &mut branch.nodes,
        None => root,
    }
}

struct Cursor<'a> {
    text: &'a str,
    at: usize,
    /// Whether the last mark ended in `-`, which eats the white space behind it.
    trim_next: bool,
    /// The lines of a `liquid` tag that are still to come, the last first.
    lines: Vec<Piece<'a>>,
}

impl<'a> Cursor<'a> {
    fn next_piece(&mut self) -> Option<Piece<'a>> {
        if let Some(line) = self.lines.pop() {
            return Some(line);
        }
        if self.trim_next {
            let rest = &self.text[self.at..];
            self.at += rest.len() - rest.trim_start().len();
            self.trim_next = false;
        }
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            return None;
        }
        let mark = find_mark(rest);
        if mark > 0 {
            let text = &rest[..mark];
            self.at += mark;
            let trimmed = self.text[self.at..].get(2..3) == Some("-");
            return Some(Piece::Text(if trimmed { text.trim_end() } else { text }));
        }
        match alt((output, tag_mark)).parse(rest) {
            Ok((after, inner)) => {
                let at = self.at;
                self.at = self.text.len() - after.len();
                self.trim_next = inner.ends_with('-');
                let is_output = rest.starts_with("{{");
                let inner = inner.strip_prefix('-').unwrap_or(inner);
                let inner = inner.strip_suffix('-').unwrap_or(inner).trim();
                if is_output {
                    return Some(Piece::Output(inner));
                }
                Some(tag_of(inner, at))
            }
            // A mark that is not closed is text.
            Err(_) => {
                self.at += 2;
                Some(Piece::Text(&rest[..2]))
            }
        }
    }

    /// The text up to the end tag of a block, which is taken too.
    fn take_verbatim(&mut self, name: &str) -> &'a str {
        let start = self.at;
        let mut search = start;
        let mut open = 1;
        while let Some(found) = self.text[search..].find("{%") {
            let at = search + found;
            if let Ok((after, inner)) = tag_mark(&self.text[at..]) {
                let trims = inner.ends_with('-');
                let inner = inner.trim_matches('-').trim();
                if inner == name && name == "comment" {
                    open += 1;
                } else if inner.strip_prefix("end") == Some(name) {
                    open -= 1;
                }
                if open == 0 {
                    self.at = self.text.len() - after.len();
                    // The end of what is raw trims nothing, but its beginning does.
                    self.trim_next = if name == "comment" {
                        trims
                    } else {
                        self.trim_next
                    };
                    return &self.text[start..at];
                }
            }
            search = at + 2;
        }
        self.at = self.text.len();
        &self.text[start..]
    }
}

/// The tag that stands between its marks.
fn tag_of(inner: &str, at: usize) -> Piece<'_> {
    let length = inner.find(|c: char| c != '_' && !c.is_alphanumeric());
    let (name, arguments) = inner.split_at(length.unwrap_or(inner.len()));
    Piece::Tag {
        name,
        arguments: arguments.trim(),
        at,
    }
}

/// The tags of `{% liquid … %}`, one a line, the last first.
fn tags_of_lines(text: &str, at: usize) -> Vec<Piece<'_>> {
    let lines = text.lines().rev().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| tag_of(line, at))
        .collect()
}

/// Where the next `{{` or `{%` stands.
fn find_mark(text: &str) -> usize {
    memchr::memchr_iter(b'{', text.as_bytes())
        .find(|&at| matches!(text.as_bytes().get(at + 1), Some(b'{' | b'%')))
        .unwrap_or(text.len())
}

/// `{{ … }}`.
fn output(input: &str) -> IResult<&str, &str> {
    enclosed("{{", "}}").parse(input)
}

/// `{% … %}`.
fn tag_mark(input: &str) -> IResult<&str, &str> {
    enclosed("{%", "%}").parse(input)
}

fn enclosed<'a>(
    open: &'static str,
    close: &'static str,
) -> impl Parser<&'a str, Output = &'a str, Error = nom::error::Error<&'a str>> {
    delimited(tag(open), take_until(close), tag(close))
}
