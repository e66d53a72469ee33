//! What stands on a drawn cover, and where.
use std::collections::BTreeSet;

use bindery_model::{Diagnostic, Digest, Store};
use harfrust::Font;
use harfrust::font::Source;

use super::CoverFonts;
use super::draw::{self, Canvas, Colour};
use super::lines::{Fit, fit, is_east_asian};
use super::scripts::is_invisible;
use super::shape::Typesetter;
use crate::Error;
use crate::faces::family;
use crate::labels::Labels;
use crate::metadata::Metadata;

/// The shape that shops and readers ask for, in units.
const WIDTH: u32 = 1600;
const HEIGHT: u32 = 2400;
const MARGIN: f32 = 170.0;
const TEXT_WIDTH: f32 = WIDTH as f32 - 2.0 * MARGIN;

/// Sizes of titles. Large type has few lines.
const TITLE: [Fit; 9] = [
    size(230.0, 2),
    size(196.0, 3),
    size(168.0, 4),
    size(144.0, 5),
    size(122.0, 6),
    size(104.0, 7),
    size(88.0, 9),
    size(74.0, 11),
    size(62.0, 13),
];
/// Chinese titles of few characters stay on one line.
const SHORT_TITLE: [Fit; 4] = [
    size(300.0, 1),
    size(250.0, 1),
    size(205.0, 1),
    size(168.0, 1),
];
const SUBTITLE: [Fit; 3] = [size(80.0, 2), size(66.0, 4), size(54.0, 6)];
const AUTHORS: [Fit; 3] = [size(76.0, 1), size(62.0, 2), size(50.0, 3)];
const SPAN: [Fit; 2] = [size(52.0, 1), size(40.0, 2)];
const LEADING: f32 = 1.28;

const fn size(size: f32, lines: usize) -> Fit {
    Fit { size, lines }
}

/// Grounds that light letters stand out from. Volumes of a series have the same one.
const GROUNDS: [Colour; 8] = [
    [0x23, 0x39, 0x4d],
    [0x4a, 0x2b, 0x2f],
    [0x2c, 0x44, 0x38],
    [0x3b, 0x34, 0x4f],
    [0x6b, 0x3a, 0x2e],
    [0x1f, 0x47, 0x4c],
    [0x5a, 0x33, 0x40],
    [0x3a, 0x3f, 0x45],
];
const INK: Colour = [0xf6, 0xf1, 0xe6];
const FAINT: Colour = [0xd8, 0xcd, 0xb6];

/// What is written on a cover, and in which fonts.
pub(crate) struct Drawing {
    texts: Texts,
    language: String,
    right_to_left: bool,
    ground: Colour,
    fonts: Vec<Font>,
}

#[derive(Debug)]
struct Texts {
    title: String,
    volume: String,
    subtitle: String,
    authors: String,
    span: String,
}

/// What is to be drawn, if there are fonts for the title. What is left out is told.
pub(crate) fn plan(
    metadata: &Metadata,
    labels: &Labels,
    fonts: &CoverFonts,
    found: &mut Vec<Diagnostic>,
) -> Option<Drawing> {
    let mut texts = Texts::of(metadata, labels);
    let all = texts.all().map(|text| text.as_str());
    let (fonts, missing) = fonts.choose(&all, &metadata.language);
    let lacks = |text: &str| {
        text.chars()
            .any(|c| c.is_alphanumeric() && missing.contains(&c))
    };
    if lacks(&texts.title) || fonts.is_empty() {
        let missing = texts.title.chars().filter(|c| missing.contains(c));
        found.push(no_font(&missing.collect()));
        return None;
    }
    for text in texts.all() {
        if lacks(text) {
            text.clear();
        }
        text.retain(|c| !missing.contains(&c));
    }
    texts = texts.plain();
    if !missing.is_empty() {
        found.push(left_out(&missing));
    }
    Some(Drawing {
        right_to_left: crate::language::is_right_to_left(&metadata.language),
        language: metadata.language.clone(),
        ground: ground(metadata),
        texts,
        fonts,
    })
}

