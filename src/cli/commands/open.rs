//! Opens a capture in the program that the person reads pages with.
//!
//! In: a document, the sources of the index. Out: a started program. The place of a page is one argument of that program and
//! never passes through a shell.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::cli::error::Failure;
use crate::document::Document;
use crate::index::Manifest;

/// Opens the best capture of a document.
pub(crate) fn open(document: &Document, manifest: &Manifest) -> Result<(), Failure> {
    let seen = document.sightings.first().ok_or_else(|| Failure::new("no capture shows it"))?;
    let place = &seen.evidence.capture;
    let path = path_of(place, manifest).filter(|path| path.is_file()).ok_or_else(|| {
        Failure::new(format!("the capture {place} is not there")).hint("`rsearch sources` lists the folders")
    })?;
    let (program, arguments) = viewer();
    Command::new(&program)
        .args(arguments)
        .arg(&path)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| {
            Failure::new(format!("cannot start {program}: {error}"))
                .hint(format!("name a program in BROWSER, or open {} yourself", path.display()))
        })?;
    Ok(())
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

/// The program that shows pages, with its arguments: the first of `$BROWSER`, else the desktop's.
#[expect(clippy::disallowed_methods, reason = "cli reads the environment")]
fn viewer() -> (String, Vec<String>) {
    let chosen = std::env::var("BROWSER").unwrap_or_default();
    let first = chosen.split(':').next().unwrap_or_default();
    let mut words = first.split_whitespace().filter(|word| *word != "%s").map(str::to_owned);
    match words.next() {
        Some(program) => (program, words.collect()),
        None if cfg!(target_os = "macos") => ("open".to_owned(), Vec::new()),
        None => ("xdg-open".to_owned(), Vec::new()),
    }
}
