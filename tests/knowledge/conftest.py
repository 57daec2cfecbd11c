"""The store's tables in the tests' PostgreSQL, empty for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from peewee import PostgresqlDatabase
from playhouse.migrations import Runner

from knowledge import models


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
