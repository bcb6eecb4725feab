//! Everything that the fields of a web page could have been.
//!
//! In: a page's source, its address, when it was captured. Out: candidates with their sources, and the blocks of text
//! that the page shows. Chooses nothing: that is done where sightings are made.

use ego_tree::NodeRef;
use scraper::Node;
use url::Url;

use crate::document::{DateClaim, Evidence};
use crate::normalise::explain::Candidate;
use crate::normalise::html::element::is_unseen;
use crate::normalise::html::metadata::Metadata;
use crate::normalise::html::published::{self, Role};
use crate::normalise::html::{about, body, title, tree};
use crate::normalise::language;

/// Blocks that are told apart: a page of more is shown up to there.
const MOST_BLOCKS: usize = 20_000;

/// The candidates for the fields of a page, the best first within a field, and the blocks of its text, with elements
/// nested so deep.
pub(crate) fn evidence(
    source: &str,
    url: Option<&str>,
    captured: &Evidence,
    max_depth: usize,
) -> (Vec<Candidate>, Vec<String>) {
    let tree = tree::parse_to(source, max_depth);
    let html = &tree.html;
    let metadata = Metadata::read(html);
    let title = title::title(html, &metadata, None, url);
    let mut all: Vec<Candidate> = Vec::new();
    let best = title.candidates.first().map_or(0.0, |(.., worth)| *worth);
    for (text, source, worth) in &title.candidates {
        let why = (*text != title.text).then(|| format!("worth {worth:.1}, the best {best:.1}"));
        all.push(Candidate::new("title", vec![text.clone()], source, text, why));
    }
    let whole = body::body(html, &metadata, &title.text, &std::collections::HashSet::new());
    let about = about::about(html, &metadata, url, &title.text, (&whole.text, whole.is_forum));
    let address = about.canonical.or_else(|| url.map(str::to_owned));
    let dates = published::dates(
        html,
        &metadata,
        address.as_deref(),
        captured.captured,
        about.locale.as_deref(),
        &title.text,
        &std::collections::HashSet::new(),
    );
    let chosen = |claim: &DateClaim, of: &Option<DateClaim>| {
        of.as_ref().is_some_and(|of| of.source == claim.source && of.interval() == claim.interval())
    };
    for candidate in &dates.candidates {
        let claim = &candidate.claim;
        let (field, of) = match candidate.role {
            Role::Updated => ("updated", &dates.updated),
            Role::Published | Role::Other(_) => ("published", &dates.published),
        };
        let why = candidate.rejected.clone().filter(|_| !chosen(claim, of));
        all.push(Candidate::new(field, vec![claim.to_string()], claim.source.as_str(), &claim.evidence, why));
    }
    let mut taken: Vec<&str> = Vec::new();
    for (field, source, values, why) in about::told(html, &metadata, url, (&title.text, &whole.text)) {
        let is_first = why.is_none() && !taken.contains(&field);
        if is_first {
            taken.push(field);
        }
        let why = why.or((!is_first).then_some("a more trusted source names some"));
        let said = values.join("; ");
        all.push(Candidate::new(field, values, source, &said, why.map(str::to_owned)));
    }
    all.extend(declared(&metadata, url));
    let mut blocks = Blocks::default();
    blocks.walk(html.tree.root());
    blocks.end();
    (all, blocks.done)
}

/// What a page declares of its address, publisher and language, and where it was captured.
fn declared(metadata: &Metadata, url: Option<&str>) -> Vec<Candidate> {
    let said = |names: &[&str]| metadata.first(names);
    let code = |tag: Option<&str>| tag.and_then(language::code);
    let resolved = |href: Option<&str>| {
        let href = href?;
        let base = url.and_then(|url| Url::parse(url).ok());
        let whole = Url::options().base_url(base.as_ref()).parse(href);
        Some(whole.map_or_else(|_| href.to_owned(), String::from))
    };
    let all = [
        ("publisher", "og:site_name", said(&["og:site_name"]).map(str::to_owned)),
        ("publisher", "application-name", said(&["application-name"]).map(str::to_owned)),
        ("language", "html lang", code(metadata.language.as_deref())),
        ("language", "og:locale", code(said(&["og:locale"]))),
        ("language", "content-language", code(said(&["content-language"]))),
        ("url", "rel=canonical", resolved(metadata.link("canonical"))),
        ("url", "og:url", resolved(said(&["og:url"]))),
        ("url", "the address of the capture", url.map(str::to_owned)),
    ];
    let candidates = all.into_iter().filter_map(|(field, source, value)| {
        let value = value.filter(|value| !value.trim().is_empty())?;
        Some(Candidate::new(field, vec![value.clone()], source, &value, None))
    });
    candidates.collect()
}

/// The text of a page cut where its layout breaks it.
#[derive(Default)]
struct Blocks {
    done: Vec<String>,
    open: String,
}

impl Blocks {
    fn walk(&mut self, node: NodeRef<'_, Node>) {
        match node.value() {
            Node::Text(text) => self.open.push_str(text),
            Node::Element(element) => {
                let name = element.name();
                if is_unseen(element) || matches!(name, "head" | "svg") {
                    return;
                }
                let breaks = !INLINE.contains(&name);
                if breaks {
                    self.end();
                }
                node.children().for_each(|child| self.walk(child));
                if breaks {
                    self.end();
                }
            }
            _ => node.children().for_each(|child| self.walk(child)),
        }
    }

    fn end(&mut self) {
        let text = self.open.split_whitespace().collect::<Vec<_>>().join(" ");
        self.open.clear();
        if !text.is_empty() && self.done.len() < MOST_BLOCKS {
            self.done.push(text);
        }
    }
}

/// Elements that do not break a line of text (HTML, section 15.3, "Non-replaced elements").
const INLINE: [&str; 28] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];
