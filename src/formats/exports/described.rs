//! What the index of an export says of the files beside it: of Omnivore's pages, Readeck's articles, Linkwarden's archives.
//!
//! In: an index, and the name of a file. Out: what is known of the file. The indexes are captures too: an item whose page was
//! not kept is known from there alone.

use serde_json::Value;

use crate::formats::Sidecar;
use crate::formats::exports::{Item, linkwarden, omnivore, readeck};
use crate::formats::sidecar::About;

/// What the index of an export says of a file, of which the end of the path is given; none where it is no such index, or
/// does not know the file.
pub(crate) fn described(index: &[u8], path: &str) -> Option<Sidecar> {
    let value: Value = serde_json::from_slice(index).ok()?;
    let mut parts = path.rsplit('/');
    let (name, folder) = (parts.next()?, parts.next().unwrap_or_default());
    let item = match &value {
        Value::Array(_) => omnivore::item_of(&value, stem(name))?,
        Value::Object(object) if object.contains_key("UID") => readeck::item(&value),
        Value::Object(object) if object.contains_key("collections") => {
            linkwarden::item_of(&value, folder, name)?
        }
        _ => return None,
    };
    // Linkwarden keeps whole pages, which speak for themselves.
    let is_article = value.get("collections").is_none();
    Some(sidecar(item, is_article))
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn sidecar(item: Item, is_article: bool) -> Sidecar {
    Sidecar {
        url: item.url.clone(),
        captured: item.saved,
        about: is_article.then(|| About::Article(Box::new(Item { content: String::new(), ..item }))),
        ..Sidecar::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_knows_its_files_and_no_others() {
        let omnivore =
            br#"[{"slug":"a-b","url":"https://a.example/x","title":"T","savedAt":"2024-05-01T10:00:00Z"}]"#;
        let known = described(omnivore, "export/content/a-b.html").unwrap();
        assert_eq!(known.url.as_deref(), Some("https://a.example/x"));
        assert_eq!(known.captured.unwrap().to_string(), "2024-05-01T10:00:00Z");
        assert!(matches!(known.about, Some(About::Article(item)) if item.title == "T"));
        assert!(described(omnivore, "export/content/other.html").is_none());
        let linkwarden = br#"{"collections":[{"id":3,"links":[{"id":7,"url":"https://a.example/y","createdAt":"2024-05-01T10:00:00Z"}]}]}"#;
        let known = described(linkwarden, "archives/3/7.pdf").unwrap();
        assert_eq!((known.url.as_deref(), known.about.is_some()), (Some("https://a.example/y"), false));
        assert_eq!(described(linkwarden, "archives/3/7_readability.json").unwrap().url, known.url);
        assert!(described(linkwarden, "archives/4/7.pdf").is_none());
        assert!(described(br#"{"title":"x"}"#, "a.html").is_none());
        assert!(described(b"[1]", "a.html").is_none());
    }
}
