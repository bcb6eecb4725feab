//! `rsearch missing`: what is listed but was never captured.

use std::collections::HashSet;

use serde_json::json;

use crate::catalog::{Catalog, Cut, Listing};
use crate::cli::args::{Global, ListFormat, Missing, Narrow};
use crate::cli::commands::facets::separated;
use crate::cli::commands::time::chosen;
use crate::cli::commands::{reader, today};
use crate::cli::error::Failure;
use crate::cli::printer::{Printer, Style};
use crate::cli::table::thousands;
use crate::cli::{Exit, Outcome, changes, text};
use crate::document::Document;
use crate::json as wire;

/// A publication that is listed, and by which pages.
pub(super) type Uncaptured = (Document, Vec<Listing>);

pub(crate) fn run(args: &Missing, global: &Global, printer: &Printer) -> Outcome {
    let (uncaptured, cut) = find(&args.narrow, global)?;
    print(args.format, &uncaptured, &cut, printer)?;
    if uncaptured.is_empty() && cut.is_empty() {
        printer.talk(if args.narrow.is_plain() {
            "nothing is missing: of all that is listed the own page was captured, and no listing is cut"
        } else {
            "nothing that is missing matches the filters"
        });
        return Ok(Exit::NothingFound);
    }
    Ok(Exit::Success)
}

/// The publications and listings of which captures are missing, the newest publications first.
pub(super) fn find(narrow: &Narrow, global: &Global) -> Result<(Vec<Uncaptured>, Vec<Cut>), Failure> {
    let chosen = chosen(narrow, &reader(global)?, today(global)?, None)?;
    let catalog = Catalog::open_to_read(&global.index)?;
    let ids: HashSet<&str> = chosen.iter().map(|document| document.id.as_str()).collect();
    let mut cut = catalog.cut_listings()?;
    cut.retain(|cut| cut.listed.iter().any(|id| ids.contains(id.as_str())));
    let mut listed_by: std::collections::HashMap<String, Vec<Listing>> =
        catalog.uncaptured()?.into_iter().map(|one| (one.id, one.listed_by)).collect();
    // In the order of the search: the newest first.
    let uncaptured: Vec<Uncaptured> = chosen
        .into_iter()
        .filter_map(|document| listed_by.remove(&document.id).map(|listed_by| (document, listed_by)))
        .collect();
    Ok((uncaptured, cut))
}

fn print(
    format: ListFormat,
    uncaptured: &[Uncaptured],
    cut: &[Cut],
    printer: &Printer,
) -> Result<(), Failure> {
    match format {
        ListFormat::Text => as_text(uncaptured, cut, printer),
        ListFormat::Json => {
            let publications: Vec<_> = uncaptured
                .iter()
                .map(|(document, listed_by)| wire::uncaptured(document, listed_by))
                .collect();
            let listings: Vec<_> = cut.iter().map(wire::cut).collect();
            let object =
                json!({ "schema": wire::SCHEMA, "publications": publications, "listings": listings });
            printer.line(&object.to_string())
        }
        ListFormat::Jsonl => {
            for (document, listed_by) in uncaptured {
                printer.line(&wire::uncaptured(document, listed_by).to_string())?;
            }
            cut.iter().try_for_each(|cut| printer.line(&wire::cut(cut).to_string()))
        }
        ListFormat::Csv | ListFormat::Tsv | ListFormat::Md => {
            let header = ["missing", "id", "title", "published", "url", "last_seen", "listed_by"];
            let publications = uncaptured.iter().map(|(document, listed_by)| {
                let listings: Vec<&str> = listed_by.iter().map(|listing| listing.id.as_str()).collect();
                vec![
                    "page".to_owned(),
                    document.id.clone(),
                    text::one_line(&document.title),
                    text::date_cell(document.published.as_ref()),
                    document.url.clone().unwrap_or_default(),
                    document.last_seen().map(|moment| moment.to_string()).unwrap_or_default(),
                    listings.join("; "),
                ]
            });
            let listings = cut.iter().map(|cut| {
                vec![
                    "rest".to_owned(),
                    cut.listing.id.clone(),
                    text::one_line(&cut.listing.title),
                    String::new(),
                    cut.listing.url.clone().unwrap_or_default(),
                    cut.captured.map(|moment| moment.to_string()).unwrap_or_default(),
                    String::new(),
                ]
            });
            separated(format, &header.map(str::to_owned), publications.chain(listings), printer)
        }
    }
}

fn as_text(uncaptured: &[Uncaptured], cut: &[Cut], printer: &Printer) -> Result<(), Failure> {
    if !uncaptured.is_empty() {
        printer.line(&printer.styled(Style::Title, "publications whose own page was never captured"))?;
    }
    for (document, listed_by) in uncaptured {
        printer.line(&format!("  {}", changes::title(printer, document)))?;
        let mut facts = vec![changes::facts(document)];
        // What no page lists, a feed, an export or a crawl names.
        let mut places: Vec<String> =
            listed_by.iter().map(|listing| text::one_line(&listing.title)).collect();
        if places.is_empty() {
            places
                .extend(document.sightings.iter().map(|seen| text::one_line(&seen.evidence.place_within())));
            places.dedup();
        }
        facts.push(format!("in {}", places.join(", ")));
        facts.extend(document.last_seen().map(|moment| format!("last seen {}", moment.day())));
        printer.line(&printer.styled(Style::Dim, &format!("    {}", facts.join(" · "))))?;
        let address = document.url.as_deref().map_or("no address known".to_owned(), text::one_line);
        printer.line(&printer.styled(Style::Dim, &format!("    {address}")))?;
    }
    if !cut.is_empty() {
        if !uncaptured.is_empty() {
            printer.line("")?;
        }
        printer.line(&printer.styled(Style::Title, "listings that go on where no capture looked"))?;
    }
    for cut in cut {
        printer.line(&format!("  {}", text::one_line(&cut.listing.title)))?;
        let mut facts = vec![format!("lists {}", thousands(cut.entries)), cut.listing.id.clone()];
        facts.push(text::one_line(&cut.capture));
        facts.extend(cut.captured.map(|moment| format!("captured {}", moment.day())));
        printer.line(&printer.styled(Style::Dim, &format!("    {}", facts.join(" · "))))?;
        let address = cut.listing.url.as_deref().map_or("no address known".to_owned(), text::one_line);
        printer.line(&printer.styled(Style::Dim, &format!("    {address}")))?;
    }
    let with_address = uncaptured.iter().filter(|(document, _)| document.url.is_some()).count();
    if !uncaptured.is_empty() || !cut.is_empty() {
        printer.talk(&format!(
            "\n{} never captured, {} of them with an address; {} cut",
            thousands(uncaptured.len() as u64),
            thousands(with_address as u64),
            match cut.len() {
                1 => "1 listing is".to_owned(),
                several => format!("{several} listings are"),
            }
        ));
    }
    Ok(())
}
