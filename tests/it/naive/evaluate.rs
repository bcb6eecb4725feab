//! Whether a document answers a question, by reading all of it.
//!
//! In: an [`Asked`], a document. Out: yes or no, and its place in an order of dates. Follows `docs/query-language.md` word by
//! word; speed does not matter.

use rsearch::document::{Day, Document, Moment};
use rsearch::search::{DateMatch, Sort};

use super::asked::{Asked, Atom, Pattern, Span, ValueAsked};
use super::documents::ADDRESSES;
use super::words::{fold, mistakes, same_stem, tokens};

/// Fields that a word without a field is looked for in.
const SEARCHED: &[&str] = &["title", "summary", "body", "authors", "labels"];

pub(super) fn holds(asked: &Asked, document: &Document, field: Option<&str>, dates: DateMatch) -> bool {
    let holds = |asked: &Asked| holds(asked, document, field, dates);
    match asked {
        Asked::Everything => true,
        Asked::Text(pattern) => match field {
            Some(field) => in_field(pattern, document, field),
            None => SEARCHED.iter().any(|field| in_field(pattern, document, field)),
        },
        Asked::Within(field, inner) => {
            let field = if *field == "by" { "authors" } else { field };
            self::holds(inner, document, Some(field), dates)
        }
        Asked::Value(field, asked) => values(document, field).iter().any(|(key, _)| is_value(asked, key)),
        Asked::Days(field, span) => {
            intervals(document, field).into_iter().any(|days| meets(days, span, dates))
        }
        Asked::Numbers(field, from, until) => values(document, field)
            .iter()
            .filter_map(|(key, _)| key.parse().ok())
            .any(|number: i64| *from <= number && number <= *until),
        Asked::Exists(field) => has(document, field),
        Asked::All(parts) => parts.iter().all(holds),
        Asked::Any(parts) => parts.iter().any(holds),
        Asked::Not(inner) => !holds(inner),
        Asked::Boost(inner, _) => holds(inner),
    }
}

/// The texts of a field that no phrase crosses.
fn texts(document: &Document, field: &str) -> Vec<String> {
    match field {
        "title" => vec![document.title.clone()],
        "summary" => vec![document.summary.clone()],
        "body" => vec![document.body.clone()],
        "headings" => document.headings.clone(),
        "authors" => document.authors.clone(),
        "labels" => document.categories.iter().chain(&document.publisher).cloned().collect(),
        field => panic!("{field} is no field of text"),
    }
}

fn in_field(pattern: &Pattern, document: &Document, field: &str) -> bool {
    let inflected = (field != "authors").then_some(document.language.as_deref().unwrap_or("en"));
    let texts: Vec<Vec<String>> = texts(document, field).iter().map(|text| tokens(text)).collect();
    let any_word = |fits: &dyn Fn(&str) -> bool| texts.iter().flatten().any(|word| fits(word));
    match pattern {
        Pattern::Word(word) => texts.iter().any(|text| stand_near(text, &tokens(word), 0, inflected)),
        Pattern::Exact(word) => texts.iter().any(|text| stand_near(text, &tokens(word), 0, None)),
        Pattern::Phrase { words, slop, exact } => {
            let words: Vec<String> = words.iter().flat_map(|word| tokens(word)).collect();
            texts.iter().any(|text| stand_near(text, &words, *slop, inflected.filter(|_| !exact)))
        }
        Pattern::Prefix(start) => any_word(&|word| word.starts_with(&fold(start))),
        Pattern::Wildcard(pattern) => any_word(&|word| like(word, &fold(pattern))),
        Pattern::Fuzzy(wanted, distance) => any_word(&|word| mistakes(&fold(wanted), word) <= *distance),
        Pattern::Regex(atoms) => any_word(&|word| matches(word, atoms)),
    }
}

/// Whether the words stand in order, all moved by `slop` places together at most; in any form that they have in a language,
/// where one is given.
fn stand_near(text: &[String], words: &[String], slop: usize, inflected: Option<&str>) -> bool {
    let same = |a: &str, b: &str| a == b || inflected.is_some_and(|language| same_stem(a, b, language));
    // The place of the first word may be before the text, when others are moved towards it.
    let reach = isize::try_from(slop + words.len()).unwrap();
    (-reach..isize::try_from(text.len()).unwrap() + reach).any(|start| {
        let moves = (start..).zip(words).map(|(place, word)| {
            (0..)
                .zip(text)
                .filter(|(_, other)| same(word, other))
                .map(|(at, _): (isize, _)| at.abs_diff(place))
                .min()
        });
        moves.sum::<Option<usize>>().is_some_and(|moved| moved <= slop)
    })
}

/// Whether a word fits a pattern of letters, `*` and `?`.
fn like(word: &str, pattern: &str) -> bool {
    match (pattern.chars().next(), word.chars().next()) {
        (None, None) => true,
        (Some('*'), first) => {
            like(word, &pattern[1..]) || first.is_some_and(|first| like(&word[first.len_utf8()..], pattern))
        }
        (Some(wanted), Some(letter)) if wanted == '?' || wanted == letter => {
            like(&word[letter.len_utf8()..], &pattern[wanted.len_utf8()..])
        }
        _ => false,
    }
}

/// Whether a word is what pieces of a regular expression describe, from first letter to last.
fn matches(word: &str, atoms: &[Atom]) -> bool {
    let Some((atom, rest)) = atoms.split_first() else { return word.is_empty() };
    let one = |word: &str| -> Option<usize> {
        let letter = word.chars().next()?;
        (atom.letters.is_empty() || atom.letters.contains(letter)).then_some(letter.len_utf8())
    };
    let (least, most) = match atom.times {
        '1' => (1, 1),
        '?' => (0, 1),
        '*' => (0, usize::MAX),
        _ => (1, usize::MAX),
    };
    let (mut at, mut times) = (0, 0);
    loop {
        if times >= least && matches(&word[at..], rest) {
            return true;
        }
        match one(&word[at..]) {
            Some(length) if times < most => (at, times) = (at + length, times + 1),
            _ => return false,
        }
    }
}

