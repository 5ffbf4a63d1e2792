"""Leaks one descriptor under every condition in which CPython calls open, and
writes down what Python itself says of the stack there.

usage: conditions.py DIRECTORY

DIRECTORY gets an empty file for each condition, which stays open, and
expected.json: name -> [[file, line, function], ...], innermost first.
"""

import asyncio
import atexit
import ctypes
import functools
import gc
import json
import os
import signal
import sys
import threading
import traceback
import weakref

HERE = sys.argv[1]
expected = {}
kept = []


def path(name):
    return os.path.join(HERE, name)


def note(name, fd, stack):
    frames = [[f.filename, f.lineno, f.name] for f in stack]
    expected[name] = frames[::-1]
    with open(path("expected.json"), "w", encoding="utf-8") as file:
        json.dump(expected, file)


# The call and the look at the stack stand in one line, so that all frames agree.
def leak(name):
    note(name, os.open(path(name), os.O_CREAT), traceback.extract_stack())


def plain():
    leak("plain")


def thread():
    worker = threading.Thread(target=leak, args=("thread",))
    worker.start()
    worker.join()


def thread_beside_a_busy_one():
    done = False

    def spin():
        while not done:
            sum(range(100))

    busy = threading.Thread(target=spin)
    busy.start()
    for i in range(20):  # the GIL is released in each
        os.close(os.open(path("busy"), os.O_CREAT))
    leak("busy")
    done = True
    busy.join()


def numbers():
    leak("generator")
    yield 1


def delegating():
    yield from numbers()


def generator():
    for _ in delegating():
        pass
    list(n for n in [leak("genexpr")])
    [leak("comprehension") for _ in range(1)]


async def inner():
    await asyncio.sleep(0)
    leak("coroutine")


async def outer():
    await inner()
    async with Manager():
        leak("async_with")
    await asyncio.gather(task())


async def task():
    leak("task")


class Manager:
    async def __aenter__(self):
        leak("aenter")

    async def __aexit__(self, *_):
        leak("aexit")


class Maker:
    leak("class_body")

    def __init__(self):
        leak("init")

    @property
    def value(self):
        leak("property")

    @staticmethod
    def static():
        (lambda: leak("lambda"))()

    def __del__(self):
        leak("del")

    def __lt__(self, other):
        leak("lt")
        return True


def classes():
    maker = Maker()
    maker.value
    maker.static()
    sorted([maker, maker])
    del maker


def executed():
    exec("def f():\n    leak('exec')\n\n\nf()\n", globals())
    code = compile("\n" * 300 + "leak('compiled')", "nowhere.py", "exec")
    exec(code, globals())
    eval("leak('eval')")
    # Code objects that come and go at one address, and are not the same.
    for i in range(8):
        exec(compile("\n" * i + "def g%d():\n    leak('churn%d')\ng%d()" % (i, i, i),
                     "churn%d.py" % i, "exec"), globals())


def extensions():
    sorted([1], key=lambda _: leak("sorted"))
    functools.reduce(lambda a, b: leak("reduce"), [1, 2])
    functools.partial(leak, "partial")()
    list(map(leak, ["map"]))
    callback = ctypes.CFUNCTYPE(None)(lambda: leak("ctypes"))
    callback()


def exceptions():
    try:
        raise ValueError
    except ValueError:
        leak("except")
    try:
        try:
            raise ValueError
        finally:
            leak("finally")
    except ValueError:
        pass


def recurse(n):
    if n:
        recurse(n - 1)
    else:
        leak("recursion")


def signalled(_number, _frame):
    leak("signal")


def signals():
    signal.signal(signal.SIGUSR1, signalled)
    os.kill(os.getpid(), signal.SIGUSR1)


def größe():
    leak("unicode")


def multi_line():
    note(
        "multi_line",
        os.open(
            path("multi_line"),
            os.O_CREAT,
        ),
        traceback.extract_stack(),
    )
    expected["multi_line"][0][1] -= 4


def forked():
    pid = os.fork()
    if pid == 0:
        leak("forked")
        os._exit(0)
    os.waitpid(pid, 0)
    with open(path("expected.json"), encoding="utf-8") as file:
        expected.update(json.load(file))


