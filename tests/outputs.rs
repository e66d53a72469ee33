//! `bindery build` and `bindery watch`: all outputs that a settings file names.
#![forbid(unsafe_code)]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

#[cfg(target_os = "linux")]
use bindery_tests::not_run;

const SETTINGS: &str = r#"
url = "https://example.com"
[[epub]]
output = "all.epub"
title = "All of it"
[[epub]]
output = "news.epub"
categories = ["news"]
[[feed]]
output = "feed.xml"
limit = 2
[[feed]]
output = "feed.json"
format = "json"
limit = 0
since = "2024-03-01"
[text]
output = "all.txt"
"#;

/// A folder with a site of four posts, and what is made of it beside it.
fn site(settings: &str) -> tempfile::TempDir {
    let work = tempfile::tempdir().unwrap();
    let posts = work.path().join("site/_posts");
    fs::create_dir_all(&posts).unwrap();
    for (month, category) in [(1, "news"), (2, "other"), (3, "news"), (4, "other")] {
        let text =
            format!("---\ntitle: Number {month}\ncategory: {category}\n---\nText {month}.\n");
        fs::write(posts.join(format!("2024-0{month}-01-a.md")), text).unwrap();
    }
    fs::write(work.path().join("site/bindery.toml"), settings).unwrap();
    work
}

