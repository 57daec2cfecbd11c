"""The brain's rows, read and moved in time by tests."""

from typing import Any

import psycopg

from brain.database import wait_for_uri
from tests.system.running import System


def every(system: System, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Run a statement on the system's database; return its rows, where it has some."""
    with psycopg.connect(wait_for_uri(system.folder, 5)) as connection:
        cursor = connection.execute(sql.encode(), values)
        return cursor.fetchall() if cursor.description else []


def one(system: System, sql: str, *values: Any) -> tuple[Any, ...]:
    """Return the first row of a statement that has one."""
    return every(system, sql, *values)[0]
