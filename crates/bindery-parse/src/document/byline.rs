//! What a page says of its text in the text: `<time>`, `rel=author`, and lines such as
//! `发布时间：2022-03-01 10:00　来源：新华社`.
use std::cell::OnceCell;

use bindery_model::{Author, DateTime, Meta};
use jiff::tz::TimeZone;

use super::main_content::Part;
use super::{day_month, descendants, names, scripts, text_of};
use crate::date;
use crate::html::{Element, Node, Tree};

/// Lines longer than this are text.
const MAX_LINE: usize = 400;
/// How many lines before the text, and of it, are looked at.
const MAX_LINES: usize = 400;
/// How many lines behind the text are looked at: further down other posts are listed.
const MAX_LINES_BEHIND: usize = 30;
/// The year of the first page.
const FIRST_PAGE: i16 = 1991;

/// What stands before a date, a name of an author, a source; the strongest first.
const DATES: [&str; 28] = [
    "发布时间",
    "发布日期",
    "发表时间",
    "发文日期",
    "成文日期",
    "公布日期",
    "印发日期",
    "發布時間",
    "發布日期",
    "公開日",
    "投稿日",
    "掲載日",
    "입력",
    "등록",
    "Publié le",
    "Publicado",
    "Pubblicato",
    "Veröffentlicht",
    "时间",
    "日期",
    "日時",
    "Published",
    "Posted",
    "posted @",
    "Date",
    "发布于",
    "发表于",
    "编辑于",
];
const AUTHORS: [&str; 4] = ["作者", "撰稿", "文/", "记者"];
const SOURCES: [&str; 4] = ["信息来源", "文章来源", "稿件来源", "来源"];

pub(super) fn read(tree: &Tree<'_>, part: &Part, meta: &mut Meta, zone: &TimeZone) {
    if meta.date.is_none() {
        meta.date = time_element(tree, zone);
    }
    if meta.authors.is_empty() {
        meta.authors.extend(marked_authors(tree));
    }
    if meta.date.is_some() && !meta.authors.is_empty() {
        return;
    }
    let lines = lines(tree, part);
    let behind = OnceCell::new();
    let behind = || behind.get_or_init(|| lines_behind(tree, part)).as_slice();
    if meta.date.is_none() {
        meta.date = labelled_date(&lines, &DATES, zone)
            .or_else(|| match bare_date(&lines, zone) {
                Some(day) if is_midnight(day) => {
                    let time = scripts::date(tree, zone);
                    let same = |date: &DateTime| date.civil().date() == day.civil().date();
                    Some(time.filter(same).unwrap_or(day))
                }
                found => found.or_else(|| scripts::date(tree, zone)),
            })
            .or_else(|| labelled_date(behind(), &DATES, zone));
    }
    if meta.authors.is_empty() {
        let name = named(&lines).or_else(|| named(behind()));
        let names = name.map(|name| names::split(&name)).unwrap_or_default();
        meta.authors.extend(names.into_iter().map(Author::named));
    }
}

/// The date behind a label, the strongest label first.
fn labelled_date(lines: &[String], labels: &[&str], zone: &TimeZone) -> Option<DateTime> {
    labels.iter().find_map(|label| {
        let dates = lines.iter().filter_map(|line| {
            let found = day_month::find(after_label(line, label)?, zone);
            found.filter(|(at, _)| *at < 12)
        });
        dates.map(|(_, date)| date).next()
    })
}

/// The first date in a short line, of a year in which there were pages.
fn bare_date(lines: &[String], zone: &TimeZone) -> Option<DateTime> {
    let short = lines.iter().filter(|line| line.len() < 120);
    let dates = short.filter_map(|line| day_month::find(line, zone));
    let mut dates = dates.map(|(_, date)| date);
    dates.find(|date| date.civil().year() >= FIRST_PAGE)
}

/// Whether it is the beginning of a day, as dates without a time are.
fn is_midnight(date: DateTime) -> bool {
    date.civil().time() == jiff::civil::Time::midnight()
}

/// The author or the source that a line names.
fn named(lines: &[String]) -> Option<String> {
    let mut labels = AUTHORS.iter().chain(&SOURCES);
    labels.find_map(|label| lines.iter().find_map(|line| name_after(line, label)))
}

/// The first `<time>` that is marked as the date of publication, or the first at all.
fn time_element(tree: &Tree<'_>, zone: &TimeZone) -> Option<DateTime> {
    let (mut first, mut looked_at) = (None, 0);
    for node in descendants(tree, tree.root()) {
        let Node::Element(element) = tree.node(node) else {
            continue;
        };
        let is_marked = element.attribute("pubdate").is_some()
            || element
                .attribute("itemprop")
                .is_some_and(|name| name == "datePublished")
            || element
                .attribute("class")
                .is_some_and(|class| class.contains("publish"));
        let is_format = !is_marked_part(element) && element.name() != "time";
        if is_format && !(is_marked && element.attribute("itemprop").is_some()) {
            continue;
        }
        looked_at += 1;
        if looked_at > 100 {
            break;
        }
        let written = element
            .attribute("datetime")
            .or_else(|| element.attribute("content"))
            .or_else(|| {
                element
                    .attribute("title")
                    .filter(|_| element.name() != "time")
            });
        let read = written.and_then(|written| date::parse_in(written, zone));
        let read = read.or_else(|| {
            let text = text_of(tree, node, 200);
            day_month::find(&text, zone).map(|(_, date)| date)
        });
        if is_marked && read.is_some() {
            return read;
        }
        first = first.or(read);
    }
    first
}

