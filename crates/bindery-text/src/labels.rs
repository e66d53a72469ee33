//! The few words that the text itself says, by language.
use bindery_model::{DateTime, Post, Site};

/// What a text says in a language.
#[derive(Debug)]
pub(crate) struct Labels {
    pub(crate) image: &'static str,
    pub(crate) audio: &'static str,
    pub(crate) video: &'static str,
    pub(crate) embedded: &'static str,
    chinese: bool,
}

const ENGLISH: Labels = Labels {
    image: "image",
    audio: "audio",
    video: "video",
    embedded: "embedded",
    chinese: false,
};

const CHINESE: Labels = Labels {
    image: "图",
    audio: "音频",
    video: "视频",
    embedded: "嵌入内容",
    chinese: true,
};

impl Labels {
    pub(crate) fn of(post: &Post, site: &Site) -> &'static Labels {
        let language = post.meta.language.as_deref().or(site.language.as_deref());
        match language.and_then(|language| language.split('-').next()) {
            Some("zh") => &CHINESE,
            None if is_chinese(&post.meta.title) => &CHINESE,
            _ => &ENGLISH,
        }
    }

    /// `2024-05-01 08:30 +08:00`, or as people of the language write it.
    pub(crate) fn date(&self, date: DateTime) -> String {
        let format = if self.chinese {
            "%Y年%-m月%-d日 %H:%M"
        } else {
            "%-d %B %Y, %H:%M"
        };
        let text = date.to_string();
        let offset = text.get(text.len().saturating_sub(6)..).unwrap_or_default();
        format!("{} {offset}", date.civil().strftime(format))
    }

    /// What stands between the items of a line.
    pub(crate) fn comma(&self) -> &'static str {
        if self.chinese { "、" } else { ", " }
    }
}

/// Whether a title has Chinese characters, and none of Japanese alone.
fn is_chinese(title: &str) -> bool {
    let han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}');
    title.contains(han) && !title.contains(|c: char| matches!(c, '\u{3040}'..='\u{30ff}'))
}
