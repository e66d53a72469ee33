//! Words that tell the parts of pages apart.
use bindery_model::chinese_tag;

/// Elements inside of a line.
pub(super) const INLINE: [&str; 24] = [
    "a", "abbr", "b", "big", "cite", "code", "del", "em", "font", "i", "img", "ins", "kbd", "mark",
    "q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "var",
];

/// Parts of classes and ids that name the text of an article.
pub(super) const CONTENT: [&str; 43] = [
    "articlebody",
    "article-body",
    "article_body",
    "articlecontent",
    "article-content",
    "article_content",
    "article-text",
    "article__body",
    "article__content",
    "artibody",
    "art_content",
    "post-body",
    "post_body",
    "postbody",
    "post-content",
    "post_content",
    "entry-content",
    "entry_content",
    "entrycontent",
    "news_content",
    "news_txt",
    "story-body",
    "story-content",
    "td-post-content",
    "news-content",
    "newscontent",
    "pages_content",
    "content_main",
    "main-content",
    "maincontent",
    "main_content",
    "rich_media_content",
    "js_content",
    "trs_editor",
    "trs_ueditor",
    "vsb_content",
    "ucap-content",
    "zoom",
    "gh-content",
    "h-entry",
    "e-content",
    "mw-parser-output",
    "post-richtext",
];

/// Words of classes and ids that name what stands around an article, in order.
pub(super) const AROUND: [&str; 68] = [
    "ad",
    "ads",
    "advert",
    "advertisement",
    "bdshare",
    "bdsharebuttonbox",
    "breadcrumb",
    "breadcrumbs",
    "comment",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "copyright",
    "crumb",
    "crumbs",
    "disqus",
    "erweima",
    "ewm",
    "fenxiang",
    "fontsize",
    "footer",
    "gdpr",
    "header",
    "jiathis",
    "login",
    "masthead",
    "menu",
    "modal",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "next",
    "pagebar",
    "pagelist",
    "pagenav",
    "pager",
    "pages",
    "pagination",
    "popup",
    "prev",
    "previous",
    "print",
    "promo",
    "qrcode",
    "recommend",
    "recommendations",
    "recommended",
    "related",
    "relatednews",
    "relevant",
    "respond",
    "search",
    "share",
    "sharing",
    "sidebar",
    "signup",
    "sns",
    "social",
    "sponsor",
    "subscribe",
    "tags",
    "toolbar",
    "toolbox",
    "topbar",
    "weizhi",
    "widget",
];

/// Beginnings of short lines that belong to the page and not to the text.
pub(super) const PAGE_LINES: [&str; 43] = [
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
    "分享到",
    "分享至",
    "打印本页",
    "关闭窗口",
    "关闭本页",
    "【打印",
    "【关闭",
    "[打印",
    "[关闭",
    "打印 关闭",
    "扫一扫",
    "字体：",
    "字号：",
    "【字体",
    "[字体",
    "【字号",
    "您现在的位置",
    "您的位置",
    "当前位置",
    "相关链接",
    "相关新闻",
    "相关阅读",
    "浏览次数",
    "点击数",
    "免责声明",
    "【免责声明",
    "版权声明",
    "【版权声明",
    "版权所有",
    "© 本文版权",
    "特别声明：以上",
    "平台声明：",
    "Copyright ©",
    "Copyright (c)",
    "All rights reserved",
    "Share this",
    "Share on",
    "Skip to",
    "Related posts",
];

/// Beginnings of lines behind a text that name other posts or what readers say, in lower case.
pub(super) const OTHERS: [&str; 40] = [
    "相关推荐",
    "相关阅读",
    "相关文章",
    "相关新闻",
    "相关内容",
    "推荐阅读",
    "热门推荐",
    "热门文章",
    "为你推荐",
    "为您推荐",
    "猜你喜欢",
    "延伸阅读",
    "精彩推荐",
    "更多精彩",
    "大家都在看",
    "相關新聞",
    "相關文章",
    "延伸閱讀",
    "评论",
    "网友评论",
    "全部评论",
    "我要评论",
    "関連記事",
    "おすすめ記事",
    "あわせて読みたい",
    "관련기사",
    "관련 기사",
    "related",
    "recommended",
    "read more",
    "read next",
    "more from",
    "you may also like",
    "you might also like",
    "comments",
    "lesen sie auch",
    "mehr zum thema",
    "à lire aussi",
    "sur le même sujet",
    "noticias relacionadas",
];

/// The language that a text is in, where its script tells: a BCP 47 tag.
pub(super) fn language_of(text: &str) -> Option<&'static str> {
    let (mut han, mut kana, mut hangul, mut letters) = (0, 0, 0, 0);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        match c {
            '\u{3040}'..='\u{30ff}' => kana += 1,
            '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' => han += 1,
            '\u{ac00}'..='\u{d7af}' => hangul += 1,
            _ => {}
        }
    }
    if letters < 20 {
        return None;
    }
    if kana * 20 > letters {
        Some("ja")
    } else if hangul * 4 > letters {
        Some("ko")
    } else if han * 4 > letters {
        // Simplified characters are what `zh` is taken for.
        Some(chinese_tag(text)).map(|tag| if tag == "zh-Hant" { tag } else { "zh" })
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_in_order_and_scripts_tell_languages() {
        assert!(AROUND.is_sorted());
        for (text, language) in [
            (
                "为进一步加强城市供水安全管理，保障居民用水，现将有关事项通知如下。",
                Some("zh"),
            ),
            (
                "門還沒開，隊伍已經排到了街角的郵局。館長說，藏書有兩萬冊。",
                Some("zh-Hant"),
            ),
            (
                "これはひらがなとカタカナのある日本語の文章です。",
                Some("ja"),
            ),
            ("We left before sunrise, with bread and two bottles.", None),
        ] {
            assert_eq!(language_of(text), language, "{text}");
        }
    }
}
