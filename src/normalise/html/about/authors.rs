//! The people who wrote a page.
//!
//! In: the parsed page, its metadata, the publisher's name, its address. Out: names, as written, without roles and
//! addresses. The page's own metadata are believed where they name people; where they name nobody, an account, or the
//! site itself, what the page shows is weighed beside them.

use ego_tree::iter::Edge;
use scraper::{ElementRef, Html, Node};
use serde_json::Value;
use url::Url;

use crate::document::fold;
use crate::normalise::html::element::is_phrasing;
use crate::normalise::html::metadata::{self, Metadata};

use super::bylines;
use super::names::{self, Trust};

/// More names are a list of something else; papers of large collaborations are cut here.
const MOST: usize = 100;

/// Types of JSON-LD objects whose author is the page's, beside the articles. A judgement, of those that a page is made
/// for.
const AUTHORED: [&str; 6] =
    ["DiscussionForumPosting", "Recipe", "Review", "HowTo", "WebPage", "CreativeWork"];

// What speaks for authors, in the measure of `bylines`. Judgements, held against the authors of 680 pages of four
// collections.
/// Metadata that name people by two words or more.
const DECLARED: f64 = 6.0;
/// Metadata that name an account, or somebody by one word: less than a byline beside the title.
const ACCOUNT: f64 = 2.6;
/// Metadata that name the site or an organisation: what nobody else is named beside.
const HOUSE: f64 = 1.9;
/// A byline that names an organisation, and one that names the site.
const OF_A_HOUSE: f64 = -0.8;
const OF_THE_SITE: f64 = -2.2;
/// A byline that names somebody by one word.
const OF_ONE_WORD: f64 = -0.7;
/// Surely an author, whom a source that names more people may name with others.
const SURE: f64 = 3.0;
/// Metadata and the page name the same.
const AGREED: f64 = 1.0;
/// What less speaks for is no author.
const LEAST: f64 = 1.0;

/// Who wrote a page.
#[derive(Debug, Default)]
pub(super) struct Authors {
    /// The names.
    pub(super) names: Vec<String>,
    /// Whether metadata name them, rather than a byline.
    pub(super) are_declared: bool,
    /// Whether they are people, rather than the site or an organisation.
    pub(super) are_people: bool,
    /// Whether they are people whom metadata or a byline beside the title name.
    pub(super) are_sure: bool,
}

/// What is known of a page when its authors are looked for.
pub(super) struct Page<'a> {
    pub(super) html: &'a Html,
    pub(super) metadata: &'a Metadata,
    pub(super) publisher: Option<&'a str>,
    pub(super) address: Option<&'a str>,
    pub(super) title: &'a str,
}

/// Names that a source gives.
struct Named {
    source: &'static str,
    names: Vec<String>,
    weight: f64,
    is_declared: bool,
    are_people: bool,
}

/// The authors of a page: those for whom most speaks.
pub(super) fn authors(page: &Page<'_>) -> Authors {
    let all = weighed(page, false);
    let Some(best) = all.first().filter(|best| best.weight >= LEAST) else { return Authors::default() };
    let longer = |name: &String| in_full(name, &all).unwrap_or(name).to_owned();
    let mut names: Vec<String> = best.names.iter().map(longer).collect();
    // Another field, or the byline, may name those who wrote with them.
    let is_whole = |other: &&Named| {
        other.weight >= SURE
            && other.names.len() > best.names.len()
            && other.names.iter().all(|name| name.contains(' '))
    };
    for other in all.iter().filter(|other| best.are_people && other.are_people).filter(is_whole) {
        if names.iter().all(|name| has_name(&other.names, name)) {
            names.clone_from(&other.names);
            break;
        }
    }
    let are_sure = best.are_people && best.weight >= SURE;
    Authors { names, are_declared: best.is_declared, are_people: best.are_people, are_sure }
}

/// What each source names, the one that is believed first.
pub(super) fn told(page: &Page<'_>) -> impl Iterator<Item = (&'static str, Vec<String>)> {
    let all = weighed(page, true);
    all.into_iter().filter(|named| named.weight >= LEAST).map(|named| (named.source, named.names))
}

