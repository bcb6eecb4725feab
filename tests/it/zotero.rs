//! A library of Zotero: its items, and the files that it keeps of them.

use std::fs;

use rusqlite::Connection;
use serde_json::Value;

use crate::support::{TestEnv, text};

fn titled<'a>(export: &'a [Value], title: &str) -> &'a Value {
    export.iter().find(|document| text(document, "/title") == title).unwrap_or_else(|| panic!("{export:#?}"))
}

fn change(env: &TestEnv, sql: &str) {
    Connection::open(env.path("zotero/zotero.sqlite")).unwrap().execute_batch(sql).unwrap();
}

#[test]
fn an_item_and_its_file_are_one_document() {
    let env = TestEnv::with_fixtures("zotero");
    let output = env.run(&["index", "zotero"]);
    assert_eq!(output.code, 0, "{output}");
    let export = env.export();
    assert_eq!(export.len(), 3, "no note, no feed, nothing from the bin: {export:#?}");
    let page = titled(&export, "What the lamp keepers measured");
    assert_eq!(text(page, "/sightings/0/capture"), "zotero/storage/SNAP2222/lamp-keepers.html");
    assert_eq!(text(page, "/sightings/0/captured"), "2024-05-01T10:00:00Z");
    assert_eq!(text(page, "/sightings/1/member"), "PAGE2222");
    // Its own section, then what the person filed it under.
    assert_eq!(page["categories"], serde_json::json!(["Hydrology", "Navigation"]));
    // What the PDF says of itself is that a word processor made a draft.
    let paper = titled(&export, "Reading old fog logs");
    assert_eq!(text(paper, "/published/date"), "2021-05");
    assert_eq!(text(paper, "/url"), "https://doi.org/10.1000/fog.7");
    assert_eq!(text(paper, "/publisher"), "Journal of Small Harbours");
    assert_eq!(paper["authors"], serde_json::json!(["Cleo Marsh", "Harbour Survey"]), "an editor is none");
    assert_eq!(paper["categories"], serde_json::json!(["fog", "methods", "Harbour history"]));
    assert!(text(paper, "/body").contains("tide tables"), "{paper}");
    assert_eq!(text(paper, "/sightings/0/format"), "pdf");
    let book = titled(&export, "Lights of the small harbours");
    assert_eq!((text(book, "/published/precision"), text(book, "/sightings/0/as")), ("year", "entry"));
}

#[test]
fn only_what_the_library_says_anew_is_read_again() {
    let env = TestEnv::with_fixtures("zotero");
    env.run(&["index", "zotero"]);
    assert_eq!(env.run(&["index", "zotero", "--format", "json"]).json()["files"]["unchanged"], 3);
    // A change elsewhere in the library leaves the files as they are.
    change(&env, "UPDATE items SET clientDateModified = '2024-08-01 10:00:00' WHERE key = 'BOOK2222'");
    let totals = env.run(&["index", "zotero", "--format", "json"]).json();
    assert_eq!((&totals["files"]["unchanged"], &totals["files"]["read"]), (&2.into(), &1.into()), "{totals}");
    change(
        &env,
        "UPDATE itemDataValues SET value = 'Reading older fog logs' WHERE value = 'Reading old fog logs';
         UPDATE items SET clientDateModified = '2024-08-02 10:00:00' WHERE key = 'PAPR2222'",
    );
    let totals = env.run(&["index", "zotero", "--format", "json"]).json();
    assert_eq!((&totals["files"]["unchanged"], &totals["files"]["read"]), (&1.into(), &2.into()), "{totals}");
    let export = env.export();
    assert_eq!(export.len(), 3, "{export:#?}");
    assert!(text(titled(&export, "Reading older fog logs"), "/body").contains("tide tables"));
    // What is put into the bin is known no longer; its file is a capture by itself.
    change(&env, "INSERT INTO deletedItems SELECT itemID, '2024-08-03' FROM items WHERE key = 'PAPR2222'");
    env.run(&["index", "zotero"]);
    let export = env.export();
    let file = export.iter().find(|document| text(document, "/sightings/0/format") == "pdf").unwrap();
    assert_eq!((text(file, "/url"), file["categories"].as_array().unwrap().len()), ("", 0), "{file}");
}

