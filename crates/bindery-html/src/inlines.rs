//! Inlines.
use bindery_model::{
    Attributes, Image, Inline, Media, MediaKind, RubySegment, Share, Style, Target,
};

use crate::formula::closing_signs;
use crate::silence::{are_silent, say_formulas_only};
use crate::{ImageOutput, Writer};

impl Writer<'_> {
    pub(crate) fn write_inlines(&mut self, inlines: &[Inline]) {
        // What was written of the next one.
        let mut written = 0;
        for (at, inline) in inlines.iter().enumerate() {
            match inline {
                Inline::Text { text } => self.text(&text[std::mem::take(&mut written)..]),
                Inline::Math(formula) => {
                    let signs = match inlines.get(at + 1) {
                        Some(Inline::Text { text }) => closing_signs(text),
                        _ => "",
                    };
                    written = signs.len();
                    self.write_formula(formula, signs);
                }
                _ => self.write_inline(inline),
            }
        }
    }

    fn write_inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text { text } => self.text(text),
            Inline::Styled {
                style,
                attributes,
                content,
            } => {
                self.write_styled(style, attributes.as_deref(), content);
            }
            Inline::Link {
                target,
                title,
                attributes,
                content,
            } => {
                let href = self.targets.href(target);
                let label = href
                    .as_ref()
                    .filter(|_| self.xhtml() && are_silent(content))
                    .map(|href| file_name(href));
                let shown = label.is_none() || content.iter().any(holds_image);
                let link = Link {
                    href: href.filter(|_| shown),
                    title: title.as_deref(),
                    label: label.as_deref(),
                    class: (self.xhtml() && is_address(content)).then_some("url"),
                    attributes: attributes.as_deref(),
                };
                self.named(say_formulas_only(content), |writer| {
                    writer.write_link(link, |writer| writer.write_inlines(content));
                });
            }
            Inline::Image(image) => self.write_image(image),
            Inline::Media(media) => self.write_media(media),
            Inline::LineBreak => {
                self.out.push_str("<br");
                self.end_void();
            }
            Inline::WordBreak => {
                self.out.push_str("<wbr");
                self.end_void();
            }
            Inline::Ruby { segments } => self.write_ruby(segments),
            Inline::Math(formula) => self.write_formula(formula, ""),
            Inline::FootnoteReference { footnote } => self.write_reference(*footnote),
        }
    }

    fn write_styled(&mut self, style: &Style, attributes: Option<&Attributes>, content: &[Inline]) {
        let name = match style {
            // Without a machine's form, which sources often lack or have wrong, the text of `time`
            // has to be one (HTML, section 4.5.14).
            Style::Time(_) if self.xhtml() => "span",
            // Section 4.5.7: no `dfn` in a `dfn`.
            Style::Definition if self.in_definition => "span",
            _ => style_element(style),
        };
        if name == "span" && *style != Style::Big && attributes.is_none() {
            return self.write_inlines(content);
        }
        if self.xhtml() && attributes.is_none() && content.is_empty() {
            return;
        }
        self.out.push('<');
        self.out.push_str(name);
        match style {
            Style::Big => self.attributes_and_class(attributes, Some("big")),
            _ => self.attributes(attributes),
        }
        match style {
            Style::Abbreviation(title) if !title.is_empty() => self.attribute("title", title),
            Style::Time(time) if !time.is_empty() && !self.xhtml() => {
                self.attribute("datetime", time);
            }
            _ => {}
        }
        self.out.push('>');
        let before = self.in_definition;
        self.in_definition |= *style == Style::Definition;
        self.write_inlines(content);
        self.in_definition = before;
        self.close_inline(name);
    }

    /// A link, or a span with the same attributes where there is nowhere to lead, or where a link
    /// is already open.
    fn write_link(&mut self, link: Link<'_>, content: impl FnOnce(&mut Self)) {
        let href = link.href.filter(|_| !self.in_link);
        let name = match (&href, link.attributes) {
            (Some(_), _) => "a",
            (None, Some(_)) => "span",
            (None, None) => return content(self),
        };
        self.out.push('<');
        self.out.push_str(name);
        if let Some(href) = &href {
            self.attribute("href", href);
            if let Some(label) = link.label {
                self.attribute("aria-label", label);
            }
        }
        if let Some(title) = link.title {
            self.attribute("title", title);
        }
        self.attributes_and_class(link.attributes, link.class);
        self.out.push('>');
        let before = self.in_link;
        self.in_link |= href.is_some();
        content(self);
        self.in_link = before;
        self.close_inline(name);
    }

    fn write_image(&mut self, image: &Image) {
        let alt = image.alt.as_deref().unwrap_or_default();
        let attributes = image.attributes.as_deref();
        match self.targets.image(image) {
            ImageOutput::Shown { src, size } => {
                self.out.push_str("<img");
                self.attribute("src", &src);
                if image.alt.is_some() || self.xhtml() {
                    self.attribute("alt", alt);
                }
                // An empty text says that there is nothing to see; a missing one says nothing.
                if self.xhtml()
                    && image
                        .alt
                        .as_deref()
                        .is_some_and(|alt| alt.trim().is_empty())
                {
                    self.attribute("role", "presentation");
                }
                if let Some(title) = &image.title {
                    self.attribute("title", title);
                }
                self.write_size(image, size);
                self.write_set(image);
                self.attributes(attributes);
                self.end_void();
            }
            ImageOutput::Linked(href) => {
                let title = image.title.as_deref();
                let shown = if alt.trim().is_empty() {
                    file_name(&href)
                } else {
                    alt.to_owned()
                };
                let link = Link {
                    href: Some(href),
                    title,
                    attributes,
                    ..Link::default()
                };
                self.write_link(link, |writer| writer.text(&shown));
            }
            ImageOutput::Text => {
                let shown = alt.to_owned();
                let link = Link {
                    attributes,
                    ..Link::default()
                };
                self.write_link(link, |writer| writer.text(&shown));
            }
        }
    }

    /// The sides of a picture. A share of the line is a style in books, where attributes hold pixels
    /// only (HTML, section 4.8.17), and an attribute in feeds, which have no styles.
    fn write_size(&mut self, image: &Image, size: Option<(u32, u32)>) {
        match (image.share, size) {
            (Some(Share::Line(percent)), _) if self.xhtml() => {
                let style = format!("width: {percent}%");
                self.attribute("style", &style);
                return self.write_sides(size.map(|it| it.0), size.map(|it| it.1));
            }
            (Some(Share::Line(percent)), _) => {
                return self.attribute("width", &format!("{percent}%"));
            }
            (Some(Share::Picture(percent)), Some((width, height))) => {
                let of = |side: u32| share(u32::from(percent), side, 100);
                return self.write_sides(of(width), of(height));
            }
            // How large it is nobody knows.
            (Some(Share::Picture(_)), None) => return,
            (None, _) => {}
        }
        let (width, height) = match (image.width, image.height, size) {
            (None, None, Some((width, height))) => (Some(width), Some(height)),
            // The other side keeps the shape.
            (Some(width), None, Some(size)) => (Some(width), share(width, size.1, size.0)),
            (None, Some(height), Some(size)) => (share(height, size.0, size.1), Some(height)),
            (width, height, _) => (width, height),
        };
        self.write_sides(width, height);
    }

    fn write_sides(&mut self, width: Option<u32>, height: Option<u32>) {
        for (name, value) in [("width", width), ("height", height)] {
            if let Some(value) = value {
                self.attribute(name, &value.to_string());
            }
        }
    }

    /// The same picture in other sizes. A book holds one, in the size that readers take.
    fn write_set(&mut self, image: &Image) {
        if self.xhtml() {
            return;
        }
        let sizes = image.sizes.iter().filter_map(|size| {
            let address = self.targets.href(&size.target)?;
            // White space and commas end an address here.
            let address = address.replace(' ', "%20").replace(',', "%2C");
            Some(format!("{address} {}", size.descriptor))
        });
        let sizes: Vec<String> = sizes.collect();
        if !sizes.is_empty() {
            self.attribute("srcset", &sizes.join(", "));
        }
    }

    /// Recordings and films play, and what is embedded is shown, where the options say so; elsewhere
    /// they are linked to.
    fn write_media(&mut self, media: &Media) {
        let player = match media.kind {
            MediaKind::Audio => "audio",
            MediaKind::Video => "video",
            MediaKind::Embedded => return self.write_embedded(media),
        };
        // Within a link, a click could not mean both.
        if !self.options.players || self.in_link {
            return self.write_media_link(media);
        }
        let sources: Vec<String> = media
            .sources
            .iter()
            .filter_map(|source| self.targets.href(source))
            .collect();
        if sources.is_empty() {
            return self.write_media_link(media);
        }
        self.out.push('<');
        self.out.push_str(player);
        self.attribute("controls", "");
        if let [only] = sources.as_slice() {
            self.attribute("src", only);
        }
        let poster = media.poster.as_ref();
        if let Some(poster) = poster.and_then(|poster| self.targets.href(poster)) {
            self.attribute("poster", &poster);
        }
        if let Some(title) = &media.title {
            self.attribute("title", title);
        }
        self.attributes(media.attributes.as_deref());
        self.out.push('>');
        for source in sources.iter().filter(|_| sources.len() > 1) {
            self.out.push_str("<source");
            self.attribute("src", source);
            self.end_void();
        }
        if self.options.frames {
            self.write_inlines(&media.fallback);
        } else {
            let bare = Media {
                attributes: None,
                ..media.clone()
            };
            self.write_media_link(&bare);
        }
        self.close_inline(player);
    }

    fn write_embedded(&mut self, media: &Media) {
        if !self.options.frames || self.in_link {
            return self.write_media_link(media);
        }
        let mut sources = media.sources.iter();
        let Some(source) = sources.find_map(|source| self.targets.href(source)) else {
            return self.write_media_link(media);
        };
        // A frame has no place for what stands in for it.
        let (name, address) = match media.fallback.is_empty() {
            true => ("iframe", "src"),
            false => ("object", "data"),
        };
        self.out.push('<');
        self.out.push_str(name);
        self.attribute(address, &source);
        if let Some(title) = &media.title {
            self.attribute("title", title);
        }
        self.attributes(media.attributes.as_deref());
        self.out.push('>');
        self.write_inlines(&media.fallback);
        self.close_inline(name);
    }

    fn write_media_link(&mut self, media: &Media) {
        let href = media
            .sources
            .iter()
            .find_map(|source| self.targets.href(source));
        let attributes = media.attributes.as_deref();
        let name = media
            .title
            .clone()
            .or_else(|| media.sources.first().map(target_name));
        let naming = media.naming_fallback();
        let says_nothing = self.xhtml() && naming.is_some_and(are_silent);
        let link = Link {
            href,
            attributes,
            label: name.as_deref().filter(|_| says_nothing),
            ..Link::default()
        };
        self.write_link(link, |writer| match naming {
            Some(fallback) => writer.write_inlines(fallback),
            None => writer.text(name.as_deref().unwrap_or_default()),
        });
        let shown = media.shown_fallback();
        if naming.is_none() && !shown.is_empty() {
            self.out.push(' ');
            self.write_inlines(shown);
        }
    }

    /// A ruby of nothing is not allowed to be there.
    fn write_ruby(&mut self, segments: &[RubySegment]) {
        if segments.is_empty() {
            return;
        }
        self.out.push_str("<ruby>");
        for segment in segments {
            self.write_inlines(&segment.base);
            self.out.push_str("<rt>");
            self.write_inlines(&segment.annotation);
            self.out.push_str("</rt>");
        }
        self.out.push_str("</ruby>");
    }
}

