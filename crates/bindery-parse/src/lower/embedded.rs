//! Things embedded from elsewhere, and what stands in for them where they cannot be shown.
use bindery_model::{Inline, MediaKind, Target, remove_forbidden};

use super::elements::{self, Meaning};
use super::image;
use super::inlines::plain;
use super::report::Loss;
use super::walk::{Leave, Lowering, child_elements, descendants, text_in};
use crate::html::{Element, Node, NodeId};
use crate::stand_in::is_picture;

/// The address of a film that AMP has an element for.
fn film_of_amp(element: Element<'_>) -> Option<String> {
    let player = match element.name() {
        "amp-youtube" => "https://www.youtube.com/embed/",
        "amp-vimeo" => "https://player.vimeo.com/video/",
        _ => return None,
    };
    let film = element.attribute("data-videoid")?.trim();
    (!film.is_empty()).then(|| format!("{player}{film}"))
}

impl<'a> Lowering<'a> {
    /// Something of another place (`iframe`, `embed`): a picture, or what can be linked to.
    pub(super) fn put_embedded(&mut self, element: Element<'a>) -> Option<Leave> {
        let source = ["src", "data-src"]
            .iter()
            .find_map(|name| element.attribute(name))
            .map(str::trim)
            .filter(|source| !source.is_empty() && *source != "about:blank");
        if source.is_some_and(|source| shows_picture(element, source)) {
            self.put_picture(element, source, self.title(element));
            return None;
        }
        let film = film_of_amp(element);
        match source
            .or(film.as_deref())
            .and_then(|source| self.resolve.resolve(source))
        {
            Some(target) => {
                self.put_medium(element, MediaKind::Embedded, vec![target], None, Vec::new());
            }
            None => self.losses.add(Loss::Embedded, element.offset()),
        }
        None
    }

    /// An `object`: a picture, what else it embeds, or its content.
    pub(super) fn enter_object(&mut self, id: NodeId, element: Element<'a>) -> Option<Leave> {
        let Some(source) = self.source_of_object(id, element) else {
            return Some(Leave::Nothing);
        };
        if shows_picture(element, source) {
            self.put_picture(element, Some(source), self.name_of_object(id, element));
            return None;
        }
        let Some(target) = self.resolve.resolve(source) else {
            return Some(Leave::Nothing);
        };
        let fallback = self.fallback(id, !self.builder.run.in_link());
        self.put_medium(element, MediaKind::Embedded, vec![target], None, fallback);
        None
    }

    fn source_of_object(&self, id: NodeId, element: Element<'a>) -> Option<&'a str> {
        let parameter = child_elements(self.tree, id).find_map(|(_, child)| {
            let names_source = child.name() == "param"
                && matches!(child.attribute("name"), Some("movie" | "src" | "url"));
            names_source.then(|| child.attribute("value")).flatten()
        });
        let source = element.attribute("data").or(parameter).map(str::trim);
        source.filter(|source| !source.is_empty())
    }

    /// What a picture in an `object` shows: the text that stands in for it.
    fn name_of_object(&self, id: NodeId, element: Element<'a>) -> Option<String> {
        let text = plain(&text_in(self.tree, id));
        let text = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        let described = descendants(self.tree, id)
            .filter_map(|node| self.tree.element(node)?.attribute("alt"))
            .map(plain);
        Some(text)
            .into_iter()
            .chain(described)
            .chain(self.title(element))
            .find(|name| !name.is_empty())
    }

    /// `noscript`, which browsers do not show: most have a picture in it that a script else shows.
    /// Where no other picture stands beside it, that is all that there is of it.
    pub(super) fn put_for_want_of_scripts(&mut self, id: NodeId, element: Element<'a>) {
        match self.picture_in(id) {
            Some(_) if self.has_picture_beside(id) => {}
            Some((picture, source)) => {
                let alt = picture.attribute("alt").map(plain);
                self.put_picture(picture, Some(source), alt);
            }
            None if text_in(self.tree, id).trim().is_empty() => {}
            None => self.losses.add(Loss::Hidden, element.offset()),
        }
    }

    /// The picture in the `noscript` behind one that only holds its place.
    pub(super) fn source_for_want_of_scripts(&self, image: NodeId) -> Option<&'a str> {
        let next = self.next_element(image)?;
        let is_noscript = self.tree.element(next)?.name() == "noscript";
        let (_, source) = is_noscript.then(|| self.picture_in(next)).flatten()?;
        Some(source)
    }

