//! The marks of footnotes, and their list at the end.
use super::escape::escape_text;
use super::tree::{Element, Kind};
use super::write::Writer;

impl Writer<'_> {
    /// The mark of a footnote in the text.
    pub(super) fn write_footnote_mark(&mut self, index: usize) {
        if self.without_links {
            return;
        }
        let footnote = &mut self.parser.footnotes[index];
        if footnote.marks == 0 {
            footnote.place = self.footnotes.len();
            self.footnotes.push(index);
        }
        footnote.marks += 1;
        self.footnote_marks.push(index);
        let options = &self.parser.options;
        let number = options.footnote_number + footnote.place as u64;
        let repeat = match footnote.marks {
            1 => String::new(),
            count => format!(":{}", count - 1),
        };
        let name = format!("{}{}", options.footnote_prefix, footnote.name);
        let text = options
            .footnote_link_text
            .replace("%s", &number.to_string());
        self.out.push_str(&format!(
            "<sup id=\"fnref:{name}{repeat}\"><a href=\"#fn:{name}\" class=\"footnote\" \
             rel=\"footnote\" role=\"doc-noteref\">{text}</a></sup>"
        ));
    }

    /// Forgets all marks but the first `kept`.
    pub(super) fn take_back_footnotes(&mut self, kept: usize) {
        while self.footnote_marks.len() > kept {
            let Some(index) = self.footnote_marks.pop() else {
                return;
            };
            let footnote = &mut self.parser.footnotes[index];
            footnote.marks -= 1;
            if footnote.marks == 0 {
                self.footnotes.pop();
            }
        }
    }

    /// All footnotes that were referred to; those within them come after.
    pub(super) fn write_footnotes(&mut self) {
        if self.footnotes.is_empty() {
            return;
        }
        self.out
            .push_str("<div class=\"footnotes\" role=\"doc-endnotes\">\n");
        match self.parser.options.footnote_number {
            1 => self.out.push_str("<ol>\n"),
            start => self.out.push_str(&format!("<ol start=\"{start}\">\n")),
        }
        let mut at = 0;
        while let Some(&index) = self.footnotes.get(at) {
            self.beyond_github += 1;
            self.write_footnote(index);
            self.beyond_github -= 1;
            at += 1;
        }
        self.out.push_str("</ol>\n</div>\n");
    }

    fn write_footnote(&mut self, index: usize) {
        let footnote = &mut self.parser.footnotes[index];
        let mut item = Element::new(Kind::Item);
        item.children = std::mem::take(&mut footnote.content.children);
        let footnote = &self.parser.footnotes[index];
        let name = format!("{}{}", self.parser.options.footnote_prefix, footnote.name);
        item.attributes.set("id", format!("fn:{name}"));
        let backlinks = self.backlinks(&name, footnote.marks);
        if !backlinks.is_empty() {
            let inline = self.parser.options.footnote_backlink_inline;
            add_backlink(&mut item.children, &backlinks, inline);
        }
        self.write(&item);
    }

    fn backlinks(&self, name: &str, marks: usize) -> String {
        let mut text = String::new();
        escape_text(&self.parser.options.footnote_backlink, &mut text);
        if text.is_empty() {
            return text;
        }
        let links = (0..marks).map(|mark| {
            let (repeat, number) = match mark {
                0 => (String::new(), String::new()),
                mark => (format!(":{mark}"), format!("<sup>{}</sup>", mark + 1)),
            };
            format!(
                "<a href=\"#fnref:{name}{repeat}\" class=\"reversefootnote\" \
                 role=\"doc-backlink\">{text}{number}</a>"
            )
        });
        links.collect::<Vec<_>>().join("\u{a0}")
    }
}

/// Puts the way back into the last paragraph, or into one of its own.
fn add_backlink(children: &mut Vec<Element>, html: &str, inline: bool) {
    let raw = Kind::Raw { block: false };
    if let Some(last) = last_paragraph(children, inline) {
        last.children
            .push(Element::with_value(raw, format!("\u{a0}{html}")));
        return;
    }
    let link = Element::with_value(raw, html);
    let kind = Kind::Paragraph { transparent: false };
    children.push(Element::with_children(kind, vec![link]));
}

fn last_paragraph(children: &mut [Element], inline: bool) -> Option<&mut Element> {
    let last = children.last_mut()?;
    match last.kind {
        Kind::Paragraph { .. } => Some(last),
        Kind::Header { .. } if inline => Some(last),
        _ if inline => last_paragraph(&mut last.children, inline),
        _ => None,
    }
}
