//! Tags that plugins of Jekyll bring: those of Octopress, and what stands for others.
use std::collections::HashMap;

use super::escape;
use super::render::Renderer;
use super::template::{Branch, Node};
use crate::{octopress, shortcodes, stand_in};

/// Tags that enclose text: Octopress's, and those for drawings.
pub(super) const BLOCKS: [&str; 5] = [
    "codeblock",
    "blockquote",
    "pullquote",
    "mermaid",
    "plantuml",
];

/// Where the last end of each tag stands: a plugin's tag encloses something only if it has one.
#[derive(Default)]
pub(super) struct LastEnds<'a>(HashMap<&'a str, Option<usize>>);

impl<'a> LastEnds<'a> {
    /// Whether an end of the tag stands behind byte `at`.
    pub(super) fn is_behind(&mut self, at: usize, name: &'a str, text: &str) -> bool {
        let last = self.0.entry(name);
        let last = last.or_insert_with(|| text.rfind(&format!("end{name}")));
        last.is_some_and(|last| last > at)
    }
}

impl Renderer<'_> {
    pub(super) fn render_plugin_block(&mut self, name: &str, branch: &Branch<'_>) {
        let words = self.filled_in(branch.arguments);
        if name == "codeblock" {
            let language = octopress::language(&words).unwrap_or("text");
            return self.render_code(language, &octopress::caption(&words), &branch.nodes);
        }
        if matches!(name, "mermaid" | "plantuml") {
            return self.render_code(name, "", &branch.nodes);
        }
        let attribution = match name {
            "blockquote" => octopress::attribution(&words),
            _ => String::new(),
        };
        self.emit("\n\n<blockquote markdown=\"1\">\n\n");
        self.render_nodes(&branch.nodes);
        self.emit(&format!("\n\n{attribution}</blockquote>\n\n"));
    }

    /// Code as Jekyll writes it, so that no Markdown is read in it, below its caption, which is HTML.
    pub(super) fn render_code(&mut self, language: &str, caption: &str, nodes: &[Node<'_>]) {
        let code = self.captured(nodes);
        // Blank lines would end the block of HTML in Markdown.
        let code = escape(code.trim_matches(['\n', '\r'])).replace("\n\n", "\n&#10;");
        let language = escape(language);
        let caption = match caption {
            "" => String::new(),
            caption => format!("<figcaption>{caption}</figcaption>"),
        };
        self.emit(&format!(
            "\n\n<figure class=\"highlight\">{caption}<pre><code class=\"language-{language}\" \
             data-lang=\"{language}\">{code}</code></pre></figure>\n\n"
        ));
    }

    /// A tag that is not known shows what its arguments name or say.
    pub(super) fn render_plugin_tag(&mut self, name: &str, arguments: &str, at: usize) {
        let filled = self.filled_in(arguments);
        let arguments = arguments_of(&filled);
        // The address of a file, where one is written: in an attribute, or in a link of Markdown.
        let is_address = ["path", "url"].iter().any(|end| name.ends_with(end));
        let address = arguments.first().filter(|_| is_address);
        let picture = || {
            let words: Vec<&str> = arguments.iter().map(|(_, word)| *word).collect();
            octopress::image(&words).filter(|_| name == "img")
        };
        let shown = (address.map(|(_, address)| escape(address)))
            .or_else(picture)
            .or_else(|| stand_in::alone(name, &arguments))
            .or_else(|| {
                let title = match name {
                    "details" => Some(filled.trim()).filter(|title| !title.is_empty()),
                    _ => stand_in::title(name, &arguments),
                };
                Some(stand_in::titled(title?, ""))
            });
        let message = format!("the tag {name:?} is not known");
        self.put_stand_in(at, "liquid.unknown-tag", message, shown);
    }
}

/// `a "b c" d="e" f: g`, with their names; those without have an empty one.
fn arguments_of(text: &str) -> Vec<(&str, &str)> {
    let mut arguments: Vec<(&str, &str)> = Vec::new();
    for (name, value) in shortcodes::arguments(text) {
        let value = value.trim_end_matches(',');
        match arguments.last_mut() {
            Some((before, word)) if before.is_empty() && name.is_empty() && is_name(word) => {
                (*before, *word) = (word.trim_end_matches(':'), value);
            }
            _ => arguments.push((name, value)),
        }
    }
    arguments
}

/// Whether a word is the name of the argument behind it.
fn is_name(word: &str) -> bool {
    let name = word.strip_suffix(':').unwrap_or_default();
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic() || c == '_')
}
