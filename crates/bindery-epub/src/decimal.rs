//! Numbers in names and dates.

/// Appends a number in decimal, with zeros before it up to that many digits.
pub(crate) fn push_decimal(out: &mut String, number: usize, digits: usize) {
    if number >= 10 || digits > 1 {
        push_decimal(out, number / 10, digits.saturating_sub(1));
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_as_many_digits_as_asked_or_more() {
        for (number, digits, wanted) in [
            (0, 0, "0"),
            (7, 1, "7"),
            (7, 3, "007"),
            (120, 2, "120"),
            (usize::MAX, 1, &usize::MAX.to_string()),
        ] {
            let mut out = String::new();
            push_decimal(&mut out, number, digits);
            assert_eq!(out, wanted);
        }
    }
}
