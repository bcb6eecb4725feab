//! Opens a capture in the program that the person reads pages with.
//!
//! In: a document, the sources of the index. Out: a started program. The place of a page is one argument of that program and
//! never passes through a shell.

use std::ffi::OsString;
use std::fmt::Write;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::cli::cite::best;
use crate::cli::error::Failure;
use crate::cli::text;
use crate::document::Document;
use crate::index::Manifest;

/// Opens the capture that shows a document best, the one that citations name. A record among others or a member of an archive is no file,
/// and the web is not gone to: these are refused.
pub(crate) fn open(document: &Document, manifest: &Manifest) -> Result<(), Failure> {
    let evidence = best(document).ok_or_else(|| Failure::new("no capture shows it"))?;
    let path = path_of(&evidence.capture, manifest).filter(|path| path.is_file());
    let is_whole = |range| path.as_deref().is_some_and(|path| holds_only(path, range).unwrap_or(false));
    if evidence.member.is_some() || evidence.range.is_some_and(|range| !is_whole(range)) {
        let id = &document.id;
        let mut hint =
            format!("`rsearch show {id}` shows it, `rsearch show --raw {id} > FILE` writes its bytes");
        if let Some(url) = &document.url {
            let _ = write!(hint, "; on the web it is at {}", text::one_line(url));
        }
        let place = text::one_line(&evidence.place_within());
        return Err(
            Failure::new(format!("{place} cannot be opened: its capture is a part of a file")).hint(hint)
        );
    }
    let place = &evidence.capture;
    let path = path.ok_or_else(|| {
        Failure::new(format!("the capture {place} is not there")).hint("`rsearch sources` lists the folders")
    })?;
    let mut failed = Vec::new();
    for viewer in viewers() {
        let mut words = viewer.with(&path).into_iter();
        let Some(program) = words.next() else { continue };
        let started = Command::new(&program)
            .args(words)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        match started {
            Ok(_) => return Ok(()),
            Err(error) => failed.push(format!("{}: {error}", program.display())),
        }
    }
    Err(Failure::new(format!("cannot start {}", failed.join(", nor ")))
        .hint(format!("name a program in BROWSER, or open {} yourself", path.display())))
}

/// Whether a file is one JSON object, whose bytes these are, and white space around it.
fn holds_only(path: &Path, (from, until): (u64, u64)) -> io::Result<bool> {
    /// Bytes around it that are looked at. A judgement: a mark of the byte order and line ends are fewer.
    const AROUND: u64 = 64;
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    if from > AROUND || length < until || length - until > AROUND {
        return Ok(false);
    }
    let (mut head, mut tail) = (Vec::new(), Vec::new());
    (&mut file).take(from + 1).read_to_end(&mut head)?;
    file.seek(SeekFrom::Start(until))?;
    file.take(AROUND).read_to_end(&mut tail)?;
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
    Ok(head.trim_ascii() == b"{" && tail.trim_ascii().is_empty())
}

/// Where a capture lies: the source whose name its place begins with, and the path below it.
fn path_of(place: &str, manifest: &Manifest) -> Option<PathBuf> {
    let below = |name: &str, root: &Path| {
        let rest = place.strip_prefix(name)?;
        match rest.strip_prefix('/') {
            Some(rest) => Some(root.join(rest)),
            None => rest.is_empty().then(|| root.to_owned()),
        }
    };
    let found = manifest
        .sources
        .iter()
        .filter_map(|source| Some((source.name.len(), below(&source.name, &source.root)?)));
    found.max_by_key(|(length, _)| *length).map(|(_, path)| path)
}

/// A program that shows pages, and its arguments, in which `%s` stands for the page.
#[derive(Debug, PartialEq, Eq)]
struct Viewer(Vec<String>);

impl Viewer {
    /// The words of the command for a page, which comes last where no `%s` says where.
    fn with(&self, page: &Path) -> Vec<OsString> {
        let mut is_put = false;
        let mut words: Vec<OsString> = Vec::new();
        for (place, word) in self.0.iter().enumerate() {
            match word.split_once("%s").filter(|_| place > 0) {
                Some((before, after)) => {
                    is_put = true;
                    let mut word = OsString::from(before);
                    word.push(page);
                    word.push(after);
                    words.push(word);
                }
                None => words.push(word.into()),
            }
        }
        if !is_put {
            words.push(page.into());
        }
        words
    }
}

/// The programs that show pages, in the order in which they are tried: those of `$BROWSER`, a colon between them, else the
/// desktop's.
#[expect(clippy::disallowed_methods, reason = "cli reads the environment")]
fn viewers() -> Vec<Viewer> {
    let chosen = std::env::var("BROWSER").unwrap_or_default();
    let of_desktop = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let named = listed(&chosen);
    if named.is_empty() { listed(of_desktop) } else { named }
}

/// The programs that a list names.
fn listed(list: &str) -> Vec<Viewer> {
    let words = |one: &str| one.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    list.split(':').map(words).filter(|words| !words.is_empty()).map(Viewer).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_programs_is_taken_apart_and_the_page_put_where_it_says() {
        let page = Path::new("a b.html");
        let commands: Vec<Vec<OsString>> =
            listed("one -n:: two --at=%s --x:three").iter().map(|viewer| viewer.with(page)).collect();
        let expected: [&[&str]; 3] =
            [&["one", "-n", "a b.html"], &["two", "--at=a b.html", "--x"], &["three", "a b.html"]];
        assert_eq!(commands, expected.map(|words| words.iter().map(OsString::from).collect::<Vec<_>>()));
        assert!(listed(" : ").is_empty());
    }
}
