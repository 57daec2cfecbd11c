"""One system for all the conversations; those that kill start their own."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.dialogue import Dialogue
from tests.system.running import System


@pytest.fixture(scope="session")
def system() -> Iterator[System]:
    # Not below pytest's own folder: see `postgres` in tests/conftest.py.
    with tempfile.TemporaryDirectory(prefix="system-") as name:
        running = System(Path(name))
        try:
            yield running.start()
        finally:
            running.stop()


@pytest.fixture
def dialogue(system: System) -> Dialogue:
    return Dialogue(system)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder for a system of the test's own."""
    with tempfile.TemporaryDirectory(prefix="system-") as name:
        yield Path(name)
