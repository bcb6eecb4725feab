//! Tells in what two states of a document differ.
//!
//! In: the document as it was shown at one moment and at another. Out: [`Difference`]s, each with both values. Together
//! they are empty exactly where [`same_content`](crate::catalog::same_content) holds.

use crate::document::{DateClaim, Document, Links};

/// One thing in which a later state of a document differs from an earlier one.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// What differs.
    pub what: What,
    /// As it was.
    pub before: Value,
    /// As it is.
    pub after: Value,
    /// What is known changed, and nothing says that the document did: a capture tells more or less of it than the one
    /// before, or another page tells it now. No page that gave the earlier value gives another.
    pub retold: bool,
}

impl Difference {
    /// Whether there was no value before.
    pub fn is_new(&self) -> bool {
        self.before.is_none()
    }

    /// Whether there is none any more.
    pub fn is_gone(&self) -> bool {
        self.after.is_none()
    }
}

/// What can differ. In the order in which differences come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// The title: the document was retitled.
    Title,
    /// When it says it was published: it was re-dated.
    Published,
    /// Where that date was read; the date itself is the same.
    DateSource,
    /// Categories: it was moved between teams.
    Categories,
    /// The summary.
    Summary,
    /// The main text.
    Text,
    /// The headings in it.
    Headings,
    /// When it says it was last changed.
    Updated,
    /// Names of authors.
    Authors,
    /// The publisher.
    Publisher,
    /// The address.
    Url,
    /// The language.
    Language,
    /// Where it leads: papers, code, feeds, the next page, related publications.
    Links,
    /// Whether it is a publication.
    Kind,
    /// The id of its record.
    RecordId,
}

impl What {
    /// The word used in JSON and on the terminal: the field.
    pub fn as_str(self) -> &'static str {
        match self {
            What::Title => "title",
            What::Published => "published",
            What::DateSource => "date-source",
            What::Categories => "categories",
            What::Summary => "summary",
            What::Text => "text",
            What::Headings => "headings",
            What::Updated => "updated",
            What::Authors => "authors",
            What::Publisher => "publisher",
            What::Url => "url",
            What::Language => "language",
            What::Links => "links",
            What::Kind => "kind",
            What::RecordId => "record-id",
        }
    }
}

impl What {
    /// Whether it tells how something is known, and not what.
    fn is_of_evidence(self) -> bool {
        self == What::DateSource
    }

    /// Whether a page that does not give it says nothing by that: a listing shows the summaries of its first few entries
    /// and the addresses of some.
    fn may_be_left_out(self) -> bool {
        matches!(
            self,
            What::Summary
                | What::Updated
                | What::Authors
                | What::Publisher
                | What::Url
                | What::Language
                | What::Links
        )
    }
}

/// A value of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Running text or a name; empty where there is none.
    Text(String),
    /// Several names.
    List(Vec<String>),
    /// A date.
    Date(Option<DateClaim>),
}

impl Value {
    /// Whether there is no value.
    pub fn is_none(&self) -> bool {
        match self {
            Value::Text(text) => text.is_empty(),
            Value::List(names) => names.is_empty(),
            Value::Date(claim) => claim.is_none(),
        }
    }
}

/// In what a document differs from what it was, as one page or all of them together show it. A value that is merely not
/// given on one side is retold; so is a date that is read elsewhere and the same.
pub fn differences(before: &Document, after: &Document) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut put = |what: What, differs: bool, before: Value, after: Value| {
        if differs {
            let retold =
                what.is_of_evidence() || (what.may_be_left_out() && (before.is_none() || after.is_none()));
            found.push(Difference { what, before, after, retold });
        }
    };
    for (what, field) in TEXTS {
        let (before, after) = (field(before), field(after));
        put(*what, before != after, Value::Text(before.to_owned()), Value::Text(after.to_owned()));
    }
    for (what, field) in LISTS {
        let (before, after) = (field(before), field(after));
        put(*what, before != after, Value::List(before.clone()), Value::List(after.clone()));
    }
    let (old, new) = (before.published.as_ref(), after.published.as_ref());
    let is_redated = old.map(DateClaim::interval) != new.map(DateClaim::interval);
    let is_from_elsewhere = old.map(|claim| claim.source) != new.map(|claim| claim.source);
    let dates = || (Value::Date(old.cloned()), Value::Date(new.cloned()));
    put(What::Published, is_redated, dates().0, dates().1);
    put(What::DateSource, !is_redated && is_from_elsewhere, dates().0, dates().1);
    let key = |claim: &DateClaim| (claim.interval(), claim.source);
    let (old, new) = (before.updated.as_ref(), after.updated.as_ref());
    put(What::Updated, old.map(key) != new.map(key), Value::Date(old.cloned()), Value::Date(new.cloned()));
    let (old, new) = (&before.links, &after.links);
    put(What::Links, old != new, Value::List(addresses(old)), Value::List(addresses(new)));
    if before.summary_made || after.summary_made {
        // Nobody wrote it: it follows the text.
        found.iter_mut().filter(|one| one.what == What::Summary).for_each(|one| one.retold = true);
    }
    found.sort_by_key(|difference| difference.what);
    found
}

