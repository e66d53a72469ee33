//! Formulas are written here as XML without attributes' quotation marks being optional: `<mi>x</mi>`.
use super::{MathBuilder, MathElement, MathFlaw, MathMl};

/// A formula from markup that is well-formed, without references and comments.
fn read(markup: &str) -> Result<MathMl, MathFlaw> {
    let mut builder = MathBuilder::new();
    let mut rest = markup;
    while let Some(start) = rest.find('<') {
        builder.text(&rest[..start]);
        let (tag, after) = rest[start + 1..].split_once('>').unwrap();
        rest = after;
        if tag.starts_with('/') {
            builder.end();
            continue;
        }
        let is_empty = tag.ends_with('/');
        let tag = tag.trim_end_matches('/');
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut read = Vec::new();
        while let Some((key, after)) = attributes.split_once("=\"") {
            let (value, after) = after.split_once('"').unwrap();
            read.push((key.trim(), value));
            attributes = after;
        }
        builder.start(name, read);
        if is_empty {
            builder.end();
        }
    }
    builder.text(rest);
    builder.finish()
}

fn write(content: &[MathElement]) -> String {
    let mut out = String::new();
    for element in content {
        out += &format!("<{}", element.name().as_str());
        for (key, value) in element.attributes() {
            out += &format!(" {key}=\"{value}\"");
        }
        let inside = format!("{}{}", element.text(), write(element.content()));
        out += &format!(">{inside}</{}>", element.name().as_str());
    }
    out
}

#[track_caller]
fn becomes(markup: &str, expected: &str) {
    assert_eq!(write(read(markup).unwrap().content()), expected, "{markup}");
}

#[track_caller]
fn reads(markup: &str, expected: &str) {
    assert_eq!(read(markup).unwrap().to_text(), expected, "{markup}");
}

#[test]
fn only_what_books_may_hold_is_kept() {
    becomes(
        "<math onclick=\"x()\"><mi href=\"javascript:x\" id=\"a\" class=\"b\" mathcolor=\"red\">x</mi>\
         <mo stretchy=\"false\" style=\"color:red\" lspace=\"thinmathspace\">(</mo></math>",
        "<mi>x</mi><mo lspace=\"0.1667em\" stretchy=\"false\">(</mo>",
    );
    becomes(
        "<m:math><m:semantics><m:mi>x</m:mi><m:annotation-xml><script>1</script></m:annotation-xml></m:semantics></m:math>",
        "<mi>x</mi>",
    );
    becomes(
        "<maction actiontype=\"toggle\" selection=\"2\"><mi>a</mi><mi>b</mi></maction>",
        "<mi>b</mi>",
    );
    for markup in [
        "<apply><plus/></apply>",
        "<mi><script>1</script></mi>",
        "<mstack></mstack>",
    ] {
        assert!(
            matches!(read(markup), Err(MathFlaw::Element(_))),
            "{markup}"
        );
    }
}

