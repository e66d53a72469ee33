//! Formulas of the model as `math` elements.
use bindery_model::{MathElement, MathMl, MathName};

use crate::{push_attribute, push_text};

/// Writes a formula as it is (MathML 3), with its TeX beside it if that is known.
pub fn push_mathml(out: &mut String, formula: &MathMl, tex: Option<&str>, display: bool) {
    out.push_str("<math");
    if display {
        push_attribute(out, "display", "block");
    }
    out.push('>');
    if let Some(tex) = tex {
        out.push_str("<semantics><mrow>");
        push_elements(out, formula.content());
        out.push_str("</mrow><annotation encoding=\"application/x-tex\">");
        push_text(out, tex);
        out.push_str("</annotation></semantics>");
    } else {
        push_elements(out, formula.content());
    }
    out.push_str("</math>");
}

fn push_elements(out: &mut String, elements: &[MathElement]) {
    for element in elements {
        let name = element.name().as_str();
        open(out, name, &[], element.attributes());
        push_text(out, element.text());
        push_elements(out, element.content());
        close(out, name);
    }
}

/// Writes a formula for books: `alttext` says it to those who are not shown it, and classes say to a
/// style sheet what MathML Core has no words for: strokes around a formula and through it, how the
/// cells of a table are aligned, and lines between them.
/// A `name` is what those hear who know no MathML, where a name must be.
pub(crate) fn push_drawn(
    out: &mut String,
    formula: &MathMl,
    alttext: &str,
    name: Option<&str>,
    display: bool,
) {
    out.push_str("<math xmlns=\"http://www.w3.org/1998/Math/MathML\"");
    if display {
        push_attribute(out, "display", "block");
    }
    push_attribute(out, "alttext", alttext);
    if let Some(name) = name {
        push_attribute(out, "aria-label", name);
    }
    out.push('>');
    draw_elements(out, formula.content());
    out.push_str("</math>");
}

fn draw_elements(out: &mut String, elements: &[MathElement]) {
    for element in elements {
        match element.name() {
            MathName::Mtable => draw_table(out, element),
            MathName::Menclose => draw_enclosed(out, element),
            name => {
                open(out, name.as_str(), &[], element.attributes());
                push_text(out, element.text());
                draw_elements(out, element.content());
                close(out, name.as_str());
            }
        }
    }
}

/// `menclose`, which only some readers know, as a row, or as the root that it looks like.
fn draw_enclosed(out: &mut String, element: &MathElement) {
    // MathML 3, section 3.3.9.1.
    let notation = element.attribute("notation").unwrap_or("longdiv");
    let words: Vec<&str> = notation.split(' ').collect();
    let (name, classes) = match words.as_slice() {
        ["radical"] => ("msqrt", [].as_slice()),
        classes => ("mrow", classes),
    };
    open(out, name, classes, []);
    draw_elements(out, element.content());
    close(out, name);
}

fn draw_table(out: &mut String, table: &MathElement) {
    let frame = table.attribute("frame").filter(|frame| *frame != "none");
    let mut classes = Vec::new();
    classes.extend(frame.map(|_| "box"));
    // As wide as the page: its last column holds the tags of equations.
    let is_numbered = table.attribute("width") == Some("100%");
    classes.extend(is_numbered.then_some("numbered"));
    open(out, "mtable", &classes, table.attributes());
    let row_lines = Listed::of(table, "rowlines");
    for (at, row) in table.content().iter().enumerate() {
        let is_last = at + 1 == table.content().len();
        let line = row_lines.is_line(at) && !is_last;
        open(out, "mtr", &[], row.attributes());
        draw_cells(out, table, row, line);
        close(out, "mtr");
    }
    close(out, "mtable");
}

