//! The strings of a parse: pieces of the input where nothing had to be decoded, else of a buffer.
use std::ops::Range;

/// A string of one parse. [`Tokenizer::text`](super::Tokenizer::text) gives its characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Str {
    start: u32,
    length: u32,
}

/// The length that says that a string is one of those joined from several.
const JOINED: u32 = u32::MAX;

impl Str {
    /// The string without characters.
    pub(super) const EMPTY: Str = Str {
        start: 0,
        length: 0,
    };

    /// Its bytes, for a string that is a name.
    pub(super) fn len(self) -> u32 {
        self.length
    }

    /// Whether there are no characters in it.
    pub fn is_empty(self) -> bool {
        self.length == 0
    }
}

/// What strings are made of: places below the input's length are in the input, those above it in
/// the buffer of what was decoded.
#[derive(Debug, Clone, Default)]
pub(super) struct Strings<'a> {
    input: &'a str,
    decoded: String,
    /// Strings that grow: text whose pieces do not stand side by side.
    joined: Vec<String>,
}

impl<'a> Strings<'a> {
    /// The input must be shorter than [`MAX_INPUT`](super::MAX_INPUT) bytes: then all places fit.
    pub(super) fn new(input: &'a str) -> Strings<'a> {
        Strings {
            input,
            ..Strings::default()
        }
    }

    #[inline]
    pub(super) fn get(&self, string: Str) -> &str {
        let start = string.start as usize;
        if string.length == JOINED {
            return &self.joined[start];
        }
        let end = start + string.length as usize;
        match start.checked_sub(self.input.len()) {
            Some(start) => &self.decoded[start..end - self.input.len()],
            None => &self.input[start..end],
        }
    }

    /// Whether two strings have the same characters.
    pub(super) fn same(&self, a: Str, b: Str) -> bool {
        a.length == b.length && self.bytes(a) == self.bytes(b)
    }

    /// The bytes of a string; cheaper than its characters, whose borders need no check.
    pub(super) fn bytes(&self, string: Str) -> &[u8] {
        let start = string.start as usize;
        if string.length == JOINED {
            return self.joined[start].as_bytes();
        }
        let end = start + string.length as usize;
        match start.checked_sub(self.input.len()) {
            Some(start) => &self.decoded.as_bytes()[start..end - self.input.len()],
            None => &self.input.as_bytes()[start..end],
        }
    }

    /// A piece of the input.
    pub(super) fn piece(&self, range: Range<usize>) -> Str {
        Str {
            start: range.start as u32,
            length: (range.end - range.start) as u32,
        }
    }

    /// Where the next characters are decoded to.
    pub(super) fn buffer(&mut self) -> &mut String {
        &mut self.decoded
    }

    /// What was decoded since the buffer was `start` bytes long.
    pub(super) fn decoded_since(&self, start: usize) -> Str {
        Str {
            start: (self.input.len() + start) as u32,
            length: (self.decoded.len() - start) as u32,
        }
    }

    pub(super) fn push(&mut self, text: &str) -> Str {
        let start = self.decoded.len();
        self.decoded.push_str(text);
        self.decoded_since(start)
    }

    /// The string cut in two after `length` bytes.
    pub(super) fn split(&self, string: Str, length: usize) -> (Str, Str) {
        let length = length as u32;
        let first = Str { length, ..string };
        let rest = Str {
            start: string.start + length,
            length: string.length - length,
        };
        (first, rest)
    }

    /// One string of two. Costs what the second costs, over all.
    pub(super) fn join(&mut self, first: Str, second: Str) -> Str {
        if first.length == JOINED {
            let second = self.get(second).to_owned();
            self.joined[first.start as usize].push_str(&second);
            return first;
        }
        let end = first.start + first.length;
        // Two neighbours are one piece, unless one ends the input and the other begins the buffer.
        if end == second.start && second.length != JOINED && end as usize != self.input.len() {
            return Str {
                start: first.start,
                length: first.length + second.length,
            };
        }
        let joined = [self.get(first), self.get(second)].concat();
        self.joined.push(joined);
        Str {
            start: (self.joined.len() - 1) as u32,
            length: JOINED,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_joined_without_a_copy() {
        let mut strings = Strings::new("abcd");
        let whole = strings.join(strings.piece(0..2), strings.piece(2..4));
        assert_eq!(strings.get(whole), "abcd");
        assert!(strings.joined.is_empty());
    }

    #[test]
    fn the_end_of_the_input_and_the_start_of_the_buffer_are_no_neighbours() {
        let mut strings = Strings::new("abcd");
        let decoded = strings.push("é");
        let mut joined = strings.join(strings.piece(2..4), decoded);
        assert_eq!(strings.get(joined), "cdé");
        joined = strings.join(joined, strings.piece(0..1));
        assert_eq!(strings.get(joined), "cdéa");
    }
}
