//! Parses HTML into a tree of bounded depth.
//!
//! In: the source of a page as text. Out: a [`Tree`]. The tree builder of `html5ever` looks through all open
//! elements at many tags, so its time grows with the square of the nesting; a filter between the tokenizer and
//! the tree builder leaves out the tags of elements nested deeper than a limit and keeps their text.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
use html5ever::{LocalName, local_name};
use memchr::memchr;
use scraper::{Html, HtmlTreeSink};

use crate::normalise::html::attributes;
use crate::normalise::html::plain::{self, After, Remembers};
use crate::normalise::html::streamed;
use crate::normalise::tables::Table;

/// Elements that may be open at once where nobody said how many. Chromium stops at 512 too
/// (`kMaximumHTMLParserDOMTreeDepth`).
pub(crate) const MAX_DEPTH: usize = 512;

/// Elements that only format (`b`, `font`) which may be closed by the end of another element. The tree builder opens such an
/// element again in what follows (HTML Standard, section 13.2.4.3), one deeper each time, so its time grows with the square of
/// their number. The 1,041 pages of the public benchmarks are read the same with and without this limit.
const MAX_LEFT_OPEN: usize = 256;

/// A parsed page.
pub(crate) struct Tree {
    /// The elements and texts.
    pub(crate) html: Html,
    /// Whether some elements were nested too deep and were left out, their text kept.
    pub(crate) flattened: bool,
    /// Whether a tag had more attributes than are read, the rest of which were left out.
    pub(crate) cut_attributes: bool,
}

/// Parses a part of a page.
pub(crate) fn parse(source: &str) -> Tree {
    parse_to(source, MAX_DEPTH)
}

/// Parses a page, with so many elements open at once. Never fails: HTML has no syntax errors, only repairs.
pub(crate) fn parse_to(source: &str, max_depth: usize) -> Tree {
    // The tokenizer would drop the mark anew after each script.
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    let sink = HtmlTreeSink::new(Html::new_document());
    let limiter = DepthLimiter {
        builder: TreeBuilder::new(sink, TreeBuilderOpts::default()),
        open: RefCell::new(OpenElements { max_depth, ..OpenElements::default() }),
        constructs: Cell::default(),
        after: RefCell::default(),
    };
    let tokenizer = Tokenizer::new(limiter, TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() });
    // Tendrils hold at most 4 GiB; captures are limited to far less.
    let source = one_line_end(source);
    let cut_attributes = if memchr(0, source.as_bytes()).is_some() {
        let bounded = attributes::bounded(&source);
        plain::read_slowly(&tokenizer, StrTendril::from_slice(&bounded));
        matches!(bounded, Cow::Owned(_))
    } else {
        plain::read(&tokenizer, &StrTendril::from_slice(&source))
    };
    tokenizer.end();
    let limiter = tokenizer.sink;
    Tree {
        html: streamed::placed(limiter.builder.sink.finish(), &source, max_depth),
        flattened: limiter.open.into_inner().flattened,
        cut_attributes,
    }
}

