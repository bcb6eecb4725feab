//! Asks elements for their attributes and classes.
//!
//! In: an element. Out: values as written, borrowed. `scraper` answers the same questions, but makes an entry in a table
//! of all names out of every question and every class, which took a tenth of the time that a page takes.

use ego_tree::iter::Edge;
use html5ever::{LocalName, QualName, local_name, ns};
use scraper::Node;
use scraper::node::Element;

/// Whether an element has one of these names. Names that the parser knows are numbers, so that this compares no text.
macro_rules! is_named {
    ($element:expr, $($name:tt)|+) => {
        matches!($element.name.local, $(html5ever::local_name!($name))|+)
    };
}
pub(crate) use is_named;

/// Whether what an element holds is no text of the page that a browser with scripts shows.
pub(crate) fn is_unseen(element: &Element) -> bool {
    is_named!(element, "script" | "style" | "noscript" | "template")
}

/// The edges of a tree without what stands in elements that are not shown; their ends are passed on.
pub(crate) fn seen<'a>(edges: impl Iterator<Item = Edge<'a, Node>>) -> impl Iterator<Item = Edge<'a, Node>> {
    without(edges, is_unseen)
}

/// The edges of a tree without what stands in elements that are left out; their ends are passed on.
pub(crate) fn without<'a>(
    edges: impl Iterator<Item = Edge<'a, Node>>,
    is_left_out: impl Fn(&Element) -> bool,
) -> impl Iterator<Item = Edge<'a, Node>> {
    let mut left_out = 0_usize;
    edges.filter(move |edge| {
        let (Edge::Open(node) | Edge::Close(node)) = edge;
        let is_left_out = node.value().as_element().is_some_and(&is_left_out);
        match edge {
            Edge::Open(_) => left_out += usize::from(is_left_out),
            Edge::Close(_) => left_out = left_out.saturating_sub(usize::from(is_left_out)),
        }
        left_out == 0
    })
}

/// Whether an element stands in a line of text: the phrasing elements of the HTML Standard (section 3.2.5.2.5) that hold or
/// are text, and their obsolete kin.
pub(crate) fn is_phrasing(element: &Element) -> bool {
    is_named!(
        element,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "nobr"
            | "output"
            | "picture"
            | "q"
            | "ruby"
            | "s"
            | "samp"
            | "small"
            | "source"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "tt"
            | "u"
            | "var"
            | "wbr"
    )
}

/// Whether a class or the id of an element is made of these words and of those for `parts` of what they name, in any case, and has
/// one of them: `comment-list` says of comments, `social-comments-above` of something else.
pub(crate) fn is_called_only(element: &Element, words: &[&str], parts: &[&str]) -> bool {
    let is_of = |list: &[&str], word: &str| list.iter().any(|known| known.eq_ignore_ascii_case(word));
    let names = ["class", "id"].into_iter().filter_map(|name| element.attribute(name));
    names.flat_map(str::split_ascii_whitespace).any(|name| {
        let mut said = name.split(|sign: char| !sign.is_ascii_alphabetic()).filter(|word| !word.is_empty());
        said.clone().any(|word| is_of(words, word))
            && said.all(|word| is_of(words, word) || is_of(parts, word))
    })
}

/// Whether an element is a part of the page's frame, by its name or its role (WAI-ARIA 1.2, landmarks): navigation, what stands
/// beside the text, the foot.
pub(crate) fn is_frame(element: &Element) -> bool {
    is_named!(element, "aside" | "footer" | "nav")
        || matches!(
            element.attribute("role"),
            Some("complementary" | "contentinfo" | "navigation" | "search")
        )
}

/// Questions to an element.
pub(crate) trait Asked {
    /// The value of the attribute of a name.
    fn attribute(&self, name: &str) -> Option<&str>;

    /// Its classes, each once, in alphabetical order.
    fn class_names(&self) -> Vec<&str>;
}

impl Asked for Element {
    #[inline]
    fn attribute(&self, name: &str) -> Option<&str> {
        let is_plain = |known: &QualName| known.ns == ns!() && known.prefix.is_none();
        let mut attributes = self.attrs.iter();
        let found = match number_of(name) {
            Some(number) => attributes.find(|(known, _)| known.local == number && is_plain(known)),
            None => attributes.find(|(known, _)| &*known.local == name && is_plain(known)),
        };
        found.map(|(_, value)| &**value)
    }

    fn class_names(&self) -> Vec<&str> {
        let mut classes: Vec<&str> =
            self.attribute("class").unwrap_or_default().split_ascii_whitespace().collect();
        classes.sort_unstable();
        classes.dedup();
        classes
    }
}

/// The number that the parser has for the name of an attribute, for those that are asked for most. Where the name is written
/// out in a call, the compiler puts the number there.
#[inline]
fn number_of(name: &str) -> Option<LocalName> {
    macro_rules! among {
        ($($known:tt)|+) => {
            match name {
                $($known => Some(local_name!($known)),)+
                _ => None,
            }
        };
    }
    among!(
        "class"
            | "href"
            | "id"
            | "itemprop"
            | "itemtype"
            | "rel"
            | "role"
            | "style"
            | "hidden"
            | "type"
            | "content"
            | "aria-hidden"
    )
}

#[cfg(test)]
mod tests {
    use scraper::{Html, Selector};

    use super::*;

    #[test]
    fn answers_are_those_of_the_library() {
        let html = Html::parse_document(
            "<p id=a class='b  a b' Data-X=1 hidden><svg xlink:href='#x' viewBox='0'></svg><a href=' /x ' rel=b itemprop=c itemtype=d role=e style=f type=g content=h aria-hidden=i>",
        );
        for element in html.select(&Selector::parse("*").unwrap()).map(|element| element.value()) {
            let asked =
                ["id", "class", "data-x", "hidden", "href", "xlink:href", "viewBox", "viewbox", "no", "rel"]
                    .into_iter()
                    .chain(["itemprop", "itemtype", "role", "style", "type", "content", "aria-hidden"]);
            for name in asked {
                assert_eq!(element.attribute(name), element.attr(name), "{name}");
            }
            assert_eq!(element.class_names(), element.classes().collect::<Vec<_>>());
        }
    }
}
