//! Attribute lists `{: … }`, their definitions `{:name: … }` and extensions `{::name … /}`.
use nom::IResult;
use nom::Parser as _;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while1};
use nom::character::complete::{char, one_of, satisfy};
use nom::combinator::{opt, recognize};
use nom::sequence::{pair, preceded};

use super::tree::{AttributeList, Attributes, Element, Kind, Mark};
use super::{Parser, Source, scan};

/// One word of an attribute list.
enum Word<'t> {
    KeyValue(&'t str, String),
    Reference(&'t str),
    IdsAndClasses(Vec<IdOrClass<'t>>),
}

enum IdOrClass<'t> {
    Id(&'t str),
    Class(&'t str),
}

/// `{::name options /}` or `{::name options}`.
pub(super) struct Extension<'t> {
    name: &'t str,
    options: &'t str,
    /// Whether it has no body.
    closed: bool,
    /// What follows it.
    pub(super) rest: &'t str,
}

impl Parser {
    /// Reads what stands in an attribute list. Words that are none of its kinds are passed over.
    pub(super) fn read_attribute_list(&self, text: &str, list: &mut AttributeList) {
        let mut rest = text;
        loop {
            rest = rest.trim_start_matches(scan::is_space);
            if rest.is_empty() {
                return;
            }
            let end = rest.find(scan::is_space).unwrap_or(rest.len());
            match word(rest) {
                Ok((after, word)) if after.is_empty() || after.starts_with(scan::is_space) => {
                    rest = after;
                    match word {
                        Word::KeyValue(key, value) => list.attributes.set(key.to_owned(), value),
                        Word::Reference(name) => list.references.push(name.to_owned()),
                        Word::IdsAndClasses(parts) => {
                            for part in parts {
                                match part {
                                    IdOrClass::Id(id) => list.attributes.set("id", id),
                                    IdOrClass::Class(class) => list.attributes.add_class(class),
                                }
                            }
                        }
                    }
                }
                _ => rest = &rest[end..],
            }
        }
    }

    /// Adds what a list says, and the definitions that it refers to, to an element's attributes.
    pub(super) fn apply(&self, list: &AttributeList, attributes: &mut Attributes) {
        self.apply_at(list, attributes, 0);
    }

    fn apply_at(&self, list: &AttributeList, attributes: &mut Attributes, depth: usize) {
        for name in list.references.iter().filter(|_| depth < 8) {
            if let Some(definition) = self.attribute_definitions.get(name)
                && self.may_copy(definition.bytes())
            {
                self.apply_at(definition, attributes, depth + 1);
            }
        }
        for (name, value) in &list.attributes.0 {
            if name == "class" {
                attributes.add_class(value);
            } else {
                attributes.set(name.clone(), value.as_str());
            }
        }
    }

    /// A line that begins with `{:`.
    pub(super) fn parse_block_extension(
        &mut self,
        tree: &mut Element,
        source: &mut Source<'_>,
    ) -> bool {
        let rest = source.rest();
        if let Some((name, body, after)) = scan::attribute_definition(rest) {
            let mut list = self.attribute_definitions.remove(name).unwrap_or_default();
            self.read_attribute_list(body, &mut list);
            self.attribute_definitions.insert(name.to_owned(), list);
            source.go_on_at(after);
            self.push(tree, Element::new(Kind::Mark(Mark::AttributeDefinition)));
            return true;
        }
        if let Some(extension) = extension(scan::after_indent(rest)) {
            let Some(after) = scan::after_trailing_space(extension.rest) else {
                return false;
            };
            return self.parse_extension_block(&extension, after, tree, source);
        }
        let Some((body, after)) = scan::block_attribute_list(rest) else {
            return false;
        };
        let mut list = AttributeList::default();
        self.read_attribute_list(body, &mut list);
        source.go_on_at(after);
        let Some(last) = tree.children.last_mut().filter(|last| can_have_list(last)) else {
            self.next_list.get_or_insert_default().merge(list);
            return true;
        };
        match &last.kind {
            Kind::Mark(Mark::LinkDefinition(name)) => {
                if let Some(link) = self.links.get_mut(name) {
                    link.list.merge(list);
                }
            }
            // A footnote's text has no element that could take it.
            Kind::Mark(Mark::Footnote(_)) => {}
            Kind::Mark(Mark::Abbreviation(name)) => {
                let known = self
                    .abbreviations
                    .iter_mut()
                    .find(|known| known.short == *name);
                if let Some(abbreviation) = known {
                    abbreviation.list.merge(list);
                }
            }
            _ => last.list_mut().merge(list),
        }
        if scan::block_attribute_list(after).is_none() {
            self.push(tree, Element::new(Kind::Mark(Mark::AttributeList)));
        }
        true
    }

    fn parse_extension_block(
        &mut self,
        extension: &Extension<'_>,
        after: &str,
        tree: &mut Element,
        source: &mut Source<'_>,
    ) -> bool {
        let (body, after) = if extension.closed {
            (None, after)
        } else {
            let Some((length, end)) = block_stop(after, extension.name) else {
                return false;
            };
            let body = &after[..length];
            (Some(body.strip_suffix('\n').unwrap_or(body)), end)
        };
        let Some(element) = self.extend(extension, body, true) else {
            return false;
        };
        source.go_on_at(after);
        match element {
            Some(element) => tree.children.push(element),
            None if extension.name == "options" => {
                self.push(tree, Element::new(Kind::Mark(Mark::Extension)));
            }
            None => {}
        }
        true
    }

    /// What an extension stands for, if it stands for something; `None` for an unknown one.
    pub(super) fn extend(
        &mut self,
        extension: &Extension<'_>,
        body: Option<&str>,
        block: bool,
    ) -> Option<Option<Element>> {
        match extension.name {
            "comment" => {
                let comment = |body| Element::with_value(Kind::Comment { block }, body);
                Some(body.map(comment))
            }
            "nomarkdown" => {
                let mut options = AttributeList::default();
                self.read_attribute_list(extension.options, &mut options);
                let kinds = options.attributes.get("type").unwrap_or("html");
                let is_html = kinds.split_whitespace().any(|kind| kind == "html");
                let is_written = is_html || scan::stripped(kinds).is_empty();
                let raw = |body| {
                    let body = if is_written { body } else { "" };
                    Element::with_value(Kind::Raw { block }, body)
                };
                Some(body.map(raw))
            }
            "options" => {
                let mut options = AttributeList::default();
                self.read_attribute_list(extension.options, &mut options);
                for (name, value) in options.attributes.0 {
                    self.options.set(&name, &value.into());
                }
                Some(None)
            }
            _ => None,
        }
    }

    /// An extension within a line: its element, and what follows it.
    pub(super) fn parse_span_extension<'t>(
        &mut self,
        rest: &'t str,
    ) -> Option<(Option<Element>, &'t str)> {
        let extension = extension(rest)?;
        let (body, after) = if extension.closed {
            (None, extension.rest)
        } else {
            let (body, after) = span_stop(extension.rest, extension.name)?;
            (Some(body), after)
        };
        Some((self.extend(&extension, body, false)?, after))
    }
}

/// Whether an attribute list after the block is for that block.
fn can_have_list(block: &Element) -> bool {
    match &block.kind {
        Kind::Blank { .. } => false,
        Kind::Mark(mark) => matches!(
            mark,
            Mark::LinkDefinition(_) | Mark::Footnote(_) | Mark::Abbreviation(_)
        ),
        _ => true,
    }
}

fn word(text: &str) -> IResult<&str, Word<'_>> {
    alt((key_value, reference, ids_and_classes)).parse(text)
}

