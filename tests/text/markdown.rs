//! Markdown that is read again gives the same blocks.
use bindery_model::{Block, BlockKind, Footnote, Inline, Post, Site, Target};
use bindery_parse::markdown::Dialect;
use bindery_parse::{Markup, ParseOptions, parse_post};
use bindery_text::post_to_markdown;
use proptest::prelude::*;

use crate::archives::{for_each_post, news, real};

#[test]
fn news_comes_back() {
    let Some((_folder, archive)) = news(300) else {
        return;
    };
    for_each_post(&archive, 1, |post, site| {
        if let Err(fault) = comes_back(post, site) {
            panic!("{fault}");
        }
    });
}

#[test]
fn real_posts_come_back() {
    let (mut posts, mut faults) = (0, Vec::new());
    for archive in real() {
        for_each_post(&archive, 5, |post, site| {
            posts += 1;
            faults.extend(comes_back(post, site).err());
        });
    }
    assert!(
        faults.is_empty(),
        "{} of {posts} posts do not come back:\n{}",
        faults.len(),
        faults
            .iter()
            .take(5)
            .cloned()
            .collect::<Vec<_>>()
            .join("\n")
    );
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 150,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_html_says_comes_back(html in blocks()) {
        let post = read(html.as_bytes(), "a.html", Markup::Html);
        if let Err(fault) = comes_back(&post, &Site::default()) {
            panic!("{fault}");
        }
    }

    #[test]
    fn whatever_markdown_says_comes_back(text in markdown_text()) {
        let post = read(text.as_bytes(), "a.md", Markup::Markdown);
        if let Err(fault) = comes_back(&post, &Site::default()) {
            panic!("{fault}");
        }
    }
}

#[test]
fn what_is_fenced_and_what_is_called_out_comes_back() {
    for (source, markup) in [
        (
            "<pre><code class=language-math>x</code></pre>",
            Markup::Html,
        ),
        ("```math\nx^2\n```\n", Markup::Markdown),
        (
            "> [!NOTE]\n> text\n\n> [!tip] Own *title*\n> text\n",
            Markup::Markdown,
        ),
        (
            "<p><img src=a.png width=50%> <img src=b.png style='zoom: 30%'></p>",
            Markup::Html,
        ),
        (
            "<video src=a.mp4>See <a href=b.html>b</a>.</video>",
            Markup::Html,
        ),
    ] {
        let post = read(source.as_bytes(), "a.md", markup);
        if let Err(fault) = comes_back(&post, &Site::default()) {
            panic!("{source}: {fault}");
        }
    }
}

fn read(bytes: &[u8], path: &str, markup: Markup) -> Post {
    let options = ParseOptions {
        path,
        markup: Some(markup),
        dialect: Dialect::Gfm,
        ..ParseOptions::default()
    };
    parse_post(bytes, &options).post
}

/// Writes a post, reads it, and compares.
fn comes_back(post: &Post, site: &Site) -> Result<(), String> {
    let markdown = post_to_markdown(post, site);
    let again = read(markdown.as_bytes(), "again.md", Markup::Markdown);
    let (before, after) = (normal(post), normal(&again));
    if before != after {
        let lines = before.lines().zip(after.lines());
        let (one, other) = lines
            .into_iter()
            .find(|(one, other)| one != other)
            .unwrap_or(("", ""));
        return Err(format!(
            "{}:\nbefore: {one}\nafter:  {other}\n{}",
            post.meta.path,
            markdown.chars().take(3000).collect::<String>()
        ));
    }
    let meta = |post: &Post| {
        let meta = post.meta.clone();
        // The zone in which a date is shown is the site's.
        let date = meta.date.map(|date| date.timestamp());
        (
            meta.title.trim().to_owned(),
            date,
            meta.categories,
            meta.tags,
        )
    };
    if !post.meta.title.is_empty() && meta(post) != meta(&again) {
        return Err(format!("{:?} became {:?}", meta(post), meta(&again)));
    }
    Ok(())
}

/// Blocks and footnotes in words, without what readers of Markdown make themselves: the ids of
/// headings that nothing leads to, and their links to themselves. A target is its address.
fn normal(post: &Post) -> String {
    let mut blocks = post.blocks.clone();
    let mut footnotes: Vec<Footnote> = post.footnotes.clone();
    blocks.iter_mut().for_each(normalize);
    for footnote in &mut footnotes {
        footnote.blocks.iter_mut().for_each(normalize);
    }
    format!("{blocks:#?}\n{footnotes:#?}")
}

