//! What stands for a call of a template that the archive does not have, as themes bring many: what its
//! arguments show without it, which are pictures, films, recordings and links, or say.
use crate::liquid::escape;
use crate::markdown::{Dialect, to_html};
use crate::title::without_markup;

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
const ADDRESSES: [&str; 4] = ["url", "link", "href", "relref"];
/// What else a link may be called, and what stands behind it.
const NAMES: [&str; 3] = ["title", "name", "label"];
const FURTHER: [&str; 5] = ["subtitle", "description", "desc", "descr", "summary"];
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
    let sources = arguments.iter().flat_map(|(_, value)| pictures_in(value));
    let pictures: Vec<Picture<'_>> = sources
        .map(|source| Picture {
            source,
            description: named(arguments, &DESCRIPTIONS)
                .or(words)
                .unwrap_or_default(),
        })
        .collect();
    film_of_site(name, arguments)
        .or_else(|| song_of_site(arguments))
        .or_else(|| recording(arguments))
        .or_else(|| card(&pictures, arguments))
        .or_else(|| {
            // What stands behind the source of an `image` is what it shows.
            let words = words.filter(|_| name != "image");
            figure(&pictures, named(arguments, &CAPTIONS).or(words))
        })
        .or_else(|| frame(name, arguments))
}

/// The pictures that a value names: one, or a list between commas, perhaps in braces.
fn pictures_in(value: &str) -> impl Iterator<Item = &str> {
    let list = value
        .strip_prefix('{')
        .and_then(|list| list.strip_suffix('}'))
        .unwrap_or(value);
    let is_list = list.contains(',') && list.split(',').all(is_picture);
    let parts = list.split(if is_list { ',' } else { '\0' });
    parts
        .map(str::trim)
        .filter(|part| is_picture(part) && !part.starts_with("data:"))
}

