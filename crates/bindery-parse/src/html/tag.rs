//! Element names as small numbers.

/// The name of an element that the standard, or a writer of posts, knows; [`Tag::OTHER`] for all
/// others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(u8);

/// The names, in the order of their numbers.
const NAMES: [&str; 157] = [
    "",
    "a",
    "abbr",
    "acronym",
    "address",
    "applet",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "basefont",
    "bdi",
    "bdo",
    "bgsound",
    "big",
    "blink",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "command",
    "data",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "image",
    "img",
    "input",
    "ins",
    "isindex",
    "kbd",
    "keygen",
    "label",
    "legend",
    "li",
    "link",
    "listing",
    "main",
    "map",
    "mark",
    "marquee",
    "math",
    "menu",
    "menuitem",
    "meta",
    "meter",
    "mglyph",
    "malignmark",
    "mi",
    "mn",
    "mo",
    "ms",
    "mtext",
    "annotation-xml",
    "annotation",
    "semantics",
    "svg",
    "foreignObject",
    "desc",
    "nav",
    "nobr",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "picture",
    "plaintext",
    "pre",
    "progress",
    "q",
    "rb",
    "rp",
    "rt",
    "rtc",
    "ruby",
    "s",
    "samp",
    "script",
    "search",
    "section",
    "select",
    "slot",
    "small",
    "source",
    "spacer",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
    "xmp",
    "selectedcontent",
];

/// Slots of the hash table: a power of two, large enough that most names have one for themselves.
const SLOTS: usize = 1024;

/// An open-addressed hash table from names to numbers plus one.
const TABLE: [u8; SLOTS] = build_table();

const fn hash(name: &[u8]) -> usize {
    let last = name[name.len() - 1] as usize;
    let middle = name[name.len() / 2] as usize;
    (name[0] as usize * 37 + last * 101 + middle * 229 + name.len() * 17) % SLOTS
}

const fn build_table() -> [u8; SLOTS] {
    let mut table = [0; SLOTS];
    let mut number = 1;
    while number < NAMES.len() {
        let mut slot = hash(NAMES[number].as_bytes());
        while table[slot] != 0 {
            slot = (slot + 1) % SLOTS;
        }
        table[slot] = number as u8 + 1;
        number += 1;
    }
    table
}

impl Tag {
    /// The tag of a name in lower case.
    pub fn from_name(name: &str) -> Tag {
        Tag::from_bytes(name.as_bytes())
    }

    pub(super) fn from_bytes(name: &[u8]) -> Tag {
        if name.is_empty() {
            return Tag::OTHER;
        }
        let mut slot = hash(name);
        while TABLE[slot] != 0 {
            let number = TABLE[slot] - 1;
            if NAMES[number as usize].as_bytes() == name {
                return Tag(number);
            }
            slot = (slot + 1) % SLOTS;
        }
        Tag::OTHER
    }

    /// The number, below 256.
    pub(crate) const fn number(self) -> usize {
        self.0 as usize
    }

    /// The name; empty for [`Tag::OTHER`].
    pub fn name(self) -> &'static str {
        NAMES[self.0 as usize]
    }
}

