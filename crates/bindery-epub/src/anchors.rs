//! Which elements of other posts links may lead to.
//!
//! Chapters are written one by one, and a link may lead to a post before or after. What is in that
//! post is found by reading it once more when the first link wants to know: books without such links
//! pay nothing, and no list of all elements of all posts is held.
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The elements of the posts that links lead into.
#[derive(Default)]
pub(crate) struct Anchors {
    /// By the place of the post.
    posts: Mutex<HashMap<usize, Arc<OnceLock<Ids>>>>,
}

/// Hashes of `id`s, sorted, and the part of the post that each is in. Texts would take many times
/// as much.
type Ids = Box<[(u64, u32)]>;

impl Anchors {
    /// The part of a post in which an `id` is; `read` reads the post if no link has asked before.
    pub(crate) fn find(
        &self,
        place: usize,
        id: &str,
        read: impl FnOnce() -> HashMap<String, usize>,
    ) -> Option<usize> {
        let ids = {
            let mut posts = self.posts.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(posts.entry(place).or_default())
        };
        let ids = ids.get_or_init(|| {
            let ids = read().into_iter();
            let mut ids: Vec<_> = ids.map(|(id, part)| (hash(&id), part as u32)).collect();
            ids.sort_unstable();
            ids.into_boxed_slice()
        });
        let wanted = hash(id);
        let at = ids.binary_search_by_key(&wanted, |(hash, _)| *hash).ok()?;
        Some(ids[at].1 as usize)
    }
}

fn hash(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}
