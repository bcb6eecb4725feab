//! Chooses the day of publication and of the last change among all dates of a page.
//!
//! In: declared and shown dates. Out: [`Dates`]. Dates that agree support each other; the best supported one
//! wins if it is supported well enough for the kind of page, else the page has no date.

use crate::document::{DateClaim, DateSource, Day, Doubt, DoubtKind, Interval, Precision};
use crate::normalise::dates::{FIRST_YEAR, Reading};
use crate::normalise::html::published::declared::{Declared, Kind};
use crate::normalise::html::published::labels::Said;
use crate::normalise::html::published::rivals;
use crate::normalise::html::published::shown::{Form, Line, Shown};
use crate::normalise::html::published::weigh::{self, FAMILIES, Facts, Family, PageKind, Verdict};
use crate::normalise::html::published::{Candidate, Dates, Role};

/// What part of the weights beyond the first confirms: less than all, since one source often copies another.
const CONFIRMED: f32 = 0.5; // .3 to .7 choose the same days on the pages with known dates
/// What a month in the page's address adds to the days in it.
const MONTH_OF_ADDRESS: f32 = 2.0; // as much as a label
/// What a month in the address of the page's picture adds.
const MONTH_OF_PICTURE: f32 = 0.4; // below any sign that can decide by itself
/// Weight from which two dates that disagree are worth a doubt.
const DOUBTED: f32 = 4.5; // a declaration's, see `weigh`
/// Weight that a date of change must have to stand for the publication where none is known.
const UPDATED_ALONE: f32 = 4.0; // below, footers of documentation begin
/// Weight from which a shown date stands where pages show their date.
const SHOWN_WELL: f32 = 6.5; // below, one in five is wrong; above, one in ten

/// Chooses.
pub(super) fn choose(declared: &[Declared], shown: &[Shown], facts: &Facts, reading: &Reading) -> Dates {
    let mut all: Vec<Weighed> = Vec::with_capacity(declared.len() + shown.len());
    all.extend(declared.iter().map(|date| Weighed::declared(date, facts)));
    all.extend(shown.iter().map(|date| Weighed::shown(date, facts)));
    let mut doubts = Vec::new();
    for date in &mut all {
        if facts.home && date.rejected.is_none() {
            date.rejected = Some("on the home page of a site, which has no date".to_owned());
        }
        if date.rejected.is_none() {
            date.rejected = implausible(date, reading);
            if let Some(why) = &date.rejected
                && matches!(date.claim.source, DateSource::JsonLd | DateSource::Meta)
            {
                doubts.push(Doubt::new(
                    DoubtKind::ImplausibleDate,
                    format!("{} {}: {why}", date.claim, date.claim.source.as_str()),
                ));
            }
        }
    }
    leave_issues(&mut all);
    let supported = supports(&all, facts);
    let published = best(&all, &supported, facts).or_else(|| updated_alone(&all, facts));
    // A page that tells when it was changed as well tells nothing against when it was published.
    let is_change = |rival: &Support| rival.ground(&all) == Ground::Change;
    let rival = published.as_ref().and_then(|chosen| {
        supported.iter().find(|rival| {
            rival.total >= DOUBTED && !rival.interval.overlaps(&chosen.interval) && !is_change(rival)
        })
    });
    if let (Some(chosen), Some(rival)) = (&published, rival) {
        doubts.push(Doubt::new(
            DoubtKind::DatesDisagree,
            format!("published {} or {}", chosen.interval, rival.interval),
        ));
    }
    // A change that is shown on the day that is declared agrees with it.
    let is_confirmed = |chosen: &Chosen| {
        matches!(chosen.ground, Ground::Meta | Ground::JsonLd)
            && all.iter().any(|date| {
                date.role == Role::Updated
                    && date.family == Family::Shown
                    && date.rejected.is_none()
                    && date.weight >= UPDATED_ALONE
                    && date.claim.interval() == chosen.interval
            })
    };
    let confidence = published.as_ref().map_or(0.0, |chosen| {
        let ground = if is_confirmed(chosen) { Ground::Agreeing } else { chosen.ground };
        confidence(ground, rival.is_some())
    });
    let updated = last_change(&all, published.as_ref());
    finish(all, published.as_ref(), confidence, updated, doubts)
}

