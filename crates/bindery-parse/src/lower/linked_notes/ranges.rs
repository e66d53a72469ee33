//! Where the texts of notes begin and end.
use std::collections::HashSet;

use super::survey::{Kind, Place, Survey};
use super::{Found, NoteText, Plan, labels};
use crate::html::Element;
use crate::lower::attributes::clean_id;
use crate::lower::elements::BlockMeaning as Meaning;

/// Words of classes and ids that name notes, and parts of such words.
const NAMES: [&str; 9] = [
    "annotations",
    "edn",
    "fn",
    "footdef",
    "ftn",
    "note",
    "notes",
    "reference",
    "references",
];
const PARTS: [&str; 2] = ["footnote", "endnote"];

/// A note, with its links by their numbers.
#[derive(Debug, Default)]
pub(super) struct Note {
    /// Where it begins.
    pub(super) start: Place,
    /// The name in its mark, and the id that this leads to.
    pub(super) name: String,
    pub(super) id: String,
    /// Its number, if its markup tells it.
    pub(super) known: Option<usize>,
    /// Its number among all notes.
    pub(super) number: usize,
    pub(super) marks: Vec<usize>,
    /// Links to it that say more than its name.
    pub(super) words: Vec<usize>,
    pub(super) backs: Vec<usize>,
    /// The first and the last of the places with one parent that are its text.
    pub(super) first: Place,
    pub(super) last: Place,
}

impl Note {
    pub(super) fn new(start: Place, name: &str) -> Note {
        Note {
            start,
            name: name.to_owned(),
            first: start,
            last: start,
            ..Note::default()
        }
    }

    /// The place behind its text.
    pub(super) fn end(&self, survey: &Survey<'_>) -> Place {
        survey.places[self.last].end
    }

    /// Texts with words in it.
    pub(super) fn words_in(&self, survey: &Survey<'_>) -> u32 {
        survey.places[self.last].behind - survey.places[self.first].before
    }

    /// What was found; `own` is what is planned for its first node.
    pub(super) fn found(self, survey: &Survey<'_>, own: Option<Plan>) -> Found {
        let is_box = match survey.places[self.first].kind {
            Kind::Block(Meaning::Paragraph) => survey.words(self.first) == 0,
            Kind::Block(_) => true,
            _ => false,
        };
        Found {
            id: clean_id(&self.id).unwrap_or_default().into_owned(),
            name: self.name,
            text: NoteText {
                first: survey.places[self.first].node,
                last: survey.places[self.last].node,
                plan: if is_box { Some(Plan::Dissolved) } else { own },
            },
        }
    }
}

/// What bounds the notes of a page.
struct Bounds {
    /// Where notes begin, and where marks are, in order.
    starts: Vec<Place>,
    marks: Vec<Place>,
}

/// Gives notes their texts; those that have none, or no certain one, are left out.
/// The first that its markup does not tell has the number `next`.
pub(super) fn find(survey: &Survey<'_>, mut notes: Vec<Note>, next: usize) -> Vec<Note> {
    let mut number = next;
    let mut bounds = Bounds {
        starts: notes.iter().map(|note| note.start).collect(),
        marks: Vec::new(),
    };
    let marks = notes.iter().flat_map(|note| &note.marks);
    bounds.marks = marks.map(|&mark| survey.links[mark].at).collect();
    bounds.starts.sort_unstable();
    bounds.marks.sort_unstable();
    notes.retain_mut(|note| {
        if note.known.is_none() {
            note.first = bounds.lift(survey, note);
            note.last = note.first;
        }
        note.known.is_some() || bounds.may_be_text(survey, note)
    });
    let firsts: HashSet<Place> = notes.iter().map(|note| note.first).collect();
    for note in notes.iter_mut().filter(|note| note.known.is_none()) {
        note.last = bounds.last_of(survey, note, &firsts);
    }
    notes.sort_by_key(|note| note.first);
    let mut end = 0;
    notes.retain_mut(|note| {
        let is_apart = note.first >= end && is_certain(survey, note);
        if is_apart {
            end = note.end(survey);
        }
        is_apart
    });
    for note in &mut notes {
        note.number = note.known.unwrap_or(number);
        number += usize::from(note.known.is_none());
    }
    notes
}

