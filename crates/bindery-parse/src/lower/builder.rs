use bindery_model::{
    Attributes, Block, BlockKind, DefinitionItem, Inline, ListItem, MAX_DEPTH, Role, Style, Table,
};

use super::elements::Section;
use super::frame::{Frame, Holder, last_or_new};
use super::run::Run;
use super::{joined_list, layout_table};

/// How deep divisions may nest; deeper ones are dissolved, and what they hold is kept.
const DIVISION_DEPTH: usize = 24;

/// How deep any blocks may nest. What is left of [`MAX_DEPTH`] is for the inlines in them.
const BLOCK_DEPTH: usize = 44;

/// Levels that what moves into another list may have.
const MOVED_DEPTH: usize = 12;

/// Levels kept free below the open inlines: the text itself, and what [`Run`] puts around it.
const RESERVE: usize = 4;

/// Builds the model while elements open and close: the blocks that are open, and the run of
/// inlines in the innermost one. Whatever the order of calls, what comes out keeps the model's
/// invariants.
#[derive(Debug)]
pub(super) struct Builder {
    frames: Vec<Frame>,
    pub(super) run: Run,
    /// How many of the frames are blocks.
    depth: usize,
    /// The room of the last block that was no block of its own, which most are.
    spare: Vec<Block>,
    /// How many blocks were dissolved because they nest too deep.
    pub(super) dissolved: usize,
}

impl Builder {
    pub(super) fn new() -> Builder {
        let mut builder = Builder {
            frames: vec![Frame::new(Holder::Root, None)],
            run: Run::default(),
            depth: 0,
            spare: Vec::new(),
            dissolved: 0,
        };
        builder.bound_run();
        builder
    }

    /// The blocks of the post.
    pub(super) fn finish(mut self) -> Vec<Block> {
        while self.frames.len() > 1 {
            self.close();
        }
        self.flush_run();
        self.frames
            .pop()
            .map(|root| root.blocks)
            .unwrap_or_default()
    }

    /// How many blocks the post has, if none is open.
    pub(super) fn finished(&self) -> Option<usize> {
        match self.frames.as_slice() {
            [root] if self.run.is_empty() => Some(root.blocks.len()),
            _ => None,
        }
    }

    /// The innermost open block.
    pub(super) fn holder(&mut self) -> &mut Holder {
        &mut self.top().holder
    }

    /// Whether only inlines fit here.
    pub(super) fn holds_inlines_only(&mut self) -> bool {
        self.holder().inlines().is_some()
    }

    /// Whether the innermost block holds nothing yet.
    pub(super) fn is_at_start(&mut self) -> bool {
        self.run.is_empty() && self.top().blocks.is_empty()
    }

    /// Marks the item that has just begun as one of a task list; false if none has.
    pub(super) fn check_item(&mut self, done: bool) -> bool {
        if !self.is_at_start() {
            return false;
        }
        let in_paragraph = matches!(self.top().holder, Holder::Paragraph | Holder::Dissolved);
        let index = self.frames.len() - 1 - usize::from(in_paragraph && self.frames.len() > 1);
        match &mut self.frames[index] {
            Frame {
                holder: Holder::Item { checked, .. },
                blocks,
                ..
            } if checked.is_none() && blocks.is_empty() => {
                *checked = Some(done);
                true
            }
            _ => false,
        }
    }

    /// A block begins. One that nests too deep is dissolved.
    pub(super) fn open(&mut self, holder: Holder, attributes: Option<Box<Attributes>>) {
        self.flush_run();
        let fits = self.fits(&holder);
        let holder = if fits {
            holder
        } else {
            self.dissolved += 1;
            Holder::Dissolved
        };
        self.depth += usize::from(holder.is_block());
        self.run.preserve = matches!(holder, Holder::Code { .. });
        let mut frame = Frame::new(holder, attributes);
        if matches!(frame.holder, Holder::Paragraph | Holder::Dissolved) {
            frame.blocks = std::mem::take(&mut self.spare);
        }
        self.frames.push(frame);
        self.bound_run();
    }

