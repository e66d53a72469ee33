//! Docusaurus: parts of pages, which are no posts, and what its Markdown holds.
use bindery_model::{Diagnostic, EcoString, Location};
use bindery_parse::decode;

use super::plain_assignments;
use crate::storage::{POST_ENDINGS, Storage, has_ending};

const CONFIGURATIONS: [&str; 4] = [
    "docusaurus.config.js",
    "docusaurus.config.ts",
    "docusaurus.config.mjs",
    "docusaurus.config.cjs",
];
/// No configuration is longer.
const MAX_BYTES: u64 = 1 << 20;

/// A site of Docusaurus, or none.
#[derive(Debug, Default)]
pub(crate) struct Docusaurus {
    is_one: bool,
    /// Whether Markdown is MDX in files of every name, as it is unless the configuration says otherwise.
    pub(crate) reads_mdx: bool,
    /// The first part of a page, and how many there are.
    parts: Option<(EcoString, usize)>,
}

impl Docusaurus {
    pub(crate) fn find(storage: &dyn Storage) -> Docusaurus {
        let Some(file) = CONFIGURATIONS.iter().find(|file| storage.holds(file)) else {
            return Docusaurus::default();
        };
        let bytes = storage.read(file, MAX_BYTES).unwrap_or_default();
        let said = plain_assignments::read(&decode(&bytes).text);
        let format = said.get("format").and_then(|format| format.as_str());
        let mut parts = (storage.paths().iter())
            .filter(|path| has_ending(path, &POST_ENDINGS) && is_named_as_part(path));
        Docusaurus {
            is_one: true,
            reads_mdx: !matches!(format, Some("md" | "detect")),
            parts: parts.next().map(|first| (first.clone(), 1 + parts.count())),
        }
    }

    /// Whether a file is shown in others only.
    pub(crate) fn is_part(&self, path: &str) -> bool {
        self.is_one && is_named_as_part(path)
    }

    pub(crate) fn diagnostic(&self) -> Option<Diagnostic> {
        let (first, count) = self.parts.as_ref()?;
        let message = match count {
            1 => "it is a part of pages, as `_` in its path says, so it is no post".to_owned(),
            count => format!(
                "{count} files are parts of pages, as `_` in their paths says, so they are no posts"
            ),
        };
        let note = Diagnostic::note("docusaurus.parts", message);
        Some(note.at(Location::whole_file(first)))
    }
}

/// Whether the name of a file, or of a folder that it is in, begins with `_`.
fn is_named_as_part(path: &str) -> bool {
    path.starts_with('_') || path.contains("/_")
}

#[cfg(test)]
mod tests {
    use bindery_model::{Block, Source};

    use crate::test_folder::TestFolder;
    use crate::{Options, open};

    #[test]
    fn parts_of_pages_are_shown_in_them_alone() {
        let folder = TestFolder::new();
        for (path, text) in [
            (
                "docusaurus.config.js",
                "module.exports = {\n  title: 'T',\n};\n",
            ),
            (
                "docs/a.md",
                "import Part from './_parts/_b.mdx';\nimport Of from '@site/docs/_c.md';\n\n# A\n\n<Part />\n\n<Of />\n\n{/* no */}End.\n",
            ),
            ("docs/_parts/_b.mdx", "Text of *b*.\n"),
            ("docs/_c.md", "Text of c.\n"),
        ] {
            folder.write(path, text);
        }
        let archive = open(folder.path(), &Options::default()).unwrap();
        let [entry] = archive.entries() else {
            panic!("parts are no posts");
        };
        let parsed = archive.read(entry).unwrap();
        let text = Block::text_of(&parsed.post.blocks);
        let words: Vec<&str> = text.split_whitespace().collect();
        assert_eq!(words.join(" "), "A Text of b. Text of c. End.");
        let told = &archive.diagnostics()[0];
        assert_eq!(told.code, "docusaurus.parts");
        assert!(told.message.starts_with("2 files"), "{}", told.message);

        folder.write(
            "docusaurus.config.js",
            "title: 'T',\nmarkdown: { format: 'detect' },\n",
        );
        let archive = open(folder.path(), &Options::default()).unwrap();
        let parsed = archive.read(&archive.entries()[0]).unwrap();
        assert!(Block::text_of(&parsed.post.blocks).contains("import Part"));
    }
}
