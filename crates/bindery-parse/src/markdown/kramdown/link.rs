//! Links and images.
use super::scan;
use super::span::{Checkpoint, MAX_SPAN_DEPTH, Open, Spans, Stop, Written};
use super::span_text::is_escapable;
use super::tree::Attributes;

impl<'t> Spans<'_, '_, 't> {
    pub(super) fn parse_link(&mut self) -> bool {
        let rest = self.rest();
        let (mark, open) = match rest.starts_with("![") {
            true => ("![", Open::Image),
            false => ("[", Open::Link),
        };
        let Some(inner) = rest.strip_prefix(mark).filter(|inner| !inner.is_empty()) else {
            return false;
        };
        if inner.starts_with('^') {
            return false;
        }
        let in_link = self
            .open
            .iter()
            .any(|open| matches!(open, Open::Link | Open::Image));
        let too_deep = self.open.len() > MAX_SPAN_DEPTH;
        if open == Open::Link && in_link || too_deep || self.fuel == 0 {
            self.push_text(mark);
            self.position += mark.len();
            return true;
        }
        let checkpoint = self.checkpoint();
        if self.read_link(inner, open, &checkpoint).is_none() {
            let searched = match self.rest().starts_with('(') {
                true => self.rest().len(),
                false => rest.len() - self.rest().len(),
            };
            self.fuel = self.fuel.saturating_sub(searched);
            self.take_back(&checkpoint);
            self.push_text(mark);
            self.position += mark.len();
        }
        true
    }

    /// The link whose text begins with `inner`.
    fn read_link(&mut self, inner: &'t str, open: Open, start: &Checkpoint) -> Option<()> {
        self.go_on_at(inner);
        let (found, _) = self.parse_within(open, Stop::Bracket(1), false);
        if !found {
            return None;
        }
        let text = &inner[..inner.len() - self.rest().len()];
        let after = self.rest().strip_prefix(']')?;
        self.go_on_at(after);
        let mut attributes = Attributes::default();
        let mut standalone = false;
        let name = reference_name(after);
        if name.is_some() || !after.starts_with('(') {
            let (name, rest) = name.unwrap_or((None, after));
            self.go_on_at(rest);
            let name = match name {
                Some(name) => normalised_name(name),
                None => normalised_name(&without_escapes(text)),
            };
            let parser = &self.writer.parser;
            let definition = parser.links.get(&name)?;
            if !parser.may_copy(definition.bytes()) {
                return None;
            }
            parser.apply(&definition.list, &mut attributes);
            standalone = definition.list.refers_to("standalone");
            let (address, title) = (&definition.address, definition.title.as_deref());
            set_target(&mut attributes, open, address, title, text);
        } else {
            let (address, title, rest) = inline_target(after)?;
            self.go_on_at(rest);
            set_target(&mut attributes, open, address, title, text);
        }
        if open == Open::Image {
            let position = self.position;
            self.take_back(start);
            self.position = position;
            let mut written = self.open_tag("img", attributes, " />");
            written.is_image = true;
            written.standalone = standalone;
            self.close_element(written);
        } else if self.writer.without_links {
            self.wrote_other();
        } else {
            let place = self.writer.insert_tag(start.out, "a", &attributes);
            self.writer.close("a");
            self.close_element(Written {
                place,
                attributes,
                is_image: false,
                standalone,
            });
        }
        Some(())
    }
}

/// The attributes that say where a link or an image leads.
fn set_target(
    attributes: &mut Attributes,
    open: Open,
    address: &str,
    title: Option<&str>,
    text: &str,
) {
    if open == Open::Image {
        attributes.set("src", address);
        attributes.set("alt", without_escapes(text));
    } else {
        attributes.set("href", address);
    }
    if let Some(title) = title {
        attributes.set("title", title);
    }
}

/// A link's name: one space for any, lower case.
pub(super) fn normalised_name(name: &str) -> String {
    let mut normalised = String::with_capacity(name.len());
    for c in name.chars() {
        if !scan::is_space(c) {
            normalised.extend(c.to_lowercase());
        } else if !normalised.ends_with(' ') {
            normalised.push(' ');
        }
    }
    normalised
}

/// `[name]` or `[]` after the text, and what follows.
fn reference_name(text: &str) -> Option<(Option<&str>, &str)> {
    let inner = text.trim_start_matches(scan::is_space).strip_prefix('[')?;
    let (name, rest) = inner.split_once(']')?;
    Some(((!name.is_empty()).then_some(name), rest))
}

/// `(address "title")`: address, title, and what follows.
fn inline_target(text: &str) -> Option<(&str, Option<&str>, &str)> {
    let inner = text.strip_prefix('(')?;
    if let Some((address, rest)) = inner
        .strip_prefix('<')
        .and_then(|rest| rest.split_once('>'))
        && !address.contains('\n')
    {
        return match rest.strip_prefix(')') {
            Some(rest) => Some((address, None, rest)),
            None => title(rest).map(|(title, rest)| (address, Some(title), rest)),
        };
    }
    let bytes = inner.as_bytes();
    // Most addresses hold nothing that needs a closer look.
    let end = memchr::memchr(b')', bytes)?;
    let any = |any, &byte: &u8| any | (byte <= b' ') | (byte == b'(');
    if !bytes[..end].iter().fold(false, any) {
        return Some((&inner[..end], None, &inner[end + 1..]));
    }
    let mut depth = 1;
    let mut at = 0;
    while let Some(next) = bytes[at..]
        .iter()
        .position(|&byte| MAY_END[usize::from(byte)])
    {
        at += next;
        match bytes[at] {
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return Some((scan::stripped(&inner[..at]), None, &inner[at + 1..]));
                }
            }
            b' ' | b'\t'..=b'\r' if inner[at + 1..].starts_with(['"', '\'']) => {
                let (title, rest) = title(&inner[at + 1..])?;
                return Some((scan::stripped(&inner[..at]), Some(title), rest));
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// Bytes at which an address may end.
static MAY_END: [bool; 256] = scan::table(b"() \t\n\x0b\x0c\r");

/// `"title")`: the title, and what follows.
fn title(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start_matches(scan::is_space);
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inner = &text[1..];
    inner
        .char_indices()
        .skip(1)
        .filter(|&(_, c)| c == quote)
        .find_map(|(at, _)| {
            let after = inner[at + 1..].trim_start_matches(scan::is_space);
            Some((&inner[..at], after.strip_prefix(')')?))
        })
}

fn without_escapes(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\\' if characters.peek().is_some_and(|&next| is_escapable(next)) => {
                plain.extend(characters.next());
            }
            c => plain.push(c),
        }
    }
    plain
}
