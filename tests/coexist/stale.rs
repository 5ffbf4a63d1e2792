//! A double close of an OwnedFd while other threads open and close: natively it
//! mostly closes somebody else's.
use std::fs::File;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;

#[inline(never)]
fn closed_twice() {
    let first: OwnedFd = File::open("/dev/null").unwrap().into();
    let second = unsafe { OwnedFd::from_raw_fd(first.as_raw_fd()) };
    drop(first);
    drop(second);
}

fn main() {
    let stop = Arc::new(AtomicBool::new(false));
    let threads: Vec<_> = (0..3)
        .map(|_| {
            let stop = stop.clone();
            std::thread::spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    drop(File::open("/dev/null"));
                    std::thread::sleep(std::time::Duration::from_micros(20));
                }
            })
        })
        .collect();
    std::thread::sleep(std::time::Duration::from_millis(5));
    closed_twice();
    stop.store(true, Ordering::Relaxed);
    for thread in threads {
        thread.join().unwrap();
    }
}
