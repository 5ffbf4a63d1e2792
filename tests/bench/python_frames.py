"""What the Python frames in stacks cost: the same with them and with python=0."""

import subprocess
import sys

from common import Column, take_turns, undisturbed

PYTHON = "/usr/bin/python3"
# os.open and os.close under 11 frames; nanoseconds of CPU time a pair.
LOOP = """
import os, sys, time

def pairs(count):
    opened, closed, flags = os.open, os.close, os.O_RDONLY
    start = time.process_time()
    for _ in range(count):
        closed(opened("/dev/null", flags))
    return (time.process_time() - start) * 1e9 / count

def under(frames, count):
    return under(frames - 1, count) if frames else pairs(count)

under(9, 1000)
print(under(9, int(sys.argv[1])))
"""


def python_frames(bench):
    if not bench.tool(PYTHON):
        bench.skip("os.open+os.close", "no %s" % PYTHON)
        return
    print("\nPython frames: here `native` is fdwarden with python=0.")
    columns = [Column("native", options=":python=0"), Column("fdwarden", options="")]
    bench.heading(columns)

    def once(column):
        done = subprocess.run([PYTHON, "-c", LOOP, "20000" if bench.quick else "100000"],
                              env=bench.environment(column), stdout=subprocess.PIPE,
                              stderr=sys.stderr, text=True, check=False,
                              preexec_fn=undisturbed)
        bench.forget_ledgers()
        return float(done.stdout)

    native, ratios = take_turns(columns, 7 if bench.quick else 21, once)
    bench.add("os.open+os.close, 11 Python frames", "ns", native, ratios, {"fdwarden": 1.10})
