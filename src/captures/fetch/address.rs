//! Which addresses may be asked, and how an address is written down.
//!
//! In: host names, IP addresses, URLs. Out: whether a page on the open web can be there, and URLs without secrets. Knows no
//! connection.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url, form_urlencoded};

/// What a secret in an address is replaced by.
const REDACTED: &str = "REDACTED";

/// Parts of names of query parameters whose values are secrets.
const SECRET_PARTS: &[&str] = &[
    "token",
    "secret",
    "passw",
    "apikey",
    "accesskey",
    "signature",
    "credential",
    "session",
    "jwt",
    "authorization",
];

/// Names of query parameters whose values are secrets.
const SECRET_NAMES: &[&str] = &["key", "auth", "sig", "sid", "pwd", "pass"];

/// Whether an IP address is one of the open Internet: not of this machine, this network, or set aside
/// (IANA's registries of special-purpose addresses, RFC 6890).
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let set_aside = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || a == 0
        || a >= 224 // multicast, reserved, broadcast
        || (a == 100 && (64..128).contains(&b)) // carrier-grade NAT, RFC 6598
        || (a == 192 && b == 0 && c == 0) // protocol assignments
        || (a == 192 && b == 88 && c == 99) // relays of 6to4
        || (a == 198 && (18..20).contains(&b)); // benchmarks
    !set_aside
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match parts {
        // IPv4 in IPv6's clothes: mapped, translated (RFC 6052), 6to4.
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => embedded(high, low),
        // Global unicast is 2000::/3; Teredo and documentation are set aside within it.
        [0x2001, 0 | 0xdb8, ..] | [0x3fff, 0..0x1000, ..] => false,
        [first, ..] => (0x2000..0x4000).contains(&first),
    }
}

/// The IP address that a URL names in place of a host.
pub(crate) fn literal(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(address) => Some(address.into()),
        Host::Ipv6(address) => Some(address.into()),
        Host::Domain(_) => None,
    }
}

/// The form of an address that is shown: without user, password, fragment, and values of parameters that may be secrets.
pub fn redacted(url: &Url) -> String {
    Redaction::default().shown(url)
}

/// What is left out of addresses that are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Redaction {
    /// Names of parameters, folded, that sound like secrets and hold none.
    not_secret: Vec<String>,
}

impl Redaction {
    /// Keeps the values of these parameters, whatever they are called.
    pub fn without(not_secret: &[String]) -> Redaction {
        Redaction { not_secret: not_secret.iter().map(|name| folded(name)).collect() }
    }

    /// The form of an address that is kept: without user, password, fragment, and values of parameters that are secrets.
    pub fn shown(&self, url: &Url) -> String {
        let mut url = url.clone();
        url.set_fragment(None);
        // Neither fails for an address that has a host.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        if url.query_pairs().any(|(name, _)| self.is_secret(&name)) {
            let pairs: Vec<(String, String)> = url
                .query_pairs()
                .map(|(name, value)| {
                    let value = if self.is_secret(&name) { REDACTED.to_owned() } else { value.into_owned() };
                    (name.into_owned(), value)
                })
                .collect();
            url.query_pairs_mut().clear().extend_pairs(pairs);
        }
        url.into()
    }

    /// The names of the parameters of an address whose values are not kept, each once.
    pub fn hidden(&self, url: &Url) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for (name, _) in url.query_pairs() {
            if self.is_secret(&name) && !names.iter().any(|known| *known == name) {
                names.push(name.into_owned());
            }
        }
        names
    }

    /// The value of a header without the secrets of the addresses that it names, which may be relative to `base`.
    pub(crate) fn header(&self, name: &str, value: &str, base: &Url) -> String {
        match name {
            "location" | "content-location" => self.reference(value, base),
            // `<address>; rel=…, <address>; …` (RFC 8288, section 3).
            "link" => {
                let mut parts = value.split('<');
                let mut shown = parts.next().unwrap_or_default().to_owned();
                for part in parts {
                    let (address, rest) = part.split_at(part.find('>').unwrap_or(part.len()));
                    shown.extend(["<", &self.reference(address, base), rest]);
                }
                shown
            }
            // `5; url=address`
            "refresh" => match value.split_once('=') {
                Some((wait, address)) => {
                    let address = address.trim().trim_matches(['"', '\'']);
                    format!("{wait}={}", self.reference(address, base))
                }
                None => value.to_owned(),
            },
            _ => value.to_owned(),
        }
    }

    /// An address as a header writes it: as it is where it holds no secret, else whole and without.
    fn reference(&self, text: &str, base: &Url) -> String {
        let Ok(mut url) = base.join(text.trim()) else { return text.to_owned() };
        let fragment = url.fragment().unwrap_or_default().to_owned();
        url.set_fragment(None);
        let is_plain = !form_urlencoded::parse(fragment.as_bytes()).any(|(name, _)| self.is_secret(&name));
        let shown = self.shown(&url);
        if is_plain && shown == url.as_str() { text.to_owned() } else { shown }
    }

    fn is_secret(&self, name: &str) -> bool {
        let name = folded(name);
        let sounds_so =
            SECRET_NAMES.contains(&name.as_str()) || SECRET_PARTS.iter().any(|part| name.contains(part));
        sounds_so && !self.not_secret.contains(&name)
    }
}

