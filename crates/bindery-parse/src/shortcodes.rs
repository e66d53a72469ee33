//! Shortcodes: the templates that posts of Hugo and Zola call.
mod enclosed;
mod go;
mod hexo;
mod own;
mod tera;
mod veil;

use std::collections::VecDeque;

use bindery_model::{Diagnostic, Location, Severity};
use nom::IResult;
use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::{is_not, tag, take_while1};
use nom::character::complete::{char, multispace0};
use nom::combinator::opt;
use nom::multi::many0;
use nom::sequence::{delimited, preceded, terminated};

use crate::liquid::escape;
use crate::markdown::to_html;
use crate::{ParseOptions, stand_in};

pub(crate) use enclosed::loads_formulas;
pub(crate) use hexo::with_captions;
pub use own::Templates;
pub(crate) use veil::unveil;

/// Whose shortcodes a post has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortcodes {
    /// Hugo's: `{{< name a="b" >}}` and `{{% name %}}`.
    Hugo,
    /// Zola's: `{{ name(a="b") }}` and `{% name() %}…{% end %}`.
    Zola,
    /// Hexo's: `{% name a b %}` and `{% name a %}…{% endname %}`.
    Hexo,
}

/// No shortcode is longer.
const MAX_LENGTH: usize = 8 << 10;
/// How deep shortcodes of the site's own may stand in one another.
const MAX_DEPTH: usize = 8;
/// How many of them a text may have: for each, its end is looked for.
const MAX_OWN: usize = 1_000;

/// A call: its name, and its arguments with their names; those without have an empty one.
struct Call<'t> {
    name: &'t str,
    arguments: Vec<(&'t str, &'t str)>,
}

impl Call<'_> {
    /// The argument of that name, else the one at that place.
    fn argument(&self, name: &str, place: usize) -> Option<&str> {
        let is_named = |(known, _): &&(&str, &str)| !name.is_empty() && *known == name;
        let named = self.arguments.iter().find(is_named);
        let placed = || {
            self.arguments
                .iter()
                .filter(|(name, _)| name.is_empty())
                .nth(place)
        };
        named.or_else(placed).map(|(_, value)| *value)
    }
}

/// Replaces the shortcodes of a body, which begins at byte `start` of the file. Those that are not
/// known become the text that they enclose, with a diagnostic.
pub(crate) fn replace(
    kind: Shortcodes,
    file: &str,
    start: usize,
    options: &ParseOptions<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    replace_nested(kind, file, start, options, 0, diagnostics)
}

