//! A case or more for each rule, and properties that hold for any text. kramdown's own suite,
//! where it is at hand, has more.
use proptest::prelude::*;

use super::*;

fn plain() -> Options {
    Options {
        auto_ids: false,
        ..Options::default()
    }
}

fn check(options: &Options, cases: &[(&str, &str)]) {
    for (text, html) in cases {
        assert_eq!(to_html(text, options).trim(), *html, "{text}");
    }
}

/// Jekyll gives kramdown lists as well as the texts that kramdown itself takes.
#[test]
fn quotation_marks_are_set() {
    for value in [
        serde_json::json!("apos,apos,quot,quot"),
        serde_json::json!(["apos", "apos", "quot", "quot"]),
        serde_json::json!([39, "39", 34, "#34"]),
    ] {
        let mut options = plain();
        options.set("smart_quotes", &value);
        check(&options, &[("'a' \"b\"", "<p>'a' \"b\"</p>")]);
    }
}

#[test]
fn headers() {
    check(
        &plain(),
        &[
            ("# A #", "<h1>A</h1>"),
            ("##B", "<h2>B</h2>"),
            ("A\n===", "<h1>A</h1>"),
            ("A {#x:y}\n---", "<h2 id=\"x:y\">A</h2>"),
            ("a\n# B", "<p>a\n# B</p>"),
            ("#\nA", "<h1>\nA</h1>"),
            (" \t*a*\n- b", "<em>a</em>\n<ul>\n<li>b</li>\n</ul>"),
            ("# A {#、b}", "<h1 id=\"、b\">A</h1>"),
        ],
    );
    check(
        &Options::default(),
        &[
            ("# A b! 1", "<h1 id=\"a-b-1\">A b! 1</h1>"),
            (
                "# 1\n\n# 2",
                "<h1 id=\"section\">1</h1>\n\n<h1 id=\"section-1\">2</h1>",
            ),
        ],
    );
    check(
        &Options::jekyll(),
        &[
            ("# 中文 Title!", "<h1 id=\"中文-title\">中文 Title!</h1>"),
            ("#no", "<p>#no</p>"),
            ("a\n# B", "<p>a</p>\n<h1 id=\"b\">B</h1>"),
            ("# `a` *b*", "<h1 id=\"a-b\"><code>a</code> <em>b</em></h1>"),
            ("# हिन्दी ①﹏", "<h1 id=\"हिन्दी-﹏\">हिन्दी ①﹏</h1>"),
            ("# &o;", "<h1 id=\"o\">&amp;o;</h1>"),
        ],
    );
    let note = to_html("a[^1]\n\n[^1]:\n    # 中", &Options::jekyll());
    assert!(note.contains("<h1 id=\"section\">中</h1>"), "{note}");
}

