//! Entries of which some texts were encoded twice. Programs that gather feeds mix them with others,
//! so each text is looked at by itself.
use bindery_parse::encoded_twice;
use serde_json::Value;

use super::entry::{Fields, Head};

/// Mends the texts of an entry; whether any was encoded twice.
pub(crate) fn mend(fields: &mut Fields) -> bool {
    let Fields {
        title,
        summary,
        body,
        rights,
        categories,
        tags,
        authors,
        contributors,
        ..
    } = fields;
    let texts = [title, summary, body, rights].into_iter();
    let names = categories.names.iter_mut().chain(tags);
    let people = authors.iter_mut().chain(contributors);
    // Each is mended, whichever was the first.
    let texts = texts.chain(names).filter_map(mend_text).count();
    let people = people.filter_map(mend_name).count();
    texts + people > 0
}

/// Mends what a feed says of itself.
pub(crate) fn mend_head(head: &mut Head) {
    let texts = [&mut head.title, &mut head.description, &mut head.rights];
    texts.into_iter().filter_map(mend_text).count();
    head.authors.iter_mut().filter_map(mend_name).count();
}

/// Nothing where there is nothing to mend.
fn mend_text(text: &mut String) -> Option<()> {
    *text = encoded_twice(text, 1)?;
    Some(())
}

fn mend_name(person: &mut Value) -> Option<()> {
    match person.get_mut("name") {
        Some(Value::String(name)) => mend_text(name),
        _ => None,
    }
}
