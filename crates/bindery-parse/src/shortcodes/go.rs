//! Templates of Go, as Hugo's shortcodes have them, as Liquid: `.Get`, `.Inner`, variables, `with`,
//! `if` and a few functions.

/// The same template in Liquid; `None` where it says what is not read here.
pub(super) fn to_liquid(template: &str) -> Option<String> {
    let mut out = String::with_capacity(template.len() + 64);
    let mut open: Vec<&str> = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let (inner, after) = after.split_once("}}")?;
        rest = after;
        let trims_before = inner.starts_with("- ");
        let trims_after = inner.ends_with(" -");
        let action =
            inner[usize::from(trims_before)..inner.len() - usize::from(trims_after)].trim();
        let tag = |text: String| {
            let dash = |trims: bool| if trims { "-" } else { "" };
            format!("{{%{} {text} {}%}}", dash(trims_before), dash(trims_after))
        };
        if action.starts_with("/*") {
            out.push_str(&tag("assign nothing = nil".to_owned()));
        } else if action == "end" {
            out.push_str(&tag(open.pop()?.to_owned()));
        } else if action == "else" {
            out.push_str(&tag("else".to_owned()));
        } else if let Some(condition) = action.strip_prefix("else if ") {
            out.push_str(&tag(format!("elsif {}", self::condition(condition)?)));
        } else if let Some(condition) = action.strip_prefix("if ") {
            open.push("endif");
            out.push_str(&tag(format!("if {}", self::condition(condition)?)));
        } else if let Some(value) = action.strip_prefix("with ") {
            // What is inside calls it `.`, or by the name that it is given.
            let (name, value) = value.split_once(":=").unwrap_or(("", value));
            let name = variable(name.trim()).unwrap_or("dot");
            open.push("endif");
            out.push_str(&tag(format!("assign {name} = {}", expression(value)?)));
            out.push_str(&tag(format!("assign dot = {name}")));
            out.push_str(&tag("if dot".to_owned()));
        } else if let Some((name, value)) = assignment(action) {
            out.push_str(&tag(format!("assign {name} = {}", expression(value)?)));
        } else {
            out.push_str(&format!("{{{{ {} }}}}", shown(action)?));
        }
    }
    out.push_str(rest);
    open.is_empty().then_some(out)
}

/// `$x := …`, `$x = …`.
fn assignment(action: &str) -> Option<(&str, &str)> {
    let (name, value) = action.split_once('=')?;
    Some((variable(name.trim_end_matches([':', ' ']))?, value))
}

fn variable(text: &str) -> Option<&str> {
    let name = text.strip_prefix('$')?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    is_name.then_some(name)
}

/// What is shown is escaped unless the template says that it is HTML.
fn shown(action: &str) -> Option<String> {
    let is_html = [".Inner", "safeHTML", "markdownify", "RenderString"];
    let is_html = is_html.iter().any(|name| action.contains(name));
    let escape = if is_html { "" } else { " | escape" };
    Some(format!("{}{escape}", expression(action)?))
}

/// `eq a b`, `not a`, or a value.
fn condition(text: &str) -> Option<String> {
    let words = words(text)?;
    let operand = |at: usize| operand(words.get(at)?);
    match words.first()?.as_str() {
        "not" if words.len() == 2 => Some(format!("{} == nil", operand(1)?)),
        "eq" if words.len() == 3 => Some(format!("{} == {}", operand(1)?, operand(2)?)),
        "ne" if words.len() == 3 => Some(format!("{} != {}", operand(1)?, operand(2)?)),
        "and" | "or" if words.len() == 3 => {
            Some(format!("{} {} {}", operand(1)?, words[0], operand(2)?))
        }
        _ => expression(text).filter(|value| !value.contains('|')),
    }
}

/// A value with what its pipe makes of it.
fn expression(text: &str) -> Option<String> {
    let mut parts = text.split('|').map(str::trim);
    let mut out = call(&words(parts.next()?)?)?;
    for part in parts {
        out.push_str(&filter(&words(part)?)?);
    }
    Some(out)
}

/// A value, or a function with its arguments before it.
fn call(words: &[String]) -> Option<String> {
    match words {
        [get, key] if get == ".Get" || get == "$.Get" => Some(format!("get[{}]", text_key(key)?)),
        [value] => operand(value),
        [function, arguments @ .., value] => {
            let function = [std::slice::from_ref(function), arguments].concat();
            Some(format!("{}{}", operand(value)?, filter(&function)?))
        }
        [] => None,
    }
}

