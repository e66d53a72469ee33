//! The words that TeX is made of.

/// A word of TeX.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// A command, without its backslash.
    Command(String),
    /// A command that means what it meant before anyone defined it otherwise.
    Original(String),
    /// Any other character.
    Char(char),
}

/// The words of a formula. Comments are none, nor is white space behind the name of a command.
pub(super) fn read(tex: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = tex;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '\\' => {
                let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
                let one = rest.chars().next().map_or(0, char::len_utf8);
                let (name, after) = rest.split_at(if letters > 0 { letters } else { one });
                rest = if letters > 0 {
                    after.trim_start()
                } else {
                    after
                };
                tokens.push(Token::Command(name.to_owned()));
            }
            '%' => rest = rest.split_once('\n').map_or("", |(_, after)| after),
            c => tokens.push(Token::Char(c)),
        }
    }
    tokens
}

/// Words as text that reads as the same words.
pub(super) fn write(tokens: &[Token]) -> String {
    let mut tex = String::new();
    let mut after_name = false;
    for token in tokens {
        match token {
            Token::Command(name) | Token::Original(name) => {
                tex.push('\\');
                tex.push_str(name);
                after_name = name.ends_with(|c: char| c.is_ascii_alphabetic());
            }
            Token::Char(c) => {
                if after_name && c.is_ascii_alphabetic() {
                    tex.push(' ');
                }
                tex.push(*c);
                after_name = false;
            }
        }
    }
    tex
}
