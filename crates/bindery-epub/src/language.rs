//! Which language a text is in.
use std::collections::BTreeMap;

use bindery_model::{
    Block, BlockKind, Entry, Inline, Kept, Post, Source, chinese_tag, language_tag,
};
use whatlang::Lang;

/// Languages that are written from right to left.
const RIGHT_TO_LEFT: [&str; 12] = [
    "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "syr", "ur", "yi",
];

/// How many posts of a book are looked at, and bytes of text in each.
const POSTS: usize = 8;
const SAMPLE: usize = 1200;
/// Letters below which a text says too little about its language.
const FEWEST_LETTERS: usize = 150;

/// Whether a language is written from right to left.
pub(crate) fn is_right_to_left(language: &str) -> bool {
    let primary = language.split('-').next().unwrap_or_default();
    let mut known = RIGHT_TO_LEFT.iter();
    known.any(|known| known.eq_ignore_ascii_case(primary))
}

fn primary(language: &str) -> String {
    let primary = language.split('-').next().unwrap_or_default();
    primary.to_ascii_lowercase()
}

/// The language of a book: the one that was given, else the site's, else that of most posts, else
/// the one that the text of some of them is in.
pub(crate) fn of_book(source: &dyn Source, given: Option<&str>) -> String {
    given
        .and_then(language_tag)
        .or_else(|| language_tag(source.site().language.as_deref()?))
        .or_else(|| of_most(source))
        .or_else(|| detect(&sample_of(source)))
        .unwrap_or_else(|| "en".to_owned())
}

fn of_most(source: &dyn Source) -> Option<String> {
    let most = declared(source).into_iter().max_by_key(|&(_, count)| count);
    most.map(|(language, _)| language)
}

/// The languages that at least so many of a hundred posts declare, beside that of the book.
const OTHERS: usize = 5;

/// Which other languages a book is in, by the number of posts that declare them. One that only says
/// less than another, as `zh` beside `zh-CN`, is none.
pub(crate) fn others(source: &dyn Source, book: &str) -> Vec<String> {
    let mut counted: Vec<(String, usize)> = declared(source).into_iter().collect();
    counted.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    let wanted = (source.entries().len() * OTHERS).div_ceil(100);
    let mut languages = vec![book.to_owned()];
    for (language, count) in counted {
        let says_same = |known: &String| {
            let (one, other) = (known.to_ascii_lowercase(), language.to_ascii_lowercase());
            one == other || primary(known) == other || primary(&language) == one
        };
        if count >= wanted && !languages.iter().any(says_same) {
            languages.push(language);
        }
    }
    languages.split_off(1)
}

/// How many posts declare each language.
fn declared(source: &dyn Source) -> BTreeMap<String, usize> {
    let mut declared = BTreeMap::new();
    for entry in source.entries() {
        if let Some(language) = entry.meta.language.as_deref().and_then(language_tag) {
            *declared.entry(language).or_default() += 1;
        }
    }
    declared
}

fn sample_of(source: &dyn Source) -> String {
    let entries = source.entries();
    let step = entries.len().div_ceil(POSTS).max(1);
    let kept = Kept::new(source, "epub.prose", &(env!("CARGO_PKG_VERSION"), SAMPLE));
    let mut sample = String::new();
    for entry in entries.iter().step_by(step) {
        sample.push_str(&entry.meta.title);
        sample.push('\n');
        sample.push_str(&prose_of(source, kept, entry));
    }
    sample
}

/// Some of what a post says; nothing where it cannot be read.
fn prose_of(source: &dyn Source, kept: Option<Kept<'_>>, entry: &Entry) -> String {
    let known = kept
        .and_then(|kept| kept.look_up(entry, &(), |unpacker| Some(unpacker.text()?.to_owned())));
    if let Some(known) = known {
        return known;
    }
    let mut prose = String::new();
    if let Ok(parsed) = source.read(entry) {
        push_prose(&parsed.post.blocks, &mut prose, SAMPLE);
        if let Some((kept, basis)) = kept.zip(parsed.basis.as_ref()) {
            kept.keep(entry, &(), basis, |packer| packer.text(&prose));
        }
    }
    prose
}

