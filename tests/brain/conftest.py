"""The brain's own tables on a real PostgreSQL, empty for every test."""

from collections.abc import Iterator

import pytest

from brain import database as databases
from brain.database import Database
from brain.models import Customer, one


@pytest.fixture(scope="session")
def migrated(postgres: str) -> Iterator[Database]:
    connected = databases.connect(postgres, max_connections=70)
    databases.wait_until_ready(connected)
    yield connected
    connected.close_all()


@pytest.fixture
def database(migrated: Database, postgres: str) -> Iterator[Database]:
    # Other tests bind the models to databases of their own.
    connected = databases.connect(postgres, max_connections=70)
    with connected.connection_context():
        connected.execute_sql("TRUNCATE customer, webhook_item, tick, process, department CASCADE")
        connected.execute_sql("UPDATE counter SET value = 1000")
        yield connected
    connected.close_all()


@pytest.fixture
def customer(database: Database) -> int:
    """A customer's id."""
    Customer.insert(phone="18095550101", bsuid="DO.1", name="Ana", created_at="now()").execute()
    found: int = one("SELECT id FROM customer")[0]
    return found
