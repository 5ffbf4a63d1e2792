#!/usr/bin/python3
"""The interpreter's own tests of os, io, tempfile, subprocess, socket and their like."""
# needs: python3
# timeout: 400

import concurrent.futures
import importlib
import importlib.util
import os
import subprocess
import sys
import tempfile
import unittest

# Each in a process and a directory of its own, as regrtest -j runs them; those that take longest first.
TESTS = """
test_io test_subprocess test_socket
test_asyncio.test_events test_asyncio.test_tasks test_asyncio.test_ssl
test_asyncio.test_subprocess test_asyncio.test_futures test_asyncio.test_sendfile
test_asyncio.test_taskgroups test_asyncio.test_sock_lowlevel test_asyncio.test_sslproto
test_asyncio.test_base_events test_asyncio.test_streams
test_os test_tempfile
test_asyncio.test_buffered_proto test_asyncio.test_context test_asyncio.test_futures2
test_asyncio.test_locks test_asyncio.test_pep492 test_asyncio.test_proactor_events
test_asyncio.test_protocols test_asyncio.test_queues test_asyncio.test_runners
test_asyncio.test_selector_events test_asyncio.test_server test_asyncio.test_threads
test_asyncio.test_timeouts test_asyncio.test_transports test_asyncio.test_unix_events
test_asyncio.test_waitfor
test_fileio test_posix test_fcntl test_pty test_epoll test_file test_mmap test_fileinput
test_openpty test_pipes test_popen
"""

# Most of them wait most of the time.
AT_ONCE = 6


def with_tests():
    """An interpreter that has its tests, or None."""
    code = "import sys, test.test_os; print(sys.executable)"
    for directory in ["/usr/bin", *os.environ["PATH"].split(":")]:
        path = os.path.join(directory, "python3")
        found = subprocess.run([path, "-c", code], capture_output=True, text=True, check=False) \
            if os.access(path, os.X_OK) else None
        if found and found.returncode == 0:
            return found.stdout.strip()
    return None


# They assert that the lowest free number is the next one given out, as they count descriptors by
# it: python_tests_lowest runs them, without the quarantine. --lowest: run them.
LOWEST_NUMBER = ("test_fd_leak", "test_failed_child_execute_fd_leak")

# Waits for ever for a virtual machine's host that does not answer, natively, too.
HANGS = ("ThreadedVSOCKSocketStreamTest",)


class Result(unittest.TestResult):
    """Says what did not pass; how long it took is nobody's business."""

    def lines(self):
        for what, cases in (("error", self.errors), ("failure", self.failures)):
            for case, trace in cases:
                yield "%s %s %s" % (what, case, trace.splitlines()[-1])
        yield "%d tests, %d skipped, %d errors, %d failures" % (
            self.testsRun, len(self.skipped), len(self.errors), len(self.failures))


def chosen(suite, left_out):
    """Its tests, one by one."""
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from chosen(test, left_out)
        elif type(test).__name__ not in HANGS and \
                getattr(test, "_testMethodName", None) not in left_out:
            yield test


def load(name):
    module, *rest = name.split(".")
    if module == "test_asyncio" and rest:
        module, rest = "test_asyncio." + rest[0], rest[1:]
    try:
        loaded = importlib.import_module("test." + module)
    except (unittest.SkipTest, ImportError) as error:
        print("no", module, error)
        return unittest.TestSuite()
    loader = unittest.defaultTestLoader
    if not rest:
        return loader.loadTestsFromModule(loaded)
    if hasattr(loaded, "load_tests"):
        loaded.load_tests(loader, unittest.TestSuite(), None)   # test_io completes its classes there
    if not hasattr(loaded, rest[0]):
        return unittest.TestSuite()
    return loader.loadTestsFromName(".".join(rest), loaded)


def run_one(name, left_out):
    # The tests print process numbers, and their children what they like.
    report = os.fdopen(os.dup(1), "w")
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    os.close(null)
    result = Result()
    unittest.TestSuite(chosen(unittest.TestSuite([load(name)]), left_out)).run(result)
    print(name, *result.lines(), sep="\n", file=report)
    report.close()


def outcome(name, flags):
    """What a process says that runs these tests."""
    os.mkdir(name)
    command = [sys.executable, os.path.abspath(__file__), "--one", *flags, name]
    with tempfile.TemporaryFile("w+") as said:
        status = subprocess.run(command, cwd=name, stdout=said, check=False,
                                env={**os.environ, "TMPDIR": os.path.abspath(name)}).returncode
        said.seek(0)
        return said.read() + ("ended with %d\n" % status if status else "")


def main():
    if importlib.util.find_spec("test.test_os") is None:
        other = with_tests()
        if other is None:
            print("python3 has no test modules here (Debian: libpython3-testsuite)",
                  file=sys.stderr)
            return 77
        os.execv(other, [other, *sys.argv])
    flags = [flag for flag in sys.argv[1:] if flag.startswith("-")]
    names = [name for name in sys.argv[1:] if not name.startswith("-")] or TESTS.split()
    if "--one" in flags:
        run_one(names[0], () if "--lowest" in flags else LOWEST_NUMBER)
        return 0
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for said in pool.map(lambda name: outcome(name, flags), names):
            sys.stdout.write(said)
    return 0


if __name__ == "__main__":
    sys.exit(main())
