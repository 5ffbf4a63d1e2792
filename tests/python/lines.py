"""Compares fdwarden's decoder of line tables with this Python's own, on every
code object of some modules.

usage: lines.py DECODER.so
"""

import ctypes
import dis
import importlib
import sys
import types

MODULES = """argparse ast asyncio.base_events collections.abc configparser ctypes datetime decimal
difflib doctest email.message enum fractions http.client inspect ipaddress json.decoder
logging multiprocessing.pool optparse pathlib pdb pickle pickletools plistlib pydoc random re
shutil smtplib socket ssl statistics subprocess tarfile tempfile textwrap threading traceback
typing unittest.mock urllib.request uuid xml.dom.minidom zipfile""".split()

python_line = ctypes.CDLL(sys.argv[1]).python_line
python_line.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int,
                        ctypes.c_uint32]
KIND = min(max(sys.version_info[1] - 9, 0), 2)


def lines_of(code):
    """offset -> line or None, by Python itself"""
    size = len(code.co_code)
    if hasattr(code, "co_lines"):
        ranges = list(code.co_lines())
    else:
        starts = list(dis.findlinestarts(code))
        ends = [start for start, _ in starts[1:]] + [size]
        ranges = [(start, end, line) for (start, line), end in zip(starts, ends)]
    return {at: line for start, end, line in ranges for at in range(start, end, 2)}


def codes_in(code):
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from codes_in(constant)


count = 0
for name in MODULES:
    with open(importlib.import_module(name).__file__, encoding="utf-8") as file:
        module = compile(file.read(), name, "exec")
    for code in codes_in(module):
        table = code.co_linetable if KIND else code.co_lnotab
        for at, line in lines_of(code).items():
            mine = python_line(KIND, table, len(table), code.co_firstlineno, at)
            if mine != (line or 0):
                sys.exit("%s: %s at %d: %d, not %s" % (name, code.co_name, at, mine, line))
            count += 1
print(count)
sys.exit(0 if count > 50000 else "only %d instructions" % count)
