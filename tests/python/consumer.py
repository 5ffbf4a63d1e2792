"""Wrong: a context manager that takes it for granted that the consumer takes the
descriptor over; one that raises before leaves it to nobody."""
# expect: leak opened=temporary:OPENED

import contextlib
import os
import sys
import tempfile


@contextlib.contextmanager
def temporary(directory):
    fd, path = tempfile.mkstemp(dir=directory)  # OPENED
    try:
        yield fd
    finally:
        os.unlink(path)


def save(directory, text):
    with temporary(directory) as fd:
        if not isinstance(text, str):
            raise TypeError("not text")
        with os.fdopen(fd, "w") as file:
            file.write(text)


for text in ("fine", b"wrong"):
    try:
        save(sys.argv[1], text)
    except TypeError:
        pass
