//! What people type, and what they read.
//!
//! In: the command line. Out: words on a terminal, data on standard output, an exit code. The only room that speaks,
//! reads the environment and looks at the clock.

mod args;
mod atom;
mod changes;
mod cite;
mod clock;
mod commands;
mod config;
mod error;
mod explained;
mod folding;
mod hyphens;
mod limits;
mod printer;
mod progress;
mod table;
mod template;
mod text;
mod tui;

use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue};
use clap::{CommandFactory, Parser, ValueEnum};

pub use error::Exit;

use args::{Cli, Colour, Command};
use error::Failure;
use printer::Printer;

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let printer = Printer::of_process();
    let exit = run(std::env::args_os().collect(), &printer);
    ExitCode::from(exit as u8)
}

/// The command line as clap knows it, for help, completions and the manual.
pub fn command() -> clap::Command {
    Cli::command()
}

fn run(arguments: Vec<OsString>, printer: &Printer) -> Exit {
    let typed = arguments.clone();
    let cli = match Cli::try_parse_from(hyphens::protect(arguments)) {
        Ok(cli) => cli,
        Err(error) => {
            printer.set_colour(colour_in(&typed));
            let failure = hyphens::failure(&error, &typed);
            return failure.map_or_else(|| usage(error, &typed, printer), |failure| failure.report(printer));
        }
    };
    printer.set_colour(cli.global.color);
    printer.set_paging(!cli.global.no_pager);
    printer.set_quiet(cli.global.quiet);
    // A panic is reported where it is caught; its message would stand in the middle of the answer.
    std::panic::set_hook(Box::new(|_| {}));
    let global = &cli.global;
    let run = || match &cli.command {
        Command::Capture(args) => commands::capture::run(args, global, printer),
        Command::Follow(args) => commands::follow::run(args, global, printer),
        Command::Update(args) => commands::update::run(args, global, printer),
        Command::Index(args) => commands::index::run(args, global, printer),
        Command::Rebuild(args) => commands::index::rebuild(args, global, printer),
        Command::Sources(args) => commands::sources::run(args, global, printer),
        Command::Watch(args) => commands::watch::run(args, global, printer),
        Command::Query(args) => commands::query::run(args, global, printer),
        Command::Formats(args) => commands::formats::run(args, printer),
        Command::Facets(args) => commands::facets::run(args, global, printer),
        Command::Similar(args) => commands::similar::run(args, global, printer),
        Command::Terms(args) => commands::terms::run(args, global, printer),
        Command::Tui(args) => tui::run(args, global),
        Command::Save(args) => commands::save::run(args, global, printer),
        Command::Show(args) => commands::show::run(args, global, printer),
        Command::History(args) => commands::history::run(args, global, printer),
        Command::Diff(args) => commands::diff::run(args, global, printer),
        Command::New(args) => commands::new::run(args, global, printer),
        Command::Timeline(args) => commands::timeline::run(args, global, printer),
        Command::Lag(args) => commands::lag::run(args, global, printer),
        Command::Missing(args) => commands::missing::run(args, global, printer),
        Command::Inspect(args) => commands::inspect::run(args, global, printer),
        Command::Fix(args) => commands::fix::run(args, global, printer),
        Command::Export(args) => commands::export::run(args, global, printer),
        Command::Status(args) => commands::status::run(args, global, printer),
        Command::Doctor(args) => commands::doctor::run(args, global, printer),
        Command::Eval(args) => commands::eval::run(args, global, printer),
        Command::Judge(args) => commands::judge::run(args, global, printer),
        Command::Bench(args) => commands::bench::run(args, printer),
        Command::Completions(args) => commands::shell::completions(args, printer),
        Command::Man(args) => commands::shell::manual(args, printer),
    };
    let failed =
        |_| Err(Failure::new("rsearch failed in itself, which is a defect: please report the command"));
    let result = catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(failed);
    match result.and_then(|exit| printer.finish().map(|()| exit)) {
        Ok(exit) => exit,
        Err(failure) => failure.report(printer),
    }
}

/// What a command line says of colours that was not read to its end, since it asks for help or is wrong.
fn colour_in(typed: &[OsString]) -> Colour {
    let mut colour = Colour::Auto;
    let mut words = typed.iter().filter_map(|word| word.to_str()).take_while(|word| *word != "--");
    while let Some(word) = words.next() {
        let value = if word == "--color" { words.next() } else { word.strip_prefix("--color=") };
        colour = value.and_then(|value| Colour::from_str(value, false).ok()).unwrap_or(colour);
    }
    colour
}

/// Help and version are answers; anything else that clap says is an error.
fn usage(mut error: clap::Error, typed: &[OsString], printer: &Printer) -> Exit {
    forget_far_fetched(&mut error, typed);
    let text =
        if printer.is_colourful() { error.render().ansi().to_string() } else { error.render().to_string() };
    if error.use_stderr() {
        printer.talk(text.trim_end());
        return Exit::Failure;
    }
    match printer.data(&text).and_then(|()| printer.flush()) {
        Ok(()) => Exit::Success,
        Err(failure) => failure.report(printer),
    }
}

/// Takes out a flag that clap offers in the place of an unknown one though it is spelt quite otherwise, and puts the usage of
/// the command in the place of the one that clap makes of it. A beginning of a flag, and a flag with a word before it
/// (`--no-color`), are near.
fn forget_far_fetched(error: &mut clap::Error, typed: &[OsString]) {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.trim_start_matches('-')),
        _ => None,
    };
    let (Some(asked), Some(offered)) = (text(ContextKind::InvalidArg), text(ContextKind::SuggestedArg))
    else {
        return;
    };
    let is_part =
        offered.starts_with(asked) || asked.strip_suffix(offered).is_some_and(|before| before.ends_with('-'));
    // As for the names of fields: every third letter may be another.
    if !is_part && strsim::damerau_levenshtein(asked, offered) > asked.chars().count() / 3 {
        error.remove(ContextKind::SuggestedArg);
        let usage = usage_of(typed);
        error.insert(ContextKind::Usage, ContextValue::StyledStr(usage));
    }
}

/// How the command is called that a command line names.
fn usage_of(typed: &[OsString]) -> clap::builder::StyledStr {
    let mut command = command();
    command.build();
    let mut named = &command;
    for word in typed.iter().skip(1) {
        named = named.find_subcommand(word).unwrap_or(named);
    }
    named.clone().render_usage()
}

/// The index could not be opened, and similar ends.
type Outcome = Result<Exit, Failure>;
