import ctypes

import pytest


class Mark(ctypes.Structure):
    _fields_ = [("opens", ctypes.c_uint64), ("process", ctypes.c_int32),
                ("thread", ctypes.c_int32)]


@pytest.fixture(autouse=True)
def no_descriptor_left_open():
    """Fails each test that leaves a descriptor open (under fdwarden run)."""
    library = ctypes.CDLL(None)
    if not hasattr(library, "fdw_mark"):
        yield
        return
    library.fdw_mark.restype = Mark
    mark = library.fdw_mark(0)
    yield
    text = ctypes.create_string_buffer(8192)
    if library.fdw_text_since(ctypes.byref(mark), text, len(text)):
        pytest.fail(text.value.decode(), pytrace=False)
