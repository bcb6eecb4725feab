//! Containers: every page in them is found, with its own address and time, and its captured bytes come back.

use std::fs;
use std::path::Path;

use crate::packed_folders::zipped;
use crate::support::{PACKAGE, TestEnv, text};

/// The page that the fixtures hold, as its server sent it.
fn page() -> Vec<u8> {
    fs::read(Path::new(PACKAGE).join("tests/fixtures/one-page/page.html")).unwrap()
}

/// What comes out of a container: a line for each page, then what is said beside them.
fn found(folder: &str, file: &str) -> String {
    let env = TestEnv::with_fixtures(folder);
    let output = env.run(&["inspect", "--format", "json", &format!("{folder}/{file}")]);
    let mut lines: Vec<String> = Vec::new();
    for page in output.pages() {
        let seen = &page["page"]["sightings"][0];
        let range = seen["bytes"].as_array().map_or(String::new(), |_| " record".to_owned());
        lines.push(format!(
            "{} {} {} {} {}{range}",
            text(&page, "/page/title"),
            text(&page, "/page/url"),
            text(seen, "/captured"),
            seen["http_status"],
            text(seen, "/member"),
        ));
        for doubt in page["doubts"].as_array().unwrap() {
            lines.push(format!("  {}: {}", text(doubt, "/kind"), text(doubt, "/detail")));
        }
    }
    // Where records begin is another matter, and another when the fixtures are made anew.
    let placeless = |line: &str| match line.split_once('@') {
        Some((before, after)) => {
            format!("{before}@{}", after.trim_start_matches(|letter: char| letter.is_ascii_digit()))
        }
        None => line.to_owned(),
    };
    lines.extend(output.stderr.lines().map(placeless));
    lines.join("\n")
}

