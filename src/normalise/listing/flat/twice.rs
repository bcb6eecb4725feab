//! Learns categories from publications that a text names twice: `CATEGORY DATE TITLE` in a card and
//! `DATE CATEGORY TITLE` in a row.
//!
//! In: what stands on either side of each date. Out: the categories, however seldom they occur. Takes a word for a
//! category only where the same day has it on the other side, with the same title beside it.

use std::collections::HashMap;

use super::vocabulary::{Context, tokens};
use crate::document::fold;

/// The categories that stand before a date in one place and after the same date in another.
pub(super) fn categories(contexts: &[Context<'_>]) -> Vec<String> {
    let mut cards: HashMap<(i32, String), Vec<Card>> = HashMap::new();
    for context in contexts {
        for (phrase, before) in context.closings() {
            let cards = cards.entry((context.day, phrase)).or_default();
            if cards.len() < MAX_NAMESAKES {
                cards.push(Card {
                    before: closing_words(before),
                    after: opening_words(context.after, OPENING),
                });
            }
        }
    }
    let mut found = Vec::new();
    for context in contexts {
        for (phrase, rest) in context.leadings() {
            let key = (context.day, phrase);
            let Some(cards) = cards.get(&key) else { continue };
            let title = opening_words(rest, MAX_TITLE_WORDS);
            if cards.iter().any(|card| card.is_titled(&title)) {
                found.push(key.1);
            }
        }
    }
    found
}

/// Folded words around a category and its date.
struct Card {
    before: String,
    after: String,
}

impl Card {
    /// Whether the title of a row stands here too: after the date, or before the category.
    fn is_titled(&self, title: &str) -> bool {
        // One word may be alike by chance.
        let opens = || title.strip_prefix(self.after.as_str());
        let ends = || self.before.strip_suffix(title);
        (self.after.contains(' ') && opens().is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
            || (title.contains(' ') && ends().is_some_and(|rest| rest.is_empty() || rest.ends_with(' ')))
    }
}

/// Cards of one category on one day that are compared; bounds the work in endless series.
const MAX_NAMESAKES: usize = 40;

/// Words by which the title of a card and that of a row are told to be the same; titles may have no more.
const OPENING: usize = 2;

/// Words of the longest title that is compared.
const MAX_TITLE_WORDS: usize = 40;

fn opening_words(text: &str, count: usize) -> String {
    let spans = tokens(text);
    let end = spans.get(..count.min(spans.len())).and_then(<[_]>::last).map_or(0, |span| span.1);
    fold::words(text.get(..end).unwrap_or(""))
}

fn closing_words(text: &str) -> String {
    let spans = tokens(text);
    let start = spans.get(spans.len().saturating_sub(MAX_TITLE_WORDS)).map_or(0, |span| span.0);
    fold::words(text.get(start..).unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_on_both_sides_of_one_date_is_a_category_when_the_titles_are_the_same() {
        let cases: [(&str, &str, &str, &[&str]); 6] = [
            (
                "Long gone. Acoustics",
                "Echo alone is enough One clap",
                "Acoustics Echo alone is enough",
                &["acoustics"],
            ),
            (
                "Mind the Coastal Habitats",
                "Quiet circuits",
                "Coastal Habitats Quiet circuits",
                &["coastal habitats"],
            ),
            ("Echo alone is enough Acoustics", "One clap", "Acoustics Echo alone is enough", &["acoustics"]),
            ("Long gone. Acoustics", "Slow lakes remember", "Acoustics Echo alone is enough", &[]),
            ("Slow Lakes", "They last longer", "Slow Lakes", &[]),
            ("we said so in", "Echo alone is enough", "in Echo alone is enough", &[]),
        ];
        for (before, after, row, wanted) in cases {
            let contexts = [Context { before, after, day: 9 }, Context { before: "", after: row, day: 9 }];
            assert_eq!(categories(&contexts), wanted, "{before} | {after} | {row}");
            let apart = [Context { before, after, day: 9 }, Context { before: "", after: row, day: 8 }];
            assert_eq!(categories(&apart), [""; 0], "another day");
        }
    }
}
