//! Notices that something changes below sources.
//!
//! In: sources, and the index folder, in which nothing counts. Out: word that a run is worth it, once it is quiet again. What
//! exactly changed is for the run to find out: events get lost, runs do not.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread::sleep;
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, MetadataKind, ModifyKind};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::captures::{Error, Source};

/// How long nothing may change before a run is worth it. Programs that save a file do so in several steps (a temporary
/// file, a rename, the metadata beside it), some milliseconds apart.
const QUIET: Duration = Duration::from_millis(250);

/// Times that [`QUIET`] is waited for at most, where changes never cease.
const MOST_WAITS: usize = 20;

/// Watches sources.
pub struct Watch {
    watcher: RecommendedWatcher,
    roots: Vec<Root>,
    changes: Receiver<()>,
    /// A root was moved or removed, so that its watch is gone even where there is one of its name again.
    lost: Arc<AtomicBool>,
}

struct Root {
    path: PathBuf,
    /// What was there when the watch began; none where there was nothing.
    identity: Option<Identity>,
}

/// What tells a folder from another one of its name: device, number, and when it was made.
type Identity = (u64, u64, Option<std::time::SystemTime>);

impl Watch {
    /// Begins. Sources need not be there yet.
    ///
    /// # Errors
    /// When the system does not let so many folders be watched, or none at all.
    pub fn over(sources: &[Source], index: Option<PathBuf>) -> Result<Watch, Error> {
        // One place is enough: whoever takes it out looks at everything.
        let (sender, changes) = sync_channel(1);
        let lost = Arc::new(AtomicBool::new(false));
        let paths: Vec<PathBuf> = sources.iter().map(|source| source.root.clone()).collect();
        let filter = Filter { roots: paths.clone(), index, lost: Arc::clone(&lost), sender };
        let watcher = notify::recommended_watcher(move |event| filter.take(&event));
        let first = paths.first().cloned().unwrap_or_default();
        let watcher = watcher.map_err(|error| unwatchable(&first, error))?;
        let roots = paths.into_iter().map(|path| Root { path, identity: None }).collect();
        let mut watch = Watch { watcher, roots, changes, lost };
        watch.look_at_roots()?;
        Ok(watch)
    }

    /// Waits so long for a change. When there is one, waits on until it is quiet, or until `stop` is set; gives whether there
    /// was one.
    ///
    /// # Errors
    /// As [`Watch::over`].
    pub fn changed_within(&mut self, patience: Duration, stop: &AtomicBool) -> Result<bool, Error> {
        let mut changed = match self.changes.recv_timeout(patience) {
            Ok(()) => true,
            Err(RecvTimeoutError::Timeout) => false,
            Err(RecvTimeoutError::Disconnected) => {
                let ended = io::Error::other("the system no longer tells of changes");
                let path = self.roots.first().map(|root| root.path.clone()).unwrap_or_default();
                return Err(Error::Unwatchable { path, source: ended });
            }
        };
        changed |= self.look_at_roots()?;
        if changed {
            for _ in 0..MOST_WAITS {
                sleep(QUIET);
                let more = self.changes.try_recv().is_ok();
                if stop.load(Ordering::Relaxed) || !(self.look_at_roots()? || more) {
                    break;
                }
            }
        }
        Ok(changed)
    }

    /// Watches what is at the roots now: a folder that was made anew, a drive that was mounted, a file that was replaced.
    /// Gives whether anything was new.
    fn look_at_roots(&mut self) -> Result<bool, Error> {
        let lost = self.lost.swap(false, Ordering::Relaxed);
        let mut changed = false;
        for root in &mut self.roots {
            let identity = identity(&root.path);
            if identity == root.identity && !lost {
                continue;
            }
            changed = true;
            // Fails where the watch went with what was watched.
            let _ = self.watcher.unwatch(&root.path);
            root.identity = match identity {
                None => None,
                Some(identity) => match self.watcher.watch(&root.path, RecursiveMode::Recursive) {
                    Ok(()) => Some(identity),
                    // It went away again meanwhile: that is noticed the next time.
                    Err(_) if !root.path.exists() => None,
                    Err(error) => return Err(unwatchable(&root.path, error)),
                },
            };
        }
        Ok(changed)
    }
}

