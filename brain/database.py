"""The connection to PostgreSQL and its migrations."""

import select
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import peewee
from playhouse.migrations import Runner
from playhouse.pool import PooledPostgresqlDatabase

import knowledge.models
from brain import models
from brain.settings import Settings

MIGRATIONS = {
    "schema_brain": Path(__file__).parent / "migrations",
    knowledge.models.MIGRATIONS_TABLE: knowledge.models.MIGRATIONS,
}
NAME = "mostrador"  # how the server's list of connections calls ours
NOWHERE = "postgresql://127.0.0.1:1/no-database-was-started"
# A connection knows a statement from its second time on: parsing and planning cost more than most
# of ours, and of a pool's connections the last are seldom used. What is said once is not kept.
PREPARED_AFTER = 1
MIGRATION_LOCK = 7_031_001  # any number, the same in every process


class Database(PooledPostgresqlDatabase):
    """A pooled connection a thread, which drops connections that the server closed."""

    def _is_closed(self, conn: Any) -> bool:  # noqa: ANN401  a psycopg connection
        if conn.closed or conn.broken:
            return True
        if not _server_has_spoken(conn.fileno()):
            return False
        self._close_raw(conn)
        return True


def _server_has_spoken(socket: int) -> bool:
    """Tell whether an idle connection has something to read: the server's farewell.

    After a restart of the server every connection of the pool would else fail one request more.
    """
    poll = select.poll()
    poll.register(socket, select.POLLIN)
    return bool(poll.poll(0))


def address(settings: Settings, wait: float = 60.0) -> str:
    """Return the database's URI: the configured one, or the embedded database's.

    Raises:
        TimeoutError: no embedded database was started within `wait` seconds.
    """
    return settings.database_url or wait_for_uri(settings.var_dir, wait)


def uri_file(var: Path) -> Path:
    """Where the owner leaves the address and password for the other processes."""
    return var / "database-url"


def wait_for_uri(var: Path, seconds: float, sleep: Callable[[float], None] = time.sleep) -> str:
    """Return the embedded database's address, waiting for its owner's first start.

    Raises:
        TimeoutError: nobody wrote it within `seconds`.
    """
    for _ in range(int(seconds * 10)):
        if uri_file(var).exists():
            return uri_file(var).read_text().strip()
        sleep(0.1)
    raise TimeoutError("DATABASE_URL is unset and no `python -m brain db` has started")


def connect(uri: str, max_connections: int = 20, *, lazy_commit: bool = False) -> Database:
    """Bind every model to the database behind `uri`.

    Args:
        lazy_commit: let commits reach the disk a moment later, but for those made `durably`. A
            crash of the server may then undo the last half second, never leave a half: for a
            worker, whose steps may all be repeated.
    """
    options = f"-c timezone=UTC -c statement_timeout=30000 -c application_name={NAME}"
    if lazy_commit:
        options += " -c synchronous_commit=off"
    database = Database(
        uri,
        prefer_psycopg3=True,
        max_connections=max_connections,
        timeout=10,
        connect_timeout=5,
        prepare_threshold=PREPARED_AFTER,
        options=options,
    )
    models.database.initialize(database)
    knowledge.models.database.initialize(database)
    return database


def wait_until_ready(database: Database, seconds: float = 60.0, *, migrating: bool = True) -> None:
    """Return once the server accepts connections and the schema is there.

    Args:
        migrating: bring the schema up to date; else it is taken as it is.
    """
    deadline = time.monotonic() + seconds
    while True:
        try:
            with database.connection_context():
                if migrating:
                    migrate(database)
            return
        except peewee.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def migrate(database: Database) -> list[str]:
    """Bring the schema up to date, once however many processes ask; return what was applied."""
    database.execute_sql("SELECT pg_advisory_lock(%s)", (MIGRATION_LOCK,))
    try:
        applied: list[str] = []
        for table, folder in MIGRATIONS.items():
            applied += Runner(database, str(folder), table_name=table).up()
        return applied
    finally:
        with suppress(peewee.PeeweeException):
            database.execute_sql("SELECT pg_advisory_unlock(%s)", (MIGRATION_LOCK,))
