//! `rsearch tui` on a terminal that `script` makes: what signals leave of it.

use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::support::{PROGRAM, TestEnv, missing};

/// What puts another screen on, and what takes it off (`smcup` and `rmcup` of xterm).
const ENTERED: &str = "\u{1b}[?1049h";
const LEFT: &str = "\u{1b}[?1049l";

/// How long frames are waited for: far longer than they take.
const PATIENCE: Duration = Duration::from_mins(1);

#[test]
fn a_signal_leaves_the_terminal_as_it_was() {
    let env = TestEnv::with_captures();
    env.index(&["captures/anthropic.com/introspection.html"]);
    for signal in ["TERM", "HUP", "INT", "QUIT"] {
        let seen = env.path(signal);
        // The shell becomes the program, and so names its process.
        let line = format!("echo $$ >process; exec '{PROGRAM}' tui");
        let mut command = env.command("script");
        command.env("TERM", "xterm").arg("-qefc").arg(&line).arg(&seen);
        // At the end of its input `script` would press Ctrl-D.
        let started = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn();
        let Ok(mut terminal) = started else {
            missing("a_signal_leaves_the_terminal_as_it_was", "`script` of util-linux is not there");
            return;
        };
        let input = terminal.stdin.take();
        let text = || String::from_utf8_lossy(&std::fs::read(&seen).unwrap_or_default()).into_owned();
        let begun = Instant::now();
        while !text().contains(ENTERED) && begun.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(20));
        }
        let process = std::fs::read_to_string(env.path("process")).unwrap();
        env.output(env.command("kill").arg(format!("-{signal}")).arg(process.trim())).expect_code(0);
        assert_eq!(terminal.wait().unwrap().code(), Some(130), "{signal}: {}", text());
        drop(input);
        let text = text();
        assert!(text.contains(ENTERED) && text.contains(LEFT), "{signal}: {text}");
    }
}
