//! `rsearch status`: what the index holds.

use crate::support::TestEnv;

#[test]
fn text_tells_documents_years_publishers_and_where_captures_came_from() {
    insta::assert_snapshot!(TestEnv::shared().run(&["status"]), @"
    exit code: 0
    ----- stdout -----
    documents                  82
      publications             75
      pages                     7
    published        2017 to 2026
    publishers                  8
    size [SIZE]
    written by      rsearch [VERSION]
    index       index
    state       .rsearch
    captures    [DIR]/captures as captures
    ");
}

#[test]
fn json_gives_the_same() {
    insta::assert_snapshot!(TestEnv::shared().run(&["status", "--format", "json"]), @r#"
    exit code: 0
    ----- stdout -----
    {"schema":"rsearch/1","index":"index","state":".rsearch","format":5,"version":"[VERSION]","documents":82,"bytes":[BYTES],"sources":[{"name":"captures","path":"[DIR]/captures"}],"facets":{"kind":[{"value":"publication","count":75,"alone":75},{"value":"page","count":7,"alone":7}],"year":[{"value":"2017","count":1,"alone":1},{"value":"2021","count":2,"alone":2},{"value":"2022","count":10,"alone":10},{"value":"2023","count":14,"alone":14},{"value":"2024","count":13,"alone":13},{"value":"2025","count":21,"alone":21},{"value":"2026","count":15,"alone":15},{"value":null,"count":6,"alone":6}],"publisher":[{"value":"Anthropic","count":33,"alone":33},{"value":"arXiv","count":12,"alone":12},{"value":"METR","count":10,"alone":10},{"value":"Google DeepMind","count":9,"alone":9},{"value":"OpenAI","count":4,"alone":4},{"value":"Apollo Research","count":1,"alone":1},{"value":"arXiv.org","count":1,"alone":1},{"value":"Institut d’exemple","count":1,"alone":1},{"value":null,"count":11,"alone":11}]}}
    "#);
}

#[test]
fn captures_that_are_gone_are_said_to_be() {
    let env = TestEnv::with_captures();
    env.index(&["captures/notes", "captures/feeds"]);
    std::fs::remove_dir_all(env.path("captures/feeds")).unwrap();
    let output = env.run(&["status"]).expect_code(0);
    let line =
        |name: &str| output.stdout.lines().find(|line| line.contains(name)).unwrap_or_default().to_owned();
    assert!(
        line(" as feeds").ends_with("(not there now)") && !line(" as notes").contains("not there"),
        "{output}"
    );
    env.run(&["query", "gemma scope"]).expect_code(0);
}
