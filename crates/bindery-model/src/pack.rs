//! A binary form for what is kept from one run to the next: lengths before contents, numbers of
//! seven bits a byte. Reading is total: bytes that were not written so give `None`.
use crate::{Diagnostic, Digest, Location, Severity};

/// Writes the binary form.
#[derive(Debug, Clone, Default)]
pub struct Packer {
    bytes: Vec<u8>,
}

impl Packer {
    /// What was written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Writes a number.
    pub fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    /// Writes bytes and their length.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.bytes.extend_from_slice(bytes);
    }

    /// Writes a text.
    pub fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// Writes a digest.
    pub fn digest(&mut self, digest: Digest) {
        self.bytes.extend_from_slice(digest.as_bytes());
    }

    /// Writes a list: its length, then each item.
    pub fn list<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Packer, &T)) {
        self.number(items.len() as u64);
        items.iter().for_each(|item| write(self, item));
    }

    /// Writes what may be missing.
    pub fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Packer, T)) {
        self.number(u64::from(value.is_some()));
        if let Some(value) = value {
            write(self, value);
        }
    }

    /// Writes diagnostics.
    pub fn diagnostics(&mut self, diagnostics: &[Diagnostic]) {
        self.list(diagnostics, |packer, diagnostic| {
            packer.number(match diagnostic.severity {
                Severity::Note => 0,
                Severity::Warning => 1,
                Severity::Error => 2,
            });
            packer.text(&diagnostic.code);
            packer.text(&diagnostic.message);
            packer.option(diagnostic.hint.as_deref(), Packer::text);
            packer.option(diagnostic.location.as_ref(), Packer::location);
        });
    }

    fn location(&mut self, location: &Location) {
        self.text(&location.file);
        self.number(location.span.start as u64);
        self.number(location.span.end as u64);
        self.number(u64::from(location.line));
        self.number(u64::from(location.column));
        self.text(&location.source_line);
        self.number(u64::from(location.mark));
    }
}

/// Reads what a [`Packer`] wrote.
#[derive(Debug, Clone)]
pub struct Unpacker<'a> {
    rest: &'a [u8],
}

impl<'a> Unpacker<'a> {
    /// Reads from the start of these bytes.
    pub fn new(bytes: &'a [u8]) -> Unpacker<'a> {
        Unpacker { rest: bytes }
    }

    /// Whether all was read.
    pub fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    /// Reads a number.
    pub fn number(&mut self) -> Option<u64> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1)?[0];
            number |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// Reads bytes.
    pub fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        self.take(length)
    }

    /// Reads a text.
    pub fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    /// Reads a digest.
    pub fn digest(&mut self) -> Option<Digest> {
        Digest::from_bytes(self.take(Digest::LENGTH)?)
    }

    /// Reads a list.
    pub fn list<T>(
        &mut self,
        mut read: impl FnMut(&mut Unpacker<'a>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let count = self.number()?;
        // What claims to have more items than bytes would only take memory.
        let mut items = Vec::with_capacity(usize::try_from(count).ok()?.min(self.rest.len()));
        for _ in 0..count {
            items.push(read(self)?);
        }
        Some(items)
    }

    /// Reads what may be missing; `None` outside is a fault.
    pub fn option<T>(
        &mut self,
        read: impl FnOnce(&mut Unpacker<'a>) -> Option<T>,
    ) -> Option<Option<T>> {
        match self.number()? {
            0 => Some(None),
            1 => read(self).map(Some),
            _ => None,
        }
    }

    /// Reads diagnostics.
    pub fn diagnostics(&mut self) -> Option<Vec<Diagnostic>> {
        self.list(|unpacker| {
            let severity = match unpacker.number()? {
                0 => Severity::Note,
                1 => Severity::Warning,
                2 => Severity::Error,
                _ => return None,
            };
            Some(Diagnostic {
                severity,
                code: unpacker.text()?.to_owned().into(),
                message: unpacker.text()?.to_owned(),
                hint: unpacker.option(Unpacker::text)?.map(str::to_owned),
                location: unpacker.option(Unpacker::location)?,
            })
        })
    }

    fn location(&mut self) -> Option<Location> {
        let file = self.text()?.to_owned();
        let start = usize::try_from(self.number()?).ok()?;
        let end = usize::try_from(self.number()?).ok()?;
        Some(Location {
            file,
            span: start..end,
            line: u32::try_from(self.number()?).ok()?,
            column: u32::try_from(self.number()?).ok()?,
            source_line: self.text()?.to_owned(),
            mark: u32::try_from(self.number()?).ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_nothing_else_is() {
        let place = Location::in_text("a.md", "甲乙\n丙丁", 10..13);
        let said = [
            Diagnostic::warning("a.b", "c").with_hint("d").at(place),
            Diagnostic::note("e", "f"),
        ];
        let mut packer = Packer::default();
        for number in [0, 127, 128, u64::MAX] {
            packer.number(number);
        }
        packer.digest(Digest::of(&[b"x"]));
        packer.diagnostics(&said);
        let bytes = packer.into_bytes();
        let read = |bytes: &[u8]| {
            let mut unpacker = Unpacker::new(bytes);
            for number in [0, 127, 128, u64::MAX] {
                (unpacker.number()? == number).then_some(())?;
            }
            (unpacker.digest()? == Digest::of(&[b"x"])).then_some(())?;
            let diagnostics = unpacker.diagnostics()?;
            unpacker.is_at_end().then_some(diagnostics)
        };
        assert_eq!(read(&bytes).unwrap(), said);
        for end in 0..bytes.len() {
            assert_eq!(read(&bytes[..end]), None, "{end}");
        }
        // A list of more items than there are bytes.
        assert!(Unpacker::new(&[0xff; 9]).list(|u| u.number()).is_none());
    }
}
