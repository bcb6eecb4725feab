//! Reads how many entries a listing has from the texts that count them: `Showing 1–20 of 118 results`, `1,234 results`,
//! `Page 1 of 12`.
//!
//! In: a short text above or below a listing. Out: the [`Count`]. Knows no page. The words are judgements, in the languages whose
//! dates are read.

use std::sync::LazyLock;

use super::phrases::folded;
use crate::document::fold;
use crate::normalise::tables::Set;

/// What a text counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Count {
    /// Which entries of how many are shown: the first, the last, all.
    Range(usize, usize, usize),
    /// The same, in words that say other things too: as many as that must be shown.
    Loose(usize, usize, usize),
    /// All entries.
    All(usize),
    /// All entries, by a word that counts other things beside a listing too: `345 publications`.
    Things(usize),
    /// Pages follow the one that is shown.
    Pages,
}

/// Bytes of a text that counts. A judgement.
const LONGEST: usize = 60;

/// Words and signs between the first and the last that are shown.
const UP_TO: [&str; 17] =
    ["-", "–", "—", "~", "〜", "～", "to", "bis", "à", "a", "al", "tot", "do", "до", "至", "til", "till"];

/// Words between what is shown and all there are.
const OF: &str = "of|out of|von|aus|sur|de|di|da|van|z|ze|spośród|из|із|з|av|af|ud af|kaikkiaan|celkem|din|από|من|از|מתוך|/|件中|中|共|件目 / 全";

/// Words of texts that say which entries are shown.
const SHOWING: &str = "\
    now|showing|show|shown|displaying|display|displayed|viewing|results|result|items|item|entries|entry|records|record|articles|\
    documents|publications|hits|matches|found|total|in|anzeige|angezeigt|zeige|ergebnisse|ergebnis|treffer|einträge|eintrag|\
    meldungen|dokumente|résultats|résultat|résultat(s)|affichage|éléments|documents|actualités|mostrando|resultados|resultado|\
    registros|elementos|documentos|el|intervalo|los|exibindo|itens|notícias|noticias|risultati|risultato|elementi|visualizzati|\
    visualizzazione|resultaten|resultaat|weergave|wyniki|wyników|pozycje|wyświetlanie|показано|показаны|результаты|результатов|\
    записи|записей|документов|материалов|visar|viser|näytetään|träffar|resultat|resultater|resultatet|tulokset|tulosta|výsledky|\
    výsledků|zobrazeno|találat|rezultate|αποτελέσματα|sonuç|sonuçlar|عرض|نتيجة|نتائج|件|件目|件を表示|条|條|건|개|篇";

/// Nouns that count all entries of a list.
const RESULTS: &str = "\
    result|results|item|items|hit|hits|record|records|entry|entries|matches|ergebnis|ergebnisse|treffer|einträge|résultat|résultats|\
    résultat(s)|résultats trouvés|resultado|resultados|registros|risultato|risultati|resultaat|resultaten|wynik|wyniki|wyników|\
    результат|результата|результатов|träffar|träff|resultat|resultater|resultater fundet|tulosta|hakutulosta|výsledků|výsledkov|találat|\
    rezultate|αποτελέσματα|sonuç|نتيجة|نتائج|תוצאות|hasil|kết quả|ผลลัพธ์|件|条|條|건|条结果|条记录|項結果|件の結果";

/// Nouns that count all entries of a list or of a topic.
const THINGS: &str = "\
    articles|documents|publications|reports|papers|posts|news|press releases|decisions|judgments|speeches|statements|updates|grants|\
    dokumente|meldungen|beiträge|publikationen|pressemitteilungen|veröffentlichungen|artikel|communiqués|actualités|documentos|noticias|\
    notícias|publicaciones|publicações|artículos|artigos|documenti|notizie|pubblicazioni|berichten|documenten|publicaties|artykułów|\
    dokumentów|publikacji|документов|новостей|материалов|публикаций|записей|nyheter|artiklar|publikationer|篇|篇文章|本|개의 글";

/// Words around such a count.
const AROUND: &str = "\
    total|in total|found|all|there are|we found|showing|insgesamt|gesamt|gefunden|total de|au total|trouvés|trouvé|trouvé(s)|encontrados|\
    encontradas|se encontraron|de|em|total|trovati|totale|gevonden|totaal|znaleziono|razem|найдено|всего|totalt|hittade|løytyi|löytyi|\
    celkem|nalezeno|全部|总共|總共|总|總|共|共有|共计|全|計|合計|총|전체|약|about";

