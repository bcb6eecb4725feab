//! Blocks that the page tells search engines too: what a dish is made of and how, questions and answers. The text of an
//! article is told from the rest without: in what is declared as such boxes to subscribe stand too.
//!
//! In: a prepared page, its metadata, how likely each of its blocks is text. Out: the same, higher for those that JSON-LD
//! has as text.

use memchr::memmem::Finder;
use serde_json::Value;

use super::blocks::{Block, Form};
use super::features::Page;
use super::marks::{self, key};
use super::whole;
use crate::document::fold;
use crate::normalise::html::element::Asked;
use crate::normalise::html::metadata::{self, Metadata};
use crate::normalise::tables::{Set, Table};

/// How likely such a block is text at least. A judgement: it may be a teaser of it.
const DECLARED: f32 = 0.9;

/// Bytes of a block that is a part of a longer text, white space aside. A judgement: shorter ones are labels that the text
/// names too.
const PART: usize = 40;

/// Levels of JSON-LD in which texts are looked for. A judgement: a recipe has sections of steps of texts, and may be what a
/// page is about.
const LEVELS: usize = 8;

/// Words of a line of ingredients at most. A judgement.
const LINE: usize = 25;

/// Lines of ingredients that are looked for. A judgement: bounds the work; a feast has fewer.
const LINES: usize = 300;

/// Raises the blocks that are declared to be text, and gives their places.
pub(super) fn raise(page: &Page<'_>, metadata: &Metadata, likely: &mut [f32]) -> Set<usize> {
    // Below the goods of a shop answers are written for search engines alone.
    let mut told = Told { is_of_cards: whole::is_of_cards(page), ..Told::default() };
    for object in &metadata.json_ld {
        told.gather(object, LEVELS);
    }
    let mut named: Table<usize, bool> = Table::default();
    let mut raised = Set::default();
    for (place, (block, likely)) in page.blocks.iter().zip(likely).enumerate() {
        if (!told.is_empty() && told.has(&block.text)) || is_ingredient(page, block, &mut named) {
            *likely = likely.max(DECLARED);
            raised.insert(place);
        }
    }
    raised
}

/// Whether a block stands in an element that microdata or a class calls ingredients, and is no link or button. All 22 such
/// blocks of the dev quarter are text.
fn is_ingredient(page: &Page<'_>, block: &Block, known: &mut Table<usize, bool>) -> bool {
    if matches!(block.form, Form::Button) || block.counts.link_chars * 2 > block.counts.chars {
        return false;
    }
    let mut is_named = |place: usize| {
        *known.entry(place).or_insert_with(|| {
            let element = page.outline.items.get(place).and_then(|item| item.element);
            element.is_some_and(|element| {
                let property = element.attribute("itemprop");
                property.is_some_and(|property| PROPERTIES.contains(&property.trim()))
                    || marks::has_word(element, &CLASSES)
            })
        })
    };
    page.outline.upwards(block.container).take(NEAR).any(&mut is_named)
}

/// Properties of microdata whose elements hold what a dish is made of, and words of classes that do.
const PROPERTIES: [&str; 3] = ["recipeIngredient", "ingredients", "recipeInstructions"];
const CLASSES: [u128; 5] =
    [key(b"ingredient"), key(b"ingredients"), key(b"ingredientes"), key(b"ingredienti"), key(b"zutaten")];

/// Elements from a line up to the one that is called so. A judgement: a list in its box; further up stands what has a part for
/// them.
const NEAR: usize = 5;

/// What a page tells.
#[derive(Default)]
struct Told {
    /// Whether the page is one of cards, on which questions and answers are left aside.
    is_of_cards: bool,
    /// Texts, each folded and without spaces, one after the other.
    texts: String,
    /// The same, each by itself.
    whole: Set<String>,
    /// Lines of ingredients, each once.
    whole_lines: Set<String>,
    /// The number of words of each.
    lines: Vec<usize>,
    /// The lines in which a word stands.
    words: Table<String, Vec<usize>>,
}

