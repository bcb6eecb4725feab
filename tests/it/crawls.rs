//! What crawlers wrote is read whole: the pages found are those that the crawlers' own tools list.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{PACKAGE, TestEnv, text};

/// One record that a tool lists.
#[derive(Debug)]
struct Listed {
    /// The file that it lies in.
    file: String,
    offset: u64,
    url: String,
    kind: Kind,
    status: u16,
    content_type: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Response,
    Revisit,
    /// About the crawl.
    Other,
}

impl Listed {
    /// Whether it is an answer that holds a web page.
    fn is_html(&self) -> bool {
        self.kind == Kind::Response && self.status == 200 && self.content_type.starts_with("text/html")
    }

    /// What is to become of it, by the words of the documentation: read, skipped for a reason, or not counted.
    fn fate(&self) -> Option<&'static str> {
        let is_page = |end| !self.url.ends_with(end);
        Some(match self {
            Listed { kind: Kind::Other, url, .. } if url.ends_with("/wget_arguments.txt") => "no page",
            Listed { kind: Kind::Other, .. } => return None,
            Listed { status: 400.., .. } => "answer to a failed request",
            Listed { status: 300.., .. } => "redirect to another address",
            _ if [".png", ".css", "/robots.txt"].iter().any(|end| !is_page(end)) => "no page",
            Listed { kind: Kind::Revisit, url, .. } if url.ends_with("/feed.xml") => {
                "repeats a page that is not in this file"
            }
            _ => "read",
        })
    }
}

/// What `warcio index` printed of a file.
fn of_warcio(file: &str) -> Vec<Listed> {
    let read = |line: Value| Listed {
        file: file.to_owned(),
        offset: text(&line, "/offset").parse().unwrap(),
        url: text(&line, "/warc-target-uri").to_owned(),
        kind: match text(&line, "/warc-type") {
            "response" => Kind::Response,
            "revisit" => Kind::Revisit,
            _ => Kind::Other,
        },
        status: text(&line, "/http:status").parse().unwrap_or(0),
        content_type: text(&line, "/http:content-type").to_owned(),
    };
    lines(&format!("warc/{file}.listed")).map(|line| read(serde_json::from_str(&line).unwrap())).collect()
}

/// The index (CDXJ) that wacz put into an archive: a key, a time, an object.
fn of_wacz(file: &str) -> Vec<Listed> {
    let read = |line: Value| Listed {
        file: format!("archive/{}", text(&line, "/filename")),
        offset: text(&line, "/offset").parse().unwrap(),
        url: text(&line, "/url").to_owned(),
        kind: match (text(&line, "/mime"), text(&line, "/status")) {
            ("warc/revisit", _) => Kind::Revisit,
            (_, "") => Kind::Other,
            _ => Kind::Response,
        },
        status: text(&line, "/status").parse().unwrap_or(0),
        content_type: text(&line, "/mime").to_owned(),
    };
    lines(&format!("wacz/{file}.listed"))
        .map(|line| read(serde_json::from_str(line.splitn(3, ' ').nth(2).unwrap()).unwrap()))
        .collect()
}

fn lines(name: &str) -> impl Iterator<Item = String> {
    let text = fs::read_to_string(Path::new(PACKAGE).join("tests/fixtures").join(name)).unwrap();
    text.lines().map(str::to_owned).collect::<Vec<_>>().into_iter()
}

/// Checks a file against what its tool lists of it.
fn check(folder: &str, file: &str, listed: &[Listed]) {
    let env = TestEnv::with_fixtures(folder);
    let name = format!("{folder}/{file}");
    let run = env.index(&[&name]);

    // Every answer with a web page is a sighting, of its address, at its place; and there is no other.
    let mut sightings = BTreeMap::new();
    for page in env.inspect(&name) {
        let seen = &page["page"]["sightings"][0];
        let member = text(seen, "/member");
        let member = if member.is_empty() { file } else { member }.to_owned();
        let address = text(&page, "/page/url").to_owned();
        sightings
            .insert((member, seen["bytes"][0].as_u64().unwrap()), (address, text(seen, "/as") == "page"));
    }
    let html: BTreeSet<(&str, u64)> =
        listed.iter().filter(|it| it.is_html()).map(|it| (it.file.as_str(), it.offset)).collect();
    assert!(html.len() >= 5 || folder == "warc", "{listed:?}");
    let mut seen_in_index = 0;
    let documents = env.export();
    for it in listed.iter().filter(|it| it.is_html()) {
        let (address, _) = &sightings[&(it.file.clone(), it.offset)];
        assert!(
            it.url == *address || it.url.ends_with("/gzip") || it.url.ends_with("/chunked"),
            "{it:?} is {address}"
        );
        let holds = |document: &&Value| {
            document["sightings"].as_array().unwrap().iter().any(|seen| {
                let member = text(seen, "/member");
                let file_of = if member.is_empty() { file } else { member };
                text(seen, "/as") == "page" && file_of == it.file && seen["bytes"][0] == it.offset
            })
        };
        let found = documents.iter().filter(holds).count();
        assert_eq!(found, 1, "{it:?} is in {found} documents");
        seen_in_index += 1;
    }
    assert_eq!(seen_in_index, html.len(), "{name}");

    // What is read and what is skipped, and why, adds up to what is listed.
    let mut fates: BTreeMap<&str, usize> = BTreeMap::new();
    for fate in listed.iter().filter_map(Listed::fate) {
        *fates.entry(fate).or_default() += 1;
    }
    let read = fates.remove("read").unwrap_or(0);
    assert_eq!(sightings.len(), read, "{name}: {sightings:?}");
    let output = env.run(&["inspect", &name]);
    let mut skipped: BTreeMap<&str, usize> = BTreeMap::new();
    for line in output.stderr.lines().filter(|line| line.starts_with("skipped: ")) {
        *skipped.entry(line.rsplit_once(": ").unwrap().1).or_default() += 1;
    }
    assert_eq!(skipped, fates, "{name}: {output}");
    for (reason, count) in fates {
        assert!(run.stdout.contains(reason), "{name}: {count} × {reason}: {run}");
    }
}

