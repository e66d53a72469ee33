use std::collections::VecDeque;

use bindery_model::{Attributes, Inline, RubySegment, Style, Target};

/// An inline element that is open in the tree.
#[derive(Debug, Clone)]
pub(super) struct Format {
    pub(super) kind: FormatKind,
    pub(super) attributes: Option<Box<Attributes>>,
    /// Whether a node was made of it.
    pub(super) is_shown: bool,
}

/// How many bytes of attributes an element may have that is repeated in each block in it.
const WEIGHT: usize = 4096;

impl Format {
    /// How many bytes a node of it takes besides its content.
    fn weight(&self) -> usize {
        let attributes = self.attributes.as_ref().map_or(0, |attributes| {
            attributes
                .classes
                .iter()
                .map(|class| class.len() + 24)
                .sum()
        });
        attributes
            + match &self.kind {
                FormatKind::Link { target, title } => {
                    title.as_ref().map_or(0, String::len) + length(target)
                }
                FormatKind::Style(Style::Abbreviation(text) | Style::Time(text)) => text.len(),
                _ => 0,
            }
    }
}

fn length(target: &Target) -> usize {
    match target {
        Target::Web { address } => address.as_str().len(),
        Target::Fragment { fragment } => fragment.len(),
        Target::Post { path, url, .. } | Target::Resource { path, url } => path.len() + url.len(),
        Target::Site { url } => url.len(),
        Target::Drawing { svg } => svg.len(),
    }
}

/// What an inline element does to its content.
#[derive(Debug, Clone)]
pub(super) enum FormatKind {
    Style(Style),
    Link {
        target: Target,
        title: Option<String>,
    },
    Ruby,
    RubyBase,
    RubyText,
}

impl FormatKind {
    /// Whether it is kept though nothing is in it.
    fn is_kept(&self) -> bool {
        match self {
            FormatKind::Style(style) => is_emphasis(style),
            FormatKind::Link { .. } => true,
            _ => false,
        }
    }
}

fn is_emphasis(style: &Style) -> bool {
    matches!(
        style,
        Style::Emphasis | Style::Strong | Style::Italic | Style::Bold
    )
}

/// A node of the model that is being filled. Its format may be filling others later: an inline
/// element around blocks becomes one node in each.
#[derive(Debug)]
struct Open {
    /// Index of its format.
    format: usize,
    content: Vec<Inline>,
    /// Of ruby: finished pieces, and bases that wait for their reading.
    segments: Vec<RubySegment>,
    bases: VecDeque<Vec<Inline>>,
}

impl Open {
    /// What a ruby holds so far is a base.
    fn take_base(&mut self) {
        if !self.content.is_empty() {
            self.bases.push_back(std::mem::take(&mut self.content));
        }
    }
}

/// The inline content of one block as it comes: styles are opened when there is text for them,
/// white space is collapsed as CSS does it, across elements.
#[derive(Debug, Default)]
pub(super) struct Run {
    formats: Vec<Format>,
    /// How many of them are links.
    links: usize,
    /// How many formats are open as far as they can be.
    considered: usize,
    open: Vec<Open>,
    content: Vec<Inline>,
    /// Text that goes to the innermost open node.
    text: String,
    /// How many nodes may be open; the formats beyond it are passed over.
    pub(super) most_open: usize,
    /// Whether white space counts, as in `pre`.
    pub(super) preserve: bool,
    /// Whether something visible is in the line already.
    in_line: bool,
    after_space: bool,
    break_before_next: bool,
    /// Whether formats were passed over.
    pub(super) passed_over: bool,
    /// How many characters were left out that XML forbids.
    pub(super) forbidden_characters: usize,
}

impl Run {
    /// An inline element begins.
    pub(super) fn open_format(&mut self, format: Format) {
        self.links += usize::from(matches!(format.kind, FormatKind::Link { .. }));
        self.formats.push(format);
    }

