//! Blocks that are too long for a document, cut into several blocks that say the same: lists
//! between items, tables between rows, quotations and divisions between their blocks, code between
//! lines, paragraphs between sentences.
use bindery_model::{Attributes, Block, BlockKind, Inline, ListItem, ListKind, Row, Table};

/// How long something is in XHTML.
pub(crate) type Measure<'m> = &'m dyn Fn(&Block) -> usize;

/// The block in pieces of about `limit` bytes at most, in order. What cannot be cut stays whole.
pub(crate) fn cut(block: &Block, limit: usize, measure: Measure<'_>) -> Vec<Block> {
    if measure(block) <= limit {
        return vec![block.clone()];
    }
    let mut attributes = block.attributes.clone();
    let mut piece = |kind: BlockKind| {
        let own = attributes.clone();
        // Only the first piece has the `id`.
        if let Some(attributes) = &mut attributes {
            attributes.id = None;
        }
        Block {
            attributes: own.and_then(|own: Box<Attributes>| own.boxed()),
            kind,
        }
    };
    match &block.kind {
        BlockKind::Paragraph { content } => cut_inlines(content, limit)
            .into_iter()
            .map(|content| piece(BlockKind::Paragraph { content }))
            .collect(),
        BlockKind::Plain { content } => cut_inlines(content, limit)
            .into_iter()
            .map(|content| piece(BlockKind::Plain { content }))
            .collect(),
        BlockKind::Code {
            language,
            plain,
            content,
        } => cut_inlines(content, limit)
            .into_iter()
            .map(|content| {
                let language = language.clone();
                piece(BlockKind::Code {
                    language,
                    plain: *plain,
                    content,
                })
            })
            .collect(),
        BlockKind::Quote { blocks } => group(blocks, limit, measure)
            .into_iter()
            .map(|blocks| piece(BlockKind::Quote { blocks }))
            .collect(),
        BlockKind::Division { role, blocks } => group(blocks, limit, measure)
            .into_iter()
            .map(|blocks| {
                let role = *role;
                piece(BlockKind::Division { role, blocks })
            })
            .collect(),
        BlockKind::Details { summary, blocks } => {
            let mut groups = group(blocks, limit, measure).into_iter();
            let summary = summary.clone();
            let blocks = groups.next().unwrap_or_default();
            let mut pieces = vec![piece(BlockKind::Details { summary, blocks })];
            pieces.extend(groups.flatten());
            pieces
        }
        BlockKind::List { kind, items } => cut_list(*kind, items, limit, measure)
            .into_iter()
            .map(piece)
            .collect(),
        BlockKind::DefinitionList { items } => {
            let size = |item: &_| {
                let items = vec![Clone::clone(item)];
                measure(&BlockKind::DefinitionList { items }.into())
            };
            runs(items, limit, size)
                .into_iter()
                .map(|items| piece(BlockKind::DefinitionList { items }))
                .collect()
        }
        BlockKind::Table(table) => cut_table(table, limit, measure)
            .into_iter()
            .map(|table| piece(BlockKind::Table(Box::new(table))))
            .collect(),
        BlockKind::Figure {
            blocks,
            caption,
            caption_above,
        } => {
            let mut pieces = group(blocks, limit, measure);
            if pieces.is_empty() {
                pieces.push(Vec::new());
            }
            let place = if *caption_above { 0 } else { pieces.len() - 1 };
            let figures = pieces.into_iter().enumerate().map(|(at, blocks)| {
                let has_caption = at == place;
                piece(BlockKind::Figure {
                    blocks,
                    caption: caption.iter().filter(|_| has_caption).cloned().collect(),
                    caption_above: *caption_above && has_caption,
                })
            });
            figures.collect()
        }
        BlockKind::Heading { .. } | BlockKind::Rule | BlockKind::Math(_) => {
            vec![block.clone()]
        }
    }
}

/// Blocks, those too long cut, in groups that are not too long.
fn group(blocks: &[Block], limit: usize, measure: Measure<'_>) -> Vec<Vec<Block>> {
    let blocks: Vec<Block> = blocks
        .iter()
        .flat_map(|block| cut(block, limit, measure))
        .collect();
    runs(&blocks, limit, |block| measure(block))
}

/// Runs of neighbours whose sizes together are not above the limit.
fn runs<T: Clone>(items: &[T], limit: usize, size: impl Fn(&T) -> usize) -> Vec<Vec<T>> {
    let mut runs: Vec<Vec<T>> = vec![Vec::new()];
    let mut total = 0;
    for item in items {
        let size = size(item);
        if total > 0 && total + size > limit {
            runs.push(Vec::new());
            total = 0;
        }
        total += size;
        if let Some(run) = runs.last_mut() {
            run.push(item.clone());
        }
    }
    runs
}

