//! The model in a short notation for tests: `p[text em[more]]`, with attributes as
//! `p#id.class@lang[…]`. Line ends of the source are shown as `↵`.
use bindery_model::{
    Alignment, Attributes, Block, BlockKind, Cell, Direction, Image, Inline, ListItem, ListKind,
    Media, Numbering, Post, Role, Row, Share, Style, Target,
};

/// A post's blocks, one for each line, and its footnotes.
pub(crate) fn of_post(post: &Post) -> String {
    let mut lines: Vec<String> = post.blocks.iter().map(block).collect();
    for footnote in &post.footnotes {
        lines.push(format!(
            "note {}{}",
            footnote.label,
            blocks(&footnote.blocks)
        ));
    }
    lines.join("\n")
}

fn blocks(list: &[Block]) -> String {
    format!("[{}]", list.iter().map(block).collect::<Vec<_>>().join(" "))
}

fn block(block: &Block) -> String {
    let attributes = attributes(block.attributes.as_deref());
    match &block.kind {
        BlockKind::Paragraph { content } => format!("p{attributes}{}", inlines(content)),
        BlockKind::Plain { content } => format!("plain{attributes}{}", inlines(content)),
        BlockKind::Heading { level, content } => {
            format!("h{level}{attributes}{}", inlines(content))
        }
        BlockKind::List { kind, items } => {
            let items: Vec<String> = items.iter().map(item).collect();
            format!("{}{attributes}[{}]", list(kind), items.join(" "))
        }
        BlockKind::DefinitionList { items } => {
            let groups: Vec<String> = items
                .iter()
                .flat_map(|item| {
                    let terms = item.terms.iter().map(|term| format!("dt{}", inlines(term)));
                    let definitions = item.definitions.iter();
                    terms.chain(definitions.map(|list| format!("dd{}", blocks(list))))
                })
                .collect();
            format!("dl{attributes}[{}]", groups.join(" "))
        }
        BlockKind::Quote { blocks: list } => format!("quote{attributes}{}", blocks(list)),
        BlockKind::Code {
            language, content, ..
        } => {
            let language = language
                .as_ref()
                .map(|l| format!("={l}"))
                .unwrap_or_default();
            format!("pre{language}{attributes}{}", inlines(content))
        }
        BlockKind::Table(table) => {
            let mut parts = Vec::new();
            if !table.caption.is_empty() {
                parts.push(format!("caption{}", blocks(&table.caption)));
            }
            if !table.head.is_empty() {
                parts.push(format!("head[{}]", rows(&table.head)));
            }
            parts.extend(
                table
                    .bodies
                    .iter()
                    .map(|body| format!("body[{}]", rows(body))),
            );
            if !table.foot.is_empty() {
                parts.push(format!("foot[{}]", rows(&table.foot)));
            }
            format!("table{attributes}[{}]", parts.join(" "))
        }
        BlockKind::Figure {
            blocks: list,
            caption,
            caption_above,
        } => {
            let caption = if caption.is_empty() {
                String::new()
            } else {
                format!(" caption{}", blocks(caption))
            };
            match caption_above {
                true => format!("figure{attributes}{caption} {}", blocks(list)),
                false => format!("figure{attributes}{}{caption}", blocks(list)),
            }
        }
        BlockKind::Rule => format!("hr{attributes}"),
        BlockKind::Division { role, blocks: list } => {
            format!("{}{attributes}{}", role_name(*role), blocks(list))
        }
        BlockKind::Details {
            summary,
            blocks: list,
        } => format!("details{attributes}{} {}", inlines(summary), blocks(list)),
        BlockKind::Math(formula) => format!("math{attributes}[{}]", formula.text()),
    }
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Plain => "div",
        Role::Section => "section",
        Role::Article => "article",
        Role::Aside => "aside",
        Role::Navigation => "nav",
        Role::Header => "header",
        Role::Footer => "footer",
        Role::Address => "address",
        Role::Verse => "verse",
    }
}

fn list(kind: &ListKind) -> String {
    let ListKind::Ordered {
        start,
        numbering,
        reversed,
    } = kind
    else {
        return "ul".to_owned();
    };
    let sign = match numbering {
        Numbering::Decimal => "1",
        Numbering::LowerAlpha => "a",
        Numbering::UpperAlpha => "A",
        Numbering::LowerRoman => "i",
        Numbering::UpperRoman => "I",
    };
    match (start, sign, reversed) {
        (1, "1", false) => "ol".to_owned(),
        (start, sign, reversed) => {
            format!("ol({start}{sign}{})", if *reversed { "-" } else { "" })
        }
    }
}

fn item(item: &ListItem) -> String {
    let checked = match item.checked {
        Some(true) => "x",
        Some(false) => "o",
        None => "",
    };
    let value = item
        .value
        .map(|value| format!("={value}"))
        .unwrap_or_default();
    let attributes = attributes(item.attributes.as_deref());
    format!("li{checked}{value}{attributes}{}", blocks(&item.blocks))
}

fn rows(rows: &[Row]) -> String {
    let rows: Vec<String> = rows
        .iter()
        .map(|row| {
            let cells: Vec<String> = row.cells.iter().map(cell).collect();
            format!(
                "tr{}[{}]",
                attributes(row.attributes.as_deref()),
                cells.join(" ")
            )
        })
        .collect();
    rows.join(" ")
}

