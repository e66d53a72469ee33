//! A generator of archives shaped like a Chinese news mirror: front matter, pasted HTML, a Markdown
//! tail. The same number of posts always gives the same bytes.
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::Context;

const WORDS: [&str; 40] = [
    "港口",
    "粮食",
    "铁路",
    "新能源",
    "茶园",
    "图书馆",
    "河堤",
    "渔船",
    "气象",
    "桥梁",
    "工坊",
    "集市",
    "推进",
    "完善",
    "修缮",
    "扩建",
    "试点",
    "公布",
    "启用",
    "调整",
    "本周",
    "今年",
    "居民",
    "村镇",
    "记者",
    "专家",
    "数据",
    "增长",
    "价格",
    "质量",
    "春季",
    "夜间",
    "沿线",
    "山区",
    "学校",
    "医院",
    "服务",
    "方案",
    "计划",
    "项目",
];
const PLACES: [&str; 6] = ["青川", "石桥", "云台", "白水", "南山", "临江"];
const DAYS_PER_MONTH: usize = 28;
const POSTS_PER_DAY: usize = 40;
/// So that 100,000 posts are of days that are past: those of days to come are left out.
const FIRST_YEAR: usize = 2017;

/// Writes the archive: `_config.yml` and `posts` posts below `_posts`.
pub(crate) fn write_archive(folder: &Path, posts: usize) -> anyhow::Result<()> {
    let post_folder = folder.join("_posts");
    fs::create_dir_all(&post_folder)
        .with_context(|| format!("cannot make {}", post_folder.display()))?;
    fs::write(
        folder.join("_config.yml"),
        "title: 新闻样本\nurl: https://news.example.com\nlang: zh-CN\ntimezone: Asia/Shanghai\n",
    )?;
    for index in 0..posts {
        let post = Post::new(index);
        fs::write(post_folder.join(&post.file_name), post.source())?;
    }
    Ok(())
}

/// Writes `posts` posts as an export of WordPress (WXR), one picture for each five.
pub(crate) fn write_export(file: &Path, posts: usize) -> anyhow::Result<()> {
    let out = fs::File::create(file).with_context(|| format!("cannot make {}", file.display()))?;
    let mut out = std::io::BufWriter::new(out);
    out.write_all(EXPORT_HEAD.as_bytes())?;
    for index in 0..posts {
        let post = Post::new(index);
        let date = post.date.trim_end_matches(" +0800");
        writeln!(
            out,
            "<item><title>{}</title><link>https://news.example.com/?p={index}</link>\
             <dc:creator>jo</dc:creator><content:encoded><![CDATA[{}]]></content:encoded>\
             <wp:post_id>{index}</wp:post_id><wp:post_date>{date}</wp:post_date>\
             <wp:status>publish</wp:status><wp:post_type>post</wp:post_type>\
             <category domain=\"post_tag\" nicename=\"caijing\">财经</category></item>",
            post.title, post.body
        )?;
        if index % 5 == 0 {
            writeln!(
                out,
                "<item><title>{index}</title><wp:post_id>{}</wp:post_id><wp:post_type>attachment</wp:post_type>\
                 <wp:attachment_url>https://news.example.com/{index}.jpg</wp:attachment_url></item>",
                posts + index
            )?;
        }
    }
    out.write_all(b"</channel></rss>\n")?;
    Ok(out.flush()?)
}

const EXPORT_HEAD: &str = "<?xml version=\"1.0\"?>\n\
    <rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
    xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:wp=\"http://wordpress.org/export/1.2/\">\n\
    <channel><title>新闻样本</title><link>https://news.example.com</link><language>zh-CN</language>\n";

/// One made-up post.
pub(crate) struct Post {
    /// Its file's name.
    pub(crate) file_name: String,
    /// Its title.
    pub(crate) title: String,
    date: String,
    /// Its body: HTML and a Markdown tail.
    pub(crate) body: String,
}

impl Post {
    /// The post with this number.
    pub(crate) fn new(index: usize) -> Post {
        let mut random = Random(index as u64 + 1);
        let day = index / POSTS_PER_DAY;
        let (year, month) = (
            FIRST_YEAR + day / (12 * DAYS_PER_MONTH),
            day / DAYS_PER_MONTH % 12 + 1,
        );
        let date = format!("{year:04}-{month:02}-{:02}", day % DAYS_PER_MONTH + 1);
        let minute = index % POSTS_PER_DAY;
        let title = clause(&mut random, 6);
        let body = body(&mut random, index);
        Post {
            file_name: format!("{date}-{index:09}.md"),
            title,
            date: format!("{date} {:02}:{minute:02}:00 +0800", 8 + minute % 12),
            body,
        }
    }

