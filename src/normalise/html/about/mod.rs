//! What a page says about itself: who published and wrote it, in which language, where it lives, under what it is
//! filed, and its own summary.
//!
//! In: the parsed page, its metadata, its address where known, its title, the text of its body. Out: [`About`]. Invents
//! nothing: a field without evidence is empty.

mod abstracts;
mod authors;
mod breadcrumbs;
mod bylines;
mod categories;
mod credits;
mod descriptions;
mod details;
mod eastern;
mod labels;
mod language;
mod lines;
mod lone;
mod marks;
mod name_words;
mod names;
mod pieces;
mod rows;
mod site;
mod spelling;
mod standfirst;
mod summary;
mod tags;
mod topics;

pub(crate) use lone::article_of_another;
pub(crate) use names::is_institution;
pub(crate) use pieces::is_degree;
pub(crate) use site::{JOINTS, beside_title, publisher};

pub(crate) use categories::Filed;
use categories::Known;
use ego_tree::NodeId;
use scraper::Html;

use crate::document::{DateClaim, fold, identity};
use crate::normalise::html::element::is_named;
use crate::normalise::html::metadata::{self, Metadata};
use crate::normalise::listing::{Article, Entry};

/// What a page says about itself.
#[derive(Debug, Default)]
pub(crate) struct About {
    /// The organisation or site.
    pub(crate) publisher: Option<String>,
    /// People who wrote it.
    pub(crate) authors: Vec<String>,
    /// Whether its metadata name them, rather than a byline.
    pub(crate) authors_declared: bool,
    /// Whether they are people, rather than the site or an organisation.
    pub(crate) by_people: bool,
    /// The language as ISO 639-1, in lower case.
    pub(crate) language: Option<String>,
    /// The language with its region where the page names one (`en-GB`), by which days are told from months.
    pub(crate) locale: Option<String>,
    /// The address that the page gives as its own, absolute.
    pub(crate) canonical: Option<String>,
    /// Sections under which the source files it.
    pub(crate) categories: Vec<String>,
    /// Whether it shows them, where things that it lists may show theirs too.
    pub(crate) categories_shown: bool,
    /// The author's own summary.
    pub(crate) summary: String,
    /// What stands for one: the beginning of the text, cut short.
    pub(crate) beginning: String,
    /// Whether the page is an article.
    pub(crate) article: Article,
    /// The box in which the page tells of itself.
    details: Option<NodeId>,
}

/// Types of JSON-LD objects that are articles.
pub(crate) const ARTICLE_TYPES: [&str; 14] = [
    "Article",
    "NewsArticle",
    "BlogPosting",
    "TechArticle",
    "ScholarlyArticle",
    "Report",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BackgroundNewsArticle",
    "ReviewNewsArticle",
    "LiveBlogPosting",
    "SocialMediaPosting",
    "MedicalScholarlyArticle",
];

/// Reads what a page says about itself.
pub(crate) fn about(
    html: &Html,
    metadata: &Metadata,
    url: Option<&str>,
    page_title: &str,
    (text, is_forum): (&str, bool),
) -> About {
    let publisher = site::publisher(metadata);
    let canonical = site::canonical(metadata, url);
    let address = canonical.as_deref().or(url);
    let page = page(html, metadata, publisher.as_deref(), address, page_title);
    let page = authors::Page { is_forum, ..page };
    let authors = authors::authors(&page);
    let known = known(page_title, address, &authors.names, publisher.as_deref(), page.details);
    let language = language::language(metadata, text);
    let details = page.details;
    let filed = categories::categories(html, metadata, &known);
    let article = article(html, metadata, authors.are_sure);
    // Where it was captured it lives.
    let is_dated = || metadata.first(&["article:published_time"]).is_some() || has_time(html);
    let canonical = if url.is_none() && article != Article::No && is_dated() {
        let is_signed = authors.are_people && !authors.names.is_empty();
        let is_one = is_signed || holds_one_article(html);
        canonical.and_then(|address| site::own_address(address, metadata, is_one, is_signed))
    } else {
        canonical
    };
    let (summary, beginning) = summary::summary(&summary::Page {
        html,
        metadata,
        title: page_title,
        publisher: publisher.as_deref(),
        authors: &authors.names,
        text,
        is_article: article != Article::No,
        is_front: canonical.as_deref().or(url).is_some_and(site::is_front),
    });
    About {
        locale: language::locale(metadata, language.as_deref()),
        language,
        categories: filed.names,
        categories_shown: filed.is_shown,
        canonical,
        summary,
        beginning,
        article,
        authors: authors.names,
        authors_declared: authors.are_declared,
        by_people: authors.are_people,
        publisher,
        details,
    }
}

