//! Bindery as a library.
#![forbid(unsafe_code)]