#[test]
fn what_stands_where_it_must_not_is_put_right() {
    // The wrong number of children.
    becomes("<mfrac><mi>a</mi></mfrac>", "<mi>a</mi>");
    becomes(
        "<msup><mi>a</mi><mi>b</mi><mi>c</mi></msup>",
        "<mi>a</mi><mi>b</mi><mi>c</mi>",
    );
    // Tables without rows or cells, rows and cells without tables.
    becomes(
        "<mtable><mtd><mi>a</mi></mtd><mi>b</mi></mtable>",
        "<mtable><mtr><mtd><mi>a</mi></mtd></mtr><mtr><mtd><mi>b</mi></mtd></mtr></mtable>",
    );
    becomes(
        "<mtable><mtr><mi>a</mi></mtr></mtable>",
        "<mtable><mtr><mtd><mi>a</mi></mtd></mtr></mtable>",
    );
    becomes(
        "<mi>x</mi><mtr><mtd><mi>a</mi></mtd></mtr><mprescripts/>",
        "<mi>x</mi><mrow><mrow><mi>a</mi></mrow></mrow>",
    );
    becomes(
        "<mtable><mprescripts/><mtr><mprescripts/><mi>a</mi></mtr></mtable>",
        "<mtable><mtr><mtd><mi>a</mi></mtd></mtr></mtable>",
    );
    becomes(
        "<mfenced><mtr><mtd><mi>a</mi></mtd></mtr><mprescripts/></mfenced>",
        "<mo fence=\"true\" form=\"prefix\">(</mo><mrow><mrow><mi>a</mi></mrow></mrow>\
         <mo fence=\"true\" form=\"postfix\">)</mo>",
    );
    // Tokens with elements in them, elements with text in them, empty elements that are not ended.
    becomes("<mo>a<mi>b</mi></mo>", "<mo>a</mo><mi>b</mi>");
    becomes("<mrow> if <mi>b</mi></mrow>", "<mtext>if</mtext><mi>b</mi>");
    becomes(
        "<mspace width=\"1em\"><mi>b</mi></mspace>",
        "<mspace width=\"1em\"></mspace><mi>b</mi>",
    );
    // Scripts come in pairs.
    becomes(
        "<mmultiscripts><mi>X</mi><mi>a</mi><mprescripts/><none/></mmultiscripts>",
        "<mmultiscripts><mi>X</mi><mi>a</mi><mrow></mrow><mprescripts></mprescripts>\
         <mrow></mrow><mrow></mrow></mmultiscripts>",
    );
}

#[test]
fn older_mathml_is_said_in_the_words_of_core() {
    becomes(
        "<mstyle mathvariant=\"bold\"><mi>x</mi><mn>1</mn></mstyle><mi mathvariant=\"normal\">d</mi>",
        "<mrow><mi>𝐱</mi><mn>𝟏</mn></mrow><mi mathvariant=\"normal\">d</mi>",
    );
    becomes(
        "<mfenced open=\"[\"><mi>a</mi><mi>b</mi></mfenced>",
        "<mo fence=\"true\" form=\"prefix\">[</mo><mrow><mi>a</mi>\
         <mo separator=\"true\">,</mo><mi>b</mi></mrow><mo fence=\"true\" form=\"postfix\">)</mo>",
    );
    becomes("<ms>a</ms>", "<mtext>\"a\"</mtext>");
    becomes(
        "<mtable><mlabeledtr><mtd><mtext>(1)</mtext></mtd><mtd><mi>a</mi></mtd></mlabeledtr></mtable>",
        "<mtable width=\"100%\"><mtr><mtd></mtd><mtd><mi>a</mi></mtd><mtd></mtd><mtd><mtext>(1)</mtext></mtd></mtr></mtable>",
    );
    // All rows have as many cells.
    becomes(
        "<mtable columnalign=\"right left\" columnspacing=\"0em\"><mlabeledtr><mtd>1</mtd><mtd>a</mtd><mtd>b</mtd></mlabeledtr><mtr><mtd>c</mtd></mtr></mtable>",
        "<mtable columnalign=\"center right left center right\" width=\"100%\">\
         <mtr><mtd></mtd><mtd><mtext>a</mtext></mtd><mtd><mtext>b</mtext></mtd><mtd></mtd><mtd><mtext>1</mtext></mtd></mtr>\
         <mtr><mtd></mtd><mtd><mtext>c</mtext></mtd><mtd></mtd><mtd></mtd><mtd></mtd></mtr></mtable>",
    );
    becomes(
        "<mlabeledtr><mtd>1</mtd></mlabeledtr>",
        "<mrow><mtext>1</mtext></mrow>",
    );
    becomes(
        "<mfrac displaystyle=\"true\"><mi>a</mi><mi>b</mi></mfrac>",
        "<mstyle displaystyle=\"true\"><mfrac><mi>a</mi><mi>b</mi></mfrac></mstyle>",
    );
    becomes(
        "<mtable><mtr><mtd style=\"padding:0; text-align: right\" displaystyle=\"true\"><mi>a</mi></mtd></mtr></mtable>",
        "<mtable><mtr><mtd columnalign=\"right\"><mstyle displaystyle=\"true\"><mi>a</mi></mstyle></mtd></mtr></mtable>",
    );
    becomes("<mglyph alt=\"x\"/>", "<mtext>x</mtext>");
}

