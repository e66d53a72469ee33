//! What stands around notes and goes with them: what holds nothing else, the rule above them, the boxes and cells around their texts.
use std::collections::BTreeMap;

use super::Plan;
use super::ranges::{Note, names_notes};
use super::survey::{Kind, Place, Survey, short_text};
use super::way_back::Plans;
use crate::html::Element;
use crate::lower::elements::BlockMeaning as Meaning;

/// How many nodes above notes are looked at.
const MAX_ABOVE: usize = 8;

/// Notes, or what holds nothing else: its first and its last place, in one parent.
#[derive(Clone, Copy)]
struct Piece {
    first: Place,
    last: Place,
}

/// Plans what becomes of all that.
pub(super) fn plan(survey: &Survey<'_>, notes: &[Note], plans: &mut Plans) {
    let mut pieces: BTreeMap<Place, Vec<Piece>> = BTreeMap::new();
    for note in notes.iter().filter(|note| note.known.is_none()) {
        plan_inside(survey, note, plans);
        let (first, last) = (note.first, note.last);
        let above = survey.places[first].above;
        pieces.entry(above).or_default().push(Piece { first, last });
    }
    // What stands in something has a higher number.
    while let Some((above, mut inside)) = pieces.pop_last() {
        inside.sort_by_key(|piece| piece.first);
        let dropped = plan_above(survey, &inside, plans);
        let words = inside.iter().map(|piece| piece.words(survey)).sum::<u32>() + dropped;
        if above > 0 && words == survey.words(above) {
            let node = survey.places[above].node;
            plans.entry(node).or_insert(Plan::Dissolved);
            let outer = pieces.entry(survey.places[above].above).or_default();
            outer.push(Piece {
                first: above,
                last: above,
            });
        }
    }
}

impl Piece {
    fn words(self, survey: &Survey<'_>) -> u32 {
        survey.places[self.last].behind - survey.places[self.first].before
    }
}

/// Divisions around all of a text, the definition of a number, and the cells beside it.
fn plan_inside(survey: &Survey<'_>, note: &Note, plans: &mut Plans) {
    let whole = note.words_in(survey);
    for at in note.first + 1..note.end(survey) {
        let seen = survey.places[at];
        let is_beside = seen.above == survey.places[note.first].above;
        let plan = match seen.kind {
            Kind::Block(Meaning::Division(_)) if survey.words(at) == whole => Plan::Dissolved,
            Kind::Block(Meaning::Definition) if is_beside => Plan::Dissolved,
            Kind::Block(Meaning::Row | Meaning::Section(_)) if is_part_of(survey, at, note) => {
                Plan::Dissolved
            }
            Kind::Block(Meaning::Cell | Meaning::HeaderCell) if is_part_of(survey, at, note) => {
                match survey.words(at) {
                    0 => Plan::Dissolved,
                    _ => Plan::Paragraph,
                }
            }
            _ => continue,
        };
        plans.insert(seen.node, plan);
    }
}

/// Whether it is a part of the table, or of the row, that is the box of a note.
fn is_part_of(survey: &Survey<'_>, at: Place, note: &Note) -> bool {
    let mut above = survey.places[at].above;
    while above > note.first
        && matches!(
            survey.places[above].kind,
            Kind::Block(Meaning::Row | Meaning::Section(_))
        )
    {
        above = survey.places[above].above;
    }
    above == note.first
        && matches!(
            survey.places[above].kind,
            Kind::Block(Meaning::Row | Meaning::Table)
        )
}

/// Leaves out the rule above notes; how many texts with words it was.
fn plan_above(survey: &Survey<'_>, pieces: &[Piece], plans: &mut Plans) -> u32 {
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else {
        return 0;
    };
    let words: u32 = pieces.iter().map(|piece| piece.words(survey)).sum();
    let all = Piece {
        first: first.first,
        last: last.last,
    };
    if all.words(survey) != words {
        return 0;
    }
    let tree = survey.tree;
    let start = tree.previous_sibling(survey.places[all.first].node);
    let before = std::iter::successors(start, |&node| tree.previous_sibling(node));
    let mut dropped = 0;
    for node in before.take(MAX_ABOVE) {
        // Links may lead to one with an id.
        let is_rule = |it: Element<'_>| it.name() == "hr" && it.attribute("id").is_none();
        if tree.element(node).is_some_and(is_rule) {
            plans.insert(node, Plan::LeftOut);
            dropped += 1;
        } else if short_text(tree, node).is_none_or(|text| !text.trim().is_empty()) {
            break;
        }
    }
    dropped + plan_below(survey, all.last, plans)
}

/// Leaves out a rule below notes that ends what holds them.
fn plan_below(survey: &Survey<'_>, last: Place, plans: &mut Plans) -> u32 {
    let Some(rule) = survey.next_sibling(last) else {
        return 0;
    };
    let is_last = survey.name(rule) == "hr" && survey.next_sibling(rule).is_none();
    let is_container = || {
        let above = survey.element(survey.places[last].above);
        above.is_some_and(names_notes)
    };
    if !is_last || !is_container() {
        return 0;
    }
    plans.insert(survey.places[rule].node, Plan::LeftOut);
    1
}
