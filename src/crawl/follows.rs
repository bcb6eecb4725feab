//! What is followed: which listings, how often, and when each was looked at last.
//!
//! In: the text of a file, and the time. Out: what is due, and the text again. Reads no file and no clock.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};

use crate::captures::fetch::Method;
use crate::document::{Document, Kind, Moment, fold};

/// All that is followed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Follows {
    /// In the order in which they were added.
    pub all: Vec<Followed>,
    /// The end of the last update of which the news was told; until there is one, just before the first began.
    pub told: Option<Moment>,
}

/// One listing that is followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Followed {
    /// Its address.
    pub url: String,
    /// How often it is looked at.
    pub every: Duration,
    /// Only publications of this team are told of.
    pub team: Option<String>,
    /// Whether the next pages are looked at too.
    pub next: bool,
    /// Whether publications on other sites are captured too.
    pub any_site: bool,
    /// The folder of captures, an absolute path.
    pub into: PathBuf,
    /// How its pages are fetched.
    pub method: Method,
    /// What is pressed in the browser.
    pub click: Vec<String>,
    /// Whether what says that the page goes on is pressed too.
    pub expand: bool,
    /// When it was looked at last.
    pub last: Option<Moment>,
}

/// Share of the interval after which a listing is due: a timer that fires a little early must not put off to the next time.
const DUE_SHARE: f64 = 0.95;

impl Follows {
    /// Reads the text that [`Follows::as_text`] writes.
    ///
    /// # Errors
    /// Says what makes no sense.
    pub fn parse(text: &str) -> Result<Follows, String> {
        let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let list = value.get("follows").and_then(Value::as_array).ok_or("there is no list `follows`")?;
        let all = list.iter().map(Followed::of_value).collect::<Result<_, _>>()?;
        Ok(Follows { all, told: moment(&value, "told")? })
    }

    /// The text of the file.
    pub fn as_text(&self) -> String {
        let all: Vec<Value> = self.all.iter().map(Followed::as_value).collect();
        let told = self.told.map(|told| told.to_string());
        format!("{:#}\n", json!({ "follows": all, "told": told }))
    }

    /// Adds a listing, or changes how one is followed.
    pub fn put(&mut self, followed: Followed) {
        match self.all.iter_mut().find(|other| other.url == followed.url) {
            Some(other) => *other = Followed { last: other.last, ..followed },
            None => self.all.push(followed),
        }
    }

    /// Takes a listing out; whether it was in.
    pub fn remove(&mut self, url: &str) -> bool {
        let before = self.all.len();
        self.all.retain(|followed| followed.url != url);
        self.all.len() < before
    }
}

impl Followed {
    /// Whether it is time to look again.
    pub fn is_due(&self, now: Duration) -> bool {
        let Some(last) = self.last else { return true };
        let last = Duration::from_secs(u64::try_from(last.seconds).unwrap_or_default());
        now.saturating_sub(last) >= self.every.mul_f64(DUE_SHARE)
    }

    /// What it is as JSON.
    pub fn as_value(&self) -> Value {
        json!({
            "url": self.url,
            "every": self.every.as_secs(),
            "team": self.team,
            "next": self.next,
            "any_site": self.any_site,
            "into": self.into.display().to_string(),
            "method": self.method.as_str(),
            "click": self.click,
            "expand": self.expand,
            "last": self.last.map(|last| last.to_string()),
        })
    }

    fn of_value(value: &Value) -> Result<Followed, String> {
        let text = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
        let flag = |name: &str| value.get(name).and_then(Value::as_bool).unwrap_or_default();
        let wanted = |name: &str| format!("something that is followed has no `{name}`");
        Ok(Followed {
            url: text("url").ok_or_else(|| wanted("url"))?,
            every: Duration::from_secs(
                value.get("every").and_then(Value::as_u64).ok_or_else(|| wanted("every"))?,
            ),
            team: text("team"),
            next: flag("next"),
            any_site: flag("any_site"),
            into: text("into").map(PathBuf::from).ok_or_else(|| wanted("into"))?,
            method: match text("method") {
                None => Method::Plain,
                Some(name) => Method::parse(&name).ok_or_else(|| format!("there is no method {name:?}"))?,
            },
            click: value.get("click").and_then(Value::as_array).map_or_else(Vec::new, |list| {
                list.iter().filter_map(|selector| selector.as_str().map(str::to_owned)).collect()
            }),
            expand: flag("expand"),
            last: moment(value, "last")?,
        })
    }

