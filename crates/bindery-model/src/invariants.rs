use std::collections::HashSet;

use crate::{Attributes, Block, BlockKind, Formula, Inline, MAX_MATH_DEPTH, Post, is_xml_char};

/// How deep blocks and inlines may nest, counted together. Within it, code may recurse.
pub const MAX_DEPTH: usize = 64;

/// Something in a [`Post`] that the model does not allow. Parsers never make one; a post from
/// elsewhere may hold one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Violation {
    /// Blocks and inlines nest deeper than [`MAX_DEPTH`].
    #[error("the text is nested deeper than {MAX_DEPTH} levels")]
    TooDeep,
    /// A text holds a character that XML forbids.
    #[error("the text {0:?} holds a character that XML forbids")]
    ForbiddenCharacter(String),
    /// A heading's level is not within 1 to 6.
    #[error("a heading has the level {0}")]
    HeadingLevel(u8),
    /// A link stands inside a link.
    #[error("a link stands inside a link")]
    NestedLink,
    /// Two elements have one `id`, or an `id` is empty or has white space in it.
    #[error("the id {0:?} is empty, has white space in it, or stands twice")]
    Id(String),
    /// A reference to a footnote that is not there.
    #[error("there is no footnote {0}")]
    Footnote(usize),
    /// A formula has neither TeX nor MathML.
    #[error("a formula is empty")]
    EmptyFormula,
    /// The elements of a formula nest deeper than [`MAX_MATH_DEPTH`].
    #[error("a formula is nested deeper than {MAX_MATH_DEPTH} levels")]
    FormulaTooDeep,
}

/// Looks for the first thing in the post that the model does not allow.
///
/// # Errors
///
/// That thing.
pub fn check(post: &Post) -> Result<(), Violation> {
    let mut checker = Checker {
        ids: HashSet::new(),
        footnotes: post.footnotes.len(),
    };
    checker.text(&post.meta.title)?;
    checker.blocks(&post.blocks, 0)?;
    post.footnotes
        .iter()
        .try_for_each(|footnote| checker.blocks(&footnote.blocks, 0))?;
    // The excerpt repeats part of the text, ids and all.
    checker.ids.clear();
    checker.blocks(post.excerpt.as_deref().unwrap_or_default(), 0)
}

struct Checker<'a> {
    ids: HashSet<&'a str>,
    footnotes: usize,
}

impl<'a> Checker<'a> {
    fn blocks(&mut self, blocks: &'a [Block], depth: usize) -> Result<(), Violation> {
        blocks
            .iter()
            .try_for_each(|block| self.block(block, depth + 1))
    }

    fn block(&mut self, block: &'a Block, depth: usize) -> Result<(), Violation> {
        if depth > MAX_DEPTH {
            return Err(Violation::TooDeep);
        }
        self.attributes(block.attributes.as_deref())?;
        match &block.kind {
            BlockKind::Paragraph { content }
            | BlockKind::Plain { content }
            | BlockKind::Code { content, .. } => self.inlines(content, depth, false),
            BlockKind::Heading { level, content } => {
                if !(1..=6).contains(level) {
                    return Err(Violation::HeadingLevel(*level));
                }
                self.inlines(content, depth, false)
            }
            BlockKind::List { items, .. } => items.iter().try_for_each(|item| {
                self.attributes(item.attributes.as_deref())?;
                self.blocks(&item.blocks, depth)
            }),
            BlockKind::DefinitionList { items } => items.iter().try_for_each(|item| {
                item.terms
                    .iter()
                    .try_for_each(|term| self.inlines(term, depth, false))?;
                item.definitions
                    .iter()
                    .try_for_each(|blocks| self.blocks(blocks, depth))
            }),
            BlockKind::Quote { blocks } | BlockKind::Division { blocks, .. } => {
                self.blocks(blocks, depth)
            }
            BlockKind::Table(table) => {
                self.blocks(&table.caption, depth)?;
                table.rows().try_for_each(|row| {
                    self.attributes(row.attributes.as_deref())?;
                    row.cells.iter().try_for_each(|cell| {
                        self.attributes(cell.attributes.as_deref())?;
                        self.blocks(&cell.blocks, depth)
                    })
                })
            }
            BlockKind::Figure {
                blocks, caption, ..
            } => {
                self.blocks(blocks, depth)?;
                self.blocks(caption, depth)
            }
            BlockKind::Details { summary, blocks } => {
                self.inlines(summary, depth, false)?;
                self.blocks(blocks, depth)
            }
            BlockKind::Math(formula) => self.formula(formula),
            BlockKind::Rule => Ok(()),
        }
    }

