//! Whether threads wait more than they work.
use std::time::{Duration, Instant};

/// For how long a thread is looked at: what takes its core away now and then must not count.
const PERIOD: Duration = Duration::from_millis(50);

/// Where a thread was when a period began.
pub(super) struct Pace {
    start: Instant,
    worked: Option<Duration>,
}

impl Pace {
    pub(super) fn new() -> Pace {
        Pace {
            start: Instant::now(),
            worked: processor_time(),
        }
    }

    /// Whether a period has ended in which the thread waited for a quarter of the time: for a disk, or
    /// since other programs work too. Where that is not known it has. Then another period begins.
    pub(super) fn waits(&mut self) -> bool {
        let elapsed = self.start.elapsed();
        if elapsed < PERIOD {
            return false;
        }
        let before = std::mem::replace(self, Pace::new());
        let worked = self.worked.zip(before.worked);
        worked.is_none_or(|(now, before)| (now - before) * 4 < elapsed * 3)
    }
}

/// How long the thread has worked.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn processor_time() -> Option<Duration> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).ok()
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn processor_time() -> Option<Duration> {
    None
}
