//! What stands for a call of a template that the archive does not have, as themes bring many: what its
//! arguments show without it, which are pictures, films, recordings and links, or say.
use crate::liquid::escape;
use crate::markdown::{Dialect, to_html};

/// Endings of files that are shown or played.
const PICTURES: [&str; 9] = [
    "png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp", "jfif",
];
const RECORDINGS: [&str; 7] = ["mp3", "m4a", "ogg", "oga", "opus", "wav", "flac"];
const FILMS: [&str; 5] = ["mp4", "m4v", "webm", "ogv", "mov"];

/// Names of arguments that are what stands below a picture, and what it shows, the strongest first.
const CAPTIONS: [&str; 4] = ["caption", "description", "desc", "title"];
const DESCRIPTIONS: [&str; 5] = ["alt", "caption", "description", "desc", "title"];
/// Names of arguments that are the title of a text.
const TITLES: [&str; 5] = ["title", "summary", "label", "header", "heading"];
/// Names of arguments that are a text, and of those that are where it leads.
const TEXTS: [&str; 6] = ["content", "text", "body", "message", "quote", "caption"];
const ADDRESSES: [&str; 3] = ["url", "link", "href"];
/// What else a link may be called, and what stands behind it.
const NAMES: [&str; 3] = ["title", "name", "label"];
const FURTHER: [&str; 3] = ["subtitle", "description", "desc"];
/// Kinds of boxes, behind which their title may stand.
const KINDS: &str = "abstract attention bug caution danger default error example failure hint important info note \
    primary question quote success tip warning";
/// Templates whose first argument, which has no name, is the title of a text.
const TITLED: [&str; 7] = [
    "tab",
    "expand",
    "fold",
    "folding",
    "spoiler",
    "collapse",
    "accordion",
];

/// A picture that a call shows.
#[derive(Debug, Default)]
pub(crate) struct Picture<'t> {
    pub(crate) source: &'t str,
    pub(crate) description: &'t str,
}

/// What is shown for a call, by the name of the template and its arguments with theirs; those without have
/// an empty one.
pub(crate) fn shown(name: &str, arguments: &[(&str, &str)]) -> Option<String> {
    let words = unnamed(arguments, is_of_words);
    let pictures: Vec<Picture<'_>> = arguments
        .iter()
        .filter(|(_, value)| is_picture(value) && !value.starts_with("data:"))
        .map(|(_, source)| Picture {
            source,
            description: named(arguments, &DESCRIPTIONS)
                .or(words)
                .unwrap_or_default(),
        })
        .collect();
    film_of_site(name, arguments)
        .or_else(|| recording(arguments))
        .or_else(|| {
            // What stands behind the source of an `image` is what it shows.
            let words = words.filter(|_| name != "image");
            figure(&pictures, named(arguments, &CAPTIONS).or(words))
        })
}

fn is_on_the_web(address: &str) -> bool {
    let scheme = ["http://", "https://"];
    scheme.iter().any(|scheme| address.starts_with(scheme))
        && !address.contains(char::is_whitespace)
}

/// What is shown for a call that encloses nothing: as [`shown`], else what it says.
pub(crate) fn alone(name: &str, arguments: &[(&str, &str)]) -> Option<String> {
    shown(name, arguments).or_else(|| said(arguments))
}

/// The link that a call is given, or its text, which is Markdown. Of arguments without a name, those are
/// text that have several words.
pub(crate) fn said(arguments: &[(&str, &str)]) -> Option<String> {
    link(arguments).or_else(|| {
        let text = named(arguments, &TEXTS).or_else(|| unnamed(arguments, is_of_words));
        text.filter(|text| !text.is_empty()).map(str::to_owned)
    })
}

/// The title of the text that a call encloses.
pub(crate) fn title<'t>(name: &str, arguments: &[(&str, &'t str)]) -> Option<&'t str> {
    let title = named(arguments, &TITLES)
        .or_else(|| named(arguments, &["name"]).filter(|_| TITLED.contains(&name)))
        .or_else(|| nameless_title(name, arguments))?;
    (!title.trim().is_empty()).then_some(title)
}

