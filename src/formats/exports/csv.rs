//! Lists of saved pages as CSV: Pocket, Instapaper, Readwise Reader, Matter.
//!
//! In: CSV with a header. Out: one item a row. The header tells the program. A row with a quotation mark that nothing closes
//! would take all that follows for its own: it is a problem, and what follows is read.

use crate::captures::Skip;
use crate::formats::exports::{Item, give, moment};
use crate::formats::{Context, Error, Format, Head, Outcome, Piece, charset};

/// Lists as CSV.
pub(crate) struct SavedCsv;

/// The columns of one program, in lower case.
struct Program {
    /// Columns that stand in its header, by which it is told.
    header: &'static [&'static str],
    saved: &'static str,
    tags: &'static str,
    /// What separates tags.
    between: char,
}

/// The programs that write such lists.
const PROGRAMS: &[Program] = &[
    // Pocket.
    Program {
        header: &["title", "url", "time_added", "tags"],
        saved: "time_added",
        tags: "tags",
        between: '|',
    },
    // Instapaper.
    Program {
        header: &["url", "title", "selection", "folder", "timestamp"],
        saved: "timestamp",
        tags: "tags",
        between: ',',
    },
    // Readwise Reader.
    Program {
        header: &["title", "url", "document tags", "saved date"],
        saved: "saved date",
        tags: "document tags",
        between: ',',
    },
    // Matter.
    Program {
        header: &["title", "author", "publisher", "url", "tags", "last interaction date"],
        saved: "last interaction date",
        tags: "tags",
        between: ';',
    },
];

/// What stands around tags where they are written as a list.
const BRACKETS: [char; 5] = ['[', ']', '"', '\'', ' '];

fn program(header: &[String]) -> Option<&'static Program> {
    PROGRAMS
        .iter()
        .find(|program| program.header.iter().all(|name| header.iter().any(|column| column == name)))
}

fn columns(record: &csv::StringRecord) -> Vec<String> {
    record.iter().map(|name| name.trim_start_matches('\u{feff}').trim().to_lowercase()).collect()
}

impl Format for SavedCsv {
    fn name(&self) -> &'static str {
        "saved-csv"
    }

    fn about(&self) -> &'static str {
        "lists of saved pages as CSV: Pocket, Instapaper, Readwise Reader, Matter"
    }

    fn recognised_by(&self) -> &'static str {
        "the columns of one of these programs in the first line"
    }

    fn detect(&self, head: &Head) -> Option<&'static str> {
        let line = head.bytes.split(|byte| *byte == b'\n').next()?;
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(line);
        let header = reader.records().next()?.ok()?;
        program(&columns(&header)).map(|_| "its first line has the columns of such a list")
    }

    fn decode(&self, context: &Context, piece: Piece, emit: &mut dyn FnMut(Outcome)) {
        let (source, doubt) = charset::decode_text(&piece.bytes, context.known.charset());
        let (rows, unclosed) = rows(&source);
        for line in unclosed {
            let reason = "of CSV: nothing closes its quotation mark".to_owned();
            emit(Outcome::Problem(format!("{}:{line}", context.place()), Error::BadRecord { reason }));
        }
        match items(&rows) {
            Some(items) => give(items, self.name(), context, &piece, doubt, emit),
            None => emit(Outcome::Skipped(context.place().to_owned(), Skip::Empty)),
        }
    }
}

/// The rows of a list, and the lines on which rows stand that nothing closes.
fn rows(source: &str) -> (Vec<csv::StringRecord>, Vec<usize>) {
    /// Rows that are left out so. A judgement: a list with more of them has another fault, and after each the rest is gone
    /// through again.
    const MAX_UNCLOSED: usize = 100;
    let (mut rows, mut unclosed, mut rest) = (Vec::new(), Vec::new(), source);
    loop {
        rows.extend(reader(rest).records().filter_map(Result::ok));
        let begin = rows.last().and_then(|row: &csv::StringRecord| row.position());
        let last =
            begin.and_then(|begin| rest.get(usize::try_from(begin.byte()).ok()?..)).unwrap_or_default();
        let last = last.trim_start_matches(['\r', '\n']);
        if last.is_empty() || !is_unclosed(last) {
            return (rows, unclosed);
        }
        rows.pop();
        let line = source[..source.len() - last.len()].matches('\n').count() + 1;
        unclosed.push(line);
        rest = last.split_once('\n').map_or("", |(_, after)| after);
        if rest.is_empty() || unclosed.len() == MAX_UNCLOSED {
            return (rows, unclosed);
        }
    }
}

fn reader(source: &str) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(source.as_bytes())
}

