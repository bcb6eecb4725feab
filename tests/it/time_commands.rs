//! What changed between captures: `diff`, `history` and `missing`, through the real program.

use serde_json::Value;

use crate::support::{Output, TestEnv, text};

/// A row of a listing: date, team, title, and the end of its address.
type Row = (&'static str, &'static str, &'static str, &'static str);

const MAY: &[Row] = &[
    ("Feb 11, 2026", "Hydrology", "Slow lakes remember longer than rivers do", "slow-lakes"),
    ("Dec 3, 2025", "Acoustics", "Measuring depth by echo alone", "echo-depth"),
    ("Sep 30, 2025", "Hydrology", "Ice models that admit doubt", "ice-models"),
    ("Apr 1, 2025", "Biology", "What fish know about currents", "fish"),
];

/// One is added, one is retitled, one is gone.
const JUNE: &[Row] = &[
    ("May 20, 2026", "Biology", "Reeds along the northern shore", "reeds"),
    ("Feb 11, 2026", "Hydrology", "Slow lakes remember longer than we thought", "slow-lakes"),
    ("Dec 3, 2025", "Acoustics", "Measuring depth by echo alone", "echo-depth"),
    ("Apr 1, 2025", "Biology", "What fish know about currents", "fish"),
];

/// A row that only a capture without a time shows.
const SNAILS: Row = ("Jan 2, 2024", "Biology", "Snails of the outflow", "snails");

const LISTING: &str = "https://tarn.example/publications";

/// Writes a capture of a listing.
fn capture(env: &TestEnv, name: &str, captured: Option<&str>, rows: &[Row], linked: bool) {
    let row = |(date, team, title, end): &Row| {
        let title =
            if linked { format!("<a href=\"/research/{end}\">{title}</a>") } else { (*title).to_owned() };
        format!("<tr><td>{date}</td><td>{team}</td><td>{title}</td></tr>\n")
    };
    let rows: String = rows.iter().map(row).collect::<Vec<_>>().concat();
    let page = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>Publications | Tarn Lab</title>\
         <meta property=\"og:site_name\" content=\"Tarn Lab\"></head><body><main><h1>Publications</h1>\
         <p>All that the laboratory by the upper tarn has written, the newest first.</p>\n\
         <table><thead><tr><th>Date</th><th>Team</th><th>Title</th></tr></thead>\n<tbody>{rows}</tbody></table>\n\
         </main></body></html>"
    );
    env.write(&format!("tarn/{name}.html"), page);
    let metadata =
        serde_json::json!({ "url": LISTING, "captured": captured, "status": 200, "method": "plain" });
    env.write(&format!("tarn/{name}.json"), metadata.to_string());
}

/// Two captures of one listing.
fn two_captures(linked: bool) -> TestEnv {
    let env = TestEnv::empty();
    capture(&env, "may", Some("2026-05-01T12:00:00Z"), MAY, linked);
    capture(&env, "june", Some("2026-06-01T12:00:00Z"), JUNE, linked);
    env.index(&["tarn"]);
    env
}

/// What a diff names: kind of change, title, and what differs.
fn changes(diff: &Value) -> Vec<String> {
    let line = |change: &Value| {
        let what: Vec<&str> =
            change["differences"].as_array().unwrap().iter().map(|one| text(one, "/what")).collect();
        format!("{} {} {}", text(change, "/change"), text(change, "/title"), what.join(" "))
            .trim_end()
            .to_owned()
    };
    let mut lines: Vec<String> = diff["changes"].as_array().unwrap().iter().map(line).collect();
    lines.sort();
    lines
}

fn titles(output: &Output) -> Vec<String> {
    output.json()["hits"].as_array().unwrap().iter().map(|hit| text(hit, "/title").to_owned()).collect()
}

