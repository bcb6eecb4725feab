//! Tells why the fields of a page are what they are, and what became of its text.
//!
//! In: a page, and what was made of it. Out: an [`Explanation`]: every candidate with its source and why it lost, and the
//! page's text in pieces, each with what claims it. Changes nothing of what was made.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::document::{DateClaim, Sighting, fold};
use crate::formats::{Content, Page};
use crate::normalise::{Normalised, html, normalise_to};

/// Why a page was read as it was.
#[derive(Clone, Debug, Default)]
pub struct Explanation {
    /// What the fields are, and what else they could have been; of one field the chosen first.
    pub candidates: Vec<Candidate>,
    /// The page's text in the order of the page.
    pub spans: Vec<Span>,
}

/// Something that a field could be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The field.
    pub field: &'static str,
    /// Its values.
    pub values: Vec<String>,
    /// Where they stand.
    pub source: String,
    /// The text that they were read from.
    pub evidence: String,
    /// Why it is not what the field is; none for what it is.
    pub lost: Option<String>,
}

/// A piece of the page's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The text, on one line.
    pub text: String,
    /// What it became.
    pub became: Became,
}

/// What a piece of text became.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// The title.
    Title,
    /// A date of the page.
    Date,
    /// Names of authors.
    Authors,
    /// Categories.
    Category,
    /// The summary.
    Summary,
    /// Main text.
    Body,
    /// An entry of the listing, counted from 1.
    Entry(usize),
    /// Nothing.
    Nothing,
}

impl Became {
    /// The word used in JSON and on the terminal.
    pub fn as_str(self) -> &'static str {
        match self {
            Became::Title => "title",
            Became::Date => "date",
            Became::Authors => "authors",
            Became::Category => "category",
            Became::Summary => "summary",
            Became::Body => "body",
            Became::Entry(_) => "entry",
            Became::Nothing => "nothing",
        }
    }
}

impl Candidate {
    pub(crate) fn new(
        field: &'static str,
        values: Vec<String>,
        source: &str,
        evidence: &str,
        lost: Option<String>,
    ) -> Candidate {
        let evidence = evidence.chars().take(DateClaim::MAX_EVIDENCE).collect();
        Candidate { field, values, source: source.to_owned(), evidence, lost }
    }
}

impl Explanation {
    /// The share of the page's letters that nothing claims, 0 to 1.
    pub fn unclaimed(&self) -> f64 {
        let letters = |span: &Span| span.text.chars().filter(|sign| !sign.is_whitespace()).count();
        let all: usize = self.spans.iter().map(letters).sum();
        let left: usize = self.spans.iter().filter(|span| span.became == Became::Nothing).map(letters).sum();
        let number = |count: usize| u32::try_from(count).map_or(f64::from(u32::MAX), f64::from);
        if all == 0 { 0.0 } else { number(left) / number(all) }
    }
}

/// Normalises a page as [`normalise_to`] does, and tells why it is read so.
pub fn explain(page: Page, max_depth: usize) -> (Normalised, Explanation) {
    let (mut candidates, blocks) = evidence(&page.content, &page, max_depth);
    let normalised = normalise_to(page, max_depth);
    complete(&mut candidates, &normalised.page);
    let claims = Claims::of(&normalised);
    let blocks = blocks.into_iter().filter(|block| !block.trim().is_empty());
    let spans = blocks.map(|text| Span { became: claims.became(&text), text }).collect();
    (normalised, Explanation { candidates, spans })
}

/// What a content holds: what a page says of itself, and its texts.
fn evidence(content: &Content, page: &Page, max_depth: usize) -> (Vec<Candidate>, Vec<String>) {
    match content {
        Content::Html(source) => html::evidence(source, page.url.as_deref(), &page.evidence, max_depth),
        Content::Markdown { text, .. } | Content::Text(text) => (Vec::new(), blocks_of(text)),
        Content::Viewer(text) => {
            let mut blocks = vec![text.title.clone()];
            blocks.extend(text.blocks.iter().flat_map(|block| blocks_of(block)));
            (Vec::new(), blocks)
        }
        Content::Record(record) | Content::Entry(record) => {
            let mut blocks = vec![record.title.clone(), record.summary.clone()];
            blocks.extend(blocks_of(&record.body));
            (Vec::new(), blocks)
        }
        Content::Exported(sighting) => {
            let mut blocks = vec![sighting.title.clone(), sighting.summary.clone()];
            blocks.extend(blocks_of(&sighting.body));
            (Vec::new(), blocks)
        }
        Content::Unchanged { content, .. } | Content::Filed { content, .. } => {
            evidence(content, page, max_depth)
        }
        Content::Repeat => (Vec::new(), Vec::new()),
    }
}

