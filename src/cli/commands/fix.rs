//! `rsearch fix`: puts right what captures say wrongly of a document, and takes that back.

use std::path::PathBuf;
use std::time::Duration;

use crate::captures::{read_corrections, record_correction, remove_corrections};
use crate::catalog::Catalog;
use crate::cli::args::{Fix, Global};
use crate::cli::commands::named::{found, one_document};
use crate::cli::commands::{reader, today};
use crate::cli::error::Failure;
use crate::cli::printer::Printer;
use crate::cli::{Exit, Outcome, text};
use crate::document::{CorrectedField, Correction, Day, Document, Moment};
use crate::index::Manifest;
use crate::ingest::{self, Patience, Quiet, correct, corrections_at, corrections_of};
use crate::search::query::{DateSpan, date};

/// How long a run that writes is waited for: most that has changed in a folder is read within it.
const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) fn run(args: &Fix, global: &Global, printer: &Printer) -> Outcome {
    let document = one_document(&reader(global)?, &args.id)?;
    let day = today(global)?;
    let assignments = args.values.iter().map(|text| assignment(text, day)).collect::<Result<Vec<_>, _>>()?;
    if let Some(fields) = &args.undo {
        let fields = fields.iter().map(|name| field(name)).collect::<Result<Vec<_>, _>>()?;
        return undo(&args.id, &fields, global, printer);
    }
    if assignments.is_empty() {
        for corrected in &document.corrections {
            printer.line(&text::corrected_in(&document, corrected))?;
        }
        if document.corrections.is_empty() {
            printer.talk("nothing of it is corrected; `rsearch fix ID FIELD=VALUE` does that");
            return Ok(Exit::NothingFound);
        }
        return Ok(Exit::Success);
    }
    let today = day.to_string();
    let mut kept = None;
    change(global, printer, || {
        let standing = Standing::of(&args.id, global)?;
        let (capture, root) = source(&standing.document, global)?;
        let file = corrections_of(&root);
        let made = corrections(&standing, &assignments, &capture, &today)?;
        let mut changed = vec![file.clone()];
        for correction in &made {
            let is_of = |ids: &[String]| standing.is_of(ids);
            record_correction(&file, correction, &is_of).map_err(ingest::Error::from)?;
        }
        // The last holds, so what another folder has of the same fields goes.
        let fields = made.iter().map(|correction| Some(correction.field));
        let (more, _) = standing.remove(fields, &|path| *path != file)?;
        changed.extend(more);
        kept = Some((file, made, standing.document));
        Ok(changed)
    })?;
    let Some((file, made, before)) = kept else { return Ok(Exit::NothingFound) };
    let file = text::one_line(&file.display().to_string());
    check(&made, &before, &file, global)?;
    tell_shared_address(&made, &before, global, printer)?;
    for correction in &made {
        let now = if correction.values.is_empty() { "none".to_owned() } else { correction.values.join("; ") };
        printer.talk(&format!("{}: {}", correction.field.as_str(), text::one_line(&now)));
    }
    printer.talk(&format!("kept in {file}"));
    Ok(Exit::Success)
}

fn undo(id: &str, fields: &[CorrectedField], global: &Global, printer: &Printer) -> Outcome {
    let mut removed = 0;
    change(global, printer, || {
        let standing = Standing::of(id, global)?;
        let all = std::iter::once(None).filter(|_| fields.is_empty());
        let fields = fields.iter().copied().map(Some).chain(all);
        let (changed, count) = standing.remove(fields, &|_| true)?;
        removed = count;
        Ok(changed)
    })?;
    if removed == 0 {
        printer.talk("there is no such correction of it");
        return Ok(Exit::NothingFound);
    }
    printer.talk(&format!("{removed} taken back"));
    Ok(Exit::Success)
}

/// Changes files of corrections when no other run writes; the index shows it at once.
fn change(
    global: &Global,
    printer: &Printer,
    change: impl FnOnce() -> Result<Vec<PathBuf>, Failure>,
) -> Result<(), Failure> {
    let begins = || printer.talk("another rsearch is writing; waiting for it");
    correct(&global.index, &Patience { most: PATIENCE, begins: &begins }, &Quiet, change)
}

