use std::collections::BTreeMap;
use std::io::Read;

use bindery_html::push_mathml;
use bindery_model::{Block, Formula, Inline, Post, Posts, Site};

use crate::{Cover, Options};

/// A formula as its markup.
fn mathml(tex: &str, display: bool) -> Result<String, String> {
    let mut out = String::new();
    push_mathml(&mut out, &super::mathml(tex, display)?, None, false);
    Ok(out)
}

#[test]
fn formulas_are_the_same_each_time() {
    let set = mathml(r"\frac{a}{2} < \mathbb{R}", false).unwrap();
    assert_eq!(
        set,
        "<math><mfrac><mi>a</mi><mn>2</mn></mfrac><mo>&lt;</mo><mi>ℝ</mi></math>"
    );
    for _ in 0..5 {
        let table = r"\begin{array}{l|r} \displaystyle x & \Bigl( y \\ \hline 1 & 2 \end{array}";
        assert_eq!(mathml(table, true), mathml(table, true));
    }
}

#[test]
fn nothing_but_mathematics_is_written() {
    for tex in [
        r"\href{javascript:alert(1)}{x}",
        r"\htmlStyle{color:red}{x} \htmlClass{a}{y} \htmlId{b}{z} \htmlData{c=d}{w}",
        r"\textcolor{orange}{x} \colorbox{red}{y}",
        r"\url{https://a.example/}",
    ] {
        let set = mathml(tex, true).unwrap();
        for word in [
            "href",
            "class",
            " style=",
            "color",
            " id=",
            "data-",
            "javascript",
        ] {
            assert!(!set.contains(word), "{set}");
        }
    }
    assert!(mathml(r"\includegraphics{a.png}", true).is_err());
}

#[test]
fn what_cannot_be_read_is_told() {
    for tex in [
        "{x",
        r"\frac{a}",
        r"\unknown x",
        "a & b",
        r"\edef\a{b}\a",
        &format!("{}x{}", "\\pmb{%}\n".repeat(65), "}".repeat(65)),
    ] {
        assert!(mathml(tex, true).is_err(), "{tex}");
    }
}

#[test]
fn hostile_formulas_neither_overflow_the_stack_nor_grow() {
    for opening in [
        "{",
        "x^{",
        r"\boxed{",
        r"\text{",
        r"\text{$",
        r"\sqrt{",
        r"\frac{",
        r"\left(",
        r"\rm ",
        r"\color{red}",
        r"\large ",
        "%\n",
        r"\mathbf",
        r"\hat ",
        r"\begin{matrix}",
        r"\sqrt[",
        r"\mathchoice{",
        r"\pmb{",
        "x'",
        "x^",
        r"\not ",
        r"\tag{",
        r"\begin{align}x\tag{1}\\",
        r"\ce{",
        r"\ce{A ->[",
        r"\ce{^",
        r"\pu{",
    ] {
        for count in [60, 900, 5000] {
            let open = opening.repeat(count);
            let closed = format!("{open}x{}", "}".repeat(count));
            for tex in [open, closed] {
                let length = mathml(&tex, true).map_or(0, |set| set.len());
                assert!(length < 200 * tex.len(), "{opening} {count}: {length}");
            }
        }
    }
}

#[test]
fn letters_and_signs_hold_no_elements() {
    let set = mathml(r"\stackrel{def}{=}", false).unwrap();
    assert!(!set.contains("<mo><m"), "{set}");
}

#[test]
fn commands_of_mathjax_are_known() {
    assert_eq!(
        mathml(r"\cssId{a}{x}\class{b}{y}\label{c}", false).unwrap(),
        "<math><mi>x</mi><mi>y</mi></math>"
    );
}