    /// The file's text.
    pub(crate) fn source(&self) -> String {
        let Post {
            title, date, body, ..
        } = self;
        format!(
            "---\nlayout: post\ntitle: \"{title}\"\ndate: {date}\ncategories: caijing\ntags: 财经\n---\n{body}"
        )
    }
}

/// As many paragraphs, lists, tables and links to quotations as a page of a news site has: about 45 tags
/// in 4 kB. Pictures are left out, for pandoc would fetch them.
fn body(random: &mut Random, index: usize) -> String {
    let mut out = String::new();
    if random.below(6) == 0 {
        let _ = write!(out, "> {}\n\n", sentence(random));
    }
    for _ in 0..random.pick(&[1, 2, 3, 4, 5, 6, 8, 10, 14, 20]) {
        match random.below(100) {
            0..6 => {
                let _ = write!(out, "<p><strong>{}</strong></p>", clause(random, 8));
            }
            6..8 => table(random, &mut out),
            8..10 => list(random, &mut out),
            10..13 => {
                let (text, rest) = (paragraph(random), sentence(random));
                let _ = write!(out, "<p>{text}<br />{rest}</p>");
            }
            _ => {
                let _ = write!(out, "<p>{}</p>", paragraph(random));
            }
        }
        out.push_str("\n ");
    }
    let _ = write!(
        out,
        "<p class=\"em_media\">（文章来源：样本日报）</p>\n\n<https://news.example.com/share?code={index}>\n\n\
         [返回新闻](//news.example.com/category/caijing.html)｜[返回首页](//news.example.com/)\n"
    );
    out
}

fn table(random: &mut Random, out: &mut String) {
    let columns = 2 + random.below(4);
    out.push_str("<table border=\"1\" cellspacing=\"0\" width=\"100%\"><tbody>");
    for _ in 0..3 + random.below(7) {
        let _ = write!(out, "<tr><td>{}</td>", random.pick(&PLACES));
        for _ in 1..columns {
            let (whole, part) = (random.below(1000), random.below(100));
            let _ = write!(out, "<td>{whole}.{part:02}</td>");
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table>");
}

fn list(random: &mut Random, out: &mut String) {
    out.push_str("<ul>");
    for _ in 0..2 + random.below(5) {
        let _ = write!(out, "<li>{}</li>", sentence(random));
    }
    out.push_str("</ul>");
}

/// Up to seven sentences, one of seven about a company: its name is a link to what it costs.
fn paragraph(random: &mut Random) -> String {
    let mut out = String::new();
    for _ in 0..1 + random.below(7) {
        if random.below(7) == 0 {
            company(random, &mut out);
        }
        out.push_str(&sentence(random));
    }
    out
}

fn company(random: &mut Random, out: &mut String) {
    let number = 1 + random.below(699_999);
    let name = [random.pick(&PLACES), random.pick(&WORDS)].concat();
    let address = format!("http://quote.example.com/unify/r/1.{number:06}");
    let _ = if random.below(5) < 3 {
        write!(
            out,
            "<span id=\"stock_1.{number:06}\"><a href=\"{address}\" class=\"keytip\" \
             data-code=\"1,{number:06}\">{name}</a></span><span id=\"quote_1.{number:06}\"></span>"
        )
    } else {
        write!(
            out,
            "<span web=\"1\" href=\"{address}\" class=\"em_stock_key_common\" \
             data-code=\"1,{number:06}\">{name}</span>"
        )
    };
}

fn sentence(random: &mut Random) -> String {
    let mut clauses = Vec::new();
    for _ in 0..1 + random.below(4) {
        let words = 3 + random.below(7);
        clauses.push(clause(random, words));
    }
    clauses.join("，") + "。"
}

fn clause(random: &mut Random, words: usize) -> String {
    let mut out = String::new();
    for _ in 0..words {
        if random.below(20) < 7 {
            // Rarer characters, so that the text packs about as well as real text does.
            out.extend(
                (0..2).filter_map(|_| char::from_u32(0x4e00 + 13 * random.below(1600) as u32)),
            );
        } else {
            out.push_str(random.pick(&WORDS));
        }
    }
    out
}

/// Marsaglia's xorshift, after a multiplication that tells neighbouring seeds apart.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        let mut x = self.0.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        self.0 = x;
        (x >> 33) as usize % bound
    }

    fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }
}
