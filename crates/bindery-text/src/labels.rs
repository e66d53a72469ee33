//! The few words that the text itself says, by language.
use bindery_model::{DateTime, Post, Site};

/// What a text says in a language.
#[derive(Debug)]
pub(crate) struct Labels {
    /// The language, and the script or region where it tells two apart.
    language: &'static str,
    pub(crate) image: &'static str,
    pub(crate) audio: &'static str,
    pub(crate) video: &'static str,
    pub(crate) embedded: &'static str,
    pub(crate) note: &'static str,
    pub(crate) categories: &'static str,
    pub(crate) tags: &'static str,
    date: &'static str,
}

/// The last stands for languages that are not here.
static LABELS: [Labels; 13] = [
    labels(
        "en",
        [
            "image",
            "audio",
            "video",
            "embedded",
            "note ",
            "Categories",
            "Tags",
        ],
        "%-d %B %Y, %H:%M",
    ),
    labels(
        "zh",
        ["图", "音频", "视频", "嵌入内容", "注", "分类", "标签"],
        "%Y年%-m月%-d日 %H:%M",
    ),
    labels(
        "zh-Hant",
        ["圖", "音訊", "影片", "嵌入內容", "註", "分類", "標籤"],
        "%Y年%-m月%-d日 %H:%M",
    ),
    labels(
        "ja",
        [
            "画像",
            "音声",
            "動画",
            "埋め込み",
            "注",
            "カテゴリー",
            "タグ",
        ],
        "%Y年%-m月%-d日 %H:%M",
    ),
    labels(
        "ko",
        ["그림", "오디오", "동영상", "삽입", "주 ", "분류", "태그"],
        "%Y년 %-m월 %-d일 %H:%M",
    ),
    labels(
        "de",
        [
            "Bild",
            "Audio",
            "Video",
            "eingebettet",
            "Anm. ",
            "Kategorien",
            "Schlagwörter",
        ],
        "%d.%m.%Y, %H:%M",
    ),
    labels(
        "fr",
        [
            "image",
            "audio",
            "vidéo",
            "contenu intégré",
            "note ",
            "Catégories",
            "Étiquettes",
        ],
        "%d/%m/%Y %H:%M",
    ),
    labels(
        "es",
        [
            "imagen",
            "audio",
            "vídeo",
            "incrustado",
            "nota ",
            "Categorías",
            "Etiquetas",
        ],
        "%d/%m/%Y %H:%M",
    ),
    labels(
        "pt",
        [
            "imagem",
            "áudio",
            "vídeo",
            "incorporado",
            "nota ",
            "Categorias",
            "Etiquetas",
        ],
        "%d/%m/%Y %H:%M",
    ),
    labels(
        "it",
        [
            "immagine",
            "audio",
            "video",
            "incorporato",
            "nota ",
            "Categorie",
            "Etichette",
        ],
        "%d/%m/%Y %H:%M",
    ),
    labels(
        "ru",
        [
            "изображение",
            "аудио",
            "видео",
            "вставка",
            "прим. ",
            "Рубрики",
            "Метки",
        ],
        "%d.%m.%Y %H:%M",
    ),
    labels(
        "vi",
        [
            "hình",
            "âm thanh",
            "video",
            "nhúng",
            "chú thích ",
            "Chuyên mục",
            "Thẻ",
        ],
        "%d/%m/%Y %H:%M",
    ),
    labels(
        "",
        [
            "image",
            "audio",
            "video",
            "embedded",
            "note ",
            "Categories",
            "Tags",
        ],
        "%Y-%m-%d %H:%M",
    ),
];

const fn labels(language: &'static str, words: [&'static str; 7], date: &'static str) -> Labels {
    let [image, audio, video, embedded, note, categories, tags] = words;
    Labels {
        language,
        image,
        audio,
        video,
        embedded,
        note,
        categories,
        tags,
        date,
    }
}

impl Labels {
    pub(crate) fn of(post: &Post, site: &Site) -> &'static Labels {
        let given = post.meta.language.as_deref().or(site.language.as_deref());
        let language = given.map_or_else(|| guess(&post.meta.title), normal_form);
        let found = LABELS.iter().find(|labels| labels.language == language);
        found.unwrap_or(&LABELS[0])
    }

    /// Whether the language is written in squares, in whose fonts “ ” … fill one.
    pub(crate) fn is_square(&self) -> bool {
        matches!(self.language, "zh" | "zh-Hant" | "ja" | "ko")
    }

    /// Whether the language has no spaces between words.
    pub(crate) fn is_unspaced(&self) -> bool {
        self.is_square() && self.language != "ko"
    }

    /// `1 May 2024, 08:30 +08:00`, or as people of the language write it.
    pub(crate) fn date(&self, date: DateTime) -> String {
        let text = date.to_string();
        let offset = text.get(text.len().saturating_sub(6)..).unwrap_or_default();
        format!("{} {offset}", date.civil().strftime(self.date))
    }

    /// What stands between the items of a line.
    pub(crate) fn comma(&self) -> &'static str {
        if self.is_unspaced() { "、" } else { ", " }
    }

    /// What stands between a name and what it names.
    pub(crate) fn colon(&self) -> &'static str {
        if self.is_unspaced() { "：" } else { ": " }
    }
}

/// The language of a tag as the table names it.
fn normal_form(tag: &str) -> &'static str {
    let tag = tag.to_ascii_lowercase().replace('_', "-");
    let mut parts = tag.split('-');
    let language = parts.next().unwrap_or_default();
    let traditional = parts.any(|part| matches!(part, "hant" | "tw" | "hk" | "mo"));
    if matches!(language, "zh" | "yue") {
        return if traditional { "zh-Hant" } else { "zh" };
    }
    let found = LABELS.iter().find(|labels| labels.language == language);
    found.map_or("", |labels| labels.language)
}

/// The language that a title seems to be in.
fn guess(title: &str) -> &'static str {
    let kana = |c: char| matches!(c, '\u{3041}'..='\u{30fa}');
    let hangul = |c: char| matches!(c, '\u{ac00}'..='\u{d7a3}');
    let han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}');
    if title.contains(kana) {
        "ja"
    } else if title.contains(hangul) {
        "ko"
    } else if title.contains(han) {
        "zh"
    } else {
        "en"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_titles_tell_the_language() {
        for (tag, label) in [
            ("zh-CN", "图"),
            ("zh_TW", "圖"),
            ("zh-Hant-HK", "圖"),
            ("ja", "画像"),
            ("ko-KR", "그림"),
            ("en-GB", "image"),
            ("xx", "image"),
        ] {
            let mut post = Post::default();
            post.meta.language = Some(tag.into());
            assert_eq!(Labels::of(&post, &Site::default()).image, label, "{tag}");
        }
        assert_eq!(guess("これは本です"), "ja");
        assert_eq!(guess("老粮站"), "zh");
    }
}
