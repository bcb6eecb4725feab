//! What becomes of an index when writing goes on, goes wrong, or is cut off.

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::*;
use crate::document::identity::id_of;
use crate::document::{Document, Validity};

/// A document of a number, as it is in a version.
fn document(number: usize, version: usize) -> Document {
    Document {
        id: id_of(&number.to_string()),
        title: format!("Document {number}"),
        body: format!("It is in version {version}"),
        ..Document::default()
    }
}

/// Puts some documents in a version, each with the versions before as its past.
fn put(writer: &Writer, numbers: std::ops::Range<usize>, version: usize) {
    let second = |version: usize| i64::try_from(version).unwrap() * 100;
    for number in numbers {
        let superseded: Vec<(Document, Validity)> = (1..version)
            .map(|before| {
                let validity = Validity { from: second(before), until: Some(second(before + 1)) };
                (document(number, before), validity)
            })
            .collect();
        let validity = Some(Validity { from: second(version), until: None });
        let document = document(number, version);
        writer.put(&Update { document: &document, validity, superseded: &superseded }).unwrap();
    }
}

fn write(folder: &Path, generation: u64, numbers: std::ops::Range<usize>, version: usize) {
    let writer = Writer::open(folder, false).unwrap();
    put(&writer, numbers, version);
    writer.finish(generation, Vec::new(), &|_| {}).unwrap();
}

/// Every document as `title: body`, and how many versions are kept beside them.
fn content(folder: &Path) -> (Vec<String>, usize) {
    let reader = Reader::open(folder).unwrap();
    assert_eq!(reader.check().unwrap(), [""; 0]);
    let mut documents: Vec<String> =
        reader.all().unwrap().map(Result::unwrap).map(|it| format!("{}: {}", it.title, it.body)).collect();
    documents.sort();
    assert_eq!(reader.documents(), documents.len() as u64);
    let superseded = reader.superseded().unwrap().map(Result::unwrap).count();
    (documents, superseded)
}

fn copy(from: &Path) -> TempDir {
    let to = tempfile::tempdir().unwrap();
    for entry in walkdir::WalkDir::new(from).into_iter().map(Result::unwrap) {
        let target = to.path().join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
    to
}

/// Every file of a folder, by name.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.path().strip_prefix(folder).unwrap().to_owned())
        .collect();
    files.sort();
    files
}

/// Segments and states of a folder, and nothing but what these need.
fn assert_tidy(folder: &Path) {
    let manifest = Manifest::read(folder).unwrap();
    for name in [&manifest.segments, &manifest.history] {
        let opened = opened::Opened::at(&folder.join(name), manifest.generation).unwrap();
        let mut needed: Vec<PathBuf> = opened::files(opened.searcher.index()).unwrap().into_iter().collect();
        needed.push(PathBuf::from(state::name(manifest.generation)));
        if *name == manifest.segments {
            needed.push(PathBuf::from(state::vectors_name(manifest.generation)));
        }
        needed.sort();
        assert_eq!(files(&folder.join(name)), needed);
    }
    let folders = fs::read_dir(folder).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_dir());
    assert_eq!(folders.count(), 2);
}

#[test]
fn an_index_is_continued_where_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let writer = Writer::open(folder.path(), false).unwrap();
    assert_eq!((writer.generation(), writer.segments().as_str()), (None, "segments-1"));
    put(&writer, 0..10, 1);
    writer.finish(1, Vec::new(), &|_| {}).unwrap();
    let writer = Writer::open(folder.path(), false).unwrap();
    assert_eq!((writer.generation(), writer.segments().as_str()), (Some(1), "segments-1"));
    put(&writer, 3..5, 2);
    writer.remove(&id_of("9")).unwrap();
    writer.remove(&id_of("nobody")).unwrap();
    writer.finish(2, Vec::new(), &|_| {}).unwrap();
    let (documents, superseded) = content(folder.path());
    assert_eq!((documents.len(), superseded), (9, 2));
    assert_eq!(documents[3], "Document 3: It is in version 2");
    // What it was before goes with it.
    let writer = Writer::open(folder.path(), false).unwrap();
    writer.remove(&id_of("3")).unwrap();
    put(&writer, 4..5, 1);
    writer.finish(3, Vec::new(), &|_| {}).unwrap();
    let (documents, superseded) = content(folder.path());
    assert_eq!((documents.len(), superseded), (8, 0));
    assert_tidy(folder.path());
}

