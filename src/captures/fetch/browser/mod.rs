//! Pages as a browser draws them: drives an installed Chromium.
//!
//! In: an address. Out: the page when its scripts have done their work, as HTML and as MHTML. The browser has a profile of its own that
//! is thrown away, reaches the network only through [`Gate`], and asks for pages only as a [`Fetcher`] may.

mod cdp;
mod gate;
mod scripts;
mod tab;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::json;
use tempfile::TempDir;
use url::Url;

use crate::captures::fetch::{Error, Fetched, Fetcher};
use cdp::Pipe;
use gate::Gate;
use tab::{Drawn, Loading, Page, Tab, text};

/// How a page is drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawing {
    /// The program; none looks for one of the usual names.
    pub program: Option<PathBuf>,
    /// Folders in which programs are.
    pub search_path: Vec<PathBuf>,
    /// Elements to press, as CSS selectors, one after another, each as long as it is there.
    pub click: Vec<String>,
    /// Press whatever says that the page goes on.
    pub expand: bool,
    /// Whether the browser keeps pages away from the rest of the machine.
    pub sandbox: Sandbox,
}

/// Whether the browser keeps pages away from the rest of the machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sandbox {
    /// It does.
    #[default]
    On,
    /// It does not: it cannot as root and in some containers.
    Off,
}

