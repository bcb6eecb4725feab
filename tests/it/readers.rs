//! Readers while others write: they never wait, see whole states only, and the new one as soon as it is committed.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::scope;
use std::time::{Duration, Instant};

use rsearch::document::Day;
use rsearch::index::Reader;
use rsearch::ingest::{Options, Quiet, ingest};
use rsearch::search::query::parse;
use rsearch::search::{Request, grammar, search};

use crate::support::TestEnv;
use crate::support::shelf::{Item, captures, change, page, records};

fn item(name: &str, title: &str) -> Item {
    Item::new(name, title, "2025-04-01", "Hydrology")
}

fn found(reader: &Reader, words: &str) -> u64 {
    let query = parse(words, &grammar(Day(20_000))).unwrap();
    search(reader, &Request { query, limit: 10, ..Request::default() }).unwrap().total
}

fn index(env: &TestEnv, rebuild: bool) {
    let options = Options { rebuild, ..Options::default() };
    ingest(&[env.path("captures")], &env.path("index"), &options, &Quiet).unwrap();
}

#[test]
fn a_reader_sees_a_new_state_as_soon_as_it_is_committed_and_the_old_one_until_it_asks() {
    let env = TestEnv::empty();
    env.write("captures/0.html", page(&item("0", "Slow lakes remember")));
    index(&env, false);
    let mut reader = Reader::open(&env.path("index")).unwrap();
    for number in 1..6 {
        env.write(
            &format!("captures/{number}.html"),
            page(&item(&number.to_string(), &format!("Sounding {number}"))),
        );
        index(&env, number == 3);
        assert_eq!(
            found(&reader, &format!("\"sounding {number}\"")),
            0,
            "a state that is open stays as it is"
        );
        let start = Instant::now();
        assert!(reader.refresh().unwrap());
        assert_eq!(found(&reader, &format!("\"sounding {number}\"")), 1);
        assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
        assert!(!reader.refresh().unwrap(), "nothing is newer");
    }
}

#[test]
fn readers_go_on_while_the_index_is_changed_and_made_anew() {
    let env = TestEnv::empty();
    captures(&env);
    index(&env, false);
    let states = |folder: &Path| -> Vec<String> {
        let reader = Reader::open(folder).unwrap();
        let all = reader.all().unwrap().chain(reader.all_as_of(1_800_000_000).unwrap());
        all.map(|document| format!("{:?}", document.unwrap())).collect()
    };
    let before = states(&env.path("index"));
    change(&env);
    index(&env, false);
    let after = states(&env.path("index"));
    assert_ne!(before, after);
    let (done, reads) = (AtomicBool::new(false), AtomicU64::new(0));
    scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut kept = Reader::open(&env.path("index")).unwrap();
                while !done.load(Ordering::Relaxed) {
                    assert_eq!(states(&env.path("index")), after);
                    assert!(found(&kept, "lakes") > 0);
                    kept.refresh().unwrap();
                    reads.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        for round in 0..6 {
            index(&env, round % 2 == 0);
        }
        // However quick the writer was, there was something to read beside it.
        while reads.load(Ordering::Relaxed) < 4 {
            std::thread::sleep(Duration::from_millis(5));
        }
        done.store(true, Ordering::Relaxed);
    });
}

#[cfg(unix)]
#[test]
fn no_command_that_reads_waits_for_a_writer_however_long_it_takes() {
    use std::process::Stdio;

    use crate::support::PROGRAM;
    let env = TestEnv::empty();
    env.write("captures/lakes.html", page(&item("lakes", "Slow lakes remember")));
    env.index(&["captures"]);
    let items: Vec<Item> =
        (0..20_000).map(|number| item(&number.to_string(), &format!("Sounding {number}"))).collect();
    env.write("captures/records.jsonl", records(&items, false));
    let signal = |signal: &str, id: u32| {
        assert!(env.command("kill").args([signal, &id.to_string()]).status().unwrap().success());
    };
    for command in ["index", "rebuild"] {
        let mut writer = env.command(PROGRAM);
        let mut writer = writer.arg(command).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        for _ in 0..4 {
            // A writer that stands still holds whatever it holds for as long as it takes.
            std::thread::sleep(Duration::from_millis(120));
            signal("-STOP", writer.id());
            for arguments in [
                &["query", "slow lakes"] as &[&str],
                &["export"],
                &["status"],
                &["sources"],
                &["query", "*", "--as-of", "2026"],
            ] {
                let start = Instant::now();
                let output = env.run(arguments);
                assert!(output.code <= 1, "{output}");
                assert!(
                    start.elapsed() < Duration::from_secs(9),
                    "{arguments:?} waited {:?}",
                    start.elapsed()
                );
            }
            signal("-CONT", writer.id());
        }
        assert!(writer.wait().unwrap().success());
        assert_eq!(env.export().len(), 20_001);
    }
}
