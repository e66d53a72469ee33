//! What the book's pictures are told by.
use clap::{Args, ValueEnum};

/// What becomes of pictures.
#[derive(Debug, Default, PartialEq, Args)]
pub(crate) struct PictureArguments {
    /// What becomes of pictures [default: embed]
    #[arg(long, value_enum, value_name = "MODE", help_heading = "Pictures")]
    pub(crate) images: Option<ImageChoice>,
    /// The longest side of a picture; larger ones are scaled down [default: as readers ask for it:
    /// at most 5.6 million pixels in all]
    #[arg(long, value_name = "PIXELS", help_heading = "Pictures",
        value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) image_max: Option<u32>,
    /// How well pictures that are converted or scaled are kept, from 1 to 100 [default: 85]
    #[arg(long, value_name = "N", help_heading = "Pictures",
        value_parser = clap::value_parser!(u8).range(1..=100))]
    pub(crate) image_quality: Option<u8>,
    #[cfg(feature = "fetch")]
    #[command(flatten)]
    pub(crate) fetch: super::FetchArguments,
}

/// What becomes of pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ImageChoice {
    /// Those of the archive are in the book, others become links
    Embed,
    /// The same, and pictures elsewhere are fetched
    #[cfg(feature = "fetch")]
    Fetch,
    /// All become links to the web
    Link,
    /// Their alternative text stands in their place
    None,
}
