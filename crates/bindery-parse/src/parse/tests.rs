use super::*;
use crate::Limits;
use crate::liquid::Context;

fn parse(path: &str, text: &str) -> Parsed {
    let options = ParseOptions {
        path,
        excerpt_separator: Some("\n\n"),
        ..ParseOptions::default()
    };
    let parsed = parse_post(text.as_bytes(), &options);
    assert_eq!(bindery_model::check(&parsed.post), Ok(()), "{text}");
    parsed
}

fn codes(parsed: &Parsed) -> Vec<&str> {
    parsed.diagnostics.iter().map(|d| d.code.as_ref()).collect()
}

#[test]
fn line_ends_do_not_reach_the_text() {
    let parsed = parse(
        "a.html",
        "---\r\ntitle: T\r\n---\r\n<p>a\r\nb</p>\r\n<pre>c\r\nd</pre>\r\n",
    );
    assert_eq!(parsed.post.text(), "a\nb\nc\nd");
    let json = bindery_model::json::to_string(&parsed.post);
    assert!(!json.contains("\\r"), "{json}");
    let plain = parse("a.txt", "one\r\ntwo\r\n\r\nthree");
    assert_eq!(plain.post.blocks.len(), 2);
    assert_eq!(plain.post.text(), "one\ntwo\nthree");
}

#[test]
fn titles_fall_back_on_what_there_is() {
    let cases = [
        ("a.html", "---\ntitle: T\n---\n<h1>H</h1>", "T"),
        ("a.html", "<div><h1>H <b>b</b></h1></div><p>x</p>", "H b"),
        (
            "a.html",
            "---\ntitle: ''\n---\n<p>First words. More</p>",
            "First words",
        ),
        (
            "a.html",
            "<blockquote>引文很长很长，说明</blockquote>",
            "引文很长很长，说明",
        ),
        ("2024-05-01-the-name.html", "---\n---\n", "the name"),
        ("a.html", "---\nslug: my-slug\n---\n<img src=x>", "my slug"),
        (
            "a.html",
            "<html><head><title> Of the\nhead </title></head><body>x",
            "Of the head",
        ),
    ];
    for (path, text, title) in cases {
        assert_eq!(parse(path, text).post.meta.title, title, "{text}");
    }
}

#[test]
fn documents_tell_what_front_matter_does_not() {
    let parsed = parse(
        "a.html",
        "<!doctype html><html lang=zh-CN><head><meta charset=utf-8><meta name=author content=A>\
         <meta name=description content='d &amp; e'><meta property=article:published_time content=2024-05-01T08:00:00Z>\
         <meta name=keywords content='x, y'><style>p{}</style></head><body><p>t</p></body></html>",
    );
    let meta = &parsed.post.meta;
    assert_eq!(meta.language.as_deref(), Some("zh-CN"));
    assert_eq!(meta.authors[0].name, "A");
    assert_eq!(meta.details.description.as_deref(), Some("d & e"));
    assert_eq!(meta.date.unwrap().to_string(), "2024-05-01T08:00:00+00:00");
    assert_eq!(*meta.tags, ["x", "y"]);
    assert_eq!(parsed.post.text(), "t");
}

#[test]
fn excerpts_end_at_the_separator() {
    let excerpt = |text: &str| {
        let post = parse("a.html", text).post;
        post.excerpt.map(|blocks| Block::text_of(&blocks))
    };
    assert_eq!(excerpt("<p>a</p>\n\n<p>b</p>").as_deref(), Some("a"));
    assert_eq!(
        excerpt("\n\n<p>a</p>\r\n\r\n<p>b</p>").as_deref(),
        Some("a")
    );
    assert_eq!(excerpt("<p>a</p>\n\n"), None);
    assert_eq!(excerpt("<p>a</p>"), None);
    let own = "---\nexcerpt_separator: <!--more-->\n---\n<p>a</p>\n\n<p>b</p><!--more-->c";
    assert_eq!(excerpt(own).as_deref(), Some("a\nb"));
}

