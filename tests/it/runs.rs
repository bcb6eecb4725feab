//! Runs over folders that changed, came, went or were away: what is read, what is kept, what is foretold.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::shelf::{Item, captures, change, page, records};
use crate::support::{PROGRAM, TestEnv, text};

fn item(name: &str, title: &str) -> Item {
    Item::new(name, title, "2025-04-01", "Hydrology")
}

/// Two folders, indexed.
fn env() -> TestEnv {
    let env = TestEnv::empty();
    env.write("captures/lakes.html", page(&item("lakes", "Slow lakes remember")));
    env.write("captures/deep/echo.html", page(&item("echo", "Echoes of the tarn")));
    env.write("other/ice.html", page(&item("ice", "Ice models")));
    env.index(&["captures", "other"]);
    env
}

fn finds(env: &TestEnv, words: &str) -> bool {
    env.run(&["query", words]).code == 0
}

/// The report of a run.
fn report(env: &TestEnv, arguments: &[&str]) -> Value {
    let output = env.run(&[&["index", "--format", "json"], arguments].concat());
    assert!(output.code == 0 || output.code == 3, "{output}");
    output.json()
}

/// Every file of a folder, with its bytes.
fn content(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    // Where there is no folder there is nothing.
    let files = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
    files
        .filter(|entry| entry.file_type().is_file())
        // SQLite's files for the connections of the moment.
        .filter(|entry| !entry.path().to_string_lossy().ends_with("-shm"))
        .map(|entry| (entry.path().display().to_string(), fs::read(entry.path()).unwrap()))
        .filter(|(name, bytes)| !(name.ends_with("-wal") && bytes.is_empty()))
        .collect()
}

#[test]
fn a_dry_run_foretells_the_run_and_changes_nothing() {
    let env = TestEnv::empty();
    captures(&env);
    for (arguments, counts) in [(&["captures", "other"] as &[&str], [9, 0, 0]), (&[], [2, 3, 2])] {
        let before = content(&env.path("index"));
        let plan =
            env.run(&[&["index", "--dry-run", "--format", "json"], arguments].concat()).expect_code(0).json();
        assert_eq!(content(&env.path("index")), before, "nothing is written");
        let planned = |word: &str| {
            plan["files"].as_array().unwrap().iter().filter(|file| file["is"] == word).count() as u64
        };
        assert_eq!([planned("new"), planned("changed"), planned("gone")], counts, "{plan}");
        let report = report(&env, arguments);
        for word in ["new", "changed", "gone"] {
            assert_eq!(report[word], planned(word), "{word}: {plan}\n{report}");
        }
        assert_eq!(report["files"]["unchanged"], plan["unchanged"]);
        assert_eq!(report["files"]["skipped"], plan["skipped"]);
        let again = env.run(&["index", "--dry-run", "--format", "json"]).expect_code(0).json();
        assert!(again["files"].as_array().unwrap().is_empty(), "{again}");
        if env.path("captures/fish.html").exists() {
            change(&env);
        }
    }
    let nothing = TestEnv::empty();
    nothing.write("captures/a.html", page(&item("a", "Slow lakes remember")));
    let output = nothing.run(&["index", "--dry-run", "captures"]).expect_code(0);
    assert_eq!(output.stdout, "new      captures/a.html\n");
    assert!(!nothing.path("index").exists());
}

