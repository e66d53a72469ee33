//! The walk over the tree.
use std::collections::{BTreeSet, HashMap};

use bindery_model::{Block, Footnote};

use super::attributes::{Ids, is_hidden};
use super::builder::Builder;
use super::elements::{self, Meaning};
use super::emoji;
use super::footnotes::{self, Footnotes};
use super::image;
use super::linked_notes::Plan;
use super::rendering::rendering;
use super::report::{Loss, Losses};
use super::run::Run;
use super::tools::is_tool_class;
use crate::document::Part;
use crate::html::{Element, Namespace, Node, NodeId, Tag, Tree};
use crate::resolve::Resolve;

/// A tree being lowered.
pub(super) struct Lowering<'a> {
    pub(super) tree: &'a Tree<'a>,
    pub(super) part: &'a Part,
    pub(super) resolve: &'a dyn Resolve,
    pub(super) builder: Builder,
    pub(super) ids: Ids<'a>,
    pub(super) losses: Losses,
    pub(super) footnotes: Footnotes<'a>,
    /// What is done with nodes instead of what their kind would ask for.
    pub(super) plans: HashMap<NodeId, Plan>,
    /// The lines that notes in the margin interrupt.
    pub(super) interrupted: Vec<Run>,
    /// Whether the words of a formula are read that could not be kept.
    pub(super) in_words_of_formula: bool,
    /// What hidden elements define for the formulas behind them, until there is one.
    pub(super) definitions: String,
    /// The commands that the page defines for its formulas and that no formula has used yet.
    pub(super) commands: HashMap<String, String>,
    /// The ids that links lead to, once they are asked for.
    pub(super) linked: Option<BTreeSet<String>>,
    /// Where the HTML ends whose blocks are to be counted; `None` once that is done.
    end: Option<usize>,
    first: Option<usize>,
}

/// What a tree became.
pub(super) struct Lowered {
    pub(super) blocks: Vec<Block>,
    pub(super) footnotes: Vec<Footnote>,
    pub(super) losses: Losses,
    /// How many blocks stand for the HTML before `end`, if it ends with a block.
    pub(super) first: Option<usize>,
}

/// What is to be done when an element ends whose content is walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leave {
    /// Nothing.
    Nothing,
    /// Close the block that it opened.
    Block,
    /// Close the formats that it opened.
    Formats(usize),
    /// Close the formats that it opened, and end the line.
    Lines(usize),
    /// End the line, because only inlines fit here.
    Line,
    /// Set off what follows.
    Space,
    /// Look for formulas again.
    Formula,
    /// Close the footnote.
    Footnote(usize),
    /// Put the mark of a footnote.
    Mark(usize),
    /// Close the note in the margin, and go on with the line.
    MarginNote(usize),
}