#[test]
fn a_database_that_is_no_library_or_damaged_leaves_the_files() {
    let env = TestEnv::with_fixtures("zotero");
    let path = env.path("zotero/zotero.sqlite");
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let output = env.run(&["index", "zotero"]);
    assert!(output.stderr.contains("zotero.sqlite: not a readable library of Zotero"), "{output}");
    assert_eq!(env.export().len(), 2, "the page and the PDF by themselves");
    // Another program's database, and one whose tables are something else.
    for sql in
        ["CREATE TABLE notes (id)", "CREATE TABLE hidden (itemID); CREATE VIEW items AS SELECT * FROM hidden"]
    {
        fs::remove_file(&path).unwrap();
        change(&env, sql);
        let output = env.run(&["index", "--verbose", "zotero"]);
        assert!(output.stderr.contains("zotero.sqlite: no known capture format"), "{output}");
        assert_eq!(env.export().len(), 2);
    }
}

#[test]
fn a_database_that_goes_on_for_ever_or_lacks_a_table_is_no_library() {
    let endless = "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)";
    for sql in [
        &format!(
            "ALTER TABLE items RENAME TO kept; CREATE VIEW items AS {endless} SELECT x AS itemID FROM c"
        ),
        &format!(
            "DROP TABLE libraries; CREATE VIEW libraries AS {endless} SELECT x AS libraryID, '' AS type FROM c"
        ),
        "ALTER TABLE tags ADD COLUMN long AS (hex(zeroblob(400000000)))",
        "DROP TABLE tags",
    ] {
        let env = TestEnv::with_fixtures("zotero");
        change(&env, sql);
        let output = env.run(&["index", "--verbose", "zotero"]);
        assert_eq!(output.code, 0, "{output}");
        assert!(output.stderr.contains("zotero.sqlite: no known capture format"), "{sql}: {output}");
        assert_eq!(env.export().len(), 2, "{sql}: the page and the PDF by themselves");
    }
}

#[test]
fn a_file_whose_library_cannot_be_read_just_now_is_tried_again() {
    let env = TestEnv::with_fixtures("zotero");
    let path = env.path("zotero/zotero.sqlite");
    let whole = fs::read(&path).unwrap();
    let database = Connection::open(&path).unwrap();
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = 'itemDataValues'";
    let root = database.query_row(sql, [], |row| row.get::<_, u32>(0)).unwrap() as usize;
    drop(database);
    let mut torn = whole.clone();
    torn[(root - 1) * 1024..root * 1024].fill(0xff);
    fs::write(&path, &torn).unwrap();
    let output = env.run(&["index", "zotero"]);
    assert!(output.stderr.contains("fog logs.pdf: cannot read it: its library of Zotero"), "{output}");
    fs::write(&path, &whole).unwrap();
    assert_eq!(env.run(&["index", "zotero"]).code, 0);
    let paper = titled(&env.export(), "Reading old fog logs").clone();
    assert_eq!(text(&paper, "/sightings/0/format"), "pdf", "{paper}");
    // What is known of a file stays meanwhile.
    change(&env, "UPDATE items SET clientDateModified = '2024-09-01 10:00:00' WHERE key = 'PAPR2222'");
    let mut torn = fs::read(&path).unwrap();
    torn[(root - 1) * 1024..root * 1024].fill(0xff);
    fs::write(&path, &torn).unwrap();
    assert_eq!(env.run(&["index", "zotero"]).code, 3);
    assert!(env.export().iter().any(|document| text(document, "/sightings/0/format") == "pdf"));
}

/// Puts one more file to the paper.
fn attach(env: &TestEnv, key: &str, day: u8, kind: &str, name: &str, bytes: &[u8]) {
    change(
        env,
        &format!(
            "INSERT INTO items (itemTypeID, dateAdded, dateModified, clientDateModified, libraryID, key)
                 SELECT itemTypeID, '2024-06-1{day} 08:00:00', '', '2024-06-1{day} 08:00:00', 1, '{key}' FROM items
                 WHERE key = 'PDFS2222';
             INSERT INTO itemAttachments (itemID, parentItemID, contentType, path)
                 SELECT own.itemID, paper.itemID, '{kind}', 'storage:{name}' FROM items AS own, items AS paper
                 WHERE own.key = '{key}' AND paper.key = 'PAPR2222'"
        ),
    );
    env.write(&format!("zotero/storage/{key}/{name}"), bytes);
}