/// Authors that are marked as such: `rel=author` (HTML, section 4.6.7.3), `p-author` (microformats2).
fn marked_authors(tree: &Tree<'_>) -> Vec<Author> {
    let mut authors: Vec<Author> = Vec::new();
    for node in descendants(tree, tree.root()) {
        let Node::Element(element) = tree.node(node) else {
            continue;
        };
        let has = |name, word: &str| {
            let words = element.attribute(name).into_iter();
            words
                .flat_map(str::split_ascii_whitespace)
                .any(|own| own == word)
        };
        let is_marked = has("class", "p-author") || element.name() == "a" && has("rel", "author");
        if !is_marked {
            continue;
        }
        let text = text_of(tree, node, 100);
        let name = bindery_model::remove_forbidden(&text);
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let length = name.chars().count();
        let is_new = authors.iter().all(|known| known.name != name);
        if (2..=60).contains(&length) && is_new && authors.len() < 8 {
            authors.push(Author::named(name));
        }
    }
    authors
}

/// Whether a class of microformats says that a part of the page is the date of publication.
fn is_marked_part(element: Element<'_>) -> bool {
    let mut classes = element
        .attribute("class")
        .into_iter()
        .flat_map(str::split_ascii_whitespace);
    classes.any(|class| matches!(class, "published" | "dt-published" | "pubdate"))
}

/// Short pieces of text of the page, in order, up to the first lines of the text.
fn lines(tree: &Tree<'_>, part: &Part) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let (mut inside, mut budget) = (None, 40);
    let last = part.roots.last();
    let behind = last.and_then(|&last| tree.next_after(last, tree.root()));
    for node in descendants(tree, tree.root()) {
        if Some(node) == behind {
            break;
        }
        if part.is_root(node) {
            inside = Some(node);
        }
        match tree.node(node) {
            Node::Text(text) => {
                let parent = tree.parent(node).and_then(|parent| tree.element(parent));
                let is_script = parent.is_some_and(|parent| {
                    matches!(parent.name(), "script" | "style" | "title" | "noscript")
                });
                if !is_script && line.len() < MAX_LINE {
                    line.push_str(text);
                }
            }
            Node::Element(element) if !super::words::INLINE.contains(&element.name()) => {
                push_line(&mut lines, &mut line);
            }
            _ => {}
        }
        if inside.is_some() {
            budget -= 1;
        }
        if lines.len() >= MAX_LINES || budget == 0 {
            break;
        }
    }
    push_line(&mut lines, &mut line);
    lines
}

/// Short pieces of text behind the text, in order.
fn lines_behind(tree: &Tree<'_>, part: &Part) -> Vec<String> {
    let (mut lines, mut line) = (Vec::new(), String::new());
    let last = part.roots.last();
    let mut next = last.and_then(|&last| tree.next_after(last, tree.root()));
    while let Some(node) = next {
        let mut skip = false;
        match tree.node(node) {
            Node::Text(text) if line.len() < MAX_LINE => line.push_str(text),
            Node::Element(element) if matches!(element.name(), "script" | "style" | "noscript") => {
                skip = true;
            }
            Node::Element(element) if !super::words::INLINE.contains(&element.name()) => {
                push_line(&mut lines, &mut line);
            }
            _ => {}
        }
        if lines.len() >= MAX_LINES_BEHIND {
            break;
        }
        next = match skip {
            true => tree.next_after(node, tree.root()),
            false => tree.next_in_order(node, tree.root()),
        };
    }
    push_line(&mut lines, &mut line);
    lines
}

fn push_line(lines: &mut Vec<String>, line: &mut String) {
    let text = std::mem::take(line);
    if text.len() < MAX_LINE {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            lines.push(text);
        }
    }
}

/// What follows a label and its colon.
fn after_label<'l>(line: &'l str, label: &str) -> Option<&'l str> {
    let at = line.find(label)?;
    // A word that the label ends is another label.
    let rest = line[at + label.len()..].trim_start();
    let rest = rest.strip_prefix(['：', ':']).or_else(|| {
        let needs_none = label.ends_with('于') || label.starts_with(|c: char| c.is_ascii());
        needs_none.then_some(rest)
    })?;
    Some(rest.trim_start())
}

/// The name after a label, up to the next label or the end.
fn name_after(line: &str, label: &str) -> Option<String> {
    let rest = after_label(line, label)?;
    let end = rest
        .find(|c: char| c.is_whitespace() || "|｜【[（()）】]".contains(c))
        .unwrap_or(rest.len());
    let name = rest[..end].trim_matches(|c: char| "：:，,。;；".contains(c));
    let length = name.chars().count();
    ((2..=30).contains(&length) && !name.starts_with(|c: char| c.is_ascii_digit()))
        .then(|| bindery_model::remove_forbidden(name).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_name_sources_and_authors() {
        let line = "发布时间：2022-03-01 10:00 来源：新华社 作者：张三 【字体：大 中 小】";
        assert_eq!(name_after(line, "来源").as_deref(), Some("新华社"));
        assert_eq!(name_after(line, "作者").as_deref(), Some("张三"));
        assert_eq!(name_after("来源： 2022", "来源"), None);
        assert_eq!(name_after("财政来源不明", "来源"), None);
    }
}
