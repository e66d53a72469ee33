//! What `bindery inspect` takes.
use clap::Args;

use super::ReadingArguments;

#[derive(Debug, Args)]
pub(crate) struct InspectArguments {
    #[command(flatten)]
    pub(crate) reading: ReadingArguments,
}
