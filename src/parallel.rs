//! The same work on many things, on a few threads, with the results in order.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// Stack of a worker. The nesting limit keeps every recursion far below it.
const STACK: usize = 16 << 20;

/// Pieces that a thread of [`in_order`] may be ahead of the taker.
const AHEAD: usize = 4;

/// Calls `work` on every item with at most `threads` threads, and keeps all results.
pub fn map<T: Sync, R: Send>(items: &[T], threads: usize, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, R)>> = Mutex::new(Vec::with_capacity(items.len()));
    let run = || {
        let mut own = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else { break };
            own.push((index, work(item)));
        }
        if let Ok(mut done) = done.lock() {
            done.append(&mut own);
        }
    };
    let workers = threads.clamp(1, items.len().max(1));
    thread::scope(|scope| {
        for _ in 0..workers {
            let spawned = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run);
            if spawned.is_err() {
                // No thread to be had: the work is done here.
                run();
            }
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Calls `take` with what `make` gives for each item, in the order of the items, with few of them
/// in memory. The items may be read while others are made.
///
/// Thread `k` of `n` makes the items `k`, `k + n`, `k + 2n` …; the taker goes round the threads. So
/// the order needs no sorting and no thread runs far ahead.
pub fn in_order<Item: Send, Piece: Send, Error>(
    items: impl Iterator<Item = Item> + Send,
    threads: usize,
    make: impl Fn(Item) -> Piece + Sync,
    mut take: impl FnMut(Piece) -> Result<(), Error>,
) -> Result<(), Error> {
    if threads <= 1 {
        return items.map(make).try_for_each(take);
    }
    thread::scope(|scope| {
        let mut to_workers: Vec<SyncSender<Item>> = Vec::with_capacity(threads);
        let mut from_workers: Vec<Receiver<Piece>> = Vec::with_capacity(threads);
        for _ in 0..threads {
            let (item_sender, item_receiver) = sync_channel(AHEAD);
            let (piece_sender, piece_receiver) = sync_channel(AHEAD);
            to_workers.push(item_sender);
            from_workers.push(piece_receiver);
            let make = &make;
            // A side that is gone ends the other: nobody takes the pieces any more.
            scope.spawn(move || item_receiver.into_iter().try_for_each(|item| piece_sender.send(make(item))));
        }
        scope.spawn(move || {
            let threads = to_workers.len();
            items.enumerate().try_for_each(|(index, item)| to_workers[index % threads].send(item))
        });
        // The first thread without a piece has had the last one, or has panicked; the scope passes that on.
        let mut pieces = (0..threads).cycle().map_while(|index| from_workers[index].recv().ok());
        pieces.try_for_each(&mut take)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    #[test]
    fn results_stand_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        let doubled = map(&items, 4, |item| item * 2);
        assert_eq!(doubled, items.iter().map(|item| item * 2).collect::<Vec<_>>());
    }

    #[test]
    fn the_order_does_not_depend_on_the_threads() {
        let run = |threads, count: u32| {
            let mut taken = Vec::new();
            let outcome: io::Result<()> = in_order(
                0..count,
                threads,
                |item| item.to_string(),
                |text| {
                    taken.push(text);
                    Ok(())
                },
            );
            outcome.unwrap();
            taken
        };
        for count in [0, 1, 2, 100] {
            assert_eq!(run(1, count), run(3, count));
        }
    }

    #[test]
    fn a_full_disk_ends_the_run() {
        let result = in_order(0..100_000, 2, |item| item, |_| Err(io::Error::other("full")));
        assert!(result.is_err());
    }
}
