//! `rsearch capture`: makes captures of pages on the web.

use std::cell::RefCell;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use url::Url;

use crate::captures::fetch::{
    self, AllowPrivate, Error, Fetcher, Folder, Method, Redaction, Sandbox, Shelf, Warc, redacted,
};
use crate::cli::args::capture::{Capture, Drawing, Fetching, Following, MethodName};
use crate::cli::args::{Global, ReportFormat};
use crate::cli::clock::Clock;
use crate::cli::commands::{missing, state};
use crate::cli::error::Failure;
use crate::cli::printer::{Printer, clean};
use crate::cli::table::{Table, thousands};
use crate::cli::{Exit, Outcome, config};
use crate::crawl::{Event, Follow, Plan, Summary, Watcher, crawl};
use crate::json;

/// Failures named without `--verbose`.
const FAILURES_SHOWN: usize = 10;

/// Bytes of a list of addresses.
const MAX_LIST_BYTES: u64 = 64 << 20;

pub(crate) fn run(args: &Capture, global: &Global, printer: &Printer) -> Outcome {
    check_drawing(&args.drawing)?;
    let mut seeds = seeds(args)?;
    let missing = if args.missing { missing(args, global, printer)? } else { Missing::default() };
    seeds.extend(missing.listings);
    if seeds.is_empty() && missing.entries.is_empty() {
        if args.missing {
            printer.talk("no own page of a publication with an address is missing");
            return Ok(Exit::Success);
        }
        return Err(Failure::new("the list names no address"));
    }
    let plan = Plan {
        seeds,
        entries: missing.entries,
        follow: follow(&args.following),
        refresh: args.following.refresh,
        method: args.drawing.method.method(),
    };
    if args.warc.is_none() {
        check_folder(&args.into)?;
    }
    let mut options = options(&args.fetching, global)?;
    options.drawing.click.clone_from(&args.drawing.click);
    options.drawing.expand = args.drawing.expand;
    tell_contact(&options, printer);
    let mut shelf: Box<dyn Shelf> = match &args.warc {
        Some(file) => Box::new(Warc::open(file, &options)?),
        None => Box::new(Folder::new(&args.into, &options.redaction)),
    };
    let summary = capture(&plan, &options, shelf.as_mut(), args.verbose, printer)?;
    match args.format {
        ReportFormat::Json => printer.line(&json::captured(&summary).to_string())?,
        ReportFormat::Text if printer.is_quiet() => {}
        ReportFormat::Text => report(&summary, args.warc.as_deref().unwrap_or(&args.into), printer)?,
    }
    talk(&summary, args.verbose, printer);
    let exit = exit_of(&summary);
    match summary.ended_by {
        Some((_, error)) => Err(error.into()),
        None => Ok(exit),
    }
}

/// Looks whether captures can be put there, before any is made.
pub(crate) fn check_folder(into: &Path) -> Result<(), Failure> {
    if into.is_dir() || !into.exists() {
        return Ok(());
    }
    Err(Failure::new(format!("{} is a file, and captures go into a folder", into.display()))
        .hint("name another with --into; `rsearch capture --warc FILE` appends to a WARC file"))
}

/// Looks whether there is a browser to press in, where something is to be pressed.
pub(crate) fn check_drawing(drawing: &Drawing) -> Result<(), Failure> {
    let flag = match drawing {
        Drawing { method: MethodName::Browser | MethodName::Auto, .. } => return Ok(()),
        Drawing { click, .. } if !click.is_empty() => "--click",
        Drawing { expand: true, .. } => "--expand",
        Drawing { .. } => return Ok(()),
    };
    Err(Failure::new(format!("{flag} presses in a browser, and pages are fetched without one"))
        .hint("add --method browser, or --method auto for what has no text without one"))
}

/// Says how sites could tell who captures, where they cannot.
pub(crate) fn tell_contact(options: &fetch::Options, printer: &Printer) {
    if options.contact.is_none() && !printer.is_quiet() {
        printer.hint(
            "sites cannot tell who captures; --contact, RSEARCH_CONTACT or `contact` in config.toml says how to reach you",
        );
    }
}

/// Captures, with progress on a terminal.
pub(crate) fn capture(
    plan: &Plan,
    options: &fetch::Options,
    shelf: &mut dyn Shelf,
    verbose: bool,
    printer: &Printer,
) -> Result<Summary, Failure> {
    if plan.method == Method::Browser {
        // Better now than after the first page.
        options.drawing.program()?;
    }
    Clock::listen()?;
    let mut fetcher = Fetcher::new(options.clone(), &Clock)?;
    let watcher = Progress::begin(verbose, printer);
    let summary = crawl(plan, &mut fetcher, shelf, &watcher);
    watcher.bar.finish_and_clear();
    Ok(summary)
}

/// 0 when all is well, 2 when all that was tried failed, 3 when some did.
pub(crate) fn exit_of(summary: &Summary) -> Exit {
    if summary.is_stopped {
        return Exit::Stopped;
    }
    let done = summary.captured.len() + summary.unchanged.len();
    match (summary.failed.is_empty(), done > 0 || summary.known > 0) {
        (true, _) => Exit::Success,
        (false, true) => Exit::SomeProblems,
        (false, false) => Exit::Failure,
    }
}

