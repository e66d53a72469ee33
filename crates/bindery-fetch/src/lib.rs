//! Fetches the pictures that posts show from elsewhere on the web.
//!
//! Posts are not to be trusted, nor are servers. Addresses of private networks are not asked,
//! whatever name or redirect leads there; what is too large, too slow or no picture is not taken;
//! a host that does not answer is left alone after a while. Pictures are kept as files, not in
//! memory, and found again by the next run.
//!
//! ```no_run
//! use bindery_fetch::{FetchOptions, Fetcher};
//! # fn write(_: &dyn bindery_model::Source) {}
//! # fn example(source: &dyn bindery_model::Source) -> std::io::Result<()> {
//! let fetcher = Fetcher::new(FetchOptions::default())?;
//! let pictures = fetcher.fetch(source, 0, &());
//! println!("{} pictures are missing", pictures.report().failed);
//! write(&pictures);
//! # Ok(())
//! # }
//! ```
#![forbid(unsafe_code)]

mod cache;
mod client;
mod failure;
mod fetcher;
mod headers;
mod network;
mod options;
mod pictures;
mod proxies;
mod queue;

pub use failure::Failure;
pub use fetcher::Fetcher;
pub use options::FetchOptions;
pub use pictures::{FetchReport, WithPictures};
pub use proxies::Proxies;
