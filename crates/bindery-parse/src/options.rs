use jiff::tz::TimeZone;

use crate::inclusion::{Files, Inclusions};
use crate::liquid;
use crate::markdown::Dialect;
use crate::resolve::{Resolve, ResolveAlone};
use crate::shortcodes::{Shortcodes, Templates};

/// How [`parse_post`](crate::parse_post) reads.
pub struct ParseOptions<'a> {
    /// The file's path from the source's root, with `/`: it becomes
    /// [`Meta::path`](bindery_model::Meta::path), names the file in diagnostics, and its ending
    /// tells the markup.
    pub path: &'a str,
    /// The markup of the body; `None` to go by the ending of `path` (`.html`, `.htm`, `.xhtml`:
    /// HTML; `.txt`: plain text; anything else: Markdown).
    pub markup: Option<Markup>,
    /// The dialect of Markdown.
    pub dialect: Dialect<'a>,
    /// The zone in which dates are shown.
    pub zone: TimeZone,
    /// Says what links and images lead to.
    pub resolve: &'a dyn Resolve,
    /// The names and posts that Liquid knows; `None` leaves Liquid alone.
    pub liquid: Option<&'a dyn liquid::Context>,
    /// Whose shortcodes are replaced, if any.
    pub shortcodes: Option<Shortcodes>,
    /// The templates of the site's own shortcodes.
    pub templates: Option<&'a dyn Templates>,
    /// Whether the site draws emoji for their names, `:tada:`.
    pub emoji: bool,
    /// Whether Markdown holds components and programs of MDX, as files do whose names end in `.mdx`.
    pub mdx: bool,
    /// How posts take in other files, if they do.
    pub inclusions: Option<&'a Inclusions>,
    /// The files that a post may take texts from.
    pub files: Option<&'a dyn Files>,
    /// What ends the excerpt; `None` makes none.
    pub excerpt_separator: Option<&'a str>,
    /// Whether a program in the pages of the site typesets formulas, so that `$…$` is one. Front
    /// matter may say so too.
    pub formulas: bool,
    /// The language of the site, for what is named in that of the text; a post may say its own.
    pub language: Option<&'a str>,
    /// Whether the parse errors of HTML, which lose nothing, are told as notes.
    pub html_errors: bool,
    /// Bounds against hostile input.
    pub limits: Limits,
}

impl Default for ParseOptions<'_> {
    fn default() -> Self {
        ParseOptions {
            path: "",
            markup: None,
            dialect: Dialect::default(),
            zone: TimeZone::UTC,
            resolve: &ResolveAlone,
            liquid: None,
            shortcodes: None,
            templates: None,
            emoji: false,
            mdx: false,
            inclusions: None,
            files: None,
            excerpt_separator: None,
            formulas: false,
            language: None,
            html_errors: false,
            limits: Limits::default(),
        }
    }
}

/// What a body is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Markup {
    /// Markdown, with HTML in it.
    Markdown,
    /// HTML.
    Html,
    /// Text without any markup.
    Plain,
}

/// Bounds against hostile input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a file. A longer one is an error.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { bytes: 256 << 20 }
    }
}
