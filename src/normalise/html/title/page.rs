//! What kind of page it is, as far as its title depends on that.
//!
//! In: the parsed page, its metadata, all candidates, the site's names. Out: a [`Page`]. Chooses no title.

use scraper::Html;

use super::candidates::{self, Candidate, folded};
use super::headings;
use super::names::{self, Names};
use super::parts;
use crate::document::fold;
use crate::document::identity::title_key;
use crate::normalise::html::about;
use crate::normalise::html::metadata::{self, Metadata};

/// What a heading is worth, fitted by hand on the dev quarter: what readers see is right where it differs from what
/// was written for search engines. Of 2.6, 2.9, 3.3 and 3.8 the best on both sets, by a page or two.
const HEADING: f32 = 3.3;

/// What a heading is worth on a page that is no article and whose titles agree on something else: it is a slogan or the
/// name of a part. Of such pages of wcxb two in three are noted by their title; .4 to 1.2 give the same there.
const SLOGAN: f32 = 1.0;

/// What is left at most of a heading that is no title where it stands (`headings`).
const LOGO: f32 = 0.2;

/// What a page is, as far as its title depends on it.
pub(super) struct Page {
    /// Whether it is the front page of its site, which is called what the site is called.
    pub(super) is_front: bool,
    /// Whether it has one heading that could be its title.
    pub(super) is_lone: bool,
    /// The part of `<title>` that a line above a lone `h2` says.
    pub(super) line: Option<String>,
    /// What its first heading is worth.
    pub(super) heading: f32,
    /// The part of the page's `<title>` that is a heading, and the other, which is its `h1`: the site's name.
    pub(super) banner: Option<[String; 2]>,
}

impl Page {
    /// An article's heading is its title. Any other page's is, unless the page's title and its title for sharing
    /// (`og:title`) say the same and no part of them is a heading.
    pub(super) fn of(
        html: &Html,
        metadata: &Metadata,
        all: &[Candidate],
        names: &Names,
        headings: usize,
        is_home: bool,
    ) -> Page {
        let is_lone = headings == 1;
        let told = [metadata.title.as_deref(), metadata.first(&["og:title"])].map(Option::unwrap_or_default);
        let [own, shared] = told.map(parts);
        // What begins with a separator lacks its first part; what is too long for a title has none.
        let is_name = |part: &String| names.is_site(part) || names::is_home(part);
        // At its root a site may add to its name what it is about. Where its first heading is the name, that would head what
        // stands below it, as that of an article does.
        let is_headed = || all.iter().any(|one| one.source == "h1" && names.is_site(&one.text));
        let is_with_claim = is_home
            && own.first().is_some_and(is_name)
            && !shared.is_empty()
            && shared.iter().all(is_name)
            && !is_headed();
        if !own.is_empty()
            && told[0].trim_start().starts_with(char::is_alphanumeric)
            && (is_with_claim || own.iter().chain(&shared).all(is_name))
        {
            return Page { is_front: true, is_lone, line: None, heading: SLOGAN, banner: None };
        }
        // A line above it that is the page's title says that a lone `h2` is none.
        let line = if is_lone && all.iter().any(|one| one.source == "h2") {
            own.iter().find(|part| !is_name(part) && headings::is_line_above(html, part)).cloned()
        } else {
            None
        };
        let is_lone = is_lone && line.is_none();
        let [own, shared] = [own, shared].map(|parts| folded(&parts));
        let mut every = own.iter().chain(&shared);
        let headings = all.iter().filter(|candidate| candidate.source == "h1" && candidate.share > 0.5);
        let headings: Vec<String> = headings.map(|heading| heading.words.join(" ")).collect();
        // A page of a manual has the number of its section behind its name: `gauge-read(1)`.
        let headed_by = |part: &String| {
            let is_it = |heading: &&String| {
                heading.trim_end_matches(|sign: char| sign.is_ascii_digit() || sign == ' ') == part
            };
            headings.iter().find(|heading| *heading == part).or_else(|| headings.iter().find(is_it))
        };
        let ends = own.first().zip(own.last()).filter(|(first, last)| first != last);
        let banner = ends.filter(|(first, last)| {
            // What an article or another source calls the page as is no name of its site.
            let is_called = || {
                about::says_article(metadata)
                    || (about::holds_one_article(html) && !headings::is_above_article(html))
                    || all.iter().any(|other| {
                        !matches!(other.source, "h1" | "h2" | "title") && other.words.join(" ") == **last
                    })
            };
            headings.contains(last)
                && (headed_by(first).is_some() || (!is_called() && headings::is_below(html, first)))
        });
        // Or the name stands first, in an `h1` that is no title where it stands, such as one that leads home.
        let logos = all.iter().filter(|candidate| candidate.source == "h1" && candidate.share <= LOGO);
        let logos: Vec<String> = logos.map(|logo| logo.words.join(" ")).collect();
        let is_reversed = |(first, last): &(&String, &String)| {
            logos.contains(first) && !headings.contains(last) && headings::is_below(html, last)
        };
        let reversed = ends.filter(is_reversed).map(|(first, last)| (last, first));
        let banner = banner.or(reversed).map(|(title, name)| {
            let title = headed_by(title).unwrap_or(title);
            [title.clone(), name.clone()]
        });
        // What a thing is, whose it is and where follow it.
        let is_trail = parts(told[0]).len() > 2;
        let [title, shared] = told.map(fold::words);
        let agree =
            !title.is_empty() && !shared.is_empty() && (title.contains(&shared) || shared.contains(&title));
        let is_thing = || {
            metadata.json_ld.iter().any(candidates::is_main)
                || metadata.first(&["og:type"]).is_some_and(|kind| kind.contains("product"))
        };
        let is_titled = !agree
            || every.any(|part| {
                headings.iter().any(|heading| heading == part || is_most_of(heading, part, is_trail))
            })
            || all
                .iter()
                .any(|one| one.source == "h1" && one.share > 0.5 && is_named(one, &title, metadata, names))
            || is_thing()
            || about::says_article(metadata)
            || about::holds_one_article(html);
        Page { is_front: false, is_lone, line, heading: if is_titled { HEADING } else { SLOGAN }, banner }
    }
}

