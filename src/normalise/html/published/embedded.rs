//! Reads dates from data that a page embeds for its scripts.
//!
//! In: the text of scripts. Out: values behind keys that name a date of publication. Goes through the
//! text once, looking for `"key":"value"`; parses no JavaScript.

/// A date in embedded data.
#[derive(Clone, Debug)]
pub(super) struct Embedded {
    /// The key, in lower case without `_` and `-`.
    pub(super) key: String,
    pub(super) value: String,
}

/// Values of one page that are looked at. A judgement: a listing's data has a few dates an entry; the page's own come
/// first.
const MAX_VALUES: usize = 200;
/// Characters of a value. A judgement: dates in data are ISO 8601 or a number, and a written-out one with its zone
/// fits.
const MAX_VALUE_BYTES: usize = 60;

/// The dates in a script's text.
pub(super) fn embedded(script: &str, all: &mut Vec<Embedded>) {
    let mut at = 0;
    while all.len() < MAX_VALUES
        && let Some(colon) = script.get(at..).and_then(|rest| rest.find(':'))
    {
        let colon = at + colon;
        at = colon + 1;
        if let Some(key) = key_before(script, colon)
            && is_date_key(&key)
            && let Some(value) = value_after(script, colon + 1)
        {
            all.push(Embedded { key, value });
        }
    }
}

/// Keys that say when something was published. Judgements: `datePublished` and `datePosted` are schema.org's, the
/// others spellings of the same that content systems use; some stand on no page of the dev quarter.
fn is_date_key(key: &str) -> bool {
    matches!(
        key,
        "datepublished"
            | "publishedat"
            | "publishedon"
            | "publisheddate"
            | "publishdate"
            | "pubdate"
            | "pubtime"
            | "publicationdate"
            | "publishedtime"
            | "firstpublished"
            | "firstpublishedat"
            | "firstpublishdate"
            | "publicationdatetime"
            | "datepublishedat"
            | "dateposted"
            | "posteddate"
            | "postdate"
            | "publishtime"
            | "articlepublished"
            | "datepublication"
            | "originalpublishdate"
            | "initialpublicationdate"
            | "contentpublisheddate"
            | "articlepublicationdate"
            | "pubdatetime"
            | "datefirstpublished"
            | "publishedatutc"
    )
}

/// The key before a colon: a word, perhaps in (escaped) quotes. Its length is that of the keys of [`is_date_key`], with
/// room for signs; its parts are those that each of them has one of, so that few are compared.
fn key_before(script: &str, colon: usize) -> Option<String> {
    let head = script.get(..colon)?;
    let head = head.trim_end_matches([' ', '"', '\'', '\\']);
    let length = head
        .bytes()
        .rev()
        .take(40)
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
        .count();
    if !(7..40).contains(&length) {
        return None;
    }
    let key = head.get(head.len() - length..)?;
    let is_named = |part: &[u8]| {
        [b"publ", b"pubd", b"post"].into_iter().any(|name: &[u8; 4]| part.eq_ignore_ascii_case(name))
    };
    if !key.as_bytes().windows(4).any(is_named) {
        return None;
    }
    Some(
        key.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase() as char).collect(),
    )
}

/// The value after a colon: a string, or a number. Eight characters are the shortest day, fourteen digits the longest.
fn value_after(script: &str, from: usize) -> Option<String> {
    let rest = script.get(from..)?;
    let rest = rest.trim_start_matches([' ', '\\']);
    let mut letters = rest.chars();
    let value: String = match letters.next()? {
        '"' | '\'' => letters
            .take(MAX_VALUE_BYTES)
            .take_while(|letter| !matches!(letter, '"' | '\'' | '\\' | '\n'))
            .collect(),
        digit if digit.is_ascii_digit() => rest.chars().take(14).take_while(char::is_ascii_digit).collect(),
        _ => return None,
    };
    (value.len() >= 8).then_some(value)
}
