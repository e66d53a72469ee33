//! `for` and `tablerow`.
use serde_json::{Value, json};

use super::expression::split_words;
use super::render::Renderer;
use super::template::Branch;
use super::value::{decimal, weight_of_all};

/// What a loop goes over, with which options.
struct Loop {
    variable: String,
    /// `variable-list`: what its place is kept under.
    name: String,
    items: Vec<Value>,
    columns: Option<usize>,
}

impl Renderer<'_> {
    /// `item in list limit:2 offset:1 reversed`; `None` where it does not say over what.
    fn read_loop(&mut self, arguments: &str, at: usize) -> Option<Loop> {
        let (Some((variable, rest)), true) = (
            arguments.split_once(char::is_whitespace),
            arguments.contains(" in "),
        ) else {
            let message = "the loop does not say over what".to_owned();
            self.warn(at, "liquid.loop", message, "write {% for item in list %}");
            return None;
        };
        let rest = rest.trim_start().strip_prefix("in").unwrap_or(rest).trim();
        // A range may have spaces in its parentheses, and a name between quotation marks.
        let end = match rest.starts_with('(') {
            true => rest.find(')').map(|end| end + 1),
            false => first_word_end(rest),
        };
        let (list, options) = rest.split_at(end.unwrap_or(rest.len()));
        let options = options.replace([':', ','], " : ");
        let words: Vec<&str> = split_words(&options);
        let option = |name: &str| {
            // Of several the last counts.
            let at = words.windows(2).rposition(|pair| pair == [name, ":"])?;
            words.get(at + 2).copied()
        };
        let count =
            |name: &str| Some(decimal(&self.scope.operand(option(name)?)).max(0.0) as usize);
        let name = format!("{variable}-{list}");
        let offset = match option("offset") {
            Some("continue") => self.loop_ends.get(&name).copied(),
            _ => count("offset"),
        };
        let offset = offset.unwrap_or(0);
        let limit = count("limit").unwrap_or(usize::MAX);
        let columns = count("cols");
        let list = self.scope.operand(list);
        let mut items: Vec<Value> = match list.as_ref() {
            Value::Array(items) => items.iter().skip(offset).take(limit).cloned().collect(),
            Value::Object(map) => {
                let pairs = map.iter().map(|(key, value)| json!([key, value]));
                pairs.skip(offset).take(limit).collect()
            }
            Value::String(text) if !text.is_empty() => vec![text.as_str().into()],
            _ => Vec::new(),
        };
        if !self.scope.spend(weight_of_all(&items)) {
            items.clear();
        }
        self.loop_ends.insert(name.clone(), offset + items.len());
        // It counts where it stands before the other options alone.
        if words.first() == Some(&"reversed") {
            items.reverse();
        }
        Some(Loop {
            variable: variable.to_owned(),
            name,
            items,
            columns,
        })
    }

    pub(super) fn render_loop(&mut self, branches: &[Branch<'_>], at: usize) {
        let Some(branch) = branches.first() else {
            return;
        };
        let Some(this) = self.read_loop(branch.arguments, at) else {
            return;
        };
        if this.items.is_empty() {
            if let Some(branch) = branches.iter().find(|branch| branch.name == "else") {
                self.render_nodes(&branch.nodes);
            }
            return;
        }
        let length = this.items.len();
        let mut outer = self.scope.names.remove("forloop");
        let shadowed = self.scope.names.remove(&this.variable);
        for (index, item) in this.items.into_iter().enumerate() {
            if !self.take_step() {
                break;
            }
            self.scope.names.insert(this.variable.clone(), item);
            let mut state = place(index, length);
            state["name"] = this.name.as_str().into();
            // Moved in and out again: a copy would cost each round as much as loops are around it.
            let is_inner = outer.is_some();
            state["parentloop"] = outer.take().unwrap_or_default();
            self.scope.names.insert("forloop".to_owned(), state);
            self.render_nodes(&branch.nodes);
            let mut state = self.scope.names.remove("forloop").unwrap_or_default();
            if is_inner {
                outer = state.get_mut("parentloop").map(Value::take);
            }
            if self.interrupt.take() == Some(true) {
                break;
            }
        }
        self.restore(&this.variable, shadowed);
        self.restore("forloop", outer);
    }

    /// A table's rows, of `cols` cells each.
    pub(super) fn render_table_rows(&mut self, branch: &Branch<'_>, at: usize) {
        let Some(this) = self.read_loop(branch.arguments, at) else {
            return;
        };
        let length = this.items.len();
        let columns = this
            .columns
            .filter(|&columns| columns > 0)
            .unwrap_or(length);
        let shadowed = self.scope.names.remove(&this.variable);
        self.emit("<tr class=\"row1\">\n");
        for (index, item) in this.items.into_iter().enumerate() {
            if !self.take_step() {
                break;
            }
            let column = index % columns;
            if column == 0 && index > 0 {
                let row = index / columns + 1;
                self.emit(&format!("</tr>\n<tr class=\"row{row}\">"));
            }
            self.scope.names.insert(this.variable.clone(), item);
            let mut state = place(index, length);
            state["col"] = (column + 1).into();
            state["col0"] = column.into();
            state["col_first"] = (column == 0).into();
            state["col_last"] = (column + 1 == columns).into();
            state["row"] = (index / columns + 1).into();
            self.scope.names.insert("tablerowloop".to_owned(), state);
            self.emit(&format!("<td class=\"col{}\">", column + 1));
            self.render_nodes(&branch.nodes);
            self.emit("</td>");
        }
        self.emit("</tr>\n");
        self.scope.names.remove("tablerowloop");
        self.restore(&this.variable, shadowed);
    }

    /// Gives a name the value again that it had outside of the loop.
    fn restore(&mut self, name: &str, value: Option<Value>) {
        match value {
            Some(value) => self.scope.names.insert(name.to_owned(), value),
            None => self.scope.names.remove(name),
        };
    }
}

/// Where the first white space is that is not between quotation marks.
fn first_word_end(text: &str) -> Option<usize> {
    let mut quote = None;
    text.find(|c: char| {
        match quote {
            Some(open) if c == open => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            _ => {}
        }
        quote.is_none() && c.is_whitespace()
    })
}

/// Where in a loop a round stands.
fn place(index: usize, length: usize) -> Value {
    json!({
        "index": index + 1, "index0": index, "length": length,
        "rindex": length - index, "rindex0": length - index - 1,
        "first": index == 0, "last": index + 1 == length,
    })
}
