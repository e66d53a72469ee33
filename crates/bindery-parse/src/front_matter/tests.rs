use serde_json::json;

use super::*;

/// The values as JSON, the body, and each fault as `line:column code`.
fn read(text: &str) -> (Value, &str, Vec<String>) {
    let (front_matter, diagnostics) = parse(text, "a.md");
    let faults = diagnostics
        .iter()
        .map(|fault| {
            let place = fault.location.as_ref().unwrap();
            format!("{}:{} {}", place.line, place.column, fault.code)
        })
        .collect();
    let body = &text[front_matter.body..];
    (
        Value::Object(front_matter.values.into_inner()),
        body,
        faults,
    )
}

#[test]
fn well_formed_front_matter_has_no_faults() {
    let cases = [
        ("---\na: 1\n---\nbody", json!({"a": 1}), "body"),
        (
            "\u{feff}\n---\r\na: b\r\n...\r\nbody\r\n",
            json!({"a": "b"}),
            "body\r\n",
        ),
        ("---\n---\nbody", json!({}), "body"),
        ("---\na: x #1\n---", json!({"a": "x"}), ""),
        (
            "+++\ntitle = \"x\"\ndate = 2024-05-01T08:30:00+08:00\n[extra]\nn = [1, 2.5]\n+++\nbody",
            json!({"title": "x", "date": "2024-05-01T08:30:00+08:00", "extra": {"n": [1, 2.5]}}),
            "body",
        ),
        (
            "{\n\"a\": {\"b\": []}\n}\n\nbody",
            json!({"a": {"b": []}}),
            "\nbody",
        ),
        ("---json\n{\"a\": 1}\n---\nbody", json!({"a": 1}), "body"),
        ("---toml\na = 1\n---\nbody", json!({"a": 1}), "body"),
        ("---yaml\na: 1\n---\nbody", json!({"a": 1}), "body"),
        ("no front matter", json!({}), "no front matter"),
        ("---\n\nA rule above\n", json!({}), "---\n\nA rule above\n"),
    ];
    for (text, values, body) in cases {
        assert_eq!(read(text), (values, body, vec![]), "{text:?}");
    }
}

#[test]
fn broken_lines_are_mended() {
    let cases = [
        (
            r#"title: "a "b" c""#,
            json!("a \"b\" c"),
            "3:8 front-matter.quotes",
        ),
        ("title: 'It's'", json!("It's"), "3:8 front-matter.quotes"),
        ("title: \"open", json!("open"), "3:8 front-matter.quotes"),
        (
            "title: \"a\" and b",
            json!("\"a\" and b"),
            "3:8 front-matter.quotes",
        ),
        ("title: a: b #1", json!("a: b #1"), "3:8 front-matter.colon"),
        (
            "title:   @someone",
            json!("@someone"),
            "3:10 front-matter.value",
        ),
        (
            "title: [Tag] text",
            json!("[Tag] text"),
            "3:8 front-matter.value",
        ),
        (
            "title: *bold* text",
            json!("*bold* text"),
            "3:8 front-matter.value",
        ),
        (
            "title:\n\t- a\n\t- b",
            json!(["a", "b"]),
            "4:1 front-matter.tab",
        ),
        (
            "title:\n  - a: b: c\n  - d",
            json!(["a: b: c", "d"]),
            "4:3 front-matter.colon",
        ),
        (
            "title:\n  x: a: b\n  y: c",
            json!({"x": "a: b", "y": "c"}),
            "4:6 front-matter.colon",
        ),
        ("title:北京", json!("北京"), "3:6 front-matter.space"),
        ("title：[北京]", json!(["北京"]), "3:6 front-matter.space"),
    ];
    for (lines, title, fault) in cases {
        let text = format!("---\nlayout: post\n{lines}\ndate: 2024-05-01 +0800\n---\nbody");
        let values = json!({"layout": "post", "title": title, "date": "2024-05-01 +0800"});
        assert_eq!(
            read(&text),
            (values, "body", vec![fault.to_owned()]),
            "{lines}"
        );
    }
}

