//! `rsearch capture`: the files that it makes, what it follows, and what it says.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use crate::support::server::{Reply, Request, Server};
use crate::support::{Output, TestEnv, text};

/// The flags of every run: this machine, no waiting, no tries again.
const QUICK: &[&str] = &["--allow-private", "--delay", "0", "--retries", "0", "--contact", "test@a.example"];

fn server(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Server {
    Server::start(
        move |request| {
            if request.path == "/robots.txt" { Reply::status(404) } else { answer(request) }
        },
    )
}

fn capture(env: &TestEnv, arguments: &[&str]) -> Output {
    env.run(&[&["capture"], arguments, QUICK].concat())
}

/// The files below `captures`, by name, without the times in them.
fn files(env: &TestEnv) -> Vec<String> {
    let root = env.path("captures");
    let mut names: Vec<String> = walkdir::WalkDir::new(&root)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.path().strip_prefix(&root).unwrap().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// Names with this extension.
fn with_extension<'a>(names: &'a [String], extension: &str) -> Vec<&'a String> {
    names.iter().filter(|name| Path::new(name).extension().is_some_and(|it| it == extension)).collect()
}

/// The metadata files below `captures`, in the order of their names.
fn records(env: &TestEnv) -> Vec<Value> {
    let names = files(env);
    let json = with_extension(&names, "json").into_iter();
    json.map(|name| serde_json::from_slice(&fs::read(env.path("captures").join(name)).unwrap()).unwrap())
        .collect()
}

fn article(number: usize) -> String {
    format!(
        r#"<!doctype html><html lang="en"><head><title>Paper {number} on lamps</title>
        <meta property="article:published_time" content="2026-01-{:02}"><meta property="og:type" content="article"></head>
        <body><article><h1>Paper {number} on lamps</h1><p>This is the text of paper number {number}, which tells at some
        length what was found out about lamps and the light that they give in the evening.</p></article></body></html>"#,
        number % 28 + 1
    )
}

/// A listing of some papers, with a link to the next page.
fn listing(numbers: std::ops::Range<usize>, next: Option<&str>) -> String {
    let mut rows = String::new();
    for number in numbers {
        let day = number % 28 + 1;
        write!(
            rows,
            r#"<li><a href="/papers/{number}"><h3>Paper {number} on lamps</h3></a><time datetime="2026-01-{day:02}">Jan {day}, 2026</time><span class="team">Optics</span></li>"#
        ).unwrap();
    }
    let next = next.map(|next| format!(r#"<a rel="next" href="{next}">Older posts</a>"#)).unwrap_or_default();
    format!(
        r#"<!doctype html><html lang="en"><head><title>Papers</title></head><body><main><h1>Papers</h1><ul>{rows}</ul>{next}</main></body></html>"#
    )
}

#[test]
fn a_capture_is_a_page_and_what_is_known_of_it() {
    let env = TestEnv::empty();
    let server = server(|request| match request.path.as_str() {
        "/start?token=hidden" => Reply::redirect(302, "/papers/1").header("set-cookie", "id=hidden"),
        _ => Reply::page(article(1)).header("etag", "\"v1\"").header("set-cookie", "id=hidden"),
    });
    let output = capture(&env, &["--format", "json", &server.url("/start?token=hidden")]).expect_code(0);
    let names = files(&env);
    assert_eq!(names.len(), 2, "{names:?}");
    let folder = format!("{}/start-", server.host().replace(':', "_"));
    assert!(names.iter().all(|name| name.starts_with(&folder)), "{names:?}");
    assert!(names[0].ends_with("Z.html") && names[1].ends_with("Z.json"), "{names:?}");
    let record = &records(&env)[0];
    let keys: Vec<&String> = record.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "rsearch",
            "body",
            "url",
            "final_url",
            "redirects",
            "status",
            "captured",
            "method",
            "sha256",
            "headers"
        ]
    );
    assert_eq!(text(record, "/url"), server.url("/start?token=REDACTED"));
    assert_eq!(text(record, "/final_url"), server.url("/papers/1"));
    assert_eq!(text(record, "/redirects/0/url"), server.url("/start?token=REDACTED"));
    assert_eq!(record["redirects"][0]["status"], 302);
    assert_eq!(text(record, "/headers/etag"), "\"v1\"");
    let page = fs::read(env.path("captures").join(&names[0])).unwrap();
    assert_eq!(text(record, "/sha256"), rsearch::document::identity::digest_of(&page));
    assert_eq!(page, article(1).as_bytes());
    let all = format!("{output}{record}{names:?}");
    assert!(!all.contains("hidden"), "{all}");
    env.index(&["captures"]);
    let document = &env.export()[0];
    assert_eq!(text(document, "/title"), "Paper 1 on lamps");
    assert_eq!(text(document, "/url"), server.url("/papers/1"));
}

