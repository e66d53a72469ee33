//! DEFLATE (RFC 1951) for texts in Chinese.
//!
//! A book is many short texts. For each, libdeflate clears a table of 128 KiB, and makes codes that are
//! used once. Here all texts have the same codes, so that each is gone through only once, and the table
//! is one that the nearest cache holds. Chapters of Chinese news take half the time and 7 % more room.
mod bits;
mod codes;

use bits::{Bits, Code};
use codes::Codes;

/// The longest text: no distance is longer, and the places in it are numbers of 16 bits.
const MAX_BYTES: usize = 32 << 10;

/// Hashes have so many bits.
const HASH_BITS: u32 = 13;

/// What is read of a text at once.
const WORD: usize = 8;

/// Repetitions of so many bytes are not looked at further: they have 258 at most.
const LONG: usize = 256;

/// What is packed of a text depends on no more bytes behind it.
const AHEAD: usize = 2 * WORD;

/// Fewer bytes that two texts begin with are not worth to be kept packed,
const SHORTEST_START: usize = 128;
/// and no more are compared.
const LONGEST_START: usize = 512;

/// The last place of what has a hash; 0 where there is none.
type Places = [u16; 1 << HASH_BITS];

/// Packs texts, one after another.
pub(crate) struct Encoder {
    codes: Codes,
    places: Box<Places>,
    start: Start,
}

/// What many texts begin with, packed.
struct Start {
    /// These bytes, and those [`AHEAD`].
    text: Vec<u8>,
    /// How many are packed.
    length: usize,
    places: Box<Places>,
    packed: Vec<u8>,
    rest: Code,
    /// What the last text began with that had another start.
    last: Vec<u8>,
}

impl Encoder {
    pub(crate) fn new() -> Encoder {
        Encoder {
            codes: Codes::new(),
            places: Box::new([0; 1 << HASH_BITS]),
            start: Start {
                text: Vec::new(),
                length: 0,
                places: Box::new([0; 1 << HASH_BITS]),
                packed: Vec::new(),
                rest: Code::default(),
                last: Vec::new(),
            },
        }
    }

    /// Whether a text is of the kind that the codes are for, by some hundred of its bytes: one of twelve
    /// begins an ideograph, which are more than twice as many as kana, of which Japanese is full.
    pub(crate) fn takes(content: &[u8]) -> bool {
        let (mut looked_at, mut ideographs, mut kana) = (0, 0, 0);
        // In a row of characters of three bytes, each of the three has its turn.
        let step = 3 * (content.len() / 768).max(2) + 1;
        for byte in content.iter().step_by(step) {
            looked_at += 1;
            ideographs += usize::from((0xe4..=0xe9).contains(byte));
            kana += usize::from(*byte == 0xe3);
        }
        content.len() <= MAX_BYTES && ideographs > looked_at / 12 && ideographs > 2 * kana
    }

    /// The room that a text may need.
    pub(crate) fn bound(length: usize) -> usize {
        // No code of a literal has more than 12 bits; a repetition of four bytes or more has 47 at most.
        length / 2 * 3 + 512
    }

