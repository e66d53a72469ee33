//! A text whose shortcodes are replaced, one after the other.
use std::collections::VecDeque;

use bindery_model::{Diagnostic, Location};

use super::syntax::{between_marks, call, find_end};
use super::{Call, Shortcodes, enclosed, hexo, veil};
use crate::ParseOptions;

/// How deep shortcodes of the site's own may stand in one another.
pub(super) const MAX_DEPTH: usize = 8;
/// How many of them a text may have: for each, its end is looked for.
pub(super) const MAX_OWN: usize = 1_000;

/// The text that is made, and what is known while it is.
pub(super) struct Replaced<'t, 'o, 'd> {
    pub(super) kind: Shortcodes,
    pub(super) options: &'o ParseOptions<'o>,
    pub(super) diagnostics: &'d mut Vec<Diagnostic>,
    /// The file, or the part of it, that the text ends.
    file: &'t str,
    /// In how many templates of the site it stands.
    pub(super) depth: usize,
    pub(super) out: String,
    /// How many calls had their ends looked for.
    pub(super) looked_up: usize,
    /// What stands at the end of each quotation that is open.
    pub(super) quotes: Vec<String>,
    /// What the tabs are called that come next, where what is around them says so.
    pub(super) labels: VecDeque<&'t str>,
}

/// A shortcode that was found.
pub(super) struct Found<'t> {
    pub(super) call: Call<'t>,
    /// All of it between its marks.
    pub(super) tag: &'t str,
    /// The text from its first mark on.
    pub(super) mark: &'t str,
    /// The text behind it.
    pub(super) rest: &'t str,
    /// Whether it may have an end.
    pub(super) may_enclose: bool,
}

/// Writes what a shortcode stands for, if it is of a kind, and gives the text behind.
type Step<'t, 'o, 'd> = fn(&mut Replaced<'t, 'o, 'd>, &Found<'t>) -> Option<&'t str>;

