//! Languages that every reader knows.

/// The two-letter codes of ISO 639-1. Validators of feeds know no other.
const CODES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co \
    cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi \
    ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw \
    ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc \
    oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv \
    sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// A language tag as a feed may hold it: `zh_CN` is written `zh-CN`. The Chinese languages that
/// have codes of their own are written below `zh` (RFC 5646, section 2.2.2); `None` for what
/// validators do not know.
pub(crate) fn for_feed(tag: &str) -> Option<String> {
    let tag = tag.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let first = parts.next()?.to_ascii_lowercase();
    let well_formed = parts.all(|part| {
        (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    if !well_formed {
        return None;
    }
    match first.as_str() {
        "cdo" | "cjy" | "cmn" | "gan" | "hak" | "hsn" | "nan" | "wuu" | "yue" => {
            Some(format!("zh-{tag}"))
        }
        first => (first.len() == 2 && CODES.split(' ').any(|code| code == first)).then_some(tag),
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
            ("EN", Some("EN")),
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