/// The values of a field: as they match, and as they are written.
pub(super) fn values(document: &Document, field: &str) -> Vec<(String, String)> {
    let evidence = || document.sightings.iter().map(|seen| &seen.evidence);
    let within = |length: usize| {
        let claim = document.published.as_ref()?;
        let (first, last) = (claim.earliest.to_string(), claim.latest.to_string());
        (first[..length] == last[..length]).then(|| first[..length].to_owned())
    };
    let plain: Vec<String> = match field {
        "year" => within(4).into_iter().collect(),
        "published" => within(4).into_iter().chain(within(7)).collect(),
        "month" => within(7).into_iter().collect(),
        "category" | "team" => document.categories.clone(),
        "publisher" => document.publisher.iter().cloned().collect(),
        "authors" => document.authors.clone(),
        "kind" => vec![document.kind.as_str().to_owned()],
        "language" => document.language.iter().cloned().collect(),
        "precision" => document.published.iter().map(|claim| claim.precision.as_str().to_owned()).collect(),
        "source" => document.published.iter().map(|claim| claim.source.as_str().to_owned()).collect(),
        "site" => {
            address(document).map(|key| key.split('/').next().unwrap().to_owned()).into_iter().collect()
        }
        "url" => address(document).map(str::to_owned).into_iter().collect(),
        "status" => {
            evidence().filter_map(|evidence| evidence.http_status).map(|status| status.to_string()).collect()
        }
        "method" => evidence().filter_map(|evidence| evidence.method.clone()).collect(),
        "format" => evidence().map(|evidence| evidence.format.clone()).collect(),
        "capture" => evidence().map(|evidence| evidence.capture.clone()).collect(),
        "digest" => evidence().map(|evidence| evidence.digest.clone()).collect(),
        "sightings" => vec![document.sightings.len().to_string()],
        "id" => vec![document.id.clone()],
        // No random document has a value in any other.
        _ => Vec::new(),
    };
    let mut values: Vec<(String, String)> = Vec::new();
    for value in plain {
        let key = fold(&value);
        if values.iter().all(|(other, _)| *other != key) {
            values.push((key, value));
        }
    }
    values
}

/// The form in which a document's address matches.
fn address(document: &Document) -> Option<&'static str> {
    let url = document.url.as_deref()?;
    ADDRESSES.iter().find(|(other, _)| *other == url).map(|(_, key)| *key)
}

fn is_value(asked: &ValueAsked, key: &str) -> bool {
    let plain = |text: &str| {
        let known = ADDRESSES.iter().find(|(url, _)| *url == text).map(|(_, key)| (*key).to_owned());
        known.unwrap_or_else(|| fold(text.strip_prefix("https://").unwrap_or(text)))
    };
    match asked {
        ValueAsked::Is(value) => plain(value) == key,
        ValueAsked::Prefix(start) => key.starts_with(&plain(start)),
        ValueAsked::Wildcard(pattern) => like(key, &fold(pattern)),
        ValueAsked::OneOf(values) => values.iter().any(|value| plain(value) == key),
    }
}

/// First and last days of the dates in a field.
fn intervals(document: &Document, field: &str) -> Vec<(Day, Day)> {
    let seen = || document.sightings.iter().filter_map(|seen| seen.evidence.captured).map(Moment::day);
    let once = |day: Option<Day>| day.map(|day| (day, day)).into_iter().collect();
    let claim = match field {
        "published" | "date" => &document.published,
        "updated" => &document.updated,
        "captured" => return seen().map(|day| (day, day)).collect(),
        "first_seen" => return once(seen().min()),
        "last_seen" => return once(seen().max()),
        field => panic!("{field} is no date"),
    };
    claim.iter().map(|claim| (claim.earliest, claim.latest)).collect()
}

fn meets((first, last): (Day, Day), span: &Span, dates: DateMatch) -> bool {
    let inside =
        |day: &Day| span.from.is_none_or(|from| from <= *day) && span.until.is_none_or(|until| *day <= until);
    let days: Vec<Day> = (0..=last.0 - first.0).map(|days| first.plus(days)).collect();
    let within = days.iter().filter(|day| inside(day)).count();
    match dates {
        DateMatch::Strict => within == days.len(),
        DateMatch::Likely => within * 2 >= days.len(),
        DateMatch::Any => within > 0,
    }
}

fn has(document: &Document, field: &str) -> bool {
    match field {
        "title" | "summary" | "body" | "headings" | "authors" | "labels" => {
            texts(document, field).iter().any(|text| !text.is_empty())
        }
        "published" | "updated" | "captured" | "first_seen" | "last_seen" => {
            !intervals(document, field).is_empty()
        }
        field => !values(document, field).is_empty(),
    }
}

/// What documents are put in order by; undated last in both directions.
pub(super) fn date_order(document: &Document, sort: Sort) -> (bool, i32, i32, Vec<u8>) {
    let claim = document.published.as_ref();
    let (first, last) = claim.map_or((0, 0), |claim| (claim.earliest.0, claim.latest.0));
    match sort {
        Sort::PublishedReverse => {
            (claim.is_none(), -first, -last, document.id.bytes().map(|byte| u8::MAX - byte).collect())
        }
        _ => (claim.is_none(), first, last, document.id.bytes().collect()),
    }
}
