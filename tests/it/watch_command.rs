//! `rsearch watch`: what arrives can be searched when it is said to be, whatever way it arrives.
#![cfg(unix)]

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread::spawn;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::shelf::{Item, metadata, page, records};
use crate::support::{PROGRAM, TestEnv};

/// How long a line is waited for; on a busy machine a run takes seconds.
const PATIENCE: Duration = Duration::from_mins(1);

/// How long nothing must be said where nothing is to be said: more than a change takes to be noticed, and a run.
const SILENCE: Duration = Duration::from_millis(2_500);

/// The program while it watches.
struct Watching<'a> {
    env: &'a TestEnv,
    child: Child,
    lines: Receiver<String>,
}

impl Watching<'_> {
    fn begin<'a>(env: &'a TestEnv, arguments: &[&str]) -> Watching<'a> {
        let mut command = env.command(PROGRAM);
        command.arg("watch").args(arguments).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = channel();
        spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Watching { env, child, lines }
    }

    fn line(&self) -> String {
        self.lines.recv_timeout(PATIENCE).expect("a line within a minute")
    }

    /// Reads lines up to one that begins so; gives it. What a program writes in two steps may be two runs.
    fn until(&self, beginning: &str) -> String {
        let start = Instant::now();
        loop {
            let line = self.line();
            if line.starts_with(beginning) {
                return line;
            }
            assert!(start.elapsed() < PATIENCE, "no line begins with {beginning:?}");
        }
    }

    fn says_nothing(&self) {
        if let Ok(line) = self.lines.recv_timeout(SILENCE) {
            panic!("{line}");
        }
    }

    fn finds(&self, words: &str) -> bool {
        self.env.run(&["query", words]).code == 0
    }

    /// Sends a signal, and makes sure that it ends well, with all indexed.
    fn end(self, signal: &str) {
        let env = self.env;
        self.stop(signal);
        env.run(&["doctor"]).expect_code(0);
    }

    fn stop(mut self, signal: &str) {
        let status = self.env.command("kill").args([signal, &self.child.id().to_string()]).status().unwrap();
        assert!(status.success());
        let start = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(start.elapsed() < PATIENCE, "it goes on after {signal}");
            std::thread::sleep(Duration::from_millis(10));
        };
        assert_eq!(status.code(), Some(0), "after {signal}");
    }
}

impl Drop for Watching<'_> {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn item(name: &str, title: &str) -> Item {
    Item::new(name, title, "2025-04-01", "Hydrology")
}

#[test]
fn what_arrives_changes_and_goes_is_indexed_when_it_is_said_to_be() {
    let env = TestEnv::empty();
    env.write("captures/a.html", page(&item("a", "Slow lakes remember")));
    let watching = Watching::begin(&env, &["captures"]);
    assert_eq!(watching.line(), format!("watching  captures ({})", env.path("captures").display()));
    assert_eq!(watching.line(), "indexed   1 new: 1 publications, 0 other pages");
    assert!(watching.finds("slow lakes"));

    env.write("captures/deep/er/b.html", page(&item("b", "Echoes of the tarn")));
    watching.until("new       captures/deep/er/b.html");
    watching.until("indexed   1 new: 2 publications");
    assert!(watching.finds("echoes"));

    // An editor saves: a temporary file, a copy of the old one, two renames.
    env.write("captures/.a.html.tmp", page(&item("a", "Quick lakes forget")));
    fs::rename(env.path("captures/a.html"), env.path("captures/.a.html~")).unwrap();
    fs::rename(env.path("captures/.a.html.tmp"), env.path("captures/a.html")).unwrap();
    fs::remove_file(env.path("captures/.a.html~")).unwrap();
    watching.until("changed   captures/a.html");
    watching.until("indexed ");
    assert!(watching.finds("quick lakes") && !watching.finds("slow lakes"));

    // Metadata that arrives after its capture.
    let address = "https://tarn.example/research/a";
    env.write("captures/a.json", metadata(address, "2026-02-03T04:05:06Z"));
    watching.until("changed   captures/a.html");
    watching.until("indexed ");
    assert!(watching.finds("captured:2026-02-03"));

    // A folder that is renamed.
    fs::rename(env.path("captures/deep"), env.path("captures/shallow")).unwrap();
    watching.until("gone      captures/deep/er/b.html");
    watching.until("new       captures/shallow/er/b.html");
    watching.until("indexed ");
    assert!(watching.finds("capture:captures/shallow/er/b.html"));
    env.write("captures/shallow/er/c.html", page(&item("c", "Written after the renaming")));
    watching.until("new       captures/shallow/er/c.html");
    watching.until("indexed ");

    env.write("captures/bad.jsonl", "{\n");
    assert!(watching.until("problem ").starts_with("problem   captures/bad.jsonl:1: not a JSON object"));
    watching.until("indexed ");

    fs::remove_file(env.path("captures/a.html")).unwrap();
    watching.until("gone      captures/a.html");
    assert!(!watching.until("indexed ").contains("problem"));
    assert!(!watching.finds("quick lakes"));
    watching.says_nothing();
    watching.end("-TERM");
}

