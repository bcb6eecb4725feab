//! Encoded words in the heads of letters (RFC 2047): `=?utf-8?q?Caf=C3=A9?=`.
//!
//! In: the value of a field. Out: how it reads.

use mail_parser::MessageParser;

/// A value of a letter's head with its encoded words as they read. A value that has none, or that cannot be decoded, is
/// given back as it is.
pub(crate) fn decoded(value: &str) -> String {
    if !value.contains("=?") {
        return value.to_owned();
    }
    let field = format!("Subject: {value}\r\n\r\n");
    let message = MessageParser::default().parse(field.as_bytes());
    message.as_ref().and_then(|message| message.subject()).unwrap_or(value).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_reads_and_the_rest_stays() {
        assert_eq!(decoded("=?utf-8?q?Caf=C3=A9?= at noon"), "Café at noon");
        assert_eq!(decoded("=?ISO-8859-1?B?Q2Fm6Q==?="), "Café");
        assert_eq!(decoded("[list] 1 = ?"), "[list] 1 = ?");
        assert_eq!(decoded("=?"), "=?");
    }
}
