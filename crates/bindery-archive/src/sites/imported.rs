//! Entries of feeds and of exports: what their front matter says is all that there is.
use bindery_model::{Meta, Site};
use bindery_parse::date;
use url::Url;

use super::{Conventions, Document, folder};
use crate::SiteKind;

/// A feed, or an export of a site.
pub(crate) struct Imported {
    /// The address of the site, empty where there is none.
    root: String,
    is_export: bool,
}

impl Imported {
    pub(crate) fn new(site: &Site, kind: SiteKind) -> Imported {
        Imported {
            root: site.absolute("").unwrap_or_default(),
            is_export: kind.is_export(),
        }
    }
}

impl Conventions for Imported {
    fn is_document(&self, _path: &str) -> bool {
        true
    }

    /// Sites keep posts of the future back.
    fn shows_future(&self) -> bool {
        !self.is_export
    }

    fn excerpt_separator(&self) -> Option<&str> {
        self.is_export.then_some("<!--more-->")
    }

    fn has_long_heads(&self) -> bool {
        true
    }

    fn complete(&self, meta: &mut Meta, document: &Document<'_>) {
        // The path of an entry says nothing of it.
        folder::complete(
            meta,
            &Document {
                path: "",
                ..*document
            },
        );
        if let Some(own) = document.text("collection") {
            meta.collection = own.into();
        }
        let updated = document.text("updated").and_then(date::parse_as_written);
        meta.details.updated = updated.or(meta.details.updated);
        // Subscribers know an entry by its id, address or not.
        meta.details.id = document
            .values
            .get("id")
            .and_then(|id| id.as_str())
            .map(str::to_owned);
    }

    /// The address that an entry has: from the site's root if it is on the site.
    fn url(&self, _meta: &Meta, document: &Document<'_>) -> String {
        let link = document
            .values
            .get("link")
            .and_then(|link| link.as_str())
            .unwrap_or_default();
        let absolute = Url::parse(link).or_else(|_| Url::parse(&self.root)?.join(link));
        let Ok(absolute) = absolute else {
            // An export may tell paths on its site, and not where that is.
            let is_path = self.is_export && link.starts_with('/') && !link.starts_with("//");
            return if is_path {
                link.to_owned()
            } else {
                String::new()
            };
        };
        if link.is_empty() || !matches!(absolute.scheme(), "http" | "https") {
            return String::new();
        }
        let absolute = String::from(absolute);
        match absolute.strip_prefix(self.root.trim_end_matches('/')) {
            Some(path) if !self.root.is_empty() && path.starts_with('/') => path.to_owned(),
            _ => absolute,
        }
    }
}
