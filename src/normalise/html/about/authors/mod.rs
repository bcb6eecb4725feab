//! The people who wrote a page.
//!
//! In: the parsed page, its metadata, the publisher's name, its address. Out: names, as written, without roles and
//! addresses. The page's own metadata are believed where they name people; where they name nobody, an account, or the
//! site itself, what the page shows is weighed beside them.

use ego_tree::NodeId;
use scraper::Html;
use serde_json::Value;
use url::Url;

use crate::document::fold;
use crate::normalise::dates;
use crate::normalise::html::metadata::{self, Metadata};

use super::bylines;
use super::language::Tongue;
use super::names::{self, Trust};

/// More names are a list of something else; papers of large collaborations are cut here.
const MOST: usize = 100;

/// Types of JSON-LD objects whose author is the page's, beside the articles. A judgement, of those that a page is made
/// for.
const AUTHORED: [&str; 6] =
    ["DiscussionForumPosting", "Recipe", "Review", "HowTo", "WebPage", "CreativeWork"];

/// Others like them, which texts tell of.
const MADE: [&str; 7] = [
    "Dataset",
    "LearningResource",
    "SoftwareSourceCode",
    "SoftwareApplication",
    "PodcastEpisode",
    "PodcastSeries",
    "CreativeWorkSeries",
];

// What speaks for authors, in the measure of `bylines`. Judgements, held against the authors of 680 pages of four
// collections.
/// Metadata that name people by two words or more.
const DECLARED: f64 = 6.0;
/// Metadata that name an account, or somebody by one word: less than a byline beside the title.
const ACCOUNT: f64 = 2.6;
/// Metadata that name the site or an organisation: what nobody else is named beside.
const HOUSE: f64 = 1.6;
/// A byline that names an organisation, the site, and whoever the site is named after.
const OF_A_HOUSE: f64 = -0.8;
const OF_THE_SITE: f64 = -2.2;
const OF_THE_OWNER: f64 = -1.5;
/// A byline that names somebody by one word.
const OF_ONE_WORD: f64 = -0.7;
/// The same above the title, where pages of software name whose it is.
const ABOVE: f64 = -1.0;
/// Surely an author, whom a source that names more people may name with others.
const SURE: f64 = 3.0;
/// A byline that is told or marked, beside the title, in whose names somebody is whom metadata name alone: less is often a name and
/// a role.
const BESIDE: f64 = 4.9;
/// Metadata and the page name the same.
const AGREED: f64 = 1.0;
/// A byline that less speaks for is one of comments or cards, and agrees with nothing.
const AGREEING: f64 = 0.0;
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
    /// Whether what readers wrote is its text.
    pub(super) is_forum: bool,
    /// The box in which the page tells of itself.
    pub(super) details: Option<NodeId>,
}

/// Names that a source gives.
struct Named {
    source: &'static str,
    names: Vec<String>,
    weight: f64,
    is_declared: bool,
    /// Whether a byline says so in words, and each name is a link.
    is_linked: bool,
    kind: Kind,
}

/// Who is named.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// People.
    People,
    /// Whoever the site is named after, or a site whose name reads as a person's.
    Owner,
    /// A site or an organisation.
    House,
}

/// The authors of a page: those for whom most speaks.
pub(super) fn authors(page: &Page<'_>) -> Authors {
    let all = weighed(page, false);
    let Some(best) = all.first().filter(|best| best.weight >= LEAST) else { return Authors::default() };
    let longer = |name: &String| in_full(name, &all).unwrap_or(name).to_owned();
    let mut names: Vec<String> = best.names.iter().map(longer).collect();
    // Another field, or another byline, may name those who wrote with them. Of a field and a byline the byline has more often
    // somebody else beside them, unless the field names one and the byline is beside the title: some systems declare the first.
    let is_whole = |other: &&Named| {
        other.weight >= SURE
            && best.kind != Kind::House
            && (other.is_declared == best.is_declared
                || (names.len() == 1 && (other.weight >= BESIDE || other.is_linked)))
            && other.kind == Kind::People
            && other.names.len() > best.names.len()
            && other.names.iter().all(|name| names::is_whole(name))
    };
    let whole =
        all.iter().filter(is_whole).find(|other| names.iter().all(|name| has_name(&other.names, name)));
    if let Some(whole) = whole {
        names.clone_from(&whole.names);
    }
    let are_people = best.kind != Kind::House;
    let are_sure = are_people && best.weight >= SURE;
    Authors { names, are_declared: best.is_declared, are_people, are_sure }
}

/// What each source names, the one that is believed first.
pub(super) fn told(page: &Page<'_>) -> impl Iterator<Item = (&'static str, Vec<String>)> {
    let all = weighed(page, true);
    all.into_iter().filter(|named| named.weight >= LEAST).map(|named| (named.source, named.names))
}

