//! The title of a plain text, told by what stands below it: names, a day, the abstract.
//!
//! In: the text. Out: its title and what stands below. What stands above (menus, topics, stamps of printers and archives) says
//! nothing of the text; where nothing is below but text, the line that stands alone over it is for others to tell.

use super::{MAX_TITLE_LETTERS, is_small_print_or_names, names_day};
use crate::document::fold;
use crate::normalise::citations;
use crate::normalise::html::head;

/// Lines right above the running text among which title and small print stand. A judgement: a title, names, a day, buttons to
/// share it, what a picture shows.
const WINDOW: usize = 16;

/// Letters of running text near each other by which the text begins: a message about cookies has fewer. A judgement; a third of
/// all where a text is short.
const BEGINS: usize = 600;

/// Paragraphs that those letters stand in. A judgement: pictures and small headings stand between.
const NEAR: usize = 6;

/// Entries of menus from which a text is a whole page. A judgement.
const MENU: usize = 3;

/// Words from which a line is a title rather than a topic or an entry of a menu. A judgement.
const WORDS: usize = 3;

/// What a line above the running text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// What a printer, an archive or a release writes above a title; a button; an entry of a menu.
    Stamp,
    /// Names, a day, an address.
    Small,
    /// The heading of the abstract or of the first part.
    Part,
    /// Anything else.
    Line,
}

/// A line above the running text.
#[derive(Clone, Copy, Debug)]
struct Row<'a> {
    line: &'a str,
    kind: Kind,
    /// Which block it stands in, and where in the text it ends.
    block: usize,
    end: usize,
}

/// The title of a text above whose running text small print or an abstract stands, and what follows the title.
pub(super) fn titled(text: &str) -> Option<(String, &str)> {
    let rows = rows(text);
    let all = rows.clone();
    // A list below a line is a part of the text.
    let top = rows.iter().take_while(|row| row.kind != Kind::Line);
    let is_page = top.filter(|row| row.kind == Kind::Stamp && is_entry(row.line)).count() >= MENU;
    let rows: Vec<_> = rows.into_iter().filter(|row| row.kind != Kind::Stamp).collect();
    let last = match below_title(&rows) {
        Some(place) => place.checked_sub(1)?,
        // Without small print it stands right above the text of a page that has menus.
        None if is_page => {
            let from = rows.len().saturating_sub(WINDOW);
            (from..rows.len()).rev().find(|&place| is_title(&rows, place))?
        }
        None => return None,
    };
    let (first, last) = title_lines(&rows, last)?;
    let lines = rows.get(first..=last)?;
    let joined = lines.iter().map(|row| row.line).collect::<Vec<_>>().join(" ");
    let title = without_label(&joined);
    let over = standing_over(&all, lines.first()?).filter(|over| !over.line.contains(title));
    let (title, lines) = over.map_or((title, lines), |over| (over.line, std::slice::from_ref(over)));
    let title = title.to_owned();
    let fits = title.chars().count() <= MAX_TITLE_LETTERS;
    let rest = text.get(lines.last()?.end..)?.trim();
    (fits && !rest.is_empty() && !is_list(rest)).then_some((title, rest))
}

/// Whether a stamp is a way to elsewhere or says what follows, and neither a rule nor a letter.
fn is_entry(line: &str) -> bool {
    let own = line.trim_start_matches(|sign: char| !sign.is_alphanumeric());
    own.chars().nth(1).is_some() && (own.split_whitespace().count() <= WORDS || own.len() == line.len())
}

/// `Title: What herons know`, as heads of books have it.
fn without_label(title: &str) -> &str {
    let own = title.get(..6).filter(|label| label.eq_ignore_ascii_case("title:")).map(|_| title[6..].trim());
    own.filter(|own| !own.is_empty()).unwrap_or(title)
}

/// The line that stands alone over the text where it is like a title, and nothing like a menu parts it from another that is.
fn standing_over<'a, 'b>(all: &'b [Row<'a>], title: &Row<'_>) -> Option<&'b Row<'a>> {
    let (first, after) = all.split_first()?;
    let is_alone = after.first().is_some_and(|next| next.block != first.block);
    let is_menu = |row: &Row<'_>| row.kind == Kind::Stamp || row.kind == Kind::Line && is_topic(row.line);
    let mut between = after.iter().take_while(|row| row.end < title.end);
    (first.end < title.end && is_alone && is_title(all, 0) && !between.any(is_menu)).then_some(first)
}

