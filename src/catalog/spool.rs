//! Keeps sightings on disk while a run collects them, and their keys in memory.
//!
//! In: sightings, from many threads. Out: their keys, and any of them again. The file is unnamed: a killed run leaves
//! nothing behind.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::Mutex;

use crate::catalog::Keys;
use crate::document::Sighting;

/// Sightings on disk.
pub struct Spool {
    inner: Mutex<Inner>,
}

struct Inner {
    file: BufWriter<File>,
    end: u64,
    keys: Vec<Keys>,
    spans: Vec<Span>,
}

#[derive(Clone, Copy)]
struct Span {
    start: u64,
    bytes: usize,
}

/// Bytes gathered before they are written.
const BUFFER_BYTES: usize = 1 << 20;

impl Spool {
    /// An empty spool in a folder.
    pub fn create(folder: &Path) -> io::Result<Spool> {
        let file = BufWriter::with_capacity(BUFFER_BYTES, tempfile::tempfile_in(folder)?);
        Ok(Spool { inner: Mutex::new(Inner { file, end: 0, keys: Vec::new(), spans: Vec::new() }) })
    }

    /// Adds sightings.
    pub fn add(&self, sightings: &[Sighting]) -> io::Result<()> {
        let packed = sightings
            .iter()
            .map(|sighting| {
                Ok((Keys::of(sighting), postcard::to_stdvec(sighting).map_err(io::Error::other)?))
            })
            .collect::<io::Result<Vec<_>>>()?;
        let mut inner =
            self.inner.lock().map_err(|_| io::Error::other("another thread failed while writing"))?;
        for (keys, bytes) in packed {
            inner.file.write_all(&bytes)?;
            let span = Span { start: inner.end, bytes: bytes.len() };
            inner.end += bytes.len() as u64;
            inner.keys.push(keys);
            inner.spans.push(span);
        }
        Ok(())
    }

    /// Ends the collecting.
    pub fn finish(self) -> io::Result<Spooled> {
        let inner =
            self.inner.into_inner().map_err(|_| io::Error::other("another thread failed while writing"))?;
        let mut file = inner.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(Spooled { keys: inner.keys, reader: Reader { file: Mutex::new(file), spans: inner.spans } })
    }
}

/// A spool to which nothing is added any more.
pub struct Spooled {
    /// The keys of all sightings, in the order in which they came.
    pub keys: Vec<Keys>,
    /// Gives the sightings back.
    pub reader: Reader,
}

/// Reads sightings back, from many threads.
pub struct Reader {
    file: Mutex<File>,
    spans: Vec<Span>,
}

impl Reader {
    /// The sightings at these places.
    pub fn read(&self, places: &[usize]) -> io::Result<Vec<Sighting>> {
        let mut sightings = Vec::with_capacity(places.len());
        for &place in places {
            let span = self.spans.get(place).ok_or_else(|| io::Error::other("no such sighting"))?;
            let mut bytes = vec![0; span.bytes];
            {
                let mut file =
                    self.file.lock().map_err(|_| io::Error::other("another thread failed while reading"))?;
                file.seek(SeekFrom::Start(span.start))?;
                file.read_exact(&mut bytes)?;
            }
            sightings.push(postcard::from_bytes(&bytes).map_err(io::Error::other)?);
        }
        Ok(sightings)
    }
}
