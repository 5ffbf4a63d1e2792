"""Descriptors of the program that gdb looks at, from fdwarden's ledger.

    info descriptors        what is open: number, kind, what it is, who opened it
    descriptor N            everything that is known of number N, with its stacks
    fdwarden-ledger FILE    read this ledger, where it is not found by itself

In a live process and in a core file. The ledger of a program that was linked with
the library is in its memory, and so in the core. Under `fdwarden run` it is a file,
which the kernel leaves out of cores (core(5): shared file-backed mappings): it is
read from where it was mapped, as long as it is there (--keep, or a run that goes on).
"""

import os
import re
import struct

import gdb

PAGE = 4096
MAGIC = struct.pack("=Q", LEDGER_MAGIC)  # noqa: F821 (from the build, as all of FIELDS)
chosen = None       # the file that fdwarden-ledger named


class Ledger:
    """Its bytes, wherever they are: read(offset, count)."""

    def __init__(self, read):
        self.read = read
        if self.number("header.version", 0) != LEDGER_VERSION:
            raise gdb.GdbError("the ledger is of another version of fdwarden")

    def number(self, field, base):
        offset, size = FIELDS[field]
        return int.from_bytes(self.read(base + offset, size), "little")

    def numbers(self, at, count):
        return struct.unpack("=%dI" % count, self.read(at, 4 * count))

    def text(self, at, count):
        return self.read(at, count).split(b"\0")[0].decode("utf-8", "replace")

    def call(self, index):
        at, count = self.number("header.calls", 0), self.number("header.calls_bytes", 0)
        names = self.read(at, count).split(b"\0") if at else []
        return names[index].decode() if index < len(names) - 1 else "?"

    def slot_at(self, fd):
        """Where its slot is; None if that number was never used."""
        block, place = divmod(fd, SLOT_BLOCK)
        directory, block = divmod(block, SLOT_BLOCKS)
        if directory >= SLOT_DIRECTORIES:
            return None
        at = self.numbers(FIELDS["header.slots"][0] + 4 * directory, 1)[0]
        at = self.numbers(at + 4 * block, 1)[0] if at else 0
        return at + place * SLOT_BYTES if at else None

    def slots(self):
        """(number, Slot) of all numbers that were ever used."""
        for d, directory in enumerate(self.numbers(FIELDS["header.slots"][0], SLOT_DIRECTORIES)):
            blocks = self.numbers(directory, SLOT_BLOCKS) if directory else ()
            for b, block in enumerate(blocks):
                for place in range(SLOT_BLOCK if block else 0):
                    slot = Slot(self, block + place * SLOT_BYTES)
                    if slot.state != SLOT_NEVER:
                        yield (d * SLOT_BLOCKS + b) * SLOT_BLOCK + place, slot

    def stack(self, at):
        """The frames of a stack, innermost first, as lines."""
        if not at:
            return ["(no stack)"]
        depth = self.number("stack.depth", at)
        low = at + FIELDS["stack.low"][0]
        highs = self.read(low + 4 * depth, depth)
        lines = []
        for part, high in zip(self.numbers(low, depth), highs):
            upper = self.numbers(FIELDS["header.highs"][0] + 4 * high, 1)[0]
            if upper in (FRAME_PYTHON, FRAME_PYTHON_ENTRY):
                lines.append(self.python(part))
            else:
                lines.append(native(upper << 32 | part))
        return lines

    def python(self, at):
        code = self.number("place.code", at)
        name, file = (self.number("code." + n, code) for n in ("name_bytes", "file_bytes"))
        text = code + FIELDS["code.bytes"][0]
        return "%s (Python) %s" % (self.text(text, name), self.text(text + name, file))


class Slot:
    """What is known of one number."""

    def __init__(self, ledger, at):
        self.ledger, self.at = ledger, at
        word = self.get("word")
        self.state, self.object = word & 0xff, OBJECTS.get(word >> 8 & 0xff, "?")
        self.flags, self.generation = word >> 16 & 0xffff, word >> 32
        owner = self.get("owner")
        self.owner = OWNERS.get(owner >> OWNER_TYPE_SHIFT) if owner else None
        self.owner_value = owner & (1 << OWNER_TYPE_SHIFT) - 1

    def get(self, field):
        return self.ledger.number("slot." + field, self.at)

    def path(self):
        at, count = self.get("path"), self.get("path_bytes")
        return self.ledger.text(at, count) if at and not self.flags & SLOT_ADDRESS else ""


def native(pc):
    """A return address as gdb writes frames: the call is in the byte before."""
    found = gdb.find_pc_line(pc - 1)
    block = gdb.block_for_pc(pc - 1)
    while block is not None and block.function is None:
        block = block.superblock
    if block is not None:
        name = block.function.print_name
    else:
        match = re.match(r"(.+?)(?: \+ \d+)? in section", gdb.execute(
            "info symbol 0x%x" % (pc - 1), to_string=True))
        name = match.group(1) if match else "0x%x" % pc
    where = " at %s:%d" % (found.symtab.filename, found.line) if found.symtab else ""
    return name + where


# ---- finding it ---------------------------------------------------------------

