"""Right: the descriptor is closed at once, and the path is what is used."""

import os
import shutil
import sys
import tempfile


def save(directory, source):
    fd, path = tempfile.mkstemp(dir=directory)
    os.close(fd)
    try:
        shutil.copyfile(source, path)
        os.rename(path, os.path.join(directory, "missing", "copy"))
    except OSError:
        os.unlink(path)


save(sys.argv[1], os.path.abspath(__file__))
