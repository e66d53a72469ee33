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

/// What is no part of a file's name in an address.
const FORBIDDEN_IN_PATH: &AsciiSet = &FORBIDDEN.add(b'%').add(b'?').add(b'#');

/// An address as ASCII, with what cannot stand in one percent-encoded.
pub(crate) fn encode(address: &str) -> String {
    utf8_percent_encode(address, FORBIDDEN).to_string()
}

/// A file's path as part of an address.
pub(crate) fn encode_path(path: &str) -> String {
    utf8_percent_encode(path, FORBIDDEN_IN_PATH).to_string()
}

/// An encoded address in the form that is compared byte by byte (RFC 3986, section 6.2.2):
/// hexadecimal digits in upper case, nothing encoded that need not be, no `%` that encodes nothing.
pub(crate) fn canonical(address: &str) -> String {
    if !address.contains('%') {
        return address.to_owned();
    }
    let mut out = String::with_capacity(address.len());
    let mut rest = address;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let code = rest
            .get(..2)
            .filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()));
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                    out.push(char::from(byte));
                } else {
                    out.push('%');
                    out.push_str(&rest[..2].to_ascii_uppercase());
                }
                rest = &rest[2..];
            }
            None => out.push_str("%25"),
        }
    }
    out.push_str(rest);
    out
}

/// An address of the site; one of another site is absolute and stays.
pub(crate) fn from_root(root: &str, url: &str) -> String {
    let is_absolute = url.starts_with("https://") || url.starts_with("http://");
    let slash = if url.starts_with('/') || url.is_empty() {
        ""
    } else {
        "/"
    };
    if is_absolute {
        encode(url)
    } else {
        format!("{root}{slash}{}", encode(url))
    }
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
            Target::Drawing { .. } => None,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_one_form() {
        for (address, form) in [
            ("https://a.example/%e4%b8%ad", "https://a.example/%E4%B8%AD"),
            ("https://a.example/%7Eme%2f", "https://a.example/~me%2F"),
            ("https://a.example/100%", "https://a.example/100%25"),
            ("https://a.example/%é", "https://a.example/%25é"),
        ] {
            assert_eq!(canonical(address), form);
        }
    }

    #[test]
    fn a_reference_that_climbs_above_the_root_stays_on_the_site() {
        let targets = FeedTargets {
            root: "https://a.example/blog",
            link: "https://a.example/blog/2024/a.html",
        };
        let href = |url: &str| targets.href(&Target::Site { url: url.into() });
        assert_eq!(
            href("../../../x.png").as_deref(),
            Some("https://a.example/x.png")
        );
        assert_eq!(
            href("x y.png").as_deref(),
            Some("https://a.example/blog/2024/x%20y.png")
        );
    }
}
