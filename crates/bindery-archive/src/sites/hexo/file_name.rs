//! What the name of a post's file says, by the template that new posts are named by
//! (`new_post_name: :year-:month-:day-:title.md`).

/// A name in a template, and how many digits it has at least and at most; none is any text.
const DIGITS: [(&str, usize, usize); 5] = [
    ("year", 4, 4),
    ("month", 2, 2),
    ("day", 2, 2),
    ("i_month", 1, 2),
    ("i_day", 1, 2),
];

/// The values of a template's names in the path of a file, both without ending; `None` if the path
/// is not of that form.
pub(super) fn values<'n>(template: &'n str, path: &'n str) -> Option<Vec<(&'n str, &'n str)>> {
    let mut parts = template.split(':');
    let mut rest = path.strip_prefix(parts.next()?)?;
    let mut values = Vec::new();
    for part in parts {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let end = part.find(|c| !is_name(c)).unwrap_or(part.len());
        let (name, literal) = part.split_at(end);
        let end = match DIGITS.iter().find(|(known, ..)| *known == name) {
            Some((_, least, most)) => {
                let digits = rest.bytes().take_while(u8::is_ascii_digit);
                Some(digits.take(*most).count()).filter(|count| count >= least)?
            }
            None if literal.is_empty() => rest.len(),
            None => rest.find(literal)?,
        };
        if end == 0 {
            return None;
        }
        let (value, after) = rest.split_at(end);
        values.push((name, value));
        rest = after.strip_prefix(literal)?;
    }
    rest.is_empty().then_some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_the_values_of_a_template() {
        let dated = ":year-:month-:day-:title";
        for (template, path, expected) in [
            (":title", "a/b", Some(vec![("title", "a/b")])),
            (
                dated,
                "2024-01-02-a-b",
                Some(vec![
                    ("year", "2024"),
                    ("month", "01"),
                    ("day", "02"),
                    ("title", "a-b"),
                ]),
            ),
            (dated, "a-b", None),
            (dated, "2024-1-02-a", None),
            (dated, "2024-01-02-", None),
            (
                ":lang/:i_month:title",
                "en/3x",
                Some(vec![("lang", "en"), ("i_month", "3"), ("title", "x")]),
            ),
            ("posts/:title", "posts/书", Some(vec![("title", "书")])),
            ("posts/:title", "other/书", None),
        ] {
            assert_eq!(values(template, path), expected, "{template} {path}");
        }
    }
}
