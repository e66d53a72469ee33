//! Which part of a page is its text.
//!
//! A page that says so is believed: `itemprop=articleBody`, `<article>`, `<main>`, `role=main`.
//! In others, paragraphs give points to the elements around them by their length and their
//! punctuation, links take points away, and the element with the most points is the text. From the
//! part that was found, navigation, share bars, comments and their like are left out.
use std::collections::HashSet;

use super::{text_of, words, written};
use crate::html::{Element, Node, NodeId, Tree};
use crate::lower::{Classes, MathProgram};

/// Characters that a paragraph must have to count.
const SHORT: usize = 20;
/// What a link may take of a part's text before the part counts as a list of links, in percent.
const MOST_LINKS: usize = 50;

/// How much of the paragraphs of a column its content must have, in percent,
const LEAST_PROSE: usize = 60;
/// and how much of those of a table its cell.
const LEAST_IN_CELL: usize = 85;

/// The part of a page that is its text.
#[derive(Debug, Default)]
pub(crate) struct Part {
    /// The elements that hold it, in order; empty for the whole document.
    pub(crate) roots: Vec<NodeId>,
    /// What is left out of them.
    pub(crate) left_out: HashSet<NodeId>,
    /// What holds most of the text: if it is hidden, a script shows it.
    pub(crate) most_of_text: HashSet<NodeId>,
    /// What typesets TeX between delimiters in its text, if something does.
    pub(crate) tex: Option<MathProgram>,
    /// Whether names of emoji are drawn.
    pub(crate) emoji: bool,
    /// What the style sheets of the page say of classes.
    pub(crate) classes: Classes,
}

/// What is known of an element.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    /// Characters of text in it, and those in links,
    pub(super) text: usize,
    pub(super) links: usize,
    /// and its marks of punctuation.
    pub(super) marks: usize,
    /// Its points as the one that holds the text.
    points: usize,
    /// Characters in its paragraphs.
    prose: usize,
}

/// The elements of a page in order, with what is counted of each.
pub(super) struct Page<'t> {
    pub(super) tree: &'t Tree<'t>,
    pub(super) nodes: Vec<NodeId>,
    /// The place in `nodes` of the element above; the first is above itself.
    above: Vec<usize>,
    pub(super) counts: Vec<Count>,
    /// Whether a program for documents wrote it, so that its header is text too.
    is_document: bool,
}

impl Part {
    pub(crate) fn of(tree: &Tree<'_>) -> Part {
        let mut page = Page::count(tree);
        let written = written::body(&page);
        page.is_document = written.is_some();
        let root = written.or_else(|| page.said()).or_else(|| page.measured());
        let Some(root) = root else {
            return Part::default();
        };
        let roots = page.with_siblings(root);
        let left_out = page.around(&roots);
        let most_of_text = page.most_of(&roots);
        Part {
            roots: roots.into_iter().map(|at| page.nodes[at]).collect(),
            left_out,
            most_of_text,
            ..Part::default()
        }
    }

    pub(super) fn is_root(&self, node: NodeId) -> bool {
        self.roots.contains(&node)
    }

    /// The beginning of its text.
    pub(super) fn text(&self, tree: &Tree<'_>, limit: usize) -> String {
        match self.roots.first() {
            Some(&root) => text_of(tree, root, limit),
            None => text_of(tree, tree.root(), limit),
        }
    }
}

