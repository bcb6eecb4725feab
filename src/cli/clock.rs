//! The clock of the machine, for what has to wait.
//!
//! In: nothing. Out: the time, and pauses. The only file that reads the clock for fetching.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::captures::fetch::Time;

/// The clock of the machine.
pub(crate) struct Clock;

impl Time for Clock {
    #[expect(clippy::disallowed_methods, reason = "the clock that fetching is given")]
    fn now(&self) -> Duration {
        // A clock set before 1970 tells no time.
        SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
    }

    fn pause(&self, duration: Duration) {
        std::thread::sleep(duration);
    }
}
