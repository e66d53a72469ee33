//! Puts posts into a book that the `epub-builder` crate makes, beside a chapter of its own.
#![forbid(unsafe_code)]

use bindery_model::{Block, Inline, Post, Posts, Site};
use epub_builder::{EpubBuilder, EpubContent, ZipLibrary};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut post = Post::default();
    post.meta.title = "A post".into();
    post.blocks
        .push(Block::paragraph(vec![Inline::text("What the post says.")]));
    let source = Posts::new(Site::default(), vec![post]);

    let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
    builder.metadata("title", "A book of mine")?;
    let preface = "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>Preface</title></head>\
                   <body><p>Before the posts.</p></body></html>";
    builder.add_content(EpubContent::new("preface.xhtml", preface.as_bytes()).title("Preface"))?;
    let report = bindery_epub::add_to_builder(&source, &Default::default(), &mut builder)?;

    let mut book = Vec::new();
    builder.generate(&mut book)?;
    println!("{} post in a book of {} bytes", report.posts, book.len());
    Ok(())
}
