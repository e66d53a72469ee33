//! Pages saved from sites: what they say of themselves, and which part of them is the text.
use bindery_archive::Options;
use bindery_html::{ImageOutput, Targets};
use bindery_model::{Image, Post, Source, Target};

const AUTHORITY: &str = r#"<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>关于加强城市供水工作的通知_清河市人民政府网</title>
<meta name="SiteName" content="清河市人民政府"><meta name="ColumnName" content="政策文件">
<meta name="Keywords" content="供水,通知"></head>
<body><div class="top"><a href="/">首页</a> <a href="/zw">政务公开</a> <a href="/hd">互动交流</a> <a href="/fw">办事服务</a></div>
<div class="weizhi">您现在的位置：<a href="/">首页</a> &gt; <a href="/zw">政务公开</a></div>
<table width="960"><tr><td>
<div class="bt">关于加强城市供水工作的通知</div>
<div class="ly">发布时间：2022-03-01 10:00　来源：市住建局　浏览次数：<span id="n">12</span>　【字体：<a>大</a> <a>中</a> <a>小</a>】</div>
<div id="zoom"><p style="text-indent:2em">各区县人民政府，市政府各部门：</p>
<p>为进一步加强城市供水安全管理，保障居民用水，经市政府同意，现将有关事项通知如下。</p>
<p>一、高度重视供水工作。各单位要提高认识，落实责任，确保水质达标、水量充足、服务到位。</p>
<table border="1"><tr><td>区域</td><td>水厂</td></tr><tr><td>东区</td><td>第一水厂</td></tr></table>
<p>附件：<a href="P020220301.pdf">供水计划表</a></p><p>清河市人民政府</p><p>2022年2月28日</p>
<p>【打印】【关闭】</p></div>
<div class="xgxw"><ul><li><a href="a.html">相关新闻一标题比较长的一条新闻</a></li><li><a href="b.html">相关新闻二标题比较长的一条新闻</a></li></ul></div>
</td></tr></table>
<div class="footer">主办：清河市人民政府办公室　备案号：某ICP备000000号</div></body></html>"#;

const BLOG: &str = r##"<!doctype html><html lang="en-GB"><head><title>Repairing a gate | The Allotment</title>
<meta property="og:site_name" content="The Allotment">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebPage","name":"x"},
{"@type":"BlogPosting","headline":"Repairing a gate","datePublished":"2023-04-05T08:00:00+01:00",
"dateModified":"2023-04-06","author":{"@id":"#jo"},"keywords":"wood, tools"},{"@type":"Person","@id":"#jo","name":"Jo Field"}]}</script></head>
<body><header><nav><a href="/">Home</a> <a href="/about">About</a></nav></header>
<div class="cookie-banner">We use cookies, and hope that you like them. <button>Accept</button></div>
<main><article><header><h1>Repairing a gate</h1><p>By Jo, 5 April 2023</p></header>
<p>The gate had been hanging by one hinge since the storm, and every morning it swung open by itself.</p>
<h2>Tools</h2><ul><li>A <a href="/saw">saw</a></li><li>Screws</li></ul>
<p>Two screws, a new hinge and an hour of work were enough; the old wood was sound, after all.</p>
<div class="share-buttons"><a href="https://social.example/">Share</a></div>
<aside>Subscribe to the newsletter, it comes once a month.</aside></article>
<section id="comments"><h2>Comments</h2><p>Nice gate, I would have used brass screws for that.</p></section></main>
<footer>Copyright, all of it.</footer></body></html>"##;

const PLAIN: &str = r#"<html><head><title>Day one</title></head><body>
<div id="side"><a href="1">One entry</a><br><a href="2">Another entry</a><br><a href="3">A third entry</a></div>
<div id="stuff"><div>Posted on March 5, 2021 by nobody</div>
<div>We left before sunrise, with bread and two bottles of water, and the road was empty.<br><br>
By noon the heat was such that we slept under a wall, like everybody else in the village.</div>
<div>In the evening there was music, although nobody could tell us where it came from.</div></div></body></html>"#;

/// A column of a portal: the text in it is named as well; a title that its own quotation marks cut.
const PORTAL: &str = r#"<!doctype html><html><head><title>渡口老船"新生"记_青川网</title>
<meta property="og:title" content="渡口老船"新生"记"><meta name="author" content="104363">
</head><body>
<div class="main-content"><p><a href="/"><img src="logo.png" alt="青川网"></a></p><div class="path">首页</div>
<h1>渡口老船"新生"记</h1>
<div class="post_body"><div class="where">渡口旧影</div><h2>渡口老船"新生"记</h2>
<p>渡口的两条老船停用已有八年，去年冬天由镇上的木匠修好，今年开春重新下水。</p>
<p>修船的钱是村民凑的，木料来自一座拆掉的老屋，桐油则是从邻县买来的。</p></div>
<div class="ranks"><h3>热门</h3><p>今天的股票行情</p><ul><li>一则新闻</li><li>又一则新闻</li></ul></div></div>
</body></html>"#;

