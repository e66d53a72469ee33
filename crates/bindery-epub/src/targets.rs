//! Where the links and pictures of a chapter lead.
use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;

use bindery_html::{ImageOutput, Targets};
use bindery_model::{
    Diagnostic, Entry, Formula, Image, Location, MathMl, Post, Site, Target, remove_forbidden,
};

use crate::chapter::{Chapters, ids_of};
use crate::highlight::highlight;
use crate::href::{fragment_href, web_href};
use crate::images::{ImageMode, Origin, Picture, Unusable};
use crate::kept::Asked;
#[cfg(feature = "math")]
use crate::math::{has_links, mathml as read_tex, settle};
use crate::package_document::PictureAccess;
use crate::plan::chapter_name;
use crate::split::{self, Part};

/// The targets of one chapter.
pub(crate) struct ChapterTargets<'a> {
    chapters: &'a Chapters<'a>,
    site: &'a Site,
    /// The post's file and address.
    path: &'a str,
    url: &'a str,
    /// Which document of the chapter each `id` is in, once that is asked.
    ids: OnceCell<HashMap<String, usize>>,
    /// The post, where it is one document.
    whole: Option<&'a Post>,
    /// The names of those documents; an empty one means the document itself.
    names: Vec<String>,
    /// Whether links to places within other posts lead to those posts as a whole.
    pub(crate) plain: Cell<bool>,
    pub(crate) asked: Asked,
    pub(crate) used: RefCell<Vec<(Origin, Picture)>>,
    pub(crate) access: Cell<PictureAccess>,
    pub(crate) diagnostics: RefCell<Vec<Diagnostic>>,
    /// Why formulas whose commands are defined in the post cannot be read.
    unread: HashMap<String, String>,
}