impl<'a> Lowering<'a> {
    pub(super) fn new(
        tree: &'a Tree<'a>,
        part: &'a Part,
        resolve: &'a dyn Resolve,
        end: Option<usize>,
    ) -> Lowering<'a> {
        let (footnotes, plans) = Footnotes::find(tree, part);
        Lowering {
            tree,
            part,
            resolve,
            builder: Builder::new(),
            ids: Ids::default(),
            losses: Losses::default(),
            footnotes,
            plans,
            interrupted: Vec::new(),
            in_words_of_formula: false,
            definitions: String::new(),
            commands: match &part.tex {
                Some(program) => program.commands.clone(),
                None => HashMap::new(),
            },
            linked: None,
            end,
            first: None,
        }
    }

    pub(super) fn run(mut self) -> Lowered {
        if self.part.roots.is_empty() {
            self.walk_children(self.tree.root());
        }
        for &root in &self.part.roots {
            let is_cell = self
                .tree
                .element(root)
                .is_some_and(|e| matches!(e.name(), "td" | "th"));
            let leave = if is_cell {
                Some(Leave::Nothing)
            } else {
                self.enter(root)
            };
            if let Some(leave) = leave {
                self.walk_children(root);
                self.leave(leave);
            }
        }
        let run = &self.builder.run;
        self.losses
            .add_many(Loss::Character, run.forbidden_characters);
        self.losses
            .add_many(Loss::Style, usize::from(run.passed_over));
        self.losses.add_many(Loss::Depth, self.builder.dissolved);
        Lowered {
            blocks: self.builder.finish(),
            footnotes: self.footnotes.finish(),
            losses: self.losses,
            first: self.first,
        }
    }

    /// Lowers what is in a node, in the tree's order.
    pub(super) fn walk_children(&mut self, parent: NodeId) {
        let mut open: Vec<Leave> = Vec::new();
        let mut next = self.tree.first_child(parent);
        while let Some(node) = next {
            if open.is_empty() && self.end.is_some() {
                self.count_first(node);
            }
            if let Some(leave) = self.enter(node) {
                if let Some(child) = self.tree.first_child(node) {
                    open.push(leave);
                    next = Some(child);
                    continue;
                }
                self.leave(leave);
            }
            let mut last = node;
            next = loop {
                if let Some(sibling) = self.tree.next_sibling(last) {
                    break Some(sibling);
                }
                let (Some(leave), Some(above)) = (open.pop(), self.tree.parent(last)) else {
                    break None;
                };
                self.leave(leave);
                last = above;
            };
        }
    }

    /// Counts the blocks before the first outermost element that begins behind the end.
    fn count_first(&mut self, node: NodeId) {
        let offset = self.tree.element(node).map(|element| element.offset());
        if offset >= self.end {
            self.end = None;
            self.first = self.builder.finished();
        }
    }

    /// A node begins; `None` if its content is not to be walked.
    pub(super) fn enter(&mut self, id: NodeId) -> Option<Leave> {
        if !self.plans.is_empty()
            && let Some(plan) = self.plans.remove(&id)
        {
            return self.follow(plan, id);
        }
        match self.tree.node(id) {
            Node::Element(_) if self.part.left_out.contains(&id) => None,
            Node::Text(text) => {
                self.put_text(id, text);
                None
            }
            Node::Element(element) => self.enter_element(id, element),
            _ => None,
        }
    }

    /// Puts the text of a node, or a part of it.
    pub(super) fn put_text(&mut self, id: NodeId, text: &str) {
        let drawn = match self.part.emoji && text.contains(':') && self.is_prose(id) {
            true => emoji::drawn(text),
            false => text.into(),
        };
        let text = &*drawn;
        match &self.part.tex {
            Some(program) if self.is_prose(id) => {
                self.push_delimited(text, program.has_dollars);
            }
            _ => self.builder.run.push_text(text),
        }
    }

    fn enter_element(&mut self, id: NodeId, element: Element<'a>) -> Option<Leave> {
        match element.namespace() {
            Namespace::Html => {}
            Namespace::MathMl => return self.enter_math(id, element),
            Namespace::Svg => return self.enter_drawing(id, element),
        }
        // What hides an element or says that it draws a formula is an attribute, or a name of its own.
        if element.has_attributes() || element.tag() == Tag::OTHER {
            let is_shown_later = || element.tag() == Tag::IMG && image::is_lazy(element);
            if is_hidden(element) && !self.part.most_of_text.contains(&id) && !is_shown_later() {
                self.note_definitions(id);
                self.losses.add(Loss::Hidden, element.offset());
                return None;
            }
            let class = element.attribute("class").unwrap_or_default();
            if footnotes::opens_margin_note(element, class) {
                return None;
            }
            if is_tool_class(class) {
                self.losses.add(Loss::Tool, element.offset());
                return None;
            }
            let may_begin = || !self.footnotes.is_open() && !self.builder.run.preserve;
            if footnotes::is_margin_note(element, class) && may_begin() {
                return Some(self.enter_margin_note());
            }
            if let Some(rendering) = rendering(self.tree, id, element) {
                return self.put_rendering(rendering, id, element);
            }
        }
        match elements::meaning(element.name()) {
            Meaning::Hidden | Meaning::Void => None,
            Meaning::Script => self.enter_script(id, element),
            Meaning::NoScript => {
                self.put_for_want_of_scripts(id, element);
                None
            }
            Meaning::Region => {
                if element.attribute("href").is_some() {
                    self.losses.add(Loss::Region, element.offset());
                }
                None
            }
            Meaning::Block(block) => self.enter_block(id, element, block),
            inline => self.enter_inline(id, element, inline),
        }
    }

    pub(super) fn leave(&mut self, leave: Leave) {
        match leave {
            Leave::Nothing => {}
            Leave::Block => self.builder.close(),
            Leave::Formats(formats) | Leave::Lines(formats) => {
                for _ in 0..formats {
                    self.builder.run.close_format();
                }
                if leave == Leave::Lines(formats) {
                    self.builder.run.break_line();
                }
            }
            Leave::Line => self.builder.run.break_line(),
            Leave::Space => self.builder.run.separate(),
            Leave::Formula => self.in_words_of_formula = false,
            Leave::Footnote(footnote) => {
                let blocks = self.builder.close_root();
                self.footnotes.put(footnote, blocks);
            }
            Leave::Mark(note) => self.put_mark(note),
            Leave::MarginNote(note) => self.leave_margin_note(note),
        }
    }

    /// All text in a node, as it stands.
    pub(super) fn text_in(&self, parent: NodeId) -> String {
        text_in(self.tree, parent)
    }
}

/// All text in a node, as it stands.
pub(super) fn text_in(tree: &Tree<'_>, parent: NodeId) -> String {
    let mut text = String::new();
    for node in descendants(tree, parent) {
        if let Node::Text(piece) = tree.node(node) {
            text.push_str(piece);
        }
    }
    text
}

/// The nodes below a node, in the tree's order.
pub(super) fn descendants<'t>(
    tree: &'t Tree<'t>,
    parent: NodeId,
) -> impl Iterator<Item = NodeId> + 't {
    std::iter::successors(tree.first_child(parent), move |&node| {
        tree.next_in_order(node, parent)
    })
}

/// The elements directly in a node.
pub(super) fn child_elements<'t>(
    tree: &'t Tree<'t>,
    parent: NodeId,
) -> impl Iterator<Item = (NodeId, Element<'t>)> + 't {
    tree.children(parent)
        .filter_map(|node| tree.element(node).map(|element| (node, element)))
}
