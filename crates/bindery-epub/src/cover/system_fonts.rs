//! Where the fonts of a machine are, and which of them come first. Files are chosen by their names,
//! so that no font is opened but those that are tried.
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use super::scripts::Script;
use crate::faces::region;

/// Folders within folders that are looked into.
const DEPTH: usize = 5;
/// Files that are listed at most.
const FILES: usize = 20_000;

/// Parts of names of fonts that are of no use here: slanted, narrow, thin, heavy or of one width,
/// or coloured pictures.
const UNFIT: [&str; 17] = [
    "italic",
    "oblique",
    "slanted",
    "mono",
    "narrow",
    "condensed",
    "light",
    "thin",
    "hairline",
    "black",
    "heavy",
    "coloremoji",
    "ital",
    "bdit",
    "rounded",
    "display",
    "caption",
];

const CHINESE: [&str; 24] = [
    "notoserifcjksc",
    "notoserifsc",
    "sourcehanserifsc",
    "sourcehanserifcn",
    "notoserifcjk",
    "sourcehanserif",
    "songti",
    "stsong",
    "notosanscjksc",
    "notosanssc",
    "sourcehansanssc",
    "sourcehansanscn",
    "notosanscjk",
    "sourcehansans",
    "pingfang",
    "hiraginosansgb",
    "stheiti",
    "msyhbd",
    "msyh",
    "simsun",
    "simhei",
    "wqyzenhei",
    "wqymicrohei",
    "droidsansfallbackfull",
];
const TRADITIONAL_CHINESE: [&str; 18] = [
    "notoserifcjktc",
    "notoserifcjkhk",
    "notoseriftc",
    "notoserifhk",
    "sourcehanseriftc",
    "notoserifcjk",
    "sourcehanserif",
    "songti",
    "notosanscjktc",
    "notosanstc",
    "sourcehansanstc",
    "notosanscjk",
    "sourcehansans",
    "pingfang",
    "msjhbd",
    "msjh",
    "mingliu",
    "droidsansfallbackfull",
];
const JAPANESE: [&str; 18] = [
    "notoserifcjkjp",
    "notoserifjp",
    "sourcehanserifjp",
    "notoserifcjk",
    "sourcehanserif",
    "ヒラギノ明朝 pron",
    "hiraginominchopron",
    "yumindb",
    "yumin",
    "ipaexm",
    "ipam",
    "notosanscjkjp",
    "notosansjp",
    "notosanscjk",
    "sourcehansans",
    "meiryo",
    "yugothb",
    "msmincho",
];
const KOREAN: [&str; 16] = [
    "notoserifcjkkr",
    "notoserifkr",
    "sourcehanserifkr",
    "notoserifcjk",
    "sourcehanserif",
    "nanummyeongjo",
    "nanummyeongjobold",
    "applemyungjo",
    "batang",
    "notosanscjkkr",
    "notosanskr",
    "notosanscjk",
    "sourcehansans",
    "applesdgothicneo",
    "malgun",
    "nanumgothic",
];
const EUROPEAN: [&str; 18] = [
    "sourceserif4",
    "sourceserifpro",
    "notoserif",
    "ebgaramond",
    "libertinusserif",
    "linlibertiner",
    "crimsonpro",
    "iowan",
    "palatino",
    "pala",
    "georgia",
    "charter",
    "p052",
    "liberationserif",
    "times",
    "timesnewroman",
    "dejavuserif",
    "dejavusans",
];
const ARABIC: [&str; 9] = [
    "notonaskharabic",
    "amiri",
    "scheherazadenew",
    "geezapro",
    "notosansarabic",
    "arabtype",
    "times",
    "timesnewroman",
    "dejavusans",
];
const HEBREW: [&str; 10] = [
    "notoserifhebrew",
    "frankruehlclm",
    "davidclm",
    "newpeninimmt",
    "notosanshebrew",
    "david",
    "times",
    "timesnewroman",
    "liberationserif",
    "dejavusans",
];
const SYMBOL: [&str; 8] = [
    "notoemoji",
    "notosanssymbols2",
    "notosanssymbols",
    "symbola",
    "seguisym",
    "seguiemj",
    "applesymbols",
    "dejavusans",
];

/// The folders where this machine keeps its fonts.
pub(super) fn folders() -> Vec<PathBuf> {
    let home = env::home_dir().unwrap_or_default();
    if cfg!(windows) {
        let windows = env::var_os("SYSTEMROOT").unwrap_or_else(|| "C:\\Windows".into());
        let mut folders = vec![PathBuf::from(windows).join("Fonts")];
        let own = env::var_os("LOCALAPPDATA").map(PathBuf::from);
        folders.extend(own.map(|own| own.join("Microsoft\\Windows\\Fonts")));
        folders
    } else if cfg!(target_os = "macos") {
        let system = [
            "/Library/Fonts",
            "/System/Library/Fonts",
            "/System/Library/AssetsV2",
        ];
        let mut folders = vec![home.join("Library/Fonts")];
        folders.extend(system.map(PathBuf::from));
        folders
    } else {
        let data = env::var_os("XDG_DATA_DIRS").filter(|data| !data.is_empty());
        let data = data.unwrap_or_else(|| "/usr/local/share:/usr/share".into());
        let mut folders = vec![home.join(".local/share/fonts"), home.join(".fonts")];
        folders.extend(env::split_paths(&data).map(|folder| folder.join("fonts")));
        folders.push("/usr/share/fonts".into());
        folders.push("/run/current-system/sw/share/X11/fonts".into());
        folders
    }
}