#[test]
fn one_added_one_retitled_one_removed_are_three_changes_with_addresses_and_without() {
    for linked in [true, false] {
        let env = two_captures(linked);
        let expected = [
            "added Reeds along the northern shore",
            "changed Slow lakes remember longer than we thought title",
            "removed Ice models that admit doubt",
        ];
        for target in [&["diff", LISTING] as &[&str], &["diff"]] {
            let diff = env.run(&[target, &["--format", "json"]].concat()).expect_code(0).json();
            assert_eq!(changes(&diff), expected, "linked: {linked}");
            assert_eq!(diff["page"], Value::Null, "the page itself is as it was: {diff}");
            assert_eq!(
                (text(&diff, "/from"), text(&diff, "/to")),
                ("2026-05-01T12:00:00Z", "2026-06-01T12:00:00Z")
            );
        }

        // One hit an entry, under its title of today; the removed one is still found.
        let query = |arguments: &[&str]| {
            let flags = ["query", "--kind", "publication", "--sort", "title", "--format", "json"];
            titles(&env.run(&[&flags, arguments].concat()))
        };
        let today = [
            "Ice models that admit doubt",
            "Measuring depth by echo alone",
            "Reeds along the northern shore",
            "Slow lakes remember longer than we thought",
            "What fish know about currents",
        ];
        assert_eq!(query(&[]), today, "linked: {linked}");
        assert_eq!(query(&["slow lakes"]).len(), 1);

        // Between the two the old state.
        let then = [
            "Ice models that admit doubt",
            "Measuring depth by echo alone",
            "Slow lakes remember longer than rivers do",
            "What fish know about currents",
        ];
        assert_eq!(query(&["--as-of", "2026-05-15"]), then, "linked: {linked}");
        let after = query(&["--as-of", "2026-06-01"]);
        assert_eq!(after, today[1..], "what a complete listing no longer shows is gone from it");
    }
}

#[test]
fn a_row_without_address_that_was_dated_anew_is_no_other_publication() {
    let later: Vec<Row> = MAY
        .iter()
        .map(|&(date, team, title, end)| {
            (if end == "echo-depth" { "Dec 4, 2025" } else { date }, team, title, end)
        })
        .collect();
    let env = TestEnv::empty();
    capture(&env, "may", Some("2026-05-01T12:00:00Z"), MAY, false);
    capture(&env, "june", Some("2026-06-01T12:00:00Z"), &later, false);
    env.index(&["tarn"]);
    let diff = env.run_now(&["diff", "--format", "json"]).expect_code(0).json();
    assert_eq!(changes(&diff), ["changed Measuring depth by echo alone published"]);
    env.run_now(&["new", "--since", "2026-05-15"]).expect_code(1);
}

#[test]
fn the_next_of_a_series_is_another_publication() {
    let issue = |date: &'static str| [&[(date, "Notes", "Monthly update", "")], &MAY[..3]].concat();
    let env = TestEnv::empty();
    capture(&env, "may", Some("2026-05-10T12:00:00Z"), &issue("May 1, 2026"), false);
    capture(&env, "june", Some("2026-06-10T12:00:00Z"), &issue("Jun 1, 2026"), false);
    env.index(&["tarn"]);
    let diff = env.run_now(&["diff", "--format", "json"]).expect_code(0).json();
    assert_eq!(changes(&diff), ["added Monthly update", "removed Monthly update"]);
}

#[test]
fn a_comparison_of_what_has_no_time_is_an_answer_all_the_same() {
    let env = TestEnv::empty();
    capture(&env, "untimed", None, MAY, true);
    env.index(&["tarn"]);
    let diff = env.run(&["diff", "--format", "json"]).expect_code(1).json();
    assert_eq!(
        (&diff["from"], &diff["changes"], &diff["untimed"]),
        (&Value::Null, &serde_json::json!([]), &Value::from(4))
    );
    let rows = env.run(&["diff", "--format", "csv"]).expect_code(1).stdout;
    assert!(rows.starts_with("change,id,"), "{rows}");
}

#[test]
fn what_a_listing_was_called_is_told_as_each_capture_has_it() {
    let env = TestEnv::empty();
    let rows = &MAY[..3];
    capture(&env, "may", Some("2026-05-01T12:00:00Z"), rows, true);
    env.write(
        "tarn/june.html",
        "<!DOCTYPE html><title>Something went wrong</title><h1>Something went wrong</h1><p>Try again.</p>",
    );
    let metadata = serde_json::json!({ "url": LISTING, "captured": "2026-06-01T12:00:00Z", "status": 200 });
    env.write("tarn/june.json", metadata.to_string());
    let run = env.run(&["index", "tarn", "-v"]).expect_code(0);
    assert!(
        run.stderr.contains("listing-lessened: tarn/june.html: gives 0 entries, the capture before gave 3"),
        "{run}"
    );
    let history = env
        .run(&["history", "https://tarn.example/research/echo-depth", "--format", "json"])
        .expect_code(0)
        .json();
    assert_eq!(text(&history, "/sightings/0/listing/title"), "Publications");
    let diff = env.run(&["diff", "tarn.example/publications"]);
    assert!(
        diff.stderr
            .contains("3 that earlier captures list are not in the last one, which is cut or lists nothing"),
        "{diff}"
    );
}

