//! The members of an archive, walked as a folder is: which of them describe others, and which are passed over.
//!
//! In: their names, and a way to their bytes. Out: what to do with each. Names are names: no path of an archive touches the
//! file system.

mod tree;

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::captures::walk::Walking;
use crate::captures::{Capture, Found, Skip, Source, zotero};
use crate::formats::open::Again;
use crate::formats::sidecar;
use crate::formats::unchanged::{self, MARK_BYTES, Unchanged};
use crate::formats::unpack::{Refusal, within};
use crate::formats::{Error, Format, Head, Sidecar};

pub(crate) use tree::Members;
use tree::path_of;

/// Whether the members of an archive that can be read in order only may be described by this one, so that it has to be at hand
/// before they come. Its size is in bytes.
pub(crate) fn is_description(name: &str, size: u64) -> bool {
    let path = Path::new(name);
    let is_index =
        path.extension() == Some(OsStr::new("json")) || path.file_name() == Some(OsStr::new("index.jsonl"));
    is_index && size <= sidecar::MAX_BYTES || zotero::is_database(path)
}

/// What to do with the members of an archive.
#[derive(Default)]
pub(crate) struct Plan {
    fates: HashMap<PathBuf, Fate>,
    /// By the members that they speak of.
    repeats: HashMap<PathBuf, Vec<Repeat>>,
}

enum Fate {
    Read {
        described_by: Option<PathBuf>,
    },
    Passed(Skip),
    /// A note, which is told where the member comes that it speaks of.
    Told,
    Bad(Error),
}

/// What is known of a member from others.
#[derive(Default)]
pub(crate) struct Described {
    pub(crate) known: Option<Sidecar>,
    /// Notes that it was seen again as it was.
    pub(crate) repeats: Vec<Repeat>,
}

/// A note that a member was seen again as it was.
pub(crate) struct Repeat {
    /// The name of the note.
    pub(crate) name: String,
    pub(crate) known: Sidecar,
    pub(crate) again: Again,
}

impl Plan {
    /// Looks at all members as the walk looks at a folder.
    /// `archive` is its own name, where it is a member itself.
    pub(crate) fn of(members: &Members<'_>, archive: Option<&str>) -> Plan {
        let mut plan = Plan::default();
        let whole = Source { name: String::new(), root: PathBuf::new() };
        for found in Walking::new(members, vec![whole]) {
            let (path, fate) = match found {
                // Of members of one name the first is told of.
                Found::Capture(Capture { path, .. }) if plan.is_told(&path) => continue,
                Found::Capture(Capture { path, sidecar: None, .. }) => {
                    let fate =
                        plan.note(members, archive, &path).unwrap_or(Fate::Read { described_by: None });
                    (path, fate)
                }
                Found::Capture(Capture { path, sidecar, .. }) => {
                    let described_by = sidecar.map(|file| file.path);
                    // The index of a snapshot is walked past; others come by themselves.
                    if let Some(by) = &described_by {
                        plan.fates.entry(by.clone()).or_insert(Fate::Passed(Skip::Sidecar));
                    }
                    (path, Fate::Read { described_by })
                }
                Found::Skipped { path, reason, .. } => (path, Fate::Passed(reason)),
                Found::Corrections { path, .. } => (path, Fate::Passed(Skip::Corrections)),
                Found::Problem { path, error, .. } => (path, Fate::Bad(Error::Io(error))),
            };
            plan.fates.insert(path, fate);
        }
        plan
    }

    fn is_told(&self, path: &Path) -> bool {
        matches!(self.fates.get(path), Some(Fate::Read { .. } | Fate::Told | Fate::Bad(_)))
    }

    /// Whether a member is a note that another was seen again as it was; then that is kept for the other.
    fn note(&mut self, members: &Members<'_>, archive: Option<&str>, path: &Path) -> Option<Fate> {
        if path.extension() != Some(OsStr::new("json")) {
            return None;
        }
        let head = members.head(path, MARK_BYTES as u64).ok()?;
        let whole = head.len() < MARK_BYTES;
        Unchanged.detect(&Head { bytes: &head, extension: "json", whole })?;
        let told = unchanged::note_in(&members, path).and_then(|note| {
            let known = Sidecar::read_in(&members, path, &note.earlier)?;
            Ok((note, known))
        });
        let (note, known) = match told {
            Ok(told) => told,
            Err(error) => return Some(Fate::Bad(error)),
        };
        let repeat = Repeat { name: within(archive, &name_of(path)), known, again: note.again };
        self.repeats.entry(note.earlier).or_default().push(repeat);
        Some(Fate::Told)
    }

