//! Tables.
use super::tree::{Alignment, Element, Kind};
use super::{Parser, Source, block, elements, scan};

impl Parser {
    pub(super) fn parse_table(&mut self, tree: &mut Element, source: &mut Source<'_>) -> bool {
        let start = scan::after_indent(source.rest());
        if start.starts_with([' ', '\t', '\n']) || !is_table_line(start) {
            return false;
        }
        if !self.is_after_boundary(tree) {
            return false;
        }
        let leading_pipe = start.starts_with('|');
        let mut rest = source.rest();
        let mut table = Table::default();
        let (first, after) = scan::split_line(rest);
        if is_separator(first, '-') {
            rest = after;
        }
        while is_table_line(rest) {
            let (line, after) = scan::split_line(rest);
            if is_separator(line, '-') {
                table.separate(line);
            } else if is_separator(line, '=') {
                if !table.rows.is_empty() {
                    table.close(Kind::TableBody);
                }
                table.has_footer = true;
            } else {
                let Some(cells) = cells(line, leading_pipe) else {
                    return false;
                };
                table.add_row(cells);
            }
            rest = after;
        }
        let text = source.rest();
        if !block::is_before_boundary(rest) || !has_pipes(&text[..text.len() - rest.len()]) {
            return false;
        }
        if !table.rows.is_empty() {
            let kind = if table.has_footer {
                Kind::TableFoot
            } else {
                Kind::TableBody
            };
            table.close(kind);
        }
        if !table.parts.iter().any(|part| part.kind == Kind::TableBody) {
            return false;
        }
        source.go_on_at(rest);
        let table = table.finish();
        self.push(tree, table);
        true
    }
}

#[derive(Default)]
struct Table {
    parts: Vec<Element>,
    rows: Vec<Element>,
    columns: usize,
    alignment: Vec<Alignment>,
    has_footer: bool,
}

impl Table {
    /// A line of dashes: the first ends the head and says how columns stand.
    fn separate(&mut self, line: &str) {
        if self.rows.is_empty() {
            return;
        }
        if self.alignment.is_empty() && !self.has_footer {
            self.close(Kind::TableHead);
            self.alignment = alignments(line);
        } else if !self.has_footer {
            self.close(Kind::TableBody);
        }
    }

    fn close(&mut self, kind: Kind) {
        let rows = std::mem::take(&mut self.rows);
        self.parts.push(Element::with_children(kind, rows));
    }

    fn add_row(&mut self, cells: Vec<String>) {
        self.columns = self.columns.max(cells.len());
        let cells = cells
            .into_iter()
            .map(|text| Element::with_value(Kind::Cell, text));
        self.rows
            .push(Element::with_children(Kind::Row, cells.collect()));
    }

    fn finish(mut self) -> Element {
        for row in self.parts.iter_mut().flat_map(|part| &mut part.children) {
            row.children
                .resize_with(self.columns, || Element::new(Kind::Cell));
        }
        self.alignment.resize(self.columns, Alignment::Default);
        Element::with_children(Kind::Table(self.alignment), self.parts)
    }
}

/// Whether the line has a pipe that is not escaped.
fn is_table_line(text: &str) -> bool {
    let (line, _) = scan::split_line(text);
    line.ends_with('\n')
        && memchr::memchr_iter(b'|', line.as_bytes())
            .any(|at| at == 0 || line.as_bytes()[at - 1] != b'\\')
}

