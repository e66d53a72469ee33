//! Inlines as one string, with marks for breaks.
use bindery_model::{Inline, Media, MediaKind, Style, Target};

use crate::Links;
use crate::blocks::Setter;
use crate::sanitize::sanitize;
use crate::wrap::{HARD_BREAK, SOFT_BREAK};

const SUPERSCRIPTS: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ";
const SUBSCRIPTS: &str = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙ";
const SCRIPTED: &str = "0123456789+-=()n";

impl Setter<'_> {
    pub(crate) fn inlines(&mut self, inlines: &[Inline]) -> String {
        let mut out = String::new();
        for inline in inlines {
            self.push_inline(inline, &mut out);
        }
        out
    }

    fn push_inline(&mut self, inline: &Inline, out: &mut String) {
        match inline {
            Inline::Text { text } => out.push_str(&sanitize(text)),
            Inline::Styled { style, content, .. } => {
                let text = self.inlines(content);
                push_styled(style, &text, out);
            }
            Inline::Link {
                target, content, ..
            } => {
                let text = self.inlines(content);
                out.push_str(&text);
                if let Some(address) = self.address(target) {
                    self.push_address(&address, &text, out);
                }
            }
            Inline::Image(image) => {
                let alt = sanitize(image.alt.as_deref().unwrap_or_default());
                // A decoration says nothing.
                if image.alt.as_deref() != Some("") {
                    let label = self.labels.image;
                    let colon = if alt.is_empty() { "" } else { ": " };
                    out.push_str(&format!("[{label}{colon}{alt}]"));
                }
            }
            Inline::Media(media) => self.push_media(media, out),
            Inline::LineBreak => out.push(HARD_BREAK),
            Inline::WordBreak => out.push(SOFT_BREAK),
            Inline::Ruby { segments } => {
                for segment in segments {
                    let base = self.inlines(&segment.base);
                    let annotation = self.inlines(&segment.annotation);
                    out.push_str(&base);
                    if !annotation.trim().is_empty() {
                        out.push_str(&format!("（{}）", annotation.trim()));
                    }
                }
            }
            Inline::Math { source } => out.push_str(&sanitize(source)),
            Inline::FootnoteReference { footnote } => {
                out.push_str(&format!("[^{}]", footnote + 1));
            }
        }
    }

    fn push_media(&mut self, media: &Media, out: &mut String) {
        let label = match media.kind {
            MediaKind::Audio => self.labels.audio,
            MediaKind::Video => self.labels.video,
            MediaKind::Embedded => self.labels.embedded,
        };
        let fallback = self.inlines(&media.fallback);
        let name = media.title.as_deref().map(sanitize).unwrap_or(fallback);
        let address = media.sources.iter().find_map(|source| self.address(source));
        let parts: Vec<String> = [Some(name), address]
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect();
        let colon = if parts.is_empty() { "" } else { ": " };
        out.push_str(&format!("[{label}{colon}{}]", parts.join(" ")));
    }

    fn push_address(&mut self, address: &str, text: &str, out: &mut String) {
        if text.trim() == address || address.trim_start_matches("mailto:") == text.trim() {
            return;
        }
        match self.options.links {
            Links::None => {}
            Links::Inline => out.push_str(&format!(" ({address})")),
            Links::Footnote => {
                let next = self.addresses.len() + 1;
                let number = *self.numbers.entry(address.to_owned()).or_insert(next);
                if number == next {
                    self.addresses.push(address.to_owned());
                }
                out.push_str(&format!("[{number}]"));
            }
        }
    }

    /// Where a link leads on the web; `None` for a place in this very text.
    pub(crate) fn address(&self, target: &Target) -> Option<String> {
        let address = match target {
            Target::Web { address } if address.is_data() => return None,
            Target::Web { address } => address.to_string(),
            Target::Post { url, fragment, .. } => {
                let fragment = fragment
                    .as_ref()
                    .map(|f| format!("#{f}"))
                    .unwrap_or_default();
                format!(
                    "{}{fragment}",
                    self.site.absolute(url).unwrap_or_else(|| url.clone())
                )
            }
            Target::Fragment { .. } => return None,
            Target::Resource { url, .. } => self.site.absolute(url).unwrap_or_else(|| url.clone()),
            Target::Site { url } if url.starts_with('/') => {
                self.site.absolute(url).unwrap_or_else(|| url.clone())
            }
            Target::Site { url } => url.clone(),
        };
        Some(sanitize(&address))
    }
}

fn push_styled(style: &Style, text: &str, out: &mut String) {
    match style {
        Style::Quotation => out.push_str(&format!("“{text}”")),
        Style::Superscript => out.push_str(&scripted(text, SUPERSCRIPTS, "^")),
        Style::Subscript => out.push_str(&scripted(text, SUBSCRIPTS, "_")),
        Style::Deleted | Style::Strikethrough => out.push_str(&format!("~{text}~")),
        _ => out.push_str(text),
    }
}

/// The characters of another row of Unicode, or the text behind a mark if it lacks one of them.
fn scripted(text: &str, row: &str, mark: &str) -> String {
    let one = |c: char| {
        row.chars()
            .nth(SCRIPTED.chars().position(|known| known == c)?)
    };
    let all: Option<String> = text.chars().map(one).collect();
    all.unwrap_or_else(|| {
        // A mark of a note or a link stands as it is.
        if text.starts_with('[') {
            text.to_owned()
        } else {
            format!("{mark}{text}")
        }
    })
}
