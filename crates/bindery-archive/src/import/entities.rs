//! The entities that a feed declares itself, in the internal subset of its document type (XML 1.0,
//! section 4.2). What is declared outside of the file is never read.
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::elements::decode_numbers;
use super::markup::{Found, Kind, Lexer};

/// How many bytes all entities of a file may have once they are expanded.
const MAX_TEXTS: usize = 1 << 16;
/// How deep entities may stand in each other.
const MAX_DEPTH: usize = 20;
/// By how many bytes an entry may grow, besides its own length.
const MAX_GROWTH: usize = 1 << 16;

/// What entities stand for, with all that is inside of them expanded.
#[derive(Debug, Default)]
pub(crate) struct Entities {
    texts: HashMap<String, String>,
    /// The names of those that are declared and not read: they lie in other files, hold themselves
    /// or are too long.
    pub(crate) unread: Vec<String>,
}

impl Entities {
    /// Reads the declarations of a document type, if there is one in the text.
    pub(crate) fn declared(text: &str) -> Entities {
        let (mut lexer, mut at) = (Lexer::whole(), 0);
        while let Found::Markup(markup) = lexer.next(text.as_bytes(), at) {
            at = markup.span.end;
            match &text[markup.span] {
                declaration if declaration.starts_with("<!DOCTYPE") => {
                    return Entities::of_subset(declaration);
                }
                _ if markup.kind == Kind::Other => {}
                _ => break,
            }
        }
        Entities::default()
    }

    fn of_subset(subset: &str) -> Entities {
        let mut entities = Entities::default();
        let mut declared: Vec<(&str, String)> = Vec::new();
        let mut rest = subset;
        while let Some(at) = rest.find("<!") {
            rest = &rest[at..];
            if rest.starts_with("<!--") {
                rest = rest.find("-->").map_or("", |end| &rest[end..]);
                continue;
            }
            let declaration = rest.strip_prefix("<!ENTITY").map(str::trim_start);
            rest = &rest[2..];
            let Some((name, value)) = declaration.and_then(|d| d.split_once(char::is_whitespace))
            else {
                continue;
            };
            let value = value.trim_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            match quote.and_then(|quote| value[1..].split_once(quote)) {
                Some((text, after)) => {
                    declared.push((name, decode_numbers(text).into_owned()));
                    rest = after;
                }
                // Those of the document type itself are in no text.
                None if name == "%" => {}
                None => entities.unread.push(name.to_owned()),
            }
        }
        let mut resolver = Resolver {
            // Of two with one name the first is meant.
            declared: declared
                .iter()
                .rev()
                .map(|(name, text)| (*name, text.as_str()))
                .collect(),
            resolved: HashMap::new(),
            room: MAX_TEXTS,
        };
        for (name, _) in &declared {
            resolver.resolve(name, 0);
        }
        let mut told = HashSet::new();
        let failed = declared.iter().map(|(name, _)| *name);
        let failed = failed.filter(|name| resolver.resolved.get(name) == Some(&None));
        let failed = failed.filter(|name| told.insert(*name)).map(str::to_owned);
        entities.unread.extend(failed);
        let resolved = resolver.resolved.into_iter();
        entities.texts = resolved
            .filter_map(|(name, text)| Some((name.to_owned(), text?)))
            .collect();
        entities
    }

    /// The text with references to entities replaced, but for CDATA sections and comments, and
    /// whether some were left because the text would grow too much.
    pub(crate) fn expand<'t>(&self, text: &'t str) -> (Cow<'t, str>, bool) {
        if self.texts.is_empty() || !text.contains('&') {
            return (Cow::Borrowed(text), false);
        }
        let mut out = Expanded {
            text: String::with_capacity(text.len()),
            room: MAX_GROWTH + text.len(),
            is_cut: false,
        };
        let (mut lexer, mut at) = (Lexer::whole(), 0);
        while let Found::Markup(markup) = lexer.next(text.as_bytes(), at) {
            out.push(&text[at..markup.span.start], self, str::to_owned);
            let written = &text[markup.span.clone()];
            match markup.kind {
                Kind::Start | Kind::Empty => out.push(written, self, in_attribute),
                _ => out.text.push_str(written),
            }
            at = markup.span.end;
        }
        out.push(&text[at..], self, str::to_owned);
        (Cow::Owned(out.text), out.is_cut)
    }
}

/// What is no markup in an attribute, whatever it is elsewhere.
fn in_attribute(text: &str) -> String {
    text.replace('<', "&#60;")
        .replace('"', "&#34;")
        .replace('\'', "&#39;")
}

struct Expanded {
    text: String,
    room: usize,
    is_cut: bool,
}

