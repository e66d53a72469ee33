//! Links that lead to each other: marks, and the notes that lead back to them.
use std::collections::{BTreeMap, HashMap, HashSet};

use super::labels::{self, Kind, Label};
use super::ranges::Note;
use super::survey::{self, Behind, Link, Place, Survey};
use crate::html::{Node, NodeId};
use crate::lower::attributes::declaration;

/// How many elements stand around a mark at most, and how many nodes beside it are looked at.
const MAX_AROUND: usize = 8;
const MAX_BESIDE: usize = 3;

/// Finds the marks of notes, with the links that lead back to them.
pub(super) fn find(survey: &Survey<'_>, known: &HashMap<NodeId, usize>) -> Vec<Note> {
    let targets: Vec<Option<Place>> = survey
        .links
        .iter()
        .map(|link| survey.by_id.get(&*link.fragment).copied())
        .collect();
    let known_at = |at: Place| known.get(&survey.places[at].node).copied();
    let is_known = |link: usize| targets[link].is_some_and(|at| known_at(at).is_some());

    // The marks that the ids of elements stand for.
    let mut leads_to: HashMap<NodeId, Vec<usize>> = HashMap::new();
    for (number, link) in survey.links.iter().enumerate() {
        let may_be_mark =
            targets[number].is_some() && (is_known(number) || mark(survey, link).is_some());
        if may_be_mark {
            for node in elements_of(survey, link.at) {
                leads_to.entry(node).or_default().push(number);
            }
        }
    }
    let mut pairs = HashSet::new();
    for (back, link) in survey.links.iter().enumerate() {
        let Some(at) = targets[back] else { continue };
        let marks = leads_to.get(&survey.places[at].node);
        for &mark in marks.into_iter().flatten() {
            let Some(anchor) = targets[mark] else {
                continue;
            };
            let own = &survey.links[mark];
            let is_one_page = own.base == link.base || own.base.is_empty() || link.base.is_empty();
            if mark != back
                && is_one_page
                && (known_at(anchor).is_some() && survey.contains(anchor, link.at)
                    || is_at(survey, anchor, link, own.at))
            {
                pairs.insert((mark, back));
            }
        }
    }
    // Of two links of which each could be the mark of the other it is the first.
    let is_mark = |&(mark, back): &(usize, usize)| mark < back || !pairs.contains(&(back, mark));
    let mut pairs: Vec<(usize, usize)> = pairs.iter().copied().filter(is_mark).collect();
    pairs.sort_unstable();
    let backs: HashSet<usize> = pairs.iter().map(|&(_, back)| back).collect();
    pairs.retain(|(mark, _)| !backs.contains(mark));

    let mut notes: BTreeMap<Place, Note> = BTreeMap::new();
    for (mark, back) in pairs {
        let Some(anchor) = targets[mark] else {
            continue;
        };
        let note = notes.entry(anchor).or_insert_with(|| {
            let start = start(survey, anchor, &survey.links[back]);
            let text = survey.links[mark].text.as_deref().unwrap_or_default();
            let name = labels::read(text).map_or("", |label| label.name);
            Note {
                known: known_at(anchor),
                id: survey.links[mark].fragment.to_string(),
                ..Note::new(start, name)
            }
        });
        note.backs.push(back);
    }
    for (number, link) in survey.links.iter().enumerate() {
        let note = targets[number].and_then(|anchor| notes.get_mut(&anchor));
        let Some(note) = note.filter(|_| !backs.contains(&number)) else {
            continue;
        };
        if is_own(survey, note, link.at) {
            note.backs.push(number);
            continue;
        }
        let text = link.text.as_deref();
        match text.and_then(labels::read) {
            Some(_) => note.marks.push(number),
            None => note.words.push(number),
        }
    }
    notes.into_values().collect()
}

/// Whether a link to a note stands in it: it says its number, or is its permanent address.
fn is_own(survey: &Survey<'_>, note: &Note, link: Place) -> bool {
    let block = survey.block(note.start);
    let begins_block = survey.places[block].before == survey.places[note.start].before;
    survey.contains(note.start, link) || block > 0 && begins_block && survey.contains(block, link)
}