const HINT: &str = "name a font file that has them with --cover-font, install one, or give a \
                    picture with --cover";

fn no_font(missing: &BTreeSet<char>) -> Diagnostic {
    Diagnostic::note(
        "cover.font",
        format!(
            "the book has no cover: no font was found that has {}",
            list(missing)
        ),
    )
    .with_hint(HINT)
}

fn left_out(missing: &BTreeSet<char>) -> Diagnostic {
    Diagnostic::note(
        "cover.characters",
        format!("left out of the cover: {}", list(missing)),
    )
    .with_hint(HINT)
}

/// The first characters.
fn list(characters: &BTreeSet<char>) -> String {
    let first: Vec<String> = characters.iter().take(12).map(char::to_string).collect();
    let more = if characters.len() > first.len() {
        ", …"
    } else {
        ""
    };
    format!("{}{more}", first.join(", "))
}

/// The same for all volumes of a book.
fn ground(metadata: &Metadata) -> Colour {
    let name = match &metadata.series {
        Some(series) => &series.name,
        None => &metadata.work,
    };
    // FNV-1a.
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    GROUNDS[hash as usize % GROUNDS.len()]
}

impl Texts {
    fn of(metadata: &Metadata, labels: &Labels) -> Texts {
        let authors: Vec<&str> = metadata
            .creators
            .iter()
            .filter(|creator| creator.role == "aut")
            .map(|creator| creator.name.as_str())
            .collect();
        let between = if authors.iter().all(|author| is_east_asian(author)) {
            "　"
        } else {
            " · "
        };
        Texts {
            title: metadata.work.clone(),
            volume: metadata.volume.clone().unwrap_or_default(),
            subtitle: metadata.subtitle.clone().unwrap_or_default(),
            authors: authors.join(between),
            span: span(metadata, labels),
        }
        .plain()
    }

    /// White space is single spaces, and no word is without anything to be seen.
    fn plain(mut self) -> Texts {
        for text in self.all() {
            *text = text
                .split(|c: char| c.is_whitespace() && c != '\u{3000}')
                .filter(|word| !word.chars().all(is_invisible))
                .collect::<Vec<_>>()
                .join(" ");
        }
        self
    }

    fn all(&mut self) -> [&mut String; 5] {
        [
            &mut self.title,
            &mut self.volume,
            &mut self.subtitle,
            &mut self.authors,
            &mut self.span,
        ]
    }
}

/// From when to when the posts are: in years where they differ, else months, else days; in years
/// alone where the book does not know the names of months.
fn span(metadata: &Metadata, labels: &Labels) -> String {
    let (Some(first), Some(last)) = (metadata.first, metadata.last) else {
        return String::new();
    };
    let spans = [
        (labels.year(first), labels.year(last)),
        (labels.month(first), labels.month(last)),
    ];
    for (first, last) in spans {
        if first != last {
            return format!("{first} – {last}");
        }
        if !labels.is_for(&metadata.language) {
            return first;
        }
    }
    match (labels.day(first), labels.day(last)) {
        (first, last) if first == last => first,
        _ => labels.month(first),
    }
}

impl Drawing {
    /// The cover, as the bytes of a JPEG: the one that a run before has drawn, if it is kept and
    /// nothing has changed that it depends on.
    pub(crate) fn jpeg(&self, store: Option<&dyn Store>) -> Result<Vec<u8>, Error> {
        // It reads all bytes of the fonts: a Chinese one has 26 MB.
        let kept = store.and_then(|store| Some((store, self.digest()?)));
        if let Some(cover) = kept.and_then(|(store, key)| store.get(key)) {
            return Ok(cover);
        }
        let cover = self.draw()?;
        if let Some((store, key)) = kept {
            store.put(key, cover.clone());
        }
        Ok(cover)
    }

