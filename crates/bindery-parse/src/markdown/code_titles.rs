//! Titles of code: what stands behind the language of a fence and is shown above the code by most
//! generators and highlighters, mostly the name of a file.
use comrak::Arena;
use comrak::nodes::{AstNode, NodeHtmlBlock, NodeValue};

use crate::liquid::escape;

/// Keys whose value is the title: ```` ```js title="a.js" ````.
const KEYS: [&str; 4] = ["title", "filename", "file", "caption"];
/// What may stand behind a language and a colon without being a title.
const SETTINGS: [&str; 6] = [
    "line-numbers",
    "no-line-numbers",
    "lines",
    "collapsed-lines",
    "v-pre",
    "no-v-pre",
];

/// Puts code that has a title into a figure with that as its caption.
pub(super) fn show<'a>(arena: &'a Arena<'a>, root: &'a AstNode<'a>) {
    let nodes: Vec<&AstNode<'a>> = root.descendants().collect();
    for node in nodes {
        let title = match &mut node.data.borrow_mut().value {
            NodeValue::CodeBlock(code) if code.fenced => {
                let Some((language, title)) = split(&code.info) else {
                    continue;
                };
                let title = escape(title);
                code.info = language.to_owned();
                title
            }
            _ => continue,
        };
        let html = |literal: String| {
            let block = NodeHtmlBlock {
                block_type: 6,
                literal,
            };
            &*arena.alloc(AstNode::from(NodeValue::HtmlBlock(block)))
        };
        node.insert_before(html(format!("<figure><figcaption>{title}</figcaption>\n")));
        node.insert_after(html("</figure>\n".to_owned()));
    }
}

/// Code without comments that tell how its lines are shown: `// [!code focus]`, as Shiki's transformers
/// have them, and `// highlight-next-line`, of Docusaurus and Gatsby. `None` if it has none.
pub(super) fn without_marks_of_lines(code: &str) -> Option<String> {
    if !code.contains("[!code ") && !code.contains("highlight-") {
        return None;
    }
    let lines = code.split_inclusive('\n').filter_map(|line| {
        let shown = line.trim_end();
        let Some(start) = mark_of_line(shown) else {
            return Some(line.to_owned());
        };
        let before = shown[..start].trim_end();
        (!before.is_empty()).then(|| format!("{before}{}", &line[shown.len()..]))
    });
    Some(lines.collect())
}

/// Where the comment begins that ends a line and tells how lines are shown.
fn mark_of_line(line: &str) -> Option<usize> {
    const COMMENTS: [&str; 7] = ["//", "/*", "{/*", "<!--", "#", "--", "%"];
    const LINES: [&str; 4] = [
        "highlight-next-line",
        "highlight-start",
        "highlight-end",
        "highlight-line",
    ];
    let text = line.trim_end_matches(['*', '/', '-', '>', '}', ' ']);
    let said = match text.strip_suffix(']') {
        Some(inner) => inner
            .rfind("[!code ")
            .filter(|at| !inner[*at..].contains(']'))?,
        None => {
            let word = LINES.iter().find(|word| text.ends_with(**word))?;
            text.len() - word.len()
        }
    };
    let before = line[..said].trim_end();
    let comment = COMMENTS
        .iter()
        .filter(|comment| before.ends_with(**comment));
    let longest = comment.map(|comment| comment.len()).max()?;
    Some(before.len() - longest)
}

/// The language that an info string names, and the title that it has.
fn split(info: &str) -> Option<(&str, &str)> {
    let info = info.trim();
    let (first, rest) = info.split_at(info.find(char::is_whitespace).unwrap_or(info.len()));
    if let Some(title) = keyed(info).or_else(|| bracketed(rest)) {
        return Some((first, title));
    }
    // `js:a.js`, of Qiita, Zenn and Gatsby; what is changed in it may be shown: `diff js:a.js`.
    let last = info.split_whitespace().last()?;
    let (language, title) = last.split_once(':')?;
    let title = title.strip_prefix("title=").unwrap_or(title);
    let title = title.split('{').next().unwrap_or_default();
    let is_setting = SETTINGS.contains(&title.split('=').next().unwrap_or_default());
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+' | '#');
    let shows = !title.is_empty() && !is_setting && !title.starts_with(':');
    (shows && language.chars().all(is_name)).then_some((language, title))
}

/// The value of a key that is known.
fn keyed(info: &str) -> Option<&str> {
    KEYS.iter().find_map(|key| {
        let (at, _) = info.match_indices(key).find(|(at, _)| {
            let begins = *at == 0 || info[..*at].ends_with([' ', '\t', '{', ',']);
            begins && info[at + key.len()..].starts_with('=')
        })?;
        let value = &info[at + key.len() + 1..];
        let value = match value.chars().next()? {
            quote @ ('"' | '\'') => value[1..].split(quote).next(),
            _ => value.split([' ', '\t', '}', ',']).next(),
        };
        value.map(str::trim).filter(|value| !value.is_empty())
    })
}

/// `[a.js]`, of VitePress.
fn bracketed(words: &str) -> Option<&str> {
    let inner = words.trim_start().strip_prefix('[')?;
    let (title, rest) = inner.split_once(']')?;
    let is_alone = rest.is_empty() || rest.starts_with([' ', '\t', '{']);
    (is_alone && !title.is_empty()).then_some(title)
}

#[cfg(test)]
mod tests {
    use super::split;
    use crate::markdown::{Dialect, Goldmark, PythonMarkdown, to_html};

    #[test]
    fn titles_stand_behind_languages() {
        for (info, found) in [
            ("js", None),
            ("js {1,3}", None),
            ("js title=\"a b.js\" {1}", Some(("js", "a b.js"))),
            ("{.js title='a'}", Some(("{.js", "a"))),
            ("title=\"a\"", Some(("title=\"a\"", "a"))),
            ("js subtitle=\"a\"", None),
            ("go {linenos=true,filename=a.go}", Some(("go", "a.go"))),
            ("ts [b.ts]", Some(("ts", "b.ts"))),
            ("go hl_lines=[1,2]", None),
            ("ruby:a/b.rb", Some(("ruby", "a/b.rb"))),
            ("diff js:a.js", Some(("js", "a.js"))),
            ("bash:端末", Some(("bash", "端末"))),
            ("js:title=a.js{1}", Some(("js", "a.js"))),
            ("ts:line-numbers=5 {1}", None),
            ("js:no-line-numbers", None),
            ("a::b", None),
        ] {
            assert_eq!(split(info), found, "{info}");
        }
    }

    #[test]
    fn titles_are_captions() {
        let hugo = Dialect::Goldmark(Goldmark::default());
        for dialect in [
            Dialect::Gfm,
            Dialect::PythonMarkdown(PythonMarkdown::default()),
            hugo,
        ] {
            let html = to_html("- a\n\n  ```js title=\"<b>\"\n  x\n  ```\n", dialect);
            let expected = "<figure><figcaption>&lt;b&gt;</figcaption>\n<pre><code class=\"language-js\">x\n</code></pre>\n</figure>";
            assert!(html.contains(expected), "{html}");
        }
    }
}