/// The name of the note that a link is the mark of, as far as its text and its place tell.
fn mark<'l>(survey: &Survey<'_>, link: &'l Link<'_>) -> Option<Label<'l>> {
    let label = labels::read(link.text.as_deref()?)?;
    let is_bracketed = label.is_bracketed || brackets(survey, link.at).is_some();
    let is_raised = is_raised(survey, link.at);
    let Behind { last, has_space } = link.after;
    let is_one = match label.kind {
        Kind::Sign => true,
        Kind::Words if !is_raised && !is_bracketed => false,
        // The number of a verse stands before its words.
        _ if is_raised => {
            let is_before_word = link.next.is_some_and(char::is_alphabetic);
            !(is_before_word && label.kind == Kind::Number && (has_space || last.is_none()))
        }
        _ if is_bracketed => {
            last.is_some_and(|last| ends_words(last) && !matches!(last, ':' | '：'))
        }
        _ => !has_space && last.is_some_and(ends_words),
    };
    is_one.then_some(label)
}

/// Whether a character may stand before a mark: it ends a word or a sentence.
fn ends_words(last: char) -> bool {
    last.is_alphanumeric() || ".,;:!?\"'”’»…%。，、；：！？」』》".contains(last)
}

/// The outermost element around a link that holds nothing else.
pub(super) fn outermost(survey: &Survey<'_>, link: Place) -> Place {
    let mut at = link;
    for _ in 0..MAX_AROUND {
        let above = survey.places[at].above;
        let has_only = |above: Place| {
            let places = above + 1..survey.places[above].end;
            let others = places.filter(|&inner| !survey.contains(at, inner));
            others
                .take(MAX_AROUND + 1)
                .enumerate()
                .all(|(number, inner)| {
                    number < MAX_AROUND
                        && survey
                            .element(inner)
                            .is_none_or(|element| element.attribute("href").is_none())
                        && survey.text(inner).is_none_or(labels::is_decoration)
                })
        };
        if survey.places[above].kind != survey::Kind::Inline
            || survey.words(above) > 0
            || !has_only(above)
        {
            break;
        }
        at = above;
    }
    at
}

/// The brackets around an element: the nodes that end with them and begin with them, and how many
/// bytes each has.
pub(super) fn brackets(survey: &Survey<'_>, at: Place) -> Option<[(NodeId, usize); 2]> {
    let tree = survey.tree;
    let node = survey.places[at].node;
    let (before, behind) = (tree.previous_sibling(node)?, tree.next_sibling(node)?);
    let (Node::Text(start), Node::Text(end)) = (tree.node(before), tree.node(behind)) else {
        return None;
    };
    let open = start.trim_end().chars().next_back()?;
    let close = labels::closing(open)?;
    if !end.trim_start().starts_with(close) {
        return None;
    }
    let kept = start.trim_end().len() - open.len_utf8();
    let cut = end.len() - end.trim_start().len() + close.len_utf8();
    Some([(before, start[..kept].len()), (behind, cut)])
}

/// Whether a link is set higher than its line, or says that it is a mark.
fn is_raised(survey: &Survey<'_>, link: Place) -> bool {
    let mut around = survey.places[link].above;
    for _ in 0..MAX_AROUND {
        if survey.places[around].kind != survey::Kind::Inline {
            break;
        }
        if raises(survey, around) {
            return true;
        }
        around = survey.places[around].above;
    }
    let inside = link..survey.places[link].end;
    inside.take(MAX_AROUND).any(|at| raises(survey, at))
}

fn raises(survey: &Survey<'_>, at: Place) -> bool {
    let Some(element) = survey.element(at) else {
        return false;
    };
    let style = element.attribute("style").unwrap_or_default();
    let class = element.attribute("class").unwrap_or_default();
    let names = ["footnote", "endnote", "fnref", "noteref"];
    element.name() == "sup"
        || declaration(style, "vertical-align") == Some("super")
        || element.attribute("role") == Some("doc-noteref")
        || element.attribute("rel") == Some("footnote")
        || !class.is_empty() && {
            let class = class.to_ascii_lowercase();
            names.iter().any(|name| class.contains(name))
        }
}

