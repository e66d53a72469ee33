//! All posts of an archive, and what finds one of them.
use std::borrow::Cow;
use std::hash::BuildHasher as _;
use std::sync::OnceLock;

use bindery_model::{DateTime, Entry};
use percent_encoding::percent_decode_str;
use rustc_hash::FxBuildHasher;
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

use crate::links::join;

/// What an archive's user gets of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    /// It was asked for.
    Wanted,
    /// It is of a collection that was not asked for.
    Other,
    /// A filter left it out: links to it are known all the same.
    LeftOut,
}

/// The entries of all posts, by their standing, each kind oldest first. There may be a million:
/// what finds them holds numbers alone.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    all: Vec<Entry>,
    /// How many are wanted,
    wanted: usize,
    /// and how many are not left out.
    shown: usize,
    by_url: Numbers,
    /// Numbers of posts in the order of their paths,
    by_path: OnceLock<Vec<u32>>,
    /// and in that of the last parts of the paths, without ending; both once they are asked for.
    by_name: OnceLock<Vec<u32>>,
}

impl Entries {
    /// The entries are in the order of their paths; their places tell those apart that are of one
    /// time or of none.
    pub(crate) fn new(
        mut all: Vec<Entry>,
        place: impl Fn(&Entry) -> u32,
        standing: impl Fn(&Entry) -> Standing,
    ) -> Entries {
        all.shrink_to_fit();
        let standings: Vec<Standing> = all.iter().map(standing).collect();
        sort(&mut all, &standings, place);
        for (index, entry) in all.iter_mut().enumerate() {
            entry.index = index;
        }
        let up_to = |last| {
            standings
                .iter()
                .filter(|standing| **standing <= last)
                .count()
        };
        Entries {
            wanted: up_to(Standing::Wanted),
            shown: up_to(Standing::Other),
            by_url: Numbers::of_addresses(&all),
            all,
            ..Entries::default()
        }
    }

    fn sorted_by(&self, key: fn(&Entry) -> &str) -> Vec<u32> {
        let mut numbers: Vec<u32> = (0..self.all.len() as u32).collect();
        // Most archives are in this order already.
        numbers.sort_by_key(|&number| key(&self.all[number as usize]));
        numbers
    }

    pub(crate) fn wanted(&self) -> &[Entry] {
        &self.all[..self.wanted]
    }

    pub(crate) fn wanted_mut(&mut self) -> &mut [Entry] {
        &mut self.all[..self.wanted]
    }

    pub(crate) fn others(&self) -> &[Entry] {
        &self.all[self.wanted..self.shown]
    }

    /// Those that no filter left out.
    pub(crate) fn shown(&self) -> &[Entry] {
        &self.all[..self.shown]
    }

    /// Whether two posts may have one address.
    pub(crate) fn may_repeat(&self) -> bool {
        let mut pairs = self.by_url.hashed.windows(2);
        pairs.any(|pair| pair[0].0 == pair[1].0)
    }

    /// The post whose file this is.
    pub(crate) fn with_path(&self, path: &str) -> Option<&Entry> {
        let by_path = self
            .by_path
            .get_or_init(|| self.sorted_by(|entry| &entry.meta.path));
        let path_of = |number: &u32| self.all[*number as usize].meta.path.as_str().cmp(path);
        let at = by_path.binary_search_by(path_of).ok()?;
        Some(&self.all[by_path[at] as usize])
    }

    /// The post that `{% post_url NAME %}` means: its path below `_posts` without ending, or its
    /// file's name alone.
    pub(crate) fn with_name(&self, name: &str) -> Option<&Entry> {
        let name = name.trim_start_matches('/');
        let is_meant = |entry: &&Entry| {
            let stem = without_ending(&entry.meta.path);
            stem.strip_suffix(name)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
        };
        let last = name.rsplit('/').next().unwrap_or(name);
        let by_name = self
            .by_name
            .get_or_init(|| self.sorted_by(|entry| name_of(&entry.meta.path)));
        let name_at = |number: &u32| name_of(&self.all[*number as usize].meta.path);
        let start = by_name.partition_point(|number| name_at(number) < last);
        by_name[start..]
            .iter()
            .take_while(|number| name_at(number) == last)
            .map(|number| &self.all[*number as usize])
            .find(is_meant)
    }

