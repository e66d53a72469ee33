//! Inlines in Markdown, and in HTML within it.
use bindery_model::{Attributes, Direction, Image, Inline, Media, MediaKind, Share, Style, Target};

use super::escape::{Setting, push_text};
use super::formulas::push_formula;
use super::{NOTE_MARK, Place, Writer};

/// What begins the mark of a footnote that is written in HTML.
pub(super) const HTML_REFERENCE: &str = "<sup><a href=\"#fn:";

/// What is open around an inline.
#[derive(Debug, Clone, Copy)]
pub(super) struct Around {
    pub(super) place: Place,
    emphasis: bool,
    strong: bool,
    deleted: bool,
    link: bool,
    /// Whether the link is written in brackets.
    in_brackets: bool,
}

impl Around {
    pub(super) fn at(place: Place) -> Around {
        Around {
            place,
            emphasis: false,
            strong: false,
            deleted: false,
            link: false,
            in_brackets: false,
        }
    }

    fn setting(self, link_follows: bool) -> Setting {
        Setting {
            place: self.place,
            in_brackets: self.in_brackets,
            link_follows,
        }
    }

    fn is_html(self) -> bool {
        matches!(self.place, Place::Html | Place::HtmlLine)
    }
}

impl Writer<'_> {
    pub(super) fn inlines(&self, inlines: &[Inline], place: Place) -> String {
        let mut out = String::new();
        self.push_inlines(inlines, Around::at(place), &mut out);
        out
    }

    fn push_inlines(&self, inlines: &[Inline], around: Around, out: &mut String) {
        for (index, inline) in inlines.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|index| inlines.get(index));
            let after = inlines.get(index + 1);
            self.push_inline(inline, [before, after], around, out);
        }
    }

    fn push_inline(
        &self,
        inline: &Inline,
        neighbours: [Option<&Inline>; 2],
        around: Around,
        out: &mut String,
    ) {
        match inline {
            Inline::Text { text } => {
                let link_follows = !matches!(neighbours[1], None | Some(Inline::Text { .. }));
                push_text(text, around.setting(link_follows), out);
            }
            Inline::Styled {
                style,
                attributes,
                content,
            } => {
                let plain = attributes.is_none() && !around.is_html();
                let native = plain && self.push_marked(style, content, neighbours, around, out);
                if !native {
                    self.push_styled(style, attributes.as_deref(), content, around, out);
                }
            }
            Inline::Link { .. } => self.push_link(inline, around, out),
            Inline::Image(image) => push_image(image, around, out),
            Inline::Media(media) => self.push_media(media, around, out),
            Inline::LineBreak => push_line_break(neighbours[1], around, out),
            Inline::WordBreak => out.push_str("<wbr>"),
            Inline::Ruby { segments } => {
                out.push_str("<ruby>");
                for segment in segments {
                    self.push_inlines(&segment.base, around, out);
                    out.push_str("<rt>");
                    self.push_inlines(&segment.annotation, around, out);
                    out.push_str("</rt>");
                }
                out.push_str("</ruby>");
            }
            Inline::Math(formula) => push_formula(formula, around.setting(false), out),
            Inline::FootnoteReference { footnote } => self.push_reference(*footnote, around, out),
        }
    }

    fn push_reference(&self, footnote: usize, around: Around, out: &mut String) {
        let Some(note) = self.post.footnotes.get(footnote) else {
            return;
        };
        if self.markdown_notes && !around.is_html() && !around.link {
            out.push_str(&format!("{NOTE_MARK}[^{}]", note.label));
        } else {
            out.push_str(HTML_REFERENCE);
            bindery_html::push_text(out, &note.label.replace('%', "%25").replace('"', "%22"));
            out.push_str(&format!("\">{}</a></sup>", footnote + 1));
        }
    }

    /// Emphasis, importance, deletion and code by marks, where the marks are sure to be read so.
    fn push_marked(
        &self,
        style: &Style,
        content: &[Inline],
        neighbours: [Option<&Inline>; 2],
        around: Around,
        out: &mut String,
    ) -> bool {
        if *style == Style::Code {
            return push_code(content, around.place, out);
        }
        let mut inside = around;
        let (mark, open) = match style {
            Style::Emphasis => ("*", &mut inside.emphasis),
            Style::Strong => ("**", &mut inside.strong),
            Style::Deleted => ("~~", &mut inside.deleted),
            _ => return false,
        };
        let marks_meet = neighbours
            .iter()
            .any(|inline| matches!(inline, Some(Inline::Styled { .. })));
        if std::mem::replace(open, true) || marks_meet || !is_edged_by_words(content) {
            return false;
        }
        out.push_str(mark);
        self.push_inlines(content, inside, out);
        out.push_str(mark);
        true
    }

    fn push_styled(
        &self,
        style: &Style,
        attributes: Option<&Attributes>,
        content: &[Inline],
        around: Around,
        out: &mut String,
    ) {
        if *style == Style::Span && attributes.is_none() {
            return self.push_inlines(content, around, out);
        }
        let (name, value) = element(style);
        let mut own = Vec::new();
        if let Some((attribute, value)) = value.filter(|(_, value)| !value.is_empty()) {
            own.push((attribute, value));
        }
        push_tag(name, &own, attributes, out);
        self.push_inlines(content, around, out);
        out.push_str(&format!("</{name}>"));
    }

    fn push_link(&self, link: &Inline, around: Around, out: &mut String) {
        let Inline::Link {
            target,
            title,
            attributes,
            content,
        } = link
        else {
            return;
        };
        let address = href(target);
        let inside = Around {
            link: true,
            ..around
        };
        let has_notes = content
            .iter()
            .any(|inline| matches!(inline, Inline::FootnoteReference { .. }));
        let native = attributes.is_none()
            && !around.is_html()
            && !around.link
            && !has_notes
            && !content.is_empty()
            && is_markdown_address(target, &address);
        if !native {
            let mut own = vec![("href", address.as_str())];
            own.extend(title.as_deref().map(|title| ("title", title)));
            push_tag("a", &own, attributes.as_deref(), out);
            self.push_inlines(content, inside, out);
            out.push_str("</a>");
            return;
        }
        if title.is_none() && is_its_own_text(&address, content) {
            out.push_str(&format!("<{address}>"));
            return;
        }
        let brackets = Around {
            in_brackets: true,
            ..inside
        };
        out.push('[');
        self.push_inlines(content, brackets, out);
        out.push(']');
        push_destination(&address, title.as_deref(), around.place, out);
    }

    fn push_media(&self, media: &Media, around: Around, out: &mut String) {
        let addresses: Vec<String> = media.sources.iter().map(href).collect();
        let poster = media.poster.as_ref().map(href);
        let name = match media.kind {
            MediaKind::Audio => "audio",
            MediaKind::Video => "video",
            MediaKind::Embedded if media.fallback.is_empty() => "iframe",
            MediaKind::Embedded => "object",
        };
        let source = if name == "object" { "data" } else { "src" };
        let mut own = Vec::new();
        if let [address] = addresses.as_slice() {
            own.push((source, address.as_str()));
        }
        own.extend(poster.as_deref().map(|poster| ("poster", poster)));
        own.extend(media.title.as_deref().map(|title| ("title", title)));
        if matches!(media.kind, MediaKind::Audio | MediaKind::Video) {
            own.push(("controls", "controls"));
        }
        push_tag(name, &own, media.attributes.as_deref(), out);
        if addresses.len() > 1 {
            for address in &addresses {
                push_tag("source", &[("src", address)], None, out);
            }
        }
        self.push_inlines(&media.fallback, around, out);
        out.push_str(&format!("</{name}>"));
    }
}

