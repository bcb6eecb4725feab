//! The file beside captures in which a person's corrections stand: `corrections.toml`.
//!
//! In: the file, or a correction to write into it. Out: [`Correction`]s, or the file with one more or some fewer. What a
//! person wrote there by hand stays as it is.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use thiserror::Error;
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, RawString, Table, Value, value};

use crate::captures::read_up_to;
use crate::document::{CorrectedField, Correction};
use crate::files;

/// Its name.
pub const CORRECTIONS: &str = "corrections.toml";

/// Bytes of it at most: a hundred thousand corrections.
const MAX_BYTES: u64 = 64 << 20;

/// What stands at its head when it is made.
const HEAD: &str =
    "# What people put right with `rsearch fix`. It belongs to the captures: keep it with them.\n\n";

/// What can go wrong with it.
#[derive(Debug, Error)]
pub enum CorrectionsError {
    /// It could not be read or written.
    #[error("cannot {what} {}", path.display())]
    Io {
        /// `read` or `write`.
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is no TOML, or not what rsearch writes there.
    #[error("{} makes no sense: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
}

impl CorrectionsError {
    /// What is wrong, for where the file is named beside it.
    pub fn reason(&self) -> String {
        match self {
            CorrectionsError::Io { what, source, .. } => format!("cannot {what} it: {source}"),
            CorrectionsError::Damaged { reason, .. } => format!("makes no sense: {reason}"),
        }
    }
}

/// The corrections in a file, which is named as `place`; none where there is no file.
///
/// # Errors
/// When it cannot be read, or one of them makes no sense.
pub fn read_corrections(path: &Path, place: &str) -> Result<Vec<Correction>, CorrectionsError> {
    let document = open(path)?;
    let Some(tables) = tables(&document, path)? else { return Ok(Vec::new()) };
    let read = tables.iter().enumerate().map(|(number, table)| {
        correction(table, place)
            .map_err(|reason| damaged(path, format!("correction {}: {reason}", number + 1)))
    });
    read.collect()
}

/// Records a correction. It takes the place of those of the same field of the same publication: `is_of` tells from the ids
/// of one whether it is.
///
/// # Errors
/// When the file cannot be read or written, or makes no sense.
pub fn record_correction(
    path: &Path,
    correction: &Correction,
    is_of: &dyn Fn(&[String]) -> bool,
) -> Result<(), CorrectionsError> {
    let mut document = open(path)?;
    tables(&document, path)?;
    let Removed { comments, .. } = remove(&mut document, is_of, Some(correction.field));
    // What a person wrote into a file that has no correction stands at its head, too.
    let is_first = tables(&document, path)?.is_none_or(ArrayOfTables::is_empty);
    let head = if is_first { text_of(document.trailing()).to_owned() } else { String::new() };
    if is_first {
        document.set_trailing("");
    }
    let mut table = table(correction);
    let above = stacked(&head, &comments);
    if !above.is_empty() {
        table.decor_mut().set_prefix(above);
    }
    let tables = document
        .entry("correction")
        .or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()))
        .as_array_of_tables_mut()
        .ok_or_else(|| damaged(path, "`correction` is no list of tables".to_owned()))?;
    tables.push(table);
    save(path, &document)
}

/// Takes the corrections of a publication out, of one field or of all. Gives how many there were. `is_of` as in
/// [`record_correction`].
///
/// # Errors
/// As [`record_correction`].
pub fn remove_corrections(
    path: &Path,
    is_of: &dyn Fn(&[String]) -> bool,
    field: Option<CorrectedField>,
) -> Result<usize, CorrectionsError> {
    let mut document = open(path)?;
    tables(&document, path)?;
    let Removed { count, .. } = remove(&mut document, is_of, field);
    if count > 0 {
        save(path, &document)?;
    }
    Ok(count)
}

