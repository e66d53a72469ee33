//! Links and images.
use super::scan;
use super::span::{MAX_SPAN_DEPTH, Open, Spans, Stop, is_escapable};
use super::tree::{AttributeList, Element, Kind};

impl<'t> Spans<'_, 't> {
    pub(super) fn parse_link(&mut self, tree: &mut Element) -> bool {
        let start = self.position;
        let rest = self.rest();
        let (mark, kind, open) = match rest.starts_with("![") {
            true => ("![", Kind::Image, Open::Image),
            false => ("[", Kind::Link, Open::Link),
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
            tree.push_text(Kind::Text, mark);
            self.position += mark.len();
            return true;
        }
        match self.link(inner, kind, open) {
            Some(link) => tree.children.push(link),
            None => {
                let searched = match self.rest().starts_with('(') {
                    true => self.rest().len(),
                    false => self.position - start,
                };
                self.fuel = self.fuel.saturating_sub(searched);
                self.position = start + mark.len();
                tree.push_text(Kind::Text, mark);
            }
        }
        true
    }

    /// The link whose text begins with `inner`.
    fn link(&mut self, inner: &'t str, kind: Kind, open: Open) -> Option<Element> {
        self.go_on_at(inner);
        let mut element = Element::new(kind);
        self.open.push(open);
        let found = self.parse(&mut element, Some(Stop::Bracket(1)), false);
        self.open.pop();
        if !found {
            return None;
        }
        let text = &inner[..inner.len() - self.rest().len()];
        let after = self.rest().strip_prefix(']')?;
        self.go_on_at(after);
        let name = reference_name(after);
        if name.is_some() || !after.starts_with('(') {
            let (name, rest) = name.unwrap_or((None, after));
            self.go_on_at(rest);
            let text = without_escapes(text);
            let definition = self
                .parser
                .links
                .get(&normalised_name(name.unwrap_or(&text)))?;
            let list = definition.list.clone();
            let (address, title) = (definition.address.clone(), definition.title.clone());
            return Some(self.complete(element, &address, title.as_deref(), &text, list));
        }
        let (address, title, rest) = inline_target(after)?;
        self.go_on_at(rest);
        let text = without_escapes(text);
        Some(self.complete(element, address, title, &text, AttributeList::default()))
    }

    fn complete(
        &self,
        mut element: Element,
        address: &str,
        title: Option<&str>,
        text: &str,
        list: AttributeList,
    ) -> Element {
        self.parser.apply(&list, &mut element.attributes);
        if element.kind == Kind::Link {
            element.attributes.set("href", address);
        } else {
            element.attributes.set("src", address);
            element.attributes.set("alt", text);
            element.children.clear();
        }
        if let Some(title) = title {
            element.attributes.set("title", title);
        }
        element.list = Some(Box::new(list));
        element
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
    let mut depth = 1;
    for (at, c) in inner.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => {
                depth -= 1;
                if depth == 0 {
                    return Some((inner[..at].trim(), None, &inner[at + 1..]));
                }
            }
            c if scan::is_space(c) && inner[at + 1..].starts_with(['"', '\'']) => {
                let (title, rest) = title(&inner[at + 1..])?;
                return Some((inner[..at].trim(), Some(title), rest));
            }
            _ => {}
        }
    }
    None
}

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
