//! The metadata file beside a capture: `NAME.json`.
//!
//! In: a JSON object. Out: a [`Sidecar`]. Keys that mean nothing here are left aside; a value of the wrong shape is
//! an error, because a wrong capture time would be worse than none.

use std::path::Path;

use serde_json::{Map, Value};

use crate::captures::tree::{Disk, Tree};
use crate::captures::zotero;
use crate::document::{Evidence, Moment};
use crate::formats::exports::{self, Item};
use crate::formats::{Error, Record, archive_box};

/// Bytes of metadata that are read. Headers of a response are a few kilobytes, and servers refuse more than some tens; the
/// export of ten thousand links is a few megabytes.
pub(crate) const MAX_BYTES: u64 = 16 << 20;

/// What is known of a capture from the file beside it.
#[derive(Clone, Debug, Default)]
pub struct Sidecar {
    /// The address that answered, after redirects where both are given.
    pub url: Option<String>,
    /// The address that was asked for, where it is another than the one that answered.
    pub asked: Option<String>,
    /// When it was captured.
    pub captured: Option<Moment>,
    /// HTTP status.
    pub status: Option<u16>,
    /// How it was fetched.
    pub method: Option<String>,
    /// The `Content-Type` header.
    pub content_type: Option<String>,
    /// What is known of the publication.
    pub(crate) about: Option<About>,
}

/// What the program that kept a capture knows of the publication.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum About {
    /// What was kept is the article alone, which does not say what it is.
    Article(Box<Item>),
    /// A person's library says this, which holds where the capture says something else.
    Library(Box<Item>),
}

impl Sidecar {
    /// Reads the file beside a capture. An unreadable one is an error that names it.
    pub fn read(path: &Path, capture: &Path) -> Result<Sidecar, Error> {
        Sidecar::read_in(&Disk, path, capture)
    }

    /// Reads what describes a capture, on the disk or among the members of an archive.
    pub(crate) fn read_in(tree: &dyn Tree, path: &Path, capture: &Path) -> Result<Sidecar, Error> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if zotero::is_database(path) {
            return exports::of_stored(tree, path, capture);
        }
        let bad = |reason: String| Error::BadSidecar { name: name.clone(), reason };
        let unread = |source| Error::SidecarUnread { name: name.clone(), source };
        let bytes = tree.read(path, MAX_BYTES).map_err(unread)?;
        let bytes = bytes.ok_or_else(|| bad("larger than 16 MiB".to_owned()))?;
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        if let Some(sidecar) = archive_box::sidecar(bytes) {
            // The answer's headers lie beside the index, where they were asked for, or (since 0.9) in a folder of their own.
            let headers = ["headers.json", "headers/headers.json"]
                .iter()
                .find_map(|name| tree.read(&path.with_file_name(name), MAX_BYTES).ok());
            let headers = headers.flatten();
            let status = headers.and_then(|headers| archive_box::status(&headers));
            return Ok(Sidecar { status, ..sidecar });
        }
        // Separators are those of names in archives.
        let names: Vec<_> = capture.iter().map(|name| name.to_string_lossy()).collect();
        if let Some(sidecar) = exports::described(bytes, &names.join("/")) {
            return Ok(sidecar);
        }
        let object: Map<String, Value> =
            serde_json::from_slice(bytes).map_err(|error| bad(error.to_string()))?;
        Sidecar::from_object(&object).map_err(bad)
    }

    fn from_object(object: &Map<String, Value>) -> Result<Sidecar, String> {
        let mut sidecar = Sidecar {
            url: text(object, &["final_url", "url"])?,
            method: text(object, &["method"])?,
            ..Sidecar::default()
        };
        let asked = text(object, &["url"])?;
        sidecar.asked = asked.filter(|asked| sidecar.url.as_ref() != Some(asked));
        if let Some(captured) = text(object, &["captured", "captured_at"])? {
            let moment = Moment::parse(&captured).ok_or_else(|| {
                format!("`captured` is {captured:?}, wanted a time such as 2026-05-09T12:00:00Z")
            })?;
            sidecar.captured = Some(moment);
        }
        sidecar.status = match object.get("status").or_else(|| object.get("http_status")) {
            None | Some(Value::Null) => None,
            Some(value) => {
                let number =
                    value.as_u64().or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()));
                let status =
                    number.and_then(|number| u16::try_from(number).ok()).filter(|s| (100..=999).contains(s));
                Some(
                    status
                        .ok_or_else(|| format!("`status` is {value}, wanted an HTTP status such as 200"))?,
                )
            }
        };
        if let Some(Value::Object(headers)) = object.get("headers") {
            let header = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
            sidecar.content_type = header.and_then(|(_, value)| value.as_str()).map(str::to_owned);
        }
        Ok(sidecar)
    }

    /// Whether the request failed, so that what was captured is an error page.
    pub fn is_failure(&self) -> bool {
        self.status.is_some_and(|status| status >= 400)
    }

    /// The charset that the server declared.
    pub(crate) fn charset(&self) -> Option<&str> {
        charset_of(self.content_type.as_deref()?)
    }

    /// Puts what a library says of a publication in place of what is read off its text: whoever made a file seldom wrote a
    /// good title into it.
    pub(crate) fn describe(&self, record: &mut Record) {
        let Some(About::Library(item)) = &self.about else { return };
        let Item { title, published, authors, summary, site, language, tags, .. } = (**item).clone();
        for (own, said) in [(&mut record.title, title), (&mut record.summary, summary)] {
            if !said.is_empty() {
                *own = said;
            }
        }
        if !authors.is_empty() {
            record.authors = authors;
        }
        if published.is_some() {
            record.published = published;
            record.published_confidence = None;
        }
        record.publisher = site.or(record.publisher.take());
        record.language = language.or(record.language.take());
        record.tags.extend(tags);
    }

    /// Puts what it knows into the evidence of a page.
    pub(crate) fn complete(&self, evidence: &mut Evidence) {
        evidence.captured = self.captured.or(evidence.captured);
        evidence.http_status = self.status.or(evidence.http_status);
        evidence.method = self.method.clone().or_else(|| evidence.method.take());
    }
}