/// Whether a row would take another behind it for its own.
fn is_unclosed(row: &str) -> bool {
    reader(&format!("{row}\nx")).records().count() == 1
}

fn items(rows: &[csv::StringRecord]) -> Option<Vec<Item>> {
    let (header, rows) = rows.split_first()?;
    let header = columns(header);
    let program = program(&header)?;
    let place = |name: &str| header.iter().position(|column| column == name);
    let mut items = Vec::new();
    for row in rows {
        let field = |name: &str| place(name).and_then(|place| row.get(place)).unwrap_or_default().trim();
        let filled = |name: &str| Some(field(name).to_owned()).filter(|text| !text.is_empty());
        let tags = field(program.tags).split(program.between).map(|tag| tag.trim_matches(BRACKETS));
        // Instapaper's own folders say how far somebody read; the others are the person's filing.
        let folder = Some(field("folder")).filter(|name| !["Unread", "Archive", "Starred"].contains(name));
        let title = field("title");
        items.push(Item {
            url: filled("url"),
            title: if title == field("url") { String::new() } else { title.to_owned() },
            saved: moment(field(program.saved)),
            authors: filled("author").into_iter().collect(),
            summary: field("selection").to_owned(),
            site: filled("publisher"),
            tags: tags.chain(folder).filter(|tag| !tag.is_empty()).map(str::to_owned).collect(),
            ..Item::default()
        });
    }
    Some(items)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_programs_columns_are_read() {
        for (source, tags) in [
            (
                "title,url,time_added,tags,status\nT,https://a.example/x,1710403200,fog|lamps,unread\n",
                "fog+lamps",
            ),
            (
                "URL,Title,Selection,Folder,Timestamp,Tags\nhttps://a.example/x,T,,Unread,1710403200,\"[\"\"fog\"\",\"\"lamps\"\"]\"\n",
                "fog+lamps",
            ),
            (
                "Title,URL,ID,Document tags,Saved date,Reading progress,Location\nT,https://a.example/x,1,\"['fog', 'lamps']\",2024-03-14 08:00:00+00:00,0,new\n",
                "fog+lamps",
            ),
            (
                "Title,Author,Publisher,URL,Tags,Word Count,Last Interaction Date\nT,A,P,https://a.example/x,fog;lamps,1,2024-03-14T08:00:00Z\n",
                "fog+lamps",
            ),
        ] {
            let items = items(&rows(source).0).unwrap();
            assert_eq!(items.len(), 1, "{source}");
            assert_eq!(
                (items[0].title.as_str(), items[0].url.as_deref()),
                ("T", Some("https://a.example/x")),
                "{source}"
            );
            assert_eq!(items[0].tags.join("+"), tags, "{source}");
            assert_eq!(
                items[0].saved.map(|saved| saved.to_string()).as_deref(),
                Some("2024-03-14T08:00:00Z"),
                "{source}"
            );
        }
        assert!(items(&rows("a,b\n1,2\n").0).is_none());
        let filed = "URL,Title,Selection,Folder,Timestamp\nhttps://a.example/x,T,,Harbours,1710403200\nhttps://a.example/y,U,,Archive,1710403200\n";
        let tags: Vec<Vec<String>> =
            items(&rows(filed).0).unwrap().into_iter().map(|item| item.tags).collect();
        assert_eq!(tags, [vec!["Harbours".to_owned()], Vec::new()]);
    }

    #[test]
    fn a_row_that_nothing_closes_leaves_the_others() {
        let read = |source: &str| {
            let (rows, unclosed) = rows(source);
            let rows: Vec<String> = rows.iter().map(|row| row.iter().collect::<Vec<_>>().join("|")).collect();
            (rows.join(" "), unclosed)
        };
        for (source, wanted, lines) in [
            ("a,b\nc,d\n", "a|b c|d", vec![]),
            ("a,b\r\n\"c,d\r\ne,f\r\n", "a|b e|f", vec![2]),
            ("a,b\n\"c,d\ne,f\n\"g,h\ni,j", "a|b c,d\ne,f\ng|h i|j", vec![]),
            ("a,b\nc,d\n\"e,f", "a|b c|d", vec![3]),
            ("a,b\n\"c\nd\",e\nf\"g,\"h\ni\"\n", "a|b c\nd|e f\"g|h\ni", vec![]),
            ("\"a,b\nc,d\n", "c|d", vec![1]),
            ("", "", vec![]),
        ] {
            assert_eq!(read(source), (wanted.to_owned(), lines), "{source}");
        }
        assert_eq!(rows(&"\"\"\"\n".repeat(10_001)).1.len(), 1);
    }
}