/// Someone or something elsewhere: a picture, and below it a link with a name.
fn card(pictures: &[Picture<'_>], arguments: &[(&str, &str)]) -> Option<String> {
    let picture = pictures.first()?;
    let is_address = |value: &str| is_on_the_web(value) && !is_picture(value);
    let address = address(arguments).or_else(|| unnamed(arguments, is_address))?;
    let is_name = |value: &str| !value.contains(['/', ':', '.', '=']);
    let name = named(arguments, &NAMES).or_else(|| unnamed(arguments, is_name))?;
    let picture = Picture {
        description: name,
        ..*picture
    };
    let (image, link) = (image(&picture), link_to(address, name, arguments));
    Some(format!(
        "<figure>{image}<figcaption>{link}</figcaption></figure>"
    ))
}

/// A page elsewhere that a template shows in its own.
fn frame(name: &str, arguments: &[(&str, &str)]) -> Option<String> {
    let is_frame = ["video", "frame", "embed", "player"]
        .iter()
        .any(|part| name.contains(part));
    let source =
        named(arguments, &["src", "path", "url"]).or_else(|| unnamed(arguments, is_on_the_web));
    let source = source.filter(|source| is_frame && is_on_the_web(source))?;
    Some(format!("<iframe src=\"{}\"></iframe>", escape(source)))
}

fn is_on_the_web(address: &str) -> bool {
    let scheme = ["http://", "https://"];
    scheme.iter().any(|scheme| address.starts_with(scheme))
        && !address.contains(char::is_whitespace)
}

/// What is shown for a call that encloses nothing: as [`shown`], else what it says.
pub(crate) fn alone(name: &str, arguments: &[(&str, &str)]) -> Option<String> {
    shown(name, arguments)
        .or_else(|| in_line(name, arguments))
        .or_else(|| said(name, arguments))
}

/// Text in a line, as some templates are named after the element of HTML that it is.
fn in_line(name: &str, arguments: &[(&str, &str)]) -> Option<String> {
    let mut texts = arguments.iter().map(|(_, text)| escape(text));
    let first = texts.next()?;
    match name {
        "kbd" | "sub" | "sup" | "mark" | "u" | "del" | "em" | "small" => {
            Some(format!("<{name}>{first}</{name}>"))
        }
        "ruby" => {
            let reading = texts.next()?;
            Some(format!("<ruby>{first}<rt>{reading}</rt></ruby>"))
        }
        _ => None,
    }
}

/// The link that a call is given, or its text, which is Markdown. Of arguments without a name, those are
/// text that have several words.
pub(crate) fn said(name: &str, arguments: &[(&str, &str)]) -> Option<String> {
    link(arguments).or_else(|| {
        let text = named(arguments, &TEXTS).or_else(|| unnamed(arguments, is_of_words));
        let text = text.filter(|text| !is_style(name, text));
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
    let is_text =
        |value: &str| (!value.is_ascii() || value.contains(' ')) && !is_style(name, value);
    if TITLED.contains(&name) || is_text(first) {
        return Some(first);
    }
    let is_kind = KINDS.split_ascii_whitespace().any(|kind| kind == first);
    let second = nameless.next().filter(|_| is_kind)?;
    (!matches!(second, "true" | "false")).then_some(second)
}

/// Whether a value says how something looks, as style sheets do: `color: red; width: 50%`.
fn is_style(name: &str, value: &str) -> bool {
    let is_name = |c: u8| c.is_ascii_lowercase() || c == b'-';
    let is_declaration = |part: &str| {
        let property = part.split_once(':').map(|(property, _)| property.trim());
        property.is_some_and(|property| property.bytes().all(is_name))
    };
    let mut parts = value.split(';').filter(|part| !part.trim().is_empty());
    name == "style" || value.contains(';') && parts.all(is_declaration)
}

/// A link, with what stands behind it. What has no name is its text where its address has none.
fn link(arguments: &[(&str, &str)]) -> Option<String> {
    let (address, nameless) = match address(arguments) {
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
    Some(link_to(address, text, arguments))
}

/// A link, and what arguments say further of it.
fn link_to(address: &str, text: &str, arguments: &[(&str, &str)]) -> String {
    let further = named(arguments, &FURTHER).filter(|further| !further.is_empty());
    let further = further.map(|further| format!(": {}", escape(further)));
    let (address, text) = (escape(address), escape(text));
    let further = further.unwrap_or_default();
    format!("<a href=\"{address}\">{text}</a>{further}")
}

/// Where a call leads that says so.
pub(crate) fn address<'t>(arguments: &[(&str, &'t str)]) -> Option<&'t str> {
    let source = || named(arguments, &["src"]).filter(|source| is_on_the_web(source));
    let address = named(arguments, &ADDRESSES).or_else(source);
    address.filter(|address| !is_picture(address))
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

fn image(picture: &Picture<'_>) -> String {
    let (source, alt) = (escape(picture.source), escape(picture.description));
    format!("<img src=\"{source}\" alt=\"{alt}\">")
}

/// Pictures with what stands below them.
pub(crate) fn figure(pictures: &[Picture<'_>], caption: Option<&str>) -> Option<String> {
    if pictures.is_empty() {
        return None;
    }
    let pictures: String = pictures.iter().map(image).collect();
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
    } else if provider == "tencent" {
        format!("https://v.qq.com/txp/iframe/player.html?vid={id}")
    } else if provider.contains("bilibili") {
        let key = if id.starts_with("BV") { "bvid" } else { "aid" };
        let number = id.strip_prefix("av").unwrap_or(id);
        format!("https://player.bilibili.com/player.html?{key}={number}")
    } else {
        return None;
    };
    Some(format!("<iframe src=\"{}\"></iframe>", escape(&address)))
}

/// A song, or a list of songs, of a site that an argument names: `server="netease" type="song" id="1"`.
fn song_of_site(arguments: &[(&str, &str)]) -> Option<String> {
    let values = || arguments.iter().map(|(_, value)| *value);
    let of_netease = values().any(|value| value == "netease");
    let number = |value: &str| !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    let id = named(arguments, &["id"]).or_else(|| unnamed(arguments, number));
    let id = id.filter(|id| of_netease && number(id))?;
    let kinds = ["playlist", "album", "artist"];
    let kind = kinds
        .into_iter()
        .find(|kind| values().any(|value| value == *kind));
    let kind = kind.unwrap_or("song");
    let address = format!("https://music.163.com/#/{kind}?id={id}");
    Some(format!("<a href=\"{address}\">{address}</a>"))
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
        let title = title.map(|title| {
            format!(
                " title=\"{}\"",
                escape(&without_markup(&line_of_markdown(title)))
            )
        });
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
    let value = value.trim();
    let is_text = value.contains(char::is_whitespace) || !value.is_ascii();
    is_text && !is_picture(value) && !is_on_the_web(value)
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
        let cases: [Case; 14] = [
            (
                "friend",
                &[
                    ("name", "A"),
                    ("url", "https://a.example"),
                    ("logo", "/b.png"),
                    ("desc", "C"),
                ],
                Some(
                    "<figure><img src=\"/b.png\" alt=\"A\"><figcaption><a href=\"https://a.example\">A</a>: C</figcaption></figure>",
                ),
            ),
            (
                "carousel",
                &[("images", "{a.png, b/c.jpg}")],
                Some("<figure><img src=\"a.png\" alt=\"\"><img src=\"b/c.jpg\" alt=\"\"></figure>"),
            ),
            (
                "music",
                &[("server", "netease"), ("type", "playlist"), ("id", "12")],
                Some(
                    "<a href=\"https://music.163.com/#/playlist?id=12\">https://music.163.com/#/playlist?id=12</a>",
                ),
            ),
            (
                "video.html",
                &[("path", "https://v.example/embed/1")],
                Some("<iframe src=\"https://v.example/embed/1\"></iframe>"),
            ),
            ("toc", &[("url", "https://v.example/")], None),
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
                &[("src", "/c.mp4"), ("poster", "p.png"), ("title", "*T*")],
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
        let cases: [Case; 9] = [
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
            (&[("", "字")], Some("字")),
            (&[("", "color: red; width: 2px")], None),
            (&[("", "mind: a; then b")], Some("mind: a; then b")),
        ];
        for (arguments, expected) in cases {
            assert_eq!(said("x", arguments).as_deref(), expected, "{arguments:?}");
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