fn normalize(block: &mut Block) {
    if let BlockKind::Heading { content, .. } = &mut block.kind {
        block.attributes = None;
        let is_own = |inline: &Inline| {
            matches!(inline, Inline::Link { attributes: Some(attributes), content, .. }
                if content.is_empty() && attributes.classes == ["anchor"])
        };
        content.retain(|inline| !is_own(inline));
    }
    match &mut block.kind {
        BlockKind::Paragraph { content }
        | BlockKind::Plain { content }
        | BlockKind::Code { content, .. }
        | BlockKind::Heading { content, .. } => content.iter_mut().for_each(normalize_inline),
        BlockKind::List { items, .. } => {
            let blocks = items.iter_mut().flat_map(|item| &mut item.blocks);
            blocks.for_each(normalize);
        }
        BlockKind::DefinitionList { items } => {
            for item in items {
                item.terms.iter_mut().flatten().for_each(normalize_inline);
                item.definitions.iter_mut().flatten().for_each(normalize);
            }
        }
        BlockKind::Quote { blocks } | BlockKind::Division { blocks, .. } => {
            blocks.iter_mut().for_each(normalize);
        }
        BlockKind::Table(table) => {
            table.caption.iter_mut().for_each(normalize);
            let rows = table
                .head
                .iter_mut()
                .chain(table.bodies.iter_mut().flatten());
            let cells = rows.chain(&mut table.foot).flat_map(|row| &mut row.cells);
            cells.flat_map(|cell| &mut cell.blocks).for_each(normalize);
        }
        BlockKind::Figure {
            blocks, caption, ..
        } => {
            blocks.iter_mut().chain(caption).for_each(normalize);
        }
        BlockKind::Details { summary, blocks } => {
            summary.iter_mut().for_each(normalize_inline);
            blocks.iter_mut().for_each(normalize);
        }
        BlockKind::Rule | BlockKind::Math(_) => {}
    }
}

fn normalize_inline(inline: &mut Inline) {
    match inline {
        Inline::Link {
            target, content, ..
        } => {
            normalize_target(target);
            content.iter_mut().for_each(normalize_inline);
        }
        Inline::Styled { content, .. } => content.iter_mut().for_each(normalize_inline),
        Inline::Image(image) => normalize_target(&mut image.target),
        Inline::Media(media) => {
            let targets = media.sources.iter_mut().chain(&mut media.poster);
            targets.for_each(normalize_target);
            media.fallback.iter_mut().for_each(normalize_inline);
        }
        Inline::Ruby { segments } => {
            for segment in segments {
                let inlines = segment.base.iter_mut().chain(&mut segment.annotation);
                inlines.for_each(normalize_inline);
            }
        }
        _ => {}
    }
}

fn normalize_target(target: &mut Target) {
    let url = match target {
        Target::Post {
            url,
            fragment: Some(fragment),
            ..
        } => format!("{url}#{fragment}"),
        Target::Post { url, .. } | Target::Resource { url, .. } => url.clone(),
        _ => return,
    };
    *target = Target::Site { url };
}

/// Text that Markdown could take for something else.
fn words() -> impl Strategy<Value = String> {
    let hard = prop::sample::select(vec![
        "word",
        "中文，",
        "“引”",
        "*",
        "**",
        "_",
        "__",
        "`",
        "``",
        "~",
        "~~",
        "[",
        "]",
        "](x)",
        "!",
        "[^1]",
        "&lt;",
        "&gt;",
        "&amp;",
        "&amp;amp;",
        "&amp;lt;",
        "\\",
        "\\\\",
        "#",
        "# ",
        "- ",
        "+ ",
        "1. ",
        "2) ",
        "> ",
        "---",
        "===",
        "|",
        "| - |",
        ":--",
        "http://a.example/b",
        "www.a.example",
        "a@b.example",
        "\n",
        "\n- ",
        "\n1. ",
        "\n# ",
        "\n&gt; ",
        "\n---\n",
        "\n```\n",
        "\n    ",
        " ",
        "snake_case",
        "5*6",
        "&#160;",
        "\u{3000}",
        "$x$",
        ":",
        "=",
        "&lt;b&gt;",
        "&lt;!-- ",
        "{{ x }}",
    ]);
    prop::collection::vec(hard, 1..6).prop_map(|parts| parts.concat())
}

