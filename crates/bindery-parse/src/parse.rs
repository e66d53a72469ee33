use std::borrow::Cow;

use bindery_model::{Block, Diagnostic, EcoString, Inline, Location, Parsed, Post};

use serde_json::Value;

use crate::document::Part;
use crate::front_matter::FrontMatter;
use crate::lower::{Classes, MathProgram, lower_and_find, math_program};
use crate::{
    Markup, ParseOptions, components, decode, document, front_matter, html, inclusion, liquid,
    markdown, metadata, shortcodes, title, vue,
};

/// How much of a file that is too long is read, for its front matter.
const HEAD: usize = 64 << 10;

/// How many parse errors of one body are told.
const MAX_HTML_ERRORS: usize = 100;

/// How much of a tag is looked for to find its place in the file.
const TAG_LENGTH: usize = 80;

/// Reads a post. Total: whatever the bytes are, there is a post, and a list of what was wrong.
///
/// ```
/// use bindery_parse::{ParseOptions, parse_post};
///
/// let options = ParseOptions { path: "hello.md", ..ParseOptions::default() };
/// let parsed = parse_post(b"---\ntitle: Hello\n---\nSome *text*.\n", &options);
/// assert_eq!(parsed.post.meta.title, "Hello");
/// assert!(parsed.diagnostics.is_empty());
/// ```
pub fn parse_post(bytes: &[u8], options: &ParseOptions<'_>) -> Parsed {
    let is_too_long = bytes.len() > options.limits.bytes;
    let bytes = if is_too_long {
        &bytes[..bytes.len().min(HEAD)]
    } else {
        bytes
    };
    let decoded = decode(bytes);
    let (front_matter, mut diagnostics) = front_matter::parse(&decoded.text, options.path);
    let mut meta = metadata(
        &front_matter.values,
        &decoded.text,
        options,
        &mut diagnostics,
    );
    meta.extra = front_matter.values.clone();
    let mut post = Post {
        meta,
        ..Post::default()
    };
    if is_too_long {
        diagnostics.push(too_long(options));
        post.meta.title = title_or_made(&post);
        return Parsed {
            post,
            diagnostics,
            basis: None,
        };
    }
    diagnostics.extend(decoded.diagnostics(options.path));
    parse_body(
        &decoded.text,
        &front_matter,
        &mut post,
        &mut diagnostics,
        options,
    );
    Parsed {
        post,
        diagnostics,
        basis: None,
    }
}

fn too_long(options: &ParseOptions<'_>) -> Diagnostic {
    let message = format!(
        "the file is longer than {} bytes, so its text was not read",
        options.limits.bytes
    );
    Diagnostic::error("file.too-long", message)
        .with_hint("split it, or raise the limit")
        .at(Location::whole_file(options.path))
}

/// Reads the body of a file whose front matter is already read: fills the blocks, footnotes and
/// excerpt of `post`, and its title if it has none. `text` is the whole decoded file.
pub fn parse_body(
    text: &str,
    front_matter: &FrontMatter,
    post: &mut Post,
    diagnostics: &mut Vec<Diagnostic>,
    options: &ParseOptions<'_>,
) {
    let language = post.meta.language.clone();
    // Jekyll's way to say that what looks like a template is none.
    let is_as_written = front_matter.values.get("render_with_liquid") == Some(&Value::Bool(false));
    let mut options = ParseOptions {
        liquid: options.liquid.filter(|_| !is_as_written),
        language: language.as_deref().or(options.language),
        zone: options.zone.clone(),
        ..*options
    };
    let start = text.floor_char_boundary(front_matter.body);
    let body = rendered(text, start, diagnostics, &options);
    let body = vue::filled_in(body, &front_matter.values, &options, diagnostics);
    let markup = options.markup.unwrap_or_else(|| markup_of(options.path));
    let is_page = !front_matter.present && markup == Markup::Html && document::is_one(&body);
    options.formulas = options.formulas
        || markdown::ask_for_formulas(&front_matter.values)
        || shortcodes::loads_formulas(options.shortcodes, text)
        || !is_page && loads_program(&body);
    let options = &options;
    let separator = match front_matter.values.get("excerpt_separator") {
        Some(Value::String(own)) => Some(own.as_str()),
        _ => options.excerpt_separator,
    };
    let excerpt = separator.and_then(|separator| excerpt_source(&body, separator));
    let findings = if is_page {
        lower_page(&body, excerpt.as_deref(), post, options)
    } else {
        lower_body(&body, excerpt.as_deref(), markup, post, options)
    };
    let is_source = matches!(body, Cow::Borrowed(_));
    diagnostics.extend(findings.into_iter().map(|mut finding| {
        finding.offset = finding.offset.filter(|_| is_source);
        placed(finding, text, start, options.path)
    }));
    let is_nameless = post.meta.title.is_empty();
    post.meta.title = title_or_made(post);
    if is_nameless && markup == Markup::Plain {
        document::drop_first_line(post);
    }
}

