//! The filters of addresses.
use serde_json::Value;

use super::expression::Scope;
use super::value::{text, to_text};

/// What a filter makes of an address.
pub(super) fn apply(name: &str, value: &Value, scope: &Scope<'_>) -> Option<Value> {
    let address = &to_text(value);
    let made = match name {
        "relative_url" | "absolute_url" if value.is_null() => return Some(Value::Null),
        "relative_url" => relative_url(address, scope),
        "absolute_url" => absolute_url(address, scope),
        "uri_escape" => percent_encoded(address, b"-_.~!#$&'()*+,/:;=?@[]"),
        "cgi_escape" | "url_encode" => percent_encoded(address, b"-_.~ ").replace(' ', "+"),
        "url_decode" => {
            let plus = address.replace('+', " ");
            let decoded = percent_encoding::percent_decode_str(&plus);
            decoded.decode_utf8_lossy().into_owned()
        }
        "strip_index" => match address.strip_suffix("/index.html") {
            Some(folder) => format!("{folder}/"),
            None => address.to_owned(),
        },
        _ => return None,
    };
    Some(made.into())
}

fn relative_url(path: &str, scope: &Scope<'_>) -> String {
    if path.contains("://") {
        return path.to_owned();
    }
    let base = text(&scope.operand("site.baseurl"));
    let base = base.trim_end_matches('/');
    let slash = if path.starts_with('/') || path.is_empty() && !base.is_empty() {
        ""
    } else {
        "/"
    };
    // What is encoded already stays so.
    percent_encoded(&format!("{base}{slash}{path}"), b"-_.~!#$&'()*+,/:;=?@%")
}

fn absolute_url(path: &str, scope: &Scope<'_>) -> String {
    if path.contains("://") {
        return path.to_owned();
    }
    let url = text(&scope.operand("site.url"));
    format!("{}{}", url.trim_end_matches('/'), relative_url(path, scope))
}

/// Letters, digits and the bytes of `plain` stay.
fn percent_encoded(text: &str, plain: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte.is_ascii_alphanumeric() || plain.contains(&byte) {
            true => out.push(char::from(byte)),
            false => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
