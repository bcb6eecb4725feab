//! What stands in the text of a page to help those who read it and is none of it: signs that link to a heading, links that
//! edit a section, numbers of lines of code, what only readers of screens are told about a link.
//!
//! In: an element. Out: whether it is one of these.

use ego_tree::NodeRef;
use scraper::Node;
use scraper::node::Element;

use super::nodes;
use crate::normalise::html::element::{Asked, is_named};

/// Nodes of an element that are looked at. A judgement: a sign, a picture, two brackets.
const MOST: usize = 12;

/// Elements above one that are looked at. A judgement: a line of code in its block, a word in its link in its heading.
const ABOVE: usize = 6;

/// Nodes beside an element that are looked at, on each side. A judgement: more than a heading or a link has.
const BESIDE: usize = 32;

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
    /// What such a link says in the languages that most pages are in, whole.
    const LINK: [&str; 36] = [
        "anchor",
        "anchor link",
        "ancre",
        "copy link",
        "copy link to section",
        "copy link to this section",
        "direct link",
        "direct link to heading",
        "direct link to this heading",
        "direktlink",
        "enlace",
        "enlace permanente",
        "lien",
        "lien permanent",
        "link",
        "link kopieren",
        "link to heading",
        "link to section",
        "link to this heading",
        "link to this headline",
        "link to this section",
        "link zu dieser überschrift",
        "permalien",
        "permalink",
        "permalink to this heading",
        "permalink to this headline",
        "permalink to this section",
        "permanent link",
        "section link",
        "постоянная ссылка",
        "ссылка",
        "リンク",
        "永久链接",
        "连结",
        "連結",
        "链接",
    ];
    /// The same before the words of the heading.
    const LEADS_TO: [&str; 6] = [
        "copy link to ",
        "direct link to ",
        "link to ",
        "permalink for ",
        "permalink to ",
        "permanent link to ",
    ];
    let is_heading = |element: &Element| is_named!(element, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    let stands_in_one =
        node.parent().and_then(|parent| parent.value().as_element().map(is_heading)).unwrap_or(false);
    let said = words(&text(node));
    let names_heading = |leads: &&str| {
        said.strip_prefix(*leads).is_some_and(|rest| {
            node.prev_siblings().take(BESIDE).any(|before| has_text(before) && words(&text(before)) == rest)
        })
    };
    let is_letter = |node: NodeRef<'_, Node>| any_letter(node, char::is_alphabetic);
    stands_in_one
        && node.prev_siblings().take(BESIDE).any(is_letter)
        && !node.next_siblings().take(BESIDE).any(has_text)
        && (LINK.contains(&said.as_str()) || LEADS_TO.iter().any(names_heading))
}

/// Whether a cell holds the numbers of the lines in the cell behind it: they count up, and are as many as its lines, or those of
/// the rows around count on.
fn counts_lines(node: NodeRef<'_, Node>) -> bool {
    let cell = node.next_siblings().take(BESIDE).find(|next| next.value().is_element());
    let is_code =
        |inner: &NodeRef<'_, Node>| inner.value().as_element().is_some_and(|inner| is_named!(inner, "pre"));
    let code = cell.and_then(|cell| cell.descendants().take(ABOVE).find(is_code));
    let Some(code) = code.filter(|_| only_numbers(node)) else { return false };
    let numbers = numbers(node);
    if !numbers.windows(2).all(|pair| matches!(pair, [one, next] if one + 1 == *next)) {
        return false;
    }
    let table =
        node.ancestors().take(ABOVE).find(|above| is_element(*above, |above| is_named!(above, "table")));
    let has_head = |table: NodeRef<'_, Node>| {
        table.descendants().take(BESIDE).any(|inner| is_element(inner, |inner| is_named!(inner, "th")))
    };
    if table.is_none_or(has_head) {
        return false;
    }
    let [number] = *numbers else {
        let text: String =
            code.descendants().filter_map(|inner| inner.value().as_text()).map(|text| &**text).collect();
        return text.trim_end().lines().count() == numbers.len() || text.lines().count() == numbers.len();
    };
    let Some(row) = node.parent() else { return false };
    let beside = |row: Option<NodeRef<'_, Node>>| {
        let cell = row?.children().take(BESIDE).find(|cell| cell.value().is_element())?;
        self::numbers(cell).first().copied()
    };
    let is_row = |row: &NodeRef<'_, Node>| row.value().is_element();
    let before = beside(row.prev_siblings().take(BESIDE).find(is_row));
    let after = beside(row.next_siblings().take(BESIDE).find(is_row));
    match (before, after) {
        (None, None) => number == 1,
        (before, after) => {
            before.is_none_or(|before| before + 1 == number) && after.is_none_or(|after| number + 1 == after)
        }
    }
}

/// The numbers in an element, where there is nothing else.
fn numbers(node: NodeRef<'_, Node>) -> Vec<u32> {
    let texts = node.descendants().filter_map(|inner| inner.value().as_text());
    texts.flat_map(|text| text.split_whitespace()).map_while(|word| word.parse().ok()).collect()
}

