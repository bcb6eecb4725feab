//! Every file of an index damaged in every way, each in turn: nothing crashes, what is wrong is found, and the command that is
//! named mends it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::shelf::{captures, change};
use crate::support::{Output, TestEnv, copy_folder, text};

/// Commands that show what the index holds; the last ones read the catalog.
const READERS: &[&[&str]] = &[
    &["export"],
    &["export", "--as-of", "2026-02-01"],
    &["query", "lakes OR depth OR ice", "--format", "json", "--facets", "team,year"],
    &["query", "\"remember longer\"", "--as-of", "2026-02-01", "--format", "json"],
    &["status"],
    &["sources"],
    &["index", "--dry-run"],
];

/// The readers among them whose answers show the documents.
const TELLING: usize = 4;

#[test]
fn an_index_of_which_a_file_is_missing_is_mended_by_what_is_named() {
    damage_each(|file| fs::remove_file(file).unwrap());
}

#[test]
fn an_index_of_which_a_file_is_empty_is_mended_by_what_is_named() {
    damage_each(|file| fs::write(file, "").unwrap());
}

#[test]
fn an_index_of_which_a_file_is_cut_is_mended_by_what_is_named() {
    for share in [2, 9] {
        damage_each(|file| {
            let bytes = fs::read(file).unwrap();
            fs::write(file, &bytes[..bytes.len() - bytes.len() / share - 1]).unwrap();
        });
    }
}

#[test]
fn an_index_with_a_flipped_bit_answers_right_or_is_mended_by_what_is_named() {
    for place in [0.02, 0.4, 0.97] {
        damage_each(|file| flip(file, place));
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "a place in a file"
)]
fn flip(file: &Path, place: f64) {
    let mut bytes = fs::read(file).unwrap();
    let place = (bytes.len() as f64 * place) as usize;
    if let Some(byte) = bytes.get_mut(place) {
        *byte ^= 0x10;
    }
    fs::write(file, bytes).unwrap();
}

/// Damages every file of an index in turn.
fn damage_each(damage: impl Fn(&Path)) {
    let env = TestEnv::empty();
    captures(&env);
    env.index(&["captures", "other"]);
    change(&env);
    env.index(&[]);
    let right: Vec<String> = answers(&env).into_iter().map(|output| output.expect_code(0).stdout).collect();
    copy_folder(&env.path("index"), &env.path("whole"));
    let restore = || {
        fs::remove_dir_all(env.path("index")).unwrap();
        copy_folder(&env.path("whole"), &env.path("index"));
    };
    for file in files(&env.path("index")) {
        let damaged = || {
            restore();
            damage(&file);
        };
        damaged();
        let place = file.strip_prefix(env.path("index")).unwrap().display().to_string();
        let mut commands = Vec::new();
        let mut wrong = false;
        for (output, right) in answers(&env).into_iter().zip(&right) {
            assert!(!output.stderr.contains("panicked") && output.code <= 3, "{place}: {output}");
            match output.code {
                2 => commands.push(named(&output.stderr).unwrap_or_else(|| panic!("{place}: {output}"))),
                _ => wrong |= output.stdout != *right,
            }
        }
        let doctor = env.run(&["doctor", "--format", "json"]);
        assert!(!doctor.stderr.contains("panicked"), "{place}: {doctor}");
        match doctor.code {
            0 => assert!(!wrong && commands.is_empty(), "{place}: doctor sees nothing"),
            1 => {
                for finding in doctor.json()["findings"].as_array().unwrap() {
                    commands.push(text(finding, "/mend").to_owned());
                }
            }
            _ => commands.push(named(&doctor.stderr).unwrap_or_else(|| panic!("{place}: {doctor}"))),
        }
        commands.sort();
        commands.dedup();
        for command in commands {
            damaged();
            follow(&env, &command, &place);
            let mended: Vec<String> = answers(&env).into_iter().map(|output| output.stdout).collect();
            assert!(mended[..TELLING] == right[..TELLING], "{place}: not mended by {command}: {mended:?}");
            let doctor = env.run(&["doctor"]);
            assert_eq!(doctor.code, 0, "{place}: not mended by {command}: {doctor}");
        }
    }
}

/// Does what a hint says. Where it cannot be done it says what can.
fn follow(env: &TestEnv, command: &str, place: &str) {
    let command = command.replace("PATH…", "captures other");
    let arguments: Vec<&str> = command.split(' ').skip(1).collect();
    let output = env.run(&arguments);
    if output.code == 2 {
        let next = named(&output.stderr).unwrap_or_else(|| panic!("{place}: {output}"));
        assert_ne!(next, command, "{place}: {output}");
        return follow(env, &next, place);
    }
    assert_eq!(output.code, 0, "{place}: {command}: {output}");
}

/// The command that a hint names.
fn named(stderr: &str) -> Option<String> {
    let hint = stderr.lines().find(|line| line.starts_with("hint: "))?;
    let (_, command) = hint.split_once("`rsearch")?;
    Some(format!("rsearch{}", command.split_once('`')?.0))
}

fn answers(env: &TestEnv) -> Vec<Output> {
    READERS.iter().map(|arguments| env.run(arguments)).collect()
}

fn files(index: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(index).sort_by_file_name().into_iter().map(Result::unwrap);
    let files: Vec<PathBuf> =
        files.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect();
    assert!(files.len() > 15, "{files:?}");
    files
}
