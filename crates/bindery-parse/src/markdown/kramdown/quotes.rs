//! Quotation marks that open and close.
use super::scan;
use super::span::Spans;

/// Which of the four quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quote {
    LeftSingle,
    RightSingle,
    LeftDouble,
    RightDouble,
}

/// What a rule reads: a character before, and one or two quotation marks.
struct Match {
    /// Bytes of the character before.
    before: usize,
    quotes: [Option<Quote>; 2],
}

impl Spans<'_, '_, '_> {
    /// Reads the quotation mark that stands here, or after one character.
    pub(super) fn parse_quotes(&mut self) -> bool {
        let rest = self.rest();
        let Some(found) = quotes(rest) else {
            return false;
        };
        let before = &rest[..found.before];
        if before == "\n" && self.writer.parser.options.hard_wrap && self.ends_lines() {
            self.write_break();
        }
        self.push_text(before);
        self.flush();
        self.position += found.before;
        for quote in found.quotes.into_iter().flatten() {
            self.writer.write_quote(quote as usize);
            self.wrote_other();
            self.position += 1;
        }
        true
    }
}

fn left(quote: char) -> Quote {
    if quote == '"' {
        Quote::LeftDouble
    } else {
        Quote::LeftSingle
    }
}

fn right(quote: char) -> Quote {
    if quote == '"' {
        Quote::RightDouble
    } else {
        Quote::RightSingle
    }
}

/// The rules in the order in which kramdown tries them: the first that fits counts.
fn quotes(text: &str) -> Option<Match> {
    let mut characters = text.chars();
    let first = characters.next()?;
    let second = characters.next();
    let third = characters.next();
    let is_quote = |c: char| matches!(c, '"' | '\'');
    let next_is_quote = second.is_some_and(is_quote);
    if !is_quote(first) && (first == '\\' || !next_is_quote) {
        return None;
    }
    let one = |before, quote| Match {
        before,
        quotes: [Some(quote), None],
    };
    let two = |before, a, b| Match {
        before,
        quotes: [Some(a), Some(b)],
    };
    if is_quote(first) {
        if opens_before_marks(&text[1..]) {
            return Some(one(0, left(first)));
        }
        if closes_before_punctuation(&text[1..]) {
            return Some(one(0, right(first)));
        }
    }
    // Two quotation marks, with white space before them or not.
    let (space, inner) = match scan::is_space(first) {
        true => (first.len_utf8(), &text[first.len_utf8()..]),
        false => (0, text),
    };
    let word_after = |length: usize| inner[length..].starts_with(scan::is_word);
    if inner.starts_with("\"'") && word_after(2) {
        return Some(two(space, Quote::LeftDouble, Quote::LeftSingle));
    }
    if inner.starts_with("'\"") && word_after(2) {
        return Some(two(space, Quote::LeftSingle, Quote::LeftDouble));
    }
    // `'90s`.
    if inner.starts_with('\'') {
        let decade = inner.as_bytes().get(1..4);
        if decade.is_some_and(|d| d[0].is_ascii_digit() && d[1].is_ascii_digit() && d[2] == b's') {
            return Some(one(space, Quote::RightSingle));
        }
    }
    if let Some(quote) = second.filter(|_| next_is_quote) {
        let before = first.len_utf8();
        if scan::is_space(first) && third.is_some_and(scan::is_word) {
            return Some(one(before, left(quote)));
        }
        let closes = !matches!(
            first,
            ' ' | '\\' | '\t' | '\r' | '\n' | '[' | '{' | '(' | '-'
        );
        if closes {
            return Some(one(before, right(quote)));
        }
    }
    if is_quote(first) {
        let after = &text[1..];
        let ends_word = after
            .strip_prefix('s')
            .is_some_and(|rest| !rest.starts_with(scan::is_letter));
        if after.is_empty() || after.starts_with(scan::is_space) || ends_word {
            return Some(one(0, right(first)));
        }
    }
    match (is_quote(first), second) {
        // Any character before a single mark, else a mark alone.
        (false, Some(quote)) => Some(one(first.len_utf8(), left(quote))),
        (true, Some('\'')) => Some(Match {
            before: 1,
            quotes: [Some(Quote::LeftSingle), None],
        }),
        (true, Some('"')) if first == '\'' => Some(one(0, Quote::LeftSingle)),
        (true, Some('"')) => Some(Match {
            before: 1,
            quotes: [Some(Quote::LeftDouble), None],
        }),
        (true, _) => Some(one(0, left(first))),
        (false, None) => None,
    }
}

/// One or two marks of emphasis and something after them.
fn opens_before_marks(after: &str) -> bool {
    let marks = after.chars().take_while(|c| matches!(c, '_' | '*')).count();
    (1..=2).any(|count| count <= marks && after[count..].starts_with(|c: char| !scan::is_space(c)))
}

/// Punctuation that is no ellipsis and no `&`, with no word after it.
fn closes_before_punctuation(after: &str) -> bool {
    let mut characters = after.chars();
    let Some(c) = characters
        .next()
        .filter(|c| c.is_ascii_punctuation() && *c != '&')
    else {
        return false;
    };
    let rest = characters.as_str();
    let next_is_letter = rest.starts_with(scan::is_letter);
    // No border of a word after it.
    let within = if c == '_' {
        next_is_letter
    } else {
        !next_is_letter
    };
    !rest.starts_with("..") && within
}
