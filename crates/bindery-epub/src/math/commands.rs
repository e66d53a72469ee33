//! Commands that an author defines within formulas: each use is replaced by what it stands for.
//!
//! KaTeX's rules could do that too, but then nobody would know how deep a formula nests before it is
//! read, and what one formula defines would be unknown in the next.
use std::collections::HashMap;

use super::input::Input;
use super::tokens::{self, Token};

/// How many uses a formula may have, those within what a command stands for included.
const MAX_USES: usize = 1000;
/// Words of the longest formula that may come out.
const MAX_WORDS: usize = 10_000;
/// Words that the commands of all formulas of a post may be replaced by.
const MAX_WORK: usize = 2_000_000;

/// What begins a definition, or is read as one.
const DEFINITIONS: [&str; 10] = [
    "newcommand",
    "renewcommand",
    "providecommand",
    "DeclareMathOperator",
    "def",
    "gdef",
    "let",
    "global",
    "long",
    "require",
];

/// Whether a formula defines something.
pub(super) fn defines(tex: &str) -> bool {
    DEFINITIONS.iter().any(|name| {
        let mut places = tex.match_indices(name);
        places.any(|(at, _)| tex[..at].ends_with('\\'))
    })
}

/// The commands that are known at a place of a post.
#[derive(Default)]
pub(super) struct Commands {
    known: HashMap<String, Command>,
    work: usize,
}

/// What a command stands for.
#[derive(Debug, Clone)]
struct Command {
    arguments: usize,
    /// What the first argument is where it is not given in square brackets.
    default: Option<Vec<Token>>,
    body: Vec<Token>,
}

impl Commands {
    /// The formula without definitions, which are known from now on, and with what commands stand
    /// for in their place; `None` if it has neither.
    ///
    /// # Errors
    ///
    /// Why it cannot be read.
    pub(super) fn expand(&mut self, tex: &str) -> Result<Option<String>, String> {
        let mut input = Input::new(tokens::read(tex));
        let mut output = Vec::new();
        let (mut uses, mut has_defined) = (0, false);
        while let Some(token) = input.next() {
            let Token::Command(name) = token else {
                output.push(token);
                continue;
            };
            if DEFINITIONS.contains(&name.as_str()) {
                self.define(&name, &mut input)?;
                has_defined = true;
                continue;
            }
            let Some(command) = self.known.get(&name) else {
                output.push(Token::Command(name));
                continue;
            };
            let words = command.replace(&name, &mut input)?;
            uses += 1;
            self.work += words.len();
            let length = output.len() + input.len() + words.len();
            if uses > MAX_USES || length > MAX_WORDS || self.work > MAX_WORK {
                return Err(format!("\\{name} stands for too much"));
            }
            input.put_back(words);
        }
        Ok((has_defined || uses > 0).then(|| tokens::write(&output)))
    }

    /// Reads what follows a word that begins a definition.
    fn define(&mut self, word: &str, input: &mut Input) -> Result<(), String> {
        match word {
            // They say where a definition holds, or what to load.
            "global" | "long" => return Ok(()),
            "require" => return input.argument(word).map(drop),
            _ => {}
        }
        let starred = input.skip('*');
        let name = input.name(word)?;
        let command = match word {
            "def" | "gdef" => Command {
                arguments: input.parameters(&name)?,
                default: None,
                body: input.argument(&name)?,
            },
            "let" => {
                input.skip('=');
                input.skip_space();
                let known = match input.next() {
                    Some(Token::Command(other)) => match self.known.get(&other) {
                        Some(command) => Ok(command.clone()),
                        None => Err(Token::Original(other)),
                    },
                    Some(other) => Err(other),
                    None => return Err(format!("it does not say what \\{name} is")),
                };
                known.unwrap_or_else(|token| Command {
                    arguments: 0,
                    default: None,
                    body: vec![token],
                })
            }
            "DeclareMathOperator" => {
                let mut body = vec![Token::Command("operatorname".to_owned())];
                body.extend(starred.then_some(Token::Char('*')));
                body.push(Token::Char('{'));
                body.extend(input.argument(&name)?);
                body.push(Token::Char('}'));
                Command {
                    arguments: 0,
                    default: None,
                    body,
                }
            }
            _ => {
                let count = input.optional_argument()?;
                let count =
                    count.map_or(Some(0), |words| tokens::write(&words).trim().parse().ok());
                Command {
                    arguments: count.filter(|count| *count <= 9).ok_or_else(|| {
                        format!("it does not say how many arguments \\{name} has")
                    })?,
                    default: input.optional_argument()?,
                    body: input.argument(&name)?,
                }
            }
        };
        if word != "providecommand" || !self.known.contains_key(&name) {
            self.known.insert(name, command);
        }
        Ok(())
    }
}

impl Command {
    /// The words that stand for a use, whose arguments follow.
    fn replace(&self, name: &str, input: &mut Input) -> Result<Vec<Token>, String> {
        let mut arguments = Vec::with_capacity(self.arguments);
        if let Some(default) = &self.default {
            let given = input.optional_argument()?;
            arguments.push(given.unwrap_or_else(|| default.clone()));
        }
        while arguments.len() < self.arguments {
            arguments.push(input.argument(name)?);
        }
        let mut words = Vec::with_capacity(self.body.len());
        let mut body = self.body.iter();
        while let Some(token) = body.next() {
            match (token, body.as_slice().first()) {
                (Token::Char('#'), Some(&Token::Char(digit))) => {
                    body.next();
                    let place = digit.to_digit(10).unwrap_or(0) as usize;
                    let argument = place.checked_sub(1).and_then(|at| arguments.get(at));
                    match argument {
                        Some(argument) => words.extend_from_slice(argument),
                        None => words.push(Token::Char(digit)),
                    }
                    if words.len() > MAX_WORDS {
                        return Err(format!("\\{name} stands for too much"));
                    }
                }
                _ => words.push(token.clone()),
            }
        }
        Ok(words)
    }
}
