//! Classes of elements that the tree construction rules name.
use crate::html::tag::Tag;
use crate::html::tree::Namespace;

/// A set of tags.
pub(super) type TagSet = [Tag];

/// The category "special" (section 13.2.4.2), HTML's part.
const SPECIAL: &TagSet = &[
    Tag::ADDRESS,
    Tag::APPLET,
    Tag::AREA,
    Tag::ARTICLE,
    Tag::ASIDE,
    Tag::BASE,
    Tag::BASEFONT,
    Tag::BGSOUND,
    Tag::BLOCKQUOTE,
    Tag::BODY,
    Tag::BR,
    Tag::BUTTON,
    Tag::CAPTION,
    Tag::CENTER,
    Tag::COL,
    Tag::COLGROUP,
    Tag::DD,
    Tag::DETAILS,
    Tag::DIR,
    Tag::DIV,
    Tag::DL,
    Tag::DT,
    Tag::EMBED,
    Tag::FIELDSET,
    Tag::FIGCAPTION,
    Tag::FIGURE,
    Tag::FOOTER,
    Tag::FORM,
    Tag::FRAME,
    Tag::FRAMESET,
    Tag::H1,
    Tag::H2,
    Tag::H3,
    Tag::H4,
    Tag::H5,
    Tag::H6,
    Tag::HEAD,
    Tag::HEADER,
    Tag::HGROUP,
    Tag::HR,
    Tag::HTML,
    Tag::IFRAME,
    Tag::IMG,
    Tag::INPUT,
    Tag::KEYGEN,
    Tag::LI,
    Tag::LINK,
    Tag::LISTING,
    Tag::MAIN,
    Tag::MARQUEE,
    Tag::MENU,
    Tag::META,
    Tag::NAV,
    Tag::NOEMBED,
    Tag::NOFRAMES,
    Tag::NOSCRIPT,
    Tag::OBJECT,
    Tag::OL,
    Tag::P,
    Tag::PARAM,
    Tag::PLAINTEXT,
    Tag::PRE,
    Tag::SCRIPT,
    Tag::SEARCH,
    Tag::SECTION,
    Tag::SELECT,
    Tag::SOURCE,
    Tag::STYLE,
    Tag::SUMMARY,
    Tag::TABLE,
    Tag::TBODY,
    Tag::TD,
    Tag::TEMPLATE,
    Tag::TEXTAREA,
    Tag::TFOOT,
    Tag::TH,
    Tag::THEAD,
    Tag::TITLE,
    Tag::TR,
    Tag::TRACK,
    Tag::UL,
    Tag::WBR,
    Tag::XMP,
];

/// Elements that bound "has an element in scope" (section 13.2.4.2), HTML's part.
const SCOPE: &TagSet = &[
    Tag::APPLET,
    Tag::CAPTION,
    Tag::HTML,
    Tag::TABLE,
    Tag::TD,
    Tag::TH,
    Tag::MARQUEE,
    Tag::OBJECT,
    Tag::SELECT,
    Tag::TEMPLATE,
];

/// What list item scope adds.
pub(super) const LIST_ITEM_SCOPE: &TagSet = &[Tag::OL, Tag::UL];
/// What button scope adds.
pub(super) const BUTTON_SCOPE: &TagSet = &[Tag::BUTTON];
/// The whole of table scope.
pub(super) const TABLE_SCOPE: &TagSet = &[Tag::HTML, Tag::TABLE, Tag::TEMPLATE];

/// "Generate implied end tags" (section 13.2.6.3).
pub(super) const IMPLIED_END: &TagSet = &[
    Tag::DD,
    Tag::DT,
    Tag::LI,
    Tag::OPTGROUP,
    Tag::OPTION,
    Tag::P,
    Tag::RB,
    Tag::RP,
    Tag::RT,
    Tag::RTC,
];
/// What "thoroughly" adds.
pub(super) const IMPLIED_END_THOROUGHLY: &TagSet = &[
    Tag::CAPTION,
    Tag::COLGROUP,
    Tag::TBODY,
    Tag::TD,
    Tag::TFOOT,
    Tag::TH,
    Tag::THEAD,
    Tag::TR,
];

/// Headings.
pub(super) const HEADINGS: &TagSet = &[Tag::H1, Tag::H2, Tag::H3, Tag::H4, Tag::H5, Tag::H6];
/// Sections of a table.
pub(super) const TABLE_SECTIONS: &TagSet = &[Tag::TBODY, Tag::TFOOT, Tag::THEAD];
/// Elements whose text is moved out of the table.
pub(super) const TABLE_PARTS: &TagSet = &[
    Tag::TABLE,
    Tag::TBODY,
    Tag::TEMPLATE,
    Tag::TFOOT,
    Tag::THEAD,
    Tag::TR,
];

