//! Permalinks: templates, placeholders, escaping.
use std::fmt::Write;

use bindery_model::{Meta, any_pair};
use jiff::civil::DateTime;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::super::name;
use super::slug::{slugify, slugify_pretty};

/// The styles that have names.
const STYLES: [(&str, &str); 5] = [
    ("date", "/:categories/:year/:month/:day/:title:output_ext"),
    ("pretty", "/:categories/:year/:month/:day/:title/"),
    ("ordinal", "/:categories/:year/:y_day/:title:output_ext"),
    (
        "weekdate",
        "/:categories/:year/W:week/:short_day/:title:output_ext",
    ),
    ("none", "/:categories/:title:output_ext"),
];

/// What may stand in a path as it is (RFC 3986, `pchar`), and `/`.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@')
    .remove(b'/');

/// The template of a style, or the template itself.
pub(crate) fn template(permalink: &str) -> &str {
    STYLES
        .iter()
        .find(|(name, _)| *name == permalink)
        .map_or(permalink, |(_, template)| template)
}

/// The path as it stands in an address. What is already encoded stays.
pub(crate) fn escape_path(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    push_escaped(&mut out, path);
    out
}

fn push_escaped(out: &mut String, path: &str) {
    // Without a way out of the loop, processors look at many bytes at a time: `-` to `9` are
    // `-./` and digits.
    let is_plain = |all, byte: u8| {
        all & (byte.is_ascii_alphabetic() | (b'-'..=b'9').contains(&byte) | (byte == b'_'))
    };
    if path.bytes().fold(true, is_plain) {
        return out.push_str(path);
    }
    let mut rest = path;
    while let Some(at) = rest.find('%') {
        out.extend(utf8_percent_encode(&rest[..at], PATH));
        let code = rest.as_bytes().get(at + 1..at + 3);
        let encoded = code.is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit));
        out.push_str(if encoded { "%" } else { "%25" });
        rest = &rest[at + 1..];
    }
    out.extend(utf8_percent_encode(rest, PATH));
}

/// What ends the addresses of what is no post: as the site's own permalinks end.
fn ending(site: &str) -> &'static str {
    match site {
        "pretty" => "/",
        "date" | "ordinal" | "none" => ":output_ext",
        own if own.ends_with('/') => "/",
        own if own.ends_with(":output_ext") => ":output_ext",
        _ => "",
    }
}

/// The template of a collection's documents.
pub(crate) fn collection_template(site: &str) -> String {
    format!("/:collection/:path{}", ending(site))
}

/// The address of a page by its own permalink, or else by the site's.
pub(crate) fn page_url(own: Option<&str>, site: &str, path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let is_page = matches!(
        extension,
        "html" | "htm" | "xhtml" | "md" | "markdown" | "mkd" | "mkdn" | "mkdown"
    );
    let of_site = format!("/:path/:basename{}", ending(site));
    let template = match own {
        Some(own) => own,
        None if !is_page => "/:path/:basename:output_ext",
        None if stem == "index" => "/:path/",
        None => &of_site,
    };
    let output = match extension {
        "htm" | "xhtml" => extension,
        _ if is_page => "html",
        extension => extension,
    };
    let address = template
        .replace(":output_ext", &format!(".{output}"))
        .replace(":basename", stem)
        .replace(":path", folder);
    clean(format!("/{}", escape_path(&address)))
}

/// A permalink taken apart, which is done once for all documents that have it.
#[derive(Debug)]
pub(crate) struct Template(Vec<Part>);

/// The endings of files that are those of their addresses.
const KEPT: [&str; 5] = ["txt", "htm", "xhtml", "shtml", "shtm"];

#[derive(Debug)]
enum Part {
    /// As it stands in the address.
    Text(String),
    Value(Placeholder),
}

