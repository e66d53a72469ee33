//! The html5lib test suite: every case of the tokenizer and of tree construction.
#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use bindery_parse::html::{
    Content, Namespace, Node, NodeId, Options, Str, Token, Tokenizer, Tree, normalize_newlines,
    parse_document, parse_fragment,
};
use serde_json::{Value, json};

/// Counts of one run.
#[derive(Default)]
struct Tally {
    files: BTreeMap<String, (usize, usize)>,
    failures: Vec<String>,
}

impl Tally {
    fn count(&mut self, file: &str, name: &str, result: Result<(), String>) {
        let (passed, failed) = self.files.entry(file.to_owned()).or_default();
        match result {
            Ok(()) => *passed += 1,
            Err(difference) => {
                *failed += 1;
                self.failures.push(format!("{file}: {name}\n{difference}"));
            }
        }
    }

    fn finish(self) {
        let mut total = (0, 0);
        for (file, (passed, failed)) in &self.files {
            println!("{file}: {passed} passed, {failed} failed");
            total = (total.0 + passed, total.1 + failed);
        }
        println!("total: {} passed, {} failed", total.0, total.1);
        assert!(total.0 + total.1 > 0, "the suite has no cases");
        assert!(self.failures.is_empty(), "{}", self.failures.join("\n\n"));
    }
}

