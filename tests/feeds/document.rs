//! The document in an entry, as a tree that can be compared, and the ways in which Bindery's differ
//! from jekyll-feed's on purpose.
use std::collections::BTreeMap;

use bindery_parse::html::{self, Node, NodeId, Tree};
use url::Url;

/// A piece of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(String),
    Element(Element),
}

/// An element and what it refers to; how it looks is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Element {
    name: String,
    attributes: BTreeMap<&'static str, String>,
    children: Vec<Piece>,
}

const ADDRESSES: [&str; 4] = ["href", "src", "cite", "poster"];
const OTHERS: [&str; 5] = ["id", "alt", "name", "colspan", "rowspan"];

/// Parses the content of an entry; `base` is the entry's address.
pub(crate) fn parse(source: &str, base: &Url) -> Vec<Piece> {
    let tree =
        html::parse_fragment(source, "body", &html::Options::default()).expect("it is small");
    children(&tree, tree.root(), base)
}

fn children(tree: &Tree<'_>, parent: NodeId, base: &Url) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut next = tree.first_child(parent);
    while let Some(node) = next {
        match tree.node(node) {
            Node::Text(text) => pieces.push(Piece::Text(text.to_owned())),
            Node::Element(element) => pieces.push(Piece::Element(Element {
                name: element.name().to_owned(),
                attributes: attributes(element, base),
                children: children(tree, node, base),
            })),
            _ => {}
        }
        next = tree.next_sibling(node);
    }
    pieces
}

fn attributes(element: html::Element<'_>, base: &Url) -> BTreeMap<&'static str, String> {
    let address = |name: &'static str| {
        let value = element.attribute(name)?.trim();
        let absolute = match base.join(value) {
            Ok(url) if !value.is_empty() => url.to_string().replace('|', "%7C"),
            _ => value.to_owned(),
        };
        Some((name, absolute))
    };
    let plain = |name: &'static str| Some((name, element.attribute(name)?.trim().to_owned()));
    let addresses = ADDRESSES.iter().filter_map(|name| address(name));
    let others = OTHERS.iter().filter_map(|name| plain(name));
    addresses.chain(others).collect()
}

/// One way in which documents differ on purpose: why, and what makes both equal, applied to every
/// list of siblings, the inner ones first. It is told the site's host.
pub(crate) struct Reason {
    pub(crate) why: &'static str,
    level: fn(Vec<Piece>, &str) -> Vec<Piece>,
}

/// What Bindery does otherwise than jekyll-feed because it is better for who reads the feed. They
/// apply in this order.
pub(crate) const REASONS: [Reason; 8] = [
    Reason {
        why: "scripts and styles are left out, as readers do and validators ask",
        level: |pieces, _| each(pieces, without_scripts),
    },
    Reason {
        why: "films and frames are links: readers drop them, validators refuse them",
        level: |pieces, _| each(pieces, film_as_link),
    },
    Reason {
        why: "obsolete elements have their successors (strike, tt, names of anchors)",
        level: |pieces, _| each(pieces, with_successor),
    },
    Reason {
        why: "elements that HTML does not have, or that only colour code, are their content",
        level: |pieces, _| each(pieces, without_wrapper),
    },
    Reason {
        why: "code is lines of text, without lists or line breaks of HTML in it",
        level: |pieces, _| each(pieces, code_as_lines),
    },
    Reason {
        why: "links to the site itself have its scheme, and its posts' own addresses",
        level: own_addresses,
    },
    Reason {
        why: "links that lead nowhere, or have no text, are none",
        level: |pieces, _| each(pieces, without_dead_link),
    },
    Reason {
        why: "line breaks beside a block, and empty blocks, are left out",
        level: |pieces, _| without_empty(pieces),
    },
];

/// A document with some reasons out of the way. What one of them takes away may leave something to
/// another, so they apply twice.
pub(crate) fn level(pieces: &[Piece], host: &str, reasons: &[&Reason]) -> Vec<Piece> {
    let mut pieces = pieces.to_vec();
    for reason in reasons.iter().chain(reasons) {
        pieces = apply(pieces, host, reason);
    }
    settle(pieces)
}

fn apply(pieces: Vec<Piece>, host: &str, reason: &Reason) -> Vec<Piece> {
    let inner = pieces.into_iter().map(|piece| match piece {
        Piece::Element(mut element) => {
            element.children = apply(element.children, host, reason);
            Piece::Element(element)
        }
        text => text,
    });
    (reason.level)(inner.collect(), host)
}

/// Joins neighbours of text, and squeezes white space, which tells nothing at the edges of elements.
fn settle(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut settled: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (piece, settled.last_mut()) {
            (Piece::Text(text), Some(Piece::Text(last))) => last.push_str(&text),
            (Piece::Element(mut element), _) => {
                element.children = settle(element.children);
                settled.push(Piece::Element(element));
            }
            (text, _) => settled.push(text),
        }
    }
    for piece in &mut settled {
        if let Piece::Text(text) = piece {
            *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        }
    }
    settled.retain(|piece| !matches!(piece, Piece::Text(text) if text.is_empty()));
    settled
}

