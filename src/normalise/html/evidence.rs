//! Everything that the fields of a web page could have been.
//!
//! In: a page's source, its address, when it was captured. Out: candidates with their sources, and the blocks of text
//! that the page shows. Chooses nothing: that is done where sightings are made.

use ego_tree::NodeRef;
use scraper::Node;

use crate::document::{DateClaim, Evidence};
use crate::normalise::explain::Candidate;
use crate::normalise::html::element::is_unseen;
use crate::normalise::html::metadata::Metadata;
use crate::normalise::html::published::{self, Role};
use crate::normalise::html::{about, body, title, tree};

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
    for (field, source, values, why) in about::told(html, &metadata, url, &title.text) {
        let is_first = why.is_none() && !taken.contains(&field);
        if is_first {
            taken.push(field);
        }
        let why = why.or((!is_first).then_some("a more trusted source names some"));
        let said = values.join("; ");
        all.push(Candidate::new(field, values, source, &said, why.map(str::to_owned)));
    }
    let mut blocks = Blocks::default();
    blocks.walk(html.tree.root());
    blocks.end();
    (all, blocks.done)
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
