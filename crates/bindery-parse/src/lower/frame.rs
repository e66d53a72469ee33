use bindery_model::{
    Attributes, Block, BlockKind, Cell, DefinitionItem, Inline, ListItem, ListKind, Role, Row,
    Table,
};

use super::elements::Section;
use super::joined_list;

/// A block that is open, with what it holds so far.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) holder: Holder,
    pub(super) attributes: Option<Box<Attributes>>,
    /// The blocks of holders that hold blocks.
    pub(super) blocks: Vec<Block>,
    /// Whether the last block is a list (or definition list) that the source did not open: the
    /// next item outside of a list joins it.
    pub(super) implied_list: bool,
    /// Whether the last block is a list that the next one may go on with.
    goes_on: bool,
    /// Whether an empty line parts the last block, a line itself, from the next.
    has_gap: bool,
}

/// What kind of block is open.
#[derive(Debug)]
pub(super) enum Holder {
    /// The post, or a footnote.
    Root,
    /// Something that is not kept as a block of its own; its text stands in paragraphs, so that it
    /// stays apart from its neighbours.
    Dissolved,
    /// Its text is a paragraph. Blocks may interrupt it.
    Paragraph,
    Division(Role),
    Quote,
    Figure {
        caption: Vec<Block>,
        caption_above: bool,
    },
    FigureCaption,
    Details {
        summary: Vec<Inline>,
    },
    List {
        kind: ListKind,
        items: Vec<ListItem>,
    },
    Item {
        value: Option<i64>,
        checked: Option<bool>,
    },
    /// A paragraph that is an item of a list.
    Listed {
        level: usize,
        kind: ListKind,
    },
    DefinitionList {
        items: Vec<DefinitionItem>,
    },
    Definition,
    Table(Box<Table>),
    Caption,
    Section {
        section: Section,
        rows: Vec<Row>,
    },
    Row {
        cells: Vec<Cell>,
    },
    Cell(Cell),
    /// The rest hold inlines only.
    Heading {
        level: u8,
        content: Vec<Inline>,
    },
    Term {
        content: Vec<Inline>,
    },
    Summary {
        content: Vec<Inline>,
    },
    Code {
        language: Option<String>,
        plain: bool,
        content: Vec<Inline>,
    },
}

impl Holder {
    /// The inlines of a holder that holds nothing else.
    pub(super) fn inlines(&mut self) -> Option<&mut Vec<Inline>> {
        match self {
            Holder::Heading { content, .. }
            | Holder::Term { content }
            | Holder::Summary { content }
            | Holder::Code { content, .. } => Some(content),
            _ => None,
        }
    }

    /// Whether any block may stand directly in it.
    pub(super) fn holds_blocks(&self) -> bool {
        !matches!(
            self,
            Holder::List { .. }
                | Holder::DefinitionList { .. }
                | Holder::Table(_)
                | Holder::Section { .. }
                | Holder::Row { .. }
                | Holder::Heading { .. }
                | Holder::Term { .. }
                | Holder::Summary { .. }
                | Holder::Code { .. }
        )
    }

    /// Whether it is a block of the model, and so a level of its depth. The others are parts of
    /// one.
    pub(super) fn is_block(&self) -> bool {
        !matches!(
            self,
            Holder::Root
                | Holder::Dissolved
                | Holder::Paragraph
                | Holder::FigureCaption
                | Holder::Item { .. }
                | Holder::Definition
                | Holder::Term { .. }
                | Holder::Summary { .. }
                | Holder::Caption
                | Holder::Section { .. }
                | Holder::Row { .. }
                | Holder::Cell(_)
        )
    }
}

impl Frame {
    pub(super) fn new(holder: Holder, attributes: Option<Box<Attributes>>) -> Frame {
        Frame {
            holder,
            attributes,
            blocks: Vec::new(),
            implied_list: false,
            goes_on: false,
            has_gap: false,
        }
    }

