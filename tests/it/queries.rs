//! Each feature of the query language and of the filters, on a small corpus: what is found, and in which order.

use serde_json::{Value, json};

use std::sync::LazyLock;

use crate::support::{TestEnv, text};

/// Seven records whose ids are letters.
static CORPUS: LazyLock<TestEnv> = LazyLock::new(|| {
    TestEnv::with_records(&[
        json!({"id": "a", "title": "Introspection in language models", "published": "2025-10-29",
            "category": "Interpretability", "publisher": "Northern Lab", "authors": ["Ada Loop"],
            "url": "https://lab.example/posts/a", "language": "en",
            "body": "The models describe what they compute. Signs of it are rare."}),
        json!({"id": "b", "title": "Reward hacking and sabotage", "published": "2024-05-01",
            "category": "Alignment", "publisher": "Northern Lab", "language": "en",
            "body": "A policy learns to cheat. Language matters little."}),
        json!({"id": "c", "title": "Introspection", "published": "2023-07",
            "categories": ["Interpretability", "Alignment"], "publisher": "Other House", "language": "en",
            "body": "A survey of the word, from antiquity to modelling."}),
        json!({"id": "d", "title": "Café évaluation", "published": "2022", "category": "Société",
            "publisher": "Institut", "language": "fr", "body": "Une réponse naïve, donnée au café."}),
        json!({"id": "e", "title": "解釈可能性の研究", "category": "研究", "language": "ja",
            "body": "言語モデルの内部を調べる。"}),
        json!({"id": "f", "title": "State-of-the-art GPT-4 audits", "published": "2025-10-30", "language": "en",
            "body": "We audited GPT-4 on a state-of-the-art bench. Models of language were not audited."}),
        json!({"id": "g", "title": "Zebra crossing colours", "language": "en",
            "body": "Colour and color; one may be interpretable, the other C++ or C#."}),
    ])
});

/// The record ids of the hits, in their order.
fn ordered(arguments: &[&str]) -> String {
    let output = CORPUS.run_now(&[&["query", "--format", "json"], arguments].concat());
    assert!(matches!(output.code, 0 | 1), "{arguments:?}\n{output}");
    let answer = output.json();
    let hits = answer["hits"].as_array().unwrap();
    assert_eq!(output.code, i32::from(answer["total"] == 0), "{arguments:?}");
    hits.iter().map(|hit| text(hit, "/record_id")).collect()
}

/// The same in the order of the letters.
fn found(arguments: &[&str]) -> String {
    let mut letters: Vec<char> = ordered(arguments).chars().collect();
    letters.sort_unstable();
    letters.into_iter().collect()
}

/// Every query must find these records.
#[track_caller]
fn check(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|(query, expected)| (query, expected, found(&["--", query])))
        .filter(|(_, expected, found)| *expected != found)
        .map(|(query, expected, found)| format!("{query}: expected {expected:?}, found {found:?}"))
        .collect();
    assert!(wrong.is_empty(), "\n  {}\n", wrong.join("\n  "));
}

#[test]
fn all_words_must_match_across_fields() {
    check(&[
        ("introspection", "ac"),
        ("introspection compute", "a"),
        ("introspection loop", "a"),
        ("introspection AND antiquity", "c"),
        ("introspection sabotage", ""),
        ("Introspection COMPUTE", "a"),
    ]);
}

#[test]
fn words_match_by_their_stems_and_whatever_case_and_accents() {
    check(&[
        ("describing", "a"),
        ("audit", "f"),
        ("auditing", "f"),
        ("policies", "b"),
        ("cafe", "d"),
        ("CAFÉ", "d"),
        ("evaluation", "d"),
        ("naive", "d"),
    ]);
}

#[test]
fn phrases_stand_side_by_side() {
    check(&[
        ("\"language models\"", "a"),
        ("“language models”", "a"),
        ("«models of language»", "f"),
        ("\"models language\"", ""),
        ("\"models language\"~1", "f"),
        ("\"reward sabotage\"", ""),
        ("\"reward sabotage\"~2", "b"),
        ("title:\"reward hacking\"", "b"),
    ]);
}

