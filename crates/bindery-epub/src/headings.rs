//! Levels of headings that leave none out, as people who jump from heading to heading need them.
use bindery_model::{Attributes, Block, BlockKind, Inline, Post, Style};

/// Takes away a heading at the beginning of a post that says its title again, which stands above
/// the post anyway. Links to it lead to where it stood.
pub(crate) fn drop_title(post: &mut Post) {
    if !post.begins_with_title() {
        return;
    }
    let first = &post.blocks[0];
    let id = first.attributes.as_ref().and_then(|own| own.id.clone());
    let anchor = id.map(|id| Inline::Styled {
        style: Style::Span,
        attributes: Attributes {
            id: Some(id),
            ..Attributes::default()
        }
        .boxed(),
        content: Vec::new(),
    });
    let next = post.blocks.get_mut(1).map(|next| &mut next.kind);
    match (anchor, next) {
        // A line of its own would be an empty one to browsers.
        (
            Some(anchor),
            Some(
                BlockKind::Paragraph { content }
                | BlockKind::Heading { content, .. }
                | BlockKind::Plain { content },
            ),
        ) => {
            content.insert(0, anchor);
            post.blocks.remove(0);
        }
        (Some(anchor), _) => post.blocks[0] = Block::plain(vec![anchor]),
        (None, _) => drop(post.blocks.remove(0)),
    }
}

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
    use super::*;

    #[test]
    fn a_title_stands_once() {
        let heading = |text: &str| Block::heading(1, vec![Inline::strong(text)]);
        let with_id = |mut block: Block| {
            block.attributes = Attributes {
                id: Some("a".to_owned()),
                ..Attributes::default()
            }
            .boxed();
            block
        };
        let link = Inline::Link {
            target: bindery_model::Target::Fragment {
                fragment: "a".to_owned(),
            },
            title: None,
            attributes: None,
            content: vec![Inline::text("A title")],
        };
        for (first, blocks) in [
            (heading("A\n title"), 1),
            (heading("Another title"), 2),
            (Block::heading(1, vec![link]), 2),
            (Block::paragraph(vec![Inline::text("A title")]), 2),
            (with_id(heading("A title")), 1),
        ] {
            let mut post = Post::default();
            post.meta.title = "A title".into();
            let text = Block::paragraph(vec![Inline::text("text")]);
            post.blocks = vec![first.clone(), text];
            drop_title(&mut post);
            assert_eq!(post.blocks.len(), blocks, "{first:?}");
            let is_heading = matches!(post.blocks[0].kind, BlockKind::Heading { .. });
            let is_kept = blocks == 2;
            assert_eq!(post.blocks[0] == first, is_kept, "{is_heading}");
        }
    }

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