#[test]
fn tags_stand_in_a_column_of_their_own() {
    let row = |body: &str, tag: &str| {
        let tag = match tag {
            "" => "<mtd></mtd>".to_owned(),
            tag => format!("<mtd><mtext>{tag}</mtext></mtd>"),
        };
        format!("<mtr><mtd></mtd>{body}<mtd></mtd>{tag}</mtr>")
    };
    let one = |tag: &str| {
        let row = row("<mtd><mi>x</mi></mtd>", tag);
        format!("<math><mtable displaystyle=\"true\" width=\"100%\">{row}</mtable></math>")
    };
    for (tex, wanted) in [
        (r"x \tag{1}\label{a}", one("(1)")),
        (r"\begin{equation*} x \tag*{A} \end{equation*}", one("A")),
        (
            r"\begin{equation} x \label{a} \end{equation}",
            "<math><mi>x</mi></math>".to_owned(),
        ),
    ] {
        assert_eq!(mathml(tex, true).unwrap(), wanted, "{tex}");
    }
    for environment in ["align", "align*", "flalign", "eqnarray"] {
        let tex = format!(
            "\\begin{{{environment}}} x \\tag{{1}} \\\\ x\\notag \\\\ x \\tag{{$*$}} \\end{{{environment}}}"
        );
        let set = mathml(&tex, true).unwrap();
        assert_eq!(set.matches("<mtr>").count(), 3, "{set}");
        assert_eq!(set.matches("(1)").count(), 1, "{set}");
        let rows: Vec<_> = set.split("<mtr>").skip(1).collect();
        assert!(
            rows.iter().all(|row| row.matches("<mtd>").count() == 4),
            "{set}"
        );
        assert!(
            rows[0].ends_with("<mtd><mtext>(1)</mtext></mtd></mtr>"),
            "{set}"
        );
        assert!(rows[1].ends_with("<mtd></mtd></mtr>"), "{set}");
        assert!(rows[2].contains("<mo>∗</mo>"), "{set}");
    }
    // The first, second and last lines of one equation, and one in a line of text.
    let set = mathml(r"\begin{multline} a \\ b \\ c \tag{1} \end{multline}", true).unwrap();
    assert_eq!(set.matches("<mtr>").count(), 4, "{set}");
    assert!(
        set.ends_with("<mtd><mtext>(1)</mtext></mtd></mtr></mtable></math>"),
        "{set}"
    );
    assert_eq!(
        mathml(r"x \tag{1}", false).unwrap(),
        "<math><mi>x</mi><mspace width=\"1em\"></mspace><mtext>(1)</mtext></math>"
    );
    assert!(mathml(r"x \tag{1} \tag{2}", true).is_err());
}

#[test]
fn chemistry_is_set() {
    for tex in [
        r"\ce{SO4^2- + Ba^2+ -> BaSO4 v}",
        r"\pu{1.2e3 kJ mol-1} \pu{5 m//s} \pu{25 °C} \pu{3 µm} \pu{5 %} \pu{\mu m^2}",
        r"\ce{Zn^2+  <=>[+ 2OH-][+ 2H+]  $\underset{\text{amphoter}}{\ce{Zn(OH)2 v}}$  <=>[+ 2OH-][+ 2H+]  [Zn(OH)4]^2-}",
        r"\ce{Hg^2+ ->[I-]  HgI2  ->[I-]  [Hg^{II}I4]^2-}",
        r"\ce{x Na(NH4)HPO4 ->[\Delta] (NaPO3)_x + x NH3 ^ + x H2O}",
        r"\ce{^{0}_{-1}n^{-} <-> A <--> B <=>> C <<=> D}",
        r"\ce{[\{(X2)3\}2]^3+}, \ce{1s^{22}s^{2}, $\alpha$-H, Fe(CN)_{$\frac{6}{2}$}}",
        r"\begin{align} \ce{A &-> B \\ C &->[点燃] D} \tag{1} \end{align}",
    ] {
        let set = mathml(tex, true);
        assert!(
            set.as_ref().is_ok_and(|set| !set.contains("merror")),
            "{tex}: {set:?}"
        );
    }
    assert_eq!(
        mathml(r"\ce{H2O}", false).unwrap(),
        "<math><msub><mi mathvariant=\"normal\">H</mi><mn>2</mn></msub><mi mathvariant=\"normal\">O</mi></math>"
    );
    assert!(mathml(r"\ce{A \bond{x} B}", false).is_err());
}

/// A post with a paragraph for each text; those that begin with a backslash are formulas.
fn post(name: &str, paragraphs: &[&str]) -> Post {
    let mut post = Post::default();
    post.meta.title = name.into();
    post.meta.path = format!("{name}.md").into();
    post.blocks = paragraphs
        .iter()
        .map(|text| {
            let content = match text.starts_with('\\') {
                true => Inline::Math(Box::new(Formula::from_tex(*text))),
                false => Inline::text(*text),
            };
            Block::paragraph(vec![content])
        })
        .collect();
    post
}

