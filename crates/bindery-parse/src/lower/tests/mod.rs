mod drawings;
mod editors;
mod formulas;
mod linked_notes;
mod margin_notes;
mod notation;
mod properties;

use bindery_model::Post;

use crate::html;
use crate::resolve::ResolveAlone;

/// The HTML, lowered.
fn lowered(source: &str) -> (Post, Vec<String>) {
    let tree = html::parse_fragment(source, "body", &html::Options::default()).unwrap();
    let (mut post, mut diagnostics) = (Post::default(), Vec::new());
    super::lower(&tree, &ResolveAlone, &mut post, &mut diagnostics);
    bindery_model::check(&post).unwrap_or_else(|violation| panic!("{violation} in {source}"));
    let codes = diagnostics.iter().map(|d| d.code.to_string()).collect();
    (post, codes)
}

fn check(cases: &[(&str, &str)]) {
    for (source, expected) in cases {
        assert_eq!(notation::of_post(&lowered(source).0), *expected, "{source}");
    }
}

#[test]
fn white_space_collapses_as_in_browsers() {
    check(&[
        ("<p>  a \t b\n c  </p>", "p[a b↵c]"),
        ("<p>a <b> b </b> c</p>", "p[a b[b ]c]"),
        ("<p>a<b> </b>b</p>", "p[ab[ ]b]"),
        ("<p><b>a </b></p>", "p[b[a]]"),
        ("<p>a <br> b<br></p>", "p[a¶b]"),
        ("<p>a&nbsp; b</p>", "p[a⍽ b]"),
        ("<p>a\u{feff}b\u{0}c\u{1b}d</p>", "p[abcd]"),
        ("<p>a <span id=x></span></p>", "p[aspan#x[]]"),
        ("<p>a <!-- b --> c</p>", "p[a c]"),
        (" <p>a</p> \n <p>b</p> ", "p[a]\np[b]"),
        ("<p> <b> </b> </p>", "plain[b[]]"),
        ("<p>a <b></b> b <i> </i></p>", "p[a b[]bi[]]"),
        ("<b><p>a</p> <p>b</p></b>", "p[b[a]]\np[b[b]]"),
        ("<p>a \n</p>", "p[a]"),
        ("<p>a \n b \t\n</p>", "p[a↵b]"),
    ]);
}

#[test]
fn each_style_has_its_element() {
    check(&[
        (
            "<p><em>1</em><strong>2</strong><i>3</i><b>4</b><u>5</u><small>6</small><big>7</big></p>",
            "p[em[1]strong[2]i[3]b[4]u[5]small[6]big[7]]",
        ),
        (
            "<p><mark>1</mark><s>2</s><strike>3</strike><del>4</del><ins>5</ins><sub>6</sub><sup>7</sup></p>",
            "p[mark[1]s[2]s[3]del[4]ins[5]sub[6]sup[7]]",
        ),
        (
            "<p><code>1</code><tt>2</tt><kbd>3</kbd><samp>4</samp><var>5</var><cite>6</cite><q>7</q><dfn>8</dfn></p>",
            "p[code[1]code[2]kbd[3]samp[4]var[5]cite[6]q[7]dfn[8]]",
        ),
        (
            "<p><abbr title=Long>1</abbr><acronym>2</acronym><time datetime=2024>3</time></p>",
            "p[abbr(Long)[1]abbr()[2]time(2024)[3]]",
        ),
        (
            "<p><bdo dir=rtl>1</bdo><bdi>2</bdi></p>",
            "p[span←[1]span↔[2]]",
        ),
        (
            "<p><font color=red>1</font><nobr>2</nobr><x-y>3</x-y><marquee>4</marquee></p>",
            "p[1234]",
        ),
        (
            "<p>a<wbr>b<span class='x y' lang=fr>c</span><span>d</span></p>",
            "p[a¦bspan.x.y@fr[c]d]",
        ),
        (
            "<p><span style='color:red' href=x data-code=1>a</span></p>",
            "p[a]",
        ),
    ]);
}