fn replace_nested(
    kind: Shortcodes,
    file: &str,
    start: usize,
    options: &ParseOptions<'_>,
    depth: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    let body = &file[start..];
    let mut text = Replaced {
        kind,
        options,
        depth,
        out: String::with_capacity(body.len()),
        looked_up: 0,
        quotes: Vec::new(),
        labels: VecDeque::new(),
    };
    let mut rest = body;
    let code = match kind {
        Shortcodes::Hexo => hexo::fenced_code(body),
        _ => Vec::new(),
    };
    while let Some(at) = memchr::memmem::find(rest.as_bytes(), b"{") {
        let (before, mark) = rest.split_at(at);
        text.out.push_str(before);
        let place = body.len() - mark.len();
        let next = code.partition_point(|line| line.end <= place);
        let is_code = code.get(next).is_some_and(|line| line.start <= place);
        let Some((inner, after)) = enclosed(kind, mark).filter(|_| !is_code) else {
            text.out.push('{');
            rest = &mark[1..];
            continue;
        };
        rest = after;
        let is_closed = inner.trim_end().ends_with('/');
        let inner = match kind {
            // It may be the end of an address.
            Shortcodes::Hexo => inner.trim(),
            _ => inner.trim().trim_end_matches('/').trim(),
        };
        if let Some(comment) = inner.strip_prefix("/*") {
            // `{{</* name */>}}` shows a shortcode.
            let shown = comment.trim_end_matches(['*', '/']).trim();
            let whole = &mark[..mark.len() - after.len()];
            let marks = if kind == Shortcodes::Hugo { 3 } else { 2 };
            let (open, close) = (&whole[..marks], &whole[whole.len() - marks..]);
            text.out.push_str(&format!("{open} {shown} {close}"));
            continue;
        }
        let ends = match kind {
            Shortcodes::Hugo => inner.starts_with('/'),
            Shortcodes::Zola => inner == "end",
            Shortcodes::Hexo => inner.starts_with("end"),
        };
        if ends {
            text.end(inner);
            continue;
        }
        let Ok((_, mut call)) = call(kind, inner) else {
            text.out.push_str(&mark[..mark.len() - after.len()]);
            continue;
        };
        if kind == Shortcodes::Hexo {
            hexo::tidy(&mut call);
        }
        if call.name == "param" && kind == Shortcodes::Hugo {
            let name = call.argument("name", 0).unwrap_or_default();
            let said = options.templates.and_then(|site| site.parameter(name));
            if let Some(said) = said {
                text.out.push_str(&escape(&said));
                continue;
            }
        }
        let may_enclose = match kind {
            Shortcodes::Hugo => !is_closed,
            _ => mark.starts_with("{%"),
        };
        if let Some(after) = text.fill_template(&call, mark, rest, may_enclose) {
            rest = after;
            continue;
        }
        if let Some((html, after)) = hexo::block(kind, &call, inner, rest, &mut text.quotes) {
            text.out.push_str(&html);
            rest = after;
            continue;
        }
        if let Some(after) = text.margin_note(&call, rest, may_enclose) {
            rest = after;
            continue;
        }
        if let Some(after) = text.button(&call, rest, may_enclose) {
            rest = after;
            continue;
        }
        let drawing = enclosed::is_drawing(call.name)
            .then(|| text.enclosed(may_enclose, call.name, rest))
            .flatten();
        if let Some((code, after)) = drawing {
            let code = enclosed::code(call.name, code, &text.out);
            text.out.push_str(&code);
            rest = after;
            continue;
        }
        match (call.name, kind) {
            // What it encloses is left as it is, here and in Nikola; HTML may be.
            ("raw", Shortcodes::Hugo) => {
                let (raw, after) = up_to_end(kind, rest, "raw");
                match raw.trim_start().starts_with('<') {
                    true => push_html(raw.trim(), &mut text.out),
                    false => text.out.push_str(raw),
                }
                rest = after;
            }
            ("highlight", Shortcodes::Hugo) => {
                let (code, after) = up_to_end(kind, rest, "highlight");
                let language = call.argument("lang", 0).unwrap_or_default();
                let code = enclosed::code(language, code, &text.out);
                text.out.push_str(&code);
                rest = after;
            }
            // A program for browsers.
            ("script", Shortcodes::Hugo) => {
                rest = text
                    .enclosed(may_enclose, "script", rest)
                    .unwrap_or(("", rest))
                    .1;
            }
            // A list of the headings, which show anyway.
            ("toc" | "TOC", _) => {}
            // A template in the post, which Hugo leaves out unless the site trusts its authors.
            (name, Shortcodes::Hugo) if name.ends_with(".inline") => {
                let (_, after) = text.enclosed(may_enclose, name, rest).unwrap_or(("", rest));
                let place = file.len() - mark.len();
                let place = Location::in_text(options.path, file, place..place + 2);
                let message = format!("the shortcode {name:?} is a template within the post");
                diagnostics.push(
                    Diagnostic::note("shortcode.inline", message)
                        .with_hint("it is left out, as Hugo leaves it out by default")
                        .at(place),
                );
                rest = after;
            }
            (name, Shortcodes::Hugo | Shortcodes::Zola) if enclosed::is_of_formulas(name) => {
                // Without an end it has its formula in its arguments, or loads what typesets those of the page.
                let said = call.argument("tex", 0).or(call.argument("body", 0));
                let found = text.enclosed(may_enclose, name, rest);
                let (tex, after) = found.unwrap_or((said.unwrap_or_default(), rest));
                let is_display = call.arguments.iter().any(|(name, value)| match *name {
                    "display" | "block" => *value != "false",
                    name => name.is_empty() && *value == "display",
                });
                match enclosed::formula(tex, is_display) {
                    Some(html) => push_html(&html, &mut text.out),
                    None => text.out.push_str(tex),
                }
                rest = after;
            }
            _ => match hexo::html(kind, &call, inner, options).or_else(|| html(&call, options)) {
                Some(html) => push_html(&html, &mut text.out),
                None => {
                    // It is looked through again.
                    text.looked_up += 1;
                    let inner = text.enclosed(may_enclose, call.name, rest);
                    let is_html = kind == Shortcodes::Hugo
                        && mark.starts_with("{{<")
                        && inner.is_some_and(|(inner, _)| enclosed::is_html(call.name, inner));
                    let place = file.len() - mark.len();
                    let place = Location::in_text(options.path, file, place..place + 2);
                    let code = inner
                        .filter(|(inner, _)| enclosed::is_code(call.name, inner))
                        .map(|(code, after)| (code, after, call.argument("lang", 9)));
                    let code = code.map(|(code, after, language)| {
                        let language = language.or(call.argument("language", 0));
                        (code, after, language.unwrap_or_default().to_owned())
                    });
                    // Ends of Zola have no names.
                    let has_own_end = inner
                        .filter(|(inner, _)| kind == Shortcodes::Zola && !inner.contains("{%"));
                    let content = match inner {
                        None => Content::None,
                        Some(_) if is_html => Content::Html,
                        Some(_) if kind == Shortcodes::Hugo || has_own_end.is_some() => {
                            Content::Quotable
                        }
                        Some(_) => Content::Text,
                    };
                    let open = text.quotes.len();
                    diagnostics.push(text.stand_in(call, content).at(place));
                    if let Some((inner, after)) = has_own_end.filter(|_| text.quotes.len() > open) {
                        let inner = text.replaced_within(inner);
                        text.out.push_str(&inner);
                        let end = text.quotes.pop().unwrap_or_default();
                        text.push_block(&end);
                        rest = after;
                    } else if let Some((code, after, language)) = code {
                        let code = enclosed::code(&language, code, &text.out);
                        text.out.push_str(&code);
                        rest = after;
                    } else if let Some((inner, after)) = inner.filter(|_| is_html) {
                        let inner = text.replaced_within(inner);
                        push_html(inner.trim(), &mut text.out);
                        rest = after;
                    }
                }
            },
        }
    }
    text.out.push_str(rest);
    match kind {
        Shortcodes::Hugo => without_marks_of_columns(text.out),
        _ => text.out,
    }
}

