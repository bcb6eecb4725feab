//! Fetches pages from the web, and keeps them as captures.
//!
//! In: addresses, and a [`Time`] to wait by. Out: [`Fetched`] pages, kept in a folder or a WARC file. Asks one thing at a time, and no
//! more than a site allows. Knows nothing of what a page says.

mod address;
mod browser;
mod client;
mod decode;
mod error;
mod folder;
mod polite;
mod record;
mod robots;
mod slug;
mod warc;

use std::path::PathBuf;
use std::time::Duration;

use url::Url;

use crate::document::{Moment, identity};

pub use address::{Redaction, redacted};
pub use browser::{Drawing, Sandbox};
pub use client::Answer;
pub use error::Error;
pub use folder::Folder;
pub use polite::Fetcher;
pub use warc::Warc;

/// The clock, and the way to wait.
pub trait Time: Sync {
    /// Time since 1970-01-01T00:00:00Z.
    fn now(&self) -> Duration;
    /// Waits.
    fn pause(&self, duration: Duration);
    /// Whether it is time to stop.
    fn is_over(&self) -> bool {
        false
    }
}

/// How a page is fetched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// As it is sent.
    #[default]
    Plain,
    /// As a browser draws it.
    Browser,
    /// As it is sent, and where that says nothing as a browser draws it.
    Auto,
}

impl Method {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Plain => "plain",
            Method::Browser => "browser",
            Method::Auto => "auto",
        }
    }

    /// The method of a name.
    pub fn parse(name: &str) -> Option<Method> {
        [Method::Plain, Method::Browser, Method::Auto].into_iter().find(|method| method.as_str() == name)
    }
}

/// How pages are fetched.
#[derive(Clone, Debug)]
pub struct Options {
    /// How to reach whoever captures: an address of a page or a mailbox, for the `User-Agent`.
    pub contact: Option<String>,
    /// Time between two requests to a host.
    pub delay: Duration,
    /// Time for one request and its answer.
    pub timeout: Duration,
    /// Bytes of a page at most, packed and unpacked.
    pub max_bytes: u64,
    /// How often a request that failed for the moment is made again.
    pub retries: u32,
    /// The longest that a site may ask to wait before it is tried again in the same run.
    pub max_wait: Duration,
    /// Which hosts may be on this machine or this network.
    pub allow_private: AllowPrivate,
    /// Take what robots.txt does not allow: for sites of one's own.
    pub ignore_robots: bool,
    /// What of addresses is not kept.
    pub redaction: Redaction,
    /// How pages are drawn.
    pub drawing: Drawing,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            contact: None,
            delay: Duration::from_secs(1),
            timeout: Duration::from_mins(1),
            max_bytes: 64 << 20,
            retries: 3,
            max_wait: Duration::from_mins(2),
            allow_private: AllowPrivate::default(),
            ignore_robots: false,
            redaction: Redaction::default(),
            drawing: Drawing::default(),
        }
    }
}

/// Which hosts may be on this machine or this network. What a page leads to is on the open Internet, or it is a trap.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum AllowPrivate {
    /// None.
    #[default]
    None,
    /// These.
    Hosts(Vec<String>),
    /// All.
    All,
}

impl AllowPrivate {
    /// Whether a host, as an address names it, may be there.
    fn permits(&self, host: &str) -> bool {
        match self {
            AllowPrivate::None => false,
            AllowPrivate::Hosts(hosts) => hosts.iter().any(|known| known.eq_ignore_ascii_case(host)),
            AllowPrivate::All => true,
        }
    }
}

/// The `User-Agent` that requests bear: name, version, and how to reach whoever captures.
pub fn user_agent(contact: Option<&str>) -> String {
    let name = concat!("rsearch/", env!("CARGO_PKG_VERSION"));
    match contact {
        Some(contact) => format!("{name} (+{contact})"),
        None => name.to_owned(),
    }
}