#[test]
fn moments_of_a_diff_are_read_as_as_of_reads_them() {
    let env = two_captures(true);
    let diff = |from: &str, to: &str, code| {
        env.run_now(&["diff", LISTING, "--from", from, "--to", to, "--format", "json"])
            .expect_code(code)
            .json()
    };
    assert_eq!(diff("2026-05-01", "2026-05-31", 1)["changes"], Value::Array(Vec::new()));
    assert_eq!(diff("May 2026", "yesterday", 1)["changes"], Value::Array(Vec::new()));
    assert_eq!(changes(&diff("2026-05-01T12:00:00Z", "2026-06", 0)).len(), 3);
    assert_eq!(changes(&diff("2026-04", "2026-05", 0)).len(), 4, "nothing was shown in April");
    insta::assert_snapshot!(env.run(&["diff", "--from", "2026-06-02", "--to", "2026-05-02"]));
    insta::assert_snapshot!(env.run(&["diff", "--from", "2026-05-02", "--to", "2026-05-03"]));
}

#[test]
fn a_diff_as_people_read_it() {
    insta::assert_snapshot!(two_captures(true).run(&["diff", LISTING]));
    insta::assert_snapshot!(two_captures(false).run(&["diff", "--format", "csv"]));
}

#[test]
fn filters_take_what_matched_then_or_matches_now() {
    let env = two_captures(true);
    for (filter, expected) in [
        (&["--team", "hydrology"] as &[&str], 2),
        (&["--team", "acoustics"], 0),
        (&["--query", "rivers"], 1),
        (&["--year", "2026"], 2),
        (&["--kind", "page"], 0),
    ] {
        for target in [&["diff"] as &[&str], &["diff", LISTING]] {
            let output = env.run(&[target, filter, &["--format", "jsonl"]].concat());
            assert_eq!(output.jsonl().len(), expected, "{filter:?} {output}");
            assert_eq!(output.code, i32::from(expected == 0), "{output}");
        }
    }
}

#[test]
fn what_a_cut_listing_no_longer_shows_still_counts_as_listed() {
    let env = TestEnv::empty();
    for (name, rows) in [("2026-05-01", MAY), ("2026-06-01", JUNE)] {
        capture(&env, name, Some(name), rows, true);
        let file = format!("tarn/{name}.html");
        let page = std::fs::read_to_string(env.path(&file)).unwrap();
        env.write(&file, page.replace("</table>", "</table><button>See more</button>"));
    }
    env.index(&["tarn"]);
    let diff = env.run(&["diff", LISTING, "--format", "json"]).expect_code(0).json();
    assert_eq!(diff["carried"], 1, "{diff}");
    assert!(changes(&diff).iter().all(|change| !change.starts_with("removed")), "{diff}");
    let missing = env.run(&["missing", "--format", "json"]).expect_code(0).json();
    assert_eq!(missing["listings"][0]["entries"], 4, "{missing}");
}

#[test]
fn a_listing_whose_next_page_was_captured_is_not_cut() {
    let env = TestEnv::empty();
    capture(&env, "may", Some("2026-05-01T12:00:00Z"), MAY, true);
    let page = std::fs::read_to_string(env.path("tarn/may.html")).unwrap();
    let listings = |env: &TestEnv| {
        env.index(&["tarn"]);
        let missing = env.run(&["missing", "--format", "json"]).json();
        missing["listings"].as_array().unwrap().len()
    };
    // One that leads to itself, whose script would show more, is cut.
    for next in ["#more", "/publications?page=2"] {
        let first = page.replace("</table>", &format!("</table><a rel=\"next\" href=\"{next}\">Older</a>"));
        env.write("tarn/may.html", first);
        assert_eq!(listings(&env), 1, "{next}");
    }
    env.write("tarn/second.html", page);
    let metadata =
        serde_json::json!({ "url": format!("{LISTING}?page=2"), "captured": "2026-05-01T12:00:05Z" });
    env.write("tarn/second.json", metadata.to_string());
    assert_eq!(listings(&env), 0);
}

