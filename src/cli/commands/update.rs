//! `rsearch update`: captures what is followed and due, indexes it, and prints what is new.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::json;
use url::Url;

use crate::captures::fetch::{self, Folder, Time};
use crate::cli::args::Global;
use crate::cli::args::follow::{NewsFormat, Update};
use crate::cli::clock::Clock;
use crate::cli::commands::{capture, follow, reader, state};
use crate::cli::error::Failure;
use crate::cli::printer::{Printer, clean};
use crate::cli::{Exit, Outcome, atom, text};
use crate::crawl::{Follow, Followed, Plan, Summary, is_news};
use crate::document::{Document, Evidence, Moment, identity};
use crate::files;
use crate::index::Manifest;
use crate::ingest::{Options, Quiet, ingest};
use crate::json;
use crate::search::query::{Query, Value, ValuePattern};
use crate::search::{Hit, Request, Sort, search};

/// Publications in a feed at most.
const FEED_ENTRIES: usize = 100;

pub(crate) fn run(args: &Update, global: &Global, printer: &Printer) -> Outcome {
    let state = state(global);
    // Two updates at once would capture everything twice.
    let lock = state.lock(follow::FILE)?;
    let mut follows = follow::read(&state)?;
    if follows.all.is_empty() {
        return Err(Failure::new("nothing is followed").hint("`rsearch follow URL` begins"));
    }
    let options = capture::options(&args.fetching, global)?;
    let now = Clock.now();
    if follows.all.iter().any(|followed| args.all || followed.is_due(now)) {
        capture::tell_contact(&options, printer);
    }
    if follows.told.is_none() {
        // Written before anything is captured, so that what this update captures is news to the next one if this one is stopped.
        follows.told = moment(now.saturating_sub(Duration::from_secs(1)));
        state.write(follow::FILE, &follows.as_text())?;
    }
    let mut runs = Vec::new();
    for followed in follows.all.iter_mut().filter(|followed| args.all || followed.is_due(now)) {
        let mut summary = match capture_one(followed, options.clone(), args.verbose, printer) {
            Ok(summary) => summary,
            Err(failure) => {
                // The others are looked at all the same.
                failure.within(&followed.url).report(printer);
                runs.push(Run { followed: followed.clone(), summary: Summary::default(), is_off: true });
                continue;
            }
        };
        capture::talk(&summary, args.verbose, printer);
        if summary.is_stopped {
            // Nothing is noted, so the next update looks again, and tells what this one captured.
            return Ok(Exit::Stopped);
        }
        let ended_by = summary.ended_by.take().map(|(_, error)| Failure::from(error).within(&followed.url));
        let is_off = ended_by.is_some();
        if let Some(failure) = ended_by {
            failure.report(printer);
        }
        runs.push(Run { followed: followed.clone(), summary, is_off });
        followed.last = moment(now);
    }
    let failed: Vec<&Run> = runs.iter().filter(|run| run.has_failed()).collect();
    let news = if runs.is_empty() { Vec::new() } else { index_and_compare(&runs, follows.told, global)? };
    // What failed is due again at once.
    for run in &failed {
        if let Some(followed) = follows.all.iter_mut().find(|followed| followed.url == run.followed.url) {
            followed.last = run.followed.last;
        }
    }
    print(&news, args.format, printer)?;
    if runs.is_empty() {
        printer.talk("nothing was due; --all looks at everything that is followed");
    }
    if let Some(path) = &args.atom {
        write_feed(path, &follows.all, &news, global)?;
    }
    follows.told = moment(Clock.now());
    state.write(follow::FILE, &follows.as_text())?;
    drop(lock);
    Ok(match (failed.is_empty(), news.is_empty()) {
        (false, _) => Exit::Failure,
        (true, false) => Exit::Success,
        (true, true) => Exit::NothingFound,
    })
}

/// What became of one listing.
struct Run {
    followed: Followed,
    summary: Summary,
    /// It could not even be begun, or not be ended.
    is_off: bool,
}

impl Run {
    /// Whether the listing itself could not be captured.
    fn has_failed(&self) -> bool {
        self.is_off || self.summary.failed.iter().any(|(address, _)| *address == self.followed.url)
    }
}

fn capture_one(
    followed: &Followed,
    mut options: fetch::Options,
    verbose: bool,
    printer: &Printer,
) -> Result<Summary, Failure> {
    let seed = Url::parse(&followed.url)
        .map_err(|error| Failure::new(format!("{} is no address: {error}", followed.url)))?;
    let follow =
        Follow { entries: true, next: followed.next, any_site: followed.any_site, ..Follow::default() };
    let plan = Plan { seeds: vec![seed], follow, method: followed.method, ..Plan::default() };
    options.drawing.click.clone_from(&followed.click);
    options.drawing.expand = followed.expand;
    capture::check_folder(&followed.into)?;
    let mut shelf = Folder::new(&followed.into, &options.redaction);
    capture::capture(&plan, &options, &mut shelf, verbose, printer)
}

