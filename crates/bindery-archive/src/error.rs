use std::io;

/// Why an archive cannot be opened. Each message names the path and says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is nothing at the path.
    #[error("{path}: there is no such file or folder")]
    NotFound {
        /// The path.
        path: String,
    },
    /// The system refuses to read it.
    #[error("{path}: cannot be read: {source}")]
    Unreadable {
        /// The path.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// The archive file is damaged.
    #[error("{path}: is damaged, or is no {format} file: {reason}")]
    Damaged {
        /// The path.
        path: String,
        /// What it should be.
        format: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// The file is none of those that hold posts.
    #[error(
        "{path}: is neither a post (.md, .html, .txt), nor an archive (.zip, .tar, .tar.gz, \
         .tar.zst), nor a feed or an export of WordPress; name one of these, or a folder"
    )]
    UnknownFormat {
        /// The path.
        path: String,
    },
    /// Several files were named, and one of them does not hold many posts.
    #[error(
        "{path}: is neither a feed (RSS, Atom, JSON Feed) nor an export of WordPress; only these \
         are read together: name one site, folder or archive, or feeds alone"
    )]
    NotMergeable {
        /// The path.
        path: String,
    },
    /// A configuration file that was named cannot be used.
    #[error("{path}: cannot be used as the site's configuration: {reason}")]
    Configuration {
        /// The path.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
    /// There are more files, or larger ones, than the options allow.
    #[error("{path}: holds more than {limit} {what}; raise the limit if that is meant")]
    TooLarge {
        /// The path.
        path: String,
        /// The limit.
        limit: u64,
        /// Of what.
        what: &'static str,
    },
    /// There is no post.
    #[error("{path}: no post is in it; {hint}")]
    Empty {
        /// The path.
        path: String,
        /// Where was looked, and what is needed.
        hint: String,
    },
}
