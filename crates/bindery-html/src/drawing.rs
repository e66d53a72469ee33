use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stays as it is: all that needs no other writing in attributes, Markdown and addresses.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'/')
    .remove(b':')
    .remove(b'=')
    .remove(b'_');

/// The address of a drawing that holds the drawing itself (RFC 2397). Browsers run no scripts of
/// drawings in `img`; as the address of a link it is not safe.
///
/// ```
/// let address = bindery_html::drawing_address("<svg id=\"a\"/>");
/// assert_eq!(address, "data:image/svg+xml,%3Csvg%20id=%22a%22/%3E");
/// ```
pub fn drawing_address(svg: &str) -> String {
    format!("data:image/svg+xml,{}", utf8_percent_encode(svg, ENCODED))
}
