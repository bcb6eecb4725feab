//! The one table of fields.
//!
//! In: nothing. Out: [`FIELDS`]: for every field its name, aliases, type, and what it is for. The schema, the query
//! language, facets, help and documentation walk it; a field that is not here does not exist.

/// What a field holds and how it is matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// Running text: words, stemmed by the rules of its language where `stemmed`, with positions; and unstemmed words beside them.
    Text {
        /// Whether inflected forms match each other.
        stemmed: bool,
    },
    /// A whole value that matches whatever its case and accents.
    Keyword,
    /// A web address, matched as a whole or by the words in it.
    Url,
    /// Days, as an interval.
    Date,
    /// A whole number.
    Number,
}

/// One field.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name in queries, JSON and the index.
    pub name: &'static str,
    /// Other names that queries may use.
    pub aliases: &'static [&'static str],
    /// What it holds.
    pub kind: FieldType,
    /// Weight of an occurrence of a word that is searched without naming a field; 0 when it is not searched then.
    pub weight: f32,
    /// Whether its values can be counted; of a date, the years and within each its months.
    pub facet: bool,
    /// One line for people.
    pub help: &'static str,
}

const fn text(name: &'static str, stemmed: bool, weight: f32, help: &'static str) -> Field {
    Field { name, aliases: &[], kind: FieldType::Text { stemmed }, weight, facet: false, help }
}

const fn keyword(
    name: &'static str,
    aliases: &'static [&'static str],
    facet: bool,
    help: &'static str,
) -> Field {
    Field { name, aliases, kind: FieldType::Keyword, weight: 0.0, facet, help }
}

const fn number(
    name: &'static str,
    aliases: &'static [&'static str],
    facet: bool,
    help: &'static str,
) -> Field {
    Field { name, aliases, kind: FieldType::Number, weight: 0.0, facet, help }
}

const fn date(
    name: &'static str,
    aliases: &'static [&'static str],
    facet: bool,
    help: &'static str,
) -> Field {
    Field { name, aliases, kind: FieldType::Date, weight: 0.0, facet, help }
}

/// Every field. The first date field is the one that `since:` and `until:` limit.
///
/// A word in a title counts three times as much as one in the text: on five public test collections that weight
/// ranked best of 1, 2 and 3.
pub const FIELDS: &[Field] = &[
    text("title", true, 3.0, "title, without the site's name"),
    text("summary", true, 1.0, "the author's or the listing's short description"),
    text("body", true, 1.0, "main text"),
    text("headings", true, 0.0, "headings within the main text"),
    Field {
        name: "authors",
        aliases: &["author", "by"],
        kind: FieldType::Text { stemmed: false },
        weight: 1.0,
        facet: true,
        help: "names of authors",
    },
    text("labels", true, 1.0, "names of its categories and its publisher, as words"),
    date("published", &["date"], true, "when it was published, as claimed"),
    date("updated", &["modified"], false, "when it was last changed, as claimed"),
    number("year", &[], true, "year of publication, where the date lies within one"),
    keyword("month", &[], true, "month of publication (2025-10), where the date lies within one"),
    keyword(
        "category",
        &["team", "categories", "topic"],
        true,
        "section, topic or team that the source files it under",
    ),
    keyword("publisher", &[], true, "organisation or site that published it"),
    keyword("site", &["host"], true, "host of its address, without www"),
    keyword("kind", &["type"], true, "publication, or page (a team page, an about page, a listing)"),
    keyword("language", &["lang"], true, "language code, such as en"),
    date("captured", &[], false, "when a capture showed it"),
    date("first_seen", &[], false, "the first capture that showed it"),
    date("last_seen", &[], false, "the last capture that showed it"),
    number("status", &["http_status"], true, "HTTP status of a capture"),
    keyword("method", &[], true, "how a capture was fetched"),
    keyword("format", &[], true, "how a capture was packed"),
    number("sightings", &[], false, "how many captures show it"),
    Field {
        name: "url",
        aliases: &["link"],
        kind: FieldType::Url,
        weight: 0.0,
        facet: false,
        help: "address of its own page",
    },
    keyword("arxiv", &[], false, "arXiv ids that it names, such as 2401.01234"),
    keyword("doi", &["dois"], false, "DOIs that it names, such as 10.1000/xyz"),
    keyword("github", &["code", "repository"], true, "repositories on GitHub that it names, as owner/name"),
    keyword("feeds", &["feed"], false, "addresses of feeds that its page names"),
    keyword("next", &[], false, "address of the page that follows it"),
    keyword("related", &[], false, "addresses of publications that its page names as related"),
    keyword("corrected", &[], true, "fields that a person put right"),
    keyword("id", &[], false, "short id, as shown with every hit"),
    keyword("record_id", &[], false, "the id that a record brought with it"),
    keyword("capture", &["file", "path"], false, "file that shows it"),
    keyword("digest", &["sha256"], false, "SHA-256 of the captured bytes"),
    keyword("precision", &[], true, "how fine the publication date is: day, month, range or year"),
    keyword("source", &["date_source"], true, "where the publication date was read"),
];

/// The field of a name or alias.
pub fn field(name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| {
        field.name.eq_ignore_ascii_case(name) || field.aliases.iter().any(|a| a.eq_ignore_ascii_case(name))
    })
}

/// The fields whose values can be counted.
pub fn facets() -> impl Iterator<Item = &'static Field> {
    FIELDS.iter().filter(|field| field.facet)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_name_means_one_field() {
        let mut names = HashSet::new();
        for field in FIELDS {
            for name in std::iter::once(&field.name).chain(field.aliases) {
                assert!(names.insert(*name), "{name} stands twice");
                assert!(!matches!(*name, "since" | "until"), "{name} belongs to the query language");
            }
            assert!(!field.help.is_empty() && !field.help.ends_with('.'), "{}", field.name);
        }
        assert_eq!(field("Team").map(|field| field.name), Some("category"));
        assert!(field("pubished").is_none());
    }

    #[test]
    fn a_weight_belongs_to_text() {
        for field in FIELDS {
            assert!(field.weight <= 0.0 || matches!(field.kind, FieldType::Text { .. }), "{}", field.name);
        }
    }
}
