//! The names of the files in a folder, of which there may be a million, and their order.

use bindery_model::EcoString;

/// How many names are worth a thread.
const MANY: usize = 4096;

/// The names, one behind the other.
#[derive(Default)]
pub(super) struct FolderNames {
    text: String,
    ends: Vec<usize>,
}

/// The bytes behind what all names begin with: they decide most often, and are compared as numbers.
type Key = [u64; 3];

impl FolderNames {
    pub(super) fn push(&mut self, name: &str) {
        self.text.push_str(name);
        self.ends.push(self.text.len());
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The paths of the files, in the order of their bytes; `prefix` is the folder's with a `/` behind it.
    pub(super) fn sorted_paths(&self, prefix: &str) -> Vec<EcoString> {
        let names = self.sorted();
        let (first, second) = names.split_at(names.len() / 2);
        if first.len() <= MANY {
            return paths(prefix, &names);
        }
        std::thread::scope(|scope| {
            let second = scope.spawn(|| paths(prefix, second));
            let mut all = paths(prefix, first);
            let second = second.join();
            all.extend(second.unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            all
        })
    }

    fn sorted(&self) -> Vec<(Key, &str)> {
        let start = self.alike();
        let mut names: Vec<(Key, &str)> = self
            .iter()
            .map(|name| (key(&name.as_bytes()[start..]), name))
            .collect();
        let middle = names.len() / 2;
        let (first, second) = names.split_at_mut(middle);
        if first.len() > MANY {
            std::thread::scope(|scope| {
                scope.spawn(|| first.sort_unstable());
                second.sort_unstable();
            });
        }
        // What is two sorted halves is only put together.
        names.sort();
        names
    }

    fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let ends = self.ends.iter().copied();
        starts.zip(ends).map(|(start, end)| &self.text[start..end])
    }

    /// How many bytes all names begin with.
    fn alike(&self) -> usize {
        let mut names = self.iter().map(str::as_bytes);
        let mut alike = names.next().unwrap_or_default();
        for name in names {
            let pairs = name.iter().zip(alike);
            alike = &alike[..pairs.take_while(|(a, b)| a == b).count()];
        }
        alike.len()
    }
}

fn paths(prefix: &str, names: &[(Key, &str)]) -> Vec<EcoString> {
    let mut path = prefix.to_owned();
    let path_of = |(_, name): &(Key, &str)| {
        path.truncate(prefix.len());
        path.push_str(name);
        EcoString::from(path.as_str())
    };
    names.iter().map(path_of).collect()
}

fn key(bytes: &[u8]) -> Key {
    let part = |at: usize| {
        let rest = bytes.get(at..).unwrap_or_default();
        let mut part = [0; 8];
        let length = rest.len().min(8);
        part[..length].copy_from_slice(&rest[..length]);
        u64::from_be_bytes(part)
    };
    [part(0), part(8), part(16)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_by_their_bytes() {
        for names in [
            &["b", "a", "ab", "a-", "aa", ""][..],
            &[
                "2024-01-02-a-name-that-is-long.md",
                "2024-01-02-a-name-that-is.md",
                "2024-01-02-a-name-that-is-longer-than-a-key-is.md",
                "2024-01-02-a-name-that-is-longer-than-a-key.md",
                "2024-01-01.md",
            ],
            &["2024-01-02-a-name-that-is-long.md"],
            &["é", "e", "z", "字"],
            &[],
        ] {
            let mut listed = FolderNames::default();
            names.iter().for_each(|name| listed.push(name));
            let mut expected = names.to_vec();
            expected.sort_unstable();
            let expected: Vec<String> = expected.iter().map(|name| format!("x/{name}")).collect();
            assert_eq!(listed.sorted_paths("x/"), expected);
        }
    }

    #[test]
    fn so_are_more_than_one_thread_takes() {
        let count = 3 * MANY + 1;
        let mut listed = FolderNames::default();
        for number in 0..count {
            listed.push(&format!("{:06}", number * 7919 % count));
        }
        let expected: Vec<String> = (0..count).map(|number| format!("x/{number:06}")).collect();
        assert_eq!(listed.sorted_paths("x/"), expected);
    }
}