/// An argument without a name that is a title: the first one of some templates, the one behind the kind
/// of a box, and one that is no single word of ASCII, as settings are.
fn nameless_title<'t>(name: &str, arguments: &[(&str, &'t str)]) -> Option<&'t str> {
    let mut nameless = arguments
        .iter()
        .filter(|(name, _)| name.is_empty())
        .map(|(_, value)| *value);
    let first = nameless.next()?;
    let is_text = |value: &str| !value.is_ascii() || value.contains(' ');
    if TITLED.contains(&name) || is_text(first) {
        return Some(first);
    }
    let is_kind = KINDS.split_ascii_whitespace().any(|kind| kind == first);
    let second = nameless.next().filter(|_| is_kind)?;
    (!matches!(second, "true" | "false")).then_some(second)
}

/// A link, with what stands behind it. What has no name is its text where its address has none.
fn link(arguments: &[(&str, &str)]) -> Option<String> {
    let address = named(arguments, &ADDRESSES);
    let (address, nameless) = match address {
        Some(address) => (address, None),
        None => (
            unnamed(arguments, is_on_the_web)?,
            unnamed(arguments, |value| !is_on_the_web(value)),
        ),
    };
    let text = named(arguments, &TEXTS)
        .or_else(|| named(arguments, &NAMES))
        .or(nameless)
        .or_else(|| is_on_the_web(address).then_some(address))?;
    let further = named(arguments, &FURTHER).filter(|further| !further.is_empty());
    let further = further.map(|further| format!(": {}", escape(further)));
    let (address, text) = (escape(address), escape(text));
    let further = further.unwrap_or_default();
    Some(format!("<a href=\"{address}\">{text}</a>{further}"))
}

/// Who said what a quotation encloses, and where.
pub(crate) fn attribution(arguments: &[(&str, &str)]) -> Option<String> {
    let author = named(arguments, &["author", "by"]);
    let source = named(arguments, &["source", "cite", "title"]);
    let address = named(arguments, &["url", "link", "href"]).map(escape);
    let named = source.or(author)?;
    let named = match address {
        Some(address) => format!("<a href=\"{address}\">{}</a>", escape(named)),
        None => escape(named),
    };
    Some(match author.filter(|_| source.is_some()) {
        Some(author) => format!("<footer>— {}, {named}</footer>", escape(author)),
        None => format!("<footer>— {named}</footer>"),
    })
}

/// A title behind what is written so far: a line of its own, where it begins one.
pub(crate) fn titled(title: &str, before: &str) -> String {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let title = line_of_markdown(title);
    match line.trim().is_empty() {
        true => format!("<p><strong>{title}</strong></p>\n\n"),
        false => format!("<strong>{title}</strong> "),
    }
}

/// Whether the name of a file or the path of an address ends as those of pictures do.
pub(crate) fn is_picture(address: &str) -> bool {
    ends_with(address, &PICTURES)
}

