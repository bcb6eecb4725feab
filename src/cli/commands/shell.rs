//! `rsearch completions` and `rsearch man`.

use crate::cli::args::{Completions, Man};
use crate::cli::error::Failure;
use crate::cli::printer::Printer;
use crate::cli::{Exit, Outcome, command};

pub(crate) fn completions(args: &Completions, printer: &Printer) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command(), "rsearch", &mut script);
    printer.data(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Success)
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
