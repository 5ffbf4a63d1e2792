"""What the parts of the benchmark share: the columns, the machine, the tables."""

import os
import platform
import shutil
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
PATH = "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin:" + os.environ.get("PATH", "")


class Column:
    """One way to run a program."""

    def __init__(self, name, front=(), options=None, slow=False, preload=None):
        self.name = name
        self.front = list(front)
        self.options = options      # of the library, preloaded; None: without it
        self.slow = slow            # so slow that it is asked less
        self.preload = preload      # another library; None: none


class Bench:
    """The build under test, how often to measure, and the rows so far."""

    def __init__(self, build, quick, directory):
        self.build = os.path.abspath(build)
        self.quick = quick
        self.directory = directory
        self.events = 10 ** 9       # of the soak
        self.rows = {}
        self.failures = []          # what did not do what it does natively, and is not timed
        self.columns = [
            Column("native"),
            Column("fdwarden", options=""),
            Column("quarantine=0", options=":quarantine=0"),
            Column("unwind=libunwind", options=":unwind=libunwind"),
            Column("libunwind, quarantine=0", options=":unwind=libunwind:quarantine=0"),
        ]
        if self.tool("valgrind"):
            front = ["valgrind", "-q", "--tool=none", "--track-fds=yes"]
            self.columns.append(Column("valgrind --track-fds", front, slow=True))
        if self.tool("strace"):
            front = ["strace", "-f", "--seccomp-bpf", "-o", "/dev/null",
                     "-e", "trace=open,openat,close,dup,pipe,pipe2,socket,socketpair,accept,accept4"]
            self.columns.append(Column("strace --seccomp-bpf", front, slow=True))

    @staticmethod
    def tool(name):
        return shutil.which(name, path=PATH)

    def environment(self, column):
        """With the library preloaded, and its ledgers in a directory of their own."""
        environment = dict(os.environ, PATH=PATH)
        if column.options is not None:
            ledgers = os.path.join(self.directory, "ledgers")
            os.makedirs(ledgers, mode=0o700, exist_ok=True)
            environment["LD_PRELOAD"] = os.path.join(self.build, "libfdwarden.so")
            environment["FDWARDEN_OPTIONS"] = "dir=" + ledgers + column.options
        elif column.preload:
            environment["LD_PRELOAD"] = column.preload
        return environment

    def run_command(self, column):
        """The same through the command, as users do, its report included."""
        if column.options is None:
            return column.front
        command = [os.path.join(self.build, "fdwarden"), "run", "-q", "--exitcode", "0"]
        for option in column.options.split(":")[1:]:
            command += ["-o", option]
        return command + ["--"]

    def compile(self, name, *flags):
        program = os.path.join(self.directory, name)
        subprocess.run([os.environ.get("CC", "cc"), "-O2", "-pthread", *flags, "-o", program,
                        os.path.join(HERE, name + ".c")], check=True)
        return program

    def whole_programs(self):
        """The columns for programs that are run as they are: how much two native runs differ, too."""
        floor = self.compile("floor", "-shared", "-fPIC")
        native, fdwarden, without_quarantine = self.columns[:3]
        return [native, fdwarden, without_quarantine,
                Column("floor", ["env", "LD_PRELOAD=" + floor]), Column("native again")]

    def forget_ledgers(self):
        shutil.rmtree(os.path.join(self.directory, "ledgers"), ignore_errors=True)

    # ---- results

    def add(self, title, unit, native, values, goals=None):
        """`values`: for each column the ratios to native, one a round."""
        row = {"unit": unit, "native": statistics.median(native), "goals": goals or {},
               "columns": {}}
        for name, ratios in values.items():
            if ratios:
                ratios = sorted(ratios)
                row["columns"][name] = {
                    "ratio": statistics.median(ratios), "rounds": len(ratios),
                    "p10": ratios[len(ratios) // 10], "p90": ratios[-1 - len(ratios) // 10]}
        self.rows[title] = row
        self.show(title, row)

    def heading(self, columns):
        self.shown = [column.name for column in columns if column.name != "native"]
        print("\n| | native | %s |" % " | ".join(self.shown))
        print("| --- | --- | %s |" % " | ".join(["---"] * len(self.shown)), flush=True)

    def show(self, title, row):
        cells = []
        for name in self.shown:
            column = row["columns"].get(name)
            cell = "%.2f (%.2f-%.2f)" % (column["ratio"], column["p10"], column["p90"]) \
                if column else "-"
            if name in row["goals"] and column:
                cell += " [%s]" % row["goals"][name]
            cells.append(cell)
        print("| %s | %s %s | %s |" % (title, "%.4g" % row["native"], row["unit"],
                                       " | ".join(cells)), flush=True)

    def value(self, title, text, number):
        """A row that is no ratio."""
        self.rows[title] = {"value": number, "text": text}
        print("- %s: %s" % (title, text), flush=True)

    def skip(self, title, why):
        self.rows[title] = {"skipped": why}
        print("- %s: skipped, %s" % (title, why), file=sys.stderr, flush=True)

    def failed(self, title, column, why):
        """Said aloud, and the reason for the status of the whole: it is a defect."""
        self.failures.append({"row": title, "column": column.name, "why": why})
        print("- %s, %s: FAILED, %s" % (title, column.name, why), file=sys.stderr, flush=True)


def on_last_processor():
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def urgent():
    """For a child: no other program interrupts it, if that is allowed."""
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    except PermissionError:
        pass


def undisturbed():
    """The same on a processor of its own."""
    on_last_processor()
    urgent()


def take_turns(columns, rounds, once):
    """
    Asks every column in each round, the slow ones in every fifth, and begins each
    round with another one. once(column) is what a run took. Returns the native
    values and, for the others, the ratios to the native value of the same round.
    """
    native, ratios = [], {column.name: [] for column in columns if column.name != "native"}
    for turn in range(rounds):
        values = {}
        for index in range(len(columns)):
            column = columns[(turn + index) % len(columns)]
            if not column.slow or turn % 5 == 0:
                values[column.name] = once(column)
        if not values.get("native"):
            continue
        native.append(values["native"])
        for name, value in values.items():
            if name != "native" and value:
                ratios[name].append(value / values["native"])
    return native, ratios


def machine():
    model = "unknown processor"
    with open("/proc/cpuinfo", encoding="ascii", errors="replace") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    return "%s, %d processors, Linux %s, %s" % (
        model, os.cpu_count(), platform.release(), " ".join(platform.libc_ver()))