    /// The digest of all that the cover depends on.
    fn digest(&self) -> Option<Digest> {
        let fonts = self.fonts.iter().map(|font| match font.source() {
            Source::Blob(bytes) => Some((Digest::of_bytes(bytes.as_ref()), family(font))),
            Source::TableFunction(_) => None,
        });
        let fonts: Vec<_> = fonts.collect::<Option<_>>()?;
        Some(Digest::of_shown(&(
            ("epub.cover", env!("CARGO_PKG_VERSION"), fonts),
            (&self.texts, &self.language, self.right_to_left, self.ground),
        )))
    }

    fn draw(&self) -> Result<Vec<u8>, Error> {
        let typesetter = Typesetter::new(&self.fonts, &self.language, self.right_to_left);
        let mut canvas =
            Canvas::new(WIDTH, HEIGHT, self.ground, &self.fonts).ok_or(Error::Cover)?;
        let mut page = Page {
            canvas: &mut canvas,
            typesetter: &typesetter,
            right_to_left: self.right_to_left,
        };
        let texts = &self.texts;
        page.bar(300.0, 150.0, 12.0, FAINT);
        let title = page.fit(&texts.title, title_sizes(&texts.title));
        let mut top = page.lines(400.0, &title, INK);
        if !texts.subtitle.is_empty() {
            let subtitle = page.fit(&texts.subtitle, &SUBTITLE);
            top = page.lines(top + 50.0, &subtitle, FAINT);
        }
        if !texts.volume.is_empty() {
            let volume = page.fit(&texts.volume, &TITLE[3..]);
            page.lines(top + 70.0, &volume, FAINT);
        }
        let authors = page.fit(&texts.authors, &AUTHORS);
        let span = page.fit(&texts.span, &SPAN);
        let rule = HEIGHT as f32 - 330.0;
        page.bar(rule, TEXT_WIDTH, 3.0, FAINT);
        page.lines(rule - 50.0 - height(&authors), &authors, INK);
        page.lines(rule + 50.0, &span, FAINT);
        draw::jpeg(canvas).map_err(|_| Error::Cover)
    }
}

fn title_sizes(title: &str) -> &'static [Fit] {
    // A title that is so long on one line is broken, and larger.
    if is_east_asian(title) && title.chars().count() <= 7 {
        &SHORT_TITLE
    } else {
        &TITLE
    }
}

fn height((size, lines): &(f32, Vec<String>)) -> f32 {
    size * LEADING * lines.len() as f32
}

/// A cover on which text is put from top to bottom.
struct Page<'a, 'f> {
    canvas: &'a mut Canvas<'f>,
    typesetter: &'a Typesetter<'f>,
    right_to_left: bool,
}

impl Page<'_, '_> {
    fn fit(&self, text: &str, fits: &[Fit]) -> (f32, Vec<String>) {
        fit(text, TEXT_WIDTH, fits, |text| self.typesetter.width(text))
    }

    /// Puts lines below `top`, and returns where they end.
    fn lines(&mut self, top: f32, text: &(f32, Vec<String>), colour: Colour) -> f32 {
        let (size, lines) = text;
        for (number, line) in lines.iter().enumerate() {
            let line = self.typesetter.set(line);
            let baseline = top + size * (0.9 + LEADING * number as f32);
            let x = if self.right_to_left {
                WIDTH as f32 - MARGIN - line.width * size
            } else {
                MARGIN
            };
            self.canvas.line(&line, x, baseline, *size, colour);
        }
        top + height(text)
    }

    fn bar(&mut self, top: f32, width: f32, height: f32, colour: Colour) {
        let x = if self.right_to_left {
            WIDTH as f32 - MARGIN - width
        } else {
            MARGIN
        };
        self.canvas.bar(x, top, width, height, colour);
    }
}
