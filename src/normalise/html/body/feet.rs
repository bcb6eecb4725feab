//! Small print that programs put around a text: the foot of a letter, the notice that the rest is for subscribers, what is not printed,
//! the ways to the letters before and behind.
//!
//! In: a prepared page and the blocks chosen. Out: the blocks without these.

use std::sync::LazyLock;

use super::blocks::{Block, Form};
use super::features::Page;
use super::marks::{Part, has_word, key};
use super::outline::{Item, Kind};
use crate::document::fold;
use crate::normalise::html::element::Asked;
use crate::normalise::tables::Table;

/// Words of such a foot or notice at most. A judgement: two sentences and a line.
const WORDS: u32 = 60;

/// Elements of a line that are not printed and are looked at. A judgement: bounds the work.
const MOST: usize = 40;

/// Words of one. A judgement: a sentence or two.
const IN_LINE: usize = 60;

/// Words by which a class calls the foot of something, a notice of what is to be paid, and what is not printed.
const FOOT: [u128; 2] = [key(b"footer"), key(b"foot")];
const PAID: [u128; 1] = [key(b"paywall")];
const UNPRINTED: [u128; 1] = [key(b"noprint")];

/// Words for cancelling a letter, in the languages whose dates are read, as they begin. A judgement.
const CANCEL: [&str; 18] = [
    "unsubscrib",
    "abmelden",
    "abbestell",
    "désabonne",
    "désinscri",
    "desinscrev",
    "darse de baja",
    "cancelar suscripción",
    "cancelar a inscrição",
    "disiscri",
    "annulla l'iscrizione",
    "afmelden",
    "uitschrijven",
    "wypisz",
    "odhlásit",
    "avregistrera",
    "отписат",
    "配信停止",
];

/// Words for subscribing, in the same languages, as they begin. A judgement. Paragraphs of the text itself are in elements for what is
/// paid for too.
const PAY: [&str; 16] = [
    "subscri",
    "abonn",
    "abbona",
    "suscri",
    "assina",
    "abonent",
    "prenumer",
    "předplat",
    "tilaa",
    "подпис",
    "συνδρομ",
    "会員",
    "会员",
    "購読",
    "订阅",
    "구독",
];

static CANCEL_FOLDED: LazyLock<Vec<String>> = LazyLock::new(|| CANCEL.into_iter().map(fold::words).collect());
static PAY_FOLDED: LazyLock<Vec<String>> = LazyLock::new(|| PAY.into_iter().map(fold::words).collect());

/// What leads to the next letters of a thread. A judgement: what archives of lists write.
const TURNS: [&str; 11] = [
    "previous message",
    "next message",
    "messages sorted by",
    "previous in thread",
    "next in thread",
    "maybe in reply to",
    "in reply to",
    "vorherige nachricht",
    "nächste nachricht",
    "message précédent",
    "message suivant",
];

/// Takes these out of the blocks chosen.
pub(super) fn leave_out(page: &Page<'_>, chosen: &mut Vec<usize>) {
    let all: u32 = words(page, chosen);
    let is_text_paid = is_text_paid(page, chosen);
    let mut known: Table<usize, bool> = Table::default();
    let mut is_box =
        |place: &usize| *known.entry(*place).or_insert_with(|| is_small_print(page, *place, is_text_paid));
    let unprinted = unprinted(page);
    let is_unprinted = |block: &Block| {
        unprinted.iter().any(|(holder, text)| *holder == block.container && *text == block.text)
    };
    let kept: Vec<usize> = chosen
        .iter()
        .filter(|place| {
            let Some(block) = page.blocks.get(**place) else { return true };
            !page.outline.upwards(block.container).any(|above| is_box(&above))
                && !is_turn(block)
                && !is_unprinted(block)
        })
        .copied()
        .collect();
    if words(page, &kept) * 2 >= all {
        *chosen = kept;
    }
}

/// What stands in elements of a line that are not printed, with the element whose line it is.
fn unprinted(page: &Page<'_>) -> Vec<(usize, String)> {
    let items = &page.outline.items;
    let is_unprinted = |item: &Item<'_>| {
        item.kind == Kind::Inline
            && item.marks.has(Part::Unseen)
            && item.element.is_some_and(|element| has_word(element, &UNPRINTED))
    };
    let found = items.iter().enumerate().filter(|(_, item)| is_unprinted(item)).take(MOST);
    let texts = found.map(|(place, item)| {
        let within = items.get(place..item.end).unwrap_or_default().iter().map(|item| item.text);
        let text = within.flat_map(str::split_whitespace).take(IN_LINE).collect::<Vec<_>>().join(" ");
        (item.parent, text)
    });
    texts.collect()
}

fn words(page: &Page<'_>, places: &[usize]) -> u32 {
    places.iter().filter_map(|place| page.blocks.get(*place)).map(|block| block.counts.words).sum()
}

/// Whether an element holds nothing but such small print; `is_text_paid` says that elements for what is paid hold the text.
fn is_small_print(page: &Page<'_>, place: usize, is_text_paid: bool) -> bool {
    let Some(item) = page.outline.items.get(place) else { return false };
    let Some(element) =
        item.element.filter(|_| page.tallies.get(place).is_some_and(|tally| tally.words <= WORDS))
    else {
        return false;
    };
    if page.title_at().is_some_and(|title| (place..item.end).contains(&title)) {
        return false;
    }
    let within = || {
        let from = page.blocks.partition_point(|block| block.container < place);
        page.blocks.iter().skip(from).take_while(|block| block.container < item.end)
    };
    // Cards have feet too, by their classes.
    let is_last = || {
        element.attribute("id").is_some_and(|id| id.eq_ignore_ascii_case("footer"))
            && !within().any(Block::is_said)
    };
    let says = |folded: &[String]| within().any(|block| says_one(&block.text, folded));
    // A text may speak of it; the foot of a letter leads there.
    let leads = || within().any(|block| block.counts.links > 0);
    item.marks.has(Part::Unseen) && has_word(element, &UNPRINTED)
        || !is_text_paid && is_paid(item) && says(&PAY_FOLDED)
        || item.marks.has(Part::Footer) && has_word(element, &FOOT) && leads() && says(&CANCEL_FOLDED)
        || is_last()
}

