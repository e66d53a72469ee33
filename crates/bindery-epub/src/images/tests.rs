use std::io::Cursor;

use image::codecs::gif::{GifEncoder, Repeat};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, Frame, ImageDecoder, ImageEncoder, ImageFormat};
use image::{Rgb, RgbImage, Rgba, RgbaImage};

use super::*;
use format::Format;

/// Eight by eight red pixels in the colours of printing, which no encoder at hand writes.
const CMYK: &str = "data:image/jpeg;base64,/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwAGBAUGBQQGBgUGBwcGCAoQCgoJCQoUDg8MEBcUGBgXFBYWGh0lHxobIxwWFiAsICMmJykqKRkfLTAtKDAlKCko/8AAFAgACAAIBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4EQwBNAFkASwAAPwD6pr5Ur5Ur6pr/2Q==";
/// Two pictures that move, red and green.
const MOVING: &str = "data:image/webp;base64,UklGRsoAAABXRUJQVlA4WAoAAAACAAAABwAABwAAQU5JTQYAAAAAAAAAAABBTk1GSgAAAAAAAAAAAAcAAAcAAGQAAAJWUDggMgAAADABAJ0BKggACAABQCYloAADcAD+8ut///mwP/bz/wR6Af//0uD//pcH//S4P/SkAAAAQU5NRkwAAAAAAAAAAAAHAAAHAABkAAAAVlA4IDQAAAA0AQCdASoIAAgAAAAmJaAAA3AA/ukiH//3nz//ufP/+58/6M///yn7//I4//8jj/5QIAAA";

/// A picture with as many colours as pixels.
fn photograph(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let noise = x.wrapping_mul(0x9e37_79b9) ^ y.wrapping_mul(0x85eb_ca6b);
        let [a, b, c, _] = noise.wrapping_mul(noise >> 3).to_le_bytes();
        Rgb([
            (a / 4).wrapping_add(x as u8),
            (b / 4).wrapping_add(y as u8),
            c / 4,
        ])
    })
}

fn drawing(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| {
        Rgb([if x % 2 == 0 { 0 } else { 255 }, 0, 0])
    })
}

fn see_through(width: u32, height: u32) -> RgbaImage {
    RgbaImage::from_fn(width, height, |x, y| {
        Rgba([x as u8, y as u8, 9, (x * 3) as u8])
    })
}

fn file(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn prepared(bytes: &[u8], options: &ImageOptions) -> Prepared {
    prepare(bytes.to_vec(), options).unwrap()
}

fn small() -> ImageOptions {
    ImageOptions {
        max_side: Some(40),
        ..ImageOptions::default()
    }
}

#[test]
fn what_readers_show_is_left_as_it_is() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif] {
        let bytes = file(photograph(50, 30), format);
        let picture = prepared(&bytes, &ImageOptions::default());
        assert_eq!(picture.bytes, bytes, "{format:?}");
        assert_eq!(
            (picture.size, picture.changes),
            (Some((50, 30)), Vec::new())
        );
    }
}

#[test]
fn other_formats_become_jpeg_or_png_by_what_they_show() {
    for from in [ImageFormat::WebP, ImageFormat::Bmp, ImageFormat::Tiff] {
        for (image, into) in [
            (DynamicImage::from(photograph(50, 30)), Format::Jpeg),
            (drawing(50, 30).into(), Format::Png),
            (see_through(50, 30).into(), Format::Png),
        ] {
            let picture = prepared(&file(image, from), &ImageOptions::default());
            assert_eq!(picture.format, into, "{from:?}");
            assert_eq!(Format::of(&picture.bytes), Some(into), "{from:?}");
            assert_eq!(picture.size, Some((50, 30)));
        }
    }
}

#[test]
fn transparency_survives() {
    let bytes = file(see_through(50, 30), ImageFormat::WebP);
    let picture = prepared(&bytes, &ImageOptions::default());
    let read = image::load_from_memory(&picture.bytes)
        .unwrap()
        .into_rgba8();
    assert_eq!(read, see_through(50, 30));
}

