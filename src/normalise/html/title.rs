//! The title of a page, chosen among all that could be it.
//!
//! In: the parsed page, its metadata, the publisher's name and the address where known. Out: a [`Title`] with the
//! runners-up. Keeps the typography as written; knows no site.

use scraper::{ElementRef, Html};

use crate::document::fold;
use crate::document::identity;
use crate::normalise::html::about;
use crate::normalise::html::element::Asked;
use crate::normalise::html::metadata::{self, Metadata};

/// A page's title and what it was chosen from.
#[derive(Debug, Default)]
pub(crate) struct Title {
    /// The title; empty when the page has none.
    pub(crate) text: String,
    /// Every candidate, where it stood and what it is worth, the best first.
    pub(crate) candidates: Vec<(String, &'static str, f32)>,
}

/// Headings that are looked at; pages with more use them for something else.
const MOST_HEADINGS: usize = 12;

/// Longer texts are no titles: the longest of the public benchmarks has 220 characters.
const LONGEST: usize = 300;

/// Texts of more parts are lists; the longest true `<title>`s of the benchmarks have six.
const MOST_PARTS: usize = 10;

/// Types of JSON-LD objects whose headline or name is the title of the page.
const MAIN_TYPES: [&str; 16] = [
    "Article",
    "NewsArticle",
    "BlogPosting",
    "TechArticle",
    "ScholarlyArticle",
    "Report",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "LiveBlogPosting",
    "DiscussionForumPosting",
    "Recipe",
    "Product",
    "Event",
    "VideoObject",
    "Course",
];

/// What each source is worth by itself, fitted by hand on the dev quarter: a heading that readers see is right
/// where it differs from what was written for search engines.
const WORTH: [(&str, f32); 8] = [
    ("citation_title", 3.0),
    ("h1", 2.9),
    ("og:title", 1.0),
    ("json-ld", 0.9),
    ("title", 0.8),
    ("h2", 1.0),
    ("twitter:title", 0.4),
    ("dc.title", 0.4),
];

/// Chooses the title of a page.
pub(crate) fn title(html: &Html, metadata: &Metadata, publisher: Option<&str>, url: Option<&str>) -> Title {
    let names = Names::of(metadata, publisher, url);
    let candidates = gather(html, metadata, &names);
    let scores: Vec<f32> = candidates.iter().map(|candidate| score(candidate, &candidates, &names)).collect();
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by(|a, b| {
        let of = |place: &usize| scores.get(*place).copied().unwrap_or_default();
        of(b).total_cmp(&of(a)).then(a.cmp(b))
    });
    let mut title = Title::default();
    for (candidate, worth) in order.iter().filter_map(|place| candidates.get(*place).zip(scores.get(*place)))
    {
        if title.text.is_empty() {
            title.text.clone_from(&candidate.text);
        }
        if !title
            .candidates
            .iter()
            .any(|(text, source, _)| *text == candidate.text && *source == candidate.source)
        {
            title.candidates.push((candidate.text.clone(), candidate.source, *worth));
        }
    }
    if let Some(plain) = without_label(&title) {
        title.text = plain;
    }
    title
}

/// The title without a label before it (`Title: …`), where another candidate is just what follows the label.
fn without_label(title: &Title) -> Option<String> {
    /// Words of a label; what is longer is the first half of a title with a colon in it.
    const LABEL_WORDS: usize = 1;
    let (label, rest) = title.text.split_once(':')?;
    let rest = fold::words(rest);
    let is_label = label.split_whitespace().count() <= LABEL_WORDS && !rest.is_empty();
    let mut others = title.candidates.iter().filter(|(text, ..)| fold::words(text) == rest);
    others.next().filter(|_| is_label).map(|(text, ..)| text.clone())
}

/// A text that may be the title.
struct Candidate {
    text: String,
    /// Its words, folded.
    words: Vec<String>,
    source: &'static str,
    /// How much of the source's worth it has, 0 to 1.
    share: f32,
}

/// The names of the site, folded, without spaces.
struct Names(Vec<String>);

impl Names {
    fn of(metadata: &Metadata, publisher: Option<&str>, url: Option<&str>) -> Names {
        let mut names = Vec::new();
        let told = [publisher, metadata.first(&["og:site_name"]), metadata.first(&["application-name"])];
        names.extend(told.into_iter().flatten().map(joined));
        names.extend(about::publisher(metadata).as_deref().map(joined));
        let address = url.or_else(|| metadata.link("canonical")).or_else(|| metadata.first(&["og:url"]));
        if let Some(host) = address.and_then(identity::host_of) {
            let host = host.trim_start_matches("www.").to_owned();
            // Shorter labels are top-level domains and languages.
            names.extend(host.split('.').filter(|label| label.len() > 3).map(joined));
            names.push(joined(&host));
        }
        names.retain(|name| !name.is_empty());
        names.sort();
        names.dedup();
        Names(names)
    }

