//! Small captures of every kind, made from what they show.
//!
//! In: publications of a made-up laboratory. Out: the texts of captures that show them: pages, listings with addresses and
//! without, viewer text, records, metadata files.

use std::fs;

use serde_json::json;

use crate::support::TestEnv;

/// A publication as some capture shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    /// The end of its address.
    pub(crate) slug: String,
    pub(crate) title: String,
    /// Its day, as `2025-04-01`.
    pub(crate) date: String,
    pub(crate) team: String,
    pub(crate) text: String,
}

impl Item {
    pub(crate) fn new(slug: &str, title: &str, date: &str, team: &str) -> Item {
        let text = format!(
            "{title} is a matter of patience, and of the instruments that were kept dry on the shore."
        );
        let [slug, title, date, team] = [slug, title, date, team].map(str::to_owned);
        Item { slug, title, date, team, text }
    }

    pub(crate) fn url(&self) -> String {
        format!("https://tarn.example/research/{}", self.slug)
    }
}

/// Its own page.
pub(crate) fn page(item: &Item) -> String {
    let Item { title, date, team, text, .. } = item;
    let url = item.url();
    format!(
        "<!DOCTYPE html><html lang=en><head><title>{title} | Tarn Lab</title><link rel=canonical href=\"{url}\">\
         <meta property=og:site_name content=\"Tarn Lab\"><meta property=og:type content=article>\
         <meta property=article:published_time content=\"{date}\"><meta property=article:section content=\"{team}\">\
         </head><body><article><h1>{title}</h1><p>{text} We stayed until the lake had nothing more to tell.</p>\
         </article></body></html>"
    )
}

/// A page that lists publications in a table, each with its address where `links` asks for it.
pub(crate) fn table(items: &[Item], links: bool) -> String {
    let rows: Vec<String> = items
        .iter()
        .map(|item| {
            let Item { title, date, team, .. } = item;
            let name = if links { format!("<a href=\"{}\">{title}</a>", item.url()) } else { title.clone() };
            format!("<tr><td>{date}</td><td>{team}</td><td>{name}</td></tr>")
        })
        .collect();
    let rows = rows.join("\n");
    let address = if links { "publications" } else { "archive" };
    format!(
        "<!DOCTYPE html><html lang=en><head><title>Publications | Tarn Lab</title>\
         <meta property=og:site_name content=\"Tarn Lab\"><link rel=canonical href=\"https://tarn.example/{address}\">\
         </head><body><main><h1>Publications</h1><table><thead><tr><th>Date</th><th>Team</th><th>Title</th></tr></thead>\
         <tbody>\n{rows}</tbody></table></main></body></html>"
    )
}

/// The text that a viewer keeps of a page that lists publications.
pub(crate) fn viewer(items: &[Item]) -> String {
    let rows: Vec<String> = items
        .iter()
        .map(|Item { title, date, team, .. }| format!("{} {team} {title}", spelt(date)))
        .collect();
    format!(
        "PageTarn LabTarn Labpublished Feb 12, 2026seen 1d\n\nNotebook\n\nOpen original ↗\n\nCaptured source\n\n\
         source ↗\npublished Feb 12, 2026seen 1dcaptured 3hhttp 200method plain\n\nNotebook \\ Tarn Lab Notebook\n\n\
         This page gathers what was written on the shore, by whoever had a pencil that still worked.\n\nPublications\n\n\
         Date Category Title {}\n",
        rows.join(" ")
    )
}

/// Records, a line each, with their addresses where `links` asks for it.
pub(crate) fn records(items: &[Item], links: bool) -> String {
    let line = |item: &Item| {
        let mut record = json!({"id": item.slug, "title": item.title, "published": item.date, "team": item.team,
            "text": item.text, "publisher": "Tarn Lab"});
        if links {
            record["url"] = item.url().into();
        }
        format!("{record}\n")
    };
    items.iter().map(line).collect()
}

/// The metadata file of a capture.
pub(crate) fn metadata(url: &str, captured: &str) -> String {
    json!({"url": url, "captured": captured, "status": 200, "method": "plain"}).to_string()
}

/// `2025-04-01` as `Apr 1, 2025`.
fn spelt(date: &str) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let parts: Vec<usize> = date.split('-').map(|part| part.parse().unwrap()).collect();
    format!("{} {}, {}", MONTHS[parts[1] - 1], parts[2], parts[0])
}

fn items() -> Vec<Item> {
    vec![
        Item::new("slow-lakes", "Slow lakes remember longer", "2025-02-11", "Hydrology"),
        Item::new("echo-depth", "Measuring depth by echo alone", "2025-03-03", "Acoustics"),
        Item::new("ice-models", "Ice models that admit doubt", "2025-04-30", "Hydrology"),
        Item::new("fish", "What fish know about currents", "2025-05-01", "Biology"),
    ]
}

/// Two folders with captures of every kind, some of them of the same publications.
pub(crate) fn captures(env: &TestEnv) {
    let items = items();
    env.write("captures/list/january.html", table(&items, true));
    env.write(
        "captures/list/january.json",
        metadata("https://tarn.example/publications", "2026-01-05T08:00:00Z"),
    );
    env.write("captures/notes/viewer.txt", viewer(&items[..3]));
    env.write(
        "captures/notes/viewer.json",
        metadata("https://tarn.example/notebook", "2026-01-06T08:00:00Z"),
    );
    for item in &items {
        env.write(&format!("captures/{}.html", item.slug), page(item));
    }
    env.write("captures/slow-lakes.json", metadata(&items[0].url(), "2026-01-07T08:00:00Z"));
    env.write("captures/records.jsonl", records(&items[1..], false));
    env.write("other/fish.html", page(&items[3]));
    env.write("other/records.jsonl", records(&items[..2], true));
}

/// Later: captures were added, changed, removed, renamed, and given metadata.
pub(crate) fn change(env: &TestEnv) {
    let mut items = items();
    items.remove(3);
    "Ice models that admit their doubt".clone_into(&mut items[2].title);
    items.push(Item::new("sounding", "The first sounding of the upper tarn", "2026-03-01", "Acoustics"));
    env.write("captures/list/march.html", table(&items, true));
    env.write(
        "captures/list/march.json",
        metadata("https://tarn.example/publications", "2026-03-05T08:00:00Z"),
    );
    env.write("captures/notes/viewer.txt", viewer(&items[1..]));
    fs::remove_file(env.path("captures/fish.html")).unwrap();
    fs::rename(env.path("captures/echo-depth.html"), env.path("captures/notes/echo.html")).unwrap();
    env.write("captures/ice-models.json", metadata(&items[2].url(), "2026-03-06T08:00:00Z"));
    env.write("captures/records.jsonl", records(&items, false));
}
