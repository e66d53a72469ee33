//! The HTML parser, beside html5ever (with its RcDom) and lol_html on the same inputs, in turns.
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use bindery_parse::html;
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::RcDom;

use crate::news;

/// Each program runs on each input until this much time has passed, at least three times; the
/// fastest run counts.
const TIME: Duration = Duration::from_millis(1500);

/// Texts that are parsed one after the other.
struct Input {
    name: String,
    texts: Vec<String>,
}

impl Input {
    fn new(name: &str, texts: Vec<String>) -> Input {
        Input {
            name: name.to_owned(),
            texts,
        }
    }

    fn bytes(&self) -> usize {
        self.texts.iter().map(String::len).sum()
    }
}

/// Prints the tables.
pub(crate) fn run() -> anyhow::Result<()> {
    let mut inputs = vec![
        Input::new(
            "news posts",
            (0..2000).map(|index| news::Post::new(index).body).collect(),
        ),
        Input::new("modern page", vec![modern_page()]),
        Input::new("one document of 50 MB", vec![large_document(50 << 20)]),
    ];
    let weblog = Path::new("../shared/archives/rails-weblog/_posts");
    match html_posts(weblog) {
        Ok(texts) => inputs.insert(0, Input::new("Rails weblog", texts)),
        Err(error) => println!("Rails weblog: not run: {}: {error}", weblog.display()),
    }
    // First, for later the process has memory left over that it fills again.
    println!("peak memory of a tree, as a multiple of its input");
    for input in &inputs {
        match peak_memory(input) {
            Some(peak) => println!("{:24} {peak:6.1}", input.name),
            None => println!("{:24} not measured: this system does not tell", input.name),
        }
    }
    println!("\nMB/s                       tree  html5ever  ratio   tokens  lol_html  ratio");
    for input in &inputs {
        let [tree, html5ever, tokens, lol_html] =
            fastest(input, [&build_tree, &build_html5ever, &tokenize, &rewrite]);
        println!(
            "{:24} {tree:6.0}  {html5ever:9.0}  {:5.1}  {tokens:7.0}  {lol_html:8.0}  {:5.1}",
            input.name,
            tree / html5ever,
            tokens / lol_html
        );
    }
    println!("\nhostile input: MB/s of trees at 1 MB and at 100 MB");
    for (name, make) in HOSTILE {
        let [small, large] = [1_000_000, 100_000_000].map(|size| {
            let input = Input::new(name, vec![make(size)]);
            let [speed] = fastest(&input, [&build_tree]);
            speed
        });
        println!(
            "{name:36} {small:6.0} {large:6.0}  ratio {:.2}",
            large / small
        );
    }
    Ok(())
}

/// What building the largest tree of the input adds to the process's peak memory, over its bytes.
fn peak_memory(input: &Input) -> Option<f64> {
    let text = input.texts.iter().max_by_key(|text| text.len())?;
    // Small texts are lost among what the process has anyway.
    let text = text.repeat((20 << 20) / text.len() + 1);
    fs::write("/proc/self/clear_refs", "5").ok()?;
    let before = peak_resident()?;
    build_tree(&text);
    Some((peak_resident()? - before) as f64 / text.len() as f64)
}

/// The most memory that the process had since the last reset, in bytes.
fn peak_resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes << 10)
}

/// The best speed of each program, in megabytes a second. They take turns, so that what else the
/// machine does falls on all of them.
fn fastest<const N: usize>(input: &Input, programs: [&dyn Fn(&str); N]) -> [f64; N] {
    let mut best = [Duration::MAX; N];
    let start = Instant::now();
    let mut rounds = 0;
    while rounds < 3 || start.elapsed() < TIME {
        rounds += 1;
        for (program, best) in programs.iter().zip(&mut best) {
            let start = Instant::now();
            input.texts.iter().for_each(|text| program(text));
            *best = start.elapsed().min(*best);
        }
    }
    best.map(|time| input.bytes() as f64 / 1e6 / time.as_secs_f64())
}

fn build_tree(text: &str) {
    black_box(html::parse_document(text, &html::Options::default()).is_ok());
}

fn build_html5ever(text: &str) {
    black_box(html5ever::parse_document(RcDom::default(), Default::default()).one(text));
}

fn tokenize(text: &str) {
    let Ok(mut tokenizer) = html::Tokenizer::new(text, false) else {
        return;
    };
    loop {
        match tokenizer.next_token() {
            html::Token::End => break,
            // What a tree builder would say of these elements.
            html::Token::StartTag(tag) if matches!(tag.tag, html::Tag::SCRIPT) => {
                tokenizer.content = html::Content::ScriptData;
            }
            html::Token::StartTag(tag) if matches!(tag.tag, html::Tag::STYLE) => {
                tokenizer.content = html::Content::Rawtext;
            }
            token => {
                black_box(token);
            }
        }
    }
}

