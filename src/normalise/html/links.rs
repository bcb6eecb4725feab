//! What a page points at: papers, code, feeds, the page that follows, related publications.
//!
//! In: the parsed page, its metadata, its address where known. Out: [`Links`]. Follows nothing; names no site.

use std::sync::LazyLock;

use ego_tree::NodeRef;
use html5ever::local_name;
use scraper::{ElementRef, Html, Node};
use url::Url;

use crate::document::{Links, Related, fold, identifiers};
use crate::normalise::html::element::{Asked, is_frame, is_named, is_unseen};
use crate::normalise::html::metadata::Metadata;

/// Media types of feeds.
const FEEDS: [&str; 4] =
    ["application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"];

/// What stands at the head of headings over related publications, in twelve languages. A judgement; stricter
/// than the headings beside listings (`phrases`), as "latest" and "popular" head what is not related.
const RELATED: [&str; 52] = [
    "related",
    "similar articles",
    "similar posts",
    "you may also",
    "you might also",
    "more from",
    "more on this",
    "read more",
    "read next",
    "keep reading",
    "continue reading",
    "up next",
    "next up",
    "recommended",
    "further reading",
    "see also",
    "also read",
    "more like this",
    "explore more",
    "more articles",
    "more posts",
    "more stories",
    "verwandte",
    "ahnliche",
    "mehr zum thema",
    "weitere artikel",
    "lesen sie auch",
    "das konnte sie",
    "a lire aussi",
    "articles similaires",
    "articles lies",
    "sur le meme sujet",
    "articulos relacionados",
    "relacionad",
    "te puede interesar",
    "articoli correlati",
    "leggi anche",
    "artigos relacionados",
    "leia tambem",
    "gerelateerd",
    "lees ook",
    "lees verder",
    "powiazane",
    "podobne",
    "czytaj takze",
    "zobacz takze",
    "читаите также",
    "похожие",
    "相关",
    "関連",
    "관련",
    "相關",
];

/// [`RELATED`] as headings are compared with it.
static FOLDED: LazyLock<Vec<String>> =
    LazyLock::new(|| RELATED.iter().map(|start| fold::words(start)).collect());

/// Words from which the text of a link is a title; shorter ones are buttons and names of sections. A judgement. Of a
/// script without spaces more than five signs are as many.
const TITLE_WORDS: usize = 3;

/// Characters of a link's text up to which it is a title, as of titles of pages, and of a heading up to which it is
/// one.
const LONGEST: usize = 300;

/// Steps up from a heading within which the list that it heads is looked for. A judgement: a heading in a link in a
/// box.
const STEPS_UP: usize = 3;

/// What links to all publications of a kind begin with, or are, folded. A judgement.
const ALL: [&str; 9] = [
    "view all",
    "see all",
    "show all",
    "browse all",
    "read all",
    "explore all",
    "alle anzeigen",
    "voir tous",
    "ver todos",
];

/// Words behind which it goes on as a title, folded: `See all the lakes of the north`, `Read all about storms`. A judgement.
const GOES_ON: [&str; 10] = ["the", "about", "of", "that", "this", "these", "those", "you", "we", "i"];

/// Words of the kind that such a link names, at most. A judgement: `View all our latest research`.
const KIND: usize = 4;

/// Whether the title of a link says that it leads to all of a kind.
fn is_of_all(title: &str) -> bool {
    let folded = fold::words(title);
    let rest = ALL.iter().find_map(|start| folded.strip_prefix(start));
    let is_kind = |rest: &str| {
        let mut words = rest.split(' ');
        rest.starts_with(' ')
            && words.clone().count() <= KIND + 1
            && words.nth(1).is_some_and(|word| !GOES_ON.contains(&word))
    };
    rest.is_some_and(|rest| rest.is_empty() || is_kind(rest))
}

