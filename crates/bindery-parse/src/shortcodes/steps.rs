//! The kinds of shortcodes that are known. Each step writes what a shortcode of its kind stands for and gives the
//! text behind; `None` for those of other kinds.
use bindery_model::Diagnostic;

use super::replaced::{Found, MAX_DEPTH, MAX_OWN, Replaced};
use super::syntax::{find_end, up_to_end};
use super::{Shortcodes, enclosed, hexo, known, own};
use crate::liquid::escape;
use crate::stand_in;

impl<'t> Replaced<'t, '_, '_> {
    /// A value of the page or of the site, in Hugo.
    pub(super) fn push_parameter(&mut self, found: &Found<'t>) -> Option<&'t str> {
        let is_one = found.call.name == "param" && self.kind == Shortcodes::Hugo;
        let site = self.options.templates.filter(|_| is_one)?;
        let said = site.parameter(found.call.argument("name", 0).unwrap_or_default())?;
        self.out.push_str(&escape(&said));
        Some(found.rest)
    }

    /// What the site's own template makes of a call, if it has a plain one.
    pub(super) fn fill_template(&mut self, found: &Found<'t>) -> Option<&'t str> {
        let is_allowed = self.depth < MAX_DEPTH && self.looked_up < MAX_OWN;
        let site = self.options.templates.filter(|_| is_allowed)?;
        let template = site.template(found.call.name)?;
        self.looked_up += 1;
        let ended = found
            .may_enclose
            .then(|| find_end(self.kind, found.rest, found.call.name))
            .flatten();
        let (inner, after) = ended.unwrap_or(("", found.rest));
        let is_markdown = found.mark.starts_with("{{%");
        let inner = self.replaced_within(inner);
        let made = own::render(self.kind, &found.call, &inner, is_markdown, template, site)?;
        match is_markdown {
            true => self.out.push_str(&made),
            false => self.push_html(&made),
        }
        Some(after)
    }

    pub(super) fn push_tag_of_hexo(&mut self, found: &Found<'t>) -> Option<&'t str> {
        let (call, tag) = (&found.call, found.tag);
        let (html, after) = hexo::block(self.kind, call, tag, found.rest, &mut self.quotes)?;
        self.out.push_str(&html);
        Some(after)
    }

    /// A note that Hugo's themes set into the margin, behind the word that it is for, if one is given.
    pub(super) fn push_margin_note(&mut self, found: &Found<'t>) -> Option<&'t str> {
        let is_note = matches!(found.call.name, "sidenote" | "marginnote");
        let (inner, after) = self.line_within(found, is_note)?;
        let mut arguments = found.call.arguments.iter();
        let word = arguments.find(|(name, _)| name.is_empty());
        self.out.push_str(word.map_or("", |(_, word)| word));
        self.push_around("<span class=\"sidenote\">", inner, "</span>");
        Some(after)
    }

    /// The link that a button of Hugo's themes is.
    pub(super) fn push_button(&mut self, found: &Found<'t>) -> Option<&'t str> {
        let is_button = matches!(found.call.name, "button" | "btn" | "link" | "staticref");
        let (inner, after) = self.line_within(found, is_button)?;
        let address = escape(stand_in::address(&found.call.arguments)?);
        self.push_around(&format!("<a href=\"{address}\">"), inner, "</a>");
        Some(after)
    }

    /// What a shortcode of Hugo encloses, if it is one line or some, and what stands behind its end.
    fn line_within(&mut self, found: &Found<'t>, is_one: bool) -> Option<(&'t str, &'t str)> {
        let is_one = is_one && self.kind == Shortcodes::Hugo;
        let enclosed = is_one.then(|| self.enclosed(found)).flatten();
        enclosed.filter(|(inner, _)| !inner.trim().contains("\n\n"))
    }

    /// Writes the Markdown that a shortcode encloses between two tags.
    fn push_around(&mut self, open: &str, inner: &str, close: &str) {
        self.push_html(open);
        let inner = self.replaced_within(inner);
        self.out.push_str(inner.trim());
        self.push_html(close);
    }

    /// What a program draws, which stays as words.
    pub(super) fn push_drawing(&mut self, found: &Found<'t>) -> Option<&'t str> {
        let is_one = enclosed::is_drawing(found.call.name);
        let (code, after) = is_one.then(|| self.enclosed(found)).flatten()?;
        self.push_code(found.call.name, code);
        Some(after)
    }

    /// What Hugo itself and its themes have besides what stands alone.
    pub(super) fn push_part_of_hugo(&mut self, found: &Found<'t>) -> Option<&'t str> {
        let name = found.call.name;
        // A list of the headings, which show anyway.
        if matches!(name, "toc" | "TOC") {
            return Some(found.rest);
        }
        if self.kind != Shortcodes::Hugo {
            return None;
        }
        match name {
            // What it encloses is left as it is, here and in Nikola; HTML may be.
            "raw" => {
                let (raw, after) = up_to_end(self.kind, found.rest, name);
                match raw.trim_start().starts_with('<') {
                    true => self.push_html(raw.trim()),
                    false => self.out.push_str(raw),
                }
                Some(after)
            }
            "highlight" => {
                let (code, after) = up_to_end(self.kind, found.rest, name);
                self.push_code(found.call.argument("lang", 0).unwrap_or_default(), code);
                Some(after)
            }
            // A program for browsers.
            "script" => Some(self.behind_end(found)),
            // A template in the post, which Hugo leaves out unless the site trusts its authors.
            name if name.ends_with(".inline") => {
                let message = format!("the shortcode {name:?} is a template within the post");
                let told = Diagnostic::note("shortcode.inline", message)
                    .with_hint("it is left out, as Hugo leaves it out by default");
                self.diagnostics.push(told.at(self.place(found)));
                Some(self.behind_end(found))
            }
            _ => None,
        }
    }

    pub(super) fn push_formula(&mut self, found: &Found<'t>) -> Option<&'t str> {
        let call = &found.call;
        if self.kind == Shortcodes::Hexo || !enclosed::is_of_formulas(call.name) {
            return None;
        }
        // Without an end it has its formula in its arguments, or loads what typesets those of the page.
        let said = call.argument("tex", 0).or(call.argument("body", 0));
        let enclosed = self.enclosed(found);
        let (tex, after) = enclosed.unwrap_or((said.unwrap_or_default(), found.rest));
        let is_display = call.arguments.iter().any(|(name, value)| match *name {
            "display" | "block" => *value != "false",
            name => name.is_empty() && *value == "display",
        });
        match enclosed::formula(tex, is_display) {
            Some(html) => self.push_html(&html),
            None => self.out.push_str(tex),
        }
        Some(after)
    }

    pub(super) fn push_known(&mut self, found: &Found<'t>) -> Option<&'t str> {
        let html = hexo::html(self.kind, &found.call, found.tag, self.options)
            .or_else(|| known::html(&found.call, self.options))?;
        self.push_html(&html);
        Some(found.rest)
    }
}
