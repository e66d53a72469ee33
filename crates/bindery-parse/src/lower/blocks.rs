//! What happens where a block element begins.
use bindery_model::{Alignment, Attributes, BlockKind, Cell, ListKind, Numbering, Role, Table};

use super::attributes::declaration;
use super::elements::BlockMeaning as Meaning;
use super::frame::Holder;
use super::linked_notes::Plan;
use super::report::Loss;
use super::walk::{Leave, Lowering};
use super::{code, word_list};
use crate::html::{Element, NodeId};

impl<'a> Lowering<'a> {
    /// A block element begins.
    pub(super) fn enter_block(
        &mut self,
        id: NodeId,
        element: Element<'a>,
        block: Meaning,
    ) -> Option<Leave> {
        if block == Meaning::Dialog && element.attribute("open").is_none() {
            self.losses.add(Loss::Hidden, element.offset());
            return None;
        }
        if self.builder.holds_inlines_only() {
            return self.enter_line(element, block);
        }
        if let Some(leave) = self.enter_footnotes(id, element, block) {
            return leave;
        }
        if block == Meaning::Preformatted && code::is_formula(self.tree, id) {
            return self.put_tex(&self.text_in(id), true);
        }
        if block == Meaning::Preformatted {
            self.put_code(id, code::language(element, self.tree, id), element);
            return None;
        }
        if let Meaning::Division(_) | Meaning::Figure | Meaning::Table = block
            && let Some(found) = code::find(self.tree, id, element)
        {
            self.put_code(found.pre, found.language, element);
            return None;
        }
        if let (Meaning::Division(_), Some(done)) = (block, drawn_check_box(element)) {
            self.put_check_box(done);
            return None;
        }
        if block == Meaning::Division(Role::Plain) && self.is_empty_line(id) {
            self.builder.leave_gap();
        }
        let attributes = self.attributes(element);
        if block == Meaning::Paragraph
            && let Some(listed) = word_list::read(self.tree, id, element)
        {
            let (level, kind) = (listed.level, listed.kind);
            let mark = listed.mark.into_iter();
            self.plans.extend(mark.map(|node| (node, Plan::LeftOut)));
            self.builder
                .open(Holder::Listed { level, kind }, attributes);
            return Some(Leave::Block);
        }
        if let (Meaning::Division(_), Holder::DefinitionList { .. }) =
            (block, self.builder.holder())
        {
            // A group of terms and definitions. Its id goes to the first of them.
            return self.enter_attributes(attributes);
        }
        if block == Meaning::Rule {
            let kind = BlockKind::Rule;
            self.builder
                .push_block(bindery_model::Block { attributes, kind });
            return None;
        }
        self.builder.open(holder(element, block), attributes);
        Some(Leave::Block)
    }

    /// Whether there is nothing in a division but a line break.
    fn is_empty_line(&self, id: NodeId) -> bool {
        let only = self.tree.first_child(id);
        let only = only.filter(|&node| self.tree.next_sibling(node).is_none());
        let element = only.and_then(|node| self.tree.element(node));
        element.is_some_and(|element| element.name() == "br")
    }

    /// A block within a heading or the like begins a new line there.
    fn enter_line(&mut self, element: Element<'a>, block: Meaning) -> Option<Leave> {
        if super::code::is_gutter(element) {
            return None;
        }
        if matches!(block, Meaning::Cell | Meaning::HeaderCell) {
            if self.builder.run.preserve {
                return Some(Leave::Nothing);
            }
            self.builder.run.separate();
            return Some(Leave::Space);
        }
        self.builder.run.break_line();
        Some(Leave::Line)
    }

    /// Puts the text of a `pre` as code. The attributes are those of the outermost element around
    /// it that says nothing else.
    fn put_code(&mut self, pre: NodeId, language: Option<String>, outermost: Element<'a>) {
        let mut attributes = self.ids.read(outermost);
        if let Some(attributes) = &mut attributes {
            // These say what the block and its language already say.
            let language = language.as_deref();
            let says_more = |class: &String| {
                !code::is_known_class(class)
                    && !language.is_some_and(|language| class.eq_ignore_ascii_case(language))
            };
            attributes.classes.retain(says_more);
            if code::has_parameters(outermost) {
                attributes.classes.clear();
            }
        }
        let attributes = attributes.and_then(|attributes| Attributes::boxed(*attributes));
        let holder = Holder::Code {
            plain: language.is_none() && !code::has_code(self.tree, pre),
            language,
            content: Vec::new(),
        };
        self.builder.open(holder, attributes);
        self.walk_children(pre);
        self.builder.close();
    }
}

