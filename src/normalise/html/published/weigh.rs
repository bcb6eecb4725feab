//! Weighs each date of a page: how much it speaks for being the day of publication.
//!
//! In: a date with where it stands, or how it is declared, and facts about the page. Out: a weight, or why it is
//! the date of something else. About 4 is a fair sign, 6 a good one. The weights were set by hand on the dev pages of
//! hd, traf and wcxb, whose dates people had noted (docs/quality.md), and are kept coarse: half steps but for those
//! that only order dates or had to fall between two kinds of page. So were the distances and lengths here: a byline is
//! near the title, a caption further off, another article's date further still. What else was tried is not on record.

use std::collections::HashSet;

use scraper::Html;

use crate::document::{Interval, Precision};
use crate::normalise::dates::{EVENT, EXPIRY, MEETING};
use crate::normalise::html::about;
use crate::normalise::html::metadata::Metadata;
use crate::normalise::html::published::block::Above;
use crate::normalise::html::published::clocks::{Frame, is_clock};
use crate::normalise::html::published::declared::{Declared, Kind};
use crate::normalise::html::published::elements;
use crate::normalise::html::published::labels::Said;
use crate::normalise::html::published::shown::{Form, Line, Shown, Text};
use crate::normalise::html::published::zones::{Hints, Zone};
use crate::normalise::html::published::{pairs, records, rivals, spans};

/// What a page says that it is (`og:type`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PageKind {
    /// An article, a post.
    Article,
    /// A product.
    Product,
    /// A part of a web site, no more.
    Website,
    /// Something else, or it does not say.
    Other,
}

/// How far a page is an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Article {
    /// It says so.
    Said,
    /// It has one `article` element and no more.
    Held,
    /// Nothing tells.
    Unknown,
}

/// What the weights depend on besides the date itself.
pub(super) struct Facts {
    article: Article,
    pub(super) kind: PageKind,
    /// The page is its site's home page, which has dates of others only.
    pub(super) home: bool,
    /// How many of a thousand of its letters stand in prose.
    pub(super) prose: usize,
    /// The same, short sentences among them.
    pub(super) sentences: usize,
    /// Days that the page declares as those of its last change.
    pub(super) modified: HashSet<Interval>,
    /// Days in `meta` elements for the publication.
    pub(super) meta_published: HashSet<Interval>,
    /// Days that it declares for its publication, with a fair weight.
    declared: HashSet<Interval>,
    /// Whether it declares when it was published in `meta` elements, be it to the month or the year.
    is_issued: bool,
    /// When it was published by its citation, to whatever precision.
    cited: Vec<Interval>,
    /// Whether some article in JSON-LD has the page's title, and how many days all articles there have.
    article_titled: bool,
    pub(super) article_days: usize,
    embedded_days: usize,
    first_embedded: Option<Interval>,
    /// Days that stand by themselves in the main part of the page.
    standing: HashSet<Interval>,
    /// Where dates stand that are marked as those of the publication and nothing else: letters of text before them.
    marked: Vec<usize>,
    /// Days on which what the page announces begins or ends.
    events: HashSet<Interval>,
    /// Other days of things that records of the page tell of.
    things: HashSet<Interval>,
    /// What the page is besides.
    pub(super) page: Traits,
    /// How many days stand by themselves right below the title.
    dated_below: usize,
    /// The day of publication that it shows with a label.
    labelled: Option<Interval>,
}

/// What a page is, by its records, its fields and its title.
pub(super) struct Traits {
    /// It is that of a thing, by its records.
    is_of_thing: bool,
    /// Somebody may log in on it.
    has_login: bool,
    /// Its title tells that it is a text.
    pub(super) is_titled_as_text: bool,
}