#[test]
fn or_not_hyphen_and_parentheses_combine() {
    check(&[
        ("sabotage OR survey", "bc"),
        ("introspection signs OR sabotage", "ab"),
        ("introspection (signs OR sabotage)", "a"),
        ("introspection -survey", "a"),
        ("introspection NOT survey", "a"),
        ("introspection -(survey OR signs)", ""),
        ("-introspection", "bdefg"),
        ("-(introspection OR language)", "deg"),
        ("sabotage or survey", ""),
        ("introspection - language", "a"),
    ]);
}

#[test]
fn a_field_restricts_what_follows_it() {
    check(&[
        ("title:introspection", "ac"),
        ("body:language", "bf"),
        ("title:(sabotage OR audits)", "bf"),
        ("authors:loop", "a"),
        ("by:ada", "a"),
        ("team:alignment", "bc"),
        ("category:Alignment", "bc"),
        ("-team:alignment", "adefg"),
        ("team:(Société OR 研究)", "de"),
        ("team:inter*", "ac"),
        ("publisher:\"northern lab\"", "ab"),
        ("publisher:northern", ""),
        ("language:ja", "e"),
        ("record_id:a", "a"),
        ("site:lab.example", "a"),
        ("url:https://lab.example/posts/a", "a"),
        ("url:https://lab.example/*", "a"),
        ("TITLE:introspection", "ac"),
    ]);
}

#[test]
fn patterns_match_words_as_they_are_spelt() {
    check(&[
        ("sabot*", "b"),
        ("interpretab*", "acg"),
        ("sab?tage", "b"),
        ("inter*able", "g"),
        ("*tage", "b"),
        ("introspecton~", "ac"),
        ("intrspecton~", ""),
        ("intrspecton~2", "ac"),
        ("/colou?rs?/", "g"),
        ("/sab.*/", "b"),
        ("/ZEBRA/ /Éval.*/", ""),
        ("/Zébra/", "g"),
        ("/[E-V]val[^XÉ]+/", "d"),
        ("team:/Align.*|Soci[É]T.{1}/", "bcd"),
        ("url:/.*\\/posts\\/A/", ""),
        ("title:zeb*", "g"),
        ("*", "abcdefg"),
        ("What is introspection?", ""),
        ("introspection?", "ac"),
    ]);
}

#[test]
fn an_equals_sign_means_the_word_as_spelt() {
    check(&[
        ("models", "acf"),
        ("=models", "af"),
        ("=modelling", "c"),
        ("=model", ""),
        ("title:=models", "a"),
        ("=\"language models\"", "a"),
        ("=\"language model\"", ""),
        ("=CAFE", "d"),
    ]);
}

#[test]
fn words_with_punctuation_match_their_parts_side_by_side() {
    check(&[
        ("GPT-4", "f"),
        ("gpt 4", "f"),
        ("state-of-the-art", "f"),
        ("state of the art", "f"),
        ("art-of-state", ""),
        ("sabotage & reward", "b"),
    ]);
}