    /// Whether a text is the site's name, alone or with words such as "The" or "Blog".
    fn is_site(&self, text: &str) -> bool {
        let folded = fold::words(text);
        let bare: String = folded.split(' ').filter(|word| !EXTRAS.contains(word)).collect();
        let whole: String = folded.split(' ').collect();
        self.0.iter().any(|name| {
            let bare_name = EXTRAS.iter().find_map(|extra| name.strip_suffix(extra)).unwrap_or(name);
            whole == *name || (!bare.is_empty() && (bare == *name || bare == bare_name))
        })
    }
}

/// Words that sites add to their name in titles and leave out elsewhere.
const EXTRAS: [&str; 24] = [
    "the",
    "com",
    "org",
    "net",
    "news",
    "blog",
    "official",
    "site",
    "website",
    "online",
    "magazine",
    "inc",
    "llc",
    "ltd",
    "homepage",
    "home",
    "forum",
    "forums",
    "community",
    "shop",
    "store",
    "us",
    "uk",
    "de",
];

/// The folded words of a text, joined.
fn joined(text: &str) -> String {
    fold::words(text).split(' ').collect()
}

/// Signs that stand between a title and the site's name, with white space around them; behind the first two
/// there is always something else.
const SEPARATORS: [&str; 17] = [
    " | ", " › ", " - ", " – ", " — ", " · ", " :: ", " » ", " « ", " / ", " \\ ", " • ", " > ", " ― ",
    " ~ ", " ‹ ", " ∙ ",
];

/// Separators that never stand within a title.
const HARD: [&str; 6] = [" | ", " › ", " :: ", " » ", " « ", " • "];

fn gather(html: &Html, metadata: &Metadata, names: &Names) -> Vec<Candidate> {
    let mut candidates = Vec::new();
    let headings = headings(html);
    for heading in &headings {
        add(&mut candidates, &heading.text, heading.source, heading.share, names);
        // A date, a count of comments, points may stand behind the title in its heading.
        let bare = heading
            .text
            .trim_end_matches(|sign: char| !sign.is_alphabetic() && !matches!(sign, ')' | '?' | '!'));
        if bare.len() < heading.text.len() {
            push(&mut candidates, bare, heading.source, heading.share * 0.8);
        }
    }
    for object in metadata.json_ld.iter().filter(|object| metadata::has_type(object, &MAIN_TYPES)).take(1) {
        let told =
            ["headline", "name"].into_iter().filter_map(|field| object.get(field)).flat_map(metadata::texts);
        if let Some(text) = told.into_iter().next() {
            add(&mut candidates, &text, "json-ld", 1.0, names);
        }
    }
    for source in ["citation_title", "og:title", "twitter:title", "dc.title"] {
        if let Some(text) = metadata.first(&[source]) {
            add(&mut candidates, text, source, 1.0, names);
        }
    }
    if let Some(text) = &metadata.title {
        add(&mut candidates, text, "title", 1.0, names);
    }
    candidates
}

/// A heading of the page.
struct Heading {
    text: String,
    source: &'static str,
    share: f32,
}

/// The page's `h1`s, or its first `h2`s when it has none.
fn headings(html: &Html) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    for (name, source) in [("h1", "h1"), ("h2", "h2")] {
        let elements =
            html.tree.nodes().filter_map(ElementRef::wrap).filter(|element| element.value().name() == name);
        for element in elements.take(MOST_HEADINGS) {
            let mut text = String::new();
            seen_text(*element, &mut text);
            let text = collapse(&text);
            if !fold::words(&text).is_empty() {
                found.push(Heading { text, source, share: standing(&element) });
            }
        }
        if !found.is_empty() {
            break;
        }
    }
    // What is said twice is a label: "Read also", "Footer navigation".
    let times: Vec<usize> =
        found.iter().map(|heading| found.iter().filter(|other| other.text == heading.text).count()).collect();
    for (place, (heading, times)) in found.iter_mut().zip(times).enumerate() {
        if times > 2 {
            heading.share *= 0.3;
        }
        if place > 0 {
            heading.share *= 0.9;
        }
    }
    found
}