/// Reads them.
pub(crate) fn links(html: &Html, metadata: &Metadata, url: Option<&str>, text: &str) -> Links {
    let mut found = Links::default();
    for name in ["citation_doi", "dc.identifier", "prism.doi", "bepress_citation_doi"] {
        if let Some(doi) = metadata.first(&[name]).and_then(identifiers::doi) {
            identifiers::take_doi(doi, &mut found);
        }
    }
    if let Some(id) = metadata.first(&["citation_arxiv_id"]).and_then(identifiers::arxiv_id) {
        found.add_arxiv(id);
    }
    if found.dois.is_empty() {
        for doi in small_print(html) {
            identifiers::take_doi(doi, &mut found);
        }
    }
    // `[2401.01234] A fine title`
    let numbered = metadata.title.as_deref().and_then(|title| title.trim_start().strip_prefix('['));
    let numbered = numbered.and_then(|title| title.split_once("] "));
    let numbered = numbered.map(|(id, _)| identifiers::of_whole(id).arxiv).unwrap_or_default();
    for id in numbered {
        found.add_arxiv(id);
    }
    if let Some(url) = url {
        identifiers::address(url, &mut found);
    }
    let base = base(metadata, url);
    if url.is_none()
        && let Some(base) = &base
    {
        identifiers::address(base.as_str(), &mut found);
    }
    for element in html.tree.root().descendants().filter_map(ElementRef::wrap) {
        match element.value().name.local {
            local_name!("link") => link(&element, base.as_ref(), &mut found),
            local_name!("a") => anchor(&element, base.as_ref(), &mut found),
            local_name!("h2") | local_name!("h3") | local_name!("h4") | local_name!("h5") => {
                related(&element, base.as_ref(), url, &mut found);
            }
            _ => {}
        }
    }
    identifiers::text(text, &mut found);
    if found.arxiv.is_empty() {
        found.arxiv.extend(html.tree.nodes().find_map(|node| stamp(node.value().as_text()?)));
    }
    found
}

/// The id in arXiv's stamp, which stands in the margin of a paper's pages: `arXiv:2406.07777v1 [cs.CL] 11 Jun 2024`.
fn stamp(text: &str) -> Option<String> {
    /// Bytes of a stamp at most. A judgement: an old id, a long category, a day.
    const LONGEST: usize = 80;
    let text = text.trim();
    let rest = text.strip_prefix("arXiv:").filter(|rest| rest.len() <= LONGEST)?;
    let (id, behind) = rest.split_once(' ')?;
    identifiers::arxiv_id(id).filter(|_| behind.trim_start().starts_with('['))
}

/// The DOIs that the page tells for itself: a label and a DOI, or one written as an address, in a line of nothing else, outside of
/// lists. Many are those of references.
fn small_print(html: &Html) -> Vec<String> {
    /// DOIs of one page: that of the text, and of the volume that it is in. A judgement.
    const MOST: usize = 2;
    /// Bytes of such a line. A judgement: the longest DOIs are half as long.
    const LONGEST: usize = 120;
    let mut found: Vec<String> = Vec::new();
    let mut is_labelled = false;
    for node in html.tree.root().descendants() {
        let Some(text) = node.value().as_text().map(|text| text.trim()).filter(|text| !text.is_empty())
        else {
            continue;
        };
        let (was_labelled, label) = (is_labelled, text.trim_end_matches([':', ' ']));
        is_labelled = label.eq_ignore_ascii_case("doi");
        if text.len() > LONGEST || !text.contains("10.") {
            continue;
        }
        let start = text.as_bytes().get(..3).unwrap_or_default();
        let is_told = was_labelled || start.eq_ignore_ascii_case(b"doi") || text.contains("doi.org/10.");
        if !is_told {
            continue;
        }
        let is_label = start.eq_ignore_ascii_case(b"doi") && !text.starts_with("doi.org");
        let bare = text.get(3..).filter(|_| is_label).unwrap_or(text);
        let bare = bare.trim_start_matches([':', ' ', '\u{a0}']);
        let doi = identifiers::doi(bare).filter(|_| !bare.trim().contains(char::is_whitespace));
        let is_of_list = || {
            let mut above = node.ancestors().filter_map(|above| above.value().as_element());
            above.any(|above| {
                is_named!(above, "li" | "cite" | "script" | "style" | "head" | "tr") || is_frame(above)
            })
        };
        if let Some(doi) = doi.filter(|doi| !found.contains(doi) && !is_of_list()) {
            found.push(doi);
        }
        if found.len() > MOST {
            return Vec::new();
        }
    }
    found
}

