//! What fetching pictures is told by.
use std::path::PathBuf;

use clap::{Args, ValueHint};

/// How pictures elsewhere are fetched, where a book wants them.
#[derive(Debug, Clone, Default, PartialEq, Args)]
pub(crate) struct FetchArguments {
    /// The folder where fetched pictures are kept for the next run [default: bindery/pictures in
    /// the user's cache folder]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, help_heading = "Pictures")]
    pub(crate) fetch_cache: Option<PathBuf>,
    /// Megabytes that this folder is brought down to: what was not used for longest goes, nothing
    /// that was used within a day [default: 1000]
    #[arg(long, value_name = "MB", help_heading = "Pictures")]
    pub(crate) fetch_cache_size: Option<u64>,
    /// Megabytes above which a picture is not fetched [default: 20]
    #[arg(long, value_name = "MB", help_heading = "Pictures",
        value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) fetch_max_size: Option<u64>,
    /// Seconds that one picture may take [default: 60]
    #[arg(long, value_name = "SECONDS", help_heading = "Pictures",
        value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) fetch_timeout: Option<u64>,
    /// Fetch from private networks and this machine too: posts of others may name any address there
    #[arg(long, help_heading = "Pictures")]
    pub(crate) fetch_private: bool,
}
