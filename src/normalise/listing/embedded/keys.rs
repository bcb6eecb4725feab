//! Tells what the keys of a page's data for scripts name: days and what they are of, in the words of which keys are made.
//!
//! In: a key. Out: the words in it, the rank of the day that it names. The lists are judgements, of names that schema.org and
//! content systems use.

/// How much a day tells when a text was published, by the name that it has; the lesser, the more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// That of the first publication, which content systems keep beside that of the last.
    First,
    /// That of a publication.
    Published,
    /// A day, of which nothing more is said.
    Date,
    /// `publishedAt`, which is the day of the last save where a content system fills it itself.
    Saved,
    /// When the thing came out that a text may be of: a film, a record, a program.
    Released,
    /// When the record was made.
    Made,
    /// Another day: it counts where the page shows it.
    Other,
}

/// Words by which something comes out, some in other languages whose keys are met.
const PUBLISH: [&str; 18] = [
    "publish",
    "published",
    "publication",
    "pub",
    "post",
    "posted",
    "release",
    "released",
    "publie",
    "publicacion",
    "publicado",
    "publicada",
    "publicacao",
    "pubblicazione",
    "pubblicato",
    "veroeffentlicht",
    "veroffentlichung",
    "publicatie",
];

/// Words for a point in time.
const WHEN: [&str; 18] = [
    "at",
    "on",
    "date",
    "time",
    "timestamp",
    "datetime",
    "day",
    "utc",
    "gmt",
    "iso",
    "ms",
    "unix",
    "datum",
    "fecha",
    "data",
    "dato",
    "le",
    "am",
];

/// Words that say that it is the first.
const FIRST: [&str; 4] = ["first", "original", "originally", "initial"];

/// Words that say nothing of a day: of what it is, how it is written.
const BESIDE: [&str; 13] = [
    "field",
    "article",
    "news",
    "blog",
    "content",
    "item",
    "entry",
    "story",
    "meta",
    "page",
    "formatted",
    "display",
    "sys",
];

/// Words of days that are none of a publication, whatever the page shows.
const NEVER: [&str; 12] = [
    "updated", "update", "modified", "changed", "edited", "expires", "expiry", "end", "until", "start",
    "birth", "captured",
];

/// The words of a key as they are written: a capital behind a small letter begins one, and so does what no letter is.
fn parts(key: &str) -> impl Iterator<Item = &str> {
    key.split(|sign: char| !sign.is_alphabetic()).flat_map(|part| {
        let mut rest = part;
        std::iter::from_fn(move || {
            let mut was_small = false;
            let begins = |(_, letter): &(usize, char)| {
                let begins = was_small && letter.is_uppercase();
                was_small = letter.is_lowercase();
                begins
            };
            let end = rest.char_indices().find(begins).map_or(rest.len(), |(at, _)| at);
            let (word, after) = rest.split_at_checked(end)?;
            rest = after;
            (!word.is_empty()).then_some(word)
        })
    })
}

/// Whether a key has one of some words of ASCII letters.
pub(super) fn has_word(key: &str, words: &[&str]) -> bool {
    parts(key).any(|part| words.iter().any(|word| word.eq_ignore_ascii_case(part)))
}

/// The words of a key, in lower case: `firstPublishedAt`, `first_published_at`, and `pubdate` are parted.
pub(super) fn words(key: &str) -> Vec<String> {
    let words: Vec<String> =
        parts(key).map(|part| part.chars().flat_map(char::to_lowercase).collect()).collect();
    let [word] = words.as_slice() else { return words };
    let parts = WHEN.iter().find_map(|when| {
        let before = word.strip_suffix(when).filter(|before| PUBLISH.contains(before));
        let behind = || word.strip_prefix(when).filter(|behind| PUBLISH.contains(behind));
        let is_before = before.is_some();
        let other = before.or_else(behind)?.to_owned();
        Some(if is_before { vec![other, (*when).to_owned()] } else { vec![(*when).to_owned(), other] })
    });
    parts.unwrap_or(words)
}

/// Whether what stands under a key is related to what a page is of, and no list that it is for. The words are a judgement.
pub(super) fn is_related(key: &str) -> bool {
    const RELATED: [&str; 14] = [
        "related",
        "recommended",
        "recommendation",
        "recommendations",
        "similar",
        "suggested",
        "suggestions",
        "next",
        "previous",
        "prev",
        "more",
        "further",
        "trending",
        "popular",
    ];
    has_word(key, &RELATED)
}

