//! What Substack exports: posts in HTML, and `posts.csv`, which says what they are.
use std::collections::HashMap;

use serde_json::{Map, Value};

use super::name;
use crate::data::read_table;
use crate::storage::Storage;

/// The list, at the root.
pub(crate) const LIST: &str = "posts.csv";
const MAX_BYTES: u64 = 64 << 20;

/// What the list says of each post, by the name of its file, in the words of front matter.
#[derive(Debug, Default)]
pub(crate) struct Substack {
    posts: HashMap<String, Map<String, Value>>,
}

impl Substack {
    pub(crate) fn find(storage: &dyn Storage) -> Substack {
        let Ok(bytes) = storage.read(LIST, MAX_BYTES) else {
            return Substack::default();
        };
        let rows = match read_table(&bindery_parse::decode(&bytes).text, ',') {
            Value::Array(rows) => rows,
            _ => Vec::new(),
        };
        let posts = rows.into_iter().filter_map(|row| {
            let text = |key: &str| row.get(key)?.as_str().filter(|text| !text.is_empty());
            let id = text("post_id")?.to_owned();
            let mut values = Map::new();
            for (key, column) in [
                ("title", "title"),
                ("description", "subtitle"),
                ("date", "post_date"),
            ] {
                values.extend(text(column).map(|text| (key.to_owned(), text.into())));
            }
            // `12345.the-slug`
            let slug = id.split_once('.').map(|(_, slug)| slug.into());
            values.extend(slug.map(|slug| ("slug".to_owned(), slug)));
            if text("is_published").is_some_and(|text| text != "true") {
                values.insert("draft".to_owned(), true.into());
            }
            Some((id, values))
        });
        Substack {
            posts: posts.collect(),
        }
    }

    pub(crate) fn is_one(&self) -> bool {
        !self.posts.is_empty()
    }

    /// What the list says of the post in a file.
    pub(crate) fn values(&self, path: &str) -> Option<&Map<String, Value>> {
        match self.posts.is_empty() {
            true => None,
            false => self.posts.get(name::stem(path)),
        }
    }
}

#[cfg(test)]
mod tests {
    use bindery_model::Source;

    use crate::test_folder::TestFolder;
    use crate::{Options, open};

    #[test]
    fn the_list_says_what_posts_are() {
        let folder = TestFolder::new();
        folder.write(
            "posts.csv",
            "post_id,post_date,is_published,title,subtitle\n\
             12.hello,2022-03-04T05:06:07.000Z,true,\"Hello, \"\"you\"\"\",First\n13.later,,false,Later,\n",
        );
        folder.write("posts/12.hello.html", "<p>Text.</p>");
        folder.write("posts/13.later.html", "<p>Draft.</p>");
        let archive = open(folder.path(), &Options::default()).unwrap();
        let [entry] = archive.entries() else {
            panic!("one of them is a draft");
        };
        let meta = &entry.meta;
        assert_eq!(
            (meta.title.as_str(), &*meta.slug),
            ("Hello, \"you\"", "hello")
        );
        assert_eq!(meta.date.unwrap().to_string(), "2022-03-04T05:06:07+00:00");
        assert_eq!(meta.details.description.as_deref(), Some("First"));
    }
}
