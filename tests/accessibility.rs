//! Books that DAISY's Ace and EPUBCheck have nothing to say about: the samples, dirty news, and a
//! post with every construct of the model. Ace is slow, so these books are small.
#![forbid(unsafe_code)]

use std::fs;
use std::path::Path;
use std::process::Command;

use bindery::Source;
use bindery::archive;
use bindery::epub_format::{self, BookMetadata, Creator, GroupBy, Options, Series};
use bindery::model::*;
use bindery_tests::{ace, epubcheck, newsgen, structures};

/// Makes a book of the archive with the command and lets both checkers read it.
fn check_archive(archive: &Path, arguments: &[&str]) {
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    let book = work.path().join("book.epub");
    let output = Command::new(env!("CARGO_BIN_EXE_bindery"))
        .args(["epub", "--future", "--quiet", "-o"])
        .arg(&book)
        .args(arguments)
        .arg(archive)
        .output()
        .expect("the command runs");
    assert!(
        book.is_file(),
        "{}: {}",
        archive.display(),
        String::from_utf8_lossy(&output.stderr)
    );
    check_book(&book, &archive.display().to_string());
}

fn check_book(book: &Path, name: &str) {
    if let Err(messages) = epubcheck::check(book) {
        panic!("{name}:\n{messages}");
    }
    if let Err(messages) = ace::check(book) {
        panic!("{name}:\n{messages}");
    }
}

#[test]
fn samples_are_accessible() {
    let samples = bindery_tests::repository().join("samples");
    for (name, arguments) in [
        ("chinese-news", &["--vertical"][..]),
        ("dirty", &["--group-by", "year"]),
        (
            "english-blog",
            &["--group-by", "category", "--author-pages"],
        ),
    ] {
        check_archive(&samples.join(name), arguments);
    }
}

#[test]
fn a_drawn_cover_is_accessible() {
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    let font = work.path().join("hack.ttf");
    fs::write(&font, epaint_default_fonts::HACK_REGULAR).expect("a file can be written");
    let font = font.to_string_lossy();
    let sample = bindery_tests::repository().join("samples/english-blog");
    check_archive(&sample, &["--cover-font", &font]);
}

/// The chapters of the book of an archive, each as one document, in the order of its entries.
fn chapters(archive: &dyn Source) -> Vec<String> {
    let mut book = Vec::new();
    epub_format::write(archive, &Options::default(), &mut book, &()).expect("a book is written");
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(book)).expect("the book is a zip");
    let document = |place: usize| {
        let name = format!("EPUB/post-{:05}.xhtml", place + 1);
        let file = zip.by_name(&name).expect("each post has a chapter");
        std::io::read_to_string(file).expect("a chapter is text")
    };
    (0..archive.entries().len()).map(document).collect()
}

/// Posts that together have every structure that the archive's posts have; the rest have nothing
/// that Ace has not seen in these.
#[test]
fn every_structure_of_real_archives_is_accessible() {
    let Some(folder) = bindery_tests::suite("ARCHIVES", "archives") else {
        return;
    };
    for name in ["jekyll-news", "rails-weblog"] {
        let archive = folder.join(name);
        let options = archive::Options {
            future: Some(true),
            ..archive::Options::default()
        };
        let source = archive::open(&archive, &options).expect("the archive opens");
        let work = tempfile::tempdir().expect("a temporary folder can be made");
        for file in fs::read_dir(&archive).expect("the archive can be read") {
            let file = file.expect("the archive can be read");
            if file.file_name() != "_posts" {
                let copied = Command::new("cp")
                    .arg("-R")
                    .args([file.path(), work.path().join(file.file_name())])
                    .status();
                assert!(copied.expect("cp runs").success());
            }
        }
        for place in structures::choose(&chapters(&source)) {
            let path = source.entries()[place].meta.path.as_str();
            let copy = work.path().join(path);
            fs::create_dir_all(copy.parent().expect("posts lie in a folder"))
                .expect("a folder can be made");
            fs::copy(archive.join(path), copy).expect("a post can be copied");
        }
        check_archive(work.path(), &[]);
    }
}