    /// The post that has an address, or had it; of two with one address the first.
    pub(crate) fn with_url(&self, url: &str) -> Option<&Entry> {
        let number = self.by_url.find(&normalize(url)).next()?;
        Some(&self.all[number])
    }
}

/// Puts entries that are in the order of their paths into that of their standings, then of their
/// dates: of those with one date the path decides. Numbers are sorted, and each entry is moved once.
fn sort(entries: &mut [Entry], standings: &[Standing], place: impl Fn(&Entry) -> u32) {
    let decides = |number: u32| {
        let entry = &entries[number as usize];
        (entry.meta.date, place(entry), number)
    };
    let numbered = entries.iter().zip(standings).zip(0..);
    let mut order: Vec<(u64, u32)> = numbered
        .map(|((entry, standing), number)| (first_key(*standing, entry.meta.date), number))
        .collect();
    order.sort_unstable_by(|(key, number), (other_key, other)| {
        let by_key = key.cmp(other_key);
        by_key.then_with(|| decides(*number).cmp(&decides(*other)))
    });
    for start in 0..order.len() {
        // Round a cycle of places: each takes the entry that belongs there.
        let mut place = start;
        loop {
            let from = std::mem::replace(&mut order[place].1, u32::MAX) as usize;
            if from == start || from == u32::MAX as usize {
                break;
            }
            entries.swap(place, from);
            place = from;
        }
    }
}

/// What decides nearly always, in a number, so that entries, which lie wherever there was room, are seldom
/// looked at: the standing and the second.
fn first_key(standing: Standing, date: Option<DateTime>) -> u64 {
    // Two bits and 40: years have four digits.
    let second = date.map_or(0, |date| date.timestamp().as_second() + (1 << 40));
    (standing as u64) << 60 | second.unsigned_abs()
}

/// Numbers of posts by hashes of their addresses.
#[derive(Debug, Default)]
struct Numbers {
    /// Sorted.
    hashed: Vec<(u64, u32)>,
    /// Where those begin whose hashes begin with each number of `bits` bits: about four each, so
    /// that one of a hundred thousand is found without going through them by halves.
    starts: Vec<u32>,
    bits: u32,
}

impl Numbers {
    /// By the addresses that posts have, and by those that they had and no other has now.
    fn of_addresses(entries: &[Entry]) -> Numbers {
        let mut numbers = Numbers {
            hashed: Vec::with_capacity(entries.len()),
            ..Numbers::default()
        };
        for (number, entry) in entries.iter().enumerate() {
            numbers.add(&normalize(&entry.meta.url), number);
        }
        numbers.sort();
        let mut former = Vec::new();
        for (number, Entry { meta, .. }) in entries.iter().enumerate() {
            let formers = meta.details.former_urls.iter();
            former.extend(formers.map(|old| {
                let url = normalize(&join(&meta.url, old)).into_owned();
                (url, number)
            }));
        }
        if former.is_empty() {
            return numbers;
        }
        former.retain(|(url, _)| numbers.find(url).next().is_none());
        for (url, number) in former {
            numbers.add(&url, number);
        }
        numbers.sort();
        numbers
    }

    fn add(&mut self, key: &str, number: usize) {
        self.hashed.push((hash(key), number as u32));
    }

    fn sort(&mut self) {
        self.hashed.sort_unstable();
        self.hashed.shrink_to_fit();
        self.bits = (self.hashed.len() / 4 + 1).ilog2();
        self.starts = Vec::with_capacity(1 << self.bits);
        for (at, (hash, _)) in self.hashed.iter().enumerate() {
            let first = self.first_bits(*hash);
            self.starts
                .resize(self.starts.len().max(first + 1), at as u32);
        }
    }

    fn first_bits(&self, hash: u64) -> usize {
        hash.checked_shr(u64::BITS - self.bits).unwrap_or(0) as usize
    }