/// What is known of the last capture of a page, to ask whether it has changed since.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// The address that answered.
    pub final_url: String,
    /// The header `ETag`.
    pub etag: Option<String>,
    /// The header `Last-Modified`.
    pub last_modified: Option<String>,
}

/// One request and its answer.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// The address that was asked.
    pub url: Url,
    /// When, since 1970.
    pub at: Duration,
    /// The headers that were sent, but for cookies.
    pub request: Vec<(String, String)>,
    /// What came back.
    pub answer: Answer,
}

/// A page and the way to it.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// The address that was wanted.
    pub requested: Url,
    /// The redirects on the way, in order.
    pub redirects: Vec<Exchange>,
    /// The answer that is no redirect.
    pub last: Exchange,
    /// The page, unpacked; empty for a 304.
    pub body: Vec<u8>,
    /// How it was fetched: `plain` or `browser`.
    pub method: &'static str,
    /// The page with all that belongs to it in one file (MHTML), where a browser made it.
    pub snapshot: Option<Vec<u8>>,
    /// What is odd about it.
    pub notes: Vec<String>,
}

impl Fetched {
    /// Whether the site says that the page is as it was at the last capture.
    pub fn is_unchanged(&self) -> bool {
        self.last.answer.status == 304
    }

    /// When it was asked for.
    pub fn captured(&self) -> Moment {
        moment(self.last.at)
    }

    /// SHA-256 of the page.
    pub fn digest(&self) -> String {
        identity::digest_of(&self.body)
    }

    /// Its media type, in small letters, without parameters.
    pub fn media_type(&self) -> String {
        media_type(self.last.answer.header("content-type").unwrap_or_default())
    }
}

/// What became of a page that was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is new, or differs from the last capture.
    Captured,
    /// It is as it was: only that it was seen is noted.
    Unchanged,
}

/// A capture that was made before.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// When the page was last seen, changed or not.
    pub seen: Moment,
    /// When the capture that holds it was made.
    pub captured: Moment,
    /// The name of the file that holds it.
    pub name: String,
    /// SHA-256 of the page.
    pub digest: String,
    /// What to ask by whether it has changed.
    pub validators: Validators,
    /// The header `Content-Type`.
    pub content_type: String,
    /// How it was fetched: `plain` or `browser`.
    pub method: String,
}

impl Earlier {
    /// What to ask by whether the page has changed. Of a page that was drawn nobody can ask: it may draw something else although it
    /// is sent as it was.
    pub fn validators(&self) -> Option<&Validators> {
        (self.method != "browser").then_some(&self.validators)
    }
}

/// Where captures are kept.
pub trait Shelf {
    /// The last capture of a page, of those that hold it.
    ///
    /// # Errors
    /// When it cannot be read.
    fn earlier(&mut self, url: &Url) -> Result<Option<Earlier>, Error>;

    /// The page that an earlier capture holds.
    ///
    /// # Errors
    /// When it cannot be read.
    fn body(&mut self, url: &Url, earlier: &Earlier) -> Result<Vec<u8>, Error>;

    /// Keeps a page, or, if it is as the earlier capture holds it, that it was seen again. Gives the file that was written.
    ///
    /// # Errors
    /// When it cannot be written.
    fn keep(&mut self, fetched: &Fetched, earlier: Option<&Earlier>) -> Result<(Kept, PathBuf), Error>;
}

/// The content of a gzipped file, to a limit; none where it is none.
pub fn unpacked(bytes: &[u8], limit: u64) -> Option<Vec<u8>> {
    bytes.starts_with(&[0x1f, 0x8b]).then(|| decode::decode(bytes, "gzip", limit).ok()).flatten()
}

/// A media type in small letters, without parameters.
fn media_type(header: &str) -> String {
    header.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// A time since 1970 as a moment.
fn moment(time: Duration) -> Moment {
    let seconds = i64::try_from(time.as_secs()).unwrap_or_default();
    Moment::from_unix(seconds).unwrap_or(Moment { seconds: 0, fineness: crate::document::Fineness::Second })
}
