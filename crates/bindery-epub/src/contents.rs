//! The contents of a book: what its navigation lists, and the pages that list the posts of a group.
//!
//! The navigation document must be one file, and readers load all of it, so it has a limit of its
//! own: while it is below, it lists every post; above, it lists groups only, and each group's page
//! lists its posts. A group too large for one page has several, which the navigation lists.
use std::borrow::Cow;
use std::collections::HashMap;
use std::io;

use bindery_html::{push_attribute, push_text};
use bindery_model::Entry;

use crate::document;
use crate::item::Item;
use crate::labels::Labels;
use crate::metadata::Metadata;
use crate::plan::{Group, Plan, chapter_name};

/// Bytes of markup around a line of the navigation, roughly.
const LINE: usize = 64;

/// What the contents came to.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    pub(crate) items: Vec<Item>,
    /// Pages, each with the place of the post that it stands before.
    pub(crate) pages: Vec<Page>,
}

/// A page that lists posts.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) name: String,
    pub(crate) before: usize,
}

/// What a post is called in lists.
pub(crate) fn label(entry: &Entry) -> &str {
    let title = entry.meta.title.trim();
    if title.is_empty() {
        entry.meta.path.as_str()
    } else {
        title
    }
}

/// Makes the contents; `add` gets the name and the text of each page.
pub(crate) fn make(
    plan: &Plan<'_>,
    metadata: &Metadata,
    labels: &Labels,
    limit: usize,
    add: &mut dyn FnMut(&str, &str) -> io::Result<()>,
) -> io::Result<Contents> {
    let names = names(plan, labels, limit);
    let mut contents = Contents::default();
    for group in &plan.groups {
        let pages = if group.labels.is_empty() && names.is_some() {
            Vec::new()
        } else {
            write_pages(
                plan,
                group,
                metadata,
                labels,
                limit,
                contents.pages.len(),
                add,
            )?
        };
        let group_item = match (pages.first(), group.labels.split_last()) {
            (Some(page), Some((own, upper))) => Some((own, upper, page.name.clone())),
            _ => None,
        };
        let mut children = Vec::new();
        if let Some(names) = &names {
            let leaf = |place: usize| Item::leaf(&*names[place], chapter_name(place));
            children.extend(group.posts.clone().map(leaf));
        } else if pages.len() > 1 || group_item.is_none() {
            for (at, page) in pages.iter().enumerate() {
                let end = pages
                    .get(at + 1)
                    .map_or(group.posts.end, |next| next.before);
                let start = group.posts.start;
                let label = format!("{} – {}", page.before - start + 1, end - start);
                children.push(Item::leaf(label, &*page.name));
            }
        }
        match group_item {
            None => contents.items.extend(children),
            Some((own, upper, href)) => {
                let label = own.clone();
                let item = Item {
                    label,
                    href,
                    children,
                };
                Item::insert(&mut contents.items, upper, item);
            }
        }
        contents.pages.extend(pages);
    }
    contents.items = shorten(contents.items, limit);
    Ok(contents)
}

/// What the navigation calls each post, if it has room for all: its title, with its day where others
/// have that title too.
fn names<'p>(plan: &'p Plan<'_>, labels: &Labels, limit: usize) -> Option<Vec<Cow<'p, str>>> {
    let fits = |lengths: &mut dyn Iterator<Item = usize>| {
        lengths.map(|length| length + LINE).sum::<usize>() <= limit
    };
    let titles = || plan.posts.iter().map(|entry| label(entry));
    if !fits(&mut titles().map(str::len)) {
        return None;
    }
    let mut count: HashMap<&str, usize> = HashMap::new();
    for title in titles() {
        *count.entry(title).or_default() += 1;
    }
    let name = |entry: &'p &Entry| match entry.meta.date {
        Some(date) if count[label(entry)] > 1 => {
            Cow::Owned(format!("{} · {}", label(entry), labels.day(date)))
        }
        _ => Cow::Borrowed(label(entry)),
    };
    let names: Vec<_> = plan.posts.iter().map(name).collect();
    fits(&mut names.iter().map(|name| name.len())).then_some(names)
}

/// The pages of a group, numbered after those that are there.
fn write_pages(
    plan: &Plan<'_>,
    group: &Group,
    metadata: &Metadata,
    labels: &Labels,
    limit: usize,
    number: usize,
    add: &mut dyn FnMut(&str, &str) -> io::Result<()>,
) -> io::Result<Vec<Page>> {
    let title = group.labels.last().map_or(labels.contents, String::as_str);
    let mut pages: Vec<Page> = Vec::new();
    let mut out = String::new();
    let mut line = String::new();
    for place in group.posts.clone() {
        line.clear();
        let href = chapter_name(place);
        push_line(
            &mut line,
            plan.posts[place],
            &href,
            labels,
            &metadata.language,
        );
        if !out.is_empty() && out.len() + line.len() > limit {
            close(&mut out);
            add(&pages[pages.len() - 1].name, &out)?;
            out.clear();
        }
        if out.is_empty() {
            let name = format!("contents-{:04}.xhtml", number + pages.len() + 1);
            pages.push(Page {
                name,
                before: place,
            });
            open(&mut out, title, &metadata.language);
        }
        out.push_str(&line);
    }
    if let Some(page) = pages.last() {
        close(&mut out);
        add(&page.name, &out)?;
    }
    Ok(pages)
}

