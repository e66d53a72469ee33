//! Lines before they are wrapped: what each begins with, and its text.

/// How a line is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Wrapped where it is too long.
    Flowing,
    /// Wrapped, and underlined with the character.
    Underlined(char),
    /// Set as it is.
    Verbatim,
    /// Set as it is, in the middle.
    Centred,
}

/// A line before it is wrapped.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// What its first line begins with.
    pub(crate) first: String,
    /// What the others begin with.
    pub(crate) rest: String,
    /// The text, with the marks of [`wrap`](crate::wrap).
    pub(crate) text: String,
    pub(crate) kind: Kind,
}

/// A mark that was opened, for [`Lines::close`].
#[must_use]
pub(crate) struct Open {
    prefix: usize,
    first: Option<String>,
}

/// Collects lines.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    /// Columns of a whole line; 0 where they are not known yet.
    pub(crate) width: usize,
    lines: Vec<Line>,
    /// What every line begins with.
    prefix: String,
    /// What the next line alone begins with: a list's mark.
    first: Option<String>,
    /// How much of the prefix a blank line before the next line has.
    gap: Option<usize>,
}

impl Lines {
    pub(crate) fn new(width: usize) -> Lines {
        Lines {
            width,
            ..Lines::default()
        }
    }

    pub(crate) fn into_lines(self) -> Vec<Line> {
        self.lines
    }

    pub(crate) fn len(&self) -> usize {
        self.lines.len()
    }

    /// Columns that are left inside the prefix; 0 where they are not known yet.
    pub(crate) fn room(&self) -> usize {
        match self.width {
            0 => 0,
            width => inner_width(width, self.prefix.len()),
        }
    }

    /// Wants a blank line before the next line, unless that is the first.
    pub(crate) fn gap(&mut self) {
        if !self.lines.is_empty() {
            let length = self.prefix.len();
            self.gap = Some(self.gap.map_or(length, |gap| gap.min(length)));
        }
    }

    /// The gap that is wanted, to be given back where nothing came of what it was for.
    pub(crate) fn wanted_gap(&self) -> Option<usize> {
        self.gap
    }

    pub(crate) fn set_wanted_gap(&mut self, gap: Option<usize>) {
        self.gap = gap;
    }

    /// Appends a line.
    pub(crate) fn push(&mut self, text: String, kind: Kind) {
        self.push_hanging(text, kind, "");
    }

    /// Appends a line whose continuations begin with `indent` too.
    pub(crate) fn push_hanging(&mut self, text: String, kind: Kind, indent: &str) {
        if let Some(gap) = self.gap.take() {
            let blank = self.prefix[..gap].to_owned();
            self.lines.push(Line {
                first: blank.clone(),
                rest: blank,
                text: String::new(),
                kind: Kind::Verbatim,
            });
        }
        let first = self.first.take();
        self.lines.push(Line {
            first: first.unwrap_or_else(|| self.prefix.clone()),
            rest: format!("{}{indent}", self.prefix),
            text,
            kind,
        });
    }

    /// Appends lines that were collected elsewhere.
    pub(crate) fn append(&mut self, lines: Vec<Line>) {
        for line in lines {
            let outer = self.prefix.clone();
            self.push(line.text, line.kind);
            if let Some(last) = self.lines.last_mut() {
                last.first.push_str(&line.first);
                last.rest = outer + &line.rest;
            }
        }
    }

    /// Lets the next line begin with `mark` and the others with `indent`, until it is closed.
    pub(crate) fn open(&mut self, mark: &str, indent: &str) -> Open {
        let open = Open {
            prefix: self.prefix.len(),
            first: self.first.take(),
        };
        let first = open.first.clone().unwrap_or_else(|| self.prefix.clone());
        self.first = Some(first + mark);
        self.prefix.push_str(indent);
        open
    }

    /// Takes back what was opened, where nothing came of it.
    pub(crate) fn cancel(&mut self, open: Open) {
        self.prefix.truncate(open.prefix);
        self.first = open.first;
    }

    /// Ends what was opened. A mark without a line gets one.
    pub(crate) fn close(&mut self, open: Open) {
        if self.first.is_some() {
            self.push(String::new(), Kind::Verbatim);
        }
        self.prefix.truncate(open.prefix);
    }
}

/// Columns that a line has inside a prefix. Where a text is nested too deep, the prefix gives way.
pub(crate) fn inner_width(width: usize, prefix: usize) -> usize {
    width.saturating_sub(prefix).max(least_width(width))
}

/// Columns that a line always has, however deep a text is nested.
fn least_width(width: usize) -> usize {
    (width / 3).clamp(8.min(width), 20)
}
