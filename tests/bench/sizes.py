"""
Memory for a descriptor and for a stack, and what one more costs among many. Where the hard
limit ends, numbers are invented (played.c): what the kernel takes is no part of that figure.
"""

import os
import re
import shutil
import struct
import subprocess
import time

USED_BYTES_AT = 16      # in struct ledger_header, src/model/format.h
STACKS = 2000


def scale(bench, program, column, descriptors, stacks, behind=None):
    """What it printed, and the bytes of its ledger in use; `behind`: a library preloaded after ours."""
    bench.forget_ledgers()
    environment = bench.environment(column)
    if behind:
        environment["LD_PRELOAD"] = ":".join(filter(None, [environment.get("LD_PRELOAD"), behind]))
    ledgers = os.path.join(bench.directory, "ledgers")
    done = subprocess.run([program, str(descriptors), str(stacks)], capture_output=True,
                          text=True, env=environment, check=False)
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
    opened = one_more(bench, program, wanted)
    played = None
    if opened < wanted:
        played = bench.compile("played", "-shared", "-fPIC")
        one_more(bench, program, wanted, played)
    report(bench, program, wanted, played)


def one_more(bench, program, wanted, played=None):
    """Natively and with us; how many were open."""
    native, ours = [], []
    for _ in range(3 if bench.quick else 9):
        native.append(scale(bench, program, bench.columns[0], wanted, 100, played)[0])
        took, used = scale(bench, program, bench.columns[1], wanted, 100, played)
        ours.append(took)
    opened = int(took[0])
    # Each at its fastest: what else the machine does only adds.
    native, ours = ([min(run[i] for run in runs) for i in (1, 2)] for runs in (native, ours))
    bench.value("one more open+close when 10 and when %d are open%s"
                % (opened, ", the kernel played" if played else ""),
                "natively %.0f and %.0f ns, with fdwarden %.0f and %.0f ns more; %.0f bytes each"
                % (*native, ours[0] - native[0], ours[1] - native[1], used / opened),
                {"open": opened, "native_ns": native, "fdwarden_ns": ours, "ledger_bytes": used})
    return opened


def report(bench, program, wanted, played):
    """The whole run under the command, killed with all of them open, and the report."""
    log = os.path.join(bench.directory, "report")
    front = bench.run_command(bench.columns[1])[:2] + ["--log", log, "--"]
    environment = dict(os.environ, **({"LD_PRELOAD": played} if played else {}))
    start = time.perf_counter()
    process = subprocess.Popen([*front, program, str(wanted), "1"], env=environment,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    opened = int(process.stdout.readline().split()[0])
    at_end = time.perf_counter()
    _, _, used = os.wait4(process.pid, 0)
    took = time.perf_counter() - at_end
    with open(log, encoding="utf-8") as file:
        said = re.match(r"fdwarden: leak of (\d+) descriptors opened at one place", file.read())
    if not said or int(said[1]) != opened:
        bench.failed("report of %d leaks" % opened, bench.columns[1], "the report says otherwise")
        return
    bench.value("report of %d leaks from one place" % opened,
                "%.2f s after %.2f s of running, at most %d MB resident, the ledger among them"
                % (took, at_end - start, used.ru_maxrss // 1024),
                {"leaks": opened, "seconds": took, "resident_kb": used.ru_maxrss})