/// What a call encloses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Content {
    None,
    Html,
    /// Text whose end is known when it comes, so that a quotation may end there.
    Quotable,
    Text,
}

/// A text whose shortcodes are replaced.
struct Replaced<'t, 'o> {
    kind: Shortcodes,
    options: &'o ParseOptions<'o>,
    /// In how many templates of the site it stands.
    depth: usize,
    out: String,
    /// How many calls had their ends looked for.
    looked_up: usize,
    /// What stands at the end of each quotation that is open.
    quotes: Vec<String>,
    /// What the tabs are called that come next, where what is around them says so.
    labels: VecDeque<&'t str>,
}

impl<'t> Replaced<'t, '_> {
    /// Writes what the end of a shortcode stands for.
    fn end(&mut self, end: &str) {
        let name = end.trim_start_matches('/').trim();
        let is_quote = self.kind == Shortcodes::Hugo && (is_quote(name) || enclosed::is_box(name));
        if let Some(quote) = is_quote.then(|| self.quotes.pop()).flatten() {
            self.push_block(&quote);
        }
        let hexo = hexo::end(self.kind, end, &mut self.quotes);
        self.out.push_str(&hexo);
        push_html(closing(end), &mut self.out);
    }

    /// Writes what the site's own template makes of a call, if it has a plain one; what stands behind.
    fn fill_template(
        &mut self,
        call: &Call<'_>,
        mark: &str,
        rest: &'t str,
        may_enclose: bool,
    ) -> Option<&'t str> {
        let is_allowed = self.depth < MAX_DEPTH && self.looked_up < MAX_OWN;
        let site = self.options.templates.filter(|_| is_allowed)?;
        let template = site.template(call.name)?;
        self.looked_up += 1;
        let ended = may_enclose
            .then(|| find_end(self.kind, rest, call.name))
            .flatten();
        let (inner, after) = ended.unwrap_or(("", rest));
        let is_markdown = mark.starts_with("{{%");
        let inner = self.replaced_within(inner);
        let made = own::render(self.kind, call, &inner, is_markdown, template, site)?;
        match is_markdown {
            true => self.out.push_str(&made),
            false => push_html(&made, &mut self.out),
        }
        Some(after)
    }

    /// Writes a note that Hugo's themes set into the margin, behind the word that it is for, if one is
    /// given; what stands behind.
    fn margin_note(&mut self, call: &Call<'_>, rest: &'t str, may: bool) -> Option<&'t str> {
        let is_note = matches!(call.name, "sidenote" | "marginnote");
        let found = (is_note && self.kind == Shortcodes::Hugo)
            .then(|| self.enclosed(may, call.name, rest))
            .flatten();
        let (inner, after) = found.filter(|(inner, _)| !inner.contains("\n\n"))?;
        let word = call.arguments.iter().find(|(name, _)| name.is_empty());
        self.out.push_str(word.map_or("", |(_, word)| word));
        push_html("<span class=\"sidenote\">", &mut self.out);
        let inner = self.replaced_within(inner);
        self.out.push_str(inner.trim());
        push_html("</span>", &mut self.out);
        Some(after)
    }

    /// Writes the link that a button of Hugo's themes is; what stands behind.
    fn button(&mut self, call: &Call<'_>, rest: &'t str, may: bool) -> Option<&'t str> {
        let is_button = matches!(call.name, "button" | "btn" | "link" | "staticref");
        let found = (is_button && self.kind == Shortcodes::Hugo)
            .then(|| self.enclosed(may, call.name, rest))
            .flatten();
        let (inner, after) = found.filter(|(inner, _)| !inner.trim().contains("\n\n"))?;
        let address = stand_in::address(&call.arguments)?;
        push_html(&format!("<a href=\"{}\">", escape(address)), &mut self.out);
        let inner = self.replaced_within(inner);
        self.out.push_str(inner.trim());
        push_html("</a>", &mut self.out);
        Some(after)
    }

    /// What a call encloses, if it may, and what stands behind its end.
    fn enclosed(&mut self, may: bool, name: &str, rest: &'t str) -> Option<(&'t str, &'t str)> {
        let may_look = may && self.looked_up < MAX_OWN;
        let found = may_look.then(|| find_end(self.kind, rest, name)).flatten();
        // What is found is near; what is not costs the rest of the text.
        self.looked_up += usize::from(may_look && found.is_none());
        found
    }

    /// What a call encloses, its own shortcodes replaced.
    fn replaced_within(&self, inner: &str) -> String {
        let (options, depth) = (self.options, self.depth + 1);
        match depth <= MAX_DEPTH {
            true => replace_nested(self.kind, inner, 0, options, depth, &mut Vec::new()),
            false => inner.to_owned(),
        }
    }

    /// Writes HTML as a block of its own, as far indented as what stands in its place.
    fn push_block(&mut self, html: &str) {
        let indent = enclosed::indent(&self.out).to_owned();
        self.out.push_str("\n\n");
        self.out.push_str(&indent);
        push_html(html, &mut self.out);
        self.out.push_str("\n\n");
        self.out.push_str(&indent);
    }

    /// Writes what stands for a call that is not known, and says so.
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
            push_html(&html, &mut self.out);
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
                push_html(&stand_in::titled(title, &self.out), &mut self.out);
            }
            "the HTML that it encloses is shown"
        } else if is_quote && self::is_quote(call.name) {
            self.push_block("<blockquote>");
            let by = stand_in::attribution(arguments).unwrap_or_default();
            self.quotes.push(by + "</blockquote>");
            "what it encloses is a quotation"
        } else if let Some(title) = title {
            let title = stand_in::titled(title, &self.out);
            push_html(&title, &mut self.out);
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

/// What a shortcode makes: generators put it into the page when the Markdown is read, so that nothing in
/// it is Markdown, that the text behind it is, and that it stays where other HTML is left out.
fn push_html(html: &str, out: &mut String) {
    let inner = html.trim_matches('\n');
    if !inner.starts_with('<') {
        return out.push_str(html);
    }
    let start = html.len() - html.trim_start_matches('\n').len();
    out.push_str(&html[..start]);
    veil::veil(inner, out);
    out.push_str(&html[start + inner.len()..]);
}

/// What stands between the marks of a shortcode, and what follows.
fn enclosed(kind: Shortcodes, text: &str) -> Option<(&str, &str)> {
    let marks: &[(&str, &str)] = match kind {
        Shortcodes::Hugo => &[("{{<", ">}}"), ("{{%", "%}}")],
        Shortcodes::Zola => &[("{{", "}}"), ("{%", "%}")],
        Shortcodes::Hexo => &[("{%", "%}")],
    };
    let text_within = &text[..text.floor_char_boundary(MAX_LENGTH)];
    marks.iter().find_map(|(open, close)| {
        let within = text_within.strip_prefix(open)?;
        let inner = text.strip_prefix(open)?;
        let end = within.find(close)?;
        // A shortcode does not run over paragraphs.
        let has_blank = inner[..end].contains("\n\n");
        (!has_blank).then(|| (&inner[..end], &inner[end + close.len()..]))
    })
}

/// The text before the end of a shortcode, and what follows that; all of it where there is no end.
fn up_to_end<'t>(kind: Shortcodes, text: &'t str, name: &str) -> (&'t str, &'t str) {
    find_end(kind, text, name).unwrap_or((text, ""))
}