#[test]
fn warc_files_of_warcio_give_every_page_packed_or_not() {
    let packed = found("warc", "warcio-1.1.warc.gz");
    insta::assert_snapshot!(packed, @r#"
    What the lamp keepers measured http://lab.example/research/lamp-keepers 2024-05-01T10:00:00Z 200  record
    What the lamp keepers measured http://lab.example/research/lamp-keepers 2024-06-01T10:00:00Z 200  record
    http://lab.example/elsewhere http://lab.example/elsewhere 2024-06-01T10:00:01Z 200  record
    What the lamp keepers measured http://lab.example/research/notes 2024-07 null  record
    What the lamp keepers measured http://lab.example/research/odd  null  record
      implausible-date: `WARC-Date` is "0001-01-01T00:00:00Z"
    skipped: warcio-1.1.warc.gz@: no page
    skipped: warcio-1.1.warc.gz@: answer to a failed request
    "#);
    // The same but for the names and the offsets.
    let pages = |text: &str| -> Vec<String> {
        let reason =
            |line: &str| line.rsplit_once(": ").map_or(line.to_owned(), |(_, reason)| reason.to_owned());
        text.lines()
            .map(|line| if line.starts_with("skipped") { reason(line) } else { line.to_owned() })
            .collect()
    };
    assert_eq!(pages(&found("warc", "warcio-1.0.warc")), pages(&packed));
    assert_eq!(pages(&found("warc", "records.warc.zst")), pages(&packed));
}

#[test]
fn a_warc_of_wget_gives_pages_in_every_transfer_coding() {
    let env = TestEnv::with_fixtures("warc");
    let pages = env.inspect("warc/wget.warc.gz");
    let urls: Vec<&str> = pages.iter().map(|page| text(page, "/page/sightings/0/digest")).collect();
    // As sent at once, in chunks, in chunks of gzip, as deflate, after a redirect.
    assert_eq!(urls.len(), 5, "{pages:?}");
    let digest = text(&pages[0], "/page/sightings/0/digest").to_owned();
    assert!(urls.iter().all(|other| *other == digest), "{urls:?}");
}

#[test]
fn a_wacz_gives_the_pages_of_its_archive() {
    insta::assert_snapshot!(found("wacz", "page.wacz"), @"
    What the lamp keepers measured http://lab.example/research/lamp-keepers 2024-05-01T10:00:00Z 200 archive/plain.warc.gz record
    What the lamp keepers measured http://lab.example/research/lamp-keepers 2024-06-01T10:00:00Z 200 archive/plain.warc.gz record
    skipped: page.wacz!/archive/plain.warc.gz@: no page
    skipped: page.wacz!/archive/plain.warc.gz@: answer to a failed request
    ");
}

#[test]
fn a_page_that_only_the_list_of_a_wacz_has_is_read_from_there() {
    let env = TestEnv::with_fixtures("wacz");
    let pages = env.inspect("wacz/listed.wacz");
    let titles: Vec<&str> = pages.iter().map(|page| text(page, "/page/title")).collect();
    // What the archive holds is not read from the list again.
    assert_eq!(
        titles,
        ["What the lamp keepers measured", "What the lamp keepers measured", "How far a foghorn carries"]
    );
    let listed = &pages[2]["page"];
    assert_eq!(text(listed, "/url"), "http://lab.example/research/foghorns");
    assert_eq!(text(listed, "/body"), "A horn of brass is heard at nine miles, and one of tin at four.");
    assert_eq!(text(listed, "/sightings/0/captured"), "2024-05-02T10:00:00Z");
    assert_eq!(text(listed, "/sightings/0/member"), "pages/pages.jsonl");
}

#[test]
fn a_wacz_that_was_altered_is_a_problem_and_its_pages_are_read() {
    let env = TestEnv::with_fixtures("wacz");
    let output = env.run(&["inspect", "wacz/altered.wacz"]);
    assert_eq!(output.code, 3, "{output}");
    assert!(output.stderr.contains("archive/plain.warc.gz is not what its digest says"), "{output}");
    assert!(output.stdout.contains("What the lamp keepers measured"), "{output}");
}

#[test]
fn archives_give_the_same_document_whatever_they_are_packed_in() {
    for (folder, file) in
        [("zip", "page.zip"), ("tar", "page.tar"), ("tar", "page.tar.gz"), ("tar", "page.tar.zst")]
    {
        let env = TestEnv::with_fixtures(folder);
        let pages = env.inspect(&format!("{folder}/{file}"));
        assert_eq!(pages.len(), 1, "{file}");
        assert_eq!(text(&pages[0], "/page/title"), "What the lamp keepers measured", "{file}");
        assert_eq!(text(&pages[0], "/page/sightings/0/member"), "deep/page.html", "{file}");
        let shown = env.run(&["inspect", &format!("{folder}/{file}")]);
        assert!(
            shown.stdout.contains(&format!(": {folder} (")) && shown.stdout.contains("), in it html\n"),
            "{shown}"
        );
    }
}

#[test]
fn the_captured_bytes_come_back_out_of_every_container() {
    for (folder, file) in [
        ("warc", "warcio-1.1.warc.gz"),
        ("warc", "warcio-1.0.warc"),
        ("warc", "records.warc.zst"),
        ("warc", "wget.warc.gz"),
        ("wacz", "page.wacz"),
        ("zip", "page.zip"),
        ("tar", "page.tar.zst"),
        ("one-page", "page.html"),
    ] {
        let env = TestEnv::with_fixtures(folder);
        env.index(&[&format!("{folder}/{file}")]);
        let documents = env.export();
        let own = |document: &&serde_json::Value| {
            ["/lamp-keepers", ""].iter().any(|end| text(document, "/url").ends_with(end))
                && text(document, "/url").contains("lamp-keepers")
        };
        let document = documents.iter().find(own).unwrap();
        let output = env.command_bytes(&["show", "--raw", text(document, "/id")]);
        assert!(output == page(), "{file}: {} bytes", output.len());
    }
}

#[test]
fn an_unchanged_container_is_not_read_again() {
    let env = TestEnv::with_fixtures("wacz");
    env.index(&["wacz/page.wacz"]);
    let again = env.index(&["wacz/page.wacz"]);
    assert!(again.stdout.contains("unchanged"), "{again}");
}

#[test]
fn what_goes_over_a_limit_is_a_problem_with_the_flag_that_allows_it() {
    let env = TestEnv::with_fixtures("tar");
    for (flag, message) in [
        ("--max-members=0", "more than 0 members; --max-members allows more"),
        ("--max-bytes=100", "larger than 100 bytes; --max-bytes allows more"),
    ] {
        let output = env.run(&["inspect", flag, "tar/page.tar.gz"]);
        assert!(output.stderr.contains(message), "{output}");
    }
    // Of a page that is nested deep the text is kept, and what was done is told.
    let deep = format!("<title>Deep</title>{}<p>It stands at the bottom.", "<div>".repeat(40));
    env.write("deep.html", deep);
    for (flag, doubt) in [("--max-depth=40", true), ("--max-depth=50", false)] {
        let page = &env.run(&["inspect", flag, "--format", "json", "deep.html"]).jsonl()[0];
        assert!(text(page, "/page/body").contains("at the bottom"), "{page}");
        let told = page["doubts"].as_array().unwrap().iter().any(|it| text(it, "/kind") == "depth-limited");
        assert_eq!(told, doubt, "{flag}: {page}");
    }
    let output = env.run(&["index", "--max-depth=40", "deep.html"]);
    assert!(output.stdout.contains("depth-limited"), "{output}");
    assert_eq!(env.run(&["index", "--max-depth=5000", "deep.html"]).code, 2);
    // The deepest that is allowed fits the stack of every thread that reads.
    for (number, unit) in
        ["<div>x", "<ul><li>x", "<table><tr><td>x", "<blockquote>x", "<b>x", "<span>x", "<section><h2>x"]
            .iter()
            .enumerate()
    {
        let name = format!("deep/{number}.html");
        env.write(&name, format!("<title>Deep</title>{}", unit.repeat(5_000)));
        assert_eq!(env.run(&["inspect", "--max-depth=4096", &name]).code, 0, "{unit}");
    }
    let output = env.run(&["index", "--max-depth=4096", "deep"]);
    assert_eq!(output.code, 0, "{output}");
    let inner = fs::read(env.path("tar/page.tar")).unwrap();
    let mut tar = tar_of("a.tar", &inner);
    for _ in 0..3 {
        tar = tar_of("a.tar", &tar);
    }
    env.write("nested.tar", &tar);
    let output = env.run(&["inspect", "nested.tar"]);
    assert!(
        output.stderr.contains("containers nested more than 3 deep; --max-nesting allows more"),
        "{output}"
    );
    assert_eq!(output.code, 3, "{output}");
    let output = env.run(&["inspect", "--max-nesting=9", "nested.tar"]);
    assert!(output.stdout.contains("What the lamp keepers measured"), "{output}");
}

/// A tar archive of one file.
fn tar_of(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut header = [0_u8; 512];
    header[..name.len()].copy_from_slice(name.as_bytes());
    header[100..107].copy_from_slice(b"0000644");
    header[124..135].copy_from_slice(format!("{:011o}", bytes.len()).as_bytes());
    header[156] = b'0';
    header[257..263].copy_from_slice(b"ustar\0");
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    let mut tar = header.to_vec();
    tar.extend_from_slice(bytes);
    tar.resize(tar.len().next_multiple_of(512) + 1024, 0);
    tar
}

#[test]
fn names_in_archives_are_names_and_never_paths() {
    let env = TestEnv::empty();
    env.write("hostile.tar", tar_of("../../outside.html", &page()));
    let pages = env.inspect("hostile.tar");
    assert_eq!(text(&pages[0], "/page/sightings/0/member"), "../../outside.html");
    env.index(&["hostile.tar"]);
    assert!(!env.path("../../outside.html").exists() && !env.path("../outside.html").exists());
}

#[test]
fn a_container_that_breaks_off_keeps_what_came_before() {
    let env = TestEnv::with_fixtures("warc");
    let whole = fs::read(env.path("warc/wget.warc.gz")).unwrap();
    env.write("cut.warc.gz", &whole[..whole.len() / 2]);
    let output = env.run(&["index", "cut.warc.gz"]).expect_code(3);
    assert!(
        output.stderr.contains("damaged or cut data") || output.stdout.contains("damaged data"),
        "{output}"
    );
    assert!(!env.export().is_empty());
}

#[test]
fn every_format_has_fixtures_and_a_row_in_the_documentation() {
    let env = TestEnv::empty();
    let docs = fs::read_to_string(Path::new(PACKAGE).join("docs/formats.md")).unwrap();
    let formats = env.run(&["formats", "--format", "json"]).json();
    let formats = formats["formats"].as_array().unwrap();
    assert!(formats.len() > 20, "{formats:?}");
    for format in formats {
        let name = text(format, "/name");
        let fixtures = Path::new(PACKAGE).join("tests/fixtures").join(name);
        assert!(
            fixtures.join("README.md").exists()
                || Path::new(PACKAGE).join("tests/fixtures/README.md").exists(),
            "{name}"
        );
        let files = fs::read_dir(&fixtures).unwrap_or_else(|_| panic!("no fixtures of {name}"));
        let recognised = files.map(|file| file.unwrap().path()).filter(|path| path.is_file()).any(|path| {
            let output = env.run(&["inspect", path.to_str().unwrap()]);
            output.stdout.contains(&format!(": {name} ("))
        });
        assert!(recognised, "no fixture of {name} is recognised as such");
        assert!(docs.contains(&format!("| `{name}` |")), "docs/formats.md has no row of {name}");
    }
}

/// Titles and addresses of what lies in a capture, and what is said beside them.
fn pages_of(env: &TestEnv, file: &str) -> (Vec<String>, String) {
    let output = env.run(&["inspect", "--format", "json", file]);
    let shown = |page: &serde_json::Value| {
        format!("{} {}", text(page, "/page/title"), text(page, "/page/url")).trim().to_owned()
    };
    (output.pages().iter().map(shown).collect(), output.stderr)
}

#[test]
fn lists_of_pages_of_a_wacz_are_read_line_by_line_also_where_nothing_describes_them() {
    let warc = fs::read(Path::new(PACKAGE).join("tests/fixtures/warc/wget.warc.gz")).unwrap();
    let list = "{\"format\":\"json-pages-1.0\",\"id\":\"pages\",\"title\":\"All Pages\"}\n\
                {\"url\":\"https://tarn.example/a\",\"ts\":\"2022-05-06T07:08:09Z\",\"title\":\"Only listed\",\"text\":\"Words\"}\n\
                no json\n\n\
                {\"url\":\"https://tarn.example/b\",\"title\":\"Gone\",\"status\":404}\n";
    let member = |name: &str, bytes: &[u8]| (name.to_owned(), bytes.to_vec());
    let bare = [member("pages/pages.jsonl", list.as_bytes()), member("archive/data.warc.gz", &warc)];
    let described = [bare.to_vec(), vec![member("datapackage.json", b"{}")]].concat();
    for (name, files) in [("bare.wacz", bare.to_vec()), ("described.wacz", described)] {
        let env = TestEnv::empty();
        env.write(name, zipped(&files));
        let (pages, said) = pages_of(&env, name);
        assert_eq!(pages.len(), 6, "{pages:?}");
        assert_eq!(pages[5], "Only listed https://tarn.example/a");
        assert!(said.contains(&format!("{name}!/pages/pages.jsonl:3: not a JSON object")), "{said}");
        assert!(said.contains("answer to a failed request"), "{said}");
        assert!(!pages.iter().any(|page| page.contains("All Pages") || page.contains("Gone")), "{pages:?}");
    }
}

#[test]
fn a_member_of_a_zip_that_a_later_one_replaces_is_counted() {
    let page = |title: &str| format!("<!DOCTYPE html><title>{title}</title><p>Some words.").into_bytes();
    let files = [("a.html", "First"), ("b.html", "Second"), ("c.html", "Third")];
    let files = files.map(|(name, title)| (name.to_owned(), page(title)));
    let mut bytes = zipped(&files);
    while let Some(at) = bytes.windows(6).position(|part| part == b"b.html") {
        bytes[at] = b'a';
    }
    let env = TestEnv::empty();
    env.write("x.zip", bytes);
    let (pages, said) = pages_of(&env, "x.zip");
    assert_eq!(pages, ["Second", "Third"]);
    assert_eq!(said, "skipped: x.zip!/a.html: replaced by a later member of its name\n");
}
