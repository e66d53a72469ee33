//! Lists in Markdown.
use bindery_model::{Block, BlockKind, ListItem, ListKind, Numbering};

use super::Writer;
use super::blocks::indented;

/// The highest number that an item may begin with.
const HIGHEST: i64 = 999_999_999;

impl Writer<'_> {
    /// A list; `None` if Markdown would read it as another.
    pub(super) fn list(&self, kind: ListKind, items: &[ListItem]) -> Option<String> {
        let plain = |item: &ListItem| item.attributes.is_none() && item.value.is_none();
        if items.is_empty() || !items.iter().all(plain) {
            return None;
        }
        let last = i64::try_from(items.len()).unwrap_or(HIGHEST);
        let first = match kind {
            ListKind::Bullet => None,
            ListKind::Ordered {
                start,
                numbering: Numbering::Decimal,
                reversed: false,
            } if (0..=HIGHEST - last).contains(&start) => Some(start),
            ListKind::Ordered { .. } => return None,
        };
        let tight = items.iter().all(is_tight);
        if !tight && !self.is_loose(items) {
            return None;
        }
        let mut out = String::new();
        for (index, item) in items.iter().enumerate() {
            if index > 0 && !tight {
                out.push('\n');
            }
            let mark = match first {
                Some(first) => format!("{}. ", first + index as i64),
                None => "- ".to_owned(),
            };
            let text = self.item(item, tight)?;
            if text.is_empty() {
                out.push_str(mark.trim_end());
                out.push('\n');
            } else {
                out.push_str(&indented(&text, &mark, &" ".repeat(mark.len())));
            }
        }
        Some(out)
    }

    /// Whether blank lines are sure to make paragraphs of all texts. Readers look at blank lines
    /// behind paragraphs alone.
    fn is_loose(&self, items: &[ListItem]) -> bool {
        let has_no_plain = |item: &ListItem| {
            let is_plain = |block: &Block| matches!(block.kind, BlockKind::Plain { .. });
            !item.blocks.is_empty() && !item.blocks.iter().any(is_plain)
        };
        let parts = |block: &Block| {
            matches!(&block.kind, BlockKind::Paragraph { content }
                if block.attributes.is_none() && self.paragraph(content).is_some())
        };
        let last = items.len() - 1;
        let is_parted = items.iter().enumerate().any(|(index, item)| {
            let behind = usize::from(index == last);
            let before = item.blocks.len().saturating_sub(behind);
            item.blocks[..before].iter().any(parts)
        });
        items.iter().all(has_no_plain) && is_parted
    }

    fn item(&self, item: &ListItem, tight: bool) -> Option<String> {
        let done = match item.checked {
            Some(_) if !tight => return None,
            Some(true) => "[x] ",
            Some(false) => "[ ] ",
            None => "",
        };
        if !tight {
            return Some(self.blocks(&item.blocks));
        }
        let mut out = String::new();
        for block in &item.blocks {
            match &block.kind {
                BlockKind::Plain { content } => {
                    out.push_str(done);
                    out.push_str(&self.paragraph(content)?);
                    out.push('\n');
                }
                // A list that does not begin with 1 cannot follow text.
                BlockKind::List {
                    kind: ListKind::Ordered { start, .. },
                    ..
                } if *start != 1 => return None,
                _ => out.push_str(
                    &self
                        .markdown_block(block)
                        .filter(|text| !text.starts_with('<'))?,
                ),
            }
        }
        Some(out)
    }
}

/// Text that is no paragraph, and perhaps a list below it.
fn is_tight(item: &ListItem) -> bool {
    let kinds: Vec<&BlockKind> = item
        .blocks
        .iter()
        .map(|block: &Block| &block.kind)
        .collect();
    matches!(
        kinds.as_slice(),
        [] | [BlockKind::Plain { .. }] | [BlockKind::Plain { .. }, BlockKind::List { .. }]
    ) && (item.checked.is_none() || !item.blocks.is_empty())
}
