//! Equations with tags, as tables whose last column holds the tags.
use bindery_model::{MathBuilder, MathElement, MathMl, MathName};

use super::equations::Equations;
use super::set_checked;

/// A formula with tags at the ends of its lines; within a line of text, behind it.
///
/// # Errors
///
/// Why it cannot be read.
pub(super) fn mathml(tex: &str, display: bool) -> Result<MathMl, String> {
    let equations = Equations::read(tex)?;
    let body = set_checked(&equations.body(), display)?;
    let mut tags = Vec::new();
    for tag in equations.tags() {
        let tag = tag.map(|tag| set_checked(&format!("\\text{{{tag}}}"), false));
        tags.push(tag.transpose()?);
    }
    let last = tags.iter().rposition(Option::is_some);
    let Some(last) = last else {
        return Ok(body);
    };
    let mut builder = MathBuilder::new();
    match (body.content(), display) {
        (content, false) => {
            put_all(&mut builder, content);
            for tag in tags.iter().flatten() {
                put(&mut builder, "mspace", &[("width", "1em")], &[]);
                put_all(&mut builder, tag.content());
            }
        }
        ([table], true)
            if equations.has_lines()
                && table.name() == MathName::Mtable
                && table.content().len() > last =>
        {
            put_table(&mut builder, table, &tags);
        }
        (content, true) => {
            builder.start("mtable", [("displaystyle", "true"), ("width", "100%")]);
            begin_row(&mut builder);
            put(&mut builder, "mtd", &[], content);
            let tags: Vec<_> = tags.iter().flatten().flat_map(MathMl::content).collect();
            end_row(&mut builder, tags.into_iter());
            builder.end();
        }
    }
    builder.finish().map_err(|flaw| flaw.to_string())
}

/// A table of equations with a column of tags, and empty columns that set both apart.
fn put_table(builder: &mut MathBuilder, table: &MathElement, tags: &[Option<MathMl>]) {
    let columns = table.content().iter().map(|row| row.content().len()).max();
    let columns = columns.unwrap_or_default();
    let sides = table.attribute("columnalign").unwrap_or("center");
    let mut sides: Vec<&str> = sides.split(' ').collect();
    sides.resize(columns, sides.last().copied().unwrap_or("center"));
    let sides = format!("center {} center right", sides.join(" "));
    let own = table.attributes();
    let own = own.filter(|(name, _)| !matches!(*name, "columnalign" | "columnspacing"));
    let mut attributes: Vec<(&str, &str)> = own.collect();
    attributes.extend([("columnalign", &*sides), ("width", "100%")]);
    builder.start("mtable", attributes);
    for (at, row) in table.content().iter().enumerate() {
        begin_row(builder);
        put_all(builder, row.content());
        for _ in row.content().len()..columns {
            put(builder, "mtd", &[], &[]);
        }
        let tag = tags.get(at).and_then(Option::as_ref);
        end_row(builder, tag.into_iter().flat_map(MathMl::content));
    }
    builder.end();
}

fn begin_row(builder: &mut MathBuilder) {
    builder.start("mtr", []);
    put(builder, "mtd", &[], &[]);
}

fn end_row<'m>(builder: &mut MathBuilder, tag: impl Iterator<Item = &'m MathElement>) {
    put(builder, "mtd", &[], &[]);
    builder.start("mtd", []);
    tag.for_each(|element| put_element(builder, element));
    builder.end();
    builder.end();
}

fn put_all(builder: &mut MathBuilder, elements: &[MathElement]) {
    elements
        .iter()
        .for_each(|element| put_element(builder, element));
}

fn put_element(builder: &mut MathBuilder, element: &MathElement) {
    let attributes: Vec<_> = element.attributes().collect();
    builder.start(element.name().as_str(), attributes);
    builder.text(element.text());
    put_all(builder, element.content());
    builder.end();
}

fn put(
    builder: &mut MathBuilder,
    name: &str,
    attributes: &[(&str, &str)],
    content: &[MathElement],
) {
    builder.start(name, attributes.iter().copied());
    put_all(builder, content);
    builder.end();
}