    fn inlines(
        &mut self,
        inlines: &'a [Inline],
        depth: usize,
        in_link: bool,
    ) -> Result<(), Violation> {
        inlines
            .iter()
            .try_for_each(|inline| self.inline(inline, depth + 1, in_link))
    }

    fn inline(&mut self, inline: &'a Inline, depth: usize, in_link: bool) -> Result<(), Violation> {
        if depth > MAX_DEPTH {
            return Err(Violation::TooDeep);
        }
        match inline {
            Inline::Text { text } => self.text(text),
            Inline::Math(formula) => self.formula(formula),
            Inline::Styled {
                attributes,
                content,
                ..
            } => {
                self.attributes(attributes.as_deref())?;
                self.inlines(content, depth, in_link)
            }
            Inline::Link {
                attributes,
                content,
                ..
            } => {
                if in_link {
                    return Err(Violation::NestedLink);
                }
                self.attributes(attributes.as_deref())?;
                self.inlines(content, depth, true)
            }
            Inline::Image(image) => {
                self.attributes(image.attributes.as_deref())?;
                self.text(image.alt.as_deref().unwrap_or_default())
            }
            Inline::Media(media) => {
                self.attributes(media.attributes.as_deref())?;
                self.inlines(&media.fallback, depth, in_link)
            }
            Inline::Ruby { segments } => segments.iter().try_for_each(|segment| {
                self.inlines(&segment.base, depth, in_link)?;
                self.inlines(&segment.annotation, depth, in_link)
            }),
            Inline::FootnoteReference { footnote } if *footnote >= self.footnotes => {
                Err(Violation::Footnote(*footnote))
            }
            Inline::FootnoteReference { .. } | Inline::LineBreak | Inline::WordBreak => Ok(()),
        }
    }

    fn attributes(&mut self, attributes: Option<&'a Attributes>) -> Result<(), Violation> {
        let Some(id) = attributes.and_then(|attributes| attributes.id.as_deref()) else {
            return Ok(());
        };
        let valid = !id.is_empty() && !id.contains(char::is_whitespace) && self.ids.insert(id);
        if valid {
            self.text(id)
        } else {
            Err(Violation::Id(id.to_owned()))
        }
    }

    fn formula(&self, formula: &Formula) -> Result<(), Violation> {
        let Formula { tex, mathml } = formula;
        if tex.is_none() && mathml.is_none() {
            return Err(Violation::EmptyFormula);
        }
        self.text(tex.as_deref().unwrap_or_default())?;
        let Some(mathml) = mathml else { return Ok(()) };
        if mathml.depth() > MAX_MATH_DEPTH {
            return Err(Violation::FormulaTooDeep);
        }
        mathml
            .texts()
            .into_iter()
            .try_for_each(|text| self.text(text))
    }

    fn text(&self, text: &str) -> Result<(), Violation> {
        if text.chars().all(is_xml_char) {
            Ok(())
        } else {
            Err(Violation::ForbiddenCharacter(text.to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(blocks: Vec<Block>) -> Post {
        Post {
            blocks,
            ..Post::default()
        }
    }

    #[test]
    fn depth_is_bounded() {
        let nest = |levels: usize| {
            let mut block = Block::from(BlockKind::Rule);
            for _ in 1..levels {
                block = BlockKind::Quote {
                    blocks: vec![block],
                }
                .into();
            }
            post(vec![block])
        };
        assert_eq!(check(&nest(MAX_DEPTH)), Ok(()));
        assert_eq!(check(&nest(MAX_DEPTH + 1)), Err(Violation::TooDeep));
    }

    #[test]
    fn each_violation_is_found() {
        let link =
            |content| Inline::link(crate::Target::web("https://a.example/").unwrap(), content);
        let id = |id: &str| Block {
            attributes: Attributes {
                id: Some(id.into()),
                ..Attributes::default()
            }
            .boxed(),
            kind: BlockKind::Rule,
        };
        let paragraph = |inline| vec![Block::paragraph(vec![inline])];
        let cases = [
            (
                paragraph(Inline::text("\0")),
                Violation::ForbiddenCharacter("\0".into()),
            ),
            (
                paragraph(Inline::Math(Box::default())),
                Violation::EmptyFormula,
            ),
            (paragraph(link(vec![link(vec![])])), Violation::NestedLink),
            (
                paragraph(Inline::FootnoteReference { footnote: 0 }),
                Violation::Footnote(0),
            ),
            (vec![id("a"), id("a")], Violation::Id("a".into())),
            (vec![id("a b")], Violation::Id("a b".into())),
            (
                vec![
                    BlockKind::Heading {
                        level: 7,
                        content: vec![],
                    }
                    .into(),
                ],
                Violation::HeadingLevel(7),
            ),
        ];
        for (blocks, violation) in cases {
            assert_eq!(check(&post(blocks)), Err(violation));
        }
    }
}