    /// The first picture in an element that is larger than a dot, which only counts visits.
    fn picture_in(&self, id: NodeId) -> Option<(Element<'a>, &'a str)> {
        let is_dot = |element: Element<'a>| {
            let side = |name| element.attribute(name).and_then(image::pixels);
            side("width").is_some_and(|width| width < 2)
                || side("height").is_some_and(|height| height < 2)
        };
        descendants(self.tree, id)
            .filter_map(|node| self.tree.element(node))
            .filter(|element| element.name() == "img" && !is_dot(*element))
            .find_map(|element| Some((element, image::source(element)?)))
    }

    fn has_picture_beside(&self, id: NodeId) -> bool {
        let beside = [self.previous_element(id), self.next_element(id)];
        beside.into_iter().flatten().any(|id| {
            let is_image = self.tree.element(id).is_some_and(|it| it.name() == "img");
            is_image || self.picture_in(id).is_some()
        })
    }

    fn next_element(&self, id: NodeId) -> Option<NodeId> {
        let mut siblings = std::iter::successors(self.tree.next_sibling(id), |&sibling| {
            self.tree.next_sibling(sibling)
        });
        siblings.find(|&sibling| self.tree.element(sibling).is_some())
    }

    fn previous_element(&self, id: NodeId) -> Option<NodeId> {
        let mut siblings = std::iter::successors(self.tree.previous_sibling(id), |&sibling| {
            self.tree.previous_sibling(sibling)
        });
        siblings.find(|&sibling| self.tree.element(sibling).is_some())
    }

    /// The text and the pictures in an element that are shown only where the element is not
    /// understood, with or without links.
    pub(super) fn fallback(&mut self, id: NodeId, with_links: bool) -> Vec<Inline> {
        let mut content = Vec::new();
        let mut is_apart = true;
        for (node, piece) in self.pieces(id) {
            let link = with_links.then(|| self.link_around(node, id)).flatten();
            let target =
                link.and_then(|link| self.target(self.tree.element(link)?.attribute("href")?));
            let shown = match piece {
                Piece::Text(text) => Inline::text(collapsed(text, &mut is_apart)),
                Piece::Picture(element, source, alt) => {
                    let Some(image) = self.picture(element, source, alt) else {
                        continue;
                    };
                    is_apart = false;
                    image
                }
            };
            push_piece(&mut content, target, shown);
        }
        if let Some(Inline::Text { text }) = content.last_mut() {
            text.truncate(text.trim_end().len());
            content.pop_if(|last| matches!(last, Inline::Text { text } if text.is_empty()));
        }
        content
    }

    /// Texts and pictures in an element, in order. Texts of different blocks have a space between
    /// them.
    fn pieces(&self, within: NodeId) -> Vec<(NodeId, Piece<'a>)> {
        let mut pieces = Vec::new();
        let mut next = self.tree.first_child(within);
        while let Some(node) = next {
            next = self.tree.next_in_order(node, within);
            if self.is_block(node)
                || self
                    .tree
                    .previous_sibling(node)
                    .is_some_and(|it| self.is_block(it))
            {
                pieces.push((node, Piece::Text(" ")));
            }
            let element = match self.tree.node(node) {
                Node::Text(text) => {
                    pieces.push((node, Piece::Text(text)));
                    continue;
                }
                Node::Element(element) => element,
                _ => continue,
            };
            let picture = match elements::meaning(element.name()) {
                Meaning::Image => image::source(element)
                    .map(|source| (source, element.attribute("alt").map(plain))),
                Meaning::Object => self
                    .source_of_object(node, element)
                    .filter(|source| shows_picture(element, source))
                    .map(|source| (source, self.name_of_object(node, element))),
                _ => None,
            };
            if let Some((source, alt)) = picture {
                pieces.push((node, Piece::Picture(element, source, alt)));
                next = self.tree.next_after(node, within);
            }
        }
        pieces
    }

    fn is_block(&self, id: NodeId) -> bool {
        let element = self.tree.element(id);
        element.is_some_and(|it| matches!(elements::meaning(it.name()), Meaning::Block(_)))
    }

    /// The innermost link that a node in an element stands in, within that element, and that leads
    /// somewhere.
    fn link_around(&self, node: NodeId, within: NodeId) -> Option<NodeId> {
        let mut at = self.tree.parent(node)?;
        while at != within {
            let element = self.tree.element(at)?;
            let address = element.attribute("href").filter(|_| element.name() == "a");
            if address.is_some_and(|address| self.target(address).is_some()) {
                return Some(at);
            }
            at = self.tree.parent(at)?;
        }
        None
    }
}

/// What stands in for something.
enum Piece<'a> {
    Text(&'a str),
    /// A picture, with its address and its description.
    Picture(Element<'a>, &'a str, Option<String>),
}

/// Adds a piece to those before it, into the link that these end with if it leads there too.
fn push_piece(content: &mut Vec<Inline>, link: Option<Target>, shown: Inline) {
    let Some(target) = link else {
        return push_shown(content, shown);
    };
    match content.last_mut() {
        Some(Inline::Link {
            target: last,
            content,
            ..
        }) if *last == target => push_shown(content, shown),
        _ if matches!(&shown, Inline::Text { text } if text.is_empty()) => {}
        _ => content.push(Inline::link(target, vec![shown])),
    }
}

fn push_shown(content: &mut Vec<Inline>, shown: Inline) {
    match (content.last_mut(), shown) {
        (_, Inline::Text { text }) if text.is_empty() => {}
        (Some(Inline::Text { text: before }), Inline::Text { text }) => before.push_str(&text),
        (_, shown) => content.push(shown),
    }
}

/// Whether an element that embeds something embeds a picture: its type says so, or the ending of the
/// address where there is none.
fn shows_picture(element: Element<'_>, source: &str) -> bool {
    match element.attribute("type").map(str::trim) {
        Some(kind) if !kind.is_empty() => kind.starts_with("image/"),
        _ => is_picture(source),
    }
}

/// Text with one space for each run of white space, and none where it is set apart already.
fn collapsed(text: &str, is_apart: &mut bool) -> String {
    let text = remove_forbidden(text);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let is_space = c.is_ascii_whitespace();
        if !is_space {
            out.push(c);
        } else if !*is_apart {
            out.push(' ');
        }
        *is_apart = is_space;
    }
    out
}
