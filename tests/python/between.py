"""Wrong: an exception between mkstemp and fdopen; nobody closes the descriptor."""
# expect: leak opened=save:OPENED

import os
import sys
import tempfile


def save(directory, text):
    fd, path = tempfile.mkstemp(dir=directory)  # OPENED
    data = text.encode("ascii")  # fails
    with os.fdopen(fd, "wb") as file:
        file.write(data)
    os.rename(path, os.path.join(directory, "letter"))


try:
    save(sys.argv[1], "gr\u00fc\u00dfe")
except UnicodeEncodeError:
    pass