    /// The innermost inline element ends. An empty one leaves a trace only if it is emphasis or a
    /// link, or links may point at it.
    pub(super) fn close_format(&mut self) {
        let leaves_trace = |format: &Format| {
            let has_id = format.attributes.as_ref().is_some_and(|a| a.id.is_some());
            has_id || !format.is_shown && format.kind.is_kept()
        };
        if self.formats.last().is_some_and(leaves_trace) && self.considered < self.formats.len() {
            self.open_formats();
        }
        let Some(format) = self.formats.pop() else {
            return;
        };
        self.links -= usize::from(matches!(format.kind, FormatKind::Link { .. }));
        self.considered = self.considered.min(self.formats.len());
        let last = self.formats.len();
        if self.open.last().is_some_and(|open| open.format == last) {
            self.flush_text();
            if let Some(open) = self.open.pop() {
                self.put(open, format);
            }
        }
    }

    /// Whether a style is open.
    pub(super) fn has_style(&self, style: &Style) -> bool {
        self.formats.iter().any(|format| match &format.kind {
            FormatKind::Style(Style::Strong) => *style == Style::Bold,
            FormatKind::Style(Style::Emphasis) => *style == Style::Italic,
            FormatKind::Style(own) => own == style,
            _ => false,
        })
    }

    /// Whether a link is open.
    pub(super) fn in_link(&self) -> bool {
        self.links > 0
    }

    /// Text of the source.
    pub(super) fn push_text(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let (mut start, mut at) = (0, 0);
        let mut by_bytes_to = 0;
        while let Some(&byte) = bytes.get(at) {
            if at > start && at >= by_bytes_to {
                let rest = &bytes[at..];
                if rest.len() <= CHUNK && end_stays_as_it_is(rest) {
                    at = bytes.len();
                    continue;
                }
                if stays_as_it_is(rest) {
                    at = text.floor_char_boundary(at + CHUNK);
                    continue;
                }
                by_bytes_to = at + CHUNK;
            }
            if is_visible(byte) {
                at += 1;
                continue;
            }
            if byte == 0xef && !is_left_out(&bytes[at..]) {
                at += 3;
                continue;
            }
            // A space between two visible characters stays as it is.
            if matches!(byte, b' ' | b'\n')
                && at > start
                && bytes.get(at + 1).is_some_and(|&next| is_visible(next))
            {
                at += 2;
                continue;
            }
            if self.preserve && is_space(byte) && byte != b'\r' && byte != b'\x0c' {
                at += 1;
                continue;
            }
            self.push_visible(&text[start..at]);
            if is_space(byte) {
                let spaces = bytes[at..].iter().take_while(|&&b| is_space(b)).count();
                self.push_space(&bytes[at..at + spaces]);
                at += spaces;
            } else {
                self.forbidden_characters += usize::from(!bytes[at..].starts_with(BYTE_ORDER_MARK));
                at += if byte == 0xef { 3 } else { 1 };
            }
            start = at;
        }
        self.push_visible(&text[start..]);
    }

    fn push_visible(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.begin_visible();
        self.text.push_str(text);
    }

    fn push_space(&mut self, space: &[u8]) {
        if self.preserve {
            self.begin_visible();
            let lines = space.iter().filter(|&&b| b != b'\x0c' && b != b'\r');
            self.text.extend(lines.map(|&b| char::from(b)));
            return;
        }
        if !self.in_line || self.break_before_next {
            return;
        }
        let has_line_end = space.iter().any(|b| matches!(b, b'\n' | b'\r'));
        if !self.after_space {
            self.open_formats();
            self.text.push(if has_line_end { '\n' } else { ' ' });
            self.after_space = true;
        } else if has_line_end && self.text.ends_with(' ') {
            self.text.pop();
            self.text.push('\n');
        }
    }

    fn begin_visible(&mut self) {
        if self.break_before_next && self.preserve && self.text.ends_with('\n') {
            self.break_before_next = false;
        }
        if self.break_before_next {
            self.push_line_break();
        }
        self.open_formats();
        self.in_line = true;
        self.after_space = false;
    }

    /// An inline without text of the source: an image, a formula.
    pub(super) fn push_inline(&mut self, inline: Inline) {
        self.begin_visible();
        self.flush_text();
        self.innermost().push(inline);
    }