#[test]
fn a_fresh_one_is_written_beside_the_one_there_is() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), 7, 0..5, 2);
    let writer = Writer::open(folder.path(), true).unwrap();
    assert_eq!((writer.generation(), writer.segments().as_str()), (None, "segments-2"));
    put(&writer, 0..2, 1);
    assert_eq!(content(folder.path()).0.len(), 5, "the earlier one answers until the end");
    writer.finish(1, Vec::new(), &|_| {}).unwrap();
    assert_eq!(content(folder.path()).0.len(), 2);
    assert_tidy(folder.path());
}

#[test]
fn files_do_not_pile_up() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), 1, 0..40, 1);
    for generation in 2..40 {
        let number = usize::try_from(generation).unwrap();
        write(folder.path(), generation, number..number + 2, number);
        assert_tidy(folder.path());
    }
    let (documents, _) = content(folder.path());
    assert_eq!(documents.len(), 41);
    let segments =
        Reader::open(folder.path()).unwrap().view(None).unwrap().parts()[0].searcher.segment_readers().len();
    assert!(segments < 12, "{segments} segments after 40 runs");
}

#[test]
fn a_run_that_changes_nothing_writes_a_state_and_no_segment() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), 1, 0..5, 2);
    let before = content(folder.path());
    let names = |folder: &Path| -> Vec<PathBuf> {
        let is_state = |name: &PathBuf| name.extension().is_some_and(|ext| ext == "json" || ext == "bin");
        files(folder).into_iter().filter(|name| !is_state(name)).collect()
    };
    let segments = names(folder.path());
    let source = IndexedSource { name: "captures".to_owned(), root: PathBuf::from("/captures") };
    Writer::open(folder.path(), false).unwrap().finish(2, vec![source.clone()], &|_| {}).unwrap();
    assert_eq!((content(folder.path()), names(folder.path())), (before, segments));
    let manifest = Manifest::read(folder.path()).unwrap();
    assert_eq!((manifest.generation, manifest.sources), (2, vec![source]));
    assert_tidy(folder.path());
}

#[test]
fn a_generation_is_written_once() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), 5, 0..3, 1);
    let writer = Writer::open(folder.path(), false).unwrap();
    put(&writer, 0..1, 2);
    assert!(writer.finish(5, Vec::new(), &|_| {}).is_err());
    assert_eq!(
        content(folder.path()),
        ((0..3).map(|n| format!("Document {n}: It is in version 1")).collect(), 0)
    );
}

#[test]
fn what_is_not_finished_leaves_the_index_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    for fresh in [false, true] {
        let writer = Writer::open(folder.path(), fresh).unwrap();
        put(&writer, 0..5, 1);
        drop(writer);
        assert!(matches!(Reader::open(folder.path()), Err(Error::Missing { .. })));
    }
    write(folder.path(), 1, 0..5, 2);
    let (before, names) = (content(folder.path()), files(folder.path()));
    for fresh in [false, true] {
        let writer = Writer::open(folder.path(), fresh).unwrap();
        put(&writer, 3..20, 4);
        drop(writer);
        assert_eq!((content(folder.path()), files(folder.path())), (before.clone(), names.clone()));
    }
}

/// The folder as a run that is killed before each of its steps, or after the last, leaves it.
fn cut_off(folder: &Path, fresh: bool) -> Vec<(&'static str, TempDir)> {
    let left = RefCell::new(Vec::new());
    let writer = Writer::open(folder, fresh).unwrap();
    put(&writer, 0..2, 1);
    put(&writer, 2..12, 3);
    if !fresh {
        writer.remove(&id_of("12")).unwrap();
    }
    left.borrow_mut().push(("put", copy(folder)));
    let step = |step| left.borrow_mut().push((step, copy(folder)));
    writer.finish(9, Vec::new(), &step).unwrap();
    left.borrow_mut().push(("end", copy(folder)));
    left.into_inner()
}

#[test]
fn a_killed_run_leaves_the_earlier_or_the_later_state_and_the_next_one_goes_on_from_it() {
    for fresh in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), 4, 0..13, 2);
        let earlier = content(folder.path());
        let left = cut_off(folder.path(), fresh);
        let later = content(folder.path());
        assert_ne!(earlier, later);
        let steps: Vec<&str> = left.iter().map(|(step, _)| *step).collect();
        assert_eq!(
            steps,
            ["put", "commit-history", "commit-segments", "latent", "metas", "manifest", "sweep", "end"]
        );
        for (step, left) in left {
            let (expected, generation) =
                if matches!(step, "sweep" | "end") { (&later, 9) } else { (&earlier, 4) };
            assert_eq!(&content(left.path()), expected, "{step}, fresh: {fresh}");
            // Whoever opens it next clears up, and writes what was lost.
            let writer = Writer::open(left.path(), false).unwrap();
            assert_eq!(writer.generation(), Some(generation), "{step}");
            put(&writer, 0..2, 1);
            put(&writer, 2..12, 3);
            writer.remove(&id_of("12")).unwrap();
            writer.finish(10, Vec::new(), &|_| {}).unwrap();
            assert_eq!(content(left.path()), later, "{step}, fresh: {fresh}");
            assert_tidy(left.path());
        }
    }
}