/// What relative addresses are relative to.
fn base(metadata: &Metadata, url: Option<&str>) -> Option<Url> {
    let page = url.and_then(|url| Url::parse(url).ok());
    match (metadata.base.as_deref(), &page) {
        (Some(base), Some(page)) => page.join(base).ok(),
        (Some(base), None) => Url::parse(base).ok(),
        (None, _) => page,
    }
}

fn absolute(href: &str, base: Option<&Url>) -> Option<String> {
    let url = base.map_or_else(|| Url::parse(href.trim()), |base| base.join(href.trim())).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.into())
}

fn link(element: &ElementRef<'_>, base: Option<&Url>, found: &mut Links) {
    let value = element.value();
    let (Some(rel), Some(href)) = (value.attribute("rel"), value.attribute("href")) else { return };
    let is = |word: &str| rel.split_ascii_whitespace().any(|found| found.eq_ignore_ascii_case(word));
    let kind = value.attribute("type").unwrap_or_default().trim().to_ascii_lowercase();
    if (is("alternate") && FEEDS.contains(&kind.as_str())) || is("feed") {
        if let Some(href) = absolute(href, base) {
            found.add_feed(href);
        }
    } else if is("next") && found.next.is_none() {
        found.next = absolute(href, base);
    }
}

fn anchor(element: &ElementRef<'_>, base: Option<&Url>, found: &mut Links) {
    let value = element.value();
    let Some(href) = value.attribute("href") else { return };
    let is_next = value
        .attribute("rel")
        .is_some_and(|rel| rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("next")));
    if is_next && found.next.is_none() {
        found.next = absolute(href, base);
    }
    // Only absolute addresses lead to papers and code elsewhere.
    if href.contains("://") && identifiers::may_lead_to_one(href) && !in_frame(element) {
        identifiers::address(href, found);
    }
}

/// Whether an element stands in the frame of the page, whose links are the site's and not the publication's.
fn in_frame(element: &ElementRef<'_>) -> bool {
    element.ancestors().filter_map(|node| node.value().as_element()).any(is_frame)
}

/// The links below a heading that says that they are related.
fn related(heading: &ElementRef<'_>, base: Option<&Url>, url: Option<&str>, found: &mut Links) {
    let said = words_of(**heading);
    let folded = fold::words(&said);
    if said.chars().count() > LONGEST || !FOLDED.iter().any(|start| folded.starts_with(start.as_str())) {
        return;
    }
    // The list stands beside the heading, or beside a box around it.
    let mut at: NodeRef<'_, Node> = **heading;
    for _ in 0..STEPS_UP {
        let before = found.related.len();
        for sibling in at.next_siblings() {
            let is_heading =
                sibling.value().as_element().is_some_and(|element| element.name() == heading.value().name());
            if is_heading {
                break;
            }
            for anchor in
                sibling.descendants().filter_map(ElementRef::wrap).filter(|node| is_named!(node.value(), "a"))
            {
                let Some(address) = anchor.value().attribute("href").and_then(|href| absolute(href, base))
                else {
                    continue;
                };
                let title = title_of(&anchor);
                let is_title = title.split_whitespace().count() >= TITLE_WORDS
                    || !title.is_ascii() && title.chars().count() > 5;
                if is_title
                    && !is_of_all(&title)
                    && title.chars().count() <= LONGEST
                    && url != Some(address.as_str())
                {
                    found.add_related(Related { title, url: address });
                }
            }
        }
        let Some(above) = at.parent().filter(|_| found.related.len() == before) else { return };
        let is_end =
            above.value().as_element().is_none_or(|element| is_named!(element, "main" | "article" | "body"));
        if is_end {
            return;
        }
        at = above;
    }
}

/// The title in a card that is one link: its heading, or all its words.
fn title_of(anchor: &ElementRef<'_>) -> String {
    let is_heading = |name: &str| matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    let mut headings = anchor
        .descendants()
        .filter(|node| node.value().as_element().is_some_and(|element| is_heading(element.name())));
    headings.next().map_or_else(|| words_of(**anchor), words_of)
}

