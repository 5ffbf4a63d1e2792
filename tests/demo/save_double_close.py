#!/usr/bin/env python3
"""Atomic save, wrong: the error handler closes the descriptor once more.

It belongs to the file object since os.fdopen, and was closed with it at the
end of the with-block. In a program with threads the second close hits
whatever was opened in between; here it fails, and nobody looks.
"""

import os
import sys
import tempfile


def save_atomically(path, directory, text):
    fd, temporary = tempfile.mkstemp(dir=directory)
    try:
        with os.fdopen(fd, "w") as file:
            file.write(text)
        os.rename(temporary, path)
    except OSError:
        try:
            os.close(fd)
        except OSError:
            pass
        os.unlink(temporary)
        raise


def main(directory):
    # The folder of the target is not there: the rename at the end fails.
    path = os.path.join(directory, "letters", "to-anna.txt")
    try:
        save_atomically(path, directory, "Dear Anna,\n")
    except OSError:
        print("could not save the letter")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(sys.argv[1])
    else:
        with tempfile.TemporaryDirectory() as made:
            main(made)