#[test]
fn each_block_has_its_element() {
    check(&[
        ("<h1>a</h1><h6>b</h6><hr>", "h1[a]\nh6[b]\nhr"),
        ("<blockquote><p>a</p>b</blockquote>", "quote[p[a] plain[b]]"),
        (
            "<blockquote cite=/s><p><q cite='javascript:x'>a</q><del cite=#b>b</del></blockquote>",
            "quote</s>[p[q[a]del<#b>[b]]]",
        ),
        (
            "<section><p>a</p></section><aside>b</aside>",
            "section[p[a]]\naside[plain[b]]",
        ),
        (
            "<address>a</address><main><p>b</p></main>",
            "address[plain[a]]\np[b]",
        ),
        (
            "<center><img src=/a.png alt=A></center>",
            "div[plain[img(/a.png \"A\")]]",
        ),
        (
            "<figure><img src=a.png><figcaption>b</figcaption></figure>",
            "figure[plain[img(a.png)]] caption[plain[b]]",
        ),
        (
            "<figure><figcaption>b</figcaption><img src=a.png></figure>",
            "figure caption[plain[b]] [plain[img(a.png)]]",
        ),
        (
            "<details><summary>a <b>b</b></summary><p>c</p></details>",
            "details[a b[b]] [p[c]]",
        ),
        ("<dialog>a</dialog><dialog open>b</dialog>", "div[plain[b]]"),
        (
            "<p></p><div></div><ul></ul><h2> </h2><blockquote></blockquote>",
            "ul[]\nh2[]\nquote[]",
        ),
    ]);
}

#[test]
fn lists() {
    check(&[
        ("<ul><li>a<li><p>b</p></ul>", "ul[li[plain[a]] li[p[b]]]"),
        (
            "<ul><li>a<ul><li>b</ul><li>c</ul>",
            "ul[li[plain[a] ul[li[plain[b]]]] li[plain[c]]]",
        ),
        (
            "<ul><li>a</li><ul><li>b</ul></ul>",
            "ul[li[plain[a] ul[li[plain[b]]]]]",
        ),
        ("<ul>stray<li>a</ul>", "ul[li[plain[stray]] li[plain[a]]]"),
        (
            "<ol start=3 type=a reversed><li value=9>x</ol>",
            "ol(3a-)[li=9[plain[x]]]",
        ),
        ("<ol start=x><li value='-2z'>x</ol>", "ol[li=-2[plain[x]]]"),
        ("<li>a<li>b<p>c", "ul[li[plain[a]] li[plain[b] p[c]]]"),
        (
            "<menu><li>a</menu><dir><li>b</dir>",
            "ul[li[plain[a]]]\nul[li[plain[b]]]",
        ),
        (
            "<ul><li><input type=checkbox checked> a<li><p><input type=checkbox> b<li><label><input type=checkbox>c</label></ul>",
            "ul[lix[plain[a]] lio[p[b]] lio[plain[c]]]",
        ),
        (
            "<dl><dt id=t>a<dt>b<dd>c<dd><p>d<dt>e</dl>",
            "dl[dt[span#t[a]] dt[b] dd[plain[c]] dd[p[d]] dt[e]]",
        ),
        (
            "<dl><div><dt>a<dd>b</div><div><dt>c<dd>d</div></dl>",
            "dl[dt[a] dd[plain[b]] dt[c] dd[plain[d]]]",
        ),
        ("<dt>a<dd>b", "dl[dt[a] dd[plain[b]]]"),
    ]);
}