/// The text of a node on one line, without scripts and drawings.
fn words_of(node: NodeRef<'_, Node>) -> String {
    let mut text = String::new();
    gather(node, &mut text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn gather(node: NodeRef<'_, Node>, text: &mut String) {
    match node.value() {
        Node::Text(own) => text.push_str(own),
        Node::Element(element) if is_unseen(element) || is_named!(element, "svg") => {}
        _ => {
            for child in node.children() {
                if text.len() > 8 * LONGEST {
                    return;
                }
                gather(child, text);
                text.push(' ');
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(source: &str, url: Option<&str>) -> Links {
        let html = Html::parse_document(source);
        links(&html, &Metadata::read(&html), url, "")
    }

    #[test]
    fn papers_code_feeds_and_the_next_page_are_found() {
        let found = of(
            "<link rel='alternate' type='application/rss+xml' href='/feed.xml'><link rel='next' href='?page=2'>
             <meta name='citation_doi' content='doi:10.1000/ABC'>
             <nav><a href='https://github.com/site/menu'>GitHub</a></nav>
             <main><a href='https://arxiv.org/abs/2401.01234'>Paper</a> <a href='https://github.com/a/b'>Code</a></main>",
            Some("https://site.example/research/"),
        );
        assert_eq!(found.feeds, ["https://site.example/feed.xml"]);
        assert_eq!(found.next.as_deref(), Some("https://site.example/research/?page=2"));
        assert_eq!(
            (found.dois, found.arxiv, found.github),
            (vec!["10.1000/abc".to_owned()], vec!["2401.01234".to_owned()], vec!["a/b".to_owned()])
        );
    }

    #[test]
    fn a_page_tells_its_own_doi_as_an_address_in_small_print_or_as_the_number_of_its_title() {
        let dois = |source: &str| of(source, None).dois;
        assert_eq!(dois("<meta name=citation_doi content='https://doi.org/10.1000/Xy'>"), ["10.1000/xy"]);
        for line in [
            "<div>DOI 10.1000/xy</div>",
            "<div><strong>DOI: </strong>10.1000/xy</div>",
            "<p>https://doi.org/10.1000/xy</p>",
        ] {
            assert_eq!(dois(&format!("<h1>Slow lakes</h1>{line}")), ["10.1000/xy"], "{line}");
        }
        let references = "<p>doi:10.1000/a</p><p>doi:10.1000/b</p><p>doi:10.1000/c</p>";
        for lines in ["<ul><li>DOI: 10.1000/xy</ul>", "<p>DOI 10.1000/xy is what we read.</p>", references] {
            assert!(dois(&format!("<h1>Slow lakes</h1>{lines}")).is_empty(), "{lines}");
        }
        assert_eq!(of("<title>[2401.01234] Slow lakes</title>", None).arxiv, ["2401.01234"]);
        assert!(of("<title>[2401.01234 and more] Slow lakes</title>", None).arxiv.is_empty());
        let own = "https://reader.labs.arxiv.org/html/2401.01234";
        assert_eq!(of("<h1>Slow lakes</h1>", Some(own)).arxiv, ["2401.01234"]);
    }

    #[test]
    fn a_link_to_all_of_a_kind_names_the_kind() {
        for all in ["View all", "View all our research", "See all Lake & Shore", "Alle anzeigen"] {
            assert!(is_of_all(all), "{all}");
        }
        for title in ["See all the lakes of the north", "Read all about storms", "View allotments"] {
            assert!(!is_of_all(title), "{title}");
        }
    }

    #[test]
    fn related_publications_stand_below_a_heading_that_says_so() {
        for heading in ["Related content", "Ähnliche Artikel", "関連記事"] {
            let found = of(
                &format!(
                    "<article><p>Text <a href='/not/this'>not this one here</a></p></article>
                     <section><div><h2>{heading}</h2></div>
                     <ul><li><a href='/a'><img><h3>Tides in shallow seas</h3><p>What we found.</p></a><li><a href='/b'>More</a><li><a href='/c'>View all our research</a></ul></section>"
                ),
                Some("https://site.example/x"),
            );
            let expected = [Related {
                title: "Tides in shallow seas".to_owned(),
                url: "https://site.example/a".to_owned(),
            }];
            assert_eq!(found.related, expected, "{heading}");
        }
        assert!(
            of(
                "<h2>Results</h2><ul><li><a href='https://site.example/a'>Tides in shallow seas</a></ul>",
                None
            )
            .related
            .is_empty()
        );
    }
}