/// Brings the index to what was captured, and finds what is new in it.
fn index_and_compare(runs: &[Run], told: Option<Moment>, global: &Global) -> Result<Vec<Document>, Failure> {
    let folders: BTreeSet<PathBuf> =
        runs.iter().map(|run| run.followed.into.clone()).filter(|into| into.is_dir()).collect();
    if folders.is_empty() {
        return Ok(Vec::new());
    }
    let folders: Vec<PathBuf> = folders.into_iter().collect();
    ingest(&folders, &global.index, &Options::default(), &Quiet)?;
    let reader = reader(global)?;
    let places = places(runs, reader.manifest());
    let mut news = Vec::new();
    for document in reader.all()? {
        let document = document?;
        if !is_news(&document, told, |capture| places.contains_key(capture)) {
            continue;
        }
        // A publication that only a capture of an interrupted run shows is wanted if anybody wants it.
        let seen = document.sightings.iter().filter_map(|seen| places.get(seen.evidence.capture.as_str()));
        let by: Vec<usize> = seen.flatten().copied().collect();
        let is_wanted = |run: &Run| run.followed.wants(&document);
        let wanted = if by.is_empty() {
            runs.iter().any(is_wanted)
        } else {
            by.iter().any(|&run| is_wanted(&runs[run]))
        };
        if wanted {
            news.push(document);
        }
    }
    newest_first(&mut news);
    Ok(news)
}

/// The names of the captures that were just made, with the runs that made them.
fn places(runs: &[Run], manifest: &Manifest) -> HashMap<String, Vec<usize>> {
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (number, run) in runs.iter().enumerate() {
        for (_, path) in run.summary.captured.iter().chain(&run.summary.unchanged) {
            let path = path.canonicalize().unwrap_or_else(|_| path.clone());
            for source in &manifest.sources {
                if let Ok(below) = path.strip_prefix(&source.root) {
                    places.entry(Evidence::place(&source.name, below)).or_default().push(number);
                }
            }
        }
    }
    places
}

fn newest_first(documents: &mut [Document]) {
    let key = |document: &Document| {
        let day = document.published.as_ref().map(|claim| claim.interval().earliest);
        (std::cmp::Reverse(day), document.id.clone())
    };
    documents.sort_by_cached_key(key);
}

fn print(news: &[Document], format: NewsFormat, printer: &Printer) -> Result<(), Failure> {
    match format {
        NewsFormat::Json => {
            let list: Vec<_> =
                news.iter().map(|document| json::document(document, json::Detail::Brief)).collect();
            printer.line(&json!({ "schema": json::SCHEMA, "news": list }).to_string())?;
        }
        NewsFormat::Text => {
            for (rank, document) in (1..).zip(news) {
                let hit = Hit {
                    reasons: Vec::new(),
                    document: document.clone(),
                    score: 0.0,
                    snippets: Vec::new(),
                    title_matches: Vec::new(),
                };
                for line in text::hit(printer, rank, &hit) {
                    printer.line(&line)?;
                }
                if let Some(url) = &document.url {
                    printer.line(&format!("     {}", clean(url)))?;
                }
            }
            printer.talk(&match news.len() {
                0 => "nothing new".to_owned(),
                count => format!("{count} new"),
            });
        }
    }
    Ok(())
}

/// Writes the feed: what is new, then the latest publications of the sites that are followed.
fn write_feed(path: &Path, follows: &[Followed], news: &[Document], global: &Global) -> Result<(), Failure> {
    let sites: BTreeSet<String> =
        follows.iter().filter_map(|followed| identity::host_of(&followed.url)).collect();
    let mut documents = news.to_vec();
    if !sites.is_empty() && global.index.is_dir() {
        let is = |field, value: String| Query::Value(Value { field, pattern: ValuePattern::Is(value) });
        let of_sites = Query::any_of(sites.into_iter().map(|site| is("site", site)).collect::<Vec<_>>());
        let query = Query::all_of(vec![is("kind", "publication".to_owned()), of_sites]);
        let request =
            Request { query, sort: Sort::PublishedReverse, limit: FEED_ENTRIES, ..Request::default() };
        let known: BTreeSet<String> = news.iter().map(|document| document.id.clone()).collect();
        let latest = search(&reader(global)?, &request)?.hits.into_iter().map(|hit| hit.document);
        documents.extend(latest.filter(|document| !known.contains(&document.id)));
    }
    documents.truncate(FEED_ENTRIES);
    let updated = documents.iter().filter_map(Document::first_seen).max().or_else(|| moment(Clock.now()));
    let updated = updated.unwrap_or(Moment { seconds: 0, fineness: crate::document::Fineness::Second });
    let feed = atom::feed("New publications", &documents, updated)?;
    let failed =
        |error: std::io::Error| Failure::from(error).within(&format!("cannot write {}", path.display()));
    files::replace(path, feed.as_bytes()).map_err(failed)
}

fn moment(time: Duration) -> Option<Moment> {
    Moment::from_unix(i64::try_from(time.as_secs()).ok()?)
}
