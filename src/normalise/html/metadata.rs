//! What a page says about itself outside its text: `meta` elements, JSON-LD, `link`s, the language.
//!
//! In: the parsed page. Out: [`Metadata`], values as written. Judges nothing: which value to believe is
//! decided where titles, dates and authors are chosen.

use crate::normalise::html::element::Asked;
use crate::normalise::html::json_ld;
use crate::normalise::html::scripts::Scripts;
use scraper::{ElementRef, Html};
use serde_json::Value;

/// Objects of JSON-LD that are looked at on one page; the rest is left aside. A judgement: bounds the work; pages have
/// some dozens.
const MAX_JSON_LD_OBJECTS: usize = 2_000;

/// The page's own description of itself, in document order.
#[derive(Debug, Default)]
pub(crate) struct Metadata {
    /// Name (`name`, `property`, `itemprop` or `http-equiv`, in lower case) and content of every `meta` element.
    pub(crate) meta: Vec<(String, String)>,
    /// Every object in JSON-LD scripts, flattened: `@graph`s and arrays are opened, nested objects are not.
    pub(crate) json_ld: Vec<Value>,
    /// `rel` (in lower case) and `href` of every `link` element with both.
    pub(crate) links: Vec<(String, String)>,
    /// The text of `<title>`.
    pub(crate) title: Option<String>,
    /// The `lang` of `<html>` as written.
    pub(crate) language: Option<String>,
    /// The `href` of `<base>`.
    pub(crate) base: Option<String>,
    /// What it carries for its scripts.
    pub(crate) scripts: Scripts,
}

impl Metadata {
    /// Collects it in one pass over the page.
    pub(crate) fn read(html: &Html) -> Metadata {
        let mut metadata = Metadata::default();
        for element in html.tree.nodes().filter_map(ElementRef::wrap) {
            let value = element.value();
            metadata.scripts.add(element);
            match value.name() {
                "meta" => {
                    let name = ["name", "property"].iter().find_map(|key| value.attribute(key));
                    let name =
                        name.or_else(|| value.attribute("itemprop").filter(|_| !is_of_a_part(&element)));
                    let name = name.or_else(|| value.attribute("http-equiv"));
                    if let (Some(name), Some(content)) = (name, value.attribute("content"))
                        && !content.trim().is_empty()
                    {
                        metadata.meta.push((name.trim().to_ascii_lowercase(), content.trim().to_owned()));
                    }
                }
                "link" => {
                    if let (Some(rel), Some(href)) = (value.attribute("rel"), value.attribute("href")) {
                        metadata.links.push((rel.trim().to_ascii_lowercase(), href.trim().to_owned()));
                    }
                }
                "script"
                    if value
                        .attribute("type")
                        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/ld+json")) =>
                {
                    let text: String = element.text().collect();
                    if let Some(value) = json_ld::parse(&text) {
                        flatten(value, &mut metadata.json_ld);
                    }
                }
                // An SVG has titles of its own.
                "title" if metadata.title.is_none() && value.name.ns == html5ever::ns!(html) => {
                    metadata.title =
                        Some(element.text().collect::<String>()).filter(|title| !title.trim().is_empty());
                }
                "html" => {
                    metadata.language =
                        value.attribute("lang").or_else(|| value.attribute("xml:lang")).map(str::to_owned);
                }
                "base" if metadata.base.is_none() => {
                    metadata.base = value.attribute("href").map(str::to_owned);
                }
                _ => {}
            }
        }
        metadata
    }

    /// The first non-empty content of any of these names, tried in the order given.
    pub(crate) fn first(&self, names: &[&str]) -> Option<&str> {
        names
            .iter()
            .find_map(|name| self.meta.iter().find(|(known, _)| known == name))
            .map(|(_, content)| content.as_str())
    }

    /// The contents of every `meta` of a name, in document order.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.meta.iter().filter(move |(known, _)| known == name).map(|(_, content)| content.as_str())
    }

    /// The `href` of the first `link` that has this word among its `rel`.
    pub(crate) fn link(&self, rel: &str) -> Option<&str> {
        self.links
            .iter()
            .find(|(rels, _)| rels.split_ascii_whitespace().any(|word| word == rel))
            .map(|(_, href)| href.as_str())
    }
}

