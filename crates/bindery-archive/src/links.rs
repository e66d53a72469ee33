//! What a reference in a post leads to.
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use bindery_model::{Diagnostic, EcoString, Entry, Location, Meta, Site, Target};
use bindery_parse::{Resolve, ResolveAlone, clean_reference, has_scheme, is_of_wayback_machine};
use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization as _;
use url::Url;

use crate::entries::Entries;
use crate::sites::Conventions;
use crate::sites::jekyll::permalink::escape_path;
use crate::storage::{IMAGE_ENDINGS, Storage, has_ending};

/// What references begin with that name a page by its file, in Zola and in Pelican.
const NAMING: [&str; 3] = ["@/", "{filename}", "|filename|"];

/// Resolves the references of one post.
pub(crate) struct PostLinks<'a> {
    pub(crate) site: &'a Site,
    pub(crate) storage: &'a dyn Storage,
    pub(crate) conventions: &'a dyn Conventions,
    pub(crate) entries: &'a Entries,
    /// The post's address and its file's path.
    pub(crate) url: &'a str,
    pub(crate) path: &'a str,
    /// Whether the archive is one file, with no list of what lies beside it.
    pub(crate) single: bool,
    /// Whether the posts come from a site that is elsewhere, as those of a feed do.
    pub(crate) imported: bool,
    /// Against what relative references are read, where the post says so.
    pub(crate) base: Option<Url>,
    /// Folders in which the post says that its pictures lie, for relative references and for those from
    /// the root.
    pub(crate) media: MediaFolders,
    /// The pictures of the archive by their paths in small letters, made when one is looked for.
    pub(crate) pictures: &'a OnceLock<HashMap<EcoString, EcoString>>,
    /// The first picture that was found under a name in other cases: the reference, and the file,
    pub(crate) in_other_case: OnceLock<(String, EcoString)>,
    /// and the first reference to a page of the site by its file that there is not.
    pub(crate) missing: OnceLock<String>,
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
        if is_of_wayback_machine(&reference) {
            return ResolveAlone.resolve(&reference);
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
    /// What there is to say of references, once all are resolved.
    pub(crate) fn diagnostics(&self) -> Vec<Diagnostic> {
        let climbing = self.climbing.get().map(|reference| {
            let message =
                format!("`{reference}` climbs above the root of the site; it is taken from there");
            Diagnostic::note("link.above-root", message)
        });
        let in_other_case = self.in_other_case.get().map(|(reference, file)| {
            let message = format!("the picture `{reference}` is called `{file}` in the archive");
            Diagnostic::warning("image.case", message).with_hint(
                "it is shown; most servers tell capitals from small letters, so mend the name",
            )
        });
        let missing = self.missing.get().map(|reference| {
            let message = format!("`{reference}` names a file that there is not");
            Diagnostic::warning("link.no-such-file", message)
                .with_hint("the link leads nowhere; correct the name of the file")
        });
        let found = [climbing, in_other_case, missing].into_iter().flatten();
        found
            .map(|found| found.at(Location::whole_file(self.path)))
            .collect()
    }

    /// Whether a reference leads to the same place whatever else is in the archive.
    pub(crate) fn leads_elsewhere(&self, reference: &str) -> bool {
        let reference = clean_reference(reference);
        reference.is_empty()
            || reference.starts_with('#')
            || has_scheme(&reference) && self.path_on_site(&reference).is_none()
    }

    /// What follows the site's own scheme and host, which may be missing the scheme.
    fn path_on_site<'r>(&self, reference: &'r str) -> Option<Cow<'r, str>> {
        let rest = without_scheme(reference)?;
        let host = without_scheme(self.site.url.as_deref()?)?;
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
            let mut posts = files.iter().map(|file| self.entries.with_path(file));
            if let Some(post) = posts.find_map(|post| post) {
                return target(post, fragment);
            }
        }
        let from_url = join(self.url, path);
        let from_url = self.below_base(&from_url);
        let query = &path_and_query[path.len()..];
        let post = |url: &str| {
            let post = self.entries.with_url(url)?;
            Some(target(post, fragment))
        };
        // Some sites tell posts apart by their queries: `/?p=12`.
        let by_query = match query {
            "" => None,
            query => post(&[from_url, query].concat()),
        };
        let below_again = Some(self.below_base(from_url)).filter(|&again| again != from_url);
        let found = by_query
            .or_else(|| post(from_url))
            .or_else(|| self.file(from_url, fragment))
            // Since Jekyll 4 `post_url` has the base path, before which many still write it.
            .or_else(|| below_again.and_then(post));
        if let Some(found) = found {
            return found;
        }
        for file in self.conventions.files(&plain, self.path) {
            if let Some(found) = self.file(&file, fragment) {
                return found;
            }
        }
        // Authors of plain folders link to files, from where their own file is.
        if !path.starts_with('/') {
            let from_file = join(&format!("/{}", self.path), path);
            if let Some(found) = self.file(&from_file, fragment) {
                return found;
            }
        }
        let in_folder = self.media.path_of(path, self.path);
        if let Some(found) = in_folder.and_then(|path| self.file(&path, fragment)) {
            return found;
        }
        if has_ending(path, &IMAGE_ENDINGS) {
            let from_file = join(&format!("/{}", self.path), path);
            let files = self.conventions.files(&plain, self.path);
            let mut candidates = [from_url.to_owned(), from_file].into_iter().chain(files);
            if let Some(found) = candidates.find_map(|path| self.in_other_case(&path)) {
                return found;
            }
        }
        if NAMING.iter().any(|mark| plain.starts_with(mark)) {
            self.missing.get_or_init(|| reference.to_owned());
        }
        let rest = &reference[path.len()..];
        if let Some(address) = self.conventions.address(&plain) {
            return self.site_target(&address, rest);
        }
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
        self.site_target(from_url, rest)
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
        let mut url = escape_path(path);
        url.push_str(rest);
        Target::Site { url }
    }

    /// Without the site's base path, which references from the root begin with.
    fn below_base<'p>(&self, path: &'p str) -> &'p str {
        let rest = path.strip_prefix(self.site.base_path.as_str());
        rest.filter(|rest| rest.starts_with('/')).unwrap_or(path)
    }

    /// A file of the archive, or the post that it holds.
    fn file(&self, path: &str, fragment: Option<&str>) -> Option<Target> {
        let file = self.held(decode(path.trim_start_matches('/')).into_owned())?;
        if let Some(post) = self.entries.with_path(&file) {
            return Some(target(post, fragment));
        }
        let url = escape_path(&format!("/{}", self.conventions.address_of_file(&file)));
        // A section is a page of the site.
        Some(match url.ends_with('/') {
            true => Target::Site { url },
            false => Target::Resource { path: file, url },
        })
    }

    /// A picture whose path differs in the cases of letters alone, as systems take it that do not tell
    /// them apart.
    fn in_other_case(&self, path: &str) -> Option<Target> {
        let pictures = self.pictures.get_or_init(|| {
            let paths = self.storage.paths().iter();
            let pictures = paths.filter(|path| has_ending(path, &IMAGE_ENDINGS));
            pictures
                .map(|path| (path.to_lowercase(), path.clone()))
                .collect()
        });
        let path = decode(path.trim_start_matches('/'));
        let found = pictures.get(path.to_lowercase().as_str())?;
        self.in_other_case
            .get_or_init(|| (path.clone().into_owned(), found.clone()));
        self.file(&escape_path(found), None)
    }

    /// The path of a file that there is. Systems for Macs may write a name in another form (UAX #15) than
    /// those who refer to it.
    fn held(&self, path: String) -> Option<String> {
        let is_there = |path: &String| {
            self.storage.holds(path) || self.single && self.storage.read(path, 0).is_ok()
        };
        if is_there(&path) {
            return Some(path);
        }
        if path.is_ascii() {
            return None;
        }
        let forms = [path.nfc().collect(), path.nfd().collect()];
        forms.into_iter().find(is_there)
    }
}

