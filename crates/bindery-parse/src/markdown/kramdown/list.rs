//! Lists of items and of definitions.
use std::borrow::Cow;

use super::tree::{Element, Kind, Mark};
use super::{Parser, Source, block, scan};

/// An item while its lines are collected.
struct Item {
    element: Element,
    /// What stands in it: a list in it begins a new text.
    texts: Vec<String>,
    /// How far its text is indented.
    indent: usize,
}

impl Parser {
    pub(super) fn parse_list(&mut self, tree: &mut Element, source: &mut Source<'_>) -> bool {
        let Some((_, ordered)) = scan::item(source.rest(), 3) else {
            return false;
        };
        let kind = if ordered {
            Kind::OrderedList
        } else {
            Kind::BulletList
        };
        let mut list = Element::new(kind);
        list.list = self.next_list.take();
        let mut items: Vec<Item> = Vec::new();
        let mut max_indent = 3;
        let (mut ended, mut after_blank, mut nested) = (false, false, false);
        while !source.at_end() {
            let rest = source.rest();
            if after_blank && scan::rule(rest).is_some() {
                break;
            }
            if let Some(length) = scan::end_of_block(rest) {
                source.position += length;
                ended = true;
                break;
            }
            let mark = scan::item(rest, max_indent).filter(|(_, found)| *found == ordered);
            if let Some((length, _)) = mark {
                let line = source.take_line();
                let (text, indent, attributes) = first_line(length, &line[length..]);
                let mut element = Element::new(Kind::Item);
                if let Some(attributes) = attributes {
                    self.read_attribute_list(&attributes, element.list_mut());
                }
                max_indent = indent.clamp(1, 4) - 1;
                nested = scan::item(&text, 3).is_some();
                after_blank = false;
                items.push(Item {
                    element,
                    texts: vec![text],
                    indent,
                });
                continue;
            }
            let Some(item) = items.last_mut() else {
                break;
            };
            let has_text = !scan::is_blank_line(rest);
            if has_text
                && (is_content(rest, item.indent) || !after_blank && is_lazy(rest, item.indent))
            {
                let line = with_spaces(source.take_line());
                let inner = without_spaces(&line, item.indent);
                let (line, indented) = (inner.unwrap_or(&line), inner.is_some());
                let mut added = 0;
                if scan::item(line, 3).is_some() {
                    if !nested && indented {
                        item.texts.push(String::new());
                        nested = true;
                    } else if nested && !indented {
                        added = item.indent + 4;
                    }
                }
                if let Some(text) = item.texts.last_mut() {
                    text.extend(std::iter::repeat_n(' ', added));
                    text.push_str(line);
                }
                after_blank = false;
            } else if !has_text {
                let length = scan::blank_lines(rest);
                if let Some(text) = item.texts.last_mut() {
                    text.push_str(&rest[..length]);
                }
                source.position += length;
                nested = true;
                after_blank = true;
            } else {
                break;
            }
        }
        let count = items.len();
        for (index, item) in items.into_iter().enumerate() {
            let mut element = item.element;
            for text in &item.texts {
                self.parse_nested(&mut element, text);
            }
            list.children.push(element);
            debug_assert!(index < count);
        }
        let last = finish_items(&mut list, ended);
        if self.options.gfm {
            mark_tasks(&mut list);
        }
        tree.children.push(list);
        tree.children.extend(last.filter(|_| !ended));
        true
    }

