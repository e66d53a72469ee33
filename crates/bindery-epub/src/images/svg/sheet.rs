//! Style sheets in drawings: rules that can be read, and that fetch nothing.
use super::css::{clean_declarations, without_comments};

/// A style sheet without what fetches something, and without what browsers pass over. The second value
/// tells whether something was fetched.
pub(super) fn clean_sheet(sheet: &str) -> (String, bool) {
    // A backslash can spell every word that is looked for here.
    if sheet.contains('\\') {
        return (String::new(), true);
    }
    let sheet = without_comments(sheet);
    let mut cleaner = Cleaner::default();
    cleaner.rules(&sheet, true);
    (cleaner.out, cleaner.lost)
}

#[derive(Default)]
struct Cleaner {
    out: String,
    lost: bool,
}

impl Cleaner {
    /// Rules (CSS Syntax 3, section 5.4.1), those of a condition among them, but not of one in another.
    fn rules(&mut self, sheet: &str, may_have_conditions: bool) {
        let mut rest = sheet;
        while !rest.is_empty() {
            let end = end_of(rest, b";{}");
            let (prelude, after) = rest.split_at(end);
            let prelude = prelude.trim();
            rest = after.get(1..).unwrap_or_default();
            if !after.starts_with('{') {
                self.lost |= starts_with(prelude, "@import");
                continue;
            }
            let end = end_of_block(rest);
            let block = &rest[..end];
            rest = rest.get(end + 1..).unwrap_or_default();
            if ["@media", "@supports"]
                .iter()
                .any(|word| starts_with(prelude, word))
            {
                if may_have_conditions && is_condition(prelude) {
                    self.out.extend([prelude, "{"]);
                    self.rules(block, false);
                    self.out.push('}');
                }
            } else if prelude.starts_with('@') {
                self.lost |= starts_with(prelude, "@font-face");
            } else if is_selector_list(prelude) {
                self.out.extend([prelude, "{"]);
                self.declarations(block);
                self.out.push('}');
            }
        }
    }

    fn declarations(&mut self, block: &str) {
        for declaration in block.split(';') {
            let Some((name, value)) = declaration.split_once(':') else {
                continue;
            };
            let (name, value) = (name.trim(), value.trim());
            match clean_declarations(value) {
                None => self.lost = true,
                Some(value) if is_name(name) && is_value(&value) => {
                    self.out.extend([name, ":", &value, ";"]);
                }
                Some(_) => {}
            }
        }
    }
}

/// Where the first of some signs stands outside of strings, or the end.
fn end_of(css: &str, signs: &[u8]) -> usize {
    let mut quote = None;
    let found = css.bytes().position(|byte| match quote {
        Some(open) => {
            if byte == open {
                quote = None;
            }
            false
        }
        None if matches!(byte, b'"' | b'\'') => {
            quote = Some(byte);
            false
        }
        None => signs.contains(&byte),
    });
    found.unwrap_or(css.len())
}

/// Where the block ends that css begins within, or the end.
fn end_of_block(css: &str) -> usize {
    let (mut at, mut depth) = (0, 1);
    while at < css.len() {
        at += end_of(&css[at..], b"{}");
        match css.as_bytes().get(at) {
            Some(b'{') => depth += 1,
            Some(_) => depth -= 1,
            None => break,
        }
        if depth == 0 {
            return at;
        }
        at += 1;
    }
    css.len()
}

