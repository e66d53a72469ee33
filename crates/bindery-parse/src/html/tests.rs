//! A case or more for each group of rules, and properties that hold for any input. The html5lib
//! suite, where it is at hand, has thousands more.
use proptest::prelude::*;

use super::*;

fn fragment(input: &str, context: &str) -> String {
    let tree = parse_fragment(input, context, &Options::default()).unwrap();
    serialize(&tree, tree.root())
}

fn check(context: &str, cases: &[(&str, &str)]) {
    for (input, expected) in cases {
        assert_eq!(fragment(input, context), *expected, "{input}");
    }
}

#[test]
fn implied_end_tags() {
    check(
        "body",
        &[
            ("<p>a<p>b", "<p>a</p><p>b</p>"),
            (
                "<ul><li>a<li>b<ul><li>c</ul></ul>",
                "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>",
            ),
            (
                "<dl><dt>a<dd>b<dt>c</dl>",
                "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>",
            ),
            ("<p>a<div>b</div>c", "<p>a</p><div>b</div>c"),
            ("</p>", "<p></p>"),
            ("</br>", "<br>"),
            ("<h1>a<h2>b</h1>", "<h1>a</h1><h2>b</h2>"),
            (
                "<ruby>a<rt>b<rp>c</ruby>",
                "<ruby>a<rt>b</rt><rp>c</rp></ruby>",
            ),
            ("<button>a<button>b", "<button>a</button><button>b</button>"),
            (
                "<select><option>a<optgroup><option>b</select>",
                "<select><option>a</option><optgroup><option>b</option></optgroup></select>",
            ),
        ],
    );
}

#[test]
fn misnested_formatting() {
    check(
        "body",
        &[
            ("<b>a<i>b</b>c</i>d", "<b>a<i>b</i></b><i>c</i>d"),
            ("<b>a<p>b</b>c</p>", "<b>a</b><p><b>b</b>c</p>"),
            ("<p><b>a<p>b", "<p><b>a</b></p><p><b>b</b></p>"),
            (
                "<a href=x>a<a href=y>b",
                "<a href=\"x\">a</a><a href=\"y\">b</a>",
            ),
            ("<nobr>a<nobr>b", "<nobr>a</nobr><nobr>b</nobr>"),
            ("<b><b><b><b>a<p>b", "<b><b><b><b>a<p>b</p></b></b></b></b>"),
        ],
    );
}

#[test]
fn tables() {
    check("colgroup", &[("a b<col> ", " <col> ")]);
    check(
        "body",
        &[
            (
                "<table><tr><td>a<td>b<tr><td>c",
                "<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></tbody></table>",
            ),
            (
                "<table>a<tr><td>b",
                "a<table><tbody><tr><td>b</td></tr></tbody></table>",
            ),
            (
                "<table><col><caption>c",
                "<table><colgroup><col></colgroup><caption>c</caption></table>",
            ),
            (
                "<table><input type=hidden><tr>",
                "<table><input type=\"hidden\"><tbody><tr></tr></tbody></table>",
            ),
            ("<table><b>a", "<b>a</b><table></table>"),
        ],
    );
    check(
        "tr",
        &[
            ("<td>a<td>b", "<td>a</td><td>b</td>"),
            ("a<p>b", "a<p>b</p>"),
        ],
    );
    check("colgroup", &[("<col>x<col>", "<col><col>")]);
}

#[test]
fn raw_text() {
    check(
        "body",
        &[
            ("<script>a<b>&amp;</script>c", "<script>a<b>&amp;</script>c"),
            (
                "<script><!--<script></script>--></script>c",
                "<script><!--<script></script>--></script>c",
            ),
            ("<style></styl></style>c", "<style></styl></style>c"),
            (
                "<textarea>\n<b>&lt;</textarea>",
                "<textarea>&lt;b&gt;&lt;</textarea>",
            ),
            ("<title>a</titl></title>", "<title>a&lt;/titl&gt;</title>"),
            (
                "<plaintext>a</plaintext>",
                "<plaintext>a</plaintext></plaintext>",
            ),
            ("<pre>\na</pre>", "<pre>a</pre>"),
        ],
    );
}

