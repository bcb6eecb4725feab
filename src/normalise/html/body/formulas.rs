//! Formulas, and pictures that stand for signs: what their author wrote, once.
//!
//! In: an element. Out: the text that is read in its place. A formula is often set more than once: as `MathML`, as what a script
//! laid out, as its TeX source, as a picture for old browsers; one of these is its text.

use ego_tree::NodeRef;
use html5ever::ns;
use scraper::Node;
use scraper::node::Element;

use super::hidden;
use super::marks::{self, key};
use super::nodes;
use crate::normalise::html::element::{Asked, is_named};

/// What stands in an element's place.
pub(super) enum Instead<'a> {
    /// A text.
    Text(&'a str),
    /// Nothing: the same stands beside it.
    Nothing,
}

/// What is read in place of an element, where it is a formula or a sign.
pub(super) fn instead<'a>(node: NodeRef<'a, Node>, element: &'a Element) -> Option<Instead<'a>> {
    if is_named!(element, "math") {
        return source(node, element).map(Instead::Text);
    }
    if is_named!(element, "img") {
        return pictured(node, element).map(Instead::Text);
    }
    if is_named!(element, "script") {
        let is_formula = element.attribute("type").is_some_and(|kind| kind.starts_with("math/tex"));
        let text = || node.first_child()?.value().as_text().map(|text| text.trim());
        return text().filter(|_| is_formula && !is_set_before(node)).map(Instead::Text);
    }
    // What is laid out for the eye beside its MathML, and MathML for the ear beside what is laid out.
    let is_for_eyes = element.attribute("aria-hidden") == Some("true");
    if is_for_eyes && before(node).is_some_and(holds_math) {
        return Some(Instead::Nothing);
    }
    // MathJax's name for it.
    let is_for_ears = &*element.name.local == "mjx-assistive-mml"
        || element.attribute("class").is_some_and(|class| class.starts_with("MJX_Assistive"));
    (is_for_ears && before(node).is_some_and(is_seen)).then_some(Instead::Nothing)
}

/// Whether an element is a part of a formula.
pub(super) fn is_part(element: &Element) -> bool {
    element.name.ns == ns!(mathml)
}

/// The TeX that `MathML` was made of.
fn source<'a>(node: NodeRef<'a, Node>, element: &'a Element) -> Option<&'a str> {
    let is_source = |inner: &NodeRef<'a, Node>| {
        inner.value().as_element().is_some_and(|inner| {
            is_named!(inner, "annotation") && inner.attribute("encoding").is_some_and(is_tex)
        })
    };
    let annotation = node.descendants().find(is_source);
    let annotation = annotation.and_then(|inner| inner.first_child()?.value().as_text().map(|text| &**text));
    let written = [annotation, element.attribute("alttext")];
    written.into_iter().flatten().map(bare).find(|text| !text.is_empty())
}

/// Whether an annotation is encoded as TeX.
fn is_tex(encoding: &str) -> bool {
    let is_called = |name: &&str| encoding.trim().eq_ignore_ascii_case(name);
    ["application/x-tex", "application/x-latex", "tex", "latex"].iter().any(is_called)
}

/// Whether an element is a cell of a table in a formula.
pub(super) fn is_cell(element: &Element) -> bool {
    is_part(element) && matches!(&*element.name.local, "mtd" | "mtr" | "mlabeledtr")
}

/// Whether an element is what a fraction of a formula is divided by, and a stroke stands before it.
pub(super) fn divides(node: NodeRef<'_, Node>, element: &Element) -> bool {
    let is_fraction =
        |above: &Element| &*above.name.local == "mfrac" && above.attribute("linethickness") != Some("0");
    is_part(element)
        && node.parent().and_then(|parent| parent.value().as_element()).is_some_and(is_fraction)
        && before(node).is_some()
}

