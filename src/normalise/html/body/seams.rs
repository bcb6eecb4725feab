//! Whether two elements of a line that touch are two things, words apart (a card's date and its category), or parts of one
//! word (`<em>upper</em><strong>most</strong>`), which a browser shows without a space.
//!
//! In: both elements, what holds them, the signs on both sides. Out: whether a space stands between them.

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
    /// The same, and their classes tell them apart.
    Different,
    /// Both are labels, values or links that a style sets apart.
    Apart,
}

impl Seam {
    /// How an element touches the one before it within an element of a kind.
    pub(super) fn between(before: &Item<'_>, item: &Item<'_>, holder: Kind) -> Seam {
        let (Some(first), Some(second)) = (before.element, item.element) else { return Seam::Apart };
        if is_named!(second, "sub" | "sup") {
            return Seam::None;
        }
        let is_one_link = || first.attribute("href") == second.attribute("href");
        let links = before.kind == Kind::Link && item.kind == Kind::Link;
        let is_time = before.kind == Kind::Time || item.kind == Kind::Time;
        if is_time || links && !is_one_link() || is_label(first) || is_label(second) {
            return Seam::Apart;
        }
        let is_text = matches!(
            holder,
            Kind::Paragraph
                | Kind::Heading(_)
                | Kind::Item
                | Kind::Term
                | Kind::Detail
                | Kind::Cell
                | Kind::Quote
                | Kind::Caption
        );
        if !(is_text || is_format(first) && is_format(second)) {
            return Seam::Apart;
        }
        if first.attribute("class") == second.attribute("class") { Seam::Running } else { Seam::Different }
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
            // What opens a bracket holds on to what is in it.
            Seam::Apart => !matches!(last, '(' | '[' | '“' | '«'),
            // A note in brackets, a title in Chinese: where there is no space, the style has one.
            Seam::Running | Seam::Different if matches!(sign, '[' | '【' | '《' | '「') => {
                last.is_alphanumeric()
            }
            // In a word a capital follows no small letter and a letter no digit: `Ada Reed` and `3 min read` are two things. Two
            // capitals are (`LIVE` and `Storm`) where a class says so.
            Seam::Running | Seam::Different => {
                last.is_lowercase() && (sign.is_uppercase() || sign.is_ascii_digit())
                    || last.is_ascii_digit() && sign.is_alphabetic()
                    || matches!(last, ',' | ';' | ':' | '!' | '?') && sign.is_alphabetic()
                    || last == '.' && sign.is_uppercase()
                    || self == Seam::Different
                        && sign.is_uppercase()
                        && last.is_uppercase()
                        && signs.next().is_some_and(char::is_uppercase)
            }
        }
    }
}

/// Whether an element only says how its text looks.
fn is_format(element: &Element) -> bool {
    is_named!(
        element,
        "b" | "big"
            | "code"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "kbd"
            | "mark"
            | "s"
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
            ("<li><span>Buy a log</span><span>ger</span></li>", "Buy a logger"),
            ("<h2><span>Deci</span><span>sions</span></h2>", "Decisions"),
            ("<div><em>upper</em><strong>most</strong></div>", "uppermost"),
            ("<p>x<sub>i</sub><sup>2</sup> and <b>湖</b><b>面</b></p>", "xi2 and 湖面"),
            ("<div class=counter><span>87</span><span>%</span></div>", "87%"),
            ("<p><a href=/a>Slow</a><a href=/a>ly</a></p>", "Slowly"),
            ("<div><span>Ada Reed</span><span>3 min read</span></div>", "Ada Reed 3 min read"),
            ("<p><span class=attrLabel>Course</span><span>dessert</span></p>", "Course dessert"),
            (
                "<p><span>Ada Reed</span><span>3 min read</span><span>Lakes</span></p>",
                "Ada Reed 3 min read Lakes",
            ),
            ("<p><a href=/a>lakes</a><a href=/b>rivers</a></p>", "lakes rivers"),
            (
                "<h2><span class=live>LIVE</span><span>Storm over the lake</span></h2>",
                "LIVE Storm over the lake",
            ),
            ("<div><code><span>a</span><span>.</span><span>b</span></code></div>", "a.b"),
            ("<dt><b>heard</b><a href=/a>[source]</a></dt>", "heard [source]"),
            ("<div><span>north</span><span>south</span></div>", "north south"),
        ];
        for (source, text) in cases {
            let html = tree::parse(source).html;
            let blocks = blocks::cut(&Outline::of(&html, &HashSet::new(), Listed::Shown));
            assert_eq!(blocks.first().map(|block| block.text.as_str()), Some(text), "{source}");
        }
    }
}
