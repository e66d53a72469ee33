//! What is done with nodes that plans were made for.
use super::frame::Holder;
use super::linked_notes::Plan;
use super::walk::{Leave, Lowering};
use crate::html::{Node, NodeId};

impl Lowering<'_> {
    /// Does with a node what is planned; `None` if its content is not to be walked.
    pub(super) fn follow(&mut self, plan: Plan, id: NodeId) -> Option<Leave> {
        match plan {
            Plan::LeftOut => None,
            Plan::WayBack => {
                self.builder.run.trim_text();
                None
            }
            Plan::Cut(range) => {
                if let Node::Text(text) = self.tree.node(id) {
                    self.put_text(id, text.get(range).unwrap_or(text));
                }
                None
            }
            Plan::Dissolved => Some(Leave::Nothing),
            Plan::Paragraph => {
                self.builder.open(Holder::Paragraph, None);
                Some(Leave::Block)
            }
            Plan::Mark(note) => {
                self.put_mark(note);
                None
            }
            Plan::Words(note) => Some(Leave::Mark(note)),
            Plan::Note(note) => {
                self.put_note(note);
                None
            }
        }
    }

    /// Puts the text of a note, which begins here, where it belongs. Notes do not nest.
    fn put_note(&mut self, note: usize) {
        let Some(text) = self.footnotes.take_text(note) else {
            return;
        };
        self.footnotes.begin();
        self.builder.open(Holder::Root, None);
        if let Some(plan) = text.plan {
            self.plans.insert(text.first, plan);
        }
        let mut next = Some(text.first);
        while let Some(node) = next {
            if let Some(leave) = self.enter(node) {
                self.walk_children(node);
                self.leave(leave);
            }
            if node != text.first {
                // It stands behind what was asked for, and will be met again.
                self.plans.insert(node, Plan::LeftOut);
            }
            next = self.tree.next_sibling(node).filter(|_| node != text.last);
        }
        let blocks = self.builder.close_root();
        self.footnotes.put(note, blocks);
    }
}
