//! Checks catalog against index against captures.
//!
//! In: an index folder. Out: [`Finding`]s: what is wrong, where, and what mends it. Takes no lock and writes nothing. Memory
//! holds a few numbers a document.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::captures::{Found, Source, walk};
use crate::catalog::{self, Catalog, Lost, Outcome};
use crate::document::identity::bits_of;
use crate::document::{Document, Evidence, Validity};
use crate::index::{self, Manifest, Reader};
use crate::ingest::known::{Compared, KnownSource};
use crate::ingest::{Error, Options, Planned, plan};

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What part of the whole it is about.
    pub part: Part,
    /// What is wrong, in a sentence without a full stop.
    pub what: String,
    /// Names of what is concerned, the first few of them.
    pub places: Vec<String>,
    /// How many there are.
    pub count: u64,
    /// What mends it.
    pub mend: Mend,
}

/// A part of the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// `rsearch.json`.
    Manifest,
    /// `catalog.sqlite`.
    Catalog,
    /// The segments of tantivy.
    Index,
    /// The captured files.
    Captures,
}

impl Part {
    /// The word used in JSON and on the terminal.
    pub fn as_str(self) -> &'static str {
        match self {
            Part::Manifest => "manifest",
            Part::Catalog => "catalog",
            Part::Index => "index",
            Part::Captures => "captures",
        }
    }
}

/// What mends a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mend {
    /// An ordinary run.
    Index,
    /// Making catalog and index anew.
    Rebuild,
    /// Nothing by itself: a person has to look at the capture.
    Look,
    /// Nothing by itself: a person has to say of which document a correction is.
    Place,
    /// Nothing by itself: a person has to mend a file that people write.
    Edit,
    /// Nothing by itself: a person has to let the program look there.
    Allow,
    /// Nothing by itself: a person has to give the file a name that is text.
    Rename,
    /// Forgetting a source that is not there, or putting it back.
    Forget,
    /// A run that takes it for true that the captures are gone.
    Prune,
    /// Putting the file back from a copy: its bytes are not those that were read.
    Restore,
}

impl Mend {
    /// Whether nothing is wrong with the index: only a person can judge it, and it may stay as it is.
    pub fn is_judgement(self) -> bool {
        matches!(self, Mend::Look | Mend::Place)
    }
}

/// Names that a finding gives.
const NAMED: usize = 5;

/// Publications that are compared at a time.
const BATCH: usize = 512;

/// Checks. With `deep` every capture is read and its digest compared.
///
/// # Errors
/// When there is nothing to check, or the folder cannot be read.
pub fn check(folder: &Path, deep: bool) -> Result<Vec<Finding>, Error> {
    let mut findings = Findings::default();
    let manifest = match Manifest::read(folder) {
        Ok(manifest) => Some(manifest),
        Err(error @ (index::Error::OtherFormat { .. } | index::Error::Damaged { .. })) => {
            findings.one(Part::Manifest, error.to_string(), Mend::Rebuild);
            None
        }
        // A first run that was killed before it had anything leaves a catalog that knows nothing.
        Err(error @ index::Error::Missing { .. }) if holds_a_catalog(folder) => {
            findings.one(Part::Manifest, error.to_string(), Mend::Index);
            None
        }
        Err(error) => return Err(error.into()),
    };
    let catalog = match Catalog::open_to_read(folder) {
        Ok(catalog) => Some(catalog),
        Err(error @ catalog::Error::Sqlite { .. }) => return Err(error.into()),
        Err(error) => {
            findings.one(Part::Catalog, error.to_string(), Mend::Rebuild);
            None
        }
    };
    let sound = catalog.as_ref().filter(|catalog| findings.catalog(catalog));
    let reader = manifest.as_ref().and_then(|manifest| findings.index(folder, manifest));
    if let (Some(catalog), Some(reader)) = (sound, &reader) {
        findings.both(catalog, reader)?;
    }
    if let Some(catalog) = sound {
        let lessened = catalog.lessened()?;
        let told =
            lessened.iter().map(|it| format!("{}: {} entries, {} before", it.capture, it.now, it.before));
        findings.several(Part::Captures, "listings used to give more", told.collect(), Mend::Look);
        let unplaced = catalog.unplaced()?;
        let told = unplaced.iter().map(|it| format!("{}: {}", it.correction.file, it.reason()));
        findings.several(Part::Captures, "corrections hold for no document", told.collect(), Mend::Place);
        findings.unread(catalog)?;
        findings.captures(catalog, folder, deep)?;
    }
    Ok(findings.0)
}

