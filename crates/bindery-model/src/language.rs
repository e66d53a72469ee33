//! Languages by their tags.

/// The language that a text names, as BCP 47 writes it (RFC 5646, sections 2.1 and 2.1.1): `zh-cn`,
/// `zh_CN` and `zh_CN.UTF-8` are `zh-CN`. `None` for what names none, such as `utf-8` or `english`,
/// and for tags without a language, such as `x-mine`.
///
/// ```
/// use bindery_model::language_tag;
/// assert_eq!(language_tag("ZH_hant_tw").as_deref(), Some("zh-Hant-TW"));
/// assert_eq!(language_tag("utf-8"), None);
/// ```
pub fn language_tag(text: &str) -> Option<String> {
    // What follows a dot or an at sign tells of a locale, not of a language.
    let tag = text.trim().split(['.', '@']).next().unwrap_or_default();
    if tag.len() > MAX_LENGTH || !tag.is_ascii() {
        return None;
    }
    let tag = tag.to_ascii_lowercase().replace('_', "-");
    if let Some((_, usual)) = REPLACED.iter().find(|(former, _)| *former == tag) {
        return Some((*usual).to_owned());
    }
    let (language, rest) = tag.split_once('-').unwrap_or((&tag, ""));
    let is_known = match language.len() {
        2 => CODES.split(' ').any(|code| code == language),
        3 => language.bytes().all(|byte| byte.is_ascii_alphabetic()),
        _ => false,
    };
    if !is_known || tag.ends_with('-') {
        return None;
    }
    let code = REPLACED
        .iter()
        .find(|(former, now)| *former == language && now.len() == 2);
    let mut written = code.map_or(language, |(_, now)| now).to_owned();
    if rest.is_empty() {
        return Some(written);
    }
    let mut place = Place::Extended;
    for part in rest.split('-') {
        place = place.of(part)?;
        written.push('-');
        match place {
            Place::Script => {
                written.push_str(&part[..1].to_ascii_uppercase());
                written.push_str(&part[1..]);
            }
            Place::Region => written.push_str(&part.to_ascii_uppercase()),
            _ => written.push_str(part),
        }
    }
    (place != Place::Singleton).then_some(written)
}

/// No tag in use is longer (RFC 5646, section 4.4.1).
const MAX_LENGTH: usize = 35;

/// The two-letter codes of ISO 639, with those that were withdrawn.
const CODES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co \
    cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi \
    ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr \
    ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng nl nn \
    no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so \
    sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi \
    yo za zh zu";

/// What is written otherwise today: codes with a `Preferred-Value` in the registry, names that
/// Windows had, and countries that stand for their languages and are none.
const REPLACED: [(&str, &str); 10] = [
    ("cn", "zh-CN"),
    ("in", "id"),
    ("iw", "he"),
    ("ji", "yi"),
    ("jp", "ja"),
    ("jw", "jv"),
    ("mo", "ro"),
    ("zh-chs", "zh-Hans"),
    ("zh-cht", "zh-Hant"),
    ("zh-guoyu", "cmn"),
];

/// What a part of a tag is, by where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Place {
    /// An extended language, such as `yue` in `zh-yue`.
    Extended,
    Script,
    Region,
    Variant,
    /// What begins an extension, and must not stand alone.
    Singleton,
    Extension,
}

impl Place {
    /// What the next part is; `None` if nothing of its form may follow.
    fn of(self, part: &str) -> Option<Place> {
        let is_alphabetic = part.bytes().all(|byte| byte.is_ascii_alphabetic());
        let is_numeric = part.bytes().all(|byte| byte.is_ascii_digit());
        if !(1..=8).contains(&part.len()) || !part.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return None;
        }
        if self >= Place::Singleton && part.len() > 1 {
            return Some(Place::Extension);
        }
        let place = match part.len() {
            1 if self != Place::Singleton => Place::Singleton,
            3 if is_alphabetic => Place::Extended,
            4 if is_alphabetic => Place::Script,
            2 if is_alphabetic => Place::Region,
            3 if is_numeric => Place::Region,
            4 if part.starts_with(|c: char| c.is_ascii_digit()) => Place::Variant,
            5.. => Place::Variant,
            _ => return None,
        };
        let may_repeat = matches!(place, Place::Extended | Place::Variant | Place::Singleton);
        let begins_again = place == Place::Singleton && self == Place::Extension;
        (place > self || place == self && may_repeat || begins_again).then_some(place)
    }
}

/// Frequent characters that are written otherwise in the other form of Chinese.
const SIMPLIFIED: &str =
    "这来时会国们个说对发经过为后还进样现开无长见问关东车马门电话让给认语论应总种";
const TRADITIONAL: &str =
    "這來時會國們個說對發經過為後還進樣現開無長見問關東車馬門電話讓給認語論應總種";

/// The tag of Chinese in the characters of a text (RFC 5646, section 2.2.3): `zh-Hans`, `zh-Hant`, or
/// `zh` where they do not tell.
///
/// ```
/// assert_eq!(bindery_model::chinese_tag("開門"), "zh-Hant");
/// assert_eq!(bindery_model::chinese_tag("开门"), "zh-Hans");
/// assert_eq!(bindery_model::chinese_tag("山水"), "zh");
/// ```
pub fn chinese_tag(text: &str) -> &'static str {
    let count = |set: &str| text.chars().filter(|c| set.contains(*c)).count();
    match (count(SIMPLIFIED), count(TRADITIONAL)) {
        (simplified, traditional) if simplified > traditional => "zh-Hans",
        (simplified, traditional) if simplified < traditional => "zh-Hant",
        _ => "zh",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_have_one_form_and_what_is_no_language_none() {
        for (text, tag) in [
            ("zh-cn", Some("zh-CN")),
            (" zh_CN ", Some("zh-CN")),
            ("zh_CN.UTF-8", Some("zh-CN")),
            ("ca@valencia", Some("ca")),
            ("EN", Some("en")),
            ("SR-LATN-rs", Some("sr-Latn-RS")),
            ("zh-YUE-HK", Some("zh-yue-HK")),
            ("es-419", Some("es-419")),
            ("DE-1996", Some("de-1996")),
            ("de-CH-1901-Rozaj", Some("de-CH-1901-rozaj")),
            ("en-US-u-CO-phonebk", Some("en-US-u-co-phonebk")),
            ("en-x-US", Some("en-x-us")),
            ("iw-IL", Some("he-IL")),
            ("zh-CHS", Some("zh-Hans")),
            ("yue", Some("yue")),
            ("utf-8", None),
            ("UTF8", None),
            ("utf_8", None),
            ("gb2312", None),
            ("iso-8859-1", None),
            ("english", None),
            ("zh-CN, en", None),
            ("中文", None),
            ("cn", Some("zh-CN")),
            ("xx", None),
            ("x-klingon", None),
            ("en-", None),
            ("en--US", None),
            ("en-u", None),
            ("en-US-Latn", None),
            ("C", None),
            ("", None),
        ] {
            assert_eq!(language_tag(text).as_deref(), tag, "{text}");
            if let Some(tag) = tag {
                assert_eq!(language_tag(tag).as_deref(), Some(tag));
            }
        }
    }
}
