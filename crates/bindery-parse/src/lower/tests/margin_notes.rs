//! Notes that themes set into the margin.
use bindery_model::{BlockKind, Inline};

use super::lowered;

#[test]
fn notes_in_the_margin_are_footnotes() {
    for html in [
        "<p>One<d-footnote>Of <b>them</b>.</d-footnote> two.",
        "<p>One<label for=n class=\"margin-toggle sidenote-number\">+</label><input type=checkbox id=n class=margin-toggle>\
         <span class=sidenote>Of <b>them</b>.</span> two.",
        "<p>One<small class=marginnote>Of <b>them</b>.</small> two.",
    ] {
        let (post, codes) = lowered(html);
        assert!(codes.is_empty(), "{codes:?}");
        let [block] = post.blocks.as_slice() else {
            panic!("{html}: {:?}", post.blocks);
        };
        let BlockKind::Paragraph { content } = &block.kind else {
            panic!("{html}: {block:?}");
        };
        let reference = Inline::FootnoteReference { footnote: 0 };
        let expected = [Inline::text("One"), reference, Inline::text(" two.")];
        assert_eq!(content.as_slice(), expected, "{html}");
        assert_eq!(post.footnotes.len(), 1, "{html}");
        assert_eq!(post.footnotes[0].blocks.len(), 1, "{html}");
    }
}

#[test]
fn a_note_in_a_note_is_text_of_it() {
    let (post, _) = lowered("<p><em>a<d-footnote>b<d-footnote>c</d-footnote>d</d-footnote>e</em>");
    assert_eq!((post.blocks.len(), post.footnotes.len()), (1, 1));
}
