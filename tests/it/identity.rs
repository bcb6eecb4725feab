//! Same in, same out: the same captures give the same documents and answers, however they are named and ordered.

use std::fs;
use std::path::Path;

use crate::support::{TestEnv, text};

/// What `export`, a ranked query and the facets print after indexing these paths.
fn answers(env: &TestEnv, paths: &[&str]) -> String {
    env.index(paths);
    let mut out = String::new();
    for arguments in [
        &["export"] as &[&str],
        &["query", "models", "--limit", "100", "--format", "json", "--facets", "year,team,publisher"],
        &["query", "language OR interpretability", "--limit", "100", "--format", "csv"],
        &["facets", "month,team,publisher,source,method", "--format", "json"],
    ] {
        out.push_str(&env.run(arguments).expect_code(0).stdout);
    }
    out
}

#[test]
fn the_order_of_paths_and_naming_one_twice_change_nothing() {
    let env = TestEnv::with_captures();
    let folders: Vec<String> = fs::read_dir(env.path("captures"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_dir())
        .map(|entry| format!("captures/{}", entry.file_name().to_string_lossy()))
        .collect();
    let mut paths: Vec<&str> = folders.iter().map(String::as_str).collect();
    paths.sort_unstable();
    let forward = answers(&env, &paths);
    paths.reverse();
    assert_eq!(answers(&env, &paths), forward);
    paths.push(paths[0]);
    let dotted = format!("./{}/../{}/", paths[1], Path::new(paths[1]).file_name().unwrap().to_string_lossy());
    paths.push(&dotted);
    assert_eq!(answers(&env, &paths), forward);
}

#[test]
fn a_second_run_over_the_same_captures_changes_nothing() {
    let env = TestEnv::with_captures();
    let first = answers(&env, &["captures"]);
    assert_eq!(answers(&env, &["captures"]), first);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let env = TestEnv::with_captures();
    let expected = answers(&env, &["captures"]);
    let one_thread = env.output(
        env.command(crate::support::PROGRAM).env("RAYON_NUM_THREADS", "1").args(["index", "captures"]),
    );
    assert_eq!(one_thread.code, 0, "{one_thread}");
    assert_eq!(
        env.run(&["export"]).stdout,
        expected.split_inclusive('\n').take(export_lines(&env)).collect::<String>()
    );
}

fn export_lines(env: &TestEnv) -> usize {
    env.run(&["export"]).stdout.lines().count()
}

#[test]
fn where_the_folder_of_captures_lies_changes_nothing() {
    let one = TestEnv::with_captures();
    let other = TestEnv::empty();
    crate::support::copy_folder(&one.path("captures"), &other.path("some/where/else/captures"));
    assert_eq!(answers(&one, &["captures"]), answers(&other, &["some/where/else/captures"]));
}

#[test]
fn the_age_of_the_files_changes_nothing() {
    let one = TestEnv::with_captures();
    let expected = answers(&one, &["captures"]);
    for entry in walkdir::WalkDir::new(one.path("captures")) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
            fs::File::options().append(true).open(entry.path()).unwrap().set_modified(long_ago).unwrap();
        }
    }
    assert_eq!(answers(&one, &["captures"]), expected);
}

#[test]
fn ten_captures_of_a_page_are_one_hit() {
    let env = TestEnv::empty();
    let capture = |day: u32| {
        let page = "<!DOCTYPE html><html><head><title>Layers</title><meta property='og:type' content='article'>\
                    <meta property='article:published_time' content='2024-05-06'></head><body><article><h1>Layers</h1>\
                    <p>Each storm leaves a layer, thinner than a hand, and the layer keeps its temperature for weeks.</p>\
                    </article></body></html>";
        env.write(&format!("captures/{day}.html"), format!("{page}<!-- {day} -->"));
        let about = format!(
            "{{\"url\":\"https://tarn.example/layers\",\"captured\":\"2026-01-{day:02}T00:00:00Z\"}}"
        );
        env.write(&format!("captures/{day}.json"), about);
    };
    (1..=10).for_each(capture);
    env.index(&["captures"]);
    let answer = env.run(&["query", "layers", "--format", "json", "--facets", "year"]).json();
    assert_eq!(answer["total"], 1, "{answer}");
    assert_eq!(answer["hits"][0]["sightings"].as_array().unwrap().len(), 10);
    assert_eq!(answer["facets"]["year"][0]["count"], 1);
}

