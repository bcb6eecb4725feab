//! Collects the dates that a page declares: JSON-LD, `meta`, embedded data, its address.
//!
//! In: the page's metadata and address. Out: [`Declared`] dates, each with what kind of declaration it is.
//! Judges nothing.

use std::collections::HashMap;

use scraper::{ElementRef, Html};
use serde_json::Value;

use crate::document::{Doubt, DoubtKind, Interval, Precision, fold};
use crate::normalise::dates::{self, Reading};
use crate::normalise::html::element::{Asked, is_named};
use crate::normalise::html::metadata::{Metadata, has_type};
use crate::normalise::html::published::embedded::embedded;
use crate::normalise::html::title;
use crate::normalise::listing;

/// The kinds of declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Kind {
    /// `datePublished` of one of [`ARTICLES`], or `datePosted` of anything, in JSON-LD.
    LdArticle,
    /// `datePublished` of the page as such in JSON-LD.
    LdPage,
    /// `datePublished`, `uploadDate` of a video, picture, product, review in JSON-LD.
    LdOther,
    /// `dateCreated` of one of [`ARTICLES`] or [`PAGES`] in JSON-LD.
    LdCreated,
    /// `dateModified` in JSON-LD.
    LdModified,
    /// `article:published_time` and alike.
    MetaPublished,
    /// A `meta` that only says "date".
    MetaDate,
    /// A `meta` that says when the file was made.
    MetaCreated,
    /// A `meta` that says when a repository took something in.
    MetaDeposited,
    /// A part of the page's `<title>`.
    InTitle,
    /// A `meta` of a citation.
    MetaCitation,
    /// `article:modified_time`, `og:updated_time`, `last-modified` and alike.
    MetaModified,
    /// A key in the data of the page's scripts.
    Embedded,
    /// The path of the address.
    Url,
    /// The address of the page's picture, which often keeps the month of its upload.
    ImageUrl,
}

/// A declared date.
#[derive(Clone, Debug)]
pub(super) struct Declared {
    pub(super) interval: Interval,
    pub(super) kind: Kind,
    pub(super) evidence: String,
    /// Whether the object it belongs to has the page's title; none when it has none.
    pub(super) titled: Option<bool>,
}

/// All declared dates.
pub(super) fn declared(
    html: &Html,
    metadata: &Metadata,
    url: Option<&str>,
    reading: &Reading,
    title: &str,
) -> Vec<Declared> {
    let mut all = Vec::new();
    json_ld(metadata, reading, title, &mut all);
    meta(metadata, reading, &mut all);
    if all.iter().any(|date| matches!(date.kind, Kind::MetaDate | Kind::MetaCreated)) {
        let made = generated(html, reading);
        all.retain(|date| {
            !matches!(date.kind, Kind::MetaDate | Kind::MetaCreated) || !made.contains(&date.interval)
        });
    }
    in_title(metadata, reading, title, &mut all);
    scripts(html, metadata, (title, url), reading, &mut all);
    addresses(metadata, url, &mut all);
    all
}

/// Types that are the matter of a page when they have a date: those of schema.org's articles and posts, and those of
/// things that a page is made for. Which are, is a judgement.
const ARTICLES: &[&str] = &[
    "Article",
    "NewsArticle",
    "BlogPosting",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "BackgroundNewsArticle",
    "ReviewNewsArticle",
    "ScholarlyArticle",
    "Report",
    "SocialMediaPosting",
    "DiscussionForumPosting",
    "LiveBlogPosting",
    "Posting",
    "AdvertiserContentArticle",
    "MedicalScholarlyArticle",
    "Recipe",
    "HowTo",
    "Question",
    "QAPage",
    "Blog",
    "CreativeWork",
    "Dataset",
    "SoftwareSourceCode",
    "LearningResource",
    "PodcastEpisode",
    "JobPosting",
    "MedicalWebPage",
    "Review",
    "SpecialAnnouncement",
    "PressRelease",
];

/// Types that stand for the page as such: schema.org's kinds of `WebPage`, and two that systems give to every page of a
/// manual. A judgement.
const PAGES: &[&str] = &[
    "WebPage",
    "TechArticle",
    "APIReference",
    "ItemPage",
    "AboutPage",
    "FAQPage",
    "ContactPage",
    "CollectionPage",
    "SearchResultsPage",
    "ProfilePage",
    "CheckoutPage",
];

/// Three objects below one key are a judgement: more are a list of others.
fn json_ld(metadata: &Metadata, reading: &Reading, title: &str, all: &mut Vec<Declared>) {
    let title = fold::words(title);
    for object in &metadata.json_ld {
        ld_object(object, reading, &title, all);
        for key in ["mainEntity", "mainEntityOfPage", "video"] {
            match object.get(key) {
                Some(inner @ Value::Object(_)) => ld_object(inner, reading, &title, all),
                Some(Value::Array(inner)) => {
                    inner.iter().take(3).for_each(|inner| ld_object(inner, reading, &title, all));
                }
                _ => {}
            }
        }
    }
}

