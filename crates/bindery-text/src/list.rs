//! Lists: hanging indents, numbers set right.
use bindery_model::{Block, BlockKind, ListItem, ListKind, Numbering};

use crate::blocks::Setter;

impl Setter<'_> {
    pub(crate) fn items(&mut self, kind: ListKind, items: &[ListItem]) {
        let marks = marks(kind, items);
        let widest = marks.iter().map(String::len).max().unwrap_or(0);
        let loose = items.iter().any(is_loose);
        for (index, (item, mark)) in items.iter().zip(marks).enumerate() {
            let done = match item.checked {
                Some(true) => "[x] ",
                Some(false) => "[ ] ",
                None => "",
            };
            if loose && index > 0 {
                self.lines.gap();
            }
            self.hung(&format!("{mark:>widest$} {done}"), |setter| {
                setter.item(item);
            });
        }
    }

    /// In a tight item a list follows its text without a blank line.
    fn item(&mut self, item: &ListItem) {
        if is_loose(item) {
            self.blocks(&item.blocks);
        } else {
            item.blocks.iter().for_each(|block| self.block(block));
        }
    }
}

/// Whether an item has several paragraphs, or blocks that want room.
fn is_loose(item: &ListItem) -> bool {
    let tight = |block: &Block| {
        matches!(
            block.kind,
            BlockKind::Plain { .. } | BlockKind::Paragraph { .. } | BlockKind::List { .. }
        )
    };
    let paragraphs = item
        .blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Paragraph { .. }))
        .count();
    paragraphs > 1 || !item.blocks.iter().all(tight)
}

fn marks(kind: ListKind, items: &[ListItem]) -> Vec<String> {
    let ListKind::Ordered {
        start,
        numbering,
        reversed,
    } = kind
    else {
        return vec!["-".to_owned(); items.len()];
    };
    let mut next = start;
    items
        .iter()
        .map(|item| {
            let number = item.value.unwrap_or(next);
            next = if reversed {
                number.saturating_sub(1)
            } else {
                number.saturating_add(1)
            };
            format!("{}.", numeral(number, numbering))
        })
        .collect()
}

fn numeral(number: i64, numbering: Numbering) -> String {
    let small = u32::try_from(number)
        .ok()
        .filter(|number| (1..4000).contains(number));
    match (numbering, small) {
        (Numbering::LowerAlpha, Some(number)) => letters(number),
        (Numbering::UpperAlpha, Some(number)) => letters(number).to_uppercase(),
        (Numbering::LowerRoman, Some(number)) => roman(number),
        (Numbering::UpperRoman, Some(number)) => roman(number).to_uppercase(),
        _ => number.to_string(),
    }
}

/// a, b, …, z, aa, ab, ….
fn letters(mut number: u32) -> String {
    let mut out = Vec::new();
    while number > 0 {
        number -= 1;
        out.push(b'a' + (number % 26) as u8);
        number /= 26;
    }
    out.iter().rev().map(|&byte| char::from(byte)).collect()
}

fn roman(mut number: u32) -> String {
    const DIGITS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut out = String::new();
    for (value, digits) in DIGITS {
        while number >= value {
            out.push_str(digits);
            number -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals() {
        assert_eq!([1, 26, 27, 703].map(letters), ["a", "z", "aa", "aaa"]);
        assert_eq!([4, 9, 1994].map(roman), ["iv", "ix", "mcmxciv"]);
    }
}