/// A book of posts whose documents are short: its files, and the codes of what there is to say.
fn book(posts: Vec<Post>) -> (BTreeMap<String, String>, Vec<String>) {
    let options = Options {
        cover: Cover::None,
        max_document_size: 2500,
        ..Options::default()
    };
    let mut book = Vec::new();
    let source = Posts::new(Site::default(), posts);
    let report = crate::write(&source, &options, &mut book, &()).unwrap();
    let codes = report.diagnostics.iter().map(|it| it.code.to_string());
    (unpacked(book), codes.collect())
}

/// The files of a book.
pub(crate) fn unpacked(book: Vec<u8>) -> BTreeMap<String, String> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut file = zip.by_index(at).unwrap();
            let mut text = Vec::new();
            file.read_to_end(&mut text).unwrap();
            let name = file.name().unwrap().trim_start_matches("EPUB/").to_owned();
            (name, String::from_utf8_lossy(&text).into_owned())
        })
        .collect()
}

/// The names of the documents that the manifest says to have formulas, which all do, and no other.
pub(crate) fn documents_with_formulas(files: &BTreeMap<String, String>) -> Vec<&str> {
    let items = files["package.opf"].split("<item ").skip(1);
    let items = items.filter(|item| item.contains("properties=\"mathml\""));
    let told: Vec<_> = items
        .filter_map(|item| Some(item.split_once("href=\"")?.1.split_once('"')?.0))
        .collect();
    let documents = files.iter().filter(|(name, _)| name.ends_with(".xhtml"));
    let found = documents.filter(|(_, text)| text.contains("<math"));
    let found: Vec<_> = found.map(|(name, _)| name.as_str()).collect();
    assert_eq!(told, found);
    told
}

#[test]
fn the_manifest_says_which_documents_have_formulas() {
    let (files, codes) = book(vec![post("a", &[r"\alpha^2"]), post("b", &[r"\x{"])]);
    assert_eq!(codes, ["formula.tex"]);
    assert_eq!(documents_with_formulas(&files), ["post-00001.xhtml"]);
    assert!(files["package.opf"].contains(">MathML</meta>"));
}

#[test]
fn a_formula_that_is_all_of_a_heading_a_header_or_a_link_has_a_name() {
    use bindery_model::{BlockKind, Cell, Row, Table, Target};
    let formula = || Inline::Math(Box::new(Formula::from_tex(r"\frac12")));
    let heading = |content| Block::from(BlockKind::Heading { level: 2, content });
    let cell = |header| Cell {
        header,
        attributes: None,
        column_span: 1,
        row_span: 1,
        alignment: None,
        blocks: vec![Block::plain(vec![formula()])],
    };
    let row = |header| Row {
        cells: vec![cell(header)],
        ..Row::default()
    };
    let table = Table {
        head: vec![row(true)],
        bodies: vec![vec![row(false)]],
        ..Table::default()
    };
    let target = Target::web("https://a.example/").unwrap();
    let mut post = post("a", &["x"]);
    post.blocks = vec![
        heading(vec![formula()]),
        heading(vec![Inline::text("of "), formula()]),
        BlockKind::Table(Box::new(table)).into(),
        Block::paragraph(vec![
            Inline::link(target, vec![formula()]),
            Inline::text("x"),
        ]),
    ];
    let (files, _) = book(vec![post]);
    let text = &files["post-00001.xhtml"];
    assert_eq!(text.matches("<math ").count(), 5);
    assert_eq!(text.matches("aria-label=\"1/2\"").count(), 3, "{text}");
}

#[test]
fn a_book_says_that_its_formulas_are_in_tex_if_all_are() {
    let drawn = || {
        let mut post = post("drawn", &["x"]);
        let mathml = super::mathml("x^2", false).unwrap();
        let formula = Inline::Math(Box::new(Formula::from_mathml(mathml)));
        post.blocks.push(Block::paragraph(vec![formula]));
        post
    };
    let features = |posts| {
        let (files, _) = book(posts);
        let package = &files["package.opf"];
        ["MathML", "latex"].map(|feature| package.contains(&format!(">{feature}</meta>")))
    };
    assert_eq!(features(vec![post("a", &[r"\alpha"])]), [true, true]);
    assert_eq!(features(vec![post("a", &[r"\x{"])]), [false, true]);
    assert_eq!(features(vec![drawn()]), [true, false]);
    assert_eq!(
        features(vec![post("a", &[r"\alpha"]), drawn()]),
        [true, false]
    );
    assert_eq!(features(vec![post("a", &["words"])]), [false, false]);
}

