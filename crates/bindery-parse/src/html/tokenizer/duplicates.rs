//! Attributes that a tag has twice (WHATWG HTML, section 13.2.5.33).
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

use super::Tokenizer;

/// Up to so many attributes every name is compared with those before it.
const FEW: usize = 12;

impl Tokenizer<'_> {
    /// Of the attributes from `first` on, those whose name occurred before are dropped.
    pub(super) fn drop_duplicates(&mut self, first: usize) {
        let count = self.contents.attributes.len() - first;
        let mut repeated = if count <= FEW {
            self.repeated_among_few(first)
        } else {
            self.repeated_among_many(first)
        };
        if repeated.is_empty() {
            return;
        }
        repeated.sort_unstable();
        if self.collects_errors() {
            for &index in &repeated {
                self.error(self.name_ends[index], "duplicate-attribute");
            }
        }
        let mut index = 0;
        let mut repeated = repeated.into_iter().peekable();
        let added = self.contents.attributes.split_off(first);
        self.contents
            .attributes
            .extend(added.into_iter().filter(|_| {
                index += 1;
                repeated.next_if_eq(&(index - 1)).is_none()
            }));
    }

    fn repeated_among_few(&self, first: usize) -> Vec<usize> {
        let attributes = &self.contents.attributes[first..];
        let same = |a: usize, b: usize| {
            let strings = &self.contents.strings;
            strings.same(attributes[a].name, attributes[b].name)
        };
        (1..attributes.len())
            .filter(|&index| (0..index).any(|before| same(before, index)))
            .collect()
    }

    /// Sorts by a hash, so that equal names stand together: unlike a table it reads memory in
    /// order, however many there are. The hash is seeded, so that nobody can make names collide.
    fn repeated_among_many(&self, first: usize) -> Vec<usize> {
        let attributes = &self.contents.attributes[first..];
        let name = |index: usize| self.text(attributes[index].name);
        let state = RandomState::new();
        // The hash in the upper half, the index in the lower.
        let mut hashed: Vec<u64> = (0..attributes.len())
            .map(|index| state.hash_one(name(index)) << 32 | index as u64)
            .collect();
        hashed.sort_unstable();
        let mut repeated = Vec::new();
        let runs = hashed.chunk_by(|a, b| a >> 32 == b >> 32);
        for run in runs.filter(|run| run.len() > 1) {
            let mut distinct: Vec<&str> = Vec::new();
            for &entry in run {
                let index = entry as u32 as usize;
                let name = name(index);
                if distinct.contains(&name) {
                    repeated.push(index);
                } else {
                    distinct.push(name);
                }
            }
        }
        repeated
    }
}
