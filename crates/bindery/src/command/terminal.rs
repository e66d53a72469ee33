//! The progress bar.
use std::sync::Arc;
use std::time::Duration;

use bindery_archive::Archive;
use bindery_model::Progress;
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::outcome::size;

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
        let template =
            "{wide_bar} {human_pos}/{human_len} posts, {bytes_read}  {rate} posts/s  {eta} left";
        if let Ok(style) = ProgressStyle::with_template(template) {
            let bytes = move |_: &ProgressState, out: &mut dyn std::fmt::Write| {
                let _ = out.write_str(&size(archive.bytes_read()));
            };
            let rate = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
                let _ = write!(out, "{:.0}", state.per_sec());
            };
            bar.set_style(style.with_key("bytes_read", bytes).with_key("rate", rate));
        }
        Bar { bar, bars }
    }

    /// A bar for fetching pictures, beside this one.
    #[cfg(feature = "fetch")]
    pub(crate) fn of_pictures(&self) -> Bar {
        let bar = self.bars.add(ProgressBar::new(0));
        let template = "{wide_bar} {human_pos}/{human_len} pictures fetched  {eta} left";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        let bars = self.bars.clone();
        Bar { bar, bars }
    }

    /// Takes it off the terminal.
    pub(crate) fn clear(&self) {
        self.bar.finish_and_clear();
    }
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
