use std::fmt::{self, Debug, Write};
use std::hash::{Hash, Hasher};

/// 128 bits of BLAKE3 over something: nobody finds two things that have the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; Digest::LENGTH]);

impl Digest {
    /// How many bytes it has.
    pub const LENGTH: usize = 16;

    /// The digest of some parts, one after the other; where one ends counts.
    pub fn of(parts: &[&[u8]]) -> Digest {
        let mut digester = Digester::default();
        parts.iter().for_each(|part| digester.add(part));
        digester.finish()
    }

    /// The digest of bytes alone: of many it is made faster than as one of the parts of
    /// [`of`](Digest::of).
    pub fn of_bytes(bytes: &[u8]) -> Digest {
        Digest::shortened(blake3::hash(bytes))
    }

    /// The digest of what `{:?}` shows of something: of every field, those that are yet to come
    /// included.
    ///
    /// ```
    /// use bindery_model::Digest;
    ///
    /// assert_ne!(Digest::of_shown(&(1, "a")), Digest::of_shown(&(1, "b")));
    /// ```
    pub fn of_shown(thing: &dyn Debug) -> Digest {
        let mut digester = Digester::default();
        digester.add_shown(thing);
        digester.finish()
    }

    /// The digest of all that something is told apart by, which takes fewer steps than what
    /// [`of_shown`](Digest::of_shown) does. Another version of Rust may give another one.
    ///
    /// ```
    /// use bindery_model::Digest;
    ///
    /// assert_ne!(Digest::of_hashed(&("ab", "c")), Digest::of_hashed(&("a", "bc")));
    /// ```
    pub fn of_hashed<T: Hash>(thing: &T) -> Digest {
        let mut digester = Digester::default();
        digester.add_hashed(thing);
        digester.finish()
    }

    fn shortened(hash: blake3::Hash) -> Digest {
        let mut bytes = [0; Digest::LENGTH];
        bytes.copy_from_slice(&hash.as_bytes()[..Digest::LENGTH]);
        Digest(bytes)
    }

    /// Its bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The digest that has these bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Digest> {
        Some(Digest(bytes.try_into().ok()?))
    }
}

/// Makes a [`Digest`] of parts that come one after the other.
#[derive(Debug, Clone, Default)]
pub struct Digester(blake3::Hasher);

impl Digester {
    /// Adds a part and its length.
    pub fn add(&mut self, part: &[u8]) {
        self.0.update(&(part.len() as u64).to_le_bytes());
        self.0.update(part);
    }

    /// Adds what `{:?}` shows of something.
    pub fn add_shown(&mut self, thing: &dyn Debug) {
        // Hashing cannot fail.
        let _ = write!(Shown(&mut self.0), "{thing:?}");
        self.0.update(&[0xff]);
    }

    /// Adds all that something is told apart by.
    pub fn add_hashed<T: Hash>(&mut self, thing: &T) {
        let mut hashed = Hashed(Vec::new());
        thing.hash(&mut hashed);
        self.add(&hashed.0);
    }

    /// The digest of all parts.
    pub fn finish(&self) -> Digest {
        Digest::shortened(self.0.finalize())
    }
}

struct Shown<'a>(&'a mut blake3::Hasher);

impl fmt::Write for Shown<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.update(text.as_bytes());
        Ok(())
    }
}

/// The bytes that are hashed.
struct Hashed(Vec<u8>);

impl Hasher for Hashed {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        0
    }
}
