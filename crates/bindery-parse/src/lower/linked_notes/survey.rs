//! What a page shows, in its order, with what there is to know of each place to find notes.
use std::borrow::Cow;
use std::collections::HashMap;

use bindery_model::Role;

use super::labels;
use crate::document::Part;
use crate::html::{Element, Namespace, Node, NodeId, Tree};
use crate::lower::attributes::is_hidden;
use crate::lower::elements::{BlockMeaning, Meaning, meaning};
use crate::lower::footnotes::{is_margin_note, percent_decoded};
use crate::lower::tools::is_tool_class;

/// Bytes of the text of a link that is a mark or leads back, and nodes that it may have.
const MAX_TEXT: usize = 120;
const MAX_NODES: usize = 24;

/// The number of a node among those that are shown.
pub(super) type Place = usize;

/// The places of a page. The first is the page itself.
pub(super) struct Survey<'t> {
    pub(super) tree: &'t Tree<'t>,
    pub(super) places: Vec<Seen>,
    pub(super) by_id: HashMap<&'t str, Place>,
    /// Links into the page, in order.
    pub(super) links: Vec<Link<'t>>,
    /// Headings and rules, in order.
    pub(super) edges: Vec<Place>,
    /// How many texts with words were seen. Pictures and rules count too; numbers of notes do not.
    words: u32,
    /// How many were seen when the line began.
    line: u32,
    behind: Behind,
    /// Links whose texts are being read, and those whose next character is not known yet.
    in_link: Option<Place>,
    open_links: Vec<usize>,
}

/// A node that is shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    pub(super) node: NodeId,
    pub(super) above: Place,
    /// The place behind the last one in it.
    pub(super) end: Place,
    /// Texts with words before it, before its line, and up to its end.
    pub(super) before: u32,
    pub(super) line: u32,
    pub(super) behind: u32,
    pub(super) kind: Kind,
    /// Whether it stands where only a line of text fits, or in code.
    pub(super) in_line_only: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Inline,
    LineBreak,
    Block(BlockMeaning),
}

/// A link to a place of the page.
#[derive(Debug)]
pub(super) struct Link<'t> {
    pub(super) at: Place,
    /// The address before the fragment.
    pub(super) base: &'t str,
    pub(super) fragment: Cow<'t, str>,
    /// Its text, if that is short.
    pub(super) text: Option<String>,
    /// What stands before it and behind it.
    pub(super) after: Behind,
    pub(super) next: Option<char>,
}

/// The end of the text before a place, in the same line.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Behind {
    pub(super) last: Option<char>,
    /// Whether a space follows it.
    pub(super) has_space: bool,
}

