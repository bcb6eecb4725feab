//! `rsearch capture --method browser` with a real Chromium: what scripts draw, what is pressed, and what the browser may not load.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::support::server::{Reply, Request, Server};
use crate::support::{Output, PROGRAM, TestEnv, missing, text};

/// Programs that draw, where Debian, Ubuntu and Google put them.
const PROGRAMS: &[&str] = &["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/// The browser of this machine, if there is one.
fn browser(test: &str) -> Option<PathBuf> {
    let found = PROGRAMS.iter().map(PathBuf::from).find(|path| path.is_file());
    if found.is_none() {
        missing(test, "`apt install chromium` adds what it needs");
    }
    found
}

/// Captures with the browser. Root's browser has no sandbox.
fn draw(env: &TestEnv, browser: &Path, arguments: &[&str]) -> Output {
    let mut command = env.command(PROGRAM);
    command.env("RSEARCH_BROWSER", browser).args(["capture", "--no-sandbox", "--allow-private=127.0.0.1"]);
    command.args(["--delay", "0", "--retries", "0", "--contact", "test@a.example"]);
    env.output(command.args(arguments))
}

const TITLES: &[&str] = &[
    "How lamps were lit",
    "Why moths come to the light",
    "Measuring the glow of embers",
    "What candles know of draughts",
    "Shadows on a moving wall",
    "Counting sparks at night",
];

/// A page whose list a script draws from data that it loads. Its own text says a good deal, but nothing of the list.
fn shell(script: &str) -> String {
    let prose =
        "The laboratory looks into light in all its forms, and publishes what it finds here. ".repeat(6);
    format!(
        r#"<!doctype html><html lang="en"><head><title>Papers</title></head><body><nav><a href="/about">About</a></nav>
        <main><h1>Papers</h1><p>{prose}</p><ul id="list"></ul><button id="more" hidden>Load more</button></main>
        <script>{script}</script></body></html>"#
    )
}

/// Draws all papers that `/data` gives, a part of them with every press where there is more.
const DRAW: &str = r#"
    const list = document.getElementById('list'), more = document.getElementById('more');
    let part = 0;
    async function draw() {
      const papers = await (await fetch('/data?part=' + part)).json();
      for (const paper of papers.list) {
        const item = document.createElement('li');
        item.innerHTML = `<a href="${paper.path}"><h3></h3></a><time datetime="${paper.date}">${paper.shown}</time><span class="team">Optics</span>`;
        item.querySelector('h3').textContent = paper.title;
        list.append(item);
      }
      part += 1;
      more.hidden = !papers.more;
    }
    more.addEventListener('click', draw);
    draw();
"#;

/// What is told of a paper.
fn paper(number: usize) -> serde_json::Value {
    let day = number + 1;
    serde_json::json!({
        "title": TITLES[number],
        "path": format!("/papers/{day}"),
        "date": format!("2026-02-{day:02}"),
        "shown": format!("Feb {day}, 2026"),
    })
}

/// The papers of a part, two each.
fn data(part: usize) -> String {
    let papers: Vec<_> = (part * 2..TITLES.len()).take(2).map(paper).collect();
    serde_json::json!({ "list": papers, "more": (part + 1) * 2 < TITLES.len() }).to_string()
}

fn lab(request: &Request) -> Reply {
    match request.path.as_str() {
        "/papers" => Reply::page(shell(DRAW)),
        path => match path.strip_prefix("/data?part=").and_then(|part| part.parse().ok()) {
            Some(part) => Reply::status(200).header("content-type", "application/json").body(data(part)),
            None => Reply::status(404),
        },
    }
}

/// The files of the one page that was captured, by extension.
fn files(env: &TestEnv) -> Vec<(String, PathBuf)> {
    let mut files: Vec<(String, PathBuf)> = walkdir::WalkDir::new(env.path("captures"))
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| (entry.path().extension().unwrap().to_string_lossy().into_owned(), entry.into_path()))
        .collect();
    files.sort();
    files
}

fn titles(env: &TestEnv) -> Vec<String> {
    env.index(&["captures"]);
    let found =
        env.run(&["query", "--kind", "publication", "--sort", "published", "--format", "json"]).json();
    let hits = found["hits"].as_array().unwrap();
    hits.iter().map(|hit| text(hit, "/title").to_owned()).collect()
}

