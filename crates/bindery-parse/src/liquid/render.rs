//! Rendering a template's nodes.
use std::collections::HashMap;

use bindery_model::Diagnostic;
use serde_json::{Map, Value};

use super::Context;
use super::expression::{Scope, quoted, split_outside_quotes};
use super::filters::{escape, text};
use super::template::{self, Branch, Node, Source};

/// Bounds of one rendering. What lies beyond is left out, with a diagnostic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Nodes that are rendered, those of loops once each round.
    pub steps: usize,
    /// Bytes of output.
    pub bytes: usize,
    /// How deep includes may nest.
    pub includes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            steps: 200_000,
            bytes: 64 << 20,
            includes: 10,
        }
    }
}

/// A rendering at work.
struct Renderer<'r> {
    scope: Scope<'r>,
    source: &'r Source<'r>,
    diagnostics: &'r mut Vec<Diagnostic>,
    limits: Limits,
    includes: usize,
    out: String,
    /// Set by `break` (true) and `continue`, until the loop that they stand in sees it.
    interrupt: Option<bool>,
    /// How often each `cycle` was met.
    cycles: HashMap<String, usize>,
    /// The counters of `increment` and `decrement`, which are no variables.
    counters: HashMap<String, i64>,
}

pub(super) fn render(
    nodes: &[Node<'_>],
    source: &Source<'_>,
    context: &dyn Context,
    diagnostics: &mut Vec<Diagnostic>,
) -> String {
    let mut renderer = Renderer {
        scope: Scope {
            context,
            names: HashMap::new(),
        },
        source,
        diagnostics,
        limits: Limits::default(),
        includes: 0,
        out: String::with_capacity(source.text.len()),
        interrupt: None,
        cycles: HashMap::new(),
        counters: HashMap::new(),
    };
    renderer.render_nodes(nodes);
    renderer.out
}

impl Renderer<'_> {
    fn render_nodes(&mut self, nodes: &[Node<'_>]) {
        for node in nodes {
            if self.limits.steps == 0 || self.out.len() > self.limits.bytes {
                return self.say_too_much();
            }
            self.limits.steps -= 1;
            self.render_node(node);
            if self.interrupt.is_some() {
                return;
            }
        }
    }

    fn say_too_much(&mut self) {
        let said = self
            .diagnostics
            .iter()
            .any(|said| said.code == "liquid.too-much");
        if !said {
            let message = "the template does too much; the rest of it is left out".to_owned();
            self.warn(0, "liquid.too-much", message, "look for loops in loops");
        }
    }

    fn warn(&mut self, at: usize, code: &'static str, message: String, hint: &str) {
        self.diagnostics
            .push(self.source.warning(at, code, message, hint));
    }

    fn render_node(&mut self, node: &Node<'_>) {
        match node {
            Node::Text(text) => self.out.push_str(text),
            Node::Output(expression) => {
                let value = self.scope.evaluate(expression);
                self.out.push_str(&text(&value));
            }
            Node::Tag {
                name,
                arguments,
                at,
            } => self.render_tag(name, arguments, *at),
            Node::Block { name, at, branches } => self.render_block(name, *at, branches),
        }
    }

    fn render_tag(&mut self, name: &str, arguments: &str, at: usize) {
        match name {
            "assign" => {
                if let Some((name, expression)) = arguments.split_once('=') {
                    let value = self.scope.evaluate(expression.trim());
                    self.scope.names.insert(name.trim().to_owned(), value);
                }
            }
            "echo" => {
                let value = self.scope.evaluate(arguments);
                self.out.push_str(&text(&value));
            }
            "cycle" => self.render_cycle(arguments),
            "increment" | "decrement" => self.render_counter(name, arguments),
            "break" | "continue" => self.interrupt = Some(name == "break"),
            "post_url" | "link" => self.render_link(name, arguments, at),
            "include" | "include_relative" => self.render_include(name, arguments, at),
            "seo" | "feed_meta" | "toc" | "" => {}
            name if name.starts_with("end") => {}
            name => {
                let message = format!("the tag {name:?} is not known");
                let hint = "it is left out; the text around it stays";
                self.warn(at, "liquid.unknown-tag", message, hint);
            }
        }
    }

    /// `{% cycle "name": "a", "b" %}`.
    fn render_cycle(&mut self, arguments: &str) {
        let (name, values) = match split_outside_quotes(arguments, ':')[..] {
            [name, values] => (name, values),
            _ => (arguments, arguments),
        };
        let values = split_outside_quotes(values, ',');
        let met = self.cycles.entry(name.trim().to_owned()).or_default();
        let value = values[*met % values.len()].trim();
        *met += 1;
        let value = self.scope.operand(value);
        self.out.push_str(&text(&value));
    }

    /// `{% increment name %}`.
    fn render_counter(&mut self, tag: &str, name: &str) {
        let counter = self.counters.entry(name.to_owned()).or_default();
        let shown = if tag == "increment" {
            *counter += 1;
            *counter - 1
        } else {
            *counter -= 1;
            *counter
        };
        self.out.push_str(&shown.to_string());
    }

    /// A text in which `{{ … }}` may stand, as in the name of an include.
    fn filled_in(&self, text: &str) -> String {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let Some((expression, after)) = after.split_once("}}") else {
                break;
            };
            filled.push_str(before);
            filled.push_str(&super::filters::text(
                &self.scope.evaluate(expression.trim()),
            ));
            rest = after;
        }
        filled + rest
    }

    fn render_link(&mut self, tag: &str, arguments: &str, at: usize) {
        // The name may hold a variable, as in `{% link {{ page.file }} %}`.
        let name = self.filled_in(arguments.trim().trim_matches(['"', '\'']));
        let name = name.as_str();
        let context = self.scope.context;
        let url = if tag == "link" {
            context.link(name)
        } else {
            context.post_url(name)
        };
        match url {
            Some(url) => self.out.push_str(&url),
            None => {
                let message = format!("there is no file {name:?} to link to");
                let hint = "the link leads to the name as it is written; correct it";
                self.warn(at, "liquid.no-such-file", message, hint);
                self.out.push_str(name);
            }
        }
    }

    fn render_include(&mut self, tag: &str, arguments: &str, at: usize) {
        let end = match arguments.starts_with("{{") {
            true => arguments.find("}}").map(|at| at + 2),
            false => arguments.find(char::is_whitespace),
        };
        let (name, parameters) = arguments.split_at(end.unwrap_or(arguments.len()));
        let name = self.filled_in(name);
        let name = name.as_str();
        let relative_to = (tag == "include_relative").then_some(self.source.path);
        let included = self.scope.context.include(name, relative_to);
        let Some(included) = included.filter(|_| self.includes < self.limits.includes) else {
            let message = format!("there is no include {name:?}");
            self.warn(at, "liquid.no-such-include", message, "it is left out");
            return;
        };
        let parameters = self.parameters(parameters);
        let outer = self
            .scope
            .names
            .insert("include".to_owned(), Value::Object(parameters));
        let source = Source {
            text: &included,
            path: name,
        };
        let nodes = template::parse(&source, 0, self.diagnostics);
        self.includes += 1;
        self.render_nodes(&nodes);
        self.includes -= 1;
        match outer {
            Some(outer) => self.scope.names.insert("include".to_owned(), outer),
            None => self.scope.names.remove("include"),
        };
    }

    /// `a="b" c=page.d`.
    fn parameters(&self, text: &str) -> Map<String, Value> {
        let text = text.replace(['\n', '\t'], " ").replace(" = ", "=");
        split_outside_quotes(&text, ' ')
            .into_iter()
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name.trim().to_owned(), self.scope.operand(value.trim())))
            .collect()
    }

    fn render_block(&mut self, name: &str, at: usize, branches: &[Branch<'_>]) {
        let Some(first) = branches.first() else {
            return;
        };
        match name {
            "comment" => {}
            "highlight" => self.render_highlight(first),
            "raw" => self.render_nodes(&first.nodes),
            "capture" => {
                let before = std::mem::take(&mut self.out);
                self.render_nodes(&first.nodes);
                let captured = std::mem::replace(&mut self.out, before);
                self.scope
                    .names
                    .insert(first.arguments.to_owned(), captured.into());
            }
            "for" => self.render_loop(branches, at),
            "case" => {
                let value = text(&self.scope.operand(first.arguments));
                let matching = branches[1..].iter().find(|branch| {
                    branch.name == "else"
                        || split_outside_quotes(&branch.arguments.replace(" or ", ","), ',')
                            .iter()
                            .any(|wanted| text(&self.scope.operand(wanted.trim())) == value)
                });
                if let Some(branch) = matching {
                    self.render_nodes(&branch.nodes);
                }
            }
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

    /// Code as Jekyll writes it, so that no Markdown is read in it.
    fn render_highlight(&mut self, branch: &Branch<'_>) {
        let language = branch.arguments.split_whitespace().next().unwrap_or("text");
        let code: String = branch
            .nodes
            .iter()
            .filter_map(|node| match node {
                Node::Text(text) => Some(*text),
                _ => None,
            })
            .collect();
        // Blank lines would end the block of HTML in Markdown.
        let code = escape(code.trim_matches('\n')).replace("\n\n", "\n&#10;");
        let language = escape(language);
        self.out.push_str(&format!(
            "\n\n<figure class=\"highlight\"><pre><code class=\"language-{language}\" \
             data-lang=\"{language}\">{code}</code></pre></figure>\n\n"
        ));
    }

    /// `for item in list limit:2 offset:1 reversed`.
    fn render_loop(&mut self, branches: &[Branch<'_>], at: usize) {
        let Some(branch) = branches.first() else {
            return;
        };
        let mut words = branch.arguments.split_whitespace();
        let (Some(variable), Some("in"), Some(list)) = (words.next(), words.next(), words.next())
        else {
            let message = "the loop does not say over what".to_owned();
            return self.warn(at, "liquid.loop", message, "write {% for item in list %}");
        };
        let mut items = self.loop_items(list);
        let options: Vec<&str> = words.collect();
        let option = |name: &str| {
            let text = options
                .iter()
                .find_map(|word| word.strip_prefix(name)?.strip_prefix(':'));
            text.and_then(|text| self.scope.operand(text).as_u64())
                .map(|n| n as usize)
        };
        if let Some(offset) = option("offset") {
            items.drain(..offset.min(items.len()));
        }
        if let Some(limit) = option("limit") {
            items.truncate(limit);
        }
        if options.contains(&"reversed") {
            items.reverse();
        }
        if items.is_empty() {
            if let Some(branch) = branches.iter().find(|branch| branch.name == "else") {
                self.render_nodes(&branch.nodes);
            }
            return;
        }
        let length = items.len();
        let outer = self.scope.names.remove("forloop").unwrap_or_default();
        for (index, item) in items.into_iter().enumerate() {
            if self.limits.steps == 0 {
                return self.say_too_much();
            }
            self.scope.names.insert(variable.to_owned(), item);
            let state = serde_json::json!({
                "index": index + 1, "index0": index, "length": length,
                "rindex": length - index, "rindex0": length - index - 1,
                "first": index == 0, "last": index + 1 == length, "parentloop": outer,
            });
            self.scope.names.insert("forloop".to_owned(), state);
            self.render_nodes(&branch.nodes);
            if self.interrupt.take() == Some(true) {
                break;
            }
        }
        self.scope.names.remove(variable);
        self.scope.names.remove("forloop");
        if !outer.is_null() {
            self.scope.names.insert("forloop".to_owned(), outer);
        }
    }

    /// The items of a list, of a map as pairs, or of a range such as `(1..5)`.
    fn loop_items(&self, list: &str) -> Vec<Value> {
        if let Some((from, to)) = list
            .strip_prefix('(')
            .and_then(|list| list.strip_suffix(')')?.split_once(".."))
        {
            let bound = |text| self.scope.operand(text).as_i64().unwrap_or(0);
            let (from, to) = (
                bound(from),
                bound(to).min(bound(from).saturating_add(100_000)),
            );
            return (from..=to).map(Value::from).collect();
        }
        match self.scope.operand(quoted(list).unwrap_or(list)) {
            Value::Array(items) => items,
            Value::Object(map) => map
                .into_iter()
                .map(|(key, value)| serde_json::json!([key, value]))
                .collect(),
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Names(Value);

    impl Context for Names {
        fn variable(&self, name: &str) -> Option<&Value> {
            self.0.get(name)
        }
        fn post_url(&self, name: &str) -> Option<String> {
            (name == "2024-01-01-a").then(|| "/a.html".to_owned())
        }
        fn link(&self, path: &str) -> Option<String> {
            (path == "b.png").then(|| "/b.png".to_owned())
        }
        fn include(&self, name: &str, _: Option<&str>) -> Option<String> {
            match name {
                "x.html" => Some("[{{ include.a }}]".to_owned()),
                "loop.html" => Some("{% include loop.html %}".to_owned()),
                _ => None,
            }
        }
    }

    fn show(template: &str) -> (String, Vec<Diagnostic>) {
        let names = serde_json::json!({
            "site": {"title": "Shed", "baseurl": "/notes", "url": "https://a.example",
                "shelf": {"T": {"name": "Oak"}},
                "books": [{"by": "A", "year": 1990}, {"by": "B", "year": 2001},
                    {"by": "A", "year": 2010}]},
            "page": {"tags": ["x", "y"], "date": "2024-05-01T08:05:09+08:00", "title": "T"},
        });
        let mut diagnostics = Vec::new();
        let out = super::super::render(template, 0, "a.md", &Names(names), &mut diagnostics);
        (out, diagnostics)
    }

    #[test]
    fn templates_render_as_jekyll_renders_them() {
        for (template, expected) in [
            ("no marks", "no marks"),
            ("{{ site.title }}|{{ nothing.at.all }}|", "Shed||"),
            ("{{ page.tags[1] | upcase }}{{ page.tags.size }}", "Y2"),
            ("{{ \"a|b\" | append: '|c' }}", "a|b|c"),
            (
                "{{ \"/x/\" | relative_url }} {{ \"x\" | absolute_url }}",
                "/notes/x/ https://a.example/notes/x",
            ),
            ("{{ page.date | date: \"%Y/%m\" }}", "2024/05"),
            ("{% raw %}{{ x }}{% y %}{% endraw %}", "{{ x }}{% y %}"),
            ("a{% comment %}{{ b }}{% endcomment %}c", "ac"),
            (
                "{% post_url 2024-01-01-a %} {% link b.png %}",
                "/a.html /b.png",
            ),
            ("{% assign n = 2 | plus: 3 %}{{ n }}", "5"),
            (
                "{% capture c %}<{{ page.title }}>{% endcapture %}{{ c }}",
                "<T>",
            ),
            (
                "{% if page.title == \"T\" and site.x %}1{% elsif page.tags %}2{% else %}3{% endif %}",
                "2",
            ),
            ("{% unless site.x %}u{% endunless %}", "u"),
            (
                "{% for t in page.tags reversed %}{{ forloop.index }}{{ t }} {% endfor %}",
                "1y 2x ",
            ),
            ("{% for i in (1..3) limit:2 %}{{ i }}{% endfor %}", "12"),
            (
                "{% case page.title %}{% when \"S\", \"T\" %}t{% else %}e{% endcase %}",
                "t",
            ),
            ("{% include x.html a=\"b\" %}", "[b]"),
            ("a  {{- \"b\" -}}  c", "abc"),
            ("{{ not closed", "{{ not closed"),
            (
                "{% for i in (1..4) %}{% if i == 2 %}{% continue %}{% endif %}{% if i==4 %}{% break %}\
                 {% endif %}{% cycle 'a', 'b' %}{{ i }}{% endfor %}",
                "a1b3",
            ),
            ("{% increment n %}{% increment n %}{% decrement n %}", "011"),
            (
                "{{ site.shelf[page.title].name }}{{ site.shelf[\"T\"][\"name\"] }}",
                "OakOak",
            ),
            (
                "{% assign g = site.books | group_by: 'by' %}{% for x in g %}{{ x.name }}:{{ x.size }} {% endfor %}",
                "A:2 B:1 ",
            ),
            (
                "{% assign b = site.books | where_exp: 'x', 'x.year >= 2000' %}{{ b | map: 'year' | join: '/' }}",
                "2001/2010",
            ),
            (
                "{% assign b = site.books | where: 'by', 'B' | first %}{{ b.year }}",
                "2001",
            ),
            (
                "{{ site.books | sort: 'year' | map: 'year' | first }}",
                "1990",
            ),
            ("{{ '*a*' | markdownify }}", "<p><em>a</em></p>\n"),
            (
                "{{ 'a b c d' | truncatewords: 2 }} {{ 'abc' | slice: -2, 1 }}",
                "a b... b",
            ),
            (
                "{{ 7.5 | floor }}{{ 3 | at_least: 5 }}{{ 2.345 | round: 1 }}",
                "752.3",
            ),
            (
                "{% if site.none == empty %}a{% endif %}{% if site.none == blank %}b{% endif %}",
                "b",
            ),
        ] {
            let (out, diagnostics) = show(template);
            assert_eq!(out, expected, "{template}");
            assert!(diagnostics.is_empty(), "{template}: {diagnostics:?}");
        }
    }

    #[test]
    fn code_survives_markdown() {
        let (out, _) = show("{% highlight ruby %}\na < b\n\nc\n{% endhighlight %}");
        assert!(
            out.contains("data-lang=\"ruby\">a &lt; b\n&#10;c</code>"),
            "{out}"
        );
    }

    #[test]
    fn faults_are_said_and_the_text_is_kept() {
        for (template, expected, code) in [
            (
                "a {% unknown x %}b{% endunknown %} c",
                "a b c",
                "liquid.unknown-tag",
            ),
            ("{% if page.title %}open", "open", "liquid.unclosed"),
            ("{% post_url nowhere %}", "nowhere", "liquid.no-such-file"),
            ("{% include nowhere.html %}x", "x", "liquid.no-such-include"),
            ("{% include loop.html %}x", "x", "liquid.no-such-include"),
        ] {
            let (out, diagnostics) = show(template);
            assert_eq!(out, expected, "{template}");
            assert_eq!(diagnostics[0].code, code, "{template}");
        }
    }

    #[test]
    fn loops_in_loops_end() {
        let loops = "{% for i in (1..9999) %}".repeat(5) + "x" + &"{% endfor %}".repeat(5);
        let (_, diagnostics) = show(&loops);
        assert_eq!(diagnostics[0].code, "liquid.too-much");
    }
}
