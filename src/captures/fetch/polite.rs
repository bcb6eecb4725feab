//! Fetches one page with all the manners of a guest: robots.txt, one request at a time with a pause between, retries that wait.
//!
//! In: an address. Out: a [`Fetched`] page, or why there is none. Redirects are gone one by one, each looked at like a new
//! address.

use std::collections::HashMap;
use std::time::Duration;

use url::Url;

use crate::captures::fetch::browser::Browser;
use crate::captures::fetch::client::{Bounds, Client, Overflow, allowed, reason_of};
use crate::captures::fetch::robots::{self, Rules};
use crate::captures::fetch::{
    Answer, Error, Exchange, Fetched, Options, Time, Validators, decode, moment, redacted, user_agent,
};
use crate::document::Moment;

/// Redirects that are followed: what the Fetch standard lets browsers follow is 20; no site in good order needs half of it.
pub(crate) const MAX_REDIRECTS: usize = 10;

/// What is waited before the second try where the site does not say; it doubles with every further one.
const FIRST_PAUSE: Duration = Duration::from_secs(1);

/// What is accepted, as browsers say it.
const ACCEPT: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// Which language a page should be in where there are several.
const ACCEPT_LANGUAGE: &str = "en, *;q=0.5";

/// Fetches pages, one after another.
pub struct Fetcher<'a> {
    client: Client,
    options: Options,
    time: &'a dyn Time,
    /// By scheme, host and port.
    rules: HashMap<String, Rules>,
    /// By host: when it may be asked again.
    next_turn: HashMap<String, Duration>,
    /// The one that draws pages, once it is started.
    pub(crate) browser: Option<Browser>,
}

impl<'a> Fetcher<'a> {
    /// Makes one that waits by this clock.
    ///
    /// # Errors
    /// When no connections can be made at all.
    pub fn new(options: Options, time: &'a dyn Time) -> Result<Fetcher<'a>, Error> {
        let client = Client::new(&user_agent(options.contact.as_deref()), options.allow_private.clone())?;
        Ok(Fetcher { client, options, time, rules: HashMap::new(), next_turn: HashMap::new(), browser: None })
    }

    /// How pages are fetched.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The clock.
    pub fn time(&self) -> &'a dyn Time {
        self.time
    }

    /// What sites see of who captures.
    pub(crate) fn user_agent(&self) -> String {
        user_agent(self.options.contact.as_deref())
    }

    /// When a host may be asked again, since 1970; the past where it may be now.
    pub fn next_turn(&self, url: &Url) -> Duration {
        self.next_turn.get(&host(url)).copied().unwrap_or_default()
    }

    /// Fetches a page. What is known of its last capture goes along, so that the site need not send it again.
    ///
    /// # Errors
    /// When there is no answer, it is no page, or it may not be asked for.
    pub fn get(&mut self, url: &Url, known: Option<&Validators>) -> Result<Fetched, Error> {
        let mut redirects: Vec<Exchange> = Vec::new();
        let mut url = url.clone();
        url.set_fragment(None);
        let requested = url.clone();
        loop {
            self.check(&url)?;
            let mut headers = usual_headers();
            let known = known.filter(|known| known.final_url == self.options.redaction.shown(&url));
            if let Some(known) = known {
                let conditions =
                    [("if-none-match", &known.etag), ("if-modified-since", &known.last_modified)];
                for (name, value) in conditions {
                    headers.extend(value.clone().map(|value| (name.to_owned(), value)));
                }
            }
            let exchange = self.ask(&url, headers, self.bounds(), Overflow::Refuse)?;
            let answer = &exchange.answer;
            if let Some(location) = redirect(answer) {
                let next = url.join(location).ok().filter(|next| matches!(next.scheme(), "http" | "https"));
                let Some(mut next) = next else {
                    let location = location.chars().take(200).collect();
                    return Err(Error::BadRedirect { status: answer.status, location });
                };
                next.set_fragment(None);
                redirects.push(exchange);
                if redirects.len() > MAX_REDIRECTS {
                    return Err(Error::Redirects { limit: MAX_REDIRECTS, address: redacted(&next) });
                }
                url = next;
                continue;
            }
            return match answer.status {
                304 if known.is_some() => Ok(Fetched {
                    requested,
                    redirects,
                    last: exchange,
                    body: Vec::new(),
                    method: "plain",
                    snapshot: None,
                    notes: Vec::new(),
                }),
                200 | 203 => {
                    let body = self.unpack(answer)?;
                    Ok(Fetched {
                        requested,
                        redirects,
                        last: exchange,
                        body,
                        method: "plain",
                        snapshot: None,
                        notes: Vec::new(),
                    })
                }
                status => Err(Error::Status { status, reason: reason_of(status).to_owned() }),
            };
        }
    }