/// Whatever follows it, an excerpt is read as if it stood alone.
#[test]
fn what_follows_an_excerpt_does_not_change_it() {
    let pieces = [
        "plain *text* and 字",
        "<p>a <b>b</p>",
        "<div>open",
        "</div> closed",
        "<p>c <i>d",
        "* item\n* item",
        "> quote",
        "# Head",
        "<h2 id=\"head\">Head</h2>",
        "<ul><li>x<li>y</ul>",
        "<table><tr><td>1",
        "text <span id=\"head\">in a line</span>",
        "</p></b>",
        "<pre>code",
        "<!-- comment",
        "[a]: /b",
        "a [link][a]{:.c} and note[^1]",
        "[^1]: A note.",
        "<br>",
        "<a href=\"#head\">x",
    ];
    let mut found = 0;
    for (path, markup) in [("a.html", Markup::Html), ("a.md", Markup::Markdown)] {
        for [first, second, third] in triples(&pieces) {
            let text = format!("{first}\n\n{second}\n\n{third}");
            let options = ParseOptions {
                path,
                excerpt_separator: Some("\n\n"),
                ..ParseOptions::default()
            };
            let post = parse_post(text.as_bytes(), &options).post;
            let source = excerpt_source(&text, "\n\n").unwrap();
            let html = html_of(&source, markup, &options);
            let alone = lower_excerpt(&html, &post, &options);
            found += usize::from(alone.is_some());
            assert_eq!(post.excerpt, alone, "{path}: {text}");
        }
    }
    assert!(found > 10_000, "{found}");
}

fn triples<'t>(pieces: &'t [&'t str]) -> impl Iterator<Item = [&'t str; 3]> {
    pieces.iter().flat_map(move |first| {
        let rest = pieces.iter();
        rest.flat_map(move |second| pieces.iter().map(move |third| [*first, *second, *third]))
    })
}

#[test]
fn definitions_belong_to_the_excerpt() {
    let source = excerpt_source("a [b][c]\n\nd\n[c]: /x\n [^n]: note\nnot [e]: x", "\n\n");
    assert_eq!(source.as_deref(), Some("a [b][c]\n\n[c]: /x\n [^n]: note"));
}

#[test]
fn what_was_lost_is_told_with_its_place() {
    let parsed = parse(
        "a.html",
        "---\ntitle: T\n---\n<p>a</p>\n<script>x</script>\n<p hidden>b</p>c\u{1}",
    );
    let places: Vec<String> = parsed
        .diagnostics
        .iter()
        .map(|fault| {
            let place = fault.location.as_ref().unwrap();
            format!("{}:{} {}", place.line, place.column, fault.code)
        })
        .collect();
    assert_eq!(
        places,
        [
            "5:1 text.script",
            "6:1 text.hidden",
            "6:17 text.forbidden-character"
        ]
    );
}

#[test]
fn a_file_that_is_too_long_is_an_error() {
    let options = ParseOptions {
        path: "a.html",
        limits: Limits { bytes: 40 },
        ..ParseOptions::default()
    };
    let text = format!("---\ntitle: T\n---\n<p>{}</p>", "a".repeat(100));
    let parsed = parse_post(text.as_bytes(), &options);
    assert_eq!(parsed.post.meta.title, "T");
    assert!(parsed.post.blocks.is_empty());
    assert_eq!(codes(&parsed), ["file.too-long"]);
}

#[test]
fn legacy_encodings_are_told() {
    let (bytes, ..) =
        encoding_rs::GBK.encode("<p>昨天上午，市领导到城市副中心调查研究，并主持召开会议。</p>");
    let parsed = parse_post(
        &bytes,
        &ParseOptions {
            path: "a.html",
            ..ParseOptions::default()
        },
    );
    assert_eq!(codes(&parsed), ["encoding.legacy"]);
}

#[test]
fn liquid_is_left_alone_without_a_context() {
    assert_eq!(parse("a.html", "<p>{{ x }}</p>").post.text(), "{{ x }}");
}

/// Knows nothing.
struct Nothing;

impl Context for Nothing {
    fn variable(&self, _: &str) -> Option<&Value> {
        None
    }
    fn post_url(&self, _: &str) -> Option<String> {
        None
    }
    fn link(&self, _: &str) -> Option<String> {
        None
    }
    fn include(&self, _: &str, _: Option<&str>) -> Option<String> {
        None
    }
}

#[test]
fn front_matter_is_no_template() {
    let options = ParseOptions {
        path: "a.html",
        liquid: Some(&Nothing),
        ..ParseOptions::default()
    };
    let parsed = parse_post(b"---\ntitle: '{{ x }}'\n---\n<p>a</p>", &options);
    assert_eq!(parsed.post.meta.title, "{{ x }}");
    assert_eq!(parsed.post.text(), "a");
}
