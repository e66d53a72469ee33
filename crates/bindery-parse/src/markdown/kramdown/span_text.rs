//! Spans that stand alone: code, math, character references, symbols, breaks and escapes; and
//! attribute lists.
use super::span::{Last, MAX_SPAN_DEPTH, Open, Spans};
use super::tree::{AttributeList, Attributes};
use super::{attribute_list, scan};

/// What stands for a typographic symbol: kramdown's name for it, and the characters.
const SYMBOLS: [(&str, &str, &str); 7] = [
    ("---", "mdash", "—"),
    ("--", "ndash", "–"),
    ("...", "hellip", "…"),
    ("<< ", "laquo_space", "«\u{a0}"),
    (" >>", "raquo_space", "\u{a0}»"),
    ("<<", "laquo", "«"),
    (">>", "raquo", "»"),
];

impl<'t> Spans<'_, '_, 't> {
    pub(super) fn parse_code(&mut self) -> bool {
        let rest = self.rest();
        let length = scan::run(rest, '`');
        let (delimiter, after) = rest.split_at(length);
        let simple = length == 1;
        let spaced = self.before().is_none_or(scan::is_space) && after.starts_with(scan::is_space);
        let end = match simple && spaced || self.fuel == 0 {
            true => None,
            false => after.find(delimiter),
        };
        let Some(end) = end else {
            self.fuel = self.fuel.saturating_sub(after.len());
            self.push_text(delimiter);
            self.position += length;
            return true;
        };
        let mut code = &after[..end];
        if !simple {
            code = code.strip_prefix(' ').unwrap_or(code);
            code = code.strip_suffix(' ').unwrap_or(code);
        }
        let written = self.open_tag("code", Attributes::default(), ">");
        self.writer.write_escaped(code);
        self.writer.close("code");
        self.writer.note_plain(code);
        self.close_element(written);
        self.position += 2 * length + end;
        true
    }

    pub(super) fn parse_footnote_mark(&mut self) -> bool {
        let rest = self.rest();
        let Some(start) = rest.strip_prefix("[^") else {
            return false;
        };
        let Ok((after, name)) = scan::identifier(start) else {
            return false;
        };
        let Some(after) = after.strip_prefix(']') else {
            return false;
        };
        match self.writer.parser.footnote_names.get(name).copied() {
            Some(index) => {
                self.flush();
                self.writer.write_footnote_mark(index);
                self.wrote_other();
            }
            None => self.push_text(&rest[..rest.len() - after.len()]),
        }
        self.go_on_at(after);
        true
    }

    pub(super) fn parse_math(&mut self) -> bool {
        let Some((math, after)) = self
            .rest()
            .strip_prefix("$$")
            .and_then(|rest| rest.split_once("$$"))
            .or_else(|| self.between_dollars())
        else {
            return false;
        };
        let math = scan::stripped(math);
        self.flush();
        let start = self.writer.out.len();
        let attributes = Attributes::default();
        self.writer.write_math(math, &attributes, false);
        self.writer.note_plain(math);
        self.content.count += 1;
        self.content.last = Last::Math {
            start,
            math,
            attributes,
        };
        self.go_on_at(after);
        true
    }

    /// What stands between one dollar and the next, if it is no price: it begins and ends without
    /// space, and no digit follows.
    fn between_dollars(&mut self) -> Option<(&'t str, &'t str)> {
        let inside = self.rest().strip_prefix('$')?;
        let is_formula = self.writer.parser.options.dollars
            && self.fuel > 0
            && !inside.starts_with(|c: char| c.is_whitespace() || c == '$');
        if !is_formula {
            return None;
        }
        let is_escaped = |at: usize| inside[..at].ends_with('\\');
        let end = memchr::memchr_iter(b'$', inside.as_bytes()).find(|at| !is_escaped(*at));
        self.fuel = self.fuel.saturating_sub(end.unwrap_or(inside.len()));
        let (math, after) = (&inside[..end?], &inside[end? + 1..]);
        let is_price =
            math.ends_with(char::is_whitespace) || after.starts_with(|c: char| c.is_ascii_digit());
        (!is_price).then_some((math, after))
    }

    /// `{::extension}`, or an attribute list for what stands before.
    pub(super) fn parse_extension(&mut self) -> bool {
        let rest = self.rest();
        if !rest.starts_with("{:") || self.fuel == 0 {
            return false;
        }
        if let Some((element, after)) = self.writer.parser.parse_span_extension(rest) {
            if let Some(element) = element {
                self.flush();
                self.writer.write(&element);
                self.wrote_other();
            }
            self.go_on_at(after);
            return true;
        }
        if attribute_list::is_extension(rest) {
            self.fuel = self.fuel.saturating_sub(rest.len());
            return false;
        }
        let Ok((after, body)) = scan::list_body(&rest[2..]) else {
            return false;
        };
        if after.is_empty() {
            self.fuel = self.fuel.saturating_sub(rest.len());
        }
        let follows_text = matches!(self.content.last, Last::Text);
        let Some(after) = after.strip_prefix('}').filter(|_| !follows_text) else {
            return false;
        };
        let mut list = AttributeList::default();
        self.writer.parser.read_attribute_list(body, &mut list);
        self.add_attributes(&list);
        self.go_on_at(after);
        true
    }

    /// Adds attributes to what was written last.
    fn add_attributes(&mut self, list: &AttributeList) {
        let writer = &mut *self.writer;
        match &mut self.content.last {
            Last::Text | Last::Other => {}
            Last::Element(written) => {
                writer.parser.apply(list, &mut written.attributes);
                written.standalone |= list.refers_to("standalone");
                writer.rewrite_attributes(&mut written.place, &written.attributes);
            }
            Last::Math {
                start,
                math,
                attributes,
            } => {
                writer.parser.apply(list, attributes);
                writer.out.truncate(*start);
                writer.write_math(math, attributes, false);
            }
        }
    }