fn draw_cells(out: &mut String, table: &MathElement, row: &MathElement, line_below: bool) {
    let own = Listed::of(row, "columnalign");
    let alignments = match own.is_empty() {
        true => Listed::of(table, "columnalign"),
        false => own,
    };
    let lines = Listed::of(table, "columnlines");
    let mut column = 0;
    for (at, cell) in row.content().iter().enumerate() {
        let span = cell.attribute("columnspan");
        let span = span.and_then(|span| span.parse().ok()).unwrap_or(1);
        let side = cell.attribute("columnalign");
        let side = side.or_else(|| alignments.at(column));
        column += span;
        let is_last = at + 1 == row.content().len();
        let mut classes = Vec::new();
        classes.extend(side.filter(|side| *side != "center"));
        classes.extend((lines.is_line(column - 1) && !is_last).then_some("line-after"));
        classes.extend(line_below.then_some("line-below"));
        open(out, "mtd", &classes, cell.attributes());
        draw_elements(out, cell.content());
        close(out, "mtd");
    }
}

/// What an attribute says of columns or rows, one after the other.
struct Listed<'e>(Vec<&'e str>);

impl<'e> Listed<'e> {
    fn of(element: &'e MathElement, name: &str) -> Listed<'e> {
        let list = element.attribute(name).unwrap_or_default();
        Listed(list.split(' ').filter(|word| !word.is_empty()).collect())
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Of a place, from 0. The last word is that of all further ones (MathML 3, section 3.5.1.2).
    fn at(&self, place: usize) -> Option<&'e str> {
        self.0.get(place).or(self.0.last()).copied()
    }

    fn is_line(&self, place: usize) -> bool {
        self.at(place).is_some_and(|word| word != "none")
    }
}

fn open<'a>(
    out: &mut String,
    name: &str,
    classes: &[&str],
    attributes: impl IntoIterator<Item = (&'static str, &'a str)>,
) {
    out.push('<');
    out.push_str(name);
    if !classes.is_empty() {
        push_attribute(out, "class", &classes.join(" "));
    }
    for (key, value) in attributes {
        push_attribute(out, key, value);
    }
    out.push('>');
}

fn close(out: &mut String, name: &str) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

#[cfg(test)]
mod tests {
    use bindery_model::{MathBuilder, MathMl};

    use super::{push_drawn, push_mathml};

    /// A table with two rows of two cells, within what encloses it.
    fn enclosed_table(notation: &str) -> MathMl {
        let mut builder = MathBuilder::new();
        builder.start("menclose", [("notation", notation)]);
        let table = [
            ("columnalign", "right left"),
            ("columnlines", "solid"),
            ("rowlines", "solid"),
        ];
        builder.start("mtable", table);
        for row in [["a", "b"], ["c", "<"]] {
            builder.start("mtr", []);
            for cell in row {
                builder.start("mtd", []);
                builder.start("mi", []);
                builder.text(cell);
                builder.end();
                builder.end();
            }
            builder.end();
        }
        builder.finish().unwrap()
    }

    #[test]
    fn classes_say_what_mathml_core_cannot() {
        let mut out = String::new();
        push_drawn(&mut out, &enclosed_table("box top"), "a \"b\"", None, true);
        assert_eq!(
            out,
            "<math xmlns=\"http://www.w3.org/1998/Math/MathML\" display=\"block\" \
             alttext=\"a &quot;b&quot;\"><mrow class=\"box top\">\
             <mtable columnalign=\"right left\" columnlines=\"solid\" rowlines=\"solid\">\
             <mtr><mtd class=\"right line-after line-below\"><mi>a</mi></mtd>\
             <mtd class=\"left line-below\"><mi>b</mi></mtd></mtr>\
             <mtr><mtd class=\"right line-after\"><mi>c</mi></mtd>\
             <mtd class=\"left\"><mi>&lt;</mi></mtd></mtr></mtable></mrow></math>"
        );
        out.clear();
        push_drawn(&mut out, &enclosed_table("radical"), "", None, false);
        assert!(out.contains("<msqrt><mtable"), "{out}");
    }

    #[test]
    fn formulas_are_written_as_they_are_with_their_tex() {
        let mut out = String::new();
        push_mathml(&mut out, &enclosed_table("circle"), Some("a<b"), false);
        let start = "<math><semantics><mrow><menclose notation=\"circle\"><mtable";
        let end = "</mrow><annotation encoding=\"application/x-tex\">a&lt;b</annotation></semantics></math>";
        assert!(out.starts_with(start) && out.ends_with(end), "{out}");
    }
}
