//! Posts in markup, and files of kinds, that are not read, which must not be missing in silence.
use bindery_model::{Diagnostic, EcoString, Location};

/// The kinds of markup and of templates that generators take besides Markdown and HTML, by the endings
/// of files.
const KINDS: [(&str, &[&str]); 8] = [
    ("reStructuredText", &["rst", "rest"]),
    ("Org", &["org"]),
    ("AsciiDoc", &["adoc", "asciidoc", "asc", "ad"]),
    ("Textile", &["textile"]),
    ("MediaWiki", &["wiki", "mediawiki"]),
    ("Nunjucks", &["njk"]),
    ("Liquid", &["liquid"]),
    ("Pug", &["pug"]),
];

/// Kinds of files that may hold posts, or lie beside them.
const FILES: [(&str, &[&str]); 9] = [
    ("notebooks of Jupyter", &["ipynb"]),
    ("saved pages in MHTML", &["mht", "mhtml"]),
    ("exports of Evernote", &["enex"]),
    ("mailboxes", &["mbox"]),
    ("mails", &["eml"]),
    ("documents of Word", &["doc", "docx"]),
    ("documents in OpenDocument", &["odt"]),
    ("documents in RTF", &["rtf"]),
    ("documents of R Markdown", &["rmd"]),
];

/// One warning for each kind of markup, at its first file; `paths` are those of all files that are no
/// posts, and `is_document` says whether a file of a path would be one if it were Markdown.
pub(crate) fn find(paths: &[&EcoString], is_document: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
    let warning = |(name, first, count): (&str, &str, usize)| {
        let message = match count {
            1 => format!("a post is written in {name}, which is not read"),
            count => format!("{count} posts are written in {name}, which is not read"),
        };
        Diagnostic::warning("post.other-markup", message)
            .with_hint("convert them to Markdown or HTML, as pandoc or the site's generator does")
            .at(Location::whole_file(first))
    };
    let note = |(name, first, count): (&str, &str, usize)| {
        let files = if count == 1 { "file" } else { "files" };
        let message = format!("{name} are not read: {count} {files}");
        Diagnostic::note("archive.other-files", message)
            .with_hint("what of them is to be a post can be converted to Markdown or HTML first")
            .at(Location::whole_file(first))
    };
    let warnings = counted(&KINDS, paths, &is_document)
        .into_iter()
        .map(warning);
    let notes = counted(&FILES, paths, &is_document).into_iter().map(note);
    warnings.chain(notes).collect()
}

/// The kinds of which there are files that would be documents, the first file of each, and how many
/// there are.
fn counted<'p>(
    kinds: &[(&'static str, &[&str])],
    paths: &[&'p EcoString],
    is_document: impl Fn(&str) -> bool,
) -> Vec<(&'static str, &'p str, usize)> {
    let mut found: Vec<Option<(&str, usize)>> = vec![None; kinds.len()];
    for path in paths {
        let Some(dot) = memchr::memrchr(b'.', path.as_bytes()) else {
            continue;
        };
        let (stem, ending) = (&path[..dot], &path[dot + 1..]);
        let of = |(_, endings): &(&str, &[&str])| {
            let mut endings = endings.iter();
            endings.any(|known| known.eq_ignore_ascii_case(ending))
        };
        let Some(kind) = kinds.iter().position(of) else {
            continue;
        };
        if is_document(&format!("{stem}.md")) {
            let (_, count) = found[kind].get_or_insert((path, 0));
            *count += 1;
        }
    }
    let found = kinds.iter().zip(found);
    found
        .filter_map(|((name, _), found)| found.map(|(first, count)| (*name, first, count)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_told_once() {
        let paths = [
            "a/x.org", "p/a.rst", "p/b.RST", "p/c.md", "p/d.adoc", "p/e.njk", "p/f.docx", "p/g.doc",
        ]
        .map(EcoString::from);
        let found = find(&paths.each_ref(), |path| path.starts_with("p/"));
        let shown = found.iter().map(|found| found.message.as_ref());
        assert_eq!(
            shown.collect::<Vec<&str>>(),
            [
                "2 posts are written in reStructuredText, which is not read",
                "a post is written in AsciiDoc, which is not read",
                "a post is written in Nunjucks, which is not read",
                "documents of Word are not read: 2 files",
            ]
        );
        assert_eq!(found[0].location.as_ref().unwrap().file, "p/a.rst");
    }

    #[test]
    fn an_archive_without_other_posts_says_it_too() {
        let folder = crate::test_folder::TestFolder::new();
        folder.write("a.rst", "A\n=\n");
        let error = crate::open(folder.path(), &crate::Options::default()).err();
        let told = error.map(|error| error.to_string()).unwrap_or_default();
        assert!(told.contains("written in reStructuredText"), "{told}");
    }
}
