"""Memory for a descriptor and for a stack, and what one more costs among many."""

import os
import shutil
import struct
import subprocess

USED_BYTES_AT = 16      # in struct ledger_header, src/model/format.h
STACKS = 2000


def scale(bench, program, column, descriptors, stacks):
    """What it printed, and the bytes of its ledger in use."""
    ledgers = os.path.join(bench.directory, "ledgers")
    bench.forget_ledgers()
    done = subprocess.run([program, str(descriptors), str(stacks)], capture_output=True,
                          text=True, env=bench.environment(column), check=False)
    used = 0
    for name in os.listdir(ledgers) if os.path.isdir(ledgers) else []:
        with open(os.path.join(ledgers, name), "rb") as file:
            used = struct.unpack_from("=Q", file.read(64), USED_BYTES_AT)[0]
    shutil.rmtree(ledgers, ignore_errors=True)
    return [float(word) for word in done.stdout.split()] or [0, 0, 0], used


def sizes(bench):
    program = bench.compile("scale")
    native, ours = bench.columns[0], bench.columns[1]
    print()
    _, few = scale(bench, program, ours, 10, 1)
    (opened, *_), many = scale(bench, program, ours, 10000, 1)
    each = (many - few) / (opened - 10)
    bench.value("memory for a descriptor", "%.0f bytes" % each, each)
    _, one = scale(bench, program, ours, 8000, 1)
    _, all_stacks = scale(bench, program, ours, 8000, STACKS)
    each = (all_stacks - one) / (STACKS - 1)
    bench.value("memory for a distinct stack of 16 frames", "%.0f bytes" % each, each)
    wanted = 100000 if bench.quick else 1000000
    (opened, first, last), _ = scale(bench, program, native, wanted, 100)
    (ours_opened, ours_first, ours_last), _ = scale(bench, program, ours, wanted, 100)
    bench.value("one more open+close when 10 and when %.0f are open" % ours_opened,
                "natively %.0f and %.0f ns (%.0f open), with fdwarden %.0f and %.0f ns"
                % (first, last, opened, ours_first, ours_last),
                {"open": ours_opened, "native_ns": [first, last], "fdwarden_ns":
                 [ours_first, ours_last]})
