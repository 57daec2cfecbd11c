"""Three stores in a real PostgreSQL, and one mind that is shown one of them at a time."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from peewee import PostgresqlDatabase
from playhouse.migrations import Runner

from brain.mind.flow import Mind
from knowledge import importing, models
from knowledge.search import ProductIndex, current_index
from tests.knowledge.conftest import postgres
from tests.mind.talk import Talk

__all__ = ["postgres"]

REPO = Path(__file__).parent.parent.parent
STORES = {
    "sample": REPO / "knowledge" / "sample_store",
    "electricos": REPO / "tests" / "stores" / "electricos",
    "pinturas": REPO / "tests" / "stores" / "pinturas",
}
MONDAY_AT_11 = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)

Stores = dict[str, tuple[PostgresqlDatabase, ProductIndex]]
NewTalk = Callable[..., Talk]


@pytest.fixture(scope="session")
def stores(postgres: str) -> Iterator[Stores]:
    root = PostgresqlDatabase(postgres, prefer_psycopg3=True, autoconnect=True)
    filled: Stores = {}
    for name, folder in STORES.items():
        root.connection().autocommit = True
        root.execute_sql(f"CREATE DATABASE mind_{name}")  # type: ignore[no-untyped-call]
        database = PostgresqlDatabase(
            postgres.replace("/postgres?", f"/mind_{name}?"), prefer_psycopg3=True
        )
        models.database.initialize(database)
        Runner(database, str(models.MIGRATIONS), models.MIGRATIONS_TABLE).up()  # type: ignore[no-untyped-call]
        importing.apply(importing.preview(folder))
        filled[name] = database, fresh_index()
    yield filled
    for database, _ in filled.values():
        database.close()
    root.close()
    models.database.initialize(None)


def fresh_index() -> ProductIndex:
    """Build the index of the bound database: the cached one may be another store's."""
    from knowledge import search

    search._current = None
    return current_index()


@pytest.fixture(scope="session")
def shown() -> dict[str, ProductIndex]:
    """The index of the store that the mind is shown."""
    return {}


@pytest.fixture(scope="session")
def mind(shown: dict[str, ProductIndex]) -> Iterator[Mind]:
    mind = Mind(ZoneInfo("America/Santo_Domingo"), index=lambda: shown["index"])
    mind.warm()
    yield mind
    mind.close()


@pytest.fixture
def talk(stores: Stores, mind: Mind, shown: dict[str, ProductIndex]) -> Iterator[NewTalk]:
    """Begin a conversation: `talk("sample", phone="18095550101")`."""

    def begin(
        store: str = "sample", phone: str | None = None, now: datetime = MONDAY_AT_11
    ) -> Talk:
        database, shown["index"] = stores[store]
        models.database.initialize(database)
        return Talk(mind, phone, now)

    yield begin
    models.database.initialize(None)
