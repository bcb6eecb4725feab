//! The page as one flat list of its visible nodes in document order.
//!
//! In: the parsed page and the subtrees to leave out. Out: an [`Outline`], in which a subtree is a range and
//! every later pass is a walk over a slice. What is never text (scripts, styles, media, form fields) and what a
//! browser would not show is not in it. Judges nothing by its words.

use std::collections::HashSet;

use ego_tree::{NodeId, NodeRef};
use html5ever::local_name;
use scraper::node::Element;
use scraper::{Html, Node};

use super::aids;
use super::comments;
use super::formulas::{self, Instead};
use super::hidden::{self, Unfolded, holds_article_text, is_hidden};
use super::marks::{self, Marks, Named, Part};
use super::notes;
use super::signs;
use crate::normalise::html::element::{Asked, is_named, is_phrasing};

/// What an element is to the reader of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A run of characters.
    Text,
    /// An element within a line.
    Inline,
    /// An `a` with an `href`.
    Link,
    /// A `br`.
    Break,
    /// A `time`.
    Time,
    /// Any element that stands on lines of its own.
    Block,
    /// A `p`.
    Paragraph,
    /// `h1` to `h6`.
    Heading(u8),
    /// `ul`, `ol`, `menu`.
    List,
    /// `li`.
    Item,
    /// `dt`.
    Term,
    /// `dd`.
    Detail,
    /// `table`.
    Table,
    /// `tr`.
    Row,
    /// `td`, `th`.
    Cell,
    /// `pre`.
    Pre,
    /// `blockquote`.
    Quote,
    /// `figcaption`, `caption`.
    Caption,
    /// `button` and what takes its place.
    Button,
}

/// One visible node.
pub(crate) struct Item<'a> {
    /// What it is.
    pub(crate) kind: Kind,
    /// Where its parent stands in the list; the first item is its own parent.
    pub(crate) parent: usize,
    /// One past the last item of its subtree.
    pub(crate) end: usize,
    /// The characters of a text.
    pub(crate) text: &'a str,
    /// The element, when it is one.
    pub(crate) element: Option<&'a Element>,
    /// What its name, role, classes and id say of its part in the page.
    pub(crate) marks: Marks,
    /// Whether microdata says that it is the article's text.
    pub(crate) told: bool,
}

/// The visible nodes of a page in document order.
pub(crate) struct Outline<'a> {
    /// The nodes; the first stands for the page.
    pub(crate) items: Vec<Item<'a>>,
    /// What the `html` and `body` elements say of the whole page.
    pub(crate) page: Marks,
    /// Whether an element that is not shown holds what is marked as the text of an article.
    pub(crate) hides_article: bool,
    listed: Listed,
    unfolded: Unfolded<'a>,
}

/// Which nodes of a page are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Listed {
    /// What a browser shows.
    Shown,
    /// That, and hidden elements that hold what is marked as the text of an article: a script may show them, or somebody
    /// who pays may see them.
    Articles,
    /// What a browser does not show too.
    Hidden,
}