/// The language of a post: the one that it declares, else another than the book's if its text is
/// clearly in that.
pub(crate) fn of_post(post: &Post, book: &str) -> Option<String> {
    if let Some(language) = post.meta.language.as_deref().and_then(language_tag) {
        return Some(language);
    }
    // The last text is cut, and has a line end.
    let mut sample = String::with_capacity(SAMPLE + 1);
    push_prose(&post.blocks, &mut sample, SAMPLE);
    // The direction of lines follows from it, however short the text is.
    if !is_right_to_left(book) && is_written_from_right(&sample) {
        let detected = detect(&sample).filter(|language| is_right_to_left(language));
        return detected.or_else(|| {
            let is_hebrew = sample.contains(|c| matches!(c, '\u{590}'..='\u{5ff}'));
            Some(if is_hebrew { "he" } else { "ar" }.to_owned())
        });
    }
    let scripts = Scripts::of(&sample);
    if scripts.letters() < FEWEST_LETTERS && scripts.east_asian() < FEWEST_LETTERS / 3 {
        return None;
    }
    let book = primary(book);
    let same = match scripts.language() {
        // Characters alone do not tell Chinese from Japanese headlines.
        Some(language) => book == language || (book == "ja" && language == "zh"),
        None => !is_east_asian(&book) && has_common_words(&sample, &book),
    };
    if same {
        return None;
    }
    detect(&sample).filter(|language| primary(language) != book)
}

/// Whether most letters are of a script that is written from right to left.
fn is_written_from_right(text: &str) -> bool {
    // The first bytes of Hebrew and Arabic, which no other script has: most texts end here. Without a
    // way out of the loop, processors look at many bytes at a time.
    let is_first = |byte| matches!(byte, 0xd6..=0xdf);
    if !text.bytes().fold(false, |any, byte| any | is_first(byte)) {
        return false;
    }
    let (mut right, mut all) = (0, 0);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        all += 1;
        right += usize::from(matches!(
            c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        ));
    }
    right * 2 > all
}

fn is_east_asian(language: &str) -> bool {
    matches!(language, "zh" | "ja" | "ko")
}

/// The language of a text, if that is clear.
pub(crate) fn detect(text: &str) -> Option<String> {
    match Scripts::of(text).language() {
        Some("zh") => Some(chinese_tag(text).to_owned()),
        Some(language) => Some(language.to_owned()),
        None => {
            let found = whatlang::detect(text)?;
            let sure = found.is_reliable() || text.len() > 4 * FEWEST_LETTERS;
            let code = code(found.lang())?;
            sure.then(|| code.to_owned())
        }
    }
}

/// How many letters of a text are of which script.
#[derive(Debug, Default)]
struct Scripts {
    han: usize,
    kana: usize,
    hangul: usize,
    other: usize,
}

impl Scripts {
    fn of(text: &str) -> Scripts {
        let mut scripts = Scripts {
            other: ascii_letters(text),
            ..Scripts::default()
        };
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(first) = bytes.get(at) {
            at += match first {
                // Of U+4000 to U+9FFF.
                0xe4..=0xe9 => {
                    scripts.han += 1;
                    3
                }
                0..=0x7f => match bytes[at..].first_chunk::<8>() {
                    Some(next) if next.is_ascii() => next.len(),
                    _ => 1,
                },
                _ => {
                    let c = text[at..].chars().next().unwrap_or_default();
                    scripts.add(c);
                    c.len_utf8()
                }
            };
        }
        scripts
    }

    fn add(&mut self, c: char) {
        match c {
            '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}' => self.han += 1,
            '\u{3040}'..='\u{30ff}' => self.kana += 1,
            '\u{ac00}'..='\u{d7af}' => self.hangul += 1,
            // Punctuation of East Asia.
            '\u{2010}'..='\u{2027}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3020}' => {}
            '\u{ff01}'..='\u{ff20}' => {}
            c if c.is_alphabetic() => self.other += 1,
            _ => {}
        }
    }

    fn east_asian(&self) -> usize {
        self.han + self.kana + self.hangul
    }

    fn letters(&self) -> usize {
        self.east_asian() + self.other
    }

    /// A character of these scripts says as much as several letters.
    fn language(&self) -> Option<&'static str> {
        match self {
            _ if self.east_asian() * 3 <= self.other => None,
            _ if self.kana * 10 > self.east_asian() => Some("ja"),
            _ if self.hangul * 2 > self.east_asian() => Some("ko"),
            _ if self.han > 0 => Some("zh"),
            _ => None,
        }
    }
}

