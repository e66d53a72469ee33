//! Hexo's tags, and those that its most used themes add.
mod captions;
mod enclosing;
mod inline;
mod looks;

use std::ops::Range;

use crate::fenced_code::FencedCode;

pub(crate) use captions::with_captions;
pub(super) use enclosing::{block, end};
pub(super) use inline::html;
pub(super) use looks::tidy;

/// Where the lines of fenced code stand, in which nothing is a tag.
pub(super) fn fenced_code(text: &str) -> Vec<Range<usize>> {
    let mut code = FencedCode::default();
    let (mut at, mut closed) = (0, 0);
    let mut taken = Vec::new();
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if code.takes(line.trim_start_matches([' ', '\t', '>'])) {
            taken.push(start..at);
        }
        if !code.is_open() {
            closed = taken.len();
        }
    }
    // What does not end is none.
    taken.truncate(closed);
    taken
}

#[cfg(test)]
mod tests {
    use super::super::{Shortcodes, replace, unveil};
    use super::with_captions;
    use crate::ParseOptions;

    #[test]
    fn fences_have_captions() {
        for (text, expected) in [
            (
                "a\n```js a & b https://a.example c\nx\n```\nb",
                Some(
                    "a\n\n<figure><figcaption>a &amp; b <a href=\"https://a.example\">c</a></figcaption>\n\n```js\nx\n```\n\n</figure>\n\nb",
                ),
            ),
            (
                "<!-- timeline 3-20 -->\nx\n<!-- endtimeline -->\n",
                Some("\n<p><strong>3-20</strong></p>\n\nx\n<!-- endtimeline -->\n"),
            ),
            ("```js\n```rust title\n```\n", None),
            ("```js mark:1,2 {3} first_line=2\nx\n```\n", None),
            ("````md\n```js title\n```\n````\n", None),
            (
                "<!-- tab A < b@icon -->\nx\n<!-- endtab -->\n<!-- tab -->\n",
                Some("\n<p><strong>A &lt; b</strong></p>\n\nx\n<!-- endtab -->\n<!-- tab -->\n"),
            ),
        ] {
            assert_eq!(with_captions(Shortcodes::Hexo, text).as_deref(), expected);
            assert_eq!(with_captions(Shortcodes::Hugo, text), None);
        }
    }

