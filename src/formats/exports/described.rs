//! What the index of an export says of the files beside it: of Omnivore's pages, Readeck's articles, Linkwarden's archives.
//!
//! In: an index, and the name of a file; or the names of an archive. Out: what is known of the file. The indexes are
//! captures too: an item whose page was not kept is known from there alone.

use std::collections::HashMap;

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

/// What is known of the members of an archive from indexes among them, by their names; the numbers of indexes that say
/// nothing more.
pub(crate) fn in_archive(
    names: &[String],
    read: &mut dyn FnMut(usize) -> Option<Vec<u8>>,
) -> (HashMap<String, Sidecar>, Vec<usize>) {
    let numbers: HashMap<&str, usize> =
        names.iter().enumerate().map(|(number, name)| (name.as_str(), number)).collect();
    let (mut known, mut spent) = (HashMap::new(), Vec::new());
    for (number, name) in names.iter().enumerate() {
        let (folder, file) =
            name.rsplit_once('/').map_or(("", name.as_str()), |(folder, file)| (folder, file));
        let beside =
            |path: &str| if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") };
        if is_list_of_omnivore(file) {
            let Some(list) = read(number).and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok())
            else {
                continue;
            };
            for (slug, item) in omnivore::by_slug(&list) {
                let paths = ["html", "pdf"].map(|end| beside(&format!("content/{slug}.{end}")));
                if let Some(path) = paths.into_iter().find(|path| numbers.contains_key(path.as_str())) {
                    known.insert(path, sidecar(item, true));
                }
            }
        } else if file == "info.json" {
            let article = beside("container/index.html");
            if numbers.contains_key(article.as_str())
                && let Some(sidecar) = read(number).and_then(|bytes| described(&bytes, &article))
            {
                known.insert(article, sidecar);
                spent.push(number);
            }
        }
    }
    (known, spent)
}

/// `metadata_0_to_20.json`.
fn is_list_of_omnivore(name: &str) -> bool {
    let numbers = name.strip_prefix("metadata_").and_then(|rest| rest.strip_suffix(".json"));
    numbers.and_then(|numbers| numbers.split_once("_to_")).is_some_and(|(from, to)| {
        [from, to].iter().all(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
    })
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

    #[test]
    fn lists_of_omnivore_are_told_by_name() {
        for (name, is_one) in
            [("metadata_0_to_20.json", true), ("metadata_0_to_.json", false), ("metadata.json", false)]
        {
            assert_eq!(is_list_of_omnivore(name), is_one, "{name}");
        }
    }
}