fn starts_with(text: &str, word: &str) -> bool {
    text.get(..word.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// Whether these are complex selectors with commas between them (Selectors 4, section 3.1).
fn is_selector_list(list: &str) -> bool {
    list.split(',').all(|selector| {
        let mut rest = selector.trim();
        loop {
            let Some(after) = after_compound(rest) else {
                return false;
            };
            let next = after.trim_start();
            if next.is_empty() {
                return true;
            }
            let combined = next.strip_prefix(['>', '+', '~']);
            if combined.is_none() && next.len() == after.len() {
                return false;
            }
            rest = combined.unwrap_or(next).trim_start();
        }
    })
}

/// What stands behind a compound selector.
fn after_compound(selector: &str) -> Option<&str> {
    let mut rest = match selector.strip_prefix('*') {
        Some(rest) => rest,
        None => after_name(selector).unwrap_or(selector),
    };
    loop {
        rest = if let Some(name) = rest
            .strip_prefix("::")
            .or(rest.strip_prefix([':', '.', '#']))
        {
            let after = after_name(name)?;
            match after.strip_prefix('(') {
                Some(argument) if rest.starts_with(':') => {
                    let (argument, after) = argument.split_once(')')?;
                    let is_plain = |c: char| c.is_alphanumeric() || " +-_.#".contains(c);
                    argument.chars().all(is_plain).then_some(after)?
                }
                _ => after,
            }
        } else if let Some(attribute) = rest.strip_prefix('[') {
            let (attribute, after) = attribute.split_once(']')?;
            is_attribute(attribute).then_some(after)?
        } else {
            break;
        };
    }
    (rest.len() < selector.len()).then_some(rest)
}

/// Whether this is what stands in the brackets of an attribute selector: `name`, or `name="value"`.
fn is_attribute(attribute: &str) -> bool {
    let Some((name, value)) = attribute.split_once('=') else {
        return is_name(attribute.trim());
    };
    let (name, value) = (
        name.trim_end_matches(['~', '|', '^', '$', '*']),
        value.trim(),
    );
    let in_quotes = ['"', '\''].iter().find_map(|quote| {
        let inner = value.strip_prefix(*quote)?.strip_suffix(*quote)?;
        Some(!inner.contains(['"', '\'', '\n']))
    });
    is_name(name.trim()) && in_quotes.unwrap_or_else(|| is_name(value))
}

/// What stands behind a name (an identifier without escapes).
fn after_name(text: &str) -> Option<&str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_') || !c.is_ascii();
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let start = name.strip_prefix('-').unwrap_or(name);
    let is_start = |c: char| c.is_ascii_alphabetic() || c == '_' || !c.is_ascii();
    start.starts_with(is_start).then_some(rest)
}

fn is_name(text: &str) -> bool {
    after_name(text) == Some("")
}

/// Whether what stands behind `@media` or `@supports` is of words, numbers and brackets that close.
fn is_condition(prelude: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " ():,.-%<>=@".contains(c);
    prelude.contains([' ', '(']) && prelude.chars().all(is_plain) && is_balanced(prelude)
}

/// Whether a value can be read whole: not empty, with brackets and strings that close.
fn is_value(value: &str) -> bool {
    let important = value.strip_suffix("!important");
    let value = important.unwrap_or(value);
    !value.trim().is_empty()
        && !value.contains([
            '{', '}', '<', '>', '&', '@', '!', '$', '^', '`', '~', '=', '|', '?', '[', ']', '\n',
        ])
        && is_balanced(value)
}

fn is_balanced(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut rest = text;
    loop {
        rest = &rest[end_of(rest, b"()")..];
        match rest.as_bytes().first() {
            Some(b'(') => depth += 1,
            Some(_) if depth == 0 => return false,
            Some(_) => depth -= 1,
            None => break,
        }
        rest = &rest[1..];
    }
    let quotes = |quote: u8| text.bytes().filter(|byte| *byte == quote).count();
    depth == 0 && quotes(b'"').is_multiple_of(2) && quotes(b'\'').is_multiple_of(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_read_is_kept() {
        for (sheet, expected) in [
            (".a{fill:red}", ".a{fill:red;}"),
            (
                "<!-- .a , #b > c:first-child { fill : red ; stroke:#fff!important } -->",
                ".a , #b > c:first-child{fill:red;stroke:#fff!important;}",
            ),
            (
                "@media (max-width: 10em){.a{fill:red}}.b{fill:url(#x)}",
                "@media (max-width: 10em){.a{fill:red;}}.b{fill:url(#x);}",
            ),
            (
                "text[lang|='en']::first-line{font-family:'A B',serif}",
                "text[lang|='en']::first-line{font-family:'A B',serif;}",
            ),
            (".字{fill:red", ".字{fill:red;}"),
        ] {
            assert_eq!(clean_sheet(sheet), (expected.to_owned(), false), "{sheet}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_passed_over() {
        for (sheet, expected) in [
            ("fill:red", ""),
            ("url(#a)", ""),
            ("}.a{fill:red}}", ".a{fill:red;}"),
            ("{fill:red}.a{fill}", ".a{}"),
            (".1{fill:red}a b{:red;x:;fill:rgb(1}", "a b{}"),
            ("a & b{fill:red}a,{fill:red}a > {}", ""),
            ("a{b{fill:red}fill:red}c{fill:\"}\"}", "a{}c{}"),
            ("@keyframes a{from{x:y}}@page{x:y}@media{a{x:y}}", ""),
            ("a{fill:\"red}", "a{}"),
        ] {
            assert_eq!(clean_sheet(sheet), (expected.to_owned(), false), "{sheet}");
        }
    }

    #[test]
    fn what_is_fetched_is_lost() {
        for (sheet, expected) in [
            ("@import url(http://a);a{fill:red}", "a{fill:red;}"),
            ("@font-face{src:url(b.ttf)}a{fill:red}", "a{fill:red;}"),
            ("a{fill:url(http://a);stroke:red}", "a{stroke:red;}"),
            ("a{fill:\\75rl(x)}", ""),
        ] {
            assert_eq!(clean_sheet(sheet), (expected.to_owned(), true), "{sheet}");
        }
    }
}
