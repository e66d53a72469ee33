//! The progress bar.
use std::sync::Arc;
use std::time::Duration;

use bindery_archive::Archive;
use bindery_model::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::outcome::size;

/// A progress bar on standard error: on a terminal only, and not with `--quiet`.
#[derive(Clone)]
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// A bar for work on an archive, whose bytes it tells as they are read.
    pub(crate) fn new(quiet: bool, archive: Arc<Archive>) -> Bar {
        let bar = ProgressBar::with_draw_target(
            Some(0),
            if quiet {
                ProgressDrawTarget::hidden()
            } else {
                ProgressDrawTarget::stderr()
            },
        );
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
        Bar(bar)
    }

    /// Takes it off the terminal.
    pub(crate) fn clear(&self) {
        self.0.finish_and_clear();
    }
}

impl Progress for Bar {
    fn begin(&self, posts: u64) {
        self.0.inc_length(posts);
        self.0.enable_steady_tick(Duration::from_millis(200));
    }

    fn advance(&self, posts: u64) {
        self.0.inc(posts);
    }

    fn end(&self) {
        // Several outputs may have one bar.
        if self.0.position() >= self.0.length().unwrap_or_default() {
            self.clear();
        }
    }
}
