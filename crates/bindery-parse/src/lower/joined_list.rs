//! Lists that stand as several: paragraphs of Word that are items, a list for each level in what Google
//! Docs writes (`lst-kix_a-1`), one for each item in what Notion writes.
use bindery_model::{Attributes, Block, BlockKind, Inline, ListItem, ListKind};

/// How deep the inlines of a list may nest that is moved to another level.
const SHALLOW: usize = 8;

/// The level that the classes of a list give it in the list before it; `None` where it stands alone.
pub(super) fn level(attributes: Option<&Attributes>) -> Option<usize> {
    attributes?.classes.iter().find_map(|class| {
        if matches!(
            class.as_str(),
            "bulleted-list" | "numbered-list" | "to-do-list"
        ) {
            return Some(1);
        }
        let (_, level) = class.strip_prefix("lst-kix_")?.rsplit_once('-')?;
        let level = level.parse::<usize>().ok()?;
        (level < 9).then_some(level + 1)
    })
}

/// Puts a list into the one before it at a level; gives it back where it is none of that one.
pub(super) fn join(before: &mut Block, level: usize, list: Block) -> Option<Block> {
    let BlockKind::List { kind, items } = &mut before.kind else {
        return Some(list);
    };
    if level > 1
        && let Some(item) = items.last_mut()
    {
        let is_list = |block: &Block| matches!(block.kind, BlockKind::List { .. });
        let list = match item.blocks.last_mut().filter(|last| is_list(last)) {
            Some(inner) => join(inner, level - 1, list),
            None => Some(list),
        };
        item.blocks.extend(list);
        return None;
    }
    let number = number_behind(kind, items);
    match list.kind {
        BlockKind::List {
            kind: own,
            items: more,
        } if continues(kind, &own, number) => {
            items.extend(more);
            None
        }
        kind => Some(Block { kind, ..list }),
    }
}

/// The number of the item that would follow.
fn number_behind(kind: &ListKind, items: &[ListItem]) -> i64 {
    match kind {
        ListKind::Ordered { start, .. } => start.saturating_add(items.len() as i64),
        ListKind::Bullet => 0,
    }
}

/// Whether a list is the rest of one.
fn continues(kind: &ListKind, own: &ListKind, number: i64) -> bool {
    match (kind, own) {
        (ListKind::Bullet, ListKind::Bullet) => true,
        (ListKind::Ordered { .. }, ListKind::Ordered { start, .. }) => *start == number,
        _ => false,
    }
}

/// Whether a list may be moved deeper: there is nothing in it but lines of a few styles.
pub(super) fn is_shallow(list: &Block) -> bool {
    let BlockKind::List { items, .. } = &list.kind else {
        return false;
    };
    let mut blocks = items.iter().flat_map(|item| &item.blocks);
    blocks.all(|block| match &block.kind {
        BlockKind::Plain { content } | BlockKind::Paragraph { content } => {
            is_flat(content, SHALLOW)
        }
        _ => false,
    })
}

fn is_flat(content: &[Inline], depth: usize) -> bool {
    content.iter().all(|inline| match inline {
        Inline::Styled { content, .. } | Inline::Link { content, .. } => {
            depth > 0 && is_flat(content, depth - 1)
        }
        Inline::Ruby { .. } | Inline::Media(_) => false,
        _ => true,
    })
}
