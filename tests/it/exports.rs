//! Exports of programs that keep pages: nothing in them is left out without a word.

use crate::support::{TestEnv, text};

#[test]
fn notes_of_karakeep_are_entries_and_files_without_an_address_are_counted() {
    let env = TestEnv::empty();
    env.write(
        "karakeep.json",
        r#"{"bookmarks":[
            {"createdAt":1614850000,"title":"My note","tags":["ice"],"content":{"type":"text","text":"Ice on the tarn."},"note":null},
            {"createdAt":1614850000,"title":null,"tags":[],"content":{"type":"text","text":"A note without a title.\nMore."},"note":null},
            {"createdAt":1614850000,"title":"A paper","tags":[],"content":{"type":"asset","assetType":"pdf","sourceUrl":"https://tarn.example/a.pdf"}},
            {"createdAt":1614850000,"title":"A picture","tags":[],"content":{"type":"asset","assetType":"image"}},
            {"createdAt":1614850000,"title":null,"tags":[],"content":{"type":"text","text":""}},
            {"createdAt":1614850000,"title":"Nothing"}]}"#,
    );
    let output = env.run(&["inspect", "--format", "json", "karakeep.json"]).expect_code(0);
    let shown: Vec<String> = output
        .jsonl()
        .iter()
        .map(|page| {
            let captured = text(page, "/page/sightings/0/captured");
            format!("{} | {} | {captured}", text(page, "/page/title"), text(page, "/page/url"))
        })
        .collect();
    assert_eq!(
        shown,
        [
            "My note |  | 2021-03-04T09:26:40Z",
            "A note without a title. |  | 2021-03-04T09:26:40Z",
            "A paper | https://tarn.example/a.pdf | 2021-03-04T09:26:40Z",
            "Nothing |  | 2021-03-04T09:26:40Z",
        ]
    );
    assert_eq!(output.stderr, "skipped: karakeep.json#4: no page\nskipped: karakeep.json#5: empty\n");
    env.index(&["karakeep.json"]);
    let found = env.run(&["query", "tarn"]).expect_code(0);
    assert!(found.stdout.contains("My note"), "{found}");
}

#[test]
fn a_quotation_mark_that_nothing_closes_takes_no_other_row_with_it() {
    let env = TestEnv::empty();
    let rows = "title,url,time_added,tags,status\nOne,https://tarn.example/1,1614850000,,unread\n\
                \"Two,https://tarn.example/2,1614850000,,unread\nThree,https://tarn.example/3,1614850000,,unread\n";
    env.write("pocket.csv", rows);
    let output = env.run(&["inspect", "--format", "json", "pocket.csv"]).expect_code(3);
    let titles: Vec<String> =
        output.jsonl().iter().map(|page| text(page, "/page/title").to_owned()).collect();
    assert_eq!(titles, ["One", "Three"]);
    assert!(output.stderr.contains("pocket.csv:3: of CSV: nothing closes its quotation mark"), "{output}");
}

#[test]
fn the_list_of_snapshots_of_archivebox_is_its_own_also_without_its_database() {
    let env = TestEnv::empty();
    let page = "<!DOCTYPE html><title>Kept</title><h1>Kept</h1><p>Some words.";
    let index = r#"{"url":"https://tarn.example/kept","timestamp":"1614850000.0","history":{}}"#;
    env.write("box/archive/1614850000.0/index.json", index);
    env.write("box/archive/1614850000.0/singlefile.html", page);
    env.write("box/index.json", format!(r#"{{"links":[{index}]}}"#));
    env.write("box/index.html", page.replace("Kept", "All"));
    let output = env.run(&["index", "box", "--verbose"]).expect_code(0);
    let kept = output.stderr.matches("kept by ArchiveBox for itself").count()
        + output.stdout.matches("kept by ArchiveBox for itself").count();
    assert!(kept >= 2, "{output}");
    let titles: Vec<String> =
        env.export().iter().map(|document| text(document, "/title").to_owned()).collect();
    assert_eq!(titles, ["Kept"]);
    // Another list beside a folder of that name is a capture as any.
    env.write("other/archive/x.txt", "Words");
    env.write("other/index.html", page);
    assert_eq!(env.run(&["inspect", "--format", "json", "other/index.html"]).jsonl().len(), 1);
    env.index(&["other"]);
    assert_eq!(env.export().len(), 3);
}
