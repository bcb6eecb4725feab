//! Knows the marks of files that pages set behind titles: `(PDF, 2.3 MB)`, `[PDF - 2,3 MB]`, `PDF 312 KB`.
//!
//! In: texts. Out: whether they are such marks, and titles without them. The words are judgements.

/// Kinds of files that are handed out to read.
const KINDS: [&str; 21] = [
    "pdf", "doc", "docx", "odt", "rtf", "xls", "xlsx", "ods", "csv", "ppt", "pptx", "odp", "epub", "mobi",
    "zip", "xml", "txt", "hwp", "hwpx", "mp3", "mp4",
];

/// Units of sizes; one letter alone is one of lengths as often.
const UNITS: [&str; 11] = ["bytes", "kb", "kib", "ko", "mb", "mib", "mo", "gb", "gib", "go", "кб"];

/// Words that stand between: pages are counted, and the mark says what it is.
const BESIDE: [&str; 22] = [
    "file",
    "format",
    "size",
    "datei",
    "dokument",
    "document",
    "fichier",
    "archivo",
    "documento",
    "seiten",
    "pages",
    "page",
    "p",
    "pp",
    "s",
    "pag",
    "páginas",
    "pagine",
    "pagina",
    "sider",
    "strony",
    "стр",
];

/// Bytes of such a mark. A judgement: `PDF file, 12 pages, 312.45 KB` with room.
const LONGEST: usize = 40;

/// Whether a text is such a mark and nothing else: kinds and sizes of files, with the pages that they have.
pub(super) fn is_mark(text: &str) -> bool {
    tells(text).is_some()
}

/// What a text says of a file, where it says nothing else.
#[derive(Clone, Copy, Default)]
struct Told {
    kind: bool,
    size: bool,
}

fn tells(text: &str) -> Option<Told> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let lower = text.to_lowercase();
    // A number and its unit may stand together: `2.3MB`.
    let is_apart = |sign: char| sign.is_whitespace() || ",;-–—·•|:/()[]".contains(sign);
    let mut told = Told::default();
    let mut counts = false;
    for word in lower.split(is_apart).flat_map(number_and_unit).map(|word| word.trim_matches('.')) {
        let is_number = word.starts_with(|sign: char| sign.is_ascii_digit());
        match word {
            "" => {}
            _ if is_number => counts = true,
            _ if KINDS.contains(&word) => told.kind = true,
            _ if UNITS.contains(&word) && counts => told.size = true,
            _ if BESIDE.contains(&word) => {}
            _ => return None,
        }
    }
    (told.kind || told.size).then_some(told)
}

/// A word cut behind the number that it begins with: `2.3`, `mb`.
fn number_and_unit(word: &str) -> [&str; 2] {
    let is_of_number = |sign: char| sign.is_ascii_digit() || matches!(sign, '.' | ',');
    let end = word.find(|sign: char| !is_of_number(sign)).unwrap_or(word.len());
    let (number, unit) = word.split_at(end);
    [number, unit]
}

/// A title without the marks of its file behind it. What no brackets set off must say both the size and its unit, and a few
/// words stand before it.
pub(super) fn without(title: &str) -> &str {
    let whole = title.trim_end();
    let bracketed = [('(', ')'), ('[', ']')].into_iter().find_map(|(open, close)| {
        let at = whole.strip_suffix(close)?.rfind(open)?;
        let (before, mark) = whole.split_at_checked(at)?;
        tells(mark).map(|_| before)
    });
    let bare = || {
        let from = whole.ceil_char_boundary(whole.len().saturating_sub(LONGEST));
        let gaps = whole.char_indices().filter(|(at, sign)| *at >= from && *sign == ' ');
        let mut cuts = gaps.filter_map(|(at, _)| whole.split_at_checked(at));
        let fits = |mark: &str| tells(mark).is_some_and(|told| told.size);
        cuts.find(|(_, mark)| fits(mark)).map(|(before, _)| before)
    };
    let before = bracketed.or_else(bare).map(|before| {
        before.trim_end_matches(|sign: char| sign.is_whitespace() || ",;-–—·•|:".contains(sign))
    });
    before.filter(|before| before.contains(char::is_alphabetic)).unwrap_or(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_files_come_off_titles() {
        for title in [
            "Slow lakes (PDF, 2.3 MB)",
            "Slow lakes [PDF - 2,3 MB]",
            "Slow lakes PDF 312 KB",
            "Slow lakes pdf, 312.45 KB",
            "Slow lakes (PDF)",
            "Slow lakes – 2.3MB",
            "Slow lakes (PDF-Datei, 12 Seiten, 1,2 MB)",
        ] {
            assert_eq!(without(title), "Slow lakes", "{title}");
        }
        for title in [
            "What a file weighs (in MB)",
            "PDF for archivists (a guide)",
            "The last sound (1998)",
            "A history of PDF",
            "2.3 MB",
            "Lakes of 12 m",
            "Reading in 2024",
        ] {
            assert_eq!(without(title), title);
        }
        assert!(
            is_mark("pdf, 312.45 KB") && is_mark("312.45 KB") && !is_mark("12 lakes") && !is_mark("2024")
        );
    }
}
