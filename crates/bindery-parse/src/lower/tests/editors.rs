//! What editors and programs for documents write.
use bindery_model::Post;

use super::{check, lowered, notation};
use crate::document::Part;
use crate::html;
use crate::lower::{Classes, lower_and_find};
use crate::resolve::ResolveAlone;

#[test]
fn what_only_a_style_says_of_a_text_is_kept() {
    check(&[
        (
            "<p><span style='color: red; font-weight: bold'>a</span> <font style='font-style:italic'>b</font>",
            "p[b[a] i[b]]",
        ),
        (
            "<p><span style='font-weight:700;text-decoration: line-through'>a</span><span style='vertical-align:super'>2</span>",
            "p[b[s[a]]sup[2]]",
        ),
        // It is bold already, or not any more.
        (
            "<p><strong><span style='font-weight:bold'>a</span></strong><b style='font-weight:normal'>b</b>",
            "p[strong[a]b]",
        ),
        ("<h2><span style='font-weight:bold'>a</span></h2>", "h2[a]"),
        (
            "<p><span style='text-decoration: underline'><a href='https://example.com/'>a</a></span>",
            "p[a(https://example.com/)[a]]",
        ),
        ("<p>a<span style='font-weight:bold'></span>", "p[a]"),
        ("<p>a<span style='display:block'>b</span>c", "p[a¶b¶c]"),
        (
            "<p>a<span id=x style='display:block;font-weight:bold'>b</span>c",
            "p[ab[span#x[¶b]]¶c]",
        ),
    ]);
}

#[test]
fn what_a_page_says_of_its_classes_is_kept() {
    let source = "<!doctype html><style>.c1{font-weight:700}.c0{font-weight:400}.c2{font-style:italic}</style>\
        <p><span class=c1>a</span><span class='c0 c1'>b</span><span class=c2>c</span>";
    let tree = html::parse_document(source, &html::Options::default()).unwrap();
    let part = Part {
        classes: Classes::of(&tree),
        ..Part::default()
    };
    let mut post = Post::default();
    lower_and_find(&tree, &part, &ResolveAlone, None, &mut post);
    assert_eq!(
        notation::of_post(&post),
        "p[b[span.c1[a]]span.c0.c1[b]i[span.c2[c]]]"
    );
}

#[test]
fn paragraphs_that_word_marks_are_lists() {
    let item = |style: &str, mark: &str, text: &str| {
        format!(
            "<p class=MsoListParagraph style='{style}'><span style='font-family:Symbol'>{mark}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span>{text}</p>\n"
        )
    };
    let list = item("", "·", "a") + &item("margin-left:1.0in", "o", "b") + &item("", "·", "c");
    assert_eq!(
        notation::of_post(&lowered(&list).0),
        "ul[li.MsoListParagraph[plain[a] ul[li.MsoListParagraph[plain[b]]]] li.MsoListParagraph[plain[c]]]"
    );
    let said = "text-indent:-.25in;mso-list:l1 level1 lfo2";
    let list = item(said, "1.", "a") + &item(said, "2.", "b") + "<p>x" + &item(said, "3)", "c");
    assert_eq!(
        notation::of_post(&lowered(&list).0),
        "ol[li.MsoListParagraph[plain[a]] li.MsoListParagraph[plain[b]]]\np[x]\nol(31)[li.MsoListParagraph[plain[c]]]"
    );
    // Nothing marks these.
    check(&[
        ("<p class=MsoListParagraph>a", "p.MsoListParagraph[a]"),
        (
            "<p>1.<span style='font:7.0pt \"Times New Roman\"'>&nbsp; </span>a",
            "p[1.⍽ a]",
        ),
    ]);
}

#[test]
fn lists_of_one_item_each_are_one() {
    check(&[
        (
            "<ul class='lst-kix_a-0 start'><li>a</ul><ul class='lst-kix_a-1 start'><li>b</ul><ul class='lst-kix_a-0'><li>c</ul>",
            "ul.lst-kix_a-0.start[li[plain[a] ul.lst-kix_a-1.start[li[plain[b]]]] li[plain[c]]]",
        ),
        (
            "<ol class=numbered-list><li>a</ol><ol class=numbered-list start=2><li>b</ol><ol class=numbered-list><li>c</ol>",
            "ol.numbered-list[li[plain[a]] li[plain[b]]]\nol.numbered-list[li[plain[c]]]",
        ),
        (
            "<ul class=bulleted-list><li>a</ul><p>x<ul class=bulleted-list><li>b</ul>",
            "ul.bulleted-list[li[plain[a]]]\np[x]\nul.bulleted-list[li[plain[b]]]",
        ),
        (
            "<ul><li>a</ul><ul><li>b</ul>",
            "ul[li[plain[a]]]\nul[li[plain[b]]]",
        ),
    ]);
    // However deep, the model bounds it.
    let deep = "<ul class=lst-kix_a-8><li>".to_owned() + &"<span id=x>".repeat(80) + "a</ul>";
    lowered(&("<blockquote>".repeat(50) + &deep.repeat(9)));
}

