//! An Atom feed of publications (RFC 4287).
//!
//! In: documents. Out: the text of the feed. What comes from pages is escaped, and cleaned of what XML cannot hold.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::cli::printer::clean;
use crate::document::{Document, Moment, Precision};

/// The feed of some publications, in their order.
pub(crate) fn feed(title: &str, documents: &[Document], updated: Moment) -> io::Result<String> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    writer
        .create_element("feed")
        .with_attribute(("xmlns", "http://www.w3.org/2005/Atom"))
        .write_inner_content(|writer| {
            text(writer, "title", title)?;
            text(writer, "id", "urn:rsearch:news")?;
            text(writer, "updated", &stamp(updated))?;
            // For entries of which nobody knows who wrote them: each must have an author, or the feed (RFC 4287, section 4.1.1).
            author(writer, "rsearch")?;
            for document in documents {
                entry(writer, document, updated)?;
            }
            Ok(())
        })?;
    let text = String::from_utf8(writer.into_inner()).map_err(io::Error::other)?;
    Ok(text + "\n")
}

fn entry(writer: &mut Writer<Vec<u8>>, document: &Document, updated: Moment) -> io::Result<()> {
    writer.create_element("entry").write_inner_content(|writer| {
        text(writer, "title", &document.title)?;
        text(writer, "id", &format!("urn:rsearch:{}", document.id))?;
        // A feed must say when an entry changed; what is known is when it was first seen.
        text(writer, "updated", &stamp(document.first_seen().unwrap_or(updated)))?;
        if let Some(claim) =
            document.published.as_ref().filter(|claim| claim.interval().precision == Precision::Day)
        {
            text(writer, "published", &format!("{}T00:00:00Z", claim.interval().earliest))?;
        }
        if let Some(url) = &document.url {
            writer.create_element("link").with_attribute(("href", clean(url).as_str())).write_empty()?;
        }
        for author in document.authors.iter().chain(&document.publisher).take(1) {
            self::author(writer, author)?;
        }
        for category in &document.categories {
            writer
                .create_element("category")
                .with_attribute(("term", clean(category).as_str()))
                .write_empty()?;
        }
        if !document.summary.is_empty() {
            text(writer, "summary", &document.summary)?;
        }
        Ok(())
    })?;
    Ok(())
}

fn author(writer: &mut Writer<Vec<u8>>, name: &str) -> io::Result<()> {
    writer.create_element("author").write_inner_content(|writer| text(writer, "name", name))?;
    Ok(())
}

fn text(writer: &mut Writer<Vec<u8>>, name: &str, content: &str) -> io::Result<()> {
    writer.create_element(name).write_text_content(BytesText::new(&clean(content)))?;
    Ok(())
}

/// A moment to the second, as Atom wants it.
fn stamp(moment: Moment) -> String {
    Moment::from_unix(moment.seconds).unwrap_or(moment).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_from_pages_is_escaped() {
        let document = Document {
            id: "abc".to_owned(),
            title: "<script>\u{1b}[31m & \"lamps\"".to_owned(),
            url: Some("https://a.example/?a=1&b=\"2\"".to_owned()),
            categories: vec!["R&D \"x\"".to_owned()],
            ..Document::default()
        };
        let feed = feed("News", &[document], Moment::from_unix(0).unwrap()).unwrap();
        for part in [
            "<title>&lt;script&gt;[31m &amp; &quot;lamps&quot;</title>",
            "href=\"https://a.example/?a=1&amp;b=&quot;2&quot;\"",
            "term=\"R&amp;D &quot;x&quot;\"",
            "<updated>1970-01-01T00:00:00Z</updated>",
        ] {
            assert!(feed.contains(part), "{part}\n{feed}");
        }
        assert!(!feed.contains("<published>"), "no date is made up: {feed}");
        let (head, entry) = feed.split_once("<entry>").unwrap();
        let author = head.split_whitespace().collect::<String>();
        assert!(author.contains("<author><name>rsearch</name></author>"), "the feed has one for all: {feed}");
        assert!(!entry.contains("<author>"), "{feed}");
    }
}
