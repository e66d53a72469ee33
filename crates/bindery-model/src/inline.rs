use serde::{Deserialize, Serialize};

use crate::{Attributes, Formula, Target};

/// An inline: text and what marks it within a line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Inline {
    /// Characters. White space is already collapsed as a browser collapses it: a run is one space,
    /// or one `\n` where it held a line break of the source (so that a writer can apply the
    /// segment-break rules of CSS Text). Inside [`BlockKind::Code`](crate::BlockKind::Code)
    /// nothing is collapsed.
    Text {
        /// The characters; never empty.
        text: String,
    },
    /// Text with a meaning or a look of its own.
    Styled {
        /// Which.
        style: Style,
        /// Identifier, classes, language and direction.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        attributes: Option<Box<Attributes>>,
        /// What is marked so.
        content: Vec<Inline>,
    },
    /// A link. Links do not nest.
    Link {
        /// Where it leads.
        target: Target,
        /// Advisory text.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// Identifier, classes, language and direction.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        attributes: Option<Box<Attributes>>,
        /// What is shown.
        content: Vec<Inline>,
    },
    /// An image.
    Image(Box<Image>),
    /// A recording or a film.
    Media(Box<Media>),
    /// A line break that the author put there (HTML `br`).
    LineBreak,
    /// A place where a long word may be broken (HTML `wbr`).
    WordBreak,
    /// Text with its reading above (HTML `ruby`).
    Ruby {
        /// The text, piece by piece.
        segments: Vec<RubySegment>,
    },
    /// A formula within the line.
    Math(Box<Formula>),
    /// The mark of a footnote.
    FootnoteReference {
        /// Index into [`Post::footnotes`](crate::Post::footnotes).
        footnote: usize,
    },
}

/// What [`Inline::Styled`] says of its content. Named for the HTML elements, whose meaning each
/// one has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "style", content = "value", rename_all = "kebab-case")]
pub enum Style {
    /// Stress (`em`).
    Emphasis,
    /// Importance (`strong`).
    Strong,
    /// Another voice (`i`).
    Italic,
    /// Attention without importance (`b`).
    Bold,
    /// Unarticulated annotation (`u`).
    Underline,
    /// Side comments (`small`).
    Small,
    /// Larger than the text around (`big`).
    Big,
    /// Highlighted (`mark`).
    Mark,
    /// No longer right (`s`, `strike`).
    Strikethrough,
    /// Removed (`del`).
    Deleted,
    /// Added (`ins`).
    Inserted,
    /// Below the line (`sub`).
    Subscript,
    /// Above the line (`sup`).
    Superscript,
    /// Code (`code`, `tt`).
    Code,
    /// Input (`kbd`).
    Keyboard,
    /// Output (`samp`).
    Sample,
    /// A variable (`var`).
    Variable,
    /// The title of a work (`cite`).
    Citation,
    /// A quotation within the line (`q`); the content has no quotation marks.
    Quotation,
    /// The place where a term is defined (`dfn`).
    Definition,
    /// An abbreviation (`abbr`); the value is its long form, which may be empty.
    Abbreviation(String),
    /// A time (`time`); the value is what a machine reads, which may be empty.
    Time(String),
    /// Nothing but the attributes (`span`).
    Span,
}

/// An image.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Image {
    /// Where the image is.
    pub target: Target,
    /// The text for those who do not see it. Empty for a decoration; `None` where the source has
    /// none at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alt: Option<String>,
    /// Advisory text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Width in CSS pixels, where the source gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    /// Height in CSS pixels, where the source gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    /// Width in per cent, where the source gives it so; then the sides in pixels do not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Share>,
    /// The same picture in other sizes, for screens that want them (HTML `srcset`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sizes: Vec<ImageSize>,
    /// Identifier, classes, language and direction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attributes: Option<Box<Attributes>>,
}

/// How wide a picture is shown, in per cent from 1 on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Share {
    /// Of the width of the text that it stands in, at most 100.
    Line(u8),
    /// Of its own width (CSS `zoom`).
    Picture(u8),
}

