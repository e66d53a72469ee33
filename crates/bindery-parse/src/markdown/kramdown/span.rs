//! Spans: what stands within the text of a block, read and written in one pass.
//!
//! Nothing of it becomes a tree. What turns out not to be there, such as emphasis that does not
//! end, is taken back ([`Spans::take_back`]); attributes that follow an element are put into its
//! start tag, whose place is known ([`Last`]).
use std::ops::Range;

use super::scan;
use super::tree::Attributes;
use super::write::Writer;

/// How deep spans nest; what is deeper is text.
pub(super) const MAX_SPAN_DEPTH: usize = 32;

/// Reads the spans of one text.
pub(super) struct Spans<'w, 'p, 't> {
    pub(super) writer: &'w mut Writer<'p>,
    pub(super) text: &'t str,
    pub(super) position: usize,
    /// The elements that are open, the innermost last.
    pub(super) open: Vec<Open>,
    /// What was written of the innermost.
    pub(super) content: Content<'t>,
    /// How many bytes may still be searched in vain: searches for what is not there would
    /// otherwise cost the square of the text.
    pub(super) fuel: usize,
    /// Where the last `*`, `**`, `_` and `__` stand that may end something, once that was asked.
    pub(super) last_ends: [Option<usize>; 4],
}

/// An element that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Open {
    Emphasis,
    Strong,
    Link,
    Image,
    Html { raw: bool },
    Other,
}

/// What ends an element.
pub(super) enum Stop<'s> {
    /// `*`, `**`, `_` or `__`.
    Delimiter(&'s str),
    /// The `]` that pairs with the `[`; how many are open.
    Bracket(isize),
    /// An end tag.
    EndTag { name: &'s str, any_case: bool },
}

/// What was written of an element.
#[derive(Debug, Default)]
pub(super) struct Content<'t> {
    /// How many texts and elements.
    pub(super) count: usize,
    pub(super) images: isize,
    pub(super) last: Last<'t>,
}

/// What stands before the place that was reached: an attribute list may follow it.
#[derive(Debug, Default)]
pub(super) enum Last<'t> {
    #[default]
    Text,
    Element(Written),
    Math {
        start: usize,
        math: &'t str,
        attributes: Attributes,
    },
    /// What has no attributes, and passes over lists of them.
    Other,
}

/// An element whose start tag can still be changed.
#[derive(Debug)]
pub(super) struct Written {
    /// Where its attributes stand in the output.
    pub(super) place: Range<usize>,
    pub(super) attributes: Attributes,
    pub(super) is_image: bool,
    /// Whether its attribute lists say `standalone`.
    pub(super) standalone: bool,
}

/// A place in the output to go back to.
pub(super) struct Checkpoint {
    position: usize,
    pub(super) out: usize,
    plain: usize,
    footnote_marks: usize,
}

impl Writer<'_> {
    /// Reads a text, and writes it.
    pub(super) fn write_spans<'t>(&mut self, text: &'t str) -> Content<'t> {
        let mut open = std::mem::take(&mut self.open_spans);
        open.push(Open::Other);
        let mut spans = Spans {
            fuel: 4096 + 16 * text.len(),
            writer: self,
            text,
            position: 0,
            open,
            content: Content::default(),
            last_ends: [None; 4],
        };
        spans.parse(None, false);
        spans.flush();
        let Spans {
            mut open, content, ..
        } = spans;
        open.clear();
        self.open_spans = open;
        content
    }
}

