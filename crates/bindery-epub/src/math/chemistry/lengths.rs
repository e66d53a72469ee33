//! How far the pieces of a formula of chemistry reach.
use std::iter::Peekable;
use std::str::Chars;

/// Where a group ends whose `{` stands before the text.
pub(super) fn group_end(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            b'{' => depth += 1,
            b'}' if depth == 0 => return Some(at),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Where square brackets end whose `[` stands before the text.
pub(super) fn bracket_end(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            b'{' | b'[' => depth += 1,
            b']' if depth == 0 => return Some(at),
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

/// Whether a text begins with a state of aggregation: `(aq)`, `(s)`.
pub(super) fn is_state(text: &str) -> bool {
    let inside = text.strip_prefix('(').and_then(|rest| rest.split_once(')'));
    inside.is_some_and(|(state, _)| {
        matches!(state.len(), 1..=3) && state.bytes().all(|byte| byte.is_ascii_lowercase())
    })
}

/// How long an amount is that a text begins with: a number, a fraction, or a letter before what there
/// is so many of.
pub(super) fn amount_length(text: &str) -> Option<usize> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(text);
    let rest = &text[whole..];
    let mut length = whole;
    if let Some(mark) = rest
        .chars()
        .next()
        .filter(|c| whole > 0 && matches!(c, '.' | ',' | '/'))
    {
        let part = digits(&rest[mark.len_utf8()..]);
        length += if part > 0 { part + 1 } else { 0 };
    }
    let mut behind = text[length..].chars();
    if let Some('a'..='z') = behind.next() {
        let is_variable = match behind.next() {
            Some(c) => c.is_whitespace() || (c.is_ascii_uppercase() && length > 0),
            None => length > 0,
        };
        length += usize::from(is_variable);
    }
    (length > 0).then_some(length)
}

/// How long a charge, a mass number or an oxidation state is: `2-`, `99+`, `n+`, `.`, `II`.
pub(super) fn charge_length(chars: &mut Peekable<Chars<'_>>) -> usize {
    let mut length = 0;
    let mut while_is = |is_part: &dyn Fn(&char) -> bool| {
        let mut count = 0;
        while let Some(c) = chars.next_if(|c| is_part(c)) {
            count += c.len_utf8();
        }
        length += count;
        count
    };
    let has_digits = while_is(&char::is_ascii_digit) > 0;
    if !has_digits && while_is(&|c| matches!(c, '+' | '-' | '.' | '•')) == 0 {
        let has_letter = while_is(&char::is_ascii_lowercase) > 0;
        if !has_letter {
            while_is(&char::is_ascii_uppercase);
        }
    }
    while_is(&|c| matches!(c, '+' | '-'));
    length
}

/// How long an index is: digits, or one letter.
pub(super) fn index_length(chars: &mut Peekable<Chars<'_>>) -> usize {
    let mut digits = 0;
    while chars.next_if(char::is_ascii_digit).is_some() {
        digits += 1;
    }
    match digits {
        0 => chars.next().map_or(0, char::len_utf8),
        digits => digits,
    }
}
