//! Tables.
use super::table_pipes::{code_span, has_pipe_in, has_pipes};
use super::tree::{Alignment, Element, Kind};
use super::{Parser, Source, block, scan};

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
                table.add_row(cells(line, leading_pipe));
            }
            rest = after;
        }
        let text = source.rest();
        let lines = text[..text.len() - rest.len()].trim_end_matches('\n');
        if !block::is_before_boundary(rest) || !has_pipes(lines) {
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
    line.ends_with('\n') && has_pipe_in(line)
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

/// The cells of a row.
fn cells(line: &str, leading_pipe: bool) -> Vec<String> {
    let mut rest = line.trim_end_matches(['\n', ' ', '\t']);
    let mut cells = vec![String::new()];
    while let Some((start, end)) = code_element(rest) {
        split_cells(&rest[..start], &mut cells);
        if let Some(cell) = cells.last_mut() {
            cell.push_str(&rest[start..end]);
        }
        rest = &rest[end..];
    }
    split_cells(rest, &mut cells);
    let is_blank = |cell: Option<&String>| cell.is_some_and(|cell| scan::stripped(cell).is_empty());
    if leading_pipe && is_blank(cells.first()) {
        cells.remove(0);
    }
    if is_blank(cells.last()) {
        cells.pop();
    }
    for cell in &mut cells {
        *cell = scan::stripped(cell).to_owned();
    }
    cells
}

/// Where the first `<code…>…</code>` stands.
fn code_element(text: &str) -> Option<(usize, usize)> {
    let start = text.find("<code")?;
    let body = start + text[start..].find('>')? + 1;
    let end = body + text[body..].find("</code>")? + "</code>".len();
    Some((start, end))
}

/// Adds text to the last cell; each pipe outside of code spans begins another.
fn split_cells(text: &str, cells: &mut Vec<String>) {
    let mut cell = cells.pop().unwrap_or_default();
    let mut rest = text;
    let mut before = None;
    while let Some(end) = memchr::memchr2(b'|', b'`', rest.as_bytes()) {
        let (plain, special) = rest.split_at(end);
        before = plain.chars().next_back().or(before);
        cell.push_str(plain);
        let mut length = 1;
        if special.starts_with('`') {
            let (code, marks_and_code) = code_span(before, special);
            length = marks_and_code;
            match code {
                Some(code) => push_code(code, &mut cell),
                None => cell.push_str(&special[..length]),
            }
        } else if before == Some('\\') {
            cell.pop();
            cell.push('|');
        } else {
            cells.push(std::mem::take(&mut cell));
        }
        before = special[..length].chars().next_back();
        rest = &special[length..];
    }
    cell.push_str(rest);
    cells.push(cell);
}

/// Code, with marks around it that are in it nowhere.
fn push_code(code: &str, cell: &mut String) {
    let runs = code.split(|c| c != '`').map(str::len);
    let marks = "`".repeat(runs.max().unwrap_or(0) + 1);
    let space = if marks.len() > 1 { " " } else { "" };
    for part in [&marks, space, code, space, &marks] {
        cell.push_str(part);
    }
}