/// The categories of a page whose title is another than that by which the rest was read.
pub(crate) fn filed(
    html: &Html,
    metadata: &Metadata,
    about: &About,
    url: Option<&str>,
    title: &str,
) -> Filed {
    let address = about.canonical.as_deref().or(url);
    let known = known(title, address, &about.authors, about.publisher.as_deref(), about.details);
    categories::categories(html, metadata, &known)
}

/// The people who wrote a page, as far as its bylines name them.
pub(crate) fn people(html: &Html, metadata: &Metadata, url: Option<&str>, title: &str) -> Vec<String> {
    let authors = authors::authors(&page(html, metadata, None, url, title));
    if authors.are_people { authors.names } else { Vec::new() }
}

/// The people whom a line beside the title of a page names that has nothing else; what the page writes small may be asked whether they
/// are topics.
pub(crate) fn names_of_line(line: &str, asked: Option<&Html>) -> Vec<String> {
    rows::names_of_line(line, asked)
}

/// The page's own record in its data for scripts: a title that is the page's, and a day; none where two differ in it.
pub(crate) fn own_record(metadata: &Metadata, title: &str) -> Option<Entry> {
    // What JSON-LD declares is weighed with the other declarations.
    let mut records = topics::records(metadata, title, false).into_iter();
    let own = records.next()?;
    let day = |entry: &Entry| entry.published.as_ref().map(DateClaim::interval);
    records.all(|other| day(&other) == day(&own)).then_some(own)
}

/// What is known of a page when its authors are looked for.
fn page<'a>(
    html: &'a Html,
    metadata: &'a Metadata,
    publisher: Option<&'a str>,
    address: Option<&'a str>,
    title: &'a str,
) -> authors::Page<'a> {
    authors::Page {
        html,
        metadata,
        publisher,
        address,
        title,
        is_forum: false,
        details: details::details(html),
    }
}

/// What is known of a page when its categories are looked for.
fn known(
    title: &str,
    address: Option<&str>,
    authors: &[String],
    publisher: Option<&str>,
    details: Option<NodeId>,
) -> Known {
    let [address, publisher] = [address, publisher].map(|text| text.map(str::to_owned));
    Known { title: title.to_owned(), address, authors: authors.to_vec(), publisher, details }
}

