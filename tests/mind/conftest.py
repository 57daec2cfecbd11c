"""Four stores in a real PostgreSQL, and one mind that is shown one of them at a time."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from playhouse.migrations import Runner
from playhouse.pool import PooledPostgresqlDatabase
from psycopg.sql import SQL, Identifier

from brain.mind.flow import Mind
from knowledge import importing, models, search
from knowledge.search import ProductIndex
from tests.mind.talk import Talk

REPO = Path(__file__).parent.parent.parent
STORES = {
    "sample": REPO / "knowledge" / "sample_store",
    "electricos": REPO / "tests" / "stores" / "electricos",
    "pinturas": REPO / "tests" / "stores" / "pinturas",
    "tornillo": REPO / "tests" / "eval" / "stores" / "tornillo",  # with combos and gifts
}
MONDAY_AT_11 = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)

Stores = dict[str, PooledPostgresqlDatabase]
NewTalk = Callable[..., Talk]


@pytest.fixture(scope="session")
def stores(postgres: str) -> Iterator[Stores]:
    filled: Stores = {}
    with closing(psycopg.connect(postgres, autocommit=True)) as root:
        for name in STORES:
            root.execute(SQL("CREATE DATABASE {}").format(Identifier(f"mind_{name}")))
    for name, folder in STORES.items():
        address = postgres.replace("/postgres?", f"/mind_{name}?")
        filled[name] = database = PooledPostgresqlDatabase(address, prefer_psycopg3=True)
        models.database.initialize(database)
        with database.connection_context():
            Runner(database, str(models.MIGRATIONS), models.MIGRATIONS_TABLE).up()
            importing.apply(importing.preview(folder))
    yield filled
    for database in filled.values():
        database.close_all()
    models.database.initialize(None)


@pytest.fixture(scope="session")
def shown() -> dict[str, Any]:
    """The index of the store that the mind is shown."""
    return {}


@pytest.fixture(scope="session")
def mind(shown: dict[str, Any]) -> Iterator[Mind]:
    mind = Mind(ZoneInfo("America/Santo_Domingo"), index=lambda: shown["index"])
    mind.warm()
    yield mind
    mind.close()


def index_of_bound() -> ProductIndex:
    """Build the index of the bound database: the cached one may be another store's."""
    search._current = None
    with models.database.connection_context():
        return search.current_index()


@pytest.fixture
def talk(stores: Stores, mind: Mind, shown: dict[str, Any]) -> Iterator[NewTalk]:
    """Begin a conversation: `talk("sample", phone="18095550101")`."""

    def begin(
        store: str = "sample", phone: str | None = None, now: datetime = MONDAY_AT_11
    ) -> Talk:
        models.database.initialize(stores[store])
        if shown.get("store") != store:
            shown.update(store=store, index=index_of_bound())
        return Talk(mind, phone, now)

    yield begin
    models.database.initialize(None)
