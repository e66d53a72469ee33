//! A post as XHTML documents.
use std::cell::RefCell;
use std::collections::HashMap;

use bindery_html::{Options as HtmlOptions, Syntax, footnote_id, push_attribute, push_text};
use bindery_html::{write_blocks, write_footnotes, write_part};
use bindery_model::{Block, Diagnostic, Entry, Parsed, Post, Site, Source};

use crate::document;
use crate::href::web_href;
use crate::ids::for_each_id;
use crate::images::{Picture, Pictures};
use crate::labels::Labels;
use crate::split;
use crate::targets::{ChapterNames, ChapterTargets};
use crate::zip_writer::Packed;

/// The file name of every post, by its path.
pub(crate) fn chapter_names(entries: &[Entry]) -> ChapterNames<'_> {
    let name = |at: usize| format!("post-{:05}.xhtml", at + 1);
    entries
        .iter()
        .enumerate()
        .map(|(at, entry)| (entry.meta.path.as_str(), name(at)))
        .collect()
}

/// What chapters are made with.
pub(crate) struct Chapters<'a> {
    pub(crate) source: &'a dyn Source,
    pub(crate) pictures: &'a Pictures<'a>,
    pub(crate) names: &'a ChapterNames<'a>,
    pub(crate) language: &'a str,
    pub(crate) limit: usize,
}

/// A chapter; its documents are text, or packed and ready to be written.
pub(crate) struct Chapter<D> {
    /// Names and contents of its documents.
    pub(crate) documents: Vec<(String, D)>,
    /// Pictures in it, with the path of each in the archive.
    pub(crate) pictures: Vec<(String, Picture)>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

const HTML: HtmlOptions = HtmlOptions {
    syntax: Syntax::Xhtml,
    heading_shift: 1,
};

impl Chapters<'_> {
    /// Reads, renders and packs a post.
    pub(crate) fn pack(&self, entry: &Entry) -> Result<Chapter<Packed>, Box<Diagnostic>> {
        let Chapter {
            documents,
            pictures,
            diagnostics,
        } = self.render(entry)?;
        let pack = |(name, text): (String, String)| (name, Packed::deflate(text.as_bytes()));
        let documents = documents.into_iter().map(pack).collect();
        Ok(Chapter {
            documents,
            pictures,
            diagnostics,
        })
    }

    /// Reads and renders a post.
    pub(crate) fn render(&self, entry: &Entry) -> Result<Chapter<String>, Box<Diagnostic>> {
        let Parsed {
            post,
            mut diagnostics,
        } = self.source.read(entry)?;
        let path = entry.meta.path.as_str();
        let name = self.names.get(path).map_or("post.xhtml", String::as_str);
        let mut targets = ChapterTargets {
            site: self.source.site(),
            pictures: self.pictures,
            chapters: self.names,
            path,
            url: &post.meta.url,
            ids: ids_of(&[post.blocks.iter().collect()], &post, &[String::new()]),
            used: RefCell::default(),
            diagnostics: RefCell::default(),
        };
        let mut documents = vec![(name.to_owned(), self.whole(&post, &targets))];
        if documents[0].1.len() > self.limit && post.blocks.len() + post.footnotes.len() > 1
            || documents[0].1.len() > self.limit && is_wrapped(&post.blocks)
        {
            documents = self.split(name, &post, &mut targets);
        }
        diagnostics.append(&mut targets.diagnostics.borrow_mut());
        let pictures = targets.used.take();
        Ok(Chapter {
            documents,
            pictures,
            diagnostics,
        })
    }

    fn language_of<'p>(&'p self, post: &'p Post) -> &'p str {
        post.meta
            .language
            .as_deref()
            .filter(|tag| !tag.is_empty())
            .unwrap_or(self.language)
    }

    fn whole(&self, post: &Post, targets: &ChapterTargets<'_>) -> String {
        let mut out = String::with_capacity(1 << 12);
        document::open(&mut out, &post.meta.title, self.language_of(post), None);
        self.write_header(post, &mut out);
        write_blocks(&post.blocks, &post.footnotes, &HTML, targets, &mut out);
        document::close(&mut out);
        out
    }

