"""One system for all the conversations; those that kill start their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system.dialogue import Dialogue
from tests.system.running import System


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    running = System(tmp_path_factory.mktemp("system"))
    try:
        yield running.start()
    finally:
        running.stop()


@pytest.fixture
def dialogue(system: System) -> Dialogue:
    return Dialogue(system)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path
