//! What `<head>` says of a post.
use bindery_model::{Author, DateTime, Image, Meta, Target, language_tag};
use jiff::tz::TimeZone;

use super::{Page, PageKind, descendants, json_ld, names, page, raw_text, text_of};
use crate::html::{Element, Node, NodeId, Tree};
use crate::{date, title};

/// How much of a title is read.
const MAX_TEXT: usize = 1 << 20;

/// Names of `<meta>` by what they tell, the strongest first. They are compared in lower case.
const TITLE: [&str; 7] = [
    "articletitle",
    "og:title",
    "dc.title",
    "dcterms.title",
    "citation_title",
    "twitter:title",
    "title",
];
const SITE: [&str; 4] = [
    "og:site_name",
    "sitename",
    "application-name",
    "apple-mobile-web-app-title",
];
const DATE: [&str; 35] = [
    "article:published_time",
    "og:article:published_time",
    "bytedance:published_time",
    "article:published",
    "article.published",
    "article:create_at",
    "weibo:article:create_at",
    "og:release_date",
    "og:published_time",
    "pubdate",
    "pub_date",
    "pubtime",
    "publishdate",
    "publishtime",
    "publish_time",
    "publish-date",
    "datepublished",
    "publish_date",
    "publication_date",
    "firstpublishedtime",
    "apub:time",
    "sailthru.date",
    "parsely-pub-date",
    "cxenseparse:recs:publishtime",
    "prism.publicationdate",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "citation_publication_date",
    "citation_date",
    "datecreated",
    "date",
    "created",
];
const UPDATED: [&str; 15] = [
    "article:modified_time",
    "og:article:modified_time",
    "article:modified",
    "weibo:article:update_at",
    "og:updated_time",
    "bytedance:updated_time",
    "dcterms.modified",
    "datemodified",
    "dateupdate",
    "update_time",
    "lastmodifiedtime",
    "last-modified",
    "lastmod",
    "updated",
    "changed",
];
const AUTHOR: [&str; 7] = [
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "parsely-author",
    "contentsource",
];
const DESCRIPTION: [&str; 5] = [
    "description",
    "og:description",
    "dc.description",
    "dcterms.description",
    "twitter:description",
];
const CATEGORY: [&str; 3] = ["article:section", "columnname", "dc.subject"];
const TAGS: [&str; 3] = ["article:tag", "keywords", "news_keywords"];
const IMAGE: [&str; 4] = ["og:image", "og:image:url", "twitter:image", "image"];
const LANGUAGE: [&str; 4] = [
    "content-language",
    "dc.language",
    "dcterms.language",
    "og:locale",
];

/// Names of the page's own address.
const ADDRESS: [&str; 2] = ["og:url", "twitter:url"];

/// What a head holds.
struct Head {
    /// Names in lower case, with values that are not empty.
    rows: Vec<(String, String)>,
    title: String,
    language: Option<String>,
    json_ld: json_ld::Article,
    /// Whether the body says that it is a list.
    is_list: bool,
}

/// The day that the folders of the page's own address name: `/2011/08/24/a.html`.
pub(super) fn date_in_address(tree: &Tree<'_>, zone: &TimeZone) -> Option<DateTime> {
    let mut addresses = descendants(tree, tree.root()).filter_map(|node| {
        let element = tree.element(node)?;
        let is_canonical = |relation: &str| relation.trim().eq_ignore_ascii_case("canonical");
        match element.name() {
            "link" if element.attribute("rel").is_some_and(is_canonical) => {
                element.attribute("href")
            }
            "meta" => {
                let named = element
                    .attribute("property")
                    .or(element.attribute("name"))?;
                let is_own = ADDRESS
                    .iter()
                    .any(|name| named.trim().eq_ignore_ascii_case(name));
                element.attribute("content").filter(|_| is_own)
            }
            _ => None,
        }
    });
    let (_, path) = addresses.next()?.split_once("://")?;
    let parts: Vec<&str> = path.split('/').skip(1).take(12).collect();
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    parts.windows(3).find_map(|parts| match parts {
        [year, month, day] if year.len() == 4 && parts.iter().all(|part| is_number(part)) => {
            date::parse_in(&format!("{year}-{month}-{day}"), zone)
        }
        _ => None,
    })
}

