//! Reads arXiv ids, DOIs and repositories off addresses and running text.
//!
//! In: one address, or a text. Out: what it points at, put into [`Links`]. Knows no page.

use url::Url;

use crate::document::{Links, escapes};

/// Bytes of a text that are looked through: a book; what is longer is a dump.
const MOST_BYTES: usize = 2 << 20;

/// Characters of a DOI at most; the longest in use have some two hundred.
const LONGEST_DOI: usize = 200;

/// Parts of GitHub's addresses that are no owner of repositories.
const NO_OWNERS: [&str; 18] = [
    "about",
    "apps",
    "blog",
    "collections",
    "contact",
    "customer-stories",
    "enterprise",
    "explore",
    "features",
    "login",
    "marketplace",
    "orgs",
    "pricing",
    "search",
    "settings",
    "sponsors",
    "topics",
    "trending",
];

/// Takes what an absolute address points at.
pub(crate) fn address(address: &str, links: &mut Links) {
    if !may_lead_to_one(address) {
        return;
    }
    let Ok(url) = Url::parse(address.trim()) else { return };
    let Some(host) = url.host_str() else { return };
    let host = host.strip_prefix("www.").unwrap_or(host);
    let path = url.path();
    match host {
        // The second sets its papers as pages.
        _ if host == "arxiv.org" || host.ends_with(".arxiv.org") || host == "ar5iv.org" => {
            let rest = ["/abs/", "/pdf/", "/html/"].iter().find_map(|folder| path.strip_prefix(folder));
            if let Some(id) = rest.and_then(arxiv_id) {
                links.add_arxiv(id);
            }
        }
        // Tells of papers by their ids.
        "huggingface.co" => {
            if let Some(id) = path.strip_prefix("/papers/").and_then(arxiv_id) {
                links.add_arxiv(id);
            }
        }
        "doi.org" | "dx.doi.org" => {
            if let Some(doi) = doi_of_path(path.trim_start_matches('/')) {
                take_doi(doi, links);
            }
        }
        "github.com" => {
            let mut parts = path.split('/').filter(|part| !part.is_empty());
            if let (Some(owner), Some(name)) = (parts.next(), parts.next())
                // Where the page is put right.
                && parts.next().is_none_or(|part| part != "edit")
                && !NO_OWNERS.contains(&owner.to_ascii_lowercase().as_str())
            {
                let name = name.strip_suffix(".git").unwrap_or(name);
                links.add_github(format!("{owner}/{name}").to_ascii_lowercase());
            }
        }
        // Publishers put the DOI into the path of an article.
        _ => {
            if let Some(at) = path.find("/doi/")
                && let Some(start) =
                    path.get(at..).and_then(|rest| rest.find("/10.")).map(|found| at + found + 1)
                && let Some(doi) = path.get(start..).and_then(doi_of_path)
            {
                take_doi(doi, links);
            }
        }
    }
}

/// Whether an address has a word in it that those of papers and code have; few have, and reading one takes long.
pub(crate) fn may_lead_to_one(address: &str) -> bool {
    let mut parts = address.as_bytes().windows("doi".len());
    parts.any(|part| {
        [b"arx", b"ar5", b"doi", b"git", b"hug"]
            .into_iter()
            .any(|word: &[u8; 3]| part.eq_ignore_ascii_case(word))
    })
}