/// Makes sure that the index shows what was put right, before that is said.
fn check(made: &[Correction], before: &Document, file: &str, global: &Global) -> Result<(), Failure> {
    let now = one_document(&reader(global)?, &before.id)?;
    let mut wanted = before.clone();
    wanted.correct(made);
    let lacking = made.iter().map(|correction| correction.field);
    match lacking.into_iter().find(|field| field.of(&now) != field.of(&wanted)) {
        None => Ok(()),
        Some(field) => {
            let shown = text::one_line(&field.of(&now).join("; "));
            let message = format!("it is kept in {file}, but {} is shown as {shown:?} still", field.as_str());
            Err(Failure::new(message)
                .hint("`rsearch fix ID` lists what holds, `rsearch doctor` what does not"))
        }
    }
}

/// Says which other documents have the address that was given to one.
fn tell_shared_address(
    made: &[Correction],
    document: &Document,
    global: &Global,
    printer: &Printer,
) -> Result<(), Failure> {
    let addresses = made.iter().filter(|correction| correction.field == CorrectedField::Url);
    for address in addresses.flat_map(|correction| &correction.values) {
        for other in found(&reader(global)?, address, None)? {
            if other.id != document.id {
                let title = text::one_line(&other.title);
                printer.warning(&format!(
                    "{} ({title}) has this address too; they stay two documents",
                    other.id
                ));
            }
        }
    }
    Ok(())
}

/// A document, and what is known of its corrections.
struct Standing {
    document: Document,
    /// The ids that lead to it alone: a name that repeats leads to several.
    ids: Vec<String>,
    /// The corrections of it, as the last run read them.
    earlier: Vec<Correction>,
    /// The files in which corrections of it may stand.
    files: Vec<PathBuf>,
}

impl Standing {
    fn of(id: &str, global: &Global) -> Result<Standing, Failure> {
        let reader = reader(global)?;
        let document = one_document(&reader, id)?;
        let mut ids = Vec::new();
        for alias in &document.aliases {
            if *alias == document.id || reader.find(alias)?.len() == 1 {
                ids.push(alias.clone());
            }
        }
        let catalog = Catalog::open_to_read(&global.index)?;
        let kept = catalog.corrections_of(&document.id)?;
        let mut files: Vec<PathBuf> =
            kept.iter().map(|(source, correction)| corrections_at(source, &correction.file)).collect();
        // What cannot be read keeps its corrections, so nothing is begun; where it has none of it, it does not matter.
        for path in &files {
            read_corrections(path, "").map_err(ingest::Error::from)?;
        }
        let beside = catalog.sources()?.into_iter().map(|source| corrections_of(&source.root));
        files.extend(beside.filter(|path| read_corrections(path, "").is_ok()));
        files.retain(|path| path.exists());
        files.sort();
        files.dedup();
        let earlier = kept.into_iter().map(|(_, correction)| correction).collect();
        Ok(Standing { document, ids, earlier, files })
    }

    /// Whether a correction of these ids is of it.
    fn is_of(&self, ids: &[String]) -> bool {
        ids.iter().any(|id| self.ids.contains(id)) || self.earlier.iter().any(|earlier| earlier.ids == ids)
    }

    /// Takes corrections of some fields (none stands for all) out of the files chosen. Gives the files that changed, and how
    /// many corrections there were.
    fn remove(
        &self,
        fields: impl Iterator<Item = Option<CorrectedField>>,
        chosen: &dyn Fn(&PathBuf) -> bool,
    ) -> Result<(Vec<PathBuf>, usize), Failure> {
        let fields: Vec<_> = fields.collect();
        let (mut changed, mut count) = (Vec::new(), 0);
        for path in self.files.iter().filter(|path| chosen(path)) {
            let mut removed = 0;
            for field in &fields {
                let is_of = |ids: &[String]| self.is_of(ids);
                removed += remove_corrections(path, &is_of, *field).map_err(ingest::Error::from)?;
            }
            if removed > 0 {
                changed.push(path.clone());
                count += removed;
            }
        }
        Ok((changed, count))
    }
}

/// The capture that shows a document best, and the source that it is in.
fn source(document: &Document, global: &Global) -> Result<(String, PathBuf), Failure> {
    let sources = Manifest::read(&global.index)?.sources;
    let captures = document.sightings.iter().map(|seen| &seen.evidence.capture);
    let found = captures.into_iter().find_map(|capture| {
        let is_in = |name: &str| {
            capture
                .strip_prefix(name)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || name.is_empty())
        };
        let source =
            sources.iter().filter(|source| is_in(&source.name)).max_by_key(|source| source.name.len())?;
        source.root.exists().then(|| (capture.clone(), source.root.clone()))
    });
    found.ok_or_else(|| {
        Failure::new(format!("the folder of the captures of {} is not there", document.id))
            .hint("`rsearch sources` lists the folders; corrections are kept beside the captures")
    })
}

