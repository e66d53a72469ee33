//! One reading of an archive for several outputs: a post that several want is parsed once.
//!
//! Outputs read the oldest posts first, and go in step: none is more than [`AHEAD`] posts before the
//! slowest, so that what was parsed is held only as long as it is wanted. Where two read a post at different
//! times all the same, it is read again.
use std::collections::{HashMap, HashSet};
use std::io;
use std::ops::Deref;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use bindery_archive::Archive;
use bindery_model::{Diagnostic, Digest, Entry, Parsed, Site, Source, Store};

/// How many posts an output may be ahead of the slowest.
const AHEAD: usize = 256;
/// How many outputs may go in step.
pub(crate) const MAX_READERS: usize = 64;

/// An archive as one output reads it: all of it, or a choice of its posts in step with others.
pub(crate) struct Reading {
    archive: Arc<Archive>,
    view: Option<View<Archive>>,
}

impl Reading {
    /// The whole archive, for one output.
    pub(crate) fn alone(archive: Arc<Archive>) -> Reading {
        Reading {
            archive,
            view: None,
        }
    }

    /// The same archive, for an output that reads in step with others.
    pub(crate) fn in_step(&self, view: View<Archive>) -> Reading {
        Reading {
            archive: Arc::clone(&self.archive),
            view: Some(view),
        }
    }

    /// Whether others go in step with it.
    pub(crate) fn is_in_step(&self) -> bool {
        let view = self.view.as_ref();
        view.is_some_and(|view| view.lane.lock().readers.len() > 1)
    }

    /// A lane for several outputs. `choices` are the entries that each wants.
    pub(crate) fn lane(&self, choices: Vec<Vec<Entry>>) -> Vec<View<Archive>> {
        views(Arc::clone(&self.archive), choices)
    }
}

impl Deref for Reading {
    type Target = Archive;

    fn deref(&self) -> &Archive {
        &self.archive
    }
}

impl Source for Reading {
    fn site(&self) -> &Site {
        self.archive.site()
    }

    fn entries(&self) -> &[Entry] {
        match &self.view {
            Some(view) => &view.entries,
            None => self.archive.entries(),
        }
    }

    fn read(&self, entry: &Entry) -> Result<Parsed, Box<Diagnostic>> {
        match &self.view {
            Some(view) => view.read(entry),
            None => self.archive.read(entry),
        }
    }

    /// Out of turn, and so not in step.
    fn look_up(&self, entry: &Entry) -> Result<Parsed, Box<Diagnostic>> {
        self.archive.read(entry)
    }

    fn resource(&self, path: &str) -> io::Result<Vec<u8>> {
        self.archive.resource(path)
    }

    fn resource_size(&self, path: &str) -> io::Result<u64> {
        self.archive.resource_size(path)
    }

    fn store(&self) -> Option<&dyn Store> {
        self.archive.store()
    }

    fn digest(&self, entry: &Entry) -> Option<Digest> {
        self.archive.digest(entry)
    }

    fn still_holds(&self, entry: &Entry, asked: &[u8]) -> bool {
        self.archive.still_holds(entry, asked)
    }

    fn skip(&self, entry: &Entry) {
        if let Some(view) = &self.view {
            view.skip(entry);
        }
    }

    fn reads_only(&self, entries: &[&Entry]) {
        if let Some(view) = &self.view {
            view.reads_only(entries);
        }
    }
}

/// What one output reads.
pub(crate) struct View<S: Source> {
    entries: Vec<Entry>,
    lane: Arc<Lane<S>>,
    reader: usize,
}

/// Outputs that go in step.
struct Lane<S: Source> {
    source: Arc<S>,
    state: Mutex<State>,
    moved: Condvar,
    /// How many posts were parsed.
    parsed: AtomicUsize,
}

struct State {
    readers: Vec<Reader>,
    /// By whom each post of the source is still wanted, a bit for each reader.
    wanted: Vec<u64>,
    slots: HashMap<usize, Slot>,
}

struct Reader {
    /// The number of the newest post that it has asked for.
    position: usize,
    is_active: bool,
}

type Shared = Arc<Result<Parsed, Box<Diagnostic>>>;

/// A post that was parsed, or is being parsed.
struct Slot {
    parsed: Option<Shared>,
    wanted: u64,
}

