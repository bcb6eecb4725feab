//! `rsearch watch`: indexes captures as they arrive.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use signal_hook::consts::TERM_SIGNALS;
use signal_hook::flag;

use crate::cli::args::Global;
use crate::cli::args::watch::{EventFormat, Watch};
use crate::cli::error::Failure;
use crate::cli::printer::{Printer, clean};
use crate::cli::progress::words;
use crate::cli::table::thousands;
use crate::cli::{Exit, Outcome};
use crate::ingest::{Options, Ran, Watched, watch};
use crate::json;

/// Exit code of a second signal, which does not wait: the last state stays whole, as after any kill.
const AT_ONCE: i32 = 130;

pub(crate) fn run(args: &Watch, global: &Global, printer: &Printer) -> Outcome {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in TERM_SIGNALS {
        // The first signal sets the flag, a second one finds it set.
        flag::register_conditional_shutdown(*signal, AT_ONCE, Arc::clone(&stop))?;
        flag::register(*signal, Arc::clone(&stop))?;
    }
    let options =
        Options { limits: args.limits.limits(), keep_missing: args.keep_missing, ..Options::default() };
    let every = args.every.map(|seconds| Duration::from_secs(seconds.into()));
    watch(&args.paths, &global.index, &options, every, &stop, &mut |event| {
        match args.format {
            EventFormat::Text => as_text(&event, printer)?,
            EventFormat::Jsonl => printer.line(&json::watched(&event).to_string())?,
        }
        printer.flush()
    })?;
    printer.talk("stopped");
    Ok(Exit::Success)
}

fn as_text(event: &Watched<'_>, printer: &Printer) -> Result<(), Failure> {
    match event {
        Watched::Began(sources) => {
            for source in *sources {
                printer.line(&clean(&format!("watching  {} ({})", source.name, source.root.display())))?;
            }
        }
        Watched::Waiting(error) => printer.line(&clean(&format!("waiting   {error}")))?,
        Watched::Failed(error) => {
            printer.line(&clean(&format!("failed    {error}; it is tried again every few seconds")))?;
        }
        Watched::Ran(ran) => {
            for notice in &ran.notices {
                printer.talk(&clean(&words(notice)));
            }
            for (place, changed) in &ran.changes {
                printer.line(&clean(&format!("{:<9} {place}", changed.as_str())))?;
            }
            for (place, problem) in &ran.problems {
                printer.line(&clean(&format!("problem   {place}: {problem}")))?;
            }
            printer.line(&summary(ran))?;
        }
    }
    Ok(())
}

fn summary(ran: &Ran) -> String {
    let totals = &ran.totals;
    let mut parts = Vec::new();
    for (count, what) in [(totals.new, "new"), (totals.changed, "changed"), (totals.gone, "gone")] {
        if count > 0 {
            parts.push(format!("{} {what}", thousands(count)));
        }
    }
    if parts.is_empty() {
        parts.push("nothing new".to_owned());
    }
    let (publications, pages) = (thousands(totals.publications), thousands(totals.pages));
    format!("indexed   {}: {publications} publications, {pages} other pages", parts.join(", "))
}