/// The paragraphs of a plain text.
fn blocks_of(text: &str) -> Vec<String> {
    let paragraphs = text.split("\n\n").map(|block| block.split_whitespace().collect::<Vec<_>>().join(" "));
    paragraphs.filter(|block| !block.is_empty()).collect()
}

/// Puts the chosen first, and adds what has one source only.
fn complete(candidates: &mut Vec<Candidate>, page: &Sighting) {
    let option = |text: &Option<String>| text.iter().cloned().collect::<Vec<_>>();
    let date = |claim: &Option<DateClaim>| claim.iter().map(ToString::to_string).collect::<Vec<_>>();
    let one =
        |text: &String| Some(text.clone()).filter(|text| !text.is_empty()).into_iter().collect::<Vec<_>>();
    let source_of = |claim: &Option<DateClaim>| claim.as_ref().map_or("", |claim| claim.source.as_str());
    let made = if page.summary_made { "sentences of the text" } else { "" };
    for (field, values, source) in [
        ("title", one(&page.title), ""),
        ("published", date(&page.published), source_of(&page.published)),
        ("updated", date(&page.updated), source_of(&page.updated)),
        ("category", page.categories.clone(), ""),
        ("authors", page.authors.clone(), ""),
        ("summary", one(&page.summary), made),
        ("publisher", option(&page.publisher), ""),
        ("language", option(&page.language), ""),
        ("url", option(&page.url), ""),
    ] {
        let is_chosen = |candidate: &Candidate| {
            candidate.field == field
                && candidate.values == values
                && (source.is_empty() || candidate.source == source)
        };
        let found = candidates.iter().position(is_chosen).map(|place| candidates.remove(place));
        for candidate in candidates.iter_mut().filter(|candidate| candidate.field == field) {
            candidate.lost.get_or_insert_with(|| "another was chosen".to_owned());
        }
        let first =
            candidates.iter().position(|candidate| candidate.field == field).unwrap_or(candidates.len());
        if let Some(chosen) = found {
            candidates.insert(first, Candidate { lost: None, ..chosen });
        } else if !values.is_empty() {
            let evidence = match field {
                "published" => page.published.as_ref().map(|claim| claim.evidence.clone()),
                "updated" => page.updated.as_ref().map(|claim| claim.evidence.clone()),
                _ => None,
            };
            let said = evidence.unwrap_or_else(|| values.join("; "));
            let source = if source.is_empty() { "the page" } else { source };
            candidates.insert(first, Candidate::new(field, values, source, &said, None));
        }
    }
}

/// Words of which a run is looked up. A judgement: four words stand together by chance seldom.
const RUN: usize = 4;

/// Share of a block's runs that must be known for the block to be claimed.
const SHARE: usize = 2; // half: a link or a number cut otherwise breaks four runs

/// Words of a block that a short value, such as a date, can claim as a whole. A judgement.
const SHORT: usize = 12;

/// What claims which text.
struct Claims {
    title: String,
    /// Short values that stand in a line of their own: dates, authors, categories.
    short: Vec<(String, Became)>,
    summary: HashSet<u64>,
    body: HashSet<u64>,
    /// Runs of words of entries, and their number.
    entries: HashMap<u64, usize>,
}

impl Claims {
    fn of(normalised: &Normalised) -> Claims {
        let page = &normalised.page;
        let mut short: Vec<(String, Became)> = Vec::new();
        let claims = page.published.iter().chain(&page.updated);
        short.extend(claims.map(|claim| (fold::words(&claim.evidence), Became::Date)));
        short.extend(page.authors.iter().map(|name| (fold::words(name), Became::Authors)));
        short.extend(page.categories.iter().map(|name| (fold::words(name), Became::Category)));
        short.retain(|(words, _)| !words.is_empty());
        let mut entries = HashMap::new();
        for (place, entry) in normalised.listing.iter().flat_map(|listing| &listing.entries).enumerate() {
            let date = entry.published.as_ref().map(|claim| claim.evidence.as_str());
            let texts = [entry.title.as_str(), entry.summary.as_str()].into_iter().chain(date);
            let names = entry.categories.iter().chain(&entry.authors).map(String::as_str);
            for run in texts.chain(names).flat_map(|text| runs(&fold::words(text))) {
                entries.entry(run).or_insert(place + 1);
            }
        }
        let of = |text: &str| text.lines().flat_map(|line| runs(&fold::words(line))).collect::<HashSet<_>>();
        let summary = if page.summary_made { HashSet::new() } else { of(&page.summary) };
        Claims { title: fold::words(&page.title), short, summary, body: of(&page.body), entries }
    }

