//! Reads feeds and sitemaps: RSS, Atom, JSON Feed, the sitemaps protocol.
//!
//! In: bytes, and the address they came from. Out: the addresses that they name. A document that breaks off gives what it named until then.

use quick_xml::Reader;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;
use url::Url;

/// Addresses that are read of one document: the sitemaps protocol allows 50,000.
const MAX_ADDRESSES: usize = 50_000;

/// What a document names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    /// Pages.
    pub(super) pages: Vec<String>,
    /// Further documents of the same kind: the sitemaps of an index, the next part of a feed.
    pub(super) more: Vec<String>,
}

/// Reads a feed or a sitemap; none when it is neither.
pub(super) fn read(bytes: &[u8], url: &Url) -> Option<Named> {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    match start.first()? {
        b'{' => json_feed(start),
        b'<' => xml(&String::from_utf8_lossy(start), url),
        _ => None,
    }
}

fn json_feed(bytes: &[u8]) -> Option<Named> {
    let feed: Value = serde_json::from_slice(bytes).ok()?;
    if !feed.get("version")?.as_str()?.contains("jsonfeed.org") {
        return None;
    }
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let items = feed.get("items").and_then(Value::as_array).into_iter().flatten();
    let pages = items.filter_map(|item| text(item, "url")).take(MAX_ADDRESSES).collect();
    Some(Named { pages, more: text(&feed, "next_url").into_iter().collect() })
}

/// The kinds of document, by their first element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Rss,
    Atom,
    Sitemap,
    Index,
}

/// An RSS `link` or `guid`, or a sitemap's `loc`, of which the text is being read.
struct Open {
    name: String,
    text: String,
}

fn xml(text: &str, url: &Url) -> Option<Named> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_dangling_amp = true;
    reader.config_mut().expand_empty_elements = true;
    let mut kind = None;
    let mut named = Named::default();
    let mut item = Item::default();
    let mut open: Option<Open> = None;
    // Of every open element: what relative addresses in it are relative to, where that is not the address of the document.
    let mut bases: Vec<Option<Url>> = Vec::new();
    // What follows a mistake of syntax cannot be trusted.
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Eof => break,
            Event::Start(element) => {
                let name = element.local_name().as_ref().to_ascii_lowercase();
                let outer = bases.last().cloned().flatten();
                let own = base(&element).and_then(|base| outer.as_ref().unwrap_or(url).join(&base).ok());
                bases.push(own.or(outer));
                let Some(kind) = kind else {
                    kind = Some(kind_of(&name)?);
                    continue;
                };
                match name.as_str() {
                    "item" | "entry" => item = Item { inside: true, ..Item::default() },
                    "link" if kind == Kind::Atom => {
                        item.atom_link(&element, bases.last().and_then(Option::as_ref), &mut named);
                    }
                    "link" | "guid" | "loc" => {
                        item.not_a_link |=
                            name == "guid" && attribute(&element, "ispermalink").as_deref() == Some("false");
                        open = Some(Open { name, text: String::new() });
                    }
                    _ => {}
                }
            }
            Event::Text(text) => {
                if let Some(open) = &mut open {
                    open.text.push_str(&text);
                }
            }
            Event::CData(text) => {
                if let Some(open) = &mut open {
                    open.text.push_str(&text);
                }
            }
            Event::GeneralRef(reference) => {
                if let Some(open) = &mut open {
                    open.text.push_str(
                        quick_xml::escape::resolve_predefined_entity(&reference).unwrap_or_default(),
                    );
                    if let Ok(Some(letter)) = reference.resolve_char_ref() {
                        open.text.push(letter);
                    }
                }
            }
            Event::End(element) => {
                bases.pop();
                let name = element.local_name().as_ref().to_ascii_lowercase();
                if let Some(done) = open.take_if(|open| open.name == name) {
                    item.text(&done, kind, &mut named);
                }
                if matches!(name.as_str(), "item" | "entry") {
                    named.pages.extend(std::mem::take(&mut item).address());
                }
            }
            _ => {}
        }
        if named.pages.len() + named.more.len() >= MAX_ADDRESSES {
            break;
        }
    }
    kind.map(|_| named)
}

fn kind_of(name: &str) -> Option<Kind> {
    match name {
        "rss" | "rdf" => Some(Kind::Rss),
        "feed" => Some(Kind::Atom),
        "urlset" => Some(Kind::Sitemap),
        "sitemapindex" => Some(Kind::Index),
        _ => None,
    }
}

/// An entry of a feed while it is read.
#[derive(Default)]
struct Item {
    inside: bool,
    link: Option<String>,
    guid: Option<String>,
    /// The `guid` says that it is no address.
    not_a_link: bool,
}

impl Item {
    fn atom_link(&mut self, element: &BytesStart, base: Option<&Url>, named: &mut Named) {
        let rel = attribute(element, "rel").unwrap_or_else(|| "alternate".to_owned());
        let Some(address) = attribute(element, "href") else { return };
        let whole = base.and_then(|base| base.join(address.trim()).ok());
        let address = whole.map_or(address, String::from);
        match (self.inside, rel.as_str()) {
            (true, "alternate") => {
                self.link.get_or_insert(address);
            }
            (false, "next") => named.more.push(address),
            _ => {}
        }
    }

