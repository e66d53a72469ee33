//! Reads a post: bytes in, [`Post`] and diagnostics out.
//!
//! [`parse_post`] does it all. Its stages can be used alone: [`decode()`], [`front_matter`],
//! [`markdown`], [`liquid`] and [`html`].
#![forbid(unsafe_code)]

mod components;
pub mod date;
mod decode;
mod document;
mod fenced_code;
pub mod front_matter;
pub mod html;
mod inclusion;
pub mod lektor;
pub mod liquid;
mod lower;
pub mod markdown;
mod metadata;
mod octopress;
mod options;
mod parse;
mod resolve;
mod shortcodes;
mod stand_in;
mod title;
mod vue;

pub use bindery_model::{Diagnostic, Meta, Parsed, Post};
pub use decode::{Decoded, decode, encoded_twice};
pub use document::{Page, PageKind, describe_document, is_one as is_document};
pub use inclusion::{Files, Inclusions, Snippets};
pub use lower::lower;
pub use metadata::{metadata, metadata_but_terms};
pub use options::{Limits, Markup, ParseOptions};
pub use parse::{parse_body, parse_post};
pub use resolve::{Resolve, ResolveAlone, clean_reference, has_scheme, is_of_wayback_machine};
pub use shortcodes::{Shortcodes, Templates};
