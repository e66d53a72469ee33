//! The programs of a page that typeset its formulas, MathJax and KaTeX, and what the page tells them:
//! commands (`macros`), and whether `$` begins a formula.
use std::collections::HashMap;

use super::script_values::{Value, value_behind};
use super::walk::text_in;
use crate::html::Tree;

/// Parts of the addresses of such programs.
const ADDRESSES: [&str; 2] = ["mathjax", "katex"];
/// What stands in scripts that tell them something.
const NAMES: [&str; 2] = ["MathJax", "renderMathInElement"];

/// What a page tells the program that typesets its formulas.
#[derive(Debug, Default)]
pub(crate) struct MathProgram {
    /// Whether `$…$` is a formula.
    pub(crate) has_dollars: bool,
    /// TeX that defines the commands of these names.
    pub(crate) commands: HashMap<String, String>,
}

/// The program of a page that typesets formulas, if it has one.
pub(crate) fn math_program(tree: &Tree<'_>) -> Option<MathProgram> {
    let mut found: Option<MathProgram> = None;
    let mut node = tree.first_child(tree.root());
    while let Some(at) = node {
        if let Some(script) = tree.element(at)
            && script.name() == "script"
        {
            if let Some(address) = script.attribute("src") {
                let address = address.to_ascii_lowercase();
                if ADDRESSES.iter().any(|part| address.contains(part)) {
                    found.get_or_insert_default();
                }
            } else {
                let text = text_in(tree, at);
                if NAMES.iter().any(|name| text.contains(name)) {
                    found.get_or_insert_default().read_settings(&text);
                }
            }
        }
        node = tree.next_in_order(at, tree.root());
    }
    found
}

impl MathProgram {
    fn read_settings(&mut self, script: &str) {
        // MathJax 2 has a capital letter.
        for key in ["macros", "Macros"] {
            if let Some(Value::Map(macros)) = value_behind(script, key) {
                let commands = macros
                    .iter()
                    .filter_map(|(name, value)| command(name, value));
                self.commands.extend(commands);
            }
        }
        self.has_dollars |= has_dollars(script);
    }
}

/// Whether a script tells such a program that `$…$` is a formula.
pub(crate) fn has_dollars(script: &str) -> bool {
    // MathJax has pairs, KaTeX maps.
    let of_mathjax = value_behind(script, "inlineMath");
    let of_katex = value_behind(script, "delimiters");
    of_mathjax.is_some_and(|pairs| {
        let mut pairs = pairs.list().iter();
        pairs.any(|pair| pair.list().first().is_some_and(|open| open.is("$")))
    }) || of_katex.is_some_and(|all| {
        let mut all = all.list().iter();
        all.any(|one| one.get("left").is_some_and(|open| open.is("$")))
    })
}

/// A command as MathJax and KaTeX have it: what it stands for, perhaps in a list with how many
/// arguments there are and what the first is where it is not given. Its name and definition.
fn command(name: &str, value: &Value) -> Option<(String, String)> {
    let name = name.strip_prefix('\\').unwrap_or(name);
    let (body, count, default) = match value {
        Value::Text(body) => (body, None, None),
        Value::List(list) => match list.as_slice() {
            [Value::Text(body)] => (body, None, None),
            [Value::Text(body), Value::Number(count)] => (body, Some(*count), None),
            [
                Value::Text(body),
                Value::Number(count),
                Value::Text(default),
            ] => (body, Some(*count), Some(default)),
            _ => return None,
        },
        _ => return None,
    };
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !is_name || !is_balanced(body) || !default.is_none_or(|default| is_balanced(default)) {
        return None;
    }
    // KaTeX does not say how many there are.
    let used = (1..=9)
        .rev()
        .find(|digit| body.contains(&format!("#{digit}")));
    let mut definition = format!("\\newcommand{{\\{name}}}");
    match count.or(used) {
        None | Some(0) => {}
        Some(count) => definition += &format!("[{count}]"),
    }
    if let Some(default) = default {
        definition += &format!("[{default}]");
    }
    definition += &format!("{{{body}}}");
    Some((name.to_owned(), definition))
}

