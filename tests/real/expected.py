"""The findings that are true, and why.

A row is: the executable's file name (or several), the kind, the stack of its main role as
CALL@FRAME<FRAME..., innermost first, and the reason. A frame is the pattern of a function's
name; where there is no name, of its module's file name; `...` stands for any number of frames.
Frames after the last one given may be anything. What is listed here was seen with strace first.
"""

import fnmatch
import os


class Row:
    def __init__(self, exe, kind, stack, why, most=1, programs=None):
        self.exes = exe.split()
        self.kind = kind
        self.stack = stack
        self.why = " ".join(why.split())
        self.most = most            # descriptors of one leak, occurrences of another finding
        self.programs = programs    # None: in any of them
        self.call, at, frames = stack.partition("@")
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

    # ---- keys
    Row("gpg gpg-connect-agent", "leak", "socket@libassuan*", """
        The connection to the agent, left to the kernel at the end."""),
    Row("gpg-agent", "use-after-close", "fstat@gpg-agent<gpg-agent<__libc_start*", """
        It lists /proc/self/fd at its start and then asks fstat of each number in the list; the
        one that it listed with is in it, and closed by then: fstat(3)=EBADF, not looked at."""),
    Row("gpg-agent", "leak", "socket@libassuan*", """
        Its listening sockets, open until it ends."""),
    Row("gpg-agent", "leak", "inotify_init@gpg-agent", """
        Watches of its home and socket, open until it ends."""),

    # ---- compilers
    Row("*-ld.bfd ld*", "leak", "dup@bfd_plugin_close_file_descriptor", """
        An archive's descriptor, copied for the LTO plugin and not given back."""),
    Row("lto1", "leak", "open@lto1", """
        The object file that it read its sections from, kept to the end."""),
    Row("rustc", "leak", "pipe2@*jobserver::Client*::new", """
        Its jobserver, a global of the process.""", most=2),
    Row("gdb", "leak", "pipe2@gdb", """
        Self-pipes of its event loop, made once each.""", most=2),
    Row("gdb", "leak", "fopen64@gdb", """
        The program that is examined."""),

    # ---- other languages' runtimes
    Row("node", "leak", "inotify_init1@init_inotify<uv_fs_event_start", """
        The loop's inotify, made at the first watch, kept for later ones."""),
    Row("java*", "leak", "open@ImageFileReader::open()", """
        The JVM's modules file, mapped and open as long as it runs."""),
    Row("java*", "leak", "socketpair@Java_sun_nio_ch_FileDispatcherImpl_init", """
        Half of the pair whose dead end is dup2()ed over a socket before its close."""),
    Row("java", "leak", "open64@handleOpen", """
        /dev/random and /dev/urandom, opened once by NativePRNG.""", most=2),

    # ---- the interpreter's tests of closed descriptors close them, on purpose
    Row("python3*", "use-after-close", "*@...", """
        test_os.TestInvalidFD calls each function with a number that it has just closed; test_io,
        test_fileio, test_epoll and test_socket close an object's number behind its back and use
        it; subprocess' fd_status.py asks fstat of every number.""", most=1000,
        programs=["python_tests", "python_tests_all"]),
    Row("python3*", "double-close", "close@*internal_close", """
        The same tests: the object closes its number once more (testErrnoOnClose and others).""",
        most=100, programs=["python_tests", "python_tests_all"]),
    Row("python3*", "double-close", "close@os_close_impl", """
        os.close() of a closed number, in test_os and in tests' clean-up functions.""",
        most=100, programs=["python_tests", "python_tests_all"]),
    Row("python3*", "leak", "*@...", """
        Children that tests fork and end by os._exit() with what they had; descriptors that
        test_subprocess leaves open for a child to find.""", most=1000,
        programs=["python_tests", "python_tests_all"]),

    # ---- python.py leaks three on purpose, to see that such are found
    Row("python3*", "leak", "socketpair@python3*", """
        sockets(): socket.detach() gives the number away, and nobody keeps it.""",
        programs=["python"]),
    Row("python3*", "leak", "open64@python3*", """
        files(): os.fdopen() with a mode that does not exist raises and leaves the descriptor
        open; the handler closes another one.""", programs=["python"]),
    Row("python3*", "leak", "memfd_create@python3*", """
        files(): os.memfd_create() for its number alone.""", programs=["python"]),
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


def find(program, process, finding):
    """The row that this finding of this program's run is, or None."""
    exe = os.path.basename(process["exe"] or "")
    stack = main_stack(finding)
    if stack is None:
        return None
    names = [frame_name(frame) for frame in stack["frames"]]
    for row in ROWS:
        if finding["kind"] == row.kind and any(fnmatch.fnmatchcase(exe, e) for e in row.exes) \
                and (row.programs is None or program in row.programs) \
                and finding["count"] <= row.most \
                and fnmatch.fnmatchcase(stack["call"], row.call) \
                and frames_match(row.frames, names):
            return row
    return None
