//! Fetching from servers that are broken or mean: each gives the right page or the right error, and never harm.

use std::io::Write;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use rsearch::captures::fetch::Options;

use crate::support::fetching::{TestTime, failure, get, options};
use crate::support::server::{Reply, Request, Server};
use crate::support::{PROGRAM, TestEnv, text};

/// A server that says nothing of robots.
fn server(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Server {
    Server::start(
        move |request| {
            if request.path == "/robots.txt" { Reply::status(404) } else { answer(request) }
        },
    )
}

/// Tries once.
fn once() -> Options {
    Options { retries: 0, ..options() }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn redirects_are_gone_one_by_one_and_noted() {
    let server = server(|request| match request.path.as_str() {
        "/a" => Reply::redirect(301, "/b?x=1"),
        "/b?x=1" => Reply::redirect(302, "c#part"),
        _ => Reply::page("<p>there"),
    });
    let fetched = get(&server.url("/a"), options(), &TestTime::default()).unwrap();
    assert_eq!(server.paths(), ["/a", "/b?x=1", "/c"]);
    assert_eq!(fetched.requested.path(), "/a");
    assert_eq!(fetched.last.url.as_str(), server.url("/c"));
    let statuses: Vec<u16> = fetched.redirects.iter().map(|hop| hop.answer.status).collect();
    assert_eq!((statuses, fetched.body), (vec![301, 302], b"<p>there".to_vec()));
}

#[test]
fn redirects_in_a_circle_end() {
    let server = server(|request| Reply::redirect(302, if request.path == "/a" { "/b" } else { "/a" }));
    let told = failure(&server.url("/a"), once());
    assert_eq!(told, format!("more than 10 redirects, the last to {}", server.url("/b")));
    assert_eq!(server.paths().len(), 11);
}

#[test]
fn a_redirect_to_a_private_address_is_refused_and_never_asked() {
    let inner = server(|_| Reply::page("secret"));
    let port = inner.host().rsplit(':').next().unwrap().to_owned();
    for location in [
        format!("http://localhost:{port}/"),
        format!("http://127.0.0.2:{port}/"),
        format!("http://2130706434:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        format!("http://[::1]:{port}/"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
    ] {
        let place = location.clone();
        let outer = server(move |_| Reply::redirect(302, &place));
        let told = failure(&outer.url("/"), once());
        assert!(told.ends_with("no address of the open Internet"), "{location}: {told}");
    }
    assert_eq!(inner.log().len(), 0);
}

#[test]
fn a_private_address_is_refused_unless_it_is_allowed() {
    let server = server(|_| Reply::page("x"));
    for url in [server.url("/"), server.url("/").replace("127.0.0.1", "localhost")] {
        let told = failure(&url, Options { retries: 0, ..Options::default() });
        assert!(told.contains("no address of the open Internet"), "{told}");
    }
    assert_eq!(server.log().len(), 0);
}

#[test]
fn a_redirect_out_of_the_web_is_refused() {
    for location in ["file:///etc/passwd", "javascript:alert(1)", "ftp://a.example/x", "data:text/html,x"] {
        let server = server(move |_| Reply::redirect(302, location));
        let told = failure(&server.url("/"), once());
        assert_eq!(told, format!("HTTP 302 leads to {location:?}, which is no http or https address"));
    }
}

#[test]
fn a_status_that_is_no_page_is_an_error() {
    for (status, told) in [(404, "HTTP 404 Not Found"), (410, "HTTP 410 Gone"), (204, "HTTP 204 No Content")]
    {
        let server = server(move |_| Reply::status(status));
        assert_eq!(failure(&server.url("/"), options()), told);
        assert_eq!(server.paths().len(), 1, "{status} is not tried again");
    }
}

#[test]
fn a_body_that_drips_ends_with_the_time_allowed() {
    let server = server(|_| Reply::page(vec![b'x'; 1_000]).dripping(Duration::from_millis(50)));
    let began = Instant::now();
    let told = failure(&server.url("/"), Options { timeout: Duration::from_millis(400), ..once() });
    assert_eq!(told, "no whole answer within 0.4 s");
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[test]
fn a_body_without_end_ends_with_the_bytes_allowed() {
    let server = server(|_| Reply::page(vec![b'x'; 10_000]).endless());
    assert_eq!(failure(&server.url("/"), once()), "more than 1048576 bytes");
    let told = server.log().len();
    assert_eq!(told, 2, "robots.txt and the page");
}

#[test]
fn a_bomb_is_not_unpacked() {
    let bomb = gzip(&vec![b'x'; 64 << 20]);
    assert!(bomb.len() < 100_000);
    let twice = gzip(&bomb);
    for (encoding, body) in [("gzip", bomb), ("gzip, gzip", twice)] {
        let server = server(move |_| Reply::page(body.clone()).header("content-encoding", encoding));
        assert_eq!(failure(&server.url("/"), once()), "more than 1048576 bytes", "{encoding}");
    }
}

#[test]
fn a_length_that_is_not_that_of_the_body_is_an_error_or_cuts_it() {
    let short = server(|_| Reply::page("<p>words").claiming(100));
    let told = failure(&short.url("/"), once());
    assert!(told.starts_with("no answer: "), "{told}");
    let huge = server(|_| Reply::page("<p>words").claiming(1 << 40));
    assert_eq!(failure(&huge.url("/"), once()), "more than 1048576 bytes");
    let long = server(|_| Reply::page("<p>words").claiming(3));
    let fetched = get(&long.url("/"), once(), &TestTime::default()).unwrap();
    assert_eq!(fetched.body, b"<p>");
}

#[test]
fn an_encoding_that_nobody_asked_for_and_damaged_data_are_errors() {
    for (encoding, body, told) in [
        ("rot13", b"jbeqf".to_vec(), "cannot unpack the answer: unknown content encoding \"rot13\""),
        ("gzip", b"words".to_vec(), "cannot unpack the answer: damaged gzip data: unexpected end of file"),
    ] {
        let server = server(move |_| Reply::page(body.clone()).header("content-encoding", encoding));
        assert_eq!(failure(&server.url("/"), once()), told);
    }
}

#[test]
fn a_packed_page_is_unpacked() {
    let server = server(|_| Reply::page(gzip(b"<p>words")).header("content-encoding", "gzip"));
    let fetched = get(&server.url("/"), options(), &TestTime::default()).unwrap();
    assert_eq!(fetched.body, b"<p>words");
    let asked = server.log().into_iter().find(|request| request.path == "/").unwrap();
    assert_eq!(asked.header("accept-encoding"), "gzip, br, zstd, deflate");
}

#[test]
fn a_page_behind_a_cookie_is_had_with_it() {
    let server = server(|request| {
        if request.header("cookie").contains("seen=1") {
            Reply::page("<p>in")
        } else {
            Reply::redirect(302, &request.path).header("set-cookie", "seen=1; Path=/")
        }
    });
    let fetched = get(&server.url("/"), options(), &TestTime::default()).unwrap();
    assert_eq!((fetched.body, server.paths().len()), (b"<p>in".to_vec(), 2));
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_an_error_and_not_passed_over() {
    let server = secure_server();
    let told = failure(&format!("https://127.0.0.1:{}/", server.port()), options());
    assert!(told.starts_with("no secure connection: invalid peer certificate"), "{told}");
}

/// A server that proves who it is by a certificate of its own, and gives nothing.
fn secure_server() -> std::net::SocketAddr {
    use rustls::pki_types::pem::PemObject;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};

    let fixtures = std::path::Path::new(crate::support::PACKAGE).join("tests/fixtures/tls");
    let certificate = CertificateDer::from_pem_file(fixtures.join("certificate.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_file(fixtures.join("key.pem")).unwrap();
    let config = rustls::ServerConfig::builder_with_provider(rustls::crypto::ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let config = std::sync::Arc::new(config);
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    // It ends with the test's process.
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let connection = rustls::ServerConnection::new(config.clone()).unwrap();
            let mut stream = rustls::StreamOwned::new(connection, stream);
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret");
        }
    });
    address
}

#[test]
fn a_disk_that_is_full_leaves_no_half_capture_and_the_report_comes_all_the_same() {
    let env = TestEnv::empty();
    let server = server(|request| {
        Reply::page(if request.path == "/large" { "<p>words ".repeat(20_000) } else { "<p>words".to_owned() })
    });
    let urls = ["/small", "/large", "/late"].map(|path| server.url(path));
    // A file may have 16 blocks; what writes more is told so and not killed.
    let limited = "trap '' XFSZ; ulimit -f 16; exec \"$@\"";
    let mut command = env.command("sh");
    command.args(["-c", limited, "sh", PROGRAM, "capture", "--allow-private", "--delay", "0"]);
    let output = env.output(command.args(["--format", "json"]).args(&urls)).expect_code(2);
    assert!(output.stderr.contains("error: cannot write captures"), "{output}");
    assert!(output.stderr.contains("hint: check that there is room"), "{output}");
    let report = output.json();
    assert_eq!(report["captured"].as_array().unwrap().len(), 1, "{report}");
    assert_eq!(text(&report, "/failed/0/url"), urls[1]);
    assert!(text(&report, "/failed/0/error").contains("File too large"), "{report}");
    assert_eq!(server.paths(), ["/small", "/large"]);
    let files = walkdir::WalkDir::new(env.path("captures")).into_iter().filter_map(Result::ok);
    let files: Vec<_> = files.filter(|entry| entry.file_type().is_file()).collect();
    assert_eq!(files.len(), 2, "{files:?}");
}
