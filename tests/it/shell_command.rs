//! `rsearch completions` and `rsearch man`.

use crate::support::{PROGRAM, TestEnv};

#[test]
fn every_shell_gets_completions_that_know_the_commands() {
    let env = TestEnv::empty();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = env.run(&["completions", shell]).expect_code(0);
        assert!(output.stderr.is_empty(), "{output}");
        for word in ["rsearch", "query", "facets", "offset"] {
            assert!(output.stdout.contains(word), "{shell}: {word}");
        }
        // What help hides is not offered; bash may know what would follow it.
        let offered =
            |line: &&str| line.contains("--now ") || line.contains("'--now") || line.contains("-l now");
        assert_eq!(output.stdout.lines().find(offered), None, "{shell}");
    }
}

#[test]
fn help_has_colours_as_the_flag_says() {
    let env = TestEnv::empty();
    for (flags, has_colours) in [
        (&["--color", "always"][..], true),
        (&["--color=always"], true),
        (&["--color", "never"], false),
        (&[], false),
    ] {
        let output = env.run(&[&["query", "--help"], flags].concat()).expect_code(0);
        assert_eq!(output.stdout.contains('\u{1b}'), has_colours, "{flags:?}");
    }
}

#[test]
fn a_variable_that_is_set_to_nothing_is_named() {
    let env = TestEnv::empty();
    for variable in ["RSEARCH_INDEX", "RSEARCH_STATE"] {
        let output = env.output(env.command(PROGRAM).env(variable, "").arg("status")).expect_code(2);
        assert!(output.stderr.contains(&format!("is {variable} set to nothing?")), "{output}");
    }
}

#[test]
fn the_manual_has_a_page_for_the_program_and_each_command() {
    let env = TestEnv::empty();
    let page = env.run(&["man"]).expect_code(0).stdout;
    assert!(page.contains(".TH rsearch 1"), "{page}");
    assert!(page.contains(".SH DESCRIPTION") && page.contains(".SH OPTIONS"), "{page}");
    for command in ["index", "query", "facets", "show", "inspect", "export", "status", "completions", "man"] {
        assert!(page.contains(command), "{command}");
        let page = env.run(&["man", command]).expect_code(0).stdout;
        assert!(page.contains(".TH ") && page.contains(".SH SYNOPSIS"), "{command}: {page}");
    }
    insta::assert_snapshot!(env.run(&["man", "nothing"]), @"
    exit code: 2
    ----- stderr -----
    error: there is no command nothing
    hint: `rsearch help` lists them
    ");
}