    pub(super) fn parse_definition_list(
        &mut self,
        tree: &mut Element,
        source: &mut Source<'_>,
    ) -> bool {
        if scan::definition(source.rest(), 3).is_none() {
            return false;
        }
        let mut first_as_paragraph = match tree.children.as_slice() {
            [.., last] if last.is_paragraph() => false,
            [.., term, blank]
                if blank.kind == Kind::Blank { single: true } && term.is_paragraph() =>
            {
                tree.children.pop();
                true
            }
            _ => return false,
        };
        let Some(mut terms) = tree.children.pop() else {
            return false;
        };
        let mut list = Element::new(Kind::DefinitionList);
        list.list = terms.list.take();
        self.next_list = None;
        for term in terms.value.lines() {
            let mut element = Element::new(Kind::Term);
            let mut term = term;
            if let Some((attributes, rest)) = item_attribute_list(term) {
                self.read_attribute_list(attributes, element.list_mut());
                term = rest;
            }
            term.clone_into(&mut element.value);
            list.children.push(element);
        }
        let mut texts: Vec<(Element, String, usize)> = Vec::new();
        let mut max_indent = 3;
        let mut after_blank = false;
        while !source.at_end() {
            let rest = source.rest();
            if let Some(length) = scan::definition(rest, max_indent) {
                let line = source.take_line();
                let (text, indent, attributes) = first_line(length, &line[length..]);
                let mut element = Element::new(Kind::Definition { first_as_paragraph });
                if let Some(attributes) = attributes {
                    self.read_attribute_list(&attributes, element.list_mut());
                }
                max_indent = indent.clamp(1, 4) - 1;
                (first_as_paragraph, after_blank) = (false, false);
                texts.push((element, text, indent));
                continue;
            }
            let Some((_, text, indent)) = texts.last_mut() else {
                break;
            };
            if scan::end_of_block(rest).is_some() {
                break;
            }
            if scan::is_blank_line(rest) {
                let length = scan::blank_lines(rest);
                text.push_str(&rest[..length]);
                source.position += length;
                (first_as_paragraph, after_blank) = (true, true);
            } else if is_content(rest, *indent) || !after_blank && is_lazy(rest, *indent) {
                let line = with_spaces(source.take_line());
                text.push_str(without_spaces(&line, *indent).unwrap_or(&line));
                (first_as_paragraph, after_blank) = (false, false);
            } else {
                break;
            }
        }
        let mut last = None;
        for (mut element, text, _) in texts {
            self.parse_nested(&mut element, &text);
            if !element.children.is_empty() {
                last = element.children.pop_if(|child| child.is_blank());
                let keeps = element.kind
                    == Kind::Definition {
                        first_as_paragraph: true,
                    };
                if !keeps {
                    make_first_transparent(&mut element, |_| true);
                }
            }
            list.children.push(element);
        }
        // Definitions after others belong to one list.
        let at = match tree.children.as_slice() {
            [.., before] if before.kind == Kind::DefinitionList => Some(tree.children.len() - 1),
            [.., before, blank] if blank.is_blank() && before.kind == Kind::DefinitionList => {
                tree.children.pop();
                Some(tree.children.len() - 1)
            }
            _ => None,
        };
        match at {
            Some(at) => tree.children[at].children.append(&mut list.children),
            None => tree.children.push(list),
        }
        tree.children.extend(last);
        true
    }
}

/// Decides which items' first paragraphs are written without their tags. Gives the blank lines
/// after the last item.
fn finish_items(list: &mut Element, ended: bool) -> Option<Element> {
    let count = list.children.len();
    let mut last = None;
    // Whether an item before begins with something else than a paragraph of its own.
    let mut others = false;
    for index in 0..count {
        let item = &mut list.children[index];
        let is_last = index + 1 == count;
        if item.children.is_empty() {
            others = true;
            continue;
        }
        // A paragraph's attribute list ends nothing.
        let has_list = item.children[0].list.is_some();
        if has_list
            && item.children[0].is_paragraph()
            && matches!(
                item.children.get(1).map(|c| &c.kind),
                Some(Kind::Mark(Mark::AttributeList))
            )
        {
            item.children.remove(1);
        }
        let blank_follows = item.children.get(1).is_some_and(Element::is_blank);
        let ends_blank = is_last && item.children.len() == 2 && !ended;
        let compact = !blank_follows || ends_blank;
        if compact && (!is_last || count == 1 || others) {
            make_first_transparent(item, |child| !child.is_blank());
        }
        let first = &item.children[0];
        others |= first.kind != Kind::Paragraph { transparent: false };
        last = item.children.pop_if(|child| child.is_blank());
    }
    last
}

/// Makes the first paragraph transparent; a line end parts it from what follows.
fn make_first_transparent(item: &mut Element, parts: impl Fn(&Element) -> bool) {
    let follows = item.children.get(1).is_some_and(parts);
    let Some(first) = item
        .children
        .first_mut()
        .filter(|first| first.is_paragraph())
    else {
        return;
    };
    first.kind = Kind::Paragraph { transparent: true };
    if follows {
        first.value.push('\n');
    }
}

