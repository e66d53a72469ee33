//! The adoption agency algorithm (section 13.2.6.4.7).
use super::TreeBuilder;
use super::active_formatting::Entry;
use super::open_elements::Open;
use super::tag_sets::is_special;
use crate::html::tag::Tag;
use crate::html::tree::{Namespace, NodeId};

/// Rounds of the outer loop, by the standard.
const OUTER_ROUNDS: usize = 8;
/// Nodes that the inner loop keeps in the list, by the standard.
const KEPT_NODES: usize = 3;

/// What a round of the outer loop found.
enum Round {
    Again,
    Done,
    /// There is no such formatting element: the rules for any other end tag apply.
    AnyOtherEndTag,
}

impl TreeBuilder<'_> {
    /// Runs the algorithm for an end tag (or for a start tag that closes its like). Whether the
    /// rules for any other end tag must be applied instead.
    pub(super) fn adopt(&mut self, subject: Tag) -> bool {
        if let Some(current) = self.open.current()
            && current.is(subject)
            && self.formatting.position(current.id).is_none()
        {
            self.open.pop();
            return false;
        }
        for _ in 0..OUTER_ROUNDS {
            match self.adopt_once(subject) {
                Round::Again => {}
                Round::Done => return false,
                Round::AnyOtherEndTag => return true,
            }
        }
        false
    }

    fn adopt_once(&mut self, subject: Tag) -> Round {
        let Some(formatting) = self.formatting.last_with(subject) else {
            return Round::AnyOtherEndTag;
        };
        let Some(formatting_at) = self.open.position(formatting) else {
            self.error("formatting-element-not-open");
            self.formatting.remove(formatting);
            return Round::Done;
        };
        if !self.open.element_in_scope(formatting) {
            self.error("formatting-element-not-in-scope");
            return Round::Done;
        }
        if formatting_at + 1 != self.open.len() {
            self.error("misnested-formatting-element");
        }
        let furthest_at = (formatting_at + 1..self.open.len()).find(|&index| {
            let open = self.open.at(index);
            is_special(open.tag, open.namespace)
        });
        let Some(furthest_at) = furthest_at else {
            self.open.truncate(formatting_at);
            self.formatting.remove(formatting);
            return Round::Done;
        };
        self.rearrange(subject, formatting, formatting_at, furthest_at);
        Round::Again
    }

    /// Steps 4.8 to 4.19: there is a furthest block.
    fn rearrange(
        &mut self,
        subject: Tag,
        formatting: NodeId,
        formatting_at: usize,
        furthest_at: usize,
    ) {
        let ancestor = self.open.at(formatting_at - 1);
        let furthest = self.open.at(furthest_at);
        let mut bookmark = self.formatting.position(formatting).unwrap_or(0);
        let mut last = furthest.id;
        let mut round = 0;
        let mut node_at = furthest_at;
        loop {
            round += 1;
            node_at -= 1;
            if node_at == formatting_at {
                break;
            }
            let node = self.open.at(node_at).id;
            let mut listed_at = self.formatting.position(node);
            if round > KEPT_NODES
                && let Some(at) = listed_at.take()
            {
                self.formatting.entries.remove(at);
                if at < bookmark {
                    bookmark -= 1;
                }
            }
            let Some(listed_at) = listed_at else {
                self.open.remove_at(node_at);
                continue;
            };
            let copy = self.tree.clone_element(node);
            if let Entry::Element(element) = &mut self.formatting.entries[listed_at] {
                element.id = copy;
            }
            self.open.replace(node_at, copy);
            if last == furthest.id {
                bookmark = listed_at + 1;
            }
            self.tree.detach(last);
            self.tree.append(copy, last);
            last = copy;
        }
        self.tree.detach(last);
        let (parent, before) = self.adoption_place(ancestor);
        self.tree.insert_before(parent, last, before);

        let copy = self.tree.clone_element(formatting);
        self.tree.move_children(furthest.id, copy);
        self.tree.append(furthest.id, copy);
        self.move_in_list(formatting, copy, bookmark);
        self.open.remove(formatting);
        let below = self
            .open
            .position(furthest.id)
            .map_or(self.open.len(), |at| at + 1);
        self.open.insert(
            below,
            Open {
                id: copy,
                tag: subject,
                namespace: Namespace::Html,
            },
        );
    }

    /// The place for inserting a node with the common ancestor as override target; foster parenting
    /// applies wherever it is a part of a table.
    fn adoption_place(&mut self, ancestor: Open) -> (NodeId, Option<NodeId>) {
        let before = std::mem::replace(&mut self.foster_parenting, true);
        let place = self.appropriate_place(Some(ancestor));
        self.foster_parenting = before;
        place
    }

    fn move_in_list(&mut self, old: NodeId, new: NodeId, bookmark: usize) {
        let Some(at) = self.formatting.position(old) else {
            return;
        };
        let mut entry = self.formatting.entries.remove(at);
        if let Entry::Element(element) = &mut entry {
            element.id = new;
        }
        let bookmark = if at < bookmark {
            bookmark - 1
        } else {
            bookmark
        };
        let bookmark = bookmark.min(self.formatting.entries.len());
        self.formatting.entries.insert(bookmark, entry);
    }
}