fn target(post: &Entry, fragment: Option<&str>) -> Target {
    Target::Post {
        path: post.meta.path.to_string(),
        url: post.meta.url.to_string(),
        fragment: fragment.map(str::to_owned),
    }
}

/// Where front matter says that pictures lie.
#[derive(Debug, Default)]
pub(crate) struct MediaFolders {
    /// For relative references,
    pub(crate) relative: Option<String>,
    /// and for those from the root.
    pub(crate) from_root: Option<String>,
}

impl MediaFolders {
    /// `media_subpath`, formerly `img_path`, of Jekyll's Chirpy; `typora-root-url`, which the editor
    /// Typora writes.
    pub(crate) fn of(meta: &Meta) -> MediaFolders {
        let text = |key: &str| Some(meta.extra.get(key)?.as_str()?.trim_end_matches('/'));
        MediaFolders {
            relative: text("media_subpath")
                .or(text("img_path"))
                .map(str::to_owned),
            from_root: text("typora-root-url").map(str::to_owned),
        }
    }

    /// The path, from the root, of a reference in the post of that file.
    fn path_of(&self, reference: &str, file: &str) -> Option<String> {
        match reference.strip_prefix('/') {
            None => Some(join(
                "/",
                &format!("{}/{reference}", self.relative.as_ref()?),
            )),
            Some(inner) => {
                let folder = self.from_root.as_ref()?;
                Some(join(&format!("/{file}"), &format!("{folder}/{inner}")))
            }
        }
    }
}

/// Against what the post's relative references are read, if that is not its own address.
pub(crate) fn base(meta: &Meta) -> Option<Url> {
    Url::parse(meta.extra.get("base")?.as_str()?).ok()
}

/// With slashes in the path where `\\` stands: to browsers it is one (WHATWG URL, path state).
fn slashed(reference: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\\', reference.as_bytes()).is_none() {
        return reference.into();
    }
    let end = reference.find(['?', '#']).unwrap_or(reference.len());
    let (path, rest) = reference.split_at(end);
    (path.replace('\\', "/") + rest).into()
}

