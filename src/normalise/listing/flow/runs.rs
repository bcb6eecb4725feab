//! Joins the texts of a line into pieces: what reads as one sentence becomes one piece, dates are split off.
//!
//! In: raw pieces. Out: pieces without hints and signatures, and where each raw piece begins among them.

use super::boxes;
use super::glued::{self, Cut};
use super::layout::{Raw, Weight};
use super::names;
use super::{Element, Hint, Kind, Piece, PieceDate, Told, traits, zone};
use crate::document::{DateSource, Interval, Precision};
use crate::normalise::citations;
use crate::normalise::dates::{self, Reading};
use crate::normalise::listing::days::moments;
use crate::normalise::listing::fields;
use crate::normalise::listing::phrases;
use crate::normalise::tables::Table;

/// Joins the raw pieces of a page. The second value says for each raw piece, and for the end, at which piece
/// it begins.
pub(super) fn join(mut raw: Vec<Raw>, elements: &[Element], reading: &Reading) -> (Vec<Piece>, Vec<usize>) {
    boxes::unite(&mut raw, elements, reading);
    let glued = glued::find(&raw, reading);
    let mut pieces = Vec::new();
    let mut starts = Vec::with_capacity(raw.len() + 1);
    let mut raw = raw.into_iter().peekable();
    let mut run = Vec::new();
    while let Some(piece) = raw.next() {
        let last = raw.peek().is_none_or(|next| next.run != piece.run);
        run.push(piece);
        if last {
            finish_run(&mut run, &mut pieces, &mut starts, elements, (&glued, reading));
        }
    }
    starts.push(pieces.len());
    (pieces, starts)
}

/// Turns the raw pieces of one run into pieces: joins what is one sentence, splits dates off.
fn finish_run(
    run: &mut Vec<Raw>,
    pieces: &mut Vec<Piece>,
    starts: &mut Vec<usize>,
    elements: &[Element],
    (glued, reading): (&Table<usize, Cut>, &Reading),
) {
    // Which finished piece each raw piece begins at, so that elements keep their spans.
    let first = starts.len();
    let mut joined: Vec<(Raw, usize)> = Vec::new();
    let are_names = is_row_of_names(run);
    let titles: Vec<bool> = (0..run.len()).map(|at| is_cited_title(run, at)).collect();
    for (at, raw) in run.drain(..).enumerate() {
        starts.push(usize::MAX);
        let index = starts.len() - 1 - first;
        let beside_title = titles[at] || at.checked_sub(1).is_some_and(|before| titles[before]);
        let joins = !beside_title
            && !raw.continues
            && !are_names
            && joined.last().is_some_and(|(last, _)| belongs_to_sentence(last, &raw, elements));
        match joined.last_mut() {
            Some((last, _)) if are_names || (raw.continues && !beside_title) => {
                last.text.push_str(&raw.text);
                let leads_to_a_person = |link: &usize| {
                    let address = elements.get(*link).and_then(|link| link.href.as_deref());
                    address.and_then(names::hint_of_address) == Some(Hint::Author)
                };
                last.link = last.link.filter(|link| !are_names || leads_to_a_person(link));
            }
            Some((last, _)) if joins => {
                if !last.text.ends_with(' ') && !raw.text.starts_with(|c: char| c.is_ascii_punctuation()) {
                    last.text.push(' ');
                }
                if last.link.is_none() || (raw.link.is_some() && raw.text.len() > last.text.len()) {
                    last.link = raw.link.filter(|_| raw.text.len() > last.text.len());
                }
                last.text.push_str(&raw.text);
            }
            _ => joined.push((raw, index)),
        }
    }
    for (raw, index) in joined {
        let begin = pieces.len();
        // A link is told apart from what stands around it by its element.
        let part = match titles[index] && raw.weight == Weight::Strong {
            true => TITLE,
            false if fields::is_labelled_title(&raw.text) => LABELLED,
            false => WHOLE,
        };
        match glued.get(&(first + index)) {
            Some(cut) => split_glued(&raw, cut, pieces),
            None => split_dates(&raw, part, pieces, reading),
        }
        if let Some(start) = starts.get_mut(first + index) {
            *start = begin;
        }
    }
    // A raw piece that was joined to the one before it begins where the next one does.
    let mut next = pieces.len();
    for start in starts.iter_mut().skip(first).rev() {
        if *start == usize::MAX {
            *start = next;
        }
        next = *start;
    }
}