impl<'a> Outline<'a> {
    /// Lists nodes of a page, without the given subtrees.
    pub(crate) fn of(html: &'a Html, without: &HashSet<NodeId>, listed: Listed) -> Outline<'a> {
        let page = Marks::default();
        let items = Vec::with_capacity(4096);
        let mut outline =
            Outline { items, page, hides_article: false, listed, unfolded: Unfolded::default() };
        let root = *html.root_element();
        outline.items.push(Item {
            kind: Kind::Block,
            parent: 0,
            end: 0,
            text: "",
            element: root.value().as_element(),
            marks: Marks::default(),
            told: root.value().as_element().is_some_and(is_told),
        });
        outline.page = root.value().as_element().map(marks::of).unwrap_or_default();
        let mut parent = 0;
        let mut next = root.first_child();
        while let Some(node) = next {
            if let Some(inside) = outline.enter(node, parent, without) {
                parent = inside;
                next = node.first_child();
                continue;
            }
            next = outline.leave(node, root.id(), &mut parent);
        }
        let len = outline.items.len();
        if let Some(first) = outline.items.first_mut() {
            first.end = len;
        }
        comments::unmark(&mut outline.items);
        outline
    }

    /// Lists a node; gives its place when its children are to be visited.
    fn enter(&mut self, node: NodeRef<'a, Node>, parent: usize, without: &HashSet<NodeId>) -> Option<usize> {
        let place = self.items.len();
        match node.value() {
            Node::Text(text) => {
                let item = Item {
                    kind: Kind::Text,
                    parent,
                    end: place + 1,
                    text,
                    element: None,
                    marks: Marks::default(),
                    told: false,
                };
                self.items.push(item);
                None
            }
            Node::Element(element) => {
                if let Some(instead) = formulas::instead(node, element) {
                    self.stand_in(element, parent, &instead);
                    return None;
                }
                let kind = kind_of(node, element)?;
                let mut marks = marks::of(element);
                if marks.is_named(Named::Navigation) && hidden::is_prose(node) {
                    marks = marks.without(Part::Navigation).without_name(Named::Navigation);
                }
                if is_named!(element, "body") {
                    self.page = self.page.with(marks);
                    marks = Marks::default();
                } else if self.is_left_out(node, element, marks, parent)
                    || without.contains(&node.id())
                    || aids::is_aid(node, element)
                    || notes::is_sign(node, element)
                    || signs::is_replaced(node, element)
                {
                    return None;
                }
                if formulas::divides(node, element) {
                    self.write("/", parent);
                }
                let place = self.items.len();
                self.items.push(Item {
                    kind,
                    parent,
                    end: place + 1,
                    text: "",
                    element: Some(element),
                    marks,
                    told: is_told(element),
                });
                if signs::is_quoted(node, element) {
                    self.write("“", place);
                }
                node.has_children().then_some(place)
            }
            _ => None,
        }
    }

    /// Lists a text that no node of the page is.
    fn write(&mut self, text: &'a str, parent: usize) {
        let (end, marks) = (self.items.len() + 1, Marks::default());
        self.items.push(Item { kind: Kind::Text, parent, end, text, element: None, marks, told: false });
    }

    /// Lists an element in a line with a text that is read in its place.
    fn stand_in(&mut self, element: &'a Element, parent: usize, instead: &Instead<'a>) {
        let Instead::Text(text) = instead else { return };
        let place = self.items.len();
        let marks = Marks::default();
        let item = Item {
            kind: Kind::Inline,
            parent,
            end: place + 2,
            text: "",
            element: Some(element),
            marks,
            told: false,
        };
        self.items.push(item);
        self.write(text, place);
    }

    /// Whether an element is not listed.
    fn is_left_out(
        &mut self,
        node: NodeRef<'a, Node>,
        element: &'a Element,
        marks: Marks,
        parent: usize,
    ) -> bool {
        if self.listed == Listed::Hidden {
            return false;
        }
        let is_hidden = is_hidden(element) || hidden::is_hidden_by_class(node, element);
        if is_hidden && !self.unfolded.holds(node, element) {
            let is_article = holds_article_text(node);
            self.hides_article |= is_article;
            return !is_article || self.listed == Listed::Shown;
        }
        self.is_around(marks, parent)
    }

    /// Whether an element stands around the text by its name or role: ways to other pages, dialogues, the foot of the page. Of
    /// 170,000 words in such elements of the dev quarter's pages 370 are text.
    fn is_around(&self, marks: Marks, parent: usize) -> bool {
        let is_within = |place: usize| {
            let marks = self.items.get(place).map(|item| item.marks).unwrap_or_default();
            marks.is_named(Named::Main) || marks.has(Part::Article)
        };
        marks.is_named(Named::Navigation)
            || marks.is_named(Named::Dialogue)
            || marks.is_named(Named::Footer) && !self.upwards(parent).any(is_within)
    }

    /// The node after this one and its subtree, closing the ends of the elements that end here.
    fn leave(
        &mut self,
        node: NodeRef<'a, Node>,
        root: NodeId,
        parent: &mut usize,
    ) -> Option<NodeRef<'a, Node>> {
        let mut node = node;
        loop {
            if let Some(sibling) = node.next_sibling() {
                return Some(sibling);
            }
            node = node.parent()?;
            if node.id() == root {
                return None;
            }
            if node.value().as_element().is_some_and(|element| signs::is_quoted(node, element)) {
                self.write("”", *parent);
            }
            let end = self.items.len();
            let item = self.items.get_mut(*parent)?;
            item.end = end;
            *parent = item.parent;
        }
    }

