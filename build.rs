//! Gives the program a mark of how it reads captures: a number over the source of the rooms that do.
//!
//! In: `src/document`, `src/formats`, `src/normalise`. Out: `RSEARCH_READING`. When it changes, a run reads every capture
//! again, since what it would find may be another than what the catalog holds.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

fn main() -> io::Result<()> {
    let mut files = Vec::new();
    for room in ["src/document", "src/formats", "src/normalise"] {
        println!("cargo:rerun-if-changed={room}");
        list(Path::new(room), &mut files)?;
    }
    files.sort();
    let mut mark = Fnv::default();
    for file in files {
        mark.add(file.to_string_lossy().as_bytes());
        mark.add(&fs::read(&file)?);
    }
    println!("cargo:rustc-env=RSEARCH_READING={:016x}", mark.0);
    Ok(())
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

/// The hash of Fowler, Noll and Vo (FNV-1a, 64 bits): the same with every compiler.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Fnv {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
