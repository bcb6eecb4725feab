//! Reads what React's server components send ("flight"), as Next.js pushes it in parts.
//!
//! In: the parts, joined. Out: the values of the rows that name a date, with what they name put where it is named. Rows and
//! references are those of `ReactFlightClient.js` (React 19).

use std::cell::OnceCell;

use memchr::memmem::Finder;
use serde_json::{Map, Value};

use crate::normalise::listing::embedded::object;
use crate::normalise::listing::embedded::packed::{Budget, MAX_DEPTH};
use crate::normalise::tables::{Set, Table};

/// By what a part is pushed.
pub(super) const PUSH: &str = "__next_f.push(";

/// Hexadecimal digits of a row's number: eight number more rows than a page has.
const MAX_DIGITS: usize = 8;

/// Rows that name a row that names another… and are followed to a date. A judgement.
const MAX_HOPS: usize = 8;

/// What a row holds.
enum Row<'a> {
    Json { text: &'a str, value: OnceCell<Option<Tall>> },
    Text(&'a str),
}

/// A value and its levels.
struct Tall {
    value: Value,
    height: usize,
}

/// The values of a flight.
pub(super) fn values(flight: &str, budget: &Budget) -> Vec<Value> {
    let mut ids = Vec::new();
    let mut rows: Table<&str, Row<'_>> = Table::default();
    for (id, row) in read(flight) {
        if rows.insert(id, row).is_none() {
            ids.push(id);
        }
    }
    let dated = dated(&ids, &rows);
    let mut named: Set<&str> = Set::default();
    for id in &dated {
        if let Some(Row::Json { text, .. }) = rows.get(id) {
            // What is named by a path is not all of a row.
            let whole = names(text).filter(|(other, path)| other != id && path.is_none());
            named.extend(whole.map(|(other, _)| other));
        }
    }
    let mut laid = Laid { rows: &rows, done: Set::default(), budget };
    let mut values = Vec::new();
    // First the rows that no other names, then what is left: rows that name one another, or that went too deep.
    for is_named in [false, true] {
        for id in &ids {
            if dated.contains(id) && named.contains(id) == is_named && !laid.done.contains(id) {
                values.extend(laid.row(id, 0, &mut vec![*id]));
            }
        }
    }
    values
}

/// The rows: a number, a colon, then a tag and the length of a text in bytes, or what goes on to the end of the line.
fn read(flight: &str) -> Vec<(&str, Row<'_>)> {
    let mut rows = Vec::new();
    let mut rest = flight;
    while !rest.is_empty() {
        let line_end = memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |at| at + 1);
        let (line, after) = rest.split_at(line_end);
        rest = after;
        let Some((id, row)) = line.split_once(':').filter(|(id, _)| id.len() <= MAX_DIGITS) else { continue };
        if !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            continue;
        }
        if row.starts_with(['[', '{', '"']) {
            rows.push((id, Row::Json { text: row.trim_end(), value: OnceCell::new() }));
            continue;
        }
        let Some((length, text_start)) = length(row) else { continue };
        let text_start = flight.len() - rest.len() - line.len() + (line.len() - row.len()) + text_start;
        // A length that ends nowhere is none: the line is passed over.
        let end = text_start.saturating_add(length);
        if let Some(text) = flight.get(text_start..end) {
            rest = flight.get(end..).unwrap_or_default();
            if row.starts_with('T') {
                rows.push((id, Row::Text(text)));
            }
        }
    }
    rows
}

/// The length of a text or of bytes that a row says before them, and where they begin.
fn length(row: &str) -> Option<(usize, usize)> {
    let tag = row.chars().next().filter(|tag| "TAOobUSsLlGgMmV".contains(*tag))?;
    let (digits, _) = row.get(tag.len_utf8()..)?.split_once(',')?;
    let is_number = (1..=MAX_DIGITS).contains(&digits.len());
    let length = usize::from_str_radix(digits, 16).ok().filter(|_| is_number)?;
    Some((length, tag.len_utf8() + digits.len() + 1))
}

/// The rows that a text of JSON names, with the paths within them: `"$1a"`, `"$L1a"`, `"$5:3:posts"`.
fn names(text: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    memchr::memmem::find_iter(text.as_bytes(), "\"$").filter_map(|at| {
        let (name, _) = text.get(at + 1..)?.split_once('"')?;
        reference(name)
    })
}

