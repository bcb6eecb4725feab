//! What a person says of a publication that its captures do not say, or say wrongly.
//!
//! In: a field and its values as typed. Out: a [`Correction`], and documents put right by it. Knows neither the file that
//! keeps it nor the captures.

use serde::{Deserialize, Serialize};

use crate::document::{DateClaim, DateSource, Document, Fineness, Interval, Kind, Moment};

/// One field of one publication, put right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// Ids under which the publication was known when it was corrected: any one of them finds it again.
    pub ids: Vec<String>,
    /// The field.
    pub field: CorrectedField,
    /// Its values; none says that there is none.
    pub values: Vec<String>,
    /// What the captures said then.
    pub was: Vec<String>,
    /// The capture that said so.
    pub capture: Option<String>,
    /// The day on which it was recorded.
    pub recorded: Option<String>,
    /// The file that keeps it, named as captures are.
    pub file: String,
}

/// A correction that a document shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected {
    /// The field.
    pub field: CorrectedField,
    /// What the captures say.
    pub was: Vec<String>,
    /// The file that keeps the correction.
    pub file: String,
    /// The day on which it was recorded.
    pub recorded: Option<String>,
}

/// A field that can be put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CorrectedField {
    /// The title.
    Title,
    /// When it was published.
    Published,
    /// When it was last changed.
    Updated,
    /// Categories; several.
    Category,
    /// The summary.
    Summary,
    /// Authors; several.
    Authors,
    /// The publisher.
    Publisher,
    /// The address.
    Url,
    /// The language.
    Language,
    /// Publication or page.
    Kind,
}

/// Every field that can be put right, with the names that it goes by.
const FIELDS: [(CorrectedField, &[&str]); 10] = [
    (CorrectedField::Title, &["title"]),
    (CorrectedField::Published, &["published", "date"]),
    (CorrectedField::Updated, &["updated", "modified"]),
    (CorrectedField::Category, &["category", "team", "categories", "topic"]),
    (CorrectedField::Summary, &["summary"]),
    (CorrectedField::Authors, &["authors", "author", "by"]),
    (CorrectedField::Publisher, &["publisher"]),
    (CorrectedField::Url, &["url", "link"]),
    (CorrectedField::Language, &["language", "lang"]),
    (CorrectedField::Kind, &["kind", "type"]),
];

impl CorrectedField {
    /// The field of a name or alias.
    pub fn named(name: &str) -> Option<CorrectedField> {
        let name = name.trim().to_ascii_lowercase();
        FIELDS.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(field, _)| *field)
    }

    /// Its name in files, JSON and on the terminal.
    pub fn as_str(self) -> &'static str {
        FIELDS
            .iter()
            .find(|(field, _)| *field == self)
            .and_then(|(_, names)| names.first())
            .copied()
            .unwrap_or_default()
    }

    /// The names of all.
    pub fn names() -> impl Iterator<Item = &'static str> {
        FIELDS.iter().filter_map(|(_, names)| names.first().copied())
    }

    /// Whether it can have several values.
    pub fn is_list(self) -> bool {
        matches!(self, CorrectedField::Category | CorrectedField::Authors)
    }

    /// Says what is wrong with values for this field; none when nothing is.
    pub fn refuse(self, values: &[String]) -> Option<String> {
        if values.len() > 1 && !self.is_list() {
            return Some(format!("`{}` has one value, not {}", self.as_str(), values.len()));
        }
        let Some(value) = values.first() else {
            // Every document has these two.
            return matches!(self, CorrectedField::Title | CorrectedField::Kind)
                .then(|| format!("`{}` cannot be empty", self.as_str()));
        };
        match self {
            CorrectedField::Published | CorrectedField::Updated => interval(value)
                .is_none()
                .then(|| format!("{value:?} is no date; write 2025-10-29, 2025-10 or 2025")),
            CorrectedField::Kind => (kind(value).is_none())
                .then(|| format!("{value:?} is no kind; there are publication and page")),
            CorrectedField::Language => (value.len() != 2
                || !value.bytes().all(|byte| byte.is_ascii_alphabetic()))
            .then(|| format!("{value:?} is no code of a language; write two letters, such as en")),
            CorrectedField::Url => crate::document::identity::url_key(value)
                .is_none()
                .then(|| format!("{value:?} is no absolute address")),
            _ => None,
        }
    }

    /// What a document has there.
    pub fn of(self, document: &Document) -> Vec<String> {
        let one = |text: &str| if text.is_empty() { Vec::new() } else { vec![text.to_owned()] };
        let option = |text: &Option<String>| text.iter().cloned().collect();
        let date = |claim: &Option<DateClaim>| claim.iter().map(ToString::to_string).collect();
        match self {
            CorrectedField::Title => one(&document.title),
            CorrectedField::Published => date(&document.published),
            CorrectedField::Updated => date(&document.updated),
            CorrectedField::Category => document.categories.clone(),
            CorrectedField::Summary => one(&document.summary),
            CorrectedField::Authors => document.authors.clone(),
            CorrectedField::Publisher => option(&document.publisher),
            CorrectedField::Url => option(&document.url),
            CorrectedField::Language => option(&document.language),
            CorrectedField::Kind => one(document.kind.as_str()),
        }
    }
}

