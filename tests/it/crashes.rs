//! The real program killed (SIGKILL) before every step and at random moments of every kind of run: what was committed last
//! answers, whole, and the next run ends where an undisturbed one would have.
#![cfg(unix)]

use std::fs;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::support::shelf::{captures, change};
use crate::support::{PROGRAM, TestEnv, copy_folder};

/// The steps of a run, in their order.
const STEPS: &[&str] = &[
    "read",
    "settle",
    "merge",
    "commit-catalog",
    "commit-history",
    "commit-segments",
    "latent",
    "metas",
    "manifest",
    "sweep",
];

/// Kills of each kind of run at moments that nothing but the clock chooses. With those before steps there are more than
/// two hundred over all kinds.
const RANDOM_KILLS: usize = 34;

/// What is asked of an index to tell its state.
const QUESTIONS: &[&[&str]] = &[
    &["export"],
    &["export", "--as-of", "2026-02-01"],
    &["export", "--as-of", "2026-04-01"],
    &["query", "lakes OR depth OR ice", "--format", "json", "--facets", "team,year"],
];

/// A kind of run.
struct Kind {
    /// Makes the captures, and the index as it is before, or none.
    prepare: fn(&TestEnv),
    /// What is killed.
    arguments: &'static [&'static str],
    /// The first of its steps.
    begins: &'static str,
}

#[test]
fn a_first_run_that_is_killed_leaves_nothing_or_all() {
    kill_often(&Kind { prepare: captures, arguments: &["index", "captures", "other"], begins: "read" });
}

#[test]
fn a_later_run_that_is_killed_leaves_the_earlier_state_or_the_new_one() {
    let prepare = |env: &TestEnv| {
        captures(env);
        env.index(&["captures", "other"]);
        change(env);
    };
    kill_often(&Kind { prepare, arguments: &["index"], begins: "read" });
}

#[test]
fn forgetting_that_is_killed_has_forgotten_nothing_or_all() {
    let prepare = |env: &TestEnv| {
        captures(env);
        env.index(&["captures", "other"]);
    };
    kill_often(&Kind { prepare, arguments: &["sources", "forget", "other"], begins: "settle" });
}

#[test]
fn a_rebuild_that_is_killed_leaves_the_earlier_index_or_the_new_one() {
    let prepare = |env: &TestEnv| {
        captures(env);
        env.index(&["captures", "other"]);
        change(env);
    };
    kill_often(&Kind { prepare, arguments: &["rebuild"], begins: "read" });
}

#[test]
fn pruning_that_is_killed_has_pruned_nothing_or_all() {
    let prepare = |env: &TestEnv| {
        captures(env);
        env.index(&["captures", "other"]);
        change(env);
        fs::remove_dir_all(env.path("other")).unwrap();
        fs::create_dir(env.path("other")).unwrap();
    };
    kill_often(&Kind { prepare, arguments: &["index", "--prune"], begins: "read" });
}

fn kill_often(kind: &Kind) {
    let scene = Scene::new(kind);
    let first = STEPS.iter().position(|step| *step == kind.begins).unwrap();
    for (place, step) in STEPS.iter().enumerate().skip(first) {
        scene.reset();
        let output = scene.env.run(&[kind.arguments, &["--kill-before", step]].concat());
        assert_eq!(output.code, 128 + 9, "before {step}: {output}");
        let named = place > STEPS.iter().position(|step| *step == "manifest").unwrap();
        let expected = if named { &scene.after } else { &scene.before };
        assert_eq!(&state(&scene.env), expected, "killed before {step}");
        scene.doctor_sends_to_the_next_run(step);
        scene.next_run_ends_as_an_undisturbed_one(&format!("before {step}"));
    }
    let mut span = scene.took;
    let mut kills = 0;
    for seed in 0_u32.. {
        if kills == RANDOM_KILLS {
            break;
        }
        scene.reset();
        // The golden ratio spreads the moments evenly, however many there are.
        let fraction = (f64::from(seed) * 0.618_033_988_75).fract();
        let moment = span.mul_f64(fraction);
        if scene.kill_after(moment) {
            kills += 1;
            let found = state(&scene.env);
            assert!(found == scene.before || found == scene.after, "killed after {moment:?}:\n{found}");
            scene.next_run_ends_as_an_undisturbed_one(&format!("after {moment:?}"));
        } else {
            // It was quicker than the one that was measured.
            span = span.mul_f64(0.9);
        }
    }
}

/// Captures, an index before the run, and the states before and after it.
struct Scene<'a> {
    kind: &'a Kind,
    env: TestEnv,
    before: String,
    after: String,
    took: Duration,
}

impl Scene<'_> {
    fn new(kind: &Kind) -> Scene<'_> {
        let env = TestEnv::empty();
        (kind.prepare)(&env);
        fs::create_dir_all(env.path("index")).unwrap();
        copy_folder(&env.path("index"), &env.path("kept"));
        let before = state(&env);
        let start = Instant::now();
        env.run(kind.arguments).expect_code(0);
        let took = start.elapsed();
        let after = state(&env);
        Scene { kind, env, before, after, took }
    }

    /// Puts the index back as it was before the run.
    fn reset(&self) {
        fs::remove_dir_all(self.env.path("index")).unwrap();
        copy_folder(&self.env.path("kept"), &self.env.path("index"));
    }

    /// Starts the run and kills it a while later. Gives whether it was still running.
    fn kill_after(&self, moment: Duration) -> bool {
        let mut command = self.env.command(PROGRAM);
        command.args(self.kind.arguments).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        sleep(moment);
        child.kill().unwrap();
        child.wait().unwrap().code().is_none()
    }

    fn doctor_sends_to_the_next_run(&self, step: &str) {
        let report = self.env.run(&["doctor", "--format", "json"]);
        if report.code == 2 {
            assert!(report.stderr.contains("there is no index in index\n"), "killed before {step}: {report}");
            return;
        }
        for finding in report.json()["findings"].as_array().unwrap() {
            let mends = ["rsearch index", "rsearch index --prune"];
            assert!(mends.iter().any(|mend| finding["mend"] == *mend), "killed before {step}: {report}");
        }
    }

    fn next_run_ends_as_an_undisturbed_one(&self, killed: &str) {
        let run = self.env.run(self.kind.arguments);
        // What was forgotten before the kill cannot be forgotten again.
        let is_done = run.code == 2 && run.stderr.contains("other is no source of the index");
        assert!(run.code == 0 || is_done, "killed {killed}, then {run}");
        assert_eq!(state(&self.env), self.after, "killed {killed}, then {run}");
        let mut names: Vec<String> = fs::read_dir(self.env.path("index"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .map(|name| name.trim_end_matches(|letter: char| letter.is_ascii_digit()).to_owned())
            .collect();
        names.sort();
        let expected = [
            ".gitignore",
            "CACHEDIR.TAG",
            "catalog.sqlite",
            "history-",
            "rsearch.json",
            "segments-",
            "writer.lock",
        ];
        assert_eq!(names, expected, "killed {killed}");
        self.env.run(&["doctor"]).expect_code(0);
    }
}

/// All that the index answers.
fn state(env: &TestEnv) -> String {
    QUESTIONS.iter().map(|arguments| env.run(arguments).to_string()).collect()
}
