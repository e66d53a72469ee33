//! Lists that Word writes as paragraphs: `<p class=MsoListParagraph>·<span style='font:7.0pt
//! "Times New Roman"'>&nbsp;&nbsp; </span>text</p>`.
use bindery_model::{ListKind, Numbering};

use super::attributes::declaration;
use super::walk::{descendants, text_in};
use crate::html::{Element, Node, NodeId, Tree};

/// How many nodes of a paragraph are looked at for its mark, and how long that may be.
const MAX_NODES: usize = 24;
const MAX_MARK: usize = 12;
/// The deepest level of a list in Word.
const MAX_LEVEL: usize = 9;

/// A paragraph that is an item of a list.
pub(super) struct Listed {
    /// Its level, from 1.
    pub(super) level: usize,
    pub(super) kind: ListKind,
    /// The nodes that show its mark.
    pub(super) mark: Vec<NodeId>,
}

/// Reads a paragraph of a list; `None` for any other.
pub(super) fn read(tree: &Tree<'_>, id: NodeId, paragraph: Element<'_>) -> Option<Listed> {
    if !paragraph.has_attributes() {
        return None;
    }
    let class = paragraph.attribute("class").unwrap_or_default();
    let style = paragraph.attribute("style").unwrap_or_default();
    let named = style.find("mso-list:").map(|at| &style[at..]);
    if !class.starts_with("MsoList") && named.is_none() {
        return None;
    }
    let (text, mark) = mark(tree, id)?;
    let level = named.and_then(said_level).unwrap_or_else(|| indent(style));
    Some(Listed {
        level: level.clamp(1, MAX_LEVEL),
        kind: kind(&text),
        mark,
    })
}

/// What stands before the space of another size that Word sets behind a mark, and the nodes of both.
fn mark(tree: &Tree<'_>, id: NodeId) -> Option<(String, Vec<NodeId>)> {
    let (mut text, mut nodes) = (String::new(), Vec::new());
    for node in descendants(tree, id).take(MAX_NODES) {
        match tree.node(node) {
            Node::Text(piece) => {
                text.push_str(piece);
                nodes.push(node);
            }
            Node::Element(element) if is_spacer(tree, node, element) => {
                nodes.push(node);
                let text = text.trim();
                return (!text.is_empty() && text.len() <= MAX_MARK)
                    .then(|| (text.to_owned(), nodes));
            }
            _ => {}
        }
    }
    None
}

fn is_spacer(tree: &Tree<'_>, id: NodeId, element: Element<'_>) -> bool {
    let style = element.attribute("style").unwrap_or_default();
    style.contains("font:7.0pt") && text_in(tree, id).trim().is_empty()
}

/// `level2` of `mso-list: l0 level2 lfo1`.
fn said_level(list: &str) -> Option<usize> {
    let (_, level) = list.split(';').next()?.split_once("level")?;
    level.split_ascii_whitespace().next()?.parse().ok()
}

/// The level that a margin stands for, half an inch each.
fn indent(style: &str) -> usize {
    let Some(margin) = declaration(style, "margin-left") else {
        return 1;
    };
    let digits = margin
        .find(|c: char| c.is_ascii_alphabetic())
        .unwrap_or(margin.len());
    let (number, unit) = margin.split_at(digits);
    let of_level = match unit {
        "in" => 0.5,
        "cm" => 1.27,
        "mm" => 12.7,
        "pt" => 36.0,
        _ => 48.0,
    };
    let levels = number.parse::<f64>().unwrap_or(1.0) / of_level;
    (1..MAX_LEVEL)
        .find(|&level| levels < level as f64 + 0.5)
        .unwrap_or(1)
}

/// The kind of list that a mark is of: `1.`, `b)`, `(iv)`, or any sign.
fn kind(mark: &str) -> ListKind {
    let name = mark.trim_matches(|c: char| matches!(c, '(' | ')' | '.' | '、' | '（' | '）'));
    let is_sign = name == mark;
    let numbered = |start, numbering| ListKind::Ordered {
        start,
        numbering,
        reversed: false,
    };
    if let Ok(number) = name.parse::<u16>() {
        return numbered(number.into(), Numbering::Decimal);
    }
    let mut letters = name.bytes();
    match (letters.next(), letters.next()) {
        _ if is_sign => ListKind::Bullet,
        (Some(b'i'), None) => numbered(1, Numbering::LowerRoman),
        (Some(b'I'), None) => numbered(1, Numbering::UpperRoman),
        (Some(letter @ b'a'..=b'z'), None) => {
            numbered((letter - b'a' + 1).into(), Numbering::LowerAlpha)
        }
        (Some(letter @ b'A'..=b'Z'), None) => {
            numbered((letter - b'A' + 1).into(), Numbering::UpperAlpha)
        }
        _ => match roman(name) {
            Some(number) if name.starts_with(char::is_uppercase) => {
                numbered(number, Numbering::UpperRoman)
            }
            Some(number) => numbered(number, Numbering::LowerRoman),
            None => ListKind::Bullet,
        },
    }
}

/// The value of a Roman number below 50.
fn roman(digits: &str) -> Option<i64> {
    let value = |digit: char| match digit.to_ascii_lowercase() {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        _ => None,
    };
    let values: Vec<i64> = digits.chars().map(value).collect::<Option<_>>()?;
    let next = values.iter().skip(1).chain([&0]);
    let signed = values
        .iter()
        .zip(next)
        .map(|(own, next)| if own < next { -own } else { *own });
    Some(signed.sum()).filter(|&number| number > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_margins_say_what_list_it_is() {
        let start = |mark| match kind(mark) {
            ListKind::Ordered {
                start, numbering, ..
            } => Some((start, numbering)),
            ListKind::Bullet => None,
        };
        assert_eq!(start("12."), Some((12, Numbering::Decimal)));
        assert_eq!(start("(c)"), Some((3, Numbering::LowerAlpha)));
        assert_eq!(start("iv)"), Some((4, Numbering::LowerRoman)));
        assert_eq!(start("o"), None);
        assert_eq!(start("·"), None);
        for (style, level) in [
            ("", 1),
            ("margin-left:1.0in", 2),
            ("margin-left:72.0pt", 2),
            ("margin-left:3.81cm", 3),
        ] {
            assert_eq!(indent(style), level, "{style}");
        }
    }
}
