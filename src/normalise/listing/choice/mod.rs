//! Chooses, of all records that a page's structure offers, those that are publications it lists.
//!
//! In: a flow and what the page says of itself. Out: the records, in the order of the page; none when the page is
//! an article with a box beside it, a thread, a shop or a menu.

mod chronicle;
mod furniture;
pub(super) mod kinds;
mod neighbours;
mod news;
mod own;
mod posts;
mod short_titles;
mod tidy;
mod undated;
pub(super) mod unlinked;

use std::collections::HashSet;

use super::days::events;
use super::days::groups::Groups;
use super::days::yearless;
use super::embedded::told::Told;
use super::fields::addresses::Addresses;
use super::fields::word_count;
use super::flow::{Element, Flow, Kind, Piece, traits, zone};
use super::headings;
use super::records::columns::{Table, ratio};
use super::records::regions::{self, Card};
use super::records::sections;
use super::records::styles;
use super::records::{self, Record, Records, Source};
use super::{Article, By, Entry, Said};
use crate::document::{DateSource, Precision, fold, identity};
use crate::normalise::dates::Reading;
use crate::normalise::tables::Set;
use undated::PAPER_WORDS;

/// What records are judged by.
pub(super) struct Page<'a> {
    pub(super) flow: &'a Flow,
    pub(super) said: &'a Said<'a>,
    pub(super) addresses: &'a Addresses,
    /// What of the page its data for scripts tell of.
    pub(super) told: &'a Told,
}

/// Regions that are looked at a second time, best first; the rest score lower. A judgement: bounds the work, far above
/// the few that a page's listing falls into.
const MAX_REGIONS: usize = 60;

/// Score that a region must have. By hand; low on purpose, one dated record reaches it: it spares the second look at
/// what has next to nothing, and [`is_publications`] decides.
const MIN_SCORE: f32 = 0.5;

/// Chooses the records that are publications.
pub(super) fn choose<'a>(page: &Page<'a>, reading: &'a Reading) -> Vec<Record<'a>> {
    let flow = page.flow;
    let named = yearless::year_of_title(page.said.title);
    let groups = Groups::find(flow, named, reading);
    let mut table = Table::default();
    let are_papers = headings::heads_papers(page.said.title);
    let source = Source { flow, groups: &groups, named, are_papers, told: page.told, reading };
    let mut chosen = choose_records(&source, page, &mut table);
    neighbours::out(page, &mut chosen);
    let (own_article, is_own) = without_own_article(page, &mut chosen);
    // Half an article taken out is one all the same, by hand; a single date among two records is a note.
    let lone = chosen.len() < 3 && chosen.iter().filter(|record| record.is_dated).count() == 1;
    if chosen.is_empty()
        || lone
        || own_article > OWN_ARTICLE / 2
        || !stands_as_listing(page, &chosen, own_article, is_own)
    {
        return Vec::new();
    }
    chosen.sort_by_key(|record| record.card.first);
    chosen.retain(|record| record.href.is_some() || !headings::heads_answers(record.title));
    if chosen.is_empty()
        || posts::are_posts(page, &chosen)
        || are_sections(page, &chosen)
        || kinds::are_testimonials(page, &chosen)
        || chronicle::are_lines(page, &chosen, reading)
    {
        return Vec::new();
    }
    own::comments_out(page, &mut chosen);
    events::out(flow, &mut chosen, reading.captured);
    tidy::front_out(&mut chosen);
    tidy::page_out(page, &mut chosen);
    tidy::heads_out(page, &mut chosen);
    tidy::sections_out(flow, &mut chosen);
    tidy::stops_off(&mut chosen);
    tidy::quotes_off(&mut chosen);
    tidy::cut_made_whole(flow, &mut chosen);
    tidy::files_off(&mut chosen, reading);
    chosen
}

/// Whether records are the sections of the one thing that the page says it is made for: most lead nowhere.
fn are_sections(page: &Page<'_>, chosen: &[Record<'_>]) -> bool {
    let leads = |record: &&Record<'_>| record.href.is_some_and(|href| !page.addresses.leads_nowhere(href));
    page.said.is_thing && chosen.iter().filter(leads).count() * 2 < chosen.len()
}

