"""What all tests share: one PostgreSQL of their own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import psycopg
import pytest

from brain.database import wait_for_uri


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real PostgreSQL, the embedded one, that lives as long as the tests."""
    folder = tmp_path_factory.mktemp("postgres")
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