/// The number of the row that a text names, and the path within its value.
fn reference(text: &str) -> Option<(&str, Option<&str>)> {
    let name = text.strip_prefix('$')?;
    let name = name.strip_prefix(['L', '@', 'Q', 'W', 'i', 'h', 'B']).unwrap_or(name);
    let (id, path) = name.split_once(':').map_or((name, None), |(id, path)| (id, Some(path)));
    let is_id = (1..=MAX_DIGITS).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    is_id.then_some((id, path))
}

/// The rows that say a date, or name a row that does.
fn dated<'a>(ids: &[&'a str], rows: &Table<&'a str, Row<'a>>) -> Set<&'a str> {
    let json = |id: &&'a str| match rows.get(id) {
        Some(Row::Json { text, .. }) => Some((*id, *text)),
        _ => None,
    };
    let mut dated: Set<&str> = Set::default();
    dated.extend(ids.iter().filter_map(json).filter(|(_, text)| says_date(text)).map(|(id, _)| id));
    if dated.is_empty() {
        return dated;
    }
    for _ in 0..MAX_HOPS {
        let others = ids.iter().filter_map(json).filter(|(id, _)| !dated.contains(id));
        let more: Vec<&str> = others
            .filter(|(_, text)| names(text).any(|(id, _)| dated.contains(id)))
            .map(|(id, _)| id)
            .collect();
        if more.is_empty() {
            break;
        }
        dated.extend(more);
    }
    dated
}

/// Whether a row has the key of a date, or a date of its own kind (`"$D2026-…"`).
fn says_date(text: &str) -> bool {
    object::names_date(text) || Finder::new("\"$D").find(text.as_bytes()).is_some()
}

struct Laid<'a> {
    rows: &'a Table<&'a str, Row<'a>>,
    /// Rows that were put somewhere.
    done: Set<&'a str>,
    budget: &'a Budget,
}

impl<'a> Laid<'a> {
    fn json(&self, id: &str) -> Option<&'a Value> {
        self.tall(id).map(|tall| &tall.value)
    }

    fn tall(&self, id: &str) -> Option<&'a Tall> {
        let Row::Json { text, value } = self.rows.get(id)? else { return None };
        let read = || {
            let value = serde_json::from_str(text).ok()?;
            Some(Tall { height: height(&value), value })
        };
        value.get_or_init(read).as_ref()
    }

    /// The value of a row; `open` are the rows that it is put into.
    fn row(&mut self, id: &'a str, depth: usize, open: &mut Vec<&'a str>) -> Option<Value> {
        let value = self.json(id)?;
        self.done.insert(id);
        Some(self.value(value, depth, open))
    }

    fn value(&mut self, value: &'a Value, depth: usize, open: &mut Vec<&'a str>) -> Value {
        let own = value.as_str().unwrap_or_default();
        if depth > MAX_DEPTH || self.budget.spend_text(own).is_none() {
            return Value::Null;
        }
        match value {
            Value::Array(values) => {
                Value::Array(values.iter().map(|value| self.value(value, depth + 1, open)).collect())
            }
            Value::Object(object) => {
                let laid: Map<String, Value> = object
                    .iter()
                    .map(|(key, value)| (key.clone(), self.value(value, depth + 1, open)))
                    .collect();
                Value::Object(laid)
            }
            Value::String(text) if text.starts_with('$') && text.len() > 1 => self.named(text, depth, open),
            plain => plain.clone(),
        }
    }

    /// What a text stands for that begins with a dollar; null where that is not known.
    fn named(&mut self, text: &'a str, depth: usize, open: &mut Vec<&'a str>) -> Value {
        match text.as_bytes().get(1) {
            Some(b'$') => return text.get(1..).map_or(Value::Null, Value::from),
            Some(b'D') => return text.get(2..).map_or(Value::Null, Value::from),
            _ => {}
        }
        let Some((id, path)) = reference(text) else { return Value::Null };
        match (self.rows.get_key_value(id), path) {
            (Some((_, Row::Text(text))), None) => {
                self.budget.spend_text(text).map(|()| Value::from(*text)).unwrap_or_default()
            }
            (Some((id, Row::Json { .. })), None) if !open.contains(id) && self.fits(id, depth) => {
                open.push(id);
                let value = self.row(id, depth, open);
                open.pop();
                value.unwrap_or_default()
            }
            (Some((id, Row::Json { .. })), Some(path)) if open.len() < MAX_HOPS => {
                let Some(value) = self.at(id, path) else { return Value::Null };
                // What a path leads to may hold the place that it leads from.
                open.push(text);
                let value = if open.iter().filter(|own| **own == text).count() > 1 {
                    Value::Null
                } else {
                    self.value(value, depth, open)
                };
                open.pop();
                value
            }
            _ => Value::Null,
        }
    }

    /// Whether a row may be put so deep: else it stands for itself.
    fn fits(&self, id: &str, depth: usize) -> bool {
        self.tall(id).is_some_and(|tall| depth + tall.height <= MAX_DEPTH)
    }

    /// What a path leads to, through other rows where it names them.
    fn at(&self, id: &str, path: &str) -> Option<&'a Value> {
        let mut value = self.json(id)?;
        for step in path.split(':') {
            for _ in 0..MAX_HOPS {
                let Some((id, None)) = value.as_str().and_then(reference) else { break };
                value = self.json(id)?;
            }
            value = match value {
                Value::Object(object) => object.get(step)?,
                // An element is a list: a mark, its type, its key, its properties.
                Value::Array(values) if values.first().and_then(Value::as_str) == Some("$") => values.get(
                    ["$", "type", "key", "props"]
                        .iter()
                        .position(|name| *name == step)
                        .or_else(|| step.parse().ok())?,
                )?,
                Value::Array(values) => values.get(step.parse::<usize>().ok()?)?,
                _ => return None,
            };
        }
        Some(value)
    }
}

