//! What stands for shortcodes that are not known: those of themes, and of the site where their templates are
//! not plain.
use bindery_model::{Diagnostic, Severity};

use super::replaced::{Found, Replaced};
use super::{Call, Shortcodes, enclosed};
use crate::stand_in;

/// What a call encloses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    None,
    Html,
    Code,
    /// Text whose end is known when it comes, so that a quotation may end there.
    Quotable,
    Text,
}

impl<'t> Replaced<'t, '_, '_> {
    /// Writes what stands for a call that is not known, and says so; what stands behind.
    pub(super) fn push_unknown(&mut self, found: Found<'t>) -> &'t str {
        // It is looked through again.
        self.looked_up += 1;
        let within = self.enclosed(&found);
        let content = within.map_or(Content::None, |(inner, _)| self.content(&found, inner));
        let place = self.place(&found);
        let call = &found.call;
        let language = call.argument("lang", 9).or(call.argument("language", 0));
        let language = language.unwrap_or_default().to_owned();
        let open = self.quotes.len();
        let told = self.stand_in(found.call, content);
        self.diagnostics.push(told.at(place));
        let Some((inner, after)) = within else {
            return found.rest;
        };
        match content {
            Content::Code => self.push_code(&language, inner),
            Content::Html => {
                let inner = self.replaced_within(inner);
                self.push_html(inner.trim());
            }
            // Ends of Zola have no names.
            Content::Quotable if self.kind == Shortcodes::Zola && self.quotes.len() > open => {
                let inner = self.replaced_within(inner);
                self.out.push_str(&inner);
                let end = self.quotes.pop().unwrap_or_default();
                self.push_block(&end);
            }
            _ => return found.rest,
        }
        after
    }

    /// What the text is that a call encloses.
    fn content(&self, found: &Found<'t>, inner: &str) -> Content {
        let name = found.call.name;
        if enclosed::is_code(name, inner) {
            return Content::Code;
        }
        let is_html = found.mark.starts_with("{{<") && enclosed::is_html(name, inner);
        match self.kind {
            Shortcodes::Hugo if is_html => Content::Html,
            Shortcodes::Hugo => Content::Quotable,
            Shortcodes::Zola if !inner.contains("{%") => Content::Quotable,
            _ => Content::Text,
        }
    }

    /// Writes what a call itself stands for; what there is to say of it.
    fn stand_in(&mut self, mut call: Call<'t>, content: Content) -> Diagnostic {
        let (encloses, is_html) = (content != Content::None, content == Content::Html);
        if call.name == "tab" && call.arguments.is_empty() {
            let label = self.labels.pop_front().map(|label| ("name", label));
            call.arguments.extend(label);
        }
        if self.kind == Shortcodes::Hexo {
            for (_, value) in &mut call.arguments {
                *value = value.trim_end_matches(',');
            }
        }
        let arguments = &call.arguments;
        let shown = match encloses {
            true => stand_in::shown(call.name, arguments),
            false => stand_in::alone(call.name, arguments),
        };
        let title = stand_in::title(call.name, arguments).filter(|_| encloses);
        let is_quote = content == Content::Quotable;
        let is_box = is_quote && enclosed::is_box(call.name);
        let is_shown = shown.is_some() || is_box || is_html;
        let hint = if let Some(html) = shown {
            self.push_html(&html);
            "what its arguments name is shown: pictures, films, recordings, links, texts"
        } else if is_box {
            let title = title.map(|title| stand_in::titled(title, ""));
            let start = format!(
                "<blockquote>{}",
                title.as_deref().unwrap_or_default().trim_end()
            );
            self.push_block(&start);
            self.quotes.push("</blockquote>".to_owned());
            "it is shown as a quotation, below its title"
        } else if is_html {
            if let Some(title) = title {
                self.push_html(&stand_in::titled(title, &self.out));
            }
            "the HTML that it encloses is shown"
        } else if is_quote && enclosed::is_quote(call.name) {
            self.push_block("<blockquote>");
            let by = stand_in::attribution(arguments).unwrap_or_default();
            self.quotes.push(by + "</blockquote>");
            "what it encloses is a quotation"
        } else if let Some(title) = title {
            let title = stand_in::titled(title, &self.out);
            self.push_html(&title);
            "it is left out; its title and the text that it encloses stay"
        } else {
            "it is left out; the text that it encloses stays"
        };
        let mut items = arguments.iter().filter(|(name, _)| *name == "items");
        if let Some((_, items)) = items.next().filter(|_| encloses) {
            self.labels = items.split(',').map(str::trim).collect();
        }
        let message = format!("the shortcode {:?} is not known", call.name);
        let mut found = Diagnostic::warning("shortcode.unknown", message).with_hint(hint);
        if is_shown {
            found.severity = Severity::Note;
        }
        found
    }
}
