//! What a reference in a post leads to.
use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

use bindery_model::{EcoString, Entry, Meta, Site, Target};
use bindery_parse::{Resolve, clean_reference, has_scheme};
use percent_encoding::percent_decode_str;
use url::Url;

use crate::sites::Conventions;
use crate::sites::jekyll::permalink::escape_path;
use crate::storage::Storage;

/// The addresses of all posts, filtered ones included. There may be a million: paths and addresses
/// are those of the entries, and what finds them holds numbers alone.
#[derive(Debug, Default)]
pub(crate) struct Addresses {
    /// The path and the address of each post.
    posts: Vec<(EcoString, EcoString)>,
    by_url: Numbers,
    /// Numbers of posts in the order of their paths,
    by_path: Vec<u32>,
    /// and in that of the last parts of the paths, without ending.
    by_name: Vec<u32>,
}

/// Numbers of posts by hashes of their addresses, sorted.
#[derive(Debug, Default)]
struct Numbers(Vec<(u64, u32)>);

impl Numbers {
    fn add(&mut self, key: &str, number: usize) {
        self.0.push((hash(key), number as u32));
    }

    fn sort(&mut self) {
        self.0.sort_unstable();
        self.0.shrink_to_fit();
    }

    /// The numbers that were added with this key, the smallest first; by chance, others too.
    fn find(&self, key: &str) -> impl Iterator<Item = usize> {
        let wanted = hash(key);
        let start = self.0.partition_point(|(hash, _)| *hash < wanted);
        let found = self.0[start..]
            .iter()
            .take_while(move |(hash, _)| *hash == wanted);
        found.map(|(_, number)| *number as usize)
    }
}