/// The source with its lines ended in one way, as the tokenizer reads them (HTML Standard, section 13.2.3.5).
fn one_line_end(source: &str) -> Cow<'_, str> {
    let mut rest = source;
    let mut text = String::new();
    while let Some((line, after)) = memchr(b'\r', rest.as_bytes()).and_then(|at| rest.split_at_checked(at)) {
        text.reserve(rest.len());
        text.push_str(line);
        text.push('\n');
        let after = after.get(1..).unwrap_or_default();
        rest = after.strip_prefix('\n').unwrap_or(after);
    }
    if text.is_empty() {
        return Cow::Borrowed(source);
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// Passes tokens on to the tree builder, but for tags nested too deep.
struct DepthLimiter<Builder> {
    builder: Builder,
    open: RefCell<OpenElements>,
    /// Tags, comments and document types so far.
    constructs: Cell<usize>,
    /// How the source goes on after the last tag.
    after: RefCell<After>,
}

/// The elements that are open, as far as tags alone tell.
#[derive(Default)]
struct OpenElements {
    /// Name of each, and whether its tags reach the tree builder.
    stack: Vec<(LocalName, bool)>,
    /// How many of each name are on the stack, so that a stray end tag costs one look-up.
    counts: Table<LocalName, usize>,
    /// How many elements that only format were closed by the end of another.
    left_open: usize,
    /// How many may be open at once.
    max_depth: usize,
    flattened: bool,
}

impl OpenElements {
    /// Whether this tag goes to the tree builder.
    fn admits(&mut self, tag: &Tag) -> bool {
        if is_void(&tag.name) || is_raw(&tag.name) {
            return true;
        }
        match tag.kind {
            TagKind::StartTag => {
                self.close_implied(&tag.name);
                let admitted = self.stack.len() < self.max_depth
                    && (self.left_open < MAX_LEFT_OPEN || !is_reopened(&tag.name));
                self.flattened |= !admitted;
                // Past twice the limit names are not kept: what cannot be matched is left out as well.
                if self.stack.len() < 2 * self.max_depth {
                    self.stack.push((tag.name.clone(), admitted));
                    *self.counts.entry(tag.name.clone()).or_default() += 1;
                }
                admitted
            }
            TagKind::EndTag => {
                if self.counts.get(&tag.name).copied().unwrap_or(0) == 0 {
                    return self.stack.len() < self.max_depth;
                }
                while let Some((name, admitted)) = self.pop() {
                    if name == tag.name {
                        return admitted;
                    }
                    self.left_open += usize::from(admitted && is_reopened(&name));
                }
                true
            }
        }
    }

    fn pop(&mut self) -> Option<(LocalName, bool)> {
        let popped = self.stack.pop()?;
        if let Some(count) = self.counts.get_mut(&popped.0) {
            *count -= 1;
        }
        Some(popped)
    }

    /// Closes what the start of an element closes by itself, so that lists and tables written without end
    /// tags do not seem deep (HTML Standard, section 13.1.2.4, "Optional tags").
    fn close_implied(&mut self, name: &LocalName) {
        let closes: &[LocalName] = match *name {
            local_name!("li") => &[local_name!("li"), local_name!("p")],
            local_name!("dt") | local_name!("dd") => {
                &[local_name!("dt"), local_name!("dd"), local_name!("p")]
            }
            local_name!("option") => &[local_name!("option")],
            local_name!("td") | local_name!("th") => {
                &[local_name!("td"), local_name!("th"), local_name!("p")]
            }
            local_name!("tr") => &[local_name!("td"), local_name!("th"), local_name!("tr"), local_name!("p")],
            local_name!("tbody") | local_name!("tfoot") => &[
                local_name!("td"),
                local_name!("th"),
                local_name!("tr"),
                local_name!("tbody"),
                local_name!("thead"),
                local_name!("p"),
            ],
            local_name!("p")
            | local_name!("div")
            | local_name!("ul")
            | local_name!("ol")
            | local_name!("dl")
            | local_name!("table")
            | local_name!("section")
            | local_name!("article")
            | local_name!("blockquote")
            | local_name!("pre")
            | local_name!("h1")
            | local_name!("h2")
            | local_name!("h3")
            | local_name!("h4") => &[local_name!("p")],
            _ => return,
        };
        while self.stack.last().is_some_and(|(top, _)| closes.contains(top)) {
            self.pop();
        }
    }
}

impl<Handle, Sink> TokenSink for DepthLimiter<TreeBuilder<Handle, Sink>>
where
    Handle: Clone,
    Sink: TreeSink<Handle = Handle>,
{
    type Handle = Handle;

    fn process_token(&self, token: Token, line_number: u64) -> TokenSinkResult<Handle> {
        let name = match &token {
            Token::TagToken(tag) => {
                self.constructs.set(self.constructs.get() + 1);
                if !self.open.borrow_mut().admits(tag) {
                    self.after.replace(After::Markup);
                    return TokenSinkResult::Continue;
                }
                Some(tag.name.clone())
            }
            Token::CommentToken(_) | Token::DoctypeToken(_) => {
                self.constructs.set(self.constructs.get() + 1);
                self.after.replace(After::Markup);
                None
            }
            _ => None,
        };
        let result = self.builder.process_token(token, line_number);
        if let Some(name) = name {
            self.after.replace(match &result {
                TokenSinkResult::RawData(RawKind::ScriptData | RawKind::Rawtext) => After::Raw(name),
                TokenSinkResult::RawData(_) | TokenSinkResult::Plaintext => After::Other,
                _ => After::Markup,
            });
        }
        result
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

impl<Handle, Sink> Remembers for DepthLimiter<TreeBuilder<Handle, Sink>>
where
    Handle: Clone,
    Sink: TreeSink<Handle = Handle>,
{
    fn constructs(&self) -> usize {
        self.constructs.get()
    }

    fn after(&self) -> After {
        self.after.borrow().clone()
    }
}

/// Elements that only format, of which there can be many at once: of `a` and `nobr` a second closes the first.
fn is_reopened(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("b")
            | local_name!("big")
            | local_name!("code")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("s")
            | local_name!("small")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("tt")
            | local_name!("u")
    )
}

/// Elements that have no content (HTML Standard, section 13.1.2).
fn is_void(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("area")
            | local_name!("base")
            | local_name!("br")
            | local_name!("col")
            | local_name!("embed")
            | local_name!("hr")
            | local_name!("img")
            | local_name!("input")
            | local_name!("link")
            | local_name!("meta")
            | local_name!("param")
            | local_name!("source")
            | local_name!("track")
            | local_name!("wbr")
    )
}

/// Elements whose start tag switches the tokenizer to raw text, so that it must reach the tree builder.
pub(super) fn is_raw(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("html")
            | local_name!("head")
            | local_name!("body")
            | local_name!("title")
            | local_name!("textarea")
            | local_name!("style")
            | local_name!("script")
            | local_name!("xmp")
            | local_name!("iframe")
            | local_name!("noembed")
            | local_name!("noframes")
            | local_name!("noscript")
            | local_name!("plaintext")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deepest(tree: &Tree) -> usize {
        tree.html.tree.nodes().map(|node| node.ancestors().count()).max().unwrap_or(0)
    }

    #[test]
    fn nesting_is_bounded_and_text_kept() {
        let source = format!("{}deep{}<p>after", "<div>".repeat(50_000), "</div>".repeat(50_000));
        for max_depth in [16, MAX_DEPTH, 4 * MAX_DEPTH] {
            let tree = parse_to(&source, max_depth);
            assert!(tree.flattened);
            let deepest = deepest(&tree);
            assert!((max_depth - 8..=max_depth + 8).contains(&deepest), "{deepest}, at most {max_depth}");
            let text: String = tree.html.root_element().text().collect();
            assert_eq!(text, "deepafter");
        }
    }

    #[test]
    fn elements_that_only_format_and_are_closed_by_others_are_bounded_and_text_kept() {
        for unit in ["<b><i>x</b>", "<div><i></div>x", "<p><u></p>x", "<td><font color=1>x</td>"] {
            let tree = parse(&unit.repeat(20_000));
            assert!(tree.flattened, "{unit}");
            assert!(deepest(&tree) <= MAX_DEPTH + 2 * MAX_LEFT_OPEN, "{unit}: {}", deepest(&tree));
            let text: String = tree.html.root_element().text().collect();
            assert_eq!(text.len(), 20_000, "{unit}");
        }
        let links = parse(&"<div><a href=x></div>x".repeat(2_000));
        assert!(!links.flattened && deepest(&links) < 20, "{}", deepest(&links));
    }

    #[test]
    fn a_tag_of_very_many_attributes_is_cut_and_the_text_stays() {
        let attributes: String =
            (0..100_000).map(|number| format!(" a{number}='>'")).collect::<Vec<_>>().concat();
        for nought in ["", "\0"] {
            let tree =
                parse(&format!("<p>before</p><div{attributes}>é within</div a=b{attributes}>{nought}"));
            assert!(tree.cut_attributes);
            let text: String = tree.html.root_element().text().collect();
            assert_eq!(text, "beforeé within");
            let elements = tree.html.tree.nodes().filter_map(|node| node.value().as_element());
            assert_eq!(elements.map(|element| element.attrs.len()).max(), Some(1_000));
        }
        assert!(!parse("<p a b c>").cut_attributes);
    }

    #[test]
    fn unclosed_items_and_cells_are_not_deep() {
        for unit in ["<li>x", "<p>x", "<tr><td>x<td>y", "<option>x", "<dt>x<dd>y"] {
            let source = format!("<table><ul><dl><select>{}", unit.repeat(5_000));
            let source =
                if unit.starts_with("<tr>") { format!("<table>{}", unit.repeat(5_000)) } else { source };
            assert!(!parse(&source).flattened, "{unit}");
        }
    }

    #[test]
    fn scripts_below_the_limit_stay_scripts() {
        let source = format!("{}<script>if (a<b) {{ '<p>no</p>' }}</script>text", "<div>".repeat(2_000));
        let tree = parse(&source);
        assert!(tree.html.tree.nodes().filter_map(|node| node.value().as_element()).all(|e| e.name() != "p"));
    }
}