fn find_end<'t>(kind: Shortcodes, text: &'t str, name: &str) -> Option<(&'t str, &'t str)> {
    text.match_indices('{').find_map(|(at, _)| {
        let (inner, after) = enclosed(kind, &text[at..])?;
        let inner = inner.trim();
        let end = match kind {
            Shortcodes::Hexo => inner.strip_prefix("end")?,
            Shortcodes::Hugo => inner.strip_prefix('/')?,
            Shortcodes::Zola if inner == "end" => name,
            Shortcodes::Zola => return None,
        };
        let closes = end.trim() == name;
        closes.then_some((&text[..at], after))
    })
}

/// `name a="b" "c"` of Hugo, `name(a="b", c=1)` of Zola.
fn call(kind: Shortcodes, text: &str) -> IResult<&str, Call<'_>> {
    let name = take_while1(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '.'));
    match kind {
        Shortcodes::Hugo | Shortcodes::Hexo => {
            (name, many0(preceded(multispace0, argument(" \t\n"))))
                .map(|(name, arguments)| Call { name, arguments })
                .parse(text)
        }
        Shortcodes::Zola => {
            let separator = (multispace0, opt(char(',')), multispace0);
            let arguments = many0(terminated(argument(" ,)\n"), separator));
            (
                name,
                delimited((char('('), multispace0), arguments, char(')')),
            )
                .map(|(name, arguments)| Call { name, arguments })
                .parse(text)
        }
    }
}

