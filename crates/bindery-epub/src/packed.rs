//! The contents of entries, packed.
use std::cell::RefCell;

use bindery_model::{Packer, Unpacker};
use libdeflater::{CompressionLvl, Compressor, Crc};

use crate::deflate::Encoder;

/// Level 6 makes books 2 % smaller, and packing twice as long; zlib's level 6 makes them 1 % smaller.
const LEVEL: i32 = 1;
/// Room that a thread keeps for the next content.
const MAX_ROOM: usize = 1 << 20;

/// Methods of packing (APPNOTE 4.4.5).
const STORED: u16 = 0;
const DEFLATED: u16 = 8;

thread_local! {
    static DEFLATER: RefCell<Deflater> = RefCell::new(Deflater {
        compressor: Compressor::new(CompressionLvl::new(LEVEL).unwrap_or_default()),
        encoder: Encoder::new(),
        room: Vec::new(),
    });
}

/// What a thread packs with.
struct Deflater {
    compressor: Compressor,
    encoder: Encoder,
    /// For what is made.
    room: Vec<u8>,
}

impl Deflater {
    /// Packs, if that makes the content smaller.
    fn deflate(&mut self, content: &[u8]) -> Option<Vec<u8>> {
        let is_chinese = Encoder::takes(content);
        let bound = match is_chinese {
            true => Encoder::bound(content.len()),
            false => self.compressor.deflate_compress_bound(content.len()),
        };
        if self.room.len() < bound {
            self.room.resize(bound, 0);
        }
        let length = match is_chinese {
            true => self.encoder.encode(content, &mut self.room),
            false => self
                .compressor
                .deflate_compress(content, &mut self.room)
                .ok()?,
        };
        let packed = (length < content.len()).then(|| self.room[..length].to_vec());
        if self.room.len() > MAX_ROOM {
            self.room = Vec::new();
        }
        packed
    }
}

/// The content of an entry, ready to be written.
#[derive(Debug)]
pub(crate) struct Packed {
    pub(crate) bytes: Vec<u8>,
    /// How they are packed.
    pub(crate) method: u16,
    /// CRC-32 of the content,
    pub(crate) checksum: u32,
    /// and its bytes.
    pub(crate) size: u64,
}

impl Packed {
    /// Deflates; content that does not get smaller is stored.
    pub(crate) fn deflate(content: &[u8]) -> Packed {
        match DEFLATER.with_borrow_mut(|deflater| deflater.deflate(content)) {
            Some(bytes) => Packed {
                bytes,
                method: DEFLATED,
                checksum: checksum(content),
                size: content.len() as u64,
            },
            None => Packed::store(content.to_vec()),
        }
    }

    /// Writes it as it is, for a later run.
    pub(crate) fn pack(&self, packer: &mut Packer) {
        packer.number(u64::from(self.method));
        packer.number(u64::from(self.checksum));
        packer.number(self.size);
        packer.bytes(&self.bytes);
    }

    /// Reads what [`pack`](Packed::pack) wrote.
    pub(crate) fn unpack(unpacker: &mut Unpacker<'_>) -> Option<Packed> {
        Some(Packed {
            method: u16::try_from(unpacker.number()?).ok()?,
            checksum: u32::try_from(unpacker.number()?).ok()?,
            size: unpacker.number()?,
            bytes: unpacker.bytes()?.to_vec(),
        })
    }

    /// Bytes that it takes.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// The content as it was.
    pub(crate) fn content(&self) -> Vec<u8> {
        if self.method == STORED {
            return self.bytes.clone();
        }
        let mut content = vec![0; self.size as usize];
        let length = libdeflater::Decompressor::new().deflate_decompress(&self.bytes, &mut content);
        content.truncate(length.unwrap_or_default());
        content
    }

    /// Leaves the content as it is: for pictures, which are packed already.
    pub(crate) fn store(bytes: Vec<u8>) -> Packed {
        let (checksum, size) = (checksum(&bytes), bytes.len() as u64);
        Packed {
            bytes,
            method: STORED,
            checksum,
            size,
        }
    }
}

fn checksum(content: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(content);
    crc.sum()
}