#[test]
fn large_pictures_are_scaled_by_side_by_pixels_and_by_bytes() {
    let bytes = file(photograph(80, 20), ImageFormat::Jpeg);
    let picture = prepared(&bytes, &small());
    assert_eq!(picture.size, Some((40, 10)));
    assert_eq!(
        picture.changes,
        [Change::Scaled {
            from: (80, 20),
            to: (40, 10)
        }]
    );

    let options = ImageOptions {
        max_pixels: 400,
        ..ImageOptions::default()
    };
    let picture = prepared(&file(see_through(80, 20), ImageFormat::Png), &options);
    assert_eq!(
        (picture.size, picture.format),
        (Some((40, 10)), Format::Png)
    );

    let options = ImageOptions {
        max_bytes: 2000,
        ..ImageOptions::default()
    };
    for format in [ImageFormat::Png, ImageFormat::Jpeg] {
        let picture = prepared(&file(photograph(200, 100), format), &options);
        assert!(
            picture.bytes.len() <= 2000,
            "{format:?}: {}",
            picture.bytes.len()
        );
        assert_eq!(picture.format, Format::Jpeg);
    }
    let picture = prepared(&file(see_through(200, 100), ImageFormat::Png), &options);
    assert!(picture.bytes.len() <= 2000, "{}", picture.bytes.len());
    assert_eq!(picture.format, Format::Png);
}

#[test]
fn turned_photographs_are_turned_back() {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new(&mut bytes);
    let exif = [
        b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".as_slice(),
        &[Orientation::Rotate90.to_exif()],
        b"\0\0\0\0\0\0",
    ];
    encoder.set_exif_metadata(exif.concat()).unwrap();
    let mut image = photograph(48, 32);
    for y in 0..8 {
        (0..8).for_each(|x| image.put_pixel(x, y, Rgb([255, 255, 255])));
    }
    image.write_with_encoder(encoder).unwrap();
    let picture = prepared(&bytes, &ImageOptions::default());
    assert_eq!(picture.size, Some((32, 48)));
    let read = image::load_from_memory(&picture.bytes).unwrap().into_rgb8();
    assert_eq!(read.dimensions(), (32, 48));
    assert!(
        read.get_pixel(29, 3).0.iter().all(|&c| c > 230),
        "{:?}",
        read.get_pixel(29, 3)
    );
}

#[test]
fn colours_of_printing_become_those_of_screens() {
    let bytes = data_url::decode(CMYK).unwrap();
    let picture = prepared(&bytes, &ImageOptions::default());
    assert_eq!(jpeg::JpegHead::of(&picture.bytes).components, 3);
    let read = image::load_from_memory(&picture.bytes).unwrap().into_rgb8();
    let [red, green, blue] = read.get_pixel(4, 4).0;
    assert!(red > 200 && green < 50 && blue < 50, "{red} {green} {blue}");
}

#[test]
fn the_first_picture_of_what_moves_is_kept_and_that_is_said() {
    let bytes = data_url::decode(MOVING).unwrap();
    let picture = prepared(&bytes, &ImageOptions::default());
    assert!(picture.changes.contains(&Change::Still));
    let read = image::load_from_memory(&picture.bytes).unwrap().into_rgb8();
    let [red, green, _] = read.get_pixel(4, 4).0;
    assert!(red > 200 && green < 50, "{red} {green}");
}

