//! Definitions: of links, footnotes and abbreviations.
use super::tree::{Element, Kind, Mark};
use super::{Abbreviation, Footnote, LinkDefinition, MAX_DEPTH, Parser, Source, block, link, scan};

impl Parser {
    /// `[name]: address "title"`.
    pub(super) fn parse_link_definition(
        &mut self,
        tree: &mut Element,
        source: &mut Source<'_>,
    ) -> bool {
        let Some(found) = link_definition(scan::after_indent(source.rest())) else {
            return false;
        };
        source.go_on_at(found.rest);
        let name = link::normalised_name(found.name);
        let definition = LinkDefinition {
            address: found.address.to_owned(),
            title: found.title.map(str::to_owned),
            list: self.next_list.take().map(|list| *list).unwrap_or_default(),
        };
        self.links.insert(name.clone(), definition);
        self.push(tree, Element::new(Kind::Mark(Mark::LinkDefinition(name))));
        true
    }

    /// `[^name]: text`, with the indented lines that follow.
    pub(super) fn parse_footnote_definition(
        &mut self,
        tree: &mut Element,
        source: &mut Source<'_>,
    ) -> bool {
        let start = scan::after_indent(source.rest());
        let Some((name, text)) = footnote_label(start).filter(|_| self.depth < MAX_DEPTH) else {
            return false;
        };
        let first = scan::split_line(text).0.len();
        let length = first + block::code_length(&text[first..]);
        let body: String = text[..length]
            .split_inclusive('\n')
            .map(|line| scan::after_code_indent(line).unwrap_or(line))
            .collect();
        source.go_on_at(&text[length..]);
        self.next_list = None;
        let mut content = Element::new(Kind::Root);
        self.parse_nested(&mut content, &body);
        let footnote = Footnote {
            name: name.to_owned(),
            content,
            place: 0,
            marks: 0,
        };
        match self.footnote_names.get(name) {
            Some(&at) => self.footnotes[at] = footnote,
            None => {
                self.footnote_names
                    .insert(name.to_owned(), self.footnotes.len());
                self.footnotes.push(footnote);
            }
        }
        self.push(
            tree,
            Element::new(Kind::Mark(Mark::Footnote(name.to_owned()))),
        );
        true
    }

    /// `*[short]: what it stands for`.
    pub(super) fn parse_abbreviation(
        &mut self,
        tree: &mut Element,
        source: &mut Source<'_>,
    ) -> bool {
        let (line, after) = scan::split_line(source.rest());
        let Some((short, full)) = scan::after_indent(line)
            .strip_prefix("*[")
            .and_then(|rest| rest.split_once("]:"))
            .filter(|(short, _)| !short.is_empty())
        else {
            return false;
        };
        source.go_on_at(after);
        let abbreviation = Abbreviation {
            short: short.to_owned(),
            full: scan::stripped(full).to_owned(),
            list: self.next_list.take().map(|list| *list).unwrap_or_default(),
        };
        match self
            .abbreviations
            .iter_mut()
            .find(|known| known.short == short)
        {
            Some(known) => *known = abbreviation,
            None => self.abbreviations.push(abbreviation),
        }
        self.push(
            tree,
            Element::new(Kind::Mark(Mark::Abbreviation(short.to_owned()))),
        );
        true
    }
}

/// Whether a footnote may have such a name.
pub(crate) fn is_footnote_name(name: &str) -> bool {
    scan::identifier(name).is_ok_and(|(rest, _)| rest.is_empty())
}

/// `[^name]:`: the name, and what follows.
fn footnote_label(text: &str) -> Option<(&str, &str)> {
    let (rest, name) = scan::identifier(text.strip_prefix("[^")?).ok()?;
    Some((name, rest.strip_prefix("]:")?))
}

struct Found<'t> {
    name: &'t str,
    address: &'t str,
    title: Option<&'t str>,
    rest: &'t str,
}

fn link_definition(text: &str) -> Option<Found<'_>> {
    let (name, after) = text.strip_prefix('[')?.split_once(']')?;
    if name.is_empty() || name.contains('\n') {
        return None;
    }
    let after = after.strip_prefix(':')?.trim_start_matches([' ', '\t']);
    let (line, _) = scan::split_line(after);
    if line.starts_with('<') {
        // What is not followed by a title, or nothing, is an address with its brackets.
        let bracketed = line.match_indices('>').find_map(|(end, _)| {
            let (title, rest) = end_of_definition(&after[end + 1..])?;
            Some((&line[1..end], title, rest))
        });
        if let Some((address, title, rest)) = bracketed {
            return Some(Found {
                name,
                address,
                title,
                rest,
            });
        }
    }
    // The address ends where the rest is a title, or nothing.
    let ends = line
        .char_indices()
        .filter(|(_, c)| matches!(c, ' ' | '\t' | '\n'));
    for (end, _) in ends {
        let address = &line[..end];
        if address.is_empty() || address.ends_with([' ', '\t']) {
            continue;
        }
        if let Some((title, rest)) = end_of_definition(&after[end..]) {
            let is_title = |at: usize| {
                let quoted = address[at..].trim_start_matches([' ', '\t']);
                quoted.len() < address.len() - at && quoted.starts_with(['"', '\''])
            };
            if address.char_indices().any(|(at, _)| is_title(at)) {
                return None;
            }
            return Some(Found {
                name,
                address,
                title,
                rest,
            });
        }
    }
    None
}

/// A title on the same line or the next, and the end of the line; or the end of the line alone.
fn end_of_definition(text: &str) -> Option<(Option<&str>, &str)> {
    let spaces = text.len() - text.trim_start_matches([' ', '\t']).len();
    let after = &text[spaces..];
    let title_start = match after.strip_prefix('\n') {
        Some(next) => next.trim_start_matches([' ', '\t']),
        None if spaces > 0 => after,
        None => "",
    };
    let quote = title_start
        .chars()
        .next()
        .filter(|c| matches!(c, '"' | '\''));
    if let Some(quote) = quote {
        let (line, _) = scan::split_line(title_start);
        let closing = line.char_indices().skip(2).find_map(|(at, c)| {
            let rest = scan::after_trailing_space(&title_start[at + c.len_utf8()..]);
            rest.filter(|_| c == quote).map(|rest| (at, rest))
        });
        if let Some((at, rest)) = closing {
            return Some((Some(&title_start[1..at]), rest));
        }
    }
    after.strip_prefix('\n').map(|rest| (None, rest))
}