/// Whether the body of a post itself loads what typesets formulas between dollars.
fn loads_program(body: &str) -> bool {
    memchr::memmem::find(body.as_bytes(), b"<script").is_some() && markdown::typesets_dollars(body)
}

fn title_or_made(post: &Post) -> EcoString {
    if post.meta.title.is_empty() {
        title::of(post).into()
    } else {
        post.meta.title.clone()
    }
}

/// The markup that the ending of a file's name stands for.
fn markup_of(path: &str) -> Markup {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending.to_ascii_lowercase().as_str() {
        "html" | "htm" | "xhtml" | "shtml" | "shtm" => Markup::Html,
        "txt" | "text" => Markup::Plain,
        _ => Markup::Markdown,
    }
}

/// The body with what it takes in, and its templates filled in.
fn rendered<'a>(
    text: &'a str,
    start: usize,
    diagnostics: &mut Vec<Diagnostic>,
    options: &ParseOptions<'_>,
) -> Cow<'a, str> {
    match inclusion::taken_in(text, start, options, diagnostics) {
        Some(whole) => filled_in(&whole, start, diagnostics, options)
            .into_owned()
            .into(),
        None => filled_in(text, start, diagnostics, options),
    }
}

/// The body with its templates filled in.
fn filled_in<'a>(
    text: &'a str,
    start: usize,
    diagnostics: &mut Vec<Diagnostic>,
    options: &ParseOptions<'_>,
) -> Cow<'a, str> {
    let body = &text[start..];
    if let Some(body) = components::left_out(text, start, options, diagnostics) {
        return body.into();
    }
    let has_template = memchr::memchr_iter(b'{', body.as_bytes())
        .any(|at| matches!(body.as_bytes().get(at + 1), Some(b'{' | b'%')));
    if let Some(kind) = options.shortcodes.filter(|_| has_template) {
        let made = shortcodes::replace(kind, text, start, options, diagnostics);
        return match shortcodes::with_captions(kind, &made) {
            Some(captioned) => captioned.into(),
            None => made.into(),
        };
    }
    let captioned = options
        .shortcodes
        .and_then(|kind| shortcodes::with_captions(kind, body));
    if let Some(captioned) = captioned {
        return captioned.into();
    }
    match options.liquid {
        Some(context) if has_template => {
            liquid::render(text, start, options.path, context, diagnostics).into()
        }
        _ => body.into(),
    }
}

/// Something to tell about a body.
struct Finding {
    diagnostic: Diagnostic,
    /// The tag that it concerns, as it stands in the HTML.
    tag: Option<String>,
    /// Where in the body it stands, if the body is the HTML.
    offset: Option<usize>,
}

