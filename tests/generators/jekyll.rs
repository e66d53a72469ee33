//! Jekyll, where it is installed.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

use bindery_archive::Options;
use bindery_model::Source;
use serde_json::Value;

use crate::demand;
use crate::summary;

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
const DIFFERING: [(&str, &str); 2] = [
    ("2018-12-10-this-week-in-rails", NOWHERE),
    ("2021-08-21-this-week-in-rails", NOWHERE),
];
const NOWHERE: &str = "a link without an address is none here";

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
    let (mut posts, mut text, mut tree) = (0, 0, 0);
    for entry in archive.entries() {
        let Some(page) = pages.get(entry.meta.path.as_str()) else {
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
        demand_same("url", (&*entry.meta.url).into());
        demand_same("categories", entry.meta.categories.to_vec().into());
        demand_same("tags", entry.meta.tags.to_vec().into());
        let title = page["title"].as_str().unwrap_or_default().trim();
        // Titles are plain text here, and none is empty.
        if !title.is_empty() && !title.contains(['<', '&', '\n']) && entry.meta.title != title {
            demand_same("title", entry.meta.title.as_str().into());
        }
        let date = entry.meta.date.map(|date| date.timestamp().as_second());
        demand_same("date", date.into());
        let found = summary::compare(&archive, entry, page["html"].as_str().unwrap());
        posts += 1;
        text += usize::from(found.same_text);
        tree += usize::from(found.same_tree);
        if found.same_text && found.same_tree {
            continue;
        }
        let found = found.difference;
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
