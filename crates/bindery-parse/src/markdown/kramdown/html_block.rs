//! HTML blocks, in which Markdown is read where an attribute or an option says so.
use super::block::End;
use super::tree::{ContentModel, Element, Kind};
use super::{MAX_DEPTH, Parser, Source, elements, scan};

impl Parser {
    /// `None` where no HTML block begins.
    pub(super) fn parse_html_block(
        &mut self,
        tree: &mut Element,
        source: &mut Source<'_>,
    ) -> Option<End> {
        let rest = source.rest();
        if let Some(length) = source.try_to_end("<!--", comment) {
            let kind = Kind::HtmlComment;
            tree.children
                .push(Element::with_value(kind, &rest[..length]));
            source.position += length;
            skip_line_end(source);
            return Some(End::Text);
        }
        let start = scan::after_indent(rest);
        if let Some((name, after)) = scan::end_tag(start) {
            let name = name.to_ascii_lowercase();
            let closes = matches!(tree.kind, Kind::Html { .. }) && tree.value == name;
            if !closes || elements::is_span(&name) {
                return None;
            }
            source.go_on_at(after);
            return Some(End::EndTag);
        }
        if self.next_list.is_none()
            && !self.options.parse_block_html
            && self.depth < MAX_DEPTH
            && let Some(after) = plain_element(start, self.options.repair_html)
        {
            let html = &start[..start.len() - after.len()];
            tree.children
                .push(Element::with_value(Kind::Raw { block: true }, html));
            source.go_on_at(after);
            skip_line_end(source);
            return Some(End::Text);
        }
        let repairs = self.repairs;
        let tag = self.start_tag(start)?;
        if elements::is_span(&tag.name.to_ascii_lowercase()) || self.depth >= MAX_DEPTH {
            self.repairs = repairs;
            return None;
        }
        source.go_on_at(tag.rest);
        let list = self.next_list.take();
        let mut element = self.parse_element(&tag, tree.is_raw_html(), source);
        if self.repairs != repairs && self.options.repair_html {
            let broken = &start[..start.len() - source.rest().len()];
            element = Element::with_value(Kind::Raw { block: true }, broken.trim_end());
        }
        self.repairs = repairs;
        element.list = list;
        tree.children.push(element);
        Some(End::Text)
    }

