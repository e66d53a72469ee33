//! Whether the formulas of a post are typeset by a program in the page, as most generators leave it
//! to MathJax or KaTeX: then `$x$` is one.
use serde_json::{Map, Value};

/// Keys by which themes of all generators ask for such a program, without `_` and `-`.
const KEYS: [&str; 12] = [
    "enablemath",
    "hasmath",
    "katex",
    "latex",
    "math",
    "mathjax",
    "mathjax3",
    "passthrough",
    "tex",
    "usekatex",
    "usemath",
    "usemathjax",
];

/// Whether front matter, or the settings of a site, ask for formulas: `math: true`,
/// `mathjax: {enable: true}`, `params: {katex: true}`.
///
/// ```
/// let ask = |json: serde_json::Value| bindery_parse::markdown::ask_for_formulas(json.as_object().unwrap());
/// assert!(ask(serde_json::json!({ "use_math": true })));
/// assert!(ask(serde_json::json!({ "params": { "mathjax": { "enable": "yes" } } })));
/// assert!(!ask(serde_json::json!({ "math": false, "title": "katex" })));
/// ```
pub fn ask_for_formulas(values: &Map<String, Value>) -> bool {
    values.iter().any(|(key, value)| match value {
        // Where Hugo and Zola have the settings of themes.
        Value::Object(inner) if key == "params" || key == "extra" => ask_for_formulas(inner),
        _ => is_key_of_formulas(key) && is_on(value),
    })
}

/// Whether a template or a post loads a program that typesets formulas, and tells it that `$…$` is one.
///
/// ```
/// use bindery_parse::markdown::typesets_dollars;
/// assert!(typesets_dollars("<script>MathJax = {tex: {inlineMath: [['$', '$']]}}</script>"));
/// assert!(!typesets_dollars("<script>MathJax = {tex: {inlineMath: [['\\\\(', '\\\\)']]}}</script>"));
/// ```
pub fn typesets_dollars(text: &str) -> bool {
    let tells = ["MathJax", "renderMathInElement"]
        .iter()
        .any(|name| text.contains(name));
    tells && crate::lower::has_dollars(text)
}

/// Whether front matter asks for formulas by a key of this name, as [`ask_for_formulas`] knows them.
pub fn is_key_of_formulas(key: &str) -> bool {
    let name = || {
        let letters = key.bytes().filter(|byte| !matches!(byte, b'_' | b'-'));
        letters.map(|byte| byte.to_ascii_lowercase())
    };
    let first = name().next();
    let mut with_first = KEYS.iter().filter(|known| known.bytes().next() == first);
    with_first.any(|known| name().eq(known.bytes()))
}

/// Whether a value switches something on: itself, or as `enable` of it or of a part of it.
fn is_on(value: &Value) -> bool {
    match value {
        Value::Bool(on) => *on,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(word) => {
            let word = word.trim().to_ascii_lowercase();
            !matches!(word.as_str(), "" | "false" | "no" | "off" | "none" | "0")
        }
        Value::Object(inner) => inner.iter().any(|(key, value)| {
            let names_it =
                matches!(key.as_str(), "enable" | "enabled" | "use") || is_key_of_formulas(key);
            names_it && is_on(value)
        }),
        Value::Null | Value::Array(_) => false,
    }
}

/// Bytes that may be looked through for the ends of formulas.
const MAX_SEARCHED: usize = 1 << 30;

/// Whether the ends of what these marks begin can be looked for: each search goes to the end of the
/// paragraph.
pub(super) fn are_few(markdown: &str, marks: &[&str]) -> bool {
    let count = |mark: &&str| memchr::memmem::find_iter(markdown.as_bytes(), *mark).count();
    let all: usize = marks.iter().map(count).sum();
    all.saturating_mul(markdown.len()) <= MAX_SEARCHED
}
