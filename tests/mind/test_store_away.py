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
# Who takes over where the customer wants somebody.
WHO_CAN = {
    "inventario": "ventas",
    "ofertas": "ventas",
    "cuenta": "contabilidad",
    "cotizacion": "cotizaciones",
    "tienda": "servicio",
    "vacantes": "servicio",
    "documentos": "ventas",
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
    run(f"ALTER TABLE {before}{{0}} RENAME TO {after}{{0}}")


def run(statement: str) -> None:
    with models.database.connection_context():
        for table in TABLES:
            models.database.execute_sql(statement.format(table))


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
    assert "person" in [choice.id.partition(":")[0] for choice in thought.action.choices]
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
        accepted = conversation.says("sí, por favor").action
        assert isinstance(accepted, HandOff)
        assert accepted.department == WHO_CAN[workflow]


@contextmanager
def tables_empty() -> Iterator[None]:
    """The store has not filled its tables in."""
    with tables_gone():
        run("CREATE TABLE store_{0} (LIKE away_{0} INCLUDING ALL)")
        try:
            yield
        finally:
            run("DROP TABLE store_{0}")


@pytest.mark.parametrize("workflow", ["inventario", "cuenta", "cotizacion", "tienda"])
def test_an_empty_table_is_no_answer(conversation: Talk, workflow: str) -> None:
    with tables_empty():
        tells_and_offers_a_person(conversation.says(ASKED[workflow]))
        accepted = conversation.says("Hablar con alguien", f"person:{WHO_CAN[workflow]}").action
        assert isinstance(accepted, HandOff)
        assert accepted.department == WHO_CAN[workflow]


@pytest.mark.parametrize(
    ("asked", "unknown"),
    [("a que hora cierran?", "hours"), ("me da su telefono?", "phone")],
)
def test_what_the_branches_do_not_tell_a_person_may(
    conversation: Talk, asked: str, unknown: str
) -> None:
    with tables_empty():
        with models.database.connection_context():
            models.database.execute_sql("INSERT INTO store_branch SELECT * FROM away_branch")
            models.Branch.update({unknown: ""}).execute()
        thought = conversation.says(asked)
        assert isinstance(thought.action, Ask)
        assert "a mano" in thought.action.text
        assert "person:servicio" in [choice.id for choice in thought.action.choices]
