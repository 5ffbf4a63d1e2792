"""
Fuzzers: executions a second, of one target with us and without. libFuzzers run side by side
on one processor and are compared by the processor time they took. What afl-fuzz tries next
depends on the clock, so AFL++'s fork servers are driven by turns.c: one input, and the
targets take turns. By where libraries lie one server misses a few pages more at each input than
its twin, as long as it lives, so they are started anew many times. What any library costs that is preloaded, an empty one shows; what
holding numbers back costs, floor.c.
"""

import os
import shutil
import subprocess

from common import HERE, Column, on_last_processor

TARGET = os.path.join(os.path.dirname(HERE), "fuzzers")
OURS, FLOOR = "fdwarden", "floor"

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

    def begin(self, runs):
        """libFuzzer, on the last processor."""
        found = os.path.join(self.bench.directory, "found-" + self.how)
        environment = dict(os.environ)
        environment.pop("FDWARDEN_OPTIONS", None)
        if self.how == FLOOR:
            environment["LD_PRELOAD"] = os.path.join(self.bench.directory, "floor")
        shutil.rmtree(found, ignore_errors=True)
        os.makedirs(found)
        return subprocess.Popen(
            [self.program, "-seed=1", "-runs=%d" % runs, "-max_len=512", found,
             os.path.join(self.bench.directory, "seeds")],
            env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, preexec_fn=on_last_processor)

    def server(self):
        """As turns.c has it."""
        preloaded = {"preloaded": os.path.join(self.bench.build, "libfdwarden.so"),
                     "empty": os.path.join(self.bench.directory, "empty.so")}
        return self.program + (":" + preloaded[self.how] if self.how in preloaded else "")


def linked_with(bench):
    environment = dict(os.environ, PKG_CONFIG_PATH=bench.build)
    return subprocess.run(["pkg-config", "--cflags", "--libs", "fdwarden-fuzz"], check=True,
                          env=environment, capture_output=True, text=True).stdout.split()


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


def side_by_side(targets, rounds, runs):
    """The first is the native one: its rates, and the ratios of the others to it."""
    native, ratios = [], {name: [] for name in list(targets)[1:]}
    names = list(targets)
    for turn in range(rounds):
        order = names[turn % len(names):] + names[:turn % len(names)]
        started = {name: targets[name].begin(runs) for name in order}
        rates = {}
        for name, process in started.items():
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = status
            if status:
                raise SystemExit("the fuzzer %s failed: status %d" % (name, status))
            rates[name] = runs / (used.ru_utime + used.ru_stime)
        native.append(rates[names[0]])
        for name, own in ratios.items():
            own.append(rates[name] / native[-1])
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
    bench.heading([Column("native"), Column(OURS), Column(FLOOR)])
    has_libtiff = make_seed(bench)
    client = make_turns(bench)
    bench.compile("floor", "-shared", "-fPIC")
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
        if without.is_afl:
            native, ratios = turns(client, without, with_us, 4 * rounds, runs // 4)
        else:
            native, ratios = side_by_side({"native": without, OURS: with_us,
                                           FLOOR: Target(bench, command, FLOOR)}, rounds, runs)
        goals = {} if how == "empty" else {OURS: 0.95}
        bench.add(title, "inputs/s", native, ratios, goals)