#[test]
fn a_real_post_and_every_defect_are_accessible() {
    let Some(work) = newsgen::archive(&["--posts", "30", "--every-defect"]) else {
        return;
    };
    // Opening a megabyte of one paragraph takes Ace half a minute, and shows nothing.
    let posts = fs::read_dir(work.path().join("_posts")).expect("the generator wrote posts");
    for post in posts.map(|post| post.expect("a folder can be read").path()) {
        if fs::metadata(&post).expect("a post has a size").len() > 300_000 {
            fs::remove_file(post).expect("a post can be removed");
        }
    }
    if let Some(folder) = bindery_tests::suite("ARCHIVES", "archives") {
        for post in fs::read_dir(folder.join("news-post")).expect("the archive can be read") {
            let post = post.expect("a folder can be read");
            fs::copy(
                post.path(),
                work.path().join("_posts").join(post.file_name()),
            )
            .expect("a post can be copied");
        }
    }
    check_archive(work.path(), &["--author-pages"]);
}

#[test]
fn every_construct_of_the_model_is_accessible() {
    let mut other = Post::default();
    other.meta.title = "另一篇".into();
    other.meta.path = "other.md".into();
    other.meta.language = Some("zh-CN".into());
    other.blocks.push(paragraph("一段话。"));
    let site = Site {
        url: Some("https://example.com".to_owned()),
        ..Site::default()
    };
    let source = Posts::new(site, vec![everything(), other]);
    let text = |text: &str| Some(text.to_owned());
    let options = Options {
        metadata: BookMetadata {
            title: text("Every <construct> & \"more\""),
            subtitle: text("A subtitle"),
            creators: vec![
                Creator::author("A & B"),
                Creator {
                    name: "Ann Lee".to_owned(),
                    role: "trl".to_owned(),
                },
            ],
            publisher: text("A <publisher>"),
            rights: text("© nobody"),
            series: Some(Series {
                name: "A series".to_owned(),
                position: text("2"),
            }),
            ..BookMetadata::default()
        },
        group_by: GroupBy::Tag,
        author_pages: true,
        ..Options::default()
    };
    let work = tempfile::tempdir().expect("a temporary folder can be made");
    let book = work.path().join("book.epub");
    let out = fs::File::create(&book).expect("a file can be made");
    epub_format::write(&source, &options, out, &()).expect("the book is written");
    check_book(&book, "every construct");
}

fn paragraph(text: &str) -> Block {
    Block::paragraph(vec![Inline::text(text)])
}

fn attributes(id: &str) -> Option<Box<Attributes>> {
    Attributes {
        id: Some(id.to_owned()),
        classes: vec!["a".to_owned(), "b c\"<".to_owned()],
        language: Some("fr".to_owned()),
        direction: Some(Direction::Auto),
        cite: None,
    }
    .boxed()
}

fn everything() -> Post {
    let mut post = Post::default();
    post.meta.title = "Every construct & <more>".into();
    post.meta.path = "every.md".into();
    post.meta.url = "/every.html".into();
    post.meta.date = "2024-05-01T08:30:00+08:00".parse().ok();
    post.meta.tags = vec!["a tag".to_owned(), "<&>".to_owned(), "标签".to_owned()].into();
    post.meta.categories = vec!["one".to_owned(), "two".to_owned()].into();
    post.meta.authors = vec![Author {
        name: "A & B".to_owned(),
        uri: Some("https://example.com/a?b&c".to_owned()),
        email: None,
    }]
    .into();
    post.blocks = blocks();
    post.footnotes = vec![
        Footnote {
            label: "1".to_owned(),
            blocks: vec![paragraph("A note."), paragraph("More of it.")],
        },
        Footnote {
            label: "unused".to_owned(),
            blocks: vec![paragraph("A note that nothing refers to.")],
        },
    ];
    post
}

