//! Formulas on one line, for those who cannot be shown them: `(a+b)/c`, `x_1^2`, `√(x)`,
//! `[a, b; c, d]`. Much as in Unicode's plain text for mathematics (UTN 28), written for people.
mod scripts;

use super::{MathElement, MathName};
use scripts::{accented, many_scripts, raised, scripts};

/// Signs between two sides, which stand apart from them.
const RELATIONS: &str = "=<>≠≤≥≪≫≈≡∼≃≅∝∈∉∋⊂⊃⊆⊇⊢⊨≺≻≔:=";
const OPENING: &str = "([{⟨⌈⌊⟦|‖∣∥";
const CLOSING: &str = ")]}⟩⌉⌋⟧|‖∣∥";
/// The formula that elements side by side are.
pub(super) fn text(content: &[MathElement]) -> String {
    row(content)
}

/// What a piece of a row is to its neighbours.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// Something that is reckoned with.
    Operand,
    /// The same, a fraction without brackets.
    Fraction,
    /// The same, with an index or exponent at its end.
    Scripted,
    /// A word, or the name of a function.
    Word,
    Operator,
    Opening,
    Closing,
    /// Space, or nothing.
    Space,
    /// Nothing, that multiplies or joins what is beside it.
    Invisible,
}

/// A piece of a row, and its text.
type Seen = (Piece, String);

/// Some elements side by side. The text of each element is made once, however deep it stands.
struct Row {
    text: String,
    extent: Extent,
}

/// What a row comes to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// Nothing is seen.
    Nothing,
    /// One element, and what it is.
    One(MathName, Piece),
    /// Several, in brackets that belong together.
    Bracketed,
    Several,
}

fn row(content: &[MathElement]) -> String {
    read(content).text
}

fn side(element: &MathElement) -> Row {
    read(std::slice::from_ref(element))
}

fn read(content: &[MathElement]) -> Row {
    let pieces = flat(content).into_iter().map(|element| {
        let (piece, text) = piece(element);
        (element.name, piece, text)
    });
    // What has no width parts nothing.
    let pieces = pieces.filter(|(_, piece, text)| *piece != Piece::Space || !text.is_empty());
    let pieces: Vec<(MathName, Piece, String)> = pieces.collect();
    let text = joined(&pieces);
    let mut seen = pieces.iter().filter(|(.., text)| !text.trim().is_empty());
    let extent = match (seen.next(), seen.next_back()) {
        (None, _) => Extent::Nothing,
        (Some((name, piece, _)), None) => Extent::One(*name, *piece),
        (Some((_, Piece::Opening, _)), Some((_, Piece::Closing, _))) if is_in_brackets(&text) => {
            Extent::Bracketed
        }
        _ => Extent::Several,
    };
    Row { text, extent }
}

