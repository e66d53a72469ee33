//! The shortcodes of WordPress, `[gallery ids="1,2"]`, as the HTML that they stand for.
use std::collections::HashMap;

use bindery_model::{Diagnostic, Location};

use super::attachments::{Attachment, Files};
use super::autop::link;
use super::latex;
use crate::import::entry::escape;

/// Shortcodes around code: what follows is its language.
const CODE: [&str; 4] = ["code", "sourcecode", "source", "highlight"];
/// Languages that are shortcodes of their own.
const LANGUAGES: [&str; 16] = [
    "bash",
    "c",
    "cpp",
    "csharp",
    "css",
    "html",
    "java",
    "javascript",
    "js",
    "perl",
    "php",
    "python",
    "ruby",
    "sql",
    "xml",
    "yaml",
];

/// A shortcode in a text.
struct Shortcode<'a> {
    name: &'a str,
    attributes: &'a str,
    end: usize,
}

/// Replaces shortcodes. `path` is the post's, for what is told.
pub(crate) fn replace(
    content: &str,
    path: &str,
    files: Files<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    if !content.contains('[') {
        return content.to_owned();
    }
    let mut closings = Closings::default();
    let mut unknown: Vec<&str> = Vec::new();
    let mut out = String::with_capacity(content.len());
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'[', &content.as_bytes()[at..]) {
        let start = at + found;
        out.push_str(&content[at..start]);
        at = start + 1;
        // `[[gallery]]` is how one writes `[gallery]`.
        if content[at..].starts_with('[')
            && let Some(length) = content[at..].find("]]")
        {
            out.push_str(&content[at..at + length + 1]);
            at += length + 2;
            continue;
        }
        if let Some(name) = closing(&content[start..])
            && unknown.contains(&name)
        {
            at = start + name.len() + 3;
            continue;
        }
        let Some(shortcode) = read(content, start) else {
            out.push('[');
            continue;
        };
        let name = shortcode.name;
        let close = closings.after(content, name, shortcode.end);
        let inner = close.map_or("", |close| &content[shortcode.end..close]);
        if let Some(html) = known(&shortcode, inner, close.is_some(), files) {
            out.push_str(&html);
            at = close.map_or(shortcode.end, |close| close + name.len() + 3);
        } else if close.is_some() || shortcode.attributes.contains('=') {
            if !unknown.contains(&name) {
                unknown.push(name);
                let message = format!("the shortcode [{name}] is not known");
                let hint = "what stands between its tags is kept";
                let place = Location::whole_file(path);
                diagnostics.push(
                    Diagnostic::warning("wordpress.shortcode", message)
                        .with_hint(hint)
                        .at(place),
                );
            }
            at = shortcode.end;
        } else {
            // Brackets around a word are mostly just that.
            out.push('[');
        }
    }
    out.push_str(&content[at..]);
    out
}

/// Where the end tags of each name are.
#[derive(Default)]
struct Closings<'a> {
    known: HashMap<&'a str, (Vec<usize>, usize)>,
}

impl<'a> Closings<'a> {
    /// The first end tag of `name` at or after a place. Places must not go back.
    fn after(&mut self, content: &str, name: &'a str, from: usize) -> Option<usize> {
        let (places, next) = self.known.entry(name).or_insert_with(|| {
            let tag = format!("[/{name}]");
            (content.match_indices(&tag).map(|(at, _)| at).collect(), 0)
        });
        while places.get(*next).is_some_and(|place| *place < from) {
            *next += 1;
        }
        places.get(*next).copied()
    }
}

fn name_length(text: &str) -> usize {
    text.bytes()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        .count()
}

fn closing(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("[/")?;
    let length = name_length(rest);
    rest[length..].starts_with(']').then_some(&rest[..length])
}

fn read(content: &str, start: usize) -> Option<Shortcode<'_>> {
    let rest = &content[start + 1..];
    let length = name_length(rest);
    let after = rest[length..].chars().next()?;
    let begins = rest.starts_with(|c: char| c.is_ascii_alphabetic());
    if !begins || !(after == ']' || after == '/' || after == '=' || after.is_whitespace()) {
        return None;
    }
    let window = &rest[..rest.floor_char_boundary(4000)];
    let end = window.find(']')?;
    // A bracket that stands between is the beginning of another.
    if window[..end].contains('[') {
        return None;
    }
    Some(Shortcode {
        name: &rest[..length],
        attributes: rest[length..end].trim_end_matches('/').trim(),
        end: start + 1 + end + 1,
    })
}

