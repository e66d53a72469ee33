//! The pages that list posts, contents and indexes: all that can be known before a post is read.
use std::io;
use std::panic::resume_unwind;
use std::thread;

use crate::Options;
use crate::characters::Characters;
use crate::contents::{self, Contents};
use crate::index::{Indexes, Kind};
use crate::labels::Labels;
use crate::metadata::Metadata;
use crate::packed::Packed;
use crate::plan::Plan;

pub(crate) struct Lists<'p> {
    pub(crate) contents: Contents,
    pub(crate) indexes: Indexes<'p>,
    /// Names and texts of all pages: those of the contents, then those of the indexes.
    pub(crate) pages: Vec<(String, Packed)>,
}

impl<'p> Lists<'p> {
    /// Makes contents and each index side by side. Their characters are added to `characters`.
    pub(crate) fn make(
        plan: &Plan<'p>,
        metadata: &Metadata,
        labels: &Labels,
        options: &Options,
        characters: Option<&Characters>,
    ) -> io::Result<Lists<'p>> {
        // Room for what ends a page.
        let limit = options.max_document_size.saturating_sub(1000);
        let page = |name: &str, text: &str| {
            if let Some(characters) = characters {
                characters.add(text);
            }
            (name.to_owned(), Packed::deflate(text.as_bytes()))
        };
        let kinds = kinds(options);
        thread::scope(|scope| {
            let page = &page;
            let threads: Vec<_> = kinds
                .iter()
                .map(|&kind| {
                    scope.spawn(move || {
                        let mut pages = Vec::new();
                        let mut add = |name: &str, text: &str| {
                            pages.push(page(name, text));
                            Ok(())
                        };
                        let index = Indexes::make(kind, plan, metadata, labels, limit, &mut add)?;
                        Ok::<_, io::Error>((index, pages))
                    })
                })
                .collect();
            let mut pages = Vec::new();
            let mut add = |name: &str, text: &str| {
                pages.push(page(name, text));
                Ok(())
            };
            let contents = contents::make(plan, metadata, labels, limit, &mut add)?;
            let mut indexes = Indexes::default();
            for thread in threads {
                let made = thread.join();
                let (index, more) = made.unwrap_or_else(|panic| resume_unwind(panic))?;
                indexes.extend(index);
                pages.extend(more);
            }
            Ok(Lists {
                contents,
                indexes,
                pages,
            })
        })
    }
}

fn kinds(options: &Options) -> Vec<Kind> {
    let mut kinds = Vec::new();
    if options.indexes {
        kinds.extend([Kind::Category, Kind::Tag]);
    }
    if options.author_pages {
        kinds.push(Kind::Author);
    }
    kinds
}