impl Expanded {
    fn push(&mut self, text: &str, entities: &Entities, form: fn(&str) -> String) {
        let mut end = 0;
        for (at, name) in references(text) {
            let Some(replacement) = entities.texts.get(name) else {
                continue;
            };
            // Looked at before the form is made, which costs as much as it is long.
            let fitting = Some(replacement).filter(|replacement| replacement.len() <= self.room);
            let Some(replacement) = fitting.map(|replacement| form(replacement)) else {
                self.is_cut = true;
                continue;
            };
            self.room = self.room.saturating_sub(replacement.len());
            self.text.push_str(&text[end..at]);
            self.text.push_str(&replacement);
            end = at + name.len() + 2;
        }
        self.text.push_str(&text[end..]);
    }
}

/// The references to entities in a text: where they begin, and their names.
fn references(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let ends_name = |c: char| c == ';' || c == '&' || c == '<' || c.is_whitespace();
    text.match_indices('&').filter_map(move |(at, _)| {
        let name = &text[at + 1..];
        let end = name.find(ends_name)?;
        name[end..].starts_with(';').then_some((at, &name[..end]))
    })
}

struct Resolver<'d> {
    declared: HashMap<&'d str, &'d str>,
    /// `None` for those that cannot be expanded, and for those that are being expanded.
    resolved: HashMap<&'d str, Option<String>>,
    room: usize,
}

impl<'d> Resolver<'d> {
    fn resolve(&mut self, name: &'d str, depth: usize) -> Option<&str> {
        if !self.resolved.contains_key(name) {
            let text = *self.declared.get(name)?;
            self.resolved.insert(name, None);
            let expanded = self.expand(text, depth)?;
            self.room = self.room.checked_sub(expanded.len())?;
            self.resolved.insert(name, Some(expanded));
        }
        self.resolved.get(name)?.as_deref()
    }

    fn expand(&mut self, text: &'d str, depth: usize) -> Option<String> {
        if depth > MAX_DEPTH {
            return None;
        }
        let (mut out, mut end) = (String::new(), 0);
        for (at, name) in references(text) {
            if !self.declared.contains_key(name) {
                continue;
            }
            out.push_str(&text[end..at]);
            let length = self.resolve(name, depth + 1)?.len();
            if out.len() + length > self.room {
                return None;
            }
            out.push_str(self.resolve(name, depth + 1)?);
            end = at + name.len() + 2;
        }
        out.push_str(&text[end..]);
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(subset: &str, text: &str) -> (String, Vec<String>) {
        let entities =
            Entities::declared(&format!("<?xml version='1.0'?><!DOCTYPE rss [{subset}]>"));
        (entities.expand(text).0.into_owned(), entities.unread)
    }

    #[test]
    fn entities_are_what_they_are_declared_to_be() {
        let subset = "<!-- <!ENTITY no 'n'> --><!ENTITY co \"B &amp; <b>co</b>\"><!ENTITY nbsp '&#160;'>\
            <!ENTITY us 'we: &co;'><!ENTITY co 'second'><!ENTITY q '&#34;'><!ENTITY % p 'x'>\
            <!ENTITY file SYSTEM \"file:///etc/passwd\">";
        let text = "<a t='&q;&co;'>&us; A&nbsp;B &no; &file; &amp; &x <![CDATA[&co;]]></a>";
        let (text, unread) = expanded(subset, text);
        assert_eq!(
            text,
            "<a t='&#34;B &amp; &#60;b>co&#60;/b>'>we: B &amp; <b>co</b> A\u{a0}B &no; &file; &amp; &x \
             <![CDATA[&co;]]></a>"
        );
        assert_eq!(unread, ["file"]);
    }

    #[test]
    fn laughs_are_not_a_billion() {
        let mut subset = "<!ENTITY l0 'lol'>".to_owned();
        for level in 1..10 {
            let inner = format!("&l{};", level - 1).repeat(10);
            subset += &format!("<!ENTITY l{level} '{inner}'>");
        }
        let (text, unread) = expanded(&subset, "&l2;&l9;");
        assert_eq!(text, format!("{}&l9;", "lol".repeat(100)));
        assert_eq!(unread, ["l5", "l6", "l7", "l8", "l9"]);
        let (text, unread) = expanded("<!ENTITY a '&b;'><!ENTITY b 'x&a;'>", "&a;&b;");
        assert_eq!((text.as_str(), unread.len()), ("&a;&b;", 2));
        // A long one, often.
        let entities = Entities::declared(&format!(
            "<!DOCTYPE a [<!ENTITY a '{}'>]>",
            "a".repeat(9_999)
        ));
        let often = "&a;".repeat(10_000);
        let (text, is_cut) = entities.expand(&often);
        assert!(is_cut && text.len() < 200_000, "{}", text.len());
    }
}
