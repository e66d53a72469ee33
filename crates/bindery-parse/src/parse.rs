use bindery_model::{Diagnostic, Parsed, Post};

use crate::front_matter::FrontMatter;
use crate::{ParseOptions, decode, front_matter, metadata};

/// Reads a post. Total: whatever the bytes are, there is a post, and a list of what was wrong.
pub fn parse_post(bytes: &[u8], options: &ParseOptions<'_>) -> Parsed {
    let decoded = decode(bytes);
    let (front_matter, mut diagnostics) = front_matter::parse(&decoded.text, options.path);
    let mut post = Post {
        meta: metadata(
            &front_matter.values,
            &decoded.text,
            options,
            &mut diagnostics,
        ),
        ..Post::default()
    };
    parse_body(
        &decoded.text,
        &front_matter,
        &mut post,
        &mut diagnostics,
        options,
    );
    Parsed { post, diagnostics }
}

/// Reads the body of a file whose front matter is already read: fills the blocks, footnotes and
/// excerpt of `post`, and its title if it has none. `text` is the whole decoded file.
pub fn parse_body(
    _text: &str,
    _front_matter: &FrontMatter,
    _post: &mut Post,
    _diagnostics: &mut Vec<Diagnostic>,
    _options: &ParseOptions<'_>,
) {
}
