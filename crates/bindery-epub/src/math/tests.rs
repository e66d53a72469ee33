use bindery_html::push_mathml;

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
        r"\newcommand{\a}{b}\a",
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
fn the_manifest_says_which_documents_have_formulas() {
    use bindery_model::{Block, BlockKind, Formula, Post, Posts, Site};
    let post = |name: &str, source: &str| {
        let mut post = Post::default();
        post.meta.title = name.into();
        post.meta.path = format!("{name}.md").into();
        let formula = Box::new(Formula::from_tex(source));
        post.blocks.push(Block::from(BlockKind::Math(formula)));
        post
    };
    let source = Posts::new(Site::default(), vec![post("a", "x^2"), post("b", "{x")]);
    let options = crate::Options {
        cover: crate::Cover::None,
        ..crate::Options::default()
    };
    let mut book = Vec::new();
    let report = crate::write(&source, &options, &mut book, &()).unwrap();
    let codes: Vec<_> = report
        .diagnostics
        .iter()
        .map(|found| &*found.code)
        .collect();
    assert_eq!(codes, ["formula.tex"]);
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    let package = zip.by_name("EPUB/package.opf").unwrap();
    let package = std::io::read_to_string(package).unwrap();
    assert_eq!(package.matches("properties=\"mathml\"").count(), 1);
    assert!(package.contains(">MathML</meta>"), "{package}");
}