#[test]
fn an_unchanged_page_is_noted_and_not_copied() {
    let env = TestEnv::empty();
    let server = server(|request| match request.path.as_str() {
        "/tagged" if request.header("if-none-match") == "\"v1\"" => Reply::status(304),
        "/tagged" => Reply::page(listing(1..5, None)).header("etag", "\"v1\""),
        _ => Reply::page(article(1)),
    });
    let urls = [server.url("/tagged"), server.url("/same")];
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    capture(&env, &urls).expect_code(0);
    capture(&env, &urls).expect_code(0);
    let output = capture(&env, &[&["--format", "json"], urls.as_slice()].concat()).expect_code(0);
    let report = output.json();
    assert_eq!(report["captured"].as_array().unwrap().len(), 0);
    assert_eq!(report["unchanged"].as_array().unwrap().len(), 2);
    let names = files(&env);
    assert_eq!(with_extension(&names, "html").len(), 2, "{names:?}");
    assert_eq!(with_extension(&names, "json").len(), 6, "{names:?}");
    let mut statuses: Vec<u64> =
        records(&env).iter().map(|record| record["status"].as_u64().unwrap()).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 200, 200, 304, 304]);
    env.index(&["captures"]);
    let entry =
        env.export().into_iter().find(|document| text(document, "/title") == "Paper 2 on lamps").unwrap();
    assert_eq!(entry["sightings"].as_array().unwrap().len(), 3, "each time it was seen is told: {entry}");
}

#[test]
fn a_page_that_changed_is_another_capture() {
    let env = TestEnv::empty();
    let server = server(|request| Reply::page(article(request.earlier)));
    for _ in 0..3 {
        capture(&env, &[&server.url("/x")]).expect_code(0);
    }
    assert_eq!(with_extension(&files(&env), "html").len(), 3);
}

/// A lab with thirty papers on three pages, which takes its time to answer.
fn lab() -> Server {
    Server::start(|request| {
        std::thread::sleep(Duration::from_millis(10));
        match request.path.as_str() {
            "/robots.txt" => Reply::status(200).body("User-agent: *\nDisallow: /private\n"),
            "/papers" => Reply::page(listing(0..10, Some("/papers?page=2"))),
            "/papers?page=2" => Reply::page(listing(10..20, Some("/papers?page=3"))),
            "/papers?page=3" => Reply::page(listing(20..30, None)),
            path => match path.strip_prefix("/papers/").and_then(|number| number.parse().ok()) {
                Some(number) => Reply::page(article(number)),
                None => Reply::status(404),
            },
        }
    })
}

#[test]
fn a_listing_over_three_pages_is_captured_whole_once() {
    let env = TestEnv::empty();
    let server = lab();
    let pause = Duration::from_millis(40);
    let mut arguments = vec!["capture", "--allow-private", "--delay", "40ms", "--contact", "test@a.example"];
    arguments.extend(["--follow", "entries", "--next", "--format", "json"]);
    let url = server.url("/papers");
    arguments.push(&url);
    let report = env.run(&arguments).expect_code(0).json();
    assert_eq!(report["captured"].as_array().unwrap().len(), 33, "{report}");
    let mut asked: BTreeMap<String, usize> = BTreeMap::new();
    for path in server.paths() {
        *asked.entry(path).or_default() += 1;
    }
    assert_eq!(asked.len(), 33);
    assert!(asked.values().all(|times| *times == 1), "{asked:?}");
    // One thing at a time, robots.txt first, a pause before each, and everything under the name of who asks.
    let log = server.log();
    assert_eq!((server.most_at_once(), log[0].path.as_str(), log.len()), (1, "/robots.txt", 34));
    assert!(log.windows(2).all(|pair| pair[1].at - pair[0].at >= pause));
    assert!(log.iter().all(|request| request.header("user-agent").contains("(+test@a.example)")));
    env.index(&["captures"]);
    let publications = env.run(&["query", "--kind", "publication", "--limit", "0", "--format", "json"]);
    assert_eq!(publications.json()["total"], 30, "{publications}");
    // Once more: only the listing is asked for again.
    let report = env.run(&arguments).expect_code(0).json();
    assert_eq!((report["captured"].as_array().unwrap().len(), &report["known"]), (0, &30.into()), "{report}");
    assert_eq!(server.paths().len(), 36);
}