#[test]
fn long_formulas_turn_with_lines_from_top_to_bottom() {
    let options = Options {
        cover: Cover::None,
        vertical: true,
        ..Options::default()
    };
    let book = |formula| {
        let source = Posts::new(Site::default(), vec![post("a", &[formula])]);
        let mut book = Vec::new();
        crate::write(&source, &options, &mut book, &()).unwrap();
        unpacked(book)
    };
    let files = book(r"\alpha + \beta = 1");
    let turned =
        "<span class=\"turned\" role=\"math\" aria-label=\"\\alpha + \\beta = 1\"><i>α</i>";
    assert!(files["post-00001.xhtml"].contains(turned));
    assert!(documents_with_formulas(&files).is_empty());
    assert!(!files["package.opf"].contains(">MathML</meta>"));
    assert!(files["package.opf"].contains(">latex</meta>"));
    let upright = "<span class=\"math\"><math ";
    assert!(book(r"\hat\alpha")["post-00001.xhtml"].contains(upright));
}

#[test]
fn signs_stay_on_the_lines_of_formulas_and_long_ones_scroll() {
    let mut post = post("a", &[]);
    let line = |tex: &str, behind: &str| {
        let formula = Formula::from_tex(tex);
        let content = vec![Inline::Math(Box::new(formula)), Inline::text(behind)];
        Block::paragraph(content)
    };
    post.blocks = vec![
        line("x", ".) And"),
        line("x", " and"),
        line("a+b+c+d+e+f+g", ". Long"),
        line("a+b+c+d+e+f+g+h+i+j+k+l+m", ""),
    ];
    let (files, _) = book(vec![post]);
    let chapter = &files["post-00001.xhtml"];
    for part in [
        "\n<body class=\"long-formulas\">\n",
        "<p><span class=\"unbroken\"><math ",
        "</math>.)</span> And</p>",
        "</math> and</p>",
        "<p><span class=\"unbroken\"><span class=\"math\"><math ",
        "</math></span>.</span> Long</p>",
        "<p><span class=\"math\" tabindex=\"0\"><math ",
    ] {
        assert!(chapter.contains(part), "no {part} in {chapter}");
    }
}

#[test]
fn of_a_post_in_several_documents_each_says_whether_it_has_formulas() {
    let long = "words ".repeat(300);
    let text = [&*long, &long, r"\alpha", &long, "<math>", &long, r"\beta"];
    let (files, codes) = book(vec![post("a", &text), post("b", &["<math "])]);
    assert!(codes.is_empty(), "{codes:?}");
    let parts = files.keys().filter(|name| name.starts_with("post-00001"));
    assert!(parts.count() > 4);
    assert_eq!(documents_with_formulas(&files).len(), 2);
}

#[test]
fn what_a_post_defines_is_known_in_all_its_documents_and_in_no_other_post() {
    let long = "words ".repeat(300);
    let define = r"\newcommand\own[1]{\mathbf{#1}}";
    let text = [define, &long, &long, r"\own{x}", &long, r"\own y"];
    let (files, codes) = book(vec![post("a", &text), post("b", &[r"\own z"])]);
    assert_eq!(codes, ["formula.tex"]);
    assert_eq!(documents_with_formulas(&files).len(), 2);
    let all: String = files.into_values().collect();
    assert!(all.contains("<mi>𝐱</mi>") && all.contains("<mi>𝐲</mi>"));
    assert!(!all.contains("newcommand"), "{all}");
}

#[test]
fn references_lead_to_the_document_that_has_the_equation() {
    let long = "words ".repeat(300);
    let text = [r"\eqref{a}", &long, &long, r"\tag{1}\label{a} x", &long];
    let (files, codes) = book(vec![post("a", &text)]);
    assert!(codes.is_empty(), "{codes:?}");
    let with = |text: &str| files.iter().find(|(_, file)| file.contains(text)).unwrap();
    let (name, _) = with("<span id=\"mjx-eqn:a\">");
    let (own, _) = with(&format!("<a href=\"{name}#mjx-eqn:a\">(1)</a>"));
    assert_ne!(name, own);
    let (_, codes) = book(vec![post("a", &[r"\eqref{a}"])]);
    assert_eq!(codes, ["formula.tex"]);
}

#[test]
fn links_in_formulas_are_told() {
    let (files, codes) = book(vec![post("a", &[r"\href{https://a.example/}{x}"])]);
    assert_eq!(codes, ["formula.link"]);
    assert_eq!(documents_with_formulas(&files), ["post-00001.xhtml"]);
}
