//! The conventions of Jekyll 4.
pub(crate) mod defaults;
pub(crate) mod permalink;
pub(crate) mod slug;

/// What the name of a post's file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PostName<'a> {
    /// The date, as in the name.
    pub(crate) date: Option<&'a str>,
    /// The rest, without ending.
    pub(crate) slug: &'a str,
    /// The folders above `_posts`, which are categories.
    pub(crate) categories: Vec<&'a str>,
    pub(crate) draft: bool,
}

/// Takes the path of a post apart, or of any file in a folder of posts.
pub(crate) fn parse_name(path: &str) -> PostName<'_> {
    let parts: Vec<&str> = path.split('/').collect();
    let (folders, name) = parts.split_at(parts.len() - 1);
    let special = folders
        .iter()
        .position(|folder| matches!(*folder, "_posts" | "_drafts"));
    let stem = name[0].rsplit_once('.').map_or(name[0], |(stem, _)| stem);
    let (date, slug) = match date_length(stem) {
        Some(length) if stem.as_bytes().get(length) == Some(&b'-') => {
            (Some(&stem[..length]), &stem[length + 1..])
        }
        _ => (None, stem.trim_start_matches('-')),
    };
    PostName {
        date,
        slug,
        categories: special.map(|at| folders[..at].to_vec()).unwrap_or_default(),
        draft: special.is_some_and(|at| folders[at] == "_drafts"),
    }
}

/// How long the date is that a name begins with: `2024-05-01`, `24-5-1`.
fn date_length(name: &str) -> Option<usize> {
    let digits = |from: usize, most: usize| {
        let bytes = name.as_bytes().get(from..).unwrap_or_default();
        bytes
            .iter()
            .take(most)
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    };
    let dash = |at: usize| (name.as_bytes().get(at) == Some(&b'-')).then_some(at + 1);
    let year = digits(0, 4);
    let month_at = dash(year).filter(|_| year >= 2)?;
    let month = digits(month_at, 2);
    let day_at = dash(month_at + month).filter(|_| month >= 1)?;
    let day = digits(day_at, 2);
    (day >= 1).then_some(day_at + day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart() {
        let show = |path| {
            let PostName {
                date,
                slug,
                categories,
                draft,
            } = parse_name(path);
            format!("{date:?} {slug} {categories:?} {draft}")
        };
        for (path, parts) in [
            (
                "_posts/2024-05-01-a-b.md",
                "Some(\"2024-05-01\") a-b [] false",
            ),
            (
                "x/y/_posts/z/2024-5-1-a.html",
                "Some(\"2024-5-1\") a [\"x\", \"y\"] false",
            ),
            ("_drafts/moles.md", "None moles [] true"),
            ("_posts/-202205.md", "None 202205 [] false"),
            ("2024-05-01.md", "None 2024-05-01 [] false"),
            ("notes/标题.md", "None 标题 [] false"),
        ] {
            assert_eq!(show(path), parts, "{path}");
        }
    }
}