/// Whether there is a catalog that knows of captures, or one that is damaged.
fn holds_a_catalog(folder: &Path) -> bool {
    match Catalog::open_to_read(folder).and_then(|catalog| catalog.sources()) {
        Ok(sources) => !sources.is_empty(),
        Err(catalog::Error::Missing { .. }) => false,
        Err(_) => true,
    }
}

#[derive(Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn one(&mut self, part: Part, what: impl Into<String>, mend: Mend) {
        self.0.push(Finding { part, what: what.into(), places: Vec::new(), count: 1, mend });
    }

    fn several(&mut self, part: Part, what: &str, mut places: Vec<String>, mend: Mend) {
        if places.is_empty() {
            return;
        }
        let count = places.len() as u64;
        places.sort();
        places.truncate(NAMED);
        self.0.push(Finding { part, what: what.to_owned(), places, count, mend });
    }

    /// The catalog by itself. Gives whether more can be asked of it.
    fn catalog(&mut self, catalog: &Catalog) -> bool {
        match catalog.damages() {
            Ok(findings) if findings.is_empty() => true,
            Ok(findings) => {
                self.several(Part::Catalog, "the catalog is damaged", findings, Mend::Rebuild);
                false
            }
            Err(error) => {
                self.one(Part::Catalog, error.to_string(), Mend::Rebuild);
                false
            }
        }
    }

    /// The index by itself.
    fn index(&mut self, folder: &Path, manifest: &Manifest) -> Option<Reader> {
        let opened = Reader::open(folder).and_then(|reader| reader.check().map(|files| (reader, files)));
        let reader = match opened {
            Ok((reader, files)) if files.is_empty() => Some(reader),
            Ok((_, files)) => {
                self.several(Part::Index, "files are not as they were written", files, Mend::Rebuild);
                None
            }
            Err(error) => {
                self.one(Part::Index, error.to_string(), Mend::Rebuild);
                None
            }
        };
        let left: Vec<String> = std::fs::read_dir(folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| name.starts_with("segments-") || name.starts_with("history-"))
            .filter(|name| *name != manifest.segments && *name != manifest.history)
            .collect();
        self.several(Part::Index, "a run that was stopped left files", left, Mend::Index);
        reader
    }

    /// Catalog and index beside each other.
    fn both(&mut self, catalog: &Catalog, reader: &Reader) -> Result<(), Error> {
        let manifest = reader.manifest();
        let generation = catalog.generation()?;
        if catalog.fact("segments")?.as_deref() != Some(manifest.segments.as_str())
            || manifest.generation > generation
        {
            self.one(Part::Index, "index and catalog do not belong together", Mend::Index);
            return Ok(());
        }
        if manifest.generation < generation {
            self.one(Part::Index, "a run was stopped before the index was told of all", Mend::Index);
            return Ok(());
        }
        let mut indexed = match indexed(reader) {
            Ok(indexed) => indexed,
            Err(error) => {
                self.one(Part::Index, error.to_string(), Mend::Rebuild);
                return Ok(());
            }
        };
        let (mut other, mut lacking, mut stale) = (Vec::new(), Vec::new(), Vec::new());
        for keys in catalog.pending(None)?.chunks(BATCH) {
            let materials = catalog.materials(keys, None)?;
            let evaluated: Result<Vec<_>, String> =
                materials.par_iter().map(catalog::Material::evaluate).collect();
            for one in evaluated.map_err(|reason| catalog.damaged(reason))? {
                let id = one.document.id.clone();
                let mut states = vec![mark(&one.document, one.validity)];
                states
                    .extend(one.superseded.iter().map(|(version, validity)| mark(version, Some(*validity))));
                states.sort_unstable();
                match indexed.remove(&id) {
                    None => lacking.push(id.clone()),
                    Some(mut found) => {
                        found.sort_unstable();
                        if found != states {
                            other.push(id.clone());
                        }
                    }
                }
                if one.changed {
                    stale.push(id);
                }
            }
        }
        self.several(
            Part::Catalog,
            "documents are not what their sightings make of them",
            stale,
            Mend::Rebuild,
        );
        self.several(Part::Index, "documents are missing from the index", lacking, Mend::Rebuild);
        self.several(
            Part::Index,
            "documents are others in the index than in the catalog",
            other,
            Mend::Rebuild,
        );
        let more = indexed.into_keys().collect();
        self.several(Part::Index, "documents of the index are not in the catalog", more, Mend::Rebuild);
        Ok(())
    }

    /// Captures that could not be read at the last run.
    fn unread(&mut self, catalog: &Catalog) -> Result<(), Error> {
        let (mut kept, mut others) = (Vec::new(), Vec::new());
        for source in catalog.sources()? {
            for (path, known) in catalog.known(source.id)? {
                let told = match known.outcome {
                    Outcome::Problem { message, .. } => {
                        vec![format!("{}: {message}", Evidence::place(&source.name, &path))]
                    }
                    Outcome::Read { lost: Some(lost) } => {
                        let told = Lost::of_text(&lost).told.into_iter();
                        told.map(|(place, message)| format!("{place}: {message}")).collect()
                    }
                    Outcome::Read { lost: None } | Outcome::Skipped { .. } => Vec::new(),
                };
                let list = if known.kept { &mut kept } else { &mut others };
                list.extend(told);
            }
        }
        let what = "captures cannot be read any more, and what they showed before is kept";
        self.several(Part::Captures, what, kept, Mend::Prune);
        self.several(Part::Captures, "captures could not be read", others, Mend::Look);
        Ok(())
    }

    /// Captures beside the catalog.
    fn captures(&mut self, catalog: &Catalog, folder: &Path, deep: bool) -> Result<(), Error> {
        let sources = catalog.sources()?;
        if sources.is_empty() {
            return Ok(());
        }
        let roots: HashMap<String, PathBuf> =
            sources.into_iter().map(|source| (source.name, source.root)).collect();
        let plan = plan(&[], folder, &Options::default())?;
        let is_told = |place: &String| {
            plan.misnamed.contains(place) || plan.broken.iter().any(|(broken, _)| broken == place)
        };
        let told = plan.broken.iter().map(|(place, reason)| format!("{place}: {reason}")).collect();
        self.several(Part::Captures, "corrections cannot be read", told, Mend::Edit);
        let misnamed = plan.misnamed.clone();
        self.several(Part::Captures, "names of captures are not UTF-8", misnamed, Mend::Rename);
        let mut by_kind: BTreeMap<Planned, Vec<String>> = BTreeMap::new();
        for (planned, place) in plan.files.into_iter().filter(|(_, place)| !is_told(place)) {
            match roots.get(&place).filter(|_| planned == Planned::Problem) {
                Some(root) if !root.exists() => {
                    self.several(Part::Captures, "what was indexed is not there", vec![place], Mend::Forget);
                }
                Some(root) if root.read_dir().is_ok() => {
                    let what = "a folder holds no captures any more";
                    self.several(Part::Captures, what, vec![place], Mend::Prune);
                }
                _ => by_kind.entry(planned).or_default().push(place),
            }
        }
        for (planned, places) in by_kind {
            let what = match planned {
                Planned::New => "captures are not indexed yet",
                Planned::Changed => "captures have changed since they were read",
                Planned::Gone => "captures are gone that are still indexed",
                Planned::Problem => "captures cannot be looked at",
                // They were kept on purpose.
                Planned::Missing => continue,
            };
            // What could not be looked at now, the next run cannot look at either.
            let mend = if planned == Planned::Problem { Mend::Allow } else { Mend::Index };
            self.several(Part::Captures, what, places, mend);
        }
        if deep {
            let rotten = rotten(catalog, folder)?;
            let what = "captures have other bytes than were read, though size and time are the same";
            self.several(Part::Captures, what, rotten, Mend::Restore);
        }
        Ok(())
    }
}