    /// What is known of a member that is to be read; none of one that is told where another is read. The notes on a member
    /// are given out once.
    pub(crate) fn look(&mut self, members: &Members<'_>, name: &str) -> Result<Option<Described>, Refusal> {
        let path = path_of(name);
        let known = match self.fates.get(&path) {
            Some(Fate::Read { described_by }) => {
                let read = |by: &PathBuf| Sidecar::read_in(&members, by, &path);
                described_by.as_ref().map(read).transpose().map_err(Refusal::Problem)?
            }
            Some(Fate::Told) => return Ok(None),
            Some(Fate::Passed(reason)) => return Err(Refusal::Skip(*reason)),
            Some(Fate::Bad(_)) => {
                let Some(Fate::Bad(error)) = self.fates.remove(&path) else { return Ok(None) };
                return Err(Refusal::Problem(error));
            }
            // A name that was not listed: nothing is known of it.
            None if !members.has(&path) => None,
            None => {
                let passed = |above: &Path| match self.fates.get(above) {
                    Some(Fate::Passed(reason)) => Some(*reason),
                    _ => None,
                };
                // What the walk does not name at all is another rendering of the page in a snapshot.
                let reason = path.ancestors().find_map(passed).unwrap_or(Skip::PageParts);
                return Err(Refusal::Skip(reason));
            }
        };
        Ok(Some(Described { known, repeats: self.repeats.remove(&path).unwrap_or_default() }))
    }
}

/// The name of a member with a path.
fn name_of(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(OsStr::to_string_lossy).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use std::io::{self, Read};

    use super::*;
    use crate::formats::Limits;

    /// What is to be done with members, which are given with their texts.
    fn planned(files: &[(&str, &str)]) -> Vec<String> {
        let lend = |number: usize, take: &mut dyn FnMut(&mut dyn Read) -> io::Result<()>| {
            take(&mut files[number].1.as_bytes())
        };
        let members = Members::new(files.iter().map(|(name, _)| Some(*name)), Limits::default(), &lend);
        let mut plan = Plan::of(&members, None);
        let look = |(name, _): &(&str, &str)| match plan.look(&members, name) {
            Ok(Some(Described { known, repeats })) => {
                let url = known.and_then(|known| known.url).unwrap_or_default();
                let repeats: Vec<String> = repeats.into_iter().map(|repeat| repeat.name).collect();
                format!("{name} {url} {}", repeats.join(" "))
            }
            Ok(None) => format!("{name}: told"),
            Err(Refusal::Skip(reason)) => format!("{name}: {}", reason.as_str()),
            Err(Refusal::Problem(error)) => format!("{name}! {error}"),
        };
        files.iter().map(look).map(|line| line.trim_end().to_owned()).collect()
    }

    #[test]
    fn an_archive_is_walked_as_a_folder_is() {
        let note = |of: &str| {
            format!(
                r#"{{"rsearch": "1", "body": "{of}", "unchanged_since": "2026-01-01T00:00:00Z", "url": "https://a.example/n"}}"#
            )
        };
        let (seen, lost) = (note("page.html"), note("none.html"));
        let files = [
            ("./a/page.html", "x"),
            ("a//page.json", r#"{"url": "https://a.example/p"}"#),
            ("a/later.json", &seen),
            ("a/lost.json", &lost),
            ("a/bad.html", "x"),
            ("a/bad.json", "{"),
            ("../up.html", "x"),
            ("/etc/x.html", "x"),
            ("saved.html", "x"),
            ("saved_files/ad.html", "x"),
            ("__MACOSX/._saved.html", "x"),
            ("old/rsearch.json", r#"{"program": "rsearch"}"#),
            ("old/corrections.toml", ""),
            ("corrections.toml", ""),
            ("archive/1714557600.1/index.json", r#"{"url": "https://a.example/s"}"#),
            ("archive/1714557600.1/output.html", "x"),
            ("archive/1714557600.1/output.pdf", "x"),
        ];
        let planned = planned(&files);
        assert_eq!(
            planned,
            [
                "./a/page.html https://a.example/p a/later.json",
                "a//page.json: metadata of the capture beside it",
                "a/later.json: told",
                "a/lost.json! it says that the page is as in none.html, which cannot be read: no such member",
                "a/bad.html! cannot read its metadata in bad.json: EOF while parsing an object at line 1 column 1",
                "a/bad.json: metadata of the capture beside it",
                "../up.html",
                "/etc/x.html",
                "saved.html",
                "saved_files/ad.html: parts of the page saved beside it",
                "__MACOSX/._saved.html: hidden",
                "old/rsearch.json: rsearch index",
                "old/corrections.toml: rsearch index",
                "corrections.toml: corrections",
                "archive/1714557600.1/index.json: metadata of the capture beside it",
                "archive/1714557600.1/output.html https://a.example/s",
                "archive/1714557600.1/output.pdf: parts of the page saved beside it",
            ]
        );
    }
}
