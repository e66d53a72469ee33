//! The lexical grammar of XML, read so that broken files are read too: a `<` that begins nothing is
//! text, and so is the beginning of a comment that does not end.
use std::ops::Range;

/// What a piece of markup is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Start,
    /// `<a/>`
    Empty,
    End,
    CData,
    /// A comment, a processing instruction or a declaration.
    Other,
}

/// A piece of markup; what lies between two is text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Markup {
    pub(crate) kind: Kind,
    pub(crate) span: Range<usize>,
    /// The name of a tag; what is inside of a CDATA section.
    pub(crate) inner: Range<usize>,
}

/// What was found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Markup(Markup),
    /// More input is needed to tell what begins here.
    Unfinished(usize),
    /// There is no more markup.
    Nothing,
}

/// Finds markup in a file, or in a window of one.
#[derive(Debug, Default)]
pub(crate) struct Lexer {
    /// Whether nothing follows the bytes.
    pub(crate) is_whole: bool,
    /// Ends that were looked for in vain: looking again would cost the square of the length.
    missing: [bool; 4],
}

const CDATA: &[u8] = b"<![CDATA[";
const COMMENT: &[u8] = b"<!--";

impl Lexer {
    /// A lexer for bytes that are a whole file.
    pub(crate) fn whole() -> Lexer {
        Lexer {
            is_whole: true,
            ..Lexer::default()
        }
    }

    /// The next markup that begins at `from` or later.
    pub(crate) fn next(&mut self, bytes: &[u8], mut from: usize) -> Found {
        while let Some(at) = memchr::memchr(b'<', &bytes[from..]) {
            let start = from + at;
            match self.markup(bytes, start) {
                Ok(Some(markup)) => return Found::Markup(markup),
                Ok(None) => from = start + 1,
                Err(NeedsMore) => return Found::Unfinished(start),
            }
        }
        Found::Nothing
    }

    /// The markup that begins at a `<`; `None` if it is text.
    fn markup(&mut self, bytes: &[u8], start: usize) -> Result<Option<Markup>, NeedsMore> {
        let rest = &bytes[start..];
        if rest.len() < CDATA.len() && !self.is_whole {
            return Err(NeedsMore);
        }
        if rest.starts_with(CDATA) {
            return self.section(bytes, start, CDATA.len(), b"]]>", 0, Kind::CData);
        }
        if rest.starts_with(COMMENT) {
            return self.section(bytes, start, COMMENT.len(), b"-->", 1, Kind::Other);
        }
        match rest.get(1) {
            Some(b'?') => self.section(bytes, start, 2, b"?>", 2, Kind::Other),
            Some(b'!') if rest[2..].first().is_some_and(u8::is_ascii_alphabetic) => {
                self.declaration(bytes, start)
            }
            Some(b'/') if rest.get(2).copied().is_some_and(begins_name) => {
                self.tag(bytes, start, start + 2, Kind::End)
            }
            Some(&byte) if begins_name(byte) => self.tag(bytes, start, start + 1, Kind::Start),
            _ => Ok(None),
        }
    }

    fn section(
        &mut self,
        bytes: &[u8],
        start: usize,
        opening: usize,
        closing: &[u8],
        which: usize,
        kind: Kind,
    ) -> Result<Option<Markup>, NeedsMore> {
        if self.missing[which] {
            return Ok(None);
        }
        let inner = start + opening;
        match memchr::memmem::find(&bytes[inner..], closing) {
            Some(length) => Ok(Some(Markup {
                kind,
                span: start..inner + length + closing.len(),
                inner: inner..inner + length,
            })),
            None => self.give_up(which),
        }
    }

