//! Whether two elements of a line that touch are two things, words apart (a card's date and its category), or parts of one
//! word (`<em>upper</em><strong>most</strong>`), which a browser shows without a space.
//!
//! In: both elements, what holds them, the signs on both sides. Out: whether a space stands between them.

use super::blocks;
use super::formulas;
use super::marks::{self, key};
use super::outline::{Item, Kind};
use crate::normalise::html::element::{Asked, is_named};
use scraper::node::Element;

/// How two elements touch; the later of two, where both are met before a sign, is what is more apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Seam {
    /// Nothing touches.
    #[default]
    None,
    /// Both are set within running text.
    Running,
    /// The same, and what they hold are words, if they are no signs.
    Words,
    /// Both are parts of a formula, and one of them is a word.
    Formula,
    /// Both are labels, values or links that a style sets apart.
    Apart,
}

/// What stands around a place where two elements touch.
pub(super) struct Around {
    /// The kind of what holds them.
    pub(super) holder: Kind,
    /// The letters of both, as far as they were counted.
    pub(super) letters: (usize, usize),
    /// Whether text that is in neither stands right beside them.
    pub(super) in_text: bool,
}

/// Letters of a part of a word by which it is told from a word. A judgement: an ending, a letter that is set large.
const SHORT: usize = 3;

impl Seam {
    /// How an element touches the one before it. A space too many does less harm than two words that are made one.
    pub(super) fn between(before: &Item<'_>, item: &Item<'_>, around: &Around) -> Seam {
        let (Some(first), Some(second)) = (before.element, item.element) else { return Seam::Apart };
        if is_named!(second, "sub" | "sup") {
            return Seam::None;
        }
        let (left, right) = around.letters;
        if formulas::is_part(first) && formulas::is_part(second) {
            return if formulas::is_cell(second) {
                Seam::Apart
            } else if left > 1 || right > 1 {
                Seam::Formula
            } else {
                Seam::None
            };
        }
        let is_one_link = || first.attribute("href") == second.attribute("href");
        let links = before.kind == Kind::Link || item.kind == Kind::Link;
        let is_time = before.kind == Kind::Time || item.kind == Kind::Time;
        let are_links = before.kind == Kind::Link && item.kind == Kind::Link;
        if is_time || are_links && !is_one_link() || is_label(first) || is_label(second) {
            return Seam::Apart;
        }
        // In a paragraph signs hold on to what they stand beside.
        let otherwise =
            if matches!(around.holder, Kind::Paragraph | Kind::Quote) { Seam::Words } else { Seam::Apart };
        if links && !are_links || !(is_format(first) && is_format(second)) {
            return otherwise;
        }
        let is_alike = first.name.local == second.name.local;
        let is_styled = !is_named!(first, "span") && !is_named!(second, "span");
        let is_initial = left == 1 && right > 0 || right == 0;
        let is_part = match around.holder {
            Kind::Paragraph | Kind::Quote => around.in_text || is_alike && left.min(right) <= SHORT,
            // Amounts and what they are of, names and values.
            Kind::Heading(_) | Kind::Item | Kind::Term | Kind::Detail | Kind::Cell | Kind::Caption => {
                is_alike && (around.in_text || is_initial)
            }
            _ => is_styled && (around.in_text || is_alike && left.min(right) <= SHORT),
        };
        if is_part && (is_alike_classed(first, second) || is_initial) { Seam::Running } else { otherwise }
    }

    /// Whether a space stands between a text and a sign that follows the seam.
    pub(super) fn parts(self, text: &str, sign: char) -> bool {
        // Nothing begins with these.
        if matches!(sign, '.' | ',' | ';' | ':' | '!' | '?' | '%' | ')' | ']' | '’' | '”' | '»') {
            return false;
        }
        let mut signs = text.chars().rev();
        let last = signs.next().unwrap_or(' ');
        match self {
            Seam::None => false,
            Seam::Words if last.is_alphanumeric() && sign.is_alphanumeric() => true,
            Seam::Formula => last.is_alphanumeric() && sign.is_alphanumeric(),
            // What opens a bracket holds on to what is in it.
            Seam::Apart => !matches!(last, '(' | '[' | '“' | '«'),
            // A note in brackets, a title in Chinese: where there is no space, the style has one.
            Seam::Running | Seam::Words if matches!(sign, '[' | '【' | '《' | '「') => {
                last.is_alphanumeric()
            }
            // In a word a capital follows no small letter and a digit no letter: `Ada Reed` and `3 min read` are two things, as
            // two numbers are and two words in capitals.
            Seam::Running | Seam::Words => {
                last.is_lowercase() && sign.is_uppercase()
                    || (last.is_alphanumeric() && sign.is_alphanumeric())
                        && (last.is_numeric() || sign.is_numeric())
                    || is_caseless(last, sign)
                    || matches!(last, ',' | ';' | ':' | '!' | '?') && sign.is_alphabetic()
                    || last == '.' && sign.is_uppercase()
                    || sign.is_uppercase()
                        && last.is_uppercase()
                        && signs.next().is_some_and(char::is_uppercase)
            }
        }
    }
}

/// Whether one of two letters is of a script that has no capitals and whose words have spaces between them, or the two are of
/// two scripts.
fn is_caseless(last: char, sign: char) -> bool {
    let has_case = |sign: char| sign.is_lowercase() || sign.is_uppercase();
    let are_letters = last.is_alphabetic() && sign.is_alphabetic();
    are_letters
        && !(has_case(last) && has_case(sign))
        && !(blocks::is_ideograph(last) && blocks::is_ideograph(sign))
}

