//! The characters of a book.
use std::sync::atomic::{AtomicU64, Ordering};

/// One bit for each character; threads that make chapters add to it together.
pub(crate) struct Characters {
    bits: Vec<AtomicU64>,
}

/// What readers put into text themselves: marks of lists, hyphens, quotation marks.
const ALWAYS: &str = " \u{a0}-\u{2010}•◦▪‣“”‘’„«»‹›「」『』…0123456789.";

impl Characters {
    pub(crate) fn new() -> Characters {
        let words = (u32::from(char::MAX) as usize + 1).div_ceil(64);
        let characters = Characters {
            bits: (0..words).map(|_| AtomicU64::new(0)).collect(),
        };
        characters.add(ALWAYS);
        characters
    }

    /// Adds the characters of a text.
    pub(crate) fn add(&self, text: &str) {
        for c in text.chars() {
            let code = u32::from(c) as usize;
            let (word, bit) = (&self.bits[code / 64], 1 << (code % 64));
            // Most characters were there before, and reading is cheaper.
            if word.load(Ordering::Relaxed) & bit == 0 {
                word.fetch_or(bit, Ordering::Relaxed);
            }
        }
    }

    /// The characters, in order.
    #[cfg(feature = "fonts")]
    pub(crate) fn iter(&self) -> impl Iterator<Item = char> + '_ {
        self.bits.iter().enumerate().flat_map(|(place, word)| {
            let word = word.load(Ordering::Relaxed);
            (0..64)
                .filter(move |bit| word >> bit & 1 == 1)
                .filter_map(move |bit| char::from_u32((place * 64 + bit) as u32))
        })
    }
}