#[test]
fn what_cannot_be_mended_costs_only_its_line() {
    let (values, _, faults) = read("---\na: 1\n<stray>\nb: [x\n  y: z\nc: 3\n---\n");
    assert_eq!(values, json!({"a": 1, "c": 3}));
    assert_eq!(
        faults,
        ["3:1 front-matter.stray-line", "4:1 front-matter.value"]
    );
}

#[test]
fn the_last_of_two_equal_keys_counts() {
    let (values, _, faults) = read("---\na: 1\nb: 2\na: 3\n---\n");
    assert_eq!(values, json!({"a": 3, "b": 2}));
    assert_eq!(faults, ["4:1 front-matter.duplicate-key"]);
}

#[test]
fn entries_that_are_indented_by_mistake_are_entries() {
    let (values, _, faults) = read("---\ntitle: a\n date: 2024-05-01\n tags: b: c\n---\n");
    let expected = json!({"title": "a", "date": "2024-05-01", "tags": "b: c"});
    assert_eq!(values, expected);
    assert_eq!(
        faults,
        ["3:1 front-matter.indent", "4:8 front-matter.colon"]
    );
}

#[test]
fn what_lacks_a_space_after_its_first_colon_is_front_matter() {
    let (values, body, faults) = read("---\ntitle:a\ntags:\n- b\n---\nc");
    assert_eq!((values, body), (json!({"title": "a", "tags": ["b"]}), "c"));
    assert_eq!(faults, ["2:6 front-matter.space"]);
    for text in ["---\nhttp://a.example\n---\n", "---\n注意：a\n---\n"] {
        assert_eq!(read(text).1, text);
    }
}

#[test]
fn keys_have_no_white_space_around_them() {
    let (values, ..) = read("---\ntitle: a\n\u{3000}tags: b\n---\n");
    assert_eq!(values, json!({"title": "a", "tags": "b"}));
}

#[test]
fn unclosed_front_matter_ends_where_it_stops_looking_like_it() {
    let (values, body, faults) = read("\n---\ntitle: x\ntags:\n- a\n<p>text</p>\nnote: no\n");
    assert_eq!(values, json!({"title": "x", "tags": ["a"]}));
    assert_eq!(body, "<p>text</p>\nnote: no\n");
    assert_eq!(faults, ["2:1 front-matter.unclosed"]);
    let (values, body, _) = read("+++\ntitle = \"x\"\ntext");
    assert_eq!((values, body), (json!({"title": "x"}), "text"));
}

#[test]
fn text_between_two_rules_is_text() {
    let (values, body, faults) = read("---\nSome words.\n---\n");
    assert_eq!((values, body), (json!({}), "---\nSome words.\n---\n"));
    assert_eq!(faults, ["1:1 front-matter.no-values"]);
}

#[test]
fn broken_toml_and_json_are_told() {
    let (values, _, faults) = read("+++\na = 1\nb = x \"y\"\nc = 3\n+++\n");
    assert_eq!(values, json!({"a": 1, "b": "x \"y\"", "c": 3}));
    assert_eq!(faults, ["3:1 front-matter.value"]);
    let (values, body, faults) = read("{\n\"a\": oops\n}\n");
    assert_eq!((values, body), (json!({}), "{\n\"a\": oops\n}\n"));
    assert_eq!(faults, ["2:6 front-matter.json"]);
}

#[test]
fn control_characters_do_not_reach_the_values() {
    let (values, ..) = read("---\na: x\u{0}y\u{1b}z\n---\n");
    assert_eq!(values, json!({"a": "xyz"}));
}

#[test]
fn a_thousand_broken_lines_are_told_fifty_times() {
    let text = format!("---\n{}---\n", "a: b: c\n".repeat(1000));
    let (values, _, faults) = read(&text);
    assert_eq!((values, faults.len()), (json!({"a": "b: c"}), 50));
}
