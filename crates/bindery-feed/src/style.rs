//! Style sheets, so that a browser shows a feed as a page.

/// Where they lie, from the site's root.
pub(crate) const CSS_PATH: &str = "feed.css";
pub(crate) const XSLT_PATH: &str = "feed.xsl";

/// The style sheets that feeds with [`Options::style`](crate::Options::style) name: paths from the
/// site's root, and contents. Browsers that run XSLT make a page with links of a feed; the others
/// show it by CSS.
pub fn style_sheets() -> [(&'static str, &'static str); 2] {
    [
        (CSS_PATH, include_str!("style/feed.css")),
        (XSLT_PATH, include_str!("style/feed.xsl")),
    ]
}

/// An instruction for each style sheet (W3C, "Associating Style Sheets with XML documents").
pub(crate) fn push_instructions(out: &mut String, styles: &[(&'static str, String)]) {
    for (media_type, address) in styles {
        out.push_str("<?xml-stylesheet");
        bindery_html::push_attribute(out, "type", media_type);
        bindery_html::push_attribute(out, "href", address);
        out.push_str("?>\n");
    }
}
