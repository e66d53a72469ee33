//! Bindery: archive.
#![forbid(unsafe_code)]
