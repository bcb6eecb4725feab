//! The library of Zotero (5 and later): `zotero.sqlite`, and what it says of the files in its `storage`.
//!
//! In: the database, as a stream, since that of a large library is large; or its path and that of a stored file. Out: one
//! entry an item, a member named by the item's key; or what is known of the file. Tables and fields are those of Zotero's own
//! schema (`resource/schema/userdata.sql`). Notes, what a person marked, feeds and the bin are left out.

use std::collections::HashMap;
use std::io::{self, Read, Write};
use std::path::Path;
use std::rc::Rc;

use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, types::ValueRef};
use serde_json::{Value, json};
use tempfile::NamedTempFile;

use crate::captures::Skip;
use crate::captures::tree::{Disk, Tree};
use crate::document::identity;
use crate::formats::exports::{Item, give, moment, names, some, text, time};
use crate::formats::open::Piece;
use crate::formats::sidecar::About;
use crate::formats::unpack::{Flow, Input, Unpacking, within};
use crate::formats::{Context, Error, Format, Head, Outcome, Packing, Sidecar};

/// The database of a library.
pub(crate) struct Zotero;

/// What a file of SQLite begins with ("Database File Format", 1.3.1).
const MAGIC: &[u8] = b"SQLite format 3\0";

/// Characters of a value at most; longer ones are texts that somebody put into a field.
const LONGEST: usize = 1 << 16;

/// Names of one kind that an item has at most, and characters of each. The papers of a particle detector have three thousand
/// authors.
const MOST_NAMES: (usize, usize) = (1 << 13, 1 << 9);

/// Fields that an item has at most; Zotero has a hundred and twenty in all.
const MOST_FIELDS: usize = 200;

impl Format for Zotero {
    fn name(&self) -> &'static str {
        "zotero"
    }

    fn about(&self) -> &'static str {
        "the library of Zotero: its items, and what it says of the files in its storage"
    }

    fn recognised_by(&self) -> &'static str {
        "the header of an SQLite database named `.sqlite`, with the tables of Zotero"
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn detect(&self, head: &Head) -> Option<&'static str> {
        (head.bytes.starts_with(MAGIC) && head.extension == "sqlite").then_some("is an SQLite database")
    }

    fn packing(&self) -> Packing {
        Packing::Stream(cut)
    }

    fn decode(&self, context: &Context, piece: Piece, emit: &mut dyn FnMut(Outcome)) {
        let value = serde_json::from_slice(&piece.bytes).unwrap_or_default();
        give(vec![item_of(&value)], self.name(), context, &piece, None, emit);
    }
}

fn cut(input: Input<'_>, unpacking: &mut Unpacking<'_>) -> Flow {
    let member = input.member.map(str::to_owned);
    let member = member.as_deref();
    let place = unpacking.place(member);
    // A copy is read: Zotero may write to the database meanwhile, and one in an archive is no file.
    let copy = match copied(&mut input.plain(unpacking.limits)) {
        Ok(copy) => copy,
        Err(error) => return unpacking.problem(place, Error::of_stream(error)),
    };
    let opened = Library::open(&Disk, copy.path());
    // Where a file that is open may lose its name, the copy does not outlast a run that is killed.
    #[cfg(unix)]
    drop(copy);
    let library = match opened {
        Ok(Some(library)) => library,
        Ok(None) => return unpacking.skipped(place, Skip::UnknownFormat),
        Err(error) => return unpacking.problem(place, unreadable(&error)),
    };
    let items = match library.items(unpacking.limits.max_members) {
        Ok(items) => items,
        Err(error) => return unpacking.problem(place, unreadable(&error)),
    };
    for (id, key) in items {
        unpacking.count(member)?;
        let path = within(member, &key);
        match library.item(id) {
            Ok(Some(item)) => {
                let bytes = item.to_string().into_bytes();
                let digest = identity::digest_of(&bytes);
                let member = Some(path);
                unpacking.piece(Piece { format: &Zotero, member, bytes, digest, ..Piece::default() })?;
            }
            Ok(None) => {}
            // It led in circles.
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) => {
                return unpacking.problem(place, unreadable(&error));
            }
            Err(error) => {
                let place = unpacking.place(Some(&path));
                unpacking.problem(place, unreadable(&error))?;
            }
        }
    }
    Flow::Continue(())
}