    /// A place where a word may be broken.
    pub(super) fn push_word_break(&mut self) {
        if self.in_line {
            self.open_formats();
            self.flush_text();
            self.innermost().push(Inline::WordBreak);
        }
    }

    /// A line break of the source.
    pub(super) fn push_line_break(&mut self) {
        self.break_before_next = false;
        if self.preserve {
            self.open_formats();
            self.text.push('\n');
            return;
        }
        self.trim_end();
        self.open_formats();
        self.flush_text();
        self.innermost().push(Inline::LineBreak);
        self.in_line = false;
    }

    /// The edge of a block that has to be flattened: what follows stands on a new line.
    pub(super) fn break_line(&mut self) {
        self.break_before_next |= self.in_line;
    }

    /// A space between things that would otherwise touch.
    pub(super) fn separate(&mut self) {
        self.push_space(b" ");
    }

    /// Takes away the white space at the end of the text, no-break spaces too.
    pub(super) fn trim_text(&mut self) {
        let kept = self.text.trim_end().len();
        // A space may follow what stood behind it.
        self.after_space &= kept == self.text.len();
        self.text.truncate(kept);
    }

    /// Whether nothing has come yet.
    pub(super) fn is_empty(&self) -> bool {
        self.content.is_empty() && self.open.is_empty() && self.text.is_empty()
    }

    /// Ends the block: its content. Formats stay open for the next one.
    pub(super) fn take(&mut self) -> Vec<Inline> {
        if self.is_empty() {
            // Even an empty run may have begun a line.
            self.end_block();
            return Vec::new();
        }
        self.trim_end();
        while !self.open.is_empty() {
            self.close_innermost();
        }
        self.end_block();
        let mut content = std::mem::take(&mut self.content);
        match self.take_text() {
            // Most blocks are one text: they get room for no more.
            Some(text) if content.is_empty() => content = vec![text],
            text => content.extend(text),
        }
        if !self.preserve {
            trim_line_breaks(&mut content);
        }
        content
    }

    fn end_block(&mut self) {
        self.considered = 0;
        self.in_line = false;
        self.after_space = false;
        self.break_before_next = false;
    }

    fn open_formats(&mut self) {
        if self.considered == self.formats.len() {
            return;
        }
        self.flush_text();
        while self.considered < self.formats.len() {
            if self.open.len() >= self.most_open {
                self.passed_over = true;
                self.considered = self.formats.len();
                return;
            }
            self.formats[self.considered].is_shown = true;
            self.open.push(Open {
                format: self.considered,
                content: Vec::new(),
                segments: Vec::new(),
                bases: VecDeque::new(),
            });
            self.considered += 1;
        }
    }

    /// Closes the innermost node; its element goes on in the next block.
    fn close_innermost(&mut self) {
        self.flush_text();
        let Some(open) = self.open.pop() else { return };
        let Some(format) = self.formats.get_mut(open.format) else {
            return;
        };
        let this = format.clone();
        // The next node of the same element must not have the same id.
        if let Some(attributes) = &mut format.attributes {
            attributes.id = None;
        }
        if format.weight() > WEIGHT {
            // A megabyte of title around a thousand paragraphs must not become a gigabyte.
            format.kind = FormatKind::Style(Style::Span);
            format.attributes = None;
            self.passed_over = true;
        }
        self.put(open, this);
    }

    /// Puts a node that is finished into the one around it.
    fn put(&mut self, open: Open, format: Format) {
        let Format {
            kind, attributes, ..
        } = format;
        let inline = match kind {
            FormatKind::Style(style) => Inline::Styled {
                style,
                attributes,
                content: open.content,
            },
            FormatKind::Link { target, title } => Inline::Link {
                target,
                title,
                attributes,
                content: open.content,
            },
            FormatKind::Ruby => return self.close_ruby(open, attributes),
            FormatKind::RubyBase => {
                match self.open_ruby() {
                    Some(ruby) => {
                        ruby.take_base();
                        ruby.bases.push_back(open.content);
                    }
                    None => self.innermost().extend(open.content),
                }
                return;
            }
            FormatKind::RubyText => return self.close_ruby_text(open.content),
        };
        self.innermost().push(inline);
    }

