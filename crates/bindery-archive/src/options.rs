use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use bindery_model::Store;
use jiff::Timestamp;
use jiff::civil::Date;

/// How an archive is opened, and which of its posts are taken.
#[derive(Debug, Clone)]
pub struct Options {
    /// What kind of site it is; `None` to find out.
    pub site: Option<SiteKind>,
    /// The dialect of Markdown; `None` for the one that the site's generator reads.
    pub markdown: Option<Markdown>,
    /// A configuration file to use instead of the site's own.
    pub configuration: Option<PathBuf>,
    /// Whether drafts are taken; `None` for what the site says.
    pub drafts: Option<bool>,
    /// Whether posts of the future are taken; `None` for what the site says.
    pub future: Option<bool>,
    /// Whether posts with `published: false` are taken.
    pub unpublished: bool,
    /// The collections whose documents are taken: `posts` are the posts. Only those that the site
    /// itself writes (`output: true`) can be.
    pub collections: Vec<String>,
    /// Only posts of this day, as it is shown with the post, or later.
    pub since: Option<Date>,
    /// Only posts of this day or earlier.
    pub until: Option<Date>,
    /// Only posts of one of these categories; empty for all.
    pub categories: Vec<String>,
    /// Only posts with one of these tags; empty for all.
    pub tags: Vec<String>,
    /// Only posts by one of these authors; empty for all. Posts that name none are by the site's.
    pub authors: Vec<String>,
    /// Only posts in one of these languages; empty for all. `zh` takes `zh-CN` too; posts that name
    /// none are in the site's.
    pub languages: Vec<String>,
    /// Only posts whose file's path matches one of these globs; empty for all. `*` stays within a
    /// folder, `**` does not, and a folder stands for all that is in it.
    pub paths: Vec<String>,
    /// Only the posts of these files, by their paths from the root of the site, of whatever collection;
    /// empty for all.
    pub files: HashSet<String>,
    /// Files, and folders with all that is in them, that are no part of a folder though they lie in it: what
    /// is written there.
    pub outputs: Vec<PathBuf>,
    /// What counts as the present; `None` for the system's clock.
    pub now: Option<Timestamp>,
    /// Threads to read with; 0 for one a core, and eight where they wait for a disk.
    pub jobs: usize,
    /// Whether the parse errors of posts' HTML are told, as notes.
    pub html_errors: bool,
    /// Whether posts have the excerpt that their site makes of them. Feeds and JSON show it; books
    /// and texts do not, and it may be the whole post, read a second time.
    pub excerpts: bool,
    /// The most files that an archive may hold.
    pub max_files: u64,
    /// The most bytes of one file. HTML beyond 1 GiB cannot be read whatever this says.
    pub max_file_size: u64,
    /// The most bytes that a compressed archive may unpack to.
    pub max_unpacked_size: u64,
    /// Where exporters may keep what they make of posts, for the next run.
    pub store: Option<Arc<dyn Store>>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            site: None,
            markdown: None,
            configuration: None,
            drafts: None,
            future: None,
            unpublished: false,
            collections: vec!["posts".to_owned()],
            since: None,
            until: None,
            categories: Vec::new(),
            tags: Vec::new(),
            authors: Vec::new(),
            languages: Vec::new(),
            paths: Vec::new(),
            files: HashSet::new(),
            outputs: Vec::new(),
            now: None,
            jobs: 0,
            html_errors: false,
            excerpts: true,
            max_files: 5_000_000,
            max_file_size: 256 << 20,
            max_unpacked_size: 64 << 30,
            store: None,
        }
    }
}

/// A dialect of Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markdown {
    /// kramdown, as the site's configuration sets it up.
    Kramdown,
    /// CommonMark with GitHub's extensions.
    Gfm,
    /// CommonMark.
    CommonMark,
    /// As Hugo reads it.
    Goldmark,
    /// As Zola reads it.
    Zola,
    /// As Obsidian reads it.
    Obsidian,
    /// As Hexo reads it: CommonMark with GitHub's extensions, and what the site's renderer adds.
    Hexo,
    /// As Pelican reads it.
    PythonMarkdown,
}

/// A kind of site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SiteKind {
    /// Jekyll: `_config.yml`, `_posts`.
    Jekyll,
    /// Hugo: `hugo.toml` or its like, `content`.
    Hugo,
    /// Zola: `config.toml` with `base_url`, `content`.
    Zola,
    /// Hexo: `source/_posts`.
    Hexo,
    /// Pelican: `pelicanconf.py`, `content`.
    Pelican,
    /// Eleventy: `eleventy.config.js` or `.eleventy.js`.
    Eleventy,
    /// Lektor: `*.lektorproject`, `content`.
    Lektor,
    /// Notes of Obsidian: `.obsidian`.
    Obsidian,
    /// Any folder with posts.
    Folder,
    /// One post.
    File,
    /// Feeds: RSS, Atom or JSON Feed.
    Feed,
    /// What WordPress exports (WXR).
    WordPress,
    /// What Ghost exports.
    Ghost,
    /// What Movable Type exports, and services with its format.
    MovableType,
}

impl SiteKind {
    /// Whether its posts are entries of files that hold many.
    pub(crate) fn is_imported(self) -> bool {
        self == SiteKind::Feed || self.is_export()
    }

    /// Whether it is a whole site in a file.
    pub(crate) fn is_export(self) -> bool {
        matches!(
            self,
            SiteKind::WordPress | SiteKind::Ghost | SiteKind::MovableType
        )
    }

    /// The name, as in [`Site::kind`](bindery_model::Site::kind).
    pub fn name(self) -> &'static str {
        match self {
            SiteKind::Jekyll => "jekyll",
            SiteKind::Hugo => "hugo",
            SiteKind::Zola => "zola",
            SiteKind::Hexo => "hexo",
            SiteKind::Pelican => "pelican",
            SiteKind::Eleventy => "eleventy",
            SiteKind::Lektor => "lektor",
            SiteKind::Obsidian => "obsidian",
            SiteKind::Folder => "folder",
            SiteKind::File => "file",
            SiteKind::Feed => "feed",
            SiteKind::WordPress => "wordpress",
            SiteKind::Ghost => "ghost",
            SiteKind::MovableType => "movable-type",
        }
    }
}
