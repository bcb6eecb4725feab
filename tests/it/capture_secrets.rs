//! `rsearch capture` of addresses with values that are not kept: none is lost, and no two pages become one.

use std::fmt::Write;

use serde_json::Value;

use crate::support::server::{Reply, Request, Server};
use crate::support::{Output, TestEnv, text};

const QUICK: &[&str] = &["--allow-private", "--delay", "0", "--retries", "0", "--contact", "test@a.example"];

fn capture(env: &TestEnv, arguments: &[&str]) -> Output {
    env.run(&[&["capture"], arguments, QUICK].concat())
}

fn count(report: &Value, key: &str) -> usize {
    report[key].as_array().unwrap().len()
}

fn article(name: &str) -> String {
    format!(
        r#"<!doctype html><html lang="en"><head><title>Notes on {name} lamps</title>
        <meta property="article:published_time" content="2026-01-05"><meta property="og:type" content="article"></head>
        <body><article><h1>Notes on {name} lamps</h1><p>This is the text about {name}, which tells at some length what
        was found out about lamps and the light that they give in the evening.</p></article></body></html>"#
    )
}

/// A site whose pages are named by a parameter that is called like a secret.
fn site() -> Server {
    Server::start(|request: &Request| match request.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/list" => {
            let mut rows = String::new();
            for (day, name) in (1..).zip(["alpha", "beta", "gamma"]) {
                write!(
                    rows,
                    r#"<li><a href="/view?key={name}"><h3>Notes on {name} lamps</h3></a><time datetime="2026-01-0{day}">Jan {day}, 2026</time></li>"#
                )
                .unwrap();
            }
            Reply::page(format!("<title>Notes</title><main><h1>Notes</h1><ul>{rows}</ul></main>"))
        }
        path if path.starts_with("/same") => Reply::page(article("all")),
        path => Reply::page(article(path.rsplit('=').next().unwrap())).header("etag", "\"v1\""),
    })
}

#[test]
fn a_page_that_only_a_secret_tells_from_another_is_no_success() {
    let server = site();
    let list = server.url("/list");
    for shelf in [["--into", "captures"], ["--warc", "lab.warc.gz"]] {
        let env = TestEnv::empty();
        let arguments = [&["--format", "json", "--follow", "entries", &list], shelf.as_slice()].concat();
        for _ in 0..2 {
            let output = capture(&env, &arguments).expect_code(3);
            let report = output.json();
            assert_eq!((count(&report, "failed"), &report["known"]), (2, &0.into()), "{report}");
            assert_eq!(text(&report, "/failed/0/kind"), "differs in a secret only");
            assert!(output.stderr.contains("in the value of `key`, which is not kept"), "{output}");
            assert!(output.stderr.contains("hint: --not-secret NAME"), "{output}");
        }
        env.index(&[shelf[1]]);
        let pages = env.export().into_iter().filter(|document| text(document, "/url").contains("REDACTED"));
        assert_eq!(pages.count(), 1, "no two pages are one");
    }
}

#[test]
fn what_a_person_calls_no_secret_is_kept_and_tells_pages_apart() {
    let server = site();
    for (flags, config) in [(vec!["--not-secret", "key"], ""), (vec![], "not-secret = [\"key\"]\n")] {
        let env = TestEnv::empty();
        env.write(".rsearch/config.toml", config);
        let list = server.url("/list");
        let arguments = [flags.as_slice(), &["--format", "json", "--follow", "entries", &list]].concat();
        let report = capture(&env, &arguments).expect_code(0).json();
        assert_eq!(count(&report, "captured"), 4, "{report}");
        assert_eq!(text(&report, "/captured/1/url"), server.url("/view?key=alpha"));
        assert_eq!(capture(&env, &arguments).expect_code(0).json()["known"], 3);
        env.index(&["captures"]);
        let missing = env.run(&["missing", "--format", "json"]).json();
        assert_eq!(count(&missing, "publications"), 0, "{missing}");
    }
    let env = TestEnv::empty();
    let url = server.url("/view?key=alpha");
    let refused = env.run(&["follow", &url]).expect_code(2);
    assert!(refused.stderr.contains("`not-secret` in config.toml"), "{refused}");
    env.write(".rsearch/config.toml", "not-secret = [\"key\"]\n");
    env.run(&["follow", &url]).expect_code(0);
    assert!(env.run(&["follow", "list"]).stdout.contains(&url));
    env.run(&["follow", "rm", &url]).expect_code(0);
}

#[test]
fn of_a_page_behind_a_secret_nobody_claims_to_know_whether_it_was_captured() {
    let env = TestEnv::empty();
    let server = site();
    let run = |path: &str| capture(&env, &["--format", "json", &server.url(path)]).expect_code(0);
    run("/view?key=alpha");
    assert_eq!(count(&run("/view?key=alpha").json(), "unchanged"), 1);
    let other = run("/view?key=beta");
    assert!(
        other.stderr.contains("it is kept as a change of the page captured before, since the value of `key`"),
        "{other}"
    );
    assert!(
        server.log().iter().all(|request| request.header("if-none-match").is_empty()),
        "nobody is asked about another page"
    );
    // One page under two addresses is one page.
    let same = [server.url("/same?sid=1"), server.url("/same?sid=2")];
    let report = capture(&env, &["--format", "json", &same[0], &same[1]]).expect_code(0).json();
    assert_eq!((count(&report, "captured"), count(&report, "unchanged")), (1, 1), "{report}");
}
