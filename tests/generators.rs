//! Posts beside what their own generator makes of them: Jekyll, where it is installed.
#![forbid(unsafe_code)]

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

use bindery_archive::Options;
use bindery_html::{ImageOutput, Targets};
use bindery_model::{Image, Source, Target};
use bindery_parse::html;
use serde_json::Value;
use url::Url;

/// Renders every post of a site, and prints it as a line of JSON.
const DUMP: &str = r#"
require "jekyll"; require "json"
Jekyll.logger.log_level = :error
none = "_no_layouts"
site = Jekyll::Site.new(Jekyll.configuration("source" => ARGV[0], "destination" => ARGV[1],
  "layouts_dir" => none, "quiet" => true, "future" => true, "plugins" => [], "disable_disk_cache" => true))
site.reset; site.read; site.generate
site.posts.docs.each do |post|
  begin
    Jekyll::Renderer.new(site, post, site.site_payload).run
    puts({path: post.relative_path, url: post.url, date: post.date.to_i, title: post.data["title"].to_s,
      categories: post.data["categories"], tags: post.data["tags"], html: post.content}.to_json)
  rescue StandardError => error
    puts({path: post.relative_path, error: error.message}.to_json)
  end
end
"#;

/// Of a hundred posts, so many must have the same visible text,
const SAME_TEXT: usize = 99;
/// and so many the same elements, links and images.
const SAME_TREE: usize = 97;

#[test]
fn posts_are_what_jekyll_makes_of_them() {
    let Some(archives) = bindery_tests::suite("ARCHIVES", "archives") else {
        return;
    };
    if bindery_tests::has_jekyll() {
        for name in ["rails-weblog", "jekyll-news"] {
            compare(&archives.join(name));
        }
    }
}

fn compare(site: &Path) {
    let pages = jekyll_pages(site);
    let options = Options {
        future: Some(true),
        ..Options::default()
    };
    let archive = bindery_archive::open(site, &options).unwrap();
    let root = archive
        .site()
        .url
        .clone()
        .unwrap_or_else(|| "https://site.example".to_owned());
    let (mut posts, mut text, mut tree) = (0, 0, 0);
    for entry in archive.entries() {
        let Some(page) = pages.get(&entry.meta.path) else {
            println!("{}: Jekyll has no such post", entry.meta.path);
            continue;
        };
        if let Some(error) = page.get("error") {
            println!("{}: Jekyll stops: {error}", entry.meta.path);
            continue;
        }
        assert_eq!(page["url"], entry.meta.url.as_str(), "{}", entry.meta.path);
        let post = archive.read(entry).unwrap().post;
        let ours =
            bindery_html::to_html(&post.blocks, &post.footnotes, &Default::default(), &Plain);
        let [ours, theirs] = [ours.as_str(), page["html"].as_str().unwrap()]
            .map(|source| Summary::of(source, &format!("{root}{}", entry.meta.url)));
        posts += 1;
        text += usize::from(ours.text == theirs.text);
        tree += usize::from(ours.elements == theirs.elements);
        if ours.text != theirs.text {
            println!(
                "{}: {}",
                entry.meta.path,
                difference(&ours.text, &theirs.text)
            );
        } else if ours.elements != theirs.elements {
            let [ours, theirs] = [ours.elements, theirs.elements].map(|names| names.join(" "));
            println!("{}: {}", entry.meta.path, difference(&ours, &theirs));
        }
        for key in ["categories", "tags"] {
            let ours = if key == "tags" {
                &entry.meta.tags
            } else {
                &entry.meta.categories
            };
            let theirs: Vec<&str> = page[key]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect();
            assert_eq!(*ours, theirs, "{key} of {}", entry.meta.path);
        }
        let date = entry
            .meta
            .date
            .as_ref()
            .map(|date| date.timestamp.as_second());
        assert_eq!(date, page["date"].as_i64(), "date of {}", entry.meta.path);
    }
    println!(
        "{}: {posts} posts, text of {text} and trees of {tree} the same",
        site.display()
    );
    assert!(posts > 0);
    assert!(
        text * 100 >= SAME_TEXT * posts,
        "the text of only {text} of {posts} is the same"
    );
    assert!(
        tree * 100 >= SAME_TREE * posts,
        "the trees of only {tree} of {posts} are the same"
    );
}