#[test]
fn a_list_that_a_script_draws_is_captured_and_its_entries_are_found() {
    let Some(browser) = browser("a_list_that_a_script_draws_is_captured_and_its_entries_are_found") else {
        return;
    };
    let env = TestEnv::empty();
    let server = Server::start(lab);
    draw(&env, &browser, &["--method", "browser", &server.url("/papers")]).expect_code(0);
    let files = files(&env);
    let kinds: Vec<&str> = files.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["html", "json", "mhtml"], "{files:?}");
    let stems: Vec<_> = files.iter().map(|(_, path)| path.file_stem().unwrap()).collect();
    assert!(stems.iter().all(|stem| *stem == stems[0]), "{stems:?}");
    let page = fs::read_to_string(&files[0].1).unwrap();
    assert!(page.contains("<h3>How lamps were lit</h3>"), "{page}");
    let record: serde_json::Value = serde_json::from_slice(&fs::read(&files[1].1).unwrap()).unwrap();
    assert_eq!((text(&record, "/method"), record["status"].as_u64()), ("browser", Some(200)));
    assert_eq!(text(&record, "/sha256"), rsearch::document::identity::digest_of(page.as_bytes()));
    assert!(fs::read_to_string(&files[2].1).unwrap().contains("multipart/related"));
    let agents: Vec<String> =
        server.log().iter().map(|request| request.header("user-agent").to_owned()).collect();
    assert!(
        agents.iter().all(|agent| agent.contains("rsearch/") && agent.contains("test@a.example")),
        "{agents:?}"
    );
    let index = env.run(&["index", "captures"]).expect_code(0);
    assert!(
        index.stderr.contains("parts of the page saved beside it") || index.stdout.contains("parts"),
        "{index}"
    );
    assert_eq!(titles(&env), TITLES[..2]);
    let left: Vec<_> = fs::read_dir(env.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("rsearch-browser")), "{left:?}");
}

#[test]
fn the_plain_method_reports_the_empty_list_as_a_doubt() {
    let env = TestEnv::empty();
    let server = Server::start(lab);
    let quick = ["--allow-private", "--delay", "0", "--retries", "0", "--contact", "test@a.example"];
    let url = server.url("/papers");
    for follow in [&[][..], &["--follow", "entries"]] {
        let output = env.run(&[&["capture", &url], follow, &quick].concat()).expect_code(0);
        assert!(output.stderr.contains("it has scripts and an empty place for them to draw in"), "{output}");
        assert!(output.stderr.contains("hint: --method browser"), "{output}");
    }
}

#[test]
fn the_browser_is_asked_only_where_the_text_is_empty() {
    let Some(browser) = browser("the_browser_is_asked_only_where_the_text_is_empty") else { return };
    let env = TestEnv::empty();
    let server = Server::start(|request| match request.path.as_str() {
        "/plain" => Reply::page(format!(
            "<title>Lamps</title><p>{}</p><script>1</script>",
            "All about lamps. ".repeat(40)
        )),
        _ => lab(request),
    });
    draw(&env, &browser, &["--method", "auto", &server.url("/plain"), &server.url("/papers")]).expect_code(0);
    let methods: Vec<String> = files(&env)
        .iter()
        .filter(|(kind, _)| kind == "json")
        .map(|(_, path)| serde_json::from_slice::<serde_json::Value>(&fs::read(path).unwrap()).unwrap())
        .map(|record| {
            format!("{} {}", text(&record, "/url").rsplit('/').next().unwrap(), text(&record, "/method"))
        })
        .collect();
    assert_eq!(methods, ["papers browser", "plain plain"]);
}

#[test]
fn what_says_that_the_page_goes_on_is_pressed_until_it_is_gone() {
    let Some(browser) = browser("what_says_that_the_page_goes_on_is_pressed_until_it_is_gone") else {
        return;
    };
    for flags in [&["--expand"][..], &["--click", "#more"]] {
        let env = TestEnv::empty();
        let server = Server::start(lab);
        let url = server.url("/papers");
        draw(&env, &browser, &[&["--method", "browser", &url], flags].concat()).expect_code(0);
        assert_eq!(titles(&env), TITLES, "{flags:?}");
    }
    let env = TestEnv::empty();
    let server = Server::start(lab);
    let output = draw(&env, &browser, &["--method", "browser", "--click", "##", &server.url("/papers")])
        .expect_code(2);
    assert!(output.stderr.contains("\"##\" is no CSS selector"), "{output}");
}

