//! One page in every format: the documents are equal, only what is known of the capture differs.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{PACKAGE, TestEnv, text};

/// A fixture of the page: its folder, its file, and which fields of the document it cannot hold, with the reason.
struct Held {
    folder: &'static str,
    file: &'static str,
    without: &'static [&'static str],
}

const fn whole(folder: &'static str, file: &'static str) -> Held {
    Held { folder, file, without: &[] }
}

/// Every format that holds the page with its text.
const HELD: &[Held] = &[
    whole("one-page", "page.html"),
    whole("warc", "warcio-1.1.warc.gz"),
    whole("warc", "warcio-1.0.warc"),
    whole("warc", "records.warc.zst"),
    whole("warc", "wget.warc.gz"),
    whole("wacz", "page.wacz"),
    whole("zip", "page.zip"),
    whole("tar", "page.tar"),
    whole("tar", "page.tar.gz"),
    whole("tar", "page.tar.zst"),
    whole("mhtml", "chromium.mhtml"),
    whole("mhtml", "monolith.mhtml"),
    whole("mhtml", "explorer.mht"),
    whole("mhtml", "firefox.mht"),
    whole("saved", "single-file.html"),
    whole("saved", "monolith.html"),
    whole("saved", "complete.html"),
    whole("saved", "wayback.html"),
    whole("mirrors", "httrack/lab.example/research/lamp-keepers.html"),
    // The folder, since its names tell the address.
    whole("mirrors", "wget"),
    whole("single-file-zip", "page.html"),
    whole("zotero", "storage/SNAP2222/lamp-keepers.html"),
    whole("epub", "page.epub"),
    // It keeps the article but for what stands beside its picture, and of what the page says of itself its authors.
    Held { folder: "epub", file: "percollate.epub", without: &["categories", "summary", "body"] },
    // They have no place for a section of the site.
    Held { folder: "readeck", file: "info.json", without: &["categories"] },
    Held { folder: "jina-reader", file: "page.txt", without: &["categories", "summary"] },
    Held { folder: "markdown", file: "markdownload.md", without: &["categories", "published/date"] },
    // It takes the byline off.
    Held { folder: "markdown", file: "obsidian.md", without: &["categories", "body"] },
    Held { folder: "readeck", file: "export.zip", without: &["categories"] },
    Held { folder: "readeck", file: "bookmarks/x1/container/index.html", without: &["categories"] },
    Held { folder: "omnivore", file: "export.zip", without: &["categories"] },
    Held { folder: "omnivore", file: "content/lamp-keepers.html", without: &["categories"] },
    Held { folder: "linkwarden", file: "archives/1/2_readability.json", without: &["categories"] },
    Held { folder: "karakeep", file: "archive.tar", without: &["categories"] },
    // Nor for the page's own summary.
    Held { folder: "wallabag", file: "export.json", without: &["categories", "summary"] },
];

fn documents(env: &TestEnv) -> Vec<Value> {
    env.export().into_iter().filter(|document| text(document, "/title").contains("lamp keepers")).collect()
}