/// What every source of a field gives: the field, the source, the values, and why they cannot be, where they cannot.
pub(crate) type Told = (&'static str, &'static str, Vec<String>, Option<&'static str>);

/// What a page says of itself, by field and source, the most trusted source of a field first.
pub(crate) fn told(
    html: &Html,
    metadata: &Metadata,
    url: Option<&str>,
    (page_title, text): (&str, &str),
) -> Vec<Told> {
    let publisher = site::publisher(metadata);
    let canonical = site::canonical(metadata, url);
    let address = canonical.as_deref().or(url);
    let page = page(html, metadata, publisher.as_deref(), address, page_title);
    let authors::Authors { names, are_sure, .. } = authors::authors(&page);
    let known = known(page_title, address, &names, publisher.as_deref(), page.details);
    let elements = topics::Elements::of(html, page_title, page.details);
    let categories = categories::told(&elements, metadata, &known)
        .map(|(source, names)| ("category", source, names, None));
    let authors = authors::told(&page).map(|(source, names)| ("authors", source, names, None));
    let summarised = summary::Page {
        html,
        metadata,
        title: page_title,
        publisher: publisher.as_deref(),
        authors: &names,
        text,
        is_article: article(html, metadata, are_sure) != Article::No,
        is_front: address.is_some_and(site::is_front),
    };
    let summaries =
        summary::told(&summarised).map(|(source, text, why)| ("summary", source, vec![text], why));
    let all = categories.chain(authors).chain(summaries);
    all.filter(|(_, _, values, _)| values.iter().any(|value| !value.is_empty())).collect()
}

/// Whether a page is an article, by its metadata or by holding one `article` with a time or an author. A judgement: several are
/// the cards of a listing, and one without either is any part of a page.
fn article(html: &Html, metadata: &Metadata, has_authors: bool) -> Article {
    let is_held = || holds_one_article(html) && (has_authors || has_time(html));
    if says_article(metadata) {
        Article::Said
    } else if is_held() {
        Article::Held
    } else {
        Article::No
    }
}

fn has_time(html: &Html) -> bool {
    elements(html).any(|element| is_named!(element, "time"))
}

/// Whether the metadata of a page say that it is an article.
pub(crate) fn says_article(metadata: &Metadata) -> bool {
    let mut articles =
        metadata.json_ld.iter().filter(|object| metadata::has_type(object, &ARTICLE_TYPES)).peekable();
    let site = articles.peek().and_then(|_| site::publisher(metadata)).map(|name| fold::words(&name));
    articles.any(|object| !site::is_itself(object, metadata, site.as_deref()))
        || metadata.first(&["og:type"]).is_some_and(|kind| kind.to_ascii_lowercase().contains("article"))
        || metadata.first(&["citation_title", "article:published_time", "citation_author"]).is_some()
}

/// Whether the metadata of a page declare an article that is called as the page is.
pub(crate) fn declares_headline(metadata: &Metadata, title: &str) -> bool {
    let articles = metadata.json_ld.iter().filter(|object| metadata::has_type(object, &ARTICLE_TYPES));
    let mut headlines = articles.filter_map(|object| object.get("headline")?.as_str());
    let title = identity::title_key(title);
    headlines.any(|headline| identity::title_key(headline) == title)
}

/// Whether a page holds one `article` and no more.
pub(crate) fn holds_one_article(html: &Html) -> bool {
    elements(html).filter(|element| is_named!(element, "article")).take(2).count() == 1
}

fn elements(html: &Html) -> impl Iterator<Item = &scraper::node::Element> {
    html.tree.nodes().filter_map(|node| node.value().as_element())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(source: &str, url: Option<&str>) -> About {
        let html = Html::parse_document(source);
        about(&html, &Metadata::read(&html), url, "", ("", false))
    }

    #[test]
    fn an_article_tells_what_it_is() {
        let about = of(
            "<html lang='de-AT'><meta property='og:site_name' content='Example'><meta name='description' content='What they found in the bridge.'>
             <link rel='canonical' href='/news/cracks'>
             <script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"author\":[{\"@type\":\"Person\",\"name\":\"By Jane Doe\"},
             {\"@type\":\"Organization\",\"name\":\"Example\"}],\"articleSection\":\"coastal-habitats\"}</script>",
            Some("https://example.org/news/cracks?utm=1"),
        );
        assert_eq!(about.publisher.as_deref(), Some("Example"));
        assert_eq!(about.authors, ["Jane Doe"]);
        assert_eq!(about.language.as_deref(), Some("de"));
        assert_eq!(about.canonical.as_deref(), Some("https://example.org/news/cracks"));
        assert_eq!(about.categories, ["Coastal Habitats"]);
        assert_eq!(about.summary, "What they found in the bridge.");
        assert_eq!(about.article, Article::Said);
    }

    #[test]
    fn what_is_not_told_stays_empty() {
        let about = of("<p>Hello</p>", None);
        assert_eq!((about.publisher, about.language, about.canonical), (None, None, None));
        assert!(about.authors.is_empty() && about.categories.is_empty() && about.summary.is_empty());
        assert_eq!(about.article, Article::No);
    }

    #[test]
    fn a_deep_page_does_not_live_at_the_root() {
        let source = "<link rel='canonical' href='https://example.org/'><meta property='og:url' content='javascript:x'>";
        assert_eq!(of(source, Some("https://example.org/a/b")).canonical, None);
        assert!(of(source, Some("https://example.org/")).canonical.is_some());
    }

    #[test]
    fn a_signed_and_dated_article_does_not_live_at_the_root() {
        let page = |head: &str, byline: &str| {
            let text = "<p>We read the gauges of a lake for ninety years.</p>";
            let source = format!(
                "<link rel=canonical href='https://example.org/'>{head}<article><h1>Slow lakes</h1>{byline}{text}</article>"
            );
            let html = Html::parse_document(&source);
            about(&html, &Metadata::read(&html), None, "Slow lakes", ("", false)).canonical
        };
        let time = "<time datetime=2025-03-03>3 March 2025</time>";
        let deep = "<meta property=og:url content='https://example.org/news/slow'>";
        assert_eq!(page("", &format!("<p>{time} by Ada Reed</p>")), None);
        assert_eq!(page(deep, time).as_deref(), Some("https://example.org/news/slow"));
        for (head, byline) in [("", time), (deep, ""), ("<meta property=og:type content=article>", "")] {
            assert_eq!(page(head, byline).as_deref(), Some("https://example.org/"), "{head} {byline}");
        }
    }

    #[test]
    fn a_row_of_names_below_the_title_is_its_authors() {
        let authors = |between: &str, names: &str| {
            let text = "We read the gauges of a lake. ".repeat(5);
            let source = format!("<h1>Slow lakes</h1>{between}<p>{names}</p><h2>Abstract</h2><p>{text}</p>");
            let html = Html::parse_document(&source);
            about(&html, &Metadata::read(&html), None, "Slow lakes", ("", false)).authors
        };
        let names = "<a>Ada Reed</a>*, <a>Basil T. Marsh</a> and Clara van der Aa";
        for between in ["", "<p>How they remember</p><p>3 May 2025</p>", "<div><span>Hydrology</span></div>"]
        {
            assert_eq!(
                authors(between, names),
                ["Ada Reed", "Basil T. Marsh", "Clara van der Aa"],
                "{between}"
            );
        }
        assert!(authors("<h2>Other work</h2>", names).is_empty());
        assert!(authors("<ul><li>Other work</li></ul>", names).is_empty());
        let topics =
            "<h1>Slow lakes</h1><p>Machine Learning, Data Science</p><p>We read the gauges of a lake.</p>";
        let html = Html::parse_document(topics);
        assert!(about(&html, &Metadata::read(&html), None, "Slow lakes", ("", false)).authors.is_empty());
        for other in ["Lakes, rivers and gauges", "Hydrology", "Ada Reed, who read the gauges, is gone"] {
            assert!(authors("", other).is_empty(), "{other}");
        }
    }

    #[test]
    fn an_abstract_that_is_marked_or_a_papers_comes_before_the_description() {
        let text = "We read the gauges of a lake. ".repeat(5).trim_end().to_owned();
        let summary = |head: &str, body: &str| {
            of(
                &format!(
                    "<meta name=description content='What the editors of this page say.'>{head}<body>{body}"
                ),
                None,
            )
            .summary
        };
        let headed = format!("<h2>Abstract</h2><p>{text}</p>");
        assert_eq!(summary("", &format!("<div class=abstract>{text}</div>")), text);
        assert_eq!(summary("<meta name=citation_title content='Slow lakes'>", &headed), text);
        assert_eq!(summary("", &headed), "What the editors of this page say.");
        assert_eq!(of(&headed, None).summary, text);
        let styled = format!("<h2>Abstract</h2><style>p {{ color: red }}</style><p>{text}</p>");
        assert_eq!(of(&styled, None).summary, text);
    }

    #[test]
    fn bylines_behind_a_date_links_side_by_side_and_roles_are_told() {
        let links = |count: usize| {
            "<a href='/authors/x'>Ada Reed</a>, <a href='/authors/y'>Basil Marsh</a> ".repeat(count)
        };
        for (byline, wanted) in [
            ("<p>Posted on May 7, 2025 by Ada Reed</p>".to_owned(), vec!["Ada Reed"]),
            (
                "<p>Veröffentlicht am 7. Mai 2025 von Ada Reed, aktualisiert am 9. Mai 2025</p>".to_owned(),
                vec!["Ada Reed"],
            ),
            ("<p>May 7, 2025 in Vienna</p>".to_owned(), vec![]),
            (format!("<div>{}</div>", links(1)), vec!["Ada Reed", "Basil Marsh"]),
            (format!("<div>{}</div>", links(9)), vec!["Ada Reed"]),
            ("<p>Written by <b>Ada Reed</b>, Senior Researcher</p>".to_owned(), vec!["Ada Reed"]),
        ] {
            assert_eq!(of(&format!("<body><h1>Cracks</h1>{byline}"), None).authors, wanted, "{byline}");
        }
    }

    #[test]
    fn the_page_itself_buttons_and_accounts_are_no_categories() {
        let trail = |last: &str| {
            let source = format!(
                "<body><div class=breadcrumbs><a href='/'>Home</a> <a href='/r'>Rivers</a> {last}</div><h1>The guide to slow lakes</h1>"
            );
            let html = Html::parse_document(&source);
            let title = "The guide to slow lakes";
            about(&html, &Metadata::read(&html), Some("https://example.org/r/lakes"), title, ("", false))
                .categories
        };
        for last in [
            "<a href='/r/lakes'>Lakes</a>",
            "<a href='/x'>guide to slow lakes</a>",
            "<a href='/x'>Search results</a>",
            "<a href='/x'>Log in</a>",
            "<a href='/x'>see more: lakes</a>",
            "<a href='/de/r/lakes' hreflang=de>Deutsch</a>",
            "<a href='mailto:reed@example.org'>Mail to Ada</a>",
            "<a href='https://reeds.social/ada'>Social</a>",
        ] {
            assert_eq!(trail(last), ["Rivers"], "{last}");
        }
        assert_eq!(trail("<a href='/x'>Slow lakes</a>"), ["Slow lakes"]);
        assert_eq!(trail("<a href='/x'>Boats, Oars, and Ropes</a>"), ["Boats, Oars, and Ropes"]);
        assert_eq!(trail("<a href='//news.example.org/x'>News of lakes</a>"), ["News of lakes"]);
        // A bar that holds more than the steps.
        let steps = "<ol class=breadcrumbs><li><a href='/'>Home</a><li><a href='/r/d'>Deep rivers</a></ol>";
        let bar = format!(
            "<html lang=en><div class=breadcrumb-bar>{steps}<ul><li><a href='/x'>Deutsch</a></ul></div>"
        );
        assert_eq!(of(&bar, None).categories, ["Deep rivers"]);
        // A step may hold others, say its language, or lead nowhere; a page may be copied to another host.
        for steps in [
            "<ul><li class=breadcrumb-item><a href=/>Home</a><ul><li><a href=/e>Events</a><li><a href=/j>Jobs</a></ul><li class=breadcrumb-item><a href=/r>Rivers</a></ul>",
            "<a href=/ hreflang=en>Home</a><a href=/r hreflang=en>Rivers</a>",
            "<a href=/>Home</a><a href='javascript:void(0)'>Rivers</a>",
            "<a href='https://lakes.org/'>Home</a><a href='https://www.lakes.org/r'>Rivers</a>",
        ] {
            let page = format!("<html lang=en><nav class=breadcrumb>{steps}</nav><h1>Slow lakes</h1>");
            assert_eq!(of(&page, Some("https://example.org/r/lakes")).categories, ["Rivers"], "{steps}");
        }
        let chip = |around: &str| {
            let source =
                format!("<{around}><a class=category href=/x>Gauges</a></{around}><h1>Slow lakes</h1>");
            let html = Html::parse_document(&source);
            about(&html, &Metadata::read(&html), None, "Slow lakes", ("", false)).categories
        };
        assert_eq!((chip("div"), chip("nav")), (vec!["Gauges".to_owned()], vec![]));
        let account =
            "<meta name=author content='Ada Reed'><meta property='article:section' content='AdaReed'>";
        assert!(of(account, None).categories.is_empty());
    }

    #[test]
    fn links_in_one_chip_are_one_name_each_and_places_on_the_page_are_none() {
        let chips = |chips: &str| {
            let html = Html::parse_document(&format!("<h1>Slow lakes</h1>{chips}<p>The gauges.</p>"));
            about(&html, &Metadata::read(&html), None, "Slow lakes", ("", false)).categories
        };
        let glued = "<div class=topic-category><a href=/c/6><b>Rivers</b></a><div><a href=/t/ice>ice</a><a href=/t/silt>silt</a></div></div>";
        assert_eq!(chips(glued), ["Rivers", "ice", "silt"]);
        assert!(chips("<a class=section href='#depths'>Depths</a>").is_empty());
        assert!(chips("<pre><span class=section>Depths</span></pre>").is_empty());
    }

    #[test]
    fn the_foot_of_an_article_tells_where_it_is_filed() {
        let foot = "<footer class=post-info><p>In <a href='/category/rivers.html'>Rivers</a>.</p></footer>";
        let banner = "<header><h1><a href='/'>The lake log</a></h1><nav><a href='/category/boats.html'>Boats</a></nav></header>";
        let other = "<footer><a href='/category/boats.html'>Boats</a></footer>";
        let of = |page: &str| {
            let html = Html::parse_document(page);
            about(&html, &Metadata::read(&html), None, "Slow lakes", ("", false)).categories
        };
        let article = format!("<article><h1>Slow lakes</h1><div>{foot}<p>Text.</p></div></article>");
        assert_eq!(of(&format!("{banner}{article}{other}")), ["Rivers"]);
        assert_eq!(of(&format!("{banner}<article><h2>Slow lakes</h2>{foot}</article>{other}")), ["Rivers"]);
        // The foot of the page, and of another article.
        for page in [
            format!("<h1>Slow lakes</h1><p>Text.</p>{other}"),
            format!("<article><h1>Slow lakes</h1></article><article><h2>Deep rivers</h2>{foot}</article>"),
        ] {
            assert!(of(&page).is_empty(), "{page}");
        }
    }

    #[test]
    fn commas_part_sections_but_not_those_of_a_name() {
        let section = |told: &str| {
            of(&format!("<meta property='article:section' content='{told}'><h1>Cracks</h1>"), None).categories
        };
        assert_eq!(section("Lakes, Rivers"), ["Lakes", "Rivers"]);
        assert_eq!(section("Lakes, Rivers, Food and Drink"), ["Lakes", "Rivers", "Food and Drink"]);
        assert_eq!(section("Lakes, Rivers, and Ponds"), ["Lakes, Rivers, and Ponds"]);
        assert!(section("Lakes rise, rivers fall, and that is what we know of them.").is_empty());
        let links = "<a rel=category href=/a>Boats, Oars</a><a rel=category href=/b>Ropes</a>";
        assert_eq!(of(&format!("<h1>Cracks</h1><p>{links}</p>"), None).categories, ["Boats, Oars", "Ropes"]);
        let list = "<h1>Cracks</h1><a rel='category tag' href=/a>Boats, Oars, Ropes</a>";
        assert_eq!(of(list, None).categories, ["Boats", "Oars", "Ropes"]);
    }

    #[test]
    fn bylines_and_breadcrumbs_are_read_off_the_page() {
        let about = of(
            "<body><ol class='breadcrumb'><li><a href='/'>Home</a><li><a href='/r'>Research</a><li>Cracks</ol>
             <h1>Cracks</h1><p>By Jane Doe and John Roe | 3 May 2025</p>",
            None,
        );
        assert_eq!(about.authors, ["Jane Doe", "John Roe"]);
        assert_eq!(about.categories, ["Research"]);
    }
}
