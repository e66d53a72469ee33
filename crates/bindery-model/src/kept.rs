//! What exporters make of posts, kept from one run to the next.
use std::fmt::Debug;
use std::hash::Hash;

use crate::{Basis, Digest, Entry, Packer, Source, Unpacker};

/// A place where bytes are kept from one run to the next. It may lose them at any time, but never
/// gives others than those that were put there last.
pub trait Store: Debug + Send + Sync {
    /// The bytes of a key.
    fn get(&self, key: Digest) -> Option<Vec<u8>>;

    /// Keeps bytes under a key, in the place of what was there.
    fn put(&self, key: Digest, value: Vec<u8>);
}

/// What one exporter, set in one way, has made of the posts of a source.
///
/// An exporter asks for each post: [`recall`](Kept::recall) gives what was made of it if nothing has
/// changed that it depends on, and [`keep`](Kept::keep) keeps what is made anew. There is one value
/// for each post, which the next takes the place of.
#[derive(Clone, Copy)]
pub struct Kept<'a> {
    source: &'a dyn Source,
    store: &'a dyn Store,
    purpose: Digest,
}

impl<'a> Kept<'a> {
    /// What is kept for a purpose, such as `epub.chapter`. `settings` are all that the result
    /// depends on and that is the same for all posts. `None` where the source keeps nothing.
    pub fn new(source: &'a dyn Source, purpose: &str, settings: &dyn Debug) -> Option<Kept<'a>> {
        let store = source.store()?;
        let site = source.site();
        let purpose = Digest::of_shown(&(purpose, settings, &site.kind, &site.title, &site.url));
        Some(Kept {
            source,
            store,
            purpose,
        })
    }

    /// What was made of a post, if all that it depends on is as it was. `own` is what the exporter
    /// knows of the post before it reads it; `restore` reads what `keep` wrote, and gives `None`
    /// where what it knows besides has changed.
    pub fn recall<T>(
        &self,
        entry: &Entry,
        own: &impl Hash,
        restore: impl FnOnce(&mut Unpacker<'_>) -> Option<T>,
    ) -> Option<T> {
        let value = self.look_up(entry, own, restore)?;
        self.source.skip(entry);
        Some(value)
    }

    /// The same out of turn, for a post that may be read all the same.
    pub fn look_up<T>(
        &self,
        entry: &Entry,
        own: &impl Hash,
        restore: impl FnOnce(&mut Unpacker<'_>) -> Option<T>,
    ) -> Option<T> {
        let content = self.source.digest(entry)?;
        let bytes = self.store.get(self.key(entry))?;
        let mut unpacker = Unpacker::new(&bytes);
        if unpacker.digest()? != state(content, entry, own) {
            return None;
        }
        let asked = unpacker.bytes()?;
        let value = restore(&mut unpacker)?;
        (unpacker.is_at_end() && self.source.still_holds(entry, asked)).then_some(value)
    }

    /// Keeps what was made of a post that was read. `own` is as for [`recall`](Kept::recall).
    pub fn keep(
        &self,
        entry: &Entry,
        own: &impl Hash,
        basis: &Basis,
        write: impl FnOnce(&mut Packer),
    ) {
        let mut packer = Packer::default();
        packer.digest(state(basis.content, entry, own));
        packer.bytes(&basis.asked);
        write(&mut packer);
        self.store.put(self.key(entry), packer.into_bytes());
    }

    fn key(&self, entry: &Entry) -> Digest {
        Digest::of(&[self.purpose.as_bytes(), entry.meta.path.as_bytes()])
    }
}

/// All that is known to have made a post what it is, but for what it asked for.
fn state(content: Digest, entry: &Entry, own: &impl Hash) -> Digest {
    Digest::of_hashed(&(content, &entry.meta, own))
}