    /// A character reference; a name that nobody knows is text.
    pub(super) fn parse_reference(&mut self) -> bool {
        let rest = self.rest();
        let length = rest[1..].find(|c: char| !(c.is_ascii_alphanumeric() || "#_-.:".contains(c)));
        let end = length.map_or(rest.len(), |length| length + 1);
        if !rest[end..].starts_with(';') {
            return false;
        }
        let body = &rest[1..end];
        let number = body.strip_prefix('#');
        let is_reference = match number {
            Some(number) => match number.strip_prefix('x') {
                Some(digits) => !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit()),
                None => !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()),
            },
            None => !body.is_empty(),
        };
        if !is_reference {
            return false;
        }
        let reference = &rest[..=end];
        if number.is_some() || crate::html::is_named_reference(&reference[1..]) {
            self.write_reference(reference);
        } else {
            // It is text, which no attribute list may follow.
            self.flush();
            self.writer.out.push_str("&amp;");
            self.writer.note_plain("&");
            self.content.count += 1;
            self.push_text(&reference[1..]);
        }
        self.position += end + 1;
        true
    }

    /// Writes a character reference as it is.
    fn write_reference(&mut self, reference: &str) {
        self.flush();
        self.writer.out.push_str(reference);
        if self.writer.plain.is_some() {
            self.writer
                .note_plain(&super::header_id::decoded(reference));
        }
        self.wrote_other();
    }

    pub(super) fn parse_symbol(&mut self) -> bool {
        let options = &self.writer.parser.options;
        if options.gfm && !options.auto_typographic {
            return false;
        }
        let rest = self.rest();
        for (escaped, reference) in [("\\<<", "&lt;"), ("\\>>", "&gt;")] {
            if rest.starts_with(escaped) {
                self.write_reference(reference);
                self.write_reference(reference);
                self.position += escaped.len();
                return true;
            }
        }
        let found = SYMBOLS.iter().find(|(text, ..)| rest.starts_with(text));
        let Some((text, name, symbol)) = found else {
            return false;
        };
        self.flush();
        self.writer.write_symbol(name, symbol);
        self.writer.note_plain(symbol);
        self.wrote_other();
        self.position += text.len();
        true
    }

    /// Two spaces or two backslashes at the end of a line; for GitHub's Markdown one backslash.
    pub(super) fn parse_break(&mut self) -> bool {
        let rest = self.rest();
        let options = &self.writer.parser.options;
        let hard_wrap = options.gfm && options.hard_wrap;
        let length = if !hard_wrap && (rest.starts_with("  \n") || rest.starts_with("\\\\\n")) {
            2
        } else if self.ends_lines() && !hard_wrap && rest.starts_with("\\\n") {
            // There is no break at the end of a block.
            if rest.len() == 2 && self.open.len() == 1 {
                self.position += 1;
                return true;
            }
            1
        } else {
            return false;
        };
        self.write_break();
        self.position += length;
        true
    }

    /// Whether GitHub's line breaks are read: not within HTML.
    pub(super) fn ends_lines(&self) -> bool {
        let is_html = |open: &Open| matches!(open, Open::Html { .. });
        self.writer.parser.options.gfm
            && self.writer.beyond_github == 0
            && !self.open.iter().any(is_html)
    }

    pub(super) fn write_break(&mut self) {
        self.flush();
        self.writer.out.push_str("<br />");
        self.wrote_other();
    }

    pub(super) fn parse_escape(&mut self) -> bool {
        let rest = self.rest();
        let gfm = self.writer.parser.options.gfm;
        let escaped = rest[1..].chars().next();
        if !escaped.is_some_and(|c| is_escapable(c) || c == '~' && gfm) {
            return false;
        }
        self.push_text(&rest[1..2]);
        self.position += 2;
        true
    }

    /// `~~deleted~~`.
    pub(super) fn parse_strikethrough(&mut self) -> bool {
        let Some(start) = self.rest().strip_prefix("~~").filter(|_| self.fuel > 0) else {
            return false;
        };
        if start.starts_with(|c| scan::is_space(c) || c == '~') || self.open.len() > MAX_SPAN_DEPTH
        {
            return false;
        }
        let end = start
            .match_indices("~~")
            .map(|(at, _)| at)
            .find(|&at| !start[..at].ends_with(|c| scan::is_space(c) || c == '~') && at > 0);
        let Some(end) = end else {
            self.fuel = self.fuel.saturating_sub(start.len());
            return false;
        };
        let written = self.open_tag("del", Attributes::default(), ">");
        // Emphasis and links around it do not count within, but how deep it is does.
        let open = vec![Open::Html { raw: false }; self.open.len() + 1];
        let mut inner = Spans {
            writer: &mut *self.writer,
            text: &start[..end],
            position: 0,
            open,
            content: Default::default(),
            fuel: self.fuel,
            last_ends: [None; 4],
        };
        inner.parse(None, false);
        inner.flush();
        self.fuel = inner.fuel;
        self.writer.close("del");
        self.close_element(written);
        self.go_on_at(&start[end + 2..]);
        true
    }
}

pub(super) fn is_escapable(c: char) -> bool {
    matches!(
        c,
        '\\' | '.'
            | '*'
            | '_'
            | '+'
            | '`'
            | '<'
            | '>'
            | '('
            | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '#'
            | '!'
            | ':'
            | '|'
            | '"'
            | '\''
            | '$'
            | '='
            | '-'
    )
}