#[test]
fn character_references() {
    check(
        "body",
        &[
            (
                "&amp;&lt;&copy &notit; &nosuch; &",
                "&amp;&lt;© ¬it; &amp;nosuch; &amp;",
            ),
            (
                "&#65;&#x42;&#128;&#0;&#xD800;&#x110000;&#",
                "AB€\u{fffd}\u{fffd}\u{fffd}&amp;#",
            ),
            (
                "<a href='?a&copy=1&copy;'>",
                "<a href=\"?a&amp;copy=1©\"></a>",
            ),
            ("&NotEqualTilde;", "≂̸"),
        ],
    );
}

#[test]
fn attributes() {
    check(
        "body",
        &[
            (
                "<p a=1 A=2 b c='\"' d=e/>",
                "<p a=\"1\" b=\"\" c=\"&quot;\" d=\"e/\"></p>",
            ),
            ("<p =x a\"b=c>", "<p =x=\"\" a\"b=\"c\"></p>"),
            ("<p a=\"b\"c=d>", "<p a=\"b\" c=\"d\"></p>"),
            ("a<p b=", "a"),
        ],
    );
}

#[test]
fn comments_and_declarations() {
    check(
        "body",
        &[
            ("<!-->a", "<!---->a"),
            ("<!--a--!>b", "<!--a-->b"),
            ("<!--a<!--b-->c", "<!--a<!--b-->c"),
            ("<!x>a<?y>b</ z>", "<!--x-->a<!--?y-->b<!-- z-->"),
            ("a<![CDATA[b]]>c", "a<!--[CDATA[b]]-->c"),
            ("<!--a", "<!--a-->"),
        ],
    );
}

#[test]
fn foreign_content() {
    check(
        "body",
        &[
            (
                "<svg><foreignobject><p>a</p></foreignobject></svg>b",
                "<svg><foreignObject><p>a</p></foreignObject></svg>b",
            ),
            (
                "<svg viewbox=x><g/><path></svg>",
                "<svg viewBox=\"x\"><g></g><path></path></svg>",
            ),
            ("<svg><![CDATA[a<b]]></svg>", "<svg>a&lt;b</svg>"),
            ("<svg><p>a", "<svg></svg><p>a</p>"),
            (
                "<math><mi><p>a</mi></math>",
                "<math><mi><p>a</p></mi></math>",
            ),
            ("<svg xlink:href=a>", "<svg xlink:href=\"a\"></svg>"),
        ],
    );
}

#[test]
fn templates_and_documents() {
    check(
        "body",
        &[(
            "<template><tr><td>a</template>",
            "<template><tr><td>a</td></tr></template>",
        )],
    );
    let document = |input| {
        let tree = parse_document(input, &Options::default()).unwrap();
        (serialize(&tree, tree.root()), tree.quirks_mode)
    };
    let (text, mode) = document("<!doctype html><title>a</title><p>b");
    assert_eq!(
        text,
        "<!DOCTYPE html><html><head><title>a</title></head><body><p>b</p></body></html>"
    );
    assert_eq!(mode, QuirksMode::NoQuirks);
    assert_eq!(document("a").1, QuirksMode::Quirks);
    let (text, _) = document("<frameset><frame></frameset>");
    assert_eq!(
        text,
        "<html><head></head><frameset><frame></frameset></html>"
    );
}

#[test]
fn errors_have_the_standards_names_and_places() {
    let (_, errors) =
        parse_document_with_errors("<!doctype html><p a a>\u{0}&nosuch;", &Options::default())
            .unwrap();
    let found: Vec<_> = errors
        .iter()
        .map(|error| (error.code, error.offset))
        .collect();
    assert!(found.contains(&("duplicate-attribute", 21)), "{found:?}");
    assert!(
        found.contains(&("unexpected-null-character", 22)),
        "{found:?}"
    );
    assert!(
        found.contains(&("unknown-named-character-reference", 30)),
        "{found:?}"
    );
    // The dashes of the second opening are also those of the end.
    let (_, errors) = parse_fragment_with_errors("<!--<!--->", "p", &Options::default()).unwrap();
    assert_eq!((errors[0].code, errors[0].offset), ("nested-comment", 8));
}

#[test]
fn depth_and_length_cost_no_stack() {
    for piece in [
        "<div>",
        "<b>",
        "<table><td>",
        "<svg>",
        "<a><p>",
        "</x>",
        "<x a",
        "&",
    ] {
        let text = piece.repeat(20_000);
        let tree = parse_fragment(&text, "body", &Options::default()).unwrap();
        let again = serialize(&tree, tree.root());
        assert!(again.len() < 100 * text.len());
    }
}

