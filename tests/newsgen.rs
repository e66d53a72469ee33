//! Every defect of the news generator, in EPUB, feed and text alike. The generator is not part of
//! the repository; it writes one post for each of its defects and a manifest of them.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use bindery_tests::newsgen;
use serde_json::Value;

/// What the outputs say of one post.
struct Outputs {
    /// The name of the defect.
    defect: String,
    /// The post's file.
    file: String,
    /// The title that the manifest wants.
    title: String,
    /// The date that the manifest wants, `2021-01-01 08:03:36`.
    date: String,
    /// The XHTML of its chapter.
    chapter: String,
    /// Its item in the JSON feed.
    item: Value,
    /// Its text file.
    text: String,
    /// What was said about its file.
    diagnostics: Vec<Value>,
}

impl Outputs {
    fn html(&self) -> &str {
        self.item["content_html"]
            .as_str()
            .expect("every item has content")
    }

    /// All three must show `text`; the two that are markup may escape it.
    fn show(&self, text: &str) -> Result<(), String> {
        let plain = |markup: &str| squeeze(&strip_tags(markup));
        let wanted = squeeze(text);
        for (output, shown) in [
            ("the book", plain(&self.chapter)),
            ("the feed", plain(self.html())),
            ("the text", squeeze(&self.text)),
        ] {
            if !shown.contains(&wanted) {
                return Err(format!("{output} does not show {text:?}"));
            }
        }
        Ok(())
    }

    /// None of them may hold `bytes`, not even in markup.
    fn lack(&self, bytes: &str) -> Result<(), String> {
        for (output, content) in [
            ("the book", &*self.chapter),
            ("the feed", self.html()),
            ("the text", &*self.text),
        ] {
            if content.contains(bytes) {
                return Err(format!("{output} holds {bytes:?}"));
            }
        }
        Ok(())
    }

    fn title_is(&self, title: &str) -> Result<(), String> {
        let feed = self.item["title"].as_str().unwrap_or_default();
        let flat = |text: &str| text.replace(['“', '”', '"'], "");
        check(flat(feed) == flat(title), || {
            format!("the feed's title is {feed:?}")
        })?;
        check(strip_tags(&self.chapter).contains(title), || {
            "not the book's title".into()
        })?;
        check(squeeze(&self.text).contains(&squeeze(title)), || {
            "not the text's title".into()
        })
    }

    fn date_is(&self, date: &str) -> Result<(), String> {
        let published = self.item["date_published"].as_str().unwrap_or_default();
        let wanted = date.replace(' ', "T");
        check(published.starts_with(&wanted), || {
            format!("the feed's date is {published:?}")
        })
    }

    fn has_diagnostic(&self, severity: &str) -> Result<(), String> {
        let found = self.diagnostics.iter().any(|diagnostic| {
            diagnostic["severity"] == severity && diagnostic["location"]["line"].is_number()
        });
        check(found, || {
            format!("no {severity}; only {:?}", self.diagnostics)
        })
    }

    /// What the manifest says in words.
    fn hold(&self) -> Result<(), String> {
        match self.defect.as_str() {
            "quote-in-title" | "colon-title" => self.title_is(&self.title),
            "no-front-matter" | "empty-body" => Ok(()),
            "empty-title" => {
                let title = self.item["title"].as_str().unwrap_or_default();
                check(!title.trim().is_empty(), || "the title is empty".into())
            }
            "empty-date" => self.date_is(&self.date[..10]),
            "bad-date" => {
                self.date_is(&self.date[..10])?;
                self.has_diagnostic("warning")
            }
            "no-date-in-name" => self.date_is(&self.date),
            "unclosed-front-matter" => {
                self.show("文章来源")?;
                self.has_diagnostic("error")
            }
            "bom" => self.lack("\u{feff}"),
            "crlf" => self.lack("\r"),
            "gbk" | "utf16" => {
                self.show("文章来源")?;
                self.title_is(&self.title)
            }
            "bad-utf8" => {
                self.show("\u{fffd}（文章来源")?;
                let count = self.text.matches('\u{fffd}').count();
                check(count == 1, || format!("{count} replacement characters"))?;
                self.has_diagnostic("warning")
            }
            "nul" => self.show("前中后尾末"),
            "unclosed-tags" => {
                self.show("未闭合")?;
                self.show("第二段")?;
                let paragraphs = self.chapter.matches("<p").count();
                check(paragraphs >= 3, || format!("only {paragraphs} paragraphs"))
            }
            "misnested" => {
                self.show("一二三四")?;
                check(self.chapter.contains("<i>二</i></b>"), || {
                    "not as browsers repair".into()
                })
            }
            "deep" => self.show("深"),
            "script" => {
                self.show("安全文本链接")?;
                [
                    "alert",
                    "onclick",
                    "onerror",
                    "javascript:",
                    "<script",
                    "<style>",
                    "<iframe",
                ]
                .iter()
                .try_for_each(|bytes| self.lack(bytes))
            }
            "dup-attr" => {
                self.show("属性")?;
                self.lack("urn:x")
            }
            "bad-entity" => self.show("&nosuch; \u{fffd} © 2022 &amp; <b> \u{fffd} € ¬it; AT&T"),
            "cdata-in-body" => self.show("甲 ]]> 乙 丙 丁"),
            "emoji" => {
                self.show("🚄👩\u{200d}🚀𠮷野家")?;
                self.title_is(&self.title)
            }
            "huge-para" => {
                let count = self.text.matches('长').count();
                check(count >= 180_000, || {
                    format!("only {count} of 180,000 in the text")
                })?;
                let count = self.chapter.matches("长文").count();
                check(count >= 180_000, || {
                    format!("only {count} of 180,000 in the book")
                })
            }
            "duplicate" => self.title_is(&self.title),
            "liquid" => {
                self.show("puts 1 < 2")?;
                self.show("站名：财经消息样本")
            }
            "local-image" => {
                let image = self.chapter.contains("<img") && self.chapter.contains("alt=\"点\"");
                check(image, || "no image in the book".into())
            }
            "missing-image" => {
                check(self.chapter.contains('缺'), || {
                    "no alternative text in the book".into()
                })?;
                let said = self.diagnostics.iter().any(|d| d["severity"] == "warning");
                check(said, || "nothing was said".into())
            }
            other => Err(format!("the test does not know the defect {other}")),
        }
    }
}