fn blocks() -> Vec<Block> {
    let web = |address: &str| Target::web(address).expect("the address is harmless");
    let post = |path: &str, fragment: Option<&str>| Target::Post {
        path: path.to_owned(),
        url: format!("/{path}"),
        fragment: fragment.map(str::to_owned),
    };
    let link = |target, text: &str| Inline::link(target, vec![Inline::text(text)]);
    let mut blocks = vec![
        Block::heading(4, vec![Inline::text("A heading of level 4")]),
        Block::heading(1, Vec::new()),
        Block::heading(6, vec![Inline::text("And of level 6")]),
        Block::paragraph(styles()),
        Block::paragraph(vec![
            link(
                web("https://example.com/a b?c=%zz#d#e"
                    .replace(' ', "")
                    .as_str()),
                "web",
            ),
            link(post("other.md", None), "post"),
            link(post("other.md", Some("nowhere")), "place in a post"),
            link(post("gone.md", None), "post that is not in the book"),
            link(
                Target::Fragment {
                    fragment: "table".to_owned(),
                },
                "place",
            ),
            link(
                Target::Fragment {
                    fragment: "gone".to_owned(),
                },
                "place that is not there",
            ),
            link(
                Target::Site {
                    url: "/about/".to_owned(),
                },
                "site",
            ),
            link(web("mailto:a@example.com"), ""),
            Inline::FootnoteReference { footnote: 0 },
            Inline::FootnoteReference { footnote: 0 },
            Inline::LineBreak,
            Inline::WordBreak,
            Inline::Math(Box::new(Formula::from_tex("a < b"))),
            Inline::Ruby {
                segments: vec![RubySegment {
                    base: vec![Inline::text("漢")],
                    annotation: vec![Inline::text("かん")],
                }],
            },
        ]),
        Block {
            attributes: attributes("quote"),
            kind: BlockKind::Quote {
                blocks: vec![paragraph("Quoted.")],
            },
        },
        Block::code(
            Some("rust"),
            "fn main() {\n    println!(\"<&>\"); // a comment\n}",
        ),
        Block::code(Some("no \"such\" language"), &"long ".repeat(60)),
        Block::code(None, ""),
        BlockKind::Rule.into(),
        BlockKind::Math(Box::new(Formula::from_tex("x^2 < y"))).into(),
        BlockKind::Details {
            summary: vec![Inline::text("Summary")],
            blocks: vec![paragraph("Details.")],
        }
        .into(),
    ];
    let roles = [
        Role::Plain,
        Role::Section,
        Role::Article,
        Role::Aside,
        Role::Navigation,
        Role::Header,
        Role::Footer,
        Role::Address,
        Role::Verse,
    ];
    blocks.extend(roles.map(|role| {
        let blocks = vec![
            Block::plain(vec![Inline::text("In a division")]),
            paragraph("of it."),
        ];
        BlockKind::Division { role, blocks }.into()
    }));
    blocks.extend(lists());
    blocks.extend(tables());
    blocks.extend(pictures());
    blocks
}

fn styles() -> Vec<Inline> {
    [
        Style::Emphasis,
        Style::Strong,
        Style::Italic,
        Style::Bold,
        Style::Underline,
        Style::Small,
        Style::Big,
        Style::Mark,
        Style::Strikethrough,
        Style::Deleted,
        Style::Inserted,
        Style::Subscript,
        Style::Superscript,
        Style::Code,
        Style::Keyboard,
        Style::Sample,
        Style::Variable,
        Style::Citation,
        Style::Quotation,
        Style::Definition,
        Style::Abbreviation("what it means".to_owned()),
        Style::Time("yesterday".to_owned()),
        Style::Span,
    ]
    .into_iter()
    .enumerate()
    .map(|(number, style)| Inline::Styled {
        style,
        attributes: attributes(&format!("style-{number}")),
        content: vec![Inline::text("styled ")],
    })
    .collect()
}