fn open(path: &Path) -> Result<DocumentMut, CorrectionsError> {
    let failed = |source| CorrectionsError::Io { what: "read", path: path.to_owned(), source };
    let file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(DocumentMut::new()),
        Err(error) => return Err(failed(error)),
    };
    let bytes = read_up_to(file, MAX_BYTES).map_err(failed)?;
    let bytes = bytes.ok_or_else(|| damaged(path, "larger than 64 MiB".to_owned()))?;
    let text = String::from_utf8(bytes).map_err(|error| damaged(path, error.to_string()))?;
    text.parse::<DocumentMut>().map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        // Whoever looks for the place counts lines from one.
        let line = before.matches('\n').count() + 1;
        damaged(path, format!("line {line}: {}", error.message()))
    })
}

fn tables<'a>(document: &'a DocumentMut, path: &Path) -> Result<Option<&'a ArrayOfTables>, CorrectionsError> {
    match document.get("correction") {
        None => Ok(None),
        Some(item) => item
            .as_array_of_tables()
            .map(Some)
            .ok_or_else(|| damaged(path, "`correction` is no list of tables".to_owned())),
    }
}

/// What was taken out.
#[derive(Default)]
struct Removed {
    count: usize,
    /// What a person wrote above it, save above the first, which is the head of the file and stays there.
    comments: String,
}

fn remove(
    document: &mut DocumentMut,
    is_of: &dyn Fn(&[String]) -> bool,
    field: Option<CorrectedField>,
) -> Removed {
    let mut removed = Removed::default();
    let Some(tables) = document.get_mut("correction").and_then(Item::as_array_of_tables_mut) else {
        return removed;
    };
    let (mut number, mut head) = (0, String::new());
    tables.retain(|table| {
        let is_field = field.is_none_or(|field| {
            table.get("field").and_then(Item::as_str).and_then(CorrectedField::named) == Some(field)
        });
        let is_it = is_field && texts(table, "ids").is_ok_and(|ids| is_of(&ids));
        if is_it {
            let above = table.decor().prefix().map_or("", text_of);
            match number {
                0 => above.clone_into(&mut head),
                _ => removed.comments = stacked(&removed.comments, above),
            }
            removed.count += 1;
        }
        number += 1;
        !is_it
    });
    if let Some(first) = tables.get_mut(0) {
        let above = stacked(&head, first.decor().prefix().map_or("", text_of));
        first.decor_mut().set_prefix(above);
    } else {
        let below = stacked(&head, text_of(document.trailing()));
        document.set_trailing(below);
    }
    removed
}

fn text_of(raw: &RawString) -> &str {
    raw.as_str().unwrap_or_default()
}

/// What stands above a correction: one comment over another, an empty line between them. A correction stands directly below
/// its own.
fn stacked(above: &str, below: &str) -> String {
    if above.trim().is_empty() {
        return below.to_owned();
    }
    format!("{}\n\n{}", above.trim_end(), below.trim_start_matches('\n'))
}

fn correction(table: &Table, place: &str) -> Result<Correction, String> {
    let one = |name: &str| Ok::<_, String>(texts(table, name)?.into_iter().next());
    let name = one("field")?.ok_or("`field` is missing")?;
    let field = CorrectedField::named(&name).ok_or_else(|| {
        format!(
            "`{name}` is no field that can be put right; those are {}",
            CorrectedField::names().collect::<Vec<_>>().join(", ")
        )
    })?;
    let ids = texts(table, "ids")?;
    if ids.is_empty() {
        return Err("`ids` is missing".to_owned());
    }
    if !table.contains_key("value") {
        return Err("`value` is missing".to_owned());
    }
    let values: Vec<String> = texts(table, "value")?.into_iter().filter(|value| !value.is_empty()).collect();
    if let Some(reason) = field.refuse(&values) {
        return Err(reason);
    }
    Ok(Correction {
        ids,
        field,
        values,
        was: texts(table, "was")?,
        capture: one("capture")?,
        recorded: one("recorded")?,
        file: place.to_owned(),
    })
}