/// What each source names, with what speaks for it, the most first. Unless `all` are wanted, the page is not gone through
/// where its metadata name people.
fn weighed(page: &Page<'_>, all: bool) -> Vec<Named> {
    let house = House::of(page);
    let mut told = declared(page, &house);
    if all || told.iter().all(|named| named.weight < DECLARED) {
        told.extend(shown(page, &house));
    }
    let same = |one: &Named, other: &Named| {
        one.is_declared != other.is_declared
            && one.are_people
            && one.names.iter().any(|name| has_name(&other.names, name))
    };
    let agreed: Vec<bool> = told.iter().map(|one| told.iter().any(|other| same(one, other))).collect();
    for (named, _) in told.iter_mut().zip(agreed).filter(|(_, is_agreed)| *is_agreed) {
        named.weight += AGREED;
    }
    told.sort_by(|one, other| other.weight.total_cmp(&one.weight));
    told
}

/// What the metadata name.
fn declared(page: &Page<'_>, house: &House) -> Vec<Named> {
    let sources: [(&'static str, Vec<String>, Trust); 3] = [
        ("citation metadata", from_citation(page.metadata), Trust::Told),
        ("json-ld", from_json_ld(page.metadata), Trust::Person),
        ("meta", from_meta(page.metadata), Trust::Told),
    ];
    let named = sources.into_iter().enumerate().map(|(place, (source, texts, trust))| {
        let (names, are_people) = house.names(&texts, trust);
        let are_whole = names.iter().all(|name| name.contains(' '));
        let weight = match (place, are_people, are_whole) {
            (0, ..) | (_, true, true) => DECLARED,
            (_, true, false) => ACCOUNT,
            (_, false, _) => HOUSE,
        };
        Named { source, names, weight, is_declared: true, are_people }
    });
    named.filter(|named| !named.names.is_empty()).collect()
}

/// What the bylines of the page name.
fn shown(page: &Page<'_>, house: &House) -> Vec<Named> {
    let named = bylines::bylines(page.html, page.title).into_iter().map(|byline| {
        let (names, are_people) = house.names(&byline.texts, byline.trust);
        let less = match are_people {
            true if names.iter().any(|name| name.contains(' ')) => 0.0,
            true => OF_ONE_WORD,
            false if names.iter().any(|name| house.is_its(name)) => OF_THE_SITE,
            false => OF_A_HOUSE,
        };
        let (source, weight) = (byline.source, byline.weight + less);
        Named { source, names, weight, is_declared: false, are_people }
    });
    named.filter(|named| !named.names.is_empty()).collect()
}

/// Whether a name is among some, however it is spelled.
fn has_name(names: &[String], name: &str) -> bool {
    names.iter().any(|known| fold::words(known) == fold::words(name))
}

/// The one name of two words or more that the page gives for somebody whom it names by one: a given name, an account.
fn in_full<'a>(name: &str, all: &'a [Named]) -> Option<&'a String> {
    if name.contains(' ') {
        return None;
    }
    let short = fold::words(name);
    let is_longer = |long: &&String| {
        let folded = fold::words(long);
        let mut words = folded.split(' ');
        long.contains(' ')
            && !names::goes_on(long)
            && (folded.replace(' ', "") == short || words.next() == Some(&*short))
    };
    let people = all.iter().filter(|named| named.are_people);
    let mut longer = people.flat_map(|named| &named.names).filter(is_longer);
    let first = longer.next()?;
    longer.all(|other| fold::words(other) == fold::words(first)).then_some(first)
}

/// Whose site a page is of.
struct House {
    /// The publisher, folded.
    publisher: String,
    /// The name in the address of the site, without what it ends in.
    host: String,
}

impl House {
    fn of(page: &Page<'_>) -> House {
        let url = page.address.and_then(|address| Url::parse(address).ok());
        let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
        // The longest label is the site's.
        let host = host.rsplit('.').skip(1).max_by_key(|label| label.len()).unwrap_or_default();
        House { publisher: page.publisher.map(fold::words).unwrap_or_default(), host: host.replace('-', "") }
    }