#[test]
fn a_folder_that_is_away_takes_nothing_with_it_and_is_watched_again_when_it_is_back() {
    let env = TestEnv::empty();
    env.write("captures/a.html", page(&item("a", "Slow lakes remember")));
    let watching = Watching::begin(&env, &["captures"]);
    watching.until("indexed ");
    for round in 0..3 {
        fs::rename(env.path("captures"), env.path("elsewhere")).unwrap();
        watching.until("problem   captures: ");
        assert!(watching.finds("slow lakes"), "round {round}");
        fs::create_dir(env.path("captures")).unwrap();
        let name = format!("captures/after-{round}.html");
        fs::copy(env.path("elsewhere/a.html"), env.path("captures/a.html")).unwrap();
        env.write(&name, page(&item(&format!("after-{round}"), &format!("Seen again in round {round}"))));
        watching.until(&format!("new       {name}"));
        watching.until("indexed ");
        assert!(watching.finds("slow lakes") && watching.finds(&format!("\"in round {round}\"")));
        fs::remove_dir_all(env.path("elsewhere")).unwrap();
    }
    watching.end("-INT");
}

#[test]
fn a_single_file_is_watched_through_the_renames_of_an_editor() {
    let env = TestEnv::empty();
    env.write("records.jsonl", records(&[item("a", "Slow lakes remember")], false));
    let watching = Watching::begin(&env, &["records.jsonl"]);
    watching.until("indexed ");
    for round in 0..3 {
        let title = format!("Written in round {round}");
        env.write("records.new", records(&[item("a", &title)], false));
        fs::rename(env.path("records.new"), env.path("records.jsonl")).unwrap();
        watching.until("changed   records.jsonl");
        watching.until("indexed ");
        assert!(watching.finds(&format!("\"{title}\"")), "{title}");
    }
    watching.end("-TERM");
}

#[test]
fn many_captures_at_once_are_all_indexed() {
    let env = TestEnv::empty();
    fs::create_dir(env.path("captures")).unwrap();
    let watching = Watching::begin(&env, &["captures", "--format", "jsonl"]);
    let event = |name: &str| loop {
        let event: Value = serde_json::from_str(&watching.line()).unwrap();
        if event["event"] == name {
            return event;
        }
    };
    assert_eq!(event("watching")["sources"][0]["name"], "captures");
    event("run");
    for number in 0..300 {
        let item = item(&number.to_string(), &format!("Sounding number {number}"));
        env.write(&format!("captures/{}/{number}.html", number % 7), page(&item));
    }
    let (mut new, mut publications) = (0, 0);
    while new < 300 {
        let run = event("run");
        new += run["totals"]["new"].as_u64().unwrap();
        publications = run["totals"]["publications"].as_u64().unwrap();
        let named = run["changes"].as_array().unwrap().len() as u64;
        assert!(named >= run["totals"]["new"].as_u64().unwrap(), "{run}");
    }
    assert_eq!((new, publications), (300, 300));
    assert_eq!(env.export().len(), 300);
    watching.says_nothing();
    watching.end("-TERM");
}

