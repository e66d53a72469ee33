mod declaration;
mod twice;

use std::borrow::Cow;
use std::ops::Range;

use bindery_model::{Diagnostic, Location};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, GB18030, GBK, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

pub use twice::encoded_twice;

/// The text of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, without byte order mark.
    pub text: Cow<'a, str>,
    /// The WHATWG name of its encoding: `UTF-8`, `gb18030`, `Big5`, ….
    pub encoding: &'static str,
    /// Where in `text` U+FFFD stands for bytes that are not of the encoding: the first 100 places.
    pub replaced: Vec<Range<usize>>,
    /// Whether all of it had been encoded twice ([`encoded_twice`]); `text` is what was meant.
    pub is_twice: bool,
}

/// How many characters must come out before a whole file is taken for text that was encoded twice:
/// one that tells of such text has some.
const LEAST_TWICE: usize = 5;

/// How many places with bad bytes are remembered.
const REPLACED_KEPT: usize = 100;

/// How many bytes the detection looks at; it is slow, and sure after some hundreds.
const DETECTION_WINDOW: usize = 1 << 20;

/// Finds out the encoding and decodes.
///
/// In order: the byte order mark; an XML declaration in UTF-16; UTF-8 if it is valid, or nearly so
/// (single bad bytes among good characters are damage, not another encoding); what the text declares
/// of itself (`<meta charset>`, XML declaration); detection among the legacy encodings of the WHATWG
/// standard.
///
/// Valid UTF-8 comes before a declaration because a text that only talks about encodings is common
/// and a legacy text that is valid UTF-8 by chance is not.
///
/// Where lines end with CR alone, as on old machines, each is LF in the text.
///
/// ```
/// let decoded = bindery_parse::decode(b"\xd6\xd0\xb9\xfa\xc8\xcb\xc3\xf1\xd2\xf8\xd0\xd0\xb7\xa2\xb2\xbc");
/// assert_eq!((decoded.text.as_ref(), decoded.encoding), ("中国人民银行发布", "gb18030"));
/// ```
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    let mut decoded = decode_bytes(bytes);
    let has = |byte| memchr::memchr(byte, decoded.text.as_bytes()).is_some();
    if !has(b'\n') && has(b'\r') {
        decoded.text = Cow::Owned(decoded.text.replace('\r', "\n"));
    }
    decoded
}

fn decode_bytes(bytes: &[u8]) -> Decoded<'_> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, &bytes[mark..]);
    }
    if let Some(encoding) = declared_utf16(bytes) {
        return decode_as(encoding, bytes);
    }
    match simdutf8::basic::from_utf8(bytes) {
        // ISO-2022-JP is the one encoding whose text is ASCII to look at.
        Ok(_)
            if memchr::memchr(0x1b, bytes).is_some()
                && declaration::find(bytes) == Some(ISO_2022_JP) =>
        {
            decode_as(ISO_2022_JP, bytes)
        }
        Ok(text) => match encoded_twice(text, LEAST_TWICE) {
            Some(meant) => Decoded {
                is_twice: true,
                ..into_owned(whole(&meant))
            },
            None => whole(text),
        },
        Err(_) if is_damaged_utf8(bytes) => decode_utf8(bytes),
        Err(_) => decode_as(
            // It is not UTF-8, whatever it says.
            declaration::find(bytes)
                .filter(|encoding| *encoding != UTF_8)
                .unwrap_or_else(|| detect(bytes)),
            bytes,
        ),
    }
}

impl Decoded<'_> {
    /// What a user should know: that the text is in a legacy encoding, and which bytes of it were
    /// replaced.
    pub fn diagnostics(&self, path: &str) -> Vec<Diagnostic> {
        let legacy = (self.encoding != UTF_8.name()).then(|| {
            Diagnostic::note(
                "encoding.legacy",
                format!("the file is not UTF-8; it was read as {}", self.encoding),
            )
            .with_hint("save it as UTF-8 if its text looks wrong")
            .at(Location::whole_file(path))
        });
        let twice = self.is_twice.then(|| {
            Diagnostic::warning(
                "encoding.twice",
                "the file was encoded twice, as in `Ã©` for `é`; it was decoded twice",
            )
            .with_hint("save it once more, so that others can read it too")
            .at(Location::whole_file(path))
        });
        let found = legacy.into_iter().chain(twice);
        found.chain(self.diagnostic(path)).collect()
    }

    /// The warning that bytes were replaced; `None` if none were.
    pub fn diagnostic(&self, path: &str) -> Option<Diagnostic> {
        let first = self.replaced.first()?;
        let count = match self.replaced.len() {
            1 => "a byte that is".to_owned(),
            REPLACED_KEPT.. => format!("{REPLACED_KEPT} or more bytes that are"),
            count => format!("{count} bytes that are"),
        };
        Some(
            Diagnostic::warning(
                "encoding.bad-bytes",
                format!("the file holds {count} not {}", self.encoding),
            )
            .with_hint("each was replaced by U+FFFD; save the file as UTF-8")
            .at(Location::in_text(path, &self.text, first.clone())),
        )
    }
}

