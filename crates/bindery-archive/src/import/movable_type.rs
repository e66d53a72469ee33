//! What Movable Type exports, and with it services that took over its format: TypePad, Hatena, livedoor,
//! FC2 and others. One text holds all posts: lines of `KEY: value`, then texts under names of their own.
use serde_json::json;

use super::entry::{Fields, person};
use super::left_out::LeftOut;
use super::split::Piece;
use super::wordpress::autop;

/// What ends a part of a post, and a post.
const PART_END: &str = "-----";
const POST_END: &str = "--------";

/// With what posts begin.
const FIRST_KEYS: [&str; 6] = [
    "AUTHOR:",
    "TITLE:",
    "BASENAME:",
    "STATUS:",
    "DATE:",
    "ALLOW COMMENTS:",
];
/// The texts of a post, and what others wrote to it.
const PARTS: [&str; 6] = [
    "BODY:",
    "EXTENDED BODY:",
    "EXCERPT:",
    "KEYWORDS:",
    "COMMENT:",
    "PING:",
];

/// Whether a text is such an export, by how it begins.
pub(crate) fn is_one(text: &str) -> bool {
    let mut lines = text.trim_start().lines();
    let is_first = |line: &str| FIRST_KEYS.iter().any(|key| line.starts_with(key));
    lines.next().is_some_and(is_first)
        && lines.any(|line| line.trim_end() == PART_END)
        && lines.next().is_some_and(is_part)
}

fn is_part(line: &str) -> bool {
    PARTS.contains(&line.trim_end())
}

/// Finds the posts.
pub(crate) fn split(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (mut start, mut start_line, mut at) = (0, 1, 0);
    let mut lines = text.split_inclusive('\n').zip(1_u32..).peekable();
    while let Some((line, number)) = lines.next() {
        let end = at;
        at += line.len();
        // In a text it is a rule.
        let is_end = line.trim_end() == POST_END
            && lines
                .peek()
                .is_none_or(|(next, _)| next.trim().is_empty() || is_key(next));
        if is_end || at == text.len() {
            let end = if is_end { end } else { at };
            let blank = text[start..end].len() - text[start..end].trim_start().len();
            if start + blank < end {
                let passed = text[start..start + blank].matches('\n').count();
                pieces.push(Piece {
                    start: (start + blank) as u64,
                    end: end as u64,
                    line: start_line + u32::try_from(passed).unwrap_or(0),
                    column: 1,
                    is_unclosed: false,
                });
            }
            (start, start_line) = (at, number + 1);
        }
    }
    pieces
}

fn is_key(line: &str) -> bool {
    let key = line.split_once(':').map(|(key, _)| key);
    key.is_some_and(|key| {
        let is_word = |c: char| c.is_ascii_uppercase() || c == ' ';
        !key.is_empty() && key.chars().all(is_word)
    })
}

/// The lines at the head of a post, and its parts with their names.
fn parts(text: &str) -> (&str, Vec<(&str, &str)>) {
    let mut ends = Vec::new();
    let mut at = 0;
    let mut lines = text.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let is_end = line.trim_end() == PART_END && lines.peek().is_none_or(|next| is_part(next));
        if is_end {
            ends.push((at, at + line.len()));
        }
        at += line.len();
    }
    let head = &text[..ends.first().map_or(text.len(), |(start, _)| *start)];
    let next_starts = ends.iter().skip(1).map(|(start, _)| *start);
    let spans = ends.iter().zip(next_starts.chain([text.len()]));
    let parts = spans.filter_map(|((_, start), end)| {
        let (name, text) = text[*start..end].split_once('\n')?;
        Some((name.trim_end(), text))
    });
    (head, parts.collect())
}

/// Notes what is left out of a post.
pub(crate) fn count_left_out(text: &str, left_out: &mut LeftOut) {
    let (_, parts) = parts(text);
    let comments = parts.iter().filter(|(name, _)| *name == "COMMENT:");
    left_out.comments += comments.count();
    left_out.others += parts.iter().filter(|(name, _)| *name == "PING:").count();
}

/// Reads a post.
pub(crate) fn entry(text: &str) -> Fields {
    let (head, parts) = parts(text);
    let mut fields = Fields::default();
    let mut keeps_lines = false;
    for line in head.lines() {
        let Some((key, value)) = line.split_once(':') else {
            continue;
        };
        let value = value.trim();
        match key.trim() {
            "AUTHOR" => fields.authors.extend(person(value, "", "")),
            "TITLE" => value.clone_into(&mut fields.title),
            "DATE" => fields.published = moment(value),
            "IMAGE" => value.clone_into(&mut fields.image),
            "UNIQUE URL" => value.clone_into(&mut fields.link),
            "PRIMARY CATEGORY" | "CATEGORY" => {
                let names = &mut fields.categories.names;
                if !value.is_empty() && !names.iter().any(|name| name == value) {
                    names.push(value.to_owned());
                }
            }
            "TAGS" => fields.tags = value.split(',').filter_map(tag).collect(),
            "BASENAME" => {
                let slug = value.rsplit('/').next().unwrap_or_default();
                fields.extra.insert("slug".to_owned(), slug.into());
            }
            // What waits for its day is known by its date.
            "STATUS" if value.eq_ignore_ascii_case("draft") => {
                fields.extra.insert("draft".to_owned(), json!(true));
            }
            "CONVERT BREAKS" => keeps_lines = !matches!(value, "" | "0" | "none" | "richtext"),
            _ => {}
        }
    }
    let html = |text: &str| match keeps_lines {
        true => autop::paragraphs(text),
        false => text.to_owned(),
    };
    for (name, text) in parts.iter().filter(|(_, text)| !text.trim().is_empty()) {
        match *name {
            "BODY:" => fields.body = html(text),
            "EXTENDED BODY:" => {
                fields.body.push_str("\n<!--more-->\n");
                fields.body.push_str(&html(text));
            }
            "EXCERPT:" => text.trim().clone_into(&mut fields.summary),
            _ => {}
        }
    }
    fields
}