/// A text below its title with the lines above the title that are neither the title nor stamps nor entries of menus.
pub(super) fn with_above(above: &str, title: &str, below: String) -> String {
    let is_of_title = |line: &str| title.contains(without_label(line));
    let is_kept = |line: &&str| !line.is_empty() && !is_stamp(line) && !is_topic(line) && !is_of_title(line);
    let kept: Vec<&str> = above.lines().map(str::trim).filter(is_kept).collect();
    if kept.is_empty() { below } else { format!("{}\n\n{below}", kept.join("\n")) }
}

/// Whether a line is where somebody lives: `Upper Road 5`, `12 Upper Road, North Tarn`.
fn is_of_street(line: &str) -> bool {
    /// Words of such a line. A judgement: a street, a house, a place.
    const LONGEST: usize = 6;
    const STREETS: [&str; 10] =
        ["road", "street", "avenue", "lane", "drive", "square", "rd", "st", "ave", "terrace"];
    let words: Vec<String> =
        line.split_whitespace().map(|word| word.trim_matches([',', '.']).to_lowercase()).collect();
    let is_number = |word: &String| word.len() <= 3 && word.bytes().all(|sign| sign.is_ascii_digit());
    let is_street = |word: &String| {
        STREETS.contains(&word.as_str()) || word.ends_with("straße") || word.ends_with("strasse")
    };
    words.len() <= LONGEST && words.iter().any(is_number) && words.iter().any(is_street)
}

/// Whether what follows a title is that of an entry of a list: other lines and days follow its day before long.
fn is_list(below: &str) -> bool {
    /// Bytes from day to day, and how often. Judgements: a summary and a title; an update may be dated as well.
    const NEAR: usize = 600;
    const TIMES: usize = 2;
    let (mut is_dated, mut has_line, mut bytes, mut times) = (false, false, 0, 0);
    for line in below.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if bytes > NEAR {
            return false;
        }
        if head::is_short(line) && names_day(line) {
            times += usize::from(is_dated && has_line);
            if times == TIMES {
                return true;
            }
            (is_dated, has_line, bytes) = (true, false, 0);
        } else {
            has_line |= line.split_whitespace().count() >= WORDS && !is_small_print_or_names(line);
            bytes += line.len();
        }
    }
    false
}

