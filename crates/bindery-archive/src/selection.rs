//! Which posts are taken.
use bindery_model::{DateTime, Meta, Site, language_tag};
use jiff::Timestamp;
use serde_json::Value;

use crate::Options;
use crate::facts::Facts;
use crate::head::Head;
use crate::sites::name::matches_path;

/// What the options and the site say about which posts are taken.
pub(crate) struct Selection<'a> {
    options: &'a Options,
    site: &'a Site,
    drafts: bool,
    future: bool,
    now: Timestamp,
}

impl<'a> Selection<'a> {
    pub(crate) fn new(options: &'a Options, site: &'a Site, shows_future: bool) -> Selection<'a> {
        // As in Ruby, whatever is neither nothing nor `false` is true.
        let says = |key: &str| match site.configuration.get(key)? {
            Value::Null => None,
            value => Some(*value != Value::Bool(false)),
        };
        Selection {
            options,
            site,
            drafts: options
                .drafts
                .or_else(|| says("show_drafts"))
                .unwrap_or(false),
            future: options
                .future
                .or_else(|| says("future"))
                .unwrap_or(shows_future),
            now: options.now.unwrap_or_else(Timestamp::now),
        }
    }

    /// Whether a document is taken, of whatever collection; counts those that are not.
    pub(crate) fn takes(&self, head: &Head, facts: &mut Facts) -> bool {
        let meta = &head.entry.meta;
        if head.draft && !self.drafts {
            facts.drafts += 1;
        } else if !head.published && !self.options.unpublished {
            facts.unpublished += 1;
        } else if !self.future && head.appears.is_some_and(|time| time > self.now) {
            facts.future += 1;
        } else if !self.is_within(meta.date) || !self.is_filed(meta) || !self.is_by(meta) {
            facts.filtered += 1;
        } else {
            return true;
        }
        false
    }

    fn is_within(&self, date: Option<DateTime>) -> bool {
        let Options { since, until, .. } = self.options;
        if since.is_none() && until.is_none() {
            return true;
        }
        let Some(date) = date else { return false };
        // The day that is shown with the post.
        let day = date.civil().date();
        since.is_none_or(|since| day >= since) && until.is_none_or(|until| day <= until)
    }

    fn is_filed(&self, meta: &Meta) -> bool {
        let Options {
            categories,
            tags,
            paths,
            files,
            ..
        } = self.options;
        let meets = |wanted: &[String], has: &[String]| {
            wanted.is_empty() || wanted.iter().any(|name| has.contains(name))
        };
        meets(categories, &meta.categories)
            && meets(tags, &meta.tags)
            && (paths.is_empty() || paths.iter().any(|glob| matches_path(glob, &meta.path)))
            && (files.is_empty() || files.contains(meta.path.as_str()))
    }

    /// Whether the author and the language are among those that are wanted.
    fn is_by(&self, meta: &Meta) -> bool {
        let Options {
            authors, languages, ..
        } = self.options;
        let known = match meta.authors.as_slice() {
            [] => self.site.authors.as_slice(),
            own => own,
        };
        let language = meta.language.as_deref().or(self.site.language.as_deref());
        let names_author = |wanted: &String| known.iter().any(|author| author.name == *wanted);
        (authors.is_empty() || authors.iter().any(names_author))
            && (languages.is_empty()
                || languages
                    .iter()
                    .any(|wanted| language.is_some_and(|tag| is_kind_of(tag, wanted))))
    }
}

/// Whether a language tag is the wanted one, or more special than it (RFC 4647, basic filtering).
fn is_kind_of(tag: &str, wanted: &str) -> bool {
    let wanted = language_tag(wanted).unwrap_or_else(|| wanted.to_owned());
    let (tag, wanted) = (tag.to_ascii_lowercase(), wanted.to_ascii_lowercase());
    tag.strip_prefix(&wanted)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::is_kind_of;

    #[test]
    fn a_language_stands_for_its_kinds() {
        for (tag, wanted, expected) in [
            ("zh-CN", "zh", true),
            ("zh-CN", "zh_cn", true),
            ("zh", "zh-CN", false),
            ("zhx", "zh", false),
        ] {
            assert_eq!(is_kind_of(tag, wanted), expected, "{tag} {wanted}");
        }
    }
}
