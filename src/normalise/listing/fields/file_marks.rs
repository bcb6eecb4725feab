//! Knows the marks of files that pages set behind titles: `(PDF, 2.3 MB)`, `[PDF - 2,3 MB]`, `PDF 312 KB`.
//!
//! In: texts, and where the titles lead. Out: whether they are such marks, and titles without them. The words are judgements.

/// Kinds of files that are handed out to read.
const KINDS: [&str; 21] = [
    "pdf", "doc", "docx", "odt", "rtf", "xls", "xlsx", "ods", "csv", "ppt", "pptx", "odp", "epub", "mobi",
    "zip", "xml", "txt", "hwp", "hwpx", "mp3", "mp4",
];

/// Units of sizes; one letter alone is one of lengths as often.
const UNITS: [&str; 11] = ["bytes", "kb", "kib", "ko", "mb", "mib", "mo", "gb", "gib", "go", "кб"];

/// Of these those that are words of other languages: months, and more.
const FRENCH_UNITS: [&str; 3] = ["ko", "mo", "go"];

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
pub(crate) fn is_mark(text: &str) -> bool {
    tells(text).is_some()
}

/// What a text says of a file, where it says nothing else.
#[derive(Clone, Copy, Default)]
struct Told {
    kind: Option<&'static str>,
    size: bool,
    /// Whether the size has a unit that only French pages write.
    is_french: bool,
}

/// What is known of the file that a title leads to.
#[derive(Clone, Copy, Default)]
pub(crate) struct File<'a> {
    /// Where the link leads.
    pub(crate) href: Option<&'a str>,
    /// Whether the page is French.
    pub(crate) is_french: bool,
    /// Whether most titles beside it end with such a mark in brackets.
    pub(crate) is_usual: bool,
}

impl File<'_> {
    /// The kind of file that the ending of its address tells.
    fn kind(self) -> Option<&'static str> {
        let path = self.href?.split(['?', '#']).next()?;
        let (_, ending) = path.rsplit('/').next()?.rsplit_once('.')?;
        KINDS.into_iter().find(|kind| kind.eq_ignore_ascii_case(ending))
    }

    /// Whether a mark is one of the file. Memory is sold and abbreviations are told as well: a size without a kind must lead to a
    /// file, and a kind without a size to one of that kind; in brackets it is enough that most have one.
    fn has(self, told: Told, is_bracketed: bool, before: &str) -> bool {
        let is_told_again =
            |kind: &str| before.split_whitespace().any(|word| word.eq_ignore_ascii_case(kind));
        match told.kind {
            Some(_) if told.size => true,
            Some(kind) => {
                is_bracketed && (self.kind() == Some(kind) || (self.is_usual && !is_told_again(kind)))
            }
            None => {
                told.size
                    && (self.is_french || !told.is_french)
                    && (self.kind().is_some() || (is_bracketed && self.is_usual))
            }
        }
    }
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
            _ if UNITS.contains(&word) && counts => {
                told.size = true;
                told.is_french |= FRENCH_UNITS.contains(&word);
            }
            _ if BESIDE.contains(&word) => {}
            _ => told.kind = Some(KINDS.into_iter().find(|kind| *kind == word)?),
        }
    }
    (told.kind.is_some() || told.size).then_some(told)
}

/// A word cut behind the number that it begins with: `2.3`, `mb`.
fn number_and_unit(word: &str) -> [&str; 2] {
    let is_of_number = |sign: char| sign.is_ascii_digit() || matches!(sign, '.' | ',');
    let end = word.find(|sign: char| !is_of_number(sign)).unwrap_or(word.len());
    let (number, unit) = word.split_at(end);
    [number, unit]
}

/// A title and the mark of a file in brackets at its end.
fn bracketed(title: &str) -> Option<(&str, Told)> {
    let whole = title.trim_end();
    [('(', ')'), ('[', ']')].into_iter().find_map(|(open, close)| {
        let at = whole.strip_suffix(close)?.rfind(open)?;
        let (before, mark) = whole.split_at_checked(at)?;
        Some((before, tells(mark)?))
    })
}

/// Whether a title ends with such a mark in brackets.
pub(crate) fn is_marked(title: &str) -> bool {
    bracketed(title).is_some()
}

/// A title without the marks of its file behind it. What no brackets set off must say both the size and its unit, and a few
/// words stand before it.
pub(crate) fn without<'a>(title: &'a str, file: File<'_>) -> &'a str {
    let whole = title.trim_end();
    let set_off = || bracketed(title).filter(|(before, told)| file.has(*told, true, before));
    let bare = || {
        let from = whole.ceil_char_boundary(whole.len().saturating_sub(LONGEST));
        let gaps = whole.char_indices().filter(|(at, sign)| *at >= from && *sign == ' ');
        let mut cuts = gaps.filter_map(|(at, _)| whole.split_at_checked(at));
        let fits = |before: &str, told: Told| told.size && file.has(told, false, before);
        cuts.find(|(before, mark)| tells(mark).is_some_and(|told| fits(before, told)))
    };
    let before = set_off().map(|(before, _)| before).or_else(|| bare().map(|(before, _)| before));
    let before = before.map(|before| {
        before.trim_end_matches(|sign: char| sign.is_whitespace() || ",;-–—·•|:".contains(sign))
    });
    before.filter(|before| before.contains(char::is_alphabetic)).unwrap_or(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_files_come_off_titles() {
        let file = File { href: Some("/lakes.pdf?v=2"), ..File::default() };
        for title in [
            "Slow lakes (PDF, 2.3 MB)",
            "Slow lakes [PDF - 2,3 MB]",
            "Slow lakes PDF 312 KB",
            "Slow lakes pdf, 312.45 KB",
            "Slow lakes (PDF)",
            "Slow lakes – 2.3MB",
            "Slow lakes (PDF-Datei, 12 Seiten, 1,2 MB)",
        ] {
            assert_eq!(without(title, file), "Slow lakes", "{title}");
        }
        for title in [
            "What a file weighs (in MB)",
            "PDF for archivists (a guide)",
            "The last sound (1998)",
            "A history of PDF",
            "2.3 MB",
            "Lakes of 12 m",
            "Reading in 2024",
            "Fry of 3 mo",
            "The form of a form (XML)",
        ] {
            assert_eq!(without(title, file), title);
        }
        assert!(
            is_mark("pdf, 312.45 KB") && is_mark("312.45 KB") && !is_mark("12 lakes") && !is_mark("2024")
        );
    }

    #[test]
    fn sizes_of_other_things_and_abbreviations_stay() {
        let page = File { href: Some("/n/lakes"), ..File::default() };
        for title in [
            "A gauge that comes with 16 GB",
            "Fry at 1 mo",
            "A recorder of 512GB",
            "The form of gauges (XML)",
            "A card (64 GB)",
        ] {
            assert_eq!(without(title, page), title);
        }
        assert_eq!(without("Slow lakes (PDF, 2 Mo)", page), "Slow lakes");
        assert_eq!(without("Slow lakes PDF 312 KB", page), "Slow lakes");
        let usual = File { is_usual: true, ..page };
        assert_eq!(without("Slow lakes (PDF)", usual), "Slow lakes");
        assert_eq!(without("XML and gauges (XML)", usual), "XML and gauges (XML)");
        let french = File { href: Some("/lacs.pdf"), is_french: true, ..page };
        assert_eq!(without("Les lacs lents – 2,3 Mo", french), "Les lacs lents");
    }
}
