//! Images, recordings, things embedded from elsewhere, scripts and form controls.
use bindery_model::{Image, ImageSize, Inline, Media, MediaKind, Target, remove_forbidden};

use super::inlines::plain;
use super::rendering::{formula_in_markup, tex_of_picture};
use super::report::Loss;
use super::walk::{Leave, Lowering, child_elements, descendants};
use super::{drawing, image};
use crate::html::{Element, Node, NodeId};

impl<'a> Lowering<'a> {
    /// An image; where its address cannot be used, its description as text.
    pub(super) fn put_image(&mut self, id: NodeId, element: Element<'a>) -> Option<Leave> {
        if let Some((tex, display)) = tex_of_picture(element) {
            return self.put_tex(&tex, display);
        }
        let source = image::source(element).or_else(|| self.source_of_picture(id));
        let alt = element.attribute("alt").map(plain);
        let target = source.and_then(|source| {
            drawing::in_address(source).or_else(|| self.resolve.resolve(source))
        });
        let Some(target) = target else {
            self.losses.add(Loss::Image, element.offset());
            self.builder.run.push_text(&alt.unwrap_or_default());
            return None;
        };
        let size = |name| element.attribute(name).and_then(image::pixels);
        let image = Image {
            target,
            alt,
            title: self.title(element),
            width: size("width"),
            height: size("height"),
            share: image::share(element),
            sizes: self.sizes(element),
            attributes: self.ids.read(element),
        };
        self.builder.run.push_inline(Inline::Image(Box::new(image)));
        None
    }

    /// The sizes that a picture comes in; scripts for lazy loading read another attribute. Pictures
    /// within the page itself are left out: they would be there twice.
    fn sizes(&mut self, element: Element<'a>) -> Vec<ImageSize> {
        let set = element
            .attribute("data-srcset")
            .or(element.attribute("srcset"));
        let sizes = image::candidates(set.unwrap_or_default())
            .into_iter()
            .filter(|(url, size)| image::is_descriptor(size) && !url.starts_with("data:"));
        let size = |(url, descriptor): (&str, &str)| {
            Some(ImageSize {
                target: self.resolve.resolve(url)?,
                descriptor: descriptor.to_owned(),
            })
        };
        sizes.filter_map(size).collect()
    }