#[test]
fn what_cannot_be_shown_says_why() {
    let options = ImageOptions::default();
    let refuse = |bytes: &[u8]| prepare(bytes.to_vec(), &options).unwrap_err();
    assert_eq!(refuse(b"<html>no picture</html>"), Unusable::NoPicture);
    assert_eq!(refuse(b""), Unusable::NoPicture);
    let webp = file(photograph(50, 30), ImageFormat::WebP);
    assert!(matches!(
        refuse(&webp[..60]),
        Unusable::Broken(Format::WebP, _)
    ));
    // A few bytes that claim to be 60,000 pixels wide and high.
    let mut bomb = file(drawing(2, 2), ImageFormat::Png);
    bomb[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    assert_eq!(refuse(&bomb), Unusable::TooLarge(60_000, 60_000));
}

#[test]
fn films_of_gif_are_kept_unless_they_are_too_large() {
    // A film that is shown once has no block that says how often.
    for (repeat, pictures) in [(Some(Repeat::Infinite), 2), (None, 2), (None, 1)] {
        let mut bytes = Vec::new();
        let mut encoder = GifEncoder::new(&mut bytes);
        if let Some(repeat) = repeat {
            encoder.set_repeat(repeat).unwrap();
        }
        for _ in 0..pictures {
            let picture = DynamicImage::from(drawing(60, 50)).into_rgba8();
            encoder.encode_frame(Frame::new(picture)).unwrap();
        }
        drop(encoder);
        let is_still = is_still_once_it_is_small(&bytes);
        assert_eq!(is_still, pictures > 1, "{pictures}, {repeat:?}");
    }
}

/// Whether a picture of 60 by 50 pixels that is left as it is becomes a still one where it is too large.
fn is_still_once_it_is_small(bytes: &[u8]) -> bool {
    let picture = prepared(bytes, &ImageOptions::default());
    assert_eq!((&*picture.bytes, picture.changes), (bytes, Vec::new()));
    let picture = prepared(bytes, &small());
    assert_eq!(picture.size, Some((40, 33)));
    picture.changes.contains(&Change::Still)
}

#[test]
fn films_of_png_are_kept_unless_they_are_too_large() {
    let mut bytes = file(drawing(60, 50), ImageFormat::Png);
    // Two frames, for ever, of which there is but the picture that all readers show.
    let control = [b"acTL".as_slice(), &2_u32.to_be_bytes(), &[0; 4]].concat();
    let sum = libdeflater::crc32(&control).to_be_bytes();
    let chunk = [&8_u32.to_be_bytes(), control.as_slice(), &sum].concat();
    let after_header = 8 + 8 + 13 + 4;
    assert!(!is_still_once_it_is_small(&bytes));
    bytes.splice(after_header..after_header, chunk);
    assert!(is_still_once_it_is_small(&bytes));
}

#[test]
fn the_first_page_of_several_is_kept_and_that_is_said() {
    let number = |bytes: &[u8]| u32::from_le_bytes(bytes.try_into().unwrap()) as usize;
    let mut bytes = file(drawing(8, 8), ImageFormat::Tiff);
    let one_page = prepared(&bytes, &ImageOptions::default());
    // The directory once more, as another page of the same pixels.
    let directory = number(&bytes[4..8]);
    let entries = usize::from(bytes[directory]);
    let next = directory + 2 + 12 * entries;
    let second = u32::try_from(bytes.len()).unwrap();
    bytes.extend_from_within(directory..next + 4);
    bytes[next..next + 4].copy_from_slice(&second.to_le_bytes());
    let two_pages = prepared(&bytes, &ImageOptions::default());
    assert_eq!(two_pages.bytes, one_page.bytes);
    let converted = Change::Converted(Format::Tiff, Format::Png);
    assert_eq!(one_page.changes, std::slice::from_ref(&converted));
    assert_eq!(two_pages.changes, [converted, Change::FirstPage(2)]);
}

#[test]
fn profiles_of_colours_are_kept_but_for_those_of_printing() {
    let profile = |space: &[u8; 4]| {
        let mut profile = vec![0; 128];
        profile[16..20].copy_from_slice(space);
        profile
    };
    let of = |bytes: &[u8], format| {
        let reader = image::ImageReader::with_format(Cursor::new(bytes), format);
        reader.into_decoder().unwrap().icc_profile().unwrap()
    };
    let mut jpeg = Vec::new();
    let mut encoder = JpegEncoder::new(&mut jpeg);
    encoder.set_icc_profile(profile(b"RGB ")).unwrap();
    photograph(60, 50).write_with_encoder(encoder).unwrap();
    let mut png = Vec::new();
    let mut encoder = PngEncoder::new(&mut png);
    encoder.set_icc_profile(profile(b"RGB ")).unwrap();
    drawing(60, 50).write_with_encoder(encoder).unwrap();
    for (bytes, format) in [(jpeg, ImageFormat::Jpeg), (png, ImageFormat::Png)] {
        let picture = prepared(&bytes, &ImageOptions::default());
        assert_eq!(picture.bytes, bytes, "{format:?}");
        let picture = prepared(&bytes, &small());
        assert_eq!(picture.size, Some((40, 33)));
        assert_eq!(
            of(&picture.bytes, format),
            Some(profile(b"RGB ")),
            "{format:?}"
        );
    }
    let plain = data_url::decode(CMYK).unwrap();
    let segment = [b"ICC_PROFILE\0\x01\x01".as_slice(), &profile(b"CMYK")].concat();
    let length = (segment.len() as u16 + 2).to_be_bytes();
    let bytes = [&plain[..2], b"\xff\xe2", &length, &segment, &plain[2..]].concat();
    assert_eq!(of(&bytes, ImageFormat::Jpeg), Some(profile(b"CMYK")));
    let picture = prepared(&bytes, &ImageOptions::default());
    assert_eq!(picture.format, Format::Jpeg);
    assert_eq!(of(&picture.bytes, ImageFormat::Jpeg), None);
}

#[test]
fn pictures_that_claim_too_much_are_not_decoded() {
    let options = ImageOptions::default();
    let refuse = |bytes: Vec<u8>| prepare(bytes, &options).unwrap_err();
    let side = 60_000u16.to_be_bytes();
    let mut jpeg = file(photograph(60, 50), ImageFormat::Jpeg);
    let frame = jpeg
        .windows(2)
        .position(|bytes| bytes == b"\xff\xc0")
        .unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[side, side].concat());
    assert_eq!(refuse(jpeg), Unusable::TooLarge(60_000, 60_000));
    let mut gif = file(photograph(60, 50), ImageFormat::Gif);
    gif[6..10].copy_from_slice(&[60_000u16.to_le_bytes(); 2].concat());
    assert_eq!(refuse(gif), Unusable::TooLarge(60_000, 60_000));
    // Within the bound, but with nothing behind it.
    let mut png = file(drawing(2, 2), ImageFormat::Png);
    png[16..24].copy_from_slice(&[9_000u32.to_be_bytes(); 2].concat());
    assert!(matches!(refuse(png), Unusable::Broken(Format::Png, _)));
}

