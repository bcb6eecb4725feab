//! A page while the browser draws it.
//!
//! In: what the browser tells of its requests. Out: the page when nothing is loading any more, and the way to it. Lets the browser
//! ask only for what a [`Fetcher`] may ask for.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use url::Url;

use crate::captures::fetch::browser::cdp::Pipe;
use crate::captures::fetch::browser::gate::Gate;
use crate::captures::fetch::browser::{Drawing, scripts};
use crate::captures::fetch::polite::MAX_REDIRECTS;
use crate::captures::fetch::{Answer, Error, Exchange, Fetcher, redacted};

/// For so long nothing must be loading for a page to be done: Lighthouse and Puppeteer wait half a second too.
const IDLE: Duration = Duration::from_millis(500);

/// A request that takes longer than this is one that never ends, such as a stream of events; nobody waits for it.
const ENDLESS: Duration = Duration::from_secs(5);

/// A page that never ceases to load is taken as it is so long after it was there.
const RESTLESS: Duration = Duration::from_secs(15);

/// Time for the browser to hand over a page that is drawn.
const HAND_OVER: Duration = Duration::from_secs(20);

/// How often something is pressed at most: a listing with more parts than this has other ways to them.
const MAX_PRESSES: usize = 50;

/// As many times `--timeout` as pressing may take altogether.
const PRESSING_TIMES: u32 = 5;

/// Media types that a browser draws.
const PAGES: &[&str] = &["text/html", "application/xhtml+xml"];

/// What came of a page.
pub(super) enum Drawn {
    /// It is drawn.
    Page(Box<Page>),
    /// It is no page that a browser draws, but a PDF, a feed or such.
    Other,
}

/// A page that is drawn.
pub(super) struct Page {
    pub(super) redirects: Vec<Exchange>,
    pub(super) last: Exchange,
    pub(super) html: String,
    pub(super) mhtml: Option<String>,
    /// What is odd about it.
    pub(super) notes: Vec<String>,
}

/// A tab while it loads.
pub(super) struct Tab<'a, 'b, 'c> {
    pub(super) pipe: &'a mut Pipe,
    pub(super) gate: &'a Gate,
    pub(super) fetcher: &'a mut Fetcher<'c>,
    pub(super) drawing: &'b Drawing,
    pub(super) session: String,
    pub(super) user_agent: String,
    pub(super) loading: Loading,
}

/// How far the loading is.
pub(super) struct Loading {
    /// When it must be done.
    until: Instant,
    /// The frame of the page itself.
    frame: String,
    /// What is being loaded, by request, since when.
    open: HashMap<String, Instant>,
    /// Since when nothing began or ended.
    quiet: Instant,
    /// The request of the page itself, and when it was made.
    main: Option<(Url, Duration)>,
    redirects: Vec<Exchange>,
    /// The page itself, without its body.
    last: Option<Exchange>,
    media_type: String,
    /// All its parts are there.
    is_whole: bool,
    /// Pages gone through.
    documents: usize,
    /// Bytes received, unpacked.
    bytes: u64,
    /// Parts that robots.txt or the kind of address did not let it have.
    refused: usize,
}

impl Loading {
    pub(super) fn new(timeout: Duration) -> Loading {
        let now = Instant::now();
        Loading {
            until: now + timeout,
            frame: String::new(),
            open: HashMap::new(),
            quiet: now,
            main: None,
            redirects: Vec::new(),
            last: None,
            media_type: String::new(),
            is_whole: false,
            documents: 0,
            bytes: 0,
            refused: 0,
        }
    }

    /// Whether nothing is loading that ends.
    fn is_idle(&self) -> bool {
        self.quiet.elapsed() >= IDLE && self.open.values().all(|since| since.elapsed() > ENDLESS)
    }
}