impl<'t> Page<'t> {
    /// Counts text, links and punctuation of every element that a reader sees.
    fn count(tree: &'t Tree<'t>) -> Page<'t> {
        let mut page = Page {
            tree,
            nodes: Vec::new(),
            above: Vec::new(),
            counts: Vec::new(),
            is_document: false,
        };
        // Where each open element is in the list, with whether it is in a link.
        let mut open: Vec<(NodeId, usize, bool)> = Vec::new();
        let mut next = tree.first_child(tree.root());
        while let Some(node) = next {
            let parent = tree.parent(node);
            while open.last().is_some_and(|(id, ..)| Some(*id) != parent) {
                open.pop();
            }
            let (above, in_link) = open.last().map_or((0, false), |(_, at, link)| (*at, *link));
            let mut enter = true;
            match tree.node(node) {
                Node::Element(element) => {
                    if is_unseen(element) {
                        enter = false;
                    } else {
                        let at = page.nodes.len();
                        page.nodes.push(node);
                        page.above.push(if open.is_empty() { at } else { above });
                        page.counts.push(Count::default());
                        open.push((node, at, in_link || element.name() == "a"));
                    }
                }
                Node::Text(text) if !open.is_empty() => page.counts[above].add(text, in_link),
                _ => {}
            }
            next = match enter {
                true => tree.next_in_order(node, tree.root()),
                false => tree.next_after(node, tree.root()),
            };
        }
        page.give_points();
        page
    }

    /// Sums up from the leaves, which stand behind what holds them.
    fn give_points(&mut self) {
        for at in (1..self.nodes.len()).rev() {
            let own = self.counts[at];
            let above = self.above[at];
            if above == at {
                continue;
            }
            // A sentence of a few Chinese characters is one too.
            let is_long = own.text >= SHORT || own.marks > 0 && self.name(at) == "p";
            let is_paragraph = is_long
                && self.is_paragraph(at)
                && own.links * 100 < own.text * MOST_LINKS
                && !self.is_of_page(at);
            if is_paragraph {
                let points = 10 + 5 * own.marks.min(40) + own.text.min(400) / 10;
                self.counts[above].points += points;
                let higher = self.above[above];
                if higher != above {
                    self.counts[higher].points += points / 2;
                }
            }
            let sum = &mut self.counts[above];
            sum.prose += if is_paragraph { own.text } else { own.prose };
            sum.text += own.text;
            sum.links += own.links;
            sum.marks += own.marks;
        }
    }

    fn element(&self, at: usize) -> Option<Element<'t>> {
        self.tree.element(self.nodes[at])
    }

    /// The text of an element, up to about a number of bytes.
    pub(super) fn text_of(&self, at: usize, limit: usize) -> String {
        text_of(self.tree, self.nodes[at], limit)
    }

    pub(super) fn name(&self, at: usize) -> &'t str {
        self.element(at).map_or("", |element| element.name())
    }

    /// Whether it is a line of text: a paragraph, or a division that holds nothing but lines.
    pub(super) fn is_paragraph(&self, at: usize) -> bool {
        match self.name(at) {
            "p" | "pre" | "blockquote" | "h2" | "h3" => true,
            "div" | "td" | "section" | "article" | "span" | "font" | "center" => {
                let node = self.nodes[at];
                let mut children = self.tree.children(node);
                let has_text = self
                    .tree
                    .children(node)
                    .any(|child| matches!(self.tree.node(child), Node::Text(text) if text.trim().len() > SHORT));
                has_text && self.name(at) != "span" && self.name(at) != "font"
                    || has_text
                        && children
                            .any(|child| self.tree.element(child).is_some_and(|e| e.name() == "br"))
            }
            _ => false,
        }
    }

    /// The element that the page itself names as its text.
    fn said(&self) -> Option<usize> {
        let all = self.counts.first()?.text;
        let holds = |at: &usize| {
            let count = self.counts[*at];
            count.text * 10 >= all && count.text > SHORT || count.text > 400
        };
        let largest = |matches: &dyn Fn(Element<'t>) -> bool| {
            let found = (0..self.nodes.len()).filter(|&at| self.element(at).is_some_and(matches));
            found.filter(holds).max_by_key(|&at| {
                (
                    self.counts[at].text - self.counts[at].links,
                    std::cmp::Reverse(at),
                )
            })
        };
        let attribute = |name: &'static str, value: &'static str| {
            move |element: Element<'t>| {
                element
                    .attribute(name)
                    .is_some_and(|own| own.trim().eq_ignore_ascii_case(value))
            }
        };
        let body = attribute("itemprop", "articleBody");
        let main = attribute("role", "main");
        largest(&body)
            .or_else(|| {
                let largest = largest(&is_content).filter(|&at| self.is_most_of_article(at))?;
                Some(self.innermost_content(largest))
            })
            .or_else(|| self.only_article())
            .or_else(|| largest(&|element| element.name() == "main" || main(element)))
    }

    /// Whether what calls itself the content is not a small part of the text around it.
    fn is_most_of_article(&self, at: usize) -> bool {
        let own = self.counts[at].text - self.counts[at].links;
        let all = self.counts[0].text - self.counts[0].links;
        own * 3 >= all
    }

    /// The last of those in it that call themselves the content, or an article, and hold nearly all
    /// of its paragraphs: a page has a column for its content, and in that the content.
    fn innermost_content(&self, largest: usize) -> usize {
        let least = self.counts[largest].prose * LEAST_PROSE / 100;
        let below = (largest + 1..self.nodes.len()).take_while(|&at| self.above[at] >= largest);
        let is_article = |element: Element<'t>| {
            element.name() == "article" || element.attribute("id") == Some("article")
        };
        let is_named = |element: Element<'t>| is_content(element) || is_article(element);
        let named = below.filter(|&at| self.element(at).is_some_and(is_named));
        let holds = |at: &usize| least > SHORT && self.counts[*at].prose >= least;
        named.filter(holds).last().unwrap_or(largest)
    }

    /// Whether it is a line that belongs to the page: a share bar, a disclaimer.
    pub(super) fn is_of_page(&self, at: usize) -> bool {
        let text = self.text_of(at, 120);
        words::PAGE_LINES.iter().any(|line| text.starts_with(line))
    }

    /// The `<article>`, if one has most of the text of all; a list of many is none.
    fn only_article(&self) -> Option<usize> {
        let articles: Vec<usize> = (0..self.nodes.len())
            .filter(|&at| self.name(at) == "article")
            .collect();
        let outer = |at: &&usize| !self.is_inside(**at, "article");
        let outer: Vec<usize> = articles.iter().filter(outer).copied().collect();
        let all: usize = outer.iter().map(|&at| self.counts[at].text).sum();
        let largest = outer.into_iter().max_by_key(|&at| self.counts[at].text)?;
        (self.counts[largest].text * 2 > all && self.counts[largest].text > SHORT)
            .then_some(largest)
    }

    fn is_inside(&self, at: usize, name: &str) -> bool {
        let mut at = at;
        for _ in 0..1000 {
            let above = self.above[at];
            if above == at {
                return false;
            }
            at = above;
            if self.name(at) == name {
                return true;
            }
        }
        false
    }

    /// The element with the most points, less for links in it.
    fn measured(&self) -> Option<usize> {
        let score = |at: usize| {
            let count = self.counts[at];
            let element = self.element(at)?;
            let holds = !matches!(
                element.name(),
                "html" | "head" | "a" | "p" | "tr" | "tbody" | "li"
            );
            let open = (count.text + 1 - count.links.min(count.text)) * 100 / (count.text + 1);
            let weight = match (is_content(element), is_around(element)) {
                (true, _) => 150,
                (_, true) => 25,
                _ => 100,
            };
            (holds && count.points > 0).then_some(count.points * open * weight)
        };
        let scored =
            (0..self.nodes.len()).filter_map(|at| Some((score(at)?, std::cmp::Reverse(at))));
        let best = scored.max().map(|(_, at)| at.0)?;
        Some(self.with_other_cells(self.with_parts_alike(best)))
    }

    /// What holds the element and those that have its name, its class and its depth, as the sections
    /// of a text have, and the posts of a thread.
    fn with_parts_alike(&self, root: usize) -> usize {
        let class = |at: usize| self.element(at).and_then(|own| own.attribute("class"));
        let Some(own) = class(root).filter(|class| !class.trim().is_empty()) else {
            return root;
        };
        let mut depths: Vec<usize> = Vec::with_capacity(self.nodes.len());
        let mut stand_around: Vec<bool> = Vec::with_capacity(self.nodes.len());
        for at in 0..self.nodes.len() {
            let above = self.above[at];
            let (depth, outer) = match above < at {
                true => (depths[above] + 1, stand_around[above]),
                false => (0, false),
            };
            depths.push(depth);
            stand_around.push(outer || self.element(at).is_some_and(is_around));
        }
        let is_alike = |&at: &usize| {
            let is_text = self.counts[at].points > 0 && !stand_around[at];
            is_text
                && depths[at] == depths[root]
                && class(at) == Some(own)
                && self.name(at) == self.name(root)
        };
        let mut alike = (0..self.nodes.len()).filter(is_alike);
        let Some(mut first) = alike.next() else {
            return root;
        };
        let mut last = alike.next_back().unwrap_or(first);
        while first != last {
            (first, last) = (self.above[first], self.above[last]);
        }
        first
    }

    /// The element, or the table that lays out the page where the cells beside it have much of its
    /// paragraphs: each story of a letter has one.
    fn with_other_cells(&self, mut root: usize) -> usize {
        let mut at = root;
        for _ in 0..1000 {
            let above = self.above[at];
            if above == at {
                break;
            }
            at = above;
            let least = self.counts[at].prose * LEAST_IN_CELL / 100;
            let is_line = self.is_paragraph(root);
            let own = self.counts[root];
            let own = if is_line { own.text } else { own.prose };
            if self.name(at) == "table" && own < least {
                root = at;
            }
        }
        root
    }

    /// The element, and those beside it that are text as well.
    fn with_siblings(&self, root: usize) -> Vec<usize> {
        let mut roots = vec![root];
        let above = self.above[root];
        let least = self.counts[root].points / 5 + 10;
        if matches!(self.name(root), "main" | "article" | "body") || above == root {
            return roots;
        }
        let mut looked_at = 0;
        for at in above + 1..self.nodes.len() {
            looked_at += 1;
            if self.above[at] < above || looked_at > 20_000 {
                break;
            }
            if self.above[at] != above || at == root {
                continue;
            }
            let count = self.counts[at];
            let is_text = count.links * 4 < count.text
                && (count.points > least || self.is_paragraph(at) && count.text > 80)
                && !self.is_of_page(at);
            let element = self.element(at);
            if element.is_some_and(is_notes) || is_text && !element.is_none_or(is_around) {
                roots.push(at);
            }
        }
        roots.sort_unstable();
        roots
    }

    /// The elements that hold more than half of the text of the part, which itself counts.
    fn most_of(&self, roots: &[usize]) -> HashSet<NodeId> {
        let whole: usize = roots.iter().map(|&at| self.counts[at].text).sum();
        let holds_most = |at: &usize| self.counts[*at].text * 2 > whole && whole > SHORT;
        let first = roots.first().copied().unwrap_or(0);
        let all = (first..self.nodes.len()).filter(holds_most);
        all.map(|at| self.nodes[at]).collect()
    }

    /// What stands in the part but belongs to the page.
    fn around(&self, roots: &[usize]) -> HashSet<NodeId> {
        let mut left_out = HashSet::new();
        let inside: HashSet<usize> = roots.iter().copied().collect();
        let mut within: HashSet<usize> = inside.clone();
        let mut inner = Vec::new();
        let whole: usize = roots.iter().map(|&at| self.counts[at].text).sum();
        for at in roots.first().copied().unwrap_or(0)..self.nodes.len() {
            if inside.contains(&at) || !within.contains(&self.above[at]) {
                continue;
            }
            if self.is_aside(at, whole) {
                left_out.insert(self.nodes[at]);
                // What it names follows it.
                if self.names_others(at) {
                    inner.push(at);
                }
            } else {
                within.insert(at);
                inner.push(at);
            }
        }
        if let Some(tail) = self.tail(&inner) {
            let behind = inner.iter().filter(|&&at| at >= tail);
            left_out.extend(behind.map(|&at| self.nodes[at]));
        }
        left_out
    }

    /// Whether it stands in a quotation or a figure, and so is about that and not about the page.
    fn is_in_quote(&self, at: usize) -> bool {
        let above = std::iter::successors(Some(at), |&at| {
            let above = self.above[at];
            (above < at).then_some(above)
        });
        above.skip(1).any(|at| {
            let element = self.element(at);
            element.is_some_and(|element| matches!(element.name(), "blockquote" | "figure"))
        })
    }

    fn is_aside(&self, at: usize, whole: usize) -> bool {
        let Some(element) = self.element(at) else {
            return false;
        };
        if is_notes(element) || self.is_document && element.name() == "header" {
            return false;
        }
        let count = self.counts[at];
        let is_small = count.text * 3 < whole;
        let role = element.attribute("role").unwrap_or_default();
        if matches!(
            element.name(),
            "nav" | "aside" | "form" | "button" | "dialog"
        ) || matches!(
            role,
            "navigation" | "complementary" | "banner" | "contentinfo" | "search" | "dialog"
        ) {
            return is_small;
        }
        if words::INLINE.contains(&element.name()) {
            return false;
        }
        if matches!(element.name(), "footer") || is_around(element) {
            return is_small
                && !self.is_in_quote(at)
                && (count.links * 100 >= count.text * 20 || count.text < 200);
        }
        if count.text < 120 {
            return self.is_of_page(at);
        }
        // A list of links without a word of text.
        matches!(element.name(), "ul" | "ol" | "table" | "div")
            && is_small
            && count.text > 60
            && count.links * 100 > count.text * 90
            && count.marks < 3
    }
}

