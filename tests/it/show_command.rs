//! `rsearch show`: a document in full, and cited, on the sample captures.

use serde_json::Value;

use crate::support::{TestEnv, text};

/// The id of the first hit of a query.
fn id_of(env: &TestEnv, query: &str) -> String {
    let answer = env.run(&["query", "--format", "json", "--limit", "1", "--", query]).expect_code(0).json();
    text(&answer, "/hits/0/id").to_owned()
}

fn shown(query: &str, format: &str) -> String {
    let env = TestEnv::shared();
    env.run(&["show", &id_of(env, query), "--format", format]).to_string()
}

const INTROSPECTION: &str = "title:\"signs of introspection\" kind:publication";

#[test]
fn text_shows_all_fields_with_the_evidence_of_the_date() {
    insta::assert_snapshot!(shown(INTROSPECTION, "text"));
}

#[test]
fn json_is_the_document_of_the_wire_shape() {
    insta::assert_snapshot!(shown(INTROSPECTION, "json"));
}

#[test]
fn an_address_stands_for_the_document_that_it_is_of() {
    let env = TestEnv::shared();
    let by_id = env.run(&["show", &id_of(env, INTROSPECTION)]).expect_code(0).stdout;
    for address in
        ["https://www.anthropic.com/research/introspection", "anthropic.com/research/introspection/"]
    {
        assert_eq!(env.run(&["show", address]).expect_code(0).stdout, by_id, "{address}");
        let like = |name: &str| env.run(&["similar", name, "--format", "json"]).expect_code(0).stdout;
        assert_eq!(like(address), like(&id_of(env, INTROSPECTION)), "{address}");
        // Nothing was put right in it, which is told of the document alone.
        env.run(&["fix", address]).expect_code(1);
    }
    insta::assert_snapshot!(env.run(&["show", "https://example.org/nothing"]), @"
    exit code: 1
    ----- stderr -----
    error: there is no document https://example.org/nothing
    hint: ids stand below every hit of `rsearch query`; an address is that of a page or publication
    ");
}

#[test]
fn bibtex_cites_the_capture_and_its_digest() {
    insta::assert_snapshot!(shown(INTROSPECTION, "bibtex"), @"
    exit code: 0
    ----- stdout -----
    @misc{anthropic2025signs_svf4,
      title = {{Signs of introspection in large language models}},
      author = {{Anthropic}},
      year = {2025},
      month = {10},
      day = {29},
      publisher = {Anthropic},
      url = {https://www.anthropic.com/research/introspection},
      urldate = {2026-05-09},
      note = {capture captures/anthropic.com/introspection.html of 2026-05-09T18:42:10Z, sha256 [SHA256]}
    }
    ");
}

#[test]
fn csl_json_cites_the_capture_and_its_digest() {
    insta::assert_snapshot!(shown(INTROSPECTION, "csl-json"), @r#"
    exit code: 0
    ----- stdout -----
    [
      {
        "id": "svf4peyjssfc",
        "type": "webpage",
        "title": "Signs of introspection in large language models",
        "issued": {
          "date-parts": [
            [
              2025,
              10,
              29
            ]
          ]
        },
        "accessed": {
          "date-parts": [
            [
              2026,
              5,
              9
            ]
          ]
        },
        "publisher": "Anthropic",
        "URL": "https://www.anthropic.com/research/introspection",
        "language": "en",
        "abstract": "Can a language model notice what is going on inside itself? Planting known concepts in its activations gives a way to check.",
        "note": "capture captures/anthropic.com/introspection.html of 2026-05-09T18:42:10Z, sha256 [SHA256]"
      }
    ]
    "#);
}

#[test]
fn a_work_named_twice_is_cited_once() {
    let env = TestEnv::shared();
    let id = id_of(env, INTROSPECTION);
    for (format, sign) in [("bibtex", "@misc{"), ("csl-json", "\"type\"")] {
        let cited = env.run(&["show", &id, &id, "--format", format]).expect_code(0).stdout;
        assert_eq!(cited.matches(sign).count(), 1, "{cited}");
    }
}

#[test]
fn markdown_cites_the_capture_and_its_digest() {
    insta::assert_snapshot!(shown(INTROSPECTION, "md"), @"
    exit code: 0
    ----- stdout -----
    [Signs of introspection in large language models](<https://www.anthropic.com/research/introspection>), Anthropic, 2025-10-29 (capture captures/anthropic.com/introspection.html of 2026-05-09T18:42:10Z, sha256 [SHA256])
    ");
}

#[test]
fn a_citation_says_no_more_of_the_date_than_is_known() {
    let record = |id: &str, date: Option<&str>| serde_json::json!({"id": id, "title": format!("On {id} & 100% of_it"), "published": date, "authors": ["Ada Loop", "Émile Nœud"]});
    let env = TestEnv::with_records(&[
        record("day", Some("2025-10-29")),
        record("month", Some("2025-10")),
        record("year", Some("2025")),
        record("nothing", None),
    ]);
    let cited = |id: &str, format: &str| {
        env.run(&["show", &id_of(&env, &format!("record_id:{id}")), "--format", format]).expect_code(0).stdout
    };
    let parts = |id: &str| {
        let items: Value = serde_json::from_str(&cited(id, "csl-json")).unwrap();
        items.pointer("/0/issued/date-parts/0").cloned().unwrap_or_default().to_string()
    };
    assert_eq!(
        ["day", "month", "year", "nothing"].map(parts),
        ["[2025,10,29]", "[2025,10]", "[2025]", "null"]
    );
    insta::assert_snapshot!(cited("day", "bibtex") + &cited("month", "bibtex") + &cited("nothing", "bibtex"), @r"
    @misc{loop2025_90n7,
      title = {{On day \& 100\% of\_it}},
      author = {Loop, Ada and Nœud, Émile},
      year = {2025},
      month = {10},
      day = {29},
      note = {capture records.jsonl, its bytes 0-104, sha256 9c0d50fbf0b1e949341da207fc2885b6e51d1aaebaa471879e4c13cf8154c14b}
    }
    @misc{loop2025month_xyk9,
      title = {{On month \& 100\% of\_it}},
      author = {Loop, Ada and Nœud, Émile},
      year = {2025},
      month = {10},
      note = {capture records.jsonl, its bytes 106-211, sha256 b5886718f2fe2b40ee39132cef0f712900fdd656d285820ee29f2935ac1c870d}
    }
    @misc{loopnothing_7zrc,
      title = {{On nothing \& 100\% of\_it}},
      author = {Loop, Ada and Nœud, Émile},
      note = {capture records.jsonl, its bytes 315-419, sha256 8a6fac8a0fd5c80ccd373debd6c1b97111c235345543983fdc80695e44dfa796}
    }
    ");
    insta::assert_snapshot!(["day", "month", "year", "nothing"].map(|id| cited(id, "md")).concat(), @r"
    *On day & 100% of\_it*, Ada Loop, Émile Nœud, 2025-10-29 (capture records.jsonl, its bytes 0-104, sha256 9c0d50fbf0b1e949341da207fc2885b6e51d1aaebaa471879e4c13cf8154c14b)
    *On month & 100% of\_it*, Ada Loop, Émile Nœud, 2025-10 (capture records.jsonl, its bytes 106-211, sha256 b5886718f2fe2b40ee39132cef0f712900fdd656d285820ee29f2935ac1c870d)
    *On year & 100% of\_it*, Ada Loop, Émile Nœud, 2025 (capture records.jsonl, its bytes 213-313, sha256 302a40cab01bbed62bca67276c6274f62d4e1be80bdde5071937f5427dff7863)
    *On nothing & 100% of\_it*, Ada Loop, Émile Nœud, undated (capture records.jsonl, its bytes 315-419, sha256 8a6fac8a0fd5c80ccd373debd6c1b97111c235345543983fdc80695e44dfa796)
    ");
}

#[test]
fn several_ids_and_their_beginnings_are_taken() {
    let env = TestEnv::shared();
    let id = id_of(env, INTROSPECTION);
    let whole = env.run(&["show", &id]).expect_code(0).stdout;
    assert_eq!(env.run(&["show", &id[..6]]).expect_code(0).stdout, whole);
    assert_eq!(
        env.run(&["show", &id.to_uppercase()]).expect_code(0).stdout,
        whole,
        "ids are the same in capitals"
    );
    let other = id_of(env, "title:\"gemma scope\"");
    let both = env.run(&["show", &id, &other, "--format", "json"]).expect_code(0).jsonl();
    assert_eq!(
        both.iter().map(|document| text(document, "/id")).collect::<Vec<_>>(),
        [id.as_str(), other.as_str()]
    );
}

#[test]
fn an_id_that_is_not_there_ends_with_1() {
    let env = TestEnv::shared();
    insta::assert_snapshot!(env.run(&["show", "zzzzzzzz"]), @"
    exit code: 1
    ----- stderr -----
    error: there is no document zzzzzzzz
    hint: ids stand below every hit of `rsearch query`; an address is that of a page or publication
    ");
    let id = id_of(env, INTROSPECTION);
    let output = env.run(&["show", &id, "zzzzzzzz", "--format", "json"]).expect_code(1);
    assert_eq!(output.jsonl().len(), 1, "what is there is shown all the same: {output}");
}

#[test]
fn too_short_a_beginning_finds_nothing() {
    let env = TestEnv::shared();
    let id = id_of(env, INTROSPECTION);
    env.run(&["show", &id[..3]]).expect_code(1);
}

#[test]
fn a_citation_names_the_capture_that_has_the_digest_and_says_that_a_date_is_doubtful() {
    let env = TestEnv::with_fixtures("unchanged");
    env.run(&["index", "unchanged"]);
    let page = env.export().into_iter().find(|page| !page["url"].is_null()).unwrap();
    let id = text(&page, "/id");
    let cited = env.run(&["show", id, "--format", "bibtex"]).expect_code(0).stdout;
    let capture = std::fs::read(env.path("unchanged/20260301T080000Z.html")).unwrap();
    let digest = rsearch::document::identity::digest_of(&capture);
    assert!(cited.contains("unchanged/20260301T080000Z.html"), "{cited}");
    assert!(cited.contains(&digest), "{cited}");
}

#[test]
fn citations_say_that_a_date_is_doubtful() {
    let env = TestEnv::shared();
    let is_doubted = |page: &Value| page["published"]["confidence"].as_f64().is_some_and(|sure| sure < 0.5);
    let doubted = env.export().into_iter().find(is_doubted).expect("a doubtful date among the captures");
    let cited =
        |format: &str| env.run(&["show", text(&doubted, "/id"), "--format", format]).expect_code(0).stdout;
    assert!(cited("bibtex").contains("is doubtful (confidence 0."), "{}", cited("bibtex"));
    assert!(cited("csl-json").contains("\"circa\": true"), "{}", cited("csl-json"));
    assert!(cited("md").contains(&format!("{}?", text(&doubted, "/published/date"))), "{}", cited("md"));
}

#[test]
fn too_few_characters_of_an_id_are_answered_with_how_many_are_needed() {
    let run = TestEnv::shared().run(&["show", "7k"]).expect_code(1);
    assert!(run.stderr.contains("at least the first four characters are needed"), "{run}");
}
