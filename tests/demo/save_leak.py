#!/usr/bin/env python3
"""Atomic save, wrong: os.fdopen refuses the mode, and the descriptor is lost.

Nobody owns it yet but this function, whose handler removes the file and not
the descriptor.
"""

import os
import sys
import tempfile


def save_atomically(path, mode, text):
    fd, temporary = tempfile.mkstemp(dir=os.path.dirname(path))
    try:
        with os.fdopen(fd, mode) as file:
            file.write(text)
        os.rename(temporary, path)
    except (OSError, ValueError):
        os.unlink(temporary)
        raise


def main(directory):
    # "rw" is not a mode: it takes one of r and w, and a + for the other.
    path = os.path.join(directory, "to-anna.txt")
    try:
        save_atomically(path, "rw", "Dear Anna,\n")
    except ValueError:
        print("could not save the letter")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(sys.argv[1])
    else:
        with tempfile.TemporaryDirectory() as made:
            main(made)
