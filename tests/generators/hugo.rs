//! Hugo, in a fixed version.
use std::collections::HashMap;
use std::fs;
use std::path::Path;

use bindery_archive::Options;
use bindery_model::Source;
use serde_json::Value;

use crate::demand;
use crate::summary;

/// Prints what is in the pages of all languages, as lines of JSON.
const HOME: &str = "{{- range site.AllPages }}{{ if eq .Kind \"page\" }}{{ dict \"path\" .File.Path \
    \"html\" .Content | jsonify | safeHTML }}\n{{ end }}{{ end -}}";

/// What posts have, on one small site: Markdown's extensions, shortcodes of Hugo and of the site.
#[test]
fn every_construct_is_what_hugo_makes_of_it() {
    demand(compare(|_| {}));
}

/// The same site, set up as Hugo is if it is not told otherwise.
#[test]
fn raw_html_is_left_out_where_hugo_does() {
    demand(compare(|site| {
        let file = site.join("config/_default/markup.toml");
        let settings = fs::read_to_string(&file).unwrap();
        let settings = settings.replace("unsafe = true", "unsafe = false");
        fs::write(file, settings).unwrap();
    }));
}

/// Where the posts of the site, after a change to it, are not what Hugo makes of them.
fn compare(change: impl Fn(&Path)) -> Vec<String> {
    let work = tempfile::tempdir().unwrap();
    copy(
        &bindery_tests::repository().join("tests/hugo-site"),
        work.path(),
    );
    change(work.path());
    let layouts = work.path().join("layouts");
    fs::write(layouts.join("index.html"), HOME).unwrap();
    bindery_tests::hugo::build(work.path());
    let pages = fs::read_to_string(work.path().join("public/index.html")).unwrap();
    let rows = pages.lines().filter(|line| line.starts_with('{'));
    let pages: HashMap<String, String> = rows
        .map(|row| {
            let row: Value = serde_json::from_str(row).unwrap();
            let text = |key: &str| row[key].as_str().unwrap().to_owned();
            (text("path"), text("html"))
        })
        .collect();
    let archive = bindery_archive::open(work.path(), &Options::default()).unwrap();
    assert_eq!(archive.entries().len(), pages.len());
    let differing = archive.entries().iter().filter_map(|entry| {
        let path = entry.meta.path.strip_prefix("content/").unwrap();
        let found = summary::compare(&archive, entry, &without_rule(&pages[path]));
        let same = found.same_text && found.same_tree;
        (!same).then(|| format!("{path}: {}", found.difference))
    });
    differing.collect()
}

/// A page without the rule above its footnotes, which the model has apart.
fn without_rule(page: &str) -> String {
    page.replace("role=\"doc-endnotes\">\n<hr>", ">")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).unwrap()),
        }
    }
}