pub(crate) fn follow(args: &Following) -> Follow {
    Follow {
        entries: args.follow.is_some(),
        next: args.next,
        feed: args.feed,
        sitemap: args.sitemap,
        links: args.links.clone(),
        depth: if args.links.is_some() { args.depth } else { 0 },
        max: Some(args.max),
        any_site: args.any_site,
    }
}

/// How pages are fetched: as the command line says, else the configuration.
pub(crate) fn options(args: &Fetching, global: &Global) -> Result<fetch::Options, Failure> {
    let config = config::read(&state(global))?;
    let contact = args.contact.clone().or(config.contact);
    Ok(fetch::Options {
        contact: contact.filter(|contact| !contact.trim().is_empty()),
        delay: args.delay,
        timeout: args.timeout,
        max_bytes: args.max_bytes,
        retries: args.retries,
        allow_private: allow_private(args.allow_private.as_deref()),
        ignore_robots: args.ignore_robots,
        redaction: Redaction::without(&[config.not_secret, args.not_secret.clone()].concat()),
        drawing: fetch::Drawing {
            program: args.browser.clone().or(config.browser),
            search_path: search_path(),
            sandbox: if args.no_sandbox { Sandbox::Off } else { Sandbox::On },
            ..fetch::Drawing::default()
        },
        ..fetch::Options::default()
    })
}

/// Folders in which programs are.
#[expect(clippy::disallowed_methods, reason = "cli reads the environment")]
fn search_path() -> Vec<PathBuf> {
    std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect()).unwrap_or_default()
}

fn allow_private(hosts: Option<&[String]>) -> AllowPrivate {
    match hosts {
        None => AllowPrivate::None,
        Some(hosts) if hosts.iter().any(|host| host == "*") => AllowPrivate::All,
        Some(hosts) => AllowPrivate::Hosts(hosts.to_vec()),
    }
}

/// The addresses that were named, each once.
fn seeds(args: &Capture) -> Result<Vec<Url>, Failure> {
    if !args.missing && !args.narrow.is_plain() {
        return Err(Failure::new("filters choose among what --missing captures"));
    }
    let mut seeds = args.urls.iter().map(|text| address(text)).collect::<Result<Vec<_>, _>>()?;
    if let Some(list) = &args.list {
        // Editors on Windows put a byte order mark first.
        let text = read_list(list)?;
        for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            seeds.push(
                address(line).map_err(|failure| failure.within(&format!("line {number} of the list")))?,
            );
        }
    }
    Ok(seeds)
}

/// What the index tells of and no capture shows.
#[derive(Default)]
struct Missing {
    /// Own pages of publications.
    entries: Vec<Url>,
    /// Listings that go on where no capture looked.
    listings: Vec<Url>,
}

fn missing(args: &Capture, global: &Global, printer: &Printer) -> Result<Missing, Failure> {
    let (uncaptured, cut) = missing::find(&args.narrow, global)?;
    let known = |text: &Option<String>| text.as_deref().and_then(|text| address(text).ok());
    let mut entries = Vec::new();
    let mut nowhere = 0_u64;
    for (document, _) in &uncaptured {
        match known(&document.url) {
            Some(url) => entries.push(url),
            None => nowhere += 1,
        }
    }
    if nowhere > 0 {
        printer.talk(&format!("{} of what is only listed has no address", thousands(nowhere)));
    }
    let listings: Vec<Url> = cut.iter().filter_map(|cut| known(&cut.listing.url)).collect();
    if !args.following.next && !listings.is_empty() {
        printer.talk(&match listings.len() {
            1 => "1 listing is cut; --next goes on where it ends".to_owned(),
            several => {
                format!("{} listings are cut; --next goes on where they end", thousands(several as u64))
            }
        });
        return Ok(Missing { entries, listings: Vec::new() });
    }
    Ok(Missing { entries, listings })
}

/// Reads an address; one without a scheme is taken as `https`.
pub(crate) fn address(text: &str) -> Result<Url, Failure> {
    let text = text.trim();
    let with_scheme = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    let url = Url::parse(&with_scheme)
        .map_err(|error| Failure::new(format!("{text:?} is no address of a page: {error}")))?;
    if matches!(url.scheme(), "http" | "https") && url.has_host() {
        return Ok(url);
    }
    let failure = Failure::from(Error::NotWeb { address: redacted(&url) });
    Err(failure.hint("only pages on the web are captured; `rsearch index` reads files"))
}

fn read_list(list: &Path) -> Result<String, Failure> {
    let mut text = String::new();
    let read = if list == Path::new("-") {
        std::io::stdin().take(MAX_LIST_BYTES).read_to_string(&mut text)
    } else {
        std::fs::File::open(list).and_then(|file| file.take(MAX_LIST_BYTES).read_to_string(&mut text))
    };
    read.map_err(|error| Failure::new(format!("cannot read {}: {error}", list.display())))?;
    Ok(text)
}

