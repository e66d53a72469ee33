//! Inlines as one string, with marks for breaks.
use bindery_model::{Image, Inline, Media, MediaKind, Style, Target};

use crate::Links;
use crate::blocks::Setter;
use crate::scripts::{subscript, superscript};
use crate::wrap::{HARD_BREAK, NO_BREAK, SOFT_BREAK};

impl Setter<'_> {
    pub(crate) fn inlines(&mut self, inlines: &[Inline]) -> String {
        let mut out = String::new();
        self.push_inlines(inlines, &mut out);
        out
    }

    fn push_inlines(&mut self, inlines: &[Inline], out: &mut String) {
        for inline in inlines {
            self.push_inline(inline, out);
        }
    }

    fn push_inline(&mut self, inline: &Inline, out: &mut String) {
        match inline {
            Inline::Text { text } => self.push_text(text, out),
            Inline::Styled { style, content, .. } => self.push_styled(style, content, out),
            Inline::Link {
                target, content, ..
            } => {
                let start = out.len();
                self.push_inlines(content, out);
                if let Some(address) = self.address(target) {
                    self.push_address(&address, start, out);
                }
            }
            Inline::Image(image) => self.push_image(image, out),
            Inline::Media(media) => self.push_media(media, out),
            Inline::LineBreak => out.push(HARD_BREAK),
            Inline::WordBreak => out.push(SOFT_BREAK),
            Inline::Ruby { segments } => {
                for segment in segments {
                    self.push_inlines(&segment.base, out);
                    let annotation = self.inlines(&segment.annotation);
                    if !annotation.trim().is_empty() {
                        out.push_str(&format!("（{}）", annotation.trim()));
                    }
                }
            }
            Inline::Math(formula) => self.push_text(&formula.text(), out),
            Inline::FootnoteReference { footnote } => {
                out.push(NO_BREAK);
                // Nor between the word and the number in it.
                out.push_str(&self.note_mark(*footnote).replace(' ', "\u{a0}"));
            }
        }
    }

    fn push_styled(&mut self, style: &Style, content: &[Inline], out: &mut String) {
        let start = out.len();
        match style {
            Style::Quotation => {
                out.push('“');
                self.push_inlines(content, out);
                out.push('”');
            }
            Style::Deleted | Style::Strikethrough => {
                out.extend(['~', NO_BREAK]);
                self.push_inlines(content, out);
                out.extend([NO_BREAK, '~']);
            }
            Style::Superscript | Style::Subscript => {
                self.push_inlines(content, out);
                let text = out.split_off(start);
                out.push_str(&match style {
                    Style::Superscript => superscript(&text),
                    _ => subscript(&text),
                });
            }
            _ => self.push_inlines(content, out),
        }
    }

    /// `[image: alternative text]`; a decoration says nothing.
    fn push_image(&mut self, image: &Image, out: &mut String) {
        let alt = image.alt.as_deref();
        if alt == Some("") {
            return;
        }
        let name = self.clean(alt.or(image.title.as_deref()).unwrap_or_default());
        push_labelled(self.labels.image, &[name], out);
    }

    fn push_media(&mut self, media: &Media, out: &mut String) {
        let label = match media.kind {
            MediaKind::Audio => self.labels.audio,
            MediaKind::Video => self.labels.video,
            MediaKind::Embedded => self.labels.embedded,
        };
        let name = match (media.naming_fallback(), &media.title) {
            (Some(fallback), _) => self.inlines(fallback),
            (None, title) => self.clean(title.as_deref().unwrap_or_default()),
        };
        let address = media.sources.iter().find_map(|source| self.address(source));
        push_labelled(label, &[name, address.unwrap_or_default()], out);
        if media.naming_fallback().is_none() && !media.shown_fallback().is_empty() {
            out.push(' ');
            out.push_str(&self.inlines(media.shown_fallback()));
        }
    }

    /// What stands behind the text of a link, which begins at `start`.
    fn push_address(&mut self, address: &str, start: usize, out: &mut String) {
        let text = out[start..].trim();
        if text == address || address.trim_start_matches("mailto:") == text {
            return;
        }
        match self.options.links {
            Links::None => {}
            Links::Inline => out.push_str(&format!(" <{address}>")),
            Links::Footnote => {
                let next = self.addresses.len() + 1;
                let number = *self.numbers.entry(address.to_owned()).or_insert(next);
                if number == next {
                    self.addresses.push(address.to_owned());
                }
                out.push_str(&format!("{NO_BREAK}[{number}]"));
            }
        }
    }

    /// Where a link leads on the web; `None` for a place in this very text.
    fn address(&self, target: &Target) -> Option<String> {
        let absolute = |url: &str| self.site.absolute(url).unwrap_or_else(|| url.to_owned());
        let address = match target {
            Target::Web { address } if address.is_data() => return None,
            Target::Fragment { .. } | Target::Drawing { .. } => return None,
            Target::Web { address } => address.to_string(),
            Target::Post { url, fragment, .. } => match fragment {
                Some(fragment) => format!("{}#{fragment}", absolute(url)),
                None => absolute(url),
            },
            Target::Resource { url, .. } => absolute(url),
            Target::Site { url } if url.starts_with('/') => absolute(url),
            Target::Site { url } => url.clone(),
        };
        Some(self.clean(&address))
    }
}

fn push_labelled(label: &str, parts: &[String], out: &mut String) {
    out.push('[');
    out.push_str(label);
    let mut separator = ": ";
    for part in parts.iter().map(|part| part.trim()) {
        if !part.is_empty() {
            out.push_str(separator);
            out.push_str(part);
            separator = " ";
        }
    }
    out.push(']');
}