#[test]
fn a_button_that_does_nothing_and_one_without_end_are_left() {
    let Some(browser) = browser("a_button_that_does_nothing_and_one_without_end_are_left") else { return };
    let env = TestEnv::empty();
    let server = Server::start(|request| match request.path.as_str() {
        "/robots.txt" | "/favicon.ico" => Reply::status(404),
        // Forms, menus and links to other pages are not pressed; a list without end is.
        _ => Reply::page(
            r#"<title>x</title><form action="/sent"><button>Show more</button></form><nav><button onclick="fetch('/menu')">More</button></nav>
            <a href="/left">See all</a><button onclick="fetch('/idle')">Load more</button><p id=p></p>
            <button onclick="p.append(document.createElement('b'))">Weiter</button>"#,
        ),
    });
    let url = server.url("/");
    draw(&env, &browser, &["--method", "browser", "--expand", &url]).expect_code(0);
    let paths = server.paths();
    assert_eq!(paths.iter().filter(|path| *path == "/idle").count(), 1, "{paths:?}");
    assert!(!paths.iter().any(|path| ["/sent?", "/menu", "/left"].contains(&path.as_str())), "{paths:?}");
}

#[test]
fn a_page_cannot_make_the_browser_ask_private_addresses() {
    let Some(browser) = browser("a_page_cannot_make_the_browser_ask_private_addresses") else { return };
    let inner = Server::start(|_| Reply::page("secret").header("access-control-allow-origin", "*"));
    let port = inner.host().rsplit(':').next().unwrap().to_owned();
    let outer = Server::start(move |request| match request.path.as_str() {
        "/robots.txt" | "/favicon.ico" => Reply::status(404),
        "/hop" => Reply::redirect(302, &format!("http://localhost:{port}/hop")),
        _ => {
            let mut page = "<title>Trap</title><p>Words enough to be a page.</p>".to_owned();
            for host in ["localhost", "127.0.0.2", "[::1]", "2130706434", "0.0.0.0"] {
                write!(page, r#"<img src="http://{host}:{port}/img"><iframe src="http://{host}:{port}/frame"></iframe>"#).unwrap();
                write!(
                    page,
                    r#"<script>fetch('http://{host}:{port}/fetch', {{mode: 'no-cors'}}).catch(() => 1); new WebSocket('ws://{host}:{port}/socket');
                    navigator.sendBeacon('http://{host}:{port}/beacon', 'x'); window.open('http://{host}:{port}/window');
                    new Worker(URL.createObjectURL(new Blob(["fetch('http://{host}:{port}/worker', {{mode: 'no-cors'}})"])));</script>"#
                )
                .unwrap();
            }
            page.push_str("<img src='/hop'>");
            Reply::page(page)
        }
    });
    let env = TestEnv::empty();
    let output = draw(&env, &browser, &["--method", "browser", &outer.url("/")]).expect_code(0);
    let asked: Vec<String> = inner.log().into_iter().map(|request| request.path).collect();
    assert_eq!(asked, Vec::<String>::new(), "{output}");
    assert!(output.stderr.contains("no address of the open Internet"), "{output}");
    assert!(!fs::read_to_string(&files(&env)[0].1).unwrap().contains("secret"));
    // The page does try: where a person lets it, it gets there by every way.
    let arguments = ["--method", "browser", "--allow-private=localhost", &outer.url("/")];
    draw(&TestEnv::empty(), &browser, &arguments).expect_code(0);
    let asked: BTreeSet<String> = inner.log().into_iter().map(|request| request.path).collect();
    for way in ["/img", "/frame", "/fetch", "/socket", "/beacon", "/worker", "/hop"] {
        assert!(asked.contains(way), "{way}: {asked:?}");
    }
}

#[test]
fn a_page_that_leads_to_a_private_address_is_an_error() {
    let Some(browser) = browser("a_page_that_leads_to_a_private_address_is_an_error") else { return };
    let inner = Server::start(|_| Reply::page("secret"));
    let port = inner.host().rsplit(':').next().unwrap().to_owned();
    let outer = Server::start(move |request| match request.path.as_str() {
        "/robots.txt" | "/favicon.ico" => Reply::status(404),
        "/script" => Reply::page(format!("<script>location.href = 'http://localhost:{port}/x'</script>")),
        _ => Reply::redirect(302, &format!("http://localhost:{port}/x")),
    });
    for path in ["/redirect", "/script"] {
        let env = TestEnv::empty();
        let output = draw(&env, &browser, &["--method", "browser", &outer.url(path)]).expect_code(2);
        assert!(
            output.stderr.contains("localhost is at ")
                && output.stderr.contains("no address of the open Internet"),
            "{output}"
        );
        assert!(!env.path("captures").exists());
    }
    assert_eq!(inner.log().len(), 0);
}

#[test]
fn robots_txt_and_the_delay_hold_for_the_browser_too() {
    let Some(browser) = browser("robots_txt_and_the_delay_hold_for_the_browser_too") else { return };
    let server = Server::start(|request| match request.path.as_str() {
        "/robots.txt" => Reply::status(200).body("User-agent: *\nDisallow: /private\nCrawl-delay: 0.4"),
        "/a" => Reply::redirect(302, "/b"),
        "/c" => Reply::redirect(302, "/private/page"),
        "/b" => Reply::page("<title>b</title><p>Words</p><script>fetch('/private/data')</script>"),
        _ => Reply::page("x"),
    });
    let env = TestEnv::empty();
    let output = draw(
        &env,
        &browser,
        &["--method", "browser", &server.url("/a"), &server.url("/c"), &server.url("/private")],
    );
    let output = output.expect_code(3);
    assert_eq!(output.stderr.matches("does not allow it").count(), 2, "{output}");
    assert!(output.stderr.contains("a part of it was not loaded"), "{output}");
    let pages: Vec<(String, Instant)> = server
        .log()
        .into_iter()
        .filter(|request| request.path != "/favicon.ico")
        .map(|request| (request.path, request.at))
        .collect();
    let paths: Vec<&str> = pages.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["/robots.txt", "/a", "/b", "/c"]);
    // The delay is told by robots.txt, and so is kept from the first page on (`a_longer_delay_that_the_site_asks_for_is_kept`).
    for pair in pages[1..].windows(2) {
        let gap = pair[1].1 - pair[0].1;
        assert!(gap >= Duration::from_millis(390), "{gap:?} from {} to {}", pair[0].0, pair[1].0);
    }
    let record: serde_json::Value = serde_json::from_slice(&fs::read(&files(&env)[1].1).unwrap()).unwrap();
    assert_eq!(
        (text(&record, "/redirects/0/url"), text(&record, "/final_url")),
        (&*server.url("/a"), &*server.url("/b"))
    );
}