/// Whether an element is called after what is to be paid.
fn is_paid(item: &Item<'_>) -> bool {
    item.marks.has(Part::Consent) && item.element.is_some_and(|element| has_word(element, &PAID))
}

/// Whether paragraphs stand in elements that are called so and say nothing of it: then these hold the text.
fn is_text_paid(page: &Page<'_>, chosen: &[usize]) -> bool {
    let items = &page.outline.items;
    let mut known: Table<usize, bool> = Table::default();
    let mut is_paid =
        |place: usize| *known.entry(place).or_insert_with(|| items.get(place).is_some_and(is_paid));
    chosen.iter().filter_map(|place| page.blocks.get(*place)).any(|block| {
        block.is_prose()
            && page.outline.upwards(block.container).any(&mut is_paid)
            && !says_one(&block.text, &PAY_FOLDED)
    })
}

/// Whether one of these words, folded, stands in a text or begins one in it.
fn says_one(text: &str, folded: &[String]) -> bool {
    let text = fold::words(text);
    folded.iter().any(|word| text.contains(word.as_str()))
}

/// Whether a block leads to another letter of its thread: such a label, a colon and a link in a list.
fn is_turn(block: &Block) -> bool {
    /// Words of such a line. A judgement: a label and a title.
    const LINE: u32 = 40;
    static FOLDED: LazyLock<Vec<String>> = LazyLock::new(|| TURNS.into_iter().map(fold::words).collect());
    if block.form != Form::Item || block.counts.words > LINE || block.counts.links == 0 {
        return false;
    }
    let Some((label, _)) = block.text.split_once(':') else { return false };
    FOLDED.contains(&fold::words(label))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::body;
    use crate::normalise::html::metadata::Metadata;
    use crate::normalise::html::tree;

    const TEXT: &str = "<p>The gauge of the lake was read on every day of the winter, and nobody had asked for it. The ice came late.</p>";

    fn text(inside: &str) -> String {
        let html = tree::parse(&format!("<title>Slow lakes</title><body>{inside}")).html;
        body(&html, &Metadata::read(&html), "Slow lakes", &HashSet::new()).text
    }

    #[test]
    fn the_foot_of_a_letter_is_no_text_and_that_of_a_card_is() {
        let letter = |foot: &str| {
            text(&format!(
                "<section><h1>Slow lakes</h1>{TEXT}{TEXT}{TEXT}<div class=issue-footer><div>Did you like it? <a>Yes</a> <a>No</a></div><div>{foot}</div></div></section>"
            ))
        };
        for foot in [
            "In order to unsubscribe, <a href=/u>click here</a>. If somebody sent you this letter, you can have your own.",
            "Pour vous désabonner de la lettre, cliquez sur <a href=/u>ce lien</a> que voici, et le tour est joué.",
        ] {
            let text = letter(foot);
            assert!(!text.contains("Did you like") && text.contains("gauge"), "{text}");
        }
        let said = format!(
            "<article><h1>Slow lakes</h1>{TEXT}{TEXT}<div class=post-footer><p>Those who unsubscribe are not lost. They told the truth of it.</p></div></article>"
        );
        assert!(text(&said).contains("are not lost"));
        assert!(
            letter("Ada Reed thanks the keepers of the weir, who let her read their books.")
                .contains("Ada Reed")
        );
    }

    #[test]
    fn the_notice_of_what_is_to_be_paid_is_no_text() {
        let page = |class: &str, said: &str| {
            text(&format!(
                "<main><section><h1>Le lac</h1><article>{TEXT}{TEXT}</article><section class={class}><p>{said}</p></section></section></main>"
            ))
        };
        let notice = "Il vous reste 72.16% de cet article à lire. La suite est réservée aux abonnés.";
        assert!(!page("paywall", notice).contains("Il vous reste"));
        let said = "The keepers wrote down what they saw. Nobody asked them to, and they did.";
        let article = format!(
            "<main><article><h1>Slow lakes</h1>{TEXT}<p class=paywall>{said}</p><p class=paywall>The paper won two million subscribers in the spring of that year.</p>{TEXT}</article></main>"
        );
        let article = text(&article);
        assert!(article.contains("Nobody asked them") && article.contains("two million"), "{article}");
    }

    #[test]
    fn what_is_not_printed_and_ways_through_a_thread_are_no_text() {
        let page = text(&format!(
            "<h1>Slow lakes</h1><ul><li>Previous message: <a href=1>Windows on the north side</a></li><li>Next message: <a href=2>Attic hatch</a></li>
             <li><b>Messages sorted by:</b> <a href=d>[ date ]</a></li></ul>{TEXT}{TEXT}<ul><li>Next step: look at the gauge again</li><li>In reply to: the id of the letter that is answered</li></ul>{TEXT}<span class=noprint><small>Made by marker 1.129, which is to be had at the weir.</small></span>"
        ));
        for gone in ["Previous message", "Next message", "sorted by", "marker 1.129"] {
            assert!(!page.contains(gone), "{gone}: {page}");
        }
        assert!(page.contains("Next step") && page.contains("the id of the letter"), "{page}");
    }
}
