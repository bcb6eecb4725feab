//! `rsearch facets`: counts values.

use serde_json::json;
use unicode_width::UnicodeWidthStr;

use crate::cli::args::{Facets as Arguments, Global, ListFormat};
use crate::cli::commands::{asked, date_match, facets, moment, reader, tell_untimed, today};
use crate::cli::error::Failure;
use crate::cli::printer::{Printer, Style};
use crate::cli::table::{Table, bar, thousands};
use crate::cli::{Exit, Outcome, cite, text};
use crate::json as wire;
use crate::search::{FacetCounts, Request, count_facets};

pub(crate) fn run(args: &Arguments, global: &Global, printer: &Printer) -> Outcome {
    let today = today(global)?;
    let query = asked::asked(&args.query, &args.filters, &args.meaning, global, today)?;
    let facets = facets(&args.fields)?;
    if facets.is_empty() {
        return Err(Failure::new("no field is named").hint("name some, such as `rsearch facets team,year`"));
    }
    let request = Request {
        query,
        facets,
        dates: date_match(args.filters.dates),
        as_of: moment(&args.as_of, today)?,
        ..Request::default()
    };
    let response =
        count_facets(&reader(global)?, &request).map_err(|error| Failure::in_search(error, &args.query))?;
    match args.format {
        // A heading without a line says nothing.
        ListFormat::Text if response.total == 0 && response.facets.iter().all(|it| it.values.is_empty()) => {}
        ListFormat::Text => {
            for (place, counts) in response.facets.iter().enumerate() {
                if place > 0 {
                    printer.line("")?;
                }
                table(counts, printer)?;
            }
        }
        ListFormat::Json => {
            printer.line(&wire::counts_of(&args.query, &response).to_string())?;
        }
        ListFormat::Jsonl => {
            for counts in &response.facets {
                for value in &counts.values {
                    let object = json!({ "field": counts.name, "value": value.value, "count": value.count, "alone": value.alone });
                    printer.line(&object.to_string())?;
                }
            }
        }
        ListFormat::Csv | ListFormat::Tsv | ListFormat::Md => {
            let header = ["field", "value", "count", "alone"].map(str::to_owned);
            let rows = response.facets.iter().flat_map(|counts| {
                counts.values.iter().map(|value| {
                    let shown = value.value.as_deref().map(text::one_line).unwrap_or_default();
                    vec![counts.name.clone(), shown, value.count.to_string(), value.alone.to_string()]
                })
            });
            separated(args.format, &header, rows, printer)?;
        }
    }
    // JSON says it with a key.
    if args.format != ListFormat::Json {
        tell_untimed(&response, printer);
    }
    if response.total == 0 {
        printer.talk("nothing found");
        return Ok(Exit::NothingFound);
    }
    Ok(Exit::Success)
}

/// Columns of a bar at most.
const BAR_WIDTH: usize = 30;

/// Columns of bars behind lines that take so many: on a narrow terminal fewer than wanted.
pub(crate) fn room_for_bars(printer: &Printer, before: usize, wanted: usize) -> usize {
    if printer.is_terminal() { printer.width().saturating_sub(before + 3).clamp(1, wanted) } else { wanted }
}

/// Counts as a table with bars.
pub(crate) fn table(counts: &FacetCounts, printer: &Printer) -> Result<(), Failure> {
    printer.line(&printer.styled(Style::Title, &counts.name))?;
    let chosen = counts.values.iter().any(|value| value.count != value.alone);
    let most = counts.values.iter().map(|value| value.alone).max().unwrap_or(0);
    let mut rows = Table::default();
    for value in &counts.values {
        let name = value.value.as_deref().map_or("(none)".to_owned(), text::one_line);
        // Months stand below their year.
        let below = if counts.field == "published" && name.len() > "2025".len() && value.value.is_some() {
            "  "
        } else {
            ""
        };
        let mut cells = vec![format!("  {below}{name}"), thousands(value.count)];
        if chosen {
            cells.push(format!("of {}", thousands(value.alone)));
        }
        rows.row(cells);
    }
    let lines = rows.lines();
    let longest = lines.iter().map(|line| line.width()).max().unwrap_or(0);
    let room = room_for_bars(printer, longest, BAR_WIDTH);
    for (line, value) in lines.iter().zip(&counts.values) {
        let space = " ".repeat(longest - line.width());
        let bar = bar(value.count, most, room);
        printer.line(format!("{line}{space}  {bar}").trim_end())?;
    }
    Ok(())
}

/// Rows as CSV (RFC 4180), as tab-separated values, in which a tab or line break within a value is a space, or as a table of
/// Markdown.
pub(crate) fn separated(
    format: ListFormat,
    header: &[String],
    rows: impl Iterator<Item = Vec<String>>,
    printer: &Printer,
) -> Result<(), Failure> {
    if format == ListFormat::Md {
        let rule = header.iter().map(|_| "---".to_owned()).collect();
        for row in [header.to_vec(), rule].into_iter().chain(rows) {
            let cells: Vec<String> =
                row.iter().map(|cell| cite::markdown_escaped(cell).replace('|', "\\|")).collect();
            printer.line(&format!("| {} |", cells.join(" | ")))?;
        }
        return Ok(());
    }
    if format == ListFormat::Tsv {
        for row in std::iter::once(header.to_vec()).chain(rows) {
            let cells: Vec<String> = row.iter().map(|cell| cell.replace(['\t', '\n', '\r'], " ")).collect();
            printer.line(&cells.join("\t"))?;
        }
        return Ok(());
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    let bad = |error: csv::Error| Failure::new(format!("cannot write CSV: {error}"));
    writer.write_record(header).map_err(bad)?;
    for row in rows {
        writer.write_record(&row).map_err(bad)?;
    }
    let bytes = writer.into_inner().map_err(|error| Failure::new(format!("cannot write CSV: {error}")))?;
    printer.data(&String::from_utf8_lossy(&bytes))
}