/// Start tags in body that close a `p` and insert an element, and nothing else.
pub(super) const BLOCK_START: &TagSet = &[
    Tag::ADDRESS,
    Tag::ARTICLE,
    Tag::ASIDE,
    Tag::BLOCKQUOTE,
    Tag::CENTER,
    Tag::DETAILS,
    Tag::DIALOG,
    Tag::DIR,
    Tag::DIV,
    Tag::DL,
    Tag::FIELDSET,
    Tag::FIGCAPTION,
    Tag::FIGURE,
    Tag::FOOTER,
    Tag::HEADER,
    Tag::HGROUP,
    Tag::MAIN,
    Tag::MENU,
    Tag::NAV,
    Tag::OL,
    Tag::P,
    Tag::SEARCH,
    Tag::SECTION,
    Tag::SUMMARY,
    Tag::UL,
];
/// End tags in body that close an element in scope, and nothing else.
pub(super) const BLOCK_END: &TagSet = &[
    Tag::ADDRESS,
    Tag::ARTICLE,
    Tag::ASIDE,
    Tag::BLOCKQUOTE,
    Tag::BUTTON,
    Tag::CENTER,
    Tag::DETAILS,
    Tag::DIALOG,
    Tag::DIR,
    Tag::DIV,
    Tag::DL,
    Tag::FIELDSET,
    Tag::FIGCAPTION,
    Tag::FIGURE,
    Tag::FOOTER,
    Tag::HEADER,
    Tag::HGROUP,
    Tag::LISTING,
    Tag::MAIN,
    Tag::MENU,
    Tag::NAV,
    Tag::OL,
    Tag::PRE,
    Tag::SEARCH,
    Tag::SECTION,
    Tag::SELECT,
    Tag::SUMMARY,
    Tag::UL,
];
/// Formatting elements, without `a` and `nobr`, which have rules of their own.
pub(super) const FORMATTING: &TagSet = &[
    Tag::B,
    Tag::BIG,
    Tag::CODE,
    Tag::EM,
    Tag::FONT,
    Tag::I,
    Tag::S,
    Tag::SMALL,
    Tag::STRIKE,
    Tag::STRONG,
    Tag::TT,
    Tag::U,
];
/// Start tags that leave foreign content.
pub(super) const FOREIGN_BREAKOUT: &TagSet = &[
    Tag::B,
    Tag::BIG,
    Tag::BLOCKQUOTE,
    Tag::BODY,
    Tag::BR,
    Tag::CENTER,
    Tag::CODE,
    Tag::DD,
    Tag::DIV,
    Tag::DL,
    Tag::DT,
    Tag::EM,
    Tag::EMBED,
    Tag::H1,
    Tag::H2,
    Tag::H3,
    Tag::H4,
    Tag::H5,
    Tag::H6,
    Tag::HEAD,
    Tag::HR,
    Tag::I,
    Tag::IMG,
    Tag::LI,
    Tag::LISTING,
    Tag::MENU,
    Tag::META,
    Tag::NOBR,
    Tag::OL,
    Tag::P,
    Tag::PRE,
    Tag::RUBY,
    Tag::S,
    Tag::SMALL,
    Tag::SPAN,
    Tag::STRONG,
    Tag::STRIKE,
    Tag::SUB,
    Tag::SUP,
    Tag::TABLE,
    Tag::TT,
    Tag::U,
    Tag::UL,
    Tag::VAR,
];

/// Whether an element is special.
pub(super) fn is_special(tag: Tag, namespace: Namespace) -> bool {
    match namespace {
        Namespace::Html => SPECIAL_BITS.contains(tag),
        _ => is_foreign_scope(tag, namespace),
    }
}

/// The elements of MathML and SVG that bound a scope; they are also the special ones.
pub(super) fn is_foreign_scope(tag: Tag, namespace: Namespace) -> bool {
    match namespace {
        Namespace::Html => false,
        Namespace::MathMl => matches!(
            tag,
            Tag::MI | Tag::MO | Tag::MN | Tag::MS | Tag::MTEXT | Tag::ANNOTATION_XML
        ),
        Namespace::Svg => matches!(tag, Tag::FOREIGN_OBJECT | Tag::DESC | Tag::TITLE),
    }
}

/// A set of tags as bits, for the sets that are asked for every tag.
pub(super) struct TagBits([u64; 4]);

pub(super) const SPECIAL_BITS: TagBits = TagBits::new(SPECIAL);
pub(super) const SCOPE_BITS: TagBits = TagBits::new(SCOPE);
pub(super) const BLOCK_START_BITS: TagBits = TagBits::new(BLOCK_START);
pub(super) const BLOCK_END_BITS: TagBits = TagBits::new(BLOCK_END);
pub(super) const FORMATTING_BITS: TagBits = TagBits::new(FORMATTING);
pub(super) const IMPLIED_END_BITS: TagBits = TagBits::new(IMPLIED_END);

impl TagBits {
    const fn new(tags: &TagSet) -> TagBits {
        let mut bits = [0; 4];
        let mut at = 0;
        while at < tags.len() {
            let number = tags[at].number();
            bits[number / 64] |= 1 << (number % 64);
            at += 1;
        }
        TagBits(bits)
    }

    pub(super) fn contains(&self, tag: Tag) -> bool {
        let number = tag.number();
        self.0[number / 64] & (1 << (number % 64)) != 0
    }
}