fn filter(words: &[String]) -> Option<String> {
    let (name, arguments) = words.split_first()?;
    let filter = match (name.as_str(), arguments) {
        ("markdownify" | "$.Page.RenderString" | ".Page.RenderString", []) => " | markdownify",
        ("safeHTML" | "safeURL" | "safeHTMLAttr" | "safeCSS" | "string", []) => "",
        ("relURL" | "absURL" | "relLangURL" | "absLangURL" | "htmlUnescape", []) => "",
        ("upper", []) => " | upcase",
        ("lower", []) => " | downcase",
        ("title" | "humanize", []) => " | capitalize",
        ("plainify", []) => " | strip_html",
        ("urlize" | "anchorize", []) => " | slugify",
        ("default", [value]) => return Some(format!(" | default: {}", operand(value)?)),
        ("trim", _) => " | strip",
        _ => return None,
    };
    Some(filter.to_owned())
}

/// A literal, a variable, `.Inner`, `(.Get "x")`, or what `with` has named.
fn operand(word: &str) -> Option<String> {
    if let Some(inner) = word
        .strip_prefix('(')
        .and_then(|word| word.strip_suffix(')'))
    {
        return call(&words(inner)?);
    }
    let is_number = word.bytes().all(|b| b.is_ascii_digit());
    match word {
        "." => Some("dot".to_owned()),
        ".Inner" | "$.Inner" => Some("inner".to_owned()),
        "true" | "false" => Some(word.to_owned()),
        _ if is_number => Some(word.to_owned()),
        _ if word.starts_with('"') || word.starts_with('`') => {
            let text = &word[1..word.len() - 1];
            (!text.contains(['"', '\\'])).then(|| format!("\"{text}\""))
        }
        _ => variable(word).map(str::to_owned),
    }
}

/// The key of an argument: names and numbers alike are texts.
fn text_key(word: &str) -> Option<String> {
    match operand(word)? {
        key if key.starts_with('"') => Some(key),
        key => key.parse::<u8>().ok().map(|_| format!("\"{key}\"")),
    }
}

/// The words of an action; a text in quotes and what is in brackets are one.
fn words(text: &str) -> Option<Vec<String>> {
    let mut words: Vec<String> = Vec::new();
    let (mut word, mut quote, mut depth) = (String::new(), None, 0_usize);
    for c in text.chars() {
        match quote {
            Some(open) => {
                word.push(c);
                if c == open {
                    quote = None;
                }
            }
            None if c.is_whitespace() && depth == 0 => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            None => {
                word.push(c);
                match c {
                    '"' | '`' => quote = Some(c),
                    '(' => depth += 1,
                    ')' => depth = depth.checked_sub(1)?,
                    _ => {}
                }
            }
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    (quote.is_none() && depth == 0).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::to_liquid;

    #[test]
    fn plain_templates_are_read_and_others_left() {
        for (go, liquid) in [
            (
                r#"<b>{{ .Get "a" }}</b>"#,
                r#"<b>{{ get["a"] | escape }}</b>"#,
            ),
            ("{{ .Get 0 | safeHTML }}", r#"{{ get["0"] }}"#),
            ("{{- .Inner | markdownify -}}", "{{ inner | markdownify }}"),
            (
                r#"{{ with .Get "t" }}{{ . }}{{ end }}"#,
                r#"{% assign dot = get["t"] %}{% assign dot = dot %}{% if dot %}{{ dot | escape }}{% endif %}"#,
            ),
            (
                r#"{{ $a := .Get 1 | default "x" }}{{ if eq $a "x" }}1{{ else }}2{{ end }}"#,
                r#"{% assign a = get["1"] | default: "x" %}{% if a == "x" %}1{% else %}2{% endif %}"#,
            ),
        ] {
            assert_eq!(to_liquid(go).as_deref(), Some(liquid), "{go}");
        }
        for go in [
            "{{ range .Site.Pages }}x{{ end }}",
            "{{ .Page.Scratch.Get \"x\" }}",
            "{{ partial \"a.html\" . }}",
            "{{ if .Get \"a\" }}open",
            "{{ end }}",
            "{{ printf \"%s\" \"a\\\"\" }}",
        ] {
            assert_eq!(to_liquid(go), None, "{go}");
        }
    }
}
