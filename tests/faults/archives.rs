//! Archive files that are damaged, hostile, or made by programs with habits of their own.
use std::fs::{self, File};
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use bindery_tests::not_run;

use super::{Work, bindery, stderr};

/// Bytes of a tar file with empty files.
fn tar_of(count: usize) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for number in 0..count {
        let mut header = tar::Header::new_ustar();
        header.set_size(0);
        header.set_mode(0o644);
        tar.append_data(&mut header, format!("{number}.md"), &[][..])
            .unwrap();
    }
    tar.into_inner().unwrap()
}

#[test]
fn a_tar_of_ten_million_files_is_refused_by_a_limit() {
    let work = Work::new(0);
    let path = work.path().join("many.tar.gz");
    // A thousand times the same ten thousand headers, packed once.
    let part = tar_of(10_000);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&part[..10_000 * 512]).unwrap();
    let packed = packed.finish().unwrap();
    let mut file = File::create(&path).unwrap();
    for _ in 0..1000 {
        file.write_all(&packed).unwrap();
    }
    let output = bindery()
        .args(["text", "--max-files", "30000"])
        .arg(&path)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(said.contains("holds more than 30000 files"), "{said}");
    assert!(said.contains("--max-files"), "{said}");
}

#[test]
fn an_archive_that_unpacks_to_more_than_the_limit_is_refused() {
    let work = Work::new(0);
    let path = work.path().join("large.tar.gz");
    let mut tar = tar::Builder::new(flate2::write::GzEncoder::new(
        File::create(&path).unwrap(),
        flate2::Compression::fast(),
    ));
    for (name, bytes) in [("a.md", &b"text"[..]), ("b.png", &vec![0; 3_000_000])] {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, bytes).unwrap();
    }
    tar.into_inner().unwrap().finish().unwrap();
    let run = |megabytes: &str| {
        bindery()
            .args(["text", "--max-unpacked-size", megabytes])
            .arg(&path)
            .output()
            .unwrap()
    };
    let output = run("2");
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("--max-unpacked-size"),
        "{}",
        stderr(&output)
    );
    assert_eq!(run("4").status.code(), Some(0));
}

/// A tar file of a small site, as it is and compressed in each way but Zstandard.
fn tars() -> [(&'static str, Vec<u8>); 4] {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, text) in [
        ("_posts/2024-05-01-a.md", "*first*"),
        ("_posts/2024-05-02-b.md", "second"),
        ("pic.png", "x"),
    ] {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, text.as_bytes()).unwrap();
    }
    let tar = tar.into_inner().unwrap();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&tar).unwrap();
    // In two streams, as programs write them that compress in parallel.
    let (one, two) = tar.split_at(1000);
    let bzip2 = [one, two].map(|part| {
        let mut bzip2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
        bzip2.write_all(part).unwrap();
        bzip2.finish().unwrap()
    });
    let xz = [one, two].map(|part| {
        let options = lzma_rust2::XzOptions::with_preset(1);
        let mut xz = lzma_rust2::XzWriter::new(Vec::new(), options).unwrap();
        xz.write_all(part).unwrap();
        xz.finish().unwrap()
    });
    [
        ("posts.tar", tar),
        ("posts.tar.gz", gzip.finish().unwrap()),
        ("posts.tar.bz2", bzip2.concat()),
        ("posts.tar.xz", xz.concat()),
    ]
}

#[test]
fn an_archive_through_a_pipe_is_the_same_as_its_file() {
    let work = Work::new(0);
    for (name, bytes) in tars() {
        let path = work.path().join(name);
        fs::write(&path, bytes).unwrap();
        let from_file = bindery().arg("text").arg(&path).output().unwrap();
        let file = File::open(&path).unwrap();
        let from_pipe = bindery().args(["text", "-"]).stdin(file).output().unwrap();
        assert!(
            from_file.status.success() && from_pipe.status.success(),
            "{name}: {}",
            stderr(&from_pipe)
        );
        assert_eq!(from_file.stdout, from_pipe.stdout, "{name}");
        assert!(String::from_utf8_lossy(&from_file.stdout).contains("second"));
    }
}