/// How many places of a sorted list are in a range.
fn count(places: &[Place], from: Place, to: Place) -> usize {
    let below = |bound| places.partition_point(|&at| at < bound);
    below(to) - below(from)
}

impl Bounds {
    /// The largest element that a note begins and that is certainly its own.
    fn lift(&self, survey: &Survey<'_>, note: &Note) -> Place {
        let mut at = note.start;
        loop {
            let above = survey.places[at].above;
            if above == 0 || !self.may_hold(survey, above, at, note) {
                return at;
            }
            at = above;
        }
    }

    fn may_hold(&self, survey: &Survey<'_>, above: Place, at: Place, note: &Note) -> bool {
        let (outer, inner) = (survey.places[above], survey.places[at]);
        let is_own = outer.before == inner.before
            && count(&self.starts, above, outer.end) == 1
            && !holds_mark(survey, note, above, outer.end);
        let is_whole = survey.words(above) == survey.words(at);
        is_own
            && match outer.kind {
                Kind::Block(_) if !survey.is_block(at) => true,
                Kind::Block(
                    Meaning::Heading(_)
                    | Meaning::Table
                    | Meaning::Section(_)
                    | Meaning::BulletList
                    | Meaning::OrderedList
                    | Meaning::DefinitionList,
                ) => false,
                Kind::Block(Meaning::Item | Meaning::Definition | Meaning::Row) => true,
                Kind::Block(_) => {
                    is_whole
                        || survey.element(above).is_some_and(names_notes)
                        || self.has_note_beside(survey, above)
                }
                _ => true,
            }
    }

    /// Whether the element beside it begins with a note too, its only one.
    fn has_note_beside(&self, survey: &Survey<'_>, at: Place) -> bool {
        let begins = |other: Place| {
            let seen = survey.places[other];
            let first = self.starts.partition_point(|&start| start < other);
            let first = self.starts.get(first).copied();
            let is_first = |start: Place| {
                survey.contains(other, start) && survey.places[start].before == seen.before
            };
            first.is_some_and(is_first)
                && count(&self.starts, other, seen.end) == 1
                && survey.name(other) == survey.name(at)
        };
        let next = survey.next_sibling(at);
        let above = survey.places[at].above;
        // The one before it is around the start before this one.
        let before = self
            .starts
            .partition_point(|&start| start < at)
            .checked_sub(1);
        let before = before.and_then(|start| {
            let mut other = self.starts[start];
            while survey.places[other].above > above {
                other = survey.places[other].above;
            }
            (survey.places[other].above == above && survey.places[other].end == at).then_some(other)
        });
        next.is_some_and(begins) || before.is_some_and(begins)
    }

    /// Whether an element may be the text of a note, or its number alone.
    fn may_be_text(&self, survey: &Survey<'_>, note: &Note) -> bool {
        let seen = survey.places[note.first];
        let is_heading = matches!(seen.kind, Kind::Block(Meaning::Heading(_)));
        let holds_heading = count(&survey.edges, note.first + 1, seen.end) > 0;
        // A section has a number too, but not a raised one.
        let is_number = || {
            let text = survey.short_text(note.first).unwrap_or_default();
            let label = labels::read(&text);
            survey.words(note.first) == 0 && label.is_some_and(|label| label.is_bracketed)
        };
        !seen.in_line_only
            && !matches!(
                seen.kind,
                Kind::Block(Meaning::Preformatted | Meaning::Figure)
            )
            && !holds_mark(survey, note, note.first, seen.end)
            && !holds_heading
            && (!is_heading || is_number())
    }

