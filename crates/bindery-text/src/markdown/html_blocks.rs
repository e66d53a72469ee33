//! Blocks as HTML within Markdown: in one piece, without blank lines, which would end it.
use bindery_model::{
    Alignment, Attributes, Block, BlockKind, Cell, Inline, ListItem, ListKind, Numbering, Row,
    Table,
};

use super::blocks::role_element;
use super::formulas::push_display;
use super::inlines::push_tag;
use super::{Place, Writer};

impl Writer<'_> {
    /// A block as HTML that Markdown leaves alone, with a line end behind it.
    pub(super) fn html_block(&self, block: &Block) -> String {
        if let BlockKind::Plain { content } = &block.kind {
            // A line that begins with a comment is HTML up to its end.
            return format!("<!-- -->{}\n", self.inlines(content, Place::HtmlLine));
        }
        let mut out = String::new();
        self.push_block(block, &mut out);
        without_blank_lines(&out)
    }

    /// The footnotes in HTML.
    pub(super) fn html_notes(&self) -> String {
        if self.post.footnotes.is_empty() {
            return String::new();
        }
        let mut out = String::from("<section class=\"footnotes\" data-footnotes>\n<ol>\n");
        for footnote in &self.post.footnotes {
            push_tag(
                "li",
                &[("id", &format!("fn:{}", footnote.label))],
                None,
                &mut out,
            );
            self.push_blocks(&footnote.blocks, &mut out);
            out.push_str("</li>\n");
        }
        out.push_str("</ol>\n</section>\n");
        without_blank_lines(&out)
    }

    fn push_blocks(&self, blocks: &[Block], out: &mut String) {
        for (index, block) in blocks.iter().enumerate() {
            if index > 0 && is_plain(block) && is_plain(&blocks[index - 1]) {
                out.push_str(PARTING);
            }
            self.push_block(block, out);
        }
    }

    fn push_block(&self, block: &Block, out: &mut String) {
        let attributes = block.attributes.as_deref();
        match &block.kind {
            BlockKind::Paragraph { content } => self.push_line("p", attributes, content, out),
            BlockKind::Plain { content } => out.push_str(&self.inlines(content, Place::Html)),
            BlockKind::Heading { level, content } => {
                self.push_line(&format!("h{level}"), attributes, content, out);
            }
            BlockKind::List { kind, items } => self.push_list(*kind, items, attributes, out),
            BlockKind::DefinitionList { items } => {
                push_tag("dl", &[], attributes, out);
                for item in items {
                    for term in &item.terms {
                        self.push_line("dt", None, term, out);
                    }
                    for definition in &item.definitions {
                        self.push_container("dd", None, definition, out);
                    }
                }
                out.push_str("</dl>\n");
            }
            BlockKind::Quote { blocks } => {
                self.push_container("blockquote", attributes, blocks, out);
            }
            BlockKind::Code {
                plain: true,
                content,
                ..
            } => {
                push_tag("pre", &[], attributes, out);
                // A line end right behind the tag is none.
                out.push('\n');
                out.push_str(&self.inlines(content, Place::Html));
                out.push_str("\n</pre>\n");
            }
            BlockKind::Code {
                language, content, ..
            } => {
                self.push_code(language.as_deref(), content, attributes, out);
            }
            BlockKind::Table(table) => self.push_table(table, attributes, out),
            BlockKind::Figure {
                blocks,
                caption,
                caption_above,
            } => {
                push_tag("figure", &[], attributes, out);
                if !caption_above {
                    self.push_blocks(blocks, out);
                }
                if !caption.is_empty() {
                    self.push_container("figcaption", None, caption, out);
                }
                if *caption_above {
                    self.push_blocks(blocks, out);
                }
                out.push_str("</figure>\n");
            }
            BlockKind::Rule => {
                push_tag("hr", &[], attributes, out);
                out.push('\n');
            }
            BlockKind::Division { role, blocks } => {
                self.push_container(role_element(*role), attributes, blocks, out);
            }
            BlockKind::Details { summary, blocks } => {
                push_tag("details", &[], attributes, out);
                if !summary.is_empty() {
                    self.push_line("summary", None, summary, out);
                }
                self.push_blocks(blocks, out);
                out.push_str("</details>\n");
            }
            BlockKind::Math(formula) => {
                push_tag("p", &[], attributes, out);
                push_display(formula, out);
                out.push_str("</p>\n");
            }
        }
    }

    fn push_line(
        &self,
        name: &str,
        attributes: Option<&Attributes>,
        content: &[Inline],
        out: &mut String,
    ) {
        push_tag(name, &[], attributes, out);
        out.push_str(&self.inlines(content, Place::Html));
        out.push_str(&format!("</{name}>\n"));
    }

    fn push_container(
        &self,
        name: &str,
        attributes: Option<&Attributes>,
        blocks: &[Block],
        out: &mut String,
    ) {
        push_tag(name, &[], attributes, out);
        self.push_blocks(blocks, out);
        out.push_str(&format!("</{name}>\n"));
    }

    fn push_list(
        &self,
        kind: ListKind,
        items: &[ListItem],
        attributes: Option<&Attributes>,
        out: &mut String,
    ) {
        let name = match kind {
            ListKind::Bullet => "ul",
            ListKind::Ordered { .. } => "ol",
        };
        let own = numbering(kind);
        let own: Vec<(&str, &str)> = own.iter().map(|(name, value)| (*name, &**value)).collect();
        push_tag(name, &own, attributes, out);
        out.push('\n');
        for item in items {
            let value = item.value.map(|value| value.to_string());
            let value: Vec<(&str, &str)> = value.iter().map(|value| ("value", &**value)).collect();
            push_tag("li", &value, item.attributes.as_deref(), out);
            out.push_str(match item.checked {
                Some(true) => "<input type=\"checkbox\" checked disabled> ",
                Some(false) => "<input type=\"checkbox\" disabled> ",
                None => "",
            });
            self.push_blocks(&item.blocks, out);
            out.push_str("</li>\n");
        }
        out.push_str(&format!("</{name}>\n"));
    }

    fn push_code(
        &self,
        language: Option<&str>,
        content: &[Inline],
        attributes: Option<&Attributes>,
        out: &mut String,
    ) {
        push_tag("pre", &[], attributes, out);
        let class = language.map(|language| format!("language-{language}"));
        let own: Vec<(&str, &str)> = class.iter().map(|class| ("class", &**class)).collect();
        push_tag("code", &own, None, out);
        out.push_str(&self.inlines(content, Place::Html));
        out.push_str("\n</code></pre>\n");
    }

    fn push_table(&self, table: &Table, attributes: Option<&Attributes>, out: &mut String) {
        push_tag("table", &[], attributes, out);
        out.push('\n');
        if !table.caption.is_empty() {
            self.push_container("caption", None, &table.caption, out);
        }
        self.push_section("thead", &table.head, out);
        for body in &table.bodies {
            self.push_section("tbody", body, out);
        }
        self.push_section("tfoot", &table.foot, out);
        out.push_str("</table>\n");
    }

    fn push_section(&self, name: &str, rows: &[Row], out: &mut String) {
        if rows.is_empty() {
            return;
        }
        out.push_str(&format!("<{name}>\n"));
        for row in rows {
            push_tag("tr", &[], row.attributes.as_deref(), out);
            for cell in &row.cells {
                self.push_cell(cell, out);
            }
            out.push_str("</tr>\n");
        }
        out.push_str(&format!("</{name}>\n"));
    }

    fn push_cell(&self, cell: &Cell, out: &mut String) {
        let name = if cell.header { "th" } else { "td" };
        let spans = [("colspan", cell.column_span), ("rowspan", cell.row_span)];
        let spans: Vec<(&str, String)> = spans
            .into_iter()
            .filter(|(_, span)| *span != 1)
            .map(|(name, span)| (name, span.to_string()))
            .collect();
        let mut own: Vec<(&str, &str)> =
            spans.iter().map(|(name, span)| (*name, &**span)).collect();
        own.extend(cell.alignment.map(|alignment| {
            let value = match alignment {
                Alignment::Left => "left",
                Alignment::Center => "center",
                Alignment::Right => "right",
            };
            ("align", value)
        }));
        push_tag(name, &own, cell.attributes.as_deref(), out);
        self.push_blocks(&cell.blocks, out);
        out.push_str(&format!("</{name}>"));
    }
}

/// Stands between two texts that would otherwise be one.
pub(super) const PARTING: &str = "<div></div>";

pub(super) fn is_plain(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Plain { .. })
}

fn numbering(kind: ListKind) -> Vec<(&'static str, String)> {
    let ListKind::Ordered {
        start,
        numbering,
        reversed,
    } = kind
    else {
        return Vec::new();
    };
    let mut own = Vec::new();
    if start != 1 {
        own.push(("start", start.to_string()));
    }
    let kind = match numbering {
        Numbering::Decimal => None,
        Numbering::LowerAlpha => Some("a"),
        Numbering::UpperAlpha => Some("A"),
        Numbering::LowerRoman => Some("i"),
        Numbering::UpperRoman => Some("I"),
    };
    own.extend(kind.map(|kind| ("type", kind.to_owned())));
    if reversed {
        own.push(("reversed", "reversed".to_owned()));
    }
    own
}

/// Comments in blank lines keep them from ending the HTML, and change nothing, not even in code.
fn without_blank_lines(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    for line in html.lines() {
        out.push_str(line);
        if line.trim().is_empty() {
            out.push_str("<!-- -->");
        }
        out.push('\n');
    }
    out
}