/// Sets aside the issue that a text is taken from (`From the May 2026 issue`), where the page has another day: it came out in print then.
fn leave_issues(all: &mut [Weighed]) {
    let is_told = |date: &Weighed| {
        date.role == Role::Published
            && date.rejected.is_none()
            && !date.is_issue
            && date.weight > rivals::MOST
    };
    if !all.iter().any(is_told) {
        return;
    }
    for date in all.iter_mut().filter(|date| date.is_issue) {
        date.rejected = Some("the date of something else: an issue".to_owned());
    }
}

/// A date with its weight.
struct Weighed {
    claim: DateClaim,
    role: Role,
    weight: f32,
    family: Family,
    kind: Option<Kind>,
    /// Stands within a title that tells of no text: it may be the day of what is announced.
    is_announced: bool,
    /// That of the issue that the text is taken from.
    is_issue: bool,
    /// What is said of it, where it is shown.
    said: Option<Said>,
    /// Its element says that it is that of the publication, whatever its label.
    is_marked: bool,
    rejected: Option<String>,
}

impl Weighed {
    fn declared(date: &Declared, facts: &Facts) -> Weighed {
        let source = match date.kind {
            Kind::LdArticle | Kind::LdPage | Kind::LdOther | Kind::LdCreated | Kind::LdModified => {
                DateSource::JsonLd
            }
            Kind::MetaPublished
            | Kind::MetaDate
            | Kind::MetaCreated
            | Kind::MetaDeposited
            | Kind::InTitle
            | Kind::MetaCitation
            | Kind::MetaModified => DateSource::Meta,
            Kind::Embedded => DateSource::EmbeddedData,
            Kind::Url | Kind::ImageUrl => DateSource::UrlPath,
        };
        let (role, weight, family) = match (date.kind, weigh::declared(date, facts)) {
            (Kind::LdModified | Kind::MetaModified, _) => (Role::Updated, 1.0, Family::Other),
            (Kind::ImageUrl, _) => (Role::Other("the upload of a picture"), 0.0, Family::Address),
            (_, Some((weight, family))) => (Role::Published, weight, family),
            (_, None) => (Role::Other("unknown"), 0.0, Family::Other),
        };
        Weighed {
            claim: DateClaim::new(date.interval, source, 0.0, &date.evidence),
            role,
            weight,
            family,
            kind: Some(date.kind),
            is_announced: date.kind == Kind::InTitle,
            is_issue: false,
            said: None,
            is_marked: false,
            rejected: None,
        }
    }

    /// A date within two hundred letters before or six hundred after the title is called near it: where `weigh`
    /// gives its distance a point or more.
    fn shown(date: &Shown, facts: &Facts) -> Weighed {
        let near = date.distance.is_some_and(|distance| (-200..=600).contains(&distance));
        let source = match date.form {
            Form::Text if near => DateSource::NearTitle,
            Form::Text => DateSource::Text,
            _ => DateSource::TimeElement,
        };
        let (role, weight, rejected) = match weigh::shown(date, facts) {
            Verdict::Published(weight) => (Role::Published, weight, None),
            Verdict::Updated(weight) => (Role::Updated, weight, None),
            Verdict::Other(what) => {
                (Role::Other(what), 0.0, Some(format!("the date of something else: {what}")))
            }
        };
        Weighed {
            claim: DateClaim::new(date.interval, source, 0.0, &date.evidence),
            role,
            weight,
            family: Family::Shown,
            kind: None,
            is_announced: date.beside.is_in_title && !facts.page.is_titled_as_text,
            is_issue: date.said == Some(Said::Published) && date.line == Line::Words,
            said: date.said,
            is_marked: weigh::is_marked(date),
            rejected,
        }
    }

    /// Names the document's date itself: allowed to be older than the web.
    fn is_quoted(&self) -> bool {
        matches!(self.claim.source, DateSource::JsonLd | DateSource::Meta)
            || matches!(self.said, Some(Said::Published | Said::Updated | Said::Act))
    }
}

/// The first year of a day that a word for a date labels. A judgement: letters and memoranda of a century, no battles.
const FIRST_DATED: i32 = 1900;