#[test]
fn what_is_too_much_is_refused() {
    let nested = |levels: usize| {
        let open = "<msqrt><mi>x</mi>".repeat(levels);
        read(&(open + &"</msqrt>".repeat(levels)))
    };
    assert!(nested(30).is_ok());
    assert_eq!(nested(70), Err(MathFlaw::TooDeep));
    assert_eq!(nested(100_000), Err(MathFlaw::TooLong));
    assert_eq!(read(&"<mi>x</mi>".repeat(5001)), Err(MathFlaw::TooLong));
    assert_eq!(
        read(&format!("<mi>{}</mi>", "x".repeat(20_001))),
        Err(MathFlaw::TooLong)
    );
}

#[test]
fn formulas_are_text_on_one_line() {
    reads(
        "<mtable><mlabeledtr><mtd>(1)</mtd><mtd><mi>a</mi></mtd><mtd><mo>=</mo><mi>b</mi></mtd></mlabeledtr><mtr><mtd><mi>c</mi></mtd></mtr></mtable>",
        "a = b (1); c",
    );
    reads("<mfrac><mn>1</mn><mn>2</mn></mfrac>", "1/2");
    reads(
        "<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mi>c</mi></mfrac>",
        "(a+b)/c",
    );
    reads(
        "<mfrac><mfrac><mi>a</mi><mi>b</mi></mfrac><mrow><mo>(</mo><mi>c</mi><mo>)</mo></mrow></mfrac>",
        "(a/b)/(c)",
    );
    reads(
        "<mfrac><mrow><mo>(</mo><mi>a</mi><mo>)</mo><mo>(</mo><mi>b</mi><mo>)</mo></mrow><mn>2</mn></mfrac>",
        "((a)(b))/2",
    );
    reads(
        "<mi>E</mi><mo>=</mo><mfrac><mn>1</mn><mn>2</mn></mfrac><mi>m</mi><msup><mi>v</mi><mn>2</mn></msup>",
        "E = (1/2)mv^2",
    );
    reads(
        "<mn>2</mn><mo>\u{2064}</mo><mfrac><mn>1</mn><mn>2</mn></mfrac>",
        "2 1/2",
    );
    reads(
        "<msubsup><mi>x</mi><mn>1</mn><mrow><mi>n</mi><mo>+</mo><mn>1</mn></mrow></msubsup>",
        "x_1^(n+1)",
    );
    reads(
        "<msup><mrow><mo>(</mo><mi>a</mi><mo>+</mo><mi>b</mi><mo>)</mo></mrow><mn>2</mn></msup>",
        "(a+b)^2",
    );
    reads(
        "<msup><mfrac><mi>a</mi><mi>b</mi></mfrac><mn>2</mn></msup>",
        "(a/b)^2",
    );
    reads(
        "<msup><mi>f</mi><mo>′</mo></msup><mo>(</mo><mi>x</mi><mo>)</mo>",
        "f′(x)",
    );
    reads("<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt>", "√(x+1)");
    reads("<mroot><mi>x</mi><mn>3</mn></mroot>", "³√(x)");
    reads("<mroot><mi>x</mi><mi>k</mi></mroot>", "(k)√(x)");
    reads(
        "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover><mi>i</mi>",
        "∑_(i = 1)^n i",
    );
    reads("<mover><mi>x</mi><mo>→</mo></mover>", "x\u{20d7}");
    reads(
        "<mover><mrow><mi>A</mi><mi>B</mi></mrow><mo>‾</mo></mover>",
        "‾(AB)",
    );
    reads(
        "<munder><mrow><mi>lim</mi><mo>\u{2061}</mo></mrow><mi>x</mi></munder><mfrac><mi>y</mi><mi>x</mi></mfrac>",
        "lim_x (y/x)",
    );
    reads("<mi>mod</mi><mspace width=\"0.2em\"/><mi>n</mi>", "mod n");
    reads(
        "<mover><mo>→</mo><mpadded width=\"0\"><mspace width=\"0.2em\"/><mi>f</mi></mpadded></mover>",
        "→^f",
    );
    reads("<mi>CO</mi><msub><mrow></mrow><mn>2</mn></msub>", "CO_2");
    reads(
        "<mi>sin</mi><mo>\u{2061}</mo><mi>x</mi><mi>y</mi>",
        "sin xy",
    );
    reads(
        "<mi>sin</mi><mo>\u{2061}</mo><mo>(</mo><mi>x</mi><mo>)</mo>",
        "sin(x)",
    );
    reads(
        "<mi>a</mi><mo>,</mo><mi>b</mi><mo>→</mo><mn>0</mn>",
        "a, b → 0",
    );
    reads(
        "<mi>x</mi><mtext>\u{a0}if\u{a0}</mtext><mi>y</mi>",
        "x if y",
    );
    reads("<mi>x</mi><mtext>if</mtext><mi>y</mi>", "x if y");
    reads("<mn>1</mn><mn>2</mn>", "1 2");
    reads(
        "<mo>(</mo><mfrac linethickness=\"0\"><mi>n</mi><mi>k</mi></mfrac><mo>)</mo>",
        "(n¦k)",
    );
    reads(
        "<mo>[</mo><mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr>\
         <mtr><mtd><mi>c</mi></mtd><mtd><mi>d</mi></mtd></mtr></mtable><mo>]</mo>",
        "[a, b; c, d]",
    );
    reads(
        "<mtable displaystyle=\"true\"><mtr><mtd><mi>a</mi></mtd><mtd><mo>=</mo><mi>b</mi></mtd></mtr>\
         <mtr><mtd></mtd><mtd><mo>=</mo><mi>c</mi></mtd></mtr></mtable>",
        "a = b; = c",
    );
    reads(
        "<mmultiscripts><mi>C</mi><mprescripts/><mn>6</mn><mn>14</mn></mmultiscripts>",
        "_6^14 C",
    );
    reads("<menclose notation=\"box\"><mi>x</mi></menclose>", "x");
    reads("<mphantom><mi>x</mi></mphantom><mi>y</mi>", "y");
}

