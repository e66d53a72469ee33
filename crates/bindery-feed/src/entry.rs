//! A post as an entry of any format.
use bindery_html::{Options as HtmlOptions, Targets, to_html};
use bindery_model::{
    Author, Block, BlockKind, DateTime, Diagnostic, Entry, Location, Parsed, Post, Source, Target,
};
use serde_json::Value;

use crate::category::{self, Category};
use crate::channel::{SiteHead, absolute, authors, is_plausible, web_address};
use crate::clean::{clean, clean_line};
use crate::enclosure::{self, Enclosure};
use crate::ids::Id;
use crate::language;
use crate::origin::Origin;
use crate::podcast::Episode;
use crate::smartify::smartify;
use crate::targets::{FeedTargets, encode};

/// What an entry says, in whatever format. Texts are clean; addresses are absolute and ASCII.
#[derive(Debug, Clone, Default)]
pub(crate) struct FeedEntry {
    pub(crate) id: Id,
    pub(crate) link: String,
    pub(crate) title: String,
    pub(crate) published: Option<DateTime>,
    /// When it last changed, where that is known; its text form is unlike that of any other entry.
    pub(crate) updated: Option<DateTime>,
    pub(crate) updated_text: String,
    pub(crate) authors: Vec<Author>,
    pub(crate) contributors: Vec<Author>,
    pub(crate) rights: Option<String>,
    pub(crate) categories: Vec<Category>,
    pub(crate) summary: Option<String>,
    /// HTML; `None` where the feed has summaries only.
    pub(crate) content: Option<String>,
    pub(crate) image: Option<String>,
    pub(crate) language: Option<String>,
    /// The first is the one that the entry is about.
    pub(crate) enclosures: Vec<Enclosure>,
    /// The page of comments, and the page of another site that the entry is about.
    pub(crate) comments: Option<String>,
    pub(crate) about: Option<String>,
    pub(crate) episode: Option<Episode>,
    /// The feed that it was in before, where that is another.
    pub(crate) origin: Option<Origin>,
}

/// Makes entries.
pub(crate) struct EntryMaker<'a> {
    pub(crate) source: &'a dyn Source,
    pub(crate) site: &'a SiteHead,
    pub(crate) excerpt_only: bool,
}

impl EntryMaker<'_> {
    /// Reads a post and makes an entry of it.
    pub(crate) fn make(
        &self,
        entry: &Entry,
        id: Id,
        updated_text: String,
    ) -> Result<(FeedEntry, Vec<Diagnostic>), Box<Diagnostic>> {
        let Parsed {
            mut post,
            mut diagnostics,
            ..
        } = self.source.read(entry)?;
        if !self.site.origins.is_empty() {
            leave_out_enclosures(&mut post.blocks);
        }
        let meta = &post.meta;
        let link = self.site.link(&entry.meta);
        let targets = FeedTargets {
            root: &self.site.root,
            link: &link,
        };
        let summary_only = self.excerpt_only || own_excerpt_only(&post);
        let title = clean_line(&entry.meta.title);
        let published = meta.date;
        if published.is_some_and(|date| !is_plausible(date)) {
            diagnostics.push(implausible(entry));
        }
        let enclosures = enclosure::of_post(
            &post,
            self.source,
            &targets,
            &self.site.root,
            &mut diagnostics,
        );
        let made = FeedEntry {
            id,
            title: if title.is_empty() {
                link.clone()
            } else {
                smartify(&title)
            },
            published,
            updated: meta.details.updated.or(meta.date),
            updated_text,
            authors: self.authors(&post),
            contributors: contributors(&post),
            rights: said(&post, "rights"),
            categories: category::of_post(&post, self.is_jekyll()),
            summary: self.summary(&post),
            content: (!summary_only).then(|| content(&post, &targets)),
            image: self.image(&post, &targets),
            // What is written in the language of the feed need not say so.
            language: meta
                .language
                .as_deref()
                .and_then(language::for_feed)
                .filter(|own| self.site.language.as_ref() != Some(own)),
            episode: Episode::of_post(&post, enclosures.first()),
            enclosures,
            comments: said(&post, "comments").and_then(|text| web_address(&text)),
            about: said(&post, "external_url").and_then(|text| web_address(&text)),
            origin: self.origin(&post),
            link,
        };
        self.tell(entry, &post, &made, &mut diagnostics);
        Ok((made, diagnostics))
    }

    /// What a reader of the feed sees that the author may not know of.
    fn tell(
        &self,
        entry: &Entry,
        post: &Post,
        made: &FeedEntry,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let mut note = |code, message: String| {
            let place = Location::whole_file(&entry.meta.path);
            diagnostics.push(Diagnostic::note(code, message).at(place));
        };
        let lacks_title = match post.meta.extra.get("title") {
            None | Some(Value::Null) => self.is_jekyll(),
            Some(title) => title.as_str().is_some_and(|title| title.trim().is_empty()),
        };
        if lacks_title {
            note(
                "feed.no-title",
                format!("it has no title; the feed says {:?}", made.title),
            );
        }
        let texts = [
            Some(&made.title),
            made.summary.as_ref(),
            made.content.as_ref(),
        ];
        if texts
            .into_iter()
            .flatten()
            .any(|text| text.contains('\u{fffd}'))
        {
            let message = "a character that could not be read is \u{fffd} in the feed, of which \
                           validators warn";
            note("feed.unreadable-character", message.to_owned());
        }
    }

    fn is_jekyll(&self) -> bool {
        self.source.site().kind == "jekyll"
    }

    /// The feed that an entry says it comes from, else the one that it was read from if there are
    /// several.
    fn origin(&self, post: &Post) -> Option<Origin> {
        let origins = &self.site.origins;
        if origins.is_empty() {
            return None;
        }
        let own = post.meta.extra.get("source").and_then(Origin::of_value);
        let read_from = || match origins.only() {
            Some(_) => None,
            None => origins.of(&post.meta.path).cloned(),
        };
        own.or_else(read_from)
    }

    /// The post's authors, else the site's.
    fn authors(&self, post: &Post) -> Vec<Author> {
        authors(match post.meta.authors.as_slice() {
            [] => &self.source.site().authors,
            own => own,
        })
    }

    fn summary(&self, post: &Post) -> Option<String> {
        let text = |key: &str| post.meta.extra.get(key).and_then(Value::as_str);
        let own = if self.is_jekyll() {
            // An empty excerpt is one all the same.
            let own_excerpt = text("excerpt").map(strip_tags);
            match text("description")
                .map(strip_tags)
                .filter(|text| !text.trim().is_empty())
            {
                Some(description) => Some(description),
                None => own_excerpt,
            }
        } else {
            post.meta.details.description.clone()
        };
        let excerpt = || match &post.excerpt {
            Some(excerpt) => Block::text_of(excerpt),
            // What Jekyll calls an excerpt is then the whole post, and its readers know it so.
            None if self.is_jekyll() => Block::text_of(&post.blocks),
            None => first_words(&clean_line(&Block::text_of(&post.blocks))),
        };
        let summary = clean_line(&own.unwrap_or_else(excerpt));
        (!summary.is_empty()).then_some(summary)
    }

    /// The picture that stands for the post; in Jekyll, its address is relative to the root.
    fn image(&self, post: &Post, targets: &FeedTargets<'_>) -> Option<String> {
        let target = &post.meta.details.image.as_ref()?.target;
        match target {
            Target::Web { address } if address.is_data() => None,
            Target::Site { url } if self.is_jekyll() => absolute(&self.site.root, url),
            Target::Web { address } => absolute(&self.site.root, &encode(address.as_str())),
            target => targets.href(target),
        }
    }
}

