//! The manners of fetching, as the log of the server and the clock show them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rsearch::captures::fetch::{Error, Fetcher, Options, Time, Validators};
use url::Url;

use crate::support::fetching::{TestTime, failure, get, options};
use crate::support::server::{Reply, Server};

/// A server whose robots.txt is this.
fn site(robots: &'static str) -> Server {
    Server::start(move |request| {
        if request.path == "/robots.txt" {
            Reply::status(200).header("content-type", "text/plain").body(robots)
        } else {
            Reply::page("<p>words")
        }
    })
}

/// Fetches several pages with one fetcher.
fn get_all(server: &Server, paths: &[&str], options: Options, time: &TestTime) -> Vec<bool> {
    let mut fetcher = Fetcher::new(options, time).unwrap();
    paths.iter().map(|path| fetcher.get(&Url::parse(&server.url(path)).unwrap(), None).is_ok()).collect()
}

#[test]
fn robots_txt_is_asked_once_and_first_and_obeyed() {
    let server = site("User-agent: *\nDisallow: /private");
    let got = get_all(&server, &["/a", "/private/x", "/b"], options(), &TestTime::default());
    assert_eq!(got, [true, false, true]);
    let asked: Vec<String> = server.log().into_iter().map(|request| request.path).collect();
    assert_eq!(asked, ["/robots.txt", "/a", "/b"]);
    let told = failure(&server.url("/private/x"), options());
    assert_eq!(told, format!("robots.txt of http://{} does not allow it", server.host()));
}

#[test]
fn robots_txt_that_cannot_be_had_forbids_all() {
    for reply in [Reply::status(500), Reply::status(503), Reply::status(200).hanging_up()] {
        let server = Server::start(move |_| reply.clone());
        let told = failure(&server.url("/a"), options());
        assert!(told.starts_with(&format!("robots.txt of http://{} cannot be had", server.host())), "{told}");
        assert_eq!(server.paths(), Vec::<String>::new());
    }
}

#[test]
fn robots_txt_that_is_not_there_allows_all() {
    for status in [404, 403, 410] {
        let server = Server::start(move |request| {
            if request.path == "/robots.txt" { Reply::status(status) } else { Reply::page("x") }
        });
        assert!(get(&server.url("/a"), options(), &TestTime::default()).is_ok(), "{status}");
    }
}

#[test]
fn a_redirect_to_what_robots_txt_forbids_is_not_followed() {
    let server = Server::start(|request| match request.path.as_str() {
        "/robots.txt" => Reply::status(200).body("User-agent: rsearch\nDisallow: /private"),
        "/a" => Reply::redirect(302, "/private"),
        _ => Reply::page("x"),
    });
    failure(&server.url("/a"), options());
    assert_eq!(server.paths(), ["/a"]);
}

#[test]
fn robots_txt_is_left_alone_where_a_person_says_so() {
    let server = site("User-agent: *\nDisallow: /");
    get(&server.url("/a"), Options { ignore_robots: true, ..options() }, &TestTime::default()).unwrap();
    assert_eq!(server.log().len(), 1);
}

#[test]
fn between_two_requests_to_a_host_the_delay_is_waited() {
    let server = site("");
    let time = TestTime::default();
    get_all(&server, &["/a", "/b", "/c"], Options { delay: Duration::from_secs(2), ..options() }, &time);
    assert_eq!(time.pauses(), [2.0, 2.0, 2.0], "robots.txt is a request too");
}

#[test]
fn a_longer_delay_that_the_site_asks_for_is_kept() {
    let server = site("User-agent: *\nCrawl-delay: 7");
    let time = TestTime::default();
    get_all(&server, &["/a", "/b", "/c"], options(), &time);
    assert_eq!(time.pauses(), [1.0, 7.0, 7.0], "it is known from robots.txt on");
}

#[test]
fn what_fails_for_the_moment_is_tried_again_ever_later() {
    let server = Server::start(|request| match (request.path.as_str(), request.earlier) {
        ("/robots.txt", _) => Reply::status(404),
        (_, 0) => Reply::status(500),
        (_, 1) => Reply::status(200).hanging_up(),
        (_, 2) => Reply::status(503),
        _ => Reply::page("<p>at last"),
    });
    let time = TestTime::default();
    let fetched = get(&server.url("/a"), Options { delay: Duration::ZERO, ..options() }, &time).unwrap();
    assert_eq!((fetched.body, server.paths().len()), (b"<p>at last".to_vec(), 4));
    assert_eq!(time.pauses(), [1.0, 2.0, 4.0]);
}

