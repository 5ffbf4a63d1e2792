"""Wrong: closed by a file object, and once more by number; and used after close.
And two lines of one function are two findings."""
# expect: double-close at=twice:AGAIN closed=twice:FIRST opened=twice:OPENED
# expect: use-after-close at=used:USED closed=used:CLOSED opened=used:HERE
# expect: leak opened=two:ONE
# expect: leak opened=two:TWO

import os
import sys


def twice(path):
    fd = os.open(path, os.O_CREAT | os.O_WRONLY)  # OPENED
    file = os.fdopen(fd, "wb", buffering=0)
    file.close()  # FIRST
    try:
        os.close(fd)  # AGAIN
    except OSError:
        pass


def used(path):
    fd = os.open(path, os.O_WRONLY)  # HERE
    os.close(fd)  # CLOSED
    try:
        os.write(fd, b"x")  # USED
    except OSError:
        pass


def two(path):
    os.open(path, os.O_RDONLY)  # ONE
    os.open(path, os.O_RDONLY)  # TWO


name = os.path.join(sys.argv[1], "file")
twice(name)
used(name)
two(name)
