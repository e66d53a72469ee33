//! What a saved page says that it is.

/// What a page says of itself as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The name of the site that it says it is from (`og:site_name`).
    pub site: Option<String>,
    /// What it says it is.
    pub kind: PageKind,
}

/// What a page says that it is, by `og:type`, the types of schema.org in JSON-LD, and the classes that
/// WordPress gives its body.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PageKind {
    /// It says nothing of that.
    #[default]
    Unknown,
    /// An article.
    Article,
    /// A page that stands for its site: its first page, most often, but some say so of all pages.
    Website,
    /// A list of other pages: those of a category, a month, an author, the newest.
    List,
}

/// Whether these are the classes of a list of WordPress.
pub(super) fn is_list(classes: &str) -> bool {
    let has = |name: &str| classes.split_ascii_whitespace().any(|class| class == name);
    let is_of_term = |class: &str| {
        ["category", "tag", "date", "author", "post-type-archive"].contains(&class)
            || class.starts_with("tax-")
    };
    !has("single")
        && (has("archive") && classes.split_ascii_whitespace().any(is_of_term)
            || has("blog") && (has("home") || has("paged"))
            || has("search-results"))
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;
    use crate::describe_document;

    #[test]
    fn pages_say_what_they_are() {
        let json = |json: &str| format!("<script type=\"application/ld+json\">{json}</script>");
        let og = |kind: &str| format!("<meta property=\"og:type\" content=\"{kind}\">");
        let article = r#"{"@type": "BlogPosting", "headline": "A"}"#;
        let list = r#"{"@type": "CollectionPage", "hasPart": []}"#;
        for (page, expected) in [
            (String::new(), PageKind::Unknown),
            (og("article"), PageKind::Article),
            (og("Article:news"), PageKind::Article),
            (og("website"), PageKind::Website),
            (og("website") + &json(article), PageKind::Article),
            (og("website") + &json(list), PageKind::List),
            (og("article") + &json(list), PageKind::Article),
            (json(&format!("[{list}, {article}]")), PageKind::Unknown),
            (
                json(&format!("[{list}, {article}, {article}]")),
                PageKind::List,
            ),
            (json(r#"{"@type": "WebPage"}"#), PageKind::Unknown),
            ("<body class=\"archive tag tag-a\">".into(), PageKind::List),
            ("<body class='home blog'>".into(), PageKind::List),
            ("<body class='archive'>".into(), PageKind::Unknown),
            ("<body class='blog'>".into(), PageKind::Unknown),
            (
                "<body class='single tag-a blog home'>".into(),
                PageKind::Unknown,
            ),
        ] {
            let page = format!("<!doctype html><title>A</title>{page}<p>Text.");
            let said = describe_document(&page, &mut Default::default(), &TimeZone::UTC);
            assert_eq!(said.kind, expected, "{page}");
        }
    }
}