fn jekyll_pages(site: &Path) -> HashMap<String, Value> {
    let work = tempfile::tempdir().unwrap();
    let output = Command::new("ruby")
        .args(["-e", DUMP])
        .arg(site)
        .arg(work.path())
        .output()
        .unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    let rows = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    rows.map(|row| (row["path"].as_str().unwrap().to_owned(), row))
        .collect()
}

/// Where the two begin to differ.
fn difference(ours: &str, theirs: &str) -> String {
    let same = ours
        .chars()
        .zip(theirs.chars())
        .take_while(|(a, b)| a == b)
        .count();
    let part = |text: &str| {
        text.chars()
            .skip(same.saturating_sub(30))
            .take(90)
            .collect::<String>()
    };
    format!("ours {:?}, Jekyll's {:?}", part(ours), part(theirs))
}

/// What a page says.
struct Summary {
    /// Its visible text, with one space for any white space and between blocks.
    text: String,
    /// Its elements that mean something, in order, with what links and images lead to.
    elements: Vec<String>,
    base: Url,
}

impl Summary {
    fn of(source: &str, url: &str) -> Summary {
        let source = html::normalize_newlines(source);
        let tree = html::parse_fragment(&source, "body", &html::Options::default()).unwrap();
        let base = Url::parse(url).unwrap();
        let mut summary = Summary {
            text: String::new(),
            elements: Vec::new(),
            base,
        };
        summary.add(&tree, tree.root());
        summary.text = summary
            .text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        summary
    }

    /// The address with scheme and host; a slash at its end, or whether it is http or https, makes no difference.
    fn absolute(&self, target: &str) -> String {
        let target = match self.base.join(target.trim()) {
            Ok(target) => target.to_string(),
            Err(_) => target.to_owned(),
        };
        let target = target.trim_end_matches('/');
        target
            .strip_prefix("http:")
            .unwrap_or(target.strip_prefix("https:").unwrap_or(target))
            .to_owned()
    }

    fn add(&mut self, tree: &html::Tree<'_>, parent: html::NodeId) {
        for child in tree.children(parent) {
            match tree.node(child) {
                html::Node::Text(text) => self.text.push_str(text),
                html::Node::Element(element) => {
                    let name = element.name();
                    if matches!(
                        name,
                        "script" | "style" | "template" | "iframe" | "object" | "noscript"
                    ) {
                        continue;
                    }
                    let spaced = !INLINE.contains(&name);
                    let same = match name {
                        "i" => "em",
                        "b" => "strong",
                        "tt" => "code",
                        name => name,
                    };
                    if KEPT.contains(&same) {
                        let target = match name {
                            "a" => element.attribute("href"),
                            "img" => element.attribute("src"),
                            _ => None,
                        };
                        let target = target.map(|target| self.absolute(target));
                        self.elements
                            .push(format!("{same}{}", target.unwrap_or_default()));
                    }
                    if spaced {
                        self.text.push(' ');
                    }
                    let before = self.elements.len();
                    self.add(tree, child);
                    if name == "pre" {
                        // Blocks in code are no part of the model.
                        self.elements.truncate(before);
                    }
                    if spaced {
                        self.text.push(' ');
                    }
                }
                _ => {}
            }
        }
    }
}

const INLINE: [&str; 28] = [
    "a", "abbr", "b", "big", "cite", "code", "del", "dfn", "em", "font", "i", "img", "ins", "kbd",
    "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt",
    "u", "var",
];
const KEPT: [&str; 23] = [
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "pre",
    "table",
    "tr",
    "td",
    "th",
    "img",
    "a",
    "em",
    "strong",
    "hr",
];

/// Links and images with the addresses that they have on the site.
struct Plain;

fn address(target: &Target) -> String {
    match target {
        Target::Web { address } => address.as_str().to_owned(),
        Target::Post { url, fragment, .. } => match fragment {
            Some(fragment) => format!("{url}#{fragment}"),
            None => url.clone(),
        },
        Target::Fragment { fragment } => format!("#{fragment}"),
        Target::Resource { url, .. } | Target::Site { url } => url.clone(),
    }
}

impl Targets for Plain {
    fn href(&self, target: &Target) -> Option<String> {
        Some(address(target))
    }

    fn image(&self, image: &Image) -> ImageOutput {
        ImageOutput::Shown {
            src: address(&image.target),
            size: None,
        }
    }
}