/// How many letters of ASCII there are: in pieces that a byte can count and that registers divide, so
/// that processors look at many bytes at a time.
fn ascii_letters(text: &str) -> usize {
    let in_piece = |piece: &[u8]| {
        let counted = piece
            .iter()
            .map(|byte| u8::from(byte.is_ascii_alphabetic()));
        usize::from(counted.fold(0, u8::wrapping_add))
    };
    text.as_bytes().chunks(240).map(in_piece).sum()
}

/// The most frequent words of the languages that most posts are in. A text that has many of them
/// needs no closer look.
const COMMON_WORDS: [(&str, &str); 7] = [
    (
        "en",
        "the of and to in a is that it for on with as was are be this you have",
    ),
    (
        "de",
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine",
    ),
    (
        "fr",
        "de la le et les des en un du une que est pour qui dans a par plus pas au",
    ),
    (
        "es",
        "de la que el en y a los se del las un por con no una su para es al lo",
    ),
    (
        "it",
        "di e il la che in a per un è del non una le si con i da della sono al",
    ),
    (
        "pt",
        "de a o que e do da em um para é com não uma os no se na por mais as",
    ),
    (
        "nl",
        "de van een het en in is dat op te zijn met voor niet aan er om ook als",
    ),
];

fn has_common_words(text: &str, language: &str) -> bool {
    let Some((_, common)) = COMMON_WORDS.iter().find(|(known, _)| *known == language) else {
        return false;
    };
    let common: Vec<&str> = common.split(' ').collect();
    let (mut words, mut known) = (0, 0);
    for word in text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
    {
        words += 1;
        let is_common = common.iter().any(|one| one.eq_ignore_ascii_case(word));
        known += usize::from(is_common);
    }
    known * 7 >= words
}

/// Appends the text of paragraphs and the like until `out` has `end` bytes. Code is in no language.
fn push_prose(blocks: &[Block], out: &mut String, end: usize) {
    for block in blocks {
        if out.len() >= end {
            return;
        }
        match &block.kind {
            BlockKind::Paragraph { content }
            | BlockKind::Plain { content }
            | BlockKind::Heading { content, .. } => {
                push_words(content, out, end);
                out.push('\n');
            }
            BlockKind::Quote { blocks }
            | BlockKind::Division { blocks, .. }
            | BlockKind::Details { blocks, .. }
            | BlockKind::Figure { blocks, .. } => push_prose(blocks, out, end),
            BlockKind::List { items, .. } => {
                for item in items {
                    push_prose(&item.blocks, out, end);
                }
            }
            BlockKind::DefinitionList { items } => {
                for definition in items.iter().flat_map(|item| &item.definitions) {
                    push_prose(definition, out, end);
                }
            }
            BlockKind::Table(table) => {
                for cell in table.rows().flat_map(|row| &row.cells) {
                    push_prose(&cell.blocks, out, end);
                }
            }
            BlockKind::Code { .. } | BlockKind::Rule | BlockKind::Math(_) => {}
        }
    }
}

fn push_words(content: &[Inline], out: &mut String, end: usize) {
    for inline in content {
        match inline {
            Inline::Text { text } => {
                let room = end.saturating_sub(out.len());
                out.push_str(&text[..text.floor_char_boundary(room)]);
            }
            Inline::Styled {
                style: bindery_model::Style::Code,
                ..
            } => {}
            Inline::Styled { content, .. } | Inline::Link { content, .. } => {
                push_words(content, out, end);
            }
            _ => {}
        }
    }
}

