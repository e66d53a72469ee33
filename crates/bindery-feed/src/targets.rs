//! Absolute addresses: many readers do not know what a relative one is relative to.
use bindery_html::{ImageOutput, Targets};
use bindery_model::{Image, Target};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use url::Url;

/// What is no part of an address.
const FORBIDDEN: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// ASCII, with what cannot stand in an address percent-encoded.
pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, FORBIDDEN).to_string()
}

/// An address of the site; one of another site is absolute and stays.
pub(crate) fn from_root(root: &str, url: &str) -> String {
    let is_absolute = url.starts_with("https://") || url.starts_with("http://");
    format!("{}{}", if is_absolute { "" } else { root }, encode(url))
}

/// The targets of one entry.
pub(crate) struct FeedTargets<'a> {
    /// The site's address without a slash at the end.
    pub(crate) root: &'a str,
    /// The entry's address.
    pub(crate) link: &'a str,
}

impl Targets for FeedTargets<'_> {
    fn href(&self, target: &Target) -> Option<String> {
        let from_root = |url: &str| from_root(self.root, url);
        let with = |address: String, fragment: Option<&str>| match fragment {
            Some(fragment) => format!("{address}#{}", encode(fragment)),
            None => address,
        };
        match target {
            Target::Web { address } if address.is_data() => None,
            Target::Web { address } => Some(encode(address.as_str())),
            Target::Post { url, fragment, .. } => Some(with(from_root(url), fragment.as_deref())),
            Target::Fragment { fragment } => Some(with(self.link.to_owned(), Some(fragment))),
            Target::Resource { url, .. } => Some(from_root(url)),
            Target::Site { url } if url.starts_with('/') => Some(from_root(url)),
            Target::Site { url } => {
                Some(encode(Url::parse(self.link).ok()?.join(url).ok()?.as_str()))
            }
        }
    }

    fn image(&self, image: &Image) -> ImageOutput {
        if let Target::Web { address } = &image.target
            && address.is_data()
        {
            return ImageOutput::Shown {
                src: address.to_string(),
                size: None,
            };
        }
        match self.href(&image.target) {
            Some(src) => ImageOutput::Shown { src, size: None },
            None => ImageOutput::Text,
        }
    }
}
