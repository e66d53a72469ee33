//! Whether threads wait more than they work.
use std::time::{Duration, Instant};

/// Where a thread was when it began something.
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

    /// Whether the thread has waited for a quarter of the time since then: for a disk, or since
    /// other programs work too. Where that is not known it has.
    pub(super) fn waits(&self) -> bool {
        let worked = processor_time().zip(self.worked);
        worked.is_none_or(|(now, before)| (now - before) * 4 < self.start.elapsed() * 3)
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