def live_memory():
    """(start, end, file) of what a process has mapped."""
    for line in gdb.execute("info proc mappings", to_string=True).splitlines():
        match = re.match(r"\s*0x([0-9a-f]+)\s+0x([0-9a-f]+)\s+0x\w+\s+0x\w+\s*([-rwxsp]{4})?(.*)",
                         line)
        # No permissions: gdb before 12 does not say, and core files do not know.
        if match and (match.group(3) or "rw").startswith("rw"):
            yield int(match.group(1), 16), int(match.group(2), 16), match.group(4).strip()


def core_memory():
    """(start, end, "") of what a core file has in it; nothing of a process."""
    for line in gdb.execute("maintenance info sections", to_string=True).splitlines():
        match = re.search(r"0x([0-9a-f]+)->0x([0-9a-f]+) at 0x[0-9a-f]+: load", line)
        if match:
            yield int(match.group(1), 16), int(match.group(2), 16), ""


def from_memory(start):
    inferior = gdb.selected_inferior()
    return Ledger(lambda at, count: bytes(inferior.read_memory(start + at, count)))


def from_file(path):
    with open(path, "rb") as file:
        data = file.read()
    if data[:8] != MAGIC:
        raise gdb.GdbError("%s is no ledger" % path)
    return Ledger(lambda at, count: data[at:at + count])


def is_ledger(at):
    try:
        memory = bytes(gdb.selected_inferior().read_memory(at, LEDGER_HEADER_BYTES))
    except gdb.error:
        return False
    offset, size = FIELDS["header.complete"]
    return memory[:8] == MAGIC and int.from_bytes(memory[offset:offset + size], "little") == 1


def search(start, end):
    """The address of a ledger in that memory: it begins at a page."""
    inferior = gdb.selected_inferior()
    while start < end:
        try:
            found = inferior.search_memory(start, end - start, MAGIC)
        except gdb.error:
            return None
        if found is None or found % PAGE == 0 and is_ledger(found):
            return found
        start = found + 1
    return None


def ledger():
    if chosen is not None:
        return from_file(chosen)
    try:
        known = list(live_memory())
    except gdb.error as error:
        raise gdb.GdbError("no process and no core file: %s" % error)
    for _, _, file in known:
        if file.endswith(".ledger") and os.access(file, os.R_OK):
            return from_file(file)
    # A linked library's is memory of no file, nearly always a mapping of its own.
    memory = [(start, end) for start, end, file in known + list(core_memory())
              if not file or file.endswith(".ledger (deleted)")]
    for start, _ in memory:
        if is_ledger(start):
            return from_memory(start)
    for start, end in memory:
        found = search(start, end)
        if found is not None:
            return from_memory(found)
    raise gdb.GdbError("there is no ledger here; name its file: fdwarden-ledger FILE")


# ---- the commands ---------------------------------------------------------------

class InfoDescriptors(gdb.Command):
    """The open descriptors, and who opened them (fdwarden)."""

    def __init__(self):
        super().__init__("info descriptors", gdb.COMMAND_STATUS)

    def invoke(self, argument, from_tty):
        book = ledger()
        for fd, slot in book.slots():
            if slot.state != SLOT_OPEN:
                continue
            inherited = slot.flags & SLOT_INHERITED
            by = "inherited" if inherited else "%s() in %s" % (
                book.call(slot.get("open_call")), book.stack(slot.get("open_stack"))[0])
            print("%4d  %-9s %s%s" % (fd, slot.object, slot.path() + "  " if slot.path() else "",
                                      by))


class Descriptor(gdb.Command):
    """What is known of a descriptor number: descriptor N (fdwarden)."""

    def __init__(self):
        super().__init__("descriptor", gdb.COMMAND_STATUS)

    def invoke(self, argument, from_tty):
        try:
            fd = int(gdb.parse_and_eval(argument)) if argument else -1
        except gdb.error as error:
            raise gdb.GdbError(str(error))
        if fd < 0:
            raise gdb.GdbError("descriptor N: it takes a number")
        book = ledger()
        at = book.slot_at(fd)
        slot = Slot(book, at) if at is not None else None
        if slot is None or slot.state == SLOT_NEVER:
            print("descriptor %d was never open" % fd)
            return
        print("descriptor %d is %s%s%s" % (
            fd, "open, " + slot.object if slot.state == SLOT_OPEN else "closed",
            ": " + slot.path() if slot.path() else "",
            "; opened %d times" % slot.generation if slot.generation > 1 else ""))
        if slot.owner:
            print("owned by %s 0x%x" % (slot.owner, slot.owner_value))
            self.show(book, slot, "taken", "owner", None)
        if slot.flags & SLOT_INHERITED:
            print("inherited")
        else:
            self.show(book, slot, "opened", "open", slot.get("open_tid"))
        if slot.state != SLOT_OPEN:
            self.show(book, slot, "closed", "close", slot.get("close_tid"))

    @staticmethod
    def show(book, slot, what, field, tid):
        print("%s by %s()%s" % (what, book.call(slot.get(field + "_call")),
                                " in thread %d" % tid if tid else ""))
        for number, line in enumerate(book.stack(slot.get(field + "_stack"))):
            print("  #%-2d %s" % (number, line))


class LedgerFile(gdb.Command):
    """Read this ledger: fdwarden-ledger FILE; without FILE, look for it again."""

    def __init__(self):
        super().__init__("fdwarden-ledger", gdb.COMMAND_FILES, gdb.COMPLETE_FILENAME)

    def invoke(self, argument, from_tty):
        global chosen
        if argument:
            from_file(argument)
        chosen = argument or None


InfoDescriptors()
Descriptor()
LedgerFile()
