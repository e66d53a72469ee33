//! Blocks of code as HTML.
use super::escape::escape;
use super::scan;
use super::tree::{Attributes, Element};
use super::write::Writer;

impl Writer<'_> {
    pub(super) fn write_code_block(&mut self, element: &Element) {
        let mut attributes = element.attributes.clone();
        let class = attributes.get("class").unwrap_or_default().to_owned();
        let language = class
            .split(' ')
            .find(|class| class.starts_with("language-"));
        let mut code = Attributes::default();
        if let Some(language) = language {
            code.set("class", language);
            // Only the first is taken.
            let others = class.replacen(language, "", 1);
            match scan::stripped(&others) {
                "" => drop(attributes.remove("class")),
                others => attributes.set("class", others),
            }
        }
        self.open("pre", &attributes, ">");
        self.open("code", &code, ">");
        let text = element.value.strip_suffix('\n').unwrap_or(&element.value);
        if class.split(' ').any(|class| class == "show-whitespaces") {
            write_visible_space(text, &mut self.out);
        } else {
            escape(text, &mut self.out);
        }
        self.out.push_str("\n</code></pre>\n");
    }
}

/// Spaces and tabs as elements that a style sheet can show.
fn write_visible_space(text: &str, out: &mut String) {
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let is_space = |c: char| c == ' ' || c == '\t';
        let inner = line.trim_start_matches(is_space);
        let left = line.len() - inner.len();
        let right = inner.trim_end_matches(is_space).len() + left;
        let mut plain = String::new();
        for (at, c) in line.char_indices() {
            if !is_space(c) {
                plain.push(c);
                continue;
            }
            escape(&std::mem::take(&mut plain), out);
            let side = if at < left {
                "-l"
            } else if at >= right {
                "-r"
            } else {
                ""
            };
            match c {
                '\t' => out.push_str(&format!("<span class=\"ws-tab{side}\">\t</span>")),
                _ => out.push_str(&format!("<span class=\"ws-space{side}\">⋅</span>")),
            }
        }
        escape(&plain, out);
    }
}
