//! Identifier, classes, language and direction.
use bindery_model::{Attributes, Direction, language_tag};

use crate::Writer;

impl Writer<'_> {
    pub(crate) fn attributes(&mut self, attributes: Option<&Attributes>) {
        self.attributes_and_class(attributes, None);
    }

    /// The same with a class before those of the source.
    pub(crate) fn attributes_and_class(
        &mut self,
        attributes: Option<&Attributes>,
        class: Option<&str>,
    ) {
        let Some(attributes) = attributes else {
            if let Some(class) = class {
                self.attribute("class", class);
            }
            return;
        };
        let Attributes {
            id,
            classes,
            language,
            direction,
            cite,
        } = attributes;
        if let Some(id) = id {
            self.attribute("id", id);
        }
        match (class, classes.as_slice()) {
            (None, []) => {}
            (Some(only), []) => self.attribute("class", only),
            (None, [only]) => self.attribute("class", only),
            (first, classes) => {
                let others = classes.iter().map(String::as_str);
                let classes: Vec<&str> = first.into_iter().chain(others).collect();
                self.attribute("class", &classes.join(" "));
            }
        }
        if let Some(language) = language.as_deref().and_then(language_tag) {
            self.attribute("lang", &language);
            if self.xhtml() {
                self.attribute("xml:lang", &language);
            }
        }
        if let Some(direction) = direction {
            let value = match direction {
                Direction::Ltr => "ltr",
                Direction::Rtl => "rtl",
                Direction::Auto => "auto",
            };
            self.attribute("dir", value);
        }
        // In a book it would be a link that checkers follow and readers never see.
        if let Some(cite) = cite.as_ref().filter(|_| !self.xhtml())
            && let Some(address) = self.targets.href(cite)
        {
            self.attribute("cite", &address);
        }
    }
}
