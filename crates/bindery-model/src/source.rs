use std::io;

use crate::{Diagnostic, Digest, Extra, Meta, Parsed, Post, Site, Store};

/// What exporters read from: metadata of all posts at once, bodies one at a time.
pub trait Source: Sync {
    /// The site as a whole.
    fn site(&self) -> &Site;

    /// The posts, oldest first; posts of the same moment by path. [`Meta::extra`] is empty here.
    fn entries(&self) -> &[Entry];

    /// Reads one post.
    ///
    /// # Errors
    ///
    /// What stood in the way, where the post cannot be read at all (its file is gone, say).
    fn read(&self, entry: &Entry) -> Result<Parsed, Box<Diagnostic>>;

    /// Reads a post out of turn, for what another refers to in it. The same as
    /// [`read`](Source::read), but for sources whose readers wait for each other.
    ///
    /// # Errors
    ///
    /// As for [`read`](Source::read).
    fn look_up(&self, entry: &Entry) -> Result<Parsed, Box<Diagnostic>> {
        self.read(entry)
    }

    /// The bytes of a file that posts refer to; `path` is that of
    /// [`Target::Resource`](crate::Target::Resource).
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::NotFound`] where there is no such file, and whatever reading it yields.
    fn resource(&self, path: &str) -> io::Result<Vec<u8>>;

    /// How many bytes such a file has.
    ///
    /// # Errors
    ///
    /// As for [`resource`](Source::resource).
    fn resource_size(&self, path: &str) -> io::Result<u64> {
        Ok(self.resource(path)?.len() as u64)
    }

    /// The bytes of a picture elsewhere on the web. `None` where the source does not have it, as
    /// sources that ask nobody never have.
    ///
    /// # Errors
    ///
    /// Where the source has it and cannot read it.
    fn web_picture(&self, _address: &str) -> io::Result<Option<Vec<u8>>> {
        Ok(None)
    }

    /// Where exporters may keep what they make of posts, for the next run.
    fn store(&self) -> Option<&dyn Store> {
        None
    }

    /// A digest of a post's own bytes and of what is said of all posts: as long as it stays, and
    /// what the post asked for does, so does what [`read`](Source::read) gives. It costs less than
    /// reading. `None` where that cannot be told.
    fn digest(&self, _entry: &Entry) -> Option<Digest> {
        None
    }

    /// Whether all that a post asked for when it was read ([`Basis::asked`](crate::Basis::asked))
    /// is as it was.
    fn still_holds(&self, _entry: &Entry, _asked: &[u8]) -> bool {
        false
    }

    /// Says that a post need not be read, because what was made of it is kept. It concerns sources
    /// whose readers wait for each other.
    fn skip(&self, _entry: &Entry) {}

    /// Says before any is read that these are all the posts that will be. It concerns the same
    /// sources: what one reader parses need not be held for another that will not read it.
    fn reads_only(&self, _entries: &[&Entry]) {}
}

/// A post in the list of a [`Source`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entry {
    /// What the source itself finds the post by.
    pub index: usize,
    /// Everything about the post but its text and [`Meta::extra`].
    pub meta: Meta,
}

/// A [`Source`] of posts that are already in memory, without resources.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Posts {
    site: Site,
    entries: Vec<Entry>,
    posts: Vec<Post>,
}

impl Posts {
    /// A source of these posts; the order is made by date and path.
    pub fn new(site: Site, posts: Vec<Post>) -> Posts {
        let mut entries: Vec<Entry> = posts
            .iter()
            .enumerate()
            .map(|(index, post)| Entry {
                index,
                meta: Meta {
                    extra: Extra::default(),
                    ..post.meta.clone()
                },
            })
            .collect();
        entries.sort_by(|a, b| (a.meta.date, &a.meta.path).cmp(&(b.meta.date, &b.meta.path)));
        Posts {
            site,
            entries,
            posts,
        }
    }
}

impl Source for Posts {
    fn site(&self) -> &Site {
        &self.site
    }

    fn entries(&self) -> &[Entry] {
        &self.entries
    }

    fn read(&self, entry: &Entry) -> Result<Parsed, Box<Diagnostic>> {
        match self.posts.get(entry.index) {
            Some(post) => Ok(Parsed {
                post: post.clone(),
                ..Parsed::default()
            }),
            None => {
                let message = format!("there is no post {}", entry.meta.path);
                Err(Box::new(Diagnostic::error("source.no-such-post", message)))
            }
        }
    }

    fn resource(&self, path: &str) -> io::Result<Vec<u8>> {
        Err(io::Error::new(
            io::ErrorKind::NotFound,
            format!("there is no file {path}"),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_takes_few_bytes() {
        // There may be a million.
        assert!(size_of::<Entry>() <= 192, "{}", size_of::<Entry>());
    }
}