/// The arguments of a tag as Hexo and plugins of Jekyll write them: `a b="c" "d"`.
pub(crate) fn arguments(text: &str) -> Vec<(&str, &str)> {
    let arguments = many0(preceded(multispace0, argument(" \t\n"))).parse(text);
    arguments
        .map(|(_, arguments)| arguments)
        .unwrap_or_default()
}

/// `name="value"`, `name=value` or `value`.
fn argument<'t>(
    ends: &'static str,
) -> impl Parser<&'t str, Output = (&'t str, &'t str), Error = nom::error::Error<&'t str>> {
    let name = terminated(
        take_while1(|c: char| c.is_alphanumeric() || c == '_' || c == '-'),
        char('='),
    );
    let quoted = |quote: &'static str| {
        delimited(tag(quote), opt(is_not(quote)), tag(quote)).map(Option::unwrap_or_default)
    };
    (
        opt(name).map(Option::unwrap_or_default),
        alt((quoted("\""), quoted("'"), quoted("`"), is_not(ends))),
    )
        .map(|(name, value): (&str, &str)| {
            // `"name=value"`, as players of Hexo have it.
            let inner = value.split_once('=').filter(|(inner, _)| {
                name.is_empty()
                    && !inner.is_empty()
                    && inner.bytes().all(|b| b.is_ascii_lowercase())
            });
            inner.unwrap_or((name, value))
        })
}

