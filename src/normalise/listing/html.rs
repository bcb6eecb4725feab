//! Finds the listing of a page in HTML.
//!
//! In: the parsed page, its metadata and address. Out: the publications it lists, or none when it is an article,
//! a menu or anything else. Uses the visible records first and embedded data for what they lack.

use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::Html;

use super::choice::kinds;
use super::choice::unlinked;
use super::choice::{self, Page};
use super::days::issue;
use super::days::orders;
use super::embedded;
use super::embedded::batches;
use super::embedded::object::Item;
use super::embedded::told::Told;
use super::entries::entry;
use super::fields::addresses::Addresses;
use super::flow::{self, Flow};
use super::merge;
use super::more;
use super::records::headed;
use super::records::regions::Card;
use super::{Article, By, Entry, HtmlListing, Listing, Said};
use crate::document::identity::title_key;
use crate::normalise::dates::Reading;
use crate::normalise::html::metadata::Metadata;

/// Finds the publications that a page lists. None when the page is no listing.
pub(crate) fn in_html(
    html: &Html,
    metadata: &Metadata,
    url: Option<&str>,
    reading: &Reading,
    said: &Said<'_>,
) -> Option<HtmlListing> {
    let told = orders::of_page(html, reading);
    let reading = told.as_ref().unwrap_or(reading);
    let flow = flow::read(html, reading);
    let addresses = Addresses::of(metadata, url);
    let data = match said.article {
        Article::No => embedded::read(metadata, reading),
        Article::Held | Article::Said => Vec::new(),
    };
    let told = Told::of(&data, &flow).with_events(metadata, reading);
    let page = Page { flow: &flow, said, addresses: &addresses, told: &told };
    let mut chosen = choice::choose(&page, reading);
    headed::file(&flow, &mut chosen);
    let mut entries: Vec<Entry> = Vec::new();
    let mut merger = merge::Merger::default();
    // The name of the site above the entries is no entry, and no title of the page.
    let name = kinds::site_name(&page, &chosen).and_then(|record| record.title_piece);
    for record in chosen.iter().filter(|record| name.is_none() || record.title_piece != name) {
        merger.add(entry(&page, record), Some(record.card.parent), &mut entries);
    }
    let mut cards: Vec<Card> = chosen.iter().map(|record| record.card).collect();
    if cards.is_empty() && said.article != Article::Said && !said.is_thing {
        for (card, mut entry) in unlinked::read(&flow, said, reading) {
            entry.url = entry.url.and_then(|href| addresses.resolve(&href));
            merger.add(entry, None, &mut entries);
            cards.push(card);
        }
    }
    let shown = entries.len();
    // Data of which nothing is shown is another list, unless nothing at all is shown.
    let alone = || {
        let records = || data.iter().flat_map(|batch| &batch.items);
        let prose = choice::prose_beside(&flow, records().map(|item| &item.entry));
        let lead = |item: &&Item| item.leads || !item.entry.authors.is_empty();
        let (all, leading) = (records().count(), records().filter(lead).count());
        shown == 0
            && !said.is_thing
            && all >= MIN_EMBEDDED
            // Beside a text, what leads nowhere is a part of what it tells.
            && (leading * 2 > all || prose < SOME_PROSE)
            && !told.are_others(&flow)
            && prose < MAX_PROSE
            && !embedded::has_own(metadata, (said.title, prose >= SOME_PROSE), url, &data, reading)
    };
    let mut disagree = None;
    let mut told_more = None;
    if (shown > 0 && batches::are_shown(&data, &entries)) || alone() {
        let settled = batches::settle(data, &entries, reading.captured);
        told_more = settled.more;
        let resolved = settled.entries.into_iter().map(|mut entry| {
            let href = entry.url.as_deref().or_else(|| told.link(&entry));
            entry.url = href.and_then(|href| addresses.resolve(href));
            entry
        });
        disagree = merger.add_data(resolved.collect(), &mut entries).detail();
    }
    if said.article == Article::No
        && let Some(first) = cards.iter().map(|card| card.first).min()
    {
        issue::date(&mut entries, &flow, first, said.title, reading);
    }
    // One publication is no list, nor is a page with a box of one or two others below it.
    let title = title_key(said.title);
    let is_page = |entry: &Entry| entry.url.is_none() && title_key(&entry.title) == title;
    if entries.len() < 2 || (entries.len() <= FEW && said.by != By::Heading && entries.iter().any(is_page)) {
        return None;
    }
    let more = more::says_more(html, &flow, (metadata, &addresses), &cards, entries.len()).or(told_more);
    Some(HtmlListing {
        name: name.and_then(|at| flow.pieces.get(at)).map(|piece| piece.text.clone()),
        nodes: nodes_of(&flow, &cards),
        listing: Listing { entries, complete: more.is_none(), more, disagree },
    })
}

