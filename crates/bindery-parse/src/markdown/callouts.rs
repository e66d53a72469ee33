//! Callouts: quotations of a kind of their own, `> [!WARNING]`. GitHub calls them alerts and knows
//! five kinds; Hugo and Obsidian know any, with titles. One without a title has the name of its kind,
//! in the language of its text.
use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options};

/// Kinds, and the word for each in each of [`LANGUAGES`].
const NAMES: [(&str, &str); 11] = [
    (
        "note",
        "注 註 メモ 참고 Hinweis Remarque Nota Nota Nota Примечание",
    ),
    (
        "info",
        "信息 資訊 情報 정보 Info Info Información Informazione Informação Информация",
    ),
    (
        "tip",
        "提示 提示 ヒント 팁 Tipp Astuce Consejo Suggerimento Dica Совет",
    ),
    (
        "important",
        "重要 重要 重要 중요 Wichtig Important Importante Importante Importante Важно",
    ),
    (
        "warning",
        "警告 警告 警告 경고 Warnung Avertissement Advertencia Avviso Aviso Предупреждение",
    ),
    (
        "caution",
        "小心 小心 注意 주의 Vorsicht Attention Precaución Attenzione Cuidado Осторожно",
    ),
    (
        "danger",
        "危险 危險 危険 위험 Gefahr Danger Peligro Pericolo Perigo Опасно",
    ),
    (
        "question",
        "问题 問題 質問 질문 Frage Question Pregunta Domanda Pergunta Вопрос",
    ),
    (
        "example",
        "示例 範例 例 예시 Beispiel Exemple Ejemplo Esempio Exemplo Пример",
    ),
    (
        "abstract",
        "摘要 摘要 要約 요약 Zusammenfassung Résumé Resumen Riassunto Resumo Кратко",
    ),
    (
        "quote",
        "引用 引用 引用 인용 Zitat Citation Cita Citazione Citação Цитата",
    ),
];

/// Languages besides English.
const LANGUAGES: [&str; 10] = [
    "zh", "zh-Hant", "ja", "ko", "de", "fr", "es", "it", "pt", "ru",
];

/// Whether a text may have callouts.
pub(super) fn may_be_in(markdown: &str) -> bool {
    memchr::memmem::find(markdown.as_bytes(), b"[!").is_some()
}

/// HTML of a text that has callouts, in a language if that is known.
pub(super) fn to_html(markdown: &str, options: &Options<'_>, language: Option<&str>) -> String {
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, markdown, options);
    name_callouts(&arena, root, language);
    let mut html = String::with_capacity(markdown.len() * 5 / 4);
    // Writing to a string does not fail.
    let _ = comrak::format_html(root, options, &mut html);
    html
}

/// Gives callouts without a title the name of their kind.
pub(super) fn name_callouts<'a>(
    arena: &'a Arena<'a>,
    root: &'a AstNode<'a>,
    language: Option<&str>,
) {
    for node in root.descendants() {
        let kind = match &node.data.borrow().value {
            NodeValue::Callout(callout) => callout.callout_type.to_lowercase(),
            _ => continue,
        };
        let has_title = node
            .first_child()
            .is_some_and(|child| matches!(child.data.borrow().value, NodeValue::CalloutTitle));
        let language = language.or_else(|| language_by_letters(node));
        let Some(name) = language.and_then(|language| name_of(&kind, language)) else {
            continue;
        };
        if !has_title {
            let [title, paragraph, text] = [
                NodeValue::CalloutTitle,
                NodeValue::Paragraph,
                NodeValue::Text(name.into()),
            ]
            .map(|value| &*arena.alloc(AstNode::from(value)));
            paragraph.append(text);
            title.append(paragraph);
            node.prepend(title);
        }
    }
}

/// What a kind is called in a language; `None` if that is English, or not known.
fn name_of(kind: &str, language: &str) -> Option<&'static str> {
    let (_, names) = NAMES.iter().find(|(name, _)| *name == kind)?;
    let mut parts = language.split(['-', '_']);
    let first = parts.next()?.to_ascii_lowercase();
    let is_traditional =
        first == "zh" && parts.any(|part| matches!(part, "Hant" | "TW" | "HK" | "MO"));
    let wanted = if is_traditional { "zh-Hant" } else { &first };
    let place = LANGUAGES.iter().position(|known| *known == wanted)?;
    names.split(' ').nth(place)
}

/// The language of a text, where its letters tell.
fn language_by_letters<'a>(node: &'a AstNode<'a>) -> Option<&'static str> {
    let mut has_han = false;
    for part in node.descendants() {
        let NodeValue::Text(text) = &part.data.borrow().value else {
            continue;
        };
        for c in text.chars() {
            match c {
                '\u{3040}'..='\u{30FF}' => return Some("ja"),
                '\u{AC00}'..='\u{D7A3}' => return Some("ko"),
                '\u{4E00}'..='\u{9FFF}' => has_han = true,
                _ => {}
            }
        }
    }
    has_han.then_some("zh")
}

#[cfg(test)]
mod tests {
    use crate::markdown::{Dialect, Goldmark, Reading, html_of};

    #[test]
    fn callouts_have_titles_in_the_language_of_the_text() {
        let goldmark = Dialect::Goldmark(Goldmark::default());
        let dialects = [Dialect::Gfm, goldmark, Dialect::Obsidian];
        for (markdown, language, title) in [
            ("> [!WARNING]\n> text\n", None, "Warning"),
            ("> [!WARNING]\n> text\n", Some("de-AT"), "Warnung"),
            (
                "> [!tip] Own *title*\n> text\n",
                Some("de"),
                "Own <em>title</em>",
            ),
            ("> [!note]\n> text 文\n", None, "注"),
            ("> [!note]\n> 文です\n", None, "メモ"),
            ("> [!note]\n> 文\n", Some("zh-TW"), "註"),
            ("> [!note]\n> 文\n", Some("en"), "Note"),
            ("> [!custom-kind]-\n> text\n", Some("fr"), "Custom kind"),
        ] {
            for dialect in dialects {
                let reading = Reading {
                    language,
                    ..Reading::default()
                };
                let html = html_of(markdown, dialect, &reading);
                let title = format!("<div class=\"callout-title\">{title}</div>");
                let in_line = html.replace('\n', "");
                assert!(in_line.contains(&title), "{markdown}: {html}");
                assert!(html.contains("<p>text") || html.contains("文"), "{html}");
            }
        }
        for markdown in [
            "> [!NOTE](a)\n",
            "> [!] text\n",
            "> text [!NOTE]\n",
            "[!NOTE]\n",
        ] {
            let html = html_of(markdown, Dialect::Gfm, &Reading::default());
            assert!(!html.contains("callout"), "{html}");
        }
        let html = html_of(
            "> [!NOTE]\n> text\n",
            Dialect::CommonMark,
            &Reading::default(),
        );
        assert!(
            html.contains("<blockquote>\n<p>[!NOTE]\ntext</p>"),
            "{html}"
        );
    }
}
