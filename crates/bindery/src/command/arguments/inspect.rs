//! What `bindery inspect` takes.
use clap::Args;

use super::CommonArguments;

#[derive(Debug, Args)]
pub(crate) struct InspectArguments {
    #[command(flatten)]
    pub(crate) common: CommonArguments,
}