/// `<?x` in UTF-16, as the HTML standard looks for it ("prescan a byte stream to determine its
/// encoding"): it is valid UTF-8 with NUL characters.
fn declared_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<', 0, b'?', 0, b'x', 0, ..] => Some(UTF_16LE),
        [0, b'<', 0, b'?', 0, b'x', ..] => Some(UTF_16BE),
        _ => None,
    }
}

fn whole(text: &str) -> Decoded<'_> {
    Decoded {
        text: Cow::Borrowed(text),
        encoding: UTF_8.name(),
        replaced: Vec::new(),
        is_twice: false,
    }
}

/// Whether far more of the text's non-ASCII bytes form UTF-8 than do not.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    let mut after_bad = false;
    for chunk in bytes.utf8_chunks() {
        let before_bad = !chunk.invalid().is_empty();
        let mut runs = chunk.valid().as_bytes().split(u8::is_ascii).peekable();
        while let Some(run) = runs.next() {
            let touches_bad = after_bad || before_bad && runs.peek().is_none();
            after_bad = false;
            good += weight_of_run(run, touches_bad);
        }
        bad += usize::from(before_bad);
        after_bad = before_bad;
    }
    bad * 4 <= good
}

/// How much a run of characters beyond ASCII speaks for UTF-8: the more, the rarer it is by chance.
/// Two or three bytes alone between ASCII are an accented letter or a quotation mark; in a legacy
/// encoding they would be a capital and signs (`É°`). In longer runs every third pair of Chinese
/// looks like one.
fn weight_of_run(run: &[u8], touches_bad: bool) -> usize {
    if matches!(run.len(), 2 | 3) && !touches_bad {
        return 4;
    }
    let weights = run.iter().map(|byte| match byte {
        0xc0..=0xdf => 1,
        0xe0..=0xef => 3,
        0xf0.. => 6,
        _ => 0,
    });
    weights.sum()
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    let start = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0);
    let window = &bytes[start..bytes.len().min(start + DETECTION_WINDOW)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(window, start + window.len() == bytes.len());
    detector.guess(None, Utf8Detection::Deny)
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Decoded<'static> {
    if encoding == UTF_8 {
        return into_owned(decode_utf8(bytes));
    }
    // GBK's decoder is that of its superset, which is the better name for what was read.
    let encoding = if encoding == GBK { GB18030 } else { encoding };
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 2 + 16);
    let mut replaced = Vec::new();
    let mut rest = bytes;
    loop {
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        rest = &rest[read..];
        match result {
            DecoderResult::InputEmpty => break,
            DecoderResult::OutputFull => text.reserve(rest.len() + 64),
            DecoderResult::Malformed(..) => replace(&mut text, &mut replaced),
        }
    }
    Decoded {
        text: Cow::Owned(text),
        encoding: encoding.name(),
        replaced,
        is_twice: false,
    }
}

fn decode_utf8(bytes: &[u8]) -> Decoded<'_> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return whole(text);
    }
    let mut text = String::with_capacity(bytes.len() + 16);
    let mut replaced = Vec::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            replace(&mut text, &mut replaced);
        }
    }
    Decoded {
        text: Cow::Owned(text),
        encoding: UTF_8.name(),
        replaced,
        is_twice: false,
    }
}

