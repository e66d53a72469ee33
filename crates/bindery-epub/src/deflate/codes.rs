//! The Huffman codes of texts in Chinese (RFC 1951 section 3.2.7).
use super::bits::{Bits, Code};

/// Symbols of literals, of the end of a block and of lengths.
const SYMBOLS: usize = 286;
const END: usize = 256;
/// Symbols of distances.
const DISTANCES: usize = 30;

/// How long the codes of literals and lengths are: Huffman's for chapters of Chinese news and blogs,
/// 12 bits at the most. Every symbol has one.
const SYMBOL_LENGTHS: [u8; SYMBOLS] = [
    12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 8, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
    12, 12, 12, 12, 12, 12, 12, 12, 7, 10, 6, 11, 12, 11, 12, 12, 12, 12, 12, 10, 12, 9, 8, 7, 7,
    7, 8, 8, 9, 9, 9, 9, 9, 9, 8, 12, 7, 8, 6, 9, 12, 12, 12, 10, 10, 10, 10, 12, 12, 11, 12, 12,
    12, 12, 10, 10, 10, 12, 12, 11, 9, 10, 12, 12, 12, 10, 12, 12, 12, 12, 12, 10, 12, 7, 8, 8, 8,
    6, 9, 8, 8, 7, 11, 10, 7, 8, 8, 7, 7, 10, 7, 7, 7, 9, 10, 8, 9, 9, 10, 12, 12, 12, 12, 12, 6,
    7, 7, 8, 8, 7, 8, 7, 7, 7, 7, 8, 6, 7, 7, 7, 7, 8, 8, 8, 7, 8, 7, 7, 8, 8, 7, 7, 7, 7, 8, 7, 8,
    8, 8, 8, 8, 7, 8, 8, 7, 8, 8, 8, 8, 7, 7, 7, 7, 8, 8, 8, 7, 8, 8, 8, 6, 7, 6, 7, 6, 7, 8, 7,
    12, 12, 10, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12,
    12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 9, 7, 6, 4, 5, 5, 5, 6, 12, 12, 12, 12, 12, 6, 12, 12,
    12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 10, 12, 7, 8, 5, 7, 8, 7, 8, 8, 9, 9,
    9, 10, 11, 10, 11, 11, 10, 11, 12, 12, 12, 12, 12, 12, 12, 12, 12, 11,
];

/// The same of distances, 10 bits at the most.
const DISTANCE_LENGTHS: [u8; DISTANCES] = [
    9, 10, 10, 10, 8, 7, 5, 6, 5, 6, 4, 5, 4, 4, 4, 4, 4, 4, 3, 4, 4, 4, 4, 6, 6, 7, 8, 10, 10, 10,
];

/// The same of the lengths above, as a block begins with them: by length, and 16 for repetitions.
const LENGTH_LENGTHS: [u8; 19] = [0, 0, 0, 6, 6, 5, 4, 3, 2, 4, 3, 4, 3, 0, 0, 0, 3, 0, 0];
const REPETITION: usize = 16;

/// The order in which those stand.
const LENGTH_ORDER: [usize; 19] = [
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
];

/// The first length of each symbol, and how many bits tell which of its lengths is meant.
const LENGTH_BASES: [(usize, u32); 29] = [
    (3, 0),
    (4, 0),
    (5, 0),
    (6, 0),
    (7, 0),
    (8, 0),
    (9, 0),
    (10, 0),
    (11, 1),
    (13, 1),
    (15, 1),
    (17, 1),
    (19, 2),
    (23, 2),
    (27, 2),
    (31, 2),
    (35, 3),
    (43, 3),
    (51, 3),
    (59, 3),
    (67, 4),
    (83, 4),
    (99, 4),
    (115, 4),
    (131, 5),
    (163, 5),
    (195, 5),
    (227, 5),
    (258, 0),
];

/// The longest repetition.
const MAX_LENGTH: usize = 258;

/// Codes as they are written.
pub(super) struct Codes {
    pub(super) literals: [Code; 256],
    pub(super) end: Code,
    /// By the length; those that are too short have none.
    lengths: [Code; MAX_LENGTH + 1],
    distances: [Code; DISTANCES],
    /// What a block begins with that is the last one: whole bytes, and the bits behind them.
    pub(super) header: (Vec<u8>, Code),
}

