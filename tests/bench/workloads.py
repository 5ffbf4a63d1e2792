"""Programs as they are used: wall time of a run, under the command, its report included."""

import os
import shutil
import statistics
import subprocess
import time

from common import take_turns

OURS = "fdwarden"

SQLITE = """
PRAGMA journal_mode=WAL;
CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT);
BEGIN;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<100000)
	INSERT INTO t SELECT i, hex(i*i) FROM n;
COMMIT;
CREATE INDEX i ON t(b);
SELECT count(*), max(b) FROM t WHERE b LIKE '3%';
"""
# Many small transactions: each opens, syncs and deletes a journal.
SMALL = "CREATE TABLE t(a);\n" + "INSERT INTO t VALUES (1);\n" * 300


def write(path, text):
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


def many_files(top, count):
    for index in range(count):
        directory = os.path.join(top, str(index // 100))
        os.makedirs(directory, exist_ok=True)
        write(os.path.join(directory, str(index)), "%d\n" % index)


def make_project(top):
    os.makedirs(top)
    write(os.path.join(top, "Makefile"),
          "OBJ := $(patsubst %.c,%.o,$(wildcard *.c))\nall: $(OBJ)\n%.o: %.c\n"
          "\t@cc -O1 -c -o $@ $<\nclean:\n\t@rm -f *.o\n")
    for index in range(10):
        write(os.path.join(top, "f%d.c" % index),
              "#include <stdio.h>\nint f%d(void) { return printf(\"%d\"); }\n" % (index, index))


def prepare(top):
    """The workloads: title, needed program, command, what to remove before a run."""
    git = os.path.join(top, "git")
    many_files(git, 2000)
    many_files(os.path.join(top, "files"), 10000)
    make_project(os.path.join(top, "project"))
    if shutil.which("git"):
        for command in (["init", "-q"], ["add", "."],
                        ["-c", "user.name=a", "-c", "user.email=a", "commit", "-q", "-m", "a"]):
            subprocess.run(["git", "-C", git, *command], check=True)
    write(os.path.join(top, "large.sql"), SQLITE)
    write(os.path.join(top, "small.sql"), "PRAGMA synchronous=off;\n" + SMALL)
    python = "/usr/bin/python3"
    return [
        ("true, 20 starts", "true", ["sh", "-c", "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 "
                                     "17 18 19 20; do /bin/true; done"], []),
        ("python3 -c pass", "python3", [python, "-c", "pass"], []),
        ("sqlite3, 100,000 rows", "sqlite3", ["sqlite3", "db", ".read large.sql"], ["db"]),
        ("sqlite3, 300 transactions", "sqlite3", ["sqlite3", "db", ".read small.sql"], ["db"]),
        ("git status, 2,000 files", "git", ["git", "-C", git, "status", "--short"], []),
        ("git log -p", "git", ["git", "-C", git, "--no-pager", "log", "-p", "--stat"], []),
        ("tar of 10,000 files", "tar", ["tar", "cf", "out.tar", "files"], ["out.tar"]),
        ("make -B -j2, 10 files", "make", ["make", "-s", "-B", "-j2", "-C", "project"], []),
        ("grep -r, 10,000 files", "grep", ["grep", "-rc", "7", "files"], []),
    ]


def workloads(bench):
    top = os.path.join(bench.directory, "work")
    os.makedirs(top)
    # Not the preloaded library alone: what a user waits for.
    columns = [column for column in bench.columns if not column.slow or not bench.quick]
    bench.heading(columns)
    for title, needed, command, remove in prepare(top):
        if not bench.tool(needed):
            bench.skip(title, "%s is not installed" % needed)
            continue

        def once(column):
            for name in remove:
                for suffix in ("", "-wal", "-shm", "-journal"):
                    if os.path.exists(os.path.join(top, name + suffix)):
                        os.unlink(os.path.join(top, name + suffix))
            start = time.perf_counter()
            subprocess.run(bench.run_command(column) + command, cwd=top, check=False,
                           stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
            return (time.perf_counter() - start) * 1e3

        for column in columns[:2]:
            once(column)
        native, ratios = take_turns(columns, 5 if bench.quick else 20, once)
        bench.add(title, "ms", native, ratios, {OURS: 1.03})


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
