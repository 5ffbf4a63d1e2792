"""
Fuzzers: executions a second, of one target with us and without. What afl-fuzz tries next
depends on the clock, so AFL++ is measured with afl-showmap: the same fork server, always
the same inputs.
"""

import ctypes
import os
import random
import resource
import shutil
import subprocess
import time

from common import HERE, Column

TARGET = os.path.join(os.path.dirname(HERE), "fuzzers")
PR_SET_CHILD_SUBREAPER = 36
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
    ("AFL++, persistent mode", LOOP, "linked", 20000),
    ("AFL++, libFuzzer's driver", DRIVER, "linked", 20000),
    ("AFL++, a process for each input", FILE, "linked", 3000),
    ("AFL++, a process for each input, preloaded", FILE, "preloaded", 3000),
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
        top = self.bench.directory
        if not self.is_afl:
            return [self.program, "-seed=1", "-runs=%d" % runs, "-max_len=512", found,
                    os.path.join(top, "seeds")]
        return ["afl-showmap", "-q", "-C", "-i", os.path.join(top, "inputs-%d" % runs), "-o",
                "/dev/null", "--", self.program, *self.arguments]

    def run(self, runs):
        """Inputs a second: on the clock, and of processor time."""
        found = os.path.join(self.bench.directory, "found")
        environment = dict(os.environ, **QUIET)
        environment.pop("FDWARDEN_OPTIONS", None)
        if self.how == "preloaded":
            environment["AFL_PRELOAD"] = os.path.join(self.bench.build, "libfdwarden.so")
        shutil.rmtree(found, ignore_errors=True)
        os.makedirs(found)
        cpu, clock = cpu_of_children(), time.monotonic()
        done = subprocess.run(self.command(runs, found), env=environment, check=False,
                              stdin=subprocess.DEVNULL, capture_output=True)
        clock, cpu = time.monotonic() - clock, cpu_of_children() - cpu
        if done.returncode:
            raise SystemExit("the fuzzer failed:\n%r%r" % (done.stdout, done.stderr))
        return runs / clock, runs / cpu


def linked_with(bench):
    environment = dict(os.environ, PKG_CONFIG_PATH=bench.build)
    return subprocess.run(["pkg-config", "--cflags", "--libs", "fdwarden-fuzz"], check=True,
                          env=environment, capture_output=True, text=True).stdout.split()


def adopt_orphans():
    """A process that outlives its fork server becomes our child, so that its time counts."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def cpu_of_children():
    try:
        while True:
            os.wait()
    except ChildProcessError:
        pass
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


def make_inputs(bench, count):
    """What AFL++ is given: small changes of the seed, the same each time."""
    directory = os.path.join(bench.directory, "inputs-%d" % count)
    if os.path.exists(directory):
        return
    with open(os.path.join(bench.directory, "seeds/small.tif"), "rb") as file:
        seed = file.read()
    chance = random.Random(1)
    os.makedirs(directory)
    for i in range(count):
        image = bytearray(seed)
        for _ in range(chance.randrange(4)):
            image[chance.randrange(len(image))] = chance.randrange(256)
        with open(os.path.join(directory, "%06d" % i), "wb") as file:
            file.write(image)


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


def fuzzers(bench):
    bench.heading([Column("native"), Column(OURS), Column(BY_CPU)])
    adopt_orphans()
    has_libtiff = make_seed(bench)
    for title, command, how, runs in ROWS:
        needed = [command[0], "pkg-config"] + (["afl-showmap"] if "afl" in command[0] else [])
        missing = [name for name in needed if not bench.tool(name)]
        if not has_libtiff:
            missing.append("libtiff")
        if missing:
            bench.skip(title, "not installed: " + ", ".join(missing))
            continue
        runs = runs // 4 if bench.quick else runs
        make_inputs(bench, runs)
        native, ratios = pairs(Target(bench, command, "native"), Target(bench, command, how),
                               5 if bench.quick else 11, runs)
        bench.add(title, "inputs/s", native, ratios, {OURS: 0.95, BY_CPU: 0.95})
