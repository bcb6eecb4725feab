//! Small captures of every kind, made from what they show.
//!
//! In: publications of a made-up laboratory. Out: the texts of captures that show them: pages, listings with addresses and
//! without, viewer text, records, metadata files.

use serde_json::json;

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
