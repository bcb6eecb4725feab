//! Tells by what stands beside a list of records in a page's data whether there are more of them.
//!
//! In: the object that holds the list, how many records it has. Out: what says that there are more. The names are judgements, of
//! those that content systems and interfaces of search use; what is only told of a page is not asked where all is counted.

use serde_json::{Map, Value};

/// Keys of the number of all records.
const TOTALS: [&str; 9] = [
    "total",
    "totalCount",
    "total_count",
    "totalItems",
    "total_items",
    "totalResults",
    "total_results",
    "nbHits",
    "count",
];

/// Keys of the number of pages.
const PAGES: [&str; 9] = [
    "pageCount",
    "page_count",
    "totalPages",
    "total_pages",
    "nbPages",
    "numPages",
    "num_pages",
    "lastPage",
    "last_page",
];

/// Keys that say whether there is more.
const HAS_MORE: [&str; 7] =
    ["hasNextPage", "has_next_page", "hasMore", "has_more", "hasNext", "has_next", "moreAvailable"];

/// Keys of where there is more.
const NEXT: [&str; 6] =
    ["nextPageUrl", "next_page_url", "nextCursor", "next_cursor", "nextPage", "next_page"];

/// Keys of objects that hold such numbers.
const HOLDERS: [&str; 8] =
    ["pagination", "pageInfo", "page_info", "paging", "pager", "paginator", "meta", "_meta"];

/// What says that there are more records than a list beside it has.
pub(super) fn says_more<'v>(object: &'v Map<String, Value>, listed: usize) -> Option<String> {
    let held = |object: &&'v Map<String, Value>| -> Vec<&'v Map<String, Value>> {
        HOLDERS.iter().filter_map(|key| object.get(*key)?.as_object()).collect()
    };
    let inner: Vec<&Map<String, Value>> = held(&object);
    let innermost: Vec<&Map<String, Value>> = inner.iter().flat_map(held).collect();
    let all: Vec<&Map<String, Value>> = std::iter::once(object).chain(inner).chain(innermost).collect();
    let find = |keys: &[&str]| {
        all.iter().find_map(|object| keys.iter().find_map(|key| Some(((*key).to_owned(), object.get(*key)?))))
    };
    let number = |keys: &[&str]| find(keys).and_then(|(key, value)| Some((key, value.as_u64()?)));
    if let Some((key, total)) = number(&TOTALS) {
        let is_more = usize::try_from(total).is_ok_and(|total| total > listed);
        return is_more.then(|| format!("{key}: {total}"));
    }
    if let Some((key, pages)) = number(&PAGES) {
        return (pages > 1).then(|| format!("{key}: {pages}"));
    }
    let says =
        |keys: &[&str], is: fn(&Value) -> bool| find(keys).filter(|(_, value)| is(value)).map(|(key, _)| key);
    let leads =
        |value: &Value| value.as_str().is_some_and(|text| !text.is_empty()) || value.as_u64().is_some();
    says(&HAS_MORE, |value| *value == Value::Bool(true)).or_else(|| says(&NEXT, leads))
}