#[test]
fn pages_that_are_broken_or_mean_come_to_an_end() {
    let Some(browser) = browser("pages_that_are_broken_or_mean_come_to_an_end") else { return };
    let server = Server::start(|request| match request.path.as_str() {
        "/gone" => Reply::page("<p>no such page").with_status(404),
        "/hangs" => Reply::page("<script>for (;;) {}</script>"),
        "/grows" => Reply::page(
            "<p id=p hidden>x<script>for (let i = 0; i < 22; i++) p.textContent += p.textContent</script>",
        ),
        "/endless" => Reply::page(vec![b'x'; 10_000]).endless(),
        "/asks" => Reply::page(
            "<title>Asks</title><p>Words</p><script>alert('x'); onbeforeunload = () => 'stay'</script>",
        ),
        "/polls" => Reply::page(
            "<title>Polls</title><p>Words</p><script>setInterval(() => fetch('/data'), 200)</script>",
        ),
        "/circle" => Reply::page("<script>location.reload()</script>"),
        "/file.pdf" => Reply::status(200).header("content-type", "application/pdf").body("%PDF-1.4 no more"),
        "/data" => Reply::page("x"),
        _ => Reply::status(404),
    });
    for (path, code, told) in [
        ("/gone", 2, "HTTP 404 Not Found"),
        ("/hangs", 2, ""),
        ("/grows", 2, "more than 1048576 bytes"),
        ("/endless", 2, "bytes"),
        ("/circle", 2, "more than 10 redirects"),
        ("/asks", 0, ""),
        ("/polls", 0, ""),
        ("/file.pdf", 0, ""),
    ] {
        let env = TestEnv::empty();
        let began = Instant::now();
        let url = server.url(path);
        let output =
            draw(&env, &browser, &["--method", "browser", "--timeout", "5s", "--max-bytes", "1MiB", &url]);
        assert!(output.code == code && output.stderr.contains(told), "{path}\n{output}");
        assert!(began.elapsed() < Duration::from_mins(1), "{path} took {:?}", began.elapsed());
    }
}

