"""Take a backup: one consistent look at the whole database, while everything goes on working."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import psycopg

from brain.backup import container, programs
from brain.backup.container import About, BackupRefused
from brain.database import MIGRATIONS

COUNTED = ("customer", "ticket", "room")  # shown to whoever wonders which backup this is


def take(uri: str, path: Path, now: Callable[[], datetime]) -> About:
    """Write a backup of the database behind `uri` to a file; return what it holds.

    Raises:
        BackupRefused: there is nothing to back up, or it cannot be written.
    """
    with psycopg.connect(uri, application_name="mostrador backup") as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        about = _look(connection, now)
        connection.execute("SET idle_in_transaction_session_timeout = 0")  # it idles by design
        snapshot = _one(connection, "SELECT pg_export_snapshot()")
        return container.write(path, about, lambda: programs.dump(uri, str(snapshot)))


def _look(
    connection: "psycopg.Connection[tuple[object, ...]]", now: Callable[[], datetime]
) -> About:
    try:
        migrations = {
            table: _names(connection, f"SELECT name FROM {table} ORDER BY name")  # noqa: S608
            for table in MIGRATIONS
        }
        rows = {
            table: int(str(_one(connection, f"SELECT count(*) FROM {table}")))  # noqa: S608
            for table in COUNTED
        }
    except psycopg.errors.UndefinedTable:
        raise BackupRefused("there is nothing to back up: the database has no tables yet") from None
    version = str(_one(connection, "SHOW server_version")).split()[0]
    return About(now().isoformat(timespec="seconds"), migrations, version, rows)


def _names(connection: "psycopg.Connection[tuple[object, ...]]", sql: str) -> list[str]:
    return [str(row[0]) for row in connection.execute(sql)]


def _one(connection: "psycopg.Connection[tuple[object, ...]]", sql: str) -> object:
    found = connection.execute(sql).fetchone()
    assert found  # noqa: S101
    return found[0]