/// A notice that is nearly as long as the text.
const NOTICE: &str = r#"<html><head><title>Bridge closed</title><meta name="author" content="By Ann Lee"></head><body>
<div class="box"><div><p>The bridge is closed, said the council on Friday, until the river falls.</p></div></div>
<div class="statement"><p>版权声明：本网所有内容，凡注明来源的，均为转载，版权归原作者，转载目的在于传递更多信息，并不代表本网观点。如有侵权，请联系，我们将删除，谢谢。</p></div>
</body></html>"#;

fn open(pages: &[(&str, Vec<u8>)]) -> Vec<Post> {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in pages {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let archive = bindery_archive::open(folder.path(), &Options::default()).unwrap();
    assert_eq!(archive.site().kind, "folder");
    let entries = archive.entries().iter();
    entries
        .map(|entry| {
            let post = archive.read(entry).unwrap().post;
            assert_eq!(
                (entry.meta.date, &entry.meta.title),
                (post.meta.date, &post.meta.title)
            );
            post
        })
        .collect()
}

/// No links, and pictures by their text.
struct NoTargets;

impl Targets for NoTargets {
    fn href(&self, _: &Target) -> Option<String> {
        None
    }

    fn image(&self, _: &Image) -> ImageOutput {
        ImageOutput::Text
    }
}

fn text(post: &Post) -> String {
    bindery_html::to_html(
        &post.blocks,
        &post.footnotes,
        &Default::default(),
        &NoTargets,
    )
}

#[test]
fn pages_say_what_they_are() {
    let posts = open(&[
        (
            "t1.shtml",
            encoding_rs::GBK.encode(AUTHORITY).0.into_owned(),
        ),
        ("gate.html", BLOG.into()),
        ("day.htm", PLAIN.into()),
    ]);
    let shown: Vec<String> = posts
        .iter()
        .map(|post| {
            let meta = &post.meta;
            let names: Vec<&str> = meta
                .authors
                .iter()
                .map(|author| author.name.as_str())
                .collect();
            let date = meta.date.map(|date| date.to_string()).unwrap_or_default();
            format!(
                "{} | {date} | {} | {} | {} {}",
                meta.title,
                names.join("+"),
                meta.language.as_deref().unwrap_or("?"),
                meta.categories.join("+"),
                meta.tags.join("+")
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "Day one | 2021-03-05T00:00:00+00:00 |  | ? |  ",
            "关于加强城市供水工作的通知 | 2022-03-01T10:00:00+00:00 | 市住建局 | zh | 政策文件 供水+通知",
            "Repairing a gate | 2023-04-05T08:00:00+01:00 | Jo Field | en-GB |  wood+tools",
        ]
    );
}

/// What Medium exports, by microformats2; and a page whose site stands before its title.
const EXPORTED: &str = r#"<!DOCTYPE html><html><head><title>A gate</title></head><body><article class="h-entry">
<header><h1 class="p-name">A gate</h1></header><section data-field="subtitle" class="p-summary">On hinges</section>
<section data-field="body" class="e-content"><div><h4>On hinges</h4><p>The gate had been hanging by one hinge since the
storm, and every morning it swung open by itself.</p></div></section>
<footer><p>By <a href="https://a.example/@jo" class="p-author h-card">Jo Roe</a> on <a href="https://a.example/p/1">
<time class="dt-published" datetime="2018-01-15T12:13:14.000Z">January 15, 2018</time></a>.</p>
<p>Exported from Medium on May 1, 2020.</p></footer></article></body></html>"#;
const PREFIXED: &str = r#"<html><head><title>Лента: Учёные нашли воду</title><meta charset=utf-8></head><body>
<div class=x><h1>Учёные нашли воду</h1><div class=date>13 ноября 2009, 19:00:45</div>
<p>Американские учёные объявили, что нашли на Луне воду — «значительное количество».</p></div></body></html>"#;

#[test]
fn what_is_exported_and_what_is_in_other_languages_says_what_it_is() {
    let posts = open(&[
        ("a.html", EXPORTED.as_bytes().to_vec()),
        ("b.html", PREFIXED.as_bytes().to_vec()),
    ]);
    let find = |path: &str| posts.iter().find(|post| post.meta.path == path).unwrap();
    let exported = find("a.html");
    assert_eq!(exported.meta.authors[0].name, "Jo Roe");
    let shown = text(exported);
    assert!(!shown.contains("Exported"), "{shown}");
    assert_eq!(shown.matches("On hinges").count(), 1, "{shown}");
    let prefixed = find("b.html");
    assert_eq!(prefixed.meta.title, "Учёные нашли воду");
    let date = prefixed.meta.date.unwrap().to_string();
    assert_eq!(date, "2009-11-13T19:00:45+00:00");
}

#[test]
fn a_folder_of_pages_has_the_name_of_the_site_that_most_are_from() {
    let named = |names: &[Option<&str>]| {
        let folder = tempfile::tempdir().unwrap();
        for (number, name) in names.iter().enumerate() {
            let name = name.map(|it| format!("<meta property='og:site_name' content='{it}'>"));
            let page = format!(
                "<!doctype html><title>Page {number}</title>{}<p>Some words, and more.</p>",
                name.unwrap_or_default()
            );
            std::fs::write(folder.path().join(format!("{number}.html")), page).unwrap();
        }
        let options = Options {
            site: Some(bindery_archive::SiteKind::Folder),
            ..Options::default()
        };
        let archive = bindery_archive::open(folder.path(), &options).unwrap();
        let is_of_folder = folder.path().ends_with(&archive.site().title);
        match is_of_folder {
            true => "folder".to_owned(),
            false => archive.site().title.clone(),
        }
    };
    let (one, two) = (Some("One &amp; all"), Some("Two"));
    assert_eq!(named(&[one, one, two]), "One & all");
    assert_eq!(named(&[one, one, None, None]), "folder");
    assert_eq!(named(&[one, two]), "folder");
    assert_eq!(named(&[Some(" ")]), "folder");
}

/// Pages that tell their day in one odd place only.
#[test]
fn the_day_of_a_page_is_found_wherever_it_stands() {
    let text = "<p>The gate had been hanging by one hinge since the storm, and it swung open by itself.</p>\
        <p>Two screws, a new hinge and an hour of work were enough; the old wood was sound, after all.</p>";
    let cases = [
        (
            "<meta name='pubtime' content='2019-9-7 21:30:50'>",
            "",
            "",
            "2019-09-07T21:30:50",
        ),
        (
            "<meta name='weibo: article:create_at' content='2019-09-09 20:52:38'>",
            "",
            "",
            "2019-09-09T20:52:38",
        ),
        (
            "<meta itemprop='dateUpdate' content='2019-10-08 12:00:57'>",
            "",
            "",
            "2019-10-08T12:00:57",
        ),
        (
            "<link rel=canonical href='https://a.example/2011/08/24/gate/'>",
            "",
            "",
            "2011-08-24T00:00:00",
        ),
        (
            "<script>var ct = \"1581517074\";</script>",
            "",
            "",
            "2020-02-12T14:17:54",
        ),
        ("", "<p>3 March 2020</p>", "", "2020-03-03T00:00:00"),
        (
            "<script>x({pubtime:'2020-03-03 07:48'})</script>",
            "<p>2020-03-03</p>",
            "",
            "2020-03-03T07:48:00",
        ),
        (
            "<script>x({pubtime:'2020-03-04 07:48'})</script>",
            "<p>2020-03-03</p>",
            "",
            "2020-03-03T00:00:00",
        ),
        (
            "",
            "<p>A storm of 1935, it says: August 14, 1935.</p>",
            "",
            "",
        ),
        (
            "",
            "<abbr class=published title='2011-08-25T01:40:40Z'>an hour ago</abbr>",
            "",
            "2011-08-25T01:40:40",
        ),
        (
            "",
            "",
            "<div>发布日期：<!-- b -->2019-03-06<!-- e --></div>",
            "2019-03-06T00:00:00",
        ),
        (
            "",
            "",
            "<div>Publié le 29/10/2012</div>",
            "2012-10-29T00:00:00",
        ),
        ("", "", "<ul><li>2018-01-01 Another post</li></ul>", ""),
    ];
    for (head, before, behind, expected) in cases {
        let page = format!(
            "<!doctype html><html><head><title>A gate</title>{head}</head><body>{before}\
             <div class=post-content>{text}</div>{behind}</body></html>"
        );
        let posts = open(&[("a.html", page.into())]);
        let date = posts[0].meta.date.map(|date| date.to_string());
        let date = date.as_deref().unwrap_or_default();
        let start = date.split('+').next();
        assert_eq!(start, Some(expected), "{head} {before} {behind}");
    }
}

#[test]
fn what_follows_the_last_sentence_and_names_other_posts_is_left_out() {
    let card = |name: &str| {
        format!(
            "<div><a href='{name}.html'><img src=x alt=''></a><a href='{name}.html'>其它 {name} 的长长标题</a></div>"
        )
    };
    let (one, two) = (card("one"), card("two"));
    let prose = "<p>渡口的两条老船停用已有八年，去年冬天由镇上的木匠修好，今年开春重新下水。</p>";
    for (tail, is_left_out) in [
        (format!("<h2>相关推荐</h2><div>{one}</div>"), true),
        (format!("<div>{one}{two}</div>"), true),
        ("<h3>Related posts</h3><ul><li><a href=a>One post</a></li></ul>".to_owned(), true),
        ("<h3>评论<span>(15)</span></h3><div>我要跟帖</div>".to_owned(), true),
        ("<ul><li><a href=a.pdf>附件一</a></li><li><a href=b.pdf>附件二</a></li></ul>".to_owned(), false),
        ("<div><a href=a.jpg><img src=a alt=''> 船一号的照片和说明</a><a href=b.jpg><img src=b alt=''> 船二号的照片和说明</a></div>".to_owned(), false),
        (format!("<h3>相关文章</h3><ul><li>一</li></ul>{prose}"), false),
        ("<h3>相关</h3><p>图片来自网络</p>".to_owned(), false),
    ] {
        let page = format!(
            "<!doctype html><html><head><title>老船</title></head><body><div class=newscontent>{prose}{prose}{tail}</div></body></html>"
        );
        let posts = open(&[("a.html", page.into())]);
        let words = bindery_model::Block::text_of(&posts[0].blocks);
        let ends_with_prose = words.trim().ends_with("今年开春重新下水。");
        let is_prose_alone = ends_with_prose && !words.contains('一');
        assert_eq!(is_prose_alone, is_left_out, "{tail}: {words}");
    }
}

#[test]
fn the_page_around_the_text_is_left_out() {
    let posts = open(&[
        (
            "t1.shtml",
            encoding_rs::GBK.encode(AUTHORITY).0.into_owned(),
        ),
        ("gate.html", BLOG.into()),
        ("day.htm", PLAIN.into()),
    ]);
    for (post, begins, ends, absent) in [
        (&posts[0], "Posted on March", "came from", &["entry"][..]),
        (
            &posts[1],
            "各区县人民政府",
            "2022年2月28日",
            &["打印", "相关", "首页", "备案", "字体"],
        ),
        (
            &posts[2],
            "The gate had",
            "after all.",
            &[
                "Share",
                "cookies",
                "Comments",
                "newsletter",
                "Copyright",
                "About",
            ],
        ),
    ] {
        let html = text(post);
        let visible: String = html
            .split('<')
            .map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text))
            .collect();
        let visible = visible.trim();
        assert!(visible.starts_with(begins), "{visible}");
        assert!(visible.contains(ends), "{visible}");
        for word in absent {
            assert!(!visible.contains(word), "{word}: {visible}");
        }
    }
    assert!(text(&posts[1]).contains("<td>第一水厂</td>"));
}