/// A view for each choice of entries.
pub(crate) fn views<S: Source>(source: Arc<S>, choices: Vec<Vec<Entry>>) -> Vec<View<S>> {
    let count = source.entries().len();
    let mut wanted = vec![0; count];
    for (reader, entries) in choices.iter().enumerate().take(MAX_READERS) {
        for entry in entries {
            if let Some(bits) = wanted.get_mut(entry.index) {
                *bits |= 1u64 << reader;
            }
        }
    }
    let readers = choices.iter().map(|entries| Reader {
        position: 0,
        is_active: !entries.is_empty(),
    });
    let lane = Arc::new(Lane {
        source,
        state: Mutex::new(State {
            readers: readers.collect(),
            wanted,
            slots: HashMap::new(),
        }),
        moved: Condvar::new(),
        parsed: AtomicUsize::new(0),
    });
    let view = |(reader, entries)| View {
        entries,
        lane: Arc::clone(&lane),
        reader,
    };
    choices.into_iter().enumerate().map(view).collect()
}

impl<S: Source> View<S> {
    fn read(&self, entry: &Entry) -> Result<Parsed, Box<Diagnostic>> {
        // Documents of collections that no output takes as posts.
        if entry.index >= self.lane.source.entries().len() {
            return self.lane.source.read(entry);
        }
        let (lane, index, bit) = (&*self.lane, entry.index, 1u64 << self.reader);
        let mut state = lane.wait_for_others(self.reader, index);
        while let Some(slot) = state.slots.get_mut(&index) {
            let Some(parsed) = slot.parsed.clone() else {
                state = lane.wait(state);
                continue;
            };
            slot.wanted &= !bit;
            if slot.wanted == 0 {
                state.slots.remove(&index);
            }
            drop(state);
            return Arc::try_unwrap(parsed).unwrap_or_else(|shared| (*shared).clone());
        }
        let active = state.active_bits();
        let wanted = state.wanted.get_mut(index).map_or(0, |bits| {
            *bits &= !bit;
            *bits & active
        });
        if wanted > 0 {
            let parsed = None;
            state.slots.insert(index, Slot { parsed, wanted });
        }
        drop(state);
        lane.parsed.fetch_add(1, Ordering::Relaxed);
        if wanted == 0 {
            return lane.source.read(entry);
        }
        // Where reading panics, nobody waits for it.
        let mut pending = Pending {
            lane,
            index,
            parsed: None,
        };
        let parsed: Shared = Arc::new(lane.source.read(entry));
        pending.parsed = Some(Arc::clone(&parsed));
        drop(pending);
        Arc::try_unwrap(parsed).unwrap_or_else(|shared| (*shared).clone())
    }
}

impl<S: Source> View<S> {
    /// The output does without the post: what others wait for, or keep for it, is let go.
    fn skip(&self, entry: &Entry) {
        let (lane, index, bit) = (&*self.lane, entry.index, 1u64 << self.reader);
        let mut state = lane.wait_for_others(self.reader, index);
        if let Some(bits) = state.wanted.get_mut(index) {
            *bits &= !bit;
        }
        if let Some(slot) = state.slots.get_mut(&index) {
            slot.wanted &= !bit;
            if slot.wanted == 0 && slot.parsed.is_some() {
                state.slots.remove(&index);
            }
        }
    }
}

impl<S: Source> View<S> {
    /// The output does without all other posts.
    fn reads_only(&self, entries: &[&Entry]) {
        let kept: HashSet<usize> = entries.iter().map(|entry| entry.index).collect();
        let bit = 1u64 << self.reader;
        let mut state = self.lane.lock();
        for (index, bits) in state.wanted.iter_mut().enumerate() {
            if !kept.contains(&index) {
                *bits &= !bit;
            }
        }
        state.let_go(bit, |index| !kept.contains(&index));
    }
}

impl<S: Source> Drop for View<S> {
    /// The output is made: what was kept for it is let go.
    fn drop(&mut self) {
        let mut state = self.lane.lock();
        state.readers[self.reader].is_active = false;
        state.let_go(1 << self.reader, |_| true);
        drop(state);
        self.lane.moved.notify_all();
    }
}

/// A post that is being parsed. When this is dropped, those who wait get it, or parse it themselves.
struct Pending<'a, S: Source> {
    lane: &'a Lane<S>,
    index: usize,
    parsed: Option<Shared>,
}

impl<S: Source> Drop for Pending<'_, S> {
    fn drop(&mut self) {
        let mut state = self.lane.lock();
        let is_wanted = state
            .slots
            .get(&self.index)
            .is_some_and(|slot| slot.wanted > 0);
        match self.parsed.take().filter(|_| is_wanted) {
            Some(parsed) => {
                if let Some(slot) = state.slots.get_mut(&self.index) {
                    slot.parsed = Some(parsed);
                }
            }
            None => {
                state.slots.remove(&self.index);
            }
        }
        drop(state);
        self.lane.moved.notify_all();
    }
}

impl State {
    /// A reader does without some of the posts that are kept.
    fn let_go(&mut self, bit: u64, is_concerned: impl Fn(usize) -> bool) {
        self.slots.retain(|&index, slot| {
            if is_concerned(index) {
                slot.wanted &= !bit;
            }
            slot.wanted > 0 || slot.parsed.is_none()
        });
    }