fn bindery(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bindery"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("the command runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn all_outputs_of_the_settings_are_made_as_by_their_commands() {
    let settings = SETTINGS.replace("title = \"All of it\"\n", "");
    let work = site(&settings);
    let output = bindery(work.path(), &["build", "site"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let lines: Vec<_> = said(&output)
        .lines()
        .map(|line| line.split(',').next().unwrap().to_owned())
        .collect();
    assert_eq!(
        lines,
        [
            "wrote site/all.epub: 4 posts",
            "wrote site/news.epub: 2 posts",
            "wrote site/feed.xml: 2 posts",
            "wrote site/feed.json: 2 posts",
            "wrote site/all.txt: 4 posts",
            "made 5 outputs",
        ]
    );
    // The same bytes as one by one.
    fs::write(
        work.path().join("site/bindery.toml"),
        "url = \"https://example.com\"",
    )
    .unwrap();
    let one_by_one: [&[&str]; 5] = [
        &["epub", "site", "-o", "one"],
        &["epub", "site", "--category", "news", "-o", "one"],
        &[
            "feed", "site", "--limit", "2", "--format", "atom", "-o", "one",
        ],
        &[
            "feed",
            "site",
            "--limit",
            "0",
            "--format",
            "json",
            "--since",
            "2024-03-01",
            "-o",
            "one",
        ],
        &["text", "site", "-o", "one"],
    ];
    for (arguments, made) in
        one_by_one
            .iter()
            .zip(["all.epub", "news.epub", "feed.xml", "feed.json", "all.txt"])
    {
        let output = bindery(work.path(), arguments);
        assert!(output.status.success(), "{}", said(&output));
        let (one, made) = (
            fs::read(work.path().join("one")).unwrap(),
            fs::read(work.path().join("site").join(made)).unwrap(),
        );
        assert!(one == made, "{arguments:?}");
    }
}

#[test]
fn mistakes_in_the_settings_are_told() {
    let cases = [
        ("", "no output is named"),
        ("[feed]\nlimit = 3", "has no output"),
        (
            "[epub]\noutput = \"a\"\n[text]\noutput = \"a\"",
            "two tables of bindery.toml write to site/a",
        ),
        ("[[epub]]\nouput = \"a\"", "unknown field `ouput`"),
    ];
    for (settings, message) in cases {
        let work = site(settings);
        let output = bindery(work.path(), &["build", "site"]);
        assert_eq!(output.status.code(), Some(2), "{settings}");
        assert!(said(&output).contains(message), "{}", said(&output));
    }
}

/// Wherever the command is run, and wherever the site is.
#[test]
fn paths_in_settings_lead_from_their_file() {
    let settings = "cache = \"kept\"\n[epub]\noutput = \"books/all.epub\"\ncss = \"own.css\"\ncover = false\n\
        [[feed]]\noutput = \"feeds/\"\n[text]\noutput = \"all.txt\"\n";
    let settings = format!("url = \"https://example.com\"\n{settings}");
    let made = ["all.txt", "books/all.epub", "feeds/feed.xml", "kept"];
    for (from, source, config, place) in [
        ("", "site", None, "site"),
        ("site", ".", None, "site"),
        ("site/_posts", "..", None, "site"),
        ("", "site", Some("elsewhere/books.toml"), "elsewhere"),
        ("elsewhere", "../site", Some("books.toml"), "elsewhere"),
        ("site", ".", Some("../elsewhere/books.toml"), "elsewhere"),
    ] {
        let work = site(&settings);
        for folder in ["site", "elsewhere"] {
            fs::create_dir_all(work.path().join(folder)).unwrap();
        }
        fs::write(work.path().join("elsewhere/books.toml"), &settings).unwrap();
        let place = work.path().join(place);
        fs::write(place.join("own.css"), "p { color: teal }").unwrap();
        let mut arguments = vec!["build", source];
        arguments.extend(config.iter().flat_map(|config| ["--config", *config]));
        let output = bindery(&work.path().join(from), &arguments);
        assert!(output.status.success(), "{arguments:?}: {}", said(&output));
        for name in made {
            assert!(
                place.join(name).exists(),
                "{arguments:?} in {from:?}: {name}"
            );
        }
    }
}

#[test]
fn a_settings_file_that_cannot_be_used_is_told() {
    let work = site("[text]\noutput = \"all.txt\"");
    let folder = work.path().join("site");
    for (config, message) in [
        ("none.toml", "cannot read none.toml"),
        (
            "books.json",
            "--config takes a .toml or a .yml file, not books.json",
        ),
    ] {
        let output = bindery(work.path(), &["build", "site", "--config", config]);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains(message), "{}", said(&output));
    }
    // The site's own, which is there and cannot be read.
    fs::remove_file(folder.join("bindery.toml")).unwrap();
    fs::create_dir(folder.join("bindery.toml")).unwrap();
    let output = bindery(work.path(), &["build", "site"]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(
        said(&output).contains("cannot read site"),
        "{}",
        said(&output)
    );
}

/// The next run would read it as one more post.
#[test]
fn what_is_written_into_the_folder_that_is_read_is_no_post() {
    let settings = "url = \"https://example.com\"\n[text]\noutput = \"all.txt\"\n\
        [feed]\noutput = \"./\"\n";
    for arguments in [
        &["build", "notes"][..],
        &["text", "notes"],
        &["text", "notes", "-o", "notes/texts/"],
        &["text", "notes", "-o", "notes/typed.html"],
    ] {
        let work = tempfile::tempdir().unwrap();
        let notes = work.path().join("notes");
        fs::create_dir_all(notes.join("texts")).unwrap();
        fs::write(notes.join("a.md"), "One note.\n").unwrap();
        fs::write(notes.join("bindery.toml"), settings).unwrap();
        for _ in 0..2 {
            let output = bindery(work.path(), arguments);
            let said = said(&output);
            assert!(said.contains(": 1 post, "), "{arguments:?}: {said}");
        }
    }
}

#[test]
fn what_is_read_is_not_written_over() {
    let work = site("");
    let post = "site/_posts/2024-01-01-a.md";
    let before = fs::read(work.path().join(post)).unwrap();
    for arguments in [
        &["text", post, "--format", "markdown", "-o", post][..],
        &["convert", post, "--to", "json", "-o", post],
        &["epub", post, "-o", post],
        &["feed", post, "--url", "https://example.com", "-o", post],
    ] {
        let output = bindery(work.path(), arguments);
        assert_eq!(
            output.status.code(),
            Some(2),
            "{arguments:?}: {}",
            said(&output)
        );
        assert!(said(&output).contains("is what is read; name another file"));
        assert_eq!(fs::read(work.path().join(post)).unwrap(), before);
    }
}

#[test]
fn an_output_that_cannot_be_made_does_not_keep_back_the_others() {
    let work = site(
        "url = \"https://example.com\"\n[epub]\noutput = \"_posts/2024-01-01-a.md/a.epub\"\n[feed]\noutput = \"feed.xml\"",
    );
    let output = bindery(work.path(), &["build", "site"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(
        said(&output).contains("[epub] site/_posts/2024-01-01-a.md/a.epub"),
        "{}",
        said(&output)
    );
    assert!(work.path().join("site/feed.xml").exists());
}

/// A `bindery watch`, ended when dropped.
struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn start(folder: &Path, arguments: &[&str]) -> Watch {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bindery"));
        Watch::run(command.current_dir(folder).arg("watch").args(arguments))
    }

    fn run(command: &mut Command) -> Watch {
        let mut child = command
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command runs");
        let (sender, lines) = channel();
        let stderr = BufReader::new(child.stderr.take().expect("it is piped"));
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        Watch { child, lines }
    }

    /// Waits for a line that holds a text.
    fn wait_for(&self, text: &str) -> String {
        let end = Instant::now() + Duration::from_secs(60);
        let mut seen = Vec::new();
        while let Ok(line) = self
            .lines
            .recv_timeout(end.saturating_duration_since(Instant::now()))
        {
            if line.contains(text) {
                return line;
            }
            seen.push(line);
        }
        panic!("{text:?} is not told; {seen:?}");
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits until a file holds a text.
fn wait_for_text(path: &PathBuf, text: &str) {
    let end = Instant::now() + Duration::from_secs(60);
    while !fs::read_to_string(path).is_ok_and(|found| found.contains(text)) {
        assert!(
            Instant::now() < end,
            "{} never holds {text:?}",
            path.display()
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn watch_makes_outputs_again_when_files_change() {
    watch_while_files_change(&["site"]);
}

#[test]
fn watch_looks_at_files_where_it_is_told_to() {
    watch_while_files_change(&["site", "--poll", "1"]);
}

/// A namespace of users has limits of its own of how many files may be watched.
#[cfg(target_os = "linux")]
#[test]
fn watch_looks_at_files_where_the_system_watches_no_more() {
    let limited = |limit: &str| {
        let mut command = Command::new("unshare");
        let script = format!("echo {limit} && exec \"$@\"");
        command.args(["--user", "--map-root-user", "sh", "-c", &script, "sh"]);
        command
    };
    let none = "0 > /proc/sys/user/max_inotify_instances";
    let few = "6 > /proc/sys/user/max_inotify_watches";
    if !(limited(none).arg("true").output()).is_ok_and(|output| output.status.success()) {
        return not_run("a limit of watched files", "allow namespaces of users");
    }
    for limit in [none, few] {
        let work = site("[text]\noutput = \"all.txt\"");
        let mut command = limited(limit);
        command.arg(env!("CARGO_BIN_EXE_bindery"));
        command.args(["watch", "site"]).current_dir(work.path());
        let watch = Watch::run(&mut command);
        if limit == few {
            watch.wait_for("made site/all.txt (4 posts)");
            for number in 0..6 {
                fs::create_dir(work.path().join(format!("site/_posts/{number}"))).unwrap();
            }
        }
        watch.wait_for("they are looked at every 2 s (--poll sets that)");
        watch.wait_for("made site/all.txt (4 posts)");
        let post = work.path().join("site/_posts/2024-01-01-a.md");
        fs::write(post, "---\ntitle: New\n---\nChanged text.\n").unwrap();
        watch.wait_for("1 file changed");
        wait_for_text(&work.path().join("site/all.txt"), "Changed text.");
    }
}

fn watch_while_files_change(arguments: &[&str]) {
    let work = site("[text]\noutput = \"all.txt\"");
    let (site, out) = (work.path().join("site"), work.path().join("site/all.txt"));
    let watch = Watch::start(work.path(), arguments);
    watch.wait_for("made site/all.txt (4 posts)");
    // As editors save: beside the file, then in its place.
    let post = site.join("_posts/2024-01-01-a.md");
    fs::write(
        site.join("_posts/.a.swp"),
        "---\ntitle: New\n---\nChanged text.\n",
    )
    .unwrap();
    fs::rename(site.join("_posts/.a.swp"), &post).unwrap();
    let line = watch.wait_for("made site/all.txt (4 posts)");
    assert!(line.contains("1 file changed"), "{line}");
    wait_for_text(&out, "Changed text.");
    // A folder that comes as a whole.
    let new = work.path().join("new");
    fs::create_dir(&new).unwrap();
    fs::write(
        new.join("2024-05-01-b.md"),
        "---\ntitle: B\n---\nCame in a folder.\n",
    )
    .unwrap();
    fs::rename(&new, site.join("_posts/new")).unwrap();
    watch.wait_for("(5 posts)");
    wait_for_text(&out, "Came in a folder.");
    // What cannot be made is told, and watching goes on.
    let settings = site.join("bindery.toml");
    fs::write(&settings, "[text]\noutput = 3").unwrap();
    watch.wait_for("nothing is made");
    fs::write(&settings, "[text]\noutput = \"all.txt\"\nwidth = 40").unwrap();
    watch.wait_for("(5 posts)");
    // The site is taken away and comes back.
    let away = work.path().join("away");
    fs::rename(&site, &away).unwrap();
    watch.wait_for("the source is gone");
    fs::remove_file(away.join("_posts/2024-02-01-a.md")).unwrap();
    fs::rename(&away, &site).unwrap();
    watch.wait_for("(4 posts)");
    fs::remove_dir_all(site.join("_posts/new")).unwrap();
    watch.wait_for("(3 posts)");
}

/// As when what is published is a link to the newest state.
#[cfg(unix)]
#[test]
fn watch_follows_a_link_that_comes_to_lead_elsewhere() {
    let work = site("[text]\noutput = \"all.txt\"");
    let other = site("[text]\noutput = \"all.txt\"");
    let post = other.path().join("site/_posts/2024-05-01-a.md");
    fs::write(&post, "---\ntitle: B\n---\nIn the other site.\n").unwrap();
    let (link, out) = (work.path().join("link"), work.path().join("link/all.txt"));
    std::os::unix::fs::symlink("site", &link).unwrap();
    let watch = Watch::start(work.path(), &["link"]);
    watch.wait_for("made link/all.txt (4 posts)");
    std::os::unix::fs::symlink(other.path().join("site"), work.path().join("next")).unwrap();
    fs::rename(work.path().join("next"), &link).unwrap();
    watch.wait_for("(5 posts)");
    fs::write(&post, "---\ntitle: B\n---\nChanged there.\n").unwrap();
    watch.wait_for("1 file changed");
    wait_for_text(&out, "Changed there.");
}

#[cfg(unix)]
#[test]
fn watch_ends_when_it_is_asked_to() {
    let work = site("[text]\noutput = \"all.txt\"");
    let mut watch = Watch::start(work.path(), &["site"]);
    watch.wait_for("made site/all.txt");
    let id = watch.child.id().to_string();
    Command::new("kill")
        .args(["-s", "INT", &id])
        .status()
        .unwrap();
    assert_eq!(watch.child.wait().unwrap().code(), Some(130));
}