/// Why a date cannot be the page's, if so.
fn implausible(date: &Weighed, reading: &Reading) -> Option<String> {
    // Time zones reach a day ahead.
    if let Some(captured) = reading.captured
        && date.claim.earliest > captured.last_day().plus(1)
    {
        return Some("after the capture".to_owned());
    }
    if date.claim.precision == Precision::Day && (-1..=1).contains(&date.claim.earliest.0) {
        return Some("the zero of Unix time".to_owned());
    }
    // Older dates are those of its subject, unless it is called by a day of the press.
    let first = Day::from_ymd(if date.said == Some(Said::Date) { FIRST_DATED } else { FIRST_YEAR }, 1, 1)?;
    (!date.is_quoted() && date.claim.earliest < first).then(|| "older than the web".to_owned())
}

/// All that speaks for one date.
#[derive(Clone, Debug)]
struct Support {
    interval: Interval,
    total: f32,
    /// The greatest weight of each family.
    families: [f32; FAMILIES],
    /// Places in the list of all dates.
    members: Vec<usize>,
    /// Something beyond declarations that every page of some systems has.
    firm: bool,
}

impl Support {
    fn weight(&self, family: Family) -> f32 {
        self.families.get(family as usize).copied().unwrap_or(0.0)
    }

    fn declared(&self) -> f32 {
        self.weight(Family::Declared)
    }

    /// What speaks for it; from 4 on, a fair sign (see `weigh`), a family counts.
    fn ground(&self, all: &[Weighed]) -> Ground {
        let members = || self.members.iter().filter_map(|at| all.get(*at));
        let (shown, address) = (self.weight(Family::Shown), self.weight(Family::Address));
        match () {
            () if members().all(|date| date.role == Role::Updated) => Ground::Change,
            () if members().all(|date| date.is_announced) => Ground::InTitle,
            () if self.declared() >= 4.0 && (shown >= 4.0 || address >= 4.0) => Ground::Agreeing,
            () if self.weight(Family::Citation) >= 4.0 || address >= 4.0 => Ground::Cited,
            () if members().any(|date| date.kind == Some(Kind::MetaPublished)) => Ground::Meta,
            () if self.declared() >= 4.0 => Ground::JsonLd,
            () if shown >= SHOWN_WELL => Ground::ShownWell,
            () => Ground::ShownPoorly,
        }
    }
}

/// The dates of publication with what speaks for each, best first.
fn supports(all: &[Weighed], facts: &Facts) -> Vec<Support> {
    let mut supports: Vec<Support> = Vec::new();
    let change = shown_change(all);
    for (at, date) in all.iter().enumerate() {
        let is_change = change.is_some_and(|change| change == at);
        if (date.role != Role::Published && !is_change) || date.rejected.is_some() {
            continue;
        }
        // A change is the publication only where little else is: a point less, by hand.
        let own_weight = if is_change { date.weight - 1.0 } else { date.weight };
        let interval = date.claim.interval();
        let found = supports.iter().position(|support| support.interval == interval).unwrap_or_else(|| {
            supports.push(Support {
                interval,
                total: 0.0,
                families: [f32::MIN; FAMILIES],
                members: Vec::new(),
                firm: false,
            });
            supports.len() - 1
        });
        if let Some(support) = supports.get_mut(found) {
            if let Some(weight) = support.families.get_mut(date.family as usize) {
                *weight = weight.max(own_weight);
            }
            support.firm |= matches!(
                date.kind,
                Some(
                    Kind::MetaPublished
                        | Kind::MetaDate
                        | Kind::MetaCreated
                        | Kind::MetaDeposited
                        | Kind::MetaCitation
                        | Kind::Url
                )
            );
            support.firm |= date.kind.is_none() && own_weight > 0.0;
            support.members.push(at);
        }
    }
    let months: Vec<(Interval, f32)> = all
        .iter()
        .filter(|date| date.claim.precision == Precision::Month)
        .filter_map(|date| match date.kind {
            Some(Kind::Url) => Some((date.claim.interval(), MONTH_OF_ADDRESS)),
            Some(Kind::ImageUrl) => Some((date.claim.interval(), MONTH_OF_PICTURE)),
            _ => None,
        })
        .collect();
    for support in &mut supports {
        let greatest = support.families.iter().copied().fold(f32::MIN, f32::max);
        let all: f32 = support.families.iter().filter(|weight| **weight > 0.0).sum();
        support.total = greatest + CONFIRMED * (all - greatest.max(0.0));
        if support.interval.precision == Precision::Day {
            let month = months.iter().find(|(month, _)| month.contains(&support.interval));
            support.total += month.map_or(0.0, |(_, weight)| *weight);
        }
    }
    // Where a system declares what every page has, and the page neither shows a date nor has prose, it is a list. The
    // share of prose is by hand, near that at which `Facts::threshold` rises.
    supports.retain(|support| support.firm || !(facts.kind == PageKind::Website && facts.sentences < 150));
    supports.sort_by(|one, other| other.total.total_cmp(&one.total).then(one.members.cmp(&other.members)));
    supports
}

