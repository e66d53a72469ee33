//! Languages that every reader knows.

use bindery_model::language_tag;

/// A language tag as a feed may hold it: `zh_CN` is written `zh-CN`. The Chinese languages that
/// have codes of their own are written below `zh` (RFC 5646, section 2.2.2); `None` for other codes
/// of three letters, which validators do not know.
pub(crate) fn for_feed(tag: &str) -> Option<String> {
    let tag = language_tag(tag)?;
    match tag.split('-').next().unwrap_or_default() {
        "cdo" | "cjy" | "cmn" | "gan" | "hak" | "hsn" | "nan" | "wuu" | "yue" => {
            Some(format!("zh-{tag}"))
        }
        first => (first.len() == 2 && first != "sh").then_some(tag),
    }
}

#[cfg(test)]
mod tests {
    use super::for_feed;

    #[test]
    fn tags_are_those_that_validators_know() {
        for (tag, written) in [
            ("zh_CN", Some("zh-CN")),
            ("zh-Hans-CN", Some("zh-Hans-CN")),
            ("EN", Some("en")),
            ("yue-HK", Some("zh-yue-HK")),
            ("xx", None),
            ("english", None),
            ("", None),
            ("en-", None),
        ] {
            assert_eq!(for_feed(tag).as_deref(), written, "{tag}");
        }
    }
}
