"""
Programs as they are used: wall time of a run, under the command, its report included. What
they print and make is compared before they are timed, and their status each time.
"""

import glob
import hashlib
import os
import resource
import shutil
import statistics
import subprocess
import time

from common import HERE, take_turns

OURS = "fdwarden"

SQLITE = """
PRAGMA journal_mode=WAL;
CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT);
BEGIN;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<300000)
	INSERT INTO t SELECT i, hex(i*i) FROM n;
COMMIT;
CREATE INDEX i ON t(b);
SELECT count(*), max(b) FROM t WHERE b LIKE '3%';
"""
# Many small transactions: each opens, syncs and deletes a journal.
SMALL = "CREATE TABLE t(a);\n" + "INSERT INTO t VALUES (1);\nSELECT max(a) FROM t;\n" * 3000


def write(path, text):
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


def many_files(top, count):
    for index in range(count):
        directory = os.path.join(top, str(index // 100))
        os.makedirs(directory, exist_ok=True)
        write(os.path.join(directory, str(index)), "%d\n" % index)


def make_project(top):
    """A part of fdwarden itself: C files of a real project, each compiled as a make would."""
    os.makedirs(top)
    write(os.path.join(top, "Makefile"),
          "S := %s\nOBJ := $(notdir $(patsubst %%.c,%%.o,$(wildcard $S/model/*.c)))\n"
          "all: $(OBJ)\n%%.o: $S/model/%%.c\n\t@cc -O2 -I$S -c -o $@ $<\n"
          % os.path.join(os.path.dirname(os.path.dirname(HERE)), "src"))


def commits(count, files):
    """What git fast-import reads: `files` files, a few of them changed by each commit."""
    for index in range(count):
        changed = range(files) if index == 0 else range(index * 7 % files, index * 7 % files + 5)
        yield ("commit refs/heads/main\ncommitter a <a> %d +0000\ndata 2\nc\n"
               % (1000000000 + index))
        for file in changed:
            text = "%d %d\n" % (file, index) * 20
            yield ("M 100644 inline %d/%d\ndata %d\n%s\n"
                   % (file % files // 100, file % files, len(text), text))


def make_repository(top, count, files):
    subprocess.run(["git", "init", "-q", "-b", "main", top], check=True)
    subprocess.run(["git", "-C", top, "fast-import", "--quiet"], check=True, text=True,
                   input="".join(commits(count, files)))
    subprocess.run(["git", "-C", top, "reset", "-q", "--hard"], check=True)


def prepare(top):
    """The workloads: title, needed program, command, the files that it makes."""
    git = os.path.join(top, "git")
    many_files(os.path.join(top, "files"), 10000)
    make_project(os.path.join(top, "project"))
    if shutil.which("git"):
        make_repository(git, 2000, 20000)
    write(os.path.join(top, "large.sql"), SQLITE)
    write(os.path.join(top, "small.sql"), "PRAGMA synchronous=off;\n" + SMALL)
    python = "/usr/bin/python3"
    return [
        ("true, 20 starts", "true", ["sh", "-c", "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 "
                                     "17 18 19 20; do /bin/true; done"], ""),
        ("python3 -c pass", "python3", [python, "-c", "pass"], ""),
        ("sqlite3, 300,000 rows in, index, select", "sqlite3",
         ["sqlite3", "db", ".read large.sql"], "db*"),
        ("sqlite3, 3,000 transactions and selects", "sqlite3",
         ["sqlite3", "db", ".read small.sql"], "db*"),
        ("git status, 20,000 files", "git", ["git", "-C", git, "status", "--short"], ""),
        ("git log --stat, 2,000 commits", "git",
         ["git", "-C", git, "--no-pager", "log", "--stat"], ""),
        ("tar of 10,000 files", "tar", ["tar", "cf", "out.tar", "files"], "out.tar"),
        ("make -B -j2 of src/model", "make", ["make", "-s", "-B", "-j2", "-C", "project"],
         "project/*.o"),
        ("grep -r, 10,000 files", "grep", ["grep", "-rc", "7", "files"], ""),
    ]


def processor_ms():
    """Of the children that are over, user and system: hardly more on a busy machine."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (used.ru_utime + used.ru_stime) * 1e3


class Workload:
    """One of them, in a directory: `made` is a pattern of the files that it makes."""

    def __init__(self, bench, top, command, made):
        self.bench, self.top, self.command = bench, top, command
        self.made = os.path.join(top, made) if made else ""
        self.right = None
        self.busy, self.wrong = {}, {}

    def run(self, column, output=subprocess.DEVNULL):
        """Its status."""
        for name in glob.glob(self.made):
            os.unlink(name)
        return subprocess.run(self.bench.run_command(column) + self.command, cwd=self.top,
                              check=False, stdin=subprocess.DEVNULL, stdout=output,
                              stderr=subprocess.DEVNULL).returncode

    def result(self, column):
        """Its status, and a digest of what it printed and of the files that it made."""
        with open(os.path.join(self.bench.directory, "printed"), "w+b") as printed:
            status = self.run(column, printed)
            digest = hashlib.sha256(contents(printed.name))
        for name in sorted(glob.glob(self.made)):
            digest.update(name.encode() + contents(name))
        return status, digest.hexdigest()

    def those_that_work(self, title, columns):
        """The columns in which it does what it does natively; the others are said."""
        self.right = self.result(columns[0])
        works = [columns[0]]
        for column in columns[1:]:
            status, digest = self.result(column)
            if status != self.right[0]:
                self.bench.failed(title, column, "status %d, not %d" % (status, self.right[0]))
            elif digest != self.right[1]:
                self.bench.failed(title, column, "its output is another")
            else:
                works.append(column)
        return works

    def timed(self, column):
        """Wall time of a run; its processor time is kept in `busy`, and what failed in `wrong`."""
        start, before = time.perf_counter(), processor_ms()
        status = self.run(column)
        took = (time.perf_counter() - start) * 1e3
        self.busy.setdefault(column.name, []).append(processor_ms() - before)
        if status != self.right[0]:
            self.wrong[column] = status
        return took


def contents(name):
    with open(name, "rb") as file:
        return file.read()


def workloads(bench):
    top = os.path.join(bench.directory, "work")
    os.makedirs(top)
    # Not the preloaded library alone: what a user waits for.
    columns = bench.whole_programs()
    bench.heading(columns)
    for title, needed, command, made in prepare(top):
        if not bench.tool(needed):
            bench.skip(title, "%s is not installed" % needed)
            continue
        workload = Workload(bench, top, command, made)
        works = workload.those_that_work(title, columns)
        native, ratios = take_turns(works, 5 if bench.quick else 20, workload.timed)
        for column, status in workload.wrong.items():
            bench.failed(title, column, "status %d once" % status)
            for results in (ratios, workload.busy) if column is not columns[0] else ():
                del results[column.name]
        bench.add(title, "ms", native, ratios, {OURS: 1.03})
        native = workload.busy.pop("native")
        bench.add(title + ", processor time", "ms", native,
                  {name: [value / of for value, of in zip(taken, native)]
                   for name, taken in workload.busy.items()}, {OURS: 1.03})


def starts(bench):
    """
    Milliseconds more that a start takes: with the library preloaded, and under the command.
    Beside it timeout(1), a command that does nothing but start another one and wait.
    """
    print()
    library = bench.environment(bench.columns[1])
    ways = [("native", [], None), ("library", [], library),
            ("command", bench.run_command(bench.columns[1]), None), ("timeout", ["timeout", "9"], None)]
    for title, command in (("true", ["/bin/true"]),
                           ("python3 -c pass", ["/usr/bin/python3", "-c", "pass"])):
        if not os.access(command[0], os.X_OK):
            continue
        values = {name: [] for name, *_ in ways}
        for turn in range(20 if bench.quick else 100):
            for index in range(len(ways)):
                name, front, environment = ways[(turn + index) % len(ways)]
                start = time.perf_counter()
                subprocess.run(front + command, env=environment, check=False)
                values[name].append((time.perf_counter() - start) * 1e3)
        median = {name: statistics.median(taken) for name, taken in values.items()}
        native = median.pop("native")
        more = {name: taken - native for name, taken in median.items()}
        bench.value("start of " + title, "%.1f ms; %.1f ms more with the library, %.1f ms more "
                    "under fdwarden run, %.1f ms more under timeout(1)"
                    % (native, more["library"], more["command"], more["timeout"]),
                    {"native_ms": native, "more_ms": more})
        bench.forget_ledgers()