#[test]
fn a_history_tells_versions_and_captures_and_sets_those_without_a_time_apart() {
    let env = two_captures(true);
    capture(&env, "undated", None, &JUNE[1..], true);
    env.write(
        "own/slow-lakes.md",
        "---\ntitle: Slow lakes remember longer than we thought\nsource: https://tarn.example/research/slow-lakes\n\
         published: 2026-02-11\ncaptured: 2026-06-03T09:00:00Z\n---\n\nA lake is slow. It keeps a winter for years.\n",
    );
    env.index(&["tarn", "own"]);
    insta::assert_snapshot!(env.run(&["history", "tarn.example/research/slow-lakes"]));
    let history = env.run(&["history", "https://tarn.example/research/ice-models", "--format", "json"]);
    let history = history.expect_code(0).json();
    assert_eq!(history["versions"][0]["until"], "2026-06-01T12:00:00Z", "{history}");
    let listing = env.run(&["history", LISTING, "--format", "csv"]).expect_code(0);
    assert_eq!(listing.stdout.lines().count(), 4, "{listing}");
}

#[test]
fn a_text_is_compared_by_words() {
    let env = TestEnv::empty();
    for (day, body) in
        [("2026-05-01", "The lake is deep and old."), ("2026-06-01", "The lake is deep and very cold.")]
    {
        env.write(
            &format!("own/{day}.md"),
            format!(
                "---\ntitle: The lake\nsource: https://tarn.example/lake\npublished: 2026-02-11\n\
                 captured: {day}T09:00:00Z\n---\n\n{body}\n"
            ),
        );
    }
    env.index(&["own"]);
    let output = env.run(&["diff", "https://tarn.example/lake"]).expect_code(0);
    assert!(output.stdout.contains("text: The lake is deep and [-old-] {+very cold+}."), "{output}");
    let diff = env.run(&["diff", "https://tarn.example/lake", "--format", "json"]).expect_code(0).json();
    let words = diff["changes"][0]["differences"][0]["words"].as_array().unwrap();
    let told: Vec<String> =
        words.iter().map(|one| format!("{}:{}", text(one, "/is"), text(one, "/text"))).collect();
    assert_eq!(told, ["same:The lake is deep and", "removed: old", "added: very cold", "same:."]);
}

#[test]
fn what_is_missing_is_listed_with_its_address_where_one_is_known() {
    let env = TestEnv::shared();
    insta::assert_snapshot!(env.run(&[
        "missing",
        "--query",
        "title:autoencoders OR title:horizon",
        "--kind",
        "publication"
    ]));
    let lines = env.run(&["missing", "--format", "jsonl"]).expect_code(0).jsonl();
    let all = env.run(&["missing", "--format", "json"]).expect_code(0).json();
    let (publications, listings) =
        (all["publications"].as_array().unwrap(), all["listings"].as_array().unwrap());
    assert_eq!(lines.len(), publications.len() + listings.len());
    for document in publications {
        let own = document["sightings"].as_array().unwrap().iter().any(|seen| seen["as"] == "page");
        assert!(
            !own && document["listed_by"].as_array().is_some_and(|listings| !listings.is_empty()),
            "{document}"
        );
    }
}

#[test]
fn ids_and_addresses_that_are_unknown_end_with_1() {
    let env = TestEnv::shared();
    for command in ["history", "diff"] {
        env.run(&[command, "zzzzzzzz"]).expect_code(1);
        env.run(&[command, "https://nowhere.example/page"]).expect_code(1);
        env.run(&[command, "mailto:somebody@nowhere.example"]).expect_code(2);
    }
    insta::assert_snapshot!(env.run(&["history", "nowhere.example/page"]));
    let empty = TestEnv::empty();
    for command in [&["history", "zzzz"] as &[&str], &["diff"], &["missing"]] {
        let output = empty.run(command).expect_code(2);
        assert!(output.stderr.contains("hint: make one with"), "{output}");
    }
}

#[test]
fn what_is_new_since_a_day_is_what_no_capture_before_it_shows() {
    let env = two_captures(true);
    capture(&env, "undated", None, &[JUNE[2], JUNE[3], SNAILS], true);
    env.index(&["tarn"]);
    insta::assert_snapshot!(env.run(&["new", "--since", "2026-05-15"]));
    for (since, expected) in [
        ("2026-05-01", 5),
        ("2026-05-01T12:00:00Z", 5),
        ("2026-05-01T12:00:01Z", 1),
        ("2026-06-01", 1),
        ("2026-06-02", 0),
    ] {
        let output = env.run(&["new", "--since", since, "--format", "json"]);
        let answer = output.json();
        assert_eq!(answer["publications"].as_array().unwrap().len(), expected, "{since}");
        assert_eq!(answer["untimed"], 1, "{since}");
        assert_eq!(output.code, i32::from(expected == 0), "{output}");
    }
    let biology = env.run(&["new", "--since", "2026-05-01", "--team", "biology", "--format", "csv"]);
    assert_eq!(biology.stdout.lines().count(), 3, "{biology}");
    env.run(&["new"]).expect_code(2);
    env.run(&["new", "--since", "2026", "--since-last", "mail"]).expect_code(2);
}