/// Were each level read twice, this would not end.
#[test]
fn deep_formulas_have_a_text_of_their_length() {
    for (open, close) in [
        ("<mover>", "<mi>a</mi></mover>"),
        ("<msup>", "<mi>a</mi></msup>"),
        ("<mfrac>", "<mi>a</mi></mfrac>"),
        ("<mfrac><mi>a</mi>", "</mfrac>"),
        ("<mroot>", "<mi>a</mi></mroot>"),
        ("<mmultiscripts>", "<mi>a</mi><mi>b</mi></mmultiscripts>"),
    ] {
        let markup = format!("{}<mi>x</mi>{}", open.repeat(60), close.repeat(60));
        let text = read(&markup).unwrap().to_text();
        assert!((60..2000).contains(&text.len()), "{open}: {text}");
    }
}

#[test]
fn the_json_form_survives_and_admits_nothing_else() {
    let formula = read(
        "<mfrac linethickness=\"0\"><mrow><mi>a</mi><mo>&</mo></mrow>\
         <mtable columnalign=\"left right\"><mtr><mtd><mn>1</mn></mtd></mtr></mtable></mfrac>",
    )
    .unwrap();
    let json = serde_json::to_string(&formula).unwrap();
    assert_eq!(serde_json::from_str::<MathMl>(&json).unwrap(), formula);
    for json in [
        r#"[{"name":"script","text":"x"}]"#,
        r#"[{"name":"mfrac","content":[{"name":"mi","text":"x"}]}]"#,
        r#"[{"name":"mrow","text":"x"}]"#,
        r#"[{"name":"mtable","content":[{"name":"mi","text":"x"}]}]"#,
        r#"[{"name":"mtd","content":[]}]"#,
        r#"[{"name":"mi","attributes":{"href":"javascript:x"},"text":"x"}]"#,
        r#"[{"name":"mo","attributes":{"stretchy":"\" onclick=\"x"},"text":"x"}]"#,
    ] {
        assert!(serde_json::from_str::<MathMl>(json).is_err(), "{json}");
    }
}