#[test]
fn tables() {
    check(&[
        (
            "<table><caption>c</caption><thead><tr><th>h</thead><tbody><tr><td align=right>a<tr><td style='text-align: center'>b</tbody><tfoot><tr><td>f</tfoot></table>",
            "table[caption[plain[c]] head[tr[th[plain[h]]]] body[tr[td>[plain[a]]] tr[td^[plain[b]]]] foot[tr[td[plain[f]]]]]",
        ),
        (
            "<table><tr><td colspan=2 rowspan=0>a</td><td colspan=9999 rowspan=-1></table>",
            "table[body[tr[td(2x0)[plain[a]] td(1000x0)[]]]]",
        ),
        (
            "<table><tr><td>a<table><tr><td>b</table></table>",
            "div[plain[a] table[body[tr[td[plain[b]]]]]]",
        ),
        (
            "<table>stray<tr><td>a</table>",
            "plain[stray]\ntable[body[tr[td[plain[a]]]]]",
        ),
        ("<table></table>", "table[]"),
    ]);
}

#[test]
fn inlines_around_blocks_are_pushed_into_them() {
    check(&[
        (
            "<a href=/x id=i>a<div>b</div>c</a>",
            "plain[a#i(/x)[a]]\ndiv[plain[a(/x)[b]]]\nplain[a(/x)[c]]",
        ),
        ("<b><p>a</p><p>b <i>c</i></p></b>", "p[b[a]]\np[b[b i[c]]]"),
        ("<span class=s><p>a</p></span>", "p[span.s[a]]"),
        ("<p><b>1<i>2</b>3</i>4</p>", "p[b[1i[2]]i[3]4]"),
        (
            "<a href=/x><h2>a</h2><ul><li>b</ul></a>",
            "h2[a(/x)[a]]\nul[li[plain[a(/x)[b]]]]",
        ),
        ("<del><p>a</p></del>", "p[del[a]]"),
    ]);
}

#[test]
fn blocks_where_only_text_fits_become_lines() {
    check(&[
        ("<h2><div>a</div><div>b</div></h2>", "h2[a¶b]"),
        ("<h2>a<p>b</h2>", "h2[a¶b]"),
        ("<summary><p>a</p></summary>", "p[a]"),
        (
            "<details><summary><h3>a</h3></summary>b</details>",
            "details[a] [plain[b]]",
        ),
        ("<dl><dt><p>a</p><p>b</p></dl>", "dl[dt[a¶b]]"),
        (
            "<h2><table><tr><td>a<td>b<tr><td>c</table></h2>",
            "h2[a b¶c]",
        ),
    ]);
}

#[test]
fn divisions_that_say_nothing_are_dissolved() {
    check(&[
        ("<div><p>a</p></div>", "p[a]"),
        ("<div>a</div>b", "div[plain[a]]\nplain[b]"),
        ("<div class=x><p>a</p></div>", "div.x[p[a]]"),
        ("<div><div><div>a</div></div></div>", "div[plain[a]]"),
        ("<div id=x></div><p>a</p>", "plain[span#x[]]\np[a]"),
        ("<div><p>a</p>b</div>", "div[p[a] plain[b]]"),
    ]);
}

#[test]
fn ids_are_unique_and_stay_reachable() {
    check(&[
        ("<p id=x>a</p><p id=x>b</p>", "p#x[a]\np[b]"),
        ("<p id=' a b '>c</p>", "p#a-b[c]"),
        ("<p id=''>c</p>", "p[c]"),
        ("<p><a name=n id=n>c</a></p>", "p[span#n[c]]"),
        ("<p><a name=n id=i>c</a></p>", "p[span#i[c]]"),
        ("<a name=n></a><h2>t</h2>", "plain[span#n[]]\nh2[t]"),
        ("<h2><a name=n></a></h2>", "h2[span#n[]]"),
        ("<p id=x></p><p>a</p>", "plain[span#x[]]\np[a]"),
        (
            "<a id=x href=/y><p>a</p><p>b</p></a>",
            "p[a#x(/y)[a]]\np[a(/y)[b]]",
        ),
        (
            "<figure><figcaption id=f>a</figcaption></figure>",
            "figure[] caption[plain[span#f[]] plain[a]]",
        ),
    ]);
}

