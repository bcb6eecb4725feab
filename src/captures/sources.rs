//! Names the folders that captures come from.
//!
//! In: paths as typed. Out: [`Source`]s with absolute paths and names that do not depend on the current folder.

use std::path::{Path, PathBuf};

use crate::captures::{Error, not_utf8};

/// A folder (or a single file) that captures come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// How the places of its captures begin: as many of the last parts of its path as tell it from the others.
    pub name: String,
    /// Absolute path.
    pub root: PathBuf,
}

/// Resolves paths into sources. A path within another one given is part of that one; a path given twice is one.
///
/// # Errors
/// When a path does not exist or cannot be read.
pub fn sources(paths: &[PathBuf]) -> Result<Vec<Source>, Error> {
    named(&paths.iter().map(|path| absolute(path)).collect::<Result<Vec<_>, _>>()?)
}

/// The absolute path of a source that an index can name, without links.
///
/// # Errors
/// When it does not exist, cannot be read, or its name is not UTF-8.
pub fn resolve(path: &Path) -> Result<PathBuf, Error> {
    let root = absolute(path)?;
    match root.to_str() {
        Some(_) => Ok(root),
        None => Err(Error::Unreadable { path: path.to_owned(), source: not_utf8() }),
    }
}

fn absolute(path: &Path) -> Result<PathBuf, Error> {
    path.canonicalize().map_err(|source| Error::Unreadable { path: path.to_owned(), source })
}

/// Names absolute paths. They need not exist.
///
/// # Errors
/// When two cannot be told apart.
pub fn named(roots: &[PathBuf]) -> Result<Vec<Source>, Error> {
    let mut roots = roots.to_vec();
    roots.sort();
    roots.dedup();
    let outermost: Vec<PathBuf> = roots
        .iter()
        .filter(|root| !roots.iter().any(|other| other != *root && root.starts_with(other)))
        .cloned()
        .collect();
    let mut sources = Vec::new();
    for root in &outermost {
        let parts = (1..=root.components().count()).find(|&parts| {
            outermost.iter().all(|other| other == root || tail(other, parts) != tail(root, parts))
        });
        match parts {
            Some(parts) => sources.push(Source { name: tail(root, parts), root: root.clone() }),
            None => return Err(Error::SameName { first: root.clone(), second: root.clone() }),
        }
    }
    Ok(sources)
}

/// The last `parts` parts of a path, joined by `/`; the file system's root is the empty name.
fn tail(path: &Path, parts: usize) -> String {
    let names: Vec<String> = path
        .components()
        .filter_map(|part| match part {
            std::path::Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
            _ => None,
        })
        .collect();
    names[names.len().saturating_sub(parts)..].join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path, paths: &[&str]) -> Vec<String> {
        let paths: Vec<PathBuf> = paths.iter().map(|path| folder.join(path)).collect();
        sources(&paths).unwrap().into_iter().map(|source| source.name).collect()
    }

    #[test]
    fn a_source_is_named_by_as_little_of_its_path_as_tells_it_apart() {
        let folder = tempfile::tempdir().unwrap();
        for path in ["a/captures", "b/captures", "c/pages/deep"] {
            std::fs::create_dir_all(folder.path().join(path)).unwrap();
        }
        assert_eq!(names(folder.path(), &["a/captures"]), ["captures"]);
        assert_eq!(names(folder.path(), &["a/captures", "a/../a/captures/"]), ["captures"]);
        assert_eq!(
            names(folder.path(), &["a/captures", "b/captures", "c/pages"]),
            ["a/captures", "b/captures", "pages"]
        );
        assert_eq!(names(folder.path(), &["c/pages", "c/pages/deep"]), ["pages"]);
    }

    #[test]
    fn a_path_that_is_not_there_is_an_error_that_names_it() {
        let error = sources(&[PathBuf::from("/no/such/folder")]).unwrap_err();
        assert_eq!(error.to_string(), "cannot read /no/such/folder");
    }
}
