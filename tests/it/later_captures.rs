//! What a later capture does not take from a publication: its title, its text, its date. Through the real program, and in any
//! order of runs.

use serde_json::{Value, json};

use crate::support::{TestEnv, text};

const URL: &str = "https://www.tarn.example/notes/weir/";

/// A paragraph with a word of its own at its end.
fn paragraph(word: &str) -> String {
    format!(
        "<p>Every morning of the year we walked to the weir, read the staff, wrote down how high the water stood and \
         looked for what the night had washed against the gate, until we came to the {word}.</p>"
    )
}

/// An article; `date` is what it shows as its day, in an element for it.
fn article(date: &str, words: &[&str]) -> String {
    let paragraphs: String = words.iter().map(|word| paragraph(word)).collect();
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>Water at the weir - Tarn Review</title>\
         <meta property=\"og:type\" content=\"article\"><meta property=\"og:site_name\" content=\"Tarn Review\"></head>\
         <body><main><article><h1>Water at the weir</h1><div class=\"meta\"><span class=\"date\">{date}</span></div>\
         {paragraphs}</article></main></body></html>"
    )
}

const WORDS: [&str; 6] = ["heron", "sluice", "alder", "otter", "millstone", "kingfisher"];

fn whole() -> String {
    article("March 3, 2023", &WORDS)
}

fn page(title: &str, body: &str) -> String {
    format!("<!DOCTYPE html><html lang=\"en\"><head><title>{title}</title></head><body>{body}</body></html>")
}

/// Writes a capture of the address.
fn capture(env: &TestEnv, name: &str, captured: &str, source: &str) {
    env.write(&format!("{name}.html"), source);
    env.write(
        &format!("{name}.json"),
        json!({ "url": URL, "captured": captured, "status": 200 }).to_string(),
    );
}

/// What is indexed of an article and what comes later, as one run sees it.
fn beside(name: &str, later: &str) -> TestEnv {
    let env = TestEnv::empty();
    capture(&env, "shelf/first", "2024-05-14T09:00:00Z", &whole());
    if let Some(page) = name.strip_suffix(".html") {
        capture(&env, &format!("shelf/{page}"), "2024-06-14T09:00:00Z", later);
    } else {
        env.write(&format!("shelf/{name}"), later);
    }
    env.index(&["shelf"]);
    env
}

fn publication(documents: Vec<Value>) -> Value {
    let mut found = documents.into_iter().filter(|document| text(document, "/url").ends_with("/weir/"));
    let one = found.next().unwrap();
    assert!(found.next().is_none(), "one document at the address");
    one
}

/// That a document is the article, all of it.
fn assert_whole(document: &Value, case: &str) {
    assert_eq!(text(document, "/title"), "Water at the weir", "{case}");
    assert_eq!(text(document, "/kind"), "publication", "{case}");
    assert_eq!(text(document, "/published/date"), "2023-03-03", "{case}");
    assert_eq!(text(document, "/url"), URL, "{case}");
    for word in WORDS {
        assert!(text(document, "/body").contains(word), "{case}: {word}");
    }
}