fn is_blank(piece: &Piece) -> bool {
    matches!(piece, Piece::Text(text) if text.trim().is_empty())
}

/// Changes elements; text stays.
fn each(pieces: Vec<Piece>, change: fn(Element) -> Vec<Piece>) -> Vec<Piece> {
    let changed = pieces.into_iter().map(|piece| match piece {
        Piece::Element(element) => change(element),
        text => vec![text],
    });
    changed.flatten().collect()
}

fn without_scripts(element: Element) -> Vec<Piece> {
    match element.name.as_str() {
        "script" | "style" | "link" => Vec::new(),
        _ => vec![element.into()],
    }
}

fn film_as_link(element: Element) -> Vec<Piece> {
    match element.name.as_str() {
        "iframe" | "embed" => match element.attributes.get("src") {
            Some(address) => {
                let text = Piece::Text(address.clone());
                let link = Element {
                    name: "a".to_owned(),
                    attributes: BTreeMap::from([("href", address.clone())]),
                    children: vec![text],
                };
                vec![link.into()]
            }
            None => Vec::new(),
        },
        "param" => Vec::new(),
        "object" => element.children,
        _ => vec![element.into()],
    }
}

fn with_successor(mut element: Element) -> Vec<Piece> {
    element.name = match element.name.as_str() {
        "strike" => "s",
        "tt" => "code",
        "a" if !element.attributes.contains_key("href") => "span",
        name => name,
    }
    .to_owned();
    if let Some(name) = element.attributes.remove("name") {
        element.attributes.entry("id").or_insert(name);
    }
    vec![element.into()]
}

fn without_wrapper(element: Element) -> Vec<Piece> {
    // What HTML has is what the validator knows; `macro:code` and `person` are typing errors.
    let means_nothing = matches!(element.name.as_str(), "div" | "span" | "font" | "center");
    let is_unknown = !bindery_tests::feed_rules::is_html_element(&element.name);
    if is_unknown || means_nothing && element.attributes.is_empty() {
        element.children
    } else {
        vec![element.into()]
    }
}

fn code_as_lines(mut element: Element) -> Vec<Piece> {
    if element.name == "pre" {
        element.children = lines(element.children);
    }
    vec![element.into()]
}

fn lines(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Element(element)
                if element.name == "code" || BLOCKS.contains(&element.name.as_str()) =>
            {
                out.extend(lines(element.children));
            }
            Piece::Element(element) if element.name == "br" => out.push(Piece::Text("\n".into())),
            piece => out.push(piece),
        }
    }
    out
}

fn own_addresses(mut pieces: Vec<Piece>, host: &str) -> Vec<Piece> {
    for piece in &mut pieces {
        let Piece::Element(element) = piece else {
            continue;
        };
        for address in element.attributes.values_mut() {
            let rest = address
                .strip_prefix("http://")
                .or(address.strip_prefix("https://"));
            if let Some(path) = rest.and_then(|rest| rest.strip_prefix(host)) {
                *address = format!("https://{host}{}", path.trim_end_matches('/'));
            }
        }
    }
    pieces
}

fn without_dead_link(element: Element) -> Vec<Piece> {
    let leads_nowhere = element.attributes.get("href").is_some_and(String::is_empty);
    if element.name == "a" && (leads_nowhere || element.children.iter().all(is_blank)) {
        element.children
    } else {
        vec![element.into()]
    }
}

fn without_empty(pieces: Vec<Piece>) -> Vec<Piece> {
    let is_break = |piece: &Piece| matches!(piece, Piece::Element(e) if e.name == "br");
    let is_block = |piece: Option<&&Piece>| match piece {
        Some(Piece::Element(element)) => BLOCKS.contains(&element.name.as_str()),
        Some(Piece::Text(_)) => false,
        None => true,
    };
    let stays = |at: usize| {
        let solid = |piece: &&Piece| !is_blank(piece);
        let before = pieces[..at].iter().rev().find(solid);
        let after = pieces[at + 1..].iter().find(solid);
        match &pieces[at] {
            piece if is_break(piece) => {
                after.is_some() && !is_block(before.as_ref()) && !is_block(after.as_ref())
                    || before.is_none() && !is_block(after.as_ref())
            }
            Piece::Element(element) if ["p", "div", "code"].contains(&element.name.as_str()) => {
                !element.children.iter().all(is_blank)
            }
            _ => true,
        }
    };
    let kept = (0..pieces.len()).filter(|&at| stays(at));
    kept.map(|at| pieces[at].clone()).collect()
}

const BLOCKS: [&str; 14] = [
    "p",
    "div",
    "pre",
    "ul",
    "ol",
    "li",
    "blockquote",
    "table",
    "hr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
];

impl From<Element> for Piece {
    fn from(element: Element) -> Piece {
        Piece::Element(element)
    }
}

/// The text of a document, without white space: jekyll-feed joins the last word of a block to the
/// first of the next.
pub(crate) fn letters(pieces: &[Piece]) -> String {
    let letters = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => text.split_whitespace().collect(),
        Piece::Element(element) => letters(&element.children),
    });
    letters.collect()
}
