//! Files records under the headings that stand over several of them each: `Evaluations`, `Governance`.
//!
//! In: a flow and the chosen records, in order. Out: the same records, with such headings as their categories. Reads no other
//! part of a record.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::Record;
use crate::document::fold;
use crate::normalise::listing::fields;
use crate::normalise::listing::fields::filed;
use crate::normalise::listing::flow::{Flow, Piece, traits};
use crate::normalise::listing::headings;
use crate::normalise::listing::phrases::{folded, plain};
use crate::normalise::tables::Set;

/// Headings over parts of a page that are no topics, beside those over listings and boxes; a judgement.
const PARTS: &str = "\
    featured|highlights|highlight|upcoming|past|all|archive|archives|events|event|media|press|in the press|in the news|about|\
    today|yesterday|this week|last week|this month|last month|earlier|pinned|new|talks|selected|spotlight|editorial|overview|\
    contents|insights|stories|story|results|search results|aktuell|aktuelles|veranstaltungen|termine|archiv|presse|heute|\
    gestern|à la une|agenda|événements|destacados|destacado|eventos|prensa|hoy|in evidenza|eventi|\
    stampa|oggi|destaques|imprensa|uitgelicht|evenementen|wydarzenia|события|архив|пресса|最新|活动|头条|要闻|注目|イベント|\
    お知らせ|공지|행사";

/// Words of headings that tell the reader which to take, or whose they are; folded. A judgement.
const CHOSEN: [&str; 26] = [
    "first",
    "these",
    "this",
    "here",
    "start",
    "top",
    "best",
    "picks",
    "pick",
    "favorites",
    "favourites",
    "must",
    "essential",
    "essentials",
    "our",
    "your",
    "my",
    "you",
    "we",
    "us",
    "unsere",
    "unser",
    "nos",
    "nuestros",
    "beste",
    "meilleurs",
];

static NO_TOPICS: LazyLock<Set<String>> = LazyLock::new(|| folded(PARTS));

/// Records from which headings are their topics, and how many each heads on average. Judgements: fewer are parts of a page.
const RECORDS: usize = 4;
const EACH: usize = 2;

/// Words of a heading that is a topic, as of other categories.
const WORDS: usize = 4;

/// Files the records, where all are dated, have no categories, and stand under headings that are alike and may be topics.
pub(crate) fn file<'a>(flow: &'a Flow, chosen: &mut [Record<'a>]) {
    let is_bare =
        |record: &Record<'_>| record.date.is_some() && !record.is_grouped() && record.categories.is_empty();
    if chosen.len() < RECORDS || !chosen.iter().all(is_bare) {
        return;
    }
    let headings = headings(flow, chosen);
    let heads: Option<Vec<usize>> = chosen.iter().map(|record| over(flow, &headings, record)).collect();
    let Some(heads) = heads else { return };
    let mut under: HashMap<usize, usize> = HashMap::new();
    for head in &heads {
        *under.entry(*head).or_default() += 1;
    }
    let pieces: Vec<&Piece> = under.keys().filter_map(|head| flow.pieces.get(*head)).collect();
    let texts: Set<u64> = pieces.iter().map(|piece| piece.key).collect();
    let alike: Set<usize> = pieces.iter().map(|piece| piece.signature).collect();
    let are_topics = under.len() > 1
        && texts.len() == under.len()
        && alike.len() == 1
        && chosen.len() >= EACH * under.len()
        && pieces.iter().all(|piece| is_topic(piece))
        && !pieces.iter().all(|piece| piece.traits & traits::NAME != 0);
    for (record, head) in chosen.iter_mut().zip(heads).filter(|_| are_topics) {
        record.categories.extend(flow.pieces.get(head).map(|piece| piece.text.as_str()));
    }
}

/// The headings that stand in no record, in order.
pub(crate) fn headings(flow: &Flow, chosen: &[Record<'_>]) -> Vec<usize> {
    let is_free = |at: &usize| {
        let before = chosen.partition_point(|record| record.card.first <= *at);
        let holder = before.checked_sub(1).and_then(|last| chosen.get(last));
        holder.is_none_or(|record| record.card.end <= *at)
    };
    let pieces = flow.pieces.iter().enumerate();
    pieces.filter(|(_, piece)| piece.heading > 0).map(|(at, _)| at).filter(is_free).collect()
}

/// The nearest heading before a record, where it is of a higher rank than the title and what it stands in holds the record.
pub(crate) fn over(flow: &Flow, headings: &[usize], record: &Record<'_>) -> Option<usize> {
    let before = headings.partition_point(|at| *at < record.card.first);
    let at = *headings.get(before.checked_sub(1)?)?;
    let piece = flow.pieces.get(at)?;
    let title = record.title_piece.and_then(|title| flow.pieces.get(title)).map_or(0, |title| title.heading);
    let mut top = piece.holder;
    while top != 0 && flow.elements[top].end <= at + 1 {
        top = flow.elements[top].parent;
    }
    let reaches = flow.elements[top].end >= record.card.end;
    (reaches && (title == 0 || piece.heading < title)).then_some(at)
}

/// Whether a heading may be a topic: short words that call no part of a page.
fn is_topic(piece: &Piece) -> bool {
    let text = piece.text.as_str();
    let words = fold::words(text);
    piece.date.is_none()
        && !words.split(' ').any(|word| CHOSEN.contains(&word))
        && (1..=WORDS).contains(&piece.words)
        && piece.traits & (traits::NUMBER | traits::LEADS_ON | traits::BYLINE) == 0
        && !text.ends_with([':', '?', '!', '.'])
        && !NO_TOPICS.contains(plain(text).as_str())
        && !headings::heads_a_listing(text)
        && !headings::heads_an_aside(text)
        && !filed::names_topics(text)
        && !fields::is_small_print(text)
}
