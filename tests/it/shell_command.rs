//! `rsearch completions` and `rsearch man`.

use crate::support::TestEnv;

#[test]
fn every_shell_gets_completions_that_know_the_commands() {
    let env = TestEnv::empty();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = env.run(&["completions", shell]).expect_code(0);
        assert!(output.stderr.is_empty(), "{output}");
        for word in ["rsearch", "query", "facets", "offset"] {
            assert!(output.stdout.contains(word), "{shell}: {word}");
        }
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
