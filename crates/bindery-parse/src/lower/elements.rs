//! What each HTML element means: the table that lowering follows.
use bindery_model::{MediaKind, Role, Style};

/// The meaning of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Nothing: its content stands as if the element were not there.
    Transparent,
    /// `html` and `body`: what they say of the language is told of the post.
    Root,
    /// Its content is never shown.
    Hidden,
    /// It cannot run in a book or a feed; what it would have done is lost, which is told.
    Script,
    /// Shows nothing and holds nothing.
    Void,
    /// Content on lines of its own.
    Block(BlockMeaning),
    /// Text with a style.
    Style(Style),
    /// `span`: its attributes and what its style says.
    Span,
    /// `font`: what its style says.
    Font,
    /// `abbr`: the style's value is its `title`.
    Abbreviation,
    /// `time`: the style's value is its `datetime`.
    Time,
    /// `bdi` and `bdo`: a span with a direction.
    Direction,
    /// `a`.
    Link,
    /// `img`.
    Image,
    /// `audio` and `video`.
    Media(MediaKind),
    /// `iframe` and `embed`: something of another place.
    Embedded,
    /// A recording that only its site finds, of which a page has the name.
    Recording,
    /// `object`: something of another place, or its content.
    Object,
    /// `noscript`: what stands in for what scripts show.
    NoScript,
    /// `area`: a link on a part of a picture.
    Region,
    /// `br`.
    LineBreak,
    /// `wbr`.
    WordBreak,
    /// `ruby`.
    Ruby,
    /// `rb`.
    RubyBase,
    /// `rt` and `rtc`.
    RubyText,
    /// `sup`: a style, or the mark of a footnote.
    Superscript,
    /// `input`: a check box of a task list, or the words on a button.
    Input,
    /// Content set off by spaces: the choices of a menu.
    Spaced,
}

/// The meaning of an element that stands on lines of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockMeaning {
    Division(Role),
    Paragraph,
    Heading(u8),
    BulletList,
    OrderedList,
    Item,
    DefinitionList,
    Term,
    Definition,
    Quote,
    Preformatted,
    Table,
    Caption,
    Section(Section),
    Row,
    Cell,
    HeaderCell,
    Figure,
    FigureCaption,
    Rule,
    Details,
    Summary,
    /// `dialog`: shown only if it is open.
    Dialog,
}

/// A part of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Head,
    Body,
    Foot,
}

