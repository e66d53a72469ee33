//! Equations with tags, as rows of a table with labels.
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
    let Some(last) = tags.iter().rposition(Option::is_some) else {
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
            let attributes: Vec<_> = table.attributes().collect();
            builder.start("mtable", attributes);
            for (at, row) in table.content().iter().enumerate() {
                put_row(
                    &mut builder,
                    tags.get(at).and_then(Option::as_ref),
                    row.content(),
                );
            }
            builder.end();
        }
        (content, true) => {
            builder.start("mtable", [("displaystyle", "true")]);
            let all: Vec<_> = tags.iter().flatten().flat_map(MathMl::content).collect();
            builder.start("mlabeledtr", []);
            builder.start("mtd", []);
            all.into_iter()
                .for_each(|element| put_element(&mut builder, element));
            builder.end();
            put(&mut builder, "mtd", &[], content);
            builder.end();
            builder.end();
        }
    }
    builder.finish().map_err(|flaw| flaw.to_string())
}

fn put_row(builder: &mut MathBuilder, tag: Option<&MathMl>, cells: &[MathElement]) {
    match tag {
        Some(tag) => {
            builder.start("mlabeledtr", []);
            put(builder, "mtd", &[], tag.content());
        }
        None => builder.start("mtr", []),
    }
    put_all(builder, cells);
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

fn put_all(builder: &mut MathBuilder, elements: &[MathElement]) {
    for element in elements {
        put_element(builder, element);
    }
}

fn put_element(builder: &mut MathBuilder, element: &MathElement) {
    let attributes: Vec<_> = element.attributes().collect();
    builder.start(element.name().as_str(), attributes);
    builder.text(element.text());
    put_all(builder, element.content());
    builder.end();
}