fn hash(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

impl Addresses {
    pub(crate) fn new(entries: &[Entry]) -> Addresses {
        let sorted = |key: fn(&Entry) -> &str| {
            let mut numbers: Vec<u32> = (0..entries.len() as u32).collect();
            // Most archives are in this order already.
            numbers.sort_by_key(|&number| key(&entries[number as usize]));
            numbers
        };
        let mut by_url = Numbers(Vec::with_capacity(entries.len()));
        let (mut by_path, mut by_name) = (Vec::new(), Vec::new());
        std::thread::scope(|scope| {
            scope.spawn(|| by_path = sorted(|entry| &entry.meta.path));
            scope.spawn(|| by_name = sorted(|entry| name_of(&entry.meta.path)));
            for (number, entry) in entries.iter().enumerate() {
                by_url.add(&normalize(&entry.meta.url), number);
            }
            by_url.sort();
        });
        let mut former = Vec::new();
        for (index, Entry { meta, .. }) in entries.iter().enumerate() {
            let formers = meta.former_urls.iter();
            former.extend(formers.map(|old| (normalize(&join(&meta.url, old)), index)));
        }
        // An address that a post has now is its own.
        former.retain(|(url, _)| by_url.find(url).next().is_none());
        for (url, index) in former {
            by_url.add(&url, index);
        }
        by_url.sort();
        let place = |entry: &Entry| (entry.meta.path.clone(), entry.meta.url.clone());
        Addresses {
            posts: entries.iter().map(place).collect(),
            by_url,
            by_path,
            by_name,
        }
    }

    /// Whether two posts may have one address.
    pub(crate) fn may_repeat(&self) -> bool {
        let mut pairs = self.by_url.0.windows(2);
        pairs.any(|pair| pair[0].0 == pair[1].0)
    }

    fn path(&self, index: usize) -> &str {
        &self.posts[index].0
    }

    fn url(&self, index: usize) -> &str {
        &self.posts[index].1
    }

    fn index_of_path(&self, path: &str) -> Option<usize> {
        let path_of = |number: &u32| self.path(*number as usize).cmp(path);
        let at = self.by_path.binary_search_by(path_of).ok()?;
        Some(self.by_path[at] as usize)
    }

    /// The address of the post whose file this is.
    pub(crate) fn url_of_path(&self, path: &str) -> Option<&str> {
        self.index_of_path(path).map(|index| self.url(index))
    }

    /// The address of the post that `{% post_url NAME %}` means: its path below `_posts` without
    /// ending, or its file's name alone.
    pub(crate) fn url_of_name(&self, name: &str) -> Option<&str> {
        self.index_of_name(name).map(|index| self.url(index))
    }

    /// The file of that post.
    pub(crate) fn path_of_name(&self, name: &str) -> Option<&str> {
        self.index_of_name(name).map(|index| self.path(index))
    }

    fn index_of_name(&self, name: &str) -> Option<usize> {
        let name = name.trim_start_matches('/');
        let is_meant = |&index: &usize| {
            let stem = without_ending(self.path(index));
            stem.strip_suffix(name)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
        };
        let last = name.rsplit('/').next().unwrap_or(name);
        let name_at = |number: &u32| name_of(self.path(*number as usize));
        let start = self
            .by_name
            .partition_point(|number| name_at(number) < last);
        self.by_name[start..]
            .iter()
            .take_while(|number| name_at(number) == last)
            .map(|number| *number as usize)
            .find(is_meant)
    }

    /// Of two posts with one address the first is meant.
    fn post(&self, url: &str, fragment: Option<&str>) -> Option<Target> {
        let index = self.by_url.find(&normalize(url)).next()?;
        Some(self.target(index, fragment))
    }

    fn target(&self, index: usize, fragment: Option<&str>) -> Target {
        Target::Post {
            path: self.path(index).to_owned(),
            url: self.url(index).to_owned(),
            fragment: fragment.map(str::to_owned),
        }
    }
}

fn without_ending(path: &str) -> &str {
    path.rsplit_once('.').map_or(path, |(stem, _)| stem)
}

/// The last part of a path, without ending.
fn name_of(path: &str) -> &str {
    let stem = without_ending(path);
    stem.rsplit('/').next().unwrap_or(stem)
}

/// An address in a form that does not tell `/a/`, `/a`, `/a.html` and `/a/index.html` apart.
fn normalize(url: &str) -> String {
    let path = percent_decode_str(url).decode_utf8_lossy();
    let path = path.strip_suffix("/index.html").unwrap_or(&path);
    let path = path.strip_suffix(".html").unwrap_or(path);
    path.trim_end_matches('/').to_owned()
}

/// Resolves the references of one post.
pub(crate) struct PostLinks<'a> {
    pub(crate) site: &'a Site,
    pub(crate) storage: &'a dyn Storage,
    pub(crate) conventions: &'a dyn Conventions,
    pub(crate) addresses: &'a Addresses,
    /// The post's address and its file's path.
    pub(crate) url: &'a str,
    pub(crate) path: &'a str,
    /// Whether the archive is one file, with no list of what lies beside it.
    pub(crate) single: bool,
    /// Whether the posts come from a site that is elsewhere, as those of a feed do.
    pub(crate) imported: bool,
    /// Against what relative references are read, where the post says so.
    pub(crate) base: Option<Url>,
    /// The first reference that climbed above the site's root, where it was taken to begin.
    pub(crate) climbing: OnceLock<String>,
}

impl Resolve for PostLinks<'_> {
    fn resolve(&self, reference: &str) -> Option<Target> {
        let reference = clean_reference(reference);
        if reference.is_empty() {
            return None;
        }
        if let Some(fragment) = reference.strip_prefix('#') {
            let fragment = decode(fragment).into_owned();
            return (!fragment.is_empty()).then_some(Target::Fragment { fragment });
        }
        if let Some(path) = self.path_on_site(&reference) {
            return self.published(self.resolve_path(&path), &reference);
        }
        if reference.starts_with("//") {
            return Target::web(&format!("https:{reference}")).ok();
        }
        if has_scheme(&reference) {
            return Target::web(&reference).ok();
        }
        if let Some(base) = &self.base {
            let absolute = base.join(&reference).ok()?;
            return match self.path_on_site(absolute.as_str()) {
                Some(path) => self.published(self.resolve_path(&path), absolute.as_str()),
                None => Target::web(absolute.as_str()).ok(),
            };
        }
        Some(self.resolve_path(&reference))
    }
}

