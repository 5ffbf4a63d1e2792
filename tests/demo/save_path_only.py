#!/usr/bin/env python3
"""Atomic save, right: the descriptor is closed at once, only the path is used."""

import os
import sys
import tempfile


def save_atomically(path, directory, mode, text):
    fd, temporary = tempfile.mkstemp(dir=directory)
    os.close(fd)
    try:
        with open(temporary, mode) as file:
            file.write(text)
        os.rename(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def main(directory):
    path = os.path.join(directory, "letters", "to-anna.txt")
    for mode in "w", "rw":
        try:
            save_atomically(path, directory, mode, "Dear Anna,\n")
        except (OSError, ValueError):
            print("could not save the letter")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(sys.argv[1])
    else:
        with tempfile.TemporaryDirectory() as made:
            main(made)