#[test]
fn its_own_index_is_no_reason_to_run_again() {
    let env = TestEnv::empty();
    env.write("captures/a.html", page(&item("a", "Slow lakes remember")));
    let watching = Watching::begin(&env, &["captures", "--index", "captures/index", "--format", "jsonl"]);
    assert!(watching.line().contains("\"event\":\"watching\""));
    assert!(watching.line().contains("\"event\":\"run\""));
    watching.says_nothing();
    // Not even the clock tells of runs that found nothing, so the catalog is asked whether anybody wrote.
    let written = || fs::metadata(env.path("captures/index/writer.lock")).unwrap().modified().unwrap();
    let before = written();
    std::thread::sleep(SILENCE);
    assert_eq!(written(), before);
}

#[test]
fn while_another_process_writes_it_waits_and_says_so_once() {
    let env = TestEnv::empty();
    env.write("captures/a.html", page(&item("a", "Slow lakes remember")));
    env.index(&["captures"]);
    let lock = fs::File::options().read(true).write(true).open(env.path("index/writer.lock")).unwrap();
    lock.try_lock().unwrap();
    env.write("captures/b.html", page(&item("b", "Echoes of the tarn")));
    let watching = Watching::begin(&env, &["captures"]);
    watching.until("watching ");
    assert!(watching.line().starts_with("waiting   another rsearch (process "));
    watching.says_nothing();
    lock.unlock().unwrap();
    assert_eq!(watching.line(), "indexed   1 new: 2 publications, 0 other pages");
    lock.lock().unwrap();
    env.write("captures/c.html", page(&item("c", "Ice models")));
    assert!(watching.line().starts_with("waiting "));
    watching.stop("-INT");
    lock.unlock().unwrap();
    env.index(&["captures"]);
    assert_eq!(env.export().len(), 3);
}

#[test]
fn a_signal_during_a_run_rolls_it_back() {
    let env = TestEnv::empty();
    env.write("small/a.html", page(&item("a", "Slow lakes remember")));
    env.index(&["small"]);
    let before = env.run(&["export"]).stdout;
    let items: Vec<Item> =
        (0..30_000).map(|number| item(&number.to_string(), &format!("Sounding {number}"))).collect();
    env.write("large/records.jsonl", records(&items, false));
    let mut watching = Watching::begin(&env, &["small", "large"]);
    watching.until("watching ");
    std::thread::sleep(Duration::from_millis(300));
    assert!(watching.child.try_wait().unwrap().is_none());
    let kill = |watching: &Watching<'_>| {
        let id = watching.child.id().to_string();
        assert!(env.command("kill").args(["-TERM", &id]).status().unwrap().success());
    };
    kill(&watching);
    let status = watching.child.wait().unwrap();
    assert_eq!(status.code(), Some(0));
    assert_eq!(env.run(&["export"]).stdout, before);
    env.index(&["large"]);
    assert_eq!(env.export().len(), 30_001);
}

#[test]
fn without_a_folder_it_watches_what_was_indexed_and_says_what_is_missing() {
    let env = TestEnv::empty();
    let none = env.run(&["watch"]).expect_code(2);
    assert!(none.stderr.contains("knows no folder of captures"), "{none}");
    let nowhere = env.run(&["watch", "nowhere"]).expect_code(2);
    assert!(nowhere.stderr.contains("cannot read nowhere"), "{nowhere}");
    assert!(!env.path("index").exists());
    env.write("captures/a.html", page(&item("a", "Slow lakes remember")));
    env.index(&["captures"]);
    let watching = Watching::begin(&env, &["--every", "1"]);
    watching.until("watching  captures");
    assert_eq!(watching.line(), "indexed   nothing new: 1 publications, 0 other pages");
    env.write("captures/b.html", page(&item("b", "Echoes of the tarn")));
    watching.until("new       captures/b.html");
    watching.end("-TERM");
}