impl Shortcode<'_> {
    /// The value of a named attribute.
    fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes;
        loop {
            let at = rest.find(name)?;
            let before = rest[..at].chars().next_back();
            let after = rest[at + name.len()..].trim_start();
            match after.strip_prefix('=').map(str::trim_start) {
                Some(value) if before.is_none_or(char::is_whitespace) => {
                    return Some(unquote(value));
                }
                _ => rest = &rest[at + name.len()..],
            }
        }
    }

    /// What stands in it without a name: `[youtube=ADDRESS]`, `[vimeo 12]`.
    fn bare(&self) -> String {
        unquote(self.attributes.trim_start_matches('=').trim())
    }
}

/// A value without the quotation marks around it, which an editor may have made typographic.
fn unquote(value: &str) -> String {
    let value = value.replace("&#8221;", "\"").replace("&quot;", "\"");
    let marks = ['"', '\'', '“', '”', '″'];
    match value.strip_prefix(marks) {
        Some(inside) => inside.split(marks).next().unwrap_or_default().to_owned(),
        None => value
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .to_owned(),
    }
}

/// The HTML of a shortcode that is known.
fn known(
    shortcode: &Shortcode<'_>,
    inner: &str,
    is_closed: bool,
    files: Files<'_>,
) -> Option<String> {
    match shortcode.name {
        "caption" | "wp_caption" => Some(caption(shortcode, inner)),
        "gallery" | "playlist" => Some(gallery(shortcode, files)),
        "embed" => Some(format!("<p>{}</p>", link(inner.trim()))),
        "latex" | "katex" if is_closed => Some(latex::formula(inner)),
        "audio" | "video" => Some(media(shortcode, inner)),
        "youtube" | "vimeo" | "soundcloud" | "dailymotion" | "ted" | "tweet" => {
            elsewhere(shortcode, inner)
        }
        name if is_closed && CODE.contains(&name) => {
            let language = shortcode
                .attribute("language")
                .or_else(|| shortcode.attribute("lang"));
            Some(code(inner, language.as_deref().unwrap_or_default()))
        }
        name if is_closed && LANGUAGES.contains(&name) => Some(code(inner, name)),
        _ => None,
    }
}

/// A picture with what is said of it.
fn caption(shortcode: &Shortcode<'_>, inner: &str) -> String {
    let end = match (inner.rfind("</a>"), inner.rfind("<img")) {
        (Some(link), Some(image)) if link > image => link + 4,
        (_, Some(image)) => inner[image..]
            .find('>')
            .map_or(inner.len(), |at| image + at + 1),
        _ => 0,
    };
    let (image, said) = inner.split_at(end);
    let said = match said.trim() {
        "" => shortcode.attribute("caption").unwrap_or_default(),
        said => said.to_owned(),
    };
    format!(
        "<figure>{}<figcaption>{said}</figcaption></figure>",
        image.trim()
    )
}

fn gallery(shortcode: &Shortcode<'_>, files: Files<'_>) -> String {
    let list = |name: &str| -> Option<Vec<u64>> {
        let ids = shortcode.attribute(name)?;
        Some(
            ids.split(',')
                .filter_map(|id| id.trim().parse().ok())
                .collect(),
        )
    };
    if let Some(ids) = list("ids").or_else(|| list("include")) {
        let named = ids.into_iter().filter_map(|id| files.get(id));
        return named.map(Attachment::to_html).collect();
    }
    // Without a list it shows what was uploaded with the post.
    let excluded = list("exclude").unwrap_or_default();
    let own = files.own_pictures().into_iter();
    own.filter(|(id, _)| !excluded.contains(id))
        .map(|(_, picture)| picture.to_html())
        .collect()
}