fn files(folder: &str, ending: &str) -> Option<Vec<PathBuf>> {
    let suite = bindery_tests::suite("HTML5LIB_TESTS", "html5lib-tests")?;
    let folder = suite.join(folder);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .collect();
    files.sort();
    Some(files)
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

#[test]
fn html5lib_tokenizer() {
    let Some(files) = files("tokenizer", "test") else {
        return;
    };
    let mut tally = Tally::default();
    for path in files {
        let suite: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let xml = suite.get("xmlViolationTests");
        let cases = suite
            .get("tests")
            .or(xml)
            .and_then(Value::as_array)
            .cloned();
        for case in cases.unwrap_or_default() {
            check_tokens(&mut tally, &file_name(&path), &case, xml.is_some());
        }
    }
    tally.finish();
}

fn check_tokens(tally: &mut Tally, file: &str, case: &Value, xml: bool) {
    let unescape = |value: &Value| match case["doubleEscaped"].as_bool() {
        Some(true) => unescape(value),
        _ => Some(value.clone()),
    };
    let description = case["description"].as_str().unwrap_or_default();
    // A lone surrogate is no character and cannot stand in a string of Rust.
    let (Some(Value::String(input)), Some(expected)) =
        (unescape(&case["input"]), unescape(&case["output"]))
    else {
        println!("{file}: {description}: not run: lone surrogates cannot be input");
        return;
    };
    let data = json!(["Data state"]);
    let states = case.get("initialStates").unwrap_or(&data);
    for state in states
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
    {
        let last = case["lastStartTag"].as_str().unwrap_or_default();
        let (mut tokens, errors) = tokenize(&input, state, last);
        if xml {
            coerce_to_xml(&mut tokens);
        }
        let mut result = Ok(());
        if tokens != *expected.as_array().unwrap() {
            result = Err(format!(
                "{input:?}\n  want {expected}\n  have {}",
                Value::from(tokens)
            ));
        } else {
            let wanted = sorted(case.get("errors").and_then(Value::as_array).cloned());
            let errors = sorted(Some(errors));
            if !xml && wanted != errors {
                result = Err(format!("{input:?}\n  want {wanted:?}\n  have {errors:?}"));
            }
        }
        tally.count(file, &format!("{description} ({state})"), result);
    }
}

fn sorted(errors: Option<Vec<Value>>) -> Vec<Value> {
    let mut errors = errors.unwrap_or_default();
    errors.sort_by_key(|error| {
        (
            error["line"].as_u64(),
            error["col"].as_u64(),
            error["code"].to_string(),
        )
    });
    errors
}

/// Resolves the second level of escapes; `None` where it names a lone surrogate.
fn unescape(value: &Value) -> Option<Value> {
    match value {
        Value::String(text) => {
            let quoted = format!("\"{}\"", text.replace('"', "\\\""));
            serde_json::from_str(&quoted).ok().map(Value::String)
        }
        Value::Array(items) => items
            .iter()
            .map(unescape)
            .collect::<Option<_>>()
            .map(Value::Array),
        other => Some(other.clone()),
    }
}

fn tokenize(input: &str, state: &str, last_start_tag: &str) -> (Vec<Value>, Vec<Value>) {
    let input = normalize_newlines(input);
    let mut tokenizer = Tokenizer::new(&input, true).unwrap();
    tokenizer.content = match state {
        "Data state" => Content::Data,
        "RCDATA state" => Content::Rcdata,
        "RAWTEXT state" => Content::Rawtext,
        "Script data state" => Content::ScriptData,
        "PLAINTEXT state" => Content::Plaintext,
        "CDATA section state" => Content::CdataSection,
        other => panic!("unknown state {other}"),
    };
    tokenizer.set_last_start_tag(last_start_tag);
    let mut tokens = Vec::new();
    loop {
        let token = match tokenizer.next_token() {
            Token::End => break,
            Token::Text(text) => {
                push_text(&mut tokens, tokenizer.text(text));
                continue;
            }
            Token::Null => {
                push_text(&mut tokens, "\0");
                continue;
            }
            Token::Comment(text) => json!(["Comment", tokenizer.text(text)]),
            Token::EndTag(tag) => json!(["EndTag", tokenizer.text(tag.name)]),
            Token::StartTag(tag) => {
                let attributes: serde_json::Map<String, Value> = tokenizer
                    .attributes(&tag)
                    .map(|(name, value)| (name.to_owned(), json!(value)))
                    .collect();
                let mut token = vec![json!("StartTag"), json!(tokenizer.text(tag.name))];
                token.push(attributes.into());
                token.extend(tag.self_closing.then_some(json!(true)));
                token.into()
            }
            Token::Doctype(doctype) => {
                let text = |part: Option<Str>| part.map(|part| tokenizer.text(part));
                json!([
                    "DOCTYPE",
                    text(doctype.name),
                    text(doctype.public_id),
                    text(doctype.system_id),
                    !doctype.force_quirks
                ])
            }
        };
        tokens.push(token);
    }
    let errors = tokenizer.take_errors();
    let errors = errors
        .iter()
        .map(|error| {
            let before = &input[..error.offset];
            let line = before.matches('\n').count() + 1;
            let column = before
                .rsplit('\n')
                .next()
                .unwrap_or_default()
                .encode_utf16()
                .count()
                + 1;
            json!({"code": error.code, "line": line, "col": column})
        })
        .collect();
    (tokens, errors)
}

fn push_text(tokens: &mut Vec<Value>, text: &str) {
    if let Some(Value::Array(last)) = tokens.last_mut()
        && last[0] == "Character"
    {
        last[1] = json!(format!("{}{text}", last[1].as_str().unwrap()));
        return;
    }
    tokens.push(json!(["Character", text]));
}

/// What a writer of XML does to tokens, as `xmlViolation.test` has it.
fn coerce_to_xml(tokens: &mut [Value]) {
    for token in tokens {
        let comment = token[0] == "Comment";
        if let Some(text) = token[1].as_str() {
            let mut text: String = text
                .chars()
                .map(|c| match c {
                    '\u{c}' => ' ',
                    '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
                    c => c,
                })
                .collect();
            if comment {
                text = text.replace("--", "- -");
            }
            token[1] = json!(text);
        }
    }
}

#[test]
fn html5lib_tree_construction() {
    let Some(files) = files("tree-construction", "dat") else {
        return;
    };
    let mut tally = Tally::default();
    for path in files {
        let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        for case in cases(&text) {
            let scripting: &[bool] = match (
                case.contains_key("script-on"),
                case.contains_key("script-off"),
            ) {
                (true, false) => &[true],
                (false, true) => &[false],
                _ => &[true, false],
            };
            for &scripting in scripting {
                let name = format!("{:?} (scripting {scripting})", case["data"]);
                tally.count(&file_name(&path), &name, check_tree(&case, scripting));
            }
        }
    }
    tally.finish();
}

/// The sections of each case by name.
fn cases(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut cases = Vec::new();
    let mut section = String::new();
    for line in text.split_inclusive('\n') {
        let name = line.trim_end_matches('\n').strip_prefix('#');
        match name {
            Some("data") => {
                cases.push(BTreeMap::from([("data".to_owned(), String::new())]));
                section = "data".to_owned();
            }
            Some(
                name @ ("errors" | "new-errors" | "document-fragment" | "script-on" | "script-off"
                | "document"),
            ) if !cases.is_empty() => {
                section = name.to_owned();
                cases
                    .last_mut()
                    .unwrap()
                    .insert(section.clone(), String::new());
            }
            _ => {
                if let Some(case) = cases.last_mut() {
                    case.entry(section.clone()).or_default().push_str(line);
                }
            }
        }
    }
    for case in &mut cases {
        // The last line end of a section belongs to the format.
        for text in case.values_mut() {
            if text.ends_with('\n') {
                text.pop();
            }
        }
        if let Some(document) = case.get_mut("document") {
            *document = document.trim_end_matches('\n').to_owned();
        }
    }
    cases
}

fn check_tree(case: &BTreeMap<String, String>, scripting: bool) -> Result<(), String> {
    let input = normalize_newlines(&case["data"]);
    let options = Options {
        scripting,
        ..Options::default()
    };
    let tree = match case.get("document-fragment") {
        Some(context) => parse_fragment(&input, context.trim(), &options),
        None => parse_document(&input, &options),
    };
    let tree = tree.unwrap();
    let mut found = String::new();
    dump(&tree, tree.root(), 0, &mut found);
    let found = found.trim_end_matches('\n');
    if found == case["document"] {
        Ok(())
    } else {
        Err(format!("want\n{}\nhave\n{found}", case["document"]))
    }
}

fn dump(tree: &Tree<'_>, parent: NodeId, depth: usize, out: &mut String) {
    let indent = format!("| {}", "  ".repeat(depth));
    for child in tree.children(parent) {
        match tree.node(child) {
            Node::Document => {}
            Node::Doctype(name, "", "") => writeln!(out, "{indent}<!DOCTYPE {name}>").unwrap(),
            Node::Doctype(name, public, system) => {
                writeln!(out, "{indent}<!DOCTYPE {name} \"{public}\" \"{system}\">").unwrap();
            }
            Node::Text(text) => writeln!(out, "{indent}\"{text}\"").unwrap(),
            Node::Comment(text) => writeln!(out, "{indent}<!-- {text} -->").unwrap(),
            Node::Element(element) => {
                let prefix = match element.namespace() {
                    Namespace::Html => "",
                    Namespace::Svg => "svg ",
                    Namespace::MathMl => "math ",
                };
                writeln!(out, "{indent}<{prefix}{}>", element.name()).unwrap();
                let mut rows: Vec<String> = element
                    .attributes()
                    .map(|a| {
                        let space = if a.prefix.is_empty() { "" } else { " " };
                        format!("{}{space}{}=\"{}\"", a.prefix, a.name, a.value)
                    })
                    .collect();
                rows.sort_by(|a, b| a.encode_utf16().cmp(b.encode_utf16()));
                for row in rows {
                    writeln!(out, "{indent}  {row}").unwrap();
                }
                if let Some(contents) = tree.template_contents(child) {
                    writeln!(out, "{indent}  content").unwrap();
                    dump(tree, contents, depth + 2, out);
                }
                dump(tree, child, depth + 1, out);
            }
        }
    }
}
