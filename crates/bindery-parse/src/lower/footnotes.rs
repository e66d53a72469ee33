//! Footnotes, which HTML has no element for: the markup of kramdown, comrak, cmark-gfm, goldmark
//! and DPUB-ARIA is told by its ids, classes and roles, that of others by links ([`linked_notes`]).
use std::collections::{HashMap, HashSet};

use bindery_model::{Block, Footnote, Inline};

use super::attributes::has_class;
use super::elements::BlockMeaning as Meaning;
use super::frame::Holder;
use super::linked_notes::{self, Found, NoteText, Plan, Role};
use super::walk::{Leave, Lowering, child_elements, descendants};
use crate::document::Part;
use crate::html::{Element, Node, NodeId, Tree};

/// The footnotes of a tree.
#[derive(Debug, Default)]
pub(super) struct Footnotes<'a> {
    /// Index into `notes` by the id that links point at.
    by_id: HashMap<&'a str, usize>,
    /// Index into `notes` by the element that holds the text.
    by_node: HashMap<NodeId, usize>,
    /// The elements that hold nothing but footnotes.
    containers: HashSet<NodeId>,
    notes: Vec<Note>,
    /// How many have a number.
    numbered: usize,
    /// How many are open.
    open: usize,
}

#[derive(Debug)]
struct Note {
    label: String,
    /// Where its text stands, if links tell it.
    text: Option<NoteText>,
    number: Option<usize>,
    blocks: Vec<Block>,
}

impl Note {
    fn new(label: String) -> Note {
        Note {
            label,
            text: None,
            number: None,
            blocks: Vec::new(),
        }
    }
}

impl<'a> Footnotes<'a> {
    /// Looks for the footnotes of a tree, and plans for what is not to be read as it stands.
    pub(super) fn find(tree: &'a Tree<'a>, part: &Part) -> (Footnotes<'a>, HashMap<NodeId, Plan>) {
        let mut footnotes = Footnotes::default();
        let mut links = Vec::new();
        for node in descendants(tree, tree.root()) {
            let Some(element) = tree.element(node) else {
                continue;
            };
            if is_container(element) {
                footnotes.add_container(tree, node);
            } else if let Some(role) = linked_notes::role(tree, node, element) {
                links.push((element, role));
            }
        }
        let may_tell = |&(link, role): &(Element<'_>, Role)| match role {
            Role::Mark => footnotes.linked_by(link).is_none(),
            Role::WayBack => !footnotes.notes.is_empty(),
        };
        let plans = match links.iter().any(may_tell) {
            true => footnotes.add_linked(tree, part),
            false => HashMap::new(),
        };
        (footnotes, plans)
    }

