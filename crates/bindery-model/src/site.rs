use serde::{Deserialize, Serialize};

use crate::Author;

/// What a source says about itself as a whole.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Site {
    /// What kind of archive it is: `jekyll`, `folder`, `file`, ….
    pub kind: String,
    /// The title; empty where the source has none.
    pub title: String,
    /// What it is about, as plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Scheme and host, without a slash at the end: `https://example.com`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The path below which the site lies, without a slash at the end: `/blog`, or empty.
    /// Addresses of posts ([`Meta::url`](crate::Meta::url)) do not include it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub base_path: String,
    /// A BCP 47 language tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What it is about, where the source files itself under something, as feeds do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// Who answers for posts that name no author.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Author>,
    /// The IANA name of the time zone in which dates without one are read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// The site's own configuration as it was read.
    #[serde(skip_serializing_if = "serde_json::Map::is_empty")]
    pub configuration: serde_json::Map<String, serde_json::Value>,
    /// The site's data files (`_data` of Jekyll), by name.
    #[serde(skip_serializing_if = "serde_json::Map::is_empty")]
    pub data: serde_json::Map<String, serde_json::Value>,
}

impl Site {
    /// The absolute address of a reference relative to the site's root, if the site has one. What
    /// is absolute already stays as it is.
    ///
    /// ```
    /// let site = bindery_model::Site {
    ///     url: Some("https://example.com".into()),
    ///     base_path: "/blog".into(),
    ///     ..Default::default()
    /// };
    /// assert_eq!(site.absolute("/a.html").unwrap(), "https://example.com/blog/a.html");
    /// ```
    pub fn absolute(&self, root_relative: &str) -> Option<String> {
        if root_relative.starts_with("https://") || root_relative.starts_with("http://") {
            return Some(root_relative.to_owned());
        }
        let slash = if root_relative.starts_with('/') {
            ""
        } else {
            "/"
        };
        let url = self.url.as_deref()?;
        Some([url, &self.base_path, slash, root_relative].concat())
    }
}