/// Whether a key is that of an address or of what one ends in, but not of a picture's: `canonicalUrl`, `articleSlug`.
pub(super) fn is_address(key: &str) -> bool {
    const ENDS: [&str; 7] = ["url", "uri", "slug", "href", "link", "permalink", "path"];
    const OTHERS: [&str; 20] = [
        "image",
        "img",
        "thumbnail",
        "thumb",
        "cover",
        "picture",
        "photo",
        "poster",
        "icon",
        "logo",
        "avatar",
        "video",
        "audio",
        "media",
        "author",
        "category",
        "tag",
        "section",
        "site",
        "base",
    ];
    let last = parts(key).last().unwrap_or_default();
    ENDS.iter().any(|end| end.eq_ignore_ascii_case(last)) && !has_word(key, &OTHERS)
}

/// What the day under a key tells; none where it names no day.
pub(super) fn rank(key: &str) -> Option<Rank> {
    /// Bytes of a key with a few words, at most.
    const LONGEST: usize = 40;
    if key.len() > LONGEST {
        return None;
    }
    let words = words(key);
    let is_any = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let is_of = |lists: &[&[&str]]| {
        words.iter().all(|word| {
            BESIDE.contains(&word.as_str()) || lists.iter().any(|list| list.contains(&word.as_str()))
        })
    };
    let told: Vec<&str> = words.iter().map(String::as_str).filter(|word| !BESIDE.contains(word)).collect();
    if is_any(&NEVER) || told.is_empty() {
        return None;
    }
    let is_bare_post = matches!(told.as_slice(), ["post" | "pub" | "publish" | "publication" | "release"]);
    if is_any(&PUBLISH) && is_of(&[&PUBLISH, &WHEN, &FIRST]) && !is_bare_post {
        return Some(match told.as_slice() {
            _ if is_any(&FIRST) => Rank::First,
            ["published", "at", ..] => Rank::Saved,
            _ if is_any(&["release", "released"]) => Rank::Released,
            _ => Rank::Published,
        });
    }
    let is_date = |word: &str| matches!(word, "date" | "datum" | "fecha" | "datetime");
    if told.iter().any(|word| is_date(word)) && is_of(&[&WHEN]) {
        return Some(Rank::Date);
    }
    if told.contains(&"created") && is_of(&[&["created"], &WHEN]) {
        return Some(Rank::Made);
    }
    let is_time = |word: &&str| is_date(word) || matches!(*word, "at" | "on" | "day" | "time" | "timestamp");
    let ends = [told.first(), told.last()];
    (told.len() > 1 && ends.into_iter().flatten().any(is_time)).then_some(Rank::Other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_ranked_by_its_words() {
        for (key, wanted) in [
            ("first_publication_date", Some(Rank::First)),
            ("firstPublishedDate", Some(Rank::First)),
            ("_firstPublishedAt", Some(Rank::First)),
            ("firstPublished", Some(Rank::First)),
            ("originalPublishDate", Some(Rank::First)),
            ("published_on", Some(Rank::Published)),
            ("publish_at", Some(Rank::Published)),
            ("datePublication", Some(Rank::Published)),
            ("field_publish_date", Some(Rank::Published)),
            ("posted_at", Some(Rank::Published)),
            ("pubDate", Some(Rank::Published)),
            ("pubdate", Some(Rank::Published)),
            ("published", Some(Rank::Published)),
            ("date", Some(Rank::Date)),
            ("date_gmt", Some(Rank::Date)),
            ("displayDate", Some(Rank::Date)),
            ("publishedAt", Some(Rank::Saved)),
            ("published_at_timestamp", Some(Rank::Saved)),
            ("releaseDate", Some(Rank::Released)),
            ("dateCreated", Some(Rank::Made)),
            ("created", Some(Rank::Made)),
            ("createdAt", Some(Rank::Made)),
            ("liveDate", Some(Rank::Other)),
            ("billed_on", Some(Rank::Other)),
            ("lastPublishedAt", Some(Rank::Other)),
            ("unpublishedAt", Some(Rank::Other)),
            ("updatedAt", None),
            ("post", None),
            ("publication", None),
            ("update", None),
            ("title", None),
        ] {
            assert_eq!(rank(key), wanted, "{key}");
        }
    }
}
