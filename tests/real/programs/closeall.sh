#!/bin/bash
# What runtimes do to close all they have: by number, by /proc/self/fd, before and after a fork.
# needs: python3 perl
set -u

/usr/bin/python3 - <<'END'
import os, subprocess

def listed():
    return sorted(int(n) for n in os.listdir("/proc/self/fd") if int(n) > 2)

fds = [os.open("/dev/null", os.O_RDONLY) for _ in range(10)]
print(len(listed()) >= 10)
os.closerange(3, 256)
for fd in range(3, 256):
    try:
        os.close(fd)
    except OSError:
        pass
print(sum(os.path.exists("/proc/self/fd/%d" % fd) for fd in fds))
for fd in range(3, 256):
    try:
        os.fstat(fd)
        print("open", fd)
    except OSError:
        pass
fds = [os.open("/dev/null", os.O_RDONLY) for _ in range(10)]
for fd in listed():
    try:
        os.close(fd)
    except OSError:
        pass
kept = os.open("/dev/null", os.O_RDONLY)
pid = os.fork()
if pid == 0:
    for fd in range(255, 2, -1):
        try:
            os.close(fd)
        except OSError:
            pass
    os.execv("/bin/true", ["true"])
print(os.waitpid(pid, 0)[1])
print(subprocess.run(["true"], close_fds=True).returncode)
print(subprocess.run(["true"], close_fds=True, pass_fds=[kept], preexec_fn=lambda: None).returncode)
os.close(kept)
END

perl -MPOSIX -e '
	my @fds = map { POSIX::open("/dev/null", O_RDONLY) } 1 .. 10;
	POSIX::close($_) for 3 .. 255;
	POSIX::close($_) for reverse 3 .. 255;
	@fds = map { POSIX::open("/dev/null", O_RDONLY) } 1 .. 10;
	opendir(my $d, "/proc/self/fd") or die; my @all = grep { /^\d+$/ && $_ > 2 } readdir $d; closedir $d;
	POSIX::close($_) for @all;
	defined(my $pid = fork) or die;
	if (!$pid) { POSIX::close($_) for 3 .. 255; exec "true" }
	waitpid($pid, 0); print "perl $?\n"'

if command -v node >/dev/null; then
	node -e '
		const fs = require("fs"), fds = [];
		for (let i = 0; i < 10; i++) fds.push(fs.openSync("/dev/null"));
		for (const fd of fds) fs.closeSync(fd);
		console.log(require("child_process").spawnSync("true").status);'
fi

# Rust's standard library closes nothing but its own; its programs do, between fork and exec.
if command -v rustc >/dev/null; then
	cat >closes.rs <<'END'
use std::fs::{self, File};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
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
	rustc closes.rs 2>/dev/null && ./closes; echo "rust $?"
fi
echo "$(ls /proc/self/fd | wc -l)"