/// Words of pages.
const PAGE: &str = "\
    page|pages|seite|seiten|página|páginas|pagina|pagine|pagina's|strona|stron|страница|страниц|стр|сторінка|sida|side|sidor|sivu|\
    strana|stránka|oldal|σελίδα|sayfa|صفحة|halaman|trang|页|頁|ページ|페이지";

/// What stands before the number of a page in Chinese and Japanese.
const ORDINAL: [&str; 5] = ["第", "共", "全", "총", "전체"];

static WORDS_OF: LazyLock<Set<String>> = LazyLock::new(|| folded(OF));
static WORDS_SHOWING: LazyLock<Set<String>> = LazyLock::new(|| folded(SHOWING));
static WORDS_RESULTS: LazyLock<Set<String>> = LazyLock::new(|| folded(RESULTS));
static WORDS_THINGS: LazyLock<Set<String>> = LazyLock::new(|| folded(THINGS));
static WORDS_AROUND: LazyLock<Set<String>> = LazyLock::new(|| folded(AROUND));
static WORDS_PAGE: LazyLock<Set<String>> = LazyLock::new(|| folded(PAGE));

/// What a text counts, if it does nothing else.
pub(super) fn count(text: &str) -> Option<Count> {
    if text.len() > LONGEST || !text.contains(|sign: char| sign.is_ascii_digit()) {
        return None;
    }
    let (numbers, between) = parts(text)?;
    let between: Vec<&str> = between.iter().map(String::as_str).collect();
    match (numbers.as_slice(), between.as_slice()) {
        ([all], [before, after]) => {
            let pages = ORDINAL.iter().any(|word| *before == fold::fold(word));
            match () {
                () if pages && WORDS_PAGE.contains(*after) => Some(Count::Pages).filter(|_| *all > 1),
                () if !is_around(before) => None,
                () if is_noun(after, &WORDS_RESULTS) => Some(Count::All(*all)),
                () if is_noun(after, &WORDS_THINGS) => Some(Count::Things(*all)),
                () => None,
            }
        }
        ([own, all], [before, of, after]) if is_of(of, &[*before, *after]) => {
            Some(Count::Pages).filter(|_| 0 < *own && own < all)
        }
        ([shown, all], [before, of, after]) if !before.is_empty() => {
            let counts = is_showing(before) && WORDS_OF.contains(*of) && is_showing(after);
            Some(Count::Range(1, *shown, *all)).filter(|_| counts && 0 < *shown && shown <= all)
        }
        ([first, last, all], [before, to, of, after]) if UP_TO.contains(to) => {
            let is_told = is_showing(before) && WORDS_OF.contains(*of) && after.split(' ').count() <= 2;
            let is_of = of.contains(char::is_alphabetic);
            let found = range(*first, *last, *all)?;
            match found {
                Count::Range(first, last, all) if !is_told => {
                    Some(Count::Loose(first, last, all)).filter(|_| is_of)
                }
                _ => Some(found),
            }
        }
        // `412 items found, displaying 1 to 20`, `全128件中1〜20件`
        ([all, first, last], [before, of, to, after]) if UP_TO.contains(to) => {
            let are_told =
                is_around(before) && (is_showing(of) || WORDS_OF.contains(*of)) && is_showing(after);
            range(*first, *last, *all).filter(|_| are_told)
        }
        _ => None,
    }
}

fn range(first: usize, last: usize, all: usize) -> Option<Count> {
    (first > 0 && first <= last && last <= all).then_some(Count::Range(first, last, all))
}

/// Whether the words around two numbers say that they are a page and how many there are.
fn is_of(of: &str, around: &[&str]) -> bool {
    // `第1页 / 共36页`
    let without = |text: &str| {
        let mut words = text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
        let fits = |word: &str| {
            WORDS_PAGE.contains(word)
                || WORDS_OF.contains(word)
                || ORDINAL.iter().any(|it| word == fold::fold(it))
        };
        words.all(fits)
    };
    let all: Vec<&str> = around.iter().copied().chain([of]).collect();
    let names_pages = all
        .iter()
        .any(|text| text.split(|sign: char| !sign.is_alphanumeric()).any(|word| WORDS_PAGE.contains(word)));
    let parts =
        of.contains('/') || of.split(|sign: char| !sign.is_alphanumeric()).any(|it| WORDS_OF.contains(it));
    names_pages && parts && all.iter().all(|text| without(text))
}

