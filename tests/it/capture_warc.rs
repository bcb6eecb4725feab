//! `rsearch capture --warc`: what is in the file, as its digests, another program and rsearch itself read it.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::process::Command;

use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;
use rsearch::document::identity;

use crate::support::server::{Reply, Request, Server};
use crate::support::{TestEnv, missing, text};

/// A page as packed as servers send it.
fn packed(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn server() -> Server {
    Server::start(|request: &Request| match request.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/old" => Reply::redirect(301, "/page"),
        "/tagged" | "/large" if request.header("if-none-match") == "\"v1\"" => Reply::status(304),
        "/tagged" => {
            Reply::page(page("Tagged lamps")).header("etag", "\"v1\"").header("set-cookie", "id=hidden")
        }
        "/large" => Reply::page(page(&"Lamps of all lands. ".repeat(60_000))).header("etag", "\"v1\""),
        "/packed" => Reply::page(packed(&page("Packed lamps"))).header("content-encoding", "gzip"),
        _ => Reply::page(page("Lamps of the world")),
    })
}

fn page(title: &str) -> String {
    format!(
        "<html><head><title>{title}</title></head><body><h1>{title}</h1><p>Words about lamps that are enough to be a text by themselves.</p></body></html>"
    )
}

fn capture(env: &TestEnv, server: &Server, paths: &[&str]) {
    let urls: Vec<String> = paths.iter().map(|path| server.url(path)).collect();
    let mut arguments =
        vec!["capture", "--warc", "lab.warc.gz", "--allow-private", "--delay", "0", "--retries", "0"];
    arguments.extend(urls.iter().map(String::as_str));
    env.run(&arguments).expect_code(0);
}

/// The records of a file: type, headers and block of each, every one a gzip member.
fn records(env: &TestEnv) -> Vec<(String, String, Vec<u8>)> {
    let bytes = fs::read(env.path("lab.warc.gz")).unwrap();
    let mut rest = bytes.as_slice();
    let mut records = Vec::new();
    while !rest.is_empty() {
        let mut member = Vec::new();
        GzDecoder::new(&mut rest).read_to_end(&mut member).unwrap();
        let end = member.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(member[..end].to_vec()).unwrap();
        assert!(head.starts_with("WARC/1.1\r\n") && member.ends_with(b"\r\n\r\n"), "{head}");
        let block = member[end + 4..member.len() - 4].to_vec();
        assert_eq!(header(&head, "Content-Length"), block.len().to_string());
        records.push((header(&head, "WARC-Type"), head, block));
    }
    records
}

fn header(head: &str, name: &str) -> String {
    let prefix = format!("{name}: ");
    head.lines().find_map(|line| line.strip_prefix(&prefix)).unwrap_or_default().to_owned()
}

#[test]
fn every_record_has_the_digests_of_what_it_holds_and_no_secrets() {
    let env = TestEnv::empty();
    let server = server();
    capture(&env, &server, &["/old", "/tagged?token=hidden", "/tagged"]);
    let records = records(&env);
    let types: Vec<&str> = records.iter().map(|(kind, _, _)| kind.as_str()).collect();
    assert_eq!(
        types,
        [
            "warcinfo", "response", "request", "response", "request", "response", "request", "response",
            "request"
        ]
    );
    for (kind, head, block) in &records {
        assert_eq!(
            header(head, "WARC-Block-Digest"),
            format!("sha256:{}", identity::digest_of(block)),
            "{head}"
        );
        if kind == "response" {
            let body = block.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
            let digest = identity::digest_of(&block[body..]);
            assert_eq!(header(head, "WARC-Payload-Digest"), format!("sha256:{digest}"), "{head}");
        }
        assert!(!format!("{head}{}", String::from_utf8_lossy(block)).contains("hidden"), "{head}");
    }
}

#[test]
fn addresses_in_headers_and_what_comes_with_a_redirect_hold_no_secrets_either() {
    let env = TestEnv::empty();
    let server = Server::start(|request: &Request| match request.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/go" => Reply::redirect(302, "/page?access_token=hidden").body("Go to /page?access_token=hidden"),
        "/user" => Reply::redirect(302, &format!("http://me:hidden@{}/page?q=1", request.header("host"))),
        "/plain" => Reply::redirect(302, "page?q=2").body("Go to the page"),
        _ => Reply::page(page("Lamps")).header("link", "</x?sig=hidden>; rel=next"),
    });
    let urls = ["/go", "/user", "/plain"].map(|path| server.url(path));
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    let quick = ["capture", "--allow-private", "--delay", "0", "--retries", "0"];
    env.run(&[&quick, ["--warc", "lab.warc.gz"].as_slice(), &urls].concat()).expect_code(0);
    let mut all = String::new();
    for (_, head, block) in records(&env) {
        all.push_str(&head);
        all.push_str("\r\n\r\n");
        all.push_str(&String::from_utf8_lossy(&block));
        all.push_str("\r\n");
    }
    assert!(!all.contains("hidden"), "{all}");
    for kept in [
        &*server.url("/page?access_token=REDACTED"),
        "location: page?q=2\r\n",
        "Go to the page",
        "WARC-Truncated",
    ] {
        assert!(all.contains(kept), "{kept}\n{all}");
    }
    // The next run knows where they lead, though the file does not tell all.
    env.run(&[&quick, ["--warc", "lab.warc.gz"].as_slice(), &urls].concat()).expect_code(0);
    assert_eq!(records(&env).iter().filter(|(kind, _, _)| kind == "revisit").count(), 3);
    env.run(&[&quick, urls.as_slice()].concat()).expect_code(0);
    for entry in walkdir::WalkDir::new(env.path("captures")) {
        let path = entry.unwrap().into_path();
        if path.is_file() {
            let text = fs::read_to_string(&path).unwrap();
            assert!(!text.contains("hidden"), "{}: {text}", path.display());
        }
    }
}