/// How many characters of a text stand for the whole.
const FIRST_CHARACTERS: usize = 300;

/// The first words of a line, and a mark that more follows. Where there is no space for long, as in
/// Chinese, any character may be the last.
fn first_words(line: &str) -> String {
    let Some((end, _)) = line.char_indices().nth(FIRST_CHARACTERS) else {
        return line.to_owned();
    };
    let start = &line[..end];
    let at = start.rfind(' ').filter(|at| *at > end / 2).unwrap_or(end);
    format!("{}…", start[..at].trim_end())
}

/// A line of the front matter.
fn said(post: &Post, key: &str) -> Option<String> {
    let text = clean_line(post.meta.extra.get(key)?.as_str()?);
    (!text.is_empty()).then_some(text)
}

/// Who helped: names, or maps of name, e-mail address and web address.
fn contributors(post: &Post) -> Vec<Author> {
    let people = post
        .meta
        .extra
        .get("contributors")
        .and_then(Value::as_array);
    let person = |value: &Value| {
        let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        Some(Author {
            name: value.as_str().map(str::to_owned).or_else(|| text("name"))?,
            email: text("email"),
            uri: text("uri").or_else(|| text("url")),
        })
    };
    let people: Vec<Author> = people.into_iter().flatten().filter_map(person).collect();
    authors(&people)
}

/// Takes away what was put behind the text of an entry so that it shows its enclosures, unless that
/// is all there is.
fn leave_out_enclosures(blocks: &mut Vec<Block>) {
    let is_added = |block: &mut Block| {
        let division = matches!(block.kind, BlockKind::Division { .. });
        let attributes = block.attributes.as_ref();
        division && attributes.is_some_and(|found| found.classes == ["enclosures"])
    };
    if blocks.len() > 1 {
        blocks.pop_if(is_added);
    }
}

/// `feed: {excerpt_only: true}` in the front matter.
fn own_excerpt_only(post: &Post) -> bool {
    let feed = post.meta.extra.get("feed");
    feed.and_then(|feed| feed.get("excerpt_only")) == Some(&Value::Bool(true))
}

fn content(post: &Post, targets: &FeedTargets<'_>) -> String {
    let options = HtmlOptions {
        roles: false,
        players: true,
        ..HtmlOptions::default()
    };
    let html = to_html(&post.blocks, &post.footnotes, &options, targets);
    let html = html.trim_end();
    // An entry of Atom must have content; a post without any has a comment.
    if html.is_empty() {
        return "<!-- -->".to_owned();
    }
    clean(html).into_owned()
}

/// Text without tags and comments, as Liquid's `strip_html` leaves it, with its references read.
fn strip_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let end = if rest[at..].starts_with("<!--") {
            rest[at..].find("-->").map(|end| at + end + 3)
        } else {
            rest[at..].find('>').map(|end| at + end + 1)
        };
        match end {
            Some(end) => rest = &rest[end..],
            None => break,
        }
    }
    out.push_str(rest);
    match quick_xml::escape::unescape(&out) {
        Ok(read) => read.into_owned(),
        Err(_) => out,
    }
}

fn implausible(entry: &Entry) -> Diagnostic {
    let message = "its date is before 1990, which validators of feeds call implausible; \
                   only JSON Feed has it";
    Diagnostic::note("feed.implausible-date", message).at(Location::whole_file(&entry.meta.path))
}
