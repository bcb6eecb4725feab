//! A tantivy directory whose new state is on disk but not yet named.
//!
//! In: a folder of segments and the state it stands at. Out: new files beside those of that state. Nothing that the
//! state needs is changed or removed, and tantivy's own `meta.json` stays in memory, so that whoever writes decides by
//! which name, and when, the new state counts.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, TerminatingWrite,
    WatchCallback, WatchHandle, WritePtr,
};

/// The name under which tantivy asks for the state of an index.
pub(crate) const META: &str = "meta.json";

/// The directory.
#[derive(Clone, Debug)]
pub(crate) struct Staged {
    inner: MmapDirectory,
    folder: PathBuf,
    kept: Arc<Mutex<Kept>>,
}

/// What is kept in memory.
#[derive(Debug, Default)]
struct Kept {
    /// tantivy's small files that are replaced whole: `meta.json`, and its list of files.
    small: Vec<(PathBuf, Vec<u8>)>,
    /// Files of the state on disk.
    needed: HashSet<PathBuf>,
}

impl Staged {
    /// A folder at a state; at none where it begins.
    pub(crate) fn open(folder: &Path, meta: Option<Vec<u8>>) -> tantivy::Result<Staged> {
        let inner = MmapDirectory::open(folder)?;
        let small = meta.map(|meta| (PathBuf::from(META), meta)).into_iter().collect();
        let kept = Kept { small, needed: HashSet::new() };
        Ok(Staged { inner, folder: folder.to_owned(), kept: Arc::new(Mutex::new(kept)) })
    }

    /// Protects the files of the state on disk.
    pub(crate) fn need(&self, files: HashSet<PathBuf>) {
        self.kept().needed = files;
    }

    /// tantivy's `meta.json` as it is now.
    pub(crate) fn meta(&self) -> Vec<u8> {
        self.small(Path::new(META)).unwrap_or_default()
    }

    fn small(&self, path: &Path) -> Option<Vec<u8>> {
        self.kept().small.iter().find(|(name, _)| name == path).map(|(_, content)| content.clone())
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // Every change is one assignment, so a thread that died left nothing half done.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Directory for Staged {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.inner.get_file_handle(path)
    }

    /// A file that the state on disk needs stays until the new state has its name.
    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        if self.kept().needed.contains(path) { Ok(()) } else { self.inner.delete(path) }
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        if self.small(path).is_some() { Ok(true) } else { self.inner.exists(path) }
    }

    /// A new file. It is not brought to the disk yet: many of them are merged away before anything names them.
    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let opened = OpenOptions::new().write(true).create_new(true).open(self.folder.join(path));
        match opened {
            Ok(file) => Ok(BufWriter::new(Box::new(NewFile(file)))),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Err(OpenWriteError::FileAlreadyExists(path.to_owned()))
            }
            Err(error) => Err(OpenWriteError::wrap_io_error(error, path.to_owned())),
        }
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.small(path).ok_or_else(|| OpenReadError::FileDoesNotExist(path.to_owned()))
    }

    fn atomic_write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        let mut kept = self.kept();
        match kept.small.iter_mut().find(|(name, _)| name == path) {
            Some((_, known)) => content.clone_into(known),
            None => kept.small.push((path.to_owned(), content.to_owned())),
        }
        Ok(())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    /// Whoever writes holds the lock of the whole index.
    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}

/// A file being written.
struct NewFile(File);

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl TerminatingWrite for NewFile {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        self.0.flush()
    }
}

/// Removes every file of a folder that is not kept. What cannot be removed now is tried again by the next run.
pub(crate) fn keep_only(folder: &Path, keep: impl Fn(&Path) -> bool) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if !keep(Path::new(&entry.file_name())) {
            let _ = fs::remove_file(entry.path());
        }
    }
}
