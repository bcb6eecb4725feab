//! `rsearch follow` and `rsearch update`: what is followed, and what is new.

use std::fmt::Write;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::server::{Reply, Server};
use crate::support::{Output, TestEnv, text};

/// A lab whose listing has so many papers, the newest first, each with a page of its own.
fn lab(papers: &Arc<AtomicUsize>) -> Server {
    let papers = papers.clone();
    Server::start(move |request| {
        let count = papers.load(Ordering::Relaxed);
        match request.path.as_str() {
            "/robots.txt" | "/papers" if count == 0 => Reply::status(404),
            "/robots.txt" => Reply::status(404),
            "/papers" => Reply::page(listing(count)),
            path => Reply::page(article(path.trim_start_matches("/papers/").parse().unwrap())),
        }
    })
}

const TITLES: &[&str] = &[
    "How lamps were lit",
    "Why moths come to the light",
    "Measuring the glow of embers",
    "What candles know of draughts",
    "Shadows on a moving wall",
    "Counting sparks at night",
];

fn team(number: usize) -> &'static str {
    if number % 2 == 1 { "Optics" } else { "Acoustics" }
}

fn listing(count: usize) -> String {
    let mut rows = String::new();
    for number in (1..=count).rev() {
        write!(
            rows,
            r#"<li><a href="/papers/{number}"><h3>{}</h3></a><time datetime="2026-02-{number:02}">Feb {number}, 2026</time><span class="team">{}</span></li>"#,
            TITLES[number - 1],
            team(number),
        )
        .unwrap();
    }
    format!(
        r#"<!doctype html><html lang="en"><head><title>Papers</title></head><body><main><h1>Papers</h1><ul>{rows}</ul></main></body></html>"#
    )
}

fn article(number: usize) -> String {
    format!(
        r#"<!doctype html><html lang="en"><head><title>{0}</title><meta property="og:type" content="article">
        <meta property="article:published_time" content="2026-02-{number:02}"><meta property="article:section" content="{1}"></head>
        <body><article><h1>{0}</h1><p>This page tells at some length what was found out in the evening, with all the numbers and
        what they mean, so that it is a text of its own and no mere heading.</p></article></body></html>"#,
        TITLES[number - 1],
        team(number),
    )
}

fn update(env: &TestEnv, arguments: &[&str]) -> Output {
    let quick =
        ["update", "--all", "--allow-private", "--delay", "0", "--retries", "0", "--contact", "a@b.example"];
    env.run(&[&quick, arguments].concat())
}

#[test]
fn an_entry_that_a_listing_gained_is_told_once() {
    let env = TestEnv::empty();
    let papers = Arc::new(AtomicUsize::new(4));
    let server = lab(&papers);
    env.run(&["follow", &server.url("/papers")]).expect_code(0);
    let first = update(&env, &["--format", "json"]).expect_code(0).json();
    assert_eq!(first["news"].as_array().unwrap().len(), 4, "{first}");
    papers.store(5, Ordering::Relaxed);
    let second = update(&env, &["--format", "json"]).expect_code(0).json();
    let news = second["news"].as_array().unwrap();
    assert_eq!(news.len(), 1, "{second}");
    assert_eq!(text(&news[0], "/title"), TITLES[4]);
    assert_eq!(text(&news[0], "/published/date"), "2026-02-05");
    assert_eq!(news[0]["categories"], serde_json::json!(["Optics"]));
    assert_eq!(text(&news[0], "/url"), server.url("/papers/5"));
    let own = &news[0]["sightings"][0];
    assert_eq!(text(own, "/as"), "page");
    assert!(env.path(text(own, "/capture")).is_file(), "{own}");
    let third = update(&env, &[]).expect_code(1);
    assert_eq!(third.stdout, "");
    assert_eq!(server.paths().iter().filter(|path| *path == "/papers").count(), 3);
}

#[test]
fn what_is_new_is_printed_for_people() {
    let env = TestEnv::empty();
    let papers = Arc::new(AtomicUsize::new(4));
    let server = lab(&papers);
    env.run(&["follow", &server.url("/papers")]).expect_code(0);
    update(&env, &[]).expect_code(0);
    papers.store(5, Ordering::Relaxed);
    let output = update(&env, &[]).expect_code(0);
    let lines: Vec<&str> = output.stdout.lines().map(str::trim).collect();
    assert_eq!(lines[0], format!("1. {}", TITLES[4]), "{output}");
    assert!(lines[1].starts_with("2026-02-05 · Optics"), "{output}");
    assert!(output.stdout.contains(&server.url("/papers/5")), "{output}");
}

