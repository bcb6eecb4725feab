//! Takes listings apart: finds the publications that a page or a captured text lists, each with its date.
//!
//! In: a parsed page or the blocks of a flattened text, and how dates are to be read. Out: entries, and what of
//! the page belongs to them. Never invents an address or a date; knows no site.

mod choice;
mod counts;
mod days;
mod embedded;
mod entries;
mod fields;
mod flat;
mod flow;
mod headings;
mod html;
mod merge;
mod more;
mod phrases;
mod records;
mod words;

use crate::document::DateClaim;

pub(crate) use embedded::packed::Budget;
pub(crate) use embedded::{Records, days_of_others, own_text, records};
pub(crate) use fields::filed::names_topics;
pub(crate) use fields::is_small_print;
pub(crate) use flat::in_text;
pub(crate) use headings::heads_comments;
pub(crate) use html::in_html;
pub(crate) use phrases::{Detail, detail, goes_on, leads_on};

/// One publication found in a listing.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Entry {
    /// Its title.
    pub(crate) title: String,
    /// Its absolute address, resolved; never the listing's own.
    pub(crate) url: Option<String>,
    /// When the listing says it was published.
    pub(crate) published: Option<DateClaim>,
    /// When it says it was changed.
    pub(crate) updated: Option<DateClaim>,
    /// Sections, topics or teams, as written.
    pub(crate) categories: Vec<String>,
    /// The text of its card.
    pub(crate) summary: String,
    /// Names of authors, in order.
    pub(crate) authors: Vec<String>,
}

/// Whether a page is an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Article {
    /// Nothing says so.
    #[default]
    No,
    /// It holds one `article`, which may be all that it shows.
    Held,
    /// Its metadata say so.
    Said,
}

/// What a page says of itself, by which its own title and text are told from those of entries.
pub(crate) struct Said<'a> {
    /// Whether it is an article.
    pub(crate) article: Article,
    /// Whether it declares that it is made for one thing, such as a video.
    pub(crate) is_thing: bool,
    /// Whether what readers wrote is its text: it is a forum's.
    pub(crate) is_forum: bool,
    /// What it calls itself.
    pub(crate) title: &'a str,
    /// By what it is called so.
    pub(crate) by: By,
}

/// By what a page is called as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// A heading alone, which may be the heading of an entry.
    Heading,
    /// Metadata that declare an article of that title.
    Headline,
    /// Anything else.
    Other,
}

/// The publications of one page.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    /// In the order of the page, each publication once.
    pub(crate) entries: Vec<Entry>,
    /// Whether nothing says that the listing goes on elsewhere.
    pub(crate) complete: bool,
    /// The text or link that says it goes on.
    pub(crate) more: Option<String>,
    /// What the page's data for scripts say of the days of entries that is not what the page shows.
    pub(crate) disagree: Option<String>,
}

/// A listing found in HTML.
#[derive(Debug)]
pub(crate) struct HtmlListing {
    /// The entries.
    pub(crate) listing: Listing,
    /// The name of the site with what stands by it, where a heading above the entries says it.
    pub(crate) name: Option<String>,
    /// The subtrees that the entries stand in.
    pub(crate) nodes: std::collections::HashSet<ego_tree::NodeId>,
}

/// A listing found in flattened text.
#[derive(Debug)]
pub(crate) struct FlatListing {
    /// The entries.
    pub(crate) listing: Listing,
    /// Which blocks belong to entries.
    pub(crate) entry_blocks: std::collections::HashSet<usize>,
}
