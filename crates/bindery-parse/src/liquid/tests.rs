//! Templates as Jekyll renders them.
use bindery_model::{Diagnostic, Severity};
use serde_json::Value;

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
            "shown.html" => Some("[{{ b }}{{ a }}]".to_owned()),
            "x.html" => Some("[{{ include.a }}]".to_owned()),
            "plain.html" => Some("[{{ a }}]".to_owned()),
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
        "page": {"tags": ["x", "y"], "date": "2024-05-01T08:05:09+08:00", "title": "T",
            "gallery": [{"url": "/big.jpg", "image_path": "/a.jpg", "alt": "A"}, "img/b.png"],
            "others": [{"image_path": "/c.jpg", "title": "C"}], "words": ["x"]},
    });
    let mut diagnostics = Vec::new();
    let out = render(template, 0, "a.md", &Names(names), &mut diagnostics);
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
        ("{% include plain.html, a: \"b\" %}{{ a }}", "[b]"),
        ("a  {{- \"b\" -}}  c", "abc"),
        // A filter of texts takes a list as Ruby writes it.
        (
            "{{ page.tags | upcase }}{{ 'a' | append: page.tags }}{{ '' | compact | escape }}",
            "[\"X\", \"Y\"]a[\"x\", \"y\"][&quot;&quot;]",
        ),
        (
            "{{ page.tags | relative_url }}",
            "/notes/%5B%22x%22,%20%22y%22%5D",
        ),
        (
            "{{ 'a' | group_by: 'x' }}{{ 'a' | concat: page.tags | size }}{{ 7 | size }}",
            "a38",
        ),
        ("{{ '86400' | date: '%F%n%Z' }}", "1970-01-02\nUTC"),
        ("{{ '2024-05-01 08:00:00 +0800' | date: '%H%Z.' }}", "08."),
        (
            "{{ 15 | round: -1 }} {{ 100 | modulo: 3.7 }} {{ -1 | modulo: 0.3 }}",
            "20 0.1 0.2",
        ),
        (
            "{{ site.books | map: 'by.x' | join: '.' }}{{ site.books | uniq: 'by.x' | size }}",
            "..1",
        ),
        // Of a block that says nothing, white space does not count; an end tag trims too.
        (
            "a{% if site %} {% assign x = 1 %}\n{% endif %}{{ x }}{% for i in (1..3) %}\n{% endfor %}b",
            "a1b",
        ),
        (
            "a{% comment %}b{% endcomment -%} c{% raw %} d {% endraw -%} e{% raw -%} f{% endraw %} g",
            "ac d  e fg",
        ),
        (
            "{% for i in (1..9) limit:1 limit:2 %}{{ i }}{% endfor %}",
            "12",
        ),
        (
            "{% assign l = 'a,' | split: ',' | push: nil %}{% if l contains x %}a{% endif %}",
            "",
        ),
        // Marks that are none of a filter's or a name's are passed over.
        (
            "{{ 'a' | upcase 1 }}{{ | 'b' }}{{ 'c', d }}{{ page.tags[0 }}",
            "Abc",
        ),
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
            "{% if site.none == empty %}a{% endif %}{% if site.none != blank %}b{% endif %}",
            "b",
        ),
    ] {
        let (out, diagnostics) = show(template);
        assert_eq!(out, expected, "{template}");
        assert!(diagnostics.is_empty(), "{template}: {diagnostics:?}");
    }
}

