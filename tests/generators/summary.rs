//! What a page says, without what generators and models are free to do as they like.
use bindery_archive::Archive;
use bindery_html::{ImageOutput, Targets};
use bindery_model::{Entry, Image, Source, Target};
use bindery_parse::html;
use url::Url;

/// What two pages say differently, the post's and its generator's; nothing if they say the same.
pub(crate) struct Comparison {
    /// Whether the text is the same,
    pub(crate) same_text: bool,
    /// and whether the elements are.
    pub(crate) same_tree: bool,
    /// Where they begin to differ.
    pub(crate) difference: String,
}

/// Compares the model of a post with the HTML that its generator makes of it.
pub(crate) fn compare(archive: &Archive, entry: &Entry, theirs: &str) -> Comparison {
    let post = archive.read(entry).unwrap().post;
    let site = archive.site();
    let base = site.base_path.as_str();
    let options = bindery_html::Options {
        players: true,
        frames: true,
        ..bindery_html::Options::default()
    };
    let ours = bindery_html::to_html(&post.blocks, &post.footnotes, &options, &Plain(base));
    let root = site.url.as_deref().unwrap_or("https://site.example");
    let url = format!("{root}{base}{}", entry.meta.url);
    let [ours, theirs] = [ours.as_str(), theirs].map(|source| Summary::of(source, &url));
    let (same_text, same_tree) = (ours.text == theirs.text, ours.elements == theirs.elements);
    let difference = if same_text {
        difference(&ours.elements.join(" "), &theirs.elements.join(" "))
    } else {
        difference(&ours.text, &theirs.text)
    };
    Comparison {
        same_text,
        same_tree,
        difference,
    }
}

/// Where the two begin to differ.
fn difference(ours: &str, theirs: &str) -> String {
    let same = ours
        .chars()
        .zip(theirs.chars())
        .take_while(|(a, b)| a == b)
        .count();
    let part = |text: &str| {
        text.chars()
            .skip(same.saturating_sub(30))
            .take(90)
            .collect::<String>()
    };
    format!("ours {:?}, theirs {:?}", part(ours), part(theirs))
}

/// What a page says.
struct Summary {
    /// Its visible text, with one space for any white space and between blocks.
    text: String,
    /// Its elements that mean something, in order, with what links and images lead to.
    elements: Vec<String>,
    base: Url,
}

impl Summary {
    fn of(source: &str, url: &str) -> Summary {
        let source = html::normalize_newlines(source);
        let tree = html::parse_fragment(&source, "body", &html::Options::default()).unwrap();
        let base = Url::parse(url).unwrap();
        let mut summary = Summary {
            text: String::new(),
            elements: Vec::new(),
            base,
        };
        summary.add(&tree, tree.root());
        summary.text = summary
            .text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        summary
    }

    /// The address with scheme and host; a slash at its end, or whether it is http or https, makes no difference.
    fn absolute(&self, target: &str) -> String {
        let target = match self.base.join(target.trim()) {
            Ok(target) => target.to_string(),
            Err(_) => target.to_owned(),
        };
        let target = target.trim_end_matches('/');
        target
            .strip_prefix("http:")
            .unwrap_or(target.strip_prefix("https:").unwrap_or(target))
            .replace('|', "%7C")
    }

    fn add(&mut self, tree: &html::Tree<'_>, parent: html::NodeId) {
        for child in tree.children(parent) {
            match tree.node(child) {
                html::Node::Text(text) => self.text.push_str(text),
                html::Node::Element(element) => {
                    let name = element.name();
                    let is_unseen = matches!(
                        name,
                        "script" | "style" | "template" | "iframe" | "object" | "noscript"
                    );
                    if is_unseen || is_way_back(&element) || is_gutter(&element) {
                        continue;
                    }
                    if name == "input" && element.attribute("type") == Some("checkbox") {
                        let is_checked = element.attribute("checked").is_some();
                        self.text.push_str(if is_checked { "☑ " } else { "☐ " });
                    }
                    let spaced = BLOCKS.split_whitespace().any(|block| block == name);
                    let same = match name {
                        "i" => "em",
                        "b" => "strong",
                        "tt" => "code",
                        name => name,
                    };
                    let is_place = name == "a" && element.attribute("href").is_none();
                    if KEPT.contains(&same) && !is_place {
                        let target = match name {
                            "a" => element.attribute("href"),
                            "img" => element.attribute("src"),
                            _ => None,
                        };
                        let target = target.map(|target| self.absolute(target));
                        self.elements
                            .push(format!("{same}{}", target.unwrap_or_default()));
                    }
                    if spaced {
                        self.text.push(' ');
                    }
                    let before = self.elements.len();
                    self.add(tree, child);
                    if name == "pre" {
                        // Blocks in code are no part of the model.
                        self.elements.truncate(before);
                    }
                    if spaced {
                        self.text.push(' ');
                    }
                }
                _ => {}
            }
        }
    }
}

/// Whether it leads from a footnote to what it is about: the model says so without a link.
fn is_way_back(element: &html::Element<'_>) -> bool {
    element.attribute("class") == Some("reversefootnote")
        || element.attribute("role") == Some("doc-backlink")
}

/// Whether it has the numbers of lines of code, which are no part of the code.
fn is_gutter(element: &html::Element<'_>) -> bool {
    let class = element.attribute("class").unwrap_or_default();
    class.split_whitespace().any(|class| class == "gutter")
}

/// Elements that part text; any other, known or not, stands in a line.
const BLOCKS: &str = "address article aside blockquote br caption center dd details div dl dt fieldset \
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr img li main nav ol p pre section summary \
    table tbody td tfoot th thead tr ul";
const KEPT: [&str; 23] = [
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "pre",
    "table",
    "tr",
    "td",
    "th",
    "img",
    "a",
    "em",
    "strong",
    "hr",
];

/// Links and images with the addresses that they have on the site, which lies below this path.
struct Plain<'a>(&'a str);

impl Plain<'_> {
    fn address(&self, target: &Target) -> String {
        let base = self.0;
        match target {
            Target::Web { address } => address.as_str().to_owned(),
            Target::Post { url, fragment, .. } => match fragment {
                Some(fragment) => format!("{base}{url}#{fragment}"),
                None => format!("{base}{url}"),
            },
            Target::Fragment { fragment } => format!("#{fragment}"),
            Target::Resource { url, .. } | Target::Site { url } if url.starts_with('/') => {
                format!("{base}{url}")
            }
            Target::Resource { url, .. } | Target::Site { url } => url.clone(),
            Target::Drawing { svg } => bindery_html::drawing_address(svg),
        }
    }
}

impl Targets for Plain<'_> {
    fn href(&self, target: &Target) -> Option<String> {
        Some(self.address(target))
    }

    fn image(&self, image: &Image) -> ImageOutput {
        ImageOutput::Shown {
            src: self.address(&image.target),
            size: None,
        }
    }
}