/// For every id of the index a number for each of its documents.
fn indexed(reader: &Reader) -> Result<HashMap<String, Vec<u64>>, index::Error> {
    let mut indexed: HashMap<String, Vec<u64>> = HashMap::new();
    for current in reader.current()? {
        let (document, validity) = current?;
        indexed.entry(document.id.clone()).or_default().push(mark(&document, validity));
    }
    for version in reader.superseded()? {
        let (document, validity) = version?;
        indexed.entry(document.id.clone()).or_default().push(mark(&document, Some(validity)));
    }
    Ok(indexed)
}

/// A number that two equal documents share.
fn mark(document: &Document, validity: Option<Validity>) -> u64 {
    bits_of(&format!("{validity:?}\n{document:?}"))
}

/// Captures that are as they were by size and time, and have other bytes.
fn rotten(catalog: &Catalog, folder: &Path) -> Result<Vec<String>, Error> {
    let mut sources = Vec::new();
    let mut known = Vec::new();
    for source in catalog.sources()? {
        known.push(KnownSource::new(source.root.clone(), catalog.known(source.id)?, false, false));
        sources.push(Source { name: source.name, root: source.root });
    }
    let unchanged = walk(&sources).without(folder.canonicalize().ok()).filter_map(|found| match found {
        Found::Capture(capture) => match known.get_mut(capture.source)?.compare(&capture) {
            Compared::Unchanged(file) => Some((capture, file.digest?)),
            _ => None,
        },
        _ => None,
    });
    let rotten = unchanged.par_bridge().filter_map(|(capture, digest)| {
        let is_other = capture.digest().is_ok_and(|found| found != digest);
        is_other.then_some(capture.place)
    });
    Ok(rotten.collect())
}
