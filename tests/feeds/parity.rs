//! A subscriber of jekyll-feed's feeds sees no post twice, and misses nothing.
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use feed_rs::model::{Entry, Text};
use url::Url;

use super::document::{self, REASONS, Reason};
use super::{read, run_well, write_feed};

/// What differs between two entries, by name.
pub(crate) fn differences(ours: &Entry, theirs: &Entry) -> Vec<&'static str> {
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
    let comparisons = [
        ("id", ours.id == theirs.id),
        ("link", link(ours) == link(theirs)),
        ("published", ours.published == theirs.published),
        ("updated", ours.updated == theirs.updated),
        ("title", text(&ours.title) == text(&theirs.title)),
        ("summary", summary(ours) == summary(theirs)),
        ("authors", people(ours) == people(theirs)),
        ("categories", terms(ours) == terms(theirs)),
        ("media", media(ours) == media(theirs)),
        ("language", ours.language == theirs.language),
    ];
    comparisons
        .iter()
        .filter(|(_, equal)| !equal)
        .map(|(name, _)| *name)
        .collect()
}

/// The text of the summary, without white space.
fn summary(entry: &Entry) -> String {
    let text = entry.summary.as_ref().map(|text| text.content.as_str());
    document::letters(&document::parse(text.unwrap_or_default(), &base(entry)))
}

fn base(entry: &Entry) -> Url {
    Url::parse(&entry.links[0].href).expect("entries have links")
}

/// How the documents of two entries compare.
pub(crate) enum Compared {
    Equal,
    /// But for these reasons, each of which is needed.
    EqualBut(Vec<usize>),
    Different,
}

pub(crate) fn compare(ours: &Entry, theirs: &Entry) -> Compared {
    let base = base(theirs);
    let host = base.host_str().unwrap_or_default();
    let document = |entry: &Entry| {
        let content = entry
            .content
            .as_ref()
            .and_then(|content| content.body.as_deref());
        document::parse(content.unwrap_or_default(), &base)
    };
    let (ours, theirs) = (document(ours), document(theirs));
    let is_equal = |reasons: &[&Reason]| {
        document::level(&ours, host, reasons) == document::level(&theirs, host, reasons)
    };
    let mut needed: Vec<usize> = (0..REASONS.len()).collect();
    let reasons = |indexes: &[usize]| indexes.iter().map(|&at| &REASONS[at]).collect::<Vec<_>>();
    if is_equal(&[]) {
        return Compared::Equal;
    }
    if !is_equal(&reasons(&needed)) {
        return Compared::Different;
    }
    for reason in 0..REASONS.len() {
        let others: Vec<usize> = needed.iter().copied().filter(|&at| at != reason).collect();
        if is_equal(&reasons(&others)) {
            needed = others;
        }
    }
    Compared::EqualBut(needed)
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
                let is_equal = !matches!(compare(our, their), Compared::Different);
                assert!(
                    different.is_empty() && is_equal,
                    "{name}/{shown}: {}: {different:?}\n{our:#?}\n{their:#?}",
                    their.id
                );
            }
        }
    }
}

pub(crate) fn title(title: &Option<Text>) -> String {
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
pub(crate) fn list(folder: &Path, root: &Path, found: &mut Vec<PathBuf>) {
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

/// The one entry of the Rails weblog whose document differs without a reason of [`REASONS`]: a list
/// between the tags of `code`, which browsers put around each item and around the list.
const UNLIKE: [&str; 1] = ["/2010/8/29/rails-3-0-it-s-done"];

/// jekyll-feed gives this one an empty summary: the post begins with a style sheet.
const OTHER_SUMMARY: &str = "/2009/8/11/community-highlights-ironruby";

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
    let (mut faults, mut unlike, mut equal) = (Vec::new(), Vec::new(), 0);
    let mut counts = [0; REASONS.len()];
    for their in &theirs.entries {
        let id = their
            .id
            .trim_start_matches("https://weblog.rubyonrails.org");
        let our = by_id
            .get(&their.id)
            .unwrap_or_else(|| panic!("no entry has the id {id}"));
        let different = differences(our, their);
        let is_known = different == ["summary"] && id == OTHER_SUMMARY;
        if !is_known && !different.is_empty() {
            faults.push(format!("{id}: {different:?}"));
        }
        match compare(our, their) {
            Compared::Equal => equal += 1,
            Compared::EqualBut(reasons) => {
                reasons.iter().for_each(|&reason| counts[reason] += 1);
            }
            Compared::Different => unlike.push(id),
        }
    }
    println!("of {} documents, {equal} are equal", theirs.entries.len());
    for (reason, count) in REASONS.iter().zip(counts) {
        println!("{count:5} but for this: {}", reason.why);
        assert!(count > 0, "no longer so: {}", reason.why);
    }
    assert_eq!(faults, Vec::<String>::new());
    assert_eq!(unlike, UNLIKE, "these documents differ");
}