impl<'t> Survey<'t> {
    pub(super) fn of(tree: &'t Tree<'t>, part: &Part) -> Survey<'t> {
        let page = Seen {
            node: tree.root(),
            above: 0,
            end: 0,
            before: 0,
            line: 0,
            behind: 0,
            kind: Kind::Block(BlockMeaning::Division(Role::Plain)),
            in_line_only: false,
        };
        let mut survey = Survey {
            tree,
            places: vec![page],
            by_id: HashMap::new(),
            links: Vec::new(),
            edges: Vec::new(),
            words: 0,
            line: 0,
            behind: Behind::default(),
            in_link: None,
            open_links: Vec::new(),
        };
        if part.roots.is_empty() {
            for child in tree.children(tree.root()) {
                survey.visit(child, part);
            }
        }
        for &root in &part.roots {
            survey.visit(root, part);
        }
        survey.close(0);
        survey
    }

    fn visit(&mut self, root: NodeId, part: &Part) {
        let mut open: Vec<(NodeId, Place)> = Vec::new();
        let mut next = Some(root);
        while let Some(node) = next {
            let parent = self.tree.parent(node);
            while let Some(&(above, at)) = open.last()
                && Some(above) != parent
            {
                self.close(at);
                open.pop();
            }
            let above = open.last().map_or(0, |&(_, at)| at);
            let at = self.places.len();
            let enter = self.see(node, above, part);
            if enter {
                open.push((node, at));
            } else if self.places.len() > at {
                self.close(at);
            }
            next = match enter {
                true => self.tree.next_in_order(node, root),
                false => self.tree.next_after(node, root),
            };
        }
        while let Some((_, at)) = open.pop() {
            self.close(at);
        }
    }

    /// A node begins; true if what is in it is to be seen too.
    fn see(&mut self, node: NodeId, above: Place, part: &Part) -> bool {
        match self.tree.node(node) {
            Node::Text(text) => {
                self.see_text(node, above, text);
                false
            }
            Node::Element(element) => {
                let is_left_out = part.left_out.contains(&node)
                    || is_hidden(element) && !part.most_of_text.contains(&node)
                    || is_tool_class(element.attribute("class").unwrap_or_default());
                !is_left_out && self.see_element(node, above, element)
            }
            _ => false,
        }
    }

    fn see_element(&mut self, node: NodeId, above: Place, element: Element<'t>) -> bool {
        let is_html = element.namespace() == Namespace::Html;
        let kind = match meaning(element.name()) {
            Meaning::Hidden | Meaning::Script | Meaning::Void | Meaning::NoScript => return false,
            _ if !is_html => Kind::Inline,
            Meaning::Block(block) => Kind::Block(block),
            Meaning::Root => Kind::Block(BlockMeaning::Division(Role::Plain)),
            Meaning::LineBreak => Kind::LineBreak,
            _ => Kind::Inline,
        };
        let at = self.push(node, above, kind);
        if let Kind::Block(_) | Kind::LineBreak = kind {
            self.begin_line();
        }
        let class = element.attribute("class").unwrap_or_default();
        match kind {
            _ if !is_html || is_picture(element) || is_margin_note(element, class) => {
                self.see_words(at, ' ');
                return false;
            }
            Kind::Block(BlockMeaning::Rule) => {
                self.edges.push(at);
                self.see_words(at, ' ');
                return false;
            }
            Kind::Block(BlockMeaning::Heading(_)) => self.edges.push(at),
            Kind::Block(BlockMeaning::Dialog) if element.attribute("open").is_none() => {
                return false;
            }
            _ => {}
        }
        if let Some(id) = element.attribute("id").map(str::trim) {
            self.by_id.entry(id).or_insert(at);
        }
        if element.name() == "a" {
            self.see_link(at, element);
        }
        true
    }

    fn see_link(&mut self, at: Place, element: Element<'t>) {
        if let Some(name) = element.attribute("name").map(str::trim) {
            self.by_id.entry(name).or_insert(at);
        }
        let Some((base, fragment)) = element.attribute("href").and_then(fragment_of) else {
            return;
        };
        let text = short_text(self.tree, self.places[at].node);
        if text.as_deref().is_some_and(labels::leads_back) {
            self.in_link = Some(at);
            self.open_links.push(self.links.len());
        }
        self.links.push(Link {
            at,
            base,
            fragment,
            text,
            after: self.behind,
            next: None,
        });
    }

    fn see_text(&mut self, node: NodeId, above: Place, text: &'t str) {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            self.behind.has_space |= !text.is_empty();
            self.end_links(' ');
            return;
        }
        let at = self.push(node, above, Kind::Text);
        // A link back says nothing of its own.
        if self.in_link.is_none()
            && !labels::is_decoration(trimmed)
            && labels::read(labels::core(trimmed)).is_none()
        {
            self.see_words(at, text.chars().next().unwrap_or(' '));
        }
        if self.in_link.is_some() {
            return;
        }
        self.end_links(text.chars().next().unwrap_or(' '));
        // What parts two marks says nothing of what they stand behind.
        let last = text.trim_end_matches(|c: char| {
            c.is_whitespace() || labels::closing(c).is_some() || labels::is_closing(c)
        });
        let last = last.trim_end_matches([',', ' ']);
        if let Some(last) = last.chars().next_back() {
            self.behind.last = Some(last);
            self.behind.has_space = false;
        }
        self.behind.has_space |= text.ends_with(char::is_whitespace);
    }

    fn see_words(&mut self, at: Place, first: char) {
        self.words += 1;
        self.places[at].behind = self.words;
        if self.in_link.is_none() {
            self.end_links(first);
        }
    }

    /// The character behind the links that have just been.
    fn end_links(&mut self, next: char) {
        if self.in_link.is_none() {
            for link in self.open_links.drain(..) {
                self.links[link].next = Some(next);
            }
        }
    }

    fn begin_line(&mut self) {
        self.end_links(' ');
        self.line = self.words;
        self.behind = Behind::default();
    }

    fn push(&mut self, node: NodeId, above: Place, kind: Kind) -> Place {
        let at = self.places.len();
        let over = self.places[above];
        self.places.push(Seen {
            node,
            above,
            end: at + 1,
            before: self.words,
            line: self.line,
            behind: self.words,
            kind,
            in_line_only: over.in_line_only || holds_lines_only(over.kind),
        });
        at
    }

    fn close(&mut self, at: Place) {
        if self.in_link == Some(at) {
            self.in_link = None;
        }
        if let Kind::Block(_) = self.places[at].kind {
            self.begin_line();
        }
        self.places[at].end = self.places.len();
        self.places[at].behind = self.words;
    }
}