/// Whether a heading is a part of a title but for a word before it, or, in a title of several parts, for who made it or its number
/// behind: programs write so, `Release Slow lakes 2`, `Slow lakes by ada`, `Slow lakes (#4)`. Where more stands around it, it may be
/// the name of the site, or another thing is told.
fn is_most_of(heading: &str, part: &str, is_trail: bool) -> bool {
    /// Words of such a heading. A judgement: two are a coincidence as often.
    const WORDS: usize = 3;
    /// Words before who made a thing.
    const BY: [&str; 6] = ["by", "von", "par", "por", "di", "door"];
    let is_before = |rest: &str| {
        let mut words = rest.split(' ');
        let first = words.next().unwrap_or_default();
        BY.contains(&first) || (words.next().is_none() && first.bytes().all(|sign| sign.is_ascii_digit()))
    };
    let before = part.strip_suffix(heading).and_then(|rest| rest.strip_suffix(' '));
    let behind = part.strip_prefix(heading).and_then(|rest| rest.strip_prefix(' '));
    let is_within = behind.is_some_and(|rest| is_trail && is_before(rest))
        || before.is_some_and(|rest| !rest.contains(' '));
    let words = heading.split(' ').count();
    is_within && words >= WORDS && words * 2 >= part.split(' ').count()
}

/// Whether the title begins with a heading and the page declares in JSON-LD a thing of this name, which is not its site. On the page
/// of an episode its show is declared too.
fn is_named(heading: &Candidate, title: &str, metadata: &Metadata, names: &Names) -> bool {
    /// Types whose objects are no thing that a page is made for.
    const AROUND: [&str; 6] =
        ["WebSite", "Organization", "Corporation", "NewsMediaOrganization", "BreadcrumbList", "ListItem"];
    /// Words of a name. A judgement: one is a part of the site as often.
    const WORDS: usize = 2;
    let mut things = metadata.json_ld.iter().filter(|object| !metadata::has_type(object, &AROUND));
    let begins = title.strip_prefix(&heading.words.join(" ")).is_some_and(|rest| rest.starts_with(' '));
    heading.words.len() >= WORDS
        && begins
        && !names.is_site(&heading.text)
        && things.any(|thing| {
            let name = thing.get("name").map(metadata::texts).unwrap_or_default();
            name.iter().any(|name| title_key(name) == title_key(&heading.text))
        })
}

/// The words of the only second heading that is the part of the page's `<title>` before the name of its site, where no first heading
/// says a title. What is declared besides has it as a part too.
pub(super) fn headed_part(all: &[Candidate], metadata: &Metadata, names: &Names) -> Option<String> {
    /// Words of such a heading. A judgement: one is the name of a section as often.
    const WORDS: usize = 2;
    let told = [metadata.title.as_deref(), metadata.first(&["og:title"])].map(Option::unwrap_or_default);
    let spaced = |part: &String| fold::units(&fold::words(part)).collect::<Vec<_>>().join(" ");
    let [own, shared] = told.map(parts);
    let is_name = |part: &&String| names.is_site(part);
    // Behind a name that is known the title stands last.
    let at = if own.first().as_ref().is_some_and(is_name) { own.last() } else { own.first() }?;
    let [part, others] =
        [spaced(at), own.iter().filter(|part| *part != at).map(spaced).collect::<Vec<_>>().join(" ")];
    let headings = || all.iter().filter(|one| matches!(one.source, "h1" | "h2") && one.share > 0.5);
    let is_headed =
        headings().any(|one| one.source == "h2" && one.words.len() >= WORDS && one.words.join(" ") == part);
    let is_alone = headings().all(|one| {
        let words = one.words.join(" ");
        one.source == "h2" && (words == part || !others.contains(&words))
    });
    // The name of a site is shorter, in capital letters, without a number.
    let is_small = |word: &str| word.starts_with(char::is_lowercase) && !about::JOINTS.contains(&word);
    let is_called = |part: &String| {
        fold::letter_count(part) < fold::letter_count(at)
            && !part.contains(|sign: char| sign.is_ascii_digit())
            && !part.split_whitespace().any(is_small)
    };
    let mut rest = own.iter().filter(|part| *part != at);
    let is_title =
        !others.is_empty() && !names.is_site(at) && part.contains(char::is_alphabetic) && rest.all(is_called);
    let is_shared = shared.is_empty() || shared.iter().any(|other| spaced(other) == part);
    (is_headed && is_alone && is_title && is_shared).then_some(part)
}

/// Whether an address is that of a site as a whole.
pub(super) fn is_home(address: &str) -> bool {
    address.split_once("://").is_some_and(|(_, rest)| !rest.trim_end_matches('/').contains(['/', '?', '#']))
}