impl Count {
    fn add(&mut self, text: &str, in_link: bool) {
        let mut length = 0;
        let mut gap = true;
        for c in text.chars() {
            if c.is_whitespace() {
                gap = true;
                continue;
            }
            length += 1 + usize::from(std::mem::take(&mut gap));
            if matches!(
                c,
                ',' | '.' | ';' | '!' | '?' | '，' | '。' | '；' | '！' | '？' | '、' | '：' | '”'
            ) {
                self.marks += usize::from(!in_link);
            }
        }
        self.text += length;
        if in_link {
            self.links += length;
        }
    }
}

/// Whether a reader sees nothing of it.
fn is_unseen(element: Element<'_>) -> bool {
    matches!(
        element.name(),
        "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "select"
            | "option"
            | "textarea"
            | "iframe"
            | "head"
            | "title"
    ) || element.attribute("hidden").is_some()
}

/// The words of an element's class and id.
fn names<'e>(element: Element<'e>) -> impl Iterator<Item = &'e str> {
    let names = ["class", "id"]
        .into_iter()
        .filter_map(move |key| element.attribute(key));
    names.flat_map(str::split_ascii_whitespace).take(20)
}

fn is_content(element: Element<'_>) -> bool {
    let holds = !matches!(element.name(), "a" | "span" | "input" | "body" | "html");
    holds && names(element).any(|name| words::CONTENT.contains(&name.to_ascii_lowercase().as_str()))
}

/// Whether it holds the notes of a text, which may stand beside it.
fn is_notes(element: Element<'_>) -> bool {
    let role = element.attribute("role").unwrap_or_default();
    let is_class = |name: &str| {
        matches!(
            name,
            "footnotes" | "footnote-list" | "footnote" | "references" | "reflist"
        )
    };
    matches!(role, "doc-endnotes" | "doc-footnote") || names(element).any(is_class)
}

fn is_around(element: Element<'_>) -> bool {
    match element.name() {
        "header" | "footer" | "nav" | "aside" => return true,
        // Rows at the head of a table.
        "tr" | "thead" | "tfoot" => return false,
        _ => {}
    }
    names(element).any(|name| {
        let name = name.to_ascii_lowercase();
        // Ghost's names for parts of a text.
        if name.starts_with("kg-") {
            return false;
        }
        let is_word = |word: &str| words::AROUND.binary_search(&word).is_ok();
        is_word(&name) || name.split(['-', '_']).any(is_word)
    })
}
