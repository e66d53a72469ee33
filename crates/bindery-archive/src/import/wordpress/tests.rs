use bindery_model::Source as _;

use crate::{Archive, Options, from_bytes};

const EXPORT: &str = r#"<?xml version="1.0" encoding="UTF-8" ?>
<!-- This is a WordPress eXtended RSS file -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Shed &amp; co</title><link>https://shed.example</link><description>About</description><language>en-GB</language>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://shed.example</wp:base_blog_url>
<wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[ada]]></wp:author_login><wp:author_email><![CDATA[ada@shed.example]]></wp:author_email>
<wp:author_display_name><![CDATA[Ada Thorne]]></wp:author_display_name></wp:author>
<item><title><![CDATA[Beans &amp; <em>peas</em>]]></title><link>https://shed.example/2024/03/beans/</link><dc:creator><![CDATA[ada]]></dc:creator>
<guid isPermaLink="false">https://shed.example/?p=5</guid>
<content:encoded><![CDATA[First <b>line</b>
second line

[caption id="a" width="3"]<img src="/wp-content/bean.jpg" alt="bean" /> A bean[/caption]
<!--more-->
See <a href="https://shed.example/?page_id=6">us</a> [box]inside[/box].
]]></content:encoded><excerpt:encoded><![CDATA[Short]]></excerpt:encoded>
<wp:post_id>5</wp:post_id><wp:post_date><![CDATA[2024-03-10 08:00:00]]></wp:post_date><wp:post_date_gmt><![CDATA[2024-03-10 07:00:00]]></wp:post_date_gmt>
<wp:post_modified><![CDATA[2024-07-01 10:00:00]]></wp:post_modified><wp:post_modified_gmt><![CDATA[2024-07-01 08:00:00]]></wp:post_modified_gmt>
<wp:post_name><![CDATA[beans]]></wp:post_name><wp:status><![CDATA[publish]]></wp:status><wp:post_type><![CDATA[post]]></wp:post_type>
<category domain="category" nicename="r-d"><![CDATA[R&amp;D]]></category><category domain="post_tag" nicename="bean"><![CDATA[bean tag]]></category>
<wp:postmeta><wp:meta_key><![CDATA[_thumbnail_id]]></wp:meta_key><wp:meta_value><![CDATA[7]]></wp:meta_value></wp:postmeta>
<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_content><![CDATA[<item>no item</item>]]></wp:comment_content></wp:comment></item>
<item><title>About</title><link>https://shed.example/?page_id=6</link><content:encoded><![CDATA[<!-- wp:paragraph --><p>Us</p><!-- /wp:paragraph -->]]></content:encoded>
<wp:post_id>6</wp:post_id><wp:post_date>2024-01-01 00:00:00</wp:post_date><wp:status>publish</wp:status><wp:post_type>page</wp:post_type></item>
<item><title>bean</title><wp:post_id>7</wp:post_id><wp:status>inherit</wp:status><wp:post_type>attachment</wp:post_type>
<wp:attachment_url><![CDATA[https://shed.example/wp-content/bean.jpg]]></wp:attachment_url></item>
<item><title>Not yet</title><wp:post_id>8</wp:post_id><wp:post_date>2024-05-01 00:00:00</wp:post_date><wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>
<wp:status>draft</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>Mine</title><wp:post_id>9</wp:post_id><wp:status>private</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>Gone</title><wp:post_id>10</wp:post_id><wp:status>trash</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>Soon</title><wp:post_id>11</wp:post_id><wp:post_date>2999-01-01 00:00:00</wp:post_date><wp:post_date_gmt>2999-01-01 00:00:00</wp:post_date_gmt><wp:status>future</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>Rake</title><link>https://shed.example/tool/rake/</link><wp:post_id>12</wp:post_id><wp:post_date>2024-02-01 00:00:00</wp:post_date><wp:status>publish</wp:status><wp:post_type>tool</wp:post_type></item>
</channel></rss>"#;

fn open(change: impl FnOnce(&mut Options)) -> Archive {
    let mut options = Options::default();
    change(&mut options);
    from_bytes("export.xml", EXPORT.as_bytes().to_vec(), &options).unwrap()
}

fn titles(archive: &Archive) -> Vec<&str> {
    archive
        .entries()
        .iter()
        .map(|entry| entry.meta.title.as_str())
        .collect()
}

#[test]
fn an_export_is_a_site_with_posts() {
    let archive = open(|_| {});
    let site = archive.site();
    assert_eq!(
        (site.kind.as_str(), site.title.as_str()),
        ("wordpress", "Shed & co")
    );
    assert_eq!(site.url.as_deref(), Some("https://shed.example"));
    assert_eq!(titles(&archive), ["Beans & peas"]);
    let facts = archive.facts();
    assert_eq!(
        (
            facts.drafts,
            facts.unpublished,
            facts.future,
            facts.other_collections
        ),
        (1, 1, 1, 2)
    );
    let note = archive.diagnostics()[0].to_string();
    assert_eq!(
        note,
        "note: left out of the export: 1 comment, 1 post in the trash [wordpress.left-out]"
    );
}

#[test]
fn a_post_keeps_what_wordpress_knows_of_it() {
    let archive = open(|_| {});
    let parsed = archive.read(&archive.entries()[0]).unwrap();
    let (post, meta) = (&parsed.post, &parsed.post.meta);
    assert_eq!((&*meta.url, &*meta.slug), ("/2024/03/beans/", "beans"));
    assert_eq!(
        meta.details.id.as_deref(),
        Some("https://shed.example/?p=5")
    );
    assert_eq!(meta.date.unwrap().to_string(), "2024-03-10T08:00:00+01:00");
    assert_eq!(
        meta.details.updated.unwrap().to_string(),
        "2024-07-01T10:00:00+02:00"
    );
    assert_eq!(
        (
            meta.authors[0].name.as_str(),
            meta.authors[0].email.as_deref()
        ),
        ("Ada Thorne", Some("ada@shed.example"))
    );
    assert_eq!(
        (&meta.categories[..], &meta.tags[..]),
        (&["R&D".to_owned()][..], &["bean tag".to_owned()][..])
    );
    assert_eq!(meta.details.description.as_deref(), Some("Short"));
    assert!(
        format!("{:?}", meta.details.image).contains("https://shed.example/wp-content/bean.jpg")
    );
    let blocks = format!("{:?}", post.blocks);
    assert!(
        blocks.contains("Post { path: \"export.xml/2.html\""),
        "{blocks}"
    );
    assert!(
        blocks.contains("WebAddress(\"https://shed.example/wp-content/bean.jpg\")"),
        "{blocks}"
    );
    let text = bindery_model::Block::text_of(&post.blocks);
    assert_eq!(
        text.trim(),
        "First line\nsecond line\nA bean\nSee us inside."
    );
    let excerpt = bindery_model::Block::text_of(post.excerpt.as_deref().unwrap());
    assert_eq!(excerpt.trim(), "First line\nsecond line\nA bean");
    let told = parsed.diagnostics[0].to_string();
    assert_eq!(
        told,
        "export.xml:9:1: warning: the shortcode [box] is not known [wordpress.shortcode]"
    );
}

#[test]
fn pages_and_other_kinds_are_collections() {
    let archive = open(|options| options.collections = vec!["pages".to_owned(), "tool".to_owned()]);
    assert_eq!(titles(&archive), ["About", "Rake"]);
    let archive = open(|options| (options.drafts, options.future) = (Some(true), Some(true)));
    assert_eq!(titles(&archive), ["Beans & peas", "Not yet", "Soon"]);
}

/// The first post of an export that has one item with these parts.
fn one(parts: &str) -> (Archive, bindery_model::Meta) {
    let item = format!(
        "<item><title>One</title><link>https://shed.example/one/</link><dc:creator>ada</dc:creator>\
         <wp:post_date>2024-03-10 08:00:00</wp:post_date><wp:post_type>post</wp:post_type>{parts}</item>"
    );
    let (head, _) = EXPORT.split_once("<item>").unwrap();
    let options = Options {
        drafts: Some(true),
        ..Options::default()
    };
    let text = format!("{head}{item}</channel></rss>");
    let archive = from_bytes("export.xml", text.into_bytes(), &options).unwrap();
    let entry = archive.entries().first();
    let meta = entry.map(|entry| archive.read(entry).unwrap().post.meta);
    (archive, meta.unwrap_or_default())
}

#[test]
fn terms_of_other_taxonomies_are_tags_and_are_not_mixed_up() {
    let (_, meta) = one(
        r#"<category domain="category" nicename="a">A</category><category domain="genre" nicename="e"><![CDATA[Es&amp;say]]></category>
        <category domain="genre" nicename="p">Poem</category><category domain="post_tag" nicename="poem">Poem</category>
        <category domain="nav_menu" nicename="m">Menu</category><category domain="post_format" nicename="post-format-quote">Quote</category>
        <category domain="language" nicename="pt_br">Portuguese</category>
        <category domain="author" nicename="cap-bo">Bo &amp; co</category><category domain="author" nicename="cap-jo">Jo</category>"#,
    );
    assert_eq!(*meta.categories, ["A"]);
    assert_eq!(*meta.tags, ["Es&say", "Poem"]);
    assert_eq!(
        meta.extra["taxonomies"],
        serde_json::json!({"genre": ["Es&say", "Poem"]})
    );
    assert_eq!(meta.extra["format"], "quote");
    assert_eq!(meta.language.as_deref(), Some("pt-BR"));
    let authors: Vec<_> = meta.authors.iter().map(|author| &author.name).collect();
    assert_eq!(authors, ["Bo & co", "Jo"]);
}

#[test]
fn what_visitors_do_not_see_is_not_published() {
    for (status, shown, unpublished) in [
        ("publish", 1, 0),
        ("", 1, 0),
        ("draft", 1, 0),
        ("pending", 1, 0),
        ("inherit", 1, 0),
        ("private", 0, 1),
        ("wc-hidden", 0, 1),
        ("trash", 0, 0),
        ("auto-draft", 0, 0),
    ] {
        let parts = format!("<wp:status><![CDATA[{status}]]></wp:status>");
        // A second post, so that there is one.
        let both = format!("{parts}</item><item><title>B</title><wp:post_type>post</wp:post_type>");
        let (archive, _) = one(&both);
        let found = (archive.entries().len() - 1, archive.facts().unpublished);
        assert_eq!(found, (shown, unpublished), "{status:?}");
    }
    let (archive, _) = one(
        "<wp:status>publish</wp:status><wp:post_password>x</wp:post_password></item>\
         <item><title>B</title><wp:post_type>post</wp:post_type>",
    );
    assert_eq!(archive.facts().unpublished, 1);
}

#[test]
fn a_picture_is_described_as_its_editor_did() {
    let (head, items) = EXPORT.split_once("<item>").unwrap();
    let alt = "<wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key>\
               <wp:meta_value><![CDATA[A runner bean]]></wp:meta_value></wp:postmeta>";
    let items = items.replace(
        "<wp:post_id>7</wp:post_id>",
        &format!("<wp:post_id>7</wp:post_id>{alt}"),
    );
    let items = items.replace("[box]inside[/box]", "[gallery ids=\"7\"]");
    let text = format!("{head}<item>{items}");
    let archive = from_bytes("export.xml", text.into_bytes(), &Options::default()).unwrap();
    let blocks = format!(
        "{:?}",
        archive.read(&archive.entries()[0]).unwrap().post.blocks
    );
    assert!(blocks.contains("A runner bean"), "{blocks}");
}

#[test]
fn galleries_old_text_and_kept_blocks_are_filled_in() {
    let parts = |content: &str| {
        format!(
            "<wp:post_id>5</wp:post_id><content:encoded><![CDATA[{content}]]></content:encoded></item>\
             <item><title>b</title><wp:post_id>21</wp:post_id><wp:post_parent>5</wp:post_parent><wp:menu_order>2</wp:menu_order>\
             <wp:post_type>attachment</wp:post_type><wp:attachment_url>https://shed.example/b.jpg</wp:attachment_url></item>\
             <item><title>a</title><wp:post_id>22</wp:post_id><wp:post_parent>5</wp:post_parent><wp:menu_order>1</wp:menu_order>\
             <wp:post_type>attachment</wp:post_type><wp:attachment_url>https://shed.example/a.jpg</wp:attachment_url></item>\
             <item><title>song</title><wp:post_id>23</wp:post_id><wp:post_parent>5</wp:post_parent>\
             <wp:post_type>attachment</wp:post_type><wp:attachment_url>https://shed.example/s.mp3</wp:attachment_url></item>\
             <item><title>Kept</title><wp:post_id>99</wp:post_id><wp:post_type>wp_block</wp:post_type>\
             <content:encoded><![CDATA[<!-- wp:paragraph --><p>Kept once.</p><!-- /wp:paragraph -->]]></content:encoded>"
        )
    };
    let content = "[gallery columns=\"2\"]\n[playlist ids=\"23\"]\n\
        <!-- wp:block {\"ref\":99} /-->\n<!-- wp:freeform -->\none\n\ntwo\n<!-- /wp:freeform -->";
    let (archive, _) = one(&parts(content));
    let post = archive.read(&archive.entries()[0]).unwrap().post;
    let blocks = format!("{:?}", post.blocks);
    let at = |text: &str| {
        blocks
            .find(text)
            .unwrap_or_else(|| panic!("{text}: {blocks}"))
    };
    assert!(
        at("a.jpg") < at("b.jpg") && at("b.jpg") < at("s.mp3"),
        "{blocks}"
    );
    assert!(
        blocks.contains("Media") || blocks.contains("Audio"),
        "{blocks}"
    );
    let text = bindery_model::Block::text_of(&post.blocks);
    assert!(text.ends_with("Kept once.\none\ntwo"), "{text}");
}

#[test]
fn formulas_and_footnotes_of_blocks_are_what_they_are() {
    let content = "<p>a $latex x^2$ b [latex]y[/latex]<sup data-fn=\"f1\" class=\"fn\"><a href=\"#f1\" id=\"f1-link\">1</a></sup></p>\
        <ol class=\"wp-block-footnotes\"><li id=\"f1\">Note. <a href=\"#f1-link\">\u{21a9}</a></li></ol>";
    let item = format!(
        "<item><title>One</title><content:encoded><![CDATA[{content}]]></content:encoded>\
         <wp:post_date>2024-02-01 00:00:00</wp:post_date><wp:status>publish</wp:status>\
         <wp:post_type>post</wp:post_type></item>"
    );
    let (head, _) = EXPORT.split_once("<item>").unwrap();
    let export = format!("{head}{item}</channel></rss>");
    let archive = from_bytes("a.xml", export.into_bytes(), &Options::default()).unwrap();
    let post = archive.read(&archive.entries()[0]).unwrap().post;
    assert_eq!(post.footnotes.len(), 1);
    assert_eq!(
        bindery_model::Block::text_of(&post.footnotes[0].blocks),
        "Note."
    );
    let blocks = serde_json::to_string(&post.blocks).unwrap();
    assert_eq!(blocks.matches("\"math\"").count(), 2, "{blocks}");
}

#[test]
fn a_post_that_waits_is_not_shown_before_its_day() {
    let waiting = |dates: &str| {
        let item = format!(
            "<item><title>One</title><link>https://shed.example/one/</link>\
             <wp:status>future</wp:status><wp:post_type>post</wp:post_type>{dates}</item>"
        );
        let (head, _) = EXPORT.split_once("<item>").unwrap();
        let text = format!("{head}{item}</channel></rss>");
        let archive = from_bytes("export.xml", text.into_bytes(), &Options::default());
        archive.is_ok_and(|archive| archive.entries().is_empty())
    };
    assert!(waiting(
        "<wp:post_date_gmt>2999-01-01 00:00:00</wp:post_date_gmt>"
    ));
    assert!(waiting(
        "<pubDate>Mon, 30 Nov -0001 00:00:00 +0000</pubDate>"
    ));
    assert!(!waiting("<wp:post_date>2001-01-01 00:00:00</wp:post_date>"));
}

#[test]
fn posts_that_share_an_id_are_all_kept() {
    let item = |title: &str, day: u8| {
        format!(
            "<item><title>{title}</title><guid isPermaLink='false'>https://shed.example/?p=5</guid>\
             <content:encoded>Text of {title}</content:encoded><wp:post_id>5</wp:post_id>\
             <wp:post_date>2024-02-0{day} 00:00:00</wp:post_date><wp:status>publish</wp:status>\
             <wp:post_type>post</wp:post_type></item>"
        )
    };
    let (head, _) = EXPORT.split_once("<item>").unwrap();
    let items = [item("Rake", 1), item("Hoe", 2), item("Hoe", 3)].concat();
    let export = format!("{head}{items}</channel></rss>");
    let archive = from_bytes("a.xml", export.into_bytes(), &Options::default()).unwrap();
    assert_eq!(titles(&archive), ["Rake", "Hoe"]);
    let found = archive.diagnostics().iter();
    let told: Vec<_> = found
        .filter(|found| found.code == "feed.same-entry")
        .collect();
    assert_eq!(
        told[0].message,
        "an entry is there twice; the newer one is kept"
    );
}
