use image::DynamicImage;

use super::super::data_url;
use super::super::format::Format;
use super::super::prepare::{Change, Prepared, Unusable, prepare};
use crate::ImageOptions;

/// The left of it is green and seen through, the right is red; 13 × 8 pixels, and of colours half as
/// many each way.
const TRANSPARENT: &str = "data:image/avif;base64,AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAAGGbWV0YQAAAAAAAAAhaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAAAAAAAOcGl0bQAAAAAAAQAAACxpbG9jAAAAAEQAAAIAAQAAAAEAAAHQAAAAOgACAAAAAQAAAa4AAAAiAAAAQmlpbmYAAAAAAAIAAAAaaW5mZQIAAAAAAQAAYXYwMUNvbG9yAAAAABppbmZlAgAAAAACAABhdjAxQWxwaGEAAAAAGmlyZWYAAAAAAAAADmF1eGwAAgABAAEAAADDaXBycAAAAJ1pcGNvAAAAFGlzcGUAAAAAAAAADQAAAAgAAAAQcGl4aQAAAAADCAgIAAAADGF2MUOBAAwAAAAAE2NvbHJuY2x4AAEADQAGgAAAAA5waXhpAAAAAAEIAAAADGF2MUOBABwAAAAAOGF1eEMAAAAAdXJuOm1wZWc6bXBlZ0I6Y2ljcDpzeXN0ZW1zOmF1eGlsaWFyeTphbHBoYQAAAAAeaXBtYQAAAAAAAAACAAEEAQKDBAACBAEFhgcAAABkbWRhdBIACgUYDLOwqDIXEYAAAQD6vMdMfqYkglRAzmUUw4noFyASAAoIGAyztEBDQaEyLBIH9/apAIIIPkAAAP/RPQhxg8Qh+EZIYVC1VIfgnPdAK7a0MSlDo8EmVAKA";
/// Blue with a white corner, on its side.
const TURNED: &str = "data:image/avif;base64,AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAAD1bWV0YQAAAAAAAAAhaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAAAAAAAOcGl0bQAAAAAAAQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEAAAEdAAAANgAAAChpaW5mAAAAAAABAAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAAAAB0aXBycAAAAFRpcGNvAAAAFGlzcGUAAAAAAAAAEAAAAAgAAAAQcGl4aQAAAAADCAgIAAAADGF2MUOBAAwAAAAAE2NvbHJuY2x4AAEADQAGgAAAAAlpcm90AwAAABhpcG1hAAAAAAAAAAEAAQUBAoMEhQAAAD5tZGF0EgAKCBgMv7RAQ0GhMigRAapAAHkAAP/Q4xBIQLjZH8bKAc/jcuDqhKkCP4VRk14w5ze2WsYg";
/// Samples of 12 bits.
const DEEP: &str = "data:image/avif;base64,AAAAHGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZgAAAOZtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAABAAAAHmlsb2MAAAAARAAAAQABAAAAAQAAAQoAAAEeAAAAI2lpbmYAAAAAAAEAAAAVaW5mZQIAAAAAAQAAYXYwMQAAAABqaXBycAAAAEtpcGNvAAAADGF2MUOBQGAAAAAAFGlzcGUAAAAAAAAADQAAAAoAAAAQcGl4aQAAAAADDAwMAAAAE2NvbHJuY2x4AAEADQAAgAAAABdpcG1hAAAAAAAAAAEAAQSBAgMEAAABJm1kYXQKCFgM8kDQENACMpECEABAAcRFyqbprmFIS2rdSI60H83BGF6EVZmUakM8p+DKnwQvFq//u1jqZnr7xGmjiLXLM+H83Kqd0hxt6FSwQg2IxdOvDfTOOZShxQ0rM4IH/6R3VYgdswSowSowMBU+HKC2rT4rT4rQS0tzsEW9tY9tY9pq36r+pmGJqGJqGnlEHeDxtJfSit1bP/vnkzCeOCjTfS29ohlVe4Djuhg3npgnbCr5lMdZlWpjxtvfv555YD5KSmgT2u9n57KOIpK7uCjTfT1kmUF6ZBtqZrcSNzcLy4aV68Antd7R0fKEkV34mtR8LThQaGmot4Kvc4FycSPDhnSC3nZudwcOSJs4uezvhpyVY8YTIOT8NgTYUFgu";
/// A red and a green picture.
const MOVING: &str = "data:image/avif;base64,AAAALGZ0eXBhdmlzAAAAAGF2aWZhdmlzbXNmMWlzbzhtaWYxbWlhZk1BMUIAAADrbWV0YQAAAAAAAAAhaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAAAAAAAOcGl0bQAAAAAAAQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEAAAPlAAAAJQAAAChpaW5mAAAAAAABAAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAAAABqaXBycAAAAEtpcGNvAAAAFGlzcGUAAAAAAAAACAAAAAgAAAAQcGl4aQAAAAADCAgIAAAADGF2MUOBAAwAAAAAE2NvbHJuY2x4AAEADQAGgAAAABdpcG1hAAAAAAAAAAEAAQQBAoMEAAACxm1vb3YAAAB4bXZoZAEAAAAAAAAA5ywYgAAAAADnLBiAAAAD6P//////////AAEAAAEAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAEAAAJGdHJhawAAAGh0a2hkAQAAAQAAAADnLBiAAAAAAOcsGIAAAAABAAAAAP//////////AAAAAAAAAAAAAAAAAAAAAAABAAAAAAAAAAAAAAAAAAAAAQAAAAAAAAAAAAAAAAAAQAAAAAAIAAAACAAAAAAALGVkdHMAAAAkZWxzdAEAAAEAAAABAAAAAAAAAAIAAAAAAAAAAAABAAAAAAGqbWRpYQAAACxtZGhkAQAAAAAAAADnLBiAAAAAAOcsGIAAAAPoAAAAAAAAAAJVxAAAAAAAIWhkbHIAAAAAAAAAAHBpY3QAAAAAAAAAAAAAAAAAAAABVW1pbmYAAAAUdm1oZAAAAAEAAAAAAAAAAAAAACRkaW5mAAAAHGRyZWYAAAAAAAAAAQAAAAx1cmwgAAAAAQAAARVzdGJsAAAAlXN0c2QAAAAAAAAAAQAAAIVhdjAxAAAAAAAAAAEAAAAAAAAAAAAAAAAAAAAAAAgACABIAAAASAAAAAAAAAABCkFPTSBDb2RpbmcAAAAAAAAAAAAAAAAAAAAAAAAAAAAAGP//AAAADGF2MUOBAAwAAAAAE2NvbHJuY2x4AAEADQAGgAAAABBjY3N0AAAAAHwAAAAAAAAYc3R0cwAAAAAAAAABAAAAAgAAAAEAAAAcc3RzYwAAAAAAAAABAAAAAQAAAAIAAAABAAAAHHN0c3oAAAAAAAAAAAAAAAIAAAAlAAAAHQAAABRzdGNvAAAAAAAAAAEAAAPlAAAAFHN0c3MAAAAAAAAAAQAAAAEAAABKbWRhdBIACgwAAAABF+bXzICGg0IyExAAsgAAAkAAAAB5TNP4cDpt/hUSADIZMAPAgAAAesgAAAkAAAIAAFZ8iNC9v5Sh2A==";