    /// The names in what a source says, and whether they are people.
    fn names(&self, told: &[String], trust: Trust) -> (Vec<String>, bool) {
        let mut people: Vec<String> = Vec::new();
        for name in told.iter().flat_map(|told| names::clean(told, &self.publisher, trust)) {
            if people.len() < MOST && !has_name(&people, &name) {
                people.push(name);
            }
        }
        let is_person = |name: &String| !self.is_its(name) && !names::is_organisation(name);
        if people.iter().any(is_person) {
            people.retain(is_person);
            return (people, true);
        }
        // What only stands there must say that it is one.
        let is_shown = matches!(trust, Trust::Marked | Trust::Written);
        let is_house = |name: &String| !is_shown || names::is_organisation(name) || self.is_its(name);
        let its = told.iter().filter_map(|told| names::whole(told)).find(is_house);
        (its.into_iter().collect(), false)
    }

    /// Whether a name is the site's own.
    fn is_its(&self, name: &str) -> bool {
        let folded = fold::words(name);
        folded == self.publisher || (!self.host.is_empty() && folded.replace(' ', "") == self.host)
    }
}

fn from_citation(metadata: &Metadata) -> Vec<String> {
    ["citation_author", "dc.creator", "dcterms.creator"]
        .iter()
        .map(|name| metadata.all(name).map(turned).collect::<Vec<_>>())
        .find(|names| !names.is_empty())
        .unwrap_or_default()
}

/// `Family, Given` turned round, as citation metadata writes names.
fn turned(name: &str) -> String {
    match name.split_once(',') {
        Some((family, given)) if !given.contains(',') && !given.trim().is_empty() => {
            format!("{} {}", given.trim(), family.trim())
        }
        _ => name.to_owned(),
    }
}

fn from_json_ld(metadata: &Metadata) -> Vec<String> {
    let people: Vec<(&str, &str)> = metadata
        .json_ld
        .iter()
        .filter(|object| metadata::has_type(object, &["Person"]))
        .filter_map(|object| Some((object.get("@id")?.as_str()?, object.get("name")?.as_str()?)))
        .collect();
    let named = |author: &Value| -> Vec<String> {
        let names = metadata::texts(author);
        if !names.is_empty() {
            return names;
        }
        let id = author.get("@id").and_then(Value::as_str);
        people.iter().filter(|(known, _)| Some(*known) == id).map(|(_, name)| (*name).to_owned()).collect()
    };
    let of = |object: &Value| -> Vec<String> {
        match object.get("author").or_else(|| object.get("creator")) {
            Some(Value::Array(authors)) => authors.iter().flat_map(&named).collect(),
            Some(author) => named(author),
            None => Vec::new(),
        }
    };
    let typed = |types: &'static [&'static str]| {
        metadata
            .json_ld
            .iter()
            .flat_map(|object| [Some(object), object.get("mainEntity")])
            .flatten()
            .filter(move |object| metadata::has_type(object, types))
    };
    typed(&super::ARTICLE_TYPES)
        .chain(typed(&AUTHORED))
        .map(of)
        .find(|names| !names.is_empty())
        .unwrap_or_default()
}

fn from_meta(metadata: &Metadata) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    // The last two are those that Parse.ly and Sailthru, services which many sites use, ask for.
    for name in ["author", "article:author", "parsely-author", "sailthru.author"] {
        told.extend(metadata.all(name).map(str::to_owned));
        if told.iter().any(|name| names::is_plausible(name)) {
            return told;
        }
    }
    // A label says what the value beside it is; a judgement, of six languages.
    let label = metadata.first(&["twitter:label1"]).map(fold::words).unwrap_or_default();
    if ["written", "verfasst", "geschrieben", "ecrit", "escrito", "scritto", "author", "autor"]
        .iter()
        .any(|word| label.contains(word))
    {
        told.extend(metadata.first(&["twitter:data1"]).map(str::to_owned));
    }
    told
}