fn open(out: &mut String, title: &str, language: &str) {
    document::open(out, title, language, None);
    out.push_str("<section class=\"group\">\n<h1>");
    push_text(out, title);
    out.push_str("</h1>\n<ul class=\"posts\">\n");
}

fn close(out: &mut String) {
    out.push_str("</ul>\n</section>\n");
    document::close(out);
}

/// A line about a post: its title, which leads there, and its day, in a document of that
/// language.
pub(crate) fn push_line(
    out: &mut String,
    entry: &Entry,
    href: &str,
    labels: &Labels,
    language: &str,
) {
    out.push_str("<li><a");
    push_attribute(out, "href", href);
    out.push('>');
    push_text(out, label(entry));
    out.push_str("</a>");
    if let Some(date) = entry.meta.date {
        out.push_str(" <span class=\"day\"");
        document::push_direction_of_labels(out, language);
        out.push('>');
        push_text(out, &labels.day(date));
        out.push_str("</span>");
    }
    out.push_str("</li>\n");
}

/// Items that are still too many for the navigation become runs of items, of which it lists the
/// first and the last. What is in between is reached by the pages and the index.
fn shorten(items: Vec<Item>, limit: usize) -> Vec<Item> {
    fn size(items: &[Item]) -> usize {
        items
            .iter()
            .map(|item| item.label.len() + LINE + size(&item.children))
            .sum()
    }
    if size(&items) <= limit {
        return items;
    }
    let run = items.len().isqrt().max(1);
    items
        .chunks(run)
        .map(|run| match run {
            [first, .., last] => {
                let label = format!("{} – {}", first.label, last.label);
                Item::leaf(label, &*first.href)
            }
            _ => Item::leaf(&*run[0].label, &*run[0].href),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use bindery_model::{Post, Posts, Site, Source};

    use super::*;
    use crate::{GroupBy, Options};

    fn source(count: usize) -> Posts {
        let post = |number: usize| {
            let mut post = Post::default();
            post.meta.title = format!("Title {number}").into();
            post.meta.path = format!("{number:05}.md").into();
            post.meta.date = format!("202{}-01-01T00:00:00Z", number * 3 / count)
                .parse()
                .ok();
            post
        };
        Posts::new(Site::default(), (0..count).map(post).collect())
    }

    fn contents(count: usize, group_by: GroupBy, limit: usize) -> (Contents, Vec<String>) {
        let source = source(count);
        let labels = Labels::of("en");
        let plan = Plan::new(source.entries(), group_by, labels);
        let metadata = Metadata::new(&source, &Options::default());
        let mut texts = Vec::new();
        let contents = make(&plan, &metadata, labels, limit, &mut |_, text| {
            texts.push(text.to_owned());
            Ok(())
        });
        (contents.unwrap(), texts)
    }

    fn show(items: &[Item]) -> String {
        let show = |item: &Item| match &item.children[..] {
            [] => format!("{}→{}", item.label, item.href),
            children => format!("{}→{} ({})", item.label, item.href, show(children)),
        };
        items.iter().map(show).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn few_posts_stand_in_the_navigation() {
        let (contents, texts) = contents(3, GroupBy::Year, 10_000);
        assert_eq!(
            show(&contents.items),
            "2020→contents-0001.xhtml (Title 0→post-00001.xhtml), \
             2021→contents-0002.xhtml (Title 1→post-00002.xhtml), \
             2022→contents-0003.xhtml (Title 2→post-00003.xhtml)"
        );
        assert_eq!(texts.len(), 3);
        assert_eq!(contents.pages[2].before, 2);
    }

    #[test]
    fn posts_of_one_title_are_told_apart_by_their_days() {
        let post = |title: &str, day: &str| {
            let mut post = Post::default();
            post.meta.title = title.into();
            post.meta.path = format!("{title}{day}.md").into();
            post.meta.date = format!("2024-02-0{day}T00:00:00Z").parse().ok();
            post
        };
        let posts = vec![post("Week", "1"), post("Other", "2"), post("Week", "3")];
        let source = Posts::new(Site::default(), posts);
        let labels = Labels::of("en");
        let plan = Plan::new(source.entries(), GroupBy::None, labels);
        let metadata = Metadata::new(&source, &Options::default());
        let contents = make(&plan, &metadata, labels, 10_000, &mut |_, _| Ok(()));
        assert_eq!(
            show(&contents.unwrap().items),
            "Week · 1 February 2024→post-00001.xhtml, Other→post-00002.xhtml, \
             Week · 3 February 2024→post-00003.xhtml"
        );
    }

    #[test]
    fn many_posts_stand_on_the_pages_of_their_groups() {
        let (contents, texts) = contents(30, GroupBy::Year, 1500);
        assert_eq!(
            show(&contents.items),
            "2020→contents-0001.xhtml, 2021→contents-0002.xhtml, 2022→contents-0003.xhtml"
        );
        assert!(texts.iter().all(|text| text.len() < 1700), "{texts:?}");
        assert_eq!(
            texts
                .iter()
                .map(|text| text.matches("<li>").count())
                .sum::<usize>(),
            30
        );
    }

    #[test]
    fn a_group_too_large_for_a_page_has_several() {
        let (contents, texts) = contents(30, GroupBy::None, 1500);
        assert!(texts.len() > 1);
        assert!(
            show(&contents.items).starts_with("1 – "),
            "{}",
            show(&contents.items)
        );
        let lines: usize = texts.iter().map(|text| text.matches("<li>").count()).sum();
        assert_eq!(lines, 30);
    }
}