#[test]
fn who_said_what_is_quoted_is_part_of_the_quotation() {
    let prose = "<p>The gate had been closed for a year, the mayor said, and nobody knew why.</p>";
    let page = format!(
        "<!doctype html><html><head><title>Gate</title></head><body><article><h1>Gate</h1>{prose}{prose}\
         <blockquote><p>Open it.</p><footer>Ann Lee</footer></blockquote>{prose}\
         <figure><img src=a.png alt=a><div class=header>Before</div></figure>\
         <div class=pages><a href=1.html>1</a> <a href=2.html>onwards</a></div>\
         <footer>All rights reserved</footer></article></body></html>"
    );
    let posts = open(&[("a.html", page.into())]);
    let words = bindery_model::Block::text_of(&posts[0].blocks);
    assert!(
        words.contains("Ann Lee") && words.contains("Before"),
        "{words}"
    );
    assert!(
        !words.contains("rights") && !words.contains("onwards"),
        "{words}"
    );
}

#[test]
fn a_column_is_not_its_text_and_a_title_stands_once() {
    let posts = open(&[("boat.html", PORTAL.into())]);
    let meta = &posts[0].meta;
    assert_eq!(meta.title, "渡口老船\"新生\"记");
    assert!(meta.authors.is_empty(), "{:?}", meta.authors);
    let html = text(&posts[0]);
    assert!(html.contains("渡口旧影"), "{html}");
    assert!(html.contains("从邻县买来的"), "{html}");
    for absent in ["新生", "热门", "首页", "青川网"] {
        assert!(!html.contains(absent), "{absent}: {html}");
    }
}

