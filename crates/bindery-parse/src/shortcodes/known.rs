//! The shortcodes that Hugo has, and those that many themes have.
use super::Call;
use crate::ParseOptions;
use crate::liquid::escape;
use crate::markdown::to_html;

/// What a shortcode that is known stands for.
pub(super) fn html(call: &Call<'_>, options: &ParseOptions<'_>) -> Option<String> {
    let argument = |name: &str, place: usize| call.argument(name, place).map(escape);
    let link = |address: String| format!("<a href=\"{address}\">{address}</a>");
    let frame = |address: String| match argument("title", 9) {
        Some(title) => format!("<iframe src=\"{address}\" title=\"{title}\"></iframe>"),
        None => format!("<iframe src=\"{address}\"></iframe>"),
    };
    Some(match call.name {
        "figure" | "img" | "image" => {
            let source = call.argument("src", 0).or(call.argument("path", 0))?;
            let named = options.templates.and_then(|site| site.resource(source));
            let source = escape(named.as_deref().unwrap_or(source));
            let alt = argument("alt", 1)
                .or_else(|| argument("caption", 9))
                .unwrap_or_default();
            let image = format!("<img src=\"{source}\" alt=\"{alt}\">");
            let image = match argument("link", 9) {
                Some(link) => format!("<a href=\"{link}\">{image}</a>"),
                None => image,
            };
            let title = argument("title", 9).map(|title| format!("<h4>{title}</h4>"));
            let caption = call.argument("caption", 9);
            let caption = caption.map(|caption| to_html(caption, options.dialect));
            let mut caption = caption.unwrap_or_default().trim_end().to_owned();
            // Whom the picture is from.
            if let Some(from) = argument("attr", 9) {
                let from = match argument("attrlink", 9) {
                    Some(address) => format!("<a href=\"{address}\">{from}</a>"),
                    None => from,
                };
                caption = match caption.strip_suffix("</p>") {
                    Some(open) => format!("{open} {from}</p>"),
                    None => format!("<p>{from}</p>"),
                };
            }
            let inner = title.unwrap_or_default() + &caption;
            match inner.is_empty() {
                true => format!("<figure>{image}</figure>"),
                false => format!("<figure>{image}<figcaption>{inner}</figcaption></figure>"),
            }
        }
        "youtube" => frame(format!(
            "https://www.youtube.com/embed/{}",
            argument("id", 0)?
        )),
        "vimeo" => frame(format!(
            "https://player.vimeo.com/video/{}",
            argument("id", 0)?
        )),
        "streamable" => frame(format!("https://streamable.com/e/{}", argument("id", 0)?)),
        "gist" if call.argument("url", 9).is_some() => link(argument("url", 9)?),
        "gist" => {
            let (user, id) = (argument("user", 0)?, argument("id", 1)?);
            link(format!("https://gist.github.com/{user}/{id}"))
        }
        "tweet" | "x" | "twitter" => {
            let user = argument("user", 9).unwrap_or_else(|| "i".to_owned());
            link(format!(
                "https://x.com/{user}/status/{}",
                argument("id", 0)?
            ))
        }
        "instagram" => link(format!(
            "https://www.instagram.com/p/{}/",
            argument("id", 0)?
        )),
        "ref" | "relref" => argument("path", 0)?,
        "details" => {
            let named = call.argument("summary", 0).or(call.argument("title", 9));
            let summary = named.unwrap_or("Details");
            let summary = to_html(summary, options.dialect);
            let inner = summary.trim().strip_prefix("<p>");
            let inner = inner.and_then(|inner| inner.strip_suffix("</p>"));
            let summary = inner.unwrap_or(&summary);
            format!("<details><summary>{summary}</summary>\n\n")
        }
        "qr" => link(argument("text", 0)?),
        "iframe" => frame(argument("src", 0)?),
        _ => return None,
    })
}
