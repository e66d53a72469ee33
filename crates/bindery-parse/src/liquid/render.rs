//! Rendering a template's nodes.
use std::collections::HashMap;

use bindery_model::Diagnostic;

use super::Context;
use super::expression::{Scope, split_outside_quotes};
use super::template::{Branch, Node, Source};
use super::text_filters::escape;
use super::value::{equal, text};

/// Bounds of one rendering. What lies beyond is left out, with a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Nodes that are rendered, those of loops once each round.
    pub steps: usize,
    /// Items of lists that filters look at.
    pub items: usize,
    /// Bytes of text, output and captured.
    pub bytes: usize,
    /// How deep includes may nest.
    pub includes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            steps: 200_000,
            items: 5_000_000,
            bytes: 64 << 20,
            includes: 10,
        }
    }
}

/// A rendering at work.
pub(super) struct Renderer<'r> {
    pub(super) scope: Scope<'r>,
    pub(super) source: &'r Source<'r>,
    pub(super) diagnostics: &'r mut Vec<Diagnostic>,
    /// What is left of the bounds.
    pub(super) limits: Limits,
    out: String,
    /// Set by `break` (true) and `continue`, until the loop that they stand in sees it.
    pub(super) interrupt: Option<bool>,
    /// How often each `cycle` was met.
    pub(super) cycles: HashMap<String, usize>,
    /// Where each loop ended, for `offset:continue`.
    pub(super) loop_ends: HashMap<String, usize>,
    /// What an `ifchanged` wrote last.
    last_shown: Option<String>,
}

pub(super) fn render(
    nodes: &[Node<'_>],
    source: &Source<'_>,
    context: &dyn Context,
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    let limits = Limits::default();
    let mut renderer = Renderer {
        scope: Scope::new(context, limits.items),
        source,
        diagnostics,
        limits,
        out: String::with_capacity(source.text.len()),
        interrupt: None,
        cycles: HashMap::new(),
        loop_ends: HashMap::new(),
        last_shown: None,
    };
    renderer.render_nodes(nodes);
    renderer.out
}

impl Renderer<'_> {
    pub(super) fn render_nodes(&mut self, nodes: &[Node<'_>]) {
        for node in nodes {
            if self.limits.steps == 0 || self.limits.bytes == 0 {
                return self.say_too_much();
            }
            self.limits.steps -= 1;
            self.render_node(node);
            if self.interrupt.is_some() {
                return;
            }
        }
    }

    /// Writes text as it is.
    pub(super) fn emit(&mut self, text: &str) {
        match self.limits.bytes.checked_sub(text.len()) {
            Some(left) => {
                self.limits.bytes = left;
                self.out.push_str(text);
            }
            None => {
                self.limits.bytes = 0;
                self.say_too_much();
            }
        }
    }

    pub(super) fn say_too_much(&mut self) {
        let said = self
            .diagnostics
            .iter()
            .any(|said| said.code == "liquid.too-much");
        if !said {
            let message = "the template does too much; the rest of it is left out".to_owned();
            self.warn(0, "liquid.too-much", message, "look for loops in loops");
        }
    }

    pub(super) fn warn(&mut self, at: usize, code: &'static str, message: String, hint: &str) {
        self.diagnostics
            .push(self.source.warning(at, code, message, hint));
    }

    fn render_node(&mut self, node: &Node<'_>) {
        match node {
            Node::Text(text) => self.emit(text),
            Node::Output(expression) => self.render_output(expression),
            Node::Tag {
                name,
                arguments,
                at,
            } => self.render_tag(name, arguments, *at),
            Node::Block {
                name,
                at,
                branches,
                blank,
            } => {
                let start = self.out.len();
                self.render_block(name, *at, branches);
                if *blank {
                    self.out.truncate(start);
                }
            }
        }
    }

    pub(super) fn render_output(&mut self, expression: &str) {
        let shown = text(&self.scope.evaluate(expression));
        self.emit(&shown);
    }

    /// Renders into a text of its own.
    pub(super) fn captured(&mut self, nodes: &[Node<'_>]) -> String {
        let before = std::mem::take(&mut self.out);
        self.render_nodes(nodes);
        std::mem::replace(&mut self.out, before)
    }

    fn render_block(&mut self, name: &str, at: usize, branches: &[Branch<'_>]) {
        let Some(first) = branches.first() else {
            return;
        };
        match name {
            "comment" => {}
            "highlight" => self.render_highlight(first),
            "ifchanged" => {
                let shown = self.captured(&first.nodes);
                if self.last_shown.as_ref() != Some(&shown) {
                    self.emit(&shown);
                    self.last_shown = Some(shown);
                }
            }
            "raw" => self.render_nodes(&first.nodes),
            "capture" => {
                let captured = self.captured(&first.nodes);
                let name = first.arguments.trim_matches(['"', '\'']);
                self.scope.names.insert(name.to_owned(), captured.into());
            }
            "for" => self.render_loop(branches, at),
            "tablerow" => self.render_table_rows(first, at),
            "case" => self.render_case(first.arguments, &branches[1..]),
            _ => {
                let matching = branches.iter().find(|branch| match branch.name {
                    "else" => true,
                    "unless" => !self.scope.holds(branch.arguments),
                    _ => self.scope.holds(branch.arguments),
                });
                if let Some(branch) = matching {
                    self.render_nodes(&branch.nodes);
                }
            }
        }
    }

    /// Every `when` that fits, or else the `else`.
    fn render_case(&mut self, subject: &str, branches: &[Branch<'_>]) {
        let value = self.scope.operand(subject).into_owned();
        let mut fitted = false;
        for branch in branches {
            let fits = match branch.name {
                "else" => !fitted,
                _ => split_outside_quotes(&branch.arguments.replace(" or ", ","), ',')
                    .iter()
                    .any(|wanted| equal(&self.scope.operand(wanted.trim()), &value)),
            };
            if fits {
                fitted = true;
                self.render_nodes(&branch.nodes);
            }
        }
    }

    /// Code as Jekyll writes it, so that no Markdown is read in it.
    fn render_highlight(&mut self, branch: &Branch<'_>) {
        let language = branch.arguments.split_whitespace().next().unwrap_or("text");
        let code = self.captured(&branch.nodes);
        // Blank lines would end the block of HTML in Markdown.
        let code = escape(code.trim_matches(['\n', '\r'])).replace("\n\n", "\n&#10;");
        let language = escape(language);
        self.emit(&format!(
            "\n\n<figure class=\"highlight\"><pre><code class=\"language-{language}\" \
             data-lang=\"{language}\">{code}</code></pre></figure>\n\n"
        ));
    }
}
