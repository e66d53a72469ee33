//! From lines to text: wrapped, indented, underlined.
use crate::justify::justify;
use crate::lines::{Kind, Line, inner_width};
use crate::width::Ruler;
use crate::wrap::{HARD_BREAK, NO_BREAK, Room, SOFT_BREAK, widest_piece, wrap};

/// Columns of what is no page.
const NARROW: usize = 20;

/// How lines become text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layout {
    /// Columns; 0 for any number.
    pub(crate) width: usize,
    pub(crate) ruler: Ruler,
    /// Whether lines are made as long as they may be.
    pub(crate) justified: bool,
    /// Whether characters that nobody sees stay.
    pub(crate) raw: bool,
}

impl Layout {
    /// Appends lines, each with a line end.
    pub(crate) fn set(self, lines: &[Line], out: &mut String) {
        for line in lines {
            self.set_line(line, out);
        }
    }

    fn set_line(self, line: &Line, out: &mut String) {
        let first = self.fitting(&line.first, &line.text);
        let rest = self.fitting(&line.rest, &line.text);
        match line.kind {
            Kind::Flowing => {
                self.flow(&line.text, first, rest, out, |_| {});
            }
            Kind::Underlined(rule) => {
                let mut longest = 0;
                self.flow(&line.text, first, rest, out, |line| {
                    longest = longest.max(self.ruler.width(line));
                });
                self.finish(rest, &String::from(rule).repeat(longest), out);
            }
            Kind::Verbatim => self.finish(first, &line.text, out),
            Kind::Centred => {
                let room = self.width.saturating_sub(self.ruler.width(first));
                let indent = room.saturating_sub(self.ruler.width(&line.text)) / 2;
                self.finish(first, &format!("{}{}", " ".repeat(indent), line.text), out);
            }
        }
    }

    /// As much of a prefix, from its end, as leaves room for text: in the cell of a table, for what
    /// stands there.
    fn fitting<'p>(self, prefix: &'p str, text: &str) -> &'p str {
        if self.width == 0 {
            return prefix;
        }
        let columns = self.ruler.width(prefix);
        if self.width <= NARROW && columns + widest_piece(text, self.ruler) <= self.width {
            return prefix;
        }
        let excess =
            columns - columns.min(self.width - inner_width(self.width, columns).min(self.width));
        let mut characters = prefix.chars();
        for _ in 0..excess {
            characters.next();
        }
        characters.as_str()
    }

    /// Wraps a text, and shows each line to `look`.
    fn flow(
        self,
        text: &str,
        first: &str,
        rest: &str,
        out: &mut String,
        mut look: impl FnMut(&str),
    ) {
        let mut prefix = first;
        for part in text.split(HARD_BREAK) {
            let room = self.room(prefix, rest);
            wrap(part, room, self.ruler, |line, is_last| {
                let room = if prefix == first {
                    room.first
                } else {
                    room.rest
                };
                if self.justified && !is_last {
                    self.finish(prefix, &justify(line, room, self.ruler), out);
                } else {
                    self.finish(prefix, line, out);
                }
                look(line);
                prefix = rest;
            });
        }
    }

    fn room(self, first: &str, rest: &str) -> Room {
        let inside = |prefix: &str| match (self.width, prefix) {
            (width, "") => width,
            (0, _) => 0,
            (width, prefix) => width.saturating_sub(self.ruler.width(prefix)).max(1),
        };
        Room {
            first: inside(first),
            rest: inside(rest),
        }
    }

    /// Appends one line, without the marks of [`wrap`](crate::wrap) and spaces at its end.
    fn finish(self, prefix: &str, line: &str, out: &mut String) {
        let start = out.len();
        out.push_str(prefix);
        if !self.raw && line.contains([SOFT_BREAK, NO_BREAK]) {
            out.extend(line.chars().filter(|c| ![SOFT_BREAK, NO_BREAK].contains(c)));
        } else {
            out.push_str(line);
        }
        let end = start + out[start..].trim_end_matches(' ').len();
        out.truncate(end);
        out.push('\n');
    }
}
