"""System calls that fail, and limits that are met: at each point where the library asks.

strace tells from where a call came, so that the calls of the library's own code are known one
by one, and it makes any of them fail. The program runs on as it does without us, and the
report has all that it found, or says what was lost.
"""

import json
import os
import re
import resource
import shutil
import subprocess

from common import STATUS_FOUND, Skipped, Wrong, check, kinds

# How many points of each call; of more than that, some from the first to the last.
MOST = int(os.environ.get("STRESS_FAULTS", "12"))
# What the kernel says of them; of the others, what a sandbox says: EPERM.
ERRORS = {"mmap": "ENOMEM", "fallocate": "ENOSPC", "madvise": "ENOMEM", "mremap": "ENOMEM",
          "memfd_create": "ENFILE", "dup3": "EBUSY", "getdents64": "EIO", "fcntl": "EMFILE",
          "pwrite64": "ENOSPC", "munmap": "ENOMEM", "openat": "ENFILE", "read": "EIO",
          "write": "ENOSPC", "newfstatat": "EACCES", "fstat": "EIO", "readlinkat": "EACCES",
          "ftruncate": "ENOSPC"}
CANNOT_FAIL = {"exit_group", "getpid", "getppid", "gettid", "getuid", "geteuid"}
LINE = re.compile(r"(\d+)\s+\[([0-9a-f]+)\] (\w+)\((.*)")
# What the loader takes of these limits for the library, before any code of it runs.
TAKES = {"AS": 3 << 20, "DATA": 3 << 20}
EXPECTED = ["double-close", "leak"]


class Faults:
    def __init__(self, suite):
        self.suite = suite
        self.program = suite.compile("growing.c")
        self.native = suite.start([self.program], 60)
        self.ledgers = os.path.join(suite.work, "ledgers")
        self.trace = os.path.join(suite.work, "trace")

    def reported(self):
        """(how the command ended, what it found in the ledgers)"""
        path = os.path.join(self.suite.work, "report.json")
        report = self.suite.start([self.suite.fdwarden, "report", "--json", path, self.ledgers], 60)
        try:
            with open(path, encoding="utf-8") as file:
                text = file.read()
            os.unlink(path)
        except FileNotFoundError:
            text = ""
        return report, json.loads(text) if text else None

    def empty_ledgers(self):
        shutil.rmtree(self.ledgers, ignore_errors=True)
        os.mkdir(self.ledgers, 0o700)

    def traced(self, *options):
        self.empty_ledgers()
        done = self.suite.start(
            ["strace", "-f", "-i", "-y", "-qq", "-o", self.trace, *options,
             "-E", "LD_PRELOAD=" + os.path.join(self.suite.build, "libfdwarden.so"),
             "-E", "FDWARDEN_OPTIONS=dir=" + self.ledgers, self.program], 60)
        return done, *self.reported()

    def our_calls(self):
        """{call: (numbers that only the library makes, last number that something else makes)}"""
        done, _, document = self.traced()
        check(done.returncode == 0 and kinds(document) == EXPECTED, "without a fault: " + done.stderr)
        code, ours, others, counts = range(0), {}, {}, {}
        with open(self.trace, encoding="utf-8", errors="replace") as file:
            for pid, pc, name, rest in (match.groups() for match in map(LINE.match, file) if match):
                # strace counts for each task.
                at = counts[pid, name] = counts.get((pid, name), 0) + 1
                if int(pc, 16) in code:
                    ours.setdefault(name, set()).add(at)
                else:
                    others.setdefault(name, set()).add(at)
                text = re.search(r"(\d+), PROT_READ\|PROT_EXEC.*/libfdwarden\.so>.* = (0x\w+)$", rest)
                if name == "mmap" and text:
                    code = range(int(text[2], 16), int(text[2], 16) + int(text[1]))
        return {name: (sorted(numbers - others.get(name, set())), max(others.get(name, {0})))
                for name, numbers in ours.items() if name not in CANNOT_FAIL}

    def points(self):
        """(call, when): each fails alone, and with all after it if those are ours, too."""
        calls = self.our_calls()
        check(len(calls.get("mmap", ((), 0))[0]) >= 3, "it does not grow: %s" % calls)
        for name, (numbers, last_other) in sorted(calls.items()):
            step = max(1, len(numbers) - 1) / max(1, min(MOST, len(numbers)) - 1)
            for at in sorted({numbers[round(i * step)] for i in range(min(MOST, len(numbers)))}):
                yield name, str(at)
                if at > last_other:
                    yield name, "%d+" % at

    def right(self, where, native, done, report, document):
        # 23: without a file the ledger was in memory, and the library reported itself.
        check(done.stdout == native.stdout and done.returncode in (native.returncode, STATUS_FOUND),
              where + "status %d, %r %r" % (done.returncode, done.stdout, done.stderr[:500]))
        check(report.returncode in (0, STATUS_FOUND, 125), where + "report: %d" % report.returncode)
        found = kinds(document)
        lost = sum(process["stats"]["lost"] or 0 for process in (document or {"processes": []})["processes"])
        check(found == EXPECTED or lost or report.stderr or done.stderr,
              where + "only %s is reported, and nothing is said" % found)
        check(set(found) <= {*EXPECTED, "exhausted"}, where + "%s" % found)

    def limited(self, which, limit, watched=True):
        """It is started with this limit."""
        variables = {"LD_PRELOAD": os.path.join(self.suite.build, "libfdwarden.so"),
                     "FDWARDEN_OPTIONS": "dir=" + self.ledgers} if watched else {}
        self.empty_ledgers()
        return subprocess.run(
            [self.program], env={**os.environ, **variables}, cwd=self.suite.work, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60,
            check=False, preexec_fn=lambda: resource.setrlimit(which, (limit, limit)))

    def limits(self):
        """Each limit, from what the program needs to what we have no trouble with."""
        count = 0
        for name, first, last, step in (("AS", 4 << 20, 32 << 20, 512 << 10),
                                        ("DATA", 128 << 10, 12 << 20, 256 << 10),
                                        ("STACK", 64 << 10, 1 << 20, 64 << 10),
                                        ("FSIZE", 0, 1 << 20, 32 << 10),
                                        ("NOFILE", 4, 80, 1)):
            which = getattr(resource, "RLIMIT_" + name)
            for limit in range(first, last, step):
                native = self.limited(which, max(1, limit - TAKES.get(name, 0)), False)
                if native.returncode not in (0, 1):
                    continue
                done = self.limited(which, limit)
                where = "RLIMIT_%s is %d: " % (name, limit)
                self.right(where, native, done, *self.reported())
                count += 1
        return "%d limits" % count

    def all(self):
        count = 0
        wrong = []
        for name, when in self.points():
            error = ERRORS.get(name, "EPERM")
            try:
                self.right("%s fails with %s, when=%s: " % (name, error, when), self.native,
                           *self.traced("-e", "inject=%s:error=%s:when=%s" % (name, error, when)))
            except Wrong as why:
                wrong.append(str(why))
            count += 1
        check(not wrong, "%d of %d:\n  %s" % (len(wrong), count, "\n  ".join(wrong)))
        return "%d faults" % count


def faults(suite):
    """Each call of the library's own code fails once, and from there on for good."""
    if shutil.which("strace") is None:
        raise Skipped("no strace")
    return Faults(suite).all()


def limits(suite):
    """Limits of the process as it starts: memory, files, stack, descriptors."""
    return Faults(suite).limits()
