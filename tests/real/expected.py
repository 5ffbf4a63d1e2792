"""The findings that are true, and why.

A row is: the executable's file name (or several), the kind, the stack of its main role as
CALL@FRAME<FRAME..., innermost first, and the reason. A frame is the pattern of a function's
name; where there is no name, of its module's file name; `...` stands for any number of frames.
Frames after the last one given may be anything. What is listed here was seen with strace first.

In Python programs `place` is FILE:FUNCTION, a pattern of the innermost frame of the subject: of the
tests of the interpreter, of a script under programs/, or of what was given with -c; not of the
libraries that it uses. It is looked for in the main stack first, then in the others. `args` is a
pattern of the program's arguments. `killed`: in a process that a signal ended, and opened by what
is frozen into the interpreter (site, the import system).
"""

import fnmatch
import os
import re

PYTHON_TESTS = ["python_tests", "python_tests_more", "python_tests_lowest"]


class Row:
    def __init__(self, exe, kind, stack, why, most=1, programs=None, place=None, args=None,
                 killed=False):
        self.exes = exe.split()
        self.kinds = kind.split()
        self.place = place
        self.args = args
        self.killed = killed
        self.stack = stack
        self.why = " ".join(why.split())
        self.most = most            # descriptors of one leak, occurrences of another finding
        self.programs = programs    # None: in any of them
        calls, at, frames = stack.partition("@")
        self.calls = calls.split()
        self.frames = frames.split("<") if at else []