/// Fills in what a head says of its post; what is returned is what it says of the page.
pub(super) fn read(tree: &Tree<'_>, meta: &mut Meta, zone: &TimeZone) -> Page {
    let head = Head::of(tree);
    let json = &head.json_ld;
    let date = |written: &str| date::parse_in(written, zone);
    if meta.title.is_empty() {
        meta.title = head.title(tree).into();
    }
    meta.date = meta.date.or_else(|| {
        head.find(&DATE, date)
            .or_else(|| date(json.published.as_deref()?))
    });
    let details = &mut meta.details;
    details.updated = details.updated.or_else(|| {
        head.find(&UPDATED, date)
            .or_else(|| date(json.modified.as_deref()?))
    });
    let own = || head.find(&DESCRIPTION, |text| Some(plain(text)));
    details.description = details
        .description
        .take()
        .or_else(own)
        .or_else(|| json.description.clone());
    if details.image.is_none() {
        let address = head
            .find(&IMAGE, |text| Some(text.to_owned()))
            .or_else(|| json.image.clone());
        let target = address.and_then(|address| Target::web(&address).ok());
        details.image = target.map(|target| Image {
            target,
            alt: None,
            title: None,
            width: None,
            height: None,
            share: None,
            sizes: Vec::new(),
            attributes: None,
        });
    }
    if meta.authors.is_empty() {
        meta.authors = head.authors().into();
    }
    if meta.language.is_none() {
        let said = head.find(&LANGUAGE, language_tag);
        let language = head
            .language
            .clone()
            .or(json.language.as_deref().and_then(language_tag))
            .or(said);
        meta.language = language.map(String::into_boxed_str);
    }
    if meta.categories.is_empty() {
        let section = head.find(&CATEGORY, |text| Some(plain(text)));
        meta.categories
            .extend(section.or_else(|| json.section.clone()));
    }
    if meta.tags.is_empty() {
        meta.tags = head.tags().into();
    }
    Page {
        site: head.site(),
        kind: head.kind(),
    }
}

/// What the root of a page says of its language, where that is none.
pub(crate) fn unknown_language<'t>(tree: &'t Tree<'_>) -> Option<&'t str> {
    let root = descendants(tree, tree.root()).find_map(|node| match tree.node(node) {
        Node::Element(element) if element.name() == "html" => Some(element),
        _ => None,
    })?;
    let written = root
        .attribute("lang")
        .or(root.attribute("xml:lang"))?
        .trim();
    (!written.is_empty() && language_tag(written).is_none()).then_some(written)
}

impl Head {
    fn of(tree: &Tree<'_>) -> Head {
        let mut head = Head {
            rows: Vec::new(),
            title: String::new(),
            language: None,
            json_ld: json_ld::Article::default(),
            is_list: false,
        };
        for node in descendants(tree, tree.root()) {
            let Node::Element(element) = tree.node(node) else {
                continue;
            };
            match element.name() {
                "html" => {
                    let tag = element.attribute("lang").or(element.attribute("xml:lang"));
                    head.language = tag.and_then(language_tag);
                }
                "title" if head.title.is_empty() => head.title = text_of(tree, node, MAX_TEXT),
                "meta" => head.rows.extend(row(element)),
                "body" => {
                    head.is_list = element.attribute("class").is_some_and(page::is_list);
                    let tag = element.attribute("lang").and_then(language_tag);
                    head.language = head.language.take().or(tag);
                }
                "script" if is_json_ld(element) => {
                    let text = raw_text(tree, node);
                    head.json_ld.read(&text);
                }
                _ => {}
            }
        }
        head
    }

    fn all<'h>(&'h self, name: &'h str) -> impl Iterator<Item = &'h str> {
        let rows = self.rows.iter().filter(move |(known, _)| known == name);
        rows.map(|(_, value)| value.as_str())
    }

    /// The first value of the strongest name of which something can be made.
    fn find<T>(&self, names: &[&str], make: impl Fn(&str) -> Option<T>) -> Option<T> {
        names.iter().find_map(|name| self.all(name).find_map(&make))
    }

    fn title(&self, tree: &Tree<'_>) -> String {
        let own = self.find(&TITLE, |text| Some(plain(text)));
        // A title in quotation marks that holds one is cut there.
        let is_cut = |own: &String| {
            let rest = self.title.strip_prefix(own.as_str());
            rest.is_some_and(|rest| rest.trim_start().starts_with('"'))
        };
        let whole = own
            .filter(|own| !is_cut(own))
            .or_else(|| self.json_ld.headline.clone())
            .unwrap_or_else(|| self.title.clone());
        let site = self.site();
        let headings = descendants(tree, tree.root()).filter(|&node| is_named(tree, node, "h1"));
        // The heading of the text, where the title of the page has it and more. The name of the site
        // may be a heading too, above all others, and leads to its first page.
        let headings = headings.take(4).filter_map(|node| {
            let heading = text_of(tree, node, 1000);
            let is_link = descendants(tree, node).any(|inner| is_named(tree, inner, "a"));
            let is_first = whole.starts_with(&heading);
            let is_known = heading.chars().count() > 3 && is_beside_site(&whole, &heading);
            (is_known && (is_first || !is_link)).then_some((is_link, !is_first, heading))
        });
        let heading = headings.min_by_key(|(is_link, is_last, _)| (*is_link, *is_last));
        match heading {
            Some((_, _, heading)) => heading,
            None => without_site(&whole, site.as_deref()).to_owned(),
        }
    }

