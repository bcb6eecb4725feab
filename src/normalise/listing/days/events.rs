//! Tells the days on which something takes place from those of publications: under a heading such as `Events`, with the time
//! of day and the place in every row.
//!
//! In: a flow with its dates. Out: the same flow, such days told as those of something else, and their times and places small
//! print.

use std::ops::Range;
use std::sync::LazyLock;

use super::hours;
use super::others;
use crate::document::{Moment, Precision};
use crate::normalise::listing::flow::{Flow, Piece, Told, traits};
use crate::normalise::listing::phrases::{SHORT, folded, plain};
use crate::normalise::listing::records::Record;
use crate::normalise::tables::Set;

/// Headings over what takes place; a judgement.
const HEADINGS: &str = "\
    events|upcoming events|past events|all events|event calendar|calendar|calendar of events|diary|what's on|seminars|\
    upcoming seminars|talks|upcoming talks|workshops|webinars|lectures|concerts|agenda|veranstaltungen|termine|\
    kommende veranstaltungen|veranstaltungskalender|kalender|événements|évènements|agenda des événements|calendrier|\
    manifestations|eventos|próximos eventos|agenda de actos|actividades|calendario|eventi|appuntamenti|calendario eventi|\
    próximos eventos|calendário|evenementen|activiteiten|wydarzenia|kalendarium|kalendarz|мероприятия|афиша|календарь|события|\
    заходи|evenemang|kalendarium|arrangementer|arrangementskalender|tapahtumat|akce|kalendář akcí|podujatia|események|evenimente|\
    εκδηλώσεις|etkinlikler|فعاليات|الفعاليات|رویدادها|אירועים|acara|sự kiện|讲座|讲座预告|学术讲座|学术活动|活动|活动预告|活動|\
    講座|イベント|イベント情報|行事|セミナー|행사|행사안내|행사일정|세미나";

/// Of these the ones over what is to come, whatever its days, and those over what takes place and nothing that is read. What
/// was held may be read (`Talks`, `Lectures`).
const TO_COME: &str = "\
    upcoming events|coming events|upcoming|upcoming seminars|upcoming talks|kommende veranstaltungen|nächste termine|\
    nächste veranstaltungen|événements à venir|prochains événements|próximos eventos|prossimi eventi|prossimi appuntamenti|\
    aankomende evenementen|nadchodzące wydarzenia|предстоящие события|ближайшие мероприятия|майбутні події|kommande evenemang|\
    kommende arrangementer|tulevat tapahtumat|nadcházející akce|közelgő események|evenimente viitoare|yaklaşan etkinlikler|\
    الفعاليات القادمة|活动预告|讲座预告";
const TAKING_PLACE: &str = "\
    events|all events|event calendar|calendar|calendar of events|diary|what's on|veranstaltungen|termine|veranstaltungskalender|\
    kalender|événements|évènements|agenda|agenda des événements|calendrier|eventos|agenda de actos|calendario|eventi|appuntamenti|\
    calendario eventi|calendário|evenementen|wydarzenia|kalendarium|kalendarz|мероприятия|афиша|календарь|події|заходи|evenemang|\
    arrangementer|arrangementskalender|tapahtumat|akce|kalendář akcí|podujatia|események|evenimente|εκδηλώσεις|etkinlikler|فعاليات|\
    الفعاليات|رویدادها|אירועים|acara|sự kiện|イベント|イベント情報|行事|행사|행사안내|행사일정";

static OVER_WHAT_COMES: LazyLock<Set<String>> = LazyLock::new(|| folded(TO_COME));
static OVER_WHAT_TAKES_PLACE: LazyLock<Set<String>> = LazyLock::new(|| folded(TAKING_PLACE));
static OVER_EVENTS: LazyLock<Set<String>> = LazyLock::new(|| folded(HEADINGS));

/// Words of a place, a judgement: `Great hall, second floor`.
const PLACE_WORDS: usize = 5;

/// Says of the days of events that they are no days of publication.
pub(crate) fn set_aside(flow: &mut Flow) {
    for stretch in stretches(flow) {
        for (day, place) in days(flow, stretch.start, stretch.end) {
            others::set_one_aside(flow, day);
            others::quiet(flow, place);
        }
    }
}