    fn open_ruby(&mut self) -> Option<&mut Open> {
        let formats = &self.formats;
        self.open
            .last_mut()
            .filter(|open| matches!(formats[open.format].kind, FormatKind::Ruby))
    }

    fn close_ruby_text(&mut self, annotation: Vec<Inline>) {
        let Some(ruby) = self.open_ruby() else {
            self.innermost().extend(annotation);
            return;
        };
        ruby.take_base();
        let base = ruby.bases.pop_front().unwrap_or_default();
        ruby.segments.push(RubySegment { base, annotation });
    }

    fn close_ruby(&mut self, mut open: Open, attributes: Option<Box<Attributes>>) {
        open.take_base();
        open.segments
            .extend(open.bases.into_iter().map(|base| RubySegment {
                base,
                annotation: Vec::new(),
            }));
        let is_empty = open.segments.is_empty();
        let ruby = Inline::Ruby {
            segments: open.segments,
        };
        // An anchor before it holds the attributes, because ruby has none.
        if attributes.is_some() {
            self.innermost().push(Inline::Styled {
                style: Style::Span,
                attributes,
                content: Vec::new(),
            });
        }
        if !is_empty {
            self.innermost().push(ruby);
        }
    }

    fn innermost(&mut self) -> &mut Vec<Inline> {
        match self.open.last_mut() {
            Some(open) => &mut open.content,
            None => &mut self.content,
        }
    }

    fn flush_text(&mut self) {
        let Some(text) = self.take_text() else { return };
        match self.open.last_mut() {
            Some(open) if open.content.is_empty() => open.content = vec![text],
            _ => self.innermost().push(text),
        }
    }

    /// The buffer keeps its room, the node gets no more than it needs.
    fn take_text(&mut self) -> Option<Inline> {
        if self.text.is_empty() {
            return None;
        }
        let text = self.text.as_str().to_owned();
        self.text.clear();
        Some(Inline::Text { text })
    }

    /// Takes away the space that ends the line.
    fn trim_end(&mut self) {
        if !std::mem::take(&mut self.after_space) {
            return;
        }
        if self.text.ends_with([' ', '\n']) {
            self.text.pop();
            return;
        }
        let lists = self.open.iter_mut().rev().map(|open| &mut open.content);
        for list in lists.chain([&mut self.content]) {
            if trim_list(list) {
                return;
            }
        }
    }
}

/// The byte order mark in the middle of a text: a character that was meant to show nothing.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Whether a byte belongs to a character that stays, whatever follows it.
fn is_visible(byte: u8) -> bool {
    byte > b' ' && byte != 0xef
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}

/// How many bytes of text are looked at together.
const CHUNK: usize = 32;

/// Whether nothing in the next [`CHUNK`] bytes is to be changed: no control character, no character
/// that is left out, no space or line end before another (or before what may be left out). There is
/// no way out of the loop, so that processors look at all bytes at a time.
fn stays_as_it_is(bytes: &[u8]) -> bool {
    let (Some(here), Some(after)) = (
        bytes.first_chunk::<CHUNK>(),
        bytes.get(1..).and_then(<[u8]>::first_chunk::<CHUNK>),
    ) else {
        return false;
    };
    let mut changes = false;
    for at in 0..CHUNK {
        let (here, after) = (here[at], after[at]);
        let is_gap = (here == b' ') | (here == b'\n');
        let ends_gap = (after > b' ') & (after != 0xef);
        // The starts of U+FEFF, U+FFFE and U+FFFF, and of some harmless characters.
        let may_be_left_out = (here == 0xef) & (after | 4 == 0xbf);
        changes |= ((here <= b' ') & !(is_gap & ends_gap)) | may_be_left_out;
    }
    !changes
}

/// The same of fewer bytes, which end the text: a space at its end counts.
fn end_stays_as_it_is(bytes: &[u8]) -> bool {
    let mut padded = [b'.'; CHUNK + 1];
    padded[..bytes.len()].copy_from_slice(bytes);
    !bytes.last().is_some_and(|&last| is_space(last)) && stays_as_it_is(&padded)
}

