//! What stands in the text of a page to help those who read it and is none of it: signs that link to a heading, links that
//! edit a section, numbers of lines of code, what only readers of screens are told about a link.
//!
//! In: an element. Out: whether it is one of these.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

use crate::normalise::html::element::{Asked, is_named};

/// Nodes of an element that are looked at. A judgement: a sign, a picture, two brackets.
const MOST: usize = 12;

/// Elements above one that are looked at. A judgement: a line of code in its block, a word in its link in its heading.
const ABOVE: usize = 6;

/// Whether an element is an aid to readers and no text.
pub(super) fn is_aid(node: NodeRef<'_, Node>, element: &Element) -> bool {
    // A link to a place of the page that is called by a sign (`¶`, `#`, `§`).
    let leads_here =
        is_named!(element, "a") && element.attribute("href").is_some_and(|href| href.starts_with('#'));
    (leads_here && (!any_letter(node, char::is_alphanumeric) || is_permalink(node)))
        || (is_named!(element, "td" | "th") && counts_lines(node))
        || element.attribute("class").is_some_and(|class| {
            class.split_ascii_whitespace().any(|class| is_called_so(node, class))
                || is_only_heard(node, class)
        })
}

/// Whether a class says that an element is an aid, as `MediaWiki` and what shows code call them, in whatever design.
fn is_called_so(node: NodeRef<'_, Node>, class: &str) -> bool {
    match class {
        "mw-editsection" => true,
        "linenos" | "lineno" | "line-numbers" | "line-number" | "linenumber" | "gutter" => only_numbers(node),
        "ln" | "lnt" => only_numbers(node) && is_above(node, |above| is_named!(above, "pre" | "code" | "td")),
        _ => false,
    }
}

