//! `rsearch facets`: counts in each format, on the sample captures.

use crate::support::TestEnv;

#[test]
fn text_has_bars() {
    insta::assert_snapshot!(TestEnv::shared().run(&["facets", "year", "team", "--kind", "publication"]), @"
    exit code: 0
    ----- stdout -----
    year
      2017   1  █▍
      2021   2  ██▊
      2022  10  ██████████████▎
      2023  14  ████████████████████
      2024  13  ██████████████████▌
      2025  21  ██████████████████████████████
      2026  14  ████████████████████

    team
      Alignment                 12  ████████████████████
      Interpretability           9  ███████████████
      cs.CL                      6  ██████████
      Research                   6  ██████████
      cs.LG                      4  ██████▋
      Responsibility & Safety    4  ██████▋
      Societal Impacts           4  ██████▋
      Policy                     3  █████
      cs.AI                      2  ███▎
      Economic Research          1  █▋
      Frontier Red Team          1  █▋
      Interprétabilité           1  █▋
      Machine Learning (cs.LG)   1  █▋
      Safety                     1  █▋
      Science                    1  █▋
      Technologies               1  █▋
      (none)                    18  ██████████████████████████████
    ");
}

#[test]
fn a_choice_shows_what_there_would_be_without_it() {
    let arguments = ["facets", "year,team", "--team", "Interpretability", "--year", "2025", "--year", "2026"];
    insta::assert_snapshot!(TestEnv::shared().run(&arguments), @"
    exit code: 0
    ----- stdout -----
    year
      2025  5  ██████████████████████████████
      2026  5  ██████████████████████████████

    team
      Interpretability         10  of 10  ██████████████████████████████
      Alignment                 0   of 5
      Policy                    0   of 3
      Responsibility & Safety   0   of 2
      Societal Impacts          0   of 2
      Economic Research         0   of 1
      Frontier Red Team         0   of 1
      Interprétabilité          0   of 1
      Research                  0   of 1
      Science                   0   of 1
      (none)                    0   of 9
    ");
}

#[test]
fn months_stand_below_their_years() {
    let arguments = ["facets", "published", "--team", "Interpretability", "--year", "2025"];
    insta::assert_snapshot!(TestEnv::shared().run(&arguments), @"
    exit code: 0
    ----- stdout -----
    published
      2025       5  of 5  ██████████████████████████████
        2025-02  1  of 1  ██████
        2025-03  1  of 1  ██████
        2025-05  1  of 1  ██████
        2025-08  1  of 1  ██████
        2025-10  1  of 1  ██████
      2026       0  of 5
        2026-01  0  of 1
        2026-03  0  of 1
        2026-04  0  of 1
        2026-05  0  of 2
    ");
}

#[test]
fn filters_of_any_field_choose_and_exclude() {
    let arguments = [
        "facets",
        "year",
        "-f",
        "team=alignment",
        "-f",
        "team=Policy",
        "-f",
        "year!=2024",
        "--year",
        "2023..2026",
    ];
    insta::assert_snapshot!(TestEnv::shared().run(&arguments), @"
    exit code: 0
    ----- stdout -----
    year
      2022  0  of 2
      2023  1  of 1  ██████
      2024  0  of 4
      2025  3  of 3  ██████████████████
      2026  5  of 5  ██████████████████████████████
    ");
    let total = |filters: &[&str]| {
        let arguments = [&["facets", "kind", "--format", "json"], filters].concat();
        TestEnv::shared().run_now(&arguments).expect_code(0).json()["total"].as_u64().unwrap()
    };
    for (filters, same) in [
        (&["-f", "team=alignment", "-f", "team=policy"][..], &["--query=team:(alignment OR policy)"][..]),
        (&["-f", "team=alignment", "--team", "policy"], &["--query=team:(alignment OR policy)"]),
        (&["-f", "date=2025-07..2026-01"], &["--query=published:2025-07..2026-01"]),
        (&["-f", "published=last 12 months"], &["--query=published:last 12 months"]),
        (&["-f", "year=>=2025"], &["--query=year:>=2025"]),
        (&["-f", "team="], &["--query=-team:*"]),
        (&["-f", "team!="], &["--query=team:*"]),
        (&["-f", "month!=2025-10", "-f", "month!=2025-11"], &["--query=-month:2025-10 -month:2025-11"]),
        (&["-f", "status=200"], &["--query=status:200"]),
    ] {
        assert_eq!(total(filters), total(same), "{filters:?}");
    }
}

#[test]
fn a_filter_that_is_none_is_refused() {
    for (filter, expected) in [
        ("taem=x", "there is no field `taem`\nhint: did you mean `team`?"),
        ("team", "this is no filter\nhint: write FIELD=VALUE or FIELD!=VALUE"),
        ("year=soon", "-f year=soon: this is no year"),
        ("published=soon", "is not a date"),
    ] {
        let output = TestEnv::shared().run(&["facets", "year", "-f", filter]).expect_code(2);
        assert!(output.stderr.contains(expected), "{output}");
    }
}

#[test]
fn every_format_gives_the_same_counts() {
    let run = |format: &str| TestEnv::shared().run(&["facets", "kind,language", "--format", format]);
    insta::assert_snapshot!(run("json"), @r#"
    exit code: 0
    ----- stdout -----
    {"schema":"rsearch/1","query":"","as_of":null,"total":82,"untimed":0,"facets":{"kind":[{"value":"publication","count":75,"alone":75},{"value":"page","count":7,"alone":7}],"language":[{"value":"en","count":66,"alone":66},{"value":"fr","count":1,"alone":1},{"value":null,"count":15,"alone":15}]}}
    "#);
    insta::assert_snapshot!(run("jsonl"), @r#"
    exit code: 0
    ----- stdout -----
    {"field":"kind","value":"publication","count":75,"alone":75}
    {"field":"kind","value":"page","count":7,"alone":7}
    {"field":"language","value":"en","count":66,"alone":66}
    {"field":"language","value":"fr","count":1,"alone":1}
    {"field":"language","value":null,"count":15,"alone":15}
    "#);
    insta::assert_snapshot!(run("csv"), @"
    exit code: 0
    ----- stdout -----
    field,value,count,alone
    kind,publication,75,75
    kind,page,7,7
    language,en,66,66
    language,fr,1,1
    language,,15,15
    ");
    insta::assert_snapshot!(run("tsv"), @"exit code: 0\n----- stdout -----\nfield\tvalue\tcount\talone\nkind\tpublication\t75\t75\nkind\tpage\t7\t7\nlanguage\ten\t66\t66\nlanguage\tfr\t1\t1\nlanguage\t\t15\t15");
}

#[test]
fn a_query_limits_what_is_counted() {
    insta::assert_snapshot!(TestEnv::shared().run(&["facets", "year", "--query", "circuit -survey"]), @"
    exit code: 0
    ----- stdout -----
    year
      2021    1  ███████████████
      2022    1  ███████████████
      2023    1  ███████████████
      2024    1  ███████████████
      2025    2  ██████████████████████████████
      (none)  2  ██████████████████████████████
    ");
}

#[test]
fn nothing_to_count_ends_with_1() {
    insta::assert_snapshot!(TestEnv::shared().run(&["facets", "year", "--query", "zeppelin"]), @"
    exit code: 1
    ----- stderr -----
    nothing found
    ");
}

#[test]
fn a_field_that_is_not_counted_is_refused_with_the_nearest_name() {
    insta::assert_snapshot!(TestEnv::shared().run(&["facets", "yaer"]), @"
    exit code: 2
    ----- stderr -----
    error: the values of `yaer` cannot be counted
    hint: did you mean `year`?
    ");
    insta::assert_snapshot!(TestEnv::shared().run(&["facets", "body"]), @"
    exit code: 2
    ----- stderr -----
    error: the values of `body` cannot be counted
    hint: the fields that can be counted are authors, published, year, month, category, publisher, site, kind, language, status, method, format, github, corrected, precision, source
    ");
}

#[test]
fn every_field_of_the_table_that_is_a_facet_can_be_counted() {
    for field in rsearch::index::facets() {
        for name in std::iter::once(&field.name).chain(field.aliases) {
            let output = TestEnv::shared().run(&["facets", name, "--format", "json"]).expect_code(0);
            assert!(output.json()["facets"][name].is_array(), "{output}");
        }
    }
}

#[test]
fn facets_of_no_field_are_refused() {
    let output = TestEnv::shared().run(&["facets", ""]).expect_code(2);
    assert!(output.stderr.starts_with("error: no field is named\nhint: name some"), "{output}");
}

#[test]
fn a_query_of_a_flag_may_begin_with_a_hyphen() {
    let env = TestEnv::shared();
    for command in [
        &["facets", "kind"] as &[&str],
        &["timeline"],
        &["new", "--since", "2020"],
        &["diff", "--from", "2020-01-01", "--to", "2030-01-01"],
        &["missing"],
        &["lag"],
    ] {
        let run = |query: &[&str]| env.run_now(&[command, query].concat()).to_string();
        let (apart, together) = (run(&["-q", "-survey"]), run(&["--query=-survey"]));
        assert!(!together.contains("unexpected argument"), "{together}");
        assert_eq!(apart, together);
        assert_eq!(
            run(&["--query", "-survey", "--kind", "page"]),
            run(&["--kind", "page", "--query=-survey"])
        );
    }
}
