//! Formulas that a page was saved with after a script had drawn them: MathJax and KaTeX leave the
//! source beside the drawing, MediaWiki and others have pictures made. Each is a formula, once.
use bindery_model::Formula;
use percent_encoding::percent_decode_str;

use super::attributes::has_class;
use super::math::{clean_tex, formula, has_lines_of_its_own, local_name};
use super::report::Loss;
use super::walk::{Leave, Lowering, child_elements, descendants};
use crate::html::{self, Element, NodeId, Tree};

/// How many nodes of a drawing are looked at for the formula that it draws.
const MOST_NODES: usize = 4000;

/// Classes of what MathJax 2 draws, by each of its ways.
const MATHJAX: [&str; 9] = [
    "MathJax",
    "MathJax_Display",
    "MathJax_SVG",
    "MathJax_SVG_Display",
    "MathJax_CHTML",
    "MathJax_MathML",
    "MathJax_MathML_Display",
    "mjx-chtml",
    "MJXc-display",
];

/// What stands before a drawing until it is there.
const PREVIEWS: [&str; 2] = ["MathJax_Preview", "MJXp-display"];

/// Where the formula of a picture begins in the address of one that draws it.
const SERVICES: [&str; 8] = [
    "/equation?tex=",
    "/math?formula=",
    "/latex.php?latex=",
    "/render/math?math=",
    "/gif.latex?",
    "/png.latex?",
    "/svg.latex?",
    "cht=tx&chl=",
];

/// What an element draws.
pub(super) enum Rendering {
    /// A formula, which may have lines of its own.
    Formula(Formula, bool),
    /// What stands beside it as a formula.
    Twin,
    /// A formula, of which nothing is left.
    Unreadable,
}

impl<'a> Lowering<'a> {
    pub(super) fn put_rendering(
        &mut self,
        rendering: Rendering,
        id: NodeId,
        element: Element<'a>,
    ) -> Option<Leave> {
        match rendering {
            Rendering::Formula(formula, display) => self.put_linked_formula(id, formula, display),
            Rendering::Twin => None,
            Rendering::Unreadable => {
                self.losses.add(Loss::Formula, element.offset());
                let label = element.attribute("aria-label").unwrap_or_default();
                self.builder.run.push_text(label);
                None
            }
        }
    }
}

/// What an element draws, if it draws a formula.
pub(super) fn rendering(tree: &Tree<'_>, id: NodeId, element: Element<'_>) -> Option<Rendering> {
    let (mut class, mut is_noted) = (None, false);
    for attribute in element.attributes() {
        match attribute.name {
            "class" => class = Some(attribute.value),
            "data-tex" | "data-latex" | "data-formula" | "data-value" => is_noted = true,
            _ => {}
        }
    }
    if element.name() == "mjx-container" {
        return Some(of_container(tree, id, element));
    }
    if is_noted && let Some(tex) = noted_tex(element) {
        let formula = Formula::from_tex(tex);
        return Some(Rendering::Formula(formula, is_display(element)));
    }
    let class = class?;
    let mut classes = class.split_ascii_whitespace();
    // Nearly all elements end here.
    let class = classes.find(|class| {
        class.starts_with("katex")
            || class.starts_with("mwe-math-element")
            || MATHJAX.contains(class)
            || PREVIEWS.contains(class)
    })?;
    if class.starts_with("katex") {
        return of_katex(tree, id, class);
    }
    if class.starts_with("mwe-math") {
        return of_wiki(tree, id, element);
    }
    if source_follows(tree, id) {
        return Some(Rendering::Twin);
    }
    of_mathjax(tree, id, element, class)
}

/// MathJax 3 and 4: the formula is beside the drawing, for those who cannot see it.
fn of_container(tree: &Tree<'_>, id: NodeId, container: Element<'_>) -> Rendering {
    let display = container.attribute("display") == Some("true");
    if let Some(formula) = formula_below(tree, id) {
        return Rendering::Formula(formula, display);
    }
    let mut nodes = descendants(tree, id).take(MOST_NODES);
    let latex = nodes.find_map(|node| tree.element(node)?.attribute("data-latex"));
    match latex.and_then(clean_tex) {
        Some(tex) => Rendering::Formula(Formula::from_tex(tex), display),
        None => Rendering::Unreadable,
    }
}