    /// The item at a place and those above it, up to the page.
    pub(crate) fn upwards(&self, place: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(place), |place| {
            let parent = self.items.get(*place)?.parent;
            (parent != *place).then_some(parent)
        })
    }
}

/// What an element is; none when nothing in it is ever part of the text.
fn kind_of(node: NodeRef<'_, Node>, element: &Element) -> Option<Kind> {
    let is_never_text = is_named!(
        element,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "iframe"
            | "object"
            | "embed"
            | "canvas"
            | "audio"
            | "video"
            | "select"
            | "option"
            | "input"
            | "textarea"
            | "datalist"
            | "map"
            | "head"
            | "title"
            | "meta"
            | "link"
            | "noframes"
            | "progress"
            | "meter"
            | "annotation"
            | "annotation-xml"
            | "rp"
            | "rt"
    );
    if is_never_text {
        return None;
    }
    Some(match element.name.local {
        local_name!("a") if element.attribute("href").is_some() => Kind::Link,
        local_name!("br") => Kind::Break,
        local_name!("time") => Kind::Time,
        local_name!("p") => Kind::Paragraph,
        local_name!("h1") => Kind::Heading(1),
        local_name!("h2") => Kind::Heading(2),
        local_name!("h3") => Kind::Heading(3),
        local_name!("h4") => Kind::Heading(4),
        local_name!("h5") => Kind::Heading(5),
        local_name!("h6") => Kind::Heading(6),
        local_name!("ul") | local_name!("ol") | local_name!("menu") => Kind::List,
        local_name!("li") => Kind::Item,
        local_name!("dt") => Kind::Term,
        local_name!("dd") => Kind::Detail,
        local_name!("table") => Kind::Table,
        local_name!("tr") => Kind::Row,
        local_name!("td") | local_name!("th") => Kind::Cell,
        local_name!("pre") | local_name!("xmp") | local_name!("listing") => Kind::Pre,
        local_name!("blockquote") => Kind::Quote,
        local_name!("figcaption") | local_name!("caption") => Kind::Caption,
        local_name!("button") => Kind::Button,
        _ if is_phrasing(element) || formulas::is_part(element) => Kind::Inline,
        _ if is_in_line(node, element) => Kind::Inline,
        _ => Kind::Block,
    })
}

/// Whether an element that HTML does not know stands in a line: in a paragraph or a heading, or with text right beside it, and
/// holds nothing that has lines of its own. `rb` is what HTML once had for the signs that `rt` explains.
fn is_in_line(node: NodeRef<'_, Node>, element: &Element) -> bool {
    /// Nodes within it that are looked at. A judgement: a formula, a word with its note.
    const NODES: usize = 40;
    /// Such elements within one another. A judgement: the parts of a formula.
    const LEVELS: usize = 4;
    if is_named!(element, "rb" | "rtc") {
        return true;
    }
    // Names of elements that pages define have a hyphen, those of other vocabularies a colon.
    if !element.name.local.contains(['-', ':']) {
        return false;
    }
    let is_text = |beside: Option<NodeRef<'_, Node>>| {
        beside.is_some_and(|beside| beside.value().as_text().is_some_and(|text| !text.trim().is_empty()))
    };
    let holds_lines = |parent: NodeRef<'_, Node>| {
        let element = parent.value().as_element();
        element.is_some_and(|parent| is_named!(parent, "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"))
    };
    let stands_in_line = |inner: &Element| {
        let is_unknown = inner.name.local.contains(['-', ':']);
        is_phrasing(inner)
            || formulas::is_part(inner)
            || is_unknown
            || is_named!(inner, "svg" | "script" | "style")
    };
    let mut outer = node;
    for _ in 0..LEVELS {
        let Some(parent) = outer.parent() else { return false };
        if is_text(outer.prev_sibling()) || is_text(outer.next_sibling()) || holds_lines(parent) {
            let mut within = outer.descendants().take(NODES).filter_map(|inner| inner.value().as_element());
            return within.all(stands_in_line);
        }
        if !parent.value().as_element().is_some_and(|parent| parent.name.local.contains(['-', ':'])) {
            return false;
        }
        outer = parent;
    }
    false
}

