//! Tells the parts of a page apart by their elements and class names.
//!
//! In: an element. Out: the [`Zone`] it opens, and whether its class hints at a date. The words are judgements: those
//! that themes and frameworks share, with the names of services that many sites build in (Disqus, Outbrain, Taboola);
//! no site has a word of its own here.

use std::hash::{Hash, Hasher};
use std::sync::LazyLock;

use html5ever::{LocalName, local_name};
use scraper::node::Element;

use crate::document::fold::fold;
use crate::normalise::html::element::is_named;
use crate::normalise::tables::{Table, hasher};

/// What part of a page something stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Zone {
    /// The main matter, as far as is known.
    #[default]
    Main,
    /// The head of the page, with logo and menu.
    Header,
    /// Comments and replies.
    Comments,
    /// Other pages: related, recent, popular; a side column.
    Related,
    /// Menus.
    Navigation,
    /// The foot of the page.
    Footer,
    /// Not shown.
    Hidden,
}

/// What an element's names say about the dates inside it: any of five things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Hints(u8);

impl Hints {
    /// Nothing.
    pub(super) const NONE: Hints = Hints(0);
    /// A date, a byline, the data of a post.
    pub(super) const DATE: Hints = Hints(1);
    /// A date of publication.
    pub(super) const PUBLISHED: Hints = Hints(2);
    /// A date of change.
    pub(super) const UPDATED: Hints = Hints(4);
    /// A date of something else: an event, an expiry.
    pub(super) const OTHER: Hints = Hints(8);
    /// Until when something lasts, by whole words of a name.
    pub(super) const TERM: Hints = Hints(16);

    /// Both together.
    pub(super) fn or(self, other: Hints) -> Hints {
        Hints(self.0 | other.0)
    }

    /// What holds in an element of these names within one of others: where one says published and the other updated, the
    /// nearer does.
    pub(super) fn within(self, outer: Hints) -> Hints {
        let either = Hints::PUBLISHED.or(Hints::UPDATED);
        Hints(self.0 | if self.say(either) { outer.0 & !either.0 } else { outer.0 })
    }

    /// This where something holds, else nothing.
    pub(super) fn when(self, holds: bool) -> Hints {
        if holds { self } else { Hints::NONE }
    }

    /// Whether it says this.
    pub(super) fn say(self, hint: Hints) -> bool {
        self.0 & hint.0 != 0
    }
}

/// What the names of an element say.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Named {
    /// The zone that it opens, if any.
    pub(super) zone: Option<Zone>,
    /// What they say about dates inside it.
    pub(super) hints: Hints,
    /// What its own name and its classes are: alike for dates in elements named alike.
    pub(super) signature: u64,
}

/// The meanings of names, each looked up once: pages repeat the same few names thousands of times.
#[derive(Default)]
pub(super) struct Names<'page> {
    known: Table<&'page str, (Option<Zone>, Hints)>,
    /// Those of elements by name and by all their classes.
    classes: Table<(&'page LocalName, &'page str), Named>,
}

impl<'page> Names<'page> {
    /// What the names of an element say.
    pub(super) fn of(&mut self, element: &'page Element) -> Named {
        let mut zone = match element.name.local {
            local_name!("footer") => Some(Zone::Footer),
            local_name!("nav") => Some(Zone::Navigation),
            local_name!("aside") => Some(Zone::Related),
            _ => None,
        };
        let whole = is_named!(element, "html" | "body" | "main");
        let mut named = Named::default();
        let mut is_classed = false;
        for (attribute, value) in &element.attrs {
            match attribute.local {
                local_name!("class") => {
                    let classes = self.of_classes(&element.name.local, value);
                    named.zone = named.zone.or(classes.zone);
                    named.hints = named.hints.or(classes.hints);
                    named.signature = classes.signature;
                    is_classed = true;
                }
                local_name!("id") | local_name!("itemprop") | local_name!("property") => {
                    let (opens, says) = self.of_names(value);
                    named.hints = named.hints.or(says);
                    if attribute.local == local_name!("id") {
                        named.zone = named.zone.or(opens);
                    }
                }
                local_name!("hidden") => zone = Some(Zone::Hidden),
                local_name!("style") if hides(value) => zone = Some(Zone::Hidden),
                local_name!("role") => zone = zone.or(zone_of_role(value)),
                _ => {}
            }
        }
        if !is_classed {
            named.signature = self.of_classes(&element.name.local, "").signature;
        }
        Named { zone: zone.or(named.zone).filter(|_| !whole), ..named }
    }