/// The meaning of the HTML element of this name. An unknown one is transparent, as in browsers.
pub(super) fn meaning(name: &str) -> Meaning {
    use BlockMeaning::{
        BulletList, Caption, Cell, Definition, DefinitionList, Details, Dialog, Division,
    };
    use BlockMeaning::{Figure, FigureCaption, HeaderCell, Heading, Item, OrderedList, Paragraph};
    use BlockMeaning::{Preformatted, Quote, Row, Rule, Summary, Table, Term};
    use Meaning::{
        Abbreviation, Block, Direction, Embedded, Hidden, Image, Input, LineBreak, Link,
    };
    use Meaning::{
        Media, NoScript, Object, Region, Root, Ruby, RubyBase, RubyText, Script, Spaced, Span,
        Superscript,
    };
    use Meaning::{Time, Transparent, Void, WordBreak};
    match name {
        "p" => Block(Paragraph),
        "a" => Link,
        "span" => Span,
        "img" | "image" | "amp-img" | "amp-anim" => Image,
        "br" => LineBreak,
        "li" => Block(Item),
        "div" | "main" | "center" | "hgroup" | "search" => Block(Division(Role::Plain)),
        "form" | "fieldset" | "legend" | "optgroup" => Block(Division(Role::Plain)),
        "body" | "html" => Root,

        // Text.
        "em" => Meaning::Style(Style::Emphasis),
        "strong" => Meaning::Style(Style::Strong),
        "i" => Meaning::Style(Style::Italic),
        "b" => Meaning::Style(Style::Bold),
        "u" => Meaning::Style(Style::Underline),
        "small" => Meaning::Style(Style::Small),
        "big" => Meaning::Style(Style::Big),
        "mark" => Meaning::Style(Style::Mark),
        "s" | "strike" => Meaning::Style(Style::Strikethrough),
        "del" => Meaning::Style(Style::Deleted),
        "ins" => Meaning::Style(Style::Inserted),
        "sub" => Meaning::Style(Style::Subscript),
        "sup" => Superscript,
        "code" | "tt" => Meaning::Style(Style::Code),
        "kbd" => Meaning::Style(Style::Keyboard),
        "samp" => Meaning::Style(Style::Sample),
        "var" => Meaning::Style(Style::Variable),
        "cite" => Meaning::Style(Style::Citation),
        "q" => Meaning::Style(Style::Quotation),
        "dfn" => Meaning::Style(Style::Definition),
        "abbr" | "acronym" => Abbreviation,
        "time" => Time,
        "bdi" | "bdo" => Direction,
        "wbr" => WordBreak,
        "ruby" => Ruby,
        "rb" => RubyBase,
        "rt" | "rtc" => RubyText,
        "rp" => Hidden,
        "font" => Meaning::Font,
        "nobr" | "blink" | "marquee" | "data" | "label" | "output" | "slot" => Transparent,

        // Blocks.
        "h1" => Block(Heading(1)),
        "h2" => Block(Heading(2)),
        "h3" => Block(Heading(3)),
        "h4" => Block(Heading(4)),
        "h5" => Block(Heading(5)),
        "h6" => Block(Heading(6)),
        "ul" | "dir" | "menu" => Block(BulletList),
        "ol" => Block(OrderedList),
        "dl" => Block(DefinitionList),
        "dt" => Block(Term),
        "dd" => Block(Definition),
        "blockquote" => Block(Quote),
        "pre" | "listing" | "xmp" | "plaintext" => Block(Preformatted),
        "figure" => Block(Figure),
        "figcaption" => Block(FigureCaption),
        "hr" => Block(Rule),
        "details" => Block(Details),
        "summary" => Block(Summary),
        "dialog" => Block(Dialog),
        "section" => Block(Division(Role::Section)),
        "article" => Block(Division(Role::Article)),
        "aside" => Block(Division(Role::Aside)),
        "nav" => Block(Division(Role::Navigation)),
        "header" => Block(Division(Role::Header)),
        "footer" => Block(Division(Role::Footer)),
        "address" => Block(Division(Role::Address)),

        // Tables.
        "table" => Block(Table),
        "caption" => Block(Caption),
        "thead" => Block(BlockMeaning::Section(Section::Head)),
        "tbody" => Block(BlockMeaning::Section(Section::Body)),
        "tfoot" => Block(BlockMeaning::Section(Section::Foot)),
        "tr" => Block(Row),
        "td" => Block(Cell),
        "th" => Block(HeaderCell),
        "col" | "colgroup" => Void,

        // Things from elsewhere.
        "picture" => Transparent,
        "audio" | "amp-audio" => Media(MediaKind::Audio),
        "video" | "amp-video" => Media(MediaKind::Video),
        "iframe" | "embed" | "amp-iframe" | "amp-youtube" | "amp-vimeo" => Embedded,
        // WeChat's.
        "mpvoice" | "mp-common-mpaudio" => Meaning::Recording,
        "object" | "applet" => Object,
        "source" | "track" | "param" | "bgsound" => Void,
        "area" => Region,

        // Controls.
        "input" | "en-todo" => Input,
        "meter" | "progress" => Transparent,
        // Boxes of their own within a line.
        "button" | "option" | "select" | "textarea" => Spaced,
        "datalist" => Hidden,

        // Never shown.
        "script" | "canvas" => Script,
        "noscript" => NoScript,
        "style" | "template" | "head" | "title" => Hidden,
        "noembed" | "noframes" | "frameset" | "frame" => Hidden,
        "meta" | "link" | "base" | "basefont" | "keygen" => Void,
        _ => Transparent,
    }
}
