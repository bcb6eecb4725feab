//! Work that may take so long and no longer.
//!
//! In: work, and how long it may take. Out: what came of it, or that it took too long. A thread cannot be stopped: one
//! that took too long ends by itself later, and nobody listens any more.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use crate::formats::{Error, Limits};

/// Does work in a thread of this name and stack (bytes) for [`Limits::max_seconds`] at most. None where it panicked.
///
/// # Errors
///
/// [`Error::Limit`] where it takes longer; where no thread can be had, why.
pub(crate) fn within<T: Send + 'static>(
    limits: Limits,
    name: &str,
    stack: usize,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<Option<T>, Error> {
    let (sender, receiver) = sync_channel(1);
    let watched = move || {
        let _ = sender.send(catch_unwind(AssertUnwindSafe(work)).ok());
    };
    std::thread::Builder::new().name(name.to_owned()).stack_size(stack).spawn(watched)?;
    receiver.recv_timeout(Duration::from_secs(limits.max_seconds)).map_err(|_| {
        let what = format!("takes more than {} seconds", limits.max_seconds);
        Error::Limit { what, flag: "--max-seconds" }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_done_fails_or_takes_too_long() {
        let patient = Limits { max_seconds: 3_600, ..Limits::default() };
        assert!(matches!(within(patient, "work", 1 << 20, || 2 + 2), Ok(Some(4))));
        assert!(matches!(within(patient, "work", 1 << 20, || -> u8 { panic!("on purpose") }), Ok(None)));
        let hasty = Limits { max_seconds: 0, ..Limits::default() };
        let (open, opened) = sync_channel::<()>(1);
        let told = within(hasty, "work", 1 << 20, move || opened.recv());
        assert!(matches!(told, Err(Error::Limit { flag: "--max-seconds", .. })));
        drop(open);
    }
}
