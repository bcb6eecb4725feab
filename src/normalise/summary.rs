//! Makes a summary of a text that nobody summarised.
//!
//! In: title and text, and what of the text is code. Out: the best sentences of the text, whole and in their order. Adds no word of its own.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::document::fold;
use crate::normalise::tables::Table;

/// Characters of a made summary. A judgement: two or three sentences, three lines of a terminal.
const MADE: usize = 300;

/// Sentences that are weighed: what a text is about, it says near its beginning. A judgement; bounds the work.
const MOST_SENTENCES: usize = 60;

/// Letters from which a word tells what a text is about; shorter ones are mostly articles and prepositions. A
/// judgement.
const LONG_WORD: usize = 5;

/// The best sentences of a text's prose; empty where it has no prose.
///
/// A sentence is as good as the words that it shares with the title and with the rest of the text, for its length, and
/// the better the nearer to the beginning it stands (Luhn, "The automatic creation of literature abstracts", 1958;
/// Edmundson, "New methods in automatic extracting", 1969). The methods are theirs; the numbers are judgements, and
/// no figure of them is on record. Code and rows of tables are no prose, unless there is nothing else: letters are kept as
/// preformatted text, and old pages are laid out as tables.
pub(crate) fn made(title: &str, text: &str, code: &[String]) -> String {
    let sentences = candidates(text, code);
    let title = fold::words(title);
    let folded: Vec<String> = sentences.iter().map(|sentence| fold::words(sentence)).collect();
    let mut words = Words::of_title(&title);
    let said: Vec<Vec<usize>> =
        folded.iter().zip(1..).map(|(sentence, number)| words.of_sentence(sentence, number)).collect();
    let mut order: Vec<(f64, usize)> = said
        .iter()
        .enumerate()
        .map(|(place, said)| (words.worth(said) / near_beginning(place), place))
        .collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut chosen: Vec<usize> = Vec::new();
    let mut room = MADE;
    for (_, place) in &order {
        let Some(sentence) = sentences.get(*place) else { continue };
        let length = sentence.chars().count() + usize::from(!chosen.is_empty());
        if length <= room {
            room -= length;
            chosen.push(*place);
        }
    }
    chosen.sort_unstable();
    if chosen.is_empty() {
        return order
            .first()
            .and_then(|(_, place)| sentences.get(*place))
            .map(|sentence| cut(sentence))
            .unwrap_or_default();
    }
    let made = joined(chosen.iter().filter_map(|place| sentences.get(*place)));
    // A text that is its own summary needs none.
    if made.split_whitespace().eq(text.split_whitespace()) { String::new() } else { made }
}

/// The sentences to choose from.
fn candidates<'a>(text: &'a str, code: &'a [String]) -> Vec<Cow<'a, str>> {
    let lines: HashSet<&str> = code.iter().flat_map(|code| code.lines()).map(str::trim).collect();
    let is_code = |block: &str| !lines.is_empty() && block.lines().all(|line| lines.contains(line.trim()));
    let of = |blocks: &mut dyn Iterator<Item = &'a str>| -> Vec<Cow<'a, str>> {
        let prose = blocks.filter(|block| is_prose(block) && !is_note(block));
        let sentences = prose.flat_map(sentences).map(single_spaced).filter(|sentence| !is_aside(sentence));
        sentences.filter(|sentence| !sentence.is_empty()).take(MOST_SENTENCES).collect()
    };
    let blocks = || text.split("\n\n");
    let found = of(&mut blocks().filter(|block| !is_code(block)).flat_map(beside_rows));
    if !found.is_empty() {
        return found;
    }
    // Prose ends with a stop, and no line of it is set in: a program does neither.
    let is_set_in = |block: &str| block.lines().skip(1).any(|line| line.starts_with([' ', '\t']));
    of(&mut blocks()
        .flat_map(|block| block.split(CELLS))
        .filter(|block| ends_sentence(block) && !is_set_in(block)))
}

