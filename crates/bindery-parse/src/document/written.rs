//! Pages that a program for documents wrote: all of their bodies is text, and nothing a site.
use super::main_content::Page;
use crate::html::{Element, Node};

/// How many nodes are looked at for what wrote the page.
const MAX_NODES: usize = 2000;

/// Beginnings of the names of programs that write documents, in lower case.
const PROGRAMS: [&str; 17] = [
    "abiword",
    "asciidoc",
    "cocoa html writer",
    "docbook",
    "docutils",
    "evernote",
    "latex",
    "libreoffice",
    "microsoft onenote",
    "microsoft word",
    "openoffice",
    "org mode",
    "org-mode",
    "pandoc",
    "staroffice",
    "tex4ht",
    "word.document",
];

/// The body of a page that says that such a program wrote it.
pub(super) fn body(page: &Page<'_>) -> Option<usize> {
    let tree = page.tree;
    let nodes = std::iter::successors(tree.first_child(tree.root()), |&node| {
        tree.next_in_order(node, tree.root())
    });
    let is_said = nodes.take(MAX_NODES).any(|node| match tree.node(node) {
        Node::Element(element) => names_program(element),
        _ => false,
    });
    is_said
        .then(|| (0..page.nodes.len()).find(|&at| page.name(at) == "body"))
        .flatten()
}

/// Whether an element says that the page is a document: a `<meta>`, or the body that Google Docs makes.
fn names_program(element: Element<'_>) -> bool {
    let attribute = |name| element.attribute(name).unwrap_or_default().trim();
    match element.name() {
        "meta" => {
            let name = attribute("name").to_ascii_lowercase();
            let is_name = matches!(name.as_str(), "generator" | "progid" | "exporter-version");
            let content = attribute("content").to_ascii_lowercase();
            is_name && PROGRAMS.iter().any(|program| content.starts_with(program))
        }
        "body" => attribute("class")
            .split_ascii_whitespace()
            .any(|class| class == "doc-content"),
        _ => false,
    }
}