/// The texts of a key: one, or a list. A date of TOML is a text too.
fn texts(table: &Table, name: &str) -> Result<Vec<String>, String> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.value().trim().to_owned()),
        Value::Datetime(date) => Some(date.value().to_string()),
        Value::Integer(number) => Some(number.value().to_string()),
        _ => None,
    };
    let wrong = || format!("`{name}` is no text and no list of texts");
    match table.get(name) {
        None => Ok(Vec::new()),
        Some(Item::Value(Value::Array(list))) => {
            list.iter().map(text).collect::<Option<Vec<_>>>().ok_or_else(wrong)
        }
        Some(Item::Value(value)) => text(value).map(|text| vec![text]).ok_or_else(wrong),
        Some(_) => Err(wrong()),
    }
}

fn table(correction: &Correction) -> Table {
    let list = |values: &[String]| value(values.iter().map(String::as_str).collect::<Array>());
    let plain = |values: &[String]| match values {
        [one] => value(one.as_str()),
        several => list(several),
    };
    let mut table = Table::new();
    table.insert("ids", list(&correction.ids));
    table.insert("field", value(correction.field.as_str()));
    table.insert("value", plain(&correction.values));
    table.insert("was", plain(&correction.was));
    if let Some(capture) = &correction.capture {
        table.insert("capture", value(capture.as_str()));
    }
    if let Some(recorded) = &correction.recorded {
        table.insert("recorded", value(recorded.as_str()));
    }
    table
}

/// Writes the file whole: a kill leaves the one before or this.
fn save(path: &Path, document: &DocumentMut) -> Result<(), CorrectionsError> {
    let head = if path.exists() { "" } else { HEAD };
    let text = format!("{head}{}", document.to_string().trim_start_matches('\n'));
    files::replace(path, text.as_bytes())
        .and_then(|()| files::sync_folder(files::folder_of(path)))
        .map_err(|source| CorrectionsError::Io { what: "write", path: path.to_owned(), source })
}

