//! Formulas: which are kept, and as what.
use bindery_model::{BlockKind, Formula, Inline};

use super::{check, lowered};

/// The first formula of a post.
fn formula(source: &str) -> Formula {
    let (post, codes) = lowered(source);
    assert!(codes.is_empty(), "{source}: {codes:?}");
    let mut found = None;
    for block in &post.blocks {
        match &block.kind {
            BlockKind::Math(formula) => found = found.or(Some(formula)),
            BlockKind::Paragraph { content } | BlockKind::Plain { content } => {
                for inline in content {
                    if let Inline::Math(formula) = inline {
                        found = found.or(Some(formula));
                    }
                }
            }
            _ => {}
        }
    }
    *found.unwrap_or_else(|| panic!("{source}")).clone()
}

#[test]
fn formulas_keep_their_tex() {
    check(&[
        (
            "<p>a <span data-math-style=inline>x^2</span></p>",
            "p[a math[x^2]]",
        ),
        (
            "<script type='math/tex; mode=display'>% <![CDATA[\nx %]]></script>",
            "math[x]",
        ),
        ("<p><script type='math/tex'>y</script></p>", "p[math[y]]"),
        (
            "<pre><code class=language-math data-math-style=display>\nx\n</code></pre>",
            "math[x]",
        ),
        (
            "<math display=block><semantics><mi>x</mi><annotation encoding='application/x-tex'>x</annotation></semantics></math>",
            "math[x]",
        ),
        // Delimiters go, but only those around all of it.
        (
            "<math alttext='$x$ and $y$'></math>",
            "plain[math[$x$ and $y$]]",
        ),
        ("<math alttext='\\(x\\)'></math>", "plain[math[x]]"),
        (
            "<math alttext='{\\displaystyle {a}^{b}}'></math>",
            "plain[math[{a}^{b}]]",
        ),
        (
            "<math alttext='{\\displaystyle a}{b}'></math>",
            "plain[math[{\\displaystyle a}{b}]]",
        ),
    ]);
}

#[test]
fn mathml_is_kept_beside_tex_and_without_it() {
    let both = formula(
        "<math><semantics><mfrac><mn>1</mn><mn>2</mn></mfrac><annotation encoding='TeX'>\\half</annotation></semantics></math>",
    );
    assert_eq!(both.text(), "\\half");
    assert_eq!(both.mathml.unwrap().to_text(), "1/2");
    check(&[
        (
            "<math><mi>x</mi><mo>=</mo><mn>1</mn></math>",
            "plain[math[x = 1]]",
        ),
        (
            "<p>a <math><mfrac><mn>1</mn><mn>2</mn></mfrac></math> b</p>",
            "p[a math[1/2] b]",
        ),
        ("<math display=block><mi>x</mi></math>", "math[x]"),
        ("<p><math display=block><mi>x</mi></math></p>", "math[x]"),
        // What is said of a formula is not its TeX, unless it looks so.
        (
            "<math alttext='one half'><mfrac><mn>1</mn><mn>2</mn></mfrac></math>",
            "plain[math[1/2]]",
        ),
        (
            "<math alttext='\\frac12'><mfrac><mn>1</mn><mn>2</mn></mfrac></math>",
            "plain[math[\\frac12]]",
        ),
        // With a prefix, and what XML ends by a slash.
        (
            "<p><mml:math><mml:mi>x</mml:mi><mml:mspace width='1em'/><mml:msup><mml:mi>y</mml:mi><mml:mn>2</mml:mn></mml:msup></mml:math> z</p>",
            "p[math[x y^2] z]",
        ),
        // Other markup in signs and annotations.
        (
            "<math><mo><mover><mo><mo>=</mo></mo><mo>!</mo></mover></mo></math>",
            "plain[math[=^!]]",
        ),
        (
            "<math><mtext>a <b>b</b><br>c</mtext></math>",
            "plain[math[a b c]]",
        ),
        (
            "<math><semantics><mi>x</mi><annotation-xml encoding='text/html'><p>y</p></annotation-xml></semantics></math>",
            "plain[math[x]]",
        ),
        ("<p>a <math></math> b</p>", "p[a b]"),
    ]);
}

#[test]
fn what_is_no_formula_leaves_its_words_and_is_told() {
    for (source, expected) in [
        (
            "<math><mi>x</mi><mtext><a href='/y'>y</a></mtext></math>",
            "plain[xa(/y)[y]]",
        ),
        (
            "<math><mi>x</mi><mtext><p>y</p></mtext></math>",
            "plain[x]\np[y]",
        ),
        ("<math><apply><ci>x</ci></apply></math>", "plain[x]"),
        (
            "<math><mtext><svg><text>y</text></svg></mtext></math>",
            "plain[image(drawing)[y]]",
        ),
    ] {
        let (post, codes) = lowered(source);
        assert!(
            codes.contains(&"text.formula".to_owned()),
            "{source}: {codes:?}"
        );
        if !source.contains("svg") {
            assert_eq!(super::notation::of_post(&post), expected, "{source}");
        }
    }
}