/// The HTML that a body in HTML or Markdown stands for.
fn html_of<'a>(body: &'a str, markup: Markup, options: &ParseOptions<'_>) -> Cow<'a, str> {
    let html = match markup {
        Markup::Html | Markup::Plain => shortcodes::unveil(body),
        Markup::Markdown => {
            let reading = markdown::Reading {
                formulas: options.formulas,
                language: options.language,
            };
            let html = markdown::html_of(body, options.dialect, &reading);
            match shortcodes::unveil(&html) {
                Cow::Owned(plain) => plain.into(),
                Cow::Borrowed(_) => html.into(),
            }
        }
    };
    match html {
        Cow::Borrowed(html) => html::normalize_newlines(html),
        Cow::Owned(html) => match html::normalize_newlines(&html) {
            Cow::Owned(normal) => normal.into(),
            Cow::Borrowed(_) => html.into(),
        },
    }
}

/// Fills the blocks, footnotes and excerpt of `post`, and says what was lost.
fn lower_body(
    body: &str,
    excerpt: Option<&str>,
    markup: Markup,
    post: &mut Post,
    options: &ParseOptions<'_>,
) -> Vec<Finding> {
    if markup == Markup::Plain {
        post.blocks = paragraphs(body);
        post.excerpt = excerpt.map(paragraphs).filter(|blocks| !blocks.is_empty());
        return Vec::new();
    }
    let source = html_of(body, markup, options);
    let excerpt = excerpt.map(|excerpt| html_of(excerpt, markup, options));
    let omitted = match options.dialect {
        // It leaves no HTML out.
        markdown::Dialect::Kramdown(_) => 0,
        _ => memchr::memmem::find_iter(source.as_bytes(), markdown::OMITTED).count(),
    };
    let lost_notes = match markup {
        Markup::Markdown => markdown::lost_notes(body, &source, options.dialect),
        _ => Vec::new(),
    };
    let lost_notes = lost_notes.into_iter().map(|note| Finding {
        tag: Some(note.written()),
        offset: Some(note.offset),
        diagnostic: note.diagnostic(),
    });
    let is_body = matches!(source, Cow::Borrowed(_));
    // Mostly, the blocks of the excerpt are the first ones of the post.
    let end = excerpt
        .as_deref()
        .map(str::trim_end)
        .filter(|excerpt| source.starts_with(excerpt))
        .map(str::len);
    let (tree, errors, end) = match tree(&source, options.html_errors, end) {
        Ok(parsed) => parsed,
        Err(too_large) => {
            let diagnostic = Diagnostic::error("file.too-long", too_large.to_string());
            return vec![Finding {
                diagnostic: diagnostic.with_hint("split the file"),
                tag: None,
                offset: None,
            }];
        }
    };
    let is_page = document::is_one(&source);
    let part = Part {
        tex: program_of(&tree, is_page, options),
        emoji: options.emoji,
        ..Part::default()
    };
    if is_page {
        document::describe(&tree, &part, &mut post.meta, &options.zone);
    }
    let errors = errors.into_iter().map(|error| {
        let before = &source[..source.floor_char_boundary(error.offset)];
        Finding {
            diagnostic: error.diagnostic(),
            tag: Some(start_tag(&source, before.rfind('<').unwrap_or(0))),
            offset: is_body.then_some(error.offset),
        }
    });
    let (findings, first) = lower_and_find(&tree, &part, options.resolve, end, post);
    post.excerpt = match first {
        Some(first) if post.footnotes.is_empty() => Some(post.blocks[..first].to_vec()),
        _ => excerpt.and_then(|excerpt| lower_excerpt(&excerpt, post, options)),
    };
    post.excerpt.take_if(|blocks| blocks.is_empty());
    findings
        .into_iter()
        .map(|finding| Finding {
            tag: finding.offset.map(|offset| start_tag(&source, offset)),
            offset: finding.offset.filter(|_| is_body),
            diagnostic: finding.diagnostic,
        })
        .chain(errors)
        .chain(lost_notes)
        .chain((omitted > 0).then(|| Finding {
            diagnostic: left_out(omitted),
            tag: None,
            offset: None,
        }))
        .collect()
}