/// The elements whose ids stand for a mark: its link, those around it and in it, and empty ones
/// beside it.
fn elements_of(survey: &Survey<'_>, link: Place) -> Vec<NodeId> {
    let tree = survey.tree;
    let outermost = outermost(survey, link);
    let inside = outermost..survey.places[outermost].end;
    let mut nodes: Vec<NodeId> = inside
        .filter(|&at| survey.text(at).is_none())
        .map(|at| survey.places[at].node)
        .collect();
    let node = survey.places[outermost].node;
    let before =
        std::iter::successors(tree.previous_sibling(node), |&at| tree.previous_sibling(at));
    let behind = std::iter::successors(tree.next_sibling(node), |&at| tree.next_sibling(at));
    nodes.extend(empty_elements(survey, before));
    nodes.extend(empty_elements(survey, behind));
    nodes
}

fn empty_elements(survey: &Survey<'_>, nodes: impl Iterator<Item = NodeId>) -> Vec<NodeId> {
    let is_empty = |&node: &NodeId| {
        survey::short_text(survey.tree, node).is_some_and(|text| labels::is_decoration(&text))
    };
    let nodes = nodes.take(MAX_BESIDE).take_while(is_empty);
    nodes
        .filter(|&node| {
            survey
                .tree
                .element(node)
                .is_some_and(|it| it.attribute("href").is_none())
        })
        .collect()
}

/// Whether a link back stands in a note or at its place, and that may be one.
fn is_at(survey: &Survey<'_>, anchor: Place, back: &Link<'_>, mark: Place) -> bool {
    if survey.contains(anchor, mark) {
        return false;
    }
    let is_inside = survey.contains(anchor, back.at);
    if survey.is_block(anchor) {
        return is_inside || is_in_definition(survey, anchor, back.at);
    }
    let seen = survey.places[anchor];
    let block = survey.block(anchor);
    let begins_line = seen.before == seen.line;
    let is_behind = || block_behind(survey, anchor).is_some_and(|at| survey.contains(at, back.at));
    let is_beside = || block > 0 && survey.contains(block, back.at);
    begins_line
        && (is_inside || is_beside() || is_behind() || is_in_definition(survey, block, back.at))
        || is_inside && ends_note(survey, anchor, back) && !survey.contains(block, mark)
}

/// Whether a place stands in the definition of a term.
fn is_in_definition(survey: &Survey<'_>, term: Place, at: Place) -> bool {
    let next = survey.next_sibling(term);
    survey.name(term) == "dt" && next.is_some_and(|definition| survey.contains(definition, at))
}

/// Whether an arrow that ends a block is the place of the note.
fn ends_note(survey: &Survey<'_>, anchor: Place, back: &Link<'_>) -> bool {
    let block = survey.block(anchor);
    let is_arrow = back.text.as_deref().is_some_and(labels::is_decoration);
    is_arrow
        && block > 0
        && survey.words(block) > 0
        && survey.places[anchor].behind == survey.places[block].behind
}

/// The block that follows an empty element, for which that stands.
fn block_behind(survey: &Survey<'_>, anchor: Place) -> Option<Place> {
    let is_empty = survey.places[anchor].end == anchor + 1;
    survey
        .next_sibling(anchor)
        .filter(|&next| is_empty && survey.is_block(next))
}

/// Where a note begins.
fn start(survey: &Survey<'_>, anchor: Place, back: &Link<'_>) -> Place {
    let seen = survey.places[anchor];
    if survey.is_block(anchor) {
        anchor
    } else if let Some(block) = block_behind(survey, anchor) {
        block
    } else if seen.before == seen.line {
        let is_beside = survey.places[back.at].before == seen.before
            && survey.block(back.at) == survey.block(anchor);
        if is_beside {
            anchor.min(back.at)
        } else {
            anchor
        }
    } else {
        survey.block(anchor)
    }
}
