"""Is a document what INTERFACE.md calls fdwarden/1?

validate(doc) gives a list of problems, empty if there are none. Fields may be
added to the format, so unknown ones pass; known ones must be there, of their
type, with a value from their list, and agree with each other. Run as a
program it checks the files named on the command line.
"""

import json
import re
import sys

SEVERITY = {
    "leak": "error",
    "double-close": "error",
    "use-after-close": "error",
    "owner-mismatch": "error",
    "exhausted": "warning",
    "exec-leak": "warning",
    "bad-descriptor": "note",
}
OBJECTS = {
    "file", "directory", "device", "tty", "socket", "pipe", "epoll", "eventfd",
    "timerfd", "signalfd", "inotify", "fanotify", "memfd", "pidfd", "mqueue",
    "io_uring", "other",
}
ENDINGS = {"exit", "signal", "exec", "running", "unknown"}
BLIND_CLASSES = {"inherited", "libc", "raw", "ioctl", "received", "close"}
ROLES = {"at", "closed", "opened", "reopened", "owned"}

# The roles that a finding must have, and those that it may have besides.
KIND_ROLES = {
    "leak": ({"opened"}, {"owned"}),
    "double-close": ({"at"}, {"closed", "opened", "reopened", "owned"}),
    "use-after-close": ({"at"}, {"closed", "opened", "reopened", "owned"}),
    "owner-mismatch": ({"at"}, {"opened", "owned", "closed", "reopened"}),
    "exhausted": ({"at"}, {"opened"}),
    "exec-leak": ({"at"}, {"opened"}),
    "bad-descriptor": ({"at"}, set()),
}

HEX = re.compile(r"0x[0-9a-f]+\Z")
ID = re.compile(r"[0-9a-f]{16}\Z")


