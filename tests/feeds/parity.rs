//! A subscriber of jekyll-feed's feeds sees no post twice, and misses nothing.
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use bindery_parse::html::{self, Node, Tree};
use feed_rs::model::{Entry, Text};

use super::{read, run_well, write_feed};

/// What differs between two entries, by name.
fn differences(ours: &Entry, theirs: &Entry) -> Vec<&'static str> {
    let text = |text: &Option<Text>| {
        text.as_ref()
            .map(|text| text.content.clone())
            .unwrap_or_default()
    };
    let link = |entry: &Entry| entry.links.first().map(|link| link.href.clone());
    let people = |entry: &Entry| {
        let people = entry.authors.iter();
        people
            .map(|a| (a.name.clone(), a.email.clone(), a.uri.clone()))
            .collect::<Vec<_>>()
    };
    let terms = |entry: &Entry| {
        let terms = entry
            .categories
            .iter()
            .map(|category| category.term.clone());
        terms.collect::<Vec<_>>()
    };
    let media = |entry: &Entry| {
        let objects = entry.media.iter();
        let contents = objects.flat_map(|object| {
            object
                .content
                .iter()
                .map(|c| c.url.as_ref().map(ToString::to_string))
        });
        let thumbnails = entry
            .media
            .iter()
            .flat_map(|object| object.thumbnails.iter().map(|t| Some(t.image.uri.clone())));
        contents.chain(thumbnails).collect::<Vec<_>>()
    };
    let content = |entry: &Entry| {
        let body = entry
            .content
            .as_ref()
            .and_then(|content| content.body.clone())
            .unwrap_or_default();
        let link = link(entry).unwrap_or_default();
        shape(&body, &link)
    };
    let comparisons = [
        ("id", ours.id == theirs.id),
        ("link", link(ours) == link(theirs)),
        ("published", ours.published == theirs.published),
        ("updated", ours.updated == theirs.updated),
        ("title", text(&ours.title) == text(&theirs.title)),
        (
            "summary",
            words(&text(&ours.summary)) == words(&text(&theirs.summary)),
        ),
        ("authors", people(ours) == people(theirs)),
        ("categories", terms(ours) == terms(theirs)),
        ("media", media(ours) == media(theirs)),
        ("language", ours.language == theirs.language),
        ("content", content(ours) == content(theirs)),
    ];
    comparisons
        .iter()
        .filter(|(_, equal)| !equal)
        .map(|(name, _)| *name)
        .collect()
}