impl<'t, 'o, 'd> Replaced<'t, 'o, 'd> {
    /// Of a text that ends the file.
    pub(super) fn new(
        kind: Shortcodes,
        file: &'t str,
        options: &'o ParseOptions<'o>,
        diagnostics: &'d mut Vec<Diagnostic>,
    ) -> Replaced<'t, 'o, 'd> {
        Replaced {
            kind,
            options,
            diagnostics,
            file,
            depth: 0,
            out: String::new(),
            looked_up: 0,
            quotes: Vec::new(),
            labels: VecDeque::new(),
        }
    }

    /// The text without shortcodes.
    pub(super) fn made_of(mut self, text: &'t str) -> String {
        self.out.reserve(text.len());
        let code = match self.kind {
            Shortcodes::Hexo => hexo::fenced_code(text),
            _ => Vec::new(),
        };
        let mut rest = text;
        while let Some(at) = memchr::memmem::find(rest.as_bytes(), b"{") {
            let (before, mark) = rest.split_at(at);
            self.out.push_str(before);
            let place = text.len() - mark.len();
            let next = code.partition_point(|line| line.end <= place);
            let is_code = code.get(next).is_some_and(|line| line.start <= place);
            rest = match between_marks(self.kind, mark).filter(|_| !is_code) {
                Some((inner, rest)) => self.push_shortcode(mark, inner, rest),
                None => {
                    self.out.push('{');
                    &mark[1..]
                }
            };
        }
        self.out.push_str(rest);
        match self.kind {
            Shortcodes::Hugo => without_marks_of_columns(self.out),
            _ => self.out,
        }
    }

    /// Writes what stands for a shortcode; what stands behind. `mark` is the text from it on, `inner` what
    /// stands between its marks.
    fn push_shortcode(&mut self, mark: &'t str, inner: &'t str, rest: &'t str) -> &'t str {
        let is_closed = inner.trim_end().ends_with('/');
        let tag = match self.kind {
            // It may be the end of an address.
            Shortcodes::Hexo => inner.trim(),
            _ => inner.trim().trim_end_matches('/').trim(),
        };
        let whole = &mark[..mark.len() - rest.len()];
        if let Some(comment) = tag.strip_prefix("/*") {
            // `{{</* name */>}}` shows a shortcode.
            let shown = comment.trim_end_matches(['*', '/']).trim();
            let marks = if self.kind == Shortcodes::Hugo { 3 } else { 2 };
            let (open, close) = (&whole[..marks], &whole[whole.len() - marks..]);
            self.out.push_str(&format!("{open} {shown} {close}"));
            return rest;
        }
        let ends = match self.kind {
            Shortcodes::Hugo => tag.starts_with('/'),
            Shortcodes::Zola => tag == "end",
            Shortcodes::Hexo => tag.starts_with("end"),
        };
        if ends {
            self.end(tag);
            return rest;
        }
        let Ok((_, mut call)) = call(self.kind, tag) else {
            self.out.push_str(whole);
            return rest;
        };
        if self.kind == Shortcodes::Hexo {
            hexo::tidy(&mut call);
        }
        let found = Found {
            call,
            tag,
            mark,
            rest,
            may_enclose: match self.kind {
                Shortcodes::Hugo => !is_closed,
                _ => mark.starts_with("{%"),
            },
        };
        let steps: &[Step<'t, 'o, 'd>] = &[
            Self::push_parameter,
            Self::fill_template,
            Self::push_tag_of_hexo,
            Self::push_margin_note,
            Self::push_button,
            Self::push_drawing,
            Self::push_part_of_hugo,
            Self::push_formula,
            Self::push_known,
        ];
        match steps.iter().find_map(|step| step(self, &found)) {
            Some(rest) => rest,
            None => self.push_unknown(found),
        }
    }

    /// Writes what the end of a shortcode stands for.
    fn end(&mut self, end: &str) {
        let name = end.trim_start_matches('/').trim();
        let is_quote =
            self.kind == Shortcodes::Hugo && (enclosed::is_quote(name) || enclosed::is_box(name));
        if let Some(quote) = is_quote.then(|| self.quotes.pop()).flatten() {
            self.push_block(&quote);
        }
        let hexo = hexo::end(self.kind, end, &mut self.quotes);
        self.out.push_str(&hexo);
        if name == "details" {
            self.push_html("\n\n</details>\n\n");
        }
    }

    /// Where a shortcode stands in the file.
    pub(super) fn place(&self, found: &Found<'t>) -> Location {
        let start = self.file.len() - found.mark.len();
        Location::in_text(self.options.path, self.file, start..start + 2)
    }

    /// What a shortcode encloses, if it has an end, and what stands behind that.
    pub(super) fn enclosed(&mut self, found: &Found<'t>) -> Option<(&'t str, &'t str)> {
        let may_look = found.may_enclose && self.looked_up < MAX_OWN;
        let enclosed = may_look
            .then(|| find_end(self.kind, found.rest, found.call.name))
            .flatten();
        // What is found is near; what is not costs the rest of the text.
        self.looked_up += usize::from(may_look && enclosed.is_none());
        enclosed
    }

    /// What stands behind the end of a shortcode, or behind itself if it has none.
    pub(super) fn behind_end(&mut self, found: &Found<'t>) -> &'t str {
        self.enclosed(found).map_or(found.rest, |(_, after)| after)
    }

    /// What a shortcode encloses, its own shortcodes replaced.
    pub(super) fn replaced_within(&self, inner: &str) -> String {
        let mut untold = Vec::new();
        let text = Replaced {
            depth: self.depth + 1,
            ..Replaced::new(self.kind, inner, self.options, &mut untold)
        };
        match text.depth <= MAX_DEPTH {
            true => text.made_of(inner),
            false => inner.to_owned(),
        }
    }

    /// Writes fenced code, as far indented as what stands in its place.
    pub(super) fn push_code(&mut self, language: &str, code: &str) {
        let code = enclosed::code(language, code, &self.out);
        self.out.push_str(&code);
    }

    /// Writes HTML as a block of its own, as far indented as what stands in its place.
    pub(super) fn push_block(&mut self, html: &str) {
        let indent = enclosed::indent(&self.out).to_owned();
        self.out.push_str("\n\n");
        self.out.push_str(&indent);
        self.push_html(html);
        self.out.push_str("\n\n");
        self.out.push_str(&indent);
    }

    /// Writes what a shortcode makes: generators put it into the page when the Markdown is read, so that
    /// nothing in it is Markdown, that the text behind it is, and that it stays where other HTML is left out.
    pub(super) fn push_html(&mut self, html: &str) {
        let inner = html.trim_matches('\n');
        if !inner.starts_with('<') {
            return self.out.push_str(html);
        }
        let start = html.len() - html.trim_start_matches('\n').len();
        self.out.push_str(&html[..start]);
        veil::veil(inner, &mut self.out);
        self.out.push_str(&html[start + inner.len()..]);
    }
}

/// Takes out the lines that part the columns of hugo-book from each other, which show nothing.
fn without_marks_of_columns(text: String) -> String {
    const MARK: &str = "<--->";
    if memchr::memmem::find(text.as_bytes(), MARK.as_bytes()).is_none() {
        return text;
    }
    let lines = text.split_inclusive('\n');
    let is_mark = |line: &str| {
        let rest = line.trim().strip_prefix(MARK).map(str::trim);
        rest.is_some_and(|rest| {
            rest.is_empty() || rest.starts_with("<!--") && rest.ends_with("-->")
        })
    };
    let lines = lines.map(|line| if is_mark(line) { "\n" } else { line });
    lines.collect()
}
