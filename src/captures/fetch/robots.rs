//! What a site asks of programs: robots.txt (RFC 9309).
//!
//! In: the answer to a request for `/robots.txt`. Out: which addresses may be asked, and how slowly. Knows no connection.

use std::time::Duration;

use texting_robots::Robot;
use url::Url;

use crate::captures::fetch::Error;
use crate::document::escapes;

/// The name that rules of robots.txt call this program by.
pub(crate) const PRODUCT: &str = "rsearch";

/// Bytes of robots.txt that are read: RFC 9309, section 2.5, asks for 500 KiB at least.
pub(crate) const MAX_BYTES: u64 = 500 << 10;

/// Redirects of robots.txt that are followed (RFC 9309, section 2.3.1.2).
pub(crate) const MAX_REDIRECTS: usize = 5;

/// Seconds between two requests that a site may ask for at most; a larger wish is most likely a mistake of units.
const MAX_DELAY_SECONDS: f32 = 600.0;

/// What one site asks.
pub(crate) enum Rules {
    /// It says nothing.
    None,
    /// What it says.
    Some(Box<Robot>),
    /// Nobody knows, so nothing is allowed.
    Unreachable(String),
}

impl Rules {
    /// Reads the rules of an answer. A missing file allows everything; a failing server, and one that has had enough, nothing
    /// (sections 2.3.1.3 and 2.3.1.4).
    pub(crate) fn of_answer(status: u16, body: &[u8]) -> Rules {
        match status {
            200..=299 => match Robot::new(PRODUCT, in_normal_form(body).as_bytes()) {
                Ok(robot) => Rules::Some(Box::new(robot)),
                Err(error) => Rules::Unreachable(format!("not readable: {error}")),
            },
            429 | 500.. => Rules::Unreachable(format!("HTTP {status}")),
            _ => Rules::None,
        }
    }

    /// Says whether an address may be asked.
    pub(crate) fn check(&self, url: &Url) -> Result<(), Error> {
        let site = || url.origin().ascii_serialization();
        match self {
            Rules::None => Ok(()),
            Rules::Some(robot) if robot.allowed(&escapes::in_address(url.as_str())) => Ok(()),
            Rules::Some(_) => Err(Error::Disallowed { site: site() }),
            Rules::Unreachable(reason) => {
                Err(Error::RobotsUnreachable { site: site(), reason: reason.clone() })
            }
        }
    }

    /// The time between two requests that the site asks for.
    pub(crate) fn delay(&self) -> Option<Duration> {
        let Rules::Some(robot) = self else { return None };
        let seconds = robot.delay.filter(|delay| delay.is_finite() && *delay > 0.0)?;
        Some(Duration::from_secs_f32(seconds.min(MAX_DELAY_SECONDS)))
    }

    /// The sitemaps that it names.
    pub(crate) fn sitemaps(&self) -> Vec<String> {
        match self {
            Rules::Some(robot) => robot.sitemaps.clone(),
            _ => Vec::new(),
        }
    }
}

/// Rules as the crate compares them, letter by letter: escapes in one form, and this program called by its name alone.
fn in_normal_form(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let lines = text.trim_start_matches('\u{feff}').split(['\n', '\r']);
    let lines: Vec<String> = lines
        .map(
            |line| {
                if is_for_us(line) { format!("User-agent: {PRODUCT}") } else { escapes::in_address(line) }
            },
        )
        .collect();
    lines.join("\n")
}

/// Whether a line names this program, perhaps with a version behind it (`User-agent: rsearch/0.1.0`), as logs show it.
fn is_for_us(line: &str) -> bool {
    let line = line.trim_start().to_ascii_lowercase();
    let named = ["user-agent", "user agent", "useragent"].iter().find_map(|key| line.strip_prefix(key));
    let name = named.map(|rest| rest.trim_start_matches([':', ' ', '\t']));
    let behind = name.and_then(|name| name.strip_prefix(PRODUCT));
    behind.is_some_and(|behind| {
        !behind.starts_with(|letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(status: u16, body: &str, path: &str) -> bool {
        let url = Url::parse("https://a.example").unwrap().join(path).unwrap();
        Rules::of_answer(status, body.as_bytes()).check(&url).is_ok()
    }

    #[test]
    fn rules_for_this_program_count_before_those_for_all() {
        let body = "User-agent: *\nDisallow: /\n\nUser-agent: rsearch\nDisallow: /private/\nAllow: /private/open\nCrawl-delay: 2.5\nSitemap: https://a.example/map.xml";
        assert!(allows(200, body, "/x"));
        assert!(!allows(200, body, "/private/x"));
        assert!(allows(200, body, "/private/open/x"));
        let rules = Rules::of_answer(200, body.as_bytes());
        assert_eq!(rules.delay(), Some(Duration::from_millis(2_500)));
        assert_eq!(rules.sitemaps(), ["https://a.example/map.xml"]);
        assert!(!allows(200, "User-agent: *\nDisallow: /*.pdf$", "/x.pdf"));
    }

    #[test]
    fn a_missing_file_allows_all_and_a_failing_server_nothing() {
        for (status, allowed) in
            [(404, true), (403, true), (410, true), (429, false), (500, false), (503, false)]
        {
            assert_eq!(allows(status, "User-agent: *\nDisallow: /", "/x"), allowed, "{status}");
        }
    }

    #[test]
    fn escapes_mean_what_they_stand_for_in_rules_and_addresses() {
        for (rule, path, allowed) in [
            ("/%61lpha", "/alpha", false),
            ("/alpha", "/%61lpha", false),
            ("/foo/bar/%62%61%7A", "/foo/bar/baz", false),
            ("/caf%C3%A9", "/caf%c3%a9", false),
            ("/caf%c3%a9", "/caf\u{e9}", false),
            ("/caf\u{e9}", "/caf%C3%A9", false),
            ("/%7ejoe", "/~joe", false),
            ("/a%2fb", "/a%2Fb", false),
            ("/a%2fb", "/a/b", true),
            ("/a%2a", "/abc", true),
            ("/100%", "/100%", false),
        ] {
            let body = format!("User-agent: *\nDisallow: {rule}");
            assert_eq!(allows(200, &body, path), allowed, "{rule} {path}");
        }
    }

    #[test]
    fn rules_may_call_this_program_by_name_and_version() {
        for (name, is_ours) in [
            ("rsearch/0.1.0", true),
            ("RSearch/*", true),
            ("rsearch (+me@a.example)", true),
            ("rsearcher", false),
            ("rsearch-images", false),
            ("research/0.1.0", false),
        ] {
            for key in ["User-agent:", "\u{feff}User-Agent: ", "useragent :"] {
                let body = format!("{key}{name}\r\nDisallow: /\r\n\r\nUser-agent: *\r\nAllow: /");
                assert_eq!(allows(200, &body, "/x"), !is_ours, "{key} {name}");
            }
        }
    }
}