    /// The last of the places behind the first of a note that belong to it.
    fn last_of(&self, survey: &Survey<'_>, note: &Note, firsts: &HashSet<Place>) -> Place {
        let first = note.first;
        let kind = survey.places[first].kind;
        let is_number = survey.words(first) == 0;
        let is_inline = !survey.is_block(first);
        let may_go_on = match kind {
            Kind::Block(Meaning::Paragraph | Meaning::Heading(_) | Meaning::Term) => true,
            Kind::Block(_) => false,
            _ => true,
        };
        if !may_go_on {
            return first;
        }
        let above = survey.places[first].above;
        let (mut last, mut line, mut next) = (first, None, survey.next_sibling(first));
        let mut reaches_note = false;
        while let Some(at) = next {
            if firsts.contains(&at) {
                reaches_note = true;
                break;
            }
            if survey.name(at) == "br" {
                line.get_or_insert(at);
            }
            let is_other = is_inline && survey.is_block(at);
            if is_other || self.ends_notes(survey, at) {
                break;
            }
            last = at;
            next = survey.next_sibling(at);
        }
        let ends_here = next.is_none_or(|at| survey.edges.binary_search(&at).is_ok());
        let is_list = || self.is_list(survey, above);
        let is_named = || survey.element(above).is_some_and(names_notes);
        let goes_on = reaches_note || ends_here && (is_named() || is_list());
        match kind {
            Kind::Block(Meaning::Term) => last_definition(survey, first),
            Kind::Block(_) if goes_on => last,
            // What follows the number.
            Kind::Block(_) if is_number => survey
                .next_sibling(first)
                .filter(|&at| at <= last)
                .unwrap_or(first),
            Kind::Block(_) => first,
            _ if reaches_note || next.is_none() && is_list() => last,
            _ => line.unwrap_or(last),
        }
    }

    /// Whether an element begins with a note and has several.
    fn is_list(&self, survey: &Survey<'_>, at: Place) -> bool {
        let seen = survey.places[at];
        let first = self.starts.partition_point(|&start| start < at);
        let is_first = |&start: &Place| survey.places[start].before == seen.before;
        at > 0
            && self.starts.get(first).is_some_and(is_first)
            && count(&self.starts, at, seen.end) > 1
    }

    /// Whether the text of notes does not go on with an element: it is text that has marks, a
    /// heading, a rule.
    fn ends_notes(&self, survey: &Survey<'_>, at: Place) -> bool {
        let end = survey.places[at].end;
        count(&self.marks, at, end) > 0
            || count(&survey.edges, at, end) > 0
            || count(&self.starts, at, end) > 0
    }
}

fn holds_mark(survey: &Survey<'_>, note: &Note, from: Place, to: Place) -> bool {
    let marks = note.marks.iter().map(|&mark| survey.links[mark].at);
    marks.into_iter().any(|at| from <= at && at < to)
}

fn last_definition(survey: &Survey<'_>, term: Place) -> Place {
    let mut last = term;
    while let Some(next) = survey
        .next_sibling(last)
        .filter(|&at| survey.name(at) == "dd")
    {
        last = next;
    }
    last
}

/// Whether a class, an id or the style of Word says that an element holds notes.
pub(super) fn names_notes(element: Element<'_>) -> bool {
    let is_named = |value: &str| {
        let value = value.to_ascii_lowercase();
        let mut words = value.split(|c: char| !c.is_ascii_alphabetic());
        words.any(|word| NAMES.contains(&word) || PARTS.iter().any(|part| word.contains(part)))
    };
    let names = ["class", "id", "role"];
    names
        .iter()
        .any(|name| element.attribute(name).is_some_and(is_named))
        || element.attribute("style").is_some_and(|style| {
            style.contains("mso-element:footnote") || style.contains("mso-element:endnote")
        })
}

/// Whether a note has words, and a link at its start or an end of its lines that leads back and says
/// nothing else.
fn is_certain(survey: &Survey<'_>, note: &Note) -> bool {
    if note.known.is_some() {
        return true;
    }
    let end = note.end(survey);
    let backs = note.backs.iter().map(|&back| &survey.links[back]);
    let mut backs = backs
        .filter(|link| note.first <= link.at && link.at < end)
        .filter(|link| link.text.as_deref().is_some_and(labels::leads_back))
        .filter(|link| stands_at_edge(survey, note, link.at));
    backs.next().is_some()
        && !note.marks.is_empty()
        && note.words_in(survey) > 0
        && !holds_mark(survey, note, note.first, end)
}

/// Whether a link is the first or the last thing in a note, or the last in one of its blocks.
pub(super) fn stands_at_edge(survey: &Survey<'_>, note: &Note, at: Place) -> bool {
    let seen = survey.places[at];
    let block = survey.places[survey.block(at)];
    seen.before == survey.places[note.first].before
        || seen.behind == survey.places[note.last].behind
        || seen.behind == block.behind
}