#[test]
fn lists() {
    check(
        &plain(),
        &[
            ("* a\n* b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
            (
                "1. a\n\n2. b",
                "<ol>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ol>",
            ),
            (
                "* a\n  * b",
                "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>",
            ),
            ("* {:.c} a", "<ul>\n<li class=\"c\">a</li>\n</ul>"),
            (
                "* a\n\n      code",
                "<ul>\n<li>\n<p>a</p>\n\n<pre><code>code\n</code></pre>\n</li>\n</ul>",
            ),
            (
                "a\n: b\n: c",
                "<dl>\n<dt>a</dt>\n<dd>b</dd>\n<dd>c</dd>\n</dl>",
            ),
            (
                "* a\n^\n* b",
                "<ul>\n<li>a</li>\n</ul>\n<ul>\n<li>b</li>\n</ul>",
            ),
        ],
    );
    let tasks = to_html("- [x] a\n- [ ] b", &Options::jekyll());
    assert_eq!(tasks.matches("task-list-item\"").count(), 2);
    assert_eq!(tasks.matches(" checked=").count(), 1);
}

#[test]
fn code_quotes_and_rules() {
    check(
        &plain(),
        &[
            ("    a < b", "<pre><code>a &lt; b\n</code></pre>"),
            (
                "~~~ ruby\nx\n~~~",
                "<pre><code class=\"language-ruby\">x\n</code></pre>",
            ),
            (
                "> a\nb\n\n> c",
                "<blockquote>\n<p>a\nb</p>\n</blockquote>\n\n<blockquote>\n<p>c</p>\n</blockquote>",
            ),
            ("* * *", "<hr />"),
            ("```\na\n```", "<p><code>\na\n</code></p>"),
            ("    a\nb\n \tc", "<pre><code>a b\n \tc\n</code></pre>"),
            (
                "{:.language-a .b}\n~~~ a\nx\n~~~",
                "<pre class=\"language-a b\"><code class=\"language-a\">x\n</code></pre>",
            ),
        ],
    );
    check(
        &Options::jekyll(),
        &[
            (
                "```rb\n*a*\n```",
                "<pre><code class=\"language-rb\">*a*\n</code></pre>",
            ),
            ("```\nnever closed", "<p>```\nnever closed</p>"),
            (
                "````\na\n```\nb",
                "<pre><code class=\"language-`\">a\n</code></pre>\n<p>b</p>",
            ),
        ],
    );
}

#[test]
fn attribute_lists_and_extensions() {
    check(
        &plain(),
        &[
            (
                "a\n{: #i .c k=\"v\"}",
                "<p id=\"i\" class=\"c\" k=\"v\">a</p>",
            ),
            ("{:x: .c}\n\na\n{: x .d}", "<p class=\"c d\">a</p>"),
            ("*a*{:.c}", "<p><em class=\"c\">a</em></p>"),
            ("{::comment}\na\n{:/}\nb", "<!-- a -->\n<p>b</p>"),
            ("{::nomarkdown}\n*a*\n{:/}", "*a*"),
            (
                "{::options auto_ids=\"true\" /}\n\n# A",
                "<h1 id=\"a\">A</h1>",
            ),
            ("a {::nomarkdown}<b>{:/}", "<p>a <b></p>"),
            ("*a*{::} *b*{::c=\"d\"}", "<p><em>a</em> <em>b</em></p>"),
            ("*a*{:/}", "<p><em>a</em>{:/}</p>"),
            (
                "a\n{: b=\"c\"d\" .网}",
                "<p b=\"c&quot;d\" class=\"网\">a</p>",
            ),
            ("*a*{:.b\\}", "<p><em class=\"b\\\">a</em></p>"),
            (
                "**{::nomarkdown type=\"latex\"}a{:/}**",
                "<p><strong></strong></p>",
            ),
        ],
    );
    let toc = to_html("* x\n{:toc}\n\n# A\n\n## B", &Options::default());
    assert!(
        toc.starts_with(
            "<ul id=\"markdown-toc\">\n<li><a href=\"#a\" id=\"markdown-toc-a\">A</a><ul>"
        ),
        "{toc}"
    );
}

#[test]
fn spans() {
    check(
        &plain(),
        &[
            (
                "*a* **b** _c_ a_b_c",
                "<p><em>a</em> <strong>b</strong> <em>c</em> a_b_c</p>",
            ),
            ("**中文。**后", "<p><strong>中文。</strong>后</p>"),
            ("`a``b`", "<p><code>a</code><code>b</code></p>"),
            ("\"a\" 'b' it's '90s", "<p>“a” ‘b’ it’s ’90s</p>"),
            (
                "a -- b --- c ... << d >>",
                "<p>a – b — c … «\u{a0}d\u{a0}»</p>",
            ),
            ("a  \nb", "<p>a<br />\nb</p>"),
            ("\\*a\\*", "<p>*a*</p>"),
            (
                "<http://a.b> <c@d.ef>",
                "<p><a href=\"http://a.b\">http://a.b</a> <a href=\"mailto:c@d.ef\">c@d.ef</a></p>",
            ),
            (
                "<a@b> <http:>>",
                "<p><a href=\"mailto:a@b\">a@b</a> <a href=\"http:&gt;\">http:&gt;</a></p>",
            ),
            ("<time>*a*</time>", "<p><time>*a*</time></p>"),
            ("$$x$$", "\\[x\\]"),
            ("a $$x$$", "<p>a \\(x\\)</p>"),
            (
                "&copy; &nosuch; AT&T",
                "<p>&copy; &amp;nosuch; AT&amp;T</p>",
            ),
        ],
    );
    check(
        &Options::jekyll(),
        &[
            ("a\n# b", "<p>a</p>\n<h1 id=\"b\">b</h1>"),
            ("~~a~~ b\\\nc", "<p><del>a</del> b<br />\nc</p>"),
            ("_~~*a*~~_", "<p><em><del><em>a</em></del></em></p>"),
            ("<b>a\\\nb</b>", "<p><b>a\\\nb</b></p>"),
            (
                "* a\\\n  * b",
                "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>",
            ),
        ],
    );
    let mut wrapped = Options::jekyll();
    wrapped.hard_wrap = true;
    check(
        &wrapped,
        &[
            ("a\n\"b\"", "<p>a<br />\n“b”</p>"),
            ("<b>a\nb</b>", "<p><b>a\nb</b></p>"),
        ],
    );
}

#[test]
fn links_and_definitions() {
    check(
        &plain(),
        &[
            ("[a](b \"c\")", "<p><a href=\"b\" title=\"c\">a</a></p>"),
            (
                "[a](<b c>) [d](e(f)g)",
                "<p><a href=\"b c\">a</a> <a href=\"e(f)g\">d</a></p>",
            ),
            (
                "[a][] [b] [C][A]\n\n[a]: /x 'y'",
                "<p><a href=\"/x\" title=\"y\">a</a> [b] <a href=\"/x\" title=\"y\">C</a></p>",
            ),
            ("![a *b*](c)", "<p><img src=\"c\" alt=\"a *b*\" /></p>"),
            ("[a]\n\n[a]: <b> c", "<p><a href=\"&lt;b&gt; c\">a</a></p>"),
            (
                "[a]\n\n[a]: <b>c> 'd'",
                "<p><a href=\"b&gt;c\" title=\"d\">a</a></p>",
            ),
            (
                "*[a b]: c\n\na\nb a\u{a0}b",
                "<p><abbr title=\"c\">a\nb</abbr> <abbr title=\"c\">a\u{a0}b</abbr></p>",
            ),
            (
                "[![a](b)](c)",
                "<p><a href=\"c\"><img src=\"b\" alt=\"a\" /></a></p>",
            ),
            (
                "*[HTML]: Hyper\n\nHTML and XHTML",
                "<p><abbr title=\"Hyper\">HTML</abbr> and XHTML</p>",
            ),
        ],
    );
    let notes = to_html("a[^1] b[^1]\n\n[^1]: c *d*", &plain());
    assert!(
        notes.contains("<li id=\"fn:1\">\n<p>c <em>d</em>\u{a0}<a href=\"#fnref:1\""),
        "{notes}"
    );
    assert!(notes.contains("id=\"fnref:1:1\""), "{notes}");
    let toc = to_html("* x\n{:toc}\n\n# <http:a>{:.b}", &Options::default());
    assert!(toc.contains("markdown-toc-httpab\">http:a</a>"), "{toc}");
}

#[test]
fn tables() {
    check(
        &plain(),
        &[
            (
                "| a | b |\n|:--|--:|\n| `c|d` | e \\| f |",
                "<table>\n<thead>\n<tr>\n<th style=\"text-align: left\">a</th>\n\
                 <th style=\"text-align: right\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n\
                 <td style=\"text-align: left\"><code>c|d</code></td>\n\
                 <td style=\"text-align: right\">e | f</td>\n</tr>\n</tbody>\n</table>",
            ),
            ("`a|b`", "<p><code>a|b</code></p>"),
            ("a\nb | c", "<p>a\nb | c</p>"),
            ("a <b>c | d", "<p>a <b>c | d</b></p>"),
            ("<b>a</b>\n| b", "<p><b>a</b>\n| b</p>"),
            (
                "<b>a</B>|",
                "<table>\n<tbody>\n<tr>\n<td><b>a</b></td>\n</tr>\n</tbody>\n</table>",
            ),
            (
                "``a|　",
                "<table>\n<tbody>\n<tr>\n<td>``a</td>\n<td>　</td>\n</tr>\n</tbody>\n</table>",
            ),
            (
                "a|\n`b|c`",
                "<table>\n<tbody>\n<tr>\n<td>a</td>\n</tr>\n<tr>\n\
                 <td><code>b|c</code></td>\n</tr>\n</tbody>\n</table>",
            ),
            (
                "`a|<code>b|c</code>`|",
                "<table>\n<tbody>\n<tr>\n<td>`a</td>\n\
                 <td><code>b|c</code>`</td>\n</tr>\n</tbody>\n</table>",
            ),
        ],
    );
}

#[test]
fn html() {
    check(
        &plain(),
        &[
            ("<div>*a*</div>\n*b*", "<div>*a*</div>\n<p><em>b</em></p>"),
            (
                "<div markdown=\"1\">\n*a*\n</div>",
                "<div>\n<p><em>a</em></p>\n</div>",
            ),
            ("<p markdown=\"span\">*a*</p>", "<p><em>a</em></p>"),
            ("\"& a", "<p>“&amp; a</p>"),
            ("&h;{:c}", "<p>&amp;h;{:c}</p>"),
            ("a <b>*c*</b> </i>", "<p>a <b><em>c</em></b> &lt;/i&gt;</p>"),
            ("<img src=a.png>", "<p>&lt;img src=a.png&gt;</p>"),
            ("<m><!---->a", "<m><!---->a\n</m>"),
            ("<pre>\n\n", "<pre>\n\n</pre>"),
        ],
    );
    check(
        &Options::jekyll(),
        &[
            (
                "<p><b>a<i>b</b></i></p>\n\n*c*",
                "<p><b>a<i>b</b></i></p>\n\n<p><em>c</em></p>",
            ),
            ("<p 1x=\"1\">a</p>", "<p 1x=\"1\">a</p>"),
            (
                "<p><i><tt>a</i></p>",
                "<p><i><tt>a&lt;/i&gt;&lt;/p&gt;\n</tt></i></p>",
            ),
            ("<p><img src=a.png></p>", "<p>&lt;img src=a.png&gt;</p>"),
            ("<p width=50%>a", "<p>&lt;p width=50%&gt;a</p>"),
            ("<p>a <![CDATA[<b>]]></p>", "<p>a &lt;b&gt;</p>"),
        ],
    );
}

/// Searches for their ends use up no budget where there is none.
#[test]
fn marks_of_notes_do_not_hide_what_follows() {
    let text = "*note with some words in it\n".repeat(200) + "`code` **strong**";
    let html = to_html(&text, &Options::jekyll());
    assert!(
        html.contains("<code>code</code> <strong>strong</strong>"),
        "{html}"
    );
}

/// What would cost the square of the text, or a stack as deep as the text, is bounded.
#[test]
fn hostile_text_ends_soon() {
    for piece in [
        "*a ",
        "_a ",
        "**a ",
        "[",
        "![",
        "[a](",
        "`a``b",
        "<b>",
        "<div>",
        "</b>",
        "> ",
        "* ",
        "1. ",
        "~~a ",
        "```x\n",
        "~~~x\n",
        "````x\na\n```\n",
        "|a|\n",
        "{:",
        "{::comment}",
        "$$a",
        "<!--",
        "<![CDATA[",
        "\"'",
        "[^a]: ",
        "*[a]: b\n",
        "a\n: b\n",
        "<x a=\"",
        "a\n===\n",
        "&a",
        "- [ ] ",
        "  - a\n",
        "{:.a}\n",
        "<a",
        "|<b>`",
        "|<a b=\"",
        "|`\n",
        "*[a b]: c\n\na ",
    ] {
        let text = piece.repeat(60_000 / piece.len());
        let html = to_html(&text, &Options::jekyll());
        assert!(html.len() < 200 * text.len(), "{piece}");
    }
}

/// A short text that refers to a long definition often, or to definitions in definitions.
#[test]
fn copies_of_definitions_are_bounded() {
    let long = "y".repeat(20_000);
    let names: Vec<char> = ('a'..='i').collect();
    let nested: String = names
        .windows(2)
        .map(|pair| format!("{{:{}:{}}}\n", pair[0], format!(" {}", pair[1]).repeat(30)))
        .collect();
    for text in [
        format!("[a]: {long}\n\n{}", "[a], ".repeat(5_000)),
        format!("*[ab]: {long}\n\n{}", "ab ".repeat(5_000)),
        format!("{{:a: b=\"{long}\"}}\n\n{}", "*b*{:a} ".repeat(5_000)),
        format!("{nested}{{:i: .c}}\n\nd\n{{: b}}"),
    ] {
        let html = to_html(&text, &Options::jekyll());
        assert!(html.len() < (3 << 20) + 40 * text.len());
    }
    let few = format!("[a]: {long}\n\n{}", "[a], ".repeat(20));
    let html = to_html(&few, &Options::jekyll());
    assert_eq!(html.matches("</a>").count(), 20);
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC{0,120}") {
        to_html(&text, &Options::jekyll());
    }

    #[test]
    fn any_markup_is_read(text in "([*_`~|:#>+ \\n\\t\\[\\](){}!<>\"'$\\\\^=-]|a|1|div|\\{:|</|\\[\\^|markdown=1){0,60}") {
        to_html(&text, &Options::jekyll());
        to_html(&text, &Options::default());
    }

    /// Words that are no markup come through, in order.
    #[test]
    fn words_are_kept(words in proptest::collection::vec("[a-z]{1,6}|中文|[*_`#>|-]", 0..40)) {
        let text = words.join(" ");
        let html = to_html(&text, &Options::jekyll());
        let mut rest = html.as_str();
        for word in words.iter().filter(|word| word.chars().all(char::is_alphanumeric)) {
            let at = rest.find(word.as_str());
            prop_assert!(at.is_some(), "{word} is not in {html}");
            rest = &rest[at.unwrap_or(0) + word.len()..];
        }
    }
}