/// Takes what a running text names: `arXiv:2401.01234`, `doi:10.1000/xyz`, and the addresses in it.
pub(crate) fn text(text: &str, links: &mut Links) {
    let mut end = text.len().min(MOST_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = text.get(..end).unwrap_or_default();
    // Most texts have none of these, and four searches cost less than looking at every word.
    let has = |sign: &str| text.contains(sign);
    if !(has("10.") || has("://") || has("arXiv") || has("arxiv")) {
        return;
    }
    for word in text.split(|sign: char| sign.is_whitespace() || matches!(sign, '<' | '>' | '"' | '|' | '`')) {
        let word = word.trim_start_matches(['(', '[', '{', '“', '‘', '*']);
        if let Some(at) = word.find("https://").or_else(|| word.find("http://")) {
            address(bare(word.get(at..).unwrap_or_default()), links);
            continue;
        }
        let word = bare(word);
        let lower = word.get(..6).map(str::to_ascii_lowercase);
        match lower.as_deref() {
            Some("arxiv:") => {
                if let Some(id) = word.get(6..).and_then(arxiv_id) {
                    links.add_arxiv(id);
                }
            }
            Some(start) if start.starts_with("doi:") => {
                if let Some(doi) = word.get(4..).and_then(doi) {
                    take_doi(doi, links);
                }
            }
            _ => {
                if let Some(doi) = doi(word) {
                    take_doi(doi, links);
                }
            }
        }
    }
}

/// A text up to a bracket that is not opened in it, without marks behind it: `10.1000/x(20)1-2).` in brackets.
fn bare(text: &str) -> &str {
    let mut open = Vec::new();
    let unopened = text.char_indices().find(|(_, sign)| {
        match sign {
            '(' => open.push(')'),
            '[' => open.push(']'),
            '{' => open.push('}'),
            ')' | ']' | '}' => return open.pop() != Some(*sign),
            _ => {}
        }
        false
    });
    let text = unopened.and_then(|(end, _)| text.get(..end)).unwrap_or(text);
    text.trim_end_matches([',', ';', '.', '“', '”', '‘', '’', '*'])
}

/// Adds a DOI; that of an arXiv paper is its arXiv id as well (`10.48550/arXiv.2401.01234`).
pub(crate) fn take_doi(doi: String, links: &mut Links) {
    if let Some(id) = doi.strip_prefix("10.48550/arxiv.").and_then(arxiv_id) {
        links.add_arxiv(id);
    }
    links.add_doi(doi);
}

/// What a text that is nothing else identifies: an address of either, an arXiv id with its version or without, a DOI.
pub(crate) fn of_whole(text: &str) -> Links {
    let mut links = Links::default();
    let text = text.trim();
    let start = text.get(..6).unwrap_or_default();
    let id = if start.eq_ignore_ascii_case("arxiv:") { text.get(6..).unwrap_or_default() } else { text };
    let is_version = |rest: &str| {
        let version = rest.strip_prefix('v').unwrap_or("none");
        rest.is_empty() || (!version.is_empty() && version.bytes().all(|digit| digit.is_ascii_digit()))
    };
    let is_whole = |own: &String| id.trim_start().get(own.len()..).is_some_and(is_version);
    match arxiv_id(id).filter(is_whole) {
        Some(own) => links.add_arxiv(own),
        None if text.contains("://") => address(text, &mut links),
        None => {
            if let Some(own) = doi(text) {
                take_doi(own, &mut links);
            }
        }
    }
    links
}

/// The id at the head of a text, without version and extension.
pub(crate) fn arxiv_id(text: &str) -> Option<String> {
    let text = text.trim();
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    // Since 2007: four digits of year and month, a dot, four or five digits.
    if digits(text) == 4 && text.as_bytes().get(4) == Some(&b'.') {
        let number = digits(text.get(5..)?);
        let month: u32 = text.get(2..4)?.parse().ok()?;
        if (4..=5).contains(&number) && (1..=12).contains(&month) {
            return text.get(..5 + number).map(str::to_owned);
        }
        return None;
    }
    // Before: an archive (from `cs` to `cond-mat.stat-mech`), a slash, seven digits.
    let (archive, rest) = text.split_once('/')?;
    let is_archive = (2..=20).contains(&archive.len())
        && archive.bytes().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'.'));
    (is_archive && digits(rest) == 7)
        .then(|| format!("{}/{}", archive.to_ascii_lowercase(), rest.get(..7).unwrap_or_default()))
}