/// The charset that a `Content-Type` declares.
pub(crate) fn charset_of(content_type: &str) -> Option<&str> {
    let (_, parameters) = content_type.split_once(';')?;
    parameters.split(';').find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']))
    })
}

fn text(object: &Map<String, Value>, names: &[&str]) -> Result<Option<String>, String> {
    for name in names {
        match object.get(*name) {
            None | Some(Value::Null) => {}
            Some(Value::String(text)) if text.trim().is_empty() => {}
            Some(Value::String(text)) => return Ok(Some(text.trim().to_owned())),
            Some(other) => return Err(format!("`{name}` is {other}, wanted a string")),
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Sidecar, String> {
        Sidecar::from_object(&serde_json::from_str(json).unwrap())
    }

    #[test]
    fn what_cannot_be_read_for_now_is_told_from_what_makes_no_sense() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        let read = || Sidecar::read(&path, Path::new("a.html")).unwrap_err();
        assert!(matches!(read(), Error::SidecarUnread { .. }) && read().is_passing());
        std::fs::write(&path, "{").unwrap();
        assert!(matches!(read(), Error::BadSidecar { .. }) && !read().is_passing());
    }

    #[test]
    fn known_keys_are_read_and_others_left_aside() {
        let sidecar = read(
            r#"{"url":"https://a.example/x","final_url":"https://a.example/y","captured":"2026-05-09T12:00:00Z",
                "status":200,"method":"plain","headers":{"content-type":"text/html; Charset=\"ISO-8859-1\""},"more":[]}"#,
        )
        .unwrap();
        assert_eq!(sidecar.url.as_deref(), Some("https://a.example/y"));
        assert_eq!(sidecar.asked.as_deref(), Some("https://a.example/x"));
        assert_eq!(sidecar.captured.unwrap().to_string(), "2026-05-09T12:00:00Z");
        assert_eq!((sidecar.status, sidecar.charset()), (Some(200), Some("ISO-8859-1")));
        assert!(!sidecar.is_failure());
        assert!(read(r#"{"status":"404"}"#).unwrap().is_failure());
    }

    #[test]
    fn a_value_of_the_wrong_shape_is_an_error_that_says_what_was_wanted() {
        for (json, error) in [
            (
                r#"{"captured":"last week"}"#,
                "`captured` is \"last week\", wanted a time such as 2026-05-09T12:00:00Z",
            ),
            (r#"{"status":"fine"}"#, "`status` is \"fine\", wanted an HTTP status such as 200"),
            (r#"{"url":7}"#, "`url` is 7, wanted a string"),
        ] {
            assert_eq!(read(json).unwrap_err(), error);
        }
    }
}
