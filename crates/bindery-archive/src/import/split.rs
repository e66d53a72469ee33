//! Where the entries of a feed begin and end. The file is read through a window once, so that its
//! length does not matter.
use std::io::{self, Read};

use super::elements::attribute;
use super::markup::{Found, Kind, Lexer, Markup};
use super::names::Names;

/// Bytes that are read at once.
const WINDOW: usize = 1 << 20;
/// How much of what is said of a feed as a whole is kept.
const MAX_HEAD: usize = 16 << 20;

/// The parts of a feed.
#[derive(Debug, Default)]
pub(crate) struct Split {
    /// The root's start tag and name.
    pub(crate) root: String,
    pub(crate) root_name: String,
    pub(crate) names: Names,
    /// What stands outside of entries.
    pub(crate) head: String,
    /// Lines and columns, from 1: of the root's start tag, and of the end of the file.
    pub(crate) root_at: (u32, u32),
    pub(crate) end_at: (u32, u32),
    /// Whether markup stands before the root, such as a message of the program that made it.
    pub(crate) begins_late: bool,
    /// Whether the root's end tag is missing.
    pub(crate) is_cut: bool,
    pub(crate) pieces: Vec<Piece>,
}

/// Where an entry is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Bytes of the decoded text.
    pub(crate) start: u64,
    pub(crate) end: u64,
    /// Line and column of the start, from 1.
    pub(crate) line: u32,
    pub(crate) column: u32,
    /// Whether its end tag is missing.
    pub(crate) is_unclosed: bool,
}

impl Split {
    /// An attribute of the root.
    pub(crate) fn root_attribute(&self, name: &str) -> Option<String> {
        attribute(&self.root, name)
    }
}

/// Whether an element of this name, without its prefix, is the root of a feed.
pub(crate) fn is_root_name(local: &str) -> bool {
    matches!(local, "rss" | "RDF" | "feed" | "entry")
}

/// Finds the entries of a feed.
pub(crate) fn split(mut reader: impl Read) -> io::Result<Split> {
    let mut splitter = Splitter {
        line: 1,
        column: 1,
        ..Splitter::default()
    };
    let mut lexer = Lexer::default();
    let mut at = 0;
    loop {
        match lexer.next(&splitter.window, at) {
            Found::Markup(markup) => {
                at = markup.span.end;
                splitter.take(&markup);
                continue;
            }
            Found::Unfinished(start) => splitter.pass(start),
            Found::Nothing if lexer.is_whole => break,
            Found::Nothing => splitter.pass(splitter.window.len()),
        }
        at = splitter.forget();
        // A piece of markup that is larger than the window makes the window grow.
        let wanted = WINDOW.max(splitter.window.len()) as u64;
        let read = (&mut reader)
            .take(wanted)
            .read_to_end(&mut splitter.window)?;
        lexer.is_whole = read == 0;
    }
    splitter.pass(splitter.window.len());
    splitter.end_piece(splitter.base + splitter.window.len() as u64, true);
    Ok(splitter.into_split())
}

#[derive(Debug, Default)]
struct Splitter {
    split: Split,
    head: Vec<u8>,
    item: &'static str,
    open: Option<Piece>,
    window: Vec<u8>,
    /// Where in the file the window begins.
    base: u64,
    /// How much of the window is counted.
    passed: usize,
    line: u32,
    column: u32,
}

impl Splitter {
    fn take(&mut self, markup: &Markup) {
        if !matches!(markup.kind, Kind::Start | Kind::Empty | Kind::End) {
            return;
        }
        let text = |range: &std::ops::Range<usize>| {
            String::from_utf8_lossy(&self.window[range.clone()]).into_owned()
        };
        let mut is_root = false;
        if self.item.is_empty() && markup.kind != Kind::End {
            let (tag, name) = (text(&markup.span), text(&markup.inner));
            let local = name.rsplit(':').next().unwrap_or_default().to_owned();
            if !is_root_name(&local) {
                self.split.begins_late = true;
                return;
            }
            self.pass(markup.span.start);
            if self.split.begins_late {
                self.head.clear();
            }
            self.split.names = Names::of_root(&tag, &name);
            self.split.root_at = (self.line, self.column);
            self.split.is_cut = markup.kind == Kind::Start;
            is_root = local != "entry";
            self.item = match local.as_str() {
                "feed" | "entry" => "entry",
                _ => "item",
            };
            (self.split.root, self.split.root_name) = (tag, local);
        }
        let name = &self.window[markup.inner.clone()];
        if markup.kind == Kind::End && name.ends_with(self.split.root_name.as_bytes()) {
            self.split.is_cut = false;
        }
        // Most tags are told from those of entries by their last byte.
        if is_root || name.last() != self.item.as_bytes().last() {
            return;
        }
        let name = String::from_utf8_lossy(name);
        if self.split.names.canonical(&name) != self.item {
            return;
        }
        let (start, end) = (markup.span.start, markup.span.end);
        if markup.kind != Kind::End {
            self.pass(start);
            let at = self.base + start as u64;
            self.end_piece(at, true);
            self.open = Some(Piece {
                start: at,
                end: at,
                line: self.line,
                column: self.column,
                is_unclosed: false,
            });
        }
        if markup.kind != Kind::Start && self.open.is_some() {
            self.pass(end);
            self.end_piece(self.base + end as u64, false);
        }
    }

