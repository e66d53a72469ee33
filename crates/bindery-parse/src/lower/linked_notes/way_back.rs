//! What in the text of a note is no part of it: links back to its marks, and its number.
use std::collections::{HashMap, HashSet};

use super::pairs::{brackets, outermost};
use super::ranges::{Note, stands_at_edge};
use super::survey::{Kind, Place, Survey};
use super::{Plan, labels};
use crate::html::{Node, NodeId, Tree};

/// What is done with the nodes of a page.
pub(super) type Plans = HashMap<NodeId, Plan>;

/// Plans for the links back and the numbers of all notes.
pub(super) fn plan(survey: &Survey<'_>, notes: &[Note], plans: &mut Plans) {
    for note in notes {
        let end = note.end(survey);
        let mut dropped = HashSet::new();
        for &back in &note.backs {
            let link = &survey.links[back];
            if !(note.first..end).contains(&link.at) {
                continue;
            }
            let text = link.text.as_deref();
            let is_arrow = text.is_some_and(labels::is_decoration);
            let leads_back = text.is_some_and(labels::leads_back);
            let node = survey.places[link.at].node;
            if is_arrow || leads_back && stands_at_edge(survey, note, link.at) {
                let at = outermost(survey, link.at).max(note.first);
                dropped.insert(at);
                plans.insert(survey.places[at].node, Plan::WayBack);
                leave_out_brackets(survey, at, plans);
                leave_out_anchor(survey, survey.by_id.get(&*link.fragment), plans);
            } else {
                plans.insert(node, Plan::Dissolved);
            }
        }
        leave_out_anchor(survey, survey.by_id.get(note.id.as_str()), plans);
        leave_out_between(survey, &dropped, plans);
        Head::read(survey, note, &dropped).leave_out(survey, note, plans);
    }
}

/// Leaves out an element that shows nothing and was there for such a link.
fn leave_out_anchor(survey: &Survey<'_>, at: Option<&Place>, plans: &mut Plans) {
    let Some(&at) = at else { return };
    let seen = survey.places[at];
    if seen.kind == Kind::Inline && seen.end == at + 1 && seen.behind == seen.before {
        plans.entry(seen.node).or_insert(Plan::LeftOut);
    }
}

/// Leaves out the brackets around an element.
pub(super) fn leave_out_brackets(survey: &Survey<'_>, at: Place, plans: &mut Plans) {
    if let Some([(before, kept), (behind, cut)]) = brackets(survey, at) {
        cut_end(survey.tree, plans, before, kept);
        cut_start(survey.tree, plans, behind, cut);
    }
}

/// Shows a text from a byte on.
pub(super) fn cut_start(tree: &Tree<'_>, plans: &mut Plans, node: NodeId, start: usize) {
    cut(tree, plans, node, |range| {
        range.start = range.start.max(start)
    });
}

/// Shows a text up to a byte.
pub(super) fn cut_end(tree: &Tree<'_>, plans: &mut Plans, node: NodeId, end: usize) {
    cut(tree, plans, node, |range| range.end = range.end.min(end));
}

fn cut(
    tree: &Tree<'_>,
    plans: &mut Plans,
    node: NodeId,
    change: impl Fn(&mut std::ops::Range<usize>),
) {
    let Node::Text(text) = tree.node(node) else {
        return;
    };
    let plan = plans.entry(node).or_insert(Plan::Cut(0..text.len()));
    if let Plan::Cut(range) = plan {
        change(range);
        if range.start >= range.end {
            *plan = Plan::LeftOut;
        }
    }
}

/// Leaves out what parts links back that follow each other.
fn leave_out_between(survey: &Survey<'_>, dropped: &HashSet<Place>, plans: &mut Plans) {
    for &at in dropped {
        let node = survey.places[at].node;
        let Some(between) = survey.tree.next_sibling(node) else {
            continue;
        };
        let next = survey.next_sibling(at);
        let next = next.and_then(|text| survey.next_sibling(text));
        let is_parting = match survey.tree.node(between) {
            Node::Text(text) => labels::is_decoration(text),
            _ => false,
        };
        if is_parting && next.is_some_and(|next| dropped.contains(&next)) {
            plans.insert(between, Plan::LeftOut);
        }
    }
}

