import os


def test_closes():
    with open(os.devnull, encoding="ascii"):
        pass


def test_leaves_open():
    os.open(os.devnull, os.O_RDONLY)
