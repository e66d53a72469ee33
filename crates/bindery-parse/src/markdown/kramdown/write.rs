//! The tree as HTML.
use std::ops::Range;

use super::abbreviation::Finder;
use super::escape::{escape, escape_attribute, escape_text, escape_with, is_reference};
use super::header_id::plain_id;
use super::span::{Last, Open};
use super::tree::{Alignment, Attributes, ContentModel, Element, Kind};
use super::{Math, Parser, elements, scan, toc};

/// Marks the place of the table of contents until all headers are known; no text has it.
const TOC_PLACE: &str = "\u{0}toc\u{0}";
/// Marks the place of the footnotes.
const FOOTNOTES_PLACE: &str = "\u{0}footnotes\u{0}";

/// Writes one document.
pub(super) struct Writer<'p> {
    pub(super) parser: &'p mut Parser,
    pub(super) out: String,
    /// Text that is not yet written: it is escaped, and searched for abbreviations, as a whole.
    pub(super) text: String,
    /// A start tag that is to be inserted.
    tag: String,
    /// Room for the spans that are open in a text.
    pub(super) open_spans: Vec<Open>,
    /// The text of the header that is being read, without its markup.
    pub(super) plain: Option<String>,
    /// The footnotes that were referred to, in that order.
    pub(super) footnotes: Vec<usize>,
    /// The footnotes that the marks up to here refer to.
    pub(super) footnote_marks: Vec<usize>,
    /// Writes the text of links without them, and no marks of footnotes.
    pub(super) without_links: bool,
    abbreviations: Option<Finder>,
    headers: Vec<toc::Entry>,
    toc_list: Option<Element>,
    has_footnotes_place: bool,
    /// How many elements are open in which GitHub makes no identifiers and no line breaks: HTML
    /// and footnotes.
    pub(super) beyond_github: usize,
    /// Whether the innermost HTML element is raw.
    in_raw: bool,
}

impl Parser {
    /// Writes a tree whose text takes about `length` bytes.
    pub(super) fn write(&mut self, root: &Element, length: usize) -> String {
        let abbreviations = &self.abbreviations;
        let mut writer = Writer {
            abbreviations: (!abbreviations.is_empty()).then(|| Finder::new(abbreviations)),
            parser: self,
            out: String::with_capacity(length + length / 4),
            text: String::new(),
            tag: String::new(),
            open_spans: Vec::new(),
            plain: None,
            footnotes: Vec::new(),
            footnote_marks: Vec::new(),
            without_links: false,
            headers: Vec::new(),
            toc_list: None,
            has_footnotes_place: false,
            beyond_github: 0,
            in_raw: false,
        };
        writer.write_children(root);
        writer.finish()
    }
}

