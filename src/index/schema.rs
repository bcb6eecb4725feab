//! Makes the tantivy schema out of the table of fields, and tantivy documents out of documents.
//!
//! In: [`FIELDS`], documents. Out: a schema, postings, columns. Every field of the table has columns or postings under
//! its own name; what tantivy needs beside them has a name that no field has.

use std::collections::HashSet;
use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;
use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field as Handle, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};

use crate::document::identity::{id_of, title_key, url_key};
use crate::document::{DateClaim, Document, Links, Moment, Precision, Validity, fold};
use crate::index::fields::{FIELDS, Field, FieldType, field};
use crate::index::stemmer::Language;
use crate::index::stop_words::same_words_key;
use crate::index::tokenizer::{self, PART_BREAK};

/// Whole documents, packed.
pub(crate) const STORE: &str = "_document";
/// The first 60 bits of the id, by which equal scores are put in order.
pub(crate) const ORDER: &str = "_order";
/// Folded words of the title, for exact titles and for sorting.
pub(crate) const TITLE_KEY: &str = "_title";
/// Ids under which a document was or may be known.
pub(crate) const ALIAS: &str = "_alias";
/// What titles share that have the same words.
pub(crate) const SAME_WORDS: &str = "_same_words";
/// A hash of the text that the vector of a document is of.
pub(crate) const CONTENT: &str = "_content";
/// Names of the fields that have a value.
pub(crate) const PRESENT: &str = "_present";
/// What follows a text field's name in that of its unstemmed words.
pub(crate) const EXACT: &str = "_exact";
/// What follows a date field's name in that of its first and its last day.
pub(crate) const FROM: &str = "_from";
/// See [`FROM`].
pub(crate) const TO: &str = "_to";
/// What follows a text field's name in that of its whole values, which are counted.
pub(crate) const VALUES: &str = "_values";

/// The first second at which captures show the document as it is; absent where none says when it was made.
pub(crate) const VALID_FROM: &str = "_valid_from";
/// The second from which captures no longer show it so; absent while they do.
pub(crate) const VALID_UNTIL: &str = "_valid_until";

/// The field of the ids that records brought; a ranking names documents by it without reading them.
pub(crate) const RECORD_ID: &str = "record_id";

/// Stands between the folded form of a keyword, which is indexed, and the value as it is shown.
pub(crate) const SHOWN_AFTER: char = '\u{1f}';

/// Names of the tokenizers.
pub(crate) const STEMMED: &str = "rsearch_stemmed";
pub(crate) const PLAIN: &str = "rsearch_plain";
pub(crate) const DISTINCT: &str = "rsearch_distinct";
pub(crate) const KEYWORD: &str = "rsearch_keyword";

/// Counts up whenever words are cut or folded in another way, since an index made before would not match.
const TOKENS_VERSION: u32 = 4;

/// The schema.
pub(crate) fn schema() -> Schema {
    let mut builder = Schema::builder();
    for field in FIELDS {
        match field.kind {
            FieldType::Text { stemmed } => {
                let tokenizer = if stemmed { STEMMED } else { PLAIN };
                builder
                    .add_text_field(field.name, words(tokenizer, IndexRecordOption::WithFreqsAndPositions));
                if stemmed {
                    builder.add_text_field(&exact_name(field), words(DISTINCT, IndexRecordOption::Basic));
                }
                if field.facet {
                    builder.add_text_field(&format!("{}{VALUES}", field.name), values().set_fast("raw"));
                }
            }
            FieldType::Keyword => {
                let is_column = field.facet || field.name == RECORD_ID;
                let options = if is_column { values().set_fast("raw") } else { values() };
                builder.add_text_field(field.name, options);
            }
            FieldType::Url => {
                builder.add_text_field(field.name, values());
            }
            FieldType::Number => {
                builder.add_i64_field(field.name, INDEXED | FAST);
            }
            FieldType::Date => {
                builder.add_i64_field(&format!("{}{FROM}", field.name), FAST);
                builder.add_i64_field(&format!("{}{TO}", field.name), FAST);
            }
        }
    }
    builder.add_text_field(ALIAS, values());
    builder.add_text_field(PRESENT, values());
    builder.add_text_field(TITLE_KEY, values().set_fast("raw"));
    builder.add_text_field(SAME_WORDS, values());
    builder.add_u64_field(ORDER, FAST);
    builder.add_u64_field(CONTENT, FAST);
    builder.add_i64_field(VALID_FROM, FAST);
    builder.add_i64_field(VALID_UNTIL, FAST);
    builder.add_bytes_field(STORE, STORED);
    builder.build()
}