fn inlines() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        6 => words(),
        1 => Just("<br>".to_owned()),
        1 => Just("<img src=\"a.png\" alt=\"a *b* ]\">".to_owned()),
        1 => Just("<img src=\"a (1).png\">".to_owned()),
        1 => Just("<code>a`b</code>".to_owned()),
        1 => Just("<ruby>漢<rt>かん</rt></ruby>".to_owned()),
        1 => Just("<audio src=\"a.mp3\" title=\"t\"></audio>".to_owned()),
        1 => Just("<wbr>".to_owned()),
    ];
    let tags = prop::sample::select(vec![
        "em",
        "strong",
        "del",
        "s",
        "i",
        "b",
        "sub",
        "sup",
        "code",
        "kbd",
        "mark",
        "q",
        "span class=\"x\"",
        "a href=\"https://a.example/\"",
        "a href=\"/x?a=b&amp;c=d\" title=\"t &quot;\"",
        "a href=\"#标题\"",
        "abbr title=\"long\"",
    ]);
    leaf.prop_recursive(3, 12, 3, move |inner| {
        (tags.clone(), prop::collection::vec(inner, 1..4)).prop_map(|(tag, parts)| {
            let name = tag.split(' ').next().unwrap_or_default();
            format!("<{tag}>{}</{name}>", parts.concat())
        })
    })
}

fn line() -> impl Strategy<Value = String> {
    prop::collection::vec(inlines(), 1..4).prop_map(|parts| parts.concat())
}

fn blocks() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => line().prop_map(|text| format!("<p>{text}</p>")),
        1 => line().prop_map(|text| format!("<p class=\"x\">{text}</p>")),
        1 => line(),
        1 => line().prop_map(|text| format!("<h2>{text}</h2>")),
        1 => words().prop_map(|text| format!("<pre><code class=\"language-rust\">{text}\n\n  x</code></pre>")),
        1 => words().prop_map(|text| format!("<pre>{text}<b>x</b></pre>")),
        1 => Just("<hr>".to_owned()),
        1 => (line(), line()).prop_map(|(a, b)| format!(
            "<table><thead><tr><th>{a}</th><th align=\"right\">b</th></tr></thead>\
             <tbody><tr><td>{b}</td><td align=\"right\"></td></tr></tbody></table>")),
        1 => (line(), line()).prop_map(|(a, b)| format!(
            "<table><tr><td rowspan=\"2\">{a}</td><td>{b}</td></tr><tr><td>x</td></tr></table>")),
        1 => (line(), line()).prop_map(|(a, b)| format!("<dl><dt>{a}</dt><dd>{b}</dd></dl>")),
        1 => Just("<span data-math-style=\"display\">a_b &lt; \\frac</span>".to_owned()),
        1 => Just("<math display=\"block\"><mfrac><mi>a_b_c</mi><mo>&lt;</mo></mfrac></math>".to_owned()),
        1 => Just("<p>x <math><mo lspace=\"0.2em\">*</mo><mi>a</mi><mo>*</mo><mtext>`_`</mtext></math> y</p>".to_owned()),
    ];
    let wrappers = prop::sample::select(vec![
        ("<ul><li>", "</li><li>", "</li></ul>"),
        ("<ul><li>a</li><li>", "", "</li></ul>"),
        ("<ol start=\"3\"><li>", "</li><li>", "</li></ol>"),
        ("<ol type=\"a\"><li>", "</li><li>", "</li></ol>"),
        (
            "<ul><li><input type=\"checkbox\" checked> ",
            "</li><li>",
            "</li></ul>",
        ),
        ("<blockquote>", "", "</blockquote>"),
        ("<div class=\"x\">", "", "</div>"),
        ("<section id=\"y\">", "", "</section>"),
        ("<figure>", "<figcaption>", "</figcaption></figure>"),
        ("<details><summary>s</summary>", "", "</details>"),
    ]);
    let block = leaf.prop_recursive(3, 16, 3, move |inner| {
        (wrappers.clone(), prop::collection::vec(inner, 1..3)).prop_map(
            |((open, between, close), parts)| format!("{open}{}{close}", parts.join(between)),
        )
    });
    prop::collection::vec(block, 1..4).prop_map(|blocks| blocks.join("\n"))
}

fn markdown_text() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "text *a* **b** `c`",
        "- item",
        "  - inner",
        "    deep",
        "1. one",
        "7. seven",
        "> quote",
        "# Head",
        "## 标题",
        "",
        "",
        "```rust",
        "```",
        "| a | b |",
        "| - | -: |",
        "***",
        "* star",
        "- [x] done",
        "[link](/a \"t\") ![alt](b.png)",
        "<div class=\"x\">",
        "</div>",
        "text[^1]",
        "[^1]: note",
        "a\\",
        "<https://a.example/>",
        "https://a.example/b_c",
        "中文",
        "~~del~~",
        "&nbsp;x",
    ]);
    prop::collection::vec(line, 1..14).prop_map(|lines| lines.join("\n"))
}
