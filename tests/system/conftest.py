"""One system for all the conversations; those that kill start their own."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.system import troubles
from tests.system.dialogue import Dialogue
from tests.system.running import System, wait_until


@pytest.fixture(scope="session")
def everybodys() -> Iterator[System]:
    # Not below pytest's own folder: see `postgres` in tests/conftest.py.
    with tempfile.TemporaryDirectory(prefix="system-") as name:
        running = System(Path(name))
        try:
            yield running.start()
        finally:
            running.stop()


@pytest.fixture(scope="session")
def system(everybodys: System) -> System:
    return everybodys


@pytest.fixture(scope="session")
def mortal() -> Iterator[System]:
    """A system whose parts may be killed, switched off and lost."""
    with tempfile.TemporaryDirectory(prefix="system-") as name:
        running = System(Path(name), settings={"SETUP_YES_RATE_LIMITER": "1"})
        try:
            running.start()
            with troubles.rules_of_meta(running, retry_max_ms=1000):
                yield running
        finally:
            running.stop()


@pytest.fixture
def dialogue(system: System) -> Dialogue:
    return Dialogue(system)


@pytest.fixture(scope="session")
def cut_off(system: System) -> list[Dialogue]:
    """Customers whose answers were cut off on the way to WhatsApp."""
    return _asked_while(system, "reset-before", "502")


@pytest.fixture(scope="session")
def unheard(system: System) -> list[Dialogue]:
    """Customers whose answers WhatsApp took without our hearing so."""
    return _asked_while(system, "reset-after", "timeout-after")


def _asked_while(system: System, *faults: str) -> list[Dialogue]:
    """Let somebody new ask for each of these faults, which strikes the answer."""
    people = [Dialogue(system) for _ in faults]
    pairs = zip(people, faults, strict=True)
    struck = [troubles.of_sending_to(person, fault) for person, fault in pairs]
    with troubles.of_meta(system, *struck):
        for person in people:
            person.customer("¿A cómo la funda de cemento Titán?")
        wait_until(lambda: not troubles.left_at_meta(system), "the sends were struck")
    return people


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder for a system of the test's own."""
    with tempfile.TemporaryDirectory(prefix="system-") as name:
        yield Path(name)