/// What a link is written from.
#[derive(Default)]
struct Link<'a> {
    href: Option<String>,
    title: Option<&'a str>,
    /// What is read out where the content is a picture that nobody described.
    label: Option<&'a str>,
    class: Option<&'static str>,
    attributes: Option<&'a Attributes>,
}

/// Whether a link shows an address, which may be broken anywhere.
fn is_address(content: &[Inline]) -> bool {
    match content {
        [Inline::Text { text }] => {
            let text = text.trim();
            text.contains("://") && !text.contains(char::is_whitespace)
        }
        _ => false,
    }
}

fn holds_image(inline: &Inline) -> bool {
    match inline {
        Inline::Image(_) => true,
        Inline::Styled { content, .. } | Inline::Link { content, .. } => {
            content.iter().any(holds_image)
        }
        _ => false,
    }
}

/// `length` times `part` by `whole`, rounded.
fn share(length: u32, part: u32, whole: u32) -> Option<u32> {
    let whole = u64::from(whole);
    let product = u64::from(length) * u64::from(part) + whole / 2;
    u32::try_from(product.checked_div(whole)?.max(1)).ok()
}

/// The name of the element of HTML that a style is.
pub fn style_element(style: &Style) -> &'static str {
    match style {
        Style::Emphasis => "em",
        Style::Strong => "strong",
        Style::Italic => "i",
        Style::Bold => "b",
        Style::Underline => "u",
        Style::Small => "small",
        Style::Big | Style::Span => "span",
        Style::Mark => "mark",
        Style::Strikethrough => "s",
        Style::Deleted => "del",
        Style::Inserted => "ins",
        Style::Subscript => "sub",
        Style::Superscript => "sup",
        Style::Code => "code",
        Style::Keyboard => "kbd",
        Style::Sample => "samp",
        Style::Variable => "var",
        Style::Citation => "cite",
        Style::Quotation => "q",
        Style::Definition => "dfn",
        Style::Abbreviation(_) => "abbr",
        Style::Time(_) => "time",
    }
}