#[test]
fn links() {
    check(&[
        (
            "<a href=' https://a.example/b c ' title=' T '>x</a>",
            "plain[a(https://a.example/b%20c \"T\")[x]]",
        ),
        (
            "<a href='javascript:alert(1)' onclick=x>text</a>",
            "plain[text]",
        ),
        ("<a href='java&#10;script:x'>text</a>", "plain[text]"),
        (
            "<a href='#%E4%B8%AD a'>x</a><p id='中 a'>y",
            "plain[a(#中-a)[x]]\np#中-a[y]",
        ),
        (
            "<a href='#n'>x</a><a href='#'>y</a><a href>z</a>",
            "plain[a(#n)[x]yz]",
        ),
        (
            "<a href=/x><object><a href=/y>b</a></object></a>",
            "plain[a(/x)[b]]",
        ),
        ("<a href=/x></a>", "plain[a(/x)[]]"),
        (
            "<a href=/x><img src=/i.png></a>",
            "plain[a(/x)[img(/i.png)]]",
        ),
    ]);
    assert_eq!(
        lowered("<a href='javascript:x'>t</a>").1,
        ["link.forbidden"]
    );
    assert_eq!(
        lowered("<a href='javascript:window.print()'>t</a><a href=' JAVASCRIPT:void(0)'>u</a>").1,
        ["link.script"]
    );
    assert!(lowered("<a href='#'>t</a>").1.is_empty());
}

#[test]
fn images_are_found_where_lazy_loading_hides_them() {
    check(&[
        (
            "<img src=/a.png alt='' width=10 height=20px>",
            "plain[img(/a.png \"\" 10x20)]",
        ),
        ("<img src=/a.png width=' 49.7 %'>", "plain[img(/a.png 50%)]"),
        (
            "<img src=/a.png width=10 style='width: 300%; height: auto'>",
            "plain[img(/a.png 10x0 100%)]",
        ),
        (
            "<img src=/a.png style='zoom:67%;'><img src=/b.png style='zoom: .5'>",
            "plain[img(/a.png zoom 67%)img(/b.png zoom 50%)]",
        ),
        (
            "<img src=/a.png width=0%><img src=/b.png width=%><img src=/c.png style='width:5em' width=9%>",
            "plain[img(/a.png)img(/b.png)img(/c.png)]",
        ),
        ("<img data-src=/a.png>", "plain[img(/a.png)]"),
        (
            "<img src='data:image/gif;base64,R0lG' data-original=/a.png>",
            "plain[img(/a.png)]",
        ),
        (
            "<img src=/img/placeholder.svg data-src=/a.png>",
            "plain[img(/a.png)]",
        ),
        (
            "<img srcset='/a.png 1x, /b.png 2x'>",
            "plain[img(/b.png 1x=/a.png 2x=/b.png)]",
        ),
        (
            "<img src=/a.png srcset='/b.png, javascript:x 2x, c.png 1e9y, data:x 3x, /d.png 40w,'>",
            "plain[img(/a.png 40w=/d.png)]",
        ),
        (
            "<picture><source srcset='/a.webp 800w, /b.webp 400w'><img alt=A></picture>",
            "plain[img(/a.webp \"A\")]",
        ),
        (
            "<img src=/a.png srcset='/b.png 2x'>",
            "plain[img(/a.png 2x=/b.png)]",
        ),
        ("<img alt='the text'>", "plain[the text]"),
        ("<img src='javascript:x' alt=x onerror=y>", "plain[x]"),
    ]);
}

