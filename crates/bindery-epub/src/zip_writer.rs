//! A zip file that is written once, from front to back (PKWARE's APPNOTE, EPUB OCF 3.3 section 4).
//!
//! Entries come whole and already packed, so sizes stand in their headers and no descriptors are
//! needed. Times are fixed. ZIP64 is used where counts, sizes or offsets need it.
use std::io::{self, Write};

use crate::packed::Packed;

const LOCAL_HEADER: u32 = 0x0403_4b50;
const CENTRAL_HEADER: u32 = 0x0201_4b50;
const END_OF_DIRECTORY: u32 = 0x0605_4b50;
const ZIP64_END_OF_DIRECTORY: u32 = 0x0606_4b50;
const ZIP64_LOCATOR: u32 = 0x0706_4b50;
/// Version 4.5 of the format: ZIP64.
const VERSION: u16 = 45;
/// File names are UTF-8.
const UTF_8: u16 = 1 << 11;
/// The first of January 1980, as MS-DOS writes it.
const DATE: u16 = 0x0021;

/// A zip file in the making.
pub(crate) struct ZipWriter<W> {
    out: W,
    position: u64,
    entries: u64,
    directory: Vec<u8>,
}

impl<W: Write> ZipWriter<W> {
    pub(crate) fn new(out: W) -> ZipWriter<W> {
        ZipWriter {
            out,
            position: 0,
            entries: 0,
            directory: Vec::new(),
        }
    }

    /// Writes an entry. Names must be distinct.
    pub(crate) fn write(&mut self, name: &str, packed: &Packed) -> io::Result<()> {
        let offset = self.position;
        let large = packed.size.max(packed.bytes.len() as u64) >= u64::from(u32::MAX);
        let far = offset >= u64::from(u32::MAX);
        let sizes = [packed.size, packed.bytes.len() as u64];

        let mut header = Vec::with_capacity(64 + name.len());
        put(&mut header, LOCAL_HEADER);
        put_common(&mut header, packed, sizes, large);
        put(&mut header, name.len() as u16);
        put(&mut header, if large { 20u16 } else { 0 });
        header.extend_from_slice(name.as_bytes());
        if large {
            put_zip64_extra(&mut header, &sizes);
        }
        self.put(&header)?;
        self.put(&packed.bytes)?;

        let mut extra: Vec<u64> = if large { sizes.to_vec() } else { Vec::new() };
        extra.extend(far.then_some(offset));
        let directory = &mut self.directory;
        put(directory, CENTRAL_HEADER);
        put(directory, VERSION);
        put_common(directory, packed, sizes, large);
        put(directory, name.len() as u16);
        put(
            directory,
            if extra.is_empty() {
                0u16
            } else {
                4 + 8 * extra.len() as u16
            },
        );
        // Comment, disk, attributes inside and outside.
        directory.extend_from_slice(&[0; 10]);
        put(directory, if far { u32::MAX } else { offset as u32 });
        directory.extend_from_slice(name.as_bytes());
        if !extra.is_empty() {
            put_zip64_extra(directory, &extra);
        }
        self.entries += 1;
        Ok(())
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.position += bytes.len() as u64;
        Ok(())
    }

    /// Writes the directory; how many bytes the file has.
    pub(crate) fn finish(mut self) -> io::Result<u64> {
        let (start, size) = (self.position, self.directory.len() as u64);
        let directory = std::mem::take(&mut self.directory);
        self.put(&directory)?;
        let limit = u64::from(u32::MAX);
        let mut end = Vec::new();
        if self.entries >= 0xffff || start >= limit || size >= limit {
            put(&mut end, ZIP64_END_OF_DIRECTORY);
            put(&mut end, 44u64);
            put(&mut end, VERSION);
            put(&mut end, VERSION);
            put(&mut end, 0u32);
            put(&mut end, 0u32);
            put(&mut end, self.entries);
            put(&mut end, self.entries);
            put(&mut end, size);
            put(&mut end, start);
            put(&mut end, ZIP64_LOCATOR);
            put(&mut end, 0u32);
            put(&mut end, start + size);
            put(&mut end, 1u32);
        }
        let entries = self.entries.min(0xffff) as u16;
        put(&mut end, END_OF_DIRECTORY);
        put(&mut end, 0u32);
        put(&mut end, entries);
        put(&mut end, entries);
        put(&mut end, size.min(limit) as u32);
        put(&mut end, start.min(limit) as u32);
        put(&mut end, 0u16);
        self.put(&end)?;
        self.out.flush()?;
        Ok(self.position)
    }
}

/// What the local and the central header have in common.
fn put_common(out: &mut Vec<u8>, packed: &Packed, [size, packed_size]: [u64; 2], large: bool) {
    put(out, VERSION);
    put(out, UTF_8);
    put(out, packed.method);
    put(out, 0u16);
    put(out, DATE);
    put(out, packed.checksum);
    put(out, if large { u32::MAX } else { packed_size as u32 });
    put(out, if large { u32::MAX } else { size as u32 });
}

fn put_zip64_extra(out: &mut Vec<u8>, values: &[u64]) {
    put(out, 1u16);
    put(out, 8 * values.len() as u16);
    values.iter().for_each(|&value| put(out, value));
}

/// A number in little-endian order.
fn put<const N: usize>(out: &mut Vec<u8>, number: impl LittleEndian<N>) {
    out.extend_from_slice(&number.bytes());
}

trait LittleEndian<const N: usize> {
    fn bytes(self) -> [u8; N];
}

impl LittleEndian<2> for u16 {
    fn bytes(self) -> [u8; 2] {
        self.to_le_bytes()
    }
}

impl LittleEndian<4> for u32 {
    fn bytes(self) -> [u8; 4] {
        self.to_le_bytes()
    }
}

impl LittleEndian<8> for u64 {
    fn bytes(self) -> [u8; 8] {
        self.to_le_bytes()
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    #[test]
    fn another_reader_gets_the_entries_back() {
        let mut bytes = Vec::new();
        let mut zip = ZipWriter::new(&mut bytes);
        let long = "字".repeat(10_000);
        zip.write("a.txt", &Packed::store(b"as it is".to_vec()))
            .unwrap();
        zip.write("目录/b.txt", &Packed::deflate(long.as_bytes()))
            .unwrap();
        let size = zip.finish().unwrap();
        assert_eq!(size, bytes.len() as u64);
        assert!(size < 1000);
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        for (name, content) in [("a.txt", "as it is"), ("目录/b.txt", &long)] {
            let mut read = String::new();
            archive
                .by_name(name)
                .unwrap()
                .read_to_string(&mut read)
                .unwrap();
            assert_eq!(read, content);
        }
    }

    #[test]
    fn more_entries_than_sixteen_bits_count_need_zip64() {
        let mut bytes = Vec::new();
        let mut zip = ZipWriter::new(&mut bytes);
        let packed = Packed::store(Vec::new());
        for number in 0..70_000 {
            zip.write(&number.to_string(), &packed).unwrap();
        }
        zip.finish().unwrap();
        assert_eq!(
            zip::ZipArchive::new(Cursor::new(bytes)).unwrap().len(),
            70_000
        );
    }
}