impl PostLinks<'_> {
    /// Whether a reference leads to the same place whatever else is in the archive.
    pub(crate) fn leads_elsewhere(&self, reference: &str) -> bool {
        let reference = clean_reference(reference);
        reference.is_empty()
            || reference.starts_with('#')
            || has_scheme(&reference) && self.path_on_site(&reference).is_none()
    }

    /// What follows the site's own scheme and host, which may be missing the scheme.
    fn path_on_site<'r>(&self, reference: &'r str) -> Option<Cow<'r, str>> {
        let host = without_scheme(self.site.url.as_deref()?)?;
        let rest = without_scheme(reference)?;
        let (own, path) = rest.split_at_checked(host.len())?;
        let ends = path.is_empty() || path.starts_with(['/', '?', '#']);
        (own.eq_ignore_ascii_case(host) && ends).then(|| match path.starts_with('/') {
            true => path.into(),
            false => format!("/{path}").into(),
        })
    }

    /// What is neither a post nor a file here can be had from the site, if all that is here came
    /// from there.
    fn published(&self, target: Target, address: &str) -> Option<Target> {
        if matches!(target, Target::Site { .. }) && self.imported {
            return match address.strip_prefix("//") {
                Some(rest) => Target::web(&format!("https://{rest}")).ok(),
                None => Target::web(address).ok(),
            };
        }
        Some(target)
    }

    fn resolve_path(&self, reference: &str) -> Target {
        let reference = &*slashed(reference);
        let (path_and_query, fragment) = match reference.split_once('#') {
            Some((path, fragment)) => (path, Some(decode(fragment))),
            None => (reference, None),
        };
        let fragment = fragment.as_deref().filter(|fragment| !fragment.is_empty());
        let path = path_and_query.split('?').next().unwrap_or_default();
        if path.is_empty() && path_and_query.is_empty() {
            return match fragment {
                Some(fragment) => Target::Fragment {
                    fragment: fragment.to_owned(),
                },
                None => self.site_target(self.url, ""),
            };
        }
        let plain = decode(path);
        if self.conventions.names_files_first() {
            let files = self.conventions.files(&plain, self.path);
            let mut indexes = files.iter().map(|file| self.addresses.index_of_path(file));
            if let Some(index) = indexes.find_map(|index| index) {
                return self.addresses.target(index, fragment);
            }
        }
        let from_url = self.below_base(join(self.url, path));
        let query = &path_and_query[path.len()..];
        let post = |url: &str| self.addresses.post(url, fragment);
        // Some sites tell posts apart by their queries: `/?p=12`.
        let by_query = match query {
            "" => None,
            query => post(&format!("{from_url}{query}")),
        };
        let found = by_query
            .or_else(|| post(&from_url))
            .or_else(|| self.file(&from_url));
        if let Some(found) = found {
            return found;
        }
        for file in self.conventions.files(&plain, self.path) {
            if let Some(index) = self.addresses.index_of_path(&file) {
                return self.addresses.target(index, fragment);
            }
            if let Some(found) = self.file(&file) {
                return found;
            }
        }
        // Authors of plain folders link to files, from where their own file is.
        if !path.starts_with('/') {
            let from_file = join(&format!("/{}", self.path), path);
            let file = decode(from_file.trim_start_matches('/'));
            if let Some(index) = self.addresses.index_of_path(&file) {
                return self.addresses.target(index, fragment);
            }
            if let Some(found) = self.file(&from_file) {
                return found;
            }
        }
        let rest = &reference[path.len()..];
        if self.url.is_empty() {
            return Target::Site {
                url: reference.to_owned(),
            };
        }
        if path.starts_with('/')
            && let Some(elsewhere) = self.above_base(reference)
        {
            return elsewhere;
        }
        if climbs(self.url, path) {
            self.climbing.get_or_init(|| reference.to_owned());
        }
        self.site_target(&from_url, rest)
    }

    /// Where a reference from the root leads that does not begin with the site's base path: to
    /// another place of the host.
    fn above_base(&self, reference: &str) -> Option<Target> {
        let base = self.site.base_path.as_str();
        let below = reference.strip_prefix(base);
        if below.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#'])) {
            return None;
        }
        let root = Url::parse(self.site.url.as_deref()?).ok()?;
        Target::web(root.join(reference).ok()?.as_str()).ok()
    }

    fn site_target(&self, path: &str, rest: &str) -> Target {
        Target::Site {
            url: format!("{}{rest}", escape_path(path)),
        }
    }

    /// Without the site's base path, which references from the root begin with.
    fn below_base(&self, mut path: String) -> String {
        let base = &self.site.base_path;
        if !base.is_empty()
            && let Some(rest) = path.strip_prefix(base.as_str())
            && rest.starts_with('/')
        {
            path.drain(..base.len());
        }
        path
    }

    fn file(&self, path: &str) -> Option<Target> {
        let file = decode(path.trim_start_matches('/')).into_owned();
        let known = self.storage.holds(&file);
        if known || self.single && self.storage.read(&file, 0).is_ok() {
            let url = escape_path(&format!("/{}", self.conventions.address_of_file(&file)));
            // A section is a page of the site.
            return Some(match url.ends_with('/') {
                true => Target::Site { url },
                false => Target::Resource { path: file, url },
            });
        }
        None
    }
}

