//! Runs with a cache: the bytes are those of a run without, and only what changed is parsed.
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A site whose posts look at each other in every way there is.
struct Site {
    folder: tempfile::TempDir,
}

const SETTINGS: &str = "[[epub]]\noutput = \"OUT/a.epub\"\ncover = false\n\
    [[epub]]\noutput = \"OUT/b.epub\"\ncover = false\ngroup-by = \"tag\"\nsplit-by = \"posts:4\"\n\
    [[feed]]\noutput = \"OUT/a.rss\"\nformat = [\"rss\"]\nlimit = 0\n\
    [[feed]]\noutput = \"OUT/b.json\"\nformat = [\"json\"]\nlimit = 5\n\
    [[text]]\noutput = \"OUT/a.txt\"\nwidth = 30\n\
    [[text]]\noutput = \"OUT/a.jsonl\"\nformat = \"jsonl\"\n";

impl Site {
    fn new() -> Site {
        let site = Site {
            folder: tempfile::tempdir().unwrap(),
        };
        site.write("_config.yml", "title: Shed\nurl: https://shed.example\n");
        site.write(
            "_includes/note.html",
            "<p>A note of {{ page.title }}.</p>\n",
        );
        site.write("_data/people.yml", "ada: Ada\n");
        site.write("img/a.svg", &drawing("red"));
        for number in 1..=12 {
            site.write_post(number, "plain");
        }
        site
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join("site").join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn write_post(&self, number: usize, words: &str) {
        self.write(&post_path(number), &post(number, words));
    }

    /// Makes all outputs in a folder, with or without a cache, and gives them by name.
    fn build(&self, out: &str, cache: bool) -> Vec<(String, Vec<u8>)> {
        let folder = self.folder.path().join(out);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("b.epub")).unwrap();
        let _ = fs::remove_dir_all(folder.join("b.epub"));
        let settings = self.folder.path().join(format!("{out}.toml"));
        // The second kind of book has several files.
        let text = SETTINGS.replace("OUT/b.epub", "OUT/books/");
        fs::write(&settings, text.replace("OUT", folder.to_str().unwrap())).unwrap();
        let mut command = self.command("build", cache);
        let output = command.arg("--config").arg(&settings).output().unwrap();
        assert!(output.status.code() < Some(2), "{}", said(&output));
        files(&folder)
    }

    fn command(&self, name: &str, cache: bool) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bindery"));
        command.arg(name).arg(self.path(""));
        if cache {
            command.arg("--cache").arg(self.folder.path().join("cache"));
        }
        command
    }

    /// Makes a book with the cache; how many posts were parsed.
    fn parsed(&self) -> u64 {
        let book = self.folder.path().join("one.epub");
        let mut command = self.command("epub", true);
        let output = command
            .args(["--json", "--no-cover", "-o"])
            .arg(book)
            .output()
            .unwrap();
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        report["parsed"].as_u64().unwrap()
    }

    fn cache_file(&self) -> PathBuf {
        self.folder.path().join("cache/bindery-cache.sqlite")
    }
}

fn post_path(number: usize) -> String {
    format!("_posts/2024-03-{number:02}-post-{number}.md")
}

/// Each kind of post depends on something else.
fn post(number: usize, words: &str) -> String {
    let tag = ["odd", "even", "third"][number % 3];
    let title = match number % 5 {
        4 => String::new(),
        _ => format!("title: Post {number}\n"),
    };
    let next = number % 12 + 1;
    let body = match number % 6 {
        0 => format!("See [next](/2024/03/{next:02}/post-{next}.html#part) and ![a](/img/a.svg)."),
        1 => "## Part\n\n{% include note.html %}".to_owned(),
        2 => format!(
            "[link]({{% post_url 2024-03-{next:02}-post-{next} %}}) of {{{{ site.title }}}}"
        ),
        3 => "{% for p in site.posts %}{{ p.title }}; {% endfor %}".to_owned(),
        4 => {
            "{{ site.data.people.ada }} and {{ page.previous.title }}, ![b](/img/b.svg)".to_owned()
        }
        _ => "A [file](/files/x.pdf) and <q cite='//shed.example/'>words</q> of $a$.".to_owned(),
    };
    format!(
        "---\n{title}tags: [{tag}]\nenclosure: /files/x.mp3\n---\nNumber {number} {words}.\n\n{body}\n"
    )
}

