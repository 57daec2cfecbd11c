"""Rows wait in a temporary table; the database itself compares and merges them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from knowledge.cells import Value
from knowledge.models import database
from knowledge.tables import Table

Row: TypeAlias = tuple[Value, ...]
REPORT_EVERY = 1000


@dataclass(frozen=True)
class Changes:
    """What an import does to one table, in rows."""

    new: int
    changed: int
    removed: int
    unchanged: int


class Stage:
    """One table's rows as the folder has them, next to the rows as the database has them."""

    def __init__(self, table: Table) -> None:
        self.fields = [*table.fields, "extra"]
        self.live: str = table.model._meta.table_name
        self.name = f"stage_{table.name}"
        self.same_key = " AND ".join(f"live.{key} = stage.{key}" for key in table.key)
        others = [field for field in self.fields if field not in table.key]
        self.differs = f"{_row('live', others)} IS DISTINCT FROM {_row('stage', others)}"
        self.assignments = ", ".join(f"{field} = stage.{field}" for field in others)

    def fill(self, rows: Iterable[Row], copied: Callable[[int], None]) -> None:
        """Copy the rows in; `copied` hears how many came since it last heard."""
        columns = ", ".join(self.fields)
        self._run(f"DROP TABLE IF EXISTS {self.name}")
        self._run(f"CREATE TEMP TABLE {self.name} AS SELECT {columns} FROM {self.live} LIMIT 0")  # noqa: S608
        cursor = database.connection().cursor()
        with cursor.copy(f"COPY {self.name} ({columns}) FROM STDIN") as copy:
            waiting = 0
            for row in rows:
                copy.write_row(row)
                waiting += 1
                if waiting == REPORT_EVERY:
                    copied(waiting)
                    waiting = 0
        copied(waiting)
        self._run(f"ANALYZE {self.name}")

    def changes(self) -> Changes:
        """Count what `merge` will do."""
        counts = self._run(
            f"SELECT count(*) FILTER (WHERE live.id IS NULL),"  # noqa: S608 - names of ours
            f" count(*) FILTER (WHERE live.id IS NOT NULL AND stage.extra IS NOT NULL"
            f" AND {self.differs}),"
            f" count(*) FILTER (WHERE stage.extra IS NULL), count(*)"
            f" FROM {self.live} live FULL JOIN {self.name} stage ON {self.same_key}"
        ).fetchone()
        new, changed, removed, every = counts
        return Changes(new, changed, removed, every - new - changed - removed)

    def merge(self) -> None:
        """Make the live table equal to the stage; rows that stay keep their id."""
        matches = f"SELECT FROM {self.name} stage WHERE {self.same_key}"
        self._run(f"DELETE FROM {self.live} live WHERE NOT EXISTS ({matches})")  # noqa: S608
        self._run(
            f"UPDATE {self.live} live SET {self.assignments} FROM {self.name} stage"  # noqa: S608
            f" WHERE {self.same_key} AND {self.differs}"
        )
        columns = ", ".join(self.fields)
        self._run(
            f"INSERT INTO {self.live} ({columns}) SELECT {columns} FROM {self.name} stage"  # noqa: S608
            f" WHERE NOT EXISTS (SELECT FROM {self.live} live WHERE {self.same_key})"
        )

    def drop(self) -> None:
        self._run(f"DROP TABLE {self.name}")

    def _run(self, sql: str) -> Any:  # noqa: ANN401 - a driver's cursor
        return database.execute_sql(sql)


def _row(side: str, fields: Iterable[str]) -> str:
    return "ROW(" + ", ".join(f"{side}.{field}" for field in fields) + ")"