    /// The first picture of the sources beside an `img` without one.
    fn source_of_picture(&self, image: NodeId) -> Option<&'a str> {
        let parent = self.tree.parent(image)?;
        let Node::Element(picture) = self.tree.node(parent) else {
            return None;
        };
        if picture.name() != "picture" {
            return None;
        }
        child_elements(self.tree, parent)
            .filter(|(_, child)| child.name() == "source")
            .find_map(|(_, source)| image::candidate(source, "srcset"))
    }

    /// A recording or a film, with the text for readers that cannot play it.
    pub(super) fn put_media(
        &mut self,
        id: NodeId,
        element: Element<'a>,
        kind: MediaKind,
    ) -> Option<Leave> {
        let inside = child_elements(self.tree, id)
            .filter(|(_, child)| child.name() == "source")
            .filter_map(|(_, source)| source.attribute("src"));
        let mut sources: Vec<Target> = Vec::new();
        for source in element.attribute("src").into_iter().chain(inside) {
            let source = source.trim();
            if let Some(target) = (!source.is_empty())
                .then(|| self.resolve.resolve(source))
                .flatten()
                && !sources.contains(&target)
            {
                sources.push(target);
            }
        }
        let poster = element
            .attribute("poster")
            .map(str::trim)
            .filter(|poster| !poster.is_empty());
        let poster = poster.and_then(|poster| self.resolve.resolve(poster));
        // Where there is nothing to play, what leads somewhere is all that there is.
        if sources.is_empty() {
            let content = self.fallback(id, true);
            let mut content = content.iter();
            let leads_somewhere = content.any(|inline| match inline {
                Inline::Link { content, .. } => {
                    Inline::text_of(content).contains(|c: char| !c.is_ascii_whitespace())
                }
                _ => false,
            });
            return leads_somewhere.then_some(Leave::Nothing);
        }
        let fallback = self.fallback(id, !self.builder.run.in_link());
        self.put(element, kind, sources, poster, fallback);
        None
    }

    /// Something of another place (`iframe`, `embed`).
    pub(super) fn put_embedded(&mut self, element: Element<'a>) -> Option<Leave> {
        let source = ["src", "data-src"]
            .iter()
            .find_map(|name| element.attribute(name));
        let target = source
            .map(str::trim)
            .filter(|source| !source.is_empty() && *source != "about:blank")
            .and_then(|source| self.resolve.resolve(source));
        self.put(
            element,
            MediaKind::Embedded,
            target.into_iter().collect(),
            None,
            Vec::new(),
        );
        None
    }

    /// An `object`: what it embeds, or else its content.
    pub(super) fn enter_object(&mut self, id: NodeId, element: Element<'a>) -> Option<Leave> {
        let parameter = child_elements(self.tree, id).find_map(|(_, child)| {
            let names_source = child.name() == "param"
                && matches!(child.attribute("name"), Some("movie" | "src" | "url"));
            names_source.then(|| child.attribute("value")).flatten()
        });
        let source = element.attribute("data").or(parameter).map(str::trim);
        let target = source
            .filter(|source| !source.is_empty())
            .and_then(|source| self.resolve.resolve(source));
        let Some(target) = target else {
            return Some(Leave::Nothing);
        };
        let fallback = self.fallback(id, !self.builder.run.in_link());
        self.put(element, MediaKind::Embedded, vec![target], None, fallback);
        None
    }

    fn put(
        &mut self,
        element: Element<'a>,
        kind: MediaKind,
        sources: Vec<Target>,
        poster: Option<Target>,
        fallback: Vec<Inline>,
    ) {
        if sources.is_empty() {
            return;
        }
        let title = self
            .title(element)
            .or_else(|| element.attribute("aria-label").map(plain));
        let media = Media {
            kind,
            sources,
            poster,
            title,
            attributes: self.ids.read(element),
            fallback,
        };
        self.builder.run.push_inline(Inline::Media(Box::new(media)));
    }

    /// The text in an element that is shown only where the element is not understood, with or
    /// without its links.
    fn fallback(&self, id: NodeId, with_links: bool) -> Vec<Inline> {
        let mut pieces: Vec<(Option<NodeId>, String)> = Vec::new();
        for node in descendants(self.tree, id) {
            let Node::Text(text) = self.tree.node(node) else {
                continue;
            };
            let link = with_links.then(|| self.link_around(node, id)).flatten();
            match pieces.last_mut() {
                Some((last, piece)) if *last == link => piece.push_str(text),
                _ => pieces.push((link, text.to_owned())),
            }
        }
        let mut content = Vec::new();
        let mut is_apart = true;
        for (link, text) in pieces {
            let text = collapsed(&text, &mut is_apart);
            let target =
                link.and_then(|link| self.target(self.tree.element(link)?.attribute("href")?));
            match target {
                _ if text.is_empty() => {}
                Some(target) => content.push(Inline::link(target, vec![Inline::text(text)])),
                None => match content.last_mut() {
                    Some(Inline::Text { text: before }) => before.push_str(&text),
                    _ => content.push(Inline::text(text)),
                },
            }
        }
        if let Some(Inline::Text { text }) = content.last_mut() {
            text.truncate(text.trim_end().len());
            content.pop_if(|last| matches!(last, Inline::Text { text } if text.is_empty()));
        }
        content
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

    /// A script: a formula for MathJax is kept, everything else left out.
    pub(super) fn enter_script(&mut self, id: NodeId, element: Element<'a>) -> Option<Leave> {
        let kind = element.attribute("type").unwrap_or_default();
        if let Some(rest) = kind.trim().strip_prefix("math/tex") {
            return self.put_tex(&self.text_in(id), rest.contains("display"));
        }
        if kind.trim().starts_with("math/mml")
            && let Some((formula, display)) = formula_in_markup(&self.text_in(id))
        {
            return self.put_formula(formula, display);
        }
        self.losses.add(Loss::Script, element.offset());
        None
    }

    /// A form control: the box of a task, the words on a button.
    pub(super) fn put_input(&mut self, element: Element<'a>) -> Option<Leave> {
        let kind = element.attribute("type").unwrap_or("text").trim();
        match kind.to_ascii_lowercase().as_str() {
            "checkbox" => {
                let done = element.attribute("checked").is_some();
                if !self.builder.check_item(done) {
                    self.builder.run.push_text(if done { "☑" } else { "☐" });
                }
            }
            "submit" | "button" | "reset" => {
                let run = &mut self.builder.run;
                run.separate();
                run.push_text(element.attribute("value").unwrap_or_default());
                run.separate();
            }
            "hidden" => {}
            _ => self.losses.add(Loss::Control, element.offset()),
        }
        None
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
