//! Long posts become several documents, cut at the borders of their blocks.
use bindery_html::{Options, Targets, write_part};
use bindery_model::{Block, BlockKind, Footnote};

/// Ranges of blocks, each of which gives a document of at most `limit` bytes where blocks allow it.
pub(crate) fn parts<'b>(
    blocks: &'b [Block],
    footnotes: &[Footnote],
    options: &Options,
    targets: &dyn Targets,
    limit: usize,
) -> Vec<Vec<&'b Block>> {
    let mut parts: Vec<Vec<&Block>> = vec![Vec::new()];
    let mut size = 0;
    for (block, length) in measured(blocks, footnotes, options, targets, limit) {
        if size > 0 && size + length > limit {
            parts.push(Vec::new());
            size = 0;
        }
        size += length;
        if let Some(part) = parts.last_mut() {
            part.push(block);
        }
    }
    parts
}

/// The blocks with their length in XHTML; divisions that are too long give way to their blocks.
fn measured<'b>(
    blocks: &'b [Block],
    footnotes: &[Footnote],
    options: &Options,
    targets: &dyn Targets,
    limit: usize,
) -> Vec<(&'b Block, usize)> {
    let mut measured = Vec::new();
    let mut text = String::new();
    for block in blocks {
        text.clear();
        write_part(
            std::slice::from_ref(block),
            footnotes,
            options,
            targets,
            &mut text,
        );
        match &block.kind {
            BlockKind::Division { blocks: inner, .. }
                if text.len() > limit
                    && block.attributes.as_ref().is_none_or(|a| a.id.is_none()) =>
            {
                measured.extend(self::measured(inner, footnotes, options, targets, limit));
            }
            _ => measured.push((block, text.len())),
        }
    }
    measured
}
