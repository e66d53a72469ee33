//! The progress bar.
use std::sync::Arc;
use std::time::Duration;

use bindery_archive::Archive;
use bindery_model::Progress;
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::progress_line::Advance;

/// A progress bar on standard error: on a terminal only, and not with `--quiet`.
#[derive(Clone)]
pub(crate) struct Bar {
    bar: ProgressBar,
    /// All that are shown.
    #[cfg_attr(not(feature = "fetch"), expect(dead_code, reason = "there is one"))]
    bars: MultiProgress,
}

impl Bar {
    /// A bar for work on an archive, whose bytes it tells as they are read.
    pub(crate) fn new(quiet: bool, archive: Arc<Archive>) -> Bar {
        let bars = MultiProgress::with_draw_target(if quiet {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr()
        });
        let bar = bars.add(ProgressBar::new(0));
        set_style(&bar, "posts", move || Some(archive.bytes_read()));
        Bar { bar, bars }
    }

    /// A bar for fetching pictures, beside this one.
    #[cfg(feature = "fetch")]
    pub(crate) fn of_pictures(&self) -> Bar {
        let bar = self.bars.add(ProgressBar::new(0));
        set_style(&bar, "pictures", || None);
        let bars = self.bars.clone();
        Bar { bar, bars }
    }

    /// Takes it off the terminal.
    pub(crate) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

/// Makes a bar show the line that fits into the terminal, whose width may change.
fn set_style(
    bar: &ProgressBar,
    things: &'static str,
    bytes: impl Fn() -> Option<u64> + Send + Sync + Clone + 'static,
) {
    let line = move |state: &ProgressState, out: &mut dyn std::fmt::Write| {
        let all = state.len().unwrap_or_default();
        let is_known = state.pos() > 0 && all > 0;
        let advance = Advance {
            done: state.pos(),
            all,
            things,
            bytes: bytes(),
            rate: state.per_sec(),
            left: is_known.then(|| state.eta()),
        };
        let _ = out.write_str(&advance.to_line(width()));
    };
    if let Ok(style) = ProgressStyle::with_template("{line}") {
        bar.set_style(style.with_key("line", line));
    }
}

/// Columns of the terminal that the bar is on.
fn width() -> usize {
    let measured = terminal_size::terminal_size_of(std::io::stderr());
    measured.map_or(80, |(width, _)| usize::from(width.0))
}

impl Progress for Bar {
    fn begin(&self, posts: u64) {
        self.bar.inc_length(posts);
        self.bar.enable_steady_tick(Duration::from_millis(200));
    }

    fn advance(&self, posts: u64) {
        self.bar.inc(posts);
    }

    fn end(&self) {
        // Several outputs may have one bar.
        if self.bar.position() >= self.bar.length().unwrap_or_default() {
            self.clear();
        }
    }
}
