//! Runs the real program in a folder of its own, and shows all that a person would see of it.
//!
//! In: files to put into the folder, arguments. Out: [`Output`]: exit code, standard output and standard error, with
//! what differs from run to run replaced by placeholders. The environment is scrubbed; nothing outside the folder is
//! written.

pub(crate) mod corpus;
pub(crate) mod fetching;
mod filters;
pub(crate) mod server;
pub(crate) mod shelf;

use std::fmt::{self, Display, Formatter};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use serde_json::Value;
use tempfile::TempDir;

use filters::filtered;

/// The folder of the package.
pub(crate) const PACKAGE: &str = env!("CARGO_MANIFEST_DIR");

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_rsearch");

/// The day that relative dates count back from.
pub(crate) const NOW: &str = "2026-06-01";

/// A folder in which the program runs.
pub(crate) struct TestEnv {
    root: PathBuf,
    _folder: TempDir,
}

/// What the program answered.
#[derive(Clone, Debug)]
pub(crate) struct Output {
    /// Exit code; 128 and more for a signal, as a shell counts.
    pub(crate) code: i32,
    /// Standard output as it came.
    pub(crate) stdout: String,
    /// Standard error as it came.
    pub(crate) stderr: String,
    root: String,
}

impl TestEnv {
    /// An empty folder.
    pub(crate) fn empty() -> TestEnv {
        let folder = TempDir::with_prefix_in("it-", env!("CARGO_TARGET_TMPDIR")).unwrap();
        TestEnv { root: folder.path().canonicalize().unwrap(), _folder: folder }
    }

    /// A folder with a copy of the project's sample captures in `captures`.
    pub(crate) fn with_captures() -> TestEnv {
        let env = TestEnv::empty();
        copy_folder(&Path::new(PACKAGE).join("captures"), &env.path("captures"));
        env
    }

    /// A folder with a copy of some fixtures, under their own name.
    pub(crate) fn with_fixtures(name: &str) -> TestEnv {
        let env = TestEnv::empty();
        copy_folder(&Path::new(PACKAGE).join("tests/fixtures").join(name), &env.path(name));
        env
    }

    /// A folder with one file of records, indexed.
    pub(crate) fn with_records(records: &[Value]) -> TestEnv {
        let env = TestEnv::empty();
        let lines: Vec<String> = records.iter().map(Value::to_string).collect();
        env.write("records.jsonl", lines.join("\n"));
        env.index(&["records.jsonl"]);
        env
    }

    /// The sample captures, indexed once for all tests that only read.
    pub(crate) fn shared() -> &'static TestEnv {
        static SHARED: LazyLock<TestEnv> = LazyLock::new(|| {
            forget_earlier_runs();
            let env = TestEnv::with_captures();
            env.index(&["captures"]);
            env
        });
        &SHARED
    }

    /// A path in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Writes a file, and the folders it is in.
    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    /// A command that runs a program in the folder, without any of the environment of the tests.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).env_clear().stdin(Stdio::null());
        command
            .env("HOME", &self.root)
            .env("TERM", "dumb")
            .env("PATH", "/usr/bin:/bin")
            .env("TMPDIR", &self.root);
        command
    }

    /// Runs the program.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.output(self.command(PROGRAM).args(arguments))
    }

    /// Runs the program; standard output as it is.
    pub(crate) fn command_bytes(&self, arguments: &[&str]) -> Vec<u8> {
        let output = self.command(PROGRAM).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }

    /// Runs the program with `--now`, for questions about days.
    pub(crate) fn run_now(&self, arguments: &[&str]) -> Output {
        self.output(self.command(PROGRAM).args(["--now", NOW]).args(arguments))
    }

    /// Runs a command to its end.
    pub(crate) fn output(&self, command: &mut Command) -> Output {
        let output = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program prints UTF-8");
        Output {
            code: exit_code(output.status),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
            root: self.root.display().to_string(),
        }
    }

    /// Indexes paths; no problem may come up.
    pub(crate) fn index(&self, paths: &[&str]) -> Output {
        let output = self.run(&[&["index"], paths].concat());
        assert_eq!(output.code, 0, "{output}");
        output
    }

    /// What `inspect --format json` says of a capture, one value a page.
    pub(crate) fn inspect(&self, file: &str) -> Vec<Value> {
        let output = self.run(&["inspect", "--format", "json", file]);
        assert_eq!(output.code, 0, "{output}");
        output.jsonl()
    }

    /// Every document of the index.
    pub(crate) fn export(&self) -> Vec<Value> {
        let output = self.run(&["export"]);
        assert_eq!(output.code, 0, "{output}");
        output.jsonl()
    }
}

