//! What a page says about itself: who published and wrote it, in which language, where it lives, under what it is
//! filed, and its own summary.
//!
//! In: the parsed page, its metadata, its address where known, its title, the text of its body. Out: [`About`]. Invents
//! nothing: a field without evidence is empty.

mod abstracts;
mod authors;
mod breadcrumbs;
mod byline_words;
mod bylines;
mod categories;
mod chips;
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
    let language = language::language(html, metadata, text);
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
mod tests;
