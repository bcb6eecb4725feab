//! Records and messages that are damaged or cut: what is sound is read, the rest is told, and nothing is read as what it is not.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::support::{Output, TestEnv, text};

const DAY: &str = "2022-05-06T07:08:09Z";

fn page(title: &str) -> String {
    let words = "Words that stand here for the rest of the page, which says more than this. ".repeat(4);
    format!("<!DOCTYPE html><html lang=en><title>{title}</title><h1>{title}</h1><p>{words}</p>")
}

/// A record of WARC.
fn record(kind: &str, url: &str, fields: &str, block: &str) -> String {
    format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n{fields}Content-Type: application/http; msgtype=response\r\n\
         Content-Length: {}\r\n\r\n{block}\r\n\r\n",
        block.len()
    )
}

/// The record of an answer, with more fields of HTTP.
fn response(name: &str, fields: &str, body: &str) -> String {
    let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{fields}\r\n{body}");
    record("response", &format!("https://tarn.example/{name}"), &format!("WARC-Date: {DAY}\r\n"), &block)
}

fn member(record: &str) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(record.as_bytes()).unwrap();
    packed.finish().unwrap()
}

fn read(name: &str, bytes: impl AsRef<[u8]>) -> Output {
    let env = TestEnv::empty();
    env.write(name, bytes);
    env.run(&["inspect", "--format", "json", name])
}

/// Title, time of capture and doubts of each page.
fn shown(output: &Output) -> Vec<String> {
    let shown = |page: &serde_json::Value| {
        let doubts = page["doubts"].as_array().unwrap().iter();
        let doubts: Vec<String> =
            doubts.map(|doubt| format!(" {}: {}", text(doubt, "/kind"), text(doubt, "/detail"))).collect();
        format!(
            "{} {}{}",
            text(page, "/page/title"),
            text(page, "/page/sightings/0/captured"),
            doubts.concat()
        )
    };
    output.pages().iter().map(shown).collect()
}

#[test]
fn a_member_with_another_checksum_is_left_out_and_named_by_its_packed_byte() {
    let records = ["one", "two", "three", "four"].map(|name| response(name, "", &page(name)));
    let members: Vec<Vec<u8>> = records.iter().map(|record| member(record)).collect();
    let begin = members[0].len();
    let wanted = [format!("one {DAY}"), format!("three {DAY}"), format!("four {DAY}")];
    // The checksum itself, and bytes of the text.
    for place in [members[1].len() - 6, members[1].len() / 2] {
        let mut damaged = members.clone();
        damaged[1][place] ^= 0xff;
        let output = read("x.warc.gz", damaged.concat()).expect_code(3);
        assert_eq!(shown(&output), wanted, "{place}");
        assert!(output.stderr.contains(&format!("x.warc.gz@{begin}: damaged or cut data")), "{output}");
    }
    // A member that lost its end takes what comes after for its own; what of it is found again is whole.
    let mut short = members.clone();
    let length = short[1].len() - 20;
    short[1].truncate(length);
    let output = read("x.warc.gz", short.concat()).expect_code(3);
    assert!(shown(&output).iter().all(|page| wanted.contains(page)), "{output}");
    // All records in one member are read as they were.
    assert_eq!(shown(&read("x.warc.gz", member(&records.concat())).expect_code(0)).len(), 4);
}

#[test]
fn a_revisit_finds_its_page_by_the_address_and_the_time_that_it_refers_to() {
    let revisit = |fields: &str| {
        let fields = format!("WARC-Date: 2022-09-06T07:08:09Z\r\n{fields}");
        record("revisit", "https://tarn.example/one", &fields, "HTTP/1.1 304 Not Modified\r\n\r\n")
    };
    let known = revisit(&format!(
        "WARC-Refers-To-Target-URI: https://tarn.example/one\r\nWARC-Refers-To-Date: {DAY}\r\n"
    ));
    let other = revisit(
        "WARC-Refers-To-Target-URI: https://tarn.example/one\r\nWARC-Refers-To-Date: 2021-01-01T00:00:00Z\r\n",
    );
    let output = read("x.warc", [response("one", "", &page("One")), known, other].concat()).expect_code(0);
    assert_eq!(
        shown(&output),
        [
            format!("One {DAY}"),
            "One 2022-09-06T07:08:09Z".to_owned(),
            "https://tarn.example/one 2022-09-06T07:08:09Z".to_owned()
        ]
    );
}

