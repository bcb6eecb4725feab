//! Tells the parts of a page apart by their elements and class names.
//!
//! In: an element. Out: the [`Zone`] it opens, and whether its class hints at a date. The words are those that
//! sites, themes and frameworks share; no site has a word of its own here.

use std::collections::HashMap;

use scraper::node::Element;

use crate::document::fold::fold;

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

/// What an element's names say about the dates inside it: any of four things.
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

    /// Both together.
    pub(super) fn or(self, other: Hints) -> Hints {
        Hints(self.0 | other.0)
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

/// The zone that an element opens, if any, and what its names say about dates inside it.
pub(super) type Named = (Option<Zone>, Hints);

/// The meanings of names, each looked up once: pages repeat the same few names thousands of times.
#[derive(Default)]
pub(super) struct Names<'page> {
    known: HashMap<&'page str, Named>,
}

impl<'page> Names<'page> {
    /// What the names of an element say.
    pub(super) fn of(&mut self, element: &'page Element) -> Named {
        let mut zone = match element.name() {
            "footer" => Some(Zone::Footer),
            "nav" => Some(Zone::Navigation),
            "aside" => Some(Zone::Related),
            _ => None,
        };
        let whole = matches!(element.name(), "html" | "body" | "main");
        let (mut named, mut hints) = (None, Hints::default());
        for (attribute, value) in element.attrs() {
            match attribute {
                "class" | "id" | "itemprop" | "property" => {
                    for name in value.split_ascii_whitespace() {
                        let (opens, says) = *self.known.entry(name).or_insert_with(|| meaning(name));
                        hints = hints.or(says);
                        if matches!(attribute, "class" | "id") {
                            named = named.or(opens);
                        }
                    }
                }
                "hidden" => zone = Some(Zone::Hidden),
                "style" if hides(value) => zone = Some(Zone::Hidden),
                "role" => zone = zone.or(zone_of_role(value)),
                _ => {}
            }
        }
        (zone.or(named).filter(|_| !whole), hints)
    }
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
    let name = fold(name);
    (zone_of_name(&name), hints_of_name(&name))
}

fn zone_of_name(name: &str) -> Option<Zone> {
    let parts: Vec<&str> =
        name.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let has = |words: &[&str]| parts.iter().any(|part| words.contains(part));
    // Layout helpers such as `has-sidebar` or `no-comments` speak of another element.
    if has(&["has", "no", "with", "without", "not"]) {
        return None;
    }
    if has(&[
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
    ]) && !has(&["count", "link", "meta", "number", "open", "byline"])
    {
        return Some(Zone::Comments);
    }
    if has(&[
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
        "prevnext",
    ]) {
        return Some(Zone::Related);
    }
    if has(&["footer", "copyright", "colophon", "siteinfo"]) && !has(&["entry", "post", "article"]) {
        return Some(Zone::Footer);
    }
    if has(&["nav", "navbar", "navigation", "menu", "breadcrumb", "breadcrumbs", "pagination", "topbar"]) {
        return Some(Zone::Navigation);
    }
    None
}

/// What a name says about dates inside its element.
fn hints_of_name(name: &str) -> Hints {
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let published = has(&[
        "publish",
        "pubdate",
        "posted",
        "postdate",
        "post-date",
        "post_date",
        "entry-date",
        "dateline",
        "datecreated",
    ]);
    let updated = has(&["updated", "modified", "datemod", "lastmod", "lastupdate", "last-update"]);
    let dated = has(&["date", "byline", "datum", "fecha", "timestamp", "meta", "time", "author", "info"])
        && !has(&["sometime", "runtime", "timeline", "readtime", "read-time", "reading", "candidate"]);
    let other = has(&[
        "event",
        "expire",
        "deadline",
        "birth",
        "startdate",
        "enddate",
        "copyright",
        "member",
        "joined",
    ]);
    Hints::DATE
        .when(published || updated || dated)
        .or(Hints::PUBLISHED.when(published))
        .or(Hints::UPDATED.when(updated))
        .or(Hints::OTHER.when(other))
}