#[allow(missing_docs, reason = "each is the element of that name")]
impl Tag {
    /// Any other element.
    pub const OTHER: Tag = Tag(0);
    pub const A: Tag = Tag(1);
    pub const ABBR: Tag = Tag(2);
    pub const ACRONYM: Tag = Tag(3);
    pub const ADDRESS: Tag = Tag(4);
    pub const APPLET: Tag = Tag(5);
    pub const AREA: Tag = Tag(6);
    pub const ARTICLE: Tag = Tag(7);
    pub const ASIDE: Tag = Tag(8);
    pub const AUDIO: Tag = Tag(9);
    pub const B: Tag = Tag(10);
    pub const BASE: Tag = Tag(11);
    pub const BASEFONT: Tag = Tag(12);
    pub const BDI: Tag = Tag(13);
    pub const BDO: Tag = Tag(14);
    pub const BGSOUND: Tag = Tag(15);
    pub const BIG: Tag = Tag(16);
    pub const BLINK: Tag = Tag(17);
    pub const BLOCKQUOTE: Tag = Tag(18);
    pub const BODY: Tag = Tag(19);
    pub const BR: Tag = Tag(20);
    pub const BUTTON: Tag = Tag(21);
    pub const CANVAS: Tag = Tag(22);
    pub const CAPTION: Tag = Tag(23);
    pub const CENTER: Tag = Tag(24);
    pub const CITE: Tag = Tag(25);
    pub const CODE: Tag = Tag(26);
    pub const COL: Tag = Tag(27);
    pub const COLGROUP: Tag = Tag(28);
    pub const COMMAND: Tag = Tag(29);
    pub const DATA: Tag = Tag(30);
    pub const DATALIST: Tag = Tag(31);
    pub const DD: Tag = Tag(32);
    pub const DEL: Tag = Tag(33);
    pub const DETAILS: Tag = Tag(34);
    pub const DFN: Tag = Tag(35);
    pub const DIALOG: Tag = Tag(36);
    pub const DIR: Tag = Tag(37);
    pub const DIV: Tag = Tag(38);
    pub const DL: Tag = Tag(39);
    pub const DT: Tag = Tag(40);
    pub const EM: Tag = Tag(41);
    pub const EMBED: Tag = Tag(42);
    pub const FIELDSET: Tag = Tag(43);
    pub const FIGCAPTION: Tag = Tag(44);
    pub const FIGURE: Tag = Tag(45);
    pub const FONT: Tag = Tag(46);
    pub const FOOTER: Tag = Tag(47);
    pub const FORM: Tag = Tag(48);
    pub const FRAME: Tag = Tag(49);
    pub const FRAMESET: Tag = Tag(50);
    pub const H1: Tag = Tag(51);
    pub const H2: Tag = Tag(52);
    pub const H3: Tag = Tag(53);
    pub const H4: Tag = Tag(54);
    pub const H5: Tag = Tag(55);
    pub const H6: Tag = Tag(56);
    pub const HEAD: Tag = Tag(57);
    pub const HEADER: Tag = Tag(58);
    pub const HGROUP: Tag = Tag(59);
    pub const HR: Tag = Tag(60);
    pub const HTML: Tag = Tag(61);
    pub const I: Tag = Tag(62);
    pub const IFRAME: Tag = Tag(63);
    pub const IMAGE: Tag = Tag(64);
    pub const IMG: Tag = Tag(65);
    pub const INPUT: Tag = Tag(66);
    pub const INS: Tag = Tag(67);
    pub const ISINDEX: Tag = Tag(68);
    pub const KBD: Tag = Tag(69);
    pub const KEYGEN: Tag = Tag(70);
    pub const LABEL: Tag = Tag(71);
    pub const LEGEND: Tag = Tag(72);
    pub const LI: Tag = Tag(73);
    pub const LINK: Tag = Tag(74);
    pub const LISTING: Tag = Tag(75);
    pub const MAIN: Tag = Tag(76);
    pub const MAP: Tag = Tag(77);
    pub const MARK: Tag = Tag(78);
    pub const MARQUEE: Tag = Tag(79);
    pub const MATH: Tag = Tag(80);
    pub const MENU: Tag = Tag(81);
    pub const MENUITEM: Tag = Tag(82);
    pub const META: Tag = Tag(83);
    pub const METER: Tag = Tag(84);
    pub const MGLYPH: Tag = Tag(85);
    pub const MALIGNMARK: Tag = Tag(86);
    pub const MI: Tag = Tag(87);
    pub const MN: Tag = Tag(88);
    pub const MO: Tag = Tag(89);
    pub const MS: Tag = Tag(90);
    pub const MTEXT: Tag = Tag(91);
    pub const ANNOTATION_XML: Tag = Tag(92);
    pub const ANNOTATION: Tag = Tag(93);
    pub const SEMANTICS: Tag = Tag(94);
    pub const SVG: Tag = Tag(95);
    pub const FOREIGN_OBJECT: Tag = Tag(96);
    pub const DESC: Tag = Tag(97);
    pub const NAV: Tag = Tag(98);
    pub const NOBR: Tag = Tag(99);
    pub const NOEMBED: Tag = Tag(100);
    pub const NOFRAMES: Tag = Tag(101);
    pub const NOSCRIPT: Tag = Tag(102);
    pub const OBJECT: Tag = Tag(103);
    pub const OL: Tag = Tag(104);
    pub const OPTGROUP: Tag = Tag(105);
    pub const OPTION: Tag = Tag(106);
    pub const OUTPUT: Tag = Tag(107);
    pub const P: Tag = Tag(108);
    pub const PARAM: Tag = Tag(109);
    pub const PICTURE: Tag = Tag(110);
    pub const PLAINTEXT: Tag = Tag(111);
    pub const PRE: Tag = Tag(112);
    pub const PROGRESS: Tag = Tag(113);
    pub const Q: Tag = Tag(114);
    pub const RB: Tag = Tag(115);
    pub const RP: Tag = Tag(116);
    pub const RT: Tag = Tag(117);
    pub const RTC: Tag = Tag(118);
    pub const RUBY: Tag = Tag(119);
    pub const S: Tag = Tag(120);
    pub const SAMP: Tag = Tag(121);
    pub const SCRIPT: Tag = Tag(122);
    pub const SEARCH: Tag = Tag(123);
    pub const SECTION: Tag = Tag(124);
    pub const SELECT: Tag = Tag(125);
    pub const SLOT: Tag = Tag(126);
    pub const SMALL: Tag = Tag(127);
    pub const SOURCE: Tag = Tag(128);
    pub const SPACER: Tag = Tag(129);
    pub const SPAN: Tag = Tag(130);
    pub const STRIKE: Tag = Tag(131);
    pub const STRONG: Tag = Tag(132);
    pub const STYLE: Tag = Tag(133);
    pub const SUB: Tag = Tag(134);
    pub const SUMMARY: Tag = Tag(135);
    pub const SUP: Tag = Tag(136);
    pub const TABLE: Tag = Tag(137);
    pub const TBODY: Tag = Tag(138);
    pub const TD: Tag = Tag(139);
    pub const TEMPLATE: Tag = Tag(140);
    pub const TEXTAREA: Tag = Tag(141);
    pub const TFOOT: Tag = Tag(142);
    pub const TH: Tag = Tag(143);
    pub const THEAD: Tag = Tag(144);
    pub const TIME: Tag = Tag(145);
    pub const TITLE: Tag = Tag(146);
    pub const TR: Tag = Tag(147);
    pub const TRACK: Tag = Tag(148);
    pub const TT: Tag = Tag(149);
    pub const U: Tag = Tag(150);
    pub const UL: Tag = Tag(151);
    pub const VAR: Tag = Tag(152);
    pub const VIDEO: Tag = Tag(153);
    pub const WBR: Tag = Tag(154);
    pub const XMP: Tag = Tag(155);
    pub const SELECTEDCONTENT: Tag = Tag(156);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_finds_its_tag() {
        for (number, name) in NAMES.iter().enumerate() {
            assert_eq!(Tag::from_name(name), Tag(number as u8), "{name}");
        }
        assert_eq!(Tag::from_name("x-unknown"), Tag::OTHER);
    }
}
