//! `rsearch query`: searches.

use std::fmt::Write;

use serde_json::Value;

use crate::cli::args::{Boost, Global, Hits, ListFormat, Match, Order, Query as Arguments};
use crate::cli::commands::cells::{COLUMNS, DATE_PARTS, DATES, FIELDS, NUMBER, cell, known, shown, value};
use crate::cli::commands::{
    asked, date_match, facets, matching, moment, open, reader, semantic, tell_untimed, today,
};
use crate::cli::error::Failure;
use crate::cli::printer::{Printer, clean};
use crate::cli::template::Template;
use crate::cli::{Exit, Outcome, cite, commands, hyphens, text};
use crate::index::Manifest;
use crate::json;
use crate::search::{Limiting, Request, Response, Sort, search};

pub(crate) fn run(args: &Arguments, global: &Global, printer: &Printer) -> Outcome {
    let today = today(global)?;
    let typed = hyphens::restored(&args.words);
    let query = asked::asked(&typed, &args.filters, &args.meaning, global, today)?;
    if args.parse {
        printer.data(&clean(&query.tree()))?;
        return Ok(Exit::Success);
    }
    let form = Form::of(&args.hits)?;
    let template = args
        .template
        .as_deref()
        .map(|text| Template::read(text, known).map_err(|message| bad_template(&message)))
        .transpose()?;
    let request = Request {
        query,
        matching: matching(args.matching),
        semantic: semantic(args.no_semantic),
        explain: args.explain,
        sort: sort(args.sort),
        recent: args.boost.map(|Boost::Recent| today),
        limit: args.hits.limit,
        offset: args.hits.offset,
        facets: facets(&args.hits.facets)?,
        dates: date_match(args.filters.dates),
        snippets: args.snippets,
        as_of: moment(&args.as_of, today)?,
    };
    let reader = reader(global)?;
    let response = search(&reader, &request).map_err(|error| Failure::in_search(error, &typed))?;
    match &template {
        Some(template) => by_template(args, template, &response, printer)?,
        None => print(&form, &typed, &response, printer)?,
    }
    if response.total == 0 {
        if reader.documents() == 0 {
            printer.talk("nothing found: the index holds no documents");
            printer.hint("`rsearch index PATH…` reads captures into it");
        } else {
            explain_nothing(&response, args.matching, printer);
        }
        tell_untimed(&response, printer);
        return Ok(Exit::NothingFound);
    }
    // JSON says it with a key.
    if args.hits.format != ListFormat::Json {
        tell_untimed(&response, printer);
    }
    if let Some(number) = args.open {
        open_hit(number, args, &response, reader.manifest())?;
    }
    Ok(Exit::Success)
}

fn sort(order: Order) -> Sort {
    match order {
        Order::Relevance => Sort::Relevance,
        Order::Published => Sort::Published,
        Order::PublishedReverse => Sort::PublishedReverse,
        Order::Title => Sort::Title,
        Order::TitleReverse => Sort::TitleReverse,
    }
}

/// The form in which hits are printed.
pub(super) struct Form<'a> {
    format: ListFormat,
    /// Fields to print; none for all of them, or the usual columns.
    fields: &'a [String],
    /// How many hits stand before the first.
    offset: usize,
}

