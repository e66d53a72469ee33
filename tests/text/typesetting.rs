//! No line begins or ends with what may not, none is too long, and nothing is lost.
use bindery_model::{
    Block, BlockKind, DefinitionItem, Inline, ListItem, ListKind, Numbering, Post, Site, Style,
};
use bindery_text::{Header, Links, Options, post_to_string};
use unicode_width::UnicodeWidthStr;

use crate::archives::{for_each_post, news, real};

/// What begins no line.
const CLOSERS: &str = "。，、；：？！”’）】》〉」』…々ーぁぃぅぇぉっゃゅょァィゥェォッャュョ";
/// What ends no line.
const OPENERS: &str = "“‘（【《〈「『";

#[test]
fn news_is_set_without_fault() {
    let Some((_folder, archive)) = news(300) else {
        return;
    };
    let mut posts = 0;
    for_each_post(&archive, 1, |post, site| {
        for width in [20, 40, 72] {
            judge(post, site, width);
        }
        posts += 1;
    });
    assert!(posts >= 300, "only {posts} posts");
}

#[test]
fn real_posts_are_set_without_fault() {
    for archive in real() {
        for_each_post(&archive, 25, |post, site| {
            for width in [20, 72, 100] {
                judge(post, site, width);
            }
        });
    }
}

#[test]
fn nesting_never_runs_over_the_width() {
    let text = "Words, words: 一些中文字 and more words to fill the line with.";
    for kind in 0..4 {
        let mut block = Block::paragraph(vec![Inline::text(text)]);
        for _ in 0..40 {
            let blocks = vec![Block::plain(vec![Inline::text(text)]), block];
            block = nested(kind, blocks).into();
        }
        let post = Post {
            blocks: vec![block],
            ..Post::default()
        };
        for width in [8, 20, 40, 72] {
            let options = Options {
                width,
                ..Options::default()
            };
            let text = post_to_string(&post, &Site::default(), &options);
            let longest = text.lines().map(UnicodeWidthStr::width).max();
            assert!(longest <= Some(width), "{kind}, {width}: {text}");
            assert_eq!(text.matches("中").count(), 41, "{kind}, {width}");
        }
    }
}

fn nested(kind: usize, blocks: Vec<Block>) -> BlockKind {
    let item = ListItem {
        blocks: blocks.clone(),
        ..ListItem::default()
    };
    match kind {
        0 => BlockKind::Quote { blocks },
        1 => BlockKind::List {
            kind: ListKind::Bullet,
            items: vec![item],
        },
        2 => BlockKind::List {
            kind: ListKind::Ordered {
                start: 998,
                numbering: Numbering::UpperRoman,
                reversed: true,
            },
            items: vec![item],
        },
        _ => BlockKind::DefinitionList {
            items: vec![DefinitionItem {
                terms: Vec::new(),
                definitions: vec![blocks],
            }],
        },
    }
}

#[test]
fn structures_are_set_as_by_hand() {
    let page = "<h2>新闻</h2><p>甲\n乙 a\nb</p><ol start=8 reversed><li>a<li>b<ol type=i><li>c<li>d</ol></ol>\
        <ul><li><input type=checkbox checked> e</ul><blockquote>f</blockquote><div class=callout><div>t</div><p>g</div><hr>\
        <p><ruby>漢<rt>かん</rt></ruby> H<sub>2</sub>O x<sup>n+1</sup> y<sup>TM</sup> <del>g</del> \
        <a href='/h'>i</a> <a href='/h'>j</a> <img src=k alt=l></p><pre>a\tb</pre>";
    let options = bindery_parse::ParseOptions {
        path: "a.html",
        ..Default::default()
    };
    let mut post = bindery_parse::parse_post(page.as_bytes(), &options).post;
    post.meta.language = Some("zh-TW".into());
    let options = Options {
        width: 30,
        header: Header::None,
        ..Options::default()
    };
    let text = post_to_string(&post, &Site::default(), &options);
    let wanted = "新闻\n----\n\n甲乙 a b\n\n8. a\n7. b\n    i. c\n   ii. d\n\n- [x] e\n\n> f\n\n> t\n>\n> g\n\n            * * *\n\n\
        漢（かん） H₂O xⁿ⁺¹ y^(TM)\n~g~ i[1] j[1] [圖: l]\n\n    a   b\n\n[1] /h\n";
    assert_eq!(text, wanted);
}

