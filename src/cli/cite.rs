//! Citations: BibTeX, CSL-JSON and Markdown.
//!
//! In: a document. Out: a reference that says no more of its date than is known, and names the capture and its digest,
//! so that what is cited can be found again when the site has changed.

use serde_json::{Map, Value, json};

use crate::cli::printer::clean;
use crate::cli::text::{date, one_line};
use crate::document::{DateClaim, Document, Evidence, Precision, fold};
use crate::formats::UNCHANGED;

/// Year, month and day of a date, as far as they are known.
fn parts(claim: &DateClaim) -> Vec<u32> {
    let (year, month, day) = claim.earliest.ymd();
    let year = u32::try_from(year).unwrap_or(0);
    match claim.precision {
        Precision::Day => vec![year, month, day],
        Precision::Month => vec![year, month],
        Precision::Year => vec![year],
        Precision::Range if claim.latest.ymd().0 == claim.earliest.ymd().0 => vec![year],
        Precision::Range => Vec::new(),
    }
}

/// The capture that shows it best. One that only says that an earlier one was seen again holds none of it.
fn best(document: &Document) -> Option<&Evidence> {
    let mut captures = document.sightings.iter().map(|seen| &seen.evidence);
    let first = captures.next()?;
    Some([first].into_iter().chain(captures).find(|evidence| evidence.format != UNCHANGED).unwrap_or(first))
}

/// The capture that shows it best and its digest, in words, and whether its date is doubted.
fn evidence(document: &Document) -> String {
    let doubted =
        document.published.as_ref().filter(|claim| claim.is_doubtful()).map_or(String::new(), |claim| {
            format!("the date {claim} is doubtful (confidence {:.2}); ", claim.confidence)
        });
    let capture = best(document).map_or(String::new(), |evidence| {
        let captured = evidence.captured.map_or(String::new(), |moment| format!(" of {moment}"));
        format!("capture {}{captured}, sha256 {}", one_line(&evidence.place_within()), evidence.digest)
    });
    doubted + &capture
}

/// A BibTeX entry of type `misc` (`online` is biblatex's and unknown to plain BibTeX).
pub(crate) fn bibtex(document: &Document) -> String {
    let mut fields: Vec<(&str, String)> = vec![("title", format!("{{{}}}", escaped(&document.title)))];
    if !document.authors.is_empty() {
        // ` and ` is what BibTeX parts names by.
        let braced = |author: &String| {
            let name = escaped(author);
            if name.to_lowercase().contains(" and ") || name.contains(',') {
                format!("{{{name}}}")
            } else {
                name
            }
        };
        let authors: Vec<String> = document.authors.iter().map(braced).collect();
        fields.push(("author", authors.join(" and ")));
    } else if let Some(publisher) = &document.publisher {
        fields.push(("author", format!("{{{}}}", escaped(publisher))));
    }
    let date = document.published.as_ref().map(parts).unwrap_or_default();
    for (name, value) in ["year", "month", "day"].into_iter().zip(&date) {
        fields.push((name, value.to_string()));
    }
    if let Some(publisher) = &document.publisher {
        fields.push(("publisher", escaped(publisher)));
    }
    if let Some(url) = &document.url {
        fields.push(("url", address(url).replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C")));
    }
    if let Some(captured) = best(document).and_then(|evidence| evidence.captured) {
        fields.push(("urldate", captured.day().to_string()));
    }
    fields.push(("note", escaped(&evidence(document))));
    let body: Vec<String> = fields.iter().map(|(name, value)| format!("  {name} = {{{value}}}")).collect();
    format!("@misc{{{},\n{}\n}}\n", key(document, &date), body.join(",\n"))
}

/// An address without characters that end it early in other formats.
/// An address as it may stand between `<` and `>`.
pub(crate) fn address(url: &str) -> String {
    one_line(url).replace(' ', "%20").replace('<', "%3C").replace('>', "%3E")
}

/// `anthropic2025signs_8f3k`: who, when, the first word of the title that says something.
fn key(document: &Document, date: &[u32]) -> String {
    let ascii =
        |text: &str| -> String { fold::fold(text).chars().filter(char::is_ascii_alphanumeric).collect() };
    let surname = document.authors.first().and_then(|author| author.split_whitespace().last()).map(ascii);
    let who = surname.or_else(|| document.publisher.as_deref().map(ascii)).unwrap_or_default();
    let when = date.first().map(ToString::to_string).unwrap_or_default();
    let words = fold::words(&document.title);
    let what = words.split(' ').find(|word| word.len() > 3).map(ascii).unwrap_or_default();
    // Part of the id keeps two works of one person, year and first word apart.
    let id = document.id.get(..4).unwrap_or(&document.id);
    format!("{who}{when}{what}_{id}")
}

/// Text with the characters that TeX treats as its own spelt out.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for letter in one_line(text).chars() {
        match letter {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => {
                out.push('\\');
                out.push(letter);
            }
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '\\' => out.push_str("\\textbackslash{}"),
            letter => out.push(letter),
        }
    }
    out
}