    /// The documents of a long post. The footnotes stand at the end of the last.
    fn split(
        &self,
        name: &str,
        post: &Post,
        targets: &mut ChapterTargets<'_>,
    ) -> Vec<(String, String)> {
        let parts = split::parts(&post.blocks, &post.footnotes, &HTML, targets, self.limit);
        let names: Vec<String> = (0..parts.len())
            .map(|part| match part {
                0 => name.to_owned(),
                part => name.replace(".xhtml", &format!("-{}.xhtml", part + 1)),
            })
            .collect();
        targets.ids = ids_of(&parts, post, &names);
        // The rendering before this one has said what was wrong, and found the pictures.
        targets.used.take();
        targets.diagnostics.take();
        let last = parts.len() - 1;
        let mut documents = Vec::with_capacity(parts.len());
        for (at, (part, name)) in parts.into_iter().zip(&names).enumerate() {
            let mut out = String::with_capacity(self.limit + (1 << 12));
            document::open(&mut out, &post.meta.title, self.language_of(post), None);
            if at == 0 {
                self.write_header(post, &mut out);
            }
            for block in part {
                let block = std::slice::from_ref(block);
                write_part(block, &post.footnotes, &HTML, targets, &mut out);
            }
            if at == last {
                write_footnotes(&post.footnotes, &HTML, targets, &mut out);
            }
            document::close(&mut out);
            documents.push((name.clone(), out));
        }
        documents
    }

    /// The title, and a line about the post.
    fn write_header(&self, post: &Post, out: &mut String) {
        let labels = Labels::of(self.language);
        out.push_str("<header>\n<h1>");
        push_text(
            out,
            if post.meta.title.is_empty() {
                &post.meta.slug
            } else {
                &post.meta.title
            },
        );
        out.push_str("</h1>\n<p class=\"about\">");
        let mut first = true;
        let mut separate = |out: &mut String| {
            if !std::mem::take(&mut first) {
                out.push_str(" · ");
            }
        };
        if let Some(date) = post.meta.date {
            separate(out);
            out.push_str("<time");
            push_attribute(out, "datetime", &date.to_string());
            out.push('>');
            push_text(out, &labels.day(date));
            out.push_str("</time>");
        }
        let authors = post.meta.authors.iter().map(|author| author.name.as_str());
        for name in authors.chain(post.meta.categories.iter().map(String::as_str)) {
            separate(out);
            push_text(out, name);
        }
        if let Some(address) = original(self.source.site(), post) {
            separate(out);
            out.push_str("<a");
            push_attribute(out, "href", &address);
            out.push('>');
            out.push_str(labels.original);
            out.push_str("</a>");
        }
        out.push_str("</p>\n</header>\n");
    }
}

/// The post's address on the web.
fn original(site: &Site, post: &Post) -> Option<String> {
    if post.meta.url.is_empty() {
        return None;
    }
    web_href(&site.absolute(&post.meta.url)?)
}

fn is_wrapped(blocks: &[Block]) -> bool {
    matches!(
        blocks,
        [Block {
            kind: bindery_model::BlockKind::Division { .. },
            ..
        }]
    )
}

/// Which file each `id` of the post is in.
fn ids_of(parts: &[Vec<&Block>], post: &Post, names: &[String]) -> HashMap<String, String> {
    let mut ids = HashMap::new();
    let mut add = |blocks: &[Block], name: &String| {
        for_each_id(blocks, &mut |id| {
            ids.entry(id.to_owned()).or_insert_with(|| name.clone());
        });
    };
    for (part, name) in parts.iter().zip(names) {
        part.iter()
            .for_each(|block| add(std::slice::from_ref(block), name));
    }
    let Some(last) = names.last() else { return ids };
    post.footnotes
        .iter()
        .for_each(|footnote| add(&footnote.blocks, last));
    ids.extend((0..post.footnotes.len()).map(|index| (footnote_id(index), last.clone())));
    ids
}