fn into_owned(decoded: Decoded<'_>) -> Decoded<'static> {
    Decoded {
        text: Cow::Owned(decoded.text.into_owned()),
        ..decoded
    }
}

fn replace(text: &mut String, replaced: &mut Vec<Range<usize>>) {
    let start = text.len();
    text.push('\u{fffd}');
    if replaced.len() < REPLACED_KEPT {
        replaced.push(start..text.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{BIG5, EUC_KR, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252};

    const CHINESE: &str =
        "---\ntitle: 打造样板\n---\n<p>昨天上午，市领导到城市副中心调查研究，并主持召开会议。</p>";
    const TRADITIONAL: &str = "昨天上午，市領導到城市副中心調查研究，並主持召開會議。";

    #[test]
    fn legacy_encodings_are_detected() {
        let cases = [
            (GBK, CHINESE, "gb18030"),
            (GB18030, CHINESE, "gb18030"),
            (BIG5, TRADITIONAL, "Big5"),
            (
                SHIFT_JIS,
                "昨日の午前、市長は会議を開きました。それから帰りました。",
                "Shift_JIS",
            ),
            (EUC_KR, "어제 오전 시장은 회의를 열었습니다.", "EUC-KR"),
            (
                WINDOWS_1251,
                "Вчера утром мэр провёл совещание.",
                "windows-1251",
            ),
            (
                WINDOWS_1252,
                "L’été dernier, nous étions à la mer, où il a plu.",
                "windows-1252",
            ),
        ];
        for (encoding, text, name) in cases {
            let bytes = encoding.encode(text).0;
            let decoded = decode(&bytes);
            assert_eq!((decoded.text.as_ref(), decoded.encoding), (text, name));
            assert!(decoded.replaced.is_empty());
        }
    }

    #[test]
    fn lines_may_end_with_cr() {
        assert_eq!(decode(b"a\rb\r").text, "a\nb\n");
        assert_eq!(decode(b"a\r\nb\rc").text, "a\r\nb\rc");
    }

    #[test]
    fn byte_order_marks_decide_and_are_dropped() {
        assert_eq!(decode(b"\xef\xbb\xbf\xe4\xb8\xad").text, "中");
        assert_eq!(decode(b"\xff\xfe\x2d\x4e").text, "中");
        assert_eq!(decode(b"\xfe\xff\x4e\x2d").text, "中");
        assert_eq!(decode(b"\xff\xfe\x2d").replaced.len(), 1);
    }

    #[test]
    fn an_xml_declaration_in_utf_16_needs_no_mark() {
        let text = "<?xml version='1.0'?><a>中</a>";
        let units = || text.encode_utf16();
        let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
        for (bytes, encoding) in [(little, "UTF-16LE"), (big, "UTF-16BE")] {
            let decoded = decode(&bytes);
            assert_eq!((decoded.text.as_ref(), decoded.encoding), (text, encoding));
        }
    }

    #[test]
    fn valid_utf8_is_borrowed_whatever_it_declares() {
        let text = "<meta charset=gbk>中";
        assert!(matches!(decode(text.as_bytes()).text, Cow::Borrowed(t) if t == text));
    }

    #[test]
    fn a_declaration_comes_before_detection() {
        let (bytes, ..) = WINDOWS_1251.encode("<meta charset='windows-1251'>Да");
        assert_eq!(decode(&bytes).encoding, "windows-1251");
        let escape = b"<meta charset=iso-2022-jp>\x1b$B$\"\x1b(B";
        assert_eq!(decode(escape).text, "<meta charset=iso-2022-jp>あ");
    }

    #[test]
    fn a_bad_byte_in_utf8_is_replaced_alone() {
        let mut bytes = CHINESE.as_bytes().to_vec();
        bytes.insert(CHINESE.find('市').unwrap(), 0xff);
        let decoded = decode(&bytes);
        assert_eq!(decoded.encoding, "UTF-8");
        assert_eq!(decoded.text, CHINESE.replacen('市', "\u{fffd}市", 1));
        let place = decoded.diagnostics("a.md")[0].location.clone().unwrap();
        assert_eq!((place.line, place.column), (4, 9));
    }

    #[test]
    fn few_accented_letters_are_enough_to_know_utf_8_with_a_bad_byte() {
        for text in [
            "a caf\u{e9} and {}.",
            "{} \u{e9}t\u{e9} \u{e0} la mer",
            "{}d\u{2019}une",
        ] {
            for bad in [&b"\xff"[..], b"\xe9", b"\xc3", b"\x92"] {
                let (before, after) = text.split_once("{}").unwrap();
                let bytes = [before.as_bytes(), bad, b" ", after.as_bytes()].concat();
                let decoded = decode(&bytes);
                assert_eq!(decoded.text, format!("{before}\u{fffd} {after}"));
                assert_eq!(decoded.replaced.len(), 1, "{text}");
            }
        }
    }

    #[test]
    fn legacy_text_stays_legacy_where_some_of_it_looks_like_utf_8() {
        // Each has a pair that is valid UTF-8: a capital before a sign, two bytes of Chinese.
        let cases = [
            (
                WINDOWS_1252,
                "\u{c9}t\u{e9} : 30 \u{c9}\u{b0}, \u{e0} l\u{2019}ombre, d\u{e9}j\u{e0}.",
            ),
            (
                GBK,
                "昨天上午，市领导到城市副中心调查研究，并主持召开会议，陆路交通。",
            ),
            (
                GBK,
                "他说：第 1 篇讲陆地，第 2 章讲海洋，第 3 页讲陆海之间的事。",
            ),
        ];
        for (encoding, text) in cases {
            let decoded = decode(&encoding.encode(text).0).text.into_owned();
            assert_eq!(decoded, text);
        }
    }
}
