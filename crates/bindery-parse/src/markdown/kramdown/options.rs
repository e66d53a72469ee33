use serde_json::Value;

use super::header_id::decoded;

/// The options of kramdown that concern what a document says; names and defaults are kramdown's.
#[derive(Debug, Clone)]
pub struct Options {
    /// Reads GitHub's additions: fences of backticks, `~~`, task lists, paragraphs that end where
    /// another block begins.
    pub gfm: bool,
    /// Of these, ends paragraphs where another block begins (`gfm_quirks: paragraph_end`),
    pub paragraph_end: bool,
    /// and sets dashes and dots as printers do (off with `gfm_quirks: no_auto_typographic`).
    pub auto_typographic: bool,
    /// Makes identifiers for headers that have none.
    pub auto_ids: bool,
    /// Stands before every such identifier.
    pub auto_id_prefix: String,
    /// Makes identifiers of the header's text without its markup.
    pub auto_id_stripping: bool,
    /// Reads Markdown in HTML blocks.
    pub parse_block_html: bool,
    /// Leaves HTML blocks as they are, for a browser's parser to repair, in which spans cross
    /// (`<b><i></b></i>`), an attribute has no possible name (`1x="1"`) or a program stands
    /// without quotation marks (`onclick=f()`), and reads references without `;` in HTML:
    /// kramdown would show all of these as text.
    pub repair_html: bool,
    /// Reads Markdown in HTML spans.
    pub parse_span_html: bool,
    /// Makes every line end a break.
    pub hard_wrap: bool,
    /// The levels that a table of contents lists.
    pub toc_levels: Vec<u8>,
    /// What is added to the level of headers.
    pub header_offset: i8,
    /// Links every header with an identifier to itself.
    pub header_links: bool,
    /// The number of the first footnote.
    pub footnote_number: u64,
    /// Stands before the names of footnotes.
    pub footnote_prefix: String,
    /// The text that leads back from a footnote, as HTML; empty for none.
    pub footnote_backlink: String,
    /// Puts that text into the last paragraph, whatever that is in.
    pub footnote_backlink_inline: bool,
    /// The text of a footnote's mark, with `%s` for its number.
    pub footnote_link_text: String,
    /// What stands for `'` and `"`: left single, right single, left double, right double.
    pub smart_quotes: [char; 4],
    /// What typographic symbols are written as, by kramdown's name for each.
    pub typographic_symbols: Vec<(String, String)>,
    /// Joins lines between Chinese or Japanese characters.
    pub remove_line_breaks_for_cjk: bool,
    /// How math is written.
    pub math: Math,
    /// Reads `$…$` as math too, as MathJax does where it is told to; kramdown itself does not.
    pub dollars: bool,
    /// Link definitions from outside: name, address, title.
    pub link_defs: Vec<(String, String, Option<String>)>,
}

/// How math is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Math {
    /// As elements that the model knows: `<span data-math-style="inline">`.
    Elements,
    /// As kramdown writes it for MathJax: `\(…\)` and `\[…\]`.
    MathJax,
    /// As kramdown writes it without engine: `$…$` in a `span` or `div` of the class `kdmath`.
    Source,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            gfm: false,
            paragraph_end: true,
            auto_typographic: true,
            auto_ids: true,
            auto_id_prefix: String::new(),
            auto_id_stripping: false,
            parse_block_html: false,
            repair_html: false,
            parse_span_html: true,
            hard_wrap: false,
            toc_levels: (1..=6).collect(),
            header_offset: 0,
            header_links: false,
            footnote_number: 1,
            footnote_prefix: String::new(),
            footnote_backlink: "&#8617;".to_owned(),
            footnote_backlink_inline: false,
            footnote_link_text: "%s".to_owned(),
            smart_quotes: ['‘', '’', '“', '”'],
            typographic_symbols: Vec::new(),
            remove_line_breaks_for_cjk: false,
            math: Math::MathJax,
            dollars: false,
            link_defs: Vec::new(),
        }
    }
}

impl Options {
    /// What Jekyll sets: GitHub's additions. Broken HTML is repaired.
    pub fn jekyll() -> Options {
        Options {
            gfm: true,
            repair_html: true,
            math: Math::Elements,
            ..Options::default()
        }
    }

