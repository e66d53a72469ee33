//! Images, recordings, scripts and form controls.
use bindery_model::{Image, ImageSize, Inline, Media, MediaKind, Target};

use super::inlines::plain;
use super::rendering::{formula_in_markup, tex_of_picture};
use super::report::Loss;
use super::walk::{Leave, Lowering, child_elements};
use super::{drawing, image};
use crate::html::{Element, Node, NodeId};

impl<'a> Lowering<'a> {
    /// An image; where its address cannot be used, its description as text.
    pub(super) fn put_image(&mut self, id: NodeId, element: Element<'a>) -> Option<Leave> {
        if let Some((tex, display)) = tex_of_picture(element) {
            return self.put_tex(&tex, display);
        }
        let source = image::source(element).or_else(|| self.source_of_picture(id));
        let source = match source {
            Some(source) if !image::is_placeholder(source) => Some(source),
            placeholder => self.source_for_want_of_scripts(id).or(placeholder),
        };
        let alt = element.attribute("alt").map(plain);
        self.put_picture(element, source, alt);
        None
    }

    /// A picture of this address; where that cannot be used, its description as text.
    pub(super) fn put_picture(
        &mut self,
        element: Element<'a>,
        source: Option<&str>,
        alt: Option<String>,
    ) {
        match source.and_then(|source| self.picture(element, source, alt.clone())) {
            Some(image) => self.builder.run.push_inline(image),
            None => {
                self.losses.add(Loss::Image, element.offset());
                self.builder.run.push_text(&alt.unwrap_or_default());
            }
        }
    }

    pub(super) fn picture(
        &mut self,
        element: Element<'a>,
        source: &str,
        alt: Option<String>,
    ) -> Option<Inline> {
        let target = drawing::in_address(source).or_else(|| self.resolve.resolve(source))?;
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
        Some(Inline::Image(Box::new(image)))
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
            if !leads_somewhere {
                self.losses.add(Loss::Embedded, element.offset());
            }
            return leads_somewhere.then_some(Leave::Nothing);
        }
        let fallback = self.fallback(id, !self.builder.run.in_link());
        self.put_medium(element, kind, sources, poster, fallback);
        None
    }

    pub(super) fn put_medium(
        &mut self,
        element: Element<'a>,
        kind: MediaKind,
        sources: Vec<Target>,
        poster: Option<Target>,
        fallback: Vec<Inline>,
    ) {
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
        // A box of its own within a line.
        let run = &mut self.builder.run;
        run.separate();
        run.push_inline(Inline::Media(Box::new(media)));
        run.separate();
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
        // Evernote's check boxes, which HTML takes for containers of what follows.
        if element.name() == "en-todo" {
            self.put_check_box(element.attribute("checked") == Some("true"));
            return Some(Leave::Nothing);
        }
        let kind = element.attribute("type").unwrap_or("text").trim();
        match kind.to_ascii_lowercase().as_str() {
            "checkbox" => self.put_check_box(element.attribute("checked").is_some()),
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

    /// A check box: the mark of a task, or a sign.
    pub(super) fn put_check_box(&mut self, done: bool) {
        if !self.builder.check_item(done) {
            self.builder.run.push_text(if done { "☑" } else { "☐" });
        }
    }
}
