//! A page that was seen again, unchanged: a metadata file alone, which names the capture that the page is like.
//!
//! In: what `rsearch capture` writes when a site answers 304 or with the same bytes. Out: the earlier capture, under the name and with the
//! metadata of the later one. Reads no file but one beside it.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::captures::tree::{Disk, Kind, Tree};
use crate::captures::{Capture, SidecarFile};
use crate::document::{Evidence, Moment, identity};
use crate::formats::open::Again;
use crate::formats::{Content, Context, Error, Format, Head, Outcome, Page, Piece};

/// Metadata files without a capture.
pub(crate) struct Unchanged;

/// Name of the format of notes that an earlier capture was seen again.
pub const NAME: &str = "unchanged";

/// Bytes within which the marks of such a file stand: they are its first keys.
pub(crate) const MARK_BYTES: usize = 512;

/// Bytes of such a file.
const MAX_BYTES: u64 = 1 << 20;

impl Format for Unchanged {
    fn name(&self) -> &'static str {
        NAME
    }

    fn about(&self) -> &'static str {
        "notes of rsearch capture that a page was seen again as it was"
    }

    fn recognised_by(&self) -> &'static str {
        "a `.json` without a capture beside it that begins with the key `rsearch` and has `unchanged_since` near its beginning"
    }

    fn detect(&self, head: &Head) -> Option<&'static str> {
        let start = &head.bytes[..head.bytes.len().min(MARK_BYTES)];
        let start = String::from_utf8_lossy(start);
        let marked = start.trim_start().strip_prefix('{')?.trim_start().starts_with("\"rsearch\"")
            && start.contains("\"unchanged_since\"");
        (head.extension == "json" && marked).then_some("is metadata that names an earlier capture")
    }

    /// The earlier capture is opened in its place, and decoded by its own format. Where no capture can lie beside it, it tells
    /// of nothing.
    fn decode(&self, context: &Context, _: Piece, emit: &mut dyn FnMut(Outcome)) {
        let reason = "it tells of a capture beside it, which cannot be looked for from here".to_owned();
        emit(Outcome::Problem(context.place().to_owned(), Error::BadRecord { reason }));
    }
}

/// What a note says: which capture the page is like, and what to tell of it.
pub(crate) struct Note {
    /// Where the capture is.
    pub(crate) earlier: PathBuf,
    pub(crate) again: Again,
}

/// Reads a note on the disk or among the members of an archive. The capture it names lies beside it, or that is an error.
pub(crate) fn note_in(tree: &dyn Tree, path: &Path) -> Result<Note, Error> {
    let bad = |reason: String| Error::BadRecord { reason };
    let bytes = tree.read(path, MAX_BYTES)?.ok_or_else(|| bad("larger than 1 MiB".to_owned()))?;
    let object: Map<String, Value> =
        serde_json::from_slice(&bytes).map_err(|error| bad(format!("not a JSON object: {error}")))?;
    let text = |name: &str| object.get(name).and_then(Value::as_str);
    let (Some(name), Some(since)) = (text("body"), text("unchanged_since")) else {
        return Err(bad("it has no `body` and `unchanged_since`".to_owned()));
    };
    let missing = |reason: String| Error::NoEarlier { name: name.to_owned(), reason };
    let is_plain = !name.contains(['/', '\\']) && !name.starts_with('.') && !name.is_empty();
    let Some(folder) = path.parent().filter(|_| is_plain) else {
        return Err(missing("it is no name of a file beside it".to_owned()));
    };
    let earlier = folder.join(name);
    // A link is not followed.
    let kind = tree.kind(&earlier).map_err(|error| missing(error.to_string()))?;
    if kind != Kind::File || earlier.extension().is_some_and(|extension| extension == "json") {
        return Err(missing("it is no capture".to_owned()));
    }
    Ok(Note {
        earlier,
        again: Again {
            shown: Moment::parse(since).filter(|shown| shown.may_be_of_capture()),
            digest: identity::digest_of(&bytes),
        },
    })
}

/// The earlier capture under the name of the later one, and what is said of it.
pub(crate) fn earlier(capture: &Capture) -> Result<(Capture, Again), Error> {
    let Note { earlier: path, again } = note_in(&Disk, &capture.path)?;
    let sidecar =
        SidecarFile { path: capture.path.clone(), bytes: capture.bytes, modified: capture.modified };
    let (_, (bytes, _)) = Disk.look(&path)?;
    Ok((Capture { path, bytes, sidecar: Some(sidecar), ..capture.clone() }, again))
}

/// The page of an earlier capture, as one that was seen again.
pub(crate) fn seen_again(page: Page, shown: Option<Moment>) -> Page {
    let evidence = Evidence { format: NAME.to_owned(), ..page.evidence };
    Page { evidence, content: Content::Unchanged { content: Box::new(page.content), shown }, ..page }
}
