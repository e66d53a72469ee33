//! Which lines of a Markdown text are fenced code (CommonMark, section 4.5).

/// Fewer marks are no fence.
const SHORTEST: usize = 3;

/// Follows a text line by line.
#[derive(Debug, Default)]
pub(crate) struct FencedCode<'t> {
    /// The marks of the fence that is open.
    fence: Option<&'t str>,
}

impl<'t> FencedCode<'t> {
    /// Whether a fence is open.
    pub(crate) fn is_open(&self) -> bool {
        self.fence.is_some()
    }

    /// Whether the next line is a fence or stands between two. What stands before the lines of the
    /// block that the code is in, such as marks of a quotation, is not a part of it.
    pub(crate) fn takes(&mut self, line: &'t str) -> bool {
        let line = line.trim();
        let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'));
        let info = mark.map_or(line, |mark| line.trim_start_matches(mark));
        let marks = &line[..line.len() - info.len()];
        match self.fence {
            Some(fence) => {
                let is_end = marks.starts_with(fence) && info.is_empty();
                self.fence = self.fence.filter(|_| !is_end);
                true
            }
            None => {
                // In one line, ticks are those of a span of code.
                let begins = marks.len() >= SHORTEST && !(mark == Some('`') && info.contains('`'));
                self.fence = begins.then_some(marks);
                begins
            }
        }
    }
}

/// Marks that fence code, at least four of them: more than stand beside each other in it.
pub(crate) fn fence_of(code: &str, mark: char) -> String {
    let runs = code.split(|c| c != mark).map(str::len);
    let longest = runs.max().unwrap_or(0);
    mark.to_string().repeat(SHORTEST.max(longest) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_are_longer_than_what_they_enclose() {
        for (code, expected) in [("a", "~~~~"), ("~~~~~ a ~~~", "~~~~~~"), ("``````", "~~~~")] {
            assert_eq!(fence_of(code, '~'), expected);
        }
    }

    #[test]
    fn lines_of_fenced_code_are_taken() {
        for (text, taken) in [
            ("a\n```\nb\n```\nc", "01110"),
            ("````md\n```\na\n```\n`````\nb", "111110"),
            ("~~~ a`b\n```\n~~~ c\n~~~\nd", "11110"),
            ("``` a ```\n``\n~~\n", "000"),
            ("```\n\n~~~\na", "1111"),
        ] {
            let mut code = FencedCode::default();
            let found: String = text
                .lines()
                .map(|line| if code.takes(line) { '1' } else { '0' })
                .collect();
            assert_eq!(found, taken, "{text}");
        }
    }
}
