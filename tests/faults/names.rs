//! Names of files that are not UTF-8, as programs of Windows write them into archive files.
use std::fs;
use std::io::Write;

use super::{Work, bindery};

/// A post and its picture, under names that are not UTF-8 and too short to tell their encoding one by
/// one: all names of an archive tell it.
#[test]
fn archives_of_windows_have_chinese_and_japanese_names() {
    let work = Work::new(0);
    for (encoding, post, picture) in [
        (encoding_rs::GBK, "新闻/会议.md", "新闻/图片.png"),
        (encoding_rs::GBK, "新闻/昨天上午的会议.md", "图.png"),
        (
            encoding_rs::SHIFT_JIS,
            "ニュース/テスト.md",
            "ニュース/表.png",
        ),
    ] {
        let text = format!("![A picture](/{picture})");
        let files: [(&str, &[u8]); 3] = [
            (post, text.as_bytes()),
            (picture, include_bytes!("../odd-site/images/a b.png")),
            ("plain.md", b"text"),
        ];
        for (name, bytes) in [
            ("posts.zip", zip_in(encoding, &files)),
            ("posts.tar", tar_in(encoding, &files)),
        ] {
            let path = work.path().join(name);
            fs::write(&path, bytes).unwrap();
            let json = ["epub", "--no-cover", "--json", "-o"];
            let output = bindery().args(json).arg(work.book()).arg(&path).output();
            let output = output.unwrap();
            let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
            assert_eq!(report["posts"], 2, "{name}: {report}");
            assert_eq!(report["resources"], 1, "{name}, {picture}: {report}");
            let json = ["text", "--format", "jsonl"];
            let output = bindery().args(json).arg(&path).output().unwrap();
            let text = String::from_utf8(output.stdout).unwrap();
            assert!(text.contains(post), "{name}, {post}: {text}");
        }
    }
}

/// A zip file whose names are in an encoding, and that does not say so.
fn zip_in(encoding: &'static encoding_rs::Encoding, files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    // Names of as many bytes stand in for them while it is written.
    let names = files.iter().enumerate().map(|(number, (name, _))| {
        let encoded = encoding.encode(name).0.into_owned();
        (
            format!("{number}{}", "~".repeat(encoded.len() - 1)),
            encoded,
        )
    });
    let names: Vec<(String, Vec<u8>)> = names.collect();
    for ((stand_in, _), (_, bytes)) in names.iter().zip(files) {
        zip.start_file(stand_in, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    let mut bytes = zip.finish().unwrap().into_inner();
    for (stand_in, encoded) in names {
        let stand_in = stand_in.as_bytes();
        while let Some(at) = (bytes.windows(stand_in.len())).position(|part| part == stand_in) {
            bytes[at..at + stand_in.len()].copy_from_slice(&encoded);
        }
    }
    bytes
}

fn tar_in(encoding: &'static encoding_rs::Encoding, files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let name = encoding.encode(name).0;
        let mut header = tar::Header::new_ustar();
        header.as_mut_bytes()[..name.len()].copy_from_slice(&name);
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        tar.append(&header, *bytes).unwrap();
    }
    tar.into_inner().unwrap()
}