/// Items that begin with `[ ]` or `[x]` get a box.
fn mark_tasks(list: &mut Element) {
    const BOX: &str =
        "<input type=\"checkbox\" class=\"task-list-item-checkbox\" disabled=\"disabled\"";
    let mut has_task = false;
    for item in &mut list.children {
        let Some(paragraph) = item
            .children
            .first_mut()
            .filter(|first| first.is_paragraph())
        else {
            continue;
        };
        let text = paragraph.value.trim_start_matches(scan::is_space);
        let boxes = [
            ("[ ]", " />"),
            ("[x]", " checked=\"checked\" />"),
            ("[X]", " checked=\"checked\" />"),
        ];
        let found = boxes.into_iter().find_map(|(mark, end)| {
            let after = text.strip_prefix(mark)?;
            let task = after.trim_start_matches(scan::is_space);
            (task.len() < after.len()).then(|| format!("{BOX}{end}{task}"))
        });
        if let Some(task) = found {
            paragraph.value = task;
            has_task = true;
        }
        if has_task {
            item.attributes.add_class("task-list-item");
        }
    }
    if has_task {
        list.attributes.add_class("task-list");
    }
}

/// The first line of an item after its mark, which is `mark` bytes long: its text, how far text is
/// indented, and what stands in its attribute list.
fn first_line(mark: usize, line: &str) -> (String, usize, Option<String>) {
    let mut text = Cow::from(line);
    let mut indent = mark;
    let only_attributes = match item_attribute_list(line) {
        Some((_, rest)) => scan::is_blank_line(rest) || rest.is_empty(),
        None => scan::is_blank_line(line),
    };
    if only_attributes {
        indent = 4;
    } else {
        loop {
            let spaces = text.bytes().take_while(|&byte| byte == b' ').count();
            let tabs = text[spaces..]
                .bytes()
                .take_while(|&byte| byte == b'\t')
                .count();
            if tabs == 0 {
                indent += spaces;
                break;
            }
            let added = 4 - (spaces + indent) % 4 + (tabs - 1) * 4;
            let added = " ".repeat(added);
            text.to_mut().replace_range(spaces..spaces + tabs, &added);
        }
    }
    let text = text.trim_start_matches(scan::is_space);
    match item_attribute_list(text) {
        Some((attributes, rest)) => (rest.to_owned(), indent, Some(attributes.to_owned())),
        None => (text.to_owned(), indent, None),
    }
}

/// `{: … }` at the start of an item: what stands in it, and the text after it.
fn item_attribute_list(text: &str) -> Option<(&str, &str)> {
    let body = text.trim_start_matches(scan::is_space).strip_prefix("{:")?;
    let is_definition = match scan::identifier(body) {
        Ok((rest, _)) => rest.starts_with(':'),
        Err(_) => body.starts_with(':'),
    };
    if is_definition || body.starts_with('/') {
        return None;
    }
    let (rest, body) = scan::list_body(body).ok()?;
    let rest = rest.strip_prefix('}')?;
    Some((body, rest.trim_start_matches(scan::is_space)))
}

/// Whether a line is indented as far as the item's text.
fn is_content(rest: &str, indent: usize) -> bool {
    let mut text = rest;
    for _ in 0..indent / 4 {
        match scan::after_code_indent(text) {
            Some(after) => text = after,
            None => return false,
        }
    }
    let spaces = indent % 4;
    text.starts_with(&"   "[..spaces]) || scan::after_code_indent(text).is_some()
}

/// Whether a line that is indented less goes on with the item's text.
fn is_lazy(rest: &str, indent: usize) -> bool {
    let spaces = rest
        .bytes()
        .take(indent.min(3))
        .take_while(|&b| b == b' ')
        .count();
    let text = &rest[spaces..];
    !(text.starts_with("{:") && scan::block_attribute_list(text).is_some()
        || text.starts_with('<') && block::begins_html_block(text))
}

/// Four spaces for every tab at the start.
fn with_spaces(line: &str) -> Cow<'_, str> {
    match line.bytes().take_while(|&byte| byte == b'\t').count() {
        0 => line.into(),
        tabs => (" ".repeat(4 * tabs) + &line[tabs..]).into(),
    }
}

/// What follows so many spaces, if they are there.
fn without_spaces(line: &str, count: usize) -> Option<&str> {
    (scan::spaces(line, count) == count).then(|| &line[count..])
}
