//! HTML within drawings (`foreignObject`), in which programs that draw diagrams write their labels.
//! A picture has no place for it, so its words are set as text of the drawing.
use std::fmt::Write as _;

use bindery_model::remove_forbidden;

use super::walk::{child_elements, descendants};
use crate::html::{Element, Namespace, Node, NodeId, Tree};
use crate::liquid::escape;

/// The size of letters, in the drawing's units: that of text in pages.
const SIZE: f64 = 16.0;
/// Lines of the longest label: more are text that is no label.
const MAX_LINES: usize = 40;

/// What stands in the place of HTML within a drawing.
pub(super) enum Label {
    /// Text of the drawing; empty where the HTML shows nothing, or something else says it.
    Text(String),
    /// Nothing can.
    None,
}

/// The words of a `foreignObject`, in the middle of its box.
pub(super) fn label(tree: &Tree<'_>, id: NodeId, object: Element<'_>) -> Label {
    let paragraphs = lines_of(tree, id);
    if paragraphs.is_empty() {
        return Label::Text(String::new());
    }
    let length = |name: &str| object.attribute(name).map_or(Some(0.0), number);
    let [Some(x), Some(y), Some(width), Some(height)] = ["x", "y", "width", "height"].map(length)
    else {
        return otherwise(tree, id);
    };
    if width <= 0.0 || height <= 0.0 {
        return otherwise(tree, id);
    }
    let lines: Vec<String> = paragraphs
        .iter()
        .flat_map(|paragraph| wrap(paragraph, width))
        .collect();
    if lines.len() > MAX_LINES {
        return otherwise(tree, id);
    }
    let step = SIZE * 1.2;
    let middle = x + width / 2.0;
    let first = y + height / 2.0 - step * (lines.len() - 1) as f64 / 2.0 + SIZE * 0.35;
    let mut text =
        format!("<text text-anchor=\"middle\" font-size=\"{SIZE}\" fill=\"#000\" stroke=\"none\">");
    for (at, line) in lines.iter().enumerate() {
        let down = first + step * at as f64;
        let line = escape(line);
        // Writing to a string does not fail.
        let _ = write!(
            text,
            "<tspan x=\"{middle:.1}\" y=\"{down:.1}\">{line}</tspan>"
        );
    }
    Label::Text(text + "</text>")
}

/// Where the place of a label is unknown: nothing, if the drawing has other text for it.
fn otherwise(tree: &Tree<'_>, id: NodeId) -> Label {
    let above = tree.parent(id);
    let is_switch = above.is_some_and(|above| {
        tree.element(above).is_some_and(|it| it.name() == "switch")
            && child_elements(tree, above)
                .skip_while(|(child, _)| *child != id)
                .count()
                > 1
    });
    match is_switch {
        true => Label::Text(String::new()),
        false => Label::None,
    }
}

fn number(value: &str) -> Option<f64> {
    let value = value.trim();
    let number: f64 = value.strip_suffix("px").unwrap_or(value).parse().ok()?;
    number.is_finite().then_some(number)
}

/// The lines of HTML: words parted where a block or a break is.
fn lines_of(tree: &Tree<'_>, id: NodeId) -> Vec<String> {
    let mut lines = vec![String::new()];
    for node in descendants(tree, id) {
        match tree.node(node) {
            Node::Text(text) => {
                if let Some(last) = lines.last_mut() {
                    last.push_str(&remove_forbidden(text));
                }
            }
            Node::Element(element)
                if element.namespace() == Namespace::Html
                    && matches!(element.name(), "br" | "div" | "p" | "li" | "tr") =>
            {
                lines.push(String::new());
            }
            _ => {}
        }
    }
    let squeezed = lines
        .iter()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    squeezed.filter(|line| !line.is_empty()).collect()
}

/// A line in lines that about fit the width.
fn wrap(line: &str, width: f64) -> Vec<String> {
    let room = width * 1.1;
    let mut lines = vec![String::new()];
    for word in line.split(' ') {
        let last = lines.len() - 1;
        let joined = match lines[last].is_empty() {
            true => word.to_owned(),
            false => format!("{} {word}", lines[last]),
        };
        if !lines[last].is_empty() && extent(&joined) > room {
            lines.push(word.to_owned());
        } else {
            lines[last] = joined;
        }
    }
    lines
}

/// About how wide a text is.
fn extent(text: &str) -> f64 {
    let width = |c: char| if c.is_ascii() { SIZE / 2.0 } else { SIZE };
    text.chars().map(width).sum()
}
