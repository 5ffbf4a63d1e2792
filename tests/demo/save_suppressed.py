#!/usr/bin/env python3
"""Atomic save, wrong, and looks right: a context manager hides a double close.

The manager closes the descriptor when the body fails. That is right until
os.fdopen has taken it over, and wrong from there on; suppress() sees to it
that nobody ever notices.
"""

import contextlib
import os
import sys
import tempfile


@contextlib.contextmanager
def temporary_file(directory):
    fd, path = tempfile.mkstemp(dir=directory)
    try:
        yield fd, path
    except BaseException:
        with contextlib.suppress(OSError):
            os.close(fd)
        os.unlink(path)
        raise


def save_atomically(path, directory, text):
    with temporary_file(directory) as (fd, temporary):
        with os.fdopen(fd, "w") as file:
            file.write(text)
            raise_if_too_long(text)
        os.rename(temporary, path)


def raise_if_too_long(text):
    if len(text) > 5:
        raise ValueError("the letter is too long")


def main(directory):
    path = os.path.join(directory, "to-anna.txt")
    try:
        save_atomically(path, directory, "Dear Anna,\n")
    except ValueError:
        print("could not save the letter")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(sys.argv[1])
    else:
        with tempfile.TemporaryDirectory() as made:
            main(made)