impl Facts {
    /// Collects them.
    pub(super) fn new(
        html: &Html,
        metadata: &Metadata,
        url: Option<&str>,
        title: &str,
        declared: &[Declared],
        shown: &[Shown],
        text: &Text,
    ) -> Facts {
        let address = url.or_else(|| metadata.link("canonical")).or_else(|| metadata.first(&["og:url"]));
        let kind = match metadata.first(&["og:type"]).unwrap_or_default().to_ascii_lowercase().as_str() {
            "article" | "blog" | "news" | "post" => PageKind::Article,
            "website" => PageKind::Website,
            kind if kind.starts_with("product") => PageKind::Product,
            _ => PageKind::Other,
        };
        let days = |wanted: &[Kind]| -> HashSet<Interval> {
            declared
                .iter()
                .filter(|it| wanted.contains(&it.kind) && it.interval.precision == Precision::Day)
                .map(|it| it.interval)
                .collect()
        };
        let articles = days(&[Kind::LdArticle]);
        let published = days(&[Kind::LdArticle, Kind::MetaPublished, Kind::MetaDate, Kind::LdPage]);
        let meetings = shown.iter().filter(|it| it.said == Some(Said::Other(MEETING))).map(|it| it.interval);
        let standing = shown.iter().filter(|it| {
            it.zone == Zone::Main
                && it.interval.precision == Precision::Day
                && !matches!(it.said, Some(Said::Other(_) | Said::Thing | Said::Updated))
                && (it.alone || it.around.0 + it.around.1 <= SHORT)
        });
        let share = |letters: usize| letters.saturating_mul(1000) / text.letters.max(1);
        let mut facts = Facts {
            article: if kind == PageKind::Article || !articles.is_empty() {
                Article::Said
            } else if about::holds_one_article(html) {
                Article::Held
            } else {
                Article::Unknown
            },
            kind,
            home: address.is_some_and(is_home),
            prose: share(text.prose),
            sentences: share(text.sentences),
            modified: days(&[Kind::LdModified, Kind::MetaModified]),
            meta_published: days(&[Kind::MetaPublished]),
            declared: HashSet::new(),
            is_issued: declared.iter().any(|it| matches!(it.kind, Kind::MetaPublished | Kind::MetaCitation)),
            cited: declared.iter().filter(|it| it.kind == Kind::MetaCitation).map(|it| it.interval).collect(),
            article_titled: declared.iter().any(|it| it.kind == Kind::LdArticle && it.titled == Some(true)),
            article_days: articles.len(),
            embedded_days: days(&[Kind::Embedded]).len(),
            first_embedded: declared.iter().find(|it| it.kind == Kind::Embedded).map(|it| it.interval),
            standing: standing.map(|it| it.interval).collect(),
            marked: shown.iter().filter(|it| is_marked(it)).map(|it| it.position).collect(),
            events: records::events(metadata).into_iter().chain(meetings).collect(),
            // Who offers a post says when he posted it.
            things: records::days(metadata).difference(&published).copied().collect(),
            page: Traits {
                is_of_thing: kind == PageKind::Product || records::is_of_thing(metadata, title),
                has_login: elements::asks_who_comes(html),
                is_titled_as_text: pairs::tells_text(title),
            },
            dated_below: shown.iter().filter(|it| is_right_below(it)).count(),
            labelled: shown.iter().find(|it| is_labelled(it)).map(|it| it.interval),
        };
        facts.declared = rivals::fairly_declared(declared, &facts);
        facts
    }

    /// Whether a day is within what its citation says.
    fn is_cited(&self, day: &Interval) -> bool {
        self.cited.iter().any(|cited| cited.overlaps(day))
    }

    /// Whether the page says that it is an article.
    pub(super) fn is_article(&self) -> bool {
        self.article == Article::Said
    }

    /// The weight that the page's best date must have, which has this. By hand, weights and shares of prose: an article needs next to
    /// nothing, a page of prose a fair sign, one with little prose, of goods or of an event a good one,
    /// one without two signs.
    pub(super) fn threshold(&self, weight: f32) -> f32 {
        // Short sentences are prose around a day that is well supported: else they are small print as often.
        let prose = if weight >= WELL { self.sentences } else { self.prose };
        // Where the page says that it is an article, it has a date. Elsewhere a page without prose is a list, a
        // menu or a form, whose dates are those of other things.
        match () {
            () if self.is_article() => 2.0,
            () if prose < 50 && self.article == Article::Unknown => 8.0,
            () if prose < LITTLE || self.page.is_of_thing || !self.events.is_empty() => 6.2,
            () => 3.6,
        }
    }
}

/// Little prose, in thousandths, see above.
const LITTLE: usize = 180;

/// A good sign, see above.
const WELL: f32 = 6.0;

