//! The pictures of posts.
use std::collections::HashMap;
use std::io;
use std::ops::ControlFlow;

use bindery_model::{
    Diagnostic, Digest, Entry, Inline, Kept, Location, Parsed, Progress, Site, Source, Store,
    Target, for_each_in_order,
};

use crate::Fetcher;
use crate::fetcher::{How, parse};

/// What was fetched for one output.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FetchReport {
    /// Pictures that came from the web.
    pub fetched: u64,
    /// Pictures of the cache that are still what they were, as their servers say.
    pub unchanged: u64,
    /// Pictures of the cache of which nobody was asked: they are fresh, or nobody answered.
    pub cached: u64,
    /// Addresses that gave no picture.
    pub failed: u64,
    /// The bytes of all pictures.
    pub bytes: u64,
}

/// A source whose posts have the pictures that were fetched for them. What was not fetched, and
/// why, is among the diagnostics of the post that shows it first.
pub struct WithPictures<'a> {
    source: &'a dyn Source,
    fetcher: &'a Fetcher,
    report: FetchReport,
    /// By [`Entry::index`].
    failures: HashMap<usize, Vec<Diagnostic>>,
}

/// An address of a picture, and the post that shows it first.
struct Wanted {
    /// In the form that all ways to write it have in common.
    address: String,
    /// As it stands in that post.
    written: String,
    /// The place of that post in the source's list.
    first: usize,
    posts: usize,
}

impl Fetcher {
    /// Fetches the pictures that the posts of a source show from elsewhere, each once, on `jobs`
    /// threads for reading (0: one for each core) and [`parallel`](crate::FetchOptions::parallel)
    /// ones for fetching.
    ///
    /// All is fetched before anything is written: what a server answers, and when, changes nothing
    /// in an output but the pictures themselves, and a bound on connections is not one on threads.
    pub fn fetch<'a>(
        &'a self,
        source: &'a dyn Source,
        jobs: usize,
        progress: &dyn Progress,
    ) -> WithPictures<'a> {
        let wanted = wanted(source, jobs);
        let addresses: Vec<String> = wanted.iter().map(|one| one.address.clone()).collect();
        if !addresses.is_empty() {
            self.fetch_all(&addresses, progress);
        }
        let mut pictures = WithPictures {
            source,
            fetcher: self,
            report: FetchReport::default(),
            failures: HashMap::new(),
        };
        for one in &wanted {
            pictures.add(one);
        }
        pictures
    }
}

impl WithPictures<'_> {
    /// How much was fetched.
    pub fn report(&self) -> FetchReport {
        self.report
    }

    /// Counts what became of an address.
    fn add(&mut self, wanted: &Wanted) {
        let report = &mut self.report;
        let found = match self.fetcher.find(&wanted.address) {
            Some(Ok(fetched)) => {
                report.bytes += fetched.length();
                match fetched.how {
                    How::New => report.fetched += 1,
                    How::Unchanged => report.unchanged += 1,
                    How::Cached | How::Old(_) => report.cached += 1,
                }
                let How::Old(failure) = fetched.how else {
                    return;
                };
                Diagnostic::warning(
                    "fetch.old",
                    format!(
                        "the image {} is one of the cache: {failure}",
                        wanted.shown()
                    ),
                )
                .with_hint("it is as it was when it was last fetched")
            }
            Some(Err(failure)) => {
                report.failed += 1;
                Diagnostic::warning(
                    "fetch.failed",
                    format!("the image {} is not fetched: {failure}", wanted.shown()),
                )
                .with_hint("a link stands in its place")
            }
            None => return,
        };
        if let Some(entry) = self.source.entries().get(wanted.first) {
            let place = Location::whole_file(&entry.meta.path);
            let own = self.failures.entry(entry.index).or_default();
            own.push(found.at(place));
        }
    }
}

impl Wanted {
    /// As it is shown to people.
    fn shown(&self) -> String {
        match self.posts {
            1 => self.written.clone(),
            posts => format!("{}, shown by {posts} posts,", self.written),
        }
    }
}