/// Numbers go on where the piece before ended.
fn cut_list(
    kind: ListKind,
    items: &[ListItem],
    limit: usize,
    measure: Measure<'_>,
) -> Vec<BlockKind> {
    let size = |item: &ListItem| {
        let items = vec![item.clone()];
        measure(&BlockKind::List { kind, items }.into())
    };
    let mut pieces = Vec::new();
    let mut next = match kind {
        ListKind::Ordered { start, .. } => start,
        ListKind::Bullet => 1,
    };
    for items in runs(items, limit, size) {
        let kind = match kind {
            ListKind::Ordered {
                numbering,
                reversed,
                ..
            } => ListKind::Ordered {
                start: next,
                numbering,
                reversed,
            },
            ListKind::Bullet => kind,
        };
        for item in &items {
            let step = match kind {
                ListKind::Ordered { reversed: true, .. } => -1,
                _ => 1,
            };
            next = item.value.unwrap_or(next).saturating_add(step);
        }
        match &items[..] {
            // An item too long for a document: what does not fit goes on below the list.
            [item] if size(item) > limit => {
                let mut groups = group(&item.blocks, limit, measure).into_iter();
                let blocks = groups.next().unwrap_or_default();
                let first = ListItem {
                    blocks,
                    ..item.clone()
                };
                let items = vec![first];
                pieces.push(BlockKind::List { kind, items });
                pieces.extend(groups.map(|blocks| BlockKind::Division {
                    role: bindery_model::Role::Plain,
                    blocks,
                }));
            }
            _ => pieces.push(BlockKind::List { kind, items }),
        }
    }
    pieces
}

/// The caption stays with the first rows, head and foot with the first and the last.
fn cut_table(table: &Table, limit: usize, measure: Measure<'_>) -> Vec<Table> {
    let size = |row: &Row| {
        let bodies = vec![vec![row.clone()]];
        let table = Table {
            bodies,
            ..Table::default()
        };
        measure(&BlockKind::Table(Box::new(table)).into())
    };
    let mut tables: Vec<Table> = Vec::new();
    for body in &table.bodies {
        for rows in runs(body, limit, size) {
            tables.push(Table {
                bodies: vec![rows],
                ..Table::default()
            });
        }
    }
    if tables.is_empty() {
        return vec![table.clone()];
    }
    tables[0].caption.clone_from(&table.caption);
    tables[0].head.clone_from(&table.head);
    if let Some(last) = tables.last_mut() {
        last.foot.clone_from(&table.foot);
    }
    tables
}

/// Inlines in runs of about `limit` bytes at most, cut after sentences, else between words, else
/// between characters.
fn cut_inlines(inlines: &[Inline], limit: usize) -> Vec<Vec<Inline>> {
    let pieces: Vec<Inline> = inlines
        .iter()
        .flat_map(|inline| cut_inline(inline, limit))
        .collect();
    runs(&pieces, limit, length)
}

fn cut_inline(inline: &Inline, limit: usize) -> Vec<Inline> {
    match inline {
        Inline::Text { text } => {
            // Escapes make text longer.
            let mut rest = text.as_str();
            let mut pieces = Vec::new();
            while rest.len() > limit / 2 {
                let (piece, after) = rest.split_at(place_to_cut(rest, limit / 2));
                pieces.push(Inline::text(piece));
                rest = after;
            }
            if !rest.is_empty() {
                pieces.push(Inline::text(rest));
            }
            pieces
        }
        Inline::Styled {
            style,
            attributes,
            content,
        } if length(inline) > limit => {
            let mut attributes = attributes.clone();
            cut_inlines(content, limit)
                .into_iter()
                .map(|content| {
                    let own = attributes.clone();
                    if let Some(attributes) = &mut attributes {
                        attributes.id = None;
                    }
                    Inline::Styled {
                        style: style.clone(),
                        attributes: own.and_then(|own| own.boxed()),
                        content,
                    }
                })
                .collect()
        }
        _ => vec![inline.clone()],
    }
}

/// Bytes that an inline has in XHTML, roughly, and rather too many.
fn length(inline: &Inline) -> usize {
    const MARKUP: usize = 200;
    match inline {
        Inline::Text { text } => {
            let escaped = text.bytes().filter(|byte| b"<>&".contains(byte)).count();
            text.len() + 4 * escaped
        }
        Inline::Styled { content, .. } | Inline::Link { content, .. } => {
            MARKUP + content.iter().map(length).sum::<usize>()
        }
        Inline::Ruby { segments } => segments
            .iter()
            .flat_map(|segment| segment.base.iter().chain(&segment.annotation))
            .map(|inline| 20 + length(inline))
            .sum(),
        Inline::Media(media) => MARKUP + media.fallback.iter().map(length).sum::<usize>(),
        // Each sign has an element of its own.
        Inline::Math(formula) => MARKUP + 20 * formula.text().len(),
        _ => MARKUP,
    }
}

