"""A WSGI application: /right, and /wrong, which closes a descriptor twice."""

import os
import tempfile


def save(text, also_closes):
    fd, path = tempfile.mkstemp()  # OPENED
    with os.fdopen(fd, "wb") as file:  # BLOCK
        file.write(text)
    if also_closes:
        try:
            os.close(fd)  # AGAIN
        except OSError:
            pass
    os.unlink(path)


def application(environ, start_response):
    save(b"text", environ["PATH_INFO"] == "/wrong")
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"saved\n"]