#[cfg(unix)]
#[test]
fn a_query_takes_no_lock_and_an_index_is_for_whom_the_umask_lets_read() {
    use std::os::unix::fs::PermissionsExt;
    let env = TestEnv::with_captures();
    env.index(&["captures"]);
    // The writer's own lock stays behind; a query makes none.
    let locks = || {
        walkdir::WalkDir::new(env.path("index"))
            .into_iter()
            .map(|entry| entry.unwrap().into_path())
            .filter(|path| path.ends_with(".tantivy-meta.lock"))
            .collect::<Vec<_>>()
    };
    for lock in locks() {
        fs::remove_file(lock).unwrap();
    }
    env.run(&["query", "introspection"]).expect_code(0);
    assert_eq!(locks().len(), 0);
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let like = mode(&env.path("index/CACHEDIR.TAG"));
    for entry in walkdir::WalkDir::new(env.path("index")) {
        let entry = entry.unwrap();
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type().is_file() {
            assert_eq!(mode(entry.path()), like, "{name}");
        }
    }
}

#[test]
fn pages_that_scripts_show_by_the_route_in_the_address_are_each_their_own() {
    let env = TestEnv::empty();
    for (name, address) in [
        ("one", "https://app.example/docs/#!/one"),
        ("two", "https://app.example/docs/#!/two"),
        ("three", "https://app.example/docs/#/three"),
        ("part", "https://app.example/docs/#part"),
        ("front", "https://app.example/docs/"),
    ] {
        let title = if name == "part" { "front" } else { name };
        let page = format!(
            "<!-- saved from url=({:04}){address} --><html lang=en><head><title>Chapter {title}</title></head>\
             <body><article><h1>Chapter {title}</h1><p>Of chapter {title} there is enough to read here.</p>",
            address.len()
        );
        env.write(&format!("app/{name}.html"), page);
    }
    env.index(&["app"]);
    let mut titles: Vec<String> =
        env.export().iter().map(|document| document["title"].as_str().unwrap().to_owned()).collect();
    titles.sort_unstable();
    assert_eq!(titles, ["Chapter front", "Chapter one", "Chapter three", "Chapter two"]);
    for (address, title) in
        [("app.example/docs/#!/one", "Chapter one"), ("app.example/docs", "Chapter front")]
    {
        let shown = env.run(&["show", &format!("https://{address}")]).expect_code(0).stdout;
        assert!(shown.starts_with(title), "{shown}");
        let found = env.run(&["query", &format!("url:\"{address}\"")]).expect_code(0);
        assert!(found.stderr.contains("1 found"), "{found}");
    }
}

#[test]
fn publications_at_places_of_one_page_are_each_found_from_a_listing_or_from_records() {
    let env = TestEnv::empty();
    let row = |(title, day, end): (&str, &str, &str)| {
        format!(
            "<li><h3><a href=\"{end}\">{title}</a></h3><time>{day}</time> <span class=category>Notes</span></li>"
        )
    };
    let rows: String = [
        ("Attention heads that copy", "May 3, 2025", "/updates/2025#copy"),
        ("Neurons that never fire", "May 2, 2025", "/updates/2025#never"),
        ("A paper of its own", "April 20, 2025", "/papers/own"),
    ]
    .map(row)
    .concat();
    let page = format!(
        "<!DOCTYPE html><html lang=en><title>Research | Tarn Lab</title><meta property='og:site_name' content='Tarn Lab'>\
         <link rel=canonical href='https://tarn.example/research'><main><h1>Research</h1><ul>{rows}</ul></main>"
    );
    env.write("captures/listing.html", page);
    env.write(
        "captures/records.jsonl",
        "{\"title\":\"Attention heads that copy\",\"url\":\"https://other.example/u#copy\",\"published\":\"2025-05-03\"}\n\
         {\"title\":\"Neurons that never fire\",\"url\":\"https://other.example/u#never\",\"published\":\"2025-05-02\"}\n",
    );
    env.index(&["captures"]);
    let mut urls: Vec<String> = env
        .export()
        .iter()
        .filter(|one| one["kind"] == "publication")
        .map(|one| text(one, "/url").to_owned())
        .collect();
    urls.sort();
    assert_eq!(
        urls,
        [
            "https://other.example/u#copy",
            "https://other.example/u#never",
            "https://tarn.example/papers/own",
            "https://tarn.example/updates/2025#copy",
            "https://tarn.example/updates/2025#never",
        ]
    );
    let found = env.run(&["query", "neurons", "--format", "json"]).expect_code(0).json();
    assert_eq!(found["total"], 2, "{found}");
    let id = text(&found, "/hits/0/id").to_owned();
    env.index(&["captures"]);
    env.run(&["show", &id]).expect_code(0);
}