impl Tab<'_, '_, '_> {
    /// Draws a page.
    pub(super) fn draw(&mut self, url: &Url) -> Result<Drawn, Error> {
        for (method, parameters) in [
            ("Network.enable", json!({})),
            ("Page.enable", json!({})),
            ("Fetch.enable", json!({ "patterns": [{ "urlPattern": "*" }] })),
            (
                "Emulation.setUserAgentOverride",
                json!({ "userAgent": self.user_agent, "acceptLanguage": "en" }),
            ),
        ] {
            self.call(method, &parameters)?;
        }
        let tree = self.call("Page.getFrameTree", &json!({}))?;
        self.loading.frame = text(&tree, "/frameTree/frame/id");
        self.pipe.send(Some(&self.session), "Page.navigate", &json!({ "url": url.as_str() }))?;
        self.settle()?;
        if !PAGES.contains(&self.loading.media_type.as_str()) && self.status() == Some(200) {
            return Ok(Drawn::Other);
        }
        match self.status() {
            Some(200 | 203) => {}
            Some(_) => return Err(self.refusal(url)),
            None => return Err(Error::Network { reason: "the browser got no page".to_owned() }),
        }
        self.press()?;
        self.hand_over(url).map(|page| Drawn::Page(Box::new(page)))
    }

    fn status(&self) -> Option<u16> {
        self.loading.last.as_ref().map(|last| last.answer.status)
    }

    fn refusal(&mut self, url: &Url) -> Error {
        match self.loading.last.take() {
            Some(last) => self.fetcher.refusal(&last.url, &last.answer),
            None => Error::Network { reason: format!("the browser got nothing of {}", redacted(url)) },
        }
    }

    fn call(&mut self, method: &str, parameters: &Value) -> Result<Value, Error> {
        self.pipe.call(Some(&self.session), method, parameters, self.loading.until)
    }

    fn evaluate(&mut self, script: &str) -> Result<Value, Error> {
        let parameters = json!({ "expression": script, "returnByValue": true });
        let result = self.call("Runtime.evaluate", &parameters)?;
        Ok(result.pointer("/result/value").cloned().unwrap_or_default())
    }

    /// Presses what is to be pressed, until there is nothing more or it does nothing any more.
    fn press(&mut self) -> Result<(), Error> {
        let drawing = self.drawing;
        self.loading.until = Instant::now() + self.fetcher.options().timeout * PRESSING_TIMES;
        for selector in &drawing.click {
            let mut before = None;
            for _ in 0..MAX_PRESSES {
                let size = self.evaluate(&format!("{}({})", scripts::PRESS, json!(selector)))?;
                let Some(size) = size.as_i64() else {
                    return Err(Error::Selector { selector: selector.clone() });
                };
                // What was pressed the last time had no effect.
                if size < 0 || before == Some(size) || self.is_late() {
                    break;
                }
                before = Some(size);
                self.settle()?;
            }
        }
        if drawing.expand {
            let mut before = None;
            for _ in 0..MAX_PRESSES {
                let found = self.evaluate(scripts::EXPAND)?;
                let pressed = found[0].as_u64().unwrap_or_default();
                let has_grown = before != Some(found[1].clone());
                if (pressed == 0 && !has_grown) || self.is_late() {
                    break;
                }
                before = Some(found[1].clone());
                self.settle()?;
            }
        }
        Ok(())
    }

    fn is_late(&self) -> bool {
        Instant::now() >= self.loading.until
    }

    /// Takes the page out of the browser.
    fn hand_over(&mut self, url: &Url) -> Result<Page, Error> {
        let limit = self.fetcher.options().max_bytes;
        self.loading.until = Instant::now() + HAND_OVER;
        let mut notes = Vec::new();
        // Before all of it goes through the pipe.
        let length = self.evaluate(scripts::LENGTH)?.as_u64().unwrap_or_default();
        if length > limit {
            return Err(Error::TooLarge { limit });
        }
        let mhtml = self.snapshot(url, &mut notes);
        self.evaluate(scripts::FLATTEN)?;
        let html = self.evaluate(scripts::PAGE)?.as_str().unwrap_or_default().to_owned();
        if html.len() as u64 > limit {
            return Err(Error::TooLarge { limit });
        }
        let address = self.evaluate("location.href")?;
        let address = Url::parse(address.as_str().unwrap_or_default()).ok();
        let address = address.filter(|url| matches!(url.scheme(), "http" | "https"));
        let (Some(mut address), Some(mut last)) = (address, self.loading.last.take()) else {
            return Err(Error::Network { reason: "the browser got no page".to_owned() });
        };
        address.set_fragment(None);
        // Scripts may change the address that is shown, within a site; that is what people would share.
        if address.origin() == last.url.origin() {
            last.url = address;
        }
        let refused = self.loading.refused + self.gate.refusals();
        if refused > 0 {
            let what = if refused == 1 { "a part of it was" } else { "parts of it were" };
            notes.push(format!(
                "{what} not loaded ({refused} refused: robots.txt, or no address of the open Internet)"
            ));
        }
        if self.gate.is_used_up() {
            notes.push("parts of it were not loaded: there were too many bytes".to_owned());
        }
        last.answer.headers = drawn_headers(&last.answer.headers);
        last.answer.raw = html.clone().into_bytes();
        let redirects = std::mem::take(&mut self.loading.redirects);
        Ok(Page { redirects, last, html, mhtml, notes })
    }

    /// The page with its parts in one file.
    fn snapshot(&mut self, url: &Url, notes: &mut Vec<String>) -> Option<String> {
        // The file names its address, so there is none of an address that holds a secret.
        let mut address = url.clone();
        address.set_fragment(None);
        if self.fetcher.options().redaction.shown(&address) != address.as_str() {
            return None;
        }
        // A browser that is no more is found out by the next call.
        let Ok(snapshot) = self.call("Page.captureSnapshot", &json!({ "format": "mhtml" })) else {
            notes.push("the browser could not make an MHTML of it".to_owned());
            return None;
        };
        let mhtml = text(&snapshot, "/data");
        let limit = self.fetcher.options().max_bytes;
        if mhtml.len() as u64 > limit {
            notes.push(format!("no MHTML was kept of it: more than {limit} bytes"));
            return None;
        }
        (!mhtml.is_empty()).then_some(mhtml)
    }

    /// Waits until nothing has been loading for a while.
    fn settle(&mut self) -> Result<(), Error> {
        let begin = Instant::now();
        self.loading.quiet = begin;
        loop {
            if let Some(event) = self.pipe.event(&self.session, Duration::from_millis(50))? {
                self.take(&event)?;
                continue;
            }
            if self.fetcher.time().is_over() {
                return Err(Error::Stopped);
            }
            let limit = self.fetcher.options().max_bytes;
            if self.loading.bytes > limit.saturating_mul(super::PARTS_TIMES) {
                return Err(Error::TooLarge { limit: limit.saturating_mul(super::PARTS_TIMES) });
            }
            if let Some(last) = &self.loading.last {
                let is_page = PAGES.contains(&self.loading.media_type.as_str()) && last.answer.status < 300;
                let is_done = self.loading.is_idle() && self.loading.is_whole;
                if !is_page || is_done || begin.elapsed() > RESTLESS || self.is_late() {
                    return Ok(());
                }
            } else if self.is_late() {
                return Err(Error::Timeout { limit: self.fetcher.options().timeout });
            }
        }
    }

    fn take(&mut self, event: &Value) -> Result<(), Error> {
        let parameters = &event["params"];
        let is_main = text(parameters, "/frameId") == self.loading.frame && is_document(parameters);
        match event["method"].as_str().unwrap_or_default() {
            "Fetch.requestPaused" => return self.decide(parameters, is_main),
            "Network.requestWillBeSent" => {
                if is_main {
                    self.note_redirect(parameters);
                }
                if !matches!(parameters["type"].as_str(), Some("EventSource" | "WebSocket" | "Ping")) {
                    self.loading.open.insert(text(parameters, "/requestId"), Instant::now());
                }
            }
            "Network.responseReceived" if is_main => self.note_page(parameters),
            "Network.dataReceived" => {
                self.loading.bytes += parameters["dataLength"].as_u64().unwrap_or_default();
                return Ok(());
            }
            "Network.loadingFinished" => {
                self.loading.open.remove(&text(parameters, "/requestId"));
            }
            "Network.loadingFailed" => {
                self.loading.open.remove(&text(parameters, "/requestId"));
                // Of the page itself only before it was there; what is taken for a file to keep breaks off after.
                if self.loading.last.is_none() && is_document(parameters) && self.loading.open.is_empty() {
                    return Err(self.failure(&text(parameters, "/errorText")));
                }
            }
            "Page.loadEventFired" => self.loading.is_whole = true,
            "Page.javascriptDialogOpening" => {
                self.pipe.send(
                    Some(&self.session),
                    "Page.handleJavaScriptDialog",
                    &json!({ "accept": false }),
                )?;
            }
            "Inspector.targetCrashed" => {
                return Err(Error::Browser { reason: "the page made the browser break down".to_owned() });
            }
            _ => return Ok(()),
        }
        self.loading.quiet = Instant::now();
        Ok(())
    }

    /// Lets the browser ask for something, or not.
    fn decide(&mut self, parameters: &Value, is_main: bool) -> Result<(), Error> {
        let request = text(parameters, "/requestId");
        let url = Url::parse(&text(parameters, "/request/url")).ok();
        let is_web = |url: &Url| matches!(url.scheme(), "http" | "https");
        let allowed = match url.filter(is_web) {
            None => Err(None),
            Some(url) if is_main => self.begin_page(&url).map_err(Some),
            Some(url) => self.fetcher.may_load(&url).map_err(|_| None),
        };
        let (method, answer) = match &allowed {
            Ok(()) => ("Fetch.continueRequest", json!({ "requestId": request })),
            Err(_) => {
                ("Fetch.failRequest", json!({ "requestId": request, "errorReason": "BlockedByClient" }))
            }
        };
        self.pipe.send(Some(&self.session), method, &answer)?;
        self.loading.quiet = Instant::now();
        match allowed {
            Err(Some(error)) => Err(error),
            Err(None) if is_main => Err(Error::Network { reason: "it leads out of the web".to_owned() }),
            Err(None) => {
                self.loading.refused += 1;
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    /// Looks at the address of a page, the first or one that it leads on to, and waits for the turn of its host.
    fn begin_page(&mut self, url: &Url) -> Result<(), Error> {
        // What led here has answered, whether or not the browser has told of that yet: it tells of both in no certain order.
        if let Some((earlier, _)) = self.loading.main.clone() {
            self.fetcher.end_turn(&earlier);
        }
        self.loading.documents += 1;
        if self.loading.documents > MAX_REDIRECTS + 1 {
            return Err(Error::Redirects { limit: MAX_REDIRECTS, address: redacted(url) });
        }
        let begin = Instant::now();
        self.fetcher.check(url)?;
        self.fetcher.take_turn(url)?;
        // To wait is no fault of the page's.
        self.loading.until += begin.elapsed();
        self.loading.main = Some((url.clone(), self.fetcher.time().now()));
        self.loading.is_whole = false;
        Ok(())
    }

    fn note_redirect(&mut self, parameters: &Value) {
        let Some(response) = parameters.get("redirectResponse") else { return };
        let Ok(url) = Url::parse(&text(response, "/url")) else { return };
        self.fetcher.end_turn(&url);
        let at = self.fetcher.time().now();
        self.loading.redirects.push(Exchange { url, at, request: Vec::new(), answer: answer(response) });
    }

    fn note_page(&mut self, parameters: &Value) {
        let response = &parameters["response"];
        let Some((url, at)) = self.loading.main.clone() else { return };
        self.fetcher.end_turn(&url);
        self.loading.media_type = text(response, "/mimeType").to_ascii_lowercase();
        self.loading.last = Some(Exchange { url, at, request: Vec::new(), answer: answer(response) });
    }

    /// Why the page itself could not be loaded.
    fn failure(&self, reason: &str) -> Error {
        let host = self.loading.main.as_ref().and_then(|(url, _)| url.host_str()).unwrap_or_default();
        if let Some(address) = self.gate.refusal_of(host) {
            return Error::Private { host: host.to_owned(), address };
        }
        if self.gate.is_used_up() {
            return Error::TooLarge {
                limit: self.fetcher.options().max_bytes.saturating_mul(super::PARTS_TIMES),
            };
        }
        let reason = reason.trim_start_matches("net::").to_owned();
        if reason.starts_with("ERR_CERT") || reason.starts_with("ERR_SSL") {
            return Error::Tls { reason };
        }
        Error::Network { reason }
    }
}

/// An answer as the browser tells of it.
fn answer(response: &Value) -> Answer {
    let headers = response["headers"].as_object().into_iter().flatten();
    Answer {
        status: response["status"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or_default(),
        headers: headers
            .filter_map(|(name, value)| {
                Some((name.to_ascii_lowercase(), value.as_str()?.replace('\n', ", ")))
            })
            .collect(),
        raw: Vec::new(),
        cut: false,
        server: None,
    }
}

/// The headers of a page that was drawn: what was said of the bytes as they were sent does not hold for it.
fn drawn_headers(headers: &[(String, String)]) -> Vec<(String, String)> {
    let of_bytes = ["content-type", "content-encoding", "content-length", "transfer-encoding"];
    let mut kept: Vec<_> =
        headers.iter().filter(|(name, _)| !of_bytes.contains(&name.as_str())).cloned().collect();
    kept.push(("content-type".to_owned(), "text/html; charset=utf-8".to_owned()));
    kept
}

/// Whether an event is of a page, and not of a part of one.
fn is_document(parameters: &Value) -> bool {
    let kind = parameters.get("type").or_else(|| parameters.get("resourceType"));
    kind.is_some_and(|kind| kind == "Document")
}

pub(super) fn text(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}