/// Where the first `limit` bytes of a text are best cut, above 0.
fn place_to_cut(text: &str, limit: usize) -> usize {
    let end = text.floor_char_boundary(limit.max(4));
    let half = text.floor_char_boundary(end / 2);
    let window = &text[half..end];
    let after = |marks: &[char]| {
        let (at, mark) = window.rmatch_indices(marks).next()?;
        Some(half + at + mark.len())
    };
    after(&['\n', '。', '！', '？', '.', '!', '?'])
        .or_else(|| after(&[' ', '，', ',', '、', '；', ';']))
        .unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every kind of block that can be cut keeps its text, in order.
    #[test]
    fn pieces_are_short_and_say_the_same() {
        let words: String = (0..2000).map(|n| format!("word{n}. ")).collect();
        let long = || vec![Inline::text(&*words)];
        let paragraphs = || {
            let paragraph = |n| Block::paragraph(vec![Inline::text(format!("paragraph {n} "))]);
            (0..500).map(paragraph).collect::<Vec<_>>()
        };
        let items = |count: usize| -> Vec<ListItem> {
            let item = |n| ListItem {
                blocks: vec![Block::plain(vec![Inline::text(format!("item {n} "))])],
                ..ListItem::default()
            };
            (0..count).map(item).collect()
        };
        let rows = (0..500)
            .map(|n| Row {
                attributes: None,
                cells: vec![bindery_model::Cell {
                    blocks: vec![Block::plain(vec![Inline::text(format!("cell {n} "))])],
                    ..bindery_model::Cell::default()
                }],
            })
            .collect();
        let table = Table {
            bodies: vec![rows],
            ..Table::default()
        };
        let one_item = vec![ListItem {
            blocks: paragraphs(),
            ..ListItem::default()
        }];
        let ordered = ListKind::Ordered {
            start: 1,
            numbering: bindery_model::Numbering::Decimal,
            reversed: false,
        };
        let kinds = [
            BlockKind::Paragraph { content: long() },
            BlockKind::Code {
                language: None,
                plain: false,
                content: long(),
            },
            BlockKind::Paragraph {
                content: vec![Inline::styled(bindery_model::Style::Strong, long())],
            },
            BlockKind::Quote {
                blocks: paragraphs(),
            },
            BlockKind::Quote {
                blocks: vec![Block::paragraph(long())],
            },
            BlockKind::List {
                kind: ordered,
                items: items(500),
            },
            BlockKind::List {
                kind: ordered,
                items: one_item,
            },
            BlockKind::Table(Box::new(table)),
        ];
        let measure = |block: &Block| Block::text_of(std::slice::from_ref(block)).len();
        for kind in kinds {
            let block: Block = kind.into();
            let pieces = cut(&block, 1000, &measure);
            assert!(pieces.len() > 3, "{block:?}");
            // Line ends between blocks are not counted while cutting.
            let longest = pieces.iter().map(measure).max();
            assert!(longest <= Some(1500), "{longest:?} {:?}", pieces[0]);
            let squeeze = |text: String| text.split_whitespace().collect::<String>();
            let whole = Block::text_of(std::slice::from_ref(&block));
            assert_eq!(squeeze(Block::text_of(&pieces)), squeeze(whole));
        }
    }

    #[test]
    fn numbers_go_on_after_a_cut() {
        let items = (0..10)
            .map(|n| ListItem {
                value: (n == 3).then_some(20),
                blocks: vec![Block::plain(vec![Inline::text("x".repeat(50))])],
                ..ListItem::default()
            })
            .collect();
        let kind = ListKind::Ordered {
            start: 5,
            numbering: bindery_model::Numbering::Decimal,
            reversed: false,
        };
        let block: Block = BlockKind::List { kind, items }.into();
        let measure = |block: &Block| Block::text_of(std::slice::from_ref(block)).len();
        let starts: Vec<i64> = cut(&block, 210, &measure)
            .iter()
            .map(|piece| match piece.kind {
                BlockKind::List {
                    kind: ListKind::Ordered { start, .. },
                    ..
                } => start,
                _ => 0,
            })
            .collect();
        assert_eq!(starts, [5, 21, 25]);
    }
}
