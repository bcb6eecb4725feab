//! Names that markup gives: classes, ids, roles, microdata, and the paths of links.
//!
//! In: an element's attributes or an address. Out: what they say that it holds, and where it stands. The words
//! are English, as names in markup are, and judgements: those of schema.org, microformats, ARIA and common themes.
//! None is the name of one site; Disqus is a service for comments.

use scraper::Html;
use scraper::node::Element as Tag;

use super::{Hint, Told, zone};
use crate::normalise::html::element::Asked;
use crate::normalise::tables::{Table, fingerprint};

/// Whether a class is one of those that hide text from all but screen readers: those of Bootstrap, `WordPress`,
/// Tailwind and HTML5 Boilerplate, and two more that say the same.
fn is_for_screen_readers(class: &str) -> bool {
    matches!(
        class,
        "sr-only"
            | "visually-hidden"
            | "visuallyhidden"
            | "screen-reader-text"
            | "screen-reader-only"
            | "a11y-hidden"
    )
}

/// Words in names of classes with what they speak of.
const NAME_HINTS: &[(Hint, &[&str])] = &[
    (Hint::Author, &["author", "byline", "contributor", "person", "authors", "bylines", "contributors"]),
    (Hint::Title, &["headline", "title"]),
    (
        Hint::Category,
        &[
            "category",
            "categories",
            "eyebrow",
            "kicker",
            "topic",
            "subjects",
            "slug",
            "tag",
            "tags",
            "taxonomy",
            "topics",
            "subject",
        ],
    ),
    (Hint::Date, &["date", "published", "timestamp"]),
    (
        Hint::Summary,
        &["excerpt", "summary", "teaser", "description", "desc", "dek", "abstract", "snippet", "subtitle"],
    ),
];

/// What a class says.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Class {
    /// How many elements have it.
    pub(crate) count: u32,
    pub(super) hash: u64,
    /// What its last words say that an element holds.
    hint: Option<Hint>,
    /// What its last word says of a date.
    told: Told,
    /// Where it says that an element stands.
    zone: u16,
    /// Whether it hides text from all but screen readers.
    pub(super) is_for_screen_readers: bool,
}

/// What the classes of a page say, each read once: pages repeat the same few thousands of times.
#[derive(Default)]
pub(crate) struct Classes<'page> {
    /// By the value of the attribute, in the order of the classes' names.
    said: Table<&'page str, Vec<Class>>,
}