#[test]
fn a_signal_ends_the_browser_and_removes_its_profile() {
    let Some(browser) = browser("a_signal_ends_the_browser_and_removes_its_profile") else { return };
    let env = TestEnv::empty();
    let server = Server::start(|request| match request.path.as_str() {
        "/robots.txt" => Reply::status(404),
        _ => Reply::page(vec![b'x'; 1_000]).dripping(Duration::from_millis(50)),
    });
    let mut child = env
        .command(PROGRAM)
        .env("RSEARCH_BROWSER", &browser)
        .args([
            "capture",
            "--method",
            "browser",
            "--no-sandbox",
            "--allow-private",
            "--delay",
            "0",
            &server.url("/slow"),
        ])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    while server.paths().is_empty() {
        std::thread::sleep(Duration::from_millis(10));
    }
    let began = Instant::now();
    std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(began.elapsed() < Duration::from_secs(5));
    let left: Vec<_> = fs::read_dir(env.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("rsearch-browser")), "{left:?}");
}

#[test]
fn without_a_browser_the_error_says_how_to_get_one() {
    let env = TestEnv::empty();
    let server = Server::start(lab);
    let url = server.url("/papers");
    let mut command = env.command(PROGRAM);
    command.env("RSEARCH_BROWSER", "/no/such/program").args([
        "capture",
        "--method",
        "browser",
        "--allow-private",
        &url,
    ]);
    let output = env.output(&mut command).expect_code(2);
    assert!(output.stderr.contains("error: there is no browser /no/such/program"), "{output}");
    assert!(output.stderr.contains("apt install chromium"), "{output}");
    assert_eq!(server.log().len(), 0);
    // Where the method is to be found out, what was sent is kept.
    let mut command = env.command(PROGRAM);
    command.env("RSEARCH_BROWSER", "/no/such/program").args([
        "capture",
        "--method",
        "auto",
        "--allow-private",
        "--delay",
        "0",
        &url,
    ]);
    let output = env.output(&mut command).expect_code(0);
    assert!(output.stderr.contains("no browser drew it: there is no browser /no/such/program"), "{output}");
    assert_eq!(files(&env).len(), 2);
}

#[test]
fn drawn_pages_are_kept_in_a_warc_file_too() {
    let Some(browser) = browser("drawn_pages_are_kept_in_a_warc_file_too") else { return };
    let env = TestEnv::empty();
    let server = Server::start(|request| match request.path.as_str() {
        "/old" => Reply::redirect(301, "/papers"),
        _ => lab(request),
    });
    for _ in 0..2 {
        draw(&env, &browser, &["--method", "browser", "--warc", "lab.warc.gz", &server.url("/old")])
            .expect_code(0);
    }
    env.index(&["lab.warc.gz"]);
    let found = env.run(&["query", "moths", "--format", "json"]).json();
    assert_eq!(text(&found, "/hits/0/title"), TITLES[1], "{found}");
    let outline = env.run(&["inspect", "lab.warc.gz"]);
    assert_eq!(outline.code, 0, "{outline}");
}

#[test]
fn a_listing_that_scripts_draw_is_followed() {
    let Some(browser) = browser("a_listing_that_scripts_draw_is_followed") else { return };
    let env = TestEnv::empty();
    let papers = Arc::new(AtomicUsize::new(2));
    let server = Server::start({
        let papers = papers.clone();
        move |request| match request.path.as_str() {
            "/papers" => Reply::page(shell(DRAW)),
            "/data?part=0" => {
                let list: Vec<_> = (0..papers.load(Ordering::Relaxed)).rev().map(paper).collect();
                let data = serde_json::json!({ "list": list, "more": false });
                Reply::status(200).header("content-type", "application/json").body(data.to_string())
            }
            path if path.starts_with("/papers/") => {
                Reply::page(format!("<title>{path}</title><p>Words about it."))
            }
            _ => Reply::status(404),
        }
    });
    env.run(&["follow", &server.url("/papers"), "--method", "browser"]).expect_code(0);
    let update = || {
        let mut command = env.command(PROGRAM);
        command.env("RSEARCH_BROWSER", &browser).args([
            "update",
            "--all",
            "--no-sandbox",
            "--format",
            "json",
        ]);
        env.output(command.args(["--allow-private=127.0.0.1", "--delay", "0", "--retries", "0"]))
    };
    assert_eq!(update().expect_code(0).json()["news"].as_array().unwrap().len(), 2);
    papers.store(3, Ordering::Relaxed);
    let news = update().expect_code(0).json();
    let told: Vec<_> = news["news"].as_array().unwrap().iter().map(|one| text(one, "/url")).collect();
    assert_eq!(told, [server.url("/papers/3")], "{news}");
    update().expect_code(1);
}