    /// The numbers that were added with this key, the smallest first; by chance, others too.
    fn find(&self, key: &str) -> impl Iterator<Item = usize> {
        let wanted = hash(key);
        let start = self.starts.get(self.first_bits(wanted));
        let start = start.map_or(self.hashed.len(), |&start| start as usize);
        self.hashed[start..]
            .iter()
            .skip_while(move |(hash, _)| *hash < wanted)
            .take_while(move |(hash, _)| *hash == wanted)
            .map(|(_, number)| *number as usize)
    }
}

fn hash(key: &str) -> u64 {
    FxBuildHasher.hash_one(key)
}

fn without_ending(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(stem, _)| stem)
}

/// The last part of a path, without ending.
fn name_of(path: &str) -> &str {
    let stem = without_ending(path);
    stem.rsplit('/').next().unwrap_or(stem)
}

/// An address in a form that does not tell `/a/`, `/a`, `/a.html` and `/a/index.html` apart, nor the two
/// ways of writing `é` (UAX #15), of which systems for Macs have one in names of files.
fn normalize(url: &str) -> Cow<'_, str> {
    let path: Cow<'_, str> = match memchr::memchr(b'%', url.as_bytes()) {
        Some(_) => percent_decode_str(url).decode_utf8_lossy(),
        None => url.into(),
    };
    let plain = path.strip_suffix("/index.html").unwrap_or(&path);
    let plain = plain.strip_suffix(".html").unwrap_or(plain);
    let length = plain.trim_end_matches('/').len();
    match path {
        Cow::Borrowed(path) => composed(&path[..length]),
        Cow::Owned(path) => composed(&path[..length]).into_owned().into(),
    }
}

/// The text in the form NFC.
fn composed(text: &str) -> Cow<'_, str> {
    match text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        true => text.into(),
        false => text.nfc().collect(),
    }
}

#[cfg(test)]
mod tests {
    use bindery_model::Meta;

    use super::*;

    #[test]
    fn entries_are_in_the_order_of_dates_then_paths() {
        for days in [
            "",
            "3",
            "12",
            "21",
            "312",
            "3321",
            "11111",
            "2-1-2",
            "524136",
            "142-5367898",
        ] {
            let date = |day: char| match day {
                '-' => None,
                day => format!("2024-05-0{day}T00:00:00+00:00").parse().ok(),
            };
            let entry = |(number, day)| Entry {
                index: 0,
                meta: Meta {
                    path: format!("{number:02}.md").into(),
                    date: date(day),
                    ..Meta::default()
                },
            };
            let entries: Vec<Entry> = days.chars().enumerate().map(entry).collect();
            let standing = |entry: &Entry| match entry.meta.path.as_str() {
                "02.md" => Standing::LeftOut,
                "03.md" | "06.md" => Standing::Other,
                _ => Standing::Wanted,
            };
            let mut expected = entries.clone();
            let key = |entry: &Entry| (standing(entry), entry.meta.date, entry.meta.path.clone());
            expected.sort_by_key(key);
            for (index, entry) in expected.iter_mut().enumerate() {
                entry.index = index;
            }
            let sorted = Entries::new(entries, |_| 0, standing);
            assert_eq!(sorted.all, expected, "{days}");
            let count = |wanted| expected.iter().filter(|e| standing(e) == wanted).count();
            assert_eq!(sorted.wanted().len(), count(Standing::Wanted), "{days}");
            assert_eq!(sorted.others().len(), count(Standing::Other), "{days}");
            for entry in &expected {
                assert_eq!(sorted.with_path(&entry.meta.path), Some(entry), "{days}");
            }
        }
    }

    #[test]
    fn every_post_is_found_by_its_address() {
        let post = |number: usize| Entry {
            index: 0,
            meta: Meta {
                path: format!("{number:04}.md").into(),
                url: format!("/{}/", number % 700).into(),
                ..Meta::default()
            },
        };
        for count in (0..20).chain([100, 699, 1000]) {
            let entries = Entries::new((0..count).map(post).collect(), |_| 0, |_| Standing::Wanted);
            for number in 0..count.max(1) * 2 {
                let found = entries.with_url(&format!("/{number}"));
                let expected = post(number).meta.path;
                let is_there = number < count.min(700);
                let found = found.map(|entry| &entry.meta.path);
                assert_eq!(found, is_there.then_some(&expected), "{number} of {count}");
            }
            assert_eq!(entries.may_repeat(), count > 700);
        }
    }
}
