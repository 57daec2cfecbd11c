"""What all tests share: one PostgreSQL of their own."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings

from brain.database import wait_for_uri

settings.register_profile("patient", deadline=None)  # how long a try takes says nothing here
settings.load_profile("patient")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a real PostgreSQL, the embedded one, that lives as long as the tests.

    It lies beside pytest's folders, which every other pytest shuts to all but its own user again:
    where root runs the tests, the server is another user.
    """
    with tempfile.TemporaryDirectory(prefix="postgres-") as name:
        yield from serve(Path(name))


def serve(folder: Path) -> Iterator[str]:
    """Run a server on a folder for as long as somebody asks for its address."""
    with (folder / "db.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "brain", "db"],
            env=os.environ | {"VAR_DIR": str(folder)},
            stdout=log,
            stderr=log,
        )
    uri = wait_for_uri(folder, 60)
    wait_until_it_listens(uri)
    yield uri
    server.send_signal(signal.SIGINT)
    server.wait(20)


def wait_until_it_listens(uri: str, seconds: float = 30) -> None:
    """Return once the server takes connections."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            psycopg.connect(uri).close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
