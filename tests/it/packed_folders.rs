//! A folder of captures, packed into an archive, gives what the folder gives: metadata files, indexes of exports, snapshots and
//! libraries describe what lies beside them there too.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use serde_json::{Value, json};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use crate::support::{PACKAGE, PROGRAM, TestEnv, text};

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

pub(crate) fn zipped(files: &[(String, Vec<u8>)]) -> Vec<u8> {
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
    let output = env.run(&["index", name, "--format", "json"]);
    let mut found: Vec<Value> =
        env.export().iter().map(|document| without_archive(folder, document)).collect();
    found.sort_by_cached_key(Value::to_string);
    let told = output.json();
    let problems = ["files", "records"].map(|counted| told[counted]["problems"].as_u64().unwrap());
    found.push(json!({ "exit code": output.code, "problems": problems.iter().sum::<u64>() }));
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
            ("packed.tar.zst", &compress_to_vec(tar.as_slice(), CompressionLevel::Fastest)),
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
        (0..40).map(|number| (format!("{number:04}.html"), page(number))).collect();
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
    let files: Vec<(String, Vec<u8>)> = (0..1_200)
        .flat_map(|number| {
            [(format!("{number:04}.html"), page(number)), (format!("{number:04}.json"), metadata.clone())]
        })
        .collect();
    let env = TestEnv::empty();
    env.write("a.zip", zipped(&files));
    let output = env.run(&["index", "a.zip", "--max-bytes", "1K", "--format", "json"]).expect_code(3);
    // 1,024 times 1 KiB are 1,116 such files; a page whose metadata cannot be read is none.
    let records = &output.json()["records"];
    assert_eq!((&records["read"], &records["problems"]), (&json!(1_116), &json!(84)), "{output}");
    assert!(output.stderr.contains("than --max-bytes allows"), "{output}");
    env.write("b.tar.gz", gzipped(&tarred(&files)));
    let arguments = ["index", "b.tar.gz", "--index", "other", "--max-bytes", "1K", "--format", "json"];
    let output = env.run(&arguments).expect_code(3);
    let records = &output.json()["records"];
    // 16 times are 17; that is told of the archive too.
    assert_eq!((&records["read"], &records["problems"]), (&json!(17), &json!(1_184)), "{output}");
}

#[test]
fn names_without_end_and_names_that_are_many_files_are_members_like_others() {
    let page = |number: usize| format!("<title>Page {number}</title><p>Some words of it.").into_bytes();
    // As deep as a name can be.
    let deep = |own: &str| (format!("{}{own}", "a/".repeat(8_000)), page(1));
    let note = br#"{"rsearch": "1", "body": "x.html", "unchanged_since": "2026-01-01T00:00:00Z"}"#;
    let mut files: Vec<(String, Vec<u8>)> = (0..50).map(|number| deep(&format!("{number}.html"))).collect();
    files.push(("b/x.html".to_owned(), page(2)));
    let mut tar = files.clone();
    tar.extend(
        (0..50).flat_map(|_| [("b/n.json".to_owned(), note.to_vec()), ("b/x.html".to_owned(), page(2))]),
    );
    for (name, bytes, pages) in [("a.zip", zipped(&files), 51), ("a.tar.gz", gzipped(&tarred(&tar)), 52)] {
        let env = TestEnv::empty();
        env.write(name, bytes);
        let output = env.run(&["index", name, "--format", "json"]).expect_code(0);
        // The last of a name is the one.
        assert_eq!(output.json()["records"]["read"], json!(pages), "{name}: {output}");
    }
}