/// Levels of a value.
fn height(value: &Value) -> usize {
    1 + match value {
        Value::Array(values) => values.iter().map(height).max().unwrap_or(0),
        Value::Object(object) => object.values().map(height).max().unwrap_or(0),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn values(flight: &str) -> Vec<Value> {
        super::values(flight, &Budget::default())
    }

    #[test]
    fn a_text_ends_after_its_bytes_whatever_it_holds() {
        let text = "Ein é\n3:{\"date\":\"2020-01-01\"}\n";
        for text in [text, "no end of a line", ""] {
            let flight = format!("2:T{:x},{text}4:{{\"date\":\"2025-03-06\",\"body\":\"$2\"}}\n", text.len());
            assert_eq!(values(&flight), [json!({"date": "2025-03-06", "body": text})]);
        }
        let wrong = "2:Tffff,text\n4:{\"date\":\"2025-03-06\"}\n";
        assert_eq!(values(wrong), [json!({"date": "2025-03-06"})]);
    }

    #[test]
    fn what_a_row_names_is_put_there() {
        let flight = concat!(
            "1:I[\"app\",[],\"Cards\"]\n",
            ":HL[\"/a.css\",\"style\"]\n",
            "a:{\"title\":\"$$5 lakes\",\"date\":\"$D2025-03-06T00:00:00.000Z\",\"topic\":{\"name\":\"Water\"},\"none\":\"$undefined\"}\n",
            "b:{\"title\":\"Echo\",\"date\":\"2025-02-06\",\"topic\":\"$5:3:posts:0:topic\",\"other\":\"$5:props:posts:0:topic:name\"}\n",
            "5:[\"$\",\"$L1\",null,{\"posts\":[\"$a\",\"$Lb\"],\"gone\":\"$ff\"}]\n",
        );
        let topic = json!({"name": "Water"});
        let posts = json!([
            {"title": "$5 lakes", "date": "2025-03-06T00:00:00.000Z", "topic": topic, "none": null},
            {"title": "Echo", "date": "2025-02-06", "topic": topic, "other": "Water"}
        ]);
        assert_eq!(values(flight), [json!(["$", null, null, {"posts": posts, "gone": null}])]);
    }

    #[test]
    fn rows_that_name_one_another_end() {
        let ring = "1:{\"date\":\"2025-03-06\",\"next\":\"$2\"}\n2:{\"date\":\"2025-02-06\",\"next\":\"$1\"}\n3:{\"date\":\"$3:date\"}\n";
        assert!(values(ring).len() >= 2);
        let bomb = (1..200)
            .map(|next| format!("{next:x}:[\"${:x}\",\"${:x}\",{{\"date\":1}}]\n", next + 1, next + 1))
            .collect::<Vec<_>>()
            .concat();
        assert!(!values(&bomb).is_empty());
        let paths = (1..200)
            .map(|next| {
                format!("{next:x}:{{\"date\":\"${:x}:date:date\",\"a\":\"${next:x}:a\"}}\n", next + 1)
            })
            .collect::<Vec<_>>()
            .concat();
        assert!(!values(&paths).is_empty());
    }
}