fn file(address: &str) -> Vec<u8> {
    data_url::decode(address).unwrap()
}

fn prepared(bytes: Vec<u8>) -> (Prepared, DynamicImage) {
    let picture = prepare(bytes, &ImageOptions::default()).unwrap();
    assert_eq!(
        picture.changes[0],
        Change::Converted(Format::Avif, picture.format)
    );
    let image = image::load_from_memory(&picture.bytes).unwrap();
    (picture, image)
}

#[track_caller]
fn assert_near(found: &[u8], wanted: &[u8]) {
    let near = |(a, b): (&u8, &u8)| a.abs_diff(*b) <= 12;
    assert!(
        found.iter().zip(wanted).all(near),
        "{found:?}, not {wanted:?}"
    );
}

#[test]
fn transparent_pictures_become_png() {
    let (picture, image) = prepared(file(TRANSPARENT));
    assert_eq!(picture.format, Format::Png);
    assert_eq!(picture.size, Some((13, 8)));
    let image = image.into_rgba8();
    assert_near(&image.get_pixel(2, 4).0, &[30, 200, 60, 96]);
    assert_near(&image.get_pixel(12, 7).0, &[220, 30, 30, 255]);
}

#[test]
fn others_become_jpeg_upright() {
    let (picture, image) = prepared(file(TURNED));
    assert_eq!(picture.format, Format::Jpeg);
    assert_eq!(picture.size, Some((8, 16)));
    let image = image.into_rgb8();
    assert_near(&image.get_pixel(7, 0).0, &[255, 255, 255]);
    assert_near(&image.get_pixel(0, 0).0, &[20, 40, 200]);
    assert_near(&image.get_pixel(7, 15).0, &[20, 40, 200]);
}