/// What typesets the formulas of a body: what a page loads, or what the site is said to have.
fn program_of(
    tree: &html::Tree<'_>,
    is_page: bool,
    options: &ParseOptions<'_>,
) -> Option<MathProgram> {
    let own = (is_page || options.formulas).then(|| math_program(tree));
    own.flatten()
        .or_else(|| options.formulas.then(MathProgram::default))
}

/// HTML in Markdown that the site's generator does not show.
fn left_out(places: usize) -> Diagnostic {
    let message = format!("raw HTML is left out, as Hugo leaves it out ({places} times)");
    Diagnostic::warning("markdown.raw-html", message).with_hint(
        "set `markup.goldmark.renderer.unsafe` in the site's configuration to keep it, or give `--markdown gfm`",
    )
}

/// Fills a post with the text of a page that a site made, and says what was lost.
fn lower_page(
    source: &str,
    excerpt: Option<&str>,
    post: &mut Post,
    options: &ParseOptions<'_>,
) -> Vec<Finding> {
    let source = html::normalize_newlines(source);
    let is_body = matches!(source, Cow::Borrowed(_));
    let Ok((tree, ..)) = tree(&source, false, None) else {
        return lower_body(&source, excerpt, Markup::Html, post, options);
    };
    let mut part = Part::of(&tree);
    part.tex = program_of(&tree, true, options);
    part.classes = Classes::of(&tree);
    document::describe(&tree, &part, &mut post.meta, &options.zone);
    let (findings, _) = lower_and_find(&tree, &part, options.resolve, None, post);
    let language = document::unknown_language(&tree).map(unknown_language);
    document::drop_title(post);
    post.excerpt = excerpt
        .map(|excerpt| html_of(excerpt, Markup::Html, options))
        .and_then(|excerpt| lower_excerpt(&excerpt, post, options));
    findings
        .into_iter()
        .map(|finding| Finding {
            tag: finding.offset.map(|offset| start_tag(&source, offset)),
            offset: finding.offset.filter(|_| is_body),
            diagnostic: finding.diagnostic,
        })
        .chain(language.map(|diagnostic| Finding {
            diagnostic,
            tag: Some("<html".to_owned()),
            offset: None,
        }))
        .collect()
}

fn unknown_language(written: &str) -> Diagnostic {
    let written: String = written.chars().take(40).collect();
    let message = format!("the page says that its language is `{written}`, which is none");
    Diagnostic::warning("page.language", message)
        .with_hint("its language is told from its text; write a tag such as zh-CN or en")
}

/// The tree of a body, its first parse errors if they are wanted, and the end of a part of it if
/// that is closed there.
type ParsedBody<'a> = (html::Tree<'a>, Vec<html::ParseError>, Option<usize>);

fn tree(
    source: &str,
    wants_errors: bool,
    end: Option<usize>,
) -> Result<ParsedBody<'_>, html::TooLarge> {
    // How long a file may be has been checked; what Markdown and Liquid make of it is longer.
    let html_options = html::Options {
        max_bytes: html::MAX_INPUT,
        ..html::Options::default()
    };
    match (document::is_one(source), wants_errors) {
        (true, false) => {
            let tree = html::parse_document(source, &html_options)?;
            Ok((tree, Vec::new(), None))
        }
        (false, false) => {
            let mark = end.unwrap_or(usize::MAX);
            let (tree, is_closed) = html::parse_fragment_with_mark(source, mark, &html_options)?;
            Ok((tree, Vec::new(), end.filter(|_| is_closed)))
        }
        (is_document, true) => {
            let (tree, mut errors) = if is_document {
                html::parse_document_with_errors(source, &html_options)?
            } else {
                html::parse_fragment_with_errors(source, "body", &html_options)?
            };
            errors.truncate(MAX_HTML_ERRORS);
            Ok((tree, errors, None))
        }
    }
}

