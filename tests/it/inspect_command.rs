//! `rsearch inspect`: what each stage makes of a capture; nothing is written.

use crate::support::TestEnv;

#[test]
fn text_shows_the_page_its_listing_and_its_doubts() {
    let env = TestEnv::with_captures();
    insta::assert_snapshot!(env.run(&["inspect", "captures/metr.org/blog.html"]), @r#"
    exit code: 0
    ----- stdout -----
    blog.html: html (begins with an HTML doctype)
    kind:       page
    title:      Research and updates
    published:  unknown
    publisher:  METR
    language:   en
    url:        https://metr.org/blog/
    summary:    Reports, short notes and changes of course, newest first.
    text:       9 words: Reports, short notes and changes of course, newest first.
    capture:    captured 2026-05-04T11:20:45Z · HTTP 200 · method plain · sha256 [SHA256]
    listing:    8 entries, goes on elsewhere
      1. We are Changing our Developer Productivity Experiment Design
         2026-02-24, day, from time-element (confidence 0.95): "24 February 2026" · https://metr.org/blog/2026-02-24-uplift-update/
         Too many developers now refuse to work without AI for a fair comparison, so the trial has to be built in another way.
      2. Time Horizon 1.1
         2026-01-29, day, from time-element (confidence 0.95): "29 January 2026" · https://metr.org/blog/2026-1-29-time-horizon-1-1/
         A larger set of tasks and a new testing harness give fresh estimates of how long a job models can see through.
      3. CoT May Be Highly Informative Despite “Unfaithfulness”
         2025-08-08, day, from time-element (confidence 0.95): "8 August 2025" · https://metr.org/blog/2025-08-08-cot-may-be-highly-informative-despite-unfaithfulness/
         A written chain of thought that leaves things out can still give a monitor what it needs, as long as the reasoning was hard enough to need writing down.
      4. Measuring the Impact of Early-2025 AI on Experienced Open-Source Developer Productivity
         2025-07-10, day, from time-element (confidence 0.95): "10 July 2025" · https://metr.org/blog/2025-07-10-early-2025-ai-experienced-os-dev-study/
         In a randomised trial, people who knew their repositories well took longer with AI tools than without, and believed the opposite.
      5. Recent Frontier Models Are Reward Hacking
         2025-06-05, day, from time-element (confidence 0.95): "5 June 2025" · https://metr.org/blog/2025-06-05-recent-reward-hacking/
         Agents were caught changing the scoring code instead of solving the problem, and could say that nobody would want this.
      6. Measuring AI Ability to Complete Long Tasks
         2025-03-19, day, from time-element (confidence 0.95): "19 March 2025" · https://metr.org/blog/2025-03-19-measuring-ai-ability-to-complete-long-tasks/
         How long is the job that a model finishes half of the time? By that yardstick ability has doubled about every seven months.
      7. Evaluating frontier AI R&D capabilities of language model agents against human experts
         2024-11-22, day, from time-element (confidence 0.95): "22 November 2024" · https://metr.org/blog/2024-11-22-evaluating-r-d-capabilities-of-llms/
         Seven research engineering tasks set side by side: agents lead after two hours, people after a full day.
      8. ARC Evals is now METR
         2023-12-04, day, from time-element (confidence 0.95): "4 December 2023" · https://metr.org/blog/2023-12-04-metr-announcement/
         The evaluations team leaves its first home and takes a new name. The people and the plans stay the same.
    doubt:      listing-incomplete: lists 8 and says that there is more ("2")
    "#);
}

#[test]
fn json_is_one_object_a_page() {
    let env = TestEnv::with_captures();
    insta::assert_snapshot!(env.run(&[
        "inspect",
        "captures/anthropic.com/introspection.html",
        "--format",
        "json"
    ]));
    let pages = env.inspect("captures/feeds/arxiv.jsonl");
    assert_eq!(pages.len(), 12);
    for page in pages {
        let keys: Vec<&String> = page.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["page", "listing", "doubts", "explanation"]);
    }
}