#[test]
fn a_run_that_was_killed_goes_on_where_it_was() {
    let env = TestEnv::empty();
    let server = server(|request| match request.path.as_str() {
        "/papers" => Reply::page(listing(0..10, None)),
        path => Reply::page(article(path.trim_start_matches("/papers/").parse().unwrap())),
    });
    let url = server.url("/papers");
    let mut child = env
        .command(crate::support::PROGRAM)
        .args(["capture", "--follow", "entries", &url, "--allow-private", "--delay", "150ms"])
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    while server.paths().len() < 5 {
        std::thread::sleep(Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let captured = with_extension(&files(&env), "html").len();
    assert!((1..11).contains(&captured), "{captured}");
    capture(&env, &["--follow", "entries", &url]).expect_code(0);
    let names = files(&env);
    let mut whole = with_extension(&names, "html");
    whole.retain(|name| name.contains("papers--"));
    assert_eq!(whole.len(), 10, "each entry once: {names:?}");
    for name in whole {
        let page = fs::read_to_string(env.path("captures").join(name)).unwrap();
        assert!(page.ends_with("</html>"), "{name} is whole");
    }
}

#[test]
fn feeds_sitemaps_and_links_are_followed() {
    let routes = |request: &Request| {
        match request.path.as_str() {
        "/" => Reply::page(
            r#"<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head>
               <body><p>A page with <a href="/notes/a">a note</a> and <a href="/other">more</a>, and a link to
               <a href="https://b.example/notes/b">another site</a>.</p></body></html>"#,
        ),
        "/feed" => Reply::status(200).header("content-type", "application/rss+xml").body(
            "<rss><channel><item><link>/papers/1</link></item><item><link>/papers/2</link></item></channel></rss>",
        ),
        "/sitemap.xml" => {
            Reply::status(200).body("<urlset><url><loc>/papers/3</loc></url><url><loc>/about</loc></url></urlset>")
        }
        "/notes/a" => Reply::page(r#"<p><a href="/notes/deep">deeper</a>"#),
        path if path.starts_with("/papers/") || path.starts_with("/notes/") => Reply::page(article(1)),
        _ => Reply::status(404),
    }
    };
    for (flags, followed) in [
        (vec!["--feed"], vec!["/feed", "/papers/1", "/papers/2"]),
        (vec!["--sitemap", "--links", "/papers/"], vec!["/sitemap.xml", "/papers/3"]),
        (vec!["--links", "/notes/"], vec!["/notes/a"]),
        (vec!["--links", "/notes/", "--depth", "2"], vec!["/notes/a", "/notes/deep"]),
        (vec!["--links", "/notes/", "--depth", "2", "--max", "1"], vec!["/notes/a"]),
    ] {
        let env = TestEnv::empty();
        let server = server(routes);
        let output = capture(&env, &[flags.as_slice(), &[&server.url("/")]].concat()).expect_code(0);
        let mut paths = server.paths();
        assert_eq!(paths.remove(0), "/");
        assert_eq!(paths, followed, "{flags:?}\n{output}");
        assert!(!files(&env).iter().any(|name| name.contains("b.example")));
    }
}

#[test]
fn the_log_of_the_server_shows_the_delay() {
    let env = TestEnv::empty();
    let server = server(|_| Reply::page(article(1)));
    let urls = [server.url("/a"), server.url("/b"), server.url("/c")];
    let arguments = ["capture", "--allow-private", "--delay", "200ms", &urls[0], &urls[1], &urls[2]];
    env.run(&arguments).expect_code(0);
    let times: Vec<std::time::Instant> = server.log().iter().map(|request| request.at).collect();
    assert_eq!(times.len(), 4);
    for pair in times.windows(2) {
        let gap = pair[1] - pair[0];
        assert!(gap >= Duration::from_millis(195), "{gap:?}");
    }
}

#[test]
fn what_fails_is_told_and_stops_nothing() {
    let env = TestEnv::empty();
    let server = server(|request| match request.path.as_str() {
        "/gone" => Reply::status(404),
        _ => Reply::page(article(1)),
    });
    let (gone, there) = (server.url("/gone"), server.url("/there"));
    let output = capture(&env, &[&gone, &there]).expect_code(3);
    assert!(output.stderr.contains(&format!("warning: {gone}: HTTP 404 Not Found")), "{output}");
    assert_eq!(files(&env).len(), 2);
    capture(&env, &[&gone]).expect_code(2);
    let output = env.run(&["capture", "file:///etc/passwd"]).expect_code(2);
    assert!(output.stderr.contains("is no http or https address"), "{output}");
    let output = env.run(&["capture", "--retries", "0", &there]).expect_code(2);
    assert!(output.stderr.contains("hint: --allow-private"), "{output}");
    let asked = server.log().len();
    for (command, flags) in [("capture", &["--click", "#more"][..]), ("follow", &["--expand"])] {
        let output = env.run(&[&[command, &there], flags].concat()).expect_code(2);
        assert!(output.stderr.contains("hint: add --method browser, or --method auto"), "{output}");
    }
    env.write("file", "x");
    for command in ["capture", "follow"] {
        let output = env.run(&[command, "--into", "file", &there]).expect_code(2);
        let told = "error: file is a file, and captures go into a folder\nhint: name another with --into;";
        assert!(output.stderr.contains(told), "{output}");
    }
    let output = capture(&env, &["--into", "file/below", &there]).expect_code(2);
    assert!(output.stderr.contains("Not a directory"), "{output}");
    let output = env.run(&["capture", "--contact", "a\nb", &there]).expect_code(2);
    assert!(output.stderr.contains("for '--contact <WHO>': '\\n' cannot stand in the header"), "{output}");
    assert_eq!(server.log().len(), asked);
}

#[test]
fn a_list_of_addresses_is_read_from_a_file_and_refresh_passes_over_young_captures() {
    let env = TestEnv::empty();
    let server = server(|_| Reply::page(article(1)));
    env.write("list.txt", format!("# mine\n{}\n\n{}\n", server.url("/a"), server.url("/b")));
    capture(&env, &["--list", "list.txt"]).expect_code(0);
    let report =
        capture(&env, &["--list", "list.txt", "--refresh", "1h", "--format", "json"]).expect_code(0).json();
    assert_eq!((report["known"].as_u64(), server.paths().len()), (Some(2), 2));
    env.write("windows.txt", format!("\u{feff}{}\r\n{}\r\n", server.url("/c"), server.url("/d")));
    capture(&env, &["--list", "windows.txt"]).expect_code(0);
    assert_eq!(server.paths().len(), 4);
}

#[test]
fn a_page_drawn_by_scripts_is_a_doubt() {
    let env = TestEnv::empty();
    let server = server(|_| {
        Reply::page(
            "<html><head><title>Papers</title></head><body><div id=root></div><script src=/app.js></script></body></html>",
        )
    });
    let output = capture(&env, &["--follow", "entries", &server.url("/papers")]).expect_code(0);
    assert!(output.stderr.contains("lists no publications: it has scripts and hardly any text"), "{output}");
}

#[test]
fn an_answer_that_is_no_page_is_a_doubt() {
    let env = TestEnv::empty();
    let server = server(|request| match request.path.as_str() {
        "/nothing" => Reply::page(" \n"),
        "/picture" => {
            Reply::status(200).header("content-type", "image/png").body(b"\x89PNG\r\n\x1a\n....".to_vec())
        }
        _ => Reply::page("<title>Gauges</title><p>The gauges of the harbour are read by hand every morning."),
    });
    let output = capture(&env, &[&server.url("/nothing"), &server.url("/picture"), &server.url("/page")]);
    let doubts: Vec<&str> = output.stderr.lines().filter(|line| line.contains("doubt: ")).collect();
    assert_eq!(doubts.len(), 2, "{output}");
    assert!(doubts[0].contains("/nothing: the answer is empty"), "{output}");
    assert!(doubts[1].contains("/picture: the answer is no page but image/png"), "{output}");
    output.expect_code(0);
}

#[test]
fn the_charset_that_the_server_declares_is_kept() {
    let env = TestEnv::empty();
    let server = server(|_| {
        let page = "<html><head><title>Über Lampen und ihr Licht</title></head><body><p>Ein Text über Lampen, der lang genug ist, dass er ein Text ist.</p></body></html>";
        let bytes: Vec<u8> = page.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
        Reply::status(200).header("content-type", "text/html; charset=utf-8").body(bytes)
    });
    capture(&env, &[&server.url("/x")]).expect_code(0);
    env.index(&["captures"]);
    let document = &env.export()[0];
    assert_eq!(text(document, "/title"), "Über Lampen und ihr Licht");
}

#[test]
fn what_is_missing_is_captured_and_only_that() {
    let env = TestEnv::empty();
    let server = lab();
    capture(&env, &["--next", &server.url("/papers")]).expect_code(0);
    env.index(&["captures"]);
    let refused = capture(&env, &["--year", "2026", &server.url("/papers")]).expect_code(2);
    assert!(refused.stderr.contains("filters choose among what --missing captures"), "{refused}");
    let some = capture(&env, &["--missing", "--query", "title:\"paper 7\"", "--format", "json"])
        .expect_code(0)
        .json();
    assert_eq!(text(&some, "/captured/0/url"), server.url("/papers/7"), "{some}");
    // What was captured and not yet indexed is not asked for again.
    let few = capture(&env, &["--missing", "--max", "9", "--format", "json"]).expect_code(0).json();
    let count = |report: &Value, key: &str| report[key].as_array().unwrap().len();
    assert!(count(&few, "captured") >= 8 && few["left"] == 21, "{few}");
    let rest = capture(&env, &["--missing", "--format", "json"]).expect_code(0).json();
    assert_eq!(count(&few, "captured") + count(&rest, "captured"), 29, "{rest}");
    let paths = server.paths();
    let own = |number: usize| paths.iter().filter(|path| **path == format!("/papers/{number}")).count();
    assert!((0..30).all(|number| own(number) == 1), "{paths:?}");
    env.index(&["captures"]);
    let missing = env.run(&["missing", "--format", "json"]).json();
    assert_eq!(count(&missing, "publications"), 0, "{missing}");
    let output = capture(&env, &["--missing"]).expect_code(0);
    assert!(output.stderr.contains("no own page of a publication with an address is missing"), "{output}");
}

#[test]
fn the_rest_of_a_listing_that_is_cut_is_captured_with_next() {
    let env = TestEnv::empty();
    let server = lab();
    capture(&env, &[&server.url("/papers")]).expect_code(0);
    env.index(&["captures"]);
    let output = capture(&env, &["--missing", "--query", "title:\"paper 7\""]).expect_code(0);
    assert!(output.stderr.contains("1 listing is cut; --next goes on where it ends"), "{output}");
    capture(&env, &["--missing", "--next", "--query", "title:\"paper 7\""]).expect_code(0);
    let paths = server.paths();
    assert!(paths.contains(&"/papers?page=3".to_owned()), "{paths:?}");
}

#[test]
fn the_contact_comes_from_the_configuration_unless_it_is_given() {
    let env = TestEnv::empty();
    let server = server(|_| Reply::page(article(1)));
    let url = server.url("/a");
    let run = |arguments: &[&str]| {
        env.run(&[&["capture", "--allow-private", "--delay", "0", &url], arguments].concat()).expect_code(0)
    };
    env.write(".config/rsearch/config.toml", "contact = \"everywhere@a.example\"\n");
    assert!(!run(&[]).stderr.contains("sites cannot tell who captures"));
    env.write(".rsearch/config.toml", "contact = \"here@a.example\"\n");
    run(&[]);
    run(&["--contact", "now@a.example"]);
    let agents: Vec<String> = server
        .log()
        .into_iter()
        .filter(|request| request.path == "/a")
        .map(|request| request.header("user-agent").rsplit("(+").next().unwrap().to_owned())
        .collect();
    assert_eq!(agents, ["everywhere@a.example)", "here@a.example)", "now@a.example)"]);
    env.write(".rsearch/config.toml", "contcat = \"here@a.example\"\n");
    let output = env.run(&["capture", &url]).expect_code(2);
    assert!(output.stderr.contains("there is no key `contcat`"), "{output}");
}

#[test]
fn a_wall_that_wants_cookies_and_scripts_is_a_doubt() {
    let env = TestEnv::empty();
    let server = server(|request| {
        if request.header("cookie").contains("agreed=1") {
            return Reply::page(article(1));
        }
        Reply::page(
            "<html><head><title>Before you go on</title></head><body><p>Please accept cookies.</p>
            <script>document.cookie = 'agreed=1'; location.reload()</script></body></html>",
        )
    });
    let output = capture(&env, &[&server.url("/x")]).expect_code(0);
    assert!(output.stderr.contains("it has scripts and hardly any text, so they may draw it"), "{output}");
}

#[test]
fn a_signal_stops_in_order_and_the_same_command_goes_on() {
    let env = TestEnv::empty();
    let server = lab();
    let url = server.url("/papers");
    let arguments =
        ["capture", "--follow", "entries", &url, "--allow-private", "--delay", "60ms", "--format", "json"];
    let child = env
        .command(crate::support::PROGRAM)
        .args(arguments)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    while server.paths().len() < 4 {
        std::thread::sleep(Duration::from_millis(5));
    }
    std::process::Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let captured = report["captured"].as_array().unwrap().len();
    assert!(report["stopped"] == true && (1..11).contains(&captured), "{report}");
    assert_eq!(with_extension(&files(&env), "html").len(), captured, "what is told is there");
    let rest = env.run(&arguments).expect_code(0).json();
    assert_eq!(
        rest["known"].as_u64().unwrap() + rest["captured"].as_array().unwrap().len() as u64,
        10,
        "{rest}"
    );
}