/// The days of publication and of change of a page with this source, as `inspect` tells them; `-` for none.
pub(crate) fn days_of(source: &str) -> String {
    let env = TestEnv::empty();
    env.write("page.html", source);
    let page = &env.inspect("page.html")[0];
    let day = |pointer| Some(text(page, pointer)).filter(|day| !day.is_empty()).unwrap_or("-");
    format!("{} {}", day("/page/published/date"), day("/page/updated/date"))
}

impl Output {
    /// Standard output as one JSON value.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}\n{self}"))
    }

    /// Standard output as one JSON value a line.
    pub(crate) fn jsonl(&self) -> Vec<Value> {
        let value = |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}\n{self}"));
        self.stdout.lines().map(value).collect()
    }

    /// The pages that `inspect` printed as JSON, without what tells why there is none.
    pub(crate) fn pages(&self) -> Vec<Value> {
        self.jsonl().into_iter().filter(|value| value.get("page").is_some()).collect()
    }

    /// The exit code must be this one.
    pub(crate) fn expect_code(self, code: i32) -> Output {
        assert_eq!(self.code, code, "{self}");
        self
    }
}

impl Display for Output {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "exit code: {}", self.code)?;
        for (name, text) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !text.is_empty() {
                writeln!(f, "----- {name} -----")?;
                f.write_str(&filtered(text, &self.root))?;
                if !text.ends_with('\n') {
                    writeln!(f, "[no line end]")?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(unix)]
fn exit_code(status: std::process::ExitStatus) -> i32 {
    use std::os::unix::process::ExitStatusExt;
    status.code().or_else(|| status.signal().map(|signal| 128 + signal)).unwrap_or(-1)
}

#[cfg(not(unix))]
fn exit_code(status: std::process::ExitStatus) -> i32 {
    status.code().unwrap_or(-1)
}

/// Copies a folder with all that is in it.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target).unwrap();
        } else {
            fs::copy(entry.path(), &target).unwrap();
        }
    }
}

/// Removes what earlier runs of these tests left behind: the shared folder outlives its last test.
fn forget_earlier_runs() {
    const LONG_AGO: std::time::Duration = std::time::Duration::from_hours(1); // No run of the tests takes an hour.
    for entry in fs::read_dir(env!("CARGO_TARGET_TMPDIR")).into_iter().flatten().flatten() {
        let age = entry
            .metadata()
            .and_then(|metadata| metadata.modified())
            .ok()
            .and_then(|time| time.elapsed().ok());
        let ours = entry.file_name().to_string_lossy().starts_with("it-");
        if ours && age.is_some_and(|age| age > LONG_AGO) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// A variable of the environment that asks for more than the usual tests.
#[expect(
    clippy::disallowed_methods,
    reason = "some tests do more when they are asked to through the environment"
)]
pub(crate) fn asked_for(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

/// A folder of this name in the data folder that `RSEARCH_DATA` names, in its `data`, or beside it.
pub(crate) fn data_folder(name: &str) -> Option<PathBuf> {
    let data = asked_for("RSEARCH_DATA")?;
    ["", "data", ".."].iter().map(|step| data.join(step).join(name)).find(|folder| folder.is_dir())
}

/// Says that a test did not run, as what it needs is not on this machine. Where all of that must be, as in `.ci/run`, it fails.
pub(crate) fn missing(test: &str, reason: &str) {
    assert!(asked_for("RSEARCH_TEST_PROGRAMS").is_none(), "{test} cannot run: {reason}");
    skipped(test, reason);
}

/// Says that a test did not run, past the capturing of output.
#[expect(clippy::disallowed_methods, reason = "a test that did not run must be seen")]
pub(crate) fn skipped(test: &str, reason: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "skipped: {test}: {reason}");
}

/// A text of a JSON value, or an empty one.
pub(crate) fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// The texts of a list in a JSON value; none where there is no list.
pub(crate) fn texts<'a>(value: &'a Value, pointer: &str) -> Vec<&'a str> {
    value.pointer(pointer).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The entries of a page that `inspect` read as a listing; none of any other.
pub(crate) fn entries(page: &Value) -> &[Value] {
    page.pointer("/listing/entries").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The entries of a capture that is written for it.
pub(crate) fn entries_of(name: &str, content: impl AsRef<[u8]>) -> Vec<Value> {
    let env = TestEnv::empty();
    env.write(name, content);
    entries(&env.inspect(name)[0]).to_vec()
}