#[test]
fn formulas_in_formulas_are_texts() {
    let nested = "<math><mtext>".repeat(500) + &"<mi>x</mi>".repeat(20_000);
    let (_, codes) = lowered(&nested.repeat(3));
    assert!(codes.contains(&"text.formula".to_owned()));
}

#[test]
fn what_katex_drew_is_a_formula_once() {
    let mathml = "<span class=katex-mathml><math><semantics><mi>x</mi><annotation encoding='application/x-tex'>\\x</annotation></semantics></math></span>";
    let html = "<span class=katex-html aria-hidden=true>x</span>";
    check(&[
        (
            &format!("<p>a <span class=katex>{mathml}{html}</span></p>"),
            "p[a math[\\x]]",
        ),
        (
            &format!("<span class=katex-display><span class=katex>{mathml}{html}</span></span>"),
            "math[\\x]",
        ),
        // Tags were stripped: what they held, then the TeX.
        (
            &format!(
                "<p><span class=katex><span class=katex-mathml>\n x\n  =\n  1\n \n x=1\n</span>{html}</span></p>"
            ),
            "p[math[x=1]]",
        ),
        // Nothing but the drawing.
        (
            &format!("<p><span class=katex>{html}</span></p>"),
            "p[span.katex[span.katex-html[x]]]",
        ),
    ]);
}

#[test]
fn what_mathjax_drew_is_a_formula_once() {
    let drawn = "<span class=MathJax id=MathJax-Element-1-Frame data-mathml='<math><msup><mi>x</mi><mn>2</mn></msup></math>'><nobr aria-hidden=true><span>x2</span></nobr>";
    let assistive = "<span class=MJX_Assistive_MathML role=presentation><math><msup><mi>x</mi><mn>2</mn></msup></math></span>";
    check(&[
        // MathJax 2 with its source.
        (
            &format!(
                "<p>a <span class=MathJax_Preview>[math]</span>{drawn}{assistive}</span><script type=math/tex id=MathJax-Element-1>x^2</script> b</p>"
            ),
            "p[a math[x^2] b]",
        ),
        (
            &format!(
                "<div class=MathJax_Display>{drawn}</span></div><script type='math/tex; mode=display'>x^2</script>"
            ),
            "math[x^2]",
        ),
        (
            "<p><script type=math/mml><math><mfrac><mn>1</mn><mn>2</mn></mfrac></math></script></p>",
            "p[math[1/2]]",
        ),
        // Without it.
        (&format!("<p>{drawn}{assistive}</span></p>"), "p[math[x^2]]"),
        (&format!("<p>{drawn}</span></p>"), "p[math[x^2]]"),
        (
            &format!("<div class=MathJax_SVG_Display>{drawn}</span></div>"),
            "math[x^2]",
        ),
        // A preview with nothing behind it.
        (
            "<p><span class=MathJax_Preview>y</span> z</p>",
            "p[span.MathJax_Preview[y] z]",
        ),
        // MathJax 3 and 4.
        (
            "<p>a <mjx-container class=MathJax jax=CHTML><mjx-math aria-hidden=true>x2</mjx-math><mjx-assistive-mml><math><msup><mi>x</mi><mn>2</mn></msup></math></mjx-assistive-mml></mjx-container> b</p>",
            "p[a math[x^2] b]",
        ),
        (
            "<mjx-container display=true><svg><path d='M0 0'/></svg><mjx-assistive-mml><math data-latex='x^{2}'><mi>x</mi></math></mjx-assistive-mml></mjx-container>",
            "math[x^{2}]",
        ),
        (
            "<p><mjx-container><mjx-math data-latex='\\half'>1</mjx-math></mjx-container></p>",
            "p[math[\\half]]",
        ),
    ]);
    let (post, codes) =
        lowered("<p><mjx-container aria-label='x squared'><mjx-c></mjx-c></mjx-container></p>");
    assert_eq!(super::notation::of_post(&post), "p[x squared]");
    assert_eq!(codes, ["text.formula"]);
}

