//! Bits in the order of RFC 1951 section 3.1.1: into bytes from the lowest on.

/// Up to 24 bits, the first one lowest, and in the eight above them how many they are.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Code(u32);

impl Code {
    pub(super) fn new(bits: u32, length: u32) -> Code {
        Code(bits | length << 24)
    }

    pub(super) fn bits(self) -> u32 {
        self.0 & 0xff_ffff
    }

    pub(super) fn length(self) -> u32 {
        self.0 >> 24
    }

    /// This code with more bits behind it.
    pub(super) fn followed_by(self, bits: u32, length: u32) -> Code {
        Code::new(self.bits() | bits << self.length(), self.length() + length)
    }
}

/// Bits on their way.
pub(super) struct Bits<'o> {
    out: &'o mut [u8],
    /// Bytes that are full,
    full: usize,
    /// and the bits behind them, the first one lowest: seven at most after a
    /// [`flush`](Bits::flush), room for 56 more.
    waiting: u64,
    count: u32,
}

impl Bits<'_> {
    /// Writes into this, which must have room for eight bytes more than there will be.
    pub(super) fn new(out: &mut [u8]) -> Bits<'_> {
        Bits {
            out,
            full: 0,
            waiting: 0,
            count: 0,
        }
    }

    pub(super) fn put_bytes(&mut self, bytes: &[u8]) {
        self.out[self.full..self.full + bytes.len()].copy_from_slice(bytes);
        self.full += bytes.len();
    }

    #[inline]
    pub(super) fn push(&mut self, code: Code) {
        self.waiting |= u64::from(code.bits()) << self.count;
        self.count += code.length();
    }

    #[inline]
    pub(super) fn flush(&mut self) {
        self.out[self.full..self.full + 8].copy_from_slice(&self.waiting.to_le_bytes());
        self.full += (self.count / 8) as usize;
        self.waiting >>= self.count & !7;
        self.count &= 7;
    }

    #[inline]
    pub(super) fn put(&mut self, code: Code) {
        self.push(code);
        self.flush();
    }

    /// The bytes that are full, and the bits behind them.
    pub(super) fn so_far(&self) -> (&[u8], Code) {
        let rest = Code::new(self.waiting as u32, self.count);
        (&self.out[..self.full], rest)
    }

    /// How many bytes are full, and the bits that are left.
    pub(super) fn finish(self) -> (usize, Code) {
        (self.full, Code::new(self.waiting as u32, self.count))
    }
}