/// Pictures with what stands below them.
pub(crate) fn figure(pictures: &[Picture<'_>], caption: Option<&str>) -> Option<String> {
    if pictures.is_empty() {
        return None;
    }
    let pictures = pictures.iter().map(|picture| {
        let (source, alt) = (escape(picture.source), escape(picture.description));
        format!("<img src=\"{source}\" alt=\"{alt}\">")
    });
    let pictures: String = pictures.collect();
    Some(match caption {
        Some(caption) => {
            let caption = line_of_markdown(caption);
            format!("<figure>{pictures}<figcaption>{caption}</figcaption></figure>")
        }
        None => format!("<figure>{pictures}</figure>"),
    })
}

/// What themes make of captions and titles, in which Markdown may stand, and HTML.
fn line_of_markdown(text: &str) -> String {
    let html = to_html(text, Dialect::Gfm);
    let inner = html.trim().strip_prefix("<p>");
    let inner = inner.and_then(|inner| inner.strip_suffix("</p>"));
    match inner {
        Some(inner) if !inner.contains("<p>") => inner.to_owned(),
        _ => escape(text),
    }
}

/// A film of a site that the name of the template, or its provider, tells.
fn film_of_site(name: &str, arguments: &[(&str, &str)]) -> Option<String> {
    let id = named(arguments, &["id", "video_id", "videoId", "bvid", ""])?;
    let is_id = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if id.is_empty() || !id.chars().all(is_id) {
        return None;
    }
    let provider = named(arguments, &["provider"]).unwrap_or(name);
    let provider = provider.to_ascii_lowercase();
    let address = if provider.contains("youtube") {
        format!("https://www.youtube.com/embed/{id}")
    } else if provider.contains("vimeo") {
        format!("https://player.vimeo.com/video/{id}")
    } else if provider.contains("bilibili") {
        let key = if id.starts_with("BV") { "bvid" } else { "aid" };
        let number = id.strip_prefix("av").unwrap_or(id);
        format!("https://player.bilibili.com/player.html?{key}={number}")
    } else {
        return None;
    };
    Some(format!("<iframe src=\"{}\"></iframe>", escape(&address)))
}

/// A file that is played.
fn recording(arguments: &[(&str, &str)]) -> Option<String> {
    arguments.iter().find_map(|(_, source)| {
        let element = match source {
            source if ends_with(source, &RECORDINGS) => "audio",
            source if ends_with(source, &FILMS) => "video",
            _ => return None,
        };
        let title = named(arguments, &["title", "name", "caption"]);
        let title = title.map(|title| format!(" title=\"{}\"", escape(title)));
        let (source, title) = (escape(source), title.unwrap_or_default());
        Some(format!(
            "<{element} src=\"{source}\"{title} controls></{element}>"
        ))
    })
}

/// The first argument that has one of these names.
fn named<'t>(arguments: &[(&str, &'t str)], names: &[&str]) -> Option<&'t str> {
    names.iter().find_map(|name| {
        let found = arguments.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.trim())
    })
}

/// The first argument without a name that is of the wanted kind.
fn unnamed<'t>(arguments: &[(&str, &'t str)], is_wanted: fn(&str) -> bool) -> Option<&'t str> {
    let mut values = arguments.iter().filter(|(name, _)| name.is_empty());
    let found = values.find(|(_, value)| is_wanted(value));
    found.map(|(_, value)| value.trim())
}

fn is_of_words(value: &str) -> bool {
    value.trim().contains(char::is_whitespace) && !is_picture(value)
}