impl<'t> Survey<'t> {
    pub(super) fn element(&self, at: Place) -> Option<Element<'t>> {
        self.tree.element(self.places[at].node)
    }

    pub(super) fn name(&self, at: Place) -> &'t str {
        self.element(at).map_or("", |element| element.name())
    }

    pub(super) fn text(&self, at: Place) -> Option<&'t str> {
        match self.tree.node(self.places[at].node) {
            Node::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn contains(&self, outer: Place, inner: Place) -> bool {
        outer <= inner && inner < self.places[outer].end
    }

    pub(super) fn is_block(&self, at: Place) -> bool {
        matches!(self.places[at].kind, Kind::Block(_))
    }

    /// How many texts with words are in it.
    pub(super) fn words(&self, at: Place) -> u32 {
        self.places[at].behind - self.places[at].before
    }

    /// The innermost block around it, or itself.
    pub(super) fn block(&self, at: Place) -> Place {
        let mut at = at;
        while !self.is_block(at) {
            at = self.places[at].above;
        }
        at
    }

    /// The next place with the same parent.
    pub(super) fn next_sibling(&self, at: Place) -> Option<Place> {
        let next = self.places[at].end;
        let same = |seen: &&Seen| seen.above == self.places[at].above;
        self.places.get(next).filter(same).map(|_| next)
    }

    /// The text of a place, if it is short.
    pub(super) fn short_text(&self, at: Place) -> Option<String> {
        short_text(self.tree, self.places[at].node)
    }
}

/// The short text of a node; `None` if there is more.
pub(super) fn short_text(tree: &Tree<'_>, node: NodeId) -> Option<String> {
    let mut text = String::new();
    let mut next = Some(node);
    for _ in 0..MAX_NODES {
        let Some(at) = next else { return Some(text) };
        if let Node::Text(piece) = tree.node(at) {
            if text.len() + piece.len() > MAX_TEXT {
                return None;
            }
            text.push_str(piece);
        }
        if tree.element(at).is_some_and(is_picture) {
            return None;
        }
        next = tree.next_in_order(at, node);
    }
    next.is_none().then_some(text)
}

/// The address before a fragment, and the fragment.
pub(super) fn fragment_of(href: &str) -> Option<(&str, Cow<'_, str>)> {
    let hash = memchr::memchr(b'#', href.as_bytes())?;
    let (base, fragment) = (href[..hash].trim(), href[hash + 1..].trim());
    let fragment: Cow<'_, str> = match fragment.contains('%') {
        true => percent_decoded(fragment).into(),
        false => fragment.into(),
    };
    (!fragment.is_empty()).then_some((base, fragment))
}

/// Whether an element shows something that is no text.
fn is_picture(element: Element<'_>) -> bool {
    use Meaning::{Embedded, Image, Input, Media, Object, Recording};
    matches!(
        meaning(element.name()),
        Image | Media(_) | Embedded | Object | Recording | Input
    )
}

fn holds_lines_only(kind: Kind) -> bool {
    use BlockMeaning::{Heading, Preformatted, Summary, Term};
    matches!(
        kind,
        Kind::Block(Heading(_) | Preformatted | Summary | Term)
    )
}
