//! Bindery: feed.
#![forbid(unsafe_code)]
