//! Document type declarations (WHATWG HTML, sections 13.2.5.53 to 13.2.5.68).
use super::{Tokenizer, is_space};
use crate::html::strings::Str;
use crate::html::token::{Doctype, Token};

/// Which of the two identifiers is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Identifier {
    Public,
    System,
}

/// Why reading stopped before the `>`.
enum Stop {
    /// The input ended.
    End,
    /// What follows is ignored.
    Bogus,
    /// The `>` came too early.
    Closed,
}

impl Tokenizer<'_> {
    /// The cursor stands on `<!DOCTYPE`.
    pub(super) fn take_doctype(&mut self) -> Token {
        self.position += 9;
        let mut doctype = Doctype::default();
        match self.fill_doctype(&mut doctype) {
            Ok(()) => self.position += 1,
            Err(Stop::Closed) => {
                doctype.force_quirks = true;
                self.position += 1;
            }
            Err(Stop::Bogus) => self.skip_bogus_doctype(),
            Err(Stop::End) => {
                self.error(self.position, "eof-in-doctype");
                doctype.force_quirks = true;
            }
        }
        Token::Doctype(doctype)
    }

    fn skip_bogus_doctype(&mut self) {
        let rest = self.rest();
        let end = rest.find('>');
        let length = end.unwrap_or(rest.len());
        for (at, _) in rest[..length].match_indices('\0') {
            self.error(self.position + at, "unexpected-null-character");
        }
        self.position += length + usize::from(end.is_some());
    }

    /// Reads up to the `>`, on which the cursor then stands.
    fn fill_doctype(&mut self, doctype: &mut Doctype) -> Result<(), Stop> {
        let first = self.byte(0).ok_or(Stop::End)?;
        if !is_space(first) && first != b'>' {
            self.error(self.position, "missing-whitespace-before-doctype-name");
        }
        self.skip_doctype_space();
        if self.byte(0).ok_or(Stop::End)? == b'>' {
            self.error(self.position, "missing-doctype-name");
            return Err(Stop::Closed);
        }
        doctype.name = Some(self.take_doctype_name());
        self.skip_doctype_space();
        if self.byte(0).ok_or(Stop::End)? == b'>' {
            return Ok(());
        }
        let keyword = self.rest().get(..6).unwrap_or_default();
        if keyword.eq_ignore_ascii_case("public") {
            self.position += 6;
            doctype.public_id = Some(self.take_identifier(Identifier::Public, true, doctype)?);
            self.take_system_after_public(doctype)?;
        } else if keyword.eq_ignore_ascii_case("system") {
            self.position += 6;
            doctype.system_id = Some(self.take_identifier(Identifier::System, true, doctype)?);
        } else {
            self.error(
                self.position,
                "invalid-character-sequence-after-doctype-name",
            );
            doctype.force_quirks = true;
            return Err(Stop::Bogus);
        }
        self.skip_doctype_space();
        match self.byte(0).ok_or(Stop::End)? {
            b'>' => Ok(()),
            _ => {
                self.error(
                    self.position,
                    "unexpected-character-after-doctype-system-identifier",
                );
                Err(Stop::Bogus)
            }
        }
    }

    fn take_system_after_public(&mut self, doctype: &mut Doctype) -> Result<(), Stop> {
        let spaced = self.skip_doctype_space();
        match self.byte(0).ok_or(Stop::End)? {
            b'>' => Ok(()),
            b'"' | b'\'' => {
                if !spaced {
                    self.error(
                        self.position,
                        "missing-whitespace-between-doctype-public-and-system-identifiers",
                    );
                }
                doctype.system_id =
                    Some(self.take_identifier(Identifier::System, false, doctype)?);
                Ok(())
            }
            _ => {
                self.error(
                    self.position,
                    "missing-quote-before-doctype-system-identifier",
                );
                doctype.force_quirks = true;
                Err(Stop::Bogus)
            }
        }
    }

    fn take_doctype_name(&mut self) -> Str {
        let start = self.position;
        while self
            .byte(0)
            .is_some_and(|byte| !is_space(byte) && byte != b'>')
        {
            if self.byte(0) == Some(0) {
                self.error(self.position, "unexpected-null-character");
            }
            self.position += 1;
        }
        self.normalised_name(start..self.position)
    }

    /// Reads a quoted identifier, after its keyword or (`keyword` unset) at its quote.
    fn take_identifier(
        &mut self,
        which: Identifier,
        keyword: bool,
        doctype: &mut Doctype,
    ) -> Result<Str, Stop> {
        let public = which == Identifier::Public;
        let pick = |a: &'static str, b: &'static str| if public { a } else { b };
        let spaced = self.skip_doctype_space();
        let quote = self.byte(0).ok_or(Stop::End)?;
        match quote {
            b'"' | b'\'' => {
                if keyword && !spaced {
                    let code = pick(
                        "missing-whitespace-after-doctype-public-keyword",
                        "missing-whitespace-after-doctype-system-keyword",
                    );
                    self.error(self.position, code);
                }
            }
            b'>' => {
                let code = pick(
                    "missing-doctype-public-identifier",
                    "missing-doctype-system-identifier",
                );
                self.error(self.position, code);
                return Err(Stop::Closed);
            }
            _ => {
                let code = pick(
                    "missing-quote-before-doctype-public-identifier",
                    "missing-quote-before-doctype-system-identifier",
                );
                self.error(self.position, code);
                doctype.force_quirks = true;
                return Err(Stop::Bogus);
            }
        }
        self.position += 1;
        let start = self.position;
        while let Some(byte) = self.byte(0) {
            if byte == quote || byte == b'>' {
                break;
            }
            if byte == 0 {
                self.error(self.position, "unexpected-null-character");
            }
            self.position += 1;
        }
        let identifier = self.without_nulls(start..self.position);
        match self.byte(0) {
            Some(byte) if byte == quote => {
                self.position += 1;
                Ok(identifier)
            }
            stopped => {
                // The identifier is kept as far as it goes.
                *(if public {
                    &mut doctype.public_id
                } else {
                    &mut doctype.system_id
                }) = Some(identifier);
                if stopped.is_none() {
                    return Err(Stop::End);
                }
                let code = pick(
                    "abrupt-doctype-public-identifier",
                    "abrupt-doctype-system-identifier",
                );
                self.error(self.position, code);
                Err(Stop::Closed)
            }
        }
    }

    fn skip_doctype_space(&mut self) -> bool {
        let start = self.position;
        while self.byte(0).is_some_and(is_space) {
            self.position += 1;
        }
        self.position > start
    }
}
