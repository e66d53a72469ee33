//! Rendering a template's nodes.
use std::collections::HashMap;

use bindery_model::{Diagnostic, Severity};

use super::Context;
use super::expression::{Scope, split_outside_quotes};
use super::plugins;
use super::template::{Branch, Node, Source};
use super::value::{equal, text};

/// Bounds of one rendering. What lies beyond is left out, with a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Nodes that are rendered, those of loops once each round.
    pub steps: usize,
    /// Bytes that values take which are looked at, copied or made.
    pub work: usize,
    /// Bytes of output, beyond as many as the file has.
    pub bytes: usize,
    /// How deep includes may nest.
    pub includes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            steps: 200_000,
            work: 256 << 20,
            bytes: 8 << 20,
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
    /// How many blocks are open whose text is no output yet.
    captures: usize,
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
    let mut limits = Limits::default();
    limits.bytes += source.text.len();
    let mut renderer = Renderer {
        scope: Scope::new(context, limits.work),
        source,
        diagnostics,
        limits,
        out: String::with_capacity(source.text.len()),
        captures: 0,
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
            if !self.take_step() {
                return;
            }
            self.render_node(node);
            if self.interrupt.is_some() {
                return;
            }
        }
    }

    /// Whether there may be a further step; says so where not.
    pub(super) fn take_step(&mut self) -> bool {
        let may = self.limits.steps > 0 && self.limits.bytes > 0 && !self.scope.is_spent();
        self.limits.steps = self.limits.steps.saturating_sub(1);
        if !may {
            self.say_too_much();
        }
        may
    }

    /// Writes text as it is. What is captured counts as work: it may never be shown.
    pub(super) fn emit(&mut self, text: &str) {
        let fits = match self.captures {
            0 => {
                let left = self.limits.bytes.checked_sub(text.len());
                self.limits.bytes = left.unwrap_or(0);
                left.is_some()
            }
            _ => self.scope.spend(text.len()),
        };
        match fits {
            true => self.out.push_str(text),
            false => self.say_too_much(),
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

    /// Writes what stands for something that there is not, if anything does, and says so.
    pub(super) fn put_stand_in(
        &mut self,
        at: usize,
        code: &'static str,
        message: String,
        shown: Option<String>,
    ) {
        let (severity, hint) = match shown {
            Some(_) => (
                Severity::Note,
                "what it is given is shown: pictures, films, recordings, links, text",
            ),
            None => (
                Severity::Warning,
                "it is left out; the text around it stays",
            ),
        };
        self.emit(&shown.unwrap_or_default());
        let mut found = self.source.warning(at, code, message, hint);
        found.severity = severity;
        self.diagnostics.push(found);
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
        self.captures += 1;
        self.render_nodes(nodes);
        self.captures -= 1;
        std::mem::replace(&mut self.out, before)
    }

    fn render_block(&mut self, name: &str, at: usize, branches: &[Branch<'_>]) {
        let Some(first) = branches.first() else {
            return;
        };
        match name {
            "comment" => {}
            "highlight" => {
                let language = first.arguments.split_whitespace().next();
                self.render_code(language.unwrap_or("text"), "", &first.nodes);
            }
            name if plugins::BLOCKS.contains(&name) => self.render_plugin_block(name, first),
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
}
