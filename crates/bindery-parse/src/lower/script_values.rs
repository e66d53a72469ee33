//! Values as they stand in a script: strings, numbers, lists and maps of plain literals (ECMA-262,
//! sections 12.9 and 13.2). Scripts are not run.

/// How deep values may nest.
const MAX_DEPTH: usize = 16;

/// A value in a script.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Text(String),
    Number(usize),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
    /// Something else: a name, a call, a number with a point.
    Other,
}

impl Value {
    /// The values of a list; others have none.
    pub(super) fn list(&self) -> &[Value] {
        match self {
            Value::List(list) => list,
            _ => &[],
        }
    }

    /// A value of a map.
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        let Value::Map(map) = self else { return None };
        let found = map.iter().find(|(name, _)| name == key);
        found.map(|(_, value)| value)
    }

    /// Whether it is this text.
    pub(super) fn is(&self, text: &str) -> bool {
        matches!(self, Value::Text(own) if own == text)
    }
}

/// The value that a script gives to the first key of a name (`key: value`); of a value that breaks
/// off what is there.
pub(super) fn value_behind(script: &str, key: &str) -> Option<Value> {
    let values = script.match_indices(key).filter_map(|(at, _)| {
        let is_part = script[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let behind = script[at + key.len()..].trim_start_matches(['"', '\'']);
        let value = behind.trim_start().strip_prefix(':')?;
        (!is_part).then_some(value)
    });
    let mut values = values;
    let mut reader = Reader {
        rest: values.next()?,
    };
    Some(reader.value(MAX_DEPTH))
}

struct Reader<'s> {
    rest: &'s str,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Value {
        self.skip_space();
        match self.rest.chars().next() {
            Some('"' | '\'' | '`') => match self.string() {
                Some(text) if self.ends() => Value::Text(text),
                _ => self.other(),
            },
            Some('[') if depth > 0 => Value::List(self.list(depth - 1)),
            Some('{') if depth > 0 => Value::Map(self.map(depth - 1)),
            Some(c) if c.is_ascii_digit() => {
                let length = self.rest.bytes().take_while(u8::is_ascii_digit).count();
                let number = self.rest[..length].parse();
                self.rest = &self.rest[length..];
                match number {
                    Ok(number) if self.ends() => Value::Number(number),
                    _ => self.other(),
                }
            }
            _ => self.other(),
        }
    }

    fn list(&mut self, depth: usize) -> Vec<Value> {
        let mut list = Vec::new();
        self.skip(1);
        while !self.is_done(']') {
            list.push(self.value(depth));
        }
        list
    }

    fn map(&mut self, depth: usize) -> Vec<(String, Value)> {
        let mut map = Vec::new();
        self.skip(1);
        while !self.is_done('}') {
            let key = match self.rest.chars().next() {
                Some('"' | '\'') => self.string(),
                _ => {
                    let end = self
                        .rest
                        .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$'));
                    let end = end.unwrap_or(self.rest.len());
                    let key = self.rest[..end].to_owned();
                    self.skip(end);
                    Some(key)
                }
            };
            self.skip_space();
            match (key, self.rest.strip_prefix(':')) {
                (Some(key), Some(rest)) => {
                    self.rest = rest;
                    let value = self.value(depth);
                    map.push((key, value));
                }
                _ => drop(self.other()),
            }
        }
        map
    }

    /// Passes over commas; whether a list or map has ended, or the text.
    fn is_done(&mut self, end: char) -> bool {
        loop {
            self.skip_space();
            match self.rest.chars().next() {
                Some(',') => self.skip(1),
                Some(c) if c == end => {
                    self.skip(1);
                    return true;
                }
                // Another bracket than that which is open.
                Some(']' | '}' | ')') | None => {
                    self.rest = "";
                    return true;
                }
                _ => return false,
            }
        }
    }

    /// Whether a value ends here, and is no part of something longer.
    fn ends(&mut self) -> bool {
        self.skip_space();
        self.rest.is_empty() || self.rest.starts_with([',', ']', '}'])
    }

    /// Passes over what is no plain value, to the comma or bracket behind it.
    fn other(&mut self) -> Value {
        let mut depth = 0usize;
        while let Some(c) = self.rest.chars().next() {
            match c {
                '"' | '\'' | '`' => {
                    if self.string().is_none() {
                        self.rest = "";
                    }
                    continue;
                }
                ',' if depth == 0 => break,
                ']' | '}' | ')' if depth == 0 => break,
                '[' | '{' | '(' => depth += 1,
                ']' | '}' | ')' => depth -= 1,
                _ => {}
            }
            self.skip(c.len_utf8());
        }
        Value::Other
    }

    /// A string; `None` if it does not end.
    fn string(&mut self) -> Option<String> {
        let mut chars = self.rest.char_indices();
        let (_, mark) = chars.next()?;
        let mut text = String::new();
        while let Some((at, c)) = chars.next() {
            match c {
                c if c == mark => {
                    self.rest = &self.rest[at + c.len_utf8()..];
                    return Some(text);
                }
                '\\' => match chars.next()?.1 {
                    'n' => text.push('\n'),
                    't' => text.push('\t'),
                    '\n' => {}
                    other => text.push(other),
                },
                c => text.push(c),
            }
        }
        None
    }

    /// Passes over white space and comments.
    fn skip_space(&mut self) {
        loop {
            self.rest = self.rest.trim_start();
            let end = if self.rest.starts_with("//") {
                self.rest.find('\n')
            } else if self.rest.starts_with("/*") {
                self.rest.find("*/").map(|end| end + 2)
            } else {
                return;
            };
            self.skip(end.unwrap_or(self.rest.len()));
        }
    }

    fn skip(&mut self, length: usize) {
        self.rest = self.rest.get(length..).unwrap_or_default();
    }
}
