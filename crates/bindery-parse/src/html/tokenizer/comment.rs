//! Comments (WHATWG HTML, sections 13.2.5.41 and 13.2.5.43 to 13.2.5.52).
use memchr::{memchr, memmem};

use super::Tokenizer;
use crate::html::strings::Str;
use crate::html::token::Token;

impl Tokenizer<'_> {
    /// The cursor stands on `<!--`.
    pub(super) fn take_comment(&mut self) -> Token {
        let start = self.position + 4;
        let text = &self.input[start..];
        let abrupt = [">", "->"].into_iter().find(|end| text.starts_with(end));
        if let Some(end) = abrupt {
            self.position = start + end.len();
            self.error(self.position - 1, "abrupt-closing-of-empty-comment");
            return Token::Comment(Str::EMPTY);
        }
        let (length, end) = comment_end(text);
        self.report_in_comment(start, length, end.len());
        self.position = start + length + end.len();
        match end {
            "-->" => {}
            "--!>" => self.error(self.position - 1, "incorrectly-closed-comment"),
            _ => self.error(self.position, "eof-in-comment"),
        }
        Token::Comment(self.without_nulls(start..start + length))
    }

    /// The faults in a comment's text, which is `length` bytes long, as is what ends it `end`.
    fn report_in_comment(&mut self, start: usize, length: usize, end: usize) {
        if !self.collects_errors() {
            return;
        }
        // The opening of a nested comment may share its dashes with the end of this one.
        let comment = &self.input[start..start + length + end];
        for at in memmem::find_iter(comment.as_bytes(), b"<!--") {
            // `<!-->` and the end of the input are no nested comments.
            if !matches!(self.input.as_bytes().get(start + at + 4), None | Some(b'>')) {
                self.error(start + at + 4, "nested-comment");
            }
        }
        for (at, _) in comment[..length].match_indices('\0') {
            self.error(start + at, "unexpected-null-character");
        }
    }

    /// A bogus comment whose text begins `skip` bytes after the cursor.
    pub(super) fn take_bogus_comment(&mut self, skip: usize) -> Token {
        let start = self.position + skip;
        let rest = &self.input[start..];
        let end = memchr(b'>', rest.as_bytes());
        let text = &rest[..end.unwrap_or(rest.len())];
        if self.collects_errors() {
            for (at, _) in text.match_indices('\0') {
                self.error(start + at, "unexpected-null-character");
            }
        }
        let text_end = start + text.len();
        self.position = text_end + usize::from(end.is_some());
        Token::Comment(self.without_nulls(start..text_end))
    }
}

/// How long the text of a comment is, and what ends it; what ends it may be the end of the input,
/// with dashes before it that belong to no text.
fn comment_end(text: &str) -> (usize, &str) {
    let mut searched = 0;
    while let Some(found) = memmem::find(&text.as_bytes()[searched..], b"--") {
        // Of a run of dashes the last two count.
        let run = &text[searched + found..];
        let dashes = run.bytes().take_while(|&byte| byte == b'-').count();
        let at = searched + found + dashes - 2;
        searched = at + 2;
        let after = &text[at + 2..];
        if after.starts_with('>') {
            return (at, &text[at..at + 3]);
        }
        if after.starts_with("!>") {
            return (at, &text[at..at + 4]);
        }
        if after.is_empty() || after == "!" {
            return (at, &text[at..]);
        }
    }
    let length = text.len() - usize::from(text.ends_with('-'));
    (length, &text[length..])
}
