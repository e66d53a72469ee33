//! Reads words of TeX one after the other, as its commands do.
use super::tokens::Token;

/// The words that are still to be read, the next one last.
pub(super) struct Input {
    rest: Vec<Token>,
}

impl Input {
    /// Words, in order.
    pub(super) fn new(mut tokens: Vec<Token>) -> Input {
        tokens.reverse();
        Input { rest: tokens }
    }

    /// The next word, which has been read then.
    pub(super) fn next(&mut self) -> Option<Token> {
        self.rest.pop()
    }

    /// Has words read next.
    pub(super) fn put_back(&mut self, words: Vec<Token>) {
        self.rest.extend(words.into_iter().rev());
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.rest.len()
    }

    fn is_next(&self, c: char) -> bool {
        self.rest.last() == Some(&Token::Char(c))
    }

    /// Passes over white space.
    pub(super) fn skip_space(&mut self) {
        while matches!(self.rest.last(), Some(Token::Char(c)) if c.is_whitespace()) {
            self.rest.pop();
        }
    }

    /// Passes over white space and a character; whether that was there.
    pub(super) fn skip(&mut self, c: char) -> bool {
        self.skip_space();
        let is_next = self.is_next(c);
        if is_next {
            self.rest.pop();
        }
        is_next
    }

    /// The name that is defined, in braces or not.
    pub(super) fn name(&mut self, word: &str) -> Result<String, String> {
        let mut words = self.argument(word)?;
        words.retain(|token| *token != Token::Char(' '));
        match words.as_slice() {
            [Token::Command(name)] => Ok(name.clone()),
            _ => Err(format!("its \\{word} does not say what it defines")),
        }
    }

    /// `#1#2` before the body of a `\def`: how many.
    pub(super) fn parameters(&mut self, name: &str) -> Result<usize, String> {
        let mut count = 0;
        while !self.is_next('{') {
            let digit = match (self.next(), self.next()) {
                (Some(Token::Char('#')), Some(Token::Char(digit))) => digit.to_digit(10),
                _ => None,
            };
            count += 1;
            if digit != Some(count) {
                return Err(format!(
                    "the arguments of \\{name} have delimiters, which are not read"
                ));
            }
        }
        Ok(count as usize)
    }

    /// A group without its braces, or one word.
    pub(super) fn argument(&mut self, name: &str) -> Result<Vec<Token>, String> {
        self.skip_space();
        let lacking = || format!("\\{name} lacks an argument");
        match self.next() {
            Some(Token::Char('{')) => self.until('}').ok_or_else(lacking),
            None | Some(Token::Char('}')) => Err(lacking()),
            Some(token) => Ok(vec![token]),
        }
    }

    /// What stands in square brackets, if they are next.
    pub(super) fn optional_argument(&mut self) -> Result<Option<Vec<Token>>, String> {
        if !self.skip('[') {
            return Ok(None);
        }
        let words = self.until(']');
        let words = words.ok_or_else(|| "its square brackets do not pair".to_owned())?;
        Ok(Some(words))
    }

    /// The words before a character that stands in no inner group.
    fn until(&mut self, end: char) -> Option<Vec<Token>> {
        let mut words = Vec::new();
        let mut depth = 0usize;
        loop {
            match self.next()? {
                Token::Char(c) if c == end && depth == 0 => return Some(words),
                token => {
                    match token {
                        Token::Char('{') => depth += 1,
                        Token::Char('}') => depth = depth.checked_sub(1)?,
                        _ => {}
                    }
                    words.push(token);
                }
            }
        }
    }
}