/// A CSL-JSON item (Citation Style Language 1.0.2, appendix "CSL-JSON").
pub(crate) fn csl(document: &Document) -> Value {
    let mut item = Map::new();
    item.insert("id".into(), json!(document.id));
    item.insert("type".into(), json!("webpage"));
    item.insert("title".into(), json!(document.title));
    // Names stay whole: where a family name begins is not for a program to guess.
    let authors: Vec<Value> = document.authors.iter().map(|author| json!({ "literal": author })).collect();
    if !authors.is_empty() {
        item.insert("author".into(), Value::Array(authors));
    }
    if let Some(parts) = document.published.as_ref().map(parts).filter(|parts| !parts.is_empty()) {
        let mut issued = json!({ "date-parts": [parts] });
        if document.published.as_ref().is_some_and(DateClaim::is_doubtful) {
            issued["circa"] = json!(true);
        }
        item.insert("issued".into(), issued);
    }
    if let Some(captured) = best(document).and_then(|evidence| evidence.captured) {
        let (year, month, day) = captured.day().ymd();
        item.insert("accessed".into(), json!({ "date-parts": [[year, month, day]] }));
    }
    for (name, value) in
        [("publisher", &document.publisher), ("URL", &document.url), ("language", &document.language)]
    {
        if let Some(value) = value {
            item.insert(name.into(), json!(value));
        }
    }
    if !document.summary.is_empty() {
        item.insert("abstract".into(), json!(document.summary));
    }
    item.insert("note".into(), json!(evidence(document)));
    Value::Object(item)
}

/// A line of Markdown.
pub(crate) fn markdown(document: &Document) -> String {
    let title = markdown_escaped(&document.title);
    let title = match &document.url {
        Some(url) => format!("[{title}](<{}>)", address(url)),
        None => format!("*{title}*"),
    };
    let mut parts = vec![title];
    if !document.authors.is_empty() {
        parts.push(markdown_escaped(&document.authors.join(", ")));
    }
    parts.extend(document.publisher.iter().map(|publisher| markdown_escaped(publisher)));
    parts.push(date(document.published.as_ref()));
    format!("{} ({})\n", parts.join(", "), evidence(document))
}

/// Text on one line of Markdown, its marks escaped.
pub(crate) fn markdown_escaped(text: &str) -> String {
    markdown_piece(&one_line(text))
}

/// A piece of a line of Markdown, its marks escaped, spaces kept but for line breaks.
pub(crate) fn markdown_piece(text: &str) -> String {
    let mut out = String::new();
    for letter in clean(text).chars().map(|letter| if letter.is_whitespace() { ' ' } else { letter }) {
        if matches!(letter, '[' | ']' | '*' | '_' | '`' | '\\' | '<') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{DateSource, Interval};

    #[test]
    fn a_citation_is_no_finer_than_the_date() {
        let claim = |interval| Some(DateClaim::new(interval, DateSource::Text, 1.0, ""));
        let mut document = Document {
            title: "50% & more".into(),
            published: claim(Interval::month(2025, 10).unwrap()),
            ..Document::default()
        };
        let entry = bibtex(&document);
        assert!(
            entry.contains("title = {{50\\% \\& more}}")
                && entry.contains("month = {10}")
                && !entry.contains("day ="),
            "{entry}"
        );
        assert_eq!(csl(&document)["issued"], json!({ "date-parts": [[2025, 10]] }));
        document.published = None;
        assert!(!bibtex(&document).contains("year") && csl(&document).get("issued").is_none());
        assert!(markdown(&document).contains("undated"));
    }
}
