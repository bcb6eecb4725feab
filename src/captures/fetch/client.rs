//! One request and its answer.
//!
//! In: an address and headers. Out: status, headers and body as they came. The only file that knows reqwest. Connects to nothing but
//! what [`address`] lets through, follows no redirect, tries once.
//!
//! [`address`]: crate::captures::fetch::address

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use url::Url;

use crate::captures::fetch::{AllowPrivate, Error, address};

/// Seconds to connect in; what takes longer is not there.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

/// How long somebody who wants to stop is kept waiting.
const PATIENCE: Duration = Duration::from_millis(100);

/// An answer as it came.
#[derive(Clone, Debug)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// Headers in their order, names in small letters.
    pub headers: Vec<(String, String)>,
    /// The body as it was sent, without the framing of the connection.
    pub raw: Vec<u8>,
    /// Whether the body is cut at the limit.
    pub cut: bool,
    /// The IP address that answered.
    pub server: Option<SocketAddr>,
}

impl Answer {
    /// The value of a header; the first where there are several.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// What to do with a body that is larger than the limit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Overflow {
    /// It is an error.
    Refuse,
    /// The beginning will do.
    Cut,
}

/// Limits of one exchange.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// Time for the whole of it.
    pub(crate) timeout: Duration,
    /// Bytes of the body.
    pub(crate) max_bytes: u64,
}

/// Makes connections. Cookies are kept as long as it lives.
pub(crate) struct Client {
    runtime: tokio::runtime::Runtime,
    http: reqwest::Client,
    allow_private: AllowPrivate,
}

impl Client {
    pub(crate) fn new(user_agent: &str, allow_private: AllowPrivate) -> Result<Client, Error> {
        let failed = |reason: String| Error::Client { reason };
        // Fails when there is one already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| failed(error.to_string()))?;
        let builder = || {
            reqwest::Client::builder()
                .user_agent(user_agent)
                .redirect(Policy::none())
                .retry(reqwest::retry::never())
                // A proxy would resolve names out of our sight.
                .no_proxy()
                .referer(false)
                .cookie_store(true)
                .connect_timeout(CONNECT_TIMEOUT)
                .dns_resolver(Arc::new(Guard { allow_private: allow_private.clone() }))
        };
        // A machine without certificates still speaks plain HTTP; any secure connection is then an error.
        let http = builder()
            .build()
            .or_else(|_| builder().tls_certs_only(std::iter::empty()).build())
            .map_err(|error| failed(in_words(&error)))?;
        Ok(Client { runtime, http, allow_private })
    }

    /// Asks once.
    pub(crate) fn ask(
        &self,
        url: &Url,
        headers: &[(String, String)],
        bounds: Bounds,
        overflow: Overflow,
        is_over: &dyn Fn() -> bool,
    ) -> Result<Answer, Error> {
        allowed(url, &self.allow_private)?;
        self.runtime.block_on(async {
            let mut exchange = pin!(self.exchange(url, headers, bounds.max_bytes, overflow));
            let mut left = bounds.timeout;
            loop {
                let slice = left.min(PATIENCE);
                if let Ok(result) = tokio::time::timeout(slice, exchange.as_mut()).await {
                    return result;
                }
                left -= slice;
                if is_over() {
                    return Err(Error::Stopped);
                }
                if left.is_zero() {
                    return Err(Error::Timeout { limit: bounds.timeout });
                }
            }
        })
    }

    /// The IP addresses of a host, if they may be asked.
    pub(crate) fn look_up(&self, url: &Url) -> Result<(), Error> {
        allowed(url, &self.allow_private)?;
        let Some(host) = url.domain().filter(|host| !self.allow_private.permits(host)) else { return Ok(()) };
        let found = self.runtime.block_on(resolve(host.to_owned(), false));
        found.map(|_| ()).map_err(|error| classify_box(error.as_ref()))
    }

