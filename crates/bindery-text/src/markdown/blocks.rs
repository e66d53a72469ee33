//! Blocks in Markdown, and HTML where Markdown cannot say them.
use bindery_model::{Attributes, Block, BlockKind, Inline, Role};

use super::html_blocks::{PARTING, is_plain};
use super::inlines::{longest_run, push_tag};
use super::{Place, Writer};

impl Writer<'_> {
    /// Blocks with blank lines between them; a line end behind the last.
    pub(super) fn blocks(&self, blocks: &[Block]) -> String {
        let mut out = String::new();
        let mut before: Option<&Block> = None;
        for block in blocks {
            let text = self.block(block);
            if text.is_empty() {
                continue;
            }
            if let Some(before) = before {
                out.push('\n');
                if is_list(before) && is_list(block) {
                    // Without something between them two lists would be one.
                    out.push_str("<!-- -->\n\n");
                }
                if is_plain(before) && is_plain(block) {
                    out.push_str(&format!("{PARTING}\n\n"));
                }
            }
            out.push_str(&text);
            before = Some(block);
        }
        out
    }

    /// A block, with a line end behind it.
    fn block(&self, block: &Block) -> String {
        match self.markdown_block(block) {
            Some(mut text) => {
                if !text.ends_with('\n') {
                    text.push('\n');
                }
                text
            }
            None => self.html_block(block),
        }
    }

    /// A block in Markdown; `None` if Markdown cannot say it.
    pub(super) fn markdown_block(&self, block: &Block) -> Option<String> {
        if let BlockKind::Heading { level, content } = &block.kind {
            return self.heading(*level, content, block.attributes.as_deref());
        }
        if let BlockKind::Division { role, blocks } = &block.kind {
            return self.division(*role, blocks, block.attributes.as_deref());
        }
        if block.attributes.is_some() {
            return None;
        }
        match &block.kind {
            BlockKind::Paragraph { content } => self.paragraph(content),
            BlockKind::List { kind, items } => self.list(*kind, items),
            BlockKind::Quote { blocks } => {
                let inner = self.blocks(blocks);
                (!inner.is_empty()).then(|| quoted(&inner))
            }
            BlockKind::Code {
                language,
                plain: false,
                content,
            } => code(language.as_deref(), content),
            BlockKind::Table(table) => self.table(table),
            BlockKind::Rule => Some("***".to_owned()),
            BlockKind::Details { summary, blocks } => Some(self.details(summary, blocks)),
            _ => None,
        }
    }

    /// The text of a paragraph; `None` if a line of it would be read as something else.
    pub(super) fn paragraph(&self, content: &[Inline]) -> Option<String> {
        let text = self.inlines(content, Place::Paragraph);
        let is_html = |line: &str| line.starts_with('<') && !line.starts_with("<http");
        let is_text = !text.trim().is_empty()
            && text == text.trim_matches([' ', '\n', '\t'])
            && !text.lines().any(is_html)
            && !matches!(content.last(), Some(Inline::LineBreak));
        is_text.then_some(text)
    }

    /// A heading. Its id is left to who reads the Markdown, unless something leads to it.
    fn heading(
        &self,
        level: u8,
        content: &[Inline],
        attributes: Option<&Attributes>,
    ) -> Option<String> {
        let is_plain = attributes.is_none_or(|attributes| {
            let id = attributes.id.as_deref().unwrap_or_default();
            let only_id = Attributes {
                id: attributes.id.clone(),
                ..Attributes::default()
            };
            *attributes == only_id && !self.wanted_ids.contains(id)
        });
        // The link of a heading to itself is made anew.
        let content = match content.split_last() {
            Some((last, before)) if is_self_link(last, attributes) => before,
            _ => content,
        };
        let text = self.inlines(content, Place::Heading);
        let is_text = !text.is_empty() && text == text.trim() && !text.starts_with("&#");
        (is_plain && is_text).then(|| format!("{} {text}", "#".repeat(level.clamp(1, 6).into())))
    }

    /// A division with Markdown in it, between its tags.
    fn division(
        &self,
        role: Role,
        blocks: &[Block],
        attributes: Option<&Attributes>,
    ) -> Option<String> {
        if blocks.is_empty() || blocks.iter().all(is_plain) {
            return None;
        }
        let name = role_element(role);
        let mut out = String::new();
        push_tag(name, &[], attributes, &mut out);
        out.push_str(&format!("\n\n{}\n</{name}>", self.blocks(blocks)));
        Some(out)
    }

    fn details(&self, summary: &[Inline], blocks: &[Block]) -> String {
        let summary = self.inlines(summary, Place::HtmlLine);
        let summary = if summary.is_empty() {
            String::new()
        } else {
            format!("<summary>{summary}</summary>\n")
        };
        let blocks = self.blocks(blocks);
        format!("<details>\n{summary}\n{blocks}\n</details>")
    }
}

pub(super) fn role_element(role: Role) -> &'static str {
    match role {
        Role::Plain | Role::Verse => "div",
        Role::Section => "section",
        Role::Article => "article",
        Role::Aside => "aside",
        Role::Navigation => "nav",
        Role::Header => "header",
        Role::Footer => "footer",
        Role::Address => "address",
    }
}

/// The empty link to itself that readers of GitHub's Markdown put into a heading.
fn is_self_link(inline: &Inline, heading: Option<&Attributes>) -> bool {
    let Inline::Link {
        target: bindery_model::Target::Fragment { fragment },
        attributes: Some(attributes),
        content,
        ..
    } = inline
    else {
        return false;
    };
    content.is_empty()
        && attributes.classes == ["anchor"]
        && heading.is_some_and(|heading| heading.id.as_deref() == Some(fragment))
}

fn is_list(block: &Block) -> bool {
    matches!(block.kind, BlockKind::List { .. })
}

/// A fenced block of code, if it has nothing but text.
fn code(language: Option<&str>, content: &[Inline]) -> Option<String> {
    let text = match content {
        [Inline::Text { text }] if !text.is_empty() => text,
        _ => return None,
    };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "+#.-_".contains(c);
    let language = language.unwrap_or_default();
    // What is fenced as `math` is a formula.
    if language == "math" || !language.chars().all(is_plain) || text.contains('\r') {
        return None;
    }
    let fence = "`".repeat(longest_run(text, '`').max(2) + 1);
    Some(format!("{fence}{language}\n{text}\n{fence}"))
}

fn quoted(text: &str) -> String {
    let line = |line: &str| match line {
        "" => ">".to_owned(),
        line => format!("> {line}"),
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// Lines behind a mark, the others behind an indent; blank lines stay blank.
pub(super) fn indented(text: &str, mark: &str, indent: &str) -> String {
    let mut out = String::from(mark);
    for (index, line) in text.lines().enumerate() {
        if index > 0 {
            out.push('\n');
            if !line.is_empty() {
                out.push_str(indent);
            }
        }
        out.push_str(line);
    }
    out.push('\n');
    out
}
