//! YAML to JSON values, bounded against hostile documents.
use serde_json::{Map, Value};

/// Reads one document. `Ok(None)` if it is empty; an error if it is no map.
pub(super) fn parse(text: &str) -> Result<Option<Map<String, Value>>, serde_saphyr::Error> {
    serde_saphyr::from_str_with_options(text, options())
}

fn options() -> serde_saphyr::Options {
    serde_saphyr::options! {
        duplicate_keys: serde_saphyr::DuplicateKeyPolicy::LastWins,
        leading_zero_numbers_as_strings: true,
        with_snippet: false,
        budget: serde_saphyr::budget! {
            max_events: 20_000,
            max_nodes: 10_000,
            max_depth: 32,
            max_aliases: 100,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_those_of_yaml() {
        let text = "a: 1\nb: [x, 'y']\nc: 2024-05-01 08:30:00 +0800\nd: 007\ne: ~\na: 2\n2022: year\nf: yes\n";
        let expected = json!({
            "a": 2, "b": ["x", "y"], "c": "2024-05-01 08:30:00 +0800", "d": "007", "e": null,
            "2022": "year", "f": true
        });
        assert_eq!(Value::Object(parse(text).unwrap().unwrap()), expected);
        assert!(parse("").unwrap().is_none());
        assert!(parse("just words").is_err());
    }

    #[test]
    fn aliases_do_not_multiply() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..9 {
            let last = format!("*a{}", level - 1);
            text += &format!("a{level}: &a{level} [{}]\n", [last.as_str(); 10].join(", "));
        }
        assert!(parse(&text).is_err());
    }
}
