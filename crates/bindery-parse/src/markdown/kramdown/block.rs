//! Blocks: each function reads one kind, or says that it is not there.
use std::ops::Range;

use super::tree::{Element, Kind, Mark};
use super::{MAX_DEPTH, Parser, Source, elements, scan};

/// Why reading of blocks ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Text,
    /// The end tag of the HTML element that the blocks stand in.
    EndTag,
}

/// Fences that are known not to be closed: from where on none so long of its kind is. They hold
/// for one text, so a text within another starts anew.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct OpenFences {
    tilde: Option<usize>,
    backtick: Option<usize>,
}

impl Parser {
    /// Reads blocks into `tree` until the text ends, or the HTML element that `tree` is.
    pub(super) fn parse_blocks(&mut self, tree: &mut Element, source: &mut Source<'_>) -> End {
        let list = self.next_list.take();
        let fences = std::mem::take(&mut self.open_fences);
        self.depth += 1;
        let mut end = End::Text;
        while !source.at_end() {
            if self.parse_block(tree, source) == End::EndTag {
                end = End::EndTag;
                break;
            }
        }
        self.depth -= 1;
        self.open_fences = fences;
        self.next_list = list;
        end
    }

    /// Blocks that stand in a text of their own.
    pub(super) fn parse_nested(&mut self, tree: &mut Element, text: &str) {
        let fences = std::mem::take(&mut self.open_fences);
        self.parse_blocks(tree, &mut Source::new(text));
        self.open_fences = fences;
    }

    fn parse_block(&mut self, tree: &mut Element, source: &mut Source<'_>) -> End {
        let rest = source.rest();
        let blank = scan::blank_lines(rest);
        if blank > 0 {
            match tree.children.last_mut() {
                Some(last) if last.is_blank() => last.kind = Kind::Blank { single: false },
                _ => {
                    let single = &rest[..blank] == "\n";
                    self.push(tree, Element::new(Kind::Blank { single }));
                }
            }
            source.position += blank;
            return End::Text;
        }
        if scan::after_code_indent(rest).is_some() {
            self.parse_code_block(tree, source);
            return End::Text;
        }
        // What a block begins with, after its indent, tells most kinds apart.
        let first = scan::after_indent(rest).as_bytes().first().copied();
        let nests = self.depth < MAX_DEPTH;
        let done = match first.unwrap_or(b'\n') {
            b'`' | b'~' => self.parse_fenced_code(tree, source),
            b'>' if nests => self.parse_quote(tree, source),
            b'#' => self.parse_atx_header(tree, source),
            b'*' | b'-' | b'_' | b'+' => {
                self.parse_rule(tree, source) || nests && self.parse_list(tree, source)
            }
            b'0'..=b'9' if nests => self.parse_list(tree, source),
            b':' if nests => self.parse_definition_list(tree, source),
            b'<' => match self.parse_html_block(tree, source) {
                Some(End::EndTag) => return End::EndTag,
                Some(End::Text) => true,
                None => false,
            },
            _ => false,
        };
        if done || self.parse_setext_header(tree, source) {
            return End::Text;
        }
        let done = match first.unwrap_or(b'\n') {
            b'$' | b'\\' => self.parse_block_math(tree, source),
            _ => false,
        };
        if done || self.parse_table(tree, source) {
            return End::Text;
        }
        let done = match first.unwrap_or(b'\n') {
            b'[' => {
                self.parse_footnote_definition(tree, source)
                    || self.parse_link_definition(tree, source)
            }
            b'*' => self.parse_abbreviation(tree, source),
            b'{' => self.parse_block_extension(tree, source),
            b'^' => self.parse_end_of_block(tree, source),
            _ => false,
        };
        if done {
            return End::Text;
        }
        if scan::after_indent(rest).starts_with('\t') {
            // A tab behind spaces begins neither code nor a paragraph.
            tree.push_text(Kind::Spans, source.take_line());
        } else {
            self.parse_paragraph(tree, source);
        }
        End::Text
    }

    /// Adds a block, which takes the attribute list that waits for one.
    pub(super) fn push(&mut self, tree: &mut Element, mut block: Element) {
        block.list = self.next_list.take();
        tree.children.push(block);
    }

    /// Whether a block boundary comes before.
    pub(super) fn is_after_boundary(&self, tree: &Element) -> bool {
        self.next_list.is_some()
            || tree
                .children
                .last()
                .is_none_or(|last| last.is_blank() || last.kind == Kind::Mark(Mark::Boundary))
    }

    fn parse_end_of_block(&mut self, tree: &mut Element, source: &mut Source<'_>) -> bool {
        let Some(length) = scan::end_of_block(source.rest()) else {
            return false;
        };
        source.position += length;
        self.push(tree, Element::new(Kind::Mark(Mark::Boundary)));
        true
    }