fn report(summary: &Summary, into: &Path, printer: &Printer) -> Result<(), Failure> {
    let mut table = Table::default();
    let mut row = |name: &str, count: usize| table.row([name.to_owned(), thousands(count as u64)]);
    row("captured", summary.captured.len());
    row("unchanged", summary.unchanged.len());
    let count = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    row("captured before", count(summary.known));
    row("failed", summary.all_failed().count());
    for (kind, number) in summary.failures() {
        row(&format!("  {kind}"), count(number));
    }
    if summary.elsewhere > 0 {
        row("on other sites, left alone", count(summary.elsewhere));
    }
    if summary.left > 0 {
        row("left by --max", count(summary.left));
    }
    for line in table.lines() {
        printer.line(&clean(&line))?;
    }
    if !summary.captured.is_empty() {
        let into = into.display();
        printer.talk(&format!("captures are in {into}; `rsearch index {into}` makes them searchable"));
    }
    Ok(())
}

/// Names failures and doubts; with `verbose` all of them.
pub(crate) fn talk(summary: &Summary, verbose: bool, printer: &Printer) {
    let shown = if verbose { usize::MAX } else { FAILURES_SHOWN };
    for (address, error) in summary.failed.iter().take(shown) {
        printer.warning(&format!("{address}: {}", error.in_full()));
        if let Some(hint) = hint(error) {
            printer.hint(hint);
        }
    }
    if summary.failed.len() > shown {
        printer.hint(&format!("{} more; --verbose names them all", summary.failed.len() - shown));
    }
    for (address, doubt) in summary.doubts.iter().take(shown) {
        printer.warning(&format!("doubt: {address}: {doubt}"));
    }
    if summary.doubts.iter().any(|(_, doubt)| doubt.contains("scripts")) {
        printer.hint("--method browser captures pages as a browser draws them");
    }
    if summary.is_stopped {
        printer.talk("stopped; the same command goes on from here");
    }
}

/// What to do about a failure.
pub(crate) fn hint(error: &Error) -> Option<&'static str> {
    match error {
        Error::Private { .. } => Some("--allow-private asks addresses of this machine and this network too"),
        Error::Disallowed { .. } => Some("--ignore-robots captures it all the same, on a site of your own"),
        Error::TooLarge { .. } => Some("--max-bytes allows larger pages"),
        Error::Timeout { .. } => Some("--timeout allows more time"),
        Error::Later { .. } => Some("try again later; what was captured is kept"),
        Error::NoBrowser { .. } => Some(
            "install one (`apt install chromium`, or Chrome from https://www.google.com/chrome), or name it with --browser or RSEARCH_BROWSER; --method plain needs none",
        ),
        Error::Sandbox { .. } => Some(
            "run as another user than root, or let it go without with --no-sandbox, if you trust the pages",
        ),
        Error::Selector { .. } => Some("--click wants one such as \"button.more\""),
        Error::Indistinct { .. } => {
            Some("--not-secret NAME keeps the values of a parameter that is called like a secret and is none")
        }
        Error::Busy { .. } => Some("wait until it has ended, or name another file"),
        Error::NotAppendable { .. } => Some(
            "name a file that is not there yet, or one that --warc made; `rsearch index` reads every WARC file as it is",
        ),
        Error::Tls { .. } => {
            Some("check the address, and that this machine has certificates (ca-certificates)")
        }
        _ => None,
    }
}

/// A bar on a terminal; with `verbose` a line an address.
struct Progress<'a> {
    bar: ProgressBar,
    done: RefCell<u64>,
    verbose: bool,
    printer: &'a Printer,
}

impl Progress<'_> {
    fn begin(verbose: bool, printer: &Printer) -> Progress<'_> {
        let bar = ProgressBar::with_draw_target(
            Some(0),
            if printer.talks_to_terminal() {
                ProgressDrawTarget::stderr()
            } else {
                ProgressDrawTarget::hidden()
            },
        );
        let style = ProgressStyle::with_template("capturing {bar:30} {human_pos}/{human_len} {wide_msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.enable_steady_tick(Duration::from_millis(200));
        Progress { bar, done: RefCell::new(0), verbose, printer }
    }
}

impl Watcher for Progress<'_> {
    fn begin(&self, address: &str, waiting: usize) {
        let done = *self.done.borrow();
        self.bar.set_length(done + 1 + waiting as u64);
        self.bar.set_position(done);
        self.bar.set_message(clean(address));
        *self.done.borrow_mut() += 1;
    }

    fn end(&self, address: &str, event: &Event) {
        if !self.verbose {
            return;
        }
        let line = match event {
            Event::Captured(path) => format!("captured: {address}: {}", path.display()),
            Event::Unchanged(path) => format!("unchanged: {address}: {}", path.display()),
            Event::Known => format!("captured before: {address}"),
            // Failures and doubts are told at the end.
            Event::Failed(_) | Event::Doubt(_) => return,
        };
        self.bar.suspend(|| self.printer.talk(&clean(&line)));
    }
}
