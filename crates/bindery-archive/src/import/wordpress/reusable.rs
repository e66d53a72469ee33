//! Blocks that a site keeps once and shows in many posts: `<!-- wp:block {"ref":12} /-->`.
use std::collections::HashMap;

/// How deep such blocks may stand in each other.
const MAX_DEPTH: usize = 4;
/// How many a post may show.
const MAX_COUNT: usize = 500;
/// How long a post may be before no more are filled in.
const MAX_LENGTH: usize = 4 << 20;
const OPENING: &str = "<!-- wp:block ";

/// The content of a post with such blocks filled in; those that the export lacks are left out, as
/// WordPress leaves them out.
pub(crate) fn fill_in(content: String, blocks: &HashMap<u64, String>) -> String {
    if blocks.is_empty() || !content.contains(OPENING) {
        return content;
    }
    let mut out = String::with_capacity(content.len());
    let mut left = MAX_COUNT;
    push(&mut out, &content, blocks, 0, &mut left);
    out
}

fn push(
    out: &mut String,
    content: &str,
    blocks: &HashMap<u64, String>,
    depth: usize,
    left: &mut usize,
) {
    let mut rest = content;
    while let Some(at) = rest.find(OPENING) {
        let (before, comment) = rest.split_at(at);
        out.push_str(before);
        let Some((attributes, after)) = comment.split_once("-->") else {
            rest = comment;
            break;
        };
        rest = after;
        let block = reference(attributes).and_then(|number| blocks.get(&number));
        if let Some(block) =
            block.filter(|_| depth < MAX_DEPTH && *left > 0 && out.len() < MAX_LENGTH)
        {
            *left -= 1;
            push(out, block, blocks, depth + 1, left);
        }
    }
    out.push_str(rest);
}

fn reference(attributes: &str) -> Option<u64> {
    let (_, value) = attributes.split_once("\"ref\":")?;
    let value = value.trim_start();
    let end = value.find(|c: char| !c.is_ascii_digit());
    value[..end.unwrap_or(value.len())].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_filled_in_within_bounds() {
        let itself = "<!-- wp:block {\"ref\":2} /-->".repeat(100) + "x";
        let blocks = HashMap::from([(1, "<p>one</p>".to_owned()), (2, itself)]);
        let filled = |content: &str| fill_in(content.to_owned(), &blocks);
        let content = "a <!-- wp:block {\"ref\":1,\"x\":3} /--> b <!-- wp:block {\"ref\":9} /--> c <!-- wp:block";
        assert_eq!(filled(content), "a <p>one</p> b  c <!-- wp:block");
        assert_eq!(
            filled("<!-- wp:block {\"ref\":2} /-->"),
            "x".repeat(MAX_COUNT)
        );
    }
}