fn words(document: &Value, pointer: &str) -> String {
    text(document, pointer).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn one_page_is_one_document_whatever_it_is_packed_in() {
    let env = TestEnv::empty();
    env.write("page.html", fs::read(Path::new(PACKAGE).join("tests/fixtures/one-page/page.html")).unwrap());
    env.index(&["page.html"]);
    let expected = documents(&env).remove(0);
    assert_eq!(text(&expected, "/published/date"), "2024-03-14");
    let mut faults = Vec::new();
    for Held { folder, file, without } in HELD {
        let env = TestEnv::with_fixtures(folder);
        env.run(&["index", &format!("{folder}/{file}")]);
        let found = documents(&env);
        let own: Vec<&Value> =
            found.iter().filter(|document| text(document, "/url").ends_with("/lamp-keepers")).collect();
        let [document] = own.as_slice() else {
            faults.push(format!("{file}: {} documents", own.len()));
            continue;
        };
        for field in ["/id", "/title", "/published/date", "/summary", "/body"] {
            let (found, wanted) = (words(document, field), words(&expected, field));
            if found != wanted && !without.contains(&field.trim_start_matches('/')) {
                faults.push(format!("{folder}/{file}: {field} is {found:?}, not {wanted:?}"));
            }
        }
        // Of a body that a program shortened the end is there.
        let end = |document: &Value| words(document, "/body").chars().rev().take(200).collect::<String>();
        if end(document) != end(&expected) {
            faults.push(format!("{folder}/{file}: the body ends in {:?}", words(document, "/body")));
        }
        if document["categories"] != expected["categories"] && !without.contains(&"categories") {
            faults.push(format!("{folder}/{file}: categories are {}", document["categories"]));
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn an_item_without_a_text_is_a_document_that_waits_for_its_page() {
    for (folder, file, format) in [
        ("karakeep", "export.json", "karakeep"),
        ("linkwarden", "export.json", "linkwarden"),
        ("omnivore", "metadata_0_to_1.json", "omnivore"),
        ("bookmarks", "firefox.html", "bookmarks"),
        ("saved-csv", "pocket.csv", "saved-csv"),
        ("feed", "atom.xml", "feed"),
        ("feed", "rss.xml", "feed"),
        ("feed", "feed.json", "feed"),
    ] {
        let env = TestEnv::with_fixtures(folder);
        env.index(&[&format!("{folder}/{file}")]);
        let found = documents(&env);
        assert_eq!(found.len(), 1, "{file}: {found:?}");
        let document = &found[0];
        assert_eq!(text(document, "/url"), "http://lab.example/research/lamp-keepers", "{file}");
        assert_eq!(text(document, "/sightings/0/as"), "entry", "{file}");
        assert_eq!(text(document, "/sightings/0/format"), format, "{file}");
        if folder == "feed" {
            assert_eq!(text(document, "/published/date"), "2024-03-14", "{file}");
        } else {
            assert_eq!(text(document, "/sightings/0/captured"), "2024-05-01T10:00:00Z", "{file}");
        }
        let missing = env.run(&["missing"]);
        assert!(missing.stdout.contains("http://lab.example/research/lamp-keepers"), "{file}: {missing}");
        assert!(missing.stdout.contains(&format!("in {file}")), "{file}: {missing}");
        // The page itself, captured later, is the same document, and is its best sighting.
        env.write(
            "page.html",
            fs::read(Path::new(PACKAGE).join("tests/fixtures/one-page/page.html")).unwrap(),
        );
        env.index(&["page.html"]);
        let found = documents(&env);
        assert_eq!(found.len(), 1, "{file}: {found:?}");
        assert_eq!(text(&found[0], "/id"), text(document, "/id"), "{file}");
        assert_eq!(text(&found[0], "/sightings/0/as"), "page", "{file}");
        assert_eq!(found[0]["sightings"].as_array().unwrap().len(), 2, "{file}");
    }
}

#[test]
fn a_snapshot_of_archivebox_is_one_capture_by_its_best_rendering() {
    let env = TestEnv::with_fixtures("archivebox");
    env.index(&["archivebox/archive"]);
    let found = documents(&env);
    assert_eq!(found.len(), 1, "{found:?}");
    let sightings = found[0]["sightings"].as_array().unwrap();
    assert_eq!(sightings.len(), 1, "{sightings:?}");
    assert_eq!(text(&sightings[0], "/capture"), "archive/1714557500.0/singlefile.html");
    assert_eq!(text(&sightings[0], "/captured"), "2024-05-01T10:00:00Z");
    // One that nothing came of is known by its index.
    let export = env.export();
    let gone = export.iter().find(|document| text(document, "/url").ends_with("/gone")).unwrap();
    assert_eq!((text(gone, "/title"), text(gone, "/sightings/0/as")), ("A page that was gone", "entry"));
}

#[test]
fn an_export_with_its_pages_is_one_document_for_each() {
    for (folder, captured) in [
        ("omnivore", "2024-05-01T10:00:00Z"),
        ("readeck/bookmarks", "2024-05-01T10:00:00Z"),
        ("linkwarden", "2024-05-01T10:00:00Z"),
    ] {
        let env = TestEnv::with_fixtures(folder);
        let output = env.run(&["index", folder]);
        assert_eq!(output.code, 0, "{output}");
        let export = env.export();
        assert_eq!(export.len(), 1, "{folder}: {export:?}");
        let document = &export[0];
        assert_eq!(text(document, "/url"), "http://lab.example/research/lamp-keepers", "{folder}");
        assert_eq!(text(document, "/title"), "What the lamp keepers measured", "{folder}");
        let sightings = document["sightings"].as_array().unwrap();
        assert_eq!(text(&sightings[0], "/as"), "page", "{folder}: {sightings:?}");
        assert!(sightings.iter().all(|seen| text(seen, "/captured") == captured), "{folder}: {sightings:?}");
    }
    // The page that Linkwarden kept is read, and its other renderings are not.
    let env = TestEnv::with_fixtures("linkwarden");
    let page = fs::read(Path::new(PACKAGE).join("tests/fixtures/saved/monolith.html")).unwrap();
    env.write("linkwarden/archives/1/2.html", page);
    let output = env.run(&["index", "--verbose", "linkwarden"]);
    assert!(output.stderr.contains("2_readability.json: parts of the page saved beside it"), "{output}");
    let seen = env.export()[0]["sightings"].as_array().unwrap().clone();
    assert_eq!(seen.len(), 2, "{seen:?}");
    // What an index says of its pages changes with it.
    let env = TestEnv::with_fixtures("omnivore");
    env.index(&["omnivore"]);
    let list = fs::read_to_string(env.path("omnivore/metadata_0_to_1.json")).unwrap();
    env.write("omnivore/metadata_0_to_1.json", list.replace("/research/lamp-keepers", "/research/moved"));
    env.index(&["omnivore"]);
    let export = env.export();
    let moved = export.iter().find(|document| text(document, "/url").ends_with("/moved")).unwrap();
    assert!(!text(moved, "/body").is_empty(), "{export:?}");
}

#[test]
fn a_folder_of_the_real_archivebox_is_one_capture_a_snapshot() {
    let flat = [
        "singlefile.html",
        "output.html",
        "lab.example/research/lamp-keepers.html",
        "htmltotext.txt",
        "index.json",
    ];
    let in_folders = [
        "dom/output.html",
        "wget/lab.example/research/lamp-keepers.html",
        "htmltotext/htmltotext.txt",
        "index.jsonl",
    ];
    for (folder, renderings, told) in [
        ("archivebox-0.7", flat.as_slice(), &["singlefile.html: answer to a failed request"][..]),
        (
            "archivebox-0.8",
            &flat,
            &["singlefile.html: answer to a failed request", "/sources: kept by ArchiveBox for itself"],
        ),
        (
            "archivebox-0.9",
            &in_folders,
            &["index.jsonl: answer to a failed request", "/crawls: kept by ArchiveBox for itself"],
        ),
    ] {
        let env = TestEnv::with_fixtures(folder);
        let output = env.run(&["index", "--verbose", folder]);
        // Neither its own pages nor other renderings are read, and an answer 404 is none either.
        for told in told {
            assert!(output.stderr.contains(told), "{folder}: {told}: {output}");
        }
        let export = env.export();
        assert_eq!(export.len(), 1, "{folder}: {export:?}");
        let sightings = export[0]["sightings"].as_array().unwrap();
        assert_eq!(sightings.len(), 1, "{folder}: {sightings:?}");
        assert_eq!(text(&export[0], "/title"), "What the lamp keepers measured", "{folder}");
        assert!(text(&sightings[0], "/captured").starts_with("2026-"), "{folder}: {sightings:?}");
        assert_eq!(
            (sightings[0]["http_status"].as_u64(), text(&sightings[0], "/method")),
            (Some(200), "archivebox"),
            "{folder}"
        );
        // The best rendering is taken, the next best where that is not there, at last the index alone.
        let mut document = export[0].clone();
        for (at, rendering) in renderings.iter().enumerate() {
            let capture = text(&document, "/sightings/0/capture");
            assert!(capture.ends_with(&format!("/{rendering}")), "{folder}: {rendering}: {document}");
            assert_eq!(text(&document, "/url"), "http://lab.example/research/lamp-keepers", "{folder}");
            if at + 1 < renderings.len() {
                fs::remove_file(env.path(capture)).unwrap();
                env.index(&[folder]);
                document = env.export()[0].clone();
            }
        }
        assert_eq!(text(&document, "/sightings/0/as"), "entry", "{folder}");
    }
}

#[test]
fn a_pdf_gives_its_text_and_its_title() {
    let env = TestEnv::with_fixtures("pdf");
    let page = &env.inspect("pdf/chromium.pdf")[0];
    assert_eq!(text(page, "/page/title"), "What the lamp keepers measured | Harbour Lab");
    // A browser printed it: that tells when it was captured, and not when it was published.
    let seen = text(page, "/page/sightings/0/captured");
    assert!(seen.starts_with("2026-") && text(page, "/page/published/date").is_empty(), "{page}");
    let body = words(page, "/page/body");
    for part in [
        "For a hundred and four years the keepers of nine lights",
        "It stands in the logs of 1889, in the margin, in pencil.",
    ] {
        assert!(body.contains(part), "{part}: {body}");
    }
    // One that describes itself is read as it says, one that was scanned says that it has no text.
    let page = &env.inspect("pdf/xmp.pdf")[0]["page"];
    assert_eq!(
        (text(page, "/title"), text(page, "/published/date"), text(page, "/publisher")),
        ("What the lamp keepers measured", "2024-03-14", "Harbour Lab")
    );
    assert_eq!(page["authors"], serde_json::json!(["Ada Ferry", "Ben Quay"]));
    assert!(text(page, "/summary").starts_with("A century of lamp logs"), "{page}");
    let scanned = &env.inspect("pdf/scanned.pdf")[0];
    assert_eq!((text(scanned, "/page/body"), text(scanned, "/doubts/0/kind")), ("", "no-text"));
    assert_eq!(text(scanned, "/page/title"), "scanned");
}

#[test]
fn the_folder_beside_a_page_saved_completely_holds_no_pages() {
    let env = TestEnv::with_fixtures("saved");
    let output = env.run(&["index", "saved"]);
    assert!(output.stdout.contains("parts of the page saved beside it"), "{output}");
    assert!(env.export().iter().all(|document| !text(document, "/body").contains("advertisement")));
}

#[test]
fn what_a_person_filed_a_page_under_comes_after_its_own_categories() {
    // The page is captured later than it was put into the program, or earlier.
    for (folder, captured) in [("wallabag", 2025), ("omnivore", 2025), ("readeck", 2025), ("wallabag", 2023)]
    {
        let env = TestEnv::with_fixtures(folder);
        let page = fs::read(Path::new(PACKAGE).join("tests/fixtures/one-page/page.html")).unwrap();
        env.write("pages/page.html", page);
        let metadata = serde_json::json!({
            "url": "http://lab.example/research/lamp-keepers", "captured": format!("{captured}-05-01T10:00:00Z")
        });
        env.write("pages/page.json", metadata.to_string());
        env.run(&["index", folder, "pages"]);
        let found = documents(&env);
        let own: Vec<&Value> = found
            .iter()
            .filter(|document| text(document, "/url").ends_with("/lamp-keepers"))
            .map(|document| &document["categories"])
            .collect();
        assert_eq!(own, [&serde_json::json!(["Hydrology", "fog"])], "{folder} {captured}");
    }
}
