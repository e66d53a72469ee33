//! Text that Markdown reads as text.
use super::Place;

/// What is around a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    pub(super) place: Place,
    /// Whether it is the text of a link or an image, in which addresses do not become links.
    pub(super) in_brackets: bool,
    /// Whether a link comes next, which a `!` would make an image.
    pub(super) link_follows: bool,
}

/// Appends text, escaped where it stands.
pub(super) fn push_text(text: &str, setting: Setting, out: &mut String) {
    match setting.place {
        Place::Html => return bindery_html::push_text(out, text),
        Place::HtmlLine => {
            let mut html = String::new();
            bindery_html::push_text(&mut html, text);
            return out.push_str(&html.replace('\n', "&#10;"));
        }
        _ => {}
    }
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let next = characters.peek().copied();
        push_character(c, next, setting, out);
        if c == '!' && next.is_none() && setting.link_follows {
            out.pop();
            out.push_str("\\!");
        }
    }
}

fn push_character(c: char, next: Option<char>, setting: Setting, out: &mut String) {
    let place = setting.place;
    let may_link = !setting.in_brackets;
    let next_is = |is: fn(char) -> bool| next.is_some_and(is);
    match c {
        '\n' if place != Place::Paragraph => out.push_str("&#10;"),
        '\\' | '`' | '*' | '[' | ']' | '<' | '~' => out.extend(['\\', c]),
        '_' if !(ends_in(out, |c| c.is_ascii_alphanumeric())
            && next_is(|c| c.is_ascii_alphanumeric())) =>
        {
            out.push_str("\\_");
        }
        '&' if next_is(|c| c.is_ascii_alphanumeric() || c == '#') => out.push_str("&amp;"),
        '|' if place == Place::Cell => out.push_str("\\|"),
        '#' if place == Place::Heading => out.push_str("\\#"),
        '#' | '>' | '-' | '+' | '=' | ':' | '|' if is_line_start(out) => out.extend(['\\', c]),
        '.' | ')' if follows_number(out) => out.extend(['\\', c]),
        // Comments keep addresses that are no links from becoming some.
        ':' if may_link && next == Some('/') && ends_in(out, |c| c.is_ascii_alphanumeric()) => {
            out.push_str(":<!-- -->");
        }
        '.' if may_link && ends_in_www(out) => out.push_str("<!-- -->."),
        '@' if may_link && ends_in(out, |c| c.is_ascii_alphanumeric() || "._-+".contains(c)) => {
            out.push_str("<!-- -->@");
        }
        // White space that Markdown would take away.
        ' ' | '\t' if is_line_start(out) => out.push_str(&format!("&#{};", c as u32)),
        c => out.push(c),
    }
}

fn ends_in(out: &str, is: impl Fn(char) -> bool) -> bool {
    out.chars().next_back().is_some_and(is)
}

fn is_line_start(out: &str) -> bool {
    out.is_empty() || out.ends_with('\n')
}

fn ends_in_www(out: &str) -> bool {
    out.len() >= 3
        && out
            .get(out.len() - 3..)
            .is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

/// Whether the line has nothing but a number so far, which would begin a list.
fn follows_number(out: &str) -> bool {
    let digits = out
        .bytes()
        .rev()
        .take_while(u8::is_ascii_digit)
        .take(10)
        .count();
    digits > 0 && is_line_start(&out[..out.len() - digits])
}
