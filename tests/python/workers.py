"""Right: processes of multiprocessing and concurrent.futures, some of which globals
still refer to at the end; what the library keeps for them is nobody's leak."""

import concurrent.futures
import multiprocessing
import sys
from multiprocessing import shared_memory


def square(number):
    return number * number


def ask(end):
    end.send(square(end.recv()))
    end.close()


def main():
    global kept
    kept = []
    for method in ("fork", "spawn", "forkserver"):
        context = multiprocessing.get_context(method)
        process = context.Process(target=square, args=(2,))
        process.start()
        process.join()
        kept.append(process)
        with context.Pool(2) as pool:
            assert sum(pool.map(square, range(5))) == 30
            pool.close()
            pool.join()
        kept.append(pool)
        queue = context.Queue()
        process = context.Process(target=queue.put, args=("text",))
        process.start()
        assert queue.get() == "text"
        process.join()
        queue.close()
        queue.join_thread()
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=ask, args=(theirs,))
    process.start()
    theirs.close()
    ours.send(7)
    assert ours.recv() == 49
    process.join()
    ours.close()
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        assert sum(pool.map(square, range(5))) == 30
    with multiprocessing.Manager() as manager:
        shared = manager.dict({"a": 1})
        assert dict(shared) == {"a": 1}
    kept += [manager, shared]
    memory = shared_memory.SharedMemory(create=True, size=100)
    memory.close()
    memory.unlink()


if __name__ == "__main__":
    main()
    sys.exit(0)
