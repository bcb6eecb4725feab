//! Reads an index: opens its segments, gives documents back by id, today's or as they stood at a moment.
//!
//! In: an index folder. Out: a [`Reader`]. Takes no lock and waits for no writer. Superseded versions are opened only when
//! they are asked for.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use tantivy::TantivyError;

use crate::document::{Document, Validity};
use crate::index::opened::{self, Opened};
use crate::index::state::vectors_name;
use crate::index::view::{Place, View, caught, damaged};
use crate::index::{Error, Manifest};

/// How often opening is tried while a writer replaces what is being opened.
const TRIES: usize = 8;

/// An open index, as it stood when it was opened.
pub struct Reader {
    state: Arc<State>,
}

/// One state of an index.
pub(crate) struct State {
    pub(crate) folder: PathBuf,
    pub(crate) manifest: Manifest,
    pub(crate) current: Opened,
    history: OnceLock<Opened>,
}

impl Reader {
    /// Opens the index in a folder.
    ///
    /// # Errors
    /// When there is none, it is of another format, or damaged.
    pub fn open(folder: &Path) -> Result<Reader, Error> {
        Ok(Reader { state: Arc::new(State::open(folder)?) })
    }

    /// Opens what was written since; tells whether anything was.
    ///
    /// # Errors
    /// As [`Reader::open`]; what was open then stays open.
    pub fn refresh(&mut self) -> Result<bool, Error> {
        if Manifest::read(&self.state.folder)? == self.state.manifest {
            return Ok(false);
        }
        self.state = Arc::new(State::open(&self.state.folder)?);
        Ok(true)
    }

    /// What the folder says it holds.
    pub fn manifest(&self) -> &Manifest {
        &self.state.manifest
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.state.folder
    }

    /// Bytes of the files of both indexes.
    pub fn bytes(&self) -> u64 {
        let manifest = &self.state.manifest;
        [&manifest.segments, &manifest.history]
            .into_iter()
            .flat_map(|name| walkdir::WalkDir::new(self.state.folder.join(name)))
            .filter_map(|entry| entry.ok()?.metadata().ok())
            .filter(std::fs::Metadata::is_file)
            .map(|metadata| metadata.len())
            .sum()
    }

    /// Number of documents.
    pub fn documents(&self) -> u64 {
        self.state.current.counts.documents
    }

    /// What a search looks at: the documents of today, or those of a moment in UTC seconds.
    ///
    /// # Errors
    /// When the superseded versions are needed and cannot be opened.
    pub(crate) fn view(&self, as_of: Option<i64>) -> Result<View, Error> {
        let state = if as_of.is_some() { self.with_history()? } else { Arc::clone(&self.state) };
        Ok(View::new(state, as_of))
    }

