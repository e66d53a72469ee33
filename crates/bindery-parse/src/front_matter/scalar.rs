//! What a scalar of YAML without quotation marks means: as Ruby's Psych reads it, whose sites have most of
//! the YAML, and which differs from both YAML 1.1 and 1.2.
use jiff::tz::TimeZone;
use serde_json::Value;

/// The value of a plain scalar. Numbers with a zero before them stay as they are written, for they
/// are names more often than octal numbers; so do numbers of base 60.
pub(super) fn resolve(text: &str, zone: Option<&TimeZone>) -> Value {
    let Some(&first) = text.as_bytes().first() else {
        return Value::Null;
    };
    if !first.is_ascii_digit() && !matches!(first, b'-' | b'+' | b'.') {
        return word(text).unwrap_or_else(|| text.into());
    }
    number(text)
        .or_else(|| moment(text, zone?))
        .unwrap_or_else(|| text.into())
}

/// The words that stand for a truth value or for nothing.
fn word(text: &str) -> Option<Value> {
    let is = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if text.len() > 5 {
        None
    } else if is(&["yes", "true", "on"]) {
        Some(true.into())
    } else if is(&["no", "false", "off"]) {
        Some(false.into())
    } else {
        is(&["~", "null"]).then_some(Value::Null)
    }
}

fn number(text: &str) -> Option<Value> {
    let (sign, digits) = match text.strip_prefix(['-', '+']) {
        Some(digits) => (if text.starts_with('-') { "-" } else { "" }, digits),
        None => ("", text),
    };
    let plain = |digits: &str| format!("{sign}{}", digits.replace(['_', ','], ""));
    let of_base = |digits: &str, base: u32| {
        let is_digit = |c: char| c.is_digit(base) || c == '_' || c == ',';
        let fits = !digits.is_empty() && digits.chars().all(is_digit);
        let number = fits.then(|| i64::from_str_radix(&plain(digits), base).ok());
        number.flatten().map(Value::from)
    };
    if let Some(digits) = digits.strip_prefix("0x") {
        return of_base(digits, 16);
    }
    if let Some(digits) = digits.strip_prefix("0b") {
        return of_base(digits, 2);
    }
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let is_digit = |c: char| c.is_ascii_digit() || c == '_' || c == ',';
    if !whole.chars().all(is_digit) || whole.starts_with(['_', ',']) {
        return None;
    }
    let Some(fraction) = fraction else {
        let has_zero = whole.len() > 1 && whole.starts_with('0');
        // In a whole number a digit follows each mark between its digits.
        let is_mark = |byte: &u8| matches!(byte, b'_' | b',');
        let pairs = whole.as_bytes().windows(2);
        let has_loose =
            whole.ends_with(['_', ',']) || pairs.into_iter().any(|pair| pair.iter().all(is_mark));
        return (!has_zero && !has_loose)
            .then(|| of_base(whole, 10))
            .flatten();
    };
    // An exponent has a sign.
    let end = fraction.find(['e', 'E']).unwrap_or(fraction.len());
    let (decimals, exponent) = fraction.split_at(end);
    let signed = exponent
        .get(1..)
        .and_then(|rest| rest.strip_prefix(['-', '+']));
    let is_exponent = exponent.is_empty()
        || signed.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()));
    let is_decimal = decimals.bytes().all(|b| b.is_ascii_digit());
    if !is_exponent || !is_decimal || whole.len() + decimals.len() == 0 {
        return None;
    }
    let number: f64 = plain(&format!("{whole}.{decimals}0{exponent}"))
        .parse()
        .ok()?;
    number.is_finite().then(|| number.into())
}

/// A day with a time, as Ruby shows it in the zone: what has no offset is in UTC.
fn moment(text: &str, zone: &TimeZone) -> Option<Value> {
    let (day, time) = text.split_once([' ', 'T', 't'])?;
    let is_day = day.len() >= 8 && day.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    if !is_day || time.trim_start().split(':').count() < 3 {
        return None;
    }
    let read = crate::date::parse_as_written(text)?;
    let is_utc = time.ends_with('Z');
    let has_offset = is_utc || time.contains(['+', '-']);
    let zone = if has_offset {
        TimeZone::fixed(read.offset())
    } else {
        zone.clone()
    };
    let shown = jiff::ZonedDateTime::new(read.timestamp(), zone);
    let format = if is_utc { "%F %T UTC" } else { "%F %T %z" };
    Some(shown.strftime(format).to_string().into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// What Ruby 3.1 says, but for octal numbers.
    #[test]
    fn scalars_are_rubys() {
        for (text, expected) in [
            ("yes", json!(true)),
            ("Off", json!(false)),
            ("TRUE", json!(true)),
            ("y", json!("y")),
            ("N", json!("N")),
            ("~", json!(null)),
            ("NULL", json!(null)),
            ("nullx", json!("nullx")),
            ("12", json!(12)),
            ("+12", json!(12)),
            ("1_000", json!(1000)),
            ("1,000", json!(1000)),
            ("1_", json!("1_")),
            ("1__0", json!("1__0")),
            ("0x1A", json!(26)),
            ("0b11", json!(3)),
            ("0", json!(0)),
            ("010", json!("010")),
            ("3.10", json!(3.1)),
            (".5", json!(0.5)),
            ("1.", json!(1.0)),
            ("1.5e+3", json!(1500.0)),
            ("1e3", json!("1e3")),
            ("2.7.0", json!("2.7.0")),
            (".", json!(".")),
            ("-", json!("-")),
            ("12:30", json!("12:30")),
            ("2024-05-01", json!("2024-05-01")),
            ("2024-05-01 08:30:00", json!("2024-05-01 10:30:00 +0200")),
            (
                "2024-05-01 08:30:00 +0900",
                json!("2024-05-01 08:30:00 +0900"),
            ),
            ("2024-05-01T08:30:00Z", json!("2024-05-01 08:30:00 UTC")),
            ("2024-05-01 morning", json!("2024-05-01 morning")),
            ("123456789012345678901", json!("123456789012345678901")),
        ] {
            let zone = TimeZone::fixed(jiff::tz::offset(2));
            assert_eq!(resolve(text, Some(&zone)), expected, "{text}");
        }
        assert_eq!(
            resolve("2024-05-01 08:30:00", None),
            json!("2024-05-01 08:30:00")
        );
    }
}