/// Titles that a name is told.
fn told(env: &TestEnv, arguments: &[&str]) -> Vec<String> {
    let output = env.run(&[&["new", "--format", "jsonl"], arguments].concat());
    let mut titles: Vec<String> = output.jsonl().iter().map(|one| text(one, "/title").to_owned()).collect();
    assert_eq!(output.code, i32::from(titles.is_empty()), "{output}");
    titles.sort();
    titles
}

#[test]
fn a_name_is_told_each_publication_once() {
    let env = TestEnv::empty();
    capture(&env, "may", Some("2026-05-01T12:00:00Z"), MAY, false);
    env.index(&["tarn"]);
    assert_eq!(told(&env, &["--since-last", "mail", "--peek"]).len(), 4, "peeking notes nothing");
    insta::assert_snapshot!(env.run(&["new", "--since-last", "mail", "--team", "acoustics"]));
    assert_eq!(told(&env, &["--since-last", "mail", "--team", "acoustics"]), [""; 0]);
    assert_eq!(told(&env, &["--since-last", "mail"]).len(), 3, "what a filter held back was not told");
    assert_eq!(told(&env, &["--since-last", "feed"]).len(), 4, "each name has its own mark");

    // One comes, one gets another title; an old capture without a time brings one more.
    capture(&env, "june", Some("2026-06-01T12:00:00Z"), JUNE, false);
    capture(&env, "undated", None, &[JUNE[2], JUNE[3], SNAILS], false);
    env.index(&["tarn"]);
    let expected = ["Reeds along the northern shore", "Snails of the outflow"];
    assert_eq!(told(&env, &["--since-last", "mail"]), expected);
    assert_eq!(told(&env, &["--since-last", "mail"]), [""; 0]);

    // A new index, and an address that is learnt later, make nothing new.
    std::fs::remove_dir_all(env.path("index")).unwrap();
    capture(&env, "july", Some("2026-07-01T12:00:00Z"), JUNE, true);
    env.index(&["tarn"]);
    assert_eq!(told(&env, &["--since-last", "mail"]), [""; 0]);
}

#[test]
fn a_mark_is_not_moved_when_the_answer_was_not_written() {
    let env = two_captures(true);
    std::fs::create_dir_all(env.path(".rsearch/marks")).unwrap();
    let full = std::fs::File::options().write(true).open("/dev/full");
    if let Ok(full) = full {
        let mut command = env.command(crate::support::PROGRAM);
        let status =
            command.args(["new", "--since-last", "mail"]).stdout(full).stderr(std::process::Stdio::null());
        assert_eq!(status.status().unwrap().code(), Some(2));
    }
    assert_eq!(told(&env, &["--since-last", "mail"]).len(), 5);
    for name in ["../mail", ""] {
        let run = env.run(&["new", "--since-last", name]).expect_code(2);
        assert!(run.stderr.contains("is no name to ask under"), "{run}");
    }
}

#[test]
fn a_lag_is_told_only_of_what_was_absent_before() {
    let env = two_captures(true);
    insta::assert_snapshot!(env.run(&["lag"]));
    let answer = env.run(&["lag", "--by", "team", "--format", "json"]).expect_code(0).json();
    let late = &answer["publications"][0];
    assert_eq!((&late["at_least"], &late["at_most"]), (&Value::from(0), &Value::from(12)), "{answer}");
    assert_eq!(answer["already_there"], 4, "{answer}");
    assert_eq!(answer["summary"][1]["value"], "Biology", "{answer}");
    env.run(&["lag", "--team", "acoustics"]).expect_code(1);
}

