//! Keeps what exporters made of posts from one run to the next, in a file of SQLite.
//!
//! Nothing that is read from it is trusted. Every value carries its key and a checksum; a file that is
//! no database, is damaged, half written or of another version is begun anew. What cannot be read or
//! written counts as not kept: a cache never makes a run fail once it is open.
//! Several processes may use one folder at once.
//!
//! ```
//! use bindery_cache::Cache;
//! use bindery_model::{Digest, Store};
//!
//! let folder = tempfile::tempdir()?;
//! let key = Digest::of(&[b"a post"]);
//! let cache = Cache::open(folder.path(), "version 1")?;
//! cache.put(key, b"what was made of it".to_vec());
//! drop(cache);
//!
//! let cache = Cache::open(folder.path(), "version 1")?;
//! assert_eq!(cache.get(key).unwrap(), b"what was made of it");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

mod cache;
mod database;

pub use cache::{Cache, Error, FILE_NAME, State};