    /// What an element of this name says by its classes.
    fn of_classes(&mut self, name: &'page LocalName, classes: &'page str) -> Named {
        if let Some(known) = self.classes.get(&(name, classes)) {
            return *known;
        }
        let (zone, hints) = self.of_names(classes);
        let named = Named { zone, hints, signature: signature(name, classes) };
        self.classes.insert((name, classes), named);
        named
    }

    /// The first zone that some names open, and what all of them say.
    fn of_names(&mut self, names: &'page str) -> (Option<Zone>, Hints) {
        let (mut zone, mut hints) = (None, Hints::NONE);
        for name in names.split_ascii_whitespace() {
            let (opens, says) = *self.known.entry(name).or_insert_with(|| meaning(name));
            hints = hints.or(says);
            zone = zone.or(opens);
        }
        (zone, hints)
    }
}

/// What the name and the classes of an element are, these in any order.
fn signature(name: &LocalName, classes: &str) -> u64 {
    let mut classes: Vec<&str> = classes.split_ascii_whitespace().collect();
    classes.sort_unstable();
    classes.dedup();
    let mut hasher = hasher();
    name.hash(&mut hasher);
    for class in classes {
        // Numbers in names count elements.
        class.trim_end_matches(|letter: char| letter.is_ascii_digit()).hash(&mut hasher);
    }
    hasher.finish()
}

fn hides(style: &str) -> bool {
    let style: String = style.chars().filter(|letter| !letter.is_whitespace()).collect();
    style.contains("display:none") || style.contains("visibility:hidden")
}

fn zone_of_role(role: &str) -> Option<Zone> {
    match role {
        "navigation" | "menu" | "menubar" => Some(Zone::Navigation),
        "contentinfo" => Some(Zone::Footer),
        "complementary" => Some(Zone::Related),
        "banner" => Some(Zone::Header),
        _ => None,
    }
}

/// Bytes of a name beyond which it is made by a program and means nothing.
const MAX_NAME_BYTES: usize = 60; // names of the block-element-modifier kind take up to 50

fn meaning(name: &str) -> (Option<Zone>, Hints) {
    if name.len() > MAX_NAME_BYTES {
        return (None, Hints::default());
    }
    let folded = fold(name);
    let hints = hints_of_name(&folded);
    let is_term = !hints.say(Hints::PUBLISHED) && ends_with_term(name);
    (zone_of_name(&folded), hints.or(Hints::TERM.or(Hints::OTHER).when(is_term)))
}

/// The parts of names, by what they say of an element.
mod part {
    /// Layout helpers such as `has-sidebar` or `no-comments` speak of another element.
    pub(super) const LAYOUT: u16 = 1;
    pub(super) const COMMENTS: u16 = 2;
    /// With one of these it is about comments, not of them.
    pub(super) const NO_COMMENTS: u16 = 4;
    pub(super) const RELATED: u16 = 8;
    pub(super) const FOOTER: u16 = 16;
    /// With one of these it is the foot of something smaller than the page.
    pub(super) const NO_FOOTER: u16 = 32;
    pub(super) const NAVIGATION: u16 = 64;
    /// Alone, or with one of the next, it holds what readers say of a thing; else the page may be a review.
    pub(super) const REVIEWS: u16 = 128;
    pub(super) const OF_READERS: u16 = 256;
}

