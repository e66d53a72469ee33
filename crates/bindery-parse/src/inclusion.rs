//! Texts of other files of the archive that a post takes in.
mod part;
mod snippets;
mod vitepress;

use bindery_model::{Diagnostic, Location};

pub use snippets::Snippets;

use crate::ParseOptions;

/// How deep files may stand in one another.
const MAX_DEPTH: usize = 10;
/// How many references that lead nowhere are told of one post.
const MAX_TOLD: usize = 100;
/// How much one post takes in.
const MAX_BYTES: usize = 8 << 20;

/// The files of an archive.
pub trait Files {
    /// The text of a file, by its path from the root; `None` where there is none.
    fn text(&self, path: &str) -> Option<String>;
}

/// How the posts of a site take in other files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inclusions {
    /// As PyMdown's snippets: `--8<-- "file"`.
    Snippets(Snippets),
    /// As VitePress: `<!--@include: ./file.md-->` and `<<< @/file.js`, where `@` stands for this folder.
    VitePress(String),
}

/// The text of a post with what its body takes in, where that takes in something.
pub(crate) fn taken_in(
    text: &str,
    start: usize,
    options: &ParseOptions<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<String> {
    let inclusions = options.inclusions?;
    let mut inclusion = Inclusion::new(options.path, options.files);
    let body = &text[start..];
    let made = match inclusions {
        Inclusions::Snippets(snippets) => snippets::taken_in(body, snippets, &mut inclusion),
        Inclusions::VitePress(root) => vitepress::taken_in(body, root, &mut inclusion),
    }?;
    diagnostics.extend(inclusion.diagnostics(options.path, text));
    Some(format!("{}{made}", &text[..start]))
}

/// What a post takes in.
pub(crate) struct Inclusion<'a> {
    files: Option<&'a dyn Files>,
    /// The files that are being read, that of the post first, each within the one before.
    open: Vec<String>,
    /// How many bytes may still be taken in.
    left: usize,
    /// What could not be taken in, and why.
    refused: Vec<(String, &'static str)>,
}

impl<'a> Inclusion<'a> {
    /// For the post in a file.
    pub(crate) fn new(path: &str, files: Option<&'a dyn Files>) -> Inclusion<'a> {
        Inclusion {
            files,
            open: vec![path.to_owned()],
            left: MAX_BYTES,
            refused: Vec::new(),
        }
    }

    /// The path that a reference from the file that is being read means: from there, or from the root if
    /// it begins with a slash. `None` if it leads out of the archive.
    pub(crate) fn path_of(&self, reference: &str) -> Option<String> {
        let file = self.open.last().map_or("", String::as_str);
        let folder = match reference.starts_with('/') {
            true => "",
            false => file.rsplit_once('/').map_or("", |(folder, _)| folder),
        };
        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        for part in reference.split('/') {
            match part {
                "" | "." => {}
                ".." => parts.pop().map(|_| ())?,
                part => parts.push(part),
            }
        }
        Some(parts.join("/"))
    }

    /// The text of the file that is the first to be there of some paths, which is read from now on, until
    /// [`close`](Inclusion::close). `reference` is what the post calls it.
    pub(crate) fn open(&mut self, reference: &str, paths: &[String]) -> Option<String> {
        match self.text_of(paths) {
            Ok((path, text)) => {
                self.left -= text.len();
                self.open.push(path);
                Some(text)
            }
            Err(reason) => {
                self.refuse(reference, reason);
                None
            }
        }
    }

    /// The file that was opened last is read.
    pub(crate) fn close(&mut self) {
        self.open.pop();
    }

    /// Notes that something is not taken in.
    fn refuse(&mut self, reference: &str, reason: &'static str) {
        if self.refused.len() < MAX_TOLD {
            self.refused.push((reference.to_owned(), reason));
        }
    }

    fn text_of(&self, paths: &[String]) -> Result<(String, String), &'static str> {
        if paths.iter().any(|path| self.open.contains(path)) {
            return Err("it would be taken into itself");
        }
        if self.open.len() > MAX_DEPTH {
            return Err("too many files stand in one another");
        }
        let files = self.files.ok_or("the post is read alone")?;
        let text = |path: &String| Some((path.clone(), files.text(path)?));
        let found = paths.iter().find_map(text);
        let (path, text) = found.ok_or("there is no such file in the archive")?;
        match text.len() <= self.left {
            true => Ok((path, text)),
            false => Err("the post takes in too much"),
        }
    }

    /// What could not be taken in, told at its place in the text of the post.
    pub(crate) fn diagnostics(self, path: &str, text: &str) -> Vec<Diagnostic> {
        let told = |(reference, reason): (String, &str)| {
            let message = format!("`{reference}` is not taken in: {reason}");
            let place = text.find(&reference).map(|at| at..at + reference.len());
            Diagnostic::warning("post.not-taken-in", message)
                .with_hint("what that file says is not shown here; correct its path")
                .at(match place {
                    Some(span) => Location::in_text(path, text, span),
                    None => Location::whole_file(path),
                })
        };
        self.refused.into_iter().map(told).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Shelf;

    impl Files for Shelf {
        fn text(&self, path: &str) -> Option<String> {
            let text = match path {
                "inc/a.md" => "*A*\n\n--8<-- \"b.md\"\n",
                "inc/b.md" => "B\n--8<-- \"a.md\"\n",
                "inc/c.py" => {
                    "one\n# --8<-- [start:x-1]\n  two\n  three\n# --8<-- [end:x-1]\nfour\n"
                }
                "abbr.md" => "*[HT]: Hyper\n",
                "docs/parts/a.md" => "---\nx: 1\n---\nA\n\n<!--@include: ../b.md-->\n",
                "docs/b.md" => {
                    "# B\n\nb1\n\n## Part two\n\nb2\n\n### Deep\n\nb3\n\n## Last\n\nb4\n"
                }
                "docs/c.ts" => "// #region x\n  let a = `b`;\n// #endregion x\nlet c;\n",
                _ => return None,
            };
            Some(text.to_owned())
        }
    }

    /// What a body takes in, and what could not be.
    fn made(body: &str, inclusions: &Inclusions) -> (Option<String>, Vec<String>) {
        let options = ParseOptions {
            path: "docs/post.md",
            files: Some(&Shelf),
            inclusions: Some(inclusions),
            ..ParseOptions::default()
        };
        let mut diagnostics = Vec::new();
        let made = taken_in(body, 0, &options, &mut diagnostics);
        let told = diagnostics.into_iter().map(|found| found.message);
        (made, told.collect())
    }

    #[test]
    fn snippets_are_taken_in() {
        let snippets = |appended: &[&str]| {
            Inclusions::Snippets(Snippets {
                places: vec!["inc".to_owned(), String::new()],
                appended: appended.iter().map(|&file| file.to_owned()).collect(),
            })
        };
        for (body, expected) in [
            (
                "```\n--8<-- \"c.py:x-1\"\n```\n",
                "```\n  two\n  three\n```\n",
            ),
            ("- x\n\n    -8<- 'c.py:1:1'\n", "- x\n\n    one\n"),
            ("--8<-- \"c.py:6\"\n", "four\n"),
            ("--8<-- \"c.py\"\n", "one\n  two\n  three\nfour\n"),
            (
                "--8<--\nabbr.md\n\n; c.py\n--8<--\nx\n",
                "*[HT]: Hyper\n\nx\n",
            ),
            ("a\n--8<-- \"; c.py\"\nb\n", "a\nb\n"),
            (";--8<-- \"c.py\"\n", "--8<-- \"c.py\"\n"),
            ("--8<--\nnever closed\n", "--8<--\nnever closed\n"),
        ] {
            let (out, told) = made(body, &snippets(&[]));
            assert_eq!((out.as_deref(), told.len()), (Some(expected), 0), "{body}");
        }
        assert_eq!(made("a --8<-- b\n", &snippets(&[])).0, None);
        let (out, _) = made("HT\n", &snippets(&["abbr.md"]));
        assert_eq!(out.as_deref(), Some("HT\n\n\n*[HT]: Hyper\n"));
        let (out, told) = made(
            "--8<-- \"a.md\"\n--8<-- \"../x.md\"\n--8<-- \"c.py:no\"\n",
            &snippets(&[]),
        );
        assert_eq!(out.as_deref(), Some("*A*\n\nB\n"));
        assert_eq!(
            told,
            [
                "`a.md` is not taken in: it would be taken into itself",
                "`../x.md` is not taken in: there is no such file in the archive",
                "`c.py:no` is not taken in: there is no such part of the file",
            ]
        );
    }

    #[test]
    fn vitepress_takes_in_texts_and_code() {
        let inclusions = Inclusions::VitePress("docs".to_owned());
        for (body, expected) in [
            ("a <!--@include: ./b.md{3,3}--> c\n", "a b1 c\n"),
            (
                "<!-- @include: @/b.md#part-two -->\n",
                "## Part two\n\nb2\n\n### Deep\n\nb3\n",
            ),
            ("<<< ./c.ts#x\n", "````ts\nlet a = `b`;\n````\n"),
            (
                "- x\n\n  <<< @/c.ts{1 js:line-numbers} [Own]\n",
                "- x\n\n  ````js [Own]\n    let a = `b`;\n  let c;\n  ````\n",
            ),
            ("```\n<<< ./c.ts\n```\n<<<\n", "```\n<<< ./c.ts\n```\n<<<\n"),
            (
                "<!-- other --><!--@include: ./b.md{99,}-->\n",
                "<!-- other -->\n",
            ),
        ] {
            let (out, told) = made(body, &inclusions);
            assert_eq!((out.as_deref(), told.len()), (Some(expected), 0), "{body}");
        }
        let (out, _) = made("<!--@include: ./parts/a.md-->\n", &inclusions);
        assert!(out.unwrap().starts_with("A\n\n# B\n\nb1"));
        let (out, told) = made("<!--@include: ./none.md-->x\n<<< ../../y.js\n", &inclusions);
        assert_eq!((out.as_deref(), told.len()), (Some("x\n"), 2));
    }

    #[test]
    fn paths_stay_in_the_archive() {
        let inclusion = Inclusion::new("docs/a/b.md", None);
        for (reference, expected) in [
            ("./_c.md", Some("docs/a/_c.md")),
            ("../_c.md", Some("docs/_c.md")),
            ("/src/c.md", Some("src/c.md")),
            ("../../../c.md", None),
        ] {
            assert_eq!(inclusion.path_of(reference).as_deref(), expected);
        }
    }
}
