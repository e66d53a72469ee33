//! Equations: lines of a formula, each of which may have a tag (`\tag{1}`) and labels.
use super::input::Input;
use super::tokens::{self, Token};

/// Environments that number what they hold (amsmath, chapters 3.2 to 3.7, and LaTeX's own), and what
/// KaTeX is to read in their place; an empty name is none.
const ENVIRONMENTS: [Environment; 7] = [
    Environment::of_lines("align", "{aligned}", "{aligned}"),
    Environment::of_lines("flalign", "{aligned}", "{aligned}"),
    Environment::of_lines("alignat", "{alignedat}", "{alignedat}"),
    Environment::of_lines("gather", "{gathered}", "{gathered}"),
    Environment::of_lines("eqnarray", "{darray}{rcl}", "{darray}"),
    Environment::of_one("multline", "{gathered}", "{gathered}"),
    Environment::of_one("equation", "", ""),
];

/// An environment of equations.
#[derive(Debug, PartialEq, Eq)]
struct Environment {
    name: &'static str,
    /// What stands behind the `\begin` and the `\end` that it is read as.
    begin: &'static str,
    end: &'static str,
    /// Whether each of its lines is an equation.
    has_lines: bool,
}

impl Environment {
    const fn of_lines(name: &'static str, begin: &'static str, end: &'static str) -> Environment {
        Environment {
            name,
            begin,
            end,
            has_lines: true,
        }
    }

    const fn of_one(name: &'static str, begin: &'static str, end: &'static str) -> Environment {
        Environment {
            name,
            begin,
            end,
            has_lines: false,
        }
    }
}

/// The equations of a formula: one, or one for each line of an environment.
#[derive(Debug)]
pub(super) struct Equations {
    environment: Option<&'static Environment>,
    /// Whether its name has a star, so that nothing is numbered.
    is_starred: bool,
    pub(super) lines: Vec<Equation>,
}

/// An equation.
#[derive(Debug, Default)]
pub(super) struct Equation {
    /// What it shows, without tag and labels, and the word that ends the line.
    words: Vec<Token>,
    pub(super) labels: Vec<String>,
    pub(super) tag: Option<Tag>,
    /// Whether it says that it has no number (`\notag`).
    is_unnumbered: bool,
}

impl Equation {
    fn is_blank(&self) -> bool {
        let is_blank = |word: &Token| matches!(word, Token::Char(c) if c.is_whitespace());
        self.words.iter().all(is_blank)
    }
}

/// What an equation is called.
#[derive(Debug, Clone)]
pub(super) struct Tag {
    text: String,
    /// Whether it stands in no parentheses (`\tag*`).
    is_bare: bool,
}

impl Tag {
    /// The number of an equation.
    pub(super) fn number(number: usize) -> Tag {
        Tag {
            text: number.to_string(),
            is_bare: false,
        }
    }

    /// What the tag shows, as what `\text` takes.
    fn shown(&self) -> String {
        match self.is_bare {
            true => self.text.clone(),
            false => self.in_parentheses(),
        }
    }

    /// What `\eqref` shows of it, as what `\text` takes.
    pub(super) fn in_parentheses(&self) -> String {
        format!("({})", self.text)
    }

    /// What `\ref` shows of it, as what `\text` takes.
    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

/// Whether a formula has to be read for equations.
pub(super) fn has_equations(tex: &str) -> bool {
    let environment = tex.trim_start().strip_prefix("\\begin{");
    let name = environment.and_then(|rest| rest.split(['*', '}']).next());
    let is_known = |name| ENVIRONMENTS.iter().any(|known| known.name == name);
    name.is_some_and(is_known) || tex.contains("\\tag") || tex.contains("\\label")
}

impl Equations {
    /// The equations of a formula.
    ///
    /// # Errors
    ///
    /// Why they cannot be read.
    pub(super) fn read(tex: &str) -> Result<Equations, String> {
        let mut words = tokens::read(tex.trim());
        let named = environment(&words);
        let (environment, is_starred) = match named {
            Some((environment, starred)) => {
                let around = environment.name.len() + usize::from(starred) + 3;
                words.drain(..around);
                words.truncate(words.len() - around);
                (Some(environment), starred)
            }
            None => (None, false),
        };
        let has_lines = environment.is_some_and(|environment| environment.has_lines);
        Ok(Equations {
            environment,
            is_starred,
            lines: lines(words, has_lines)?,
        })
    }

    /// The equations that have no tag and get a number where equations are numbered. One without an
    /// environment gets one if it is referred to.
    pub(super) fn unnumbered(&self, is_referred_to: &dyn Fn(&Equation) -> bool) -> Vec<usize> {
        let is_wanted = |line: &Equation| {
            let is_wanted = match self.environment {
                Some(_) => !self.is_starred && !line.is_blank(),
                None => is_referred_to(line),
            };
            is_wanted && line.tag.is_none() && !line.is_unnumbered
        };
        let lines = self.lines.iter().enumerate();
        lines
            .filter(|(_, line)| is_wanted(line))
            .map(|(at, _)| at)
            .collect()
    }