    /// Looks whether an address may be asked: by its host, and by what its site asks of programs.
    ///
    /// # Errors
    /// When it may not.
    pub fn check(&mut self, url: &Url) -> Result<(), Error> {
        self.client.look_up(url)?;
        if self.options.ignore_robots {
            return Ok(());
        }
        self.rules_of(url)?.check(url)
    }

    /// Looks whether a part of a page may be loaded, as far as it can be told without asking anybody.
    ///
    /// # Errors
    /// When it may not.
    pub(crate) fn may_load(&self, url: &Url) -> Result<(), Error> {
        allowed(url, &self.options.allow_private)?;
        match self.rules.get(&site(url)) {
            Some(rules) if !self.options.ignore_robots => rules.check(url),
            _ => Ok(()),
        }
    }

    /// The sitemaps that a site names in its robots.txt.
    pub fn sitemaps(&mut self, url: &Url) -> Vec<String> {
        self.rules_of(url).map(Rules::sitemaps).unwrap_or_default()
    }

    /// Waits until a host may be asked again. A wait that is cut short is no turn.
    ///
    /// # Errors
    /// When it is time to stop: then nobody may be asked any more.
    pub(crate) fn take_turn(&mut self, url: &Url) -> Result<(), Error> {
        let wait = self.next_turn(url).saturating_sub(self.time.now());
        if !wait.is_zero() {
            self.time.pause(wait);
        }
        if self.time.is_over() { Err(Error::Stopped) } else { Ok(()) }
    }

    /// Says that a host has answered, so that the pause begins.
    pub(crate) fn end_turn(&mut self, url: &Url) {
        let asked_for = self.rules.get(&site(url)).and_then(Rules::delay).unwrap_or_default();
        let turn = self.time.now() + self.options.delay.max(asked_for);
        self.next_turn.insert(host(url), turn);
    }

    fn bounds(&self) -> Bounds {
        Bounds { timeout: self.options.timeout, max_bytes: self.options.max_bytes }
    }

    fn unpack(&self, answer: &Answer) -> Result<Vec<u8>, Error> {
        let limit = self.options.max_bytes;
        decode::decode(&answer.raw, answer.header("content-encoding").unwrap_or_default(), limit).map_err(
            |failure| match failure {
                decode::Failure::TooLarge => Error::TooLarge { limit },
                decode::Failure::Bad(reason) => Error::Encoding { reason },
            },
        )
    }

    fn rules_of(&mut self, url: &Url) -> Result<&Rules, Error> {
        let site = site(url);
        if !self.rules.contains_key(&site) {
            let rules = self.fetch_rules(url)?;
            self.rules.insert(site.clone(), rules);
        }
        Ok(self.rules.entry(site).or_insert(Rules::None))
    }

    /// Asks a site for its rules. Its robots.txt itself may always be asked for.
    fn fetch_rules(&mut self, url: &Url) -> Result<Rules, Error> {
        let Ok(mut place) = url.join("/robots.txt") else { return Ok(Rules::None) };
        place.set_query(None);
        for _ in 0..=robots::MAX_REDIRECTS {
            let bounds = Bounds { timeout: self.options.timeout, max_bytes: robots::MAX_BYTES };
            let headers = usual_headers();
            let exchange = match self.ask(&place, headers, bounds, Overflow::Cut) {
                Ok(exchange) => exchange,
                // That holds for every page of the site, and is better told as it is.
                Err(error @ (Error::Tls { .. } | Error::Private { .. } | Error::Stopped)) => {
                    return Err(error);
                }
                Err(error) => return Ok(Rules::Unreachable(error.to_string())),
            };
            let answer = &exchange.answer;
            if let Some(location) = redirect(answer) {
                match place.join(location) {
                    Ok(next) => place = next,
                    Err(_) => return Ok(Rules::None),
                }
                continue;
            }
            let encoding = answer.header("content-encoding").unwrap_or_default();
            return Ok(match decode::decode(&answer.raw, encoding, robots::MAX_BYTES) {
                Ok(body) => Rules::of_answer(answer.status, &body),
                Err(_) if answer.status >= 300 => Rules::of_answer(answer.status, &[]),
                Err(_) => Rules::Unreachable("it cannot be unpacked".to_owned()),
            });
        }
        // Too many redirects are as good as no file (RFC 9309, section 2.3.1.2).
        Ok(Rules::None)
    }

