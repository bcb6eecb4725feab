//! Holds the README to the program: its examples, run in its order on a copy of `captures`, print what stands below them.
#![cfg(unix)]

use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::support::{PACKAGE, PROGRAM, TestEnv};

/// `rsearch …` and `cargo run --release -- …` as a shell reads them, both for the program under test.
const IN_A_SHELL: &str = r#"rsearch() { "$RSEARCH" "$@" 2>&1; }; cargo() { shift 3; rsearch "$@"; }; "#;

/// A line that stands for any others.
const LEFT_OUT: &str = "\n…\n";

/// A block of code: what stands behind its opening mark, and its lines.
struct Block<'a> {
    language: &'a str,
    text: &'a str,
}

fn blocks(page: &str) -> Vec<(Block<'_>, &str)> {
    let mut pieces = page.split("```");
    let _before = pieces.next();
    let mut blocks = Vec::new();
    while let (Some(block), Some(after)) = (pieces.next(), pieces.next()) {
        let (language, text) = block.split_once('\n').unwrap();
        blocks.push((Block { language, text }, after));
    }
    blocks
}

/// The commands of one line that a block follows at once, with that block.
fn examples(page: &str) -> Vec<(&str, &str)> {
    let blocks = blocks(page);
    let pairs = blocks.windows(2).filter_map(|pair| {
        let [(command, between), (printed, _)] = pair else { return None };
        let is_example = command.language == "sh" && matches!(printed.language, "" | "json");
        let line = command.text.trim_end();
        (is_example && between.trim().is_empty() && !line.contains('\n')).then_some((line, printed.text))
    });
    pairs.collect()
}

/// A text as it is compared: lines are folded as they like, and a run takes its time.
fn compared(text: &str) -> String {
    let line = |line: &str| match line.split_once(';') {
        Some((done, rest)) if done.starts_with("done in ") => format!("done;{rest}"),
        _ => line.to_owned(),
    };
    let lines: Vec<String> = text.lines().map(line).collect();
    lines.join("\n").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the pieces stand in a text in this order: the first at its beginning, the last at its end.
fn stand_in(pieces: &[String], text: &str) -> bool {
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return false };
    let mut rest = text;
    let in_order = pieces.iter().all(|piece| match rest.find(piece.as_str()) {
        Some(at) => {
            rest = &rest[at + piece.len()..];
            true
        }
        None => false,
    });
    in_order && text.starts_with(first.as_str()) && text.ends_with(last.as_str())
}

#[test]
fn every_example_prints_what_stands_below_it() {
    let page = fs::read_to_string(Path::new(PACKAGE).join("README.md")).unwrap();
    let env = TestEnv::with_captures();
    let examples = examples(&page);
    let mut compared_with = 0;
    let mut differ = String::new();
    for (command, printed) in &examples {
        // It would ask the web.
        if command.starts_with("rsearch capture ") {
            continue;
        }
        let mut shell = env.command("/bin/sh");
        shell.env("RSEARCH", PROGRAM).args(["-c", &format!("{IN_A_SHELL}{command}")]);
        let answer = compared(&env.output(&mut shell).stdout);
        let printed = format!("{printed}\n");
        let pieces: Vec<String> = printed.split(LEFT_OUT).map(compared).collect();
        compared_with += 1;
        if !stand_in(&pieces, &answer) {
            let pieces = pieces.join(LEFT_OUT);
            let _ = writeln!(differ, "`{command}` prints\n{answer}\nand README.md says\n{pieces}\n");
        }
    }
    assert!(differ.is_empty(), "{differ}");
    assert!(compared_with >= 12, "only {compared_with} examples of {} were run", examples.len());
}

#[test]
fn examples_are_commands_with_their_output() {
    let page = "a\n\n```sh\nrsearch a\n```\n\n```\none\n```\n\n```sh\nb\nc\n```\n\n```\ntwo\n```\n";
    assert_eq!(examples(page), [("rsearch a", "one\n")]);
    let pieces = ["a b", "d", ""].map(str::to_owned);
    assert!(stand_in(&pieces, "a b c d e"));
    assert!(!stand_in(&pieces, "x a b c d e"));
    assert!(!stand_in(&["d".to_owned(), "a".to_owned()], "a b c d"));
}
