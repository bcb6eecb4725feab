//! Each capture format and its variants: what comes out of `inspect` for the fixtures.

use std::fmt::Write;

use serde_json::Value;

use crate::support::{TestEnv, text};

/// What a document says of itself, a line a fact; facts it does not have are left out.
fn essentials(document: &Value) -> String {
    let list = |pointer: &str| -> String {
        let values = document.pointer(pointer).and_then(Value::as_array).cloned().unwrap_or_default();
        values.iter().map(|value| value.as_str().unwrap_or_default()).collect::<Vec<_>>().join(", ")
    };
    let date = |name: &str| {
        let part = |part: &str| text(document, &format!("/{name}/{part}")).to_owned();
        [part("date"), part("precision"), part("source")].join(" ").trim().to_owned()
    };
    let status = document.pointer("/sightings/0/http_status").and_then(Value::as_u64);
    let facts = [
        ("kind", text(document, "/kind").to_owned()),
        ("title", text(document, "/title").to_owned()),
        ("record", text(document, "/record_id").to_owned()),
        ("published", date("published")),
        ("updated", date("updated")),
        ("team", list("/categories")),
        ("publisher", text(document, "/publisher").to_owned()),
        ("authors", list("/authors")),
        ("language", text(document, "/language").to_owned()),
        ("url", text(document, "/url").to_owned()),
        ("summary", text(document, "/summary").to_owned()),
        ("format", text(document, "/sightings/0/format").to_owned()),
        ("captured", text(document, "/sightings/0/captured").to_owned()),
        ("status", status.map(|status| status.to_string()).unwrap_or_default()),
        ("method", text(document, "/sightings/0/method").to_owned()),
    ];
    let known = facts.iter().filter(|(_, value)| !value.is_empty());
    known.fold(String::new(), |out, (name, value)| out + name + ": " + value + "\n")
}

/// The essentials of the pages of a fixture, with their doubts.
fn inspected(folder: &str, file: &str) -> String {
    let env = TestEnv::with_fixtures(folder);
    let output = env.run(&["inspect", "--format", "json", &format!("{folder}/{file}")]);
    let mut out = String::new();
    for page in output.pages() {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&essentials(&page["page"]));
        for doubt in page["doubts"].as_array().unwrap() {
            writeln!(out, "doubt: {}: {}", text(doubt, "/kind"), text(doubt, "/detail")).unwrap();
        }
    }
    if !output.stderr.is_empty() {
        write!(out, "----- exit code {}\n{}", output.code, output.stderr).unwrap();
    }
    out
}

/// The text of the only page of a fixture.
fn body(folder: &str, file: &str) -> String {
    let env = TestEnv::with_fixtures(folder);
    text(&env.inspect(&format!("{folder}/{file}"))[0], "/page/body").to_owned()
}

