//! A page and an OPML 2.0 file that list the feeds of a site.
use std::io;

use bindery_html::{push_attribute, push_text};
use bindery_model::Source;

use crate::channel::SiteHead;
use crate::clean::clean_line;
use crate::plan::{Plan, Subject, Topic, path_in};
use crate::xml::{empty, text, writer};
use crate::{Error, Format, Options};

/// What the page says in a language.
struct Labels {
    feeds: &'static str,
    how: &'static str,
    opml: &'static str,
    subjects: [(Subject, &'static str); 6],
}

const ENGLISH: Labels = Labels {
    feeds: "Feeds",
    how: "Copy the address of a feed into a feed reader to subscribe.",
    opml: "All of them in one file, for readers that import OPML",
    subjects: [
        (Subject::Site, "The whole site"),
        (Subject::Collection, "Collections"),
        (Subject::Category, "Categories"),
        (Subject::Tag, "Tags"),
        (Subject::Author, "Authors"),
        (Subject::Language, "Languages"),
    ],
};

const CHINESE: Labels = Labels {
    feeds: "订阅源",
    how: "把地址贴进阅读器即可订阅。",
    opml: "全部订阅源（OPML 文件，可导入阅读器）",
    subjects: [
        (Subject::Site, "全站"),
        (Subject::Collection, "文集"),
        (Subject::Category, "分类"),
        (Subject::Tag, "标签"),
        (Subject::Author, "作者"),
        (Subject::Language, "语言"),
    ],
};

impl Plan<'_> {
    /// An HTML page that lists the feeds; `opml` is the path of [`Plan::opml`], as
    /// [`Feed::path`](crate::Feed::path).
    ///
    /// # Errors
    ///
    /// Where the address of the site is missing or none.
    pub fn page(
        &self,
        source: &dyn Source,
        options: &Options,
        opml: &str,
    ) -> Result<String, Error> {
        let site = SiteHead::new(source, options)?;
        let language = site.language.as_deref().unwrap_or("en");
        let labels = if language.to_ascii_lowercase().starts_with("zh") {
            &CHINESE
        } else {
            &ENGLISH
        };
        let title = format!("{} – {}", site.title, labels.feeds);
        let mut page = String::from("<!DOCTYPE html>\n<html");
        push_attribute(&mut page, "lang", language);
        page.push_str(">\n<head>\n<meta charset=\"utf-8\">\n");
        page.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        push_element(&mut page, "title", &title);
        for &format in &self.formats {
            let path = path_in(&self.topics[0].path, format, &self.formats);
            page.push_str("<link rel=\"alternate\"");
            push_attribute(&mut page, "type", format.media_type());
            push_attribute(&mut page, "href", &address(&site, &path)?);
            page.push_str(">\n");
        }
        page.push_str(STYLE);
        page.push_str("</head>\n<body>\n");
        push_element(&mut page, "h1", &title);
        push_element(&mut page, "p", labels.how);
        page.push_str("<p><a");
        push_attribute(&mut page, "href", &address(&site, opml)?);
        page.push('>');
        push_text(&mut page, labels.opml);
        page.push_str("</a></p>\n");
        for (subject, label) in labels.subjects {
            let topics: Vec<&Topic> = self
                .topics
                .iter()
                .filter(|t| t.subject == subject)
                .collect();
            if !topics.is_empty() {
                push_element(&mut page, "h2", label);
                page.push_str("<ul>\n");
                for topic in topics {
                    self.push_topic(&mut page, topic, &site)?;
                }
                page.push_str("</ul>\n");
            }
        }
        page.push_str("</body>\n</html>\n");
        Ok(page)
    }

    fn push_topic(
        &self,
        page: &mut String,
        topic: &Topic<'_>,
        site: &SiteHead,
    ) -> Result<(), Error> {
        page.push_str("<li>");
        push_text(page, &name(topic, site));
        page.push_str(" <span>(");
        page.push_str(&topic.entries.len().to_string());
        page.push_str(")</span>");
        for &format in &self.formats {
            page.push_str(" <a");
            let path = path_in(&topic.path, format, &self.formats);
            push_attribute(page, "href", &address(site, &path)?);
            push_attribute(page, "type", format.media_type());
            page.push('>');
            page.push_str(format.name());
            page.push_str("</a>");
        }
        page.push_str("</li>\n");
        Ok(())
    }

    /// The feeds as OPML 2.0, one outline for each topic, for readers to import.
    ///
    /// # Errors
    ///
    /// Where the address of the site is missing or none.
    pub fn opml(&self, source: &dyn Source, options: &Options) -> Result<String, Error> {
        let site = SiteHead::new(source, options)?;
        let mut xml = writer(true);
        address(&site, "")?;
        let mut write = || -> io::Result<()> {
            xml.create_element("opml")
                .with_attribute(("version", "2.0"))
                .write_inner_content(|xml| {
                    xml.create_element("head")
                        .write_inner_content(|xml| text(xml, "title", &site.title))?;
                    xml.create_element("body").write_inner_content(|xml| {
                        self.topics
                            .iter()
                            .try_for_each(|topic| self.write_outline(xml, topic, &site))
                    })?;
                    Ok(())
                })?;
            Ok(())
        };
        write()?;
        let body = String::from_utf8_lossy(&xml.into_inner()).into_owned();
        Ok(format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{body}\n"
        ))
    }

    fn write_outline(
        &self,
        xml: &mut crate::xml::Xml,
        topic: &Topic<'_>,
        site: &SiteHead,
    ) -> io::Result<()> {
        // A reader that imports the file wants each feed once.
        let format = [Format::Atom, Format::Rss, Format::Json]
            .into_iter()
            .find(|format| self.formats.contains(format))
            .unwrap_or_default();
        let path = path_in(&topic.path, format, &self.formats);
        let mut title = name(topic, site);
        if topic.subject != Subject::Site {
            title = format!("{} | {title}", site.title);
        }
        let address = site.address(&path).unwrap_or_default();
        let mut attributes = vec![
            ("text", title.as_str()),
            ("title", title.as_str()),
            ("type", "rss"),
            ("xmlUrl", address.as_str()),
            ("htmlUrl", site.home.as_str()),
        ];
        attributes.extend(
            site.language
                .as_deref()
                .map(|language| ("language", language)),
        );
        empty(xml, "outline", &attributes)
    }
}

/// The address of a file that the list leads to.
fn address(site: &SiteHead, path: &str) -> Result<String, Error> {
    let address = site.address(path);
    address.ok_or(Error::NoPlace("lists of feeds"))
}

fn name(topic: &Topic<'_>, site: &SiteHead) -> String {
    if topic.subject == Subject::Site {
        return site.title.clone();
    }
    let shown = match topic.subject {
        Subject::Author => topic.title.rsplit(" | ").next().unwrap_or(&topic.name),
        _ => &topic.name,
    };
    clean_line(shown)
}

fn push_element(page: &mut String, name: &str, text: &str) {
    page.push_str(&format!("<{name}>"));
    push_text(page, text);
    page.push_str(&format!("</{name}>\n"));
}

const STYLE: &str = "<style>
body { max-width: 42rem; margin: 0 auto; padding: 1rem; font: 1rem/1.6 system-ui, sans-serif; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; } span { color: #666; }
li a { font-size: .85rem; margin-left: .3rem; }
@media (prefers-color-scheme: dark) { body { color: #ddd; background: #1a1a1a; } a { color: #93c5fd; } span { color: #999; } }
</style>
";