/// A path of an address with its percent signs undone, where they spell a text.
fn decoded(path: &str) -> String {
    String::from_utf8(escapes::undone(path)).unwrap_or_else(|_| path.to_owned())
}

/// What stands before `doi.org/` where a DOI is written as an address.
const RESOLVERS: [&str; 7] =
    ["", "https://", "http://", "https://dx.", "http://dx.", "https://www.", "http://www."];

/// The DOI at the head of a text, in lower case (DOI Handbook, 2.4: names are compared without regard to case).
/// Registrants have four to nine digits (Crossref, "DOIs and matching regular expressions", 2015).
pub(crate) fn doi(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_prefix("doi:").or_else(|| text.strip_prefix("DOI:")).unwrap_or(text).trim_start();
    // `https://doi.org/10.1000/xyz`
    let resolved = text.split_once("doi.org/").filter(|(before, _)| RESOLVERS.contains(before));
    let text = resolved.map_or(text, |(_, name)| name);
    let is_end = |sign: char| {
        sign.is_whitespace() || sign.is_control() || matches!(sign, '"' | '<' | '>' | '?' | '#' | '&')
    };
    let text = text.get(..text.find(is_end).unwrap_or(text.len()))?;
    if resolved.is_some() { doi_of_path(text) } else { named(text) }
}

/// The DOI that the path of an address begins with. What its percent signs spell is part of it, signs that would end it in a
/// running text too: `10.1175/1520-0469(1963)020%3C0130:DNF%3E2.0.CO;2`.
fn doi_of_path(path: &str) -> Option<String> {
    let path = decoded(path);
    let is_end = |(at, sign): &(usize, char)| {
        // Between angle brackets stand a page and a colon (ANSI/NISO Z39.56); in what else has such, it is markup.
        let is_markup = || {
            let rest = path.get(at + 1..).unwrap_or_default();
            !rest.split_once('>').is_some_and(|(within, _)| within.contains(':'))
        };
        sign.is_whitespace() || sign.is_control() || *sign == '"' || (*sign == '<' && is_markup())
    };
    let end = path.char_indices().find(is_end).map_or(path.len(), |(end, _)| end);
    named(path.get(..end)?.trim_end_matches('>'))
}

