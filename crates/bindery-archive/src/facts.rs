use std::collections::BTreeMap;

/// What opening an archive found, beside its posts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Files in the archive, posts included.
    pub files: usize,
    /// Image files in the archive.
    pub images: usize,
    /// Drafts that were left out.
    pub drafts: usize,
    /// Posts that say they are not published, and were left out.
    pub unpublished: usize,
    /// Posts of the future that were left out.
    pub future: usize,
    /// Documents of collections that were not asked for. Links to them are known all the same.
    pub other_collections: usize,
    /// Posts that a filter left out.
    pub filtered: usize,
    /// How many posts are in each encoding, by its WHATWG name, as far as their heads tell.
    pub encodings: BTreeMap<&'static str, usize>,
}
