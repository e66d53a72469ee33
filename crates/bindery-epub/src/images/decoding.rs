//! How much is decoded at once. There are more threads than cores, since they wait for files; but a
//! picture that is being decoded takes several bytes a pixel.
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Pixels that may be in work for each core; one picture may have more, if it is alone.
const FOR_EACH_CORE: u64 = 12_000_000;

static PIXELS: Mutex<u64> = Mutex::new(0);
static DONE: Condvar = Condvar::new();

/// Leave to work on so many pixels, until it is dropped.
pub(super) struct Leave(u64);

impl Leave {
    /// Waits until the pictures in work are few enough.
    pub(super) fn wait_for(pixels: u64) -> Leave {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let most = FOR_EACH_CORE * cores as u64;
        let is_full = |in_work: &mut u64| *in_work > 0 && *in_work + pixels > most;
        let mut in_work = DONE
            .wait_while(lock(), is_full)
            .unwrap_or_else(PoisonError::into_inner);
        *in_work += pixels;
        Leave(pixels)
    }
}

impl Drop for Leave {
    fn drop(&mut self) {
        *lock() -= self.0;
        DONE.notify_all();
    }
}

fn lock() -> MutexGuard<'static, u64> {
    PIXELS.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn a_picture_of_any_size_gets_leave_and_large_ones_one_at_a_time() {
        let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    let _leave = Leave::wait_for(u64::MAX / 16);
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    std::thread::yield_now();
                    now.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        assert_eq!(most.into_inner(), 1);
    }
}