/// Whether a run is names of people with signs between, each perhaps in a link or a type of its own: they are one text.
fn is_row_of_names(run: &[Raw]) -> bool {
    let plain = |raw: &Raw| raw.heading == 0 && !raw.time && raw.zone & zone::BUTTON == 0;
    let is_sign = |letter: char| matches!(letter, ',' | ';' | '&' | '|' | '·' | '•');
    let parted = |pair: &[Raw]| {
        let [before, after] = [pair[0].text.trim_end(), pair[1].text.trim_start()];
        before.ends_with(is_sign)
            || before.ends_with(" and")
            || after.starts_with(is_sign)
            || after.starts_with("and ")
    };
    run.len() >= 2
        && run.iter().all(plain)
        && run.windows(2).all(parted)
        && citations::are_names(&run.iter().map(|raw| raw.text.as_str()).collect::<String>())
}

/// Words from which a text within a citation is its title. By hand: links to a version or a place have fewer, but not right
/// behind the names of its authors.
const TITLE_WORDS: usize = 3;
const TITLE_WORDS_BEHIND_NAMES: usize = 2;

/// Whether a raw piece of a run is the title of a citation (`Ada Reed, Basil Marsh. Title. Venue, 2024.`): a link or a
/// text in strong type, marked off from names or a year beside it.
fn is_cited_title(run: &[Raw], at: usize) -> bool {
    let Some(raw) = run.get(at) else { return false };
    let marked = raw.link.is_some() || raw.weight == Weight::Strong;
    let has_words = |least: usize| raw.text.split_whitespace().nth(least - 1).is_some();
    if !marked || raw.heading > 0 || raw.time || !has_words(TITLE_WORDS_BEHIND_NAMES) {
        return false;
    }
    let text = |at: Option<usize>| at.and_then(|at| run.get(at)).map_or("", |raw| raw.text.trim());
    let (before, after) = (text(at.checked_sub(1)), text(at.checked_add(1)));
    let marks = |mark: char| mark.is_ascii_punctuation() || matches!(mark, '“' | '”' | '„' | '»' | '«');
    let named = !citations::names(before).is_empty();
    let is_behind_names = named && before.ends_with(['.', ':', ')']);
    if !has_words(TITLE_WORDS) && !is_behind_names {
        return false;
    }
    let opens = before.is_empty() || named || before.ends_with(marks);
    let rest = after.trim_start_matches(|mark: char| marks(mark) || mark.is_whitespace());
    let names_after = !citations::names(rest).is_empty();
    let closes =
        after.is_empty() || names_after || after.starts_with(marks) || raw.text.trim().ends_with(marks);
    // Of the authors one may stand out: the one whose list it is.
    let among_names =
        citations::is_name(raw.text.trim()) && (before.ends_with(',') || after.starts_with([',', ';']));
    let cites = named || names_after || citations::year(rest, false).is_some();
    opens && closes && cites && !among_names
}