fn drawing(colour: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><path fill=\"{colour}\" d=\"M0 0h9v9z\"/></svg>"
    )
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The files below a folder, in order.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path));
        } else {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            all.push((name, fs::read(&path).unwrap()));
        }
    }
    all.sort();
    all
}

#[test]
fn what_is_said_of_a_post_beside_it_is_not_kept() {
    let site = Site {
        folder: tempfile::tempdir().unwrap(),
    };
    let recording = |name: &str| {
        let text =
            format!(".. title: A\n.. date: 2024-01-01\n.. audio: https://a.example/{name}.mp3\n");
        site.write("posts/a.meta", &text);
    };
    site.write("conf.py", "BLOG_TITLE = 'A'\n");
    site.write("posts/a.md", "Text.\n");
    recording("one");
    let feed = |cache| {
        let out = site.folder.path().join("feed.xml");
        let mut command = site.command("feed", cache);
        command.args(["--format", "rss", "--url", "https://a.example", "-o"]);
        let output = command.arg(&out).output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
        fs::read_to_string(out).unwrap()
    };
    assert!(feed(true).contains("one.mp3"));
    recording("two");
    let second = feed(true);
    assert!(second.contains("two.mp3"), "{second}");
    assert_eq!(second, feed(false));
}

/// Every change that others may depend on, one after the other: what is made with the cache, which
/// remembers all that was before, is what is made without.
#[test]
fn whatever_changes_the_bytes_are_those_of_a_run_without_cache() {
    let site = Site::new();
    let changes: [(&str, &dyn Fn()); 18] = [
        ("nothing", &|| ()),
        ("nothing again", &|| ()),
        ("a text", &|| site.write_post(5, "new words")),
        ("a title", &|| {
            site.write(&post_path(6), &post(6, "plain").replace("Post 6", "Six"));
        }),
        ("tags", &|| {
            site.write(&post_path(7), &post(7, "plain").replace("even", "odd"));
        }),
        ("the place that a link leads to", &|| {
            site.write(
                &post_path(1),
                &post(1, "plain").replace("## Part", "## Another"),
            );
        }),
        ("an include", &|| {
            site.write("_includes/note.html", "<p>Another.</p>")
        }),
        ("data", &|| {
            site.write("_data/people.yml", "ada: Ada Lovelace\n")
        }),
        ("a template that loads what typesets formulas", &|| {
            site.write(
                "_layouts/post.html",
                "<script>MathJax = {tex: {inlineMath: [['$', '$']]}};</script>",
            );
        }),
        ("a picture", &|| site.write("img/a.svg", &drawing("blue"))),
        ("a picture that was missing", &|| {
            site.write("img/b.svg", &drawing("green"));
        }),
        ("a file that was missing", &|| {
            site.write("files/x.pdf", "%PDF")
        }),
        ("the length of a recording", &|| {
            site.write("files/x.mp3", "12345")
        }),
        ("a post in between", &|| {
            site.write(
                "_posts/2024-03-06-z.md",
                "---\ntitle: Z\n---\nIn between.\n",
            );
        }),
        ("a newer post", &|| {
            site.write(
                "_posts/2024-04-06-z.md",
                "---\ntitle: Zz\n---\nThe newest.\n",
            );
        }),
        ("the address of a post", &|| {
            let moved = post(1, "plain").replace("tags:", "permalink: /moved/\ntags:");
            site.write(&post_path(1), &moved);
        }),
        ("a post less", &|| {
            fs::remove_file(site.path(&post_path(8))).unwrap()
        }),
        ("the configuration", &|| {
            site.write(
                "_config.yml",
                "title: Hut\nurl: https://hut.example\npermalink: /:title/\n",
            );
        }),
    ];
    for (what, change) in changes {
        change();
        let (with, without) = (site.build("with", true), site.build("without", false));
        let names = |files: &[(String, Vec<u8>)]| -> Vec<String> {
            files.iter().map(|(name, _)| name.clone()).collect()
        };
        assert_eq!(names(&with), names(&without), "{what}");
        for ((name, with), (_, without)) in with.iter().zip(&without) {
            assert!(with == without, "{what} changed, and {name} is another");
        }
    }
}

