//! What stands above code and in comments that is shown: captions, and labels of tabs.
use super::super::Shortcodes;
use crate::liquid::escape;
use crate::octopress::caption;

/// A text of Hexo whose fences of code have captions behind the language, as in
/// ```` ```js title https://address link ````; `None` if none has.
///
/// Comments that begin a tab or a point in time, as themes have them, become its label:
/// `<!-- tab label@icon -->`.
pub(crate) fn with_captions(kind: Shortcodes, text: &str) -> Option<String> {
    let may_have_tabs = LABELLED.iter().any(|start| text.contains(start));
    if kind != Shortcodes::Hexo || !(may_have_tabs || text.contains("```")) {
        return None;
    }
    let mut out = String::with_capacity(text.len() + 100);
    // The fence that is open, and whether a figure is open around it.
    let mut open: Option<(&str, bool)> = None;
    let mut has_caption = false;
    for line in text.split_inclusive('\n') {
        let ticks = line.len() - line.trim_start_matches('`').len();
        let (fence, info) = line.split_at(ticks);
        match open {
            Some((begun, in_figure)) => {
                out.push_str(line);
                if ticks >= begun.len() && info.trim().is_empty() {
                    out.push_str(if in_figure { "\n</figure>\n\n" } else { "" });
                    open = None;
                }
            }
            None if ticks >= 3 && !info.contains('`') => {
                let (language, words) = info.trim().split_once(' ').unwrap_or_default();
                let caption = caption(words);
                if caption.is_empty() {
                    out.push_str(line);
                } else {
                    let start = format!("\n<figure><figcaption>{caption}</figcaption>\n\n");
                    out.push_str(&format!("{start}{fence}{language}\n"));
                }
                has_caption |= !caption.is_empty();
                open = Some((fence, !caption.is_empty()));
            }
            None => match label_of_tab(line).filter(|_| may_have_tabs) {
                Some(label) => {
                    has_caption = true;
                    out.push_str(&format!("\n<p><strong>{}</strong></p>\n\n", escape(label)));
                }
                None => out.push_str(line),
            },
        }
    }
    has_caption.then_some(out)
}

/// How comments begin that label what follows.
const LABELLED: [&str; 4] = ["<!-- tab ", "<!-- timeline ", "<!-- node ", "<!-- folder "];

/// The label of a tab that a line begins.
fn label_of_tab(line: &str) -> Option<&str> {
    let line = line.trim();
    let words = LABELLED.iter().find_map(|start| line.strip_prefix(start));
    let words = words?.strip_suffix("-->")?;
    let label = words.split('@').next().unwrap_or_default().trim();
    (!label.is_empty()).then_some(label)
}