fn ends_with(address: &str, endings: &[&str]) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    endings
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_arguments_show_is_shown() {
        type Case = (
            &'static str,
            &'static [(&'static str, &'static str)],
            Option<&'static str>,
        );
        let cases: [Case; 9] = [
            (
                "wide",
                &[("", "a b.png"), ("", "c d")],
                Some(
                    "<figure><img src=\"a b.png\" alt=\"c d\"><figcaption>c d</figcaption></figure>",
                ),
            ),
            (
                "imgcap",
                &[("src", "a b.PNG?v=1"), ("alt", "x"), ("title", "A & *B*")],
                Some(
                    "<figure><img src=\"a b.PNG?v=1\" alt=\"x\"><figcaption>A &amp; <em>B</em></figcaption></figure>",
                ),
            ),
            (
                "compare",
                &[("", "a.png"), ("", "b.jpg"), ("alt", "x")],
                Some("<figure><img src=\"a.png\" alt=\"x\"><img src=\"b.jpg\" alt=\"x\"></figure>"),
            ),
            (
                "embed/youtube.html",
                &[("id", "a-B_1")],
                Some("<iframe src=\"https://www.youtube.com/embed/a-B_1\"></iframe>"),
            ),
            (
                "video",
                &[("id", "1"), ("provider", "vimeo")],
                Some("<iframe src=\"https://player.vimeo.com/video/1\"></iframe>"),
            ),
            (
                "bilibili",
                &[("", "BV1")],
                Some("<iframe src=\"https://player.bilibili.com/player.html?bvid=BV1\"></iframe>"),
            ),
            (
                "embed/video.html",
                &[("src", "/c.mp4"), ("poster", "p.png"), ("title", "T")],
                Some("<video src=\"/c.mp4\" title=\"T\" controls></video>"),
            ),
            ("youtube", &[("id", "a\" b")], None),
            ("toc", &[("level", "2")], None),
        ];
        for (name, arguments, expected) in cases {
            assert_eq!(shown(name, arguments).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn what_arguments_say_is_shown() {
        type Case = (
            &'static [(&'static str, &'static str)],
            Option<&'static str>,
        );
        let cases: [Case; 6] = [
            (&[("type", "info"), ("content", "a *b* ")], Some("a *b*")),
            (&[("", "id"), ("", "some words")], Some("some words")),
            (
                &[("text", "Get"), ("link", "https://a.example/?b&c")],
                Some("<a href=\"https://a.example/?b&amp;c\">Get</a>"),
            ),
            (
                &[("", "https://a.example")],
                Some("<a href=\"https://a.example\">https://a.example</a>"),
            ),
            (&[("url", "/this/post/"), ("", "id")], None),
            (&[("text", "")], None),
        ];
        for (arguments, expected) in cases {
            assert_eq!(said(arguments).as_deref(), expected, "{arguments:?}");
        }
    }

    #[test]
    fn links_and_texts_of_calls_that_enclose_nothing_are_shown() {
        type Case = (
            &'static [(&'static str, &'static str)],
            Option<&'static str>,
        );
        let cases: [Case; 7] = [
            (
                &[("src", "a.png")],
                Some("<figure><img src=\"a.png\" alt=\"\"></figure>"),
            ),
            (
                &[
                    ("link", "/a"),
                    ("title", "A & B"),
                    ("subtitle", "C"),
                    ("icon", "d"),
                ],
                Some("<a href=\"/a\">A &amp; B</a>: C"),
            ),
            (
                &[("", "https://a.example"), ("", "A")],
                Some("<a href=\"https://a.example\">A</a>"),
            ),
            (
                &[("url", "https://a.example")],
                Some("<a href=\"https://a.example\">https://a.example</a>"),
            ),
            (&[("url", "/a")], None),
            (&[("text", "a *b*"), ("icon", "c")], Some("a *b*")),
            (&[("", "a")], None),
        ];
        for (arguments, expected) in cases {
            assert_eq!(alone("x", arguments).as_deref(), expected, "{arguments:?}");
        }
        let said = [("author", "A"), ("source", "B"), ("url", "/c")];
        let expected = "<footer>— A, <a href=\"/c\">B</a></footer>";
        assert_eq!(attribution(&said).as_deref(), Some(expected));
        assert_eq!(
            attribution(&said[..1]).as_deref(),
            Some("<footer>— A</footer>")
        );
    }

    #[test]
    fn titles_are_named_or_known() {
        for (name, arguments, expected) in [
            ("admonition", [("type", "note"), ("title", "T")], Some("T")),
            ("tab", [("", "Linux"), ("x", "y")], Some("Linux")),
            ("hint", [("", "info"), ("x", "y")], None),
            ("admonition", [("", "tip"), ("", "T")], Some("T")),
            ("admonition", [("", "tip"), ("", "false")], None),
            (
                "fold-it",
                [("", "Two words"), ("x", "y")],
                Some("Two words"),
            ),
            ("notice", [("", "注意"), ("x", "y")], Some("注意")),
            ("tab", [("name", "A"), ("x", "y")], Some("A")),
        ] {
            assert_eq!(title(name, &arguments), expected);
        }
    }
}