/// A copy of a stream on the disk, where SQLite reads it.
pub(crate) fn copied(stream: &mut dyn Read) -> io::Result<NamedTempFile> {
    let mut copy = NamedTempFile::new()?;
    io::copy(stream, &mut copy)?;
    copy.flush()?;
    Ok(copy)
}

fn unreadable(error: &rusqlite::Error) -> Error {
    let reason = format!("not a readable library of Zotero: {error}; if Zotero runs, close it and try again");
    Error::BadRecord { reason }
}

/// What a library says of a file in its storage: where its page is, when it was kept, and of a PDF the item that it belongs
/// to.
///
/// # Errors
/// When the library cannot be read, or not any more: Zotero may just be writing to it. The file is then tried again.
pub(crate) fn of_stored(tree: &dyn Tree, database: &Path, file: &Path) -> Result<Sidecar, Error> {
    let key = file.parent().and_then(|folder| folder.file_name()?.to_str()).unwrap_or_default();
    let known = Library::open(tree, database)
        .and_then(|library| library.map_or(Ok(None), |library| library.stored(key)));
    match known {
        Ok(known) => known.ok_or_else(|| "it does not know the file any more".to_owned()),
        Err(error) => Err(error.to_string()),
    }
    .map_err(|reason| Error::Io(io::Error::other(format!("its library of Zotero cannot be read: {reason}"))))
}

/// A library that is read.
struct Library(Rc<Connection>);

impl Library {
    /// None where the database is another program's.
    fn open(tree: &dyn Tree, path: &Path) -> rusqlite::Result<Option<Library>> {
        Ok(tree.library(path)?.map(Library))
    }

