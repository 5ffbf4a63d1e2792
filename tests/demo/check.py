"""What fdwarden must say about the programs in this folder, exactly.

usage: check.py FDWARDEN PROGRAMS_DIR PYTHON

Places are given as (function, text of the line): the line is looked up in the
source, and must be the only one that has the text.
"""

import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, os.pardir, "cases"))
import schema  # noqa: E402

SAVE = "save_atomically"

# program: [(kind, {role: (call, function, text of the line)})]
EXPECTED = {
    "save_double_close.c": [("double-close", {
        "at": ("close", SAVE, "close(fd);"),
        "closed": ("fclose", SAVE, "fclose(file)"),
        "opened": ("mkstemp", SAVE, "mkstemp(temporary)"),
    })],
    "save_leak.c": [("leak", {
        "opened": ("mkstemp", SAVE, "mkstemp(temporary)"),
    })],
    "save_sentinel.c": [],
    "save_path_only.c": [],
    # Python's own calls: which of libc's it uses is its affair (None).
    "save_double_close.py": [("double-close", {
        "at": ("close", SAVE, "os.close(fd)"),
        "closed": ("close", SAVE, "with os.fdopen(fd"),
        "opened": (None, SAVE, "tempfile.mkstemp("),
    })],
    "save_leak.py": [("leak", {
        "opened": (None, SAVE, "tempfile.mkstemp("),
    })],
    "save_sentinel.py": [],
    "save_path_only.py": [],
    "save_suppressed.py": [("double-close", {
        "at": ("close", "temporary_file", "os.close(fd)"),
        "closed": ("close", SAVE, "with os.fdopen(fd"),
        "opened": (None, "temporary_file", "tempfile.mkstemp("),
    })],
}


def line_of(name, text):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        lines = [n for n, line in enumerate(file, 1) if text in line]
    if len(lines) != 1:
        sys.exit("check.py: %s: %d lines have %r" % (name, len(lines), text))
    return lines[0]


def own_frames(stack, name):
    return [(f["function"], f["line"]) for f in stack["frames"]
            if os.path.basename(f["file"] or "") == name]


def stack_problem(stack, name, call, function, text):
    if call and stack["call"] != call:
        return "call is %s, not %s" % (stack["call"], call)
    is_python = name.endswith(".py")
    if is_python and not any(f["language"] == "python" for f in stack["frames"]):
        return None  # no Python frames in this build: native ones say nothing
    own = own_frames(stack, name)
    wanted = (function, line_of(name, text))
    if not own:
        return "no frame of %s" % name
    # a qualified name ends with the plain one
    if (own[0][0].rpartition(".")[2], own[0][1]) != wanted:
        return "%s:%s, not %s:%s" % (own[0] + wanted)
    return None


def problems_of(name, doc):
    problems = schema.validate(doc)
    found = [finding for _, finding in schema.findings(doc)]
    wanted = EXPECTED[name]
    if [f["kind"] for f in found] != [kind for kind, _ in wanted]:
        return problems + ["found %s, not %s" % (
            [f["kind"] for f in found], [kind for kind, _ in wanted])]
    for finding, (kind, roles) in zip(found, wanted):
        stacks = {stack["role"]: stack for stack in finding["stacks"]}
        for role, place in roles.items():
            if role not in stacks:
                problems.append("%s without %r" % (kind, role))
                continue
            problem = stack_problem(stacks[role], name, *place)
            if problem:
                problems.append("%s: %s: %s" % (kind, role, problem))
        if finding["count"] != 1:
            problems.append("count is %d" % finding["count"])
    return problems


def check(fdwarden, programs, python, name):
    """What is wrong with the report on one program."""
    stem, suffix = os.path.splitext(name)
    command = ([os.path.join(programs, stem)] if suffix == ".c" else
               [python, os.path.join(HERE, name)])
    with tempfile.TemporaryDirectory() as scratch:
        report = os.path.join(scratch, "report.json")
        work = os.path.join(scratch, "work")
        os.mkdir(work)
        done = subprocess.run(
            [fdwarden, "run", "--json", report, "--"] + command + [work],
            capture_output=True, text=True)
        try:
            with open(report, encoding="utf-8") as file:
                doc = json.load(file)
        except (OSError, ValueError) as error:
            return ["no report: %s\n%s" % (error, done.stderr)]
        left = os.listdir(work)
    problems = problems_of(name, doc)
    status = 23 if EXPECTED[name] else 0
    if done.returncode != status:
        problems.append("status is %d, not %d" % (done.returncode, status))
    if not EXPECTED[name] and done.stderr:
        problems.append("not silent:\n%s" % done.stderr)
    if "could not save the letter\n" not in done.stdout:
        problems.append("printed %r" % done.stdout)
    if left:
        problems.append("left behind: %s" % left)
    return problems


def main(fdwarden, programs, python):
    failed = 0
    for name in EXPECTED:
        problems = check(fdwarden, programs, python, name)
        failed += bool(problems)
        for problem in problems:
            print("FAILED: %s: %s" % (name, problem))
    print("%d passed, %d failed" % (len(EXPECTED) - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