/// Whether two elements have the same classes, or such as say nothing: short ones and those with numbers in them, which programs
/// make. A judgement.
fn is_alike_classed(first: &Element, second: &Element) -> bool {
    let says_nothing = |element: &Element| {
        element.attribute("class").is_none_or(|class| class.len() <= 3 || class.contains(char::is_numeric))
    };
    first.attribute("class") == second.attribute("class") || says_nothing(first) && says_nothing(second)
}

/// Whether an element only says how its text looks.
fn is_format(element: &Element) -> bool {
    is_named!(
        element,
        "a" | "b"
            | "big"
            | "code"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "kbd"
            | "mark"
            | "s"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "tt"
            | "u"
            | "var"
    )
}

/// Whether a class or the style of an element says that it is a thing of its own. The words are a judgement: what people who
/// build pages call the parts of a card.
fn is_label(element: &Element) -> bool {
    const WORDS: [u128; 25] = [
        key(b"author"),
        key(b"badge"),
        key(b"block"),
        key(b"btn"),
        key(b"button"),
        key(b"byline"),
        key(b"category"),
        key(b"chip"),
        key(b"count"),
        key(b"date"),
        key(b"eyebrow"),
        key(b"flex"),
        key(b"icon"),
        key(b"key"),
        key(b"kicker"),
        key(b"label"),
        key(b"meta"),
        key(b"pill"),
        key(b"price"),
        key(b"status"),
        key(b"subtitle"),
        key(b"tag"),
        key(b"time"),
        key(b"title"),
        key(b"value"),
    ];
    let shows = |style: &str| {
        let style = style.to_ascii_lowercase();
        style.contains("display") && (style.contains("block") || style.contains("flex"))
    };
    is_named!(element, "label" | "data" | "output")
        || marks::is_classed(element, &WORDS)
        || element.attribute("style").is_some_and(shows)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::blocks;
    use super::super::outline::{Listed, Outline};
    use crate::normalise::html::tree;

    #[test]
    fn elements_that_touch_are_parts_of_a_word_in_running_text_and_apart_where_they_are_things() {
        let cases = [
            ("<p>the <em>upper</em><strong>most</strong> layer</p>", "the uppermost layer"),
            ("<p><span>3</span><span>.</span><span>5</span><span>%</span> of it</p>", "3.5% of it"),
            ("<p><span>O</span><span>ne sees it</span></p>", "One sees it"),
            ("<h3><span class=first>O</span><span>ne sees it</span></h3>", "One sees it"),
            ("<li><b>a log</b><b>ger</b> of ours</li>", "a logger of ours"),
            ("<p><span>a log</span><span>ger</span></p>", "a logger"),
            ("<div>the <em>upper</em><strong>most</strong></div>", "the uppermost"),
            ("<p>x<sub>i</sub><sup>2</sup> and <b>湖</b><b>面</b></p>", "xi2 and 湖面"),
            ("<div class=counter><span>87</span><span>%</span></div>", "87%"),
            ("<p><a href=/a>Slow</a><a href=/a>ly</a></p>", "Slowly"),
            ("<div><code><span>a</span><span>.</span><span>b</span></code></div>", "a.b"),
            ("<div><span>Ada Reed</span><span>3 min read</span></div>", "Ada Reed 3 min read"),
            ("<p><span class=attrLabel>Course</span><span>dessert</span></p>", "Course dessert"),
            (
                "<p><span>Ada Reed</span><span>3 min read</span><span>Lakes</span></p>",
                "Ada Reed 3 min read Lakes",
            ),
            ("<p><a href=/a>lakes</a><a href=/b>rivers</a></p>", "lakes rivers"),
            ("<p>the <a href=/a>lakes</a><b>ides</b></p>", "the lakes ides"),
            (
                "<h2><span class=live>LIVE</span><span>Storm over the lake</span></h2>",
                "LIVE Storm over the lake",
            ),
            ("<h2><span>Boats to</span><span>rent here</span></h2>", "Boats to rent here"),
            ("<li><span>2</span><span>cups</span><span>rye</span></li>", "2 cups rye"),
            ("<li><b>Depth</b><span>forty metres</span></li>", "Depth forty metres"),
            ("<p>Ring <span>555</span><span>0199</span> now</p>", "Ring 555 0199 now"),
            ("<p>في <span>البحيرة</span><span>عميقة</span></p>", "في البحيرة عميقة"),
            ("<p>The <span class=role>keeper</span><span class=place>north</span></p>", "The keeper north"),
            ("<p>the <a href=/a>gauge</a><b>-keeper</b></p>", "the gauge-keeper"),
            ("<dt><b>heard</b><a href=/a>[source]</a></dt>", "heard [source]"),
            ("<div><span>north</span><span>south</span></div>", "north south"),
            ("<p><math><mi>sin</mi><mi>x</mi><mo>+</mo><mi>a</mi><mi>b</mi></math></p>", "sin x+ab"),
            ("<p><math><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr></math></p>", "1 2"),
        ];
        for (source, text) in cases {
            let html = tree::parse(source).html;
            let blocks = blocks::cut(&Outline::of(&html, &HashSet::new(), Listed::Shown));
            assert_eq!(blocks.first().map(|block| block.text.as_str()), Some(text), "{source}");
        }
    }
}
