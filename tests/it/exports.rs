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
