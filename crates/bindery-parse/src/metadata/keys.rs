//! Front matter that is asked for many keys, of which it has few.
use serde_json::{Map, Value};

use crate::front_matter;

/// The keys that front matter has.
#[derive(Clone, Copy)]
pub(super) struct Keys<'a> {
    values: &'a Map<String, Value>,
    /// Of what kinds they are, a bit for each.
    kinds: u64,
}

impl<'a> Keys<'a> {
    pub(super) fn of(values: &'a Map<String, Value>) -> Keys<'a> {
        let kinds = values.keys().fold(0, |kinds, key| kinds | kind(key));
        Keys { values, kinds }
    }

    pub(super) fn value(self, key: &str) -> Option<&'a Value> {
        match self.kinds & kind(key) {
            0 => None,
            _ => front_matter::value(self.values, key),
        }
    }
}

/// One bit, by the first and the last letter of a key and its length: few keys have those of another.
fn kind(key: &str) -> u64 {
    let [first, .., last] = key.as_bytes() else {
        return 1;
    };
    let mix = u32::from(*first) + u32::from(*last) * 5 + key.len() as u32 * 11;
    1 << (mix % u64::BITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_found_and_nothing_else() {
        let names = [
            "",
            "a",
            "b",
            "id",
            "字",
            "date",
            "data",
            "title",
            "published",
        ];
        for there in names {
            let values = Map::from_iter([(there.to_owned(), Value::from(1))]);
            let keys = Keys::of(&values);
            for name in names {
                assert_eq!(
                    keys.value(name).is_some(),
                    name == there,
                    "{name} of {there}"
                );
            }
        }
    }
}