#[test]
fn only_the_team_that_is_wanted_is_told_of() {
    let env = TestEnv::empty();
    let papers = Arc::new(AtomicUsize::new(4));
    let server = lab(&papers);
    env.run(&["follow", &server.url("/papers"), "--team", "acoustics"]).expect_code(0);
    let first = update(&env, &["--format", "json"]).expect_code(0).json();
    assert_eq!(first["news"].as_array().unwrap().len(), 2, "{first}");
    papers.store(5, Ordering::Relaxed);
    update(&env, &[]).expect_code(1);
    papers.store(6, Ordering::Relaxed);
    update(&env, &[]).expect_code(0);
}

#[test]
fn the_feed_has_what_is_new_first_and_is_replaced() {
    let env = TestEnv::empty();
    let papers = Arc::new(AtomicUsize::new(4));
    let server = lab(&papers);
    env.run(&["follow", &server.url("/papers")]).expect_code(0);
    update(&env, &["--atom", "feed.xml"]).expect_code(0);
    papers.store(5, Ordering::Relaxed);
    update(&env, &["--atom", "feed.xml"]).expect_code(0);
    let feed = fs::read_to_string(env.path("feed.xml")).unwrap();
    assert_eq!(feed.matches("<entry>").count(), 5, "{feed}");
    let first = feed.split("<entry>").nth(1).unwrap();
    assert!(first.contains(&format!("<title>{}</title>", TITLES[4])), "{first}");
    assert!(first.contains("<published>2026-02-05T00:00:00Z</published>"), "{first}");
    assert!(first.contains(&format!("href=\"{}\"", server.url("/papers/5"))), "{first}");
}

#[test]
fn what_is_not_due_is_left_alone() {
    let env = TestEnv::empty();
    let papers = Arc::new(AtomicUsize::new(4));
    let server = lab(&papers);
    env.run(&["follow", &server.url("/papers"), "--every", "7d"]).expect_code(0);
    update(&env, &[]).expect_code(0);
    let asked = server.log().len();
    env.run(&["update", "--allow-private"]).expect_code(1);
    assert_eq!(server.log().len(), asked);
}

#[test]
fn a_listing_that_cannot_be_had_is_an_error_and_looked_at_again() {
    let env = TestEnv::empty();
    let papers = Arc::new(AtomicUsize::new(0));
    let server = lab(&papers);
    env.run(&["follow", &server.url("/papers")]).expect_code(0);
    let output = update(&env, &[]).expect_code(2);
    assert!(output.stderr.contains("HTTP 404"), "{output}");
    papers.store(4, Ordering::Relaxed);
    env.run(&["update", "--allow-private", "--delay", "0"]).expect_code(0);
}

#[test]
fn what_a_stopped_first_update_captured_is_told_by_the_next() {
    let env = TestEnv::empty();
    let server = lab(&Arc::new(AtomicUsize::new(4)));
    env.run(&["follow", &server.url("/papers")]).expect_code(0);
    let mut child = env
        .command(crate::support::PROGRAM)
        .args(["update", "--allow-private", "--delay", "100ms"])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    while server.paths().len() < 3 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let news = update(&env, &["--format", "json"]).expect_code(0).json();
    assert_eq!(news["news"].as_array().unwrap().len(), 4, "{news}");
}

#[test]
fn what_is_followed_is_listed_and_can_be_left() {
    let env = TestEnv::empty();
    env.run(&["update"]).expect_code(2);
    env.run(&["follow", "https://a.example/papers", "--every", "12h", "--team", "Optics"]).expect_code(0);
    env.run(&["follow", "b.example"]).expect_code(0);
    let list = env.run(&["follow", "list"]).expect_code(0);
    assert_eq!(
        list.stdout,
        "https://a.example/papers · every 12 h · team Optics · not yet captured\nhttps://b.example/ · every 24 h · not yet captured\n"
    );
    assert!(env.path(".rsearch/follows.json").is_file());
    for (every, told) in [("0s", "0 s"), ("90s", "90 s"), ("30m", "30 min"), ("90m", "90 min"), ("2h", "2 h")]
    {
        env.run(&["follow", "b.example", "--every", every]).expect_code(0);
        let list = env.run(&["follow", "list"]).expect_code(0);
        assert!(list.stdout.contains(&format!("b.example/ · every {told} · ")), "{list}");
    }
    let refused = env.run(&["follow", "b.example", "--every", "500ms"]).expect_code(2);
    assert!(refused.stderr.contains("wanted whole seconds"), "{refused}");
    env.run(&["follow", "rm", "https://b.example/"]).expect_code(0);
    env.run(&["follow", "rm", "https://b.example/"]).expect_code(2);
    let list = env.run(&["follow", "list", "--format", "json"]).expect_code(0).json();
    assert_eq!(list["follows"].as_array().unwrap().len(), 1);
    let refused = env.run(&["follow", "https://a.example/?token=abc"]).expect_code(2);
    assert!(!format!("{refused}").contains("abc"));
}