#[test]
fn a_word_is_compared_with_a_text_by_the_rules_of_its_language() {
    let record =
        |id: &str, language: &str, title: &str| json!({"id": id, "language": language, "title": title});
    let records = [
        record("g", "de-AT", "Bewertung von Häusern, ein Modell"),
        record("f", "fr", "Les recherches récentes, un modèle"),
        record("s", "es", "Evaluaciones de los modelos"),
        record("e", "en", "Researches into houses, a model"),
        record("x", "xx", "Models"),
    ];
    let env = TestEnv::with_records(&records);
    let hits = |query: &str, more: &[&str]| {
        let output = env.run(&[&["query", query, "--format", "jsonl"], more].concat());
        let mut found: Vec<String> =
            output.jsonl().iter().map(|hit| text(hit, "/record_id").to_owned()).collect();
        found.sort();
        found.join("")
    };
    for (query, expected) in [
        ("haus", "g"),
        ("bewertungen", "g"),
        ("recherche", "f"),
        ("recentes", "f"),
        ("modelo", "s"),
        ("evaluaciones", "s"),
        ("house", "e"),
        // What is stemmed alike in several languages is found in all of them.
        ("models", "efx"),
        ("\"recherche recente\"", "f"),
        ("\"modelo evaluacion\"", ""),
        ("title:(haus OR recherche)", "fg"),
        ("=modelos", "s"),
        ("=modelo", ""),
        ("mod*", "efgsx"),
    ] {
        assert_eq!(hits(query, &[]), expected, "{query}");
    }
    assert_eq!(hits("recherche modelo", &["--match", "any"]), "fs");
    // A language that is gone takes its rules with it.
    std::fs::write(env.path("records.jsonl"), records[3].to_string()).unwrap();
    env.index(&[]);
    assert_eq!((hits("house", &[]), hits("recherche", &[])), ("e".to_owned(), String::new()));
}

#[test]
fn words_of_languages_without_spaces_are_found() {
    check(&[("解釈可能性", "e"), ("研究", "e"), ("内部", "e"), ("モデル", "e"), ("究研", "")]);
}

#[test]
fn dates_and_numbers_have_ranges() {
    check(&[
        ("published:2025", "af"),
        ("published:2025-10", "af"),
        ("published:2025-10-29", "a"),
        ("published:October 2025", "af"),
        ("published:2025-Q4", "af"),
        ("published:2023..2024", "bc"),
        ("published:2025..", "af"),
        ("published:..2023", "cd"),
        ("published:>=2024-05", "abf"),
        ("published:>2024", "af"),
        ("published:<2024", "cd"),
        ("published:<=2022", "d"),
        ("since:2024-05-01", "abf"),
        ("until:2024-05", "bcd"),
        ("date:2022", "d"),
        ("published:(2022 OR 2024)", "bd"),
        ("published:last 8 months", "af"),
        ("published:last year", "af"),
        ("since:3 months ago", ""),
        ("year:2024", "b"),
        ("year:>=2024", "abf"),
        ("year:2023..2024", "bc"),
        ("year:(2022 OR 2023)", "cd"),
        ("-year:2025", "bcdeg"),
    ]);
}

#[test]
fn a_field_can_be_asked_for_at_all() {
    check(&[
        ("published:*", "abcdf"),
        ("-published:*", "eg"),
        ("team:*", "abcde"),
        ("url:*", "a"),
        ("-authors:*", "bcdefg"),
    ]);
}

#[test]
fn a_backslash_makes_a_mark_plain() {
    check(&[("introspection\\:", "ac"), ("\\-survey", "c"), ("\\OR", "g"), ("\"AND\"", "bg"), ("C++", "g")]);
}

#[test]
fn a_boost_moves_up() {
    assert_eq!(ordered(&["signs^50 OR sabotage"]), "ab");
    assert_eq!(ordered(&["signs OR sabotage^50"]), "ba");
}

#[test]
fn an_exact_title_comes_first() {
    assert_eq!(ordered(&["introspection"]), "ca");
    assert_eq!(ordered(&["INTROSPECTION", "--limit", "1"]), "c");
    assert_eq!(ordered(&["Introspection in language models"]), "a");
}