/// Whether two neighbouring pieces of a run read as one text: both stand in the same heading, link or
/// paragraph, and neither is a date.
fn belongs_to_sentence(last: &Raw, next: &Raw, elements: &[Element]) -> bool {
    /// Bytes in which four words stand, a judgement: texts grow as they are joined, and are counted each time.
    const LOOKED_AT: usize = 100;
    if last.time || next.time || (last.zone ^ next.zone) & zone::BUTTON != 0 {
        return false;
    }
    if is_one_person(last, next, elements) {
        return true;
    }
    let hinted = |raw: &Raw| elements.get(raw.holder).is_some_and(|holder| holder.hint.is_some());
    if last.heading > 0 && last.heading == next.heading {
        let is_joined = last.link == next.link && !hinted(next) && !hinted(last);
        return is_joined && !moments::is_day(&next.text) && !is_day_before(last, next);
    }
    // Small print in brackets after a title.
    if next.text.starts_with('(') && moments::split(&next.text, true, &Reading::default()).is_some() {
        return false;
    }
    // Small print before a link: `Note | May 7, 2026 | <a>`, `Soundings, 2026. [<a>pdf</a>]`.
    let before = last.text.trim_end();
    let is_parted = before.ends_with(['|', '·', '•', '・', '»'])
        || (before.ends_with(['[', '(']) && phrases::leads_on(&next.text));
    if is_parted && last.link.is_none() && next.link.is_some() {
        return false;
    }
    // Loose text of four words is a sentence that goes on, not a separator between chips.
    let start = |text: &str| text.floor_char_boundary(LOOKED_AT);
    let is_sentence =
        |raw: &Raw| raw.text.get(..start(&raw.text)).is_some_and(|text| fields::word_count(text) > 3);
    if last.loose && is_sentence(last) && !next.text.trim().is_empty() {
        // A link that is a number leads to a page of a list, and so does one that says that it goes on.
        // The address of a paper in print stands behind what is cited, and leads to it.
        let is_address = || {
            ["https://doi.org/", "http://doi.org/", "doi.org/", "doi:", "10."]
                .iter()
                .any(|it| next.text.trim_start().starts_with(it))
        };
        let pager = next.link.is_some()
            && (fields::is_number(next.text.trim()) || phrases::goes_on(&next.text) || is_address());
        return !pager
            && !moments::is_date_like(&next.text)
            && (next.link == last.link || last.link.is_none());
    }
    next.loose && last.loose && last.link == next.link
}

/// Whether a text is a day in an element of its own before the title that it stands with in one heading; a title begins with no
/// small letter.
fn is_day_before(last: &Raw, next: &Raw) -> bool {
    let goes_on = next.text.trim_start().starts_with(char::is_lowercase);
    last.holder != next.holder && !goes_on && moments::is_one_day(&last.text)
}

/// Whether two texts are the given and the family's name of one person: together a name, apart none, within one inline
/// element that is marked as that of an author.
fn is_one_person(last: &Raw, next: &Raw, elements: &[Element]) -> bool {
    /// Elements above a text among which that of its author is: what it stands in, and one around it.
    const LEVELS: usize = 2;
    /// Bytes of a name, a judgement.
    const NAME: usize = 60;
    let person = |raw: &Raw| {
        let parent = |at: &usize| elements.get(*at).map(|element| element.parent);
        let mut around = std::iter::successors(Some(raw.holder), parent).take(LEVELS);
        around.find(|at| elements.get(*at).is_some_and(|element| element.hint == Some(Hint::Author)))
    };
    let (given, family) = (last.text.trim(), next.text.trim());
    last.holder != next.holder
        && last.link == next.link
        && given.len() + family.len() < NAME
        && !citations::is_name(given)
        && !citations::is_name(family)
        && person(last).is_some_and(|own| {
            person(next) == Some(own) && elements.get(own).is_some_and(|own| own.kind == Kind::Inline)
        })
        && citations::is_name(&format!("{given} {family}"))
}

/// What part of its text a piece is: the whole of it, or what stands before a date, after it, the date itself; or the
/// title of a citation, or one with its label; or the category of a card that is one text.
const WHOLE: u8 = 0;
pub(crate) const BEFORE: u8 = 1;
pub(crate) const AFTER: u8 = 2;
const DATE: u8 = 3;
pub(crate) const TITLE: u8 = 4;
pub(crate) const LABELLED: u8 = 5;
const CHIP: u8 = 6;