#[test]
fn only_the_posts_that_a_change_concerns_are_parsed() {
    let site = Site::new();
    // Without those that look at all others.
    for number in [3, 4, 9, 10] {
        fs::remove_file(site.path(&post_path(number))).unwrap();
    }
    // A site that does not tell its language has some posts parsed twice, to find it out.
    site.write("_config.yml", "url: https://shed.example\nlang: en\n");
    // Posts 6 and 12 lead into posts 7 and 1, which are read once more for that.
    assert_eq!(site.parsed(), 8 + 2);
    assert_eq!(site.parsed(), 0);
    site.write_post(5, "new words");
    assert_eq!(site.parsed(), 1);
    site.write("_includes/note.html", "<p>Another.</p>");
    assert_eq!(site.parsed(), 2 + 2, "posts 1 and 7 include it");
    site.write("img/a.svg", &drawing("blue"));
    assert_eq!(site.parsed(), 2, "posts 6 and 12 show it");
    // Written again with the same bytes: times do not count.
    site.write_post(5, "new words");
    assert_eq!(site.parsed(), 0);
    site.write("_config.yml", "title: Hut\nlang: en\n");
    assert_eq!(site.parsed(), 8 + 2);
}

#[test]
fn a_damaged_cache_is_told_and_made_anew() {
    let site = Site::new();
    let fresh = site.build("without", false);
    site.build("with", true);
    let whole = fs::read(site.cache_file()).unwrap();
    let half = whole.len() / 2;
    let zeroed = [&whole[..half], &vec![0; whole.len() - half]].concat();
    for (what, bytes) in [
        ("cut", &whole[..half]),
        ("half written", &zeroed),
        (
            "text",
            b"this is no cache, but long enough to be read as one "
                .repeat(99)
                .as_slice(),
        ),
    ] {
        fs::write(site.cache_file(), bytes).unwrap();
        let output = site.command("check", true).output().unwrap();
        let built = site.build("with", true);
        assert!(built == fresh, "{what}");
        assert!(output.status.code() < Some(2), "{what}");
        if what == "text" {
            assert!(
                said(&output).contains("[cache.damaged]"),
                "{}",
                said(&output)
            );
        }
    }
    site.parsed();
    let parsed = site.parsed();
    // Those that look at all others cannot be kept: four for their text, two for their language.
    assert_eq!(parsed, 6);
}

#[test]
fn two_runs_at_once_do_no_harm() {
    let site = Site::new();
    let fresh = site.build("without", false);
    for round in 0..3 {
        if round == 2 {
            site.write_post(5, "plain");
        }
        std::thread::scope(|scope| {
            let runs = ["one", "two", "three"].map(|out| {
                let site = &site;
                scope.spawn(move || site.build(out, true))
            });
            for run in runs {
                assert!(run.join().unwrap() == fresh);
            }
        });
    }
}

#[test]
fn a_cache_that_cannot_be_used_is_a_warning() {
    let site = Site::new();
    fs::write(site.folder.path().join("cache"), "a file").unwrap();
    let book = site.folder.path().join("one.epub");
    let mut command = site.command("epub", true);
    let output = command.arg("-o").arg(&book).output().unwrap();
    assert!(
        said(&output).contains("[cache.unusable]"),
        "{}",
        said(&output)
    );
    assert!(book.exists());
}