/// The start tag that begins at an offset, or as much of it as tells it from others.
fn start_tag(source: &str, offset: usize) -> String {
    let tag = source.get(offset..).unwrap_or_default();
    let end = tag.find(['>', '\n']).map_or(tag.len(), |at| at + 1);
    tag[..tag.floor_char_boundary(end.min(TAG_LENGTH))].to_owned()
}

/// Finds what was lost in the file. A tag goes through Markdown and Liquid unchanged, so it is
/// looked for as it was in the HTML, where its place is not known.
fn placed(finding: Finding, text: &str, start: usize, path: &str) -> Diagnostic {
    let Finding {
        diagnostic,
        tag,
        offset,
    } = finding;
    let found = match tag {
        Some(tag) if offset.is_some() => offset.map(|at| start + at..start + at + tag.len()),
        Some(tag) => text[start..]
            .find(tag.as_str())
            .filter(|_| !tag.is_empty())
            .map(|at| start + at..start + at + tag.len()),
        None if diagnostic.code == "text.forbidden-character" => text[start..]
            .char_indices()
            .find(|&(_, c)| !bindery_model::is_xml_char(c))
            .map(|(at, c)| start + at..start + at + c.len_utf8()),
        None => None,
    };
    diagnostic.at(match found {
        Some(span) => Location::in_text(path, text, span),
        None => Location::whole_file(path),
    })
}

/// Text without markup: blank lines part paragraphs, other line ends are breaks.
fn paragraphs(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut content: Vec<Inline> = Vec::new();
    for line in text.lines().chain([""]) {
        let line = bindery_model::remove_forbidden(line.trim());
        let line = line.replace(['\u{feff}', '\r', '\t'], " ");
        if line.trim().is_empty() {
            if !content.is_empty() {
                blocks.push(Block::paragraph(std::mem::take(&mut content)));
            }
            continue;
        }
        if !content.is_empty() {
            content.push(Inline::LineBreak);
        }
        content.push(Inline::text(line));
    }
    blocks
}

/// The part of the body before the separator, with the definitions of links and footnotes that
/// stand behind it; `None` if that is the whole body, or nothing.
fn excerpt_source<'a>(body: &'a str, separator: &str) -> Option<Cow<'a, str>> {
    if separator.is_empty() {
        return None;
    }
    let body = body.trim_start();
    let at = match memchr::memmem::find(body.as_bytes(), separator.as_bytes()) {
        Some(at) => at,
        // The separator may be written with other line ends than the file.
        None if separator.contains('\n') && body.contains('\r') => {
            body.find(&separator.replace('\n', "\r\n"))?
        }
        None => return None,
    };
    let (head, tail) = body.split_at(at);
    if head.trim().is_empty() || tail[separator.len().min(tail.len())..].trim().is_empty() {
        return None;
    }
    let mut definitions = tail.lines().filter(|line| is_definition(line)).peekable();
    if definitions.peek().is_none() {
        return Some(head.into());
    }
    let definitions: Vec<&str> = definitions.collect();
    Some(format!("{head}\n\n{}", definitions.join("\n")).into())
}

/// `[label]: …`, as Jekyll looks for it.
fn is_definition(line: &str) -> bool {
    let indent = line.bytes().take_while(|&b| b == b' ').count();
    indent <= 3
        && line[indent..]
            .strip_prefix('[')
            .and_then(|rest| rest.split_once("]:"))
            .is_some_and(|(label, rest)| {
                !label.is_empty() && !label.contains(']') && !rest.is_empty()
            })
}

/// The blocks of an excerpt by itself. Its footnotes are those of the post, which begins with it.
fn lower_excerpt(html: &str, post: &Post, options: &ParseOptions<'_>) -> Option<Vec<Block>> {
    let mut part = Post::default();
    // What is wrong with the head of the body is said of the body.
    lower_body(html, None, Markup::Html, &mut part, options);
    let is_part = part.footnotes.len() <= post.footnotes.len() && !part.blocks.is_empty();
    is_part.then_some(part.blocks)
}

#[cfg(test)]
mod tests;
