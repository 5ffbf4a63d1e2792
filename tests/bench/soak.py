"""A thousand million events: does anything grow?"""

import glob
import os
import struct
import subprocess

import sizes


def used_bytes(ledgers, pid):
    """Of the process's own ledger, not its children's."""
    for name in glob.glob(os.path.join(ledgers, "%d.*" % pid)):
        with open(name, "rb") as file:
            return struct.unpack_from("=Q", file.read(64), sizes.USED_BYTES_AT)[0]
    return 0


def soak(bench):
    program = bench.compile("soak")
    ours = bench.columns[1]
    ledgers = os.path.join(bench.directory, "ledgers")
    points = []
    with subprocess.Popen([program, str(bench.events)], env=bench.environment(ours),
                          stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            events, resident, seconds = map(int, line.split())
            points.append({"events": events, "resident_kb": resident,
                           "ledger_bytes": used_bytes(ledgers, process.pid)})
    bench.forget_ledgers()
    if process.returncode != 0 or len(points) < 2:
        bench.failed("soak", ours, "it ended with %s" % process.returncode)
        return
    first, last = points[0], points[-1]
    bench.value("soak of %d s, %.3g events" % (seconds, last["events"]),
                "after %.3g events %d KB resident and %d bytes of ledger, at the end %d and %d"
                % (first["events"], first["resident_kb"], first["ledger_bytes"],
                   last["resident_kb"], last["ledger_bytes"]), points)