fn target_name(target: &Target) -> String {
    match target {
        Target::Web { address } => address.to_string(),
        Target::Post { url, .. } | Target::Resource { url, .. } | Target::Site { url } => {
            file_name(url)
        }
        Target::Fragment { fragment } => fragment.clone(),
        Target::Drawing { .. } => String::new(),
    }
}

/// The last part of an address, or all of it.
fn file_name(address: &str) -> String {
    let path = address
        .split(['?', '#'])
        .next()
        .unwrap_or(address)
        .trim_end_matches('/');
    let name = path.rsplit('/').next().unwrap_or(path);
    if name.is_empty() {
        address.to_owned()
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use bindery_model::{Block, Inline, Media, MediaKind, Share, Target};

    use crate::{ImageOutput, Options, Syntax, Targets, to_html};

    struct AsWritten;

    impl Targets for AsWritten {
        fn href(&self, target: &Target) -> Option<String> {
            match target {
                Target::Site { url } => Some(url.clone()),
                _ => None,
            }
        }

        fn image(&self, _: &bindery_model::Image) -> ImageOutput {
            ImageOutput::Text
        }
    }

    #[test]
    fn what_is_embedded_is_shown_or_linked_to() {
        let write = |kind, fallback: &[&str], frames| {
            let media = Media {
                kind,
                sources: vec![Target::Site {
                    url: "/f/1".to_owned(),
                }],
                poster: None,
                title: None,
                attributes: None,
                fallback: fallback.iter().map(|text| Inline::text(*text)).collect(),
            };
            let blocks = [Block::paragraph(vec![Inline::Media(Box::new(media))])];
            let options = Options {
                players: frames,
                frames,
                ..Options::default()
            };
            to_html(&blocks, &[], &options, &AsWritten)
        };
        for (kind, fallback, frame, link) in [
            (
                MediaKind::Embedded,
                &[][..],
                "<p><iframe src=\"/f/1\"></iframe></p>\n",
                "<p><a href=\"/f/1\">1</a></p>\n",
            ),
            (
                MediaKind::Embedded,
                &["or"],
                "<p><object data=\"/f/1\">or</object></p>\n",
                "<p><a href=\"/f/1\">or</a></p>\n",
            ),
            (
                MediaKind::Audio,
                &[],
                "<p><audio controls src=\"/f/1\"></audio></p>\n",
                "<p><a href=\"/f/1\">1</a></p>\n",
            ),
            // Only old browsers show what is in these, and it says that they are old.
            (
                MediaKind::Video,
                &["Your browser is old."],
                "<p><video controls src=\"/f/1\">Your browser is old.</video></p>\n",
                "<p><a href=\"/f/1\">1</a></p>\n",
            ),
        ] {
            assert_eq!(write(kind, fallback, true).replace("=\"\"", ""), frame);
            assert_eq!(write(kind, fallback, false), link);
        }
    }

    struct Shown;

    impl Targets for Shown {
        fn href(&self, _: &Target) -> Option<String> {
            None
        }

        fn image(&self, _: &bindery_model::Image) -> ImageOutput {
            ImageOutput::Shown {
                src: "a.png".to_owned(),
                size: Some((300, 200)),
            }
        }
    }

    #[test]
    fn pictures_have_the_size_that_is_said_of_them() {
        let write = |share, syntax| {
            let image = bindery_model::Image {
                target: Target::Site { url: String::new() },
                alt: Some("A".to_owned()),
                title: None,
                width: Some(10),
                height: None,
                share,
                sizes: Vec::new(),
                attributes: None,
            };
            let options = Options {
                syntax,
                ..Options::default()
            };
            let blocks = [Block::paragraph(vec![Inline::Image(Box::new(image))])];
            to_html(&blocks, &[], &options, &Shown)
        };
        for (share, book, page) in [
            (
                None,
                "width=\"10\" height=\"7\"",
                "width=\"10\" height=\"7\"",
            ),
            (
                Some(Share::Line(50)),
                "style=\"width: 50%\" width=\"300\" height=\"200\"",
                "width=\"50%\"",
            ),
            (
                Some(Share::Picture(50)),
                "width=\"150\" height=\"100\"",
                "width=\"150\" height=\"100\"",
            ),
        ] {
            let image = "<p><img src=\"a.png\" alt=\"A\"";
            assert_eq!(
                write(share, Syntax::Xhtml),
                format!("{image} {book}/></p>\n")
            );
            assert_eq!(write(share, Syntax::Html), format!("{image} {page}></p>\n"));
        }
    }

    #[test]
    fn what_stands_in_for_a_film_is_kept_if_it_leads_elsewhere() {
        let site = |url: &str| Target::Site {
            url: url.to_owned(),
        };
        let write = |kind, address: &str, title: Option<&str>| {
            let media = Media {
                kind,
                sources: vec![site("/f.mp4")],
                poster: None,
                title: title.map(str::to_owned),
                attributes: None,
                fallback: vec![
                    Inline::text("Or "),
                    Inline::link(site(address), vec![Inline::text("read")]),
                ],
            };
            let blocks = [Block::paragraph(vec![Inline::Media(Box::new(media))])];
            to_html(&blocks, &[], &Options::default(), &AsWritten)
        };
        for (kind, address, title, wanted) in [
            (MediaKind::Video, "/f.mp4", None, "f.mp4</a>"),
            (
                MediaKind::Video,
                "/t",
                None,
                "f.mp4</a> Or <a href=\"/t\">read</a>",
            ),
            (
                MediaKind::Embedded,
                "/t",
                Some("A"),
                "A</a> Or <a href=\"/t\">read</a>",
            ),
            (
                MediaKind::Embedded,
                "/f.mp4",
                None,
                "f.mp4</a> Or <a href=\"/f.mp4\">read</a>",
            ),
        ] {
            let found = write(kind, address, title);
            assert_eq!(found, format!("<p><a href=\"/f.mp4\">{wanted}</p>\n"));
        }
    }

    #[test]
    fn texts_on_their_own_stay_apart() {
        let blocks = ["a", "b", "c"].map(|text| Block::plain(vec![Inline::text(text)]));
        let html = to_html(&blocks, &[], &Options::default(), &AsWritten);
        assert_eq!(html, "a<div>b</div>\n<div>c</div>\n");
    }
}