/// A picture in one of several sizes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ImageSize {
    /// Where it is.
    pub target: Target,
    /// For which screens: `2x` for those with two pixels for one of CSS, `800w` for its own width
    /// in pixels.
    pub descriptor: String,
}

/// A recording or a film.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Media {
    /// Sound, pictures, or something embedded from elsewhere.
    pub kind: MediaKind,
    /// The same content in several forms, best first; at least one.
    pub sources: Vec<Target>,
    /// A picture to show before it plays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poster: Option<Target>,
    /// Its name, where the source gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Identifier, classes, language and direction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attributes: Option<Box<Attributes>>,
    /// What is shown where it cannot be played.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fallback: Vec<Inline>,
}

impl Media {
    /// What of the fallback is to be shown where there is a link in the place of the medium. That of
    /// an object stands for it; that of a recording or a film is for browsers that do not know the
    /// element, and shown by none that does (HTML, sections 4.8.8 and 4.8.9), so it is shown only if
    /// it leads somewhere else.
    ///
    /// ```
    /// use bindery_model::{Inline, Media, MediaKind, Target};
    /// let mut film = Media {
    ///     kind: MediaKind::Video,
    ///     sources: vec![Target::Site { url: "/a.mp4".to_owned() }],
    ///     poster: None,
    ///     title: None,
    ///     attributes: None,
    ///     fallback: vec![Inline::text("Your browser shows no films.")],
    /// };
    /// assert!(film.shown_fallback().is_empty());
    /// film.kind = MediaKind::Embedded;
    /// assert_eq!(film.shown_fallback().len(), 1);
    /// ```
    pub fn shown_fallback(&self) -> &[Inline] {
        let leads_elsewhere = || {
            self.fallback.iter().any(|inline| match inline {
                Inline::Link { target, .. } => !self.sources.contains(target),
                _ => false,
            })
        };
        match self.kind {
            MediaKind::Embedded => &self.fallback,
            _ if leads_elsewhere() => &self.fallback,
            MediaKind::Audio | MediaKind::Video => &[],
        }
    }

    /// The fallback if it is what a link to the medium is named by: that of an object without a
    /// title, where no link is in it.
    pub fn naming_fallback(&self) -> Option<&[Inline]> {
        let is_link = |inline: &Inline| matches!(inline, Inline::Link { .. });
        let is_name = self.kind == MediaKind::Embedded
            && self.title.is_none()
            && !self.fallback.is_empty()
            && !self.fallback.iter().any(is_link);
        is_name.then_some(&self.fallback)
    }
}

/// What a [`Media`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MediaKind {
    /// HTML `audio`.
    Audio,
    /// HTML `video`.
    Video,
    /// Another page or object shown inside this one (`iframe`, `embed`, `object`). Pages of
    /// HTML show it; elsewhere it becomes a link.
    Embedded,
}

/// A piece of ruby text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RubySegment {
    /// The text.
    pub base: Vec<Inline>,
    /// Its reading; empty for text without one.
    pub annotation: Vec<Inline>,
}

impl Inline {
    /// Text.
    pub fn text(text: impl Into<String>) -> Inline {
        Inline::Text { text: text.into() }
    }

    /// Stressed text.
    pub fn emphasis(text: impl Into<String>) -> Inline {
        Inline::styled(Style::Emphasis, vec![Inline::text(text)])
    }

    /// Important text.
    pub fn strong(text: impl Into<String>) -> Inline {
        Inline::styled(Style::Strong, vec![Inline::text(text)])
    }

    /// Code within a line.
    pub fn code(text: impl Into<String>) -> Inline {
        Inline::styled(Style::Code, vec![Inline::text(text)])
    }

    /// Content in a style, without attributes.
    pub fn styled(style: Style, content: Vec<Inline>) -> Inline {
        Inline::Styled {
            style,
            attributes: None,
            content,
        }
    }

    /// A link without title and attributes.
    pub fn link(target: Target, content: Vec<Inline>) -> Inline {
        Inline::Link {
            target,
            title: None,
            attributes: None,
            content,
        }
    }
}