    /// What is shown of the equations without their tags, for KaTeX.
    pub(super) fn body(&self) -> String {
        let words: Vec<Token> = self.lines.iter().flat_map(|it| it.words.clone()).collect();
        let words = tokens::write(&words);
        match self.environment {
            Some(Environment { begin, end, .. }) if !begin.is_empty() => {
                format!("\\begin{begin}{words}\\end{end}")
            }
            _ => words,
        }
    }

    /// The equations with their tags, and without labels.
    pub(super) fn write(&self) -> String {
        let mut tex = String::new();
        for line in &self.lines {
            let ending = line.words.last().filter(|word| ends_line(word));
            let words = &line.words[..line.words.len() - usize::from(ending.is_some())];
            tex += &tokens::write(words);
            if let Some(tag) = &line.tag {
                let star = if tag.is_bare { "*" } else { "" };
                tex += &format!("\\tag{star}{{{}}}", tag.text);
            }
            if let Some(ending) = ending {
                tex += &tokens::write(std::slice::from_ref(ending));
            }
        }
        match self.environment {
            Some(Environment { name, .. }) => {
                let star = if self.is_starred { "*" } else { "" };
                format!("\\begin{{{name}{star}}}{tex}\\end{{{name}{star}}}")
            }
            None => tex,
        }
    }

    /// What the tag of each equation shows, as what `\text` takes.
    pub(super) fn tags(&self) -> impl Iterator<Item = Option<String>> {
        let tags = self.lines.iter().map(|line| line.tag.as_ref());
        tags.map(|tag| tag.map(Tag::shown))
    }

    /// Whether each line of a table is an equation.
    pub(super) fn has_lines(&self) -> bool {
        self.environment.is_some_and(|it| it.has_lines)
    }
}

/// The environment that is all of a formula, and whether its name has a star.
fn environment(words: &[Token]) -> Option<(&'static Environment, bool)> {
    let begin = name_behind(words, "begin")?;
    let name: String = begin.iter().collect();
    let bare = name.strip_suffix('*').unwrap_or(&name);
    let environment = ENVIRONMENTS.iter().find(|known| known.name == bare)?;
    let mut depth = 0usize;
    for (at, word) in words.iter().enumerate() {
        match word {
            Token::Command(word) if word == "begin" => depth += 1,
            Token::Command(word) if word == "end" => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            let is_last = words.len() - at == begin.len() + 3;
            let is_its_end = name_behind(&words[at..], "end")? == begin;
            return (is_last && is_its_end).then_some((environment, name.len() > bare.len()));
        }
    }
    None
}

/// The characters in braces behind a command that words begin with.
fn name_behind(words: &[Token], command: &str) -> Option<Vec<char>> {
    let (Token::Command(first), [Token::Char('{'), rest @ ..]) = words.split_first()? else {
        return None;
    };
    if first != command {
        return None;
    }
    let mut name = Vec::new();
    for word in rest {
        match word {
            Token::Char('}') => return Some(name),
            Token::Char(c) => name.push(*c),
            _ => return None,
        }
    }
    None
}

/// The equations in words, if there are several one for each line.
fn lines(words: Vec<Token>, has_lines: bool) -> Result<Vec<Equation>, String> {
    let mut input = Input::new(words);
    let mut lines = vec![Equation::default()];
    let (mut depth, mut environments) = (0usize, 0usize);
    while let Some(word) = input.next() {
        let Some(line) = lines.last_mut() else { break };
        match &word {
            Token::Char('{') => depth += 1,
            Token::Char('}') => depth = depth.saturating_sub(1),
            Token::Command(name) => match name.as_str() {
                "tag" => {
                    let is_bare = input.skip('*');
                    let text = tokens::write(&input.argument(name)?);
                    if line.tag.replace(Tag { text, is_bare }).is_some() {
                        return Err("an equation in it has two tags".to_owned());
                    }
                    continue;
                }
                "label" => {
                    line.labels.push(tokens::write(&input.argument(name)?));
                    continue;
                }
                "notag" | "nonumber" => {
                    line.is_unnumbered = true;
                    continue;
                }
                "begin" => environments += 1,
                "end" => environments = environments.saturating_sub(1),
                _ => {}
            },
            _ => {}
        }
        let is_end = has_lines && depth == 0 && environments == 0 && ends_line(&word);
        line.words.push(word);
        if is_end {
            lines.push(Equation::default());
        }
    }
    Ok(lines)
}

fn ends_line(word: &Token) -> bool {
    matches!(word, Token::Command(name) if name == "\\" || name == "cr")
}