    /// Asks, and again where that may help, each time when the host's turn has come.
    fn ask(
        &mut self,
        url: &Url,
        headers: Vec<(String, String)>,
        bounds: Bounds,
        overflow: Overflow,
    ) -> Result<Exchange, Error> {
        let mut tries = 0;
        loop {
            self.take_turn(url)?;
            let at = self.time.now();
            let time = self.time;
            let result = self.client.ask(url, &headers, bounds, overflow, &|| time.is_over());
            self.end_turn(url);
            let error = match result {
                Ok(answer) if !is_busy(answer.status) => {
                    return Ok(Exchange { url: url.clone(), at, request: headers, answer });
                }
                Ok(answer) => {
                    let error = self.refusal(url, &answer);
                    if tries >= self.options.retries && overflow == Overflow::Cut && error.is_temporary() {
                        return Ok(Exchange { url: url.clone(), at, request: headers, answer });
                    }
                    error
                }
                Err(error) => error,
            };
            if tries >= self.options.retries || !error.is_temporary() {
                return Err(error);
            }
            self.wait_longer(url, tries);
            tries += 1;
        }
    }

    /// What an answer that is no page comes to. A site that says when to come back is left alone until then.
    pub(crate) fn refusal(&mut self, url: &Url, answer: &Answer) -> Error {
        let status = answer.status;
        let wait = answer.header("retry-after").and_then(|value| retry_after(value, self.time.now()));
        if let Some(wait) = wait.filter(|_| is_busy(status)) {
            // The whole host is left alone, whether or not this page is tried again.
            self.put_off(url, wait);
            if wait > self.options.max_wait {
                return Error::Later { status, wait };
            }
        }
        Error::Status { status, reason: reason_of(status).to_owned() }
    }

    /// Leaves a host alone before it is asked again, the longer the more often that was.
    pub(crate) fn wait_longer(&mut self, url: &Url, tries: u32) {
        self.put_off(url, FIRST_PAUSE * 2_u32.saturating_pow(tries));
    }

    /// Leaves a host alone for so long, if that is longer than it would be anyway.
    fn put_off(&mut self, url: &Url, wait: Duration) {
        let turn = self.time.now() + wait.min(self.options.max_wait);
        let next = self.next_turn.entry(host(url)).or_default();
        *next = turn.max(*next);
    }
}

/// Whether a status says that it may go better in a moment.
fn is_busy(status: u16) -> bool {
    Error::Status { status, reason: String::new() }.is_temporary()
}

/// Where an answer leads on to.
pub(crate) fn redirect(answer: &Answer) -> Option<&str> {
    if matches!(answer.status, 301 | 302 | 303 | 307 | 308) { answer.header("location") } else { None }
}

/// The headers of every request, but for name and host.
fn usual_headers() -> Vec<(String, String)> {
    [("accept", ACCEPT), ("accept-encoding", decode::ACCEPTED), ("accept-language", ACCEPT_LANGUAGE)]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
}

/// How long `Retry-After` asks to wait: seconds, or a date.
fn retry_after(value: &str, now: Duration) -> Option<Duration> {
    if let Ok(seconds) = value.trim().parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let then = Moment::parse(value)?.seconds;
    Some(Duration::from_secs(u64::try_from(then - moment(now).seconds).unwrap_or_default()))
}

/// Scheme, host and port.
fn site(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// Host and port: what is asked one thing at a time, whatever the scheme.
fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}
