//! `rsearch similar`: documents like one.

use crate::cli::args::{Global, Similar};
use crate::cli::commands::named::{target, tell_unknown};
use crate::cli::commands::query::{Form, print};
use crate::cli::commands::{choices, date_match, facets, reader, semantic, today};
use crate::cli::error::Failure;
use crate::cli::printer::Printer;
use crate::cli::{Exit, Outcome};
use crate::search::query::Query;
use crate::search::{Request, similar};

pub(crate) fn run(args: &Similar, global: &Global, printer: &Printer) -> Outcome {
    let today = today(global)?;
    let form = Form::of(&args.hits)?;
    let request = Request {
        query: Query::all_of(choices::filters(&args.filters, today)?),
        semantic: semantic(args.no_semantic),
        explain: args.explain,
        limit: args.hits.limit,
        offset: args.hits.offset,
        facets: facets(&args.hits.facets)?,
        dates: date_match(args.filters.dates),
        snippets: args.snippets,
        ..Request::default()
    };
    let reader = reader(global)?;
    let Some(document) = target(&reader, &args.id)? else {
        tell_unknown(&args.id, printer);
        return Ok(Exit::NothingFound);
    };
    let response = similar(&reader, &document, &request).map_err(|error| Failure::in_search(error, ""))?;
    print(&form, "", &response, printer)?;
    if response.total == 0 {
        printer.talk("nothing is like it");
        return Ok(Exit::NothingFound);
    }
    Ok(Exit::Success)
}