    fn add_linked(&mut self, tree: &'a Tree<'a>, part: &Part) -> HashMap<NodeId, Plan> {
        let linked = linked_notes::find(tree, part, &self.by_node);
        let mut labels: HashSet<String> =
            self.notes.iter().map(|note| note.label.clone()).collect();
        for Found { name, id, text } in linked.notes {
            let is_plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric());
            let name = if is_plain { name } else { label(&id) };
            let label = unique(&labels, [name, id]);
            labels.insert(label.clone());
            self.notes.push(Note {
                text: Some(text),
                ..Note::new(label)
            });
        }
        linked.plans
    }

    /// Where the text of a note stands that links tell.
    pub(super) fn take_text(&mut self, note: usize) -> Option<NoteText> {
        self.notes.get_mut(note)?.text.take()
    }

    /// The text of a footnote begins to be read.
    pub(super) fn begin(&mut self) {
        self.open += 1;
    }

    fn add_container(&mut self, tree: &'a Tree<'a>, container: NodeId) {
        let lists = child_elements(tree, container).filter(|(_, list)| list.name() == "ol");
        let first = self.notes.len();
        for (list, _) in lists.chain(own_list(tree, container)) {
            for (node, item) in child_elements(tree, list) {
                let id = item.attribute("id").map(str::trim).unwrap_or_default();
                if item.name() != "li" || id.is_empty() {
                    continue;
                }
                if let Some(&same) = self.by_id.get(id) {
                    // comrak keeps both texts of a note that is written twice.
                    if same >= first {
                        self.by_node.insert(node, same);
                    }
                    continue;
                }
                self.containers.extend([container, list]);
                self.by_id.insert(id, self.notes.len());
                self.by_node.insert(node, self.notes.len());
                self.notes.push(Note::new(label(id)));
            }
        }
    }

    /// The note that a link marks.
    pub(super) fn linked_by(&self, link: Element<'_>) -> Option<usize> {
        if self.notes.is_empty() {
            return None;
        }
        let fragment = link.attribute("href")?.trim().strip_prefix('#')?;
        let fragment = percent_decoded(fragment);
        self.by_id.get(fragment.as_str()).copied()
    }

    /// The note that a `sup` marks: there is nothing in it but the link.
    pub(super) fn marked_by(&self, tree: &Tree<'_>, superscript: NodeId) -> Option<usize> {
        if self.notes.is_empty() {
            return None;
        }
        let mut found = None;
        let mut next = tree.first_child(superscript);
        while let Some(node) = next {
            next = tree.next_sibling(node);
            match tree.node(node) {
                Node::Text(text) if text.trim().is_empty() => {}
                Node::Element(link) if link.name() == "a" && found.is_none() => {
                    found = Some(self.linked_by(link)?);
                }
                Node::Text(_) | Node::Element(_) => return None,
                _ => {}
            }
        }
        found
    }

    /// The number of a note, which it gets when it is first referred to.
    pub(super) fn refer(&mut self, note: usize) -> usize {
        let next = self.numbered;
        let number = *self.notes[note].number.get_or_insert(next);
        self.numbered += usize::from(number == next);
        number
    }

    /// A note that stands where it is referred to.
    fn add_margin_note(&mut self) -> usize {
        let note = self.notes.len();
        self.notes.push(Note::new(format!("margin-{}", note + 1)));
        note
    }

    /// Whether the text of a footnote is being read.
    pub(super) fn is_open(&self) -> bool {
        self.open > 0
    }

    /// Keeps the text of a footnote.
    pub(super) fn put(&mut self, note: usize, blocks: Vec<Block>) {
        self.open -= 1;
        self.refer(note);
        self.notes[note].blocks.extend(blocks);
    }

    /// The footnotes in the order of their numbers.
    pub(super) fn finish(mut self) -> Vec<Footnote> {
        for note in 0..self.notes.len() {
            self.refer(note);
        }
        self.notes.sort_by_key(|note| note.number);
        self.notes
            .into_iter()
            .map(|note| Footnote {
                label: note.label,
                blocks: note.blocks,
            })
            .collect()
    }
}

impl<'a> Lowering<'a> {
    /// A block element begins that belongs to footnotes; `None` if it does not.
    pub(super) fn enter_footnotes(
        &mut self,
        id: NodeId,
        element: Element<'a>,
        block: Meaning,
    ) -> Option<Option<Leave>> {
        if self.footnotes.notes.is_empty() {
            return None;
        }
        if self.footnotes.containers.contains(&id) {
            return Some(Some(Leave::Nothing));
        }
        if let Some(&note) = self.footnotes.by_node.get(&id) {
            self.footnotes.begin();
            self.builder.open(Holder::Root, None);
            return Some(Some(Leave::Footnote(note)));
        }
        // The rule above footnotes, and the heading that only machines read.
        let stands_above = match block {
            Meaning::Rule => true,
            Meaning::Heading(_) => has_class(element, "sr-only"),
            _ => false,
        };
        let parent = self.tree.parent(id)?;
        (stands_above && self.footnotes.containers.contains(&parent)).then_some(None)
    }
}