    fn parse_rule(&mut self, tree: &mut Element, source: &mut Source<'_>) -> bool {
        let Some(length) = scan::rule(source.rest()) else {
            return false;
        };
        source.position += length;
        self.push(tree, Element::new(Kind::Rule));
        true
    }

    fn parse_quote(&mut self, tree: &mut Element, source: &mut Source<'_>) -> bool {
        if scan::quote(source.rest()).is_none() {
            return false;
        }
        let mut text = String::new();
        loop {
            let line = source.take_line();
            text.push_str(&line[scan::quote(line).unwrap_or(0)..]);
            if is_lazy_end(source.rest()) {
                break;
            }
        }
        self.push(tree, Element::new(Kind::Quote));
        if let Some(quote) = tree.children.last_mut() {
            self.parse_nested(quote, &text);
        }
        true
    }

    /// Lines with the indent of code, blank ones between them, and lines without indent that go on
    /// with the line before.
    fn parse_code_block(&mut self, tree: &mut Element, source: &mut Source<'_>) {
        let length = code_length(source.rest());
        let text = &source.rest()[..length];
        source.position += length;
        let mut code = String::with_capacity(text.len());
        for line in text.split_inclusive('\n') {
            match scan::after_code_indent(line) {
                Some(line) => code.push_str(line),
                None if scan::is_blank_line(line) => code.push_str(line),
                None => {
                    // A lazy line goes on with the line before, if no tab comes first.
                    let is_joined = !scan::after_indent(line).starts_with(scan::is_space);
                    if is_joined && code.pop_if_newline() {
                        code.push(' ');
                    }
                    code.push_str(line);
                }
            }
        }
        self.push(tree, Element::with_value(Kind::CodeBlock, code));
    }

    fn parse_fenced_code(&mut self, tree: &mut Element, source: &mut Source<'_>) -> bool {
        let rest = source.rest();
        let Some(fence) = self.fence(rest) else {
            return false;
        };
        let shortest = if fence.may_be_shorter {
            3
        } else {
            fence.length
        };
        if (self.open_fence(fence.mark)).is_some_and(|length| shortest >= length) {
            return false;
        }
        let body = fence.rest;
        let Some(close) = self.find_close(&fence, &mut source.fuel) else {
            *self.open_fence(fence.mark) = Some(shortest);
            return false;
        };
        let (at, after) = (close.start, &body[close.end..]);
        let mut block = Element::with_value(Kind::CodeBlock, &body[..at]);
        // Marks beyond those that close it are part of the language's name.
        let word = fence.word(self.closing_length(fence.mark, &body[close]));
        if !word.is_empty() {
            let language = match word.find('?') {
                Some(at) if at > 0 => &word[..at],
                _ => word,
            };
            block
                .attributes
                .set("class", format!("language-{language}"));
        }
        source.go_on_at(after);
        self.push(tree, block);
        true
    }

    /// The shortest fence of its kind that is known not to be closed.
    fn open_fence(&mut self, mark: char) -> &mut Option<usize> {
        match mark {
            '~' => &mut self.open_fences.tilde,
            _ => &mut self.open_fences.backtick,
        }
    }

    /// The line that closes a fence. Where none is as long as it, the longest of the shorter ones
    /// does, of those that the fuel reaches: the search for a longer one is in vain.
    fn find_close(&self, fence: &Fence<'_>, fuel: &mut usize) -> Option<Range<usize>> {
        let mut longest = 2;
        let mut found: Option<Range<usize>> = None;
        let mut at = 0;
        while longest < fence.length && (found.is_none() || *fuel > 0) {
            let line = scan::split_line(&fence.rest[at..]).0;
            if line.is_empty() {
                break;
            }
            let length = self.closing_length(fence.mark, line);
            if length >= fence.length || length > longest && fence.may_be_shorter {
                longest = length;
                found = Some(at..at + line.len());
            }
            at += line.len();
            if found.is_some() {
                *fuel = fuel.saturating_sub(line.len());
            }
        }
        found
    }