#[test]
fn a_folder_that_is_told_from_another_by_more_of_its_path_keeps_the_ids_of_its_records() {
    let env = TestEnv::empty();
    let record =
        |id: &str, title: &str| format!("{{\"id\":\"{id}\",\"title\":\"{title}\",\"body\":\"Words.\"}}\n");
    env.write("one/captures/records.jsonl", record("r1", "Quiet failures"));
    env.write("two/captures/more.jsonl", record("s1", "Something else"));
    env.index(&["one/captures"]);
    let id = text(&env.export()[0], "/id").to_owned();
    env.run(&["new", "--since-last", "me"]).expect_code(0);
    env.index(&["two/captures"]);
    let shown = env.run(&["show", &id, "--format", "json"]).expect_code(0).json();
    assert_eq!(text(&shown, "/title"), "Quiet failures");
    let new = env.run(&["new", "--since-last", "me", "--format", "jsonl"]).expect_code(0).jsonl();
    let titles: Vec<&str> = new.iter().map(|one| text(one, "/title")).collect();
    assert_eq!(titles, ["Something else"]);
}

#[test]
fn a_page_that_moved_is_one_where_its_capture_says_which_address_was_asked_for() {
    let page = "<!DOCTYPE html><html lang=en><title>Circuits that count</title><meta property='og:site_name' content='Tarn Lab'>\
        <article><h1>Circuits that count</h1><p>Small circuits count, and large ones count on them, as we found in a year of looking.</p></article>";
    let front = page.replace("Circuits that count", "Tarn Lab");
    // In one run, and a run each: the redirect joins what was there before.
    for runs in [&["all"][..], &["a", "b", "c"]] {
        let env = TestEnv::empty();
        let files = [
            ("a", page, "{\"url\":\"https://tarn.example/blog/old\",\"captured\":\"2025-05-01T00:00:00Z\"}"),
            (
                "b",
                page,
                "{\"url\":\"https://tarn.example/blog/old\",\"final_url\":\"https://tarn.example/research/new\",\"captured\":\"2025-06-01T00:00:00Z\"}",
            ),
            (
                "c",
                front.as_str(),
                "{\"url\":\"https://tarn.example/blog/old\",\"final_url\":\"https://tarn.example/\",\"captured\":\"2025-07-01T00:00:00Z\"}",
            ),
        ];
        for run in runs {
            for (name, source, metadata) in files.iter().filter(|(name, ..)| run == name || *run == "all") {
                env.write(&format!("captures/{name}.html"), source);
                env.write(&format!("captures/{name}.json"), metadata);
            }
            env.index(&["captures"]);
        }
        let mut found: Vec<(String, usize)> = env
            .export()
            .iter()
            .map(|one| (text(one, "/url").to_owned(), one["sightings"].as_array().unwrap().len()))
            .collect();
        found.sort();
        let expected =
            [("https://tarn.example/".to_owned(), 1), ("https://tarn.example/research/new".to_owned(), 2)];
        assert_eq!(found, expected, "{runs:?}");
        let shown = env.run(&["show", "tarn.example/blog/old", "--format", "json"]).expect_code(0).json();
        assert_eq!(text(&shown, "/title"), "Circuits that count");
    }
}

#[test]
fn a_page_that_moved_is_one_where_a_crawl_holds_the_redirect() {
    let record = |url: &str, date: &str, head: &str, body: &str| {
        let block = format!("HTTP/1.1 {head}\r\n\r\n{body}");
        format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}T00:00:00Z\r\n\
             Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    };
    let page = "<!DOCTYPE html><html lang=en><title>Circuits that count</title><meta property='og:site_name' content='Tarn Lab'>\
        <article><h1>Circuits that count</h1><p>Small circuits count, and large ones count on them, as we found in a year of looking.</p></article>";
    let html = "200 OK\r\nContent-Type: text/html";
    let env = TestEnv::empty();
    let early = record("https://tarn.example/blog/old", "2025-05-01", html, page);
    let late = [
        record("https://tarn.example/blog/old", "2025-06-01", "301 Moved\r\nLocation: /hop", ""),
        record("https://tarn.example/hop", "2025-06-01", "302 Found\r\nLocation: /research/new", ""),
        record("https://tarn.example/research/new", "2025-06-01", html, page),
        record("https://tarn.example/research/other", "2025-06-01", html, page),
    ];
    env.write("captures/early.warc", early);
    env.write("captures/late.warc", late.concat());
    env.index(&["captures"]);
    let mut found: Vec<(String, usize)> = env
        .export()
        .iter()
        .map(|one| (text(one, "/url").to_owned(), one["sightings"].as_array().unwrap().len()))
        .collect();
    found.sort();
    let expected = [
        ("https://tarn.example/research/new".to_owned(), 2),
        ("https://tarn.example/research/other".to_owned(), 1),
    ];
    assert_eq!(found, expected);
}
