"""Right: in an async function, fd = -1 from where somebody else owns it."""

import asyncio
import os
import sys
import tempfile


async def save(directory, text):
    fd, path = tempfile.mkstemp(dir=directory)
    try:
        await asyncio.sleep(0)
        with os.fdopen(fd, "w") as file:
            fd = -1
            file.write(text)
        await asyncio.sleep(0)
        os.rename(path, os.path.join(directory, "missing", "letter"))
    except OSError:
        if fd >= 0:
            os.close(fd)
        os.unlink(path)


asyncio.run(save(sys.argv[1], "text"))