impl Codes {
    pub(super) fn new() -> Codes {
        let symbols = canonical(&SYMBOL_LENGTHS);
        let mut lengths = [Code::default(); MAX_LENGTH + 1];
        for (symbol, (base, extra)) in symbols[END + 1..].iter().zip(LENGTH_BASES) {
            for more in 0..1 << extra {
                // The last of the lengths below 258 is of two symbols; the later one is meant.
                lengths[base + more] = symbol.followed_by(more as u32, extra);
            }
        }
        let mut literals = [Code::default(); 256];
        literals.copy_from_slice(&symbols[..256]);
        Codes {
            literals,
            end: symbols[END],
            lengths,
            distances: canonical(&DISTANCE_LENGTHS),
            header: header(),
        }
    }

    /// A repetition of so many bytes, from 3 to 258.
    #[inline]
    pub(super) fn length(&self, length: usize) -> Code {
        self.lengths[length]
    }

    /// The distance back to what is repeated, from 1 to 32,768.
    #[inline]
    pub(super) fn distance(&self, distance: usize) -> Code {
        let before = distance as u32 - 1;
        if before < 4 {
            return self.distances[before as usize];
        }
        // Two symbols for each power of two, and bits that tell which of their distances is meant.
        let extra = before.ilog2() - 1;
        let symbol = 2 * extra + (before >> extra);
        let which = before & ((1 << extra) - 1);
        self.distances[symbol as usize].followed_by(which, extra)
    }
}

/// The codes that lengths stand for (section 3.2.2), their first bit lowest.
fn canonical<const SYMBOLS: usize>(lengths: &[u8; SYMBOLS]) -> [Code; SYMBOLS] {
    let mut next = 0_u32;
    let mut codes = [Code::default(); SYMBOLS];
    for length in 1..=15_u8 {
        next <<= 1;
        for (code, _) in codes
            .iter_mut()
            .zip(lengths)
            .filter(|(_, of)| **of == length)
        {
            *code = Code::new(
                next.reverse_bits() >> (32 - u32::from(length)),
                length.into(),
            );
            next += 1;
        }
    }
    codes
}

/// A block's type and its codes (section 3.2.7): the lengths of those, in codes of their own.
fn header() -> (Vec<u8>, Code) {
    let mut bytes = vec![0; SYMBOLS + DISTANCES];
    let mut bits = Bits::new(&mut bytes);
    // The last block, and one that brings its codes along.
    bits.put(Code::new(1, 1));
    bits.put(Code::new(2, 2));
    bits.put(Code::new(SYMBOLS as u32 - 257, 5));
    bits.put(Code::new(DISTANCES as u32 - 1, 5));
    bits.put(Code::new(LENGTH_LENGTHS.len() as u32 - 4, 4));
    for length in LENGTH_ORDER {
        bits.put(Code::new(LENGTH_LENGTHS[length].into(), 3));
    }
    let codes = canonical(&LENGTH_LENGTHS);
    let lengths = [&SYMBOL_LENGTHS[..], &DISTANCE_LENGTHS].concat();
    for same in lengths.chunk_by(|length, next| length == next) {
        let code = codes[usize::from(same[0])];
        bits.put(code);
        let mut more = same.len() - 1;
        while more >= 3 {
            let count = more.min(6);
            bits.put(codes[REPETITION].followed_by(count as u32 - 3, 2));
            more -= count;
        }
        (0..more).for_each(|_| bits.put(code));
    }
    let (length, rest) = bits.finish();
    bytes.truncate(length);
    (bytes, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Readers refuse codes that leave some bits without a meaning.
    #[test]
    fn the_codes_are_complete() {
        for lengths in [&SYMBOL_LENGTHS[..], &DISTANCE_LENGTHS, &LENGTH_LENGTHS] {
            let used = lengths.iter().filter(|length| **length > 0);
            let sum: f64 = used.map(|length| 0.5_f64.powi((*length).into())).sum();
            assert!((sum - 1.0).abs() < 1e-9, "{sum}");
        }
        assert!(
            SYMBOL_LENGTHS
                .iter()
                .all(|length| (1..=12).contains(length))
        );
        assert!(
            DISTANCE_LENGTHS
                .iter()
                .all(|length| (1..=10).contains(length))
        );
    }
}
