"""The findings that are true, and why.

A row is: the program's file name (or several), the kind, the stack of its main role as
CALL@FRAME<FRAME..., innermost first, and the reason. A frame is the pattern of a function's
name; where there is no name, of its module's file name; `...` stands for any number of frames.
Frames after the last one given may be anything. What is listed here was seen with strace first.
"""

import fnmatch
import os


class Row:
    def __init__(self, exe, kind, stack, why, most=1, programs=None):
        self.exes = exe.split()
        self.kind = kind
        self.stack = stack
        self.why = " ".join(why.split())
        self.most = most            # descriptors of one leak, occurrences of another finding
        self.programs = programs    # None: in any of them
        self.call, at, frames = stack.partition("@")
        self.frames = frames.split("<") if at else []


ROWS = [
    # dash and bash read a script through a descriptor that they move out of the script's way
    # (fcntl F_DUPFD 10, dup2 to 255) and keep until they end, with CLOEXEC.
    Row("dash", "leak", "fcntl@dash", """
        The script that it reads, moved to 10 or 11: openat(script)=3, fcntl(3, F_DUPFD, 10)=10,
        and no close before exit_group."""),
]


def frame_name(frame):
    return frame["function"] or os.path.basename(frame["module"] or "?")


def frames_match(patterns, names):
    if not patterns:
        return True
    if patterns[0] == "...":
        return any(frames_match(patterns[1:], names[skip:]) for skip in range(len(names) + 1))
    return bool(names) and fnmatch.fnmatchcase(names[0], patterns[0]) and \
        frames_match(patterns[1:], names[1:])


def main_stack(finding):
    role = "opened" if finding["kind"] in ("leak", "exhausted", "exec-leak") else "at"
    for stack in finding["stacks"]:
        if stack["role"] == role:
            return stack
    return None


def find(program, process, finding):
    """The row that this finding of this program's run is, or None."""
    exe = os.path.basename(process["exe"] or "")
    stack = main_stack(finding)
    if stack is None:
        return None
    names = [frame_name(frame) for frame in stack["frames"]]
    for row in ROWS:
        if finding["kind"] == row.kind and any(fnmatch.fnmatchcase(exe, e) for e in row.exes) \
                and (row.programs is None or program in row.programs) \
                and finding["count"] <= row.most \
                and fnmatch.fnmatchcase(stack["call"], row.call) \
                and frames_match(row.frames, names):
            return row
    return None