impl<'t> Spans<'_, '_, 't> {
    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.position..]
    }

    pub(super) fn go_on_at(&mut self, rest: &str) {
        self.position = self.text.len() - rest.len();
    }

    pub(super) fn before(&self) -> Option<char> {
        self.text[..self.position].chars().next_back()
    }

    /// Adds text, which is escaped when all of it is known.
    pub(super) fn push_text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if self.writer.text.is_empty() {
            self.content.count += 1;
            self.content.last = Last::Text;
        }
        self.writer.text.push_str(text);
    }

    /// Writes the text that waits.
    pub(super) fn flush(&mut self) {
        let raw = matches!(self.open.last(), Some(Open::Html { raw: true }));
        self.writer.flush_text(raw);
    }

    /// Counts what was written and takes no attributes.
    pub(super) fn wrote_other(&mut self) {
        self.content.count += 1;
        self.content.last = Last::Other;
    }

    /// Writes a start tag, whose attributes may still change.
    pub(super) fn open_tag(&mut self, name: &str, attributes: Attributes, end: &str) -> Written {
        self.flush();
        let place = self.writer.open(name, &attributes, end);
        Written {
            place,
            attributes,
            is_image: false,
            standalone: false,
        }
    }

    /// Counts an element that is written whole.
    pub(super) fn close_element(&mut self, written: Written) {
        self.content.count += 1;
        self.content.images += isize::from(written.is_image);
        self.content.last = Last::Element(written);
    }

    pub(super) fn checkpoint(&mut self) -> Checkpoint {
        self.flush();
        Checkpoint {
            position: self.position,
            out: self.writer.out.len(),
            plain: self.writer.plain.as_ref().map_or(0, String::len),
            footnote_marks: self.writer.footnote_marks.len(),
        }
    }

    /// Goes back to a checkpoint, as if nothing had been read since.
    pub(super) fn take_back(&mut self, checkpoint: &Checkpoint) {
        self.position = checkpoint.position;
        self.writer.text.clear();
        self.writer.out.truncate(checkpoint.out);
        if let Some(plain) = &mut self.writer.plain {
            plain.truncate(checkpoint.plain);
        }
        self.writer.take_back_footnotes(checkpoint.footnote_marks);
    }

    /// Reads the content of an element up to what stops it: whether that was found, and what was
    /// written.
    pub(super) fn parse_within(
        &mut self,
        open: Open,
        stop: Stop<'_>,
        only_html: bool,
    ) -> (bool, Content<'t>) {
        let outer = std::mem::take(&mut self.content);
        self.open.push(open);
        let found = self.parse(Some(stop), only_html);
        self.flush();
        self.open.pop();
        (found, std::mem::replace(&mut self.content, outer))
    }

    /// Reads up to what stops it, and stops before that; without, to the end. Whether it was
    /// found. `only_html` reads nothing but HTML.
    pub(super) fn parse(&mut self, mut stop: Option<Stop<'_>>, only_html: bool) -> bool {
        let start = self.position;
        while self.position < self.text.len() {
            let next = self.next_start(stop.as_ref(), only_html);
            let text = &self.text[self.position..next];
            self.push_text(text);
            self.position = next;
            if next == self.text.len() {
                break;
            }
            if let Some(stop) = &mut stop
                && self.stops(stop)
            {
                return true;
            }
            if !self.parse_one(only_html) {
                let length = self.rest().chars().next().map_or(0, char::len_utf8);
                let character = &self.rest()[..length];
                self.push_text(character);
                self.position += length;
            }
        }
        self.fuel = self.fuel.saturating_sub(self.position - start);
        false
    }

    /// Where the next thing may begin that is no plain text.
    fn next_start(&self, stop: Option<&Stop<'_>>, only_html: bool) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = self.position;
        let is_special = |byte: u8| SPECIAL[usize::from(byte)];
        while at < bytes.len() {
            if let Some(&[a, b, c, d]) = bytes[at..].first_chunk()
                && !(is_special(a) | is_special(b) | is_special(c) | is_special(d))
            {
                at += 4;
                continue;
            }
            let byte = bytes[at];
            if !is_special(byte) {
                at += 1;
                continue;
            }
            let next = bytes.get(at + 1).copied();
            let starts = match byte {
                b'<' => true,
                _ if only_html => false,
                b'!' => next == Some(b'['),
                b'{' => next == Some(b':'),
                b'-' => next == Some(b'-'),
                b'.' => self.text[at..].starts_with("..."),
                b'>' if next == Some(b'>') => {
                    if self.text[self.position..at].ends_with(' ') {
                        return at - 1;
                    }
                    true
                }
                b'>' => false,
                b'~' => next == Some(b'~') && self.writer.parser.options.gfm,
                b']' => matches!(stop, Some(Stop::Bracket(_))),
                b'\n' if self.text[self.position..at].ends_with("  ") => return at - 2,
                b'\n' => self.writer.parser.options.hard_wrap && self.ends_lines(),
                b'"' | b'\'' => {
                    // A quotation mark is read with the character before it.
                    if at > self.position {
                        let before = self.text[..at].chars().next_back().unwrap_or('\\');
                        if before != '\\' {
                            return at - before.len_utf8();
                        }
                    }
                    true
                }
                _ => true,
            };
            // What begins here may be the character before a quotation mark all the same.
            if starts || !only_html && matches!(next, Some(b'"' | b'\'')) && byte != b'\\' {
                return at;
            }
            at += 1;
        }
        bytes.len()
    }

    fn stops(&self, stop: &mut Stop<'_>) -> bool {
        let rest = self.rest();
        match stop {
            Stop::Delimiter(delimiter) => {
                let Some(after) = rest.strip_prefix(*delimiter) else {
                    return false;
                };
                let mark = delimiter.chars().next().unwrap_or('*');
                let run = scan::run(rest, mark);
                let is_other = delimiter.len() == 1 && run == 2;
                let in_word =
                    mark == '_' && after.chars().next().is_some_and(scan::is_alphanumeric);
                !self.before().is_some_and(scan::is_space)
                    && !is_other
                    && !in_word
                    && self.content.count > 0
            }
            Stop::Bracket(count) => {
                if rest.starts_with(']') {
                    *count -= 1;
                } else if rest.starts_with('[') || rest.starts_with("![") {
                    *count += 1;
                } else {
                    return false;
                }
                *count == self.content.images
            }
            Stop::EndTag { name, any_case } => scan::end_tag(rest).is_some_and(|(found, _)| {
                found == *name || *any_case && found.eq_ignore_ascii_case(name)
            }),
        }
    }

    /// Reads what begins here; whether something did.
    fn parse_one(&mut self, only_html: bool) -> bool {
        let rest = self.rest();
        let bytes = rest.as_bytes();
        if only_html {
            return bytes[0] == b'<' && self.parse_html();
        }
        let done = match bytes[0] {
            b'*' | b'_' => self.parse_emphasis(),
            b'`' => self.parse_code(),
            b'<' => self.parse_autolink() || self.parse_html(),
            b'[' | b'!' => self.parse_footnote_mark() || self.parse_link(),
            _ => false,
        };
        if done {
            return true;
        }
        if self.parse_quotes() {
            return true;
        }
        match bytes[0] {
            b'$' => self.parse_math(),
            b'{' => self.parse_extension(),
            b'&' => self.parse_reference(),
            b'\\' => self.parse_break() || self.parse_symbol() || self.parse_escape(),
            b' ' => self.parse_symbol() || self.parse_break(),
            b'-' | b'.' | b'<' | b'>' => self.parse_symbol(),
            b'~' => self.parse_strikethrough(),
            b'\n' if self.writer.parser.options.hard_wrap && self.ends_lines() => {
                self.position += 1;
                if !(rest.len() == 1 && self.open.len() == 1) {
                    self.write_break();
                }
                self.push_text("\n");
                true
            }
            _ => false,
        }
    }
}

/// Bytes at which something may begin, or which end what begins with a space.
static SPECIAL: [bool; 256] = scan::table(b"*_`<[]!\"'${&-.>\\~\n");
