//! What begins and ends no line (JIS X 4051, GB/T 15834, W3C's requirements for Chinese layout).

/// Whether a line may not end with the character, even where a space follows it.
pub(crate) fn is_opener(c: char) -> bool {
    matches!(
        c,
        '“' | '‘'
            | '（'
            | '【'
            | '《'
            | '〈'
            | '「'
            | '『'
            | '［'
            | '｛'
            | '〔'
            | '〖'
            | '〘'
            | '〚'
            | '〝'
            | '｢'
            | '('
            | '['
            | '{'
            | '«'
            | '‹'
    )
}

/// Whether a line may not begin with the text, even where a space stands before it.
pub(crate) fn begins_with_closer(text: &str) -> bool {
    let mut characters = text.chars();
    match characters.next() {
        // A mark that a word follows belongs to the word: `:name:`, `.NET`.
        Some('!' | ',' | ':' | ';' | '?' | ')' | ']' | '}') => characters
            .next()
            .is_none_or(|next| !next.is_ascii_graphic()),
        Some(c) => is_closer(c),
        None => false,
    }
}

fn is_closer(c: char) -> bool {
    match c {
        '»' | '›' => true,
        c if c < '\u{b7}' => false,
        '\u{4e00}'..='\u{9fff}' => false,
        '“' | '‘' => false,
        '·' | '‐' | '–' | '‧' | '…' | '‥' | '”' | '’' | '‰' | '℃' | '‼' | '⁇' | '⁈' | '⁉' => {
            true
        }
        '、' | '。' | '々' | '〉' | '》' | '」' | '』' | '】' | '〕' | '〗' | '〙' | '〛'
        | '〜' | '〞' | '〟' | '〻' => true,
        '！' | '）' | '，' | '．' | '：' | '；' | '？' | '］' | '｝' | '～' | '％' | '｡' | '｣'
        | '､' | '･' | 'ｰ' | 'ﾞ' | 'ﾟ' => true,
        c => is_small_kana(c),
    }
}

fn is_small_kana(c: char) -> bool {
    matches!(
        c,
        'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ゎ' | 'ゕ' | 'ゖ' | 'ゝ'
            | 'ゞ' | 'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' | 'ヮ' | 'ヵ'
            | 'ヶ' | '・' | 'ー' | 'ヽ' | 'ヾ' | '゛' | '゜' | '\u{31f0}'..='\u{31ff}'
            | '\u{ff67}'..='\u{ff6f}'
    )
}

/// Whether a line may be broken between two characters, one of them a quotation mark. UAX #14
/// forbids it on both sides of every such mark; between Chinese characters the mark's own direction
/// tells which side is free.
pub(crate) fn parts_at_quotation_mark(before: char, after: char) -> bool {
    let opens = matches!(after, '“' | '‘') && is_fullwidth(before) && !is_opener(before);
    let closes = matches!(before, '”' | '’') && is_fullwidth(after) && !is_closer(after);
    opens || closes
}

/// Characters that fill a square, and the quotation marks that stand between them.
fn is_fullwidth(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}'
        | '“' | '”' | '‘' | '’' | '—' | '…')
}
