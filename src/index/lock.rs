//! The writer's lock: one process writes to an index at a time.
//!
//! In: an index folder. Out: a [`Lock`] held until it is dropped; the operating system lets go of it when a process dies.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use crate::index::Error;

/// File name.
const NAME: &str = "writer.lock";

/// Held while writing.
pub(crate) struct Lock {
    file: File,
}

impl Drop for Lock {
    /// Lets go at once. Closing the file would not do: a process that another thread is about to start has it open too, until
    /// it runs its own program.
    fn drop(&mut self) {
        let _ = self.file.unlock();
    }
}

impl Lock {
    /// Takes the lock, or says who holds it.
    pub(crate) fn take(folder: &Path) -> Result<Lock, Error> {
        let path = folder.join(NAME);
        let io = |source| Error::Io { what: "lock", path: path.clone(), source };
        let mut file =
            OpenOptions::new().create(true).truncate(false).read(true).write(true).open(&path).map_err(io)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                let _ = file.read_to_string(&mut holder);
                let holder = holder.trim();
                let holder = if holder.is_empty() { "of unknown number" } else { holder };
                return Err(Error::Locked { folder: folder.to_owned(), holder: holder.to_owned() });
            }
            Err(TryLockError::Error(source)) => return Err(io(source)),
        }
        let written = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| writeln!(file, "process {}", std::process::id()))
            .and_then(|()| file.flush());
        written.map_err(io)?;
        Ok(Lock { file })
    }
}