fn rewrite(text: &str) {
    use lol_html::{HtmlRewriter, Settings, element};
    let settings = Settings::new().append_element_content_handler(element!("*", |element| {
        black_box(element.attributes().len());
        Ok(())
    }));
    let mut rewriter = HtmlRewriter::new(settings, |bytes: &[u8]| {
        black_box(bytes);
    });
    let written = rewriter
        .write(text.as_bytes())
        .and_then(|()| rewriter.end());
    black_box(written.is_ok());
}

/// The bodies of the posts in a folder that are HTML.
fn html_posts(folder: &Path) -> anyhow::Result<Vec<String>> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "html") {
            let text = fs::read_to_string(&path)?;
            texts.push(
                text.splitn(3, "---\n")
                    .last()
                    .unwrap_or_default()
                    .to_owned(),
            );
        }
    }
    Ok(texts)
}

fn large_document(size: usize) -> String {
    let mut text = String::with_capacity(size + (1 << 16));
    for index in 0.. {
        if text.len() >= size {
            break;
        }
        text.push_str("<article>");
        text.push_str(&news::Post::new(index).body);
        text.push_str("</article>");
    }
    text
}

/// A page as sites are made today: much markup, many classes, styles and scripts within.
fn modern_page() -> String {
    let mut page = String::from(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Page</title><style>",
    );
    for index in 0..400 {
        page.push_str(&format!(".c{index}{{margin:{index}px;color:#{index:06x}}}"));
    }
    page.push_str("</style><script>window.state={\"items\":[");
    page.push_str(&"{\"id\":1,\"name\":\"<b>item</b>\"},".repeat(500));
    page.push_str("]};</script></head><body>");
    for index in 0..1500 {
        page.push_str(&format!(
            "<div class=\"card card--wide c{index}\" data-id=\"{index}\" role=\"listitem\">\
             <a class=\"card__link\" href=\"/items/{index}?ref=home&amp;pos={index}\" \
             aria-label=\"Item {index}\"><img class=\"card__image\" loading=\"lazy\" \
             src=\"/i/{index}.webp\" srcset=\"/i/{index}.webp 1x, /i/{index}@2x.webp 2x\" alt=\"\" \
             width=\"320\" height=\"180\"></a><h3 class=\"card__title\">Item number {index}</h3>\
             <p class=\"card__text\">A short text with an <em>accent</em> &mdash; and a \
             <a href=\"#\">link</a>.</p><button type=\"button\" class=\"button\" disabled>Buy\
             </button></div>\n"
        ));
    }
    page.push_str("</body></html>");
    page
}

/// A name, and a function that makes an input of about so many bytes.
type Hostile = (&'static str, fn(usize) -> String);

/// Inputs that make careless parsers slow.
const HOSTILE: [Hostile; 15] = [
    ("open tags", |size| "<div>".repeat(size / 5)),
    ("open formatting tags", |size| "<b>".repeat(size / 3)),
    ("misnested formatting", |size| {
        "<b><i><p></b></i>".repeat(size / 17)
    }),
    ("attributes on one tag", |size| {
        let attributes: String = (0..size / 10).map(|index| format!(" a{index}=b")).collect();
        format!("<p{attributes}>")
    }),
    ("less-than signs", |size| "<".repeat(size)),
    ("ampersands", |size| "&".repeat(size)),
    ("an unclosed comment", |size| {
        format!("<!--{}", "-".repeat(size))
    }),
    ("end tags of nothing", |size| "</x>".repeat(size / 4)),
    ("formatting over open blocks", |size| {
        let open: String = (0..250)
            .map(|index| format!("<b a={index}><div>"))
            .collect();
        open + &"</b>".repeat(size / 4)
    }),
    ("formatting of closed paragraphs", |size| {
        let fonts: String = (0..400)
            .map(|index| format!("<font size={index}>"))
            .collect();
        format!("<p>{fonts}</p>{}", "<p>x</p>".repeat(size / 8))
    }),
    ("nested links", |size| "<a><div>".repeat(size / 8)),
    ("nested tables", |size| "<table><tr><td>".repeat(size / 15)),
    ("text among cells", |size| {
        format!("<template><table>{}", "a<td>b&amp;</td>".repeat(size / 16))
    }),
    ("open SVG groups", |size| {
        format!("<svg>{}", "<g></x>".repeat(size / 7))
    }),
    ("one attribute again and again", |size| {
        format!("<p{}>", " a=b".repeat(size / 4))
    }),
];