    fn active_bits(&self) -> u64 {
        let readers = self.readers.iter().enumerate();
        readers
            .filter(|(_, reader)| reader.is_active)
            .fold(0, |bits, (at, _)| bits | 1 << at)
    }
}

impl<S: Source> Lane<S> {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'s>(&self, state: MutexGuard<'s, State>) -> MutexGuard<'s, State> {
        self.moved
            .wait(state)
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Says how far a reader is, and waits until no other is far behind. The slowest never waits.
    fn wait_for_others(&self, reader: usize, index: usize) -> MutexGuard<'_, State> {
        let mut state = self.lock();
        let position = &mut state.readers[reader].position;
        if index > *position {
            *position = index;
            self.moved.notify_all();
        }
        loop {
            let is_far_behind = |(at, other): (usize, &Reader)| {
                at != reader && other.is_active && other.position + AHEAD < index
            };
            if !state.readers.iter().enumerate().any(is_far_behind) {
                return state;
            }
            state = self.wait(state);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bindery_model::{Post, Posts};

    /// Counts how often posts are read.
    struct Counted {
        posts: Posts,
        reads: AtomicUsize,
    }

    impl Source for Counted {
        fn site(&self) -> &Site {
            self.posts.site()
        }

        fn entries(&self) -> &[Entry] {
            self.posts.entries()
        }

        fn read(&self, entry: &Entry) -> Result<Parsed, Box<Diagnostic>> {
            self.reads.fetch_add(1, Ordering::Relaxed);
            self.posts.read(entry)
        }

        fn resource(&self, path: &str) -> io::Result<Vec<u8>> {
            self.posts.resource(path)
        }
    }

    fn counted(count: usize) -> Arc<Counted> {
        let posts = (0..count).map(|index| {
            let mut post = Post::default();
            post.meta.path = format!("{index:06}.md").into();
            post
        });
        Arc::new(Counted {
            posts: Posts::new(Site::default(), posts.collect()),
            reads: AtomicUsize::new(0),
        })
    }

    /// Lets each view be read by two threads, as exporters do; the second view is slow.
    fn read_all(views: Vec<View<Counted>>) {
        std::thread::scope(|scope| {
            for (number, view) in views.into_iter().enumerate() {
                scope.spawn(move || {
                    let mut seen = 0;
                    bindery_model::for_each_in_order(
                        &view.entries,
                        2,
                        |entry| {
                            if number == 1 && entry.index % 50 == 0 {
                                std::thread::sleep(std::time::Duration::from_millis(1));
                            }
                            let parsed = view.read(entry).unwrap();
                            assert_eq!(parsed.post.meta.path, entry.meta.path);
                        },
                        |()| {
                            seen += 1;
                            std::ops::ControlFlow::Continue(())
                        },
                    );
                    assert_eq!(seen, view.entries.len());
                });
            }
        });
    }

    #[test]
    fn a_post_that_three_outputs_want_is_read_once() {
        let source = counted(3000);
        let all = source.entries().to_vec();
        let some = all
            .iter()
            .filter(|entry| entry.index > 2000)
            .cloned()
            .collect();
        let views = views(Arc::clone(&source), vec![all.clone(), all, some]);
        read_all(views);
        assert_eq!(source.reads.load(Ordering::Relaxed), 3000);
    }

    #[test]
    fn nothing_is_kept_for_an_output_that_will_not_read_it() {
        let source = counted(2000);
        let all = source.entries().to_vec();
        let mut views = views(Arc::clone(&source), vec![all.clone(), all]);
        let lane = Arc::clone(&views[0].lane);
        let newest = views.pop().unwrap();
        let (first, ten) = (&views[0], &newest.entries[1990..]);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                newest.reads_only(&ten.iter().collect::<Vec<_>>());
                for entry in ten {
                    newest.read(entry).unwrap();
                }
            });
            for entry in &first.entries {
                first.read(entry).unwrap();
            }
        });
        assert_eq!(source.reads.load(Ordering::Relaxed), 2000);
        assert!(lane.lock().slots.is_empty());
    }

    #[test]
    fn an_output_that_stops_early_holds_nobody_up() {
        let source = counted(2000);
        let all = source.entries().to_vec();
        let mut views = views(Arc::clone(&source), vec![all.clone(), all]);
        let lane = Arc::clone(&views[0].lane);
        let second = views.pop().unwrap();
        for entry in &second.entries[..10] {
            second.read(entry).unwrap();
        }
        drop(second);
        read_all(views);
        assert_eq!(source.reads.load(Ordering::Relaxed), 2000);
        assert!(lane.lock().slots.is_empty());
    }
}