/// Takes the best regions one after the other, each without the cards that a better one took.
fn choose_records<'a>(source: &Source<'a, '_>, page: &Page<'a>, table: &mut Table) -> Vec<Record<'a>> {
    let flow = page.flow;
    let mut regions: Vec<(f32, Vec<Card>)> = Vec::new();
    for cards in regions::find(flow) {
        let score = records::score(source, &cards, table).unwrap_or(0.0);
        if score >= MIN_SCORE {
            regions.push((score, cards));
        }
    }
    regions.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut used = vec![false; flow.pieces.len()];
    let mut chosen: Vec<Record<'a>> = Vec::new();
    for (_, mut cards) in regions.into_iter().take(MAX_REGIONS) {
        cards.retain(|card| !used.get(card.first..card.end).is_none_or(|used| used.contains(&true)));
        let Some(records) = records::read(source, &cards, table) else { continue };
        let is_known = |records: &[Record<'_>]| records.iter().any(|record| record.date.is_some());
        // Where the days of others are known, a lone card of a day that nobody can tell is an advertisement.
        let is_aside = is_known(&chosen) && records.dated == 1 && !is_known(&records.all);
        if is_aside || !is_publications(page, &records, chosen.is_empty()) {
            continue;
        }
        let parents: HashSet<usize> =
            records.all.iter().filter(|record| record.is_dated).map(|record| record.card.parent).collect();
        for (index, record) in records.all.iter().enumerate() {
            // Among dated records an undated one must be their sibling, and alike.
            let unlike = record.spare
                || !parents.contains(&record.card.parent)
                || (records.linked > 0.5 && record.href.is_none());
            let stray = record.date.is_none() && records.dated > 0 && unlike;
            // `(3)` counts what is said of the one before it.
            let is_count =
                record.title.starts_with(['(', '[', '#']) && !record.title.contains(char::is_alphabetic);
            if !record.title.is_empty() && !stray && !is_count {
                if let Some(used) = used.get_mut(record.card.first..record.card.end) {
                    used.fill(true);
                }
                chosen.extend(records.described(flow, index));
            }
        }
    }
    chosen
}

/// Bytes that records have on average, at most, unless they are linked headlines. By hand: a title, small print and a
/// summary.
const MAX_UNLINKED: usize = 600;

/// Whether records read as publications. `first` says that nothing better was found on the page. Shares and counts are
/// by hand: most are a half or "most of them", that of words is one between names of people (two words) and titles.
fn is_publications(page: &Page<'_>, records: &Records<'_>, first: bool) -> bool {
    let flow = page.flow;
    let all = records.all.len();
    let letters: usize = records.all.iter().map(|record| letters_without_names(flow, record)).sum();
    let long = letters > all * MAX_UNLINKED;
    // Shelves, menus, comments.
    if records.titled == 0 || records.priced * 3 > all || standing(page, records, zone::OUTSIDE) * 2 > all {
        return false;
    }
    // Posts of a thread: long, with a name or the words of a button on each.
    let are_linked = records.title_linked >= 0.5 && records.title_words >= 2.5;
    let headlines = records.headed >= 0.5 && are_linked;
    let marked = records.hinted >= 0.5 && are_linked && records.dated == records.titled;
    let are_words = are_dated_words(records) || short_titles::are_headed(page, records);
    if records.distinct < 0.6 || (records.title_words < 1.8 && !are_words) || (long && !headlines && !marked)
    {
        return false;
    }
    let leads_nowhere =
        |record: &&Record<'_>| record.href.is_some_and(|href| page.addresses.leads_nowhere(href));
    if records.linked > 0.5 && records.all.iter().filter(leads_nowhere).count() * 2 > all {
        return false;
    }
    let is_around = |record: &&Record<'_>| {
        let title = record.title_piece.and_then(|at| flow.pieces.get(at));
        title.is_none_or(|title| title.link.is_none()) && furniture::is_furniture(record.title)
    };
    let are_around = || records.all.iter().filter(is_around).count() * 3;
    if (records.numbered * 2 > all && !headlines) || are_around() > all {
        return false;
    }
    // Lines of one paper each for itself, names and venues; or whole references, which are read otherwise.
    let are_bare = records.title_linked < 0.5 && records.headed < 0.5;
    let are_references =
        || records.all.iter().filter(|record| styles::has_signs(record.title)).count() * 2 > all;
    if are_bare && (records.of_names >= NAMES_AMONG_TITLES || are_references()) {
        return false;
    }
    // Names of people are two words; titles have more.
    let is_short = records.title_words < 2.5 && records.headed < 0.5;
    if is_short && !are_words && !short_titles::are_dated_phrases(page, records) {
        return false;
    }
    // Sections of an article are headed, but lead nowhere.
    if records.anchored < 0.5 && (long || records.grouped > 0.5) {
        return false;
    }
    if records.title_linked < 0.5 && own::are_labels(flow, &records.all) {
        return false;
    }
    if records.dated == 0 {
        return first && undated::are_publications(page, records);
    }
    if chronicle::are_changes(flow, records)
        || kinds::are_others(flow, &records.all)
        || sections::are_sections(flow, &records.all)
    {
        return false;
    }
    // A venue and its year stand below titles of papers, with rows of authors where the titles are short.
    let are_marked = records.cited >= 0.9 || (records.peopled >= 0.9 && records.title_words >= 3.0);
    let are_papers = headings::heads_papers(page.said.title);
    if records.printed >= 0.5 && records.title_words < PAPER_WORDS && !are_marked && !are_papers {
        return false;
    }
    // Of days that nobody can tell a card of something else has one as well: reviews, rows of files, dishes.
    let is_known = records.all.iter().any(|record| record.date.is_some());
    let is_strict = records.title_linked >= 0.7 && records.title_words >= UNKNOWN_WORDS;
    if !is_known && !is_strict {
        return false;
    }
    let marked = records.headed.max(records.linked);
    // Names of clubs and people with a year are a table of results.
    let are_named = records.years * 2 > records.dated && records.title_words < PAPER_WORDS && !are_marked;
    let plain = records.dated >= 3 && records.title_score >= PLAIN_TITLES && !are_named;
    let enough = if first { 2 } else { 1 };
    records.dated >= enough
        && ratio(records.dated, records.titled) >= 0.5
        && (marked >= 0.5 || plain)
        && (first || marked >= 0.7)
}