#[test]
fn loops_go_on_nest_and_make_tables() {
    for (template, expected) in [
        (
            "{% for i in (1..5) limit:2 %}{{ i }}{% endfor %}-{% for i in (1..5) offset:continue %}{{ i }}{% endfor %}",
            "12-345",
        ),
        (
            "{% for i in (1..3) reversed limit: 2 %}{{ i }}{% endfor %}",
            "21",
        ),
        (
            "{% for i in (1..3) limit: 2 reversed %}{{ i }}{% endfor %}",
            "12",
        ),
        (
            "{% for i in (1..4) %}{% ifchanged %}{{ i | divided_by: 2 }}{% endifchanged %}{% endfor %}",
            "012",
        ),
        (
            "{% for i in (1..2) %}{% for t in page.tags %}{{ forloop.parentloop.index }}{{ t }} {% endfor %}{% endfor %}",
            "1x 1y 2x 2y ",
        ),
        (
            "{% for i in (1..2) %}{% for j in (1..2) %}{% for k in (1..2) %}{% endfor %}{{ forloop.parentloop.index }}{% endfor %}{{ forloop.index }} {% endfor %}{{ forloop.index }}",
            "111 222 ",
        ),
        (
            "{% tablerow i in (1..3) cols:2 %}{{ tablerowloop.row }}{{ tablerowloop.col_last }}{% endtablerow %}",
            "<tr class=\"row1\">\n<td class=\"col1\">1false</td><td class=\"col2\">1true</td></tr>\n\
             <tr class=\"row2\"><td class=\"col1\">2false</td></tr>\n",
        ),
        (
            "{% for x in page['no such'] %}x{% else %}none{% endfor %}",
            "none",
        ),
        ("{% for c in page.title %}{{ c }}{% endfor %}", "T"),
        (
            "{% for i in page.none %}x{% else %}none{% endfor %}",
            "none",
        ),
    ] {
        assert_eq!(show(template).0, expected, "{template}");
    }
}

#[test]
fn tags_of_later_versions_are_known() {
    for (template, expected) in [
        ("{% echo page.title | downcase %}", "t"),
        (
            "{% liquid\n assign n = 2\n for i in (1..n)\n echo i\n endfor %}",
            "12",
        ),
        (
            "{% assign a = 1 %}{% render \"shown.html\", b: page.title %}",
            "[T]",
        ),
        ("{% include_cached x.html a=\"b\" %}", "[b]"),
        ("{% include x.html a = 'b c' %}", "[b c]"),
        (
            "{% include x.html b='\\'' a=\"a \\\"b\\\"\nc\" %}",
            "[a \"b\"\nc]",
        ),
    ] {
        let (out, diagnostics) = show(template);
        assert_eq!(out, expected, "{template}");
        assert!(diagnostics.is_empty(), "{template}: {diagnostics:?}");
    }
}

#[test]
fn values_compare_as_in_ruby() {
    for (condition, expected) in [
        ("1 == 1.0", true),
        ("page.title == 'T'", true),
        ("5 == '5'", false),
        ("page.none == empty", false),
        ("page.tags != empty", true),
        ("page.none < 3", false),
        ("page.tags contains 'x'", true),
        ("page.none contains 'x'", false),
        ("0", true),
        ("true or false and false", true),
        ("false and false or true", false),
        ("page.title != blank", true),
    ] {
        let template = format!("{{% if {condition} %}}yes{{% endif %}}");
        assert_eq!(show(&template).0 == "yes", expected, "{condition}");
    }
}

#[test]
fn filters_make_what_jekyll_makes() {
    for (expression, expected) in [
        ("\"a'b <c>\" | escape", "a&#39;b &lt;c&gt;"),
        ("'&lt; & x' | escape_once", "&lt; &amp; x"),
        ("'hELLO wORLD' | capitalize", "Hello world"),
        ("'<b>a</b><script>x</script><!-- c -->' | strip_html", "a"),
        ("'one two three' | truncate: 9, '!!'", "one two!!"),
        ("'one two three' | truncatewords: 1, '--'", "one--"),
        ("'A_b.c!' | slugify: 'pretty'", "a_b.c!"),
        ("7 | divided_by: 2", "3"),
        ("-7 | divided_by: 2", "-4"),
        ("7.0 | divided_by: 2", "3.5"),
        ("4 | plus: 1.0", "5.0"),
        ("0.1 | plus: 0.2", "0.3"),
        ("'/a b/?q=ü' | relative_url", "/notes/a%20b/?q=%C3%BC"),
        (
            "page.date | date_to_string: 'ordinal', 'US'",
            "May 1st, 2024",
        ),
        (
            "page.date | date: '%c|%x|%3N|%^a|%-m|%Q|%'",
            "Wed May  1 08:05:09 2024|05/01/24|000|WED|5|%Q|%",
        ),
        ("10 | divided_by: 3.0", "3.3333333333333335"),
        ("0.3 | divided_by: 0.1", "3.0"),
        ("page.none | relative_url", ""),
        ("'' | relative_url", "/notes"),
        ("false | default: 1, allow_false: true", "false"),
        ("page.tags | inspect", "[&quot;x&quot;, &quot;y&quot;]"),
        ("site.books | find: 'year', 2001 | map: 'by'", "B"),
        ("site.books | where: 'none', nil | size", "3"),
        (
            "site.books | where_exp: 'b', 'b.year > 2000 and b.by == \"A\"' | size",
            "1",
        ),
        ("site.shelf | first | last | map: 'name'", "Oak"),
        ("page.tags | slice: 1", "y"),
        ("'Éàü ß Æ ñ 中 Ł' | slugify: 'latin'", "eau-ss-ae-n-l"),
        ("'é' | base64_encode", "w6k="),
        ("'w6k=' | base64_decode", "é"),
        ("'?' | base64_decode", ""),
        ("page.tags | sample", "x"),
        (
            "site.books | group_by_exp: 'b', 'b.year | modulo: 2' | map: 'name' | jsonify",
            "[0,1]",
        ),
    ] {
        let (out, _) = show(&format!("{{{{ {expression} }}}}"));
        assert_eq!(out, expected, "{expression}");
    }
}