/// `<name …>`.
pub(super) fn push_tag(
    name: &str,
    own: &[(&str, &str)],
    attributes: Option<&Attributes>,
    out: &mut String,
) {
    out.push('<');
    out.push_str(name);
    for (attribute, value) in own {
        push_attribute(attribute, value, out);
    }
    if let Some(attributes) = attributes {
        if let Some(id) = &attributes.id {
            push_attribute("id", id, out);
        }
        if !attributes.classes.is_empty() {
            push_attribute("class", &attributes.classes.join(" "), out);
        }
        if let Some(language) = &attributes.language {
            push_attribute("lang", language, out);
        }
        let direction = attributes.direction.map(|direction| match direction {
            Direction::Ltr => "ltr",
            Direction::Rtl => "rtl",
            Direction::Auto => "auto",
        });
        if let Some(direction) = direction {
            push_attribute("dir", direction, out);
        }
        if let Some(cite) = &attributes.cite {
            push_attribute("cite", &href(cite), out);
        }
    }
    out.push('>');
}

/// An attribute; line ends would end the HTML in some places.
fn push_attribute(name: &str, value: &str, out: &mut String) {
    bindery_html::push_attribute(out, name, &value.replace(['\n', '\r'], " "));
}

/// The element of a style, and the attribute that its value goes to.
fn element(style: &Style) -> (&'static str, Option<(&'static str, &str)>) {
    let attribute = match style {
        // HTML as it is now has no such element, but what reads Markdown knows it.
        Style::Big => return ("big", None),
        Style::Abbreviation(long) => Some(("title", &**long)),
        Style::Time(time) => Some(("datetime", &**time)),
        _ => None,
    };
    (bindery_html::style_element(style), attribute)
}

fn push_line_break(after: Option<&Inline>, around: Around, out: &mut String) {
    let text_follows =
        matches!(after, Some(Inline::Text { text }) if !text.starts_with([' ', '\n', '<']));
    if around.place == Place::Paragraph && text_follows && !out.is_empty() {
        out.push_str("\\\n");
    } else {
        out.push_str("<br>");
    }
}

