//! The summary of a page.
//!
//! In: the parsed page, its metadata, what is known of it. Out: the author's own summary.

use scraper::Html;

use crate::document::fold;
use crate::normalise::html::metadata::{self, Metadata};

use super::{ARTICLE_TYPES, abstracts, descriptions, standfirst};

/// What is known of a page when its summary is looked for.
pub(super) struct Page<'a> {
    pub(super) html: &'a Html,
    pub(super) metadata: &'a Metadata,
    pub(super) title: &'a str,
    pub(super) publisher: Option<&'a str>,
    pub(super) authors: &'a [String],
    /// The text of its body.
    pub(super) text: &'a str,
    /// Whether it is an article.
    pub(super) is_article: bool,
    /// Whether it is the front page of its site.
    pub(super) is_front: bool,
}

/// Fewer words are no summary but a label. A judgement.
const FEWEST_WORDS: usize = 4;

/// Fewer pairs of letters are none, where words are written without spaces. A judgement: names of sites have fewer.
const FEWEST_PAIRS: usize = 5;

/// The summary that the page gives of itself, and what it gives for one that is the beginning of its text, cut short. Where it gives no
/// other, this is the summary, finished; empty where it gives none.
pub(super) fn summary(page: &Page<'_>) -> (String, String) {
    let mut cut = String::new();
    for (_, text, why) in told(page) {
        match why {
            None => return (text, cut),
            Some(descriptions::CUT) if cut.is_empty() => cut = text,
            Some(_) => {}
        }
    }
    (descriptions::finished(&cut, page.text).unwrap_or_default(), cut)
}

/// Whether a text is long enough to be one.
fn is_summary(text: &str) -> bool {
    let words = fold::words(text);
    words.split(' ').count() >= FEWEST_WORDS || fold::word_count(&words.replace(' ', "")) >= FEWEST_PAIRS
}

/// What each source gives, the most trusted first, and why it is no summary of the page, where it is none.
pub(super) fn told<'a>(
    page: &'a Page<'a>,
) -> impl Iterator<Item = (&'static str, String, Option<&'static str>)> + 'a {
    let Page { html, metadata, .. } = *page;
    let named = |names: &'static [&'static str]| {
        names.iter().filter_map(|name| Some((*name, metadata::plain(metadata.first(&[*name])?))))
    };
    // Of a paper, what is written for search engines is often the library's own claim.
    let papers = named(&["citation_abstract", "dcterms.abstract", "eprints.abstract"]);
    let paper =
        ["citation_title", "citation_author", "citation_doi", "eprints.title", "eprints.creators_name"];
    let is_paper = metadata.first(&paper).is_some();
    let sure = std::iter::once_with(
        move || if is_paper { abstracts::of_paper(html) } else { abstracts::sure(html) },
    );
    let sure = sure.flatten().map(|text| ("abstract", text));
    let shown = std::iter::once_with(move || if is_paper { None } else { abstracts::shown(html) });
    let shown = shown.flatten().map(|text| ("abstract", text));
    let written = named(&["dc.description", "description", "og:description", "twitter:description"]);
    let objects = metadata.json_ld.iter().filter(|object| metadata::has_type(object, &ARTICLE_TYPES));
    let linked = objects
        .flat_map(|object| ["description", "abstract"].into_iter().filter_map(|field| object.get(field)))
        .flat_map(metadata::texts)
        .map(|text| ("json-ld", metadata::plain(&text)));
    let below = [
        |page: &Page<'_>| abstracts::dek(page.html),
        |page: &Page<'_>| standfirst::standfirst(page.html, page.title, page.text),
    ];
    let below = below.into_iter().filter_map(|find| Some(("line below the title", find(page)?)));
    let short = |text: &str| (!is_summary(text)).then_some("too short for a summary");
    let is_so = move |(source, text): (&'static str, String)| {
        let why = short(&text);
        (source, text, why)
    };
    let is_said = move |(source, text): (&'static str, String)| {
        let why = short(&text).or_else(|| descriptions::why_not(&text, page));
        (source, text, why)
    };
    let declared = written.chain(linked).map(is_said);
    papers.map(is_said).chain(sure.map(is_so)).chain(declared).chain(shown.chain(below).map(is_so))
}
