mod pace;

use std::collections::BTreeMap;
use std::ops::{ControlFlow, Range};
use std::sync::mpsc::{self, Sender};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{Scope, available_parallelism};

use pace::Pace;

/// How many threads there are at least, unless a number is given, where threads wait: most items are
/// read from files, and while some threads wait for a disk others work.
const LEAST_THREADS: usize = 8;

/// How many results each thread may be ahead of the one that is taken next.
const AHEAD_PER_THREAD: usize = 256;

/// How many items a thread takes at once: handing over one at a time costs more than many items do.
const RUN: usize = 64;

/// The weight at which a thread hands over what it has made, though more of its run is to come.
const HEAVY_RUN: usize = 1 << 18;

/// The weight of waiting results beyond which only the one that is needed next is made.
const MAX_WAITING: usize = 64 << 20;

/// Makes something of every item on `threads` threads (0: one for each core, and eight at least
/// once one of them has to wait) and hands the results over in the order of the items.
///
/// At most a window of results waits at any time, so memory does not grow with the number of
/// items. `consume` runs on the calling thread; when it breaks, the remaining items are left.
///
/// ```
/// use std::ops::ControlFlow;
///
/// let mut squares = Vec::new();
/// bindery_model::for_each_in_order(&[1, 2, 3], 2, |n| n * n, |square| {
///     squares.push(square);
///     ControlFlow::Continue(())
/// });
/// assert_eq!(squares, [1, 4, 9]);
/// ```
///
/// # Panics
///
/// Where `make` panics.
pub fn for_each_in_order<T: Sync, R: Send>(
    items: &[T],
    threads: usize,
    make: impl Fn(&T) -> R + Sync,
    consume: impl FnMut(R) -> ControlFlow<()>,
) {
    for_each_weighed_in_order(items, threads, |_| 0, make, consume);
}

/// The same for results that may be large: `weigh` tells the bytes of one. When 64 MiB wait, only
/// the result that is needed next is made.
///
/// # Panics
///
/// Where `make` panics.
pub fn for_each_weighed_in_order<T: Sync, R: Send>(
    items: &[T],
    threads: usize,
    weigh: impl Fn(&R) -> usize + Sync,
    make: impl Fn(&T) -> R + Sync,
    mut consume: impl FnMut(R) -> ControlFlow<()>,
) {
    let (first, threads) = match threads {
        0 => {
            let cores = available_parallelism().map_or(1, usize::from);
            (cores, cores.max(LEAST_THREADS))
        }
        given => (given, given),
    };
    let threads = threads.min(items.len());
    if threads <= 1 {
        for item in items {
            if consume(make(item)).is_break() {
                break;
            }
        }
        return;
    }
    let window = Window::new(items.len(), threads);
    let crew = Crew {
        items,
        window: &window,
        weigh,
        make,
    };
    std::thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        crew.start(scope, first, &sender);
        drop(sender);
        let _guard = StopOnPanic(&window);
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        'all: for made in receiver {
            waiting.insert(made.first, made);
            while let Some(made) = waiting.remove(&next) {
                next += made.results.len();
                for result in made.results {
                    if consume(result).is_break() {
                        break 'all;
                    }
                }
                window.advance(next, made.weight);
            }
        }
        window.stop();
    });
}

/// The threads, and what they do.
struct Crew<'a, T, W, M> {
    items: &'a [T],
    window: &'a Window,
    weigh: W,
    make: M,
}