/// Whether a block is a note of the editors on the text: what was put right, where it stood before, who may copy it. A judgement: what
/// such notes begin with in the languages of the public benchmarks, folded. A label stands before a colon or a bracket.
pub(crate) fn is_note(block: &str) -> bool {
    const LABELS: [&str; 20] = [
        "update",
        "updated",
        "correction",
        "corrections",
        "editors note",
        "editor note",
        "note from the editor",
        "note",
        "clarification",
        "erratum",
        "disclosure",
        "disclaimer",
        "aktualisierung",
        "korrektur",
        "anmerkung der redaktion",
        "hinweis",
        "mise a jour",
        "actualizacion",
        "aggiornamento",
        "correccion",
    ];
    const BEGINNINGS: [&str; 34] = [
        "this post first appeared",
        "this post originally appeared",
        "this post was originally published",
        "this post was first published",
        "this article first appeared",
        "this article originally appeared",
        "this article was originally published",
        "this article was first published",
        "this story first appeared",
        "this story originally appeared",
        "this story was originally published",
        "this story was first published",
        "originally published",
        "first published",
        "this story has been updated",
        "this article has been updated",
        "this post has been updated",
        "this page has been updated",
        "this story was updated",
        "this article was updated",
        "this post was updated",
        "this story has been corrected",
        "this article has been corrected",
        "an earlier version of this",
        "a previous version of this",
        "dieser artikel wurde aktualisiert",
        "cet article a ete mis a jour",
        "this publication is licensed",
        "this work is licensed",
        "this article is licensed",
        "dieser artikel erschien zuerst",
        "dieser beitrag erschien zuerst",
        "cet article a ete publie",
        "este articulo se publico",
    ];
    /// Bytes of a label with what stands in brackets behind it.
    const LABEL: usize = 60;
    let head = block.get(..block.floor_char_boundary(2 * LABEL)).unwrap_or(block);
    let words = fold::words(head);
    let is_labelled = || {
        let label = head.get(..head.floor_char_boundary(LABEL)).and_then(|head| head.split_once(':'));
        let label = label.map(|(label, _)| fold::words(label.split(['(', '[', ',']).next().unwrap_or(label)));
        label.is_some_and(|label| LABELS.contains(&label.as_str()))
    };
    is_labelled() || BEGINNINGS.iter().any(|begun| words.starts_with(begun))
}

/// Whether a sentence leads to a figure or a table, which a summary does not show.
fn is_aside(sentence: &str) -> bool {
    const BEGINNINGS: [&str; 8] = [
        "See Figure",
        "See Fig.",
        "See Table",
        "See Section",
        "(See ",
        "Siehe Abbildung",
        "Siehe Tabelle",
        "Voir figure",
    ];
    BEGINNINGS.iter().any(|begun| sentence.starts_with(begun))
}

/// What stands between the cells of a row.
const CELLS: &str = " | ";

/// A block, or of one with rows of a table the lines that are none.
fn beside_rows(block: &str) -> impl Iterator<Item = &str> {
    let has_rows = block.contains(CELLS);
    let whole = Some(block).filter(|_| !has_rows);
    let lines = block.lines().filter(move |line| has_rows && !line.contains(CELLS));
    whole.into_iter().chain(lines)
}

/// The signs that end a sentence.
pub(crate) const STOPS: [char; 9] = ['.', '!', '?', '。', '！', '？', '؟', '।', '۔'];

/// Whether a text ends with a stop, which may stand in quotation marks or brackets.
pub(crate) fn ends_sentence(text: &str) -> bool {
    text.trim_end().trim_end_matches(['"', '”', '’', ')', '」', '』']).ends_with(STOPS)
}

/// Sentences one behind the other, with a space between them where their script has any.
fn joined<'a>(sentences: impl Iterator<Item = &'a Cow<'a, str>>) -> String {
    let mut text = String::new();
    for sentence in sentences {
        if text.chars().next_back().is_some_and(|last| !fold::is_unspaced(last)) {
            text.push(' ');
        }
        text.push_str(sentence);
    }
    text
}

/// The words that tell what a text is about.
#[derive(Default)]
struct Words<'a> {
    place_of: Table<&'a str, usize>,
    words: Vec<Word>,
}

/// A word, and where it was met.
#[derive(Default)]
struct Word {
    in_title: bool,
    /// Sentences that say it.
    sentences: u32,
    /// The last of them, from 1.
    last: u32,
}