/// `key="value"`.
fn key_value(text: &str) -> IResult<&str, Word<'_>> {
    let (rest, (key, _, quote)) = (scan::identifier, char('='), one_of("\"'")).parse(text)?;
    let mut value = String::new();
    let mut characters = rest.char_indices();
    while let Some((at, c)) = characters.next() {
        let after = &rest[at + c.len_utf8()..];
        match c {
            '\\' if after.starts_with(['}', quote]) => {
                value.extend(characters.next().map(|(_, escaped)| escaped));
            }
            // A quotation mark within a word is part of the value.
            c if c == quote && (after.is_empty() || after.starts_with(scan::is_space)) => {
                return Ok((after, Word::KeyValue(key, value)));
            }
            c => value.push(c),
        }
    }
    char('}')
        .parse(rest)
        .map(|(rest, _)| (rest, Word::Reference("")))
}

fn reference(text: &str) -> IResult<&str, Word<'_>> {
    scan::identifier.map(Word::Reference).parse(text)
}

/// `#id.class.other`.
fn ids_and_classes(text: &str) -> IResult<&str, Word<'_>> {
    let id = preceded(
        char('#'),
        recognize(pair(
            satisfy(|c| c.is_ascii_alphabetic()),
            take_while(|c| scan::is_word(c) || matches!(c, ':' | '-')),
        )),
    );
    let class = preceded(
        char('.'),
        take_while1(|c| !scan::is_space(c) && c != '.' && c != '#'),
    );
    nom::multi::many1(alt((id.map(IdOrClass::Id), class.map(IdOrClass::Class))))
        .map(Word::IdsAndClasses)
        .parse(text)
}

/// Whether a tag of an extension begins here, be it one that is known or not.
pub(super) fn is_extension(text: &str) -> bool {
    let is_stop = |rest: &str| {
        let rest = scan::identifier(rest).map_or(rest, |(rest, _)| rest);
        rest.starts_with('}')
    };
    extension(text).is_some() || text.strip_prefix("{:/").is_some_and(is_stop)
}

/// `{::name options /}`.
fn extension(text: &str) -> Option<Extension<'_>> {
    let (rest, name) = preceded(tag("{::"), take_while1(scan::is_word))
        .parse(text)
        .map_err(|_: nom::Err<nom::error::Error<&str>>| ())
        .ok()?;
    if let Some(rest) = rest.strip_prefix('}') {
        return Some(Extension {
            name,
            options: "",
            closed: false,
            rest,
        });
    }
    if let Some(rest) = rest.strip_prefix("/}") {
        return Some(Extension {
            name,
            options: "",
            closed: true,
            rest,
        });
    }
    let options = rest.strip_prefix(scan::is_space)?;
    let (rest, options) = opt(scan::list_body).parse(options).ok()?;
    let rest = rest.strip_prefix('}')?;
    let options = options.unwrap_or_default();
    Some(match options.strip_suffix('/') {
        Some(options) => Extension {
            name,
            options,
            closed: true,
            rest,
        },
        None => Extension {
            name,
            options,
            closed: false,
            rest,
        },
    })
}

/// The length of a block extension's body, and what follows its end.
fn block_stop<'t>(text: &'t str, name: &str) -> Option<(usize, &'t str)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some(rest) = after_stop(scan::after_indent(line), name)
            && scan::is_blank_line(rest)
        {
            return Some((at, &text[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

/// A span extension's body, and what follows its end.
fn span_stop<'t>(text: &'t str, name: &str) -> Option<(&'t str, &'t str)> {
    text.match_indices("{:/")
        .find_map(|(at, _)| Some((&text[..at], after_stop(&text[at..], name)?)))
}

/// `{:/name}` or `{:/}`.
fn after_stop<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let rest = text.strip_prefix("{:/")?;
    rest.strip_prefix(name).unwrap_or(rest).strip_prefix('}')
}
