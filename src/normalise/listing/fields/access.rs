//! Tells what rows say of how something can be read from topics: who may, on which page of the paper.
//!
//! In: short texts. Out: yes or no. The words are judgements of what newspapers write, in languages whose dates are read.

use std::sync::LazyLock;

use crate::normalise::listing::phrases::{SHORT, folded, plain};
use crate::normalise::tables::Set;

/// What is said of who may read something, and of the paper it was printed in.
const ACCESS: &str = "\
    subscribers only|subscriber only|subscriber-only|for subscribers|for subscribers only|subscriber exclusive|members only|\
    member only|member-only|for members|premium|exclusive|paywall|paid|print edition|in print|print|print version|online only|\
    exklusiv|nur für abonnenten|für abonnenten|abonnenten|nur im abo|printausgabe|gedruckte ausgabe|réservé aux abonnés|\
    abonnés|pour les abonnés|exclusif|édition imprimée|édition papier|solo suscriptores|solo para suscriptores|\
    para suscriptores|exclusiva|exclusivo|edición impresa|exclusivo para assinantes|só para assinantes|para assinantes|\
    edição impressa|solo per abbonati|per abbonati|esclusivo|esclusiva|edizione cartacea|alleen voor abonnees|voor abonnees|\
    exclusief|gedrukte editie|tylko dla prenumeratorów|dla subskrybentów|wydanie papierowe|только для подписчиков|\
    для подписчиков|эксклюзив|печатная версия|för prenumeranter|kun for abonnenter|for abonnenter|vain tilaajille|tilaajille|\
    pro předplatitele|csak előfizetőknek|仅限订阅用户|会员专享|有料会員限定|会員限定|구독자 전용";

/// Words before the page of a paper.
const PAGES: [&str; 16] = [
    "page", "pages", "p", "pp", "pg", "seite", "seiten", "s", "página", "páginas", "pagina", "pagine",
    "strona", "str", "стр", "sida",
];

static SAYS_ACCESS: LazyLock<Set<String>> = LazyLock::new(|| folded(ACCESS));
static PAGE_WORDS: LazyLock<Set<String>> = LazyLock::new(|| PAGES.iter().map(|word| plain(word)).collect());

/// Whether a text says who may read something or where it was printed, and nothing else: `Subscribers only`, `Page A11`.
pub(super) fn is_access(text: &str) -> bool {
    if text.len() > SHORT {
        return false;
    }
    let plain = plain(text);
    SAYS_ACCESS.contains(plain.as_str()) || is_page(&plain)
}

/// Whether a folded text is the page of a paper: `page a11`, `s. 4`.
fn is_page(plain: &str) -> bool {
    /// Letters of a page with its section, a judgement: `A11`, `B-12`.
    const LETTERS: usize = 5;
    let Some((word, place)) = plain.split_once(' ') else { return false };
    let place = place.trim();
    PAGE_WORDS.contains(word.trim_end_matches('.'))
        && place.len() <= LETTERS
        && place.contains(|sign: char| sign.is_ascii_digit())
        && place.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_how_something_is_read_is_told_from_topics() {
        for text in [
            "PRINT EDITION",
            "Page A11",
            "Subscribers only",
            "Exclusive",
            "Seite 4",
            "Réservé aux abonnés",
            "S. 12",
        ] {
            assert!(is_access(text), "{text}");
        }
        for text in
            ["Printmaking", "Page turners", "Members", "Event", "Pages", "S Bahn", "Exclusive interviews"]
        {
            assert!(!is_access(text), "{text}");
        }
    }
}
