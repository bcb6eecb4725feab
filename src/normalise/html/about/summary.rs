//! The summary of a page.
//!
//! In: the metadata and the text. Out: the author's own summary, or one made of the text's first sentences.

use crate::document::fold;
use crate::normalise::html::metadata::{self, Metadata};

use super::ARTICLE_TYPES;

/// Characters of a made summary, as many as search engines show.
const MADE: usize = 300;

/// Fewer words are no summary but a label.
const FEWEST_WORDS: usize = 4;

/// The summary, and whether it was made here.
pub(super) fn summary(metadata: &Metadata, body_text: &str) -> (String, bool) {
    let names = [
        "citation_abstract",
        "dc.description",
        "dcterms.abstract",
        "description",
        "og:description",
        "twitter:description",
    ];
    let told = names.iter().filter_map(|name| metadata.first(&[name])).map(metadata::plain);
    let objects = metadata.json_ld.iter().filter(|object| metadata::has_type(object, &ARTICLE_TYPES));
    let linked = objects
        .flat_map(|object| ["description", "abstract"].into_iter().filter_map(|field| object.get(field)))
        .flat_map(metadata::texts)
        .map(|text| metadata::plain(&text));
    let own = told.chain(linked).find(|text| fold::words(text).split(' ').count() >= FEWEST_WORDS);
    if let Some(own) = own {
        return (own, false);
    }
    let made = made(body_text);
    let is_made = !made.is_empty();
    (made, is_made)
}

/// The first sentences of the text's prose, whole ones as far as they go.
fn made(body_text: &str) -> String {
    let mut out = String::new();
    for block in body_text.split("\n\n").filter(|block| is_prose(block)) {
        for sentence in sentences(block) {
            let sentence = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
            let len = out.chars().count() + sentence.chars().count() + usize::from(!out.is_empty());
            if len > MADE {
                if out.is_empty() {
                    out = cut(&sentence);
                }
                return out;
            }
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(&sentence);
        }
    }
    out
}

/// Whether a block is a paragraph: ten words at least and a sentence's end.
fn is_prose(block: &str) -> bool {
    !block.starts_with("- ")
        && block.split_whitespace().count() >= 10
        && block.contains(['.', '!', '?', '。', '؟', '।'])
}

/// A block's sentences: a stop, white space, and no small letter after it.
fn sentences(block: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut signs = block.char_indices().peekable();
    let mut stopped = false;
    while let Some((at, sign)) = signs.next() {
        if stopped && sign.is_whitespace() && signs.peek().is_none_or(|(_, next)| !next.is_lowercase()) {
            found.extend(block.get(start..at));
            start = at + sign.len_utf8();
        }
        stopped = matches!(sign, '.' | '!' | '?' | '…') || (stopped && matches!(sign, '"' | '”' | '’' | ')'));
        if sign == '。' {
            let end = at + sign.len_utf8();
            found.extend(block.get(start..end));
            start = end;
        }
    }
    found.extend(block.get(start..).filter(|rest| !rest.trim().is_empty()));
    found
}

/// A long sentence cut at a word, with an ellipsis.
fn cut(sentence: &str) -> String {
    let head: String = sentence.chars().take(MADE - 1).collect();
    let whole =
        head.rfind(' ').filter(|at| *at > head.len() / 2).and_then(|at| head.get(..at)).unwrap_or(&head);
    format!("{}…", whole.trim_end_matches([',', ';', ':', ' ']))
}
