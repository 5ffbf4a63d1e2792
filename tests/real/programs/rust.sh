#!/bin/sh
# Rust's standard library: files, sockets, threads, children. A debug build probes its numbers.
# needs: rustc cc
set -eu
cat >main.rs <<'END'
use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::process::{Command, Stdio};

fn run() {
	for i in 0..50 {
		let name = format!("f{}", i);
		File::create(&name).unwrap().write_all(b"text").unwrap();
		let file = File::open(&name).unwrap();
		let mut other = file.try_clone().unwrap();
		drop(file);
		let mut text = String::new();
		other.read_to_string(&mut text).unwrap();
		assert_eq!(text, "text");
	}
	println!("{} entries", fs::read_dir(".").unwrap().filter(|e| {
		e.as_ref().unwrap().file_name().to_string_lossy().starts_with('f') }).count());
	let listener = TcpListener::bind("127.0.0.1:0").unwrap();
	let address = listener.local_addr().unwrap();
	let clients: Vec<_> = (0..20u8).map(|i| std::thread::spawn(move || {
		TcpStream::connect(address).unwrap().write_all(&[i]).unwrap() })).collect();
	let mut sum = 0;
	for _ in 0..20 {
		let mut byte = [0];
		listener.accept().unwrap().0.read_exact(&mut byte).unwrap();
		sum += byte[0] as u32;
	}
	for client in clients { client.join().unwrap(); }
	println!("sum {}", sum);
	let (mut left, mut right) = UnixStream::pair().unwrap();
	left.write_all(b"x").unwrap();
	right.read_exact(&mut [0]).unwrap();
	let output = Command::new("echo").arg("a child").output().unwrap();
	print!("{}", String::from_utf8_lossy(&output.stdout));
	let mut cat = Command::new("cat").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
	cat.stdin.take().unwrap().write_all(b"through cat\n").unwrap();
	print!("{}", String::from_utf8_lossy(&cat.wait_with_output().unwrap().stdout));
	println!("{}", Command::new("/nonexistent").spawn().is_err());
}

fn main() {
	run();
	std::process::exit(4);
}
END
rustc -g main.rs 2>errors || { echo "$(rustc --version) does not compile it:" $(head -3 errors) >&2; exit 77; }
status=0
./main || status=$?
echo "status $status"