/// The addresses of pictures elsewhere, in the order in which they are first shown. Posts that
/// cannot be read show none; whoever writes them says so.
fn wanted(source: &dyn Source, jobs: usize) -> Vec<Wanted> {
    let mut wanted: Vec<Wanted> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut place = 0;
    let kept = Kept::new(source, "fetch.addresses", &env!("CARGO_PKG_VERSION"));
    for_each_in_order(
        source.entries(),
        jobs,
        |entry| addresses(source, kept, entry),
        |addresses| {
            for (address, written) in addresses {
                match places.get(&address) {
                    Some(&known) => wanted[known].posts += 1,
                    None => {
                        places.insert(address.clone(), wanted.len());
                        wanted.push(Wanted {
                            address,
                            written,
                            first: place,
                            posts: 1,
                        });
                    }
                }
            }
            place += 1;
            ControlFlow::Continue(())
        },
    );
    wanted
}

/// The addresses of a post's pictures, each once.
fn addresses(source: &dyn Source, kept: Option<Kept<'_>>, entry: &Entry) -> Vec<(String, String)> {
    let known = kept.and_then(|kept| {
        kept.look_up(entry, &(), |unpacker| {
            unpacker
                .list(|unpacker| Some((unpacker.text()?.to_owned(), unpacker.text()?.to_owned())))
        })
    });
    if let Some(known) = known {
        return known;
    }
    let mut found: Vec<(String, String)> = Vec::new();
    if let Ok(Parsed { post, basis, .. }) = source.read(entry) {
        post.for_each_inline(&mut |inline| {
            if let Inline::Image(image) = inline
                && let Target::Web { address } = &image.target
                && !address.is_data()
            {
                let normal = normal(address.as_str());
                if !found.iter().any(|(known, _)| *known == normal) {
                    found.push((normal, address.to_string()));
                }
            }
        });
        if let Some((kept, basis)) = kept.zip(basis.as_ref()) {
            kept.keep(entry, &(), basis, |packer| {
                packer.list(&found, |packer, (normal, written)| {
                    packer.text(normal);
                    packer.text(written);
                });
            });
        }
    }
    found
}

/// The same for all ways to write an address.
fn normal(address: &str) -> String {
    parse(address).map_or_else(|| address.to_owned(), Into::into)
}

impl Source for WithPictures<'_> {
    fn site(&self) -> &Site {
        self.source.site()
    }

    fn entries(&self) -> &[Entry] {
        self.source.entries()
    }

    fn read(&self, entry: &Entry) -> Result<Parsed, Box<Diagnostic>> {
        let mut parsed = self.source.read(entry)?;
        if let Some(failures) = self.failures.get(&entry.index) {
            parsed.diagnostics.extend_from_slice(failures);
            if let Some(basis) = &mut parsed.basis {
                basis.content = Digest::of_shown(&(basis.content, failures));
            }
        }
        Ok(parsed)
    }

    fn look_up(&self, entry: &Entry) -> Result<Parsed, Box<Diagnostic>> {
        self.source.look_up(entry)
    }

    fn resource(&self, path: &str) -> io::Result<Vec<u8>> {
        self.source.resource(path)
    }

    fn resource_size(&self, path: &str) -> io::Result<u64> {
        self.source.resource_size(path)
    }

    fn web_picture(&self, address: &str) -> io::Result<Option<Vec<u8>>> {
        match self.fetcher.find(&normal(address)) {
            Some(Ok(fetched)) => self.fetcher.read(&fetched).map(Some),
            _ => self.source.web_picture(address),
        }
    }

    fn store(&self) -> Option<&dyn Store> {
        self.source.store()
    }

    /// What failed is among the diagnostics of a post.
    fn digest(&self, entry: &Entry) -> Option<Digest> {
        let digest = self.source.digest(entry)?;
        Some(match self.failures.get(&entry.index) {
            Some(failures) => Digest::of_shown(&(digest, failures)),
            None => digest,
        })
    }

    fn still_holds(&self, entry: &Entry, asked: &[u8]) -> bool {
        self.source.still_holds(entry, asked)
    }

    fn skip(&self, entry: &Entry) {
        self.source.skip(entry);
    }

    fn reads_only(&self, entries: &[&Entry]) {
        self.source.reads_only(entries);
    }
}
