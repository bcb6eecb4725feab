//! Captures in a folder: `HOST/PATH/TIME.html`, and what is known of each in `TIME.json` beside it.
//! A page that was drawn has `TIME.mhtml` beside it too.
//!
//! In: [`Fetched`] pages. Out: files, each written whole or not at all, none written over. A page that is as it was leaves
//! only the second file, which names the first of the capture that it is like.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};
use url::Url;

use crate::captures::fetch::{Earlier, Error, Exchange, Fetched, Kept, Redaction, Shelf, Validators, slug};
use crate::captures::read_up_to;
use crate::document::Moment;
use crate::files::{sync_folder, write_new};

/// Bytes of a metadata file that are read.
const MAX_RECORD_BYTES: u64 = 1 << 20;

/// Captures of one page within one second at most.
const MAX_OF_A_SECOND: u32 = 1_000;

/// Headers that may hold what lets others in, and are not kept.
const SECRET_HEADERS: &[&str] = &[
    "set-cookie",
    "set-cookie2",
    "cookie",
    "authorization",
    "proxy-authorization",
    "authentication-info",
    "proxy-authenticate",
    "www-authenticate",
];

/// Media types and the extension that stands for each; others are `.bin`.
const EXTENSIONS: &[(&str, &str)] = &[
    ("text/html", "html"),
    ("application/xhtml+xml", "html"),
    ("application/pdf", "pdf"),
    ("text/markdown", "md"),
    ("text/plain", "txt"),
    ("application/rss+xml", "xml"),
    ("application/atom+xml", "xml"),
    ("application/xml", "xml"),
    ("text/xml", "xml"),
];

/// A folder of captures.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
    redaction: Redaction,
}

impl Folder {
    /// The folder, which is made when the first capture is kept.
    pub fn new(root: &Path, redaction: &Redaction) -> Folder {
        Folder { root: root.to_owned(), redaction: redaction.clone() }
    }

    fn of_page(&self, url: &Url) -> PathBuf {
        // Names are made of the address as it is shown, so that no secret can be guessed from a digest.
        let shown = self.redaction.shown(url);
        let url = Url::parse(&shown).unwrap_or_else(|_| url.clone());
        self.root.join(slug::host(&url)).join(slug::page(&url))
    }

    /// What is written of a capture beside it. It begins with the program and, of a sighting without a page, what it is like: that is
    /// what `formats` knows it by.
    fn record(&self, fetched: &Fetched, same: Option<&Earlier>, name: &str) -> Value {
        let answer = &fetched.last.answer;
        let mut record = Map::new();
        let mut put = |name: &str, value: Value| record.insert(name.to_owned(), value);
        put("rsearch", json!(env!("CARGO_PKG_VERSION")));
        if let Some(same) = same {
            put("unchanged_since", json!(same.captured.to_string()));
        }
        put("body", json!(same.map_or(name, |same| same.name.as_str())));
        put("url", json!(self.redaction.shown(&fetched.requested)));
        put("final_url", json!(self.redaction.shown(&fetched.last.url)));
        put("redirects", fetched.redirects.iter().map(|hop| self.redirect(hop)).collect());
        put("status", json!(answer.status));
        put("captured", json!(fetched.captured().to_string()));
        put("method", json!(fetched.method));
        put("sha256", json!(same.map_or_else(|| fetched.digest(), |same| same.digest.clone())));
        put("headers", self.headers(&answer.headers, &fetched.last.url));
        record.into()
    }

    fn redirect(&self, exchange: &Exchange) -> Value {
        let answer = &exchange.answer;
        let location = answer.header("location").and_then(|location| exchange.url.join(location).ok());
        json!({
            "url": self.redaction.shown(&exchange.url),
            "status": answer.status,
            "location": location.map(|location| self.redaction.shown(&location)),
        })
    }

    /// Headers of the answer of `url` by name, those of one name joined as HTTP joins them, without secrets.
    fn headers(&self, headers: &[(String, String)], url: &Url) -> Value {
        let mut kept = Map::new();
        for (name, value) in headers.iter().filter(|(name, _)| !is_secret(name)) {
            let value = self.redaction.header(name, value, url);
            match kept.get_mut(name) {
                Some(Value::String(known)) => {
                    known.push_str(", ");
                    known.push_str(&value);
                }
                _ => {
                    kept.insert(name.clone(), json!(value));
                }
            }
        }
        kept.into()
    }
}

impl Shelf for Folder {
    fn earlier(&mut self, url: &Url) -> Result<Option<Earlier>, Error> {
        let folder = self.of_page(url);
        let failed = |source| Error::Io { what: "read", path: folder.clone(), source };
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        let wanted = self.redaction.shown(url);
        let mut last: Option<Earlier> = None;
        for entry in entries {
            let path = entry.map_err(failed)?.path();
            let found = read_record(&path).and_then(|record| earlier_of(&record, &wanted));
            // A metadata file without its page is what a kill left of a capture that was being kept.
            let found = found.filter(|found| folder.join(&found.name).is_file());
            if let Some(found) = found
                && last.as_ref().is_none_or(|last| (last.seen, &last.name) < (found.seen, &found.name))
            {
                last = Some(found);
            }
        }
        // An answer that the page is as it was need not say again how to ask for it.
        if let Some(last) = &mut last
            && let Some(made) = read_record(&folder.join(&last.name).with_extension("json"))
            && let Some(made) = earlier_of(&made, &wanted)
        {
            let Validators { etag, last_modified, .. } = made.validators;
            last.validators.etag = last.validators.etag.take().or(etag);
            last.validators.last_modified = last.validators.last_modified.take().or(last_modified);
            last.content_type = made.content_type;
        }
        Ok(last)
    }