ROWS = [
    # What everybody would meet is in tools/fdwarden/default.supp, with its reasons.

    # ---- git
    Row("git", "use-after-close", "fstat64@git", """
        run_builtin() asks fstat(1) whether somebody closed standard output; index-pack and bundle
        have: close(1)=0, fstat(1)=EBADF. Meant so."""),
    Row("git", "double-close", "close@git", """
        Cloning a bundle: start_command() closes the bundle's descriptor after the fork, as it was
        given to index-pack as its input; close_bundle() in transport.c closes the same number
        again: close(3)=0 ... close(3)=EBADF.""", programs=["git"]),

    # ---- archives and databases
    Row("tar", "leak", "open@tar", """
        A truncated archive is a fatal error: exit with the archive open."""),
    Row("sqlite3", "leak", "open64@libsqlite3.so.0<...<sqlite3PagerOpen", """
        After an error in a statement on the command line the shell returns from main without
        closing its database."""),

    # ---- servers
    Row("nginx", "leak", "recvmsg@ngx_read_channel", """
        The master sends each worker the other workers' channel ends (SCM_RIGHTS); a worker keeps
        them until it ends.""", most=8),
    Row("nginx", "leak", "open64@ngx_reopen_files", """
        The logs, opened again on SIGUSR1 by master and workers; the last ones stay open.""", most=2),
    Row("nginx", "leak", "open64@ngx_init_cycle", """
        The logs of the configuration in force; the master never closes them.""", most=2),
    Row("redis-*", "leak", "pipe2@anetPipe<moduleInitModulesSystem", """
        The modules' wake-up pipe, made once at start.""", most=2),
    Row("redis-*", "leak", "open64@openNewIncrAofForAppend", """
        The append-only file that is written when the server is told to stop."""),
    Row("redis-cli", "leak", "socket@...<redisConnectWithOptions", """
        One command, then exit; the connection is left to the kernel."""),

    # ---- small tools
    Row("dash", "use-after-close", "write@dash", """
        `echo x >&-`: the shell's own echo writes to the number that the redirection has closed:
        write(1)=EBADF, which is what the script wants to see.""", programs=["coreutils"]),
    Row("cat", "leak", "open@cat", """
        What it copies cannot be written to /dev/full: it ends with the file open.""",
        programs=["coreutils"]),
    Row("sort", "exhausted", "open@sort", """
        It merges more files than `ulimit -n 20` lets it open; it tries, and merges fewer at once
        then.""", programs=["coreutils"]),
    Row("mawk", "leak", "open@mawk", """
        The file that our script reads with getline and does not close()."""),
    Row("shuf", "leak", "fopen@shuf", """
        The file of --random-source, open until it ends."""),

    Row("tmux", "double-close", "close@evsig_dealloc_<...<event_reinit", """
        libevent 2.1, in tmux's server after its fork: event_reinit() closes the base's two signal
        descriptors, then evsig_dealloc_() does: close(3)=0, close(4)=0, close(3)=EBADF,
        close(4)=EBADF."""),
    Row("tmux", "leak", "pipe2@evutil_make_internal_pipe_<evsig_init_", """
        The signal descriptors of the event base of client and server, which is never freed.""",
        most=2),
    Row("tmux", "leak", "socket*@tmux", """
        The connection between client and server, and the server's listening socket: open until
        they end."""),
    Row("tmux", "leak", "dup@tmux<...<event_base_loop", """
        A client hands its standard streams over; one copy is kept until it ends."""),

    Row("rsync", "leak", "socketpair@rsync", """
        What fd_pair() made for the process that it talks to: one end of each is used until the
        end and never closed, in parent and child.""", most=2),

    # ---- keys
    Row("gpg gpg-connect-agent", "leak", "socket@libassuan*", """
        The connection to the agent, left to the kernel at the end."""),
    Row("gpg-agent", "leak", "socket@libassuan*", """
        Its listening sockets, open until it ends."""),
    Row("gpg-agent", "leak", "inotify_init@gpg-agent", """
        Watches of its home and socket, open until it ends."""),

    # ---- compilers
    Row("*-ld.bfd ld*", "leak", "dup@bfd_plugin_close_file_descriptor", """
        Each archive's descriptor, copied for the LTO plugin and not given back.""", most=16),
    Row("lto1", "leak", "open@lto1", """
        The object file that it read its sections from, kept to the end."""),
    Row("rustc", "leak", "pipe2@*jobserver::Client*::new", """
        Its jobserver, a global of the process.""", most=2),
    Row("rustc", "leak", "syscall@librustc_driver*<*jobserver::Client*::new", """
        The same of an older one.""", most=2),
    Row("gdb", "leak", "pipe2@gdb", """
        Self-pipes of its event loop, made once each.""", most=2),
    Row("gdb", "leak", "fopen64@gdb", """
        The program that is examined."""),

    # ---- other languages' runtimes
    Row("node", "leak", "inotify_init1@init_inotify<uv_fs_event_start", """
        The loop's inotify, made at the first watch, kept for later ones."""),

    # ---- the interpreter's tests of closed descriptors close them, on purpose
    Row("python3*", "use-after-close", "*", """
        TestInvalidFD calls each function with a number that make_bad_fd() has just closed.""",
        place="test_os.py:TestInvalidFD.*", most=10, programs=PYTHON_TESTS),
    Row("python3*", "use-after-close", "write", """
        test_closerange: os.write() raises for each number that os.closerange() closed.""",
        place="test_os.py:FileTests.test_closerange", programs=PYTHON_TESTS),
    Row("python3*", "use-after-close", "ioctl", """
        os.get_inheritable() and os.set_inheritable() of a closed number raise OSError.""",
        place="test_os.py:FDInheritanceTests.test_get_set_inheritable_badf", most=2,
        programs=PYTHON_TESTS),
    Row("python3*", "use-after-close", "*", """
        testErrnoOnClosed*: the decorators ClosedFD and ClosedFDRaises close the file's number by
        os.close(), and each method must then raise.""",
        place="test_fileio.py:AutoFileTests.testErrnoOnClosed*", most=3, programs=PYTHON_TESTS),
    Row("python3*", "double-close", "close", """
        The same decorators; the file object itself closes once more: in the decorator, in
        ReopenForRead, and in testErrnoOnClose, which is about that.""",
        place="test_fileio.py:AutoFileTests.*", most=10, programs=PYTHON_TESTS),
    Row("python3*", "use-after-close", "fstat64", """
        testInvalidFd: a FileIO of a closed number raises.""",
        place="test_fileio.py:OtherFileTests.testInvalidFd", programs=PYTHON_TESTS),
    Row("python3*", "use-after-close double-close", "ioctl fstat64 close", """
        test_opener_invalid_fd: the opener returns a closed number; set_inheritable() or, in
        _pyio, fstat() fails, and open() closes what it takes for its own.""",
        place="test_io.py:IOTest.test_opener_invalid_fd", programs=PYTHON_TESTS),
    Row("python3*", "double-close", "close", """
        _check_warn_on_dealloc_fd: the clean-up closes numbers that the file object's finalizer
        has closed, as the test wants; EBADF is passed over.""",
        place="test_io.py:MiscIOTest._check_warn_on_dealloc_fd.<locals>.cleanup_fds", most=3,
        programs=PYTHON_TESTS),
    Row("python3*", "use-after-close", "write", """
        check_interrupted_write: "This is deliberate": os.close() of the pipe before the file
        object's close(), so that the flush of its buffer fails instead of blocking.""",
        place="test_io.py:SignalsTest.check_interrupted_write", programs=PYTHON_TESTS),
    Row("python3*", "use-after-close double-close", "write close", """
        _test_bufsize_equal_one: os.close(p.stdin.fileno()) "without flushing the buffer", then
        p.stdin.close(), whose flush and close fail; OSError is passed over.""",
        place="test_subprocess.py:ProcessTestCase._test_bufsize_equal_one", most=2,
        programs=PYTHON_TESTS),
    Row("python3*", "leak", "socketpair epoll_create1", """
        _test_get_event_loop_new_process__sub_proc: a worker of the process pool makes an event
        loop, never closes it, and ends by os._exit().""",
        place="test_events.py:_test_get_event_loop_new_process__sub_proc", most=2,
        programs=PYTHON_TESTS),
    Row("python3*", "leak", "open64 opendir", """
        A test, or the end of a multiprocessing pool, kills a child that is still at its start, or
        importing: the file or directory that the interpreter was reading just then.""",
        killed=True, programs=["python", *PYTHON_TESTS]),
    Row("python3*", "double-close", "close", """
        tearDown closes all numbers of its list; test__copy_eof_on_all has closed one.""",
        place="test_pty.py:SmallPtyTests.tearDown", programs=PYTHON_TESTS),
    Row("python3*", "use-after-close double-close", "epoll_wait close", """
        test_fromfd: two epoll objects of one number; one polls when the other has closed it, and
        closes it when it goes.""",
        place="test_epoll.py:TestEPoll.test_fromfd", programs=PYTHON_TESTS),
    Row("python3*", "use-after-close", "epoll_ctl", """
        test_unregister_closed: unregister() of a number that was closed raises.""",
        place="test_epoll.py:TestEPoll.test_unregister_closed", programs=PYTHON_TESTS),
    Row("python3*", "use-after-close", "fstat64", """
        test_del_rolled_file: os.path.exists(NUMBER) must say no when the file is deleted.""",
        place="test_tempfile.py:TestSpooledTemporaryFile.test_del_rolled_file",
        programs=PYTHON_TESTS),
    Row("python3*", "use-after-close", "write", """
        A child of test_tempfile writes to the parent's number, which it must not have: it is
        one that its own interpreter had at its start.""",
        place="tf_inherit_check.py:<module>", programs=PYTHON_TESTS),
    Row("python3*", "leak", "open64", """
        test_close_fds_when_max_fd_is_lowered: a child opens 40 and closes 14; the others are for
        its own children to find.""",
        place="<string>:<module>", args="*open_fds = set()*", most=26, programs=PYTHON_TESTS),
    Row("python3*", "leak", "pipe2", """
        test_os's test of os.register_at_fork(): two pipes in a child that is over in a moment.""",
        place="<string>:<module>", args="*os.register_at_fork(*", most=2, programs=PYTHON_TESTS),
    Row("python3*", "double-close", "close", """
        testCloseException and test_socket_close: another object of the number has closed it, and
        socket.close() must raise.""",
        place="test_socket.py:GeneralModuleTests.test*Close*", programs=PYTHON_TESTS),
    Row("python3*", "double-close use-after-close", "close listen", """
        test_socket_close: socket.close(NUMBER), then the object that had it.""",
        place="test_socket.py:GeneralModuleTests.test_socket_close", programs=PYTHON_TESTS),
    Row("python3*", "use-after-close", "getsockname", """
        test_socket_fileno_requires_valid_fd: a socket of a closed number raises.""",
        place="test_socket.py:GeneralModuleTests.test_socket_fileno_requires_valid_fd", most=2,
        programs=PYTHON_TESTS),
    Row("python3*", "use-after-close", "fstat64", """
        test__sendfile_use_sendfile: a file object whose number was closed behind its back.""",
        place="test_socket.py:GeneralModuleTests.test__sendfile_use_sendfile",
        programs=PYTHON_TESTS),

    Row("python3*", "use-after-close", "ioctl", """
        test_setblocking_invalidfd: two sockets of one number; setblocking() of the second, when
        the first has closed it, must raise.""",
        place="test_socket.py:TestExceptions.test_setblocking_invalidfd", programs=PYTHON_TESTS),

    Row("python3*", "use-after-close", "fstat64", """
        _is_fd_assigned: asks fstat whether a number is in use.""", most=1000,
        place="_test_multiprocessing.py:_TestConnection._is_fd_assigned",
        programs=["python_tests_more"]),
    Row("python3*", "use-after-close", "epoll_ctl", """
        unregister() of a number that was closed must raise.""", most=4,
        place="test_selectors.py:BaseSelectorTestCase.test_unregister_after_*_close",
        programs=["python_tests_more"]),
    Row("python3*", "use-after-close", "select", """
        test_errno: select() of a closed number must raise.""",
        place="test_select.py:SelectTestCase.test_errno", programs=["python_tests_more"]),
    Row("python3*", "use-after-close", "fstat64", """
        signal.set_wakeup_fd() of a closed number must raise.""",
        place="test_signal.py:WakeupFDTests.test_invalid_*", programs=["python_tests_more"]),

    Row("python3*", "use-after-close", "read", """
        test_makefile_close: os.read() of the SSL socket's number must raise after its close().""",
        place="test_ssl.py:SimpleBackgroundTests.test_makefile_close",
        programs=["python_tests_more"]),
    Row("python3*", "use-after-close", "write", """
        test_send_error: both ends closed behind signal.set_wakeup_fd(),
        "send() will fail".""",
        place="<string>:<module>", args="*# Close sockets: send() will fail*",
        programs=["python_tests_more"]),
    Row("python3*", "leak", "pipe2", """
        readpipe_interrupted: its child blocks in a read of its own pipe until it is killed.""",
        place="<string>:<module>", args="*# blocking call: read from a pipe without data*", most=2,
        programs=["python_tests_more"]),
    Row("python3*", "leak", "open64", """
        test_4_daemon_threads: 40 threads that read a file and write /dev/null for ever, when the
        main thread exits.""", place="<string>:random_io", most=40, programs=["python_tests_more"]),
    Row("python3*", "leak", "open64@...<can_xattr<skip_unless_xattr", """
        can_xattr() in test/support/os_helper.py: tmp_fp of mkstemp() is never closed.""",
        programs=["python_tests_more"]),
    Row("python3*", "leak", "shm_open fcntl64", """
        A child that sleeps with a SharedMemory is killed, to see who removes it.""",
        place="<string>:*", args="*shared_memory*time.sleep(10*", programs=["python_tests_more"]),
    Row("python3*", "leak", "pipe2@...<Pool.__init__<...<Server.create", """
        The queues of a pool in a manager's server, which ends by os._exit().""", most=4,
        programs=["python_tests_more"]),
    Row("python3*", "leak", "dup2", """
        _writefd: fills the child's first 256 numbers with copies, to be sent a larger one.""",
        place="_test_multiprocessing.py:_TestConnection._writefd", most=256,
        programs=["python_tests_more"]),
    Row("python3*", "leak", "open64", """
        os.open() for sys.stderr with closefd=False, in a child that raises or exits at once.""",
        place="_test_multiprocessing.py:_TestSubclassingProcess._test_s*",
        programs=["python_tests_more"]),

    # ---- python.py leaks three on purpose, to see that such are found
    Row("python3*", "leak", "socketpair", """
        socket.detach() gives the number away, and nobody keeps it.""",
        place="python.py:sockets", programs=["python"]),
    Row("python3*", "leak", "open64", """
        os.fdopen() with a mode that does not exist raises and leaves the descriptor open; the
        handler closes another one.""", place="python.py:files", programs=["python"]),
    Row("python3*", "leak", "memfd_create", """
        os.memfd_create() for its number alone.""", place="python.py:files", programs=["python"]),
]