#[test]
fn what_grows_has_an_end() {
    for template in [
        "{% assign x = 'ab' %}{% for i in (1..26) %}{% assign x = x | append: x %}{% endfor %}",
        "{% assign x = 'aa' %}{% for i in (1..8) %}{% assign x = x | replace: 'a', x %}{% endfor %}",
        "{% assign x = 'a,b' | split: ',' %}{% for i in (1..26) %}{% assign x = x | concat: x %}{% endfor %}",
        "{% capture x %}ab{% endcapture %}{% for i in (1..26) %}{% capture x %}{{ x }}{{ x }}{% endcapture %}{% endfor %}",
    ] {
        let (out, _) = show(template);
        assert!(out.len() <= 64 << 20, "{template}");
    }
}

#[test]
fn code_is_a_template_too() {
    let (out, _) =
        show("{% highlight erb %}{% raw %}{{ x }}{% endraw %}{{ page.title }}{% endhighlight %}");
    assert!(out.contains("{{ x }}T</code>"), "{out}");
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
        ("{% include loop.html %}x", "x", "liquid.include-depth"),
        (
            "{% include figure image_path='assets/a.png' alt='A' caption='B' %}",
            "<figure><img src=\"/assets/a.png\" alt=\"A\"><figcaption>B</figcaption></figure>",
            "liquid.no-such-include",
        ),
        (
            "{% include note.html title='A & b' content='a **b**' %}",
            "<p><strong>A &amp; b</strong></p>\n\na **b**",
            "liquid.no-such-include",
        ),
    ] {
        let (out, diagnostics) = show(template);
        assert_eq!(out, expected, "{template}");
        assert_eq!(diagnostics[0].code, code, "{template}");
    }
}

#[test]
fn pictures_that_front_matter_lists_are_shown_where_an_include_is_lacking() {
    for (template, expected) in [
        (
            "{% include gallery caption='D' %}",
            "<figure><img src=\"/a.jpg\" alt=\"A\"><img src=\"/img/b.png\" alt=\"\"><figcaption>D</figcaption></figure>",
        ),
        (
            "{% include gallery id='others' %}",
            "<figure><img src=\"/c.jpg\" alt=\"C\"></figure>",
        ),
        ("{% include words %}", ""),
    ] {
        assert_eq!(show(template).0, expected, "{template}");
    }
}

#[test]
fn tags_of_octopress_are_known() {
    let code = |caption: &str, language: &str, code: &str| {
        format!(
            "\n\n<figure class=\"highlight\">{caption}<pre><code class=\"language-{language}\" \
             data-lang=\"{language}\">{code}</code></pre></figure>\n\n"
        )
    };
    let quote = |inner: &str, end: &str| {
        format!("\n\n<blockquote markdown=\"1\">\n\n{inner}\n\n{end}</blockquote>\n\n")
    };
    for (template, expected) in [
        (
            "{% codeblock A tale lang:ruby %}\n{% raw %}a < {{ b }}{% endraw %}\n{% endcodeblock %}",
            code("<figcaption>A tale</figcaption>", "ruby", "a &lt; {{ b }}"),
        ),
        (
            "{% codeblock %}\na\n{% endcodeblock %}",
            code("", "text", "a"),
        ),
        (
            "{% blockquote Ann Lee, Works %}*x*{% endblockquote %}",
            quote(
                "*x*",
                "<footer><strong>Ann Lee</strong> <cite>Works</cite></footer>\n\n",
            ),
        ),
        ("{% pullquote %}x{% endpullquote %}", quote("x", "")),
    ] {
        let (out, diagnostics) = show(template);
        assert_eq!(out, expected, "{template}");
        assert!(diagnostics.is_empty(), "{template}");
    }
}

