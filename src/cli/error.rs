//! How a command ends: exit codes, and errors with what to do about them.
//!
//! In: errors of the other rooms. Out: [`Failure`]s, printed as `error:` and `hint:` lines, and [`Exit`] codes.

use std::io;
use std::path::{Path, PathBuf};

use crate::captures::fetch;
use crate::cli::commands::capture::hint;
use crate::cli::printer::Printer;
use crate::search::query::ParseError;
use crate::{captures, catalog, index, ingest, search, state};

/// Exit codes. 0, 1 and 2 are grep's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Something was found, or the work is done.
    Success = 0,
    /// Searched well, found nothing.
    NothingFound = 1,
    /// The command could not be carried out.
    Failure = 2,
    /// Done, but some captures could not be read.
    SomeProblems = 3,
    /// Stopped by a signal before its end.
    Stopped = 130,
}

/// Why a command could not be carried out.
#[derive(Debug)]
pub(crate) struct Failure {
    error: anyhow::Error,
    /// Lines below the error, printed as they are: a query with a caret.
    place: Option<String>,
    exit: Exit,
    hint: Option<String>,
}

impl Failure {
    /// A failure with a message: lower case, no full stop.
    pub(crate) fn new(message: impl Into<String>) -> Failure {
        Failure::of(anyhow::Error::msg(message.into()), None)
    }

    /// A failure of another room, with what to do.
    fn of(error: impl Into<anyhow::Error>, hint: Option<String>) -> Failure {
        Failure { error: error.into(), place: None, exit: Exit::Failure, hint }
    }

    /// The same where what is missing is what was asked for: whoever looked well found nothing.
    pub(crate) fn found_nothing(mut self) -> Failure {
        self.exit = Exit::NothingFound;
        self
    }

    /// Adds what to do.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Failure {
        self.hint = Some(hint.into());
        self
    }

    /// Says where it went wrong.
    pub(crate) fn within(mut self, place: &str) -> Failure {
        self.error = self.error.context(place.to_owned());
        self
    }

    /// What went wrong, on one line.
    pub(crate) fn message(&self) -> String {
        format!("{:#}", self.error)
    }

    /// A query that does not parse, with a caret at the place.
    pub(crate) fn in_query(error: &ParseError, query: &str) -> Failure {
        let failure = Failure::of(anyhow::Error::msg(error.message.clone()), error.hint.clone());
        Failure { place: Some(error.render(query)), ..failure }
    }

    /// Prints it. A reader that went away is no failure: the answer was no longer wanted.
    pub(crate) fn report(self, printer: &Printer) -> Exit {
        let gone = |cause: &(dyn std::error::Error + 'static)| {
            cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
        };
        if self.error.chain().any(gone) {
            return Exit::Success;
        }
        let mut message = Vec::new();
        for cause in self.error.chain() {
            let text = cause.to_string();
            // Libraries repeat the cause in the message; people read it once.
            if !message.last().is_some_and(|last: &String| last.ends_with(&text)) {
                message.push(text);
            }
        }
        printer.error(&message.join(": "));
        if let Some(place) = &self.place {
            printer.say(place);
        }
        if let Some(hint) = &self.hint {
            printer.hint(hint);
        }
        self.exit
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::of(error, None)
    }
}

impl From<index::Error> for Failure {
    fn from(error: index::Error) -> Failure {
        let hint = match &error {
            index::Error::Missing { folder } => Some(format!(
                "make one with `rsearch index PATH…{}`, or name another with --index or RSEARCH_INDEX",
                index_flag(folder)
            )),
            // An ordinary run would go on from what it can open, and damage may lie where opening does not look.
            index::Error::Damaged { folder, sources, .. } if !sources.is_empty() || has_catalog(folder) => {
                Some(format!(
                    "the captures are the truth: make it anew with `{}`",
                    command("rebuild", folder)
                ))
            }
            index::Error::OtherFormat { folder, sources, .. }
            | index::Error::Damaged { folder, sources, .. } => Some(format!(
                "the captures are the truth: make the index anew with `{}`",
                rebuild(folder, sources)
            )),
            index::Error::Locked { .. } => {
                Some("wait until it is done, or give this one another --index".to_owned())
            }
            index::Error::NotAnIndex { .. } => Some("name a new or empty folder with --index".to_owned()),
            index::Error::Io { what: "read", .. } => Some("check that you may read it".to_owned()),
            index::Error::Io { .. } | index::Error::Write { .. } => Some(
                "check that there is room and that you may write there; an earlier index is untouched"
                    .to_owned(),
            ),
        };
        Failure::of(error, hint)
    }
}

