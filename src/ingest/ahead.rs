//! Lets an iterator run ahead of what takes from it.
//!
//! In: an iterator. Out: the same items in the same order, from another thread. Holds a bounded number of them.

use std::sync::mpsc::sync_channel;
use std::thread;

/// Items that are handed over together: handing over takes longer than finding one does.
const BATCH: usize = 256;

/// Batches that wait at most: some 16,000 files, which is a few megabytes.
const WAITING: usize = 64;

/// Runs an iterator in a thread of its own while `take` works with its items; it ends with `take`, at its end or not.
pub(crate) fn ahead<T: Send + 'static, R>(
    mut items: impl Iterator<Item = T> + Send,
    take: impl FnOnce(Box<dyn Iterator<Item = T> + Send>) -> R,
) -> R {
    let (send, receive) = sync_channel::<Vec<T>>(WAITING);
    thread::scope(|scope| {
        scope.spawn(move || {
            loop {
                let batch: Vec<T> = items.by_ref().take(BATCH).collect();
                // Nobody takes any more: the run was stopped.
                if batch.is_empty() || send.send(batch).is_err() {
                    break;
                }
            }
        });
        take(Box::new(receive.into_iter().flatten()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_stays() {
        let taken: Vec<u32> = ahead(0..100_000_u32, Iterator::collect);
        assert!(taken.into_iter().eq(0..100_000));
    }

    #[test]
    fn an_iterator_without_an_end_is_let_go_of() {
        assert_eq!(ahead(0..u64::MAX, |mut items| items.nth(300)), Some(300));
    }
}