#[test]
fn a_large_tar_in_an_archive_is_read_to_its_end() {
    let mut files: Vec<(String, Vec<u8>)> = (10..70)
        .map(|number| {
            (format!("{number}.html"), format!("<title>Page {number}</title><p>Words.").into_bytes())
        })
        .collect();
    files.insert(0, ("10.json".to_owned(), br#"{"url": "https://a.example/10"}"#.to_vec()));
    files.push(("69.json".to_owned(), br#"{"url": "https://a.example/69"}"#.to_vec()));
    let env = TestEnv::empty();
    env.write("a.zip", zipped(&[("inner.tar".to_owned(), tarred(&files))]));
    // Of 62 KiB 16 are kept.
    let output = env.run(&["index", "a.zip", "--max-bytes", "1K", "--format", "json"]).expect_code(3);
    assert_eq!(output.json()["records"]["read"], json!(60), "{output}");
    let urls: Vec<Value> = env.export().into_iter().map(|document| document["url"].clone()).collect();
    assert!(urls.contains(&json!("https://a.example/10")), "{urls:?}");
    assert!(!urls.contains(&json!("https://a.example/69")), "{urls:?}");
    assert_eq!(output.stderr.matches("warning: ").count(), 1, "{output}");
}

enum Member {
    File(&'static [u8]),
    HardLink(&'static str),
    SymbolicLink(&'static str),
}

/// An archive of members that need not be files.
fn tar_of(members: &[(&[u8], Member)]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, member) in members {
        let mut header = tar::Header::new_ustar();
        header.as_ustar_mut().unwrap().name[..name.len()].copy_from_slice(name);
        let (kind, link, bytes) = match member {
            Member::File(bytes) => (tar::EntryType::Regular, "", *bytes),
            Member::HardLink(to) => (tar::EntryType::Link, *to, &b""[..]),
            Member::SymbolicLink(to) => (tar::EntryType::Symlink, *to, &b""[..]),
        };
        header.set_entry_type(kind);
        header.set_mode(0o644);
        header.as_ustar_mut().unwrap().linkname[..link.len()].copy_from_slice(link.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        archive.append(&header, bytes).unwrap();
    }
    archive.into_inner().unwrap()
}

/// Address and time of each document, then counts of what was skipped and of problems.
fn told(name: &str, bytes: &[u8]) -> Vec<String> {
    let env = TestEnv::empty();
    env.write(name, bytes);
    let output = env.run(&["index", name, "--format", "json"]);
    let mut told: Vec<String> = env
        .export()
        .iter()
        .map(|document| format!("{} {}", text(document, "/url"), text(document, "/sightings/0/captured")))
        .collect();
    told.sort();
    let records = &output.json()["records"];
    told.push(format!("{} skipped, {} problems", records["skipped"], records["problems"]));
    told
}

#[test]
fn links_in_a_tar_are_told_and_hard_links_are_read() {
    use Member::{File, HardLink, SymbolicLink};
    let members: [(&[u8], Member); 9] = [
        (b"a.html", File(b"<title>One</title><p>Words.")),
        (b"a.json", File(br#"{"url": "https://a.example/1", "captured": "2025-01-01"}"#)),
        (b"b.html", HardLink("a.html")),
        (b"b.json", File(br#"{"url": "https://a.example/2", "captured": "2025-01-02"}"#)),
        (b"c.html", File(b"<title>Three</title><p>Words.")),
        (b"c.json", HardLink("./a.json")),
        (b"d.html", SymbolicLink("a.html")),
        (b"f.html", HardLink("d.html")),
        (b"e.html", HardLink("none.html")),
    ];
    let tar = tar_of(&members);
    for (name, bytes) in [("a.tar", &tar), ("a.tar.gz", &gzipped(&tar))] {
        // The third page has the address of the first: both are captures of one.
        let expected =
            ["https://a.example/1 2025-01-01", "https://a.example/2 2025-01-02", "5 skipped, 1 problems"];
        assert_eq!(told(name, bytes), expected, "{name}");
    }
}

#[test]
fn names_that_are_no_utf_8_stay_apart_and_the_last_of_a_name_is_the_one() {
    use Member::File;
    let members: [(&[u8], Member); 6] = [
        (b"\xe9.html", File(b"<title>One</title><p>Words.")),
        (b"\xe9.json", File(br#"{"url": "https://a.example/old"}"#)),
        (b"\xe8.html", File(b"<title>Two</title><p>Words.")),
        (b"\xe8.json", File(br#"{"url": "https://a.example/2"}"#)),
        (b"\xe9.html", File(b"<title>One anew</title><p>Words.")),
        (b"./\xe9.json", File(br#"{"url": "https://a.example/1"}"#)),
    ];
    let tar = tar_of(&members);
    for (name, bytes) in [("a.tar", &tar), ("a.tar.gz", &gzipped(&tar))] {
        let expected = ["https://a.example/1 ", "https://a.example/2 ", "4 skipped, 0 problems"];
        assert_eq!(told(name, bytes), expected, "{name}");
    }
}

#[test]
fn what_describes_a_container_in_an_archive_describes_what_lies_in_it() {
    let lines = b"{\"title\": \"One\"}\n{\"title\": \"Two\"}\n".to_vec();
    let metadata = br#"{"captured": "2025-01-01"}"#.to_vec();
    let note = br#"{"rsearch": "1", "body": "r.jsonl", "unchanged_since": "2025-01-01T00:00:00Z",
        "captured": "2025-02-01"}"#;
    let files = [
        ("r.jsonl".to_owned(), lines),
        ("r.json".to_owned(), metadata),
        ("later.json".to_owned(), note.to_vec()),
    ];
    let times = |env: &TestEnv, name: &str| -> Vec<String> {
        env.index(&[name]);
        let found = env.export();
        let sightings = found.iter().flat_map(|document| document["sightings"].as_array().unwrap());
        let mut times: Vec<String> = sightings.map(|seen| text(seen, "/captured").to_owned()).collect();
        times.sort();
        times
    };
    let env = TestEnv::empty();
    for (name, bytes) in &files {
        env.write(&format!("folder/{name}"), bytes);
    }
    let expected = times(&env, "folder");
    assert_eq!(expected, ["2025-01-01", "2025-01-01", "2025-02-01", "2025-02-01"]);
    let archives =
        [("a.zip", zipped(&files)), ("a.tar", tarred(&files)), ("a.tar.gz", gzipped(&tarred(&files)))];
    for (name, bytes) in archives {
        let env = TestEnv::empty();
        env.write(name, bytes);
        assert_eq!(times(&env, name), expected, "{name}");
    }
}

#[test]
fn records_of_a_crawl_speak_for_themselves_whatever_is_said_of_its_file() {
    let crawl = fs::read(Path::new(PACKAGE).join("tests/fixtures/warc/warcio-1.1.warc.gz")).unwrap();
    let files = [
        ("c.warc.gz".to_owned(), crawl),
        ("c.json".to_owned(), br#"{"url": "https://a.example/no", "captured": "1999-01-01"}"#.to_vec()),
    ];
    let told = told("a.zip", &zipped(&files));
    assert!(told.len() > 3 && !told.concat().contains("a.example"), "{told:?}");
}

#[test]
fn a_note_is_read_whatever_becomes_of_the_capture_that_it_names() {
    let page = b"<title>A page</title><p>Some words of it.".to_vec();
    let note = br#"{"rsearch": "1", "body": "a.html", "unchanged_since": "2025-01-01T00:00:00Z",
        "url": "https://a.example/1", "captured": "2025-02-01"}"#;
    for (metadata, counts) in
        [(r#"{"status": 404}"#, "2 skipped, 0 problems"), ("[", "1 skipped, 1 problems")]
    {
        let files = [
            ("a.html".to_owned(), page.clone()),
            ("a.json".to_owned(), metadata.as_bytes().to_vec()),
            ("later.json".to_owned(), note.to_vec()),
        ];
        for (name, bytes) in [("a.zip", zipped(&files)), ("a.tar.gz", gzipped(&tarred(&files)))] {
            assert_eq!(told(name, &bytes), ["https://a.example/1 2025-02-01", counts], "{name} {metadata}");
        }
    }
}

#[test]
fn metadata_before_the_cut_of_an_archive_describes_its_pages() {
    let page = |number: usize| format!("<title>Page {number}</title><p>Some words of it.").into_bytes();
    let metadata = |number: usize| {
        // Much of it, so that the cut is in the last.
        let note: Vec<String> =
            (0..3_000).map(|word| format!("{:x}", word * 7_919 * (number + 3) % 99_991)).collect();
        json!({ "url": format!("https://a.example/{number}"), "note": note.join(" ") })
            .to_string()
            .into_bytes()
    };
    let mut files: Vec<(String, Vec<u8>)> =
        (0..5).map(|number| (format!("{number}.html"), page(number))).collect();
    files.extend((0..5).map(|number| (format!("{number}.json"), metadata(number))));
    let packed = gzipped(&tarred(&files));
    let told = told("a.tar.gz", &packed[..packed.len() - 4_000]);
    assert_eq!(told.iter().filter(|line| line.contains("a.example")).count(), 4, "{told:?}");
}

#[test]
fn a_note_on_a_member_that_is_damaged_is_told() {
    let note = br#"{"rsearch": "1", "body": "a.html", "unchanged_since": "2025-01-01T00:00:00Z"}"#;
    let page = b"<title>A page</title><p>Some words of it.".to_vec();
    let files = [("a.html".to_owned(), page.clone()), ("later.json".to_owned(), note.to_vec())];
    let mut damaged = zipped_by(&files, CompressionMethod::Stored);
    let at = damaged.windows(page.len()).position(|window| *window == page).unwrap();
    damaged[at + 20] = b'X';
    assert_eq!(told("a.zip", &damaged), ["0 skipped, 2 problems"]);
}

#[cfg(unix)]
#[test]
fn what_could_not_be_copied_for_the_time_being_is_read_the_next_time() {
    let mut files = files("unchanged");
    files.retain(|(name, _)| name.contains("/2026"));
    let tar = tarred(&files);
    let nested = zipped(&[("inner.tar".to_owned(), tar.clone())]);
    for (name, bytes, first) in [("a.tar.gz", &gzipped(&tar), 0), ("a.zip", &nested, 1)] {
        let env = TestEnv::empty();
        env.write(name, bytes);
        let mut command = env.command(PROGRAM);
        let output = env.output(command.args(["index", name]).env("TMPDIR", env.path("none")));
        let output = output.expect_code(3);
        assert!(output.stderr.contains("TMPDIR"), "{name}: {output}");
        assert_eq!(env.export().len(), first, "{name}");
        env.run(&["index", name]);
        let sightings =
            env.export().iter().map(|page| page["sightings"].as_array().unwrap().len()).sum::<usize>();
        assert_eq!(sightings, 2, "{name}");
    }
}
