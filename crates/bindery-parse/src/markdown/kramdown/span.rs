//! Spans: what stands within the text of a block.
use super::html_block::{character_data, comment, element_of};
use super::tree::{AttributeList, ContentModel, Element, Kind, Symbol};
use super::{Parser, elements, scan};

/// How deep spans nest; what is deeper is text.
pub(super) const MAX_SPAN_DEPTH: usize = 32;

/// Reads the spans of one text.
pub(super) struct Spans<'p, 't> {
    pub(super) parser: &'p mut Parser,
    pub(super) text: &'t str,
    pub(super) position: usize,
    /// The elements that are open, the innermost last.
    pub(super) open: Vec<Open>,
    /// How many bytes may still be searched in vain: searches for what is not there would
    /// otherwise cost the square of the text.
    pub(super) fuel: usize,
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

impl Parser {
    /// Reads the spans below an element.
    pub(super) fn read_spans(&mut self, element: &mut Element) {
        let mut children = Vec::with_capacity(element.children.len());
        for mut child in std::mem::take(&mut element.children) {
            match &child.kind {
                Kind::Spans => {
                    let base = match element.kind {
                        Kind::Html { model, .. } => Open::Html {
                            raw: model == ContentModel::Raw,
                        },
                        _ => Open::Other,
                    };
                    children.append(&mut self.spans_of(&child.value, base));
                }
                Kind::Mark(_) => {}
                Kind::Blank => match children.last_mut() {
                    Some(Element {
                        kind: Kind::Blank,
                        value,
                        ..
                    }) => value.push_str(&child.value),
                    _ => children.push(child),
                },
                _ => {
                    self.read_spans(&mut child);
                    if let Some(list) = &child.list {
                        let mut attributes = std::mem::take(&mut child.attributes);
                        self.apply(list, &mut attributes);
                        child.attributes = attributes;
                    }
                    let strips = self.options.auto_id_stripping;
                    let is_header = matches!(child.kind, Kind::Header { .. });
                    if child.kind == Kind::Term || is_header && strips {
                        child.value.clear();
                        let mut text = String::new();
                        self.header_text(&child, &mut text);
                        child.value = text;
                    }
                    children.push(child);
                }
            }
        }
        element.children = children;
    }

