//! A folder of captures, packed into an archive, gives what the folder gives: metadata files, indexes of exports, snapshots and
//! libraries describe what lies beside them there too.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use flate2::write::GzEncoder;
use serde_json::{Value, json};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use crate::support::{PACKAGE, TestEnv, text};

/// Folders of the fixtures whose files describe each other.
const FOLDERS: [&str; 12] = [
    "archivebox",
    "archivebox-0.7",
    "archivebox-0.8",
    "archivebox-0.9",
    "html",
    "linkwarden",
    "mirrors",
    "omnivore",
    "readeck",
    "saved",
    "unchanged",
    "zotero",
];

/// The files below a folder, by their paths from the folder above it, in an order in which descriptions come last.
fn files(name: &str) -> Vec<(String, Vec<u8>)> {
    fn walk(folder: &Path, name: &str, found: &mut Vec<(String, Vec<u8>)>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let name = format!("{name}/{}", entry.file_name().into_string().unwrap());
            if entry.file_type().unwrap().is_dir() {
                walk(&entry.path(), &name, found);
            } else {
                found.push((name, fs::read(entry.path()).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(PACKAGE).join("tests/fixtures").join(name), name, &mut found);
    found.sort_by_key(|(name, _)| {
        (name.contains("json") || name.ends_with("sqlite"), name.matches('/').count() < 3, name.clone())
    });
    found
}

fn zipped(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    zipped_by(files, CompressionMethod::Deflated)
}

fn zipped_by(files: &[(String, Vec<u8>)], method: CompressionMethod) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, bytes) in files {
        archive.start_file(name, options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn tarred(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, name, bytes.as_slice()).unwrap();
    }
    archive.into_inner().unwrap()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// What is found, but for where it lies.
fn documents(folder: &str, name: &str, bytes: Option<&[u8]>) -> Vec<Value> {
    let env = match bytes {
        None => TestEnv::with_fixtures(name),
        Some(bytes) => {
            let env = TestEnv::empty();
            env.write(name, bytes);
            env
        }
    };
    env.run(&["index", name]);
    let mut found: Vec<Value> =
        env.export().iter().map(|document| without_archive(folder, document)).collect();
    found.sort_by_cached_key(Value::to_string);
    found
}

/// A document as if the folder lay in no archive.
fn without_archive(folder: &str, document: &Value) -> Value {
    let mut document = document.clone();
    for seen in document["sightings"].as_array_mut().unwrap() {
        let place = format!("{}!/{}", text(seen, "/capture"), text(seen, "/member"));
        let from = place.find(&format!("{folder}/")).unwrap_or_default();
        let seen = seen.as_object_mut().unwrap();
        seen.remove("member");
        seen.insert("capture".to_owned(), json!(place[from..].trim_end_matches("!/")));
    }
    document["sightings"].as_array_mut().unwrap().sort_by_cached_key(Value::to_string);
    let object = document.as_object_mut().unwrap();
    // Without an address an id is made of the place, and relations name ids.
    let is_placed = object["url"].is_null();
    object.retain(|key, _| key != "related" && !(is_placed && key == "id"));
    document
}

#[test]
fn what_describes_files_in_a_folder_describes_them_in_an_archive() {
    for name in FOLDERS {
        let files = files(name);
        let expected = documents(name, name, None);
        assert!(!expected.is_empty(), "{name}");
        let (zip, tar) = (zipped(&files), tarred(&files));
        let stored = zipped_by(&[("inner.tar".to_owned(), tar.clone())], CompressionMethod::Stored);
        for (archive, bytes) in [
            ("packed.zip", &zip),
            ("packed.tar", &tar),
            ("packed.tar.gz", &gzipped(&tar)),
            ("outer.zip", &zipped(&[("inner.tar".to_owned(), tar.clone())])),
            ("stored.zip", &stored),
            ("outer.tar.gz", &gzipped(&tarred(&[("inner.tar.gz".to_owned(), gzipped(&tar))]))),
            ("outer.tar", &tarred(&[("inner.zip".to_owned(), zip.clone())])),
        ] {
            let found = documents(name, archive, Some(bytes));
            let show =
                |documents: &[Value]| documents.iter().map(Value::to_string).collect::<Vec<_>>().join("\n");
            assert_eq!(show(&found), show(&expected), "{name} in {archive}");
        }
    }
}

#[test]
fn captured_bytes_of_a_page_seen_again_in_an_archive_come_back() {
    let files = files("unchanged");
    for (name, bytes) in [("a.zip", zipped(&files)), ("a.tar.gz", gzipped(&tarred(&files)))] {
        let env = TestEnv::empty();
        env.write(name, bytes);
        env.run(&["index", name]);
        let page = &env.export()[0];
        assert_eq!(page["sightings"].as_array().unwrap().len(), 2, "{page}");
        let raw = env.command_bytes(&["show", "--raw", text(page, "/id")]);
        let (_, page) = files.iter().find(|(name, _)| name == "unchanged/20260301T080000Z.html").unwrap();
        assert_eq!(raw, *page, "{name}");
    }
}

#[test]
fn a_packed_folder_that_is_cut_gives_what_is_left_of_it() {
    let page = |number: usize| {
        // Text that packs badly, so that the cut is within some page.
        let words: Vec<String> =
            (0..2_000).map(|word| format!("{:x}", word * 7_919 * (number + 3) % 99_991)).collect();
        format!("<title>Page {number}</title><p>{}</p>", words.join(" ")).into_bytes()
    };
    let mut files: Vec<(String, Vec<u8>)> =
        (0..40).map(|number| (format!("{number:02}.html"), page(number))).collect();
    files.push(("00.json".to_owned(), br#"{"url": "https://a.example/00"}"#.to_vec()));
    let tar = tarred(&files);
    let packed = gzipped(&tar);
    let inner = zipped(&[("inner.tar.gz".to_owned(), packed[..packed.len() / 2].to_vec())]);
    for (name, bytes) in [
        ("a.tar.gz", &packed[..packed.len() / 2]),
        ("a.tar", &tar[..tar.len() / 2]),
        ("a.zip", inner.as_slice()),
    ] {
        let env = TestEnv::empty();
        env.write(name, bytes);
        let output = env.run(&["index", name]).expect_code(3);
        let (found, problems) = (env.export().len(), output.stderr.matches("warning: ").count());
        assert!((10..30).contains(&found) && (1..=2).contains(&problems), "{name}: {found} {output}");
    }
}

#[test]
fn what_describes_the_members_of_an_archive_has_a_limit() {
    let page = |number: usize| format!("<title>Page {number}</title><p>Some words of it.").into_bytes();
    let metadata = json!({"url": "https://a.example/x", "note": "x".repeat(900)}).to_string().into_bytes();
    let files: Vec<(String, Vec<u8>)> = (0..100)
        .flat_map(|number| {
            [(format!("{number:02}.html"), page(number)), (format!("{number:02}.json"), metadata.clone())]
        })
        .collect();
    let env = TestEnv::empty();
    env.write("a.zip", zipped(&files));
    let output = env.run(&["index", "a.zip", "--max-bytes", "1K", "--format", "json"]).expect_code(3);
    // 64 times 1 KiB are 69 such files; a page whose metadata cannot be read is none.
    let records = &output.json()["records"];
    assert_eq!((&records["read"], &records["problems"]), (&json!(69), &json!(31)), "{output}");
    assert!(output.stderr.contains("than --max-bytes allows"), "{output}");
    env.write("b.tar.gz", gzipped(&tarred(&files)));
    let arguments = ["index", "b.tar.gz", "--index", "other", "--max-bytes", "1K", "--format", "json"];
    let output = env.run(&arguments).expect_code(3);
    let records = &output.json()["records"];
    // 16 times are 17; that is told of the archive too.
    assert_eq!((&records["read"], &records["problems"]), (&json!(17), &json!(84)), "{output}");
}

#[test]
fn names_without_end_and_names_that_are_many_files_are_members_like_others() {
    let page = |number: usize| format!("<title>Page {number}</title><p>Some words of it.").into_bytes();
    // As deep as the name of a member of a zip archive can be.
    let deep = |own: &str| (format!("{}{own}", "a/".repeat(32_000)), page(1));
    let note = br#"{"rsearch": "1", "body": "x.html", "unchanged_since": "2026-01-01T00:00:00Z"}"#;
    let mut files: Vec<(String, Vec<u8>)> = (0..50).map(|number| deep(&format!("{number}.html"))).collect();
    files.push(("b/x.html".to_owned(), page(2)));
    let mut tar = files.clone();
    tar.extend(
        (0..50).flat_map(|_| [("b/n.json".to_owned(), note.to_vec()), ("b/x.html".to_owned(), page(2))]),
    );
    for (name, bytes, pages) in [("a.zip", zipped(&files), 51), ("a.tar.gz", gzipped(&tarred(&tar)), 102)] {
        let env = TestEnv::empty();
        env.write(name, bytes);
        let output = env.run(&["index", name, "--format", "json"]).expect_code(0);
        // Notes of one name are one.
        assert_eq!(output.json()["records"]["read"], json!(pages), "{name}: {output}");
    }
}