impl From<ingest::Error> for Failure {
    fn from(error: ingest::Error) -> Failure {
        match error {
            ingest::Error::Index(error) => error.into(),
            ingest::Error::Captures(error @ captures::Error::Unwatchable { .. }) => {
                let hint = "let `rsearch index` look from time to time; on Linux the limit is fs.inotify.max_user_watches";
                Failure::of(error, Some(hint.to_owned()))
            }
            ingest::Error::Captures(error) => Failure::of(error, Some("check the path".to_owned())),
            ingest::Error::Catalog(error) => error.into(),
            ingest::Error::Corrections(error) => {
                let hint = match &error {
                    captures::CorrectionsError::Damaged { .. } => {
                        "mend the file by hand; it is never changed where it cannot be read"
                    }
                    captures::CorrectionsError::Io { .. } => {
                        "check that there is room and that you may write there; corrections are kept beside the captures"
                    }
                };
                Failure::of(error, Some(hint.to_owned()))
            }
            error => {
                let hint = match &error {
                    ingest::Error::NoSources { folder } => {
                        format!("name one: `rsearch index PATH…{}`", index_flag(folder))
                    }
                    ingest::Error::IsIndex { .. } => {
                        "name the folder that the captures are in; --index names where the index is"
                            .to_owned()
                    }
                    ingest::Error::Away { .. } => {
                        "mount or restore it; --prune goes on without what it showed".to_owned()
                    }
                    _ => "check that there is room and that you may write there".to_owned(),
                };
                Failure::of(error, Some(hint))
            }
        }
    }
}

impl From<fetch::Error> for Failure {
    fn from(error: fetch::Error) -> Failure {
        let hint = match &error {
            fetch::Error::Io { .. } => Some("check that there is room and that you may write there"),
            other => hint(other),
        };
        Failure::of(error, hint.map(str::to_owned))
    }
}

impl From<catalog::Error> for Failure {
    fn from(error: catalog::Error) -> Failure {
        let hint = match &error {
            catalog::Error::Missing { folder } => {
                format!("make one with `rsearch index PATH…{}`", index_flag(folder))
            }
            catalog::Error::OtherVersion { folder, .. } | catalog::Error::Damaged { folder, .. } => {
                format!(
                    "the captures are the truth: make it anew with `rsearch rebuild{}`",
                    index_flag(folder)
                )
            }
            catalog::Error::Sqlite { .. } | catalog::Error::Io { .. } => {
                "check that there is room and that you may write there; the last state is untouched"
                    .to_owned()
            }
        };
        Failure::of(error, Some(hint))
    }
}

impl From<state::Error> for Failure {
    fn from(error: state::Error) -> Failure {
        let hint = match &error {
            state::Error::Io { .. } => "check that you may write there, or name another folder with --state",
            state::Error::Name { .. } => "use letters, digits, `-`, `_` and `.`",
            state::Error::Damaged { .. } => "mend it by hand, or move it away",
        };
        Failure::of(error, Some(hint.to_owned()))
    }
}

impl Failure {
    /// A search that failed, with a caret where the query is to blame.
    pub(crate) fn in_search(error: search::Error, query: &str) -> Failure {
        match &error {
            search::Error::Pattern { message, part, hint } => match query.find(part.as_str()) {
                Some(start) => {
                    let span = start..start + part.len();
                    let error = ParseError { message: message.clone(), span, hint: Some((*hint).to_owned()) };
                    Failure::in_query(&error, query)
                }
                None => Failure::new(message.clone()).hint(*hint),
            },
            _ => error.into(),
        }
    }
}

impl From<search::Error> for Failure {
    fn from(error: search::Error) -> Failure {
        match error {
            search::Error::Index(error) => error.into(),
            error => Failure::of(error, None),
        }
    }
}

/// The command that makes an index anew.
fn rebuild(folder: &Path, sources: &[PathBuf]) -> String {
    let paths = match sources {
        [] => "PATH…".to_owned(),
        sources => sources.iter().map(|path| quoted(path)).collect::<Vec<_>>().join(" "),
    };
    format!("rsearch index {paths}{}", index_flag(folder))
}

/// Whether what was indexed may still be known where the index itself does not tell.
fn has_catalog(folder: &Path) -> bool {
    folder.join(catalog::CATALOG).exists()
}

/// A command for the index in a folder, as it would be typed.
pub(crate) fn command(name: &str, folder: &Path) -> String {
    format!("rsearch {name}{}", index_flag(folder))
}

fn index_flag(folder: &Path) -> String {
    if folder == Path::new(crate::cli::args::DEFAULT_INDEX) {
        String::new()
    } else {
        format!(" --index {}", quoted(folder))
    }
}

/// A path as a shell takes it.
pub(crate) fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = text.chars().all(|letter| letter.is_alphanumeric() || "/._-+:@%".contains(letter));
    if plain && !text.is_empty() { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}