/// MathJax 2 where no script is left: the formula is in the drawing, or in an attribute of it.
fn of_mathjax(tree: &Tree<'_>, id: NodeId, element: Element<'_>, class: &str) -> Option<Rendering> {
    let mut nodes = descendants(tree, id).take(MOST_NODES);
    let is_display = class.ends_with("isplay");
    let is_assistive =
        |node: NodeId| has_class(tree.element(node)?, "MJX_Assistive_MathML").then_some(node);
    let assistive = nodes.find_map(is_assistive);
    if let Some(formula) = assistive.and_then(|node| formula_below(tree, node)) {
        return Some(Rendering::Formula(formula, is_display));
    }
    let inside = descendants(tree, id).take(MOST_NODES);
    let mut elements = inside.filter_map(|node| tree.element(node));
    let noted = element.attribute("data-mathml");
    let noted = noted.or_else(|| elements.find_map(|element| element.attribute("data-mathml")));
    let (formula, display) = formula_in_markup(noted?)?;
    Some(Rendering::Formula(formula, is_display || display))
}

/// KaTeX: MathML, then what is drawn.
fn of_katex(tree: &Tree<'_>, id: NodeId, class: &str) -> Option<Rendering> {
    let with_class = |parent: NodeId, class: &str| {
        let mut children = child_elements(tree, parent).take(8);
        let found = children.find(|(_, child)| has_class(*child, class));
        found.map(|(id, _)| id)
    };
    match class {
        "katex-html" => {
            let parent = tree.parent(id)?;
            with_class(parent, "katex-mathml").map(|_| Rendering::Twin)
        }
        "katex-display" => {
            let katex = with_class(id, "katex")?;
            of_katex(tree, katex, "katex").map(|rendering| match rendering {
                Rendering::Formula(formula, _) => Rendering::Formula(formula, true),
                other => other,
            })
        }
        "katex" => {
            let mathml = with_class(id, "katex-mathml")?;
            let display = |math: NodeId| tree.element(math).is_some_and(has_lines_of_its_own);
            if let Some(math) = math_below(tree, mathml) {
                let formula = formula(tree, math, tree.element(math)?).ok()?;
                return Some(Rendering::Formula(formula, display(math)));
            }
            // Where tags were stripped, the last line is the annotation.
            let text: String = tree
                .children(mathml)
                .filter_map(|node| text_of(tree, node))
                .collect();
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            let lines: Vec<&str> = lines.collect();
            let tex = lines.last().filter(|_| lines.len() > 1)?;
            let tex = clean_tex(tex)?;
            Some(Rendering::Formula(Formula::from_tex(tex), false))
        }
        _ => None,
    }
}

/// MediaWiki: MathML, which is hidden, and a picture of it.
fn of_wiki(tree: &Tree<'_>, id: NodeId, element: Element<'_>) -> Option<Rendering> {
    let children = descendants(tree, id).take(MOST_NODES);
    let elements: Vec<Element<'_>> = children.filter_map(|node| tree.element(node)).collect();
    let is_block = elements.iter().chain([&element]).any(|element| {
        let class = element.attribute("class").unwrap_or_default();
        class.contains("-display") || class.contains("-block")
    });
    let formula = formula_below(tree, id).or_else(|| {
        let mut alts = elements
            .iter()
            .filter_map(|element| element.attribute("alt"));
        alts.find_map(clean_tex).map(Formula::from_tex)
    })?;
    Some(Rendering::Formula(formula, is_block))
}

/// The TeX that an element says it draws (Zhihu, Quill and others).
fn noted_tex(element: Element<'_>) -> Option<String> {
    let named = ["data-tex", "data-latex", "data-formula"];
    let tex = named.iter().find_map(|name| element.attribute(name));
    let tex = tex.or_else(|| {
        let is_formula = has_class(element, "ql-formula");
        is_formula
            .then(|| element.attribute("data-value"))
            .flatten()
    })?;
    let is_text = matches!(element.name(), "span" | "div" | "code");
    is_text
        .then(|| clean_tex(tex.trim_end_matches("\\\\")))
        .flatten()
}