    /// The opening fence, which may name a language in one word.
    fn fence<'t>(&self, text: &'t str) -> Option<Fence<'t>> {
        let start = if self.options.gfm {
            scan::after_indent(text)
        } else {
            text
        };
        let mark = start
            .chars()
            .next()
            .filter(|&c| c == '~' || c == '`' && self.options.gfm)?;
        let length = scan::run(start, mark);
        if length < 3 {
            return None;
        }
        let (line, rest) = scan::split_line(start);
        let language = line[length..].trim_matches(scan::is_space);
        let one_word = !language.contains(scan::is_space);
        let is_apart = !language.is_empty() && line[length..].starts_with([' ', '\t']);
        (one_word && line.ends_with('\n')).then_some(Fence {
            mark,
            length,
            line,
            may_be_shorter: !is_apart,
            rest,
        })
    }

    /// How many marks a line has that has nothing else; 0 for any other line.
    fn closing_length(&self, mark: char, line: &str) -> usize {
        let line = if self.options.gfm {
            scan::after_indent(line)
        } else {
            line
        };
        let length = scan::run(line, mark);
        match scan::is_blank_line(&line[length..]) {
            true => length,
            false => 0,
        }
    }

    fn parse_atx_header(&mut self, tree: &mut Element, source: &mut Source<'_>) -> bool {
        let rest = source.rest();
        let level = scan::hashes(rest);
        if level == 0 {
            return false;
        }
        let (line, mut after) = scan::split_line(&rest[level..]);
        let mut contents = line.trim_start_matches([' ', '\t']);
        if contents == "\n" && !self.options.gfm {
            // The text may stand in the next line.
            after = scan::split_line(after).1;
            let start = level + line.len() - contents.len();
            contents = &rest[start..rest.len() - after.len()];
        }
        let has_quirk = self.options.gfm && self.options.paragraph_end;
        if self.options.gfm && !line.starts_with([' ', '\t'])
            || !has_quirk && !self.is_after_boundary(tree)
        {
            return false;
        }
        let (text, id) = header_contents(contents);
        let bare = text.trim_end_matches('#');
        let closing = if has_quirk {
            text.len() > bare.len() && bare.ends_with([' ', '\t'])
        } else {
            text.len() > bare.len() && !bare.ends_with('\\')
        };
        // Of an escaped run the first `#` stays.
        let text = match (closing, has_quirk) {
            (true, _) => bare.trim_end_matches(scan::is_space),
            (false, false) if bare.ends_with('\\') && text.len() > bare.len() + 1 => {
                text[..bare.len() + 1].trim_end_matches(scan::is_space)
            }
            _ => text,
        };
        if text.is_empty() {
            return false;
        }
        source.go_on_at(after);
        self.push_header(tree, level as u8, text, id);
        true
    }

    fn parse_setext_header(&mut self, tree: &mut Element, source: &mut Source<'_>) -> bool {
        let (line, following) = scan::split_line(source.rest());
        let Some(mark @ (b'-' | b'=')) = following.as_bytes().first() else {
            return false;
        };
        let (underline, after) = scan::split_line(following);
        let marks = underline.trim_end_matches(scan::is_space);
        let contents = scan::after_indent(line);
        let underlined = marks.bytes().all(|byte| matches!(byte, b'-' | b'='));
        if !underlined
            || !underline.ends_with('\n')
            || contents.starts_with([' ', '\t'])
            || !self.is_after_boundary(tree)
        {
            return false;
        }
        let (text, id) = header_contents(contents);
        if text.is_empty() {
            return false;
        }
        source.go_on_at(after);
        self.push_header(tree, if *mark == b'-' { 2 } else { 1 }, text, id);
        true
    }

    fn push_header(&mut self, tree: &mut Element, level: u8, text: &str, id: Option<&str>) {
        let mut header = Element::with_value(Kind::Header { level }, text);
        if let Some(id) = id {
            header.attributes.set("id", id);
        }
        self.push(tree, header);
    }

    fn parse_block_math(&mut self, tree: &mut Element, source: &mut Source<'_>) -> bool {
        if !self.is_after_boundary(tree) {
            return false;
        }
        let start = scan::after_indent(source.rest());
        if let Some(escaped) = start.strip_prefix('\\') {
            // `\$$` begins a paragraph that begins with math.
            if let Some(end) = escaped.strip_prefix("$$").and_then(after_math)
                && scan::after_trailing_space(end.1).is_some()
            {
                source.go_on_at(escaped);
            }
            return false;
        }
        let Some((math, end)) = start.strip_prefix("$$").and_then(after_math) else {
            return false;
        };
        let after = scan::after_trailing_space(end).unwrap_or(end);
        if !is_before_boundary(after) {
            return false;
        }
        source.go_on_at(after);
        self.push(tree, Element::with_value(Kind::Math, scan::stripped(math)));
        true
    }

    fn parse_paragraph(&mut self, tree: &mut Element, source: &mut Source<'_>) {
        let start = source.position;
        source.take_line();
        while !self.ends_paragraph(source.rest()) {
            source.take_line();
        }
        let text = source.text[start..source.position].trim_end_matches(scan::is_space);
        if let Some(last) = tree.children.last_mut().filter(|last| last.is_paragraph()) {
            let joiner = match source.text[..start].ends_with("  \n") {
                true => "  \n",
                false => "\n",
            };
            last.value.push_str(joiner);
            last.value.push_str(text);
            return;
        }
        let text = text.trim_start_matches(scan::is_space);
        let kind = Kind::Paragraph { transparent: false };
        self.push(tree, Element::with_value(kind, text));
    }

    fn ends_paragraph(&self, rest: &str) -> bool {
        if is_lazy_end(rest) || scan::definition(rest, 3).is_some() {
            return true;
        }
        if !self.options.gfm || !self.options.paragraph_end {
            return false;
        }
        let start = scan::after_indent(rest);
        let hashes = scan::hashes(rest);
        scan::item(rest, 3).is_some()
            || hashes > 0 && rest[hashes..].starts_with([' ', '\t'])
            || start.starts_with('>')
            || start
                .bytes()
                .take(3)
                .filter(|b| matches!(b, b'~' | b'`'))
                .count()
                == 3
    }
}