#[test]
fn filters_are_or_within_a_field_and_and_between_fields() {
    for (arguments, expected) in [
        (&["--team", "Alignment"] as &[&str], "bc"),
        (&["--category", "Alignment"], "bc"),
        (&["--team", "societe"], "d"),
        (&["--team", "SOCIÉTÉ"], "d"),
        (&["--team", "Alignment", "--team", "interpretability"], "abc"),
        (&["--team", "Alignment", "--year", "2023"], "c"),
        (&["--year", "2025", "--year", "2022"], "adf"),
        (&["--year", "2023..2024"], "bc"),
        (&["--month", "2025-10"], "af"),
        (&["--month", "2025-10", "--month", "2023-07"], "acf"),
        (&["--month", "October 2025"], "af"),
        (&["--publisher", "northern lab"], "ab"),
        (&["--language", "FR"], "d"),
        (&["--kind", "publication"], "abcdefg"),
        (&["--kind", "page"], ""),
        (&["--since", "2024-05"], "abf"),
        (&["--until", "2024"], "bcd"),
        (&["--since", "2023", "--until", "2024"], "bc"),
        (&["--since", "9 months ago"], "af"),
        (&["--since", "last year"], "af"),
        (&["introspection", "--year", "2023"], "c"),
        (&["--year", "2023", "introspection"], "c"),
    ] {
        assert_eq!(found(arguments), expected, "{arguments:?}");
    }
}

#[test]
fn an_imprecise_date_meets_a_range_strictly_likely_or_anyhow() {
    // `c` is dated July 2023, `d` 2022.
    for (since, until, strict, likely, any) in [
        ("2023-07-01", "2023-07-31", "c", "c", "c"),
        ("2023-07-10", "2023-12-31", "", "c", "c"),
        ("2023-07-20", "2023-12-31", "", "", "c"),
        ("2022-07-01", "2022-12-31", "", "d", "d"),
        ("2022-12-01", "2023-01-31", "", "", "d"),
    ] {
        for (how, expected) in [("strict", strict), ("likely", likely), ("any", any)] {
            let arguments = ["--since", since, "--until", until, "--dates", how];
            assert_eq!(found(&arguments), expected, "{arguments:?}");
        }
    }
}

#[test]
fn hits_are_sorted_as_asked_with_undated_ones_last() {
    for (order, expected) in [("published", "dcbaf"), ("-published", "fabcd")] {
        for flag in [&["--sort", order] as &[&str], &[&format!("--sort={order}")]] {
            let letters = ordered(flag);
            assert_eq!(letters.get(..5), Some(expected), "{flag:?}: {letters}");
            let mut undated: Vec<char> = letters.chars().skip(5).collect();
            undated.sort_unstable();
            assert_eq!(undated, ['e', 'g'], "{flag:?}: {letters}");
        }
    }
    assert_eq!(ordered(&["--sort", "title"]), "dcabfge");
    assert_eq!(ordered(&["--sort", "-title"]), "egfbacd");
    assert_eq!(ordered(&["introspection", "--sort", "published"]), "ca");
    assert_eq!(ordered(&["introspection", "--sort", "-published"]), "ac");
    assert_eq!(ordered(&["introspection", "--sort", "relevance"]), "ca");
}

#[test]
fn without_words_the_newest_come_first() {
    assert_eq!(&ordered(&[])[..5], "fabcd");
    assert_eq!(ordered(&["--team", "alignment"]), "bc");
}

#[test]
fn a_page_of_hits_has_a_limit_and_an_offset() {
    assert_eq!(ordered(&["--sort", "title", "--limit", "2"]), "dc");
    assert_eq!(ordered(&["--sort", "title", "--limit", "2", "--offset", "2"]), "ab");
    assert_eq!(ordered(&["--sort", "title", "-n", "2", "--offset", "6"]), "e");
    assert_eq!(ordered(&["--sort", "title", "--offset", "100"]), "");
    assert_eq!(ordered(&["--limit", "0"]), "");
}