impl Told {
    fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.lines.is_empty()
    }

    /// Takes what an object, and those within it, say.
    fn gather(&mut self, value: &Value, levels: usize) {
        let Some(levels) = levels.checked_sub(1) else { return };
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.gather(value, levels)),
            Value::Object(object) => {
                let is_step = metadata::has_type(value, &["HowToStep", "HowToSection"]);
                let is_answered = metadata::has_type(value, &["Question", "Answer"]) && !self.is_of_cards;
                for (key, value) in object {
                    match key.as_str() {
                        "recipeIngredient" | "ingredients" => self.ingredients(value),
                        "recipeInstructions" => self.steps(value, levels),
                        "text" | "name" if is_step || is_answered => {
                            value.as_str().into_iter().for_each(|text| self.text(text));
                        }
                        _ => self.gather(value, levels),
                    }
                }
            }
            _ => {}
        }
    }

    /// Takes steps: one text, texts, or objects that have them.
    fn steps(&mut self, value: &Value, levels: usize) {
        match value {
            Value::String(text) => text.split('\n').for_each(|text| self.text(text)),
            Value::Array(values) => values.iter().for_each(|value| match value {
                Value::String(text) => self.text(text),
                value => self.gather(value, levels),
            }),
            value => self.gather(value, levels),
        }
    }

    fn text(&mut self, text: &str) {
        let text = fold::joined(&metadata::plain(text));
        if !text.is_empty() {
            self.texts.push_str(&text);
            self.texts.push('\n');
            self.whole.insert(text);
        }
    }

    fn ingredients(&mut self, value: &Value) {
        for line in metadata::texts(value) {
            let folded = fold::words(&metadata::plain(&line));
            if self.lines.len() >= LINES || !self.whole_lines.insert(folded.clone()) {
                continue;
            }
            let words: Set<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
            for word in &words {
                self.words.entry((*word).to_owned()).or_default().push(self.lines.len());
            }
            self.lines.push(words.len());
        }
    }

    /// Whether a block is one of these texts, a part of one, or a line of ingredients, be it in another order.
    fn has(&self, block: &str) -> bool {
        let folded = fold::words(block);
        let words: Set<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        if words.len() <= LINE && self.is_line(&words) {
            return true;
        }
        let text: String = folded.split(' ').collect();
        self.whole.contains(&text)
            || (text.len() >= PART && Finder::new(&text).find(self.texts.as_bytes()).is_some())
    }

    /// Whether most words are those of one line of ingredients, and most of its.
    fn is_line(&self, words: &Set<&str>) -> bool {
        let mut shared: Table<usize, usize> = Table::default();
        for line in words.iter().filter_map(|word| self.words.get(*word)).flatten() {
            *shared.entry(*line).or_default() += 1;
        }
        // Three in four and half, judgements: a link or a note stands beside it, or what is left out.
        shared.into_iter().any(|(line, shared)| {
            let all = self.lines.get(line).copied().unwrap_or_default();
            shared * 4 >= words.len() * 3 && shared * 2 >= all
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Body, body};
    use super::*;
    use crate::normalise::html::tree;
    use std::collections::HashSet;

    fn read(data: &str, inside: &str) -> Body {
        let menu = "<nav><ul><li><a href=/a>Soups</a><li><a href=/b>Sugar</a></ul></nav>";
        let text = "<p>We have made this soup for years, and nobody has ever asked for another. It needs an hour and little else.</p>";
        let source = format!(
            "<title>Leek soup</title><script type='application/ld+json'>{data}</script>{menu}<main><h1>Leek soup</h1>{text}{inside}</main>
             <footer><ul><li><a href=/x>Imprint</a></ul></footer>"
        );
        let html = tree::parse(&source).html;
        body(&html, &Metadata::read(&html), "Leek soup", &HashSet::new())
    }

    #[test]
    fn what_a_dish_is_made_of_is_text() {
        let data = r#"{"@type": "Recipe", "recipeIngredient": ["3 leeks", "1 cup (240 ml) of cream", "salt"],
            "recipeInstructions": [{"@type": "HowToSection", "itemListElement": [{"@type": "HowToStep", "text": "Cut them."}]}]}"#;
        let inside = "<div class='tools'><a href=/print>Print</a></div><div class=x><span>leeks</span> <span>3</span></div>
            <div class=x><span>cream</span> <span>1 cup (240 ml)</span></div><div class=x><span>salt</span></div><div class=y>Cut them.</div>";
        let text = read(data, inside).text;
        for wanted in ["leeks 3", "cream 1 cup", "salt", "Cut them."] {
            assert!(text.contains(wanted), "{wanted}: {text}");
        }
        for other in ["Print", "Sugar", "Imprint"] {
            assert!(!text.contains(other), "{other}: {text}");
        }
    }

    #[test]
    fn answers_and_parts_of_them_are_text_and_labels_that_they_name_are_not() {
        let told = |data: &str, block: &str| {
            let mut told = Told::default();
            told.gather(&serde_json::from_str(data).unwrap(), LEVELS);
            told.has(block)
        };
        let faq = r#"{"@type": "FAQPage", "mainEntity": [{"@type": "Question", "name": "May I freeze it?",
            "acceptedAnswer": {"@type": "Answer", "text": "<p>Yes, for a month. It loses little by it, as far as anybody here can tell.</p>"}}]}"#;
        for (block, wanted) in [
            ("May I freeze it?", true),
            ("It loses little by it, as far as anybody here can tell.", true),
            ("Yes, for a month", false),
            ("May I", false),
        ] {
            assert_eq!(told(faq, block), wanted, "{block}");
        }
        let deep =
            format!("{}{}{}", "{\"a\":".repeat(90), "{\"recipeIngredient\": [\"salt\"]}", "}".repeat(90));
        assert!(!told(&deep, "salt"));
    }
}
