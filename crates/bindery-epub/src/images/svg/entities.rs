//! Entities that a drawing declares for itself: old editors do so for namespaces.
use std::borrow::Cow;
use std::collections::HashMap;

/// How long a text may get by them.
const MAX_LENGTH: usize = 20_000_000;
/// How long a name may be.
const MAX_NAME: usize = 64;

/// The text with declared entities in place of their names, and without its document type.
///
/// Only entities of plain text are known. Others, and those that a document type elsewhere
/// declares, are left to be found by the parser.
pub(super) fn expand(text: &str) -> Result<Cow<'_, str>, String> {
    let Some(start) = text.find("<!DOCTYPE") else {
        return Ok(Cow::Borrowed(text));
    };
    let rest = &text[start..];
    let subset = rest
        .find(['[', '>'])
        .filter(|&at| rest[at..].starts_with('['));
    let (declared, end) = match subset {
        Some(open) => {
            let close = open
                + rest[open..]
                    .find("]")
                    .ok_or("its document type does not end")?;
            let end = close
                + rest[close..]
                    .find('>')
                    .ok_or("its document type does not end")?;
            (&rest[open + 1..close], end)
        }
        None => ("", rest.find('>').ok_or("its document type does not end")?),
    };
    let entities = declarations(declared);
    let body = &rest[end + 1..];
    if entities.is_empty() {
        return Ok(Cow::Borrowed(body));
    }
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = name_of_reference(rest);
        match name.and_then(|name| Some((name, entities.get(name)?))) {
            Some((name, value)) => {
                out.push_str(value);
                rest = &rest[name.len() + 2..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
        if out.len() > MAX_LENGTH {
            return Err("its entities make it too long".to_owned());
        }
    }
    out.push_str(rest);
    Ok(Cow::Owned(out))
}

/// The name between `&` and `;` at the start of a text.
fn name_of_reference(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    let end = bytes[..bytes.len().min(MAX_NAME)]
        .iter()
        .position(|&byte| byte == b';')?;
    text.get(1..end)
}

/// Names and values of the entities that stand for plain text.
fn declarations(subset: &str) -> HashMap<&str, &str> {
    let mut entities = HashMap::new();
    for declaration in subset.split("<!ENTITY").skip(1) {
        let declaration = declaration.trim_start();
        let name_end = declaration.find(char::is_whitespace).unwrap_or(0);
        let (name, value) = declaration.split_at(name_end);
        let value = value.trim_start();
        let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            continue;
        };
        let Some(value) = value[1..].split(quote).next() else {
            continue;
        };
        if !name.is_empty() && !value.contains(['<', '&', '%']) {
            entities.entry(name).or_insert(value);
        }
    }
    entities
}