#[test]
fn media_become_what_can_be_linked_to() {
    check(&[
        (
            "<video src=/a.mp4 poster=/p.png><source src=/b.webm>No <a href=/x>video</a></video>",
            "plain[video(/a.mp4 /b.webm)[No a(/x)[video]]]",
        ),
        // Within a link there is no other.
        (
            "<a href=/y><object data=/a.swf>No <a href=/x>b</a></object></a>",
            "plain[a(/y)[embedded(/a.swf)[No b]]]",
        ),
        // What cannot be played has nothing else to show.
        (
            "<video><source><p>See <a href=/x>it</a></p></video>",
            "p[See a(/x)[it]]",
        ),
        ("<video>Old <a href=javascript:x>it</a></video>", ""),
        (
            "<video><a href=/x><select><a href=javascript:x>it",
            "plain[a(/x)[it]]",
        ),
        (
            "<audio><source src=/a.mp3></audio>",
            "plain[audio(/a.mp3)[]]",
        ),
        (
            "<iframe src=//v.example/e>x</iframe>",
            "plain[embedded(https://v.example/e)[]]",
        ),
        (
            "<object data=/a.swf>old</object>",
            "plain[embedded(/a.swf)[old]]",
        ),
        (
            "<object><param name=movie value=/m.swf><embed src=/m.swf></object>",
            "plain[embedded(/m.swf)[]]",
        ),
        ("<object><p>a</p></object>", "p[a]"),
        ("<iframe></iframe><video></video>", ""),
        // Boxes side by side.
        (
            "a<iframe src=/b></iframe><audio src=/c></audio>d",
            "plain[a embedded(/b)[] audio(/c)[] d]",
        ),
        (
            "<object data=/a.swf><p>b</p><p>c <img src=/d.png alt=e></p>f</object>",
            "plain[embedded(/a.swf)[b c img(/d.png \"e\") f]]",
        ),
    ]);
    let nothing_to_link_to = "<iframe srcdoc='<p>a'></iframe><video></video><embed>";
    assert_eq!(lowered(nothing_to_link_to).1, ["text.embedded"]);
}

#[test]
fn pictures_that_are_embedded_are_pictures() {
    check(&[
        (
            "<object data=/a type=image/svg+xml width=9>b <b>c</b></object>",
            "plain[img(/a \"b c\" 9x0)]",
        ),
        (
            "<object data=/a.svg><img src=/a.png alt=b></object>",
            "plain[img(/a.svg \"b\")]",
        ),
        (
            "<embed src=/a.svg><iframe src=/b.png title=c></iframe>",
            "plain[img(/a.svg)img(/b.png \"c\")]",
        ),
        (
            "<object data=/a.swf><object data=/b.png>c</object></object>",
            "plain[embedded(/a.swf)[img(/b.png \"c\")]]",
        ),
        (
            "<object data=javascript:a type=image/png>b</object>",
            "plain[b]",
        ),
    ]);
}

#[test]
fn pictures_for_want_of_scripts_are_there_once() {
    let dot = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";
    for (html, wanted) in [
        (
            "<noscript><img src=/a.png alt=b></noscript>",
            "plain[img(/a.png \"b\")]",
        ),
        (
            "<img src=DOT data-src=/a.png><noscript><img src=/a.png></noscript>",
            "plain[img(/a.png)]",
        ),
        (
            "<img src=DOT alt=b> <noscript><p><img src=/a.png></noscript>",
            "plain[img(/a.png \"b\")]",
        ),
        (
            "<noscript><img src=/a.png></noscript><p><img data-src=/a.png>",
            "p[img(/a.png)]",
        ),
        ("<noscript><img src=/count width=1 height=1></noscript>", ""),
    ] {
        check(&[(html.replace("DOT", dot).as_str(), wanted)]);
    }
    assert_eq!(lowered("<noscript>a</noscript>").1, ["text.hidden"]);
    assert_eq!(
        lowered("<noscript><iframe src=/a></iframe></noscript>").1,
        [""; 0]
    );
    assert_eq!(
        lowered("<map><area href=/a><area></map>").1,
        ["link.region"]
    );
}

