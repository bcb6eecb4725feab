//! The nouns: documents, sightings, date claims, and where they were seen.
//!
//! Both halves of the program meet here: reading captures ends in [`Sighting`]s, searching begins with
//! [`Document`]s. Values only: this room reads no file, no clock and no other room.

mod claim;
mod correction;
mod day;
pub(crate) mod escapes;
pub mod fold;
pub(crate) mod identifiers;
pub mod identity;
mod links;
mod validity;

use std::path::Path;

use serde::{Deserialize, Serialize};

pub use claim::{DateClaim, DateSource, Interval, Precision};
pub use correction::{Corrected, CorrectedField, Correction};
pub(crate) use day::ENGLISH_MONTHS;
pub use day::{Day, Fineness, Moment};
pub use links::{Links, Related};
pub use validity::Validity;

/// What a document is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// The thing a person looks for: an article, post, paper or report.
    #[default]
    Publication,
    /// A web page that is no publication: a team page, an about page, a listing.
    Page,
}

impl Kind {
    /// The word used in JSON, in filters and on the terminal.
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Publication => "publication",
            Kind::Page => "page",
        }
    }
}

/// What a capture shows of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// The capture is the document's own page.
    Page,
    /// The capture lists the document.
    Entry,
}

impl Role {
    /// The word used in JSON and on the terminal.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Page => "page",
            Role::Entry => "entry",
        }
    }
}

/// Where and when something was captured: what stands behind a sighting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The capture: name of the source folder and path below it, with `/` between parts.
    pub capture: String,
    /// The name within the capture, where that is an archive; `!/` stands between an archive and what is in it.
    pub member: Option<String>,
    /// First byte and byte after the last, of the record inside the capture (or the member); none when it is all of it.
    /// They count the plain bytes, but for a record that is packed by itself, where they count the bytes as they lie.
    pub range: Option<(u64, u64)>,
    /// SHA-256 of the captured bytes (of the record, where there is a range), lower-case hexadecimal.
    pub digest: String,
    /// Name of the format it was packed in.
    pub format: String,
    /// When it was captured, where the capture says so.
    pub captured: Option<Moment>,
    /// The HTTP status it was answered with.
    pub http_status: Option<u16>,
    /// How it was fetched, in the capturing program's word (`plain`, `browser`, …).
    pub method: Option<String>,
}

impl Evidence {
    /// How people and the index name a capture: its source's name and the path below it, with `/` between parts. The
    /// root of a file system has the empty name.
    pub fn place(source: &str, below: &Path) -> String {
        let mut place = String::with_capacity(source.len() + 1 + below.as_os_str().len());
        place.push_str(source);
        for part in below.components() {
            if !place.is_empty() {
                place.push('/');
            }
            place.push_str(&part.as_os_str().to_string_lossy());
        }
        place
    }

    /// The capture and the name within it, as people name them.
    pub fn place_within(&self) -> String {
        self.member
            .as_ref()
            .map_or_else(|| self.capture.clone(), |member| format!("{}!/{member}", self.capture))
    }
}

/// One capture's mention of one document: as its own page, or as an entry of a listing.
///
/// A field without evidence is empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sighting {
    /// What it is a sighting of.
    pub kind: Kind,
    /// Whether the capture is the document's page (the default) or lists it.
    pub as_entry: bool,
    /// Whether something else than the page at its own address tells it: a record, a clip, a page elsewhere that names this
    /// one as the original.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retold: bool,
    /// The id that a record brought with it.
    pub record_id: Option<String>,
    /// Title, without the site's name.
    pub title: String,
    /// When it says it was published.
    pub published: Option<DateClaim>,
    /// When it says it was last changed.
    pub updated: Option<DateClaim>,
    /// Sections, topics or teams that the source files it under, in the source's spelling and order.
    pub categories: Vec<String>,
    /// What the person who kept it filed it under, in a program that keeps pages or papers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The author's or the listing's short description; or one made of the text, which `summary_made` tells.
    pub summary: String,
    /// Whether the summary is sentences of the text, for want of one that somebody wrote.
    #[serde(default)]
    pub summary_made: bool,
    /// Main text: blocks separated by blank lines.
    pub body: String,
    /// Headings within the main text, in order.
    pub headings: Vec<String>,
    /// Names of authors, in order.
    pub authors: Vec<String>,
    /// The organisation or site that published it.
    pub publisher: Option<String>,
    /// Absolute address of its own page.
    pub url: Option<String>,
    /// The address that was asked for when its page was captured, where another one answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_from: Option<String>,
    /// The id that rsearch gave it elsewhere, where it was read from what `rsearch export` printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exported_id: Option<String>,
    /// Language, as a lower-case ISO 639-1 code (`en`).
    pub language: Option<String>,
    /// What it points at.
    #[serde(default)]
    pub links: Links,
    /// The capture it was seen in. It is kept apart from what the sighting says, which other captures may say too.
    #[serde(skip)]
    pub evidence: Evidence,
}

impl Sighting {
    /// Whether the capture is the document's own page or an entry in a listing.
    pub fn role(&self) -> Role {
        if self.as_entry { Role::Entry } else { Role::Page }
    }
}

