//! The clock of the machine, for what has to wait.
//!
//! In: nothing. Out: the time, and pauses. The only file that reads the clock for fetching.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use signal_hook::consts::TERM_SIGNALS;
use signal_hook::flag;

use crate::captures::fetch::Time;
use crate::cli::Exit;
use crate::cli::error::Failure;

/// The clock of the machine.
pub(crate) struct Clock;

/// Set by the first signal to stop.
static STOP: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// How long somebody who wants to stop is kept waiting.
const PATIENCE: Duration = Duration::from_millis(100);

impl Clock {
    /// Lets a signal to stop end what waits by this clock; a second one ends the program at once.
    pub(crate) fn listen() -> Result<(), Failure> {
        let stop = Arc::new(AtomicBool::new(false));
        if STOP.set(stop.clone()).is_err() {
            return Ok(());
        }
        for signal in TERM_SIGNALS {
            flag::register_conditional_shutdown(*signal, Exit::Stopped as i32, Arc::clone(&stop))?;
            flag::register(*signal, Arc::clone(&stop))?;
        }
        Ok(())
    }
}

impl Time for Clock {
    #[expect(clippy::disallowed_methods, reason = "the clock that fetching is given")]
    fn now(&self) -> Duration {
        // A clock set before 1970 tells no time.
        SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
    }

    fn pause(&self, duration: Duration) {
        let mut left = duration;
        while !left.is_zero() && !self.is_over() {
            let slice = left.min(PATIENCE);
            std::thread::sleep(slice);
            left -= slice;
        }
    }

    fn is_over(&self) -> bool {
        STOP.get().is_some_and(|stop| stop.load(Ordering::Relaxed))
    }
}