/// Share of titles that are rows of names, from which records are lines of other things. By hand: some titles have two
/// subjects that read as names.
const NAMES_AMONG_TITLES: f32 = 0.3;

/// Whether titles are linked words, all different, and each has a day beside it: long words of languages that compound them,
/// or short phrases of scripts without spaces. By hand: people who comment have shorter names, files have full stops.
fn are_dated_words(records: &Records<'_>) -> bool {
    const LETTERS: usize = 12;
    const UNSPACED_LETTERS: f32 = 3.5;
    let is_day = |record: &&Record<'_>| {
        let day = record.date.as_ref();
        day.is_some_and(|(day, source, _)| {
            day.precision == Precision::Day && *source != DateSource::GroupHeading
        })
    };
    let all = records.all.len();
    if records.titled < 4
        || records.titled < all
        || records.distinct < 1.0
        || records.title_linked < 1.0
        || !records.all.iter().all(|record| is_day(&record))
    {
        return false;
    }
    let is_phrase = |title: &str| title.chars().all(|letter| letter.is_alphabetic() || letter == ' ');
    let letters = |title: &str| title.chars().filter(|letter| letter.is_alphabetic()).count();
    let unspaced = records.all.iter().filter(|record| record.title.contains(fold::is_unspaced)).count();
    let mean = ratio(records.all.iter().map(|record| letters(record.title)).sum(), all);
    let is_long = |record: &Record<'_>| letters(record.title) >= LETTERS && is_phrase(record.title);
    (unspaced == all && mean >= UNSPACED_LETTERS) || records.all.iter().all(is_long)
}

/// Mean words of the linked titles of records of which no day is known. By hand.
const UNKNOWN_WORDS: f32 = 3.0;

/// Bytes of a card without its rows of names: a paper may have a hundred authors.
fn letters_without_names(flow: &Flow, record: &Record<'_>) -> usize {
    let pieces = flow.within(record.card.first, record.card.end).iter();
    pieces.filter(|piece| piece.traits & traits::NAMES == 0).map(|piece| piece.text.len()).sum()
}

/// What a column of titles must reach that are neither headings nor links: distinct texts of a title's length in
/// every record.
const PLAIN_TITLES: f32 = 5.0;

/// Records that stand in one of these zones.
pub(super) fn standing(page: &Page<'_>, records: &Records<'_>, zones: u16) -> usize {
    let piece = |record: &&Record<'_>| page.flow.pieces.get(record.card.first);
    records.all.iter().filter(|record| piece(record).is_some_and(|piece| piece.zone & zones != 0)).count()
}

/// Bytes from which a card that outgrows the others is an article.
const OWN_ARTICLE: usize = 1_200; // about 200 words; summaries in listings of the benchmarks end at 900