/// All that links lead to, as texts of which each is one of a kind.
fn addresses(links: &Links) -> Vec<String> {
    let named = |kind: &str, values: &[String]| {
        values.iter().map(|value| format!("{kind}:{value}")).collect::<Vec<_>>()
    };
    let mut all = named("arxiv", &links.arxiv);
    all.extend(named("doi", &links.dois));
    all.extend(named("github", &links.github));
    all.extend(named("feed", &links.feeds));
    all.extend(links.next.iter().map(|address| format!("next:{address}")));
    all.extend(links.related.iter().map(|related| format!("related:{} {}", related.url, related.title)));
    all
}

type TextField = fn(&Document) -> &str;

/// Fields that are one text.
const TEXTS: &[(What, TextField)] = &[
    (What::Title, |document| &document.title),
    (What::Summary, |document| &document.summary),
    (What::Text, |document| &document.body),
    (What::Publisher, |document| document.publisher.as_deref().unwrap_or_default()),
    (What::Url, |document| document.url.as_deref().unwrap_or_default()),
    (What::Language, |document| document.language.as_deref().unwrap_or_default()),
    (What::Kind, |document| document.kind.as_str()),
    (What::RecordId, |document| document.record_id.as_deref().unwrap_or_default()),
];

type ListField = fn(&Document) -> &Vec<String>;

/// Fields that are several names.
const LISTS: &[(What, ListField)] = &[
    (What::Categories, |document| &document.categories),
    (What::Headings, |document| &document.headings),
    (What::Authors, |document| &document.authors),
];

#[cfg(test)]
mod tests {
    use crate::catalog::same_content;
    use crate::document::{DateSource, Day, Interval, Kind};

    use super::*;

    fn claim(day: i32, source: DateSource) -> DateClaim {
        DateClaim::new(Interval::day(Day(day)), source, 0.9, "a day")
    }

    #[test]
    fn every_field_that_makes_a_version_is_named_when_it_differs() {
        let plain = Document { published: Some(claim(1, DateSource::Meta)), ..Document::default() };
        let with = |change: fn(&mut Document)| {
            let mut changed = plain.clone();
            change(&mut changed);
            changed
        };
        for (changed, what) in [
            (with(|document| document.title = "New".to_owned()), Some("title")),
            (with(|document| document.published = None), Some("published")),
            (with(|document| document.published = Some(claim(2, DateSource::JsonLd))), Some("published")),
            (with(|document| document.published = Some(claim(1, DateSource::JsonLd))), Some("date-source")),
            (with(|document| document.categories.push("A".to_owned())), Some("categories")),
            (with(|document| document.summary.push('x')), Some("summary")),
            (with(|document| document.body.push('x')), Some("text")),
            (with(|document| document.headings.push("A".to_owned())), Some("headings")),
            (with(|document| document.updated = Some(claim(1, DateSource::Meta))), Some("updated")),
            (with(|document| document.authors.push("A".to_owned())), Some("authors")),
            (with(|document| document.publisher = Some("A".to_owned())), Some("publisher")),
            (with(|document| document.url = Some("A".to_owned())), Some("url")),
            (with(|document| document.language = Some("A".to_owned())), Some("language")),
            (with(|document| document.links.add_doi("10.1/a".to_owned())), Some("links")),
            (with(|document| document.links.next = Some("A".to_owned())), Some("links")),
            (with(|document| document.kind = Kind::Page), Some("kind")),
            (with(|document| document.record_id = Some("A".to_owned())), Some("record-id")),
            (with(|document| document.id.push('x')), None),
            (with(|document| document.published.iter_mut().for_each(|claim| claim.confidence = 0.1)), None),
        ] {
            let found = differences(&plain, &changed);
            assert_eq!(found.iter().map(|one| one.what.as_str()).collect::<Vec<_>>(), Vec::from_iter(what));
            assert_eq!(same_content(&plain, &changed), found.is_empty(), "{what:?}");
        }
    }
}