#[test]
fn pictures_of_formulas_are_formulas() {
    let hidden = "<span class=mwe-math-mathml-inline style='display: none'><math alttext='{\\displaystyle E}'><mi>E</mi></math></span>";
    let picture = "<img src=/e.svg class=mwe-math-fallback-image-inline alt='{\\displaystyle E}'>";
    check(&[
        (
            &format!("<p>a <span class=mwe-math-element>{hidden}{picture}</span></p>"),
            "p[a math[E]]",
        ),
        (
            &format!("<p><span class=mwe-math-element>{picture}</span></p>"),
            "p[math[E]]",
        ),
        (
            "<span class=mwe-math-element><img src=/e.svg class=mwe-math-fallback-image-display alt='E=mc^{2}'></span>",
            "math[E=mc^{2}]",
        ),
        (
            "<p><span class=ztext-math data-eeimg=1 data-tex='a_b'><span>drawn</span></span></p>",
            "p[math[a_b]]",
        ),
        (
            "<p><img src='https://www.zhihu.com/equation?tex=a%5E2+%2B+b' alt='x' eeimg=1></p>",
            "p[math[a^2 + b]]",
        ),
        (
            "<p><img src='/x.gif' alt='a^2\\\\' eeimg=2></p>",
            "math[a^2]",
        ),
        (
            "<p><img src='https://s0.wp.com/latex.php?latex=x%5E2&bg=ffffff' class=latex alt='x^2'></p>",
            "p[math[x^2]]",
        ),
        (
            "<p><img src='https://latex.codecogs.com/gif.latex?\\dpi{150}%20\\bg_white%20x'></p>",
            "p[math[x]]",
        ),
        (
            "<p><span class=ql-formula data-value='e=mc^2'>drawn</span></p>",
            "p[math[e=mc^2]]",
        ),
    ]);
}

#[test]
fn places_in_formulas_that_links_lead_to_stand_before_them() {
    check(&[
        (
            "<p>a <math id=m><mi id=x>x</mi><mi id=y>y</mi></math> <a href='#x'>b</a></p>",
            "p[a span#m[]span#x[]math[xy] a(#x)[b]]",
        ),
        (
            "<math display=block id=m><mi>x</mi></math>",
            "plain[span#m[]]\nmath[x]",
        ),
        (
            "<p id=m>a <mjx-container><math><mrow id='mjx-eqn:1'><mi>x</mi></mrow></math></mjx-container><a href='#mjx-eqn%3A1'>b</a></p>",
            "p#m[a span#mjx-eqn:1[]math[x]a(#mjx-eqn:1)[b]]",
        ),
    ]);
}

#[test]
fn a_formula_that_is_a_link_is_one() {
    for source in [
        "<p>a <math><mrow href='https://b.example/'><mi>x</mi></mrow></math></p>",
        "<p>a <math><semantics><a href='https://b.example/'><mi>x</mi></a><annotation>x</annotation></semantics></math></p>",
        "<p>a <math xlink:href='https://b.example/'><mi>x</mi></math></p>",
    ] {
        check(&[(source, "p[a a(https://b.example/)[math[x]]]")]);
    }
    for source in [
        "<p>a <math><mi href='https://b.example/'>x</mi><mi>y</mi></math></p>",
        "<p>a <math><a href='https://b.example/'><mi>x</mi></a><mi>y</mi></math></p>",
    ] {
        let (post, codes) = lowered(source);
        assert_eq!(codes, ["formula.link"], "{source}");
        let formula =
            |inline: &Inline| matches!(inline, Inline::Math(formula) if formula.text() == "xy");
        let BlockKind::Paragraph { content } = &post.blocks[0].kind else {
            panic!("{post:?}");
        };
        assert!(content.iter().any(formula), "{content:?}");
    }
}