/// What goes into the index: one publication (or page) merged from all its sightings.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Short stable id.
    pub id: String,
    /// Ids of every key that leads to it, its own included: old ids and citations resolve through these.
    pub aliases: Vec<String>,
    /// Publication or page.
    pub kind: Kind,
    /// The id that a record brought with it.
    pub record_id: Option<String>,
    /// Title.
    pub title: String,
    /// When it was published, as claimed.
    pub published: Option<DateClaim>,
    /// When it was last changed, as claimed.
    pub updated: Option<DateClaim>,
    /// Sections, topics or teams.
    pub categories: Vec<String>,
    /// Short description.
    pub summary: String,
    /// Whether the summary is sentences of the text, for want of one that somebody wrote.
    pub summary_made: bool,
    /// Main text.
    pub body: String,
    /// Headings within the main text.
    pub headings: Vec<String>,
    /// Names of authors.
    pub authors: Vec<String>,
    /// Organisation or site.
    pub publisher: Option<String>,
    /// Address of its own page.
    pub url: Option<String>,
    /// Language code.
    pub language: Option<String>,
    /// What it points at.
    pub links: Links,
    /// What a person put right.
    pub corrections: Vec<Corrected>,
    /// Every capture that shows it, best evidence first.
    pub sightings: Vec<Seen>,
}

/// A sighting without its text: what a document keeps of each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// As its own page, or as an entry.
    pub role: Role,
    /// The capture.
    pub evidence: Evidence,
}

impl Document {
    /// The earliest capture that shows it, of those that say when they were made.
    pub fn first_seen(&self) -> Option<Moment> {
        self.sightings.iter().filter_map(|seen| seen.evidence.captured).min()
    }

    /// The latest capture that shows it, of those that say when they were made.
    pub fn last_seen(&self) -> Option<Moment> {
        self.sightings.iter().filter_map(|seen| seen.evidence.captured).max()
    }

    /// The document with only those sightings that were captured at or before a moment, in UTC seconds. What does not
    /// say when it was captured belongs to no moment.
    #[must_use]
    pub fn as_of(mut self, seconds: i64) -> Document {
        self.sightings.retain(|seen| seen.evidence.captured.is_some_and(|moment| moment.seconds <= seconds));
        self
    }

    /// The names of its categories and its publisher.
    pub fn labels(&self) -> Vec<&str> {
        self.categories.iter().chain(&self.publisher).map(String::as_str).collect()
    }

    /// The host of its address, without `www.`.
    pub fn site(&self) -> Option<String> {
        self.url.as_deref().and_then(identity::host_of)
    }
}

/// Something that normalising or merging was not sure of. The document stands; the doubt is reported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Doubt {
    /// What kind of doubt.
    pub kind: DoubtKind,
    /// What exactly, in a sentence without a full stop.
    pub detail: String,
}

impl Doubt {
    /// A doubt of a kind, with its detail.
    pub fn new(kind: DoubtKind, detail: impl Into<String>) -> Doubt {
        Doubt { kind, detail: detail.into() }
    }
}

/// The kinds of doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DoubtKind {
    /// Elements nested deeper than the limit were flattened.
    DepthLimited,
    /// The bytes do not fit the character set that was declared or guessed, or had been decoded wrongly before.
    BadEncoding,
    /// A listing says that it goes on ("See more").
    ListingIncomplete,
    /// A listing gives fewer than half of the entries that its capture before gave.
    ListingLessened,
    /// A date was given that cannot be right, and was left out.
    ImplausibleDate,
    /// Two dates of one document do not agree.
    DatesDisagree,
    /// A capture shows another page at a publication's address: an error, a login, the front page.
    AnotherPage,
    /// A later capture of a publication's page shows much less of its text and does not say why.
    TextShortened,
    /// Two candidates fit, so none was chosen.
    AmbiguousMatch,
    /// A correction meets no document, or could be of several.
    CorrectionUnplaced,
    /// Records of one file share an id and differ.
    RepeatedId,
    /// One tag had more attributes than are read.
    AttributesLimited,
    /// A date can be read with the day or the month first.
    AmbiguousDate,
    /// A field was given in a shape that is not understood, and was left out.
    UnreadableField,
    /// No main text was found.
    NoText,
    /// A container went on but could not be read to its end.
    CutShort,
}

impl DoubtKind {
    /// The word used in JSON and in the summary of a run.
    pub fn as_str(self) -> &'static str {
        match self {
            DoubtKind::DepthLimited => "depth-limited",
            DoubtKind::BadEncoding => "bad-encoding",
            DoubtKind::ListingIncomplete => "listing-incomplete",
            DoubtKind::ListingLessened => "listing-lessened",
            DoubtKind::ImplausibleDate => "implausible-date",
            DoubtKind::DatesDisagree => "dates-disagree",
            DoubtKind::AnotherPage => "another-page",
            DoubtKind::TextShortened => "text-shortened",
            DoubtKind::AmbiguousMatch => "ambiguous-match",
            DoubtKind::CorrectionUnplaced => "correction-unplaced",
            DoubtKind::RepeatedId => "repeated-id",
            DoubtKind::AttributesLimited => "attributes-limited",
            DoubtKind::AmbiguousDate => "ambiguous-date",
            DoubtKind::UnreadableField => "unreadable-field",
            DoubtKind::NoText => "no-text",
            DoubtKind::CutShort => "cut-short",
        }
    }
}