#[test]
fn samples_of_more_than_eight_bits_are_rounded() {
    let (picture, image) = prepared(file(DEEP));
    assert_eq!(picture.size, Some((13, 10)));
    assert_near(&image.into_rgb8().get_pixel(12, 9).0, &[234, 228, 117]);
}

#[test]
fn the_first_picture_of_what_moves_is_kept() {
    let (picture, image) = prepared(file(MOVING));
    assert!(picture.changes.contains(&Change::Still));
    assert_near(&image.into_rgb8().get_pixel(4, 4).0, &[200, 0, 0]);
}

#[test]
fn what_claims_to_be_large_is_not_decoded() {
    let mut bytes = file(TURNED);
    let at = bytes.windows(4).position(|name| name == b"ispe").unwrap() + 8;
    bytes[at..at + 8].copy_from_slice(&[60_000u32.to_be_bytes(); 2].concat());
    assert!(matches!(
        prepare(bytes, &ImageOptions::default()),
        Err(Unusable::TooLarge(..))
    ));
}

/// How the colours of this one are made is a number that the format keeps for later (ITU-T H.273,
/// table 4), which the decoder takes for impossible.
#[test]
fn a_panic_of_the_decoder_is_a_fault_of_the_file() {
    let mut bytes = file(TRANSPARENT);
    let place = |bytes: &[u8], part: &[u8]| {
        let mut windows = bytes.windows(part.len());
        windows.position(|window| window == part).unwrap()
    };
    let declared = place(&bytes, b"colr");
    bytes[declared..declared + 4].copy_from_slice(b"free");
    let header = place(&bytes, &[0x18, 0x0c, 0xb3, 0xb4, 0x40, 0x43, 0x41, 0xa1]);
    bytes[header + 6..header + 8].copy_from_slice(&[0x40, 0xe1]);
    let found = prepare(bytes, &ImageOptions::default());
    match found {
        Err(Unusable::Broken(Format::Avif, why)) => assert_eq!(why, "it cannot be decoded"),
        _ => panic!("{found:?}"),
    }
}

#[test]
fn damaged_files_are_told_and_never_panic() {
    for bytes in [TRANSPARENT, TURNED, DEEP, MOVING].map(file) {
        let end = prepare(bytes[..bytes.len() - 20].to_vec(), &ImageOptions::default());
        assert!(
            matches!(end, Err(Unusable::Broken(Format::Avif, _))),
            "{end:?}"
        );
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x55;
            let _ = prepare(damaged, &ImageOptions::default());
        }
        for end in (0..bytes.len()).step_by(7) {
            let _ = prepare(bytes[..end].to_vec(), &ImageOptions::default());
        }
    }
}
