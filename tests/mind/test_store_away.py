"""The store's database is away: whatever is asked, that is said, and a person offered."""

import re
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from playhouse.pool import PooledPostgresqlDatabase

from brain.mind.values import Ask, HandOff, Thought
from knowledge import models
from tests.mind.conftest import NewTalk
from tests.mind.talk import Talk, words_of

# A question of every workflow that reads the store's tables, asked by who has an account.
OWNER = "18095550104"
ASKED = {
    "inventario": "cuanto cuesta el martillo de uña?",
    "ofertas": "que ofertas tienen esta semana?",
    "cuenta": "mi balance, cuenta 0024410",
    "cotizacion": "cotízame 20 fundas de cemento titán y 10 varillas de 3/8",
    "tienda": "a que hora cierran?",
    "vacantes": "tienen alguna vacante?",
    "documentos": "hacen entregas a domicilio?",
}
TABLES = ("product", "offer", "account", "vacancy", "branch", "document", "import")


@contextmanager
def tables_gone() -> Iterator[None]:
    """The tables are gone, as while somebody puts a backup back."""
    rename("store_", "away_")
    try:
        yield
    finally:
        rename("away_", "store_")


def rename(before: str, after: str) -> None:
    with models.database.connection_context():
        for table in TABLES:
            models.database.execute_sql(f"ALTER TABLE {before}{table} RENAME TO {after}{table}")


@contextmanager
def server_gone() -> Iterator[None]:
    """Nobody listens where the tables were."""
    there = models.database.obj
    with socket.socket() as taken:  # bound and never listening: nobody else gets the port
        taken.bind(("127.0.0.1", 0))
        nowhere = f"postgresql://nobody@127.0.0.1:{taken.getsockname()[1]}/none"
        models.database.initialize(PooledPostgresqlDatabase(nowhere, prefer_psycopg3=True))
        try:
            yield
        finally:
            models.database.initialize(there)


@pytest.fixture
def conversation(talk: NewTalk) -> Talk:
    begun = talk("sample", phone=OWNER)
    begun.says("hola")
    return begun


def tells_and_offers_a_person(thought: Thought) -> None:
    assert isinstance(thought.action, Ask)
    assert "no puedo consultar" in thought.action.text
    assert "person:ventas" in [choice.id for choice in thought.action.choices]
    assert thought.decision["rows"] == []


@pytest.mark.parametrize("away", [tables_gone, server_gone])
@pytest.mark.parametrize("workflow", ASKED)
def test_every_workflow_says_that_it_cannot_look_and_invents_nothing(
    conversation: Talk, workflow: str, away: Callable[[], AbstractContextManager[None]]
) -> None:
    with away():
        thought = conversation.says(ASKED[workflow])
        assert workflow in thought.decision["workflows"]
        tells_and_offers_a_person(thought)
        assert not re.search(r"RD\$|\d", words_of(thought))
        assert isinstance(conversation.says("sí, por favor").action, HandOff)
