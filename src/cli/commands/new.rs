//! `rsearch new`: what captures first showed since a day, or since somebody last asked.

use std::collections::{HashMap, HashSet};

use crate::catalog::{Catalog, FirstSeen};
use crate::cli::args::{Global, ListFormat, New};
use crate::cli::commands::facets::separated;
use crate::cli::commands::time::{chosen_ids, second};
use crate::cli::commands::{reader, since, state, today};
use crate::cli::error::Failure;
use crate::cli::printer::{Printer, Style, clean};
use crate::cli::table::thousands;
use crate::cli::{Exit, Outcome, changes, text};
use crate::document::{Day, Document, Fineness, Moment};
use crate::json::{self, Detail, Fresh};

pub(crate) fn run(args: &New, global: &Global, printer: &Printer) -> Outcome {
    let today = today(global)?;
    let since = args.since.as_deref().map(|text| first_second(text, today)).transpose()?;
    let mark = args.since_last.as_deref().map(|name| (name, format!("marks/{name}")));
    let state = state(global);
    if let Some((name, file)) = &mark
        && state.path(file).is_err()
    {
        return Err(Failure::new(format!("`{}` is no name to ask under", clean(name)))
            .hint("such as `weekly`: letters, digits, -, _ and ."));
    }
    // Two that ask under one name at once are told one after the other.
    let _held = match &mark {
        Some((_, file)) if !args.peek => Some(state.lock(file)?),
        _ => None,
    };
    let told = match &mark {
        Some((_, file)) => state.read(file)?,
        None => None,
    };
    let is_first_time = mark.is_some() && told.is_none();
    let told: HashSet<&str> = told.as_deref().map(read_ids).unwrap_or_default();

    let reader = reader(global)?;
    let mut seen = Catalog::open_to_read(&global.index)?.first_seen()?;
    let known = Told::new(&told, &seen);
    let is_told: HashSet<String> =
        seen.iter().filter(|one| mark.is_some() && known.of(one)).map(|one| one.id.clone()).collect();
    if args.narrow.is_plain() {
        seen.retain(|one| one.is_publication);
    } else {
        let ids = chosen_ids(&args.narrow, &reader, today, None)?;
        seen.retain(|one| ids.contains(&one.id));
    }
    let untimed = if since.is_some() { seen.iter().filter(|one| one.at.is_none()).count() as u64 } else { 0 };
    seen.retain(|one| match since {
        Some(since) => one.at.is_some_and(|at| at >= since),
        None => !is_told.contains(&one.id),
    });
    // The last to appear comes first; what has no time comes last.
    seen.sort_by(|one, other| other.at.cmp(&one.at).then_with(|| one.id.cmp(&other.id)));
    let mut documents = Vec::new();
    for one in &seen {
        // What the index does not have yet is told the next time.
        documents.extend(reader.find(&one.id)?.into_iter().filter(|document| document.id == one.id));
    }

    let found = documents.len();
    // What was first seen in a month that had begun by then may have been seen before.
    documents.retain(|document| {
        let first = document.first_seen().map(|moment| moment.seconds);
        since.is_none_or(|since| first.is_none_or(|first| first >= since))
    });
    let imprecise = (found - documents.len()) as u64;

    let name = mark.as_ref().map(|(name, _)| *name);
    let fresh = Fresh { since, name, is_first_time, untimed, imprecise, documents: &documents };
    print(args.format, &fresh, printer)?;
    printer.flush()?;
    if let Some((_, file)) = mark.as_ref().filter(|_| !args.peek && (is_first_time || !documents.is_empty()))
    {
        let mut all: Vec<&str> = told.iter().copied().collect();
        all.extend(documents.iter().map(|document| document.id.as_str()));
        all.sort_unstable();
        all.dedup();
        state.write(file, &format!("{HEAD}\n{}\n", all.join("\n")))?;
    }
    talk(&fresh, printer);
    Ok(if documents.is_empty() { Exit::NothingFound } else { Exit::Success })
}

/// First line of a mark.
const HEAD: &str = "# ids that `rsearch new --since-last` has told under this name";

fn read_ids(text: &str) -> HashSet<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