/// Whether a node is such an element.
fn is_element(node: NodeRef<'_, Node>, is_such: impl Fn(&Element) -> bool) -> bool {
    node.value().as_element().is_some_and(is_such)
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

/// Words that say what a link does, in the languages of the benchmarks' pages: where it leads and in which window it opens. Whole
/// words, and signs of scripts without spaces.
const DOES: [&str; 43] = [
    "abre",
    "anchor",
    "apre",
    "avautuu",
    "enlace",
    "extern",
    "externa",
    "external",
    "externe",
    "externer",
    "externo",
    "fenster",
    "fenêtre",
    "finestra",
    "footer",
    "footnote",
    "fönster",
    "janela",
    "lien",
    "link",
    "nowym",
    "okně",
    "onglet",
    "open",
    "opens",
    "opent",
    "otevře",
    "otwiera",
    "ouvre",
    "permalink",
    "pestaña",
    "scheda",
    "sends",
    "tab",
    "tabblad",
    "ventana",
    "venster",
    "vindue",
    "window",
    "öffnet",
    "öppnas",
    "окне",
    "ссылка",
];

/// The same in scripts without spaces.
const DOES_SIGNS: [&str; 6] = ["链接", "窗口", "連結", "視窗", "リンク", "ウィンドウ"];

/// Words of what is said of a link. A judgement: `(link is external and opens in a new window)`.
const SAID: usize = 10;

/// Whether a class leaves an element to readers of screens.
pub(super) fn is_heard(class: &str) -> bool {
    let mut is_heard = false;
    for class in class.split_ascii_whitespace() {
        // Tailwind's way to show it on some screens.
        if class.ends_with("not-sr-only") {
            return false;
        }
        // As long as the longest of the names, with signs between.
        let letters =
            || class.bytes().filter(u8::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase());
        is_heard |=
            class.len() <= 32 && ONLY_HEARD.binary_search_by(|known| known.bytes().cmp(letters())).is_ok();
    }
    is_heard
}

/// Whether an element in a line is there to be heard only and says what a link does. Elsewhere, and where it says more, it often
/// is all that tells what a sign, a picture or a letter means.
fn is_only_heard(node: NodeRef<'_, Node>, class: &str) -> bool {
    if !is_heard(class) {
        return false;
    }
    let said = text(node);
    if said.trim().is_empty() {
        return true;
    }
    // A colon between what stands above a title and the title is read with both.
    if !said.contains(char::is_alphanumeric) && said.contains(|sign: char| sign.is_ascii_punctuation()) {
        return false;
    }
    let words = words(&said);
    let is_link = |above: &Element| is_named!(above, "a" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    // What a sign beside a heading opens.
    if words == "more information" && is_above(node, is_link) {
        return is_one_of_more(node, is_link);
    }
    let does = words.split(' ').filter(|word| DOES.contains(word)).count()
        + DOES_SIGNS.iter().filter(|signs| words.contains(**signs)).count();
    // What may be said of a thing in a paragraph takes more words: `opens at nine`.
    let least = if is_above(node, is_link) { 1 } else { 2 };
    if does < least || words.split(' ').count() > SAID {
        return false;
    }
    let in_text = |above: &Element| is_link(above) || is_named!(above, "p");
    let is_twin = |beside: Option<NodeRef<'_, Node>>| {
        let is_unheard = |element: &Element| element.attribute("aria-hidden") == Some("true");
        beside.is_some_and(|beside| beside.value().as_element().is_some_and(is_unheard) && has_text(beside))
    };
    is_above(node, in_text)
        && !is_above(node, |above| is_named!(above, "abbr"))
        && !is_twin(node.prev_siblings().take(BESIDE).find(|beside| beside.value().is_element()))
        && !is_twin(node.next_siblings().take(BESIDE).find(|beside| beside.value().is_element()))
        && is_one_of_more(node, in_text)
}

/// Whether the link, heading or paragraph that an element stands in has more text.
fn is_one_of_more(node: NodeRef<'_, Node>, is_line: impl Fn(&Element) -> bool) -> bool {
    let mut inner = node;
    for above in node.ancestors().take(ABOVE) {
        if inner.prev_siblings().take(BESIDE).chain(inner.next_siblings().take(BESIDE)).any(has_text) {
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
    nodes::has_text(node, MOST)
}

/// The text of the first nodes of one.
fn text(node: NodeRef<'_, Node>) -> String {
    nodes::text(node, MOST)
}

/// The words of a text in small letters, without the signs between.
fn words(text: &str) -> String {
    let text = text.to_lowercase();
    let words = text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
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
            ("<table><td>1 2</td><td><pre>x = 1\ny = 2</pre></td></table>", "x = 1\ny = 2"),
            ("<table><tr><td>8<td><pre>x = 1</pre><tr><td>9<td><pre>y = 2</pre></table>", "x = 1/y = 2"),
            (
                "<table><tr><td>200<td><pre>All is well</pre><tr><td>404<td><pre>Not here</pre></table>",
                "200/All is well/404/Not here",
            ),
            (
                "<table><tr><th>Code<th>Says<tr><td>1<td><pre>All is well</pre></table>",
                "Code/Says/1/All is well",
            ),
            ("<h2><a href=#a>3. </a><a href=#b>Link Relations</a></h2>", "3. Link Relations"),
            ("<h2>Deep <a href=#b>Link Relations</a></h2>", "Deep Link Relations"),
            ("<h2>See <a href=#b>link</a> below</h2>", "See link below"),
            (
                "<p>Boats: <span class=sr-only>was</span> 40, <i></i><span class=sr-only>four of five</span>.",
                "Boats: was 40, four of five.",
            ),
            ("<h2>Deep<a href=#d><i class=sr-only>Permalink to “Deep”</i>#</a></h2>", "Deep"),
            ("<h3>Depth<span class=sr-only>More information</span></h3>", "Depth"),
            ("<p>The office<span class=sr-only> (link is external)</span>", "The office"),
            ("<p>The office <span class=sr-only>opens at nine</span>", "The office opens at nine"),
            ("<p>All<span class=sr-only> </span>, boats", "All, boats"),
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