/// Adds a part of a raw piece, unless it is empty.
fn push(raw: &Raw, pieces: &mut Vec<Piece>, text: &str, part: u8, date: Option<PieceDate>) {
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    pieces.push(Piece {
        text: text.to_owned(),
        holder: raw.holder,
        run: raw.run,
        link: raw.link,
        // A remark in brackets after a heading's date (`(12 entries)`) is no heading.
        heading: if part == AFTER && text.starts_with('(') { 0 } else { raw.heading },
        signature: 0,
        placed: 0,
        part,
        zone: raw.zone,
        hint: None,
        date,
        words: 0,
        key: 0,
        traits: if raw.weight == Weight::Strong { traits::STRONG } else { 0 },
    });
}

/// Splits a card that is one text into its day, its category and its title.
fn split_glued(raw: &Raw, cut: &Cut, pieces: &mut Vec<Piece>) {
    let (day, rest) = raw.text.split_at_checked(cut.date_end).unwrap_or_default();
    let (chip, title) = rest.split_at_checked(cut.category_end - cut.date_end).unwrap_or(("", rest));
    let date = PieceDate { interval: Some(cut.day), source: DateSource::ListingRow, told: Told::Nothing };
    push(raw, pieces, day, DATE, Some(date));
    push(raw, pieces, chip, CHIP, None);
    push(raw, pieces, title, AFTER, None);
}

/// Splits the dates at the ends of a piece off, and keeps the rest, which is `whole` where no date is.
fn split_dates(raw: &Raw, whole: u8, pieces: &mut Vec<Piece>, reading: &Reading) {
    let text = raw.text.trim();
    if text.is_empty() {
        return;
    }
    let push = |pieces: &mut Vec<Piece>, text: &str, part: u8, date: Option<PieceDate>| {
        push(raw, pieces, text, part, date);
    };
    if raw.time {
        let machine = raw.datetime.as_deref().and_then(|text| dates::machine(text, reading));
        let shown = moments::split(text, true, reading);
        if machine.is_some() || shown.as_ref().is_some_and(|split| split.date.interval.is_some()) {
            let (before, own, after) =
                shown.as_ref().map_or(("", text, ""), |split| (split.before, split.own, split.after));
            let told = shown.as_ref().map_or(Told::Nothing, |split| split.date.told);
            let shown = shown.as_ref().and_then(|split| split.date.interval);
            // A day more or less is what clocks elsewhere show: readers see the text.
            let is_near = |shown: &Interval| {
                let days = machine.map(|machine| machine.earliest.0.abs_diff(shown.earliest.0));
                shown.precision == Precision::Day && days == Some(1)
            };
            let interval = shown.filter(is_near).or(machine).or(shown);
            push(pieces, before, BEFORE, None);
            push(pieces, own, WHOLE, Some(PieceDate { interval, source: DateSource::TimeElement, told }));
            push(pieces, after, AFTER, None);
            return;
        }
    }
    let title_like = raw.heading > 0 || raw.link.is_some();
    match moments::split(text, !title_like, reading) {
        Some(split) => {
            push(pieces, split.before, BEFORE, None);
            if let Some(before) = pieces.last_mut().filter(|_| !split.before.trim().is_empty()) {
                before.traits |= if split.is_byline { traits::BYLINE } else { 0 };
                before.traits |= if split.runs_on { traits::RUNS_ON } else { 0 };
            }
            push(pieces, split.own, DATE, Some(split.date.clone()));
            // `Published May 7, 2026 · Updated May 9, 2026`
            let second = moments::split(split.after, true, reading).filter(|second| {
                let rest = [second.before, second.after].concat();
                second.date.told != Told::Nothing && !rest.contains(char::is_alphanumeric)
            });
            match second {
                Some(second) => push(pieces, second.own, DATE, Some(second.date)),
                None => push(pieces, split.after, AFTER, None),
            }
        }
        None => push(pieces, text, whole, None),
    }
}
