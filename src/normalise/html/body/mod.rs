//! The text of a page: what its author wants read, without what surrounds it on every page of the site.
//!
//! In: the parsed page, its metadata, its title, and subtrees that belong to others (the entries of a listing).
//! Out: a [`Body`]. Knows no site; what separates text from the rest is fitted from pages with known text.

mod aids;
mod alike;
mod ancestry;
mod asides;
mod beside;
mod blocks;
mod candidates;
mod comments;
mod completed;
mod copies;
mod declared;
mod ends;
mod features;
mod feet;
mod formulas;
mod goods;
mod grids;
mod groups;
mod hidden;
mod layers;
mod lexicon;
mod marks;
mod model;
mod nodes;
mod notes;
mod outline;
#[cfg(test)]
mod pages;
mod region;
mod render;
mod seams;
mod shelves;
mod signs;
mod tally;
mod weigh;
mod weights;
mod whole;

use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::Html;

use crate::normalise::html::about;
use crate::normalise::html::metadata::{self, Metadata};

use self::blocks::{Block, Form};
use self::outline::Outline;

/// The text of a page and what was read off it on the way.
#[derive(Debug, Default)]
pub(crate) struct Body {
    /// The text: blocks separated by blank lines, list items on lines that start with `- `, table rows as cells
    /// joined by ` | `.
    pub(crate) text: String,
    /// The headings within the text, in order.
    pub(crate) headings: Vec<String>,
    /// What of the text is preformatted: code, mostly.
    pub(crate) code: Vec<String>,
    /// Whether the posts of the page's readers are its text.
    pub(crate) is_forum: bool,
}

/// Reads the text of a page.
pub(crate) fn body(html: &Html, metadata: &Metadata, title: &str, without: &HashSet<NodeId>) -> Body {
    let body = layers::chosen(html, without, |outline, blocks| read(outline, blocks, metadata, title));
    match told(metadata) {
        // Some pages build their text by script out of what they tell search engines.
        Some(told) if without.is_empty() && outweighs(&told, &body.text) => {
            Body { text: told, headings: Vec::new(), code: Vec::new(), ..body }
        }
        _ => body,
    }
}

/// All that a piece of HTML says: of a text that stands by itself nothing is weighed.
pub(crate) fn whole_text(html: &Html) -> Body {
    let blocks = blocks::cut(&Outline::of(html, &HashSet::new(), outline::Listed::Shown));
    written(&blocks.iter().collect::<Vec<_>>(), false)
}

/// Whether a text that a page has for scripts or search engines is so much longer than the shown one that the page is built of
/// it: thrice as long, and a paragraph besides. A judgement: what is shown is trusted unless it is no text at all.
pub(crate) fn outweighs(told: &str, shown: &str) -> bool {
    let words = |text: &str| text.split_whitespace().count();
    words(told) > 50 + 3 * words(shown)
}

/// The article's text as its JSON-LD has it.
fn told(metadata: &Metadata) -> Option<String> {
    let articles = metadata.json_ld.iter().filter(|object| metadata::has_type(object, &about::ARTICLE_TYPES));
    let text =
        articles.filter_map(|object| object.get("articleBody")?.as_str()).max_by_key(|text| text.len())?;
    let blocks = text.split('\n').map(metadata::plain).filter(|block| !block.is_empty());
    Some(blocks.collect::<Vec<_>>().join("\n\n"))
}

fn read(outline: &Outline<'_>, blocks: &[Block], metadata: &Metadata, title: &str) -> Body {
    let (chosen, is_forum) = weigh::choose(outline, blocks, metadata, title);
    let kept: Vec<&Block> = chosen.iter().filter_map(|place| blocks.get(*place)).collect();
    written(&kept, is_forum)
}

fn written(kept: &[&Block], is_forum: bool) -> Body {
    Body {
        text: render::text(kept),
        headings: kept
            .iter()
            .filter(|block| matches!(block.form, Form::Heading(_)))
            .map(|block| block.text.replace('\n', " "))
            .collect(),
        code: kept.iter().filter(|block| block.form == Form::Pre).map(|block| block.text.clone()).collect(),
        is_forum,
    }
}

/// Whether an address is one under which forums keep their threads.
pub(crate) fn is_in_forum(address: Option<&str>) -> bool {
    address.is_some_and(whole::is_in_forum)
}

#[cfg(test)]
mod tests {
    use super::outline::Listed;
    use super::*;
    use crate::normalise::html::tree;

    const PARAGRAPH: &str = "The committee met on Tuesday, after weeks of delay, and heard what the engineers had found. \
        Most of the cracks, they said, were older than the bridge's last inspection, and nobody had written them down.";