#[test]
fn tables_that_lay_out_a_page_are_none() {
    check(&[
        (
            "<table><tr><td><img src=a.jpg></td></tr><tr><td class=desc>A boat</td></tr></table>",
            "div[plain[img(a.jpg)]]\ndiv[plain[A boat]]",
        ),
        (
            "<table id=t><tr><td><p>a<p>b</table>",
            "plain[span#t[]]\np[a]\np[b]",
        ),
        (
            "<table><tr><td>a<tr><td>b</table>",
            "table[body[tr[td[plain[a]]] tr[td[plain[b]]]]]",
        ),
        (
            "<table><tr><th>a<tr><td><p>b</table>",
            "table[body[tr[th[plain[a]]] tr[td[p[b]]]]]",
        ),
    ]);
}

#[test]
fn what_scripts_put_there_later_is_there() {
    check(&[
        (
            "<img style='visibility: hidden !important' data-src='https://example.com/a.jpg' src='data:image/svg+xml,x'>",
            "plain[img(https://example.com/a.jpg)]",
        ),
        (
            "<img src='static/none.gif' file='https://example.com/a.jpg'>",
            "plain[img(https://example.com/a.jpg)]",
        ),
        (
            "<amp-img src='https://example.com/a.jpg' alt=A><noscript><img src='https://example.com/a.jpg'></noscript></amp-img>",
            "plain[img(https://example.com/a.jpg \"A\")]",
        ),
    ]);
    let (post, codes) = lowered("<p><mpvoice name='河声' src='/cgi-bin/x'></mpvoice>");
    assert_eq!(notation::of_post(&post), "p[河声]");
    assert_eq!(codes, ["text.embedded"]);
    let (post, _) = lowered("<amp-youtube data-videoid=abc></amp-youtube>");
    assert!(notation::of_post(&post).contains("https://www.youtube.com/embed/abc"));
}

#[test]
fn code_of_a_line_each_has_its_lines() {
    check(&[
        ("<pre><code>a</code><code>b</code></pre>", "pre[a↵b]"),
        (
            "<pre><code class=keyword>a</code><code class=plain>b</code></pre>",
            "pre[ab]",
        ),
        (
            "<pre><code>a\nb</code><ul class=pre-numbering><li>1<li>2</ul></pre>",
            "pre[a↵b]",
        ),
    ]);
}

#[test]
fn ways_and_tools_of_a_page_are_no_text() {
    check(&[
        (
            "<h2>a<a class=headerlink href='#a' id=b>¶</a></h2>",
            "h2[aspan#b.headerlink[]]",
        ),
        (
            "<h2>a<span class=mw-editsection>[<a href='/edit'>edit</a>]</span></h2>",
            "h2[a]",
        ),
        ("<p><a class=anchor href='#a'>A</a>", "p[a.anchor(#a)[A]]"),
    ]);
}

#[test]
fn check_boxes_of_notes_are_tasks() {
    check(&[
        (
            "<ul class=to-do-list><li><div class='checkbox checkbox-on'></div> <span>a</span></ul>",
            "ul.to-do-list[lix[plain[a]]]",
        ),
        (
            "<div><en-todo checked='true'/>a</div><div><en-todo/>b</div>",
            "div[plain[☑a]]\ndiv[plain[☐b]]",
        ),
    ]);
}

#[test]
fn empty_lines_part_lines() {
    check(&[
        (
            "<div>a</div><div><br></div><div><br></div><div>b</div><div>c</div><div><br></div>",
            "div[plain[a]]\ndiv[plain[¶]]\ndiv[plain[b]]\ndiv[plain[c]]",
        ),
        ("<p>a</p><div><br></div><div>b</div>", "p[a]\ndiv[plain[b]]"),
        ("<div>a</div><div><br></div><p>b</p>", "div[plain[a]]\np[b]"),
    ]);
}