    /// Whether a block may begin here: it does not nest too deep, and a part has its whole around
    /// it. Items and definitions alone bring a list with them.
    fn fits(&mut self, holder: &Holder) -> bool {
        let depth = self.depth;
        let parent = &self.top().holder;
        let has_level = depth < BLOCK_DEPTH;
        match holder {
            Holder::Division(_) => depth < DIVISION_DEPTH,
            Holder::Item { .. } => has_level || matches!(parent, Holder::List { .. }),
            Holder::Definition | Holder::Term { .. } => {
                matches!(parent, Holder::DefinitionList { .. })
                    || (has_level && parent.holds_blocks())
            }
            Holder::Section { .. } => matches!(parent, Holder::Table(_)),
            Holder::Row { .. } => matches!(parent, Holder::Table(_) | Holder::Section { .. }),
            Holder::Cell(_) => matches!(parent, Holder::Row { .. }),
            other => !other.is_block() || has_level,
        }
    }

    /// The innermost block ends. Without an open block nothing happens.
    pub(super) fn close(&mut self) {
        if self.frames.len() < 2 {
            return;
        }
        self.flush_run();
        let Some(frame) = self.frames.pop() else {
            return;
        };
        self.depth -= usize::from(frame.holder.is_block());
        self.run.preserve = false;
        self.bound_run();
        self.put(frame);
    }

    /// Ends a footnote: its blocks.
    pub(super) fn close_root(&mut self) -> Vec<Block> {
        self.flush_run();
        let frame = self.frames.pop();
        self.bound_run();
        frame.map(|frame| frame.blocks).unwrap_or_default()
    }

    /// An empty line, as editors write it between lines.
    pub(super) fn leave_gap(&mut self) {
        self.flush_run();
        self.top().leave_gap();
    }

    /// A block without content of its own: a rule, a formula.
    pub(super) fn push_block(&mut self, block: Block) {
        self.flush_run();
        self.top().push_block(block);
    }