/// `FIELD=VALUE`, taken apart.
fn assignment(text: &str, today: Day) -> Result<(CorrectedField, String), Failure> {
    let (name, value) = text.split_once('=').ok_or_else(|| {
        Failure::new(format!("`{text}` is no FIELD=VALUE")).hint("such as published=2025-10-29")
    })?;
    let (field, value) = (field(name)?, value.trim());
    let value = match field {
        CorrectedField::Published | CorrectedField::Updated => day_of(field, value, today)?,
        _ => value.to_owned(),
    };
    Ok((field, value))
}

/// The forms of a date that a person puts right, for hints.
const FORMS: &str = "write `2025-10-29`, `2025-10`, `2025`, `29 October 2025` or `October 2025`";

/// A date as it is kept: `July 2025` as `2025-07`.
fn day_of(field: CorrectedField, value: &str, today: Day) -> Result<String, Failure> {
    /// Days ahead that a date may lie: a judgement, for issues of journals bear the date of when they are to appear.
    const AHEAD: i32 = 366;
    let name = field.as_str();
    let kept = if value.is_empty() || field.refuse(&[value.to_owned()]).is_none() {
        value.to_owned()
    } else {
        named_day(name, value, today)?
    };
    if Moment::parse(&kept).is_some_and(|moment| moment.day() > today.plus(AHEAD)) {
        return Err(Failure::new(format!("{name}={value} lies more than a year ahead")));
    }
    Ok(kept)
}

/// A day, month or year that is named in another way than it is kept in.
fn named_day(name: &str, value: &str, today: Day) -> Result<String, Failure> {
    /// Days that change every date that is counted from today, `this year` too.
    const LATER: i32 = 400;
    let refused = |reason: &str| Failure::new(format!("{name}={value}: {reason}")).hint(FORMS);
    let (first, last) = date(value, today).map_err(|error| match error.hint {
        // The other hints tell of forms that are none of a day.
        Some(hint) if hint.contains("by its name") => refused(&error.message).hint(hint),
        _ => refused(&error.message),
    })?;
    // Such a day is nothing that anybody knows of a publication.
    if date(value, today.plus(LATER)) != Ok((first, last)) {
        return Err(refused(&format!("`{value}` is counted from today, which dates no publication")));
    }
    let kept = DateSpan { from: Some(first), until: Some(last) }.to_string();
    if kept.contains("..") {
        return Err(refused(&format!("`{value}` is no day, month or year")));
    }
    Ok(kept)
}

fn field(name: &str) -> Result<CorrectedField, Failure> {
    CorrectedField::named(name).ok_or_else(|| {
        let names: Vec<&str> = CorrectedField::names().collect();
        Failure::new(format!("`{name}` is no field that can be put right"))
            .hint(format!("the fields are {}", names.join(", ")))
    })
}

/// One correction a field, in the order of their first mention.
fn corrections(
    standing: &Standing,
    assignments: &[(CorrectedField, String)],
    capture: &str,
    today: &str,
) -> Result<Vec<Correction>, Failure> {
    let Standing { document, ids, .. } = standing;
    let mut made: Vec<Correction> = Vec::new();
    for (field, value) in assignments {
        let values = Some(value.clone()).filter(|value| !value.is_empty());
        if let Some(correction) = made.iter_mut().find(|correction| correction.field == *field) {
            correction.values.extend(values);
            continue;
        }
        // What the captures say, not what an earlier correction made of it.
        let earlier = document.corrections.iter().find(|corrected| corrected.field == *field);
        made.push(Correction {
            ids: ids.clone(),
            field: *field,
            values: values.into_iter().collect(),
            was: earlier.map_or_else(|| field.of(document), |corrected| corrected.was.clone()),
            capture: Some(capture.to_owned()),
            recorded: Some(today.to_owned()),
            file: String::new(),
        });
    }
    for correction in &made {
        if let Some(reason) = correction.field.refuse(&correction.values) {
            return Err(Failure::new(reason));
        }
    }
    Ok(made)
}