/// Plugins are programs; what their tags are given is shown.
#[test]
fn tags_of_plugins_show_their_arguments() {
    for (template, expected) in [
        (
            "{% img right /a.png 30 20 A pea %}",
            "<img src=\"/a.png\" width=\"30\" height=\"20\" alt=\"A pea\">",
        ),
        (
            "{% picture path: a.png, alt: \"A\" %}",
            "<figure><img src=\"a.png\" alt=\"A\"></figure>",
        ),
        (
            "{% youtube a-B_1 %}",
            "<iframe src=\"https://www.youtube.com/embed/a-B_1\"></iframe>",
        ),
        ("a {% aside 'one' 'of two words' %}", "a of two words"),
        (
            "{% card https://a.example/{{ page.title }} %}",
            "<a href=\"https://a.example/T\">https://a.example/T</a>",
        ),
        ("{% blockquote %}never ends", "never ends"),
        ("![]({% asset_path a&b.png %})", "![](a&amp;b.png)"),
        (
            "{% details More words %}\nx{% enddetails %}",
            "<p><strong>More words</strong></p>\n\n\nx",
        ),
        ("{% meter 3 %}", ""),
    ] {
        let (out, diagnostics) = show(template);
        assert_eq!(out, expected, "{template}");
        assert_eq!(diagnostics[0].code, "liquid.unknown-tag", "{template}");
    }
    let severity = |template| show(template).1[0].severity;
    assert_eq!(severity("{% youtube a-B_1 %}"), Severity::Note);
    assert_eq!(severity("{% meter 3 %}"), Severity::Warning);
}

#[test]
fn gists_are_links() {
    for (template, name) in [
        ("{% gist 12ab %}", "12ab"),
        ("{% gist a/12 b.rb %}", "a/12"),
        ("{% assign g = 'x' %}{% gist g %}", "x"),
    ] {
        let (out, diagnostics) = show(template);
        let address = format!("https://gist.github.com/{name}");
        assert_eq!(out, format!("<a href=\"{address}\">{address}</a>"));
        assert!(diagnostics.is_empty());
    }
}

#[test]
fn loops_in_loops_end() {
    let loops = "{% for i in (1..9999) %}".repeat(5) + "x" + &"{% endfor %}".repeat(5);
    let (_, diagnostics) = show(&loops);
    assert_eq!(diagnostics[0].code, "liquid.too-much");
    let long = format!(
        "{{% for i in (1..9999) %}}{}{{% endfor %}}",
        "x".repeat(5000)
    );
    let (out, diagnostics) = show(&long);
    assert_eq!(diagnostics[0].code, "liquid.too-much");
    assert!(out.len() <= long.len() + (8 << 20));
}

#[test]
fn values_that_grow_end() {
    let doubled = |filter: &str| {
        let step = format!("{{% assign a = a | {filter}: a %}}");
        format!("{{% assign a = 'x' | split: ',' %}}{}", step.repeat(50))
    };
    let text = "{% assign t = 'x' %}".to_owned() + &"{% assign t = t | append: t %}".repeat(20);
    let repeated = |what: &str| format!("{text}{{% for i in (1..9999) %}}{what}{{% endfor %}}");
    for template in [
        doubled("push"),
        "{% assign e = '' | split: ',' %}{% for i in (1..9999) %}{% assign a = e | push: a %}{% endfor %}"
            .to_owned(),
        repeated("{% assign a = t %}"),
        repeated("{% assign a = t | upcase %}"),
        repeated("{% if t contains 'y' %}{% endif %}"),
        repeated("{% capture a %}{{ t }}{% endcapture %}"),
    ] {
        let (out, diagnostics) = show(&format!("{template}."));
        assert_eq!(diagnostics[0].code, "liquid.too-much", "{template}");
        assert_eq!(out, "", "{template}");
    }
}
