//! The few words that the book itself says, by language.
use bindery_model::DateTime;

/// What a book says in a language.
#[derive(Debug)]
pub(crate) struct Labels {
    pub(crate) contents: &'static str,
    pub(crate) start: &'static str,
    pub(crate) cover: &'static str,
    pub(crate) title_page: &'static str,
    pub(crate) colophon: &'static str,
    pub(crate) original: &'static str,
    pub(crate) undated: &'static str,
    pub(crate) posts: &'static str,
    pub(crate) made_from: &'static str,
    pub(crate) left_out: &'static str,
    pub(crate) nothing_left_out: &'static str,
    pub(crate) accessibility: &'static str,
    chinese_dates: bool,
}

const ENGLISH: Labels = Labels {
    contents: "Contents",
    start: "Beginning",
    cover: "Cover",
    title_page: "Title page",
    colophon: "About this book",
    original: "Original",
    undated: "Undated",
    posts: "Posts",
    made_from: "Made by Bindery from",
    left_out: "What was repaired or left out, and how often:",
    nothing_left_out: "Nothing had to be repaired or left out.",
    accessibility: "The text flows, has headings and a table of contents; pictures have the \
                    descriptions that their authors gave them.",
    chinese_dates: false,
};

const CHINESE: Labels = Labels {
    contents: "目录",
    start: "正文",
    cover: "封面",
    title_page: "书名页",
    colophon: "关于本书",
    original: "原文",
    undated: "无日期",
    posts: "篇数",
    made_from: "由 Bindery 制作，来源：",
    left_out: "以下内容经过修复或省略（次数）：",
    nothing_left_out: "没有任何修复或省略。",
    accessibility: "正文可以重排，有标题和目录；图片附有作者所写的说明。",
    chinese_dates: true,
};

impl Labels {
    pub(crate) fn of(language: &str) -> &'static Labels {
        if language.split('-').next() == Some("zh") {
            &CHINESE
        } else {
            &ENGLISH
        }
    }

    /// A day, as people of the language write it.
    pub(crate) fn day(&self, date: DateTime) -> String {
        let format = if self.chinese_dates {
            "%Y年%-m月%-d日"
        } else {
            "%-d %B %Y"
        };
        date.civil().strftime(format).to_string()
    }

    pub(crate) fn month(&self, date: DateTime) -> String {
        let format = if self.chinese_dates {
            "%Y年%-m月"
        } else {
            "%B %Y"
        };
        date.civil().strftime(format).to_string()
    }

    pub(crate) fn year(&self, date: DateTime) -> String {
        let format = if self.chinese_dates { "%Y年" } else { "%Y" };
        date.civil().strftime(format).to_string()
    }
}
