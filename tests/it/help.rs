//! The help of every command and flag; `docs/cli.md` is all of it, as the program prints it.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::support::{PACKAGE, TestEnv, asked_for};

/// The program and its commands, as clap knows them.
fn commands() -> Vec<clap::Command> {
    let mut program = rsearch::cli::command();
    program.build();
    let commands: Vec<clap::Command> =
        program.get_subcommands().filter(|command| command.get_name() != "help").cloned().collect();
    std::iter::once(program).chain(commands).collect()
}

/// What is wrong with a short help.
fn fault(help: Option<String>) -> Option<&'static str> {
    let Some(help) = help.filter(|help| !help.trim().is_empty()) else { return Some("has no help") };
    if !help.starts_with(char::is_uppercase) {
        return Some("does not begin with a capital");
    }
    (help.ends_with('.') && !help.ends_with("...")).then_some("ends with a full stop")
}

#[test]
fn every_command_and_flag_has_help_that_begins_with_a_capital_and_ends_without_a_stop() {
    let mut faults = Vec::new();
    for command in commands() {
        let name = command.get_name().to_owned();
        if let Some(fault) = fault(command.get_about().map(ToString::to_string)) {
            faults.push(format!("{name} {fault}"));
        }
        for argument in command.get_arguments() {
            if let Some(fault) = fault(argument.get_help().map(ToString::to_string)) {
                faults.push(format!("{name}: {} {fault}", argument.get_id()));
            }
            for value in
                argument.get_possible_values().iter().filter(|_| argument.get_action().takes_values())
            {
                let fault = value.get_help().and_then(|help| fault(Some(help.to_string())));
                faults.extend(
                    fault.map(|fault| format!("{name}: {} {} {fault}", argument.get_id(), value.get_name())),
                );
            }
        }
    }
    assert!(faults.is_empty(), "\n  {}\n", faults.join("\n  "));
}

#[test]
fn the_commands_are_those_of_the_design() {
    let names: Vec<String> = commands().iter().skip(1).map(|command| command.get_name().to_owned()).collect();
    assert_eq!(
        names,
        [
            "capture",
            "follow",
            "update",
            "index",
            "rebuild",
            "sources",
            "watch",
            "query",
            "facets",
            "similar",
            "terms",
            "tui",
            "save",
            "show",
            "history",
            "diff",
            "new",
            "timeline",
            "lag",
            "missing",
            "inspect",
            "fix",
            "formats",
            "export",
            "status",
            "doctor",
            "eval",
            "judge",
            "bench",
            "completions",
            "man"
        ]
    );
}

/// The page `docs/cli.md`: all that `--help` prints.
fn page() -> String {
    let env = TestEnv::empty();
    let mut page = "# The command line\n\nWhat `rsearch --help` and the help of its commands print. A test holds this page to the program; \
                    `UPDATE_DOCS=1 cargo test help` writes it anew.\n"
        .to_owned();
    for (place, command) in commands().iter().enumerate() {
        let name = command.get_name();
        let (title, arguments) = if place == 0 {
            (name.to_owned(), vec!["--help"])
        } else {
            (format!("rsearch {name}"), vec![name, "--help"])
        };
        let output = env.run(&arguments).expect_code(0);
        assert!(output.stderr.is_empty(), "{output}");
        write!(page, "\n## `{title}`\n\n```text\n{}\n```\n", output.stdout.trim_end()).unwrap();
    }
    page
}

#[test]
fn docs_cli_md_is_what_help_prints() {
    let path = Path::new(PACKAGE).join("docs/cli.md");
    let page = page();
    if asked_for("UPDATE_DOCS").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        written == page,
        "docs/cli.md is not what --help prints: `UPDATE_DOCS=1 cargo test help` writes it anew\n{page}"
    );
}

#[test]
fn help_fits_a_line_of_a_hundred_columns() {
    let wide: Vec<String> =
        page().lines().skip(3).filter(|line| line.chars().count() > 100).map(str::to_owned).collect();
    assert_eq!(wide, [""; 0]);
}

#[test]
fn short_help_and_version_are_answers() {
    let env = TestEnv::empty();
    for arguments in
        [&["-h"] as &[&str], &["help"], &["query", "-h"], &["help", "query"], &["--version"], &["-V"]]
    {
        let output = env.run(arguments).expect_code(0);
        assert!(!output.stdout.is_empty() && output.stderr.is_empty(), "{arguments:?}\n{output}");
    }
    insta::assert_snapshot!(env.run(&["--version"]), @"
    exit code: 0
    ----- stdout -----
    rsearch [VERSION]
    ");
}

#[test]
fn wrong_commands_and_flags_are_errors_of_usage() {
    let env = TestEnv::empty();
    for arguments in [
        &[] as &[&str],
        &["serach"],
        &["index"],
        &["show"],
        &["facets"],
        &["inspect"],
        &["completions"],
        &["completions", "tcsh"],
        &["man", "nothing"],
        &["query", "--format", "xml"],
        &["index", ".", "--max-bytes", "many"],
        &["--color", "sometimes", "status"],
        &["--now", "eventually", "query"],
    ] {
        let output = env.run(arguments).expect_code(2);
        assert!(!output.stderr.is_empty() && output.stdout.is_empty(), "{arguments:?}\n{output}");
    }
    insta::assert_snapshot!(env.run(&["serach"]), @"
    exit code: 2
    ----- stderr -----
    error: unrecognized subcommand 'serach'

      tip: some similar subcommands exist: 'watch', 'bench'

    Usage: rsearch [OPTIONS] <COMMAND>

    For more information, try '--help'.
    ");
}