/// Entries up to which one that is called as the page is, and no link, is the page. A judgement.
const FEW: usize = 2;

/// Publications that embedded data must hold to be a listing of which nothing is shown. A judgement: two may be the
/// page and the one after it.
const MIN_EMBEDDED: usize = 3;

/// Bytes of running text that such a page has at most: more is an article with data about others. As much as
/// `choice::INTRODUCTION`, an introduction of 250 words, by hand.
const MAX_PROSE: usize = 1_500;

/// Bytes of running text from which a page has a text, so that its own record in a list is that of one. A judgement: some forty words.
const SOME_PROSE: usize = 250;

/// The elements that entries stand in: the card itself, or the parts of a card that is a stretch of siblings.
fn nodes_of(flow: &Flow, cards: &[Card]) -> HashSet<NodeId> {
    let mut nodes = HashSet::new();
    for card in cards {
        if let Some(element) = card.element {
            nodes.insert(flow.elements[element].node);
            continue;
        }
        let within = |at: usize| {
            let element = &flow.elements[at];
            at != 0 && element.first >= card.first && element.end <= card.end
        };
        for piece in flow.within(card.first, card.end) {
            let mut top = piece.holder;
            while within(flow.elements[top].parent) {
                top = flow.elements[top].parent;
            }
            if within(top) {
                nodes.insert(flow.elements[top].node);
            }
        }
    }
    nodes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::DateSource;
    use crate::normalise::html::tree;

    fn listing(body: &str) -> Option<HtmlListing> {
        listing_of(body, false, "Research")
    }

    fn listing_of(body: &str, is_article: bool, title: &str) -> Option<HtmlListing> {
        let article = if is_article { Article::Said } else { Article::No };
        listing_said(body, &Said { article, is_thing: false, is_forum: false, title, by: By::Other })
    }

    fn listing_said(body: &str, said: &Said<'_>) -> Option<HtmlListing> {
        let source = format!(
            "<html lang=en><head><link rel=canonical href='https://example.org/research'></head><body>
             <nav><ul><li><a href='/'>Home</a><li><a href='/team'>Our team of people</a></ul></nav>
             <main>{body}</main><footer>© 2026 Example Lab</footer></body></html>"
        );
        let tree = tree::parse(&source);
        let metadata = Metadata::read(&tree.html);
        let reading = Reading { language: Some("en".to_owned()), ..Reading::default() };
        in_html(&tree.html, &metadata, None, &reading, said)
    }

    /// `date | categories | title | summary | path` of each entry.
    fn shown(listing: &HtmlListing) -> Vec<String> {
        let show = |entry: &Entry| {
            let date = entry.published.as_ref().map(ToString::to_string).unwrap_or_default();
            let path =
                entry.url.as_deref().and_then(|url| url.strip_prefix("https://example.org")).unwrap_or("");
            format!("{date} | {} | {} | {} | {path}", entry.categories.join(", "), entry.title, entry.summary)
        };
        listing.listing.entries.iter().map(show).collect()
    }

    /// Title, date, category, summary, path.
    const PAPERS: &[(&str, &str, &str, &str, &str)] = &[
        (
            "Quiet circuits: do sleeping features wake up?",
            "May 7, 2026",
            "Coastal Habitats",
            "We look for late features.",
            "/a",
        ),
        ("Reading a model’s “mind” with few probes", "Apr 2, 2026", "Seasonal Research", "", "/b"),
        ("Why do agents stall?", "Jan 19, 2026", "Coastal Habitats", "They wait for each other.", "/c"),
        ("Counting what matters in long documents", "Oct 29, 2025", "Sediments", "", "/d"),
    ];

    fn page(card: impl Fn(&str, &str, &str, &str, &str) -> String) -> String {
        PAPERS
            .iter()
            .map(|(title, date, category, summary, path)| card(title, date, category, summary, path))
            .collect()
    }

    #[test]
    fn every_shape_of_listing_gives_the_same_entries() {
        let shapes = [
            (
                "a table with its columns in any order",
                format!(
                    "<table><thead><tr><th>Title<th>Team<th>Date</tr></thead>{}</table>",
                    page(|t, d, c, _, p| format!("<tr><td><a href='{p}'>{t}</a><td>{c}<td>{d}</tr>"))
                ),
            ),
            (
                "rows of time, category and title without headings",
                format!(
                    "<ul>{}</ul>",
                    page(|t, d, c, _, p| format!(
                        "<li><a href='{p}'><time>{d}</time><span class=k>{c}</span><span class=t>{t}</span></a>"
                    ))
                ),
            ),
            (
                "terms that are titles",
                format!(
                    "<dl>{}</dl>",
                    page(|t, d, c, _, p| format!("<dt><a href='{p}'>{t}</a><dd>{d} · {c}"))
                ),
            ),
            (
                "headings among paragraphs",
                page(|t, d, c, _, p| {
                    format!(
                        "<h3><a href='{p}'>{t}</a></h3><p class=m>{d} | {c}</p><p><a href='{p}'>Read more</a></p>"
                    )
                }),
            ),
            (
                "cards that are links",
                page(|t, d, c, _, p| {
                    format!(
                        "<a href='{p}'><div class=x>{c}</div><div class=y>{t}</div><div class=z>{d}</div></a>"
                    )
                }),
            ),
        ];
        for (shape, body) in shapes {
            let found =
                listing(&format!("<h1>Research</h1>{body}")).map(|found| shown(&found)).unwrap_or_default();
            let wanted: Vec<String> = PAPERS
                .iter()
                .zip(["2026-05-07", "2026-04-02", "2026-01-19", "2025-10-29"])
                .map(|((t, _, c, _, p), day)| format!("{day} | {c} | {t} |  | {p}"))
                .collect();
            assert_eq!(found, wanted, "{shape}");
        }
    }

    #[test]
    fn what_follows_a_title_in_one_paragraph_is_its_summary_without_the_mark_between() {
        for mark in [".", ":", " –", " —", " |", " ·", ","] {
            let terms = page(|t, d, _, _, p| {
                format!("<dt>{d}</dt><dd><a href='{p}'>{t}</a>{mark} We look for it.</dd>")
            });
            let found = listing(&format!("<h1>Research</h1><dl>{terms}</dl>")).unwrap();
            for entry in &found.listing.entries {
                assert_eq!(entry.summary, "We look for it.", "{mark}");
            }
        }
    }

    #[test]
    fn feature_cards_and_rows_become_one_entry_with_all_that_is_said() {
        let features = PAPERS[..2].iter().map(|(t, d, c, s, p)| {
            format!("<a class=f href='{p}?utm_source=x'><span class=k>{c}</span> <span class=d>{d}</span><h3>{t}</h3><p>{s}</p></a>")
        });
        let rows = page(|t, d, c, _, p| format!("<tr><td>{d}<td>{c}<td><a href='{p}'>{t}</a></tr>"));
        let found = listing(&format!(
            "<h1>Research</h1>{}<h2>Publications</h2><table><tr><th>Date<th>Category<th>Title</tr>{rows}</table>
             <button>See more</button>",
            features.collect::<Vec<_>>().concat()
        ))
        .unwrap();
        assert_eq!(found.listing.entries.len(), 4);
        assert_eq!(found.listing.entries[0].summary, "We look for late features.");
        assert_eq!(found.listing.entries[0].categories, ["Coastal Habitats"]);
        assert!(!found.listing.complete);
        assert_eq!(found.listing.more.as_deref(), Some("See more"));
    }

    #[test]
    fn headings_date_what_follows_them() {
        let years = "<h2>2026</h2><ul><li>Mar 3 <a href=/a>A paper on one thing</a><li>Jan 9 <a href=/b>A paper on two things</a></ul>
                     <h2>2025</h2><ul><li>Dec 5 <a href=/c>A paper on three things</a></ul>";
        let found = listing(years).unwrap();
        assert_eq!(
            shown(&found),
            [
                "2026-03-03 |  | A paper on one thing |  | /a",
                "2026-01-09 |  | A paper on two things |  | /b",
                "2025-12-05 |  | A paper on three things |  | /c",
            ]
        );
        let months = "<div><p class=date>September 2025</p><a class=n href=/a><h3>Notes on one thing</h3><p>In short.</p></a>
                      <a class=n href=/b><h3>Notes on two things</h3></a><p class=date>August 2025</p>
                      <a class=n href=/c><h3>Notes on three things</h3></a></div>";
        let found = listing(months).unwrap();
        let dates: Vec<(String, DateSource)> = found
            .listing
            .entries
            .iter()
            .flat_map(|entry| &entry.published)
            .map(|date| (date.to_string(), date.source))
            .collect();
        assert_eq!(
            dates,
            ["2025-09", "2025-09", "2025-08"].map(|date| (date.to_owned(), DateSource::GroupHeading))
        );
        let days = "<dl><h3>Fri, 6 Mar 2026 (first 2 of 9)</h3><dt><a href=/1>[1]</a><dd><b class=l>Title:</b> A paper on one thing</dd>
                    <dt><a href=/2>[2]</a><dd><b class=l>Title:</b> A paper on two things</dd>
                    <h3>Thu, 5 Mar 2026</h3><dt><a href=/3>[3]</a><dd><b class=l>Title:</b> A paper on three things</dl>";
        assert_eq!(
            shown(&listing(days).unwrap()),
            [
                "2026-03-06 |  | A paper on one thing |  | /1",
                "2026-03-06 |  | A paper on two things |  | /2",
                "2026-03-05 |  | A paper on three things |  | /3",
            ]
        );
    }

    #[test]
    fn an_undated_card_among_dated_ones_is_an_entry() {
        let cards = page(|t, d, _, s, p| {
            let date = if p == "/b" { String::new() } else { format!("<p class=d>{d}</p>") };
            format!("<article><h2><a href='{p}'>{t}</a></h2>{date}<p class=s>{s}</p></article>")
        });
        let found = listing(&cards).unwrap();
        assert_eq!(found.listing.entries.len(), 4);
        assert_eq!(found.listing.entries[1].published, None);
    }

    #[test]
    fn data_for_scripts_adds_what_is_behind_the_button() {
        let posts: Vec<serde_json::Value> = PAPERS
            .iter()
            .zip(["2026-05-07", "2026-04-02", "2026-01-19", "2025-10-29"])
            .map(|((t, _, c, s, p), day)| serde_json::json!({"title": t, "publishedOn": day, "category": c, "summary": s, "slug": p}))
            .collect();
        let row = format!("5:{}\n", serde_json::json!(["$", {"posts": posts}]));
        let (one, two) = row.split_at(90);
        let shown: Vec<String> = PAPERS[..2]
            .iter()
            .map(|(t, d, _, _, p)| format!("<li><a href='{p}'>{t}</a> <time>{d}</time>"))
            .collect();
        let rows = shown.concat();
        let found = listing(&format!(
            "<ul>{rows}</ul><button>See more</button><script>self.__next_f.push([1,{}])</script>
             <script>self.__next_f.push([1,{}])</script>",
            serde_json::json!(one),
            serde_json::json!(two)
        ))
        .unwrap();
        assert_eq!(found.listing.entries.len(), 4);
        // Whether the data hold all nobody says.
        assert_eq!(found.listing.more.as_deref(), Some("See more"));
        assert_eq!(found.listing.entries[3].categories, ["Sediments"]);
        assert_eq!(found.listing.entries[3].url.as_deref(), Some("https://example.org/d"));
        assert_eq!(
            found.listing.entries[3].published.as_ref().map(|date| date.source),
            Some(DateSource::EmbeddedData)
        );
    }

    #[test]
    fn data_that_a_script_keeps_under_a_name_is_read() {
        let posts: Vec<serde_json::Value> = PAPERS
            .iter()
            .zip([1_778_148_000_i64, 1_775_124_000_000, 1_768_816_800, 1_761_732_000])
            .map(|((t, _, _, s, p), at)| serde_json::json!({"headline": t, "publishedAt": at, "summary": s, "url": p}))
            .collect();
        let state =
            serde_json::json!({"loaderData": {"routes": {"posts": posts}}, "text": "} { \\ ="}).to_string();
        let packed = serde_json::json!(state).to_string();
        for script in [
            format!("window.__STATE__ = {state};"),
            format!("var a={{b:1}},c=d==e?f:'=';window.__STATE__={state};run()"),
            format!("window.__STATE__ = JSON.parse( {packed} );"),
            format!("page({{ data: function() {{ return {state} }} }})"),
        ] {
            let found = listing(&format!("<div id=app></div><script>{script}</script>")).unwrap();
            let days: Vec<String> = found
                .listing
                .entries
                .iter()
                .filter_map(|entry| entry.published.as_ref().map(ToString::to_string))
                .collect();
            assert_eq!(days, ["2026-05-07", "2026-04-02", "2026-01-19", "2025-10-29"], "{script}");
            assert_eq!(found.listing.entries[0].url.as_deref(), Some("https://example.org/a"), "{script}");
        }
        // Those of a page that declares itself one thing are others like it.
        let script = format!("<div id=app></div><script>window.__STATE__ = {state};</script>");
        let said = Said {
            article: Article::No,
            is_thing: true,
            is_forum: false,
            title: "Slow lakes",
            by: By::Other,
        };
        assert!(listing_said(&script, &said).is_none());
        for script in [
            format!("window.f = \"{{ return {}\"", state.replace('"', "'")),
            "window.a = {".repeat(10_000),
            format!("window.a = {}", "[".repeat(100_000)),
            format!("window.a = {}{}", "[".repeat(100_000), "]".repeat(100_000)),
        ] {
            assert!(listing(&format!("<div id=app></div><script>{script}</script>")).is_none());
        }
    }

    #[test]
    fn what_is_no_listing_gives_none() {
        let prose = format!(
            "<p>{}</p>",
            "This is the story of it, told at some length for whoever wants it. ".repeat(12)
        )
        .repeat(4);
        let related = page(|t, d, _, _, p| {
            format!("<div class=c><h3><a href='{p}'>{t}</a></h3><time>{d}</time></div>")
        });
        let cases = [
            ("an article with related posts", format!("<article><h1>Why we built it</h1>{prose}</article><h2>Related posts</h2>{related}")),
            ("an article with an aside", format!("<h1>Why we built it</h1>{prose}<aside>{related}</aside>")),
            ("a timeline in an article", format!("<h1>A history</h1>{prose}<ul>{}</ul>", page(|_, d, _, _, _| format!("<li>{d}: we began this part of it")))),
            ("a shelf of products", page(|t, _, _, _, p| format!("<div class=p><h3><a href='{p}'>{t}</a></h3><p>$19.99<p>A good thing to have around the house.</div>"))),
            ("comments", format!("<div id=comments>{}</div>", page(|_, d, _, s, _| format!("<div class=c><b>Ada B.</b><time>{d}</time><p>{s} I agree with this.</div>")))),
            ("what others said of it", format!("<h1>What they said</h1>{prose}{}", page(|t, d, _, s, p| format!("<blockquote class=twitter-tweet><p>{s} {t}</p>— Ada Reed (@reed) <a href='https://social.example/{p}'>{d}</a></blockquote>")))),
            ("posts of a thread", page(|t, d, _, s, p| format!("<article itemscope itemtype='https://schema.org/Comment'><h4><a href='/members/{p}'>{t}</a></h4><time>{d}</time><div>{s} So it was with us.</div></article>"))),
            ("a menu", "<ul><li><a href=/x>Our approach to research</a><li><a href=/y>Our approach to safety</a></ul>".to_owned()),
            ("prose", prose.clone()),
        ];
        for (case, body) in cases {
            assert!(listing(&body).is_none(), "{case}");
        }
        assert!(
            listing_of(&related, true, "Why do agents stall? | Example").is_none(),
            "an article that lists itself"
        );
    }
}
