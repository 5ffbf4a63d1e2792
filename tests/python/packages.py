"""Python among other code: pytest, gunicorn, a C extension, a program that embeds it.

Each test takes the build directory and the interpreter, and returns what is wrong;
Missing is raised where what it needs is not installed.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
SECONDS = 60


class Missing(Exception):
    pass


def need(python, module):
    if subprocess.run([python, "-c", "import " + module], capture_output=True, check=False).returncode:
        raise Missing(module)


def marks(name):
    """mark -> line"""
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return {mark: number for number, line in enumerate(file, 1)
                for mark in re.findall(r"# ([A-Z]+)$", line)}


def findings(report):
    with open(report, encoding="utf-8") as file:
        return [f for p in json.load(file)["processes"] for f in p["findings"]
                if f["suppressed"] is None]


def own(stack, path):
    """The innermost frame of this file: (function, line)."""
    for frame in stack["frames"]:
        if frame["language"] == "python" and frame["file"] == path:
            return frame["function"], frame["line"]
    return None


def shape(finding, path):
    return (finding["kind"], finding["count"],
            *((s["role"], *(own(s, path) or ("?", 0))) for s in finding["stacks"]
              if s["role"] != "reopened"))


def under(build, report, *options):
    return [os.path.join(build, "fdwarden"), "run", "-q", "--json", report, *options, "--"]


# ---- pytest -----------------------------------------------------------------

def without_chance(text):
    return re.sub(r"=* 1 failed, 4 passed in .*", "END", re.sub(r"0x[0-9a-f]+", "ADDRESS", text))


def pytest(build, python):
    need(python, "pytest")
    line = marks("checked_by_pytest.py")
    with tempfile.TemporaryDirectory() as work:
        path = os.path.join(work, "test_checked.py")
        report = os.path.join(work, "report.json")
        shutil.copyfile(os.path.join(HERE, "checked_by_pytest.py"), path)
        command = [python, "-B", "-m", "pytest", "-p", "no:cacheprovider", "--color=no", path]
        outputs = []
        for prefix in ([], under(build, report)):
            temporary = os.path.join(work, "temporary")
            done = subprocess.run([*prefix, *command, "--basetemp", temporary], cwd=work,
                                  capture_output=True, text=True, timeout=SECONDS, check=False)
            outputs.append((without_chance(done.stdout), done.stderr, done.returncode))
        found = [shape(f, path) for f in findings(report)]
    problems = [] if outputs[0] == outputs[1] else ["%s\n%s" % tuple(outputs)]
    if "END" not in outputs[0][0]:
        problems.append("pytest did something else: %s" % (outputs[0],))
    wanted = [("double-close", 1, ("at", "descriptor", line["AGAIN"]),
               ("closed", "TestClosing.test_closes_the_fixture", line["FIRST"]),
               ("opened", "descriptor", line["FIXTURE"])),
              ("leak", 1, ("opened", "test_leaks", line["LEAKED"]))]
    return problems + ([] if found == wanted else ["found %s\nnot %s" % (found, wanted)])


# ---- gunicorn ---------------------------------------------------------------

def ask(address, path):
    with urllib.request.urlopen("http://%s%s" % (address, path), timeout=10) as answer:
        return answer.read()


def listening(log):
    for _ in range(SECONDS * 20):
        if os.path.exists(log):
            with open(log, encoding="utf-8") as file:
                match = re.search(r"Listening at: http://(\S+) ", file.read())
            if match:
                return match[1]
        time.sleep(0.05)
    raise TimeoutError("gunicorn does not listen")


def served(build, python, kind, path):
    """The findings of three requests to a server with one worker."""
    with tempfile.TemporaryDirectory() as work:
        report, log = os.path.join(work, "report.json"), os.path.join(work, "log")
        server = subprocess.Popen(
            [*under(build, report, "--wait"), python, "-B", "-m", "gunicorn", "--bind", "127.0.0.1:0",
             "--worker-class", kind, "--log-file", log, "--chdir", HERE, "served:application"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            address = listening(log)
            answers = [ask(address, path) for _ in range(3)]
            # The command passes it on to the program that it runs.
            server.send_signal(signal.SIGTERM)
            status = server.wait(SECONDS)
        finally:
            if server.poll() is None:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait()
        return answers, status, findings(report)


def gunicorn(build, python):
    need(python, "gunicorn")
    line, problems = marks("served.py"), []
    path = os.path.join(HERE, "served.py")
    wanted = [("double-close", 3, ("at", "save", line["AGAIN"]), ("closed", "save", line["BLOCK"]),
               ("opened", "save", line["OPENED"]))]
    for kind in ("sync", "gthread"):
        for asked, expected in (("/wrong", wanted), ("/right", [])):
            answers, status, found = served(build, python, kind, asked)
            shapes = [shape(f, path) for f in found]
            if answers != [b"saved\n"] * 3 or shapes != expected or \
                    status != (23 if expected else 0):
                problems.append("%s %s: %s, status %s, %s\nnot %s" % (kind, asked, answers, status, shapes,
                                                                      expected))
    return problems


# ---- C on both sides ----------------------------------------------------------

def ask_python(python, expression):
    return subprocess.run([python, "-c", "import sysconfig; print(%s)" % expression],
                          capture_output=True, text=True, check=True).stdout.strip()


def include(python):
    directory = ask_python(python, "sysconfig.get_paths()['include']")
    if not os.path.exists(os.path.join(directory, "Python.h")):
        raise Missing("Python.h")
    return "-I" + directory


def compile_c(*arguments):
    subprocess.run([os.environ.get("CC", "cc"), "-g", "-O1", "-Wall", *arguments], check=True)


def written(frames, wanted):
    """The functions among the frames that are in `wanted`, in their order."""
    return [f["function"].rpartition(".")[2] for f in frames
            if f["function"] and f["function"].rpartition(".")[2] in wanted]


def extension(build, python):
    order = ["open_in_c", "opened", "inner", "in_the_middle", "apply", "middle", "in_the_middle",
             "apply", "outer", "<module>"]
    line = marks("extension.py")
    path = os.path.join(HERE, "extension.py")
    with tempfile.TemporaryDirectory() as work:
        report = os.path.join(work, "report.json")
        compile_c(include(python), "-shared", "-fPIC", os.path.join(HERE, "extension.c"),
                  "-o", os.path.join(work, "extension_c.so"))
        subprocess.run([*under(build, report), python, path, work], timeout=SECONDS, check=False)
        found = findings(report)
    if len(found) != 1:
        return ["found %s" % [f["message"] for f in found]]
    frames = found[0]["stacks"][0]["frames"]
    python_lines = [f["line"] for f in frames if f["language"] == "python" and f["file"] == path]
    problems = []
    if written(frames, order) != order:
        problems.append("frames %s" % [f["function"] for f in frames])
    if python_lines != [line[mark] for mark in ("INNER", "MIDDLE", "OUTER", "MODULE")]:
        problems.append("lines %s" % python_lines)
    return problems


EMBEDDED = {
    "in_main": ["in_main", "<module>", "run", "main"],
    "in_sub": ["in_sub", "<module>", "run", "enter", "calls", "<module>", "main"],
    "after_sub": ["after_sub", "<module>", "run", "enter", "calls", "<module>", "main"],
    "in_thread": ["in_thread", "<module>", "run", "thread"],
    "in_second": ["in_second", "<module>", "run", "main"],
}


def embedding(build, python):
    config = python + "-config"
    if not shutil.which(config):
        raise Missing(config)
    flags = subprocess.run([config, "--embed", "--ldflags"], capture_output=True, text=True, check=False)
    if flags.returncode:
        raise Missing(config + " --embed")
    problems = []
    with tempfile.TemporaryDirectory() as work:
        report, program = os.path.join(work, "report.json"), os.path.join(work, "embedding")
        compile_c(include(python), os.path.join(HERE, "embedding.c"), "-o", program,
                  *flags.stdout.split())
        environment = {**os.environ, "PYTHONHOME": ask_python(python, "__import__('sys').prefix")}
        done = subprocess.run([*under(build, report), program], capture_output=True, text=True,
                              timeout=SECONDS, check=False, env=environment)
        found = {f["stacks"][0]["frames"] and written(f["stacks"][0]["frames"], EMBEDDED)[0]: f
                 for f in findings(report)}
    if done.stderr:
        problems.append(done.stderr)
    names = {name for order in EMBEDDED.values() for name in order}
    for name, order in EMBEDDED.items():
        if name not in found:
            problems.append("%s is not found" % name)
            continue
        frames = found[name]["stacks"][0]["frames"]
        if written(frames, names - {"in_thread"} | {name}) != order:
            problems.append("%s: %s" % (name, [f["function"] for f in frames]))
    return problems


TESTS = {"pytest": pytest, "gunicorn": gunicorn, "extension": extension, "embedding": embedding}
