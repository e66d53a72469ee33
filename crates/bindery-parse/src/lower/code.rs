//! Blocks of code, which highlighters wrap in divisions, figures and tables of their own.
use super::attributes::has_class;
use super::walk::child_elements;
use crate::html::{Element, Node, NodeId, Tree};

/// How many wrappers a `pre` may have.
const DEPTH: usize = 8;

/// Classes that say that an element holds highlighted code, or how it is drawn.
const KNOWN: [&str; 16] = [
    "highlight",
    "highlighter-rouge",
    "highlighter-coderay",
    "codehilite",
    "CodeRay",
    "chroma",
    "rouge-table",
    "lntable",
    "sourceCode",
    "syntaxhighlighter",
    "code-wrapper",
    "code-block",
    "prettyprint",
    "linenums",
    "hljs",
    "code",
];

/// Classes of what shows the numbers of lines.
const GUTTERS: [&str; 11] = [
    "gutter",
    "rouge-gutter",
    "lineno",
    "linenos",
    "line-numbers",
    "line-numbers-rows",
    "lnt",
    "ln",
    "gl",
    "linenumber",
    "pre-numbering",
];

/// A block of code among its wrappers.
pub(super) struct Found {
    /// The `pre`.
    pub(super) pre: NodeId,
    pub(super) language: Option<String>,
}

/// The block of code that an element wraps: `None` if it holds anything else.
pub(super) fn find<'t>(tree: &'t Tree<'t>, id: NodeId, element: Element<'t>) -> Option<Found> {
    let is_wrapper = element.attribute("class").is_some_and(|classes| {
        classes
            .split_ascii_whitespace()
            .any(|class| is_known_class(class) || class.starts_with("language-"))
    });
    if !is_wrapper {
        return None;
    }
    let mut language = named_by(element);
    let (mut id, mut element) = (id, element);
    for _ in 0..DEPTH {
        if element.name() == "pre" {
            let language = language_below(tree, id, element).or(language);
            return Some(Found { pre: id, language });
        }
        (id, element) = only_content(tree, id)?;
        language = named_by(element).or(language);
    }
    None
}

/// The one element of a wrapper that shows something besides numbers of lines.
fn only_content<'t>(tree: &'t Tree<'t>, id: NodeId) -> Option<(NodeId, Element<'t>)> {
    let mut found = None;
    let mut next = tree.first_child(id);
    while let Some(node) = next {
        next = tree.next_sibling(node);
        match tree.node(node) {
            Node::Text(text) if text.trim().is_empty() => {}
            Node::Element(element) if is_gutter(element) || is_void(element) => {}
            // Of Hugo's two cells, which have one class, the first has the numbers.
            Node::Element(element) if next.is_some() && has_class(element, "lntd") => {}
            Node::Element(element) if found.is_none() && is_wrapper(element) => {
                found = Some((node, element));
            }
            Node::Text(_) | Node::Element(_) => return None,
            _ => {}
        }
    }
    found
}

fn is_wrapper(element: Element<'_>) -> bool {
    matches!(
        element.name(),
        "div" | "figure" | "pre" | "table" | "tbody" | "tr" | "td"
    )
}

fn is_void(element: Element<'_>) -> bool {
    matches!(element.name(), "button" | "colgroup" | "script" | "style")
}

/// Whether the element shows numbers of lines beside code.
pub(super) fn is_gutter(element: Element<'_>) -> bool {
    element.attribute("class").is_some_and(|classes| {
        classes
            .split_ascii_whitespace()
            .any(|c| GUTTERS.contains(&c))
    })
}

/// Whether a class only says that something is code, or in which language.
pub(super) fn is_known_class(class: &str) -> bool {
    KNOWN.contains(&class) || language_of(class).is_some()
}

/// The language of a `pre`: its own, or that of the `code` in it.
pub(super) fn language(element: Element<'_>, tree: &Tree<'_>, id: NodeId) -> Option<String> {
    language_below(tree, id, element)
}

/// Whether a `pre` says that it holds code.
pub(super) fn has_code(tree: &Tree<'_>, pre: NodeId) -> bool {
    child_elements(tree, pre).any(|(_, child)| child.name() == "code")
}

/// Whether a `pre` is a formula: GitHub shows so what is fenced as `math`, of which Markdown's reader
/// says it.
pub(super) fn is_formula(tree: &Tree<'_>, pre: NodeId) -> bool {
    let code = child_elements(tree, pre).next();
    code.is_some_and(|(_, code)| {
        code.name() == "code" && code.attribute("data-math-style").is_some()
    })
}

fn language_below(tree: &Tree<'_>, id: NodeId, element: Element<'_>) -> Option<String> {
    child_elements(tree, id)
        .next()
        .filter(|(_, child)| child.name() == "code")
        .and_then(|(_, code)| named_by(code))
        .or_else(|| named_by(element))
}

/// The language that an element names, in lower case.
fn named_by(element: Element<'_>) -> Option<String> {
    if !element.has_attributes() {
        return None;
    }
    let data = ["data-lang", "data-language"]
        .iter()
        .find_map(|name| element.attribute(name));
    let classes = element.attribute("class").unwrap_or_default();
    let name = data
        .or_else(|| classes.split_ascii_whitespace().find_map(language_of))
        .or_else(|| brush(classes))
        .or_else(|| beside_highlight(element, classes))?;
    // Attributes may stand for it: `{.python .numberLines}`.
    let name = name
        .strip_prefix("{.")
        .map_or(name, |name| name.trim_end_matches('}'));
    // Options of the highlighter may follow: `rust,linenos`, `js{1,3}`.
    let name = name.split([',', '{']).next()?.trim();
    let valid = !name.is_empty()
        && name.len() <= 40
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || "+-#._/".contains(c));
    valid.then(|| name.to_lowercase())
}

/// `language-ruby`, `lang-ruby`, `highlight-source-ruby`.
fn language_of(class: &str) -> Option<&str> {
    ["language-", "lang-", "highlight-source-"]
        .iter()
        .find_map(|prefix| class.strip_prefix(prefix))
        .filter(|name| !name.is_empty())
}

/// `brush: ruby; gutter: false`.
fn brush(classes: &str) -> Option<&str> {
    let (_, after) = classes.split_once("brush:")?;
    after.split([';', ' ']).find(|word| !word.is_empty())
}

/// Whether the classes of an element are parameters of SyntaxHighlighter: `brush: ruby; …`.
pub(super) fn has_parameters(element: Element<'_>) -> bool {
    element
        .attribute("class")
        .is_some_and(|classes| classes.contains("brush:"))
}

/// `highlight ruby`, on a figure; `sourceCode ruby`, on a `pre` or its `code`.
fn beside_highlight<'a>(element: Element<'_>, classes: &'a str) -> Option<&'a str> {
    let marker = match element.name() {
        "figure" => "highlight",
        "pre" | "code" => "sourceCode",
        _ => return None,
    };
    has_class(element, marker)
        .then(|| {
            classes
                .split_ascii_whitespace()
                .find(|class| !is_known_class(class) && *class != "numberSource")
        })
        .flatten()
}