    /// Puts a block where it belongs. What stands where the source may not have it (text directly
    /// in a list or in a table) gets the part that is missing around it.
    pub(super) fn push_block(&mut self, block: Block) {
        if std::mem::take(&mut self.has_gap) && is_line(&block) {
            self.blocks.push(empty_line());
        }
        self.implied_list = false;
        self.goes_on = false;
        match &mut self.holder {
            Holder::List { items, .. } => match items.last_mut() {
                // What stands directly in a list belongs to the item before it.
                Some(item) => item.blocks.push(block),
                None => items.push(ListItem {
                    unmarked: true,
                    blocks: vec![block],
                    ..ListItem::default()
                }),
            },
            Holder::DefinitionList { items } => {
                let item = last_or_new(items);
                item.definitions.push(vec![block]);
            }
            Holder::Table(table) => table.caption.push(block),
            Holder::Section { rows, .. } => rows.push(Row {
                cells: vec![Cell {
                    blocks: vec![block],
                    ..Cell::default()
                }],
                ..Row::default()
            }),
            Holder::Row { cells } => cells.push(Cell {
                blocks: vec![block],
                ..Cell::default()
            }),
            // Most of these hold one block.
            Holder::Cell(_) | Holder::Item { .. } if self.blocks.is_empty() => {
                self.blocks = vec![block];
            }
            _ => self.blocks.push(block),
        }
    }

    /// An empty line: lines that follow each other need it, paragraphs do not.
    pub(super) fn leave_gap(&mut self) {
        self.has_gap |= self.blocks.last().is_some_and(is_line);
    }

    /// Puts a list into the one before it, at a level of that, or after it.
    pub(super) fn push_list(&mut self, level: usize, list: Block) {
        let before = self.blocks.last_mut().filter(|_| self.goes_on);
        let rest = match before {
            Some(before) => joined_list::join(before, level, list),
            None => Some(list),
        };
        if let Some(list) = rest {
            self.push_block(list);
        }
        self.goes_on = true;
    }

    /// Puts an item into the list that is open, or into one that its neighbours share.
    pub(super) fn push_item(&mut self, item: ListItem) {
        if let Holder::List { items, .. } = &mut self.holder {
            items.push(item);
            return;
        }
        if let (true, Some(BlockKind::List { items, .. })) = (
            self.implied_list,
            self.blocks.last_mut().map(|block| &mut block.kind),
        ) {
            items.push(item);
            return;
        }
        self.push_block(
            BlockKind::List {
                kind: ListKind::Bullet,
                items: vec![item],
            }
            .into(),
        );
        self.implied_list = true;
    }

    /// The definition list that terms and definitions go to: the one that is open, or one that
    /// they share.
    pub(super) fn definitions(&mut self) -> &mut Vec<DefinitionItem> {
        let is_list = matches!(self.holder, Holder::DefinitionList { .. });
        let joins = self.implied_list
            && matches!(
                self.blocks.last().map(|block| &block.kind),
                Some(BlockKind::DefinitionList { .. })
            );
        if !is_list && !joins {
            self.implied_list = true;
            let items = Vec::new();
            self.blocks.push(BlockKind::DefinitionList { items }.into());
        }
        let Frame { holder, blocks, .. } = self;
        match (holder, blocks.last_mut().map(|block| &mut block.kind)) {
            (Holder::DefinitionList { items }, _)
            | (_, Some(BlockKind::DefinitionList { items })) => items,
            _ => unreachable!("a definition list was pushed above"),
        }
    }
}

/// Whether a block is a line without room around it.
fn is_line(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Plain { .. } => true,
        BlockKind::Division { blocks, .. } => matches!(blocks.as_slice(), [only] if is_line(only)),
        _ => false,
    }
}

fn empty_line() -> Block {
    let content = vec![Inline::LineBreak];
    let blocks = vec![BlockKind::Plain { content }.into()];
    let role = Role::Plain;
    BlockKind::Division { role, blocks }.into()
}

/// The last group of a definition list.
pub(super) fn last_or_new(items: &mut Vec<DefinitionItem>) -> &mut DefinitionItem {
    if items.is_empty() {
        items.push(DefinitionItem::default());
    }
    let last = items.len() - 1;
    &mut items[last]
}
