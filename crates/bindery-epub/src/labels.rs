//! The few words that the book itself says, by language.
use bindery_model::DateTime;

use crate::package_document::PictureAccess;

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
    pub(crate) index: &'static str,
    pub(crate) categories: &'static str,
    pub(crate) tags: &'static str,
    pub(crate) authors: &'static str,
    pub(crate) others: &'static str,
    pub(crate) previous: &'static str,
    pub(crate) next: &'static str,
    pub(crate) unreadable: &'static str,
    accessible: &'static str,
    described: &'static str,
    undescribed: &'static str,
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
    index: "Index",
    categories: "Categories",
    tags: "Tags",
    authors: "Authors",
    others: "Others",
    previous: "Previous",
    next: "Next",
    unreadable: "This post could not be read:",
    accessible: "The text flows, and has headings and a table of contents.",
    described: " Every picture has a description.",
    undescribed: " Some pictures have no description.",
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
    index: "索引",
    categories: "分类",
    tags: "标签",
    authors: "作者",
    others: "其他",
    previous: "上一篇",
    next: "下一篇",
    unreadable: "本篇无法读取：",
    accessible: "正文可以重排，有标题和目录。",
    described: "所有图片都有说明。",
    undescribed: "部分图片没有说明。",
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

    /// What the book says about how it can be read.
    pub(crate) fn accessibility(&self, pictures: &PictureAccess) -> String {
        let pictures = match pictures {
            PictureAccess { shown: 0, .. } => "",
            PictureAccess { undescribed: 0, .. } => self.described,
            _ => self.undescribed,
        };
        format!("{}{pictures}", self.accessible)
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
