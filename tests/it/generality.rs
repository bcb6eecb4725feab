//! Rules are general: nothing in the source knows a site or a title of the pages by which reading is measured.
//!
//! In: the source, and the pages' addresses and titles where `RSEARCH_DATA` names the data folder. Out: failures that name
//! the file.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::support::{PACKAGE, data_folder, skipped};

/// Hosts whose papers, and repositories, become fields of any page that links to them.
const PUBLIC: [&str; 2] = ["arxiv.org", "github.com"];

/// Words of a title from which it is no phrase that anyone may use.
const TITLE_WORDS: usize = 3;

#[test]
fn no_rule_names_a_site_or_a_title_of_the_pages_that_it_is_measured_by() {
    let Some(data) = data_folder("normalise") else {
        return skipped("generality", "RSEARCH_DATA does not name the data folder");
    };
    let archive = data.join("pages.tar.xz");
    let addresses = lines(&archive, "dev/urls.jsonl");
    let hosts: BTreeSet<String> = addresses
        .iter()
        .filter_map(|line| {
            let (_, rest) = line["url"].as_str()?.split_once("://")?;
            let host = rest.split(['/', '?', '#', ':']).next()?.to_lowercase();
            Some(host.trim_start_matches("www.").to_owned())
        })
        .filter(|host| host.contains('.') && !PUBLIC.contains(&host.as_str()))
        .collect();
    let titles: BTreeSet<String> = ["wcxb", "traf"]
        .into_iter()
        .flat_map(|set| lines(&archive, &format!("dev/gt/{set}.jsonl")))
        .filter_map(|line| Some(words(line["title"].as_str()?)))
        .filter(|title| title.split(' ').count() >= TITLE_WORDS)
        .collect();
    assert!(hosts.len() > 500 && titles.len() > 400, "{} hosts, {} titles", hosts.len(), titles.len());
    let mut named = Vec::new();
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        let (lower, words) = (text.to_lowercase(), format!(" {} ", words(&text)));
        let found = hosts.iter().filter(|host| lower.contains(host.as_str()));
        let found = found.chain(titles.iter().filter(|title| words.contains(&format!(" {title} "))));
        named.extend(found.map(|found| format!("{}: {found}", path.display())));
    }
    assert!(named.is_empty(), "{}", named.join("\n"));
}

/// The objects of a file of JSON Lines in the archive.
fn lines(archive: &std::path::Path, member: &str) -> Vec<Value> {
    let output = Command::new("tar").arg("xJOf").arg(archive).arg(member).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The words of a text in small letters, with single spaces.
fn words(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Every file of the source.
fn sources() -> Vec<PathBuf> {
    let mut folders = vec![PathBuf::from(PACKAGE).join("src")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files
}
