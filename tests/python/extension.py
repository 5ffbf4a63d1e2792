"""Wrong: a descriptor left by a C extension, between whose frames Python's stand."""

import sys

sys.path.insert(0, sys.argv[1])
import extension_c  # noqa: E402


def inner(path):
    return extension_c.opened(path)  # INNER


def middle(path):
    return extension_c.apply(inner, path)  # MIDDLE


def outer(path):
    return extension_c.apply(middle, path)  # OUTER


outer("/dev/null")  # MODULE