/// Names of the program, and places where it is not in the path.
const PROGRAMS: &[&str] = &[
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "chrome",
    "chrome-headless-shell",
    "microsoft-edge-stable",
    "microsoft-edge",
    "/usr/bin/chromium",
    "/usr/lib/chromium/chromium",
    "/snap/bin/chromium",
    "/opt/google/chrome/chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];

/// What the browser is told to do without: whatever would call home, ask a person, or get past the gate.
const FLAGS: &[&str] = &[
    "--headless=new",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-startup-window",
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-gpu",
    "--disable-sync",
    // Frames of other sites are then drawn where their requests are seen.
    "--disable-features=IsolateOrigins,site-per-process,Translate,MediaRouter,OptimizationHints",
    "--disable-site-isolation-trials",
    "--block-new-web-contents",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--metrics-recording-only",
    "--mute-audio",
    "--no-pings",
    "--password-store=basic",
    "--use-mock-keychain",
    "--window-size=1280,2000",
    // Nothing is resolved but by the gate, and nothing goes past it, this machine included.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--proxy-bypass-list=<-loopback>",
];

/// As many times `--max-bytes` as a page and all its parts may have together.
const PARTS_TIMES: u64 = 4;

/// Time for the browser to start.
const START: Duration = Duration::from_secs(30);

/// Bytes of its complaints that are looked at when it does not start.
const MAX_COMPLAINT_BYTES: u64 = 64 << 10;

impl Drawing {
    /// The program that draws.
    ///
    /// # Errors
    /// When there is none.
    pub fn program(&self) -> Result<PathBuf, Error> {
        if let Some(program) = &self.program {
            return if program.is_file() {
                Ok(program.clone())
            } else {
                Err(Error::NoBrowser { named: Some(program.clone()) })
            };
        }
        let found = PROGRAMS.iter().find_map(|name| {
            if name.starts_with('/') {
                return Path::new(name).is_file().then(|| PathBuf::from(name));
            }
            self.search_path.iter().map(|folder| folder.join(name)).find(|path| path.is_file())
        });
        found.ok_or(Error::NoBrowser { named: None })
    }
}

/// A browser that runs.
pub(crate) struct Browser {
    // Dropped in this order: the browser ends before its profile is removed.
    pipe: Pipe,
    gate: Gate,
    user_agent: String,
    _profile: TempDir,
}

impl Browser {
    /// Starts one.
    fn start(fetcher: &Fetcher, user_agent: &str) -> Result<Browser, Error> {
        let drawing = &fetcher.options().drawing;
        let program = drawing.program()?;
        let failed =
            |what: &str, error: &io::Error| Error::Browser { reason: format!("cannot {what}: {error}") };
        let profile = TempDir::with_prefix("rsearch-browser-")
            .map_err(|error| failed("make a profile for the browser", &error))?;
        let gate = Gate::open(fetcher.options().allow_private.clone())
            .map_err(|error| failed("open a way to the network for the browser", &error))?;
        let complaints_path = profile.path().join("complaints");
        let complaints = File::create(&complaints_path)
            .map_err(|error| failed("make a profile for the browser", &error))?;
        let mut arguments: Vec<String> = FLAGS.iter().map(|flag| (*flag).to_owned()).collect();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        arguments.push(format!("--proxy-server=socks5://{}", gate.address()));
        if drawing.sandbox == Sandbox::Off {
            arguments.push("--no-sandbox".to_owned());
        }
        let mut pipe = Pipe::start(&program, &arguments, complaints)
            .map_err(|error| failed(&format!("start {}", program.display()), &error))?;
        let version = pipe.call(None, "Browser.getVersion", &json!({}), Instant::now() + START);
        let version = version.map_err(|error| not_started(&program, &complaints_path, error))?;
        // Sites see a browser, and who sent it.
        let user_agent = format!("{} {user_agent}", text(&version, "/userAgent"));
        Ok(Browser { pipe, gate, user_agent, _profile: profile })
    }

    /// Draws a page in a tab of its own.
    fn page(&mut self, fetcher: &mut Fetcher, url: &Url) -> Result<Drawn, Error> {
        let options = fetcher.options().clone();
        let until = Instant::now() + options.timeout;
        let target = self.pipe.call(None, "Target.createTarget", &json!({ "url": "about:blank" }), until)?;
        let target = text(&target, "/targetId");
        let attach = json!({ "targetId": target, "flatten": true });
        let session = text(&self.pipe.call(None, "Target.attachToTarget", &attach, until)?, "/sessionId");
        self.gate.begin(options.max_bytes.saturating_mul(PARTS_TIMES));
        let mut tab = Tab {
            pipe: &mut self.pipe,
            gate: &self.gate,
            fetcher,
            drawing: &options.drawing,
            session,
            user_agent: self.user_agent.clone(),
            loading: Loading::new(options.timeout),
        };
        let drawn = tab.draw(url);
        // A browser that does not answer this is given up with the next page.
        let _ = self.pipe.send(None, "Target.closeTarget", &json!({ "targetId": target }));
        drawn
    }
}

/// Why a browser did not start, by what it complained of.
fn not_started(program: &Path, complaints: &Path, error: Error) -> Error {
    let read = File::open(complaints).and_then(|file| crate::captures::read_up_to(file, MAX_COMPLAINT_BYTES));
    let complaints = String::from_utf8_lossy(&read.ok().flatten().unwrap_or_default()).to_lowercase();
    if complaints.contains("sandbox") {
        return Error::Sandbox { program: program.to_owned() };
    }
    match error {
        Error::Browser { reason } => {
            Error::Browser { reason: format!("cannot start {}: {reason}", program.display()) }
        }
        other => other,
    }
}

impl Fetcher<'_> {
    /// Draws a page in a browser, which is started for the first one. What no browser draws (a PDF, a feed) is fetched plainly.
    ///
    /// # Errors
    /// When there is no browser, the page may not be asked for, or does not come.
    pub fn draw(&mut self, url: &Url) -> Result<Fetched, Error> {
        let mut url = url.clone();
        url.set_fragment(None);
        self.options().drawing.program()?;
        let mut tries = 0;
        loop {
            // Before a browser is started for nothing.
            self.check(&url)?;
            let mut browser = match self.browser.take() {
                Some(browser) => browser,
                None => Browser::start(self, &self.user_agent())?,
            };
            let drawn = browser.page(self, &url);
            self.end_turn(&url);
            // One that does not answer is ended; the next page gets another.
            if !matches!(drawn, Err(Error::Browser { .. } | Error::Stopped)) {
                self.browser = Some(browser);
            }
            let error = match drawn {
                Ok(Drawn::Page(page)) => return Ok(fetched(url, *page)),
                Ok(Drawn::Other) => return self.get(&url, None),
                Err(error) => error,
            };
            if tries >= self.options().retries || !error.is_temporary() {
                return Err(error);
            }
            self.wait_longer(&url, tries);
            tries += 1;
        }
    }
}

fn fetched(requested: Url, page: Page) -> Fetched {
    Fetched {
        requested,
        redirects: page.redirects,
        last: page.last,
        body: page.html.into_bytes(),
        method: "browser",
        snapshot: page.mhtml.map(String::into_bytes),
        notes: page.notes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_the_one_that_is_named_or_the_first_in_the_path() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["google-chrome", "chromium-browser"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let drawing = Drawing { search_path: vec![folder.path().to_owned()], ..Drawing::default() };
        assert_eq!(drawing.program().unwrap(), folder.path().join("chromium-browser"));
        let named = Drawing { program: Some(folder.path().join("mine")), ..drawing };
        assert!(matches!(named.program(), Err(Error::NoBrowser { named: Some(_) })));
    }
}