/// Takes the page's own article out of the records: a card of the page's title, or one whose text is many times
/// that of the others. Returns the bytes of text so taken out, and whether a card had the page's title. Four words, three
/// and five times and two such cards are by hand.
fn without_own_article(page: &Page<'_>, chosen: &mut Vec<Record<'_>>) -> (usize, bool) {
    let flow = page.flow;
    let size = |record: &Record<'_>| flow.characters(record.card.first, record.card.end);
    let mut sizes: Vec<usize> = chosen.iter().map(size).collect();
    sizes.sort_unstable();
    let usual = sizes.get(sizes.len().saturating_sub(1) / 2).copied().unwrap_or(0);
    let title = identity::title_key(page.said.title);
    let linked = chosen.iter().filter(|record| record.href.is_some()).count();
    let is_mostly_linked = linked * 2 > chosen.len();
    let named = |record: &Record<'_>| {
        let own = identity::title_key(record.title);
        let goes_on = |rest: &str| rest.is_empty() || rest.starts_with(' ');
        // A listing may be called as shortly as one of its entries; where nothing but headings says a title, it is
        // that of the first entry unless much more stands below it.
        word_count(record.title) >= 4
            && title.strip_prefix(&own).is_some_and(goes_on)
            && (page.said.by != By::Heading || size(record) > usual.saturating_mul(3))
    };
    // Five times the usual and more than a long summary: an article among cards.
    let outgrown = |record: &Record<'_>| size(record) > OWN_ARTICLE && size(record) > usual.saturating_mul(5);
    // Of full posts one below another several are long; then none of them is the page's own.
    let several = chosen.iter().filter(|record| outgrown(record)).count() > 2;
    let (mut taken, mut is_named) = (0, false);
    // The part of the page that has its title as the heading above all others.
    let is_head = |record: &Record<'_>| {
        let own = record.title_piece.and_then(|at| flow.pieces.get(at)).map_or(0, |piece| piece.heading);
        own > 1
            && flow
                .within(record.card.first, record.title_piece.unwrap_or(record.card.first))
                .iter()
                .any(|piece| piece.heading == 1 && identity::title_key(&piece.text) == title)
    };
    // Behind the headline of a declared article what leads nowhere is a part of the article.
    let headline = flow.pieces.iter().position(|piece| {
        page.said.by == By::Headline && piece.heading == 1 && identity::title_key(&piece.text) == title
    });
    let is_part = |record: &Record<'_>| {
        record.href.is_none() && headline.is_some_and(|headline| record.card.first > headline)
    };
    chosen.retain(|record| {
        let named = named(record) || is_head(record);
        let own = named || (!several && outgrown(record));
        // Among links to others, the page's own title is none; or its text stands below it.
        let stands_out =
            (record.href.is_none() && is_mostly_linked) || size(record) > usual.saturating_mul(3);
        is_named |= named && stands_out && page.said.by != By::Heading;
        taken += if own { size(record) } else { 0 };
        !own && !is_part(record)
    });
    (taken, is_named)
}

/// Words from which a text with a full stop is running text. A judgement: less is a caption or a notice as often. Of a
/// piece in a card four are enough (`signs`), as cards have no captions beside them.
const PROSE_WORDS: usize = 12;

/// Bytes of running text on a page that is no summary of one of these publications.
pub(super) fn prose_beside<'e>(flow: &Flow, entries: impl Iterator<Item = &'e Entry>) -> usize {
    /// Bytes by which a summary is known that the page may cut or go on with. A judgement: some seven words.
    const KNOWN_BY: usize = 40;
    let start = |text: &str| text.get(..text.floor_char_boundary(KNOWN_BY)).unwrap_or_default().to_owned();
    let summaries: Set<String> =
        entries.map(|entry| start(&entry.summary)).filter(|start| start.len() > KNOWN_BY / 2).collect();
    let is_summary = |piece: &&Piece| summaries.contains(&start(&piece.text));
    flow.pieces
        .iter()
        .filter(|piece| is_running(piece, OUTSIDE) && !is_summary(piece))
        .map(|piece| piece.text.len())
        .sum()
}

/// Places whose running text is none of the page itself.
const OUTSIDE: u16 = zone::OUTSIDE | zone::ASIDE;

/// Whether a piece is running text that stands in none of these places.
fn is_running(piece: &Piece, outside: u16) -> bool {
    piece.zone & outside == 0
        && piece.heading == 0
        && piece.words >= PROSE_WORDS
        && piece.text.contains(['.', '。', '!', '?'])
}