#[test]
fn a_page_that_is_as_it_was_is_a_revisit_of_the_first() {
    let env = TestEnv::empty();
    let server = server();
    for _ in 0..2 {
        capture(&env, &server, &["/tagged", "/page"]);
    }
    let records = records(&env);
    let first: Vec<String> = records
        .iter()
        .filter(|(kind, _, _)| kind == "response")
        .map(|(_, head, _)| header(head, "WARC-Record-ID"))
        .collect();
    let revisits: Vec<&String> =
        records.iter().filter(|(kind, _, _)| kind == "revisit").map(|(_, head, _)| head).collect();
    assert_eq!((first.len(), revisits.len()), (2, 2));
    for (head, id) in revisits.iter().zip(&first) {
        assert_eq!(header(head, "WARC-Refers-To"), *id);
    }
    assert!(header(revisits[0], "WARC-Profile").ends_with("/server-not-modified"));
    assert!(header(revisits[1], "WARC-Profile").ends_with("/identical-payload-digest"));
}

#[test]
fn what_a_kill_left_half_written_is_cut_off() {
    let env = TestEnv::empty();
    let server = server();
    capture(&env, &server, &["/page"]);
    let whole = fs::read(env.path("lab.warc.gz")).unwrap();
    fs::write(env.path("lab.warc.gz"), &whole[..whole.len() - 7]).unwrap();
    capture(&env, &server, &["/tagged"]);
    let records = records(&env);
    let types: Vec<&str> = records.iter().map(|(kind, _, _)| kind.as_str()).collect();
    assert_eq!(types, ["warcinfo", "response", "response", "request"]);
}

#[test]
fn a_member_that_holds_nothing_takes_nothing_with_it() {
    let env = TestEnv::empty();
    let server = server();
    capture(&env, &server, &["/page"]);
    let once = fs::read(env.path("lab.warc.gz")).unwrap();
    let before = [once.clone(), packed(""), once].concat();
    fs::write(env.path("lab.warc.gz"), &before).unwrap();
    capture(&env, &server, &["/tagged"]);
    let after = fs::read(env.path("lab.warc.gz")).unwrap();
    assert!(after.starts_with(&before) && after.len() > before.len(), "{} {}", before.len(), after.len());
}

#[test]
fn what_an_earlier_run_took_may_be_larger_than_this_one_takes() {
    let env = TestEnv::empty();
    let server = server();
    capture(&env, &server, &["/large"]);
    let capture = |path: &str| {
        let few =
            ["capture", "--warc", "lab.warc.gz", "--allow-private", "--delay", "0", "--max-bytes", "1000"];
        env.run(&[few.as_slice(), &[server.url(path).as_str()]].concat())
    };
    capture("/page").expect_code(0);
    assert_eq!(records(&env).iter().filter(|(kind, _, _)| kind == "response").count(), 2);
    let output = capture("/large").expect_code(3);
    assert!(output.stderr.contains("more than 1000 bytes"), "{output}");
}

#[test]
fn a_file_of_another_kind_is_left_as_it_is() {
    let env = TestEnv::empty();
    let server = server();
    let url = server.url("/page");
    capture(&env, &server, &["/page"]);
    let mut damaged = fs::read(env.path("lab.warc.gz")).unwrap();
    let whole = damaged.len();
    damaged.extend(b"no gzip member");
    for (name, content, place) in [
        ("other.gz", b"no WARC".to_vec(), 0),
        ("plain.warc", b"WARC/1.1\r\n".to_vec(), 0),
        ("packed.gz", packed("no WARC"), 0),
        ("damaged.warc.gz", damaged, whole),
    ] {
        env.write(name, &content);
        let output = env.run(&["capture", "--warc", name, "--allow-private", &url]).expect_code(2);
        let told = format!("error: cannot append to {name}: at byte {place} there is no WARC record");
        assert!(output.stderr.contains(&told), "{output}");
        assert!(output.stderr.contains("name a file that is not there yet"), "{output}");
        assert_eq!(fs::read(env.path(name)).unwrap(), content);
    }
}