/// Whether every line has a pipe outside of code and HTML.
fn has_pipes(text: &str) -> bool {
    let mut rest = text.trim_end_matches('\n');
    let mut has_pipe = false;
    while let Some(at) = memchr::memchr3(b'|', b'`', b'<', rest.as_bytes()) {
        let before = &rest[..at];
        let escaped = before.ends_with('\\');
        for _ in before.matches('\n') {
            if !std::mem::take(&mut has_pipe) {
                return false;
            }
        }
        rest = &rest[at..];
        let code = code_span(rest).filter(|_| !escaped);
        let skipped = match (rest.as_bytes()[0], code) {
            (b'`', Some(length)) => {
                let lines = rest[..length].matches('\n').count();
                if lines > 1 || lines == 1 && !std::mem::take(&mut has_pipe) {
                    return false;
                }
                length
            }
            (b'<', _) => html_span(rest).unwrap_or(1),
            (b'|', _) => {
                has_pipe |= !escaped;
                1
            }
            _ => 1,
        };
        rest = &rest[skipped..];
    }
    // A line end among what is left begins a line without pipe.
    has_pipe && !rest.contains('\n')
}

/// The length of an HTML element within a line, with its end tag.
fn html_span(text: &str) -> Option<usize> {
    let tag = scan::start_tag(text)?;
    let body = text.len() - tag.rest.len();
    if tag.closed || elements::has_no_body(tag.name) || !elements::is_span(tag.name) {
        return Some(body);
    }
    let end = tag.rest.find(&format!("</{}>", tag.name))?;
    Some(body + end + tag.name.len() + 3)
}

/// A line of dashes, or of equals signs, with pipes.
fn is_separator(line: &str, mark: char) -> bool {
    let inner = line.trim_end_matches('\n');
    line.ends_with('\n')
        && inner.contains(mark)
        && inner
            .chars()
            .all(|c| c == mark || matches!(c, '+' | '|' | ':' | ' ' | '\t'))
}

/// How columns stand: `:--`, `--:`, `:-:`.
fn alignments(line: &str) -> Vec<Alignment> {
    let mut alignments = Vec::new();
    let bytes = line.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'-' {
            at += 1;
            continue;
        }
        let start = at;
        while bytes.get(at) == Some(&b'-') {
            at += 1;
        }
        let left = start > 0 && bytes[start - 1] == b':';
        let right = bytes.get(at) == Some(&b':');
        alignments.push(match (left, right) {
            (false, false) => Alignment::Default,
            (true, false) => Alignment::Left,
            (false, true) => Alignment::Right,
            (true, true) => Alignment::Center,
        });
    }
    alignments
}

/// The cells of a row; `None` if all its pipes stand in code.
fn cells(line: &str, leading_pipe: bool) -> Option<Vec<String>> {
    let line = line.trim_end_matches(['\n', ' ', '\t']);
    let mut cells = vec![String::new()];
    let mut rest = line;
    let mut has_pipe = false;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '`' => code_span(rest).unwrap_or_else(|| scan::run(rest, '`')),
            '<' if rest.starts_with("<code") => {
                rest.find("</code>").map_or(1, |at| at + "</code>".len())
            }
            '\\' if rest.starts_with("\\|") => {
                rest = &rest[1..];
                1
            }
            '\\' => {
                1 + rest[1..]
                    .chars()
                    .next()
                    .filter(|&c| c == '`')
                    .map_or(0, char::len_utf8)
            }
            '|' => {
                cells.push(String::new());
                has_pipe = true;
                rest = &rest[1..];
                continue;
            }
            c => c.len_utf8(),
        };
        if let Some(cell) = cells.last_mut() {
            cell.push_str(&rest[..length]);
        }
        rest = &rest[length..];
    }
    if !has_pipe {
        return None;
    }
    let is_blank = |cell: Option<&String>| cell.is_some_and(|cell| cell.trim().is_empty());
    if leading_pipe && is_blank(cells.first()) {
        cells.remove(0);
    }
    if is_blank(cells.last()) {
        cells.pop();
    }
    for cell in &mut cells {
        *cell = cell.trim().to_owned();
    }
    Some(cells)
}

/// The length of the code span at the start.
fn code_span(text: &str) -> Option<usize> {
    let length = scan::run(text, '`');
    let end = text[length..].find(&text[..length])?;
    Some(length + end + length)
}
