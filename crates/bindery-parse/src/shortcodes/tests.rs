use super::{Shortcodes, replace, unveil};
use crate::ParseOptions;

fn replaced(kind: Shortcodes, text: &str) -> (String, usize) {
    let mut diagnostics = Vec::new();
    let out = replace(kind, text, 0, &ParseOptions::default(), &mut diagnostics);
    (unveil(&out).into_owned(), diagnostics.len())
}

#[test]
fn known_shortcodes_become_html_and_others_their_text() {
    for (kind, text, expected, diagnostics) in [
        (
            Shortcodes::Hugo,
            "{{< figure src=\"a.png\" caption=\"A & B\" >}}",
            "<figure><img src=\"a.png\" alt=\"A &amp; B\"><figcaption><p>A &amp; B</p></figcaption></figure>",
            0,
        ),
        (
            Shortcodes::Hugo,
            "{{< figure src=\"a.png\" caption=\"A\" attr=\"B & C\" attrlink=\"/d\" >}}",
            "<figure><img src=\"a.png\" alt=\"A\"><figcaption><p>A <a href=\"/d\">B &amp; C</a></p></figcaption></figure>",
            0,
        ),
        (
            Shortcodes::Hugo,
            "{{< figure src=\"a.png\" attr=\"B\" >}}",
            "<figure><img src=\"a.png\" alt=\"\"><figcaption><p>B</p></figcaption></figure>",
            0,
        ),
        (
            Shortcodes::Hugo,
            "{{< highlight go \"linenos=1\" >}}\nx{}\n{{< /highlight >}}.",
            "\n~~~~ go\nx{}\n~~~~\n.",
            0,
        ),
        (
            Shortcodes::Hugo,
            "{{< button relref=\"/a\" >}}B *c*{{< /button >}}{{< kbd \"d=e\" >}}{{< script >}}e(){{< /script >}}{{< toc >}}",
            "<a href=\"/a\">B *c*</a><kbd>d=e</kbd>",
            1,
        ),
        (
            Shortcodes::Hugo,
            "{{< style \"color: red; b{c}\" >}}\na\n{{< /style >}}\n<---> <!-- b -->\nc",
            "\na\n\n\nc",
            1,
        ),
        (
            Shortcodes::Hugo,
            "a {{% note %}}b{{% /note %}} {c}",
            "a \n\n<blockquote>\n\nb\n\n</blockquote>\n\n {c}",
            1,
        ),
        (
            Shortcodes::Hugo,
            "- {{< admonition tip \"T `c`\" >}}\n  b\n  {{< /admonition >}}",
            "- \n\n<blockquote><p><strong>T <code>c</code></strong></p>\n\n\n  b\n  \n\n  </blockquote>\n\n  ",
            1,
        ),
        (
            Shortcodes::Hugo,
            "a{{< x.inline >}}{{ if .Page }}<p>b</p>{{ end }}{{< /x.inline >}}c",
            "ac",
            1,
        ),
        (
            Shortcodes::Hugo,
            "  {{< mermaid >}}\n  a-->b\n  {{< /mermaid >}}",
            "  \n  ~~~~ mermaid\n  a-->b\n  ~~~~\n",
            0,
        ),
        (
            Shortcodes::Hugo,
            "{{< katex >}}a_1 *b*{{< /katex >}} {{< math >}}\n$$c$$\n{{< /math >}} {{< math \"d\" >}}{{< katex >}}",
            "<script type=\"math/tex\">a_1 *b*</script> <script type=\"math/tex; mode=display\">c</script> \
             <script type=\"math/tex\">d</script>",
            0,
        ),
        (
            Shortcodes::Hugo,
            "{{< code lang=\"ini\" title=\"T\" >}}\n# a\n{{< /code >}}{{< code >}}\n```\nb\n```\n{{< /code >}}{{< raw >}}\n<i>\n\nc</i>{{< /raw >}}",
            "<p><strong>T</strong></p>\n\n\n~~~~ ini\n# a\n~~~~\n\n```\nb\n```\n<i>\n\nc</i>",
            2,
        ),
        (
            Shortcodes::Hugo,
            "a{{< sidenote >}} *b* {{< /sidenote >}} {{< sidenote \"c\" >}}d{{< /sidenote >}}",
            "a<span class=\"sidenote\">*b*</span> c<span class=\"sidenote\">d</span>",
            0,
        ),
        (
            Shortcodes::Hugo,
            "{{< album >}}\n    <img src=\"a.png\">\n{{< /album >}}{{< rawhtml >}}<b>\n\nc</b>{{< /rawhtml >}}",
            "<img src=\"a.png\"><b>\n\nc</b>",
            2,
        ),
        (Shortcodes::Hugo, "{{</* figure */>}}", "{{< figure >}}", 0),
        (
            Shortcodes::Zola,
            "{{ vimeo(id=\"7\") }}",
            "<iframe src=\"https://player.vimeo.com/video/7\"></iframe>",
            0,
        ),
        (Shortcodes::Zola, "{% aside(kind=1) %}in{% end %}", "in", 1),
        (
            Shortcodes::Zola,
            "{% tip(title=\"T\") %}in{% end %}.{% mermaid() %}a{% end %}{{ katex(body=\"b\") }}",
            "\n\n<blockquote><p><strong>T</strong></p>\n\nin\n\n</blockquote>\n\n.\n~~~~ mermaid\na\n~~~~\n\
             <script type=\"math/tex\">b</script>",
            1,
        ),
        (Shortcodes::Zola, "{{ not a call }}", "{{ not a call }}", 0),
        (Shortcodes::Zola, "{{/* a() */}}", "{{ a() }}", 0),
        (
            Shortcodes::Hugo,
            "{{< details summary=\"S\" >}}t{{< /details >}}",
            "<details><summary>S</summary>\n\nt\n\n</details>\n\n",
            0,
        ),
        (
            Shortcodes::Hugo,
            "{{% details title=\"S\" closed=\"true\" %}}t{{% /details %}}",
            "<details><summary>S</summary>\n\nt\n\n</details>\n\n",
            0,
        ),
        (
            Shortcodes::Hugo,
            "{{< quote author=\"A\" >}}t{{< /quote >}}",
            "\n\n<blockquote>\n\nt\n\n<footer>— A</footer></blockquote>\n\n",
            1,
        ),
        (
            Shortcodes::Hugo,
            "{{< tabs items=\"A,B\" >}}{{< tab >}}t{{< /tab >}} {{< tab >}}u{{< /tab >}}{{< /tabs >}}{{< alert text=\"v\" />}}",
            "<p><strong>A</strong></p>\n\nt <strong>B</strong> uv",
            4,
        ),
        (
            Shortcodes::Hexo,
            "{% post_link my-post A & b %}{% asset_img p.png A pea %}",
            "<a href=\"@post/my-post\">A &amp; b</a><img src=\"p.png\" alt=\"A pea\">",
            0,
        ),
        (
            Shortcodes::Hexo,
            "{% post_link my-post %}",
            "<a href=\"@post/my-post\">my-post</a>",
            0,
        ),
        (Shortcodes::Hexo, "{% box x %}in{% endbox %}", "in", 1),
        (
            Shortcodes::Hexo,
            "```\n{% if x %}\n```\n{% if x %}{% endif %}",
            "```\n{% if x %}\n```\n",
            1,
        ),
        (
            Shortcodes::Hugo,
            "{{< imgcap src=\"a.png\" title=\"T\" >}}",
            "<figure><img src=\"a.png\" alt=\"T\"><figcaption>T</figcaption></figure>",
            1,
        ),
        (
            Shortcodes::Hugo,
            "{{% box title=\"A & B\" %}}\nin\n{{% /box %}}{{% box title=\"C\" %}}",
            "<p><strong>A &amp; B</strong></p>\n\n\nin\n",
            2,
        ),
    ] {
        assert_eq!(
            replaced(kind, text),
            (expected.to_owned(), diagnostics),
            "{text}"
        );
    }
}