fn without_scheme(address: &str) -> Option<&str> {
    ["https://", "http://", "//"].iter().find_map(|scheme| {
        let (start, rest) = address.split_at_checked(scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then_some(rest)
    })
}

fn decode(text: &str) -> Cow<'_, str> {
    match memchr::memchr(b'%', text.as_bytes()) {
        Some(_) => percent_decode_str(text).decode_utf8_lossy(),
        None => text.into(),
    }
}

/// Whether a path, relative to a base's folder, leads above the root.
fn climbs(base: &str, path: &str) -> bool {
    if !path.contains("..") {
        return false;
    }
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
pub(crate) fn join(base: &str, path: &str) -> String {
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
    use bindery_model::Source as _;

    use super::*;
    use crate::test_folder::TestFolder;

    #[test]
    fn names_of_files_may_be_composed_otherwise_than_references() {
        let [composed, decomposed] = ["\u{e9}t\u{e9}", "e\u{301}te\u{301}"];
        for (name, reference) in [(composed, decomposed), (decomposed, composed)] {
            let folder = TestFolder::new();
            folder.write("_config.yml", "permalink: /:title/");
            folder.write(&format!("img/{name}.png"), "");
            folder.write(&format!("_posts/2024-01-01-{name}.md"), "");
            let linking = format!("![x](/img/{reference}.png)\n[x](/{reference}/)");
            folder.write("_posts/2024-01-02-linking.md", &linking);
            let archive = crate::open(folder.path(), &crate::Options::default()).unwrap();
            let post = archive.read(&archive.entries()[1]).unwrap().post;
            let blocks = serde_json::to_string(&post.blocks).unwrap();
            for path in [
                format!("img/{name}.png"),
                format!("_posts/2024-01-01-{name}.md"),
            ] {
                let path = serde_json::to_string(&path).unwrap();
                assert!(blocks.contains(&path), "{path} in {blocks}");
            }
        }
    }

    #[test]
    fn pictures_are_found_in_other_cases_and_that_is_told() {
        let folder = TestFolder::new();
        folder.write("img/Été.PNG", "");
        folder.write("a.md", "![x](IMG/été.png) ![y](img/none.png)\n");
        let archive = crate::open(folder.path(), &crate::Options::default()).unwrap();
        let parsed = archive.read(&archive.entries()[0]).unwrap();
        let blocks = serde_json::to_string(&parsed.post.blocks).unwrap();
        assert!(blocks.contains("\"path\":\"img/Été.PNG\""), "{blocks}");
        let told: Vec<&str> = parsed.diagnostics.iter().map(|told| &*told.code).collect();
        assert_eq!(told, ["image.case"]);
    }

    #[test]
    fn pages_that_are_named_by_files_that_there_are_not_are_told() {
        let folder = TestFolder::new();
        folder.write("config.toml", "base_url = \"https://z.example\"\n");
        folder.write("content/a.md", "+++\n+++\n[a](@/a.md) [b](@/b.md)\n");
        let archive = crate::open(folder.path(), &crate::Options::default()).unwrap();
        let told = archive.read(&archive.entries()[0]).unwrap().diagnostics;
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].message.contains("`@/b.md`"), "{told:?}");
    }

    /// Right in Jekyll 3, which GitHub's pages are made with.
    #[test]
    fn a_base_path_may_stand_before_post_url() {
        let folder = TestFolder::new();
        folder.write("_config.yml", "baseurl: /base");
        folder.write("_posts/2024-01-01-one.md", "");
        let linking = "[x]({{ site.baseurl }}{% post_url 2024-01-01-one %})";
        folder.write("_posts/2024-01-02-two.md", linking);
        let archive = crate::open(folder.path(), &crate::Options::default()).unwrap();
        let post = archive.read(&archive.entries()[1]).unwrap().post;
        let blocks = serde_json::to_string(&post.blocks).unwrap();
        assert!(blocks.contains("_posts/2024-01-01-one.md"), "{blocks}");
    }

    #[test]
    fn pictures_lie_where_front_matter_says() {
        let meta = |key: &str, value: &str| Meta {
            extra: serde_json::from_value(serde_json::json!({ key: value })).unwrap(),
            ..Meta::default()
        };
        for (key, value, reference, path) in [
            ("media_subpath", "/a/b/", "c.png", Some("/a/b/c.png")),
            ("img_path", "a", "c.png", Some("/a/c.png")),
            ("media_subpath", "/a", "/c.png", None),
            ("typora-root-url", "..", "/img/c.png", Some("/img/c.png")),
            (
                "typora-root-url",
                "./assets",
                "/c.png",
                Some("/_posts/assets/c.png"),
            ),
            ("typora-root-url", "..", "c.png", None),
        ] {
            let folders = MediaFolders::of(&meta(key, value));
            assert_eq!(
                folders.path_of(reference, "_posts/a.md").as_deref(),
                path,
                "{key} {value}"
            );
        }
    }

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