#[test]
fn what_browsers_do_not_show_is_left_out() {
    check(&[
        (
            "<script>a</script><style>b</style><template>c</template><noscript>d</noscript>e",
            "plain[e]",
        ),
        (
            "<p hidden>a</p><p style='DISPLAY : none ;height:1px'>b</p><p style='visibility:hidden'>c</p>",
            "",
        ),
        ("<p style='display:none;display:block'>a</p>", "p[a]"),
        (
            "<title>a</title><meta name=x><link rel=y><!-- c -->b",
            "plain[b]",
        ),
        (
            "<svg><title>t</title><style>s</style><g>a</g><g>b</g></svg>",
            "plain[a b]",
        ),
    ]);
    assert_eq!(
        lowered("<script>a</script><p hidden>a").1,
        ["text.script", "text.hidden"]
    );
    assert_eq!(lowered("<p>a\u{1}</p>").1, ["text.forbidden-character"]);
}

#[test]
fn controls_keep_their_words() {
    check(&[
        (
            "<form><label>a <input></label><button>b</button><input type=submit value=c></form>",
            "div[plain[a b c]]",
        ),
        ("<select><option>a<option>b</select>", "plain[a b]"),
        ("<input type=checkbox checked>a", "plain[☑a]"),
        (
            "<fieldset><legend>a</legend>b</fieldset>",
            "div[div[plain[a]] plain[b]]",
        ),
    ]);
}

#[test]
fn code_keeps_its_lines_and_loses_its_wrappers() {
    check(&[
        ("<pre>a\n  b\n</pre>", "pre[a↵  b]"),
        (
            "<pre><code class='language-Rust'>a</code></pre>",
            "pre=rust[a]",
        ),
        (
            "<pre><code class='language-rust,linenos,hl_lines=1'>a</code></pre>",
            "pre=rust[a]",
        ),
        (
            "<pre><code class='language-js{1,3}'>a</code></pre>",
            "pre=js[a]",
        ),
        (
            "<pre><code class='language-{.js .x}'>a</code></pre>",
            "pre=js[a]",
        ),
        (
            "<div class='language-ruby highlighter-rouge'><div class='highlight'><pre class='highlight'><code><span class='nb'>puts</span> <span class='mi'>1</span>\n</code></pre></div></div>",
            "pre=ruby[puts 1]",
        ),
        (
            "<figure class='highlight'><pre><code class='language-c' data-lang='c'><table class='rouge-table'><tbody><tr><td class='gutter gl'><pre class='lineno'>1\n2\n</pre></td><td class='code'><pre>a;\nb;\n</pre></td></tr></tbody></table></code></pre></figure>",
            "pre=c[a;↵b;]",
        ),
        (
            "<figure class='highlight js'><table><tr><td class='gutter'><pre><span class='line'>1</span><br></pre></td><td class='code'><pre><span class='line'>a</span><br><span class='line'>b</span></pre></td></tr></table></figure>",
            "pre=js[a↵b]",
        ),
        (
            "<div class='highlight'><table class='lntable'><tr><td class='lntd'><pre class='chroma'><code><span class='lnt'>1</span></code></pre></td><td class='lntd'><pre class='chroma'><code class='language-go'>a</code></pre></td></tr></table></div>",
            "pre=go[a]",
        ),
        (
            "<div class='highlight'><p>a</p><pre>b</pre></div>",
            "div.highlight[p[a] pre[b]]",
        ),
        ("<pre class='brush: js; gutter: false'>a</pre>", "pre=js[a]"),
        (
            "<pre>a <a href=/x>b</a> <b>c</b></pre>",
            "pre[a a(/x)[b] b[c]]",
        ),
        ("<pre id=x class='wide highlight'>a</pre>", "pre#x.wide[a]"),
        ("<pre><div>a</div><div>b</div></pre>", "pre[a↵b]"),
        ("<p><code> a  b </code></p>", "p[code[a b]]"),
    ]);
}