/// What is chosen: the interval, and whence.
struct Chosen {
    interval: Interval,
    members: Vec<usize>,
    ground: Ground,
}

/// The best supported date, if it is supported well enough. By hand: a fair declaration (4) needs no more than a page
/// of prose does (3.6), what only the page as such has stays below 3, and a month must lead by two points.
fn best(all: &[Weighed], supports: &[Support], facts: &Facts) -> Option<Chosen> {
    let day = supports.iter().find(|support| support.interval.precision == Precision::Day);
    let coarse = supports.iter().find(|support| support.interval.precision != Precision::Day);
    let enough = |support: &&Support| {
        let declared = support.declared().max(support.weight(Family::Citation));
        // What is declared or cited for the publication needs less; what only the page as such has, never suffices.
        let threshold = if declared >= 4.0 {
            facts.threshold(support.total).min(3.6)
        } else {
            facts.threshold(support.total)
        };
        let bare = support
            .families
            .iter()
            .enumerate()
            .all(|(family, weight)| family == Family::Declared as usize || *weight <= 0.0);
        support.total >= threshold && !(bare && declared < 3.0)
    };
    let day = day.filter(enough);
    let coarse = coarse.filter(enough);
    let support = match (day, coarse) {
        // A month that does not hold the day was meant, where it is much better supported.
        (Some(day), Some(coarse))
            if coarse.total > day.total + 2.0
                && day.declared() < 4.0
                && !coarse.interval.contains(&day.interval) =>
        {
            coarse
        }
        (Some(day), _) => day,
        (None, coarse) => coarse?,
    };
    Some(Chosen { interval: support.interval, members: support.members.clone(), ground: support.ground(all) })
}

/// The date of change that the page shows best. It may be the date that the page goes by, but not where a `meta` declares one for the
/// publication that is no later, or an article in JSON-LD with a fair weight an earlier one. What its element says to be that of the publication
/// (`class="published-date"` beside `Updated`) holds before JSON-LD.
fn shown_change(all: &[Weighed]) -> Option<usize> {
    let changes = all.iter().enumerate().filter(|(_, date)| {
        date.role == Role::Updated && date.family == Family::Shown && date.rejected.is_none()
    });
    let best = changes
        .max_by(|(first, one), (second, other)| one.weight.total_cmp(&other.weight).then(second.cmp(first)));
    let (at, change) = best?;
    let is_before = |date: &Weighed| date.claim.latest < change.claim.earliest;
    let declares_another = |date: &Weighed| match date.kind {
        Some(Kind::MetaPublished) => date.claim.earliest <= change.claim.latest,
        Some(Kind::LdArticle) => date.weight > rivals::MOST && !change.is_marked && is_before(date),
        _ => false,
    };
    let is_declared = all.iter().any(|date| date.rejected.is_none() && declares_another(date));
    (!is_declared).then_some(at)
}

/// As [`shown_change`], where nothing else is chosen; on a page that is no article it needs a point more, by hand.
fn updated_alone(all: &[Weighed], facts: &Facts) -> Option<Chosen> {
    let at = shown_change(all)?;
    let date = all.get(at)?;
    let enough = if facts.is_article() {
        UPDATED_ALONE
    } else {
        facts.threshold(date.weight).max(UPDATED_ALONE) + 1.0
    };
    (date.weight >= enough).then(|| Chosen {
        interval: date.claim.interval(),
        members: vec![at],
        ground: Ground::Change,
    })
}

