//! Whether a table's pipes stand outside of code and HTML.
use super::html_block::comment;
use super::tree::ContentModel;
use super::{elements, scan};

/// A part of a table's text.
enum Piece<'t> {
    Text(&'t str),
    Code(&'t str),
    Comment(&'t str),
}

/// Whether every line has a pipe outside of code and HTML, as far as kramdown looks: a line that
/// begins within a text after others is not asked, nor is one after code of several lines.
pub(super) fn has_pipes(text: &str) -> bool {
    let mut has_pipe = false;
    for piece in pieces(text) {
        let (text, is_code) = match piece {
            Piece::Text(text) | Piece::Comment(text) => (text, false),
            Piece::Code(code) => (code, true),
        };
        let text = text.trim_end_matches('\n');
        if text.is_empty() {
            continue;
        }
        let ends = text.matches('\n').count();
        let first = scan::split_line(text).0;
        let last = &text[memchr::memrchr(b'\n', text.as_bytes()).map_or(0, |at| at + 1)..];
        if is_code {
            if ends > 1 || ends == 1 && !has_pipe {
                break;
            }
            has_pipe &= ends == 0;
        } else {
            if ends > 0 && !has_pipe && !has_pipe_in(first) {
                break;
            }
            has_pipe = ends == 0 && has_pipe || has_pipe_in(last);
        }
    }
    has_pipe
}

/// Whether there is a pipe that is not escaped.
pub(super) fn has_pipe_in(line: &str) -> bool {
    let bytes = line.as_bytes();
    memchr::memchr_iter(b'|', bytes).any(|at| at == 0 || bytes[at - 1] != b'\\')
}

/// Texts, codes and comments in the order in which they come; what HTML holds is left out.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    // The elements that are open, and whether Markdown is read in them.
    let mut open: Vec<(&str, bool)> = Vec::new();
    let (mut start, mut at) = (0, 0);
    // Searches in vain for the end of a tag would cost the square of the text.
    let mut fuel = 4096 + 16 * text.len();
    while let Some(found) = memchr::memchr2(b'`', b'<', &text.as_bytes()[at..]) {
        at += found;
        let rest = &text[at..];
        let is_outside = open.is_empty();
        let piece;
        let length;
        if rest.starts_with('`') {
            if open.last().is_some_and(|(_, reads)| !reads) {
                at += 1;
                continue;
            }
            let code = code_span(text[..at].chars().next_back(), rest);
            length = code.1;
            piece = code.0.map(Piece::Code);
        } else if let Some(comment) = (fuel > 0).then(|| comment(rest)).flatten() {
            length = comment;
            piece = Some(Piece::Comment(&rest[..length]));
        } else if let Some((name, after)) = scan::end_tag(rest) {
            let any_case = elements::is_known(&name.to_ascii_lowercase());
            if open
                .pop_if(|(open, _)| is_same(open, name, any_case))
                .is_some()
                && open.is_empty()
            {
                start = text.len() - after.len();
            }
            at = text.len() - after.len();
            continue;
        } else if let Some(tag) = (fuel > 0).then(|| scan::start_tag(rest)).flatten() {
            length = rest.len() - tag.rest.len();
            let name = tag.name.to_ascii_lowercase();
            if elements::is_block(&name) {
                at += length;
                continue;
            }
            if is_outside {
                pieces.push(Piece::Text(&text[start..at]));
                start = at + length;
            }
            if !tag.closed && !elements::has_no_body(&name) {
                let reads = open.last().is_none_or(|(_, reads)| *reads)
                    && elements::content_model(&name) != ContentModel::Raw;
                open.push((tag.name, reads));
            }
            at += length;
            continue;
        } else {
            fuel = fuel.saturating_sub(rest.len());
            length = 1;
            piece = None;
        }
        if let Some(piece) = piece.filter(|_| is_outside) {
            pieces.push(Piece::Text(&text[start..at]));
            pieces.push(piece);
            start = at + length;
        }
        at += length;
    }
    // What an element is open in has no end.
    if open.is_empty() {
        pieces.push(Piece::Text(&text[start..]));
    }
    pieces
}

fn is_same(open: &str, name: &str, any_case: bool) -> bool {
    open == name || any_case && open.eq_ignore_ascii_case(name)
}

/// What stands in the code span at the start, and its length; or the length of the marks that
/// begin none.
pub(super) fn code_span(before: Option<char>, text: &str) -> (Option<&str>, usize) {
    let marks = scan::run(text, '`');
    let after = &text[marks..];
    let is_spaced = before.is_none_or(scan::is_space) && after.starts_with(scan::is_space);
    if marks == 1 && is_spaced {
        return (None, marks);
    }
    let Some(end) = after.find(&text[..marks]) else {
        return (None, marks);
    };
    let mut code = &after[..end];
    if marks > 1 {
        code = code.strip_prefix(' ').unwrap_or(code);
        code = code.strip_suffix(' ').unwrap_or(code);
    }
    (Some(code), 2 * marks + end)
}