    fn text(&mut self, done: &Open, kind: Option<Kind>, named: &mut Named) {
        let address = done.text.trim().to_owned();
        if address.is_empty() {
            return;
        }
        match (kind, done.name.as_str()) {
            (Some(Kind::Sitemap), "loc") => named.pages.push(address),
            (Some(Kind::Index), "loc") => named.more.push(address),
            (Some(Kind::Rss), "link") if self.inside => self.link = Some(address),
            (Some(Kind::Rss), "guid") if self.inside => self.guid = Some(address),
            _ => {}
        }
    }

    fn address(self) -> Option<String> {
        let guid = self.guid.filter(|guid| !self.not_a_link && guid.starts_with("http"));
        self.link.or(guid)
    }
}

fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let mut attributes = element.attributes().flatten();
    let found =
        attributes.find(|attribute| attribute.key.local_name().as_ref().eq_ignore_ascii_case(name))?;
    Some(text_of(&found))
}

/// What addresses in an element are relative to, where it says so (`xml:base`; RFC 4287, section 2).
fn base(element: &BytesStart) -> Option<String> {
    let mut attributes = element.attributes().flatten();
    attributes.find(|attribute| attribute.key.as_ref() == "xml:base").map(|found| text_of(&found))
}

fn text_of(attribute: &Attribute) -> String {
    let text = attribute.value.as_ref();
    quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place() -> Url {
        Url::parse("https://a.example/feeds/all").unwrap()
    }

    fn named(text: &str) -> (Vec<String>, Vec<String>) {
        let named = read(text.as_bytes(), &place()).unwrap();
        (named.pages, named.more)
    }

    #[test]
    fn each_kind_gives_its_addresses() {
        let rss = r#"<?xml version="1.0"?><rss version="2.0"><channel><link>https://a.example/</link>
            <item><title>x</title><link>https://a.example/1?a=1&amp;b=2</link><guid>https://a.example/g</guid></item>
            <item><guid isPermaLink="false">abc</guid></item>
            <item><guid>https://a.example/2</guid></item>
            <item><link><![CDATA[ https://a.example/3 ]]></link></item></channel></rss>"#;
        assert_eq!(
            named(rss).0,
            ["https://a.example/1?a=1&b=2", "https://a.example/2", "https://a.example/3"]
        );
        let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><link rel="next" href="https://a.example/feed?2"/>
            <link href="https://a.example/"/><entry><link rel="self" href="/s"/><link href="/1?a=1&amp;b=2"/></entry></feed>"#;
        assert_eq!(named(atom), (vec!["/1?a=1&b=2".to_owned()], vec!["https://a.example/feed?2".to_owned()]));
        let rdf = r#"<rdf:RDF><channel><link>x</link></channel><item rdf:about="y"><link>https://a.example/1</link></item></rdf:RDF>"#;
        assert_eq!(named(rdf).0, ["https://a.example/1"]);
        let map = "<urlset><url><loc>https://a.example/1</loc><lastmod>2026</lastmod></url><url><loc>https://a.example/2</loc></url></urlset>";
        assert_eq!(named(map).0, ["https://a.example/1", "https://a.example/2"]);
        let index = "<sitemapindex><sitemap><loc>https://a.example/m.xml</loc></sitemap></sitemapindex>";
        assert_eq!(named(index).1, ["https://a.example/m.xml"]);
        let json = r#"{"version":"https://jsonfeed.org/version/1.1","items":[{"url":"https://a.example/1"}],"next_url":"https://a.example/2"}"#;
        assert_eq!(
            named(json),
            (vec!["https://a.example/1".to_owned()], vec!["https://a.example/2".to_owned()])
        );
    }

    #[test]
    fn what_is_none_of_them_gives_nothing_and_what_breaks_off_what_it_named() {
        for text in ["", "words", "<html><body>x</body></html>", "{\"a\":1}", "<!doctype html><p>"] {
            assert_eq!(read(text.as_bytes(), &place()), None, "{text}");
        }
        assert_eq!(
            named("<urlset><url><loc>https://a.example/1</loc></url><url><loc>https://a.ex").0,
            ["https://a.example/1"]
        );
        // Entities of one's own, as bombs are made of, are not expanded.
        let bomb = r#"<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><urlset><url><loc>https://a.example/&b;</loc></url></urlset>"#;
        assert_eq!(named(bomb).0, ["https://a.example/"]);
    }

    #[test]
    fn addresses_in_atom_are_relative_to_what_the_feed_says() {
        let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/m/"><link rel="next" href="?2"/>
            <entry xml:base="notes/"><title/><link href="x1"/></entry><entry><link xml:base="n/" href="x2"/></entry>
            <entry><link href="/x3"/></entry></feed>"#;
        let pages = ["https://a.example/m/notes/x1", "https://a.example/m/n/x2", "https://a.example/x3"];
        assert_eq!(
            named(atom),
            (pages.map(str::to_owned).to_vec(), vec!["https://a.example/m/?2".to_owned()])
        );
    }
}