#[test]
fn files_that_end_too_early_are_told() {
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Gif] {
        let whole = file(photograph(60, 50), format);
        let cut = &whole[..whole.len() / 2];
        let picture = prepared(cut, &ImageOptions::default());
        assert_eq!(picture.changes, [Change::Cut], "{format:?}");
        assert_eq!(picture.bytes, cut, "{format:?}");
        // What follows the end is nobody's business.
        let longer = [&whole[..], b"appended"].concat();
        assert!(
            prepared(&longer, &ImageOptions::default())
                .changes
                .is_empty()
        );
        match prepare(cut.to_vec(), &small()) {
            Ok(picture) => assert!(picture.changes.contains(&Change::Cut), "{format:?}"),
            Err(unusable) => assert!(matches!(unusable, Unusable::Broken(..)), "{format:?}"),
        }
    }
    // A small picture in the head is whole, and the large one is not.
    let whole = file(photograph(60, 50), ImageFormat::Jpeg);
    let small = file(photograph(8, 8), ImageFormat::Jpeg);
    let length = (small.len() as u16 + 2).to_be_bytes();
    let both = [
        &whole[..2],
        b"\xff\xe1",
        &length,
        &small,
        &whole[2..whole.len() - 9],
    ]
    .concat();
    let picture = prepared(&both, &ImageOptions::default());
    assert_eq!(picture.changes, [Change::Cut]);
}

/// Readers show nothing of it, and EPUBCheck calls it corrupt.
#[test]
fn files_that_are_damaged_before_their_pixels_are_no_pictures() {
    let damaged = |format, mark: &[u8], at: usize| {
        let mut bytes = file(photograph(60, 50), format);
        let mut windows = bytes.windows(mark.len());
        let place = windows.position(|window| window == mark).unwrap();
        bytes[place + at] ^= 0xff;
        prepare(bytes, &ImageOptions::default())
    };
    for (found, format) in [
        (damaged(ImageFormat::Png, b"IHDR", 12), Format::Png),
        (damaged(ImageFormat::Gif, b"GIF", 4), Format::Gif),
        // The table of codes.
        (damaged(ImageFormat::Jpeg, b"\xff\xc4", 5), Format::Jpeg),
    ] {
        assert!(
            matches!(&found, Err(Unusable::Broken(told, _)) if *told == format),
            "{found:?}"
        );
    }
    let gif = file(photograph(60, 50), ImageFormat::Gif);
    let found = prepare(gif[..30].to_vec(), &ImageOptions::default());
    assert!(
        matches!(found, Err(Unusable::Broken(Format::Gif, _))),
        "{found:?}"
    );
    // Readers may know kinds of JPEG that the decoder does not, such as that with arithmetic codes.
    let mut rare = file(photograph(60, 50), ImageFormat::Jpeg);
    let frame = rare.windows(2).position(|two| two == b"\xff\xc0").unwrap();
    rare[frame + 1] = 0xc9;
    assert!(prepared(&rare, &ImageOptions::default()).changes.is_empty());
}

#[test]
fn damaged_files_never_panic() {
    let options = small();
    let files = [
        ImageFormat::Jpeg,
        ImageFormat::Png,
        ImageFormat::Gif,
        ImageFormat::WebP,
    ]
    .map(|format| file(photograph(60, 50), format));
    for bytes in files {
        for at in (0..bytes.len()).step_by(61) {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x55;
            let _ = prepare(damaged, &options);
            let _ = prepare(bytes[..at].to_vec(), &options);
        }
    }
}

#[test]
fn the_same_picture_gives_the_same_bytes() {
    let bytes = file(photograph(300, 200), ImageFormat::WebP);
    let once = prepared(&bytes, &small());
    assert_eq!(once.bytes, prepared(&bytes, &small()).bytes);
}