impl Document {
    /// Puts right what corrections of it say; which are of it, the caller knows. Of several of one field the last recorded
    /// holds.
    pub fn correct<'a>(&mut self, corrections: impl IntoIterator<Item = &'a Correction>) {
        let mut mine: Vec<&Correction> = corrections
            .into_iter()
            .filter(|correction| correction.field.refuse(&correction.values).is_none())
            .collect();
        mine.sort_by(|a, b| {
            let rank = |it: &Correction| (it.field, it.recorded.clone(), it.file.clone(), it.values.clone());
            rank(a).cmp(&rank(b))
        });
        for (place, correction) in mine.iter().enumerate() {
            if mine.get(place + 1).is_none_or(|next| next.field != correction.field) {
                self.put_right(correction);
            }
        }
    }

    fn put_right(&mut self, correction: &Correction) {
        let was = correction.field.of(self);
        let first = correction.values.first().cloned();
        let claim = |text: &String| {
            interval(text).map(|interval| DateClaim::new(interval, DateSource::Correction, 1.0, text))
        };
        match correction.field {
            CorrectedField::Title => self.title = first.unwrap_or_default(),
            CorrectedField::Published => self.published = first.as_ref().and_then(claim),
            CorrectedField::Updated => self.updated = first.as_ref().and_then(claim),
            CorrectedField::Category => self.categories.clone_from(&correction.values),
            CorrectedField::Summary => {
                self.summary = first.unwrap_or_default();
                self.summary_made = false;
            }
            CorrectedField::Authors => self.authors.clone_from(&correction.values),
            CorrectedField::Publisher => self.publisher = first,
            CorrectedField::Url => self.url = first,
            CorrectedField::Language => self.language = first.map(|code| code.to_ascii_lowercase()),
            CorrectedField::Kind => self.kind = first.as_deref().and_then(kind).unwrap_or(self.kind),
        }
        self.corrections.push(Corrected {
            field: correction.field,
            was,
            file: correction.file.clone(),
            recorded: correction.recorded.clone(),
        });
    }
}

fn kind(name: &str) -> Option<Kind> {
    [Kind::Publication, Kind::Page].into_iter().find(|kind| kind.as_str() == name)
}

/// The days that a date as typed means.
fn interval(text: &str) -> Option<Interval> {
    let moment = Moment::parse(text)?;
    let (year, month, _) = moment.day().ymd();
    match moment.fineness {
        Fineness::Year => Interval::year(year),
        Fineness::Month => Interval::month(year, month),
        // A time with its zone was written on that day.
        _ => Some(Interval::day(Moment::parse(text.get(..10)?)?.day())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn correction(field: CorrectedField, values: &[&str], recorded: &str) -> Correction {
        Correction {
            ids: vec!["a".to_owned(), "b".to_owned()],
            field,
            values: values.iter().map(|value| (*value).to_owned()).collect(),
            was: Vec::new(),
            capture: None,
            recorded: Some(recorded.to_owned()),
            file: "captures/corrections.toml".to_owned(),
        }
    }

    #[test]
    fn a_document_is_put_right_field_by_field() {
        let mut document = Document { title: "Wrong".to_owned(), summary_made: true, ..Document::default() };
        document.correct(&[
            correction(CorrectedField::Title, &["Newer"], "2026-05-02"),
            correction(CorrectedField::Title, &["Older"], "2026-05-01"),
            correction(CorrectedField::Published, &["2025-10"], "2026-05-01"),
            correction(CorrectedField::Authors, &["Ann Lee", "Bo Ek"], "2026-05-01"),
            correction(CorrectedField::Summary, &[], "2026-05-01"),
            correction(CorrectedField::Updated, &["soon"], "2026-05-01"),
        ]);
        assert_eq!(document.title, "Newer");
        let claim = document.published.clone().unwrap();
        assert_eq!((claim.to_string().as_str(), claim.source), ("2025-10", DateSource::Correction));
        assert_eq!(document.authors, ["Ann Lee", "Bo Ek"]);
        assert!(!document.summary_made && document.updated.is_none());
        assert_eq!(document.corrections.len(), 4);
        assert_eq!(document.corrections[0].was, ["Wrong"]);
    }

    #[test]
    fn values_that_make_no_sense_are_refused_and_say_why() {
        for (field, values, fine) in [
            ("published", &["2025-10-29"][..], true),
            ("date", &["last week"], false),
            ("team", &["A", "B"], true),
            ("title", &["A", "B"], false),
            ("kind", &["paper"], false),
            ("url", &["/a"], false),
            ("url", &[], true),
            ("title", &[], false),
            ("kind", &[], false),
        ] {
            let field = CorrectedField::named(field).unwrap();
            let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
            assert_eq!(field.refuse(&values).is_none(), fine, "{field:?} {values:?}");
        }
        assert!(CorrectedField::named("body").is_none());
        assert!(
            CorrectedField::names()
                .all(|name| CorrectedField::named(name).is_some_and(|it| it.as_str() == name))
        );
    }
}
