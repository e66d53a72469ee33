//! Plain text and Markdown, judged by what a reader needs: on real posts, on made-up ones, and on
//! models that a generator draws.
#![forbid(unsafe_code)]

#[path = "text/archives.rs"]
mod archives;
#[path = "text/markdown.rs"]
mod markdown;
#[path = "text/typesetting.rs"]
mod typesetting;
