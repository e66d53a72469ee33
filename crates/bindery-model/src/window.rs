use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::sync::{Condvar, Mutex, PoisonError};

/// How many results each thread may be ahead of the one that is taken next.
const AHEAD_PER_THREAD: usize = 16;

/// Makes something of every item on `threads` threads (0: one for each core) and hands the results
/// over in the order of the items.
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
    mut consume: impl FnMut(R) -> ControlFlow<()>,
) {
    let threads = match threads {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        given => given,
    }
    .min(items.len());
    if threads <= 1 {
        for item in items {
            if consume(make(item)).is_break() {
                break;
            }
        }
        return;
    }
    let window = Window::new(threads * AHEAD_PER_THREAD);
    std::thread::scope(|scope| {
        let (sender, receiver) = mpsc::channel();
        for _ in 0..threads {
            let (sender, window, make) = (sender.clone(), &window, &make);
            scope.spawn(move || {
                let _guard = StopOnPanic(window);
                while let Some(index) = window.take_next(items.len()) {
                    if sender.send((index, make(&items[index]))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let _guard = StopOnPanic(&window);
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        'all: for (index, result) in receiver {
            waiting.insert(index, result);
            while let Some(result) = waiting.remove(&next) {
                next += 1;
                window.advance(next);
                if consume(result).is_break() {
                    break 'all;
                }
            }
        }
        window.stop();
    });
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
    size: usize,
    next: AtomicUsize,
    stopped: AtomicBool,
    consumed: Mutex<usize>,
    moved: Condvar,
}

impl Window {
    fn new(size: usize) -> Window {
        Window {
            size,
            next: AtomicUsize::new(0),
            stopped: AtomicBool::new(false),
            consumed: Mutex::new(0),
            moved: Condvar::new(),
        }
    }

    /// The index of the next item, once it lies within the window; `None` at the end.
    fn take_next(&self, count: usize) -> Option<usize> {
        let index = self.next.fetch_add(1, Ordering::Relaxed);
        if index >= count {
            return None;
        }
        let mut consumed = self.consumed.lock().unwrap_or_else(PoisonError::into_inner);
        while index >= *consumed + self.size && !self.stopped.load(Ordering::Relaxed) {
            consumed = self
                .moved
                .wait(consumed)
                .unwrap_or_else(PoisonError::into_inner);
        }
        (!self.stopped.load(Ordering::Relaxed)).then_some(index)
    }

    fn advance(&self, consumed: usize) {
        *self.consumed.lock().unwrap_or_else(PoisonError::into_inner) = consumed;
        self.moved.notify_all();
    }

    fn stop(&self) {
        let guard = self.consumed.lock().unwrap_or_else(PoisonError::into_inner);
        self.stopped.store(true, Ordering::Relaxed);
        drop(guard);
        self.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
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
        assert!(made.load(Ordering::Relaxed) < 200);
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
}