#[derive(Debug, Clone, Copy)]
enum Placeholder {
    Title,
    Slug,
    Name,
    Categories,
    SlugifiedCategories,
    OutputExtension,
    Collection,
    Path,
    /// The three that nearly all permalinks have are quickly made.
    Year,
    Month,
    Day,
    /// Any other part of the date, as `strftime` writes it.
    Date(&'static str),
}

impl Template {
    pub(crate) fn new(permalink: &str) -> Template {
        let mut parts = Vec::new();
        let mut text = String::from("/");
        let mut rest = permalink.trim_start_matches('/');
        while let Some(at) = rest.find(':') {
            text.push_str(&escape_path(&rest[..at]));
            rest = &rest[at + 1..];
            match Placeholder::longest(rest) {
                Some((length, placeholder)) => {
                    parts.push(Part::Text(std::mem::take(&mut text)));
                    parts.push(Part::Value(placeholder));
                    rest = &rest[length..];
                }
                None => text.push(':'),
            }
        }
        text.push_str(&escape_path(rest));
        parts.push(Part::Text(text));
        Template(parts)
    }

    /// The address of a document, relative to the site's root.
    pub(crate) fn expand(&self, meta: &Meta, path: &str) -> String {
        let mut out = String::with_capacity(64);
        let date = meta.date.map(|date| date.civil());
        for part in &self.0 {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Value(placeholder) => placeholder.write(&mut out, meta, date, path),
            }
        }
        clean(out)
    }
}

impl Placeholder {
    /// The one that the text begins with, of several the longest, and its length: `title` of
    /// `title_x`.
    fn longest(text: &str) -> Option<(usize, Placeholder)> {
        let is_name = |b: &u8| b.is_ascii_lowercase() || *b == b'_';
        let length = text.bytes().take_while(is_name).count();
        (1..=length)
            .rev()
            .find_map(|length| Some((length, Placeholder::named(&text[..length])?)))
    }

    fn named(name: &str) -> Option<Placeholder> {
        Some(match name {
            "title" => Placeholder::Title,
            "slug" => Placeholder::Slug,
            "name" => Placeholder::Name,
            "categories" => Placeholder::Categories,
            "slugified_categories" => Placeholder::SlugifiedCategories,
            "output_ext" => Placeholder::OutputExtension,
            "collection" => Placeholder::Collection,
            "path" => Placeholder::Path,
            "year" => Placeholder::Year,
            "month" => Placeholder::Month,
            "day" => Placeholder::Day,
            name => Placeholder::Date(date_format(name)?),
        })
    }

    fn write(self, out: &mut String, meta: &Meta, date: Option<DateTime>, path: &str) {
        match self {
            Placeholder::Title => push_escaped(out, &slugify_pretty(&meta.slug)),
            Placeholder::Slug => push_escaped(out, &slugify(&meta.slug)),
            Placeholder::Name => push_escaped(out, &slugify(name::stem(path))),
            Placeholder::Categories => {
                push_escaped(out, &joined(meta, |category| category.to_lowercase()));
            }
            Placeholder::SlugifiedCategories => push_escaped(out, &joined(meta, slugify)),
            Placeholder::OutputExtension => {
                let dot = memchr::memrchr(b'.', path.as_bytes());
                let extension = dot.map(|dot| &path[dot + 1..]);
                let kept = extension.filter(|extension| KEPT.contains(extension));
                out.push('.');
                out.push_str(kept.unwrap_or("html"));
            }
            Placeholder::Collection => push_escaped(out, &meta.collection),
            Placeholder::Path => {
                let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
                // Without the folder of the collection, which may stand in others.
                let folder = format!("_{}", meta.collection);
                let parts = stem.split('/').filter(|part| *part != folder);
                push_escaped(out, &parts.collect::<Vec<_>>().join("/"));
            }
            Placeholder::Year | Placeholder::Month | Placeholder::Day | Placeholder::Date(_) => {
                if let Some(date) = date {
                    self.write_date(out, date);
                }
            }
        }
    }

    fn write_date(self, out: &mut String, date: DateTime) {
        match self {
            Placeholder::Year => match u16::try_from(date.year()) {
                Ok(year @ 1000..) => {
                    push_two_digits(out, year / 100);
                    push_two_digits(out, year % 100);
                }
                // Writing to a string does not fail.
                _ => write!(out, "{:04}", date.year()).unwrap_or_default(),
            },
            Placeholder::Month => push_two_digits(out, date.month().unsigned_abs().into()),
            Placeholder::Day => push_two_digits(out, date.day().unsigned_abs().into()),
            Placeholder::Date(format) => push_escaped(out, &date.strftime(format).to_string()),
            _ => {}
        }
    }
}