    fn page(inside: &str) -> String {
        format!(
            "<html><head><title>Cracks in the bridge</title></head><body>
             <nav class='menu'><ul><li><a href='/'>Home</a></li><li><a href='/news'>News</a></li></ul></nav>
             <main><article><h1>Cracks in the bridge</h1><p>{PARAGRAPH}</p><p>Second. {PARAGRAPH}</p>{inside}<p>Third. {PARAGRAPH}</p></article></main>
             <aside class='related'><h3>Related</h3><ul><li><a href='/a'>Another story that you may like</a></li></ul></aside>
             <div class='cookie-banner'>We use cookies to improve your experience. <button>Accept all</button></div>
             <footer>© 2025 Example. All rights reserved.</footer></body></html>"
        )
    }

    fn read(source: &str) -> Body {
        let html = tree::parse(source).html;
        body(&html, &Metadata::read(&html), "Cracks in the bridge", &HashSet::new())
    }

    #[test]
    fn the_article_is_kept_and_what_surrounds_it_is_not() {
        let body = read(&page("<h2>What comes next</h2>"));
        assert_eq!(body.text.matches("The committee met").count(), 3);
        for gone in ["Home", "Another story", "cookies", "rights reserved"] {
            assert!(!body.text.contains(gone), "{gone}: {}", body.text);
        }
        assert!(body.headings.contains(&"What comes next".to_owned()));
    }

    #[test]
    fn a_page_of_a_line_or_two_is_read() {
        let line = "The gauge stood at four feet.";
        let article = "<meta property=og:type content=article><meta property=article:published_time content=2025-05-07>";
        for (place, page) in [
            format!("<p>{line}"),
            format!("<title>Cracks</title><h1>Cracks</h1><p>{line}</p>"),
            format!("<title>Cracks</title>{article}<article><h1>Cracks</h1><p>3 days ago</p><p>{line}</p></article>"),
            format!("<title>Cracks</title>{}<p>{line}", "<div>".repeat(60)),
            format!("<table><tr><td>{line}</table>"),
            format!("<ul><li>{line}<li>Nobody saw it.</ul>"),
        ]
        .into_iter()
        .enumerate()
        {
            assert!(read(&page).text.contains(line), "{place}: {page:.300}");
        }
        for other in [
            "<div class=breadcrumb><span>Home</span> / <span>News</span></div><div id=root></div>",
            "<div id=comments><p>Nice post, thanks a lot.</p></div>",
            "<h1>Example</h1><div class=skeleton>Loading…</div>",
            "<h1>Example</h1>",
        ] {
            let shell = format!("{article}{other}");
            assert_eq!(read(&shell).text, "", "{other}");
        }
        let form = "<form><label>Name</label><input><a href=/x>Forgotten?</a><button>Log in</button></form>";
        assert_eq!(read(form).text, "");
    }

    #[test]
    fn the_end_of_a_short_page_is_read() {
        for end in [
            "<p>The child of the old school speaks about steamships.</p>",
            "<h2>And then</h2><p>Nobody asked about steamships.</p>",
            "<ul><li>Harbour dues<li>Ferry routes and steamships</ul>",
            "<pre>steamships = 4</pre>",
            "<table><tr><td>steamships<td>4</table>",
        ] {
            for (open, close) in [("<article>", "</article>"), ("<main>", "</main>"), ("<div>", "</div>")] {
                let source = format!(
                    "<html><head><title>Cracks in the bridge</title></head><body><header><a href=/>Home</a></header>
                     {open}<h1>Cracks in the bridge</h1><p>{PARAGRAPH}</p>{end}<p>Share on our page</p>{close}<footer>© 2024 Ferry. All rights reserved.</footer></body></html>"
                );
                let text = read(&source).text;
                assert!(text.contains("steamships"), "{open} {end}: {text}");
                for other in ["Share", "Ferry."] {
                    assert!(!text.contains(other), "{open} {end}: {text}");
                }
            }
        }
    }

    #[test]
    fn comments_stand_apart() {
        let source = page(&format!(
            "<div id='comments' class='comments'><p>{}</p></div>",
            "I saw this too, and said so. ".repeat(5)
        ));
        let body = read(&source);
        assert!(!body.text.contains("I saw this too"));
    }