impl<T, W, M> Crew<'_, T, W, M>
where
    T: Sync,
    W: Sync,
    M: Sync,
{
    /// Starts up to so many threads, as far as there are to be more.
    fn start<'scope, R>(
        &'scope self,
        scope: &'scope Scope<'scope, '_>,
        most: usize,
        sender: &Sender<Made<R>>,
    ) where
        R: Send + 'scope,
        W: Fn(&R) -> usize,
        M: Fn(&T) -> R,
    {
        for _ in 0..self.window.take_threads(most) {
            let sender = sender.clone();
            scope.spawn(move || self.work(scope, sender));
        }
    }

    /// What each thread does.
    fn work<'scope, R>(&'scope self, scope: &'scope Scope<'scope, '_>, sender: Sender<Made<R>>)
    where
        R: Send + 'scope,
        W: Fn(&R) -> usize,
        M: Fn(&T) -> R,
    {
        let window = self.window;
        let _guard = StopOnPanic(window);
        let mut handover = Handover::new(sender);
        let mut pace = Pace::new();
        while let Some(run) = window.take_run() {
            for index in run {
                // The others may wait for what is in hand, so nothing is in hand while this waits.
                if !window.is_open(index) {
                    if handover.send().is_break() || !window.wait_for(index) {
                        return;
                    }
                    // To wait for others is not to wait for a disk.
                    pace = Pace::new();
                }
                let result = (self.make)(&self.items[index]);
                let weight = (self.weigh)(&result);
                window.add(weight);
                if handover.add(index, result, weight).is_break() {
                    return;
                }
            }
            if handover.send().is_break() {
                return;
            }
            if pace.waits() && window.may_have_more_threads() {
                self.start(scope, usize::MAX, &handover.sender);
            }
        }
    }
}

/// Results of neighbouring items.
struct Made<R> {
    first: usize,
    results: Vec<R>,
    weight: usize,
}

/// What a thread has made and not handed over yet.
struct Handover<R> {
    sender: Sender<Made<R>>,
    made: Made<R>,
}

impl<R> Handover<R> {
    fn new(sender: Sender<Made<R>>) -> Handover<R> {
        let made = Made {
            first: 0,
            results: Vec::new(),
            weight: 0,
        };
        Handover { sender, made }
    }

    /// Adds the result of the item that follows the last one, or of any if there is none.
    fn add(&mut self, index: usize, result: R, weight: usize) -> ControlFlow<()> {
        if self.made.results.is_empty() {
            self.made.first = index;
        }
        self.made.results.push(result);
        self.made.weight += weight;
        if self.made.weight >= HEAVY_RUN {
            return self.send();
        }
        ControlFlow::Continue(())
    }

    /// Breaks where nobody takes results any more.
    fn send(&mut self) -> ControlFlow<()> {
        if self.made.results.is_empty() {
            return ControlFlow::Continue(());
        }
        let made = Made {
            first: self.made.first,
            results: std::mem::take(&mut self.made.results),
            weight: std::mem::take(&mut self.made.weight),
        };
        match self.sender.send(made) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }
}

/// Lets every thread go when one panics; the others would wait for its result for ever.
struct StopOnPanic<'a>(&'a Window);

impl Drop for StopOnPanic<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.stop();
        }
    }
}

/// Which items may be worked on.
struct Window {
    items: usize,
    threads: usize,
    state: Mutex<State>,
    moved: Condvar,
}

#[derive(Default)]
struct State {
    /// The first item that no thread has taken.
    next: usize,
    /// How many results were consumed.
    consumed: usize,
    /// The weight of the results that were made and not consumed.
    waiting: usize,
    /// How many threads were started.
    started: usize,
    /// How many threads wait.
    sleeping: usize,
    stopped: bool,
}