    #[test]
    fn what_tags_say_of_quotes_and_code_is_shown() {
        for (text, expected) in [
            (
                "{% codeblock lang:js %}\nlet {% a %}\n{% endcodeblock %}.",
                "\n~~~~ js\nlet {% a %}\n~~~~\n.",
            ),
            (
                "{% codeblock a < b lang:js line_number:false https://a.example/ c %}\nx\n{% endcodeblock %}",
                "\n\n<figure><figcaption>a &lt; b <a href=\"https://a.example/\">c</a></figcaption>\n\n\n~~~~ js\nx\n~~~~\n\n</figure>\n\n",
            ),
            (
                "{% note info %}x{% endnote %}{% note a b %}y{% endnote %}",
                "\n\n<blockquote>\n\nx\n\n</blockquote>\n\n\n\n<details><summary>a b</summary>\n\ny\n\n</details>\n\n",
            ),
            (
                "{% hideToggle more,blue %}x{% endhideToggle %}{% mermaid graph TD %}\nA-->B\n{% endmermaid %}",
                "\n\n<details><summary>more</summary>\n\nx\n\n</details>\n\n\n~~~~ mermaid\ngraph TD\nA-->B\n~~~~\n",
            ),
            (
                "{% asset_img cls a.png 20 30 \"T 'D'\" %}{% img /a.png %}{% asset_img a.png x y %}",
                "<img src=\"a.png\" width=\"20\" height=\"30\" alt=\"D\" title=\"T\"><img src=\"/a.png\" alt=\"\"><img src=\"a.png\" alt=\"x y\">",
            ),
            (
                "{% link A b https://a.example/ true %}{% gist 1 f.rb %}{% btn '/b', B & c, home %}{% label primary@x %}",
                "<a href=\"https://a.example/\">A b</a><a href=\"https://gist.github.com/1\">https://gist.github.com/1</a><a href=\"/b\">B &amp; c</a><mark>x</mark>",
            ),
            (
                "{% span red, a < b %}{% u c, d %}{% del d color:red %}{% p center::e %}{% checkbox plus checked, [f](/g) %}{% emp 好，h %}{% note success, i j %}",
                "<span>a &lt; b</span><u>c, d</u><del>d</del>\n\ne\n\n\n\n[f](/g)\n\n<em>好，h</em>\n\n<blockquote>\n\ni j\n\n</blockquote>\n\n",
            ),
            (
                "{% timeline Years,blue %}{% timenode 2020 [a](/b) %}x{% endtimenode %}{% endtimeline %}{% folding orange::More %}y{% endfolding %}",
                "\n\n**Years**\n\n\n\n**2020 [a](/b)**\n\nx\n\n<details><summary>More</summary>\n\ny\n\n</details>\n\n",
            ),
            (
                "{% noteblock warning up, a b %}x{% note tip, y %}{% endnoteblock %}{% noteblock %}z{% endnoteblock %}",
                "\n\n<details><summary>a b</summary>\n\nx\n\n<blockquote>\n\ntip, y\n\n</blockquote>\n\n\n\n</details>\n\n\n\n<blockquote>\n\nz\n\n</blockquote>\n\n",
            ),
            (
                "{% hideInline 'a, b',show,#fff %}{% mark c color:red %}{% copy d -e %}{% hashtag f /g %}{% button h i https://j.example %}",
                "<span>a, b</span><mark>c</mark><code>d -e</code><a href=\"/g\">f</a><a href=\"https://j.example\">h i</a>",
            ),
            (
                "{% galleryGroup a 'b & c' /d e.png %}{% video bilibili:BV1 %}{% video f.mp4 %}",
                "<figure><a href=\"/d\"><img src=\"e.png\" alt=\"a\"></a><figcaption><b>a</b> b &amp; c</figcaption></figure>\
                 <iframe src=\"https://player.bilibili.com/player.html?bvid=BV1\"></iframe><video src=\"f.mp4\" controls></video>",
            ),
            (
                "{% folding cyan open, a b %}x{% endfolding %}{% fold info @c %}y{% endfold %}{% checkbox red, checked, d %}{% radio checked:true e %}",
                "\n\n<details><summary>a b</summary>\n\nx\n\n</details>\n\n\n\n<details><summary>c</summary>\n\ny\n\n</details>\n\n\n\nd\n\n\n\ne\n\n",
            ),
            (
                "{% quot a b el:h2 icon:c %}{% quot d %}{% bubble a,\"b\",\"#fff\" %}{% ruby 字|zi %}{% link https://a.example/ b c color:red %}",
                "\n\n## a b\n\n\n\n> d\n\n<span>a (b)</span><ruby>字<rt>zi</rt></ruby><a href=\"https://a.example/\">b c</a>",
            ),
            (
                "{% link A, b c,https://a.example/ %}{% btn a b::/c::d %}{% notel blue a %}x{% endnotel %}",
                "<a href=\"https://a.example/\">A</a><a href=\"/c\">a b</a>\n\n<details><summary>a</summary>\n\nx\n\n</details>\n\n",
            ),
            (
                "{% poetry Poem author:Ann date:1920 %}\nx\n{% endpoetry %}{% audio netease:12 %}{% echarts %}\n{}\n{% endecharts %}",
                "\n\n**Poem**\n\nAnn 1920\n\n\nx\n<a href=\"https://music.163.com/#/song?id=12\">https://music.163.com/#/song?id=12</a>\n~~~~ echarts\n{}\n~~~~\n",
            ),
            (
                "{% blockquote %}x{% endblockquote %}",
                "\n\n<blockquote>\n\nx\n\n</blockquote>\n\n",
            ),
            (
                "{% blockquote Ann Lee, Works %}x{% endblockquote %}",
                "\n\n<blockquote>\n\nx\n\n<footer><strong>Ann Lee</strong> <cite>Works</cite></footer>\n\n</blockquote>\n\n",
            ),
            (
                "{% quote Ann https://a.example/b/ %}{% pullquote right %}x{% endpullquote %}{% endquote %}",
                "\n\n<blockquote>\n\n\n\n<blockquote>\n\nx\n\n</blockquote>\n\n\n\n<footer><strong>Ann</strong> <cite><a href=\"https://a.example/b/\">a.example/b</a></cite></footer>\n\n</blockquote>\n\n",
            ),
            (
                "{% blockquote 尤达, 星球 https://a.example/b 反击 %}x{% endblockquote %}",
                "\n\n<blockquote>\n\nx\n\n<footer><strong>尤达, 星球</strong> <cite><a href=\"https://a.example/b\">反击</a></cite></footer>\n\n</blockquote>\n\n",
            ),
        ] {
            let mut diagnostics = Vec::new();
            let options = ParseOptions::default();
            let out = replace(Shortcodes::Hexo, text, 0, &options, &mut diagnostics);
            assert_eq!(unveil(&out), expected);
            assert!(diagnostics.is_empty(), "{diagnostics:?}");
        }
    }
}
