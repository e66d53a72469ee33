//! Addresses as checkers of books accept them.
use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use url::Url;

/// What RFC 3986 allows nowhere in a path, query or fragment.
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

/// The same and what means something in a fragment.
const FORBIDDEN_IN_ID: &AsciiSet = &FORBIDDEN.add(b'%').add(b'#');

/// Schemes that checkers of books know; they warn of all others, though IANA has many more.
const SCHEMES: [&str; 11] = [
    "http", "https", "mailto", "tel", "ftp", "gopher", "irc", "news", "nntp", "urn", "xmpp",
];

/// An absolute address in the form that RFC 3986 wants; `None` if it cannot be one, or if it is one
/// that no book may lead to.
pub(crate) fn web_href<'a>(address: impl Into<Cow<'a, str>>) -> Option<String> {
    let address = address.into();
    if is_normal(&address) {
        return Some(address.into_owned());
    }
    normalised(&address)
}

/// Whether an address is plain enough to be in that form without looking closer, as most are: a
/// name in small letters, a path, and nothing that would be encoded or taken away.
fn is_normal(address: &str) -> bool {
    let Some(rest) = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"))
    else {
        return false;
    };
    let Some((host, path)) = rest.split_once('/') else {
        return false;
    };
    // Each label begins with a letter.
    let mut before = b'.';
    let host_is_plain = host.len() < 64
        && host.bytes().chain([b'.']).all(|byte| {
            let before = std::mem::replace(&mut before, byte);
            byte.is_ascii_lowercase() || before != b'.' && (byte.is_ascii_digit() || byte == b'.')
        });
    // Without a way out of the loop, processors look at many bytes at a time.
    let path_is_plain = path.bytes().fold(true, |all, byte| all & is_plain(byte));
    let mut dots = memchr::memchr_iter(b'.', path.as_bytes());
    let has_dot_segment = dots.any(|at| at == 0 || path.as_bytes()[at - 1] == b'/');
    host_is_plain && path_is_plain && !has_dot_segment
}

/// Whether a byte of a path or a query is written as it is: letters, digits and `-_~!$&()*+,;=:@/?.`,
/// of which some stand beside each other.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphabetic()
        | (b'('..=b';').contains(&byte)
        | (b'?'..=b'@').contains(&byte)
        | (byte == b'_')
        | (byte == b'~')
        | (byte == b'!')
        | (byte == b'$')
        | (byte == b'&')
        | (byte == b'=')
}

/// The same for any address.
fn normalised(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    if !SCHEMES.contains(&url.scheme()) || !leads_somewhere(&url) {
        return None;
    }
    let authority_end = if url.has_authority() {
        url.as_str().find("://").map_or(0, |at| at + 3) + url.authority().len()
    } else {
        url.scheme().len() + 1
    };
    let (authority, rest) = url.as_str().split_at_checked(authority_end)?;
    Some(format!("{authority}{}", encode(rest)))
}

/// Whether there is a host where one must be, and something else where there need be none. An
/// address of IPv6 in brackets is known after a few schemes only.
fn leads_somewhere(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    match url.scheme() {
        "http" | "https" | "ftp" | "gopher" => is_host(host),
        _ if host.is_empty() => !url.path().trim_matches('/').is_empty() || url.query().is_some(),
        _ => !host.starts_with('['),
    }
}

/// A name of plain labels (RFC 1034, section 3.1: of 1 to 63 octets, together 253), or an address
/// in brackets.
fn is_host(host: &str) -> bool {
    let name = host.strip_suffix('.').unwrap_or(host);
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    let mut labels = name.split('.');
    host.starts_with('[')
        || name.len() <= 253
            && labels.all(|label| matches!(label.len(), 1..=63) && label.bytes().all(is_plain))
}

/// The rest of an address, with what is forbidden encoded: a `%` that encodes nothing, and a
/// second `#`, too.
fn encode(rest: &str) -> String {
    let mut out = String::with_capacity(rest.len());
    let mut fragment = false;
    for (at, piece) in split_before(rest, ['%', '#']) {
        let marked = piece.starts_with(['%', '#']);
        let (mark, plain) = if marked {
            piece.split_at(1)
        } else {
            ("", piece)
        };
        match mark {
            "%" => {
                let code = rest.as_bytes().get(at + 1..at + 3);
                let valid = code.is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit));
                out.push_str(if valid { "%" } else { "%25" });
            }
            "#" if fragment => out.push_str("%23"),
            "#" => {
                fragment = true;
                out.push('#');
            }
            _ => {}
        }
        out.extend(utf8_percent_encode(plain, FORBIDDEN));
    }
    out
}

/// The pieces of a text that begin at these characters, each with its place.
fn split_before(text: &str, marks: [char; 2]) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let length = rest[first..]
            .find(marks)
            .map_or(rest.len(), |found| found + first);
        let piece = (at, &rest[..length]);
        at += length;
        Some(piece)
    })
}

/// `#` and an `id` as it stands in an address.
pub(crate) fn fragment_href(id: &str) -> String {
    format!("#{}", utf8_percent_encode(id, FORBIDDEN_IN_ID))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_addresses_are_left_as_they_are() {
        let parts = [
            "", "/", "a", "A1", ".", "..", "?", "=b", "&", "'", "%20", "%", "#", ":", "*", "-",
            "_", "é", " ",
        ];
        let hosts = [
            "a.example",
            "A.example",
            "a1.b-c.example",
            "xn--a.example",
            "1.2.3.4",
            "a.example:80",
            "u@a.example",
            "a..b",
            "",
        ];
        let mut left = 0;
        for host in hosts {
            for first in parts {
                for second in parts {
                    for third in parts {
                        let address = format!("http://{host}/{first}{second}{third}");
                        if is_normal(&address) {
                            left += 1;
                            assert_eq!(normalised(&address), Some(address));
                        }
                    }
                }
            }
        }
        assert!(left > 500, "{left}");
    }

    #[test]
    fn addresses_become_valid() {
        for (address, href) in [
            ("http://a.example", Some("http://a.example/")),
            (
                "http://a.example/x|y?z={1}#a#b",
                Some("http://a.example/x%7Cy?z=%7B1%7D#a%23b"),
            ),
            ("http://a.example/100%", Some("http://a.example/100%25")),
            (
                "http://例.example/标题",
                Some("http://xn--fsq.example/%E6%A0%87%E9%A2%98"),
            ),
            ("http://", None),
            ("http:///x y", None),
            ("http://a..b/", None),
            ("http://a.example./", Some("http://a.example./")),
            ("http://[::1]/", Some("http://[::1]/")),
            ("mailto:a@b.example", Some("mailto:a@b.example")),
            ("mailto:", None),
            ("mailto:?subject=x", Some("mailto:?subject=x")),
            ("news://[::1]/x", None),
            ("gopher:x", None),
            ("magnet:?xt=urn:x", None),
        ] {
            assert_eq!(web_href(address).as_deref(), href, "{address}");
        }
        let long = "x".repeat(64);
        assert_eq!(web_href(format!("http://{long}.example/")), None);
        assert_eq!(fragment_href("a%中"), "#a%25%E4%B8%AD");
    }
}