/// Name of the unstemmed words of a text field; a field that is not stemmed is its own.
pub(crate) fn exact_name(field: &Field) -> String {
    match field.kind {
        FieldType::Text { stemmed: true } => format!("{}{EXACT}", field.name),
        _ => field.name.to_owned(),
    }
}

/// Name of the column in which the values of a facet stand.
pub(crate) fn values_name(field: &Field) -> String {
    match field.kind {
        FieldType::Text { .. } => format!("{}{VALUES}", field.name),
        _ => field.name.to_owned(),
    }
}

/// A short text that changes whenever an index made before could not be read as it is meant.
pub(crate) fn fingerprint() -> String {
    let schema = serde_json::to_string(&schema()).unwrap_or_default();
    id_of(&format!("{TOKENS_VERSION}\n{schema}"))
}

fn words(tokenizer: &str, record: IndexRecordOption) -> TextOptions {
    let norms = record != IndexRecordOption::Basic;
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(record).set_fieldnorms(norms),
    )
}

fn values() -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(KEYWORD)
            .set_index_option(IndexRecordOption::Basic)
            .set_fieldnorms(false),
    )
}

/// The form in which keywords match: folded, with single spaces.
pub fn keyword_key(value: &str) -> String {
    let folded = fold::fold(value);
    let mut key = String::with_capacity(folded.len());
    for word in folded.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(word);
    }
    // Longer than any name; tantivy takes terms up to 65,530 bytes.
    let end = (0..=key.len().min(1_000)).rev().find(|&end| key.is_char_boundary(end)).unwrap_or(0);
    key.truncate(end);
    key
}

/// The form in which addresses match: without scheme and what does not belong to the place.
pub fn address_key(value: &str) -> String {
    url_key(value)
        .or_else(|| url_key(&format!("https://{}", value.trim())))
        .unwrap_or_else(|| keyword_key(value))
}

/// Turns documents into tantivy's.
pub(crate) struct Converter {
    schema: Schema,
}

impl Converter {
    pub(crate) fn new(schema: Schema) -> Converter {
        Converter { schema }
    }

    /// The postings, columns and stored bytes of a document.
    ///
    /// # Errors
    /// When it cannot be packed, or the schema lacks a field.
    pub(crate) fn convert(
        &self,
        document: &Document,
        validity: Option<Validity>,
    ) -> tantivy::Result<TantivyDocument> {
        let mut out = Builder {
            schema: &self.schema,
            language: Language::of(document.language.as_deref()),
            document: TantivyDocument::new(),
            last_present: String::new(),
        };
        out.text("title", &document.title)?;
        // A made summary is text that is there already.
        out.text("summary", if document.summary_made { "" } else { &document.summary })?;
        out.text("body", &document.body)?;
        out.text("headings", &join(&document.headings))?;
        out.text("authors", &join(&document.authors))?;
        out.text("labels", &join(&document.labels()))?;
        distinct(&document.authors)
            .try_for_each(|author| out.value(&format!("authors{VALUES}"), shown(author)))?;
        out.date("published", document.published.as_ref())?;
        out.date("updated", document.updated.as_ref())?;
        if let Some(claim) = &document.published {
            year_of(claim).map_or(Ok(()), |year| out.number("year", i64::from(year)))?;
            month_of(claim).map_or(Ok(()), |month| out.keyword("month", &month))?;
            out.keyword("precision", claim.precision.as_str())?;
            out.keyword("source", claim.source.as_str())?;
        }
        distinct(&document.categories).try_for_each(|category| out.keyword("category", category))?;
        document.publisher.iter().try_for_each(|publisher| out.keyword("publisher", publisher))?;
        document.site().iter().try_for_each(|site| out.keyword("site", site))?;
        out.keyword("kind", document.kind.as_str())?;
        document.language.iter().try_for_each(|language| out.keyword("language", language))?;
        out.moment("first_seen", document.first_seen())?;
        out.moment("last_seen", document.last_seen())?;
        out.sightings(document)?;
        if let Some(url) = &document.url {
            out.present("url")?;
            out.value("url", format!("{}{SHOWN_AFTER}{url}", address_key(url)))?;
        }
        out.links(&document.links)?;
        document.corrections.iter().try_for_each(|it| out.keyword("corrected", it.field.as_str()))?;
        out.keyword("id", &document.id)?;
        document.record_id.iter().try_for_each(|id| out.keyword("record_id", id))?;
        document.aliases.iter().try_for_each(|alias| out.value(ALIAS, keyword_key(alias)))?;
        if !document.title.trim().is_empty() {
            out.value(TITLE_KEY, title_key(&document.title))?;
            let same = same_words_key(&document.title);
            if !same.is_empty() {
                out.value(SAME_WORDS, same)?;
            }
        }
        let order = out.handle(ORDER)?;
        out.document.add_u64(order, order_of(&document.id));
        let content = out.handle(CONTENT)?;
        out.document.add_u64(content, content_of(document));
        if let Some(validity) = validity {
            out.column(VALID_FROM, validity.from)?;
            validity.until.map_or(Ok(()), |until| out.column(VALID_UNTIL, until))?;
        }
        let store = out.handle(STORE)?;
        let packed = postcard::to_stdvec(document)
            .map_err(|error| tantivy::TantivyError::InternalError(error.to_string()))?;
        out.document.add_bytes(store, &packed);
        Ok(out.document)
    }
}