fn joined(pieces: &[(MathName, Piece, String)]) -> String {
    let mut out = String::new();
    let mut before = Piece::Space;
    for (at, (_, piece, text)) in pieces.iter().enumerate() {
        let mut after = pieces[at + 1..].iter().map(|(_, piece, _)| *piece);
        let after = after.find(|piece| *piece != Piece::Invisible);
        let is_factor = is_operand_end(before) || after.is_some_and(is_operand_start);
        if *piece == Piece::Fraction && is_factor {
            join(&mut out, before, *piece, &format!("({text})"));
        } else {
            join(&mut out, before, *piece, text);
        }
        if *piece != Piece::Invisible {
            before = *piece;
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Puts a piece behind what is there, with a space between if they would run together.
fn join(out: &mut String, before: Piece, piece: Piece, text: &str) {
    let (Some(last), Some(first)) = (out.chars().last(), text.chars().next()) else {
        return out.push_str(text.trim_start());
    };
    let is_letter = |c: char| c.is_alphanumeric();
    let meet = is_letter(last) && is_letter(first);
    let parted = match (before, piece) {
        // Scripts without a base belong to what is before them.
        (Piece::Word | Piece::Scripted, _) => {
            is_operand_start(piece) && piece != Piece::Opening && !"_^".contains(first)
        }
        (_, Piece::Word) => is_letter(last) || CLOSING.contains(last),
        _ => meet && first.is_numeric(),
    };
    if last.is_whitespace() {
        out.push_str(text.trim_start());
    } else {
        let parted = parted && !first.is_whitespace();
        out.push_str(if parted { " " } else { "" });
        out.push_str(text);
    }
}

fn is_operand_end(piece: Piece) -> bool {
    use Piece::{Closing, Fraction, Operand, Scripted, Word};
    matches!(piece, Closing | Fraction | Operand | Scripted | Word)
}

fn is_operand_start(piece: Piece) -> bool {
    use Piece::{Fraction, Opening, Operand, Scripted, Word};
    matches!(piece, Fraction | Opening | Operand | Scripted | Word)
}

/// The elements of a row, with those of the rows in it that only group them.
fn flat(content: &[MathElement]) -> Vec<&MathElement> {
    let mut all = Vec::new();
    for element in content {
        match element.name {
            MathName::Mrow | MathName::Mstyle | MathName::Mpadded => {
                all.append(&mut flat(&element.content));
            }
            _ => all.push(element),
        }
    }
    all
}

fn piece(element: &MathElement) -> Seen {
    let content = element.content.as_slice();
    match (element.name, content) {
        (MathName::Mo, _) => operator(element),
        (MathName::Mi | MathName::Mn, _) => {
            let text = plain(&element.text);
            let is_word = element.name == MathName::Mi && text.chars().count() > 1;
            (if is_word { Piece::Word } else { Piece::Operand }, text)
        }
        (MathName::Mtext, _) => match plain(&element.text) {
            text if text.trim().is_empty() => (Piece::Space, text),
            text => (Piece::Word, text),
        },
        (MathName::Mspace, _) => space(element),
        (MathName::Mphantom | MathName::Mprescripts, _) => (Piece::Space, String::new()),
        (MathName::Mfrac, [above, below]) => fraction(element, side(above), side(below)),
        (MathName::Msqrt, _) => (Piece::Operand, format!("√({})", row(content))),
        (MathName::Mroot, [radicand, index]) => {
            let sign = raised(&side(index).text);
            (Piece::Operand, format!("{sign}√({})", side(radicand).text))
        }
        (MathName::Msub | MathName::Munder, [base, below]) => {
            scripts(side(base), Some(side(below)), None)
        }
        (MathName::Msup, [base, above]) => scripts(side(base), None, Some(side(above))),
        (MathName::Mover, [base, above]) => accented(side(base), side(above)),
        (MathName::Msubsup | MathName::Munderover, [base, below, above]) => {
            scripts(side(base), Some(side(below)), Some(side(above)))
        }
        (MathName::Mmultiscripts, [base, all @ ..]) => many_scripts(side(base), all),
        (MathName::Mtable, _) => (Piece::Operand, table(element)),
        (MathName::Menclose, _) => {
            let notation = element.attribute("notation").unwrap_or("longdiv");
            let text = match notation.split(' ').next() {
                Some("radical") => format!("√({})", row(content)),
                Some("longdiv") => format!("⟌({})", row(content)),
                _ => row(content),
            };
            (Piece::Operand, text)
        }
        _ => (Piece::Operand, row(content)),
    }
}

/// Without the characters that only say how something is to be read.
fn plain(text: &str) -> String {
    let is_sign = |c: char| matches!(c, '\u{2061}'..='\u{2064}' | '\u{200b}' | '\u{feff}');
    let text = text.chars().filter(|c| !is_sign(*c));
    text.map(|c| if c == '\u{a0}' { ' ' } else { c }).collect()
}

fn space(element: &MathElement) -> Seen {
    let width = element.attribute("width").unwrap_or_default();
    let width = width
        .strip_suffix("em")
        .and_then(|width| width.parse().ok());
    let is_wide = width.is_some_and(|width: f64| width >= 0.5);
    let breaks = element.attribute("linebreak").is_some();
    let text = if is_wide || breaks { " " } else { "" };
    (Piece::Space, text.to_owned())
}

fn operator(element: &MathElement) -> Seen {
    let text = plain(&element.text);
    let form = element.attribute("form");
    let mut characters = text.chars();
    let (Some(first), None) = (characters.next(), characters.next()) else {
        return match element.text.as_str() {
            // A function and its argument; whole and fraction.
            "\u{2061}" => (Piece::Word, String::new()),
            "\u{2064}" => (Piece::Space, " ".to_owned()),
            "" | "\u{2062}" | "\u{2063}" => (Piece::Invisible, String::new()),
            // `lim`, `sin`, `mod`; and `:=`, `!!`.
            _ if text.chars().any(char::is_alphanumeric) => (Piece::Word, text),
            _ if text.chars().all(|c| RELATIONS.contains(c)) => {
                (Piece::Operator, format!(" {text} "))
            }
            _ => (Piece::Operator, text),
        };
    };
    let is_arrow = matches!(first, '←'..='⇿' | '⟰'..='⟿');
    match first {
        ',' | ';' if form != Some("postfix") => (Piece::Operator, format!("{first} ")),
        _ if OPENING.contains(first) && (form == Some("prefix") || !CLOSING.contains(first)) => {
            (Piece::Opening, text)
        }
        _ if CLOSING.contains(first) => (Piece::Closing, text),
        '!' | '′' | '″' | '°' | '%' => (Piece::Closing, text),
        _ if is_arrow || RELATIONS.contains(first) => (Piece::Operator, format!(" {text} ")),
        _ if first.is_alphabetic() => (Piece::Operand, text),
        _ => (Piece::Operator, text),
    }
}

fn fraction(element: &MathElement, above: Row, below: Row) -> Seen {
    let thickness = element.attribute("linethickness").unwrap_or("1px");
    // One number over another, as in a binomial, has no line.
    let has_line = !thickness.starts_with('0');
    let (piece, line) = if has_line {
        (Piece::Fraction, '/')
    } else {
        (Piece::Operand, '¦')
    };
    (piece, format!("{}{line}{}", operand(above), operand(below)))
}

/// One side of a fraction, in brackets unless it is one thing.
fn operand(side: Row) -> String {
    match side.extent {
        Extent::Several | Extent::One(MathName::Mfrac, _) => format!("({})", side.text),
        _ => side.text,
    }
}

/// Whether the brackets at both ends belong together.
fn is_in_brackets(text: &str) -> bool {
    let mut depth = 0;
    let last = text.char_indices().next_back().map_or(0, |(at, _)| at);
    text.char_indices().all(|(at, c)| {
        depth += i32::from("([{⟨⌈⌊⟦".contains(c)) - i32::from(")]}⟩⌉⌋⟧".contains(c));
        depth > 0 || at == last
    })
}

/// Rows are parted by semicolons, cells by commas; cells of equations, which the columns only align,
/// by nothing.
fn table(table: &MathElement) -> String {
    // As wide as the page: equations with their tags.
    let has_tags = table.attribute("width") == Some("100%");
    let aligns = has_tags || table.attribute("displaystyle") == Some("true");
    let rows: Vec<String> = table.content.iter().map(|row| cells(row, aligns)).collect();
    let rows: Vec<&str> = rows
        .iter()
        .map(|row| row.trim())
        .filter(|row| !row.is_empty())
        .collect();
    rows.join("; ")
}

fn cells(table_row: &MathElement, aligns: bool) -> String {
    let cells = table_row.content.iter().map(|cell| row(&cell.content));
    let mut out = String::new();
    for cell in cells {
        let cell = cell.trim();
        if aligns && cell.is_empty() {
            continue;
        }
        let relates = cell.starts_with(|c: char| RELATIONS.contains(c));
        if !out.is_empty() {
            out.push_str(if aligns || relates { " " } else { ", " });
        }
        out.push_str(cell);
    }
    out
}