/// What the parts of names say.
const PARTS: [(u16, &[&str]); 9] = [
    (part::LAYOUT, &["has", "no", "with", "without", "not"]),
    (
        part::COMMENTS,
        &[
            "comments",
            "commentlist",
            "comment",
            "commentaires",
            "kommentare",
            "respond",
            "disqus",
            "kommentar",
            "comentarios",
            "commenti",
            "testimonial",
            "testimonials",
        ],
    ),
    (part::NO_COMMENTS, &["count", "link", "meta", "number", "open", "byline"]),
    (part::REVIEWS, &["review", "reviews", "bewertung", "bewertungen"]),
    (
        part::OF_READERS,
        &[
            "entry",
            "item",
            "items",
            "list",
            "card",
            "comment",
            "customer",
            "customers",
            "user",
            "users",
            "guest",
            "guests",
            "product",
            "client",
            "clients",
            "buyer",
            "patient",
            "reader",
            "readers",
        ],
    ),
    (
        part::RELATED,
        &[
            "related",
            "recent",
            "popular",
            "sidebar",
            "recommended",
            "recommendations",
            "recommend",
            "trending",
            "teaser",
            "teasers",
            "promo",
            "widget",
            "similar",
            "latest",
            "aside",
            "upcoming",
            "archives",
            "calendar",
            "ticker",
            "relatedposts",
            "relatedarticles",
            "readmore",
            "mostread",
            "outbrain",
            "taboola",
            "carousel",
            "slider",
        ],
    ),
    (part::FOOTER, &["footer", "copyright", "colophon"]),
    (part::NO_FOOTER, &["entry", "post", "article"]),
    (
        part::NAVIGATION,
        &["nav", "navbar", "navigation", "menu", "breadcrumb", "breadcrumbs", "pagination", "topbar"],
    ),
];

/// [`PARTS`] by part.
static SAID: LazyLock<Table<&str, u16>> = LazyLock::new(|| {
    let mut said = Table::default();
    for (says, parts) in PARTS {
        for part in parts {
            *said.entry(*part).or_default() |= says;
        }
    }
    said
});

fn zone_of_name(name: &str) -> Option<Zone> {
    let parts = name.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty());
    let said = parts.filter_map(|part| SAID.get(part)).fold(0, |all, says| all | says);
    let has = |parts: u16| said & parts != 0;
    // `rating` is a word of themes for stars beside a title: only as a whole name.
    let is_whole =
        matches!(name, "rating" | "ratings") || name.chars().all(char::is_alphanumeric) && has(part::REVIEWS);
    let is_of_readers = is_whole || (has(part::REVIEWS) && has(part::OF_READERS));
    if has(part::LAYOUT) {
        None
    } else if (has(part::COMMENTS) && !has(part::NO_COMMENTS)) || is_of_readers {
        Some(Zone::Comments)
    } else if has(part::RELATED) {
        Some(Zone::Related)
    } else if has(part::FOOTER) && !has(part::NO_FOOTER) {
        Some(Zone::Footer)
    } else if has(part::NAVIGATION) {
        Some(Zone::Navigation)
    } else {
        None
    }
}

/// Words in names, by what they say of dates.
mod word {
    pub(super) const PUBLISHED: u8 = 1;
    pub(super) const UPDATED: u8 = 2;
    pub(super) const DATED: u8 = 4;
    /// Takes back that it is dated.
    pub(super) const UNDATED: u8 = 8;
    pub(super) const OTHER: u8 = 16;
}

