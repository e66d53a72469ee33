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
fn a_post_may_say_that_it_has_no_templates() {
    let options = ParseOptions {
        liquid: Some(&Nothing),
        ..ParseOptions::default()
    };
    for (said, expected) in [("true", "a"), ("false", "a{{ x }}")] {
        let text = format!("---\nrender_with_liquid: {said}\n---\na{{{{ x }}}}");
        assert_eq!(parse_post(text.as_bytes(), &options).post.text(), expected);
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

#[test]
fn text_that_a_script_shows_is_not_hidden() {
    let text = "下雪了，街上很安静。小城的冬天，比往年来得更早一些，也更安静一些。";
    let page = format!(
        "<!DOCTYPE html><title>T</title><body><h1>T</h1><p style='display:none'>w</p>\
         <div id=js_content style='visibility: hidden; opacity: 0'><p>{text}</p><p hidden>x</p></div></body>"
    );
    assert_eq!(parse("a.html", &page).post.text(), text);
}

#[test]
fn the_content_of_an_entry_is_its_text() {
    let page = "<!DOCTYPE html><title>T</title><article class=h-entry><header><h1 class=p-name>T</h1></header>\
        <section class=p-summary>Short</section><section class=e-content><p>A text of some length, with a comma.</p>\
        <p>And with another paragraph, which goes on for a while.</p></section>\
        <footer><p>By Jo on May 1, 2020, exported on June 1, 2021.</p></footer></article>";
    assert_eq!(
        parse("a.html", page).post.text(),
        "A text of some length, with a comma.\nAnd with another paragraph, which goes on for a while."
    );
}

#[test]
fn every_story_of_a_letter_in_tables_is_text() {
    let story = |name: &str| {
        format!(
            "<td><h2>Story {name}</h2><p>The council met on Monday, and decided, after a long debate, to repair \
             the bridge.</p></td>"
        )
    };
    let links = "<td><a href=a>One of the other pages</a> <a href=b>Another of the pages</a></td>";
    let page = |cells: String| {
        let page =
            format!("<html><title>Letter</title><body><table><tr>{cells}</tr></table></body>");
        parse("a.html", &page).post.text()
    };
    let inner = format!(
        "<td><table><tr>{}{}</tr></table></td>",
        story("B"),
        story("C")
    );
    let letter = page([&story("A"), "</tr><tr>", &inner].concat());
    for name in ["A", "B", "C"] {
        assert!(letter.contains(&format!("Story {name}")), "{letter}");
    }
    let article = page([links, &story("A")].concat());
    assert!(
        article.contains("Story A") && !article.contains("other pages"),
        "{article}"
    );
}

#[test]
fn titles_stand_once() {
    let text = "昨日，镇上主干道开始翻修。居民们说，盼这条路通车已经盼了三年。";
    let page = format!(
        "<!DOCTYPE html><title>镇上修路</title><body><center><font size=5><b>镇上修路</b></font><br>记者</center>\
         <p>{text}</p><p>镇上修路</p></body>"
    );
    let post = parse("a.html", &page).post;
    assert_eq!(post.text(), format!("记者\n{text}\n镇上修路"));
    let post = parse("a.txt", "THE STORY\n\nby Nobody\n\nTHE STORY").post;
    assert_eq!(
        (post.meta.title.as_str(), post.text().as_str()),
        ("THE STORY", "by Nobody\nTHE STORY")
    );
    assert_eq!(parse("a.txt", "ALONE").post.text(), "ALONE");
}

#[test]
fn the_name_of_the_site_is_no_title() {
    let title = |title: &str, headings: &str| {
        let page = format!(
            "<!DOCTYPE html><title>{title}</title><h1><a href=/>The Log</a></h1>{headings}<article><p>Beans grow, \
             and peas do not, in a cold spring.</p></article>"
        );
        parse("a.html", &page).post.meta.title.to_string()
    };
    for (whole, headings, expected) in [
        ("Beans – The Log", "<h1>Beans</h1>", "Beans"),
        ("Beans – The Log", "<h1><a href=b>Beans</a></h1>", "Beans"),
        ("Beans – The Log", "", "Beans"),
        ("The Log | Beans", "<h1>Beans</h1>", "Beans"),
    ] {
        assert_eq!(title(whole, headings), expected, "{whole} {headings}");
    }
}
