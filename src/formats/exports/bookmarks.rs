//! Bookmarks as every browser exports them (the Netscape bookmark file), and Pocket's older export, which is alike.
//!
//! In: HTML. Out: one item a link, with the time it was added and its tags.

use scraper::{Html, Selector};

use crate::formats::exports::{Item, give, moment};
use crate::formats::{Context, Format, Head, Outcome, Piece, charset};

/// Bookmark files.
pub(crate) struct Bookmarks;

impl Format for Bookmarks {
    fn name(&self) -> &'static str {
        "bookmarks"
    }

    fn about(&self) -> &'static str {
        "bookmark files of browsers and bookmark managers, and Pocket's HTML export"
    }

    fn recognised_by(&self) -> &'static str {
        "`<!DOCTYPE NETSCAPE-Bookmark-file-1>`, or the title `Pocket Export`"
    }

    fn detect(&self, head: &Head) -> Option<&'static str> {
        let text = String::from_utf8_lossy(head.bytes).to_ascii_lowercase();
        if text.trim_start_matches('\u{feff}').trim_start().starts_with("<!doctype netscape-bookmark-file-1")
        {
            return Some("has the doctype of a bookmark file");
        }
        (text.contains("<title>pocket export</title>") && text.contains("time_added"))
            .then_some("is an export of Pocket")
    }

    fn decode(&self, context: &Context, piece: Piece, emit: &mut dyn FnMut(Outcome)) {
        let (source, doubt) = charset::decode_html(&piece.bytes, context.known.charset());
        give(items(&source), self.name(), context, &piece, doubt, emit);
    }
}

fn items(source: &str) -> Vec<Item> {
    let html = Html::parse_document(source);
    let Ok(links) = Selector::parse("a[href]") else { return Vec::new() };
    let mut items = Vec::new();
    for link in html.select(&links) {
        let attribute =
            |names: &[&str]| names.iter().find_map(|name| link.value().attr(name)).unwrap_or_default().trim();
        let url = attribute(&["href"]);
        if !url.starts_with("http://") && !url.starts_with("https://") {
            continue;
        }
        let title = link.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
        let tags = attribute(&["tags"]).split(',').map(str::trim).filter(|tag| !tag.is_empty());
        items.push(Item {
            url: Some(url.to_owned()),
            title: if title == url { String::new() } else { title },
            saved: moment(attribute(&["add_date", "time_added"])),
            tags: tags.map(str::to_owned).collect(),
            ..Item::default()
        });
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_link_is_an_item_with_its_time_and_tags() {
        let items = items(
            "<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><p><DT><H3>Folder</H3><DL><p>\
             <DT><A HREF=\"https://a.example/x\" ADD_DATE=\"1710403200\" TAGS=\"fog, lamps\">A title</A>\
             <DT><A HREF=\"place:sort=8\">Recent</A></DL></DL>",
        );
        assert_eq!(items.len(), 1);
        assert_eq!((items[0].title.as_str(), items[0].tags.join("+").as_str()), ("A title", "fog+lamps"));
        assert_eq!(items[0].saved.unwrap().to_string(), "2024-03-14T08:00:00Z");
    }
}