/// What each source names, with what speaks for it, the most first. Unless `all` are wanted, the page is not gone through
/// where its metadata name several people.
fn weighed(page: &Page<'_>, all: bool) -> Vec<Named> {
    let house = House::of(page);
    let mut told = declared(page, &house);
    if all || told.iter().all(|named| named.weight < DECLARED || named.names.len() == 1) {
        told.extend(shown(page, &house));
    }
    // Metadata that name people are believed before what the page shows.
    let same = |one: &Named, other: &Named| {
        one.is_declared != other.is_declared
            && one.weight < DECLARED
            && other.weight > AGREEING
            && one.kind == Kind::People
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
fn declared(page: &Page<'_>, house: &House<'_>) -> Vec<Named> {
    let (people, houses) = from_json_ld(page.metadata);
    let sources: [(&'static str, Vec<String>, Trust); 3] = [
        ("citation metadata", from_citation(page.metadata), Trust::Told),
        ("json-ld", people, Trust::Person),
        ("meta", from_meta(page.metadata), Trust::Told),
    ];
    let named = sources.into_iter().map(|(source, texts, trust)| {
        let (names, kind) = house.names(&texts, trust);
        let weight = match kind {
            Kind::People if names.first().is_some_and(|name| names::is_whole(name)) => DECLARED,
            Kind::People | Kind::Owner => ACCOUNT,
            Kind::House => HOUSE,
        };
        Named { source, names, weight, is_declared: true, is_linked: false, kind }
    });
    let houses = Named {
        source: "json-ld",
        names: houses.iter().filter_map(|name| names::house(name)).collect(),
        weight: HOUSE,
        is_declared: true,
        is_linked: false,
        kind: Kind::House,
    };
    let named = named.chain([houses]);
    named.filter(|named| !named.names.is_empty()).collect()
}

/// What the bylines of the page name.
fn shown(page: &Page<'_>, house: &House<'_>) -> Vec<Named> {
    let named = bylines::bylines(page, &house.tongue).into_iter().map(|byline| {
        let (names, kind) = house.names(&byline.texts, byline.trust);
        let less = match kind {
            Kind::People if names.iter().any(|name| names::is_whole(name)) => 0.0,
            // It stays one where nobody else is named.
            Kind::People if byline.is_above => {
                OF_ONE_WORD + ABOVE.max((LEAST - OF_ONE_WORD - byline.weight).min(0.0))
            }
            Kind::People => OF_ONE_WORD,
            Kind::Owner => OF_THE_OWNER,
            Kind::House if names.iter().any(|name| house.is_its(name)) => OF_THE_SITE,
            Kind::House => OF_A_HOUSE,
        };
        let (source, weight, is_linked) = (byline.source, byline.weight + less, byline.is_linked);
        Named { source, names, weight, is_declared: false, is_linked, kind }
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
        let is_account = folded.replace(' ', "") == short;
        !folded.split(' ').any(dates::is_month)
            && long.contains(' ')
            && !names::goes_on(long)
            && (is_account || words.next() == Some(&*short))
    };
    // Those of comments and cards have given names too.
    let is_meant =
        |named: &Named, long: &String| named.weight >= LEAST || fold::words(long).replace(' ', "") == short;
    let people = all.iter().filter(|named| named.kind != Kind::House);
    let names = people.flat_map(|named| named.names.iter().filter(|long| is_meant(named, long)));
    let mut longer = names.filter(is_longer);
    let first = longer.next()?;
    longer.all(|other| fold::words(other) == fold::words(first)).then_some(first)
}

/// Whose site a page is of, and in what language.
struct House<'a> {
    /// The publisher, folded.
    publisher: String,
    /// The parts of the address of the site but the last.
    labels: Vec<String>,
    tongue: Tongue<'a>,
}

impl<'a> House<'a> {
    fn of(page: &Page<'a>) -> House<'a> {
        let url = page.address.and_then(|address| Url::parse(address).ok());
        let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
        let labels =
            host.rsplit('.').skip(1).filter(|label| !matches!(*label, "www" | "co" | "com" | "org" | "ac"));
        House {
            publisher: page.publisher.map(fold::words).unwrap_or_default(),
            labels: labels.map(|label| label.replace('-', "")).collect(),
            tongue: Tongue::of(page.html, page.metadata),
        }
    }

    /// The names in what a source says, and whose they are.
    fn names(&self, told: &[String], trust: Trust) -> (Vec<String>, Kind) {
        let mut people: Vec<String> = Vec::new();
        let tongue = Some(&self.tongue);
        for name in told.iter().flat_map(|told| names::clean_in(told, &self.publisher, trust, tongue)) {
            if people.len() < MOST && !has_name(&people, &name) {
                people.push(name);
            }
        }
        people.retain(|name| !names::is_organisation(name));
        let is_owner = |name: &String| self.is_its(name);
        if people.iter().any(|name| !is_owner(name)) {
            people.retain(|name| !is_owner(name));
            return (people, Kind::People);
        }
        if let Some(owner) = people.into_iter().find(|name| names::can_be_persons(name)) {
            return (vec![owner], Kind::Owner);
        }
        // What only stands there must say that it is one.
        let is_shown = matches!(trust, Trust::Marked | Trust::Written);
        let is_house = |name: &String| !is_shown || names::is_organisation(name) || self.is_its(name);
        let its = told.iter().filter_map(|told| names::whole(told)).find(is_house);
        (its.into_iter().collect(), Kind::House)
    }

    /// Whether a name is the site's own.
    fn is_its(&self, name: &str) -> bool {
        let folded = fold::words(name);
        folded == self.publisher || self.labels.contains(&folded.replace(' ', ""))
    }
}

fn from_citation(metadata: &Metadata) -> Vec<String> {
    ["citation_author", "dc.creator", "dcterms.creator", "eprints.creators_name"]
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

/// Whether a name is written as in a list of references, one word on either side of the comma.
fn is_turned(name: &str) -> bool {
    let is_word = |part: &str| {
        part.trim().starts_with(char::is_uppercase) && !part.trim().contains(char::is_whitespace)
    };
    name.split_once(',').is_some_and(|(family, given)| is_word(family) && is_word(given))
}

/// The people, and the organisations, that JSON-LD names.
fn from_json_ld(metadata: &Metadata) -> (Vec<String>, Vec<String>) {
    let is_house = |author: &Value| {
        metadata::has_type(
            author,
            &["Organization", "NewsMediaOrganization", "Corporation", "EducationalOrganization"],
        )
    };
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
    // Where each person has an object, whom somebody writes for is no other: `Ada Reed, Lake Daily`. What may be a name stays.
    let publisher = super::site::publisher(metadata).map(|name| fold::words(&name)).unwrap_or_default();
    let alone = |name: String| {
        let is_house = |behind: &str| {
            let folded = fold::words(behind);
            folded == publisher || names::is_institution(behind) || folded.split(' ').count() > 2
        };
        let whole = name.split_once(',').filter(|(whole, behind)| whole.contains(' ') && is_house(behind));
        whole.map_or_else(|| name.clone(), |(whole, _)| whole.to_owned())
    };
    let of = |object: &Value| -> (Vec<String>, Vec<String>) {
        let authors = match object.get("author").or_else(|| object.get("creator")) {
            Some(Value::Array(authors)) => authors.iter().collect(),
            Some(author) => vec![author],
            None => Vec::new(),
        };
        let (houses, people): (Vec<&Value>, Vec<&Value>) =
            authors.into_iter().partition(|author| is_house(author));
        let are_turned = || people.iter().flat_map(|person| named(person)).all(|name| name.contains(','));
        let are_apart = people.len() > 1
            && !are_turned()
            && people.iter().all(|person| metadata::has_type(person, &["Person"]));
        let people = people.into_iter().flat_map(&named);
        let people = people.map(|name| if are_apart { alone(name) } else { name }).collect();
        (people, houses.into_iter().flat_map(&named).collect())
    };
    // Several are what customers say of something.
    let mut reviews = metadata.json_ld.iter().filter(|object| metadata::has_type(object, &["Review"]));
    let is_lone_review = reviews.nth(1).is_none();
    let typed = |lists: &'static [&'static [&'static str]]| {
        metadata
            .json_ld
            .iter()
            .flat_map(|object| [Some(object), object.get("mainEntity")])
            .flatten()
            .filter(move |object| lists.iter().any(|types| metadata::has_type(object, types)))
    };
    let is_meant = |object: &&Value| is_lone_review || !metadata::has_type(object, &["Review"]);
    // What a text tells of has makers of its own.
    let is_text = typed(&[&super::ARTICLE_TYPES]).next().is_some();
    let is_of_page = |object: &&Value| !is_text || !metadata::has_type(object, &MADE);
    typed(&[&super::ARTICLE_TYPES])
        .chain(typed(&[&AUTHORED, &MADE]).filter(is_meant).filter(is_of_page))
        .map(of)
        .find(|(people, houses)| !people.is_empty() || !houses.is_empty())
        .unwrap_or_default()
}

fn from_meta(metadata: &Metadata) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    // The last two are those that Parse.ly and Sailthru, services which many sites use, ask for.
    for name in ["author", "article:author", "parsely-author", "sailthru.author"] {
        told.extend(
            metadata.all(name).map(|name| if is_turned(name) { turned(name) } else { name.to_owned() }),
        );
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

#[cfg(test)]
mod tests;