#[test]
fn an_answer_that_breaks_off_is_doubted() {
    let page = page("One");
    let chunked = "Transfer-Encoding: chunked\r\n";
    let chunks = format!("{:x}\r\n{page}\r\n", page.len());
    let cut = |why: &str| format!("One {DAY} cut-short: the answer was not read to its end: {why}");
    for (fields, body, wanted) in [
        (chunked, format!("{chunks}0\r\n\r\n"), format!("One {DAY}")),
        (chunked, chunks.clone(), cut("its chunks break off")),
        (chunked, chunks[..chunks.len() - 20].to_owned(), cut("its chunks break off")),
        // A crawler joined them.
        (chunked, page.clone(), format!("One {DAY}")),
        (&format!("Content-Length: {}\r\n", page.len()), page.clone(), format!("One {DAY}")),
        (
            &format!("Content-Length: {}\r\n", page.len() + 10),
            page.clone(),
            cut(&format!("{} of {} bytes are there", page.len(), page.len() + 10)),
        ),
    ] {
        let output = read("x.warc", response("one", fields, &body)).expect_code(0);
        assert_eq!(shown(&output), [wanted], "{fields} {body}");
    }
}

#[test]
fn a_message_without_its_end_is_doubted_and_one_without_a_boundary_is_a_problem() {
    let message = |boundary: &str, end: &str| {
        format!(
            "From: <Saved by Blink>\r\nDate: Fri, 6 May 2022 07:08:09 -0000\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/related; type=\"text/html\"{boundary}\r\n\r\n--B\r\nContent-Type: text/html\r\n\r\n{}{end}",
            page("One")
        )
    };
    let boundary = "; boundary=\"B\"";
    assert_eq!(shown(&read("x.mhtml", message(boundary, "\r\n--B--\r\n"))), [format!("One {DAY}")]);
    let output = read("x.mhtml", message(boundary, "")).expect_code(0);
    assert_eq!(
        shown(&output),
        [format!("One {DAY} cut-short: the boundary that ends the message is missing")]
    );
    let output = read("x.mhtml", message("", "\r\n--B--\r\n")).expect_code(3);
    assert!(output.stderr.contains("x.mhtml: of MIME: it names no boundary"), "{output}");
}

#[test]
fn a_message_that_breaks_off_is_decoded_as_far_as_it_goes() {
    let words =
        "Le courant est =C3=A9gal =C3=A0 lui-m=C3=AAme, et l'on=\r\n a compt=C3=A9 les pierres du gu=C3=A9. "
            .repeat(6);
    let message = |end: &str| {
        format!(
            "From: <Saved by Blink>\r\nDate: Fri, 6 May 2022 07:08:09 -0000\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/related; type=\"text/html\"; boundary=\"--Part--9--\"\r\n\r\n----Part--9--\r\n\
             Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
             <html lang=3D\"fr\"><title>Le gu=C3=A9</title><h1>Le gu=C3=A9</h1><p>{words}{end}"
        )
    };
    for end in [
        "",
        "fin=",
        "fin=C",
        "fin=C3",
        "</p></html>\r\n---",
        "</p></html>\r\n----Part--9",
        "</p></html>\r\n----Part--9--",
    ] {
        let output = read("x.mhtml", message(end)).expect_code(0);
        let doubts: Vec<String> = shown(&output);
        assert!(doubts[0].starts_with(&format!("Le gué {DAY} cut-short: the boundary")), "{end}: {doubts:?}");
        let page = &output.jsonl()[0];
        let body = text(page, "/page/body");
        assert!(body.contains("l'on a compté les pierres du gué."), "{end}: {body}");
        assert!(
            !body.contains(['=', '-', '\u{fffd}']) || end == "fin=C3" || body.contains("lui-même"),
            "{end}: {body}"
        );
        assert!(!body.contains("Part"), "{end}: {body}");
    }
}

#[test]
fn a_page_whose_packing_breaks_off_is_read_as_far_as_it_goes() {
    let lines: Vec<String> = (0..4_000)
        .map(|number| format!("<p>Gauge {} read {}.</p>", number, number * 7_919 % 1_009))
        .collect();
    let body = lines.concat();
    let whole = member(&format!("<!DOCTYPE html><html lang=en><title>Gauges</title><h1>Gauges</h1>{body}"));
    let output = read("x.html.gz", &whole[..whole.len() / 2]).expect_code(0);
    let pages = output.jsonl();
    assert_eq!(text(&pages[0], "/page/title"), "Gauges");
    assert!(text(&pages[0], "/page/body").contains("Gauge 9 read"));
    assert_eq!(text(&pages[0], "/doubts/0/kind"), "cut-short");
    // Other damage is no end that is missing.
    let mut damaged = whole;
    let middle = damaged.len() / 2;
    damaged[middle..middle + 64].fill(0xff);
    read("x.html.gz", &damaged).expect_code(3);
}