/// The text of an element as far as a byline goes: its texts apart by spaces, items of a list by commas, its
/// lines by bars, at which names end.
pub(super) fn text_of(element: &ElementRef<'_>) -> String {
    // Bytes, a judgement: longer texts are biographies.
    const LONGEST: usize = 240;
    // Beginnings and ends of elements, a judgement: what holds more without so much text is no byline.
    const MOST_EDGES: usize = 600;
    let mut text = String::new();
    let mut is_line_due = false;
    let mut is_item_due = false;
    for edge in element.traverse().take(MOST_EDGES) {
        if text.len() > LONGEST {
            break;
        }
        let (Edge::Open(node) | Edge::Close(node)) = edge;
        match node.value() {
            Node::Text(part) if matches!(edge, Edge::Open(_)) && !part.trim().is_empty() => {
                let (line, item) = (std::mem::take(&mut is_line_due), std::mem::take(&mut is_item_due));
                if (line || item) && !text.is_empty() {
                    text.push_str(if item { ", " } else { "| " });
                }
                text.push_str(part);
                text.push(' ');
            }
            Node::Element(tag) if tag.name() == "li" => is_item_due = true,
            Node::Element(tag) => is_line_due |= !is_phrasing(tag) || tag.name() == "br",
            _ => {}
        }
    }
    metadata::plain(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The authors of a page whose title is "Slow lakes".
    fn of(source: &str) -> Authors {
        let html = Html::parse_document(source);
        let metadata = Metadata::read(&html);
        let publisher = super::super::site::publisher(&metadata);
        authors(&Page {
            html: &html,
            metadata: &metadata,
            publisher: publisher.as_deref(),
            address: Some("https://www.lake-news.example/slow-lakes"),
            title: "Slow lakes",
        })
    }

    fn names(source: &str) -> Vec<String> {
        of(source).names
    }

    const JSON_LD: &str = "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"author\":";

    #[test]
    fn a_byline_beside_the_title_comes_before_those_of_other_pages() {
        let others = "<div class=story><a rel=author href=/author/tamm>Ole Tamm</a></div>";
        let byline = "<div class=post-meta><a rel=author href=/author/reed>Ada Reed</a></div>";
        let text = "<p>The gauges of the lake are read every hour.</p>".repeat(20);
        for page in [
            format!("{others}{text}<h1>Slow lakes</h1>{byline}{text}"),
            format!("{others}{text}{byline}<h1>Slow lakes</h1>{text}"),
            // A theme that calls all it holds cards, and a line beside the text.
            format!("<div class=card><div class=card-body><h1>Slow lakes</h1>{byline}</div></div>{others}"),
            format!(
                "<h1>Slow lakes</h1><aside class=left><p>By <a href=/x>Ada Reed</a></p></aside>{text}{others}"
            ),
            // The heading of a box that leads here is lower.
            format!("<h2><a href=/>Slow lakes</a></h2>{others}{text}<h1>Slow lakes</h1>{byline}"),
            format!(
                "<article><h1>Slow lakes</h1>{text}<footer><a class=author href=/x>Ada Reed</a></footer></article>"
            ),
        ] {
            assert_eq!(names(&page), ["Ada Reed"], "{page:.200}");
        }
        // Behind the heading of another page stands its author.
        let card = format!("<h1>Slow lakes</h1><h2><a href=/y>Deep rivers</a></h2>{others}");
        assert!(!of(&card).are_sure);
        let cards: String = ["Ole Tamm", "Ann Lee", "Basil Marsh"]
            .map(|name| format!("<div class=story><a rel=author href=/author/x>{name}</a></div>{text}"))
            .concat();
        assert!(names(&format!("<h1>Slow lakes</h1>{text}{cards}")).is_empty());
    }

    #[test]
    fn authors_of_pictures_reviews_and_comments_are_not_the_pages() {
        for inner in [
            "<figure><img src=x><figcaption itemprop=author>Ole Tamm</figcaption></figure>",
            "<div itemscope itemtype='https://schema.org/Review'><span itemprop=author>Ole Tamm</span></div>",
            "<div class=customer_review><span class=author>Ole Tamm</span></div>",
            "<pre>GENERATED BY DEFAULT AS IDENTITY</pre>",
        ] {
            let text = "<p>The gauges of the lake are read every hour.</p>".repeat(20);
            let page = format!("<h1>Slow lakes</h1>{text}{inner}");
            assert!(names(&page).is_empty(), "{inner}: {:?}", names(&page));
        }
    }

    #[test]
    fn microdata_tell_the_name_of_an_author() {
        for author in [
            "<span itemprop=author itemscope><img alt=x><b itemprop=name>Ada Reed</b> <i>Ada</i></span>",
            "<span itemprop=author itemscope><meta itemprop=name content='Ada Reed'></span>",
            "<meta itemprop=author content='Ada Reed'>",
            "<span itemprop=author itemscope><a rel=author href=/author/x><b itemprop=name>Ada Reed</b></a></span>",
        ] {
            assert_eq!(names(&format!("<h1>Slow lakes</h1><div>{author}</div>")), ["Ada Reed"], "{author}");
        }
    }

    #[test]
    fn a_site_or_an_organisation_wrote_what_nobody_else_is_named_for() {
        let site = "<meta property=og:site_name content='Lake News'>";
        let page = format!("{site}{JSON_LD}{{\"@type\":\"Organization\",\"name\":\"Lake News\"}}}}</script>");
        let found = of(&format!("{page}<h1>Slow lakes</h1>"));
        assert_eq!(
            (found.names, found.are_people, found.are_sure),
            (vec!["Lake News".to_owned()], false, false)
        );
        let byline = "<h1>Slow lakes</h1><p class=byline>By Ada Reed</p>";
        assert_eq!(names(&format!("{page}{byline}")), ["Ada Reed"]);
        // What is neither declared nor says that it is one.
        for shown in [
            "<p class=author>Category of lakes</p>",
            "<p>By Lakes and rivers</p>",
            "<p class=author>www.lake.example</p>",
        ] {
            assert!(names(&format!("<h1>Slow lakes</h1>{shown}")).is_empty(), "{shown}");
        }
        assert_eq!(names("<h1>Slow lakes</h1><p class=author>By the Gauges Team</p>"), ["the Gauges Team"]);
        // The site goes by its address too.
        let host = format!("{JSON_LD}\"LakeNews\"}}</script>{byline}");
        assert_eq!(names(&host), ["Ada Reed"]);
        for junk in ["Login", "www.lake-news.example/reed", "name, email"] {
            assert!(
                names(&format!("<meta name=author content='{junk}'><h1>Slow lakes</h1>")).is_empty(),
                "{junk}"
            );
        }
    }

    #[test]
    fn an_account_or_a_given_name_is_written_out_where_the_page_has_it_in_full() {
        let declared = |name: &str| format!("<meta name=author content='{name}'><h1>Slow lakes</h1>");
        let far = "<p>The gauges of the lake are read every hour.</p>".repeat(20);
        for short in ["ada", "adareed", "Ada"] {
            let page =
                format!("{}{far}<div class=bio><a rel=author href=/x>Ada Reed</a></div>", declared(short));
            assert_eq!(names(&page), ["Ada Reed"], "{short}");
        }
        let two = "<div class=bio><a rel=author href=/x>Ada Reed</a></div><div class=bio><a rel=author href=/y>Ada Lee</a></div>";
        assert_eq!(names(&format!("{}{far}{two}", declared("Ada"))), ["Ada"]);
    }

    #[test]
    fn those_who_wrote_with_somebody_are_named_where_another_field_names_them() {
        let page = format!("{JSON_LD}\"Ada Reed\"}}</script><meta name=author content='Ada Reed, Ole Tamm'>");
        assert_eq!(names(&page), ["Ada Reed", "Ole Tamm"]);
    }

    #[test]
    fn a_link_to_an_account_is_its_authors_where_the_address_says_the_name() {
        let link = |href: &str, text: &str| {
            format!("<h1>Slow lakes</h1><p><a href='{href}'>{text}</a> an hour ago</p>")
        };
        assert_eq!(names(&link("/about/editors/ada-reed/", "Ada Reed")), ["Ada Reed"]);
        assert_eq!(names(&link("/u/reeds", "u/reeds")), ["reeds"]);
        assert!(names(&link("/user/login", "Register now")).is_empty());
        let far = "<p>The gauges of the lake are read every hour.</p>".repeat(20);
        assert!(names(&format!("<h1>Slow lakes</h1>{far}<a href=/u/reeds>reeds</a>")).is_empty());
    }

    #[test]
    fn marks_without_end_are_gone_through_once() {
        let deep = "<b class=author>".repeat(400) + &"<i></i>".repeat(20_000);
        assert!(names(&format!("<h1>Slow lakes</h1>{deep}")).is_empty());
    }
}