    /// Sets an option by kramdown's name for it. An unknown name, or a value that does not fit, is
    /// without effect.
    ///
    /// ```
    /// use bindery_parse::markdown::kramdown::Options;
    ///
    /// let mut options = Options::default();
    /// options.set("auto_ids", &false.into());
    /// assert!(!options.auto_ids);
    /// ```
    pub fn set(&mut self, name: &str, value: &Value) {
        let flag = match value {
            Value::Bool(flag) => *flag,
            Value::String(word) => word != "false",
            Value::Null => false,
            _ => true,
        };
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Null => String::new(),
            other => other.to_string(),
        };
        match name {
            "input" => self.gfm = text.eq_ignore_ascii_case("gfm"),
            "gfm_quirks" => {
                let quirks = names(value);
                self.paragraph_end = quirks.iter().any(|quirk| quirk == "paragraph_end");
                self.auto_typographic = !quirks.iter().any(|quirk| quirk == "no_auto_typographic");
            }
            "auto_ids" => self.auto_ids = flag,
            "auto_id_prefix" => self.auto_id_prefix = text,
            "auto_id_stripping" => self.auto_id_stripping = flag,
            "parse_block_html" => self.parse_block_html = flag,
            "parse_span_html" => self.parse_span_html = flag,
            "hard_wrap" => self.hard_wrap = flag,
            "header_links" => self.header_links = flag,
            "header_offset" => self.header_offset = text.parse().unwrap_or(self.header_offset),
            "footnote_nr" => self.footnote_number = text.parse().unwrap_or(self.footnote_number),
            "footnote_prefix" => self.footnote_prefix = text,
            "footnote_backlink" => self.footnote_backlink = text,
            "footnote_backlink_inline" => self.footnote_backlink_inline = flag,
            "footnote_link_text" => self.footnote_link_text = text,
            "remove_line_breaks_for_cjk" => self.remove_line_breaks_for_cjk = flag,
            "math_engine" if value.is_null() => self.math = Math::Source,
            "toc_levels" => self.toc_levels = levels(value),
            "smart_quotes" => self.set_smart_quotes(value),
            "typographic_symbols" => {
                let rows = value.as_object().into_iter().flatten();
                self.typographic_symbols = rows
                    .filter_map(|(name, text)| Some((name.clone(), text.as_str()?.to_owned())))
                    .collect();
            }
            "link_defs" => {
                let rows = value.as_object().into_iter().flatten();
                self.link_defs = rows
                    .filter_map(|(name, parts)| {
                        let part = |at: usize| parts.get(at)?.as_str().map(str::to_owned);
                        Some((name.clone(), part(0)?, part(1)))
                    })
                    .collect();
            }
            _ => {}
        }
    }

    /// `lsquo,rsquo,ldquo,rdquo`, or a list of these: names of HTML, or numbers of characters.
    fn set_smart_quotes(&mut self, value: &Value) {
        let names = names(value);
        let quotes = names.iter().map(|name| match name.parse() {
            Ok(number) => char::from_u32(number),
            Err(_) => {
                let decoded = decoded(&format!("&{name};"));
                let mut characters = decoded.chars();
                characters.next().filter(|_| characters.next().is_none())
            }
        });
        let quotes: Option<Vec<char>> = quotes.collect();
        if let Some(Ok(quotes)) = quotes.map(<[char; 4]>::try_from) {
            self.smart_quotes = quotes;
        }
    }
}

/// `a, b`, or a list of these.
fn names(value: &Value) -> Vec<String> {
    let name = |text: &str| text.trim().trim_start_matches(':').to_owned();
    let shown = |value: &Value| match value {
        Value::String(text) => name(text),
        value => value.to_string(),
    };
    match value {
        Value::Array(names) => names.iter().map(shown).collect(),
        value => (value.as_str().unwrap_or_default().split(','))
            .map(name)
            .collect(),
    }
}

/// `2..3`, `1,3`, `[1, 2]`.
fn levels(value: &Value) -> Vec<u8> {
    let level = |text: &str| {
        text.trim()
            .parse::<u8>()
            .ok()
            .filter(|level| (1..=6).contains(level))
    };
    match value {
        Value::Array(items) => items
            .iter()
            .filter_map(|item| level(&item.to_string()))
            .collect(),
        value => {
            let text = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            match text.split_once("..") {
                Some((first, last)) => {
                    (level(first).unwrap_or(1)..=level(last).unwrap_or(6)).collect()
                }
                None => text.split(',').filter_map(level).collect(),
            }
        }
    }
}