/// Whether a shortcode of themes encloses a quotation.
fn is_quote(name: &str) -> bool {
    matches!(name, "quote" | "blockquote" | "epigraph" | "pullquote")
}

/// What the end of a shortcode stands for that has text in it.
fn closing(end: &str) -> &'static str {
    match end.trim_start_matches('/').trim() {
        "details" => "\n\n</details>\n\n",
        _ => "",
    }
}

/// What a shortcode that is known stands for.
fn html(call: &Call<'_>, options: &ParseOptions<'_>) -> Option<String> {
    let argument = |name: &str, place: usize| call.argument(name, place).map(escape);
    let link = |address: String| format!("<a href=\"{address}\">{address}</a>");
    let frame = |address: String| match argument("title", 9) {
        Some(title) => format!("<iframe src=\"{address}\" title=\"{title}\"></iframe>"),
        None => format!("<iframe src=\"{address}\"></iframe>"),
    };
    Some(match call.name {
        "figure" | "img" | "image" => {
            let source = call.argument("src", 0).or(call.argument("path", 0))?;
            let named = options.templates.and_then(|site| site.resource(source));
            let source = escape(named.as_deref().unwrap_or(source));
            let alt = argument("alt", 1)
                .or_else(|| argument("caption", 9))
                .unwrap_or_default();
            let image = format!("<img src=\"{source}\" alt=\"{alt}\">");
            let image = match argument("link", 9) {
                Some(link) => format!("<a href=\"{link}\">{image}</a>"),
                None => image,
            };
            let title = argument("title", 9).map(|title| format!("<h4>{title}</h4>"));
            let caption = call.argument("caption", 9);
            let caption = caption.map(|caption| to_html(caption, options.dialect));
            let mut caption = caption.unwrap_or_default().trim_end().to_owned();
            // Whom the picture is from.
            if let Some(from) = argument("attr", 9) {
                let from = match argument("attrlink", 9) {
                    Some(address) => format!("<a href=\"{address}\">{from}</a>"),
                    None => from,
                };
                caption = match caption.strip_suffix("</p>") {
                    Some(open) => format!("{open} {from}</p>"),
                    None => format!("<p>{from}</p>"),
                };
            }
            let inner = title.unwrap_or_default() + &caption;
            match inner.is_empty() {
                true => format!("<figure>{image}</figure>"),
                false => format!("<figure>{image}<figcaption>{inner}</figcaption></figure>"),
            }
        }
        "youtube" => frame(format!(
            "https://www.youtube.com/embed/{}",
            argument("id", 0)?
        )),
        "vimeo" => frame(format!(
            "https://player.vimeo.com/video/{}",
            argument("id", 0)?
        )),
        "streamable" => frame(format!("https://streamable.com/e/{}", argument("id", 0)?)),
        "gist" if call.argument("url", 9).is_some() => link(argument("url", 9)?),
        "gist" => {
            let (user, id) = (argument("user", 0)?, argument("id", 1)?);
            link(format!("https://gist.github.com/{user}/{id}"))
        }
        "tweet" | "x" | "twitter" => {
            let user = argument("user", 9).unwrap_or_else(|| "i".to_owned());
            link(format!(
                "https://x.com/{user}/status/{}",
                argument("id", 0)?
            ))
        }
        "instagram" => link(format!(
            "https://www.instagram.com/p/{}/",
            argument("id", 0)?
        )),
        "ref" | "relref" => argument("path", 0)?,
        "details" => {
            let named = call.argument("summary", 0).or(call.argument("title", 9));
            let summary = named.unwrap_or("Details");
            let summary = to_html(summary, options.dialect);
            let inner = summary.trim().strip_prefix("<p>");
            let inner = inner.and_then(|inner| inner.strip_suffix("</p>"));
            let summary = inner.unwrap_or(&summary);
            format!("<details><summary>{summary}</summary>\n\n")
        }
        "qr" => link(argument("text", 0)?),
        "iframe" => frame(argument("src", 0)?),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(kind: Shortcodes, text: &str) -> (String, usize) {
        let mut diagnostics = Vec::new();
        let out = replace(kind, text, 0, &ParseOptions::default(), &mut diagnostics);
        (unveil(&out).into_owned(), diagnostics.len())
    }

    #[test]
    fn known_shortcodes_become_html_and_others_their_text() {
        for (kind, text, expected, diagnostics) in [
            (
                Shortcodes::Hugo,
                "{{< figure src=\"a.png\" caption=\"A & B\" >}}",
                "<figure><img src=\"a.png\" alt=\"A &amp; B\"><figcaption><p>A &amp; B</p></figcaption></figure>",
                0,
            ),
            (
                Shortcodes::Hugo,
                "{{< figure src=\"a.png\" caption=\"A\" attr=\"B & C\" attrlink=\"/d\" >}}",
                "<figure><img src=\"a.png\" alt=\"A\"><figcaption><p>A <a href=\"/d\">B &amp; C</a></p></figcaption></figure>",
                0,
            ),
            (
                Shortcodes::Hugo,
                "{{< figure src=\"a.png\" attr=\"B\" >}}",
                "<figure><img src=\"a.png\" alt=\"\"><figcaption><p>B</p></figcaption></figure>",
                0,
            ),
            (
                Shortcodes::Hugo,
                "{{< highlight go \"linenos=1\" >}}\nx{}\n{{< /highlight >}}.",
                "\n~~~~ go\nx{}\n~~~~\n.",
                0,
            ),
            (
                Shortcodes::Hugo,
                "{{< button relref=\"/a\" >}}B *c*{{< /button >}}{{< kbd \"D\" >}}{{< script >}}e(){{< /script >}}{{< toc >}}",
                "<a href=\"/a\">B *c*</a><kbd>D</kbd>",
                1,
            ),
            (
                Shortcodes::Hugo,
                "{{< style \"color: red; b{c}\" >}}\na\n{{< /style >}}\n<---> <!-- b -->\nc",
                "\na\n\n\nc",
                1,
            ),
            (
                Shortcodes::Hugo,
                "a {{% note %}}b{{% /note %}} {c}",
                "a \n\n<blockquote>\n\nb\n\n</blockquote>\n\n {c}",
                1,
            ),
            (
                Shortcodes::Hugo,
                "- {{< admonition tip \"T `c`\" >}}\n  b\n  {{< /admonition >}}",
                "- \n\n<blockquote><p><strong>T <code>c</code></strong></p>\n\n\n  b\n  \n\n  </blockquote>\n\n  ",
                1,
            ),
            (
                Shortcodes::Hugo,
                "a{{< x.inline >}}{{ if .Page }}<p>b</p>{{ end }}{{< /x.inline >}}c",
                "ac",
                1,
            ),
            (
                Shortcodes::Hugo,
                "  {{< mermaid >}}\n  a-->b\n  {{< /mermaid >}}",
                "  \n  ~~~~ mermaid\n  a-->b\n  ~~~~\n",
                0,
            ),
            (
                Shortcodes::Hugo,
                "{{< katex >}}a_1 *b*{{< /katex >}} {{< math >}}\n$$c$$\n{{< /math >}} {{< math \"d\" >}}{{< katex >}}",
                "<script type=\"math/tex\">a_1 *b*</script> <script type=\"math/tex; mode=display\">c</script> \
                 <script type=\"math/tex\">d</script>",
                0,
            ),
            (
                Shortcodes::Hugo,
                "{{< code lang=\"ini\" title=\"T\" >}}\n# a\n{{< /code >}}{{< code >}}\n```\nb\n```\n{{< /code >}}{{< raw >}}\n<i>\n\nc</i>{{< /raw >}}",
                "<p><strong>T</strong></p>\n\n\n~~~~ ini\n# a\n~~~~\n\n```\nb\n```\n<i>\n\nc</i>",
                2,
            ),
            (
                Shortcodes::Hugo,
                "a{{< sidenote >}} *b* {{< /sidenote >}} {{< sidenote \"c\" >}}d{{< /sidenote >}}",
                "a<span class=\"sidenote\">*b*</span> c<span class=\"sidenote\">d</span>",
                0,
            ),
            (
                Shortcodes::Hugo,
                "{{< album >}}\n    <img src=\"a.png\">\n{{< /album >}}{{< rawhtml >}}<b>\n\nc</b>{{< /rawhtml >}}",
                "<img src=\"a.png\"><b>\n\nc</b>",
                2,
            ),
            (Shortcodes::Hugo, "{{</* figure */>}}", "{{< figure >}}", 0),
            (
                Shortcodes::Zola,
                "{{ vimeo(id=\"7\") }}",
                "<iframe src=\"https://player.vimeo.com/video/7\"></iframe>",
                0,
            ),
            (Shortcodes::Zola, "{% aside(kind=1) %}in{% end %}", "in", 1),
            (
                Shortcodes::Zola,
                "{% tip(title=\"T\") %}in{% end %}.{% mermaid() %}a{% end %}{{ katex(body=\"b\") }}",
                "\n\n<blockquote><p><strong>T</strong></p>\n\nin\n\n</blockquote>\n\n.\n~~~~ mermaid\na\n~~~~\n\
                 <script type=\"math/tex\">b</script>",
                1,
            ),
            (Shortcodes::Zola, "{{ not a call }}", "{{ not a call }}", 0),
            (Shortcodes::Zola, "{{/* a() */}}", "{{ a() }}", 0),
            (
                Shortcodes::Hugo,
                "{{< details summary=\"S\" >}}t{{< /details >}}",
                "<details><summary>S</summary>\n\nt\n\n</details>\n\n",
                0,
            ),
            (
                Shortcodes::Hugo,
                "{{% details title=\"S\" closed=\"true\" %}}t{{% /details %}}",
                "<details><summary>S</summary>\n\nt\n\n</details>\n\n",
                0,
            ),
            (
                Shortcodes::Hugo,
                "{{< quote author=\"A\" >}}t{{< /quote >}}",
                "\n\n<blockquote>\n\nt\n\n<footer>— A</footer></blockquote>\n\n",
                1,
            ),
            (
                Shortcodes::Hugo,
                "{{< tabs items=\"A,B\" >}}{{< tab >}}t{{< /tab >}} {{< tab >}}u{{< /tab >}}{{< /tabs >}}{{< alert text=\"v\" />}}",
                "<p><strong>A</strong></p>\n\nt <strong>B</strong> uv",
                4,
            ),
            (
                Shortcodes::Hexo,
                "{% post_link my-post A & b %}{% asset_img p.png A pea %}",
                "<a href=\"@post/my-post\">A &amp; b</a><img src=\"p.png\" alt=\"A pea\">",
                0,
            ),
            (
                Shortcodes::Hexo,
                "{% post_link my-post %}",
                "<a href=\"@post/my-post\">my-post</a>",
                0,
            ),
            (Shortcodes::Hexo, "{% box x %}in{% endbox %}", "in", 1),
            (
                Shortcodes::Hexo,
                "```\n{% if x %}\n```\n{% if x %}{% endif %}",
                "```\n{% if x %}\n```\n",
                1,
            ),
            (
                Shortcodes::Hugo,
                "{{< imgcap src=\"a.png\" title=\"T\" >}}",
                "<figure><img src=\"a.png\" alt=\"T\"><figcaption>T</figcaption></figure>",
                1,
            ),
            (
                Shortcodes::Hugo,
                "{{% box title=\"A & B\" %}}\nin\n{{% /box %}}{{% box title=\"C\" %}}",
                "<p><strong>A &amp; B</strong></p>\n\n\nin\n",
                2,
            ),
        ] {
            assert_eq!(
                replaced(kind, text),
                (expected.to_owned(), diagnostics),
                "{text}"
            );
        }
    }
}
