//! Blocks.
use bindery_model::{
    Attributes, Block, BlockKind, DefinitionItem, Inline, ListItem, ListKind, Numbering, Role,
};

use crate::silence::{are_silent, is_blank, is_hollow, leaves_no_trace, say_formulas_only};
use crate::{Syntax, Writer};

impl Writer<'_> {
    pub(crate) fn write_blocks<'b>(&mut self, blocks: impl IntoIterator<Item = &'b Block>) {
        let (mut follows_text, mut follows_blank) = (false, false);
        for block in blocks {
            if self.xhtml() && is_hollow(&block.kind) && block.attributes.is_none() {
                continue;
            }
            // Pages make room with lines of nothing. One is enough.
            let is_blank = self.xhtml() && is_blank(block);
            if is_blank && follows_blank {
                continue;
            }
            follows_blank = is_blank;
            let text = match &block.kind {
                BlockKind::Plain { content } if block.attributes.is_none() => Some(content),
                _ => None,
            };
            match text {
                // Two texts would be one.
                Some(content) if follows_text => self.write_line("div", None, content),
                _ => self.write_block(block),
            }
            follows_text = text.is_some();
        }
    }

    fn write_block(&mut self, block: &Block) {
        let attributes = block.attributes.as_deref();
        match &block.kind {
            kind if self.xhtml() && is_hollow(kind) => {
                if attributes.is_some() {
                    self.write_line("div", attributes, &[]);
                }
            }
            BlockKind::Paragraph { content } => self.write_line("p", attributes, content),
            BlockKind::Plain { content } => self.write_plain(attributes, content),
            BlockKind::Heading { content, .. } if self.xhtml() && are_silent(content) => {
                if attributes.is_some() || !content.iter().all(leaves_no_trace) {
                    self.write_line("p", attributes, content);
                }
            }
            BlockKind::Heading { level, content } => {
                let level = level.saturating_add(self.options.heading_shift).clamp(1, 6);
                let name = ["h1", "h2", "h3", "h4", "h5", "h6"][usize::from(level) - 1];
                self.named(say_formulas_only(content), |writer| {
                    writer.write_line(name, attributes, content);
                });
            }
            BlockKind::List { kind, items } => self.write_list(attributes, *kind, items),
            BlockKind::DefinitionList { items } => self.write_definitions(attributes, items),
            BlockKind::Quote { blocks } => self.write_container("blockquote", attributes, blocks),
            BlockKind::Code {
                language: None,
                plain: true,
                content,
            } if !self.xhtml() => {
                self.open("pre", attributes);
                if matches!(content.first(), Some(Inline::Text { text }) if text.starts_with('\n'))
                {
                    // A line end right behind the tag is none.
                    self.out.push('\n');
                }
                self.write_inlines(content);
                self.close("pre");
            }
            BlockKind::Code {
                language, content, ..
            } => {
                self.write_code(attributes, language.as_deref(), content);
            }
            BlockKind::Table(table) => self.write_table(attributes, table),
            BlockKind::Figure {
                blocks,
                caption,
                caption_above,
            } => {
                self.open("figure", attributes);
                if !caption_above {
                    self.write_blocks(blocks);
                }
                if !caption.is_empty() {
                    self.write_container("figcaption", None, caption);
                }
                if *caption_above {
                    self.write_blocks(blocks);
                }
                self.close("figure");
            }
            BlockKind::Rule => {
                self.out.push_str("<hr");
                self.attributes(attributes);
                self.end_void();
                self.out.push('\n');
            }
            BlockKind::Division {
                role: Role::Verse,
                blocks,
            } => {
                self.out.push_str("<div");
                self.attributes_and_class(attributes, Some("verse"));
                self.out.push('>');
                self.write_blocks(blocks);
                self.close("div");
            }
            BlockKind::Division { role, blocks } => {
                self.write_container(self.role_element(*role), attributes, blocks);
            }
            // Nothing to open it by: in a book, where it is open anyway, it is a division.
            BlockKind::Details { summary, blocks } if self.xhtml() && are_silent(summary) => {
                self.open("div", attributes);
                self.write_inlines(summary);
                self.write_blocks(blocks);
                self.close("div");
            }
            BlockKind::Details { summary, blocks } => {
                self.out.push_str("<details");
                self.attributes(attributes);
                // Many readers cannot open what is closed.
                if self.xhtml() {
                    self.attribute("open", "open");
                }
                self.out.push('>');
                self.named(say_formulas_only(summary), |writer| {
                    writer.write_line("summary", None, summary);
                });
                self.write_blocks(blocks);
                self.close("details");
            }
            BlockKind::Math(formula) => self.write_formula_block(attributes, formula),
        }
    }

    /// `<name …>`.
    pub(crate) fn open(&mut self, name: &str, attributes: Option<&Attributes>) {
        self.out.push('<');
        self.out.push_str(name);
        self.attributes(attributes);
        self.out.push('>');
    }

    /// `</name>` and a line end.
    pub(crate) fn close(&mut self, name: &str) {
        self.close_inline(name);
        self.out.push('\n');
    }

    pub(crate) fn close_inline(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// An element with a line of text in it.
    pub(crate) fn write_line(
        &mut self,
        name: &str,
        attributes: Option<&Attributes>,
        content: &[Inline],
    ) {
        self.open(name, attributes);
        self.write_inlines(content);
        self.close(name);
    }

    fn write_plain(&mut self, attributes: Option<&Attributes>, content: &[Inline]) {
        if attributes.is_some() {
            self.write_line("div", attributes, content);
        } else {
            self.write_inlines(content);
        }
    }

    pub(crate) fn write_container(
        &mut self,
        name: &str,
        attributes: Option<&Attributes>,
        blocks: &[Block],
    ) {
        self.open(name, attributes);
        self.write_blocks(blocks);
        self.close(name);
    }

    /// XHTML has content models that the source need not have kept: a `header` in a `header`, say.
    fn role_element(&self, role: Role) -> &'static str {
        match role {
            Role::Section => "section",
            Role::Article => "article",
            Role::Aside => "aside",
            _ if self.options.syntax == Syntax::Xhtml => "div",
            Role::Navigation => "nav",
            Role::Header => "header",
            Role::Footer => "footer",
            Role::Address => "address",
            Role::Plain | Role::Verse => "div",
        }
    }

    fn write_list(&mut self, attributes: Option<&Attributes>, kind: ListKind, items: &[ListItem]) {
        let name = match kind {
            ListKind::Bullet => "ul",
            ListKind::Ordered { .. } => "ol",
        };
        self.out.push('<');
        self.out.push_str(name);
        self.attributes(attributes);
        if let ListKind::Ordered {
            start,
            numbering,
            reversed,
        } = kind
        {
            self.write_numbering(start, numbering, reversed);
            let length = longest_label(start, numbering, reversed, items);
            if self.xhtml() && length > 2 {
                // Labels stand before the text, where long ones would leave the page.
                let tenths = 6 * length + 8;
                let style = format!("padding-inline-start: {}.{}em", tenths / 10, tenths % 10);
                self.attribute("style", &style);
            }
        }
        self.out.push_str(">\n");
        for item in items {
            self.write_item(item, kind);
        }
        self.close(name);
    }

    fn write_numbering(&mut self, start: i64, numbering: Numbering, reversed: bool) {
        if start != 1 {
            self.attribute("start", &start.to_string());
        }
        let kind = match numbering {
            Numbering::Decimal => None,
            Numbering::LowerAlpha => Some("a"),
            Numbering::UpperAlpha => Some("A"),
            Numbering::LowerRoman => Some("i"),
            Numbering::UpperRoman => Some("I"),
        };
        if let Some(kind) = kind {
            self.attribute("type", kind);
        }
        if reversed {
            self.attribute("reversed", "reversed");
        }
    }

    fn write_item(&mut self, item: &ListItem, kind: ListKind) {
        // XHTML must have an item around it.
        if item.unmarked && !self.xhtml() {
            return self.write_blocks(&item.blocks);
        }
        self.out.push_str("<li");
        // The box stands in the place of a bullet.
        let class = (self.xhtml() && item.checked.is_some()).then_some("task-list-item");
        let own = item.attributes.as_deref();
        let has_own = own.is_some_and(|own| own.classes.iter().any(|it| it == "task-list-item"));
        self.attributes_and_class(own, class.filter(|_| !has_own));
        if let (Some(value), ListKind::Ordered { .. }) = (item.value, kind) {
            self.attribute("value", &value.to_string());
        }
        self.out.push('>');
        match item.checked {
            Some(true) => self.out.push_str("☑ "),
            Some(false) => self.out.push_str("☐ "),
            None => {}
        }
        self.write_blocks(&item.blocks);
        self.close("li");
    }

    /// A `dl` is groups of at least one term and at least one definition.
    fn write_definitions(&mut self, attributes: Option<&Attributes>, items: &[DefinitionItem]) {
        self.open("dl", attributes);
        self.out.push('\n');
        for item in items {
            for term in &item.terms {
                self.write_line("dt", None, term);
            }
            if item.terms.is_empty() && self.xhtml() {
                self.out.push_str("<dt></dt>\n");
            }
            for definition in &item.definitions {
                self.write_container("dd", None, definition);
            }
            if item.definitions.is_empty() && self.xhtml() {
                self.out.push_str("<dd></dd>\n");
            }
        }
        self.close("dl");
    }

    fn write_code(
        &mut self,
        attributes: Option<&Attributes>,
        language: Option<&str>,
        content: &[Inline],
    ) {
        self.out.push_str("<pre");
        self.attributes(attributes);
        // Code runs from left to right in texts that do not.
        if self.xhtml() && attributes.is_none_or(|own| own.direction.is_none()) {
            self.attribute("dir", "ltr");
        }
        self.out.push_str("><code");
        if let Some(language) = language {
            self.attribute("class", &format!("language-{language}"));
        }
        self.out.push('>');
        match (language, content) {
            (Some(language), [Inline::Text { text }]) => self.write_highlighted(language, text),
            _ => self.write_inlines(content),
        }
        self.out.push_str("\n</code></pre>\n");
    }

    fn write_highlighted(&mut self, language: &str, code: &str) {
        let mut start = 0;
        for (end, class) in self.targets.highlight(language, code) {
            let piece = code.get(start..end).unwrap_or_default();
            if class.is_empty() || piece.trim().is_empty() {
                self.text(piece);
            } else {
                self.out.push_str("<span");
                self.attribute("class", class);
                self.out.push('>');
                self.text(piece);
                self.out.push_str("</span>");
            }
            start = end;
        }
        self.text(code.get(start..).unwrap_or_default());
    }
}

