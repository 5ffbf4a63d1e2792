"""
Fuzzers: executions a second, of one target with us and without. What afl-fuzz tries next
depends on the clock, so AFL++'s fork servers are driven by turns.c: one input, and the
targets take turns. What any library costs that is preloaded, an empty one shows.
"""

import os
import resource
import shutil
import subprocess
import time

from common import HERE, Column

TARGET = os.path.join(os.path.dirname(HERE), "fuzzers")
OURS, BY_CPU = "fdwarden", "fdwarden, by CPU time"

# As tests/fuzzers/run has them: AFL++ would like another machine than most have.
QUIET = {"AFL_QUIET": "1", "AFL_NO_UI": "1", "AFL_NO_AFFINITY": "1", "AFL_SKIP_CPUFREQ": "1",
         "AFL_ALLOW_TMP": "1", "AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES": "1"}

LIBFUZZER = ["clang", "-g", "-O1", "-fsanitize=fuzzer", "tiff.c"]
LOOP = ["afl-clang-fast", "-g", "-O1", "tiff.c", "tiff_loop.c"]
DRIVER = ["afl-clang-fast", "-g", "-O1", "-fsanitize=fuzzer", "tiff.c"]
FILE = ["afl-clang-fast", "-g", "-O1", "tiff.c", "tiff_file.c"]

# How the target is built, with us preloaded or linked, and how many inputs a run is.
ROWS = [
    ("libFuzzer", LIBFUZZER, "linked", 40000),
    ("AFL++, persistent mode", LOOP, "linked", 4000),
    ("AFL++, libFuzzer's driver", DRIVER, "linked", 4000),
    ("AFL++, a process for each input", FILE, "linked", 1000),
    ("AFL++, a process for each input, preloaded", FILE, "preloaded", 1000),
    ("AFL++, a process for each input, an empty library preloaded", FILE, "empty", 1000),
]


class Target:
    """The reader of images of tests/fuzzers, built for one fuzzer in one way."""

    def __init__(self, bench, command, how):
        self.bench, self.how = bench, how
        self.is_afl = "afl" in command[0]
        self.arguments = ["@@"] if "tiff_file.c" in command else []
        self.program = os.path.join(bench.directory, "target-" + how)
        flags = linked_with(bench) if how == "linked" else []
        subprocess.run([*command, *flags, "-ltiff", "-o", self.program], cwd=TARGET, check=True,
                       env=dict(os.environ, **QUIET), stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)

    def command(self, runs, found):
        return [self.program, "-seed=1", "-runs=%d" % runs, "-max_len=512", found,
                os.path.join(self.bench.directory, "seeds")]

    def run(self, runs):
        """libFuzzer's inputs a second: on the clock, and of processor time."""
        found = os.path.join(self.bench.directory, "found")
        environment = dict(os.environ)
        environment.pop("FDWARDEN_OPTIONS", None)
        shutil.rmtree(found, ignore_errors=True)
        os.makedirs(found)
        cpu, clock = cpu_of_children(), time.monotonic()
        done = subprocess.run(self.command(runs, found), env=environment, check=False,
                              stdin=subprocess.DEVNULL, capture_output=True)
        clock, cpu = time.monotonic() - clock, cpu_of_children() - cpu
        if done.returncode:
            raise SystemExit("the fuzzer failed:\n%r%r" % (done.stdout, done.stderr))
        return runs / clock, runs / cpu

    def server(self):
        """As turns.c has it."""
        preloaded = {"preloaded": os.path.join(self.bench.build, "libfdwarden.so"),
                     "empty": os.path.join(self.bench.directory, "empty.so")}
        return self.program + (":" + preloaded[self.how] if self.how in preloaded else "")


def linked_with(bench):
    environment = dict(os.environ, PKG_CONFIG_PATH=bench.build)
    return subprocess.run(["pkg-config", "--cflags", "--libs", "fdwarden-fuzz"], check=True,
                          env=environment, capture_output=True, text=True).stdout.split()


def cpu_of_children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def make_seed(bench):
    """False: there is no libtiff."""
    maker = os.path.join(bench.directory, "seed")
    seeds = os.path.join(bench.directory, "seeds")
    built = subprocess.run([os.environ.get("CC", "cc"), os.path.join(TARGET, "seed.c"), "-ltiff",
                            "-o", maker], check=False, stderr=subprocess.DEVNULL)
    if built.returncode:
        return False
    os.makedirs(seeds, exist_ok=True)
    subprocess.run([maker, os.path.join(seeds, "small.tif")], check=True)
    return True


def make_turns(bench):
    """The client of the fork servers, and a library with nothing in it."""
    compiler = os.environ.get("CC", "cc")
    subprocess.run([compiler, "-shared", "-fPIC", "-x", "c", "/dev/null", "-o",
                    os.path.join(bench.directory, "empty.so")], check=True)
    return bench.compile("turns")


def pairs(without, with_us, rounds, runs):
    """Side by side, each round begun by the other: native rates, ratios by clock and CPU."""
    native, ratios = [], {OURS: [], BY_CPU: []}
    for turn in range(rounds):
        order = [without, with_us] if turn % 2 == 0 else [with_us, without]
        rates = {target: target.run(runs) for target in order}
        native.append(rates[without][0])
        for i, name in enumerate(ratios):
            ratios[name].append(rates[with_us][i] / rates[without][i])
    return native, ratios


def turns(client, without, with_us, rounds, runs):
    """The same of AFL++'s fork servers: by the first quartile, when nobody else was at work."""
    native, ratios = [], {OURS: []}
    environment = dict(os.environ)
    environment.pop("FDWARDEN_OPTIONS", None)
    if not without.arguments:
        environment["TURNS_PERSISTENT"] = "1"
    seed = os.path.join(without.bench.directory, "seeds/small.tif")
    for turn in range(rounds):
        order = [without, with_us] if turn % 2 == 0 else [with_us, without]
        said = subprocess.run([client, str(runs), seed, *(target.server() for target in order)],
                              env=environment, check=True, capture_output=True, text=True).stdout
        took = dict(zip(order, (float(line.split()[0]) for line in said.splitlines())))
        native.append(1e6 / took[without])
        ratios[OURS].append(took[without] / took[with_us])
    return native, ratios


def fuzzers(bench):
    bench.heading([Column("native"), Column(OURS), Column(BY_CPU)])
    has_libtiff = make_seed(bench)
    client = make_turns(bench)
    for title, command, how, runs in ROWS:
        needed = [command[0], "pkg-config"]
        missing = [name for name in needed if not bench.tool(name)]
        if not has_libtiff:
            missing.append("libtiff")
        if missing:
            bench.skip(title, "not installed: " + ", ".join(missing))
            continue
        rounds, runs = (5, runs // 4) if bench.quick else (11, runs)
        without, with_us = Target(bench, command, "native"), Target(bench, command, how)
        native, ratios = turns(client, without, with_us, rounds, runs) if without.is_afl else \
            pairs(without, with_us, rounds, runs)
        goals = {} if how == "empty" else {OURS: 0.95, BY_CPU: 0.95}
        bench.add(title, "inputs/s", native, ratios, goals)
