//! Text as other scripts and programs set it: characters that nobody sees, and words without spaces between them.

use serde_json::json;

use crate::support::{TestEnv, text};

/// The record ids of what a query finds, in the order of the letters.
fn found(env: &TestEnv, query: &str) -> String {
    let output = env.run(&["query", "--format", "json", "--", query]);
    assert!(matches!(output.code, 0 | 1), "{query}\n{output}");
    let answer = output.json();
    let mut letters: Vec<&str> =
        answer["hits"].as_array().unwrap().iter().map(|hit| text(hit, "/record_id")).collect();
    letters.sort_unstable();
    letters.concat()
}

#[test]
fn what_nobody_sees_neither_parts_nor_changes_words() {
    let env = TestEnv::with_records(&[
        json!({"id": "a", "title": "A ze\u{ad}bra", "category": "Align\u{200b}ment", "body": "Its in\u{ad}ter\u{2060}est."}),
        json!({"id": "b", "title": "Zebra", "category": "Alignment", "body": "No inter\u{200d}est at\u{200c}all."}),
        json!({"id": "c", "title": "می\u{200c}خواهم", "body": "یک"}),
    ]);
    env.write(
        "page.html",
        "<title>d</title><article><h1>d</h1><p>Two zeb&shy;ras met here at noon.</p></article>",
    );
    env.write("note.md", "# e\n\nA quag\u{200b}ga and a ze\u{ad}bra.\n");
    env.index(&["records.jsonl", "page.html", "note.md"]);
    for (query, expected) in [
        ("title:zebra", "ab"),
        ("title:ze\u{ad}bra", "ab"),
        ("title:=z\u{200b}ebra", "ab"),
        ("title:zeb\u{ad}*", "ab"),
        ("title:/zebr\u{ad}a/", "ab"),
        ("\"its in\u{2060}terest\"", "a"),
        ("=\"its interest\"", "a"),
        ("interest", "ab"),
        ("atall", "b"),
        ("team:alignment", "ab"),
        ("team:align\u{ad}ment", "ab"),
        ("میخواهم", "c"),
        ("می\u{200c}خواهم", "c"),
    ] {
        assert_eq!(found(&env, query), expected, "{query:?}");
    }
    let answer = env.run(&["query", "--format", "json", "zebra"]).json();
    assert_eq!(answer["total"], 4);
    let answer = env.run(&["query", "--format", "json", "quagga"]).json();
    let snippet = &answer["hits"][0]["snippets"][0];
    let marked = snippet["matches"][0].as_array().unwrap();
    let place = |end: usize| usize::try_from(marked[end].as_u64().unwrap()).unwrap();
    assert_eq!(text(snippet, "/text")[place(0)..place(1)].replace('\u{200b}', ""), "quagga", "{snippet}");
}

#[test]
fn words_of_southeast_asia_are_found_in_runs_without_spaces() {
    let env = TestEnv::with_records(&[
        json!({"id": "a", "title": "การวิจัยปัญญาประดิษฐ์ในประเทศไทย", "language": "th", "body": "แบบจำลองภาษาขนาดใหญ่"}),
        json!({"id": "b", "title": "ການຄົ້ນຄວ້າປັນຍາປະດິດ", "language": "lo"}),
        json!({"id": "c", "title": "ការស្រាវជ្រាវបញ្ញាសិប្បនិម្មិត", "language": "km"}),
        json!({"id": "d", "title": "ဉာဏ်ရည်တုသုတေသန", "language": "my"}),
    ]);
    for (query, expected) in [
        ("ปัญญา", "a"),
        ("ภาษา", "a"),
        ("ประเทศไทย วิจัย", "a"),
        ("ไทยประเทศ", ""),
        ("title:ภาษา", ""),
        ("ປັນຍາ", "b"),
        ("បញ្ញា", "c"),
        ("သုတေသန", "d"),
        ("=ภาษา", "a"),
        ("\"ขนาดใหญ่\"", "a"),
    ] {
        assert_eq!(found(&env, query), expected, "{query}");
    }
    let answer = env.run(&["query", "--format", "json", "--match", "any", "ภาษาลาว"]).json();
    assert_eq!(answer["total"], 1, "{answer}");
    let answer = env.run(&["query", "ขนาดใหญ่"]);
    assert!(answer.stdout.contains("แบบจำลองภาษา[ขนาดใหญ่]"), "{answer}");
}

#[test]
fn patterns_over_runs_of_characters_are_refused() {
    let env =
        TestEnv::with_records(&[json!({"id": "a", "title": "言語モデルの研究", "category": "言語モデル"})]);
    for query in
        ["言*モデル", "言?モデル", "言語*", "*言語*", "title:言*デ", "言語~", "ไท*", "/言語.*/", "GPT言*"]
    {
        let output = env.run(&["query", "--", query]).expect_code(2);
        assert!(output.stderr.contains("each character is a word"), "{output}");
        assert!(output.stderr.contains(&format!("  {query}\n")), "{output}");
    }
    for query in ["言*", "*言", "言語", "team:言*モ?ル", "team:/言語.*/", "*", "/[言語]/"] {
        assert_eq!(found(&env, query), "a", "{query}");
    }
}