/// TeX without the command that sets it on a line of its own.
fn bare(tex: &str) -> &str {
    let tex = tex.trim();
    let inner = tex.strip_prefix('{').and_then(|tex| tex.strip_suffix('}'));
    let styled = inner.and_then(|inner| inner.trim_start().strip_prefix("\\displaystyle"));
    let tex = styled.or_else(|| tex.strip_prefix("\\displaystyle")).unwrap_or(tex);
    // Within a page TeX makes of its source a line may end in a comment sign.
    tex.trim().trim_end_matches('%').trim_end()
}

/// What a picture of a formula or of a sign says.
fn pictured<'a>(node: NodeRef<'a, Node>, element: &'a Element) -> Option<&'a str> {
    /// As `MediaWiki`, `WordPress`, `LaTeX2HTML` and others call them.
    const FORMULAS: [u128; 3] = [key(b"latex"), key(b"tex"), key(b"mwe")];
    /// Words that others call pictures of teachers and of laboratories by too.
    const MAYBE: [u128; 2] = [key(b"math"), key(b"formula")];
    /// Characters of a sign: a picture made of several, as a family or a flag is.
    const SIGN: usize = 8;
    /// Where the pictures of Unicode begin; before them are ticks and stars, which mark items.
    const PICTURES: char = '\u{1f000}';
    let text = element.attribute("alt").map(str::trim).filter(|text| !text.is_empty())?;
    let is_sign = text.chars().count() <= SIGN
        && text.starts_with(|sign| sign >= PICTURES)
        && text.chars().all(|sign| !sign.is_ascii() && !sign.is_alphanumeric() && !sign.is_whitespace());
    if is_sign {
        return (!hidden::is_hidden(element)).then_some(text);
    }
    let is_beside = || before(node).is_some_and(|before| holds_math(before) && is_seen(before));
    let is_formula = marks::is_classed(element, &FORMULAS)
        || marks::is_classed(element, &MAYBE) && text.contains(is_operator);
    (is_formula && !is_unseen(element) && !is_beside()).then(|| bare(text))
}

/// Whether a sign is one of TeX or of arithmetic.
fn is_operator(sign: char) -> bool {
    matches!(sign, '\\' | '^' | '_' | '=' | '+' | '<' | '>' | '{' | '}' | '±' | '×' | '÷' | '·' | '−' | '→')
        || matches!(sign, '\u{2200}'..='\u{22ff}')
}

/// Whether an element is shown to nobody; a formula beside its `MathML` is only kept from readers of screens.
fn is_unseen(element: &Element) -> bool {
    let style = || element.attribute("style").unwrap_or_default().to_ascii_lowercase().replace(' ', "");
    element.attribute("hidden").is_some()
        || element.attribute("style").is_some()
            && ["display:none", "visibility:hidden"].iter().any(|hides| style().contains(hides))
}

/// The element right before one.
fn before(node: NodeRef<'_, Node>) -> Option<NodeRef<'_, Node>> {
    node.prev_siblings().find(|before| before.value().is_element())
}

/// Whether the first elements in one are `MathML`.
fn holds_math(node: NodeRef<'_, Node>) -> bool {
    /// Nodes that are looked at: the box of `KaTeX` or `MediaWiki` and the formula. A judgement.
    const NODES: usize = 4;
    node.descendants().take(NODES).filter_map(|inner| inner.value().as_element()).any(is_part)
}

/// Whether an element is shown and has a letter or a sign.
fn is_seen(node: NodeRef<'_, Node>) -> bool {
    let hides = |node: NodeRef<'_, Node>| node.value().as_element().is_some_and(hidden::is_hidden);
    !hides(node) && node.first_child().is_none_or(|first| !hides(first)) && has_text(node)
}

/// Whether the source of a formula stands right behind what a script made of it.
fn is_set_before(node: NodeRef<'_, Node>) -> bool {
    // MathJax's names: `MathJax_Preview`, empty once the formula is set, `MathJax`, `MathJax_Display`.
    let is_set = |node: NodeRef<'_, Node>| {
        let class = node.value().as_element().and_then(|element| element.attribute("class"));
        class.is_some_and(|class| class.starts_with("MathJax")) && has_text(node)
    };
    before(node).is_some_and(is_set)
}