    /// Packs a text that it [`takes`](Encoder::takes) into `out`, which has the room that it may need;
    /// how many bytes it has then. They are the same whatever was packed before.
    pub(crate) fn encode(&mut self, content: &[u8], out: &mut [u8]) -> usize {
        let Encoder {
            codes,
            places,
            start,
        } = self;
        let mut bits = Bits::new(out);
        let (mut at, alike) = if start.begins(content) {
            places.copy_from_slice(&start.places[..]);
            bits.put_bytes(&start.packed);
            bits.push(start.rest);
            (start.length, 0)
        } else {
            places.fill(0);
            bits.put_bytes(&codes.header.0);
            bits.push(codes.header.1);
            (0, start.alike(content))
        };
        // Twice: to where what the last text began with ends, and to the end of all. A repetition may go on
        // behind the first.
        for end in [alike.saturating_sub(2 * AHEAD), content.len()] {
            while at < end
                && let Some(word) = word(content, at)
            {
                let is_wide = is_wide(word as u8);
                // Two characters are worth a repetition, and so are four letters.
                let unseen = if is_wide { 16 } else { 32 };
                let place = &mut places[hash(word << unseen)];
                let earlier = usize::from(std::mem::replace(place, at as u16));
                let differs = word ^ self::word(content, earlier).unwrap_or_default();
                at += if earlier > 0 && differs << unseen == 0 {
                    let length = match differs {
                        0 => repeated(content, at, earlier),
                        _ => (differs.trailing_zeros() / 8) as usize,
                    };
                    bits.push(codes.length(length));
                    bits.push(codes.distance(at - earlier));
                    length
                } else if is_wide {
                    // No character of three bytes begins within another.
                    let [first, second, third, ..] = word.to_le_bytes();
                    bits.push(codes.literals[usize::from(first)]);
                    bits.push(codes.literals[usize::from(second)]);
                    bits.push(codes.literals[usize::from(third)]);
                    3
                } else {
                    bits.push(codes.literals[usize::from(word as u8)]);
                    1
                };
                bits.flush();
            }
            if end > 0 && at + AHEAD <= alike {
                start.keep(&content[..at + AHEAD], places, &bits);
            }
        }
        for byte in &content[at..] {
            bits.put(codes.literals[usize::from(*byte)]);
        }
        bits.put(codes.end);
        let (full, rest) = bits.finish();
        out[full] = rest.bits() as u8;
        full + usize::from(rest.length() > 0)
    }
}

impl Start {
    /// Whether a text begins with this.
    fn begins(&self, content: &[u8]) -> bool {
        self.length > 0 && content.starts_with(&self.text)
    }

    /// How many bytes a text begins with as the last one did that had another start than this; 0 for few.
    fn alike(&mut self, content: &[u8]) -> usize {
        let pairs = content.iter().zip(&self.last);
        let alike = pairs.take_while(|(here, there)| here == there).count();
        self.last.clear();
        self.last
            .extend(&content[..content.len().min(LONGEST_START)]);
        if alike < SHORTEST_START { 0 } else { alike }
    }

    /// Keeps what is packed of these bytes, of which there are [`AHEAD`] too many.
    fn keep(&mut self, text: &[u8], places: &Places, bits: &Bits<'_>) {
        self.text.clear();
        self.text.extend(text);
        self.length = text.len() - AHEAD;
        self.places.copy_from_slice(places);
        let (packed, rest) = bits.so_far();
        self.packed.clear();
        self.packed.extend(packed);
        self.rest = rest;
    }
}

/// Whether a byte begins a character of three bytes or four.
fn is_wide(byte: u8) -> bool {
    byte >= 0xe0
}

/// The next eight bytes, the first one lowest.
#[inline]
fn word(content: &[u8], at: usize) -> Option<u64> {
    let bytes = content.get(at..at + WORD)?.first_chunk()?;
    Some(u64::from_le_bytes(*bytes))
}

fn hash(seen: u64) -> usize {
    (seen.wrapping_mul(0x9e37_79b1_85eb_ca87) >> (u64::BITS - HASH_BITS)) as usize
}

