//! Decides which sources a run walks, and under which names.
//!
//! In: the sources that the catalog knows, the paths that a person named. Out: [`Scope`]s. Names are a function of the
//! set of sources, not of the order in which they were added.

use std::path::{Path, PathBuf};

use crate::captures::{self, Source, named, resolve};
use crate::catalog::StoredSource;
use crate::index::Manifest;
use crate::ingest::Error;

/// A source, and what a run does with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scope {
    pub(crate) source: Source,
    /// Its row in the catalog, where it has one.
    pub(crate) id: Option<i64>,
    /// Whether the run walks it.
    pub(crate) walked: bool,
    /// Whether all of it has to be read again: the names of captures are part of what is known of them.
    pub(crate) renamed: bool,
    /// Rows of sources of before that are part of it now, and where below it they lie.
    pub(crate) absorbs: Vec<(i64, PathBuf)>,
}

/// All sources there will be.
#[derive(Debug, Default)]
pub(crate) struct Scopes {
    pub(crate) all: Vec<Scope>,
}

/// Whether a path can be a source: it is there, or the index in the folder knows it, and it is not that index.
///
/// # Errors
/// When it cannot.
pub(crate) fn check(path: &Path, folder: &Path) -> Result<(), Error> {
    let error = match resolve(path) {
        Ok(root) if folder.canonicalize().is_ok_and(|index| index == root) => {
            return Err(Error::IsIndex { path: path.to_owned() });
        }
        Ok(_) => return Ok(()),
        Err(error) => error,
    };
    let sources = Manifest::read(folder).map(|manifest| manifest.sources).unwrap_or_default();
    match std::path::absolute(path) {
        Ok(root) if sources.iter().any(|source| source.root == root) => Ok(()),
        _ => Err(error.into()),
    }
}

/// Plans a run. Without paths every known source is walked.
///
/// # Errors
/// When a path that is no known source cannot be read.
pub(crate) fn scopes(known: &[StoredSource], paths: &[PathBuf]) -> Result<Scopes, captures::Error> {
    let mut asked = Vec::new();
    for path in paths {
        match resolve(path) {
            Ok(root) => asked.push(root),
            // A drive that is not mounted: the source is known, and that it is away is told when it is walked.
            Err(error) => match std::path::absolute(path) {
                Ok(root) if known.iter().any(|source| source.root == root) => asked.push(root),
                _ => return Err(error),
            },
        }
    }
    let roots: Vec<PathBuf> =
        known.iter().map(|source| source.root.clone()).chain(asked.iter().cloned()).collect();
    let mut scopes = Scopes::default();
    for source in named(&roots)? {
        let row = known.iter().find(|known| known.root == source.root);
        let is_asked = paths.is_empty() || asked.iter().any(|root| root.starts_with(&source.root));
        let inner = known.iter().filter(|inner| inner.root != source.root);
        let absorbs: Vec<(i64, PathBuf)> = inner
            .filter_map(|inner| Some((inner.id, inner.root.strip_prefix(&source.root).ok()?.to_owned())))
            .collect();
        // A source that is away cannot be read again, so it keeps its name.
        let renamed = row.is_some_and(|row| row.name != source.name) && source.root.exists();
        let name = match row {
            Some(row) if !renamed => row.name.clone(),
            _ => source.name,
        };
        scopes.all.push(Scope {
            source: Source { name, root: source.root },
            id: row.map(|row| row.id),
            walked: is_asked || renamed,
            renamed: renamed || !absorbs.is_empty(),
            absorbs,
        });
    }
    Ok(scopes)
}
