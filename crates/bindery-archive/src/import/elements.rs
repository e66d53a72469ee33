//! The elements of a small piece of XML, such as one entry of a feed.
use std::borrow::Cow;
use std::ops::Range;

use super::markup::{Found, Kind, Lexer, Markup};
use super::names::Names;

/// How deep elements are told apart. What lies deeper belongs to the content of its parent.
const DEPTH: usize = 4;
/// How many open elements are remembered, to match end tags with.
const MAX_OPEN: usize = 200;

/// The elements of HTML that have no end tag.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// The elements of a piece of XML, in its order.
#[derive(Debug)]
pub(crate) struct Elements<'a> {
    text: &'a str,
    list: Vec<Node<'a>>,
}

#[derive(Debug)]
struct Node<'a> {
    name: Cow<'a, str>,
    written: Range<usize>,
    depth: usize,
    tag: Range<usize>,
    inner: Range<usize>,
    /// Whether other elements are inside.
    is_mixed: bool,
}

/// One element.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element<'e, 'a> {
    elements: &'e Elements<'a>,
    index: usize,
}

impl<'a> Elements<'a> {
    /// Reads a piece of XML. End tags that match nothing are passed over, elements that are not
    /// closed end with their parent.
    pub(crate) fn read(text: &'a str, names: &Names) -> Elements<'a> {
        let mut reader = Reader {
            elements: Elements {
                text,
                list: Vec::new(),
            },
            open: Vec::new(),
            deeper: 0,
        };
        let (mut lexer, mut at) = (Lexer::whole(), 0);
        while let Found::Markup(markup) = lexer.next(text.as_bytes(), at) {
            at = markup.span.end;
            reader.take(markup, names);
        }
        reader.close_to(0, text.len());
        reader.elements
    }

    /// The elements without a parent.
    pub(crate) fn roots(&self) -> impl Iterator<Item = Element<'_, 'a>> {
        self.at_depth(0, 0)
    }

    fn at_depth(&self, from: usize, depth: usize) -> impl Iterator<Item = Element<'_, 'a>> {
        self.list[from..]
            .iter()
            .enumerate()
            .take_while(move |(_, node)| node.depth >= depth)
            .filter(move |(_, node)| node.depth == depth)
            .map(move |(at, _)| Element {
                elements: self,
                index: from + at,
            })
    }
}

struct Reader<'a> {
    elements: Elements<'a>,
    /// The open elements: their names, and where those that are told apart are in the list.
    open: Vec<(Range<usize>, Option<usize>)>,
    /// Open elements beyond those that are remembered.
    deeper: usize,
}

impl<'a> Reader<'a> {
    fn take(&mut self, markup: Markup, names: &Names) {
        let text = self.elements.text;
        match markup.kind {
            Kind::Start | Kind::Empty => {
                let name = names.canonical(&text[markup.inner.clone()]);
                self.close_unclosed_field(&name, markup.span.start);
                let depth = self.open.len();
                for (_, index) in self.open.iter().take(DEPTH) {
                    if let Some(index) = index {
                        self.elements.list[*index].is_mixed = true;
                    }
                }
                let index = (depth < DEPTH).then(|| {
                    self.elements.list.push(Node {
                        name,
                        written: markup.inner.clone(),
                        depth,
                        tag: markup.span.clone(),
                        inner: markup.span.end..markup.span.end,
                        is_mixed: false,
                    });
                    self.elements.list.len() - 1
                });
                if markup.kind == Kind::Empty {
                } else if depth < MAX_OPEN {
                    self.open.push((markup.inner, index));
                } else {
                    self.deeper += 1;
                }
            }
            Kind::End if self.deeper > 0 => self.deeper -= 1,
            Kind::End => {
                let name = &text[markup.inner.clone()];
                let found = self
                    .open
                    .iter()
                    .rposition(|(open, _)| &text[open.clone()] == name);
                if let Some(found) = found {
                    self.close_to(found, markup.span.start);
                }
            }
            Kind::CData | Kind::Other => {}
        }
    }

    /// A title that is not closed ends where the next field begins, not with the entry.
    fn close_unclosed_field(&mut self, name: &str, at: usize) {
        const PLAIN: [&str; 7] = [
            "title",
            "link",
            "guid",
            "id",
            "pubDate",
            "published",
            "updated",
        ];
        let Some((_, Some(index))) = self.open.last() else {
            return;
        };
        let node = &self.elements.list[*index];
        let is_field = PLAIN.contains(&name) || matches!(name, "description" | "category");
        if node.depth == 1 && PLAIN.contains(&&*node.name) && is_field {
            self.close_to(self.open.len() - 1, at);
        }
    }

    fn close_to(&mut self, length: usize, at: usize) {
        for (_, index) in self.open.drain(length..) {
            if let Some(index) = index {
                self.elements.list[index].inner.end = at;
            }
        }
    }
}

impl<'e, 'a> Element<'e, 'a> {
    fn node(&self) -> &'e Node<'a> {
        &self.elements.list[self.index]
    }

