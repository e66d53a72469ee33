//! What stands where it must not is put right, as browsers do.
use super::{MathElement, MathName};

/// The children of an element, none of them where it must not stand.
pub(super) fn fitting(name: MathName, content: Vec<MathElement>) -> Vec<MathElement> {
    let mut fitting = Vec::with_capacity(content.len());
    for mut child in content {
        match (name, child.name) {
            (MathName::Mmultiscripts, MathName::Mprescripts) => {}
            (_, MathName::Mprescripts) => continue,
            (MathName::Mtable, MathName::Mtr) | (MathName::Mtr, MathName::Mtd) => {}
            (MathName::Mtable, MathName::Mtd) => {
                child = MathElement::layout(MathName::Mtr, vec![child]);
            }
            (MathName::Mtable, _) => {
                let cell = MathElement::layout(MathName::Mtd, vec![as_expression(child)]);
                child = MathElement::layout(MathName::Mtr, vec![cell]);
            }
            (MathName::Mtr, _) => {
                child = MathElement::layout(MathName::Mtd, vec![as_expression(child)]);
            }
            _ => child = as_expression(child),
        }
        fitting.push(child);
    }
    match name {
        MathName::Mmultiscripts => in_pairs(fitting),
        _ => fitting,
    }
}

/// A row or cell of a table that stands outside of one is a row of elements.
fn as_expression(mut element: MathElement) -> MathElement {
    if element.name == MathName::Mtr {
        let cells = std::mem::take(&mut element.content);
        element.content = cells.into_iter().map(as_expression).collect();
    }
    if matches!(element.name, MathName::Mtr | MathName::Mtd) {
        element.name = MathName::Mrow;
        element.attributes.clear();
    }
    element
}

/// A base and its scripts, of which there are always two: below and above. Those that stand before
/// the base follow `mprescripts` (MathML 3, section 3.4.7).
fn in_pairs(content: Vec<MathElement>) -> Vec<MathElement> {
    let nothing = || MathElement::layout(MathName::Mrow, Vec::new());
    let mut pairs = Vec::with_capacity(content.len() + 2);
    let (mut scripts, mut before) = (0, false);
    for element in content {
        if element.name == MathName::Mprescripts {
            if before {
                continue;
            }
            before = true;
            if pairs.is_empty() || scripts % 2 == 1 {
                pairs.push(nothing());
            }
            scripts = 0;
        } else if !pairs.is_empty() {
            scripts += 1;
        }
        pairs.push(element);
    }
    if scripts % 2 == 1 || pairs.is_empty() {
        pairs.push(nothing());
    }
    pairs
}

/// What `mfenced` means (MathML 3, section 3.3.8).
pub(super) fn fenced(
    content: Vec<MathElement>,
    [open, close, separators]: &[String; 3],
) -> Vec<MathElement> {
    let fence = |text: &str, form: &str| {
        let mut element = MathElement::token(MathName::Mo, text.to_owned());
        element.attributes.insert("fence", "true".to_owned());
        element.attributes.insert("form", form.to_owned());
        element
    };
    let separators: Vec<char> = separators.chars().filter(|c| !c.is_whitespace()).collect();
    let mut inside = Vec::with_capacity(2 * content.len());
    for (at, element) in content.into_iter().enumerate() {
        let mark = at
            .checked_sub(1)
            .and_then(|at| separators.get(at).or(separators.last()));
        if let Some(mark) = mark {
            let mut mark = MathElement::token(MathName::Mo, mark.to_string());
            mark.attributes.insert("separator", "true".to_owned());
            inside.push(mark);
        }
        inside.push(element);
    }
    let mut all = Vec::with_capacity(3);
    if !open.is_empty() {
        all.push(fence(open, "prefix"));
    }
    match inside.len() {
        1 => all.append(&mut inside),
        _ => all.push(MathElement::layout(MathName::Mrow, inside)),
    }
    if !close.is_empty() {
        all.push(fence(close, "postfix"));
    }
    all
}