    /// `<!DOCTYPE …>`, whose internal subset may hold `>`.
    fn declaration(&mut self, bytes: &[u8], start: usize) -> Result<Option<Markup>, NeedsMore> {
        if self.missing[3] {
            return Ok(None);
        }
        let mut depth = 0usize;
        for (at, byte) in bytes[start..].iter().enumerate().skip(1) {
            match byte {
                b'<' | b'[' => depth += 1,
                b']' => depth = depth.saturating_sub(1),
                b'>' if depth == 0 => {
                    return Ok(Some(Markup {
                        kind: Kind::Other,
                        span: start..start + at + 1,
                        inner: start..start,
                    }));
                }
                b'>' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        self.give_up(3)
    }

    fn give_up(&mut self, which: usize) -> Result<Option<Markup>, NeedsMore> {
        if !self.is_whole {
            return Err(NeedsMore);
        }
        self.missing[which] = true;
        Ok(None)
    }

    /// A tag ends at the first `>` that is in no attribute. A `<` before it makes it text.
    fn tag(
        &self,
        bytes: &[u8],
        start: usize,
        name: usize,
        kind: Kind,
    ) -> Result<Option<Markup>, NeedsMore> {
        let ends_name = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'>' | b'/' | b'<' | b'=');
        let length = bytes[name..].iter().position(ends_name);
        let name = name..name + length.unwrap_or(bytes.len() - name);
        let mut quote = None;
        let mut after_equals = false;
        for (at, &byte) in bytes.iter().enumerate().skip(name.end) {
            match (quote, byte) {
                (_, b'<') => return Ok(None),
                (Some(open), byte) if byte == open => quote = None,
                (None, b'"' | b'\'') if after_equals => quote = Some(byte),
                (None, b'>') => {
                    let kind = match kind {
                        Kind::Start if bytes[at - 1] == b'/' => Kind::Empty,
                        kind => kind,
                    };
                    return Ok(Some(Markup {
                        kind,
                        span: start..at + 1,
                        inner: name,
                    }));
                }
                _ => {}
            }
            if !byte.is_ascii_whitespace() {
                after_equals = byte == b'=';
            }
        }
        if self.is_whole {
            Ok(None)
        } else {
            Err(NeedsMore)
        }
    }
}

/// The bytes end before it is certain what begins.
struct NeedsMore;

fn begins_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'_' | b':') || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<(Kind, &str)> {
        let mut lexer = Lexer::whole();
        let (mut found, mut at) = (Vec::new(), 0);
        while let Found::Markup(markup) = lexer.next(text.as_bytes(), at) {
            at = markup.span.end;
            found.push((markup.kind, &text[markup.span]));
        }
        found
    }

    #[test]
    fn markup_is_told_from_text() {
        let text = "<?xml?><!DOCTYPE a [<!ENTITY b '>'>]><a b='>' c=\"'\"/>x < y <z and\
                    <![CDATA[<b>]]></a ><!-- <c> --><d>it's</d>";
        assert_eq!(
            pieces(text),
            [
                (Kind::Other, "<?xml?>"),
                (Kind::Other, "<!DOCTYPE a [<!ENTITY b '>'>]>"),
                (Kind::Empty, "<a b='>' c=\"'\"/>"),
                (Kind::CData, "<![CDATA[<b>]]>"),
                (Kind::End, "</a >"),
                (Kind::Other, "<!-- <c> -->"),
                (Kind::Start, "<d>"),
                (Kind::End, "</d>"),
            ]
        );
    }

    #[test]
    fn what_does_not_end_is_text() {
        assert_eq!(
            pieces("<!-- a <b><![CDATA[ c </b><d e='"),
            [(Kind::Start, "<b>"), (Kind::End, "</b>")]
        );
    }

    #[test]
    fn a_window_asks_for_more() {
        let mut lexer = Lexer::default();
        assert_eq!(lexer.next(b"text <!-- a", 0), Found::Unfinished(5));
        assert_eq!(lexer.next(b"text <a b=", 0), Found::Unfinished(5));
        assert_eq!(lexer.next(b"text", 0), Found::Nothing);
    }
}