impl Window {
    fn new(items: usize, threads: usize) -> Window {
        Window {
            items,
            threads,
            state: Mutex::default(),
            moved: Condvar::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next items that no thread has taken; `None` at the end. Runs get short at the end, so
    /// that all threads end together.
    fn take_run(&self) -> Option<Range<usize>> {
        let mut state = self.lock();
        if state.stopped || state.next >= self.items {
            return None;
        }
        let start = state.next;
        let share = (self.items - start) / (2 * self.threads);
        state.next = start + share.clamp(1, RUN);
        Some(start..state.next)
    }

    /// How many more threads there are to be, up to `most`; they count as started.
    fn take_threads(&self, most: usize) -> usize {
        let mut state = self.lock();
        let more = most.min(self.threads - state.started);
        state.started += more;
        more
    }

    fn may_have_more_threads(&self) -> bool {
        self.lock().started < self.threads
    }

    fn may_make(&self, index: usize, state: &State) -> bool {
        let is_near = index < state.consumed + self.threads * AHEAD_PER_THREAD;
        index == state.consumed || is_near && state.waiting <= MAX_WAITING
    }

    /// Whether an item may be worked on now.
    fn is_open(&self, index: usize) -> bool {
        let state = self.lock();
        !state.stopped && self.may_make(index, &state)
    }

    /// Waits until an item may be worked on; false if none may any more.
    fn wait_for(&self, index: usize) -> bool {
        let mut state = self.lock();
        while !state.stopped && !self.may_make(index, &state) {
            state.sleeping += 1;
            state = self
                .moved
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
            state.sleeping -= 1;
        }
        !state.stopped
    }

    fn add(&self, weight: usize) {
        if weight > 0 {
            self.lock().waiting += weight;
        }
    }

    fn advance(&self, consumed: usize, weight: usize) {
        let mut state = self.lock();
        state.consumed = consumed;
        state.waiting -= weight;
        if state.sleeping > 0 {
            self.moved.notify_all();
        }
    }

    fn stop(&self) {
        self.lock().stopped = true;
        self.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn order_is_kept_whatever_the_number_of_threads() {
        let items: Vec<usize> = (0..2000).collect();
        for threads in [0, 1, 2, 7] {
            let mut seen = Vec::new();
            for_each_in_order(
                &items,
                threads,
                |&n| n * 2,
                |n| {
                    seen.push(n / 2);
                    ControlFlow::Continue(())
                },
            );
            assert_eq!(seen, items, "{threads} threads");
        }
    }

    #[test]
    fn where_threads_wait_there_are_more_than_cores() {
        let cores = available_parallelism().map_or(1, usize::from);
        let items: Vec<usize> = (0..4000).collect();
        let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let mut seen = 0;
        for_each_in_order(
            &items,
            0,
            |&n| {
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                std::thread::sleep(std::time::Duration::from_micros(100));
                now.fetch_sub(1, Ordering::SeqCst);
                n
            },
            |n| {
                assert_eq!(n, seen);
                seen += 1;
                ControlFlow::Continue(())
            },
        );
        assert_eq!(seen, items.len());
        assert!(most.into_inner() > cores.min(LEAST_THREADS - 1));
    }

    #[test]
    fn a_break_leaves_the_rest() {
        let items: Vec<usize> = (0..10_000).collect();
        let made = AtomicUsize::new(0);
        let mut seen = 0;
        for_each_in_order(
            &items,
            3,
            |_| made.fetch_add(1, Ordering::Relaxed),
            |_| {
                seen += 1;
                if seen == 5 {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            },
        );
        assert_eq!(seen, 5);
        assert!(made.load(Ordering::Relaxed) < items.len() / 10);
    }

    #[test]
    fn a_panic_in_make_reaches_the_caller() {
        let items: Vec<usize> = (0..1000).collect();
        let result = std::panic::catch_unwind(|| {
            for_each_in_order(
                &items,
                2,
                |&n| assert_ne!(n, 500),
                |()| ControlFlow::Continue(()),
            );
        });
        assert!(result.is_err());
    }

    #[test]
    fn a_panic_in_consume_reaches_the_caller() {
        let items: Vec<usize> = (0..1000).collect();
        let result = std::panic::catch_unwind(|| {
            for_each_in_order(
                &items,
                2,
                |&n| n,
                |n| {
                    assert_ne!(n, 500);
                    ControlFlow::Continue(())
                },
            );
        });
        assert!(result.is_err());
    }

    #[test]
    fn large_results_do_not_pile_up() {
        const LARGE: usize = 16 << 20;
        let items: Vec<usize> = (0..400).collect();
        let (made, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let mut seen = 0;
        for_each_weighed_in_order(
            &items,
            4,
            |_| LARGE,
            |&n| {
                made.fetch_add(1, Ordering::SeqCst);
                n
            },
            |n| {
                assert_eq!(n, seen);
                std::thread::sleep(std::time::Duration::from_micros(200));
                most.fetch_max(made.load(Ordering::SeqCst) - seen, Ordering::SeqCst);
                seen += 1;
                ControlFlow::Continue(())
            },
        );
        assert_eq!(seen, items.len());
        // Four of them weigh as much as may wait, and each thread may have one in hand.
        assert!(most.into_inner() <= 4 + 4 + 1);
    }
}