/// The start of a note: what may stand before its words.
#[derive(Default)]
struct Head {
    /// Texts that say nothing, or the number of the note.
    texts: Vec<Place>,
    /// How many of them stand before the end of the last link back or the number.
    before_end: usize,
    /// The last link back.
    back: Option<Place>,
    /// Whether the number is said, and set off from what follows.
    has_number: bool,
    /// The first text of words.
    words: Option<Place>,
}

impl Head {
    fn read(survey: &Survey<'_>, note: &Note, dropped: &HashSet<Place>) -> Head {
        let mut head = Head::default();
        let mut at = note.first;
        let end = note.end(survey);
        while at < end {
            if dropped.contains(&at) {
                head.back = Some(at);
                head.before_end = head.texts.len();
                at = survey.places[at].end;
                continue;
            }
            let seen = survey.places[at];
            let Some(text) = survey.text(at) else {
                let is_link = survey
                    .element(at)
                    .is_some_and(|it| it.attribute("href").is_some());
                let is_picture = seen.end == at + 1 && seen.behind > seen.before;
                if is_link || is_picture {
                    break;
                }
                at += 1;
                continue;
            };
            let core = labels::core(text);
            let is_number = !core.is_empty() && core == note.name;
            if !labels::is_decoration(text) && !is_number && !labels::is_phrase(core) {
                head.words = Some(at);
                break;
            }
            head.texts.push(at);
            if is_number && is_set_off(survey, at, text) {
                head.has_number = true;
                if head.back.is_none() {
                    head.before_end = head.texts.len();
                }
            }
            at += 1;
        }
        head
    }

    fn leave_out(self, survey: &Survey<'_>, note: &Note, plans: &mut Plans) {
        let tree = survey.tree;
        // Items of a list have numbers of their own: this one may begin a sentence.
        let is_item = survey.name(note.first) == "li";
        let Some(words) = self.words else { return };
        let node = survey.places[words].node;
        let Some(text) = survey.text(words) else {
            return;
        };
        if self.back.is_none() && !self.has_number {
            if let Some(length) = labels::repeated(text, &note.name).filter(|_| !is_item) {
                cut_start(tree, plans, node, length);
            }
            return;
        }
        for &at in &self.texts[..self.before_end] {
            plans.insert(survey.places[at].node, Plan::LeftOut);
        }
        let says_number =
            self.has_number || self.back.is_some_and(|back| says_number(survey, back));
        for &at in &self.texts[self.before_end..] {
            let text = survey.text(at).unwrap_or_default();
            let rest = if says_number {
                labels::set_off(text)
            } else {
                text.trim_start()
            };
            cut_start(tree, plans, survey.places[at].node, text.len() - rest.len());
            if !rest.is_empty() {
                return;
            }
        }
        let before = self.back.or(self.texts.last().copied());
        let is_same_block =
            before.is_some_and(|before| survey.block(before) == survey.block(words));
        let rest = match says_number && is_same_block && self.texts.len() == self.before_end {
            true => labels::set_off(text),
            false => text.trim_start(),
        };
        cut_start(tree, plans, node, text.len() - rest.len());
    }
}

/// Whether the text of a link is a number or the like.
fn says_number(survey: &Survey<'_>, link: Place) -> bool {
    let text = survey.short_text(link).unwrap_or_default();
    labels::read(labels::core(&text)).is_some()
}

/// Whether a number that stands alone is raised, in brackets, or before a stop.
fn is_set_off(survey: &Survey<'_>, at: Place, text: &str) -> bool {
    let above = survey.places[at].above;
    survey.name(above) == "sup"
        || survey.words(survey.block(at)) == 0
        || labels::read(text).is_some_and(|label| label.is_bracketed)
        || text.trim_end().ends_with(['.', ')', ':'])
        || survey.block(at) != above
            && survey
                .short_text(above)
                .is_some_and(|text| labels::read(&text).is_some_and(|label| label.is_bracketed))
}