/// A number below 100.
fn push_two_digits(out: &mut String, number: u16) {
    for digit in [number / 10, number % 10] {
        out.push(char::from(b'0' + (digit % 10) as u8));
    }
}

/// The categories as parts of a path, each once.
fn joined(meta: &Meta, part: impl Fn(&str) -> String) -> String {
    if let [only] = &*meta.categories {
        return part(only);
    }
    let mut parts: Vec<String> = Vec::new();
    for category in &meta.categories {
        let part = part(category);
        if !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts.join("/")
}

/// The `strftime` format of a placeholder for a part of the date.
fn date_format(name: &str) -> Option<&'static str> {
    Some(match name {
        "short_year" => "%y",
        "i_month" => "%-m",
        "short_month" => "%b",
        "long_month" => "%B",
        "i_day" => "%-d",
        "y_day" => "%j",
        "w_year" => "%G",
        "week" => "%V",
        "w_day" => "%u",
        "short_day" => "%a",
        "long_day" => "%A",
        "hour" => "%H",
        "minute" => "%M",
        "second" => "%S",
        _ => return None,
    })
}

/// As Jekyll cleans an address: without `..`, `./` and empty parts.
fn clean(url: String) -> String {
    let is_unclean = any_pair(url.as_bytes(), |byte, next| {
        let is_slash = next == b'/';
        (byte == b'.') & (is_slash | (next == b'.')) | (byte == b'/') & is_slash
    });
    if !is_unclean {
        return url;
    }
    let mut out = String::with_capacity(url.len());
    for c in url.replace("..", "/").replace("./", "").chars() {
        if c != '/' || !out.ends_with('/') {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(permalink: &str) -> String {
        let meta = Meta {
            slug: "A-Title_x".into(),
            categories: vec!["One Two".into(), "三".into()].into(),
            date: Some("2024-05-01T08:05:09+08:00".parse().unwrap()),
            ..Meta::default()
        };
        Template::new(template(permalink)).expand(&meta, "_posts/2024-05-01-A-Title_x.md")
    }

    #[test]
    fn paths_are_without_the_folder_of_the_collection() {
        let meta = Meta {
            collection: "posts".into(),
            ..Meta::default()
        };
        for (path, expected) in [
            ("_posts/deep/2024-05-01-x.md", "/p/deep/2024-05-01-x/"),
            (
                "三/_posts/2024-05-01-x.y.md",
                "/p/%E4%B8%89/2024-05-01-x.y/",
            ),
        ] {
            assert_eq!(Template::new("/p/:path/").expand(&meta, path), expected);
        }
    }

    #[test]
    fn pages_end_as_posts_do() {
        for (own, site, path, expected) in [
            (None, "date", "about.md", "/about.html"),
            (None, "pretty", "en/about us.md", "/en/about%20us/"),
            (None, "/:year/:title", "about.html", "/about"),
            (None, "none", "en/index.md", "/en/"),
            (None, "pretty", "feed.xml", "/feed.xml"),
            (
                Some("/own/:basename:output_ext"),
                "date",
                "x.md",
                "/own/x.html",
            ),
        ] {
            assert_eq!(page_url(own, site, path), expected, "{path}");
        }
    }

    #[test]
    fn styles_and_templates() {
        for (permalink, expected) in [
            ("date", "/one%20two/%E4%B8%89/2024/05/01/A-Title_x.html"),
            ("pretty", "/one%20two/%E4%B8%89/2024/05/01/A-Title_x/"),
            ("ordinal", "/one%20two/%E4%B8%89/2024/122/A-Title_x.html"),
            (
                "weekdate",
                "/one%20two/%E4%B8%89/2024/W18/Wed/A-Title_x.html",
            ),
            ("none", "/one%20two/%E4%B8%89/A-Title_x.html"),
            ("/:year/:i_month/:i_day/:slug/", "/2024/5/1/a-title-x/"),
            ("/x/:short_year-:hour:minute:second", "/x/24-080509"),
            (
                "/:slugified_categories/:unknown",
                "/one-two/%E4%B8%89/:unknown",
            ),
            ("fixed.html", "/fixed.html"),
            ("a..b/./c//", "/a/b/c/"),
        ] {
            assert_eq!(url(permalink), expected, "{permalink}");
        }
    }
}
