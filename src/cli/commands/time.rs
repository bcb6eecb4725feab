//! What the commands over time have in common.
//!
//! In: ids, addresses, filters. Out: documents, sets of ids, moments as text.

use std::collections::HashSet;

use crate::catalog::Change;
use crate::cli::args::Narrow;
use crate::cli::commands::choices::filters;
use crate::cli::commands::date_match;
use crate::cli::error::Failure;
use crate::document::{Day, Document, Moment};
use crate::index::Reader;
use crate::search::query::{Query, parse};
use crate::search::{Request, Sort, grammar, search};

/// The query that filters mean.
pub(super) fn narrowed(narrow: &Narrow, today: Day) -> Result<Query, Failure> {
    let query =
        parse(&narrow.query, &grammar(today)).map_err(|error| Failure::in_query(&error, &narrow.query))?;
    Ok(Query::all_of(std::iter::once(query).chain(filters(&narrow.filters(), today)?)))
}

/// Documents that filters let through, today or as they stood at a moment, the newest first.
pub(super) fn chosen(
    narrow: &Narrow,
    reader: &Reader,
    today: Day,
    as_of: Option<i64>,
) -> Result<Vec<Document>, Failure> {
    let request = Request {
        query: narrowed(narrow, today)?,
        sort: Sort::PublishedReverse,
        limit: usize::MAX,
        dates: date_match(narrow.filters().dates),
        as_of,
        ..Request::default()
    };
    let response = search(reader, &request).map_err(|error| Failure::in_search(error, &narrow.query))?;
    Ok(response.hits.into_iter().map(|hit| hit.document).collect())
}

/// The ids of [`chosen`].
pub(super) fn chosen_ids(
    narrow: &Narrow,
    reader: &Reader,
    today: Day,
    as_of: Option<i64>,
) -> Result<HashSet<String>, Failure> {
    Ok(chosen(narrow, reader, today, as_of)?.into_iter().map(|document| document.id).collect())
}

/// A second of UTC.
pub(super) fn second(seconds: i64) -> String {
    Moment::from_unix(seconds).map(|moment| moment.to_string()).unwrap_or_default()
}

/// Added, removed, changed, told otherwise; in each the newest first, undated last.
pub(super) fn sort(changes: &mut [Change]) {
    let rank = |change: &Change| match change.as_str() {
        "added" => 0,
        "removed" => 1,
        "changed" => 2,
        _ => 3,
    };
    changes.sort_by(|one, other| {
        let date = |change: &Change| {
            change.document().published.as_ref().map(|claim| (claim.earliest, claim.latest))
        };
        rank(one).cmp(&rank(other)).then_with(|| date(other).cmp(&date(one)))
    });
}