    /// Numbers and keys of the items that are neither files nor notes, in the order in which they were put in: one more than
    /// there may be, at most.
    fn items(&self, most: u64) -> rusqlite::Result<Vec<(i64, String)>> {
        let mut statement = self.0.prepare(
            "SELECT itemID, key FROM items JOIN itemTypes USING (itemTypeID)
             WHERE typeName NOT IN ('attachment', 'note', 'annotation')
                 AND itemID NOT IN (SELECT itemID FROM deletedItems)
                 AND libraryID NOT IN (SELECT libraryID FROM libraries WHERE type = 'feed')
             ORDER BY itemID LIMIT ?1",
        )?;
        let most = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
        let rows = statement.query_map([most], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut items: Vec<(i64, String)> = rows.collect::<rusqlite::Result<_>>()?;
        // A damaged database may tell them again and again.
        items.sort_unstable();
        items.dedup();
        Ok(items)
    }

    /// An item, as JSON that [`item_of`] reads; none where nothing names it.
    fn item(&self, id: i64) -> rusqlite::Result<Option<Value>> {
        let fields = self.fields(id)?;
        let first = |names: &[&str]| names.iter().find_map(|name| fields.get(*name)).cloned();
        // Cases, statutes, letters and patents call their titles otherwise; so do sites and collections their own.
        let title = first(&["title", "caseName", "nameOfAct", "subject"]);
        let doi = first(&["DOI"]).map(|doi| format!("https://doi.org/{}", bare_doi(&doi)));
        let url = first(&["url"]).or(doi);
        if title.is_none() && url.is_none() {
            return Ok(None);
        }
        let site = first(&[
            "publicationTitle",
            "websiteTitle",
            "blogTitle",
            "forumTitle",
            "proceedingsTitle",
            "bookTitle",
            "encyclopediaTitle",
            "dictionaryTitle",
            "programTitle",
            "repository",
            "institution",
            "university",
            "publisher",
        ]);
        let sql = "SELECT dateAdded FROM items WHERE itemID = ?1";
        let added = self.0.query_row(sql, [id], |row| as_text(row, 0))?;
        let mut tags = self.list("name", "itemTags JOIN tags USING (tagID) WHERE itemID = ?1", id)?;
        // A collection is the person's own filing, so its name counts as a tag.
        tags.extend(self.list(
            "collectionName",
            "collectionItems JOIN collections USING (collectionID) WHERE itemID = ?1",
            id,
        )?);
        tags.dedup();
        Ok(Some(json!({
            "title": title,
            "url": url,
            "saved": first(&["accessDate"]).unwrap_or(added),
            "published": first(&["date"]).map(|date| as_written(&date)),
            "authors": self.authors(id)?,
            "summary": first(&["abstractNote"]),
            "site": site,
            "language": first(&["language"]),
            "tags": tags,
        })))
    }

    /// The fields of an item that are not empty.
    fn fields(&self, id: i64) -> rusqlite::Result<HashMap<String, String>> {
        let mut statement = self.0.prepare_cached(&format!(
            "SELECT fieldName, substr(value, 1, {LONGEST}) FROM itemData JOIN itemDataValues USING (valueID)
             JOIN fields USING (fieldID) WHERE itemID = ?1 LIMIT {MOST_FIELDS}"
        ))?;
        let rows = statement.query_map([id], |row| Ok((as_text(row, 0)?, as_text(row, 1)?)))?;
        rows.filter(|row| !matches!(row, Ok((_, value)) if value.is_empty())).collect()
    }

    /// Those who made an item: authors, or whoever takes their place in its type.
    fn authors(&self, id: i64) -> rusqlite::Result<Vec<String>> {
        self.list(
            "trim(coalesce(firstName, '') || ' ' || coalesce(lastName, ''))",
            "itemCreators JOIN creators USING (creatorID) JOIN items USING (itemID)
                 JOIN itemTypeCreatorTypes USING (itemTypeID, creatorTypeID)
             WHERE itemID = ?1 AND primaryField = 1 ORDER BY orderIndex",
            id,
        )
    }

    fn list(&self, name: &str, of: &str, id: i64) -> rusqlite::Result<Vec<String>> {
        let (most, longest) = MOST_NAMES;
        let sql = format!("SELECT substr({name}, 1, {longest}) FROM {of} LIMIT {most}");
        let mut statement = self.0.prepare_cached(&sql)?;
        let rows = statement.query_map([id], |row| as_text(row, 0))?;
        rows.filter(|row| !matches!(row, Ok(name) if name.is_empty())).collect()
    }

    /// What a file that is no page is among the files of its item.
    fn place(&self, item: i64, id: i64) -> rusqlite::Result<Place> {
        let sql = "SELECT coalesce(max(is_page), 0), min(CASE WHEN is_page THEN NULL ELSE itemID END)
                   FROM (SELECT itemID, coalesce(contentType, '') LIKE 'text/html%' AS is_page FROM itemAttachments
                         WHERE parentItemID = ?1 AND path LIKE 'storage:%'
                             AND itemID NOT IN (SELECT itemID FROM deletedItems))";
        let (has_page, first): (bool, Option<i64>) =
            self.0.query_row(sql, [item], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(match (first == Some(id), has_page) {
            (true, false) => Place::Paper,
            (true, true) => Place::BesidePage,
            (false, _) => Place::Further,
        })
    }

    /// What is known of the file of an attachment.
    fn stored(&self, key: &str) -> rusqlite::Result<Option<Sidecar>> {
        let sql = "SELECT itemID, parentItemID, dateAdded, coalesce(contentType, '') LIKE 'text/html%'
                   FROM items JOIN itemAttachments USING (itemID)
                   WHERE libraryID IN (SELECT libraryID FROM libraries) AND key = ?1";
        let attachment = self.0.query_row(sql, [key], |row| {
            Ok((row.get(0)?, row.get::<_, Option<i64>>(1)?, as_text(row, 2)?, row.get(3)?))
        });
        let Some((id, parent, added, is_page)) = attachment.optional()? else { return Ok(None) };
        let fields = self.fields(id)?;
        let own = fields.get("url").cloned();
        let mut item = match parent {
            Some(parent) => self.item(parent)?.map(|item| item_of(&item)),
            None => None,
        };
        let of_item = item.as_ref().and_then(|item| item.url.clone());
        let place = parent.map_or(Ok(Place::Paper), |parent| self.place(parent, id))?;
        // A page that was kept has its own address; a paper is known by that of its item, wherever its PDF came from.
        let url = match place {
            _ if is_page => own.or(of_item),
            Place::Paper => of_item.or(own),
            Place::BesidePage | Place::Further => own.filter(|own| of_item.as_ref() != Some(own)),
        };
        if let Some(item) = &mut item {
            match place {
                // Under the item's name it would be taken for another capture of the page, and hide its text.
                Place::BesidePage if url.is_none() => item.site = None,
                Place::Paper | Place::BesidePage => {}
                Place::Further => *item = Item { tags: std::mem::take(&mut item.tags), ..Item::default() },
            }
        }
        let captured = moment(fields.get("accessDate").unwrap_or(&added));
        let about = item.map(|item| About::Library(Box::new(item)));
        Ok(Some(Sidecar { url, captured, method: Some("zotero".to_owned()), about, ..Sidecar::default() }))
    }
}

/// What a file is to its item.
#[derive(Clone, Copy)]
enum Place {
    /// The paper that the item is about.
    Paper,
    /// The same, but the page of the item was kept too, and is what the item's address shows.
    BesidePage,
    /// One more, such as a supplement or another edition.
    Further,
}

/// A column as text, whatever it was put in as.
fn as_text(row: &Row<'_>, column: usize) -> rusqlite::Result<String> {
    Ok(match row.get_ref(column)? {
        ValueRef::Text(text) => String::from_utf8_lossy(text).trim().to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Null | ValueRef::Blob(_) => String::new(),
    })
}

/// A DOI without what may stand before it.
fn bare_doi(doi: &str) -> &str {
    doi.find("10.").and_then(|at| doi.get(at..)).unwrap_or(doi)
}

/// A date as it was written down: Zotero keeps what it made of it before that, `2021-05-00 May 2021`. Where it could tell
/// year, month or day, these are taken.
fn as_written(date: &str) -> String {
    let (made, written) = date.split_once(' ').unwrap_or((date, date));
    let parts: Vec<&str> = made.split('-').collect();
    let is_number = |part: &&str| part.bytes().all(|digit| digit.is_ascii_digit());
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 && [year, month, day].into_iter().all(is_number) => {
            match (*year, *month, *day) {
                ("0000", _, _) => written.to_owned(),
                (_, "00", _) => (*year).to_owned(),
                (_, _, "00") => format!("{year}-{month}"),
                _ => made.to_owned(),
            }
        }
        _ => date.to_owned(),
    }
}

/// An item out of the JSON that [`Library::item`] makes.
fn item_of(value: &Value) -> Item {
    Item {
        url: some(value, "url"),
        title: text(value, "title"),
        saved: time(value.get("saved")),
        published: some(value, "published"),
        authors: names(value, "authors"),
        summary: text(value, "summary"),
        site: some(value, "site"),
        language: some(value, "language"),
        tags: names(value, "tags"),
        ..Item::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_as_exact_as_they_were_written() {
        for (kept, date) in [
            ("2025-10-29 October 29, 2025", "2025-10-29"),
            ("2021-05-00 May 2021", "2021-05"),
            ("2021-00-00 2021", "2021"),
            ("0000-00-00 in press", "in press"),
            ("2021-05-06", "2021-05-06"),
            ("Spring 2020", "Spring 2020"),
        ] {
            assert_eq!(as_written(kept), date, "{kept}");
        }
    }

    #[test]
    fn a_doi_is_taken_out_of_what_stands_before_it() {
        for doi in ["10.1000/x", "https://doi.org/10.1000/x", "doi:10.1000/x"] {
            assert_eq!(bare_doi(doi), "10.1000/x");
        }
    }
}
