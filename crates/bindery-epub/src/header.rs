//! What stands above a post.
use bindery_html::{push_attribute, push_text};
use bindery_model::{Post, Site};

use crate::chapter::Chapters;
use crate::document;
use crate::href::web_href;
use crate::index::Kind;

impl Chapters<'_> {
    /// The title, and a line about the post.
    pub(crate) fn write_header(&self, post: &Post, language: &str, out: &mut String) {
        out.push_str("<header>\n<h1>");
        push_text(
            out,
            if post.meta.title.is_empty() {
                &post.meta.slug
            } else {
                &post.meta.title
            },
        );
        out.push_str("</h1>\n");
        let about = self.about(post, language);
        if !about.is_empty() {
            out.push_str("<p class=\"about\">");
            out.push_str(&about);
            out.push_str("</p>\n");
        }
        out.push_str("</header>\n");
    }

    /// When a post was written, by whom, and what it is filed under.
    fn about(&self, post: &Post, language: &str) -> String {
        let labels = self.labels;
        let mut line = String::with_capacity(512);
        let out = &mut line;
        let separate = |out: &mut String| {
            if !out.is_empty() {
                out.push_str(" · ");
            }
        };
        if let Some(date) = post.meta.date {
            separate(out);
            out.push_str("<time");
            push_attribute(out, "datetime", &date.to_string());
            document::push_direction_of_labels(out, language);
            out.push('>');
            push_text(out, &labels.day(date));
            out.push_str("</time>");
        }
        let names = |kind: Kind| kind.names_of(&post.meta).map(move |name| (kind, name));
        let named = names(Kind::Author)
            .chain(names(Kind::Category))
            .chain(names(Kind::Tag));
        for (kind, name) in named {
            separate(out);
            match self.indexes.place(kind, name) {
                Some(place) => {
                    out.push_str("<a");
                    push_attribute(out, "href", place);
                    out.push('>');
                    push_text(out, name);
                    out.push_str("</a>");
                }
                None => push_text(out, name),
            }
        }
        if let Some(address) = original(self.source.site(), post) {
            separate(out);
            out.push_str("<a");
            push_attribute(out, "href", &address);
            out.push('>');
            out.push_str(labels.original);
            out.push_str("</a>");
        }
        line
    }
}

/// The post's address on the web.
fn original(site: &Site, post: &Post) -> Option<String> {
    if post.meta.url.is_empty() {
        return None;
    }
    web_href(site.absolute(&post.meta.url)?)
}
