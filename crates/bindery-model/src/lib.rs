//! The document model that stands between Bindery's parsers and its exporters.
//!
//! A [`Post`] is metadata ([`Meta`]) and a list of typed [`Block`]s, which hold other blocks or
//! [`Inline`]s. The model says what a text *means* (a heading, a quotation, a link to another
//! post) and has no node for what must never reach a reader: no script, no event handler, no raw
//! markup. An exporter that reads only the model cannot leak one.
//!
//! Exporters read posts from a [`Source`], which hands out metadata first and bodies one at a
//! time, so that an archive of any size fits in memory. [`Posts`] is a source made of posts that
//! are already there.
//!
//! ```
//! use bindery_model::{Block, Inline, Post};
//!
//! let mut post = Post::default();
//! post.meta.title = "A short note".into();
//! post.blocks.push(Block::paragraph(vec![Inline::text("Hello, "), Inline::strong("world")]));
//! assert_eq!(post.text(), "Hello, world");
//!
//! let json = bindery_model::json::to_string(&post);
//! assert_eq!(bindery_model::json::from_str(&json).unwrap(), post);
//! ```
#![forbid(unsafe_code)]

mod attributes;
mod block;
mod characters;
mod date_time;
mod diagnostic;
mod digest;
mod formula;
mod inline;
mod invariants;
pub mod json;
mod kept;
mod language;
mod mathml;
mod pack;
mod post;
mod progress;
mod report;
mod seldom;
mod site;
mod source;
mod target;
mod text;
mod walk;
mod window;

pub use attributes::{Attributes, Direction};
pub use block::{
    Alignment, Block, BlockKind, Cell, DefinitionItem, ListItem, ListKind, Numbering, Role, Row,
    Table,
};
pub use characters::{any_pair, breaks_address, is_plain_in_xml, is_xml_char, remove_forbidden};
pub use date_time::DateTime;
pub use diagnostic::{Diagnostic, Location, Severity};
pub use digest::{Digest, Digester};
pub use ecow::{EcoString, EcoVec};
pub use formula::Formula;
pub use inline::{Image, ImageSize, Inline, Media, MediaKind, RubySegment, Share, Style};
pub use invariants::{MAX_DEPTH, Violation, check};
pub use kept::{Kept, Store};
pub use language::{chinese_tag, language_tag};
pub use mathml::{MAX_MATH_DEPTH, MathBuilder, MathElement, MathFlaw, MathMl, MathName, NotMath};
pub use pack::{Packer, Unpacker};
pub use post::{Author, Basis, Details, Extra, Footnote, Meta, Parsed, Post};
pub use progress::Progress;
pub use report::Report;
pub use seldom::{Empty, Seldom};
pub use site::Site;
pub use source::{Entry, Posts, Source};
pub use target::{ForbiddenScheme, Target, WebAddress};
pub use window::{for_each_in_order, for_each_weighed_in_order};