fn cell(cell: &Cell) -> String {
    let spans = match (cell.column_span, cell.row_span) {
        (1, 1) => String::new(),
        (columns, rows) => format!("({columns}x{rows})"),
    };
    let alignment = match cell.alignment {
        Some(Alignment::Left) => "<",
        Some(Alignment::Center) => "^",
        Some(Alignment::Right) => ">",
        None => "",
    };
    let name = if cell.header { "th" } else { "td" };
    let attributes = attributes(cell.attributes.as_deref());
    format!(
        "{name}{spans}{alignment}{attributes}{}",
        blocks(&cell.blocks)
    )
}

fn attributes(attributes: Option<&Attributes>) -> String {
    let Some(attributes) = attributes else {
        return String::new();
    };
    let id = attributes.id.iter().map(|id| format!("#{id}"));
    let classes = attributes.classes.iter().map(|class| format!(".{class}"));
    let language = attributes.language.iter().map(|tag| format!("@{tag}"));
    let direction = attributes.direction.iter().map(|direction| {
        match direction {
            Direction::Ltr => "→",
            Direction::Rtl => "←",
            Direction::Auto => "↔",
        }
        .to_owned()
    });
    let cite = attributes
        .cite
        .iter()
        .map(|cite| format!("<{}>", target(cite)));
    id.chain(classes)
        .chain(language)
        .chain(direction)
        .chain(cite)
        .collect()
}

fn inlines(list: &[Inline]) -> String {
    let mut text = String::from("[");
    for (index, part) in list.iter().enumerate() {
        // Two texts side by side would be a fault.
        if index > 0
            && matches!(
                (&list[index - 1], part),
                (Inline::Text { .. }, Inline::Text { .. })
            )
        {
            text.push('|');
        }
        text.push_str(&inline(part));
    }
    text + "]"
}

fn inline(inline: &Inline) -> String {
    match inline {
        Inline::Text { text } => text.replace('\n', "↵").replace('\u{a0}', "⍽"),
        Inline::Styled {
            style,
            attributes: list,
            content,
        } => format!(
            "{}{}{}",
            style_name(style),
            attributes(list.as_deref()),
            inlines(content)
        ),
        Inline::Link {
            target: to,
            title,
            attributes: list,
            content,
        } => {
            let title = title
                .as_ref()
                .map(|t| format!(" \"{t}\""))
                .unwrap_or_default();
            format!(
                "a{}({}{title}){}",
                attributes(list.as_deref()),
                target(to),
                inlines(content)
            )
        }
        Inline::Image(image) => picture(image),
        Inline::Media(media) => recording(media),
        Inline::LineBreak => "¶".to_owned(),
        Inline::WordBreak => "¦".to_owned(),
        Inline::Ruby { segments } => {
            let segments: Vec<String> = segments
                .iter()
                .map(|segment| {
                    format!("{}{}", inlines(&segment.base), inlines(&segment.annotation))
                })
                .collect();
            format!("ruby[{}]", segments.join(" "))
        }
        Inline::Math(formula) => format!("math[{}]", formula.text()),
        Inline::FootnoteReference { footnote } => format!("note({footnote})"),
    }
}

fn style_name(style: &Style) -> String {
    match style {
        Style::Emphasis => "em",
        Style::Strong => "strong",
        Style::Italic => "i",
        Style::Bold => "b",
        Style::Underline => "u",
        Style::Small => "small",
        Style::Big => "big",
        Style::Mark => "mark",
        Style::Strikethrough => "s",
        Style::Deleted => "del",
        Style::Inserted => "ins",
        Style::Subscript => "sub",
        Style::Superscript => "sup",
        Style::Code => "code",
        Style::Keyboard => "kbd",
        Style::Sample => "samp",
        Style::Variable => "var",
        Style::Citation => "cite",
        Style::Quotation => "q",
        Style::Definition => "dfn",
        Style::Abbreviation(long) => return format!("abbr({long})"),
        Style::Time(machine) => return format!("time({machine})"),
        Style::Span => "span",
    }
    .to_owned()
}

fn target(target: &Target) -> String {
    match target {
        Target::Web { address } => address.to_string(),
        Target::Fragment { fragment } => format!("#{fragment}"),
        Target::Drawing { svg } => svg.clone(),
        Target::Post { url, .. } | Target::Resource { url, .. } | Target::Site { url } => {
            url.clone()
        }
    }
}

fn picture(image: &Image) -> String {
    let alt = image
        .alt
        .as_ref()
        .map(|alt| format!(" \"{alt}\""))
        .unwrap_or_default();
    let share = match image.share {
        Some(Share::Line(percent)) => format!(" {percent}%"),
        Some(Share::Picture(percent)) => format!(" zoom {percent}%"),
        None => String::new(),
    };
    let size = match (image.width, image.height) {
        (None, None) => String::new(),
        (width, height) => format!(" {}x{}", width.unwrap_or(0), height.unwrap_or(0)),
    };
    let sizes = image.sizes.iter();
    let sizes: Vec<String> = sizes
        .map(|size| format!(" {}={}", size.descriptor, target(&size.target)))
        .collect();
    let attributes = attributes(image.attributes.as_deref());
    format!(
        "img{attributes}({}{alt}{size}{share}{})",
        target(&image.target),
        sizes.concat()
    )
}

fn recording(media: &Media) -> String {
    let sources: Vec<String> = media.sources.iter().map(target).collect();
    let kind = format!("{:?}", media.kind).to_lowercase();
    let attributes = attributes(media.attributes.as_deref());
    format!(
        "{kind}{attributes}({}){}",
        sources.join(" "),
        inlines(&media.fallback)
    )
}
