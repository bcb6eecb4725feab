//! Tells the days on which something takes place from those of publications: under a heading such as `Events`, with the time
//! of day and the place in every row.
//!
//! In: a flow with its dates. Out: the same flow, such days told as those of something else, and their times and places small
//! print.

use std::ops::Range;
use std::sync::LazyLock;

use crate::document::Precision;
use crate::normalise::listing::flow::{Flow, Piece, Told, traits};
use crate::normalise::listing::phrases::{SHORT, folded, plain};
use crate::normalise::listing::{hours, others};
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

static OVER_EVENTS: LazyLock<Set<String>> = LazyLock::new(|| folded(HEADINGS));

/// Words of a place, a judgement: `Great hall, second floor`.
const PLACE_WORDS: usize = 5;

/// Says of the days of events that they are no days of publication.
pub(super) fn set_aside(flow: &mut Flow) {
    for stretch in stretches(flow) {
        for (day, place) in days(flow, stretch.start, stretch.end) {
            others::set_one_aside(flow, day);
            others::quiet(flow, place);
        }
    }
}

/// The pieces below each heading over what takes place.
pub(super) fn stretches(flow: &Flow) -> Vec<Range<usize>> {
    let heads_events = |piece: &Piece| {
        piece.heading > 0 && piece.text.len() <= SHORT && OVER_EVENTS.contains(plain(&piece.text).as_str())
    };
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(head) = flow.pieces.get(at) {
        if !heads_events(head) {
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