#[test]
fn every_page_that_warcio_lists_of_a_crawl_of_wget_is_read() {
    check("warc", "site-wget.warc.gz", &of_warcio("site-wget.warc.gz"));
}

#[test]
fn every_page_that_warcio_lists_of_a_second_crawl_of_wget_is_read() {
    check("warc", "site-wget-later.warc.gz", &of_warcio("site-wget-later.warc.gz"));
}

#[test]
fn every_page_that_warcio_lists_of_what_it_wrote_itself_is_read() {
    check("warc", "site-warcio.warc.gz", &of_warcio("site-warcio.warc.gz"));
}

#[test]
fn every_page_that_wacz_lists_of_its_archive_is_read() {
    check("wacz", "site.wacz", &of_wacz("site.wacz"));
}

#[test]
fn a_revisit_whose_page_lies_in_another_file_is_a_sighting_of_that_page() {
    let env = TestEnv::with_fixtures("warc");
    let address = "http://lab.example/research/fog-signals";
    let own = |env: &TestEnv| -> Vec<Value> {
        env.export().into_iter().filter(|document| text(document, "/url") == address).collect()
    };
    // Alone it tells that there was such a page, and no more: that page is missing.
    env.index(&["warc/site-wget-later.warc.gz"]);
    let [alone] = own(&env).try_into().unwrap();
    assert_eq!((text(&alone, "/title"), text(&alone, "/body"), text(&alone, "/kind")), (address, "", "page"));
    let missing = env.run(&["missing", "--kind", "page"]);
    assert!(
        missing.stdout.contains(address) && missing.stdout.contains("site-wget-later.warc.gz"),
        "{missing}"
    );
    // With the first crawl it is the same page, seen twice, and as that shows it.
    env.index(&["warc/site-wget.warc.gz"]);
    let [both] = own(&env).try_into().unwrap();
    assert_eq!(text(&both, "/id"), text(&alone, "/id"));
    assert_eq!(text(&both, "/title"), "Fog signals that nobody hears");
    assert_eq!(text(&both, "/kind"), "publication");
    assert!(text(&both, "/body").contains("The bell stays."));
    let sightings: Vec<(&str, &str)> = both["sightings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|seen| (text(seen, "/as"), text(seen, "/capture")))
        .collect();
    // As entries the first crawl has it in the listing and in the feed.
    assert_eq!(sightings[..2], [("page", "site-wget.warc.gz"), ("entry", "site-wget-later.warc.gz")]);
    assert!(sightings[2..].iter().all(|seen| *seen == ("entry", "site-wget.warc.gz")), "{sightings:?}");
    let times: Vec<&str> =
        both["sightings"].as_array().unwrap().iter().map(|seen| text(seen, "/captured")).collect();
    assert!(times[0] < times[1], "{times:?}");
    // Nothing about it changed by being seen again, and its bytes are those of the first crawl.
    let history = env.run(&["history", text(&both, "/id")]);
    assert!(!history.stdout.contains("changed"), "{history}");
    let raw = env.command_bytes(&["show", "--raw", text(&both, "/id")]);
    let page = Path::new(PACKAGE).join("tests/fixtures/site/research/fog-signals.html");
    assert_eq!(raw, fs::read(page).unwrap());
    let missing = env.run(&["missing", "--kind", "page"]);
    assert!(!missing.stdout.contains(address), "{missing}");
}