#[test]
fn ruby() {
    check(&[
        (
            "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp>字<rt>ji</rt></ruby>",
            "plain[ruby[[漢][kan] [字][ji]]]",
        ),
        (
            "<ruby><rb>a<rb>b<rt>1<rt>2</ruby>",
            "plain[ruby[[a][1] [b][2]]]",
        ),
        (
            "<ruby><rb>a<rb>b<rtc><rt>1<rt>2</ruby>",
            "plain[ruby[[a][1] [b][2]]]",
        ),
        ("<ruby>a<rtc>1</ruby>", "plain[ruby[[a][1]]]"),
        ("<ruby id=x></ruby>a", "plain[span#x[]a]"),
        ("<ruby></ruby>a", "plain[a]"),
        ("<ruby>a</ruby>", "plain[ruby[[a][]]]"),
        ("<ruby id=x>a<rt>b</ruby>", "plain[span#x[]ruby[[a][b]]]"),
    ]);
}

#[test]
fn footnotes_are_told_by_their_markup() {
    // kramdown
    check(&[(
        "<p>a<sup id='fnref:2'><a href='#fn:2' class='footnote' rel='footnote'>1</a></sup> b<sup id='fnref:1'><a href='#fn:1'>2</a></sup></p><div class='footnotes'><ol><li id='fn:1'><p>one&nbsp;<a href='#fnref:1' class='reversefootnote'>↩</a></p></li><li id='fn:2'><p>two <em>x</em> <a href='#fnref:2' class='reversefootnote'>↩</a></p></li></ol></div><p>c</p>",
        "p[anote(0) bnote(1)]\np[c]\nnote 2[p[two em[x]]]\nnote 1[p[one]]",
    )]);
    // comrak, cmark-gfm
    check(&[(
        "<p>a<sup class='footnote-ref'><a href='#fn-%C3%A9' id='fnref-é' data-footnote-ref>1</a></sup></p><section class='footnotes' data-footnotes><ol><li id='fn-é'><p>x</p><p>y <a href='#fnref-é' class='footnote-backref' data-footnote-backref>↩</a></p></li></ol></section>",
        "p[anote(0)]\nnote é[p[x] p[y]]",
    )]);
    // comrak, where a note is written twice: both texts are its
    check(&[(
        "<p>a<sup><a href='#fn-1'>1</a></sup><section class='footnotes'><ol><li id='fn-1'>x<li id='fn-1'><p>y <a href='#r' class='footnote-backref'>↩</a></ol></section>",
        "p[anote(0)]\nnote 1[plain[x] p[y]]",
    )]);
    // goldmark, with a note that nothing refers to
    check(&[(
        "<div class=footnotes role=doc-endnotes><hr><ol><li id='fn:x'>text <a role=doc-backlink href='#r'>^</a></li></ol></div>",
        "note x[plain[text]]",
    )]);
    // No footnotes: a list like any other.
    check(&[(
        "<sup><a href='#fn:1'>1</a></sup><div class=footnotes><p>none</p></div>",
        "plain[sup[a(#fn:1)[1]]]\ndiv.footnotes[p[none]]",
    )]);
}

#[test]
fn what_is_repeated_in_each_block_is_bounded() {
    let title = "t".repeat(1 << 20);
    let paragraphs = "<p>a</p>".repeat(10_000);
    let (post, codes) = lowered(&format!("<a href=/x title={title}>{paragraphs}</a>"));
    assert_eq!(post.blocks.len(), 10_000);
    assert_eq!(codes, ["text.too-many-styles"]);
    let size = bindery_model::json::to_string(&post).len();
    assert!(size < 4 << 20, "{size}");
}

