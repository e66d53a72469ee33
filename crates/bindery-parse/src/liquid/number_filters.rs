//! The filters of numbers. Whole numbers stay whole, as in Ruby.
use serde_json::{Number, Value};

use super::expression::Arguments;
use super::value::{decimal, from_decimal, number, text, whole};

/// What a filter makes of a value.
pub(super) fn apply(name: &str, value: &Value, arguments: &Arguments) -> Option<Value> {
    let left = number(value);
    let right = arguments.get(0).map_or(Number::from(0), number);
    let as_decimal = decimal(value);
    Some(match name {
        "plus" | "minus" | "times" | "divided_by" | "modulo" => calculate(name, &left, &right),
        "abs" => match left.as_i64() {
            Some(left) => left.wrapping_abs().into(),
            None => from_decimal(as_decimal.abs()),
        },
        "ceil" => whole(as_decimal.ceil()),
        "floor" => whole(as_decimal.floor()),
        "round" => {
            let places = right.as_i64().unwrap_or(0).clamp(-15, 15) as i32;
            let scale = 10f64.powi(places);
            match places {
                ..=0 => whole((as_decimal * scale).round() / scale),
                _ if left.is_i64() => Value::Number(left),
                _ => from_decimal((as_decimal * scale).round() / scale),
            }
        }
        "at_least" if right.as_f64() > left.as_f64() => Value::Number(right),
        "at_most" if right.as_f64() < left.as_f64() => Value::Number(right),
        "at_least" | "at_most" => Value::Number(left),
        "to_integer" => match value {
            Value::Bool(value) => Value::from(i64::from(*value)),
            value => whole(decimal(&text(value).into())),
        },
        _ => return None,
    })
}

fn calculate(name: &str, left: &Number, right: &Number) -> Value {
    if let (Some(left), Some(right)) = (left.as_i64(), right.as_i64()) {
        let result = match name {
            "plus" => left.checked_add(right),
            "minus" => left.checked_sub(right),
            "times" => left.checked_mul(right),
            // Towards the smaller number, as in Ruby.
            "divided_by" => left.checked_div(right).map(|quotient| {
                let is_short = left % right != 0 && (left < 0) != (right < 0);
                quotient - i64::from(is_short)
            }),
            _ => left
                .checked_rem(right)
                .map(|rest| match rest != 0 && (rest < 0) != (right < 0) {
                    true => rest + right,
                    false => rest,
                }),
        };
        if result.is_some() || right == 0 {
            return result.map_or(Value::Null, Value::from);
        }
    }
    if name == "modulo"
        && let Some(rest) = exact_rest(left, right)
    {
        return rest;
    }
    let (left, right) = (left.as_f64().unwrap_or(0.0), right.as_f64().unwrap_or(0.0));
    from_decimal(match name {
        "plus" => left + right,
        "minus" => left - right,
        "times" => left * right,
        "divided_by" => left / right,
        _ => left - right * (left / right).floor(),
    })
}

/// The rest of a division of decimal numbers, which has no dust of binary fractions.
fn exact_rest(left: &Number, right: &Number) -> Option<Value> {
    let parts = |number: &Number| {
        let shown = number.to_string();
        let (whole, decimals) = shown.split_once('.').unwrap_or((&shown, ""));
        let digits: i128 = format!("{whole}{decimals}").parse().ok()?;
        Some((digits, u32::try_from(decimals.len()).ok()?))
    };
    let ((left, left_places), (right, right_places)) = (parts(left)?, parts(right)?);
    let places = left_places.max(right_places);
    let scaled = |digits: i128, has: u32| digits.checked_mul(10i128.checked_pow(places - has)?);
    let (left, right) = (scaled(left, left_places)?, scaled(right, right_places)?);
    let rest = left.checked_rem(right)?;
    let rest = if rest != 0 && (rest < 0) != (right < 0) {
        rest + right
    } else {
        rest
    };
    let number = rest as f64 / 10f64.powi(i32::try_from(places).ok()?);
    Some(from_decimal(number))
}
