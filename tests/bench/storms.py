"""
Storms of one call: nanoseconds a turn, asked of all the columns in turns of some milliseconds.
They have real-time priority where that is allowed, and those of one thread a processor of their
own: what else the machine does interrupts none. And as a process may be faster or slower than
its twin for as long as it lives, by where its pages lie, all are started anew a few times.
The column `floor` has floor.c in front: numbers are held back, and that is all.
"""

import subprocess

from common import Column, take_turns, undisturbed, urgent

OURS, OFF, UNWIND, UNWIND_OFF = ("fdwarden", "quarantine=0", "unwind=libunwind",
                                 "libunwind, quarantine=0")

# What the figures are to be at most.
DEEP = {OURS: 1.25, OFF: 1.06, UNWIND: 1.55, UNWIND_OFF: 1.25}
MAKERS = {OURS: 1.25}
USERS = {OURS: 1.03, UNWIND: 1.03}

# title, storm, threads, levels (and five frames around them), turns a batch, goals
STORMS = [
    ("open+close, 16 frames", "open", 1, 11, 1000, DEEP),
    ("open+close, 16 frames, 2 threads", "open", 2, 11, 1500, DEEP),
    ("open+close, 16 frames, 8 threads", "open", 8, 11, 500, DEEP),
    ("open+close, 64 frames", "open", 1, 59, 1000, {OURS: 1.35}),
    ("open+close, 10,000 stacks of 20 frames", "stacks", 1, 0, 10000, {OURS: 1.6}),
    ("dup+close", "dup", 1, 11, 5000, {OURS: 1.7, OFF: 1.2}),
    ("pipe+2 close", "pipe", 1, 11, 500, MAKERS),
    ("socketpair+2 close", "socketpair", 1, 11, 250, MAKERS),
    ("eventfd+close", "eventfd", 1, 11, 1000, MAKERS),
    ("epoll_ctl add+delete", "epoll", 1, 11, 2500, MAKERS),
    ("socket+connect+accept+2 close", "accept", 1, 11, 250, MAKERS),
    ("fopen+fclose", "fopen", 1, 11, 1000, {OURS: 1.2}),
    ("opendir+closedir", "opendir", 1, 11, 1000, {OURS: 1.2}),
    ("thread with open+close", "thread", 1, 4, 75, {OURS: 1.1}),
    ("read 1 byte", "read", 1, 11, 12500, USERS),
    ("read 1 byte, 2 threads", "read", 2, 11, 12500, USERS),
    ("write 1 byte", "write", 1, 11, 12500, USERS),
    ("write 1 byte, 2 threads", "write", 2, 11, 12500, USERS),
    ("send+recv 1 byte", "send", 1, 11, 2500, USERS),
]


class Asked:
    """A storm that waits to be asked."""

    def __init__(self, bench, column: Column, program, arguments, turns, alone):
        turns = max(20, turns // 50) if column.slow else turns
        self.process = subprocess.Popen(
            column.front + [program, *arguments, str(turns)], env=bench.environment(column),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            preexec_fn=undisturbed if alone else urgent)

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


def life(bench, columns, program, storm, rounds):
    """One storm of each column, started anew: take_turns' values, and who failed."""
    _, what, threads, levels, turns, _ = storm
    arguments = [what, str(threads), str(levels)]
    asked = {column.name: Asked(bench, column, program, arguments, turns, threads == 1)
             for column in columns}
    for column in columns:
        asked[column.name].ask()
    native, ratios = take_turns(columns, rounds, lambda column: asked[column.name].ask())
    ended = [(column, asked[column.name].end()) for column in columns]
    bench.forget_ledgers()
    return native, ratios, {column: status for column, status in ended if status != 0}


def storms(bench):
    program = bench.compile("storm")
    floor = Column("floor", preload=bench.compile("floor", "-shared", "-fPIC"))
    columns = [bench.columns[0], floor, *bench.columns[1:]]
    lives = 2 if bench.quick else 4
    bench.heading(columns)
    for storm in STORMS:
        title, _, threads, *_, goals = storm
        rounds = (40 if threads == 1 else 60) // (4 if bench.quick else 1)
        native, ratios, failed = [], {}, {}
        for _ in range(lives):
            values, more, ends = life(bench, columns, program, storm, rounds)
            native += values
            failed.update(ends)
            for name, own in more.items():
                ratios.setdefault(name, []).extend(own)
        for column, status in failed.items():
            bench.failed(title, column, "status %d" % status)
            ratios.pop(column.name, None)
        bench.add(title, "ns", native, ratios, goals)