/// An opening fence.
struct Fence<'t> {
    mark: char,
    length: usize,
    /// The line from the marks on.
    line: &'t str,
    /// Whether a shorter one may close it: then its last marks are the name of a language.
    may_be_shorter: bool,
    rest: &'t str,
}

impl<'t> Fence<'t> {
    /// What names the language, if so many marks close the fence.
    fn word(&self, closing: usize) -> &'t str {
        self.line[closing.min(self.length)..].trim_matches(scan::is_space)
    }
}

/// Pops a line end.
trait PopNewline {
    fn pop_if_newline(&mut self) -> bool;
}

impl PopNewline for String {
    fn pop_if_newline(&mut self) -> bool {
        let ends = self.ends_with('\n');
        if ends {
            self.pop();
        }
        ends
    }
}

/// What stands between `$$` and `$$`, and what follows.
fn after_math(text: &str) -> Option<(&str, &str)> {
    text.split_once("$$")
}

/// The header's text, and its identifier: `text {#id}`.
fn header_contents(contents: &str) -> (&str, Option<&str>) {
    let text = contents.trim_end_matches(scan::is_space);
    let id = text.strip_suffix('}').and_then(|text| {
        let (before, id) = text.rsplit_once("{#")?;
        let is_name = !id.is_empty() && scan::xml_name(id) == id.len();
        let is_id = is_name && before.ends_with([' ', '\t']);
        is_id.then_some((before, id))
    });
    match id {
        Some((before, id)) => (before.trim_end_matches(scan::is_space), Some(id)),
        None => (text, None),
    }
}

/// How long the code block is that begins here.
pub(super) fn code_length(text: &str) -> usize {
    let mut length = 0;
    loop {
        let blank = scan::blank_lines(&text[length..]);
        let after_blank = length + blank;
        let is_code = |at: usize| {
            let (line, _) = scan::split_line(&text[at..]);
            scan::after_code_indent(line).is_some()
                && line.ends_with('\n')
                && !scan::is_blank_line(line)
        };
        if !is_code(after_blank) {
            return length;
        }
        length = after_blank;
        while is_code(length) {
            length += scan::split_line(&text[length..]).0.len();
        }
        // Lines without indent belong to it until something else begins.
        while !is_lazy_end(&text[length..]) {
            length += scan::split_line(&text[length..]).0.len();
        }
    }
}

/// Whether a line ends what goes on lazily: blank, an attribute list, `^`, HTML of blocks.
pub(super) fn is_lazy_end(rest: &str) -> bool {
    rest.is_empty()
        || scan::is_blank_line(rest)
        || scan::block_attribute_list(rest).is_some()
        || scan::end_of_block(rest).is_some()
        || begins_html_block(rest)
}

/// A start tag or end tag of an element that is no span.
pub(super) fn begins_html_block(rest: &str) -> bool {
    let Some(tag) = scan::after_indent(rest).strip_prefix('<') else {
        return false;
    };
    let (tag, is_end) = match tag.strip_prefix('/') {
        Some(tag) => (tag, true),
        None => (tag, false),
    };
    let Ok((after, name)) = scan::name(tag) else {
        return false;
    };
    // A span's name counts wherever a word ends with it.
    let word = name.split(|c| !scan::is_letter(c)).next();
    !word.is_some_and(elements::continues_paragraph)
        && (!is_end || after.trim_start_matches(scan::is_space).starts_with('>'))
}

/// Whether a block boundary follows.
pub(super) fn is_before_boundary(rest: &str) -> bool {
    rest.is_empty()
        || scan::is_blank_line(rest)
        || scan::end_of_block(rest).is_some()
        || scan::block_attribute_list(rest).is_some()
}
