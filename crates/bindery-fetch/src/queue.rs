//! What is to be fetched, in an order that asks no host too much at a time.
use std::collections::{HashMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Tasks by host; hosts take turns.
pub(crate) struct Queue {
    per_host: usize,
    state: Mutex<State>,
    free: Condvar,
}

struct State {
    hosts: Vec<Host>,
    /// Hosts that have a task waiting and may be asked, each as often as it may be.
    ready: VecDeque<usize>,
    waiting: usize,
}

#[derive(Default)]
struct Host {
    waiting: VecDeque<usize>,
    busy: usize,
    is_ready: bool,
}

/// A task that was taken.
pub(crate) struct Taken {
    host: usize,
    pub(crate) task: usize,
}

impl Queue {
    /// The tasks are places in `hosts`, which names the host of each.
    pub(crate) fn new<'h>(hosts: impl Iterator<Item = &'h str>, per_host: usize) -> Queue {
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut state = State {
            hosts: Vec::new(),
            ready: VecDeque::new(),
            waiting: 0,
        };
        for (task, name) in hosts.enumerate() {
            let next = state.hosts.len();
            let place = *places.entry(name).or_insert(next);
            if place == next {
                state.hosts.push(Host::default());
            }
            state.hosts[place].waiting.push_back(task);
            state.waiting += 1;
        }
        let mut queue = Queue {
            per_host: per_host.max(1),
            state: Mutex::new(state),
            free: Condvar::new(),
        };
        let state = queue.state.get_mut();
        let state = state.unwrap_or_else(PoisonError::into_inner);
        for place in 0..state.hosts.len() {
            state.make_ready(place, queue.per_host);
        }
        queue
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next task; waits where all hosts are asked as much as they may be. `None` at the end.
    pub(crate) fn take(&self) -> Option<Taken> {
        let mut state = self.lock();
        loop {
            if state.waiting == 0 {
                return None;
            }
            if let Some(host) = state.ready.pop_front() {
                state.waiting -= 1;
                let own = &mut state.hosts[host];
                own.is_ready = false;
                own.busy += 1;
                let task = own.waiting.pop_front();
                state.make_ready(host, self.per_host);
                if state.waiting == 0 {
                    self.free.notify_all();
                }
                return task.map(|task| Taken { host, task });
            }
            state = self
                .free
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Says that a task is done.
    pub(crate) fn finish(&self, taken: &Taken) {
        let mut state = self.lock();
        state.hosts[taken.host].busy -= 1;
        state.make_ready(taken.host, self.per_host);
        drop(state);
        self.free.notify_one();
    }
}

impl State {
    fn make_ready(&mut self, place: usize, per_host: usize) {
        let host = &mut self.hosts[place];
        if !host.is_ready && host.busy < per_host && !host.waiting.is_empty() {
            host.is_ready = true;
            self.ready.push_back(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_take_turns_and_none_is_asked_too_much() {
        let queue = Queue::new(["a", "a", "a", "b", "a"].into_iter(), 2);
        let taken: Vec<Taken> = (0..3).filter_map(|_| queue.take()).collect();
        let tasks = |taken: &[Taken]| taken.iter().map(|taken| taken.task).collect::<Vec<_>>();
        assert_eq!(tasks(&taken), [0, 3, 1]);
        // Two of `a` are busy, and nothing else is left.
        assert!(queue.lock().ready.is_empty());
        queue.finish(&taken[0]);
        let next = queue.take().unwrap();
        assert_eq!(next.task, 2);
        queue.finish(&taken[2]);
        assert_eq!(queue.take().map(|taken| taken.task), Some(4));
        assert!(queue.take().is_none());
    }
}