struct Builder<'a> {
    schema: &'a Schema,
    language: Language,
    document: TantivyDocument,
    last_present: String,
}

impl Builder<'_> {
    fn handle(&self, name: &str) -> tantivy::Result<Handle> {
        self.schema.get_field(name)
    }

    fn text(&mut self, name: &str, text: &str) -> tantivy::Result<()> {
        if text.is_empty() {
            return Ok(());
        }
        self.present(name)?;
        let handle = self.handle(name)?;
        let is_stemmed = field(name).is_some_and(|field| field.kind == FieldType::Text { stemmed: true });
        if is_stemmed && self.language != Language::ENGLISH {
            self.document.add_pre_tokenized_text(handle, tokenizer::stemmed(text, self.language));
        } else {
            self.document.add_text(handle, text);
        }
        if let Ok(exact) = self.schema.get_field(&format!("{name}{EXACT}")) {
            self.document.add_text(exact, text);
        }
        Ok(())
    }

    fn value(&mut self, name: &str, value: String) -> tantivy::Result<()> {
        let handle = self.handle(name)?;
        self.document.add_text(handle, value);
        Ok(())
    }

    fn keyword(&mut self, name: &str, value: &str) -> tantivy::Result<()> {
        let value = value.trim();
        if value.is_empty() {
            return Ok(());
        }
        self.present(name)?;
        self.value(name, shown(value))
    }

    /// Notes that a field has a value.
    fn present(&mut self, name: &str) -> tantivy::Result<()> {
        if self.last_present != name {
            name.clone_into(&mut self.last_present);
            self.value(PRESENT, name.to_owned())?;
        }
        Ok(())
    }

    fn number(&mut self, name: &str, number: i64) -> tantivy::Result<()> {
        self.present(name)?;
        self.column(name, number)
    }

    fn column(&mut self, name: &str, number: i64) -> tantivy::Result<()> {
        let handle = self.handle(name)?;
        self.document.add_i64(handle, number);
        Ok(())
    }

    fn days(&mut self, name: &str, from: i64, to: i64) -> tantivy::Result<()> {
        self.present(name)?;
        self.column(&format!("{name}{FROM}"), from)?;
        self.column(&format!("{name}{TO}"), to)
    }

    fn date(&mut self, name: &str, claim: Option<&DateClaim>) -> tantivy::Result<()> {
        claim.map_or(Ok(()), |claim| self.days(name, i64::from(claim.earliest.0), i64::from(claim.latest.0)))
    }

    fn moment(&mut self, name: &str, moment: Option<Moment>) -> tantivy::Result<()> {
        moment.map_or(Ok(()), |moment| {
            // What is known to the month only can be of any day of it.
            self.days(name, i64::from(moment.day().0), i64::from(moment.last_day().0))
        })
    }

    fn links(&mut self, links: &Links) -> tantivy::Result<()> {
        for (name, values) in [
            ("arxiv", &links.arxiv),
            ("doi", &links.dois),
            ("github", &links.github),
            ("feeds", &links.feeds),
        ] {
            values.iter().try_for_each(|value| self.keyword(name, value))?;
        }
        links.next.iter().try_for_each(|next| self.keyword("next", next))?;
        links.related.iter().try_for_each(|related| self.keyword("related", &related.url))
    }

    fn sightings(&mut self, document: &Document) -> tantivy::Result<()> {
        let mut days = Vec::new();
        let mut statuses = Vec::new();
        let mut keywords: Vec<(&str, &str)> = Vec::new();
        for seen in &document.sightings {
            let evidence = &seen.evidence;
            days.extend(evidence.captured.map(|moment| i64::from(moment.day().0)));
            statuses.extend(evidence.http_status.map(i64::from));
            keywords.extend(evidence.method.as_deref().map(|method| ("method", method)));
            keywords.push(("format", &evidence.format));
            keywords.push(("capture", &evidence.capture));
            keywords.push(("digest", &evidence.digest));
        }
        // A value counts once a document, however many captures share it.
        days.sort_unstable();
        days.dedup();
        statuses.sort_unstable();
        statuses.dedup();
        keywords.sort_by_cached_key(|(name, value)| (*name, keyword_key(value), *value));
        keywords.dedup_by(|a, b| a.0 == b.0 && keyword_key(a.1) == keyword_key(b.1));
        days.into_iter().try_for_each(|day| self.days("captured", day, day))?;
        statuses.into_iter().try_for_each(|status| self.number("status", status))?;
        keywords.into_iter().try_for_each(|(name, value)| self.keyword(name, value))?;
        self.number("sightings", i64::try_from(document.sightings.len()).unwrap_or(i64::MAX))
    }
}