    fn became(&self, text: &str) -> Became {
        let words = fold::words(text);
        if words.is_empty() {
            return Became::Nothing;
        }
        if words == self.title {
            return Became::Title;
        }
        let runs = runs(&words);
        let is_most = |known: usize| known * SHARE >= runs.len() && known > 0;
        let listed: Vec<usize> = runs.iter().filter_map(|run| self.entries.get(run).copied()).collect();
        if is_most(listed.len()) {
            return Became::Entry(listed.first().copied().unwrap_or(1));
        }
        // A line that is little else than a value is that, wherever it stands.
        if let Some(became) = self.short(&words, SHARE) {
            return became;
        }
        if is_most(runs.iter().filter(|run| self.body.contains(run)).count()) {
            return Became::Body;
        }
        if let Some(became) = self.short(&words, SHORT) {
            return became;
        }
        if is_most(runs.iter().filter(|run| self.summary.contains(run)).count()) {
            return Became::Summary;
        }
        Became::Nothing
    }

    /// What the short value is that makes up one part in so many of these words, or more.
    fn short(&self, words: &str, parts: usize) -> Option<Became> {
        let count = words.split(' ').count();
        let padded = format!(" {words} ");
        let is_it = |value: &str| {
            let longer = format!(" {value} ");
            longer.contains(&padded)
                || (padded.contains(&longer) && value.split(' ').count() * parts >= count)
        };
        let found = self.short.iter().filter(|_| count <= SHORT).find(|(value, _)| is_it(value));
        found.map(|(_, became)| *became)
    }
}

/// The runs of words of a folded text, as numbers; a shorter text is one run.
fn runs(words: &str) -> Vec<u64> {
    let words: Vec<&str> = words.split(' ').filter(|word| !word.is_empty()).collect();
    let number = |words: &[&str]| {
        let mut hasher = DefaultHasher::new();
        words.hash(&mut hasher);
        hasher.finish()
    };
    match words.len() {
        0 => Vec::new(),
        1..RUN => vec![number(&words)],
        _ => words.windows(RUN).map(number).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Evidence;

    fn of(source: &str) -> Explanation {
        let page = Page {
            evidence: Evidence::default(),
            url: None,
            content: Content::Html(source.to_owned()),
            doubts: Vec::new(),
            moved_from: None,
        };
        explain(page, crate::formats::Limits::default().max_depth).1
    }

    const PAGE: &str = "<html lang=en><title>Tides in shallow seas | Sea Institute</title>
        <meta property='og:title' content='Tides: what we know'><meta property='og:site_name' content='Sea Institute'>
        <meta name=author content='Ann Lee'><body><nav>Home Menu Contact Imprint</nav><article><h1>Tides in shallow seas</h1>
        <p class=date>Published 3 May 2024</p><p>By Ann Lee</p>
        <p>The water of shallow seas moves in ways that nobody had measured before, so we built a buoy and waited for a year.</p>
        <p>It found that the tide turns later than tables say, by half an hour in spring and by more in the autumn storms.</p>
        </article><footer>© 2020 Sea Institute, all rights reserved in every country of the world</footer></body></html>";

    #[test]
    fn every_field_has_its_evidence_and_its_runners_up() {
        let told = of(PAGE);
        let titles: Vec<_> = told.candidates.iter().filter(|it| it.field == "title").collect();
        assert_eq!((titles[0].values[0].as_str(), &titles[0].lost), ("Tides in shallow seas", &None));
        assert!(
            titles.iter().any(|it| it.values == ["Tides: what we know"] && it.lost.is_some()),
            "{titles:?}"
        );
        let dates: Vec<_> = told.candidates.iter().filter(|it| it.field == "published").collect();
        assert_eq!((dates[0].values[0].as_str(), &dates[0].lost), ("2024-05-03", &None));
        assert!(dates[0].evidence.contains("3 May 2024"));
        for field in ["title", "published", "authors", "publisher", "language"] {
            let chosen = told.candidates.iter().filter(|it| it.field == field && it.lost.is_none()).count();
            assert_eq!(chosen, 1, "{field}: {:?}", told.candidates);
        }
    }

    #[test]
    fn every_piece_of_text_says_what_it_became() {
        let told = of(PAGE);
        let became =
            |start: &str| told.spans.iter().find(|span| span.text.starts_with(start)).map(|span| span.became);
        assert_eq!(became("Tides in"), Some(Became::Title));
        assert_eq!(became("Published 3"), Some(Became::Date));
        assert_eq!(became("By Ann"), Some(Became::Authors));
        assert_eq!(became("The water"), Some(Became::Body));
        assert_eq!(became("Home Menu"), Some(Became::Nothing));
        assert_eq!(became("© 2020"), Some(Became::Nothing));
        assert!((0.2..0.6).contains(&told.unclaimed()), "{}", told.unclaimed());
    }
}
