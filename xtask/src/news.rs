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
            2021 + day / (12 * DAYS_PER_MONTH),
            day / DAYS_PER_MONTH % 12 + 1,
        );
        let date = format!("{year:04}-{month:02}-{:02}", day % DAYS_PER_MONTH + 1);
        let minute = index % POSTS_PER_DAY;
        let title = sentence(&mut random, 4);
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

fn body(random: &mut Random, index: usize) -> String {
    let mut out = String::new();
    for _ in 0..3 + random.below(10) {
        match random.below(20) {
            0 => table(random, &mut out),
            1 => {
                let _ = write!(out, "<p><strong>{}</strong></p>\n ", sentence(random, 5));
            }
            2 => {
                let number = random.below(1_000_000);
                let _ = write!(
                    out,
                    "<p><span id=\"stock_{number}\"><a href=\"https://quote.example.com/{number}\" \
                     class=\"keytip\" data-code=\"1,{number}\">{}</a></span>{}</p>\n ",
                    random.pick(&PLACES),
                    paragraph(random)
                );
            }
            _ => {
                let _ = write!(out, "<p>{}</p>\n ", paragraph(random));
            }
        }
    }
    let _ = write!(
        out,
        "<p class=\"em_media\">（文章来源：样本日报）</p>\n\n<https://news.example.com/share?code={index}>\n\n\
         [返回新闻](//news.example.com/category/caijing.html)｜[返回首页](//news.example.com/)\n"
    );
    out
}

fn table(random: &mut Random, out: &mut String) {
    out.push_str("<table border=\"1\" width=\"100%\"><tbody>");
    for _ in 0..2 + random.below(6) {
        let _ = write!(
            out,
            "<tr><td>{}</td><td>{}.{:02}</td></tr>",
            random.pick(&PLACES),
            random.below(900),
            random.below(100)
        );
    }
    out.push_str("</tbody></table>\n ");
}

fn paragraph(random: &mut Random) -> String {
    (0..2 + random.below(5))
        .map(|_| {
            let words = 6 + random.below(14);
            sentence(random, words) + "。"
        })
        .collect()
}

fn sentence(random: &mut Random, words: usize) -> String {
    let mut out = String::new();
    for word in 0..words {
        if word > 0 && random.below(6) == 0 {
            out.push('，');
        }
        if random.below(3) == 0 {
            // Rarer characters, so that the text packs about as well as real text does.
            let point = 0x4e00 + random.below(3000) as u32;
            out.extend(char::from_u32(point));
        }
        out.push_str(random.pick(&WORDS));
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

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }
}