fn check(holds: bool, message: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(message()) }
}

#[test]
fn newsgen_every_defect_holds_in_every_output() {
    let Some(archive) = newsgen::archive(&["--posts", "300", "--every-defect"]) else {
        return;
    };
    let archive = archive.path();
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    let book = work.path().join("book.epub");
    let feed = work.path().join("feed.json");
    let texts = work.path().join("texts");
    let epub_report = bindery(archive, &["epub", "-o", &book.to_string_lossy()]);
    bindery(
        archive,
        &[
            "feed",
            "--format",
            "json",
            "--limit",
            "0",
            "-o",
            &feed.to_string_lossy(),
        ],
    );
    bindery(
        archive,
        &["text", "-o", &format!("{}/", texts.to_string_lossy())],
    );

    let chapters = read_chapters(&book);
    let feed: Value = serde_json::from_slice(&fs::read(&feed).unwrap()).unwrap();
    let items = feed["items"].as_array().unwrap();
    let texts = read_texts(&texts);
    assert_eq!(items.len(), 300, "every post is in the feed");
    let ids: std::collections::HashSet<_> = items.iter().map(|item| &item["id"]).collect();
    assert_eq!(ids.len(), 300, "ids are distinct");
    assert_eq!(epub_report["posts"], 300, "every post is in the book");

    let manifest = fs::read_to_string(archive.join("MANIFEST.jsonl")).unwrap();
    let mut failures = Vec::new();
    let mut checked = 0;
    for line in manifest.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let field = |name: &str| row[name].as_str().unwrap().to_owned();
        let file = field("file");
        let code = file
            .rsplit('-')
            .next()
            .unwrap()
            .trim_end_matches(".md")
            .to_owned();
        let marker = format!("infoCode={code}");
        let find = |texts: &BTreeMap<String, String>| {
            let matching = texts.values().filter(|text| text.contains(&marker));
            matching.cloned().collect::<String>()
        };
        let outputs = Outputs {
            defect: field("defect"),
            title: field("title"),
            date: field("date"),
            chapter: find(&chapters),
            item: items
                .iter()
                .find(|item| {
                    item["content_html"]
                        .as_str()
                        .is_some_and(|html| html.contains(&marker))
                })
                .cloned()
                .unwrap_or_default(),
            text: find(&texts),
            diagnostics: epub_report["diagnostics"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|diagnostic| diagnostic["location"]["file"] == *file)
                .cloned()
                .collect(),
            file,
        };
        checked += 1;
        let result = if outputs.chapter.is_empty() || outputs.text.is_empty() {
            Err("the post is missing from the book or the text".to_owned())
        } else if outputs.item.is_null() {
            Err("the post is missing from the feed".to_owned())
        } else {
            outputs.hold()
        };
        if let Err(message) = result {
            failures.push(format!("{} ({}): {message}", outputs.defect, outputs.file));
        }
    }
    assert_eq!(checked, 28, "one post for each defect");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Runs a command of `bindery` and returns its report. Some posts have errors, so its status is 1.
fn bindery(archive: &Path, arguments: &[&str]) -> Value {
    let output: Output = Command::new(env!("CARGO_BIN_EXE_bindery"))
        .args(arguments)
        .arg("--json")
        .arg(archive)
        .output()
        .expect("the command runs");
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {message}");
    serde_json::from_slice(&output.stdout).expect("the report is JSON")
}

/// The XHTML of each chapter of a book; the documents of a long one are joined.
fn read_chapters(book: &Path) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(fs::File::open(book).unwrap()).unwrap();
    let names: Vec<String> = zip
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect();
    let mut chapters: BTreeMap<String, String> = BTreeMap::new();
    for name in names.iter().filter(|name| name.contains("/post-")) {
        let text = std::io::read_to_string(zip.by_name(name).unwrap()).unwrap();
        let number = name.split(['-', '.']).nth(1).unwrap().to_owned();
        chapters.entry(number).or_default().push_str(&text);
    }
    chapters
}

/// The files below a folder, by path.
fn read_texts(folder: &Path) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    let mut folders: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = fs::read_to_string(&path).unwrap();
                texts.insert(path.to_string_lossy().into_owned(), text);
            }
        }
    }
    texts
}

/// What a reader of the markup sees, roughly: no tags, the five references of XML resolved.
fn strip_tags(markup: &str) -> String {
    let mut out = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some(start) = rest.find('<') {
        out.push_str(&rest[..start]);
        rest = rest[start..]
            .find('>')
            .map_or("", |end| &rest[start + end + 1..]);
    }
    out.push_str(rest);
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(out, |text, (reference, character)| {
        text.replace(reference, character)
    })
}

/// Without white space, so that wrapped lines compare.
fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