/// Whether a text is words of those that show entries, or none.
fn is_showing(text: &str) -> bool {
    WORDS_SHOWING.contains(text) || words(text).all(|word| WORDS_SHOWING.contains(word))
}

fn is_around(text: &str) -> bool {
    WORDS_AROUND.contains(text) || words(text).all(|word| WORDS_AROUND.contains(word))
}

/// Whether a text is such a noun, with what may stand behind it: `results found`.
fn is_noun(text: &str, nouns: &Set<String>) -> bool {
    let rest = |end: usize| text.get(end..).is_some_and(is_around);
    nouns.contains(text)
        || text
            .match_indices(' ')
            .any(|(at, _)| text.get(..at).is_some_and(|it| nouns.contains(it)) && rest(at))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|sign: char| sign.is_whitespace() || matches!(sign, ',' | ':' | '.' | '(' | ')' | '|'))
        .filter(|word| !word.is_empty())
}

/// The numbers of a text, and the folded words before, between and behind them. None where there are more than three.
fn parts(text: &str) -> Option<(Vec<usize>, Vec<String>)> {
    let text = without_groups(text);
    let mut numbers = Vec::new();
    let mut between = vec![String::new()];
    let mut rest = text.as_str();
    while let Some(at) = rest.find(|sign: char| sign.is_ascii_digit()) {
        let (before, own) = rest.split_at_checked(at)?;
        let end = own.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(own.len());
        between.last_mut()?.push_str(before);
        numbers.push(own.get(..end)?.parse().ok()?);
        between.push(String::new());
        rest = own.get(end..)?;
        if numbers.len() > 3 {
            return None;
        }
    }
    between.last_mut()?.push_str(rest);
    let is_mark = |sign: char| {
        sign.is_whitespace() || matches!(sign, '.' | ',' | ':' | '：' | '(' | ')' | '|' | '。' | '，')
    };
    let plain = |text: &String| fold::fold(text.trim_matches(is_mark));
    Some((numbers, between.iter().map(plain).collect()))
}

/// A text without the signs that group the figures of its numbers: `1,234`, `1.873`, `4 812`.
fn without_groups(text: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    let is_digit = |at: usize| signs.get(at).is_some_and(char::is_ascii_digit);
    let is_group = |at: usize| {
        let is_sign =
            signs.get(at).is_some_and(|sign| matches!(sign, ',' | '.' | '\'' | '’' | '\u{a0}' | '\u{202f}'));
        is_sign && at > 0 && is_digit(at - 1) && (1..=3).all(|next| is_digit(at + next)) && !is_digit(at + 4)
    };
    (0..signs.len()).filter(|at| !is_group(*at)).filter_map(|at| signs.get(at)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_count_entries_are_read_in_many_languages() {
        for (text, wanted) in [
            ("Showing 1–20 of 118 results", Count::Range(1, 20, 118)),
            ("Results 1-20 of 412", Count::Range(1, 20, 412)),
            ("1 - 20 out of 412 results", Count::Range(1, 20, 412)),
            ("Now showing items 1-20 of 412", Count::Range(1, 20, 412)),
            ("Showing 3 of 345", Count::Range(1, 3, 345)),
            ("412 items found, displaying 1 to 20", Count::Range(1, 20, 412)),
            ("Mostrando el intervalo 1 - 3 de 1.873 resultados.", Count::Range(1, 3, 1873)),
            ("Visar 1–3 av 128 rapporter", Count::Range(1, 3, 128)),
            ("全128件中1〜3件", Count::Range(1, 3, 128)),
            ("1,234 results", Count::All(1234)),
            ("48.201 resultaten", Count::All(48_201)),
            ("3 results found", Count::All(3)),
            ("전체 4,812건", Count::All(4812)),
            ("345 publications", Count::Things(345)),
            ("Page 1 of 12", Count::Pages),
            ("Seite 2 von 7", Count::Pages),
            ("共 36 页", Count::Pages),
            ("第1页 / 共36页", Count::Pages),
        ] {
            assert_eq!(count(text), Some(wanted), "{text}");
        }
        let loose = count("We reviewed pages 1-20 of 345 files.");
        assert_eq!(loose, Some(Count::Loose(1, 20, 345)));
        for text in [
            "Since 2001 the court has issued 1,234 decisions.",
            "Page 12 of 12",
            "12 comments",
            "5 min read",
            "3 March 2024",
            "24/7",
            "1 of 3",
            "7 May 2026 to 9 May 2026",
        ] {
            assert_eq!(count(text), None, "{text}");
        }
    }
}
