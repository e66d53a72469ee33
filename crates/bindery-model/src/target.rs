use std::fmt;

use serde::{Deserialize, Serialize};

/// Where a link leads or a resource lies.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Target {
    /// Somewhere else: an absolute address with a harmless scheme.
    Web {
        /// The address.
        address: WebAddress,
    },
    /// Another post of the same source.
    Post {
        /// [`Meta::path`](crate::Meta::path) of that post.
        path: String,
        /// That post's address, relative to the site's root (`/2024/05/01/a.html`), for writers
        /// that do not hold it.
        url: String,
        /// The element in it, without `#`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fragment: Option<String>,
    },
    /// An element of the same post.
    Fragment {
        /// Its `id`, without `#`.
        fragment: String,
    },
    /// A file of the source, for [`Source::resource`](crate::Source::resource).
    Resource {
        /// The file's path from the source's root, with `/`, without a leading one.
        path: String,
        /// Its address, relative to the site's root.
        url: String,
    },
    /// A place of the site that is neither a post nor a file of the source. Where the site is
    /// known the reference is relative to its root (`/about/`); otherwise it is as it was written.
    Site {
        /// The reference; it has no scheme.
        url: String,
    },
    /// A drawing that the post itself holds (SVG 2): what a file of the source would hold, as the
    /// source has it. Images alone have it, for writers that clean such files; to others it is
    /// opaque.
    Drawing {
        /// The drawing; there may be scripts in it.
        svg: String,
    },
}

impl Target {
    /// A target on the web, or what is wrong with the address.
    ///
    /// ```
    /// use bindery_model::Target;
    /// assert!(Target::web("https://example.com/").is_ok());
    /// assert!(Target::web("javascript:alert(1)").is_err());
    /// ```
    pub fn web(address: &str) -> Result<Target, ForbiddenScheme> {
        WebAddress::try_from(address.to_owned()).map(|address| Target::Web { address })
    }
}

/// An absolute address whose scheme cannot run code: one of a short list (`http`, `https`,
/// `mailto`, …) or, for images, `data:image/…` of a raster type.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WebAddress(String);

/// Schemes that only ever name something to fetch or to write to.
const SCHEMES: [&str; 22] = [
    "http", "https", "mailto", "tel", "sms", "ftp", "ftps", "sftp", "gopher", "gemini", "geo",
    "irc", "ircs", "magnet", "matrix", "news", "nntp", "urn", "webcal", "xmpp", "doi", "git",
];

/// Inline images that every reader shows and that hold no code.
const DATA_IMAGES: [&str; 5] = [
    "data:image/png",
    "data:image/jpeg",
    "data:image/gif",
    "data:image/webp",
    "data:image/avif",
];

impl WebAddress {
    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a `data:` address.
    pub fn is_data(&self) -> bool {
        self.0
            .get(..5)
            .is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
    }
}

impl fmt::Display for WebAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<WebAddress> for String {
    fn from(address: WebAddress) -> String {
        address.0
    }
}

/// The address has no scheme, or one that the model does not carry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the address {address:?} has no scheme that a text may link to")]
pub struct ForbiddenScheme {
    /// The address.
    pub address: String,
}

impl TryFrom<String> for WebAddress {
    type Error = ForbiddenScheme;

    fn try_from(address: String) -> Result<Self, ForbiddenScheme> {
        let clean = !crate::breaks_address(&address);
        let colon = address.bytes().position(|byte| byte == b':');
        let scheme = colon.map(|colon| &address[..colon]);
        let known = scheme.is_some_and(|s| SCHEMES.iter().any(|k| k.eq_ignore_ascii_case(s)));
        if clean && (known || is_data_image(&address)) {
            Ok(WebAddress(address))
        } else {
            Err(ForbiddenScheme { address })
        }
    }
}

fn is_data_image(address: &str) -> bool {
    DATA_IMAGES.iter().any(|prefix| {
        address
            .get(..prefix.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(prefix))
            && matches!(address.as_bytes().get(prefix.len()), Some(b';' | b','))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_that_run_code_are_refused() {
        for address in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "java\nscript:alert(1)",
            "vbscript:x",
            "data:text/html,<script>",
            "data:image/svg+xml,<svg/>",
            "file:///etc/passwd",
            "/relative",
            "",
        ] {
            assert!(Target::web(address).is_err(), "{address}");
        }
    }

    #[test]
    fn harmless_schemes_are_kept_as_written() {
        for address in [
            "HTTP://Example.com/é",
            "mailto:a@example.com",
            "data:image/png;base64,AA",
        ] {
            assert_eq!(
                WebAddress::try_from(address.to_owned()).unwrap().as_str(),
                address
            );
        }
    }
}