    async fn exchange(
        &self,
        url: &Url,
        headers: &[(String, String)],
        limit: u64,
        overflow: Overflow,
    ) -> Result<Answer, Error> {
        let mut request = self.http.get(url.clone());
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let mut response = request.send().await.map_err(|error| classify(&error))?;
        let mut answer = Answer {
            status: response.status().as_u16(),
            headers: response
                .headers()
                .iter()
                .map(|(name, value)| (name.as_str().to_owned(), latin(value.as_bytes())))
                .collect(),
            raw: Vec::new(),
            cut: false,
            server: response.remote_addr(),
        };
        if response.content_length().is_some_and(|length| length > limit) && overflow == Overflow::Refuse {
            return Err(Error::TooLarge { limit });
        }
        while let Some(chunk) = response.chunk().await.map_err(|error| classify(&error))? {
            let room = usize::try_from(limit).unwrap_or(usize::MAX).saturating_sub(answer.raw.len());
            if chunk.len() > room {
                if overflow == Overflow::Refuse {
                    return Err(Error::TooLarge { limit });
                }
                answer.raw.extend_from_slice(&chunk[..room]);
                answer.cut = true;
                break;
            }
            answer.raw.extend_from_slice(&chunk);
        }
        Ok(answer)
    }
}

/// The English words of a status.
pub(crate) fn reason_of(status: u16) -> &'static str {
    reqwest::StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason())
        .unwrap_or_default()
}

/// An address that may be asked as far as it can be told without looking the host up.
pub(crate) fn allowed(url: &Url, allow_private: &AllowPrivate) -> Result<(), Error> {
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(Error::NotWeb { address: address::redacted(url) });
    }
    let host = url.host_str().unwrap_or_default();
    match address::literal(url) {
        Some(ip) if !allow_private.permits(host) && !address::is_public(ip) => {
            Err(Error::Private { host: host.to_owned(), address: ip.to_string() })
        }
        _ => Ok(()),
    }
}

/// Looks names up and lets through only addresses that may be asked. The connection is made to these very addresses, so a name that
/// changes between two looks gains nothing.
struct Guard {
    allow_private: AllowPrivate,
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let host = name.as_str().to_owned();
        let allow_private = self.allow_private.permits(&host);
        Box::pin(async move {
            let addresses = resolve(host, allow_private).await?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

type BoxError = Box<dyn std::error::Error + Send + Sync>;

async fn resolve(host: String, allow_private: bool) -> Result<Vec<SocketAddr>, BoxError> {
    let addresses: Vec<SocketAddr> = tokio::net::lookup_host((host.as_str(), 0)).await?.collect();
    // One private address among public ones is a trap, not a choice.
    match addresses.iter().find(|address| !allow_private && !address::is_public(address.ip())) {
        Some(address) => Err(Box::new(Refused { host, address: address.ip().to_string() })),
        None => Ok(addresses),
    }
}

/// A host that may not be asked, on its way through the layers of the client.
#[derive(Debug, thiserror::Error)]
#[error("{host} is at {address}")]
struct Refused {
    host: String,
    address: String,
}

fn classify(error: &reqwest::Error) -> Error {
    classify_box(error)
}

/// Finds out of a chain of causes what it comes down to.
fn classify_box(error: &(dyn std::error::Error + 'static)) -> Error {
    let mut cause = Some(error);
    while let Some(current) = cause {
        if let Some(refused) = current.downcast_ref::<Refused>() {
            return Error::Private { host: refused.host.clone(), address: refused.address.clone() };
        }
        if let Some(tls) = current.downcast_ref::<rustls::Error>() {
            return Error::Tls { reason: tls.to_string() };
        }
        // An I/O error hides what it wraps from the chain.
        let wrapped = current.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        cause = match wrapped {
            Some(inner) => Some(inner as &(dyn std::error::Error + 'static)),
            None => current.source(),
        };
    }
    Error::Network { reason: in_words(error) }
}

/// The last cause of a failure, which says what happened; those before it say only where. None of them names the address, which
/// might hold a secret.
fn in_words(error: &(dyn std::error::Error + 'static)) -> String {
    let mut last = error;
    while let Some(source) = last.source() {
        last = source;
    }
    last.to_string()
}

/// The text of a header: Latin-1, as HTTP/1.1 had it, where it is no ASCII.
fn latin(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().copied().map(char::from).collect(),
    }
}