#[test]
fn raw_controls_keep_what_is_left_out_otherwise() {
    let mut post = Post::default();
    let text = "a \u{202e}b\u{202c} \u{200b}c";
    post.blocks.push(Block::paragraph(vec![Inline::text(text)]));
    for (raw_controls, expected) in [(false, "a b c"), (true, text)] {
        let options = Options {
            header: Header::None,
            raw_controls,
            ..Options::default()
        };
        let set = post_to_string(&post, &Site::default(), &options);
        assert_eq!(set.trim_end(), expected);
    }
}

fn judge(post: &Post, site: &Site, width: usize) {
    let options = Options {
        width,
        header: Header::Short,
        links: Links::None,
        ..Options::default()
    };
    let text = post_to_string(post, site, &options);
    let fault =
        |what: &str, line: &str| panic!("{}, width {width}: {what}: {line}", post.meta.path);
    let mut before = "";
    for line in text.lines() {
        let shown = line.trim_start_matches(['>', ' ']);
        let is_continued = !before.is_empty() && !before.starts_with("  ") && !line.contains("  ");
        if is_continued && shown.starts_with(|c| CLOSERS.contains(c)) {
            fault("a line begins with what may not", line);
        }
        if is_continued && before.ends_with(|c| OPENERS.contains(c)) {
            fault("a line ends with what may not", before);
        }
        if line.width_cjk().min(line.width()) > width && can_be_broken(line) {
            fault("a line is too long", line);
        }
        before = line;
    }
    if is_plain(&post.blocks) {
        let mut shown = text.chars().filter(|c| !c.is_whitespace());
        let wanted = Block::text_of(&post.blocks);
        for c in wanted.chars().filter(|&c| is_visible(c)) {
            if !shown.any(|other| other == c) {
                fault("a character is missing", &c.to_string());
            }
        }
    }
}

/// Whether a line that is too long could have been broken: it is no code, and has a space outside
/// of its first word, or several Chinese characters.
fn can_be_broken(line: &str) -> bool {
    let text = line.trim_start_matches(['>', ' ', '-', '*']).trim_start();
    let is_code = line.trim_start_matches("> ").starts_with("    ");
    let han = text
        .chars()
        .filter(|c| matches!(c, '\u{4e00}'..='\u{9fff}'))
        .count();
    let words: Vec<&str> = text.split(' ').collect();
    let parts = |pair: &[&str]| {
        !pair[1].starts_with(|c| CLOSERS.contains(c)) && !pair[0].ends_with(|c| OPENERS.contains(c))
    };
    !is_code && !text.contains("://") && (han > 1 || words.windows(2).any(parts))
}

/// Characters that text shows as they are: no white space, none that is left out.
fn is_visible(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && c.to_string().width() > 0
}

/// Whether all text stands in order: there are no columns, and no characters above the line.
fn is_plain(blocks: &[Block]) -> bool {
    blocks.iter().all(|block| match &block.kind {
        BlockKind::Paragraph { content }
        | BlockKind::Plain { content }
        | BlockKind::Heading { content, .. } => content.iter().all(is_plain_inline),
        BlockKind::Quote { blocks } | BlockKind::Division { blocks, .. } => is_plain(blocks),
        BlockKind::List { items, .. } => items.iter().all(|item| is_plain(&item.blocks)),
        BlockKind::Code { .. } | BlockKind::Rule | BlockKind::Math(_) => true,
        _ => false,
    })
}

fn is_plain_inline(inline: &Inline) -> bool {
    match inline {
        Inline::Styled { style, content, .. } => {
            !matches!(style, Style::Superscript | Style::Subscript)
                && content.iter().all(is_plain_inline)
        }
        Inline::Link { content, .. } => content.iter().all(is_plain_inline),
        Inline::Media(_) | Inline::Ruby { .. } => false,
        _ => true,
    }
}