#[test]
fn what_a_file_showed_goes_with_it_unless_it_is_to_be_kept() {
    let env = env();
    fs::remove_file(env.path("captures/lakes.html")).unwrap();
    let kept = report(&env, &["--keep-missing"]);
    assert_eq!((&kept["missing"], &kept["gone"]), (&1.into(), &0.into()), "{kept}");
    assert!(finds(&env, "slow lakes"));
    // What was kept on purpose stays kept.
    assert_eq!(report(&env, &[])["missing"], 1);
    let plan = env.run(&["index", "--dry-run"]).expect_code(0);
    assert_eq!(plan.stdout, "missing  captures/lakes.html\n");
    env.run(&["rebuild"]).expect_code(0);
    assert!(finds(&env, "slow lakes"), "a rebuild keeps it too");
    env.run(&["doctor"]).expect_code(0);
    // It is back, as it was, and gone again: now it takes what it showed with it.
    env.write("captures/lakes.html", page(&item("lakes", "Slow lakes remember")));
    let back = report(&env, &[]);
    assert_eq!((&back["missing"], &back["files"]["unchanged"]), (&0.into(), &3.into()), "{back}");
    fs::remove_file(env.path("captures/lakes.html")).unwrap();
    assert_eq!(report(&env, &["--keep-missing"])["missing"], 1);
    let pruned = report(&env, &["--prune"]);
    assert_eq!((&pruned["missing"], &pruned["gone"]), (&0.into(), &1.into()), "{pruned}");
    assert!(!finds(&env, "slow lakes") && finds(&env, "echoes"));
    fs::remove_file(env.path("captures/deep/echo.html")).unwrap();
    env.write("captures/new.html", page(&item("new", "A new sounding")));
    assert_eq!(report(&env, &[])["gone"], 1);
    assert!(!finds(&env, "echoes"));
}

#[test]
fn a_source_that_is_away_or_suddenly_empty_takes_nothing_with_it_without_prune() {
    type Hide = fn(&TestEnv);
    let away: Hide = |env| fs::rename(env.path("captures"), env.path("unmounted")).unwrap();
    let emptied: Hide = |env| {
        fs::rename(env.path("captures"), env.path("unmounted")).unwrap();
        fs::create_dir(env.path("captures")).unwrap();
    };
    let unreadable: Hide = |env| {
        fs::rename(env.path("captures"), env.path("unmounted")).unwrap();
        // A link to itself cannot be looked into by anybody.
        #[cfg(unix)]
        std::os::unix::fs::symlink("captures", env.path("captures")).unwrap();
    };
    for (name, hide) in [("away", away), ("emptied", emptied), ("unreadable", unreadable)] {
        let env = env();
        let before = env.run(&["export"]).stdout;
        hide(&env);
        for arguments in
            [&["index"] as &[&str], &["index", "captures"], &["index", "--keep-missing"], &["rebuild"]]
        {
            let output = env.run(arguments).expect_code(3);
            assert!(output.stderr.contains("warning: captures"), "{name}: {output}");
            assert_eq!(env.run(&["export"]).stdout, before, "{name}: {output}");
        }
        let plan = env.run(&["index", "--dry-run"]).expect_code(3);
        assert_eq!(plan.stdout, "problem  captures\n", "{name}");
        // The other folder goes on.
        env.write("other/more.html", page(&item("more", "More ice")));
        env.run(&["index"]).expect_code(3);
        assert!(finds(&env, "more ice") && finds(&env, "slow lakes"), "{name}");
        let pruned = env.run(&["index", "--prune"]);
        assert!(pruned.code == 0 || pruned.code == 3, "{name}: {pruned}");
        assert!(!finds(&env, "slow lakes") && finds(&env, "ice"), "{name}");
    }
}

