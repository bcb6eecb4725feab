//! Fetches within a test, by a clock that does not wait.
//!
//! In: a server. Out: what was fetched, and how long would have been waited.

use std::sync::Mutex;
use std::time::Duration;

use rsearch::captures::fetch::{AllowPrivate, Error, Fetched, Fetcher, Options, Time};
use url::Url;

/// When the clock starts: 2026-06-01T00:00:00Z.
pub(crate) const START: Duration = Duration::from_hours(494_520);

/// A clock that goes on by what it is asked to wait.
pub(crate) struct TestTime {
    now: Mutex<Duration>,
    pauses: Mutex<Vec<Duration>>,
}

impl Default for TestTime {
    fn default() -> TestTime {
        TestTime { now: Mutex::new(START), pauses: Mutex::default() }
    }
}

impl TestTime {
    /// What was waited, in seconds.
    pub(crate) fn pauses(&self) -> Vec<f64> {
        self.pauses.lock().unwrap().iter().map(Duration::as_secs_f64).collect()
    }
}

impl Time for TestTime {
    fn now(&self) -> Duration {
        *self.now.lock().unwrap()
    }

    fn pause(&self, duration: Duration) {
        self.pauses.lock().unwrap().push(duration);
        *self.now.lock().unwrap() += duration;
    }
}

/// Options that ask this machine, and give up soon.
pub(crate) fn options() -> Options {
    Options {
        allow_private: AllowPrivate::Hosts(vec!["127.0.0.1".to_owned()]),
        timeout: Duration::from_secs(5),
        max_bytes: 1 << 20,
        ..Options::default()
    }
}

/// Fetches one page.
pub(crate) fn get(url: &str, options: Options, time: &TestTime) -> Result<Fetched, Error> {
    Fetcher::new(options, time).unwrap().get(&Url::parse(url).unwrap(), None)
}

/// Fetches one page that must fail, and says why.
#[track_caller]
pub(crate) fn failure(url: &str, options: Options) -> String {
    match get(url, options, &TestTime::default()) {
        Ok(fetched) => panic!("{url} was fetched: {:?}", fetched.last.answer),
        Err(error) => error.to_string(),
    }
}