    /// A start tag; one that is to be repaired counts as a fault. Other tags that kramdown does not
    /// know are text.
    fn start_tag<'t>(&mut self, text: &'t str) -> Option<scan::StartTag<'t>> {
        let tag = scan::start_tag(text);
        if tag.is_some() || !self.options.repair_html {
            return tag;
        }
        let tag = scan::loose_start_tag(text)?;
        if !elements::is_known(&tag.name.to_ascii_lowercase()) {
            return None;
        }
        self.repairs += 1;
        Some(tag)
    }

    /// The element whose start tag was just passed.
    fn parse_element(
        &mut self,
        tag: &scan::StartTag<'_>,
        in_raw: bool,
        source: &mut Source<'_>,
    ) -> Element {
        let mut element = element_of(tag);
        let name = element.value.clone();
        let closed = tag.closed || elements::has_no_body(&name);
        let is_script = matches!(name.as_str(), "script" | "style");
        if is_script {
            let rest = source.rest();
            let (length, after) = end_of(rest, &name).unwrap_or((rest.len(), ""));
            element.children.push(Element::with_value(
                Kind::Raw { block: false },
                &rest[..length],
            ));
            source.go_on_at(after);
        }
        let mut model = match !in_raw && self.options.parse_block_html {
            true => elements::content_model(&name),
            false => ContentModel::Raw,
        };
        match element.attributes.remove("markdown").as_deref() {
            Some("0") => model = ContentModel::Raw,
            Some("1") => model = elements::content_model(&name),
            Some("span") => model = ContentModel::Span,
            Some("block") => model = ContentModel::Block,
            _ => {}
        }
        if model == ContentModel::Block {
            skip_line_end(source);
        }
        element.kind = Kind::Html {
            closed: closed && !is_script,
            model,
        };
        if closed || is_script {
            return element;
        }
        match model {
            ContentModel::Block => {
                self.parse_blocks(&mut element, source);
            }
            ContentModel::Span => {
                let rest = source.rest();
                let (length, after) = end_of(rest, &name).unwrap_or((rest.len(), ""));
                element
                    .children
                    .push(Element::with_value(Kind::Spans, &rest[..length]));
                source.go_on_at(after);
            }
            ContentModel::Raw => self.parse_raw(&mut element, source),
        }
        if !in_raw {
            skip_line_end(source);
        }
        element
    }

    /// HTML up to the end tag of `element`.
    fn parse_raw(&mut self, element: &mut Element, source: &mut Source<'_>) {
        self.depth += 1;
        self.open_raw.push(element.value.to_ascii_lowercase());
        self.parse_raw_content(element, source);
        self.open_raw.pop();
        self.depth -= 1;
    }

    fn parse_raw_content(&mut self, element: &mut Element, source: &mut Source<'_>) {
        while !source.at_end() {
            let rest = source.rest();
            let Some(length) = memchr::memchr(b'<', rest.as_bytes()) else {
                break;
            };
            element.push_text(Kind::Text, &rest[..length]);
            source.position += length;
            let rest = source.rest();
            if let Some((data, after)) = source.try_to_end("<![CDATA[", character_data) {
                element.push_text(Kind::Text, data);
                source.go_on_at(after);
                continue;
            }
            let found = source.try_to_end("<!--", comment);
            if let Some(length) = found.or_else(|| source.try_to_end("<?", instruction)) {
                let kind = Kind::HtmlComment;
                element
                    .children
                    .push(Element::with_value(kind, &rest[..length]));
                source.position += length;
            } else if let Some((name, after)) = scan::end_tag(rest) {
                let same = match elements::is_known(&element.value) {
                    true => element.value.eq_ignore_ascii_case(name),
                    false => element.value == name,
                };
                if same {
                    source.go_on_at(after);
                    return;
                }
                let name = name.to_ascii_lowercase();
                let crosses = elements::is_span(&name) && self.open_raw.contains(&name);
                if self.options.repair_html && crosses && is_closed_later(element, after, source) {
                    // It ends an element further out, and this one with it.
                    self.repairs += 1;
                    return;
                }
                source.go_on_at(after);
                element.push_text(Kind::Text, &rest[..rest.len() - after.len()]);
            } else if self.depth < 2 * MAX_DEPTH
                && let Some(tag) = self.start_tag(rest)
            {
                source.go_on_at(tag.rest);
                let in_raw = element.is_raw_html();
                let child = self.parse_element(&tag, in_raw, source);
                element.children.push(child);
            } else {
                element.push_text(Kind::Text, "<");
                source.position += 1;
            }
        }
        element.push_text(Kind::Text, source.rest());
        source.position = source.text.len();
    }
}

/// How many attributes a tag has at most in an HTML block that is taken as it is.
const MOST_ATTRIBUTES: usize = 16;

/// What follows an HTML block in which nothing is to be read or changed, as most are: its elements
/// pair and have names in small letters, and neither they nor what follows has anything that
/// kramdown would write in another way than a browser reads it; character references count only if
/// `any_reference` does not say that a browser's are wanted.
fn plain_element(text: &str, any_reference: bool) -> Option<&str> {
    // Where nearly every block of a text passes, nothing is allocated.
    let (mut open, mut depth) = ([""; MAX_DEPTH], 0);
    let mut attributes = Names::default();
    let mut rest = text;
    loop {
        if !rest.starts_with('<') {
            let before = memchr::memchr(b'<', rest.as_bytes())?;
            if !any_reference && has_reference(&rest[..before]) {
                return None;
            }
            rest = &rest[before..];
        }
        if let Some(tag) = rest.strip_prefix("</") {
            depth = usize::checked_sub(depth, 1)?;
            let plain = tag.strip_prefix(open[depth]);
            rest = match plain.and_then(|after| after.strip_prefix('>')) {
                Some(after) => after,
                None => {
                    let (name, after) = scan::end_tag(rest)?;
                    (name == open[depth]).then_some(after)?
                }
            };
        } else {
            attributes.count = 0;
            let plain = plain_start_tag(rest, &mut attributes);
            let (name, closed, after) = match plain {
                Some((name, after)) => (name, false, after),
                None => {
                    attributes.count = 0;
                    let found = scan::each_attribute(rest, |name, _| attributes.add(name))?;
                    let has_capital = |name: &str| name.bytes().any(|b| b.is_ascii_uppercase());
                    if has_capital(found.0)
                        || attributes.all()?.iter().any(|name| has_capital(name))
                    {
                        return None;
                    }
                    found
                }
            };
            let attributes = attributes.all()?;
            let repeats = |(at, name): (usize, &&str)| attributes[..at].contains(name);
            if matches!(
                name,
                "script" | "style" | "pre" | "textarea" | "svg" | "math"
            ) || depth == 0 && elements::is_span(name)
                || depth >= MAX_DEPTH
                || attributes.contains(&"markdown")
                || attributes.iter().enumerate().any(repeats)
            {
                return None;
            }
            rest = after;
            if elements::has_no_body(name) {
                if depth == 0 {
                    return None;
                }
            } else if closed {
                return None;
            } else {
                open[depth] = name;
                depth += 1;
            }
        }
        if depth == 0 {
            let next_line = scan::after_trailing_space(rest).unwrap_or(rest);
            let has_list = scan::after_indent(next_line).starts_with("{:");
            return (!has_list).then_some(rest);
        }
    }
}

