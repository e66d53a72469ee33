//! Entries that are kept from one run to the next, as they are printed.
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bindery_model::{Basis, Diagnostic, Entry, Kept, Packer, Parsed, Site, Source, Unpacker};

use crate::Options;
use crate::channel::SiteHead;

/// A post in the formats that are wanted of it, and what was wrong with it.
pub(crate) type Entries = ([Option<Vec<u8>>; 3], Vec<Diagnostic>);

/// The entries of a site that are kept.
pub(crate) fn entries<'a>(
    source: &'a dyn Source,
    site: &SiteHead,
    options: &Options,
) -> Option<Kept<'a>> {
    source.store()?;
    let options = Options {
        jobs: 0,
        limit: 0,
        oldest_first: false,
        ..options.clone()
    };
    let settings = (env!("CARGO_PKG_VERSION"), options, site);
    Kept::new(source, "feed.entry", &settings)
}

/// A source that remembers what the entry of one post asked of it.
pub(crate) struct Asked<'a> {
    source: &'a dyn Source,
    remembered: Mutex<Remembered>,
}

#[derive(Default)]
struct Remembered {
    basis: Option<Basis>,
    sizes: Vec<(String, Option<u64>)>,
}

impl<'a> Asked<'a> {
    pub(crate) fn new(source: &'a dyn Source) -> Asked<'a> {
        Asked {
            source,
            remembered: Mutex::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Remembered> {
        self.remembered
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps what was printed of the post.
    pub(crate) fn keep(
        &self,
        kept: &Kept<'_>,
        entry: &Entry,
        own: &impl std::hash::Hash,
        made: &Entries,
    ) {
        let remembered = self.lock();
        let Some(basis) = &remembered.basis else {
            return;
        };
        kept.keep(entry, own, basis, |packer| {
            packer.list(&remembered.sizes, |packer, (path, size)| {
                packer.text(path);
                packer.option(*size, Packer::number);
            });
            let (printed, diagnostics) = made;
            packer.list(printed, |packer, text| {
                packer.option(text.as_deref(), Packer::bytes);
            });
            packer.diagnostics(diagnostics);
        });
    }
}

/// Reads what was kept, if the files that it speaks of are as long as they were.
pub(crate) fn unpack(unpacker: &mut Unpacker<'_>, source: &dyn Source) -> Option<Entries> {
    let sizes = unpacker.list(|unpacker| {
        let path = unpacker.text()?;
        Some(source.resource_size(path).ok() == unpacker.option(Unpacker::number)?)
    })?;
    if sizes.contains(&false) {
        return None;
    }
    let printed = unpacker.list(|unpacker| {
        let text = unpacker.option(Unpacker::bytes)?;
        Some(text.map(<[u8]>::to_vec))
    })?;
    Some((printed.try_into().ok()?, unpacker.diagnostics()?))
}

impl Source for Asked<'_> {
    fn site(&self) -> &Site {
        self.source.site()
    }

    fn entries(&self) -> &[Entry] {
        self.source.entries()
    }

    fn read(&self, entry: &Entry) -> Result<Parsed, Box<Diagnostic>> {
        let mut parsed = self.source.read(entry)?;
        self.lock().basis = parsed.basis.take();
        Ok(parsed)
    }

    fn resource(&self, path: &str) -> io::Result<Vec<u8>> {
        self.source.resource(path)
    }

    fn resource_size(&self, path: &str) -> io::Result<u64> {
        let size = self.source.resource_size(path);
        let known = size.as_ref().ok().copied();
        self.lock().sizes.push((path.to_owned(), known));
        size
    }
}
