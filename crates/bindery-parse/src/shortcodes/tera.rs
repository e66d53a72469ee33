//! Templates of Tera, as Zola's shortcodes have them, as Liquid: the two differ in little but how
//! filters take arguments.

/// The same template in Liquid; `None` where it says what is not read here.
pub(super) fn to_liquid(template: &str) -> Option<String> {
    let mut out = String::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some(at) = rest.find(['{']) {
        out.push_str(&rest[..at]);
        let mark = &rest[at..];
        let close = match mark.get(..2) {
            Some("{{") => "}}",
            Some("{%") => "%}",
            Some("{#") => "#}",
            _ => {
                out.push('{');
                rest = &mark[1..];
                continue;
            }
        };
        let end = mark.find(close)?;
        let inner = &mark[2..end];
        rest = &mark[end + 2..];
        let trims = |dashed: bool| if dashed { "-" } else { "" };
        let (before, after) = (trims(inner.starts_with('-')), trims(inner.ends_with('-')));
        let inner = inner.trim_matches('-').trim();
        match close {
            "}}" => out.push_str(&format!("{{{{{before} {} {after}}}}}", shown(inner)?)),
            "%}" => out.push_str(&format!("{{%{before} {} {after}%}}", tag(inner)?)),
            _ => {}
        }
    }
    Some(out + rest)
}

/// What is shown is escaped unless it is `safe`.
fn shown(text: &str) -> Option<String> {
    let is_safe = text.split('|').any(|part| part.trim() == "safe");
    let escape = if is_safe { "" } else { " | escape" };
    Some(format!("{}{escape}", expression(text)?))
}

fn tag(text: &str) -> Option<String> {
    let (name, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let rest = rest.trim();
    Some(match name {
        "if" | "elif" => {
            let name = if name == "if" { "if" } else { "elsif" };
            let is_plain = !rest.contains(['(', '|', '~']) && !rest.contains(" is ");
            let rest = is_plain.then_some(rest)?;
            match rest.strip_prefix("not ") {
                Some(value) => format!("{name} {value} == nil"),
                None => format!("{name} {rest}"),
            }
        }
        "else" | "endif" | "endfor" | "break" | "continue" => name.to_owned(),
        "for" if !rest.contains(['(', '|', ',']) => format!("for {rest}"),
        "set" => {
            let (name, value) = rest.split_once('=')?;
            format!("assign {} = {}", name.trim(), expression(value)?)
        }
        _ => return None,
    })
}

/// A value with its filters.
fn expression(text: &str) -> Option<String> {
    let mut parts = text.split('|').map(str::trim);
    let value = parts.next()?;
    let is_text = value.starts_with(['"', '\'']);
    if value.is_empty() || !is_text && value.contains(['(', '~', '+', '*', '/', ' ']) {
        return None;
    }
    let mut out = value.to_owned();
    for part in parts {
        out.push_str(&filter(part)?);
    }
    Some(out)
}

fn filter(text: &str) -> Option<String> {
    let (name, arguments) = match text.split_once('(') {
        Some((name, arguments)) => (name, arguments.strip_suffix(')')?),
        None => (text, ""),
    };
    Some(match name.trim() {
        "safe" => String::new(),
        "markdown" => " | markdownify".to_owned(),
        "upper" => " | upcase".to_owned(),
        "lower" => " | downcase".to_owned(),
        "capitalize" => " | capitalize".to_owned(),
        "trim" => " | strip".to_owned(),
        "length" => " | size".to_owned(),
        "escape" => " | escape".to_owned(),
        "striptags" => " | strip_html".to_owned(),
        "slugify" => " | slugify".to_owned(),
        "default" => {
            let value = arguments.trim().strip_prefix("value")?.trim_start();
            let value = value.strip_prefix('=')?.trim();
            format!(
                " | default: {}",
                (!value.contains(['(', '\\'])).then_some(value)?
            )
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::to_liquid;

    #[test]
    fn plain_templates_are_read_and_others_left() {
        for (tera, liquid) in [
            ("<b>{{ a }}</b>", "<b>{{ a | escape }}</b>"),
            (
                "{{- body | markdown | safe -}}",
                "{{- body | markdownify -}}",
            ),
            (
                "{% if a == 1 %}x{% elif not b %}y{% endif %}{# c #}",
                "{% if a == 1 %}x{% elsif b == nil %}y{% endif %}",
            ),
            (
                "{% set a = b | default(value=\"x\") %}",
                "{% assign a = b | default: \"x\" %}",
            ),
        ] {
            assert_eq!(to_liquid(tera).as_deref(), Some(liquid), "{tera}");
        }
        for tera in [
            "{{ get_url(path=\"a\") }}",
            "{% macro a() %}{% endmacro %}",
            "{{ a ~ b }}",
            "{% if a is defined %}x{% endif %}",
            "{{ a",
        ] {
            assert_eq!(to_liquid(tera), None, "{tera}");
        }
    }
}
