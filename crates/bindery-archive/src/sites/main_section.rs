//! The section that most pages of a site are in, where its posts are: as Hugo has it, unless
//! `mainSections` says otherwise. To be in it says nothing of a post.
use std::collections::BTreeMap;

/// The first folder of most of these paths; of two that have as many, the first by name.
pub(super) fn of<'p>(pages: impl Iterator<Item = &'p str>) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (section, _) in pages.filter_map(|page| page.split_once('/')) {
        *counts.entry(section).or_default() += 1;
    }
    let most = counts.values().max().copied()?;
    let first = counts.into_iter().find(|(_, count)| *count == most);
    first.map(|(section, _)| section.to_owned())
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_has_most_pages() {
        let of = |pages: &[&str]| super::of(pages.iter().copied());
        assert_eq!(
            of(&["about", "posts/a", "notes/b", "posts/c"]).as_deref(),
            Some("posts")
        );
        assert_eq!(of(&["posts/a", "notes/b"]).as_deref(), Some("notes"));
        assert_eq!(of(&["about"]), None);
    }
}
