//! The names of files in an archive file.

/// The names of files as they are written, in the order of the archive.
#[derive(Default)]
pub(super) struct Names {
    names: Vec<String>,
    /// Those that are in an unknown encoding, a line feed before each, and where they belong.
    unknown: Vec<u8>,
    places: Vec<usize>,
}

impl Names {
    /// Adds a name; it may be said of it that it is UTF-8.
    pub(super) fn add(&mut self, raw: &[u8], is_utf8: bool) {
        if !is_utf8 && !raw.is_ascii() {
            self.places.push(self.names.len());
            self.unknown.push(b'\n');
            let feedless = raw
                .iter()
                .map(|byte| if *byte == b'\n' { b' ' } else { *byte });
            self.unknown.extend(feedless);
        }
        self.names.push(String::from_utf8_lossy(raw).into_owned());
    }

    /// The names as text. A name is too short to tell its encoding; all of an archive together tell
    /// that of the machine where it was made.
    pub(super) fn decoded(mut self) -> Vec<String> {
        let text = bindery_parse::decode(&self.unknown).text;
        for (place, name) in self.places.into_iter().zip(text.split('\n').skip(1)) {
            name.clone_into(&mut self.names[place]);
        }
        self.names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_the_encoding_of_all() {
        let decoded = |names: &[(&[u8], bool)]| {
            let mut all = Names::default();
            for (raw, is_utf8) in names {
                all.add(raw, *is_utf8);
            }
            all.decoded()
        };
        let gbk = |text: &str| encoding_rs::GBK.encode(text).0.into_owned();
        // The bytes of the first would be valid UTF-8.
        let chinese = ["陆.md", "新闻/会议.md", "昨天上午.md"];
        let raw = chinese.map(gbk);
        let mut names: Vec<(&[u8], bool)> = raw.iter().map(|raw| (&raw[..], false)).collect();
        names.push(("été.md".as_bytes(), true));
        names.push((b"plain.md", false));
        let expected = [&chinese[..], &["été.md", "plain.md"]].concat();
        assert_eq!(decoded(&names), expected);
        // A name of two lines moves no other.
        let raw = ["第一\n行.md", "会议.md"].map(gbk);
        let names = raw.each_ref().map(|raw| (&raw[..], false));
        assert_eq!(decoded(&names), ["第一 行.md", "会议.md"]);
        // Programs for Macs and for Linux write UTF-8 and do not say so.
        let names = ["陆.md", "été.md"].map(|name| (name.as_bytes(), false));
        assert_eq!(decoded(&names), ["陆.md", "été.md"]);
    }
}
