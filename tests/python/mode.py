"""Wrong: os.fdopen refuses its mode, and did not take the descriptor."""
# expect: leak opened=save:OPENED

import os
import sys
import tempfile


class Saver:
    def save(self, directory, mode):
        fd, path = tempfile.mkstemp(dir=directory)  # OPENED
        try:
            with os.fdopen(fd, mode) as file:
                file.write("text")
        except ValueError:
            os.unlink(path)


Saver().save(sys.argv[1], "wx+")