/// When it was last changed: what the page shows before what it declares, not before the publication.
fn last_change(all: &[Weighed], published: Option<&Chosen>) -> Option<usize> {
    let after =
        |date: &Weighed| published.is_none_or(|published| date.claim.latest >= published.interval.earliest);
    let candidates = all.iter().enumerate().filter(|(_, date)| {
        date.role == Role::Updated && date.rejected.is_none() && after(date) && date.weight > 0.0
    });
    candidates
        .max_by(|(first, one), (second, other)| one.weight.total_cmp(&other.weight).then(second.cmp(first)))
        .map(|(at, _)| at)
}

/// What speaks for a chosen date, as far as it tells how often such dates are right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ground {
    /// Declared and shown, or declared and in the address.
    Agreeing,
    /// In a citation or in the address.
    Cited,
    /// Declared in a `meta` for the publication, and not shown.
    Meta,
    /// Declared in JSON-LD, and not shown.
    JsonLd,
    /// Shown where a page shows its date.
    ShownWell,
    /// Shown elsewhere.
    ShownPoorly,
    /// In the title alone, which tells of no text.
    InTitle,
    /// Shown as the date of the last change, and nothing else.
    Change,
}

/// Shares of right days among those given: where nothing stands against it, and where another well supported date
/// does. Measured on the dev pages of hd, traf and wcxb, a day for a page annotated as undated counted as wrong, though on
/// most of those a day can be read; `cargo bench --bench quality` shows what they are worth. Shares of which fewer than ten
/// pages tell are set by hand between their neighbours.
const CONFIDENCES: [(Ground, f32, f32); 8] = [
    (Ground::Agreeing, 0.98, 0.90),
    (Ground::Cited, 0.97, 0.90),
    (Ground::Meta, 0.88, 0.45),
    (Ground::JsonLd, 0.65, 0.40),
    (Ground::ShownWell, 0.90, 0.72),
    (Ground::ShownPoorly, 0.84, 0.70),
    (Ground::InTitle, 0.45, 0.40),
    (Ground::Change, 0.40, 0.45),
];

/// How often a date so supported is right.
fn confidence(ground: Ground, contested: bool) -> f32 {
    let row = CONFIDENCES.iter().find(|(it, _, _)| *it == ground);
    row.map_or(0.5, |(_, alone, against)| if contested { *against } else { *alone })
}

/// Turns what was weighed into claims.
fn finish(
    all: Vec<Weighed>,
    published: Option<&Chosen>,
    confidence: f32,
    updated: Option<usize>,
    doubts: Vec<Doubt>,
) -> Dates {
    let mut dates = Dates { doubts, ..Dates::default() };
    // The claim names the best kind of source among those that agree.
    let named = published.and_then(|chosen| {
        let strong =
            chosen.members.iter().copied().filter(|at| all.get(*at).is_some_and(|date| date.weight >= 1.0));
        let any = chosen.members.iter().copied();
        let by_source = |at: &usize| all.get(*at).map(|date| date.claim.source);
        strong.min_by_key(by_source).or_else(|| any.min_by_key(by_source))
    });
    for (at, date) in all.into_iter().enumerate() {
        let Weighed { mut claim, role, weight, rejected, .. } = date;
        let agrees = published.is_some_and(|chosen| chosen.members.contains(&at));
        if agrees {
            claim.confidence = confidence;
        } else if role == Role::Updated && weight > 0.0 {
            claim.confidence = if updated == Some(at) { CONFIDENCE_UPDATED } else { CONFIDENCE_LOST };
        } else if role == Role::Published && weight > 0.0 {
            claim.confidence = CONFIDENCE_LOST;
        }
        if named == Some(at) {
            dates.published = Some(claim.clone());
        }
        if updated == Some(at) {
            dates.updated = Some(claim.clone());
        }
        let rejected = match (published, rejected) {
            (_, Some(why)) => Some(why),
            (_, None) if agrees || updated == Some(at) => None,
            (Some(chosen), None) if claim.interval() == chosen.interval => None,
            (Some(chosen), None) => Some(format!("less speaks for it than for {}", chosen.interval)),
            (None, None) => Some("too little speaks for it".to_owned()),
        };
        dates.candidates.push(Candidate { claim, role, rejected });
    }
    dates
}

/// What the page says of its last change has no truth to measure by; it is taken as a label's word is.
const CONFIDENCE_UPDATED: f32 = 0.8;
/// What lost is seldom right. By hand, rounded up; no figure of it is on record.
const CONFIDENCE_LOST: f32 = 0.05;