/// How many bytes at one place are those of an earlier one, where a word is.
#[inline]
fn repeated(content: &[u8], at: usize, earlier: usize) -> usize {
    let mut length = WORD;
    while length < LONG
        && let Some(here) = word(content, at + length)
        && let Some(there) = word(content, earlier + length)
    {
        let differs = here ^ there;
        if differs != 0 {
            return length + (differs.trailing_zeros() / 8) as usize;
        }
        length += WORD;
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document;

    fn round_trip(content: &[u8]) -> usize {
        let mut encoder = Encoder::new();
        // What an earlier text left behind is no part of the next one.
        encoder.encode("之前的文字之前的文字".as_bytes(), &mut [0; 1024]);
        let mut packed = vec![0xff; Encoder::bound(content.len())];
        let length = encoder.encode(content, &mut packed);
        let mut unpacked = vec![0; content.len()];
        let read = libdeflater::Decompressor::new()
            .deflate_decompress(&packed[..length], &mut unpacked)
            .unwrap();
        assert_eq!(read, content.len());
        assert_eq!(unpacked, content);
        length
    }

    #[test]
    fn texts_come_back() {
        let sentence =
            "书是给人读的，<em>每一本</em>都一样：书是给人读的。😀😀 And so on, and so on.\n";
        for count in [0, 1, 2, 3, 7, 100, 300] {
            round_trip(sentence.repeat(count).as_bytes());
        }
        for length in 0..sentence.len() {
            round_trip(&sentence.as_bytes()[..length]);
        }
    }

    #[test]
    fn repetitions_of_all_distances_and_lengths_are_found_and_come_back() {
        // Letters that do not repeat, but for what is meant to.
        let mut state = 1_u32;
        let mut noise = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            b' ' + (state >> 25) as u8 % 95
        };
        for distance in (1..300).chain((300..MAX_BYTES - 600).step_by(997)) {
            let mut content: Vec<u8> = (0..=distance).map(|_| noise()).collect();
            let once = round_trip(&content);
            let length = distance % 280;
            for at in content.len()..content.len() + length {
                content.push(content[at - distance]);
            }
            let twice = round_trip(&content);
            // A few places are lost to others of the same hash, of far ones most.
            let is_found = twice <= once + 12 + length / 4;
            assert!(is_found || distance > 4096, "{distance}: {once}, {twice}");
            content.extend((0..20).map(|_| noise()));
            round_trip(&content);
        }
    }

    #[test]
    fn texts_that_begin_alike_are_packed_as_if_they_were_alone() {
        let pack = |encoder: &mut Encoder, text: &str| {
            let mut packed = vec![0; Encoder::bound(text.len())];
            let length = encoder.encode(text.as_bytes(), &mut packed);
            packed.truncate(length);
            packed
        };
        let mut start = String::new();
        document::open(&mut start, "书", "zh-CN", None);
        let mut encoder = Encoder::new();
        let mut kept = 0;
        for length in (0..start.len()).rev().chain([start.len(), 40, start.len()]) {
            for text in ["书是给人读的", "每一本书都一样", "", "<html lang=\"zh\">"] {
                let start = &start[..start.floor_char_boundary(length)];
                let text = [start, text, &start[start.len() / 2..]].concat();
                assert_eq!(pack(&mut encoder, &text), pack(&mut Encoder::new(), &text));
                kept += usize::from(encoder.start.begins(text.as_bytes()));
            }
        }
        assert!(kept > 500, "{kept}");
    }

    #[test]
    fn what_codes_are_not_for_has_room() {
        for byte in 0..=255_u8 {
            let content: Vec<u8> = (0..4000_u32)
                .map(|at| byte ^ ((at * at) >> 3) as u8)
                .collect();
            round_trip(&content);
        }
        round_trip(&[0; MAX_BYTES]);
        round_trip("字".repeat(MAX_BYTES / 3).as_bytes());
    }

    #[test]
    fn chinese_is_taken() {
        for (text, is_taken) in [
            ("<p>书是给人读的，每一本书都一样。</p>", true),
            ("<p>A book is to be read by readers. 书</p>", false),
            ("<p>本は読むためのもので、どれも同じです。</p>", false),
            ("<p>책은 사람이 읽으라고 있는 것이다.</p>", false),
            ("<p>Книга существует для того, чтобы её читали.</p>", false),
        ] {
            assert_eq!(
                Encoder::takes(text.repeat(50).as_bytes()),
                is_taken,
                "{text}"
            );
        }
        assert!(!Encoder::takes("书".repeat(MAX_BYTES).as_bytes()));
        let packed = round_trip("工厂市场高质量发展，森林医疗数字化。".repeat(30).as_bytes());
        assert!(packed < 400, "{packed}");
    }
}