impl Writer<'_> {
    fn finish(mut self) -> String {
        if self.has_footnotes_place {
            let body = std::mem::take(&mut self.out);
            self.write_footnotes();
            self.out = body.replacen(FOOTNOTES_PLACE, &self.out, 1);
        } else {
            self.write_footnotes();
        }
        if let Some(list) = self.toc_list.take() {
            let entries = std::mem::take(&mut self.headers);
            let body = std::mem::take(&mut self.out);
            if !entries.is_empty() {
                self.write_contents(&list, &entries);
            }
            self.out = body.replacen(TOC_PLACE, &self.out, 1);
        }
        self.out
    }

    /// Text, and what follows it.
    fn write_content(&mut self, element: &Element) {
        self.write_spans(&element.value);
        self.write_children(element);
    }

    fn write_children(&mut self, element: &Element) {
        for child in &element.children {
            self.write(child);
        }
    }

    pub(super) fn write(&mut self, element: &Element) {
        match &element.kind {
            Kind::Root => self.write_children(element),
            Kind::Blank { .. } => self.out.push('\n'),
            Kind::Mark(_) => {}
            Kind::Paragraph { transparent: true } | Kind::Cell => self.write_content(element),
            Kind::Paragraph { .. } => self.write_paragraph(element),
            Kind::Header { level } => self.write_header(element, *level),
            Kind::Quote => self.write_container("blockquote", element),
            Kind::CodeBlock => self.write_code_block(element),
            Kind::Rule => {
                self.open("hr", &element.attributes, " />\n");
            }
            Kind::BulletList | Kind::OrderedList => self.write_list(element),
            Kind::DefinitionList => self.write_definition_list(element),
            Kind::Item => self.write_item("li", element),
            Kind::Definition { .. } => self.write_item("dd", element),
            Kind::Term => {
                self.open("dt", &element.attributes, ">");
                self.write_content(element);
                self.out.push_str("</dt>\n");
            }
            Kind::Table(alignments) => self.write_table(element, alignments),
            Kind::TableHead | Kind::TableBody | Kind::TableFoot | Kind::Row => {
                self.write_children(element);
            }
            Kind::Math => self.write_math(&element.value, &element.attributes, true),
            Kind::Html { closed, model } => self.write_html(element, *closed, *model),
            Kind::HtmlComment => {
                self.out.push_str(&element.value);
                self.end_line(!self.in_raw);
            }
            Kind::Raw { block } => {
                self.out.push_str(&element.value);
                self.end_line(*block);
            }
            Kind::Comment { block } => {
                self.out.push_str("<!-- ");
                self.out.push_str(&element.value.replace("-->", "--&gt;"));
                self.out.push_str(" -->");
                self.end_line(*block);
            }
            Kind::Spans => drop(self.write_spans(&element.value)),
            Kind::Text => {
                self.text.push_str(&element.value);
                self.flush_with(
                    true,
                    match self.parser.options.repair_html {
                        true => scan::may_be_reference,
                        false => is_reference,
                    },
                );
            }
        }
    }

    fn end_line(&mut self, block: bool) {
        if block {
            self.out.push('\n');
        }
    }

    /// `<name attributes` and what ends the tag; where its attributes stand.
    pub(super) fn open(&mut self, name: &str, attributes: &Attributes, end: &str) -> Range<usize> {
        self.out.push('<');
        self.out.push_str(name);
        let start = self.out.len();
        write_attributes(attributes, &mut self.out);
        let place = start..self.out.len();
        self.out.push_str(end);
        place
    }

    /// Puts a start tag before what was written last; where its attributes stand.
    pub(super) fn insert_tag(
        &mut self,
        at: usize,
        name: &str,
        attributes: &Attributes,
    ) -> Range<usize> {
        let tag = &mut self.tag;
        tag.clear();
        tag.push('<');
        tag.push_str(name);
        let start = tag.len();
        write_attributes(attributes, tag);
        let place = at + start..at + tag.len();
        tag.push('>');
        self.out.insert_str(at, tag);
        place
    }

    /// Puts changed attributes into a tag.
    pub(super) fn rewrite_attributes(&mut self, place: &mut Range<usize>, attributes: &Attributes) {
        let mut written = String::new();
        write_attributes(attributes, &mut written);
        self.out.replace_range(place.clone(), &written);
        place.end = place.start + written.len();
    }

    pub(super) fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    fn write_container(&mut self, name: &str, element: &Element) {
        self.open(name, &element.attributes, ">\n");
        self.write_children(element);
        self.close(name);
        self.out.push('\n');
    }

    fn write_paragraph(&mut self, element: &Element) {
        let start = self.out.len();
        self.open("p", &element.attributes, ">");
        let content = self.write_spans(&element.value);
        if let (1, Last::Element(image)) = (content.count, content.last)
            && image.is_image
            && image.standalone
        {
            self.out.truncate(start);
            return self.write_figure(&element.attributes, image.attributes);
        }
        self.write_children(element);
        self.out.push_str("</p>\n");
    }

    /// An image alone in its paragraph, `{:standalone}`.
    fn write_figure(&mut self, paragraph: &Attributes, mut image: Attributes) {
        let mut figure = paragraph.clone();
        for name in ["class", "id"] {
            if figure.get(name).is_none()
                && let Some(value) = image.remove(name)
            {
                figure.set(name, value);
            }
        }
        self.open("figure", &figure, ">\n");
        self.open("img", &image, " />\n");
        self.out.push_str("<figcaption>");
        escape_text(image.get("alt").unwrap_or_default(), &mut self.out);
        self.out.push_str("</figcaption>\n</figure>\n");
    }

    /// Writes the children, and gives their text without markup.
    fn write_with_plain(&mut self, element: &Element) -> String {
        self.plain = Some(String::with_capacity(element.value.len()));
        self.write_content(element);
        self.plain.take().unwrap_or_default()
    }

    /// Adds text that only GitHub's Markdown counts to the plain text of a header.
    pub(super) fn note_plain(&mut self, text: &str) {
        if self.parser.options.gfm
            && let Some(plain) = &mut self.plain
        {
            plain.push_str(text);
        }
    }

    fn write_header(&mut self, element: &Element, level: u8) {
        let start = self.out.len();
        let plain = self.write_with_plain(element);
        let mut attributes = element.attributes.clone();
        let options = &self.parser.options;
        if options.auto_ids && attributes.get("id").is_none() {
            let text = match options.auto_id_stripping || options.gfm {
                true => &plain,
                false => &element.value,
            };
            let id = self.parser.header_id(text, self.beyond_github > 0);
            attributes.set("id", id);
        }
        let has_no_toc = attributes
            .get("class")
            .is_some_and(|class| class.split(' ').any(|class| class == "no_toc"));
        if let Some(id) = attributes.get("id")
            && self.parser.wants_contents
            && self.parser.options.toc_levels.contains(&level)
            && !has_no_toc
        {
            self.headers.push(toc::Entry {
                level,
                id: id.to_owned(),
                content: element.value.clone(),
            });
        }
        let offset = self.parser.options.header_offset;
        let level = level.saturating_add_signed(offset).clamp(1, 6);
        let name = ["h1", "h2", "h3", "h4", "h5", "h6"][usize::from(level - 1)];
        if self.parser.options.header_links
            && let Some(id) = attributes.get("id").filter(|id| !id.is_empty())
        {
            let mut link = Attributes::default();
            link.set("href", format!("#{id}"));
            let place = self.insert_tag(start, "a", &link);
            self.out.insert_str(place.end + 1, "</a>");
        }
        self.insert_tag(start, name, &attributes);
        self.close(name);
        self.out.push('\n');
    }

    fn write_list(&mut self, element: &Element) {
        if self.toc_list.is_none() && element.refers_to("toc") {
            self.toc_list = Some(element.clone());
            self.out.push_str(TOC_PLACE);
        } else if !self.has_footnotes_place && element.refers_to("footnotes") {
            self.has_footnotes_place = true;
            self.out.push_str(FOOTNOTES_PLACE);
        } else {
            let ordered = element.kind == Kind::OrderedList;
            self.write_container(if ordered { "ol" } else { "ul" }, element);
        }
    }

    fn write_item(&mut self, name: &str, element: &Element) {
        self.open(name, &element.attributes, ">");
        let transparent = Kind::Paragraph { transparent: true };
        if element
            .children
            .first()
            .is_some_and(|first| first.kind != transparent)
        {
            self.out.push('\n');
        }
        self.write_children(element);
        self.close(name);
        self.out.push('\n');
    }

    fn write_definition_list(&mut self, element: &Element) {
        let references = element.list.iter().flat_map(|list| &list.references);
        let prefix = references
            .filter_map(|reference| reference.strip_prefix("auto_ids"))
            .map(|rest| rest.strip_prefix('-').unwrap_or_default().to_owned())
            .next();
        self.open("dl", &element.attributes, ">\n");
        for child in &element.children {
            match (&prefix, &child.kind) {
                (Some(prefix), Kind::Term) if child.attributes.get("id").is_none() => {
                    let start = self.out.len();
                    let plain = self.write_with_plain(child);
                    let mut attributes = child.attributes.clone();
                    attributes.set("id", format!("{prefix}{}", plain_id(&plain)));
                    self.insert_tag(start, "dt", &attributes);
                    self.out.push_str("</dt>\n");
                }
                _ => self.write(child),
            }
        }
        self.out.push_str("</dl>\n");
    }

    fn write_table(&mut self, element: &Element, alignments: &[Alignment]) {
        self.open("table", &element.attributes, ">\n");
        for part in &element.children {
            let (name, cell) = match part.kind {
                Kind::TableHead => ("thead", "th"),
                Kind::TableFoot => ("tfoot", "td"),
                _ => ("tbody", "td"),
            };
            self.open(name, &part.attributes, ">\n");
            for row in &part.children {
                self.open("tr", &row.attributes, ">\n");
                for (column, alignment) in row.children.iter().zip(alignments) {
                    self.write_cell(cell, column, *alignment);
                }
                self.out.push_str("</tr>\n");
            }
            self.close(name);
            self.out.push('\n');
        }
        self.out.push_str("</table>\n");
    }

    fn write_cell(&mut self, name: &str, cell: &Element, alignment: Alignment) {
        let mut attributes = cell.attributes.clone();
        let side = match alignment {
            Alignment::Default => None,
            Alignment::Left => Some("left"),
            Alignment::Center => Some("center"),
            Alignment::Right => Some("right"),
        };
        if let Some(side) = side {
            let style = format!("text-align: {side}");
            let style = match attributes.get("style") {
                Some(before) => format!("{before}; {style}"),
                None => style,
            };
            attributes.set("style", style);
        }
        self.open(name, &attributes, ">");
        let start = self.out.len();
        self.write_content(cell);
        if self.out.len() == start {
            self.out.push('\u{a0}');
        }
        self.close(name);
        self.out.push('\n');
    }

    pub(super) fn write_math(&mut self, math: &str, attributes: &Attributes, block: bool) {
        let out = &mut self.out;
        match self.parser.options.math {
            Math::Elements => {
                let style = if block { "display" } else { "inline" };
                out.push_str(&format!("<span data-math-style=\"{style}\">"));
                escape(math, out);
                out.push_str("</span>");
            }
            Math::MathJax if attributes.0.is_empty() => {
                out.push_str(if block { "\\[" } else { "\\(" });
                escape(math, out);
                out.push_str(if block { "\\]" } else { "\\)" });
            }
            Math::MathJax if block => {
                self.open("div", attributes, ">\\[");
                escape(math, &mut self.out);
                self.out.push_str("\\]\n</div>");
            }
            engine => {
                let mut attributes = attributes.clone();
                if engine == Math::Source {
                    attributes.add_class("kdmath");
                }
                let name = if block { "div" } else { "span" };
                self.open(name, &attributes, if block { ">$$\n" } else { ">$" });
                self.out.push_str(math);
                self.out.push_str(if block { "\n$$" } else { "$" });
                self.close(name);
            }
        }
        self.end_line(block);
    }

    fn write_html(&mut self, element: &Element, closed: bool, model: ContentModel) {
        let name = &element.value;
        let empty = element.children.is_empty();
        if empty && (elements::has_no_body(name) || closed && model == ContentModel::Raw) {
            self.open(name, &element.attributes, " />");
        } else {
            let lines = !empty && model == ContentModel::Block;
            self.open(name, &element.attributes, if lines { ">\n" } else { ">" });
            let around = std::mem::replace(&mut self.in_raw, model == ContentModel::Raw);
            self.beyond_github += 1;
            self.write_children(element);
            self.beyond_github -= 1;
            self.in_raw = around;
            self.close(name);
        }
        // The line end after a block in raw HTML is part of that.
        self.end_line(!self.in_raw);
    }

    /// Writes the text that waits; in raw HTML no abbreviation is looked for.
    pub(super) fn flush_text(&mut self, raw: bool) {
        self.flush_with(raw, is_reference);
    }

    fn flush_with(&mut self, raw: bool, is_reference: fn(&str) -> bool) {
        if self.text.is_empty() {
            return;
        }
        let mut text = std::mem::take(&mut self.text);
        if let Some(plain) = &mut self.plain {
            plain.push_str(&text);
        }
        if self.parser.options.remove_line_breaks_for_cjk && text.contains('\n') {
            text = without_cjk_breaks(&text);
        }
        match &self.abbreviations {
            Some(finder) if !raw => {
                let found = finder.find(&text, &self.parser.abbreviations);
                let mut start = 0;
                for (place, index) in found {
                    escape_text(&text[start..place.start], &mut self.out);
                    start = place.end;
                    self.write_abbreviation(index, &text[place]);
                }
                escape_text(&text[start..], &mut self.out);
            }
            _ => escape_with(&text, is_reference, false, &mut self.out),
        }
        text.clear();
        self.text = text;
    }

    fn write_abbreviation(&mut self, index: usize, short: &str) {
        let abbreviation = &self.parser.abbreviations[index];
        let mut attributes = Attributes::default();
        self.parser.apply(&abbreviation.list, &mut attributes);
        let full = &abbreviation.full;
        if !full.is_empty() && self.parser.may_copy(full.len()) {
            attributes.set("title", full.as_str());
        }
        self.open("abbr", &attributes, ">");
        escape_text(short, &mut self.out);
        self.out.push_str("</abbr>");
    }

    /// Code.
    pub(super) fn write_escaped(&mut self, text: &str) {
        escape(text, &mut self.out);
    }

    /// One of the four quotation marks.
    pub(super) fn write_quote(&mut self, which: usize) {
        let quote = self.parser.options.smart_quotes[which];
        self.out.push(quote);
        self.note_plain(quote.encode_utf8(&mut [0; 4]));
    }

    /// A typographic symbol, by kramdown's name for it.
    pub(super) fn write_symbol(&mut self, name: &str, symbol: &str) {
        let symbols = &self.parser.options.typographic_symbols;
        match symbols.iter().find(|(known, _)| known == name) {
            Some((_, text)) => escape_text(text, &mut self.out),
            None => self.out.push_str(symbol),
        }
    }
}

fn write_attributes(attributes: &Attributes, out: &mut String) {
    for (name, value) in &attributes.0 {
        if name == "id" && scan::stripped(value).is_empty() {
            continue;
        }
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape_attribute(value, out);
        out.push('"');
    }
}

/// Without the line ends between Chinese or Japanese characters.
fn without_cjk_breaks(text: &str) -> String {
    let is_cjk = |c: char| {
        matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{3005}' | '\u{3007}' | '\u{3040}'..='\u{30ff}'
            | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
            && !matches!(
                c,
                '\u{3099}'..='\u{309c}' | '\u{30a0}' | '\u{30fb}' | '\u{30fc}'
            )
    };
    let mut joined = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let between = c == '\n'
            && joined.chars().next_back().is_some_and(is_cjk)
            && characters.peek().copied().is_some_and(is_cjk);
        if !between {
            joined.push(c);
        }
    }
    joined
}