    fn end_piece(&mut self, end: u64, is_unclosed: bool) {
        if let Some(piece) = self.open.take() {
            self.split.pieces.push(Piece {
                end,
                is_unclosed,
                ..piece
            });
        }
    }

    /// Counts lines up to a place in the window, and keeps what belongs to no entry.
    fn pass(&mut self, to: usize) {
        let bytes = &self.window[self.passed..to];
        let lines = memchr::memchr_iter(b'\n', bytes).count();
        let last_line = match memchr::memrchr(b'\n', bytes) {
            Some(at) => {
                self.column = 1;
                &bytes[at + 1..]
            }
            None => bytes,
        };
        let characters = last_line
            .iter()
            .filter(|&&byte| byte & 0xc0 != 0x80)
            .count();
        self.line = self.line.saturating_add(lines as u32);
        self.column = self.column.saturating_add(characters as u32);
        if self.open.is_none() {
            let room = MAX_HEAD.saturating_sub(self.head.len());
            self.head.extend(&bytes[..bytes.len().min(room)]);
        }
        self.passed = to;
    }

    /// Lets go of what is passed; the place in the window to go on from.
    fn forget(&mut self) -> usize {
        self.window.drain(..self.passed);
        self.base += self.passed as u64;
        self.passed = 0;
        0
    }

    fn into_split(mut self) -> Split {
        self.split.head = String::from_utf8_lossy(&self.head).into_owned();
        self.split.end_at = (self.line, self.column);
        self.split
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<(&str, u32, u32, bool)> {
        let split = split(text.as_bytes()).unwrap();
        let of = |piece: &Piece| {
            let source = &text[piece.start as usize..piece.end as usize];
            (source, piece.line, piece.column, piece.is_unclosed)
        };
        split.pieces.iter().map(of).collect()
    }

    #[test]
    fn entries_are_found_with_their_places() {
        let text = "<rss><channel>\n <title>t</title><item>中<a/></item> <item/>\n\
                    <!-- <item> --><item><![CDATA[</item>]]></item></channel>";
        let found = pieces(text);
        assert_eq!(
            found,
            [
                ("<item>中<a/></item>", 2, 18, false),
                ("<item/>", 2, 37, false),
                ("<item><![CDATA[</item>]]></item>", 3, 16, false),
            ]
        );
        let head = split(text.as_bytes()).unwrap().head;
        assert_eq!(
            head,
            "<rss><channel>\n <title>t</title> \n<!-- <item> --></channel>"
        );
    }

    #[test]
    fn an_entry_without_end_ends_where_the_next_begins() {
        let found = pieces("<feed><entry>a<entry>b</entry><entry>c");
        let unclosed: Vec<_> = found.iter().map(|piece| (piece.0, piece.3)).collect();
        assert_eq!(
            unclosed,
            [
                ("<entry>a", true),
                ("<entry>b</entry>", false),
                ("<entry>c", true)
            ]
        );
    }

    #[test]
    fn what_is_before_a_feed_and_what_is_lacking_after_it_is_noticed() {
        let cases = [
            (
                "<rss><channel><item/></channel></rss>",
                (1, 1),
                false,
                false,
            ),
            (
                "<br>\n<b>x</b> <rss><title>t</title></rss>",
                (2, 10),
                true,
                false,
            ),
            ("<!-- a -->\n<a:feed><entry/>", (2, 1), false, true),
            ("<feed/>", (1, 1), false, false),
        ];
        for (text, root_at, begins_late, is_cut) in cases {
            let split = split(text.as_bytes()).unwrap();
            let found = (split.root_at, split.begins_late, split.is_cut);
            assert_eq!(found, (root_at, begins_late, is_cut), "{text}");
            assert!(
                !begins_late || split.head.starts_with("<rss>"),
                "{}",
                split.head
            );
        }
    }

    #[test]
    fn windows_make_no_difference() {
        struct Slowly<'a>(&'a [u8]);
        impl Read for Slowly<'_> {
            fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
                let length = self.0.len().min(out.len()).min(7);
                out[..length].copy_from_slice(&self.0[..length]);
                self.0 = &self.0[length..];
                Ok(length)
            }
        }
        let entry = format!(
            "<entry><content>{}</content></entry>\n",
            "x".repeat(300_000)
        );
        let text = format!("<feed>{}</feed>", entry.repeat(12));
        let at_once = split(text.as_bytes()).unwrap();
        let slowly = split(Slowly(text.as_bytes())).unwrap();
        assert_eq!(at_once.pieces, slowly.pieces);
        assert_eq!(at_once.pieces.len(), 12);
        assert_eq!(at_once.pieces[11].line, 12);
    }
}