#[test]
fn what_the_standard_leaves_without_bound_is_bounded() {
    // Blocks: the 513th and later ones stand beside each other.
    let text = "<div>".repeat(2000);
    let tree = parse_fragment(&text, "body", &Options::default()).unwrap();
    let depth = |mut node| {
        let mut depth = 0;
        while let Some(parent) = tree.parent(node) {
            (node, depth) = (parent, depth + 1);
        }
        depth
    };
    assert_eq!(tree.len(), 2003);
    let deepest =
        std::iter::successors(Some(tree.root()), |&id| tree.next_in_order(id, tree.root()));
    assert_eq!(deepest.map(depth).max(), Some(512));
    // Formatting: 400 elements are open again in the first paragraphs only, but the text is there.
    let fonts: String = (0..400).map(|size| format!("<font size={size}>")).collect();
    let text = format!("<p>{fonts}</p>{}", "<p>x</p>".repeat(5000));
    let tree = parse_fragment(&text, "body", &Options::default()).unwrap();
    assert!(tree.len() < 30_000, "{}", tree.len());
    assert_eq!(serialize(&tree, tree.root()).matches('x').count(), 5000);
}

#[test]
fn input_that_is_too_large_is_refused() {
    let options = Options {
        max_bytes: 3,
        ..Options::default()
    };
    assert!(parse_fragment("abc", "body", &options).is_ok());
    let error = parse_document("abcd", &options).unwrap_err();
    let said = "the input has 4 bytes, and at most 3 are read";
    assert_eq!(error.to_string(), said);
}

#[test]
fn of_many_attributes_the_first_of_each_name_counts() {
    let attributes: String = (0..100).map(|i| format!(" a{}={i}", i % 60)).collect();
    let text = format!("<p{attributes} A0=x>");
    let (tree, errors) = parse_fragment_with_errors(&text, "body", &Options::default()).unwrap();
    let p = tree
        .element(tree.first_child(tree.root()).unwrap())
        .unwrap();
    let found: Vec<_> = p
        .attributes()
        .map(|a| (a.name.to_owned(), a.value))
        .collect();
    let expected: Vec<_> = (0..60).map(|i| (format!("a{i}"), i.to_string())).collect();
    assert!(
        found
            .iter()
            .map(|(n, v)| (n, *v))
            .eq(expected.iter().map(|(n, v)| (n, v.as_str())))
    );
    let repeated = errors
        .iter()
        .filter(|e| e.code == "duplicate-attribute")
        .count();
    assert_eq!(repeated, 41);
}

proptest! {
    /// Whatever bytes a file holds: they are decoded, and parse.
    #[test]
    fn any_bytes_parse(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let text = String::from_utf8_lossy(&bytes);
        let text = normalize_newlines(&text);
        fragment(&text, "body");
        parse_document_with_errors(&text, &Options::default()).unwrap();
    }

    #[test]
    fn any_text_parses(text in "\\PC{0,200}") {
        fragment(&text, "body");
    }

    /// What is written parses back to the same, for markup of elements that nest freely. Of others
    /// the standard says that it need not (section 13.3): formatting, headings, tables, `pre`.
    #[test]
    fn writing_is_stable(text in "(<(/)?(div|span|section|img|br|x-y)( a=\"[<&\"]?b\")?>|[a-c &;<>\"']){0,40}") {
        let once = fragment(&text, "body");
        prop_assert_eq!(fragment(&once, "body"), once);
    }

    #[test]
    fn soup_parses(text in "(<(/)?(p|b|i|a|table|tr|td|tbody|caption|col|select|option|svg|math|mi|desc|template|form|button|nobr|li|dd|h1|ruby|rt|applet|script|style|title|textarea|pre|frameset|frame|body|html|head)( a=b)?>|[a \n]|<!--|-->|<!doctype>|<!\\[CDATA\\[|]]>|&amp|&notit;|\u{0}){0,60}") {
        for context in ["body", "td", "select", "template", "svg path", "math mi"] {
            fragment(&text, context);
        }
        let tree = parse_document(&text, &Options { scripting: true, ..Options::default() }).unwrap();
        serialize(&tree, tree.root());
    }
}
