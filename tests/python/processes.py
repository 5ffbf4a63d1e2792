"""Leaks one descriptor in each process that multiprocessing and concurrent.futures
start, and writes down what Python itself says of the stack there.

usage: processes.py DIRECTORY

As conditions.py; each process writes its part, expected.NAME.json. Its children
run under what the library makes of a child: after fork, and as a new program.
"""

import concurrent.futures
import json
import multiprocessing
import os
import sys
import traceback


def leak(directory, name):
    path = os.path.join(directory, name)
    note(path, os.open(path, os.O_CREAT), traceback.extract_stack())


def note(path, _fd, stack):
    frames = [[f.filename, f.lineno, f.name] for f in stack][::-1]
    directory, name = os.path.split(path)
    with open(os.path.join(directory, "expected.%s.json" % name), "w", encoding="utf-8") as file:
        json.dump({name: frames}, file)


class Worker(multiprocessing.get_context("fork").Process):
    def run(self):
        leak(*self._args)


def started(directory, method):
    context = multiprocessing.get_context(method)
    child = context.Process(target=leak, args=(directory, method))
    child.start()
    child.join()
    with context.Pool(1) as pool:
        pool.apply(leak, (directory, "pool_" + method))
        pool.close()
        pool.join()


def main(directory):
    for method in ("fork", "spawn", "forkserver"):
        started(directory, method)
    worker = Worker(args=(directory, "subclass"))
    worker.start()
    worker.join()
    with concurrent.futures.ProcessPoolExecutor(1) as pool:
        pool.submit(leak, directory, "executor").result()
    leak(directory, "parent")


if __name__ == "__main__":
    main(sys.argv[1])