#[test]
fn depth_is_bounded_and_no_text_is_lost() {
    for element in [
        "div",
        "blockquote",
        "ul><li",
        "b",
        "span class=x",
        "dl><dd",
        "section",
        "a href=/x",
        "ruby",
        "table><tr><td",
    ] {
        let source = format!("{}deep", format!("<{element}>").repeat(20_000));
        let (post, codes) = lowered(&source);
        assert_eq!(post.text().trim(), "deep", "{element}");
        assert!(codes.len() <= 2, "{element}: {codes:?}");
    }
    let tables = "<div><section><ul><li><blockquote>".repeat(50);
    let (post, codes) = lowered(&format!("{tables}a<p>b<b>c</b>"));
    assert_eq!(post.text(), "a\nbc");
    assert_eq!(codes, ["text.too-deep"]);
}

#[test]
fn drawings_are_images_with_their_words() {
    const NAMESPACES: &str =
        " xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"";
    let check = |html: &str, expected: &str, codes: &[&str]| {
        let (post, said) = lowered(html);
        let found = notation::of_post(&post).replace(NAMESPACES, "");
        assert_eq!(found, expected, "{html}");
        assert_eq!(said, codes, "{html}");
    };
    for (html, expected, codes) in [
        (
            "<svg viewbox='0 0 99 9' class=a onload=x()><path D='M0 \"0'></svg>",
            "plain[img.a(<svg viewBox=\"0 0 99 9\" class=\"a\" onload=\"x()\"><path d=\"M0 &quot;0\"></path></svg>)]",
            &[][..],
        ),
        (
            "<svg><title>T</title><text>a</text> <text>b &lt; c</text></svg>",
            "plain[img(<svg><title>T</title><text>a</text> <text>b &lt; c</text></svg> \"T: a b < c\")]",
            &[],
        ),
        (
            "a<svg aria-hidden=true width=40><desc>d</desc><rect/></svg>",
            "plain[aimg(<svg aria-hidden=\"true\" width=\"40\"><desc>d</desc><rect></rect></svg> \"\")]",
            &[],
        ),
        // Icons,
        (
            "a<svg viewBox='0 0 24 24'><path/></svg>",
            "plain[a]",
            &["text.drawing"],
        ),
        (
            "a<svg width=1em viewBox='0,0,16,16'><path/></svg>",
            "plain[a]",
            &["text.drawing"],
        ),
        (
            "<svg width=16><title>T</title><path/></svg>",
            "plain[img(<svg width=\"16\"><title>T</title><path></path></svg> \"T\")]",
            &[],
        ),
        (
            "a<svg aria-hidden=true><path/></svg>",
            "plain[a]",
            &["text.drawing"],
        ),
        (
            "a<svg role=none width=32><path/></svg>",
            "plain[a]",
            &["text.drawing"],
        ),
        // what draws nothing here,
        ("a<svg><defs><path id=b></defs></svg>", "plain[a]", &[]),
        (
            "a<svg><use href='#c'/></svg>",
            "plain[a]",
            &["text.drawing"],
        ),
        (
            "a<svg style='display:none'><path></svg>",
            "plain[a]",
            &["text.hidden"],
        ),
        (
            "<svg><defs><path id=b></defs><use xlink:href='#b'/></svg>",
            "plain[img(<svg><defs><path id=\"b\"></path></defs><use xlink:href=\"#b\"></use></svg>)]",
            &[],
        ),
        // and what is more than a drawing.
        (
            "a<svg><rect/><foreignObject><p>b</p></foreignObject><text>c</text></svg>d",
            "plain[a b c d]",
            &["text.drawing"],
        ),
        (
            "<img alt=e src='data:image/svg+xml,%3Csvg%3E%3Cpath/%3E%3C/svg%3E'>",
            "plain[img(<svg><path/></svg> \"e\")]",
            &[],
        ),
        (
            "<img alt=e src='data:image/svg+xml;base64,PHN2Zy8+'>",
            "plain[e]",
            &["image.unusable"],
        ),
    ] {
        check(html, expected, codes);
    }
}