/// The name of a parameter in small letters, without the marks that join its words.
fn folded(name: &str) -> String {
    name.to_ascii_lowercase().chars().filter(|letter| !matches!(letter, '-' | '_' | '.')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_are_not_of_the_open_internet_are_told_apart() {
        for address in [
            "127.0.0.1",
            "127.9.9.9",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.255.255",
            "198.18.0.1",
            "192.0.2.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2002:c0a8:101::1",
            "fe80::1",
            "fc00::1",
            "fd12:3456::1",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        for address in [
            "1.1.1.1",
            "100.63.0.1",
            "100.128.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "::ffff:1.1.1.1",
            "64:ff9b::1.1.1.1",
            "2002:101:101::1",
            "2606:4700::1111",
            "2a00:1450::1",
        ] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn numbers_that_browsers_take_for_addresses_are_addresses() {
        for address in
            ["http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://[::ffff:7f00:1]/"]
        {
            let url = Url::parse(address).unwrap();
            assert!(!is_public(literal(&url).unwrap()), "{address}");
        }
    }

    #[test]
    fn secrets_are_not_shown() {
        for (address, shown) in [
            ("https://me:word@a.example/x#access_token=1", "https://a.example/x"),
            ("https://a.example/x?page=2&q=a+b", "https://a.example/x?page=2&q=a+b"),
            ("https://a.example/x?page=2&api_key=abc", "https://a.example/x?page=2&api_key=REDACTED"),
            ("https://a.example/?X-Amz-Signature=abc", "https://a.example/?X-Amz-Signature=REDACTED"),
            ("https://a.example/?keyword=abc", "https://a.example/?keyword=abc"),
        ] {
            assert_eq!(redacted(&Url::parse(address).unwrap()), shown);
        }
    }
    #[test]
    fn addresses_in_headers_hold_no_secrets() {
        let base = Url::parse("https://a.example/x/").unwrap();
        for (name, value, shown) in [
            ("location", "../y?a=1#part", "../y?a=1#part"),
            ("location", "y?a=1&token=abc", "https://a.example/x/y?a=1&token=REDACTED"),
            ("location", "//me:abc@b.example/", "https://b.example/"),
            ("location", "/y#access_token=abc&x=1", "https://a.example/y"),
            ("content-location", "y?sig=abc", "https://a.example/x/y?sig=REDACTED"),
            (
                "link",
                "</s.css>; rel=preload, </n?key=abc>; rel=\"next\"",
                "</s.css>; rel=preload, <https://a.example/n?key=REDACTED>; rel=\"next\"",
            ),
            ("link", "<y?key=abc", "<https://a.example/x/y?key=REDACTED"),
            ("refresh", "5; url='y?key=abc'", "5; url=https://a.example/x/y?key=REDACTED"),
            ("refresh", "5", "5"),
            ("content-type", "text/html; key=abc", "text/html; key=abc"),
        ] {
            assert_eq!(Redaction::default().header(name, value, &base), shown, "{name}: {value}");
        }
    }

    #[test]
    fn what_a_person_calls_no_secret_is_kept() {
        let url = Url::parse("https://a.example/?page-key=alpha&token=abc&key=beta&key=gamma").unwrap();
        let redaction = Redaction::without(&["Key".to_owned()]);
        assert_eq!(
            redaction.shown(&url),
            "https://a.example/?page-key=alpha&token=REDACTED&key=beta&key=gamma"
        );
        assert_eq!(redaction.hidden(&url), ["token"]);
        assert_eq!(Redaction::default().hidden(&url), ["token", "key"]);
    }
}
