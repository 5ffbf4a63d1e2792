"""Opens at the same places again and again, in many orders: each stack is what
Python says, also when frames and code objects stand where others stood before.

usage: repeated.py DIRECTORY

One descriptor in KEPT stays open, and is written down as in conditions.py.
"""

import asyncio
import json
import os
import random
import sys
import threading
import traceback

HERE = sys.argv[1]
KEPT = 20
expected = {}
state = threading.local()


def path(name):
    return os.path.join(HERE, name)


# The call and the look at the stack stand in one line, so that all frames agree.
def touch():
    state.count += 1
    name = "%s-%d" % (state.name, state.count)
    keep = state.count % KEPT == 0
    fd, stack = os.open(path(name), os.O_CREAT), keep and traceback.extract_stack()
    if keep:
        expected[name] = [[f.filename, f.lineno, f.name] for f in stack][::-1]
    else:
        os.close(fd)
        os.unlink(path(name))


def follow(steps):
    if steps:
        WAYS[steps[0]](steps[1:])
    elif state.random.random() < 0.5:
        touch()
    else:
        touch()


def plain(steps):
    follow(steps)


def either(steps):
    if len(steps) % 2:
        follow(steps)
    else:
        follow(steps)


def through_c(steps):
    list(map(follow, [steps]))
    sorted([0], key=lambda _: follow(steps))


def generated(steps):
    for _ in (follow(steps) for _ in range(2)):
        pass


def delegated(steps):
    def numbers():
        follow(steps)
        yield 1

    def all_numbers():
        yield from numbers()
    list(all_numbers())


def awaited(steps):
    async def inner():
        follow(steps)

    async def outer():
        await inner()
    try:
        outer().send(None)
    except StopIteration:
        pass


def executed(steps):
    """Code of one shape; it is freed, and the next stands at its address: another file, line or name."""
    number = state.number
    for file, source in (
            ("made%02d" % number, "follow(steps)"),
            ("made", "\n" * (number % 7) + "def f(): follow(steps)\nf()\ndel f"),
            ("made", "def g%02d():\n def f(): follow(steps)\n f()\ng%02d()\ndel g%02d" %
             (number, number, number))):
        exec(compile(source, file, "exec"), {"follow": follow, "steps": steps})


def deep(steps, depth=10):
    if depth:
        deep(steps, depth - 1)
    else:
        follow(steps)


class Finalized:
    def __init__(self, steps):
        self.steps = steps

    def __del__(self):
        follow(self.steps)


def finalized(steps):
    Finalized(steps)


WAYS = [plain, either, through_c, generated, delegated, awaited, executed, deep, finalized]


def run(name, seed, opens):
    state.name, state.count, state.random = name, 0, random.Random(seed)
    for _ in range(4):
        state.number = state.random.randrange(100)
        for _ in range(80):
            executed([])
    while state.count < opens:
        steps = [state.random.randrange(len(WAYS)) for _ in range(state.random.randint(0, 3))]
        for _ in range(3):
            state.number = state.random.randrange(100)
            for _ in range(state.random.choice((1, 30))):
                follow(steps)


async def tasks():
    async def one():
        follow([])
        await asyncio.sleep(0)
        follow([1])
    for _ in range(100):
        await asyncio.gather(one(), one())


def write():
    with open(path("expected-%d.json" % os.getpid()), "w", encoding="utf-8") as file:
        json.dump(expected, file)


def main():
    run("main", 1, 2000)
    asyncio.run(tasks())
    threads = [threading.Thread(target=run, args=("thread%d" % i, 2 + i, 1000)) for i in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    write()
    child = os.fork()
    if child == 0:
        expected.clear()
        run("child", 5, 1000)
        write()
        os._exit(0)
    os.waitpid(child, 0)


main()
