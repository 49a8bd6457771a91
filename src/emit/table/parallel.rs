//! Makes pieces on several threads and takes them in order, with few of them in memory.
//!
//! Thread `k` of `n` makes the pieces `k`, `k + n`, `k + 2n` …, each into its own short channel;
//! the taker goes round the channels. So the order needs no sorting and no thread runs far ahead.

use std::io;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

/// Pieces that a thread may be ahead of the taker.
const AHEAD: usize = 4;

/// Calls `take` with what `make` gives for each item, in the order of the items.
pub fn in_order<Item: Sync>(
    items: &[Item],
    threads: usize,
    make: impl Fn(&Item) -> String + Sync,
    mut take: impl FnMut(String) -> io::Result<()>,
) -> io::Result<()> {
    let threads = threads.clamp(1, items.len().max(1));
    if threads == 1 {
        return items.iter().try_for_each(|item| take(make(item)));
    }
    thread::scope(|scope| {
        let mut channels: Vec<Receiver<String>> = Vec::with_capacity(threads);
        for first in 0..threads {
            let (sender, receiver) = sync_channel(AHEAD);
            channels.push(receiver);
            let make = &make;
            scope.spawn(move || send_every(items, first, threads, make, &sender));
        }
        // A channel ends early only when its thread panicked; the scope then passes the panic on.
        let pieces = (0..items.len()).map_while(|index| channels[index % threads].recv().ok());
        let mut pieces = pieces;
        pieces.try_for_each(&mut take)
    })
}

/// Stops when nobody takes the pieces any more.
fn send_every<Item>(
    items: &[Item],
    first: usize,
    step: usize,
    make: &impl Fn(&Item) -> String,
    sender: &SyncSender<String>,
) {
    for item in items.iter().skip(first).step_by(step) {
        if sender.send(make(item)).is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_does_not_depend_on_the_threads() {
        let items: Vec<u32> = (0..100).collect();
        let run = |threads| {
            let mut taken = Vec::new();
            in_order(&items, threads, u32::to_string, |text| {
                taken.push(text);
                Ok(())
            })
            .unwrap();
            taken
        };
        assert_eq!(run(1), run(3));
    }

    #[test]
    fn a_full_disk_ends_the_run() {
        let items: Vec<u32> = (0..100).collect();
        let result = in_order(&items, 2, u32::to_string, |_| Err(io::Error::other("full")));
        assert!(result.is_err());
    }
}