    fn kind(&self) -> PageKind {
        let said = self.all("og:type").next().unwrap_or_default();
        let said = said.to_ascii_lowercase();
        let has_one_article = self.json_ld.articles == 1;
        if said.starts_with("article") {
            PageKind::Article
        } else if self.is_list || self.json_ld.is_list && !has_one_article {
            PageKind::List
        } else if has_one_article && !self.json_ld.is_list {
            PageKind::Article
        } else if said == "website" || said == "blog" {
            PageKind::Website
        } else {
            PageKind::Unknown
        }
    }

    /// The name of the site.
    fn site(&self) -> Option<String> {
        let named = self.find(&SITE, |text| Some(plain(text)));
        named.filter(|name| !name.is_empty())
    }

    fn authors(&self) -> Vec<Author> {
        let named = AUTHOR.iter().find_map(|name| {
            let mut authors: Vec<Author> = Vec::new();
            let lines = self.all(name).filter(|value| !value.contains("://"));
            for name in lines.flat_map(|line| names::split(&plain(line))) {
                if !authors.iter().any(|known| known.name == name) {
                    authors.push(Author::named(name));
                }
            }
            (!authors.is_empty()).then_some(authors)
        });
        let json: Vec<Author> = self.json_ld.authors.iter().map(Author::named).collect();
        // The one of several is named there too.
        match named {
            Some(named) if named.iter().any(|author| !json.contains(author)) => named,
            _ => json,
        }
    }

    fn tags(&self) -> Vec<String> {
        let mut tags: Vec<String> = Vec::new();
        let named = TAGS.iter().find(|name| self.all(name).next().is_some());
        let values: Vec<&str> = match named {
            Some(name) => self.all(name).collect(),
            None => self.json_ld.keywords.iter().map(String::as_str).collect(),
        };
        let words = values
            .iter()
            .flat_map(|value| value.split([',', '，', ';', '；', '、']));
        let mut seen = std::collections::HashSet::new();
        for tag in words.map(plain).filter(|tag| !tag.is_empty()) {
            if seen.insert(tag.clone()) {
                tags.push(tag);
            }
        }
        tags
    }
}

fn is_named(tree: &Tree<'_>, node: NodeId, name: &str) -> bool {
    tree.element(node)
        .is_some_and(|element| element.name() == name)
}

/// Name and value of a `<meta>`.
fn row(element: Element<'_>) -> Option<(String, String)> {
    let names = ["property", "name", "itemprop", "http-equiv"];
    let name = names
        .iter()
        .find_map(|key| element.attribute(key))?
        .split_whitespace()
        .collect::<String>()
        .to_lowercase();
    let value = element.attribute("content")?.trim();
    (!value.is_empty()).then(|| (name, value.to_owned()))
}

fn is_json_ld(element: Element<'_>) -> bool {
    element
        .attribute("type")
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json"))
}

/// Text in which HTML may stand, as one line of plain text.
pub(super) fn plain(text: &str) -> String {
    let text = title::without_markup(text);
    let text = bindery_model::remove_forbidden(&text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a title is a heading with the name of the site behind it, or before it and a separator.
fn is_beside_site(title: &str, heading: &str) -> bool {
    let before = title.strip_suffix(heading).map(str::trim_end);
    title.starts_with(heading)
        || before.is_some_and(|before| before.ends_with([':', '：', '|', '-', '–', '—', '»', '·']))
}

/// A page's title without the name of its site, which stands behind a separator.
fn without_site<'t>(title: &'t str, site: Option<&str>) -> &'t str {
    if let Some(site) = site.filter(|site| !site.is_empty())
        && let Some(rest) = title.strip_suffix(site)
    {
        let rest = rest.trim_end_matches(|c: char| c.is_whitespace() || "-–—|_·:•".contains(c));
        return if rest.is_empty() { title } else { rest };
    }
    for separator in [
        " | ", " – ", " — ", " - ", " · ", " :: ", "_", "－", "–", "-",
    ] {
        let is_bare = !separator.starts_with(' ');
        if let Some((first, rest)) = title.split_once(separator) {
            // No site is called by a day.
            if rest.contains('年') && rest.contains('月') {
                continue;
            }
            // Bare signs part words too, except where there are no spaces between words.
            let is_chinese = first
                .chars()
                .any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            let length = first.trim().chars().count();
            if (!is_bare || is_chinese) && length >= 4 {
                return first.trim();
            }
        }
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_the_name_of_their_site() {
        for (title, site, expected) in [
            ("A story - The Paper", None, "A story"),
            (
                "A story – with a dash - The Paper",
                Some("The Paper"),
                "A story – with a dash",
            ),
            (
                "国务院关于机构设置的通知_中国政府网",
                None,
                "国务院关于机构设置的通知",
            ),
            (
                "我的日記 - 民國95年3月21日",
                None,
                "我的日記 - 民國95年3月21日",
            ),
            ("well-known facts", None, "well-known facts"),
            ("The Paper", Some("The Paper"), "The Paper"),
        ] {
            assert_eq!(without_site(title, site), expected);
        }
    }
}