#[test]
fn a_hyphen_after_words_excludes_and_at_the_start_of_the_line_needs_two() {
    assert_eq!(found(&["introspection", "-survey"]), "a");
    assert_eq!(found(&["introspection", "--year", "2025", "-survey"]), "a");
    assert_eq!(found(&["--", "-introspection"]), "bdefg");
    let hint =
        "hint: to leave out what it matches, write `rsearch query -- WORD`, or put it after another word\n";
    for (arguments, word) in [
        (&["query", "--limit", "2", "-zebra"][..], "-zebra"),
        (&["--quiet", "query", "--year", "2025", "-n", "3", "-(a b)", "c"], "-(a b)"),
        (&["query", "-nothing"], "-nothing"),
        (&["query", "--limit=2", "-hyphen"], "-hyphen"),
    ] {
        let output = CORPUS.run(arguments).expect_code(2);
        let expected = format!("error: {word} stands where a flag may stand\n{}", hint.replace("WORD", word));
        assert_eq!(output.stderr, expected);
    }
    for arguments in [&["query", "--oops", "-zebra"][..], &["query", "-fyear=2024", "--limit", "many"]] {
        let output = CORPUS.run(arguments).expect_code(2);
        assert!(!output.stderr.contains("stands where"), "{output}");
    }
    insta::assert_snapshot!(CORPUS.run(&["query", "-survey", "introspection"]), @"
    exit code: 2
    ----- stderr -----
    error: -survey stands where a flag may stand
    hint: to leave out what it matches, write `rsearch query -- -survey`, or put it after another word
    ");
}

#[test]
fn zero_hits_say_what_emptied_the_answer() {
    insta::assert_snapshot!(CORPUS.run(&["query", "introspection", "sabotage"]), @"
    exit code: 1
    ----- stderr -----
    nothing found
      introspection matches 2; without it there are 1
      sabotage matches 1; without it there are 2
      near: Reward hacking and sabotage · qb70v72yrysc
      near: Introspection · c098z6ctfcyx
      near: Introspection in language models · 8wm785b97a69
    ");
    insta::assert_snapshot!(CORPUS.run(&["query", "introspection", "zeppelin"]), @"
    exit code: 1
    ----- stderr -----
    nothing found
      zeppelin matches nothing at all; without it there are 2
      near: Introspection · c098z6ctfcyx
      near: Introspection in language models · 8wm785b97a69
    ");
    insta::assert_snapshot!(CORPUS.run(&["query", "introspection", "--year", "2024", "--team", "alignment"]), @"
    exit code: 1
    ----- stderr -----
    nothing found
      introspection matches 2; without it there are 1
      year:2024 matches 1; without it there are 1
      near: Introspection · c098z6ctfcyx
      near: Introspection in language models · 8wm785b97a69
    ");
    insta::assert_snapshot!(CORPUS.run(&["query", "zeppelin"]), @"
    exit code: 1
    ----- stderr -----
    nothing found
      zeppelin matches nothing at all
    ");
}

#[test]
fn what_cannot_be_read_is_refused_with_its_place_and_a_hint() {
    let deep = "(".repeat(70) + "a";
    let outputs: Vec<String> = [
        "pubished:2024",
        "titel:introspection",
        "reward (hacking OR sabotage",
        "reward hacking)",
        "reward ()",
        "reward OR",
        "OR reward",
        "reward AND",
        "reward NOT",
        "\"language models",
        "title:",
        "title:(team:alignment)",
        "reward && hacking",
        "reward || hacking",
        "reward !hacking",
        "reward|hacking",
        "year:>=2024 <2025",
        "2024..2025",
        "reward --hacking",
        "year:soon",
        "month:July",
        "kind:paper",
        "year:2024 .. 2025",
        "published:04/07/2025",
        "published:2025-02-30",
        "published:2025-13",
        "published:2025..2024",
        "since:eventually",
        "introspection~9",
        "introspection^5000",
        "/unclosed",
        "=inter*",
        "\"language models\"*",
        "(reward)~2",
        "@weekly",
        "@we:ekly",
        &deep,
    ]
    .into_iter()
    .map(|query| CORPUS.run_now(&["query", "--", query]).expect_code(2).to_string())
    .collect();
    insta::assert_snapshot!(outputs.join("\n"));
}

#[test]
fn a_regular_expression_that_is_none_is_refused_with_its_place_and_the_reason() {
    for query in ["/[/", "reward title:/a(/", "/*a/", "/[ß]É/", "/Émile{9999}/"] {
        let output = CORPUS.run(&["query", "--", query]).expect_code(2);
        let lines: Vec<&str> = output.stderr.lines().collect();
        assert!(lines[0].starts_with("error: ") && !lines[0].trim_end().ends_with(':'), "{output}");
        assert!(!output.stderr.contains("RegexQueryError"), "no words of a library: {output}");
        assert_eq!(lines.get(1), Some(&format!("  {query}").as_str()), "{output}");
        assert!(lines.get(2).is_some_and(|line| line.contains('^')), "{output}");
        assert!(lines.iter().any(|line| line.starts_with("hint: ")), "{output}");
    }
}

#[test]
fn flags_that_cannot_be_read_are_refused_with_a_hint() {
    let outputs: Vec<String> = [
        &["--year", "soon"] as &[&str],
        &["--year", "2025-07"],
        &["--month", "2025"],
        &["--since", "eventually"],
        &["--since", "..2024"],
        &["--until", "2024.."],
        &["--sort", "day"],
        &["--kind", "paper"],
        &["-f", "kind=paper"],
        &["--facets", "yaer"],
        &["--facets", "title"],
        &["--fields", "title"],
        &["--fields", "colour", "--format", "csv"],
        &["--limit", "many"],
        &["--oops"],
    ]
    .into_iter()
    .map(|flags| CORPUS.run_now(&[&["query"], flags].concat()).expect_code(2).to_string())
    .collect();
    insta::assert_snapshot!(outputs.join("\n"));
}

#[test]
fn a_range_of_years_that_ends_before_it_begins_is_refused_in_flags_as_in_queries() {
    for (flags, named) in
        [(&["--year", "2024..2020"], "--year 2024..2020"), (&["-f", "year=2024..2020"], "-f year=2024..2020")]
    {
        let output = CORPUS.run(&[&["query"], flags.as_slice()].concat()).expect_code(2);
        let told =
            format!("error: {named}: the range ends before it begins\nhint: did you mean 2020..2024?\n");
        assert_eq!(output.stderr, told);
    }
}

#[test]
fn a_query_that_is_too_long_is_refused() {
    let words = vec!["a"; 1100].join(" ");
    let output = CORPUS.run(&["query", &words]).expect_code(2);
    assert!(output.stderr.starts_with("error: the query has more than 1024 words and groups\n"), "{output}");
}

#[test]
fn a_query_that_leaves_out_everything_is_told_as_that() {
    let output = CORPUS.run(&["query", "--", "-*"]).expect_code(1);
    assert_eq!(output.stderr, "nothing found\n  -* leaves out everything\n");
}

#[test]
fn parse_shows_how_a_query_is_read() {
    let refused = CORPUS.run(&["query", "--parse", "x", "--format", "json"]).expect_code(2);
    assert!(refused.stderr.contains("cannot be used with '--format <FORMAT>'"), "{refused}");
    let query =
        "title:introspection (signs OR \"language models\"~2) -team:Alignment published:last 3 months";
    insta::assert_snapshot!(CORPUS.run_now(&["query", "--parse", query, "--year", "2025"]), @r#"
    exit code: 0
    ----- stdout -----
    all of
      title: word introspection
      any of
        word signs
        phrase "language models", moved by 2 at most
      not
        category: value Alignment
      published: 2026-03-01 to 2026-06-01
      year: 2025
    "#);
}

#[test]
fn snippets_mark_the_words_in_bytes() {
    let answer = CORPUS.run(&["query", "describing", "--format", "json"]).json();
    let snippet = answer.pointer("/hits/0/snippets/0").unwrap();
    let shown = text(snippet, "/text");
    let range =
        |place: &str| usize::try_from(snippet.pointer(place).and_then(Value::as_u64).unwrap()).unwrap();
    assert_eq!(&shown[range("/matches/0/0")..range("/matches/0/1")], "describe");
    let body = "The models describe what they compute. Signs of it are rare.";
    let offset = range("/offset");
    assert!(body[offset..].starts_with(shown), "{offset}: {shown}");
}