/// How much a heading's place lets it be the title, 0 to 1.
fn standing(element: &ElementRef<'_>) -> f32 {
    let mut share: f32 = 1.0;
    for above in element.ancestors().filter_map(ElementRef::wrap).chain([*element]) {
        let value = above.value();
        let is_aside = matches!(value.name(), "nav" | "footer" | "aside" | "dialog")
            || value.attribute("hidden").is_some()
            || value.attribute("aria-hidden") == Some("true")
            || value.attribute("role").is_some_and(|role| matches!(role, "dialog" | "navigation" | "alert"))
            || value.attribute("style").is_some_and(|style| style.replace(' ', "").contains("display:none"));
        if is_aside && value.name() != "body" && value.name() != "html" {
            share = share.min(0.2);
        }
    }
    // A heading that leads home is the site's logo.
    let leads_home = element
        .descendants()
        .filter_map(ElementRef::wrap)
        .chain(element.parent().and_then(ElementRef::wrap))
        .any(|link| {
            link.value().name() == "a"
                && link.value().attribute("href").is_some_and(|href| {
                    let path = href.split("://").nth(1).map_or(href, |rest| {
                        rest.find('/').map_or("", |at| rest.get(at..).unwrap_or_default())
                    });
                    href != "#" && path.trim_matches('/').is_empty()
                })
        });
    if leads_home { share.min(0.15) } else { share }
}

/// The text of a heading as it is seen: no scripts and drawings, line ends as spaces.
fn seen_text(node: ego_tree::NodeRef<'_, scraper::Node>, text: &mut String) {
    match node.value() {
        scraper::Node::Text(own) => text.push_str(own),
        scraper::Node::Element(element) => {
            if matches!(
                element.name(),
                "script" | "style" | "svg" | "noscript" | "template" | "button" | "select"
            ) {
                return;
            }
            let breaks = matches!(element.name(), "br" | "div" | "p" | "li" | "small");
            if breaks {
                text.push(' ');
            }
            for child in node.children() {
                seen_text(child, text);
            }
            if breaks {
                text.push(' ');
            }
        }
        _ => {}
    }
}

/// Adds a text and what is left of it without the site's name and without what stands behind a separator.
fn add(candidates: &mut Vec<Candidate>, text: &str, source: &'static str, share: f32, names: &Names) {
    // Four bytes a character at most, and as much again for references.
    if text.len() > 8 * LONGEST {
        return;
    }
    let text = collapse(&metadata::plain(text));
    let parts = split(&text, &SEPARATORS);
    if text.chars().count() > LONGEST || parts.len() > MOST_PARTS {
        return;
    }
    let is_site = |part: &(usize, usize)| text.get(part.0..part.1).is_some_and(|part| names.is_site(part));
    let first = parts.iter().position(|part| !is_site(part)).unwrap_or(0);
    let last = parts.iter().rposition(|part| !is_site(part)).unwrap_or(parts.len().saturating_sub(1));
    let range = parts.get(first).map_or(0, |part| part.0)..parts.get(last).map_or(text.len(), |part| part.1);
    let rest = text.get(range).unwrap_or(&text);
    let hard = split(rest, &HARD);
    let whole_share = if hard.len() > 1 { 0.55 } else { 1.0 };
    push(candidates, rest, source, share * whole_share);
    for (place, part) in hard.iter().filter_map(|(start, end)| rest.get(*start..*end)).enumerate() {
        if hard.len() > 1 {
            push(candidates, part, source, share * if place == 0 { 0.95 } else { 0.6 });
        }
    }
    let soft = split(rest, &SEPARATORS);
    if soft.len() > 1 && hard.len() == 1 {
        for (place, part) in soft.iter().filter_map(|(start, end)| rest.get(*start..*end)).enumerate() {
            push(candidates, part, source, share * if place == 0 { 0.7 } else { 0.45 });
        }
    }
}

fn push(candidates: &mut Vec<Candidate>, text: &str, source: &'static str, share: f32) {
    let text = text.trim().trim_end_matches(['|', '›', '»', '·', '–', '—']).trim_end().to_owned();
    let folded = fold::words(&text);
    if !folded.is_empty() {
        candidates.push(Candidate {
            text,
            words: folded.split(' ').map(str::to_owned).collect(),
            source,
            share,
        });
    }
}

/// The ranges between separators.
fn split(text: &str, separators: &[&str]) -> Vec<(usize, usize)> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        // All begin with a space.
        let Some(space) = rest.find(' ') else { break };
        at += space;
        let rest = rest.get(space..).unwrap_or_default();
        match separators.iter().find(|separator| rest.starts_with(**separator)) {
            Some(separator) => {
                parts.push((start, at));
                at += separator.len();
                start = at;
            }
            None => at += 1,
        }
    }
    parts.push((start, text.len()));
    parts
}