/// Against what the post's relative references are read, if that is not its own address.
pub(crate) fn base(meta: &Meta) -> Option<Url> {
    Url::parse(meta.extra.get("base")?.as_str()?).ok()
}

/// With slashes in the path where `\\` stands: to browsers it is one (WHATWG URL, path state).
fn slashed(reference: &str) -> Cow<'_, str> {
    let end = reference.find(['?', '#']).unwrap_or(reference.len());
    let (path, rest) = reference.split_at(end);
    match path.contains('\\') {
        true => (path.replace('\\', "/") + rest).into(),
        false => reference.into(),
    }
}

fn without_scheme(address: &str) -> Option<&str> {
    let lower = address.get(..8).unwrap_or(address).to_ascii_lowercase();
    let length = ["https://", "http://", "//"]
        .iter()
        .find(|s| lower.starts_with(**s))?
        .len();
    Some(&address[length..])
}

fn decode(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

/// Whether a path, relative to a base's folder, leads above the root.
fn climbs(base: &str, path: &str) -> bool {
    let mut depth = if path.starts_with('/') {
        0
    } else {
        base.matches('/').count().saturating_sub(1)
    };
    for part in path.split('/') {
        match part {
            ".." if depth == 0 => return true,
            ".." => depth -= 1,
            "." | "" => {}
            _ => depth += 1,
        }
    }
    false
}

/// A path relative to a base's folder, or from the root; without `.` and `..`, which never lead
/// above the root (RFC 3986, section 5.2.4).
fn join(base: &str, path: &str) -> String {
    if path.starts_with('/') && !path.starts_with("//") && !path.contains("/.") {
        return path.to_owned();
    }
    let folder = if path.starts_with('/') {
        ""
    } else {
        base.rsplit_once('/').map_or("", |(f, _)| f)
    };
    let joined = format!("{folder}/{path}");
    let mut parts: Vec<&str> = Vec::new();
    for part in joined.split('/').skip(1) {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    if joined.ends_with("/..") || joined.ends_with("/.") {
        parts.push("");
    }
    let mut out = String::from("/");
    out.push_str(&parts.join("/"));
    while let Some(rest) = out.strip_prefix("//") {
        out = format!("/{rest}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_and_never_climb_above_the_root() {
        for (base, path, joined) in [
            ("/a/b.html", "c", "/a/c"),
            ("/a/b/", "c", "/a/b/c"),
            ("/a/b/", "../../../c", "/c"),
            ("/a/b/", "/c/./d", "/c/d"),
            ("", "img/a.png", "/img/a.png"),
            ("/a/", "/b//c/", "/b//c/"),
            ("/a/", "/.b/c", "/.b/c"),
            ("/a/", "//b", "/b"),
            ("/a/b", "..", "/"),
        ] {
            assert_eq!(join(base, path), joined, "{base} {path}");
        }
    }
}
