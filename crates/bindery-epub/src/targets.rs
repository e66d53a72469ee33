//! Where the links and pictures of a chapter lead.
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use bindery_html::{ImageOutput, Targets};
use bindery_model::{Diagnostic, Image, Location, Site, Target, remove_forbidden};

use crate::highlight::highlight;
use crate::href::{fragment_href, web_href};
use crate::images::{ImageMode, Origin, Picture, Pictures, Unusable};
use crate::package_document::PictureAccess;
use crate::plan::Plan;

/// The targets of one chapter.
pub(crate) struct ChapterTargets<'a> {
    pub(crate) site: &'a Site,
    pub(crate) pictures: &'a Pictures<'a>,
    pub(crate) plan: &'a Plan<'a>,
    /// The post's file and address.
    pub(crate) path: &'a str,
    pub(crate) url: &'a str,
    /// Which file of the chapter each `id` is in; empty names mean the file itself.
    pub(crate) ids: HashMap<String, String>,
    /// Whether code has colours.
    pub(crate) highlight: bool,
    pub(crate) used: RefCell<Vec<(Origin, Picture)>>,
    pub(crate) access: Cell<PictureAccess>,
    pub(crate) diagnostics: RefCell<Vec<Diagnostic>>,
}

impl ChapterTargets<'_> {
    fn site_href(&self, url: &str) -> Option<String> {
        if url.starts_with('/') {
            return web_href(&self.site.absolute(url)?);
        }
        let own = self.site.absolute(self.url)?;
        web_href(url::Url::parse(&own).ok()?.join(url).ok()?.as_str())
    }

    fn warn(&self, code: &'static str, message: String, hint: &str) {
        let place = Location::whole_file(self.path);
        let diagnostic = Diagnostic::warning(code, message).with_hint(hint).at(place);
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// A picture whose bytes are at hand.
    fn embedded_image(&self, origin: Origin) -> ImageOutput {
        match self.pictures.find(&origin) {
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
        if self.highlight {
            highlight(language, code)
        } else {
            Vec::new()
        }
    }

    fn href(&self, target: &Target) -> Option<String> {
        match target {
            Target::Web { address } if address.is_data() => None,
            Target::Web { address } => web_href(address.as_str()),
            Target::Post {
                path,
                url,
                fragment,
            } => match self.plan.chapter(path) {
                // Only the ids of the post itself are known.
                Some(_) if path == self.path && fragment.is_some() => {
                    let fragment = remove_forbidden(fragment.as_deref()?).into_owned();
                    self.href(&Target::Fragment { fragment })
                }
                Some(chapter) => Some(chapter),
                None => web_href(&self.site.absolute(url)?),
            },
            Target::Fragment { fragment } => {
                let file = self.ids.get(fragment)?;
                Some(format!("{file}{}", fragment_href(fragment)))
            }
            Target::Resource { url, .. } => web_href(&self.site.absolute(url)?),
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
        match self.pictures.mode() {
            ImageMode::Embed | ImageMode::Fetched => {}
            ImageMode::Link => return self.linked_image(&image.target),
            ImageMode::Text => return ImageOutput::Text,
        }
        match &image.target {
            Target::Resource { path, .. } => self.embedded_image(Origin::File(path.clone())),
            Target::Web { address } if address.is_data() => {
                self.embedded_image(Origin::Data(address.to_string()))
            }
            Target::Web { address } if self.pictures.mode() == ImageMode::Fetched => {
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