#[test]
fn tex_between_delimiters_is_a_formula_where_a_page_typesets_it() {
    let program = "<script src='https://cdn.example/npm/MathJax@3/tex-mml-chtml.js'></script>";
    for (source, with, without) in [
        (
            r"<p>a \(x^2\) b \(y</p>",
            r"p[a math[x^2] b \(y]",
            r"p[a \(x^2\) b \(y]",
        ),
        (r"<p>\[x\] b</p>", "math[x]\np[b]", r"p[\[x\] b]"),
        ("<p>$$x &lt; 1$$</p>", "math[x < 1]", "p[$$x < 1$$]"),
        (
            "<p>$5 and $6, $$</p>",
            "p[$5 and $6, $$]",
            "p[$5 and $6, $$]",
        ),
        ("<p>$$$$x$$</p>", "p[$$]\nmath[x]", "p[$$$$x$$]"),
        (
            r"<p><code>\(x\)</code> \(\)</p>",
            r"p[code[\(x\)] \(\)]",
            r"p[code[\(x\)] \(\)]",
        ),
        // Environments and references stand between no delimiters.
        (
            r"<p>a \begin{align*}x\end{align} y\end{align*} b</p>",
            "p[a]\nmath[\\begin{align*}x\\end{align} y\\end{align*}]\np[b]",
            r"p[a \begin{align*}x\end{align} y\end{align*} b]",
        ),
        (
            r"<p>\begin{displaymath}x\end{displaymath}</p>",
            "math[x]",
            r"p[\begin{displaymath}x\end{displaymath}]",
        ),
        (
            r"<p>by \eqref{a} and \ref{b}, \ref{}, \begin{align}, \begin{tabular}x\end{tabular}</p>",
            r"p[by math[\eqref{a}] and math[\ref{b}], \ref{}, \begin{align}, \begin{tabular}x\end{tabular}]",
            r"p[by \eqref{a} and \ref{b}, \ref{}, \begin{align}, \begin{tabular}x\end{tabular}]",
        ),
    ] {
        let page = |head: &str| {
            let page =
                format!("<!DOCTYPE html><html><head>{head}</head><body>{source}</body></html>");
            let options = crate::ParseOptions {
                path: "a.html",
                ..crate::ParseOptions::default()
            };
            super::notation::of_post(&crate::parse_post(page.as_bytes(), &options).post)
        };
        assert_eq!(page(program), with);
        assert_eq!(page(""), without);
    }
}

#[test]
fn what_a_page_tells_its_program_is_known() {
    for (script, source, expected) in [
        (
            r"tex: {inlineMath: [['$', '$']]}",
            r"<p>a $x_1$ b \$5, $5 and $6, $y \$$ <code>$z$</code></p>",
            r"p[a math[x_1] b $5, $5 and $6, math[y \$] code[$z$]]",
        ),
        (
            r"tex: {macros: {R: '\\mathbb{R}', v: ['\\vec{#1}_\\R', 1], w: 'w'}}",
            r"<p>\(x\) \(\v a\) \(\v b\)</p>",
            r"p[math[x] math[\newcommand{\v}[1]{\vec{#1}_\R} \newcommand{\R}{\mathbb{R}} \v a] math[\v b]]",
        ),
    ] {
        // A page, and a post that asks for formulas itself.
        let script = format!("<script>MathJax = {{{script}}};</script>");
        for text in [
            format!("<!DOCTYPE html><html><head>{script}</head><body>{source}</body></html>"),
            format!("---\nmath: true\n---\n{source}{script}"),
        ] {
            let options = crate::ParseOptions {
                path: "a.html",
                ..crate::ParseOptions::default()
            };
            let post = crate::parse_post(text.as_bytes(), &options).post;
            assert_eq!(super::notation::of_post(&post), expected);
        }
    }
}

#[test]
fn names_that_do_not_end_take_no_longer() {
    for open in ["\\begin{", "\\ref{", "\\begin{align}", "\\begin{align*} $$"] {
        let text = format!("---\nmath: true\n---\n{}", open.repeat(100_000));
        let options = crate::ParseOptions {
            path: "a.html",
            ..crate::ParseOptions::default()
        };
        crate::parse_post(text.as_bytes(), &options);
    }
}

#[test]
fn front_matter_asks_for_formulas() {
    let parse = |text: &str| {
        let options = crate::ParseOptions {
            path: "a.md",
            ..crate::ParseOptions::default()
        };
        super::notation::of_post(&crate::parse_post(text.as_bytes(), &options).post)
    };
    assert_eq!(
        parse("---\nmathjax: true\n---\n$x$ and \\\\(y\\\\)\n"),
        "p[math[x] and math[y]]"
    );
    assert_eq!(parse("---\nmathjax: false\n---\n$x$\n"), "p[$x$]");
}

#[test]
fn what_hidden_elements_define_goes_with_the_next_formula() {
    let formula = |tex: &str| format!("<p><span data-math-style=inline>{tex}</span></p>");
    for (hidden, expected) in [
        (
            r"$\newcommand{\R}{\mathbb{R}}$ $$\def\a{b}$$",
            r"p[math[\newcommand{\R}{\mathbb{R}} \def\a{b} \R]]",
        ),
        (
            r"\(\DeclareMathOperator{\tr}{tr}\)",
            r"p[math[\DeclareMathOperator{\tr}{tr} \R]]",
        ),
        (r"words on \newcommand", r"p[math[\R]]"),
        ("words", r"p[math[\R]]"),
    ] {
        let (post, codes) = lowered(&format!(
            "<div style='display:none'>{hidden}</div>{}{}",
            formula(r"\R"),
            formula("x")
        ));
        assert_eq!(
            super::notation::of_post(&post),
            format!("{expected}\np[math[x]]")
        );
        assert_eq!(codes, ["text.hidden"]);
    }
}