#[test]
fn a_text_without_spaces_is_counted_and_cut_by_its_letters() {
    let env = TestEnv::empty();
    let text = format!("<p>{}</p>", "湖の深さを測る新しい方法が見つかった。".repeat(20)).repeat(10);
    env.write("page.html", format!("<html lang=ja><title>湖の深さ</title><h1>湖の深さ</h1>{text}"));
    let shown = env.run(&["inspect", "page.html"]).stdout;
    let line = shown.lines().find(|line| line.starts_with("text:")).unwrap();
    assert!(line.contains(" 1800 words: ") && line.ends_with('…'), "{line}");
    assert!(line.chars().count() < 700, "{}", line.chars().count());
}

#[test]
fn nothing_is_written() {
    let env = TestEnv::with_captures();
    env.run(&["inspect", "captures/metr.org/blog.html", "captures/notes/gemma-scope.md"]).expect_code(0);
    let names: Vec<_> =
        std::fs::read_dir(env.path(".")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["captures"]);
}

#[test]
fn no_index_is_needed_nor_looked_at() {
    let env = TestEnv::with_captures();
    env.write("index/rsearch.json", "damage");
    env.run(&["inspect", "captures/notes/gemma-scope.md"]).expect_code(0);
}

#[test]
fn a_folder_is_refused_and_an_unknown_format_said() {
    let env = TestEnv::with_captures();
    insta::assert_snapshot!(env.run(&["inspect", "captures"]), @"
    exit code: 2
    ----- stderr -----
    error: captures is a folder
    hint: name a capture in it
    ");
    env.write("words.bin", "\u{0}\u{1}\u{2}");
    insta::assert_snapshot!(env.run(&["inspect", "words.bin"]), @"
    exit code: 1
    ----- stderr -----
    skipped: words.bin: no known capture format
    ");
    let output = env.run(&["inspect", "words.bin", "--format", "json"]).expect_code(1);
    assert_eq!(output.stdout, "{\"capture\":\"words.bin\",\"skipped\":\"no known capture format\"}\n");
    let sidecar = env.run(&["inspect", "captures/anthropic.com/introspection.json"]).expect_code(1);
    // A file that is named itself is judged by its content, whatever lies beside it.
    assert!(sidecar.stderr.contains("introspection.json: no known capture format"), "{sidecar}");
}

#[test]
fn a_problem_ends_with_3() {
    let env = TestEnv::empty();
    env.write("bad.jsonl", "{\"id\":\"1\",\"title\":\"Good\"}\n{\n");
    insta::assert_snapshot!(env.run(&["inspect", "bad.jsonl"]), @"
    exit code: 3
    ----- stdout -----
    bad.jsonl: json-lines (is named as JSON Lines and its first line is an object)
    kind:       publication
    title:      Good
    published:  unknown
    text:       0 words:
    capture:    sha256 [SHA256]

    ----- stderr -----
    warning: bad.jsonl:2: not a JSON object: EOF while parsing an object at column 1
    ");
}

#[test]
fn explain_tells_why_every_field_is_what_it_is() {
    let env = TestEnv::with_captures();
    let output =
        env.run(&["inspect", "captures/anthropic.com/introspection.html", "--explain"]).expect_code(0);
    for line in ["why:", "title:      Signs of introspection", "not ", "claimed by nothing: "] {
        assert!(output.stdout.contains(line), "{line}\n{output}");
    }
    let arguments = ["inspect", "captures/anthropic.com/introspection.html", "--explain", "--format", "json"];
    let output = env.run(&arguments).expect_code(0);
    let page: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
    let candidates = page["explanation"]["candidates"].as_array().unwrap();
    let chosen = |field: &str| {
        let mut all = candidates.iter().filter(|it| it["field"] == field && it["lost"].is_null());
        all.next().map(|it| it["values"][0].as_str().unwrap().to_owned())
    };
    assert_eq!(chosen("title").as_deref(), page["page"]["title"].as_str());
    assert_eq!(chosen("published").as_deref(), page["page"]["published"]["date"].as_str());
    let became = |what: &str| {
        page["explanation"]["text"].as_array().unwrap().iter().filter(|it| it["became"] == what).count()
    };
    assert!(became("body") > 3 && became("title") > 0 && became("nothing") > 0, "{page}");
}

#[test]
fn html_is_one_page_that_shows_a_strangers_text_and_runs_none_of_it() {
    let env = TestEnv::empty();
    let text = "The tide turned late that year, and <b>nobody</b> could say why it had done so. ".repeat(12);
    let bait = "&lt;img src=x onerror=alert(1)&gt; \u{1b}[31m";
    env.write(
        "page.html",
        format!("<!DOCTYPE html><title>{bait}</title><h1>{bait}</h1><script>alert(2)</script><p>{text}</p><img src=https://a.example/x.png>"),
    );
    env.run(&["inspect", "page.html", "--html", "out.html"]).expect_code(0);
    let html = std::fs::read_to_string(env.path("out.html")).unwrap();
    assert!(html.contains("&lt;img src=x onerror=alert(1)&gt;"), "{html}");
    assert!(html.contains("<p class=\"body\">The tide turned late"), "{html}");
    for bad in ["<img", "<script", "alert(2)", "\u{1b}", "a.example", "http"] {
        assert!(!html.replace("http-equiv", "").contains(bad), "{bad}: {html}");
    }
}

#[test]
fn a_report_takes_the_place_of_a_report_and_of_nothing_else() {
    let env = TestEnv::empty();
    env.write("page.html", "<title>A page</title><p>Some words of it.");
    env.write("other.html", "<title>Another</title><p>Some words of it.");
    let output = env.run(&["inspect", "--html", "other.html", "page.html"]).expect_code(2);
    assert!(output.stderr.contains("other.html is there already"), "{output}");
    assert!(std::fs::read_to_string(env.path("other.html")).unwrap().contains("Another"));
    for _ in 0..2 {
        env.run(&["inspect", "page.html", "--html", "out.html"]).expect_code(0);
    }
}

#[test]
fn what_a_page_declares_of_itself_is_told_with_what_agrees_and_what_does_not() {
    let env = TestEnv::empty();
    let text = "The water of slow lakes turns twice a year, and nobody had measured how long it takes until this spring. ";
    env.write(
        "page.html",
        format!(
            "<!DOCTYPE html><html lang=en><title>Slow lakes | Tarn Works</title><meta property=og:title content='Slow lakes'>\
             <meta property=og:site_name content='Tarn Works'><link rel=canonical href='https://tarn.example/a/lakes'>\
             <meta property=og:url content='https://tarn.example/a/lakes?x=1'><link rel=next href='/a/2'>\
             <meta property=article:published_time content=2026-05-03><meta name=citation_author content='Reed, Ada'><meta name=citation_author content='Hale, Jonas'>\
             <article><h1>Slow lakes</h1><p>{text}</p><p>Boats crossed the lake every week of that spring, and each of them took \
             the same measure at the same place, so that the numbers could be compared.</p>\
             <p>In the autumn after it they stayed ashore, for the storms came early and the harbour was closed until the ice had gone.</p><p>Paper: <a href='https://arxiv.org/abs/2401.01234'>here</a>, \
             code: <a href='https://github.com/tarn/lakes'>there</a>.</p></article>"
        ),
    );
    let output = env.run(&["inspect", "page.html", "--explain"]).expect_code(0);
    for line in [
        "summary, made of the text: The water",
        "arxiv:      2401.01234",
        "github:     tarn/lakes",
        "next:       https://tarn.example/a/2",
        "            also og:title\n",
        "url:        https://tarn.example/a/lakes · rel=canonical\n",
        "            not https://tarn.example/a/lakes?x=1 · og:url: another was chosen\n",
        "publisher:  Tarn Works · og:site_name\n",
        "language:   en · html lang\n",
    ] {
        assert!(output.stdout.contains(line), "{line}\n{output}");
    }
}

#[test]
fn a_report_as_html_may_be_asked_for_beside_json() {
    let env = TestEnv::empty();
    env.write("page.html", "<title>A page</title><p>Some words of it.");
    let output = env.run(&["inspect", "page.html", "--html", "out.html", "--format", "json"]).expect_code(0);
    let page: serde_json::Value = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!(page["page"]["title"].as_str(), Some("A page"));
    assert!(page["explanation"].is_null());
    assert!(env.path("out.html").is_file());
}
