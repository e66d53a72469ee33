//! What themes are told in a tag of how it looks, of which nothing is shown.
use super::super::Call;

/// Words of themes that say how a note looks, beside names of icons.
const LOOKS: &str = "default primary success info warning danger no-icon simple modern flat disabled blue pink red \
    purple orange green";

/// Words of themes that say how a text in a tag looks.
const STYLES: &str = "checked plus minus times center left right logo ultra huge large small bold code light title \
    subtitle yellow cyan gray grey black white done error quote bug idea link paperclip todo message guide \
    download up undo radiation open child close closed incline";

/// What themes are told in a tag as `name:value`, of which nothing is shown.
const OPTIONS: &str = "active align api avatar background bg border child checked color cover direction download effect \
    el fancybox fit footer height icon layout limit open padding percent prefix radius ratio repo size start status style \
    symbol theme user width";

/// In how many words and parts before its text a tag may say how that looks.
const MAX_LOOKS: usize = 8;

/// Takes the options of themes out of a call.
pub(in super::super) fn tidy(call: &mut Call<'_>) {
    let is_shown = |(name, value): &(&str, &str)| !name.is_empty() || !is_option(value);
    let arguments = call.arguments.drain(..).filter(is_shown);
    // `'a','b'` is two.
    let parts = arguments.flat_map(|(name, value)| {
        let is_list = name.is_empty() && value.contains(',') && value.contains(['\'', '"']);
        let parts = value.split(if is_list { ',' } else { '\0' });
        parts.map(move |part| match is_list {
            true => (name, part.trim_matches(['\'', '"'])),
            false => (name, part),
        })
    });
    let parts = parts.filter(|(_, value)| !value.is_empty());
    call.arguments = parts.map(named_within).collect();
}

/// `"name=value"`, as players have it, is a value with a name.
fn named_within<'t>((name, value): (&'t str, &'t str)) -> (&'t str, &'t str) {
    let inner = value.split_once('=').filter(|(inner, _)| {
        name.is_empty() && !inner.is_empty() && inner.bytes().all(|byte| byte.is_ascii_lowercase())
    });
    inner.unwrap_or((name, value))
}

/// Whether a word is an option, as in `color:red`.
fn is_option(word: &str) -> bool {
    let option = word
        .split_once(':')
        .filter(|(_, value)| !value.starts_with("//"));
    option.is_some_and(|(name, _)| OPTIONS.split_ascii_whitespace().any(|known| known == name))
}

/// What a word such as `author:Ann` says.
pub(super) fn said_of<'t>(words: &'t str, name: &str) -> Option<&'t str> {
    let mut words = words.split_whitespace();
    words.find_map(|word| word.strip_prefix(name)?.strip_prefix(':'))
}

/// The text of a tag such as `red, text`, `red::text`, `text color:red`, without how it looks.
pub(super) fn styled_text(words: &str) -> &str {
    let mut text = words.trim();
    for _ in 0..MAX_LOOKS {
        let option = text.split_once(char::is_whitespace);
        let behind = option.filter(|(option, _)| is_option(option));
        let parted = || text.split_once(',').filter(|(look, _)| is_look(look));
        let behind = behind.or_else(|| text.split_once("::")).or_else(parted);
        let Some((_, rest)) = behind else { break };
        text = rest.trim();
    }
    let mut spaces = text.match_indices(' ').map(|(at, _)| at);
    let end = spaces.find(|at| is_option(text[at + 1..].split(' ').next().unwrap_or_default()));
    text[..end.unwrap_or(text.len())].trim()
}

/// Whether all words of a text say how another looks.
fn is_look(text: &str) -> bool {
    text.split_whitespace().all(|word| {
        [LOOKS, STYLES]
            .iter()
            .any(|known| known.split_ascii_whitespace().any(|known| known == word))
    })
}

/// The words of a tag that do not say how it looks.
pub(super) fn without_looks(words: &str) -> String {
    let is_look = |word: &&str| {
        let word = word.trim_matches(['\'', '"']);
        LOOKS.split_ascii_whitespace().any(|look| look == word)
            || matches!(word, "fa" | "fas" | "far" | "fab" | "iconfont")
            || ["fa-", "icon-"].iter().any(|start| word.starts_with(start))
            || is_option(word)
    };
    let words: Vec<&str> = words
        .split_whitespace()
        .filter(|word| !is_look(word))
        .collect();
    words.join(" ")
}