impl Lowering<'_> {
    /// Puts the mark of a note.
    pub(super) fn put_mark(&mut self, note: usize) {
        let footnote = self.footnotes.refer(note);
        self.builder
            .run
            .push_inline(Inline::FootnoteReference { footnote });
    }

    /// A note begins that themes set into the margin beside the line that it stands in.
    pub(super) fn enter_margin_note(&mut self) -> Leave {
        let note = self.footnotes.add_margin_note();
        self.put_mark(note);
        self.interrupted.push(std::mem::take(&mut self.builder.run));
        self.footnotes.begin();
        self.builder.open(Holder::Root, None);
        Leave::MarginNote(note)
    }

    /// It ends, and the line goes on.
    pub(super) fn leave_margin_note(&mut self, note: usize) {
        let blocks = self.builder.close_root();
        self.footnotes.put(note, blocks);
        if let Some(mut run) = self.interrupted.pop() {
            run.forbidden_characters += self.builder.run.forbidden_characters;
            run.passed_over |= self.builder.run.passed_over;
            self.builder.run = run;
        }
    }
}

/// Whether an element of a class is a note in a line that is set into the margin: Distill's, and those of
/// Tufte's style sheets.
pub(super) fn is_margin_note(element: Element<'_>, class: &str) -> bool {
    let mut classes = class.split_ascii_whitespace();
    match element.name() {
        "span" | "small" => classes.any(|class| matches!(class, "sidenote" | "marginnote")),
        name => name == "d-footnote",
    }
}

/// Whether an element of a class only opens such a note where there is no margin.
pub(super) fn opens_margin_note(element: Element<'_>, class: &str) -> bool {
    const CLASSES: [&str; 3] = ["margin-toggle", "sidenote-toggle", "sidenote-checkbox"];
    matches!(element.name(), "label" | "input")
        && class
            .split_ascii_whitespace()
            .any(|class| CLASSES.contains(&class))
}

/// Whether a link leads from a footnote back to its mark.
pub(super) fn is_backlink(link: Element<'_>) -> bool {
    const CLASSES: [&str; 4] = [
        "reversefootnote",
        "footnote-backref",
        "footnote-back",
        "data-footnote-backref",
    ];
    link.attribute("role") == Some("doc-backlink")
        || link.attribute("data-footnote-backref").is_some()
        || link.attribute("rev") == Some("footnote")
        // WordPress's: the id of its mark is that of the note, and more.
        || link.attribute("href").is_some_and(|href| href.starts_with('#') && href.ends_with("-link"))
        || CLASSES.iter().any(|class| has_class(link, class))
}

fn is_container(element: Element<'_>) -> bool {
    element.has_attributes()
        && matches!(
            element.name(),
            "div" | "section" | "aside" | "ol" | "footer"
        )
        && (element.attribute("data-footnotes").is_some()
            || element.attribute("role") == Some("doc-endnotes")
            || has_class(element, "footnotes")
            || has_class(element, "wp-block-footnotes"))
}

/// The container itself where it is the list.
fn own_list<'t>(tree: &'t Tree<'t>, container: NodeId) -> Option<(NodeId, Element<'t>)> {
    match tree.node(container) {
        Node::Element(element) if element.name() == "ol" => Some((container, element)),
        _ => None,
    }
}

/// The name that the author gave: `1` of `fn:1`, `user-content-fn-1`.
fn label(id: &str) -> String {
    let id = id.strip_prefix("user-content-").unwrap_or(id);
    let bare = ["fn:", "fn-", "footnote-", "fn"]
        .iter()
        .find_map(|prefix| id.strip_prefix(prefix))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(id);
    bindery_model::remove_forbidden(bare).into_owned()
}

/// The first of two labels that no note has, or the second with a number.
fn unique(labels: &HashSet<String>, [first, second]: [String; 2]) -> String {
    if !labels.contains(&first) {
        return first;
    }
    let numbered = (2..).map(|number| format!("{second}-{number}"));
    let mut all = std::iter::once(second.clone()).chain(numbered);
    all.find(|label| !labels.contains(label)).unwrap_or(second)
}

/// The text that a fragment of an address stands for.
pub(super) fn percent_decoded(fragment: &str) -> String {
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.as_bytes();
    while let [first, after @ ..] = rest {
        let digits = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let value = digits
            .filter(|_| *first == b'%')
            .filter(|two| two.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|two| u8::from_str_radix(two, 16).ok());
        bytes.push(value.unwrap_or(*first));
        rest = &after[if value.is_some() { 2 } else { 0 }..];
    }
    String::from_utf8(bytes).unwrap_or_else(|_| fragment.to_owned())
}