/// Whether the braces of TeX pair.
fn is_balanced(tex: &str) -> bool {
    let mut depth = 0usize;
    let mut bytes = tex.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' if bytes.next().is_none() => return false,
            b'{' => depth += 1,
            b'}' if depth == 0 => return false,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}

/// Takes the commands that a formula uses, and those that they use, away: their definitions, which
/// need be made once only.
pub(super) fn take_used(commands: &mut HashMap<String, String>, tex: &str) -> String {
    let mut definitions = String::new();
    let mut unread = vec![tex.to_owned()];
    while let Some(text) = unread.pop() {
        for behind in text.split('\\').skip(1) {
            let length = behind.bytes().take_while(u8::is_ascii_alphabetic).count();
            if let Some(definition) = commands.remove(&behind[..length]) {
                definitions.push_str(&definition);
                definitions.push(' ');
                unread.push(definition);
            }
        }
    }
    definitions
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(script: &str) -> Option<MathProgram> {
        let source = format!("<p>x</p><script>{script}</script>");
        let options = crate::html::Options::default();
        math_program(&crate::html::parse_document(&source, &options).unwrap())
    }

    #[test]
    fn pages_tell_of_commands() {
        for (script, wanted) in [
            (
                r#"MathJax = {tex: {macros: {RR: "{\\bf R}", bold: ["{\\bf #1}", 1], set: ['\\{#2\\}_{#1}', 2, 'x']}}}"#,
                r"\newcommand{\RR}{{\bf R}}\newcommand{\bold}[1]{{\bf #1}}\newcommand{\set}[2][x]{\{#2\}_{#1}}",
            ),
            (
                "MathJax.Hub.Config({ TeX: { extensions: [f(1)], // all\n 'Macros' : { 'N': ['\\\\mathbb N', 0], }, }});",
                r"\newcommand{\N}{\mathbb N}",
            ),
            (
                r##"renderMathInElement(document.body, {macros: {"\\f": "#1f(#2)", "\\@x": "y"}})"##,
                r"\newcommand{\f}[2]{#1f(#2)}",
            ),
            (
                r#"MathJax = {macros: {a: "{", b: c, "d": "e"}}"#,
                r"\newcommand{\d}{e}",
            ),
            (r#"MathJax = {macros: {a: "b"#, ""),
            ("MathJax = {}", ""),
        ] {
            let commands = program(script).unwrap().commands;
            let mut found: Vec<String> = commands.into_values().collect();
            found.sort();
            let found = found.concat();
            assert_eq!(found, wanted, "{script}");
        }
        assert!(program("macros: {a: 'b'}").is_none());
    }

    #[test]
    fn pages_tell_whether_dollars_begin_formulas() {
        for (script, wanted) in [
            (
                r"MathJax = {tex: {inlineMath: [['$', '$'], ['\\(', '\\)']]}}",
                true,
            ),
            (
                r#"MathJax = {tex: {inlineMath: {"[+]": [["$", "$"]]}}}"#,
                false,
            ),
            (
                r"MathJax = {tex: {inlineMath: [['\\(', '\\)']], displayMath: [['$$', '$$']]}}",
                false,
            ),
            (
                r#"renderMathInElement(x, {delimiters: [{left: "$$", right: "$$"}, {left: "$", right: "$", display: false}]})"#,
                true,
            ),
        ] {
            assert_eq!(program(script).unwrap().has_dollars, wanted, "{script}");
        }
    }

    #[test]
    fn commands_are_defined_where_they_are_used() {
        let command = |name: &str, body: &str| (name.to_owned(), format!("{name}={body};"));
        let commands = [
            command("a", "x"),
            command("ab", "\\a"),
            command("c", "\\ab"),
        ];
        let mut commands = HashMap::from(commands);
        assert_eq!(take_used(&mut commands, "a \\abc"), "");
        assert_eq!(take_used(&mut commands, "\\c"), "c=\\ab; ab=\\a; a=x; ");
        assert!(commands.is_empty());
    }
}
