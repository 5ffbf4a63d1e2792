"""Reads what strace -f -k wrote: system calls in order, each with its stack."""

import re

LINE = re.compile(r"(\d+) (.*)\Z", re.S)
RESUMED = re.compile(r"<\.\.\. (\w+) resumed>(.*)\Z", re.S)
CALL = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+|\?)(.*)\Z", re.S)
FRAME = re.compile(r" > (.*?)\(([^()]*?)(?:\+0x[0-9a-f]+)?\) \[0x[0-9a-f]+\]")
UNFINISHED = " <unfinished ...>"


class Call:
    """One system call that has returned. frames: (object, function), innermost first."""

    def __init__(self, tid, name, args, result, text):
        self.tid = tid
        self.name = name
        self.args = args
        self.result = result
        self.text = text
        self.frames = []


def calls(path):
    """All calls of a log; their stacks are complete when the next one comes."""
    begun = {}
    last = None
    with open(path, encoding="utf-8", errors="replace") as file:
        for line in file:
            line = line.rstrip("\n")
            if line.startswith(" > "):
                frame = FRAME.match(line)
                if last and frame:
                    last.frames.append((frame[1].rpartition("/")[2], frame[2]))
                continue
            if last:
                yield last
                last = None
            match = LINE.match(line)
            if not match:
                continue
            tid, text = int(match[1]), match[2].strip()
            if text.endswith(UNFINISHED):
                begun[tid] = text[:-len(UNFINISHED)]
                continue
            resumed = RESUMED.match(text)
            if resumed:
                text = begun.pop(tid, resumed[1] + "(") + resumed[2]
            match = CALL.match(text)
            if match and match[3] != "?":
                last = Call(tid, match[1], match[2], int(match[3]), text)
    if last:
        yield last
