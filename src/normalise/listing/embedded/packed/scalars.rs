//! Reads the texts, numbers and moments of code.
//!
//! In: a token. Out: the value that it writes, if it writes one.

use serde_json::{Number, Value};

use crate::document::Moment;

/// A moment of thousandths of a second, as JSON writes it.
pub(super) fn moment(milliseconds: i64) -> Value {
    Moment::from_unix(milliseconds.div_euclid(1_000))
        .map_or(Value::Null, |moment| Value::from(moment.to_string()))
}

/// A number.
pub(super) fn number(text: &str) -> Option<Value> {
    let text = text.replace('_', "");
    let text = text.strip_suffix('n').unwrap_or(&text);
    if let Some(digits) = text.strip_prefix("0x") {
        return i64::from_str_radix(digits, 16).ok().map(Value::from);
    }
    if let Ok(whole) = text.parse::<i64>() {
        return Some(Value::from(whole));
    }
    let number: f64 = text.parse().ok()?;
    // Short code writes `1e12`.
    let digits = format!("{number:.0}");
    match digits.parse::<i64>() {
        Ok(whole) if number.fract() == 0.0 => Some(Value::from(whole)),
        _ => Number::from_f64(number).map(Value::Number),
    }
}

/// A text without its marks and escapes; none where values are put into it.
pub(super) fn unquoted(text: &str) -> Option<String> {
    let inner = text.get(1..text.len().checked_sub(1)?)?;
    if text.starts_with('`') && inner.contains("${") {
        return None;
    }
    if !inner.contains('\\') {
        return Some(inner.to_owned());
    }
    let mut plain = String::with_capacity(inner.len());
    let mut halves: Option<u16> = None;
    let mut signs = inner.chars();
    while let Some(sign) = signs.next() {
        if sign != '\\' {
            halves = None;
            plain.push(sign);
            continue;
        }
        match signs.next()? {
            'n' => plain.push('\n'),
            't' => plain.push('\t'),
            'r' => plain.push('\r'),
            'b' | 'f' | 'v' | '0' | '\n' => {}
            'x' => plain.extend(code(&mut signs, 2).and_then(char::from_u32)),
            'u' if signs.as_str().starts_with('{') => {
                let (digits, rest) = signs.as_str().get(1..)?.split_once('}')?;
                plain.extend(u32::from_str_radix(digits, 16).ok().and_then(char::from_u32));
                signs = rest.chars();
            }
            'u' => {
                let unit = u16::try_from(code(&mut signs, 4)?).ok()?;
                let pair = halves.take().and_then(|half| char::decode_utf16([half, unit]).next()?.ok());
                // The first half of a sign beyond the first 65,536; one without the other is none.
                halves = Some(unit).filter(|unit| pair.is_none() && (0xd800..0xdc00).contains(unit));
                plain.extend(pair.or_else(|| char::from_u32(u32::from(unit))));
            }
            other => plain.push(other),
        }
    }
    Some(plain)
}

/// The number that some hexadecimal digits write.
fn code(signs: &mut std::str::Chars<'_>, digits: usize) -> Option<u32> {
    let text = signs.as_str().get(..digits)?;
    let code = u32::from_str_radix(text, 16).ok()?;
    signs.nth(digits - 1);
    Some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_sign_does_not_take_the_next_with_it() {
        for (text, wanted) in [
            (r"'\ud83d\ude00'", "😀"),
            (r"'Slow \ud83d\u0041 lakes'", "Slow A lakes"),
            (r"'\ud83d lakes \ude00'", " lakes "),
            (r"'\ud83d\ud83d\ude00'", "😀"),
        ] {
            assert_eq!(unquoted(text).as_deref(), Some(wanted), "{text}");
        }
    }
}