#[test]
fn one_run_at_a_time_writes_to_a_file() {
    let env = TestEnv::empty();
    let server = server();
    let urls: Vec<String> = (1..=3).map(|number| server.url(&format!("/page/{number}"))).collect();
    let mut first = env
        .command(crate::support::PROGRAM)
        .args(["capture", "--warc", "lab.warc.gz", "--allow-private", "--delay", "300ms"])
        .args(&urls)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    while server.paths().is_empty() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let second = env
        .run(&["capture", "--warc", "lab.warc.gz", "--allow-private", &server.url("/tagged")])
        .expect_code(2);
    assert!(second.stderr.contains("error: another run is writing to lab.warc.gz"), "{second}");
    assert!(first.wait().unwrap().success());
    let captured = records(&env).iter().filter(|(kind, _, _)| kind == "response").count();
    assert_eq!((captured, server.paths().len()), (3, 3));
}

#[test]
fn warcio_finds_nothing_wrong_and_the_same_digests() {
    let env = TestEnv::empty();
    let server = server();
    for _ in 0..2 {
        capture(&env, &server, &["/old", "/tagged", "/page"]);
    }
    if !has_warcio("warcio_finds_nothing_wrong_and_the_same_digests") {
        return;
    }
    let script = "import sys
from warcio.archiveiterator import ArchiveIterator
count = 0
with open(sys.argv[1], 'rb') as file:
    for record in ArchiveIterator(file, check_digests='raise'):
        record.content_stream().read()
        count += 1
        print(record.rec_headers.get_header('WARC-Payload-Digest') or '-')
";
    let path = env.path("lab.warc.gz");
    let output = Command::new("python3").args(["-c", script]).arg(&path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let read: Vec<String> = String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect();
    let written: Vec<String> = records(&env)
        .iter()
        .map(|(_, head, _)| header(head, "WARC-Payload-Digest"))
        .map(|digest| if digest.is_empty() { "-".to_owned() } else { digest })
        .collect();
    assert_eq!(read, written);
    let check =
        Command::new("python3").args(["-m", "warcio.cli", "check", "-v"]).arg(&path).output().unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
}

#[test]
fn rsearch_and_warcio_read_back_the_same_pages_with_the_same_digests() {
    let env = TestEnv::empty();
    let server = server();
    for _ in 0..2 {
        capture(&env, &server, &["/old", "/tagged", "/page", "/packed"]);
    }
    env.index(&["lab.warc.gz"]);
    let mut ours = BTreeSet::new();
    for document in env.export() {
        for seen in document["sightings"].as_array().unwrap() {
            ours.insert((text(&document, "/url").to_owned(), text(seen, "/digest").to_owned()));
        }
        let raw = env.command_bytes(&["show", "--raw", text(&document, "/id")]);
        assert!(
            ours.contains(&(text(&document, "/url").to_owned(), identity::digest_of(&raw))),
            "{document}"
        );
    }
    let urls: BTreeSet<&str> = ours.iter().map(|(url, _)| url.as_str()).collect();
    assert_eq!(urls.len(), 3, "{ours:?}");
    if !has_warcio("rsearch_and_warcio_read_back_the_same_pages_with_the_same_digests") {
        return;
    }
    let script = "import sys, hashlib
from warcio.archiveiterator import ArchiveIterator
with open(sys.argv[1], 'rb') as file:
    for record in ArchiveIterator(file):
        if record.rec_type == 'response' and record.http_headers.get_statuscode() == '200':
            digest = hashlib.sha256(record.content_stream().read()).hexdigest()
            print(record.rec_headers.get_header('WARC-Target-URI'), digest)
";
    let output = Command::new("python3").args(["-c", script]).arg(env.path("lab.warc.gz")).output().unwrap();
    let theirs: BTreeSet<(String, String)> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .filter_map(|line| line.split_once(' '))
        .map(|(url, digest)| (url.to_owned(), digest.to_owned()))
        .collect();
    assert_eq!(ours, theirs);
}

#[test]
fn an_entry_that_lay_behind_a_redirect_is_not_asked_for_again() {
    let env = TestEnv::empty();
    let server = Server::start(|request| match request.path.as_str() {
        "/robots.txt" => Reply::status(404),
        "/list" => Reply::page("<p>Words <a href='/links/old'>and a link</a>, of which there are few here."),
        "/links/old" => Reply::redirect(301, "/page"),
        _ => Reply::page(page("Lamps of the world")),
    });
    for _ in 0..2 {
        let url = server.url("/list");
        let arguments = [
            "capture",
            "--warc",
            "lab.warc.gz",
            "--allow-private",
            "--delay",
            "0",
            "--links",
            "/links/",
            &url,
        ];
        env.run(&arguments).expect_code(0);
    }
    let paths = server.paths();
    assert_eq!(paths.iter().filter(|path| *path == "/page").count(), 1, "{paths:?}");
}

fn has_warcio(test: &str) -> bool {
    let found = Command::new("python3").args(["-c", "import warcio"]).output();
    let has = found.is_ok_and(|output| output.status.success());
    if !has {
        missing(test, "`pip install warcio` adds what it needs");
    }
    has
}