/// Pages that stand where the article was.
fn others() -> [(&'static str, String); 4] {
    let row = |name: &str, day: u32| {
        format!(
            "<article><h2><a href=\"/notes/{name}/\">The tale of the {name}</a></h2>\
             <time datetime=\"2023-04-{day:02}\">April {day}, 2023</time><p>What the {name} has to tell of the year.</p></article>"
        )
    };
    let rows: String = [("lock", 1), ("ferry", 4), ("towpath", 9), ("mill", 12)]
        .into_iter()
        .map(|(name, day)| row(name, day))
        .collect();
    [
        (
            "gone",
            page(
                "Nothing here - Tarn Review",
                "<main><h1>Nothing here</h1><p>There is no page at this place. Perhaps look for it?</p></main>",
            ),
        ),
        ("checked", page("One moment", "<h1>www.tarn.example</h1><h2>We look whether you are a person</h2>")),
        (
            "login",
            page(
                "Come in - Tarn Review",
                "<main><h1>Come in</h1><form><label>Name <input name=\"n\"></label><input type=\"password\" name=\"p\"></form><p>This is for members.</p></main>",
            ),
        ),
        ("front", page("Tarn Review", &format!("<main><h1>Tarn Review</h1>{rows}</main>"))),
    ]
}

#[test]
fn another_page_at_its_address_is_evidence_of_the_publication_and_nothing_else() {
    for (case, later) in others() {
        let env = beside("later.html", &later);
        let document = publication(env.export());
        assert_whole(&document, case);
        assert_eq!(document["sightings"].as_array().unwrap().len(), 2, "{case}");
        let then = env.run(&["export", "--as-of", "2024-07-01"]).expect_code(0).jsonl();
        assert_whole(&publication(then), case);
        let report = env.run(&["rebuild", "--format", "json"]).expect_code(0).json();
        assert_eq!(report["doubts"]["another-page"], 1, "{case}: {report}");
    }
}

#[test]
fn what_stood_at_an_address_before_the_publication_was_there_is_shown_as_of_then() {
    let env = TestEnv::empty();
    let soon =
        page("Soon - Tarn Review", "<main><h1>Soon</h1><p>Something will be here before long.</p></main>");
    capture(&env, "shelf/before", "2023-01-01T09:00:00Z", &soon);
    capture(&env, "shelf/first", "2024-05-14T09:00:00Z", &whole());
    env.index(&["shelf"]);
    assert_whole(&publication(env.export()), "now");
    let then = publication(env.run(&["export", "--as-of", "2023-02-01"]).expect_code(0).jsonl());
    assert_eq!((text(&then, "/title"), text(&then, "/kind")), ("Soon", "page"));
}

#[test]
fn a_page_of_the_same_title_goes_on_being_the_publication() {
    let undated = article("", &["heron", "ferryman"]).replace("content=\"article\"", "content=\"website\"");
    let document = publication(beside("later.html", &undated).export());
    assert!(text(&document, "/body").contains("ferryman"), "{document}");
}

#[test]
fn the_beginning_of_a_text_does_not_hide_the_whole() {
    let teaser = article("March 3, 2023", &WORDS[..1]);
    let clip = format!(
        "---\ntitle: Water at the weir\nsource: {URL}\ncreated: 2024-06-01\n---\n> Every morning of the year we walked\n\nMine: look this up.\n"
    );
    let record = json!({ "url": "http://tarn.example/notes/weir", "title": "Water at the weir", "captured": "2024-06-01",
                         "text": "Every morning of the year we walked to the weir" });
    for (name, later) in [("later.html", teaser), ("clip.md", clip), ("items.jsonl", record.to_string())] {
        let env = beside(name, &later);
        assert_whole(&publication(env.export()), name);
        let then = env.run(&["export", "--as-of", "2024-07-01"]).expect_code(0).jsonl();
        assert_whole(&publication(then), name);
    }
}

#[test]
fn a_text_that_was_written_anew_replaces_the_one_before() {
    let shorter =
        article("March 3, 2023", &["ferryman"]).replace("Every morning of the year we", "Nobody ever");
    let document = publication(beside("later.html", &shorter).export());
    let body = text(&document, "/body");
    assert!(body.contains("ferryman") && !body.contains("heron"), "{body}");
}

#[test]
fn a_text_that_is_shortened_with_a_note_is_shown_and_one_without_is_doubted() {
    let note = "<p>Withdrawn at the wish of those who wrote it.</p><p>";
    let short = article("March 3, 2023", &WORDS[..2]);
    let noted = short.replacen("<p>", note, 1);
    let document = publication(beside("later.html", &noted).export());
    let body = text(&document, "/body");
    assert!(body.contains("Withdrawn") && !body.contains("otter"), "{body}");
    let env = beside("later.html", &short);
    assert_whole(&publication(env.export()), "without a note");
    let report = env.run(&["rebuild", "--format", "json"]).expect_code(0).json();
    assert_eq!(report["doubts"]["text-shortened"], 1, "{report}");
    let cut = short.replace("came to the sluice.", "came …");
    let env = beside("later.html", &cut);
    assert_whole(&publication(env.export()), "cut");
    let report = env.run(&["rebuild", "--format", "json"]).expect_code(0).json();
    assert_eq!(report["doubts"]["text-shortened"], Value::Null, "{report}");
}

#[test]
fn a_publication_that_is_retitled_without_its_date_goes_on() {
    let undated = |words: &[&str]| article("", words).replace("content=\"article\"", "content=\"website\"");
    let titled = |title: &str, words: &[&str]| {
        let note =
            format!("<h1>{title}</h1><p>Those who wrote it take it back: the staff was read wrongly.</p>");
        undated(words).replace("<h1>Water at the weir</h1>", &note).replace("Water at the weir", title)
    };
    for (title, words) in [
        ("Retracted: Water at the weir", &WORDS[..0]),
        ("Retracted: Water at the weir", &WORDS[..]),
        ("How high the river stood", &WORDS[..]),
    ] {
        let env = beside("later.html", &titled(title, words));
        let then = env.run(&["export", "--as-of", "2024-07-01"]).expect_code(0).jsonl();
        for document in [publication(env.export()), publication(then)] {
            assert_eq!(text(&document, "/title"), title);
            assert!(text(&document, "/body").contains("take it back"), "{document}");
        }
    }
}

#[test]
fn an_error_that_was_taken_for_the_publication_gives_way_to_it() {
    let env = TestEnv::empty();
    let wrong = article("March 3, 2023", &[])
        .replace("Water at the weir", "Nothing here")
        .replace("</article>", "<p>The page is not at this place any more, look elsewhere.</p></article>");
    let undated = article("", &WORDS).replace("content=\"article\"", "content=\"website\"");
    capture(&env, "shelf/first", "2024-05-14T09:00:00Z", &wrong);
    capture(&env, "shelf/later", "2024-06-14T09:00:00Z", &undated);
    env.index(&["shelf"]);
    let document = publication(env.export());
    assert_eq!(text(&document, "/title"), "Water at the weir");
    assert!(text(&document, "/body").contains("kingfisher"), "{document}");
}

#[test]
fn a_relative_date_counts_back_from_the_first_capture_of_the_same_bytes() {
    let env = TestEnv::empty();
    let source = article("3 days ago", &WORDS);
    capture(&env, "shelf/later", "2024-02-01T12:00:00Z", &source);
    capture(&env, "shelf/first", "2024-01-10T12:00:00Z", &source);
    env.index(&["shelf"]);
    let now = publication(env.export());
    assert_eq!(text(&now, "/published/date"), "2024-01-07");
    let then = publication(env.run(&["export", "--as-of", "2024-03-01"]).expect_code(0).jsonl());
    assert_eq!(text(&then, "/published/date"), "2024-01-07");
    let report = env.run(&["rebuild", "--format", "json"]).expect_code(0).json();
    assert_eq!(report["doubts"]["dates-disagree"], Value::Null, "{report}");
}

#[test]
fn a_date_after_the_day_on_which_it_was_seen_gives_way_to_one_before() {
    for (first, later, wanted) in [
        ("January 7, 2024", "January 29, 2024", "2024-01-07"),
        // There is no other.
        ("", "January 29, 2024", "2024-01-29"),
        // A day of grace for time zones.
        ("January 7, 2024", "January 11, 2024", "2024-01-11"),
    ] {
        let env = TestEnv::empty();
        capture(&env, "shelf/first", "2024-01-10T12:00:00Z", &article(first, &WORDS));
        capture(&env, "shelf/later", "2024-02-01T12:00:00Z", &article(later, &WORDS));
        let report = env.run(&["index", "shelf", "--format", "json"]).expect_code(0).json();
        let doubts = report["doubts"]["dates-disagree"].as_u64();
        assert_eq!(doubts, (!first.is_empty()).then_some(1), "{later}: {report}");
        let now = publication(env.export());
        let then = publication(env.run(&["export", "--as-of", "2024-03-01"]).expect_code(0).jsonl());
        for document in [now, then] {
            assert_eq!(text(&document, "/published/date"), wanted, "{first}, then {later}");
        }
    }
}

#[test]
fn captures_that_come_run_by_run_give_what_they_give_at_once() {
    let [(_, gone), .., (_, front)] = others();
    let teaser = article("March 3, 2023", &WORDS[..1]);
    let relative = article("3 days ago", &WORDS);
    let captures = [
        ("relative", "2023-03-06T09:00:00Z", &relative),
        ("whole", "2024-05-14T09:00:00Z", &whole()),
        ("front", "2024-06-14T09:00:00Z", &front),
        ("teaser", "2024-07-14T09:00:00Z", &teaser),
        ("again", "2024-08-14T09:00:00Z", &relative),
        ("gone", "2024-09-14T09:00:00Z", &gone),
    ];
    let moments = ["2023-04-01", "2024-06-01", "2024-07-01", "2024-08-01", "2024-09-01", "2024-10-01"];
    let shown = |env: &TestEnv| {
        let then = |moment: &&str| env.run(&["export", "--as-of", moment]).expect_code(0).jsonl();
        (env.export(), moments.iter().map(then).collect::<Vec<_>>())
    };
    let at_once = TestEnv::empty();
    for (name, moment, source) in captures {
        capture(&at_once, &format!("shelf/{name}"), moment, source);
    }
    at_once.index(&["shelf"]);
    let wanted = shown(&at_once);
    assert_whole(&publication(wanted.0.clone()), "at once");
    for order in [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [2, 5, 0, 4, 1, 3]] {
        let env = TestEnv::empty();
        for place in order {
            let (name, moment, source) = captures[place];
            capture(&env, &format!("shelf/{name}"), moment, source);
            env.index(&["shelf"]);
        }
        assert_eq!(shown(&env), wanted, "{order:?}");
    }
}
