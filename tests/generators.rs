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

/// Of a hundred posts, so many must have the same visible text, and so many the same elements, links
/// and images.
const FLOORS: (usize, usize) = (99, 97);

/// Posts of the archives that these tests know which are not what Jekyll makes of them, and why.
const DIFFERING: [(&str, &str); 8] = [
    ("2007-02-15-rails-application", FILM),
    ("2007-05-14-hi-i-m-ruby-on-rails", FILM),
    ("2009-01-27-visualizing", FILM),
    ("2010-10-14-charity-water", FILM),
    ("2018-12-10-this-week-in-rails", NOWHERE),
    ("2018-12-16-this-week-in-rails", NOWHERE),
    ("2019-01-22-this-week-in-rails", NOWHERE),
    ("2021-08-21-this-week-in-rails", NOWHERE),
];
const FILM: &str = "a film is a link here";
const NOWHERE: &str = "a link without a text or an address is none here";

#[test]
fn posts_of_real_archives_are_what_jekyll_makes_of_them() {
    let Some(archives) = bindery_tests::suite("ARCHIVES", "archives") else {
        return;
    };
    let sites = std::fs::read_dir(archives).unwrap();
    let sites = sites.map(|entry| entry.unwrap().path());
    let sites = sites.filter(|site| site.join("_config.yml").is_file());
    demand(sites.flat_map(|site| compare(&site)));
}

/// What archives use, in many languages, on one small site.
#[test]
fn every_construct_is_what_jekyll_makes_of_it() {
    let site = bindery_tests::repository().join("tests/jekyll-site");
    demand(compare(&site));
}

fn demand(faults: impl IntoIterator<Item = String>) {
    let faults: Vec<String> = faults.into_iter().collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Prints which posts differ, and gives what is not as it must be. In the archives that are known,
/// no other post may differ than those of [`DIFFERING`].
fn compare(site: &Path) -> Vec<String> {
    let mut faults = Vec::new();
    if !bindery_tests::has_jekyll() {
        return faults;
    }
    let known = ["rails-weblog", "jekyll-news", "jekyll-site"];
    let is_known = known.iter().any(|name| site.ends_with(name));
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
        let mut demand_same = |what: &str, ours: Value| {
            if ours != page[what] {
                let (path, theirs) = (&entry.meta.path, &page[what]);
                faults.push(format!("{path}: {what} is {ours}, Jekyll's {theirs}"));
            }
        };
        demand_same("url", entry.meta.url.as_str().into());
        demand_same("categories", entry.meta.categories.clone().into());
        demand_same("tags", entry.meta.tags.clone().into());
        let date = entry.meta.date.map(|date| date.timestamp.as_second());
        demand_same("date", date.into());
        let post = archive.read(entry).unwrap().post;
        let base = archive.site().base_path.as_str();
        let targets = Plain(base);
        let ours =
            bindery_html::to_html(&post.blocks, &post.footnotes, &Default::default(), &targets);
        let [ours, theirs] = [ours.as_str(), page["html"].as_str().unwrap()]
            .map(|source| Summary::of(source, &format!("{root}{base}{}", entry.meta.url)));
        posts += 1;
        text += usize::from(ours.text == theirs.text);
        tree += usize::from(ours.elements == theirs.elements);
        let found = if ours.text != theirs.text {
            difference(&ours.text, &theirs.text)
        } else if ours.elements != theirs.elements {
            let [ours, theirs] = [ours.elements, theirs.elements].map(|names| names.join(" "));
            difference(&ours, &theirs)
        } else {
            continue;
        };
        let path = &entry.meta.path;
        let mut reasons = DIFFERING.iter();
        let reason = reasons.find(|(name, _)| path.contains(name));
        let reason = reason.map_or("not known why", |(_, reason)| reason);
        println!("{path}: {reason}: {found}");
        if reason == "not known why" && is_known {
            faults.push(format!("{path}: {found}"));
        }
    }
    println!(
        "{}: {posts} posts, text of {text} and trees of {tree} the same",
        site.display()
    );
    for (same, wanted, what) in [(text, FLOORS.0, "text"), (tree, FLOORS.1, "tree")] {
        if posts == 0 || same * 100 < wanted * posts {
            let site = site.display();
            faults.push(format!(
                "{site}: the {what} of only {same} of {posts} posts is the same"
            ));
        }
    }
    faults
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
            .replace('|', "%7C")
    }

    fn add(&mut self, tree: &html::Tree<'_>, parent: html::NodeId) {
        for child in tree.children(parent) {
            match tree.node(child) {
                html::Node::Text(text) => self.text.push_str(text),
                html::Node::Element(element) => {
                    let name = element.name();
                    let is_unseen = matches!(
                        name,
                        "script" | "style" | "template" | "iframe" | "object" | "noscript"
                    );
                    if is_unseen || is_way_back(&element) {
                        continue;
                    }
                    if name == "input" && element.attribute("type") == Some("checkbox") {
                        let is_checked = element.attribute("checked").is_some();
                        self.text.push_str(if is_checked { "☑ " } else { "☐ " });
                    }
                    let spaced = BLOCKS.split_whitespace().any(|block| block == name);
                    let same = match name {
                        "i" => "em",
                        "b" => "strong",
                        "tt" => "code",
                        name => name,
                    };
                    let is_place = name == "a" && element.attribute("href").is_none();
                    if KEPT.contains(&same) && !is_place {
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

/// Whether it leads from a footnote to what it is about: the model says so without a link.
fn is_way_back(element: &html::Element<'_>) -> bool {
    element.attribute("class") == Some("reversefootnote")
        || element.attribute("role") == Some("doc-backlink")
}

/// Elements that part text; any other, known or not, stands in a line.
const BLOCKS: &str = "address article aside blockquote br caption center dd details div dl dt fieldset \
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr img li main nav ol p pre section summary \
    table tbody td tfoot th thead tr ul";
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

/// Links and images with the addresses that they have on the site, which lies below this path.
struct Plain<'a>(&'a str);

impl Plain<'_> {
    fn address(&self, target: &Target) -> String {
        let base = self.0;
        match target {
            Target::Web { address } => address.as_str().to_owned(),
            Target::Post { url, fragment, .. } => match fragment {
                Some(fragment) => format!("{base}{url}#{fragment}"),
                None => format!("{base}{url}"),
            },
            Target::Fragment { fragment } => format!("#{fragment}"),
            Target::Resource { url, .. } | Target::Site { url } if url.starts_with('/') => {
                format!("{base}{url}")
            }
            Target::Resource { url, .. } | Target::Site { url } => url.clone(),
        }
    }
}

impl Targets for Plain<'_> {
    fn href(&self, target: &Target) -> Option<String> {
        Some(self.address(target))
    }

    fn image(&self, image: &Image) -> ImageOutput {
        ImageOutput::Shown {
            src: self.address(&image.target),
            size: None,
        }
    }
}
