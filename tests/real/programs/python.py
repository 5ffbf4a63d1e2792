#!/usr/bin/python3
"""Python's own ways to files, processes, sockets, event loops; more in python_tests.py."""
# needs: python3
# status: 7

import array
import asyncio
import concurrent.futures
import contextlib
import io
import mmap
import multiprocessing
import os
import pty
import select
import selectors
import shutil
import signal
import socket
import socketserver
import sqlite3
import subprocess
import sys
import tempfile
import threading
import zipfile
from multiprocessing.managers import SharedMemoryManager


def files():
    with open("a", "w") as file:
        file.write("text\n" * 1000)
    with open("a", "rb", buffering=0) as raw, open("b", "wb") as copy:
        shutil.copyfileobj(raw, copy)
    fd = os.open("c", os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(fd, "w+") as file:
        file.write("x" * 5000)
        file.flush()
        with mmap.mmap(file.fileno(), 0) as mapped:
            print("mapped", len(mapped), mapped[:3])
    other = os.dup(1)
    os.close(other)
    with contextlib.suppress(OSError):
        os.close(os.open("nonexistent", os.O_RDONLY))
    try:
        os.fdopen(os.open("a", os.O_RDONLY), "nonsense")
    except ValueError:
        os.close(os.open("a", os.O_RDONLY))
    for _ in range(100):
        with tempfile.TemporaryFile() as file, tempfile.NamedTemporaryFile() as named, \
                tempfile.SpooledTemporaryFile(10) as spooled:
            file.write(b"1")
            named.write(b"2")
            spooled.write(b"x" * 20)
    with tempfile.TemporaryDirectory() as top:
        for index in range(50):
            with open(os.path.join(top, str(index)), "w") as file:
                print(index, file=file)
        print("entries", len(list(os.scandir(top))), sum(len(f) for _, _, f in os.walk(top)))
        dirfd = os.open(top, os.O_RDONLY | os.O_DIRECTORY)
        print(os.stat("7", dir_fd=dirfd).st_size, sum(len(f) for *_, f, _ in os.fwalk(top)))
        os.close(dirfd)
        shutil.make_archive("archive", "zip", top)
    with zipfile.ZipFile("archive.zip") as archive:
        print("archive", len(archive.namelist()))
    print(os.memfd_create("m") > 2 and "memfd")
    with open(os.open("a", os.O_RDONLY), closefd=True) as file:
        print(file.readline(), end="")
    print(io.open("a").read(4))


def processes():
    for command in (["true"], ["false"], ["sh", "-c", "exit 3"]):
        print(subprocess.run(command).returncode)
    print(subprocess.run(["cat"], input=b"through cat", capture_output=True).stdout)
    print(subprocess.run("echo $0 | tr a-z A-Z", shell=True, capture_output=True).stdout)
    with subprocess.Popen(["seq", "5"], stdout=subprocess.PIPE, text=True) as one, \
            subprocess.Popen(["wc", "-l"], stdin=one.stdout, stdout=subprocess.PIPE) as two:
        one.stdout.close()
        print(two.communicate()[0])
    reader, writer = os.pipe()
    print(subprocess.run(["sh", "-c", "echo passed >/dev/fd/%d" % writer],
                         pass_fds=[writer]).returncode)
    os.close(writer)
    with open(reader) as file:
        print(file.read(), end="")
    try:
        subprocess.run(["/nonexistent/program"])
    except FileNotFoundError as error:
        print("no", error.filename)
    print(subprocess.run(["cat"], stdin=subprocess.DEVNULL, close_fds=False).returncode)
    print(subprocess.run(["true"], start_new_session=True, preexec_fn=lambda: None).returncode)
    print(os.popen("echo popen").read(), end="")
    print(os.waitstatus_to_exitcode(os.system("exit 4")))
    pid = os.posix_spawn("/bin/sh", ["sh", "-c", "echo spawned >&5"], os.environ,
                         file_actions=[(os.POSIX_SPAWN_DUP2, 1, 5)])
    print(os.waitpid(pid, 0)[1])
    pid, master = pty.fork()
    if pid == 0:
        os.execlp("sh", "sh", "-c", "tty >/dev/null && echo a terminal")
    with contextlib.suppress(OSError):
        print(os.read(master, 100))
    os.waitpid(pid, 0)
    os.close(master)
    threads = [threading.Thread(target=lambda: [subprocess.run(["true"]) for _ in range(10)])
               for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def sockets():
    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            self.wfile.write(self.rfile.readline().upper())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        for index in range(100):
            with socket.create_connection(server.server_address) as client, \
                    client.makefile("rw") as file:
                print("request %d" % index, file=file, flush=True)
                last = file.readline()
        print(last, end="")
        server.shutdown()
        thread.join()
    left, right = socket.socketpair()
    socket.send_fds(left, [b"x"], [1])
    data, fds, *_ = socket.recv_fds(right, 10, 4)
    os.write(fds[0], b"through a received descriptor\n")
    os.close(fds[0])
    print(left.detach() >= 0)
    right.close()
    left = socket.socket(fileno=left.fileno()) if left.fileno() >= 0 else None
    print(left)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as datagram:
        datagram.bind("socket")
    with select.epoll() as epoll, socket.socket() as listener:
        epoll.register(listener, select.EPOLLIN)
        print(len(epoll.poll(0)))
    one, other = socket.socketpair()
    with one, other, selectors.DefaultSelector() as selector:
        selector.register(one, selectors.EVENT_WRITE)
        print(len(selector.select(0)))
    with contextlib.suppress(ConnectionError):
        socket.create_connection(("127.0.0.1", 1))


async def echo(reader, writer):
    writer.write(await reader.readline())
    await writer.drain()
    writer.close()


async def loops():
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    address = server.sockets[0].getsockname()

    async def ask(index):
        reader, writer = await asyncio.open_connection(*address)
        writer.write(b"%d\n" % index)
        line = await reader.readline()
        writer.close()
        await writer.wait_closed()
        return int(line)

    print("answers", sum(await asyncio.gather(*(ask(index) for index in range(50)))))
    process = await asyncio.create_subprocess_exec("cat", stdin=-1, stdout=-1)
    print(await process.communicate(b"from a loop"))
    process = await asyncio.create_subprocess_shell("exit 6")
    print(await process.wait())
    print(await asyncio.get_running_loop().run_in_executor(None, os.path.exists, "a"))
    server.close()
    await server.wait_closed()


def square(number):
    return number * number


def workers():
    for method in ("fork", "spawn", "forkserver"):
        context = multiprocessing.get_context(method)
        with context.Pool(2) as pool:
            print(method, sum(pool.map(square, range(20))))
        queue = context.Queue()
        child = context.Process(target=queue.put, args=("queued",))
        child.start()
        print(queue.get(), child.join(), child.exitcode)
        queue.close()
        queue.join_thread()
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        print(sum(pool.map(square, range(10))))
    with multiprocessing.Manager() as manager:
        shared = manager.dict()
        shared["a"] = 1
        print(dict(shared))
    from multiprocessing import shared_memory
    memory = shared_memory.SharedMemory(create=True, size=100)
    memory.buf[0] = 7
    print(memory.buf[0])
    memory.close()
    memory.unlink()


def answer(connection):
    connection.recv().send("sent on")


def shared():
    """What multiprocessing makes once and keeps: an arena, two helpers' pipe and socket."""
    numbers = multiprocessing.Array("i", 10)
    numbers[0] = 7
    with SharedMemoryManager() as manager:
        print(list(manager.ShareableList(numbers[:2])))
    pipes = [multiprocessing.Pipe() for _ in range(2)]
    (here, there), (near, far) = pipes
    child = multiprocessing.get_context("fork").Process(target=answer, args=(far,))
    child.start()
    near.send(there)
    print(here.recv(), child.join(), child.exitcode)
    for end in (*pipes[0], *pipes[1]):
        end.close()


def databases():
    with contextlib.closing(sqlite3.connect("db")) as connection:
        connection.execute("CREATE TABLE t(a)")
        connection.executemany("INSERT INTO t VALUES (?)", ((i,) for i in range(1000)))
        connection.commit()
        print(connection.execute("SELECT sum(a) FROM t").fetchone())


def interrupted():
    rings = iter(range(50))

    def ring(*_):
        os.close(os.open("/dev/null", os.O_RDONLY))
        # Only now, and so often, else a slow machine does nothing else.
        if next(rings, None) is not None:
            signal.setitimer(signal.ITIMER_REAL, 0.001)

    signal.signal(signal.SIGALRM, ring)
    ring()
    for _ in range(2000):
        os.close(os.open("/dev/null", os.O_RDONLY))
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    print("interrupted", array.array("i", [1]).itemsize)


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)
    files()
    processes()
    sockets()
    asyncio.run(loops())
    workers()
    shared()
    databases()
    interrupted()
    sys.exit(7)
