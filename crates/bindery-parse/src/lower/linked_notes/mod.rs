//! Footnotes that nothing tells but two links: one from a mark to a note, and one from there back to
//! the mark, as Word, Google Docs, MediaWiki, Sphinx and many others write them.
//!
//! What a page shows is listed once ([`survey`]); links that lead to each other are paired
//! ([`pairs`]); where the text of each note begins and ends follows from where it stands
//! ([`ranges`]). What is no part of it, the links back and numbers that are said twice
//! ([`way_back`]), and what stands around notes ([`surroundings`]), is left out. Where any of this
//! is not certain the links stay.
mod labels;
mod pairs;
mod ranges;
mod surroundings;
mod survey;
mod way_back;

use std::collections::HashMap;
use std::ops::Range;

use super::footnotes::is_backlink;
use crate::document::Part;
use crate::html::{Element, Node, NodeId, Tag, Tree};
use ranges::Note;
use survey::{Place, Survey, fragment_of, short_text};

/// What is done with a node instead of what its kind would ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Plan {
    /// Nothing of it is shown.
    LeftOut,
    /// Nothing of it is shown, and the space before it goes too.
    WayBack,
    /// A part of a text is shown.
    Cut(Range<usize>),
    /// Its content stands as if the element were not there.
    Dissolved,
    /// Its content is a paragraph.
    Paragraph,
    /// The mark of a note stands in its place.
    Mark(usize),
    /// The mark of a note stands behind it.
    Words(usize),
    /// A note begins with it.
    Note(usize),
}

/// The text of a note: nodes that follow each other in one parent.
#[derive(Debug)]
pub(super) struct NoteText {
    pub(super) first: NodeId,
    pub(super) last: NodeId,
    /// What is done with the first of them.
    pub(super) plan: Option<Plan>,
}

/// A note that was found.
#[derive(Debug)]
pub(super) struct Found {
    /// The name in its mark.
    pub(super) name: String,
    /// The id that its mark leads to.
    pub(super) id: String,
    pub(super) text: NoteText,
}

/// The notes of a page and what is done with its nodes because of them. Numbers of notes count from
/// the notes that are known otherwise.
#[derive(Debug, Default)]
pub(super) struct LinkedNotes {
    pub(super) notes: Vec<Found>,
    pub(super) plans: HashMap<NodeId, Plan>,
}

/// What a link into the page may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Mark,
    WayBack,
}

/// What an element may be of two such links.
pub(super) fn role<'t>(tree: &'t Tree<'t>, node: NodeId, element: Element<'t>) -> Option<Role> {
    if element.tag() != Tag::A {
        return None;
    }
    fragment_of(element.attribute("href")?)?;
    let text = short_text(tree, node)?;
    match labels::read(&text) {
        Some(_) => Some(Role::Mark),
        // What its class tells is known.
        None if labels::leads_back(&text) && !is_backlink(element) => Some(Role::WayBack),
        None => None,
    }
}

/// Looks for notes; `known` are the numbers of those that their markup tells, by their elements.
pub(super) fn find<'t>(
    tree: &'t Tree<'t>,
    part: &Part,
    known: &HashMap<NodeId, usize>,
) -> LinkedNotes {
    let survey = Survey::of(tree, part);
    let pairs = pairs::find(&survey, known);
    let mut notes = ranges::find(&survey, pairs, known.len());
    if !end_page(&survey, &notes) {
        notes.retain(|note| note.known.is_some());
    }
    let mut found = LinkedNotes::default();
    way_back::plan(&survey, &notes, &mut found.plans);
    surroundings::plan(&survey, &notes, &mut found.plans);
    plan_marks(&survey, &notes, &mut found.plans);
    for note in notes.into_iter().filter(|note| note.known.is_none()) {
        let first = survey.places[note.first].node;
        let own = found.plans.insert(first, Plan::Note(note.number));
        found.notes.push(note.found(&survey, own));
    }
    found
}

/// Whether nothing follows the first of the notes but notes and rules: books have notes at the end of a
/// post, and nothing is to stand in another order there.
fn end_page(survey: &Survey<'_>, notes: &[Note]) -> bool {
    let linked = notes.iter().filter(|note| note.known.is_none());
    let Some(start) = linked.map(|note| note.first).min() else {
        return true;
    };
    // They are in order.
    let behind = &notes[notes.partition_point(|note| note.first < start)..];
    let words: u32 = behind.iter().map(|note| note.words_in(survey)).sum();
    let is_in_note = |at: Place| {
        let before = behind
            .partition_point(|note| note.first <= at)
            .checked_sub(1);
        before.is_some_and(|note| at < behind[note].end(survey))
    };
    let edges = survey.edges.iter().filter(|&&at| at >= start);
    let rules = edges.filter(|&&at| survey.name(at) == "hr" && !is_in_note(at));
    let rules = rules.count();
    survey.places[0].behind - survey.places[start].before == words + rules as u32
}

/// Plans for the marks, and for links to notes that say more than a mark.
fn plan_marks(survey: &Survey<'_>, notes: &[Note], plans: &mut HashMap<NodeId, Plan>) {
    for note in notes.iter().filter(|note| note.known.is_none()) {
        for &mark in &note.marks {
            let at = pairs::outermost(survey, survey.links[mark].at);
            plans.insert(survey.places[at].node, Plan::Mark(note.number));
            let above = survey.places[at].above;
            if survey.name(above) == "sup" && survey.words(above) == 0 {
                plan_shared(survey, above, plans);
            } else {
                way_back::leave_out_brackets(survey, at, plans);
            }
        }
        for &link in &note.words {
            let node = survey.places[survey.links[link].at].node;
            plans.insert(node, Plan::Words(note.number));
        }
    }
}

/// Plans for what is raised and holds several marks: each is raised by itself.
fn plan_shared(survey: &Survey<'_>, above: usize, plans: &mut HashMap<NodeId, Plan>) {
    let node = survey.places[above].node;
    if plans.insert(node, Plan::Dissolved).is_some() {
        return;
    }
    for child in survey.tree.children(node) {
        if let Node::Text(text) = survey.tree.node(child) {
            let is_bracket = |c: char| labels::closing(c).is_some() || labels::is_closing(c);
            let start = text.len() - text.trim_start_matches(is_bracket).len();
            way_back::cut_start(survey.tree, plans, child, start);
            way_back::cut_end(
                survey.tree,
                plans,
                child,
                text.trim_end_matches(is_bracket).len(),
            );
        }
    }
}
