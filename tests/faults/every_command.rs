//! What goes wrong with outputs, for every command that writes some.
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use bindery_tests::not_run;

use super::{Work, as_nobody, bindery, is_whole_book, stderr, unfinished};

/// What is written into the folder of outputs, each by a command of its own.
const OUTPUTS: [(&str, &str); 7] = [
    ("epub", "book.epub"),
    ("epub --split-by posts:100", "volumes/"),
    ("feed --limit 0 --url https://example.com", "feed.xml"),
    (
        "feed --limit 0 --url https://example.com --gzip",
        "feed.xml",
    ),
    (
        "feed --limit 0 --url https://example.com --format rss,json",
        "feeds/",
    ),
    ("text", "all.txt"),
    ("text", "texts/"),
];

impl Work {
    /// The commands that write each of the outputs below a folder, and the one that writes some of them
    /// together; with the path of the first.
    fn commands(&self, out: &Path) -> Vec<(Command, PathBuf)> {
        let mut commands = Vec::new();
        for (arguments, name) in OUTPUTS {
            let mut command = bindery();
            command.args(arguments.split(' ')).arg(self.posts());
            command.arg("-o").arg(out.join(name));
            commands.push((command, out.join(name)));
        }
        let settings = self.path().join("settings.toml");
        let output = |name: &str| out.join(name).to_string_lossy().into_owned();
        let text = format!(
            "url = \"https://example.com\"\n[epub]\noutput = {:?}\n[feed]\nlimit = 0\noutput = {:?}\n[text]\noutput = {:?}\n",
            output("book.epub"),
            output("feed.xml"),
            output("all.txt")
        );
        fs::write(&settings, text).unwrap();
        let mut build = bindery();
        build.arg("build").arg(self.posts());
        build.arg("--config").arg(&settings);
        commands.push((build, out.join("book.epub")));
        commands
    }
}

/// A disk with room for 64 kB, until it is dropped.
struct Disk(PathBuf);

impl Disk {
    fn mount(folder: PathBuf) -> Option<Disk> {
        fs::create_dir(&folder).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"]);
        let output = mount.arg(&folder).output();
        output
            .is_ok_and(|output| output.status.success())
            .then_some(Disk(folder))
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

/// Lets no file of a command grow beyond 8 kB.
fn limited(command: &Command) -> Command {
    let mut limited = Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -f 16; exec \"$@\"", "sh"]);
    limited.arg(command.get_program()).args(command.get_args());
    limited
}

#[test]
fn a_full_disk_leaves_what_was_there() {
    let work = Work::new(200);
    let disk = Disk::mount(work.path().join("disk"));
    let folder = disk.as_ref().map_or(work.out(), |disk| disk.0.clone());
    let old = ["book.epub", "feed.xml", "all.txt"].map(|name| folder.join(name));
    for (mut command, output) in work.commands(&folder) {
        for file in &old {
            fs::write(file, "old").unwrap();
        }
        if disk.is_none() {
            // Of small files, each has room.
            if output == folder.join("texts/") {
                continue;
            }
            command = limited(&command);
        }
        let result = command.output().unwrap();
        let said = stderr(&result);
        assert_eq!(result.status.code(), Some(2), "{command:?}: {said}");
        let place = output.to_string_lossy().into_owned();
        assert!(said.contains(&format!("cannot write {place}")), "{said}");
        let reason = ["No space left", "too large"];
        assert!(reason.iter().any(|reason| said.contains(reason)), "{said}");
        assert!(!said.contains(".bindery-"), "{said}");
        for file in &old {
            assert_eq!(fs::read(file).unwrap(), b"old", "{command:?}");
        }
        for folder in ["", "volumes", "feeds", "texts"].map(|name| folder.join(name)) {
            assert_eq!(unfinished(&folder), [""; 0], "{command:?}");
        }
        for folder in ["volumes", "feeds", "texts"] {
            let _ = fs::remove_dir_all(old[0].with_file_name(folder));
        }
    }
}

/// What cannot be kept is made again the next time, which is told; what is made is the same.
#[test]
fn a_full_disk_for_the_cache_is_told() {
    let work = Work::new(200);
    let Some(disk) = Disk::mount(work.path().join("disk")) else {
        return not_run("a full disk for the cache", "run as root");
    };
    let epub = |cache: Option<&Path>| {
        let mut command = work.epub();
        command.arg("--no-cover");
        command.args(
            cache
                .into_iter()
                .flat_map(|cache| ["--cache".as_ref(), cache]),
        );
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        (stderr(&output), fs::read(work.book()).unwrap())
    };
    let (_, expected) = epub(None);
    for _ in 0..2 {
        let (said, book) = epub(Some(&disk.0.join("cache")));
        assert!(said.contains("the cache cannot be written: "), "{said}");
        assert!(said.contains("name another with --cache"), "{said}");
        assert!(book == expected);
    }
}