/// Whether a date is labelled as that of the page's publication.
fn is_labelled(date: &Shown) -> bool {
    let is_own = matches!(date.zone, Zone::Main | Zone::Header | Zone::Footer) && !date.alike.listed;
    is_own && date.said == Some(Said::Published) && date.interval.precision == Precision::Day
}

/// Letters from the day above a part of the page to its title with which they are neighbours, and beside the day in its block.
/// Judgements: the day itself and a byline; a row of links is longer.
const NEIGHBOUR: i64 = 30;
const BESIDE: usize = 30;

/// Whether a date stands by itself or in a byline right above the title.
fn is_neighbour(date: &Shown) -> bool {
    // A clock in the head of the page is none.
    !(date.linked || date.beside.is_timed && date.frame == Frame::Head)
        && date.around.0 + date.around.1 <= BESIDE
        && date.distance.is_some_and(|distance| (-NEIGHBOUR..0).contains(&distance))
}

/// Whether a day stands in a byline right below the title, which wins over one above the part that holds it.
fn is_right_below(date: &Shown) -> bool {
    !date.above
        && !matches!(date.said, Some(Said::Other(_) | Said::Thing | Said::Updated))
        && date.interval.precision == Precision::Day
        && date.headings_between == 0
        && date.around.0 + date.around.1 <= SHORT
        && date.distance.is_some_and(|distance| (0..=300).contains(&distance))
}

/// Whether nothing but a word for a date labels a date.
fn is_unlabelled(date: &Shown) -> bool {
    matches!(date.said, None | Some(Said::Date))
}

/// Whether a date is marked as that of the publication and nothing else.
pub(super) fn is_marked(date: &Shown) -> bool {
    date.hints.say(Hints::PUBLISHED) && !date.hints.say(Hints::UPDATED)
}

/// Whether an absolute address has neither path nor query.
fn is_home(address: &str) -> bool {
    address.split_once("://").is_some_and(|(_, rest)| !rest.trim_end_matches('/').contains(['/', '?', '#']))
}

/// The families of evidence. Members of one tell the same thing twice, members of two confirm each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// What the system that made the page declares.
    Declared,
    /// What a citation of it declares.
    Citation,
    /// What the page shows.
    Shown,
    /// What its address says.
    Address,
    /// What something on the page declares.
    Other,
}

/// Number of families.
pub(super) const FAMILIES: usize = 5;

/// The weight of a declared date, and its family; none for dates of change. By hand, as the module says: a `meta` for
/// the publication before an article in JSON-LD, that before a bare date, what every page of a system has last.
pub(super) fn declared(date: &Declared, facts: &Facts) -> Option<(f32, Family)> {
    Some(match date.kind {
        Kind::LdArticle => {
            let weight = match date.titled {
                Some(true) | None => 4.5,
                Some(false) if facts.article_titled => 1.0,
                Some(false) => 4.0,
            };
            // Many articles are a list of other pages.
            let listed = facts.article_days > 2 && date.titled != Some(true);
            (if listed { weight - 3.0 } else { weight }, Family::Declared)
        }
        // A page as such has a date in every system, which nobody shows: only in agreement.
        Kind::LdPage => (2.2, Family::Declared),
        Kind::LdCreated => (2.0, Family::Declared),
        Kind::LdOther => (1.0, Family::Other),
        Kind::MetaPublished => (6.0, Family::Declared),
        // What came out before it was taken in, came out when it says.
        Kind::MetaDeposited if facts.is_issued => (1.0, Family::Other),
        // Beside a citation that says another time it is when the record was made.
        Kind::MetaDate if !facts.cited.is_empty() && !facts.is_cited(&date.interval) => (1.0, Family::Other),
        Kind::MetaDate | Kind::MetaDeposited => (4.0, Family::Declared),
        // When a file was made is when its page was, of pages that programs make: only for an article, or in agreement.
        // In a title the day of a meeting is that on which it is.
        Kind::MetaCreated | Kind::InTitle => (3.0, Family::Declared),
        Kind::MetaCitation => (6.0, Family::Citation),
        Kind::Embedded if facts.embedded_days == 1 && facts.prose >= 500 && facts.kind == PageKind::Other => {
            (4.0, Family::Declared)
        }
        Kind::Embedded if facts.embedded_days == 1 => (1.5, Family::Declared),
        Kind::Embedded if facts.first_embedded == Some(date.interval) => (1.0, Family::Declared),
        Kind::Embedded => (0.3, Family::Declared),
        Kind::Url => (6.0, Family::Address),
        Kind::ImageUrl | Kind::LdModified | Kind::MetaModified => return None,
    })
}