/// The words that begin with a letter. They are found anywhere in a name, as names are glued (`postdate`, `metaInfo`),
/// and so in others by chance (`event` in `prevent`); as hints they weigh a point or so (`weigh`).
fn words_by_letter(letter: u8) -> &'static [(&'static str, u8)] {
    use word::{DATED, OTHER, PUBLISHED, UNDATED, UPDATED};
    match letter {
        b'a' => &[("author", DATED)],
        b'b' => &[("byline", DATED), ("birth", OTHER)],
        b'c' => &[("candidate", UNDATED), ("copyright", OTHER)],
        b'd' => &[
            ("date", DATED),
            ("dateline", PUBLISHED),
            ("datecreated", PUBLISHED),
            ("datemod", UPDATED),
            ("datum", DATED),
            ("deadline", OTHER),
        ],
        b'e' => &[("entry-date", PUBLISHED), ("event", OTHER), ("expire", OTHER), ("enddate", OTHER)],
        b'f' => &[("fecha", DATED)],
        b'i' => &[("info", DATED)],
        b'j' => &[("joined", OTHER)],
        b'l' => &[("lastmod", UPDATED), ("lastupdate", UPDATED), ("last-update", UPDATED)],
        b'm' => &[("modified", UPDATED), ("meta", DATED), ("member", OTHER)],
        b'p' => &[
            ("publish", PUBLISHED),
            ("pubdate", PUBLISHED),
            ("posted", PUBLISHED),
            ("postdate", PUBLISHED),
            ("post-date", PUBLISHED),
            ("post_date", PUBLISHED),
        ],
        b'r' => &[("runtime", UNDATED), ("readtime", UNDATED), ("read-time", UNDATED), ("reading", UNDATED)],
        b's' => &[("sometime", UNDATED), ("startdate", OTHER)],
        b't' => &[("timestamp", DATED), ("time", DATED), ("timeline", UNDATED)],
        b'u' => &[("updated", UPDATED)],
        _ => &[],
    }
}

/// Whether a name ends with whole words for the end of a time: `end-date`, `saleEndTime`. `senddate` does not.
fn ends_with_term(name: &str) -> bool {
    let mut words = String::with_capacity(2 * name.len());
    let mut is_lower = false;
    for letter in name.chars() {
        if (is_lower && letter.is_uppercase()) || !letter.is_alphanumeric() {
            words.push(' ');
        }
        is_lower = letter.is_lowercase();
        words.extend(letter.to_lowercase().filter(|letter| letter.is_alphanumeric()));
    }
    let mut words = words.split_whitespace().rev();
    match words.next() {
        Some("deadline" | "countdown" | "enddate" | "endtime") => true,
        Some("date" | "time") => words.next() == Some("end"),
        _ => false,
    }
}

/// What a name says about dates inside its element.
fn hints_of_name(name: &str) -> Hints {
    let mut told = 0;
    for at in 0..name.len() {
        let rest = name.as_bytes().get(at..).unwrap_or_default();
        for (word, says) in rest.first().map_or(&[][..], |letter| words_by_letter(*letter)) {
            if rest.starts_with(word.as_bytes()) {
                told |= says;
            }
        }
    }
    let tells = |words: u8| told & words != 0;
    let published = tells(word::PUBLISHED);
    let updated = tells(word::UPDATED);
    let dated = tells(word::DATED) && !tells(word::UNDATED);
    Hints::DATE
        .when(published || updated || dated)
        .or(Hints::PUBLISHED.when(published))
        .or(Hints::UPDATED.when(updated))
        .or(Hints::OTHER.when(tells(word::OTHER)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_reviews_by_readers_are_told_from_those_of_a_page_that_is_one() {
        for name in [
            "review",
            "review--entry",
            "customer-reviews",
            "testimonials",
            "comments-header",
            "comment-author",
            "rating",
        ] {
            assert_eq!(zone_of_name(name), Some(Zone::Comments), "{name}");
        }
        for name in ["review-details", "star-rating", "post-rating", "review-published", "comment-count"] {
            assert_eq!(zone_of_name(name), None, "{name}");
        }
    }

    #[test]
    fn a_term_is_told_by_whole_words_at_the_end_of_a_name() {
        for (name, wanted) in [
            ("endTime", true),
            ("sale-end-date", true),
            ("deadline", true),
            ("senddate", false),
            ("weekendTimes", false),
        ] {
            assert_eq!(meaning(name).1.say(Hints::TERM), wanted, "{name}");
        }
        assert!(!meaning("publish-enddate").1.say(Hints::TERM));
    }
}
