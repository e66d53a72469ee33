//! Bindery: epub.
#![forbid(unsafe_code)]
