//! Drawings within the text (SVG 2).
//!
//! A drawing is kept whole, as an image that the post itself holds; what of it may be shown, the
//! writers of the model decide, as they do for drawings in files.
use std::collections::HashSet;

use bindery_model::{Image, Inline, Target, remove_forbidden};
use data_url::DataUrl;

use super::attributes::{declaration, is_hidden};
use super::drawing_label::{Label, label};
use super::image::pixels;
use super::inlines::plain;
use super::report::Loss;
use super::walk::{Leave, Lowering, child_elements};
use crate::html::{Element, Namespace, Node, NodeId, Tree};
use crate::liquid::escape;

/// The longest drawing, in bytes.
const MAX_LENGTH: usize = 1 << 20;

/// How many pixels an icon has at most, on its longer side. Icons are furniture of pages.
const ICON: u32 = 32;

/// What draws something where it stands.
const SHAPES: [&str; 9] = [
    "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "image",
];

/// What draws something only where it is referred to.
const REFERRED_TO: [&str; 6] = ["defs", "symbol", "clipPath", "mask", "marker", "pattern"];

/// What holds no text of the drawing.
const WITHOUT_TEXT: [&str; 6] = ["script", "style", "defs", "metadata", "title", "desc"];

impl<'a> Lowering<'a> {
    /// A drawing: an image, with its name and its words as the description. Where it cannot be one,
    /// its words are kept.
    pub(super) fn enter_drawing(&mut self, id: NodeId, drawing: Element<'a>) -> Option<Leave> {
        if is_hidden(drawing) {
            self.losses.add(Loss::Hidden, drawing.offset());
            return None;
        }
        let words = self.words_of(id);
        let written = Writer::new(self.tree).write(id);
        if written.is_empty && words.is_empty() {
            return None;
        }
        let is_decoration = drawing.attribute("aria-hidden") == Some("true")
            || matches!(drawing.attribute("role"), Some("presentation" | "none"));
        let name = self.name_of(id, drawing);
        let is_small = size(drawing).map_or(is_decoration, |side| side <= ICON);
        let is_icon = is_small && words.is_empty() && (is_decoration || name.is_none());
        let is_picture = written.shapes > 0 && written.is_whole && written.svg.len() <= MAX_LENGTH;
        if is_icon || !is_picture {
            self.losses.add(Loss::Drawing, drawing.offset());
            if !words.is_empty() {
                self.builder.run.separate();
                self.builder.run.push_text(&words);
                self.builder.run.separate();
            }
            return None;
        }
        if written.has_classes && !written.has_style {
            self.losses.add(Loss::DrawingStyle, drawing.offset());
        }
        let alt = match (is_decoration, name, words.as_str()) {
            (true, _, "") => Some(String::new()),
            (_, None, "") => None,
            (_, None, words) => Some(words.to_owned()),
            (_, Some(name), "") => Some(name),
            (_, Some(name), words) => Some(format!("{name}: {words}")),
        };
        let attributes = self.ids.read(drawing);
        self.builder.run.push_inline(Inline::Image(Box::new(Image {
            target: Target::Drawing { svg: written.svg },
            alt,
            title: None,
            width: None,
            height: None,
            share: None,
            sizes: Vec::new(),
            attributes,
        })));
        None
    }

    /// The words that the drawing shows, parted by spaces.
    fn words_of(&self, drawing: NodeId) -> String {
        let mut words = String::new();
        let mut next = self.tree.first_child(drawing);
        while let Some(node) = next {
            if let Node::Text(text) = self.tree.node(node) {
                words.push_str(text);
                words.push(' ');
            }
            let element = self.tree.element(node);
            let is_silent = element.is_some_and(|element| WITHOUT_TEXT.contains(&element.name()));
            next = match is_silent || is_choice(self.tree, node) {
                true => self.tree.next_after(node, drawing),
                false => self.tree.next_in_order(node, drawing),
            };
        }
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        remove_forbidden(&words).into_owned()
    }

    /// What the drawing is called, or said to show.
    fn name_of(&self, id: NodeId, drawing: Element<'a>) -> Option<String> {
        let child = |name: &str| {
            let mut children = child_elements(self.tree, id);
            let (found, _) = children.find(|(_, child)| child.name() == name)?;
            Some(plain(&self.text_in(found)))
        };
        let label = drawing.attribute("aria-label").map(plain);
        let names = [label, child("title"), child("desc")];
        names.into_iter().flatten().find(|name| !name.is_empty())
    }
}

/// The drawing in a `data:` address, if it shows something.
pub(super) fn in_address(address: &str) -> Option<Target> {
    let is_svg = |prefix: &str| prefix.eq_ignore_ascii_case("data:image/svg+xml");
    address.get(..18).filter(|prefix| is_svg(prefix))?;
    let (bytes, _) = DataUrl::process(address).ok()?.decode_to_vec().ok()?;
    let svg = String::from_utf8(bytes).ok()?;
    let shows = SHAPES
        .iter()
        .any(|shape| svg.contains(&format!("<{shape}")));
    (shows && svg.len() <= MAX_LENGTH).then_some(Target::Drawing { svg })
}

/// Pixels of the longer side, where the drawing says so.
fn size(drawing: Element<'_>) -> Option<u32> {
    let style = drawing.attribute("style").unwrap_or_default();
    let side = |name| declaration(style, name).or(drawing.attribute(name));
    let sides = ["width", "height"].map(|name| side(name).and_then(pixels));
    let said = sides.into_iter().flatten().max();
    said.or_else(|| {
        let view_box = drawing.attribute("viewBox")?;
        let numbers = view_box.split([' ', ',']).filter(|part| !part.is_empty());
        numbers.skip(2).filter_map(pixels).max()
    })
}