    /// The name, with the usual prefix of its namespace.
    pub(crate) fn name(&self) -> &'e str {
        &self.node().name
    }

    /// The name as it is written.
    pub(crate) fn written_name(&self) -> &'a str {
        &self.elements.text[self.node().written.clone()]
    }

    pub(crate) fn children(&self) -> impl Iterator<Item = Element<'e, 'a>> + use<'e, 'a> {
        self.elements
            .at_depth(self.index + 1, self.node().depth + 1)
    }

    pub(crate) fn child(&self, name: &str) -> Option<Element<'e, 'a>> {
        self.children().find(|child| child.name() == name)
    }

    /// The value of an attribute, by its name as it is written.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        attribute(&self.elements.text[self.node().tag.clone()], name)
    }

    /// Whether there are elements inside.
    pub(crate) fn is_mixed(&self) -> bool {
        self.node().is_mixed
    }

    /// The text inside, references decoded and CDATA sections unwrapped; tags that stand in it
    /// stay as they are written, so that they can be read as HTML.
    pub(crate) fn text(&self) -> String {
        let as_written = |tag: &str, _: &str| tag.to_owned();
        self.read_inner(|text| decode(text).into_owned(), str::to_owned, as_written)
    }

    /// The text inside as HTML, where it may be HTML or plain text. References in hexadecimal say
    /// that it is plain, as the RSS Advisory Board's profile has it.
    pub(crate) fn text_or_html(&self) -> String {
        let raw = &self.elements.text[self.node().inner.clone()];
        let is_plain = ["&#x26;", "&#x3C;", "&#x3c;"]
            .iter()
            .any(|code| raw.contains(code))
            && !raw.contains('<')
            && !raw.contains("&lt;");
        if !is_plain {
            return self.text();
        }
        // What our own feeds put between, so that nobody takes it for an end tag.
        let text = self.text().replace("<\u{2060}/", "</");
        text.replace('&', "&amp;").replace('<', "&lt;")
    }

    /// The XHTML inside as HTML: CDATA sections as text, and an end tag where HTML wants one.
    pub(crate) fn markup(&self) -> String {
        let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
        let tag_of = |tag: &str, name: &str| match tag.strip_suffix("/>") {
            Some(start) if !VOID.contains(&name) => format!("{start}></{name}>"),
            _ => tag.to_owned(),
        };
        self.read_inner(str::to_owned, escape, tag_of)
    }

    fn read_inner(
        &self,
        text_of: impl Fn(&str) -> String,
        cdata_of: impl Fn(&str) -> String,
        tag_of: impl Fn(&str, &str) -> String,
    ) -> String {
        let source = &self.elements.text[self.node().inner.clone()];
        let mut out = String::with_capacity(source.len());
        let (mut lexer, mut at) = (Lexer::whole(), 0);
        while let Found::Markup(markup) = lexer.next(source.as_bytes(), at) {
            out.push_str(&text_of(&source[at..markup.span.start]));
            match markup.kind {
                Kind::CData => out.push_str(&cdata_of(&source[markup.inner])),
                Kind::Other => {}
                _ => out.push_str(&tag_of(&source[markup.span.clone()], &source[markup.inner])),
            }
            at = markup.span.end;
        }
        out.push_str(&text_of(&source[at..]));
        out
    }
}

/// The value of an attribute in a tag.
pub(crate) fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut rest = tag;
    loop {
        let at = rest.find(name)?;
        let before = rest[..at].chars().next_back();
        let after = &rest[at + name.len()..];
        let value = after.trim_start().strip_prefix('=').map(str::trim_start);
        match value {
            Some(value) if before.is_none_or(char::is_whitespace) => {
                let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
                let value = match quote {
                    Some(quote) => value[1..].split(quote).next().unwrap_or_default(),
                    None => value
                        .split(|c: char| c.is_whitespace() || c == '>')
                        .next()
                        .unwrap_or_default(),
                };
                return Some(decode(value).into_owned());
            }
            _ => rest = after,
        }
    }
}

/// Decodes XML's own references and those by number. What else begins with `&` stays: it is HTML's,
/// or text.
pub(crate) fn decode(text: &str) -> Cow<'_, str> {
    decode_where(text, character)
}

fn decode_where(text: &str, character: impl Fn(&str) -> Option<char>) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let reference = rest.get(1..).and_then(|name| {
            let end = name.bytes().take(12).position(|byte| byte == b';')?;
            Some((character(&name[..end])?, end + 2))
        });
        match reference {
            Some((c, length)) => {
                out.push(c);
                rest = &rest[length..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Decodes references by number only.
pub(crate) fn decode_numbers(text: &str) -> Cow<'_, str> {
    decode_where(text, |name| {
        character(name).filter(|_| name.starts_with('#'))
    })
}

fn character(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let number = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(number)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_elements_are_closed_where_they_must_end() {
        let text = "<item><title>A & B <link>x</link></wrong><description>a<br>b <b>c</description>\
                    <guid isPermaLink = 'false'>1</guid></item>";
        let elements = Elements::read(text, &Names::default());
        let item = elements.roots().next().unwrap();
        let fields: Vec<_> = item
            .children()
            .map(|child| (child.name().to_owned(), child.text()))
            .collect();
        let expected = [
            ("title", "A & B "),
            ("link", "x"),
            ("description", "a<br>b <b>c"),
            ("guid", "1"),
        ];
        assert_eq!(fields, expected.map(|(a, b)| (a.to_owned(), b.to_owned())));
        let guid = item.child("guid").unwrap();
        assert_eq!(guid.attribute("isPermaLink").as_deref(), Some("false"));
    }

    #[test]
    fn references_are_decoded_once_and_others_stay() {
        assert_eq!(
            decode("&amp;lt; &#x4e2d;&#20013; &nbsp; AT&T &"),
            "&lt; 中中 &nbsp; AT&T &"
        );
        let text = "<a><![CDATA[<b>&amp;]]>&lt;c></a>";
        let elements = Elements::read(text, &Names::default());
        let a = elements.roots().next().unwrap();
        assert_eq!(a.text(), "<b>&amp;<c>");
        assert_eq!(a.markup(), "&lt;b>&amp;amp;&lt;c>");
    }
}