/// Whether an element with its TeX says that it has lines of its own.
fn is_display(element: Element<'_>) -> bool {
    let said = ["data-eeimg", "eeimg", "data-display"];
    let said = said.iter().find_map(|name| element.attribute(name));
    let class = element.attribute("class").unwrap_or_default();
    matches!(said, Some("2" | "true" | "block"))
        || class.contains("display")
        || class.contains("block")
}

/// Whether the source of a drawing by MathJax 2 follows it.
fn source_follows(tree: &Tree<'_>, id: NodeId) -> bool {
    let siblings = std::iter::successors(tree.next_sibling(id), |&node| tree.next_sibling(node));
    for sibling in siblings.take(6) {
        let Some(element) = tree.element(sibling) else {
            if text_of(tree, sibling).is_some_and(|text| !text.trim().is_empty()) {
                return false;
            }
            continue;
        };
        let kind = element.attribute("type").unwrap_or_default();
        if element.name() == "script" {
            return kind.trim().starts_with("math/");
        }
        if !MATHJAX
            .iter()
            .chain(&PREVIEWS)
            .any(|class| has_class(element, class))
        {
            return false;
        }
    }
    false
}

fn text_of<'t>(tree: &'t Tree<'t>, node: NodeId) -> Option<&'t str> {
    match tree.node(node) {
        html::Node::Text(text) => Some(text),
        _ => None,
    }
}

/// The first `math` element below a node.
fn math_below(tree: &Tree<'_>, id: NodeId) -> Option<NodeId> {
    let is_math = |node: &NodeId| {
        let element = tree.element(*node);
        element.is_some_and(|element| local_name(element) == "math")
    };
    descendants(tree, id).take(MOST_NODES).find(is_math)
}

fn formula_below(tree: &Tree<'_>, id: NodeId) -> Option<Formula> {
    let math = math_below(tree, id)?;
    formula(tree, math, tree.element(math)?).ok()
}

/// The formula in markup, and whether it has lines of its own.
pub(super) fn formula_in_markup(markup: &str) -> Option<(Formula, bool)> {
    let tree = html::parse_fragment(markup, "body", &html::Options::default()).ok()?;
    let math = math_below(&tree, tree.root())?;
    let element = tree.element(math)?;
    let formula = formula(&tree, math, element).ok()?;
    Some((formula, has_lines_of_its_own(element)))
}

/// The TeX that a picture was made of, and whether it has lines of its own: as its address has it,
/// or its description where the picture is said to be a formula.
pub(super) fn tex_of_picture(picture: Element<'_>) -> Option<(String, bool)> {
    let source = picture.attribute("src").unwrap_or_default();
    // Most addresses have none of these.
    let has_query = memchr::memchr2(b'?', b'=', source.as_bytes()).is_some();
    let mut services = SERVICES.iter().filter(|_| has_query);
    let drawn = services.find_map(|mark| {
        let (_, tex) = source.split_once(mark)?;
        let tex = tex.split(['#', '&']).next()?.replace('+', " ");
        percent_decode_str(&tex)
            .decode_utf8()
            .ok()
            .map(|tex| tex.into_owned())
    });
    let class = picture.attribute("class").unwrap_or_default();
    let is_formula = class.contains("mwe-math-fallback-image")
        || picture.attribute("eeimg").is_some()
        || class
            .split_ascii_whitespace()
            .any(|class| matches!(class, "latex" | "tex"));
    let described = || picture.attribute("alt").filter(|_| is_formula);
    let drawn = drawn.as_deref().or_else(described)?;
    let tex = clean_tex(without_settings(drawn).trim_end_matches("\\\\"))?;
    Some((tex, is_display(picture)))
}

/// Without what only says to a service how to draw (`\dpi{150}`, `\bg_white`, `\inline`).
fn without_settings(tex: &str) -> &str {
    let mut rest = tex.trim_start();
    while let Some(setting) = ["\\dpi", "\\bg_", "\\fn_", "\\inline"]
        .iter()
        .find_map(|name| rest.strip_prefix(name))
    {
        let end = setting.find([' ', '}', '\\']).unwrap_or(setting.len());
        rest = setting[end..].trim_start_matches([' ', '}']);
    }
    rest
}