fn ld_object(object: &Value, reading: &Reading, title: &str, all: &mut Vec<Declared>) {
    let event =
        has_type(object, &["Event", "MusicEvent", "Comment", "Answer", "Offer", "Person", "Organization"]);
    if event {
        return;
    }
    let titled = ["headline", "name"].iter().find_map(|key| object.get(*key)?.as_str()).map(|name| {
        let name = fold::words(name);
        !name.is_empty() && !title.is_empty() && (name.contains(title) || title.contains(&name))
    });
    // Pages of manuals are not signed.
    let is_signed = || object.get("author").is_some_and(|author| has_type(author, &["Person"]));
    let article = has_type(object, ARTICLES) || (has_type(object, &["TechArticle"]) && is_signed());
    let page = has_type(object, PAGES);
    for (key, kind) in [
        (
            "datePublished",
            if article {
                Kind::LdArticle
            } else if page {
                Kind::LdPage
            } else {
                Kind::LdOther
            },
        ),
        ("uploadDate", Kind::LdOther),
        ("datePosted", Kind::LdArticle),
        ("dateCreated", if article || page { Kind::LdCreated } else { Kind::LdOther }),
        ("dateModified", Kind::LdModified),
    ] {
        let Some(value) = ld_value(object, key) else { continue };
        if let Some(interval) = dates::machine(&value, reading) {
            all.push(Declared {
                interval,
                kind,
                evidence: format!("{key}: {}", dates::noted(&value, &interval)),
                titled,
            });
        }
    }
}

/// The text of a key of an object in JSON-LD.
fn ld_value(object: &Value, key: &str) -> Option<String> {
    Some(match object.get(key)? {
        Value::String(value) => value.clone(),
        Value::Array(values) => values.iter().find_map(Value::as_str).unwrap_or_default().to_owned(),
        Value::Object(inner) => inner.get("@value").and_then(Value::as_str).unwrap_or_default().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    })
}

/// Doubts of the days that the page declares for itself and that no calendar has.
pub(super) fn impossible(metadata: &Metadata) -> Vec<Doubt> {
    let objects =
        metadata.json_ld.iter().filter(|object| has_type(object, ARTICLES) || has_type(object, PAGES));
    let in_objects = objects
        .flat_map(|object| {
            ["datePublished", "dateModified"].map(|key| (key.to_owned(), ld_value(object, key)))
        })
        .filter_map(|(key, value)| Some((key, value?)));
    let in_meta = metadata.meta.iter().filter(|(name, _)| meta_kind(name).is_some()).cloned();
    let mut told: Vec<String> = in_objects
        .chain(in_meta)
        .filter(|(_, value)| dates::is_no_day(value))
        .map(|(name, value)| format!("{name} is {value:?}: there is no such day"))
        .collect();
    told.dedup();
    told.into_iter().map(|detail| Doubt::new(DoubtKind::ImplausibleDate, detail)).collect()
}

/// What the name of a `meta` element says of the date in it. The parts are judgements: they are names of schema.org,
/// Open Graph, Dublin Core, Highwire Press, PRISM, `EPrints`, bepress and Sailthru, and spellings of the same words;
/// some stand on no page of the dev quarter.
fn meta_kind(name: &str) -> Option<Kind> {
    let name: String = name.chars().filter(|letter| letter.is_alphanumeric()).collect();
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&[
        "expir",
        "event",
        "copyright",
        "birth",
        "startdate",
        "enddate",
        "starttime",
        "endtime",
        "unavailable",
        "validthrough",
        "embargo",
        "cache",
        "deadline",
    ]) {
        return None;
    }
    if has(&["modif", "updat", "revis", "lastmod", "lastedit", "changed"]) {
        return has(&["date", "time", "modif", "updat", "revised", "lastmod"]).then_some(Kind::MetaModified);
    }
    if matches!(
        name.as_str(),
        "dctermsavailable"
            | "dcdateavailable"
            | "dctermsdateaccepted"
            | "dcdatesubmitted"
            | "eprintsdatestamp"
    ) {
        return Some(Kind::MetaDeposited);
    }
    if name.starts_with("citation")
        || name.starts_with("bepresscitation")
        || name.starts_with("prism")
        || name.starts_with("eprints")
    {
        return has(&["date", "year", "time"]).then_some(Kind::MetaCitation);
    }
    if has(&[
        "publishedtime",
        "datepublished",
        "publisheddate",
        "publishdate",
        "publicationdate",
        "pubdate",
        "pubtime",
        "publishtime",
        "publishedat",
        "publishedon",
        "datepublication",
        "datepub",
        "dateissued",
        "issued",
        "firstpublished",
        "postdate",
        "dateposted",
        "uploaddate",
        "datepublish",
        "published",
        "articledate",
        "articlecreated",
        "releasedate",
        "originaldate",
        "displaydate",
    ]) {
        return Some(Kind::MetaPublished);
    }
    if matches!(
        name.as_str(),
        "date"
            | "dcdate"
            | "dctermsdate"
            | "sailthrudate"
            | "timestamp"
            | "contentdate"
            | "pagedate"
            | "newsdate"
            | "datetime"
            | "ogdate"
            | "twitterdate"
    ) {
        return Some(Kind::MetaDate);
    }
    if matches!(name.as_str(), "dcdatecreated" | "dctermsdatecreated" | "datecreated") {
        return Some(Kind::MetaDate);
    }
    let is_created =
        matches!(name.as_str(), "dctermscreated" | "dccreated" | "created" | "creationdate" | "createdate");
    is_created.then_some(Kind::MetaCreated)
}