/// Whether there is a letter or a sign in the first nodes of an element.
fn has_text(node: NodeRef<'_, Node>) -> bool {
    /// Nodes that are looked at. A judgement: the first sign of what a script laid out is nested this deep.
    const NODES: usize = 60;
    nodes::has_text(node, NODES)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::blocks;
    use super::super::outline::{Listed, Outline};
    use crate::normalise::html::tree;

    fn text(source: &str, listed: Listed) -> String {
        let html = tree::parse(source).html;
        let blocks = blocks::cut(&Outline::of(&html, &HashSet::new(), listed));
        blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("/")
    }

    #[test]
    fn a_formula_is_read_once_and_as_it_was_written() {
        let mathml = "<math><semantics><msup><mi>c</mi><mn>2</mn></msup><annotation encoding=application/x-tex>{\\displaystyle c^{2}}</annotation></semantics></math>";
        let cases = [
            (format!("<p>so {mathml} is"), "so c^{2} is"),
            ("<p>so <math alttext='x_{i}'><mi>x</mi><mi>i</mi></math> is".to_owned(), "so x_{i} is"),
            ("<p>so <math><munder><mi>n</mi><mo>=</mo></munder><mn>3</mn></math> is".to_owned(), "so n=3 is"),
            (
                format!(
                    "<p>so <span class=k><span>{mathml}</span><span aria-hidden=true>c2</span></span> is"
                ),
                "so c^{2} is",
            ),
            (
                format!(
                    "<p>so <span style='display:none'>{mathml}</span><img class=mwe-math-image aria-hidden=true alt='{{\\displaystyle c^{{2}}}}'> is"
                ),
                "so c^{2} is",
            ),
            (format!("<p>so <span>{mathml}</span><img class=mwe-math-image alt='c^2'> is"), "so c^{2} is"),
            ("<p>so <img class=latex alt='n^2 + 1'> is".to_owned(), "so n^2 + 1 is"),
            ("<p>so <script type=math/tex>c+d</script> is".to_owned(), "so c+d is"),
            (
                "<p>so <span class=MathJax>c + d</span><script type=math/tex>c+d</script> is".to_owned(),
                "so c + d is",
            ),
            (
                "<p>so <span class=MathJax><nobr aria-hidden=true>c+d</nobr><span class=MJX_Assistive_MathML><math><mi>c</mi><mo>+</mo><mi>d</mi></math></span></span><script type=math/tex>c+d</script> is".to_owned(),
                "so c+d is",
            ),
            (
                "<p>so <mjx-container><mjx-math aria-hidden=true></mjx-math><mjx-assistive-mml><math><mi>c</mi></math></mjx-assistive-mml></mjx-container> is".to_owned(),
                "so c is",
            ),
            (
                "<p>so <math><semantics><mi>E</mi><annotation encoding=text/plain>no text</annotation></semantics></math> is".to_owned(),
                "so E is",
            ),
            ("<p>so <math><mfrac><mn>1</mn><mn>2</mn></mfrac></math> is".to_owned(), "so 1/2 is"),
            ("<p>so <img class='math teacher' alt='Who teaches it'> is".to_owned(), "so is"),
            ("<p>so <img class=math alt='n = 2'> is".to_owned(), "so n = 2 is"),
            ("<p>so <img class=latex style='display: none' alt='n = 2'> is".to_owned(), "so is"),
            ("<p>so <img class=photo alt='A lake'> is 🎉<img alt='🐝'>".to_owned(), "so is 🎉🐝"),
            ("<p>so <svg><title>x</title></svg> is".to_owned(), "so is"),
        ];
        for (source, read) in cases {
            assert_eq!(text(&source, Listed::Shown), read, "{source}");
        }
        let set = format!("<p>so <span>{mathml}</span><span aria-hidden=true>c2</span> is");
        assert_eq!(text(&set, Listed::Hidden), "so c^{2} is");
    }
}
