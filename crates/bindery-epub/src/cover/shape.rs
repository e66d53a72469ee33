//! A line of text as glyphs: in the order of the eye, each from the first font that has it, joined
//! and placed as its script wants it.
use harfrust::{Buffer, Direction, Font, GlyphId, Language, ShapeOptions, ShaperFont, shape};
use unicode_bidi::{BidiInfo, Level};

use super::scripts::{Script, is_mark, script_of};
use crate::faces::has;

/// A glyph of a line. Lengths are in units of the size of the type; `y` grows upwards.
pub(super) struct Glyph {
    /// Its font: a place in the fonts of the typesetter.
    pub(super) font: usize,
    pub(super) id: GlyphId,
    pub(super) x: f32,
    pub(super) y: f32,
}

/// A line of text, ready to be drawn.
#[derive(Default)]
pub(super) struct Line {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) width: f32,
}

/// Sets text in fonts.
pub(super) struct Typesetter<'a> {
    fonts: Vec<ShaperFont<'a, 'static>>,
    language: Option<Language>,
    right_to_left: bool,
}

impl<'a> Typesetter<'a> {
    pub(super) fn new(fonts: &'a [Font], language: &str, right_to_left: bool) -> Typesetter<'a> {
        Typesetter {
            fonts: fonts.iter().map(ShaperFont::new).collect(),
            language: Language::new(language),
            right_to_left,
        }
    }

    /// The width of a text, without spaces at its end.
    pub(super) fn width(&self, text: &str) -> f32 {
        self.set(text.trim_end()).width
    }

    /// Sets a line.
    pub(super) fn set(&self, text: &str) -> Line {
        let level = if self.right_to_left {
            Level::rtl()
        } else {
            Level::ltr()
        };
        let bidi = BidiInfo::new(text, Some(level));
        let mut line = Line::default();
        for paragraph in &bidi.paragraphs {
            let (levels, runs) = bidi.visual_runs(paragraph, paragraph.range.clone());
            for run in runs {
                let right_to_left = levels[run.start].is_rtl();
                let mut parts = self.parts(&text[run]);
                if right_to_left {
                    parts.reverse();
                }
                for (font, part) in parts {
                    self.push(font, part, right_to_left, &mut line);
                }
            }
        }
        line
    }

    /// The parts of a text that are of one font and one script.
    fn parts<'t>(&self, text: &'t str) -> Vec<(usize, &'t str)> {
        let mut parts = Vec::new();
        let (mut start, mut current) = (0, None);
        for (at, c) in text.char_indices() {
            let own = self.fonts.iter().position(|font| has(font, c));
            let (font, script) = match (current, own, script_of(c)) {
                (Some(current), None, _) => current,
                (Some((font, script)), _, _) if is_mark(c) => (font, script),
                (Some((font, script)), Some(own), Script::Common) if font == own => (font, script),
                (_, own, script) => (own.unwrap_or(0), script),
            };
            match current {
                Some(before) if before != (font, script) => {
                    parts.push((before.0, &text[start..at]));
                    start = at;
                }
                _ => {}
            }
            current = Some((font, script));
        }
        parts.extend(current.map(|(font, _)| (font, &text[start..])));
        parts
    }

    fn push(&self, font: usize, text: &str, right_to_left: bool, line: &mut Line) {
        let Some(shaper) = self.fonts.get(font) else {
            return;
        };
        let mut buffer = Buffer::new();
        buffer.push_str(text);
        buffer.set_direction(if right_to_left {
            Direction::RightToLeft
        } else {
            Direction::LeftToRight
        });
        buffer.set_language(self.language.clone());
        buffer.guess_segment_properties();
        if shape(shaper, &mut buffer, ShapeOptions::new()).is_err() {
            return;
        }
        let scale = 1.0 / f32::from(shaper.units_per_em().max(1));
        for (info, position) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
            // A character that no font has leaves nothing, not a box.
            if info.glyph_id == 0 {
                continue;
            }
            line.glyphs.push(Glyph {
                font,
                id: GlyphId::new(info.glyph_id),
                x: line.width + position.x_offset as f32 * scale,
                y: position.y_offset as f32 * scale,
            });
            line.width += position.x_advance as f32 * scale;
        }
    }
}