/// A hash of what the vector of a document is made of.
fn content_of(document: &Document) -> u64 {
    let mut hasher = FxHasher::default();
    (&document.title, &document.summary, &document.body, &document.language).hash(&mut hasher);
    hasher.finish()
}

/// The folded form of a value, by which it is found, and the value itself.
fn shown(value: &str) -> String {
    let value = value.trim();
    format!("{}{SHOWN_AFTER}{value}", keyword_key(value))
}

/// The values that are not empty, each once, however it is spelt.
fn distinct(values: &[String]) -> impl Iterator<Item = &String> {
    let mut seen = HashSet::new();
    values.iter().filter(move |value| {
        let key = keyword_key(value);
        !key.is_empty() && seen.insert(key)
    })
}

fn join(parts: &[impl AsRef<str>]) -> String {
    let mut text = String::new();
    for part in parts {
        if !text.is_empty() {
            text.push(PART_BREAK);
        }
        text.push_str(part.as_ref());
    }
    text
}

/// The year that a date lies wholly within.
pub(crate) fn year_of(claim: &DateClaim) -> Option<i32> {
    let (first, last) = (claim.earliest.ymd(), claim.latest.ymd());
    (first.0 == last.0).then_some(first.0)
}

/// The month that a date lies wholly within, as `2025-10`.
pub(crate) fn month_of(claim: &DateClaim) -> Option<String> {
    let (first, last) = (claim.earliest.ymd(), claim.latest.ymd());
    let within = claim.precision != Precision::Year && (first.0, first.1) == (last.0, last.1);
    within.then(|| format!("{:04}-{:02}", first.0, first.1))
}

/// Digits of ids, five bits each.
const ALPHABET: &str = "0123456789abcdefghjkmnpqrstvwxyz";

/// The number by which documents of equal rank are ordered: smaller ids first.
pub(crate) fn order_of(id: &str) -> u64 {
    id.chars().fold(0, |order, letter| (order << 5) | ALPHABET.find(letter).unwrap_or(0) as u64)
}

/// The id of such a number.
pub(crate) fn id_of_order(order: u64) -> String {
    const DIGITS: u32 = 12;
    let digit = |place: u32| usize::try_from(order >> (5 * place) & 31).unwrap_or(0);
    (0..DIGITS).rev().filter_map(|place| ALPHABET.chars().nth(digit(place))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{DateSource, Interval};

    #[test]
    fn orders_compare_as_ids_do() {
        let mut ids: Vec<String> = (0..500).map(|number| id_of(&number.to_string())).collect();
        ids.sort();
        assert!(ids.windows(2).all(|pair| order_of(&pair[0]) < order_of(&pair[1])));
        assert!(ids.iter().all(|id| id_of_order(order_of(id)) == *id));
    }

    #[test]
    fn keywords_match_whatever_their_case_accents_and_spaces() {
        assert_eq!(keyword_key("  Societal\u{a0} IMPACTS "), "societal impacts");
        assert_eq!(keyword_key("Économie"), keyword_key("economie"));
        assert_ne!(keyword_key("C++"), keyword_key("C"));
        assert!(keyword_key(&"é".repeat(9_000)).len() <= 1_000);
    }

    #[test]
    fn addresses_match_with_and_without_scheme() {
        assert_eq!(address_key("https://www.example.org/a/"), address_key("example.org/a"));
    }

    #[test]
    fn a_year_or_month_is_counted_only_when_the_date_lies_within() {
        let claim = |interval| DateClaim::new(interval, DateSource::Text, 1.0, "");
        let month = claim(Interval::month(2025, 10).unwrap());
        assert_eq!((year_of(&month), month_of(&month)), (Some(2025), Some("2025-10".to_owned())));
        let year = claim(Interval::year(2025).unwrap());
        assert_eq!((year_of(&year), month_of(&year)), (Some(2025), None));
        let winter = Interval { latest: Interval::year(2026).unwrap().latest, ..year.interval() };
        assert_eq!(year_of(&claim(winter)), None);
    }
}
