//! Puts together what a container keeps in parts: an article without its page, and what is said of it.
//!
//! In: the parts. Out: the source of a page that says the same in the ways in which pages say it, so that it is read as
//! any other; and the plain text of a fragment.

use ego_tree::iter::Edge;
use scraper::{Html, Node};

use crate::document::escapes;

/// What is said of an article, and its text as HTML.
#[derive(Clone, Debug, Default)]
pub(crate) struct Article<'a> {
    pub(crate) title: &'a str,
    pub(crate) content: &'a str,
    pub(crate) published: Option<&'a str>,
    pub(crate) updated: Option<&'a str>,
    pub(crate) authors: Vec<&'a str>,
    pub(crate) summary: Option<&'a str>,
    pub(crate) site: Option<&'a str>,
    pub(crate) language: Option<&'a str>,
    pub(crate) categories: Vec<&'a str>,
}

/// The source of a page with an article in it.
pub(crate) fn page(article: &Article<'_>) -> String {
    let title = escapes::in_html(article.title);
    let language = filled(article.language)
        .map(|code| format!(" lang=\"{}\"", escapes::in_html(code)))
        .unwrap_or_default();
    let meta = |kind: &str, name: &str, value: Option<&str>| {
        filled(value)
            .map(|value| format!("<meta {kind}=\"{name}\" content=\"{}\">", escapes::in_html(value)))
            .unwrap_or_default()
    };
    let several = |kind: &str, name: &str, values: &[&str]| -> String {
        values.iter().map(|value| meta(kind, name, Some(value))).collect()
    };
    let head = [
        meta("property", "og:type", Some("article")),
        meta("property", "og:title", Some(article.title)),
        meta("property", "article:published_time", article.published),
        meta("property", "article:modified_time", article.updated),
        meta("name", "description", article.summary),
        meta("property", "og:site_name", article.site),
        several("name", "author", &article.authors),
        several("property", "article:section", &article.categories),
    ]
    .concat();
    let heading = if article.content.contains("<h1") { String::new() } else { format!("<h1>{title}</h1>") };
    let content = article.content;
    format!(
        "<!DOCTYPE html><html{language}><head><title>{title}</title>{head}</head>\
         <body><article>{heading}{content}</article></body></html>"
    )
}

/// What stands in the body of a page; all of it where it has none.
pub(crate) fn inner(source: &str) -> &str {
    let start = source.find("<body").and_then(|at| Some(at + source[at..].find('>')? + 1)).unwrap_or(0);
    let end = source.rfind("</body>").filter(|end| *end >= start).unwrap_or(source.len());
    &source[start..end]
}

fn filled(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// Bytes of a fragment that are made plain.
const MAX_FRAGMENT_BYTES: usize = 4 << 20;

/// The text of a fragment of HTML, blocks apart by blank lines. A text without tags is what it is.
pub(crate) fn plain(fragment: &str) -> String {
    if !fragment.contains('<') && !fragment.contains('&') || fragment.len() > MAX_FRAGMENT_BYTES {
        return fragment.trim().to_owned();
    }
    let html = Html::parse_fragment(fragment);
    let mut out = String::new();
    let mut hidden = 0;
    for edge in html.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Text(text) if hidden == 0 => out.push_str(text),
                Node::Element(element) if is_hidden(element.name()) => hidden += 1,
                Node::Element(element) if is_block(element.name()) => out.push_str("\n\n"),
                _ => {}
            },
            Edge::Close(node) => match node.value() {
                Node::Element(element) if is_hidden(element.name()) => hidden -= 1,
                Node::Element(element) if is_block(element.name()) => out.push_str("\n\n"),
                _ => {}
            },
        }
    }
    let blocks = out.split("\n\n").map(|block| block.split_whitespace().collect::<Vec<_>>().join(" "));
    blocks.filter(|block| !block.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// The first words of a text, which stand for a title where none is given, with a mark where it goes on.
pub(crate) fn opening(text: &str) -> String {
    /// Letters of it at most: a line of a list of titles. A judgement.
    const MAX_LETTERS: usize = 80;
    let block = text.trim().lines().next().unwrap_or_default();
    let block = block.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = block.char_indices().nth(MAX_LETTERS) else { return block };
    let cut = block[..end].trim_end();
    // Scripts without spaces are cut between letters.
    let whole = if block[end..].starts_with(' ') {
        cut
    } else {
        cut.rsplit_once(' ').map_or(cut, |(words, _)| words)
    };
    format!("{whole}…")
}

fn is_hidden(name: &str) -> bool {
    matches!(name, "script" | "style" | "template" | "noscript")
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "li"
            | "ul"
            | "ol"
            | "blockquote"
            | "pre"
            | "table"
            | "tr"
            | "section"
            | "article"
            | "figure"
            | "figcaption"
            | "br"
            | "hr"
            | "dt"
            | "dd"
    )
}

/// The name of the root element of XML, as it is written.
pub(crate) fn first_element(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let (opening, closing) = if rest.starts_with("<?") {
            ("<?", "?>")
        } else if rest.starts_with("<!--") {
            ("<!--", "-->")
        } else if rest.starts_with("<!") {
            ("<!", ">")
        } else {
            break;
        };
        let end = rest[opening.len()..].find(closing)?;
        rest = &rest[opening.len() + end + closing.len()..];
    }
    let name = rest.strip_prefix('<')?;
    Some(&name[..name.find(|letter: char| letter.is_whitespace() || letter == '>' || letter == '/')?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_are_made_plain() {
        for (fragment, text) in [
            ("words", "words"),
            ("<p>One &amp; two</p><p>three <b>four</b></p>", "One & two\n\nthree four"),
            ("a<script>b</script><br>c", "a\n\nc"),
        ] {
            assert_eq!(plain(fragment), text, "{fragment}");
        }
    }

    #[test]
    fn the_root_of_xml_is_found_past_what_stands_before_it() {
        assert_eq!(first_element("<?xml version='1.0'?><!-- x --><rss version='2'>"), Some("rss"));
        assert_eq!(first_element("<!DOCTYPE x><feed>"), Some("feed"));
        assert_eq!(first_element("words"), None);
        assert_eq!(first_element("<?xml never ends"), None);
    }

    #[test]
    fn what_is_said_of_an_article_stands_in_its_page_and_cannot_break_out() {
        let article = Article {
            title: "A \"b\" <c>",
            content: "<p>x</p>",
            published: Some("2024-03-14"),
            ..Article::default()
        };
        let page = page(&article);
        assert!(page.contains("<title>A &quot;b&quot; &lt;c&gt;</title>"), "{page}");
        assert!(page.contains("article:published_time\" content=\"2024-03-14\""), "{page}");
    }
}