/// Whether the bytes begin with a character of three bytes that is left out.
fn is_left_out(bytes: &[u8]) -> bool {
    bytes.starts_with(BYTE_ORDER_MARK)
        || bytes.starts_with("\u{fffe}".as_bytes())
        || bytes.starts_with("\u{ffff}".as_bytes())
}

/// Takes the space from the end of a list of inlines; false if there is nothing visible in it, so
/// that the space is further in front.
fn trim_list(list: &mut Vec<Inline>) -> bool {
    from_the_end(list, |last| match last {
        Inline::Text { text } => {
            if text.ends_with([' ', '\n']) {
                text.pop();
            }
            End::Found
        }
        Inline::WordBreak => End::Remove,
        Inline::Styled { content, .. } | Inline::Link { content, .. } => {
            End::of(trim_list(content))
        }
        Inline::Ruby { segments } => match segments.last_mut() {
            Some(last) if last.annotation.is_empty() => End::of(trim_list(&mut last.base)),
            _ => End::Found,
        },
        _ => End::Found,
    })
}

/// Takes the line breaks from the end of a list of inlines; false if nothing else is in it.
fn trim_line_breaks(list: &mut Vec<Inline>) -> bool {
    from_the_end(list, |last| match last {
        Inline::LineBreak | Inline::WordBreak => End::Remove,
        Inline::Styled { content, .. } | Inline::Link { content, .. } => {
            End::of(trim_line_breaks(content))
        }
        Inline::Ruby { segments } => match segments.last_mut() {
            Some(last) if last.annotation.is_empty() => End::of(trim_line_breaks(&mut last.base)),
            _ => End::Found,
        },
        _ => End::Found,
    })
}

/// What was found at the end of a list.
enum End {
    /// Something visible.
    Found,
    /// Something that is to go.
    Remove,
    /// Something that shows nothing.
    PassOver,
}

impl End {
    fn of(found: bool) -> End {
        if found { End::Found } else { End::PassOver }
    }
}

/// Looks at inlines from the last to the first, until something visible is found, and removes what
/// is to go and what was left empty. Anchors, which links may point at, stay.
fn from_the_end(list: &mut Vec<Inline>, look: impl Fn(&mut Inline) -> End) -> bool {
    let mut passed_over = Vec::new();
    let mut found = false;
    while let (false, Some(last)) = (found, list.last_mut()) {
        let end = look(last);
        found = matches!(end, End::Found);
        if matches!(end, End::Remove) || is_empty(last) {
            list.pop();
        } else if !found {
            passed_over.extend(list.pop());
        }
    }
    list.extend(passed_over.into_iter().rev());
    found
}

/// Whether there is nothing in an inline, and nothing points at it.
fn is_empty(inline: &Inline) -> bool {
    match inline {
        Inline::Text { text } => text.is_empty(),
        Inline::Styled {
            style,
            content,
            attributes,
        } => {
            let has_id = attributes.as_ref().is_some_and(|a| a.id.is_some());
            content.is_empty() && !has_id && !is_emphasis(style)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wherever_it_stands_what_is_left_out_is_left_out() {
        for before in 0..80 {
            for (middle, shown) in [
                ("\u{fffe}", ""),
                ("\u{ffff}", ""),
                ("\u{feff}", ""),
                ("\u{1}", ""),
                ("  ", " "),
                (" \n", "\n"),
                ("\t", " "),
                (" \u{feff} ", " "),
                ("，", "，"),
                ("忿", "忿"),
            ] {
                let (start, end) = ("国a".repeat(before), "好 b。".repeat(12));
                let mut run = Run {
                    most_open: 8,
                    ..Run::default()
                };
                run.push_text(&format!("{start}{middle}{end}"));
                let shown = if before == 0 {
                    shown.trim_start()
                } else {
                    shown
                };
                let text = format!("{start}{shown}{end}");
                assert_eq!(run.take(), [Inline::Text { text }], "{before} {middle:?}");
            }
        }
    }
}