#[test]
fn a_reader_keeps_its_state_until_it_is_told_to_refresh() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), 1, 0..5, 1);
    let mut reader = Reader::open(folder.path()).unwrap();
    assert!(!reader.refresh().unwrap());
    write(folder.path(), 2, 0..6, 3);
    write(folder.path(), 3, 0..7, 4);
    assert_eq!(reader.documents(), 5);
    assert!(reader.all().unwrap().all(|it| it.unwrap().body.ends_with("version 1")));
    // Its own past is gone, so it is asked of the newest state.
    assert_eq!(reader.all_as_of(250).unwrap().count(), 7);
    assert!(reader.refresh().unwrap());
    assert_eq!((reader.documents(), reader.manifest().generation), (7, 3));
    assert!(!reader.refresh().unwrap());
}

#[test]
fn an_index_that_cannot_be_continued_is_begun_anew() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), 3, 0..5, 2);
    for name in files(folder.path()) {
        if name.components().count() < 2 {
            continue;
        }
        let damaged = copy(folder.path());
        fs::write(damaged.path().join(&name), "damage").unwrap();
        let writer = Writer::open(damaged.path(), false).unwrap();
        assert_eq!(writer.generation(), None, "{}", name.display());
        put(&writer, 0..5, 2);
        writer.finish(4, Vec::new(), &|_| {}).unwrap();
        assert_eq!(content(damaged.path()), content(folder.path()));
        assert_tidy(damaged.path());
    }
}

#[test]
fn damage_is_found_by_checksum_wherever_it_is() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), 1, 0..5, 2);
    write(folder.path(), 2, 1..3, 3);
    for name in files(folder.path()) {
        let (Some(parent), true) = (name.parent(), name.extension().is_some_and(|ext| ext != "json")) else {
            continue;
        };
        if parent.as_os_str().is_empty() {
            continue;
        }
        let bytes = fs::read(folder.path().join(&name)).unwrap();
        for damage in 0..4 {
            let damaged = copy(folder.path());
            let path = damaged.path().join(&name);
            match damage {
                0 => {
                    let mut bytes = bytes.clone();
                    bytes[0] ^= 1;
                    fs::write(path, bytes).unwrap();
                }
                1 => fs::write(path, &bytes[..bytes.len() / 2]).unwrap(),
                2 => fs::write(path, "").unwrap(),
                _ => fs::remove_file(path).unwrap(),
            }
            let found = Reader::open(damaged.path()).and_then(|reader| reader.check());
            match found {
                Ok(names) => assert_eq!(names, [name.to_string_lossy()]),
                Err(error) => assert!(matches!(error, Error::Damaged { .. }), "{error}"),
            }
        }
    }
}

#[test]
fn a_second_writer_waits_its_turn() {
    let folder = tempfile::tempdir().unwrap();
    let first = Writer::open(folder.path(), false).unwrap();
    assert!(matches!(Writer::open(folder.path(), false), Err(Error::Locked { .. })));
    drop(first);
    Writer::open(folder.path(), false).unwrap();
}

#[test]
fn whoever_opens_the_index_while_it_is_written_sees_one_state_of_both_halves() {
    const GENERATIONS: u64 = 25;
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), 1, 0..6, 1);
    let read = || {
        let mut last = 1;
        let mut reader = Reader::open(folder.path()).unwrap();
        while last < GENERATIONS {
            reader.refresh().unwrap();
            let generation = reader.manifest().generation;
            assert!(generation >= last);
            last = generation;
            // Every run leaves six documents in one version, each with one version fewer in the past.
            let bodies: Vec<String> = reader.all().unwrap().map(|it| it.unwrap().body).collect();
            let expected = format!("It is in version {}", 1 + generation % 3);
            assert!(generation == 1 || bodies.iter().all(|body| *body == expected), "{bodies:?}");
            assert_eq!(bodies.len(), 6);
            let superseded = reader.superseded().unwrap().map(Result::unwrap).count();
            assert!(superseded.is_multiple_of(6), "{superseded}");
        }
    };
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..3).map(|_| scope.spawn(read)).collect();
        for generation in 2..=GENERATIONS {
            write(folder.path(), generation, 0..6, usize::try_from(1 + generation % 3).unwrap());
        }
        for reader in readers {
            reader.join().unwrap();
        }
    });
}
