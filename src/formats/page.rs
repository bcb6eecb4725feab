//! A page as it comes out of a capture: its address, when it was captured, and its undigested content.
//!
//! In: nothing. Out: the nouns that `formats` gives and `normalise` takes.

use serde_json::{Map, Value};

use crate::document::{Doubt, DoubtKind, Evidence, Moment, Sighting};

/// One page (or record) decoded out of a capture.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where it was found and when it was captured.
    pub evidence: Evidence,
    /// Its address, where the capture knows it.
    pub url: Option<String>,
    /// The address that was asked for, where another one answered.
    pub moved_from: Option<String>,
    /// What it holds.
    pub content: Content,
    /// What decoding was not sure of.
    pub doubts: Vec<Doubt>,
}

impl Page {
    /// The page without a time of its capture that cannot be one; a doubt says so.
    pub(crate) fn with_plausible_time(mut self) -> Page {
        if let Some(captured) = self.evidence.captured.take_if(|captured| !captured.may_be_of_capture()) {
            let detail = format!("captured {captured}: before the web, or far ahead");
            self.doubts.push(Doubt::new(DoubtKind::ImplausibleDate, detail));
        }
        self
    }
}

/// What a page holds, by the kind of capture.
#[derive(Clone, Debug)]
pub enum Content {
    /// The source of a web page.
    Html(String),
    /// A Markdown file: its front matter, keys in lower case, and its text.
    Markdown {
        /// Front matter.
        fields: Map<String, Value>,
        /// Everything after it.
        text: String,
    },
    /// The text that the capture viewer shows of a page.
    Viewer(Box<ViewerText>),
    /// One record of JSON Lines.
    Record(Box<Record>),
    /// What a list that is no page says of a publication: an item of a feed or of an export.
    Entry(Box<Record>),
    /// What rsearch itself printed of a document, which is read already.
    Exported(Box<Sighting>),
    /// Plain text.
    Text(String),
    /// A page that a person kept and filed.
    Filed {
        /// What it holds.
        content: Box<Content>,
        /// What they filed it under.
        tags: Vec<String>,
    },
    /// Nothing but that the page was there as before: a revisit in a crawl, whose page lies elsewhere.
    Repeat,
    /// A page that was seen again as an earlier capture shows it.
    Unchanged {
        /// What the earlier capture holds.
        content: Box<Content>,
        /// When that was captured: what "3 days ago" counts back from.
        shown: Option<Moment>,
    },
}

/// The capture viewer's text of a page, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ViewerText {
    /// The kind of capture that the first line names (`Writing`); no category of the page.
    pub label: String,
    /// Publisher.
    pub publisher: Option<String>,
    /// The date after `published`, as written.
    pub published: Option<String>,
    /// How long ago it was captured (`12h`), as written.
    pub captured_ago: Option<String>,
    /// Title.
    pub title: String,
    /// The blocks of the page's own text, in order, blank lines taken off.
    pub blocks: Vec<String>,
}

/// A record of JSON Lines: values as written, empty where there is none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// Its own id.
    pub id: Option<String>,
    /// Title.
    pub title: String,
    /// Publication date, as written.
    pub published: Option<String>,
    /// How sure it is that this is when it was published, where that is less than certain.
    pub published_confidence: Option<f32>,
    /// Date of the last change, as written.
    pub updated: Option<String>,
    /// Categories.
    pub categories: Vec<String>,
    /// What the person who kept it filed it under.
    pub tags: Vec<String>,
    /// Summary.
    pub summary: String,
    /// Main text.
    pub body: String,
    /// Publisher.
    pub publisher: Option<String>,
    /// Authors.
    pub authors: Vec<String>,
    /// Language code.
    pub language: Option<String>,
    /// Keys that mean nothing here.
    pub ignored: Vec<String>,
}