    fn top(&mut self) -> &mut Frame {
        if self.frames.is_empty() {
            self.frames.push(Frame::new(Holder::Root, None));
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    fn bound_run(&mut self) {
        self.run.most_open = MAX_DEPTH.saturating_sub(self.depth + 1 + RESERVE);
    }

    /// Puts the inlines since the last block into a paragraph, a plain block, or the heading.
    fn flush_run(&mut self) {
        let content = self.run.take();
        if content.is_empty() {
            return;
        }
        let frame = self.top();
        if let Some(inlines) = frame.holder.inlines() {
            inlines.extend(content);
            return;
        }
        let is_anchor = content.iter().all(is_anchor);
        let block = match frame.holder {
            Holder::Paragraph if !is_anchor => Block {
                attributes: frame.attributes.take(),
                kind: BlockKind::Paragraph { content },
            },
            Holder::Dissolved if !is_anchor => Block::paragraph(content),
            _ => Block::plain(content),
        };
        frame.push_block(block);
    }

    /// Puts a finished block into the one around it.
    fn put(&mut self, frame: Frame) {
        let Frame {
            holder,
            attributes,
            blocks,
            ..
        } = frame;
        let kind = match holder {
            Holder::Root => return self.put_all(blocks),
            Holder::Dissolved | Holder::Paragraph => {
                self.put_anchor(attributes);
                return self.put_all(blocks);
            }
            Holder::Division(role) => return self.put_division(role, attributes, blocks),
            Holder::Quote => BlockKind::Quote { blocks },
            Holder::Figure {
                caption,
                caption_above,
            } if !(blocks.is_empty() && caption.is_empty()) => BlockKind::Figure {
                caption_above: caption_above && !blocks.is_empty(),
                blocks,
                caption,
            },
            Holder::Details { summary } if !(blocks.is_empty() && summary.is_empty()) => {
                BlockKind::Details { summary, blocks }
            }
            Holder::List { kind, items } => {
                let level = joined_list::level(attributes.as_deref());
                let kind = BlockKind::List { kind, items };
                return self.put_list(level, Block { attributes, kind });
            }
            Holder::Listed { level, kind } => {
                let item = ListItem {
                    attributes,
                    blocks,
                    ..ListItem::default()
                };
                let items = vec![item];
                return self.put_list(Some(level), BlockKind::List { kind, items }.into());
            }
            Holder::DefinitionList { items } => BlockKind::DefinitionList { items },
            Holder::Table(table) if layout_table::is_one(&table) => {
                return self.put_cells(attributes, *table);
            }
            Holder::Table(table) => BlockKind::Table(table),
            Holder::Heading { level, content } => BlockKind::Heading { level, content },
            Holder::Code {
                language,
                plain,
                content,
            } if !content.is_empty() => BlockKind::Code {
                language,
                plain,
                content: without_last_line_end(content),
            },
            Holder::Figure { .. } | Holder::Details { .. } | Holder::Code { .. } => {
                return self.put_anchor(attributes);
            }
            part => return self.put_part(part, attributes, blocks),
        };
        self.top().push_block(Block { attributes, kind });
    }

    fn put_all(&mut self, mut blocks: Vec<Block>) {
        let frame = self.top();
        for block in blocks.drain(..) {
            frame.push_block(block);
        }
        self.spare = blocks;
    }

    /// Puts a list; one with a level goes on with the list before it.
    fn put_list(&mut self, level: Option<usize>, list: Block) {
        let Some(level) = level else {
            return self.top().push_block(list);
        };
        let has_room = self.depth + level + MOVED_DEPTH < MAX_DEPTH;
        let may_move = level == 1 || has_room && joined_list::is_shallow(&list);
        self.top().push_list(if may_move { level } else { 1 }, list);
    }

    /// Puts what a table holds that only lays out a page.
    fn put_cells(&mut self, attributes: Option<Box<Attributes>>, table: Table) {
        self.put_anchor(attributes);
        for cell in layout_table::cells(table) {
            self.put_division(Role::Plain, only_id(cell.attributes), cell.blocks);
        }
    }

    /// Keeps the `id` of an element that is not kept.
    fn put_anchor(&mut self, attributes: Option<Box<Attributes>>) {
        if let Some(attributes) = only_id(attributes) {
            self.top()
                .push_block(Block::plain(vec![anchor(attributes)]));
        }
    }

    /// A division that says nothing of its content is not kept: it has no attributes, and what it
    /// holds stands on lines of its own anyway, or is again a division.
    fn put_division(
        &mut self,
        role: Role,
        attributes: Option<Box<Attributes>>,
        blocks: Vec<Block>,
    ) {
        if blocks.is_empty() {
            return self.put_anchor(attributes);
        }
        let has_text = |block: &Block| matches!(block.kind, BlockKind::Plain { .. });
        if role.is_plain() && attributes.is_none() && !blocks.iter().any(has_text) {
            return self.put_all(blocks);
        }
        self.top().push_block(Block {
            attributes,
            kind: BlockKind::Division { role, blocks },
        });
    }

    /// Puts a finished part into the block that it is a part of, if that is open.
    fn put_part(
        &mut self,
        part: Holder,
        attributes: Option<Box<Attributes>>,
        mut blocks: Vec<Block>,
    ) {
        let parent = self.top();
        match (part, &mut parent.holder) {
            (Holder::Item { value, checked }, _) => parent.push_item(ListItem {
                attributes,
                value,
                checked,
                blocks,
                ..ListItem::default()
            }),
            (Holder::Term { mut content }, _) => {
                if let Some(attributes) = attributes {
                    content = vec![spanned(attributes, content)];
                }
                parent.definitions().push(DefinitionItem {
                    terms: vec![content],
                    definitions: Vec::new(),
                });
                join_terms(parent.definitions());
            }
            (Holder::Definition, _) => {
                attach(attributes, &mut blocks);
                last_or_new(parent.definitions()).definitions.push(blocks);
            }
            (Holder::Summary { content }, Holder::Details { summary }) if summary.is_empty() => {
                *summary = match attributes {
                    Some(attributes) => vec![spanned(attributes, content)],
                    None => content,
                };
            }
            (Holder::Summary { content }, _) => {
                if !content.is_empty() {
                    let kind = BlockKind::Paragraph { content };
                    parent.push_block(Block { attributes, kind });
                }
            }
            (
                Holder::FigureCaption,
                Holder::Figure {
                    caption,
                    caption_above,
                },
            ) => {
                *caption_above |= parent.blocks.is_empty() && !blocks.is_empty();
                attach(attributes, &mut blocks);
                caption.extend(blocks);
            }
            (Holder::Caption, Holder::Table(table)) => {
                attach(attributes, &mut blocks);
                table.caption.extend(blocks);
            }
            (Holder::Cell(mut cell), Holder::Row { cells }) => {
                cell.attributes = attributes;
                cell.blocks = blocks;
                cells.push(cell);
            }
            (Holder::Row { cells }, Holder::Section { rows, .. }) => {
                rows.push(bindery_model::Row { attributes, cells });
            }
            (Holder::Row { cells }, Holder::Table(table)) => {
                let row = bindery_model::Row { attributes, cells };
                match table.bodies.last_mut() {
                    Some(body) => body.push(row),
                    None => table.bodies.push(vec![row]),
                }
            }
            (Holder::Section { section, rows }, Holder::Table(table)) => match section {
                Section::Head => table.head.extend(rows),
                Section::Foot => table.foot.extend(rows),
                Section::Body if rows.is_empty() => {}
                Section::Body => table.bodies.push(rows),
            },
            (_, _) => {
                attach(attributes, &mut blocks);
                self.put_all(blocks);
            }
        }
    }
}

/// Terms that follow each other share their definitions.
fn join_terms(items: &mut Vec<DefinitionItem>) {
    if let [.., before, last] = items.as_mut_slice()
        && before.definitions.is_empty()
    {
        before.terms.append(&mut last.terms);
        items.pop();
    }
}

/// Whether an inline shows nothing: an element that only links point at.
fn is_anchor(inline: &Inline) -> bool {
    matches!(inline, Inline::Styled { content, .. } | Inline::Link { content, .. }
        if content.iter().all(is_anchor))
}

fn spanned(attributes: Box<Attributes>, content: Vec<Inline>) -> Inline {
    Inline::Styled {
        style: Style::Span,
        attributes: Some(attributes),
        content,
    }
}

fn anchor(attributes: Box<Attributes>) -> Inline {
    spanned(attributes, Vec::new())
}

fn only_id(attributes: Option<Box<Attributes>>) -> Option<Box<Attributes>> {
    let id = attributes?.id;
    id.map(|id| {
        Box::new(Attributes {
            id: Some(id),
            ..Attributes::default()
        })
    })
}

/// Gives the attributes of a part that has none in the model to the first block in it, or to an
/// anchor in front of that.
fn attach(attributes: Option<Box<Attributes>>, blocks: &mut Vec<Block>) {
    let Some(attributes) = attributes else { return };
    match blocks.first_mut() {
        Some(first)
            if first.attributes.is_none() && !matches!(first.kind, BlockKind::Plain { .. }) =>
        {
            first.attributes = Some(attributes);
        }
        _ => {
            if let Some(attributes) = only_id(Some(attributes)) {
                blocks.insert(0, Block::plain(vec![anchor(attributes)]));
            }
        }
    }
}

/// Code whose last line has no line end.
fn without_last_line_end(mut content: Vec<Inline>) -> Vec<Inline> {
    if let Some(Inline::Text { text }) = content.last_mut() {
        text.truncate(text.trim_end_matches('\n').len());
        if text.is_empty() {
            content.pop();
        }
    }
    content
}