/// Whether an element stands in a `switch` for the case that the first there is not understood.
fn is_choice(tree: &Tree<'_>, node: NodeId) -> bool {
    tree.parent(node).is_some_and(|above| {
        let is_switch = tree.element(above).is_some_and(|it| it.name() == "switch");
        is_switch
            && child_elements(tree, above)
                .next()
                .is_some_and(|(first, _)| first != node)
    })
}

/// A drawing as XML.
struct Written {
    svg: String,
    /// How many shapes it draws.
    shapes: usize,
    /// Whether nothing is to be seen, wherever what it refers to may be.
    is_empty: bool,
    /// Whether all of it could be written: HTML has no place in a picture.
    is_whole: bool,
    /// Whether a shape has classes but no colours, nor anything that it is in,
    has_classes: bool,
    /// and whether the drawing has a style sheet of its own.
    has_style: bool,
}

struct Writer<'t> {
    tree: &'t Tree<'t>,
    out: Written,
    ids: HashSet<&'t str>,
    /// The ids that are referred to; empty for what is elsewhere.
    used: Vec<&'t str>,
    /// How many elements are open that draw only what is referred to.
    referred_to: usize,
    /// How many elements are open that say colours.
    coloured: usize,
}

impl<'t> Writer<'t> {
    fn new(tree: &'t Tree<'t>) -> Writer<'t> {
        Writer {
            tree,
            out: Written {
                svg: String::new(),
                shapes: 0,
                is_empty: true,
                is_whole: true,
                has_classes: false,
                has_style: false,
            },
            ids: HashSet::new(),
            used: Vec::new(),
            referred_to: 0,
            coloured: 0,
        }
    }

    fn write(mut self, drawing: NodeId) -> Written {
        // What is still to be written, the next at the end: nodes, or names of elements to close.
        let mut work = vec![Work::Node(drawing)];
        while let Some(item) = work.pop() {
            match item {
                Work::Close(name, coloured) => {
                    self.coloured -= usize::from(coloured);
                    self.referred_to -= usize::from(REFERRED_TO.contains(&name));
                    self.out.svg.push_str("</");
                    self.out.svg.push_str(name);
                    self.out.svg.push('>');
                }
                Work::Node(node) => match self.tree.node(node) {
                    Node::Text(text) => {
                        self.out.svg.push_str(&escape(&remove_forbidden(text)));
                    }
                    Node::Element(element) if element.namespace() != Namespace::Svg => {
                        self.out.is_whole = false;
                    }
                    Node::Element(element) if element.name() == "foreignObject" => {
                        match label(self.tree, node, element) {
                            Label::Text(text) => {
                                self.out.shapes += usize::from(!text.is_empty());
                                self.out.svg.push_str(&text);
                            }
                            Label::None => self.out.is_whole = false,
                        }
                    }
                    Node::Element(element) if is_name(element.name()) => {
                        let coloured = self.open(element, node == drawing);
                        work.push(Work::Close(element.name(), coloured));
                        let start = work.len();
                        work.extend(self.tree.children(node).map(Work::Node));
                        work[start..].reverse();
                    }
                    _ => {}
                },
            }
        }
        let own = self.used.iter().filter(|id| self.ids.contains(*id));
        self.out.shapes += own.count();
        self.out.is_empty = self.out.shapes == 0 && self.used.is_empty();
        self.out
    }

    /// Whether the element says colours.
    fn open(&mut self, element: Element<'t>, is_root: bool) -> bool {
        let name = element.name();
        let has = |name: &str| element.attribute(name).is_some();
        let coloured = has("fill") || has("stroke") || has("style");
        self.coloured += usize::from(coloured);
        self.out.has_classes |= SHAPES.contains(&name) && has("class") && self.coloured == 0;
        self.out.has_style |= name == "style";
        self.out.shapes += usize::from(self.referred_to == 0 && SHAPES.contains(&name));
        self.referred_to += usize::from(REFERRED_TO.contains(&name));
        let out = &mut self.out.svg;
        out.push('<');
        out.push_str(name);
        if is_root {
            out.push_str(" xmlns=\"http://www.w3.org/2000/svg\"");
            out.push_str(" xmlns:xlink=\"http://www.w3.org/1999/xlink\"");
        }
        for attribute in element.attributes() {
            match attribute.name {
                "id" => drop(self.ids.insert(attribute.value)),
                "href" if name == "use" => {
                    let id = attribute.value.strip_prefix('#');
                    self.used.push(id.unwrap_or_default());
                }
                _ => {}
            }
            let is_declaration = attribute.prefix == "xmlns" || attribute.name == "xmlns";
            if is_declaration || !is_name(attribute.name) {
                continue;
            }
            out.push(' ');
            if !attribute.prefix.is_empty() {
                out.push_str(attribute.prefix);
                out.push(':');
            }
            out.push_str(attribute.name);
            out.push_str("=\"");
            out.push_str(&escape(&remove_forbidden(attribute.value)));
            out.push('"');
        }
        out.push('>');
        coloured
    }
}

enum Work<'t> {
    Node(NodeId),
    /// The end of an element, which may have said colours.
    Close(&'t str, bool),
}

/// Whether a name that HTML allows is one of XML's, without a prefix.
fn is_name(name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && name.chars().all(is_part)
}