fn unwatchable(path: &Path, error: notify::Error) -> Error {
    let source = match error.kind {
        ErrorKind::Io(source) => source,
        ErrorKind::MaxFilesWatch => io::Error::other("it has more folders than the system lets be watched"),
        _ => io::Error::other(error),
    };
    Error::Unwatchable { path: path.to_owned(), source }
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.dev(), metadata.ino(), metadata.created().ok()))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> Option<Identity> {
    let metadata = fs::metadata(path).ok()?;
    Some((0, 0, metadata.created().ok()))
}

/// Decides which events count.
struct Filter {
    roots: Vec<PathBuf>,
    index: Option<PathBuf>,
    lost: Arc<AtomicBool>,
    sender: SyncSender<()>,
}

impl Filter {
    fn take(&self, event: &notify::Result<Event>) {
        // What could not be told may be anything.
        let counts = match event {
            Ok(event) => self.counts(event),
            Err(_) => true,
        };
        if counts {
            match self.sender.try_send(()) {
                // Full: a run is due anyway. Disconnected: nobody listens any more.
                Ok(()) | Err(TrySendError::Full(()) | TrySendError::Disconnected(())) => {}
            }
        }
    }

    fn counts(&self, event: &Event) -> bool {
        let is_change = match event.kind {
            // Runs read, and must not be the reason of further runs.
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
            EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime)) => false,
            _ => true,
        };
        let ends_a_watch =
            matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)));
        if ends_a_watch && event.paths.iter().any(|path| self.roots.contains(path)) {
            self.lost.store(true, Ordering::Relaxed);
        }
        event.need_rescan() || (is_change && event.paths.iter().any(|path| self.is_of_captures(path)))
    }

    fn is_of_captures(&self, path: &Path) -> bool {
        if self.index.as_ref().is_some_and(|index| path.starts_with(index)) {
            return false;
        }
        // What a walk passes over by its name cannot matter.
        let hidden = |part: Component<'_>| is_hidden(part.as_os_str());
        self.roots
            .iter()
            .filter_map(|root| path.strip_prefix(root).ok())
            .any(|below| !below.components().any(hidden))
    }
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, DataChange, RemoveKind, RenameMode};

    use super::*;

    fn filter() -> Filter {
        let (sender, _) = sync_channel(1);
        Filter {
            roots: vec![PathBuf::from("/captures")],
            index: Some(PathBuf::from("/captures/index")),
            lost: Arc::new(AtomicBool::new(false)),
            sender,
        }
    }

    #[test]
    fn only_changes_of_captures_count() {
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        for (kind, path, counts) in [
            (written, "/captures/a.html", true),
            (EventKind::Create(CreateKind::Folder), "/captures/deep", true),
            (EventKind::Access(AccessKind::Close(AccessMode::Write)), "/captures/a.html", true),
            (EventKind::Access(AccessKind::Close(AccessMode::Read)), "/captures/a.html", false),
            (EventKind::Access(AccessKind::Open(AccessMode::Any)), "/captures/a.html", false),
            (written, "/captures/index/catalog.sqlite-wal", false),
            (written, "/captures/.git/index", false),
            (written, "/captures/.a.html.swp", false),
            (written, "/elsewhere/a.html", false),
        ] {
            assert_eq!(filter().counts(&Event::new(kind).add_path(path.into())), counts, "{kind:?} {path}");
        }
        let renamed = Event::new(EventKind::Modify(ModifyKind::Name(RenameMode::Both)));
        let renamed = renamed.add_path("/captures/.a.tmp".into()).add_path("/captures/a.html".into());
        assert!(filter().counts(&renamed), "an editor's rename of its temporary file");
    }

    #[test]
    fn a_root_that_is_removed_loses_its_watch() {
        for (path, lost) in [("/captures", true), ("/captures/deep", false)] {
            let filter = filter();
            filter.counts(&Event::new(EventKind::Remove(RemoveKind::Folder)).add_path(path.into()));
            assert_eq!(filter.lost.load(Ordering::Relaxed), lost, "{path}");
        }
    }
}