fn lists() -> Vec<Block> {
    let item = |checked| ListItem {
        checked,
        blocks: vec![Block::plain(vec![Inline::text("item")]), paragraph("more")],
        ..ListItem::default()
    };
    let numberings = [
        Numbering::Decimal,
        Numbering::LowerAlpha,
        Numbering::UpperAlpha,
        Numbering::LowerRoman,
        Numbering::UpperRoman,
    ];
    let mut lists: Vec<Block> = numberings
        .map(|numbering| {
            let kind = ListKind::Ordered {
                start: 3,
                numbering,
                reversed: true,
            };
            let mut items = vec![
                item(None),
                ListItem {
                    value: Some(9),
                    ..item(None)
                },
            ];
            items.push(ListItem::default());
            BlockKind::List { kind, items }.into()
        })
        .to_vec();
    let items = vec![item(Some(true)), item(Some(false))];
    lists.push(
        BlockKind::List {
            kind: ListKind::Bullet,
            items,
        }
        .into(),
    );
    lists.push(
        BlockKind::List {
            kind: ListKind::Bullet,
            items: Vec::new(),
        }
        .into(),
    );
    let term = || vec![vec![Inline::text("term")]];
    let definition = || vec![vec![paragraph("definition")]];
    let group = |terms, definitions| DefinitionItem { terms, definitions };
    let items = vec![
        group(term(), definition()),
        group(term(), Vec::new()),
        group(Vec::new(), definition()),
        group(Vec::new(), Vec::new()),
    ];
    lists.push(BlockKind::DefinitionList { items }.into());
    lists
}

fn tables() -> Vec<Block> {
    let cell = |text: &str, header| Cell {
        header,
        alignment: Some(Alignment::Right),
        blocks: vec![Block::plain(vec![Inline::text(text)])],
        ..Cell::default()
    };
    let row = |cells| Row {
        attributes: None,
        cells,
    };
    let table = Table {
        caption: vec![paragraph("A caption")],
        head: vec![row(vec![cell("a", true), cell("b", true)])],
        bodies: vec![vec![
            row(vec![
                Cell {
                    row_span: 2,
                    ..cell("1", false)
                },
                cell("2", false),
            ]),
            row(vec![cell("3", false)]),
            row(vec![Cell {
                column_span: 2,
                ..cell("4", false)
            }]),
            row(vec![Cell {
                row_span: 0,
                ..Cell::default()
            }]),
        ]],
        foot: vec![row(vec![cell("5", false), cell("", true)])],
    };
    let empty_heads = Table {
        bodies: vec![vec![
            row(vec![cell("", true), cell("x", true)]),
            row(vec![cell("y", true), cell("z", false)]),
        ]],
        ..Table::default()
    };
    let table = Block {
        attributes: attributes("table"),
        kind: BlockKind::Table(Box::new(table)),
    };
    let caption = Table {
        caption: vec![paragraph("Only a caption")],
        ..Table::default()
    };
    vec![
        table,
        BlockKind::Table(Box::new(empty_heads)).into(),
        BlockKind::Table(Box::new(caption)).into(),
        BlockKind::Table(Box::default()).into(),
    ]
}

fn pictures() -> Vec<Block> {
    let dot = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk\
               +M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    let image = |address: &str, alt: Option<&str>| {
        Inline::Image(Box::new(Image {
            target: Target::web(address).expect("the address is harmless"),
            alt: alt.map(str::to_owned),
            title: Some("a title".to_owned()),
            width: Some(10),
            height: None,
            share: None,
            sizes: Vec::new(),
            attributes: None,
        }))
    };
    let media = |kind| {
        Inline::Media(Box::new(Media {
            kind,
            sources: vec![Target::web("https://example.com/film.mp4").expect("harmless")],
            poster: None,
            title: None,
            attributes: None,
            fallback: Vec::new(),
        }))
    };
    vec![
        BlockKind::Figure {
            blocks: vec![Block::plain(vec![image(dot, Some("a dot"))])],
            caption: vec![paragraph("A figure")],
            caption_above: false,
        }
        .into(),
        Block::paragraph(vec![
            image(dot, Some("")),
            image(dot, None),
            image("https://example.com/remote.png", Some("remote")),
            image("https://example.com/remote.png", None),
            Inline::link(
                Target::web("https://example.com/").expect("harmless"),
                vec![image(dot, None)],
            ),
        ]),
        Block::paragraph(vec![
            media(MediaKind::Audio),
            media(MediaKind::Video),
            media(MediaKind::Embedded),
        ]),
    ]
}