fn damaged(path: &Path, reason: String) -> CorrectionsError {
    CorrectionsError::Damaged { path: path.to_owned(), reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn correction(ids: &[&str], field: CorrectedField, values: &[&str]) -> Correction {
        let owned = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect();
        Correction {
            ids: owned(ids),
            field,
            values: owned(values),
            was: vec!["It was \"this\"".to_owned()],
            capture: Some("captures/a.html".to_owned()),
            recorded: Some("2026-05-09".to_owned()),
            file: "captures/corrections.toml".to_owned(),
        }
    }

    #[test]
    fn what_is_recorded_is_read_and_what_a_person_wrote_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(CORRECTIONS);
        assert!(read_corrections(&path, "x").unwrap().is_empty());
        std::fs::write(
            &path,
            "# mine\n[[correction]]\nids = \"c\" # told by phone\nfield = \"date\"\nvalue = 2025-10-29\n",
        )
        .unwrap();
        let title = correction(&["a", "b"], CorrectedField::Title, &["One\ntwo"]);
        let is_b = |ids: &[String]| ids.contains(&"b".to_owned());
        record_correction(&path, &title, &is_b).unwrap();
        let authors = correction(&["b"], CorrectedField::Authors, &["Ann Lee", "Bo Ek"]);
        record_correction(&path, &authors, &is_b).unwrap();
        record_correction(&path, &correction(&["b"], CorrectedField::Title, &["Three"]), &is_b).unwrap();
        let read = read_corrections(&path, "captures/corrections.toml").unwrap();
        let told: Vec<_> = read.iter().map(|it| (it.field, it.values.join("; "))).collect();
        assert_eq!(
            told,
            [
                (CorrectedField::Published, "2025-10-29".to_owned()),
                (CorrectedField::Authors, "Ann Lee; Bo Ek".to_owned()),
                (CorrectedField::Title, "Three".to_owned()),
            ]
        );
        assert_eq!(read[2], correction(&["b"], CorrectedField::Title, &["Three"]));
        assert_eq!(remove_corrections(&path, &is_b, Some(CorrectedField::Title)).unwrap(), 1);
        assert_eq!(remove_corrections(&path, &is_b, None).unwrap(), 1);
        assert_eq!(remove_corrections(&path, &is_b, None).unwrap(), 0);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("# mine\n") && text.contains("# told by phone"), "{text}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_stands_at_the_head_of_the_file_outlasts_the_first_correction() {
        const HEAD_BY_HAND: &str = "# Kept by the reading group.\n";
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(CORRECTIONS);
        let text = || std::fs::read_to_string(&path).unwrap();
        let put = |id: &str, value: &str| {
            let is_it = |ids: &[String]| ids.contains(&id.to_owned());
            record_correction(&path, &correction(&[id], CorrectedField::Title, &[value]), &is_it).unwrap();
        };
        let take = |id: &str| {
            let is_it = |ids: &[String]| ids.contains(&id.to_owned());
            assert_eq!(remove_corrections(&path, &is_it, None).unwrap(), 1);
        };
        let one =
            |id: &str| format!("[[correction]]\nids = \"{id}\"\nfield = \"title\"\nvalue = \"By hand\"\n");
        std::fs::write(&path, format!("{HEAD_BY_HAND}\n{}\n# told by phone\n{}", one("a"), one("b")))
            .unwrap();
        put("a", "Better");
        assert!(
            text().starts_with(&format!("{HEAD_BY_HAND}\n# told by phone\n[[correction]]\nids = \"b\"")),
            "{}",
            text()
        );
        put("b", "Best");
        assert!(text().starts_with(HEAD_BY_HAND), "{}", text());
        assert_eq!(text().matches("# told by phone").count(), 1, "{}", text());
        take("a");
        take("b");
        assert!(text().starts_with(HEAD_BY_HAND), "{}", text());
        assert!(read_corrections(&path, "x").unwrap().is_empty());
        put("c", "Again");
        assert!(text().starts_with(HEAD_BY_HAND), "{}", text());
        assert_eq!(read_corrections(&path, "x").unwrap().len(), 1);
        // A comment about a correction that is not the first goes to what takes its place.
        std::fs::write(&path, format!("{HEAD_BY_HAND}\n{}\n# told by phone\n{}", one("a"), one("b")))
            .unwrap();
        put("b", "Best");
        assert!(text().contains("# told by phone\n[[correction]]\nids = [\"b\"]"), "{}", text());
        assert!(text().starts_with(&format!("{HEAD_BY_HAND}\n[[correction]]\nids = \"a\"")), "{}", text());
    }

    #[test]
    fn what_makes_no_sense_is_an_error_that_says_where() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(CORRECTIONS);
        for (text, reason) in [
            ("a = 1\n\nb = ", "makes no sense: line 3: "),
            ("a = 1\n\n[[correction]\nids = 1", "makes no sense: line 3: "),
            ("correction = 1", "`correction` is no list of tables"),
            (
                "[[correction]]\nids = \"a\"\nfield = \"body\"\nvalue = \"x\"",
                "correction 1: `body` is no field",
            ),
            ("[[correction]]\nfield = \"title\"\nvalue = \"x\"", "correction 1: `ids` is missing"),
            ("[[correction]]\nids = \"a\"\nfield = \"title\"", "correction 1: `value` is missing"),
            ("[[correction]]\nids = \"a\"\nfield = \"date\"\nvalue = \"soon\"", "\"soon\" is no date"),
        ] {
            std::fs::write(&path, text).unwrap();
            let error = read_corrections(&path, "x").unwrap_err().to_string();
            assert!(error.contains(reason), "{text}: {error}");
            if !text.starts_with("[[") {
                assert!(remove_corrections(&path, &|_| true, None).is_err());
                assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
            }
        }
    }
}
