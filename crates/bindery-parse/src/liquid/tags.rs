//! Tags without a block.
use serde_json::{Map, Value};

use super::expression::split_outside_quotes;
use super::render::Renderer;
use super::template::{self, Source};
use super::value::text;
use crate::stand_in::{self, Picture};

/// How many pictures of a list in the front matter stand for an include.
const MAX_PICTURES: usize = 1_000;

impl Renderer<'_> {
    pub(super) fn render_tag(&mut self, name: &str, arguments: &str, at: usize) {
        match name {
            // Nunjucks has `set`.
            "assign" | "set" => {
                if let Some((name, expression)) = arguments.split_once('=') {
                    let value = self.scope.owned(self.scope.evaluate(expression.trim()));
                    self.scope.names.insert(name.trim().to_owned(), value);
                }
            }
            "echo" => self.render_output(arguments),
            "cycle" => self.render_cycle(arguments),
            "increment" | "decrement" => self.render_counter(name, arguments),
            "break" | "continue" => self.interrupt = Some(name == "break"),
            "post_url" | "link" => self.render_link(name, arguments, at),
            "include" | "include_cached" | "include_relative" | "render" => {
                self.render_include(name, arguments, at);
            }
            "seo" | "feed_meta" | "toc" | "" => {}
            "gist" => self.render_gist(arguments),
            name if name.starts_with("end") => {}
            name => self.render_plugin_tag(name, arguments, at),
        }
    }

    /// `{% gist owner/id file %}` of jekyll-gist, which a program in the page shows: a link to it.
    fn render_gist(&mut self, arguments: &str) {
        let words = arguments.split_whitespace().next().unwrap_or_default();
        let name = match words.starts_with(['"', '\'']) {
            true => words.trim_matches(['"', '\'']).to_owned(),
            // It may be the name of a value.
            false => Some(text(&self.scope.operand(words)))
                .filter(|value| !value.is_empty())
                .unwrap_or_else(|| words.to_owned()),
        };
        let address = super::escape(&format!("https://gist.github.com/{name}"));
        self.emit(&format!("<a href=\"{address}\">{address}</a>"));
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
        let shown = text(&self.scope.operand(value));
        self.emit(&shown);
    }

    /// `{% increment name %}`.
    fn render_counter(&mut self, tag: &str, name: &str) {
        let counter = self.scope.counters.entry(name.to_owned()).or_default();
        let shown = if tag == "increment" {
            *counter += 1;
            *counter - 1
        } else {
            *counter -= 1;
            *counter
        };
        self.emit(&shown.to_string());
    }

    /// A text in which `{{ … }}` may stand, as in the name of an include.
    pub(super) fn filled_in(&self, text: &str) -> String {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let Some((expression, after)) = after.split_once("}}") else {
                break;
            };
            filled.push_str(before);
            filled.push_str(&super::value::text(&self.scope.evaluate(expression.trim())));
            rest = after;
        }
        filled + rest
    }

    fn render_link(&mut self, tag: &str, arguments: &str, at: usize) {
        // The name may hold a variable, as in `{% link {{ page.file }} %}`.
        let name = self.filled_in(arguments.trim().trim_matches(['"', '\'']));
        let context = self.scope.context;
        let url = if tag == "link" {
            context.link(&name)
        } else {
            context.post_url(&name)
        };
        match url {
            Some(url) => self.emit(&url),
            None => {
                let message = format!("there is no file {name:?} to link to");
                let hint = "the link leads to the name as it is written; correct it";
                self.warn(at, "liquid.no-such-file", message, hint);
                self.emit(&name);
            }
        }
    }

    fn render_include(&mut self, tag: &str, arguments: &str, at: usize) {
        let end = match arguments.starts_with("{{") {
            true => arguments.find("}}").map(|at| at + 2),
            false => arguments.find(|c: char| c.is_whitespace() || c == ','),
        };
        let (name, parameters) = arguments.split_at(end.unwrap_or(arguments.len()));
        let name = self.filled_in(name.trim_matches(['"', '\'']));
        let relative_to = (tag == "include_relative").then_some(self.source.path);
        let included = self.scope.context.include(&name, relative_to);
        // Liquid's own have parameters behind a comma, without `include.` before their names.
        let is_plain = parameters.trim_start().starts_with(',');
        let parameters = self.parameters(parameters);
        let Some(included) = included else {
            let shown = self.stand_in(&name, &parameters);
            let message = format!("there is no include {name:?}");
            return self.put_stand_in(at, "liquid.no-such-include", message, shown);
        };
        if self.limits.includes == 0 {
            let message = format!("the include {name:?} stands too deep in others");
            let hint = "it is left out; look whether it includes itself";
            return self.warn(at, "liquid.include-depth", message, hint);
        }
        if !self.scope.spend(included.len()) {
            return self.say_too_much();
        }
        let source = Source {
            text: &included,
            path: &name,
        };
        let nodes = template::parse(&source, 0, self.diagnostics);
        self.limits.includes -= 1;
        if tag == "render" {
            // What is rendered sees its parameters alone.
            let outer = std::mem::replace(&mut self.scope.names, parameters.into_iter().collect());
            self.render_nodes(&nodes);
            self.scope.names = outer;
        } else if is_plain {
            let names = &mut self.scope.names;
            let outer: Vec<(String, Option<Value>)> = parameters
                .into_iter()
                .map(|(name, value)| {
                    let outer = names.insert(name.clone(), value);
                    (name, outer)
                })
                .collect();
            self.render_nodes(&nodes);
            for (name, outer) in outer {
                match outer {
                    Some(outer) => self.scope.names.insert(name, outer),
                    None => self.scope.names.remove(&name),
                };
            }
        } else {
            let names = &mut self.scope.names;
            let outer = names.insert("include".to_owned(), Value::Object(parameters));
            self.render_nodes(&nodes);
            match outer {
                Some(outer) => self.scope.names.insert("include".to_owned(), outer),
                None => self.scope.names.remove("include"),
            };
        }
        self.limits.includes += 1;
    }

    /// What is shown for an include that is not there, as those of themes are not: what its parameters
    /// name or say, or pictures of the front matter.
    fn stand_in(&self, name: &str, parameters: &Map<String, Value>) -> Option<String> {
        let arguments: Vec<(String, String)> = parameters
            .iter()
            .map(|(name, value)| (name.clone(), from_root(&text(value))))
            .collect();
        let arguments: Vec<(&str, &str)> = arguments
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        stand_in::shown(name, &arguments)
            .or_else(|| self.listed_pictures(name, parameters))
            .or_else(|| {
                let said = stand_in::said(name, &arguments)?;
                let title = stand_in::title(name, &arguments);
                let title = title.filter(|title| !said.contains(title));
                Some(title.map_or_else(String::new, |title| stand_in::titled(title, "")) + &said)
            })
    }

    /// The pictures that the front matter lists under the name of an include, or its `id`.
    fn listed_pictures(&self, name: &str, parameters: &Map<String, Value>) -> Option<String> {
        let stem = name.rsplit('/').next()?.split('.').next()?;
        let key = parameters.get("id").map_or_else(|| stem.into(), text);
        let key = format!("page.{key}");
        let listed = self.scope.operand(&key);
        let items = listed.as_array()?.iter().take(MAX_PICTURES);
        let items: Vec<(String, String)> = items.filter_map(picture).collect();
        let pictures = items.iter().map(|(source, description)| Picture {
            source,
            description,
        });
        let caption = parameters.get("caption").map(text);
        stand_in::figure(&pictures.collect::<Vec<_>>(), caption.as_deref())
    }

    /// `a="b" c=page.d`, or `a: "b", c: page.d`.
    fn parameters(&self, text: &str) -> Map<String, Value> {
        let mut parameters = Map::new();
        let mut rest = text;
        while let Some(start) = rest.find(is_word) {
            let name_end = rest[start..]
                .find(|c| !is_word(c))
                .map_or(rest.len(), |end| start + end);
            let name = &rest[start..name_end];
            let Some(value) = rest[name_end..].trim_start().strip_prefix(['=', ':']) else {
                rest = &rest[name_end..];
                continue;
            };
            let value = value.trim_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (value, after) = match quote {
                Some(quote) => {
                    let (text, after) = up_to_quote(&value[1..], quote);
                    (Value::String(text), after)
                }
                None => {
                    let end = value.find(|c: char| c.is_whitespace() || c == ',');
                    let (name, after) = value.split_at(end.unwrap_or(value.len()));
                    (self.scope.owned(self.scope.operand(name)), after)
                }
            };
            parameters.insert(name.to_owned(), value);
            rest = after;
        }
        parameters
    }
}

