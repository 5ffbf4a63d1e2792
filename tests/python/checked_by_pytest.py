"""What pytest runs: two tests that pass and leave bugs, fixtures and parameters among them."""

import os

import pytest


@pytest.fixture
def descriptor(tmp_path):
    fd = os.open(tmp_path / "file", os.O_CREAT | os.O_RDWR)  # FIXTURE
    yield fd
    try:
        os.close(fd)  # AGAIN
    except OSError:
        pass


def test_leaks(tmp_path):
    os.open(tmp_path / "leaked", os.O_CREAT)  # LEAKED


class TestClosing:
    def test_closes_the_fixture(self, descriptor):
        assert os.write(descriptor, b"text") == 4
        os.close(descriptor)  # FIRST

    @pytest.mark.parametrize("text", ["a", "b"])
    def test_is_right(self, descriptor, text):
        print("captured", text)
        assert os.write(descriptor, text.encode()) == 1


def test_fails(capfd):
    os.write(1, b"captured by number")
    assert capfd.readouterr().out == "something else"