/// The names of the attributes of a tag.
#[derive(Default)]
struct Names<'t> {
    first: [&'t str; MOST_ATTRIBUTES],
    count: usize,
}

impl<'t> Names<'t> {
    fn add(&mut self, name: &'t str) {
        if let Some(place) = self.first.get_mut(self.count) {
            *place = name;
        }
        self.count += 1;
    }

    /// `None` if there are too many.
    fn all(&self) -> Option<&[&'t str]> {
        self.first.get(..self.count)
    }
}

/// The name of a start tag as most are, and what follows: names in small letters, values in double
/// quotes, one space between.
fn plain_start_tag<'t>(text: &'t str, attributes: &mut Names<'t>) -> Option<(&'t str, &'t str)> {
    let length = plain_name(&text[1..])?;
    let (name, mut rest) = text[1..].split_at(length);
    while let Some(attribute) = rest.strip_prefix(' ') {
        let (name, after) = attribute.split_at(plain_name(attribute)?);
        let value = after.strip_prefix("=\"")?;
        let end = memchr::memchr(b'"', value.as_bytes())?;
        attributes.add(name);
        rest = &value[end + 1..];
    }
    Some((name, rest.strip_prefix('>')?))
}

/// The length of the small letters, digits and hyphens that come first, the first a letter.
fn plain_name(text: &str) -> Option<usize> {
    let is_plain = |byte: &u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    text.as_bytes()
        .first()
        .filter(|byte| byte.is_ascii_lowercase())?;
    let end = text.as_bytes().iter().position(|byte| !is_plain(byte));
    Some(end.unwrap_or(text.len()))
}

/// Whether there may be a character reference of HTML.
fn has_reference(text: &str) -> bool {
    memchr::memchr_iter(b'&', text.as_bytes()).any(|at| scan::may_be_reference(&text[at..]))
}

/// The element of a start tag, without content.
pub(super) fn element_of(tag: &scan::StartTag<'_>) -> Element {
    let lower = tag.name.to_ascii_lowercase();
    let known = elements::is_known(&lower);
    let name = if known { lower } else { tag.name.to_owned() };
    let kind = Kind::Html {
        closed: tag.closed,
        model: ContentModel::Raw,
    };
    let mut element = Element::with_value(kind, name);
    for (name, value) in &tag.attributes {
        let name = if known {
            name.to_ascii_lowercase()
        } else {
            (*name).to_owned()
        };
        element.attributes.set(name, *value);
    }
    element
}

/// What stands in the CDATA section at the start, and what follows it.
pub(super) fn character_data(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix("<![CDATA[")?.split_once("]]>")
}

/// The length of the comment at the start.
pub(super) fn comment(text: &str) -> Option<usize> {
    let body = text.strip_prefix("<!--")?;
    Some(body.find("-->")? + 7)
}

/// The length of the processing instruction at the start.
fn instruction(text: &str) -> Option<usize> {
    Some(text.strip_prefix("<?")?.find("?>")? + 4)
}

/// Whether an element ends after what it crosses, as `<i>` in `<b><i></b></i>`.
fn is_closed_later(element: &Element, after: &str, source: &mut Source<'_>) -> bool {
    if source.fuel == 0 {
        return false;
    }
    let found = end_of(after, &element.value);
    let searched = found.map_or(after.len(), |(length, _)| length);
    source.fuel = source.fuel.saturating_sub(searched);
    elements::is_span(&element.value) && found.is_some()
}

/// The length up to the end tag of an element, and what follows that tag.
fn end_of<'t>(text: &'t str, name: &str) -> Option<(usize, &'t str)> {
    memchr::memmem::find_iter(text.as_bytes(), b"</").find_map(|at| {
        let (found, after) = scan::end_tag(&text[at..])?;
        found.eq_ignore_ascii_case(name).then_some((at, after))
    })
}

fn skip_line_end(source: &mut Source<'_>) {
    if let Some(after) = scan::after_trailing_space(source.rest()) {
        source.go_on_at(after);
    }
}
