#!/usr/bin/python3
"""The interpreter's own tests of os, io, tempfile, subprocess, socket and their like."""
# needs: python3

import importlib
import importlib.util
import os
import subprocess
import sys
import unittest

# Whole modules, or the parts of those that take long.
TESTS = """
test_os test_tempfile test_fileio test_posix test_fcntl test_pty test_epoll test_file
test_mmap test_fileinput test_openpty test_pipes test_popen
test_subprocess.RunFuncTestCase test_subprocess.MiscTests
test_subprocess.POSIXProcessTestCase.test_close_fds
test_subprocess.POSIXProcessTestCase.test_pass_fds
test_subprocess.POSIXProcessTestCase.test_pass_fds_redirected
test_subprocess.POSIXProcessTestCase.test_close_fds_when_max_fd_is_lowered
test_subprocess.POSIXProcessTestCase.test_small_errpipe_write_fd
test_subprocess.POSIXProcessTestCase.test_swap_fds
test_subprocess.POSIXProcessTestCase.test_remapping_std_fds
test_subprocess.ProcessTestCase.test_communicate
test_subprocess.ProcessTestCase.test_stdout_filedes
test_subprocess.ProcessTestCase.test_stdin_fileobj
test_subprocess.ProcessTestCase.test_no_leaking
test_subprocess.ProcessTestCase.test_double_close_on_error
test_io.CIOTest test_io.CBufferedReaderTest test_io.CBufferedWriterTest
test_io.CTextIOWrapperTest test_io.CMiscIOTest
test_socket.BasicTCPTest test_socket.BasicUDPTest test_socket.BasicSocketPairTest
test_socket.SendmsgTCPTest test_socket.RecvmsgSCMRightsStreamTest test_socket.SendRecvFdsTests
test_socket.FileObjectClassTestCase test_socket.NonBlockingTCPTests
test_socket.NetworkConnectionAttributesTest test_socket.InheritanceTest
test_socket.TestUnixDomain test_socket.BufferIOTest
test_socket.GeneralModuleTests
test_asyncio.test_unix_events test_asyncio.test_streams test_asyncio.test_base_events
test_asyncio.test_selector_events test_asyncio.test_server
"""


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


def main():
    if importlib.util.find_spec("test.test_os") is None:
        other = with_tests()
        if other is None:
            print("python3 has no test modules here (Debian: libpython3-testsuite)",
                  file=sys.stderr)
            return 77
        os.execv(other, [other, *sys.argv])
    names, left_out = sys.argv[1:], LOWEST_NUMBER
    if names[:1] == ["--lowest"]:
        names, left_out = names[1:], ()
    # The tests print process numbers, and their children what they like.
    report = os.fdopen(os.dup(1), "w")
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    os.close(null)
    for name in names or TESTS.split():
        result = Result()
        suite = unittest.TestSuite([load(name)])
        unittest.TestSuite(chosen(suite, left_out)).run(result)
        print(name, *result.lines(), sep="\n", file=report, flush=True)
    report.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
