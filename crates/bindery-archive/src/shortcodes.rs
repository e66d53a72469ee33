//! The templates of a site's own shortcodes, and what these may ask of a post.
use bindery_model::{Digest, Meta, Source};
use bindery_parse::Templates;
use bindery_parse::markdown::Dialect;
use serde_json::Value;

use crate::basis::{Question, Recorder};
use crate::{Archive, SiteKind};

/// No template is longer.
const MAX_BYTES: u64 = 256 << 10;

/// What the shortcodes of one post know.
pub(crate) struct PostTemplates<'a> {
    pub(crate) archive: &'a Archive,
    pub(crate) meta: &'a Meta,
    /// Notes which templates were asked for, if anyone wants to know.
    pub(crate) recorder: Option<&'a Recorder>,
}

impl Templates for PostTemplates<'_> {
    fn template(&self, name: &str) -> Option<(String, bool)> {
        let (folder, kind) = match self.archive.kind() {
            SiteKind::Hugo => ("layouts/shortcodes", ["html", "md"]),
            SiteKind::Zola => ("templates/shortcodes", ["md", "html"]),
            _ => return None,
        };
        kind.into_iter().find_map(|ending| {
            let path = format!("{folder}/{name}.{ending}");
            let bytes = self.archive.storage.read(&path, MAX_BYTES).ok();
            if let Some(recorder) = self.recorder {
                let digest = bytes.as_ref().map(|bytes| Digest::of_bytes(bytes));
                recorder.note(Question::Include, &path, &digest);
            }
            let text = bindery_parse::decode(&bytes?).text.into_owned();
            Some((text, ending == "md"))
        })
    }

    fn parameter(&self, name: &str) -> Option<String> {
        let name = name.to_lowercase();
        let site = self.archive.site().configuration.get("params");
        let own = [self.meta.extra.get("params"), site];
        let mut values = own.into_iter().flatten();
        let value = match self.meta.extra.get(&name) {
            Some(value) => value,
            None => values.find_map(|values| {
                let mut parts = name.split('.');
                parts.try_fold(values, |value, part| value.get(part))
            })?,
        };
        match value {
            Value::String(text) => Some(text.clone()),
            Value::Null | Value::Array(_) | Value::Object(_) => None,
            value => Some(value.to_string()),
        }
    }

    fn resource(&self, name: &str) -> Option<String> {
        let resources = self.meta.extra.get("resources")?.as_array()?;
        let named = |resource: &&Value| resource.get("name").is_some_and(|own| own == name);
        let source = resources.iter().find(named)?.get("src")?.as_str()?;
        Some(source.to_owned())
    }

    fn title_of(&self, name: &str) -> Option<String> {
        let title = self.archive.title_of_name(name);
        if let Some(recorder) = self.recorder {
            recorder.note(Question::Title, name, &title);
        }
        title.map(str::to_owned)
    }

    fn address_of(&self, name: &str) -> Option<String> {
        let url = self.archive.url_of_name(name);
        if let Some(recorder) = self.recorder {
            recorder.note(Question::PostUrl, name, &url);
        }
        url.map(|url| format!("{}{url}", self.archive.site().base_path))
    }

    fn dialect(&self) -> Dialect<'_> {
        self.archive.dialect()
    }
}

#[cfg(test)]
mod tests {
    use crate::test_folder::TestFolder;
    use crate::{Options, open};
    use bindery_model::{Block, Source};

    #[test]
    fn templates_of_a_site_make_what_its_shortcodes_say() {
        let folder = TestFolder::new();
        let write = |path: &str, text: &str| folder.write(path, text);
        write("config.toml", "base_url = \"https://z.example\"\n");
        write(
            "templates/shortcodes/note.html",
            "<div>{% if title %}<b>{{ title }}</b>{% endif %} {{ body | markdown | safe }}</div>",
        );
        write("templates/shortcodes/say.md", "*{{ word | upper }}*");
        write(
            "templates/shortcodes/hard.html",
            "{{ get_url(path=\"x\") }}",
        );
        write(
            "content/a.md",
            "+++\ndate = 2024-01-01\n+++\n{% note(title=\"A <b>\") %}\n**in** {{ say(word=\"x\") }}\n{% end %}\n\n\
             {{ say(word=\"hi\") }} {{ hard() }}\n",
        );
        let archive = open(folder.path(), &Options::default()).unwrap();
        let parsed = archive.read(&archive.entries()[0]).unwrap();
        let text = Block::text_of(&parsed.post.blocks);
        let words: Vec<&str> = text.split_whitespace().collect();
        assert_eq!(words, ["A", "<b>", "in", "X", "HI"]);
        let codes: Vec<String> = (parsed.diagnostics.iter())
            .map(|found| found.code.to_string())
            .collect();
        assert_eq!(codes, ["shortcode.unknown"]);
    }
}