def frame_name(frame):
    return frame["function"] or os.path.basename(frame["module"] or "?")


def frames_match(patterns, names):
    if not patterns:
        return True
    if patterns[0] == "...":
        return any(frames_match(patterns[1:], names[skip:]) for skip in range(len(names) + 1))
    return bool(names) and fnmatch.fnmatchcase(names[0], patterns[0]) and \
        frames_match(patterns[1:], names[1:])


def main_stack(finding):
    role = "opened" if finding["kind"] in ("leak", "exhausted", "exec-leak") else "at"
    for stack in finding["stacks"]:
        if stack["role"] == role:
            return stack
    return None


# The interpreter's tests without their helpers, our scripts but the one that runs those, and -c.
SUBJECT = re.compile(r".*/test/(?!support/).*|.*/programs/(?!python_tests).*|<string>")


def place_of(finding, main):
    """FILE:FUNCTION of the innermost Python frame of what is tested, or ""."""
    for stack in [main] + [s for s in finding["stacks"] if s is not main]:
        for frame in stack["frames"]:
            if frame["language"] == "python" and SUBJECT.fullmatch(frame["file"] or ""):
                return "%s:%s" % (os.path.basename(frame["file"]), frame["function"])
    return ""


def killed_at_import(process, stack):
    files = [frame["file"] or "" for frame in stack["frames"] if frame["language"] == "python"]
    return process["ended"]["how"] == "signal" and bool(files) and files[0].startswith("<frozen ")


def matches_any(patterns, text):
    return any(fnmatch.fnmatchcase(text, pattern) for pattern in patterns)


def find(program, process, finding):
    """The row that this finding of this program's run is, or None."""
    exe = os.path.basename(process["exe"] or "")
    stack = main_stack(finding)
    if stack is None:
        return None
    names = [frame_name(frame) for frame in stack["frames"]]
    place, args = place_of(finding, stack), " ".join(process["args"] or [])
    for row in ROWS:
        if finding["kind"] in row.kinds and matches_any(row.exes, exe) \
                and (row.programs is None or program in row.programs) \
                and finding["count"] <= row.most \
                and matches_any(row.calls, stack["call"]) \
                and frames_match(row.frames, names) \
                and (not row.killed or killed_at_import(process, stack)) \
                and (row.place is None or fnmatch.fnmatchcase(place, row.place)) \
                and (row.args is None or fnmatch.fnmatchcase(args, row.args)):
            return row
    return None
