"""
Storms of one call: nanoseconds a turn, asked of all the columns in turns of some milliseconds.
The column `floor` has floor.c in front: numbers are held back, and that is all.
"""

import subprocess

from common import Column, take_turns

OURS, OFF, UNWIND, UNWIND_OFF = ("fdwarden", "quarantine=0", "unwind=libunwind",
                                 "libunwind, quarantine=0")

# What the figures are to be at most.
DEEP = {OURS: 1.25, OFF: 1.06, UNWIND: 1.55, UNWIND_OFF: 1.25}
MAKERS = {OURS: 1.25}
USERS = {OURS: 1.03, UNWIND: 1.03}

# title, storm, threads, levels (and five frames around them), turns a batch, goals
STORMS = [
    ("open+close, 16 frames", "open", 1, 11, 4000, DEEP),
    ("open+close, 16 frames, 2 threads", "open", 2, 11, 3000, DEEP),
    ("open+close, 16 frames, 8 threads", "open", 8, 11, 1000, DEEP),
    ("open+close, 64 frames", "open", 1, 59, 4000, {OURS: 1.35}),
    ("open+close, 10,000 stacks of 20 frames", "stacks", 1, 0, 10000, {OURS: 1.6}),
    ("dup+close", "dup", 1, 11, 20000, {OURS: 1.7, OFF: 1.2}),
    ("pipe+2 close", "pipe", 1, 11, 2000, MAKERS),
    ("socketpair+2 close", "socketpair", 1, 11, 1000, MAKERS),
    ("eventfd+close", "eventfd", 1, 11, 4000, MAKERS),
    ("epoll_ctl add+delete", "epoll", 1, 11, 10000, MAKERS),
    ("socket+connect+accept+2 close", "accept", 1, 11, 1000, MAKERS),
    ("fopen+fclose", "fopen", 1, 11, 4000, {OURS: 1.2}),
    ("opendir+closedir", "opendir", 1, 11, 4000, {OURS: 1.2}),
    ("thread with open+close", "thread", 1, 4, 300, {OURS: 1.1}),
    ("read 1 byte", "read", 1, 11, 50000, USERS),
    ("read 1 byte, 2 threads", "read", 2, 11, 50000, USERS),
    ("write 1 byte", "write", 1, 11, 50000, USERS),
    ("write 1 byte, 2 threads", "write", 2, 11, 50000, USERS),
    ("send+recv 1 byte", "send", 1, 11, 10000, USERS),
]


class Asked:
    """A storm that waits to be asked."""

    def __init__(self, bench, column: Column, program, arguments, turns):
        turns = max(20, turns // 50) if column.slow else turns
        self.process = subprocess.Popen(
            column.front + [program, *arguments, str(turns)], env=bench.environment(column),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def ask(self):
        try:
            self.process.stdin.write("\n")
            self.process.stdin.flush()
            return float(self.process.stdout.readline())
        except (OSError, ValueError):
            return None

    def end(self):
        """Its status."""
        self.process.communicate()
        return self.process.returncode


def storms(bench):
    program = bench.compile("storm")
    floor = Column("floor", preload=bench.compile("floor", "-shared", "-fPIC"))
    columns = [bench.columns[0], floor, *bench.columns[1:]]
    bench.heading(columns)
    for title, what, threads, levels, turns, goals in STORMS:
        arguments = [what, str(threads), str(levels)]
        asked = {column.name: Asked(bench, column, program, arguments, turns)
                 for column in columns}
        for column in columns:
            asked[column.name].ask()
        native, ratios = take_turns(columns, 10 if bench.quick else 40,
                                    lambda column: asked[column.name].ask())
        for column in columns:
            status = asked[column.name].end()
            if status != 0:
                bench.failed(title, column, "status %d" % status)
                ratios.pop(column.name, None)
        bench.add(title, "ns", native, ratios, goals)
        bench.forget_ledgers()
