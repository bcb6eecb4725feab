//! What a person asks: the words typed, with saved queries, synonyms and filters put in.
//!
//! In: words, flags, the files of the state folder. Out: one query. Saved queries are lines of `queries.tsv` there, synonyms
//! of `synonyms.txt` unless `--synonyms` names another file.

use std::fs;

use crate::cli::args::{Filters, Global, Meaning};
use crate::cli::commands::{choices, state};
use crate::cli::error::Failure;
use crate::document::Day;
use crate::index::Reader;
use crate::search::query::{Query, SavedError, SavedQueries, Synonyms, parse};
use crate::search::{grammar, has_title, plain};
use crate::state;

/// The file of saved queries.
pub(super) const SAVED: &str = "queries.tsv";

/// The file of synonyms.
const SYNONYMS: &str = "synonyms.txt";

/// The query that is meant.
pub(crate) fn asked(
    typed: &str,
    filters: &Filters,
    meaning: &Meaning,
    global: &Global,
    today: Day,
) -> Result<Query, Failure> {
    let query = synonyms(meaning, global)?.expand(worded(typed, global, today)?);
    Ok(Query::all_of(std::iter::once(query).chain(choices::filters(filters, today)?)))
}

/// The words typed as a query, with saved queries put in and no synonyms yet.
pub(crate) fn worded(typed: &str, global: &Global, today: Day) -> Result<Query, Failure> {
    let grammar = grammar(today);
    let query = match parse(typed, &grammar) {
        Ok(query) => query,
        // Marks of a title mean nothing: it may be typed as it stands.
        Err(_) if is_title(typed, global) => plain(typed),
        Err(error) => return Err(Failure::in_query(&error, typed)),
    };
    if query.saved().is_empty() {
        return Ok(query);
    }
    saved(global)?.resolve(query, &grammar).map_err(in_saved)
}

/// Whether a text is the title of a document.
fn is_title(typed: &str, global: &Global) -> bool {
    Reader::open(&global.index).is_ok_and(|reader| has_title(&reader, typed).unwrap_or(false))
}

/// The saved queries of the state folder.
pub(super) fn saved(global: &Global) -> Result<SavedQueries, Failure> {
    let state = state(global);
    let text = state.read(SAVED)?.unwrap_or_default();
    let path = state.path(SAVED)?;
    SavedQueries::read(&text).map_err(|reason| state::Error::Damaged { path, reason }.into())
}

/// A saved query that cannot be used, with what to do.
pub(super) fn in_saved(error: SavedError) -> Failure {
    let message = error.to_string();
    match error {
        SavedError::Unknown { nearest: Some(nearest), .. } => {
            Failure::new(message).hint(format!("did you mean `@{nearest}`?"))
        }
        SavedError::Unknown { .. } => {
            Failure::new(message).hint("`rsearch save NAME QUERY` saves one, `rsearch save` lists them")
        }
        SavedError::Unreadable { name, text, error } => {
            let failure = Failure::in_query(&error, &text).within(&format!("the saved query `{name}`"));
            failure.hint(format!("save it anew: `rsearch save {name} QUERY`"))
        }
        SavedError::Circle { .. } | SavedError::TooLarge { .. } => {
            Failure::new(message).hint("`rsearch save` lists what each stands for")
        }
    }
}

/// The synonyms that are put in.
pub(crate) fn synonyms(meaning: &Meaning, global: &Global) -> Result<Synonyms, Failure> {
    if meaning.no_synonyms {
        return Ok(Synonyms::default());
    }
    let (path, text) = if let Some(path) = &meaning.synonyms {
        let unreadable = |error| Failure::new(format!("cannot read {}: {error}", path.display()));
        (path.clone(), fs::read_to_string(path).map_err(unreadable)?)
    } else {
        let state = state(global);
        (state.path(SYNONYMS)?, state.read(SYNONYMS)?.unwrap_or_default())
    };
    Synonyms::read(&text).map_err(|reason| {
        Failure::new(format!("{}: {reason}", path.display()))
            .hint("a line is `llm, language model`, where each means all, or `safety => alignment`, one way")
    })
}