fn is_told(element: &Element) -> bool {
    element.attribute("itemprop") == Some("articleBody")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::html::tree;

    fn words(source: &str, listed: Listed) -> String {
        let html = tree::parse(source).html;
        let outline = Outline::of(&html, &HashSet::new(), listed);
        let texts = outline.items.iter().map(|item| item.text.trim()).filter(|text| !text.is_empty());
        texts.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_stands_around_the_text_by_name_or_role_is_not_listed() {
        let cases = [
            ("<nav>a</nav><p>b</p><div role=navigation>c</div>", "b"),
            ("<p>a</p><dialog>b</dialog><div role='dialog'>c</div>", "a"),
            ("<p>a</p><footer><p>b</p></footer><div role=contentinfo>c</div>", "a"),
            ("<article><p>a</p><footer>b</footer></article><main><footer>c</footer></main>", "a b c"),
            ("<div class=nav>a</div><div id=footer>b</div>", "a b"),
        ];
        for (source, listed) in cases {
            assert_eq!(words(source, Listed::Shown), listed, "{source}");
        }
        assert_eq!(words("<nav>a</nav><dialog>b</dialog>c", Listed::Hidden), "a b c");
    }

    #[test]
    fn elements_that_html_does_not_know_stand_in_a_line_where_text_is_beside_them() {
        let is_inline = |source: &str| {
            let html = tree::parse(source).html;
            let outline = Outline::of(&html, &HashSet::new(), Listed::Shown);
            let found = outline.items.iter().find(|item| {
                item.element.is_some_and(|element| element.name().starts_with("x-") || element.name() == "rb")
            });
            found.map(|item| item.kind == Kind::Inline)
        };
        for (source, inline) in [
            ("<p>A probe is <x-math>w x</x-math> and no more", true),
            ("<p><x-math>w x</x-math></p>", true),
            ("<div>so says <x-name>Ada Reed</x-name></div>", true),
            ("<p><ruby><rb>堆積</rb><rt>x</rt></ruby>", true),
            ("<div>so <x-card><p>a</p></x-card></div>", false),
            ("<div><x-item>First of two</x-item> <x-item>Second of two</x-item></div>", false),
        ] {
            assert_eq!(is_inline(source), Some(inline), "{source}");
        }
    }

    #[test]
    fn what_a_class_hides_is_not_listed() {
        let cases = [
            ("<p>a</p><div class='box hidden'>b</div><p class=d-none>c</p><p class=hide>d</p>", "a"),
            (
                "<p class='hidden md:block'>a</p><p class='d-none d-lg-flex'>b</p><p class='hide open'>c</p>",
                "a b c",
            ),
            ("<p class=hidden style='Display: block'>a</p><p class=unhidden>b</p>", "a b"),
            (
                "<h3>a</h3><div class='answer hidden'>What the engineers had found, nobody knows.</div>",
                "a What the engineers had found, nobody knows.",
            ),
            (
                "<div role=button><a>a?</a></div><div style='display:none'>What the engineers had found.</div>",
                "a? What the engineers had found.",
            ),
            ("<div role=button>a</div><div style='display:none'>What the engineers had found.</div>", "a"),
            (
                "<a aria-controls=more>a</a><div id=more class=hidden>What the engineers had found.</div>",
                "a What the engineers had found.",
            ),
        ];
        for (source, listed) in cases {
            assert_eq!(words(source, Listed::Shown), listed, "{source}");
        }
        assert_eq!(words("<p>a</p><p class=hidden>b</p>", Listed::Hidden), "a b");
    }
}