fn flatten(value: Value, objects: &mut Vec<Value>) {
    if objects.len() >= MAX_JSON_LD_OBJECTS {
        return;
    }
    match value {
        Value::Array(values) => values.into_iter().for_each(|value| flatten(value, objects)),
        Value::Object(mut object) => {
            let graph = object.remove("@graph");
            if object.len() > usize::from(object.contains_key("@context")) {
                objects.push(Value::Object(object));
            }
            if let Some(graph) = graph {
                flatten(graph, objects);
            }
        }
        _ => {}
    }
}

/// A text as it reads: white space collapsed, and where it has a closing tag or a reference (of one escaped twice),
/// tags taken out and references resolved.
pub(crate) fn plain(text: &str) -> String {
    let collapse = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_markup = text.contains("</")
        || text.find('&').is_some_and(|at| text.get(at..).is_some_and(|rest| rest.contains(';')));
    if is_markup {
        return collapse(&Html::parse_fragment(text).root_element().text().collect::<String>());
    }
    collapse(text)
}

/// The texts behind a JSON-LD value: a string, a list of them, or objects with a `name` or `@value`.
pub(crate) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => {
            vec![text.trim().to_owned()].into_iter().filter(|text| !text.is_empty()).collect()
        }
        Value::Array(values) => values.iter().flat_map(texts).collect(),
        Value::Object(object) => {
            object.get("name").or_else(|| object.get("@value")).map(texts).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// Whether the item of microdata that an element tells of (HTML Standard, section 5.2) is no page but a picture in it, somebody,
/// an offer, what a reader wrote.
fn is_of_a_part(element: &ElementRef<'_>) -> bool {
    /// Types of schema.org. Of a video or a review a page may be made.
    const PARTS: [&str; 8] = [
        "ImageObject",
        "MediaObject",
        "Person",
        "Organization",
        "Comment",
        "UserComments",
        "Offer",
        "AggregateRating",
    ];
    let mut above = element.ancestors().filter_map(ElementRef::wrap);
    let item = above.find(|above| above.value().attribute("itemscope").is_some());
    let kind = item.and_then(|item| item.value().attribute("itemtype"));
    kind.and_then(|kind| kind.trim().rsplit('/').next()).is_some_and(|kind| PARTS.contains(&kind))
}

/// Whether a JSON-LD object has one of these types.
pub(crate) fn has_type(object: &Value, types: &[&str]) -> bool {
    let matches = |name: &str| {
        let name = name.rsplit(['/', '#', ':']).next().unwrap_or(name);
        types.contains(&name)
    };
    match object.get("@type") {
        Some(Value::String(name)) => matches(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(matches),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn graphs_are_opened_and_sloppy_scripts_read() {
        let html = Html::parse_document(
            "<html lang='en-GB'><title> A </title><meta property='OG:Title' content=' B '>
             <script type='application/ld+json'>//<![CDATA[
             {\"@context\":\"x\",\"@graph\":[{\"@type\":\"https://schema.org/NewsArticle\",\"headline\":\"C\nD\"}]};
             //]]></script><svg><title>no</title></svg><link rel='shortlink canonical' href='/c'>",
        );
        let metadata = Metadata::read(&html);
        assert_eq!(metadata.title.as_deref(), Some(" A "));
        assert_eq!(metadata.first(&["citation_title", "og:title"]), Some("B"));
        assert_eq!(metadata.link("canonical"), Some("/c"));
        assert_eq!(metadata.language.as_deref(), Some("en-GB"));
        assert_eq!(metadata.json_ld.len(), 1);
        assert!(has_type(&metadata.json_ld[0], &["NewsArticle"]));
        assert_eq!(texts(&metadata.json_ld[0]["headline"]), ["C D"]);
    }

    #[test]
    fn what_microdata_tell_of_a_picture_or_a_person_is_not_the_pages() {
        let author = |scope: &str| {
            let source = format!("<div {scope}><meta itemprop=author content='Ada Reed'></div>");
            Metadata::read(&Html::parse_document(&source)).first(&["author"]).map(str::to_owned)
        };
        let of_type = |kind: &str| format!("itemscope itemtype='http://schema.org/{kind}'");
        for kind in ["ImageObject", "Comment", "Organization"] {
            assert_eq!(author(&of_type(kind)), None, "{kind}");
        }
        for kind in ["NewsArticle", "VideoObject", "WebPage"] {
            assert_eq!(author(&of_type(kind)).as_deref(), Some("Ada Reed"), "{kind}");
        }
        assert!(author("").is_some() && author("itemscope").is_some());
    }
}