/// The text before a quotation mark, in which a backslash may stand before others, and what follows.
fn up_to_quote(text: &str, quote: char) -> (String, &str) {
    let mut is_escaped = false;
    let end = text.find(|c| {
        let is_end = c == quote && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        is_end
    });
    let (text, after) = text.split_at(end.unwrap_or(text.len()));
    let after = after.strip_prefix(quote).unwrap_or(after);
    (
        text.replace(&format!("\\{quote}"), &quote.to_string()),
        after,
    )
}

/// An item of a list of pictures: its address, and what it shows.
fn picture(item: &Value) -> Option<(String, String)> {
    let value = |keys: &[&str]| {
        keys.iter()
            .map(|key| text(&item[*key]))
            .find(|text| !text.is_empty())
    };
    let address = match item {
        Value::Object(_) => value(&["image_path", "src", "image", "path", "file", "url"])?,
        item => text(item),
    };
    let description = value(&["alt", "caption", "title"]).unwrap_or_default();
    stand_in::is_picture(&address).then(|| (from_root(&address), description))
}

/// A path of several parts: those that includes are given begin at the root of the site.
fn from_root(path: &str) -> String {
    let is_path = path.contains('/') && !path.starts_with(['/', '.']) && !path.contains("//");
    match is_path && !path.contains(char::is_whitespace) {
        true => format!("/{path}"),
        false => path.to_owned(),
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}
