"""A large file lies on disk while it is passed on, and leaves nothing there."""

import hashlib
import tracemalloc
from pathlib import Path

import pytest

from whatsapp.spilled import IN_MEMORY, Spilled

PIECE = bytes(range(256)) * 256


@pytest.mark.parametrize("pieces", [0, 1, IN_MEMORY // len(PIECE), 20 * IN_MEMORY // len(PIECE)])
def test_what_was_added_is_there_whole_and_no_more_of_it_in_memory_than_a_little(
    tmp_path: Path, pieces: int
) -> None:
    tracemalloc.start()
    kept, expected = Spilled(tmp_path / "passing"), hashlib.sha256()
    for _ in range(pieces):
        kept.add(PIECE)
        expected.update(PIECE)
    held, _ = tracemalloc.get_traced_memory()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (kept.size, kept.digest) == (pieces * len(PIECE), expected.hexdigest())
    assert held < 2 * IN_MEMORY
    assert most < 4 * IN_MEMORY
    kept.body.seek(0)
    read = hashlib.sha256()
    while piece := kept.body.read(len(PIECE)):
        read.update(piece)
    assert read.hexdigest() == kept.digest
    assert not list(tmp_path.rglob("*.*"))
    kept.close()


def test_nothing_of_a_large_file_is_found_by_whoever_looks(tmp_path: Path) -> None:
    kept = Spilled(tmp_path)
    kept.add(PIECE)
    kept.add(bytes(IN_MEMORY))
    assert list(tmp_path.iterdir()) == []
    kept.close()