#[test]
fn a_further_file_of_an_item_hides_no_text() {
    let env = TestEnv::with_fixtures("zotero");
    env.run(&["index", "zotero"]);
    let paper = fs::read(env.path("zotero/storage/PDFS2222/Marsh - fog logs.pdf")).unwrap();
    let supplement = String::from_utf8(paper).unwrap().replace("tide tables", "fish prices");
    attach(&env, "SUPP2222", 1, "application/pdf", "supplement.pdf", supplement.as_bytes());
    env.run(&["index", "zotero"]);
    let export = env.export();
    assert_eq!(export.len(), 4, "{export:#?}");
    let bodies = |words: &str| {
        let found: Vec<Value> =
            env.export().into_iter().filter(|document| text(document, "/body").contains(words)).collect();
        assert_eq!(found.len(), 1, "{words}");
        found[0].clone()
    };
    assert_eq!(text(&bodies("tide tables"), "/url"), "https://doi.org/10.1000/fog.7");
    let further = bodies("fish prices");
    assert_ne!(text(&further, "/title"), "Reading old fog logs");
    assert_eq!(further["categories"], serde_json::json!(["fog", "methods", "Harbour history"]));
    // Where the page is kept too, that is what the address shows.
    let page = "<title>Reading old fog logs</title><p>An abstract of what the paper says about its logs.</p>";
    attach(&env, "PAGE3333", 2, "text/html", "page.html", page.as_bytes());
    env.run(&["index", "zotero"]);
    assert_eq!(text(&bodies("An abstract of"), "/url"), "https://doi.org/10.1000/fog.7");
    let paper = bodies("tide tables");
    assert_eq!(
        (text(&paper, "/title"), text(&paper, "/published/date")),
        ("Reading old fog logs", "2021-05")
    );
    bodies("fish prices");
}

#[test]
fn what_zotero_keeps_for_itself_is_no_page() {
    let env = TestEnv::with_fixtures("zotero");
    let style = r#"<?xml version="1.0"?><style xmlns="http://purl.org/net/xbiblio/csl"><info><title>A style</title></info></style>"#;
    env.write("zotero/styles/a-style.csl", style);
    let output = env.run(&["index", "--verbose", "zotero"]);
    assert!(output.stderr.contains("zotero/styles: kept by Zotero for itself"), "{output}");
    assert_eq!(env.export().len(), 3);
}

#[test]
fn an_odd_row_leaves_the_others_and_an_item_has_so_many_tags_and_no_more() {
    let env = TestEnv::with_fixtures("zotero");
    change(
        &env,
        "INSERT INTO itemAttachments (itemID, path) SELECT itemID, x'73746f726167653aff' FROM items WHERE key = 'NOTE2222';
         DROP TABLE itemTags; CREATE TABLE itemTags (itemID, tagID);
         WITH RECURSIVE c (x) AS (SELECT 100 UNION ALL SELECT x + 1 FROM c LIMIT 9000) INSERT INTO tags SELECT x, x FROM c;
         INSERT INTO itemTags SELECT itemID, tagID FROM items, tags WHERE key = 'PAPR2222' AND tagID >= 100",
    );
    env.run(&["index", "zotero"]);
    let export = env.export();
    let paper = titled(&export, "Reading old fog logs");
    assert_eq!(text(paper, "/sightings/0/format"), "pdf", "{export:#?}");
    assert!(paper["categories"].as_array().unwrap().len() < 9000);
}

#[test]
fn a_library_in_an_archive_is_read_and_shown_as_it_lies() {
    let env = TestEnv::with_fixtures("zotero");
    let archive = env.path("library.tar");
    let mut tar = tar::Builder::new(fs::File::create(archive).unwrap());
    tar.append_path_with_name(env.path("zotero/zotero.sqlite"), "zotero.sqlite").unwrap();
    tar.finish().unwrap();
    env.run(&["index", "library.tar"]);
    let export = env.export();
    let book = titled(&export, "Lights of the small harbours");
    assert_eq!(text(book, "/sightings/0/member"), "zotero.sqlite!/BOOK2222");
    let raw = env.run(&["show", "--raw", text(book, "/id")]);
    assert!(raw.stdout.contains("\"published\":\"1987\""), "{raw}");
}
