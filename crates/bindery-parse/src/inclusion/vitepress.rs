//! What VitePress takes in: texts, `<!--@include: ./file.md-->`, and code, `<<< @/file.js`.
use super::Inclusion;
use super::part::{self, Part, dedented};
use crate::fenced_code::{FencedCode, fence_of};
use crate::front_matter;

/// Marks in code, behind those of comments, of its regions.
const REGIONS: [&str; 2] = ["#region", "#endregion"];

/// The text with what it takes in; `None` if it takes in nothing. `root` is the folder that `@` stands
/// for.
pub(super) fn taken_in(text: &str, root: &str, inclusion: &mut Inclusion<'_>) -> Option<String> {
    let may_be_in = |mark: &str| memchr::memmem::find(text.as_bytes(), mark.as_bytes()).is_some();
    if !may_be_in("@include:") && !may_be_in("<<<") {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    push(text, root, inclusion, &mut out);
    Some(out)
}

fn push(text: &str, root: &str, inclusion: &mut Inclusion<'_>, out: &mut String) {
    let mut fenced = FencedCode::default();
    for line in text.split_inclusive('\n') {
        let code = line.trim().strip_prefix("<<<").map(str::trim);
        if fenced.takes(line) {
            push_line(line, root, inclusion, out);
        } else if let Some(code) = code.filter(|code| !code.is_empty()) {
            let indent = &line[..line.len() - line.trim_start().len()];
            push_code(code, indent, root, inclusion, out);
        } else {
            push_line(line, root, inclusion, out);
        }
    }
}

/// Writes a line with the texts that its comments take in.
fn push_line(line: &str, root: &str, inclusion: &mut Inclusion<'_>, out: &mut String) {
    let mut rest = line;
    while let Some((before, inner)) = rest.split_once("<!--") {
        let named = inner.split_once("-->");
        let named = named.and_then(|(comment, after)| {
            Some((comment.trim().strip_prefix("@include:")?.trim(), after))
        });
        out.push_str(before);
        let Some((named, after)) = named else {
            out.push_str("<!--");
            rest = inner;
            continue;
        };
        push_text(named, root, inclusion, out);
        rest = after;
    }
    out.push_str(rest);
}

fn push_text(named: &str, root: &str, inclusion: &mut Inclusion<'_>, out: &mut String) {
    let (file, range) = match named.split_once('{') {
        Some((file, range)) => (file.trim_end(), range.strip_suffix('}')),
        None => (named, None),
    };
    let (file, name) = file
        .split_once('#')
        .map_or((file, None), |(file, name)| (file, Some(name)));
    let Some(text) = inclusion.open(named, &paths(file, root, inclusion)) else {
        return;
    };
    let (front_matter, _) = front_matter::parse(&text, file);
    let body = &text[text.floor_char_boundary(front_matter.body)..];
    let part = match name {
        Some(name) => {
            let region = Part::Named(name).of(body, &REGIONS);
            region.or_else(|| below_heading(body, name))
        }
        None => Part::All.of(body, &REGIONS),
    };
    let lines = range.and_then(|range| {
        let (first, last) = range.split_once(',')?;
        Some(Part::Lines(
            first.trim().parse().unwrap_or(1),
            last.trim().parse().ok(),
        ))
    });
    let part = part.and_then(|part| lines.unwrap_or(Part::All).of(&part, &REGIONS));
    match part {
        Some(part) => push(part.trim_end(), root, inclusion, out),
        None => inclusion.refuse(named, part::MISSING),
    }
    inclusion.close();
}

/// The heading whose address this is, and what stands below it.
fn below_heading(text: &str, address: &str) -> Option<String> {
    let level = |line: &str| line.len() - line.trim_start_matches('#').len();
    let mut lines = text.split_inclusive('\n');
    let heading = lines.find(|line| {
        let title = line.trim_start_matches('#').trim().to_lowercase();
        let words = title
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty());
        level(line) > 0 && words.collect::<Vec<&str>>().join("-") == address
    })?;
    let ends = |line: &&str| (1..=level(heading)).contains(&level(line)) && line.contains("# ");
    let inner: String = lines.take_while(|line| !ends(line)).collect();
    Some(format!("{heading}{inner}"))
}

/// Writes the code of a file: `@/file.js#region{2,4 ts} [title]`.
fn push_code(
    named: &str,
    indent: &str,
    root: &str,
    inclusion: &mut Inclusion<'_>,
    out: &mut String,
) {
    let (rest, title) = match named
        .strip_suffix(']')
        .and_then(|named| named.rsplit_once('['))
    {
        Some((rest, title)) => (rest.trim_end(), format!(" [{title}]")),
        None => (named, String::new()),
    };
    let (file, said) = match rest
        .strip_suffix('}')
        .and_then(|rest| rest.rsplit_once('{'))
    {
        Some((file, said)) => (file.trim_end(), said),
        None => (rest, ""),
    };
    let (file, name) = file
        .split_once('#')
        .map_or((file, None), |(file, name)| (file, Some(name)));
    let Some(text) = inclusion.open(named, &paths(file, root, inclusion)) else {
        return;
    };
    let is_language = |word: &&str| word.starts_with(|c: char| c.is_ascii_alphabetic());
    let language = said.split_whitespace().find(is_language);
    let language = language.map(|word| word.split(':').next().unwrap_or(word));
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
    let part = name.map_or(Part::All, Part::Named).of(&text, &REGIONS);
    match part {
        Some(code) => {
            let ticks = fence_of(&code, '`');
            let language = language.unwrap_or(ending);
            out.push_str(&format!("{indent}{ticks}{language}{title}\n"));
            for line in dedented(&code).lines() {
                out.push_str(&format!("{indent}{line}\n"));
            }
            out.push_str(&format!("{indent}{ticks}\n"));
        }
        None => inclusion.refuse(named, part::MISSING),
    }
    inclusion.close();
}

/// The paths that a reference may mean: `@` is the folder of the pages, and in older sites the root.
fn paths(file: &str, root: &str, inclusion: &Inclusion<'_>) -> Vec<String> {
    let references = match file.strip_prefix('@') {
        Some(rest) => vec![format!("/{root}/{rest}"), format!("/{rest}")],
        None => vec![file.to_owned()],
    };
    let mut paths: Vec<String> = Vec::new();
    for path in references
        .iter()
        .filter_map(|reference| inclusion.path_of(reference))
    {
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    paths
}