impl<'a> ChapterTargets<'a> {
    pub(crate) fn new(chapters: &'a Chapters<'a>, entry: &'a Entry) -> ChapterTargets<'a> {
        ChapterTargets {
            chapters,
            site: chapters.source.site(),
            path: &entry.meta.path,
            url: &entry.meta.url,
            ids: OnceCell::new(),
            whole: None,
            names: Vec::new(),
            plain: Cell::new(false),
            asked: Asked::default(),
            used: RefCell::default(),
            access: Cell::default(),
            diagnostics: RefCell::default(),
            unread: HashMap::new(),
        }
    }

    /// Gives the formulas of the post the meaning of the commands that it defines.
    pub(crate) fn settle_formulas(&mut self, post: &mut Post) {
        if self.chapters.formulas {
            self.unread = settle(post);
        }
    }

    /// Says what the documents of the chapter hold.
    pub(crate) fn hold(&mut self, parts: &[Part<'_>], post: &Post, names: Vec<String>) {
        self.ids = OnceCell::from(ids_of(parts, post));
        self.names = names;
    }

    /// Says that the chapter is one document.
    pub(crate) fn hold_whole(&mut self, post: &'a Post) {
        self.ids = OnceCell::new();
        self.whole = Some(post);
        self.names = vec![String::new()];
    }

    fn ids(&self) -> &HashMap<String, usize> {
        self.ids.get_or_init(|| {
            let post = self.whole.map(|post| ids_of(&[split::whole(post)], post));
            post.unwrap_or_default()
        })
    }

    /// Lets go of what a rendering has found, before another.
    pub(crate) fn forget(&self) {
        self.used.take();
        self.access.take();
        self.diagnostics.take();
    }
}

impl ChapterTargets<'_> {
    /// A place within another post of the book, or that post if there is no such place.
    fn post_href(&self, place: usize, fragment: Option<&str>) -> String {
        let chapter = chapter_name(place);
        let Some(id) = fragment.filter(|_| !self.plain.get()) else {
            return chapter;
        };
        let document = self.chapters.document_of(place, id);
        self.asked
            .note_anchor(&self.chapters.plan.posts[place].meta.path, id, &document);
        match document {
            Some(document) => document + &fragment_href(id),
            None => {
                let path = &self.chapters.plan.posts[place].meta.path;
                let message = format!("there is no element #{id} in {path}, to which a link leads");
                let found = Diagnostic::note("link.fragment", message)
                    .with_hint("the link leads to the beginning of that post")
                    .at(Location::whole_file(self.path));
                self.diagnostics.borrow_mut().push(found);
                chapter
            }
        }
    }

    fn web_href(&self, address: &str) -> Option<String> {
        let href = web_href(address);
        if href.is_none() {
            let message = format!("a book cannot link to {address}");
            self.warn("link.address", message, "its text stands in its place");
        }
        href
    }

    fn site_href(&self, url: &str) -> Option<String> {
        if url.starts_with('/') {
            return web_href(self.absolute(url)?);
        }
        let own = self.absolute(self.url)?;
        web_href(url::Url::parse(&own).ok()?.join(url).ok()?.as_str())
    }

    /// The address of a page or a file of the site, which is not in the book.
    fn absolute(&self, url: &str) -> Option<String> {
        let address = self.site.absolute(url);
        if address.is_none() {
            let message = format!("a link leads to {url}, which is not in the book");
            let hint =
                "its text stands in its place, since the site does not say its address (`url`)";
            let place = Location::whole_file(self.path);
            let found = Diagnostic::note("link.no-site", message);
            let found = found.with_hint(hint).at(place);
            self.diagnostics.borrow_mut().push(found);
        }
        address
    }

    /// The place of a post, if it is in the book.
    fn place(&self, path: &str) -> Option<usize> {
        let place = self.chapters.plan.place(path);
        self.asked.note_post(path, place);
        place
    }

    fn warn(&self, code: &'static str, message: String, hint: &str) {
        let place = Location::whole_file(self.path);
        let diagnostic = Diagnostic::warning(code, message).with_hint(hint).at(place);
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// A formula as MathML: that of the page, which its author has seen, or else what its TeX means.
    fn drawn<'f>(&self, formula: &'f Formula, display: bool) -> Option<Cow<'f, MathMl>> {
        if let Some(mathml) = &formula.mathml {
            return Some(Cow::Borrowed(mathml));
        }
        let tex = formula.tex.as_deref()?;
        let set = match self.unread.get(tex) {
            Some(reason) => Err(reason.clone()),
            None => read_tex(tex, display),
        };
        let end = tex.floor_char_boundary(60);
        let more = if end < tex.len() { "…" } else { "" };
        let formula = format_args!("the formula {}{more}", &tex[..end]);
        let found = match &set {
            Ok(_) if has_links(tex) => {
                let message = format!("{formula} is shown without the links and ids in it");
                let hint = "in a book a formula can stand in a link, but not hold one";
                Diagnostic::note("formula.link", message).with_hint(hint)
            }
            Ok(_) => return set.ok().map(Cow::Owned),
            Err(reason) => {
                let message = format!("{formula} is shown as TeX: {reason}");
                let hint = "write it with commands that KaTeX knows";
                Diagnostic::note("formula.tex", message).with_hint(hint)
            }
        };
        let place = Location::whole_file(self.path);
        self.diagnostics.borrow_mut().push(found.at(place));
        set.ok().map(Cow::Owned)
    }

    /// A picture whose bytes are at hand.
    fn embedded_image(&self, origin: Origin) -> ImageOutput {
        let found = self.chapters.pictures.find(&origin);
        self.asked.note_picture(&origin, &found);
        match found {
            Ok(picture) => {
                let output = ImageOutput::Shown {
                    src: picture.name.clone(),
                    size: picture.size,
                };
                self.used.borrow_mut().push((origin, picture));
                output
            }
            // Whoever did not fetch it has said why.
            Err(Unusable::Elsewhere) => ImageOutput::Text,
            Err(unusable) => {
                let diagnostic = unusable.diagnostic(&origin);
                let place = Location::whole_file(self.path);
                self.diagnostics.borrow_mut().push(diagnostic.at(place));
                ImageOutput::Text
            }
        }
    }

