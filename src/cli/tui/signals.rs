//! Signals while frames are drawn: to end, and to stop for a while.
//!
//! In: signals of the system. Out: what they want, for whoever draws to do it with the terminal as it was before.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use signal_hook::consts::TERM_SIGNALS;
use signal_hook::flag;

/// Signals to end, kept until somebody asks.
pub(super) struct Signals(Arc<AtomicBool>);

impl Signals {
    /// From now on signals to end only tell that they came.
    pub(super) fn listen() -> io::Result<Signals> {
        let end = Arc::new(AtomicBool::new(false));
        for signal in TERM_SIGNALS {
            flag::register(*signal, Arc::clone(&end))?;
        }
        // The terminal was closed.
        #[cfg(unix)]
        flag::register(signal_hook::consts::SIGHUP, Arc::clone(&end))?;
        Ok(Signals(end))
    }

    /// Whether one came.
    pub(super) fn want_end(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Stops until the shell lets the program go on. Where no shell could, the system does not stop it.
pub(super) fn pause() -> io::Result<()> {
    #[cfg(unix)]
    signal_hook::low_level::raise(signal_hook::consts::SIGTSTP)?;
    Ok(())
}