/// A DOI from where it begins to its end, without brackets and marks behind it.
fn named(text: &str) -> Option<String> {
    let (registrant, name) = text.strip_prefix("10.")?.split_once('/')?;
    let is_registrant = (4..=9).contains(&registrant.chars().take_while(char::is_ascii_digit).count())
        && registrant.chars().all(|sign| sign.is_ascii_digit() || sign == '.');
    let name = bare(name).trim_end_matches('/');
    let is_whole = is_registrant && !name.is_empty() && name.chars().count() <= LONGEST_DOI;
    is_whole.then(|| format!("10.{registrant}/{name}").to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_off_addresses() {
        for (given, arxiv, doi, github) in [
            ("https://ar5iv.org/abs/2401.01234", "2401.01234", "", ""),
            ("https://huggingface.co/papers/2401.01234", "2401.01234", "", ""),
            ("https://doi.org/10.5555/shelf.%281%29", "", "10.5555/shelf.(1)", ""),
            (
                "https://doi.org/10.5555/1-2(63)020%3C0130:DNF%3E2.0.CO;2",
                "",
                "10.5555/1-2(63)020<0130:dnf>2.0.co;2",
                "",
            ),
            (
                "https://press.example/doi/abs/10.5555/1-2(63)020%3C0130:DNF%3E2.0.CO;2?x=1",
                "",
                "10.5555/1-2(63)020<0130:dnf>2.0.co;2",
                "",
            ),
            ("https://doi.org/10.5555/why%3Flakes%26seas?x=1", "", "10.5555/why?lakes&seas", ""),
            ("https://doi.org/10.5555/lakes%3C/a%3E", "", "10.5555/lakes", ""),
            ("https://doi.org/10.5555/lakes>", "", "10.5555/lakes", ""),
            ("https://github.com/Tarn/notes/edit/main/x.md", "", "", ""),
            ("https://arxiv.org/abs/2401.01234v2", "2401.01234", "", ""),
            ("http://www.arxiv.org/pdf/2401.01234v1.pdf", "2401.01234", "", ""),
            ("https://arxiv.org/abs/hep-th/9901001", "hep-th/9901001", "", ""),
            ("https://arxiv.org/list/cs.AI/recent", "", "", ""),
            ("https://reader.labs.arxiv.org/html/2401.01234", "2401.01234", "", ""),
            ("https://not-arxiv.org/html/2401.01234", "", "", ""),
            ("https://doi.org/10.1016/S0140-6736(20)30183-5", "", "10.1016/s0140-6736(20)30183-5", ""),
            ("https://doi.org/10.1038/S41586-020-2649-2", "", "10.1038/s41586-020-2649-2", ""),
            ("https://doi.org/10.48550/arXiv.2401.01234", "2401.01234", "10.48550/arxiv.2401.01234", ""),
            ("https://press.example/doi/full/10.1145/3292500.3330701?x=1", "", "10.1145/3292500.3330701", ""),
            ("https://github.com/Owner/Name.git", "", "", "owner/name"),
            ("https://github.com/owner/name/tree/main/src", "", "", "owner/name"),
            ("https://github.com/features/actions", "", "", ""),
            ("https://github.com/owner", "", "", ""),
            ("mailto:a@example.org", "", "", ""),
        ] {
            let mut links = Links::default();
            address(given, &mut links);
            let first = |list: &[String]| list.first().cloned().unwrap_or_default();
            assert_eq!(
                (first(&links.arxiv).as_str(), first(&links.dois).as_str(), first(&links.github).as_str()),
                (arxiv, doi, github),
                "{given}"
            );
        }
    }

    #[test]
    fn a_whole_text_is_an_id_or_none() {
        for (text, arxiv, doi) in [
            ("2401.01234", "2401.01234", ""),
            ("arXiv:2401.01234v12", "2401.01234", ""),
            ("hep-th/9901001v1", "hep-th/9901001", ""),
            ("https://arxiv.org/pdf/2401.01234v1", "2401.01234", ""),
            ("10.1000/XYZ", "", "10.1000/xyz"),
            ("doi:10.1000/xyz", "", "10.1000/xyz"),
            ("https://doi.org/10.1000/xyz", "", "10.1000/xyz"),
            ("10.1000/xyz<b>", "", "10.1000/xyz"),
            ("2401.01234vw", "", ""),
            ("2401.01234 and more", "", ""),
            ("v2", "", ""),
            ("", "", ""),
        ] {
            let links = of_whole(text);
            let first = |list: &[String]| list.first().cloned().unwrap_or_default();
            assert_eq!((first(&links.arxiv).as_str(), first(&links.dois).as_str()), (arxiv, doi), "{text}");
        }
    }

    #[test]
    fn ids_are_read_off_running_text() {
        let mut links = Links::default();
        text(
            "See arXiv:2310.01405 (and doi:10.1000/XYZ123). Code: https://github.com/a/b. Pages 10.5/3, version 10.15.7; \
             [paper](https://arxiv.org/abs/2212.08073). (In https://doi.org/10.1016/S0140-6736(20)30183-5, and 10.1002/(SICI)1-2(9)).",
            &mut links,
        );
        assert_eq!(links.arxiv, ["2310.01405", "2212.08073"]);
        assert_eq!(links.dois, ["10.1000/xyz123", "10.1016/s0140-6736(20)30183-5", "10.1002/(sici)1-2(9)"]);
        assert_eq!(links.github, ["a/b"]);
    }
}