#[test]
fn a_disclaimer_is_not_the_text() {
    let posts = open(&[("bridge.html", NOTICE.into())]);
    assert_eq!(posts[0].meta.authors[0].name, "Ann Lee");
    let html = text(&posts[0]);
    assert!(html.contains("until the river falls"), "{html}");
    assert!(!html.contains("版权声明"), "{html}");
}

/// A document of sections, each with a division of its own for every paragraph.
const MANUAL: &str = r#"<!doctype html><html><head><title>Casting bells</title></head><body>
<div id="content"><div class="sect"><h2>Metal</h2><div class="paragraph"><p>Four parts of copper and one of tin, and a very clean pot to melt them in.</p></div></div>
<div class="sect"><h2>Sand</h2><div class="paragraph"><p>The sand is mixed with clay, wetted, and left alone for a night.</p></div></div>
<div class="sect"><h2>Pouring</h2><div class="paragraph"><p>Pour slowly, and never stop.</p></div></div></div>
<div class="comments"><div class="comment"><p>We cast one with our class last year, and it rings in the hall now, every morning at eight.</p></div></div>
</body></html>"#;

#[test]
fn every_section_of_a_text_is_part_of_it() {
    let html = text(&open(&[("bells.html", MANUAL.into())])[0]);
    for present in ["Four parts", "The sand", "Pour slowly"] {
        assert!(html.contains(present), "{present}: {html}");
    }
    assert!(!html.contains("our class"), "{html}");
}

