"""Wrong: numbers that objects and functions of all kinds have closed, closed once more. What
the report says of who was first stands behind `says`."""

import contextlib
import gc
import os
import select
import socket
import sqlite3
import sys
import tempfile

PATH = os.path.join(sys.argv[1], "file")


def fresh():
    return os.open(PATH, os.O_CREAT | os.O_RDWR)


def with_block():
    fd = fresh()
    with os.fdopen(fd, "wb") as file:  # says: the file object's close() HERE (with-block exit)
        file.write(b"text")
    return fd


def with_raw():
    fd = fresh()
    with open(fd, "rb", buffering=0):  # says: the file object's close() HERE (with-block exit)
        pass
    return fd


def with_temporary():
    with tempfile.NamedTemporaryFile() as file:  # says: the file object's close() HERE (with-block exit)
        fd = file.fileno()
    return fd


def explicit():
    fd = fresh()
    file = os.fdopen(fd, "w")
    file.close()  # says: the file object's close() HERE
    return fd


def by_closing():
    fd = fresh()
    with contextlib.closing(os.fdopen(fd)):  # says: the file object's close() HERE (with-block exit)
        pass
    return fd


def collected():
    fd = fresh()
    file = os.fdopen(fd)
    del file  # says: the file object's finalizer (garbage collection) HERE
    return fd


def collected_later():
    fd = fresh()
    file = os.fdopen(fd)
    cycle = [file]
    cycle.append(cycle)
    del file, cycle
    gc.collect()  # says: the file object's finalizer (garbage collection) HERE
    return fd


def a_socket():
    sock = socket.socket()
    fd = sock.fileno()
    sock.close()  # says: the socket object's close() HERE
    return fd


def with_socket():
    with socket.socket() as sock:  # says: the socket object's close() HERE (with-block exit)
        fd = sock.fileno()
    return fd


def collected_socket():
    sock = socket.socket()
    fd = sock.fileno()
    del sock  # says: the socket object's finalizer (garbage collection) HERE
    return fd


def an_epoll():
    poll = select.epoll()
    fd = poll.fileno()
    poll.close()  # says: the epoll object's close() HERE
    return fd


def helper(fd):
    os.close(fd)  # says: os.close() HERE


def function():
    fd = fresh()
    helper(fd)
    return fd


def aliased():
    fd = fresh()
    close = os.close
    close(fd)  # says: HERE
    return fd


def database():
    before = set(os.listdir("/proc/self/fd"))
    connection = sqlite3.connect(PATH + ".db")
    connection.execute("CREATE TABLE IF NOT EXISTS t(a)")
    fd = int(max(set(os.listdir("/proc/self/fd")) - before, key=lambda n: os.path.exists(
        "/proc/self/fd/" + n)))
    connection.close()  # says: HERE
    return fd


def used():
    fd = fresh()
    with os.fdopen(fd, "wb"):  # says: the file object's close() HERE (with-block exit)
        pass
    return fd


def ended():
    fd = fresh()
    file = os.fdopen(fd)
    del file  # says: the file object's finalizer (garbage collection) HERE
    return fd


CLOSED_AGAIN = (with_block, with_raw, with_temporary, explicit, by_closing, collected,
                collected_later, a_socket, with_socket, collected_socket, an_epoll, function,
                aliased, database)
USED = ((used, os.fsync), (ended, os.fsync))

for case, then in [(case, os.close) for case in CLOSED_AGAIN] + list(USED):
    with contextlib.suppress(OSError):
        then(case())
