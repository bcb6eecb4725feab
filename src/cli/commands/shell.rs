//! `rsearch completions` and `rsearch man`.

use std::collections::BTreeMap;

use clap::Command;

use crate::cli::args::{Completions, Man};
use crate::cli::error::Failure;
use crate::cli::printer::Printer;
use crate::cli::{Exit, Outcome, command};

pub(crate) fn completions(args: &Completions, printer: &Printer) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command(), "rsearch", &mut script);
    let mut flags = BTreeMap::new();
    hidden(&command(), &mut flags);
    let mut script = String::from_utf8_lossy(&script).into_owned();
    for (flag, _) in flags.iter().filter(|(_, is_hidden)| **is_hidden) {
        script = without(&script, flag);
    }
    printer.data(&script)?;
    Ok(Exit::Success)
}

/// The long flags of a command and those below it, each with whether help hides it wherever it is.
fn hidden(command: &Command, flags: &mut BTreeMap<String, bool>) {
    for argument in command.get_arguments() {
        if let Some(flag) = argument.get_long() {
            *flags.entry(flag.to_owned()).or_insert(true) &= argument.is_hide_set();
        }
    }
    command.get_subcommands().for_each(|below| hidden(below, flags));
}

/// A script that does not offer a flag: bash has all flags of a command in one line, other shells each in a line of its own.
fn without(script: &str, flag: &str) -> String {
    let offers = [format!("'--{flag}"), format!("cand --{flag} "), format!(" -l {flag} ")];
    let mut kept = String::new();
    for line in script.lines() {
        if line.trim_start().starts_with("opts=\"") {
            kept += &line.replace(&format!(" --{flag} "), " ");
        } else if offers.iter().any(|offer| line.contains(offer)) {
            continue;
        } else {
            kept += line;
        }
        kept.push('\n');
    }
    kept
}

pub(crate) fn manual(args: &Man, printer: &Printer) -> Outcome {
    let mut program = command();
    program.build();
    let page = match &args.command {
        None => program,
        Some(name) => {
            let found = program.find_subcommand(name).cloned();
            found.ok_or_else(|| {
                Failure::new(format!("there is no command {name}")).hint("`rsearch help` lists them")
            })?
        }
    };
    let mut text = Vec::new();
    clap_mangen::Man::new(page).render(&mut text)?;
    printer.data(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Success)
}