/// A named pipe gives its bytes once: what is read twice would wait for ever.
#[test]
fn an_archive_file_is_opened_once_and_its_settings_are_read() {
    let work = Work::new(0);
    let mut tar = tar::Builder::new(flate2::write::GzEncoder::new(
        Vec::new(),
        flate2::Compression::fast(),
    ));
    let long = "words ".repeat(20);
    for (name, text) in [
        (
            "site-1.0/bindery.toml",
            "[text]\nwidth = 24\nheader = \"none\"\n",
        ),
        ("site-1.0/_posts/2024-05-01-a.md", long.as_str()),
    ] {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, name, text.as_bytes()).unwrap();
    }
    let bytes = tar.into_inner().unwrap().finish().unwrap();
    let pipe = work.path().join("posts.tar.gz");
    let made = Command::new("mkfifo").arg(&pipe).status();
    if !made.is_ok_and(|status| status.success()) {
        return not_run("an archive that can be read once", "install mkfifo");
    }
    let mut child = bindery()
        .arg("text")
        .arg(&pipe)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    fs::write(&pipe, bytes).unwrap();
    let start = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if start.elapsed() > Duration::from_secs(20) {
            child.kill().unwrap();
            panic!("the archive is opened once more");
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("words words words words\n"), "{text}");
}

#[test]
fn a_compressed_archive_that_is_cut_or_damaged_is_told() {
    let work = Work::new(0);
    let mut read = Vec::new();
    // A tar file itself has no sums for the text of its files.
    for (name, bytes) in tars().into_iter().skip(1) {
        let mut damaged = bytes.clone();
        let middle = bytes.len() / 2;
        damaged[middle..middle + 8]
            .iter_mut()
            .for_each(|byte| *byte ^= 0x55);
        for bytes in [&bytes[..middle], &damaged[..]] {
            let path = work.path().join(name);
            fs::write(&path, bytes).unwrap();
            let output = bindery().arg("text").arg(&path).output().unwrap();
            let said = stderr(&output);
            // What stands before the damage is read, unless it lies in one piece with that.
            let message = match output.status.code() {
                Some(1) => "error: the archive is damaged behind entry ",
                _ => "is damaged, or is no tar file",
            };
            assert!(said.contains(message), "{name}: {said}");
            assert!(!output.status.success(), "{name}: {said}");
            read.extend((!output.stdout.is_empty()).then_some(name));
        }
    }
    assert!(read.contains(&"posts.tar.gz"), "{read:?}");
}

#[test]
fn a_tar_that_ends_between_two_files_is_told() {
    let work = Work::new(0);
    let [(_, bytes), ..] = tars();
    let path = work.path().join("posts.tar");
    for (length, is_cut) in [(1024, true), (2048, true), (bytes.len(), false)] {
        fs::write(&path, &bytes[..length]).unwrap();
        let from_file = bindery().arg("text").arg(&path).output().unwrap();
        let file = File::open(&path).unwrap();
        let from_pipe = bindery().args(["text", "-"]).stdin(file).output().unwrap();
        for output in [from_file, from_pipe] {
            let said = stderr(&output);
            assert!(output.status.success(), "{said}");
            assert_eq!(
                said.contains("files may be lacking"),
                is_cut,
                "{length}: {said}"
            );
        }
    }
}

#[test]
fn zip64_is_read() {
    let work = Work::new(0);
    let path = work.path().join("posts.zip");
    let mut zip = zip::ZipWriter::new(File::create(&path).unwrap());
    let options = zip::write::SimpleFileOptions::default().large_file(true);
    zip.start_file("a.md", options).unwrap();
    zip.write_all(b"text of a").unwrap();
    // More files than the old directory can count.
    for number in 0..66_000 {
        zip.start_file(format!("{number}.png"), options).unwrap();
    }
    zip.start_file("b.md", options).unwrap();
    zip.write_all(b"text of b").unwrap();
    zip.finish().unwrap();
    let output = bindery().arg("text").arg(&path).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        text.contains("text of a") && text.contains("text of b"),
        "{}",
        stderr(&output)
    );
}
