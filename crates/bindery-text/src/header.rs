//! The title and what is known of a post.
use crate::Header;
use crate::blocks::Setter;
use crate::lines::Kind;
use crate::wrap::NO_BREAK;

impl Setter<'_> {
    /// The lines above a text.
    pub(crate) fn header(&mut self) {
        if self.options.header == Header::None {
            return;
        }
        let meta = &self.post.meta;
        let title = match meta.title.as_str() {
            "" => &meta.slug,
            title => title,
        };
        let title = self.clean(title);
        if !title.trim().is_empty() {
            self.lines
                .push(title.trim().replace('\n', " "), Kind::Underlined('='));
        }
        for line in self.about() {
            if !line.is_empty() {
                self.lines.push(line, Kind::Flowing);
            }
        }
        self.lines.gap();
    }

    /// When and by whom; under what; where.
    fn about(&self) -> [String; 3] {
        let meta = &self.post.meta;
        let date = meta.date.map(|date| self.labels.date(date));
        if self.options.header == Header::Short {
            return [date.unwrap_or_default(), String::new(), String::new()];
        }
        let authors = self.list(meta.authors.iter().map(|author| author.name.as_str()));
        let named = |name: &str, list: Option<String>| {
            list.map(|list| format!("{name}{}{list}", self.labels.colon()))
        };
        let categories = self.list(meta.categories.iter().map(String::as_str));
        let tags = self.list(meta.tags.iter().map(String::as_str));
        let address = match &*meta.url {
            "" => String::new(),
            url => self.site.absolute(url).unwrap_or_default(),
        };
        [
            join([date, authors]),
            join([
                named(self.labels.categories, categories),
                named(self.labels.tags, tags),
            ]),
            self.clean(&address),
        ]
    }

    fn list<'n>(&self, names: impl Iterator<Item = &'n str>) -> Option<String> {
        let names: Vec<String> = names.map(|name| self.clean(name)).collect();
        (!names.is_empty()).then(|| names.join(self.labels.comma()))
    }
}

fn join(parts: [Option<String>; 2]) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(&format!("{NO_BREAK} · "))
}

#[cfg(test)]
mod tests {
    use bindery_model::{Attributes, Block, BlockKind, Inline, Meta, Post, Site};

    use crate::{Header, Options, post_to_string};

    #[test]
    fn a_title_that_the_text_begins_with_stands_once() {
        let heading = BlockKind::Heading {
            level: 1,
            content: vec![Inline::text("A title")],
        };
        let heading = Block {
            kind: heading,
            attributes: Attributes::default().boxed(),
        };
        let post = |title: &str| Post {
            meta: Meta {
                title: title.into(),
                ..Meta::default()
            },
            blocks: vec![heading.clone(), Block::plain(vec![Inline::text("x")])],
            ..Post::default()
        };
        for (title, header, text) in [
            ("A title", Header::Full, "A title\n=======\n\nx\n"),
            ("A title", Header::None, "A title\n-------\n\nx\n"),
            (
                "Another",
                Header::Full,
                "Another\n=======\n\nA title\n-------\n\nx\n",
            ),
        ] {
            let options = Options {
                header,
                ..Options::default()
            };
            let made = post_to_string(&post(title), &Site::default(), &options);
            assert_eq!(made, text);
        }
    }
}
