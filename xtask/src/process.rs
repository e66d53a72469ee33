//! Runs programs and measures them.
use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

/// What a run took.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    /// From start to end.
    pub(crate) time: Duration,
    /// Processor time in and out of the kernel, of the program and of those that it started and
    /// waited for; 0 where the system does not tell.
    pub(crate) processor: Duration,
    /// The most memory that was resident at once, in bytes; 0 where the system does not tell.
    pub(crate) memory: u64,
}

impl Cost {
    /// A cost of which only the time is known.
    pub(crate) fn of_time(time: Duration) -> Cost {
        Cost {
            time,
            processor: Duration::ZERO,
            memory: 0,
        }
    }
}

/// Runs a program to its end.
///
/// Fails if it cannot be started or does not succeed. Memory is that of the program itself, not of
/// those that it starts.
pub(crate) fn measure(command: &mut Command) -> anyhow::Result<Cost> {
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot run {command:?}"))?;
    let (mut memory, mut processor) = (0, Duration::ZERO);
    let status = loop {
        memory = memory.max(peak_memory(child.id()).unwrap_or(0));
        // What has ended can be asked until it is waited for.
        processor = processor.max(processor_time(child.id()).unwrap_or_default());
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    let time = start.elapsed();
    if !status.success() {
        bail!("{command:?} ended with {status}");
    }
    Ok(Cost {
        time,
        processor,
        memory,
    })
}

/// The kernel's high-water mark of a running process, in bytes.
fn peak_memory(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

/// Ticks of the kernel's clock in a second: 100 on every Linux that people use.
const TICKS: u64 = 100;

/// The processor time of a process and of those that it waited for (proc(5): fields 14 to 17).
fn processor_time(process: u32) -> Option<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name of the program, which may hold anything, stands in parentheses before the third.
    let (_, fields) = stat.rsplit_once(") ")?;
    let ticks = fields.split(' ').skip(11).take(4);
    let ticks: u64 = ticks.filter_map(|field| field.parse::<u64>().ok()).sum();
    Some(Duration::from_millis(ticks * 1000 / TICKS))
}
