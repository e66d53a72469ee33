use std::io;
use std::path::PathBuf;

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
    /// What has to be kept while it is read finds no place.
    #[error(
        "{path}: cannot be kept in {} while it is read: {source}; name a folder with room in TMPDIR, or unpack it",
        folder.display()
    )]
    NotKept {
        /// The path.
        path: String,
        /// The folder for temporary files.
        folder: PathBuf,
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
         .tar.bz2, .tar.xz, .tar.zst), nor a feed or an export of a site; name one of these, or a folder"
    )]
    UnknownFormat {
        /// The path.
        path: String,
    },
    /// An address of the web instead of a path.
    #[error(
        "{path}: is an address, not a file; save what is there (curl -O {path}) and name the file"
    )]
    WebAddress {
        /// The address.
        path: String,
    },
    /// The file has no bytes.
    #[error("{path}: is empty; get it once more")]
    EmptyFile {
        /// The path.
        path: String,
    },
    /// A page of HTML where a feed was expected: servers send one for what is not there.
    #[error("{path}: is a web page, not a feed; {}", feed_hint(feed.as_deref()))]
    WebPage {
        /// The path.
        path: String,
        /// The address of the feed that the page names, as it is written.
        feed: Option<String>,
    },
    /// OPML, which names feeds but holds no entries.
    #[error(
        "{path}: is a list of feeds (OPML), which has no posts; save the feeds that it names and name their files"
    )]
    ListOfFeeds {
        /// The path.
        path: String,
    },
    /// A list of the addresses of a site.
    #[error("{path}: is a map of a site, which has no posts; look for the site's feed")]
    SiteMap {
        /// The path.
        path: String,
    },
    /// Several files were named, and one of them is not of the kind of the others.
    #[error(
        "{path}: cannot be read with the others; name one site, folder or archive, or several \
         posts (.md, .html, .txt), several feeds (RSS, Atom, JSON Feed), or several exports of WordPress"
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

fn feed_hint(feed: Option<&str>) -> String {
    match feed {
        Some(feed) => format!("it says that its feed is at {feed}: save that and name the file"),
        None => {
            "look what is at the feed's address, or name it .html to read it as a post".to_owned()
        }
    }
}