    pub(super) fn spans_of(&mut self, text: &str, base: Open) -> Vec<Element> {
        let mut root = Element::new(Kind::Root);
        let mut spans = Spans {
            fuel: 4096 + 16 * text.len(),
            parser: self,
            text,
            position: 0,
            open: vec![base],
        };
        spans.parse(&mut root, None, false);
        root.children
    }
}

impl<'t> Spans<'_, 't> {
    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.position..]
    }

    pub(super) fn go_on_at(&mut self, rest: &str) {
        self.position = self.text.len() - rest.len();
    }

    pub(super) fn before(&self) -> Option<char> {
        self.text[..self.position].chars().next_back()
    }

    /// Reads into `element` up to what stops it, and stops before that; without, to the end.
    /// Whether it was found. `only_html` reads nothing but HTML.
    pub(super) fn parse(
        &mut self,
        element: &mut Element,
        mut stop: Option<Stop<'_>>,
        only_html: bool,
    ) -> bool {
        let start = self.position;
        while self.position < self.text.len() {
            let next = self.next_start(stop.as_ref(), only_html);
            let text = &self.text[self.position..next];
            element.push_text(Kind::Text, text);
            self.position = next;
            if next == self.text.len() {
                break;
            }
            if let Some(stop) = &mut stop
                && self.stops(stop, element)
            {
                return true;
            }
            if !self.parse_one(element, only_html) {
                let length = self.rest().chars().next().map_or(0, char::len_utf8);
                let character = &self.rest()[..length];
                element.push_text(Kind::Text, character);
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
        while let Some(&byte) = bytes.get(at) {
            if !SPECIAL[byte as usize] {
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
                b'>' => next == Some(b'>'),
                b'~' => next == Some(b'~') && self.parser.options.gfm,
                b' ' => match next {
                    Some(b' ') => bytes.get(at + 2) == Some(&b'\n'),
                    Some(b'>') => bytes.get(at + 2) == Some(&b'>'),
                    _ => false,
                },
                b']' => matches!(stop, Some(Stop::Bracket(_))),
                b'\n' => self.parser.options.gfm && self.parser.options.hard_wrap,
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

    fn stops(&self, stop: &mut Stop<'_>, element: &Element) -> bool {
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
                    mark == '_' && after.chars().next().is_some_and(char::is_alphanumeric);
                !self.before().is_some_and(scan::is_space)
                    && !is_other
                    && !in_word
                    && !element.children.is_empty()
            }
            Stop::Bracket(count) => {
                if rest.starts_with(']') {
                    *count -= 1;
                } else if rest.starts_with('[') || rest.starts_with("![") {
                    *count += 1;
                } else {
                    return false;
                }
                let images = element
                    .children
                    .iter()
                    .filter(|child| child.kind == Kind::Image);
                *count == images.count() as isize
            }
            Stop::EndTag { name, any_case } => scan::end_tag(rest).is_some_and(|(found, _)| {
                found == *name || *any_case && found.eq_ignore_ascii_case(name)
            }),
        }
    }

    /// Reads what begins here; whether something did.
    fn parse_one(&mut self, tree: &mut Element, only_html: bool) -> bool {
        let rest = self.rest();
        let bytes = rest.as_bytes();
        if only_html {
            return bytes[0] == b'<' && self.parse_html(tree);
        }
        let done = match bytes[0] {
            b'*' | b'_' => self.parse_emphasis(tree),
            b'`' => self.parse_code(tree),
            b'<' => self.parse_autolink(tree) || self.parse_html(tree),
            b'[' | b'!' => self.parse_footnote_mark(tree) || self.parse_link(tree),
            _ => false,
        };
        if done {
            return true;
        }
        if self.parse_quotes(tree) {
            return true;
        }
        match bytes[0] {
            b'$' => self.parse_math(tree),
            b'{' => self.parse_extension(tree),
            b'&' => self.parse_reference(tree),
            b'\\' => self.parse_break(tree) || self.parse_symbol(tree) || self.parse_escape(tree),
            b' ' => self.parse_symbol(tree) || self.parse_break(tree),
            b'-' | b'.' | b'<' | b'>' => self.parse_symbol(tree),
            b'~' => self.parse_strikethrough(tree),
            b'\n' if self.parser.options.gfm && self.parser.options.hard_wrap => {
                self.position += 1;
                tree.children.push(Element::new(Kind::Break));
                tree.push_text(Kind::Text, "\n");
                true
            }
            _ => false,
        }
    }

    fn parse_code(&mut self, tree: &mut Element) -> bool {
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
            tree.push_text(Kind::Text, delimiter);
            self.position += length;
            return true;
        };
        let mut code = &after[..end];
        if !simple {
            code = code.strip_prefix(' ').unwrap_or(code);
            code = code.strip_suffix(' ').unwrap_or(code);
        }
        tree.children.push(Element::with_value(Kind::Code, code));
        self.position += 2 * length + end;
        true
    }

    fn parse_autolink(&mut self, tree: &mut Element) -> bool {
        let rest = self.rest();
        let inner = &rest[1..];
        let schemes = ["mailto:", "http:", "https:", "ftp:", "ftps:"];
        let scheme = schemes.iter().find(|scheme| inner.starts_with(**scheme));
        let end = match scheme {
            Some(_) => memchr::memchr2(b'>', b'\n', inner.as_bytes()),
            None => inner.find(|c: char| !(c.is_alphanumeric() || "-_.@".contains(c))),
        };
        let Some((address, after)) = end.and_then(|end| {
            let after = inner[end..].strip_prefix('>')?;
            Some((&inner[..end], after))
        }) else {
            return false;
        };
        let has_scheme = scheme.is_some_and(|scheme| address.len() > scheme.len());
        if !has_scheme && !is_mail_address(address) {
            return false;
        }
        let mut link = Element::new(Kind::Link);
        let href = match has_scheme {
            true => address.to_owned(),
            false => format!("mailto:{address}"),
        };
        link.attributes.set("href", href);
        link.push_text(
            Kind::Text,
            address.strip_prefix("mailto:").unwrap_or(address),
        );
        tree.children.push(link);
        self.go_on_at(after);
        true
    }

    fn parse_html(&mut self, tree: &mut Element) -> bool {
        let rest = self.rest();
        let searches = rest.starts_with("<!") && self.fuel > 0;
        if let Some(length) = comment(rest).filter(|_| searches) {
            let kind = Kind::HtmlComment { block: false };
            tree.children
                .push(Element::with_value(kind, &rest[..length]));
            self.position += length;
            return true;
        }
        if let Some((data, after)) = character_data(rest).filter(|_| searches) {
            tree.push_text(Kind::Text, data);
            self.go_on_at(after);
            return true;
        }
        if searches {
            self.fuel = self.fuel.saturating_sub(rest.len());
        }
        if let Some((_, after)) = scan::end_tag(rest) {
            // An end tag without its start tag is text.
            tree.push_text(Kind::Text, &rest[..rest.len() - after.len()]);
            self.go_on_at(after);
            return true;
        }
        let Some(tag) = scan::start_tag(rest) else {
            return false;
        };
        let mut element = element_of(&tag);
        if elements::is_block(&element.value) || self.open.len() > MAX_SPAN_DEPTH {
            tree.push_text(Kind::Text, &rest[..rest.len() - tag.rest.len()]);
            self.go_on_at(tag.rest);
            return true;
        }
        self.go_on_at(tag.rest);
        let name = element.value.clone();
        let is_raw_kind = is_raw(&name);
        let in_raw = matches!(self.open.last(), Some(Open::Html { raw: true }));
        let mut reads = !is_raw_kind && !in_raw && self.parser.options.parse_span_html;
        match element.attributes.remove("markdown").as_deref() {
            Some("0") => reads = false,
            Some("1") => reads = !is_raw_kind,
            Some("span") => reads = true,
            _ => {}
        }
        for (_, value) in &mut element.attributes.0 {
            if value.contains('\n') {
                *value = joined_lines(value);
            }
        }
        element.kind = Kind::Html {
            block: false,
            closed: tag.closed,
            model: if reads {
                ContentModel::Span
            } else {
                ContentModel::Raw
            },
        };
        if !tag.closed && !elements::has_no_body(&name) {
            let any_case = elements::is_known(&name);
            self.open.push(Open::Html { raw: !reads });
            let found = self.parse(
                &mut element,
                Some(Stop::EndTag {
                    name: &name,
                    any_case,
                }),
                !reads,
            );
            self.open.pop();
            if found {
                if let Some((_, after)) = scan::end_tag(self.rest()) {
                    self.go_on_at(after);
                }
            } else {
                element.push_text(Kind::Text, self.rest());
                self.position = self.text.len();
            }
        }
        tree.children.push(element);
        true
    }

    fn parse_footnote_mark(&mut self, tree: &mut Element) -> bool {
        let Some(start) = self.rest().strip_prefix("[^") else {
            return false;
        };
        let Ok((rest, name)) = scan::identifier(start) else {
            return false;
        };
        let Some(after) = rest.strip_prefix(']') else {
            return false;
        };
        if self.parser.footnote_names.contains_key(name) {
            tree.children
                .push(Element::with_value(Kind::FootnoteMark, name));
        } else {
            tree.push_text(Kind::Text, &self.rest()[..self.rest().len() - after.len()]);
        }
        self.go_on_at(after);
        true
    }

    fn parse_math(&mut self, tree: &mut Element) -> bool {
        let Some((math, after)) = self
            .rest()
            .strip_prefix("$$")
            .and_then(|rest| rest.split_once("$$"))
        else {
            return false;
        };
        tree.children.push(Element::with_value(
            Kind::Math { block: false },
            math.trim(),
        ));
        self.go_on_at(after);
        true
    }

    fn parse_extension(&mut self, tree: &mut Element) -> bool {
        let rest = self.rest();
        if !rest.starts_with("{:") || self.fuel == 0 {
            return false;
        }
        if let Some((element, after)) = self.parser.parse_span_extension(rest) {
            tree.children.extend(element);
            self.go_on_at(after);
            return true;
        }
        if rest.starts_with("{::") || rest.starts_with("{:/") {
            self.fuel = self.fuel.saturating_sub(rest.len());
            return false;
        }
        let Ok((after, body)) = scan::list_body(&rest[2..]) else {
            return false;
        };
        if after.is_empty() {
            self.fuel = self.fuel.saturating_sub(rest.len());
        }
        let (Some(after), Some(last)) = (
            after.strip_prefix('}'),
            tree.children
                .last_mut()
                .filter(|last| last.kind != Kind::Text),
        ) else {
            return false;
        };
        let mut list = AttributeList::default();
        self.parser.read_attribute_list(body, &mut list);
        self.parser.apply(&list, &mut last.attributes);
        last.list_mut().merge(list);
        self.go_on_at(after);
        true
    }

    /// A character reference; a name that nobody knows is text.
    fn parse_reference(&mut self, tree: &mut Element) -> bool {
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
            None => {
                !body.is_empty()
                    && body
                        .chars()
                        .all(|c| scan::is_word(c) || matches!(c, '-' | '.' | ':'))
            }
        };
        if !is_reference {
            return false;
        }
        let known = number.is_some() || crate::html::is_named_reference(&rest[1..=end]);
        let written = match known {
            true => rest[..=end].to_owned(),
            false => format!("&amp;{body};"),
        };
        tree.children
            .push(Element::with_value(Kind::Reference, written));
        self.position += end + 1;
        true
    }

    fn parse_symbol(&mut self, tree: &mut Element) -> bool {
        let rest = self.rest();
        if rest.starts_with("\\<<") || rest.starts_with("\\>>") {
            let reference = if rest.starts_with("\\<") {
                "&lt;"
            } else {
                "&gt;"
            };
            for _ in 0..2 {
                tree.children
                    .push(Element::with_value(Kind::Reference, reference));
            }
            self.position += 3;
            return true;
        }
        let symbols = [
            ("---", Symbol::EmDash),
            ("--", Symbol::EnDash),
            ("...", Symbol::Ellipsis),
            ("<< ", Symbol::LeftGuillemetSpace),
            (" >>", Symbol::RightGuillemetSpace),
            ("<<", Symbol::LeftGuillemet),
            (">>", Symbol::RightGuillemet),
        ];
        let found = symbols.into_iter().find(|(text, _)| rest.starts_with(text));
        if let Some((text, symbol)) = found {
            tree.children.push(Element::new(Kind::Symbol(symbol)));
            self.position += text.len();
        }
        found.is_some()
    }

    /// Two spaces or two backslashes at the end of a line; for GitHub's Markdown one backslash.
    fn parse_break(&mut self, tree: &mut Element) -> bool {
        let rest = self.rest();
        let options = &self.parser.options;
        let hard_wrap = options.gfm && options.hard_wrap;
        let length = if !hard_wrap && (rest.starts_with("  \n") || rest.starts_with("\\\\\n")) {
            2
        } else if options.gfm && !hard_wrap && rest.starts_with("\\\n") {
            1
        } else {
            return false;
        };
        tree.children.push(Element::new(Kind::Break));
        self.position += length;
        true
    }

    fn parse_escape(&mut self, tree: &mut Element) -> bool {
        let escaped = self.rest()[1..].chars().next();
        let Some(c) = escaped.filter(|&c| is_escapable(c) || c == '~' && self.parser.options.gfm)
        else {
            return false;
        };
        tree.push_text(Kind::Text, c.encode_utf8(&mut [0; 4]));
        self.position += 2;
        true
    }

    /// `~~deleted~~`.
    fn parse_strikethrough(&mut self, tree: &mut Element) -> bool {
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
        let kind = Kind::Html {
            block: false,
            closed: false,
            model: ContentModel::Span,
        };
        let mut element = Element::with_value(kind, "del");
        let inner = &start[..end];
        let mut spans = Spans {
            parser: &mut *self.parser,
            text: inner,
            position: 0,
            open: self.open.clone(),
            fuel: self.fuel,
        };
        spans.open.push(Open::Other);
        spans.parse(&mut element, None, false);
        self.fuel = spans.fuel;
        tree.children.push(element);
        self.go_on_at(&start[end + 2..]);
        true
    }
}

/// Bytes at which something may begin.
static SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let marks = b"*_`<[]!\"'${&-.>\\~ \n";
    let mut at = 0;
    while at < marks.len() {
        special[marks[at] as usize] = true;
        at += 1;
    }
    special
};

/// Elements in which no Markdown is read.
fn is_raw(name: &str) -> bool {
    elements::content_model(name) == ContentModel::Raw
}

fn joined_lines(value: &str) -> String {
    let lines: Vec<&str> = value.split('\n').collect();
    let mut joined = String::with_capacity(value.len());
    for (index, line) in lines.iter().enumerate() {
        if index > 0 && (!line.is_empty() || index + 1 == lines.len()) {
            joined.push(' ');
        }
        joined.push_str(line);
    }
    joined
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

/// `name@host.tld`.
fn is_mail_address(address: &str) -> bool {
    let is_part = |part: &str, dot: bool| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_') || dot && c == '.')
    };
    let Some((name, host)) = address.split_once('@') else {
        return false;
    };
    let Some((host, top)) = host.rsplit_once('.') else {
        return false;
    };
    is_part(name, true)
        && host.split('.').all(|part| is_part(part, false))
        && !top.is_empty()
        && top.bytes().all(|byte| byte.is_ascii_lowercase())
}