/// Whether a link in a heading, behind its words, says that it links to it.
fn is_permalink(node: NodeRef<'_, Node>) -> bool {
    /// What a link is called in the languages that most pages are in.
    const LINK: [&str; 9] = ["link", "anchor", "ancre", "lien", "enlace", "ссылка", "链接", "連結", "リンク"];
    let is_heading = |element: &Element| is_named!(element, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    let stands_in_one =
        node.parent().and_then(|parent| parent.value().as_element().map(is_heading)).unwrap_or(false);
    let is_said = |text: &str| LINK.iter().any(|word| text.contains(word));
    stands_in_one && node.prev_siblings().any(has_text) && is_said(&text(node).to_lowercase())
}

/// Whether a cell holds the numbers of the lines in the cell behind it.
fn counts_lines(node: NodeRef<'_, Node>) -> bool {
    let cell = node.next_siblings().find(|next| next.value().is_element());
    let is_code =
        |inner: NodeRef<'_, Node>| inner.value().as_element().is_some_and(|inner| is_named!(inner, "pre"));
    let holds_code = |cell: NodeRef<'_, Node>| cell.descendants().take(ABOVE).any(is_code);
    cell.is_some_and(holds_code) && only_numbers(node)
}

/// Names of classes, letters and digits only, that show an element to nobody and leave it to readers of screens: Bootstrap,
/// `WordPress`, Drupal, Foundation and others have these.
const ONLY_HEARD: [&str; 18] = [
    "a11yhidden",
    "accessiblyhidden",
    "assistivetext",
    "elementinvisible",
    "forscreenreaders",
    "hiddenvisually",
    "isvisuallyhidden",
    "offscreen",
    "readeronly",
    "screenreader",
    "screenreaderonly",
    "screenreadertext",
    "showforsr",
    "sronly",
    "srtext",
    "uhiddenvisually",
    "uvisuallyhidden",
    "visuallyhidden",
];

/// Whether an element within a line is there to be heard only, as one more word on what is seen. Where it says in full what a
/// picture or a letter beside it shows, or is all there is, it is the text.
fn is_only_heard(node: NodeRef<'_, Node>, class: &str) -> bool {
    let mut is_heard = false;
    for class in class.split_ascii_whitespace() {
        // Tailwind's way to show it on some screens.
        if class.ends_with("not-sr-only") {
            return false;
        }
        // As long as the longest of the names, with signs between.
        let name = || -> String {
            let letters = class.chars().filter(char::is_ascii_alphanumeric);
            letters.map(|letter| letter.to_ascii_lowercase()).collect()
        };
        is_heard |= class.len() <= 32 && ONLY_HEARD.binary_search(&name().as_str()).is_ok();
    }
    if !is_heard {
        return false;
    }
    let said = text(node);
    // A colon between what stands above a title and the title is read with both.
    if !said.contains(char::is_alphanumeric) && said.contains(|sign: char| sign.is_ascii_punctuation()) {
        return false;
    }
    // In cells and items it is often all that tells what a sign means.
    let is_line = |above: &Element| is_named!(above, "a" | "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    let is_twin = |beside: Option<NodeRef<'_, Node>>| {
        let is_unheard = |element: &Element| element.attribute("aria-hidden") == Some("true");
        beside.is_some_and(|beside| beside.value().as_element().is_some_and(is_unheard) && has_text(beside))
    };
    is_above(node, is_line)
        && !is_twin(node.prev_siblings().find(|beside| beside.value().is_element()))
        && !is_twin(node.next_siblings().find(|beside| beside.value().is_element()))
        && is_one_of_more(node, is_line)
}

/// Whether the link, heading or paragraph that an element stands in has more text.
fn is_one_of_more(node: NodeRef<'_, Node>, is_line: impl Fn(&Element) -> bool) -> bool {
    let mut inner = node;
    for above in node.ancestors().take(ABOVE) {
        if inner.prev_siblings().chain(inner.next_siblings()).any(has_text) {
            return true;
        }
        if above.value().as_element().is_some_and(&is_line) {
            return false;
        }
        inner = above;
    }
    false
}

/// Whether one of the elements above one is such.
fn is_above(node: NodeRef<'_, Node>, is_such: impl Fn(&Element) -> bool) -> bool {
    node.ancestors().take(ABOVE).filter_map(|above| above.value().as_element()).any(is_such)
}

/// Whether there is more than white space in the first nodes of one.
fn has_text(node: NodeRef<'_, Node>) -> bool {
    let is_text =
        |inner: NodeRef<'_, Node>| inner.value().as_text().is_some_and(|text| !text.trim().is_empty());
    node.descendants().take(MOST).any(is_text)
}

/// The text of the first nodes of one.
fn text(node: NodeRef<'_, Node>) -> String {
    node.descendants().take(MOST).filter_map(|inner| inner.value().as_text()).map(|text| &**text).collect()
}

/// Whether all text of an element is numbers.
fn only_numbers(node: NodeRef<'_, Node>) -> bool {
    let texts = node.descendants().filter_map(|inner| inner.value().as_text());
    texts.flat_map(|text| text.chars()).all(|sign| sign.is_ascii_digit() || sign.is_whitespace())
}

/// Whether the text of an element has such a letter; one with much in it has.
fn any_letter(node: NodeRef<'_, Node>, is_letter: fn(char) -> bool) -> bool {
    let mut left = MOST;
    node.descendants().any(|inner| {
        left = left.saturating_sub(1);
        left == 0 || inner.value().as_text().is_some_and(|text| text.chars().any(is_letter))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::blocks;
    use super::super::outline::{Listed, Outline};
    use super::*;
    use crate::normalise::html::tree;

    #[test]
    fn names_are_in_alphabetical_order() {
        assert!(ONLY_HEARD.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn what_is_only_heard_beside_text_and_numbers_of_lines_are_no_text() {
        let cases = [
            (
                "<p>See <a href=x>the office<span class=visually-hidden> (link is external)</span></a>.",
                "See the office.",
            ),
            ("<h2>Next<a href=#n><span class=sr-only>Permalink</span>#</a></h2>", "Next"),
            ("<h2>Deep<a href=#d><span>Link to this heading</span></a></h2>", "Deep"),
            ("<h2><a href=#top>Links</a> of the year</h2>", "Links of the year"),
            ("<h2 class=sr-only>Results</h2>", "Results"),
            (
                "<p><span class=sr-only>One</span><span aria-hidden=true>O ne</span> sees it.</p>",
                "One sees it.",
            ),
            ("<h2>Lakes<span class=sr-only>:</span> What they hold</h2>", "Lakes: What they hold"),
            ("<p><a href=x><i></i><span class=sr-only>Write to us</span></a> today</p>", "Write to us today"),
            (
                "<table><td class=gutter><pre>1\n2</pre></td><td><pre>x = 1\ny = 2</pre></td></table>",
                "x = 1\ny = 2",
            ),
            ("<table><td>1 2</td><td><pre>x = 1</pre></td></table>", "x = 1"),
            ("<pre><code><span class=line><span class=ln>1</span>x = 1</span></code></pre>", "x = 1"),
            ("<pre class=line-numbers><code>x = 1</code></pre>", "x = 1"),
        ];
        for (source, text) in cases {
            let html = tree::parse(source).html;
            let blocks = blocks::cut(&Outline::of(&html, &HashSet::new(), Listed::Shown));
            let texts = blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("/");
            assert_eq!(texts, text, "{source}");
        }
    }
}
