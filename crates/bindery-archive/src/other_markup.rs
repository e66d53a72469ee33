//! Posts in markup that is not read, which must not be missing in silence.
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

/// One warning for each kind of markup, at its first file; `is_document` says whether a file of
/// that path would be a post if it were Markdown.
pub(crate) fn find(paths: &[EcoString], is_document: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
    let mut found: [Option<(&str, usize)>; KINDS.len()] = [None; KINDS.len()];
    for path in paths {
        let Some(dot) = memchr::memrchr(b'.', path.as_bytes()) else {
            continue;
        };
        let (stem, ending) = (&path[..dot], &path[dot + 1..]);
        let of = |(_, endings): &(&str, &[&str])| {
            let mut endings = endings.iter();
            endings.any(|known| known.eq_ignore_ascii_case(ending))
        };
        let Some(kind) = KINDS.iter().position(of) else {
            continue;
        };
        if is_document(&format!("{stem}.md")) {
            let (_, count) = found[kind].get_or_insert((path, 0));
            *count += 1;
        }
    }
    let found = KINDS.iter().zip(found);
    let warnings = found.filter_map(|((name, _), found)| {
        let (first, count) = found?;
        let message = match count {
            1 => format!("a post is written in {name}, which is not read"),
            count => format!("{count} posts are written in {name}, which is not read"),
        };
        let warning = Diagnostic::warning("post.other-markup", message)
            .with_hint("convert them to Markdown or HTML, as pandoc or the site's generator does")
            .at(Location::whole_file(first));
        Some(warning)
    });
    warnings.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_told_once() {
        let paths = [
            "a/x.org", "p/a.rst", "p/b.RST", "p/c.md", "p/d.adoc", "p/e.njk",
        ];
        let found = find(&paths.map(EcoString::from), |path| path.starts_with("p/"));
        let shown = found.iter().map(|found| found.message.as_ref());
        assert_eq!(
            shown.collect::<Vec<&str>>(),
            [
                "2 posts are written in reStructuredText, which is not read",
                "a post is written in AsciiDoc, which is not read",
                "a post is written in Nunjucks, which is not read",
            ]
        );
        assert_eq!(found[0].location.as_ref().unwrap().file, "p/a.rst");
    }
}