/// How many digits are as wide as the longest label of an ordered list, without its full stop.
fn longest_label(start: i64, numbering: Numbering, reversed: bool, items: &[ListItem]) -> usize {
    let step = if reversed { -1 } else { 1 };
    let mut next = start;
    let mut longest = 1;
    for item in items {
        let number = item.value.unwrap_or(next);
        longest = longest.max(label_length(number, numbering));
        next = number.saturating_add(step);
    }
    longest
}

/// How many digits are as wide as a number. Letters of the alphabet, of which there are less, are
/// not counted.
fn label_length(number: i64, numbering: Numbering) -> usize {
    // Letters for each digit: `viii` has four. Most of them are narrow.
    const ROMAN: [usize; 10] = [0, 1, 2, 3, 2, 1, 2, 3, 4, 2];
    let digits = number.unsigned_abs().to_string();
    match numbering {
        Numbering::LowerRoman | Numbering::UpperRoman if (1..4000).contains(&number) => {
            let letters = digits.bytes().map(|digit| ROMAN[usize::from(digit - b'0')]);
            letters.sum::<usize>() * 2 / 3
        }
        _ => digits.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_label_of_a_list_is_counted_to() {
        let items = |values: &[Option<i64>]| -> Vec<ListItem> {
            let item = |&value| ListItem {
                value,
                ..ListItem::default()
            };
            values.iter().map(item).collect()
        };
        let decimal = |start, reversed, values| {
            longest_label(start, Numbering::Decimal, reversed, &items(values))
        };
        assert_eq!(decimal(1, false, &[None; 9]), 1);
        assert_eq!(decimal(98, false, &[None; 3]), 3);
        assert_eq!(decimal(3, false, &[None, Some(2024), Some(1)]), 4);
        assert_eq!(decimal(100, true, &[None; 2]), 3);
        assert_eq!(decimal(i64::MAX, false, &[None; 2]), 19);
        assert_eq!(decimal(0, false, &[]), 1);
        let roman = |number| label_length(number, Numbering::LowerRoman);
        assert_eq!([1, 38, 98, 1000, 5000].map(roman), [0, 4, 4, 0, 4]);
    }
}
