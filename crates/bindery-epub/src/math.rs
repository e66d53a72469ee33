//! Formulas: TeX becomes MathML, by KaTeX's rules.
mod chemistry;
mod commands;
mod definitions;
mod equations;
mod input;
mod markup;
mod references;
mod tagged;
mod tokens;
mod units;
mod walk;

use std::panic::catch_unwind;
use std::sync::OnceLock;
use std::thread;

use bindery_model::MathMl;
use katex::macro_expander::MacroMap;
use katex::macros::MacroDefinition;
use katex::{KatexContext, OutputFormat, Settings, TrustSetting};

pub(crate) use definitions::settle;

/// Bytes of the longest formula that is set.
const MAX_LENGTH: usize = 10_000;
/// How deep its groups may nest: some of KaTeX's rules read a group again for each one around it.
const MAX_DEPTH: usize = 64;
/// Stack that whatever may open something takes at most, in a build that is not optimised.
const STACK: usize = 96 << 10;
/// A formula that opens no more than this is set on the stack that is there.
const FEW: usize = 4;

/// Commands that define others: how deep a formula nests could not be told before it is read.
const DEFINITIONS: [&str; 13] = [
    "def",
    "gdef",
    "edef",
    "xdef",
    "let",
    "futurelet",
    "global",
    "long",
    "newcommand",
    "renewcommand",
    "providecommand",
    "bgroup",
    "char",
];

/// Commands of MathJax that KaTeX has under other names, or that show nothing.
const OF_MATHJAX: [(&str, &str); 4] = [
    ("\\cssId", "\\htmlId{#1}{#2}"),
    ("\\class", "\\htmlClass{#1}{#2}"),
    ("\\style", "\\htmlStyle{#1}{#2}"),
    ("\\label", "\\@secondoftwo{#1}{}"),
];

/// Commands that make links, or places that links lead to.
const LINKS: [&str; 4] = ["\\href", "\\url", "\\cssId", "\\htmlId"];

/// Whether a formula has links or places in it, which a book's formulas cannot have.
pub(crate) fn has_links(tex: &str) -> bool {
    LINKS.iter().any(|command| tex.contains(command))
}

/// What a formula in TeX means.
///
/// # Errors
///
/// Why that is not known.
pub(crate) fn mathml(tex: &str, display: bool) -> Result<MathMl, String> {
    if tex.len() > MAX_LENGTH {
        return Err(format!("it is longer than {MAX_LENGTH} bytes"));
    }
    let chemistry = chemistry::replace(tex)?;
    let tex = chemistry.as_deref().unwrap_or(tex);
    if equations::has_equations(tex) {
        survey(tex)?;
        return tagged::mathml(tex, display);
    }
    set_checked(tex, display)
}

/// The same for one without tags.
fn set_checked(tex: &str, display: bool) -> Result<MathMl, String> {
    let opens = survey(tex)?;
    let set = || catch_unwind(|| set(tex, display)).ok();
    let set = if opens <= FEW {
        set()
    } else {
        thread::scope(|scope| {
            let size = (opens + FEW) * STACK;
            let builder = thread::Builder::new().stack_size(size);
            builder.spawn_scoped(scope, set).ok()?.join().ok()?
        })
    };
    let markup = set.unwrap_or_else(|| Err("it cannot be read".to_owned()))?;
    markup::read(&markup)
}

/// Counts what may make KaTeX's rules call themselves.
fn survey(tex: &str) -> Result<usize, String> {
    if tex.len() > MAX_LENGTH {
        return Err(format!("it is longer than {MAX_LENGTH} bytes"));
    }
    let (mut opens, mut depth, mut deepest) = (0, 0usize, 0);
    let mut rest = tex.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'\\' => {
                let length = rest.iter().take_while(|b| b.is_ascii_alphabetic()).count();
                let name = &rest[..length];
                if DEFINITIONS.iter().any(|known| known.as_bytes() == name) {
                    let name = String::from_utf8_lossy(name);
                    return Err(format!("it has a \\{name} that cannot be read"));
                }
                match name {
                    b"left" | b"begin" => depth += 1,
                    b"right" | b"end" => depth = depth.saturating_sub(1),
                    _ => {}
                }
                opens += 1;
                rest = &rest[length.max(1).min(rest.len())..];
            }
            b'{' => {
                opens += 1;
                depth += 1;
            }
            b'}' => depth = depth.saturating_sub(1),
            // What a comment holds opens and closes nothing.
            b'%' => {
                opens += 1;
                let end = rest.iter().position(|byte| *byte == b'\n');
                rest = &rest[end.unwrap_or(rest.len())..];
            }
            b'[' | b'^' | b'_' | b'$' => opens += 1,
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    if deepest > MAX_DEPTH {
        return Err(format!("its groups nest more than {MAX_DEPTH} deep"));
    }
    Ok(opens)
}

fn set(tex: &str, display: bool) -> Result<String, String> {
    static CONTEXT: OnceLock<KatexContext> = OnceLock::new();
    let context = CONTEXT.get_or_init(KatexContext::default);
    let mathjax = OF_MATHJAX.map(|(name, meaning)| {
        let meaning = MacroDefinition::StaticStr(meaning);
        (name.to_owned(), meaning)
    });
    // Links and classes are no danger: they are not on the list of what is written.
    let settings = Settings::builder()
        .display_mode(display)
        .output(OutputFormat::Mathml)
        .trust(TrustSetting::Bool(true))
        .macros(MacroMap::from_iter(mathjax))
        .max_expand(500)
        .build();
    katex::render_to_string(context, tex, &settings).map_err(|error| {
        let error = error.to_string();
        let error = error.trim_start_matches("KaTeX parse error: ");
        error
            .split(" at position")
            .next()
            .unwrap_or_default()
            .to_owned()
    })
}

#[cfg(test)]
pub(crate) mod tests;