    /// The documents known by an id, a former id, or the beginning of one (four characters or more). More than one
    /// when an old id stood for what are now several publications, or a beginning is not unique.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn find(&self, id: &str) -> Result<Vec<Document>, Error> {
        self.view(None)?.find(id)
    }

    /// The same among the documents as captures showed them at a moment, in UTC seconds.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn find_as_of(&self, id: &str, seconds: i64) -> Result<Vec<Document>, Error> {
        self.view(Some(seconds))?.find(id)
    }

    /// The documents that are shown with a web address, which may be one that a person put right; with a moment, in UTC
    /// seconds, as captures showed them then.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn find_at(&self, address: &str, as_of: Option<i64>) -> Result<Vec<Document>, Error> {
        self.view(as_of)?.find_at(address)
    }

    /// Every document, in the order of their ids.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn all(&self) -> Result<impl Iterator<Item = Result<Document, Error>> + use<>, Error> {
        all(self.view(None)?)
    }

    /// Every document as captures showed it at a moment, in UTC seconds, in the order of their ids.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn all_as_of(
        &self,
        seconds: i64,
    ) -> Result<impl Iterator<Item = Result<Document, Error>> + use<>, Error> {
        all(self.view(Some(seconds))?)
    }

    /// Every document with from when until when captures show it so, in the order of their ids.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn current(
        &self,
    ) -> Result<impl Iterator<Item = Result<(Document, Option<Validity>), Error>> + use<>, Error> {
        let view = self.view(None)?;
        let places = view.kept(Which::Current)?;
        Ok(places.into_iter().map(move |(validity, place)| Ok((view.document(place)?, validity))))
    }

    /// Every superseded version with from when until when captures showed it, in the order of ids, then of time.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn superseded(
        &self,
    ) -> Result<impl Iterator<Item = Result<(Document, Validity), Error>> + use<>, Error> {
        // The view is of the whole index; which moment it is of plays no part.
        let view = View::new(self.with_history()?, None);
        let places = view.kept(Which::Superseded)?;
        Ok(places
            .into_iter()
            .filter_map(|(validity, place)| Some((validity?, place)))
            .map(move |(validity, place)| Ok((view.stored(place)?, validity))))
    }

    /// Compares the checksums of all files of both indexes. Reads every byte. Gives the names of the files that are damaged
    /// or missing, with their folders.
    ///
    /// # Errors
    /// When the superseded versions cannot even be opened.
    pub fn check(&self) -> Result<Vec<String>, Error> {
        let state = self.with_history()?;
        let mut names = Vec::new();
        for (folder, part) in [
            (&state.manifest.segments, Some(&state.current)),
            (&state.manifest.history, state.opened_history()),
        ] {
            let Some(part) = part else { continue };
            let files = opened::damaged_files(part.searcher.index());
            let files = files.map_err(|error| damaged(&state.folder, &state.manifest, &error.to_string()))?;
            names.extend(files.into_iter().map(|name| format!("{folder}/{name}")));
            if part.latent.as_ref().is_some_and(|latent| !latent.is_sound()) {
                names.push(format!("{folder}/{}", vectors_name(state.manifest.generation)));
            }
        }
        Ok(names)
    }

    /// The state with its superseded versions. Where a writer has replaced this state meanwhile, its versions may be gone;
    /// then it is the state of now.
    fn with_history(&self) -> Result<Arc<State>, Error> {
        let mut state = Arc::clone(&self.state);
        for _ in 0..TRIES {
            match state.open_history() {
                Ok(()) => return Ok(state),
                Err(error) => {
                    if Manifest::read(&state.folder)? == state.manifest {
                        return Err(error);
                    }
                    state = Arc::new(State::open(&state.folder)?);
                }
            }
        }
        Err(restless(&state.folder, &state.manifest))
    }
}

/// One of the two indexes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    /// What is true now.
    Current,
    /// What was true before.
    Superseded,
}

impl State {
    fn open(folder: &Path) -> Result<State, Error> {
        let mut manifest = Manifest::read(folder)?;
        // A writer may replace the segments between the two steps; then there is a new manifest to read.
        for _ in 0..TRIES {
            match open(folder, &manifest, &manifest.segments) {
                Ok(current) => {
                    let folder = folder.to_owned();
                    return Ok(State { folder, manifest, current, history: OnceLock::new() });
                }
                Err(error) => {
                    let now = Manifest::read(folder)?;
                    if now == manifest {
                        return Err(error);
                    }
                    manifest = now;
                }
            }
        }
        Err(restless(folder, &manifest))
    }

    fn open_history(&self) -> Result<(), Error> {
        if self.history.get().is_none() {
            let opened = open(&self.folder, &self.manifest, &self.manifest.history)?;
            // Another thread may have been quicker; the two are the same.
            let _ = self.history.set(opened);
        }
        Ok(())
    }

    /// The superseded versions, where they were opened.
    pub(crate) fn opened_history(&self) -> Option<&Opened> {
        self.history.get()
    }
}

fn all(view: View) -> Result<impl Iterator<Item = Result<Document, Error>> + use<>, Error> {
    let places = view.all()?;
    Ok(places.into_iter().map(move |place: Place| view.document(place)))
}

fn open(folder: &Path, manifest: &Manifest, name: &str) -> Result<Opened, Error> {
    let segments = folder.join(name);
    let lacking = || TantivyError::InternalError("the vectors of documents are missing".to_owned());
    let opened = caught(|| {
        let opened = Opened::at(&segments, manifest.generation)?;
        if *name == manifest.segments && opened.latent.is_none() { Err(lacking()) } else { Ok(opened) }
    });
    opened.map_err(|reason| damaged(folder, manifest, &format!("{name}: {reason}")))
}

fn restless(folder: &Path, manifest: &Manifest) -> Error {
    damaged(folder, manifest, "it was replaced again and again while being opened")
}
