//! Labels of drawings that are HTML, and colours that they lack.
use bindery_model::{BlockKind, Image, Inline, Target};

use super::lowered;

/// The only drawing of a text, with what was said.
fn drawing(html: &str) -> (Image, String, Vec<String>) {
    let (post, codes) = lowered(html);
    let [block] = post.blocks.as_slice() else {
        panic!("{html}: {:?}", post.blocks);
    };
    let (BlockKind::Plain { content } | BlockKind::Paragraph { content }) = &block.kind else {
        panic!("{html}: {block:?}");
    };
    let [Inline::Image(image)] = content.as_slice() else {
        panic!("{html}: {content:?}");
    };
    let Target::Drawing { svg } = &image.target else {
        panic!("{html}: {image:?}");
    };
    ((**image).clone(), svg.clone(), codes)
}

#[test]
fn labels_in_html_are_text_of_the_drawing() {
    let (image, svg, codes) = drawing(
        "<svg><rect/><g><foreignObject x=10 width=100px height=40><div>one</div>\
         <p>two &lt; three four five</p></foreignObject></g></svg>",
    );
    assert!(codes.is_empty(), "{codes:?}");
    assert_eq!(image.alt.as_deref(), Some("one two < three four five"));
    let lines: Vec<&str> = svg.split("<tspan x=\"60.0\" y=\"").skip(1).collect();
    let lines: Vec<&str> = lines
        .iter()
        .filter_map(|line| line.split_once("\">")?.1.split("</tspan>").next())
        .collect();
    assert_eq!(lines, ["one", "two &lt; three", "four five"]);
    assert!(
        !svg.contains("foreignObject") && !svg.contains("<div"),
        "{svg}"
    );
}

#[test]
fn of_a_label_that_is_there_twice_one_is_shown() {
    for size in ["width='100%' height='100%'", "width=90 height=40"] {
        let (image, svg, codes) = drawing(&format!(
            "<svg><rect/><switch><foreignObject {size}><div>label</div></foreignObject>\
             <text>lab...</text></switch></svg>"
        ));
        assert!(codes.is_empty(), "{codes:?}");
        assert_eq!(image.alt.as_deref(), Some("label"));
        assert_eq!(svg.contains(">label<"), !size.contains('%'), "{svg}");
    }
}

#[test]
fn colours_that_only_the_page_knows_are_told() {
    for (inner, codes) in [
        ("<path class=line>", &["text.drawing-style"][..]),
        ("<path class=line stroke=red>", &[]),
        ("<g fill=none><path class=line></g>", &[]),
        (
            "<g fill=none></g><path class=line>",
            &["text.drawing-style"],
        ),
        ("<style>.line{fill:none}</style><path class=line>", &[]),
        ("<path>", &[]),
    ] {
        assert_eq!(drawing(&format!("<svg>{inner}</svg>")).2, codes, "{inner}");
    }
}

#[test]
fn what_is_too_long_for_a_label_is_text() {
    let labelled = |lines: usize| {
        let label = "<div>word</div>".repeat(lines);
        format!("<svg><rect/><foreignObject width=90 height=40>{label}</foreignObject></svg>")
    };
    assert!(drawing(&labelled(40)).2.is_empty());
    let (post, codes) = lowered(&labelled(41));
    assert_eq!(codes, ["text.drawing"]);
    assert_eq!(post.text().matches("word").count(), 41);
}