#[test]
fn viewer_text_gives_its_chips() {
    insta::assert_snapshot!(inspected("viewer-text", "article.txt"), @"
    kind: publication
    title: Reading circuits by lamplight
    published: 2025-03-04 day capture-header
    publisher: Northern Lab
    language: en
    summary: We followed one circuit through the night and wrote down what it did. The notes were long and the circuit was short. Every lamp that we lit changed the circuit a little. A circuit that is watched is not the circuit that was there before, and a careful reader takes the lamp into account.
    format: viewer-text
    status: 200
    method: browser
    ");
}

#[test]
fn viewer_text_may_lack_chips() {
    insta::assert_snapshot!(inspected("viewer-text", "bare.txt"), @"
    kind: page
    title: About the archive
    language: en
    format: viewer-text
    ");
}

#[test]
fn viewer_text_may_have_windows_line_ends_and_a_month_for_a_date() {
    insta::assert_snapshot!(inspected("viewer-text", "windows-lines.txt"), @"
    kind: publication
    title: Silence as a baseline
    published: 2024-10 month capture-header
    publisher: Quiet Institute
    language: en
    format: viewer-text
    status: 200
    ");
}

#[test]
fn no_chip_of_the_viewer_is_part_of_the_text() {
    for file in ["article.txt", "bare.txt", "windows-lines.txt"] {
        let body = body("viewer-text", file);
        assert!(body.len() > 100, "{file}: {body}");
        for chip in
            ["Open original", "Captured source", "source ↗", "seen ", "captured ", "http 200", "method "]
        {
            assert!(!body.contains(chip), "{file}: {chip}: {body}");
        }
    }
}

#[test]
fn html_gives_what_its_metadata_says() {
    insta::assert_snapshot!(inspected("html", "metadata.html"), @"
    kind: publication
    title: What the tide tables knew
    published: 2024-11-05 day json-ld
    updated: 2025-01-20 day json-ld
    team: Hydrology
    publisher: Harbour Institute
    authors: Ada Ferry, Ben Quay
    language: en
    url: https://harbour.example/papers/tide-tables
    summary: Old tables predict new floods better than they should.
    format: html
    ");
}

#[test]
fn html_text_is_the_article_without_banner_menu_and_footer() {
    let body = body("html", "metadata.html");
    for kept in ["The harbour master kept tables", "Method", "the margin was right."] {
        assert!(body.contains(kept), "{kept}: {body}");
    }
    for left_out in ["cookies", "Accept all", "People", "All rights reserved", "Privacy", "datePublished"] {
        assert!(!body.contains(left_out), "{left_out}: {body}");
    }
}

#[test]
fn html_is_read_in_the_character_set_it_is_in() {
    for (file, language, title, words) in [
        ("utf-8-mark.html", "fr", "Les mesures oubliées", "L’équipe a relu d’anciens relevés et trouvé"),
        ("windows-1252.html", "fr", "Les mesures oubliées", "L’équipe a relu d’anciens relevés et trouvé"),
        ("utf-16.html", "fr", "Les mesures oubliées", "L’équipe a relu d’anciens relevés et trouvé"),
        ("by-header.html", "pl", "Błędy w pomiarach", "Źródłem okazały się źle ustawione zegary"),
        ("shift-jis.html", "ja", "解釈可能性の研究", "概念に対応する方向が見つかる"),
        ("undeclared.html", "ru", "Забытые измерения", "Группа перечитала старые записи"),
    ] {
        let env = TestEnv::with_fixtures("html");
        let page = &env.inspect(&format!("html/{file}"))[0];
        assert_eq!(text(page, "/page/title"), title, "{file}");
        assert_eq!(text(page, "/page/language"), language, "{file}");
        assert!(text(page, "/page/body").contains(words), "{file}: {page}");
        assert_eq!(page["doubts"], Value::Array(Vec::new()), "{file}");
    }
}

#[test]
fn the_file_beside_a_capture_tells_address_time_status_and_method() {
    insta::assert_snapshot!(inspected("html", "by-header.html"), @"
    kind: page
    title: Błędy w pomiarach
    language: pl
    url: https://pomiary.example/bledy
    format: html
    captured: 2025-02-03T04:05:06Z
    status: 200
    method: plain
    ");
}

#[test]
fn markdown_clips_give_their_front_matter() {
    insta::assert_snapshot!(inspected("markdown", "clip.md"), @"
    kind: publication
    title: The lighthouse problem
    published: 2023-08-17 day front-matter
    authors: Ines Reef, Tom Shoal
    language: en
    url: https://coast.example/essays/lighthouse
    summary: A light that is always on tells nothing.
    format: markdown
    captured: 2024-01-02
    ");
}

#[test]
fn markdown_without_front_matter_is_a_page_with_its_heading_for_a_title() {
    insta::assert_snapshot!(inspected("markdown", "plain.md"), @"
    kind: page
    title: Notes from the reading room
    language: en
    format: markdown
    ");
}

#[test]
fn front_matter_that_is_no_yaml_gives_its_plain_lines_and_a_doubt() {
    insta::assert_snapshot!(inspected("markdown", "not-yaml.md"), @"
    kind: publication
    title: Part one: the beginning
    published: 2022-05 month front-matter
    language: en
    url: https://coast.example/essays/beginning
    format: markdown
    doubt: unreadable-field: front matter is not YAML: error: line 1 column 16: mapping values are not allowed in this context
    ");
}

#[test]
fn front_matter_is_recognised_whatever_the_extension() {
    insta::assert_snapshot!(inspected("markdown", "no-name.txt"), @"
    kind: publication
    title: A clip without its extension
    published: 2021 year front-matter
    url: https://coast.example/essays/extension
    format: markdown
    ");
}

#[test]
fn markdown_that_asks_to_be_skipped_is_skipped() {
    insta::assert_snapshot!(inspected("markdown", "README.md"), @"
    ----- exit code 1
    skipped: README.md: asks to be skipped
    ");
}

#[test]
fn json_lines_give_a_page_a_record_and_odd_ones_a_reason() {
    insta::assert_snapshot!(inspected("json-lines", "records.jsonl"), @r#"
    kind: publication
    title: Maps of small rooms
    record: a-1
    published: 2024-02-29 day record
    team: Cartography
    publisher: Journal of Rooms
    authors: Lena Wall, Max Door
    url: https://journal.example/a-1
    summary: Small rooms have large maps.
    format: json-lines
    captured: 2024-03-01T00:00:00Z

    kind: publication
    title: Doors that open inwards
    record: a-2
    published: 2023-07 month record
    team: Doors, Safety
    publisher: Journal of Rooms
    authors: Max Door
    format: json-lines

    kind: publication
    title: A record with a number for an id
    record: 7
    published: 2022 year record
    team: Numbers
    format: json-lines

    kind: publication
    record: a-5
    format: json-lines

    kind: publication
    title: A date that cannot be
    record: a-6
    format: json-lines
    doubt: unreadable-field: `published` is "2024-13-45", which is no date

    kind: publication
    record: a-7
    format: json-lines
    doubt: unreadable-field: `title` is in a shape that is not understood
    ----- exit code 3
    skipped: records.jsonl:5: empty
    warning: records.jsonl:6: not a JSON object: EOF while parsing a string at column 42
    "#);
}

#[test]
fn json_lines_may_be_gzipped() {
    insta::assert_snapshot!(inspected("json-lines", "records.jsonl.gz"), @"
    kind: publication
    title: Windows that face north
    record: z-1
    published: 2025-06-21 day record
    team: Windows
    format: json-lines

    kind: publication
    title: Ceilings
    record: z-2
    published: 2020 year record
    format: json-lines
    ");
}

#[test]
fn one_object_without_a_line_end_is_json_lines() {
    insta::assert_snapshot!(inspected("json-lines", "single.json"), @"
    kind: publication
    title: One object without a line end
    published: 2019-04-01 day record
    publisher: Journal of Rooms
    format: json-lines
    ");
}

#[test]
fn one_object_over_several_lines_is_not() {
    insta::assert_snapshot!(inspected("json-lines", "spread.json"), @"
    ----- exit code 1
    skipped: spread.json: no known capture format
    ");
}

#[test]
fn a_page_that_was_seen_again_unchanged_is_that_page_at_the_later_time() {
    insta::assert_snapshot!(inspected("unchanged", "20260308T080000Z.json"));
    insta::assert_snapshot!(inspected("unchanged", "20260309T080000Z.json"));
    insta::assert_snapshot!(inspected("unchanged", "20260310T080000Z.json"));
    let env = TestEnv::with_fixtures("unchanged");
    assert_eq!(env.run(&["index", "unchanged"]).code, 3, "two notes name captures that are not there");
    let document = &env.export()[0];
    assert_eq!(text(document, "/published/date"), "2026-02-26", "counted back from when the page was made");
    assert_eq!(text(document, "/first_seen"), "2026-03-01T08:00:00Z");
    assert_eq!(text(document, "/last_seen"), "2026-03-08T08:00:00Z");
}