/// The files in folders that may be fonts, each once, in the order of their names.
pub(super) fn files(folders: &[PathBuf]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in folders {
        list(folder, DEPTH, &mut found);
    }
    found.sort_by(|a, b| (a.file_name(), a).cmp(&(b.file_name(), b)));
    found.dedup();
    found
}

fn list(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
        match ending.as_ref().and_then(|ending| ending.to_str()) {
            Some("ttf" | "otf" | "ttc" | "otc") if found.len() < FILES => found.push(path),
            _ if depth > 0 && path.is_dir() => list(&path, depth - 1, found),
            _ => {}
        }
    }
}

/// The files in the order in which they are tried for a script in a language.
pub(super) fn in_order<'f>(files: &'f [PathBuf], script: Script, language: &str) -> Vec<&'f Path> {
    let families = families(script, language);
    let mut ranked: Vec<_> = files
        .iter()
        .filter_map(|path| Some((rank(path, script, families)?, path.as_path())))
        .collect();
    ranked.sort();
    ranked.into_iter().map(|(_, path)| path).collect()
}

fn families(script: Script, language: &str) -> &'static [&'static str] {
    match (script, region(language)) {
        (Script::EastAsian, "JP") => &JAPANESE,
        (Script::EastAsian, "KR") => &KOREAN,
        (Script::EastAsian, "TC" | "HK") => &TRADITIONAL_CHINESE,
        (Script::EastAsian, _) => &CHINESE,
        (Script::European | Script::Common, _) => &EUROPEAN,
        (Script::Arabic, _) => &ARABIC,
        (Script::Hebrew, _) => &HEBREW,
        (Script::Symbol, _) => &SYMBOL,
        (Script::Other(_), _) => &[],
    }
}

/// Families of the list, then those that are named after the script, then all others; of a family
/// the style that is best.
fn rank(path: &Path, script: Script, families: &[&str]) -> Option<(usize, usize)> {
    let stem = path.file_stem()?.to_string_lossy().to_lowercase();
    if UNFIT.iter().any(|part| stem.contains(part)) {
        return None;
    }
    let end = stem.find(['-', '[', '_']).unwrap_or(stem.len());
    let (family, style) = stem.split_at(end);
    let known = families.iter().position(|known| *known == family);
    let family = match (known, script) {
        (Some(place), _) => place,
        // Other fonts that have an arrow or a smile are not looked for.
        (None, Script::Symbol) => return None,
        (None, Script::Other(name)) if !name.is_empty() && family.contains(name) => {
            families.len() + usize::from(!family.contains("serif"))
        }
        _ => families.len() + 2,
    };
    // Chinese characters are thinner than Latin ones in the same weight.
    let styles: &[&str] = match script {
        Script::EastAsian => &["semibold", "medium", "bold", "regular", ""],
        _ => &["medium", "regular", "roman", "", "semibold", "bold"],
    };
    let style = styles
        .iter()
        .position(|known| style.ends_with(known) && (!known.is_empty() || style.is_empty()))
        .unwrap_or(styles.len());
    Some((family, style))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fonts_of_the_language_come_first() {
        let names = [
            "Aroania-Regular.ttf",
            "LiberationSerif-Bold.ttf",
            "LiberationSerif-Italic.ttf",
            "LiberationSerif-Regular.ttf",
            "NotoColorEmoji.ttf",
            "NotoEmoji[wght].ttf",
            "NotoSansCJK-Regular.ttc",
            "NotoSerifCJK-Bold.ttc",
            "NotoSerifCJK-Regular.ttc",
            "NotoSerifThai-Regular.ttf",
            "NotoSansThai-Regular.ttf",
            "NotoSerifSC[wght].ttf",
        ];
        let files = names.map(PathBuf::from);
        let first = |script, language| {
            let files = in_order(&files, script, language);
            files[..2.min(files.len())]
                .iter()
                .map(|file| file.to_string_lossy().into_owned())
                .collect::<Vec<_>>()
        };
        let chinese = ["NotoSerifSC[wght].ttf", "NotoSerifCJK-Bold.ttc"];
        assert_eq!(first(Script::EastAsian, "zh-CN"), chinese);
        let japanese = ["NotoSerifCJK-Bold.ttc", "NotoSerifCJK-Regular.ttc"];
        assert_eq!(first(Script::EastAsian, "ja"), japanese);
        let latin = ["LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf"];
        assert_eq!(first(Script::European, "en"), latin);
        let thai = ["NotoSerifThai-Regular.ttf", "NotoSansThai-Regular.ttf"];
        assert_eq!(first(Script::Other("thai"), "th"), thai);
        assert_eq!(first(Script::Symbol, "en"), ["NotoEmoji[wght].ttf"]);
    }
}
