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

echo "$(ls /proc/self/fd | wc -l)"