/// The text of HTML, one space between words.
fn words(source: &str) -> String {
    let text: String = shape(source, "https://x.example/")
        .into_iter()
        .filter(|piece| !piece.starts_with('<'))
        .collect::<Vec<_>>()
        .join(" ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The document as a reader has it: elements with what they refer to, and text. Presentation that
/// feeds may not have is left out.
fn shape(source: &str, base: &str) -> Vec<String> {
    let base = url::Url::parse(base).expect("entries have links");
    let tree =
        html::parse_fragment(source, "body", &html::Options::default()).expect("it is small");
    let mut pieces: Vec<String> = Vec::new();
    let mut text = String::new();
    let mut next = tree.first_child(tree.root());
    while let Some(node) = next {
        match tree.node(node) {
            Node::Text(piece) => text.push_str(piece),
            Node::Element(element) => {
                if let Some(piece) = start(&tree, node, element, &base) {
                    flush(&mut text, &mut pieces);
                    pieces.push(piece);
                }
            }
            _ => {}
        }
        next = tree.next_in_order(node, tree.root());
    }
    flush(&mut text, &mut pieces);
    pieces
}

fn flush(text: &mut String, pieces: &mut Vec<String>) {
    let squeezed = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !squeezed.is_empty() {
        pieces.push(squeezed);
    }
    text.clear();
}

/// An element and what it refers to; nothing for what only colours code.
fn start(
    tree: &Tree<'_>,
    node: html::NodeId,
    element: html::Element<'_>,
    base: &url::Url,
) -> Option<String> {
    let classes = element.attribute("class").unwrap_or_default();
    let wraps_code = element.name() == "div" && classes.contains("highlight");
    let mut above = tree.parent(node);
    let mut in_code = false;
    while let Some(parent) = above {
        in_code |= tree
            .element(parent)
            .is_some_and(|parent| parent.name() == "pre");
        above = tree.parent(parent);
    }
    if wraps_code || in_code && element.name() == "span" {
        return None;
    }
    let mut attributes = BTreeMap::new();
    for attribute in element.attributes() {
        let value = attribute.value.trim();
        if matches!(attribute.name, "href" | "src") {
            let absolute = base.join(value).map(|url| url.to_string());
            let absolute = absolute.unwrap_or_else(|_| value.to_owned());
            // Addresses of the site's own have the site's scheme.
            let own = format!("//{}", base.host_str().unwrap_or_default());
            let secure = absolute.replace(&format!("http:{own}"), &format!("https:{own}"));
            attributes.insert(attribute.name, secure);
        } else if matches!(attribute.name, "id" | "alt") {
            attributes.insert(attribute.name, value.to_owned());
        }
    }
    Some(format!("<{}{attributes:?}", element.name()))
}

/// jekyll-feed's own site, under three configurations.
#[test]
fn every_feed_of_jekyll_feeds_own_site_is_equal() {
    let Some(suite) = bindery_tests::suite("FEED_SCHEMAS", "feed") else {
        return;
    };
    let suite = suite.join("jekyll-feed-site");
    for name in ["default", "cats", "tags"] {
        let work = tempfile::tempdir().expect("a temporary folder can be made");
        let site = work.path().join("site");
        copy(&suite.join("site"), &site);
        let own = fs::read_to_string(suite.join("site/_config.yml")).unwrap();
        let more = fs::read_to_string(suite.join(name).join("config.yml")).unwrap();
        let known = "title: My awesome site\nurl: http://example.org\nauthor: {name: Dr. Jekyll}\n\
                     plugins: [jekyll-feed]\n";
        fs::write(site.join("_config.yml"), format!("{own}\n{known}{more}")).unwrap();
        let out = work.path().join("out");
        run_well(&site, &["--quiet", "-o", &format!("{}/", out.display())]);
        let mut expected = Vec::new();
        list(&suite.join(name), &suite.join(name), &mut expected);
        for path in expected {
            let theirs = read(&fs::read(suite.join(name).join(&path)).unwrap());
            let ours = fs::read(out.join(&path));
            let ours =
                read(&ours.unwrap_or_else(|_| panic!("{name}: {} is written", path.display())));
            let shown = path.display();
            assert_eq!(ours.id, theirs.id, "{name}/{shown}");
            assert_eq!(title(&ours.title), title(&theirs.title), "{name}/{shown}");
            assert_eq!(ours.entries.len(), theirs.entries.len(), "{name}/{shown}");
            for (our, their) in ours.entries.iter().zip(&theirs.entries) {
                let different = differences(our, their);
                assert!(
                    different.is_empty(),
                    "{name}/{shown}: {}: {different:?}\n{our:#?}\n{their:#?}",
                    their.id
                );
            }
        }
    }
}

fn title(title: &Option<Text>) -> String {
    title
        .as_ref()
        .map(|title| title.content.clone())
        .unwrap_or_default()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::write(target, fs::read(entry.path()).unwrap()).unwrap();
        }
    }
}

/// The feeds below a folder, as paths from its root.
fn list(folder: &Path, root: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list(&path, root, found);
        } else if path.extension().is_some_and(|e| e == "xml")
            && fs::metadata(&path).unwrap().len() > 0
        {
            found.push(path.strip_prefix(root).unwrap().to_owned());
        }
    }
}

/// How many of the 1,502 entries of the Rails weblog may differ, and in what. Most are films that
/// become links, and HTML that browsers repair.
const RAILS: [(&str, usize); 2] = [("content", 99), ("summary", 12)];

#[test]
fn entries_of_the_rails_weblog_are_those_of_jekyll_feed() {
    let Some(reference) = bindery_tests::suite("FEED_SCHEMAS", "feed") else {
        return;
    };
    let Some(archives) = bindery_tests::suite("ARCHIVES", "archives") else {
        return;
    };
    let theirs = read(&fs::read(reference.join("rails-weblog-all.atom.xml")).unwrap());
    let ours = read(&write_feed(&archives.join("rails-weblog"), "atom"));
    assert_eq!(ours.entries.len(), theirs.entries.len());
    let by_id: HashMap<_, _> = ours
        .entries
        .iter()
        .map(|entry| (&entry.id, entry))
        .collect();
    let mut different: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for their in &theirs.entries {
        let our = by_id
            .get(&their.id)
            .unwrap_or_else(|| panic!("no entry has the id {}", their.id));
        for what in differences(our, their) {
            different.entry(what).or_default().push(&their.id);
        }
    }
    for (what, ids) in &different {
        println!(
            "{what}: {} of {} differ: {:?}",
            ids.len(),
            theirs.entries.len(),
            ids
        );
    }
    for (what, ids) in different {
        let allowed = RAILS
            .iter()
            .find(|(name, _)| *name == what)
            .map_or(0, |(_, count)| *count);
        assert!(ids.len() <= allowed, "{what}: {} entries differ", ids.len());
    }
}