    fn body(&mut self, url: &Url, earlier: &Earlier) -> Result<Vec<u8>, Error> {
        let path = self.of_page(url).join(&earlier.name);
        fs::read(&path).map_err(|source| Error::Io { what: "read", path, source })
    }

    fn keep(&mut self, fetched: &Fetched, earlier: Option<&Earlier>) -> Result<(Kept, PathBuf), Error> {
        let folder = self.of_page(&fetched.requested);
        let same = earlier.filter(|earlier| fetched.is_unchanged() || earlier.digest == fetched.digest());
        let extension = extension(&fetched.media_type());
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| Error::Io { what: "write", path, source }
        };
        fs::create_dir_all(&folder).map_err(failed(&folder))?;
        for number in 1..=MAX_OF_A_SECOND {
            let name = name_of(fetched.captured(), number);
            let record_path = folder.join(format!("{name}.json"));
            let page_path = folder.join(format!("{name}.{extension}"));
            let shown = same.map_or_else(|| page_path.clone(), |_| record_path.clone());
            if page_path.exists() {
                continue;
            }
            let record = self.record(fetched, same, &format!("{name}.{extension}"));
            // The metadata first: a page without them would be a capture of nowhere, they without the page are nothing.
            if !write_new(&record_path, pretty(&record).as_bytes()).map_err(failed(&record_path))? {
                continue;
            }
            if same.is_none() {
                let snapshot_path = folder.join(format!("{name}.mhtml"));
                let snapshot = fetched.snapshot.as_ref().map(|snapshot| (&snapshot_path, snapshot));
                // The page last: with it the capture is whole.
                for (path, content) in snapshot.into_iter().chain([(&page_path, &fetched.body)]) {
                    if let Err(source) = write_new(path, content) {
                        // What was written of it is of no use to anybody without the rest.
                        for path in [&record_path, &snapshot_path] {
                            let _ = fs::remove_file(path);
                        }
                        return Err(failed(path)(source));
                    }
                }
            }
            sync_folder(&folder).map_err(failed(&folder))?;
            return Ok((if same.is_some() { Kept::Unchanged } else { Kept::Captured }, shown));
        }
        let source = io::Error::new(io::ErrorKind::AlreadyExists, "too many captures of one second");
        Err(Error::Io { what: "write", path: folder, source })
    }
}

/// Whether a header may hold what lets others in.
pub(crate) fn is_secret(name: &str) -> bool {
    SECRET_HEADERS.contains(&name) || name.contains("token") || name.contains("api-key")
}

fn read_record(path: &Path) -> Option<Map<String, Value>> {
    if path.extension().is_none_or(|extension| extension != "json") {
        return None;
    }
    let bytes = read_up_to(fs::File::open(path).ok()?, MAX_RECORD_BYTES).ok()??;
    serde_json::from_slice(&bytes).ok()
}

/// The capture that a metadata file tells of, if it is of this page and was made by this program.
fn earlier_of(record: &Map<String, Value>, url: &str) -> Option<Earlier> {
    let text = |name: &str| record.get(name).and_then(Value::as_str).map(str::to_owned);
    let header = |name: &str| record.get("headers")?.get(name)?.as_str().map(str::to_owned);
    if !record.contains_key("rsearch") || text("url")? != url {
        return None;
    }
    let seen = Moment::parse(&text("captured")?)?;
    let captured = text("unchanged_since").and_then(|text| Moment::parse(&text)).unwrap_or(seen);
    let name = text("body").filter(|name| !name.contains(['/', '\\']))?;
    let validators = Validators {
        final_url: text("final_url")?,
        etag: header("etag"),
        last_modified: header("last-modified"),
    };
    let content_type = header("content-type").unwrap_or_default();
    let method = text("method").unwrap_or_default();
    Some(Earlier { seen, captured, name, digest: text("sha256")?, validators, content_type, method })
}

fn extension(media_type: &str) -> &'static str {
    let known = EXTENSIONS.iter().find(|(known, _)| *known == media_type);
    // A server that does not say what it sends mostly sends a page.
    known.map_or(if media_type.is_empty() { "html" } else { "bin" }, |(_, extension)| extension)
}

/// `20260509T184210Z`, and with a number behind it from the second of that second on.
fn name_of(moment: Moment, number: u32) -> String {
    let plain: String = moment.to_string().chars().filter(|letter| !matches!(letter, '-' | ':')).collect();
    if number == 1 { plain } else { format!("{plain}-{number}") }
}

/// JSON as people read it, with a line end.
fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}
