//! Keeps what people said, outside the index: saved queries, judgements, marks, follows.
//!
//! In: names and texts. Out: plain files in one folder (`.rsearch/` beside the index, unless another is named), replaced in
//! one step each. Knows neither the index nor what the files say.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::files;

/// Name of the folder, beside that of the index.
pub const FOLDER: &str = ".rsearch";

/// Bytes of a file at most: all are written by hand or a line at a time.
const MAX_BYTES: u64 = 64 << 20;

/// What can go wrong with the folder.
#[derive(Debug, Error)]
pub enum Error {
    /// A file could not be read or written.
    #[error("cannot {what} {}", path.display())]
    Io {
        /// `read` or `write`.
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A name that is no plain file name.
    #[error("`{name}` cannot be the name of a file")]
    Name {
        /// The name.
        name: String,
    },
    /// A file that is not what rsearch writes there.
    #[error("{} makes no sense: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it, and in which line.
        reason: String,
    },
}

/// The folder. It is made when something is first written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    folder: PathBuf,
}

impl State {
    /// The state in a folder, which need not be there yet.
    pub fn at(folder: &Path) -> State {
        State { folder: folder.to_owned() }
    }

    /// The state that belongs to an index: in [`FOLDER`] beside it.
    pub fn beside(index: &Path) -> State {
        let parent = index.parent().unwrap_or_else(|| Path::new(""));
        State { folder: parent.join(FOLDER) }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where a file is, for messages about it.
    ///
    /// # Errors
    /// When the name is not that of a plain file, such as `queries.toml` or `marks/weekly`.
    pub fn path(&self, name: &str) -> Result<PathBuf, Error> {
        let plain = |part: &str| {
            let letters = part.chars().all(|letter| letter.is_alphanumeric() || "-_.".contains(letter));
            letters && !part.is_empty() && !part.starts_with('.')
        };
        if name.split('/').all(plain) {
            Ok(self.folder.join(name))
        } else {
            Err(Error::Name { name: name.to_owned() })
        }
    }

    /// The text of a file; none when it was never written.
    ///
    /// # Errors
    /// When it cannot be read, is no UTF-8 or larger than 64 MiB.
    pub fn read(&self, name: &str) -> Result<Option<String>, Error> {
        let path = self.path(name)?;
        match fs::metadata(&path) {
            Ok(metadata) if metadata.len() > MAX_BYTES => {
                let reason = format!("it is larger than {} MiB", MAX_BYTES >> 20);
                return Err(Error::Damaged { path, reason });
            }
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(Error::Io { what: "read", path, source }),
        }
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == ErrorKind::InvalidData => {
                Err(Error::Damaged { path, reason: "it is not UTF-8".to_owned() })
            }
            Err(source) => Err(Error::Io { what: "read", path, source }),
        }
    }

    /// Writes a file in one step: whoever reads it sees the text before or the text after, also after a kill.
    ///
    /// # Errors
    /// When it cannot be written; what was there before is then still there.
    pub fn write(&self, name: &str, text: &str) -> Result<(), Error> {
        let path = self.path(name)?;
        let written = || -> io::Result<()> {
            let folder = files::folder_of(&path);
            fs::create_dir_all(folder)?;
            files::replace(&path, text.as_bytes())?;
            files::sync_folder(folder)
        };
        written().map_err(|source| Error::Io { what: "write", path: path.clone(), source })
    }

    /// Removes a file. One that is not there is no error.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn remove(&self, name: &str) -> Result<(), Error> {
        let path = self.path(name)?;
        match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(Error::Io { what: "write", path, source: error })
            }
            _ => Ok(()),
        }
    }

    /// Holds the lock of a file while it is read, changed and written again. It is let go of when the guard is dropped,
    /// and by the operating system when the process ends. Waits for another process that holds it.
    ///
    /// # Errors
    /// When the lock cannot be made.
    pub fn lock(&self, name: &str) -> Result<Lock, Error> {
        let path = self.path(&format!("{name}.lock"))?;
        let locked = || {
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            let file = fs::File::options().create(true).truncate(false).write(true).open(&path)?;
            file.lock()?;
            Ok(file)
        };
        let file = locked().map_err(|source| Error::Io { what: "write", path: path.clone(), source })?;
        Ok(Lock { file })
    }
}

/// A held lock.
#[derive(Debug)]
pub struct Lock {
    file: fs::File,
}

impl Drop for Lock {
    /// Lets go of it at once: a copy of the file in a child process that is just being started must not hold it longer.
    fn drop(&mut self) {
        let _ = self.file.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_and_can_be_removed() {
        let folder = tempfile::tempdir().unwrap();
        let state = State::beside(&folder.path().join("index"));
        assert_eq!(state.folder(), folder.path().join(".rsearch"));
        assert_eq!(state.read("marks/weekly").unwrap(), None);
        state.write("marks/weekly", "one\n").unwrap();
        state.write("marks/weekly", "two\n").unwrap();
        assert_eq!(state.read("marks/weekly").unwrap().as_deref(), Some("two\n"));
        let left: Vec<_> = fs::read_dir(folder.path().join(".rsearch/marks")).unwrap().collect();
        assert_eq!(left.len(), 1, "{left:?}");
        state.remove("marks/weekly").unwrap();
        state.remove("marks/weekly").unwrap();
        assert_eq!(state.read("marks/weekly").unwrap(), None);
    }

    #[test]
    fn names_stay_in_the_folder() {
        let state = State::at(Path::new("/nowhere"));
        for name in ["", "../x", "/x", "a//b", ".x", "a/..", "a\\b", "a b"] {
            assert!(matches!(state.read(name), Err(Error::Name { .. })), "{name}");
        }
        assert_eq!(state.path("marks/weekly-2.toml").unwrap(), Path::new("/nowhere/marks/weekly-2.toml"));
    }

    #[test]
    fn a_file_that_is_no_text_is_damaged() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("x"), b"\xff\xfe").unwrap();
        assert!(matches!(State::at(folder.path()).read("x"), Err(Error::Damaged { .. })));
    }

    #[test]
    fn one_process_at_a_time_changes_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let state = State::at(folder.path());
        let held = state.lock("counter").unwrap();
        let other = state.clone();
        let waiting = std::thread::spawn(move || {
            let _held = other.lock("counter").unwrap();
            other.read("counter").unwrap()
        });
        state.write("counter", "1").unwrap();
        drop(held);
        assert_eq!(waiting.join().unwrap().as_deref(), Some("1"));
    }
}
