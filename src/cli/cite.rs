//! Citations: BibTeX, CSL-JSON and Markdown.
//!
//! In: a document. Out: a reference that says no more of its date than is known, and names the capture and its digest,
//! so that what is cited can be found again when the site has changed.

use serde_json::{Map, Value, json};

use crate::cli::printer::clean;
use crate::cli::text::{bytes, date, one_line};
use crate::document::{
    Corrected, CorrectedField, DateClaim, Document, Evidence, Kind, Links, Precision, fold, identifiers,
};
use crate::formats::UNCHANGED;
use crate::normalise::{Person, person};

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
pub(crate) fn best(document: &Document) -> Option<&Evidence> {
    let mut captures = document.sightings.iter().map(|seen| &seen.evidence);
    let first = captures.next()?;
    Some([first].into_iter().chain(captures).find(|evidence| evidence.format != UNCHANGED).unwrap_or(first))
}

/// Fields that citations show, with the word for each.
const CITED: [(CorrectedField, &str); 6] = [
    (CorrectedField::Title, "title"),
    (CorrectedField::Published, "date"),
    (CorrectedField::Authors, "authors"),
    (CorrectedField::Publisher, "publisher"),
    (CorrectedField::Url, "address"),
    (CorrectedField::Summary, "summary"),
];

/// Characters of what captures say in the place of a correction that are repeated at most. A judgement: nearly every title is
/// shorter.
const SAID: usize = 160;

/// Which of the fields cited a person put right, and what captures say there.
fn by_hand(document: &Document) -> String {
    let (mut names, mut said) = (Vec::new(), Vec::new());
    for (field, name) in CITED {
        let Some(Corrected { was, .. }) = document.corrections.iter().find(|it| it.field == field) else {
            continue;
        };
        let mut shown: String = one_line(&was.join("; "));
        if let Some((cut, _)) = shown.char_indices().nth(SAID) {
            shown.truncate(cut);
            shown.push('…');
        }
        names.push(name);
        said.push(match field {
            _ if shown.is_empty() => format!("no {name}"),
            CorrectedField::Title | CorrectedField::Summary => format!("{name} “{shown}”"),
            _ => format!("{name} {shown}"),
        });
    }
    let Some((last, others)) = names.split_last() else { return String::new() };
    let names =
        if others.is_empty() { (*last).to_owned() } else { format!("{} and {last}", others.join(", ")) };
    format!("{names} corrected by hand, where captures say {}; ", said.join(", "))
}

/// The capture that shows it best and its digest, in words; whether its date is doubted, and what a person put right.
fn evidence(document: &Document) -> String {
    let doubted =
        document.published.as_ref().filter(|claim| claim.is_doubtful()).map_or(String::new(), |claim| {
            format!("the date {claim} is doubtful (confidence {:.2}); ", claim.confidence)
        });
    let capture = best(document).map_or(String::new(), |evidence| {
        let captured = evidence.captured.map_or(String::new(), |moment| format!(" of {moment}"));
        // The digest is that of the record alone.
        let record = bytes(evidence).map_or(String::new(), |bytes| format!(", its {bytes}"));
        format!(
            "capture {}{captured}{record}, sha256 {}",
            one_line(&evidence.place_within()),
            evidence.digest
        )
    });
    by_hand(document) + &doubted + &capture
}

