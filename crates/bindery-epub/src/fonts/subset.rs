//! A font with some of its characters. Skera cuts all tables but the outlines of CFF, which
//! subsetter cuts, with the glyphs in the same order.
use read_fonts::collections::IntSet;
use read_fonts::types::{NameId, Tag};
use read_fonts::{FontRef, TableProvider};
use skera::{DEFAULT_LAYOUT_FEATURES, Plan, SubsetFlags, subset_font};
use subsetter::GlyphRemapper;
use write_fonts::FontBuilder;

use crate::characters::Characters;

const CFF: Tag = Tag::new(b"CFF ");

/// Tables that no reader asks for, or that say of all glyphs what is true of few.
const DROPPED: [&[u8; 4]; 16] = [
    b"DSIG", b"EBDT", b"EBLC", b"EBSC", b"JSTF", b"LTSH", b"PCLT", b"VDMX", b"hdmx", b"kern",
    b"kerx", b"meta", b"mort", b"morx", b"Silf", b"Sill",
];

/// The font with the glyphs of these characters, and those that they become together.
pub(super) fn subset(bytes: &[u8], index: u32, characters: &Characters) -> Result<Vec<u8>, String> {
    let font = FontRef::from_index(bytes, index).map_err(|error| error.to_string())?;
    if font.cff2().is_ok() {
        return Err("outlines of CFF2 cannot be cut".to_owned());
    }
    let mut wanted = IntSet::<u32>::empty();
    for c in characters.iter() {
        wanted.insert(u32::from(c));
    }
    let plan = plan(&font, &wanted);
    let cut = subset_font(&font, &plan).map_err(|error| error.to_string())?;
    if font.cff().is_err() {
        return Ok(cut);
    }
    let mut glyphs: Vec<(u32, u32)> = plan
        .old_to_new_glyph_mapping()
        .map(|(old, new)| (new.to_u32(), old.to_u32()))
        .collect();
    glyphs.sort_unstable();
    let glyphs = glyphs.into_iter().map(|(_, old)| u16::try_from(old));
    let glyphs: Vec<u16> = glyphs
        .collect::<Result<_, _>>()
        .map_err(|e| e.to_string())?;
    let glyphs = GlyphRemapper::new_from_glyphs(&glyphs);
    let outlines = subsetter::subset(bytes, index, &glyphs).map_err(|error| error.to_string())?;
    let parse = |bytes| FontRef::new(bytes).map_err(|error| error.to_string());
    let outlines = parse(&outlines)?;
    let outlines = outlines.table_data(CFF).ok_or("it has no outlines")?;
    let mut builder = FontBuilder::new();
    builder.add_raw(CFF, outlines.as_bytes());
    builder.copy_missing_tables(parse(&cut)?);
    Ok(builder.build())
}

fn plan(font: &FontRef<'_>, wanted: &IntSet<u32>) -> Plan {
    let dropped = DROPPED.into_iter().map(Tag::new).collect();
    let mut scripts = IntSet::<Tag>::empty();
    scripts.invert();
    let features = DEFAULT_LAYOUT_FEATURES.iter().copied().collect();
    // Names, copyright and licence stay with the font.
    let mut names = IntSet::<NameId>::empty();
    names.insert_range(NameId::from(0)..=NameId::from(25));
    let mut languages = IntSet::<u16>::empty();
    languages.insert(0x0409);
    let flags = SubsetFlags::SUBSET_FLAGS_NO_HINTING | SubsetFlags::SUBSET_FLAGS_NOTDEF_OUTLINE;
    Plan::new(
        &IntSet::empty(),
        wanted,
        font,
        flags,
        &dropped,
        &scripts,
        &features,
        &names,
        &languages,
    )
}

/// The font as a whole, out of its collection.
pub(super) fn whole(font: &FontRef<'_>) -> Vec<u8> {
    FontBuilder::new().copy_missing_tables(font.clone()).build()
}
