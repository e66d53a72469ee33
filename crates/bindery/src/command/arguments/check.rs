//! What `bindery check` takes.
use clap::Args;

use super::ReadingArguments;

#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    #[command(flatten)]
    pub(crate) reading: ReadingArguments,
    /// Tell the parse errors of HTML too, as notes: the standard says how each is repaired
    #[arg(long, conflicts_with = "quiet", help_heading = "Reporting")]
    pub(crate) html: bool,
}
