//! What a page says of its text in the text: `<time>`, `rel=author`, and lines such as
//! `发布时间：2022-03-01 10:00　来源：新华社`.
use bindery_model::{Author, DateTime, Meta};
use jiff::tz::TimeZone;

use super::main_content::Part;
use super::{descendants, text_of};
use crate::date;
use crate::html::{Node, Tree};

/// Lines longer than this are text.
const MAX_LINE: usize = 400;
/// How many lines before the text, and of it, are looked at.
const MAX_LINES: usize = 400;

/// What stands before a date, a name of an author, a source; the strongest first.
const DATES: [&str; 12] = [
    "发布时间",
    "发布日期",
    "发表时间",
    "发文日期",
    "成文日期",
    "公布日期",
    "印发日期",
    "时间",
    "日期",
    "Published",
    "Posted",
    "Date",
];
const AUTHORS: [&str; 4] = ["作者", "撰稿", "文/", "记者"];
const SOURCES: [&str; 4] = ["信息来源", "文章来源", "稿件来源", "来源"];

pub(super) fn read(tree: &Tree<'_>, part: &Part, meta: &mut Meta, zone: &TimeZone) {
    if meta.date.is_none() {
        meta.date = time_element(tree, zone);
    }
    if meta.date.is_some() && !meta.authors.is_empty() {
        return;
    }
    let lines = lines(tree, part);
    if meta.date.is_none() {
        let labelled = DATES.iter().find_map(|label| {
            let rest = lines.iter().find_map(|line| {
                after_label(line, label)
                    .filter(|rest| date::find(rest, zone).is_some_and(|(at, _)| at < 12))
            })?;
            date::find(rest, zone)
        });
        let bare = || {
            lines
                .iter()
                .filter(|line| line.len() < 120)
                .find_map(|line| date::find(line, zone))
        };
        meta.date = labelled.or_else(bare).map(|(_, date)| date);
    }
    if meta.authors.is_empty() {
        let mut labels = AUTHORS.iter().chain(&SOURCES);
        let name = labels.find_map(|label| lines.iter().find_map(|line| name_after(line, label)));
        meta.authors.extend(name.map(Author::named));
    }
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
        if element.name() != "time" && !(is_marked && element.attribute("itemprop").is_some()) {
            continue;
        }
        looked_at += 1;
        if looked_at > 100 {
            break;
        }
        let written = element
            .attribute("datetime")
            .or_else(|| element.attribute("content"));
        let read = match written {
            Some(written) => date::parse_in(written, zone),
            None => date::find(&text_of(tree, node, 200), zone).map(|(_, date)| date),
        };
        if is_marked && read.is_some() {
            return read;
        }
        first = first.or(read);
    }
    first
}

/// Short pieces of text of the page, in order, up to the first lines of the text.
fn lines(tree: &Tree<'_>, part: &Part) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let (mut inside, mut budget) = (None, 40);
    for node in descendants(tree, tree.root()) {
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
    let rest = rest
        .strip_prefix(['：', ':'])
        .or_else(|| label.is_ascii().then_some(rest))?;
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