    #[test]
    fn the_contents_of_a_book_beside_its_chapter_are_no_text() {
        let link = |number: usize| format!("<li><a href=/{number}>Chapter {number} of it</a>");
        let links = |count: usize| (0..count).map(link).collect::<Vec<_>>().concat();
        let chapter = format!(
            "<h1>Cracks in the bridge</h1><p>{PARAGRAPH}</p><p>Second. {PARAGRAPH}</p><p>Third. {PARAGRAPH}</p>"
        );
        for page in [
            format!("<body><div>{chapter}</div><div><ul>{}</ul></div>", links(200)),
            format!("<body><div><ul>{}</ul></div><div>{chapter}</div>", links(200)),
        ] {
            let text = read(&page).text;
            assert!(text.contains("Third.") && !text.contains("Chapter 150"), "{text}");
        }
    }

    #[test]
    fn hidden_text_is_left_out_unless_the_page_has_no_other() {
        let hidden = format!("<div style='display: none'><p>Hidden. {PARAGRAPH}</p></div>");
        assert!(!read(&page(&hidden)).text.contains("Hidden."));
        let alone = format!(
            "<body><div hidden><h1>Cracks</h1>{}</div>",
            format!("<p>Hidden. {PARAGRAPH}</p>").repeat(5)
        );
        assert!(read(&alone).text.contains("Hidden."));
        let uncovered = |shown: usize, box_of: &str| {
            let text = format!("<p>Hidden. {PARAGRAPH}</p>").repeat(20);
            let shown = format!("<p>Shown. {PARAGRAPH}</p>").repeat(shown);
            let page = format!("<body><h1>Cracks</h1>{shown}<{box_of}>{text}</div>");
            read(&page).text.contains("Hidden.")
        };
        let (marked, within) = ("div id=articleBody hidden", "div hidden><div class='x entry-content'");
        assert!(uncovered(4, marked) && uncovered(4, within));
        // A copy, a translation, a story that comes next; a dialogue; a name that says something else.
        assert!(!uncovered(12, marked) && !uncovered(12, within));
        for other in ["div id=articleBody aria-hidden=true", "div hidden class=post-content-teaser"] {
            assert!(!uncovered(4, other), "{other}");
        }
        let scripted =
            format!("<body><noscript><main>{}</main></noscript>", format!("<p>{PARAGRAPH}</p>").repeat(5));
        assert!(read(&scripted).text.contains("The committee"));
        let tracking =
            format!("&lt;img src='{}' alt='Yes. It is one, they say.'&gt;", "/one/two,three.gif?".repeat(60));
        let saved = format!("<body><noscript>{tracking}</noscript><p>{PARAGRAPH}</p>");
        assert!(!read(&saved).text.contains("img"));
    }

    #[test]
    fn subtrees_of_others_are_left_out() {
        let source = page(&format!("<section id='entry'><p>Entry. {PARAGRAPH}</p></section>"));
        let html = tree::parse(&source).html;
        let entry = html
            .tree
            .nodes()
            .find(|node| node.value().as_element().is_some_and(|element| element.id() == Some("entry")));
        let without: HashSet<NodeId> = entry.map(|node| node.id()).into_iter().collect();
        let metadata = Metadata::read(&html);
        assert!(body(&html, &metadata, "", &HashSet::new()).text.contains("Entry."));
        assert!(!body(&html, &metadata, "", &without).text.contains("Entry."));
    }

    #[test]
    fn a_page_of_cards_is_no_article() {
        let is_of_cards = |inside: &str| {
            let html = tree::parse(&format!("<main>{inside}</main>")).html;
            let outline = Outline::of(&html, &HashSet::new(), Listed::Shown);
            let blocks = blocks::cut(&outline);
            whole::is_of_cards(&features::Page::new(&outline, &blocks, &Metadata::read(&html), ""))
        };
        let cards =
            "<div class=card><h2><a href=/a>Cracks in the bridge</a></h2><span>Engineering</span></div>"
                .repeat(9);
        assert!(is_of_cards(&cards));
        assert!(!is_of_cards(&format!("{cards}<div>{}</div>", format!("<p>{PARAGRAPH}</p>").repeat(2))));
        assert!(!is_of_cards(&format!("<p>{PARAGRAPH}</p>")));
    }

    #[test]
    fn no_page_makes_it_fail() {
        for source in
            ["", "<", "<html>", "<body><table><tr><td>", "<p>x", "<pre>\n\n", "<br><br>", "<svg><title>"]
        {
            let _ = read(source);
        }
        let long = format!("<body><p>{}</p>", "word ".repeat(400_000));
        assert!(read(&long).text.len() < 2_100_000);
        let _ = read(&format!("<body><table>{}</table>", "<tr><td>a<td>b</tr>".repeat(20_000)));
        let _ = read(&"<div>".repeat(5_000));
    }
}
