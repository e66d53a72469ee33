use std::borrow::Cow;

use bindery_model::Target;

/// Says what a reference in a post leads to.
pub trait Resolve: Sync {
    /// The target of `reference` (the value of an `href` or `src`, white space trimmed, not
    /// empty); `None` for one that must not be kept, such as a `javascript:` address.
    fn resolve(&self, reference: &str) -> Option<Target>;
}

/// Resolves without knowing the site: fragments, harmless absolute addresses, and everything else
/// as [`Target::Site`]. An address without scheme (`//example.com/`) is taken as `https`.
#[derive(Debug, Clone, Copy, Default)]
pub struct ResolveAlone;

impl Resolve for ResolveAlone {
    fn resolve(&self, reference: &str) -> Option<Target> {
        let reference = clean_reference(reference);
        if is_of_wayback_machine(&reference) {
            return Target::web(&format!("https://web.archive.org{reference}")).ok();
        }
        if let Some(fragment) = reference.strip_prefix('#') {
            return (!fragment.is_empty()).then(|| Target::Fragment {
                fragment: fragment.to_owned(),
            });
        }
        if reference.starts_with("//") {
            return Target::web(&format!("https:{reference}")).ok();
        }
        if has_scheme(&reference) {
            return Target::web(&reference).ok();
        }
        (!reference.is_empty()).then(|| Target::Site {
            url: reference.into_owned(),
        })
    }
}

/// The reference as browsers read it: without the line ends and tabs that they drop, with white
/// space and control characters inside percent-encoded (WHATWG URL, "basic URL parser").
pub fn clean_reference(reference: &str) -> Cow<'_, str> {
    let reference = reference.trim_matches(|c: char| c <= ' ');
    if !bindery_model::breaks_address(reference) {
        return Cow::Borrowed(reference);
    }
    let mut clean = String::with_capacity(reference.len() + 8);
    for c in reference.chars() {
        match c {
            '\t' | '\n' | '\r' => {}
            c => {
                let mut buffer = [0; 4];
                let c = &*c.encode_utf8(&mut buffer);
                if !bindery_model::breaks_address(c) {
                    clean.push_str(c);
                    continue;
                }
                for byte in c.bytes() {
                    clean.push_str(&format!("%{byte:02X}"));
                }
            }
        }
    }
    Cow::Owned(clean)
}

/// Whether it is an address of the Internet Archive's Wayback Machine without its host, as pages have that
/// were saved from there: `/web/19990303120000im_/http://example.com/a.gif`.
pub fn is_of_wayback_machine(reference: &str) -> bool {
    let Some((time, address)) = reference
        .strip_prefix("/web/")
        .and_then(|rest| rest.split_once('/'))
    else {
        return false;
    };
    let digits = time.bytes().take_while(u8::is_ascii_digit).count();
    digits >= 8 && (address.starts_with("http:") || address.starts_with("https:"))
}

/// Whether the reference begins with a scheme (RFC 3986, section 3.1).
pub fn has_scheme(reference: &str) -> bool {
    let is_part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.');
    let bytes = reference.as_bytes();
    let end = bytes.iter().position(|byte| !is_part(byte));
    bytes.first().is_some_and(u8::is_ascii_alphabetic) && end.is_some_and(|end| bytes[end] == b':')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(reference: &str) -> String {
        match ResolveAlone.resolve(reference) {
            Some(Target::Web { address }) => format!("web {address}"),
            Some(Target::Fragment { fragment }) => format!("fragment {fragment}"),
            Some(Target::Site { url }) => format!("site {url}"),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn each_kind_of_reference_is_told_apart() {
        let cases = [
            ("https://example.com/a b", "web https://example.com/a%20b"),
            ("//example.com/x.html", "web https://example.com/x.html"),
            ("#note", "fragment note"),
            ("#", "None"),
            ("a/b.html?q=c:d", "site a/b.html?q=c:d"),
            ("mailto:a@example.com", "web mailto:a@example.com"),
            ("java\nscript:alert(1)", "None"),
            ("\u{1}javascript:alert(1)", "None"),
            ("data:text/html,x", "None"),
            (
                "/web/19990303120000im_/http://example.com/a.gif",
                "web https://web.archive.org/web/19990303120000im_/http://example.com/a.gif",
            ),
        ];
        for (reference, expected) in cases {
            assert_eq!(show(reference), expected, "{reference:?}");
        }
    }
}
