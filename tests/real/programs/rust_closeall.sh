#!/bin/sh
# Rust's standard library closes nothing but its own; its programs do, all they have: in the
# process, and between fork and exec.
# needs: rustc cc
set -eu
cat >closes.rs <<'END'
use std::fs::{self, File};
use std::os::unix::io::{AsRawFd, FromRawFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

extern "C" {
	fn close(fd: i32) -> i32;
	fn close_range(first: u32, last: u32, flags: i32) -> i32;
	fn closefrom(first: i32);
}

fn upwards() { for fd in 3..256 { unsafe { close(fd); } } }
fn downwards() { for fd in (3..256).rev() { unsafe { close(fd); } } }
fn range() { unsafe { close_range(3, !0, 0); } }
fn all_from() { unsafe { closefrom(3); } }
fn owned() { for fd in 3..32 { if fs::metadata(format!("/proc/self/fd/{}", fd)).is_ok() {
	drop(unsafe { OwnedFd::from_raw_fd(fd) }); } } }
fn listed() {
	let all: Vec<i32> = fs::read_dir("/proc/self/fd").unwrap()
		.filter_map(|e| e.unwrap().file_name().to_str()?.parse().ok()).filter(|fd| *fd > 2).collect();
	for fd in all { unsafe { close(fd); } }
}

fn main() {
	let files: Vec<_> = (0..10).map(|_| File::open("/dev/null").unwrap()).collect();
	for closes in [upwards, downwards, range, all_from, listed, owned] {
		let mut command = Command::new("echo");
		command.arg("a child").stdin(Stdio::null()).stdout(Stdio::piped());
		let output = unsafe { command.pre_exec(move || { closes(); Ok(()) }) }.output().unwrap();
		print!("rust {} {}", output.status, String::from_utf8_lossy(&output.stdout));
		let kept = File::open("/dev/null").unwrap();
		println!("{}", files.iter().all(|file| file.as_raw_fd() != kept.as_raw_fd()));
	}
	println!("{}", Command::new("true").status().unwrap());
	std::mem::forget(files);
	for closes in [upwards, downwards, range, all_from, listed] {
		closes();
		let file = File::open("/dev/null").unwrap();
		println!("{} {}", file.as_raw_fd() > 2, Command::new("true").status().unwrap());
	}
}
END
rustc closes.rs 2>errors || { echo "$(rustc --version) does not compile it:" $(head -3 errors) >&2; exit 77; }
status=0
./closes || status=$?
echo "status $status"