/// The days on which the page was made, by what the program that made it says: `<!-- Generated by … on Mon Nov 30 2026 -->`.
fn generated(html: &Html, reading: &Reading) -> Vec<Interval> {
    /// Comments that are looked at, and bytes of one. Judgements: it stands at the head of the page.
    const MOST: usize = 20;
    const BYTES: usize = 200;
    let comments = html.tree.nodes().filter_map(|node| node.value().as_comment()).take(MOST);
    let told = comments.filter(|told| told.len() <= BYTES && told.to_ascii_lowercase().contains("generated"));
    told.flat_map(|told| dates::scan(told, reading)).map(|found| found.interval).collect()
}

fn meta(metadata: &Metadata, reading: &Reading, all: &mut Vec<Declared>) {
    for (name, content) in &metadata.meta {
        // Microdata is read where it stands: it may belong to a comment or a card.
        if matches!(name.as_str(), "datepublished" | "datemodified" | "datecreated" | "uploaddate") {
            continue;
        }
        // A time of day is that of a record of what was published; programs that make pages write the day.
        let timed =
            |kind| if kind == Kind::MetaCreated && content.contains(':') { Kind::MetaDate } else { kind };
        if let Some(kind) = meta_kind(name).map(timed)
            && let Some(interval) = dates::machine(content, reading)
        {
            all.push(Declared {
                interval,
                kind,
                evidence: format!("{name}: {}", dates::noted(content, &interval)),
                titled: None,
            });
        }
    }
}

/// A day that is a part of the page's `<title>`, but not its title: `A fine title - 26 Sep 2011 - Example`.
fn in_title(metadata: &Metadata, reading: &Reading, title: &str, all: &mut Vec<Declared>) {
    for part in title::parts(metadata.title.as_deref().unwrap_or_default()) {
        let day = dates::whole(&part, reading).filter(|day| day.precision == Precision::Day);
        if let Some(interval) = day.filter(|_| part != title) {
            all.push(Declared {
                interval,
                kind: Kind::InTitle,
                evidence: format!("title: {part}"),
                titled: None,
            });
        }
    }
}

/// Days in the data of scripts, without those of other records of a list.
fn scripts(
    html: &Html,
    metadata: &Metadata,
    (title, url): (&str, Option<&str>),
    reading: &Reading,
    all: &mut Vec<Declared>,
) {
    let mut found = Vec::new();
    for element in
        html.tree.nodes().filter_map(ElementRef::wrap).filter(|element| is_named!(element.value(), "script"))
    {
        if element.value().attribute("type").is_some_and(|kind| kind.contains("ld+json")) {
            continue;
        }
        for text in element.text() {
            embedded(text, &mut found);
        }
    }
    if found.is_empty() {
        return;
    }
    let others = listing::days_of_others(metadata, title, url.or_else(|| metadata.link("canonical")));
    let days: Vec<Option<Interval>> =
        found.iter().map(|value| dates::machine(&value.value, reading)).collect();
    let mut counts: HashMap<Interval, usize> = HashMap::new();
    for day in days.iter().flatten() {
        *counts.entry(*day).or_insert(0) += 1;
    }
    // A day that is met more often than the others have it is that of something else too.
    let is_of_others = |day: &Interval| {
        others.get(day).is_some_and(|known| counts.get(day).is_none_or(|count| count <= known))
    };
    for (value, day) in found.iter().zip(days) {
        if let Some(interval) = day.filter(|day| !is_of_others(day)) {
            all.push(Declared {
                interval,
                kind: Kind::Embedded,
                evidence: format!("{}: {}", value.key, dates::noted(&value.value, &interval)),
                titled: None,
            });
        }
    }
}

fn addresses(metadata: &Metadata, url: Option<&str>, all: &mut Vec<Declared>) {
    let own = [url, metadata.link("canonical"), metadata.first(&["og:url"])];
    let mut seen = Vec::new();
    for address in own.into_iter().flatten() {
        if let Some(interval) = dates::in_path(address)
            && !seen.contains(&interval)
        {
            seen.push(interval);
            all.push(Declared { interval, kind: Kind::Url, evidence: address.to_owned(), titled: None });
        }
    }
    let picture = metadata.first(&["og:image", "twitter:image", "og:image:url", "og:image:secure_url"]);
    if let Some((picture, interval)) = picture.and_then(|picture| Some((picture, dates::in_path(picture)?))) {
        all.push(Declared { interval, kind: Kind::ImageUrl, evidence: picture.to_owned(), titled: None });
    }
}