/// Tags with commas stand in quotation marks elsewhere; here a comma parts them in any case.
fn tag(text: &str) -> Option<String> {
    let tag = text.trim().trim_matches('"').trim();
    (!tag.is_empty()).then(|| tag.to_owned())
}

/// `MM/DD/YYYY hh:mm:ss`, with `AM` or `PM` or without.
fn moment(text: &str) -> String {
    let numbers = || {
        let (day, time) = text.split_once(' ')?;
        let mut day = day.split('/').map(str::parse::<u32>);
        let (month, date, year) = (day.next()?.ok()?, day.next()?.ok()?, day.next()?.ok()?);
        let (time, half) = time.trim().split_once(' ').unwrap_or((time.trim(), ""));
        let (hours, others) = time.split_once(':')?;
        let hours = hours.parse::<u32>().ok()?;
        let hours = match half.trim().to_ascii_uppercase().as_str() {
            "AM" => hours % 12,
            "PM" => hours % 12 + 12,
            _ => hours,
        };
        Some(format!(
            "{year:04}-{month:02}-{date:02}T{hours:02}:{others}"
        ))
    };
    numbers().unwrap_or_else(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use bindery_model::{Block, Source};

    use crate::test_folder::TestFolder;
    use crate::{Options, open};

    const EXPORT: &str = "AUTHOR: yamada\nTITLE: 京都の春\nBASENAME: 2016/04/05/kyoto\nSTATUS: Publish\n\
        CONVERT BREAKS: 0\nDATE: 04/05/2016 21:15:00\nPRIMARY CATEGORY: 旅\nCATEGORY: 旅\nCATEGORY: 京都\n\
        TAGS: \"桜 花\",春\n-----\nBODY:\n<p>桜。</p>\n-----\n<p>線の後。</p>\n--------\n線。\n-----\nEXTENDED BODY:\n\
        <p>続き。</p>\n-----\nCOMMENT:\nAUTHOR: guest\nDATE: 04/06/2016 08:00:00\nいいですね。\n-----\n--------\n\
        AUTHOR: yamada\r\nTITLE: 二\r\nCONVERT BREAKS: 1\r\nDATE: 05/01/2016 12:30:00 AM\r\n-----\r\nBODY:\r\n\
        一行目\r\n二行目\r\n\r\n次の段落\r\n-----\r\n--------\r\n\
        AUTHOR: yamada\nTITLE: 下書き\nSTATUS: Draft\nDATE: 05/02/2016 10:00:00\n-----\nBODY:\nx\n-----\n--------\n";

    #[test]
    fn an_export_of_movable_type_is_a_site() {
        let folder = TestFolder::new();
        folder.write("blog.export.txt", EXPORT);
        let archive = open(folder.path(), &Options::default()).unwrap();
        assert_eq!(archive.site().kind, "movable-type");
        let [first, second] = archive.entries() else {
            panic!("one is a draft")
        };
        assert_eq!(first.meta.title, "京都の春");
        assert_eq!(
            first.meta.date.unwrap().to_string(),
            "2016-04-05T21:15:00+00:00"
        );
        assert_eq!(*first.meta.categories, ["旅", "京都"]);
        assert_eq!(*first.meta.tags, ["桜 花", "春"]);
        assert_eq!(first.meta.authors[0].name, "yamada");
        let text = |index: usize| {
            let post = archive.read(&archive.entries()[index]).unwrap().post;
            Block::text_of(&post.blocks)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(text(0), "桜。 ----- 線の後。 -------- 線。 続き。");
        assert_eq!(
            second.meta.date.unwrap().to_string(),
            "2016-05-01T00:30:00+00:00"
        );
        assert_eq!(archive.read(second).unwrap().post.blocks.len(), 2);
        assert_eq!(text(1), "一行目 二行目 次の段落");
        let told: Vec<_> = archive
            .diagnostics()
            .iter()
            .map(ToString::to_string)
            .collect();
        assert!(
            told.iter().any(|told| told.contains("1 comment")),
            "{told:?}"
        );
    }

    #[test]
    fn texts_that_only_look_like_it_are_posts() {
        let folder = TestFolder::new();
        folder.write("notes.txt", "TITLE: a list\n-----\nand more\n");
        let archive = open(folder.path(), &Options::default()).unwrap();
        assert_eq!(archive.site().kind, "folder");
    }
}
