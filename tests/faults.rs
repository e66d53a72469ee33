//! What goes wrong around the program while it works: disks that are full, folders that vanish,
//! kills, damaged and hostile archives. Each case really happens.
#![forbid(unsafe_code)]
#![cfg(unix)]

#[path = "faults/archives.rs"]
mod archives;
#[path = "faults/every_command.rs"]
mod every_command;
#[path = "faults/hostile_archives.rs"]
mod hostile_archives;
#[path = "faults/names.rs"]
mod names;
#[path = "faults/standard_streams.rs"]
mod standard_streams;

use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use bindery_tests::not_run;

/// A folder of posts, one for outputs, and a book in it that was there before.
struct Work {
    folder: tempfile::TempDir,
}

impl Work {
    fn new(posts: usize) -> Work {
        let work = Work {
            folder: tempfile::tempdir().unwrap(),
        };
        // Another user has to come in.
        fs::set_permissions(work.path(), fs::Permissions::from_mode(0o755)).unwrap();
        fs::create_dir(work.posts()).unwrap();
        fs::create_dir(work.out()).unwrap();
        let body = "<p>words and words</p>\n".repeat(100);
        for index in 0..posts {
            let text = format!("---\ntitle: Post {index}\n---\n{body}{index}\n");
            fs::write(work.posts().join(format!("{index:05}.md")), text).unwrap();
        }
        fs::write(work.book(), "the old book").unwrap();
        work
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn posts(&self) -> PathBuf {
        self.path().join("posts")
    }

    fn out(&self) -> PathBuf {
        self.path().join("out")
    }

    fn book(&self) -> PathBuf {
        self.out().join("book.epub")
    }

    /// The command that writes the book.
    fn epub(&self) -> Command {
        let mut command = bindery();
        command
            .arg("epub")
            .arg(self.posts())
            .arg("-o")
            .arg(self.book());
        command
    }

    /// A command, begun and writing.
    fn begin(&self, mut command: Command) -> Child {
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let start = Instant::now();
        while unfinished(&self.out()).is_empty() {
            assert!(
                start.elapsed() < Duration::from_secs(60),
                "nothing is being written"
            );
            assert!(child.try_wait().unwrap().is_none(), "it was too quick");
            std::thread::sleep(Duration::from_millis(1));
        }
        child
    }

    fn assert_old_book(&self) {
        assert_eq!(fs::read(self.book()).unwrap(), b"the old book");
        assert_eq!(unfinished(&self.out()), [""; 0]);
    }
}

fn bindery() -> Command {
    Command::new(env!("CARGO_BIN_EXE_bindery"))
}

fn unfinished(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.ends_with(".tmp")).collect()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn is_whole_book(path: &Path) -> bool {
    zip::ZipArchive::new(File::open(path).unwrap()).is_ok()
}

/// Lets a command be run by a user who is not root, to whom permissions mean something.
fn as_nobody(command: &Command) -> Option<Command> {
    let id = Command::new("id").arg("-u").output().ok()?;
    if id.stdout != b"0\n" {
        let mut same = Command::new(command.get_program());
        same.args(command.get_args());
        return Some(same);
    }
    let mut other = Command::new("setpriv");
    other.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
    other.arg(command.get_program()).args(command.get_args());
    // The program may lie where only root can come.
    let mut probe = Command::new("setpriv");
    probe.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
    let probe = probe.arg(command.get_program()).arg("--version").output();
    probe
        .is_ok_and(|output| output.status.success())
        .then_some(other)
}

#[test]
fn a_folder_that_vanishes_while_it_is_written_to_is_told() {
    let work = Work::new(1500);
    let child = work.begin(work.epub());
    fs::remove_dir_all(work.out()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("cannot write"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_kill_at_any_moment_leaves_the_old_book_or_the_new_and_the_next_run_cleans() {
    let work = Work::new(200);
    let start = Instant::now();
    assert!(work.epub().output().unwrap().status.success());
    let whole = start.elapsed();
    let new = fs::read(work.book()).unwrap();
    // Multiples of the golden ratio lie everywhere in the run, a little beyond its end too.
    let mut left_behind = 0;
    for run in 1..=20 {
        fs::write(work.book(), "the old book").unwrap();
        let mut child = work.epub().stderr(Stdio::null()).spawn().unwrap();
        let moment = (f64::from(run) * 0.618_034).fract() * 1.1;
        std::thread::sleep(whole.mul_f64(moment));
        let _ = child.kill();
        child.wait().unwrap();
        let found = fs::read(work.book()).unwrap();
        assert!(
            found == b"the old book" || found == new,
            "killed at {moment:.2} of the run"
        );
        left_behind += unfinished(&work.out()).len();
    }
    assert!(left_behind > 0, "no kill came while the book was written");
    assert!(work.epub().output().unwrap().status.success());
    assert_eq!(unfinished(&work.out()), [""; 0]);
    assert_eq!(fs::read(work.book()).unwrap(), new);
}

#[test]
fn a_kill_leaves_every_file_of_a_folder_whole_and_the_next_run_cleans() {
    let work = Work::new(300);
    let run = |folder: &Path| {
        let mut command = bindery();
        command.arg("text").arg(work.posts()).arg("-o");
        command.arg(folder.join("")).stderr(Stdio::null());
        command
    };
    let whole = work.path().join("whole");
    let start = Instant::now();
    assert!(run(&whole).status().unwrap().success());
    let time = start.elapsed();
    let killed = work.path().join("killed");
    for part in 1..=8 {
        let mut child = run(&killed).spawn().unwrap();
        std::thread::sleep(time.mul_f64(f64::from(part) / 8.5));
        let _ = child.kill();
        child.wait().unwrap();
        for file in fs::read_dir(&killed).into_iter().flatten().flatten() {
            let name = file.file_name();
            if !name.to_string_lossy().ends_with(".tmp") {
                let bytes = fs::read(file.path()).unwrap();
                assert_eq!(bytes, fs::read(whole.join(&name)).unwrap(), "{name:?}");
            }
        }
    }
    assert!(run(&killed).status().unwrap().success());
    let count = |folder: &Path| fs::read_dir(folder).unwrap().count();
    assert_eq!(
        (count(&killed), unfinished(&killed)),
        (count(&whole), vec![])
    );
}

#[test]
fn files_without_permission_are_told_and_the_rest_is_written() {
    let work = Work::new(5);
    fs::set_permissions(
        work.posts().join("00002.md"),
        fs::Permissions::from_mode(0o000),
    )
    .unwrap();
    let closed = work.posts().join("closed");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    let mut text = bindery();
    text.arg("text").arg(work.posts());
    let Some(mut text) = as_nobody(&text) else {
        return not_run(
            "files without permission",
            "run as another user than root, or install setpriv",
        );
    };
    let output = text.output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("00002.md"), "{}", stderr(&output));
    assert!(stderr(&output).contains("closed"), "{}", stderr(&output));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("Post 1") && text.contains("Post 3"));
}

/// Without them, titles, addresses and what is published would be others, and nobody would know why.
#[test]
fn settings_and_data_without_permission_are_told() {
    let work = Work::new(1);
    for (name, text) in [("_config.yml", "title: Mine"), ("_data/x.yml", "a: b")] {
        let path = work.posts().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    }
    fs::create_dir(work.posts().join("_posts")).unwrap();
    fs::write(work.posts().join("_posts/2024-05-01-a.md"), "text").unwrap();
    let mut inspect = bindery();
    inspect.arg("inspect").arg(work.posts());
    let Some(mut inspect) = as_nobody(&inspect) else {
        return not_run(
            "settings without permission",
            "run as another user than root, or install setpriv",
        );
    };
    let output = inspect.output().unwrap();
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    for name in ["_config.yml", "_data/x.yml"] {
        let told = format!("{name}: error: the file cannot be read");
        assert!(said.contains(&told), "{said}");
    }
}

#[test]
fn links_that_lead_nowhere_odd_names_and_what_is_no_file_are_told() {
    let work = Work::new(2);
    let posts = work.posts();
    symlink(&posts, posts.join("again")).unwrap();
    symlink("gone", posts.join("nowhere.md")).unwrap();
    let odd = std::ffi::OsStr::from_bytes(b"\xff\xfe.md");
    fs::write(posts.join(odd), "odd").unwrap();
    std::os::unix::net::UnixListener::bind(posts.join("socket.md")).unwrap();
    let output = work.epub().arg("--verbose").output().unwrap();
    let said = stderr(&output);
    for told in [
        "\"again\" is left out: the link leads in a circle",
        "\"nowhere.md\" is left out: the link leads nowhere",
        "is left out: its name is not UTF-8",
        "\"socket.md\" is left out: it is no plain file",
    ] {
        assert!(said.contains(told), "{said}");
    }
    assert!(is_whole_book(&work.book()));
}

/// Of what lies beside posts that are named, only plain files are read: a pipe would be waited for, and a
/// device may never end.
#[test]
fn pipes_and_devices_are_no_pictures() {
    let work = Work::new(0);
    let pipe = work.posts().join("pipe.png");
    let made = Command::new("mkfifo").arg(pipe).status();
    if !made.is_ok_and(|status| status.success()) {
        return not_run("a pipe beside a post", "install mkfifo");
    }
    symlink("/dev/zero", work.posts().join("device.png")).unwrap();
    for name in ["a.md", "b.md"] {
        let text = "# Title\n\n![](pipe.png) ![](device.png)\n";
        fs::write(work.posts().join(name), text).unwrap();
    }
    for posts in [&["a.md"][..], &["a.md", "b.md"], &[""]] {
        let mut command = bindery();
        command.args(["epub", "--no-cover", "-o"]).arg(work.book());
        command.args(posts.iter().map(|post| work.posts().join(post)));
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let start = Instant::now();
        while child.try_wait().unwrap().is_none() {
            if start.elapsed() > Duration::from_secs(60) {
                child.kill().unwrap();
                panic!("{posts:?}: it waits");
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let said = stderr(&child.wait_with_output().unwrap());
        for name in ["pipe.png", "device.png"] {
            let told = said.contains(&format!("{name} in the archive [image.missing]"));
            assert!(told, "{posts:?}: {said}");
        }
    }
}

#[test]
fn a_file_beyond_the_limit_is_refused_unread() {
    let work = Work::new(1);
    let large = File::create(work.posts().join("large.md")).unwrap();
    // It takes no room on the disk, but reading it would take a while.
    large.set_len(1 << 30).unwrap();
    let output = bindery().arg("text").arg(work.posts()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("large.md"), "{}", stderr(&output));
    assert!(String::from_utf8_lossy(&output.stdout).contains("Post 0"));
    // An option moves the limit.
    fs::write(work.posts().join("large.md"), "words\n\n".repeat(300_000)).unwrap();
    for (megabytes, status) in [("2", 1), ("3", 0)] {
        let flags = ["text", "--max-file-size", megabytes];
        let output = bindery().args(flags).arg(work.posts()).output().unwrap();
        assert_eq!(output.status.code(), Some(status), "{}", stderr(&output));
        let is_told = stderr(&output).contains("--max-file-size lifts that limit");
        assert_eq!(is_told, status == 1, "{}", stderr(&output));
    }
}