/// A BibTeX entry of type `misc` (`online` is biblatex's and unknown to plain BibTeX).
pub(crate) fn bibtex(document: &Document) -> String {
    let mut fields: Vec<(&str, String)> = vec![("title", format!("{{{}}}", escaped(&document.title)))];
    if !document.authors.is_empty() {
        // ` and ` is what BibTeX parts names by; a name in braces is not taken apart.
        let name = |author: &String| match writer(document, author) {
            Some(Person { given, particle, family, suffix }) => {
                let family = [particle, family].map(|part| escaped(&part)).join(" ");
                let parts = [family.trim_start().to_owned(), escaped(&suffix), escaped(&given)];
                parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
            }
            None => format!("{{{}}}", escaped(author)),
        };
        let authors: Vec<String> = document.authors.iter().map(name).collect();
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
    // Verbatim: packages for references make links of them.
    if let Some(id) = own_arxiv(document) {
        fields.push(("eprint", id.to_owned()));
        fields.push(("archiveprefix", "arXiv".to_owned()));
    }
    if let Some(doi) = own_doi(document).filter(|doi| !doi.contains(['{', '}', '\\', '%'])) {
        fields.push(("doi", doi.to_owned()));
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

/// An address as it may stand between `<` and `>`.
pub(crate) fn address(url: &str) -> String {
    one_line(url).replace(' ', "%20").replace('<', "%3C").replace('>', "%3E")
}

/// The person that an author is, unless it is the publisher, or may be no person.
fn writer(document: &Document, author: &str) -> Option<Person> {
    let is_publisher = document.publisher.as_deref().is_some_and(|it| fold::words(it) == fold::words(author));
    person(&one_line(author)).filter(|_| !is_publisher)
}

/// The arXiv id of the document itself: the one that its address has. It may point at others.
fn own_arxiv(document: &Document) -> Option<&str> {
    own(document, &document.links.arxiv, |links| links.arxiv)
}

/// The DOI of the document itself: the one that its address has.
fn own_doi(document: &Document) -> Option<&str> {
    own(document, &document.links.dois, |links| links.dois)
}

fn own<'a>(document: &Document, ids: &'a [String], of: fn(Links) -> Vec<String>) -> Option<&'a str> {
    let mut named = Links::default();
    identifiers::address(document.url.as_deref()?, &mut named);
    let named = of(named);
    ids.iter().map(String::as_str).find(|id| named.iter().any(|own| own == id))
}

/// Letters that a name or word gives to a key at most. A judgement: nearly all have fewer, and keys are typed by hand.
const KEY_PART: usize = 24;

/// `anthropic2025signs_8f3k`: who, when, the first word of the title that says something.
fn key(document: &Document, date: &[u32]) -> String {
    let ascii = |text: &str| -> String {
        fold::fold(text).chars().filter(char::is_ascii_alphanumeric).take(KEY_PART).collect()
    };
    let last = |name: &str| name.split_whitespace().last().map(ascii);
    let surname = document.authors.first().and_then(|author| match writer(document, author) {
        Some(person) => last(&person.family),
        None => last(author),
    });
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
            '&' | '%' | '$' | '#' | '_' => {
                out.push('\\');
                out.push(letter);
            }
            // BibTeX counts braces, those behind a backslash too.
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
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
    let (arxiv, doi) = (own_arxiv(document), own_doi(document));
    let is_paper = document.kind == Kind::Publication && (arxiv.is_some() || doi.is_some());
    item.insert("type".into(), json!(if is_paper { "article" } else { "webpage" }));
    item.insert("title".into(), json!(document.title));
    let authors: Vec<Value> = document.authors.iter().map(|author| csl_name(document, author)).collect();
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
    if let Some(id) = arxiv {
        item.insert("number".into(), json!(format!("arXiv:{id}")));
    }
    // arXiv gives its papers DOIs that are made of their ids (info.arxiv.org/help/doi.html).
    let doi = doi.map(str::to_owned).or_else(|| Some(format!("10.48550/arXiv.{}", arxiv?)));
    for (name, value) in [
        ("publisher", &document.publisher),
        ("DOI", &doi),
        ("URL", &document.url),
        ("language", &document.language),
    ] {
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

/// A name of CSL-JSON: in parts where it is a person's.
fn csl_name(document: &Document, author: &str) -> Value {
    let Some(Person { given, particle, family, suffix }) = writer(document, author) else {
        return json!({ "literal": author });
    };
    let parts =
        [("family", family), ("given", given), ("non-dropping-particle", particle), ("suffix", suffix)];
    parts.into_iter().filter(|(_, part)| !part.is_empty()).map(|(name, part)| (name, json!(part))).collect()
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
    use crate::document::{DateSource, Interval, Links};

    fn written(authors: &[&str], url: &str, arxiv: &[&str], dois: &[&str]) -> Document {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        Document {
            title: "On lamps".into(),
            publisher: Some("Hugging Lamps".into()),
            authors: texts(authors),
            url: Some(url.to_owned()),
            links: Links { arxiv: texts(arxiv), dois: texts(dois), ..Links::default() },
            ..Document::default()
        }
    }

    #[test]
    fn people_are_cited_by_family_and_organisations_whole() {
        let names =
            ["Marsh, Basil", "Jan van der Berg", "Ada Reed Jr.", "Hugging Lamps", "Lamp Safety Team", "Una"];
        let document = written(&names, "https://a.example/", &[], &[]);
        let entry = bibtex(&document);
        let authors = "author = {Marsh, Basil and van der Berg, Jan and Reed, Jr., Ada and {Hugging Lamps} and {Lamp Safety Team} and {Una}}";
        assert!(entry.contains(authors) && entry.starts_with("@misc{marshlamps_"), "{entry}");
        assert_eq!(
            csl(&document)["author"],
            json!([
                { "family": "Marsh", "given": "Basil" },
                { "family": "Berg", "given": "Jan", "non-dropping-particle": "van der" },
                { "family": "Reed", "given": "Ada", "suffix": "Jr." },
                { "literal": "Hugging Lamps" },
                { "literal": "Lamp Safety Team" },
                { "literal": "Una" },
            ])
        );
    }

    #[test]
    fn a_paper_is_cited_by_the_ids_of_its_own_address() {
        let (arxiv, doi) = (["2401.00001", "2402.00002"], ["10.1000/lamps.3"]);
        for (url, fields, number, cited_doi, kind) in [
            (
                "https://arxiv.org/abs/2402.00002v2",
                "eprint = {2402.00002},\n  archiveprefix = {arXiv},\n  url",
                json!("arXiv:2402.00002"),
                json!("10.48550/arXiv.2402.00002"),
                "article",
            ),
            (
                "https://doi.org/10.1000%2FLamps.3",
                "doi = {10.1000/lamps.3},\n  url",
                json!(null),
                json!("10.1000/lamps.3"),
                "article",
            ),
            (
                "https://a.example/post",
                "publisher = {Hugging Lamps},\n  url",
                json!(null),
                json!(null),
                "webpage",
            ),
        ] {
            let document = written(&[], url, &arxiv, &doi);
            let (entry, item) = (bibtex(&document), csl(&document));
            assert!(entry.contains(fields), "{entry}");
            assert_eq!((&item["number"], &item["DOI"], &item["type"]), (&number, &cited_doi, &json!(kind)));
        }
    }

    #[test]
    fn braces_of_a_title_do_not_end_the_entry_and_keys_are_short() {
        let long = "x".repeat(70_000);
        let document = Document { title: format!("Half }} open {long}"), ..Document::default() };
        let entry = bibtex(&document);
        assert!(entry.contains("Half \\textbraceright{} open"), "{}", entry.get(..200).unwrap_or_default());
        assert_eq!(entry.matches('{').count(), entry.matches('}').count());
        let document = Document { title: long, ..Document::default() };
        assert!(bibtex(&document).lines().next().is_some_and(|line| line.len() < 50));
    }

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