fn media(shortcode: &Shortcode<'_>, inner: &str) -> String {
    const SOURCES: [&str; 9] = [
        "src", "mp3", "m4a", "ogg", "wav", "mp4", "m4v", "webm", "flv",
    ];
    let source = SOURCES.iter().find_map(|name| shortcode.attribute(name));
    let source = source.unwrap_or_else(|| match shortcode.bare() {
        bare if bare.contains("://") => bare,
        _ => inner.trim().to_owned(),
    });
    let name = shortcode.name;
    format!("<{name} controls src=\"{}\"></{name}>", escape(&source))
}

/// Something of another site, by its address or by the number that it has there.
fn elsewhere(shortcode: &Shortcode<'_>, inner: &str) -> Option<String> {
    let named = ["url", "id"]
        .iter()
        .find_map(|name| shortcode.attribute(name));
    let what = match named.unwrap_or_else(|| shortcode.bare()) {
        bare if bare.is_empty() => inner.trim().to_owned(),
        bare => bare,
    };
    let address = match shortcode.name {
        _ if what.contains("://") => what,
        "youtube" => format!("https://www.youtube.com/watch?v={what}"),
        "vimeo" => format!("https://vimeo.com/{what}"),
        "dailymotion" => format!("https://www.dailymotion.com/video/{what}"),
        "tweet" => format!("https://twitter.com/i/status/{what}"),
        _ => return None,
    };
    Some(format!("<p>{}</p>", link(&address)))
}

fn code(inner: &str, language: &str) -> String {
    // Editors escape what is between the tags, some of them.
    let escaped = inner.contains("&lt;") || inner.contains("&amp;") || inner.contains("&gt;");
    let text = inner.trim_matches(['\r', '\n']);
    let text = if escaped {
        text.to_owned()
    } else {
        escape(text)
    };
    let class = match language {
        "" => String::new(),
        language => format!(" class=\"language-{}\"", escape(language)),
    };
    format!("<pre><code{class}>{text}</code></pre>")
}

#[cfg(test)]
mod tests {
    use super::super::attachments::Attachments;
    use super::*;

    fn replaced(content: &str) -> (String, usize) {
        let picture = Attachment {
            url: "https://example.com/a.jpg".to_owned(),
            title: "A".to_owned(),
            ..Attachment::default()
        };
        let mut diagnostics = Vec::new();
        let mut attachments = Attachments::default();
        attachments.insert(7, picture, 0);
        let files = Files {
            all: &attachments,
            post: Some(1),
        };
        let html = replace(content, "a", files, &mut diagnostics);
        (html, diagnostics.len())
    }

    #[test]
    fn shortcodes_become_what_they_stand_for() {
        let cases = [
            (
                "[caption id=\"x\" width='3']<a href=\"b\"><img src=\"a.jpg\" /></a> Said <i>so</i>[/caption]",
                "<figure><a href=\"b\"><img src=\"a.jpg\" /></a><figcaption>Said <i>so</i></figcaption></figure>",
            ),
            (
                "[gallery ids=\"7,8\"]",
                "<figure><img src=\"https://example.com/a.jpg\" alt=\"A\"></figure>",
            ),
            (
                "[embed]https://example.com/v[/embed]",
                "<p><a href=\"https://example.com/v\">https://example.com/v</a></p>",
            ),
            (
                "[audio mp3=\"a.mp3\"][/audio]",
                "<audio controls src=\"a.mp3\"></audio>",
            ),
            (
                "[sourcecode language=\"rust\"]\na < b\n\n[x]\n[/sourcecode]",
                "<pre><code class=\"language-rust\">a &lt; b\n\n[x]</code></pre>",
            ),
            (
                "[youtube=https://youtu.be/x]",
                "<p><a href=\"https://youtu.be/x\">https://youtu.be/x</a></p>",
            ),
            ("[[gallery]] [sic] a[1] [", "[gallery] [sic] a[1] ["),
        ];
        for (content, html) in cases {
            assert_eq!(replaced(content), (html.to_owned(), 0), "{content}");
        }
    }

    #[test]
    fn of_unknown_ones_the_inside_stays_and_each_is_told_once() {
        let (html, told) = replaced("[box x=\"1\"]a [b]c[/b][/box] [box]d[/box] [form id=\"1\"]");
        assert_eq!((html.as_str(), told), ("a c d ", 3));
    }
}
