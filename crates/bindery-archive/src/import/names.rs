//! Names of elements, with the usual prefix of their namespace whatever prefix the file has.
use std::borrow::Cow;
use std::collections::HashMap;

use super::elements::decode;

/// Namespaces, and the prefix by which this module knows them.
const NAMESPACES: [(&str, &str); 17] = [
    ("http://www.w3.org/2005/Atom", "atom"),
    ("http://purl.org/atom/ns#", "atom"),
    ("http://purl.org/rss/1.0/", ""),
    ("http://my.netscape.com/rdf/simple/0.9/", ""),
    ("http://channel.netscape.com/rdf/simple/0.9/", ""),
    ("http://backend.userland.com/rss2", ""),
    ("http://purl.org/rss/1.0/modules/content/", "content"),
    ("http://purl.org/dc/elements/1.1/", "dc"),
    ("http://purl.org/dc/terms/", "dcterms"),
    ("http://search.yahoo.com/mrss/", "media"),
    ("http://www.itunes.com/dtds/podcast-1.0.dtd", "itunes"),
    ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf"),
    ("http://www.w3.org/1999/xhtml", "xhtml"),
    ("https://podcastindex.org/namespace/1.0", "podcast"),
    ("http://www.w3.org/2007/app", "app"),
    ("http://purl.org/atom/app#", "app"),
    ("http://schemas.google.com/blogger/2018", "blogger"),
];

/// The prefixes that a file's root declares.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    usual: HashMap<String, &'static str>,
    /// The prefix of the root itself, which is taken off: `<atom:feed>` is read as `<feed>`.
    own: &'static str,
}

impl Names {
    /// Reads the declarations of a root's start tag.
    pub(crate) fn of_root(tag: &str, name: &str) -> Names {
        let mut usual = HashMap::new();
        let mut rest = tag;
        while let Some(at) = rest.find("xmlns") {
            rest = &rest[at + 5..];
            let Some((prefix, value)) = rest.split_once('=') else {
                break;
            };
            let prefix = prefix.trim();
            let prefix = match prefix.strip_prefix(':') {
                Some(prefix) => prefix,
                None if prefix.is_empty() => "",
                None => continue,
            };
            let value = value.trim_start();
            let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
                continue;
            };
            let uri = decode(value[1..].split(quote).next().unwrap_or_default());
            let wordpress = uri.starts_with("http://wordpress.org/export/");
            let known = match NAMESPACES.iter().find(|(known, _)| *known == uri) {
                Some((_, usual)) => Some(*usual),
                None if wordpress && uri.contains("/excerpt/") => Some("excerpt"),
                None if wordpress => Some("wp"),
                None => None,
            };
            if let Some(known) = known {
                usual.insert(prefix.to_owned(), known);
            }
        }
        let prefix = name.split_once(':').map_or("", |(prefix, _)| prefix);
        let own = usual.get(prefix).copied().unwrap_or_default();
        Names { usual, own }
    }

    /// A name with the usual prefix; without one in the root's own namespace.
    pub(crate) fn canonical<'n>(&self, name: &'n str) -> Cow<'n, str> {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let Some(usual) = self.usual.get(prefix) else {
            return Cow::Borrowed(name);
        };
        if usual.is_empty() || *usual == self.own {
            Cow::Borrowed(local)
        } else if *usual == prefix {
            Cow::Borrowed(name)
        } else {
            Cow::Owned(format!("{usual}:{local}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_those_that_are_usual() {
        let tag = "<a:feed xmlns:a=\"http://www.w3.org/2005/Atom\" xmlns:d='http://purl.org/dc/elements/1.1/'>";
        let names = Names::of_root(tag, "a:feed");
        for (name, usual) in [
            ("a:entry", "entry"),
            ("d:creator", "dc:creator"),
            ("media:content", "media:content"),
            ("title", "title"),
        ] {
            assert_eq!(names.canonical(name), usual);
        }
    }
}