#[test]
fn what_goes_on_failing_is_given_up() {
    let server = Server::start(|request| match request.path.as_str() {
        "/robots.txt" => Reply::status(404),
        _ => Reply::status(502),
    });
    assert_eq!(failure(&server.url("/a"), Options { retries: 2, ..options() }), "HTTP 502 Bad Gateway");
    assert_eq!(server.paths().len(), 3);
}

#[test]
fn a_site_that_says_when_to_come_back_is_left_alone_until_then() {
    // The clock of the test starts at midnight of 1 June 2026, a Monday.
    for retry_after in ["30", "Mon, 01 Jun 2026 00:00:30 GMT"] {
        let server = Server::start(move |request| match (request.path.as_str(), request.earlier) {
            ("/robots.txt", _) => Reply::status(404),
            (_, 0) => Reply::status(429).header("retry-after", retry_after),
            _ => Reply::page("<p>at last"),
        });
        let time = TestTime::default();
        get(&server.url("/a"), Options { delay: Duration::ZERO, ..options() }, &time).unwrap();
        assert_eq!(time.pauses(), [30.0], "{retry_after}");
    }
}

#[test]
fn a_site_that_says_to_come_back_much_later_is_given_up() {
    let server = Server::start(|request| match request.path.as_str() {
        "/robots.txt" => Reply::status(404),
        _ => Reply::status(429).header("retry-after", "3600"),
    });
    assert_eq!(failure(&server.url("/a"), options()), "HTTP 429, and asks to wait 3600 s");
    assert_eq!(server.paths().len(), 1);
}

/// A clock at which somebody wants it to stop while it waits, which cuts the wait short.
#[derive(Default)]
struct Interrupted {
    time: TestTime,
    is_over: AtomicBool,
}

impl Time for Interrupted {
    fn now(&self) -> Duration {
        self.time.now()
    }

    fn pause(&self, _: Duration) {
        self.is_over.store(true, Ordering::Relaxed);
    }

    fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Relaxed)
    }
}

#[test]
fn nothing_is_asked_any_more_once_it_is_to_stop() {
    let server = Server::start(|request| match request.path.as_str() {
        "/robots.txt" => Reply::status(404),
        _ => Reply::status(503),
    });
    let url = Url::parse(&server.url("/a")).unwrap();
    // While the pause before a page is waited, then while that before another try is.
    for (delay, asked) in [(1, 1), (0, 3)] {
        let time = Interrupted::default();
        let options = Options { delay: Duration::from_secs(delay), ..options() };
        let result = Fetcher::new(options, &time).unwrap().get(&url, None);
        assert!(matches!(result, Err(Error::Stopped)), "{result:?}");
        assert_eq!(server.log().len(), asked);
    }
}

#[test]
fn the_user_agent_says_who_captures_and_how_to_reach_them() {
    let server = site("");
    let contact = Some("https://me.example/bot".to_owned());
    get(&server.url("/a"), Options { contact, ..options() }, &TestTime::default()).unwrap();
    for request in server.log() {
        assert_eq!(
            request.header("user-agent"),
            concat!("rsearch/", env!("CARGO_PKG_VERSION"), " (+https://me.example/bot)")
        );
    }
}

#[test]
fn what_is_known_of_the_last_capture_goes_only_where_it_came_from() {
    let server = site("");
    let time = TestTime::default();
    let mut fetcher = Fetcher::new(options(), &time).unwrap();
    let known = Validators {
        final_url: server.url("/a"),
        etag: Some("\"v1\"".to_owned()),
        last_modified: Some("Mon, 01 Jun 2026 00:00:00 GMT".to_owned()),
    };
    for path in ["/a", "/b"] {
        fetcher.get(&Url::parse(&server.url(path)).unwrap(), Some(&known)).unwrap();
    }
    let conditions: Vec<[String; 2]> = server
        .log()
        .iter()
        .filter(|request| request.path != "/robots.txt")
        .map(|request| ["if-none-match", "if-modified-since"].map(|name| request.header(name).to_owned()))
        .collect();
    assert_eq!(
        conditions,
        [["\"v1\"".to_owned(), "Mon, 01 Jun 2026 00:00:00 GMT".to_owned()], [String::new(), String::new()]]
    );
}