def subinterpreter():
    try:
        import _xxsubinterpreters as interpreters
    except ImportError:
        try:
            import _interpreters as interpreters  # 3.13
        except ImportError:
            return
    interp = interpreters.create()
    code = "\n\nimport os\ndef sub():\n    os.open(%r, os.O_CREAT)\nsub()" % path(
        "subinterpreter")
    run = interpreters.run_string if hasattr(interpreters, "run_string") else interpreters.exec
    run(interp, code)
    stack = traceback.extract_stack()
    frames = [[f.filename, f.lineno, f.name] for f in stack][::-1]
    frames[0][1] -= 1
    expected["subinterpreter"] = [["<string>", 5, "sub"], ["<string>", 6, "<module>"]] + frames


def greenlets():
    """Each switches in the middle of a with-block and of an except, and each is where it was."""
    try:
        from greenlet import GreenletExit, getcurrent, greenlet
    except ImportError:
        return
    main = getcurrent()

    class Block:
        def __init__(self, name):
            self.name = name

        def __enter__(self):
            main.switch()
            leak("greenlet_enter_" + self.name)

        def __exit__(self, *_):
            main.switch()
            leak("greenlet_exit_" + self.name)

    def numbers():
        main.switch()
        yield 1
        leak("greenlet_generator")

    def run(name):
        with Block(name):
            main.switch()
            leak("greenlet_" + name)
            for _ in numbers():
                main.switch()
        try:
            main.switch()
        except GreenletExit:
            leak("greenlet_thrown_" + name)

    def nested():
        greenlet(lambda: leak("greenlet_nested")).switch()
        leak("greenlet_outer")

    # Stacks that read the same are one finding: the other's has a frame more.
    one, two = greenlet(run), greenlet(lambda name: run(name))
    one.switch("one")
    two.switch("two")
    for step in range(7):
        for each in (two, one):
            if step == 6:
                each.throw(GreenletExit)
            elif not each.dead:
                each.switch()
    leak("greenlet_main")
    greenlet(nested).switch()


async def ticks():
    try:
        for i in range(2):
            await asyncio.sleep(0)
            yield i
    finally:
        await asyncio.sleep(0)
        leak("async_generator_closed")


async def asynchronous():
    async for _ in ticks():
        leak("async_for")
        break
    [leak("async_comprehension") async for _ in ticks()]
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, leak, "executor")
    loop.call_soon(leak, "call_soon")
    await asyncio.wait_for(task_again(), 10)
    await asyncio.sleep(0)


async def task_again():
    await asyncio.sleep(0)
    leak("wait_for")


def suspended():
    try:
        yield 1
    finally:
        leak("generator_closed")


def forgotten():
    generator = suspended()
    next(generator)
    del generator  # GeneratorExit, from its finalizer
    generator = suspended()
    next(generator)
    try:
        generator.throw(KeyError)
    except KeyError:
        leak("handled_from_generator")


class Exits:
    def __enter__(self):
        return self

    def __exit__(self, *_):
        leak("exit_while_raised")
        return True


def raising():
    with Exits():
        try:
            raise KeyError
        except KeyError as error:
            raise ValueError from error


class Cycle:
    def __init__(self):
        self.me = self

    def __del__(self):
        leak("collected")


def collected():
    Cycle()
    gc.collect()


class Final:
    def __del__(self):
        leak("final")


def suspended_at_the_end():
    try:
        yield 1
    finally:
        leak("generator_at_the_end")


def main():
    for condition in (plain, thread, thread_beside_a_busy_one, generator, classes, executed,
                      extensions, exceptions, signals, größe, multi_line, forked,
                      subinterpreter, greenlets, forgotten, raising, collected):
        condition()
    asyncio.run(outer())
    asyncio.run(asynchronous())
    recurse(100)
    weakref.finalize(main, leak, "finalize")
    atexit.register(leak, "atexit")
    kept.append(Final())
    kept.append(suspended_at_the_end())
    next(kept[-1])


main()
leak("module")
