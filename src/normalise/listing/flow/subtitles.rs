//! Finds headings that say more of the heading right before them: subtitles of cards, which head nothing.
//!
//! In: a flow whose pieces have their hints. Out: the same flow, its subtitles without their rank, hinted as summaries.

use std::collections::HashMap;

use super::{Flow, Hint, Kind, Piece};
use crate::normalise::listing::fields;
use crate::normalise::tables::Set;

/// Words of a subtitle that is a summary. A judgement, as of sentences in `signs`: less is a label.
const SUMMARY_WORDS: usize = 4;

/// Mean words of headings that have subtitles. By hand, as of titles in `choice`: less are topics above titles.
const TITLE_WORDS: usize = 2;

/// Takes the rank off subtitles, those of all cards that are built alike together.
pub(super) fn find(flow: &mut Flow) {
    let mut alike: HashMap<(u8, u8, bool), Vec<usize>> = HashMap::new();
    for at in 1..flow.pieces.len() {
        let (above, below) = (&flow.pieces[at - 1], &flow.pieces[at]);
        if above.heading == 0 || below.heading <= above.heading || above.date.is_some() {
            continue;
        }
        let in_one_link = leads_where(flow, above, below);
        if in_one_link || (below.date.is_none() && is_alone_below(flow, at)) {
            alike.entry((above.heading, below.heading, in_one_link)).or_default().push(at);
        }
    }
    alike.retain(|_, found| are_below_titles(flow, found));
    for at in alike.into_values().flatten() {
        let piece = &mut flow.pieces[at];
        piece.heading = 0;
        let is_summary = piece.date.is_none() && fields::word_count(&piece.text) >= SUMMARY_WORDS;
        piece.hint = if is_summary { Some(Hint::Summary) } else { piece.hint };
    }
}

/// Whether two headings are one link, or lead to one address.
fn leads_where(flow: &Flow, above: &Piece, below: &Piece) -> bool {
    let href = flow.href(above);
    href.is_some_and(fields::is_address_of_entry) && href == flow.href(below)
}

/// Whether a heading that is no link stands right below one that is, in the same element, and no other of its rank follows
/// there: of several each heads its own.
fn is_alone_below(flow: &Flow, at: usize) -> bool {
    let (above, below) = (&flow.pieces[at - 1], &flow.pieces[at]);
    let parents = heading_of(flow, above.holder).zip(heading_of(flow, below.holder));
    let Some((first, second)) = parents.map(|(a, b)| (flow.elements[a].parent, flow.elements[b].parent))
    else {
        return false;
    };
    let next = flow.within(at + 1, flow.elements[second].end).iter().find(|piece| piece.heading > 0);
    let leads = flow.href(above).is_some_and(fields::is_address_of_entry);
    leads && below.link.is_none() && first == second && next.is_none_or(|next| next.heading < below.heading)
}

/// The heading that an element is or stands in. Four levels, a judgement: a span in a link in a heading.
fn heading_of(flow: &Flow, element: usize) -> Option<usize> {
    let parent = |at: &usize| Some(flow.elements[*at].parent);
    let mut around = std::iter::successors(Some(element), parent).take(4);
    around.find(|at| flow.elements[*at].kind == Kind::Heading)
}

/// Whether headings stand below titles: these differ and have several words, where topics above titles recur and are short.
fn are_below_titles(flow: &Flow, found: &[usize]) -> bool {
    let titles = || found.iter().map(|at| &flow.pieces[*at - 1]);
    let words: usize = titles().map(|title| fields::word_count(&title.text)).sum();
    let different: Set<&str> = titles().map(|title| title.text.as_str()).collect();
    let are_topics = titles().any(|title| title.hint == Some(Hint::Category));
    words > TITLE_WORDS * found.len() && different.len() * 5 >= found.len() * 4 && !are_topics
}
