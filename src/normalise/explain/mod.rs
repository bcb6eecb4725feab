//! Tells why the fields of a page are what they are, and what became of its text.
//!
//! In: a page, and what was made of it. Out: an [`Explanation`]: every candidate with its source and why it lost, and the
//! page's text in pieces, each with what claims it. Changes nothing of what was made.

mod claims;

use crate::document::{DateClaim, Sighting};
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
    /// Whether it says what the field is, and only another was asked.
    pub agrees: bool,
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
        Candidate { field, values, source: source.to_owned(), evidence, lost, agrees: false }
    }
}

impl Explanation {
    /// The share of the signs of the page's text, white space left out, that nothing claims, 0 to 1.
    pub fn unclaimed(&self) -> f64 {
        let signs = |span: &Span| span.text.chars().filter(|sign| !sign.is_whitespace()).count();
        let all: usize = self.spans.iter().map(signs).sum();
        let left: usize = self.spans.iter().filter(|span| span.became == Became::Nothing).map(signs).sum();
        let number = |count: usize| u32::try_from(count).map_or(f64::from(u32::MAX), f64::from);
        if all == 0 { 0.0 } else { number(left) / number(all) }
    }
}

/// Normalises a page as [`normalise_to`] does, and tells why it is read so.
pub fn explain(page: Page, max_depth: usize) -> (Normalised, Explanation) {
    let (mut candidates, blocks) = evidence(&page.content, &page, max_depth);
    let normalised = normalise_to(page, max_depth);
    complete(&mut candidates, &normalised.page);
    let blocks: Vec<String> = blocks.into_iter().filter(|block| !block.trim().is_empty()).collect();
    let became = claims::claimed(&normalised, &blocks);
    let spans = blocks.into_iter().zip(became).map(|(text, became)| Span { text, became }).collect();
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

/// The source of ids and addresses.
const LINKS: &str = "links and text";

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
        ("arxiv", page.links.arxiv.clone(), LINKS),
        ("doi", page.links.dois.clone(), LINKS),
        ("github", page.links.github.clone(), LINKS),
        ("next", option(&page.links.next), LINKS),
        ("feed", page.links.feeds.clone(), LINKS),
        ("related", page.links.related.iter().map(|related| related.title.clone()).collect(), LINKS),
    ] {
        let is_chosen = |candidate: &Candidate| {
            candidate.field == field
                && candidate.values == values
                && (source.is_empty() || candidate.source == source)
        };
        let found = candidates.iter().position(is_chosen).map(|place| candidates.remove(place));
        for candidate in candidates.iter_mut().filter(|candidate| candidate.field == field) {
            // A date of something else may be the same day.
            let is_else = matches!(field, "published" | "updated") && candidate.lost.is_some();
            candidate.agrees = candidate.values == values && !is_else;
            let why = if candidate.agrees { "says the same" } else { "another was chosen" };
            candidate.lost.get_or_insert_with(|| why.to_owned());
        }
        let first =
            candidates.iter().position(|candidate| candidate.field == field).unwrap_or(candidates.len());
        if let Some(chosen) = found {
            candidates.insert(first, Candidate { lost: None, agrees: true, ..chosen });
        } else if !values.is_empty() {
            let evidence = match field {
                "published" => page.published.as_ref().map(|claim| claim.evidence.clone()),
                "updated" => page.updated.as_ref().map(|claim| claim.evidence.clone()),
                _ => None,
            };
            let said = evidence.unwrap_or_else(|| values.join("; "));
            let source = if source.is_empty() { "the page" } else { source };
            let chosen = Candidate::new(field, values, source, &said, None);
            candidates.insert(first, Candidate { agrees: true, ..chosen });
        }
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
    #[test]
    fn what_of_the_body_is_no_paragraph_is_claimed_too_and_the_same_words_elsewhere_are_not() {
        const PROSE: &str =
            "The water of shallow seas moves in ways that nobody had measured before, so we built a buoy.";
        let told = of(&format!(
            "<html lang=en><title>Tides</title><body><nav><a href=/>Home</a> <a href=/b>Buoy</a></nav>
            <article><h1>Tides</h1><p>{PROSE}</p><pre>import tides\n\n\ndef mean(port):\n    all = 0\n\n    return all</pre>
            <p>It found that the tide turns later than tables say.</p>
            <table><tr><th>Buoy<th>Depth<th>Turn of the tide, in minutes</tr><tr><td>North<td>12 m<td>31</tr><tr><td>South<td>9 m<td>44</tr></table>
            <p>{PROSE} And another year was spent on the reading of its numbers.</p></article>
            <footer><p>North</p><p>Buoy</p></footer></html>"
        ));
        let left: Vec<&str> = told
            .spans
            .iter()
            .filter(|span| span.became == Became::Nothing)
            .map(|span| span.text.as_str())
            .collect();
        assert_eq!(left, ["Home Buoy", "North", "Buoy"], "{:?}", told.spans);
        let cell = told.spans.iter().find(|span| span.text == "9 m").map(|span| span.became);
        assert_eq!(cell, Some(Became::Body));
    }
}