/// The shortest code of a language (ISO 639), as BCP 47 wants it.
fn code(language: Lang) -> Option<&'static str> {
    Some(match language {
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Ben => "bn",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ukr => "uk",
        Lang::Kat => "ka",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Heb => "he",
        Lang::Yid => "yi",
        Lang::Pol => "pl",
        Lang::Amh => "am",
        Lang::Jav => "jv",
        Lang::Kor => "ko",
        Lang::Nob => "nb",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Fin => "fi",
        Lang::Tur => "tr",
        Lang::Nld => "nl",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Bel => "be",
        Lang::Mar => "mr",
        Lang::Kan => "kn",
        Lang::Ron => "ro",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Mkd => "mk",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Tam => "ta",
        Lang::Vie => "vi",
        Lang::Urd => "ur",
        Lang::Tha => "th",
        Lang::Guj => "gu",
        Lang::Uzb => "uz",
        Lang::Pan => "pa",
        Lang::Aze => "az",
        Lang::Ind => "id",
        Lang::Tel => "te",
        Lang::Pes => "fa",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Khm => "km",
        Lang::Tuk => "tk",
        Lang::Aka => "ak",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Afr => "af",
        Lang::Lat => "la",
        Lang::Slk => "sk",
        Lang::Cat => "ca",
        Lang::Tgl => "tl",
        Lang::Hye => "hy",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use bindery_model::{Posts, Site};

    use super::*;

    const ENGLISH: &str = "The kettle had been on the stove for an hour when the postman came up \
        the path with a parcel under his arm, and nobody in the house remembered having ordered \
        anything at all from the shop in the village that week.";
    const GERMAN: &str = "Der Kessel stand schon eine Stunde auf dem Herd, als der Briefträger mit \
        einem Paket unter dem Arm den Weg heraufkam, und niemand im Haus konnte sich daran \
        erinnern, in dieser Woche irgendetwas im Laden bestellt zu haben.";
    const SIMPLIFIED_CHINESE: &str = "水壶在炉子上烧了一个小时，这时邮递员夹着包裹走上小路，家里没有人记得这个星期\
        在村里的商店买过什么东西。大家都说，这件事情很奇怪，应该去问问店里的人，看看是不是弄错了。";
    const TRADITIONAL_CHINESE: &str = "水壺在爐子上燒了一個小時，這時郵差夾著包裹走上小路，家裡沒有人記得這個星期\
        在村裡的商店買過什麼東西。大家都說，這件事情很奇怪，應該去問問店裡的人，看看是不是弄錯了。";
    const JAPANESE: &str = "やかんが一時間も火にかかっていたころ、郵便屋さんが小包をかかえて道をのぼってきた。\
        家のだれも、この週に村の店で何かを買ったおぼえがなかった。";

    #[test]
    fn letters_are_counted_by_script_wherever_they_stand() {
        for before in 0..20 {
            let text = format!("{}é中かー한, b㐀。", "a".repeat(before));
            let Scripts {
                han,
                kana,
                hangul,
                other,
            } = Scripts::of(&text);
            assert_eq!((han, kana, hangul, other), (2, 2, 1, before + 2));
        }
    }

    #[test]
    fn texts_tell_their_language() {
        for (text, language) in [
            (ENGLISH, "en"),
            (GERMAN, "de"),
            (SIMPLIFIED_CHINESE, "zh-Hans"),
            (TRADITIONAL_CHINESE, "zh-Hant"),
            (JAPANESE, "ja"),
        ] {
            assert_eq!(detect(text).as_deref(), Some(language), "{text}");
        }
    }

    #[test]
    fn a_post_in_another_language_than_the_book_is_noticed() {
        let post = |text: &str| Post {
            blocks: vec![Block::paragraph(vec![Inline::text(text)])],
            ..Post::default()
        };
        for (text, book, language) in [
            (ENGLISH, "en-GB", None),
            (GERMAN, "en", Some("de")),
            (ENGLISH, "de", Some("en")),
            (ENGLISH, "zh-CN", Some("en")),
            (SIMPLIFIED_CHINESE, "zh-CN", None),
            (SIMPLIFIED_CHINESE, "en", Some("zh-Hans")),
            (JAPANESE, "zh", Some("ja")),
            (GERMAN, "sv", Some("de")),
            ("Zu kurz.", "en", None),
            ("שורה ראשונה ואחרונה, with English", "en", Some("he")),
            ("سطر أول", "zh", Some("ar")),
            ("The sign says שער יפו in Hebrew.", "en", None),
            ("שורה ראשונה", "he", None),
        ] {
            assert_eq!(
                of_post(&post(text), book).as_deref(),
                language,
                "{text} in {book}"
            );
        }
    }

    #[test]
    fn further_languages_are_those_of_many_posts() {
        let post = |number: usize, language: &str| {
            let mut post = Post::default();
            post.meta.path = format!("{number:02}.md").into();
            post.meta.language = Some(language.into());
            post
        };
        let languages = [
            "en", "de", "en-GB", "zh", "EN", "fr", "fr", "fr", "fr", "fr",
        ];
        let many = (0..40).map(|number| post(number, "de"));
        let few = languages
            .into_iter()
            .zip(40..)
            .map(|(language, number)| post(number, language));
        let posts = Posts::new(Site::default(), many.chain(few).collect());
        assert_eq!(others(&posts, "en-US"), ["de", "fr"]);
        assert_eq!(others(&posts, "fr-CA"), ["de"]);
    }
}