impl<'a> Words<'a> {
    fn of_title(title: &'a str) -> Words<'a> {
        let mut words = Words::default();
        for word in telling(title) {
            let place = words.place_of(word);
            words.words[place].in_title = true;
        }
        words
    }

    /// The words of a sentence, each once.
    fn of_sentence(&mut self, folded: &'a str, number: u32) -> Vec<usize> {
        let mut said = Vec::new();
        for text in telling(folded) {
            let place = self.place_of(text);
            let word = &mut self.words[place];
            if word.last != number {
                word.last = number;
                word.sentences += 1;
                said.push(place);
            }
        }
        said
    }

    fn place_of(&mut self, word: &'a str) -> usize {
        let next = self.words.len();
        let place = *self.place_of.entry(word).or_insert(next);
        if place == next {
            self.words.push(Word::default());
        }
        place
    }

    /// What the words of a sentence are worth: one in the title as much as three that the text repeats.
    fn worth(&self, said: &[usize]) -> f64 {
        const IN_TITLE: f64 = 3.0;
        let shared: f64 = said
            .iter()
            .map(|place| {
                let word = &self.words[*place];
                let in_title = if word.in_title { IN_TITLE } else { 0.0 };
                in_title + f64::from(word.sentences.saturating_sub(1).min(3)) / 3.0
            })
            .sum();
        // For its length, but not so that three words win.
        let length = u32::try_from(said.len()).map_or(f64::from(u32::MAX), f64::from);
        (1.0 + shared) / (5.0 + length).sqrt()
    }
}

/// The words of a folded text that tell what it is about. One letter of a script without spaces tells nothing.
fn telling(folded: &str) -> impl Iterator<Item = &str> {
    let is_lone = |unit: &str| unit.chars().nth(1).is_none() && unit.contains(fold::is_unspaced);
    fold::units(folded).filter(move |unit| unit.len() >= LONG_WORD || !unit.is_ascii() && !is_lone(unit))
}

/// How much less a later sentence counts: the tenth half as much as the first.
fn near_beginning(place: usize) -> f64 {
    1.0 + f64::from(u32::try_from(place).unwrap_or(u32::MAX)) / 9.0
}

/// A text with single spaces for its white space.
fn single_spaced(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let mut before = 'x';
    let is_so = text.chars().all(|sign| {
        let is_single = !sign.is_whitespace() || (sign == ' ' && before != ' ');
        before = sign;
        is_single
    });
    if is_so { Cow::Borrowed(text) } else { text.split_whitespace().collect::<Vec<_>>().join(" ").into() }
}

/// Whether a block is a paragraph: ten words at least, as for the text of pages, and a sentence's end. Where words are written
/// without spaces two letters are one.
fn is_prose(block: &str) -> bool {
    let is_long = || {
        block.split_whitespace().nth(9).is_some()
            || block.chars().filter(|letter| fold::is_unspaced(*letter)).nth(19).is_some()
    };
    !block.starts_with("- ") && block.contains(STOPS) && is_long()
}

/// A block's sentences: a stop, white space, and no small letter after it.
fn sentences(block: &str) -> Vec<&str> {
    let mut start = 0;
    let mut found = Vec::new();
    for end in ends(block) {
        found.extend(block.get(start..end).filter(|sentence| !sentence.trim().is_empty()));
        start = end;
    }
    found
}

/// Where the sentences of a block end, its own end among them.
fn ends(block: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut signs = block.char_indices().peekable();
    let mut stopped = false;
    while let Some((at, sign)) = signs.next() {
        if stopped && sign.is_whitespace() && signs.peek().is_none_or(|(_, next)| !next.is_lowercase()) {
            found.push(at);
        }
        stopped = matches!(sign, '.' | '!' | '?' | '…' | '؟' | '।' | '۔')
            || (stopped && matches!(sign, '"' | '”' | '’' | ')'));
        if matches!(sign, '。' | '！' | '？') {
            found.push(at + sign.len_utf8());
        }
    }
    found.push(block.len());
    found
}

/// The sentences of a block whole: where that ends in which a place of it stands, and where the one before it does. Behind a number
/// of one digit or two, a letter and a short word with a capital a stop is none: `am 5. Mai`, `Dr. Reed`.
pub(crate) fn ends_around(block: &str, place: usize) -> (usize, usize) {
    let is_short = |end: usize| {
        let before = block.get(..end).unwrap_or(block);
        let word = before.rsplit(char::is_whitespace).next().unwrap_or(before);
        let Some(bare) = word.strip_suffix('.') else { return false };
        let letters = bare.chars().count();
        let is_name = letters <= 3 && bare.starts_with(char::is_uppercase);
        let is_number = letters <= 2 && bare.bytes().all(|digit| digit.is_ascii_digit());
        end < block.len() && (is_name || is_number || bare.contains('.'))
    };
    let mut before = 0;
    for end in ends(block).into_iter().filter(|end| !is_short(*end)) {
        if end >= place {
            return (before, end);
        }
        before = end;
    }
    (before, block.len())
}

/// A long sentence cut at a word, with an ellipsis.
fn cut(sentence: &str) -> String {
    let head: String = sentence.chars().take(MADE - 1).collect();
    let whole =
        head.rfind(' ').filter(|at| *at > head.len() / 2).and_then(|at| head.get(..at)).unwrap_or(&head);
    format!("{}…", whole.trim_end_matches([',', ';', ':', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_is_whole_sentences_and_begins_with_the_lead() {
        let text = "Heading\n\nThe committee met on Tuesday and heard what the engineers had found. Then it went home for the night.";
        let made = made("Committee hears engineers", text, &[]);
        assert!(made.starts_with("The committee") && made.ends_with("night."), "{made}");
        assert_eq!(super::made("A", "Menu\n\n- one\n\nShort.", &[]), "");
        assert_eq!(super::made("A", "A text of just one sentence is as good as any summary of it.", &[]), "");
    }

    #[test]
    fn the_sentence_that_says_what_the_title_says_is_taken() {
        let filler = "Many things were said on many days by many people in the rooms of the old house by the river, as always. ".repeat(3);
        let text = format!(
            "{filler}Concrete bridges crack faster when the winters are wet, our measurements of ninety bridges show."
        );
        let made = made("Why concrete bridges crack in wet winters", &text, &[]);
        assert!(made.contains("ninety bridges"), "{made}");
        assert!(made.chars().count() <= MADE);
    }

    #[test]
    fn a_text_without_spaces_has_sentences_and_words_too() {
        let filler = "多くの人が古い家の部屋で毎日さまざまなことを話していた。".repeat(12);
        let told = "湖の深さを測る新しい方法が見つかった！";
        let text = format!("{told}川は静かだった。\n\n{filler}");
        let made = made("湖の深さを測る方法", &text, &[]);
        assert!(made.starts_with(told) && made.ends_with('。') && !made.contains(' '), "{made}");
        assert_eq!(super::made("湖", &format!("{told}川は静かだった。"), &[]), "", "its own summary");
        let hindi =
            "समिति मंगलवार को मिली और उसने सुना कि अभियंताओं ने क्या पाया है। फिर वह रात के लिए अपने घर चली गई।";
        assert_eq!(sentences(hindi).len(), 2);
    }

    #[test]
    fn notes_of_the_editors_are_no_part_of_a_summary() {
        let text = "Update (12 May): a mistake in the second table of this text was put right by its author.\n\n\
            This post first appeared on the blog of the archive of the city of Lowmere.\n\n\
            Old books are a dull read and an excellent test of patience. See Figure 1 for the shelves that they stand on. They keep well.";
        let made = made("Old books", text, &[]);
        assert_eq!(made, "Old books are a dull read and an excellent test of patience. They keep well.");
        assert!(
            !is_note("Updates of the gauges come at noon: nobody knows why.") && !is_note("Note the gauges.")
        );
        assert!(
            is_note("This story has been updated with what the keeper said.")
                && !is_note("This story has no end.")
        );
    }

    #[test]
    fn a_sentence_ends_at_a_stop_that_is_one() {
        let block = "It was quiet. On 5. May Dr. Reed came to the lake by boat. Then it rained.";
        let (before, end) = ends_around(block, 20);
        assert_eq!(
            (block.get(..before), block.get(..end)),
            (Some("It was quiet."), Some("It was quiet. On 5. May Dr. Reed came to the lake by boat."))
        );
        assert_eq!(ends_around("No stop", 2), (0, 7));
    }

    #[test]
    fn a_sentence_without_end_is_cut_at_a_word() {
        let made = made("", &format!("{} end.", "word ".repeat(200)), &[]);
        assert!(made.ends_with("word…") && made.chars().count() <= MADE, "{made}");
    }
    #[test]
    fn code_and_rows_are_no_sentences_unless_the_text_is_nothing_else() {
        const PROSE: &str =
            "The gauges of the harbour are read by a program that we wrote in an afternoon. It is short.";
        const CODE: &str = "import gauges\n\ndef read(port):\n    all = 0.5\n    for gauge in gauges.of(port): all += gauge.height\n    return all";
        const ROWS: &str = "Gauge | What the harbour master wrote of it\nNorth | It stood in the way of ships, and was moved. Twice.";
        let code = [CODE.to_owned()];
        let made = |text: &str| super::made("Gauges of the harbour", text, &code);
        assert_eq!(made(&format!("{PROSE}\n\n{CODE}\n\n{ROWS}")), PROSE);
        // Blank lines cut a program in blocks, and each is code.
        assert_eq!(made(&format!("{CODE}\n\nShort.")), "");
        // A letter that is kept as it was typed is prose, and so is the cell of an old page.
        let letter = "Dear Ann, the gauges of the harbour\nstand again since the storm of last week. Come and see them!\n\nYours, Bo";
        let whole = super::made("Letter", letter, &[letter.to_owned()]);
        assert!(whole.starts_with("Dear Ann, the gauges of the harbour stand again"), "{whole}");
        let old = format!("Menu | {PROSE}\n\nContact");
        assert_eq!(super::made("Gauges", &old, &[]), PROSE);
    }
}