/// Whether a check box that a style sheet draws, as Notion has it, is checked.
fn drawn_check_box(element: Element<'_>) -> Option<bool> {
    match element.attribute("class")? {
        "checkbox checkbox-on" => Some(true),
        "checkbox checkbox-off" => Some(false),
        _ => None,
    }
}

fn holder(element: Element<'_>, block: Meaning) -> Holder {
    match block {
        Meaning::Division(role) => Holder::Division(role),
        Meaning::Paragraph => Holder::Paragraph,
        Meaning::Heading(level) => Holder::Heading {
            level,
            content: Vec::new(),
        },
        Meaning::BulletList => Holder::List {
            kind: ListKind::Bullet,
            items: Vec::new(),
        },
        Meaning::OrderedList => Holder::List {
            kind: numbering(element),
            items: Vec::new(),
        },
        Meaning::Item => Holder::Item {
            value: element.attribute("value").and_then(number),
            checked: None,
        },
        Meaning::DefinitionList => Holder::DefinitionList { items: Vec::new() },
        Meaning::Term => Holder::Term {
            content: Vec::new(),
        },
        Meaning::Definition => Holder::Definition,
        Meaning::Quote => Holder::Quote,
        Meaning::Preformatted => Holder::Code {
            language: None,
            plain: true,
            content: Vec::new(),
        },
        Meaning::Table => Holder::Table(Box::<Table>::default()),
        Meaning::Caption => Holder::Caption,
        Meaning::Section(section) => Holder::Section {
            section,
            rows: Vec::new(),
        },
        Meaning::Row => Holder::Row { cells: Vec::new() },
        Meaning::Cell => Holder::Cell(cell(element, false)),
        Meaning::HeaderCell => Holder::Cell(cell(element, true)),
        Meaning::Figure => Holder::Figure {
            caption: Vec::new(),
            caption_above: false,
        },
        Meaning::FigureCaption => Holder::FigureCaption,
        Meaning::Details => Holder::Details {
            summary: Vec::new(),
        },
        Meaning::Summary => Holder::Summary {
            content: Vec::new(),
        },
        Meaning::Dialog | Meaning::Rule => Holder::Division(Role::Plain),
    }
}

/// The start and the kind of numbers of an `ol`.
fn numbering(element: Element<'_>) -> ListKind {
    let numbering = match element.attribute("type") {
        Some("a") => Numbering::LowerAlpha,
        Some("A") => Numbering::UpperAlpha,
        Some("i") => Numbering::LowerRoman,
        Some("I") => Numbering::UpperRoman,
        _ => Numbering::Decimal,
    };
    ListKind::Ordered {
        start: element.attribute("start").and_then(number).unwrap_or(1),
        numbering,
        reversed: element.attribute("reversed").is_some(),
    }
}

/// HTML's "rules for parsing integers": what follows the digits does not matter.
fn number(value: &str) -> Option<i64> {
    let value = value.trim_start();
    let sign = usize::from(value.starts_with(['-', '+']));
    let digits = value
        .bytes()
        .skip(sign)
        .take_while(u8::is_ascii_digit)
        .count();
    // Numbers beyond 32 bits are nonsense that writers could not add to.
    let number = value[..sign + digits].parse::<i32>().ok()?;
    Some(i64::from(number))
}

fn cell(element: Element<'_>, header: bool) -> Cell {
    let span = |name| element.attribute(name).and_then(number);
    let columns = span("colspan").unwrap_or(1).clamp(1, 1000);
    let rows = span("rowspan").unwrap_or(1).clamp(0, 65534);
    Cell {
        header,
        column_span: u16::try_from(columns).unwrap_or(1),
        row_span: u16::try_from(rows).unwrap_or(1),
        alignment: alignment(element),
        ..Cell::default()
    }
}

fn alignment(element: Element<'_>) -> Option<Alignment> {
    let value = element
        .attribute("style")
        .and_then(|style| declaration(style, "text-align"))
        .or_else(|| element.attribute("align"))?;
    let value = value.trim();
    [
        ("left", Alignment::Left),
        ("start", Alignment::Left),
        ("center", Alignment::Center),
        ("middle", Alignment::Center),
        ("right", Alignment::Right),
        ("end", Alignment::Right),
    ]
    .into_iter()
    .find_map(|(name, alignment)| value.eq_ignore_ascii_case(name).then_some(alignment))
}