/// What a shown date is the date of, as far as its place tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Verdict {
    /// Of the publication, with this weight.
    Published(f32),
    /// Of the last change, with this weight.
    Updated(f32),
    /// Of something else.
    Other(&'static str),
}

/// Bytes beside a date in its block up to which the block is a byline, not a sentence. By hand: two names and a topic.
const SHORT: usize = 60;

/// What a label that is none of publication takes from a day, and the most that is left: it confirms what is declared, and is not
/// enough for any page. By hand.
const THING: f32 = 5.0;
const THING_MOST: f32 = 1.5;

/// The weight of a shown date. By hand, as the module says. "Near" is narrower here than where a claim is named after
/// it (`choose`): it excuses a date's place, there it only says where the date stands.
pub(super) fn shown(date: &Shown, facts: &Facts) -> Verdict {
    if let Some(Said::Other(what)) = date.said {
        return Verdict::Other(what);
    }
    if date.said.is_none() && date.hints.say(Hints::TERM) && !date.hints.say(Hints::PUBLISHED) {
        return Verdict::Other(EXPIRY);
    }
    if date.said == Some(Said::Act) && facts.labelled.is_some() {
        return Verdict::Other("an act");
    }
    if date.said.is_none() && spans::is_span(&date.interval) && !facts.standing.is_empty() {
        return Verdict::Other(EVENT);
    }
    let is_of_event = || facts.events.iter().any(|event| date.interval.contains(event));
    if is_of_event() && date.said != Some(Said::Published) {
        return Verdict::Other("event");
    }
    let is_of_thing = facts.page.is_of_thing && facts.things.contains(&date.interval);
    if is_of_thing && date.said != Some(Said::Published) && !is_marked(date) {
        return Verdict::Other("a thing");
    }
    let near =
        date.distance.is_some_and(|distance| (-60..=300).contains(&distance)) && date.headings_between <= 1;
    let mut weight = by_form(date)
        + by_words(date)
        + by_distance(date)
        + by_zone(date.zone, near, date.said == Some(Said::Updated));
    weight -= match date.headings_between {
        0 => 0.0,
        1 => 0.3,
        _ => 1.5,
    };
    if date.alike.in_rows {
        weight -= 4.0;
    } else if date.alike.listed {
        let first = near && date.alike.before <= 1 && date.distance.is_some_and(|distance| distance <= 60);
        weight -= if first { 1.0 } else { 4.0 };
    } else if (date.alike.before > 1 || date.alike.follows) && date.said != Some(Said::Published) {
        weight -= 2.5;
    } else if date.alike.dates > 2 && date.distance.is_none_or(|distance| distance > 600) {
        weight -= 1.5;
    }
    // A banner or a card; weighs as much as a list does. What is marked may stand in the head of the page.
    if date.above && !is_marked(date) && (facts.dated_below > 0 || !is_neighbour(date)) {
        weight -= 4.0;
    }
    if facts.page.is_of_thing && !facts.is_article() && is_unlabelled(date) && date.line.is_unsigned() {
        weight -= 2.0;
    }
    if is_clock(date, facts.prose >= LITTLE, facts.page.has_login) {
        weight -= 6.0;
    }
    // The day of the page that the link above it leads to.
    let is_below_link = matches!(date.beside.above, Above::Link | Above::LongHeading);
    let is_of_linked = is_below_link && date.said.is_none() && !is_marked(date);
    if is_of_linked && date.headings_between > 0 && !near {
        weight -= 2.0;
    }
    if date.linked {
        // The date inside a link's text is the linked page's.
        weight -= if date.around.0 > SHORT / 2 { 1.5 } else { 0.3 };
    }
    if date.said == Some(Said::Updated) {
        // Cards tell when what they lead to was changed.
        let is_in_card =
            matches!(date.beside.above, Above::Heading | Above::LongHeading) && date.frame != Frame::Foot;
        return if is_in_card && date.headings_between > 0 && !near {
            Verdict::Other("another page")
        } else {
            Verdict::Updated(weight)
        };
    }
    // What the page itself marks as that of the publication is it, whatever its label.
    if date.said == Some(Said::Thing) && !is_marked(date) {
        return Verdict::Published((weight - THING).min(THING_MOST));
    }
    if rivals::gives_way(date, &facts.declared) {
        return Verdict::Published(weight.min(rivals::MOST));
    }
    // The only day that stands by itself on the page.
    let single = facts.standing.iter().all(|day| *day == date.interval);
    if single && !matches!(date.zone, Zone::Comments | Zone::Hidden | Zone::Navigation) {
        weight += 1.5;
    }
    // Where a publication is declared, the day of the last change is not it, labelled or not.
    if facts.modified.contains(&date.interval)
        && !facts.meta_published.is_empty()
        && !facts.meta_published.contains(&date.interval)
    {
        weight = (weight - 4.0).min(5.0);
    }
    // Themes mark the only date of a post as `updated`, hAtom's name for the date a reader should see. Beside one that is marked
    // as that of the publication it is that of a change.
    let is_updated = date.hints.say(Hints::UPDATED) && !date.hints.say(Hints::PUBLISHED);
    if is_updated && date.said != Some(Said::Published) {
        if facts.marked.iter().any(|at| at.abs_diff(date.position) <= SHORT) {
            return Verdict::Updated(weight);
        }
        weight -= 1.0;
    }
    Verdict::Published(weight)
}

