"""The database to back up or restore; the embedded one is started for as long as that takes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from brain import database
from brain.backup.container import BackupRefused
from brain.settings import Settings

STARTS_WITHIN_SECONDS = 60


@contextmanager
def reached(settings: Settings) -> Iterator[str]:
    """Yield the address of a database that answers.

    Raises:
        BackupRefused: it does not answer, and cannot be started.
    """
    if settings.database_url:
        _refuse_silent(settings.database_url)
        yield settings.database_url
    elif _embedded_answers(settings):
        yield database.address(settings, wait=1)
    else:
        with _started(settings) as uri:
            yield uri


def _refuse_silent(uri: str) -> None:
    try:
        psycopg.connect(uri, connect_timeout=10).close()
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[0].split(" failed: ")[-1]
        raise BackupRefused(f"DATABASE_URL cannot be reached: {reason}") from None


def _embedded_answers(settings: Settings) -> bool:
    return database.uri_file(settings.var_dir).exists() and _answers(
        database.address(settings, wait=1)
    )


def _answers(uri: str) -> bool:
    try:
        psycopg.connect(uri, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def _started(settings: Settings) -> Iterator[str]:
    environment = os.environ | {"VAR_DIR": str(settings.var_dir)}
    server = subprocess.Popen(
        [sys.executable, "-m", "brain", "db"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(settings, server)
        yield database.address(settings, wait=1)
    finally:
        server.send_signal(signal.SIGINT)  # ends at once, and cleanly
        server.wait()


def _wait_for(settings: Settings, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while not _embedded_answers(settings):
        if server.poll() is not None or time.monotonic() > deadline:
            raise BackupRefused(
                "the embedded database does not start: see what `python -m brain db` says"
            )
        time.sleep(0.1)