/// The first line of what stands below the title.
fn below_title(rows: &[Row<'_>]) -> Option<usize> {
    let is_title = |place: usize| is_title(rows, place);
    // Between the title of a paper and its abstract names stand, and where they work.
    if let Some(part) = rows.iter().position(|row| row.kind == Kind::Part) {
        let names = rows.iter().take(part).enumerate().find(|(place, row)| {
            let is_named =
                citations::are_names(row.line) || citations::is_name(row.line) || row.kind == Kind::Small;
            is_named && *place > 0 && is_title(place - 1)
        });
        return names
            .map(|(place, _)| place)
            .or(Some(part))
            .filter(|&place| place > 0 && is_title(place - 1));
    }
    let from = rows.len().saturating_sub(WINDOW);
    let is_below = |place: &usize| {
        let row = &rows[*place];
        // The name of a person is told from a title by what stands beside it.
        let is_small = row.kind == Kind::Small
            || citations::is_name(row.line)
                && rows.get(place + 1).is_some_and(|next| next.kind == Kind::Small);
        is_small && *place > 0 && is_title(place - 1)
    };
    (from..rows.len()).find(is_below)
}

/// Whether a line may be the title, or its end or subtitle.
fn is_title(rows: &[Row<'_>], place: usize) -> bool {
    rows.get(place)
        .is_some_and(|row| row.kind == Kind::Line && !is_topic(row.line) && is_title_like(row.line))
}

/// The lines of the title whose last line this is.
fn title_lines(rows: &[Row<'_>], last: usize) -> Option<(usize, usize)> {
    /// A judgement: more of them are a text.
    const LINES: usize = 3;
    let own = rows.get(last)?;
    let block = || rows.iter().enumerate().filter(|(_, row)| row.block == own.block);
    let of_title = block().filter(|(place, _)| *place <= last);
    let are_titles = of_title.clone().all(|(_, row)| row.kind == Kind::Line && !is_topic(row.line));
    let first = of_title.clone().next()?.0;
    // A block of its own may be a title that goes over lines; in others the line above may be a topic.
    let is_alone = block().all(|(place, _)| place <= last);
    let is_filled = || {
        let letters = |row: &Row<'_>| row.line.chars().count();
        // A line that was filled is nearly as long as the next, and no title ends as a sentence does.
        !own.line.ends_with('.')
            && of_title.clone().all(|(place, row)| place == last || letters(row) * 5 >= letters(own) * 4)
    };
    if is_alone && last > first && last - first < LINES && are_titles && is_filled() {
        return Some((first, last));
    }
    // A subtitle stands below the title: a line of its own in the same block, or alone in the next.
    let above = last.checked_sub(1).and_then(|place| Some((place, rows.get(place)?)));
    let title = above.filter(|(place, row)| {
        let beside = place.checked_sub(1).and_then(|place| rows.get(place));
        let is_first = beside.is_none_or(|beside| beside.kind != Kind::Line || is_topic(beside.line));
        // No title ends as a sentence does.
        let is_sentence = own.line.ends_with('.') && !row.line.ends_with('.');
        let is_longer = row.line.split_whitespace().count() > WORDS && row.line.len() <= own.line.len();
        is_title(rows, *place) && row.block + 1 >= own.block && (is_sentence || is_longer && is_first)
    });
    title.map_or(Some((last, last)), |(place, _)| Some((place, place)))
}

/// Whether a line has too few words to be told from a topic; or letters, in scripts without spaces.
fn is_topic(line: &str) -> bool {
    /// Such letters. A judgement: two for a word.
    const LETTERS: usize = 2 * WORDS;
    line.split_whitespace().count() < WORDS
        && line.chars().filter(|letter| fold::is_unspaced(*letter)).count() < LETTERS
}

/// Whether a line may be a title.
fn is_title_like(line: &str) -> bool {
    line.starts_with(|first: char| {
        first.is_alphanumeric() || matches!(first, '“' | '"' | '‘' | '\'' | '¿' | '¡' | '«')
    }) && line.contains(char::is_alphabetic)
        && !line.ends_with([':', ',', ';'])
        && !line.contains('@')
        && !is_of_street(line)
        && !is_numbered(line)
        && line.chars().count() <= MAX_TITLE_LETTERS
}

/// Whether a line has the number of a part or an item: `3. On ice`.
fn is_numbered(line: &str) -> bool {
    let number = line.split_once([' ', '\t']).and_then(|(number, _)| number.strip_suffix(['.', ')']));
    number.is_some_and(|number| number.bytes().all(|sign| sign.is_ascii_digit()))
}

/// What the head of a memo has on its left and its right, where one stands above the title.
pub(super) fn memo(above: &str) -> Vec<&str> {
    let blocks = above.split("\n\n").filter(|block| block.lines().any(|line| is_in_columns(line.trim())));
    let lines = blocks.last().into_iter().flat_map(str::lines);
    lines.flat_map(|line| line.split("    ")).map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// The lines above the running text.
fn rows(text: &str) -> Vec<Row<'_>> {
    let begin = running_text(text);
    let mut rows = Vec::new();
    let mut block = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        at += line.len();
        if at > begin && line.len() <= at - begin {
            break;
        }
        let own = line.trim();
        if own.is_empty() {
            block += 1;
            continue;
        }
        rows.push(Row { line: own, kind: kind_of(line.trim_end()), block, end: at });
    }
    rows
}

/// Where the running text begins: its first paragraph that others follow.
fn running_text(text: &str) -> usize {
    let mut at = 0;
    let mut blocks: Vec<(usize, usize)> = Vec::new();
    for block in text.split_inclusive("\n\n") {
        let letters = if is_running(block.trim()) { block.trim().chars().count() } else { 0 };
        blocks.push((at, letters));
        at += block.len();
    }
    let all: usize = blocks.iter().map(|(_, letters)| letters).sum();
    let enough = BEGINS.min(all / 3).max(1);
    let near = |place: usize| blocks.iter().skip(place).take(NEAR).map(|(_, letters)| letters).sum::<usize>();
    let begins = |place: &usize| blocks[*place].1 > 0 && near(*place) >= enough;
    (0..blocks.len()).find(begins).map_or(0, |place| blocks[place].0)
}

/// Whether a block is running text: a line that is neither short nor a row of names, or lines that were wrapped.
fn is_running(block: &str) -> bool {
    /// Letters of a wrapped line. A judgement, as of Markdown.
    const WRAPPED: usize = 48;
    /// Words of a sentence that is one. A judgement.
    const SENTENCE: usize = 12;
    let is_long = |line: &str| {
        let words = line.split_whitespace().count();
        !head::is_short(line) && words >= SENTENCE && !is_small_print_or_names(line)
    };
    let lines = block.lines().count();
    let ends = block.ends_with(['.', '!', '?', '。', ':', '”', '"']);
    let wrapped = || {
        let letters = block.chars().count();
        lines >= 2 && ends && letters >= WRAPPED * (lines - 1) && block.split_whitespace().count() >= SENTENCE
    };
    block.lines().any(is_long) || wrapped()
}

/// What a line above the running text is.
fn kind_of(line: &str) -> Kind {
    let own = line.trim();
    if is_stamp(own) {
        Kind::Stamp
    } else if is_part(own) {
        Kind::Part
    } else if is_small_print_or_names(own) || is_address(own) || is_in_columns(own) || is_length(own) {
        Kind::Small
    } else {
        Kind::Line
    }
}

/// What is written above titles by others, and ways to places of the page. A judgement.
pub(super) fn is_stamp(line: &str) -> bool {
    const STAMPS: [&str; 6] = [
        "for immediate release",
        "press release",
        "news release",
        "skip to content",
        "skip to main content",
        "advertisement",
    ];
    let folded = line.to_lowercase();
    let is_preprint = folded.starts_with("arxiv:");
    // `1/9/26, 6:40 PM   Slow lakes | A site`, as browsers print above a page.
    let is_printed = line.starts_with(|first: char| first.is_ascii_digit()) && {
        let mut parts = line.splitn(3, [' ', ',']).filter(|part| !part.is_empty());
        let is_numbers = |part: &str, sign: char| {
            part.contains(sign) && part.chars().all(|letter| letter.is_ascii_digit() || letter == sign)
        };
        parts.next().is_some_and(|day| is_numbers(day, '/') || is_numbers(day, '.'))
            && line.contains("  ")
            && line.split([' ', ',']).any(|part| is_numbers(part, ':'))
    };
    let is_item = line.starts_with(['•', '·', '*', '○', '▪', '►', '›', '»'])
        || line.starts_with("- ")
        || line.starts_with("+ ");
    // A rule, or one letter of a stamp that was written upwards.
    let is_rule = !line.contains(char::is_alphanumeric) || line.chars().nth(1).is_none();
    STAMPS.iter().any(|stamp| folded.trim_end_matches([':', '.']) == *stamp)
        || is_preprint
        || is_printed
        || is_item
        || is_rule
}

/// Whether a line heads the abstract or the first part of a paper: `Abstract`, `1 Introduction`.
fn is_part(line: &str) -> bool {
    let word = line.trim_start_matches(|sign: char| sign.is_ascii_digit() || matches!(sign, '.' | ' '));
    ["abstract", "introduction", "zusammenfassung", "résumé", "resumen"]
        .iter()
        .any(|part| word.trim_end_matches(['.', ':']).to_lowercase() == *part)
}

/// Whether a line is an address of a page or a person, or the name of a file: one word that is none of a tongue.
fn is_address(line: &str) -> bool {
    let is_one = !line.contains(char::is_whitespace);
    let is_web = line.starts_with("http://") || line.starts_with("https://") || line.starts_with("www.");
    is_one && (is_web || line.contains('@') || line.matches('-').count() >= 2)
        || line.contains('@') && line.contains('}')
}

/// Whether a line has things on its left and its right, as the heads of memos have.
fn is_in_columns(line: &str) -> bool {
    line.contains("    ")
}

/// Whether a line says how long the text takes to read. A judgement.
fn is_length(line: &str) -> bool {
    let folded = line.to_lowercase();
    let has_digit = line.contains(|sign: char| sign.is_ascii_digit());
    has_digit
        && head::is_short(line)
        && ["reading time", "min read", "minute read", "lesezeit"].iter().any(|word| folded.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROSE: &str = "The warden of the upper tarn wrote down every morning how far the ice had gone, and what the herons did about it while he looked.";

    #[test]
    fn the_title_stands_above_the_small_print() {
        for top in [
            "What herons know of ice\nAda Reed\nMarch 3, 2026",
            "What herons know of ice\nhttps://tarn.example/herons\n\nAda Reed, 4 March 2025",
            "Home\nNews\nSearch\n\nNews\nWhat herons know of ice\nPublished: March 4, 2025\nAuthor: Ada Reed",
            "The Tarn House\n\n• Home\n• News\n\nWhat herons know of ice\n\nPosted by Ada Reed on 2025-03-04",
            "1/9/26, 6:40 PM          What herons know | The Tarn\n\nWhat herons know of ice\nBy Ada Reed",
            "What herons know of ice\nA warden wrote it down for many winters\nMarch 3, 2026",
            "What herons know of ice\nHow a warden wrote it down.\n\nBy Ada Reed",
            "What herons know of ice\nHow a warden wrote it down for many winters\n\nBy Ada Reed",
            "* Home\n* News\n* Search\n\nWhat herons know of ice",
            "What herons know of ice\nMarch 3, 2026\nEstimated reading time: 5 minutes",
            "arXiv:2503.01234v2 [physics.ao-ph] 9 Apr 2025\n\n      What herons know of ice\n\n   Ada Reed¹        Ole Tamm¹,²\n\n     Abstract",
            "Tarn Working Group          A. Reed\nRequest for Comments: 9     The Tarn House\n\n     What herons know of ice\n\nAbstract",
        ] {
            let text = format!("{top}\n\n{PROSE}\n\n{PROSE}");
            assert_eq!(
                titled(&text).map(|(title, _)| title).as_deref(),
                Some("What herons know of ice"),
                "{top}"
            );
        }
        let over_lines = format!("What Herons Know of\nIce and Other Matters\n\nBy Ada Reed\n\n{PROSE}");
        assert_eq!(titled(&over_lines).unwrap().0, "What Herons Know of Ice and Other Matters");
    }

    #[test]
    fn the_line_that_stands_alone_over_the_text_is_preferred() {
        for (top, title) in [
            (
                "Questions about the ice\n\nWhen does it come in?\n\nMost often in May 2026",
                "Questions about the ice",
            ),
            ("Dear reader of the tarn\n\nWe thank you\n\nIntroduction", "Dear reader of the tarn"),
            (
                "A Tarnberg book of What Herons Know\n\nTitle: What Herons Know\n\nMay 3, 2008",
                "What Herons Know",
            ),
        ] {
            let text = format!("{top}\n\n{PROSE}\n\n{PROSE}");
            assert_eq!(titled(&text).map(|(title, _)| title).as_deref(), Some(title), "{top}");
        }
        for top in [
            "Tarn House\nUpper Road 5\n4 March 2025",
            "Soup of the tarn\n\n- 1 eel\n- 2 leeks\n- salt\n\nCut the eel into pieces",
            "Notes on winter\n\n-----\n\nIce came in late\n\n-----\n\nIt went out\n\n-----",
        ] {
            assert_eq!(titled(&format!("{top}\n\n{PROSE}\n\n{PROSE}")), None, "{top}");
        }
        let kept = with_above(
            "Home\n• News\nOf the upper tarn\n\nWhat herons know\n",
            "What herons know",
            "It.".to_owned(),
        );
        assert_eq!(kept, "Of the upper tarn\n\nIt.");
    }

    #[test]
    fn the_head_of_a_memo_has_two_columns() {
        assert_eq!(
            memo("Tarn Group      A. Reed\n                May 2025\n\nWhat herons know"),
            ["Tarn Group", "A. Reed", "May 2025"]
        );
        assert!(memo("Home\n\nWhat herons know").is_empty());
    }

    #[test]
    fn nothing_else_is_a_title() {
        for text in [
            format!("{PROSE}\n\nBy Ada Reed\n\n{PROSE}"),
            format!("Notes\n\nMarch 3, 2026\n\n{PROSE}"),
            format!("• one thing of many\nMarch 3, 2026\n\n{PROSE}"),
            "Ada Reed\nMarch 3, 2026".to_owned(),
            format!(
                "Tarns\n\nWhat herons know\nMay 5, 2026\n\n{PROSE}\n\nHow ice comes late\nMay 4, 2026\n\n{PROSE}\n\nWhy eels go\nMay 3, 2026\n\n{PROSE}"
            ),
        ] {
            assert_eq!(titled(&text), None, "{text}");
        }
    }
}