impl<'a> Form<'a> {
    /// The form that flags ask for, or what does not go together.
    pub(super) fn of(hits: &'a Hits) -> Result<Form<'a>, Failure> {
        let form = Form { format: hits.format, fields: &hits.fields, offset: hits.offset };
        form.columns()?;
        if !hits.facets.is_empty() && !matches!(hits.format, ListFormat::Text | ListFormat::Json) {
            return Err(Failure::new("--facets goes with text and json only")
                .hint("`rsearch facets` prints counts alone in every format"));
        }
        Ok(form)
    }

    /// The columns of a table of hits, or why there are none.
    fn columns(&self) -> Result<Vec<String>, Failure> {
        if self.fields.is_empty() {
            return Ok(COLUMNS.iter().map(|name| (*name).to_owned()).collect());
        }
        if self.format == ListFormat::Text {
            return Err(Failure::new("--fields does not go with text")
                .hint("add --format json, jsonl, csv, tsv or md"));
        }
        self.fields
            .iter()
            .map(|name| {
                known(name.trim()).filter(|name| name != NUMBER).ok_or_else(|| {
                    Failure::new(format!("hits have no field `{name}`")).hint(format!(
                        "they have {}; of dates also {}",
                        FIELDS.join(", "),
                        date_parts()
                    ))
                })
            })
            .collect()
    }
}

/// Prints an answer.
pub(super) fn print(
    form: &Form<'_>,
    typed: &str,
    response: &Response,
    printer: &Printer,
) -> Result<(), Failure> {
    let columns = form.columns()?;
    let hits = || response.hits.iter().map(json::hit).map(|hit| chosen(hit, form, &columns));
    match form.format {
        ListFormat::Text => return as_text(form, response, printer),
        ListFormat::Md if form.fields.is_empty() => return as_markdown(form, response, printer),
        ListFormat::Json => {
            let mut object = json::response(typed, response);
            if let Some(slot) = object.get_mut("hits") {
                *slot = hits().collect();
            }
            printer.line(&object.to_string())?;
        }
        ListFormat::Jsonl => {
            for hit in hits() {
                printer.line(&hit.to_string())?;
            }
        }
        ListFormat::Csv | ListFormat::Tsv | ListFormat::Md => {
            // Programs read the cells of CSV and TSV, people those of Markdown.
            let written = if form.format == ListFormat::Md { shown } else { cell };
            let rows = hits().map(|hit| columns.iter().map(|name| written(hit.get(name))).collect());
            commands::facets::separated(form.format, &columns, rows, printer)?;
        }
    }
    Ok(())
}

/// The names of the parts of dates.
fn date_parts() -> String {
    let [first, others @ ..] = DATES;
    let parts = DATE_PARTS.map(|part| format!("{first}.{part}")).join(", ");
    format!("{parts}, and the same of {}", others.join(", "))
}

fn bad_template(message: &str) -> Failure {
    Failure::new(format!("--template: {message}")).hint(format!(
        "hits have {NUMBER}, {}; number, team, date and captures are {NUMBER}, categories, published and sightings; of dates \
         there are also {}",
        FIELDS.join(", "),
        date_parts()
    ))
}

/// A line a hit, in the person's own form.
fn by_template(
    args: &Arguments,
    template: &Template,
    response: &Response,
    printer: &Printer,
) -> Result<(), Failure> {
    for (place, hit) in response.hits.iter().enumerate() {
        let fields = json::hit(hit);
        let filled = template.fill(|name| match name {
            NUMBER => (args.hits.offset + place + 1).to_string(),
            name => text::one_line(&shown(value(&fields, name))),
        });
        printer.line(&filled)?;
    }
    Ok(())
}

/// A list with links, and the fragments as quotations with the matches in bold.
fn as_markdown(form: &Form<'_>, response: &Response, printer: &Printer) -> Result<(), Failure> {
    for (place, hit) in response.hits.iter().enumerate() {
        let number = form.offset + place + 1;
        printer.line(&format!("{number}. {}", cite::markdown(&hit.document).trim_end()))?;
        for snippet in &hit.snippets {
            let mut quoted = String::new();
            let mut at = 0;
            for range in &snippet.matches {
                quoted.push_str(&cite::markdown_piece(&snippet.text[at..range.start]));
                let _ = write!(quoted, "**{}**", cite::markdown_piece(&snippet.text[range.clone()]));
                at = range.end;
            }
            quoted.push_str(&cite::markdown_piece(&snippet.text[at..]));
            printer.line("")?;
            printer.line(&format!("   > {}", quoted.trim()))?;
        }
    }
    Ok(())
}

/// Opens the capture of the hit with a number, as it is printed.
fn open_hit(
    number: usize,
    args: &Arguments,
    response: &Response,
    manifest: &Manifest,
) -> Result<(), Failure> {
    let hit = number.checked_sub(args.hits.offset + 1).and_then(|place| response.hits.get(place));
    let hit = hit.ok_or_else(|| {
        let last = args.hits.offset + response.hits.len();
        Failure::new(format!("no hit {number} is shown"))
            .hint(format!("{} to {last} are", args.hits.offset + 1))
    })?;
    open::open(&hit.document, manifest)
}

/// The fields of a hit that were asked for, in that order.
fn chosen(hit: Value, form: &Form<'_>, columns: &[String]) -> Value {
    if form.fields.is_empty() {
        return hit;
    }
    columns
        .iter()
        .map(|name| (name.clone(), value(&hit, name).cloned().unwrap_or(Value::Null)))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn as_text(form: &Form<'_>, response: &Response, printer: &Printer) -> Result<(), Failure> {
    printer.page();
    for (place, hit) in response.hits.iter().enumerate() {
        if place > 0 {
            printer.line("")?;
        }
        for line in text::hit(printer, form.offset + place + 1, hit) {
            printer.line(&line)?;
        }
    }
    for (place, counts) in response.facets.iter().enumerate() {
        if place > 0 || !response.hits.is_empty() {
            printer.line("")?;
        }
        commands::facets::table(counts, printer)?;
    }
    if response.total > 0 {
        let shown = response.hits.len();
        let last = form.offset + shown;
        let mut talk = match (response.total, shown) {
            (1, 1) => "1 found".to_owned(),
            (total, 0) => format!("{total} found, none shown"),
            (total, shown) if total == shown as u64 => format!("{total} found"),
            (total, _) => format!("{total} found, {} to {last} shown", form.offset + 1),
        };
        if shown > 0 && (last as u64) < response.total {
            let _ = write!(talk, "; --offset {last} goes on");
        }
        printer.talk(&format!("\n{talk}"));
    }
    Ok(())
}

/// Says which part of a query emptied it.
fn explain_nothing(response: &Response, matching: Match, printer: &Printer) {
    printer.talk("nothing found");
    let single = response.limiting.len() == 1;
    let mut named = false;
    for limiting in &response.limiting {
        let part = clean(&limiting.part);
        let (alone, without) = (limiting.alone, limiting.without);
        let said = if part == "-*" {
            "  -* leaves out everything".to_owned()
        } else if !part.chars().any(char::is_alphanumeric) {
            format!("  {part} holds no word")
        } else if alone == 0 && (single || without == 0) {
            format!("  {part} matches nothing at all")
        } else if alone == 0 {
            format!("  {part} matches nothing at all; without it there are {without}")
        } else if without > 0 {
            format!("  {part} matches {alone}; without it there are {without}")
        } else {
            continue;
        };
        named = true;
        printer.talk(&said);
    }
    let none_meet = !named && response.limiting.len() > 1;
    if none_meet {
        let parts = response.limiting.iter().map(|it| format!("{} matches {}", clean(&it.part), it.alone));
        printer.talk(&format!("  {}; no document has all of them", parts.collect::<Vec<_>>().join(", ")));
    }
    for suggestion in &response.suggestions {
        let words: Vec<String> =
            suggestion.words.iter().map(|(word, count)| format!("{word} ({count})")).collect();
        printer.talk(&format!("  for {} there is {}", text::one_line(&suggestion.part), words.join(", ")));
    }
    for close in &response.close_titles {
        printer.talk(&format!("  near: {} · {}", text::one_line(&close.title), close.id));
    }
    if !printer.is_quiet() {
        hint_at_ways(response, none_meet, matching, printer);
    }
}

/// What may help a query that finds nothing: of a year that has a share in that, how it is asked for; what `--match any` does,
/// where its parts find something and do not meet.
fn hint_at_ways(response: &Response, none_meet: bool, matching: Match, printer: &Printer) {
    let parts = &response.limiting;
    let empties = |limiting: &&Limiting| none_meet || limiting.alone == 0 || limiting.without > 0;
    let is_year = |part: &str| part.len() == 4 && (part.starts_with("19") || part.starts_with("20"));
    let year = parts.iter().filter(empties).map(|limiting| limiting.part.as_str()).find(|part| {
        // Years of publication, as far as people search for them: a judgement.
        is_year(part) && part.bytes().all(|byte| byte.is_ascii_digit())
    });
    if let Some(year) = year {
        printer.hint(&format!(
            "{year} is looked for as a word; for the year of publication write published:{year}"
        ));
    }
    let words = parts.iter().filter(|limiting| limiting.part.chars().all(char::is_alphanumeric)).count();
    if none_meet && matching == Match::All && words > 1 {
        printer.hint("--match any finds what has some of the words");
    }
}
