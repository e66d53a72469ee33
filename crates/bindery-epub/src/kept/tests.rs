use std::collections::HashMap;
use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use bindery_model::{Block, Diagnostic, Entry, Inline, Parsed, Post, Posts, Site, Store};

use super::*;

#[derive(Debug, Default)]
struct Memory(Mutex<HashMap<Digest, Vec<u8>>>);

impl Store for Memory {
    fn get(&self, key: Digest) -> Option<Vec<u8>> {
        self.0.lock().unwrap().get(&key).cloned()
    }

    fn put(&self, key: Digest, value: Vec<u8>) {
        self.0.lock().unwrap().insert(key, value);
    }
}

/// Posts that are read and counted.
struct Counted<'a> {
    posts: Posts,
    memory: &'a Memory,
    reads: AtomicUsize,
}

impl Source for Counted<'_> {
    fn site(&self) -> &Site {
        self.posts.site()
    }

    fn entries(&self) -> &[Entry] {
        self.posts.entries()
    }

    fn read(&self, entry: &Entry) -> Result<Parsed, Box<Diagnostic>> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        let mut parsed = self.posts.read(entry)?;
        let content = self.digest(entry).unwrap();
        let asked = Vec::new();
        parsed.basis = Some(Basis { content, asked });
        Ok(parsed)
    }

    fn resource(&self, path: &str) -> io::Result<Vec<u8>> {
        self.posts.resource(path)
    }

    fn store(&self) -> Option<&dyn Store> {
        Some(self.memory)
    }

    fn digest(&self, entry: &Entry) -> Option<Digest> {
        Some(Digest::of_shown(&self.posts.read(entry).ok()?.post))
    }

    fn still_holds(&self, _entry: &Entry, _asked: &[u8]) -> bool {
        true
    }
}

/// A book of three posts, the second with this text, and how many posts were read for it.
fn book(memory: &Memory, text: &str) -> (Vec<u8>, usize) {
    let posts = ["Grüße", text, "Жук"].into_iter().zip(1..);
    let posts = posts.map(|(text, number)| {
        let mut post = Post::default();
        post.meta.title = format!("Post {number}").into();
        post.meta.path = format!("{number}.md").into();
        post.blocks.push(Block::paragraph(vec![Inline::text(text)]));
        post
    });
    book_of(memory, posts.collect())
}

/// A book, and how many posts were read for it.
fn book_of(memory: &Memory, posts: Vec<Post>) -> (Vec<u8>, usize) {
    let site = Site {
        language: Some("de".to_owned()),
        ..Site::default()
    };
    let source = Counted {
        posts: Posts::new(site, posts),
        memory,
        reads: AtomicUsize::new(0),
    };
    let options = Options {
        #[cfg(feature = "fonts")]
        fonts: vec![
            crate::BookFont::new(epaint_default_fonts::HACK_REGULAR.to_vec(), "de").unwrap(),
        ],
        max_document_size: 2500,
        ..Options::default()
    };
    let mut book = Vec::new();
    crate::write(&source, &options, &mut book, &()).unwrap();
    (book, source.reads.into_inner())
}

#[test]
fn a_post_that_changed_is_read_and_the_others_are_in_the_font_all_the_same() {
    let memory = Memory::default();
    let (first, reads) = book(&memory, "abc");
    assert_eq!(reads, 3);
    assert_eq!(book(&memory, "abc"), (first, 0));
    let (fresh, _) = book(&Memory::default(), "xyz");
    assert_eq!(book(&memory, "xyz"), (fresh, 1));
}

#[cfg(feature = "math")]
#[test]
fn what_is_kept_of_a_post_says_which_of_its_documents_have_formulas() {
    use crate::math::tests::{documents_with_formulas, unpacked};
    use bindery_model::Formula;

    let mut post = Post::default();
    post.meta.path = "a.md".into();
    for part in 0..3 {
        let text = Inline::text("Wörter ".repeat(300));
        post.blocks.push(Block::paragraph(vec![text]));
        if part == 1 {
            let formula = Inline::Math(Box::new(Formula::from_tex("x^2")));
            post.blocks.push(Block::paragraph(vec![formula]));
        }
    }
    let memory = Memory::default();
    let (first, reads) = book_of(&memory, vec![post.clone()]);
    assert_eq!(reads, 1);
    assert_eq!(book_of(&memory, vec![post]), (first.clone(), 0));
    let files = unpacked(first);
    assert_eq!(documents_with_formulas(&files).len(), 1);
    assert!(files.contains_key("post-00001-2.xhtml"));
}

#[cfg(feature = "cover")]
#[test]
fn a_cover_is_drawn_where_it_is_not_as_it_was() {
    use crate::{Cover, CoverFonts};

    let cover = |memory: &Memory, title: &str, font: &[u8]| {
        let site = Site {
            title: title.to_owned(),
            ..Site::default()
        };
        let source = Counted {
            posts: Posts::new(site, vec![Post::default()]),
            memory,
            reads: AtomicUsize::new(0),
        };
        let fonts = CoverFonts::in_folders([]).with_font(font.to_vec()).unwrap();
        let options = Options {
            cover: Cover::Drawn(fonts),
            ..Options::default()
        };
        let mut book = Vec::new();
        crate::write(&source, &options, &mut book, &()).unwrap();
        let mut book = zip::ZipArchive::new(io::Cursor::new(book)).unwrap();
        let mut bytes = Vec::new();
        let mut file = book.by_name("EPUB/cover.jpg").unwrap();
        io::Read::read_to_end(&mut file, &mut bytes).unwrap();
        bytes
    };
    let (one, other) = (
        epaint_default_fonts::HACK_REGULAR,
        epaint_default_fonts::UBUNTU_LIGHT,
    );
    let memory = Memory::default();
    let drawn = cover(&memory, "One", one);
    let kept = |bytes: &&mut Vec<u8>| **bytes == drawn;
    let marked = b"what was kept".to_vec();
    *memory.0.lock().unwrap().values_mut().find(kept).unwrap() = marked.clone();
    assert_eq!(cover(&memory, "One", one), marked);
    for (title, font) in [("Two", one), ("One", other)] {
        let anew = cover(&memory, title, font);
        assert_eq!(anew, cover(&Memory::default(), title, font));
        assert_ne!(anew, drawn);
    }
}