    /// A link to where the picture is on the web.
    fn linked_image(&self, target: &Target) -> ImageOutput {
        self.href(target)
            .map_or(ImageOutput::Text, ImageOutput::Linked)
    }
}

impl Targets for ChapterTargets<'_> {
    fn highlight(&self, language: &str, code: &str) -> Vec<(usize, &'static str)> {
        if self.chapters.highlight {
            highlight(language, code)
        } else {
            Vec::new()
        }
    }

    fn formula<'f>(&self, formula: &'f Formula, display: bool) -> Option<Cow<'f, MathMl>> {
        let drawn = self
            .chapters
            .formulas
            .then(|| self.drawn(formula, display))?;
        let mut access = self.access.get();
        access.formulas += 1;
        access.tex += usize::from(formula.tex.is_some());
        self.access.set(access);
        drawn
    }

    fn href(&self, target: &Target) -> Option<String> {
        match target {
            Target::Web { address } if address.is_data() => None,
            Target::Drawing { .. } => None,
            Target::Web { address } => self.web_href(address.as_str()),
            Target::Post {
                path,
                url,
                fragment,
            } => match self.place(path) {
                Some(_) if path == self.path && fragment.is_some() => {
                    let fragment = remove_forbidden(fragment.as_deref()?).into_owned();
                    self.href(&Target::Fragment { fragment })
                }
                Some(place) => Some(self.post_href(place, fragment.as_deref())),
                None => {
                    let mut address = self.absolute(url)?;
                    if let Some(fragment) = fragment {
                        address += &fragment_href(fragment);
                    }
                    web_href(address)
                }
            },
            Target::Fragment { fragment } => {
                let file = &self.names[*self.ids().get(fragment)?];
                Some(format!("{file}{}", fragment_href(fragment)))
            }
            Target::Resource { url, .. } => web_href(self.absolute(url)?),
            Target::Site { url } => self.site_href(url),
        }
    }

    fn image(&self, image: &Image) -> ImageOutput {
        let output = self.image_output(image);
        if matches!(output, ImageOutput::Shown { .. }) {
            let mut access = self.access.get();
            access.shown += 1;
            // An empty description is the author's way to say that there is nothing to describe.
            access.undescribed += usize::from(image.alt.is_none());
            self.access.set(access);
        }
        output
    }
}

impl ChapterTargets<'_> {
    fn image_output(&self, image: &Image) -> ImageOutput {
        match self.chapters.pictures.mode() {
            ImageMode::Embed | ImageMode::Fetched => {}
            ImageMode::Link => return self.linked_image(&image.target),
            ImageMode::Text => return ImageOutput::Text,
        }
        match &image.target {
            Target::Resource { path, .. } => self.embedded_image(Origin::File(path.clone())),
            Target::Web { address } if address.is_data() => {
                self.embedded_image(Origin::Data(address.to_string()))
            }
            Target::Drawing { svg } => self.embedded_image(Origin::Drawing {
                svg: svg.clone(),
                path: self.path.to_owned(),
            }),
            Target::Web { address } if self.chapters.pictures.mode() == ImageMode::Fetched => {
                match self.embedded_image(Origin::Web(address.to_string())) {
                    ImageOutput::Text => self.linked_image(&image.target),
                    shown => shown,
                }
            }
            Target::Web { .. } => self.linked_image(&image.target),
            Target::Site { url } => {
                let message = format!("there is no image {url} in the archive");
                self.warn(
                    "image.missing",
                    message,
                    "its alternative text stands in its place",
                );
                ImageOutput::Text
            }
            Target::Post { .. } | Target::Fragment { .. } => ImageOutput::Text,
        }
    }
}

#[cfg(not(feature = "math"))]
fn read_tex(_: &str, _: bool) -> Result<MathMl, String> {
    Err("this program was made without a reader of TeX".to_owned())
}

#[cfg(not(feature = "math"))]
fn has_links(_: &str) -> bool {
    false
}

#[cfg(not(feature = "math"))]
fn settle(_: &mut Post) -> HashMap<String, String> {
    HashMap::new()
}
