//! Names of files made of names of tags, categories, people and languages.
use std::collections::HashSet;

/// How long a name may be, in bytes; file systems take 255.
const LONGEST: usize = 100;

/// Gives each name a file's name of its own that every file system and every server takes: ASCII
/// letters and digits, `_`, `-` and `.`. Other scripts are written in Punycode (RFC 3492) behind
/// `xn--`, as in the names of hosts. Names that would share a file are parted by a number made of
/// the name itself; the first keeps the plain one, so names that come later change none.
pub(crate) struct FileNames {
    taken: HashSet<String>,
}

impl FileNames {
    pub(crate) fn new() -> FileNames {
        FileNames {
            taken: HashSet::new(),
        }
    }

    pub(crate) fn make(&mut self, name: &str) -> String {
        let plain = slug(name);
        // Some file systems do not tell upper case from lower.
        if self.taken.insert(plain.to_ascii_lowercase()) {
            return plain;
        }
        let mut number = hash(name);
        loop {
            let parted = format!("{plain}-{number:08x}");
            if self.taken.insert(parted.to_ascii_lowercase()) {
                return parted;
            }
            number = number.wrapping_add(1);
        }
    }
}

fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in name.chars() {
        let stays = c.is_alphanumeric() || !c.is_ascii() && !c.is_whitespace() && !c.is_control();
        if stays || matches!(c, '_' | '-' | '.') {
            slug.push(c);
        } else if !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_matches(['-', '.']);
    let slug = if slug.is_ascii() {
        slug.to_owned()
    } else {
        match idna::punycode::encode_str(&slug.to_lowercase()) {
            Some(code) => format!("xn--{code}"),
            None => format!("{:08x}", hash(name)),
        }
    };
    if slug.is_empty() {
        format!("{:08x}", hash(name))
    } else if slug.len() > LONGEST || is_reserved(&slug) {
        format!("{}-{:08x}", &slug[..slug.len().min(LONGEST)], hash(name))
    } else {
        slug
    }
}

/// What Windows keeps for devices, and what lies beside the feeds of a kind.
fn is_reserved(slug: &str) -> bool {
    let name = slug
        .split('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    matches!(name.as_str(), "con" | "prn" | "aux" | "nul" | "index")
        || matches!(
            name.as_bytes(),
            [b'c', b'o', b'm', b'0'..=b'9'] | [b'l', b'p', b't', b'0'..=b'9']
        )
}

/// FNV-1a, which is the same everywhere and for ever.
fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_and_parted() {
        let mut names = FileNames::new();
        let made: Vec<String> = [
            "ruby_on_rails",
            "C",
            "C++",
            "C#",
            "c",
            "财经",
            "財經",
            "",
            "../x",
            "nul",
        ]
        .iter()
        .map(|name| names.make(name))
        .collect();
        assert_eq!(made[0], "ruby_on_rails");
        assert_eq!(made[1], "C");
        assert!(made[2].starts_with("C-") && made[3].starts_with("C-") && made[2] != made[3]);
        assert!(made[4].starts_with("c-"), "{}", made[4]);
        assert_eq!(made[5], "xn--4n0a760a");
        assert_eq!(made[8], "x");
        assert!(made[9].starts_with("nul-"));
        for (at, name) in made.iter().enumerate() {
            assert!(name.is_ascii() && !name.is_empty() && !name.contains(['/', '%', ' ']));
            assert!(!made[..at].contains(name), "{name}");
        }
        let again = FileNames::new().make("财经");
        assert_eq!(again, made[5]);
        assert!(slug(&"长".repeat(500)).len() < 120);
    }
}
