//! Footnotes: in HTML as kramdown writes them, in EPUB so that readers show them as pop-ups.
use std::ops::Range;

use bindery_model::{Block, BlockKind, Target};

use crate::{Writer, footnote_id, reference_id};

impl Writer<'_> {
    pub(crate) fn write_reference(&mut self, footnote: usize) {
        let Some(note) = self.footnotes.get(footnote) else {
            return;
        };
        let number = (footnote + 1).to_string();
        self.references[footnote] += 1;
        let again = match self.references[footnote] {
            1 => String::new(),
            count => format!(":{}", count - 1),
        };
        let id = match self.xhtml() {
            true => format!("{}{again}", reference_id(footnote)),
            false => format!("fnref:{}{again}", note.label),
        };
        self.out.push_str("<sup");
        // Links hold no links: there the note alone leads to its mark.
        if self.in_link {
            self.attribute("id", &id);
            self.out.push('>');
            self.text(&number);
        } else if self.xhtml() {
            self.out.push_str("><a");
            self.attribute("epub:type", "noteref");
            self.role("doc-noteref");
            self.fragment_href(&footnote_id(footnote));
            self.attribute("id", &id);
            self.out.push('>');
            self.text(&number);
            self.out.push_str("</a>");
        } else {
            self.attribute("id", &id);
            self.out.push_str("><a");
            self.fragment_href(&format!("fn:{}", note.label));
            self.attribute("class", "footnote");
            self.attribute("rel", "footnote");
            self.role("doc-noteref");
            self.out.push('>');
            self.text(&number);
            self.out.push_str("</a>");
        }
        self.out.push_str("</sup>");
    }

    fn fragment_href(&mut self, fragment: &str) {
        let target = Target::Fragment {
            fragment: fragment.to_owned(),
        };
        if let Some(href) = self.targets.href(&target) {
            self.attribute("href", &href);
        }
    }

    pub(crate) fn write_footnotes(&mut self, some: Range<usize>) {
        if some.is_empty() {
            return;
        }
        if self.xhtml() {
            self.write_asides(some);
        } else {
            self.write_endnotes(some);
        }
    }

    fn write_asides(&mut self, some: Range<usize>) {
        let notes = self.footnotes.iter().enumerate();
        for (index, note) in notes.take(some.end).skip(some.start) {
            let number = (index + 1).to_string();
            self.out.push_str("<aside");
            self.attribute("epub:type", "footnote");
            self.role("doc-footnote");
            self.attribute("id", &footnote_id(index));
            self.attribute("class", "footnote");
            self.out.push('>');
            if self.references[index] > 0 {
                self.out.push_str("<a");
                self.fragment_href(&reference_id(index));
                self.attribute("class", "footnote-number");
                self.out.push('>');
                self.text(&number);
                self.out.push_str("</a>\n");
            }
            self.write_blocks(&note.blocks);
            self.close("aside");
        }
    }

    fn write_endnotes(&mut self, some: Range<usize>) {
        self.out.push_str("<div class=\"footnotes\"");
        self.role("doc-endnotes");
        self.out.push_str(">\n<ol>\n");
        for note in self.footnotes.iter().take(some.end).skip(some.start) {
            self.out.push_str("<li");
            self.attribute("id", &format!("fn:{}", note.label));
            self.out.push_str(">\n");
            self.write_note_with_back_link(&note.blocks, &note.label);
            self.close("li");
        }
        self.out.push_str("</ol>\n</div>\n");
    }

    /// The link back stands at the end of the last paragraph.
    fn write_note_with_back_link(&mut self, blocks: &[Block], label: &str) {
        let (last, before) = match blocks.split_last() {
            Some((
                Block {
                    kind: BlockKind::Paragraph { content },
                    ..
                },
                before,
            )) => (Some(content), before),
            _ => (None, blocks),
        };
        self.write_blocks(before);
        self.out.push_str("<p>");
        if let Some(content) = last {
            self.write_inlines(content);
            self.out.push('\u{a0}');
        }
        self.out.push_str("<a");
        self.fragment_href(&format!("fnref:{label}"));
        self.attribute("class", "reversefootnote");
        self.role("doc-backlink");
        self.out.push_str(">↩</a></p>\n");
    }
}