class Checker:
    """Collects problems; every check says where it stands."""

    def __init__(self):
        self.problems = []

    def bad(self, where, what):
        self.problems.append("%s: %s" % (where or "document", what))

    def field(self, obj, where, name, types, null=False):
        """The value of obj[name] if it is there and of its type, else None."""
        if name not in obj:
            self.bad(where, "no field %r" % name)
            return None
        value = obj[name]
        if value is None:
            if not null:
                self.bad(where, "%r is null" % name)
            return None
        # bool is an int to Python, and not to JSON
        if not isinstance(value, types) or (
                isinstance(value, bool) and types is not bool):
            self.bad(where, "%r is %s" % (name, json.dumps(value)[:60]))
            return None
        return value

    def count(self, obj, where, name, least=0, null=False):
        value = self.field(obj, where, name, int, null)
        if value is not None and value < least:
            self.bad(where, "%r is %d" % (name, value))
        return value

    def choice(self, obj, where, name, choices):
        value = self.field(obj, where, name, str)
        if value is not None and value not in choices:
            self.bad(where, "%r is %r" % (name, value))
        return value

    def text(self, obj, where, name, null=False):
        value = self.field(obj, where, name, str, null)
        if value is not None and (not value or "\n" in value):
            self.bad(where, "%r is %r, not one line" % (name, value))
        return value

    def name(self, obj, where, name, null=False):
        """A name of the file system: there may be any character in it."""
        value = self.field(obj, where, name, str, null)
        if value == "":
            self.bad(where, "%r is empty" % name)
        return value

    def pattern(self, obj, where, name, pattern, null=False):
        value = self.field(obj, where, name, str, null)
        if value is not None and not pattern.match(value):
            self.bad(where, "%r is %r" % (name, value))
        return value

    def items(self, obj, where, name, types=dict):
        values = self.field(obj, where, name, list) or []
        for index, value in enumerate(values):
            here = "%s.%s[%d]" % (where, name, index)
            if isinstance(value, types):
                yield here, value
            else:
                self.bad(here, "is %s" % json.dumps(value)[:60])

    # The parts of the document, innermost first.

    def frame(self, frame, where):
        self.pattern(frame, where, "pc", HEX, null=True)
        module = self.name(frame, where, "module", null=True)
        # "[vdso]" and the like are no files
        if module is not None and module[0] not in "/[":
            self.bad(where, "module %r is no absolute path" % module)
        self.pattern(frame, where, "offset", HEX, null=True)
        self.pattern(frame, where, "build_id", re.compile(r"([0-9a-f]{2})+\Z"), null=True)
        self.text(frame, where, "function", null=True)
        self.name(frame, where, "file", null=True)
        self.count(frame, where, "line", 1, null=True)
        self.field(frame, where, "inlined", bool)
        self.choice(frame, where, "language", {"native", "python"})
        if frame.get("line") is not None and frame.get("file") is None:
            self.bad(where, "a line of no file")

    def stack(self, stack, where):
        role = self.choice(stack, where, "role", ROLES)
        self.text(stack, where, "call", null=True)
        self.count(stack, where, "tid", 1, null=True)
        self.field(stack, where, "thread", str, null=True)
        self.count(stack, where, "time_ns", null=True)
        frames = list(self.items(stack, where, "frames"))
        for here, frame in frames:
            self.frame(frame, here)
        if frames and "fdwarden" in (frames[0][1].get("module") or "").rpartition("/")[2]:
            self.bad(where, "starts inside fdwarden itself")
        return role

    def finding(self, finding, where):
        kind = self.choice(finding, where, "kind", SEVERITY)
        severity = self.choice(finding, where, "severity", set(SEVERITY.values()))
        if kind and severity and severity != SEVERITY.get(kind):
            self.bad(where, "severity of %s is %r" % (kind, severity))
        self.count(finding, where, "count", 1)
        self.pattern(finding, where, "id", ID)
        number = self.field(finding, where, "fd", int, null=kind == "exhausted")
        self.count(finding, where, "generation", 0, null=True)
        numbers = [n for _, n in self.items(finding, where, "fds", int)]
        if kind != "exhausted" and number is not None and number not in numbers:
            self.bad(where, "fd %d is not among fds %s" % (number, numbers))
        self.text(finding, where, "message")
        obj = self.field(finding, where, "object", dict, null=True)
        if obj is not None:
            self.choice(obj, where + ".object", "type", OBJECTS)
            self.name(obj, where + ".object", "path", null=True)
            self.text(obj, where + ".object", "detail", null=True)
        owner = self.field(finding, where, "owner", dict, null=True)
        if owner is not None:
            self.text(owner, where + ".owner", "type")
            self.pattern(owner, where + ".owner", "value", HEX, null=True)
        self.text(finding, where, "suppressed", null=True)

        roles = [self.stack(stack, here)
                 for here, stack in self.items(finding, where, "stacks")]
        if kind in KIND_ROLES:
            must, may = KIND_ROLES[kind]
            for role in sorted(must - set(roles)):
                self.bad(where, "a %s without its %r stack" % (kind, role))
            for role in sorted(set(roles) - must - may - {None}):
                self.bad(where, "a %s with a %r stack" % (kind, role))
        for role in set(roles):
            if roles.count(role) > 1 and (kind, role) != ("exhausted", "opened"):
                self.bad(where, "%d stacks are %r" % (roles.count(role), role))
        self.order(finding, where)

    def order(self, finding, where):
        """What happened later has the later time, where times are known."""
        times = {s.get("role"): s.get("time_ns") for s in finding.get("stacks") or []
                 if isinstance(s, dict) and isinstance(s.get("time_ns"), int)}
        known = [(times[r], r) for r in ("opened", "owned", "closed", "at") if r in times]
        if known != sorted(known, key=lambda pair: pair[0]):
            self.bad(where, "times out of order: %s" % known)

    def process(self, process, where):
        self.count(process, where, "pid", 1)
        self.count(process, where, "ppid", 0, null=True)
        exe = self.name(process, where, "exe", null=True)
        if exe is not None and not exe.startswith("/"):
            self.bad(where, "exe %r is no absolute path" % exe)
        list(self.items(process, where, "args", str))
        ended = self.field(process, where, "ended", dict) or {}
        self.choice(ended, where + ".ended", "how", ENDINGS)
        self.field(ended, where + ".ended", "code", int, null=True)
        stats = self.field(process, where, "stats", dict) or {}
        for name in ("opens", "closes", "open", "peak", "stacks", "lost"):
            self.count(stats, where + ".stats", name, null=True)
        for here, spot in self.items(process, where, "blind_spots"):
            self.choice(spot, here, "class", BLIND_CLASSES)
            self.count(spot, here, "fd")
            self.count(spot, here, "count", 1)
            self.text(spot, here, "call", null=True)
            self.count(spot, here, "time_ns", null=True)
            obj = self.field(spot, here, "object", dict) or {}
            self.choice(obj, here + ".object", "type", OBJECTS)
            self.name(obj, here + ".object", "path", null=True)
        leaks = []
        for here, finding in self.items(process, where, "findings"):
            self.finding(finding, here)
            if finding.get("kind") == "leak" and isinstance(finding.get("count"), int):
                leaks.append(finding["count"])
                self.wording(finding, process, here)
        if leaks != sorted(leaks, reverse=True):
            self.bad(where, "leaks are not ordered by count: %s" % leaks)

    def wording(self, finding, process, where):
        ended = process.get("ended") or {}
        if (finding["count"] == 1 and ended.get("how") == "exit"
                and "still open at exit" not in str(finding.get("message"))):
            self.bad(where, "a single leak reads %r" % finding.get("message"))

    def document(self, doc):
        if not isinstance(doc, dict):
            self.bad("", "is no object")
            return
        if doc.get("schema") != "fdwarden/1":
            self.bad("", "schema is %r" % doc.get("schema"))
        self.pattern(doc, "", "version", re.compile(r"\d+\.\d+\.\d+"))
        for where, process in self.items(doc, "", "processes"):
            self.process(process, where.lstrip("."))
        self.summary(doc)

    def summary(self, doc):
        summary = self.field(doc, "", "summary", dict) or {}
        for name, value in tally(doc).items():
            if self.count(summary, "summary", name) not in (None, value):
                self.bad("summary", "%s is %d, and %d are listed"
                         % (name, summary[name], value))


def findings(doc):
    """All (process, finding) pairs of a document."""
    for process in doc.get("processes") or []:
        for finding in process.get("findings") or []:
            yield process, finding


def tally(doc):
    """What the summary must say. A suppressed finding counts as that alone."""
    tallied = dict.fromkeys(("errors", "warnings", "notes", "suppressed"), 0)
    tallied["processes"] = len(doc.get("processes") or [])
    for _, finding in findings(doc):
        name = "suppressed" if finding.get("suppressed") else "%ss" % finding.get("severity")
        if name in tallied:
            tallied[name] += 1
    return tallied


def validate(doc):
    checker = Checker()
    checker.document(doc)
    return checker.problems


def main(paths):
    failed = 0
    for path in paths:
        with open(path, encoding="utf-8") as file:
            problems = validate(json.load(file))
        for problem in problems:
            print("%s: %s" % (path, problem))
        failed += bool(problems)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