/// Takes out what stands below a heading over events, where two records and more stand elsewhere on the page: what is to come,
/// or what takes place after all that has been published. A paper calls a part of its news so too (`Agenda`): the days must be
/// after the page was captured, or hours stand beside them; where that is not known, the records must look otherwise than the rest.
pub(crate) fn out(flow: &Flow, chosen: &mut Vec<Record<'_>>, captured: Option<Moment>) {
    let heads = |known: &Set<String>| {
        let is_head = |piece: &Piece| {
            piece.heading > 1 && piece.text.len() <= SHORT && known.contains(plain(&piece.text).as_str())
        };
        stretches_below(flow, is_head)
    };
    let (coming, places) = (heads(&OVER_WHAT_COMES), heads(&OVER_WHAT_TAKES_PLACE));
    for (stretch, is_to_come) in
        coming.into_iter().map(|it| (it, true)).chain(places.into_iter().map(|it| (it, false)))
    {
        let is_within = |record: &Record<'_>| stretch.contains(&record.card.first);
        let days = |within: bool| {
            let own = chosen.iter().filter(move |record| is_within(record) == within);
            own.filter_map(|record| record.date.as_ref()).map(|(day, ..)| *day)
        };
        let last = days(false).map(|day| day.latest).max();
        let is_later = days(true).next().is_some() && days(true).all(|day| Some(day.earliest) > last);
        let outside = chosen.iter().filter(|record| !is_within(record) && record.is_dated).count();
        let is_event = || {
            let is_ahead = captured.map(|captured| days(true).all(|day| day.earliest > captured.last_day()));
            let timed = |record: &&Record<'_>| {
                let pieces = flow.within(record.card.first, record.card.end);
                pieces.iter().any(|piece| hours::has_clock(&piece.text))
            };
            let own = chosen.iter().filter(|record| is_within(record));
            let shape = |record: &Record<'_>| {
                record.title_piece.and_then(|at| flow.pieces.get(at)).map(|piece| piece.signature)
            };
            let is_alike = |record: &Record<'_>| {
                chosen.iter().any(|other| !is_within(other) && shape(other) == shape(record))
            };
            own.clone().all(|record| timed(&record)) || is_ahead.unwrap_or_else(|| !own.clone().any(is_alike))
        };
        if outside >= 2 && (is_to_come || (is_later && is_event())) {
            chosen.retain(|record| !is_within(record));
        }
    }
}

/// The pieces below each heading over what takes place.
pub(crate) fn stretches(flow: &Flow) -> Vec<Range<usize>> {
    stretches_below(flow, |piece| {
        piece.heading > 0 && piece.text.len() <= SHORT && OVER_EVENTS.contains(plain(&piece.text).as_str())
    })
}

fn stretches_below(flow: &Flow, heads: impl Fn(&Piece) -> bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(head) = flow.pieces.get(at) {
        if !heads(head) {
            at += 1;
            continue;
        }
        let level = head.heading;
        let mut after = flow.pieces.iter().enumerate().skip(at + 1);
        let end = after.find(|(_, piece)| (1..=level).contains(&piece.heading)).map(|(at, _)| at);
        let end = end.unwrap_or(flow.pieces.len());
        found.push(at + 1..end);
        at = end.max(at + 1);
    }
    found
}

/// The days in a stretch with the places of what they are the days of; none where one lacks its time of day or its place.
fn days(flow: &Flow, first: usize, end: usize) -> Vec<(usize, usize)> {
    let is_day = |at: &usize| {
        let date = flow.pieces.get(*at).and_then(|piece| piece.date.as_ref());
        date.filter(|date| date.told != Told::Published && !date.told.is_of_another())
            .and_then(|date| date.interval)
            .is_some_and(|day| day.precision == Precision::Day)
    };
    let days: Vec<usize> = (first..end).filter(is_day).collect();
    let placed: Option<Vec<(usize, usize)>> =
        days.iter().map(|day| Some((*day, place_of(flow, *day, end)?))).collect();
    placed.filter(|placed| placed.len() > 1).unwrap_or_default()
}

/// The piece that names the place of an event, on the line after its day and the time.
fn place_of(flow: &Flow, day: usize, end: usize) -> Option<usize> {
    let run = flow.pieces.get(day)?.run;
    let line = || flow.within(day, end).iter().take_while(|piece| piece.run == run);
    if !line().any(|piece| hours::has_clock(&piece.text)) {
        return None;
    }
    let at = day + line().count();
    let piece = flow.pieces.get(at).filter(|_| at < end)?;
    let is_place = piece.heading == 0
        && piece.link.is_none()
        && piece.date.is_none()
        && piece.hint.is_none()
        && (1..=PLACE_WORDS).contains(&piece.words)
        && piece.traits & (traits::PROSE | traits::NUMBER | traits::LEADS_ON | traits::BYLINE) == 0;
    is_place.then_some(at)
}