    /// Whether a document is of the team that is wanted.
    pub fn wants(&self, document: &Document) -> bool {
        self.team.as_ref().is_none_or(|team| {
            let team = fold::fold(team);
            document.categories.iter().any(|category| fold::fold(category) == team)
        })
    }
}

fn moment(value: &Value, name: &str) -> Result<Option<Moment>, String> {
    match value.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => {
            let moment = value.as_str().and_then(Moment::parse);
            moment.map(Some).ok_or_else(|| format!("`{name}` is {value}, which is no time"))
        }
    }
}

/// Whether a publication is new: no capture shows it but those of this run, and those that were made after the last news was told.
pub fn is_news(document: &Document, told: Option<Moment>, is_of_this_run: impl Fn(&str) -> bool) -> bool {
    document.kind == Kind::Publication
        && !document.sightings.is_empty()
        && document.sightings.iter().all(|seen| {
            let untold = seen.evidence.captured.zip(told).is_some_and(|(captured, told)| captured > told);
            untold || is_of_this_run(&seen.evidence.capture)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Evidence, Role, Seen};

    fn followed(last: Option<&str>) -> Followed {
        Followed {
            url: "https://a.example/".to_owned(),
            every: Duration::from_hours(24),
            team: Some("Optics".to_owned()),
            next: true,
            any_site: false,
            into: PathBuf::from("/captures"),
            method: Method::Browser,
            click: vec!["#more".to_owned()],
            expand: true,
            last: last.and_then(Moment::parse),
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut follows = Follows::default();
        follows.put(followed(Some("2026-06-01T00:00:00Z")));
        follows.put(Followed { team: None, ..followed(None) });
        follows.told = Moment::parse("2026-06-01T00:00:09Z");
        assert_eq!(follows.all.len(), 1, "one address is followed once");
        assert_eq!(
            follows.all[0].last,
            Moment::parse("2026-06-01T00:00:00Z"),
            "it is known when it was looked at"
        );
        assert_eq!(Follows::parse(&follows.as_text()), Ok(follows.clone()));
        assert!(follows.remove("https://a.example/") && !follows.remove("https://a.example/"));
        for text in ["", "[]", r#"{"follows":[{}]}"#, r#"{"follows":[],"told":"soon"}"#] {
            assert!(Follows::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_listing_is_due_when_its_time_has_passed() {
        let now = Duration::from_hours(494_520); // 2026-06-01T00:00:00Z
        for (last, due) in
            [(None, true), (Some("2026-05-31T00:30:00Z"), true), (Some("2026-05-31T12:00:00Z"), false)]
        {
            assert_eq!(followed(last).is_due(now), due, "{last:?}");
        }
    }

    #[test]
    fn news_is_what_no_earlier_capture_shows() {
        let seen = |capture: &str, captured: &str| Seen {
            role: Role::Entry,
            evidence: Evidence {
                capture: capture.to_owned(),
                captured: Moment::parse(captured),
                ..Evidence::default()
            },
        };
        let told = Moment::parse("2026-06-01T00:00:00Z");
        for (sightings, news) in [
            (vec![seen("now", "2026-06-02T00:00:00Z")], true),
            (vec![seen("now", "2026-06-01T00:00:00Z")], true),
            (vec![seen("now", "2026-06-02T00:00:00Z"), seen("then", "2026-05-01T00:00:00Z")], false),
            (vec![seen("stopped", "2026-06-01T12:00:00Z")], true),
            (vec![seen("undated", "")], false),
            (vec![], false),
        ] {
            let document = Document { sightings: sightings.clone(), ..Document::default() };
            assert_eq!(is_news(&document, told, |capture| capture == "now"), news, "{sightings:?}");
        }
    }
}
