//! What `bindery text` takes.
use std::path::PathBuf;

use bindery_text::{Ambiguous, Encoding, Format, Header, Links};
use clap::{Args, ValueEnum, ValueHint};
use serde::Deserialize;

use super::ReadingArguments;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  bindery text my-site | less
  bindery text my-site -o all.txt --width 40
  bindery text my-site -o texts/            one file for each post
  bindery text my-site -o old.txt --encoding gbk --substitute 〓
  bindery text my-site -o posts/ --format markdown
  bindery text my-site --format jsonl       one JSON object a line")]
pub(crate) struct TextArguments {
    #[command(flatten)]
    pub(crate) reading: ReadingArguments,
    /// The file to write, or a folder (with a slash at the end) for one file a post
    /// [default: standard output]
    #[arg(short, long, value_name = "FILE|DIR/", value_hint = ValueHint::AnyPath)]
    pub(crate) output: Option<PathBuf>,
    /// What to write of each post [default: text]
    #[arg(long, value_enum)]
    pub(crate) format: Option<TextFormat>,
    /// Columns of a line; 0 for one line a paragraph
    /// [default: the terminal's width, else 72]
    #[arg(long, value_name = "N")]
    pub(crate) width: Option<usize>,
    /// What stands above each text [default: full]
    #[arg(long, value_enum)]
    pub(crate) header: Option<TextHeader>,
    /// What becomes of the addresses of links [default: footnote]
    #[arg(long, value_enum)]
    pub(crate) links: Option<TextLinks>,
    /// Make all lines of a paragraph but the last equally long
    #[arg(long)]
    pub(crate) justify: bool,
    /// How many columns “ ” … — take [default: auto]
    #[arg(long, value_enum)]
    pub(crate) ambiguous: Option<TextAmbiguous>,
    /// The encoding of the output: gbk, big5, shift_jis, euc-kr, windows-1252, utf-16le, …
    /// [default: utf-8]
    #[arg(long, value_name = "LABEL", value_parser = encoding)]
    pub(crate) encoding: Option<&'static Encoding>,
    /// What stands for a character that the encoding lacks [default: ?]
    #[arg(long, value_name = "TEXT")]
    pub(crate) substitute: Option<String>,
    /// Keep control characters, overrides of direction and characters that nobody sees
    #[arg(long)]
    pub(crate) raw_controls: bool,
}

/// The encoding that a label means, by the WHATWG's list.
pub(crate) fn encoding(label: &str) -> Result<&'static Encoding, String> {
    let known = Encoding::for_label(label.as_bytes()).filter(|known| known.name() != "replacement");
    known.ok_or_else(|| {
        "no encoding has that label; some are utf-8, utf-16le, gbk, gb18030, big5, shift_jis, \
         euc-jp, euc-kr, windows-1251, windows-1252, iso-8859-2"
            .to_owned()
    })
}

/// What becomes of the addresses of links in text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum TextLinks {
    /// A number behind the link, the addresses at the end of the post
    Footnote,
    /// The address behind the link
    Inline,
    /// They are left out
    None,
}

impl From<TextLinks> for Links {
    fn from(links: TextLinks) -> Links {
        match links {
            TextLinks::Footnote => Links::Footnote,
            TextLinks::Inline => Links::Inline,
            TextLinks::None => Links::None,
        }
    }
}

/// What stands above each text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum TextHeader {
    /// Title, date, authors, categories, tags, address
    Full,
    /// Title and date
    Short,
    /// Nothing
    None,
}

impl From<TextHeader> for Header {
    fn from(header: TextHeader) -> Header {
        match header {
            TextHeader::Full => Header::Full,
            TextHeader::Short => Header::Short,
            TextHeader::None => Header::None,
        }
    }
}

/// How wide characters are that Latin fonts and Chinese fonts draw differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum TextAmbiguous {
    /// Two in Chinese, Japanese and Korean posts, one in others
    Auto,
    /// One, as most terminals draw them
    Narrow,
    /// Two, as Chinese fonts draw them
    Wide,
}

impl From<TextAmbiguous> for Ambiguous {
    fn from(ambiguous: TextAmbiguous) -> Ambiguous {
        match ambiguous {
            TextAmbiguous::Auto => Ambiguous::ByLanguage,
            TextAmbiguous::Narrow => Ambiguous::Narrow,
            TextAmbiguous::Wide => Ambiguous::Wide,
        }
    }
}

/// What `text` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum TextFormat {
    /// Text for reading
    #[value(alias = "txt")]
    Text,
    /// CommonMark with GitHub's tables and front matter, for moving elsewhere
    #[value(alias = "md")]
    Markdown,
    /// A JSON object a line: id, url, title, date, authors, categories, tags, lang, text, words,
    /// characters
    Jsonl,
}

impl From<TextFormat> for Format {
    fn from(format: TextFormat) -> Format {
        match format {
            TextFormat::Text => Format::Text,
            TextFormat::Markdown => Format::Markdown,
            TextFormat::Jsonl => Format::JsonLines,
        }
    }
}