fn by_form(date: &Shown) -> f32 {
    let mut weight = match date.form {
        Form::Microdata if date.hints.say(Hints::PUBLISHED) => 2.5,
        Form::Text => 0.0,
        _ => 1.5,
    };
    weight += match date.said {
        Some(Said::Published) => 3.0,
        Some(Said::Date) => 2.0,
        _ => 0.0,
    };
    weight
        + match (date.hints.say(Hints::PUBLISHED), date.hints.say(Hints::DATE)) {
            (true, _) => 1.5,
            (false, true) => 1.0,
            (false, false) => 0.0,
        }
        - if date.hints.say(Hints::OTHER) { 1.0 } else { 0.0 }
}

/// By what stands beside it in its block: alone, in a byline, or in a sentence. By hand.
fn by_words(date: &Shown) -> f32 {
    if !matches!(date.form, Form::Text | Form::TimeText) {
        return 0.0;
    }
    let (before, after) = date.around;
    let beside = before + after;
    let weight = match () {
        () if beside <= 10 => 2.0,
        () if beside <= SHORT || date.alone => 1.5,
        () if beside <= 2 * SHORT => 0.5,
        () if date.line == Line::Dateline => 1.5,
        () if matches!(date.said, Some(Said::Published | Said::Updated)) => 1.0,
        // A place and date line opens the text: `(18.01.2018) …`.
        () if before <= 3 => 0.5,
        () => -2.0,
    };
    if date.line == Line::Byline && beside <= 80 { weight + 1.5 } else { weight }
}

/// By how many letters stand between it and the title. By hand; the strongest sign of all, as pages show their date
/// there.
fn by_distance(date: &Shown) -> f32 {
    match date.distance {
        None if date.position < 1500 => 1.5,
        Some(0..=60) => 4.0,
        Some(61..=200 | -80..=-1) => 3.0,
        Some(201..=600) => 2.0,
        Some(-200..=-81) => 1.0,
        Some(601..=1500) => 0.5,
        None | Some(_) => 0.0,
    }
}

fn by_zone(zone: Zone, near: bool, is_change: bool) -> f32 {
    // A part near the title may be the byline's, whatever its name.
    match (zone, near) {
        (Zone::Main | Zone::Header, _) => 0.0,
        (Zone::Comments, _) => -5.0,
        (Zone::Related | Zone::Navigation, true) => -1.0,
        (Zone::Related | Zone::Navigation, false) => -3.0,
        // The foot is where pages tell of a change.
        (Zone::Footer, _) if is_change => 0.0,
        (Zone::Footer, true) => -0.5,
        (Zone::Footer, false) => -1.5,
        (Zone::Hidden, _) => -2.0,
    }
}
