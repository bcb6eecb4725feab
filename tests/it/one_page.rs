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
    whole("saved", "single-file.html"),
    whole("saved", "monolith.html"),
    whole("saved", "complete.html"),
    whole("saved", "wayback.html"),
    whole("mirrors", "httrack/lab.example/research/lamp-keepers.html"),
    whole("single-file-zip", "page.html"),
    whole("epub", "page.epub"),
    // They have no place for a section of the site.
    Held { folder: "readeck", file: "info.json", without: &["categories"] },
    Held { folder: "jina-reader", file: "page.txt", without: &["categories", "summary"] },
    Held { folder: "markdown", file: "markdownload.md", without: &["categories", "published/date"] },
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
fn a_pdf_gives_its_text_and_its_title() {
    let env = TestEnv::with_fixtures("pdf");
    let page = &env.inspect("pdf/chromium.pdf")[0];
    assert_eq!(text(page, "/page/title"), "What the lamp keepers measured | Harbour Lab");
    let body = words(page, "/page/body");
    for part in [
        "For a hundred and four years the keepers of nine lights",
        "It stands in the logs of 1889, in the margin, in pencil.",
    ] {
        assert!(body.contains(part), "{part}: {body}");
    }
}

#[test]
fn the_folder_beside_a_page_saved_completely_holds_no_pages() {
    let env = TestEnv::with_fixtures("saved");
    let output = env.run(&["index", "saved"]);
    assert!(output.stdout.contains("parts of the page saved beside it"), "{output}");
    assert!(env.export().iter().all(|document| !text(document, "/body").contains("advertisement")));
}