#[test]
fn a_timeline_counts_a_date_only_where_it_fits() {
    let records: Vec<Value> = [
        ("a", Some("2025-10-29"), &["A", "B"] as &[&str]),
        ("b", Some("2025-10"), &["A"]),
        ("c", Some("2025"), &["A"]),
        ("d", Some("2026-09-01"), &["a"]),
        ("e", None, &[]),
    ]
    .iter()
    .map(|(id, date, teams)| serde_json::json!({ "id": id, "title": id, "published": date, "categories": teams }))
    .collect();
    let env = TestEnv::with_records(&records);
    let line = |arguments: &[&str], place: &str| {
        let answer = env.run(&[&["timeline", "--format", "json"], arguments].concat()).expect_code(0).json();
        let line = answer.pointer(place).unwrap_or_else(|| panic!("{answer}"));
        let periods = line["periods"].as_array().unwrap().iter();
        let mut told: Vec<String> =
            periods.map(|one| format!("{} {}", text(one, "/period"), one["count"])).collect();
        told.push(format!("{} of {}, {}", line["imprecise"], line["total"], line["undated"]));
        told.join("; ")
    };
    for (every, expected) in [
        ("day", "2025-10-29 1; 2026-09-01 1; 2 of 5, 1"),
        ("week", "2025-W44 1; 2026-W36 1; 2 of 5, 1"),
        ("month", "2025-10 2; 2026-09 1; 1 of 5, 1"),
        ("quarter", "2025-Q4 2; 2026-Q3 1; 1 of 5, 1"),
        ("year", "2025 3; 2026 1; 0 of 5, 1"),
    ] {
        assert_eq!(line(&["--every", every], "/all"), expected, "{every}");
    }
    // Spellings of one value are one line.
    assert_eq!(line(&["--by", "team", "--every", "year"], "/lines/0"), "2025 3; 2026 1; 0 of 4, 0");
    assert_eq!(line(&["--by", "team", "--every", "year"], "/lines/2"), "0 of 1, 1");
    assert_eq!(line(&["--query", "published:2026"], "/all"), "2026-09 1; 0 of 1, 0");
    insta::assert_snapshot!(env.run(&["timeline", "--by", "team", "--every", "month"]));
    insta::assert_snapshot!(env.run(&["timeline", "--by", "year", "--every", "quarter", "--format", "csv"]));
    env.run(&["timeline", "--query", "zeppelin"]).expect_code(1);
    env.run(&["timeline", "--by", "title"]).expect_code(2);
}

#[test]
fn a_timeline_of_the_past_and_by_first_sight() {
    let env = two_captures(true);
    let all = |arguments: &[&str]| {
        let answer = env.run(&[&["timeline", "--format", "json"], arguments].concat()).expect_code(0).json();
        answer["all"].clone()
    };
    let seen = all(&["--of", "first-seen"]);
    assert_eq!(
        (&seen["periods"][0]["count"], &seen["periods"][1]["count"]),
        (&Value::from(4), &Value::from(1))
    );
    assert_eq!(all(&["--as-of", "2026-05-15"])["total"], 4);
    assert_eq!(all(&["--as-of", "2026-05-15", "--by", "method"])["total"], 4);
}

#[test]
fn where_no_missing_publication_meets_the_filters_others_may_be_missing_all_the_same() {
    let env = TestEnv::empty();
    capture(&env, "may", Some("2026-05-01T08:00:00Z"), MAY, true);
    env.index(&["tarn"]);
    let output = env.run(&["missing", "--year", "1999"]).expect_code(1);
    assert_eq!((&*output.stdout, &*output.stderr), ("", "nothing that is missing matches the filters\n"));
    assert!(env.run(&["missing"]).expect_code(0).stderr.contains("4 never captured"));
}

#[test]
fn a_first_sight_known_to_the_month_counts_only_where_it_fits() {
    let record = |id: &str, captured: &str| serde_json::json!({ "id": id, "title": id, "captured": captured, "body": "x" });
    let env = TestEnv::with_records(&[record("of a year", "2025"), record("of a month", "2025-05")]);
    for (step, imprecise) in [("day", 2), ("month", 1), ("year", 0)] {
        let run =
            env.run(&["timeline", "--of", "first-seen", "--every", step, "--format", "csv"]).expect_code(0);
        let told = run.stdout.lines().find_map(|line| line.strip_prefix(",imprecise,,,"));
        assert_eq!(told.unwrap_or("0"), imprecise.to_string(), "{run}");
    }
    for (since, new, imprecise) in
        [("2025-01", 2, 0), ("2025-05", 1, 1), ("2025-05-02", 0, 2), ("2026", 0, 0)]
    {
        let answer = env.run(&["new", "--since", since, "--format", "json"]).json();
        let counts = (answer["publications"].as_array().unwrap().len(), &answer["imprecise"]);
        assert_eq!(counts, (new, &Value::from(imprecise)), "{since}");
    }
}
