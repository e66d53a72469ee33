//! Bindery: text.
#![forbid(unsafe_code)]
