//! Levels of headings that leave none out, as people who jump from heading to heading need them.
use bindery_model::{Block, BlockKind, Post};

/// Gives the headings of a post levels from 1 on: a heading that is below another in the source is
/// one level below it.
pub(crate) fn nest(post: &mut Post) {
    let mut open = Vec::new();
    nest_blocks(&mut post.blocks, &mut open);
    for footnote in &mut post.footnotes {
        nest_blocks(&mut footnote.blocks, &mut open);
    }
}

/// `open` holds the source's levels of the headings that the place is below.
fn nest_blocks(blocks: &mut [Block], open: &mut Vec<u8>) {
    for block in blocks {
        match &mut block.kind {
            // A silent one is written as no heading.
            BlockKind::Heading { content, .. } if bindery_html::are_silent(content) => {}
            BlockKind::Heading { level, .. } => {
                while open.last().is_some_and(|last| last >= level) {
                    open.pop();
                }
                open.push(*level);
                *level = u8::try_from(open.len()).unwrap_or(6).min(6);
            }
            BlockKind::List { items, .. } => {
                for item in items {
                    nest_blocks(&mut item.blocks, open);
                }
            }
            BlockKind::DefinitionList { items } => {
                for definition in items.iter_mut().flat_map(|item| &mut item.definitions) {
                    nest_blocks(definition, open);
                }
            }
            BlockKind::Quote { blocks }
            | BlockKind::Division { blocks, .. }
            | BlockKind::Details { blocks, .. } => nest_blocks(blocks, open),
            BlockKind::Figure {
                blocks, caption, ..
            } => {
                nest_blocks(blocks, open);
                nest_blocks(caption, open);
            }
            BlockKind::Table(table) => {
                nest_blocks(&mut table.caption, open);
                let bodies = table.bodies.iter_mut().flatten();
                let rows = table.head.iter_mut().chain(bodies).chain(&mut table.foot);
                for cell in rows.flat_map(|row| &mut row.cells) {
                    nest_blocks(&mut cell.blocks, open);
                }
            }
            BlockKind::Paragraph { .. }
            | BlockKind::Plain { .. }
            | BlockKind::Code { .. }
            | BlockKind::Rule
            | BlockKind::Math(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use bindery_model::Inline;

    use super::*;

    #[test]
    fn no_level_is_left_out() {
        for (levels, nested) in [
            (&[1, 2, 3][..], &[1, 2, 3][..]),
            (&[3, 5, 5, 3], &[1, 2, 2, 1]),
            (&[3, 2, 4, 1], &[1, 1, 2, 1]),
        ] {
            let blocks = levels
                .iter()
                .map(|&level| Block::heading(level, vec![Inline::text("x")]));
            let mut post = Post {
                blocks: blocks.collect(),
                ..Post::default()
            };
            nest(&mut post);
            let found: Vec<u8> = post
                .blocks
                .iter()
                .map(|block| match block.kind {
                    BlockKind::Heading { level, .. } => level,
                    _ => 0,
                })
                .collect();
            assert_eq!(found, nested, "{levels:?}");
        }
    }
}