#[test]
fn all_of_a_document_is_text() {
    let word = "<html><head><meta name=Generator content='Microsoft Word 15 (filtered)'><title>Minutes</title></head>\
        <body lang=en-GB><div class=WordSection1><p>The meeting opened at half past six with nine members present.</p></div>\
        <div><div id=ftn1><p>Ten with the dog.</p></div></div></body></html>";
    let pandoc = "<!doctype html><html><head><meta name=generator content=pandoc><title>Knots</title></head><body>\
        <header id=title-block-header><h1 class=title>Knots</h1><p class=subtitle>For small boats</p></header>\
        <h2>Bowline</h2><p>It never slips, as all who ever tied it will tell you.<a href=#fn1 id=fnref1 role=doc-noteref><sup>1</sup></a></p>\
        <table><thead><tr class=header><th>Knot</th></tr></thead><tbody><tr><td>Bowline</td></tr></tbody></table>\
        <aside id=footnotes class=footnotes role=doc-endnotes><hr><ol><li id=fn1><p>Almost.<a href=#fnref1 role=doc-backlink>↩</a></p></li></ol></aside></body></html>";
    let posts = open(&[("minutes.html", word.into()), ("knots.html", pandoc.into())]);
    let of = |title: &str| posts.iter().find(|post| post.meta.title == title).unwrap();
    assert_eq!(of("Minutes").meta.language.as_deref(), Some("en-GB"));
    for (title, present) in [
        ("Minutes", "Ten with the dog"),
        ("Knots", "For small boats"),
        ("Knots", "Knot</th>"),
        ("Knots", "Almost."),
    ] {
        let html = text(of(title));
        assert!(html.contains(present), "{present}: {html}");
    }
}

#[test]
fn short_sentences_are_a_text() {
    let page = "<!doctype html><html><head><title>桥洞</title></head><body><div id=wrapper><div id=note>\
        <p>地摊在桥洞下。</p><p>周六早上才摆。</p><p>老板不讲价。</p></div>\
        <div class=copyright-claim>本文版权归旧书虫所有，任何形式转载请联系作者本人。</div></div></body></html>";
    let posts = open(&[("stall.html", page.into())]);
    let html = text(&posts[0]);
    assert!(html.contains("老板不讲价"), "{html}");
    assert!(!html.contains("版权"), "{html}");
}

#[test]
fn notes_that_stand_beside_a_text_belong_to_it() {
    let page = "<!doctype html><html><head><title>Mills</title></head><body><div id=side><a href=/a>Other mills</a></div><div class=entry-content>\
        <p>The mill has ground no corn since 1921, but the wheel still turns when the river is high.<sup><a href=#n1>1</a></sup></p></div>\
        <div class=footnotes><ol><li id=n1>Holt, p. 12.</li></ol></div></body></html>";
    let html = text(&open(&[("mill.html", page.into())])[0]);
    assert!(html.contains("Holt, p. 12."), "{html}");
    assert!(!html.contains("Other mills"), "{html}");
}