#[test]
fn an_index_whose_catalog_is_lost_keeps_what_a_folder_showed_that_is_away() {
    let env = env();
    let before = env.run(&["export"]).stdout;
    fs::remove_file(env.path("index/catalog.sqlite")).unwrap();
    fs::rename(env.path("captures"), env.path("unmounted")).unwrap();
    let output = env.run(&["index"]).expect_code(2);
    assert!(
        output.stderr.contains("hint: mount or restore it; --prune goes on without what it showed"),
        "{output}"
    );
    assert_eq!(env.run(&["export"]).stdout, before);
    fs::rename(env.path("unmounted"), env.path("captures")).unwrap();
    env.index(&[]);
    assert_eq!(env.run(&["export"]).stdout, before);
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_read_takes_nothing_with_it() {
    use std::os::unix::fs::PermissionsExt;
    let env = env();
    let before = env.run(&["export"]).stdout;
    fs::set_permissions(env.path("captures/deep"), fs::Permissions::from_mode(0o000)).unwrap();
    let line = format!("chmod -R a+rwX index; exec setpriv --reuid=65534 --clear-groups {PROGRAM} index");
    let is_root = env.output(env.command("id").arg("-u")).stdout == "0\n";
    let output =
        if is_root { env.output(env.command("sh").args(["-c", &line])) } else { env.run(&["index"]) };
    fs::set_permissions(env.path("captures/deep"), fs::Permissions::from_mode(0o755)).unwrap();
    if output.code == 127 || output.stderr.contains("setpriv") {
        return crate::support::skipped(
            "a folder that may not be read",
            "root reads all, and there is no setpriv",
        );
    }
    assert_eq!(output.code, 3, "{output}");
    assert!(output.stderr.contains("warning: captures/deep: "), "{output}");
    assert_eq!(env.run(&["export"]).stdout, before);
}

#[test]
fn sources_are_listed_named_apart_and_forgotten() {
    let env = env();
    let listed = env.run(&["sources", "--format", "json"]).expect_code(0).json();
    let names = |listed: &Value| -> Vec<String> {
        listed["sources"].as_array().unwrap().iter().map(|source| text(source, "/name").to_owned()).collect()
    };
    assert_eq!(names(&listed), ["captures", "other"]);
    env.write("later/captures/fish.html", page(&item("fish", "What fish know")));
    let output = env.run(&["index", "later/captures"]).expect_code(0);
    assert!(output.stderr.contains("are now called "), "{output}");
    let listed = env.run(&["sources", "--format", "json"]).expect_code(0).json();
    assert!(names(&listed).contains(&"later/captures".to_owned()), "{listed}");
    assert!(finds(&env, "capture:later/captures/fish.html") && finds(&env, "slow lakes"));
    env.run(&["sources", "forget", "other", "later/captures"]).expect_code(0);
    assert!(!finds(&env, "ice") && !finds(&env, "fish") && finds(&env, "slow lakes"));
    let unknown = env.run(&["sources", "forget", "other"]).expect_code(2);
    assert!(unknown.stderr.contains("other is no source of the index in index"), "{unknown}");
    env.index(&[]);
    assert!(!finds(&env, "ice"), "what was forgotten is not looked at again");
    env.run(&["doctor"]).expect_code(0);
}

#[test]
fn captures_that_would_be_read_in_another_way_are_read_again_and_it_is_said() {
    let env = env();
    let output = env.run(&["index", "--max-bytes", "1MiB"]).expect_code(0);
    assert!(output.stderr.contains("note: captures are read in another way than before"), "{output}");
    let again = report(&env, &["--max-bytes", "1MiB"]);
    assert_eq!(again["files"]["unchanged"], 3, "{again}");
}

#[test]
fn a_file_of_the_same_size_and_time_but_other_bytes_is_noticed_while_it_is_fresh() {
    let env = env();
    let path = env.path("captures/lakes.html");
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    env.write("captures/lakes.html", page(&item("lakes", "Slow lakes remembxr")));
    fs::File::options().append(true).open(&path).unwrap().set_modified(time).unwrap();
    env.index(&[]);
    assert!(finds(&env, "remembxr"));
}

#[test]
fn of_several_runs_at_once_one_writes_and_the_others_say_who() {
    let env = TestEnv::empty();
    let items: Vec<Item> =
        (0..2_000).map(|number| item(&number.to_string(), &format!("Sounding {number}"))).collect();
    env.write("captures/records.jsonl", records(&items, false));
    let outputs: Vec<_> = std::thread::scope(|scope| {
        let runs: Vec<_> = (0..5).map(|_| scope.spawn(|| env.run(&["index", "captures"]))).collect();
        runs.into_iter().map(|run| run.join().unwrap()).collect()
    });
    for output in &outputs {
        let is_locked = output.code == 2 && output.stderr.contains("is writing to the index in index");
        assert!(output.code == 0 || is_locked, "{output}");
    }
    assert!(outputs.iter().any(|output| output.code == 0));
    assert_eq!(env.export().len(), 2_000);
    env.run(&["doctor"]).expect_code(0);
}