/// Bytes of running text outside cards (in the order of the page), and those of them that stand before nearly all cards: one
/// in ten may be a link in the head of the page.
fn prose_outside(page: &Page<'_>, cards: &[Card]) -> (usize, usize) {
    let flow = page.flow;
    // What readers wrote is the text of a forum's page.
    let outside = if page.said.is_forum { OUTSIDE & !zone::COMMENTS } else { OUTSIDE };
    let mut in_card = vec![false; flow.pieces.len()];
    for card in cards {
        if let Some(in_card) = in_card.get_mut(card.first..card.end) {
            in_card.fill(true);
        }
    }
    let first = cards.get(cards.len() / 10).map_or(0, |card| card.first);
    let (mut prose, mut before) = (0, 0);
    for (index, (piece, in_card)) in flow.pieces.iter().zip(in_card).enumerate() {
        if !in_card && is_running(piece, outside) {
            prose += piece.text.len();
            before += if index < first { piece.text.len() } else { 0 };
        }
    }
    (prose, before)
}

/// Bytes of running text that a listing's page may have whatever it lists: an introduction of 250 words. By hand.
const INTRODUCTION: usize = 1_500;

/// Pieces, or lines of a text, before the first card among which the heading over it stands. A judgement: filters and counts
/// stand between.
pub(super) const HEADING_REACH: usize = 12;

/// Whether the chosen records are what the page is for, rather than a box beside an article. `own_article` is
/// the text of an article that was among them, `is_own` says that it had the page's title. By hand: how many cards a page that calls itself an article needs, how
/// few rows are a corner, and how many times the cards' text a page's prose may have.
fn stands_as_listing(page: &Page<'_>, chosen: &[Record<'_>], own_article: usize, is_own: bool) -> bool {
    let flow = page.flow;
    let mut cards: Vec<Card> = chosen.iter().map(|record| record.card).collect();
    cards.sort_by_key(|card| card.first);
    let (prose, before) = prose_outside(page, &cards);
    let (prose, before) = (prose + own_article, before + own_article);
    let taken: usize = cards.iter().map(|card| flow.characters(card.first, card.end)).sum();
    let first = cards.first().map_or(0, |card| card.first);
    let end = cards.iter().map(|card| card.end).max().unwrap_or(0);
    let in_aside =
        |card: &&Card| flow.pieces.get(card.first).is_some_and(|piece| piece.zone & zone::ASIDE != 0);
    if cards.iter().filter(in_aside).count() * 2 > cards.len() {
        return false;
    }
    let mut above = flow.within(0, first).iter().rev().take(HEADING_REACH);
    let heading = above.find(|piece| piece.heading > 0);
    let related =
        heading.is_some_and(|piece| headings::heads_an_aside(&piece.text) && piece.text != page.said.title);
    let announced = !related && heading.is_some_and(|piece| headings::heads_a_listing(&piece.text));
    if page.said.article != Article::No || ((is_own || page.said.is_thing) && !announced) {
        // Many sites call every page an article; one that is nearly all cards is a listing all the same.
        // Cards that are all that the only `article` holds are few more often than those beside one; two may be what else there
        // is to read below a text, so they must be all there is.
        let holds =
            |element: &Element| element.kind == Kind::Article && element.first <= first && end <= element.end;
        let are_held = page.said.article == Article::Held && flow.elements.iter().any(holds);
        let least = match are_held {
            true if prose == 0 && taken <= cards.len() * MAX_UNLINKED => 2,
            true => 3,
            false => 5,
        };
        return cards.len() >= least && prose * 2 < taken && before < INTRODUCTION / 2 && !related;
    }
    if own::are_data(page, chosen, (prose, taken)) || own::is_dated_text(page, chosen, first, (before, taken))
    {
        return false;
    }
    // An article's own text outweighs the cards below it.
    if (before > INTRODUCTION && before > taken) || (related && prose > taken) {
        return false;
    }
    // A few rows in a corner of a page are not what it is for.
    let around = |piece: &&Piece| piece.zone & zone::OUTSIDE == 0;
    let all: usize = flow.pieces.iter().filter(around).map(|piece| piece.text.len()).sum();
    if cards.len() < 6 && taken * 10 < all {
        return false;
    }
    let dated = chosen.iter().any(|record| record.is_dated);
    if !dated && prose * 2 > taken {
        return false;
    }
    prose < INTRODUCTION || prose < if announced { taken.saturating_mul(4) } else { taken }
}
