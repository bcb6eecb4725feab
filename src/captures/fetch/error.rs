//! Why a page could not be captured.
//!
//! In: what went wrong on the way. Out: [`Error`]s in words, with addresses that hold no secrets.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use thiserror::Error;

/// Why a page could not be captured.
#[derive(Debug, Error)]
pub enum Error {
    /// No address of the web.
    #[error("{address:?} is no http or https address")]
    NotWeb {
        /// As it was given.
        address: String,
    },
    /// An address of this machine or this network.
    #[error(
        "{host} is {}no address of the open Internet",
        if host == address { String::new() } else { format!("at {address}, which is ") }
    )]
    Private {
        /// Host, as the address names it.
        host: String,
        /// IP address.
        address: String,
    },
    /// The site asks not to.
    #[error("robots.txt of {site} does not allow it")]
    Disallowed {
        /// Scheme and host.
        site: String,
    },
    /// Nobody knows what the site asks, so nothing is taken.
    #[error("robots.txt of {site} cannot be had ({reason}), so nothing there may be captured")]
    RobotsUnreachable {
        /// Scheme and host.
        site: String,
        /// Why.
        reason: String,
    },
    /// No connection, or one that broke.
    #[error("no answer: {reason}")]
    Network {
        /// What the layers below say.
        reason: String,
    },
    /// The other side cannot prove who it is, or speaks no TLS.
    #[error("no secure connection: {reason}")]
    Tls {
        /// What the TLS library says.
        reason: String,
    },
    /// The answer did not come in time.
    #[error("no whole answer within {} s", limit.as_secs_f64())]
    Timeout {
        /// Time allowed.
        limit: Duration,
    },
    /// The page, packed or unpacked, is too large.
    #[error("more than {limit} bytes")]
    TooLarge {
        /// Bytes allowed.
        limit: u64,
    },
    /// The body cannot be unpacked.
    #[error("cannot unpack the answer: {reason}")]
    Encoding {
        /// Why.
        reason: String,
    },
    /// An answer that is no page.
    #[error("HTTP {status}{}", if reason.is_empty() { String::new() } else { format!(" {reason}") })]
    Status {
        /// HTTP status.
        status: u16,
        /// Its words in English.
        reason: String,
    },
    /// One redirect after another.
    #[error("more than {limit} redirects, the last to {address}")]
    Redirects {
        /// Redirects allowed.
        limit: usize,
        /// Where the last one led.
        address: String,
    },
    /// A redirect to nowhere.
    #[error("HTTP {status} leads to {location:?}, which is no http or https address")]
    BadRedirect {
        /// HTTP status.
        status: u16,
        /// The header as it came.
        location: String,
    },
    /// The site asks to come back much later.
    #[error("HTTP {status}, and asks to wait {} s", wait.as_secs())]
    Later {
        /// HTTP status.
        status: u16,
        /// How long.
        wait: Duration,
    },
    /// The client could not be made.
    #[error("cannot make connections: {reason}")]
    Client {
        /// Why.
        reason: String,
    },
    /// A browser is wanted and there is none.
    #[error("{}", no_browser(named.as_deref()))]
    NoBrowser {
        /// The program that was to be used.
        named: Option<PathBuf>,
    },
    /// The browser cannot keep pages away from the rest of the machine.
    #[error("{} cannot start its sandbox", program.display())]
    Sandbox {
        /// The browser.
        program: PathBuf,
    },
    /// The browser failed.
    #[error("{reason}")]
    Browser {
        /// What went wrong.
        reason: String,
    },
    /// What is to be pressed cannot be told.
    #[error("{selector:?} is no CSS selector")]
    Selector {
        /// As it was given.
        selector: String,
    },
    /// A page that could not be told apart from another one by what is kept of its address.
    #[error(
        "another page was captured whose address differs only in the value of {parameters}, which is not kept, so they could not be told apart"
    )]
    Indistinct {
        /// Names of parameters.
        parameters: String,
    },
    /// Another run writes to the file.
    #[error("another run is writing to {}", path.display())]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// A file that is there and is not of the kind that is appended to.
    #[error("cannot append to {}: at byte {offset} there is no WARC record in a gzip member of its own", path.display())]
    NotAppendable {
        /// The file.
        path: PathBuf,
        /// Where what is no such record begins.
        offset: u64,
    },
    /// A person, or the system, wants it to stop.
    #[error("stopped")]
    Stopped,
    /// What was captured cannot be written, or what was cannot be read.
    #[error("cannot {what} {}", path.display())]
    Io {
        /// `read` or `write`.
        what: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl Error {
    /// Whether it may go better in a moment.
    pub(crate) fn is_temporary(&self) -> bool {
        match self {
            Error::Network { .. } | Error::Timeout { .. } => true,
            Error::Status { status, .. } => matches!(status, 408 | 425 | 429 | 500 | 502 | 503 | 504),
            _ => false,
        }
    }

    /// Whether it ends the run: nothing that is captured can be kept.
    pub fn is_fatal(&self) -> bool {
        matches!(
            self,
            Error::Io { what: "write", .. }
                | Error::Client { .. }
                | Error::NoBrowser { .. }
                | Error::Sandbox { .. }
                | Error::Selector { .. }
        )
    }

    /// What happened, with what the system says of it.
    pub fn in_full(&self) -> String {
        match self {
            Error::Io { source, .. } => format!("{self}: {source}"),
            _ => self.to_string(),
        }
    }

    /// The kind of failure in a few words, by which failures are counted.
    pub fn kind(&self) -> &'static str {
        match self {
            Error::NotWeb { .. } => "no web address",
            Error::Private { .. } => "private address",
            Error::Disallowed { .. } => "not allowed by robots.txt",
            Error::RobotsUnreachable { .. } => "robots.txt unreachable",
            Error::Network { .. } => "no answer",
            Error::Tls { .. } => "no secure connection",
            Error::Timeout { .. } => "too slow",
            Error::TooLarge { .. } => "too large",
            Error::Encoding { .. } => "damaged answer",
            Error::Status { .. } | Error::Later { .. } => "HTTP error",
            Error::Redirects { .. } | Error::BadRedirect { .. } => "bad redirect",
            Error::Client { .. } => "no client",
            Error::NoBrowser { .. } | Error::Sandbox { .. } | Error::Browser { .. } => "browser failed",
            Error::Selector { .. } => "no CSS selector",
            Error::Indistinct { .. } => "differs in a secret only",
            Error::Stopped => "stopped",
            Error::Io { .. } | Error::Busy { .. } | Error::NotAppendable { .. } => "file system",
        }
    }
}

fn no_browser(named: Option<&Path>) -> String {
    match named {
        Some(named) => format!("there is no browser {}", named.display()),
        None => "no Chromium is installed".to_owned(),
    }
}