/// A compressed archive is kept in the folder for temporary files while it is read.
#[test]
fn a_full_disk_for_temporary_files_is_told() {
    let work = Work::new(0);
    let Some(disk) = Disk::mount(work.path().join("disk")) else {
        return not_run("a full disk for temporary files", "run as root");
    };
    let path = work.path().join("posts.tar.gz");
    let file = fs::File::create(&path).unwrap();
    let packed = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
    let mut tar = tar::Builder::new(packed);
    let text = "words ".repeat(20_000);
    let mut header = tar::Header::new_gnu();
    header.set_size(text.len() as u64);
    header.set_mode(0o644);
    tar.append_data(&mut header, "a.md", text.as_bytes())
        .unwrap();
    tar.into_inner().unwrap().finish().unwrap();
    let mut command = bindery();
    command.arg("text").arg(&path).env("TMPDIR", &disk.0);
    let output = command.output().unwrap();
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    let told = format!(
        "{}: cannot be kept in {} ",
        path.display(),
        disk.0.display()
    );
    assert!(said.contains(&told), "{said}");
    assert!(
        said.contains("No space left") && said.contains("TMPDIR"),
        "{said}"
    );
}

#[test]
fn folders_are_made_and_what_stands_in_their_way_is_named() {
    let work = Work::new(3);
    for (number, (mut command, _)) in work
        .commands(&work.path().join("new/folder"))
        .into_iter()
        .enumerate()
    {
        let made = work.path().join("new");
        let result = command.output().unwrap();
        assert!(result.status.success(), "{command:?}: {}", stderr(&result));
        assert!(made.join("folder").is_dir(), "{number}");
        fs::remove_dir_all(made).unwrap();
    }
    let file = work.path().join("file");
    fs::write(&file, "a file").unwrap();
    for (mut command, output) in work.commands(&file.join("folder")) {
        let result = command.output().unwrap();
        let said = stderr(&result);
        assert_eq!(result.status.code(), Some(2), "{command:?}: {said}");
        let place = output.to_string_lossy().into_owned();
        assert!(said.contains(&format!("cannot write {place}")), "{said}");
        let reason = format!("{} is a file, not a folder", file.display());
        assert!(said.contains(&reason), "{said}");
    }
    assert_eq!(fs::read(&file).unwrap(), b"a file");
}

#[test]
fn a_folder_that_cannot_be_written_to_is_told() {
    let work = Work::new(3);
    for (command, output) in work.commands(&work.out()) {
        let Some(mut command) = as_nobody(&command) else {
            return not_run(
                "a read-only folder",
                "run as another user than root, or install setpriv",
            );
        };
        let result = command.output().unwrap();
        let said = stderr(&result);
        assert_eq!(result.status.code(), Some(2), "{command:?}: {said}");
        let place = output.to_string_lossy().into_owned();
        assert!(said.contains(&format!("cannot write {place}")), "{said}");
        assert!(
            said.contains("denied") && !said.contains(".bindery-"),
            "{said}"
        );
    }
    work.assert_old_book();
}

#[test]
fn posts_that_change_or_vanish_while_they_are_read_cost_only_themselves() {
    for (arguments, name) in [OUTPUTS[0], OUTPUTS[2], OUTPUTS[5]] {
        let work = Work::new(1500);
        let mut command = bindery();
        command.args(arguments.split(' ')).arg(work.posts());
        command.arg("-o").arg(work.out().join(name));
        let child = work.begin(command);
        // Feeds begin with the newest post.
        let (vanishes, changes) = match name {
            "feed.xml" => ("00000.md", "00001.md"),
            _ => ("01499.md", "01498.md"),
        };
        fs::remove_file(work.posts().join(vanishes)).unwrap();
        fs::write(work.posts().join(changes), "").unwrap();
        let output = child.wait_with_output().unwrap();
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        let told = format!("{vanishes}: error: the post cannot be read");
        assert!(said.contains(&told), "{said}");
        let made = fs::read(work.out().join(name)).unwrap();
        let whole = match name {
            "book.epub" => is_whole_book(&work.book()),
            "feed.xml" => made.ends_with(b"</feed>\n") || made.ends_with(b"</feed>"),
            _ => String::from_utf8_lossy(&made).contains("Post 700"),
        };
        assert!(whole, "{name}");
    }
}