/// What a candidate is worth: its source's worth, and that of every other source as far as it says the same.
fn score(candidate: &Candidate, all: &[Candidate], names: &Names) -> f32 {
    let mut score = 0.0;
    for (source, worth) in WORTH {
        if source == candidate.source {
            score += worth * candidate.share;
            continue;
        }
        let said = all
            .iter()
            .filter(|other| other.source == source)
            .map(|other| alike(&candidate.words, &other.words) * other.share)
            .fold(0.0, f32::max);
        // Squared: half the words in common are a coincidence of the subject.
        score += worth * said * said;
    }
    let metas = all.iter().filter(|other| !matches!(other.source, "h1" | "h2"));
    let agreed = metas.map(|other| alike(&candidate.words, &other.words)).reduce(f32::max);
    if candidate.source == "h1" && agreed.is_some_and(|agreed| agreed <= 0.0) {
        score *= 0.55;
    }
    let words = candidate.words.len();
    if names.is_site(&candidate.text) {
        score *= 0.3;
    } else if words == 1 && candidate.source != "citation_title" {
        score *= 0.9;
    }
    score
}

/// How much two texts have in common: the harmonic mean of the shares of their words that the other has.
fn alike(a: &[String], b: &[String]) -> f32 {
    if a == b {
        return 1.0;
    }
    let shared = a.iter().filter(|word| b.contains(word)).count();
    let number = |count: usize| u16::try_from(count).map_or(f32::from(u16::MAX), f32::from);
    2.0 * number(shared) / number((a.len() + b.len()).max(1))
}

/// The text with white space collapsed, ends trimmed, and without signs that are not seen.
fn collapse(text: &str) -> String {
    let seen: String = text
        .chars()
        .filter(|sign| !matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}'))
        .collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(source: &str) -> Title {
        let html = Html::parse_document(source);
        title(&html, &Metadata::read(&html), None, None)
    }

    #[test]
    fn a_label_before_the_title_is_taken_off_where_the_title_stands_without_it_too() {
        let page = |meta: &str| of(&format!("{meta}<h1>Title:Safety despite subversion</h1>")).text;
        assert_eq!(
            page("<meta name='citation_title' content='Safety Despite Subversion'>"),
            "Safety Despite Subversion"
        );
        assert_eq!(page(""), "Title:Safety despite subversion");
        let both = "<meta property='og:title' content='A review'><h1>Lakes and rivers: a review</h1>";
        assert_eq!(of(both).text, "Lakes and rivers: a review");
    }

    #[test]
    fn the_sites_name_is_taken_off_in_any_order_and_with_any_separator() {
        let site = "<meta property='og:site_name' content='Anthropic'>";
        for title in [
            "Interpretability Research \\ Anthropic",
            "Interpretability Research | Anthropic",
            "Anthropic – Interpretability Research",
            "Interpretability Research · The Anthropic Blog",
            "Anthropic :: Interpretability Research",
        ] {
            assert_eq!(
                of(&format!("{site}<title>{title}</title>")).text,
                "Interpretability Research",
                "{title}"
            );
        }
    }

    #[test]
    fn a_heading_wins_over_what_is_written_for_search_engines() {
        let title = of("<title>Heat pumps: when they pay | Site</title><meta property='og:title' content='Heat pumps: when they pay'>
            <body><h1><a href='/'>Logo</a></h1><article><h1>Does a heat pump pay in an old house?</h1></article>");
        assert_eq!(title.text, "Does a heat pump pay in an old house?");
        assert!(title.candidates.iter().any(|(text, source, _)| {
            (text.as_str(), *source) == ("Heat pumps: when they pay", "og:title")
        }));
    }

    #[test]
    fn labels_logos_and_hidden_headings_are_no_titles() {
        for other in [
            "<nav><h1>Menu</h1></nav>",
            "<h1 hidden>Search</h1>",
            "<h1><a href='https://example.org/'>Example</a></h1>",
            "<h1>Read also</h1><h1>Read also</h1><h1>Read also</h1>",
            "<h1><svg><title>Drawing</title></svg></h1>",
        ] {
            let source =
                format!("<meta property='og:title' content='A Study of Tides'><body>{other}<p>Text.</p>");
            assert_eq!(of(&source).text, "A Study of Tides", "{other}");
        }
    }

    #[test]
    fn typography_is_kept_and_white_space_is_not() {
        assert_eq!(
            of("<h1> Claude’s\n “thoughts”&shy; — <br>a look </h1>").text,
            "Claude’s “thoughts” — a look"
        );
        assert_eq!(of("<meta property='og:title' content='Q&amp;amp;A'>").text, "Q&A");
        assert_eq!(of("<p>Nothing</p>").text, "");
    }

    #[test]
    fn a_title_of_thousands_of_parts_is_left_aside() {
        assert_eq!(of(&format!("<title>{}</title><h1>Short</h1>", "a | ".repeat(100_000))).text, "Short");
    }
}