impl<'page> Classes<'page> {
    /// Reads those of a page. Names used once tell an element apart from its likes, so they are counted.
    pub(crate) fn of(html: &'page Html) -> Classes<'page> {
        let mut values: Table<&str, (Vec<&str>, u32)> = Table::default();
        for tag in html.tree.nodes().filter_map(|node| node.value().as_element()) {
            if let Some(value) = tag.attribute("class") {
                values.entry(value).or_insert_with(|| (tag.class_names(), 0)).1 += 1;
            }
        }
        let mut known: Table<&str, Class> = Table::default();
        for (names, times) in values.values() {
            for name in names {
                known.entry(name).or_insert_with(|| Class::of(name)).count += times;
            }
        }
        let said = |names: &[&str]| names.iter().filter_map(|name| known.get(name)).copied().collect();
        Classes { said: values.iter().map(|(value, (names, _))| (*value, said(names))).collect() }
    }

    /// What the classes of an element say.
    pub(crate) fn read(&self, tag: &Tag) -> &[Class] {
        tag.attribute("class").and_then(|value| self.said.get(value)).map_or(&[], Vec::as_slice)
    }
}

impl Class {
    fn of(name: &str) -> Class {
        let words = name_words(name);
        Class {
            count: 0,
            hash: fingerprint(name),
            // The last word of a name is what it names: `card-title-date` is a date.
            hint: kind_of_word(&words).or_else(|| words.iter().rev().find_map(|word| hint_of_word(word))),
            told: told_of_words(&words),
            zone: zone_of_name(name, &words),
            is_for_screen_readers: is_for_screen_readers(name),
        }
    }
}

/// `card-type` holds a kind, `type-post` is of one.
fn kind_of_word(words: &[String]) -> Option<Hint> {
    words.last().filter(|last| words.len() > 1 && *last == "type").map(|_| Hint::Category)
}

fn hint_of_word(word: &str) -> Option<Hint> {
    NAME_HINTS.iter().find(|(_, names)| names.contains(&word)).map(|(hint, _)| *hint)
}

/// What the last words of a class say of the date in its element.
fn told_of_words(words: &[String]) -> Told {
    let last = words.last().map_or("", String::as_str);
    let before = words.len().checked_sub(2).and_then(|at| words.get(at)).map_or("", String::as_str);
    match last {
        "published" | "pubdate" => Told::Published,
        "updated" | "modified" | "lastmod" => Told::Marked,
        "lastpost" | "lastposter" | "lastreply" | "lastmessage" | "lastactivity" | "lastcomment" => {
            Told::Activity
        }
        "post" | "reply" | "message" | "activity" | "comment" if before == "last" => Told::Activity,
        _ => Told::Nothing,
    }
}

/// What an element's microdata or its classes say of the date in it. What is called both was published then.
pub(super) fn told_of(tag: &Tag, classes: &[Class]) -> Told {
    let properties = tag.attribute("itemprop").unwrap_or_default();
    let is = |wanted: &str| properties.split_ascii_whitespace().any(|own| own.eq_ignore_ascii_case(wanted));
    match () {
        () if is("datePublished") || is("dateCreated") => return Told::Published,
        () if is("dateModified") => return Told::Updated,
        () => {}
    }
    let says = |told: Told| classes.iter().any(|class| class.told == told);
    match () {
        () if says(Told::Activity) => Told::Activity,
        () if says(Told::Published) => Told::Published,
        () if says(Told::Marked) => Told::Marked,
        () => Told::Nothing,
    }
}

/// What an element's microdata, link relation or class says that it holds. A part of a line that is called a section names one;
/// other elements of that name are parts of the page.
pub(super) fn hint_of(tag: &Tag, classes: &[Class]) -> Option<Hint> {
    if let Some(property) = tag.attribute("itemprop") {
        match property.trim().to_ascii_lowercase().as_str() {
            "author" | "creator" => return Some(Hint::Author),
            "headline" | "name" => return Some(Hint::Title),
            "articlesection" | "keywords" | "genre" | "about" => return Some(Hint::Category),
            "datepublished" | "datecreated" => return Some(Hint::Date),
            "description" | "abstract" => return Some(Hint::Summary),
            _ => {}
        }
    }
    if let Some(relation) = tag.attribute("rel") {
        for word in relation.split_ascii_whitespace() {
            match word {
                "author" => return Some(Hint::Author),
                "tag" | "category" => return Some(Hint::Category),
                _ => {}
            }
        }
    }
    let is_section = || tag.name() == "span" && tag.class_names().contains(&"section");
    classes.iter().rev().find_map(|class| class.hint).or_else(|| is_section().then_some(Hint::Category))
}

/// The lower-case words of a class: split at hyphens, underscores and where a capital begins.
fn name_words(class: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut lower_before = false;
    for letter in class.chars().take(80) {
        let parts = !letter.is_ascii_alphabetic() || (letter.is_ascii_uppercase() && lower_before);
        if parts && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if letter.is_ascii_alphabetic() {
            word.push(letter.to_ascii_lowercase());
        }
        lower_before = letter.is_ascii_lowercase();
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Segments of a path that people or topics stand below.
const PEOPLE_SEGMENTS: &[&str] = &[
    "author",
    "authors",
    "people",
    "person",
    "profile",
    "profiles",
    "user",
    "users",
    "contributors",
    "by",
    "staff",
    "writers",
    "members",
    "member",
    "autor",
    "autoren",
    "autores",
    "auteur",
    "auteurs",
    "autore",
];
const TOPIC_SEGMENTS: &[&str] = &[
    "category",
    "categories",
    "topic",
    "topics",
    "tag",
    "tags",
    "section",
    "sections",
    "label",
    "labels",
    "team",
    "teams",
    "rubrik",
    "subject",
    "subjects",
];

/// What the address of a link says of its text: a person or a topic stands last below a segment that says so.
pub(crate) fn hint_of_address(address: &str) -> Option<Hint> {
    let path = address.split(['?', '#']).next().unwrap_or(address).trim_end_matches('/');
    let mut segments = path.rsplit('/');
    // Networks write whose page it is with the sign of accounts.
    if segments.next()?.strip_prefix('@').is_some_and(|account| !account.is_empty()) {
        return Some(Hint::Author);
    }
    let above = segments.next()?.to_ascii_lowercase();
    if PEOPLE_SEGMENTS.contains(&above.as_str()) {
        return Some(Hint::Author);
    }
    // Forges keep the tag of a version below its releases.
    let is_version = above == "tag" && segments.next() == Some("releases");
    (!is_version && TOPIC_SEGMENTS.contains(&above.as_str())).then_some(Hint::Category)
}

/// Types of schema.org of what people say on a page: the posts of a thread, answers. They are no publications. Reviews may
/// be, so they are not among them.
const SAID: [&str; 3] = ["Comment", "Answer", "Question"];

/// Where the type of an element, the names of its classes and its id say that it stands.
pub(super) fn zone_of_names(tag: &Tag, classes: &[Class]) -> u16 {
    let kind = tag.attribute("itemtype").and_then(|address| address.rsplit('/').next());
    // What somebody said elsewhere, as those services have it embedded.
    let is_embedded = || {
        let classes = tag.attribute("class").unwrap_or_default();
        let is_service = |class: &str| {
            matches!(
                class,
                "twitter-tweet"
                    | "twitter-video"
                    | "instagram-media"
                    | "bluesky-embed"
                    | "tiktok-embed"
                    | "mastodon-embed"
                    | "reddit-embed-bq"
            )
        };
        tag.name() == "blockquote" && classes.split_ascii_whitespace().any(is_service)
    };
    if kind.is_some_and(|kind| SAID.contains(&kind)) || is_embedded() {
        return zone::COMMENTS;
    }
    if matches!(
        tag.name(),
        "html" | "body" | "main" | "article" | "a" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
    ) {
        return 0;
    }
    let of_id = tag.attribute("id").map_or(0, |name| zone_of_name(name, &name_words(name)));
    classes.iter().fold(of_id, |bits, class| bits | class.zone)
}

/// Where a class or an id says that its element stands. Names of more words than three (four of consent) are of a part
/// of the thing or of something about it; a judgement.
fn zone_of_name(name: &str, words: &[String]) -> u16 {
    let Some(last) = words.last() else { return 0 };
    let is = |word: &str| words.len() <= 3 && last == word;
    if is("comments")
        || is("disqus")
        || words.iter().any(|word| word == "commentlist")
        || is("replies")
        || is("reviews")
    {
        zone::COMMENTS
    } else if is("nav")
        || is("navbar")
        || is("navigation")
        || is("menu")
        || is("submenu")
        || is("breadcrumb")
        || is("breadcrumbs")
        || is("megamenu")
    {
        zone::NAVIGATION
    } else if is("footer") && words.len() == 1
        || name == "site-footer"
        || name == "page-footer"
        || name == "global-footer"
    {
        zone::FOOTER
    } else if is("sidebar")
        || is("related")
        || (words.first().is_some_and(|word| word == "related") && words.len() <= 3)
    {
        zone::ASIDE
    } else if words.iter().any(|word| word == "cookie" || word == "consent" || word == "gdpr")
        && words.len() <= 4
    {
        zone::DIALOGUE
    } else {
        0
    }
}