/// The first second of a day, or a moment itself.
fn first_second(text: &str, today: Day) -> Result<i64, Failure> {
    if let Some(Moment { seconds, fineness: Fineness::Second }) = Moment::parse(text) {
        return Ok(seconds);
    }
    Ok(self::since(text, today)?.first_second())
}

/// What was told, under the ids of then.
struct Told<'a> {
    ids: &'a HashSet<&'a str>,
    present: HashSet<String>,
    shared: HashMap<String, usize>,
}

impl<'a> Told<'a> {
    fn new(ids: &'a HashSet<&'a str>, seen: &[FirstSeen]) -> Told<'a> {
        let mut shared: HashMap<String, usize> = HashMap::new();
        for alias in seen.iter().flat_map(|one| &one.aliases).filter(|alias| ids.contains(alias.as_str())) {
            *shared.entry(alias.clone()).or_default() += 1;
        }
        Told { ids, present: seen.iter().map(|one| one.id.clone()).collect(), shared }
    }

    /// Whether a document was told, by its id or by one that now leads to it and to nothing else. Where several could be
    /// the one that was told, none is: better twice than never.
    fn of(&self, one: &FirstSeen) -> bool {
        let by_former = |alias: &String| {
            !self.present.contains(alias) && self.shared.get(alias).is_some_and(|documents| *documents == 1)
        };
        self.ids.contains(one.id.as_str()) || one.aliases.iter().any(by_former)
    }
}

fn print(format: ListFormat, fresh: &Fresh<'_>, printer: &Printer) -> Result<(), Failure> {
    let documents = fresh.documents;
    match format {
        ListFormat::Json => printer.line(&json::fresh(fresh).to_string()),
        ListFormat::Jsonl => documents
            .iter()
            .try_for_each(|document| printer.line(&json::document(document, Detail::Brief).to_string())),
        ListFormat::Csv | ListFormat::Tsv | ListFormat::Md => {
            let header = ["id", "kind", "title", "published", "categories", "publisher", "url", "first_seen"];
            let rows = documents.iter().map(|document| {
                vec![
                    document.id.clone(),
                    document.kind.as_str().to_owned(),
                    text::one_line(&document.title),
                    text::date_cell(document.published.as_ref()),
                    text::one_line(&document.categories.join("; ")),
                    document.publisher.as_deref().map(text::one_line).unwrap_or_default(),
                    document.url.clone().unwrap_or_default(),
                    first_seen(document).unwrap_or_default(),
                ]
            });
            separated(format, &header.map(str::to_owned), rows, printer)
        }
        ListFormat::Text => {
            for document in documents {
                let seen = first_seen(document)
                    .map_or("seen at no known time".to_owned(), |at| format!("first seen {at}"));
                printer.line(&changes::title(printer, document))?;
                printer
                    .line(&printer.styled(Style::Dim, &format!("  {} · {seen}", changes::facts(document))))?;
            }
            Ok(())
        }
    }
}

fn first_seen(document: &Document) -> Option<String> {
    document.first_seen().map(|moment| moment.to_string())
}

fn talk(fresh: &Fresh<'_>, printer: &Printer) {
    let count = thousands(fresh.documents.len() as u64);
    let since = match (fresh.since, fresh.name) {
        (Some(seconds), _) => format!("since {}", second(seconds)),
        (None, Some(name)) => format!("for {name}"),
        (None, None) => String::new(),
    };
    printer.talk(&if fresh.documents.is_empty() {
        format!("nothing new {since}")
    } else {
        format!("\n{count} new {since}")
    });
    if fresh.is_first_time {
        printer.talk("this name asks for the first time, so everything is new");
    }
    match fresh.imprecise {
        0 => {}
        1 => printer.talk("of 1 more the time of its first capture is known too coarsely to tell"),
        several => printer.talk(&format!(
            "of {} more the time of their first capture is known too coarsely to tell",
            thousands(several)
        )),
    }
    match fresh.untimed {
        0 => {}
        1 => printer.talk("of 1 more no capture says when it was made"),
        several => printer.talk(&format!("of {} more no capture says when it was made", thousands(several))),
    }
}
