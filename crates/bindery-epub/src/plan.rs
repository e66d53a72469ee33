//! The order of the posts in a book, and the groups that they stand in.
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use bindery_model::{DateTime, Entry};

use crate::GroupBy;
use crate::decimal::push_decimal;
use crate::labels::Labels;

/// The posts of a book in the order of reading.
#[derive(Debug)]
pub(crate) struct Plan<'a> {
    pub(crate) posts: Vec<&'a Entry>,
    /// The lowest groups, in order. They cover all posts.
    pub(crate) groups: Vec<Group>,
    /// The place of every post in `posts`, by its path.
    places: HashMap<&'a str, usize>,
}

/// Posts that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    /// What the group is called, below the groups that it is part of; empty where posts are not
    /// grouped.
    pub(crate) labels: Vec<String>,
    pub(crate) posts: Range<usize>,
}

impl<'a> Plan<'a> {
    pub(crate) fn new(entries: &'a [Entry], group_by: GroupBy, labels: &Labels) -> Plan<'a> {
        let (posts, groups) = match group_by {
            GroupBy::Category => by_name(entries, labels, |entry| entry.meta.categories.first()),
            GroupBy::Tag => by_name(entries, labels, |entry| entry.meta.tags.first()),
            GroupBy::Year => by_date(entries, labels, &[Labels::year]),
            GroupBy::Month => by_date(entries, labels, &[Labels::year, Labels::month]),
            GroupBy::Size => match entries.len() {
                0..=30 => by_date(entries, labels, &[]),
                31..=300 => by_date(entries, labels, &[Labels::year]),
                _ => by_date(entries, labels, &[Labels::year, Labels::month]),
            },
            GroupBy::None => by_date(entries, labels, &[]),
        };
        let places = posts
            .iter()
            .enumerate()
            .map(|(place, entry)| (entry.meta.path.as_str(), place))
            .collect();
        Plan {
            posts,
            groups,
            places,
        }
    }

    /// The place of a post, from 0.
    pub(crate) fn place(&self, path: &str) -> Option<usize> {
        self.places.get(path).copied()
    }
}

/// The file name of the chapter at a place.
pub(crate) fn chapter_name(place: usize) -> String {
    let mut name = String::with_capacity(24);
    name.push_str("post-");
    push_decimal(&mut name, place + 1, 5);
    name.push_str(".xhtml");
    name
}

type Planned<'a> = (Vec<&'a Entry>, Vec<Group>);

/// Entries come oldest first, so a group is either the last one or new.
fn by_date<'a>(
    entries: &'a [Entry],
    labels: &Labels,
    levels: &[fn(&Labels, DateTime) -> String],
) -> Planned<'a> {
    let mut groups: Vec<Group> = Vec::new();
    let mut month = None;
    for (place, entry) in entries.iter().enumerate() {
        // Most posts are of the same month as the one before.
        let date = entry.meta.date.map(|date| date.civil());
        let before = month.replace(date.map(|date| (date.year(), date.month())));
        if let Some(last) = groups.last_mut().filter(|_| before == month) {
            last.posts.end = place + 1;
            continue;
        }
        let label = |level: &fn(&Labels, DateTime) -> String| match entry.meta.date {
            Some(date) => level(labels, date),
            None => labels.undated.to_owned(),
        };
        let mut names: Vec<String> = levels.iter().map(label).collect();
        names.dedup();
        match groups.last_mut() {
            Some(last) if last.labels == names => last.posts.end = place + 1,
            _ => groups.push(Group {
                labels: names,
                posts: place..place + 1,
            }),
        }
    }
    (entries.iter().collect(), groups)
}

/// In the order of names; posts without one come last.
fn by_name<'a>(
    entries: &'a [Entry],
    labels: &Labels,
    name: impl Fn(&Entry) -> Option<&String>,
) -> Planned<'a> {
    let mut named: BTreeMap<(bool, &str), Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        let key = match name(entry) {
            Some(name) => (false, name.as_str()),
            None => (true, labels.others),
        };
        named.entry(key).or_default().push(entry);
    }
    let mut posts = Vec::with_capacity(entries.len());
    let mut groups = Vec::with_capacity(named.len());
    for ((_, name), members) in named {
        let start = posts.len();
        posts.extend(members);
        groups.push(Group {
            labels: vec![name.to_owned()],
            posts: start..posts.len(),
        });
    }
    (posts, groups)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(date: &str, categories: &[&str]) -> Entry {
        let mut entry = Entry::default();
        entry.meta.date = date.parse().ok();
        entry.meta.path = date.into();
        entry.meta.categories = categories.iter().map(|name| (*name).to_owned()).collect();
        entry
    }

    fn show(entries: &[Entry], group_by: GroupBy) -> String {
        let plan = Plan::new(entries, group_by, Labels::of("en"));
        let show = |group: &Group| format!("{} {:?}", group.labels.join(" / "), group.posts);
        plan.groups.iter().map(show).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn posts_are_grouped_by_year_and_month() {
        let entries = [
            entry("2023-12-31T00:00:00Z", &[]),
            entry("2024-01-01T00:00:00Z", &[]),
            entry("2024-02-01T00:00:00Z", &[]),
            entry("2024-02-02T00:00:00Z", &[]),
        ];
        assert_eq!(
            show(&entries, GroupBy::Month),
            "2023 / December 2023 0..1, 2024 / January 2024 1..2, 2024 / February 2024 2..4"
        );
        assert_eq!(show(&entries, GroupBy::Year), "2023 0..1, 2024 1..4");
        assert_eq!(show(&entries, GroupBy::Size), " 0..4");
    }

    #[test]
    fn posts_are_ordered_by_their_first_category_and_others_come_last() {
        let entries = [
            entry("2023-12-31T00:00:00Z", &[]),
            entry("2024-01-01T00:00:00Z", &["b", "a"]),
            entry("2024-02-01T00:00:00Z", &["a"]),
            entry("2024-02-02T00:00:00Z", &["b"]),
        ];
        assert_eq!(
            show(&entries, GroupBy::Category),
            "a 0..1, b 1..3, Others 3..4"
        );
        let plan = Plan::new(&entries, GroupBy::Category, Labels::of("en"));
        assert_eq!(plan.place("2023-12-31T00:00:00Z"), Some(3));
    }
}