/// Code between backticks, if it has nothing but text on one line.
fn push_code(content: &[Inline], place: Place, out: &mut String) -> bool {
    let [Inline::Text { text }] = content else {
        return false;
    };
    let fits_cell = place != Place::Cell || !text.contains(['|', '\\']);
    if text.trim().is_empty() || text.contains('\n') || !fits_cell || out.ends_with('`') {
        return false;
    }
    let fence = "`".repeat(longest_run(text, '`') + 1);
    let is_edged = text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']);
    let space = if is_edged { " " } else { "" };
    out.push_str(&format!("{fence}{space}{text}{space}{fence}"));
    true
}

/// The length of the longest run of a character.
pub(super) fn longest_run(text: &str, c: char) -> usize {
    let runs = text
        .split(|other| other != c)
        .map(|run| run.chars().count());
    runs.max().unwrap_or(0)
}

/// Whether a text begins and ends with letters or digits, so that marks beside them are sure to
/// open and close.
fn is_edged_by_words(content: &[Inline]) -> bool {
    let begins = matches!(content.first(), Some(Inline::Text { text })
        if text.starts_with(char::is_alphanumeric));
    let ends = matches!(content.last(), Some(Inline::Text { text })
        if text.ends_with(char::is_alphanumeric));
    begins && ends
}

fn push_image(image: &Image, around: Around, out: &mut String) {
    let address = href(&image.target);
    let sized = image.width.is_some() || image.height.is_some() || image.share.is_some();
    let native = !around.is_html()
        && image.attributes.is_none()
        && !sized
        && image.sizes.is_empty()
        && is_markdown_address(&image.target, &address);
    if let (true, Some(alt)) = (native, &image.alt) {
        out.push_str("![");
        let brackets = Around {
            in_brackets: true,
            ..around
        };
        push_text(alt, brackets.setting(false), out);
        out.push(']');
        return push_destination(&address, image.title.as_deref(), around.place, out);
    }
    let (width, zoom) = match image.share {
        Some(Share::Line(percent)) => (Some(format!("{percent}%")), None),
        Some(Share::Picture(percent)) => (None, Some(format!("zoom: {percent}%"))),
        None => (None, None),
    };
    let width = width.or_else(|| image.width.map(|n| n.to_string()));
    let height = image.height.map(|n| n.to_string());
    let mut own = vec![("src", address.as_str())];
    let sizes = image.sizes.iter().map(|size| {
        let address = href(&size.target).replace(' ', "%20").replace(',', "%2C");
        format!("{address} {}", size.descriptor)
    });
    let set = sizes.collect::<Vec<_>>().join(", ");
    let more = [
        ("srcset", (!set.is_empty()).then_some(set.as_str())),
        ("alt", image.alt.as_deref()),
        ("title", image.title.as_deref()),
        ("width", width.as_deref()),
        ("height", height.as_deref()),
        ("style", zoom.as_deref()),
    ];
    own.extend(
        more.into_iter()
            .filter_map(|(name, value)| Some((name, value?))),
    );
    push_tag("img", &own, image.attributes.as_deref(), out);
}

fn push_destination(address: &str, title: Option<&str>, place: Place, out: &mut String) {
    out.push('(');
    if address.is_empty() || address.contains(['(', ')']) {
        out.push_str(&format!("<{address}>"));
    } else {
        out.push_str(address);
    }
    if let Some(title) = title {
        out.push_str(" \"");
        for c in title.chars() {
            match c {
                '"' | '\\' | '`' | '<' => out.extend(['\\', c]),
                '&' => out.push_str("&amp;"),
                '|' if place == Place::Cell => out.push_str("\\|"),
                '\n' => out.push_str("&#10;"),
                c => out.push(c),
            }
        }
        out.push('"');
    }
    out.push(')');
}

/// Whether the address comes back from Markdown as it is: its readers encode other characters.
fn is_markdown_address(target: &Target, address: &str) -> bool {
    let is_safe = |c: char| c.is_ascii_alphanumeric() || "-_.+!*(),%#@?=;:/$&~'".contains(c);
    let is_entity = address.contains('&') && address.contains(';');
    match target {
        Target::Fragment { fragment } => !fragment
            .contains(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && !"-_.:".contains(c)),
        _ => !address.is_empty() && !is_entity && address.chars().all(is_safe),
    }
}

/// Whether a link shows its own address, as `<https://…>` does.
fn is_its_own_text(address: &str, content: &[Inline]) -> bool {
    let has_scheme = ["http://", "https://"]
        .iter()
        .any(|scheme| address.starts_with(scheme));
    has_scheme && matches!(content, [Inline::Text { text }] if text == address)
}

/// The reference as the source could have had it.
fn href(target: &Target) -> String {
    match target {
        Target::Web { address } => address.to_string(),
        Target::Fragment { fragment } => format!("#{}", fragment.replace('%', "%25")),
        Target::Drawing { svg } => bindery_html::drawing_address(svg),
        Target::Post {
            url,
            fragment: Some(fragment),
            ..
        } => format!("{url}#{}", fragment.replace('%', "%25")),
        Target::Post { url, .. } | Target::Site { url } | Target::Resource { url, .. } => {
            url.clone()
        }
    }
}
