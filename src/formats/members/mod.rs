//! The members of an archive, walked as a folder is: which of them describe others, and which are passed over.
//!
//! In: their names, and a way to their bytes. Out: what to do with each. Names are names: no path of an archive touches the
//! file system.

mod tree;

use std::collections::HashMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::captures::walk::{Walking, is_hidden};
use crate::captures::{Capture, Found, Skip, Source, zotero};
use crate::formats::open::Again;
use crate::formats::sidecar;
use crate::formats::unchanged::{self, MARK_BYTES, Unchanged};
use crate::formats::unpack::{Refusal, within};
use crate::formats::{Error, Format, Head, Sidecar};

pub(crate) use tree::{Members, path_of};

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
    repeats: HashMap<PathBuf, Vec<Other>>,
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

/// What is to be done with a member.
pub(crate) struct Looked {
    pub(crate) own: Own,
    /// Under which names it is to be read besides.
    pub(crate) others: Vec<Other>,
}

/// What is to be done with a member under its own name.
pub(crate) enum Own {
    /// It is to be read; what is known of it.
    Read(Option<Sidecar>),
    Refused(Refusal),
    /// It is told where another member is read.
    Told,
}

/// Another name of a member: that of a note that it was seen again as it was, or of a link to it.
pub(crate) struct Other {
    /// The name, with that of the archive where this is a member itself.
    pub(crate) name: String,
    /// What is known of it under this name.
    pub(crate) known: Option<Sidecar>,
    /// What the note says.
    pub(crate) again: Option<Again>,
}

impl Default for Looked {
    /// A member of which nothing is known.
    fn default() -> Looked {
        Looked { own: Own::Read(None), others: Vec::new() }
    }
}

impl Plan {
    /// Looks at all members as the walk looks at a folder.
    /// `archive` is its own name, where it is a member itself.
    pub(crate) fn of(members: &Members<'_>, archive: Option<&str>) -> Plan {
        let mut plan = Plan::default();
        let whole = Source { name: String::new(), root: PathBuf::new() };
        for found in Walking::new(members, vec![whole]) {
            let (path, fate) = match found {
                // The walk meets each of several members of one name.
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
        let name = within(archive, &name_of(path));
        let repeat = Other { name, known: Some(known), again: Some(note.again) };
        self.repeats.entry(note.earlier).or_default().push(repeat);
        Some(Fate::Told)
    }

    /// What is to be done with the member of a name, which has this number. The notes on a member are given out once.
    pub(crate) fn look(&mut self, members: &Members<'_>, number: usize, name: &str) -> Looked {
        let path = path_of(name);
        match members.number(&path) {
            None if path.iter().any(is_hidden) => {
                Looked { own: Own::Refused(Refusal::Skip(Skip::Hidden)), others: Vec::new() }
            }
            // A name that was not listed: nothing is known of it.
            None => Looked::default(),
            Some(last) if last != number => {
                Looked { own: Own::Refused(Refusal::Skip(Skip::Replaced)), others: Vec::new() }
            }
            Some(_) => Looked {
                own: self.own(members, &path),
                others: self.repeats.remove(&path).unwrap_or_default(),
            },
        }
    }

    fn own(&mut self, members: &Members<'_>, path: &Path) -> Own {
        match self.fates.get(path) {
            Some(Fate::Read { described_by: None }) => Own::Read(None),
            Some(Fate::Read { described_by: Some(by) }) => match Sidecar::read_in(&members, by, path) {
                Ok(known) => Own::Read(Some(known)),
                Err(error) => Own::Refused(Refusal::Problem(error)),
            },
            Some(Fate::Told) => Own::Told,
            Some(Fate::Passed(reason)) => Own::Refused(Refusal::Skip(*reason)),
            Some(Fate::Bad(_)) => match self.fates.remove(path) {
                Some(Fate::Bad(error)) => Own::Refused(Refusal::Problem(error)),
                _ => Own::Told,
            },
            None => {
                let passed = |above: &Path| match self.fates.get(above) {
                    Some(Fate::Passed(reason)) => Some(*reason),
                    _ => None,
                };
                // What the walk does not name at all is another rendering of the page in a snapshot.
                let reason = path.ancestors().find_map(passed).unwrap_or(Skip::PageParts);
                Own::Refused(Refusal::Skip(reason))
            }
        }
    }
}

/// The name of a member with a path.
fn name_of(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(OsStr::to_string_lossy).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::io::{self, Read};
    use std::rc::Rc;

    use super::*;
    use crate::formats::Limits;

    /// What is to be done with members, which are given with their texts.
    fn planned(files: &[(&str, &str)]) -> Vec<String> {
        let lend = |number: usize, take: &mut dyn FnMut(&mut dyn Read) -> io::Result<()>| {
            take(&mut files[number].1.as_bytes())
        };
        let left = Rc::new(Cell::new(1 << 20));
        let names = files.iter().map(|(name, _)| Some(*name));
        let members = Members::new(names, Limits::default(), left, &lend);
        let mut plan = Plan::of(&members, None);
        let look = |(number, (name, _)): (usize, &(&str, &str))| {
            let Looked { own, others } = plan.look(&members, number, name);
            let own = match own {
                Own::Read(known) => format!(" {}", known.and_then(|known| known.url).unwrap_or_default()),
                Own::Told => ": told".to_owned(),
                Own::Refused(Refusal::Skip(reason)) => format!(": {}", reason.as_str()),
                Own::Refused(Refusal::Problem(error)) => format!("! {error}"),
            };
            let others: Vec<String> = others.into_iter().map(|other| other.name).collect();
            format!("{name}{own} {}", others.join(" ")).trim_end().to_owned()
        };
        files.iter().enumerate().map(look).collect()
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
            ("a/twice.html", "old"),
            ("a/twice.json", r#"{"url": "https://a.example/old"}"#),
            ("a/./twice.html", "new"),
            ("a/twice.json", r#"{"url": "https://a.example/new"}"#),
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
                "a/twice.html: replaced by a later member of its name",
                "a/twice.json: replaced by a later member of its name",
                "a/./twice.html https://a.example/new",
                "a/twice.json: metadata of the capture beside it",
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
