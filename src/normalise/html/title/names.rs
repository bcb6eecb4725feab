//! What the site is called, so that its name can be told from a title.
//!
//! In: a page's metadata, the publisher and the address where known. Out: whether a text is the site's name. Knows no
//! site.

use crate::document::{fold, identity};
use crate::normalise::html::about;
use crate::normalise::html::metadata::Metadata;
use crate::normalise::html::title::headings::Heading;

/// The names of the site, folded, without spaces.
pub(super) struct Names(Vec<String>);

impl Names {
    pub(super) fn of(metadata: &Metadata, publisher: Option<&str>, url: Option<&str>) -> Names {
        let mut names = Vec::new();
        let told = [publisher, metadata.first(&["og:site_name"]), metadata.first(&["application-name"])];
        let is_name = |text: &&str| text.split_whitespace().count() <= LONGEST_NAME;
        names.extend(told.into_iter().flatten().filter(is_name).map(fold::joined));
        names.extend(about::publisher(metadata).as_deref().map(fold::joined));
        let address = url.or_else(|| metadata.link("canonical")).or_else(|| metadata.first(&["og:url"]));
        if let Some(host) = address.and_then(identity::host_of) {
            let host = host.trim_start_matches("www.").to_owned();
            // Shorter labels are top-level domains and languages, up to three letters.
            names.extend(host.split('.').filter(|label| label.len() > 3).map(fold::joined));
            names.push(fold::joined(&host));
        }
        names.retain(|name| !name.is_empty());
        names.sort();
        names.dedup();
        Names(names)
    }

    /// Takes what is said by headings that lead home for the site's name, where it is one of several parts of the page's `<title>`.
    pub(super) fn add_logos(&mut self, headings: &[Heading], told: &[String]) {
        if told.len() > 1 {
            let logos =
                headings.iter().filter(|heading| heading.leads_home).map(|logo| fold::joined(&logo.text));
            self.0.extend(logos.filter(|logo| told.iter().any(|part| fold::joined(part) == *logo)));
        }
    }

    /// Whether a text is the site's name, alone or with words such as "The" or "Blog".
    pub(super) fn is_site(&self, text: &str) -> bool {
        let folded = fold::words(text);
        let bare: String = folded.split(' ').filter(|word| !EXTRAS.contains(word)).collect();
        let whole: String = folded.split(' ').collect();
        self.0.iter().any(|name| {
            let bare_name = EXTRAS.iter().find_map(|extra| name.strip_suffix(extra)).unwrap_or(name);
            whole == *name || (!bare.is_empty() && (bare == *name || bare == bare_name))
        })
    }
}

/// A title of a page at an address without the name of the site behind it, where a separator parts them: clippers note what a
/// browser shows, `Slow lakes | Tarn`. The name is the publisher's, or has the host's in it, with words before or behind: `Big Tarn` of
/// `tarn.example`, `Great Lakes Institute` of `great-lakes.example`.
pub(crate) fn without_site(title: &str, publisher: Option<&str>, url: Option<&str>) -> String {
    let names = Names::of(&Metadata::default(), publisher, url);
    let hosts = Names::of(&Metadata::default(), None, url);
    let is_site = |tail: &str| {
        let folded = fold::words(tail);
        let words: Vec<&str> = folded.split(' ').collect();
        let is_name = |words: &[&str]| {
            let joined = words.concat();
            joined.len() > 3 && hosts.0.contains(&joined)
        };
        let has_name = || (1..=words.len()).any(|end| is_name(&words[..end]) || is_name(&words[end - 1..]));
        let is_called = !tail.split_whitespace().any(|word| word.starts_with(char::is_lowercase));
        names.is_site(tail) || (words.len() <= FEW && is_called && has_name())
    };
    let parted = [" | ", " - ", " – ", " — ", " · "].iter().filter_map(|sign| title.rsplit_once(sign));
    let last = parted.min_by_key(|(_, tail)| tail.len());
    match last {
        Some((head, tail)) if !head.trim().is_empty() && is_site(tail) => head.trim().to_owned(),
        _ => title.to_owned(),
    }
}

/// The author and the site in a title as programs make it for the page of an author: `Ada Reed, Author at Tarn`.
pub(super) fn author_of(title: &str) -> Option<(&str, &str)> {
    /// What stands between an author and the site, as the widest used plugin for this has it in the languages whose dates are read.
    const JOINTS: [&str; 14] = [
        "author at",
        "autor bei",
        "autorin bei",
        "auteur sur",
        "auteur à",
        "autrice sur",
        "autor en",
        "autor em",
        "autore presso",
        "autore a",
        "auteur op",
        "autor w serwisie",
        "författare på",
        "автор в",
    ];
    /// Words of a name. A judgement.
    const WORDS: usize = 5;
    let (author, rest) = title.split_once(", ")?;
    let site_of = |joint: &str| {
        let (head, site) = rest.split_at_checked(joint.len())?;
        let site = site.trim_start();
        (head.to_lowercase() == joint && site.starts_with(char::is_uppercase)).then_some(site)
    };
    let site = JOINTS.into_iter().find_map(site_of)?;
    (author.split(' ').count() <= WORDS).then_some((author, site))
}

/// Words of a name that has the host's in it. A judgement: `Google DeepMind`, `The Tarn Blog`.
const FEW: usize = 3;

/// Whether a text calls itself a site: by a domain (`Example.com`), or by the last word of the names of Chinese and Japanese
/// sites. So do names of programs and ends of titles: it is a guess, for what stands behind a title.
pub(super) fn is_called_site(text: &str) -> bool {
    /// The domains that stand in names. A judgement: others end names of programs (`.js`, `.io`).
    const DOMAINS: [&str; 18] = [
        "com", "org", "net", "info", "it", "de", "fr", "es", "uk", "ru", "cn", "jp", "br", "pl", "nl", "ca",
        "au", "eu",
    ];
    /// The endings, and the letters of a name with one. Judgements.
    const ENDINGS: [&str; 7] = ["网", "網", "网站", "網站", "频道", "论坛", "公式サイト"];
    const LETTERS: usize = 16;
    let text = text.trim();
    if text.contains(char::is_whitespace) {
        return false;
    }
    let is_domain = text.rsplit_once('.').is_some_and(|(name, domain)| {
        name.len() > 2
            && name.chars().all(|sign| sign.is_alphanumeric() || matches!(sign, '-' | '.'))
            && DOMAINS.contains(&domain.to_lowercase().as_str())
    });
    is_domain || (ENDINGS.iter().any(|ending| text.ends_with(ending)) && text.chars().count() <= LETTERS)
}

/// Words of a site's name, claim and all; where more are given as the name, they are the page's title. A judgement.
const LONGEST_NAME: usize = 10;

/// What home pages are called where their title says where one is rather than what it is. A judgement, in four
/// languages.
const HOMES: [&str; 9] =
    ["home", "homepage", "home page", "index", "main page", "start", "startseite", "accueil", "inicio"];

/// Whether a text says no more than that this is a site's home page.
pub(super) fn is_home(text: &str) -> bool {
    HOMES.contains(&fold::words(text).as_str())
}

/// Words that sites add to their name in titles and leave out elsewhere. A judgement; with the endings of domains.
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
